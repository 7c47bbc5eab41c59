"""Days of publication as spreadsheets and newspapers write them."""

from __future__ import annotations

import datetime as dt
import re

EPOCH_1900 = dt.date(1899, 12, 30)  # right from serial 61 on; Excel counts a 29 February 1900 that never was
EPOCH_1904 = dt.date(1904, 1, 1)

_LEAST, _MOST = 10_000, 80_000  # serials taken for days: 1927 to 2119 (1904 system: 1931 to 2123)
_DAY = re.compile(
    r"(?P<y>\d{4})(?:(?P<m>\d{2})(?P<d>\d{2})"
    r"|\s?[-./]\s?(?P<m2>\d{1,2})\s?[-./]\s?(?P<d2>\d{1,2})\.?"
    r"|\s?년\s?(?P<m3>\d{1,2})\s?월\s?(?P<d3>\d{1,2})\s?일)"
    r"(?:\s?\([월화수목금토일]\))?"
)
_TIME = re.compile(
    r"(?:[T\s]\s*|$)(?P<half>오전|오후)?\s?(?:(?P<h>\d{1,2}):(?P<min>\d{2})(?::\d{2}(?:\.\d+)?)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?"
)


def day(value: object, *, epoch: dt.date | None = None) -> tuple[str, str] | None:
    """Read a day, and the time beside it, from a cell.

    Parameters
    ----------
    value : object
        Text (20191121, 2019-11-21, 2019.11.21., 2019년 11월 21일, with or without a time), a date of a
        spreadsheet, or a number: YYYYMMDD or a spreadsheet's day number.
    epoch : date, optional
        Day 0 of the workbook's day numbers; without it a day number is not understood.

    Returns
    -------
    (str, str) or None
        YYYY-MM-DD and HH:MM, the latter empty if not stated; None if this is no day, or could be
        something else: a year alone, or a day number before 1927.
    """
    if isinstance(value, dt.datetime):
        return value.date().isoformat(), "" if value.time() == dt.time() else f"{value:%H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat(), ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == int(value) and len(str(int(value))) == 8:
            return _written(str(int(value)))
        return _serial(float(value), epoch)
    return _written(str(value).strip())


def _serial(value: float, epoch: dt.date | None) -> tuple[str, str] | None:
    """Turn a spreadsheet's day number into a day and a time."""
    if epoch is None or not _LEAST <= value < _MOST:
        return None
    found = dt.datetime.combine(epoch, dt.time()) + dt.timedelta(minutes=round(value * 1440))
    return found.date().isoformat(), "" if value == int(value) else f"{found:%H:%M}"


def _written(text: str) -> tuple[str, str] | None:
    """Read a day that is written out."""
    found = _DAY.match(text)
    if not found:
        return None
    rest = _TIME.fullmatch(text, found.end())
    if not rest or (rest["half"] and not rest["h"]):
        return None
    month, on = (found[a] or found[f"{a}2"] or found[f"{a}3"] for a in ("m", "d"))
    try:
        date = dt.date(int(found["y"]), int(month), int(on))
        return date.isoformat(), _clock(rest)
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> str:
    """Write a time as HH:MM, empty when none is stated."""
    if not found["h"]:
        return ""
    hour = int(found["h"])
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if found["half"] == "오후" else 0)
    return f"{dt.time(hour, int(found['min'])):%H:%M}"
