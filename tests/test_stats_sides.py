from __future__ import annotations

import pandas as pd
import pytest

from analysis.errors import OptionError, RefusalError
from analysis.stats import sides


def documents(*outlets: str) -> pd.DataFrame:
    return pd.DataFrame({"doc": [f"d{k}" for k in range(len(outlets))], "outlet": outlets, "date": "", "text": "x"})


def test_the_two_groups_with_the_most_documents_ties_by_name() -> None:
    found = sides(documents("다", "나", "", "가", "나"))
    assert found.to_dict() == {"d1": "나", "d4": "나", "d3": "가"}
    assert found.unique().tolist() == ["나", "가"]


def test_named_groups_stand_in_the_order_given() -> None:
    assert sides(documents("가", "나", "다"), names=("다", "가")).to_dict() == {"d2": "다", "d0": "가"}


@pytest.mark.parametrize("names", [("가", "없음"), ("가", "가"), ("가",)])
def test_names_must_be_two_different_groups(names: tuple[str, ...]) -> None:
    with pytest.raises(OptionError, match=r"names must be two different groups of outlet, .*; there are 가, 나"):
        sides(documents("가", "나", "가"), names=names)


@pytest.mark.usefixtures("in_korean")
def test_what_cannot_be_compared_is_a_korean_sentence() -> None:
    with pytest.raises(RefusalError) as one:
        sides(documents("가", "가"))
    assert one.value._render_traceback_() == ["매체가 ‘가’ 하나뿐이어서 비교할 두 집단이 없다."]
    with pytest.raises(RefusalError) as none:
        sides(documents("", ""))
    assert none.value._render_traceback_() == [
        "매체가 적힌 글이 없어 매체로 묶지 못했다. 글의 앞머리나 자료표에 outlet 값을 적으면 구한다."
    ]
    with pytest.raises(RefusalError) as undated:
        sides(documents("가", "나"), by="month")
    assert undated.value._render_traceback_()[0].startswith("날짜가 적힌 글이 없어 달로 묶지 못했다.")
