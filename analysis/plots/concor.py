"""CONCOR: how densely blocks are tied, beside their members."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked, require_rows, room
from analysis.plots.chart_data import footer, joined
from analysis.plots.lettering import LABEL, NOTE, fitted, measure, note, widest, wrap
from analysis.plots.strip import ink

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 16  # blocks drawn
_NAMED = 20  # members written out
_MEMBERS = 200.0  # points
_CELL, _ROW = 72.0, 36.0
_PALE = "#F2F2F2"


def concor(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the density of ties between blocks as a matrix with its numbers, and the members of each beside it.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.concor`, whole.
    title : str, optional
        A headline; without it the two blocks, or the one, that are tied most densely.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        A row and a column a block. Cells at or above the density of the network are coloured, the denser the darker;
        at the left stand the members, those with most ties first.

    Raises
    ------
    SchemaError
        If the table is not one of CONCOR, or lost its attrs.
    FigureError
        If it has no rows, or more than 16 blocks.
    FontError
        If a term has a character that the font lacks.
    """
    what = checked("concor", table, schema.CONCOR, message("blocks"))
    require_rows(table, what=what, noun=message("blocks"), hint=message("give more terms"))
    about = schema.require_about(table, ["block_density", "image", "r2"], what=what, maker="stats.concor")
    density = [list(row) for row in schema.require_stated(about.block_density)]
    image = [list(row) for row in schema.require_stated(about.image)]
    if len(density) > _MOST:
        msg = message(
            "{what}: {n} blocks are more than a picture shows ({most}); give fewer splits, or show the table",
            what=what,
            n=len(density),
            most=_MOST,
        )
        raise FigureError(msg)
    members = [_members(table[table["block"] == k + 1]) for k in range(len(density))]
    r2 = (
        "" if about.r2 is None or math.isnan(about.r2) else f"블록 밀도가 연결의 분산을 설명하는 비율 R²={about.r2:.2f}"
    )
    subtitle = joined(about.window, about.base, about.convention)
    foot = ". ".join(
        filter(
            None,
            [
                "칸의 수는 두 블록 사이(대각선은 블록 안)의 평균 연결. 색칠한 칸은 전체 평균 이상",
                r2,
                "블록은 연결 상대가 비슷한 단어이며, 한 블록의 단어가 함께 나온다는 뜻이 아니다",
                footer(table),
            ],
        )
    )
    head = title or _title(density)
    told = " ".join(
        f"블록 {k + 1}: {', '.join(names)}. 연결 {', '.join(map(_number, row))}."
        for k, (names, row) in enumerate(zip(members, density, strict=True))
    )
    labels = [name for names in members for name in names]
    numbers = table[[c.name for c in schema.CONCOR]]
    alt = f"CONCOR 블록의 밀도. {head}. {told}"
    return chart(
        "concor",
        ax,
        Texts(head, subtitle, foot, labels),
        lambda axes: _draw(axes, density, image, members, owned=ax is None),
        alt=alt,
        numbers=numbers,
    )


def _members(rows: pd.DataFrame) -> list[str]:
    """Name the members of a block, those with most ties first."""
    order = rows.assign(term=rows["term"].astype(str)).sort_values(["degree", "term"], ascending=[False, True])
    return [visible(term) for term in order["term"]]


def _number(value: float) -> str:
    """Write a density; whole numbers of windows need no digits behind the point from 10 on."""
    if math.isnan(value):
        return "–"
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _title(density: list[list[float]]) -> str:
    """State where ties are densest."""
    cells = [
        (value, -i, -j)
        for i, row in enumerate(density)
        for j, value in enumerate(row)
        if i <= j and not math.isnan(value)
    ]
    value, i, j = max(cells)
    a, b = 1 - i, 1 - j
    if a == b:
        return f"블록 {a} 안의 연결이 가장 조밀하다(평균 {_number(value)})"
    return f"{attach(f'블록 {a}', '과/와')} 블록 {b} 사이의 연결이 가장 조밀하다(평균 {_number(value)})"


def _draw(
    ax: Axes, density: list[list[float]], image: list[list[int]], members: list[list[str]], *, owned: bool
) -> float:
    """Draw the matrix; return the height in points that it needs."""
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.patches import Rectangle

    width = fitted(ax, _MEMBERS)
    names = []
    for k, terms in enumerate(members):
        more = f" 외 {len(terms) - _NAMED:,}개" if len(terms) > _NAMED else ""
        names.append(wrap(ax, f"블록 {k + 1} ({len(terms)}) {', '.join(terms[:_NAMED])}{more}", width=width, size=NOTE))
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, names, NOTE) + 8))
    cell = min(_CELL, wide / len(density))
    top = LABEL + 8
    most = max((value for row in density for value in row if not math.isnan(value)), default=1.0) or 1.0
    y = top
    for k in range(len(density)):
        ax.text((k + 0.5) * cell, top - 3, f"{k + 1}", ha="center", va="bottom", fontsize=LABEL)
    for i, name in enumerate(names):
        height = max(_ROW, measure(ax, name, NOTE)[1] + 8)
        note(ax, name, (0, y + height / 2), (-8, 0), ha="right", va="center", leading=1.2)
        for j, value in enumerate(density[i]):
            share = 0.2 + 0.8 * value / most if image[i][j] and not math.isnan(value) else 0.0
            red, green, blue = (1 - share * (1 - part) for part in to_rgb(style.colour("blue")))
            fill = (red, green, blue) if share else to_rgb(_PALE)
            ax.add_patch(Rectangle((j * cell + 1, y + 1), cell - 2, height - 2, facecolor=to_hex(fill),
                                   edgecolor=style.LINE, linewidth=1.4 if share else 0.5))  # fmt: skip
            ax.text((j + 0.5) * cell, y + height / 2, _number(value), ha="center", va="center", fontsize=NOTE,
                    color=ink(fill) if share else style.QUIET)  # fmt: skip
        y += height
    ax.set_xlim(0, wide)
    ax.set_ylim(y, 0)
    ax.set_axis_off()
    return y
