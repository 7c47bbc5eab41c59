"""The door for YAML: every reader of it says one sentence with the file and the line, whatever stands there."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import analysis as da
from analysis import paths, reading
from analysis.codebook import evidence_file
from analysis.errors import CodebookError, KitError, ReadError
from analysis.files import yaml
from analysis.lexicon import dotted_words

PACKAGE = Path(da.__file__).resolve().parent
BODY = "전기 요금이 오른다. 새 동맹을 넓힌다."

CODEBOOK = """\
schema: kfa-codebook/1
id: toy
version: "1.0"
status: unvalidated
title: {ko: 장난감, en: toy}
unit: sentence
provenance: {author: toy, basis: toy, licence: toy}
frames:
- id: a
  label: {ko: 가, en: a}
  colour: blue
  definition: first
  terms: [{id: a1, match: 동맹}]
"""
RECORD = """\
schema: damron-validation/1
codebook: {id: toy, version: 1, sha256: x}
date: 2026-01-31
granted: unvalidated
reason: none
coders: []
samples: []
agreement: []
accuracy: []
"""
# Of every reader a file that it takes, and how it is read.
READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "codebook": (CODEBOOK, da.codebook.read),
    "units": ("schema: damron-units/1\nid: toy\nversion: 1\nunits: [바다당]\n", da.lexicon.read),
    "variants": (
        "schema: damron-variants/1\nid: toy\nversion: 1\nconcepts:\n- {concept: 미국, surfaces: [美]}\n",
        da.lexicon.variants,
    ),
    "stop words": (
        "schema: damron-stopwords/1\nid: toy\nversion: 1\nstopwords:\n- {lemma: 것, tag: NNB, reason: 흔하다}\n",
        da.lexicon.stopwords,
    ),
    "stance": (
        "schema: damron-stance/1\nid: toy\nversion: 1\nlabels:\n- {label: must, ko: 당위, patterns: [어야/EC]}\n",
        da.lexicon.stance,
    ),
    "middle dots": ("schema: damron-middle-dots/1\nid: toy\nversion: 1\nstates: [한]\n", dotted_words._read),
    "validation": (
        RECORD,
        evidence_file.load,
    ),
    "quanteda": ("경제: [시장, 돈]\n", da.codebook.from_quanteda),
    "front matter": ("title: 머리\n", reading.read),
}
# What is bad in every reader: the lines put under a good file, and the words for it. `{n}` is the line.
BAD: dict[str, tuple[str, str]] = {
    "3,000 brackets": ("x: " + "[" * 3_000 + "\n", r"line {n}: nested more than 50 deep"),
    "a billion laughs": (
        "l0: &l0 [ha]\n" + "".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]\n" for n in range(1, 10)),
        "aliases stand for more than 1,000,000 values",
    ),
    "an alias of itself": ("x: &x [*x]\n", r"line {n}: an alias refers to what it stands in"),
    "a key twice": ("x: 1\nx: 2\n", r"line {n+1}: the key 'x' stands twice"),
    "a tab": ("x:\n\t- 1\n", r"line {n+1}: a tab indents"),
    "an open bracket": ("x: [1\n", r"line \d+: not valid YAML"),
    "an open quotation mark": ("x: 'a\n", r"line \d+: not valid YAML"),
    "a control character": ("x: a\x07b\n", r"line {n}: a control character"),
    "no such alias": ("x: *none\n", r"line {n}: not valid YAML"),
    "a tag of Python": ("x: !!python/object/apply:os.getcwd []\n", r"line {n}: the tag "),
    "a list as a key": ("? [a, b]\n: c\n", r"line {n}: not valid YAML"),
}


def written(reader: str, text: str | bytes, folder: Path) -> Path:
    """Write a file for a reader."""
    content = text.encode() if isinstance(text, str) else text
    if reader == "front matter":
        content = b"---\n" + content + b"---\n" + BODY.encode()
    name = {"front matter": "글.md", "validation": "글.validation.yaml"}.get(reader, "글.yaml")
    path = folder / name
    path.write_bytes(content)
    return path


def read(reader: str, text: str | bytes, folder: Path) -> object:
    """Read a text with a reader; that a record of validation has no seal is no matter here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", da.errors.UnsealedWarning)
        return READERS[reader][1](written(reader, text, folder))


@pytest.mark.parametrize("reader", READERS)
def test_the_good_file_is_read_with_a_mark_in_front_and_lines_of_windows(reader: str, tmp_path: Path) -> None:
    good = READERS[reader][0]
    assert read(reader, good, tmp_path)
    assert read(reader, good.replace("\n", "\r\n"), tmp_path)
    if reader != "front matter":
        assert read(reader, b"\xef\xbb\xbf" + good.encode(), tmp_path)


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("reader", READERS)
def test_what_no_reader_takes_is_one_sentence_with_file_and_line(reader: str, bad: str, tmp_path: Path) -> None:
    good, (lines, said) = READERS[reader][0], BAD[bad]
    n = good.count("\n") + 1 + (reader == "front matter")  # there the line of --- above counts
    if (reader, bad) == ("front matter", "a control character"):
        said = "글.md is not a text file"  # said of any text, before its front matter is looked at
    said = said.replace("{n}", str(n)).replace("{n+1}", str(n + 1))
    with pytest.raises(KitError) as caught:
        read(reader, good + lines, tmp_path)
    sentence = str(caught.value)
    assert re.search(said, sentence), sentence
    assert "글." in sentence
    assert "\n" not in sentence
    assert len(sentence) < 400
    assert isinstance(caught.value, ReadError if reader == "front matter" else CodebookError)


@pytest.mark.parametrize("reader", [name for name in READERS if name not in {"quanteda", "front matter"}])
def test_another_encoding_is_one_sentence_with_file_and_line(reader: str, tmp_path: Path) -> None:
    good = READERS[reader][0]
    with pytest.raises(CodebookError, match=rf"글\..*line {good.count(chr(10)) + 1}: not utf-8 \(byte \d+\); save the"):
        read(reader, good.encode() + "# 동맹\n".encode("cp949"), tmp_path)
    with pytest.raises(KitError):
        read(reader, good.encode("utf-16"), tmp_path)


# What YAML takes for something else than text; every one of them is text here, and only text.
ODD = [
    *("2023-02-30", "0b_", "9" * 5_000, "1:2:3", ".inf", "yes", "no", "on", "off", "true", "0x1f", "1_000", "1e5"),
    *("=", "<<", "2026-01-31T10:00:00", "-.inf", ".nan", "0o17"),
]


@pytest.mark.parametrize("value", ODD, ids=[value[:20] for value in ODD])
def test_a_scalar_is_the_text_that_was_written(value: str, tmp_path: Path) -> None:
    key = value[:1_000]  # a key of YAML is no longer
    assert yaml.parse(f"version: {value}\nlist: [{value}]\n{key}: x\n") == {
        "version": value,
        "list": [value],
        key: "x",
    }
    for reader, (good, _) in READERS.items():
        text = re.sub(r"(?m)^version: .*$", f"version: {value}", good)
        if "version:" in text and reader not in {"validation", "middle dots"}:  # these keep no version
            assert getattr(read(reader, text, tmp_path), "version") == value  # noqa: B009 - of several classes
    titled = read("front matter", f"title: {value}\n", tmp_path)
    assert isinstance(titled, da.Corpus)
    assert titled.documents["title"].tolist() == [value]


@pytest.mark.parametrize("value", ["", "~", "null", "Null"])
def test_nothing_is_none(value: str) -> None:
    assert yaml.parse(f"a: {value}\nb: ['{value}']\n") == {"a": None, "b": [value]}


@pytest.mark.parametrize("value", ["2023-02-30", "0b_", "9" * 5_000, "1:2:3", ".inf", ".nan", "-1", "maybe", "[]"])
@pytest.mark.parametrize(
    ("reader", "old", "key", "line"),
    [
        ("codebook", "match: 동맹}", "match: 동맹, weight: {}}}", 13),
        ("codebook", "match: 동맹}", "match: 동맹, ambiguous: {}}}", 13),
        ("codebook", "unit: sentence\n", "unit: sentence\nchangelog: [{{version: 1, note: x, date: {}}}]\n", 7),
        ("codebook", "unit: sentence\n", "unit: sentence\ndefaults: {{cap_per_sentence: {}}}\n", 7),
        ("variants", "surfaces: [美]}", "surfaces: [美], on: {}}}", 5),
        ("stop words", "tag: NNB", "tag: {}", 5),
        ("units", "units: [바다당]", "units: [{{unit: 바다당, kind: firm, source: a, years: {}}}]", 4),
        ("stance", "label: must", "label: {}", 5),
        ("validation", "date: 2026-01-31", "date: {}", 3),
        ("validation", "samples: []", "samples: [{{part: tune, n: {}, documents: 1, seen: true}}]", 7),
    ],
)
def test_a_value_of_another_kind_is_one_sentence_with_file_and_line(
    reader: str, old: str, key: str, line: int, value: str, tmp_path: Path
) -> None:
    if (reader, value) in {("validation", "-1"), ("stance", "maybe")} and "date" not in key:
        return  # a whole number, if an odd one, and a word in lower-case English
    good = READERS[reader][0]
    assert old in good
    with pytest.raises(CodebookError) as caught:
        read(reader, good.replace(old, key.format(value)), tmp_path)
    sentence = str(caught.value)
    assert re.search(rf"글\.(?:validation\.)?yaml(?::|,) line {line}\b", sentence), sentence
    assert "\n" not in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize(("value", "truth"), [("true", True), ("no", False), ("off", False), ("Yes", True)])
def test_truth_is_read_where_it_belongs(value: str, *, truth: bool, tmp_path: Path) -> None:
    text = CODEBOOK.replace("match: 동맹}", f"match: 동맹, ambiguous: {value}, weight: 0.5}}")
    book = read("codebook", text, tmp_path)
    assert isinstance(book, da.codebook.Codebook)
    assert [(term.ambiguous, term.weight) for _, term in book.terms()] == [(truth, 0.5)]


def test_lines_are_those_of_the_file() -> None:
    text = "a: 1\nb:\n- c\n- d: [x,\n   y]\n"
    places = {("a",): 1, ("b",): 2, ("b", 1): 4, ("b", 1, "d"): 4, ("b", 1, "d", 1): 5, ("b", 7): 2, ("z",): 1}
    assert {place: yaml.line_of(text, place) for place in places} == places
    assert yaml.parse_list(text, "b") == ({"a": "1", "b": ["c", {"d": ["x", "y"]}]}, [3, 4])


def test_an_alias_is_a_convenience() -> None:
    assert yaml.parse("a: &a [1, 2]\nb: *a\n") == {"a": ["1", "2"], "b": ["1", "2"]}


def test_nobody_else_reads_yaml() -> None:
    imports = re.compile(r"^\s*(?:import|from) yaml\b", re.MULTILINE)
    files = [path for path in PACKAGE.rglob("*.py") if imports.search(path.read_text(encoding="utf-8"))]
    found = {str(path.relative_to(PACKAGE)) for path in files}
    # the second writes, with safe_dump; the third changes single places at the marks of nodes that files/yaml composed
    assert found == {"files/yaml.py", "codebook/evidence_file.py", "codebook/rewrite.py"}


def test_every_list_of_the_kit_is_read() -> None:
    for path in sorted([*paths.LEXICONS.glob("*.yaml"), *paths.CODEBOOKS.glob("*.yaml")]):
        assert isinstance(yaml.parse(path.read_bytes()), dict), path.name
