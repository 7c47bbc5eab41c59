"""Cross tables of codings: counted documents, the test by the rule, margins, several categories, and refusals."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.multitest import multipletests

from analysis import measures, schema, stats
from analysis.errors import OptionError, RefusalError, SchemaError

PARTY = [[279, 73, 225], [165, 47, 191]]


pytestmark = pytest.mark.usefixtures("in_korean")


def coded(counts: list[list[int]], *, rows: str = "가나다라", columns: str = "ABCDEF") -> pd.DataFrame:
    """Codings with these counts, a document each."""
    cells = [(rows[i], columns[j]) for i, row in enumerate(counts) for j, n in enumerate(row) for _ in range(n)]
    table = pd.DataFrame(cells, columns=["outlet", "frame"])
    return table.assign(doc=[f"d{k}" for k in range(len(table))])


def cross(codings: pd.DataFrame, **options: Any) -> pd.DataFrame:
    return stats.crosstab(codings, row="outlet", column="frame", **options)


def cell(table: pd.DataFrame, row: str, column: str) -> pd.Series:
    return table[(table["row"] == row) & (table["column"] == column)].iloc[0]


def test_cells_and_margins_of_agresti_by_party() -> None:
    table = cross(coded(PARTY))
    assert table["n"].tolist() == [279, 73, 225, 577, 165, 47, 191, 403, 444, 120, 416, 980]
    assert table["row"].tolist()[3] == "가"
    assert table["column"].tolist()[3] == schema.TOTAL
    first = cell(table, "가", "A")
    # 577 * 444 / 980 = 261.416; 279 / 577; 279 / 444
    assert (round(first["expected"], 3), round(first["row_share"], 4), round(first["column_share"], 4)) == (
        261.416, 0.4835, 0.6284,
    )  # fmt: skip
    about = schema.about(table)
    assert (round(about.chi2 or 0, 2), about.df, round(about.p or 0, 2), about.test) == (7.01, 2, 0.03, "chi2")
    assert cell(table, schema.TOTAL, schema.TOTAL)["chi2"] == about.chi2
    assert (about.v, about.v_corrected) == (measures.cramers_v(PARTY), measures.cramers_v(PARTY, correction="bergsma"))
    assert (about.v_low, about.v_high) == measures.cramers_v_interval(PARTY)
    assert about.base == "글 980편"


def test_residuals_are_corrected_by_holm_over_what_differs() -> None:
    """Two rows mirror each other: three tests, not six."""
    table = cross(coded(PARTY))
    inner = table[(table["row"] == "가") & (table["column"] != schema.TOTAL)]
    assert inner["residual"].round(2).tolist() == [2.29, 0.46, -2.62]
    assert inner["p_adjusted"].tolist() == pytest.approx(multipletests(inner["p"], method="holm")[1])
    assert cell(table, "나", "A")["p_adjusted"] == cell(table, "가", "A")["p_adjusted"]
    assert table.attrs["tests"] == 3
    three = cross(coded([[30, 10, 10], [10, 30, 10], [10, 10, 30]]))
    whole = three[(three["row"] != schema.TOTAL) & (three["column"] != schema.TOTAL)]
    assert whole["p_adjusted"].tolist() == pytest.approx(multipletests(whole["p"], method="holm")[1])
    assert three.attrs["tests"] == 9


def test_margins_sum_up_and_signs_follow_the_expectation() -> None:
    counts = np.random.default_rng(4).integers(3, 40, size=(4, 5))
    table = cross(coded(counts.tolist()))
    inner = table[(table["row"] != schema.TOTAL) & (table["column"] != schema.TOTAL)]
    assert inner.groupby("row")["n"].sum().tolist() == counts.sum(axis=1).tolist()
    assert inner.groupby("row")["row_share"].sum().tolist() == pytest.approx([1.0] * 4)
    assert (np.sign(inner["residual"]) == np.sign(inner["n"] - inner["expected"])).all()
    assert cell(table, schema.TOTAL, schema.TOTAL)["n"] == counts.sum()


@pytest.mark.parametrize(
    ("counts", "test"),
    [
        ([[30, 20], [20, 30]], "chi2"),
        ([[9, 1], [3, 8]], "fisher"),  # expectations 5.7 4.3 6.3 4.7: half are below 5
        ([[40, 4], [40, 30], [40, 30], [40, 30]], "chi2"),
        ([[7, 0, 3], [0, 9, 5]], "freeman-halton"),
    ],
)
def test_the_rule_chooses_the_test(counts: list[list[int]], test: str) -> None:
    table = cross(coded(counts))
    small, least = measures.expected_small(counts)
    exact = small > 0.2 or least < 1
    assert (table.attrs["small"], table.attrs["least"]) == (small, pytest.approx(least))
    assert table.attrs["test"] == test
    assert exact == (test != "chi2")
    p = measures.freeman_halton(counts).p if exact else measures.cross_test(counts).p
    assert table.attrs["p"] == pytest.approx(p)


def test_where_the_whole_is_exact_each_cell_is() -> None:
    table = cross(coded([[7, 0, 3], [0, 9, 5]]))
    # 나 and A against the rest: 0 of 14 with A, 7 of 10 without
    assert cell(table, "나", "A")["p"] == pytest.approx(measures.fisher([[0, 14], [7, 3]]))


def test_tests_as_asked() -> None:
    codings = coded([[10, 20], [30, 40]])
    assert cross(codings).attrs["chi2"] == pytest.approx(50 / 63)
    yates = cross(codings, test="yates")
    assert yates.attrs["chi2"] == pytest.approx(measures.cross_test([[10, 20], [30, 40]], correction="yates").chi2)
    assert "예이츠" in yates.attrs["method"]
    assert cross(codings, test="exact").attrs["p"] == pytest.approx(measures.fisher([[10, 20], [30, 40]]))
    assert cross(coded([[12, 1], [3, 8]]), test="chi2").attrs["test"] == "chi2"


def test_random_tables_tell_their_interval_and_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.measures.cross_table._MOST_TABLES", 10)
    table = cross(coded([[4, 5, 3], [6, 3, 2], [3, 4, 5]]), test="exact", seed=3)
    assert table.attrs["test"] == "freeman-halton-random"
    assert table.attrs["p_low"] < table.attrs["p"] < table.attrs["p_high"]
    assert (table.attrs["seed"], table.attrs["tables"]) == (3, 10_000)


def test_an_empty_row_is_left_out_and_named() -> None:
    codings = coded([[10, 20], [0, 0], [30, 40]])
    codings["outlet"] = pd.Categorical(codings["outlet"], categories=["다", "나", "가"])
    table = cross(codings)
    assert (round(table.attrs["chi2"], 6), table.attrs["df"], table.attrs["dropped"]) == (0.793651, 1, ["나"])
    assert list(dict.fromkeys(table["row"])) == ["다", "가", schema.TOTAL]  # the order of the Categorical
    assert any("나" in line for line in table.attrs["caution"])


def test_what_lacks_a_value_is_left_out_and_counted() -> None:
    codings = coded([[10, 20], [30, 40]])
    codings.loc[0, "frame"] = None
    codings.loc[1, "outlet"] = " "
    table = cross(codings)
    assert table.attrs["n"] == 98
    assert table.attrs["missing"] == 2
    assert "2개는 뺐다" in table.attrs["caution"][0]


def test_sentences_of_a_document_count_once() -> None:
    codings = coded([[10, 20], [30, 40]])
    tripled = pd.concat([codings] * 3)
    assert cross(tripled).equals(cross(codings))


def test_numbers_are_sorted_by_size_and_rows_may_be_counted() -> None:
    codings = coded([[10, 20], [30, 40]]).assign(frame=lambda t: t["frame"].map({"A": 10.0, "B": 9.0}))
    table = cross(codings.drop(columns="doc"), unit="row")
    assert list(dict.fromkeys(table["column"])) == ["9", "10", schema.TOTAL]
    assert table.attrs["base"] == "코딩 100개"


def several() -> pd.DataFrame:
    """Of 40 documents of 가 30 have A and 20 B, of 60 of 나 20 and 30; four have neither."""
    parts = []
    for outlet, n, a, b in (("가", 40, 30, 20), ("나", 60, 20, 30)):
        docs = [f"{outlet}{k}" for k in range(n)]
        parts += [(doc, outlet, "A") for doc in docs[:a]]
        parts += [(doc, outlet, "B") for doc in docs[n - b - 2 : n - 2]]
        parts += [(doc, outlet, "") for doc in docs if doc not in {d for d, *_ in parts}]
    return pd.DataFrame(parts, columns=["doc", "outlet", "frame"])


def test_several_categories_a_document_are_tested_one_by_one() -> None:
    table = cross(several())
    assert cell(table, "가", schema.TOTAL)["n"] == 40  # documents, not what they hold
    assert cell(table, "가", "A")["row_share"] == pytest.approx(0.75)
    a, b = (cell(table, schema.TOTAL, name) for name in "AB")
    assert a["chi2"] == pytest.approx(measures.cross_test([[30, 10], [20, 40]]).chi2)
    assert b["p"] == pytest.approx(measures.cross_test([[20, 20], [30, 30]]).p)
    assert [a["p_adjusted"], b["p_adjusted"]] == pytest.approx(multipletests([a["p"], b["p"]], method="holm")[1])
    assert "chi2" not in table.attrs
    assert pd.isna(cell(table, schema.TOTAL, schema.TOTAL)["p"])
    assert "범주마다" in table.attrs["caution"][0]


def test_a_category_of_every_document_has_no_test() -> None:
    codings = several()
    everyone = codings.drop_duplicates("doc").assign(frame="C")
    table = cross(pd.concat([codings, everyone]))
    row = cell(table, schema.TOTAL, "C")
    assert pd.isna(row["p"])
    assert row["reason"] == "모든 글에 있는 범주여서 비교할 것이 없다"


@pytest.mark.parametrize(
    ("codings", "options", "said"),
    [
        (coded([[5, 5], [4, 5]]), {}, r"19개다\. 교차표는 20개부터"),
        (coded([[30], [20]]), {}, "frame에서 단위가 있는 값이 1개다"),
        (coded([[10, 20]]), {}, "outlet에서 단위가 있는 값이 1개다"),
        (pd.concat([coded([[10, 20], [30, 40]])] * 2), {"unit": "row"}, "한 글의 문장은 서로 독립이 아니다"),
    ],
)
def test_refusals_are_whole_korean_sentences(codings: pd.DataFrame, options: dict[str, Any], said: str) -> None:
    with pytest.raises(RefusalError, match=said) as caught:
        cross(codings, **options)
    assert caught.value.notice == str(caught.value)
    assert caught.value._render_traceback_() == [f"{caught.value.notice}."]


def test_what_cannot_be_crossed_is_said() -> None:
    codings = coded([[10, 20], [30, 40]])
    with pytest.raises(SchemaError, match="theme 열이 없다"):
        stats.crosstab(codings, row="outlet", column="theme")
    with pytest.raises(SchemaError, match="doc 열이 없다"):
        cross(codings.drop(columns="doc"))
    with pytest.raises(OptionError, match="서로 다른 두 변수"):
        stats.crosstab(codings, row="outlet", column="outlet")
    with pytest.raises(OptionError, match="합계"):
        cross(codings.replace("가", schema.TOTAL))
    twice = pd.concat([codings, codings.head(1).assign(outlet="나")])
    with pytest.raises(OptionError, match="글 d0에 outlet 값이 둘"):
        cross(twice)
    with pytest.raises(OptionError, match="auto, chi2, exact, yates"):
        cross(codings, test="g2")


def test_the_same_codings_in_another_order_give_the_same_table() -> None:
    codings = coded(PARTY)
    assert cross(codings.sample(frac=1, random_state=1)).equals(cross(codings))


@pytest.mark.parametrize("gone", [None, " "])
@pytest.mark.parametrize("unit", ["doc", "row"])
def test_rows_without_a_document_would_count_as_one(gone: str | None, unit: str) -> None:
    codings = coded([[10, 10], [10, 10]])
    codings["doc"] = [*codings["doc"].astype(str)[:3], gone, gone, *codings["doc"].astype(str)[5:]]
    with pytest.raises(SchemaError, match=r"doc 열이 빈 행이 2개이다\(처음은 4행\)"):
        cross(codings, unit=unit)
