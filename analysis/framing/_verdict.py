"""The verdict on two frames of one text: the one place that decides what card, headline and report may say."""

from __future__ import annotations

from typing import Any, NamedTuple

import pandas as pd

from analysis import schema
from analysis.framing.uncertainty import FEWEST_HITS, UNITS
from analysis.korean import attach

FEWEST_UNITS = 6  # that differ: with five the least p of flipped signs is 2 / 2^5 = .0625
ALPHA = 0.05
_FINE = 0.1  # below, p has three digits
_LEAST = 0.001


class _Kinds(NamedTuple):
    """How many ways of counting changed something and held, changed and fell, changed nothing, were not possible."""

    held: int
    fell: int
    unchanged: int
    not_possible: int

    @property
    def changed(self) -> int:
        """How many changed something."""
        return self.held + self.fell


def count_kinds(table: pd.DataFrame) -> _Kinds:
    """Count the ways of counting by what they did."""
    # Example: of eight choices five held, one fell, and two left every weight as it was: 5, 1, 2 and 0
    rows = table[table["kind"] == "counting"]
    changed, held = int(rows["changed"].sum()), int((rows["changed"] & rows["survives"]).sum())
    return _Kinds(held, changed - held, int((~rows["changed"]).sum()), int(rows["changed"].isna().sum()))


def decide(table: pd.DataFrame, whole: schema.Headline, *, labels: list[str], unit: str, units: int) -> schema.Verdict:
    """Say in Korean what may be said: the finding, how far the counting bears it, and what chance says of it."""
    kinds = count_kinds(table)
    chance = table[table["kind"] == "chance"].iloc[0]
    if not kinds.changed:
        return schema.Verdict("none", _finding(whole, labels, "none"))
    ruled_out = not pd.isna(chance["survives"]) and bool(chance["survives"])
    stands: schema.Stands = "open" if kinds.fell else "leads" if ruled_out else "leans"
    said = _chance(chance, stands, UNITS[unit], units)
    return schema.Verdict(stands, _finding(whole, labels, stands), _counting(kinds), said)


def _finding(whole: schema.Headline, labels: list[str], stands: schema.Stands) -> str:
    """Give the counts, and the lead as far as it may be stated."""
    a, b = (f"‘{label}’" for label in labels)
    points_a, points_b = round(whole.weight_a, 9), round(whole.weight_b, 9)
    if not points_a + points_b:
        return f"{attach(a, '과/와')} {b} 어휘가 모두 나오지 않는다"
    if points_a == points_b:
        return f"{a} 어휘와 {b} 어휘의 가중 점수가 {points_a:g}점으로 같다({whole.n_a}회와 {whole.n_b}회)"
    few = f". 다만 {FEWEST_HITS}회 미만인 쪽이 있다" if min(whole.n_a, whole.n_b) < FEWEST_HITS else ""
    sides = (points_a, a, whole.n_a), (points_b, b, whole.n_b)
    (high, leader, n_high), (low, trailer, n_low) = sides if points_a > points_b else sides[::-1]
    if stands == "open":
        counts = f"{leader} 어휘의 가중 점수는 {high:g}점({n_high}회), {trailer} 어휘는 {low:g}점({n_low}회)이다"
        return f"{counts}. 어느 쪽이 높다고 말하기 어렵다{few}"
    said = f"{leader} 어휘의 가중 점수({high:g}점, {n_high}회)가 {trailer} 어휘({low:g}점, {n_low}회)보다"
    lead = "높다" if stands == "leads" else "높은 편이다. 우연만으로도 이만한 차이가 날 수 있다"
    return f"{said} {lead}{few}"


def _counting(kinds: _Kinds) -> str:
    """Say in how many of the ways of counting that changed something the lead holds."""
    same = f"({kinds.unchanged}가지는 이 글에서 바꿀 것이 없었다)" if kinds.unchanged else ""
    return f"바뀐 계산 방식 {kinds.changed}가지 가운데 {kinds.held}가지에서 유지된다{same}"


def _chance(row: pd.Series[Any], stands: schema.Stands, unit: str, units: int) -> str:
    """Say how often coin flips would bring as large a difference."""
    if pd.isna(row["survives"]):
        return f"우연: {row['reason']}"
    p = float(row["p"])
    shown = f"{_LEAST:.3f} 미만" if p < _LEAST else f"{p:.3f}" if p < _FINE else f"{p:.2f}"
    said = f"우연: {unit} {units}개의 기울기를 동전으로 정해도 이만한 차이가 날 확률 {shown.removeprefix('0')}"
    if row["survives"]:
        return f"{said}. 우연만으로는 드문 차이이다"
    held = "" if stands == "open" else "계산 방식을 바꿔도 유지되지만, "
    return f"{said}. {held}우연이라고 해도 이상하지 않다"
