"""Frames on outlet, time, topic, length: planted effects, another program, and refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from analysis import framing, measures
from analysis.errors import OptionError, RefusalError, SchemaError
from analysis.measures import Moments

pytestmark = pytest.mark.usefixtures("in_korean")


def made(documents: int = 60, *, effect: float = 0.2, seed: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sentences that hold a frame in .3 of the cases, in outlet 나 more by the effect; documents differ by .15."""
    dice = np.random.default_rng(seed)
    outlet = np.array(["가", "나", "다"])[np.arange(documents) % 3]
    days = pd.Timestamp("2025-01-01") + pd.to_timedelta(dice.integers(0, 90, documents), unit="D")
    known = pd.DataFrame(
        {
            "doc": [f"d{k:03d}" for k in range(documents)],
            "outlet": outlet,
            "section": dice.choice(["정치", "경제"], documents),
            "date": days.strftime("%Y-%m-%d"),
            "text": ["글" * int(n) for n in dice.integers(200, 2000, documents)],
        }
    )
    rows = []
    for doc, name in zip(known["doc"], outlet, strict=True):
        share = np.clip(0.3 + effect * (name == "나") + dice.normal(0, 0.15), 0.01, 0.99)
        rows += [(doc, 1, k + 1, "f", int(dice.random() < share)) for k in range(dice.integers(5, 30))]
    return pd.DataFrame(rows, columns=["doc", "paragraph", "sentence", "frame", "n"]), known


ON = ["outlet", "section", "date", "length"]


def test_numbers_of_documents_by_hand() -> None:
    documents = pd.DataFrame(
        {
            "doc": [f"d{k}" for k in range(12)],
            "outlet": ["가"] * 7 + ["나"] * 5,
            "date": ["2025-01-01"] * 6 + ["2025-03-02"] * 6,  # 60 days apart: 1.9713 months, half of it on each side
            "text": ["글" * 100] * 6 + ["글" * 400] * 6,  # four times as long: 2 doublings
        }
    )
    table = framing.covariates(documents, on=["outlet", "date", "length"], interaction=("outlet", "date"))
    assert table.columns.tolist() == ["doc", "outlet=나", "date", "length", "outlet=나 × date"]
    assert table["outlet=나"].tolist() == [0.0] * 7 + [1.0] * 5
    assert table["date"].iloc[-1] - table["date"].iloc[0] == pytest.approx(60 / (365.25 / 12))
    assert table["length"].iloc[[0, -1]].tolist() == pytest.approx([-1.0, 1.0])
    assert table["outlet=나 × date"].iloc[-1] == pytest.approx(table["date"].iloc[-1])
    assert table.attrs["reference"] == "outlet 가"


def test_it_is_least_squares_with_errors_by_document_as_statsmodels_has_them() -> None:
    scores, documents = made()
    table = framing.regression(scores, documents, on=ON, interaction=("outlet", "date"))
    numbers = framing.covariates(documents, on=ON, interaction=("outlet", "date")).set_index("doc")
    x = sm.add_constant(numbers.loc[scores["doc"]].to_numpy())
    groups = pd.factorize(scores["doc"])[0]
    fit = sm.OLS((scores["n"] > 0).astype(float).to_numpy(), x).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
    )
    assert table["coefficient"].tolist() == pytest.approx(fit.params.tolist())
    assert table["se"].tolist() == pytest.approx((fit.bse * np.sqrt(60 / 59)).tolist())
    # Wald's F of the two outlets, in the form of Hotelling's T2: statsmodels' chi-squared times (d - 1) / (2 d)
    wald = fit.wald_test(np.eye(x.shape[1])[1:3], use_f=False, scalar=True)
    rows = table[table["variable"] == "outlet"]
    d = rows["df"].min()
    assert rows["joint_f"].tolist() == pytest.approx([float(wald.statistic) * 59 / 60 * (d - 1) / (2 * d)] * 2)


def test_logistic_as_statsmodels_has_it() -> None:
    scores, documents = made()
    table = framing.regression(scores, documents, on=["outlet"], link="logit")
    numbers = framing.covariates(documents, on=["outlet"]).set_index("doc")
    x = sm.add_constant(numbers.loc[scores["doc"]].to_numpy())
    fit = sm.Logit((scores["n"] > 0).astype(float).to_numpy(), x).fit(disp=0)
    assert table["coefficient"].tolist() == pytest.approx(fit.params.tolist(), abs=1e-6)


def test_what_was_planted_is_found_and_what_was_not_is_not() -> None:
    scores, documents = made(300)
    table = framing.regression(scores, documents, on=ON, interaction=("outlet", "date")).set_index("covariate")
    assert table.loc["outlet=나", "low"] < 0.2 < table.loc["outlet=나", "high"]
    held = table.index[table["p_adjusted"] < 0.05].tolist()
    assert held == ["outlet=나"]
    assert table.loc["outlet=나 × date", "joint_p"] > 0.05
    assert table.loc["intercept", "reason"] == "절편은 검정하지 않는다"


def test_the_joint_test_of_one_coefficient_is_its_t() -> None:
    scores, documents = made()
    row = framing.regression(scores, documents, on=["section"]).iloc[1]
    assert row["joint_p"] == pytest.approx(row["p"])
    assert row["joint_df_error"] == pytest.approx(row["df"])


def test_a_joint_test_names_coefficients() -> None:
    x = np.column_stack([np.ones(6), [0, 0, 0, 1, 1, 1]])
    fit = measures.moment_regression(Moments([0, 1, 1, 1, 1, 0], x))
    with pytest.raises(OptionError, match="of에 계수가 없다"):
        measures.joint_test(fit, of=[])
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(fit.se)  # type: ignore[arg-type]


def test_stories_are_one_and_documents_without_a_value_are_left_out() -> None:
    scores, documents = made()
    documents.loc[0, "section"] = ""
    stories = {doc: f"s{k // 2}" for k, doc in enumerate(documents["doc"])}
    table = framing.regression(scores, documents, on=["section"], cluster=stories)
    assert (table["clusters"].iloc[0], table["documents"].iloc[0]) == (30, 59)
    assert table.attrs["ungrouped"] == 1
    assert table.attrs["base"].endswith("글 59편")
    assert any("framing.corrected_regression" in line for line in table.attrs["caution"])


def test_what_a_reader_of_the_scores_must_mind_is_said_once() -> None:
    scores, documents = made()
    scores.attrs["caution"] = ["앞부분뿐인 글이 있다"]
    table = framing.regression(scores, documents, on=["section"])
    assert table.attrs["caution"].count("앞부분뿐인 글이 있다") == 1


def test_a_rare_frame_has_no_coefficient_but_a_reason() -> None:
    scores, documents = made()
    rare = scores.assign(frame="rare", n=(scores["doc"] == "d001").astype(int))
    table = framing.regression(pd.concat([scores, rare]), documents, on=["section"])
    rows = table[table["frame"] == "rare"]
    assert rows["coefficient"].isna().all()
    assert set(rows["reason"]) == {"프레임이 1편에만 있어 계수를 구하지 않았다(10편부터 구한다)"}
    assert table["tests"].iloc[0] == 1


def test_a_frame_of_nearly_every_document_has_none_either() -> None:
    scores, documents = made()
    whole = scores.drop_duplicates("doc").drop(columns=["paragraph", "sentence"])
    whole = whole.assign(n=(whole["doc"] != "d001").astype(int))
    table = framing.regression(whole, documents, on=["section"])
    assert set(table["reason"]) == {"프레임이 없는 글이 1편뿐이어서 계수를 구하지 않았다(10편부터 구한다)"}


def test_variables_that_cannot_be_told_apart_have_a_reason() -> None:
    scores, documents = made()
    table = framing.regression(scores, documents.assign(twin=documents["outlet"]), on=["outlet", "twin"])
    assert table["coefficient"].isna().all()
    assert "서로 겹치거나" in table["reason"].iloc[0]


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        ({}, {"on": ["length", "date"], "documents": 15}, "독립인 글이 15편이다. 계수 3개에는 20편"),
        ({"outlet": "가"}, {"on": ["outlet"]}, "outlet의 값이 하나뿐이다"),
        ({"outlet": ["나"] * 3 + ["가"] * 57}, {"on": ["outlet"]}, "outlet의 값 나에 글이 3편이다"),
        ({"outlet": ""}, {"on": ["outlet"]}, "outlet 값이 있는 글이 없다"),
    ],
)
def test_refusals_are_whole_korean_sentences(change: dict[str, Any], options: dict[str, Any], said: str) -> None:
    options = dict(options)
    scores, documents = made(options.pop("documents", 60))
    with pytest.raises(RefusalError, match=said) as caught:
        framing.regression(scores, documents.assign(**change), **options)
    assert caught.value.notice == str(caught.value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"on": ["topic"]}, "topic.* 글의 변수가 아니다"),
        ({"on": []}, "하나 이상"),
        ({"on": ["outlet", "outlet"]}, "한 번씩"),
        ({"on": ["outlet"], "interaction": ("outlet", "date")}, "interaction"),
        ({"on": ["outlet"], "link": "probit"}, "identity, logit"),
    ],
)
def test_options_that_make_no_regression(options: dict[str, Any], said: str) -> None:
    scores, documents = made()
    with pytest.raises(OptionError, match=said):
        framing.regression(scores, documents, **options)


def test_tables_that_do_not_belong_together() -> None:
    scores, documents = made()
    with pytest.raises(SchemaError, match="d059"):
        framing.regression(scores, documents.iloc[:-1], on=["section"])
    with pytest.raises(SchemaError, match="두 번 있다"):
        framing.regression(pd.concat([scores, scores]), documents, on=["section"])
    with pytest.raises(OptionError, match="두 번 있다"):
        framing.regression(scores, pd.concat([documents, documents]), on=["section"])


@pytest.mark.long
def test_chance_is_called_an_effect_as_rarely_as_it_should() -> None:
    """Thirty documents that differ by chance alone, three hundred times over."""
    wrong = np.zeros(2)
    for seed in range(300):
        scores, documents = made(30, effect=0.0, seed=seed)
        table = framing.regression(scores, documents, on=["outlet", "date"])
        wrong += [table["p"].iloc[1] < 0.05, table["joint_p"].iloc[1] < 0.05]
    assert (wrong / 300 < 0.09).all()


@pytest.mark.parametrize("held", [0, 1])
@pytest.mark.parametrize(
    ("documents", "without"),
    [(15, ["section=체육"]), (30, ["section=경제", "section=정치"])],  # 체육 is the reference where it has the most
)
def test_a_class_without_any_variation_has_no_interval(held: int, documents: int, without: list[str]) -> None:
    """The robust error of a class whose units all lack the frame is 0 for the class, however few they are."""
    scores, known = made()
    rest = 60 - documents
    known = known.assign(section=["체육"] * documents + ["정치"] * (rest - 10) + ["경제"] * 10)
    scores.loc[scores["doc"].isin(set(known["doc"][:documents])), "n"] = held
    table = framing.regression(scores, known, on=["section"]).set_index("covariate")
    assert table.loc[without, ["low", "high", "se", "df", "p", "p_adjusted"]].isna().all(axis=None)
    assert table.loc[without, "coefficient"].notna().all()
    assert table.loc[without, "reason"].str.contains("구간을 구할 수 없다").all()
    assert table["joint_p"].isna().all()


def test_classes_beside_one_without_variation_keep_their_interval() -> None:
    scores, documents = made()
    documents = documents.assign(section="정치")
    documents.loc[documents.index[:5], "section"] = "체육"
    scores.loc[scores["doc"].isin(set(documents["doc"][:5])), "n"] = 0
    table = framing.regression(scores, documents, on=["outlet", "section"]).set_index("covariate")
    assert table.loc[["outlet=나", "outlet=다"], ["low", "high", "p", "joint_p"]].notna().all(axis=None)
    assert table.loc["section=체육", ["low", "high", "p", "joint_p"]].isna().all()
    assert table["tests"].iloc[0] == 2  # Holm corrects over the outlets alone
