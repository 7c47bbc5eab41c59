"""The contrast chart: one frame against another in every unit, with how far each dot can move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.korean import visible
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, room
from analysis.plots.chart_data import Frame, footer, frames_by_id
from analysis.plots.leads import lead
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, measure, narrow, note, wrap
from analysis.plots.row_labels import label_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 24.0  # points from row to row
_MOST = 60
_SMALLEST, _LARGEST = 5.0, 16.0  # diameters of dots in points
_RANGE, _INTERVAL = "leave_one_term", "sentence_bootstrap"
_COUNTERS = {"sentence": "문장", "paragraph": "문단", "doc": "편"}
_ENDS = ["log_ratio_low", "log_ratio_high"]


@dataclass(frozen=True)
class _Rows:
    """One row a unit: its name, value and counts, and the ends of range and interval (NaN where there is none)."""

    frames: list[Frame]
    names: list[str]
    table: pd.DataFrame
    ranged: bool


def contrast(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw the log ratio of two frames as a dot per document (or part), larger the more hits it rests on.

    The thick line is the range over terms left out in turn, the thin line the interval over sentences
    drawn anew; the counts of both frames stand at the right. Right of 0 the first frame weighs more.

    Parameters
    ----------
    table : DataFrame
        A result of `framing.uncertainty`, or of `framing.contrast`, which has no ranges; or some rows.
    title : str, optional
        A headline; without it in how many units each frame leads.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One line of markers per frame that leads anywhere. A unit without a hit says 없음; without an interval
        (fewer than five hits of a frame, or eight sentences) there is no thin line.

    Raises
    ------
    SchemaError
        If the table is neither.
    FigureError
        If it has no rows, more than 60 units, or several frame pairs.
    FontError
        If a label has a character that the font lacks.

    References
    ----------
    Card, D. et al. (2022). Computational analysis of 140 years of US political speeches. PNAS 119(31), figure 4.
    """
    what = "plots.contrast"
    data = _read(table, what)
    a, b = (frame.label for frame in data.frames)
    texts = Texts(title or _title(data), _subtitle(data), footer(table), [a, b, *data.names])
    lines = []
    for unit, row in zip(data.names, data.table.to_dict("records"), strict=True):
        counts = f"{int(row['n_a'])}회 대 {int(row['n_b'])}회"
        value = "값 없음" if np.isnan(row["log_ratio"]) else f"로그 비 {signed(row['log_ratio'])}"
        ends = [
            f"{name} {signed(row[f'{short}_low'])}에서 {signed(row[f'{short}_high'])}"
            for name, short in (("어휘를 뺀 범위", "term"), ("구간", "bootstrap"))
            if not np.isnan(row[f"{short}_low"])
        ]
        lines.append(f"{unit}: {', '.join([value, counts, *ends])}.")
    described = " ".join(lines)
    alt = f"로그 비 점그림. {texts.title}. 횟수는 {a} 대 {b} 순서다. {described}"
    numbers = _drawn(table)
    return chart("contrast", ax, texts, lambda axes: _draw(axes, data, owned=ax is None), alt=alt, numbers=numbers)


def _read(table: pd.DataFrame, what: str) -> _Rows:
    """Bring either table to one row a unit."""
    ranged = "source" in table.columns
    schema.check(table, schema.UNCERTAINTY if ranged else schema.CONTRAST, what=message("{what}: table", what=what))
    keys = [key for key in ("doc", "paragraph", "sentence") if key in table.columns]
    numbers = ["frame_a", "frame_b", "n_a", "n_b", "share", "log_ratio"]
    rows = table[[*keys, *numbers]].drop_duplicates(keys, ignore_index=True).astype({"doc": "str"})
    pairs = table[["frame_a", "frame_b"]].astype(str).drop_duplicates()
    if len(pairs) != 1 or len(rows) > _MOST:
        found = (
            message("{n_pairs} frame pairs", n_pairs=len(pairs))
            if len(pairs) != 1
            else message("{n_rows:,} units", n_rows=len(rows))
        )
        msg = message(
            "{what}: the table holds {found}; pass rows of one pair and of at most {most} units",
            what=what,
            found=found,
            most=_MOST,
        )
        raise FigureError(msg)
    for source, short in ((_RANGE, "term"), (_INTERVAL, "bootstrap")):
        ends = [f"{short}_low", f"{short}_high"]
        if ranged:
            part = table.loc[table["source"] == source, ["doc", *_ENDS]].astype({"doc": "str"})
            rows = rows.merge(part.set_axis(["doc", *ends], axis=1), on="doc", how="left", validate="one_to_one")
        else:
            rows = rows.assign(**dict.fromkeys(ends, np.nan))
    return _Rows(frames_by_id(table, list(pairs.iloc[0])), _names(rows, keys), rows, ranged)


def _drawn(table: pd.DataFrame) -> pd.DataFrame:
    """Take the rows and columns of the table that the chart shows."""
    columns = ["doc", "frame_a", "frame_b", "n_a", "n_b", "share", "log_ratio"]
    if "source" not in table.columns:
        return table[columns]
    return table.loc[table["source"].isin([_RANGE, _INTERVAL]), [*columns, "source", *_ENDS]]


def _names(rows: pd.DataFrame, keys: list[str]) -> list[str]:
    """Name the units; documents by id, parts of a single document by number alone."""
    part, suffix = keys[-1], {"paragraph": "문단", "sentence": "번 문장"}.get(keys[-1], "")
    if part == "doc":
        return [visible(doc) for doc in rows["doc"]]
    several = len(set(rows["doc"])) > 1
    pairs = zip(rows["doc"], rows[part], strict=True)
    return [visible(f"{doc} {n}{suffix}" if several else f"{n}{suffix}") for doc, n in pairs]


def _title(data: _Rows) -> str:
    """State in how many units each frame leads; of a single one, the counts and whether equality is excluded."""
    values = data.table["log_ratio"]
    unit = next(word for key, word in _COUNTERS.items() if key in data.table.columns)
    a, b = (f"‘{frame.label}’" for frame in data.frames)
    if len(values) == 1:
        return _title_of_one(data, values.iloc[0])
    known = values.dropna()
    if known.empty:
        return f"{len(values):,}{unit} 어디에도 {a}·{b} 어휘가 없다"
    first, second = int((known > 0).sum()), int((known < 0).sum())
    rest = [f"같은 것 {len(known) - first - second:,}{unit}"] if len(known) > first + second else []
    rest += [f"둘 다 없는 것 {len(values) - len(known):,}{unit}"] if len(values) > len(known) else []
    leads = [f"{k:,}{unit}에서 {label}" for k, label in ((first, a), (second, b)) if k]
    title = f"{len(values):,}{unit} 가운데 {', '.join(leads)} 어휘의 가중 점수가 더 높다"
    if not leads:
        title = f"{len(values):,}{unit} 가운데 어디서도 {a} 어휘와 {b} 어휘의 가중 점수가 다르지 않다"
    return f"{title}({', '.join(rest)})" if rest else title


def _title_of_one(data: _Rows, value: float) -> str:
    """State what one unit shows."""
    a, b = data.frames
    if np.isnan(value):
        return f"‘{a.label}’·‘{b.label}’ 어휘가 나오지 않는다"
    if value == 0:
        return f"‘{a.label}’ 어휘와 ‘{b.label}’ 어휘의 가중 점수가 같다"
    # Which frame leads is for the stability card to say: here are the counts alone
    n_a, n_b = data.table[["n_a", "n_b"]].iloc[0]
    title = f"‘{a.label}’ 어휘는 {n_a:,}회, ‘{b.label}’ 어휘는 {n_b:,}회이다(가중 점수의 로그 비 {signed(value)})"
    low, high = data.table[["bootstrap_low", "bootstrap_high"]].iloc[0]
    return f"{title}. 문장을 다시 뽑은 구간은 같음(0)을 포함한다" if low <= 0 <= high else title


def _subtitle(data: _Rows) -> str:
    """Explain dot and lines."""
    dot = "점은 두 프레임 가중 점수의 로그 비, 점의 크기는 어휘가 나온 횟수의 합이다"
    if not data.ranged:
        return f"{dot}."
    lines = "굵은 선은 어휘 항목을 하나씩 뺄 때의 범위, 가는 선은 문장을 다시 뽑았을 때의 95% 구간"
    return f"{dot}. {lines}(어느 쪽이든 5회 미만이거나 8문장 미만이면 없음)."


def signed(value: float) -> str:
    """Write a log ratio with two digits and a real minus."""
    return f"{value:+.2f}".replace("-", "−") if round(value, 2) else "0.00"


def _draw(ax: Axes, data: _Rows, *, owned: bool) -> float:
    """Draw rows from the top; return the height in points that they need."""
    from matplotlib.ticker import MaxNLocator

    table = data.table
    y = np.arange(len(table), dtype=float)
    names = [wrap(ax, name, width=fitted(ax, 110.0), size=LABEL) for name in data.names]
    tallest = max(measure(ax, name, LABEL)[1] for name in names)
    counts = [f"{int(a)} : {int(b)}회" for a, b in zip(table["n_a"], table["n_b"], strict=True)]
    ends = table[["log_ratio", "term_low", "term_high", "bootstrap_low", "bootstrap_high"]].to_numpy(dtype=float)
    finite = ends[np.isfinite(ends)]
    limit = max(1.0, float(np.abs(finite).max()) if len(finite) else 1.0)
    limit *= 1.2 if narrow(ax) else 1.08  # room for half of the largest dot
    ax.axvline(0, color=style.LINE, linewidth=1.0, zorder=1)
    ax.hlines(y, -limit, limit, color="#EBEBEB", linewidth=0.8, zorder=0)
    for short, width, colour in (("bootstrap", 1.0, style.QUIET), ("term", 4.0, "#BDBDBD")):
        low, high = (table[f"{short}_{end}"].to_numpy(dtype=float) for end in ("low", "high"))
        known = ~np.isnan(low)
        if known.any():
            ax.hlines(y[known], low[known], high[known], color=colour, linewidth=width, zorder=2, label=short)
    _draw_dots(ax, data, y)
    for at in y[table["log_ratio"].isna().to_numpy()]:
        ax.text(0, at, "없음", ha="center", va="center_baseline", fontsize=NOTE, backgroundcolor="white")
    for at, text in zip(y, counts, strict=True):
        note(ax, text, (1, at), (10, 0), coords=RIGHT)
    ax.set_ylim(len(y) - 0.4, -0.6)
    ax.set_xlim(-limit, limit)
    ax.xaxis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 5, 10]))
    both = " ".join(frame.id for frame in data.frames)
    for k, row in enumerate(table.astype({"doc": "str"}).to_dict("records")):
        mark = [] if np.isnan(row["log_ratio"]) else [(float(row["log_ratio"]), float(y[k]))]
        lead(ax, {key: row[key] for key in ("paragraph", "sentence") if key in row} | {"frames": both}, k, *mark)
    a, b = (frame.label for frame in data.frames)
    xlabel = f"로그 비(log2, 1은 두 배): 0보다 작으면 {b}, 크면 {a} 쪽이 높다"
    label_rows(ax, y, names, xlabel=wrap(ax, xlabel, width=room(ax, owned=owned) * 0.6, size=LABEL), leading=None)
    return len(y) * max(_PITCH, tallest + 6)


def _draw_dots(ax: Axes, data: _Rows, y: np.ndarray[Any, Any]) -> None:
    """Draw dots in the colour and shape of the frame that leads, sized by hits."""
    value = data.table["log_ratio"].to_numpy(dtype=float)
    hits = (data.table["n_a"] + data.table["n_b"]).to_numpy(dtype=float)
    # 16 points across for the most hits of the table, or for 30 if all have fewer; with 40 at the most, ten hits get
    # half of that, 8 points, so that areas are as the hits. No dot is smaller than 5 points.
    size = np.clip(_LARGEST * np.sqrt(hits / max(hits.max(), 30.0)), _SMALLEST, None) ** 2
    for side, k in ((1, 0), (-1, 1), (0, 2)):
        leading = np.sign(value) == side
        colour = data.frames[k].colour if k < 2 else "white"
        if leading.any():
            ax.scatter(value[leading], y[leading], s=size[leading], marker=style.marker(k), color=colour,
                       edgecolor=style.INK, linewidth=0.8, zorder=3)  # fmt: skip
