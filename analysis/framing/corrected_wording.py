"""Corrected tables in Korean sentences, as a paper or a report states them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import schema
from analysis.korean import attach
from analysis.messages import message

_UNITS = {"sentence": "문장", "paragraph": "문단"}
_TARGETS = {
    "process": "구간은 이런 글을 다시 모았을 때를 뜻한다.",
    "texts": "구간은 이 글들을 사람이 모두 읽었을 때의 값을 뜻한다.",
}
_UNCORRECTED = "바로잡지 않은 값은 코드북이 집단마다 다르게 놓치는 만큼 틀린다."
_SHARED_ERROR = "사람들이 함께 틀린 것은 바로잡지 못한다."
_SURE = 0.05


def corrected_sentences(table: pd.DataFrame, *, differences: pd.DataFrame | None = None) -> list[str]:
    """State corrected shares, and differences of groups, in Korean.

    Parameters
    ----------
    table : DataFrame
        As `framing.corrected` gives it, or some of its rows.
    differences : DataFrame, optional
        As `framing.corrected_difference` gives it for the same labels.

    Returns
    -------
    list of str
        For every frame what was found and what it becomes, the differences, and what the labels that were left open
        change; then what the interval means and what is not corrected.

    Raises
    ------
    SchemaError
        If a table is another.
    """
    schema.check(table, schema.CORRECTED, what=message("corrected table"))
    about = schema.about(table)
    unit = _UNITS.get(about.unit or "", "단위")
    names = about.frame_labels | dict(about.labels or {})
    several = len(set(table["frame"])) > 1
    said = []
    for key, rows in table.groupby("frame", sort=False):
        frame = str(key)
        head = f"‘{names.get(frame) or frame}’: " if several else ""
        known = rows[rows["share"].notna()]
        if len(known):
            said.append(head + _shares(known, unit))
        said += [f"{head}{_group(row)}{row['reason']}." for _, row in known[known["reason"] != ""].iterrows()]
        said += [f"{head}{_refused(row)}" for _, row in rows[rows["share"].isna()].iterrows()]
        if differences is not None:
            schema.check(differences, schema.CORRECTED_DIFFERENCE, what=message("corrected differences"))
            pairs = differences[(differences["frame"] == frame) & differences["difference"].notna()]
            said += [head + _difference(row) for _, row in pairs.iterrows()]
        said += [head + _open(row, unit) for _, row in known[known["undecided"] > 0].iterrows()]
    if table["share"].isna().any():
        said.append(_UNCORRECTED)
    if table["share"].notna().any():
        said += [_TARGETS[about.target or "process"], _SHARED_ERROR]
    return said


def _shares(rows: pd.DataFrame, unit: str) -> str:
    """State the found and the corrected shares of one frame."""
    found = ", ".join(f"{_group(row)}{_share(row['found_share'])}" for _, row in rows.iterrows())
    made = ", ".join(f"{_group(row)}{_share(row['share'])}{_ends(row)}" for _, row in rows.iterrows())
    labels = int(rows["labels"].sum())
    counts = (
        f"문서 {'·'.join(f'{n:,}건' for n in rows['documents'])}, 라벨 {'·'.join(f'{n:,}' for n in rows['labels'])}"
    )
    read = f"사람이 읽은 {labels:,}{attach(unit, '으로/로')} 바로잡으면"
    return f"코드북이 찾은 비율은 {found}이지만 {read} {made}이다({counts})."


def _group(row: pd.Series[Any]) -> str:
    """Name a group before its number; all texts as one group have no name."""
    return "" if row["group"] == "all" else f"{row['group']} "


def _ends(row: pd.Series[Any]) -> str:
    """Write an interval in brackets."""
    return "" if pd.isna(row["low"]) else f" [{_share(row['low'])}, {_share(row['high'])}]"


def _refused(row: pd.Series[Any]) -> str:
    """State a share that could not be corrected, with the reason."""
    return f"{_group(row)}{_share(row['found_share'])}: 코드북이 찾은 대로이다. {row['reason']}."


def _difference(row: pd.Series[Any]) -> str:
    """State a difference of two groups, and whether there is one."""
    a, b = str(row["group_a"]), str(row["group_b"])
    size = f"{attach(a, '과/와')} {b}의 차이({b} 빼기 {a})는"
    if pd.isna(row["low"]):
        return f"{size} {_share(row['difference'])}이지만 구간이 없어 있다고 말할 수 없다({row['reason']})."
    value = f"{_share(row['difference'])}{_ends(row)}"
    p = "" if pd.isna(row["p"]) else f", p {_p(row['p'])}"
    clusters = f"(묶음 {row['clusters_a']:,}·{row['clusters_b']:,}개{p}, 검정 {row['tests']:,}가지)" if p else ""
    if row["low"] <= 0 <= row["high"]:
        return f"{size} {value}로, 있다고 말할 수 없다{clusters}."
    if row["tests"] > 1 and row["p_adjusted"] >= _SURE:
        together = f"검정 {row['tests']:,}가지를 함께 보면 있다고 말할 수 없다"
        return f"{size} {value}로, 하나만 보면 0과 다르지만 {together}{clusters}."
    higher = attach(b if row["difference"] > 0 else a, "이/가")
    return f"{size} {value}로, {higher} 더 높다{clusters}."


def _open(row: pd.Series[Any], unit: str) -> str:
    """State what the labels change that were left open."""
    ends = f"모두 없음으로 보면 {_share(row['lowest'])}, 모두 있음으로 보면 {_share(row['highest'])}"
    outer = "" if pd.isna(row["outer_low"]) else f"(바깥 구간 {_outer(row)})"
    where = _group(row).strip()
    where = f"{where}에서 " if where else ""
    return f"{where}판단이 갈린 {row['undecided']:,}{attach(unit, '을/를')} {ends}이다{outer}."


def _outer(row: pd.Series[Any]) -> str:
    """Write the outer interval."""
    return f"{_share(row['outer_low'])}–{_share(row['outer_high'])}"


def _p(p: float) -> str:
    """Write a p as papers do."""
    return "< .001" if p < 0.001 else _share(p, digits=3)


def _share(value: float, *, digits: int = 2) -> str:
    """Write a share as papers do: no 0 before the point, and a digit more where it would vanish."""
    # Example: .2 gives .20, -.066 gives −.07, .003 gives .003, .0002 gives .001 미만 and 1 gives 1.00
    size, sign = abs(value), "−" if value < 0 else ""
    if 0 < size < 0.5 * 10**-digits:
        digits = 3
    if 0 < size < 0.5 * 10**-digits:
        return f"{sign}.001 미만"
    written = f"{size:.{digits}f}"
    return (sign if value else "") + (written[1:] if written.startswith("0.") else written)
