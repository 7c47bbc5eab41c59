"""What may be claimed of two groups of documents: one Korean sentence a frame, which follows p and the interval."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.framing._clustering import unit_of
from analysis.korean import attach

_LEVEL = 0.05
_NOUNS = {"density": "밀도", "coverage": "문장 비율", "share": "비중", "log_ratio": "로그비"}


def conclude(table: pd.DataFrame, *, labels: Mapping[str, str], pair: Sequence[str], kind: str | None) -> str:
    """Say frame by frame how the two groups differ and whether that may be called a difference."""
    tests = int(table["p"].notna().sum())
    unit = unit_of(kind or "document")
    return "\n".join(_said(row, labels, pair, unit, tests) for row in table.to_dict("records"))


def claims_difference(row: Mapping[Any, Any]) -> bool:
    """Whether the corrected p is below .05 and the interval, where there is one, excludes that both are the same."""
    if math.isnan(row["p_adjusted"]) or row["p_adjusted"] >= _LEVEL:
        return False
    ratio, difference = (row["ratio_low"], row["ratio_high"], 1.0), (row["low"], row["high"], 0.0)
    return not any(low <= same <= high for low, high, same in (ratio, difference))


def _said(row: Mapping[Any, Any], labels: Mapping[str, str], pair: Sequence[str], unit: str, tests: int) -> str:
    """Write the sentence of one frame."""
    # Example: ‘비용’: 가의 밀도는 나의 0.44배이다(95% 구간 0.16~1.21배, 문서 5건·5건, p .093). 배수 1이 구간 안에 있어
    # 차이가 있다고 말할 수 없다.
    frame, noun = labels.get(str(row["frame"])) or str(row["frame"]), _NOUNS[str(row["value"])]
    if row["value"] == "log_ratio" and len(pair) == 2:
        frame = f"{frame}·{labels.get(pair[1]) or pair[1]}"
    counts = f"{unit} {int(row['clusters_a']):,}건·{int(row['clusters_b']):,}건"
    inside = [part for part in (_interval(row), counts, _p(row, tests)) if part]
    start = f"‘{frame}’: {row['group_a']}의"
    if math.isnan(row["mean_a"]) or math.isnan(row["mean_b"]):
        return f"{start} {noun}: {row['reason']}({counts})."
    if math.isnan(row["ratio"]) or math.isnan(row["ratio_low"]):
        points = f"{row['mean_a']:.2f}, {row['group_b']}의 {noun} {row['mean_b']:.2f}, 차이 {row['difference']:+.2f}"
        head = f"{start} {noun} {points}({', '.join(inside)})."
    else:
        head = f"{start} {attach(noun, '은/는')} {row['group_b']}의 {row['ratio']:.2f}배이다({', '.join(inside)})."
    return " ".join(part for part in (head, _verdict(row), f"{row['warning']}." if row["warning"] else "") if part)


def _interval(row: Mapping[Any, Any]) -> str:
    """Write the interval of the ratio, else that of the difference, else nothing."""
    if not math.isnan(row["ratio_low"]):
        return f"95% 구간 {row['ratio_low']:.2f}~{row['ratio_high']:.2f}배"
    return "" if math.isnan(row["low"]) else f"차이의 95% 구간 {row['low']:.2f}~{row['high']:.2f}"


def _p(row: Mapping[Any, Any], tests: int) -> str:
    """Write p, and with how many tests it was corrected."""
    if math.isnan(row["p"]):
        return ""
    several = f", 검정 {tests}개로 보정한 {_written(row['p_adjusted'])}" if tests > 1 else ""
    return _written(row["p"]) + several


def _written(p: float) -> str:
    """Write a p-value as papers do."""
    return "p < .001" if p < 0.001 else f"p {p:.3f}".replace(" 0.", " .")


def _verdict(row: Mapping[Any, Any]) -> str:
    """Say whether this may be called a difference, and on what that rests."""
    if math.isnan(row["p"]):
        return f"{row['reason']}." if row["reason"] else ""
    said = f" {row['reason']}." if row["reason"] else ""
    if claims_difference(row):
        return f"차이가 있다.{said}"
    if row["ratio_low"] <= 1 <= row["ratio_high"]:
        return f"배수 1이 구간 안에 있어 차이가 있다고 말할 수 없다.{said}"
    if row["low"] <= 0 <= row["high"]:
        return f"차이 0이 구간 안에 있어 차이가 있다고 말할 수 없다.{said}"
    which = "보정한 p가" if row["p"] < _LEVEL else "p가"
    return f"{which} .05보다 작지 않아 차이가 있다고 말할 수 없다.{said}"
