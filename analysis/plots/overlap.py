"""The chart of an overlap: two frames by one another, with the sentences in which they meet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis import schema, style
from analysis.errors import OptionError
from analysis.korean import attach
from analysis.plots.canvas import Texts, chart, require_rows
from analysis.plots.chart_data import Frame, footer, frames_by_id
from analysis.plots.matrix import Matrix, draw_matrix

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_UNITS = {"sentence": "문장", "paragraph": "문단"}
_MOST = 40  # places written out


def overlap(
    table: pd.DataFrame,
    *,
    places: pd.DataFrame | None = None,
    frames: Sequence[str] | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many units hold both of two frames, either one and neither, and the ordinals of those that hold both.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.overlap`. Labels and the unit come from its attrs.
    places : DataFrame, optional
        A result of `framing.overlaps` with the same unit; its places are written beneath, the first 40 of them.
    frames : sequence of two str, optional
        The pair to draw; without it the compared pair, or the only one of the table.
    title : str, optional
        A headline; without it how many units hold both, and how many would by chance.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        Four Rectangles: both, a_only, b_only, neither.

    Raises
    ------
    SchemaError
        If a table is not one of overlap, or of overlaps.
    FigureError
        If the table has no rows.
    OptionError
        If the pair is not in the table.
    FontError
        If a label has a character that the font lacks.
    """
    what = "plots.overlap"
    schema.check(table, schema.OVERLAP, what=f"{what}: overlap table")
    row = _pair(table, frames, what=what)
    a, b = frames_by_id(table, [str(row["frame_a"]), str(row["frame_b"])])
    unit = _UNITS.get(str(schema.about(table).by), "단위")
    cells = [[int(row["both"]), int(row["a_only"])], [int(row["b_only"]), int(row["neither"])]]
    chance = f"기대 {row['expected']:.1f}"
    if pd.notna(row["low"]):
        chance += f", 95% {row['low']:.0f}~{row['high']:.0f}"
    shared = "" if places is None else _shared_units(places, row, unit=unit, what=what)
    notes = ". ".join(text for text in (shared, footer(table)) if text)
    rows, columns = ([f"{frame.label} 있음", f"{frame.label} 없음"] for frame in (a, b))
    texts = Texts(title or _title(row, a, b, unit), _subtitle(row, unit), notes, [*rows, *columns])
    matrix = Matrix(rows, columns, cells, [style.colour("sky")] * 2, {(0, 0): chance}, totals=False)
    values = zip(("둘 다", f"{a.label}만", f"{b.label}만", "둘 다 없음"), [*cells[0], *cells[1]], strict=True)
    counts = ", ".join(f"{name} {n:,}{unit}" for name, n in values)
    alt = f"두 프레임의 겹침 표. {texts.title}. {counts}({chance}). {shared}".strip()
    numbers = row.to_frame().T
    return chart(
        "overlap", ax, texts, lambda axes: draw_matrix(axes, matrix, owned=ax is None), alt=alt, numbers=numbers
    )


def _pair(table: pd.DataFrame, frames: Sequence[str] | None, *, what: str) -> pd.Series:
    """Choose the row of a pair, whichever frame is named first; frame_a is the first one named."""
    require_rows(table, what=what, hint="compare two frames or more")
    wanted = list(frames or schema.about(table).pair or ())
    plain = table.assign(frame_a=table["frame_a"].astype(str), frame_b=table["frame_b"].astype(str))
    pairs = list(zip(plain["frame_a"], plain["frame_b"], strict=True))
    if frames is None and len(plain) == 1:
        wanted = list(pairs[0])
    for k, pair in enumerate(pairs):
        if list(pair) == wanted:
            return plain.iloc[k]
        if [pair[1], pair[0]] == wanted:
            turned = {"frame_a": "frame_b", "frame_b": "frame_a", "a_only": "b_only", "b_only": "a_only"}
            return plain.iloc[k].rename(turned)
    msg = f"{what}: no pair {wanted!r} in the table; choose from {', '.join(' and '.join(pair) for pair in pairs[:8])}"
    raise OptionError(msg)


def _title(row: pd.Series, a: Frame, b: Frame, unit: str) -> str:
    """State how many units hold both, and how many would if the one stood anywhere."""
    total = int(row[["both", "a_only", "b_only", "neither"]].sum())
    both = f"{attach(f'‘{a.label}’', '과/와')} ‘{b.label}’ 어휘"
    if not row["both"]:
        return f"{both}가 함께 나온 {attach(unit, '은/는')} {total:,}{unit} 가운데 없다"
    return f"{both}가 {total:,}{unit} 가운데 {int(row['both']):,}{unit}에 함께 나온다(기대 {row['expected']:.1f})"


def _subtitle(row: pd.Series, unit: str) -> str:
    """Explain cell and expectation, and give the test."""
    text = f"칸의 수는 {unit} 수, 기대와 95% 범위는 한 프레임의 {attach(unit, '을/를')} 글 안에서 뒤섞었을 때의 값"
    if pd.notna(row["p"]):
        return f"{text}(p={row['p']:.3f}, 보정 p={row['p_adjusted']:.3f})"
    return f"{text}. 어느 프레임이 5{unit}에 못 미치거나 뒤섞어도 달라지지 않아 범위는 두지 않음"


def _shared_units(places: pd.DataFrame, row: pd.Series, *, unit: str, what: str) -> str:
    """List the units that hold both, the first ones by their ordinals."""
    schema.check(places, schema.OVERLAPS, what=f"{what}: places")
    pair = {str(row["frame_a"]), str(row["frame_b"])}
    shared = places[places["frame_a"].astype(str).isin(pair) & places["frame_b"].astype(str).isin(pair)]
    if shared.empty:
        return f"함께 나온 {attach(unit, '은/는')} 없음"
    ordinal = "sentence" if "sentence" in shared.columns else "paragraph"
    several = len(shared["doc"].unique()) > 1
    shown = [
        f"{doc} {n}번" if several else f"{n}"
        for doc, n in zip(shared["doc"].head(_MOST), shared[ordinal], strict=False)
    ]
    more = f" 외 {len(shared) - _MOST:,}곳" if len(shared) > _MOST else ""
    return f"함께 나온 {unit}: {', '.join(shown)}{'' if several else '번'}{more}"
