"""The stability card: what survives, what does not, and what cannot be judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import analysis as da
from analysis.errors import OptionError, SchemaError

Make = Callable[..., Any]


def card(tokens: da.Tokens, book: Any, **options: Any) -> pd.DataFrame:
    return da.framing.stability(tokens, book, **options)


def answers(table: pd.DataFrame) -> dict[str, bool | None]:
    pairs = zip(table["perturbation"], table["survives"], strict=True)
    return {name: None if pd.isna(value) else bool(value) for name, value in pairs}


def test_each_change_by_hand(toy: Make, two_frames: Make) -> None:
    # b: 별 2 + 별 2 + 혜성 1 = 5 over s2 (quoted), s3; a: 달 in s1, s3, s4, s5 = 4
    table = card(toy(d="달 | “ 별 별 ” | 달 별 혜성 || 달 | 달"), two_frames())
    assert table.attrs["base"]["weight_a"] == 4
    assert answers(table) == {
        "leave_one_term": False,  # without 별 1 against 4
        "leave_one_sentence": False,  # without s3 2 against 3
        "leave_one_paragraph": False,  # without the first 0 against 2
        "ambiguous_off": True,
        "weights_off": False,  # 3 against 4
        "cap_off": True,  # 7 against 4
        "support_off": True,
        "quotes_out": False,
        "other": None,
    }
    rows = table.set_index("perturbation")
    assert rows.loc["leave_one_term", ["variants", "worst"]].tolist() == [3, "b1"]
    assert rows.loc["leave_one_sentence", "worst"] == "3"
    assert rows.loc["leave_one_paragraph", "share"] == 1.0
    assert rows.loc["support_off", "reason"] == "바뀌는 것이 없다"
    assert table.attrs["conclusion"] == (
        "‘b 틀’ 어휘의 가중 점수(5점, 4회)가 ‘a 틀’ 어휘(4점, 4회)보다 높다. 다만 5회 미만인 쪽이 있다"
    )


def test_a_tie_is_no_conclusion(toy: Make, two_frames: Make) -> None:
    table = card(toy(d="달 | 달 || 별"), two_frames())
    assert set(answers(table).values()) == {None}
    assert table["reason"].tolist()[:-1] == ["앞서는 프레임이 없다"] * 8
    assert table.attrs["conclusion"] == "‘a 틀’ 어휘와 ‘b 틀’ 어휘의 가중 점수가 2점으로 같다(2회와 1회)"


def test_no_hits_are_no_conclusion(toy: Make, two_frames: Make) -> None:
    table = card(toy(d="구름 | 하늘"), two_frames())
    assert set(answers(table).values()) == {None}
    assert table.attrs["conclusion"] == "‘a 틀’과 ‘b 틀’ 어휘가 모두 나오지 않는다"


def test_a_conclusion_that_hangs_on_one_term_falls_with_it(toy: Make, two_frames: Make) -> None:
    table = card(toy(d="달 | 달"), two_frames()).set_index("perturbation")
    assert not table.loc["leave_one_term", "survives"]
    assert table.loc["leave_one_term", "reason"] == "두 프레임의 어휘가 남지 않는다"
    assert table.loc["leave_one_sentence", "survives"]
    assert pd.isna(table.loc["leave_one_paragraph", "survives"])
    assert table.loc["leave_one_paragraph", "reason"] == "문단이 하나뿐이라 빼면 남는 글이 없다"


def test_other_tokens_have_a_row_each(toy: Make, two_frames: Make) -> None:
    other = {"정리 전 글": toy(d="별 별 | 별"), "다른 모형": toy(d="달 | 구름")}
    table = card(toy(d="달 | 달"), two_frames(), other=other)
    last = table[table["perturbation"] == "other"]
    assert last["label"].tolist() == list(other)
    assert last["survives"].tolist() == [False, True]


def test_an_exclusion_that_cancels_everything(toy: Make, two_frames: Make) -> None:
    book = two_frames()
    frames = [
        f.model_copy(update={"terms": tuple(t.model_copy(update={"not_near": ("구름",)}) for t in f.terms)})
        for f in book.frames
    ]
    table = card(toy(d="달 구름 | 구름 별"), book.model_copy(update={"frames": tuple(frames)}))
    assert table.attrs["conclusion"].endswith("모두 나오지 않는다")


def test_bad_input_says_what_to_do(toy: Make, two_frames: Make) -> None:
    with pytest.raises(OptionError, match=r"stability is of one document, but these tokens hold 2; choose one"):
        card(toy(x="달", y="별"), two_frames())
    with pytest.raises(OptionError, match="stability needs two different frames"):
        card(toy(x="달"), two_frames(), frames=["a"])
    with pytest.raises(SchemaError):
        card(toy(x="달 별").drop(lemmas=["달"]), two_frames())


def test_the_conclusion_about_the_op_ed_and_its_redacted_table(oped_tokens: da.Tokens) -> None:
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    full = card(oped_tokens, codebook)
    stored = card(da.segment(da.read("donga-2023-05-04")), codebook)
    assert full.to_csv() == stored.to_csv()
    assert full["survives"].dropna().all()
    score = da.framing.score(da.framing.hits(oped_tokens, codebook), oped_tokens, by="document")
    assert full.attrs["base"]["log_ratio"] == pytest.approx(da.framing.contrast(score)["log_ratio"].iloc[0])
