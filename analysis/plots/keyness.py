"""The keyness chart: how much more frequent terms are here than in a reference, and how surely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, OptionError
from analysis.korean import attach
from analysis.plots.canvas import LABEL, NOTE, Words, drawing, finish, wrap
from analysis.plots.tables import named

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 20.0  # points from row to row
_LABEL_WIDTH = 130.0
_COLUMNS = ["term", "tag", "n", "n_reference", "log_ratio", "log_ratio_low", "log_ratio_high", "lrc"]


def keyness(table: pd.DataFrame, *, top: int = 15, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw log ratios as lollipops with their intervals, terms of the target above, terms of the reference below.

    The unit of counting is that of the table: one row is one term with one tag. A stem runs from 0, equal frequency,
    to the log ratio; a thin line is its interval, with an arrow where it goes on beyond the chart or has no end. A
    hollow mark says that the interval holds 0. Circles are terms of the target, diamonds of the reference. Terms whose
    log ratio cannot be said are not drawn, and the subtitle says how many they are.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.keyness` (`schema.KEYNESS`). Its `attrs` go into the subtitle and the footer.
    top : int
        How many terms to draw on each side, 1 or more; the first of the table, whose order is by `lrc`, then `g2`.
    title : str, optional
        A headline; without it the number of terms whose interval lies above 0.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide, as tall as its rows need.

    Returns
    -------
    Axes
        One lollipop per term, by falling log ratio; both counts stand at the right.

    Raises
    ------
    SchemaError
        If the table is not a keyness table.
    FigureError
        If the table has no row with a log ratio.
    OptionError
        If `top` is below 1.
    FontError
        If a term has a character that the font lacks.
    """
    schema.check(table, schema.KEYNESS, what="plots.keyness: keyness table")
    if top < 1:
        msg = f"plots.keyness: top is {top}; give 1 or more"
        raise OptionError(msg)
    rows = _chosen(table, top)
    if rows.empty:
        msg = "plots.keyness: the table has no row with a log ratio, so there is nothing to draw; lower the minimum"
        raise FigureError(msg)
    labels = named(rows)
    words = Words(title or _finding(table), _basis(table, rows), ". ".join(table.attrs.get("caution", ())))
    style.require_glyphs([*labels, words.title, words.subtitle, words.footer], what="plots.keyness")
    with drawing(ax) as axes:
        height = _draw(axes, rows, labels)
        finish(axes, words, owned=ax is None, height=height)
    said = ", ".join(
        f"{label} {ratio:+.1f}({n:,}회 대 {other:,}회)"
        for label, ratio, n, other in zip(labels, rows["log_ratio"], rows["n"], rows["n_reference"], strict=True)
    )
    style.describe(
        axes, chart="keyness", alt=f"막대 사탕 그림. {words.title}. 로그 비: {said}.", numbers=rows[_COLUMNS]
    )
    return axes


def _chosen(table: pd.DataFrame, top: int) -> pd.DataFrame:
    """Take the first terms of each side, and put them in the order of their log ratios."""
    plain = table[table["log_ratio"].notna()]
    plain = plain.assign(term=plain["term"].astype(str), tag=plain["tag"].astype(str))
    above, below = plain[plain["log_ratio"] >= 0].head(top), plain[plain["log_ratio"] < 0].head(top)
    both = pd.concat([above, below])
    order = np.lexsort((both["tag"], both["term"], -both["log_ratio"]))
    return both.iloc[order].reset_index(drop=True)


def _finding(table: pd.DataFrame) -> str:
    """State in Korean how many terms are surely more frequent than in the reference."""
    sure = table[table["lrc"] > 0]
    if sure.empty:
        return "비교 자료보다 뚜렷이 잦은 낱말이 없다"
    first = f"‘{named(sure.head(1))[0]}’"
    if len(sure) > 1:
        return f"{first} 등 {len(sure):,}개가 비교 자료보다 뚜렷이 잦다"
    n, other = int(sure["n"].iloc[0]), int(sure["n_reference"].iloc[0])
    return f"{attach(first, '이/가')} 비교 자료보다 뚜렷이 잦다({n:,}회 대 {other:,}회)"


def _basis(table: pd.DataFrame, rows: pd.DataFrame) -> str:
    """Say what was compared, and how the marks are to be read."""
    attrs = table.attrs
    sides = " 대 ".join(str(attrs[key]) for key in ("base", "base_reference") if attrs.get(key))
    many = f"{int(attrs['minimum']):,}회 이상 {len(table):,}개 가운데 {len(rows):,}개" if "minimum" in attrs else ""
    silent = int(table["log_ratio"].isna().sum())
    left_out = f"로그 비를 말할 수 없는 {silent:,}개는 뺌" if silent else ""
    marks = "가는 선은 95% 구간(비교한 낱말 전체에 동시에), 속이 빈 표식은 구간이 0을 품는 낱말"
    return ", ".join(part for part in (sides, str(attrs.get("layer", "")), many, left_out, marks) if part)


def _draw(ax: Axes, rows: pd.DataFrame, labels: list[str]) -> float:
    """Draw stems, marks, intervals and counts; return the height in points that they need."""
    from matplotlib.ticker import MaxNLocator

    texts = [wrap(ax, label, width=_LABEL_WIDTH, size=LABEL) for label in labels]
    y = _positions(texts, rows["log_ratio"].to_list())
    reach = max(2.0, 1.15 * float(rows["log_ratio"].abs().max()))
    ax.set_xlim(-reach if (rows["log_ratio"] < 0).any() else -reach / 3, reach)
    ax.set_ylim(y[-1] + 0.9, -0.9)
    ax.axvline(0, color=style.LINE, linewidth=1)
    values = rows[["log_ratio", "log_ratio_low", "log_ratio_high", "lrc"]].to_numpy(dtype=np.float64)
    for at, (ratio, low, high, lrc) in zip(y, values, strict=True):
        _lollipop(ax, at, ratio, (low, high), lrc)
    for at, n, other in zip(y, rows["n"], rows["n_reference"], strict=True):
        _count(ax, at, f"{n:,} : {other:,}")
    _count(ax, -1.05, "대상 : 비교(회)")
    ax.set_yticks(y, texts, fontsize=LABEL, linespacing=1.1)
    ax.tick_params(axis="y", length=0, pad=8)  # room for an arrow at the edge
    ax.xaxis.set_major_locator(MaxNLocator(nbins=9, integer=True))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:+.0f}".replace("-", "−") if value else "0")
    ax.set_xlabel("로그 비(log2): +1은 대상에서 두 배, −1은 절반", fontsize=LABEL, color=style.INK)
    ax.spines[["top", "right", "left"]].set_visible(False)
    return (y[-1] + 1.8) * _PITCH


def _positions(texts: list[str], ratios: list[float]) -> list[float]:
    """Place rows downwards, by their lines of label, with a gap between the two sides."""
    y, cursor = [], 0.0
    for i, text in enumerate(texts):
        step = max(1.0, 0.8 * (text.count("\n") + 1))
        if i and ratios[i] < 0 <= ratios[i - 1]:
            cursor += 0.6
        y.append(cursor + step / 2 - 0.5)
        cursor += step
    return y


def _lollipop(ax: Axes, y: float, ratio: float, interval: tuple[float, float], lrc: float) -> None:
    """Draw one term: interval, stem and mark, and arrows where the interval leaves the chart."""
    colour = style.colour("blue" if ratio >= 0 else "orange")
    left, right = ax.get_xlim()
    low, high = max(interval[0], left), min(interval[1], right)
    ax.plot([low, high], [y, y], color=style.QUIET, linewidth=0.9, zorder=1, gid="interval")
    for edge, beyond, marker in ((left, interval[0] < left, "<"), (right, interval[1] > right, ">")):
        if beyond:
            ax.plot([edge], [y], marker=marker, markersize=4, color=style.QUIET, clip_on=False, gid="arrow")
    ax.plot([0, ratio], [y, y], color=colour, linewidth=2.6, solid_capstyle="butt", zorder=2, gid="stem")
    ax.plot(
        [ratio],
        [y],
        marker="o" if ratio >= 0 else "D",
        markersize=8 if ratio >= 0 else 7,
        color=colour,
        markerfacecolor=colour if lrc else "white",
        markeredgewidth=1.8,
        zorder=3,
        gid="mark",
    )


def _count(ax: Axes, y: float, text: str) -> None:
    """Write both counts at the right of a row."""
    ax.annotate(
        text,
        (1, y),
        (10, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center_baseline",
        fontsize=NOTE,
        color=style.INK if text[0].isdigit() else style.QUIET,
        annotation_clip=False,
    )
