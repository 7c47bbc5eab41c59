"""The axis chart: where words stand between two poles, and which of them pull to either side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, SchemaError
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked, require_top
from analysis.plots.chart_data import term_labels
from analysis.plots.lettering import LABEL, RIGHT, fitted, note, wrap
from analysis.plots.row_labels import label_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 19.0  # points from row to row
_LABEL_WIDTH = 130.0
_SCALE = {"embeddings": "위치(유사도의 차)", "usage": "위치(참조 글에서의 쓰임, −1~1)"}
_NEEDED = "bias baseline intensity p_bias null_bias null_mean bias_range covered minus plus model by".split()


def axis(table: pd.DataFrame, *, top: int = 10, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the words that contribute most to either side of an axis, and above them all words as ticks.

    The unit of counting is that of the table: one row is one word. A stem runs from the baseline to the
    position of a word; its occurrences stand at the right. Circles lie on the plus side of the baseline,
    diamonds on the minus side. A dashed line is the bias.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.axis` or `framing.usage` (`schema.AXIS`) with its attrs.
    top : int
        How many words to draw on each side, 1 or more, by contribution.
    title : str, optional
        A headline; without it to which pole the words lean, or that they lean to none.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide, as tall as its rows need.

    Returns
    -------
    Axes
        Words by falling position from the top.

    Raises
    ------
    SchemaError
        If the table is not one of `framing.axis`, or lost its attrs.
    FigureError
        If no word lies off the baseline.
    OptionError
        If `top` is below 1.
    FontError
        If a word has a character that the font lacks.
    """
    what = checked("axis", table, schema.AXIS, message("axis table"))
    about = schema.about(table)
    lost = [name for name in _NEEDED if getattr(about, name) is None]
    if lost:
        msg = message(
            "{what}: the table lost its attrs ({lost}); pass what framing.axis gives", what=what, lost=", ".join(lost)
        )
        raise SchemaError(msg)
    require_top(top, what=what)
    plain = table.assign(
        term=table["lemma"].astype(str), tag=table["tag"].astype(str), size=table["contribution"].abs()
    )
    plain = plain.sort_values(["size", "term", "tag"], ascending=[False, True, True])
    sides = [plain[plain["contribution"] > 0].head(top), plain[plain["contribution"] < 0].head(top)]
    both = pd.concat(sides)
    rows = both.sort_values(["position", "term", "tag"], ascending=[False, True, True], ignore_index=True)
    if rows.empty:
        msg = message("{what}: no word lies off the baseline, so there is nothing to draw; place more words", what=what)
        raise FigureError(msg)
    labels = term_labels(rows)
    about = schema.about(table)
    low, high = (_signed(q) for q in schema.require_stated(about.null_bias))
    least, most = (_signed(q) for q in schema.require_stated(about.bias_range))
    place, null = {
        "embeddings": ("오른쪽 기준어와의 평균 유사도에서 왼쪽 기준어와의 평균을 뺀 값", "무작위 기준어로는"),
        "usage": (
            "참조 글에서 왼쪽 기준어보다 오른쪽 기준어가 든 문장에 얼마나 몰리는지(로그 오즈비의 z, −1~1로 줄임)",
            "참조 글에서 같은 길이의 글을 뽑으면",
        ),
    }[schema.require_stated(about.by)]
    subtitle = (
        f"위치는 {place}(기준어 제외). "
        f"{null} 치우침(점선)의 95%가 {low}~{high}, 기준어를 하나씩 빼면 {least}~{most}. "
        f"세기 {about.intensity:.4f}(p = {about.p_intensity:.2g}). "
        f"기여가 큰 단어 {len(rows)}개, 맨 위 눈금은 단어 {len(table):,}개 전부"
    )
    texts = Texts(title or _title(table), subtitle, _footer(table), labels)
    words = zip(labels, rows["position"], rows["n"], strict=True)
    positions = ", ".join(f"{label} {position:+.2f}({n:,}회)" for label, position, n in words)
    alt = f"두 기준어 묶음 사이의 단어 위치 그림. {texts.title}. 위치: {positions}."
    numbers = rows[[c.name for c in schema.AXIS]]
    return chart("axis", ax, texts, lambda axes: _draw(axes, table, rows, labels), alt=alt, numbers=numbers)


def _signed(value: float) -> str:
    """Write a position with three digits and a real minus."""
    return f"{value:+.3f}".replace("-", "−")


def _pole(seeds: Sequence[str]) -> str:
    """Name a pole by its first four seeds."""
    return "·".join(seeds[:4]) + (f" 등 {len(seeds)}개" if len(seeds) > 4 else "")


def _title(table: pd.DataFrame) -> str:
    """State to which pole the words lean, where random seeds would seldom give as much."""
    about = schema.about(table)
    bias, p = schema.require_stated(about.bias), schema.require_stated(about.p_bias)
    shown = f"치우침 {_signed(bias)}, p {'< 0.001' if p < 0.001 else f'= {p:.2g}'}"
    if p >= 0.05:
        return f"단어가 어느 쪽으로도 뚜렷이 기울지 않는다({shown})"
    side = about.plus if bias > schema.require_stated(about.null_mean) else about.minus
    return f"단어가 ‘{_pole(side or ())}’ 쪽으로 기운다({shown})"


def _footer(table: pd.DataFrame) -> str:
    """Name the material and the model, and what it does not know."""
    about = schema.about(table)
    covered = f"{100 * schema.require_stated(about.covered):.0f}%"
    if about.by == "usage":
        minus, plus = schema.require_stated(about.held)
        return (
            f"단어 {about.n:,}회 · 자리를 매긴 비율 {covered} · {about.model}"
            f"(기준어가 든 문장: 왼쪽 {minus:,}, 오른쪽 {plus:,}; 둘 다 든 {about.both:,}문장은 뺌)"
        )
    return (
        f"단어 {about.n:,}회 · 벡터가 있는 비율 {covered} · {about.model} "
        "· 일반 한국어에서 학습한 벡터로, 이 글의 쓰임이 아니다"
    )


def _draw(ax: Axes, table: pd.DataFrame, rows: pd.DataFrame, labels: list[str]) -> float:
    """Draw ticks, stems, marks and counts; return the height in points that they need."""
    from matplotlib.ticker import MaxNLocator

    texts = [wrap(ax, label, width=fitted(ax, _LABEL_WIDTH), size=LABEL) for label in labels]
    steps = np.array([max(1.0, 0.85 * (text.count("\n") + 1)) for text in texts])
    y = np.cumsum(steps) - steps / 2
    about = schema.about(table)
    middle, bias = schema.require_stated(about.baseline), schema.require_stated(about.bias)
    every = table["position"].to_numpy(dtype=np.float64)
    reach = 1.08 * float(max(np.abs(every).max(), abs(middle), abs(bias), 0.05))
    ax.set_xlim(-reach, reach)
    ax.set_ylim(float(y[-1] + steps[-1] / 2 + 0.4), -1.4)
    ax.vlines(every, -1.0, -0.4, color=style.QUIET, linewidth=0.7, alpha=0.6, gid="tick")
    ax.axvline(middle, color=style.LINE, linewidth=1)
    ax.axvline(bias, color=style.INK, linewidth=1, linestyle=(0, (4, 3)), gid="bias")
    for at, position, n in zip(y, rows["position"], rows["n"], strict=True):
        _draw_word(ax, float(at), float(position), middle)
        note(ax, f"{n:,}회", (1, float(at)), (8, 0), coords=RIGHT)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:+g}".replace("-", "−") if abs(value) > 1e-9 else "0")
    label_rows(ax, [-0.7, *y], [f"전체 {len(table):,}개", *texts])
    poles = [f"← 왼쪽은 {_pole(about.minus or ())}", f"오른쪽은 {_pole(about.plus or ())} →"]
    scale = "\n".join(wrap(ax, line, width=fitted(ax, 330.0), size=LABEL) for line in [_SCALE[str(about.by)], *poles])
    ax.set_xlabel(scale, fontsize=LABEL, color=style.INK, linespacing=1.3)
    return float(y[-1] + steps[-1] / 2 + 1.8) * _PITCH


def _draw_word(ax: Axes, y: float, position: float, middle: float) -> None:
    """Draw a stem from the baseline to a word's position, and the mark there."""
    shape, size, colour = ("o", 8, style.colour("blue")) if position >= middle else ("D", 7, style.colour("orange"))
    ax.plot([middle, position], [y, y], color=colour, linewidth=2.2, solid_capstyle="butt", zorder=2, gid="stem")
    ax.plot([position], [y], marker=shape, markersize=size, color=colour, zorder=3, gid="mark")
