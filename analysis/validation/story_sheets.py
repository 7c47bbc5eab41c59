"""Sheets of pairs of articles for people who do not know which of them were joined, and what they answered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.errors import OptionError, ReadError
from analysis.files import atomic
from analysis.files.csv import to_csv
from analysis.files.xlsx import Sheet, choice_list, rows, workbook
from analysis.files.yaml import shown
from analysis.messages import message
from analysis.reading.filled import read_filled
from analysis.validation import columns
from analysis.validation.read_sheets import sheet_files

_SAME = "same_event"
_UNIT, _CODER, _ANSWER, _NOTE = "쌍", "코더", "같은 사건", "메모"
_SIDES = {"date": "날짜", "outlet": "매체", "title": "제목", "text": "본문"}
_SHEET = "같은 사건인가"
_CHOICES = ("예", "아니오", "모름")
_RULES = (
    ("할 일", "두 글을 읽고 같은 사건을 다루면 예, 아니면 아니오를 ‘같은 사건’에 적는다."),
    ("같은 사건", "한때 한곳에서 일어난 같은 일이나 같은 발표를 알리면 같은 사건이다. 주제만 같으면 아니다."),
    ("모름", "본문의 앞부분만 보이므로 판단할 수 없으면 모름이라고 적는다."),
    ("혼자 읽는다", "다른 코더와 상의하지 않고, 어느 쌍이 왜 뽑혔는지 모르는 채 읽는다."),
)
_ENDINGS = (".xlsx", ".csv")


def story_sheet(pairs: pd.DataFrame, *, coder: str, path: str | Path) -> Path:
    """Write the sheet on which one coder says of every pair whether it is of one event, without the key.

    Parameters
    ----------
    pairs : DataFrame
        As `story_pairs` gave them. Keep this table: what kind each pair is of stands in it alone.
    coder : str
        Name of the coder; each has the pairs in an order of their own.
    path : str or Path
        .xlsx: with a list to choose the answer from, everything else protected, and what to do on a second sheet. .csv:
        the first sheet alone. An existing file is never written over.

    Returns
    -------
    Path
        The file: the id of the pair, the coder, date, outlet, title and text of both articles, and empty columns for
        the answer (예, 아니오, 모름) and a note. The same pairs give the same bytes.

    Raises
    ------
    OptionError
        If the coder has no name, there are no pairs, the file exists or ends in something else.
    SchemaError
        If columns are missing.
    """
    what = "validation.story_sheet"
    schema.check(pairs, schema.STORY_PAIRS, what=what)
    path = Path(path)
    if not coder.strip():
        raise OptionError(message("{what}: coder is empty; name who will read", what=what))
    if pairs.empty:
        raise OptionError(message("{what}: there are no pairs; draw them with validation.story_pairs", what=what))
    if path.suffix.lower() not in _ENDINGS:
        raise OptionError(message("{what}: {path} must end in .xlsx or .csv", what=what, path=path.name))
    if atomic.is_there(path):
        msg = message(
            "{what}: {path} exists, and what people wrote in it would be lost; name another", what=what, path=path
        )
        raise OptionError(msg)
    places = [hashlib.sha256(f"{coder}\n{unit}".encode()).hexdigest() for unit in pairs["unit"].astype(str)]
    own = pairs.assign(_place=places).sort_values("_place", ignore_index=True)
    made = {_UNIT: own["unit"], _CODER: coder.strip()}
    made |= {f"{head} {n}": own[f"{name}_{side}"] for n, side in ((1, "a"), (2, "b")) for name, head in _SIDES.items()}
    table = pd.DataFrame(made | {_ANSWER: "", _NOTE: ""})
    if path.suffix.lower() == ".csv":
        return atomic.save(path, to_csv(table))
    heads, body = rows(table)
    at = heads.index(_ANSWER)
    sheet = Sheet(_SHEET, [heads, *body], formatted=True, choices={at: choice_list(_CHOICES)}, writable=(at, at + 1))
    return atomic.save(path, workbook([sheet, Sheet("할 일", [("무엇", "어떻게"), *_RULES], formatted=True)]))


def read_story_pairs(paths: str | Path | Iterable[str | Path]) -> pd.DataFrame:
    """Read the sheets of `story_sheet` that coders filled in. Files are never changed.

    Parameters
    ----------
    paths : path or iterable of paths
        Sheets (.xlsx, .csv), one coder each, or a folder of them. Rows may stand in any order and
        columns may have been added. 예, O, 1 and 아니오, X, 0 are read; 모름 and 9 mean that the coder could not tell.

    Returns
    -------
    DataFrame
        One row a pair and coder, as `story_accuracy` and `agreement` take it: unit, frame ("same_event"), coder, value
        (1 one event, 0 two, NaN for what the coder could not tell or left empty), note. `attrs` has unfinished: the
        empty cells by coder, where there are any.

    Raises
    ------
    MissingError
        If there is no such file, or no sheet in the folder.
    ReadError
        If a file is no sheet of `story_sheet`, is by several coders or by the coder of another one, holds a pair twice,
        or an answer that means nothing; the message names file and row.
    """
    parts: dict[str, pd.DataFrame] = {}
    names: dict[str, str] = {}
    for path in sheet_files(paths):
        coder, part = _read(path)
        if coder in names:
            msg = message("{names} and {sheet} are both by coder {who}; give each coder a name", names=names[coder],
                          sheet=path.name, who=shown(coder))  # fmt: skip
            raise ReadError(msg)
        names[coder], parts[coder] = path.name, part
    table = pd.concat([parts[coder] for coder in sorted(parts)], ignore_index=True)
    empty = table[table["_empty"]].groupby("coder").size()
    about = schema.About(unfinished={str(coder): int(n) for coder, n in empty.items()} or None, labels={_SAME: _ANSWER})
    return schema.mark(schema.describe(table.drop(columns="_empty"), about, source=None))


def _read(path: Path) -> tuple[str, pd.DataFrame]:
    """Read one sheet, and whose it is."""
    table = read_filled(path, sheet=_SHEET)
    lost = [name for name in (_UNIT, _CODER, _ANSWER) if name not in table.columns]
    if lost:
        msg = message("{path} is no sheet of validation.story_sheet: it has no column {name!r}; put the columns back",
                      path=path.name, name=lost[0])  # fmt: skip
        raise ReadError(msg)
    coders = [name for name in dict.fromkeys(table[_CODER]) if name]
    if len(coders) != 1:
        said = ", ".join(coders) or message("none")
        msg = message("{path}: the coders of the column {name!r} are {said}; a sheet is by one coder", path=path.name,
                      name=_CODER, said=said)  # fmt: skip
        raise ReadError(msg)
    seen: set[str] = set()
    values, empty = [], []
    for line, unit, cell in zip(table.index, table[_UNIT], table[_ANSWER], strict=True):
        where = message("{name}, row {number}", name=path.name, number=line)
        if not unit:
            raise ReadError(message("{where}: the id of the pair is gone; put it back as it was written", where=where))
        if unit in seen:
            msg = message("{where}: unit {unit} stands there twice; keep one of the rows", where=where, unit=unit)
            raise ReadError(msg)
        seen.add(unit)
        value = columns.read_value(cell)
        if value is None:
            msg = message("{path}, row {line}: {value!r} in the column {column} means nothing; correct the cell",
                          path=path.name, line=line, value=cell, column=_ANSWER)  # fmt: skip
            raise ReadError(msg)
        values.append({columns.PRESENT: 1.0, columns.ABSENT: 0.0}.get(value, float("nan")))
        empty.append(not value)
    note = table[_NOTE].tolist() if _NOTE in table.columns else ""
    made = {"unit": table[_UNIT].tolist(), "frame": _SAME, "coder": coders[0], "value": values, "note": note}
    kinds = dict.fromkeys(("unit", "frame", "coder", "note"), "str")
    return coders[0], pd.DataFrame(made | {"_empty": empty}).astype(kinds)
