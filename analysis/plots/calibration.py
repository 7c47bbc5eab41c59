"""The calibration chart: of the units with a score, how many do coders give the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.plots.canvas import Words, drawing, finish
from analysis.plots.ranges import Mark, Row, base, draw, labels_of, share

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def calibration(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw, for every bin of scores, the share of units in which coders see the frame.

    Parameters
    ----------
    table : DataFrame
        A result of `validation.calibration` with one part.
    title : str, optional
        A headline; without it the shares at the lowest and the highest scores of the first frame.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One row per frame and bin, from low scores to high; a bin without units says so.

    Raises
    ------
    SchemaError
        If the table is no calibration table.
    FigureError
        If it has no rows or several parts.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.calibration"
    schema.check(table, schema.CALIBRATION, what=f"{what}: calibration table")
    parts = sorted(table["part"].unique())
    if len(parts) != 1:
        msg = f'{what}: the table has {len(parts)} parts; choose one, as in table[table["part"] == "tune"]'
        raise FigureError(msg)
    labels = labels_of(table)
    rows = []
    for record in table.to_dict("records"):
        value, low, high = (float(record[k]) for k in ("share", "share_low", "share_high"))
        n = int(record["n"])
        text = f"{share(value)} ({int(record['positive'])}/{n})" if n else "그런 단위 없음"
        name = labels.get(record["frame"], record["frame"])
        rows.append(Row(f"{name}\n{record['bin']}", (Mark(value, low, high, text),)))
    subtitle = f"점은 그 점수를 받은 단위 가운데 코더가 프레임이 있다고 본 몫, 선은 95% 윌슨 구간. 표본 {parts[0]}"
    words = Words(title or _finding(table, labels), subtitle, base(table))
    style.require_glyphs([words.title, words.subtitle, words.footer, *(r.label for r in rows)], what=what)
    with drawing(ax) as axes:
        height = draw(axes, rows, axis="코더가 있다고 본 몫")
        finish(axes, words, owned=ax is None, height=height)
    told = " ".join(f"{r.label.replace(chr(10), ' ')} {r.marks[0].text}." for r in rows)
    numbers = table[["frame", "part", "bin", "n", "positive", "share", "share_low", "share_high"]]
    style.describe(axes, chart="calibration", alt=f"점수 구간별 코더 판단. {words.title}. {told}", numbers=numbers)
    return axes


def _finding(table: pd.DataFrame, labels: dict[str, str]) -> str:
    """State the shares at the lowest and the highest scores of the first frame that has both."""
    for frame, rows in table.groupby("frame", sort=False):
        known = rows[rows["share"].notna()]
        if len(known) > 1:
            first, last = known.iloc[0], known.iloc[-1]
            name = labels.get(str(frame), str(frame))
            ends = f"{first['bin']}에서 {share(first['share'])}, {last['bin']}에서 {share(last['share'])}"
            return f"코더가 ‘{name}’ 프레임이 있다고 본 몫은 {ends}이다"
    return "점수 구간을 견줄 만큼 코딩한 단위가 없다"
