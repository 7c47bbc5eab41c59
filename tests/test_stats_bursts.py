"""Bursts and changes of words: planted ones come back, what cannot be told is refused, stories count as one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import analysis as da
from analysis import figures, schema
from analysis.errors import FigureError, OptionError, RefusalError, SchemaError

pytestmark = pytest.mark.usefixtures("in_korean")


def corpus(shares: dict[str, list[float]], *, size: int = 40, seed: int = 1, outlets: str = "가나") -> Any:
    """Tokens and documents with planted shares of words by day."""
    dice, texts, rows = np.random.default_rng(seed), {}, []
    days = pd.date_range("2025-12-22", periods=len(next(iter(shares.values())))).strftime("%Y-%m-%d")
    for at, day in enumerate(days):
        for k in range(size):
            doc = f"{day}-{k:02}"
            texts[doc] = ["터", *(word for word, by_day in shares.items() if dice.random() < by_day[at])]
            rows.append({"doc": doc, "date": day, "outlet": outlets[k % len(outlets)], "title": f"지은 글 {at}-{k}"})
    return da.Tokens.from_terms(texts), pd.DataFrame(rows)


def line(shares: dict[str, list[float]], *, by: str | None = None, **options: Any) -> pd.DataFrame:
    return da.stats.timeline(*corpus(shares, **options), terms=list(shares), period="day", by=by)


FLAT = [0.15] * 31
SHARES = {"비": [0.5 if 8 <= t <= 11 else 0.08 for t in range(31)], "눈": FLAT, "해": [0.05] * 15 + [0.25] * 16}


@pytest.fixture(scope="module")
def planted() -> pd.DataFrame:
    return line(SHARES)


def test_a_planted_burst_comes_back(planted: pd.DataFrame) -> None:
    table = da.stats.bursts(planted)
    assert list(table.columns) == [c.name for c in schema.BURSTS]
    rain = table[table["term"] == "비"]
    # days 8 to 11 from 22 December on: 30 December to 2 January, over the ends of month, year and week
    assert rain[["start", "end", "periods", "level"]].values.tolist() == [["2025-12-30", "2026-01-02", 4, 1]]
    inside = planted[(planted["term"] == "비") & planted["start"].between("2025-12-30", "2026-01-02")]
    outside = planted[(planted["term"] == "비") & ~planted["start"].between("2025-12-30", "2026-01-02")]
    assert rain["docs"].item() == inside["docs"].sum()
    assert rain["docs_all"].item() == 160
    assert rain["share"].item() == pytest.approx(inside["docs"].sum() / 160)
    assert rain["share_outside"].item() == pytest.approx(outside["docs"].sum() / outside["docs_all"].sum())
    assert rain["p"].item() == pytest.approx(1 / (table.attrs["draws"] + 1))  # no shuffle is as great
    assert rain["title"].item().startswith(("지은 글 9-", "지은 글 10-"))  # an article of the middle that holds it
    assert "눈" not in set(table["term"])
    assert (table.attrs["scale"], table.attrs["false"], table.attrs["tests"]) == (2.0, 0.01, 3)


def test_the_cost_is_set_by_shuffling_and_can_be_given(planted: pd.DataFrame) -> None:
    first, again = da.stats.bursts(planted), da.stats.bursts(planted)
    assert first.to_csv() == again.to_csv()
    assert first.attrs == again.attrs
    given = da.stats.bursts(planted, gamma=first.attrs["gamma"])
    assert given.drop(columns="p").to_csv() == first.drop(columns="p").to_csv()
    assert given["p"].isna().all()
    assert len(da.stats.bursts(planted, gamma=50)) == 0
    strict = da.stats.bursts(planted, false=0.001)
    assert strict.attrs["gamma"] > first.attrs["gamma"]


def test_a_planted_change_comes_back_with_its_interval(planted: pd.DataFrame) -> None:
    table = da.stats.changes(planted)
    assert list(table.columns) == [c.name for c in schema.CHANGES]
    sun = table[table["term"] == "해"]
    assert sun["at"].tolist() == ["2026-01-06"]  # day 15
    assert sun["low"].item() <= "2026-01-06" <= sun["high"].item()
    before = planted[(planted["term"] == "해") & (planted["start"] < "2026-01-06")]
    assert sun["before"].item() == pytest.approx(before["docs"].sum() / before["docs_all"].sum())
    assert sun["ratio"].item() == pytest.approx(sun["after"].item() / sun["before"].item())
    assert sun["p_adjusted"].item() < 0.05
    assert "눈" not in set(table["term"])
    assert da.stats.changes(planted).to_csv() == table.to_csv()


def test_every_refusal_says_the_number_seen_and_the_number_needed(planted: pd.DataFrame) -> None:
    short = line({"비": [0.5] * 9})
    with pytest.raises(RefusalError, match=r"9개뿐.*14개부터"):
        da.stats.bursts(short)
    with pytest.raises(RefusalError, match=r"9개뿐.*7개씩.*14개"):
        da.stats.changes(short)
    everywhere = da.stats.timeline(*corpus(SHARES), terms=["터"], period="day")
    for find in (da.stats.bursts, da.stats.changes):
        with pytest.raises(RefusalError, match=r"터'는 글의 100%"):
            find(everywhere)
        with pytest.raises(RefusalError, match=r"20편 이상에 나온 단어가 없다"):
            find(line({"비": [0.01] * 20}))
        with pytest.raises(SchemaError, match="빠진 기간"):
            find(planted[planted["docs"] > 3])
    with pytest.raises(OptionError, match="false"):
        da.stats.bursts(planted, false=1)
    with pytest.raises(OptionError, match="most"):
        da.stats.changes(planted, most=4)


def test_rare_words_and_short_groups_are_named() -> None:
    table = da.stats.bursts(line({**SHARES, "섬": [0.004] * 31}))
    assert table.attrs["dropped"] == ["섬"]
    assert any("섬" in said for said in table.attrs["caution"])


def test_periods_without_documents_are_gaps_and_no_end_of_a_burst() -> None:
    tokens, documents = corpus(SHARES)
    left = documents[~documents["date"].isin(["2025-12-28", "2025-12-31"])]
    kept = da.Tokens.from_terms({doc: tokens.table.loc[tokens.table["doc"] == doc, "lemma"].astype(str).tolist()
                                 for doc in left["doc"]})  # fmt: skip
    gaps = da.stats.timeline(kept, left, terms=["비"], period="day")
    assert gaps.loc[gaps["docs_all"] == 0, "start"].tolist() == ["2025-12-28", "2025-12-31"]
    assert gaps.loc[gaps["docs_all"] == 0, "share"].isna().all()
    assert da.stats.bursts(gaps)[["start", "end", "docs_all"]].values.tolist() == [["2025-12-30", "2026-01-02", 120]]


def test_an_agency_story_is_one_document_with_its_copies() -> None:
    """Sixteen copies of one story in a day are a burst of their words, and none where they count as one."""
    tokens, documents = corpus({"비": [0.08] * 31}, size=12)
    copies = [f"copy-{k:02}" for k in range(16)]
    words = {doc: part["lemma"].astype(str).tolist() for doc, part in tokens.table.groupby("doc", observed=True)}
    tokens = da.Tokens.from_terms(words | {doc: ["터", "비"] for doc in copies})
    added = pd.DataFrame({"doc": copies, "date": "2026-01-02", "outlet": "다", "title": "통신"})
    documents = pd.concat([documents, added], ignore_index=True)
    plain = da.stats.timeline(tokens, documents, terms=["비"], period="day")
    assert da.stats.bursts(plain)["start"].tolist() == ["2026-01-02"]
    of = pd.Series({doc: "copy-00" if doc in copies else doc for doc in documents["doc"]}, name="copies")
    once = da.stats.bursts(plain, stories=of)
    assert once.empty
    assert "옮긴 글 15편은 원문과 함께 한 편으로 셌다" in once.attrs["caution"]
    # told as one story without copies they are shuffled together, and such a day is no surprise
    story = da.stats.bursts(plain, stories={doc: "하나" if doc in copies else doc for doc in documents["doc"]})
    assert story.attrs["gamma"] > da.stats.bursts(plain).attrs["gamma"]
    assert story.empty
    lost = plain.copy()
    lost.attrs = {}
    with pytest.raises(SchemaError, match=r"stats\.timeline"):
        da.stats.bursts(lost, stories=of)


def test_an_outlet_that_is_missing_is_said_and_hatched(assert_readable: Callable[[Axes], None]) -> None:
    tokens, documents = corpus({"비": FLAT}, outlets="가나다")
    late = documents["outlet"].eq("다") & documents["date"].lt("2025-12-27")
    documents = documents.assign(outlet=documents["outlet"].mask(late, "가"))
    whole = da.stats.timeline(tokens, documents, terms=["비"], period="day")
    assert whole.attrs["absent"] == {f"2025-12-{day}": ["다"] for day in range(22, 27)}
    assert any("다는 2025-12-22 등 5개 기간에 글이 없다" in said for said in whole.attrs["caution"])
    for table, missing in (
        (whole, 5),
        (da.stats.timeline(tokens, documents, terms=["비"], period="day", by="outlet"), 5),
    ):
        ax = da.plots.timeline(table)
        assert_readable(ax)
        assert sum(1 for patch in ax.collections if patch.get_hatch()) == missing
        assert any("빗금" in text.get_text() for text in ax.texts)


def test_groups_burst_by_themselves() -> None:
    table = da.stats.bursts(line({"비": SHARES["비"]}, by="outlet", size=80))
    assert table["group"].tolist() in (["가", "나"], ["나", "가"])
    assert set(table["start"]) == {"2025-12-30"}
    assert table["docs_all"].tolist() == [160, 160]


def test_the_charts(planted: pd.DataFrame, assert_readable: Callable[[Axes], None]) -> None:
    bursts, changes = da.stats.bursts(planted), da.stats.changes(planted)
    for ax in (
        da.plots.bursts(bursts),
        da.plots.changes(changes),
        da.plots.timeline(planted, bursts=bursts, changes=changes),
        da.plots.bursts(bursts.iloc[:1]),
    ):
        assert_readable(ax)
    ax = da.plots.bursts(bursts[bursts["term"] == "비"])
    (bar,) = ax.patches
    assert bar.get_width() == 4
    assert ax.get_title(loc="left").startswith("‘비’는 2025-12-30부터 2026-01-02까지 글의")
    with pytest.raises(FigureError, match="급증한 단어가 없다"):
        da.plots.bursts(bursts[:0])
    with pytest.raises(SchemaError):
        da.plots.timeline(planted, bursts=changes)


def test_tables_for_a_paper(planted: pd.DataFrame, tmp_path: Any) -> None:
    made = figures.layouts.lay_out(da.stats.bursts(planted), language="ko", stars=False)
    assert made.heads[:5] == ("단어", "시작", "끝", "문서 수", "전체 문서 수")
    made = figures.layouts.lay_out(da.stats.changes(planted), language="ko", stars=False)
    assert any(row[1].startswith("2026-01-06 [2026-01-0") for row in made.rows)


@pytest.mark.long
def test_series_without_a_burst_burst_in_one_percent() -> None:
    """Two thousand words shuffled over days of uneven size: close to the 1 percent that was asked for."""
    dice, sizes = np.random.default_rng(5), np.array([120 if t % 7 else 50 for t in range(31)])
    days = pd.date_range("2026-01-01", periods=31).strftime("%Y-%m-%d")
    burst = 0
    for seed in range(10):
        n = np.clip(dice.lognormal(4, 1, 200).astype(int), 20, sizes.sum() // 2)
        counts = np.array([dice.multivariate_hypergeometric(sizes, k, method="marginals") for k in n])
        burst += da.stats.bursts(drawn(counts, sizes, days), seed=seed)["term"].nunique()
    assert 0.005 < burst / 2_000 < 0.016


def drawn(counts: np.ndarray, sizes: np.ndarray, days: Any) -> pd.DataFrame:
    """A timeline of drawn counts."""
    tables = [
        pd.DataFrame({"term": f"w{k}", "group": "", "period": days, "start": days, "end": days, "docs": row,
                      "docs_all": sizes, "share": row / sizes, "low": 0.0, "high": 1.0, "n": row, "per_10k": 1.0})
        for k, row in enumerate(counts)
    ]  # fmt: skip
    return schema.describe(pd.concat(tables, ignore_index=True), schema.About(period="day"), source=None)


@pytest.mark.long
@pytest.mark.parametrize(("before", "after", "at"), [(0.05, 0.10, 30), (0.10, 0.30, 20), (0.02, 0.06, 50)])
def test_the_interval_of_a_change_holds_it_in_95_of_100(before: float, after: float, at: int) -> None:
    """It is on the safe side: documents drawn anew vary twice as much as the days did."""
    dice, sizes = np.random.default_rng(9), np.full(90, 60)
    days = pd.date_range("2026-01-01", periods=90).strftime("%Y-%m-%d")
    counts = dice.binomial(sizes, np.where(np.arange(90) < at, before, after), size=(300, 90))
    table = da.stats.changes(drawn(counts, sizes, days), most=1)
    held = table["low"].le(days[at]) & table["high"].ge(days[at])
    assert len(table) > 250
    assert held.mean() > 0.95


@pytest.mark.long
def test_a_flat_line_changes_seldom() -> None:
    dice, sizes = np.random.default_rng(4), np.full(60, 60)
    days = pd.date_range("2026-01-01", periods=60).strftime("%Y-%m-%d")
    table = da.stats.changes(drawn(dice.binomial(sizes, 0.1, size=(400, 60)), sizes, days))
    assert table["term"].nunique() / 400 < 0.04


def dated(days: list[str]) -> pd.DataFrame:
    """A line of 비, in every second document of the days."""
    texts = {f"d{k:03}": ["비"] if k % 2 else ["해"] for k in range(len(days))}
    documents = pd.DataFrame({"doc": list(texts), "date": days})
    return da.stats.timeline(da.Tokens.from_terms(texts), documents, terms=["비"], period="day")


def test_one_wrong_date_is_said_before_it_fills_the_memory() -> None:
    wrong = dated(["1920-01-01"] + [f"2026-01-{1 + k % 28:02}" for k in range(60)])
    assert len(wrong) == 38_745  # days from 1920-01-01 to 2026-01-28
    with pytest.raises(RefusalError, match=r"1920-01-01부터 2026-01-28까지 기간이 38,745개.*4,000개"):
        da.stats.changes(wrong)
    with pytest.raises(FigureError, match="기간이 38,745개로 그림에"):
        da.plots.timeline(wrong)
    with pytest.raises(FigureError, match="기간이 38,745개로"):
        da.plots.heatmap(wrong)


def test_days_without_documents_do_not_make_a_line_long_enough() -> None:
    apart = dated(["2026-01-05"] * 30 + ["2026-04-20"] * 30)
    assert len(apart) == 106
    with pytest.raises(RefusalError, match=r"글이 있는 기간이 2개뿐.*7개씩.*14개"):
        da.stats.changes(apart)


def test_a_line_without_a_burst_says_that_none_was_found() -> None:
    table = da.stats.bursts(dated([f"2026-01-{1 + k % 28:02}" for k in range(112)]), seed=1)
    assert table.empty
    assert table.attrs["caution"][-1] == "급증한 기간을 찾지 못했다. 비중이 늘 같다는 뜻은 아니다"
