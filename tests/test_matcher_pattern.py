"""The pattern language: what a written pattern expands to, and how it fails."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from analysis.errors import CodebookError
from analysis.matcher.pattern import Gap, Literal, Star, Tagged, alternatives, base_tag, expand
from analysis.matcher.spelling import any_of, canonical, canonical_form, fold


def texts(pattern: str, **variants: list[str]) -> list[str]:
    """First literals of the expansions, with their breaks shown as _."""
    shown = []
    for sequence in expand(pattern, variants=variants):
        literal = sequence[0]
        assert isinstance(literal, Literal)
        edges = (0, *literal.breaks, len(literal.text))
        shown.append("_".join(literal.text[a:b] for a, b in pairwise(edges)))
    return shown


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("동맹", ["동맹"]),
        ("(우방|맹방)", ["우방", "맹방"]),
        ("정상 공동 성명", ["정상_공동_성명"]),
        ("  정상\t성명 ", ["정상_성명"]),
        ("(인도|아시아) 태평양", ["인도_태평양", "아시아_태평양"]),
        ("(인도|아시아)태평양", ["인도태평양", "아시아태평양"]),
        ("한(미|미(일|중)) 관계", ["한미_관계", "한미일_관계", "한미중_관계"]),
        ("(가|나|가)", ["가", "나"]),  # no repeats
        ("K–바이오", ["k-바이오"]),
        ("R&D", ["r&d"]),
    ],
)
def test_literals(pattern: str, expected: list[str]) -> None:
    assert texts(pattern) == expected


def test_elements() -> None:
    assert expand("*동맹") == ((Star(attached=False), Literal("동맹", (), attached=True)),)
    assert expand("나라 <0-2> 고유") == (
        (Literal("나라", (), attached=False), Gap(0, 2), Literal("고유", (), attached=False)),
    )
    assert expand("하/(XSV|XSA)") == ((Tagged("하", "XSV", attached=False),), (Tagged("하", "XSA", attached=False),))


def test_tags_lose_their_suffix_and_endings_become_conjoining() -> None:
    assert expand("뛰/VV-R ㄴ다/EF") == (
        (Tagged("뛰", "VV", attached=False), Tagged("\u11ab다", "EF", attached=False)),
    )
    assert expand("ㄴ/NNG") == ((Tagged("ㄴ", "NNG", attached=False),),)  # only endings have finals


def test_variants_stand_beside_their_key_longest_first() -> None:
    assert texts("한미 동맹", 한미=["韓美", "한·미"]) == ["한미_동맹", "韓美_동맹", "한·미_동맹"]
    # 한미일 is its own key: 韓美일, which nobody writes, is not made from 한미
    assert texts("한미일", 한미=["韓美"], 한미일=["韓美日"]) == ["한미일", "韓美日"]
    assert expand("한미/NNP", variants={"한미": ["韓美"]}) == ((Tagged("한미", "NNP", attached=False),),)


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "the pattern is empty"),
        ("   ", "the pattern is empty"),
        ("(가|나", "character 1: this '(' is never closed; expected ')'"),
        ("가)", "character 2: found ')' without '('"),
        ("가|나", "character 2: found '|' outside brackets; write alternatives as (a|b)"),
        ("(가||나)", "character 4: expected the words of an alternative, found none"),
        ("가 (|나)", "character 4: expected the words of an alternative, found none"),
        ("()", "character 2: expected the words of an alternative, found none"),
        ("*", "expected at least one word or form/TAG"),
        ("가 <0-2>", "a gap needs a word on both sides"),
        ("<0-2> 가", "a gap needs a word on both sides"),
        ("가 <2-1> 나", "character 3: the gap <2-1> runs backwards"),
        ("가 <2> 나", "character 3: expected a gap such as <0-2> between spaces, found '<2>'"),
        ("가<0-2> 나", "character 1: expected a gap such as <0-2> between spaces"),
        ("가 <0-1> <0-1> 나", "two of * and <m-n> stand side by side"),
        ("가 * * 나", "two of * and <m-n> stand side by side"),
        ("하/XSVV", "character 1: 'XSVV' is no tag of the analyser; did you mean 'XSV'?"),
        ("가 /NNG", "character 3: expected form/TAG such as 하/XSV, found '/NNG'"),
        ("여/야", "character 1: expected form/TAG such as 하/XSV, found '여/야'"),
    ],
)
def test_what_does_not_parse_is_named(pattern: str, message: str) -> None:
    with pytest.raises(CodebookError, match=re.escape(message)):
        expand(pattern)


def test_more_than_a_thousand_sequences_are_refused() -> None:
    ten = "(" + "|".join("가나다라마바사아자차") + ")"
    assert len(expand(ten * 3)) == 1000
    with pytest.raises(CodebookError, match=r"stands for more than 1,000 sequences; split it"):
        expand(ten * 3 + "(가|나)")
    with pytest.raises(CodebookError, match=r"more than 1,000"):
        expand(ten * 3 + "한", variants={"한": ["韓"]})


def test_positions_follow_the_characters_into_alternatives() -> None:
    assert alternatives("가(나|다)") == ((("가", 0), ("나", 2)), (("가", 0), ("다", 4)))
    assert ["".join(c for c, _ in flat) for flat in alternatives("(가|나) 다")] == ["가 다", "나 다"]


def test_spelling() -> None:
    assert canonical("한ㆍ미") == canonical("한・미") == canonical("한•미") == canonical("한‧미") == "한·미"
    assert canonical("K‐A") == canonical("K‑A") == canonical("K–A") == canonical("K－A") == "k-a"
    assert canonical("\u1112\u1161\u11ab") == "한"  # decomposed Hangul
    assert len(fold("Straße İ")) == 8  # folding keeps offsets
    assert canonical_form("ㅂ니다", ending=True) == "\u11b8니다"
    assert canonical_form("ㄹ", ending=True) == "\u11af"
    assert base_tag("VA-I") == "VA"
    assert base_tag("VV-I") == "VV"
    assert canonical("K–바이오") == "k-바이오"
    assert fold("한ㆍ미 R&D") == "한·미 r&d"
    assert any_of(("한미", "한미일")).findall("한미일") == ["한미일"]  # the longest that fits


def test_the_rest_of_a_morpheme_and_signs_without_meaning() -> None:
    def texts(pattern: str) -> list[str]:
        return [element.text for sequence in expand(pattern) for element in sequence]

    assert texts("(econom**|**omics)") == ["econom\ue000", "\ue000omics"]
    assert texts(":\\/") == [":/"]
    assert texts(":\\)") == [":)"]
    for pattern in ("**", "가 **", "경제**/NNG"):
        with pytest.raises(CodebookError):
            expand(pattern)
