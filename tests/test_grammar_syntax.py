"""Syntax: how subjects are named, on sentences of our own."""

from __future__ import annotations

import pytest

import analysis as da
from analysis.grammar.syntax import Syntax
from analysis.lexicon.stance import stance
from analysis.tokens.tokens import arrays


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
