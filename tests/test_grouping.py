"""Groups of documents: one door and one rule for every function that takes by=."""

from __future__ import annotations

import logging
from typing import Any

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import grouping
from analysis.errors import OptionError, RefusalError

OUTLETS = ["가나일보", "다라일보", "마바신문", "사아신문", "", "가나일보", " 마바신문 "]
DOCS = [f"d{n}" for n in range(len(OUTLETS))]
FRAME = pd.DataFrame(
    {"doc": DOCS, "outlet": OUTLETS, "date": "2026-01-07", "text": "글", "section": list("정정국국정정국")}
)
SETS = {"보수": ["가나일보", "다라일보"], "진보": ["마바신문"]}
TEXT = "보수=가나일보,다라일보;진보=마바신문"
EXPECTED = {"d0": "보수", "d1": "보수", "d2": "진보", "d5": "보수", "d6": "진보"}


@pytest.mark.parametrize(
    "by",
    [
        SETS,
        {name: tuple(values) for name, values in SETS.items()},
        {"outlet": SETS},
        TEXT,
        f"outlet:{TEXT}",
        " 보수 = 가나일보 , 다라일보 ; 진보 = 마바신문 ; ",
        {
            "보수": ["\u1100\u1161\u1102\u1161일보", "다라일보"],
            "진보": "마바신문",
        },  # decomposed; one value alone
    ],
)
def test_sets_of_outlets_however_they_are_written(by: grouping.By) -> None:
    assert da.stats.groups(FRAME, by=by).to_dict() == EXPECTED


def test_what_a_mapping_leaves_out_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        da.stats.groups(FRAME, by={"보수": ["가나일보", "자차일보"], "진보": ["마바신문", "카타신문"]})
    assert caplog.messages == [
        "no document has for outlet: 자차일보 (보수), 카타신문 (진보)",
        "3 document(s) are in no group: 다라일보 1, 사아신문 1, no value 1",
    ]


def test_sets_of_another_variable_and_of_periods() -> None:
    assert da.stats.groups(FRAME, by={"section": {"안": ["정"], "밖": ["국"]}}).tolist() == list("안안밖밖안안밖")
    assert da.stats.groups(FRAME, by="section:안=정;밖=국").tolist() == list("안안밖밖안안밖")
    dated = FRAME.assign(date=[f"202{n}-01-01" for n in range(7)])
    halves = da.stats.groups(
        dated, by={"year": {"앞": ["2020", "2021", "2022"], "뒤": ["2023", "2024", "2025", "2026"]}}
    )
    assert halves.tolist() == ["앞"] * 3 + ["뒤"] * 4


@pytest.mark.parametrize(
    ("by", "says"),
    [
        ({"보수": ["가나일보"]}, r"names 1 group\(s\) of values; name two or more"),
        ({"outlet": ["가나일보", "마바신문"]}, r"names 1 group\(s\)"),
        ({}, r"names 0 group\(s\)"),
        ({"보수": [], "진보": ["마바신문"]}, "the group '보수' has no values"),
        ({"보수": 3, "진보": ["마바신문"]}, "the group '보수' has no values"),
        ("보수=;진보=마바신문", "the group '보수' has no values"),
        ("=가;진보=마바신문", "the group '' has no values"),
        ({"보수": ["가나일보"], "진보": ["마바신문", "가나일보 "]}, "'가나일보' is in two groups, 보수 and 진보"),
        ({"outlet": ["가"], "section": ["정"]}, "by names 2 variables; name one"),
        ({"지면": {"안": ["정"], "밖": ["국"]}}, "by '지면' is no document variable"),
        ("지면:안=정;밖=국", "by '지면' is no document variable"),
        ("매체", "by '매체' is no document variable"),
    ],
)
def test_sets_that_cannot_be_are_one_sentence(by: Any, says: str) -> None:
    with pytest.raises(OptionError, match=says) as caught:
        da.stats.groups(FRAME, by=by)
    assert "\n" not in str(caught.value)


def test_a_column_may_be_headed_like_sets() -> None:
    frame = FRAME.assign(**{"성별(남=1;여=2)": list("1212121"), "찬성=1": list("0101010")})
    for column in ("성별(남=1;여=2)", "찬성=1"):
        assert da.stats.groups(frame, by=column).tolist() == frame[column].tolist()
        assert da.stats.composition(frame, by=column).attrs["by"] == column


def test_no_document_in_any_set_is_refused() -> None:
    with pytest.raises(RefusalError, match="no document has a value for outlet"):
        da.stats.groups(FRAME, by={"갑": ["없는일보"], "을": ["모를신문"]})


def scored() -> tuple[da.Corpus, da.Tokens, pd.DataFrame]:
    texts = [
        "한미 동맹은 길다.",
        "벤처는 드물다.",
        "동맹과 벤처를 말한다.",
        "벤처 기업이 는다.",
        "동맹이다.",
        "벤처다.",
        "동맹 벤처.",
    ]
    corpus = da.Corpus.from_texts(dict(zip(DOCS, texts, strict=True)))
    tokens = da.segment(corpus, cache=None, progress=False)
    book = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    return corpus, tokens, da.framing.score(da.framing.hits(tokens, book), tokens, by="document")


MISSING = {"text": "", "missing": np.nan, "none": None}


@pytest.mark.parametrize("missing", MISSING)
def test_a_missing_value_is_in_no_group_and_counted_by_every_function(missing: str) -> None:
    corpus, tokens, scores = scored()
    documents = corpus.documents.assign(outlet=["갑", "을", "갑", "을", "갑", "을", MISSING[missing]])
    given = documents.set_index("doc")["outlet"]
    named = da.stats.groups(documents, by="outlet")
    assert named.to_dict() == dict(zip(DOCS[:6], "갑을갑을갑을", strict=True))
    for by in (given, named, given.to_dict()):
        estimate = da.framing.estimate(scores, by=by)
        assert (set(estimate["group"]), estimate.attrs["ungrouped"]) == ({"갑", "을"}, 1)
        comparison = da.framing.compare(scores, by=by)
        assert (comparison["docs_a"].tolist()[:1], comparison.attrs["ungrouped"]) == ([3], 1)
        plane = da.stats.correspondence(tokens, by=by, tags=None, minimum=1)
        assert plane.loc[plane["kind"] == "group", "label"].tolist() == ["갑", "을"]
        assert plane.attrs["ungrouped"] == 1
    for by in ("outlet", {"보수": ["갑"], "진보": ["을"]}):
        trend = da.framing.trend(scores, documents, by=by)  # type: ignore[arg-type]
        made_of = da.stats.composition(documents, by=by)  # type: ignore[arg-type]
        assert (trend["docs"].tolist()[0], trend.attrs["ungrouped"], made_of.attrs["ungrouped"]) == (3, 1, 1)
        assert made_of.groupby("group")["docs"].sum().tolist() == [1, 3, 3]
        assert len(da.stats.sides(documents, by=by)) == 6  # type: ignore[arg-type]


def test_every_function_takes_sets_and_says_them() -> None:
    corpus, tokens, scores = scored()
    documents = corpus.documents.assign(outlet=OUTLETS)
    named = da.stats.groups(documents, by=SETS)
    trend = da.framing.trend(scores, documents, by=SETS)
    assert trend.drop_duplicates("group")[["group", "docs"]].values.tolist() == [["보수", 3], ["진보", 2]]
    assert (trend.attrs["by"], trend.attrs["ungrouped"]) == (TEXT, 2)
    assert da.framing.trend(scores, documents, by=TEXT).equals(trend)
    assert da.stats.composition(documents, by=SETS).attrs["by"] == TEXT
    assert da.stats.sides(documents, by=SETS).to_dict() == EXPECTED
    assert set(da.framing.estimate(scores, by=named)["group"]) == {"보수", "진보"}
    assert da.stats.correspondence(tokens, by=named, tags=None, minimum=1)["label"].tolist()[:2] == ["보수", "진보"]
    with pytest.raises(OptionError, match=r"several values for '보수'; pass stats\.groups\(corpus\.documents, by="):
        da.framing.estimate(scores, by=SETS)  # type: ignore[arg-type]
    assert da.plots.trend(trend).get_title(loc="left") != ""
