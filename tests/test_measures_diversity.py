from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lexicalrichness import LexicalRichness

from analysis import measures
from analysis.errors import OptionError

TEXT = list("abacadabra")  # a 5, b 2, r 1, c 1, d 1: N 10, V 5


def test_by_hand() -> None:
    assert measures.ttr(TEXT) == 0.5
    assert measures.guiraud(TEXT) == pytest.approx(5 / math.sqrt(10))
    assert measures.cttr(TEXT) == pytest.approx(5 / math.sqrt(20))
    assert measures.herdan_c(TEXT) == pytest.approx(math.log(5) / math.log(10))
    assert measures.maas(TEXT) == pytest.approx(1 - math.log10(5))  # (1 - log10 5) / 1
    assert measures.yule_k(TEXT) == pytest.approx(10_000 * (25 + 4 + 3 - 10) / 100)
    assert measures.simpson_d(TEXT) == pytest.approx((20 + 2) / 90)


def test_windows_by_hand() -> None:
    # aba cad abr | a: 2, 3 and 3 types of 3; the last letter is no segment
    assert measures.msttr(TEXT, window=3) == pytest.approx((2 + 3 + 3) / 9)
    # a last segment that is complete counts: abaca dabra, 3 and 4 types of 5
    assert measures.msttr(TEXT, window=5) == pytest.approx((3 + 4) / 10)
    # windows of 3: aba bac aca cad ada dab abr bra = 2 3 2 3 2 3 3 3 types
    assert measures.mattr(TEXT, window=3) == pytest.approx(21 / 24)
    assert measures.mattr(TEXT, window=10) == 0.5
    assert math.isnan(measures.mattr(TEXT, window=11))
    assert math.isnan(measures.msttr(TEXT, window=11))
    with pytest.raises(OptionError, match="window must be 1 or more"):
        measures.mattr(TEXT, window=0)


def test_mtld_by_hand() -> None:
    # a a | a a | a a: TTR 1/2 < .72 at every second token: 3 factors of 2 in both directions
    assert measures.mtld(list("aaaaaa")) == 2
    # a b c a: 3/4 = .75 is not below .72, so the rest is (1 - .75) / (1 - .72) of a factor: 4 / .892857 = 4.48
    assert measures.mtld(list("abca")) == pytest.approx(4 / (0.25 / 0.28))
    # 18 types in 25 tokens are exactly .72, which is not below: one part factor of (1 - .72) / .28 = 1, so 25
    exact = [*range(18), *range(7)]
    assert measures.mtld(exact) == pytest.approx(25)
    assert math.isnan(measures.mtld(list("abcdef")))


def test_hdd_is_the_exact_expectation() -> None:
    text = np.minimum(np.random.default_rng(5).zipf(1.4, 300), 10_000).tolist()
    n = len(text)
    exact = sum(
        1 - math.prod(Fraction(max(0, n - f - i), n - i) for i in range(42)) for f in Counter(text).values()
    ) / Fraction(42)
    assert measures.hdd(text) == pytest.approx(float(exact), rel=1e-13)
    assert math.isnan(measures.hdd(text[:41]))
    assert measures.hdd(list(range(42))) == pytest.approx(1)  # 42 of 42 different tokens


@pytest.mark.parametrize("n", [60, 300, 1500])
def test_lexicalrichness_agrees(n: int) -> None:
    text = [str(word) for word in np.minimum(np.random.default_rng(n).zipf(1.3, n), 10**6)]
    other = LexicalRichness(text, preprocessor=None, tokenizer=None)
    assert measures.ttr(text) == pytest.approx(other.ttr, rel=1e-12)
    assert measures.guiraud(text) == pytest.approx(other.rttr, rel=1e-12)
    assert measures.cttr(text) == pytest.approx(other.cttr, rel=1e-12)
    assert measures.herdan_c(text) == pytest.approx(other.Herdan, rel=1e-12)
    assert measures.maas(text) == pytest.approx(other.Maas * math.log(10), rel=1e-12)  # natural logarithms there
    assert measures.yule_k(text) == pytest.approx(other.yulek, rel=1e-12)
    assert measures.simpson_d(text) == pytest.approx(other.simpsond, rel=1e-12)
    assert measures.mattr(text, window=50) == pytest.approx(other.mattr(50), rel=1e-12)
    assert measures.hdd(text) == pytest.approx(other.hdd(42), rel=1e-9)
    # there a factor ends at .72 itself; below it is what the paper says
    assert measures.mtld(text) == pytest.approx(other.mtld(0.72 - 1e-12), rel=1e-9)


def test_nothing_to_say() -> None:
    for name in ("ttr", "guiraud", "herdan_c", "maas", "mtld", "hdd", "yule_k", "simpson_d", "mattr", "msttr", "cttr"):
        assert math.isnan(getattr(measures, name)([])), name
    for name in ("herdan_c", "maas", "simpson_d"):
        assert math.isnan(getattr(measures, name)(["a"])), name


@settings(max_examples=5 * settings.default.max_examples)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=60), st.integers(1, 12))
def test_mattr_is_the_mean_of_its_windows(text: list[int], window: int) -> None:
    windows = [text[i : i + window] for i in range(len(text) - window + 1)]
    slow = sum(len(set(w)) for w in windows) / (window * len(windows)) if windows else math.nan
    assert measures.mattr(text, window=window) == pytest.approx(slow, nan_ok=True)
    names = ("ttr", "yule_k", "simpson_d", "hdd")  # those that know counts only do not see the order
    for name in names:
        assert getattr(measures, name)(text) == pytest.approx(getattr(measures, name)(text[::-1]), nan_ok=True)
