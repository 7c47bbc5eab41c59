"""Keys by which a link of a corpus report finds the lines of a frame, a word or a speaker."""

from __future__ import annotations

from dataclasses import dataclass, field

from analysis.report.corpus_contract import CorpusFacts, CorpusLine

UNNAMED = "vx"  # lines of sources without a name


@dataclass(frozen=True)
class LineKeys:
    """The key of every frame, word and speaker: f0, w3, of the network t5, of a speaker v2."""

    frames: dict[str, str] = field(default_factory=dict)
    terms: dict[str, str] = field(default_factory=dict)
    speakers: dict[str, str] = field(default_factory=dict)

    def of(self, line: CorpusLine) -> str:
        """Return the key of a line."""
        if line.speaker:
            return self.speakers.get(line.speaker, UNNAMED)
        return self.frames.get(line.frame) or self.terms.get(line.term, "")


def keys_of(facts: CorpusFacts) -> LineKeys:
    """Give a number to what the page links to lines."""
    shown = [frame.id for frame in facts.frames if frame.shown]
    tied = {one.term: f"t{at}" for at, one in enumerate(facts.network.terms)} if facts.network else {}
    words = {row.term: f"w{at}" for at, row in enumerate(facts.words.rows)} if facts.words else {}
    actors = dict.fromkeys(voice.actor for group in facts.voices for voice in group.voices)
    return LineKeys(
        {frame: f"f{at}" for at, frame in enumerate(shown)},
        tied | words,
        {actor: f"v{at}" for at, actor in enumerate(actors)},
    )
