"""Words over time: documents by period, counted by hand, and the heat map of two variables."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd
import pytest
from matplotlib.axes import Axes

import analysis as da
from analysis import grouping, schema
from analysis.errors import FigureError, NothingFoundWarning, OptionError, RefusalError, SchemaError

TOKENS = da.Tokens.from_terms(
    {"a": ["물", "물", "불"], "b": ["불"], "c": ["물", "흙"], "d": ["흙"], "e": ["물"], "f": ["물"]}
)
DOCUMENTS = pd.DataFrame(
    {
        "doc": list("abcdef"),
        "date": ["2020-12-28", "2021-01-03", "2021-01-04", "2021-01-20", "", "2021-01-20"],
        "outlet": ["가", "나", "가", "나", "가", ""],
    }
)


def test_weeks_are_iso_weeks_and_empty_ones_are_there() -> None:
    table = da.stats.timeline(TOKENS, DOCUMENTS, terms=["물"], period="week")
    # Sunday 3 January 2021 belongs to the week of Monday 28 December (2020-W53); the week of the 11th has no document
    assert table["period"].tolist() == ["2020-12-28", "2021-01-04", "2021-01-11", "2021-01-18"]
    assert table["end"].tolist() == ["2021-01-03", "2021-01-10", "2021-01-17", "2021-01-24"]
    assert table["docs"].tolist() == [1, 1, 0, 1]
    assert table["docs_all"].tolist() == [2, 1, 0, 2]
    assert table["n"].tolist() == [2, 1, 0, 1]
    assert table["share"].fillna(-1).tolist() == [0.5, 1.0, -1, 0.5]
    assert table["per_10k"].fillna(-1).tolist() == [5000.0, 5000.0, -1, 5000.0]  # 2 of 4, 1 of 2, 1 of 2 morphemes
    # Wilson, 1 of 2: (1 + 1.92073)/(2 + 3.84146) ± 1.95996 * sqrt(.5 + .96036) / 5.84146 = .5 ± .40547
    assert table["low"].iloc[0] == pytest.approx(0.09453, abs=1e-4)
    assert table["high"].iloc[0] == pytest.approx(0.90547, abs=1e-4)
    assert math.isnan(table["low"].iloc[2])
    assert (table.attrs["documents"], table.attrs["ungrouped"]) == (5, 1)


@pytest.mark.parametrize(
    ("period", "names", "first"),
    [
        ("day", 24, ("2020-12-28", "2020-12-28")),
        ("month", 2, ("2020-12-01", "2020-12-31")),
        ("quarter", 2, ("2020-10-01", "2020-12-31")),
        ("year", 2, ("2020-01-01", "2020-12-31")),
    ],
)
def test_every_period_between_the_first_and_the_last_date(period: str, names: int, first: tuple[str, str]) -> None:
    table = da.stats.timeline(TOKENS, DOCUMENTS, terms=["물"], period=period)
    assert len(table) == names
    assert (table["start"].iloc[0], table["end"].iloc[0]) == first
    assert table["docs_all"].sum() == 5
    starts = pd.to_datetime(table["start"])
    assert (starts.iloc[1:].to_numpy() - pd.to_datetime(table["end"]).iloc[:-1].to_numpy() == pd.Timedelta("1D")).all()
    assert set(grouping.assign(DOCUMENTS, by=period).dropna()) <= set(table["period"])


def test_groups_are_lines_of_their_own_and_add_up() -> None:
    table = da.stats.timeline(TOKENS, DOCUMENTS, terms=["흙", "물"], period="month", by="outlet")
    assert table[["term", "group", "period", "docs", "docs_all"]].values.tolist() == [
        ["흙", "가", "2020-12", 0, 1],
        ["흙", "가", "2021-01", 1, 1],
        ["흙", "나", "2020-12", 0, 0],
        ["흙", "나", "2021-01", 1, 2],
        ["물", "가", "2020-12", 1, 1],
        ["물", "가", "2021-01", 1, 1],
        ["물", "나", "2020-12", 0, 0],
        ["물", "나", "2021-01", 0, 2],
    ]
    assert table.attrs["ungrouped"] == 2  # e has no date, f no outlet


def test_zero_and_nearly_everything_are_said() -> None:
    with pytest.warns(NothingFoundWarning, match="쇠"):
        table = da.stats.timeline(
            TOKENS, DOCUMENTS.assign(date="2021-01-01"), terms=["쇠", "regex:[물불흙]"], period="day"
        )
    assert table["docs"].tolist() == [0, 6]
    zero, everywhere = table.attrs["caution"]
    assert "쇠" in zero
    assert "글 100%에 나온다" in everywhere


def test_bad_input_is_one_sentence() -> None:
    with pytest.raises(OptionError, match="terms takes a list of texts"):
        da.stats.timeline(TOKENS, DOCUMENTS, terms="물")
    with pytest.raises(OptionError, match="no term is given"):
        da.stats.timeline(TOKENS, DOCUMENTS, terms=[])
    with pytest.raises(OptionError, match="once"):
        da.stats.timeline(TOKENS, DOCUMENTS, terms=["물", "물"])
    with pytest.raises(OptionError, match="period must be one of"):
        da.stats.timeline(TOKENS, DOCUMENTS, terms=["물"], period="hour")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="no document variable"):
        da.stats.timeline(TOKENS, DOCUMENTS, terms=["물"], by="paper")
    with pytest.raises(OptionError, match="no row for document 'a'"):
        da.stats.timeline(TOKENS, DOCUMENTS[1:], terms=["물"])
    wrong = DOCUMENTS.assign(date=["0001-01-01", *["9999-01-01"] * 5])
    with pytest.raises(OptionError, match="mend the dates"):
        da.stats.timeline(TOKENS, wrong, terms=["물"], period="day")
    with pytest.raises(RefusalError):
        da.stats.timeline(TOKENS, DOCUMENTS.assign(date=""), terms=["물"])


def lines(**options: str) -> pd.DataFrame:
    return da.stats.timeline(TOKENS, DOCUMENTS, terms=["물", "흙"], period="week", **options)


def test_the_chart_of_lines_is_readable(assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.timeline(lines())
    assert_readable(ax)
    assert ax.get_title(loc="left").startswith("‘물’은 2021-01-04에 100%(1/1편)로 가장 높다")
    steps = ax.lines[0]
    # four weeks: borders -.5 to 3.5, the last value twice, and the third is a gap
    assert steps.get_xdata().tolist() == [-0.5, 0.5, 1.5, 2.5, 3.5]
    assert [math.isnan(y) for y in steps.get_ydata()] == [False, False, True, False, False]


def test_the_heat_map_of_words(assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.heatmap(lines(by="outlet"), of="물")
    assert_readable(ax)
    cells = [patch for patch in ax.patches if patch.get_width() > 1]
    assert len(cells) == 2 * 4
    assert sum(cell.get_linestyle() not in {"solid", "-"} for cell in cells) == 4  # 가: 11 and 18; 나: 4 and 11 January


def test_the_heat_map_of_frames(assert_readable: Callable[[Axes], None]) -> None:
    book = da.codebook.read("alliance-startup")
    texts = {"a": "한미동맹은 굳건하다.", "b": "벤처기업은 드물다.", "c": "한미동맹과 안보 협력."}
    corpus = da.Corpus.from_texts(texts)
    documents = corpus.documents.assign(outlet=["가", "나", "가"], date=["2021-01-04", "2021-01-05", "2021-01-18"])
    tokens = da.segment(corpus)
    scores = da.framing.score(da.framing.hits(tokens, book), tokens, by="document")
    table = da.framing.trend(scores, documents, by=["outlet", "week"], frames=["alliance"])
    assert table[["group", "across", "docs"]].values.tolist() == [
        ["가", "2021-01-04", 1],
        ["가", "2021-01-18", 1],
        ["나", "2021-01-04", 1],
    ]
    alone = da.framing.trend(scores, documents, by="outlet", frames=["alliance"])
    assert table.groupby("group")["n"].sum().tolist() == alone["n"].tolist()
    ax = da.plots.heatmap(table)
    assert_readable(ax)
    assert len([patch for patch in ax.patches if patch.get_width() > 1]) == 2 * 3  # the empty week is a column too
    with pytest.raises(OptionError, match="two different ones"):
        da.framing.trend(scores, documents, by=["outlet", "outlet"])


def test_the_charts_refuse_what_they_cannot_draw() -> None:
    with pytest.raises(OptionError, match="name one of 물, 흙"):
        da.plots.heatmap(lines(by="outlet"))
    with pytest.raises(SchemaError):
        da.plots.timeline(pd.DataFrame({"term": ["물"]}))
    with pytest.raises(FigureError, match="no rows"):
        da.plots.timeline(lines()[:0])
    with pytest.raises(OptionError, match="top is 0"):
        da.plots.timeline(lines(), top=0)
    assert [c.name for c in schema.TIMELINE] == list(lines().columns)


def test_charts_of_terms_draw_one_group() -> None:
    table = da.stats.frequency(TOKENS, tags=None, by={"a": "가", "b": "나"})
    with pytest.raises(OptionError, match=r"several groups.*table\[table\['group'\] == '가'\]"):
        da.plots.frequency(table)
    ax = da.plots.frequency(table[table["group"] == "가"])
    assert len(ax.patches) == 2


@pytest.mark.parametrize(
    ("first", "last", "by", "expected"),
    [
        ("9999-12", "9999-12", "month", ("9999-12", "9999-12-01", "9999-12-31")),
        ("9999", "9999", "year", ("9999", "9999-01-01", "9999-12-31")),
        ("9999-Q4", "9999-Q4", "quarter", ("9999-Q4", "9999-10-01", "9999-12-31")),
        ("9999-12-27", "9999-12-27", "week", ("9999-12-27", "9999-12-27", "9999-12-31")),
        ("9999-12-31", "9999-12-31", "day", ("9999-12-31", "9999-12-31", "9999-12-31")),
        ("0202-02", "0202-02", "month", ("0202-02", "0202-02-01", "0202-02-28")),
    ],
)
def test_the_ends_of_the_calendar_are_periods_too(
    first: str, last: str, by: str, expected: tuple[str, str, str]
) -> None:
    assert grouping.between(first, last, by=by) == [expected]


def test_documents_are_those_of_the_rows_whatever_the_order_of_their_categories() -> None:
    terms = da.Tokens.from_terms({"b": ["동맹", "동맹"], "a": ["봄"]})
    sorted_names = terms.table.assign(doc=terms.table["doc"].astype(str).astype("category"))
    days = pd.DataFrame({"doc": ["a", "b"], "date": ["2026-01-01", "2026-02-01"]})
    for tokens in (terms, da.Tokens(sorted_names, terms.recipe)):
        found = da.stats.timeline(tokens, days, terms=["동맹"], period="month")
        assert found[["period", "docs", "n"]].values.tolist() == [["2026-01", 0, 0], ["2026-02", 1, 2]]
