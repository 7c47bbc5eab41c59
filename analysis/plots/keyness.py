"""Charts of keywords: how much more frequent terms are here than in a reference, and what each adds to the shift."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, SchemaError
from analysis.korean import attach
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked, require_one_group, require_top, room
from analysis.plots.chart_data import TERM, first_ranks, joined, term_labels
from analysis.plots.leads import lead_rows
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, measure, narrow, note, widest, wrap
from analysis.plots.row_labels import label_rows, number_column, stacked

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 20.0  # points from row to row
_LABEL_WIDTH = 130.0
_COLUMNS = [
    "term", "tag", "n", "n_reference", "log_ratio", "log_ratio_low", "log_ratio_high", "lrc", "count_low", "count_high",
    "p", "p_adjusted",
]  # fmt: skip
_SURE = 0.05  # p_adjusted below which a headline counts a term

_SIDES = 0.75  # of the width of names, where narrow paper holds bars and numbers on two sides
_TIGHT = 40.0  # points that narrow paper cannot spare for bars: gaps beside names and counts
_SHIFT_PITCH = 19.0  # points from row to row
_BAR = 0.72
_COLUMN = 52.0
_AIR = 10.0  # points around the number at the end of a bar
_WHOLE = 1 - 1e-9
_AXES = {
    "proportion": "비중의 차이(%p): 오른쪽은 대상, 왼쪽은 비교 자료에서 더 큼",
    "jsd": "JSD에 기여한 양(비트): 오른쪽은 대상, 왼쪽은 비교 자료에서 비중이 더 큼",
}


def keyness(table: pd.DataFrame, *, top: int = 15, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw log ratios as lollipops with their intervals, terms of the target above, terms of the reference below.

    The unit of counting is that of the table: one row is one term with one tag. A stem runs from 0, equal frequency,
    to the log ratio; a thin line is its interval over texts, with an arrow where it goes on beyond the chart or has no
    end, and a hollow mark says that this interval holds 0. With fewer than five texts a side the line is the error of
    counting alone, every mark is filled, and the headline says that nothing was tested; against a frequency list there
    is no line. Circles are terms of the target, diamonds of the reference. Terms whose log ratio cannot be said are not
    drawn, and the subtitle says how many they are.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.keyness` (`schema.KEYNESS`). Its `attrs` go into the subtitle and the footer.
    top : int
        How many terms to draw on each side, 1 or more; the first of the table, in its order.
    title : str, optional
        A headline; without it the number of more frequent terms whose corrected p is below .05, or, where nothing was
        tested, the first term.
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
    what = checked("keyness", table, schema.KEYNESS, message("keyness table"), top=top)
    require_one_group(table, what=what)
    plain = table[table["log_ratio"].notna()]
    plain = plain.assign(term=plain["term"].astype(str), tag=plain["tag"].astype(str))
    above, below = plain[plain["log_ratio"] >= 0].head(top), plain[plain["log_ratio"] < 0].head(top)
    both = pd.concat([above, below])
    order = np.lexsort((both["tag"], both["term"], -both["log_ratio"]))
    rows = both.iloc[order].reset_index(drop=True)
    if rows.empty:
        msg = message(
            "plots.keyness: the table has no row with a log ratio, so there is nothing to draw; lower the minimum"
        )
        raise FigureError(msg)
    labels = term_labels(rows)
    about = schema.about(table)
    sides = " 대 ".join(side for side in (about.base, about.base_reference) if side)
    many = f"{about.listing} {len(table):,}개 가운데 {len(rows):,}개" if about.listing else ""
    silent = int(table["log_ratio"].isna().sum())
    left_out = f"로그 비를 말할 수 없는 {silent:,}개는 뺌" if silent else ""
    subtitle = joined(sides, about.layer, many, left_out, about.stop, _marks(rows))
    said = [(about.conclusion or "").removesuffix("."), *(about.caution or ())]
    texts = Texts(title or _title(table), subtitle, ". ".join(filter(None, said)), labels)
    values = zip(labels, rows["log_ratio"], rows["n"], rows["n_reference"], strict=True)
    ratios = ", ".join(f"{label} {ratio:+.1f}({n:,}회 대 {other:,}회)" for label, ratio, n, other in values)
    alt = f"막대 사탕 그림. {texts.title}. {about.conclusion or ''} 로그 비: {ratios}."
    return chart("keyness", ax, texts, lambda axes: _draw(axes, rows, labels), alt=alt, numbers=rows[_COLUMNS])


def shift(table: pd.DataFrame, *, top: int = 20, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw what each term adds to the difference of two texts or corpora, the most at the top.

    The unit of counting is that of the table: one bar is one term with one tag. A bar's length is the size of the
    contribution; it points to the right, without hatch, where the term has the greater share in the target, and to the
    left, hatched, where it has the greater share in the reference. Terms of equal shares are not drawn.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.shift` (`schema.SHIFT`), with its attrs.
    top : int
        How many terms to draw, 1 or more. Where the cut would split equal contributions, all are drawn if that adds no
        more than a quarter of `top`, otherwise none, and the subtitle says so.
    title : str, optional
        A headline; without it the first term with its contribution, and for JSD the divergence.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide, as tall as its bars need.

    Returns
    -------
    Axes
        One bar per term from 0; the contribution at its end, both counts at the right.

    Raises
    ------
    SchemaError
        If the table is not one of word shift, or has lost its attrs.
    FigureError
        If no term differs.
    OptionError
        If `top` is below 1.
    FontError
        If a term has a character that the font lacks.
    """
    what = checked("shift", table, schema.SHIFT, message("word shift"))
    if schema.about(table).measure not in _AXES:
        msg = message("{what}: the table has lost its attrs (measure); pass what stats.shift returned", what=what)
        raise SchemaError(msg)
    require_top(top, what=what)
    differing = table[table["contribution"] != 0]
    if differing.empty:
        msg = message("{what}: every share is the same on both sides, so there is nothing to draw", what=what)
        raise FigureError(msg)
    rows, cut = first_ranks(differing.astype({"term": "str", "tag": "str"}).reset_index(drop=True), top)
    labels = term_labels(rows)
    title = title or _shift_title(table, rows, labels)
    about = schema.about(table)
    sides = " 대 ".join(side for side in (about.base, about.base_reference) if side)
    many = f"{len(table):,}개 가운데 {len(rows):,}개" if len(rows) < len(table) else ""
    many += f"({cut})" if cut else ""
    covered = ""
    if not _whole(table):
        ours, theirs = (
            f"{np.nan if share is None else share:.0%}" for share in (about.covered, about.covered_reference)
        )
        covered = f"비교한 단어는 대상의 {ours}, 비교 자료의 {theirs}"
    scale = "JSD: 0은 같다, 1은 겹치지 않는다" if about.measure == "jsd" and _whole(table) else ""
    less = (rows["share"] < rows["share_reference"]).any()
    hatched = "빗금은 비교 자료에서 비중이 더 큰 단어" if less else ""
    subtitle = joined(sides, about.layer, many, covered, scale, hatched)
    texts = Texts(title, subtitle, ". ".join(schema.about(table).caution or ()), labels)
    formula = str(schema.about(table).measure)
    values = zip(labels, rows["contribution"], rows["n"], rows["n_reference"], strict=True)
    contributions = ", ".join(f"{label} {_value(c, formula)}({n:,}회 대 {m:,}회)" for label, c, n, m in values)
    alt = f"단어 이동 그래프. {texts.title}. {texts.subtitle}. {contributions}."
    return chart(
        "shift",
        ax,
        texts,
        lambda axes: _draw_shift(axes, rows, labels, formula=formula, owned=ax is None),
        alt=alt,
        numbers=rows,
    )


def _title(table: pd.DataFrame) -> str:
    """State in Korean how many terms are surely more frequent than in the reference."""
    if len(table) and table["p_adjusted"].isna().all():  # described, not tested
        return _described_title(table)
    sure = table[(table["p_adjusted"] < _SURE) & (table["log_ratio"] > 0)]
    if sure.empty:
        return "비교 자료보다 뚜렷이 잦은 단어가 없다"
    first = f"‘{term_labels(sure.head(1))[0]}’"
    if len(sure) > 1:
        return f"{first} 등 {len(sure):,}개가 비교 자료보다 뚜렷이 잦다"
    n, other = int(sure["n"].iloc[0]), int(sure["n_reference"].iloc[0])
    return f"{attach(first, '이/가')} 비교 자료보다 뚜렷이 잦다({n:,}회 대 {other:,}회)"


def _described_title(table: pd.DataFrame) -> str:
    """State in Korean which term is most over the reference, without a word on how surely."""
    best = table.loc[table["log_ratio"] > 0].sort_values("log_ratio", ascending=False, kind="stable").head(1)
    if best.empty:
        return "비교 자료보다 잦은 단어가 없다(검정하지 않음)"
    word = attach(f"‘{term_labels(best)[0]}’", "이/가")
    ratio = float(best["log_ratio"].iloc[0])
    return f"비교 자료보다 {word} 가장 두드러진다(로그 비 {ratio:+.1f}, 검정하지 않음)"


def _draw(ax: Axes, rows: pd.DataFrame, labels: list[str]) -> float:
    """Draw stems, marks, intervals and counts; return the height in points that they need."""
    from matplotlib.ticker import MaxNLocator

    texts = [wrap(ax, label, width=fitted(ax, _LABEL_WIDTH), size=LABEL) for label in labels]
    y = _positions(texts, rows["log_ratio"].to_list())
    reach = max(2.0, 1.15 * float(rows["log_ratio"].abs().max()))
    ax.set_xlim(-reach if (rows["log_ratio"] < 0).any() else -reach / 3, reach)
    ax.set_ylim(y[-1] + 0.9, -0.9)
    ax.axvline(0, color=style.LINE, linewidth=1)
    low, high = (rows[f"log_ratio_{end}"].fillna(rows[f"count_{end}"]) for end in ("low", "high"))
    hollow = (rows["log_ratio_low"] <= 0) & (rows["log_ratio_high"] >= 0)
    for at, ratio, left, right, empty in zip(y, rows["log_ratio"], low, high, hollow, strict=True):
        _lollipop(ax, at, ratio, (left, right), hollow=empty)
    for at, n, other in zip(y, rows["n"], rows["n_reference"], strict=True):
        note(ax, f"{n:,} : {other:,}", (1, at), (10, 0), coords=RIGHT)
    note(ax, "대상 : 비교(회)", (1, -1.05), (10, 0), coords=RIGHT, colour=style.QUIET)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=9, integer=True))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:+.0f}".replace("-", "−") if value else "0")
    label_rows(ax, y, texts, xlabel="로그 비(log2): +1은 대상에서 두 배, −1은 절반")
    ax.tick_params(axis="y", pad=8)  # room for an arrow at the edge
    lead_rows(ax, rows[TERM].to_dict("records"), zip(rows["log_ratio"].tolist(), y, strict=True))
    return (y[-1] + 1.8) * _PITCH


def _positions(texts: list[str], ratios: list[float]) -> list[float]:
    """Place rows downwards, by their lines of label, with a gap between the two sides."""
    # Labels of one, two and one lines with the ratios 2, 1, -1: steps of 1, 1.6 and 1 give 0.0 and 1.3, and, 0.6
    # farther down for the other side, 3.2.
    y, cursor = [], 0.0
    for i, text in enumerate(texts):
        step = max(1.0, 0.8 * (text.count("\n") + 1))
        if i and ratios[i] < 0 <= ratios[i - 1]:
            cursor += 0.6
        y.append(cursor + step / 2 - 0.5)
        cursor += step
    return y


def _marks(rows: pd.DataFrame) -> str:
    """Say in Korean what lines and marks mean."""
    if rows["log_ratio_low"].notna().any():
        return (
            "가는 선은 글을 단위로 한 95% 구간(단어마다의 것이고, 뚜렷한지는 보정한 p로 판단), "
            "속이 빈 표식은 구간이 0을 품는 단어"
        )
    return "가는 선은 빈도의 오차만 본 95% 범위" if rows["count_low"].notna().any() else ""


def _lollipop(ax: Axes, y: float, ratio: float, interval: tuple[float, float], *, hollow: bool) -> None:
    """Draw one term: interval, stem and mark, and arrows where the interval leaves the chart."""
    colour = style.colour("blue" if ratio >= 0 else "orange")
    left, right = ax.get_xlim()
    if not np.isnan(interval).any():
        low, high = max(interval[0], left), min(interval[1], right)
        ax.plot([low, high], [y, y], color=style.QUIET, linewidth=0.9, zorder=1, gid="interval")
    for edge, beyond, marker in ((left, interval[0] < left, "<"), (right, interval[1] > right, ">")):
        if beyond:
            ax.plot([edge], [y], marker=marker, markersize=4, color=style.QUIET, clip_on=False, gid="arrow")
    ax.plot([0, ratio], [y, y], color=colour, linewidth=2.6, solid_capstyle="butt", zorder=2, gid="stem")
    shape, size = ("o", 8) if ratio >= 0 else ("D", 7)
    ax.plot([ratio], [y], marker=shape, markersize=size, color=colour, markerfacecolor="white" if hollow else colour,
            markeredgewidth=1.8, zorder=3, gid="mark")  # fmt: skip


def _value(value: float, measure: str) -> str:
    """Write a contribution with its unit."""
    return f"{100 * value:+.2f}%p".replace("-", "−") if measure == "proportion" else f"{value:.4f}비트"


def _whole(table: pd.DataFrame) -> bool:
    """Whether the rows are the whole vocabulary of both sides."""
    about = schema.about(table)
    return min(about.covered or 0.0, about.covered_reference or 0.0) >= _WHOLE


def _shift_title(table: pd.DataFrame, rows: pd.DataFrame, labels: list[str]) -> str:
    """State which term adds most, and for JSD how far the two are apart."""
    best = rows.iloc[0]
    tied = int((table["rank"] == 1).sum())
    who = f"‘{labels[0]}’" + (f" 등 {tied}개" if tied > 1 else "")
    each = "각각 " if tied > 1 else ""
    if schema.about(table).measure == "jsd":
        most = f"{attach(who, '이/가')} {each}가장 많이 보탠다({best['contribution']:.4f}비트)"
        apart = f"두 자료의 단어 분포는 JSD {schema.about(table).total:.3f}비트만큼 다르고 "
        return (apart if _whole(table) else "") + most
    gap = 100 * float(best["contribution"])
    if tied > 1:
        return f"{attach(who, '이/가')} 각각 {abs(gap):.2f}%p로 비중 차이가 가장 크다"
    side = "높다" if gap > 0 else "낮다"
    return f"{who} 비중이 비교 자료보다 {abs(gap):.2f}%p {side}"


def _draw_shift(ax: Axes, rows: pd.DataFrame, labels: list[str], *, formula: str, owned: bool) -> float:
    """Draw bars with their values, and both counts; return the height in points."""
    width = fitted(ax, _LABEL_WIDTH) * (_SIDES if narrow(ax) else 1.0)
    texts = [wrap(ax, label, width=width, size=LABEL) for label in labels]
    y, end = stacked(texts)
    right = (rows["share"] > rows["share_reference"]).to_numpy()
    scale = 100.0 if formula == "proportion" else 1.0
    values = rows["contribution"].abs().to_numpy(dtype=np.float64) * scale * np.where(right, 1, -1)
    for at, value, ours in zip(y, values, right, strict=True):
        ax.barh(at, value, height=_BAR, color=style.colour("blue" if ours else "orange"),
                hatch="" if ours else style.hatch(1), edgecolor="white", linewidth=0)  # fmt: skip
        text = f"{abs(value):.2f}" if formula == "proportion" else f"{abs(value):.4f}"
        note(ax, text, (value, at), (4 if ours else -4, 0), ha="left" if ours else "right")
    beside = widest(ax, texts, LABEL) + (_TIGHT if narrow(ax) else 0.0)
    _limit_x(ax, values, wide=room(ax, owned=owned, beside=beside))
    ax.set_ylim(end, 0)
    ax.axvline(0, color=style.LINE, linewidth=1)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
    label_rows(ax, y, texts, xlabel=_AXES[formula])
    lead_rows(ax, rows[TERM].to_dict("records"), zip(values.tolist(), y, strict=True))
    for k, (head, column) in enumerate((("대상(회)", "n"), ("비교(회)", "n_reference")), 1):
        number_column(ax, head, y, [f"{n:,}" for n in rows[column]], k * _COLUMN)
    return end * _SHIFT_PITCH


def _limit_x(ax: Axes, values: npt.NDArray[np.float64], *, wide: float) -> None:
    """Leave room on each side that has bars for the number at their end."""
    # Bars from -1 to 3 on a plot of 200 points with numbers of 40 on both sides: the bars get 120 points, 30 a unit,
    # so the limits become -1 - 40/30 and 3 + 40/30.
    low, high = min(values.min(), 0.0), max(values.max(), 0.0)
    number = measure(ax, "0.0000", NOTE)[0] + _AIR
    plot = max(wide - 2 * _COLUMN - _AIR, (2.4 if narrow(ax) else 4.0) * number)
    air = (high - low) * number / (plot - number * ((low < 0) + (high > 0)))
    ax.set_xlim(low - air * (low < 0), high + air * (high > 0))
