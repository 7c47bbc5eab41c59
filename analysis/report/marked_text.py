"""The text with its marks: frames, candidates, numbers, names and words once each, with quotations and stance."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from analysis.record.safe_text import shown
from analysis.report.facts import ArticleFacts, Place, Sentence
from analysis.report.joints import joined
from analysis.report.prose import Prose
from analysis.report.sides import css, sides

_RANK = {"frame": 0, "candidate": 1, "quantity": 2, "name": 3, "word": 4}
_TOGETHER = 14  # letters of a mark that stay on one line
_NEAR = 2  # letters between two marks of stance whose labels stand apart
_WIDEST_BAR = 16  # em of grey that stands for text that is not shown


@dataclass(frozen=True)
class _Mark:
    """A place that is marked once: what it is, and what it opens in the panel."""

    start: int
    end: int
    kind: str
    key: str
    css: str = ""
    frame: str = ""
    why: str = ""
    surface: str = ""
    also: tuple[str, ...] = ()  # keys of what stands at the same place


@dataclass(frozen=True)
class _Around:
    """What stands in a sentence: marks, quotations, and stance with the words for its labels."""

    marks: list[_Mark]
    quotes: list[tuple[int, int]]
    stances: list[tuple[int, int, str]]
    labels: dict[str, str]


@dataclass(frozen=True)
class Line:
    """A sentence as HTML, and whether anything in it can be chosen."""

    number: int
    paragraph: int
    html: Markup
    marked: bool


def lines(facts: ArticleFacts, prose: Prose) -> list[Line]:
    """Write every sentence with its marks; of a redacted text the words of the codebook alone, on grey bars."""
    marks, quotes, stances = _marks(facts), _quotes(facts), _stances(facts)
    labels = {one.label: prose.named("stance", one.label) for one in facts.stance}
    written = []
    for sentence in facts.sentences:
        within = marks.get(sentence.number, [])
        if facts.text is None:
            html = _hidden(sentence, within)
        else:
            html = _sentence(facts.text, sentence, _Around(within, quotes, stances.get(sentence.number, []), labels))
        written.append(Line(sentence.number, sentence.paragraph, html, bool(within or stances.get(sentence.number))))
    return written


def quoted(facts: ArticleFacts, number: int, frame: str) -> Markup:
    """Write one sentence with the counted hits of one frame alone, for the finding."""
    sentence = next(one for one in facts.sentences if one.number == number)
    marks = [m for m in _marks(facts).get(number, []) if m.kind == "frame" and m.frame == frame]
    if facts.text is None:
        return _hidden(sentence, marks)
    return _sentence(facts.text, sentence, _Around(marks, [], [], {}), plain=True)


def word_key(facts: ArticleFacts) -> dict[tuple[int, int], str]:
    """Return the word that the panel opens for each place of a hit: a listed word inside it, else its own letters."""
    found: dict[tuple[int, int], str] = {}
    by_sentence: dict[int, list[tuple[Place, str]]] = defaultdict(list)
    for word in facts.words:
        for place in word.places:
            by_sentence[place.sentence].append((place, word.term))
    for hit in facts.hits:
        at = hit.place
        listed = [term for place, term in by_sentence[at.sentence] if place.start < at.end and at.start < place.end]
        found[at.start, at.end] = listed[0] if listed else hit.surface
    return found


def _marks(facts: ArticleFacts) -> dict[int, list[_Mark]]:
    """Collect the marks of every sentence, none over another: what ranks lower lends its key to what covers it."""
    role, keys = {frame.id: css(frame) for frame in facts.frames}, word_key(facts)
    compared = {frame.id for frame in sides(facts).pair}
    found: dict[int, list[_Mark]] = defaultdict(list)
    for hit in sorted(facts.hits, key=lambda hit: (hit.frame not in compared, hit.place.start)):
        kind = "frame" if hit.counted else "candidate"
        at, key = hit.place, f"w={keys[hit.place.start, hit.place.end]}"
        mark = _Mark(at.start, at.end, kind, key, role[hit.frame], hit.frame, hit.why, hit.surface)
        found[at.sentence].append(mark)
    for i, quantity in enumerate(facts.quantities):
        at = quantity.place
        found[at.sentence].append(_Mark(at.start, at.end, "quantity", f"q={i + 1}", surface=quantity.surface))
    for named in facts.names:
        for at in named.places:
            found[at.sentence].append(_Mark(at.start, at.end, "name", f"n={named.term}"))
    for word in facts.words:
        for at in word.places:
            found[at.sentence].append(_Mark(at.start, at.end, "word", f"w={word.term}", surface=word.term))
    return {number: _flat(marks) for number, marks in found.items()}


def _flat(marks: list[_Mark]) -> list[_Mark]:
    """Keep the marks that rank first where several overlap."""
    # Example: 한·미 동맹 (frame, 0 to 6) and 동맹 (word, 4 to 6) give one mark, that of the frame
    kept: list[_Mark] = []
    lent: dict[int, list[str]] = defaultdict(list)
    for mark in sorted(marks, key=lambda mark: (_RANK[mark.kind], -(mark.end - mark.start), mark.start)):
        over = [i for i, other in enumerate(kept) if other.start < mark.end and mark.start < other.end]
        if over:
            lent[over[0]].append(f"{mark.frame}/{mark.why}" if mark.frame else mark.key)
        else:
            kept.append(mark)
    joined = [_Mark(**{**vars(mark), "also": tuple(dict.fromkeys(lent[i]))}) for i, mark in enumerate(kept)]
    return sorted(joined, key=lambda mark: mark.start)


def _quotes(facts: ArticleFacts) -> list[tuple[int, int]]:
    """List what is said, direct speech first, none inside another."""
    kept: list[tuple[int, int]] = []
    for quotation in sorted(facts.quotations, key=lambda one: (not one.direct, one.place.start)):
        start, end = quotation.place.start, quotation.place.end
        if quotation.direct and all(end <= a or b <= start for a, b in kept):
            kept.append((start, end))
    return sorted(kept)


def _stances(facts: ArticleFacts) -> dict[int, list[tuple[int, int, str]]]:
    """List the marks of stance by sentence, none over another."""
    found: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for stance in sorted(facts.stance, key=lambda one: (one.place.start, -one.place.end)):
        at = stance.place
        if all(at.end <= start or end <= at.start for start, end, _ in found[at.sentence]):
            found[at.sentence].append((at.start, at.end, stance.label))
    return found


def _sentence(text: str, sentence: Sentence, around: _Around, *, plain: bool = False) -> Markup:
    """Write a sentence: quotations around stance around marks, a mark cut where either begins or ends."""
    # Example: a sentence from 0 to 20 with a quotation from 5 to 12 is written in the parts 0 to 5, 5 to 12, 12 to 20
    ends = {at for start, end in around.quotes for at in (start, end)}
    ends |= {at for start, end, _ in around.stances for at in (start, end)}
    cuts = sorted({sentence.start, sentence.end} | {at for at in ends if sentence.start < at < sentence.end})
    html, is_open = Markup(), False
    for start, end in pairwise(cuts):
        is_spoken = any(a <= start and end <= b for a, b in around.quotes)
        if is_spoken and not is_open:
            html += Markup('<q class="say">')
        elif is_open and not is_spoken:
            html += Markup("</q>")
        is_open = is_spoken
        html += _stanced(_piece(text, start, end, around.marks, plain=plain), start, end, around)
    return html + (Markup("</q>") if is_open else Markup())


def _stanced(piece: Markup, start: int, end: int, around: _Around) -> Markup:
    """Underline a part of a sentence that marks stance, its label over the first part."""
    held = next((one for one in around.stances if one[0] <= start and end <= one[1]), None)
    if held is None:
        return piece
    form = Markup('<i class="st-l{}" aria-hidden="true">{}</i>')
    near = any(0 <= held[0] - other[1] <= _NEAR for other in around.stances)  # its label would meet that of the other
    label = form.format(" right" if near else "", around.labels[held[2]]) if start == held[0] else Markup()
    return Markup('<span class="st" data-k="s={}">{}{}</span>').format(held[2], label, piece)


def _piece(text: str, start: int, end: int, marks: list[_Mark], *, plain: bool) -> Markup:
    """Write a part of a sentence with the marks in it."""
    # Example: a mark from 2 to 6 in the part from 4 to 9 is written from 4 to 6
    html, at = Markup(), start
    for mark in marks:
        low, high = max(mark.start, at), min(mark.end, end)
        if low >= high:
            continue
        html += joined(text, at, low) + _marked(mark, joined(text, low, high), high - low, plain=plain)
        at = high
    return html + joined(text, at, end)


def _marked(mark: _Mark, inside: Markup, letters: int, *, plain: bool = False) -> Markup:
    """Write a mark around its text, of so many letters."""
    long = " long" if letters > _TOGETHER else ""
    if plain:
        return Markup('<mark class="m {}">{}</mark>').format(mark.css, inside)
    also = Markup(' data-also="{}"').format("|".join(mark.also)) if mark.also else ""
    if mark.kind in ("frame", "candidate"):
        form = '<a class="m {}{}" href="#result" data-k="{}" data-f="{}" data-why="{}"{}>{}</a>'
        extra = ("" if mark.kind == "frame" else " cand") + long
        return Markup(form).format(mark.css, extra, mark.key, mark.frame, mark.why, also, inside)
    name = {"quantity": "qt", "name": "nm", "word": "wd"}[mark.kind]
    return Markup('<span class="{}{}" data-k="{}"{}>{}</span>').format(name, long, mark.key, also, inside)


def _hidden(sentence: Sentence, marks: list[_Mark]) -> Markup:
    """Write a sentence whose text is not at hand: its marked words, and grey bars about as long as the rest."""
    # Example: a word from 10 to 12 in a sentence from 0 to 30 gives bars of 5 and 9 em around it
    html, at = Markup(), sentence.start
    for mark in [mark for mark in marks if mark.surface]:
        if mark.start < at:
            continue
        html += _bar(mark.start - at) + _marked(mark, escape(shown(mark.surface)), len(mark.surface))
        at = mark.end
    return html + _bar(sentence.end - at)


def _bar(letters: int) -> Markup:
    """Draw a grey bar for hidden letters."""
    if letters <= 1:
        return Markup(" ")
    return Markup(' <i class="gone" style="width:{}em"></i> ').format(f"{min(letters * 0.5, _WIDEST_BAR):.1f}")
