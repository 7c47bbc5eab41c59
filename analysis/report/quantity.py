"""Figures of an article as the reading view tells them: what is measured, how much, in which unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import stats

if TYPE_CHECKING:
    from analysis.corpus import Corpus

KINDS = {
    "money": "금액", "area": "넓이", "length": "길이", "weight": "무게", "volume": "부피", "power": "출력",
    "energy": "에너지", "data": "자료의 양", "temperature": "온도", "percent": "백분율",
    "percentage_point": "퍼센트포인트", "ratio": "비", "rate": "비율", "count": "개수", "age": "나이",
    "ordinal": "차례", "duration": "기간", "date": "날짜", "time": "시각", "number": "수", "identifier": "번호나 이름",
    "unread": "읽지 못한 수",
}  # fmt: skip
_BOUNDS = {"at_least": "이상", "above": "초과", "at_most": "이하", "below": "미만"}
UNITS = {
    "KRW": "원", "USD": "달러", "JPY": "엔", "EUR": "유로", "CNY": "위안", "m2": "㎡", "m3": "㎥", "year": "년",
    "month": "개월", "week": "주", "day": "일", "hour": "시간", "minute": "분", "second": "초",
}  # fmt: skip
_NAMES = {"identifier", "unread"}


def collect(corpus: Corpus) -> list[dict[str, Any]]:
    """Tell every figure of one document."""
    rows = stats.quantities(corpus).to_dict("records")
    return [{"start": row["start"], "end": row["end"], "told": _told(row)} for row in rows]


def _told(row: dict[Any, Any]) -> str:
    """Say what a figure is."""
    kind = KINDS.get(str(row["kind"]), str(row["kind"]))
    if row["kind"] in _NAMES:
        return kind
    about = "약 " if row["approximate"] else ""
    unit = UNITS.get(row["unit"], row["unit"])
    said = f"{about}{_amount(row)}{' ' if unit.isascii() else ''}{unit} {_BOUNDS.get(row['bound'], '')}".strip()
    again = " (앞의 값을 바꾸어 적음)" if row["converted"] else ""
    return f"{kind} {said}{again}".strip()


def _amount(row: dict[Any, Any]) -> str:
    """Write a value, a range or a date."""
    if row["when"]:
        when = str(row["when"])
        return f"해 없이 {when[2:]}" if when.startswith("--") else when
    low, high = (None if pd.isna(row[side]) else _number(row[side]) for side in ("low", "high"))
    if low is not None or high is not None:
        return f"{low or ''}~{high or ''}"
    return "" if pd.isna(row["value"]) else _number(row["value"])


def _number(value: float) -> str:
    """Write a number with two decimals at most."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
