"""Sheets of statements: a draft as a table for people, and what they made of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis import schema
from analysis.errors import OptionError, ReadError
from analysis.files import atomic
from analysis.files.csv import to_csv
from analysis.files.xlsx import Sheet, choice_list, rows, workbook
from analysis.messages import message
from analysis.reading.filled import read_filled

_HEADS = {
    "doc": "글", "sentence": "문장", "start": "시작", "end": "끝", "speaker": "화자(원문)", "actor": "행위자",
    "organisation": "소속", "concept": "개념", "agreement": "찬반", "inside": "인용문 안", "rule": "규칙",
    "text": "인용", "checked_by": "확인한 사람",
}  # fmt: skip
_ORDER = ("text", "speaker", "actor", "organisation", "concept", "agreement", "checked_by", "doc", "sentence", "start",
          "end", "inside", "rule")  # fmt: skip
_SIDES = {"true": "찬성", "false": "반대", "unknown": "모름"}
_READ_SIDES = {
    **dict.fromkeys(("찬성", "true", "1", "o", "y", "agree", "1.0"), "true"),
    **dict.fromkeys(("반대", "false", "0", "x", "n", "disagree", "0.0"), "false"),
    **dict.fromkeys(("모름", "unknown", "9", "", "9.0"), "unknown"),
}
_YES = frozenset({"예", "true", "1", "1.0", "yes", "o"})
_ENDINGS = (".xlsx", ".csv")
_SHEET = "진술"
_RULES = (
    ("할 일", "인용을 읽고 행위자, 소속, 개념, 찬반을 고친 뒤 ‘확인한 사람’에 이름을 적는다."),
    ("찬반", "행위자가 그 개념에 찬성이면 찬성, 반대면 반대, 글만으로 알 수 없으면 모름."),
    ("지울 것", "진술이 아닌 행은 지운다. 빠진 진술은 글, 문장, 시작, 끝을 적어 새 행으로 더한다."),
    ("확인하지 않은 행", "‘확인한 사람’이 빈 행은 초안으로 남고, 연결망을 만들 때 거절된다."),
)


def statement_sheet(draft: pd.DataFrame, path: str | Path) -> Path:
    """Write a draft of statements as a sheet for people to check.

    Parameters
    ----------
    draft : DataFrame
        A result of `framing.statements`, or some of its rows.
    path : str or Path
        .xlsx: with a list to choose agreement from and what to do on a second sheet. .csv: the first sheet alone. An
        existing file is never written over.

    Returns
    -------
    Path
        The file: what is said first, then speaker, actor, organisation, concept, agreement and an empty column for who
        checked it. The same draft gives the same bytes.

    Raises
    ------
    OptionError
        If the file exists or ends in something else, or the draft has no row.
    SchemaError
        If columns are missing.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> draft = pd.DataFrame({"doc": ["d"], "sentence": [1], "start": [0], "end": [2], "actor": ["가당"],
    ...     "organisation": [""], "concept": ["x"], "agreement": ["true"], "inside": [True], "rule": ["verb"],
    ...     "checked_by": [""]})
    >>> statement_sheet(draft, pathlib.Path(tempfile.mkdtemp(), "진술.xlsx")).name
    '진술.xlsx'
    """
    schema.check(draft, schema.STATEMENTS, what=message("statements"))
    target = Path(path)
    if target.suffix.lower() not in _ENDINGS:
        raise OptionError(message("statement_sheet: {path} must end in .xlsx or .csv", path=target.name))
    if atomic.is_there(target):
        msg = message(
            "statement_sheet: {path} exists, and what people wrote in it would be lost; name another", path=target
        )
        raise OptionError(msg)
    if draft.empty:
        msg = message("statement_sheet: the draft has no statements; see stats.quotations and framing.hits first")
        raise OptionError(msg)
    names = [name for name in _ORDER if name in draft.columns]
    table = draft[names].reset_index(drop=True)
    table = table.assign(
        agreement=table["agreement"].astype(str).map(_SIDES), inside=table["inside"].map({True: "예", False: "아니오"})
    )
    table = table.rename(columns=_HEADS)
    if target.suffix.lower() == ".csv":
        return atomic.save(path, to_csv(table))
    heads, body = rows(table)
    sides = choice_list(_SIDES.values())
    sheet = Sheet(_SHEET, [heads, *body], formatted=True, choices={heads.index(_HEADS["agreement"]): sides})
    return atomic.save(path, workbook([sheet, Sheet("할 일", [("무엇", "어떻게"), *_RULES], formatted=True)]))


def statements(path: str | Path) -> pd.DataFrame:
    r"""Read the statements that people checked.

    Parameters
    ----------
    path : str or Path
        A filled sheet of `statement_sheet` (.xlsx, .csv), or a table with the columns of
        schema.STATEMENTS. Agreement may be 찬성, 반대, 모름, or true, false, 1, 0; the file is never changed.

    Returns
    -------
    DataFrame
        Columns schema.STATEMENTS, in the order of the file; rows that nobody checked have an empty `checked_by`, and
        `framing.congruence` refuses them. Columns of the sheet that are none of them are left out.

    Raises
    ------
    MissingError
        If there is no such file.
    ReadError
        If it ends in something else, cannot be read, lacks a column, or a cell holds no place or no agreement; the
        message names the row.

    Examples
    --------
    >>> import pathlib, tempfile
    >>> file = pathlib.Path(tempfile.mkdtemp(), "진술.csv")
    >>> _ = file.write_text("doc,sentence,start,end,actor,organisation,concept,agreement,inside,rule,checked_by\n"
    ...                     "d,1,0,2,가당,,x,찬성,예,verb,나\n", encoding="utf-8")
    >>> statements(file)[["actor", "agreement", "checked_by"]].values.tolist()
    [['가당', 'true', '나']]
    """
    file = Path(path)
    table = read_filled(file, sheet=_SHEET).rename(columns={korean: name for name, korean in _HEADS.items()})
    missing = [c.name for c in schema.STATEMENTS if c.name not in table.columns]
    if missing:
        msg = message(
            "{path}: missing column(s) {missing}; keep the first row of the sheet as it was",
            path=file.name,
            missing=", ".join(_HEADS[name] for name in missing),
        )
        raise ReadError(msg)
    table = table[[c.name for c in schema.STATEMENTS]]
    table = table[(table != "").any(axis=1)]
    line = pd.Series(table.index)
    read = {name: values.reset_index(drop=True) for name, values in table.items()}
    numbers: dict[str, pd.Series[int]] = {}
    for name in ("sentence", "start", "end"):
        number = pd.to_numeric(read[name], errors="coerce")
        _require(number.notna() & (number >= 0), line, file, _HEADS[name], read[name])
        numbers[name] = number.astype("int64")
    _require((read["doc"] != "") & (numbers["end"] > numbers["start"]), line, file, _HEADS["doc"], read["doc"])
    side = read["agreement"].str.lower().map(_READ_SIDES)
    _require(side.notna(), line, file, _HEADS["agreement"], read["agreement"])
    found = pd.DataFrame(read | numbers).assign(
        agreement=side.astype("str"), inside=read["inside"].str.lower().isin(_YES)
    )
    schema.describe(found, schema.About(statements=int((found["checked_by"] != "").sum())), source=None)
    return schema.check(schema.mark(found), schema.STATEMENTS, what=message("statements"))


def _require(fits: pd.Series[bool], line: pd.Series[int], file: Path, column: str, values: pd.Series[str]) -> None:
    """Refuse a cell that means nothing, naming its row."""
    if not fits.all():
        at = int((~fits).to_numpy().argmax())
        msg = message(
            "{path}, row {line}: {value!r} in the column {column} means nothing; correct the cell",
            path=file.name,
            line=int(line.iloc[at]),
            value=str(values.iloc[at]),
            column=column,
        )
        raise ReadError(msg)
