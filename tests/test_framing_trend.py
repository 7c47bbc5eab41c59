"""Frames over groups of documents: values worked out by hand, and the laws of the table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis.errors import OptionError, RefusalError, SchemaError

FRAMES = ("a", "b", "c")


def scores(rows: list[tuple[str, float, float, int]]) -> pd.DataFrame:
    """Build scores by document from (doc, weight of a, weight of b, content); 4 sentences, one point a sentence."""
    cells = [
        (doc, frame, int(w), float(w), content, 100 * w / content if content else np.nan, 4, min(w, 4) / 4)
        for doc, *weights, content in rows
        for frame, w in zip(FRAMES, [*weights, 0.0], strict=True)
    ]
    columns = ["doc", "frame", "n", "weight", "content", "density", "sentences", "coverage"]
    table = pd.DataFrame(cells, columns=columns).astype({"doc": "str", "frame": "str"})
    table.attrs = {"frames": [{"id": f, "label": f, "colour": "blue"} for f in FRAMES], "compare": ["a", "b"]}
    return table


def documents(**groups: str) -> pd.DataFrame:
    return pd.DataFrame({"doc": list(groups), "outlet": list(groups.values()), "date": "2026-05-01"}).astype("str")


def test_means_and_pooled_values_by_hand() -> None:
    table = da.framing.trend(
        scores([("d1", 1, 0, 10), ("d2", 3, 1, 100), ("d3", 0, 2, 50)]), documents(d1="가", d2="가", d3="나")
    )
    first = table.iloc[0].to_dict()
    assert (first["group"], first["frame"], first["docs"], first["docs_with"], first["n"]) == ("가", "a", 2, 2, 4)
    assert first["density"] == (10 + 3) / 2  # mean of the two documents
    assert first["density_pooled"] == pytest.approx(100 * 4 / 110)
    assert first["coverage"] == (1 / 4 + 3 / 4) / 2
    assert first["coverage_pooled"] == 4 / 8
    assert first["share"] == 4 / 5  # 4 of a, 1 of b
    assert table["frame"].tolist() == ["a", "b"] * 2
    assert table[["low", "high"]].isna().all(axis=None)  # fewer than three documents
    reasons = ["2건뿐이어서 구간을 내지 않았다(3건부터 낸다)", "2건뿐이어서 구간을 내지 않았다(3건부터 낸다)"]
    assert table["reason"].tolist() == [*reasons, "1건 모두에 없다", "1건뿐이어서 구간을 내지 않았다(3건부터 낸다)"]
    assert table.loc[2, ["share_upper", "rate_upper"]].tolist() == pytest.approx([0.95, 100 * 2.9957 / 50], abs=1e-3)
    assert table.loc[2, ["n", "share", "density"]].tolist() == [0, 0, 0]


@pytest.mark.parametrize("kind", ["category", "str", "object"])
def test_missing_values_of_any_kind_are_in_no_group(kind: str) -> None:
    known = documents(d1="가", d2="나", d3=" ").assign(outlet=pd.Series(["가 ", None, " "], dtype=kind), wave=[1, 2, 2])
    some = scores([(f"d{k}", 1, 0, 10) for k in range(1, 4)])
    table = da.framing.trend(some, known)
    assert table["group"].unique().tolist() == ["가"]
    assert (table.attrs["grouped"], table.attrs["ungrouped"]) == (1, 2)
    assert da.framing.trend(some, known, by="wave")["docs"].tolist() == [1, 1, 2, 2]


def test_share_is_undefined_where_no_frame_stands() -> None:
    table = da.framing.trend(scores([("d1", 0, 0, 10)]), documents(d1="가"))
    assert table["share"].isna().all()


def test_months_years_and_undated_documents() -> None:
    known = documents(d1="가", d2="가", d3="가", d4="가").assign(date=["2026-05-01", "2026-05-30", "", "2027-01-02"])
    some = scores([(f"d{k}", 1, 0, 10) for k in range(1, 5)])
    months = da.framing.trend(some, known, by="month")
    assert months["group"].unique().tolist() == ["2026-05", "2027-01"]  # nothing is made up for the months between
    assert months["docs"].tolist() == [2, 2, 1, 1]
    assert (months.attrs["grouped"], months.attrs["ungrouped"]) == (3, 1)
    assert da.framing.trend(some, known, by="year")["group"].unique().tolist() == ["2026", "2027"]


def test_a_document_without_content_counts_but_has_no_density() -> None:
    table = da.framing.trend(scores([("d1", 0, 0, 0), ("d2", 2, 0, 10)]), documents(d1="가", d2="가"))
    assert table.loc[0, ["docs", "density"]].tolist() == [2, 20]
    assert table.attrs["without_content"] == 1


def test_the_interval_is_that_of_the_estimate() -> None:
    chance = np.random.default_rng(3)
    rows = [(f"d{k:02d}", float(v), 0.0, int(c)) for k, (v, c) in enumerate(chance.integers(0, 9, (40, 2)))]
    known = documents(**{row[0]: "가" if k < 30 else "나" for k, row in enumerate(rows)})
    some = scores(rows)
    groups = da.stats.groups(known, by="outlet")
    stories = {f"d{k:02d}": f"s{k % 13}" for k in range(40)}
    for cluster in (None, stories):
        table = da.framing.trend(some, known, cluster=cluster, frames=FRAMES)
        for value, names in (("density", ("density", "low", "high", "density_pooled")), ("coverage", ("coverage",))):
            found = da.framing.estimate(some, by=groups, value=value, cluster=cluster)
            wanted = found[["mean", "mean_low", "mean_high", "pooled"][: len(names)]].to_numpy()
            np.testing.assert_allclose(table[list(names)].to_numpy(), wanted)
            if value == "density":
                for name in ("clusters", "share_upper", "rate_upper", "reason"):
                    assert table[name].tolist() == pytest.approx(found[name].tolist(), nan_ok=True)
    assert table.loc[table["frame"] == "a", "clusters"].tolist() == [13, 9]  # one document of 나 has no content
    assert table["reason"].tolist()[1] == "13건 모두에 없다"


GROUPS = st.lists(
    st.tuples(st.sampled_from("가나다"), st.integers(0, 5), st.integers(0, 5), st.integers(0, 30)),
    min_size=1,
    max_size=25,
)


@given(GROUPS, st.randoms(use_true_random=False))
def test_laws_of_trends(drawn: list[tuple[str, int, int, int]], random: Any) -> None:
    rows = [(f"d{k:02d}", float(a), float(b), content) for k, (_, a, b, content) in enumerate(drawn)]
    known = documents(**{f"d{k:02d}": group for k, (group, *_) in enumerate(drawn)})
    table = da.framing.trend(scores(rows), known)
    turned = random.sample(rows, len(rows))
    pd.testing.assert_frame_equal(table, da.framing.trend(scores(turned), known.iloc[::-1]))
    assert table["n"].sum() == sum(a + b for _, a, b, _ in drawn)
    assert table.loc[table["frame"] == "a", "docs"].sum() == len(rows)
    shares = table.groupby("group")["share"].sum(min_count=1).dropna()
    np.testing.assert_allclose(shares, 1.0)
    assert table.loc[table["clusters"] < 3, ["low", "high"]].isna().all(axis=None)
    assert ((table["reason"] != "") == table["low"].isna()).all()
    assert (table["docs_with"] <= table["docs"]).all()


def test_one_group_says_the_same_beside_another() -> None:
    rows = [(f"d{k}", float(k), 1.0, 20) for k in range(12)]
    known = documents(**{row[0]: "가" if k < 6 else "나" for k, row in enumerate(rows)})
    both, alone = da.framing.trend(scores(rows), known), da.framing.trend(scores(rows[:6]), known)
    pd.testing.assert_frame_equal(both[both["group"] == "가"], alone)


def test_bad_input_is_one_sentence() -> None:
    some, known = scores([("d1", 1, 0, 10)]), documents(d1="")
    with pytest.raises(
        OptionError,
        match="by 'outle' is no document variable; use day, week, month, quarter",
    ):
        da.framing.trend(some, known, by="outle")
    with pytest.raises(RefusalError, match="no document has a value for outlet"):
        da.framing.trend(some, known)
    with pytest.raises(SchemaError, match="it has no row for document 'd1'"):
        da.framing.trend(some, documents(d2="가"))
    with pytest.raises(SchemaError, match="'d1' is there twice"):
        da.framing.trend(some, pd.concat([known, known]))
    with pytest.raises(SchemaError, match="it is not by document"):
        da.framing.trend(some.assign(paragraph=1), documents(d1="가"))
    with pytest.raises(OptionError, match="choose from a, b, c"):
        da.framing.trend(some, documents(d1="가"), frames=["z"])


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("day", ["2020-12-27", "2021-01-03", "2021-04-05"]),
        ("week", ["2020-12-21", "2020-12-28", "2021-04-05"]),  # 2021-01-03 is a Sunday of ISO week 2020-W53
        ("month", ["2020-12", "2021-01", "2021-04"]),
        ("quarter", ["2020-Q4", "2021-Q1", "2021-Q2"]),
        ("year", ["2020", "2021"]),
    ],
)
def test_periods_stand_in_order_of_time(by: str, expected: list[str], caplog: pytest.LogCaptureFixture) -> None:
    days = ["2021-04-05", "2020-12-27", "2021-01-03", "2021-02-30", ""]  # the last two are no days
    known = documents(**{f"d{k}": "가" for k in range(5)}).assign(date=days)
    some = scores([(f"d{k}", 1, 0, 10) for k in range(len(known))])
    table = da.framing.trend(some, known, by=by)
    assert table.attrs["ungrouped"] == 2
    assert any("2021-02-30 of document d3 is no day of the calendar; 1 document(s)" in said for said in caplog.messages)
    assert table["group"].unique().tolist() == expected
    ax = da.plots.trend(table)
    assert len(ax.get_xticks()) >= 1
