"""Centralities: the ranks of every term in four senses, or under four cuts, in one row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis import schema, style
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows
from analysis.plots.chart_data import footer, joined
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, note, wrap
from analysis.plots.row_labels import label_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_MEASURES = {"degree": "연결 정도", "betweenness": "매개", "closeness": "근접", "eigenvector": "고유벡터"}
_CUTS = {"jaccard": "자카드", "npmi": "NPMI", "n": "횟수", "association": "G²"}
_COLOURS = ("blue", "orange", "green", "purple")
_STEP = 0.2  # rows between the marks of a term
_PITCH = 30.0  # points
_LABEL_WIDTH = 120.0


@dataclass(frozen=True)
class _Ranks:
    """Ranks of the terms that are drawn, NaN where there is none, under each of some names."""

    terms: list[str]
    names: list[str]
    ranks: list[list[float]]  # of a term, by name


def centrality(table: pd.DataFrame, *, top: int = 20, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the ranks of central terms, so that a term that is central in one sense alone is seen.

    Parameters
    ----------
    table : DataFrame
        A result of `stats.centrality`: the ranks of four centralities; or of `stats.cuts`: those of one centrality
        under four cuts.
    top : int
        How many terms, those with the best rank in any sense first, ties by the sum of their ranks, then by term.
    title : str, optional
        A headline; without it whether one term is first in every sense.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        A row a term with a mark a rank and a line from the first to the last; the ranks stand at the right.

    Raises
    ------
    SchemaError
        If the table is of neither kind.
    FigureError
        If it has no rows.
    OptionError
        If `top` is below 1.
    FontError
        If a term has a character that the font lacks.
    """
    of_cuts = "cut" in table.columns
    noun = message("centrality")
    what = checked("centrality", table, schema.CUTS if of_cuts else schema.CENTRALITY, noun, top=top)
    require_rows(table, what=what, noun=noun, hint=message("cut fewer ties"))
    shown = _by_cut(table, top) if of_cuts else _by_measure(table, top)
    about = schema.about(table)
    measure = _MEASURES.get(about.measure or "", "")
    subject = (
        f"{measure} 중심성의 순위를 연결 기준 {len(shown.names)}가지로 비교" if of_cuts else "중심성 네 가지의 순위"
    )
    several = len(table) if not of_cuts else table["term"].nunique()
    cut = f"{several:,}개 가운데 {len(shown.terms):,}개" if several > len(shown.terms) else ""
    subtitle = joined(about.window, about.base, subject, cut) + ". 왼쪽이 앞선 순위. 오른쪽 수는 범례 순서의 순위"
    follows = about.rank_correlation
    facts = [
        f"연결 기준: {about.cut}" if about.cut and not of_cuts else "",
        f"연결 정도와 출현 횟수의 순위 상관 {follows:.2f}" if follows is not None and math.isfinite(follows) else "",
        about.reason or "",
        footer(table),
    ]
    head = title or _title(shown, measure if of_cuts else "")
    told = " ".join(
        f"{visible(term)}: {', '.join(f'{name} {_rank(r)}' for name, r in zip(shown.names, ranks, strict=True))}."
        for term, ranks in zip(shown.terms, shown.ranks, strict=True)
    )
    texts = Texts(head, subtitle, ". ".join(filter(None, facts)), map(visible, shown.terms))
    columns = [c.name for c in (schema.CUTS if of_cuts else schema.CENTRALITY)]
    numbers = table.loc[table["term"].astype(str).isin(shown.terms), columns]
    alt = f"중심성의 순위. {head}. {subtitle}. {told}"
    return chart("centrality", ax, texts, lambda axes: _draw(axes, shown), alt=alt, numbers=numbers)


def _by_measure(table: pd.DataFrame, top: int) -> _Ranks:
    """Read the ranks of four centralities."""
    columns = [f"rank_{name}" for name in _MEASURES]
    return _first(table.set_index(table["term"].astype(str))[columns].astype(float), list(_MEASURES.values()), top)


def _by_cut(table: pd.DataFrame, top: int) -> _Ranks:
    """Read the ranks under several cuts."""
    order = [name for name in _CUTS if name in set(table["cut"])]
    wide = table.assign(term=table["term"].astype(str)).pivot(index="term", columns="cut", values="rank")  # noqa: PD010
    return _first(wide[order].astype(float), [_CUTS[name] for name in order], top)


def _first(ranks: pd.DataFrame, names: Sequence[str], top: int) -> _Ranks:
    """Choose the terms that are first in any sense."""
    order = pd.DataFrame({"best": ranks.min(axis=1), "sum": ranks.fillna(len(ranks)).sum(axis=1), "term": ranks.index})
    order = order.reset_index(drop=True).sort_values(["best", "sum", "term"], na_position="last")
    chosen = order.head(top)["term"]
    return _Ranks([str(term) for term in chosen], list(names), ranks.loc[chosen].to_numpy().tolist())


def _rank(rank: float) -> str:
    """Write a rank."""
    return "–" if math.isnan(rank) else f"{rank:.0f}"


def _title(shown: _Ranks, measure: str) -> str:
    """State whether one term is first throughout."""
    known = [k for k in range(len(shown.names)) if any(not math.isnan(ranks[k]) for ranks in shown.ranks)]
    first = [term for term, ranks in zip(shown.terms, shown.ranks, strict=True) if all(ranks[k] == 1 for k in known)]
    if first and len(known) > 1:
        name = attach(f"‘{visible(first[0])}’", "이/가")
        if measure:
            return f"{name} 연결 기준 {len(known)}가지 모두에서 {measure} 중심성 1위이다"
        return f"{name} 중심성 {len(known)}가지 모두에서 1위이다"
    each = [
        f"{name} ‘{visible(next(t for t, r in zip(shown.terms, shown.ranks, strict=True) if r[k] == 1))}’"
        for k, name in enumerate(shown.names)
        if any(r[k] == 1 for r in shown.ranks)
    ]
    return f"1위가 기준에 따라 다르다: {', '.join(each)}" if each else "중심성의 순위"


def _draw(ax: Axes, shown: _Ranks) -> float:
    """Draw the rows from the top; return the height in points."""
    labels = [wrap(ax, visible(term), width=fitted(ax, _LABEL_WIDTH), size=LABEL) for term in shown.terms]
    middle = (len(shown.names) - 1) / 2
    for k, name in enumerate(shown.names):
        ax.plot([], [], label=name, **_mark(k))  # type: ignore[arg-type]
    for y, ranks in enumerate(shown.ranks):
        known = [(rank, y + (k - middle) * _STEP, k) for k, rank in enumerate(ranks) if not math.isnan(rank)]
        ax.plot([r for r, _, _ in known], [at for _, at, _ in known], color=style.LINE, linewidth=1.2, zorder=2)
        for rank, at, k in known:
            ax.plot([rank], [at], zorder=3, clip_on=False, **_mark(k))  # type: ignore[arg-type]
        note(ax, " · ".join(map(_rank, ranks)), (1.0, float(y)), (12, 0), coords=RIGHT, va="center")
    highest = max((rank for ranks in shown.ranks for rank in ranks if not math.isnan(rank)), default=1.0)
    ax.set_ylim(len(shown.terms) - 0.4, -0.6)
    ax.set_xlim(1.0, max(highest, 2.0))
    steps = [1, *(t for t in ax.get_xticks() if 1 < t <= highest and float(t).is_integer())]
    ax.set_xticks(steps, [f"{step:.0f}" for step in steps])
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    label_rows(ax, range(len(labels)), labels, xlabel="순위")
    ax.tick_params(axis="y", pad=10)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(shown.names), frameon=False, fontsize=NOTE,
              borderaxespad=0.2)  # fmt: skip
    lines = max((label.count("\n") for label in labels), default=0)
    return len(shown.terms) * (_PITCH + 6.0 * lines)


def _mark(series: int) -> dict[str, object]:
    """Choose the shape and colour of a sense."""
    return {
        "linestyle": "none", "marker": style.marker(series), "markersize": 6.0, "markeredgewidth": 0.7,
        "color": style.colour(_COLOURS[series % len(_COLOURS)]), "markeredgecolor": style.INK,
    }  # fmt: skip
