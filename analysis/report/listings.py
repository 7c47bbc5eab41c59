"""Rows of the page beside the text: words with their places, names, who acts, numbers, who is quoted, stance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.report.facts import Actor, ArticleFacts, Place, Quantity
from analysis.report.prose import Prose
from analysis.report.sides import css, name, sides

_FIRST_WORDS, _FIRST_NAMES, _FIRST_NUMBERS, _FIRST_ACTORS, _FIRST_SPEAKERS = 8, 6, 6, 5, 5
_LONGEST = 60  # characters of a quotation in the panel
_LONGEST_NAME = 40  # characters of one who acts


@dataclass(frozen=True)
class _Tick:
    """One place of a word: where in the text, its sentence, and the frame that it was counted for."""

    at: float  # percent of the text
    sentence: int
    css: str  # a, b, o, cand with one of them, or empty


@dataclass(frozen=True)
class _WordRow:
    """A word with its bar and ticks."""

    key: str
    term: str
    n: int
    width: float  # percent of the longest bar
    ticks: tuple[_Tick, ...]


@dataclass(frozen=True)
class _Item:
    """Something that can be opened: its key, empty where it has no place, what is written, and how often."""

    key: str
    text: str
    n: int
    first: int = 0
    kind: str = ""
    note: str = ""


@dataclass(frozen=True)
class _ActorRow:
    """Who acts for one frame."""

    css: str
    label: str
    items: tuple[_Item, ...]
    more: int
    none: int


@dataclass(frozen=True)
class _NumberRow:
    """The numbers of one kind."""

    kind: str
    n: int
    items: tuple[_Item, ...]
    rest: tuple[_Item, ...]


@dataclass(frozen=True)
class _Said:
    """A quotation: who, where, what."""

    key: str
    sentence: int
    speaker: str
    direct: bool
    text: str


@dataclass(frozen=True)
class _StanceRow:
    """A label of stance: how many marks, and in which sentences."""

    key: str
    label: str
    n: int
    sentences: tuple[tuple[int, int], ...]  # number and how many


def words(facts: ArticleFacts) -> tuple[list[_WordRow], list[_WordRow]]:
    """Lay out the words: those shown first, cut at a tie, and the rest."""
    if not facts.words:
        return [], []
    length = max(sentence.end for sentence in facts.sentences) or 1
    most = max(word.n for word in facts.words)
    rows = []
    for word in facts.words:
        ticks = tuple(_tick(facts, place, length) for place in word.places)
        rows.append(_WordRow(f"w={word.term}", word.term, word.n, 100 * word.n / most, ticks))
    edge = _cut([row.n for row in rows], _FIRST_WORDS)
    return rows[:edge], rows[edge:]


def _cut(counts: Sequence[int], most: int) -> int:
    """Say how many rows to show, never some of those with one count alone."""
    # Example: 5 5 4 3 3 3 with room for five rows gives 3; with one count for all, all of them
    if len(counts) <= most:
        return len(counts)
    edge = most
    while edge and counts[edge - 1] == counts[edge]:
        edge -= 1
    return edge or len(counts)


def _tick(facts: ArticleFacts, place: Place, length: int) -> _Tick:
    """Colour one place as the frame that it was counted for."""
    role = {frame.id: css(frame) for frame in facts.frames}
    over = [hit for hit in facts.hits if hit.place.start < place.end and place.start < hit.place.end]
    over.sort(key=lambda hit: (not hit.counted, role[hit.frame] == "o"))
    look = "" if not over else role[over[0].frame] if over[0].counted else f"cand {role[over[0].frame]}"
    return _Tick(round(100 * place.start / length, 2), place.sentence, look)


def paragraph_starts(facts: ArticleFacts) -> list[float]:
    """Return where paragraphs after the first begin, in percent of the text."""
    length = max((sentence.end for sentence in facts.sentences), default=1) or 1
    first: dict[int, int] = {}
    for sentence in facts.sentences:
        first.setdefault(sentence.paragraph, sentence.start)
    return [round(100 * start / length, 2) for start in list(first.values())[1:]]


def spread(facts: ArticleFacts, term: str) -> tuple[int, int]:
    """Say in how many paragraphs a word stands, and how many there are."""
    paragraph = {sentence.number: sentence.paragraph for sentence in facts.sentences}
    word = next(word for word in facts.words if word.term == term)
    return len({paragraph[place.sentence] for place in word.places}), len(set(paragraph.values()))


def names(facts: ArticleFacts, prose: Prose) -> tuple[list[_Item], list[_Item]]:
    """List names with their kind and the other forms that were counted, the first and the rest."""
    items = []
    for one in facts.names:
        forms = [form for form in one.forms.split(", ") if len(form) > 1 and form != one.term]  # 박 관장 counts as 박
        item = _Item(
            f"n={one.term}",
            one.term,
            one.n,
            one.places[0].sentence,
            prose.named("name_kind", one.kind),
            ", ".join(forms),
        )
        items.append(item)
    return items[:_FIRST_NAMES], items[_FIRST_NAMES:]


def actors(facts: ArticleFacts, prose: Prose) -> list[_ActorRow]:
    """List who acts for the compared frames, or for all where none is: persons and bodies before things."""
    found = sides(facts)
    rows = []
    numbered = list(enumerate(facts.actors, start=1))
    for frame in [frame for frame in found.pair or found.others if frame.n]:
        own = [(i, actor) for i, actor in numbered if actor.frame == frame.id]
        named = sorted((one for one in own if one[1].kind != "none"), key=lambda one: not one[1].who)  # people first
        items = [_actor(i, actor, prose) for i, actor in named]
        none = sum(actor.n for _, actor in own if actor.kind == "none")
        if items or none:
            edge = min(len(items), _FIRST_ACTORS)
            rows.append(
                _ActorRow(css(frame), name(frame.label, prose.lang), tuple(items[:edge]), len(items) - edge, none)
            )
    return rows


def _actor(i: int, actor: Actor, prose: Prose) -> _Item:
    """Name one who acts."""
    text = actor.name or prose.named("actor", actor.kind)
    text = text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"
    first = actor.places[0].sentence if actor.places else 0
    kind = "who" if actor.who or actor.kind == "we" else "thing"
    return _Item(f"a={i}" if actor.places else "", text, actor.n, first, kind)


def numbers(facts: ArticleFacts, prose: Prose) -> list[_NumberRow]:
    """List the numbers of the text by kind, the kind with most first."""
    by_kind: dict[str, list[tuple[int, Quantity]]] = {}
    for i, quantity in enumerate(facts.quantities, start=1):
        by_kind.setdefault(quantity.kind, []).append((i, quantity))
    rows = []
    for kind, held in sorted(by_kind.items(), key=lambda item: -len(item[1])):
        items = [_Item(f"q={i}", one.surface, 1, one.place.sentence) for i, one in held]
        shown = tuple(items[:_FIRST_NUMBERS])
        rows.append(_NumberRow(prose.named("quantity", kind), len(items), shown, tuple(items[_FIRST_NUMBERS:])))
    return rows


def speakers(facts: ArticleFacts) -> tuple[list[_Said], int]:
    """List what is quoted, in the order of the text, and how many more there are."""
    rows = []
    for i, one in enumerate(facts.quotations, start=1):
        text = "" if facts.text is None else facts.text[one.place.start : one.place.end]
        short = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
        if len(text) > _LONGEST and text[-1:] in "”\"'’":
            short += text[-1]
        rows.append(_Said(f"v={i}", one.place.sentence, one.speaker, one.direct, short))
    return rows[:_FIRST_SPEAKERS], max(0, len(rows) - _FIRST_SPEAKERS)


def stances(facts: ArticleFacts, prose: Prose) -> list[_StanceRow]:
    """List the labels of stance that the text has, the most frequent first."""
    counts = Counter(one.label for one in facts.stance)
    rows = []
    for label, n in counts.most_common():
        within = Counter(one.place.sentence for one in facts.stance if one.label == label)
        rows.append(_StanceRow(f"s={label}", prose.named("stance", label), n, tuple(sorted(within.items()))))
    return rows


def precision(facts: ArticleFacts, prose: Prose) -> list[str]:
    """State how often the marks of each label were right where they were checked, and which were never checked."""
    seen = {one.label for one in facts.stance}
    told = [one for one in facts.stance_precision if one.label in seen]
    known = [
        prose.say(
            "text.precision_one",
            label=prose.named("stance", one.label),
            precision=_two(one.precision),
            checked=one.checked,
        )
        for one in told
        if one.precision is not None
    ]
    unknown = [prose.named("stance", one.label) for one in told if one.precision is None]
    lines = [prose.say("text.precision", list=prose.list(known))] if known else []
    return lines + ([prose.say("text.unchecked", list=prose.list(unknown))] if unknown else [])


def _two(value: float) -> str:
    """Write a proportion in two digits without the zero before its point."""
    return f"{value:.2f}".removeprefix("0") if value < 1 else "1.00"
