"""Shares that labels correct: worked cases, all samples of a small population, statsmodels, and what intervals keep."""

from __future__ import annotations

import importlib.util
import itertools
import json
import math
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import optimize, special, stats

from analysis import measures, paths
from analysis.errors import OptionError
from analysis.measures import LabelledUnits, Moments, Stratum

ORACLES = paths.ROOT.parent / "shared" / "oracles-inference.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
shared = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")
NAN = math.nan
Values = npt.NDArray[np.float64]


@cache
def bench() -> ModuleType:
    """Load the bench, whose tables are tried here with fewer repetitions."""
    spec = importlib.util.spec_from_file_location("bench_coverage", paths.ROOT / "bench" / "coverage.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def outlets(seed: int = 5, *, docs: int = 9, per: int = 8) -> dict[str, Values]:
    """Two groups of documents with labels drawn by group and found, 8 of each cell or all."""
    chance = np.random.default_rng(seed)
    n = 2 * docs * per
    doc = np.repeat(np.arange(2 * docs), per).astype(float)
    group = (doc >= docs).astype(float)
    there = (chance.random(n) < np.repeat(chance.beta(2, 5, 2 * docs), per)).astype(float)
    found = (chance.random(n) < np.where(there == 1, 0.8 - 0.3 * group, 0.1)).astype(float)
    value, pi = np.full(n, NAN), np.full(n, NAN)
    for g, f in itertools.product((0, 1), (0, 1)):
        places = np.flatnonzero((group == g) & (found == f))
        taken = chance.choice(places, min(8 + 4 * (f == 0), len(places)), replace=False)
        value[taken], pi[taken] = there[taken], len(taken) / len(places)
    return {"doc": doc, "group": group, "found": found, "value": value, "pi": pi, "there": there}


def units(table: dict[str, Values], inside: npt.NDArray[np.bool_] | None = None, **more: Any) -> LabelledUnits:
    chosen = np.ones(len(table["doc"]), dtype=bool) if inside is None else inside
    return LabelledUnits(*(table[name][chosen] for name in ("found", "value", "pi", "doc")), **more)


# --- points


@shared
def test_all_samples_of_a_population_are_right_on_average() -> None:
    case = CASES["DSL-16"]
    rows = case["input"]["units"]
    group = np.array([r[0] for r in rows])
    found, truth = (np.array([r[k] for r in rows], dtype=float) for k in (1, 2))
    cells = [np.flatnonzero((group == c[0]) & (found == int(c[1]))) for c in case["input"]["cells"]]
    drawn = [list(itertools.combinations(c, k)) for c, k in zip(cells, case["input"]["labels_per_cell"], strict=True)]
    means: dict[str, list[float]] = {"A": [], "B": []}
    for sample in itertools.product(*drawn):
        value, pi = np.full(12, NAN), np.full(12, NAN)
        for taken, cell in zip(sample, cells, strict=True):
            value[list(taken)], pi[list(taken)] = truth[list(taken)], len(taken) / len(cell)
        for name, told in means.items():
            inside = group == name
            given = LabelledUnits(found[inside], value[inside], pi[inside], np.arange(12)[inside])
            by_cell, by_dsl = (measures.corrected_outcomes(given, method=m)[0].mean() for m in ("cell", "dsl"))
            assert by_cell == pytest.approx(by_dsl)  # the same where labels were drawn by cell
            told.append(float(by_cell))
    for name, told in means.items():
        assert len(told) == case["expected"]["samples"]
        assert np.mean(told) == pytest.approx(case["expected"][f"mean_{name}"], abs=1e-10)
        assert np.var(told) == pytest.approx(case["expected"][f"variance_{name}"], abs=1e-10)


def test_labels_that_were_drawn_without_groups_are_right_on_average_in_each() -> None:
    # 4 found units, of which 3 of group a, and 4 others, of which 1; 2 of each are read, in 36 ways
    found, group = np.repeat([1.0, 0.0], 4), np.array([0, 0, 0, 1, 0, 1, 1, 1])
    truth = np.array([1, 0, 1, 1, 1, 0, 0, 1.0])
    told = []
    for pair in itertools.product(itertools.combinations(range(4), 2), itertools.combinations(range(4, 8), 2)):
        taken = [*pair[0], *pair[1]]
        value = np.full(8, NAN)
        value[taken] = truth[taken]
        v = measures.pseudo_outcomes(found, value=value, pi=np.full(8, 0.5))
        told.append([v[group == g].mean() for g in (0, 1)])
    assert np.mean(told, axis=0) == pytest.approx([truth[group == g].mean() for g in (0, 1)])


@shared
def test_open_labels_are_bounded_as_in_the_worked_case() -> None:
    case = CASES["DSL-18"]
    found, values = [], {"decided_only": [], "lowest": [], "highest": []}  # type: ignore[var-annotated]
    for flag, stratum in enumerate(case["input"]["strata"]):
        rest = stratum["N"] - stratum["decided"] - stratum["undecided"]
        told = [1.0] * stratum["present"] + [0.0] * (stratum["decided"] - stratum["present"])
        found += [float(flag)] * stratum["N"]
        for name, value in (("decided_only", NAN), ("lowest", 0.0), ("highest", 1.0)):
            values[name] += told + [value] * stratum["undecided"] + [NAN] * rest
    for name, told in values.items():
        value, f = np.array(told), np.array(found)
        pi = np.array([np.isfinite(value[f == x]).mean() for x in f])
        made = measures.corrected_share(LabelledUnits(f, value, pi, np.arange(len(f))))
        assert made.estimate == pytest.approx(case["expected"][name], abs=1e-10)


def test_cells_across_strata_of_other_probabilities_by_hand() -> None:
    # A cell of 10 units: labels 1 and 0 with pi .5 and 0 with pi .25 weigh 2, 2 and 4, so that its mean is 1/4, where
    # three labels alike would say 1/3; the other cell, of 10 units, has 0 and 1 of pi .2: 1/2. Together 3/8
    found = np.repeat([1.0, 0.0], 10)
    value, pi = np.full(20, NAN), np.full(20, NAN)
    value[[0, 1, 2, 10, 11]], pi[[0, 1, 2, 10, 11]] = [1, 0, 0, 0, 1], [0.5, 0.5, 0.25, 0.2, 0.2]
    given = LabelledUnits(found, value, pi, np.arange(20))
    v, steady = measures.corrected_outcomes(given)
    assert v.mean() == pytest.approx(3 / 8)
    assert v[3] == v[9] == 1 / 4
    assert v[0] == pytest.approx(1 / 4 + 10 * 2 / 8 * 3 / 4)  # w is 10 * 2 / 8
    assert steady[0] == pytest.approx(1 / 4 + 10 * 2 / 8 * 3 / 4 * math.sqrt(3 / 2))
    plain = measures.corrected_outcomes(given, method="dsl")[0].mean()
    assert plain == pytest.approx((10 + 2 * 0 - 2 - 4 + 5) / 20)  # found 10; misses of -1 at pi .5 and .25, 1 at .2


def test_as_much_is_used_of_what_was_found_as_makes_the_variance_least() -> None:
    table = outlets()
    given = units(table)
    made = measures.corrected_outcomes(given, method="ppi_tuned")[0].mean()
    known = ~np.isnan(table["value"])
    w = 1 / table["pi"][known]
    covariance = np.cov(table["value"][known], table["found"][known], aweights=w, ddof=0)[0, 1]
    t = np.clip(covariance / ((1 + known.mean()) * table["found"].var()), 0, 1)
    assert 0 < t < 1
    assert made == pytest.approx(
        (t * table["found"].sum() + (w * (table["value"] - t * table["found"])[known]).sum()) / 144
    )


@shared
@pytest.mark.parametrize(("name", "tuning"), [("PPI-01", 1.0), ("PPI-03", 0.0)])
def test_prediction_powered_means_are_those_of_the_worked_cases(name: str, tuning: float) -> None:
    given, expected = CASES[name]["input"], CASES[name]["expected"]
    found = {key: given[key] for key in ("found", "found_unlabelled")}
    made = measures.ppi_mean(given["y"], **found, tuning=tuning)
    assert [made.estimate, made.low, made.high] == pytest.approx(
        [expected[k] for k in ("estimate", "low", "high")], abs=1e-8
    )


def test_a_tuned_mean_by_hand() -> None:
    # y 1 0 1 0 and f 1 0 0 0: covariance 1/8; two of nine found: variance 2/9 * 7/9 * 9/8 = 7/36; n / N is 4/5
    given = {"found": [1, 0, 0, 0], "found_unlabelled": [1, 0, 0, 0, 0]}
    t = (1 / 8) / (1.8 * 7 / 36)
    made = measures.ppi_mean([1, 0, 1, 0], **given, tuning=None)
    assert made.estimate == pytest.approx(t / 5 + 1 / 2 - t / 4)


# --- errors


@shared
def test_effective_clusters_and_logit_are_those_of_the_worked_cases() -> None:
    case = CASES["DSL-20"]
    assert measures.effective_clusters(case["input"]["u"]) == pytest.approx(case["expected"]["df"], abs=1e-12)
    case = CASES["DSL-21"]
    ends = measures.logit_interval(case["input"]["estimate"], se=case["input"]["se"], df=case["input"]["df"])
    assert [float(e) for e in ends] == pytest.approx([case["expected"][k] for k in ("low", "high")], abs=1e-8)


def test_the_error_of_a_group_by_loops() -> None:
    table = outlets()
    inside = table["group"] == 0
    given = units(table, inside)
    made = measures.corrected_share(given)
    found, value, doc = (table[name][inside] for name in ("found", "value", "doc"))
    n, theta, total = len(found), 0.0, dict.fromkeys(doc, 0.0)
    means, extra = {}, 0.0
    for f in (0.0, 1.0):
        told = value[(found == f) & ~np.isnan(value)]
        size = (found == f).sum()
        means[f] = told.mean()
        theta += size / n * told.mean()
        if told.sum() in (0, len(told)):
            p = (told.sum() + 0.5) / (len(told) + 1)
            extra += (size / n) ** 2 * p * (1 - p) / (len(told) + 2)
    for f, y, d in zip(found, value, doc, strict=True):
        count = ((found == f) & ~np.isnan(value)).sum()
        size = (found == f).sum()
        rest = 0.0 if np.isnan(y) else size / count * (y - means[f]) * math.sqrt(count / (count - 1))
        total[d] += means[f] + rest - theta
    u = np.array(list(total.values()))
    variance = len(u) / (len(u) - 1) * (u**2).sum() / n**2 + extra
    df = (u**2).sum() ** 2 / (u**4).sum()
    assert (made.estimate, made.se, made.df) == pytest.approx((theta, math.sqrt(variance), df))
    half = stats.t.ppf(0.975, df) * math.sqrt(variance) / (theta * (1 - theta))
    assert [made.low, made.high] == pytest.approx([special.expit(special.logit(theta) + s * half) for s in (-1, 1)])
    assert made.clusters == 9


def test_errors_are_those_of_statsmodels() -> None:
    api = pytest.importorskip("statsmodels.api")
    table = outlets()
    v = measures.pseudo_outcomes(table["found"], value=table["value"], pi=table["pi"])
    design = np.column_stack([np.ones(len(v)), table["group"]])
    for small, kind in (("none", {"use_correction": False}), ("cr1", {"use_correction": True})):
        told = api.OLS(v, design).fit(cov_type="cluster", cov_kwds={"groups": table["doc"].astype(int), **kind})
        made = measures.moment_regression(Moments(v, design), cluster=table["doc"], small_sample=small)  # type: ignore[arg-type]
        assert made.estimate == pytest.approx(told.params, abs=1e-10)
        assert made.se == pytest.approx(told.bse, abs=1e-10)
    alone = measures.moment_regression(Moments(v, design), small_sample="none")
    assert alone.se == pytest.approx(api.OLS(v, design).fit(cov_type="HC0").bse, abs=1e-10)
    # with D / (D - 1), which is the default
    made, bare = (
        measures.moment_regression(Moments(v, design), cluster=table["doc"], small_sample=s)  # type: ignore[arg-type]
        for s in ("clusters", "none")
    )
    assert made.se == pytest.approx(bare.se * math.sqrt(18 / 17))
    logit = measures.moment_regression(
        Moments(table["found"], design), cluster=table["doc"], link="logit", small_sample="none"
    )
    told = api.GLM(table["found"], design, family=api.families.Binomial()).fit(
        cov_type="cluster", cov_kwds={"groups": table["doc"].astype(int), "use_correction": False}
    )
    assert logit.estimate == pytest.approx(told.params, abs=1e-8)
    assert logit.se == pytest.approx(told.bse, abs=1e-8)


def test_a_mean_is_a_regression_on_nothing_and_clusters_are_not_units() -> None:
    table = outlets()
    v = measures.pseudo_outcomes(table["found"], value=table["value"], pi=table["pi"])
    mean = measures.clustered_mean(v, cluster=table["doc"])
    line = measures.moment_regression(Moments(v, np.ones((len(v), 1))), cluster=table["doc"])
    assert (mean.estimate, mean.se, mean.df) == pytest.approx((line.estimate[0], line.se[0], line.df[0]))
    totals = [(v[table["doc"] == d] - v.mean()).sum() for d in range(18)]
    assert mean.se == pytest.approx(math.sqrt(18 / 17 * np.square(totals).sum()) / len(v))


def test_documents_that_weigh_alike_have_the_error_of_their_means() -> None:
    table = outlets()
    short = table["doc"] != 0
    short[:3] = True  # the first document has 3 of its 8 units
    given = units(table, short)
    v, _ = measures.corrected_outcomes(given, method="dsl")
    means = [v[np.asarray(given.doc) == d].mean() for d in range(18)]
    made = measures.corrected_share(given, method="dsl", over="documents")
    assert made.estimate == pytest.approx(np.mean(means))
    assert made.se == pytest.approx(np.std(means, ddof=1) / math.sqrt(18))


def test_the_error_over_the_draw_alone_by_hand() -> None:
    # 4 found units, 2 read: 1 and 0, s2 1/2; 6 others, 3 read: 0 0 1, s2 1/3
    found = np.repeat([1.0, 0.0], [4, 6])
    value = np.array([1, 0, NAN, NAN, 0, 0, 1, NAN, NAN, NAN])
    given = LabelledUnits(found, value, np.full(10, 0.5), np.arange(10))
    assert measures.design_variance(given) == pytest.approx(0.16 * 0.5 * 0.25 + 0.36 * 0.5 / 9)
    whole = LabelledUnits(found, np.array([1, 0, 0, 1, 0, 0, 1, 0, 0, 0.0]), np.ones(10), np.arange(10))
    assert measures.design_variance(whole) == 0
    assert measures.corrected_share(whole, target="texts").low == pytest.approx(0.3)  # all was read
    single = LabelledUnits(
        found, np.array([1, NAN, NAN, NAN, 0, 0, 1, NAN, NAN, NAN]), np.full(10, 0.25), np.arange(10)
    )
    assert math.isnan(measures.design_variance(single))


def test_these_texts_have_the_posterior_of_the_strata() -> None:
    table = outlets()
    a, b = (units(table, table["group"] == g) for g in (0, 1))
    made = measures.corrected_share(a, target="texts")
    strata = {}
    for name, side in (("a", a), ("b", b)):
        strata[name] = []
        for f in (0, 1):
            inside = np.asarray(side.found) == f
            told = np.asarray(side.value)[inside & ~np.isnan(np.asarray(side.value))]
            strata[name].append(Stratum(found=bool(f), N=int(inside.sum()), n=len(told), k=int(told.sum())))
    rate = measures.stratified_rates(strata["a"]).prevalence
    assert (made.estimate, made.low, made.high) == pytest.approx((rate.estimate, rate.low, rate.high))
    difference = measures.corrected_difference(a, b=b, target="texts")
    assert (difference.low, difference.high) == measures.prevalence_difference(strata["a"], b=strata["b"])
    assert math.isnan(difference.p)


def test_the_posterior_of_a_difference_by_going_through_all_counts() -> None:
    a, b = [Stratum(True, 8, 3, 2), Stratum(False, 6, 2, 0)], [Stratum(True, 5, 2, 1), Stratum(False, 9, 4, 1)]
    sides = []
    for strata in (a, b):
        held = {0: 1.0}
        for s in strata:
            rest = {
                s.k + u: stats.betabinom.pmf(u, s.N - s.n, s.k + 0.5, s.n - s.k + 0.5) for u in range(s.N - s.n + 1)
            }
            held = {t: sum(p * rest.get(t - k, 0) for k, p in held.items()) for t in range(max(held) + max(rest) + 1)}
        sides.append(held)
    pairs = sorted((y / 14 - x / 14, p * q) for x, p in sides[0].items() for y, q in sides[1].items())
    total = np.cumsum([p for _, p in pairs])
    ends = [pairs[int(np.searchsorted(total, q - 1e-9))][0] for q in (0.025, 0.975)]
    assert measures.prevalence_difference(a, b=b) == pytest.approx(ends, abs=1e-6)
    assert all(math.isnan(e) for e in measures.prevalence_difference([Stratum(True, 8, 0, 0)], b=b))


def test_a_large_part_of_a_cell_without_a_positive_label_is_not_certain() -> None:
    # 1,000 units not found: all 20 of one stratum are read, 1 present; 30 of the 980 of another, none present. By the
    # weights of the cell alone its labels are not all alike, and would hide that 980 units rest on 30
    found, doc = np.zeros(1000), np.repeat(np.arange(100), 10)
    value, pi = np.full(1000, NAN), np.full(1000, NAN)
    value[:20], pi[:20] = np.arange(20) == 7, 1.0
    taken = np.arange(25, 985, 32)
    value[taken], pi[taken] = 0.0, 30 / 980
    given = LabelledUnits(found, value, pi, doc)
    strata = [Stratum(found=False, N=980, n=30, k=0), Stratum(found=False, N=20, n=20, k=1)]
    rate = measures.stratified_rates(strata).prevalence
    texts = measures.corrected_share(given, target="texts")
    assert (texts.estimate, texts.low, texts.high) == pytest.approx((0.001, min(rate.low, 0.001), rate.high))
    assert texts.high > 0.05
    p = 0.5 / 31
    made = measures.corrected_share(given)
    v, steady = measures.corrected_outcomes(given)
    plain = measures.clustered_mean(steady, cluster=doc)
    assert made.se == pytest.approx(math.sqrt(plain.se**2 + 0.98**2 * p * (1 - p) / 32))
    assert v.mean() == pytest.approx(0.001)
    # on the logit it would be anything from 0 to 1; so it joins the limits of the labels and those of the clusters
    half = stats.t.ppf(0.975, plain.df) * plain.se
    assert made.high == pytest.approx(0.001 + math.hypot(rate.high - 0.001, half))
    assert made.low == max(0, 0.001 - math.hypot(max(0.001 - rate.low, 0), half))
    assert made.reason == "라벨이 모두 같은 층이 커서 사후 분포로 구간을 구했다"


def test_nothing_in_the_labels_is_a_bound_and_not_zero_to_zero() -> None:
    found = np.repeat([1.0, 0.0], [20, 180])
    value, pi = np.full(200, NAN), np.full(200, NAN)
    taken = [*range(10), *range(20, 50)]
    value[taken], pi[taken] = 0.0, np.where(np.array(taken) < 20, 1 / 2, 1 / 6)
    given = LabelledUnits(found, value, pi, np.repeat(np.arange(20), 10))
    made = measures.corrected_share(given)
    rate = measures.stratified_rates([Stratum(True, 20, 10, 0), Stratum(False, 180, 30, 0)]).prevalence
    assert (made.estimate, made.low, made.high) == (0.0, 0.0, rate.high)
    assert 0.05 < made.high < 0.2
    assert made.reason == "라벨에 하나도 없어 상한만 말한다"
    # each cell adds the variance of Beta(1/2, n + 1/2)
    parts = [(0.1, 10), (0.9, 30)]
    extra = sum(w**2 * (0.5 / (n + 1)) * (1 - 0.5 / (n + 1)) / (n + 2) for w, n in parts)
    assert made.se == pytest.approx(math.sqrt(extra))
    # a difference from such a group has an interval, with the labels less the cells as degrees of freedom
    assert made.df == 38
    other = value.copy()
    other[[0, 1, 2, 3, 25]] = 1.0
    b = LabelledUnits(found, other, pi, np.repeat(np.arange(20), 10) + 100)
    difference = measures.corrected_difference(given, b=b)
    assert difference.low < difference.difference < difference.high
    turned = measures.corrected_share(LabelledUnits(found, 1 - value, pi, np.repeat(np.arange(20), 10)))
    assert (turned.low, turned.high) == pytest.approx((1 - rate.high, 1.0))


# --- differences


def test_a_difference_by_its_parts_and_clusters_in_both_groups_by_cr2() -> None:
    table = outlets()
    a, b = (units(table, table["group"] == g) for g in (0, 1))
    sides = [measures.corrected_share(s) for s in (a, b)]
    made = measures.corrected_difference(a, b=b)
    v = [s.se**2 for s in sides]
    df = sum(v) ** 2 / (v[0] ** 2 / sides[0].df + v[1] ** 2 / sides[1].df)
    assert made.difference == pytest.approx(sides[1].estimate - sides[0].estimate)
    assert (made.se, made.df, made.shared) == pytest.approx((math.sqrt(sum(v)), df, 0))
    assert made.p == pytest.approx(2 * stats.t.sf(abs(made.difference) / made.se, df))
    story = table["doc"] % 9  # every document of one group is a copy of one of the other
    a, b = (units(table, table["group"] == g, cluster=story[table["group"] == g]) for g in (0, 1))
    steady = np.concatenate([measures.corrected_outcomes(s)[1] for s in (a, b)])
    told = measures.cr2(steady, group=table["group"], cluster=story)
    crossed = measures.corrected_difference(a, b=b)
    assert crossed.shared == 9
    assert (crossed.df, crossed.se) == pytest.approx((told.df, told.se_cr2))
    with pytest.raises(OptionError, match="over='documents' does not take"):
        measures.corrected_difference(a, b=b, over="documents")


# --- regressions


@shared
def test_a_regression_with_the_unlabelled_apart_is_that_of_the_worked_case() -> None:
    case = CASES["PPI-04"]["input"]
    n, rest = len(case["y"]), len(case["found_unlabelled"])
    x = np.array([*case["x_unlabelled"], *case["x"]], dtype=float)
    given = Moments(
        [*case["found_unlabelled"], *case["found"]],
        np.column_stack([np.ones(n + rest), x]),
        outcome_labelled=[NAN] * rest + case["y"],
        pi=[NAN] * rest + [n / rest] * n,
        weight=[1.0] * rest + [0.0] * n,
    )
    assert measures.moment_regression(given).estimate == pytest.approx(CASES["PPI-04"]["expected"]["root"], abs=1e-8)


@pytest.mark.parametrize("link", ["identity", "logit"])
def test_a_frame_that_explains_is_corrected_too(link: Any) -> None:
    chance = np.random.default_rng(3)
    x = (chance.random(600) < 0.4).astype(float)
    y = (chance.random(600) < special.expit(-1 + 1.2 * x)).astype(float)
    seen_x, seen_y = (np.where(chance.random(600) < 0.8, z, 1 - z) for z in (x, y))
    pi = np.where(chance.random(600) < 0.5, 0.5, NAN)
    one = np.ones(600)
    given = Moments(
        seen_y, np.column_stack([one, seen_x]),
        outcome_labelled=np.where(np.isnan(pi), NAN, y),
        design_labelled=np.where(np.isnan(pi)[:, None], NAN, np.column_stack([one, x])),
        pi=pi,
    )  # fmt: skip
    made = measures.moment_regression(given, link=link, small_sample="none")
    mean = special.expit if link == "logit" else (lambda eta: eta)
    weight = np.where(np.isnan(pi), 0, 2)

    def moments(b: Values) -> Values:
        found = (seen_y - mean(b[0] + b[1] * seen_x))[:, None] * np.column_stack([one, seen_x])
        people = (y - mean(b[0] + b[1] * x))[:, None] * np.column_stack([one, x])
        return np.asarray(found + weight[:, None] * (people - found))

    root = optimize.root(lambda b: moments(b).sum(axis=0), np.zeros(2), tol=1e-12)
    assert made.estimate == pytest.approx(root.x, abs=1e-7)
    step = 1e-6
    slope = np.column_stack(
        [
            (moments(root.x + step * e).sum(axis=0) - moments(root.x - step * e).sum(axis=0)) / (2 * step)
            for e in np.eye(2)
        ]
    )
    bread = np.linalg.inv(slope)
    s = moments(root.x)
    assert made.se == pytest.approx(np.sqrt(np.diag(bread @ (s.T @ s) @ bread.T)), rel=1e-4)


def test_what_was_read_as_a_whole_is_what_it_is() -> None:
    table = outlets()
    table |= {"value": table["there"], "pi": np.ones(144)}
    v, steady = measures.corrected_outcomes(units(table))
    assert v == pytest.approx(table["there"])
    assert steady == pytest.approx(table["there"])
    made = measures.corrected_share(units(table))
    plain = measures.clustered_mean(table["there"], cluster=table["doc"])
    assert (made.estimate, made.se, made.df) == pytest.approx((plain.estimate, plain.se, plain.df))


def test_the_error_is_of_the_steady_outcome_and_the_line_is_not() -> None:
    table = outlets()
    v, steady = measures.corrected_outcomes(units(table))
    design = np.column_stack([np.ones(144), table["group"]])
    made = measures.moment_regression(Moments(v, design, steady=steady), cluster=table["doc"])
    assert made.estimate[1] == pytest.approx(v[72:].mean() - v[:72].mean())
    rest = steady - design @ made.estimate
    bread = np.linalg.inv(design.T @ design)
    rows = np.array([bread @ (design.T @ np.where(table["doc"] == d, rest, 0)) for d in range(18)])
    assert made.se == pytest.approx(np.sqrt(18 / 17 * (rows**2).sum(axis=0)))


def test_a_regression_without_an_answer_says_so() -> None:
    x = np.ones((6, 2))
    made = measures.moment_regression(Moments([0, 1, 0, 1, 1, 0], x))
    assert np.isnan(made.estimate).all()
    assert made.reason.startswith("계수가 정해지지 않는다")
    apart = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    assert measures.moment_regression(Moments([0, 0, 0, 1, 1, 1], apart), link="logit").reason


# --- plans and refusals


def test_labels_to_make_by_hand() -> None:
    # p 16.5/21 and 4.5/50: spreads .18 * .4103 = .0739 and .82 * .2862 = .2347, .3086 in all; (1.96 / .05)^2 = 1536.6:
    # 35.02 and 111.3
    assert measures.neyman_n([180, 820], labels=[20, 49], present=[16, 4], half_width=0.05).tolist() == [36, 112]
    assert measures.neyman_n([15, 3], labels=[0, 0], present=[0, 0], half_width=0.01).tolist() == [15, 3]
    assert measures.neyman_n([500, 500], labels=[90, 90], present=[0, 0], half_width=0.4).tolist() == [10, 10]


def test_refusals() -> None:
    with pytest.raises(OptionError, match="pi must be above 0"):
        LabelledUnits([1, 0], [1, 0], [0.5, NAN], [1, 2])
    with pytest.raises(OptionError, match="one entry for each of the 2 units"):
        LabelledUnits([1, 0], [1], [0.5, 0.5], [1, 2])
    with pytest.raises(OptionError, match="must be 0 or 1"):
        LabelledUnits([1, 0], [0.5, 0], [0.5, 0.5], [1, 2])
    bare = LabelledUnits([1, 0], [1, NAN], [0.5, NAN], [1, 2])
    with pytest.raises(OptionError, match="a cell has units and no label"):
        measures.corrected_share(bare)
    with pytest.raises(OptionError, match="no unit has a label"):
        measures.corrected_share(LabelledUnits([1, 0], [NAN, NAN], [NAN, NAN], [1, 2]))
    with pytest.raises(OptionError, match="target='texts' takes method='cell'"):
        measures.corrected_share(bare, target="texts", method="dsl")
    with pytest.raises(OptionError, match="half_width must be above 0"):
        measures.neyman_n([10], labels=[2], present=[1], half_width=1.0)
    with pytest.raises(OptionError, match="no side empty"):
        measures.ppi_mean([1], found=[1], found_unlabelled=[])
    with pytest.raises(OptionError, match="a row for each of the 2 outcomes"):
        Moments([1, 0], np.ones((3, 1)))
    with pytest.raises(OptionError, match="finite numbers"):
        Moments([1, NAN], np.ones((2, 1)))
    with pytest.raises(OptionError, match="one cluster for each of the 2 units"):
        measures.moment_regression(Moments([1, 0], np.ones((2, 1))), cluster=[1])


# --- what intervals keep


@pytest.mark.parametrize(
    ("shares", "labels", "blind", "teeth"),
    [((0.2, 0.2), 200, False, True), ((0.2, 0.2), 400, True, True), ((0.05, 0.05), 400, False, False)],
)
def test_outlets_that_a_codebook_misses_unlike_are_told_right(
    shares: tuple[float, float], labels: int, blind: bool, teeth: bool
) -> None:
    chance = np.random.default_rng([15, labels, int(100 * shares[0])])
    told = np.array([
        bench().told_of(*bench().two_outlets(chance, shares, (0.9, 0.6), labels, blind=blind), shares)
        for _ in range(400)
    ]).mean(axis=0)  # fmt: skip
    raw, _, size, cover, share, _, difference, *_ = told
    assert raw >= (0.5 if teeth else 0.1)  # what is found is told apart where nothing is
    assert size <= 0.065
    assert cover >= 0.93
    assert share >= 0.93
    assert abs(difference) < 0.01


def test_a_trend_that_a_codebook_makes_up_is_not_told() -> None:
    chance = np.random.default_rng(16)
    told = np.array([bench().one_slope(chance, 0.0, 200) for _ in range(200)]).mean(axis=0)
    assert told[0] >= 0.3
    assert told[2] <= 0.065
    assert told[3] >= 0.93
    assert told[4] <= 0.065
