"""The chart of agents: who acts in the clauses in which a frame's words stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import style
from analysis.plots.canvas import LABEL, NOTE, Words, drawing, finish, measure, room, wrap
from analysis.plots.matrix import counted
from analysis.plots.tables import Frame, footer

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LABELS = {"subject": "드러난 주어", "we": "우리", "none": "주어 없음"}
_PITCH = 22.0  # points from bar to bar
_HEAD = 1.1  # bars: the line above the bars of a frame
_GAP = 0.5
_NAME = 120.0
_METHOD = "프레임 어휘가 든 절의 주어를 센 횟수. 한국어는 주어를 자주 생략하므로 주어가 없는 절도 막대로 보인다"


def agents(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw bars of who acts, frame by frame: an overt subject, 우리, or none; clauses without a subject are a bar too.

    Parameters
    ----------
    table : DataFrame
        Columns frame, agent_kind (subject, we, none) and n (counted hits), every frame with every kind, zeros
        included; rows of one kind, such as different subjects, are added up. Labels and colours come from its attrs.
    title : str, optional
        A headline; without it how many of all hits have no subject.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One bar per frame and kind from 0, with count and share at its end; a frame with fewer than 5 hits has
        counts alone.

    Raises
    ------
    SchemaError
        If columns are missing, or a frame lacks a kind that another has.
    FigureError
        If the table has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.agents"
    frames, counts = counted(table, column="agent_kind", labels=LABELS, what=what)
    named = [LABELS.get(name, name) for name in counts.columns]
    words = Words(title or _finding(counts), _METHOD, footer(table))
    style.require_glyphs([words.title, words.footer, *named, *(frame.label for frame in frames)], what=what)
    with drawing(ax) as axes:
        height = _draw(axes, frames, counts, named, owned=ax is None)
        finish(axes, words, owned=ax is None, height=height)
    lines = [
        f"{frame.label}: {', '.join(f'{name} {n:,}회' for name, n in zip(named, row, strict=True))}."
        for frame, row in zip(frames, counts.to_numpy().tolist(), strict=True)
    ]
    alt = f"행위 주체 막대그림. {words.title}. {' '.join(lines)}"
    style.describe(axes, chart="agents", alt=alt, numbers=table[["frame", "agent_kind", "n"]])
    return axes


def _finding(counts: pd.DataFrame) -> str:
    """State how many hits stand in a clause without a subject."""
    total = int(counts.to_numpy().sum())
    if not total:
        return "프레임 어휘가 나오지 않아 주어도 없다"
    parts = [(LABELS[kind], int(counts[kind].sum())) for kind in ("none", "we") if kind in counts.columns]
    shares = [f"({n / total:.0%})" if total >= 5 else "" for _, n in parts]
    said = ", ".join(f"‘{label}’ {n:,}회{share}" for (label, n), share in zip(parts, shares, strict=True))
    return f"프레임 어휘 {total:,}회 가운데 {said}"


def _draw(ax: Axes, frames: list[Frame], counts: pd.DataFrame, named: list[str], *, owned: bool) -> float:
    """Draw the bars under the names of their frames; return the height in points that they need."""
    from matplotlib.ticker import MaxNLocator

    names = [wrap(ax, name, width=_NAME, size=LABEL) for name in named]
    most = int(counts.to_numpy().max())
    aside = measure(ax, f"{most:,}회(100%)", NOTE)[0] + 12
    margin = max(measure(ax, name, LABEL)[0] for name in names) + 8 if owned else 0.0
    wide = room(ax, owned=owned) - margin - aside
    ax.set_xlim(0, max(most, 1) * (1 + aside / max(wide, 72.0)))
    y, ticks, rows = 0.0, [], counts.to_numpy().tolist()
    for k, (frame, row) in enumerate(zip(frames, rows, strict=True)):
        title = wrap(ax, frame.label, width=wide, size=LABEL)
        y += _HEAD * (title.count("\n") + 1)
        ax.annotate(title, (0, y - 0.45), (2, 0), textcoords="offset points", va="bottom", fontsize=LABEL,
                    fontweight="normal", annotation_clip=False)  # fmt: skip
        for n in row:
            ax.barh(y, n, height=0.62, color=frame.colour, hatch=style.hatch(k), edgecolor=style.INK, linewidth=0.6)
            share = f"({n / sum(row):.0%})" if sum(row) >= 5 else ""
            ax.annotate(f"{n:,}회{share}", (n, y), (5, 0), textcoords="offset points", va="center_baseline",
                        fontsize=NOTE, annotation_clip=False)  # fmt: skip
            ticks.append(y)
            y += max(1.0, 0.7 * max(name.count("\n") + 1 for name in names))
        y += _GAP
    ax.set_yticks(ticks, names * len(frames), fontsize=LABEL, linespacing=1.1)
    ax.set_ylim(y - _GAP - 0.4, -0.1)
    marks = MaxNLocator(nbins=6, integer=True).tick_values(0, max(most, 1))
    ax.set_xticks([t for t in marks if 0 <= t <= max(most, 1)])
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.set_xlabel("프레임 어휘가 나온 횟수(회)", fontsize=LABEL, color=style.INK)
    ax.tick_params(axis="y", length=0)
    ax.axvline(0, color=style.LINE, linewidth=1)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.spines["bottom"].set_bounds(0, max(most, 1))
    return (y - _GAP - 0.3) * _PITCH
