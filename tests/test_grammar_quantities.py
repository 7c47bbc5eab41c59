"""The grammar of quantities, on sentences whose quantities were marked by eye."""

from __future__ import annotations

import pytest

from analysis.errors import OptionError
from analysis.grammar.quantities import Kind, spans


def found(text: str, kind: Kind) -> list[str]:
    """Quantities of a text in which every character could start or end a morpheme."""
    starts = [n for n, c in enumerate(text) if not (n and c.isdigit() and text[n - 1] in "0123456789.,")]
    return [text[a:b] for a, b in spans(text, kind=kind, starts=starts, ends=set(range(1, len(text) + 1)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("59억 달러(약 7조9000억 원)를 냈다", ["59억 달러(약 7조9000억 원)"]),  # a conversion is the same money
        ("7조9000억 원(약 59억 달러)", ["7조9000억 원(약 59억 달러)"]),
        ("2700억 원이 든다", ["2700억 원"]),
        ("1억 2,000만 원과 3천 원", ["1억 2,000만 원", "3천 원"]),
        ("3조 5천억 원 규모", ["3조 5천억 원"]),
        ("500만달러, 100억유로, 300만 엔", ["500만달러", "100억유로", "300만 엔"]),
        ("수천억 원과 수십억 원", ["수천억 원", "수십억 원"]),
        ("100여만 원이나 10억여 원", ["100여만 원", "10억여 원"]),
        ("3~5억 원", ["3~5억 원"]),
        ("$5억과 us$ 3억", ["$5억", "us$ 3억"]),
        ("50억 미국 달러", ["50억 미국 달러"]),
        ("1.5달러", ["1.5달러"]),
        ("10억 원(전체의 30%)", ["10억 원"]),  # what stands in brackets is no amount
        ("30억 개와 5억 명", []),
        ("원을 그렸다", []),
    ],
)
def test_money(text: str, expected: list[str]) -> None:
    assert found(text, "money") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("약 4만㎡ 땅에", ["4만㎡"]),
        ("1스퀘어마일(약 2.59km²)", ["1스퀘어마일(약 2.59km²)"]),
        ("25만 평과 3헥타르", ["25만 평", "3헥타르"]),
        ("12만 제곱미터", ["12만 제곱미터"]),
        ("12km를 걸었다", []),
    ],
)
def test_area(text: str, expected: list[str]) -> None:
    assert found(text, "area") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30여 개 기관과", ["30여 개"]),
        ("50건의 협약, 6개의 문서", ["50건", "6개"]),
        ("1,200만 명", ["1,200만 명"]),
        ("4만5000여 개", ["4만5000여 개"]),
        ("세 곳과 천 개, 몇 명", ["세 곳", "천 개", "몇 명"]),
        ("30개국", ["30개국"]),
        ("2023년에", []),
    ],
)
def test_count(text: str, expected: list[str]) -> None:
    assert found(text, "count") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023년 5월 4일에", ["2023년 5월 4일"]),
        ("2011년 이후 12년 만에", ["2011년"]),  # a duration is no date
        ("올해 3월과 5월 4일", ["3월", "5월 4일"]),
        ("2023. 5. 4. 발표", ["2023. 5. 4."]),
        ("2023-05-04에", ["2023-05-04"]),
        ("5000년 역사", []),
    ],
)
def test_date(text: str, expected: list[str]) -> None:
    assert found(text, "date") == expected


def test_spans_keep_to_the_boundaries_of_morphemes() -> None:
    # 3원칙: 원칙 is one morpheme, so 3원 does not end where a morpheme does
    assert spans("3원칙", kind="money", starts=[0, 1], ends={1, 3}) == []
    # the amount may end before the bracket where the bracket's inside was redacted
    assert spans("3억 원을 냈다", kind="money", starts=[0], ends={1, 2, 4, 5, 7}) == [(0, 4)]
    assert spans("3억 원(약 ￼￼)", kind="money", starts=[0], ends={1, 2, 4, 5, 6, 9, 10}) == [(0, 4)]


def test_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(OptionError, match="kind 'cash' is not known; use one of money, area, count, date"):
        spans("3억 원", kind="cash", starts=[0], ends={4})  # type: ignore[arg-type]
