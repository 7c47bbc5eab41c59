"""Rates of two groups of texts: the worked cases of the oracle, statsmodels, and by hand."""

from __future__ import annotations

import json
import math
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import sparse

from analysis import measures
from analysis.errors import OptionError

A, SIZES_A = [3, 0, 5, 1, 2, 0], [120.0, 90, 200, 80, 150, 60]
B, SIZES_B = [1, 0, 0, 2, 0, 1, 0], [100.0, 140, 90, 210, 70, 130, 110]
GIVEN: dict[str, Any] = {"sizes_a": SIZES_A, "b": B, "sizes_b": SIZES_B}
ORACLES = Path(__file__).resolve().parents[2] / "shared" / "oracles-inference.json"


def oracle(name: str) -> dict[str, Any]:
    """Take a worked case out of the file."""
    if not ORACLES.is_file():
        pytest.skip(f"the worked cases are not at {ORACLES}")
    (case,) = (case for case in json.loads(ORACLES.read_text(encoding="utf-8")) if case["id"] == name)
    assert case["input"]["target_counts"] == A
    return dict(case["expected"])


def glm(family: Any, **fit: Any) -> Any:
    """Fit the same model by statsmodels: the logarithm of the rate on the side."""
    x = np.column_stack([np.ones(13), [1] * 6 + [0] * 7])
    return sm.GLM(np.array(A + B), x, family=family, offset=np.log(SIZES_A + SIZES_B)).fit(**fit)


def test_quasi_poisson() -> None:
    expected = oracle("KEY-01")
    made = measures.quasi_poisson(A, **GIVEN)
    found = [float(x[0]) for x in (made.ln_ratio, made.ln_ratio / math.log(2), made.dispersion, made.se, made.p)]
    assert found == pytest.approx([expected[name] for name in ("ln_ratio", "log2_ratio", "phi", "se", "p")], abs=1e-7)
    assert float(made.df[0]) == 11


def test_quasi_poisson_agrees_with_statsmodels() -> None:
    fitted = glm(sm.families.Poisson(), scale="X2")
    made = measures.quasi_poisson(A, **GIVEN)
    assert float(made.ln_ratio[0]) == pytest.approx(fitted.params[1])
    assert float(made.se[0]) == pytest.approx(fitted.bse[1])
    # texts that are more even than chance do not make the error smaller than that of Poisson, where that is asked for
    floored = measures.quasi_poisson(A, **GIVEN, least=1.0)
    assert float(floored.se[0]) == pytest.approx(math.sqrt(1 / 11 + 1 / 4))


def test_log_ratio_over_texts_is_a_robust_poisson_regression() -> None:
    fitted = glm(sm.families.Poisson(), cov_type="HC0")
    covariance = fitted.cov_params()
    plain_b = covariance[0, 0]  # of the reference alone; that of the target is the rest
    plain_a = covariance[1, 1] - plain_b
    made = measures.log_ratio_over_texts(A, **GIVEN)
    assert float(made.ln_ratio[0]) == pytest.approx(fitted.params[1])
    assert float(made.se[0]) ** 2 == pytest.approx(plain_a * 6 / 5 + plain_b * 7 / 6)
    # effective texts of the residuals in shares of the count
    u = np.concatenate([np.array(y) / sum(y) - np.array(n) / sum(n) for y, n in ((A, SIZES_A), (B, SIZES_B))])
    assert float(made.df[0]) == pytest.approx(measures.effective_clusters(u))


def test_over_texts_by_hand() -> None:
    # 4 2 3 against 1 0 2 in texts of 100: residuals 1/9 -1/9 0 and 0 -1/3 1/3
    made = measures.log_ratio_over_texts(
        [4, 2, 3], sizes_a=[100] * 3, b=sparse.csr_array([[1, 0, 2]]), sizes_b=[100] * 3
    )
    assert float(made.se[0]) == pytest.approx(math.sqrt(1.5 * (2 / 81 + 2 / 9)))
    assert float(made.df[0]) == pytest.approx((2 / 81 + 2 / 9) ** 2 / (2 / 6561 + 2 / 81))
    reach = float(made.high[0] - made.ln_ratio[0])
    assert reach == pytest.approx(float(made.ln_ratio[0] - made.low[0]))


def test_a_term_that_one_side_lacks_is_bounded_from_one_end() -> None:
    sizes = {"sizes_a": [100] * 4, "sizes_b": [50] * 4}
    made = measures.log_ratio_over_texts([[2, 1, 3, 0], [0] * 4, [0] * 4], b=[[0] * 4, [0, 1, 1, 0], [0] * 4], **sizes)
    assert made.ln_ratio[0] == pytest.approx(math.log((6 / 400) / (0.5 / 200)))
    share = 0.025 ** (1 / 3)  # three texts of three are here
    assert made.low[0] == pytest.approx(math.log(share / (1 - share) * 200 / 400))
    assert made.high.tolist()[:1] == [math.inf]
    share = 0.025 ** (1 / 2)
    assert made.high[1] == pytest.approx(-math.log(share / (1 - share) * 400 / 200))
    assert made.low[1] == -math.inf
    assert np.isnan([made.low[2], made.high[2], made.ln_ratio[2]]).all()
    assert np.isnan(made.se).all()
    assert np.isnan(measures.quasi_poisson([2, 1], sizes_a=[9, 9], b=[0, 0], sizes_b=[9, 9]).p).all()


def test_negative_binomial() -> None:
    expected = oracle("KEY-03")
    made = measures.negative_binomial(A, **GIVEN, alpha=0.8)
    assert float(made.ln_ratio[0]) == pytest.approx(expected["ln_ratio"], abs=1e-5)
    assert float(made.se[0]) == pytest.approx(expected["se"], abs=1e-5)


def test_negative_binomial_agrees_with_statsmodels() -> None:
    fitted = glm(sm.families.NegativeBinomial(alpha=0.3), tol=1e-12)
    made = measures.negative_binomial([A, [0] * 6], sizes_a=SIZES_A, b=[B, B], sizes_b=SIZES_B, alpha=0.3)
    assert float(made.ln_ratio[0]) == pytest.approx(fitted.params[1], abs=1e-6)
    assert float(made.se[0]) == pytest.approx(fitted.bse[1], rel=1e-6)
    assert float(made.p[0]) == pytest.approx(fitted.pvalues[1], rel=1e-5)
    assert np.isnan(made.p[1])
    poisson = measures.negative_binomial(A, **GIVEN, alpha=0)
    assert float(poisson.se[0]) == pytest.approx(math.sqrt(1 / 11 + 1 / 4))


def test_welch_and_permutation_of_one_term() -> None:
    expected = oracle("KEY-04")
    a, b = np.array(A) / SIZES_A, np.array(B) / SIZES_B
    made = measures.max_t(a, b=b)
    assert float(made.p[0]) == pytest.approx(expected["p_permutation"], abs=1e-9)
    assert made.divisions == expected["divisions"]
    assert measures.studentised(a, b=b).p_t == pytest.approx(expected["p_welch"], abs=1e-9)


def test_max_t_over_texts_divides_pearson_residuals() -> None:
    # 1 of 4 and 2 of 16 against 0 of 9 and 1 of 25: the rate is 4/54, the residuals (y - 4/54 N) / sqrt(N)
    y, sizes = np.array([1, 2, 0, 1]), np.array([4, 16, 9, 25])
    z = (y - 4 / 54 * sizes) / np.sqrt(sizes)
    made = measures.max_t_over_texts(y[:2], sizes_a=sizes[:2], b=y[2:], sizes_b=sizes[2:])
    scale = z.std(ddof=1) * math.sqrt(1 / 2 + 1 / 2)
    assert made.statistic[0] == pytest.approx(abs(z[:2].mean() - z[2:].mean()) / scale)
    ways = [abs(z[list(k)].mean() - np.delete(z, k).mean()) for k in combinations(range(4), 2)]
    assert made.p[0] == pytest.approx(np.mean([way >= ways[0] - 1e-12 for way in ways]))
    # of texts of one length it is max-T of relative frequencies
    a, b = [[3, 0, 2, 4, 1], [0, 1, 0, 0, 5]], [[1, 0, 0, 1, 2], [1, 1, 0, 2, 0]]
    over = measures.max_t_over_texts(a, sizes_a=[9] * 5, b=b, sizes_b=[9] * 5)
    plain = measures.max_t(np.array(a) / 9, b=np.array(b) / 9)
    assert over.statistic == pytest.approx(plain.statistic)
    assert over.p_adjusted.tolist() == plain.p_adjusted.tolist()
    # one rate in all texts, up to rounding
    even = measures.max_t_over_texts([1, 2, 3], sizes_a=[7, 14, 21], b=[4, 2, 1], sizes_b=[28, 14, 7])
    assert np.isnan(even.p).all()


def test_texts_that_do_not_vary() -> None:
    made = measures.log_ratio_over_texts([1, 2, 3], sizes_a=[3, 6, 9], b=[4, 2, 1], sizes_b=[12, 6, 3])
    assert np.isnan([made.se, made.low, made.p]).all()
    assert np.isnan(measures.log_ratio_over_texts([1], sizes_a=[3], b=[4, 2], sizes_b=[9, 9]).se).all()


def test_what_is_refused() -> None:
    with pytest.raises(OptionError, match="sizes must be 6 numbers above 0"):
        measures.log_ratio_over_texts(A, sizes_a=[1, 2], b=B, sizes_b=SIZES_B)
    with pytest.raises(OptionError, match="above the size of its text"):
        measures.quasi_poisson([9], sizes_a=[3], b=[1], sizes_b=[3])
    with pytest.raises(OptionError, match="alpha must be 0 or more"):
        measures.negative_binomial(A, **GIVEN, alpha=-1)
    with pytest.raises(OptionError, match="level"):
        measures.log_ratio_over_texts(A, **GIVEN, level=95)
