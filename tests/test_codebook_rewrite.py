"""Changes of a codebook's text: one place each, every other character as it was."""

from __future__ import annotations

import difflib

import pytest

from analysis import paths
from analysis.codebook import loads, rewrite
from analysis.errors import CodebookError


@pytest.mark.parametrize(
    ("text", "place", "value", "after"),
    [
        ("a:\n- b  # c\n# d\nz: 1\n", ("a",), "e", "a:\n- b  # c\n- e\n# d\nz: 1\n"),
        ("a: [b]  # c\n", ("a",), "d e", 'a: [b, "d e"]  # c\n'),
        ("a: []\n", ("a",), "d", "a: [d]\n"),
        ("a:\nz: 1\n", ("a",), "d", "a:\n- d\nz: 1\n"),
        ("z: 1", ("a",), "d", "z: 1\na:\n- d"),
        ("f:\n- {id: x}\n", ("f", 0, "a"), "d", "f:\n- {id: x, a: [d]}\n"),
        ("f:\n- id: x\n  # c\n  terms: []\n", ("f", 0, "a"), "d", "f:\n- id: x\n  # c\n  a:\n  - d\n  terms: []\n"),
        ("f:\n- id: x\n  n: |\n    y\n\n# c\n", ("f",), {"id": "z"}, "f:\n- id: x\n  n: |\n    y\n- {id: z}\n\n# c\n"),
        ("a:\r\n- b\r\n", ("a",), "c", "a:\r\n- b\r\n- c\r\n"),
        ("a: [b]\n", ("a",), "no", 'a: [b, "no"]\n'),
    ],
)
def test_an_entry_is_written_behind_the_last(
    text: str, place: tuple[int | str, ...], value: object, after: str
) -> None:
    assert rewrite.append(text, place, value) == after


@pytest.mark.parametrize(
    ("text", "place", "after"),
    [
        ("a:\n- b  # c\n# d\n- e\n", ("a", 0), "a:\n# d\n- e\n"),
        ("a: [b, c, d]\n", ("a", 0), "a: [c, d]\n"),
        ("a: [b, c, d]\n", ("a", 2), "a: [b, c]\n"),
        ("a: [b]\n", ("a", 0), "a: []\n"),
        ("z: 1\na:\n- b\ny: 2\n", ("a", 0), "z: 1\ny: 2\n"),
        ("a:\n- id: b\n  n: 1\n- id: c", ("a", 0), "a:\n- id: c"),
    ],
)
def test_an_entry_goes_with_its_lines(text: str, place: tuple[int | str, ...], after: str) -> None:
    assert rewrite.remove(text, place) == after


def test_a_value_is_put_in_place_of_another() -> None:
    assert rewrite.put("v: 1.0  # c\n", ("v",), "1.1") == 'v: "1.1"  # c\n'


def test_what_cannot_be_changed_safely_is_refused() -> None:
    with pytest.raises(CodebookError, match="cannot change at a; change it by hand"):
        rewrite.append("b: &b [c]\na: *b\n", ("a",), "d")  # would change b, too


@pytest.mark.parametrize("name", ["alliance-startup", "energy-transition", "general-news"])
def test_the_kit_s_codebooks_keep_every_other_line(name: str) -> None:
    text = (paths.CODEBOOKS / f"{name}.yaml").read_text(encoding="utf-8")
    before = loads(text, name=name)
    last = len(before.frames[0].terms) - 1
    after = rewrite.append(text, ("frames", 0, "counterexamples"), '가: "나" # 다')
    after = rewrite.remove(after, ("frames", 0, "terms", last))
    after = rewrite.put(after, ("version",), "9.0.0")
    book = loads(after, name=name)
    assert book.frames[0].counterexamples == (*before.frames[0].counterexamples, '가: "나" # 다')
    assert book.frames[0].terms == before.frames[0].terms[:-1]
    assert book.frames[1:] == before.frames[1:]
    changed = [line for line in difflib.ndiff(text.splitlines(), after.splitlines()) if line[0] in "+-"]
    assert len([line for line in changed if line[0] == "+"]) == 2  # the sentence and the version
