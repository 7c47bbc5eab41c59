"""An axis from a reference corpus: positions, moments and null, worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import analysis as da
from analysis import schema
from analysis.errors import OptionError, RefusalError, SchemaError

MINUS, PLUS = ["동맹", "안보", "외교"], ["스타트업", "창업", "혁신"]


Toy = Callable[..., da.Tokens]
TEXT = "공장 공장 함대 회의 날씨 창업 등대"


def reference(toy: Toy, documents: int = 200) -> da.Tokens:
    """60 sentences with a minus seed and 함대, 60 with a plus seed and 공장, 3 with both, the rest with neither."""
    texts = {f"m{k:03}": f"{MINUS[k % 3]} 함대 회의" for k in range(60)}
    texts |= {f"p{k:03}": f"{PLUS[k % 3]} 공장 회의" for k in range(60)}
    texts |= {f"b{k:03}": "동맹 창업 함대" for k in range(3)}
    return toy(**texts, **{f"z{k:03}": "날씨 회의" for k in range(documents - 123)})


@pytest.fixture(scope="module")
def baseline(toy: Toy) -> da.Tokens:
    return reference(toy)


@pytest.fixture(scope="module")
def placed(toy: Toy, baseline: da.Tokens) -> pd.DataFrame:
    return da.framing.usage(toy(t=TEXT), minus=MINUS, plus=PLUS, baseline=baseline)


def z(plus: int, minus: int, n_plus: int, n_minus: int) -> float:
    """Monroe et al. with the pooled counts as prior; n_plus and n_minus are the words on either side."""
    both, prior = plus + minus, n_plus + n_minus
    up, down = plus + both, minus + both
    delta = math.log(up / (n_plus + prior - up)) - math.log(down / (n_minus + prior - down))
    return delta / math.sqrt(1 / up + 1 / down)


def test_positions_by_hand(placed: pd.DataFrame) -> None:
    # sentences of one pole alone: 60 with 함대 and 회의, 60 with 공장 and 회의, so 120 words on either side
    bound = z(60, 0, 120, 120) / math.sqrt(1 + z(60, 0, 120, 120) ** 2)
    position = placed.set_index("lemma")["position"]
    assert position["공장"] == pytest.approx(bound)
    assert position["함대"] == pytest.approx(-bound)  # the sentences that hold both seeds do not count
    assert position["회의"] == pytest.approx(0, abs=1e-12)
    assert list(position.index) == ["공장", "회의", "함대"]  # 날씨 stands beside no seed, 창업 is one, 등대 is unknown


def test_moments_by_hand(placed: pd.DataFrame) -> None:
    bound = placed["position"].iloc[0]
    attrs = placed.attrs
    # the reference: 공장 60, 함대 60 + 3 beside both, 회의 60 + 60 + 77 at 0
    baseline = (60 - 63) * bound / (60 + 63 + 197)
    assert attrs["baseline"] == pytest.approx(baseline)
    # the text: 공장 twice, 함대 once, 회의 once
    assert attrs["bias"] == pytest.approx(bound / 4)
    square = 2 * (bound - baseline) ** 2 + (-bound - baseline) ** 2 + baseline**2
    assert attrs["intensity"] == pytest.approx(square / 4)
    assert placed["contribution"].sum() == pytest.approx(attrs["bias"] - attrs["baseline"])
    assert (attrs["n"], attrs["words"]) == (4, 3)
    assert attrs["covered"] == pytest.approx(4 / 6)  # 창업 is no word to place
    assert attrs["held"] == (60, 60)
    assert attrs["both"] == 3
    assert attrs["seeds"]["창업/NNG"] == 1


def test_left_out_seeds_and_the_null(placed: pd.DataFrame) -> None:
    # without 안보 the minus side is 40 sentences of 함대 and 회의 beside 60 of 공장 and 회의
    def bounded(plus: int, minus: int) -> float:
        value = z(plus, minus, 120, 80)
        return value / math.sqrt(1 + value**2)

    bias = (2 * bounded(60, 0) + bounded(0, 40) + bounded(60, 40)) / 4
    low, high = placed.attrs["bias_range"]
    assert low <= bias <= high
    assert low < placed.attrs["bias"] < high
    assert 0 < placed.attrs["p_bias"] <= 1
    null_low, null_high = placed.attrs["null_bias"]
    # samples are of one document of one sentence, so their bias is that of one sentence: -bound / 2, 0 or bound / 2 ...
    bound = placed["position"].iloc[0]
    assert (null_low, null_high) == pytest.approx((-bound / 2, bound / 2))


def test_a_sample_as_large_as_the_reference_is_the_reference(baseline: da.Tokens) -> None:
    table = da.framing.usage(baseline, minus=MINUS, plus=PLUS, baseline=baseline)
    assert table.attrs["bias"] == table.attrs["baseline"] == pytest.approx(table.attrs["null_mean"])
    assert table.attrs["p_bias"] == 1
    assert np.ptp(table.attrs["null_bias"]) == pytest.approx(0)


def test_the_null_keeps_sentences_in_their_documents(toy: Toy) -> None:
    # all of a document leans one way: 100 of 공장, 100 of 함대, four sentences each. Four sentences drawn singly would
    # mix them; a document has 공장 or 함대 alone
    said = {"p": "창업 공장", "m": "동맹 함대"}
    texts = {f"{side}{k:03}": " | ".join([words] * 4) for side, words in said.items() for k in range(100)}
    baseline = toy(**texts)
    table = da.framing.usage(toy(t="공장 | 공장 | 공장 | 공장"), minus=MINUS, plus=PLUS, baseline=baseline)
    bound = table["position"].iloc[0]
    assert table.attrs["null_bias"] == pytest.approx((-bound, bound))
    assert table.attrs["p_bias"] > 0.4  # every document that leans this way lies as far from the middle
    # and of a longer document only as many sentences in a row as the text has: here of two that differ
    mixed = toy(**{f"d{k:03}": "창업 공장 | 동맹 함대" for k in range(200)})
    one = da.framing.usage(toy(t="공장"), minus=MINUS, plus=PLUS, baseline=mixed)
    bound = one["position"].iloc[0]
    assert one.attrs["null_bias"] == pytest.approx((-bound, bound))
    assert abs(one.attrs["null_mean"]) < 0.1 * bound  # each of them is drawn as often
    two = da.framing.usage(toy(t="공장 | 공장"), minus=MINUS, plus=PLUS, baseline=mixed)
    assert two.attrs["null_bias"] == pytest.approx((0, 0))  # both of them, whole
    longer = da.framing.usage(toy(t=" | ".join(["공장"] * 9)), minus=MINUS, plus=PLUS, baseline=mixed)
    assert longer.attrs["null_bias"] == pytest.approx((0, 0))  # no sentence of a second document


def test_the_size_of_p_where_documents_lean_each_their_own_way(toy: Toy) -> None:
    generator = np.random.default_rng(4)

    def document() -> str:
        lean = generator.beta(3, 3)
        words = [("창업 공장", "동맹 함대")[int(coin)] for coin in generator.random(16) < lean]
        return " | ".join(words)

    baseline = toy(**{f"d{k:03}": document() for k in range(200)})
    texts = [toy(t=document()) for _ in range(40)]
    p = [da.framing.usage(t, minus=MINUS, plus=PLUS, baseline=baseline).attrs["p_bias"] for t in texts]
    # forty draws of .05 give five or fewer in .986 of runs; sentences drawn singly gave .2 to .3 of them
    assert sum(value < 0.05 for value in p) <= 5


def test_turning_the_poles_round_turns_the_signs(toy: Toy, baseline: da.Tokens, placed: pd.DataFrame) -> None:
    turned = da.framing.usage(toy(t=TEXT), minus=PLUS, plus=MINUS, baseline=baseline)
    assert turned.attrs["bias"] == pytest.approx(-placed.attrs["bias"])
    assert turned.attrs["intensity"] == pytest.approx(placed.attrs["intensity"])


def test_the_floors(toy: Toy, baseline: da.Tokens) -> None:
    text = toy(t="공장")
    with pytest.raises(RefusalError, match="the baseline has 199 documents; an axis by usage needs 200"):
        da.framing.usage(text, minus=MINUS, plus=PLUS, baseline=reference(toy, 199))
    rare = ["등대", "나루", "돛대"]
    with pytest.raises(RefusalError, match="the plus seeds stand 0 times in the baseline, not 50"):
        da.framing.usage(text, minus=MINUS, plus=rare, baseline=baseline)
    with pytest.raises(RefusalError, match="no word of the text stands beside a seed"):
        da.framing.usage(toy(t="등대"), minus=MINUS, plus=PLUS, baseline=baseline)
    long = toy(**{f"d{k}": "공장" for k in range(201)})
    with pytest.raises(RefusalError, match="the text has 201 documents, the baseline 200"):
        da.framing.usage(long, minus=MINUS, plus=PLUS, baseline=baseline)


def test_what_it_refuses(baseline: da.Tokens) -> None:
    morphs = da.segment(da.Corpus.from_texts({"d": "공장은 공장이다."}))
    listed = da.Tokens.from_terms({"d": ["공장"]})
    with pytest.raises(OptionError, match="tokens are of the layer 'terms', baseline of 'morphs'; use one layer"):
        da.framing.usage(listed, minus=MINUS, plus=PLUS, baseline=baseline)
    with pytest.raises(RefusalError, match="tokens are redacted"):
        da.framing.usage(morphs.redact(), minus=MINUS, plus=PLUS, baseline=baseline)
    with pytest.raises(OptionError, match="plus needs 3 or more different seeds"):
        da.framing.usage(morphs, minus=MINUS, plus=["창업"], baseline=morphs)


def test_the_chart_says_where_positions_come_from(
    placed: pd.DataFrame, assert_readable: Callable[[Axes], None]
) -> None:
    ax = da.plots.axis(placed)
    words = " ".join(t.get_text().replace("\n", " ") for t in ax.texts)
    assert "참조 글에서 같은 길이의 글을 뽑으면" in words
    assert "참조 글 200편" in words
    assert "왼쪽 60, 오른쪽 60; 둘 다 든 3문장은 뺌" in words
    assert "벡터" not in words
    assert ax.get_xlabel().startswith("위치(참조 글에서의 쓰임")
    assert_readable(ax)
    lost = placed.copy()
    lost.attrs = {k: v for k, v in placed.attrs.items() if k not in {"by", "damron"}}
    with pytest.raises(SchemaError, match="lost its attrs"):
        da.plots.axis(lost)
    assert list(placed.columns) == [c.name for c in schema.AXIS]
