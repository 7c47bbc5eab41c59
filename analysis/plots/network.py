"""The network of terms that stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, OptionError
from analysis.korean import attach, visible
from analysis.plots.canvas import LABEL, Words, drawing, finish, room
from analysis.plots.placing import Array, inner, measured, spread, tall_enough, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Weight = Literal["n", "jaccard", "npmi", "g2"]

WEIGHTS = {"n": "함께 나온 횟수", "jaccard": "자카드 계수", "npmi": "NPMI", "g2": "G²"}
LEAST = 30
_LARGEST = 15.0
_HEIGHT = 330.0
_SLACK = 4
CAPTION = "선이 굵을수록 값이 크고, 글자가 클수록 나온 곳이 많다. 위치와 방향에는 뜻이 없다."


def network(
    table: pd.DataFrame,
    *,
    top: int = 50,
    weight: Weight = "n",
    seed: int = 1,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw terms that stand together as a network.

    The `top` strongest edges are drawn; where the cut would split equal values, all of them if that adds no more than
    a quarter of `top`, otherwise none. The subtitle gives the rule and the least value drawn.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.cooccurrence` over sentences, or over 30 windows or more.
    top : int
        How many edges, 1 or more.
    weight : {"n", "jaccard", "npmi", "g2"}
        What chooses the edges and their width.
    seed : int
        Seed of the places; the same seed gives the same picture.
    title : str, optional
        A headline; without it the strongest pair.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide. Places fit the Axes as it is at the call.

    Returns
    -------
    Axes
        One Text per term, one line per edge.

    Raises
    ------
    SchemaError
        If the table is not one of co-occurrence.
    FigureError
        If it has no edges, rests on fewer than 30 documents or paragraphs, or its labels do not fit.
    OptionError
        If `top` is below 1 or the weight unknown.
    FontError
        If a term has a character that the font lacks.

    References
    ----------
    Layout: Kamada, T. & Kawai, S. (1989), over the number of steps between terms, as in networkx.
    """
    what = "plots.network"
    schema.check(table, schema.COOCCURRENCE, what=f"{what}: co-occurrence")
    _hold(table, top, weight, what)
    edges, note = _cut(table.dropna(subset=[weight]), top, weight)
    if edges.empty:
        msg = f"{what}: the table has no edge with a {weight}, so there is nothing to draw; lower minimum"
        raise FigureError(msg)
    held = _held(edges)
    words = Words(title or _finding(edges, weight), _basis(table, edges, weight, note), CAPTION)
    style.require_glyphs([*map(visible, held), words.title, words.subtitle], what=what)
    with drawing(ax) as axes:
        axes.set_axis_off()
        _draw(axes, edges, held, weight=weight, seed=seed, words=words, owned=ax is None)
    pairs = [f"{visible(a)}–{visible(b)} {_value(v, weight)}" for a, b, v in _triples(edges, weight)]
    alt = f"공기어 연결망. {words.title}. {words.subtitle}. 이어진 낱말: {', '.join(pairs)}."
    columns = ["source", "target", "n"] if weight == "n" else ["source", "target", "n", weight]
    style.describe(axes, chart="network", alt=alt, numbers=edges[columns])
    return axes


def _hold(table: pd.DataFrame, top: int, weight: str, what: str) -> None:
    """Refuse options that are none, and too few windows."""
    if top < 1:
        msg = f"{what}: top is {top}; give 1 or more"
        raise OptionError(msg)
    if weight not in WEIGHTS:
        msg = f"{what}: no weight {weight!r}; choose one of {', '.join(WEIGHTS)}"
        raise OptionError(msg)
    within, windows = table.attrs.get("within", "sentence"), int(table.attrs.get("windows", LEAST))
    if within != "sentence" and windows < LEAST:
        msg = (
            f"{what}: {windows} {within}(s) are too few for a network; take {LEAST} or more, "
            'or stats.cooccurrence(within="sentence")'
        )
        raise FigureError(msg)


def _cut(table: pd.DataFrame, top: int, weight: str) -> tuple[pd.DataFrame, str]:
    """Keep the strongest edges without splitting equal ones, and say what the cut did."""
    order = table.sort_values([weight, "source", "target"], ascending=[False, True, True], ignore_index=True)
    if len(order) <= top:
        return order, ""
    value = order[weight].iloc[top - 1]
    above, through = int((order[weight] > value).sum()), int((order[weight] >= value).sum())
    if through <= top + max(1, top // _SLACK):
        return order.head(through), f"상위 {through}쌍"
    if above:
        return order.head(above), f"상위 {above}쌍(값이 같은 다음 {through - above:,}쌍은 뺌)"
    return order.head(top), f"값이 같은 {through:,}쌍 가운데 가나다순 {top}쌍"


def _held(edges: pd.DataFrame) -> dict[str, int]:
    """Terms in alphabetical order, with the windows that each is in."""
    ends = [(edges["source"], edges["n_source"]), (edges["target"], edges["n_target"])]
    return dict(sorted((str(name), int(n)) for names, ns in ends for name, n in zip(names, ns, strict=True)))


def _triples(edges: pd.DataFrame, weight: str) -> list[tuple[str, str, float]]:
    columns = (edges["source"].astype(str), edges["target"].astype(str), edges[weight].astype(float))
    return list(zip(*columns, strict=True))


def _value(value: float, weight: str) -> str:
    return f"{value:,.0f}회" if weight == "n" else f"{value:.2f}"


def _finding(edges: pd.DataFrame, weight: str) -> str:
    """State the strongest pair; ties are named as ties."""
    a, b, value = _triples(edges, weight)[0]
    tied = int((edges[weight] == value).sum())
    many = f" 등 {tied:,}쌍" if tied > 1 else ""
    last = f"‘{visible(b)}’{many}"
    pair = f"{attach(f'‘{visible(a)}’', '과/와')} {attach(last, '이/가')}"
    each = "씩" if tied > 1 else ""
    if weight == "n":
        return f"{pair} 가장 자주 함께 나온다({_value(value, weight)}{each})"
    return f"{pair} 가장 강하게 이어진다({WEIGHTS[weight]} {_value(value, weight)})"


def _basis(table: pd.DataFrame, edges: pd.DataFrame, weight: str, note: str) -> str:
    """Say what was counted and which edges are drawn."""
    attrs = table.attrs
    least = f"{WEIGHTS[weight]} {_value(float(edges[weight].min()), weight)} 이상"
    floor = f"함께 {attrs['minimum']:,}회 이상인 쌍" if "minimum" in attrs else ""
    parts = (attrs.get("window"), attrs.get("base"), attrs.get("layer"), floor, least, note)
    return ", ".join(str(part) for part in parts if part)


def _draw(
    ax: Axes, edges: pd.DataFrame, held: dict[str, int], *, weight: str, seed: int, words: Words, owned: bool
) -> None:
    """Place the terms, draw the lines and write the labels."""
    most = max(held.values())
    fonts = [LABEL + (_LARGEST - LABEL) * (n / most) ** 0.5 for n in held.values()]
    labels = [visible(name) for name in held]
    sizes = measured(ax, labels, fonts)
    height = tall_enough(sizes, room(ax, owned=owned), least=_HEIGHT, share=0.12)
    finish(ax, words, owned=owned, height=height)
    area = inner(ax)
    order = np.argsort([-n for n in held.values()], kind="stable")  # the largest stay nearest to their places
    at = np.empty_like(sizes)
    at[order] = spread((_layout(edges, list(held), seed) * area)[order], sizes[order], area=area)
    ax.set_xlim(0, area[0])
    ax.set_ylim(0, area[1])
    place = dict(zip(held, at, strict=True))
    values = edges[weight].to_numpy(dtype=float)
    low, wide = min(0.0, values.min()), (values.max() - min(0.0, values.min())) or 1.0
    for a, b, value in _triples(edges, weight):
        (x0, y0), (x1, y1) = place[a], place[b]
        width = 0.6 + 4.4 * (value - low) / wide
        ax.plot([x0, x1], [y0, y1], color=style.colour("sky"), alpha=0.75, linewidth=width, zorder=1)
    for label, font, where in zip(labels, fonts, at, strict=True):
        write(ax, label, where, size=font)


def _layout(edges: pd.DataFrame, names: list[str], seed: int) -> Array:
    """Places of the terms between 0 and 1: as far apart as the steps from one to the other."""
    import networkx as nx  # only this chart needs it

    graph: Any = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(zip(edges["source"].astype(str), edges["target"].astype(str), strict=True))
    steps = {a: dict(found) for a, found in nx.all_pairs_shortest_path_length(graph)}
    apart = 0.6 * max(n for found in steps.values() for n in found.values()) + 1  # between parts without a path
    distance = {a: {b: float(steps[a].get(b, apart)) for b in names} for a in names}
    start = nx.random_layout(graph, seed=seed)
    found = nx.kamada_kawai_layout(graph, dist=distance, pos=start)
    at = np.array([found[name] for name in names], dtype=np.float64)
    low, high = at.min(axis=0), at.max(axis=0)
    return np.asarray((at - low) / np.where(high > low, high - low, 1.0))
