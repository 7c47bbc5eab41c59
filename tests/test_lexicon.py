from __future__ import annotations

from pathlib import Path

import pytest

from analysis import errors, lexicon, paths


@pytest.fixture
def units(tmp_path: Path) -> lexicon.Units:
    file = tmp_path / "units.yaml"
    file.write_text(
        "schema: damron-units/1\nid: toy\nversion: '1'\nunits:\n"
        "  - K-바이오 랩 허브\n  - 랩 허브\n  - {unit: 업무협약, tag: NNG, spellings: [업무 협약]}\n"
        "  - {unit: 별빛 대학교, spellings: [별빛대]}\n",
        encoding="utf-8",
    )
    return lexicon.read(file)


def found(units: lexicon.Units, text: str) -> list[tuple[str, str]]:
    return [(text[a:b], unit.form) for a, b, unit in units.spans(text)]


@pytest.mark.parametrize("spelling", ["K-바이오 랩 허브", "K바이오랩허브", "K–바이오 랩허브", "k-바이오랩 허브"])
def test_spaced_closed_and_hyphenated_alike_longest_first(units: lexicon.Units, spelling: str) -> None:
    assert found(units, f"{spelling}는") == [(spelling, "K-바이오 랩 허브")]


@pytest.mark.parametrize("after", ["", "을", "으로부터는", "이었다", "이라는", "들이", "(MOU)", "·창업", ".", " 체결"])
def test_a_unit_ends_before_particle_copula_or_sign(units: lexicon.Units, after: str) -> None:
    assert found(units, f"업무 협약{after}") == [("업무 협약", "업무협약")]


@pytest.mark.parametrize("text", ["업무협약서를", "업무협약식", "한업무협약", "K업무협약", "업무에 협약"])
def test_a_unit_inside_a_longer_word_is_left_alone(units: lexicon.Units, text: str) -> None:
    assert found(units, text) == []


def test_other_spellings_show_the_unit_s_form(units: lexicon.Units) -> None:
    assert found(units, "별빛대와 별빛 대학교") == [("별빛대", "별빛 대학교"), ("별빛 대학교", "별빛 대학교")]


def test_the_kit_s_list_is_sound() -> None:
    shipped = lexicon.read(paths.LEXICONS / "units.yaml")
    for unit in shipped.units:
        for text in (unit.form, unit.form.replace(" ", ""), *unit.spellings):
            assert found(shipped, f"그 {text}의 뜻") == [(text, unit.form)], text


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("units: [", r"line \d: not valid YAML"),
        ("id: x", "schema: damron-units/1"),
        ("schema: damron-units/1\nwords: []", "keys of a unit list"),
        ("schema: damron-units/1\nunits:\n - {unti: 가}", r"entry 1: .*unti"),
        ("schema: damron-units/1\nunits:\n - {unit: 가나, tag: VV}", "entry 1: tag must be NNG or NNP"),
        ("schema: damron-units/1\nunits:\n - 가 나\n - 가나", "'가나' stands under '가 나' and '가나'"),
        ("schema: damron-units/1\nunits:\n - {unit: 가, spellings: 나}", "spellings must be a list"),
        ("schema: damron-units/1\nunits:\n - {unit: 가, spellings: ['']}", "none of them empty"),
        (
            "schema: damron-units/1\nunits:\n - {unit: 가나, spellings: [가 나, 가 나]}",
            "'가 나' stands twice in spellings",
        ),
        ("schema: damron-units/1\nunits:\n - {unit: '·'}", "'·' has no letter"),
        ("schema: damron-units/1\nunits:\n - 가나\n - {unit: 가나, tag: NNG}", "the unit '가나' stands twice"),
        ("schema: damron-units/1\nunits: []\nunits: []", "line 3: the key 'units' stands twice"),
    ],
)
def test_bad_lists_are_one_clear_sentence(tmp_path: Path, body: str, says: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(body, encoding="utf-8")
    with pytest.raises(errors.CodebookError, match=says) as caught:
        lexicon.read(file)
    assert "bad.yaml" in str(caught.value)


def test_missing_list(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingError, match="no unit list"):
        lexicon.read(tmp_path / "none.yaml")
