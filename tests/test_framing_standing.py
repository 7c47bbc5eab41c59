"""Standing of two frames by their counted hits: states and ranges worked out by hand."""

from __future__ import annotations

from itertools import product
from math import comb

import pytest

import analysis as da
from analysis.framing.standing import Standing, standing

BOOK = """\
schema: kfa-codebook/1
id: kitchen
version: "1"
status: unvalidated
title: {ko: 부엌, en: kitchen}
unit: sentence
multi_label: true
compare: [salty, sweet]
defaults: {weight: 1.0, tier: core, cap_per_sentence: 1, support_scope: paragraph, nested_scope: frame}
provenance: {author: a, basis: b, licence: c}
frames:
- id: salty
  label: {ko: 짠맛, en: salty}
  colour: blue
  definition: 짠 것
  terms:
  - {id: sa1, match: 소금}
  - {id: sa2, match: 간장}
  - {id: sa3, match: 된장}
  - {id: sa4, match: 젓갈, tier: support, weight: 0.5}
- id: sweet
  label: {ko: 단맛, en: sweet}
  colour: orange
  definition: 단 것
  terms:
  - {id: sw1, match: 설탕}
  - {id: sw2, match: 조청}
"""


def stand(*paragraphs: str) -> Standing:
    """Say how salty and sweet stand in a text; a word stands for a sentence with it."""
    text = "\n".join(" ".join(f"{words.replace('+', '과 ')} 있었다." for words in p.split()) for p in paragraphs)
    tokens = da.segment(da.Corpus.from_texts({"d": text}))
    return standing(da.framing.hits(tokens, da.codebook.loads(BOOK, name="test")), tokens)


def row(found: Standing, source: str) -> tuple[float | None, float | None, str, str]:
    moved = next(one for one in found.moved if one.source == source)
    return moved.low, moved.high, moved.low_by, moved.high_by


@pytest.mark.parametrize(
    ("text", "state", "n", "leader"),
    [
        ("물 물", "none", (0, 0), ""),
        ("소금 소금", "one", (2, 0), "salty"),
        ("설탕 조청 설탕", "one", (0, 3), "sweet"),
        ("소금 소금 소금 소금 소금 소금 설탕 설탕 설탕 설탕", "few", (6, 4), "salty"),
    ],
)
def test_below_five_hits_of_a_side_there_is_no_share(text: str, state: str, n: tuple[int, int], leader: str) -> None:
    found = stand(text)
    assert (found.stands, found.n, found.leader) == (state, n, leader)
    assert (found.share, found.moved, found.chosen, found.p) == (None, (), (), None)


def test_a_lead_that_one_term_carries_is_open() -> None:
    found = stand("소금 소금 소금 소금 소금 간장 간장 간장 설탕 설탕 설탕 조청 조청")
    assert (found.stands, found.n, found.share) == ("open", (8, 5), 8 / 13)
    # without 소금 3 : 5, without 설탕 8 : 2
    assert row(found, "term") == (3 / 8, 8 / 10, "sa1", "sw1")
    # without a salty sentence 7 : 5, without a sweet one 8 : 4
    assert row(found, "sentence") == (7 / 12, 8 / 12, "1", "9")
    assert [m.reason for m in found.moved] == ["", "", "single", "same", ""]


def test_a_tie_is_open_and_has_no_leader() -> None:
    found = stand("소금 소금 소금 간장 간장 설탕 설탕 설탕 조청 조청")
    assert (found.stands, found.leader, found.share) == ("open", "", 0.5)
    assert all(one.held is None for one in found.chosen)


def test_a_lead_that_only_chance_could_make_leans() -> None:
    found = stand("소금 소금 소금 소금 간장 간장 간장 간장 된장 된장 된장 설탕 설탕 설탕 조청 조청")
    assert (found.stands, found.n, found.leader) == ("leans", (11, 5), "salty")
    assert row(found, "term") == (7 / 12, 11 / 13, "sa1", "sw1")
    # sixteen sentences of one hit each: eleven heads or more, or five or fewer, in sixteen throws
    assert (found.unit, found.units) == ("sentence", 16)
    assert found.p == pytest.approx(2 * sum(comb(16, k) for k in range(11, 17)) / 2**16)
    low, high = row(found, "resampling")[:2]
    assert low is not None and high is not None and low < 0.5 < high  # noqa: PT018 - both ends are there


def test_a_lead_that_nothing_reaches_leads() -> None:
    found = stand(*["소금 간장"] * 10, *["설탕"] * 3, *["조청"] * 2)
    assert (found.stands, found.n, found.share) == ("leads", (20, 5), 0.8)
    assert row(found, "term") == (10 / 15, 20 / 22, "sa1", "sw1")
    assert row(found, "paragraph") == (18 / 23, 20 / 24, "1", "11")
    # ten paragraphs lean by two, five by one the other way, fifteen in all
    leaning = [2] * 10 + [1] * 5
    as_far = sum(
        abs(sum(s * d for s, d in zip(signs, leaning, strict=True))) >= 15 for signs in product((1, -1), repeat=15)
    )
    assert (found.unit, found.units) == ("paragraph", 15)
    assert found.p == pytest.approx(as_far / 2**15)
    assert found.p < 0.05


def test_fewer_than_eight_sentences_are_not_resampled_and_never_lead() -> None:
    found = stand("소금+간장 소금+간장 소금+간장 소금+간장 설탕+조청 설탕+조청 설탕")
    assert found.n == (8, 5)
    drawn = found.moved[-1]
    assert (drawn.source, drawn.low, drawn.reason, drawn.touches) == ("resampling", None, "few", False)
    assert found.stands in {"leans", "open"}


def test_points_and_caps_and_scopes_are_ways_of_counting_and_not_the_headline() -> None:
    # 소금 twice in a sentence is two hits, which the codebook caps at one; 젓갈 counts beside 소금 and weighs a half
    found = stand("소금+소금 젓갈 젓갈 간장 설탕 설탕 조청 조청 조청", "젓갈 설탕")
    assert (found.n, found.weight) == ((5, 6), (3.0, 6.0))
    told = {one.id: (one.share, one.changed, one.held) for one in found.chosen}
    assert told["weights_on"] == (4 / 10, True, True)  # 3 and two halves to 6
    assert told["cap_on"] == (4 / 10, True, True)  # 소금 once
    assert told["support_off"] == (6 / 12, True, False)  # the 젓갈 of the second paragraph too: a tie
    assert told["support_core"] == (3 / 9, True, True)
    assert told["ambiguous_off"] == (5 / 11, False, None)
    assert told["quotes_out"] == (5 / 11, False, None)
    counting = next(one for one in found.moved if one.source == "counting")
    assert counting.low == pytest.approx(2 / 8)  # core terms alone, 소금 once
    assert counting.low_by == "cap=codebook, support=core"
    assert counting.high == pytest.approx(6 / 12)
    assert counting.high_by == "support=off"
    # salty is 2, 3, 3.5, 4, 4.5, 5 or 6, sweet always 6
    assert (counting.variants, counting.distinct) == (48, 7)
    assert found.stands == "open"


def test_the_rows_stand_in_one_order() -> None:
    found = stand("소금 소금 소금 간장 간장 설탕 설탕 설탕 조청 조청")
    assert [one.source for one in found.moved] == ["term", "sentence", "paragraph", "counting", "resampling"]
