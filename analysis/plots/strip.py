"""The frame strip: which sentence holds which frame, in reading order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis import schema, style
from analysis.errors import SchemaError
from analysis.messages import message
from analysis.plots.canvas import Texts, chart, checked, room
from analysis.plots.chart_data import Frame, footer, frames_of, grid, require_one_document
from analysis.plots.leads import lead
from analysis.plots.lettering import LABEL, NOTE, measure, note, widest, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = 22.0  # points: height of a row of cells
_MOST, _WIDEST = 40, 30.0  # cells a line; points a cell
_PALEST = 0.25


@dataclass(frozen=True)
class _Strip:
    """The numbers of a strip, one entry a sentence, and the frames that are its rows."""

    frames: list[Frame]
    sentences: list[int]
    paragraphs: list[int]
    n: pd.DataFrame
    weight: pd.DataFrame


def strip(
    scores: pd.DataFrame, *, frames: Sequence[str] | None = None, title: str | None = None, ax: Axes | None = None
) -> Axes:
    """Draw one cell per sentence and one row per frame, in the order of the text, with paragraphs bracketed.

    A cell is the darker the higher the sentence's weight for the frame, and holds the number of counted hits
    when there are any. A long text runs on in further lines of at most 40 cells.

    Parameters
    ----------
    scores : DataFrame
        A result of `framing.score(by="sentence")` for one document: `schema.SCORES` with `paragraph` and
        `sentence`. Labels, colours and the compared pair come from its attrs.
    frames : sequence of str, optional
        Frame ids to draw, one row each; without it the compared pair, or all frames where none is named.
    title : str, optional
        A headline; without it the number of sentences that hold each frame.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One Rectangle per sentence and frame, frames from top to bottom within each line.

    Raises
    ------
    SchemaError
        If the table is not scored by sentence, or a sentence lacks a frame.
    FigureError
        If the table has no rows or holds several documents.
    OptionError
        If `frames` names a frame that the table does not have.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("strip", scores, schema.SCORES, "scores")
    if not {"paragraph", "sentence"} <= set(scores.columns):
        msg = message(
            '{what}: the scores are not by sentence; pass framing.score(hits, tokens, by="sentence")', what=what
        )
        raise SchemaError(msg)
    require_one_document(scores, what=what)
    chosen = frames_of(scores, frames, what=what)
    n = grid(scores, chosen, unit="sentence", value="n", what=what)
    weight = grid(scores, chosen, unit="sentence", value="weight", what=what)
    paragraph = scores.drop_duplicates("sentence").set_index("sentence")["paragraph"]
    sentences = [int(s) for s in n.index]
    data = _Strip(chosen, sentences, [int(paragraph[s]) for s in sentences], n, weight)
    most = float(data.weight.to_numpy().max())
    shade = f" 짙을수록 가중 점수가 높다(가장 짙은 칸 {most:g}점)." if most else ""
    subtitle = f"한 칸이 한 문장, 숫자는 프레임 어휘가 나온 횟수.{shade}"
    texts = Texts(title or _title(data), subtitle, footer(scores), [frame.label for frame in chosen])
    rows = scores["frame"].astype(str).isin([frame.id for frame in chosen])
    alt = f"문장별 프레임 띠그림. {texts.title}. {_describe(data)}"
    numbers = scores.loc[rows, ["doc", "paragraph", "sentence", "frame", "n", "weight"]]
    return chart("strip", ax, texts, lambda axes: _draw(axes, data, owned=ax is None), alt=alt, numbers=numbers)


def _title(data: _Strip) -> str:
    """State in how many sentences each frame's words occur."""
    sentences = [(f"‘{frame.label}’", int((data.n[frame.id] > 0).sum())) for frame in data.frames]
    found = [f"{label} 어휘는 {k:,}문장" for label, k in sentences if k]
    absent = [label for label, k in sentences if not k]
    total = f"{len(data.sentences):,}문장"
    if not found:
        return f"{total} 어디에도 {'·'.join(absent)} 어휘가 없다"
    start = f"{total} 가운데 {', '.join(found)}에 나온다"
    return f"{start}. {'·'.join(absent)} 어휘는 없다" if absent else start


def _describe(data: _Strip) -> str:
    """Describe the strip by the sentences that hold each frame."""
    rows = []
    for frame in data.frames:
        cells = [f"{s}번({int(n)}회)" for s, n in data.n[frame.id].items() if n > 0]
        rows.append(f"{frame.label}: {', '.join(cells) or '없음'}.")
    return " ".join(rows)


def _draw(ax: Axes, data: _Strip, *, owned: bool) -> float:
    """Draw the lines of cells; return the height in points that they need."""
    labels = [wrap(ax, f.label, width=90, size=LABEL) for f in data.frames]
    wide = room(ax, owned=owned, beside=widest(ax, [*labels, "문장"], LABEL) + 8)
    numbers = [f"{int(data.n.to_numpy().max())}", f"{max(data.paragraphs)}"]  # the widest must fit a cell
    most = max(1, min(_MOST, math.floor(wide / (widest(ax, numbers, NOTE) + 3))))
    # 95 sentences where 40 cells fit make three lines, of 32, 32 and 31 cells rather than 40, 40 and 15.
    per_line = math.ceil(len(data.sentences) / math.ceil(len(data.sentences) / most))
    columns = max(per_line, math.floor(wide / _WIDEST))
    row = max(1.0, max(measure(ax, text, LABEL)[1] for text in labels) / _ROW + 0.1)
    line = 1.0 + row * len(data.frames) + 1.2
    starts = range(0, len(data.sentences), per_line)
    for k, start in enumerate(starts):
        part = slice(start, start + per_line)
        _draw_brackets(ax, data, part, y=k * line + 0.75, cell=wide / columns)
        for j, frame in enumerate(data.frames):
            y = k * line + 1.0 + j * row
            note(ax, labels[j], (0, y + row / 2), (-8, 0), ha="right", va="center", size=LABEL, leading=1.1)
            _draw_cells(ax, data, part, frame=frame, box=(y, row))
        _write_ordinals(ax, data, part, y=k * line + 1.0 + row * len(data.frames))
    ax.set_xlim(0, columns)
    ax.set_ylim(len(starts) * line - 0.5, 0)
    ax.set_axis_off()
    return (len(starts) * line - 0.5) * _ROW


def _draw_cells(ax: Axes, data: _Strip, part: slice, *, frame: Frame, box: tuple[float, float]) -> None:
    """Draw one row of cells with the counts above 0."""
    from matplotlib.colors import to_hex, to_rgb
    from matplotlib.patches import Rectangle

    y, height = box
    most = float(data.weight.to_numpy().max()) or 1.0
    pairs = zip(data.n[frame.id].iloc[part], data.weight[frame.id].iloc[part], strict=True)
    for x, (n, weight) in enumerate(pairs):
        share = _PALEST + (1 - _PALEST) * float(weight) / most if n else 0.0
        red, green, blue = (1 - share * (1 - channel) for channel in to_rgb(frame.colour))
        fill = (red, green, blue)
        cell = Rectangle((x, y), 1, height, facecolor=to_hex(fill), edgecolor=style.LINE, linewidth=0.6)
        ax.add_patch(cell).set_clip_on(False)  # the outer edge is as wide as the inner ones
        if n:
            lead(ax, {"sentence": data.sentences[part][x], "frame": frame.id, "n": int(n)}, cell)
            at = (x + 0.5, y + height / 2)
            ax.text(*at, f"{int(n)}", ha="center", va="center_baseline", fontsize=NOTE, color=ink(fill))


def ink(fill: Sequence[float]) -> str:
    """Black or white, whichever stands out more on a fill (WCAG relative luminance)."""
    # Full blue #0072B2 has the luminance 0.152: white stands out by 1.05 / 0.202 = 5.2, black by 0.202 / 0.05 = 4.0, so
    # the number is white; on the palest blue it is black.
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in fill]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "white" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "black"


def _draw_brackets(ax: Axes, data: _Strip, part: slice, *, y: float, cell: float) -> None:
    """Bracket the sentences of each paragraph; a side stays open where the paragraph runs on."""
    # A line of sentences in the paragraphs 1 1 2, when the next line begins with 2 again: a bracket of two sides over
    # the cells 0 and 1, and over cell 2 one that is open at the right.
    inside, every = data.paragraphs[part], data.paragraphs
    start = part.start
    for paragraph in dict.fromkeys(inside):
        first = inside.index(paragraph)
        last = len(inside) - 1 - inside[::-1].index(paragraph)
        opens = start + first == 0 or every[start + first - 1] != paragraph
        closes = start + last == len(every) - 1 or every[start + last + 1] != paragraph
        left, right, tick = first + 0.08, last + 0.92, y + 0.15
        xs = [left] * opens + [left, right] + [right] * closes
        ys = [tick] * opens + [y, y] + [tick] * closes
        ax.plot(xs, ys, color=style.QUIET, linewidth=1, clip_on=False)
        text = f"{paragraph}문단"
        if measure(ax, text, NOTE)[0] > (last + 1 - first) * cell - 3:
            text = f"{paragraph}"
        ax.text((left + right) / 2, y - 0.12, text, ha="center", va="bottom", fontsize=NOTE)


def _write_ordinals(ax: Axes, data: _Strip, part: slice, *, y: float) -> None:
    """Write the numbers of the first, every fifth and the last sentence of a line."""
    shown = data.sentences[part]
    note(ax, "문장", (0, y + 0.1), (-8, 0), ha="right", va="top", leading=1.1)
    # Of the sentences 33 to 64 of a line these are written: 35, 40, ..., 60, and 64 but not 33, which is too near to
    # 35.
    fifths = [s for s in shown if s % 5 == 0]
    ends = [s for s in (shown[0], shown[-1]) if all(abs(s - fifth) > 2 for fifth in fifths)]
    if len(shown) < 4:
        fifths, ends = [], [shown[0]]
    for s in sorted({*fifths, *ends}):
        ax.text(shown.index(s) + 0.5, y + 0.1, f"{s}", ha="center", va="top", fontsize=NOTE)
