"""Particles and jamo."""

from __future__ import annotations

import pytest

from analysis.korean import PAIRS, attach, fit, particle, visible, width


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("클러스터", "가"),  # ends in a vowel
        ("동맹", "이"),  # ends in ㅇ
        ("‘동맹’", "이"),  # the closing quote is not read
        ("업무협약(MOU)", "이"),  # the gloss is not read: 협약 ends in ㄱ
        ("12", "가"),  # 십이
        ("10", "이"),  # 십
        ("1,000", "이"),  # 천
        ("100000000", "이"),  # 억
        ("1000000000000", "가"),  # 조
        ("0", "이"),  # 영
        ("3.10", "이"),  # 삼 점 일영
        ("MOU", "가"),  # 엠오유
        ("GDP", "가"),  # 지디피
        ("VR", "이"),  # 브이알
        ("cluster", "가"),
        ("online", "이"),  # 온라인: the last e is silent
        ("50%", "가"),  # 퍼센트
        ("韓美", "이(가)"),  # the reading of Hanja is not known here
        ("startup", "이"),  # 스타트업
        ("topic", "이"),  # 토픽
        ("block", "이"),  # 블록
        ("book", "이"),  # 북
        ("out", "이"),  # 아웃
        ("tape", "가"),  # 테이프: behind a long vowel ㅡ is added
        ("cost", "가"),  # 코스트, as behind another consonant
        ("heat", "가"),  # 히트
        ("tag", "가"),  # 태그
        ("", "이(가)"),
    ],
)
def test_subject_particle_follows_the_reading(word: str, expected: str) -> None:
    assert particle(word, "이/가") == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("서울", "로"),  # ㄹ takes 로
        ("부산", "으로"),
        ("대구", "로"),
        ("12회", "로"),
        ("7", "로"),  # 칠
        ("3", "으로"),  # 삼
        ("Google", "로"),  # 구글
        ("美", "(으)로"),
    ],
)
def test_direction_particle_treats_rieul_as_a_vowel(word: str, expected: str) -> None:
    assert particle(word, "으로/로") == expected


def test_attach_keeps_the_word_as_it_stands() -> None:
    assert [attach("‘동맹’", pair) for pair in PAIRS] == [
        "‘동맹’이",
        "‘동맹’은",
        "‘동맹’을",
        "‘동맹’과",
        "‘동맹’으로",
    ]


def test_unknown_pair_is_an_error() -> None:
    with pytest.raises(ValueError, match="가/이"):
        particle("동맹", "가/이")


def test_lone_conjoining_jamo_become_visible_and_syllables_stay() -> None:
    assert visible("\u11ab다") == "ㄴ다"
    assert visible("\u11ab다고 \u11af") == "ㄴ다고 ㄹ"
    assert visible("\u1112\u1161\u11ab") == "한"  # a whole syllable composes


def test_columns_of_a_terminal() -> None:
    # a syllable takes two columns, a Latin letter or a space one
    assert width("동맹 ab") == 7
    assert [fit("동맹", 6), fit("동맹", 6, before=True), fit("한미동맹", 5)] == ["동맹  ", "  동맹", "한미…"]
