"""The network of terms that stand together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, OptionError
from analysis.korean import attach, visible
from analysis.plots.canvas import Texts, chart, require_top, room
from analysis.plots.chart_data import cut_at_tie, joined
from analysis.plots.lettering import LABEL, plot_size
from analysis.plots.placing import Array, measured, spread, tall_enough, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Weight = Literal["n", "jaccard", "npmi", "g2"]

_WEIGHTS = {"n": "함께 나온 횟수", "jaccard": "자카드 계수", "npmi": "NPMI", "g2": "G²"}
_LEAST = 30
_LARGEST = 15.0
_HEIGHT = 330.0
_CAPTION = "선이 굵을수록 값이 크고, 글자가 클수록 나온 곳이 많다. 위치와 방향에는 뜻이 없다."


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
    require_top(top, what=what)
    _require_weight_and_windows(table, weight, what)
    edges, cut = _strongest(table.dropna(subset=[weight]), top, weight)
    if edges.empty:
        msg = f"{what}: the table has no edge with a {weight}, so there is nothing to draw; lower minimum"
        raise FigureError(msg)
    terms = _terms(edges)
    texts = Texts(title or _title(edges, weight), _subtitle(table, edges, weight, cut), _CAPTION, map(visible, terms))
    pairs = ", ".join(f"{visible(a)}–{visible(b)} {_value(v, weight)}" for a, b, v in _triples(edges, weight))
    alt = f"공기어 연결망. {texts.title}. {texts.subtitle}. 이어진 낱말: {pairs}."
    numbers = edges[list(dict.fromkeys(["source", "target", "n", weight]))]
    return chart(
        "network",
        ax,
        texts,
        lambda axes: _height(axes, terms, owned=ax is None),
        alt=alt,
        numbers=numbers,
        place=lambda axes: _draw(axes, edges, terms, weight=weight, seed=seed),
    )


def _require_weight_and_windows(table: pd.DataFrame, weight: str, what: str) -> None:
    """Refuse an unknown weight, and too few windows."""
    if weight not in _WEIGHTS:
        msg = f"{what}: no weight {weight!r}; choose one of {', '.join(_WEIGHTS)}"
        raise OptionError(msg)
    within, windows = (
        (schema.about(table).within or "sentence"),
        _LEAST if (n := schema.about(table).windows) is None else n,
    )
    if within != "sentence" and windows < _LEAST:
        msg = (
            f"{what}: {windows} {within}(s) are too few for a network; take {_LEAST} or more, "
            'or stats.cooccurrence(within="sentence")'
        )
        raise FigureError(msg)


def _strongest(table: pd.DataFrame, top: int, weight: str) -> tuple[pd.DataFrame, str]:
    """Keep the strongest edges without splitting equal ones, and say what the cut did."""
    order = table.sort_values([weight, "source", "target"], ascending=[False, True, True], ignore_index=True)
    if len(order) <= top:
        return order, ""
    kept, before, through = cut_at_tie(-order[weight], top)
    if kept == through:
        cut = f"상위 {through}쌍"
    elif kept == before:
        cut = f"상위 {before}쌍(값이 같은 다음 {through - before:,}쌍은 뺌)"
    else:
        cut = f"값이 같은 {through:,}쌍 가운데 가나다순 {top}쌍"
    return order.head(kept), cut


def _terms(edges: pd.DataFrame) -> dict[str, int]:
    """Terms in alphabetical order, with the windows that each is in."""
    ends = [(edges["source"], edges["n_source"]), (edges["target"], edges["n_target"])]
    return dict(sorted((str(name), int(n)) for names, ns in ends for name, n in zip(names, ns, strict=True)))


def _triples(edges: pd.DataFrame, weight: str) -> list[tuple[str, str, float]]:
    """List the edges: both terms and the value."""
    columns = (edges["source"].astype(str), edges["target"].astype(str), edges[weight].astype(float))
    return list(zip(*columns, strict=True))


def _value(value: float, weight: str) -> str:
    """Write a value; counts as whole numbers."""
    return f"{value:,.0f}회" if weight == "n" else f"{value:.2f}"


def _title(edges: pd.DataFrame, weight: str) -> str:
    """State the strongest pair; ties are named as ties."""
    a, b, value = _triples(edges, weight)[0]
    tied = int((edges[weight] == value).sum())
    many = f" 등 {tied:,}쌍" if tied > 1 else ""
    last = f"‘{visible(b)}’{many}"
    pair = f"{attach(f'‘{visible(a)}’', '과/와')} {attach(last, '이/가')}"
    each = "씩" if tied > 1 else ""
    if weight == "n":
        return f"{pair} 가장 자주 함께 나온다({_value(value, weight)}{each})"
    return f"{pair} 가장 강하게 이어진다({_WEIGHTS[weight]} {_value(value, weight)})"


def _subtitle(table: pd.DataFrame, edges: pd.DataFrame, weight: str, cut: str) -> str:
    """Say what was counted and which edges are drawn."""
    about = schema.about(table)
    least = f"{_WEIGHTS[weight]} {_value(float(edges[weight].min()), weight)} 이상"
    floor = f"함께 {about.minimum:,}회 이상인 쌍" if about.minimum is not None else ""
    return joined(about.window, about.base, about.layer, floor, least, cut)


def _fonts(terms: dict[str, int]) -> list[float]:
    """Choose the size of letters of each term, which grows with the windows that it is in."""
    most = max(terms.values())
    return [LABEL + (_LARGEST - LABEL) * (n / most) ** 0.5 for n in terms.values()]


def _height(ax: Axes, terms: dict[str, int], *, owned: bool) -> float:
    """Clear the paper and choose the height in points at which all labels find a place."""
    ax.set_axis_off()
    sizes = measured(ax, [visible(term) for term in terms], _fonts(terms))
    return tall_enough(sizes, room(ax, owned=owned), least=_HEIGHT, share=0.12)


def _draw(ax: Axes, edges: pd.DataFrame, terms: dict[str, int], *, weight: str, seed: int) -> None:
    """Place the terms, draw the lines and write the labels."""
    labels, fonts = [visible(term) for term in terms], _fonts(terms)
    sizes, area = measured(ax, labels, fonts), plot_size(ax)
    order = np.argsort([-n for n in terms.values()], kind="stable")  # the largest stay nearest to their places
    at = np.empty_like(sizes)
    at[order] = spread((_layout(edges, list(terms), seed) * area)[order], sizes[order], area=area)
    ax.set_xlim(0, area[0])
    ax.set_ylim(0, area[1])
    place = dict(zip(terms, at, strict=True))
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
    import networkx as nx

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
