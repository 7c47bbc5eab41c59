"""The accuracy chart: precision and recall with their intervals, by frame and part or by term."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.korean import attach
from analysis.plots.canvas import Words, drawing, finish
from analysis.plots.ranges import Mark, Row, base, draw, labels_of, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 25  # terms drawn
_ENOUGH = 5  # found units from which the precision of a term is worth a headline
_LONGEST = 18  # characters of what a term matches
_PARTS = {"tune": "조정에 쓴 글", "test": "시험한 글"}


def accuracy(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw precision and recall of each frame in each part, or the precision of terms.

    Parameters
    ----------
    table : DataFrame
        A result of `validation.accuracy` or `validation.recorded`. By term, the 25 terms found in the most units are
        drawn, and the subtitle says how many there are.
    title : str, optional
        A headline; without it where precision is lowest and highest, for terms which term found in 5 units or more has
        the lowest.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One row per frame and part with a dot for precision and a diamond for recall, or one row per term with a dot.
        A rate that is undefined has a number column that says so and no mark.

    Raises
    ------
    SchemaError
        If the table is no accuracy table.
    FigureError
        If it has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.accuracy"
    schema.check(table, schema.ACCURACY, what=f"{what}: accuracy table")
    if table.empty:
        msg = f"{what}: the table has no rows, so there is nothing to draw; no term was found in the coded units"
        raise FigureError(msg)
    labels, by_term = labels_of(table), "term" in table.columns
    shown = table
    if by_term:
        order = table.sort_values(["predicted", "frame", "term", "part"], ascending=[False, True, True, True])
        shown = order.head(_MOST)
    rows = [_row(record, labels, table, by_term=by_term) for record in shown.to_dict("records")]
    words = Words(
        title or (_worst(shown) if by_term else _finding(shown, labels)),
        _method(table, shown, by_term=by_term),
        base(table),
    )
    style.require_glyphs([words.title, words.subtitle, words.footer, *(r.label for r in rows)], what=what)
    with drawing(ax) as axes:
        series = () if by_term else ("정밀도", "재현율")
        height = draw(axes, rows, axis="정밀도" if by_term else "정밀도와 재현율", series=series)
        finish(axes, words, owned=ax is None, height=height)
    told = " ".join(f"{r.label.replace(chr(10), ' ')}: {', '.join(m.text for m in r.marks)}." for r in rows)
    numbers = shown[[c for c in ("frame", "term", *_DRAWN) if c in shown.columns]]
    style.describe(axes, chart="accuracy", alt=f"코드북의 정확도. {words.title}. {told}", numbers=numbers)
    return axes


_DRAWN = (
    *("part", "n", "positive", "predicted", "true_positive", "precision", "precision_low", "precision_high"),
    *("recall", "recall_low", "recall_high"),
)


def _row(record: dict[Any, Any], labels: dict[str, str], table: pd.DataFrame, *, by_term: bool) -> Row:
    """Lay out one frame in one part, or one term."""
    frame, hits = labels.get(record["frame"], record["frame"]), int(record["true_positive"])
    found, there = int(record["predicted"]), int(record["positive"])
    several = len(set(table["part"])) > 1
    precision = _mark(record, "precision", f"{hits}/{found}", "" if by_term else "정밀도 ", 0)
    if by_term:
        return Row(f"{_term(record, table)}\n{frame}" + (f" {record['part']}" if several else ""), (precision,))
    recall = _mark(record, "recall", f"{hits}/{there}", "재현율 ", 1)
    return Row(f"{frame}\n{_part(record['part'], table)}", (precision, recall))


def _term(record: dict[Any, Any], table: pd.DataFrame) -> str:
    """Name a term by what it matches, as far as the attrs tell, with its id behind it."""
    found = str(table.attrs.get("terms", {}).get(record["term"], ""))
    cut = found if len(found) <= _LONGEST else f"{found[: _LONGEST - 1]}…"
    return f"{cut} [{record['term']}]" if found else str(record["term"])


def _mark(record: dict[Any, Any], name: str, counts: str, head: str, series: int) -> Mark:
    """One rate with its counts."""
    value, low, high = (float(record[k]) for k in (name, f"{name}_low", f"{name}_high"))
    return Mark(value, low, high, f"{head}{share(value)} ({counts})", series)


def _part(part: str, table: pd.DataFrame) -> str:
    """Name a part, and say whether the codebook was adjusted to it."""
    if part in table.attrs.get("seen", ()) or part.startswith("tune"):
        return f"본 표본(조정에 쓴 것) {part}"
    return _PARTS.get(part, part)


def _worst(rows: pd.DataFrame) -> str:
    """State which term that was found often enough is wrong most often."""
    known = rows[rows["precision"].notna() & (rows["predicted"] >= _ENOUGH)]
    if known.empty:
        return f"{_ENOUGH}개 단위 이상에서 나온 용어가 없어 용어의 정밀도를 견줄 수 없다"
    worst = known.sort_values(["precision", "frame", "term", "part"]).iloc[0]
    name = _term(worst.to_dict(), rows).rsplit(" [", 1)[0]
    told = f"{share(worst['precision'])}({int(worst['true_positive'])}/{int(worst['predicted'])})"
    return f"{_ENOUGH}개 단위 이상에서 나온 용어 가운데 ‘{name}’의 정밀도가 {attach(told, '으로/로')} 가장 낮다"


def _finding(rows: pd.DataFrame, labels: dict[str, str]) -> str:
    """State where precision is lowest and highest."""
    known = rows[rows["precision"].notna()]
    if known.empty:
        return "정밀도를 구할 수 없다"

    def name(row: pd.Series[Any]) -> str:
        frame = f"‘{labels.get(row['frame'], row['frame'])}’"
        return frame + (f" {row['part']}" if len(set(rows["part"])) > 1 else "")

    order = known.sort_values(["precision", "frame", "part"])
    low, high = order.iloc[0], order.iloc[-1]
    if low["precision"] == high["precision"]:
        return f"{name(low)}의 정밀도는 {share(low['precision'])}이다"
    lowest, highest = (attach(share(row["precision"]), "으로/로") for row in (low, high))
    return f"정밀도는 {name(low)}에서 {lowest} 가장 낮고 {name(high)}에서 {highest} 가장 높다"


def _method(table: pd.DataFrame, shown: pd.DataFrame, *, by_term: bool) -> str:
    """Explain marks, intervals and the base."""
    weighted = table.attrs.get("weighting") == "sample"
    how = "표본 가중치를 준 값, 괄호는 가중하지 않은 단위 수" if weighted else "코딩한 단위의 수 그대로"
    cut = f". 찾은 단위가 많은 {len(shown)}개(모두 {len(table):,}개)" if by_term and len(shown) < len(table) else ""
    base_ = "표식은 용어가 나온 단위 가운데 코더도 있다고 본 몫" if by_term else "표식은 코더의 판단과 견준 값"
    return f"{base_}({how}), 선은 95% 윌슨 구간{cut}"
