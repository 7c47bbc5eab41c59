"""Sealed files: what only the kit writes is read back whole, or refused in one sentence."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import warnings
from pathlib import Path
from types import ModuleType

import pytest

import analysis as da
from analysis import paths
from analysis.errors import MissingError, OptionError, SchemaError, SealError, UnsealedWarning
from analysis.files import sealed

ROOT = Path(da.__file__).resolve().parent.parent
MEND = "write it again"
TERMS = {"d1": ["b", "b", "a"], "d2": ["a", "c"]}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    return da.Tokens.from_terms(TERMS).save(tmp_path / "t.csv")


def kept(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("ending", "content", "line"),
    [
        (".csv", b"n\n1\n2\n", "# seal: x/1 rows=2 sha256={}\n"),
        (".csv", b"\xef\xbb\xbfn\n1\n2\n", "\ufeff# seal: x/1 rows=2 sha256={}\n"),
        (".yaml", b"a: 1\nb: 2\n", "seal: x/1 rows=2 sha256={}\n"),
        (".json", b'{\n "a": 1,\n "b": 2\n}\n', '{{\n "seal": "x/1 rows=2 sha256={}",\n'),
    ],
)
def test_the_seal_is_one_line_and_the_rest_is_hashed(ending: str, content: bytes, line: str, tmp_path: Path) -> None:
    closed = sealed.close(content, ending=ending, schema="x/1", rows=2)
    assert closed.decode().startswith(line.format(hashlib.sha256(content).hexdigest()))
    file = kept(tmp_path / f"t{ending}", closed)
    found = sealed.read(file, schema="x/1", mend=MEND)
    assert found.sealed
    assert found.data == (b"\n" + content if ending == ".yaml" else content)  # the lines of YAML keep their numbers
    assert sealed.read(kept(file, closed.replace(b"\n", b"\r\n")), schema="x/1", mend=MEND).sealed
    assert ending != ".json" or json.loads(closed)["b"] == 2


def test_what_is_wrong_is_said_with_the_file_and_what_to_do(tmp_path: Path) -> None:
    closed = sealed.close(b"n\n1\n2\n", ending=".csv", schema="x/1", rows=2)
    file = tmp_path / "t.csv"
    for content, said in (
        (closed[:-2], "t.csv is not what was saved (1 rows are there and 2 were saved); write it again"),
        (closed.replace(b"1\n2", b"2\n1"), "t.csv is not what was saved (its content was changed or cut off); write"),
        (closed.replace(b"rows=2", b"rows=two"), "t.csv is not what was saved (its seal is damaged); write it again"),
        (
            closed.replace(b"x/1", b"y/1"),
            "t.csv holds y/1 and not x/1; name the file that was meant, or write",
        ),
        (closed[:40], "t.csv is not what was saved (its seal is damaged); write it again"),
    ):
        with pytest.raises(SealError) as caught:
            sealed.read(kept(file, content), schema="x/1", mend=MEND)
        assert str(caught.value).startswith(said)
    with pytest.raises(MissingError, match=r"no file .*none\.csv"):
        sealed.read(tmp_path / "none.csv", schema="x/1", mend=MEND)
    with pytest.raises(SealError, match="cannot be read"):
        sealed.read(tmp_path, schema="x/1", mend=MEND)


def test_a_spreadsheet_that_pads_the_line_changes_no_more_than_the_line(tmp_path: Path) -> None:
    closed = sealed.close(b"n,m\n1,2\n", ending=".csv", schema="x/1", rows=1).replace(b"\n", b",\n", 1)
    assert sealed.read(kept(tmp_path / "t.csv", closed), schema="x/1", mend=MEND).data == b"n,m\n1,2\n"


def test_a_mapping_that_names_its_schema_has_lost_its_seal(tmp_path: Path) -> None:
    closed = sealed.to_json({"b": 1, "a": 2}, schema="x/2", rows=2)
    assert list(json.loads(closed)) == ["seal", "a", "b", "schema"]
    lines = closed.splitlines(keepends=True)
    with pytest.raises(SealError, match=r"t\.json has lost its seal; write it again"):
        sealed.read_json(kept(tmp_path / "t.json", b"".join([lines[0], *lines[2:]])), schema="x/2", mend=MEND)
    with pytest.warns(UnsealedWarning, match=r"t\.json has no seal, so that nothing shows whether it is whole; write"):
        old = sealed.read_json(kept(tmp_path / "t.json", b'{"schema": "x/1"}'), schema="x/2", mend=MEND)
    assert old == {"schema": "x/1"}


# -- tables of tokens ---------------------------------------------------------------------------------


def test_a_table_that_was_cut_off_is_refused(saved: Path) -> None:
    lines = saved.read_bytes().splitlines(keepends=True)
    saved.write_bytes(b"".join(lines[:3]))
    with pytest.raises(SealError, match=r"t\.csv is not what was saved \(2 rows are there and 5 were saved\)"):
        da.Tokens.read(saved)


def test_the_csv_is_plain_and_its_seal_stands_in_the_recipe(saved: Path) -> None:
    assert saved.read_text(encoding="utf-8").startswith("doc,paragraph,sentence,i,surface,")
    told = json.loads(saved.with_suffix(".json").read_text(encoding="utf-8"))
    assert told["table"] == f"damron-tokens/1 rows=5 sha256={hashlib.sha256(saved.read_bytes()).hexdigest()}"
    assert told["seal"].startswith("damron-recipe/1 rows=5 sha256=")


def test_a_table_beside_the_recipe_of_another_is_found_out(saved: Path, tmp_path: Path) -> None:
    other = da.Tokens.from_terms({"d1": ["b", "c", "a"], "d2": ["a", "c"]}).save(tmp_path / "other.csv")
    saved.write_bytes(other.read_bytes())  # as after a crash between the two files
    with pytest.raises(SealError, match=r"t\.csv is not what was saved \(its content was changed"):
        da.Tokens.read(saved)


def test_a_table_changed_by_hand_is_taken_in_and_the_recipe_says_so(saved: Path) -> None:
    lines = saved.read_text(encoding="utf-8").splitlines(keepends=True)
    saved.write_text("".join(lines[:-1]).replace("b,b,TERM,b", "c,c,TERM,c", 1), encoding="utf-8")
    tokens = da.Tokens.read(saved, verify=False)
    assert tokens.table["surface"].tolist() == ["c", "b", "a", "a"]
    step = tokens.recipe.steps[-1]
    assert (step.name, step.before, step.after) == ("unverified", 5, 4)
    again = da.Tokens.read(tokens.save(saved))  # saved, it is a sealed table that still says so
    assert again.recipe.steps[-1] == step


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (",0,1\n", ",5,1\n"),  # it would end before it begins
        (",0,1\n", ",-1,1\n"),
        (",0,1\n", ",0,99999999999999999999\n"),
        (",0,1\n", ",0,1e999\n"),
        (",0,1\n", ",0,\n"),
        (",0,1\n", ",0,1,7,7,7,7\n"),
    ],
)
def test_what_no_token_has_is_refused_also_unverified(saved: Path, old: str, new: str) -> None:
    saved.write_text(saved.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises((SealError, SchemaError)) as caught:
        da.Tokens.read(saved, verify=False)
    assert "\n" not in str(caught.value)


def test_a_tag_that_the_kit_does_not_have_is_refused(tmp_path: Path) -> None:
    path = da.segment(da.Corpus.from_texts({"a": "동맹은 길다."}), cache=None).save(tmp_path / "t.csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",JX,", ",JXX,"), encoding="utf-8")
    with pytest.raises(SealError, match=r"t\.csv, row 3: a number or a tag that no token has"):
        da.Tokens.read(path, verify=False)


def test_a_table_of_before_there_were_seals_is_read_and_said_to_be_unsealed(saved: Path) -> None:
    head = saved.with_suffix(".json")
    told = json.loads(head.read_text(encoding="utf-8"))
    old = {key: value for key, value in told.items() if key not in {"seal", "table", "schema"}}
    head.write_text(json.dumps(old), encoding="utf-8")
    with pytest.warns(UnsealedWarning, match=r"t\.json has no seal.*write it again with Tokens\.save"):
        tokens = da.Tokens.read(saved)
    assert tokens.table["surface"].tolist() == ["b", "b", "a", "a", "c"]
    with warnings.catch_warnings():  # saving it seals it: no warning any more
        warnings.simplefilter("error")
        assert da.Tokens.read(tokens.save(saved)).recipe == tokens.recipe


def test_a_recipe_says_nothing_but_what_recipes_say(saved: Path) -> None:
    head = saved.with_suffix(".json")
    told = json.loads(head.read_text(encoding="utf-8"))
    for changed in (
        {"truncated": 5},
        {"steps": [{"name": "x", "detail": "y", "before": "1", "after": 2}]},
        {"more": 1},
    ):
        old = {key: value for key, value in told.items() if key not in {"seal", "table", "schema"}} | changed
        head.write_text(json.dumps(old), encoding="utf-8")
        with pytest.raises(SchemaError, match="not a recipe of this kit"), pytest.warns(UnsealedWarning):
            da.Tokens.read(saved)


# -- what is shipped, and damage of every kind ---------------------------------------------------------


def test_everything_that_is_shipped_is_sealed() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", UnsealedWarning)
        for table in sorted(paths.TOKENS.glob("*.csv")):
            da.Tokens.read(table)
        for labels in sorted((paths.SEEDS / "validation").glob("*.csv")):
            da.validation.published(labels)
        for book in sorted(paths.CODEBOOKS.glob("*.validation.yaml")):
            assert da.codebook.read(book.with_name(book.name.replace(".validation", ""))).evidence is not None
        assert sealed.read_json(paths.FIGURES / "manifest.json", schema="damron-figures/2", mend=MEND)["figures"]


def bench() -> ModuleType:
    """Load the bench, whose damage is tried here a few hundred times."""
    spec = importlib.util.spec_from_file_location("bench_fuzz_own_files", ROOT / "bench" / "fuzz_own_files.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_damaged_files_are_one_sentence_or_the_right_data(tmp_path: Path) -> None:
    module = bench()
    counts, told = module.run(102, seed=3, folder=tmp_path)
    assert told == []
    results = {result: sum(n for (_, what), n in counts.items() if what == result) for _, result in counts}
    assert results["refused"] > 40
    assert sum(results.values()) == 102


def test_the_bench_sees_what_may_not_be(tmp_path: Path) -> None:
    module = bench()
    file = tmp_path / "a"

    def kind(read: object) -> object:
        return module.Kind(file, read)

    def foreign() -> str:
        return {}["x"]

    def lines() -> str:
        msg = "one\ntwo"
        raise OptionError(msg)

    assert module.outcome(kind(foreign), "a", b"")[0] == "foreign"
    assert module.outcome(kind(lines), "a", b"")[0] == "foreign"
    assert module.outcome(kind(lambda: "b"), "a", b"")[0] == "wrong"
    assert module.outcome(kind(lambda: "a"), "a", b"")[0] == "same"
