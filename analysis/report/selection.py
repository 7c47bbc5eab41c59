"""What the panel can open: every key that a mark, bar, name or row carries, with its sentences."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.record.safe_text import shown
from analysis.report.facts import ArticleFacts, Place
from analysis.report.marked_text import word_key
from analysis.report.prose import Prose
from analysis.report.sides import name, texts_of

_Entry = dict[str, object]  # t: title, k: kind, s: numbers of sentences, in order; n: count of places


def index(facts: ArticleFacts, prose: Prose) -> dict[str, _Entry]:
    """List everything that can be chosen, by key."""
    found: dict[str, _Entry] = {}
    for word in facts.words:
        kind = "compound" if word.parts > 1 else "word"
        found[f"w={word.term}"] = _entry(word.term, prose.say(f"kind.{kind}"), word.places)
    _add_hits(found, facts, prose)
    for frame in facts.frames:
        places = [hit.place for hit in facts.hits if hit.frame == frame.id]
        found[f"f={frame.id}"] = _entry(name(frame.label, prose.lang), prose.say("kind.frame"), places)
    for named in facts.names:
        found[f"n={named.term}"] = _entry(named.term, prose.say("kind.name"), named.places)
    _add_numbered(found, facts, prose)
    for label in dict.fromkeys(one.label for one in facts.stance):
        places = [one.place for one in facts.stance if one.label == label]
        found[f"s={label}"] = _entry(prose.named("stance", label), prose.say("kind.stance"), places)
    for word in facts.discovery.runs if facts.discovery is not None else ():
        found[f"u={word.term}"] = _entry(word.term, prose.say("kind.run"), word.places)
    return found


def _add_numbered(found: dict[str, _Entry], facts: ArticleFacts, prose: Prose) -> None:
    """Add what has no name of its own and is numbered: who acts, numbers, quotations."""
    labels = texts_of(facts, prose.lang)
    for i, actor in enumerate(facts.actors, start=1):
        if actor.places:
            title = prose.named("actor", "we") if actor.kind == "we" and not actor.name else actor.name
            kind = prose.say("kind.actor", frame=labels.get(actor.frame, actor.frame))
            found[f"a={i}"] = _entry(title, kind, actor.places)
    for i, quantity in enumerate(facts.quantities, start=1):
        kind = prose.named("quantity", quantity.kind)
        found[f"q={i}"] = _entry(quantity.surface or kind, kind, [quantity.place])
    for i, quotation in enumerate(facts.quotations, start=1):
        title = quotation.speaker or prose.say("text.unnamed")
        found[f"v={i}"] = _entry(title, prose.say("kind.speaker"), [quotation.place])


def _add_hits(found: dict[str, _Entry], facts: ArticleFacts, prose: Prose) -> None:
    """Add the terms of frames that are no frequent words, under their own letters."""
    own: dict[str, list[Place]] = {}
    keys = word_key(facts)
    for hit in facts.hits:
        own.setdefault(keys[hit.place.start, hit.place.end], []).append(hit.place)
    for term, places in own.items():
        if f"w={term}" not in found:
            found[f"w={term}"] = _entry(term, prose.say("kind.word"), places)


def _entry(title: str, kind: str, places: Iterable[Place]) -> _Entry:
    """Describe one thing that can be chosen."""
    listed = list(places)
    return {"t": shown(title), "k": kind, "s": sorted({place.sentence for place in listed}), "n": len(listed)}
