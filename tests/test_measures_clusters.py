"""Clusters: cases worked out by hand, statsmodels, and the identity with Welch where nothing is clustered."""

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm

from analysis import measures, paths
from analysis.errors import OptionError

ORACLES = paths.ROOT.parent / "shared" / "oracles-inference.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
shared = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


@shared
def test_effective_clusters_are_those_of_the_worked_case() -> None:
    case = CASES["DSL-20"]
    assert measures.effective_clusters(case["input"]["u"]) == pytest.approx(case["expected"]["df"], abs=1e-9)


@shared
def test_cr2_is_that_of_the_worked_case() -> None:
    given, expected = CASES["GRP-06"]["input"], CASES["GRP-06"]["expected"]
    made = measures.cr2(given["x"], group=given["group"], cluster=given["story"])
    for name in ("difference", "se_cr0", "se_cr1", "se_cr2", "df"):
        assert getattr(made, name) == pytest.approx(expected[name], abs=1e-6)


@shared
def test_stories_are_averaged_as_in_the_worked_case() -> None:
    given, expected = CASES["GRP-05"]["input"], CASES["GRP-05"]["expected"]
    for side in ("a", "b"):
        made = measures.cluster_means(given[side], cluster=given[f"story_{side}"])
        assert made.tolist() == pytest.approx(expected[f"means_{side}"], abs=1e-9)


def test_effective_clusters_by_hand() -> None:
    # equal totals: 4^2 / 4 = 4, held at 3; one heavy: (9 + 1 + 1 + 1)^2 / (81 + 3) = 144 / 84; and never below 1
    assert measures.effective_clusters([1, -1, 1, -1]) == 3
    assert measures.effective_clusters([3, 1, -1, 1]) == pytest.approx(144 / 84)
    assert measures.effective_clusters([100, 0, 0]) == 1
    assert measures.effective_clusters([1e200, -1e200, 1e200]) == 2
    assert math.isnan(measures.effective_clusters([0, 0, 0]))
    assert math.isnan(measures.effective_clusters([5]))


def test_cluster_means_keep_the_order_of_first_appearance() -> None:
    made = measures.cluster_means([1, 5, 3, 7], cluster=["z", "a", "z", "m"])
    assert made.tolist() == [2, 5, 7]
    with pytest.raises(OptionError, match="each of the 3 values"):
        measures.cluster_means([1, 2, 3], cluster=[1, 2])


def test_cr2_with_clusters_of_one_is_welch() -> None:
    # each document its own cluster: CR2 is HC2, whose variance is s_a^2 / n_a + s_b^2 / n_b
    a, b = [2.1, 0, 1.4, 3.3, 0.8], [4.0, 2.9, 5.1, 1.7, 3.6, 2.2]
    made = measures.cr2([*a, *b], group=[0] * 5 + [1] * 6, cluster=range(11))
    welch = measures.studentised(b, b=a)
    assert (made.difference, made.se_cr2) == pytest.approx((welch.estimate, welch.se))
    assert made.df > 5
    assert made.low < made.difference < made.high


def test_plain_errors_are_those_of_statsmodels() -> None:
    chance = np.random.default_rng(3)
    story = np.repeat(np.arange(8), 4)
    group = np.tile([0, 1, 1, 0], 8)  # every story in both groups
    x = chance.normal(size=32) + chance.normal(size=8)[story]
    made = measures.cr2(x, group=group, cluster=story)
    for corrected, se in ((False, made.se_cr0), (True, made.se_cr1)):
        model = sm.OLS(x, sm.add_constant(group)).fit(
            cov_type="cluster", cov_kwds={"groups": story, "use_correction": corrected}
        )
        assert se == pytest.approx(float(model.bse[1]))


def test_bell_and_mccaffrey_by_the_whole_matrices() -> None:
    # the definition, with matrices of all documents: A_g = (I - H_gg)^(-1/2), P of (I - H)_g A_g X_g bread c
    chance = np.random.default_rng(4)
    story, group = chance.integers(0, 6, 20), chance.integers(0, 2, 20)
    x = chance.normal(size=20)
    design = np.column_stack([np.ones(20), group])
    bread = np.linalg.inv(design.T @ design)
    hat = design @ bread @ design.T
    columns, total = [], 0.0
    for g in range(6):
        rows = story == g
        values, vectors = np.linalg.eigh(np.eye(rows.sum()) - hat[np.ix_(rows, rows)])
        a = vectors @ np.diag(values**-0.5) @ vectors.T @ design[rows] @ bread[1]
        columns.append((np.eye(20) - hat)[:, rows] @ a)
        total += float(a @ (x - hat @ x)[rows]) ** 2
    inner = np.array(columns) @ np.array(columns).T
    made = measures.cr2(x, group=group, cluster=story)
    assert made.se_cr2 == pytest.approx(math.sqrt(total))
    assert made.df == pytest.approx(np.trace(inner) ** 2 / (inner**2).sum())


def test_what_cr2_cannot_say() -> None:
    one = measures.cr2([1, 2, 3, 4, 6], group=[0, 0, 0, 1, 1], cluster=[1, 2, 3, 4, 4])
    assert one.difference == 3
    assert math.isnan(one.p)
    assert "한 묶음뿐" in one.reason
    flat = measures.cr2([1, 1, 2, 2], group=[0, 0, 1, 1], cluster=[1, 2, 3, 4])
    assert math.isnan(flat.low)
    assert "모두 같아" in flat.reason
    with pytest.raises(OptionError, match="both must occur"):
        measures.cr2([1, 2], group=[0, 0], cluster=[1, 2])


def test_the_ratio_of_means_has_the_errors_of_values_over_their_mean() -> None:
    x, group, cluster = [1.0, 3, 2, 4, 6, 5, 3], [0, 0, 0, 1, 1, 1, 1], list("abcadef")
    made = measures.cr2(x, group=group, cluster=cluster, scale="log")
    other = measures.cr2([0.5, 1.5, 1, 4 / 4.5, 6 / 4.5, 5 / 4.5, 3 / 4.5], group=group, cluster=cluster)
    assert made.difference == pytest.approx(np.log(4.5 / 2))
    assert (made.se_cr2, made.df) == pytest.approx((other.se_cr2, other.df))
    # where no cluster stands in both groups and each value is one, it is the error of log-Welch
    alone = measures.cr2(x, group=group, cluster=range(7), scale="log")
    assert alone.se_cr2 == pytest.approx(measures.log_welch(x[3:], b=x[:3]).se)
    assert math.isnan(measures.cr2([0, 0, 1, 2], group=[0, 0, 1, 1], cluster=[1, 2, 3, 4], scale="log").p)
    with pytest.raises(OptionError, match="0 or more"):
        measures.cr2([-1, 0, 1, 2], group=[0, 0, 1, 1], cluster=[1, 2, 3, 4], scale="log")
