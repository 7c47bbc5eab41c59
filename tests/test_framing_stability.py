"""The stability card: what survives, what does not, and what cannot be judged."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
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


def kinds(table: pd.DataFrame) -> tuple[int, ...]:
    return tuple(table.attrs[name] for name in ("changed_held", "changed_fell", "unchanged", "not_possible"))


def test_each_change_by_hand(toy: Make, two_frames: Make) -> None:
    # b: 별 2 + 별 2 + 혜성 1 = 5 over s2 (quoted), s3; a: 달 in s1, s3, s4, s5 = 4
    table = card(toy(d="달 | “ 별 별 ” | 달 별 혜성 || 달 | 달"), two_frames())
    assert table.attrs["base"]["weight_a"] == 4
    assert answers(table) == {
        "leave_one_term": False,  # without 별 1 against 4
        "leave_one_sentence": False,  # without s3 2 against 3
        "leave_one_paragraph": False,  # without the first 0 against 2
        "ambiguous_off": None,
        "weights_off": False,  # 3 against 4
        "cap_off": True,  # 7 against 4
        "support_off": None,
        "quotes_out": False,
        "other": None,
        "chance": None,
    }
    rows = table.set_index("perturbation")
    assert rows.loc["leave_one_term", ["variants", "worst"]].tolist() == [3, "b1"]
    assert rows.loc["leave_one_sentence", "worst"] == "3"
    assert rows.loc["leave_one_paragraph", "share"] == 1.0
    changed = {name: None if pd.isna(value) else bool(value) for name, value in rows["changed"].items()}
    nothing = {"ambiguous_off", "support_off"}
    asked = set(changed) - nothing - {"other", "chance"}
    assert changed == dict.fromkeys(asked, True) | dict.fromkeys(nothing, False) | {"other": None, "chance": None}
    assert rows.loc["support_off", "reason"] == "이 글에서 바꿀 것이 없다"
    assert kinds(table) == (1, 5, 2, 1)
    # sentences differ by 1, -2, -2, 1, 1: five units, of which two of 32 sign choices are the least p
    assert rows.loc["chance", "reason"] == (
        "두 프레임의 점수가 다른 문장이 적어 우연을 배제할 수 없다(5개, 6개부터 계산한다)"
    )
    assert pd.isna(rows.loc["chance", "p"])
    assert table.attrs["verdict"]["stands"] == "open"
    assert table.attrs["conclusion"] == (
        "‘b 틀’ 어휘의 가중 점수는 5점(4회), ‘a 틀’ 어휘는 4점(4회)이다. 어느 쪽이 높다고 말하기 어렵다. "
        "다만 5회 미만인 쪽이 있다. 바뀐 계산 방식 6가지 가운데 1가지에서 유지된다"
        "(2가지는 이 글에서 바꿀 것이 없었다). "
        "우연: 두 프레임의 점수가 다른 문장이 적어 우연을 배제할 수 없다(5개, 6개부터 계산한다)"
    )


def test_a_choice_that_moves_weight_and_keeps_the_sum_changes_something(toy: Make, two_frames: Make) -> None:
    # 혜성 and 달 weigh 1, 별 2 and 해 0.5
    def weights_off(text: str) -> Any:
        return card(toy(d=text), two_frames()).set_index("perturbation").loc["weights_off"]

    moved = weights_off("별 | 해 | 달 | 달")  # b from 2 to 1, a from 2.5 to 3
    assert moved["changed"]
    assert moved["survives"]
    assert not weights_off("혜성 | 달 | 달")["changed"]


def test_a_tie_is_no_conclusion(toy: Make, two_frames: Make) -> None:
    table = card(toy(d="달 | 달 || 별"), two_frames())
    assert set(answers(table).values()) == {None}
    assert table["reason"].tolist() == ["앞서는 프레임이 없다"] * 8 + [
        "비교할 분석이 주어지지 않았다", "앞서는 프레임이 없다",
    ]  # fmt: skip
    assert kinds(table) == (0, 0, 0, 9)
    assert table.attrs["verdict"] == {
        "stands": "none", "finding": table.attrs["conclusion"],
    }  # fmt: skip
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
    other = {
        "정리 전 글": toy(d="별 별 | 별"),
        "다른 모형": toy(d="달 | 달 | 달"),
        "같은 글": toy(d="하늘 | 달 | 구름 | 달"),
    }
    table = card(toy(d="달 | 달"), two_frames(), other=other)
    last = table[table["perturbation"] == "other"]
    assert last["label"].tolist() == list(other)
    assert last["changed"].tolist() == [True, True, False]  # sentences without a hit move nothing
    assert last["survives"].tolist() == [False, True, pd.NA]


def test_chance_by_sentence_by_hand(toy: Make, two_frames: Make) -> None:
    # 달 counts 1 and 별 2: differences 2, 1, 0, 1, -1, 0, 1, 2 and 1, as in the worked case of .09375
    text = "별 | 달 별 || 구름 | 달 별 | 달 | 구름 || 달 별 | 별 | 달 별"
    table = card(toy(d=text), two_frames(), frames=["b", "a"])
    row = table.iloc[-1]
    assert (row["perturbation"], row["kind"], row["label"]) == (
        "chance", "chance", "우연: 문장 7개의 기울기를 동전으로 정할 때",
    )  # fmt: skip
    assert row["p"] == pytest.approx(0.09375)
    assert row["variants"] == 2**7
    assert not row["survives"]
    assert row["share"] == table.attrs["base"]["share"]
    assert (table.attrs["unit"], table.attrs["units"]) == ("sentence", 7)
    assert table.attrs["verdict"]["chance"] == (
        "우연: 문장 7개의 기울기를 동전으로 정해도 이만한 차이가 날 확률 .094. 우연이라고 해도 이상하지 않다"
    )


def test_the_leader_of_draws_is_counted_without_ties(toy: Make, two_frames: Make) -> None:
    # differences 2, -1, 0, 1: of all 256 draws of four sentences .742 lead, .121 are level
    table = card(toy(d="별 | 달 | 구름 | 별 달"), two_frames(), frames=["b", "a"])
    assert table["draws_same"].iloc[-1] == pytest.approx(0.7421875, abs=0.03)
    assert pd.isna(table["survives"].iloc[-1])


def test_chance_by_paragraph_where_six_differ(toy: Make, two_frames: Make) -> None:
    book = two_frames()
    even = " || ".join(["달 | 달 달"] * 6)  # six paragraphs of 3: 2 of 64 choices; twelve sentences
    table = card(toy(d=even), book)
    assert (table.attrs["unit"], table.attrs["units"], table["p"].iloc[-1]) == ("paragraph", 6, 2 / 64)
    assert table["survives"].iloc[-1]
    by_sentence = card(toy(d=even), book, chance="sentence")
    assert (by_sentence.attrs["units"], by_sentence["p"].iloc[-1]) == (12, 2 / 2**12)
    fewer = card(toy(d=f"{even} || 구름".replace("달 | 달 달 || ", "", 1)), book)  # a paragraph without a lean
    assert (fewer.attrs["unit"], fewer.attrs["units"]) == ("sentence", 10)
    unknown = card(toy(d="달 || 달"), book, chance="paragraph")
    assert (unknown.attrs["unit"], unknown["survives"].isna().iloc[-1]) == ("paragraph", True)
    with pytest.raises(OptionError, match="chance must be"):
        card(toy(d="달"), book, chance="word")


def test_what_may_be_said_by_counting_and_chance(toy: Make, two_frames: Make) -> None:
    book = two_frames()
    sure = card(toy(d=" | ".join(["달 해"] * 8 + ["혜성"])), book).attrs
    assert sure["verdict"]["stands"] == "leads"
    assert sure["verdict"]["finding"].startswith("‘a 틀’ 어휘의 가중 점수(12점, 16회)가 ‘b 틀’ 어휘(1점, 1회)보다 높다")
    # eight sentences of 1.5 against one of -1: only all alike, or the ninth turned round, reach 11: 4 of 512
    assert sure["verdict"]["chance"] == (
        "우연: 문장 9개의 기울기를 동전으로 정해도 이만한 차이가 날 확률 .008. 우연만으로는 드문 차이이다"
    )
    # six of 1.5 and two of -1, sum 7: all six alike with any two, or five of six with both the other way: 20 of 256
    leaning = card(toy(d=" | ".join(["달 해"] * 6 + ["혜성"] * 2)), book).attrs
    assert leaning["verdict"]["stands"] == "leans"
    assert "높은 편이다. 우연만으로도 이만한 차이가 날 수 있다" in leaning["verdict"]["finding"]
    assert "확률 .078. " in leaning["verdict"]["chance"]
    assert leaning["verdict"]["chance"].endswith("계산 방식을 바꿔도 유지되지만, 우연이라고 해도 이상하지 않다")
    short = card(toy(d="달 해 | 달 해 | 달 해 | 혜성"), book).attrs
    assert short["verdict"]["stands"] == "leans"  # not known is not ruled out
    assert "문장이 적어 우연을 배제할 수 없다" in short["conclusion"]


def test_coin_flips_name_no_sure_leader(toy: Make, two_frames: Make) -> None:
    book = two_frames()

    @cache
    def one(heads: int, tails: int) -> pd.DataFrame:
        """The card of a text with so many sentences for either frame; their order changes no weight."""
        return card(toy(d=" | ".join(["달"] * heads + ["혜성"] * tails)), book)

    generator = np.random.default_rng(3)
    held = sure = named = 0
    for k in range(240):
        size = 8 + 4 * (k % 4)
        heads = int(generator.integers(0, 2, size=size).sum())
        table = one(heads, size - heads)
        attrs, rows, chance = table.attrs, table[table["kind"] == "counting"], table["survives"].iloc[-1]
        named += heads * 2 != size
        held += not pd.isna(chance) and bool(chance)
        sure += attrs["verdict"]["stands"] == "leads"
        changed = rows["changed"].fillna(value=False)
        assert attrs["changed_held"] == int(rows.loc[changed, "survives"].sum())
        assert rows.loc[~changed, "survives"].isna().all()  # what changed nothing is no survival
    assert named >= 180  # a frame weighs more in most of them
    assert held <= 0.05 * 240
    assert sure <= held


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
    assert kinds(full) == (7, 0, 1, 1)
    nothing = full.loc[full["reason"] == "이 글에서 바꿀 것이 없다", "perturbation"]
    assert nothing.tolist() == ["quotes_out"]
    # five paragraphs differ, so sentences: 16 of 18
    assert (full.attrs["unit"], full.attrs["units"]) == ("sentence", 16)
    assert full["p"].iloc[-1] == pytest.approx(10208 / 2**16)
    assert full.attrs["verdict"]["stands"] == "leans"
    assert "이만한 차이가 날 확률 .16" in full.attrs["conclusion"]
    score = da.framing.score(da.framing.hits(oped_tokens, codebook), oped_tokens, by="document")
    assert full.attrs["base"]["log_ratio"] == pytest.approx(da.framing.contrast(score)["log_ratio"].iloc[0])
