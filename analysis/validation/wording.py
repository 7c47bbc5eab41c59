"""Accuracy in sentences: what is known of precision and recall, what is not, and what would have to be read."""

from __future__ import annotations

import pandas as pd

from analysis import measures, schema
from analysis.codebook.evidence_file import Measured, short, with_interval
from analysis.korean import attach
from analysis.messages import message

_HIGH = 0.85  # recall that is called high
_WHY = {  # reasons of tables in the words of a paper
    "alpha ": "코더의 일치도가 .667보다 낮다",
    "no unit was read by two": "두 코더가 함께 읽은 단위가 없다",
    "all readings are the same": "판독이 모두 같아 일치도를 알 수 없다",
    "no unit was decided": "판단이 정해진 단위가 없다",
}
_NOTHING = 0.005  # lower limit of recall below which it says nothing


def sentences(table: pd.DataFrame, *, unit: str = "단위") -> list[str]:
    """Write every row of an accuracy table as Korean sentences for a paper.

    Parameters
    ----------
    table : DataFrame
        A result of `accuracy` or `recorded`, by frame.
    unit : str
        What was coded, such as "문장" or "문단".

    Returns
    -------
    list of str
        One text a row, with its part where there are several. Where recall has no point it gives the lower limit, how
        many units without a term were read and how many more may hold the frame, and, if none was found in them, how
        many have to be read before recall can be called higher than .85.

    Raises
    ------
    SchemaError
        If it is no accuracy table.
    """
    schema.check(table, schema.ACCURACY, what=message("accuracy table"))
    labels, weighting = schema.about(table).frame_labels, schema.about(table).weighting or "sample"
    known = [name for name in Measured.model_fields if name in table.columns]
    several = table["frame"].duplicated().any()
    return [
        accuracy_sentences(
            Measured.model_validate({k: None if pd.isna(v) else v for k, v in row.items()} | {"weighting": weighting}),
            label=labels.get(row["frame"], row["frame"]) + (f", {row['part']}" if several else ""),
            unit=unit,
        )
        for row in table[known].to_dict("records")
    ]


def accuracy_sentences(measured: Measured, *, label: str, unit: str = "단위") -> str:
    """Write precision and recall in sentences: what is known, what is not, and what would have to be read."""
    # Example, REC-01: 정밀도 .80 [.70, .88]. 재현율은 적어도 .63이다(95%): 어휘가 없는 6,000문장 가운데 60문장을 읽어
    # 하나도 없었지만, 많으면 240여 문장이 더 있을 수 있다.
    m = measured
    head = f"‘{label}’ 정밀도 {with_interval(m.precision, m.precision_low, m.precision_high)}."
    recall = with_interval(m.recall, m.recall_low, m.recall_high)
    if m.weighting == "none":
        if m.recall is None:
            return f"{head} 코딩한 단위에 있음이 없어 재현율은 말할 수 없다."
        return f"{head} 코딩한 단위의 재현율은 {recall}이며, 글 전체의 재현율은 이것으로 알 수 없다."
    if m.recall_bound is None or m.zero_units is None or m.missed_high is None:
        why = next((korean for start, korean in _WHY.items() if m.reason.startswith(start)), m.reason)
        return f"{head} 재현율은 말할 수 없다{f'({why})' if why else ''}."
    bound = f"적어도 {short(m.recall_bound)}이다(95%)"
    if m.recall is None and m.recall_bound < _NOTHING:
        bound = "거의 알 수 없다"
    read = attach(f"{m.zero_read or 0:,}{unit}", "을/를")
    more = f"많으면 {_about(m.missed_high)}{attach(unit, '이/가')} 더 있을 수 있다."
    where = f"어휘가 없는 {m.zero_units:,.0f}{unit} 가운데 {read} 읽어"
    missed = m.positive - m.true_positive
    if m.recall is not None:
        return f"{head} 재현율 {recall}이고 {bound}. {where} {missed:,}개를 찾았고, {more}"
    if missed:
        between = f"구간은 [{short(m.recall_low)}, {short(m.recall_high)}]이고 값 하나로 말할 수 없다"
        return f"{head} 재현율은 {bound}: {between}. {where} {missed:,}개를 찾았고, {more}"
    return f"{head} 재현율은 {bound}: {where} 하나도 없었지만, {more}{_still_to_read(m, unit)}"


def _still_to_read(m: Measured, unit: str) -> str:
    """Say how many units without a term must be read, and hold nothing, before recall can be called high."""
    # Example, REC-01: of 400 found units .80 are right, 320. Recall is above .85 if at most 56 were missed, for which
    # 318 of 6,000 units are read and none holds the frame.
    caught, units = (m.precision or 0.0) * (m.found_units or 0.0), int(m.zero_units or 0)
    missed = int(caught * (1 - _HIGH) / _HIGH)
    n = units if missed < 1 else measures.needed_zero_n(units, missed=missed) if missed < units else 0
    if n <= (m.zero_read or 0):
        return ""
    head = f" 재현율이 {short(_HIGH)}보다 높다고 말하려면 어휘가 없는"
    if n >= units:
        return f"{head} {attach(f'{units:,}{unit}', '을/를')} 모두 읽어야 한다."
    return f"{head} {attach(unit, '을/를')} {n:,}개 읽어 하나도 없어야 한다."


def _about(count: float) -> str:
    """Write a large number as people say it: 244 is 240여, before its unit."""
    whole = round(count)
    if whole < 100 or whole % 10 == 0:
        return f"{whole:,}"
    return f"{whole // 10 * 10:,}여 "
