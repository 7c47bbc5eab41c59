"""The agreement chart: Krippendorff's alpha of each frame with its interval and the floors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.korean import attach
from analysis.plots.accuracy import Mark, Row, base, draw, labels_of, share
from analysis.plots.canvas import Words, drawing, finish

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_METHOD = (
    "점은 크리펜도르프 알파(명목), 선은 단위를 다시 뽑은 95% 구간, 점선은 .667과 .80. 오른쪽은 알파, 일치율, 단위 수"
)
_FLOORS = (0.667, 0.8)
_VERDICTS = {"reliable": "믿을 만함", "tentative": "잠정", "unreliable": "낮음", "undefined": "정의되지 않음"}


def agreement(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how far coders agree on each frame.

    A dot is alpha, the line its bootstrap interval over units; dashed lines are the floors .667 and .80.

    Parameters
    ----------
    table : DataFrame
        A result of `validation.agreement`.
    title : str, optional
        A headline; without it the frame on which coders agree least.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One row per frame; an undefined alpha has a row without a dot that says so.

    Raises
    ------
    SchemaError
        If the table is no agreement table.
    FigureError
        If it has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.agreement"
    schema.check(table, schema.AGREEMENT, what=f"{what}: agreement table")
    if table.empty:
        msg = f"{what}: the table has no rows, so there is nothing to draw; code units first"
        raise FigureError(msg)
    labels = labels_of(table)
    rows = [_row(record, labels) for record in table.to_dict("records")]
    coders = int(table["coders"].max())
    footer = " · ".join(part for part in (_who(table, coders), base(table)) if part)
    words = Words(title or _finding(table, labels), _METHOD, footer)
    style.require_glyphs([words.title, words.subtitle, words.footer, *(r.label for r in rows)], what=what)
    with drawing(ax) as axes:
        height = draw(axes, rows, axis="크리펜도르프 알파", floors=_FLOORS)
        finish(axes, words, owned=ax is None, height=height)
    told = " ".join(f"{r.label.replace(chr(10), ' ')}: 알파 {r.marks[0].text}." for r in rows)
    numbers = table[["frame", "n", "coders", "percent", "alpha", "alpha_low", "alpha_high", "ac1", "verdict"]]
    style.describe(axes, chart="agreement", alt=f"프레임별 코더 일치도. {words.title}. {told}", numbers=numbers)
    return axes


def _row(record: dict[Any, Any], labels: dict[str, str]) -> Row:
    """Lay out one frame."""
    alpha, low, high = (float(record[k]) for k in ("alpha", "alpha_low", "alpha_high"))
    shown = _VERDICTS["undefined"] if pd.isna(alpha) else f"{share(alpha)} {_VERDICTS[str(record['verdict'])]}"
    text = f"{shown}, 일치 {share(float(record['percent']))}, {int(record['n']):,}개"
    return Row(labels.get(str(record["frame"]), str(record["frame"])), (Mark(alpha, low, high, text),))


def _finding(table: pd.DataFrame, labels: dict[str, str]) -> str:
    """State on which frame coders agree least."""
    known = table[table["alpha"].notna()]
    if known.empty:
        return "코더의 일치도를 구할 수 없다"
    worst = known.sort_values(["alpha", "frame"]).iloc[0]
    name, alpha = f"‘{labels.get(worst['frame'], worst['frame'])}’", share(worst["alpha"])
    if len(known) == 1:
        return f"{name}에 대한 코더의 일치도는 알파 {alpha}이다"
    return f"코더의 일치도는 {name}에서 알파 {attach(alpha, '으로/로')} 가장 낮다"


def _who(table: pd.DataFrame, coders: int) -> str:
    """Name how many readers of which kind."""
    kinds = [k for k in table.attrs.get("coders", {}).values() if k != "adjudicator"]
    people, machines = kinds.count("human"), kinds.count("machine")
    if not kinds:
        return f"코더 {coders}명"
    return " · ".join(f"{name} {n}" for name, n in (("사람 코더", people), ("기계 판독", machines)) if n)
