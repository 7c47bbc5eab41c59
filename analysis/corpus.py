"""The Corpus: documents and everything that cleaning took away from them."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import paths, schema
from analysis.arguments import refuse_name
from analysis.cleaning import Inspection, Origins, Traced, inspect, near_duplicates, repeats, shared_lines
from analysis.equality import ContentEqual
from analysis.errors import KindError, OptionError, ReadError, RefusalError
from analysis.files import atomic, csv, xlsx
from analysis.files.texts_on_disk import TextsOnDisk, on_disk
from analysis.messages import later, message
from analysis.schema.cards import Card

LARGE = 100_000_000  # characters of all texts from which they stand on the disk, and their morphemes in parts
ARTICLE = "damron-article/1"  # schema of the facts about an article whose text is redacted
ACCOUNT_ENDING = ".removed.csv"  # of what was removed, beside a corpus saved as .csv
_FIELDS = tuple(c.name for c in schema.DOCUMENTS)
_OF_TOKENS = {"table", "recipe", "counts", "keep", "drop", "_arrays", "_table"}  # what functions ask of tokens


@dataclass(frozen=True, eq=False)
class Corpus(ContentEqual):
    """Documents with their metadata, and an account of what is not in their text.

    Attributes
    ----------
    documents : DataFrame
        One row per document, columns `schema.DOCUMENTS`. `text` is NFC, one paragraph a line.
    removed : DataFrame
        One row per line taken away, columns `schema.REMOVED`.
    stored : Path or None
        Set for a redacted corpus, whose text is not here: where its token tables are.
    origins : mapping of str to Origins
        For each document that was read from text, where each character of it stands in the source.

    Notes
    -----
    Frozen: every access to a table hands out a copy, so changing one changes nothing else. Two are equal (`==`) if all
    of this is the same.
    """

    _documents: pd.DataFrame = field(repr=False)
    _removed: pd.DataFrame = field(repr=False)
    stored: Path | None = None
    _origins: Mapping[str, Origins] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Check both tables against their contracts, and that no id stands twice."""
        schema.check(self._documents, schema.DOCUMENTS, what="documents")
        schema.check(self._removed, schema.REMOVED, what="removed")
        twice = self._documents["doc"][self._documents["doc"].duplicated()]
        if len(twice):
            msg = message(
                "two documents share the id {twice!r}; rename one of them, or leave one copy out", twice=twice.iloc[0]
            )
            raise ReadError(msg)

    @property
    def documents(self) -> pd.DataFrame:
        """A copy of the documents table."""
        return schema.mark(self._documents.copy())

    @property
    def removed(self) -> pd.DataFrame:
        """A copy of the table of removed lines."""
        return schema.mark(self._removed.copy())

    @property
    def origins(self) -> Mapping[str, Origins]:
        """Origins by document, read only."""
        return MappingProxyType(dict(self._origins))

    @property
    def redacted(self) -> bool:
        """Whether the text is absent and only stored token tables are at hand."""
        return self.stored is not None

    @cached_property
    def sha256(self) -> str:
        """Hash over the ids and text hashes of the documents, in their order."""
        pairs = zip(self._documents["doc"].tolist(), self._documents["sha256"].tolist(), strict=True)
        return sha256("\n".join(f"{doc} {digest}" for doc, digest in pairs))

    @property
    def unread(self) -> pd.DataFrame:
        """Files that could not be read, and why (`schema.UNREAD`), where `read(..., errors="report")` went on."""
        rows = self._removed[self._removed["kind"] == "unread"]
        table = rows[["text", "reason"]].rename(columns={"text": "file"}).reset_index(drop=True)
        return schema.check(schema.mark(table), schema.UNREAD, what="unread")

    @property
    def furniture(self) -> pd.DataFrame:
        """Short lines at the head or tail of many articles of an outlet (`schema.FURNITURE`), which stay in the text.

        Keep the table, take out what is no furniture, and give it to `read(..., furniture=...)` to have the lines
        removed; the same list removes the same lines from any file, whatever is read beside it.
        """
        return schema.mark(self._furniture.copy())

    @cached_property
    def _furniture(self) -> pd.DataFrame:
        """List the furniture; interviews, minutes and papers have none."""
        documents = self._documents.reindex(columns=["doc", "outlet", "text", "kind"], fill_value="").fillna("")
        return shared_lines(documents[~documents["kind"].isin(["interview", "minutes", "paper"])])

    def copies(self) -> pd.Series[str]:
        """Name for every document the first of those that hold nearly the same text: the story that it tells.

        Documents of one story are no independent observations: a release that forty outlets copy is one decision to
        write, not forty. `framing.score` carries the stories along, and `framing.estimate`, `compare` and `trend` count
        them as one; as `cluster=` they serve any table.

        Returns
        -------
        Series of str
            Id of the first document of the story, indexed by document id, in the order of the corpus; a document
            alone in its story has its own id. It is what `read` marked in `near_duplicate_of`, so that the first one
            need not be among the documents that `only` kept; where nothing is marked it is found now, in the text. In a
            redacted corpus of which nothing is marked every document is alone.

        References
        ----------
        Broder, A. (1997). On the resemblance and containment of documents. Character 5-grams, Jaccard index of 0.8.

        Examples
        --------
        >>> Corpus.from_texts({"a": "동맹은 길다.", "b": "벤처는 드물다.", "c": "동맹은  길다"}).copies().to_dict()
        {'a': 'a', 'b': 'b', 'c': 'a'}
        """
        return self._copies.copy()

    @cached_property
    def _copies(self) -> pd.Series[str]:
        """Read the stories from the marks of the reader, or find them."""
        documents = self._documents
        ids = documents["doc"].astype(str).tolist()
        marked = documents.get("near_duplicate_of")
        if marked is None or (marked.isna().any() and not self.redacted):
            articles = documents[documents.get("speaker", pd.Series(index=documents.index)).isna()]  # a turn is none
            pairs = near_duplicates(articles)
            first_of = dict(zip(pairs["doc_b"], pairs["doc_a"], strict=True))
        else:
            first_of = dict(zip(ids, marked.astype(object).fillna("").astype(str), strict=True))
        return pd.Series([first_of.get(doc) or doc for doc in ids], index=ids, name="copies", dtype="str")

    @cached_property
    def _copied(self) -> tuple[tuple[str, str], ...]:
        """List the documents that copy another once, for the recipes of all tokens."""
        return tuple((str(doc), first) for doc, first in self._copies.items() if doc != first)

    def report(self) -> Inspection:
        """Say what was read, decoded, joined and set apart, and what looks wrong and was left, with examples.

        Returns
        -------
        Inspection
            `table` (`schema.INSPECTION`) with the option of `read` that switches each rule, `spelling` with suggestions
            (`schema.SPELLING`); text by `print`, a page in a notebook.

        Raises
        ------
        RefusalError
            If the corpus is redacted.

        Examples
        --------
        >>> Corpus.from_texts({"a": "“동맹은 길다."}).report().table[["stage", "kind", "n"]].values.tolist()
        [['read', 'documents', 1], ['left', 'open quotation', 1]]
        """
        found = self._inspection
        return Inspection(found.table.copy(), found.spelling.copy())

    @cached_property
    def _inspection(self) -> Inspection:
        """Look through the corpus once, however often it is asked for."""
        return inspect(self)

    def __len__(self) -> int:
        return len(self._documents)

    if not TYPE_CHECKING:  # a checker of types says it before

        def __getattr__(self, name: str) -> object:
            """Say what to do where a function of tokens is given a corpus."""
            if name in _OF_TOKENS:
                raise KindError(
                    message(
                        "a corpus stands where tokens are needed ({name}); cut it first: tokens = da.segment(corpus)",
                        name=name,
                    )
                )
            if name == "columns":
                raise KindError(message("a corpus stands where a table is needed; give corpus.documents"))
            if name.startswith("_"):
                msg = message("a Corpus has no {name!r}", name=name)
                raise AttributeError(msg, name=name, obj=self)
            refuse_name("Corpus", name, [one for one in dir(type(self)) if not one.startswith("_")])

        def __getitem__(self, key: object) -> object:
            """Say where a document or a text is found."""
            raise KindError(
                message(
                    "a corpus has no rows to choose by [{key}]; use corpus.documents, or corpus.only(docs=[...])",
                    key=repr(key),
                )
            )

    def __repr__(self) -> str:
        return self._card().line()

    def __str__(self) -> str:
        return self._card().text()

    def _repr_html_(self) -> str:
        return self._card().html()

    def _card(self) -> Card:
        """Say what was read, what to beware of, and what to do next."""
        documents, unread = self._documents, len(self.unread)
        title = str(documents["title"].iloc[0]) if len(self) == 1 else ""
        texts = documents["text"]
        facts = [
            message("{n:,} document(s)", n=len(self)),
            message("{n:,} line(s) removed", n=len(self._removed) - unread),
        ]
        cautions = list(schema.cut_documents(documents) or ())
        if self.redacted:
            cautions.append(message("The text is redacted, so that there are no concordances and no quantities"))
        else:
            paragraphs = int(texts.str.count("\n").sum()) + int((texts != "").sum())
            facts[1:1] = [
                message("{n:,} paragraph(s)", n=paragraphs),
                message("{n:,} characters of text", n=int(texts.str.len().sum())),
            ]
        if unread:
            cautions.append(message("{n:,} file(s) that could not be read (corpus.unread)", n=unread))
        copied = documents["near_duplicate_of"] if "near_duplicate_of" in documents else documents["doc"].iloc[:0]
        if copies := int((copied.fillna("") != "").sum()):
            cautions.append(message("{n:,} near duplicate(s) (near_duplicate_of)", n=copies))
        if len(self) > 1 and (undated := int((documents["date"] == "").sum())):
            cautions.append(message("{n:,} document(s) without a date", n=undated))
        steps = ["da.segment(corpus)"] if self.redacted else ["corpus.report()", "da.segment(corpus)"]
        return Card(title or message("corpus"), facts, cautions, steps)

    def only(self, *, docs: Iterable[str]) -> Corpus:
        """Return a Corpus of some documents, in the order of this one.

        Parameters
        ----------
        docs : iterable of str
            Document ids to keep.

        Returns
        -------
        Corpus
            A new value; this one is unchanged.

        Raises
        ------
        ReadError
            If an id is not in the corpus.
        """
        wanted = set(docs)
        unknown = sorted(wanted - set(self._documents["doc"]))
        if unknown:
            msg = message(
                "no document {unknown!r} in the corpus; it has {doc}",
                unknown=unknown[0],
                doc=", ".join(self._documents["doc"][:8]),
            )
            raise ReadError(msg)
        parts = [t[t["doc"].isin(wanted)].reset_index(drop=True) for t in (self._documents, self._removed)]
        return Corpus(parts[0], parts[1], self.stored, {d: o for d, o in self.origins.items() if d in wanted})

    def join(self, other: Corpus) -> Corpus:
        """Return a Corpus of the documents of this one and then of another.

        Parameters
        ----------
        other : Corpus
            A document that both hold under one id, with the same text and the same variables, stays once and the
            copy is listed in `removed`; ids made of the names of files must be others than those of this one.

        Returns
        -------
        Corpus
            A new value; a document variable that only one of them has is missing (NaN) in the other's documents.
            Near duplicates between the two are not looked for: read the files together for that.

        Raises
        ------
        RefusalError
            If one of them is redacted: there is no text to put beside the other's.
        ReadError
            If both hold a document of the same id that differs in its text or a variable.

        Examples
        --------
        >>> len(Corpus.from_texts({"a": "동맹은 길다."}).join(Corpus.from_texts({"b": "벤처는 드물다."})))
        2
        """
        if self.redacted or other.redacted:
            msg = message("a redacted corpus has no text to join with another; put the article into seeds/private/")
            raise RefusalError.redacted(msg)
        documents = pd.concat([self._documents, other._documents], ignore_index=True)
        shared = documents["doc"].isin(set(self._documents["doc"]) & set(other._documents["doc"]))
        both = documents[shared]
        rows = [{str(name): value for name, value in row.items()} for row in both.to_dict("records")]
        places = [str(source) for source in both["source"]]
        repeated = repeats(
            rows, place=places.__getitem__, advice=later("read the files together, or rename one of the documents")
        )
        copies = pd.DataFrame(
            [(rows[at]["doc"], 0, "row", reason, rows[at]["text"]) for at, reason in repeated.items()],
            columns=[c.name for c in schema.REMOVED],
        )
        added = other._removed[~other._removed["doc"].isin(set(copies["doc"]))]
        removed = pd.concat([self._removed, added, copies.astype({"line": "int64"})], ignore_index=True)
        documents = documents.drop(index=both.index[list(repeated)]).reset_index(drop=True)
        return Corpus(documents, removed, None, {**other.origins, **self.origins})

    def save(self, path: str | Path) -> Path:
        """Write the documents and what was removed as tables for a spreadsheet, to be read back by `read`.

        Parameters
        ----------
        path : str or Path
            A file that ends in .xlsx, with the sheets "documents" and "removed"; or in .csv, and then what was removed
            is in a second file that ends in .removed.csv.

        Returns
        -------
        Path
            The file. Columns may be added, rows sorted and rows taken out: `read` cleans nothing in it again, keeps
            ids, texts, dates and variables, and notes each text that is not the one saved any more (by its sha256).
            Near duplicates are looked for anew. Where each character came from (`origin`) is not saved; a variable
            that is missing comes back empty.

        Raises
        ------
        RefusalError
            If the corpus is redacted.
        OptionError
            If the ending is another, the file cannot be written, or a workbook cannot hold a cell or so many rows.

        Examples
        --------
        >>> import tempfile
        >>> import analysis as da
        >>> folder = Path(tempfile.mkdtemp())
        >>> da.read(Corpus.from_texts({"a": "동맹은 길다."}).save(folder / "말뭉치.xlsx")).documents["text"][0]
        '동맹은 길다.'
        """
        if self.redacted:
            msg = message("a redacted corpus has no text to save; put the article into seeds/private/")
            raise RefusalError.redacted(msg)
        target = Path(path)
        tables = {"documents": self._documents.fillna("").astype(str), "removed": self._removed}
        if target.suffix.lower() == ".xlsx":
            for name, table in tables.items():
                _require_room(table, message("{file}, sheet {sheet}", file=target.name, sheet=name))
            sheets = [
                xlsx.Sheet(name, [list(table.columns), *table.to_numpy().tolist()], formatted=True)
                for name, table in tables.items()
            ]
            return atomic.save(target, xlsx.workbook(sheets))
        if target.suffix.lower() != ".csv":
            msg = message(
                "a corpus is saved as .xlsx or .csv, not {ending}; rename {target}",
                ending=target.suffix or message("without ending"),
                target=target.name,
            )
            raise OptionError(msg)
        beside = target.with_name(target.stem + ACCOUNT_ENDING)
        account = {beside: csv.to_csv(self._removed)} if len(self._removed) else {}
        gone = [] if account else [beside]
        return atomic.save_all({**account, target: csv.to_csv(tables["documents"])}, gone=gone)[-1]

    def titles(self) -> Corpus:
        """Return the headlines as a Corpus of their own, under the same ids, to be scored apart from the bodies.

        Returns
        -------
        Corpus
            The text of a document is its title. Documents without one are not there, and are listed in
            `removed`. Works on a redacted corpus, which keeps its titles.

        Raises
        ------
        ReadError
            If no document has a title.

        Examples
        --------
        >>> build([{"doc": "a", "title": "동맹의 길", "text": "본문이다."}], []).titles().documents["text"][0]
        '동맹의 길'
        """
        rows: list[dict[str, str]] = []
        removed: list[dict[str, object]] = []
        for row in self._documents.to_dict("records"):
            if str(row["title"]).strip():
                titled = {str(name): value for name, value in row.items()}
                rows.append(titled | {"text": _paragraphs(str(row["doc"]), row["title"]).text, "sha256": ""})
            else:
                removed.append({"doc": row["doc"], "line": 0, "kind": "file", "reason": "no title stated", "text": ""})
        if not rows:
            msg = message("none of the {n} document(s) has a title; read files that state one, or add it", n=len(self))
            raise ReadError(msg)
        return build(rows, removed)

    def origin(self, doc: str, *, position: int) -> tuple[int, int]:
        r"""Say where a character of a document stands in its source.

        Parameters
        ----------
        doc : str
            Document id.
        position : int
            Offset in the document's `text`, code points from 0, as in `tokens.table` and in hits.

        Returns
        -------
        (int, int)
            Line and column, both from 1 and in code points, in the text file the document was read from,
            byte order mark not counted. For HTML, DOCX, PDF, HWPX and HWP files, which have no lines, the
            line is the ordinal of the block (paragraph, cell, note; printed line of a PDF) in reading
            order, as in `removed`. For `from_texts` it is the text that was passed.

        Raises
        ------
        ReadError
            If there is no such document or position, or if its source had no lines to lead back to.

        Examples
        --------
        >>> Corpus.from_texts({"a": "\n  동맹은  길다."}).origin("a", position=4)
        (2, 8)
        """
        if doc not in self.origins:
            self.only(docs=[doc])
            msg = message(
                "document {doc!r} was not read from running text, so that its offsets lead to no line of a source",
                doc=doc,
            )
            raise ReadError(msg)
        length = self.origins[doc].size
        if not 0 <= position < length:
            msg = message(
                "document {doc!r} has no position {position}; it has {length:,} characters, from 0 to {length_2}",
                doc=doc,
                position=position,
                length=length,
                length_2=length - 1,
            )
            raise ReadError(msg)
        return self.origins[doc].place(position)

    @classmethod
    def from_texts(cls, texts: Mapping[str, str]) -> Corpus:
        """Build a Corpus from texts at hand, without cleaning.

        Parameters
        ----------
        texts : mapping of str to str
            Document id to text; every non-blank line is a paragraph.

        Returns
        -------
        Corpus
            Texts are normalised (`cleaning.normalise`) and blank lines dropped; nothing else is removed.

        Raises
        ------
        ReadError
            If there is no text, or one is empty, not a string, or holds half of a surrogate pair.

        Examples
        --------
        >>> Corpus.from_texts({"a": "동맹은 길다."}).documents["text"][0]
        '동맹은 길다.'
        """
        if not hasattr(texts, "items"):
            msg = message("texts come with their ids, as {{'id': 'text'}}, not as {kind}", kind=type(texts).__name__)
            raise ReadError(msg)
        if not texts:
            msg = message("no texts given; pass at least one, as {{'id': 'text'}}")
            raise ReadError(msg)
        rows = []
        origins = {}
        for doc, text in texts.items():
            body = _paragraphs(str(doc), text)
            rows.append({"doc": str(doc), "text": body.text, "source": "from_texts"})
            origins[str(doc)] = body.origins
        return build(rows, [], origins=origins)


def _require_room(table: pd.DataFrame, where: str) -> None:
    """Refuse what a sheet of a workbook cannot hold."""
    if len(table) >= xlsx.ROWS:
        msg = message(
            "{where}: a sheet holds {rows:,} rows, and there are {n_table:,}; save a .csv",
            where=where,
            rows=xlsx.ROWS - 1,
            n_table=len(table),
        )
        raise OptionError(msg)
    for name in table.columns:
        units = table[name].astype(str).map(lambda cell: len(cell.encode("utf-16-le", "surrogatepass")) // 2)
        if len(units) and units.max() > xlsx.LETTERS:
            doc = table["doc"].iloc[int(units.to_numpy().argmax())]
            msg = message(
                "{where}: the {name} of document {doc!r} has {value:,} characters, and a cell holds "
                "{letters:,}; save a .csv",
                where=where,
                name=name,
                doc=doc,
                value=units.max(),
                letters=xlsx.LETTERS,
            )
            raise OptionError(msg)


def _paragraphs(doc: str, text: object) -> Traced:
    """Normalise one text at hand and drop its blank lines."""
    if not isinstance(text, str):
        msg = message(
            "document {doc!r} is {kind}, not text; leave it out or convert it to str", doc=doc, kind=type(text).__name__
        )
        raise ReadError(msg)
    half = re.search("[\ud800-\udfff]", text)
    if half:
        msg = message(
            "document {doc!r} holds half of a surrogate pair (U+{half:04X}) at character {half_2}; decode "
            "its file again, as utf-16 or utf-8",
            doc=doc,
            half=ord(half[0]),
            half_2=half.start(),
        )
        raise ReadError(msg)
    page = Traced.of(text).normalised()
    body = page.only(found.span() for found in re.finditer("[^\n]+", page.text))
    if not body.text:
        msg = message("document {doc!r} is empty; leave it out or give it text", doc=doc)
        raise ReadError(msg)
    return body


def build(
    documents: list[dict[str, str]],
    removed: list[dict[str, object]],
    *,
    stored: Path | None = None,
    origins: Mapping[str, Origins] | None = None,
    texts: TextsOnDisk | None = None,
) -> Corpus:
    """Assemble a Corpus from rows as the readers make them, with their texts or with these."""
    # Column by column: a second row for each of a million documents would take a gigabyte.
    names = dict.fromkeys([*_FIELDS, *(name for row in documents for name in row)])
    read = [row["text"] for row in documents] if texts is None else texts
    digests = [row.get("sha256") or sha256(text) for row, text in zip(documents, read, strict=True)]
    table: dict[str, Any] = {"text": _aside(read, documents) if isinstance(read, list) else read}
    rest = [name for name in names if name not in table]
    table |= {name: [row.get(name, "" if name in _FIELDS else math.nan) for row in documents] for name in rest}
    table = {name: table[name] for name in names} | {"sha256": digests}
    columns = [c.name for c in schema.REMOVED]
    frame = pd.DataFrame(removed, columns=columns).astype({"line": "int64"})
    return Corpus(pd.DataFrame(table), frame, stored, origins or {})


def _aside(texts: list[str], documents: list[dict[str, str]]) -> TextsOnDisk | list[str]:
    """Put many texts into a file of their own, and take them out of their rows."""
    column = on_disk(texts, folder=paths.cache()) if sum(map(len, texts)) >= LARGE else None
    if column is None:
        return texts
    for row in documents:
        del row["text"]
    return column


def held(corpus: Corpus) -> pd.DataFrame:
    """Return the documents of a corpus to be read alone; not a copy."""
    return corpus._documents  # noqa: SLF001 - for the packages of the kit, not for its users


def sha256(text: str) -> str:
    """Return the hexadecimal SHA-256 of a text as utf-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
