"""Reading: files in, Corpus out. One module per format, one dispatcher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Literal, get_args

import pandas as pd

from analysis import paths
from analysis.analyser import load_soon
from analysis.arguments import guard
from analysis.cleaning import (
    Clean,
    Kind,
    Origins,
    Traced,
    near_duplicates,
    repeats,
    require_treatment,
    resolve,
    turns,
    without_furniture,
)
from analysis.cleaning.near_duplicates import Policy
from analysis.corpus import ARTICLE, Corpus, build, held
from analysis.errors import KitError, MissingError, OptionError, ReadError, SealError
from analysis.files import sealed
from analysis.files.texts_on_disk import TextsOnDisk, give_back
from analysis.messages import message
from analysis.messages.libraries import told
from analysis.options import require_choice
from analysis.progress import progress_bar
from analysis.reading.article import Article, LeftOut, Reader
from analysis.reading.article_store import ArticleStore
from analysis.reading.decode import name_of
from analysis.reading.docx import read_docx
from analysis.reading.html import read_html
from analysis.reading.hwp import read_hwp
from analysis.reading.hwpx import read_hwpx
from analysis.reading.package import unpacked
from analysis.reading.parsers import serving
from analysis.reading.pdf import read_pdf
from analysis.reading.pretokenised import read_conllu
from analysis.reading.sources import File, find, find_article, folder_names
from analysis.reading.table import ENDINGS as TABLES
from analysis.reading.table import read_table
from analysis.reading.text import read_text
from analysis.schema import reasons

__all__ = ["read"]

# Ending to reader: a function of a path that returns the file's articles, each (row, removed) or an Article.
_READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".docx": read_docx,
    ".pdf": read_pdf,
    ".hwpx": read_hwpx,
    ".hwp": read_hwp,
    ".conllu": read_conllu,
}
_ARCHIVE = ".zip"
_TOGETHER = 1_000  # documents that furniture is taken from at once
_Errors = Literal["raise", "report"]


def read(
    source: str | Path | Iterable[str | Path],
    *,
    kind: Kind | None = None,
    clean: Clean = "default",
    furniture: pd.DataFrame | None = None,
    columns: Mapping[str, str | None] | None = None,
    sheet: str | None = None,
    excluded: Literal["drop", "keep"] = "drop",
    middle_dots: Literal["restore", "keep"] = "restore",
    duplicates: Policy = "flag",
    errors: Literal["raise", "report"] = "raise",
) -> Corpus:
    """Read articles from files, folders, patterns and archives.

    Parameters
    ----------
    source : str, Path, or iterable of them
        A file; a folder; a pattern such as "seeds/private/*.txt" (** stands for any folders); a list of
        these; or the bare name of an article of the kit such as "energy-cost": then `seeds/private/`,
        `seeds/articles/` and last the redacted tables in `seeds/tokens/` are looked through. Files are
        .txt, .md, .html, .docx, .pdf, .hwpx, .hwp, tables (.csv, .tsv, .jsonl with an object a line, .xlsx, .xls, .ods,
        BIGKINDS exports among them), .conllu, and .zip archives of these: tables of any size, other files of at most
        64 MiB. A folder
        stands for the files directly in it, or for those in its sub-folders when it holds none itself: then the
        sub-folder is the document variable `folder`. So is each folder of a list of several.
    kind : {"portal", "outlet", "release", "paper", "interview", "minutes", "plain"}, optional
        What the documents are, which decides what is taken out of them; guessed for each, and noted in the column
        `kind`. A row of a table without a column of titles (a tweet, a comment, an answer) is left as it is. Minutes
        become a document a turn, with who speaks in `speaker` and as what in `post`.
    clean : {"default", "report", "none"}
        "default" takes out what the rules of the kind name; "report" leaves the text as it is, and `corpus.report`
        lists what they would take; "none" asks nothing.
    furniture : DataFrame, optional
        Lines to take from the head and tail of documents, as `corpus.furniture` of this or another corpus lists them.
    columns : mapping of str to str or None, optional
        For tables: field of the documents to header, such as {"text": "기사"}; well-known headers need none. Other
        columns stay as document variables. The headers are the first row, among the first thirty that hold anything,
        that names the column of the texts.
    sheet : str, optional
        For workbooks: the sheet to read; without it the first visible one with such a row.
    excluded : {"drop", "keep"}
        For BIGKINDS exports: rows marked 중복 or 예외 go to `removed`, or stay.
    middle_dots : {"restore", "keep"}
        For BIGKINDS exports, which write a middle dot as a space: 한 미 일 is read as 한미일 and 5 18 as 5·18 where the
        sentence says so, each place listed in `removed`, or everything stays as it was exported.
    duplicates : {"flag", "first", "keep"}
        Near duplicates among several documents: "flag" names the earlier one in `near_duplicate_of`, "first" moves
        later copies to `removed`, "keep" does not look for them. Rows of tables with the same id and the same content,
        as in exports that overlap, stay once, whatever is chosen. With the same id and another content they are an
        error; with "first" the first stays. What does not stay is in `removed`.
    errors : {"raise", "report"}
        Of several files, one that cannot be read stops the whole, or is listed in `corpus.unread` with the reason while
        the others are read. Where none can be read, that is an error either way.

    Returns
    -------
    Corpus
        One document a file or row of a table, in the order given, in a folder or archive by name. `doc` is the
        file's name without its ending, with the sub-folders before it ("조선/001"). `removed` says what was taken
        out of each; files of a folder, pattern or archive that were not read are there too, as kind "file" with
        line 0 and no document. `corpus.origin` leads from an offset back to the line of the file.

    Raises
    ------
    MissingError
        If a path or name does not exist, or no file fits a pattern.
    OptionError
        If an option is none of its choices, or `columns` and `sheet` do not fit the table.
    ReadError
        If a file is empty, damaged, encrypted, too large, of a kind the kit does not read, without Korean
        text; if a folder or archive holds no article; or if two documents share an id.
    """
    sources = [source] if isinstance(source, str | Path) else list(source)
    if not sources:
        msg = message("nothing to read; name a file, a folder or an article")
        raise ReadError(msg)
    if len(sources) == 1 and (stored := _stored(sources[0])):
        return _redacted(stored)
    require_choice("duplicates", duplicates, get_args(Policy))
    require_choice("errors", errors, get_args(_Errors))
    if (columns or sheet) and not any(str(item).lower().endswith(TABLES) or Path(item).is_dir() for item in sources):
        msg = message(
            "columns and sheet are for tables ({tables}), and none is among the sources", tables=", ".join(TABLES)
        )
        raise OptionError(msg)
    for field, header in (columns or {}).items():
        if header is not None and not isinstance(header, str):
            msg = message(
                "columns: the header of {field!r} is no text ({header!r}); name one header, or None", field=field,
                header=header,
            )  # fmt: skip
            raise OptionError(msg)
    asked = require_treatment(kind, clean)
    if furniture is not None and clean != "default":
        msg = message('furniture= takes lines away, which clean="{clean}" forbids; leave one of them out', clean=clean)
        raise OptionError(msg)
    table = partial(
        read_table,
        columns=columns,
        sheet=sheet,
        excluded=excluded,
        middle_dots=middle_dots,
        first=duplicates == "first",
        treatment=asked,
    )
    readers: dict[str, Reader] = {
        ending: reader if reader is read_conllu else partial(reader, treatment=asked)
        for ending, reader in _READERS.items()
    }
    found = ArticleStore()
    with serving():
        left_out = _load(found, sources, readers | dict.fromkeys(TABLES, table), errors=errors, cut=clean == "default")
    load_soon()
    corpus = _combine(found, left_out, duplicates=duplicates, furniture=furniture)
    if isinstance(held(corpus)["text"].array, TextsOnDisk):
        del found
        give_back()
    return corpus


def _load(
    found: ArticleStore, sources: Iterable[str | Path], readers: Mapping[str, Reader], *, errors: _Errors, cut: bool
) -> list[dict[str, object]]:
    """Read every source with the reader of its ending, minutes cut into turns; account for the files that are none."""
    removed: list[dict[str, object]] = []
    endings = [*readers, _ARCHIVE]
    listed = list(sources)
    for source, folder in zip(listed, folder_names(listed), strict=True):
        with _accounted(str(source), removed, errors=errors):
            listing = find(source, endings=endings).inside(folder)
            removed += _account_left_out(listing.left_out)
            shown = None if len(listing.files) > 1 else False  # of one large table the rows are counted
            with progress_bar(
                len(listing.files), what=message("reading "), shown=shown, unit=message(" files")
            ) as step:
                for file in listing.files:
                    with _accounted(file.name, removed, errors=errors), found.whole():
                        _take(found, file, readers, removed, errors=errors, cut=cut)
                    step()
    unread = [row for row in removed if row["kind"] == "unread"]
    if unread and not found.articles:
        msg = message(
            "none of {n_unread} file(s) could be read; the first, {text}: {reason}",
            n_unread=len(unread),
            text=unread[0]["text"],
            reason=reasons.shown(str(unread[0]["reason"])),
        )
        raise ReadError(msg)
    return removed


@contextmanager
def _accounted(name: str, removed: list[dict[str, object]], *, errors: _Errors) -> Iterator[None]:
    """Account for a file that cannot be read instead of stopping, where that was asked for."""
    try:
        yield
    except (ReadError, MissingError) as error:
        if errors == "raise":
            raise
        reason = error.__cause__ if isinstance(error.__cause__, KitError) else error  # without the place before it
        last = name.rpartition("/")[2]
        told = str(reason).replace(last, name_of(last))
        removed.append({"doc": "", "line": 0, "kind": "unread", "reason": told, "text": name_of(name)})


def _take(
    found: ArticleStore,
    file: File,
    readers: Mapping[str, Reader],
    removed: list[dict[str, object]],
    *,
    errors: _Errors,
    cut: bool,
) -> None:
    """Take the articles of one file, or of the members of one archive; note what an archive holds beside articles."""
    if file.path.suffix.lower() != _ARCHIVE:
        _take_file(found, file, readers, inside="", cut=cut)
        return
    with unpacked(file.path, endings=[*readers, _ARCHIVE], tables=TABLES) as (members, left):
        removed += _account_left_out([(f"{file.name}/{name}", reason) for name, reason in left])
        for member in members:
            with _accounted(f"{file.name}/{member.name}", removed, errors=errors), found.whole():
                _take_file(found, member, readers, inside=file.name, cut=cut)


def _take_file(found: ArticleStore, file: File, readers: Mapping[str, Reader], *, inside: str, cut: bool) -> None:
    """Take the articles of one file, minutes cut into turns, and what it tells of the rest."""
    first = len(found.articles)
    for item in _read_file(file, readers, inside=inside):
        if isinstance(item, LeftOut):
            found.account(item.removed, first=first)
        else:
            found.take(_turns(item) if cut else [item])


def _read_file(file: File, readers: Mapping[str, Reader], *, inside: str) -> Iterator[Article | LeftOut]:
    """Read one file; ids and errors carry its place in the folder or archive."""
    where = f"{inside}/{file.name}" if inside else file.name
    if file.fault:
        raise file.fault
    stem, place = name_of(file.path.stem), name_of(file.name.removesuffix(file.path.suffix))
    source = name_of(where)
    folder = {"folder": place.rpartition("/")[0]} if "/" in place else {}
    try:
        for item in readers[file.path.suffix.lower()](file.path):
            found = item if isinstance(item, LeftOut) else Article(*item)
            if isinstance(found, Article) and "sha256" in found.row:  # of a saved corpus: as it was first read
                yield found._replace(file=source)
                continue
            removed = [row | {"doc": _id(str(row["doc"]), stem, place)} for row in found.removed]
            if isinstance(found, LeftOut):
                yield LeftOut(removed)
            else:
                about = {"doc": _id(found.row["doc"], stem, place), "source": source}
                yield Article(folder | found.row | about, removed, found.origins, found.line)
    except KitError as error:
        if where == file.path.name:
            raise
        msg = message("in {where}: {error}", where=where, error=error)
        raise type(error)(msg) from error


def _id(doc: str, stem: str, place: str) -> str:
    """Prefix an id that is made of a file's name with the file's place; other ids stay."""
    return place + doc[len(stem) :] if doc == stem or doc.startswith(f"{stem}-") else doc


def _account_left_out(files: Iterable[tuple[str, str]]) -> list[dict[str, object]]:
    """Account for files that were not read."""
    return [{"doc": "", "line": 0, "kind": "file", "reason": reason, "text": name_of(name)} for name, reason in files]


def _stored(source: str | Path) -> Path | None:
    """Find the redacted tables of an article whose text is nowhere."""
    name = str(source)
    try:
        if not name.strip() or Path(name).name != name or Path(name).exists() or find_article(name, endings=_READERS):
            return None
        table = paths.TOKENS / f"{name}.json"
        return table if table.is_file() else None
    except OSError:  # longer than any file name
        return None


def _redacted(about: Path) -> Corpus:
    """Read the description of a redacted article: metadata, hashes, what was removed, no text."""
    mend = message("write it again with python -m analysis redact")
    loaded = sealed.read_json(about, schema=ARTICLE, mend=mend)
    try:
        documents, removed = loaded["documents"], loaded["removed"]
        if not documents or not all(isinstance(value, str) for row in documents for value in row.values()):
            msg = message("a value of a document is no text")
            raise TypeError(msg)  # noqa: TRY301 - as if it had not been there
        return build(documents, removed, stored=about.with_suffix(""))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        msg = message(
            "{about} does not hold the facts of an article ({error}); {mend}",
            about=about.name,
            error=told(error)[:120],
            mend=mend,
        )
        raise SealError(msg) from error


def _turns(item: Article) -> Iterator[Article]:
    """Cut minutes into a document a turn; what was removed goes with the first."""
    found = turns(item.row["text"]) if item.row.get("kind") == "minutes" and "sha256" not in item.row else []
    if not any(turn.speaker for turn in found):
        yield item
        return
    page = Traced(item.row["text"], item.origins) if item.origins else Traced.of(item.row["text"])
    for number, turn in enumerate(found, 1):
        body = page.only(turn.spans)
        doc = f"{item.row['doc']}-{number:04}"
        about = {"doc": doc, "text": body.text, "speaker": turn.speaker, "post": turn.post}
        removed = [] if number > 1 else [line | {"doc": doc} for line in item.removed]
        yield Article(item.row | about, removed, body.origins if item.origins else None, item.line)


def _combine(
    found: ArticleStore,
    left_out: list[dict[str, object]],
    *,
    duplicates: Policy,
    furniture: pd.DataFrame | None,
) -> Corpus:
    """Make a Corpus of articles."""
    texts = found.texts()
    kept = _without_repeats(found.articles, left_out, first=duplicates == "first")
    articles, texts = [found.articles[at] for at in kept], None if texts is None else texts.take(kept)
    removed = left_out + [line for item in articles for line in item.removed]
    if furniture is not None:
        found, lines = _without_furniture(articles, texts, furniture)
        articles, texts, removed = found.articles, found.texts(), removed + lines
    origins = {item.row["doc"]: item.origins for item in articles if item.origins is not None}
    rows = [item.row for item in articles]
    corpus = build(rows, removed, origins=origins, texts=texts)
    if len(corpus) < 2 or duplicates == "keep":
        return corpus
    documents = corpus.documents
    whole = documents[documents.get("speaker", pd.Series(index=documents.index)).isna()]  # a turn is no article
    resolved = resolve(documents, pairs=near_duplicates(whole), policy=duplicates)
    account = corpus.removed
    if len(resolved.removed):
        account = pd.concat([account, resolved.removed], ignore_index=True)
    left = {doc: place for doc, place in origins.items() if doc in set(resolved.documents["doc"])}
    return Corpus(resolved.documents, account, None, left)


def _without_repeats(articles: Sequence[Article], left_out: list[dict[str, object]], *, first: bool) -> list[int]:
    """Say which documents did not come before under their id, as in exports that overlap; account for the others."""

    def place(at: int) -> str:
        source, row = articles[at].file or articles[at].row["source"], articles[at].line
        return message("{file}, row {row}", file=source, row=row) if row else source

    repeated = repeats([item.row for item in articles], place=place, first=first)
    for at, reason in repeated.items():
        item = articles[at]
        stood = " | ".join(value for name, value in item.row.items() if name != "source" and value)
        left_out += [row for row in item.removed if _is_of_another(row, item)]
        note = {"kind": "row", "reason": f"{reason} (left out: {place(at)})", "text": stood}
        left_out.append({"doc": item.row["doc"], "line": item.line} | note)
    return [at for at in range(len(articles)) if at not in repeated]


def _without_furniture(
    articles: Sequence[Article], texts: TextsOnDisk | None, furniture: pd.DataFrame
) -> tuple[ArticleStore, list[dict[str, object]]]:
    """Take the lines of a list away from some documents at a time; a saved corpus stays as it was saved."""
    left, removed = ArticleStore(), list[dict[str, object]]()
    for first in range(0, len(articles), _TOGETHER):
        some = articles[first : first + _TOGETHER]
        if texts is not None:
            for item, text in zip(some, texts[first : first + _TOGETHER], strict=True):
                item.row["text"] = text
        raw = [item for item in some if "sha256" not in item.row]
        lines = {item.row["doc"]: _source_lines(item.row, item.origins) for item in raw}
        shared = without_furniture([item.row for item in raw], furniture=furniture, lines=lines)
        removed += shared.removed
        cut = {row["doc"]: row["text"] for row in shared.rows if row["doc"] in shared.kept}
        left.take(_cut(item, cut[doc], shared.kept[doc]) if (doc := item.row["doc"]) in cut else item for item in some)
    return left, removed


def _cut(item: Article, text: str, kept: Sequence[int]) -> Article:
    """Give an article the text of which some lines are kept."""
    origins = None if item.origins is None else _cut_origins(item.row["text"], item.origins, kept)
    item.row["text"] = text
    return item._replace(origins=origins)


def _is_of_another(removed: Mapping[str, object], item: Article) -> bool:
    """Tell whether a line was removed from another row of the file than that of an article."""
    return removed["doc"] != item.row["doc"] or bool(item.line and removed["line"] != item.line)


def _line_starts(text: str) -> list[int]:
    """Offset at which each line of a text begins."""
    return [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]


def _source_lines(row: dict[str, str], origins: Origins | None) -> list[int]:
    """Source line of every line of a text; lines of a cell or block count from 1."""
    starts = _line_starts(row["text"])
    if origins is None or not origins.size:
        return list(range(1, len(starts) + 1))
    return [origins.place(min(start, origins.size - 1))[0] for start in starts]


def _cut_origins(text: str, origins: Origins, kept: Sequence[int]) -> Origins:
    """Keep the origins of some lines."""
    starts, lines = _line_starts(text), text.split("\n")
    return Traced(text, origins).only((starts[n], starts[n] + len(lines[n])) for n in kept).origins


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
