"""Groups of documents: by day, week, quarter, month or year, or by any document variable."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pandas as pd

from analysis.errors import OptionError, RefusalError
from analysis.korean import attach

_PERIODS = ("day", "week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_CHARACTERS = {"month": 7, "year": 4}  # of YYYY-MM-DD
_NAMES = {
    "day": "날",
    "week": "주",
    "month": "달",
    "quarter": "분기",
    "year": "해",
    "outlet": "매체",
    "author": "필자",
    "section": "지면",
    "date": "날짜",
}


def assign(documents: pd.DataFrame, *, by: str) -> pd.Series[str]:
    """Name the group of every document."""
    column = "date" if by in _PERIODS else by
    if "doc" not in documents.columns or column not in documents.columns or by in {"doc", "text", "sha256"}:
        known = [str(name) for name in documents.columns if name not in {"doc", "text", "sha256"}]
        msg = f"by {by!r} is no document variable; use {', '.join(_PERIODS)} or one of {', '.join(known)}"
        raise OptionError(msg)
    value = documents.set_index(documents["doc"].astype(str))[column]
    text = value.astype(str).str.strip()
    text = text.mask(value.isna(), "")
    if by in _PERIODS:
        text = _period(text.where(text.str.fullmatch(r"\d{4}-\d{2}-\d{2}"), ""), by)
    return text.mask(text == "")


def _period(days: pd.Series[str], by: str) -> pd.Series[str]:
    """Name the period of each day; a week by its Monday, so that the order of names is that of time."""
    # 2021-01-03, a Sunday of ISO week 2020-W53 -> 2020-12-28; by quarter -> 2021-Q1
    if by in _CHARACTERS:
        return days.str[: _CHARACTERS[by]]
    dates = pd.to_datetime(days, format="%Y-%m-%d", errors="coerce")
    if by == "day":
        return days.where(dates.notna(), "")
    if by == "week":
        monday = dates - pd.to_timedelta(dates.dt.day_of_week, unit="D")
        return monday.dt.strftime("%Y-%m-%d").fillna("")
    quarters = dates.dt.year.astype("Int64").astype("str") + "-Q" + dates.dt.quarter.astype("Int64").astype("str")
    return quarters.where(dates.notna(), "")


def name(by: str) -> str:
    """Return the Korean name of a variable, its own where it has none."""
    return _NAMES.get(by, by)


def nothing(by: str) -> RefusalError:
    """Make the refusal for documents of which none has the variable, with a Korean sentence for reports."""
    error = RefusalError(f"no document has a value for {by}; choose another variable of corpus.documents")
    column = "date" if by in _PERIODS else by
    what = _NAMES.get(column, column)
    error.korean = (
        f"{attach(what, '이/가')} 적힌 글이 없어 {attach(name(by), '으로/로')} 묶지 못했다. "
        f"글의 앞머리나 자료표에 {column} 값을 적으면 구한다"
    )
    return error


def between(first: str, last: str, *, by: str) -> list[tuple[str, str, str]]:
    """List all periods from the first to the last, each with its first and last day."""
    # between("2026-Q1", "2026-Q2", by="quarter") gives ("2026-Q1", "2026-01-01", "2026-03-31") and that of Q2
    if by in _MONTHS:
        months = _MONTHS[by]
        starts = [_month(name) // months for name in (first, last)]
        days = [dt.date(k * months // 12, k * months % 12 + 1, 1) for k in range(starts[0], starts[1] + 2)]
    else:
        step = dt.timedelta(days=7 if by == "week" else 1)
        start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        days = [start + k * step for k in range((end - start) // step + 2)]
    return [(_name_day(a, by), str(a), str(b - dt.timedelta(days=1))) for a, b in pairwise(days)]


def _month(name: str) -> int:
    """Return the number of the month in which a period begins."""
    # 2026, 2026-02 and 2026-Q2 give 24312, 24313 and 24315
    year, _, part = name.partition("-")
    within = 3 * (int(part[1:]) - 1) if part.startswith("Q") else int(part or 1) - 1
    return 12 * int(year) + within


def _name_day(day: dt.date, by: str) -> str:
    """Name the period that begins on a day, as `assign` does."""
    if by == "quarter":
        return f"{day:%Y}-Q{(day.month + 2) // 3}"
    return {"year": f"{day:%Y}", "month": f"{day:%Y-%m}"}.get(by, str(day))
