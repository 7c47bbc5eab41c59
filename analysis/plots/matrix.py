"""Matrices: frames by their elements, devices and agents, and two frames by one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from analysis import schema, style
from analysis.errors import OptionError, SchemaError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked, require_rows, room
from analysis.plots.chart_data import Frame, footer, frames_by_id, frames_of
from analysis.plots.leads import lead
from analysis.plots.lettering import LABEL, NOTE, fitted, measure, note, widest, wrap
from analysis.plots.row_labels import label_rows
from analysis.plots.strip import ink as ink_on

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = 30.0  # points: least height of a row
_WIDEST = 96.0  # points: a column
_NAME = 120.0  # points: a row's label
_PALEST = 0.2
_LEADING = 1.1
_SUBTITLE = (
    "칸의 수는 그 {noun}로 적힌 프레임 어휘가 나온 횟수, 점선 칸은 한 번도 나오지 않음, "
    "‘명시 없음’은 코드북이 {object} 적지 않은 어휘"
)

_PITCH = 22.0  # points from bar to bar
_HEAD = 1.1  # bars: the line above the bars of a frame
_GAP = 0.5
_AGENT_SUBTITLE = "프레임 어휘가 든 절의 주어를 센 횟수. 한국어는 주어를 자주 생략하므로 주어가 없는 절도 막대로 보인다"

_UNITS = {"sentence": "문장", "paragraph": "문단"}
_MOST = 40  # places written out


@dataclass(frozen=True)
class _Matrix:
    """Counts with their labels; a row has a colour, and a cell may have a note under its count."""

    rows: list[str]
    columns: list[str]
    n: list[list[int]]
    colours: list[str]  # by name
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    totals: bool = True
    leads: dict[tuple[int, int], dict[str, str]] = field(default_factory=dict)  # what a cell stands for


def elements(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a matrix of frames by Entman's elements with the counts in its cells; empty cells stay visible.

    Parameters
    ----------
    table : DataFrame
        Columns frame, element and n (counted hits), every frame with every element, zeros included; the empty element
        is that of terms for which the codebook states none. Labels and colours come from its attrs.
    title : str, optional
        A headline; without it the fullest cell of a stated element and the number of empty ones.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One Rectangle per cell, row by row, frames in the order of the codebook; a row's sum stands at its right.

    Raises
    ------
    SchemaError
        If columns are missing, or a frame lacks an element that another has.
    FigureError
        If the table has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    return _draw_by_frame(table, "element", "요소", schema.ELEMENT_NAMES, title=title, ax=ax)


def devices(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw a matrix of frames by framing devices with the counts in its cells; empty cells stay visible.

    Parameters
    ----------
    table : DataFrame
        Columns frame, device and n (counted hits), every frame with every device, zeros included; the empty device
        is that of terms for which the codebook states none. Labels and colours come from its attrs.
    title : str, optional
        A headline; without it the fullest cell of a stated device and the number of empty ones.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One Rectangle per cell, row by row, frames in the order of the codebook; a row's sum stands at its right.

    Raises
    ------
    SchemaError
        If columns are missing, or a frame lacks a device that another has.
    FigureError
        If the table has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    return _draw_by_frame(table, "device", "장치", schema.DEVICE_NAMES, title=title, ax=ax)


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
        counts alone. Frames without a hit are named below the headline, where others have some.

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
    frames, counts = _count(table, column="agent_kind", labels=schema.AGENT_KINDS, what=what)
    named = [schema.AGENT_KINDS.get(name, name) for name in counts.columns]
    labels = [*named, *(frame.label for frame in frames)]
    drawn = [frame for frame, n in zip(frames, counts.sum(axis=1), strict=True) if n] or frames
    absent = [frame.label for frame in frames if frame not in drawn]
    subtitle = _AGENT_SUBTITLE + (f". 나오지 않은 프레임: {', '.join(absent)}" if absent else "")
    texts = Texts(title or _agent_title(counts), subtitle, footer(table), labels)
    alt = f"행위 주체 막대그림. {texts.title}. {_describe(frames, counts, named)}"
    return chart(
        "agents",
        ax,
        texts,
        lambda axes: _draw_agents(axes, drawn, counts.loc[[frame.id for frame in drawn]], named, owned=ax is None),
        alt=alt,
        numbers=table[["frame", "agent_kind", "n"]],
    )


def _draw_by_frame(
    table: pd.DataFrame, column: str, noun: str, labels: Mapping[str, str], *, title: str | None, ax: Axes | None
) -> Axes:
    """Draw counts of frames by the values of a column, which the captions call by its noun."""
    name = f"{column}s"
    frames, counts = _count(table, column=column, labels=labels, what=f"plots.{name}")
    named = [visible(labels.get(value, value)) for value in counts.columns]
    rows, colours = [frame.label for frame in frames], [frame.name for frame in frames]
    leads = {
        (i, k): {"frame": frame.id, column: str(value)}
        for i, frame in enumerate(frames)
        for k, value in enumerate(counts.columns)
    }
    matrix = _Matrix(rows, named, counts.to_numpy().tolist(), colours, leads=leads)
    subtitle = _SUBTITLE.format(noun=noun, object=attach(noun, "을/를"))
    texts = Texts(title or _title(frames, counts, named, noun), subtitle, footer(table), [*named, *rows])
    alt = f"프레임별 {noun} 표. {texts.title}. {_describe(frames, counts, named)}"
    numbers = table[["frame", column, "n"]]
    return chart(name, ax, texts, lambda axes: _draw_matrix(axes, matrix, owned=ax is None), alt=alt, numbers=numbers)


def _count(
    table: pd.DataFrame, *, column: str, labels: Mapping[str, str], what: str
) -> tuple[list[Frame], pd.DataFrame]:
    """Count hits by frame and the values of a column, in the order of the labels; values without a name stand last."""
    contract = (
        schema.Column("frame", "text", "", "frame id"),
        schema.Column(column, "text", "", "value that is counted"),
        schema.Column("n", "int", "hits", "counted hits"),
    )
    schema.check(table, contract, what=message("{what}: table", what=what))
    require_rows(table, what=what, hint=message("see whether the codebook has frames"))
    plain = table.assign(**{"frame": table["frame"].astype(str), column: table[column].astype(str)})
    counts = plain.pivot_table(index="frame", columns=column, values="n", aggfunc="sum")
    if counts.isna().any(axis=None):
        msg = message(
            "{what}: a frame lacks a {column} that another has; the table must hold zeros as well",
            what=what,
            column=column,
        )
        raise SchemaError(msg)
    about = schema.about(table).frame_ids
    order = [frame for frame in about if frame in counts.index] or sorted(counts.index)
    known = [name for name in labels if name in counts.columns]
    rest = sorted(name for name in counts.columns if name not in labels)
    values = [name for name in known if name] + rest + [name for name in known if not name]
    return frames_of(table, order, what=what), counts.loc[order, values].astype("int64")


def _describe(frames: list[Frame], counts: pd.DataFrame, named: list[str]) -> str:
    """List the counts of each frame for readers who do not see the chart."""
    return " ".join(
        f"{frame.label}: {', '.join(f'{name} {n:,}회' for name, n in zip(named, row, strict=True))}."
        for frame, row in zip(frames, counts.to_numpy().tolist(), strict=True)
    )


def _title(frames: list[Frame], counts: pd.DataFrame, named: list[str], noun: str) -> str:
    """State the most frequent value of the frame with the most hits, and how many cells are empty."""
    if not counts.to_numpy().any():
        return f"프레임 어휘가 나오지 않아 {noun}도 없다"
    stated = [k for k, name in enumerate(counts.columns) if name]
    inner = counts.iloc[:, stated]
    empty = int((inner.to_numpy() == 0).sum())
    tail = f"{inner.size:,}칸 가운데 {empty:,}칸이 비어 있다"
    if not inner.to_numpy().any():
        return f"{noun}를 적은 어휘가 나오지 않아 {tail}"
    most = int(inner.to_numpy().max())
    first = next((i, k) for i, row in enumerate(inner.to_numpy()) for k, n in enumerate(row) if n == most)
    where = f"‘{frames[first[0]].label}’의 {named[stated[first[1]]]}"
    ties = int((inner.to_numpy() == most).sum()) - 1
    also = f" 등 {ties + 1}칸이" if ties else ""
    return f"{where}{also}{'' if also else ' 칸이'} {most:,}회로 가장 많고, {tail}"


def _draw_matrix(ax: Axes, matrix: _Matrix, *, owned: bool) -> float:
    """Draw cells, counts and labels; return the height in points that they need."""
    names = [wrap(ax, name, width=fitted(ax, _NAME), size=LABEL) for name in matrix.rows]
    margin = widest(ax, names, LABEL) + 8
    sums = [f"{sum(row):,}회" for row in matrix.n]
    aside = widest(ax, [*sums, "합"], NOTE) + 14 if matrix.totals else 0.0
    wide = max(72.0, room(ax, owned=owned, beside=margin + aside))
    cell = min(_WIDEST if matrix.totals else 2 * _WIDEST, wide / len(matrix.columns))
    heads = [wrap(ax, name, width=cell - 4, size=NOTE) for name in matrix.columns]
    top = max(measure(ax, head, NOTE)[1] for head in heads) + 4
    heights = [max(_ROW, measure(ax, name, LABEL)[1] + 6, _note_height(ax, matrix, i)) for i, name in enumerate(names)]
    ax.set_xlim(0, wide)
    ax.set_ylim(top + sum(heights), 0)
    ax.set_axis_off()
    for k, head in enumerate(heads):
        _write(ax, head, ((k + 0.5) * cell, top - 3), size=NOTE, va="bottom")
    y = top
    for i, height in enumerate(heights):
        middle = y + height / 2
        note(ax, names[i], (0, middle), (-8, 0), ha="right", va="center", size=LABEL, leading=_LEADING)
        _draw_cells(ax, matrix, i, box=(y, height, cell))
        if matrix.totals:
            _write(ax, sums[i], (len(heads) * cell + 8, middle), size=NOTE, ha="left", va="center_baseline")
        y += height
    if matrix.totals:
        _write(ax, "합", (len(heads) * cell + 8, top - 3), size=NOTE, ha="left", va="bottom")
    return top + sum(heights)


def _note_height(ax: Axes, matrix: _Matrix, i: int) -> float:
    """Height in points that a row needs for its notes."""
    notes = [note for (row, _), note in matrix.notes.items() if row == i]
    return max((measure(ax, note, NOTE)[1] + measure(ax, "0", LABEL)[1] + 14 for note in notes), default=0.0)


def _draw_cells(ax: Axes, matrix: _Matrix, i: int, *, box: tuple[float, float, float]) -> None:
    """Draw a row of cells: the darker the more, white with a dashed edge where there is nothing."""
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.patches import Rectangle

    y, height, cell = box
    most = max(max(row) for row in matrix.n) or 1
    for k, n in enumerate(matrix.n[i]):
        # Of at most 10, a count of 5 is drawn with 0.6 of its colour, 1 with 0.28 and 10 with all of it; 0 is white.
        share = 1 - (1 - _PALEST) * (1 - n / most) if n else 0.0
        red, green, blue = (1 - share * (1 - channel) for channel in to_rgb(style.colour(matrix.colours[i])))
        x = k * cell
        edge = "solid" if n else (0, (3, 2))
        box_of_cell = Rectangle((x + 1, y + 1), cell - 2, height - 2, facecolor=to_hex((red, green, blue)),
                                edgecolor=style.LINE, linewidth=0.8, linestyle=edge)  # fmt: skip
        ax.add_patch(box_of_cell)
        if n and (i, k) in matrix.leads:
            lead(ax, matrix.leads[i, k] | {"n": str(n)}, box_of_cell)
        below = matrix.notes.get((i, k), "")
        ink = ink_on((red, green, blue))
        middle = y + height / 2
        if below:
            _write(ax, f"{n:,}", (x + cell / 2, y + 5), size=LABEL, va="top", colour=ink)
            _write(ax, below, (x + cell / 2, y + height - 5), size=NOTE, va="bottom", colour=ink)
        else:
            colour = ink if n else style.QUIET
            _write(ax, f"{n:,}", (x + cell / 2, middle), size=LABEL, va="center_baseline", colour=colour)


def _write(
    ax: Axes, text: str, at: tuple[float, float], *, size: float, va: str, ha: str = "center", colour: str = style.INK
) -> None:
    """Write a text at a place of the table."""
    ax.text(*at, text, ha=ha, va=va, fontsize=size, color=colour, linespacing=_LEADING)


def _agent_title(counts: pd.DataFrame) -> str:
    """State how many hits stand in a clause without a subject."""
    total = int(counts.to_numpy().sum())
    if not total:
        return "프레임 어휘가 나오지 않아 주어도 없다"
    parts = [(schema.AGENT_KINDS[kind], int(counts[kind].sum())) for kind in ("none", "we") if kind in counts.columns]
    shares = [f"({n / total:.0%})" if total >= 5 else "" for _, n in parts]
    counted = ", ".join(f"‘{label}’ {n:,}회{share}" for (label, n), share in zip(parts, shares, strict=True))
    return f"프레임 어휘 {total:,}회 가운데 {counted}"


def _draw_agents(ax: Axes, frames: list[Frame], counts: pd.DataFrame, named: list[str], *, owned: bool) -> float:
    """Draw the bars under the names of their frames; return the height in points that they need."""
    from matplotlib.ticker import MaxNLocator

    names = [wrap(ax, name, width=fitted(ax, _NAME), size=LABEL) for name in named]
    most = int(counts.to_numpy().max())
    aside = measure(ax, f"{most:,}회(100%)", NOTE)[0] + 12
    wide = room(ax, owned=owned, beside=widest(ax, names, LABEL) + 8) - aside
    ax.set_xlim(0, max(most, 1) * (1 + aside / max(wide, 72.0)))
    y, rows = 0.0, counts.to_numpy().tolist()
    ticks: list[float] = []
    for k, (frame, row) in enumerate(zip(frames, rows, strict=True)):
        title = wrap(ax, frame.label, width=wide, size=LABEL)
        y += _HEAD * (title.count("\n") + 1)
        note(ax, title, (0, y - 0.45), (2, 0), va="bottom", size=LABEL)
        for kind, n in zip(counts.columns, row, strict=True):
            colour, hatch = frame.colour, style.hatch(k)
            (bar,) = ax.barh(y, n, height=0.62, color=colour, hatch=hatch, edgecolor=style.INK, linewidth=0.6)
            if n:
                lead(ax, {"frame": frame.id, "agent_kind": str(kind), "n": n}, len(ticks), bar)
            share = f"({n / sum(row):.0%})" if sum(row) >= 5 else ""
            note(ax, f"{n:,}회{share}", (n, y), (5, 0))
            ticks.append(y)
            y += max(1.0, 0.7 * max(name.count("\n") + 1 for name in names))
        y += _GAP
    ax.set_ylim(y - _GAP - 0.4, -0.1)
    marks = MaxNLocator(nbins=6, integer=True).tick_values(0, max(most, 1))
    ax.set_xticks([t for t in marks if 0 <= t <= max(most, 1)])
    ax.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.axvline(0, color=style.LINE, linewidth=1)
    label_rows(ax, ticks, names * len(frames), xlabel="프레임 어휘가 나온 횟수(회)")
    ax.spines["bottom"].set_bounds(0, max(most, 1))
    return (y - _GAP - 0.3) * _PITCH


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
    what = checked("overlap", table, schema.OVERLAP, message("overlap table"))
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
    texts = Texts(title or _overlap_title(row, a, b, unit), _overlap_subtitle(row, unit), notes, [*rows, *columns])
    held = {"by": str(schema.about(table).by), "frames": f"{a.id} {b.id}"}
    leads = {(0, 0): held | {"held": "both"}, (0, 1): held | {"held": a.id}, (1, 0): held | {"held": b.id}}
    matrix = _Matrix(rows, columns, cells, ["sky"] * 2, {(0, 0): chance}, totals=False, leads=leads)
    values = zip(("둘 다", f"{a.label}만", f"{b.label}만", "둘 다 없음"), [*cells[0], *cells[1]], strict=True)
    counts = ", ".join(f"{name} {n:,}{unit}" for name, n in values)
    alt = f"두 프레임의 겹침 표. {texts.title}. {counts}({chance}). {shared}".strip()
    numbers = row.to_frame().T
    return chart(
        "overlap", ax, texts, lambda axes: _draw_matrix(axes, matrix, owned=ax is None), alt=alt, numbers=numbers
    )


def _pair(table: pd.DataFrame, frames: Sequence[str] | None, *, what: str) -> pd.Series:
    """Choose the row of a pair, whichever frame is named first; frame_a is the first one named."""
    require_rows(table, what=what, hint=message("compare two frames or more"))
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
    msg = message(
        "{what}: no pair {wanted!r} in the table; choose from {pairs}",
        what=what,
        wanted=wanted,
        pairs=", ".join(" and ".join(pair) for pair in pairs[:8]),
    )
    raise OptionError(msg)


def _overlap_title(row: pd.Series, a: Frame, b: Frame, unit: str) -> str:
    """State how many units hold both, and how many would if the one stood anywhere."""
    total = int(row[["both", "a_only", "b_only", "neither"]].sum())
    both = f"{attach(f'‘{a.label}’', '과/와')} ‘{b.label}’ 어휘"
    if not row["both"]:
        return f"{both}가 함께 나온 {attach(unit, '은/는')} {total:,}{unit} 가운데 없다"
    return f"{both}가 {total:,}{unit} 가운데 {int(row['both']):,}{unit}에 함께 나온다(기대 {row['expected']:.1f})"


def _overlap_subtitle(row: pd.Series, unit: str) -> str:
    """Explain cell and expectation, and give the test."""
    text = f"칸의 수는 {unit} 수, 기대와 95% 범위는 한 프레임의 {attach(unit, '을/를')} 글 안에서 뒤섞었을 때의 값"
    if pd.notna(row["p"]):
        return f"{text}(p={row['p']:.3f}, 보정 p={row['p_adjusted']:.3f})"
    return f"{text}. 어느 프레임이 5{unit}에 못 미치거나 뒤섞어도 달라지지 않아 범위는 두지 않음"


def _shared_units(places: pd.DataFrame, row: pd.Series, *, unit: str, what: str) -> str:
    """List the units that hold both, the first ones by their ordinals."""
    schema.check(places, schema.OVERLAPS, what=message("{what}: places", what=what))
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
