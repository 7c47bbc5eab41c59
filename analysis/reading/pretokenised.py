"""Texts that another analyser has cut into morphemes: lines of form/tag, and CoNLL-U."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.errors import OptionError, ReadError
from analysis.messages import message
from analysis.options import require_choice
from analysis.reading.decode import name_of, text_of

# Tags of other sets that mean one of ours: mecab-ko-dic, the 21st century Sejong corpus, 모두의 말뭉치.
_ALIASES = {
    "NNBC": "NNB", "SC": "SP", "SY": "SW", "UNKNOWN": "UN", "NF": "UN", "NV": "UN", "NA": "UN",
    "MMA": "MM", "MMD": "MM", "MMN": "MM",
}  # fmt: skip

_STEMS = {"VV", "VA", "VX", "VCP", "VCN"}
_CONSONANTS = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_FINALS = {sign: chr(0x11A8 + i) for i, sign in enumerate(_CONSONANTS)}
_PIECE = re.compile(r"(?:\\[\\+]|[^+])+")
_SPACES = {"s": " ", "n": "\n", "t": "\t", "r": "\r", "\\": "\\"}
_FORMATS = ("form/tag", "conllu")
COLUMNS = ("doc", "paragraph", "sentence", "surface", "form", "tag", "lemma", "start", "end")
_Row = tuple[str, int, int, str, str, str, str, int, int]

_MORPH = re.compile(r"(?P<form>.+?)/(?P<tag>[A-Za-z][\w-]*(?:\+[A-Za-z][\w-]*(?=\+|$))*)(?:\+|$)")


@dataclass
class Tagged:
    """Documents rebuilt from their morphemes: text by id, and the rows of a token table (`COLUMNS`)."""

    # `layer` is that of the table which the file was written from, if the file says so.

    texts: dict[str, str] = field(default_factory=dict)
    rows: list[_Row] = field(default_factory=list)
    layer: str = "morphs"


def read_tagged(path: Path, *, format: str, tags: Mapping[str, str] | None = None) -> Tagged:  # noqa: A002
    """Read morphemes and their tags from a file."""
    require_choice("format", format, _FORMATS)
    tagset = _Tagset(path.name, tags or {})
    text = unicodedata.normalize("NFC", text_of(path)).replace("\ufeff", "")
    lines = re.split("\r\n|[\r\n]", text)
    builder = _Builder(path.name, name_of(path.stem))
    for item in _sentences(lines, tagset) if format == "conllu" else _tagged(lines, tagset):
        if isinstance(item, _Mark):
            builder.mark(item)
        else:
            builder.take(item)
    builder.close()
    if not builder.found.rows:
        msg = message("{path} holds no morpheme; check the file and format=", path=path.name)
        raise ReadError(msg)
    return builder.found


def read_long(table: pd.DataFrame, *, tags: Mapping[str, str] | None = None) -> Tagged:
    """Read a long table: a row a morpheme, with doc, word, tag and, if it has it, sentence."""
    tagset = _Tagset("table", tags or {})
    sentences = table["sentence"] if "sentence" in table.columns else pd.Series("", index=table.index)
    builder = _Builder("table", "")
    last: tuple[str, str] | None = None
    words: list[_Word] = []
    rows = zip(table["doc"].astype(str), sentences.astype(str), table["word"], table["tag"].astype(str), strict=True)
    for number, (doc, sentence, word, tag) in enumerate(rows, 1):
        if last is not None and (doc, sentence) != last:
            builder.take(words)
            words = []
        if last is None or doc != last[0]:
            builder.mark(_Mark("doc", doc))
        last = doc, sentence
        gap = not isinstance(word, str) or not word.strip()
        form, known = tagset.morph(" " if gap else word.strip(), tag, number)
        if gap and known != schema.PAD:
            msg = message(
                "table, row {number}: word is empty; a gap has the tag {pad}, or one that tags= maps to it",
                number=number,
                pad=schema.PAD,
            )
            raise ReadError(msg)
        words.append(_Word(form, ((form, known),)))
    if not words:
        msg = message("the table holds no row; pass one with a row a morpheme")
        raise ReadError(msg)
    builder.take(words)
    builder.close()
    return builder.found


def read_conllu(path: Path) -> list[tuple[dict[str, str], list[dict[str, object]]]]:
    """Read the texts of a CoNLL-U file as documents."""
    found = read_tagged(path, format="conllu")
    source = name_of(path.name)
    return [({"doc": doc, "text": text, "source": source}, []) for doc, text in found.texts.items()]


class _Builder:
    """Sentences and marks in; token rows and texts out."""

    def __init__(self, name: str, stem: str) -> None:
        self._name, self._stem, self._doc = name, stem, stem
        self._text: list[str] = []
        self._after = ""
        self._length, self._paragraph, self._sentence = 0, 1, 0
        self.found = Tagged()

    def take(self, words: Sequence[_Word]) -> None:
        """Add a sentence to the document at hand."""
        self._sentence += 1
        first, paragraph = len(self.found.rows), 0
        for word in words:
            self._write(self._after)
            lettered = {tag for form, tag in word.morphs if any(map(str.isalpha, form))}
            if not paragraph and lettered - schema.WORDLESS_TAGS:
                paragraph = self._paragraph  # of the first word, and so of the sentence
            places = word.spans or _find_spans(word.text, word.morphs)
            for (form, tag), (start, end) in zip(word.morphs, places, strict=True):
                where = (self._doc, self._paragraph, self._sentence)
                what = (word.text[start:end], form, tag, _lemma(form, tag))
                self.found.rows.append((*where, *what, self._length + start, self._length + end))
            self._write(word.text)
            self._after = word.after
        if first < len(self.found.rows):
            whole = paragraph or self.found.rows[first][1]
            self.found.rows[first:] = [(row[0], whole, *row[2:]) for row in self.found.rows[first:]]

    def mark(self, mark: _Mark) -> None:
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
            msg = message(
                "{name} holds two documents with the id {doc!r}; give each its own", name=self._name, doc=self._doc
            )
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


def _tagged(lines: Sequence[str], tagset: _Tagset) -> Iterator[list[_Word] | _Mark]:
    """Return the sentences of lines of form/tag."""
    columns = any("\t" in line for line in lines)
    words: list[_Word] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip() and columns:
            words.append(_columns(line, tagset, number))
        elif line.strip():
            found = [_analysis(chunk, tagset, number) for chunk in line.split()]
            yield [_Word(_joined(morphs), morphs) for morphs in found]
        elif words:
            yield words
            words = []
        elif not columns:
            yield _Mark("paragraph")


def _columns(line: str, tagset: _Tagset, number: int) -> _Word:
    """Read a word from columns: its characters, then its morphemes."""
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) < 2 or not cells[-2]:
        msg = message(
            "{tagset}, line {number}: not a word, a tab and its morphemes; blank lines part sentences",
            tagset=tagset.name,
            number=number,
        )
        raise ReadError(msg)
    return _Word(cells[-2], _analysis(re.sub(r"\s*\+\s+|\s+\+\s*", "+", cells[-1]), tagset, number))


def _analysis(chunk: str, tagset: _Tagset, number: int) -> tuple[tuple[str, str], ...]:
    """Read the morphemes of one word from 형태/태그+형태/태그."""
    morphs: list[tuple[str, str]] = []
    at = 0
    while at < len(chunk):
        found = _MORPH.match(chunk, at)
        if not found:
            msg = message(
                "{tagset}, line {number}: {chunk!r} is not form/tag; format= or the line is wrong",
                tagset=tagset.name,
                number=number,
                chunk=chunk[at:],
            )
            raise ReadError(msg)
        morphs.append(tagset.morph(found["form"], found["tag"].partition("+")[0], number))
        at = found.end()
    return tuple(morphs)


def _sentences(lines: Sequence[str], tagset: _Tagset) -> Iterator[list[_Word] | _Mark]:
    """Return the sentences of CoNLL-U, and the marks between them."""
    words: list[_Word] = []
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
            if len(cells) != 10 or not re.fullmatch(r"\d{1,9}([-.]\d{1,9})?", cells[0]):
                msg = message(
                    "{tagset}, line {number}: not ten columns with a number in the first; it is no CoNLL-U",
                    tagset=tagset.name,
                    number=number,
                )
                raise ReadError(msg)
            if "-" in cells[0]:
                within = int(cells[0].partition("-")[2])
                words.append(_Word(cells[1], (), after=_after(cells[9])))
            elif "." not in cells[0]:
                word = _word(cells, tagset, number)
                if words and int(cells[0]) <= within:
                    whole = words.pop()
                    word = _Word(whole.text, whole.morphs + word.morphs, after=whole.after)
                words.append(word)


def _marks(line: str) -> Iterator[_Mark]:
    """Read from a comment where a document or a paragraph begins."""
    name, _, value = (part.strip() for part in line[1:].partition("="))
    if name in {"newdoc", "newdoc id"}:
        yield _Mark("doc", value)
    elif name in {"newpar", "newpar id"}:
        yield _Mark("paragraph")
    elif name == "layer":
        yield _Mark("layer", value)


def _word(cells: Sequence[str], tagset: _Tagset, number: int) -> _Word:
    """Read the line of a word."""
    morphs = _morphs(cells, tagset, number)
    return _Word(
        cells[1],
        morphs,
        _spans(cells, len(morphs), (tagset.name, number)),
        _after(cells[9]),
    )


def _morphs(cells: Sequence[str], tagset: _Tagset, number: int) -> tuple[tuple[str, str], ...]:
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
        msg = message(
            "{tagset}, line {number}: LEMMA {cells!r} and XPOS {cells_2!r} are not the same morphemes",
            tagset=tagset.name,
            number=number,
            cells=cells[2],
            cells_2=cells[4],
        )
        raise ReadError(msg)
    return tuple(tagset.morph(form, tag, number) for form, tag in zip(forms, tags, strict=True))


def _spans(cells: Sequence[str], count: int, at: tuple[str, int]) -> tuple[tuple[int, int], ...]:
    """Read where the morphemes stand, if the file says so."""
    stated = re.search(r"(?:^|\|)Spans=([\d,-]+)", cells[9])
    if not stated:
        return ()
    pairs = re.findall(r"(\d{1,9})-(\d{1,9})", stated[1])
    found = tuple((int(start), int(end)) for start, end in pairs)
    if len(found) != count or any(not a <= b <= len(cells[1]) for a, b in found):
        msg = message(
            "{name}, line {line}: Spans={stated} does not fit {cells!r} and its morphemes",
            name=at[0],
            line=at[1],
            stated=stated[1],
            cells=cells[1],
        )
        raise ReadError(msg)
    return found


def _after(misc: str) -> str:
    """Read from MISC what stands behind a word."""
    misc_fields = dict(part.partition("=")[::2] for part in misc.split("|"))
    if misc_fields.get("SpaceAfter") == "No":
        return ""
    if "SpacesAfter" in misc_fields:
        return re.sub(r"\\([sntr\\])", lambda found: _SPACES[found[1]], misc_fields["SpacesAfter"])
    return " "


@dataclass(frozen=True)
class _Word:
    """What stands between two white spaces: its characters, its morphemes, and what follows it."""

    # `morphs` are forms and tags; `spans` their places in `text`, empty where they have to be found.

    text: str
    morphs: tuple[tuple[str, str], ...]
    spans: tuple[tuple[int, int], ...] = ()
    after: str = " "


@dataclass(frozen=True)
class _Mark:
    """What stands between sentences: a new "doc" with its id, a new "paragraph", or the "layer" of the table."""

    kind: str
    value: str = ""


class _Tagset:
    """Tags of a file, as tags of the kit."""

    def __init__(self, name: str, tags: Mapping[str, str]) -> None:
        self.name = name
        own = (*schema.TAGS, schema.PAD)
        self._known = dict(zip(own, own, strict=True)) | _ALIASES | dict(tags)
        if foreign := sorted(set(self._known.values()) - set(own)):
            msg = message(
                "tags: {foreign!r} is not a tag of the kit; the tags are {tags}",
                foreign=foreign[0],
                tags=", ".join(schema.TAGS),
            )
            raise OptionError(msg)

    def morph(self, form: str, tag: str, number: int) -> tuple[str, str]:
        """Bring a morpheme to the kit's tags, and its final consonant to the letters the kit's endings have."""
        base, dash, suffix = tag.partition("-")
        known = self._known.get(tag) or self._known.get(base)
        if known is None:
            own = ", ".join(name for name in schema.TAGS if "_" not in name and name.isalpha())
            msg = message(
                "{name}, line {number}: unknown tag {tag!r} of {form!r}; map it by tags={{{tag!r}: '...'}} "
                "to one of {own}",
                name=self.name,
                number=number,
                tag=tag[:40],
                form=form[:40],
                own=own,
            )
            raise ReadError(msg)
        if known[0] in "EJ" and form[0] in _FINALS:
            form = _FINALS[form[0]] + form[1:]
        return form, known + dash + suffix if known == base else known


def _lemma(form: str, tag: str) -> str:
    """Write the dictionary form of a morpheme as the kit's own analyser does."""
    return form + "다" if tag.partition("-")[0] in _STEMS else form


def _find_spans(word: str, morphs: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Find the places of morphemes in their word by the letters (jamo) they share, in order."""
    # Example: spans("갔다", [("가", "VV"), ("았", "EP"), ("다", "EF")]) gives [(0, 1), (0, 1), (1, 2)]
    if "".join(form for form, _ in morphs) == word:
        ends = list(accumulate(len(form) for form, _ in morphs))
        return list(pairwise([0, *ends]))
    place = [i for i, sign in enumerate(word) for _ in unicodedata.normalize("NFD", sign)]
    owner = [i for i, (form, _) in enumerate(morphs) for _ in unicodedata.normalize("NFD", form)]
    whole, parts = unicodedata.normalize("NFD", word), "".join(unicodedata.normalize("NFD", f) for f, _ in morphs)
    hits: dict[int, list[int]] = {}
    for block in SequenceMatcher(None, whole, parts, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            hits.setdefault(owner[block.b + step], []).append(place[block.a + step])
    found: list[tuple[int, int]] = []
    for i, (_, tag) in enumerate(morphs):
        last = found[-1][1] if found else 0
        if i in hits:
            found.append((min(hits[i]), max(hits[i]) + 1))
        else:
            found.append((last, last) if tag == "VCP" else (max(last - 1, 0), max(last, 1)))
    return found


def _joined(morphs: Sequence[tuple[str, str]]) -> str:
    """Write a word from its morphemes."""
    return unicodedata.normalize("NFC", "".join(form for form, _ in morphs))
