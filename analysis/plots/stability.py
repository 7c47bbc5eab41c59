"""The stability card: a conclusion and whether it survives each change in the counting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, SchemaError
from analysis.korean import visible
from analysis.plots.canvas import LABEL, NOTE, Words, drawing, finish, measure, room, wrap
from analysis.plots.contrast import signed
from analysis.plots.tables import Frame, footer, frames_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 25.0  # points from row to row
_ANSWERS = {True: ("유지", "o"), False: ("바뀜", "X")}
_PARTS = {"leave_one_sentence": "번 문장", "leave_one_paragraph": "문단"}


def stability(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the card 결론 안정성: one row a perturbation, its worst log ratio, and a word for the answer.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.stability`, or some of its rows.
    title : str, optional
        A headline; without it the conclusion and in how many perturbations it stands.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        A disc where the conclusion stands, a cross where it does not; a perturbation without an answer says why.

    Raises
    ------
    SchemaError
        If the table is another, or lost its attrs.
    FigureError
        If it has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.stability"
    schema.check(table, schema.STABILITY, what=f"{what}: table")
    if "conclusion" not in table.attrs:
        msg = f"{what}: the table lost its attrs, with the conclusion; pass what framing.stability returned"
        raise SchemaError(msg)
    if table.empty:
        msg = f"{what}: the table has no rows, so there is nothing to draw"
        raise FigureError(msg)
    long = pd.DataFrame({"frame": list(table.attrs["compare"])})
    long.attrs = dict(table.attrs)
    frames = frames_of(long, list(table.attrs["compare"]), what=what)
    words = Words(title or _finding(table), _method(table), footer(table))
    texts = [*table["label"], *(_said(row, table.attrs["terms"]) for row in table.to_dict("records"))]
    style.require_glyphs([words.title, words.subtitle, words.footer, *map(visible, texts)], what=what)
    with drawing(ax) as axes:
        height = _draw(axes, table, frames, owned=ax is None)
        finish(axes, words, owned=ax is None, height=height)
    numbers = table[["perturbation", "label", "share", "log_ratio", "survives", "worst", "reason"]]
    style.describe(axes, chart="stability", alt=_alt(table, words), numbers=numbers)
    return axes


def _finding(table: pd.DataFrame) -> str:
    """State the conclusion, and in how many of the perturbations that can be judged it stands."""
    judged = table["survives"].dropna()
    said = str(table.attrs["conclusion"])
    if judged.empty:
        return said
    kept = int(judged.sum())
    how = "모두에서" if kept == len(judged) else f"가운데 {kept}가지에서"
    return f"{said}. 이 결론은 셈을 바꾼 {len(judged)}가지 {how} 유지된다"


def _method(table: pd.DataFrame) -> str:
    """Explain dot and word."""
    base = table.attrs["base"]["log_ratio"]
    line = "" if np.isnan(base) else f" 세로 점선은 바꾸기 전의 값({signed(base)})."
    return f"점은 셈을 바꾸었을 때의 로그 비. 하나씩 뺄 때는 결론에 가장 불리한 것을 골랐다.{line}"


def _said(row: Mapping[Any, Any], terms: Mapping[str, str]) -> str:
    """Write what a row found: value, the worst variant, reason."""
    worst = str(row["worst"])
    if worst in terms and row["perturbation"] == "leave_one_term":
        worst = f"{terms[worst]}({worst})"
    elif worst:
        worst += _PARTS.get(str(row["perturbation"]), "")
    value = "" if np.isnan(row["log_ratio"]) else signed(row["log_ratio"])
    return " · ".join(part for part in (value, visible(worst), visible(str(row["reason"]))) if part)


def _alt(table: pd.DataFrame, words: Words) -> str:
    """Describe the card row by row."""
    rows = []
    for row in table.to_dict("records"):
        answer = "판단 불가" if pd.isna(row["survives"]) else _ANSWERS[bool(row["survives"])][0]
        found = _said(row, table.attrs["terms"])
        rows.append(f"{row['label']}: {answer}{f'({found})' if found else ''}.")
    return f"결론 안정성 카드. {words.title}. {' '.join(rows)}"


def _draw(ax: Axes, table: pd.DataFrame, frames: list[Frame], *, owned: bool) -> float:
    """Draw the rows from the top; return the height in points that they need."""
    records = table.to_dict("records")
    labels = [wrap(ax, visible(str(row["label"])), width=150, size=LABEL) for row in records]
    found = [wrap(ax, _said(row, table.attrs["terms"]), width=105, size=NOTE) for row in records]
    values = np.array([*table["log_ratio"], table.attrs["base"]["log_ratio"]], dtype=float)
    known = values[np.isfinite(values)]
    limit = max(1.0, float(np.abs(known).max()) if len(known) else 1.0) * 1.15
    y = np.arange(len(records), dtype=float)
    tallest = max(measure(ax, text, LABEL)[1] for text in [*labels, *found] if text)
    ax.set_xlim(-limit, limit)
    ax.set_ylim(len(y) - 0.4, -0.6)
    ax.hlines(y, -limit, limit, color="#EBEBEB", linewidth=0.8, zorder=0)
    ax.axvline(0, color=style.LINE, linewidth=1.0, zorder=1)
    if np.isfinite(values[-1]):
        ax.axvline(values[-1], color=style.QUIET, linewidth=1.0, linestyle=(0, (3, 3)), zorder=1)
    for row, at, text in zip(records, y, found, strict=True):
        _row(ax, row, at, text)
    ax.set_yticks(y, labels, fontsize=LABEL)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    a, b = (frame.label for frame in frames)
    axis = f"로그 비(log2): 0보다 작으면 {b}, 크면 {a} 쪽이 높다"
    ax.set_xlabel(wrap(ax, axis, width=room(ax, owned=owned) * 0.5, size=LABEL), fontsize=LABEL, color=style.INK)
    return len(y) * max(_PITCH, tallest + 6)


def _row(ax: Axes, row: Mapping[Any, Any], at: float, text: str) -> None:
    """Draw the dot of a row, its answer and what was found."""
    answer, marker = ("", "") if pd.isna(row["survives"]) else _ANSWERS[bool(row["survives"])]
    value = float(row["log_ratio"])
    if marker and np.isfinite(value):
        fill = style.colour("blue") if marker == "o" else style.colour("red")
        ax.plot([value], [at], marker=marker, markersize=9, color=fill, markeredgecolor=style.INK, linestyle="none")
    for words, right in ((answer or "판단 불가", 8), (text, 70)):
        ax.annotate(
            words, (1, at), (right, 0), xycoords=("axes fraction", "data"), textcoords="offset points", va="center",
            fontsize=NOTE, annotation_clip=False, linespacing=1.15,
            color=style.INK if answer else style.QUIET,
        )  # fmt: skip
