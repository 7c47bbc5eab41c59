"""Figures in running text: the gold of hand-made sentences, and laws that hold for any text."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis as da
from analysis import schema
from analysis.errors import RefusalError
from analysis.grammar.numerals import read_numeral

GOLD = yaml.safe_load((Path(__file__).parent / "data" / "quantities.yaml").read_text(encoding="utf-8"))
COLUMNS = ["surface", "kind", "value", "unit", "low", "high", "when", "approximate", "bound", "converted"]


def table(text: str) -> pd.DataFrame:
    return da.stats.quantities(da.Corpus.from_texts({"d": text}))


def dated(text: str, day: str) -> da.Corpus:
    corpus = da.Corpus.from_texts({"d": text})
    return da.Corpus(corpus.documents.assign(date=pd.Series([day], dtype="str")), corpus.removed)


def labelled(row: list[Any]) -> tuple[Any, ...]:
    """Complete a row of the gold."""
    surface, kind, value, unit, *more = row
    about = more[0] if more else {}
    number = math.nan if value is None else float(value)
    ends = (float(about.get(key, "nan")) for key in ("low", "high"))
    flags = (about.get("approximate", False), about.get("bound", ""), about.get("converted", False))
    return (str(surface), kind, number, unit, *ends, str(about.get("when", "")), *flags)


def same(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return all(
        (math.isnan(a) and math.isnan(b)) or math.isclose(a, b, rel_tol=1e-9) if isinstance(a, float) else a == b
        for a, b in zip(one, other, strict=True)
    )


def test_the_gold_is_large_enough() -> None:
    assert sum(len(entry["figures"]) for entry in GOLD) >= 150


@pytest.mark.parametrize("entry", GOLD, ids=[entry["text"][:20] for entry in GOLD])
def test_gold(entry: dict[str, Any]) -> None:
    found = list(table(entry["text"])[COLUMNS].itertuples(index=False, name=None))
    wanted = [labelled(row) for row in entry["figures"]]
    assert len(found) == len(wanted), found
    for got, want in zip(found, wanted, strict=True):
        assert same(got, want), (got, want)


def written(n: int) -> str:
    """Write a number with 조, 억 and 만."""
    parts = []
    for size, sign in ((10**12, "조"), (10**8, "억"), (10**4, "만"), (1, "")):
        if n // size:
            parts.append(f"{n // size}{sign}")
        n %= size
    return " ".join(parts)


@given(st.integers(1, 10**16 - 1))
def test_a_number_in_korean_style_reads_back(n: int) -> None:
    assert read_numeral(written(n)) == read_numeral(written(n).replace(" ", ""))
    found = read_numeral(written(n))
    assert found is not None
    assert found.value == float(n)
    rows = table(f"모두 {written(n)} 원을 냈다.")
    assert rows[["kind", "value", "unit"]].values.tolist() == [["money", float(n), "KRW"]]


@given(st.integers(1, 10**12), st.sampled_from(["명", "개", "곳", "건"]))
def test_commas_read_back(n: int, unit: str) -> None:
    assert table(f"약 {n:,}{unit}이 있다.")[["value", "unit", "approximate"]].values.tolist() == [
        [float(n), unit, True]
    ]


@settings(max_examples=10 * settings.default.max_examples)
@given(
    st.text(
        alphabet="0123456789,.~-·:/%()년월일시분초만억조천백원달러명개제약대세 가나의이한두\n", min_size=1, max_size=40
    )
)
def test_every_digit_stands_in_exactly_one_row(text: str) -> None:
    if not text.strip():
        return
    corpus = da.Corpus.from_texts({"d": text})
    rows = da.stats.quantities(corpus)
    body = corpus.documents["text"][0]
    held = [0] * len(body)
    for start, end, surface in rows[["start", "end", "surface"]].itertuples(index=False, name=None):
        assert body[start:end] == surface
        for k in range(start, end):
            held[k] += 1
    assert max(held, default=0) <= 1
    assert all(n == 1 for n, c in zip(held, body, strict=True) if c.isdigit())


PIECES = (
    "’20 '23 2020 20 3 1.5 6.25 1/4 년 년도 월 일 상반기 1분기 3월 5일 올해 지난달 작년 ~ - · . , 제 자 주 동안 당 "
    "주식 $ € m bn million k 달러 원 만 억 여 대 대선 전쟁 오후 시 분 세기 년대 개 ( )"
).split()


@settings(max_examples=10 * settings.default.max_examples)
@given(st.lists(st.sampled_from([*PIECES, " "]), min_size=1, max_size=12), st.sampled_from(["", "2023-01-31"]))
def test_no_row_of_pieces_ends_the_call(pieces: list[str], day: str) -> None:
    text = "".join(pieces)
    if not text.strip():
        return
    corpus = dated(text, day)
    rows = da.stats.quantities(corpus)
    assert all(c.isdigit() is False for c in _outside(corpus.documents["text"][0], rows))


def _outside(text: str, rows: pd.DataFrame) -> list[str]:
    """Give the characters that stand in no row."""
    held = {k for start, end in zip(rows["start"], rows["end"], strict=True) for k in range(start, end)}
    return [c for k, c in enumerate(text) if k not in held]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("올해 3월에 시작한다.", ["2023-03"]),
        ("올 1분기와 지난해 하반기를 본다.", ["2023-Q1", "2022-H2"]),
        ("지난달 3일과 이달 5일, 다음 달 7일이다.", ["2022-12-03", "2023-01-05", "2023-02-07"]),
        ("올해 3·4월과 내년 5월 2일에 한다.", ["2023-03", "2023-04", "2024-05-02"]),
        ("올해 3~5월에 한다.", ["2023-03/2023-05"]),
        ("다가올 3월에 한다.", ["--03"]),  # no 올 by itself
        ("3월 2일에 한다.", ["--03-02"]),  # which year it is, the text does not say
    ],
)
def test_relative_dates_take_the_day_of_publication(text: str, when: list[str]) -> None:
    assert da.stats.quantities(dated(text, "2023-01-31"))["when"].tolist() == when
    without = da.stats.quantities(dated(text, ""))["when"].tolist()
    assert not any(part.startswith("20") for part in without if "2023" not in text)


def test_what_a_number_is_worth() -> None:
    for text, value in [
        ("7조9000억", 7.9e12),
        ("3천5백만", 3.5e7),
        ("131억 3천 8백만", 1.3138e10),
        ("열두", 12),
        ("스물다섯", 25),
    ]:
        found = read_numeral(text)
        assert found is not None
        assert found.value == value
    assert read_numeral("5000~1억") == read_numeral("5000만~1억")  # 5,000억 would be more than 1억
    assert read_numeral("3억 5조") is None  # magnitudes must fall
    assert read_numeral("5~3") is None


def test_sums_leave_conversions_out() -> None:
    rows = table("1억 원(약 7만 달러)과 2억 원(국비 1억 원)을 냈다.")
    # the dollars restate the first amount; 국비 1억 원 is a part of the second, no conversion
    assert rows["converted"].tolist() == [False, True, False, False]


def test_offsets_lead_into_the_document_and_paragraphs_are_counted() -> None:
    rows = table("첫 줄에는 없다.\n둘째 줄에 3명,\n셋째 줄에 4％ 있다.")
    assert rows[["paragraph", "surface", "value"]].values.tolist() == [[2, "3명", 3.0], [3, "4％", 4.0]]


def test_no_figure_is_an_empty_table_with_its_columns() -> None:
    rows = table("아무 수도 없다.")
    assert rows.empty
    assert list(rows.columns) == [c.name for c in schema.QUANTITIES]
    about = {"documents": 1, "figures": 0, "unread": 0}
    assert rows.attrs == about | {"damron": about}


def test_a_redacted_corpus_is_refused() -> None:
    corpus = da.Corpus.from_texts({"d": "3명"})
    hidden = da.Corpus(corpus.documents.assign(text=""), corpus.removed, Path("x"))
    with pytest.raises(RefusalError, match="which is not here; put the article into seeds/private/"):
        da.stats.quantities(hidden)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("1·4분기에 늘었다.", ["Q1"]),
        ("2026년 2·4분기와 3/4분기에 늘었다.", ["2026-Q2", "Q3"]),
        ("3·4분기에 늘었다.", ["Q3", "Q4"]),  # may be two quarters
    ],
)
def test_a_quarter_of_four_is_one_quarter(text: str, when: list[str]) -> None:
    assert da.stats.quantities(da.Corpus.from_texts({"d": text}))["when"].tolist() == when


def test_a_day_that_its_month_lacks_is_not_completed() -> None:
    found = da.stats.quantities(dated("지난달 30일과 지난달 28일에 했다.", "2023-03-31"))
    assert found["when"].tolist() == ["---30", "2023-02-28"]
