"""The first screen of a report: what was found, with its number and range, before anything else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analysis.korean import attach
from analysis.report import headline

_EQUAL = 0.5
_PICTURES = ("strip", "frequency")


def sentences(facts: dict[str, Any]) -> list[dict[str, str]]:
    """Write the finding of every codebook, or of the keywords where no codebook compares frames."""
    found = [{"head": f"{told['sentence']}.{_but(told)}", "text": _range(told)} for told in facts["findings"]]
    return found or [{"head": f"{headline.keyword(facts['evidence']['words'])}.", "text": ""}]


def _but(told: dict[str, Any]) -> str:
    """Say in the same breath where the conclusion turns over."""
    if told["low"] is not None and told["high"] is not None and told["low"] <= _EQUAL <= told["high"]:
        return " 다만 낱말 하나를 빼고 세면 앞서는 프레임이 바뀔 수 있다."
    if told["tried"] and told["held"] < told["tried"]:
        return " 다만 세는 방법에 따라 앞서는 프레임이 바뀐다."
    return ""


def _range(told: dict[str, Any]) -> str:
    """Write the share with its range, and how often the conclusion holds."""
    if told["share"] is None:
        return ""
    who = attach(f"‘{told['label']}’", "이/가")
    said = f"두 프레임의 점수를 더한 값에서 {who} 차지하는 몫은 {told['share']:.2f}이다"
    if told["low"] is not None and told["high"] is not None:
        said += f"(낱말 하나를 빼고 셀 때 {told['low']:.2f}~{told['high']:.2f})"
    said += "."
    if told["low"] is not None and told["high"] is not None and told["low"] <= _EQUAL <= told["high"]:
        said += " 이 범위는 두 프레임이 같은 0.5를 품는다."
    if told["tried"]:
        held = "모두" if told["held"] == told["tried"] else f"가운데 {told['held']}가지"
        said += f" 세는 방법을 바꾼 {told['tried']}가지 {held}에서 같은 프레임이 앞선다."
    return said


def picture(figures: Sequence[dict[str, Any]]) -> int | None:
    """Choose the figure of the first screen."""
    for chart in _PICTURES:
        for place, told in enumerate(figures):
            if told.get("chart") == chart and "svg" in told:
                return place
    return None
