"""Runs of nouns, on tokens written by hand."""

from __future__ import annotations

import pytest

from analysis.grammar.noun_runs import Run, runs, title_of


def run(*tokens: str) -> Run:
    """The one run of tokens that touch each other, each with its tag."""
    forms, tags = zip(*(token.split("/") for token in tokens), strict=True)
    ends = [sum(map(len, forms[: n + 1])) for n in range(len(forms))]
    (found,) = runs("".join(forms), [0, *ends[:-1]], ends, tags)
    return found


def test_nouns_that_touch_each_other_are_one_run() -> None:
    # 국방혁신을 부산 시장: 국방/NNG 혁신/NNG 을/JKO 부산/NNP 시장/NNG
    letters, tags = "국방혁신을 부산 시장", ["NNG", "NNG", "JKO", "NNP", "NNG"]
    found = runs(letters, [0, 2, 4, 6, 9], [2, 4, 5, 8, 11], tags)
    assert [one[:3] for one in found] == [(0, 4, "국방혁신"), (6, 8, "부산"), (9, 11, "시장")]
    assert [(one.word.tags, one.word.cuts) for one in found] == [
        (("NNG", "NNG"), (2,)),
        (("NNP",), ()),
        (("NNG",), ()),
    ]


@pytest.mark.parametrize(
    ("tokens", "heads"),
    [
        (["부산/NNP", "지역/NNG"], (("부산", True),)),
        (["삼성/NNP", "회장/NNG"], (("삼성", False),)),
        (["삼성/NNP", "전자/NNG"], ()),
    ],
)
def test_a_title_or_a_local_noun_sets_off_what_stands_before_it(tokens: list[str], heads: tuple[object, ...]) -> None:
    assert run(*tokens).word.heads == heads


def test_a_word_tells_its_kind_and_its_title() -> None:
    assert run("부산/NNP", "시장/NNG").word.kind == ""  # a mayor
    assert run("원자력안전위원회/NNP").word.kind == "organisation"
    assert [title_of(term) for term in ("외교부장관", "장관", "나무")] == ["장관", "장관", ""]
