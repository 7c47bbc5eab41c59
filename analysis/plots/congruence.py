"""Congruence: which actor stands on which side of which concept, as a table of marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, SchemaError
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked, room
from analysis.plots.chart_data import footer
from analysis.plots.lettering import LABEL, NOTE, fitted, measure, note, widest, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW, _CELL = 24.0, 110.0  # points: height of a row, widest column
_MARK = 16.0  # points: a mark with the air around it, without its number
_LABEL_WIDTH = 130.0
_MOST_ACTORS, _MOST_CONCEPTS = 60, 12
_OFFSET = 13.0  # points between the two marks of a cell
_DRAWN = ("source", "target", "congruence", "conflict", "value", "shared_concepts")


def congruence(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw actors by concepts: filled circles for statements in favour, open ones for statements against.

    It stands before any network: a tie of two actors is nothing but sides that they share here.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.congruence`.
    title : str, optional
        A headline; without it the two actors that agree most and those that are furthest apart.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        A row an actor, a column a concept; the number of statements stands beside every circle.

    Raises
    ------
    SchemaError
        If the table is none of congruence, or lost its attrs.
    FigureError
        If there are more than 60 actors or 12 concepts, or the paper is too narrow for the concepts.
    FontError
        If a name has a character that the font lacks.
    """
    what = checked("congruence", table, schema.CONGRUENCE, message("congruence"))
    about = schema.about(table)
    if not about.positions:
        msg = message(
            "{what}: the table lost what its attrs said of positions; pass it as framing.congruence gave it", what=what
        )
        raise SchemaError(msg)
    actors = sorted({one.actor for one in about.positions})
    concepts = sorted({one.concept for one in about.positions})
    if len(actors) > _MOST_ACTORS or len(concepts) > _MOST_CONCEPTS:
        msg = message(
            "{what}: {n} actors and {m} concepts are more than a picture shows ({most} and {least}); draw some of them",
            what=what,
            n=len(actors),
            m=len(concepts),
            most=_MOST_ACTORS,
            least=_MOST_CONCEPTS,
        )
        raise FigureError(msg)
    names = {concept: about.frame_labels.get(concept, concept) for concept in concepts}
    head = title or _title(table)
    subtitle = "채운 원은 찬성, 빈 원은 반대한 진술이고 옆의 수는 진술 수다"
    foot = " · ".join(filter(None, [". ".join(filter(None, [about.base, *(about.caution or ())])), footer(table)]))
    sides = [f"{one.actor}, {names[one.concept]}: 찬성 {one.agree}, 반대 {one.disagree}." for one in about.positions]
    labels = [*map(visible, actors), *map(visible, names.values())]
    drawn: Any = lambda axes: _draw(axes, about.positions or (), names, owned=ax is None)  # noqa: E731
    alt = f"행위자와 개념의 표. {head}. {' '.join(sides)}"
    return chart("congruence", ax, Texts(head, subtitle, foot, labels), drawn, alt=alt, numbers=table[list(_DRAWN)])


def _title(table: pd.DataFrame) -> str:
    """State who agrees most, and who is furthest apart."""
    if table.empty:
        return "같은 개념을 말한 행위자가 없다"
    near = table.iloc[int(table["congruence"].to_numpy().argmax())]
    far = table.iloc[int(table["conflict"].to_numpy().argmax())]
    said = []
    if near["congruence"] > 0:
        said.append(f"가장 일치하는 짝은 {visible(near['source'])} · {visible(near['target'])}")
    if far["conflict"] > 0:
        said.append(f"가장 맞서는 짝은 {visible(far['source'])} · {visible(far['target'])}")
    return ", ".join(said) or "일치하거나 맞서는 짝이 없다"


def _draw(ax: Axes, positions: tuple[schema.Position, ...], names: dict[str, str], *, owned: bool) -> float:
    """Draw the table; return the height in points that it needs."""
    actors = sorted({one.actor for one in positions})
    written = [wrap(ax, visible(actor), width=fitted(ax, _LABEL_WIDTH), size=LABEL) for actor in actors]
    wide = max(72.0, room(ax, owned=owned, beside=widest(ax, written, LABEL) + 8))
    numbers = [f"{n:,}" for one in positions for n in (one.agree, one.disagree) if n]
    both = any(one.agree and one.disagree for one in positions)
    least = (widest(ax, numbers, NOTE) + _MARK) * (2 if both else 1)
    if wide < least * len(names):
        msg = message(
            "plots.congruence: {m} concepts do not fit beside the names on paper so narrow; choose wider paper, or "
            "draw {least} of them",
            m=len(names),
            least=int(wide / least),
        )
        raise FigureError(msg)
    cell = min(_CELL, wide / len(names))
    upright = widest(ax, [word for name in names.values() for word in visible(name).split()], NOTE) > cell - 4
    width = fitted(ax, _LABEL_WIDTH) if upright else cell - 4
    heads = [wrap(ax, visible(name), width=width, size=NOTE) for name in names.values()]
    if upright:  # a line above each other as long as the column holds them
        held = max(1, int(cell / 13))
        heads = ["\n".join([*head.split("\n")[: held - 1], " ".join(head.split("\n")[held - 1 :])]) for head in heads]
    top = max(measure(ax, head, NOTE)[0 if upright else 1] for head in heads) + 6
    for k, head in enumerate(heads):
        ax.text((k + 0.5) * cell, top - 4, head, ha="center", va="bottom", fontsize=NOTE, linespacing=1.1,
                rotation=90 if upright else 0)  # fmt: skip
    offset = min(_OFFSET, cell / 4)
    columns = {concept: k for k, concept in enumerate(names)}
    there = {(one.actor, one.concept): one for one in positions}
    y = top
    for actor, label in zip(actors, written, strict=True):
        height = max(_ROW, measure(ax, label, LABEL)[1] + 6)
        middle = y + height / 2
        ax.plot([0, cell * len(names)], [y, y], color=style.LINE, linewidth=0.6, zorder=1)
        note(ax, label, (0, middle), (-8, 0), ha="right", va="center", size=LABEL, leading=1.1)
        for concept, k in columns.items():
            one = there.get((actor, concept))
            for n, shift, fill in ((one.agree, -1, style.INK), (one.disagree, 1, "white")) if one else ():
                if n:
                    x = (k + 0.5) * cell + (shift * offset if one and one.agree and one.disagree else 0) - 4
                    ax.plot([x], [middle], linestyle="none", marker="o", markersize=8, color=fill,
                            markeredgecolor=style.INK, markeredgewidth=1.2, zorder=3)  # fmt: skip
                    ax.text(x + 6, middle, f"{n:,}", ha="left", va="center", fontsize=NOTE, color=style.INK)
        y += height
    ax.set_xlim(0, max(wide, cell * len(names)))
    ax.set_ylim(y, 0)
    ax.set_axis_off()
    return y
