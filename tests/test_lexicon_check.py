from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import analysis as da
from analysis import errors, lexicon, paths
from analysis.lexicon.variants import Concept, Variants

HEAD = "schema: damron-units/1\nid: toy\nversion: '1'\nunits:\n"


def segment(
    texts: Mapping[str, str] | da.Corpus, *, units: lexicon.Units | None = None, variants: None = None
) -> da.Tokens:
    corpus = texts if isinstance(texts, da.Corpus) else da.Corpus.from_texts(texts)
    return da.segment(corpus, units=units, variants=variants)


def units(tmp_path: Path, entries: str) -> lexicon.Units:
    file = tmp_path / "units.yaml"
    file.write_text(HEAD + entries, encoding="utf-8")
    return lexicon.read(file)


def test_every_unit_of_the_kit_fires_closed_spaced_hyphenated_and_before_particles() -> None:
    listed = lexicon.read(paths.LEXICONS / "units.yaml")
    found = lexicon.check(listed, segment=segment)
    assert found.loc[~found["passed"], ["entry", "text"]].values.tolist() == []
    assert set(found["check"]) == {"closed", "spaced", "hyphenated", "particle"}
    assert set(found["entry"]) == {u.form for u in listed.units}


def test_probes_of_one_unit(tmp_path: Path) -> None:
    found = lexicon.check(units(tmp_path, " - 랩 허브\n"), segment=segment)
    assert found.loc[:2, ["check", "expected"]].values.tolist() == [
        ["spaced", "랩 허브"],
        ["closed", "랩허브"],
        ["hyphenated", "랩-허브"],
    ]
    assert found["text"].tolist()[3] == "어제는 랩 허브가 다시 살폈다."
    assert found["passed"].all()


def test_a_unit_that_does_not_fire_is_told() -> None:
    dead = lexicon.Units("toy", "1", "0", (lexicon.Unit("업무협약", "NNG"),))

    def ignoring(texts: Mapping[str, str], *, units: lexicon.Units | None, variants: None) -> da.Tokens:
        return segment(texts)

    found = lexicon.check(dead, segment=ignoring)
    assert not found["passed"].any()
    assert set(found["found"]) == {""}


def test_every_concept_of_the_kit_fires_in_its_examples_and_not_in_its_counterexamples() -> None:
    found = lexicon.check(lexicon.variants(), segment=segment)
    assert found.loc[~found["passed"], ["check", "entry", "text"]].values.tolist() == []
    assert set(found["check"]) == {"example", "counterexample", "closed"}


def test_a_wrong_example_of_a_concept_is_told() -> None:
    wrong = Concept("북한", surfaces=("比",), examples=("北 미사일",), counterexamples=("전년 比 세 배로 늘었다.",))
    found = lexicon.check(Variants("toy", "1", (wrong,)), segment=segment)
    assert found[["check", "expected", "found", "passed"]].values.tolist() == [
        ["example", "북한", "", False],
        ["counterexample", "", "북한", False],
        ["closed", "比", "比", True],
    ]


def test_the_effect_of_a_list_is_what_its_units_take_from_their_heads(tmp_path: Path) -> None:
    listed = units(tmp_path, " - {unit: 전기 요금, tag: NNG}\n - 랩 허브\n")
    corpus = da.Corpus.from_texts({"a": "전기 요금이 올랐다.\n전기요금과 요금을 따졌다.", "b": "전기가 나갔다."})
    found = lexicon.effect(listed, corpus, segment=segment)
    # 전기 stands three times, two of them in the unit; 요금 three times, two of them in the unit
    assert found.values.tolist() == [
        ["전기 요금", 2, "요금", "NNG", 3, 2],
        ["전기 요금", 2, "전기", "NNG", 3, 2],
        ["랩 허브", 0, "", "", 0, 0],
    ]


def test_changes_outside_the_units_are_listed() -> None:
    corpus = da.Corpus.from_texts({"a": "동맹과 협약"})
    morphs = segment(corpus).table
    retagged = morphs.assign(tag=morphs["tag"].astype(str).replace({"JC": "JKB", "JKB": "JC"}))

    class After:
        table = retagged

    listed = lexicon.Units("toy", "1", "0", ())
    found = lexicon.effect(listed, corpus, segment=lambda c, *, units: After if units else segment(c))
    tag, other = ("JC", "JKB") if "JC" in set(morphs["tag"].astype(str)) else ("JKB", "JC")
    rows = sorted([["", 0, "과", tag, 1, 1], ["", 0, "과", other, 0, -1]], key=lambda r: str(r[3]))
    assert found.values.tolist() == rows


def test_columns_are_promised_even_of_nothing() -> None:
    nothing = lexicon.Units("toy", "1", "0", ())
    assert list(lexicon.check(nothing, segment=segment).columns) == [c.name for c in lexicon.CHECKED]
    corpus = da.Corpus.from_texts({"a": "동맹은 길다."})
    assert list(lexicon.effect(nothing, corpus, segment=segment).columns) == [c.name for c in lexicon.EFFECT]


@pytest.mark.parametrize("name", ["units", "variants", "stance"])
def test_the_kits_lists_pass_as_the_documents_call_it(name: str) -> None:
    listed = {
        "units": lambda: lexicon.read(da.paths.LEXICONS / "units-donga.yaml"),
        "variants": lexicon.variants,
        "stance": lexicon.stance,
    }[name]()
    found = lexicon.check(listed, segment=da.segment)
    assert found["passed"].all(), found[~found["passed"]]


def test_what_is_no_list_is_refused() -> None:
    with pytest.raises(errors.OptionError, match=r"check takes what lexicon\.read, .* returned, not str"):
        lexicon.check("units", segment=da.segment)  # type: ignore[arg-type]
    with pytest.raises(errors.OptionError, match=r"effect takes a unit list .*, not list"):
        lexicon.effect(["착즙"], da.Corpus.from_texts({"가": "착즙한다."}), segment=da.segment)  # type: ignore[arg-type]
