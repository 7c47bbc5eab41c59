"""What is alike: a table of cells, the tree of merges, and a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, OptionError, SchemaError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows, room
from analysis.plots.chart_data import joined
from analysis.plots.lettering import LABEL, NOTE, fitted, measure, widest, wrap
from analysis.plots.placing import beside_marks, measured, tall_enough, write
from analysis.plots.row_labels import label_rows, stacked
from analysis.plots.strip import ink
from analysis.schema.printed import bounded

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MOST_LABELS = 60
_NAME = 130.0  # points: a label
_ROW, _PITCH = 20.0, 17.0
_PALEST = 0.08
_MAP = 300.0  # points: least height of a map
_MARK = 7.0
_FAR = 6.0
_COLOURS = ("blue", "orange", "green", "purple", "red", "sky")
_POOR = 0.20
_OWN = "#F2F2F2"  # the cell of an item with itself
_MEASURES = {"cosine": "코사인", "jaccard": "자카드 계수", "jsd": "옌센-섀넌 발산", "own": "거리"}


def similarity(
    table: pd.DataFrame, *, clusters: pd.DataFrame | None = None, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw how alike items are as a map of cells, the darker the more alike.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.similarity`, with every pair of its items.
    clusters : DataFrame, optional
        A result of `stats.clusters` of the same table: items then stand as under its tree, so that clusters are blocks.
    title : str, optional
        A headline; without it the pair that is most alike.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One cell a pair, both ways; the value stands in it where there is room, names of the rows up to 60 items, and of
        the columns, which stand in the same order, where there is room. A pair without a value is white with a dashed
        edge.

    Raises
    ------
    SchemaError
        If the table is none of similarity, lost its attrs, or lacks a pair; or the clusters are of other items.
    FigureError
        If no pair has a value.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("similarity", table, schema.SIMILARITY, message("table of similarity"))
    require_rows(table, what=what, hint=message("compare two items or more"))
    about = schema.require_about(table, ["measure"], what=what, maker="stats.similarity")
    items = sorted({*table["a"].astype(str), *table["b"].astype(str)})
    if clusters is not None:
        schema.check(clusters, schema.CLUSTERS, what=message("{what}: clusters", what=what))
        tree = clusters.sort_values("order")["item"].astype(str).tolist()
        if not set(tree) <= set(items):
            msg = message("{what}: the clusters are of other items; pass those of this table", what=what)
            raise SchemaError(msg)
        items = [*tree, *(name for name in items if name not in set(tree))]
    values = _matrix(table, items, what)
    if np.isnan(values[~np.eye(len(items), dtype=bool)]).all():
        msg = message("{what}: no pair has a value; see whether the items have words", what=what)
        raise FigureError(msg)
    far = about.measure == "jsd"
    shown = [visible(name) for name in items]
    named = _MEASURES.get(about.measure or "", "")
    alike = "작을수록" if far else "클수록"
    order = ", 항목은 나무의 차례" if clusters is not None else ""
    empty = ", 점선 칸은 센 단어가 없음" if table["value"].isna().any() else ""
    unnamed = f", 이름은 {_MOST_LABELS}개까지만 쓴다" if len(items) > _MOST_LABELS else ""
    subtitle = f"칸은 두 항목의 {named}({alike} 비슷하고 짙다), 열은 행과 같은 차례{empty}{order}{unnamed}"
    best = _best(table, far=far)
    lettered = shown if len(shown) <= _MOST_LABELS else []
    texts = Texts(title or _pair_title(best, named), subtitle, _foot(about), lettered)
    told = ", ".join(
        f"{attach(visible(str(a)), '과/와')} {visible(str(b))} {_number(v)}" for a, b, v in
        table[["a", "b", "value"]].head(200).itertuples(index=False, name=None)
    )  # fmt: skip
    alt = f"비슷한 정도의 표. {texts.title}. {told}."
    return chart(
        "similarity", ax, texts, lambda axes: _draw_cells(axes, values, shown, far=far, owned=ax is None), alt=alt,
        numbers=table[["a", "b", "value", "shared"]],
    )  # fmt: skip


def merges(
    table: pd.DataFrame, *, clusters: pd.DataFrame | None = None, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw the tree of merges (a dendrogram), with the height of each merge on the axis.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.merges`, whole.
    clusters : DataFrame, optional
        A result of `stats.clusters` of the same items and method: its clusters are then coloured, and those that
        seldom come back (recurrence below .5) are dashed.
    title : str, optional
        A headline; without it what is joined first.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        Items from the top as they stand under the tree. No branch is nearer to one neighbour than to the other: a merge
        may be turned over.

    Raises
    ------
    SchemaError
        If the table is no whole tree, or the clusters are of other items or another method.
    FigureError
        If it has more than 60 items; the table, and the map of cells, hold more.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("merges", table, schema.MERGES, message("table of merges"))
    require_rows(table, what=what, hint=message("pass the table of stats.merges"))
    items, height = _tree(table, what)
    if len(items) > _MOST_LABELS:
        msg = message(
            "{what}: {n:,} items are more than a tree with names shows ({most}); read the table, or draw "
            "plots.similarity",
            what=what,
            n=len(items),
            most=_MOST_LABELS,
        )
        raise FigureError(msg)
    about = schema.about(table)
    group, soft = _clusters(clusters, items, about, what)
    shown = [visible(name) for name in items]
    kept = f"나무와 거리의 상관 {bounded(about.cophenetic)}" if about.cophenetic is not None else ""
    cut = ""
    if clusters is not None and group:
        cut = f"{max(group.values())}묶음을 색으로 가름" + (
            ", 점선은 단어를 다시 뽑으면 드물게 다시 나오는 무른 묶음" if soft else ""
        )
    subtitle = joined(f"가지가 만나는 자리가 합쳐진 거리. {about.linkage or ''}", kept, cut)
    first = table.iloc[0]
    tied = int((table["height"] - first["height"] < 1e-9).sum())
    two = attach(f"‘{visible(str(first['left']))}’", "과/와"), f"‘{visible(str(first['right']))}’"
    also = f" 등 {tied}쌍이" if tied > 1 else ""
    said = f"{two[0]} {two[1]}{also}" if also else f"{two[0]} {attach(two[1], '이/가')}"
    texts = Texts(title or f"{said} 가장 먼저 합쳐진다(거리 {first['height']:.2f})", subtitle, _foot(about), shown)
    told = " ".join(
        f"{row['step']}단계 {visible(str(row['left']))}, {visible(str(row['right']))} {row['height']:.2f}."
        for row in table.to_dict("records")
    )
    alt = f"묶음의 나무. {texts.title}. {told}"
    return chart(
        "merges", ax, texts, lambda axes: _draw_tree(axes, table, (items, height), group, soft), alt=alt,
        numbers=table[["step", "left", "right", "height", "size"]],
    )  # fmt: skip


def map(  # noqa: A001 - the word of stats.map
    table: pd.DataFrame, *, clusters: pd.DataFrame | None = None, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw items on a map; both axes have one scale, and mean nothing by themselves.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.map`.
    clusters : DataFrame, optional
        A result of `stats.clusters` of the same items: marks then have the colour and shape of their cluster.
    title : str, optional
        A headline; without it the two items farthest apart, or that nearness must not be read where stress-1 is above
        .20.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide. Labels fit the Axes as it is at the call.

    Returns
    -------
    Axes
        One mark and one Text an item.

    Raises
    ------
    SchemaError
        If the table is no map, or the clusters are of other items.
    FigureError
        If it has more than 60 items, or the labels do not fit.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("map", table, schema.MAP, message("map"))
    require_rows(table, what=what, hint=message("pass the table of stats.map"))
    if len(table) > _MOST_LABELS:
        msg = message("{what}: {n:,} items are more than a map with names shows ({most}); read the table", what=what,
                      n=len(table), most=_MOST_LABELS)  # fmt: skip
        raise FigureError(msg)
    about = schema.about(table)
    items = table["item"].astype(str).tolist()
    group = _clusters(clusters, items, about, what)[0]
    rows = table.assign(label=[visible(name) for name in items], group=[group.get(name, 1) for name in items])
    stress = about.stress1 if about.stress1 is not None else float("nan")
    of = "분산" if about.method == "classical" else "거리의 제곱합"
    kept = f"지도가 {of}의 {about.share:.0%}를 담음" if about.share is not None else ""
    way = {"smacof": "SMACOF(계량)", "classical": "고전적 척도법"}.get(about.method or "", "")
    cut = "색과 모양은 묶음" if clusters is not None and len(set(group.values())) > 1 else ""
    subtitle = joined(f"다차원 척도법, {way}", f"stress-1 {bounded(stress)}", kept, cut, "축과 방향에는 뜻이 없다")
    texts = Texts(title or _map_title(rows, stress), subtitle, _foot(about), rows["label"])
    points = ", ".join(f"{row.label}({row.dim1:.2f}, {row.dim2:.2f})" for row in rows.itertuples())
    alt = f"비슷한 정도의 지도. {texts.title}. {texts.subtitle}. {points}."
    return chart(
        "map", ax, texts, lambda axes: _draw_map(axes, rows, owned=ax is None), alt=alt,
        numbers=table[["item", "dim1", "dim2"]], place=lambda axes: _label(axes, rows),
    )  # fmt: skip


def _foot(about: schema.About) -> str:
    """State the material, and what to mind."""
    return " · ".join(filter(None, [about.base, about.layer, *(about.caution or ())]))


def _matrix(table: pd.DataFrame, items: list[str], what: str) -> npt.NDArray[np.float64]:
    """Lay the values out both ways; NaN on the diagonal."""
    place = {name: k for k, name in enumerate(items)}
    values = np.full((len(items),) * 2, np.inf)
    a, b = (table[side].astype(str).map(place).to_numpy() for side in ("a", "b"))
    values[a, b] = values[b, a] = table["value"].to_numpy(dtype=np.float64)
    np.fill_diagonal(values, np.nan)
    if np.isinf(values).any():
        first, second = (items[k] for k in np.argwhere(np.isinf(values))[0])
        msg = message("{what}: the pair {first} and {second} is missing; pass every pair of the items", what=what,
                      first=first, second=second)  # fmt: skip
        raise SchemaError(msg)
    return values


def _number(value: float) -> str:
    """Write a value with two digits."""
    return "없음" if np.isnan(value) else bounded(value)


def _best(table: pd.DataFrame, *, far: bool) -> tuple[str, str, float, int]:
    """Find the pair that is most alike, and how many are as much so."""
    rows = table[table["value"].notna()]
    best = float(rows["value"].min() if far else rows["value"].max())
    tied = rows[(rows["value"] - best).abs() < 1e-9]
    return str(tied["a"].iloc[0]), str(tied["b"].iloc[0]), best, len(tied)


def _pair_title(best: tuple[str, str, float, int], named: str) -> str:
    """State the pair that is most alike."""
    a, b, value, tied = best
    first = attach(f"‘{visible(a)}’", "과/와")
    last = f"‘{visible(b)}’"
    also = f"{last} 등 {tied:,}쌍이" if tied > 1 else attach(last, "이/가")
    return f"{first} {also} 가장 비슷하다({named} {bounded(value)})"


def _draw_cells(ax: Axes, values: npt.NDArray[np.float64], names: list[str], *, far: bool, owned: bool) -> float:
    """Draw the cells; return the height in points."""
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.patches import Rectangle

    n = len(names)
    named = n <= _MOST_LABELS
    letter = LABEL if n <= 30 else NOTE
    labels = [wrap(ax, name, width=fitted(ax, _NAME), size=letter) for name in names if named]
    beside = widest(ax, labels, LABEL) + 8 if named else 0.0
    wide = max(72.0, room(ax, owned=owned, beside=beside))
    cell = min(64.0, wide / n)
    tall = min(cell, max((_ROW if n <= 30 else 12.0), cell * 0.6)) if named else cell
    tall = max([tall, *(measure(ax, label, letter)[1] + 2 for label in labels)])
    height = n * tall
    known = values[~np.isnan(values)]
    low, high = float(known.min()), float(known.max())
    written = [[_number(v) if not np.isnan(v) else "" for v in row] for row in values if named]
    roomy = widest(ax, [".88"], NOTE) + 3 <= cell
    blue = np.array(to_rgb(style.colour("blue")))
    if not named:
        shade = _shades(values, low, high, far=far)
        ax.imshow(1 - shade[..., None] * (1 - blue), extent=(0, n * cell, height, 0), interpolation="nearest",
                  aspect="auto")  # fmt: skip
    for i, row in enumerate(values if named else []):
        shade = _shades(row, low, high, far=far)
        for k, value in enumerate(row):
            if i == k:
                ax.add_patch(Rectangle((k * cell, i * tall), cell, tall, facecolor=_OWN, edgecolor=style.LINE,
                                       linewidth=0.5))  # fmt: skip
                continue
            empty = bool(np.isnan(value))
            red, green, third = 1 - (0.0 if empty else shade[k]) * (1 - blue)
            fill = (float(red), float(green), float(third))
            ax.add_patch(Rectangle((k * cell, i * tall), cell, tall, facecolor=to_hex(fill), edgecolor=style.LINE,
                                   linewidth=0.5, linestyle=(0, (2, 2)) if empty else "solid"))  # fmt: skip
            if roomy and written[i][k]:
                ax.text((k + 0.5) * cell, (i + 0.5) * tall, written[i][k], ha="center", va="center_baseline",
                        fontsize=NOTE, color=ink(fill))  # fmt: skip
    ax.set_xlim(-1, wide + 1)
    ax.set_ylim(height + 1, -1)
    if named:
        ax.set_yticks([(i + 0.5) * tall for i in range(n)], labels, fontsize=letter, linespacing=1.1)
    else:
        ax.set_yticks([])
    if named and cell >= measure(ax, names[0], NOTE)[1]:
        _heads(ax, names, cell)
    else:
        ax.set_xticks([])
    ax.tick_params(axis="both", length=0)
    ax.spines[["top", "right", "left", "bottom"]].set_visible(False)
    return height


def _shades(values: npt.NDArray[np.float64], low: float, high: float, *, far: bool) -> npt.NDArray[np.float64]:
    """Darkness from 0 to 1; what is most alike is darkest."""
    # Cosines from .2 to .8: .2 is .08, .5 is .54, .8 is 1. The diagonal and what has no value are white.
    span = (high - low) or 1.0
    near = (high - values) / span if far else (values - low) / span
    return np.nan_to_num(_PALEST + (1 - _PALEST) * near, nan=0.0)


def _heads(ax: Axes, names: list[str], cell: float) -> None:
    """Name the columns: as they are where they fit, else upright."""
    middles = [(k + 0.5) * cell for k in range(len(names))]
    heads = [wrap(ax, name, width=cell - 3, size=NOTE) for name in names]
    upright = any(widest(ax, [line for head in heads for line in head.split("\n")], NOTE) > cell - 1 for _ in "x")
    broken = any(head.replace("\n", " ") != name and " " not in name for head, name in zip(heads, names, strict=True))
    ax.xaxis.tick_top()
    if upright or broken:
        long = [wrap(ax, name, width=fitted(ax, _NAME), size=NOTE).replace("\n", " ") for name in names]
        ax.set_xticks(middles, long, fontsize=NOTE, rotation=90, va="bottom", ha="center")
    else:
        ax.set_xticks(middles, heads, fontsize=NOTE, linespacing=1.1, va="bottom")
    ax.tick_params(axis="x", pad=3)


def _tree(table: pd.DataFrame, what: str) -> tuple[list[str], dict[str, float]]:
    """Items as they stand under the tree, and of every node its height."""
    rows = {f"#{row['step']}": row for row in table.to_dict("records")}
    parts = [str(part) for row in rows.values() for part in (row["left"], row["right"])]
    if len(set(parts)) < len(parts) or {part for part in parts if part in rows} != set(list(rows)[:-1]):
        msg = message("{what}: the merges make no whole tree; pass the table of stats.merges as it is", what=what)
        raise SchemaError(msg)
    items, waiting = list[str](), [list(rows)[-1]]
    while waiting:
        node = waiting.pop()
        if node in rows:
            waiting += [str(rows[node]["right"]), str(rows[node]["left"])]
        else:
            items.append(node)
    height = dict.fromkeys(items, 0.0) | {node: float(row["height"]) for node, row in rows.items()}
    return items, height


def _clusters(
    clusters: pd.DataFrame | None, items: list[str], about: schema.About, what: str
) -> tuple[dict[str, int], set[int]]:
    """Cluster of every item, and the soft ones."""
    if clusters is None:
        return {}, set()
    schema.check(clusters, schema.CLUSTERS, what=message("{what}: clusters", what=what))
    if set(clusters["item"].astype(str)) != set(items):
        raise SchemaError(message("{what}: the clusters are of other items; pass those of this table", what=what))
    method = schema.about(clusters).method
    if about.linkage and method and about.method != method:
        msg = message("{what}: the tree is by {tree}, the clusters by {method}; choose one method for both", what=what,
                      tree=about.method, method=method)  # fmt: skip
        raise OptionError(msg)
    known = clusters[clusters["cluster"].notna()]
    group = dict(zip(known["item"].astype(str), known["cluster"].astype(int), strict=True))
    return group, {int(c) for c in known.loc[known["recurrence"] < 0.5, "cluster"]}


def _draw_tree(
    ax: Axes,
    table: pd.DataFrame,
    tree: tuple[list[str], dict[str, float]],
    group: dict[str, int],
    soft: set[int],
) -> float:
    """Draw the branches, of one cluster in its colour; return the height in points."""
    items, height = tree
    labels = [wrap(ax, visible(name), width=fitted(ax, _NAME), size=LABEL) for name in items]
    middles, end = stacked(labels)
    place = dict(zip(items, middles, strict=True))
    of = dict[str, int | None](group)
    for row in table.to_dict("records"):
        node, left, right = f"#{row['step']}", str(row["left"]), str(row["right"])
        mine = of.get(left) if of.get(left) == of.get(right) else None
        of[node] = mine
        colour = style.colour(_COLOURS[(mine - 1) % len(_COLOURS)]) if mine else style.INK
        dashed = (0, (3, 1.5)) if mine in soft else "solid"
        ys, top = [place[left], place[right]], height[node]
        place[node] = sum(ys) / 2
        ax.plot([height[left], top, top, height[right]], [ys[0], ys[0], ys[1], ys[1]], color=colour, linewidth=1.6,
                linestyle=dashed, solid_joinstyle="miter", solid_capstyle="projecting", zorder=2)  # fmt: skip
    for name, y in zip(items, middles, strict=True):
        if name in group:
            ax.plot([0], [y], marker="s", markersize=5, color=style.colour(_COLOURS[(group[name] - 1) % len(_COLOURS)]),
                    clip_on=False, zorder=3)  # fmt: skip
    ax.set_xlim(0, max(height.values()) * 1.03 or 1.0)
    ax.set_ylim(end + 0.1, -0.1)
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    label_rows(ax, middles, labels, xlabel="합쳐진 거리")
    ax.tick_params(axis="y", pad=6)
    return end * _PITCH


def _map_title(rows: pd.DataFrame, stress: float) -> str:
    """State the two items farthest apart, or that nearness cannot be read."""
    if stress > _POOR:
        return f"두 차원에 담기지 않는다(stress-1 {bounded(stress)}): 가까이 있다고 비슷하지 않다"
    at = rows[["dim1", "dim2"]].to_numpy()
    apart = np.round(np.sqrt(((at[:, None] - at) ** 2).sum(axis=-1)), 9)
    first, second = (f"‘{rows['label'].iloc[k]}’" for k in np.argwhere(apart == apart.max())[0])
    return f"{attach(first, '과/와')} {attach(second, '이/가')} 가장 멀리 있다"


def _draw_map(ax: Axes, rows: pd.DataFrame, *, owned: bool) -> float:
    """Draw the marks; return the height in points at which all labels find a place."""
    shapes = ("o", "D", "s", "^", "v", "P")
    for number in sorted(set(rows["group"])):
        some = rows[rows["group"] == number]
        k = (number - 1) % len(_COLOURS)
        ax.plot(some["dim1"], some["dim2"], linestyle="none", marker=shapes[k], markersize=_MARK, zorder=3,
                color=style.colour(_COLOURS[k]), markeredgecolor=style.INK, markeredgewidth=0.6)  # fmt: skip
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[["top", "right"]].set_visible(True)
    ax.margins(0.12)
    ax.set_aspect("equal", adjustable="datalim")
    return tall_enough(measured(ax, _wrapped(ax, rows)), room(ax, owned=owned), least=fitted(ax, _MAP), share=0.12)


def _wrapped(ax: Axes, rows: pd.DataFrame) -> list[str]:
    """Break long labels into lines."""
    return [wrap(ax, label, width=fitted(ax, _NAME), size=LABEL) for label in rows["label"]]


def _label(ax: Axes, rows: pd.DataFrame) -> None:
    """Write every label beside its mark, with a line where it had to move away."""
    labels = _wrapped(ax, rows)
    radii = np.full(len(rows), _MARK + 1)
    places = beside_marks(ax, labels, rows[["dim1", "dim2"]].to_numpy(), radii=radii, far=_FAR)
    for label, place in zip(labels, places, strict=True):
        write(ax, label, place)
