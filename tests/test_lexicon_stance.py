"""The list of stance markers: what it holds, its self-test, and what a wrong file is told."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

import analysis as da
from analysis import lexicon
from analysis.errors import CodebookError, MissingError

HEAD = "schema: damron-stance/1\nid: toy\nversion: '1'\nlabels:\n"


def segment(texts: Mapping[str, str], *, units: lexicon.Units | None = None, variants: None = None) -> da.Tokens:
    return da.segment(da.Corpus.from_texts(texts), units=units, variants=variants)


def listed(tmp_path: Path, entries: str) -> lexicon.Stance:
    file = tmp_path / "stance.yaml"
    file.write_text(HEAD + entries, encoding="utf-8")
    return lexicon.stance(file)


def test_the_list_of_the_kit_finds_its_examples_and_none_of_its_counterexamples() -> None:
    found = lexicon.check(lexicon.stance(), segment=segment)
    assert found.loc[~found["passed"], ["check", "entry", "text"]].values.tolist() == []
    counts = found.groupby(["entry", "check"]).size()
    assert (counts.groupby("entry").size() == 2).all()  # each label has both


def test_labels_of_the_kit() -> None:
    stance = lexicon.stance()
    ids = "certainty prediction explanatory plan obligation possibility hearsay focus negation".split()
    assert [label.id for label in stance.labels] == ids
    assert len(stance.sha256) == 64
    assert stance.markings == lexicon.stance().markings


def test_a_wrong_example_is_told(tmp_path: Path) -> None:
    stance = listed(
        tmp_path, "- {label: no, ko: 부정, patterns: [않/VX], examples: [간다.], counterexamples: [가지 않는다.]}\n"
    )
    assert lexicon.check(stance, segment=segment)["passed"].tolist() == [False, False]


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    one = listed(tmp_path, "- {label: no, ko: 부정, patterns: [않/VX]}\n")
    other = listed(tmp_path, "- {label: nothing, ko: 없음, patterns: [없/VA, 없/VV]}\n")
    assert (one.labels[0].id, other.labels[0].id) == ("no", "nothing")


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ("- 않다\n", "entry 1: an entry has label, ko and patterns"),
        ("- {label: no, ko: 부정}\n", "entry 1: an entry has label, ko and patterns"),
        ("- {label: no, ko: 부정, patterns: [않/VX], tags: []}\n", "entry 1: an entry has label"),
        ("- {label: 부정, ko: 부정, patterns: [않/VX]}\n", "entry 1: label must be lower-case English"),
        ("- {label: no, ko: '', patterns: [않/VX]}\n", "entry 1: ko must be"),
        ("- {label: no, ko: 부정, patterns: []}\n", "entry 1: patterns must name at least one"),
        ("- {label: no, ko: 부정, patterns: 않/VX}\n", "patterns must be a list of words"),
        (
            "- {label: no, ko: 부정, patterns: [않]}\n",
            "entry 1, patterns: pattern '않': endings are matched by form/tag",
        ),
        ("- {label: no, ko: 부정, patterns: [않/VXX]}\n", "'VXX' is no tag of the analyser"),
        ("- {label: no, ko: 부정, patterns: [않/VX], mask: [않 <0-1> 다]}\n", "entry 1, mask: pattern"),
        ("- {label: no, ko: 가, patterns: [않/VX]}\n- {label: no, ko: 나, patterns: [못/MAG]}\n", "'no' stands twice"),
    ],
)
def test_a_wrong_entry_is_named(tmp_path: Path, entries: str, message: str) -> None:
    with pytest.raises(CodebookError) as caught:
        listed(tmp_path, entries)
    assert message in str(caught.value)
    assert "stance.yaml" in str(caught.value)


def test_no_file_and_another_schema(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no stance list"):
        lexicon.stance(tmp_path / "none.yaml")
    with pytest.raises(CodebookError, match="schema: damron-stance/1"):
        lexicon.stance(da.paths.LEXICONS / "units.yaml")
