"""The self-test: it passes on the shipped codebook and finds the faults we plant."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import pytest

import analysis as da
from analysis.codebook import Codebook, loads
from analysis.errors import OptionError

HEAD = """\
schema: kfa-codebook/1
id: toy
version: "1"
status: unvalidated
title: {ko: 장난감, en: toy}
unit: sentence
compare: [a, b]
variants: {한미: [韓美]}
provenance: {author: toy, basis: toy, licence: toy}
frames:
"""
FRAME = """\
- id: %s
  label: {ko: 가, en: a}
  colour: blue
  definition: toy
  examples: [%s]
  counterexamples: [%s]
  terms:
"""


def book(
    terms: str, *, examples: str = "", counterexamples: str = "", other: str = "{id: b1, match: 없음, tier: support}"
) -> Codebook:
    """Two frames: the terms under test, and one more term."""
    frames = FRAME % ("a", examples, counterexamples) + f"  - {terms}\n" + FRAME % ("b", "", "") + f"  - {other}\n"
    return loads(HEAD + frames, name="toy")


def failures(table: pd.DataFrame) -> list[tuple[str, str]]:
    """Check and text of what did not pass."""
    failed = table[~table["passed"]]
    return list(zip(failed["check"], failed["text"], strict=True))


def test_the_shipped_codebook_has_no_failure() -> None:
    shipped = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    table = da.framing.check(shipped)
    assert failures(table) == []
    made = table.groupby("check").size()
    frames = shipped.frames
    assert made["example"] == sum(len(f.examples) for f in frames)
    assert made["counterexample"] == sum(len(f.counterexamples) for f in frames)
    assert made["spacing"] > 90  # every alternative of two words or more, once
    assert made["particle"] > 1500
    assert made["merged layer"] == 1
    assert "warning: shared pattern" not in made  # no pattern stands in both compared frames


def test_examples_and_counterexamples() -> None:
    good, bad = "동맹이 굳건하다.", "학생들은 동맹휴학에 들어갔다."
    table = da.framing.check(book("{id: a1, match: 동맹}", examples=f"{good}, 하늘이 맑다.", counterexamples=bad))
    assert failures(table) == [("example", "하늘이 맑다."), ("counterexample", bad)]
    row = table[table["text"] == bad].iloc[0]
    assert (row["frame"], row["term"], row["expected"], row["found"]) == ("a", "", "0", "1")


def test_support_alone_does_not_make_an_example() -> None:
    table = da.framing.check(book("{id: a1, match: 동맹, tier: support}", examples="동맹이 굳건하다."))
    assert failures(table) == [("example", "동맹이 굳건하다.")]


def test_spacing_is_tried_closed_up() -> None:
    table = da.framing.check(book("{id: a1, match: '(한미 관계|동맹)'}"))
    spacing = table[table["check"] == "spacing"]
    assert spacing["text"].tolist() == ["어제 한미관계 이야기가 나왔다."]
    assert spacing["expected"].tolist() == ["1, as 어제 한미 관계 이야기가 나왔다."]
    assert spacing["passed"].all()


def test_spacing_that_changes_the_score_fails() -> None:
    # closed up, the star covers 친구관계 and stands first in the file; spaced, only the second term covers it
    terms = "{id: a1, match: '*관계', weight: 2}\n  - {id: a2, match: 친구 관계}"
    table = da.framing.check(book(terms))
    assert failures(table) == [("spacing", "어제 친구관계 이야기가 나왔다.")]
    assert table.loc[~table["passed"], "found"].tolist() == ["2"]


def test_spacing_that_never_matches_fails() -> None:
    # no noun has the tag of a particle, so both spellings give nothing, which is no agreement
    assert failures(da.framing.check(book("{id: a1, match: 친구 관계, pos: [JX]}"))) == [
        ("spacing", "어제 친구관계 이야기가 나왔다.")
    ]


def test_variants_are_tried_in_place_of_their_key() -> None:
    table = da.framing.check(book("{id: a1, match: 한미 동맹}"))
    variant = table[table["check"] == "variant"]
    assert variant["text"].tolist() == ["어제 韓美 동맹 이야기가 나왔다."]
    assert variant["passed"].all()


def test_particles_are_the_grammatical_ones() -> None:
    table = da.framing.check(book("{id: a1, match: '(동맹|안보|서울)'}"))
    particle = table[table["check"] == "particle"]["text"]
    words = [t.split(" ")[0] for t in particle]
    both = ["의", "에", "에서", "도", "만", "까지", "부터", "보다"]
    closed = ["이", "은", "을", "과", "으로", "이나"]
    assert words == [
        *("동맹" + p for p in [*closed, *both]),
        *("안보" + p for p in ["가", "는", "를", "와", "로", "나", *both]),
        *("서울" + p for p in ["이", "은", "을", "과", "로", "이나", *both]),  # 로 after ㄹ
    ]


def test_particles_follow_core_nouns_alone() -> None:
    terms = [
        "{id: a1, match: '(뛰/VV|*동맹|R&D)'}",
        "{id: a2, match: 동맹, tier: support}",
        "{id: a3, match: 먹, pos: [VV]}",
    ]
    assert "particle" not in set(da.framing.check(book("\n  - ".join(terms)))["check"])


def test_a_term_that_needs_a_neighbour_gets_one() -> None:
    table = da.framing.check(book("{id: a1, match: 양국, require_near: ['(정상|정부)']}"))
    particle = table[table["check"] == "particle"]
    assert particle["text"].str.startswith("정상 쪽에서 양국").all()
    assert particle["passed"].all()


def test_a_pattern_in_both_compared_frames_is_a_warning_that_passes() -> None:
    table = da.framing.check(book("{id: a1, match: '(본보기|한미 동맹)'}", other="{id: b1, match: 본보기}"))
    warning = table[table["check"] == "warning: shared pattern"].iloc[0]
    assert (warning["frame"], warning["term"], warning["passed"]) == ("a and b", "a1, b1", True)


def test_the_merged_layer_must_be_refused() -> None:
    row = da.framing.check(book("{id: a1, match: 동맹}")).query("check == 'merged layer'").iloc[0]
    assert (row["expected"], row["found"], row["passed"]) == ("refused", "refused", True)


def test_an_analyser_of_ones_own_is_used() -> None:
    seen: list[str] = []

    def segment(texts: Mapping[str, str]) -> da.Tokens:
        seen.extend(texts.values())
        return da.segment(da.Corpus.from_texts(texts))

    table = da.framing.check(book("{id: a1, match: 동맹}"), segment=segment)
    assert len(seen) == len(set(seen)) == 16  # one text a particle, one a term (frame b has one, too)
    assert table["passed"].all()
    with pytest.raises(OptionError, match="term 'a1' of codebook toy needs tags"):
        da.framing.check(
            book("{id: a1, match: 동맹/NNG}"),
            segment=lambda texts: da.Tokens.from_terms({k: v.split() for k, v in texts.items()}),
        )


@pytest.mark.parametrize(
    ("terms", "head"),
    [
        ("{id: a1, match: 동맹, tier: support}", "mask: [동맹]"),  # the mask covers all that the term finds
        ("{id: a1, match: 동맹, tier: support, not_after: [이야기]}", "mask: []"),
        ("{id: a1, match: 동맹, tier: support, require_near: [안보], not_near: [안보]}", "mask: []"),
    ],
)
def test_an_exclusion_that_cancels_everything_is_told(terms: str, head: str) -> None:
    made = loads(
        (
            HEAD + FRAME % ("a", "", "") + f"  - {terms}\n" + FRAME % ("b", "", "") + "  - {id: b1, match: 없음}\n"
        ).replace("unit: sentence", f"unit: sentence\n{head}"),
        name="toy",
    )
    table = da.framing.check(made).query("check == 'reachable' and term == 'a1'")
    assert table[["expected", "found", "passed"]].values.tolist() == [["a1", "nothing", False]]


def test_a_term_that_another_always_covers_is_told() -> None:
    # the same pattern twice in one frame: the first in the file wins every time
    table = da.framing.check(book("{id: a1, match: 동맹}\n  - {id: a2, match: (동맹), tier: support}"))
    found = table[table["check"] == "reachable"].set_index("term")[["found", "passed"]]
    assert found.loc["a1"].tolist() == ["a1", True]
    assert found.loc["a2"].tolist() == ["a1", False]


def test_overlapping_patterns_are_fine_while_each_wins_somewhere() -> None:
    table = da.framing.check(book("{id: a1, match: 동맹}\n  - {id: a2, match: (동맹|동맹 관계)}"))
    assert table.loc[table["check"] == "reachable", "passed"].all()
    assert table["passed"].all()


def test_predicates_are_tried_in_inflected_forms() -> None:
    good, bad = "{id: a1, match: 슬프/VA}", "{id: b1, match: 어렵다}"
    table = da.framing.check(book(good, other=bad)).query("check == 'inflected'")
    assert table["text"].tolist()[:2] == ["그때는 슬펐다.", "그때는 슬프지만 어쩔 수 없었다."]
    # a dictionary form without a tag finds itself alone
    assert table.groupby("term")["passed"].agg(["size", "sum"]).to_numpy().tolist() == [[4, 4], [4, 0]]


def test_one_syllable_without_a_tag_is_warned_of() -> None:
    terms = "{id: a1, match: (해|동맹)}\n  - {id: a2, match: 해/NNG}\n  - {id: a3, match: 운, pos: [NNG]}"
    table = da.framing.check(book(terms)).query("check == 'warning: one syllable'")
    assert table[["term", "text", "passed"]].values.tolist() == [["a1", "해", True]]


def test_a_sentence_that_the_analyser_misreads_is_put_in_other_words() -> None:
    # 어제 제도 이야기 is read as 저의 도: the noun is tried in another sentence
    table = da.framing.check(book("{id: a1, match: 제도, pos: [NNG]}")).query("term == 'a1'")
    assert table["passed"].all()
    assert table.query("check == 'reachable'")["text"].tolist() == ["이번에도 제도 이야기가 나왔다."]


def test_a_word_that_no_sentence_shows_is_told_and_not_blamed() -> None:
    def segment(texts: Mapping[str, str]) -> da.Tokens:
        # an analyser that never reads 동맹
        return da.segment(da.Corpus.from_texts({name: text.replace("동맹", "동네") for name, text in texts.items()}))

    table = da.framing.check(book("{id: a1, match: 동맹}"), segment=segment).query("term == 'a1'")
    assert table["passed"].all()
    assert set(table["check"]) == {"warning: misread"}
    row = table.iloc[0]
    assert (row["text"], row["expected"], row["found"]) == ("어제 동맹 이야기가 나왔다.", "동맹", "동네/NNG")


def test_a_wrong_tag_is_the_term_s_fault() -> None:
    table = da.framing.check(book("{id: a1, match: 동맹, pos: [VV]}\n  - {id: a2, match: 안보, pos: [NNP]}"))
    assert failures(table.query("check == 'reachable'")) == [("reachable", "어제 안보 이야기가 나왔다.")]
