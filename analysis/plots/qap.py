"""QAP: how alike the networks of several groups are, pair by pair."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked, require_rows, room
from analysis.plots.chart_data import footer, joined
from analysis.plots.lettering import LABEL, NOTE, fitted, measure, note, widest, wrap
from analysis.plots.strip import ink
from analysis.schema.printed import bounded, p_equals

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST = 12  # groups drawn
_CELL, _ROW, _LABEL_WIDTH = 96.0, 40.0, 120.0
_PALE = "#F2F2F2"
_TAILS = {"greater": "한쪽(큰 쪽)", "less": "한쪽(작은 쪽)", "two-sided": "양쪽"}


def qap(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the correlations of networks as a matrix of groups, with the p of every pair.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.qap`.
    title : str, optional
        A headline; without it the pair that is most alike.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        A cell a pair with r, p and the number of terms; the greater r, the darker the cell.

    Raises
    ------
    SchemaError
        If the table is not one of QAP.
    FigureError
        If it has no rows, or more than 12 groups.
    FontError
        If a name has a character that the font lacks.
    """
    what = checked("qap", table, schema.QAP, message("correlations of networks"))
    require_rows(table, what=what, noun=message("correlations of networks"), hint=message("give two networks"))
    groups = list(dict.fromkeys([*table["group_a"].astype(str), *table["group_b"].astype(str)]))
    if len(groups) > _MOST:
        msg = message(
            "{what}: {n} groups are more than a picture shows ({most}); draw some, or show the table",
            what=what,
            n=len(groups),
            most=_MOST,
        )
        raise FigureError(msg)
    about = schema.about(table)
    chosen = {"shared": "함께 있는 단어만 비교", "union": "어느 한쪽에 있는 단어를 모두 비교"}.get(
        about.nodes_of or "", ""
    )
    rule = f"순열 {about.permutations:,}번, {_TAILS.get(about.tail or '', '')} p" if about.permutations else ""
    subtitle = joined(chosen, rule) + ". 칸은 상관계수 r, p, 비교한 단어 수. 짙을수록 비슷하다"
    foot = " ".join(f"{line}." for line in about.caution or ())
    rows = table.to_dict("records")
    told = " ".join(f"{row['group_a']}, {row['group_b']}: {_said(row).replace(chr(10), ', ')}." for row in rows)
    head = title or _title(table)
    return chart(
        "qap",
        ax,
        Texts(head, subtitle, " · ".join(filter(None, [foot, footer(table)])), map(visible, groups)),
        lambda axes: _draw(axes, groups, rows, owned=ax is None),
        alt=f"네트워크의 상관(QAP). {head}. {told}",
        numbers=table[[c.name for c in schema.QAP]],
    )


def _said(row: dict[Any, Any]) -> str:
    """Write the numbers of a pair."""
    if math.isnan(float(row["r"])):
        return f"–\n{int(row['terms']):,}개"
    return f"r = {bounded(float(row['r']))}\n{p_equals(float(row['p']))}\n{int(row['terms']):,}개"


def _title(table: pd.DataFrame) -> str:
    """State which pair is most alike."""
    known = table[table["r"].notna()]
    if known.empty:
        return "상관을 계산할 수 있는 쌍이 없다"
    row = known.iloc[int(known["r"].to_numpy().argmax())]
    a, b = visible(str(row["group_a"])), visible(str(row["group_b"]))
    pair = f"{attach(a, '과/와')} {b}의"
    numbers = f"(r = {bounded(float(row['r']))}, {p_equals(float(row['p']))})"
    return f"{pair} 연결이 가장 비슷하다{numbers}" if len(known) > 1 else f"{pair} 연결의 상관{numbers}"


def _draw(ax: Axes, groups: list[str], rows: list[dict[Any, Any]], *, owned: bool) -> float:
    """Draw the lower half of the matrix; return the height in points that it needs."""
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.patches import Rectangle

    there = {frozenset((str(row["group_a"]), str(row["group_b"]))): row for row in rows}
    names = [wrap(ax, visible(name), width=fitted(ax, _LABEL_WIDTH), size=LABEL) for name in groups[1:]]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, names, LABEL) + 8))
    cell = min(_CELL, wide / max(len(groups) - 1, 1))
    heads = [wrap(ax, visible(name), width=cell - 4, size=NOTE) for name in groups[:-1]]
    top = max(measure(ax, head, NOTE)[1] for head in heads) + 4
    for k, head in enumerate(heads):
        ax.text((k + 0.5) * cell, top - 3, head, ha="center", va="bottom", fontsize=NOTE, linespacing=1.1)
    y = top
    for i, name in enumerate(names, start=1):
        texts = [_said(row) if (row := there.get(frozenset((groups[i], groups[k])))) else "" for k in range(i)]
        height = max(_ROW, *(measure(ax, text, NOTE)[1] + 8 for text in texts), measure(ax, name, LABEL)[1] + 6)
        note(ax, name, (0, y + height / 2), (-8, 0), ha="right", va="center", size=LABEL, leading=1.1)
        for k, text in enumerate(texts):
            row = there.get(frozenset((groups[i], groups[k])))
            if row is None:
                continue
            r = float(row["r"])
            share = 0.1 + 0.8 * max(0.0, r) if not math.isnan(r) else 0.0
            red, green, blue = (1 - share * (1 - part) for part in to_rgb(style.colour("blue")))
            fill = (red, green, blue) if share else to_rgb(_PALE)
            ax.add_patch(Rectangle((k * cell + 1, y + 1), cell - 2, height - 2, facecolor=to_hex(fill),
                                   edgecolor=style.LINE, linewidth=0.8))  # fmt: skip
            ax.text((k + 0.5) * cell, y + height / 2, text, ha="center", va="center", fontsize=NOTE, linespacing=1.15,
                    color=ink(fill))  # fmt: skip
        y += height
    ax.set_xlim(0, wide)
    ax.set_ylim(y, 0)
    ax.set_axis_off()
    return y
