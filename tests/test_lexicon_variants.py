from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import errors, lexicon, paths
from analysis.lexicon import variant_matcher
from analysis.lexicon.variants import fold, keys

HEAD = "schema: damron-variants/1\nid: toy\nversion: 1.0.0\nconcepts:\n"
Write = Callable[[str], lexicon.Variants]


@pytest.fixture
def read(tmp_path: Path) -> Write:
    def write(entries: str) -> lexicon.Variants:
        file = tmp_path / "mine.yaml"
        file.write_text(HEAD + entries, encoding="utf-8", newline="\n")
        return lexicon.variants(file)

    return write


def test_five_dots_and_five_hyphens_are_one_joint() -> None:
    signs = "\u00b7\u318d\u30fb\u2022\u2027-\u2010\u2011\u2013\uff0d"
    assert {fold(f"한{sign}미") for sign in signs} == {"한·미"}
    assert fold("한ㆍ미") == fold("한-미") == "한·미"
    assert fold("한/미") == "한/미"


def test_a_space_may_be_there_or_not() -> None:
    assert keys("가 나 다") == {"가나다", "가나 다", "가 나다", "가 나 다"}
    assert keys("가나") == {"가나"}
    assert keys("새싹 기업") == {"새싹 기업", "새싹기업"}


def test_on_is_a_key_and_not_the_truth_value_of_yaml(read: Write) -> None:
    # YAML 1.1 reads the key `on` as True and the word `off` as False
    found = read(" - {concept: 여당, surfaces: [與], on: false}\n - {concept: 노르웨이, surfaces: [no]}\n")
    assert [(c.form, c.on, c.surfaces) for c in found.concepts] == [
        ("여당", False, ("與",)),
        ("노르웨이", True, ("no",)),
    ]
    assert [c.form for c in found.active] == ["노르웨이"]


def test_turning_on_and_off_gives_a_new_value_with_another_hash(read: Write) -> None:
    found = read(" - {concept: 여당, surfaces: [與]}\n - {concept: 법원, surfaces: [法], on: false}\n")
    turned = found.turn(on=["법원"], off=["여당"])
    assert [c.form for c in turned.active] == ["법원"]
    assert [c.form for c in found.active] == ["여당"]
    assert turned.sha256 != found.sha256
    assert turned.turn(on=["여당"], off=["법원"]).sha256 == found.sha256


def test_the_hash_is_of_what_changes_a_table(read: Write) -> None:
    plain = read(" - {concept: 여당, surfaces: [與]}\n")
    noted = read("# a comment\n - {concept: 여당, surfaces: [與], source: 제목, examples: [與 대표가 왔다.]}\n")
    guarded = read(" - {concept: 여당, surfaces: [與], not_before: [人]}\n")
    assert plain.sha256 == noted.sha256 != guarded.sha256


def test_wrong_switches_are_errors(read: Write) -> None:
    found = read(" - {concept: 여당, surfaces: [與]}\n")
    with pytest.raises(errors.OptionError, match="no concept '야당' in toy; it has 여당"):
        found.turn(on=["야당"])
    with pytest.raises(errors.OptionError, match="on and off at once"):
        found.turn(on=["여당"], off=["여당"])
    with pytest.raises(errors.OptionError, match=r"on must be a list, such as \['여당'\]"):
        found.turn(on="여당")


def test_a_list_of_one_s_own_takes_the_place_of_the_same_concepts(read: Write) -> None:
    kit = read(" - {concept: 여당, surfaces: [與]}\n - {concept: 야당, surfaces: [野]}\n")
    both = kit.plus(read(" - {concept: 여당, surfaces: [與, 집권당]}\n"))
    assert [(c.form, c.surfaces) for c in both.active] == [("야당", ("野",)), ("여당", ("與", "집권당"))]
    assert (both.id, both.version) == ("toy+toy", "1.0.0+1.0.0")
    other = read(" - {concept: 집권당, surfaces: [與]}\n")
    with pytest.raises(errors.CodebookError, match="'與' stands under '여당' and '집권당'"):
        kit.plus(other)
    assert [c.form for c in kit.turn(off=["여당"]).plus(other).active] == ["야당", "집권당"]


@pytest.mark.parametrize(
    ("entries", "says"),
    [
        (" - 여당\n", r"mine\.yaml, line \d, entry 1: an entry is a mapping"),
        (" - {concept: '', surfaces: [與]}\n", "entry 1: an entry is a mapping with concept"),
        (" - {concept: 여당}\n", r"entry 1 \(여당\): surfaces must list other spellings"),
        (" - {concept: 여당, surfaces: [여당]}\n", "surfaces must list other spellings than '여당' itself"),
        (" - {concept: 여당, surfaces: ['']}\n", "surfaces must be a list of words, none of them empty"),
        (" - {concept: 여당, surfaces: 與}\n", "surfaces must be a list of words"),
        (" - {concept: 여당, surfaces: ['·-']}\n", "'·-' has no letter"),
        (" - {concept: 여당, surfaces: [與, 與]}\n", "'與' stands twice in surfaces"),
        (" - {concept: 여당, surface: [與]}\n", "unknown key 'surface'; the keys are concept, tag, on"),
        (" - {concept: 여당, surfaces: [與], tag: VV}\n", "tag must be NNG or NNP, not 'VV'"),
        (" - {concept: 여당, surfaces: [與], on: maybe}\n", "on must be true or false"),
        (" - {concept: 여당, surfaces: [與], concept: 야당}\n", "the key 'concept' stands twice"),
        (" - {concept: 여당, surfaces: [與]}\n - {concept: 여당, surfaces: [與黨]}\n", "'여당' and '여당' are one"),
        (" - {concept: 여당, surfaces: [與]}\n - {concept: 집권당, surfaces: [與]}\n", "'與' stands under '여당' and"),
        (
            " - {concept: 한미, surfaces: [한·미]}\n - {concept: 미한, surfaces: [한-미]}\n",
            "'한-미' stands under '한미'",
        ),
        (
            " - {concept: 가, surfaces: [나]}\n - {concept: 나, surfaces: [가]}\n",
            "'가' and '나' are each a surface of the",
        ),
        (
            " - {concept: 가, surfaces: [나]}\n - {concept: 나, surfaces: [다]}\n",
            "'나' is a surface of '가' and a concept",
        ),
    ],
)
def test_bad_lists_are_one_clear_sentence(read: Write, entries: str, says: str) -> None:
    with pytest.raises(errors.CodebookError, match=says) as caught:
        read(entries)
    assert str(caught.value).startswith("mine.yaml")


def test_what_is_off_contradicts_nothing_until_it_is_switched_on(read: Write) -> None:
    found = read(" - {concept: 여당, surfaces: [與]}\n - {concept: 집권당, surfaces: [與], on: false}\n")
    with pytest.raises(errors.CodebookError, match="'與' stands under"):
        found.turn(on=["집권당"])


def test_two_people_may_share_a_surname_if_both_ask_for_a_context(read: Write) -> None:
    found = read(
        " - {concept: 이재명, surfaces: [李], context: [이재명]}\n"
        " - {concept: 이명박, surfaces: [李], context: [이명박]}\n"
    )
    assert found.spellings["李"] == (0, 1)


def test_missing_list(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingError, match="no list of variants"):
        lexicon.variants(tmp_path / "none.yaml")


def test_every_entry_of_the_kit_says_who_says_so_and_shows_a_sentence() -> None:
    for concept in lexicon.variants().concepts:
        assert concept.source, concept.form
        assert concept.examples, concept.form


def test_people_and_a_user_s_own_choice_are_off() -> None:
    off = {c.form: c for c in lexicon.variants().concepts if not c.on}
    people = ("윤석열", "문재인", "박근혜", "이재명", "이명박", "노무현", "안철수")
    assert all(off[name].context for name in people)
    assert off["창업기업"].surfaces == ("창업 기업", "새싹기업", "새싹 기업", "스타트업")
    assert "比" not in lexicon.variants().spellings


def test_units_and_concepts_of_the_kit_write_the_same_word_alike() -> None:
    units = {k: u.form for u in lexicon.read(paths.LEXICONS / "units.yaml").units for k in keys(u.form)}
    for concept in lexicon.variants().concepts:
        for key in keys(concept.form):
            assert units.get(key, concept.form) == concept.form


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["한ㆍ미", "K-팝", "", "ＥＵ"],
        ["\u1112", "\u1161\u11ab", "e", "\u0301", "Straße", "İ"],  # none may join with its neighbour
        ["a\nb", "c"],  # a line break in a surface
    ],
)
def test_many_surfaces_fold_as_each_would(texts: list[str]) -> None:
    assert variant_matcher._fold_all(texts) == [fold(text) for text in texts]
