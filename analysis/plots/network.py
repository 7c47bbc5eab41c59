"""Maps: the network of terms that stand together, and groups and terms of a correspondence analysis in one plane."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, RefusalError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.options import require_choice
from analysis.plots.canvas import Texts, chart, checked, room
from analysis.plots.chart_data import cut_at_tie, joined
from analysis.plots.leads import lead
from analysis.plots.lettering import LABEL, fitted, plot_size, wrap
from analysis.plots.placing import Array, beside_marks, measured, spread, tall_enough, write

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Weight = Literal["n", "jaccard", "npmi", "g2"]

_NEEDED = tuple(column for column in schema.COOCCURRENCE if column.name not in {"phi", "lift"})  # which no line shows
_WEIGHTS = {"n": "함께 나온 횟수", "jaccard": "자카드 계수", "npmi": "NPMI", "g2": "G²"}
_LEAST = 30
_LARGEST = 15.0
_HEIGHT = 330.0
_CAPTION = "선이 굵을수록 값이 크고, 글자가 클수록 나온 곳이 많다. 위치와 방향에는 뜻이 없다."
_QUIET_LINE = "#BDBDBD"
_BRIDGES = 3
_TINT = 0.45  # of a community's colour behind a label
_NAMED = 15  # terms named in the caption

_READING = "마름모는 집단, 점은 단어. 집단끼리와 단어끼리의 거리는 읽을 수 있으나, 집단과 단어 사이는 방향만 읽는다."
_MAP_HEIGHT = 360.0
_LABEL_WIDTH = 120.0
_MARK = {"group": (9.0, "D", "orange"), "term": (5.0, "o", "blue")}
_FAR = 2.0  # points; a label that had to move farther from its mark is joined to it by a line


def network(
    table: pd.DataFrame,
    *,
    top: int = 50,
    weight: Weight = "n",
    seed: int = 1,
    nodes: int = 30,
    marks: Sequence[pd.DataFrame] = (),
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw terms that stand together as a network.

    The `top` strongest edges are drawn; where the cut would split equal values, all of them if that adds no more than
    a quarter of `top`, otherwise none. The subtitle gives the rule and the least value drawn. Places mean nothing.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.backbone`, `stats.ties` or `stats.cooccurrence`, over sentences or over 30 windows or more.
    top : int
        How many edges, 1 or more.
    weight : {"n", "jaccard", "npmi", "g2"}
        What chooses the edges and their width.
    seed : int
        Seed of the places; the same seed gives the same picture.
    nodes : int
        How many terms a picture may hold; more are refused.
    marks : sequence of DataFrame
        What is known of the terms: a result of `stats.communities` colours them, in six hues and then grey, and one of
        `stats.centrality` outlines the bridges, the first three by betweenness.
    title : str, optional
        A headline; without it the strongest pair.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide. Places fit the Axes as it is at the call.

    Returns
    -------
    Axes
        One Text per term, one line per edge; the caption names the members of communities, the bridges, and the terms
        that are left without an edge.

    Raises
    ------
    SchemaError
        If the table is not one of co-occurrence, or one of `marks` has no term.
    RefusalError
        If more than `nodes` terms have an edge.
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
    what = checked("network", table, _NEEDED, "co-occurrence", top=top)
    _require_weight_and_windows(table, weight, what)
    edges, cut = _strongest(table.dropna(subset=[weight]), top, weight)
    if edges.empty:
        msg = message(
            "{what}: the table has no edge with a {weight}, so there is nothing to draw; lower minimum in "
            "stats.cooccurrence, or take a looser cut where a backbone left none",
            what=what,
            weight=weight,
        )
        raise FigureError(msg)
    ends = [(edges["source"], edges["n_source"]), (edges["target"], edges["n_target"])]
    terms = dict(sorted((str(name), int(n)) for names, ns in ends for name, n in zip(names, ns, strict=True)))
    _require_few(len(terms), nodes)
    known = _marked(marks, terms)
    about = schema.about(table)
    least = f"{_WEIGHTS[weight]} {_value(float(edges[weight].min()), weight)} 이상"
    floor = about.cut or (f"함께 {about.minimum:,}회 이상인 쌍" if about.minimum is not None else "")
    subtitle = joined(about.window, about.base, about.layer, floor, least, cut)
    alone = sorted({*(about.isolates or ()), *map(str, table["source"]), *map(str, table["target"])} - set(terms))
    texts = Texts(title or _title(edges, weight), subtitle, _caption(known, alone), [*map(visible, terms)])
    pairs = ", ".join(f"{visible(a)}–{visible(b)} {_value(v, weight)}" for a, b, v in _triples(edges, weight))
    alt = f"공기어 연결망. {texts.title}. {texts.subtitle}. 이어진 단어: {pairs}. {texts.footer}"
    numbers = edges[list(dict.fromkeys(["source", "target", "n", weight]))]
    return chart(
        "network",
        ax,
        texts,
        lambda axes: _height(axes, terms, owned=ax is None),
        alt=alt,
        numbers=numbers,
        place=lambda axes: _draw(axes, edges, terms, known, weight=weight, seed=seed),
    )


@dataclass(frozen=True)
class _Marks:
    """What is known of the terms that are drawn: the community of each, and which are bridges."""

    communities: dict[str, float] = field(default_factory=dict)
    bridges: tuple[str, ...] = ()


def _require_few(n: int, most: int) -> None:
    """Refuse a picture of more terms than can be read."""
    if n > most:
        raise RefusalError.alone(
            message(
                "plots.network: {n:,} terms cannot be read as a picture (at most {most}); draw fewer edges with top=, "
                "show the table of stats.centrality, or write a file with stats.write_network",
                n=n,
                most=most,
            )
        )


def _marked(marks: Sequence[pd.DataFrame], terms: Mapping[str, int]) -> _Marks:
    """Read communities and bridges from the tables of terms."""
    communities: dict[str, float] = {}
    bridges: tuple[str, ...] = ()
    for table in [marks] if isinstance(marks, pd.DataFrame) else marks:
        schema.check(table, (schema.CENTRALITY[0],), what=message("plots.network: marks"))
        rows = table.assign(term=table["term"].astype(str))
        rows = rows[rows["term"].isin(list(terms))]
        if "community" in rows.columns:
            there = rows[rows["community"].notna()]
            communities |= dict(zip(there["term"], there["community"].astype(float), strict=True))
        if "betweenness" in rows.columns:
            first = rows[(rows["betweenness"].rank(ascending=False, method="min") <= _BRIDGES)]
            bridges = tuple(sorted(first.loc[first["betweenness"] > 0, "term"]))
    return _Marks(communities, bridges)


def _caption(known: _Marks, alone: Sequence[str]) -> str:
    """Say how the picture is read, with the members of communities, the bridges, and the terms that are not drawn."""
    said = [_CAPTION]
    members: dict[float, list[str]] = {}
    for term, number in sorted(known.communities.items()):
        members.setdefault(number, []).append(visible(term))
    if members:
        listed = "; ".join(f"{number:.0f}={', '.join(terms)}" for number, terms in sorted(members.items()))
        said.append(f"바탕색은 커뮤니티이고 번호에는 순서의 뜻이 없다({listed}).")
    if known.bridges:
        said.append(
            f"테두리를 두른 단어는 다리(매개 중심성이 가장 높은 단어)이다({', '.join(map(visible, known.bridges))})."
        )
    if alone:
        more = f" 등 {len(alone):,}개" if len(alone) > _NAMED else ""
        said.append(f"연결이 그려지지 않은 단어: {', '.join(map(visible, alone[:_NAMED]))}{more}.")
    return " ".join(said)


def _require_weight_and_windows(table: pd.DataFrame, weight: str, what: str) -> None:
    """Refuse an unknown weight, and too few windows."""
    require_choice(f"{what}: weight", weight, _WEIGHTS)
    within, windows = (
        (schema.about(table).within or "sentence"),
        _LEAST if (n := schema.about(table).windows) is None else n,
    )
    if within != "sentence" and windows < _LEAST:
        msg = message(
            "{what}: {windows} {within}(s) are too few for a network; take {least} or more, or "
            'stats.cooccurrence(within="sentence")',
            what=what,
            windows=windows,
            within=within,
            least=_LEAST,
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


def _fonts(terms: dict[str, int]) -> list[float]:
    """Choose the size of letters of each term, which grows with the windows that it is in."""
    most = max(terms.values())
    return [LABEL + (_LARGEST - LABEL) * (n / most) ** 0.5 for n in terms.values()]


def _height(ax: Axes, terms: dict[str, int], *, owned: bool) -> float:
    """Clear the paper and choose the height in points at which all labels find a place."""
    ax.set_axis_off()
    sizes = measured(ax, [visible(term) for term in terms], _fonts(terms))
    return tall_enough(sizes, room(ax, owned=owned), least=_HEIGHT, share=0.12)


def _draw(ax: Axes, edges: pd.DataFrame, terms: dict[str, int], known: _Marks, *, weight: str, seed: int) -> None:
    """Place the terms, draw the lines and write the labels."""
    labels, fonts = [visible(term) for term in terms], _fonts(terms)
    sizes, area = measured(ax, labels, fonts), plot_size(ax)
    # A box that is placed early finds its own place free, so the terms of the largest letters come first; `at` is back
    # in the order of the terms, which are alphabetical.
    order = np.argsort([-n for n in terms.values()], kind="stable")  # the largest stay nearest to their places
    at = np.empty_like(sizes)
    at[order] = spread((_layout(edges, list(terms), seed) * area)[order], sizes[order], area=area)
    ax.set_xlim(0, area[0])
    ax.set_ylim(0, area[1])
    place = dict(zip(terms, at, strict=True))
    values = edges[weight].to_numpy(dtype=float)
    low, wide = min(0.0, values.min()), (values.max() - min(0.0, values.min())) or 1.0
    line = style.shade(_QUIET_LINE) if known.communities else style.colour("sky")  # beside the hues of communities
    for a, b, value in _triples(edges, weight):
        (x0, y0), (x1, y1) = place[a], place[b]
        width = 0.6 + 4.4 * (value - low) / wide
        ax.plot([x0, x1], [y0, y1], color=line, alpha=0.75, linewidth=width, zorder=1)
    for term, label, font, where in zip(terms, labels, fonts, at, strict=True):
        face = "white"
        if known.communities:
            face = _pale(style.community_colour(known.communities.get(term, math.nan)))
        bridge = term in known.bridges
        edge, outline = (style.INK, 1.8) if bridge else ("none", 0.8)
        lead(ax, {"term": term}, write(ax, label, where, size=font, face=face, edge=edge, line=outline))


def _pale(colour: str) -> str:
    """Mix a colour with white, so that ink is read on it."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = (1 - _TINT * (1 - part) for part in to_rgb(colour))
    return to_hex((red, green, blue))


def _layout(edges: pd.DataFrame, names: list[str], seed: int) -> Array:
    """Places of the terms between 0 and 1: as far apart as the steps from one to the other."""
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(names)
    graph.add_edges_from(zip(edges["source"].astype(str), edges["target"].astype(str), strict=True))
    steps = {a: dict(found) for a, found in nx.all_pairs_shortest_path_length(graph)}
    # Terms in a chain a-b-c are 1 and 2 steps apart; a pair d-e without a path to them is put 0.6 * 2 + 1 = 2.2 away.
    apart = 0.6 * max(n for found in steps.values() for n in found.values()) + 1  # between parts without a path
    distance = {a: {b: float(steps[a].get(b, apart)) for b in names} for a in names}
    start = nx.random_layout(graph, seed=seed)
    found = nx.kamada_kawai_layout(graph, dist=distance, pos=start)
    at = np.array([found[name] for name in names], dtype=np.float64)
    low, high = at.min(axis=0), at.max(axis=0)
    return np.asarray((at - low) / np.where(high > low, high - low, 1.0))


def correspondence(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw groups and terms of a correspondence analysis on its first two dimensions.

    Both axes have the same scale, or distances would mean nothing. Every point is labelled.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.correspondence`, whole or with fewer terms.
    title : str, optional
        A headline; without it the two groups farthest apart on the first dimension.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide. Labels fit the Axes as it is at the call.

    Returns
    -------
    Axes
        One marker and one Text per group and term.

    Raises
    ------
    SchemaError
        If the table is not one of correspondence analysis.
    FigureError
        If it has no rows, but one dimension, or its labels do not fit.
    FontError
        If a label has a character that the font lacks.

    References
    ----------
    Greenacre, M. (2017). Correspondence Analysis in Practice, 3rd ed., ch. 9: the symmetric map and how not to read it.
    """
    what = checked("correspondence", table, schema.CORRESPONDENCE, "correspondence")
    if table.empty or table["dim2"].isna().any():
        msg = message(
            "{what}: a map needs two dimensions, that is three groups and three terms; for two groups use keyness",
            what=what,
        )
        raise FigureError(msg)
    rows = table.assign(label=[visible(str(label)) for label in table["label"]], kind=table["kind"].astype(str))
    shares = [float(share) for share in (schema.about(table).explained or ())[:2]]
    about = schema.about(table)
    shown = f"두 차원이 관성의 {sum(shares):.0%}를 보임" if len(shares) == 2 else ""
    dropped = about.dropped or ()
    left = f"단어가 없어 뺀 집단: {', '.join(dropped)}" if dropped else ""
    subtitle = joined(about.window, about.base, about.layer, shown, left)
    texts = Texts(title or _map_title(rows, shares), subtitle, _READING, rows["label"])
    points = ", ".join(f"{row.label}({row.dim1:.2f}, {row.dim2:.2f})" for row in rows.itertuples())
    alt = f"대응분석 지도. {texts.title}. {texts.subtitle}. {points}."
    return chart(
        "correspondence",
        ax,
        texts,
        lambda axes: _draw_map(axes, rows, shares, owned=ax is None),
        alt=alt,
        numbers=table[["label", "kind", "dim1", "dim2"]],
        place=lambda axes: _label(axes, rows),
    )


def _map_title(rows: pd.DataFrame, shares: list[float]) -> str:
    """State which groups lie farthest apart on the first dimension."""
    groups = rows[rows["kind"] == "group"].sort_values(["dim1", "label"])
    if len(groups) < 2:
        return "집단과 단어의 대응분석"
    low, high = (f"‘{groups['label'].iloc[k]}’" for k in (0, -1))
    share = f"(관성의 {shares[0]:.0%})" if shares else ""
    return f"{attach(low, '과/와')} {attach(high, '이/가')} 첫 차원{share}의 양 끝에 있다"


def _draw_map(ax: Axes, rows: pd.DataFrame, shares: list[float], *, owned: bool) -> float:
    """Draw marks and axes; return the height in points at which all labels find a place."""
    for kind, (size, shape, colour) in _MARK.items():
        some = rows[rows["kind"] == kind]
        ax.plot(some["dim1"], some["dim2"], linestyle="none", marker=shape, markersize=size, zorder=3,
                color=style.colour(colour), markeredgecolor=style.INK if kind == "group" else "none")  # fmt: skip
    ax.axhline(0, color=style.LINE, linewidth=0.8, zorder=1)
    ax.axvline(0, color=style.LINE, linewidth=0.8, zorder=1)
    for axis, number in ((ax.xaxis, 0), (ax.yaxis, 1)):
        share = f"({shares[number]:.1%})" if number < len(shares) else ""
        axis.set_label_text(f"차원 {number + 1}{share}", fontsize=LABEL, color=style.INK)
    ax.yaxis.label.set(rotation=0, ha="right", va="center", text=ax.get_ylabel().replace("(", "\n("))
    ax.margins(0.12)
    ax.set_aspect("equal", adjustable="datalim")
    return tall_enough(
        measured(ax, _wrapped(ax, rows)), room(ax, owned=owned) - 60, least=fitted(ax, _MAP_HEIGHT), share=0.14
    )


def _wrapped(ax: Axes, rows: pd.DataFrame) -> list[str]:
    """Break long labels into lines."""
    return [wrap(ax, label, width=fitted(ax, _LABEL_WIDTH), size=LABEL) for label in rows["label"]]


def _label(ax: Axes, rows: pd.DataFrame) -> None:
    """Write every label beside its mark, with a line where it had to move away."""
    labels = _wrapped(ax, rows)
    wide = np.array([_MARK[kind][0] + 1 for kind in rows["kind"]])
    places = beside_marks(ax, labels, rows[["dim1", "dim2"]].to_numpy(), radii=wide, far=_FAR)
    for label, term, kind, place in zip(labels, rows["label"], rows["kind"], places, strict=True):
        if kind == "group":
            write(ax, label, place, edge=style.INK)
        else:
            lead(ax, {"term": term}, write(ax, label, place, colour=style.colour("blue")))
