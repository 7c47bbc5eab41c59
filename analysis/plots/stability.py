"""Charts of robustness: whether a conclusion survives each change in the counting, and the curve of all of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, SchemaError
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked, room
from analysis.plots.chart_data import Frame, footer, frames_by_id
from analysis.plots.contrast import signed
from analysis.plots.leads import lead
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, measure, narrow, note, widest, wrap
from analysis.plots.row_labels import label_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 25.0  # points from row to row
_LEAST = 0.001  # p below it is not written out
_FOUND = 70.0  # points beyond the plot
_GAP = 0.55  # rows between the ways of counting and chance
_SHAPES = {"유지": ("o", "blue"), "바뀜": ("X", "red"), "그대로": ("o", "")}
_LEFT_OUT = {"leave_one_term": "entry", "leave_one_sentence": "sentence", "leave_one_paragraph": "paragraph"}
_PARTS = {"leave_one_sentence": "번 문장", "leave_one_paragraph": "문단"}

_CURVE, _ROW = 130.0, 15.0  # points: height of the curve, and of a row of options
_NAMES = {
    "text": ("글", {"body": "본문", "raw": "정리 전"}),
    "analyser": ("분석기", {"cong": "cong", "cong-global": "cong-global", "no-dictionary": "기본 사전 없이"}),
    "layer": ("층", {"morphs": "형태소", "units": "단위"}),
    "variants": ("표기 변이", {"on": "모음", "off": "그대로"}),
    "tags": ("품사", {"all": "모두", "nouns": "명사만"}),
    "stops": ("불용어", {"none": "두기", "stopped": "빼기"}),
    "ambiguous": ("모호한 어휘", {"with": "넣기", "without": "빼기"}),
    "weights": ("가중치", {"codebook": "코드북", "equal": "모두 1"}),
    "cap": ("문장당 상한", {"codebook": "코드북", "off": "없음"}),
    "support": ("보조 어휘", {"codebook": "코드북", "sentence": "문장 안", "paragraph": "문단 안", "document": "글 안",
                              "off": "조건 없이", "core": "빼기"}),
    "quotes": ("인용문", {"with": "넣기", "without": "빼기"}),
}  # fmt: skip


def stability(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the card 결론 안정성: one row a perturbation, its worst log ratio, and a word for the answer.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.stability`, or some of its rows.
    title : str, optional
        A headline; without it the finding, as far as it may be stated.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        A disc where the conclusion stands, a cross where it does not, a small grey disc where nothing changed in this
        text; a perturbation without an answer says why. The row of chance stands apart and last, with its p.

    Raises
    ------
    SchemaError
        If the table is another, or lost its attrs.
    FigureError
        If it has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("stability", table, schema.STABILITY, "table")
    verdict = schema.about(table).verdict
    if verdict is None:
        msg = message(
            "{what}: the table lost its attrs, with the conclusion; pass what framing.stability returned", what=what
        )
        raise SchemaError(msg)
    if table.empty:
        msg = message("{what}: the table has no rows, so there is nothing to draw", what=what)
        raise FigureError(msg)
    frames = frames_by_id(table, schema.about(table).pair)
    found = [_found(row, schema.about(table).surfaces or {}) for row in table.to_dict("records")]
    labels = [visible(text) for text in (*table["label"], *found)]
    base = schema.require_stated(schema.about(table).whole).log_ratio
    line = "" if np.isnan(base) else f" 세로 점선은 바꾸기 전의 값({signed(base)})."
    counting = f"{verdict.counting}. " if verdict.counting else ""
    how = "점은 계산 방식을 바꾸었을 때의 로그 비. 하나씩 뺄 때는 결론에 가장 불리한 것을 골랐다."
    texts = Texts(title or verdict.finding, f"{counting}{how}{line}", footer(table), labels)
    rows = zip(table.to_dict("records"), found, strict=True)
    lines = [f"{row['label']}: {_answer(row)}{f'({seen})' if seen else ''}." for row, seen in rows]
    chance = f" {verdict.chance}." if verdict.chance else ""
    alt = f"결론 안정성 카드. {texts.title}. {counting}{' '.join(lines)}{chance}"
    numbers = table[[c.name for c in schema.STABILITY if c.name != "variants"]]
    return chart(
        "stability", ax, texts, lambda axes: _draw(axes, table, frames, owned=ax is None), alt=alt, numbers=numbers
    )


def multiverse(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the log ratio of every specification, sorted, over rows that say which options each one has.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.multiverse`, or some of its rows.
    title : str, optional
        A headline; without it in how many specifications the same frame leads, and the range.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        The curve as one line of markers per leading frame, a ring around the kit's own specification, and one
        row per option of the dimensions that vary, with the median log ratio under it at the right.

    Raises
    ------
    SchemaError
        If the table is another.
    FigureError
        If no specification was run.
    FontError
        If a label has a character that the font lacks.

    References
    ----------
    Simonsohn, U., Simmons, J. & Nelson, L. (2020). Specification curve analysis. Nature Human Behaviour 4.
    """
    what = checked("multiverse", table, schema.MULTIVERSE, "table")
    run = table[table["status"] == "run"]
    if run.empty:
        msg = message("{what}: no specification in the table was run, so there is nothing to draw", what=what)
        raise FigureError(msg)
    if len(run[["frame_a", "frame_b"]].drop_duplicates()) != 1:
        msg = message("{what}: the table holds several frame pairs; pass what framing.multiverse returned", what=what)
        raise SchemaError(msg)
    pair = [str(run["frame_a"].iloc[0]), str(run["frame_b"].iloc[0])]
    frames = frames_by_id(table, pair)
    labels = [frame.label for frame in frames]
    distinct = len(run[["weight_a", "weight_b"]].drop_duplicates())
    refused = len(table) - len(run)
    how = "점 하나가 계산 방식 하나, 고리는 기준. 오른쪽 수는 다른 선택이 같을 때의 중앙값."
    left_out = f" 셀 수 없어 뺀 방법 {refused:,}가지." if refused else ""
    subtitle = f"{how} 결과가 서로 다른 것은 {distinct:,}가지.{left_out}"
    texts = Texts(title or _multiverse_title(run, frames), subtitle, footer(table), labels)
    curve = run.sort_values(["log_ratio", "specification"], na_position="last", kind="stable", ignore_index=True)
    plain = pd.DataFrame({name: curve[name].array for name in curve.columns})  # pandas copies attrs at every step
    rows = []
    for column, choice, label in _options(plain):
        mine = plain.loc[plain[column] == choice, "log_ratio"].dropna()
        if len(mine):
            median = _signed_or_none(_median(plain, column, choice))
            rows.append(f"{label} {signed(mine.min())}~{signed(mine.max())}(중앙값 {median}).")
    described = " ".join(rows)
    alt = f"명세 곡선. {texts.title}. {described}"
    return chart("multiverse", ax, texts, lambda axes: _draw_multiverse(axes, plain, frames), alt=alt, numbers=curve)


def _answer(row: Mapping[Any, Any]) -> str:
    """Answer in a word: whether the conclusion stands in a row, or whether chance seldom brings as much."""
    if row["kind"] == "chance":
        return "판단 불가" if pd.isna(row["survives"]) else "드묾" if row["survives"] else "배제 못 함"
    if pd.isna(row["changed"]):
        return "판단 불가"
    return "그대로" if not row["changed"] else "유지" if row["survives"] else "바뀜"


def _found(row: Mapping[Any, Any], terms: Mapping[str, str]) -> str:
    """Write what a row found: value, the worst variant, reason."""
    worst = str(row["worst"])
    if worst in terms and row["perturbation"] == "leave_one_term":
        worst = f"{terms[worst]}({worst})"
    elif worst:
        worst += _PARTS.get(str(row["perturbation"]), "")
    value = "" if np.isnan(row["log_ratio"]) else signed(row["log_ratio"])
    if row["kind"] == "chance":
        shown = "p < .001" if row["p"] < _LEAST else f"p = {row['p']:.3f}".replace("= 0.", "= .")
        p = "" if np.isnan(row["p"]) else shown
        same = "" if np.isnan(row["draws_same"]) else f"다시 뽑아 같은 쪽 {row['draws_same']:.0%}"
        value = " · ".join(part for part in (p, same) if part)
    elif _answer(row) == "그대로":
        value = ""  # the dot stands on the dotted line
    return " · ".join(part for part in (value, visible(worst), visible(str(row["reason"]))) if part)


def _draw(ax: Axes, table: pd.DataFrame, frames: list[Frame], *, owned: bool) -> float:
    """Draw the rows from the top; return the height in points that they need."""
    records = table.to_dict("records")
    labels = [wrap(ax, visible(str(row["label"])), width=fitted(ax, 150.0), size=LABEL) for row in records]
    found = [
        wrap(ax, _found(row, schema.about(table).surfaces or {}), width=fitted(ax, 105.0), size=NOTE) for row in records
    ]
    values = np.array([*table["log_ratio"], schema.require_stated(schema.about(table).whole).log_ratio], dtype=float)
    known = values[np.isfinite(values)]
    limit = max(1.0, float(np.abs(known).max()) if len(known) else 1.0) * 1.15
    # Eight ways of counting stand at 0 to 7, chance at 8.55
    y = np.arange(len(records)) + _GAP * (table["kind"] == "chance").to_numpy(dtype=float)
    tallest = max(measure(ax, text, LABEL)[1] for text in [*labels, *found] if text)
    ax.set_xlim(-limit, limit)
    ax.set_ylim(float(y[-1]) + 0.6, -0.6)
    counting = (table["kind"] == "counting").to_numpy()
    ax.hlines(y[counting], -limit, limit, color="#EBEBEB", linewidth=0.8, zorder=0)
    foot = float(y[counting].max(initial=0.0)) + 0.5  # chance has no place on the axis
    ax.vlines(0, -0.6, foot, color=style.LINE, linewidth=1.0, zorder=1)
    if np.isfinite(values[-1]):
        ax.vlines(values[-1], -0.6, foot, color=style.QUIET, linewidth=1.0, linestyle=(0, (3, 3)), zorder=1)
    # The words of an answer end before what was found begins: 70 points beyond the plot on a page, less on narrow paper
    beyond = min(_FOUND, widest(ax, [_answer(row) for row in records], NOTE) + 14) if narrow(ax) else _FOUND
    for row, at, text in zip(records, y, found, strict=True):
        _draw_row(ax, row, at, text, beyond=beyond)
    for k, (row, at) in enumerate(zip(records, y, strict=True)):
        mark = [(float(row["log_ratio"]), float(at))] if np.isfinite(row["log_ratio"]) else []
        lead(ax, _behind(row) | {"frames": " ".join(frame.id for frame in frames)}, k, *mark)
    a, b = (frame.label for frame in frames)
    xlabel = f"로그 비(log2): 0보다 작으면 {b}, 크면 {a} 쪽이 높다"
    label_rows(ax, y, labels, xlabel=wrap(ax, xlabel, width=room(ax, owned=owned) * 0.5, size=LABEL), leading=None)
    return (float(y[-1]) + 1) * max(_PITCH, tallest + 6)


def _behind(row: Mapping[Any, Any]) -> dict[str, str]:
    """Say what was left out in the worst variant of a row, where it left anything out."""
    name = _LEFT_OUT.get(str(row["perturbation"]), "")
    return {name: str(row["worst"])} if name and row["worst"] else {}


def _draw_row(ax: Axes, row: Mapping[Any, Any], at: float, text: str, *, beyond: float) -> None:
    """Draw the dot of a row, its answer and what was found."""
    answer, value = _answer(row), float(row["log_ratio"])
    if answer in _SHAPES and np.isfinite(value):
        marker, name = _SHAPES[answer]
        fill, edge, size = (style.colour(name), style.INK, 9) if name else (style.LINE, style.QUIET, 6)
        ax.plot([value], [at], marker=marker, markersize=size, color=fill, markeredgecolor=edge, linestyle="none")
    colour = style.QUIET if answer in {"그대로", "판단 불가"} else style.INK
    for words, right in ((answer, 8), (text, beyond)):
        note(ax, words, (1, at), (right, 0), coords=RIGHT, va="center", colour=colour, leading=1.15)


def _multiverse_title(run: pd.DataFrame, frames: list[Frame]) -> str:
    """State in how many specifications the frame leads that leads in the first, and the range."""
    values = run["log_ratio"]
    first = values.iloc[0]
    a, b = (f"‘{frame.label}’" for frame in frames)
    total = f"계산 방식 {len(run):,}가지"
    if np.isnan(first):
        return f"{total}의 기준에서 {a}·{b} 어휘가 나오지 않는다"
    ends = f"로그 비 {signed(values.min())}~{signed(values.max())}"
    if first == 0:
        return f"{total}의 기준에서 {a} 어휘와 {b} 어휘의 가중 점수가 같다({ends})"
    kept = int((np.sign(values) == np.sign(first)).sum())
    how = "모두에서" if kept == len(run) else f"가운데 {kept:,}가지에서"
    return f"{total} {how} {a if first > 0 else b} 어휘의 가중 점수가 더 높다({ends})"


def _options(curve: pd.DataFrame) -> list[tuple[str, str, str]]:
    """List the options of dimensions that vary: column, choice, label."""
    found = []
    for column, (name, choices) in _NAMES.items():
        present = [choice for choice in choices if (curve[column] == choice).any()]
        if len(present) > 1:
            found += [(column, choice, f"{name}: {choices[choice]}") for choice in present]
    return found


def _median(curve: pd.DataFrame, column: str, choice: str) -> float:
    """Median log ratio of an option, over specifications that exist under every other option of its dimension."""
    # A way of cleaning that was tried with one analyser is compared over specifications of that analyser alone: with
    # off/cong, on/cong and off/other, the median of "off" leaves out off/other, which has no counterpart.
    others = [name for name in _NAMES if name != column]
    tried = curve.groupby(others)[column].transform("nunique")
    values = curve.loc[(tried == tried.max()) & (curve[column] == choice), "log_ratio"].dropna()
    return float(values.median()) if len(values) else math.nan


def _draw_multiverse(ax: Axes, curve: pd.DataFrame, frames: list[Frame]) -> float:
    """Draw the curve above and the options below; y counts rows, downwards from 0; return the height in points."""
    options = _options(curve)
    tall = _CURVE / _ROW
    ticks = _draw_curve(ax, curve, frames, tall=tall)
    dimensions = list(dict.fromkeys(column for column, _, _ in options))
    places = [0.9 + k + 0.35 * dimensions.index(column) for k, (column, _, _) in enumerate(options)]
    for at, (column, choice, _) in zip(places, options, strict=True):
        mine = (curve[column] == choice).to_numpy()
        # Specifications that have the option, 1 1 0 1: the differences of 0 1 1 0 1 0 are 1 0 -1 1 -1, not 0 at the
        # places 0, 2, 3 and 4, so that bars run from 0 to 2 and from 3 to 4.
        edges = np.flatnonzero(np.diff(np.r_[False, mine, False].astype(int))).reshape(-1, 2)
        ax.broken_barh([(a, b - a) for a, b in edges], (at - 0.3, 0.6), facecolor=style.QUIET, linewidth=0)
        note(ax, _signed_or_none(_median(curve, column, choice)), (1, at), (6, 0), coords=RIGHT)
    depth = (places[-1] if places else 0) + 0.7
    ax.set_yticks([at for at, _ in ticks] + places, [text for _, text in ticks] + [label for _, _, label in options])
    ax.tick_params(axis="y", length=0, labelsize=NOTE)
    ax.set_xlim(0, len(curve))
    ax.set_ylim(depth, -tall - 0.6)
    ax.set_xticks([])
    ax.set_xlabel(f"계산 방식 {len(curve):,}가지(로그 비 순서)", fontsize=LABEL, color=style.INK)
    ax.spines[:].set_visible(False)
    return (depth + tall + 0.6) * _ROW


def _signed_or_none(value: float) -> str:
    """Write a median; 없음 where no specification has a value."""
    return "없음" if np.isnan(value) else signed(value)


def _draw_curve(ax: Axes, curve: pd.DataFrame, frames: list[Frame], *, tall: float) -> list[tuple[float, str]]:
    """Draw the sorted values in the upper part; return the ticks of their scale."""
    from matplotlib.ticker import MaxNLocator

    value = curve["log_ratio"].to_numpy(dtype=float)
    known = value[np.isfinite(value)]
    low, high = min(0.0, *known, -0.25), max(0.0, *known, 0.25)

    def up(number: Any) -> Any:
        """Turn log ratios into rows above the options, which begin at 0 and go down."""
        # From -1 to 3 on 8.6 rows: -1 lies at -0.6, just above the options, 3 at -8.6, and 0 a quarter of the way, at
        # -2.6.
        return -0.6 - (number - low) / (high - low) * (tall - 0.6)

    ax.hlines([up(0.0)], 0, len(curve), color=style.LINE, linewidth=1.0, zorder=1)
    x = np.arange(len(curve)) + 0.5
    for k, side in ((0, 1), (1, -1), (2, 0)):
        mine = np.sign(value) == side
        if mine.any():
            colour, label = (frames[k].colour, f"{frames[k].label} 쪽이 높음") if k < 2 else ("white", "같음")
            ax.plot(
                x[mine], up(value[mine]), linestyle="none", marker=style.marker(k), markersize=3.5, color=colour,
                markeredgecolor=style.INK if k == 2 else colour, label=label, zorder=2, clip_on=False,
            )  # fmt: skip
    ring = (curve["specification"].to_numpy() == 1) & np.isfinite(value)
    if not len(known):
        ax.text(len(curve) / 2, up(0.0) - 0.8, "없음", ha="center", fontsize=LABEL)
        return [(up(0.0), signed(0.0))]
    if ring.any():  # an empty line would count as standing at the corner of the paper
        ax.plot(
            x[ring], up(value[ring]), linestyle="none", marker="o", markersize=10, color="none",
            markeredgecolor=style.INK, markeredgewidth=1.5, zorder=4, clip_on=False,
        )  # fmt: skip
        at = (float(x[ring][0]), float(up(value[ring])[0]))
        lead(ax, {"frames": " ".join(frame.id for frame in frames)}, at)  # what the kit's own way counts
    ax.legend(
        loc="lower left", bbox_to_anchor=(0, 1), ncols=3, frameon=False, borderpad=0, borderaxespad=0.2,
        handletextpad=0.3, markerscale=2, fontsize=NOTE,
    )  # fmt: skip
    numbers = [float(t) for t in MaxNLocator(nbins=4).tick_values(low, high) if low <= t <= high]
    return [(up(t), signed(t)) for t in numbers]
