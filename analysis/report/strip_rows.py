"""The strip: one row a frame or word, one cell a sentence, or several sentences where cells would be too thin."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analysis.report.facts import ArticleFacts, Sentence
from analysis.report.finding import leading
from analysis.report.prose import Prose
from analysis.report.sides import css, hits_in, name, sides

WIDE, NARROW = 816, 326  # pixels of the cells at 1440 and, on the smallest phone, at 360
_THINNEST = 6  # pixels of a cell
_NUMBER = 13  # pixels of a cell with a number
_SEVERAL = 14  # paragraphs from which their gaps are small
_MOST_ROWS, _MOST_WORDS = 6, 10
_LABEL = {WIDE: 54, NARROW: 42}  # pixels that the number of a paragraph needs, if it has two digits
_ONE_DIGIT, _DIGIT = 9, 7


@dataclass(frozen=True)
class Cell:
    """One cell: its sentences, hits and candidates in them."""

    sentences: tuple[int, ...]
    n: int
    candidates: int

    @property
    def shade(self) -> int:
        """Return 0 to 3: one, two, three and more hits."""
        return min(self.n, 3)


@dataclass(frozen=True)
class _Row:
    """One row: its key in the panel, its class, its cells by paragraph, and its totals."""

    key: str
    css: str
    label: str
    n: int
    within: int
    paragraphs: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class _Paragraph:
    """The foot of a paragraph's cells: how many sentences, and its number where there is room."""

    number: int
    sentences: int
    said: bool


@dataclass(frozen=True)
class Strip:
    """A strip for one width."""

    rows: tuple[_Row, ...]
    paragraphs: tuple[_Paragraph, ...]
    merged: int  # sentences in a cell
    folded: tuple[str, ...]  # labels of rows beyond the sixth
    without: tuple[str, ...]  # labels of frames without a hit
    has_candidates: bool
    has_shades: bool
    has_numbers: bool  # whether a cell is wide enough for its count

    @property
    def dense(self) -> bool:
        """Whether the gaps are small."""
        return len(self.paragraphs) > _SEVERAL or self.merged > 1


def frames_strip(facts: ArticleFacts, prose: Prose, *, width: int) -> Strip:
    """Lay out the frames that have hits or candidates."""
    found, groups = sides(facts), _groups(facts.sentences)
    size = _merged(facts.sentences, width)
    rows = []
    for frame in found.seen:
        counts, candidates = hits_in(facts, frame.id), hits_in(facts, frame.id, counted=False)
        cells = _cells(groups, counts, candidates, size)
        label = name(frame.label, prose.lang)
        rows.append(_Row(f"f={frame.id}", css(frame), label, frame.n, frame.sentences, cells))
    without = tuple(name(frame.label, prose.lang) for frame in found.without)
    folded = tuple(f"{row.label} {row.n}" for row in rows[_MOST_ROWS:])
    return replace(_strip(rows[:_MOST_ROWS], groups, width, size), folded=folded, without=without)


def words_strip(facts: ArticleFacts, *, width: int) -> Strip:
    """Lay out the most frequent words of a text that no codebook fits."""
    groups, size = _groups(facts.sentences), _merged(facts.sentences, width)
    rows = []
    for word in leading(facts)[:_MOST_WORDS]:
        counts = Counter(place.sentence for place in word.places)
        rows.append(
            _Row(f"w={word.term}", "o", word.term, word.n, len(counts), _cells(groups, counts, Counter(), size))
        )
    return _strip(rows, groups, width, size)


def _merged(sentences: Sequence[Sentence], width: int) -> int:
    """Say how many sentences share a cell, 1, 2, 4 or 8 and so on, so that no cell is too thin."""
    # Example: 39 sentences in 6 paragraphs of 816 pixels give (816 - 5 * 9) / 39 = 19.8 pixels: one sentence a cell
    groups = _groups(sentences)
    gap = (9 if width == WIDE else 4) if len(groups) <= _SEVERAL else (3 if width == WIDE else 2)
    room = max(width - gap * (len(groups) - 1), 1)
    size = 1
    while size < 64 and room / sum(-(-len(group) // size) for group in groups) < _THINNEST:
        size *= 2
    return size


def _groups(sentences: Sequence[Sentence]) -> list[list[int]]:
    """Put the numbers of sentences together by paragraph."""
    found: dict[int, list[int]] = {}
    for sentence in sentences:
        found.setdefault(sentence.paragraph, []).append(sentence.number)
    return list(found.values())


def _cells(
    groups: list[list[int]], counts: Counter[int], candidates: Counter[int], size: int
) -> tuple[tuple[Cell, ...], ...]:
    """Fill the cells of a row."""
    rows = []
    for group in groups:
        parts = [tuple(group[at : at + size]) for at in range(0, len(group), size)]
        rows.append(tuple(Cell(p, sum(counts[i] for i in p), sum(candidates[i] for i in p)) for p in parts))
    return tuple(rows)


def _strip(rows: list[_Row], groups: list[list[int]], width: int, size: int) -> Strip:
    """Put a strip together: six rows of frames or all of words, as many paragraphs numbered as there is room for."""
    total = sum(map(len, groups)) or 1
    # Example: a paragraph with 4 of 200 sentences is 16 of 816 pixels wide; every fourth of them is numbered
    # On a phone the last names may not reach over the edge; on a wide page the column of totals has room for them.
    free, paragraphs, rest = float(_LABEL[width]), [], float(total)
    for at, group in enumerate(groups, start=1):
        need = _LABEL[width] - (0 if at > _ONE_DIGIT else _DIGIT)
        said = free >= need and (width == WIDE or width * rest / total >= need)
        rest -= len(group)
        paragraphs.append(_Paragraph(at, len(group), said))
        free = (0.0 if said else free) + width * len(group) / total
    cells = [cell for row in rows for paragraph in row.paragraphs for cell in paragraph]
    has_candidates = any(cell.candidates and not cell.n for cell in cells)
    has_shades = any(cell.n > 1 for cell in cells)
    has_numbers = size == 1 and width / total >= _NUMBER
    return Strip(tuple(rows), tuple(paragraphs), size, (), (), has_candidates, has_shades, has_numbers)
