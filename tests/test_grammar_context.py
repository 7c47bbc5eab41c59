"""Quotation and negation on sentences of our own, cut by the kit's analyser; flags were read off by eye."""

from __future__ import annotations

import pytest

import analysis as da
from analysis.codebook import loads

BOOK = loads(
    """
schema: kfa-codebook/1
id: toy
version: "1"
status: unvalidated
title: {ko: 장난감, en: toy}
unit: sentence
provenance: {author: toy, basis: toy, licence: toy}
frames:
- id: a
  label: {ko: 가, en: a}
  colour: blue
  definition: toy
  terms: [{id: t, match: "(동맹|창업|협력|투자)"}]
""",
    name="toy",
)


def flags(text: str, column: str) -> list[bool]:
    """One flag for each hit of the text, in order."""
    tokens = da.segment(da.Corpus.from_texts({"d": text}))
    return [bool(v) for v in da.framing.hits(tokens, BOOK)[column]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("동맹은 필수적이다.", [False]),
        ("동맹은 필수적이지 않다.", [True]),
        ("동맹은 필수적이지는 않다.", [True]),
        ("동맹을 강화하고 있지 않다.", [True]),  # an auxiliary does not open a clause
        ("동맹을 강화하지 못했다.", [True]),
        ("동맹을 지키지도 못하는 나라다.", [True]),
        ("동맹을 안 지켰다.", [True]),
        ("동맹이 아니다.", [True]),
        ("창업 없이는 미래가 어둡다.", [True]),
        ("창업이 없다.", [True]),
        ("동맹을 약화하지 말아야 한다.", [True]),
        ("끝내 동맹을 이루고 말았다.", [False]),  # 고 말다 is no negation
        ("동맹은 강하지만 창업은 늘지 않았다.", [False, True]),  # a connective ending closes the clause
        ("동맹이 없으면 창업도 어렵다.", [True, False]),
        ("동맹, 협력, 투자가 없다.", [True, True, True]),  # a comma does not: one predicate for all three
        ("신뢰 없는 동맹이 투자를 막는다.", [False, False]),  # an adnominal ending closes the clause
        ("동맹은 누구도 원하지 않는 창업을 도왔다.", [False, False]),  # a topic passes over it
        ("동맹을 지키는 것은 쉽지 않다.", [False]),  # the ease is denied, not the alliance
        ("“동맹”이 없다.", [True]),  # unless what is quoted is a name
        ("그는 “동맹은 강하다”고 말하지 않았다.", [False]),  # a quotation has clauses of its own
        ("동맹뿐만 아니라 창업도 중요하다.", [False, False]),
        ("동맹만이 아니라 창업도 중요하다.", [False, False]),
        ("협력할 수밖에 없다.", [False]),
        ("창업에 못지않게 동맹도 중요하다.", [False, False]),
        ("동맹이 강하다. 창업이 없다.", [False, True]),
    ],
)
def test_negation(text: str, expected: list[bool]) -> None:
    assert flags(text, "negated") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("그는 “동맹은 강하다”라고 말하며 협력을 청했다.", [True, False]),
        ('그는 "동맹은 강하다"고 말하며 협력을 청했다.', [True, False]),
        ("‘동맹’이라는 이름의 협력이다.", [False, False]),  # single marks set off names and emphasis
        ("『동맹』을 읽고 협력을 생각했다.", [False, False]),  # a title
        ("그는 “동맹은 강하다. 투자도 는다.”라고 했다. 협력은 멀다.", [True, True, False]),
        ("그는 “동맹은 강하다고 했다.\n협력은 멀다.", [True, False]),  # unclosed: to the end of the paragraph
        ('27" 화면을 만드는 협력이다. 투자가 늘었다.', [False, False]),  # a straight mark alone is no quotation
        ("동맹은 멀다”라고 했다. 협력이 먼저다.", [False, False]),  # closes nothing
        ("그는 “동맹은 강하다“고 말하며 협력을 청했다.", [True, False]),  # a second “ closes behind a word
        ("그는 “나는 “동맹”이라 했다”고 말하며 협력을 청했다.", [True, False]),  # and opens where ” comes next
        ("그는 „동맹은 강하다“고, ＂투자는 멀다＂고 말하며 협력을 청했다.", [True, True, False]),
    ],
)
def test_quotation(text: str, expected: list[bool]) -> None:
    assert flags(text, "inside_quote") == expected
