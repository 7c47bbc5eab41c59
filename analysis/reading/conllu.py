"""CoNLL-U: ten columns a word, morphemes in LEMMA and XPOS."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analysis.errors import ReadError
from analysis.reading.morphemes import Mark, Tagset, Word

_PIECE = re.compile(r"(?:\\[\\+]|[^+])+")
_SPACES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}


def sentences(lines: Sequence[str], tagset: Tagset) -> Iterator[list[Word] | Mark]:
    """Go through the sentences of CoNLL-U, and the marks between them.

    Parameters
    ----------
    lines : sequence of str
        Of a file.
    tagset : Tagset
        For the tags of the file.

    Yields
    ------
    list of Word, or Mark
        In the order of the file. Empty nodes are no words; a range such as 1-2 is one, with all morphemes.

    Raises
    ------
    ReadError
        If a line is not ten columns, or LEMMA and XPOS do not hold the same number of morphemes.
    """
    words: list[Word] = []
    within = 0
    for number, line in enumerate([*lines, ""], 1):
        if not line.strip():
            if words:
                yield words
            words, within = [], 0
        elif line.startswith("#"):
            yield from _marks(line)
        else:
            cells = line.split("\t")
            if len(cells) != 10 or not re.fullmatch(r"\d+([-.]\d+)?", cells[0]):
                msg = f"{tagset.name}, line {number}: not ten columns with a number in the first; it is no CoNLL-U"
                raise ReadError(msg)
            if "-" in cells[0]:
                within = int(cells[0].partition("-")[2])
                words.append(Word(cells[1], (), after=_after(cells[9])))
            elif "." not in cells[0]:
                word = _word(cells, tagset, number)
                if int(cells[0]) <= within:
                    whole = words.pop()
                    word = Word(whole.text, whole.morphs + word.morphs, after=whole.after)
                words.append(word)


def _marks(line: str) -> Iterator[Mark]:
    """Read from a comment where a document or a paragraph begins."""
    name, _, value = (part.strip() for part in line[1:].partition("="))
    if name in {"newdoc", "newdoc id"}:
        yield Mark("doc", value)
    elif name in {"newpar", "newpar id"}:
        yield Mark("paragraph")
    elif name == "layer":
        yield Mark("layer", value)


def _word(cells: Sequence[str], tagset: Tagset, number: int) -> Word:
    """Read the line of a word."""
    morphs = _morphs(cells, tagset, number)
    return Word(cells[1], morphs, _spans(cells, len(morphs), f"{tagset.name}, line {number}"), _after(cells[9]))


def _morphs(cells: Sequence[str], tagset: Tagset, number: int) -> tuple[tuple[str, str], ...]:
    """Read the morphemes of a CoNLL-U word."""
    if cells[2] == cells[4] == "_" and re.search(r"(^|\|)Spans=(\||$)", cells[9]):
        return ()
    tags = cells[4].split("+")
    forms = [re.sub(r"\\([\\+])", r"\1", piece) for piece in _PIECE.findall(cells[2])]
    if cells[2] == "_" and len(tags) == 1:
        forms = [cells[1]]
    if len(forms) != len(tags) or "+".join(_PIECE.findall(cells[2])) != cells[2]:
        pattern = r"\+".join([r"(\++|[^+]+\++?|[^+]+)"] * len(tags))
        plus = re.fullmatch(pattern, cells[2])
        forms = list(plus.groups()) if plus else []
    if cells[4] == "_" or not forms:
        msg = f"{tagset.name}, line {number}: LEMMA {cells[2]!r} and XPOS {cells[4]!r} are not the same morphemes"
        raise ReadError(msg)
    return tuple(tagset.morph(form, tag, number) for form, tag in zip(forms, tags, strict=True))


def _spans(cells: Sequence[str], count: int, where: str) -> tuple[tuple[int, int], ...]:
    """Read where the morphemes stand, if the file says so."""
    said = re.search(r"(?:^|\|)Spans=([\d,-]+)", cells[9])
    if not said:
        return ()
    pairs = re.findall(r"(\d+)-(\d+)", said[1])
    found = tuple((int(start), int(end)) for start, end in pairs)
    if len(found) != count or any(not a <= b <= len(cells[1]) for a, b in found):
        msg = f"{where}: Spans={said[1]} does not fit {cells[1]!r} and its morphemes"
        raise ReadError(msg)
    return found


def _after(misc: str) -> str:
    """Read from MISC what stands behind a word."""
    said = dict(part.partition("=")[::2] for part in misc.split("|"))
    if said.get("SpaceAfter") == "No":
        return ""
    if "SpacesAfter" in said:
        return re.sub(r"\\([sntr\\])", lambda found: _SPACES[found[1]], said["SpacesAfter"])
    return " "
