"""Texts that another analyser has cut into morphemes: lines of form/tag, and CoNLL-U."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.cleaning import normalise
from analysis.errors import OptionError, ReadError
from analysis.reading import conllu
from analysis.reading.decode import text_of
from analysis.reading.morphemes import Mark, Tagset, Word, joined, lemma, spans

FORMATS = ("form/tag", "conllu")
COLUMNS = ("doc", "paragraph", "sentence", "surface", "form", "tag", "lemma", "start", "end")
Row = tuple[str, int, int, str, str, str, str, int, int]

_MORPH = re.compile(r"(?P<form>.+?)/(?P<tag>[A-Za-z][\w-]*(?:\+[A-Za-z][\w-]*(?=\+|$))*)(?:\+|$)")


@dataclass
class Tagged:
    """Documents rebuilt from their morphemes: text by id, and the rows of a token table (`COLUMNS`).

    `layer` is that of the table which the file was written from, if the file says so.
    """

    texts: dict[str, str] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    layer: str = "morphs"


def read_tagged(path: Path, *, format: str, tags: Mapping[str, str] | None = None) -> Tagged:  # noqa: A002
    """Read morphemes and their tags from a file.

    Parameters
    ----------
    path : Path
        A text file.
    format : {"form/tag", "conllu"}
        "form/tag": a line is a sentence, a blank line ends a paragraph; white space parts words, ``+`` the morphemes
        of a word (``동맹/NNG+은/JX``). Lines with tabs hold one word each, its characters in the last column but
        one and its morphemes in the last, as in the Sejong corpus; there a blank line ends a sentence. "conllu":
        words with morphemes in LEMMA and tags in XPOS, both joined by ``+``.
    tags : mapping of str to str, optional
        Tags of the file to tags of `schema.TAGS`, beside `ALIASES`.

    Returns
    -------
    Tagged
        Texts are rebuilt: words joined by spaces (CoNLL-U: by what SpaceAfter and SpacesAfter say),
        sentences by a space, paragraphs by a line end. A word whose characters the file does not give is the
        joined forms, with finals put under open syllables (하 + ㄴ is 한) and nothing else contracted. A morpheme is
        located by the letters it shares with its word; one that shares none overlaps the one before it.
        A tag such as VV+EP for one form (mecab) counts as its first: the form stays as it stands.

    Raises
    ------
    ReadError
        If a line cannot be read, a tag is unknown, or there is no morpheme. The message names the line.
    OptionError
        If `format` is not one of the two, or `tags` maps to a tag that there is not.
    """
    if format not in FORMATS:
        msg = f"format must be one of {', '.join(FORMATS)}, not {format!r}"
        raise OptionError(msg)
    tagset = Tagset(path.name, tags or {})
    text = unicodedata.normalize("NFC", text_of(path)).replace("\ufeff", "")
    lines = re.split("\r\n|[\r\n]", text)
    builder = _Builder(path.name, normalise(path.stem))
    for one in conllu.sentences(lines, tagset) if format == "conllu" else _tagged(lines, tagset):
        if isinstance(one, Mark):
            builder.mark(one)
        else:
            builder.take(one)
    builder.close()
    if not builder.found.rows:
        msg = f"{path.name} holds no morpheme; check the file and format="
        raise ReadError(msg)
    return builder.found


def read_conllu(path: Path) -> list[tuple[dict[str, str], list[dict[str, object]]]]:
    """Read the texts of a CoNLL-U file as documents.

    Parameters
    ----------
    path : Path
        A .conllu file.

    Returns
    -------
    list of (dict, list of dict)
        Rows of documents, with the texts that the offsets of its tokens count in; nothing is removed.

    Raises
    ------
    ReadError
        As `read_tagged`.
    """
    found = read_tagged(path, format="conllu")
    source = normalise(path.name)
    return [({"doc": doc, "text": text, "source": source}, []) for doc, text in found.texts.items()]


class _Builder:
    """Sentences and marks in; token rows and texts out."""

    def __init__(self, name: str, stem: str) -> None:
        self._name, self._stem, self._doc = name, stem, stem
        self._text: list[str] = []
        self._after = ""
        self._length, self._paragraph, self._sentence = 0, 1, 0
        self.found = Tagged()

    def take(self, words: Sequence[Word]) -> None:
        """Add a sentence to the document at hand."""
        self._sentence += 1
        for word in words:
            self._write(self._after)
            places = word.spans or spans(word.text, word.morphs)
            for (form, tag), (start, end) in zip(word.morphs, places, strict=True):
                where = (self._doc, self._paragraph, self._sentence)
                what = (word.text[start:end], form, tag, lemma(form, tag))
                self.found.rows.append((*where, *what, self._length + start, self._length + end))
            self._write(word.text)
            self._after = word.after

    def mark(self, mark: Mark) -> None:
        """Begin a document or a paragraph, unless it has just begun; or note the layer."""
        if mark.kind == "doc":
            self.close()
            number = len(self.found.texts) + 1
            self._begin(mark.value or (f"{self._stem}-{number}" if number > 1 else self._stem))
        elif mark.kind == "paragraph" and self._text and not self._after.endswith("\n"):
            self._after = "\n"
        elif mark.kind == "layer":
            self.found.layer = mark.value

    def close(self) -> None:
        """Finish the document at hand."""
        if not self._text:
            return
        if self._doc in self.found.texts:
            msg = f"{self._name} holds two documents with the id {self._doc!r}; give each its own"
            raise ReadError(msg)
        self.found.texts[self._doc] = "".join(self._text)

    def _begin(self, doc: str) -> None:
        """Begin a document."""
        self._doc, self._text, self._after = doc, [], ""
        self._length, self._paragraph, self._sentence = 0, 1, 0

    def _write(self, text: str) -> None:
        """Add characters to the text."""
        self._text.append(text)
        self._length += len(text)
        self._paragraph += text.count("\n")


def _tagged(lines: Sequence[str], tagset: Tagset) -> Iterator[list[Word] | Mark]:
    """Go through the sentences of lines of form/tag."""
    columns = any("\t" in line for line in lines)
    words: list[Word] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip() and columns:
            words.append(_columns(line, tagset, number))
        elif line.strip():
            found = [_analysis(chunk, tagset, number) for chunk in line.split()]
            yield [Word(joined(morphs), morphs) for morphs in found]
        elif words:
            yield words
            words = []
        elif not columns:
            yield Mark("paragraph")


def _columns(line: str, tagset: Tagset, number: int) -> Word:
    """Read a word from columns: its characters, then its morphemes."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < 2 or not cells[-2]:
        msg = f"{tagset.name}, line {number}: not a word, a tab and its morphemes; blank lines part sentences"
        raise ReadError(msg)
    return Word(cells[-2], _analysis(re.sub(r"\s*\+\s+|\s+\+\s*", "+", cells[-1]), tagset, number))


def _analysis(chunk: str, tagset: Tagset, number: int) -> tuple[tuple[str, str], ...]:
    """Read the morphemes of one word from 형태/태그+형태/태그."""
    morphs: list[tuple[str, str]] = []
    at = 0
    while at < len(chunk):
        found = _MORPH.match(chunk, at)
        if not found:
            msg = f"{tagset.name}, line {number}: {chunk[at:]!r} is not form/tag; format= or the line is wrong"
            raise ReadError(msg)
        morphs.append(tagset.morph(found["form"], found["tag"].partition("+")[0], number))
        at = found.end()
    return tuple(morphs)
