"""The corrected shares: what the codebook found and what people would see, group by group, a panel for each frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import schema, style
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows
from analysis.plots.chart_data import Frame, footer, frames_by_id
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, note, wrap
from analysis.plots.row_labels import label_rows, row_head

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 24.0  # points from row to row
_NUMBERS = 172.0  # points: the numbers beside a row, on one line of a page
_HEAD = 1.1  # rows that the name of a frame takes
_LABEL_WIDTH = 120.0  # points
_ROOM = 1.08  # of the widest end, so that nothing touches the edge
_TARGETS = {
    "process": "선은 이런 글을 다시 모았을 때의 95% 구간",
    "texts": "선은 이 글들을 사람이 모두 읽었을 때의 값이 들 95% 구간",
}
_DRAWN = ("group", "frame", "units", "documents", "labels", "undecided", "found_share", "share", "low", "high",
          "lowest", "highest", "outer_low", "outer_high", "method")  # fmt: skip


def corrected(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the share that the codebook found and the corrected one with its interval, by group, a panel for each frame.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.corrected` or `framing.corrected_trend`; some of its rows draw some frames or groups.
    title : str, optional
        A headline; without it where correcting moves a share most.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        Frame by frame one row per group, with a diamond for what was found, a dot and a line for the corrected share,
        and a thin line from end to end of the intervals if all labels that were left open were absent or present. A
        share that could not be corrected has the diamond alone, and says so.

    Raises
    ------
    SchemaError
        If the table is no corrected table.
    FigureError
        If it has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("corrected", table, schema.CORRECTED, message("corrected table"))
    require_rows(table, what=what, hint=message("correct the shares of some texts"))
    frames = frames_by_id(table, list(dict.fromkeys(table["frame"].astype(str))))
    rows = table.assign(_label=[_label(str(g), int(n)) for g, n in zip(table["group"], table["labels"], strict=True)])
    about = schema.about(table)
    how = _TARGETS.get(about.target or "", _TARGETS["process"])
    thin = ". 가는 선은 미정을 모두 없음과 있음으로 본 구간의 양 끝" if (table["undecided"] > 0).any() else ""
    subtitle = f"마름모는 코드북이 찾은 비율, 점은 사람이 읽은 라벨로 바로잡은 비율, {how}{thin}"
    texts = Texts(
        title or _title(table, frames), subtitle, footer(table), [*rows["_label"], *(f.label for f in frames)]
    )
    told = [f"{frame.label}: {_told(rows[rows['frame'] == frame.id])}" for frame in frames]
    alt = f"바로잡은 비율. {texts.title}. {' '.join(told)}"
    numbers = table[list(_DRAWN)]
    return chart("corrected", ax, texts, lambda axes: _draw(axes, rows, frames), alt=alt, numbers=numbers)


def _label(group: str, labels: int) -> str:
    """Name a group with its labels; all texts as one group are no group."""
    return f"{'모든 글' if group == 'all' else visible(group)} (라벨 {labels:,})"


def _title(table: pd.DataFrame, frames: list[Frame]) -> str:
    """State where correcting moves a share most."""
    known = table[table["share"].notna()]
    if known.empty:
        return "바로잡을 만큼 라벨이 있는 집단이 없다"
    row = known.iloc[int((known["share"] - known["found_share"]).abs().to_numpy().argmax())]
    name = next(frame.label for frame in frames if frame.id == str(row["frame"]))
    where = "" if row["group"] == "all" else f"{visible(str(row['group']))}의 "
    found, share = _share(float(row["found_share"])), _share(float(row["share"]))
    return f"{where}‘{name}’ 비율은 코드북이 찾은 대로는 {found}, 바로잡으면 {share}이다"


def _told(rows: pd.DataFrame) -> str:
    """Write the numbers of a panel in one line."""
    return " ".join(f"{row['_label']} {_numbers(row)}." for row in rows.to_dict("records"))


def _numbers(row: dict[object, object]) -> str:
    """Write the numbers beside a row."""
    found, share, low, high = (float(str(row[name])) for name in ("found_share", "share", "low", "high"))
    if pd.isna(share):
        return f"바로잡지 않음, 찾은 것 {_share(found)}"
    ends = "구간 없음" if pd.isna(low) else f"[{_share(low)}, {_share(high)}]"
    return f"{_share(share)} {ends}, 찾은 것 {_share(found)}"


def _share(value: float) -> str:
    """Write a share as papers do: no 0 before the point, and three digits where two would show nothing."""
    if 0 < value < 0.0005:
        return "<.001"
    written = f"{value:.3f}" if 0 < abs(value) < 0.005 else f"{value:.2f}"
    return written.replace("-", "−").replace("0.", ".", 1) if abs(value) < 1 else written


def _draw(ax: Axes, rows: pd.DataFrame, frames: list[Frame]) -> float:
    """Draw the panels from the top; return the height in points."""
    # Example: two frames with two groups: heads at 0 and 3.1, rows at 1.1, 2.1, 4.2 and 5.2
    y, places, labels = 0.0, [], []
    ends = rows[["found_share", "share", "high", "outer_high"]].to_numpy(dtype=float)
    right = min(1.0, _ROOM * float(pd.Series(ends.ravel()).max()) or 1.0)
    starts = rows[["share", "low", "outer_low"]].to_numpy(dtype=float)
    left = min(0.0, float(pd.Series(starts.ravel()).min())) if rows["share"].notna().any() else 0.0
    for frame in frames:
        row_head(ax, frame.label, y, va="center_baseline")
        y += _HEAD
        for row in rows[rows["frame"].astype(str) == frame.id].to_dict("records"):
            places.append(y)
            labels.append(_in_lines(ax, str(row["_label"])))
            _draw_row(ax, row, y, frame.colour)
            told = wrap(ax, _numbers(row), width=fitted(ax, _NUMBERS), size=NOTE)
            several = "\n" in told
            note(ax, told, (1.0, y), (12, 0), coords=RIGHT, va="center" if several else "center_baseline",
                 leading=1.1 if several else None)  # fmt: skip
            y += 1.0 + 0.6 * max(labels[-1].count("\n"), told.count("\n"))
    ax.set_ylim(y - 0.4, -0.6)
    ax.set_xlim(left, right)
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    ax.xaxis.set_major_formatter(lambda value, _: _share(value) if value else "0")
    label_rows(ax, places, labels, xlabel="프레임이 있는 단위의 비율")
    ax.tick_params(axis="y", pad=8)
    for n, name in enumerate(("바로잡은 비율", "코드북이 찾은 비율")):
        _point(ax, [], [], n, style.LINE if n else frames[0].colour, label=name)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, frameon=False, fontsize=NOTE, borderaxespad=0.2)
    return y * _PITCH


def _in_lines(ax: Axes, label: str) -> str:
    """Break the name of a group; the number of its labels stands on a line of its own where both do not fit on one."""
    width = fitted(ax, _LABEL_WIDTH)
    if "\n" not in (line := wrap(ax, label, width=width, size=LABEL)):
        return line
    name, bracket, labels = label.rpartition(" (")
    return f"{wrap(ax, name, width=width, size=LABEL)}\n{bracket.strip()}{labels}"


def _draw_row(ax: Axes, row: dict[object, object], y: float, colour: str) -> None:
    """Draw one group: interval, corrected share, and what was found."""
    found, share, low, high = (float(str(row[name])) for name in ("found_share", "share", "low", "high"))
    outer = [float(str(row[name])) for name in ("outer_low", "outer_high")]
    if not pd.isna(share) and not pd.isna(low):
        if int(str(row["undecided"])) and not pd.isna(outer[0]):
            ax.plot(outer, [y, y], color=colour, linewidth=1.0, solid_capstyle="butt", zorder=2)
        ax.plot([low, high], [y, y], color=colour, linewidth=3.0, solid_capstyle="butt", zorder=2)
    _point(ax, [found], [y], 1, style.LINE)
    if not pd.isna(share):
        _point(ax, [share], [y], 0, colour)


def _point(ax: Axes, x: list[float], y: list[float], series: int, colour: str, *, label: str = "") -> None:
    """Draw a point in the shape of its series."""
    ax.plot(x, y, linestyle="none", marker=style.marker(series), markersize=7.5, color=colour, zorder=3,
            markeredgecolor=style.INK, markeredgewidth=0.8, clip_on=not x, label=label or None)  # fmt: skip
