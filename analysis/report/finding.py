"""What a report says first, and what may be written: every sentence follows from the verdict alone."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from analysis.report.facts import ArticleFacts, Frame, Verdict, Word
from analysis.report.prose import Marked, Prose, percent, probability
from analysis.report.sides import LEAST_HITS, Shares, Sides, css, loser, name, row_name, shares, sides, version


@dataclass(frozen=True)
class _Writable:
    """A sentence that may be written, with what is copied, or that may not, with the reason."""

    text: str
    more: str


_COUNTED = {"leads", "leans", "open", "few_one", "few_both"}


def headline(facts: ArticleFacts, prose: Prose) -> Markup:
    """Write the finding in two short sentences, the frames in their colours."""
    key, values = _headline(facts, prose)
    counts = prose.rich("finding.counts", **values) if key in _COUNTED else Markup()
    return counts + prose.rich(f"finding.{key}", **values)


def pieces(facts: ArticleFacts, prose: Prose) -> list[tuple[str, str]]:
    """Write the same in pieces of text and the class of their colour, `|` for a new line."""
    key, values = _headline(facts, prose)
    counts = prose.pieces("finding.counts", values) if key in _COUNTED else []
    return counts + prose.pieces(f"finding.{key}", values)


def plain_headline(facts: ArticleFacts, prose: Prose) -> str:
    """Write the finding as text on one line, for the title of the page and of pictures."""
    return "".join(text for text, _ in pieces(facts, prose)).replace("|", " ")


def _headline(facts: ArticleFacts, prose: Prose) -> tuple[str, dict[str, object]]:
    """Choose the sentence of the finding and its values."""
    told, found = facts.verdict, sides(facts)
    if told is None or (told.stands == "none" and facts.discovery is not None):
        return _words_headline(facts, prose)
    if told.stands == "none" or not any(frame.n for frame in facts.frames):
        return "none", {}
    if told.stands == "one" or found.a is None or found.b is None:
        return _one_headline(facts, found, prose)
    values: dict[str, object] = {"a": _marked(found.a, prose), "b": _marked(found.b, prose)}
    values |= {"n_a": told.n_a, "n_b": told.n_b}
    if told.stands == "few":
        few = [frame for frame in found.pair if frame.n < LEAST_HITS] or [found.b]
        return ("few_both" if len(few) == 2 else "few_one"), values | {"few": _marked(few[0], prose)}
    leader = found.b if told.leader == found.b.id else found.a
    return told.stands, values | {"leader": _marked(leader, prose)}


def _one_headline(facts: ArticleFacts, found: Sides, prose: Prose) -> tuple[str, dict[str, object]]:
    """Choose the sentence of a text where no two frames are compared."""
    most = max(facts.frames, key=lambda frame: frame.n)
    values: dict[str, object] = {"a": _marked(most, prose), "n_a": most.n}
    empty = next((frame for frame in found.pair if not frame.n), None)
    if most.role != "other" and empty is not None and len(found.pair) == 2:
        return "one_zero", values | {"b": _marked(empty, prose)}
    alone = sum(frame.n > 0 for frame in facts.frames) == 1
    return ("one" if alone else "one_many"), values


def _words_headline(facts: ArticleFacts, prose: Prose) -> tuple[str, dict[str, object]]:
    """Choose the sentence about the most frequent words of a text that no codebook fits."""
    # Of counts 6, 2, 2, 2 the first alone is named, of 6, 6, 2 two, of 6, 4, 3 the first and the second, of 6, 6, 6
    # the first and how many there are.
    counts = [word.n for word in facts.words]
    if not counts:
        return "found_none", {}
    same = counts.count(counts[0])
    values: dict[str, object] = {"first": prose.quoted(facts.words[0].term), "n": counts[0]}
    if same > 2:
        return "found_several", values | {"words": same}
    if len(counts) > 1 and (same == 2 or counts.count(counts[1]) == 1):
        values |= {"second": prose.quoted(facts.words[1].term)}
        return ("found_two", values) if same == 2 else ("found_each", values | {"m": counts[1]})
    return "found_one", values


def leading(facts: ArticleFacts) -> tuple[Word, ...]:
    """Order the words that a discovery report opens with: compounds first, then single words, by count."""
    compounds = [word for word in facts.words if word.parts > 1]
    singles = [word for word in facts.words if word.parts <= 1]
    return (*compounds, *singles)


def lede(facts: ArticleFacts, prose: Prose) -> str:
    """Write what the finding rests on."""
    told, found = facts.verdict, sides(facts)
    if told is None or facts.discovery is not None:
        return prose.say("lede.discovery")
    if told.stands == "none":
        return prose.say("lede.none")
    total = len(facts.sentences)
    if told.stands == "one" or found.a is None or found.b is None:
        most = max(facts.frames, key=lambda frame: frame.n)
        return prose.say("lede.sentences_one", total=total, in_a=most.sentences)
    values = {"total": total, "a": name(found.a.label, prose.lang), "b": name(found.b.label, prose.lang)}
    key = "lede.sentences_same" if found.a.sentences == found.b.sentences else "lede.sentences"
    first = prose.say(key, **values, in_a=found.a.sentences, in_b=found.b.sentences)
    return f"{first} {_why(told, shares(facts), prose)}"


def _why(told: Verdict, named: Shares | None, prose: Prose) -> str:
    """Say why the verdict is as it is."""
    if told.stands == "few":
        return prose.say("lede.few", least=LEAST_HITS)
    if told.stands in ("leads", "leans") and named is not None:
        return prose.say(f"lede.{told.stands}", leader=name(named.subject.label, prose.lang))
    if not told.leader:
        return prose.say("lede.open_tie")
    touching = () if named is None else named.touching
    removed = [row_name(row, prose, "_short") for row in touching if row.source != "resampling"]
    if removed:
        return prose.say("lede.open_touch", what=prose.list(removed))
    return prose.say("lede.open_other")


def sure_title(facts: ArticleFacts, prose: Prose) -> str:
    """Write the verdict as the title of the chart of ranges."""
    told, found, named = facts.verdict, sides(facts), shares(facts)
    if told is None or told.stands == "none":
        return prose.say("sure.head_none")
    if told.stands == "one" or found.a is None or found.b is None:
        return prose.say("sure.head_one")
    if told.stands == "few" or named is None:
        few = [frame for frame in found.pair if frame.n < LEAST_HITS]
        if len(few) == 1:
            return prose.say("sure.head_few", few=name(few[0].label, prose.lang), n=few[0].n)
        return prose.say("sure.head_few_both", least=LEAST_HITS)
    many, touching = len(named.ranges), named.touching
    values: dict[str, object] = {
        "many": prose.named("sure", f"number_{many}"),
        "leader": name(named.subject.label, prose.lang),
    }
    values["touch"] = prose.named("sure", f"number_{len(touching)}")
    values["what"] = prose.list([row_name(row, prose, "_short") for row in touching])
    key: str = told.stands
    if told.stands == "leans" and touching:
        key = "leans_touch"
    elif told.stands == "open":
        some = "all" if len(touching) == many else "one" if len(touching) == 1 else "some"
        key = "open_tie" if not told.leader or not touching else f"open_{some}"
    return prose.say(f"sure.head_{key}", **values)


def chance(told: Verdict, prose: Prose) -> str:
    """Write the p of flipped signs, or why there is none."""
    if not told.unit:
        return prose.say("sure.p_unknown")
    unit = prose.say(f"unit.{told.unit}")
    if told.p is None:
        return prose.say("sure.p_none", unit=unit, units=told.units)
    key = "sure.p_small" if told.p < 0.001 else "sure.p"
    return prose.say(key, p=probability(told.p), unit=unit, units=told.units)


def writable(facts: ArticleFacts, prose: Prose) -> list[_Writable]:
    """Write the sentences that the verdict allows; `more` is what is copied, with source and version."""
    told, found, named = facts.verdict, sides(facts), shares(facts)
    total, written = len(facts.sentences), list[str]()
    if told is None:
        for word in leading(facts)[:2]:
            within = len({place.sentence for place in word.places})
            written.append(
                prose.say("can.found", first=prose.quoted(word.term), total=total, sentences=within, n=word.n)
            )
    elif told.stands == "none":
        written.append(prose.say("can.none", terms=facts.book.terms if facts.book else 0))
    else:
        first = named.subject if named else max(found.pair or facts.frames, key=lambda frame: frame.n)
        label = name(first.label, prose.lang)
        written.append(prose.say("can.hits", a=label, total=total, in_a=first.sentences, n_a=first.n))
        written += _second(told, found, named, first, prose)
    return [_Writable(text, _cited(facts, text, prose)) for text in written]


def _second(told: Verdict, found: Sides, named: Shares | None, first: Frame, prose: Prose) -> list[str]:
    """Write the second sentence that the verdict allows."""
    if told.stands == "one":
        return [prose.say("can.one")] if len([f for f in (*found.pair, *found.others) if f.n]) == 1 else []
    other = next((frame for frame in found.pair if frame.id != first.id), None)
    if other is None:
        return []
    if named is None:
        label = name(other.label, prose.lang)
        return [prose.say("can.few", b=label, in_b=other.sentences, n_b=other.n)]
    lowest = min((row.low for row in named.ranges if row.low is not None), default=named.share)
    values = {"leader": name(first.label, prose.lang), "share": percent(named.share), "low": percent(lowest)}
    return [prose.say(f"can.{told.stands}", **values, n_a=told.n_a, n_b=told.n_b)]


def _cited(facts: ArticleFacts, text: str, prose: Prose) -> str:
    """Add source and versions to a sentence that is copied."""
    if facts.book is None or facts.verdict is None:
        return prose.say("sure.cited_nobook", sentence=text, kit=version(facts))
    return prose.say("sure.cited", sentence=text, kit=version(facts), book=facts.book.id, version=facts.book.version)


def unwritable(facts: ArticleFacts, prose: Prose) -> list[_Writable]:
    """Write sentences that the verdict does not allow, each with the reason."""
    told, found = facts.verdict, sides(facts)
    if told is None:
        return []
    if told.stands == "none":
        return [_Writable(prose.say("cannot.none"), prose.say("cannot.none_why"))]
    first = max(found.pair or facts.frames, key=lambda frame: frame.n)
    label = name(first.label, prose.lang)
    stress = _Writable(prose.say("cannot.stress", a=label), prose.say("cannot.stress_why"))
    if told.stands == "one":
        return [stress, _Writable(prose.say("cannot.one", a=label), prose.say("cannot.one_why"))]
    less = loser(told, found)
    if less is None:
        return [stress, _Writable(prose.say("cannot.open_tie"), prose.say("cannot.open_tie_why"))]
    other, values = name(less.label, prose.lang), {"leader": label, "loser": name(less.label, prose.lang)}
    if told.stands == "few":
        return [stress, _Writable(prose.say("cannot.few_plain", **values), prose.say("cannot.few_why"))]
    values |= {"b": other}
    why = prose.say(f"cannot.{told.stands}_why", **values, n_b=less.n)
    return [stress, _Writable(prose.say(f"cannot.{told.stands}", **values), why)]


def _marked(frame: Frame, prose: Prose) -> Marked:
    """Name a frame in its colour."""
    return Marked(name(frame.label, prose.lang), css(frame))
