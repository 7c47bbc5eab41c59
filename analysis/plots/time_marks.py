"""What stands on the lines of a timeline: bursts, levels between changes, and periods that lack an outlet."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import style
from analysis.korean import visible
from analysis.plots.lettering import NOTE, measure, note

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_BAR, _TITLE = 0.70, 0.75  # of a row: where the bars of bursts and their titles stand
_AIR = 10.0  # points between two titles
_HATCH = "////"


@dataclass(frozen=True)
class Marks:
    """Bursts and changes of the lines, and the periods in which an outlet is missing from all of them."""

    bursts: pd.DataFrame
    changes: pd.DataFrame
    absent: frozenset[str]

    def titles(self, key: tuple[str, str]) -> list[str]:
        """List the titles at the bursts of a line."""
        return [str(title) for title in self._rows(self.bursts, key).get("title", pd.Series(dtype="str")) if title]

    def missing(self, key: tuple[str, str], part: pd.DataFrame) -> npt.NDArray[np.bool_]:
        """Mark the periods that lack the group of a line, or one of the outlets where it is of all."""
        if key[1]:
            return (part["docs_all"] == 0).to_numpy()
        return part["period"].astype(str).isin(self.absent).to_numpy()

    @property
    def pitch(self) -> tuple[float, float]:
        """Points from line to line, and the part of them that a line may take; less where bursts stand above it."""
        return (88.0, 0.62) if len(self.bursts) else (62.0, 0.78)

    def said(self, *, hatched: bool) -> str:
        """Say what the marks are."""
        parts = [", 위의 막대는 급증한 기간"] * bool(len(self.bursts))
        parts += [", 끊은 선은 바뀐 시점 앞과 뒤의 비중"] * bool(len(self.changes))
        parts += [", 빗금은 매체나 집단의 글이 빠진 기간"] * hatched
        return "".join(parts)

    def told(self) -> str:
        """List the marks for those who do not see them."""
        bursts = [f"{r['term']} 급증 {r['start']}~{r['end']}." for r in self.bursts.to_dict("records")]
        changes = [f"{r['term']} 바뀐 시점 {r['at']}." for r in self.changes.to_dict("records")]
        return "".join(f" {line}" for line in [*bursts, *changes])

    def draw(
        self, ax: Axes, line: tuple[tuple[str, str], pd.DataFrame], row: int, *, scale: float, step: float
    ) -> None:
        """Draw the marks of one line: `scale` is the height of a share of 1, `step` the points of a period."""
        key, part = line
        for at in np.flatnonzero(self.missing(key, part)):
            ax.fill_between([at - 0.5, at + 0.5], [-row] * 2, [self.pitch[1] - row] * 2, facecolor="none", hatch=_HATCH,
                            edgecolor=style.LINE, linewidth=0, zorder=0)  # fmt: skip
        self._draw_bursts(ax, key, part, row, step)
        self._draw_levels(ax, key, part, row, scale)

    def _draw_bursts(self, ax: Axes, key: tuple[str, str], part: pd.DataFrame, row: int, step: float) -> None:
        """Draw a bar for each burst, and the titles that fit, those of the strongest first."""
        starts, ends = (part[name].astype(str).tolist() for name in ("start", "end"))
        wide, taken = step * len(part), list[tuple[float, float]]()
        for one in _strongest(self._rows(self.bursts, key)):
            if one["start"] not in starts or one["end"] not in ends:
                continue
            low, high = starts.index(one["start"]) - 0.5, ends.index(one["end"]) + 0.5
            ax.plot([low, high], [_BAR - row] * 2, color=style.colour("orange"), linewidth=5, solid_capstyle="butt")
            said = _short(ax, visible(str(one.get("title", ""))), wide)
            width = measure(ax, said, NOTE)[0] if said else 0.0
            left = min((low + 0.5) * step, wide - width)
            if said and left >= 0 and all(left > b + _AIR or left + width < a - _AIR for a, b in taken):
                taken.append((left, left + width))
                note(ax, said, (left / step - 0.5, _TITLE - row), (0, 0), va="bottom", size=NOTE, colour=style.QUIET)

    def _draw_levels(self, ax: Axes, key: tuple[str, str], part: pd.DataFrame, row: int, scale: float) -> None:
        """Draw the shares before and behind each change."""
        periods = part["period"].astype(str).tolist()
        rows = [one for one in self._rows(self.changes, key).to_dict("records") if str(one["at"]) in periods]
        ends = [0, *(periods.index(str(one["at"])) for one in rows), len(periods)]
        levels = [float(rows[0]["before"]), *(float(one["after"]) for one in rows)] if rows else []
        x = [end - 0.5 for a, b in pairwise(ends) for end in (a, b)] if rows else []
        y = [level * scale - row for level in levels for _ in range(2)]
        ax.plot(x, y, color=style.colour("orange"), linewidth=1.6, linestyle=(0, (4, 2)), zorder=3)

    @staticmethod
    def _rows(table: pd.DataFrame, key: tuple[str, str]) -> pd.DataFrame:
        """Choose the rows of a line."""
        return table[(table["term"] == key[0]) & (table["group"] == key[1])]


def _strongest(rows: pd.DataFrame) -> list[dict[Any, Any]]:
    """Sort the bursts of a line by weight."""
    return rows.sort_values(["weight", "start"], ascending=[False, True]).to_dict("records") if len(rows) else []


def _short(ax: Axes, text: str, wide: float) -> str:
    """Cut a title to two fifths of the width."""
    most = 0.4 * wide
    if not text or measure(ax, text, NOTE)[0] <= most:
        return text
    while text and measure(ax, f"{text}…", NOTE)[0] > most:
        text = text[:-1]
    return f"{text.rstrip()}…" if len(text) > 3 else ""
