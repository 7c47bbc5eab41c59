"""Charts of validation: accuracy by frame or term, calibration by score, agreement of coders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.equality import NanEqual
from analysis.errors import FigureError
from analysis.korean import attach, visible
from analysis.messages import message
from analysis.plots.canvas import GRID, Texts, chart, checked, require_rows
from analysis.plots.chart_data import footer
from analysis.plots.lettering import LABEL, NOTE, RIGHT, fitted, narrow, note, wrap
from analysis.plots.row_labels import label_rows

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_PITCH = 19.0  # points from mark to mark
_GAP = 0.55  # of it, between rows
_LINE = 0.85  # of it, a line of a label
_LABEL_WIDTH = 140.0  # points
_NUMBERS = 100.0  # of what stands beside a mark on narrow paper
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_COLOURS = ("blue", "orange")
_SIZES = (8.5, 7.5)  # of the marks of two series
_MOST = 25  # terms drawn
_ENOUGH = 5  # found units from which the precision of a term is worth a headline
_LONGEST = 18  # characters of what a term matches
_PARTS = {"tune": "조정에 쓴 글", "test": "시험한 글"}
_DRAWN = (
    *("frame", "term", "part", "n", "positive", "predicted", "true_positive"),
    *("precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high"),
    *("recall_bound", "missed_high", "zero_units", "zero_read"),
)
_AGREEMENT_DRAWN = ("frame", "n", "coders", "percent", "alpha", "alpha_low", "alpha_high", "verdict")
_AGREEMENT_SUBTITLE = (
    "점은 크리펜도르프 알파(명목), 선은 단위를 다시 뽑은 95% 구간, 점선은 .667과 .80. 오른쪽은 알파, 일치율, 단위 수"
)
_TEXTS_SUBTITLE = (
    "점은 코딩한 단위의 크리펜도르프 알파, 마름모는 글 전체의 구성비로 구한 알파(판정은 이것을 따른다), 선은 95% 구간, "
    "점선은 .667과 .80. 오른쪽은 알파, 일치율, 단위 수"
)
_FLOORS = (0.667, 0.8)
_VERDICTS = {"reliable": "믿을 만함", "tentative": "잠정", "unreliable": "낮음", "undefined": "정의되지 않음"}


@dataclass(frozen=True, eq=False)
class _Mark(NanEqual):
    """One share with its interval, NaN where undefined, and the number printed beside it."""

    value: float
    low: float
    high: float
    text: str
    series: int = 0

    @property
    def bare(self) -> bool:
        """Whether the interval stands without a point."""
        return bool(pd.isna(self.value) and not pd.isna(self.low))


@dataclass(frozen=True)
class _Row:
    """One label and its marks, one below the other."""

    label: str
    marks: tuple[_Mark, ...]

    @property
    def line(self) -> str:
        """The label on one line, for readers who do not see the chart."""
        return self.label.replace("\n", " ")


def accuracy(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw precision and recall of each frame in each part, or the precision of terms.

    Parameters
    ----------
    table : DataFrame
        A result of `validation.accuracy` or `validation.recorded`. By term, the 25 terms found in the most units are
        drawn, and the subtitle says how many there are.
    title : str, optional
        A headline; without it where precision is lowest and highest, for terms which term found in 5 units or more has
        the lowest.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One row per frame and part with a dot for precision and a diamond for recall, or one row per term with a dot.
        A rate that is undefined has a number column that says so and no mark. A recall of which the lower limit alone
        is known has a line, its interval, without a diamond.

    Raises
    ------
    SchemaError
        If the table is no accuracy table.
    FigureError
        If it has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("accuracy", table, schema.ACCURACY, message("accuracy table"))
    require_rows(table, what=what, hint=message("no term was found in the coded units"))
    labels, by_term = _frame_labels(table), "term" in table.columns
    shown = table
    if by_term:
        order = table.sort_values(["predicted", "frame", "term", "part"], ascending=[False, True, True, True])
        shown = order.head(_MOST)
    rows = [_row(record, labels, table, by_term=by_term) for record in shown.to_dict("records")]
    title = title or (_term_title(shown) if by_term else _title(shown, labels))
    weighted = schema.about(table).weighting == "sample"
    how = "뽑은 글 전체의 값, 괄호는 코딩한 단위의 수" if weighted else "코딩한 단위의 수 그대로"
    cut = f". 찾은 단위가 많은 {len(shown)}개(모두 {len(table):,}개)" if by_term and len(shown) < len(table) else ""
    mark = "표식은 용어가 나온 단위 가운데 코더도 있다고 본 비율" if by_term else "표식은 코더의 판단과 비교한 값"
    line = "95% 구간(층마다의 사후 분포)" if weighted else "95% 윌슨 구간"
    bare = ", 표식이 없는 선은 값 하나로 말할 수 없는 것" if any(m.bare for row in rows for m in row.marks) else ""
    subtitle = f"{mark}({how}), 선은 {line}{bare}{cut}"
    texts = Texts(title, subtitle, _footer(table), [row.label for row in rows])
    axis, series = ("정밀도", ()) if by_term else ("정밀도와 재현율", ("정밀도", "재현율"))
    rates = " ".join(f"{row.line}: {', '.join(mark.text for mark in row.marks)}." for row in rows)
    alt = f"코드북의 정확도. {texts.title}. {rates}"
    numbers = shown[[column for column in _DRAWN if column in shown.columns]]
    return chart(
        "accuracy", ax, texts, lambda axes: _draw(axes, rows, axis=axis, series=series), alt=alt, numbers=numbers
    )


def calibration(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw, for every bin of scores, the share of units in which coders see the frame.

    Parameters
    ----------
    table : DataFrame
        A result of `validation.calibration` with one part.
    title : str, optional
        A headline; without it the shares at the lowest and the highest scores of the first frame.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One row per frame and bin, from low scores to high; a bin without units says so.

    Raises
    ------
    SchemaError
        If the table is no calibration table.
    FigureError
        If it has no rows or several parts.
    FontError
        If a label has a character that the font lacks.
    """
    what = checked("calibration", table, schema.CALIBRATION, message("calibration table"))
    parts = sorted(table["part"].unique())
    if len(parts) != 1:
        msg = message(
            '{what}: the table has {n_parts} parts; choose one, as in table[table["part"] == "tune"]',
            what=what,
            n_parts=len(parts),
        )
        raise FigureError(msg)
    labels = _frame_labels(table)
    rows = []
    for record in table.to_dict("records"):
        text = f"{_share(record['share'])} ({record['positive']}/{record['n']})" if record["n"] else "그런 단위 없음"
        name = labels.get(record["frame"], record["frame"])
        rows.append(_Row(f"{name}\n{record['bin']}", (_mark(record, "share", text),)))
    subtitle = f"점은 그 점수를 받은 단위 가운데 코더가 프레임이 있다고 본 비율, 선은 95% 윌슨 구간. 표본 {parts[0]}"
    texts = Texts(title or _calibration_title(table, labels), subtitle, _footer(table), [row.label for row in rows])
    shares = " ".join(f"{row.line} {row.marks[0].text}." for row in rows)
    alt = f"점수 구간별 코더 판단. {texts.title}. {shares}"
    numbers = table[["frame", "part", "bin", "n", "positive", "share", "share_low", "share_high"]]
    return chart(
        "calibration", ax, texts, lambda axes: _draw(axes, rows, axis="코더가 있다고 본 비율"), alt=alt, numbers=numbers
    )


def agreement(table: pd.DataFrame, *, title: str | None = None, ax: Axes | None = None) -> Axes:
    """Draw how far coders agree on each frame.

    A dot is alpha of the coded units with its bootstrap interval; a diamond, where the table was made with a sample,
    alpha by the mix of the texts, which decides the verdict. Dashed lines are the floors .667 and .80.

    Parameters
    ----------
    table : DataFrame
        A result of `validation.agreement`.
    title : str, optional
        A headline; without it the frame on which coders agree least.
    ax : Axes, optional
        Where to draw; without it in a new figure 160 mm wide.

    Returns
    -------
    Axes
        One row per frame; an undefined alpha has a row without a dot that says so.

    Raises
    ------
    SchemaError
        If the table is no agreement table.
    FigureError
        If it has no rows.
    FontError
        If a label has a character that the font lacks.
    """
    contract = tuple(c for c in schema.AGREEMENT if c.name in _AGREEMENT_DRAWN)
    what = checked("agreement", table, contract, message("agreement table"))
    require_rows(table, what=what, hint=message("code units first"))
    labels = _frame_labels(table)
    texts_known = "alpha_texts" in table.columns and bool(table["alpha_texts"].notna().any())
    rows = [_agreement_row(record, labels, texts=texts_known) for record in table.to_dict("records")]
    subtitle, series = (_TEXTS_SUBTITLE, ("코딩한 단위", "글 전체")) if texts_known else (_AGREEMENT_SUBTITLE, ())
    footer = " · ".join(part for part in (_coders(table), _footer(table)) if part)
    texts = Texts(
        title or _agreement_title(table, labels, texts=texts_known), subtitle, footer, [row.label for row in rows]
    )
    alphas = " ".join(f"{row.line}: 알파 {', '.join(mark.text for mark in row.marks)}." for row in rows)
    alt = f"프레임별 코더 일치도. {texts.title}. {alphas}"
    shown = ["frame", "n", "coders", "percent", "alpha", "alpha_low", "alpha_high", "ac1", "verdict"]
    numbers = table[shown + [f"alpha_texts{end}" for end in ("", "_low", "_high") if texts_known]]
    return chart(
        "agreement",
        ax,
        texts,
        lambda axes: _draw(axes, rows, axis="크리펜도르프 알파", series=series, floors=_FLOORS),
        alt=alt,
        numbers=numbers,
    )


def _row(record: dict[Any, Any], labels: dict[str, str], table: pd.DataFrame, *, by_term: bool) -> _Row:
    """Lay out one frame in one part, or one term."""
    frame = labels.get(record["frame"], record["frame"])
    precision = f"{_share(record['precision'])} ({record['true_positive']}/{record['predicted']})"
    if by_term:
        part = f" {record['part']}" if len(set(table["part"])) > 1 else ""
        return _Row(f"{_term(record, table)}\n{frame}{part}", (_mark(record, "precision", precision),))
    least = pd.isna(record["recall"]) and not pd.isna(record["recall_bound"])
    recall = f"적어도 {_share(record['recall_bound'])}" if least else _share(record["recall"])
    recall = f"{recall} ({record['true_positive']}/{record['positive']})"
    marks = (_mark(record, "precision", f"정밀도 {precision}"), _mark(record, "recall", f"재현율 {recall}", series=1))
    return _Row(f"{frame}\n{_part(record['part'], table)}", marks)


def _mark(record: dict[Any, Any], column: str, text: str, *, series: int = 0) -> _Mark:
    """Read a rate and its interval from a row."""
    value, low, high = (float(record[name]) for name in (column, f"{column}_low", f"{column}_high"))
    return _Mark(value, low, high, text, series)


def _term(record: dict[Any, Any], table: pd.DataFrame) -> str:
    """Name a term by what it matches, as far as the attrs tell, with its id behind it."""
    found = (schema.about(table).surfaces or {}).get(str(record["term"]), "")
    cut = found if len(found) <= _LONGEST else f"{found[: _LONGEST - 1]}…"
    return f"{cut} [{record['term']}]" if found else str(record["term"])


def _part(part: str, table: pd.DataFrame) -> str:
    """Name a part, and say whether the codebook was adjusted to it."""
    if part in (schema.about(table).seen or ()) or part.startswith("tune"):
        return f"본 표본(조정에 쓴 것) {part}"
    return _PARTS.get(part, part)


def _term_title(rows: pd.DataFrame) -> str:
    """State which term that was found often enough is wrong most often."""
    known = rows[rows["precision"].notna() & (rows["predicted"] >= _ENOUGH)]
    if known.empty:
        return f"{_ENOUGH}개 단위 이상에서 나온 용어가 없어 용어의 정밀도를 비교할 수 없다"
    worst = known.sort_values(["precision", "frame", "term", "part"]).iloc[0]
    name = _term(worst.to_dict(), rows).rsplit(" [", 1)[0]
    rate = f"{_share(worst['precision'])}({int(worst['true_positive'])}/{int(worst['predicted'])})"
    return f"{_ENOUGH}개 단위 이상에서 나온 용어 가운데 ‘{name}’의 정밀도가 {attach(rate, '으로/로')} 가장 낮다"


def _title(rows: pd.DataFrame, labels: dict[str, str]) -> str:
    """State where precision is lowest and highest."""
    known = rows[rows["precision"].notna()]
    if known.empty:
        return "정밀도를 구할 수 없다"

    def name(row: pd.Series[Any]) -> str:
        frame = f"‘{labels.get(row['frame'], row['frame'])}’"
        return frame + (f" {row['part']}" if len(set(rows["part"])) > 1 else "")

    order = known.sort_values(["precision", "frame", "part"])
    low, high = order.iloc[0], order.iloc[-1]
    if low["precision"] == high["precision"]:
        return f"{name(low)}의 정밀도는 {_share(low['precision'])}이다"
    lowest, highest = (attach(_share(row["precision"]), "으로/로") for row in (low, high))
    return f"정밀도는 {name(low)}에서 {lowest} 가장 낮고 {name(high)}에서 {highest} 가장 높다"


def _draw(
    ax: Axes, rows: Sequence[_Row], *, axis: str, series: Sequence[str] = (), floors: Sequence[float] = ()
) -> float:
    """Draw rows from the top, floors as dashed lines, and a legend where there are two series; return the height."""
    y, ticks = 0.0, []
    lines = [
        [wrap(ax, visible(line), width=fitted(ax, _LABEL_WIDTH), size=LABEL) for line in row.label.split("\n")]
        for row in rows
    ]
    texts = ["\n".join(wrapped) for wrapped in lines]
    for row, text in zip(rows, texts, strict=True):
        # Two marks beside a label of one line take 2 steps, 0 and 1, with the label at 0.5; one mark beside two lines
        # takes 1.7, with mark and label at 0.35.
        space = max(len(row.marks), (text.count("\n") + 1) * _LINE)
        ticks.append(y + (space - 1) / 2)
        for n, mark in enumerate(row.marks):
            _draw_mark(ax, mark, ticks[-1] + n - (len(row.marks) - 1) / 2, alone=len(row.marks) == 1)
        y += space + _GAP
    for floor in floors:
        ax.axvline(floor, color=style.LINE, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
    lowest = [value for row in rows for mark in row.marks for value in (mark.low, mark.value) if value < 0]
    ax.set_ylim(y - _GAP - 0.35, -0.65)
    ax.set_xlim(min([0.0, *lowest]), 1.0)
    ax.set_xticks(_TICKS, [_share(t) for t in _TICKS])
    ax.grid(axis="x", color=GRID, linewidth=0.8)
    label_rows(ax, ticks, texts, xlabel=axis, leading=1.15)
    ax.tick_params(axis="y", pad=8)
    if len(series) > 1:
        _legend(ax, series)
    return (y - _GAP + 0.3) * _PITCH


def _share(value: float) -> str:
    """Write a share as papers do: two digits, no 0 before the point."""
    if pd.isna(value):
        return "없음"
    written = f"{value:.2f}".replace("-", "−")
    return written.replace("0.", ".", 1) if written.startswith(("0.", "−0.")) else written


def _frame_labels(table: pd.DataFrame) -> dict[str, str]:
    """Korean labels of the frames, as far as the table's attrs tell."""
    about = schema.about(table)
    return about.frame_labels | dict(about.labels or {})


def _footer(table: pd.DataFrame) -> str:
    """Footer without the clause on accuracy, which the chart itself shows."""
    plain = table.iloc[:0].copy()
    about = schema.about(table)
    book = about.codebook and replace(about.codebook, evidence="")
    return footer(schema.describe(plain, replace(about, codebook=book), source=table))


def _draw_mark(ax: Axes, mark: _Mark, y: float, *, alone: bool) -> None:
    """Draw one interval with its point, and its number beside it, on two lines in a row of its own."""
    if not pd.isna(mark.low):
        colour = style.colour(_COLOURS[mark.series])
        ax.plot([mark.low, mark.high], [y, y], color=colour, linewidth=2.2, solid_capstyle="butt", zorder=2)
    if not pd.isna(mark.value):
        _plot_series(ax, [mark.value], [y], mark.series, markeredgewidth=0.8, zorder=3, clip_on=False)
    text = wrap(ax, mark.text, width=_NUMBERS, size=NOTE) if alone and narrow(ax) else mark.text
    if "\n" in text:
        note(ax, text, (1.0, y), (12, 0), coords=RIGHT, va="center", leading=1.1)
    else:
        note(ax, text, (1.0, y), (12, 0), coords=RIGHT)


def _plot_series(ax: Axes, x: list[float], y: list[float], series: int, **options: Any) -> None:
    """Draw points in the shape, size and colour of a series."""
    ax.plot(x, y, linestyle="none", marker=style.marker(series), markersize=_SIZES[series],
            color=style.colour(_COLOURS[series]), markeredgecolor=style.INK, **options)  # fmt: skip


def _legend(ax: Axes, series: Sequence[str]) -> None:
    """Name the two series above the plotting area."""
    for n, name in enumerate(series):
        _plot_series(ax, [], [], n, label=name)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(series), frameon=False, fontsize=NOTE,
              borderaxespad=0.2)  # fmt: skip


def _calibration_title(table: pd.DataFrame, labels: dict[str, str]) -> str:
    """State the shares at the lowest and the highest scores of the first frame that has both."""
    for frame, rows in table.groupby("frame", sort=False):
        known = rows[rows["share"].notna()]
        if len(known) > 1:
            first, last = known.iloc[0], known.iloc[-1]
            name = labels.get(str(frame), str(frame))
            ends = f"{first['bin']}에서 {_share(first['share'])}, {last['bin']}에서 {_share(last['share'])}"
            return f"코더가 ‘{name}’ 프레임이 있다고 본 비율은 {ends}이다"
    return "점수 구간을 비교할 만큼 코딩한 단위가 없다"


def _agreement_row(record: dict[Any, Any], labels: dict[str, str], *, texts: bool) -> _Row:
    """Lay out one frame; with `texts` alpha of the texts below that of the coded units, and the verdict beside it."""
    alpha, low, high = (float(record[k]) for k in ("alpha", "alpha_low", "alpha_high"))
    verdict = _VERDICTS[str(record["verdict"])]
    counts = f"일치 {_share(float(record['percent']))}, {int(record['n']):,}개"
    label = labels.get(str(record["frame"]), str(record["frame"]))
    if not texts:
        shown = _VERDICTS["undefined"] if pd.isna(alpha) else f"{_share(alpha)} {verdict}"
        return _Row(label, (_Mark(alpha, low, high, f"{shown}, {counts}"),))
    whole, least, most = (float(record[f"alpha_texts{end}"]) for end in ("", "_low", "_high"))
    said = "글 전체에서는 알 수 없음" if pd.isna(whole) else f"글 전체에서 {_share(whole)} {verdict}"
    shown = _VERDICTS["undefined"] if pd.isna(alpha) else _share(alpha)
    return _Row(label, (_Mark(alpha, low, high, f"{shown}, {counts}"), _Mark(whole, least, most, said, series=1)))


def _agreement_title(table: pd.DataFrame, labels: dict[str, str], *, texts: bool) -> str:
    """State on which frame coders agree least, by the alpha that decides."""
    column, where = ("alpha_texts", "글 전체의 구성비로 본 ") if texts else ("alpha", "")
    known = table[table[column].notna()]
    if known.empty:
        return "코더의 일치도를 구할 수 없다"
    worst = known.sort_values([column, "frame"]).iloc[0]
    name, alpha = f"‘{labels.get(worst['frame'], worst['frame'])}’", _share(worst[column])
    if len(known) == 1:
        return f"{name}에 대한 {where}코더의 일치도는 알파 {alpha}이다"
    return f"{where}코더의 일치도는 {name}에서 알파 {attach(alpha, '으로/로')} 가장 낮다"


def _coders(table: pd.DataFrame) -> str:
    """Count the people and the machines that coded."""
    kinds = [k for k in (schema.about(table).coder_kinds or {}).values() if k != "adjudicator"]
    people, machines = kinds.count("human"), kinds.count("machine")
    if not kinds:
        return f"코더 {int(table['coders'].max())}명"
    return " · ".join(f"{name} {n}" for name, n in (("사람 코더", people), ("기계 판독", machines)) if n)
