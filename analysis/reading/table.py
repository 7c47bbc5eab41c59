"""Documents from the rows of a table: .csv, .tsv, .jsonl, .xlsx, .xls, .ods."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

from analysis.cleaning import GUESSED, Origins, Traced, Treatment, joined, normalise, repeats, treat, wire
from analysis.errors import OptionError, ReadError
from analysis.messages import message
from analysis.progress import progress_bar
from analysis.reading import bigkinds, saved
from analysis.reading.article import WIRED, WIRED_REASON, Article, LeftOut, line_of
from analysis.reading.decode import name_of
from analysis.reading.grid import Cell, Grid, Note, day, from_csv, key, left_out, no_sheets, plain, tidy
from analysis.reading.json_lines import from_json_lines
from analysis.reading.text import entities
from analysis.reading.workbook import from_workbook
from analysis.schema import reasons

ENDINGS = (".csv", ".tsv", ".jsonl", ".xlsx", ".xls", ".ods")
_LOG = logging.getLogger(__name__)

_FIELDS = ("doc", "text", "title", "author", "post", "outlet", "date", "time", "section", "licence")
_HEADERS: dict[str, tuple[str, ...]] = {
    "doc": ("doc", "id"),
    "text": ("text", "본문", "내용", "기사본문", "content", "body"),
    "title": ("title", "제목", "기사제목", "headline"),
    "author": ("author", "기고자", "기자", "저자", "필자"),
    "outlet": ("outlet", "언론사", "매체", "매체명"),
    "date": ("date", "일자", "날짜", "게재일", "보도일"),
} | {name: (name,) for name in ("post", "time", "section", "licence")}
# Heads of catalogues, lists of reports and exports of headlines, asked for where a table has none of those above.
_OTHER_HEADERS: dict[str, tuple[str, ...]] = {
    "text": ("요약", "요약문", "초록", "국문초록", "abstract", "summary"),
    "title": ("자료명", "서명", "보고서명", "논문명", "논문제목", "과제명"),
    "author": ("지은이", "저자명", "연구자", "연구책임자"),
    "outlet": ("발간처", "발행처", "발행기관", "발간기관", "출판사"),
    "date": ("발간일", "발간일자", "발행일", "발행일자", "출판일"),
}
_FILLED_BY_KIT = {"kind", "source", "speaker", "sha256"}  # filled in by the kit
_NO_TEXT = re.compile(r"(?i:nan|nat|null|none|n/?a)|[\W\d_]*")  # what exports write for a cell without a text
_BLOCKS = frozenset(
    "br hr p div ul ol li dl dt dd table tr h1 h2 h3 h4 h5 h6 blockquote section article figure".split()
)
_INLINE = "b|i|u|s|em|strong|small|mark|del|sub|sup|span|font|a|img|center|figcaption|iframe|thead|tbody|t[dh]"
_TAG = re.compile(rf"</?({'|'.join(sorted(_BLOCKS))}|{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)(?:\s[^<>]*)?>.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(
    r"<U\+((?!0?[Dd][89A-Fa-f])[0-9A-Fa-f]{4,5}|10[0-9A-Fa-f]{4})>"
)  # R, where a console lacked the character
_LETTER = re.compile(r"[\uac00-\ud7a3]")
_ERROR_VALUE = re.compile(r"#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")
_FULL = 32_767  # characters of the longest cell of Excel
_WARNINGS = ("truncated", "coverage", "hidden", "edited", "column")  # kinds of notes that a reader must not miss
_EXACT = 10**15  # from here on a spreadsheet's numbers lose digits


@dataclass(frozen=True)
class _Plan:
    """Which column is which field, and which are variables: names to places in a row; and what was not plain there."""

    grid: Grid
    fields: dict[str, int]
    variables: dict[str, int]
    notes: tuple[Note, ...] = ()

    @property
    def headlines(self) -> bool:
        """Whether the headlines are the texts, because there are no others."""
        return self.fields["text"] == self.fields.get("title")


def read_table(
    path: Path,
    *,
    columns: Mapping[str, str | None] | None = None,
    sheet: str | None = None,
    excluded: str = "drop",
    first: bool = False,
    middle_dots: str = "restore",
    treatment: Treatment = GUESSED,
) -> Iterator[Article | LeftOut]:
    """Read documents from a table one after the other, as the other readers hand them over; then what is none."""
    bigkinds.require_policies(excluded=excluded, middle_dots=middle_dots)
    grid = _grid(path, columns, sheet)
    if saved.recognise(grid, columns=columns):
        yield from _saved(grid, path, first=first)
    elif bigkinds.recognise(grid.headers):
        plan = _plan(bigkinds.renamed(grid), columns or {})
        yield from _export(plan, path, treatment, excluded=excluded, first=first, middle_dots=middle_dots)
    else:
        yield from _one_by_one(_plan(grid, columns or {}), path, treatment, first=first)


def _one_by_one(plan: _Plan, path: Path, treatment: Treatment, *, first: bool) -> Iterator[Article | LeftOut]:
    """Make documents of rows while they are read; only rows whose ids come more than once wait for each other."""
    stem, source, titled = name_of(path.stem), name_of(path.name), "title" in plan.fields
    rest = _Notes([*plan.grid.notes, *plan.notes], path, stem)
    repeating, met = _repeating(plan), set[str]()
    waiting: list[dict[str, str]] = []
    with progress_bar(len(plan.grid.rows), what=message("reading "), unit=message(" rows")) as step:
        for row, notes in _made(plan, stem, _of_rows(plan, treatment), told=repeating):
            step()
            if row is not None and row["doc"] in repeating:
                waiting.append(dict(row))
            if row is None or row["doc"] in met:
                rest.add(notes)
                continue
            if row["doc"] in repeating:
                met.add(row["doc"])
            rest.warn_of(notes)
            cut = _unwired(row, treatment) if titled and treatment.clean != "none" and row["kind"] in WIRED else []
            yield _article(row, [*rest.listed(notes), *cut], source)
    repeated = repeats(waiting, place=lambda at: _place(source, waiting[at]["_line"]), first=first)
    rest.add(left_out(waiting[at], reason) for at, reason in repeated.items())
    yield LeftOut(rest.told())


def _repeating(plan: _Plan) -> frozenset[str]:
    """Find the ids that stand in more than one row."""
    if "doc" not in plan.fields:
        return frozenset()
    at, met, twice = plan.fields["doc"], set[str](), set[str]()
    for _, cells in plan.grid.rows:
        doc = tidy(plain(cells[at]))
        (twice if doc in met else met).add(doc)
    return frozenset(twice)


class _Notes:
    """What is told of rows that are no documents, and of the table; warnings wait until all rows were read."""

    def __init__(self, notes: Iterable[Note], path: Path, stem: str) -> None:
        self._path, self._stem = path, stem
        self._notes: list[Note] = []
        self._warnings: list[Note] = []
        self.add(notes)

    def add(self, notes: Iterable[Note]) -> None:
        """Take notes that belong to no document."""
        new = list(notes)
        self._notes += new
        self.warn_of(new)

    def warn_of(self, notes: Iterable[Note]) -> None:
        """Remember those that a reader must not miss."""
        self._warnings += [note for note in notes if note.kind in _WARNINGS]

    def listed(self, notes: Iterable[Note]) -> list[dict[str, object]]:
        """Write notes as rows of what was removed."""
        return [vars(note) | {"doc": note.doc or self._stem} for note in notes]

    def told(self) -> list[dict[str, object]]:
        """Warn, and write the notes as rows of what was removed."""
        for note in self._warnings:
            _LOG.warning("%s: %s", self._path.name, reasons.shown(note.reason))
        return self.listed(self._notes)


def _article(
    row: dict[str, str], removed: list[dict[str, object]], source: str, origins: Origins | None = None
) -> Article:
    """Hand a row over, without what was kept in it on the way."""
    line = int(row.pop("_line"))
    del row["_row"]
    row.pop("_clean", None)
    row["source"] = source
    return Article(row, removed, origins, line)


def _export(
    plan: _Plan, path: Path, treatment: Treatment, *, excluded: str, first: bool, middle_dots: str
) -> Iterator[Article | LeftOut]:
    """Make documents of the rows of an export of BIGKINDS, which are looked at together."""
    stem, source = name_of(path.stem), name_of(path.name)
    own = Treatment(treatment.kind or "outlet", "none")
    made = list(_made(plan, stem, own, told=None))
    rest = _Notes([*plan.grid.notes, *plan.notes, *(note for _, notes in made for note in notes)], path, stem)
    rows = [row for row, _ in made if row is not None]
    _require_whole_ids(rows, plan.grid.name)
    rows = _without_repeats(rows, rest, source, first=first)
    rows, notes, origins = bigkinds.finish(
        rows,
        excluded=excluded,
        middle_dots=middle_dots,
        cells={number: plain(cells[plan.fields["text"]]) for number, cells in plan.grid.rows},
        treatment=treatment,
        headlines=plan.headlines,
    )
    rest.add(notes)
    if not rows:
        msg = message(
            '{name}: BIGKINDS marks every row as 중복 or 예외; read them by excluded="keep"', name=plan.grid.name
        )
        raise ReadError(msg)
    yield from (_article(row, [], source, origins.get(row["doc"])) for row in rows)
    yield LeftOut(rest.told())


def _saved(grid: Grid, path: Path, *, first: bool) -> Iterator[Article | LeftOut]:
    """Make documents of the rows of a saved corpus, as they were; what was removed then stays in its order."""
    source = name_of(path.name)
    rows, notes = saved.documents(grid, defused=path.suffix.lower() == ".csv")
    rest = _Notes([*grid.notes, *notes], path, name_of(path.stem))
    rows = _without_repeats(rows, rest, source, first=first)
    if not rows:
        msg = message("{name}: no row has a text; check that the right file was saved", name=grid.name)
        raise ReadError(msg)
    listed = saved.account(
        grid.account, message("{file}, sheet {sheet!r}", file=path.name, sheet="removed"), defused=False
    )
    listed += saved.account_beside(path)
    told = sorted(rest.told(), key=line_of)
    for at, row in enumerate(rows):  # all with the first document, so that they keep their order
        yield _article(row, [] if at else [*listed, *told], row.get("source") or source)


def _without_repeats(rows: list[dict[str, str]], rest: _Notes, source: str, *, first: bool) -> list[dict[str, str]]:
    """Leave out the rows whose ids came before, and account for them."""
    repeated = repeats(rows, place=lambda at: _place(source, rows[at]["_line"]), first=first)
    rest.add(left_out(rows[at], reason) for at, reason in repeated.items())
    return [row for at, row in enumerate(rows) if at not in repeated]


def _place(source: str, row: object) -> str:
    """Name the row of a file."""
    return message("{file}, row {row}", file=source, row=row)


def _grid(path: Path, columns: Mapping[str, str | None] | None, sheet: str | None) -> Grid:
    """Read the table, from the row below that which names the column of the texts."""
    header = (columns or {}).get("text")
    if header:
        return _read_grid(path, sheet, {key(header)})
    first = {key(name) for name in _HEADERS["text"]}
    found = _read_grid(path, sheet, first)
    if first & {key(name) for name in found.headers}:
        return found
    return _read_grid(path, sheet, {*map(key, _OTHER_HEADERS["text"]), *bigkinds.FIELDS["doc"]})


def _read_grid(path: Path, sheet: str | None, wanted: set[str]) -> Grid:
    """Read the table below a row that holds one of some headers."""
    if path.suffix.lower() not in {".csv", ".tsv", ".jsonl"}:
        return from_workbook(path, sheet=sheet, wanted=wanted)
    no_sheets(path.name, sheet)
    if path.suffix.lower() == ".jsonl":
        return from_json_lines(path, wanted=wanted)
    return from_csv(path, wanted=wanted)


def _of_rows(plan: _Plan, treatment: Treatment) -> Treatment:
    """Choose how rows are cleaned: without titles they have no page around them."""
    return treatment if treatment.kind or "title" in plan.fields else Treatment("plain", "none")


def _plan(grid: Grid, columns: Mapping[str, str | None]) -> _Plan:
    """Match columns with fields: as the caller says, else by well-known headers."""
    places = {key(header): i for i, header in enumerate(grid.headers)}
    fields: dict[str, int] = {}
    for field, header in columns.items():
        if field not in _FIELDS:
            msg = message(
                "columns: no field {field!r}; the fields are {fields}", field=field, fields=", ".join(_FIELDS)
            )
            raise OptionError(msg)
        if header is not None and key(header) not in places:
            msg = message(
                "{grid} has no column {header!r}; its columns are {headers}",
                grid=grid.name,
                header=header,
                headers=", ".join(grid.headers),
            )
            raise ReadError(msg)
        if header is not None:
            fields[field] = places[key(header)]
    for field in [f for f in _FIELDS if f not in columns]:
        known = [places[k] for k in _HEADERS[field] if k in places and places[k] not in fields.values()]
        known += [places[k] for k in bigkinds.FIELDS.get(field, ()) if k in places]
        if len(known) > 1:
            named = ", ".join(grid.headers[i] for i in known)
            advice = message('choose one by columns={{"{field}": ...}}', field=field)
            msg = message(
                "{grid}: more than one column can be the {field} ({named}); {advice}",
                grid=grid.name,
                field=field,
                named=named,
                advice=advice,
            )
            raise ReadError(msg)
        fields |= dict.fromkeys([field] if known else [], known[0] if known else 0)
    notes = _other_columns(grid, fields, places, asked=columns)
    if "text" not in fields:
        sheets = (
            message("; or name another sheet by sheet= ({sheets})", sheets=", ".join(grid.sheets))
            if grid.sheets
            else ""
        )
        msg = message(
            "{grid}, row {header_row}: it has no column that is known to hold the text; its columns are "
            '{headers}; name one by columns={{"text": "..."}}{sheets}',
            grid=grid.name,
            header_row=grid.header_row,
            headers=", ".join(grid.headers),
            sheets=sheets,
        )
        raise ReadError(msg)
    rest = [i for i in range(len(grid.headers)) if i not in fields.values()]
    return _Plan(grid, fields, {_variable(grid.headers[i]): i for i in rest}, tuple(notes))


def _other_columns(
    grid: Grid, fields: dict[str, int], places: Mapping[str, int], *, asked: Mapping[str, str | None]
) -> list[Note]:
    """Fill fields by the heads of catalogues where no other names them; say which column became the text."""
    notes: list[Note] = []
    for field, headers in _OTHER_HEADERS.items():
        found = next((places[h] for h in headers if h in places and places[h] not in fields.values()), None)
        if found is None or field in fields or field in asked:
            continue
        filled = ((n, row[found]) for n, row in grid.rows if row[found] != "")
        odd = next(((n, plain(cell)) for n, cell in filled if not day(cell, epoch=grid.epoch)), None)
        if field == "date" and odd:
            reason = f"{grid.headers[found]} is no date here: row {odd[0]} holds {odd[1][:40]!r}; it is a variable"
            notes.append(Note(grid.header_row, "column", reason, grid.headers[found]))
        else:
            fields[field] = found
    chosen = fields.get("text")
    if chosen is None and "text" not in asked and "title" in fields and bigkinds.recognise(grid.headers):
        chosen = fields["text"] = fields["title"]
    if chosen is not None and "text" not in asked and key(grid.headers[chosen]) not in _HEADERS["text"]:
        named = ", ".join(_HEADERS["text"][1:4])
        reason = f"the column {grid.headers[chosen]} was read as the text, because none is headed {named}"
        notes.append(Note(grid.header_row, "column", reason, grid.headers[chosen]))
    return notes


def _variable(header: str) -> str:
    """Name a document variable; fields of the contract keep their names for themselves."""
    return f"table_{header}" if header in {*_FIELDS, *_FILLED_BY_KIT} else header


def _made(
    plan: _Plan, stem: str, treatment: Treatment, *, told: Collection[str] | None
) -> Iterator[tuple[dict[str, str] | None, list[Note]]]:
    """Make a document of every row with text, with the notes on it, and account for the other rows.

    How it stood is kept with a row that may be left out later: one whose id is among `told`, all for None.
    """
    is_korean = False
    for number, cells in plan.grid.rows:
        row, removed = _row(plan, number, cells), list[Note]()
        doc = row["doc"] = row.get("doc") or f"{stem}-{number}"
        for name in (plan.grid.headers[i] for i, cell in enumerate(cells) if _is_full(cell)):
            reason = f"the cell under {name} holds 32,767 characters, the most that Excel keeps: the rest may be lost"
            removed.append(Note(number, "truncated", f"row {number}: {reason}", "", doc))
        row["text"], signs = _without_markup(row["text"])
        if signs:
            reason = "HTML signs, written as the characters they stand for or taken out"
            removed.append(Note(number, "entity", reason, signs, doc))
        text, cut = _cleaned(row, number, treatment)
        as_it_stood = partial(_as_it_stood, cells)
        if text and _NO_TEXT.fullmatch(text):
            removed.append(Note(number, "row", f"the cell holds no word ({text[:40]})", as_it_stood(), doc))
            yield None, removed
        elif text:
            if count := text.count("\ufffd"):
                reason = f"{count} letter(s) lost before the file was saved"
                removed.append(Note(number, "lost letter", reason, "\ufffd", doc))
            is_korean = is_korean or _LETTER.search(text) is not None
            kept = as_it_stood() if told is None or doc in told else ""
            yield row | {"text": text, "_line": str(number), "_row": kept}, removed + cut
        else:
            reason = "the text holds only what a page prints around an article" if cut else "the row has no text"
            removed.append(Note(number, "row", reason, as_it_stood(), doc))
            yield None, removed
    if not is_korean:
        header = plan.grid.headers[plan.fields["text"]]
        msg = message(
            '{grid}: no Korean text in the column {header!r}; name the right one by columns={{"text": ...}}',
            grid=plan.grid.name,
            header=header,
        )
        raise ReadError(msg)


def _as_it_stood(cells: Sequence[Cell]) -> str:
    """Write a row as it stands in its table."""
    return " | ".join(plain(cell) for cell in cells)


def _is_full(cell: Cell) -> bool:
    """Tell whether a cell is as long as Excel allows, in Python's characters or in Excel's own units."""
    if not isinstance(cell, str) or not _FULL // 2 <= len(cell) <= _FULL:
        return False
    return _FULL in {len(cell), len(cell.encode("utf-16-le")) // 2}


def _without_markup(text: str) -> tuple[str, str]:
    """Write HTML signs and R's escapes in a cell as characters, take out tags; return the text and the signs."""
    # "&quot;<b>기후</b>&quot;<br>끝 <U+1F44F>" -> "기후" in quotation marks, a line break, 끝 and a clapping hand;
    # of "&lt;b&gt;기후&lt;/b&gt;" the entities make tags, which go too
    text, signs = _without_tags(text)
    signs += [match.group() for match in _ESCAPE.finditer(text)]
    found = list(entities(text))
    signs += [text[start:end] for start, end, _ in found]
    if not signs:
        return text, ""
    for start, end, letter in reversed(found):
        text = text[:start] + letter + text[end:]
    text = _ESCAPE.sub(lambda code: chr(int(code[1], 16)), text)
    text, more = _without_tags(text) if found else (text, [])
    return text, " ".join(dict.fromkeys([*signs, *more]))


def _without_tags(text: str) -> tuple[str, list[str]]:
    """Take out scripts and tags of HTML: a block begins a line, a cell of a table keeps its distance."""
    # "<td>봄</td><td>비</td>" gives " 봄  비 ", "가 < 나" and "<표 1>" stay
    if "<" not in text:
        return text, []
    signs = [match.group()[:40] for match in _SCRIPT.finditer(text)]
    text = _SCRIPT.sub(" ", text)
    signs += [match.group() for match in _TAG.finditer(text)]
    return _TAG.sub(_break, text), signs


def _break(tag: re.Match[str]) -> str:
    """Choose what takes the place of a tag."""
    name = tag[1].lower()
    return "\n" if name in _BLOCKS else " " if name in {"td", "th"} else ""


def _row(plan: _Plan, number: int, cells: Sequence[Cell]) -> dict[str, str]:
    """Write the cells of a row as fields and variables."""
    row = {name: tidy(plain(cells[i])) for name, i in plan.variables.items()}
    row |= {name: tidy(plain(cells[i])) if name != "text" else "" for name, i in plan.fields.items()}
    for name in {"date", "text", "doc"} & set(plan.fields):
        cell = cells[plan.fields[name]]
        where = _Where(plan.grid.name, number, plan.grid.headers[plan.fields[name]])
        if name == "text":
            row[name] = _text(cell, where)
        elif name == "doc":
            _require_id(cell, row[name], where)
        elif row[name]:
            row |= _day(cell, where, plan, has_time=bool(row.get("time")))
    return row


class _Where(NamedTuple):
    """A cell; it is put into words where it is refused."""

    file: str
    row: int
    column: str

    def __str__(self) -> str:
        return message("{file}, row {row}, column {column!r}", **self._asdict())


def _text(cell: Cell, where: _Where) -> str:
    """Return the text of a cell, unless a spreadsheet turned it into an error value."""
    text = plain(cell)
    if _ERROR_VALUE.fullmatch(text):
        msg = message(
            "{where}: the spreadsheet holds the error {text} instead of a text; repair the cell", where=where, text=text
        )
        raise ReadError(msg)
    return text


def _require_id(cell: Cell, written: str, where: _Where) -> None:
    """Refuse an id that is empty or has lost digits."""
    if not written:
        msg = message(
            '{where}: the id is empty; fill it in, or number the rows by columns={{"doc": None}}', where=where
        )
        raise ReadError(msg)
    if isinstance(cell, float | int) and (abs(cell) >= _EXACT or not float(cell).is_integer()):
        msg = message(
            "{where}: {written} was stored as a number and has lost digits; store ids as text, or number "
            'the rows by columns={{"doc": None}}',
            where=where,
            written=written,
        )
        raise ReadError(msg)


def _day(cell: Cell, where: _Where, plan: _Plan, *, has_time: bool) -> dict[str, str]:
    """Read the day of publication; the time beside it only where no column holds one."""
    found = day(cell, epoch=plan.grid.epoch)
    if found is None:
        msg = message(
            "{where}: {cell!r} is not a day such as 2023-05-04; correct the cell, or leave the date out by "
            'columns={{"date": None}}',
            where=where,
            cell=plain(cell)[:40],
        )
        raise ReadError(msg)
    return {"date": found[0]} | ({"time": found[1]} if found[1] and not has_time else {})


def _filled_lines(text: str) -> str:
    """Drop the blank lines of a text."""
    return "\n".join(line for line in text.split("\n") if line)


def _unwired(row: dict[str, str], treatment: Treatment) -> list[dict[str, object]]:
    """Set dateline, byline and copyright inside the first and last line of a text apart; fill fields from them."""
    text = row.get("_clean") or row["text"]
    found = wire(text)
    gone = [part.strip() for part in (text[: found.start], text[found.end :]) if part]
    if treatment.clean == "default":
        row["text"] = text[found.start : found.end]
        row.update({field: row.get(field) or value for field, value in found.about.items()})
    kind, reason = treatment.noted("dateline", WIRED_REASON)
    return [vars(Note(int(row["_line"]), kind, reason, part, row["doc"])) for part in gone]


def _cleaned(row: dict[str, str], number: int, treatment: Treatment) -> tuple[str, list[Note]]:
    """Set lines apart that are no article; fill fields from them that no column fills."""
    printed = normalise(row["text"]) if "\n" in row["text"] else tidy(row["text"])
    whole = text = _filled_lines(printed)
    if "\n" not in text:
        row["kind"] = treatment.kind or ("plain" if treatment.clean != "none" else "")
        return text, []
    cut: list[Note] = []
    if treatment.clean != "none" and (joins := joined(printed)).edits:
        told, example = joins.told(printed)
        cut.append(Note(number, "wrap", told, example, row["doc"]))
        text = _filled_lines(normalise(Traced.of(printed).edited(joins.edits).text))
    found = treat(text, treatment, title=row.get("title", ""))
    row["kind"] = found.kind
    headline = [r for r in found.removed if r.kind == "title"][:1]
    differs = row.get("title", "") and key(row["title"]) != key(found.about.get("title", ""))
    back = [(r.line, r.text) for r in headline] if differs and "title" in found.about else []
    kept = sorted([*((p.number, p.text) for p in found.paragraphs), *back])
    cut += [Note(number, r.kind, r.reason, r.text, row["doc"]) for r in found.removed if (r.line, r.text) not in back]
    left = "\n".join(line for _, line in kept)
    if treatment.clean == "report":
        row["_clean"] = left
        return whole, [Note(n.line, *treatment.noted(n.kind, n.reason), n.text, n.doc) for n in cut]
    for field, value in found.about.items():
        row[field] = row.get(field) or value
    return left, cut


def _require_whole_ids(documents: list[dict[str, str]], name: str) -> None:
    """Refuse ids that a spreadsheet rounded."""
    for row in documents:
        if bigkinds.rounded(row["doc"]):
            msg = message(
                "{name}, row {line}: the id {doc!r} has lost digits in a spreadsheet; take the file as it "
                'was downloaded, or number the rows by columns={{"doc": None}}',
                name=name,
                line=row["_line"],
                doc=row["doc"],
            )
            raise ReadError(msg)
