"""One page on a corpus: what was read, decoded, joined and set apart, and what looks wrong and was left."""

from __future__ import annotations

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import pandas as pd

from analysis import schema
from analysis.cleaning.lines import letters
from analysis.equality import ContentEqual
from analysis.errors import RefusalError
from analysis.messages import english, later, message
from analysis.schema import DOCUMENT_KINDS, INSPECTION, REMOVED_KINDS, SPELLING

_STAGES = {
    "read": later("read"),
    "decoded": later("decoded"),
    "joined": later("joined"),
    "set apart": later("set apart"),
    "left": later("strange, and left as it is"),
}
_STAGE_OF = {  # kinds of `removed` that are not set apart
    "read": {"unread", "column"},
    "decoded": {"entity", "markup", "middle dot"},
    "joined": {"wrap"},
    "left": {"lost letter", "lost space", "damage", "truncated", "coverage"},
}
_LABELS = REMOVED_KINDS | DOCUMENT_KINDS  # of kinds that are English as they stand
_KINDS = {
    "documents": later("documents"),
    "minutes": later("minutes (a speech is a document)"),
    "open quotation": later("a quotation that is not closed"),
    "repeated": later("a paragraph that stands twice"),
    "shared line": later("a line at the head or foot of several documents"),
    "same text": later("nearly the same text"),
    "spelling": later("a word that may be misspelt"),
}
_SWITCHES = dict.fromkeys(("cut word", "label", "self-reference"), 'clean="none"') | {  # whatever the kind
    "wrap": 'clean="none"',
    "near duplicate": 'duplicates="keep"',
    "furniture": 'clean="none", furniture=None',
    "middle dot": 'middle_dots="keep"',
    "unread": 'errors="raise"',
    "column": "columns=...",
    "row": 'excluded="keep", columns={"text": ...}',
    "sheet": "sheet=...",
    "shared line": "furniture=corpus.furniture",
    "same text": 'duplicates="first"',
    "spelling": "segment(variants=...)",
    "repeated": 'kind="portal"',
}
_FIXED = {"entity", "markup", "file", "comment", "deleted", "header", "footer", "ruby", "equation", "page"}
_PARAGRAPH = 60  # letters from which a paragraph that stands twice is no refrain
_SHOWN = 60
_HEADS = (
    later("stage"),
    later("kind"),
    later("findings"),
    later("documents that hold it"),
    later("example and its document"),
    later("how to change it"),
)
_TAIL = 20  # letters shown of a body that breaks off
_REPORTED = "reported"
_LEFT = 'style="text-align:left"'  # in each cell, since the style sheets of notebooks align every cell to the right


class _Inspected(Protocol):
    """What has documents, an account of what was taken from them, and furniture, as a Corpus has."""

    @property
    def documents(self) -> pd.DataFrame:
        """The table of documents."""

    @property
    def removed(self) -> pd.DataFrame:
        """The table of removed lines."""

    @property
    def furniture(self) -> pd.DataFrame:
        """The table of shared lines."""

    @property
    def redacted(self) -> bool:
        """Whether the text is not at hand."""


class _Row(NamedTuple):
    """A row of the table."""

    stage: str
    kind: str
    n: int
    docs: int
    doc: str
    example: str
    switch: str


@dataclass(frozen=True, eq=False)
class Inspection(ContentEqual):
    """What a corpus holds, as tables, as text by `print`, and as a page in Jupyter.

    Attributes
    ----------
    table : DataFrame
        Columns `schema.INSPECTION`, one row per finding: stage, kind, how often, in how many documents, an example, and
        the option that switches it.
    spelling : DataFrame
        Columns `schema.SPELLING`: words that may be written otherwise, with a suggestion; nothing is replaced.
    """

    table: pd.DataFrame
    spelling: pd.DataFrame

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        """Write the page as lines."""
        for stage, rows in self._stages():
            yield message(_STAGES[stage])
            yield from (f"  {_said(row)}" for row in rows) if rows else [f"  {message('none')}"]

    def _stages(self) -> list[tuple[str, list[_Row]]]:
        """Group the rows by stage."""
        rows = [_Row(*row) for row in self.table.itertuples(index=False)]
        return [(stage, [row for row in rows if row.stage == stage]) for stage in _STAGES]

    def _repr_html_(self) -> str:
        """Write the page for a notebook or a report: one table, its rows grouped by stage."""
        body, findings = [], 0
        for stage, rows in self._stages():
            head = f'<th rowspan="{max(len(rows), 1)}" {_LEFT}>{message(_STAGES[stage])}</th>'
            for row in rows:
                kind, n, docs, example, doc, switch = (html.escape(cell) for cell in _cells(row))
                cells = [kind, n, docs, f"{example} <small>{doc}</small>" if doc else example]
                cells.append(switch and f"<code>{switch}</code>")
                body.append(f"<tr>{head}{''.join(f'<td {_LEFT}>{cell}</td>' for cell in cells)}</tr>")
                head = ""
            findings += len(rows) * (stage != "read")
            if not rows:
                body.append(f"<tr>{head}<td {_LEFT}>{message('none')}</td>{'<td></td>' * (len(_HEADS) - 2)}</tr>")
        heads = "".join(f"<th {_LEFT}>{message(head)}</th>" for head in _HEADS)
        said = message("{n:,} document(s), {kinds} kinds of findings", n=self._documents(), kinds=findings)
        return (
            f'<details class="inspection" open><summary>{said}</summary>'
            f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></details>"
        )

    def _documents(self) -> int:
        """Return how many documents were looked through."""
        return int(self.table.loc[self.table["kind"] == "documents", "n"].sum())


def _cells(row: _Row) -> list[str]:
    """Write a row for the page."""
    return [_label(row.kind), f"{row.n:,}", f"{row.docs:,}", row.example, row.doc, row.switch]


def _label(kind: str) -> str:
    """Name a kind in the user's language."""
    _, _, would = kind.partition(": ")
    if would == "wrap":
        return message("a line that would be joined by default")
    if would:
        return message("would be left out by default: {kind}", kind=_label(would))
    if kind in _KINDS:
        return message(_KINDS[kind])
    return kind if english() else _LABELS.get(kind, kind)


def _said(row: _Row) -> str:
    """Write a row as a line."""
    kind, n, docs, example, doc, switch = _cells(row)
    said = message("{kind} {n}, in {docs} document(s).", kind=kind, n=n, docs=docs)
    where = message(" Example: {example}", example=example) if example else ""
    if example and doc:
        where = message(" Example ({doc}): {example}", doc=doc, example=example)
    return f"{said}{where}{f' [{switch}]' if switch else ''}"


def inspect(corpus: _Inspected) -> Inspection:
    """Look through a corpus."""
    if corpus.redacted:
        msg = message("a redacted corpus has no text to look through; put the article into seeds/private/")
        raise RefusalError.redacted(msg)
    documents = corpus.documents
    words = _spelling(documents["text"])
    rows = [*_read(documents), *_accounted(documents, corpus.removed), *_left(corpus, words)]
    order = list(_STAGES)
    rows.sort(key=lambda row: order.index(row.stage))
    table = pd.DataFrame(rows, columns=[c.name for c in INSPECTION]).astype({"n": "int64", "docs": "int64"})
    return Inspection(schema.check(schema.mark(table), INSPECTION, what="inspection"), words)


def _read(documents: pd.DataFrame) -> Iterator[_Row]:
    """Count the documents, and those of each kind."""
    yield _Row("read", "documents", len(documents), len(documents), "", "", "")
    kinds = documents.reindex(columns=["doc", "kind"], fill_value="").fillna("")
    for kind, part in kinds[kinds["kind"] != ""].groupby("kind", sort=True):
        yield _Row("read", str(kind), len(part), len(part), part["doc"].iloc[0], "", "kind=...")


def _accounted(documents: pd.DataFrame, removed: pd.DataFrame) -> Iterator[_Row]:
    """Count what reading noted, kind by kind."""
    # where cleaning only reports, "label: label of the series or rubric" is of the kind reported: label
    kinds = [
        f"{kind}: {reason.partition(':')[0]}" if kind == _REPORTED else kind
        for kind, reason in zip(removed["kind"], removed["reason"], strict=True)
    ]
    for name, noted in removed.groupby(pd.Series(kinds, dtype="str"), sort=True):
        kind = str(name)
        part = _cut(documents, noted) if kind == "truncated" else noted
        if kind == "coverage":
            part = noted.assign(doc="")  # the name of an outlet
        stage = next((stage for stage, kinds in _STAGE_OF.items() if kind in kinds), "set apart")
        switch = _SWITCHES.get(kind, "" if kind in _FIXED or stage == "left" else 'clean="none", kind=...')
        if kind.startswith(_REPORTED):
            stage, switch = "left", 'clean="default"'
        first = part.iloc[0]
        docs = part["doc"][part["doc"] != ""].nunique()
        example = first["reason"] if kind in {"lost letter", "lost space"} else first["text"]
        example = f"{example}: {first['reason']}" if stage == "read" else example
        yield _Row(stage, kind, len(part), docs, str(first["doc"]), _short(example or first["reason"]), switch)


def _cut(documents: pd.DataFrame, noted: pd.DataFrame) -> pd.DataFrame:
    """List the documents that break off: a table is noted once with all of its cut bodies, a full cell by itself."""
    cut = documents[documents.reindex(columns=["truncated"])["truncated"] == "yes"]
    cells = noted[noted["doc"].isin(set(documents["doc"])) & ~noted["doc"].isin(set(cut["doc"]))]
    bodies = cut[["doc"]].assign(text="…" + cut["text"].str[-_TAIL:], reason="")
    return pd.concat([bodies, cells]) if len(bodies) or len(cells) else noted


def _left(corpus: _Inspected, words: pd.DataFrame) -> Iterator[_Row]:
    """Count what looks wrong and was left."""
    documents = corpus.documents
    cut = set(documents.loc[documents.reindex(columns=["truncated"])["truncated"] == "yes", "doc"])
    whole = documents[~documents["doc"].isin(cut)]  # a body that breaks off may end inside a quotation
    for kind, find, looked in (("open quotation", _open_quotations, whole), ("repeated", _repeated, documents)):
        found = [(doc, place) for doc, text in zip(looked["doc"], looked["text"], strict=True) for place in find(text)]
        if found:
            docs = len({doc for doc, _ in found})
            yield _Row("left", kind, len(found), docs, found[0][0], _short(found[0][1]), _SWITCHES.get(kind, ""))
    listed = corpus.furniture
    if len(listed):
        n, most = int(listed["articles"].sum()), int(listed["articles"].max())
        example = _short(listed["text"].iloc[int(listed["articles"].argmax())])
        yield _Row("left", "shared line", n, most, "", example, _SWITCHES["shared line"])
    twins = documents.reindex(columns=["doc", "near_duplicate_of"], fill_value="").fillna("")
    twins = twins[twins["near_duplicate_of"] != ""]
    if len(twins):
        doc, first_of = twins.iloc[0]
        yield _Row("left", "same text", len(twins), len(twins), doc, f"{first_of}", _SWITCHES["same text"])
    if len(words):
        example = f"{words['written'].iloc[0]} → {words['suggested'].iloc[0]}"
        written = words["written"].tolist()
        texts = zip(documents["doc"], documents["text"], strict=True)
        held = [(doc, written[0] in text) for doc, text in texts if any(word in text for word in written)]
        doc, docs = next(doc for doc, first in held if first), len({doc for doc, _ in held})
        yield _Row("left", "spelling", int(words["n"].sum()), docs, doc, example, _SWITCHES["spelling"])


def _open_quotations(text: str) -> Iterator[str]:
    """List paragraphs with a quotation that is never closed; one that the next paragraph opens again goes on there."""
    # "“가다.\n“오다.”" has none, "“가다.\n오다." one
    lines = text.split("\n")
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        opened = line.count("“") > line.count("”") and not after.startswith("“")
        if opened or line.count('"') % 2:
            yield line[line.rfind("“" if opened else '"') :]


def _repeated(text: str) -> Iterator[str]:
    """List paragraphs that stand in the same text a second time."""
    seen: set[str] = set()
    for line in text.split("\n"):
        key = letters(line) if len(line) >= _PARAGRAPH else ""
        if len(key) >= _PARAGRAPH and key in seen:
            yield line
        seen.add(key)


def _short(text: object) -> str:
    """Cut an example to a line."""
    line = " ".join(str(text).split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"


_KNOWN = {
    "몇일": "며칠", "왠만": "웬만", "웬지": "왠지", "어의없": "어이없", "설겆이": "설거지", "역활": "역할",
    "희안": "희한", "오랫만": "오랜만", "일일히": "일일이", "곰곰히": "곰곰이", "깨끗히": "깨끗이", "통채로": "통째로",
    "어떻해": "어떡해", "됬": "됐", "할께": "할게", "줄께": "줄게", "갈께": "갈게", "되요": "돼요", "뵈요": "봬요",
    "어짜피": "어차피", "무릎쓰": "무릅쓰", "내노라하": "내로라하", "짜집기": "짜깁기", "안밖": "안팎", "핑게": "핑계",
    "휴계": "휴게", "낭떨어지": "낭떠러지", "눈쌀": "눈살", "삼가하": "삼가", "금새": "금세", "건들이": "건드리",
}  # fmt: skip
_ENDINGS = (
    "됬",
    "할께",
    "줄께",
    "갈께",
    "되요",
    "뵈요",
)  # which stand behind a stem; the others begin a word: 지역활력 is right
_WRONG = re.compile(f"(?<![가-힣])(?:{'|'.join(word for word in _KNOWN if word not in _ENDINGS)})|{'|'.join(_ENDINGS)}")
_WORD = re.compile("[가-힣ㄱ-ㅣ]+")
_LOOSE = re.compile("[ㄱ-ㅎ][ㅏ-ㅣ](?:[ㄱ-ㅎ](?![ㅏ-ㅣ]))?")
_GLUED = re.compile("([가-힣])(?=([ㅋㅎ]))")  # 좋앜ㅋ: a laugh that was typed into the syllable before it
_ODD = re.compile("|".join(rule.pattern for rule in (_WRONG, _LOOSE, _GLUED)))  # without it no word is suspect
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def _spelling(texts: Iterable[str]) -> pd.DataFrame:
    """List words with a known misspelling or with loose jamo, each with what it may stand for."""
    # ["몇일 뒤", "ㅎㅏㄴ글 좋앜ㅋ"] -> (몇일, 며칠), (ㅎㅏㄴ글, 한글), (좋앜ㅋ, 좋아ㅋㅋ), each once in one document
    counts: Counter[tuple[str, str]] = Counter()
    docs: dict[tuple[str, str], int] = defaultdict(int)
    for text in texts:
        found = Counter(_suspects(text))
        counts += found
        for pair in found:
            docs[pair] += 1
    rows = [(*pair, n, docs[pair]) for pair, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    table = pd.DataFrame(rows, columns=[c.name for c in SPELLING]).astype({"n": "int64", "docs": "int64"})
    return schema.check(schema.mark(table), SPELLING, what="spelling")


def _suspects(text: str) -> Iterator[tuple[str, str]]:
    """List the words of a text that may be written otherwise."""
    if not _ODD.search(text):
        return
    for found in _WORD.finditer(text):
        word = found[0]
        better = _WRONG.sub(lambda wrong: _KNOWN[wrong[0]], word)
        better = _GLUED.sub(_unglued, _LOOSE.sub(_composed, better))
        if better != word:
            yield word, better


def _composed(found: re.Match[str]) -> str:
    """Compose a syllable of loose jamo."""
    initial, vowel, final = found[0][0], found[0][1], found[0][2:]
    if initial not in _INITIALS or (final and final not in _FINALS):
        return found[0]
    index = (_INITIALS.index(initial) * 21 + ord(vowel) - ord("ㅏ")) * 28
    return chr(0xAC00 + index + (_FINALS.index(final) if final else 0))


def _unglued(found: re.Match[str]) -> str:
    """Take a laugh out of the syllable it was typed into."""
    syllable = ord(found[1]) - 0xAC00
    if _FINALS[syllable % 28] != found[2]:
        return found[1]
    return chr(0xAC00 + syllable - syllable % 28) + found[2]
