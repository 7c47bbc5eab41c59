"""The self-test of a codebook: does it match what its own examples, spellings and particles demand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from analysis.codebook import Codebook, Frame, Term
from analysis.corpus import Corpus
from analysis.errors import OptionError
from analysis.framing._hits import hits
from analysis.matcher.pattern import Elements, alternatives, base_tag, expand
from analysis.schema import NOUN_TAGS
from analysis.tokens import Tokens
from analysis.tokens import segment as analyse

Segment = Callable[[Mapping[str, str]], Tokens]
_Row = tuple[str, str, str, str, str, str, bool]

_COLUMNS = ["check", "frame", "term", "text", "expected", "found", "passed"]
_CARRIER = "어제 {} 이야기가 나왔다."
_PARTICLES = {  # after a consonant, after a vowel, and what may follow
    "이": ("가", "화제에 올랐다."),
    "은": ("는", "중요하다."),
    "을": ("를", "다뤘다."),
    "과": ("와", "그 주변을 살폈다."),
    "으로": ("로", "눈을 돌렸다."),
    "이나": ("나", "그 주변을 살폈다."),
    "의": ("의", "앞날을 묻는다."),
    "에": ("에", "관심이 쏠린다."),
    "에서": ("에서", "배운 것이 많다."),
    "도": ("도", "다뤘다."),
    "만": ("만", "다뤘다."),
    "까지": ("까지", "다뤘다."),
    "부터": ("부터", "다뤘다."),
    "보다": ("보다", "나은 것은 없다."),
}
_RIEUL = 8  # number of the final consonant ㄹ, which takes 로


@dataclass(frozen=True)
class _Probe:
    """One text to match: for which check, frame and term, and what it must give."""

    check: str
    frame: str
    term: str
    text: str
    like: str = ""  # a text whose weight it must share
    surface: str = ""  # what a hit must cover
    winner: str = ""  # the term that must have a hit


def check(codebook: Codebook, *, segment: Segment | None = None) -> pd.DataFrame:
    """Run the self-test of a codebook.

    Every example must score above 0 in its frame and every counterexample 0. A pattern of several words
    must weigh the same closed up and spaced, and with each spelling variant; a core noun must be found
    before every particle that can follow it; a term must win one of its own plain spellings, which it does not
    when a mask, its own neighbours or another term cancel it everywhere; the merged layer must be refused.
    A pattern that stands in both compared frames is listed as a warning, which passes.

    Parameters
    ----------
    codebook : Codebook
        Codebook, as read.
    segment : callable, optional
        Takes texts by id and gives their Tokens, morpheme layer; by default the kit's own analyser.

    Returns
    -------
    DataFrame
        check, frame, term (empty where the check is about a frame), text, expected, found (all text) and
        passed (bool); one row per check made, in the order of the codebook.

    Raises
    ------
    OptionError
        If `segment` gives tokens of another layer.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> bool(check(codebook)["passed"].all())
    True
    """
    probes = [p for frame in codebook.frames for p in _probes(frame, codebook)]
    texts = dict.fromkeys(t for p in probes for t in (p.text, p.like) if t)
    ids = {text: f"t{n:05d}" for n, text in enumerate(texts)}
    rows: list[_Row] = list(_shared_patterns(codebook))
    if ids:
        by_id = {name: text for text, name in ids.items()}
        tokens = segment(by_id) if segment else analyse(Corpus.from_texts(by_id))
        results = _Results(hits(tokens, codebook), ids)
        rows = [*(results.row(p) for p in probes), _merged_layer(tokens, codebook), *rows]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"passed": "bool"})


def _probes(frame: Frame, codebook: Codebook) -> Iterator[_Probe]:
    """List every text that the self-test of a frame matches."""
    yield from (_Probe("example", frame.id, "", text) for text in frame.examples)
    yield from (_Probe("counterexample", frame.id, "", text) for text in frame.counterexamples)
    for term in frame.terms:
        opening = _opening(term)
        spellings = _plain_words(term.match or "")
        nominal = {base_tag(tag) for tag in term.pos} <= set(NOUN_TAGS)
        if spellings and nominal:
            text = " ".join(opening + _CARRIER.format(words) for words in spellings)
            yield _Probe("reachable", frame.id, term.id, text, winner=term.id)
        for words in spellings:
            for probe in _spellings(frame, term, words, codebook):
                yield replace(probe, text=opening + probe.text, like=opening + probe.like)
            if codebook.tier(term) == "core" and nominal and "가" <= words[-1] <= "힣":
                for sentence in _with_particles(words):
                    yield _Probe("particle", frame.id, term.id, opening + sentence, surface=words)


def _spellings(frame: Frame, term: Term, words: str, codebook: Codebook) -> Iterator[_Probe]:
    """Texts with the closed form and with each spelling variant of a pattern's words."""
    text = _CARRIER.format(words)
    if " " in words:
        yield _Probe("spacing", frame.id, term.id, _CARRIER.format(words.replace(" ", "")), like=text)
    for key in sorted(codebook.variants, key=len, reverse=True):
        if key in words:  # the longest key alone, as in the expansion of patterns
            for variant in codebook.variants[key]:
                yield _Probe("variant", frame.id, term.id, _CARRIER.format(words.replace(key, variant)), like=text)
            return


def _opening(term: Term) -> str:
    """Open the sentence with a word that the term must stand near, where it needs one."""
    near = [words for pattern in term.require_near for words in _plain_words(pattern)]
    return f"{near[0]} 쪽에서 " if near else ""


def _plain_words(pattern: str) -> list[str]:
    """List the alternatives of a pattern that are nothing but words."""
    flat = ["".join(c for c, _ in chars) for chars in (alternatives(pattern) if pattern else ())]
    return list(dict.fromkeys(" ".join(w.split()) for w in flat if not any(c in w for c in "*<>/")))


def _with_particles(words: str) -> Iterator[str]:
    """Sentences with a word before each particle, the grammatical one of each pair."""
    final = (ord(words[-1]) - ord("가")) % 28
    for closed, (open_, rest) in _PARTICLES.items():
        particle = closed if final and not (closed == "으로" and final == _RIEUL) else open_
        yield f"{words}{particle} {rest}"


class _Results:
    """The hits that the texts of the probes gave, by text and frame."""

    def __init__(self, found: pd.DataFrame, ids: dict[str, str]) -> None:
        self._ids = ids
        self._all = found.groupby(["doc", "frame"])["weight"].sum().to_dict()
        self._counted = found[found["counted"]].groupby(["doc", "frame"])["weight"].sum().to_dict()
        self._terms: dict[tuple[str, str], list[str]] = {}
        self._surfaces: dict[tuple[str, str], list[str]] = {}
        for doc, frame, term, surface in zip(*(found[c] for c in ("doc", "frame", "term", "surface")), strict=True):
            self._terms.setdefault((doc, frame), []).append(term)
            self._surfaces.setdefault((doc, frame), []).append(surface)

    def row(self, probe: _Probe) -> _Row:
        """Compare what a probe must give with what was found in its text."""
        key = (self._ids[probe.text], probe.frame)
        if probe.surface or probe.winner:
            expected = probe.surface or probe.winner
            values = self._surfaces.get(key, []) if probe.surface else list(dict.fromkeys(self._terms.get(key, [])))
            found, passed = ", ".join(values) or "nothing", expected in values
        elif probe.like:
            wanted, weight = self._all.get((self._ids[probe.like], probe.frame), 0.0), self._all.get(key, 0.0)
            expected, found, passed = f"{wanted:g}, as {probe.like}", f"{weight:g}", wanted == weight > 0
        else:
            weight, positive = self._counted.get(key, 0.0), probe.check == "example"
            expected, found, passed = "above 0" if positive else "0", f"{weight:g}", (weight > 0) == positive
        return (probe.check, probe.frame, probe.term, probe.text, expected, found, bool(passed))


def _merged_layer(tokens: Tokens, codebook: Codebook) -> _Row:
    """Match on the merged layer, which must be refused."""
    merged = replace(tokens, recipe=replace(tokens.recipe, layer="units"))
    try:
        hits(merged, codebook)
    except OptionError:
        return ("merged layer", "", "", "", "refused", "refused", True)
    return ("merged layer", "", "", "", "refused", "matched", False)


def _shared_patterns(codebook: Codebook) -> Iterator[_Row]:
    """List the patterns that stand in both compared frames."""
    if codebook.compare is None:
        return
    sides: list[dict[Elements, Term]] = [{}, {}]
    for frame, term in codebook.terms():
        if frame.id in codebook.compare and term.match:
            side = sides[codebook.compare.index(frame.id)]
            for elements in expand(term.match, variants=codebook.variants):
                side.setdefault(elements, term)
    for a, b in dict.fromkeys((sides[0][e], sides[1][e]) for e in sides[0] if e in sides[1]):
        frames, terms = " and ".join(codebook.compare), f"{a.id}, {b.id}"
        yield ("warning: shared pattern", frames, terms, str(a.match), "one frame", "both frames", True)
