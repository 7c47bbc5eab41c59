"""Voices: direct quotations and reported speech with their speakers, on sentences of our own."""

from __future__ import annotations

import pytest

import analysis as da
from analysis.grammar.voices import Syntax
from analysis.lexicon.stance import stance
from analysis.tokens.tokens import arrays


def voices(text: str) -> list[tuple[str, bool, str]]:
    """List speaker, directness and words of every voice in a text."""
    rows = arrays(da.segment(da.Corpus.from_texts({"d": text})))
    syntax = Syntax(rows, stance().markings)
    found = []
    for voice in syntax.voices:
        start, end = rows.span(voice.first, voice.last)
        found.append((syntax.name(voice.speaker) if voice.speaker else "", voice.direct, text[start:end]))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("박 대표는 값이 오른다고 말했다.", [("박 대표", False, "값이 오른다고")]),
        ("교육청은 이름을 투표로 정하겠다고 밝혔다.", [("교육청", False, "이름을 투표로 정하겠다고")]),
        # the clause that a comma closes has a topic of its own
        ("시장은 웃었고, 주민들은 다리가 낡았다고 주장했다.", [("주민들", False, "다리가 낡았다고")]),
        ("기상청에 따르면 내일은 비가 온다.", [("기상청", False, "내일은 비가 온다.")]),
        ("김 의원은 “다리를 고치자”고 말했다.", [("김 의원", True, "“다리를 고치자”")]),
        # nobody is named, or what is named cannot speak
        ("값이 오른다고 말했다.", []),
        ("이유는 값이 오른다고 설명했다.", []),
        # to think is not to say, and a name in marks is no speech
        ("그는 값이 오른다고 생각했다.", []),
        ("“동맹”은 길다.", []),
    ],
)
def test_who_says_what(text: str, expected: list[tuple[str, bool, str]]) -> None:
    assert voices(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("설치비 6200만 원 가운데 절반은 빚이다.", ["절반"]),
        ("대표 윤 모 씨는 웃었다.", ["대표 윤 모 씨"]),
        ("정부와 기업은 만났다.", ["정부와 기업"]),
        ("네 명 가운데 한 명은 갔다.", ["한 명"]),
    ],
)
def test_subjects_are_named_by_their_head(text: str, names: list[str]) -> None:
    rows = arrays(da.segment(da.Corpus.from_texts({"d": text})))
    syntax = Syntax(rows, stance().markings)
    found = syntax.subjects
    assert [syntax.name(found.phrase(which)) for which in range(len(found.first))] == names
