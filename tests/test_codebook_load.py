"""Reading codebooks: what is checked, and that an error names file, frame, term and field."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from analysis import paths
from analysis.codebook import loads, read
from analysis.errors import CodebookError, MissingError
from analysis.files import yaml as yaml_files

GOOD = """\
schema: kfa-codebook/1
id: toy
version: "1.0"
status: unvalidated
title: {ko: 장난감, en: toy}
unit: sentence
compare: [a, b]
defaults: {weight: 2, support_scope: sentence}
variants: {한미: [韓美]}
mask: [중소벤처기업부]
provenance: {author: toy, basis: toy, licence: toy, tuned_on: [d1]}
changelog:
- {version: "1.0", note: first}
frames:
- id: a
  label: {ko: 가, en: a}
  colour: blue
  definition: first
  terms:
  - {id: a1, match: 한미 동맹, element: moral}
  - {id: a2, match: 안보, tier: support, weight: 0.5, not_after: [실]}
- id: b
  label: {ko: 나, en: b}
  colour: orange
  definition: second
  terms:
  - {id: b1, number: money}
axes:
- {id: x, label: {ko: 축, en: axis}, minus: [a1], plus: [b1]}
"""


def test_a_good_codebook() -> None:
    book = loads(GOOD, name="toy.yaml")
    assert book.frame_ids == ("a", "b")
    assert book.compare == ("a", "b")
    terms = {t.id: t for _, t in book.terms()}
    assert list(terms) == ["a1", "a2", "b1"]
    assert (book.weight(terms["a1"]), book.tier(terms["a1"])) == (2.0, "core")  # from the defaults
    assert (book.weight(terms["a2"]), book.tier(terms["a2"])) == (0.5, "support")
    assert book.defaults.cap_per_sentence == 1
    assert book.defaults.nested_scope == "frame"
    assert book.path == ""


def test_it_is_frozen() -> None:
    book = loads(GOOD, name="toy.yaml")
    with pytest.raises(ValidationError, match="frozen"):
        book.version = "2"  # type: ignore[misc]


def test_read_keeps_path_and_hash_of_the_bytes(tmp_path: Path) -> None:
    file = tmp_path / "toy.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + GOOD.encode("utf-8").replace(b"\n", b"\r\n"))  # as Windows editors save
    book = read(file)
    assert book.path == str(file)
    assert book.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    assert book.frames == loads(GOOD, name="toy").frames


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("weight: 0.5", "weigth: 0.5", "frame 'a', term 'a2', field 'weigth': unknown key; did you mean 'weight'?"),
        ("colour: blue", "color: blue", "field 'color': unknown key; did you mean 'colour'?"),
        ("unit: sentence", "units: sentence", "field 'units': unknown key; did you mean 'unit'? (and 1 more to mend)"),
        (
            "support_scope: sentence",
            "suport_scope: x",
            "field 'defaults.suport_scope': unknown key; did you mean 'support_scope'?",
        ),
        (
            "support_scope: sentence",
            "support_scope: page",
            "'page' is not allowed; use 'sentence', 'paragraph' or 'document'",
        ),
        ("support_scope: sentence", "nested_scope: all", "'all' is not allowed; use 'frame' or 'codebook'"),
        ("colour: orange", "colour: pink", "frame 'b', field 'colour': 'pink' is not allowed"),
        ("element: moral", "element: morale", "frame 'a', term 'a1', field 'element': 'morale' is not allowed"),
        (
            "tier: support",
            "tier: supports",
            "term 'a2', field 'tier': 'supports' is not allowed; use 'core' or 'support'",
        ),
        ("number: money", "number: cash", "frame 'b', term 'b1', field 'number': 'cash' is not allowed"),
        ("weight: 0.5", "weight: 0", "term 'a2', field 'weight': '0' does not fit: input should be greater than 0"),
        ("weight: 0.5", "weight: -1", "term 'a2', field 'weight': '-1' does not fit"),
        ("weight: 0.5", "weight: .nan", "term 'a2', field 'weight': must be a number such as 1 or 0.5"),
        ("weight: 0.5", "weight: yes", "field 'weight': must be a number such as 1 or 0.5"),
        ("weight: 0.5", "weight: .inf", "field 'weight': must be a number such as 1 or 0.5"),
        ("weight: 0.5", "weight: 0b_", "line 21: frame 'a', term 'a2', field 'weight': must be a number"),
        ("weight: 0.5", "weight: 1:2:3", "field 'weight': must be a number such as 1 or 0.5"),
        ("weight: 0.5", f"weight: {'9' * 5000}", "field 'weight': must be a number such as 1 or 0.5"),
        ("weight: 0.5", "ambiguous: maybe", "field 'ambiguous': must be true or false"),
        ("not_after: [실]", "not_after: 실", "field 'not_after': '실' is no list; write it as [실]"),
        ("not_after: [실]", "not_after: [(실|장)]", "not_after has '(실|장)'; write plain words there"),
        ("not_after: [실]", "pos: [NGN]", "pos has 'NGN', which is no tag of the analyser"),
        ("not_after: [실]", "not_near: ['(']", "frame 'a', term 'a2', field 'not_near': pattern '(', character 1"),
        (
            "number: money",
            "note: none",
            "frame 'b', term 'b1': needs either match (a pattern), number (a kind of quantity) or",
        ),
        (
            "number: money",
            "number: money, match: 돈",
            "term 'b1': needs either match (a pattern), number (a kind of quantity) or",
        ),
        ("match: 안보,", "match: '',", "frame 'a', term 'a2', field 'match': the pattern is empty"),
        ("match: 안보,", "match: '(안보',", "frame 'a', term 'a2', field 'match': pattern '(안보', character 1"),
        ("match: 안보,", "match: [안보],", "term 'a2', field 'match': ['안보'] is not text; put it in quotes"),
        ('version: "1.0"\nstatus', "version: []\nstatus", "line 3: field 'version': [] is not text; put it in quotes"),
        ("id: a2", "id: a1", "term id 'a1' stands twice"),
        ("- id: b\n", "- id: a\n", "frame id 'a' stands twice"),
        (
            "compare: [a, b]",
            "compare: [a, c]",
            "field 'compare' names the unknown frame with terms 'c'; the codebook has a, b",
        ),
        ("compare: [a, b]", "compare: [a, a]", "field 'compare' names the same frame twice"),
        ("plus: [b1]", "plus: [b9]", "axis 'x' names the unknown term 'b9'"),
        ("plus: [b1]", "plus: []", "axis 'x': needs minus and plus (term ids)"),
        ("mask: [중소벤처기업부]", "mask: ['가|나']", "field 'mask': pattern '가|나', character 2"),
        ("variants: {한미: [韓美]}", "variants: {한미: ['(韓)美']}", "field 'variants' has '(韓)美'"),
        (
            "\n  - {id: b1, number: money}",
            " []",
            "frame 'b': has no terms and no questions; give it terms to match, or questions that coders answer",
        ),
        ("unit: sentence", "unit: sentence\nunit: paragraph", "line 7: the key 'unit' stands twice; keep one of them"),
        ("tier: support,", "tier: support, tier: core,", "line 21: the key 'tier' stands twice"),
        ("unit: sentence", "unit: sentence\npath: x", "unknown key 'path'; take it out"),
        ("schema: kfa-codebook/1", "schema: kfa-codebook/2", "field 'schema': 'kfa-codebook/2' is not allowed"),
    ],
)
def test_errors_name_the_place(old: str, new: str, message: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(CodebookError, match=re.escape(message)) as caught:
        loads(GOOD.replace(old, new), name="toy.yaml")
    assert str(caught.value).startswith("codebook toy.yaml: ")
    assert "\n" not in str(caught.value)


def test_everything_that_is_wrong_is_told_with_its_line() -> None:
    # a format error in each of two frames, and below them what only shows when those are taken out
    bad = GOOD.replace("status: unvalidated", "status: new").replace("compare: [a, b]", "compare: [a, ab]")
    bad = bad.replace("match: 한미 동맹, element", "mtach: 한미 동맹, element").replace("match: 안보,", "match: (안보,")
    bad = bad.replace("colour: orange", "colour: pink").replace("plus: [b1]", "plus: [b11]")
    bad = bad.replace("not_after: [실]", "parties: [한극]")
    with pytest.raises(CodebookError) as caught:
        loads(bad, name="toy.yaml")
    assert str(caught.value).endswith("field 'mtach': unknown key; did you mean 'match'? (and 6 more to mend)")
    second = "line 21: frame 'a', term 'a2', field"
    colours = "'blue', 'orange', 'green', 'purple', 'yellow', 'red', 'sky' or 'black'"
    found = [re.sub(r"; the codebook has .*", "", text) for text in caught.value.complaints]
    assert found == [
        "line 4: field 'status': 'new' is not allowed; use 'unvalidated', 'piloted' or 'validated'",
        "line 7: field 'compare' names the unknown frame with terms 'ab' (did you mean b?)",
        "line 20: frame 'a', term 'a1', field 'mtach': unknown key; did you mean 'match'?",
        f"{second} 'match': pattern '(안보', character 1: this '(' is never closed; expected ')'",
        f"{second} 'parties' names the unknown party '한극' (did you mean 한국?)",
        f"line 24: frame 'b', field 'colour': 'pink' is not allowed; use {colours}",
        "line 29: axis 'x' names the unknown term 'b11' (did you mean b1?)",
    ]
    assert caught.value._render_traceback_() == [
        "a codebook or a list of words cannot be used: 7 places to mend.",
        *caught.value.complaints,
    ]


@pytest.mark.parametrize("key", ["title", "provenance", "frames", "unit", "schema"])
def test_a_missing_key_hides_nothing_else(key: str) -> None:
    kept = re.sub(rf"(?m)^{key}:.*\n(?:(?:- |  ).*\n)*", "", GOOD).replace("mask: [중소벤처기업부]", "mask: ['가|나']")
    with pytest.raises(CodebookError) as caught:
        loads(kept, name="toy.yaml")
    told = " ".join(caught.value.complaints)
    assert f"field {key!r}: is missing; add it" in told
    assert "field 'mask': pattern '가|나'" in told


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("- a\n- b\n", "the top level is no mapping"),
        ("동맹", "the top level is no mapping"),
        ("a: [1\nb: 2\n", "not valid YAML"),
        ("1: x\n", "line 1: field '1': unknown key"),
        ("a: !!python/object/apply:os.getcwd []\n", "line 1: the tag 'tag:yaml.org,2002:python/obj"),
    ],
)
def test_what_is_no_codebook(text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=re.escape(message)):
        loads(text, name="toy.yaml")


def test_missing_and_undecodable_files(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"no codebook '.*none\.yaml'; name a file, or one of the kit's: "):
        read(tmp_path / "none.yaml")
    (tmp_path / "cp949.yaml").write_bytes("id: 동맹".encode("cp949"))
    with pytest.raises(CodebookError, match=r"codebook cp949\.yaml: line 1: not utf-8 \(byte 5\); save "):
        read(tmp_path / "cp949.yaml")


def test_the_shipped_codebook_states_what_it_is() -> None:
    book = read(paths.CODEBOOKS / "alliance-startup.yaml")
    assert (book.version, book.status, book.compare) == ("1.3.0", "unvalidated", ("alliance", "startup"))
    assert book.provenance.tuned_on == ("donga-2023-05-04",)
    assert [c.version for c in book.changelog][-1] == book.version
    assert all(f.questions and f.examples and f.counterexamples and f.present_if and f.absent_if for f in book.frames)


# -- what would hurt a parser -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "frames:\n- id: a\n\tlabel: x\n",
            "line 3: a tab indents, where YAML takes spaces only; put two spaces for each",
        ),
        ("a: 1\n\tb: 2\n", "line 2: a tab indents"),
        ("id: a\x07\n", "line 1: a control character, which YAML cannot hold; take it out"),
        ("a: &a [1, *a]\n", "line 1: an alias refers to what it stands in; write it out"),
        ("a: " + "[" * 100_000, "line 1: nested more than 50 deep; a codebook needs six levels"),
        ("a: " + "{a: " * 50_000, "line 1: nested more than 50 deep"),
        ("".join(" " * n + "a:\n" for n in range(200)), "line 51: nested more than 50 deep"),
    ],
)
def test_files_that_are_not_meant_well(text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=re.escape(message)) as caught:
        loads(text, name="toy.yaml")
    assert len(str(caught.value)) < 200


TOO_DEEP = [
    ("가: " + "[" * 100_000, 1),
    ("schema: x\n가: [나, " + "[" * 100_000, 2),
    ("schema: x\na:\n- {b: 1}\n- " + "{" * 60, 4),
    ('a: [1, \']]\', "]\\"]", # ]]]\n' + "[" * 60 + "]" * 60 + "]\n", 2),
    ("- " * 100_000 + "a\n", 1),
    ("".join(" " * n + "a:\n" for n in range(200)), 51),
]


@pytest.fixture(params=["c", "python", "words", "mark", "stack"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The parser there is, the one in Python, and three that give up at a depth of theirs, in words of theirs."""
    whole = yaml.parse

    def limited(text: str, Loader: type) -> Iterator[yaml.Event]:  # noqa: N803 - as the library has it
        yield from itertools.islice(whole(text, Loader=Loader), 2 if request.param == "words" else 40)
        if request.param == "stack":
            raise RecursionError
        # what this mark says is all that is known: the error came at the last character of the text
        mark = yaml.Mark("toy", len(text) - 1, text.count("\n"), 0, None, 0) if request.param == "mark" else None
        raise yaml.scanner.ScannerError(None, None, "too much of a muchness", mark)

    if request.param == "python":
        plain = type("Plain", (yaml.SafeLoader,), {"construct_mapping": yaml_files._Loader.construct_mapping})
        monkeypatch.setattr(yaml_files, "_Loader", plain)
    elif request.param != "c":
        monkeypatch.setattr(yaml, "parse", limited)
    return str(request.param)


@pytest.mark.parametrize(("text", "line"), TOO_DEEP, ids=range(len(TOO_DEEP)))
def test_our_sentence_on_depth_stands_before_any_of_the_library(text: str, line: int, library: str) -> None:
    if library in {"words", "mark", "stack"} and "[" not in text and "{" not in text:
        return  # blocks are not looked ahead into: our count comes first
    with pytest.raises(CodebookError) as caught:
        loads(text, name="toy.yaml")
    assert str(caught.value) == f"codebook toy.yaml: line {line}: nested more than 50 deep; a codebook needs six levels"


@pytest.mark.parametrize("text", ["a: '" + "[" * 60, "a: [1, 2 # " + "[" * 60, 'a: ["' + "{" * 60 + '", ', "a: [" * 9])
def test_brackets_that_do_not_nest_are_no_depth(text: str, library: str) -> None:
    with pytest.raises(CodebookError, match="not valid YAML") as caught:
        loads(text + "\n", name="toy.yaml")
    assert "deep" not in str(caught.value), library


def test_fifty_levels_are_read() -> None:
    deep = "[" * 49 + '"1"' + "]" * 49
    assert yaml_files.parse(f"a: {deep}\nb: '{'[' * 90}'\n") == {"a": json.loads(deep), "b": "[" * 90}
    with pytest.raises(CodebookError, match="line 1: nested more than 50 deep"):
        yaml_files.parse(f"a: [{deep}]\n")


def test_aliases_that_explode_are_refused_at_once() -> None:
    nine = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
    wide = "a: &a [" + ", ".join(["x"] * 1_000) + "]\nb: [" + ", ".join(["*a"] * 50_000) + "]\n"
    assert len(wide) > 200_000
    for text in ("a0: &a0 [x]\n" + nine, wide):
        with pytest.raises(CodebookError, match="aliases stand for more than 1,000,000 values; write out"):
            loads(text, name="bomb.yaml")


def test_an_alias_is_a_convenience() -> None:
    shared = GOOD.replace("match: 안보,", "match: 안보, require_near: &near [정상],").replace(
        "{id: b1, number: money}", "{id: b1, number: money, require_near: *near}"
    )
    assert [t.require_near for _, t in loads(shared, name="toy").terms()] == [(), ("정상",), ("정상",)]


def test_a_long_value_is_told_by_its_beginning() -> None:
    with pytest.raises(CodebookError) as caught:
        loads(GOOD.replace("status: unvalidated", "status: " + "x" * 100_000), name="toy.yaml")
    assert len(str(caught.value)) < 250


def big(n: int) -> str:
    """A codebook of n terms, each of two words with a neighbour, and fifty spelling variants."""
    syllables = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허"
    base = len(syllables)
    words = [syllables[k % base] + syllables[k // base % base] + syllables[k // base**2 % base] for k in range(n)]
    terms = "".join(f"  - {{id: t{k}, match: '{w} {w}', not_near: [{w}]}}\n" for k, w in enumerate(words))
    variants = ", ".join(f"{w}: [{w}{w}]" for w in words[:50])
    head = GOOD[: GOOD.index("- id: b\n")].replace("compare: [a, b]\n", "")
    return head.replace("variants: {한미: [韓美]}", f"variants: {{{variants}}}") + terms


@pytest.mark.parametrize("n", [500, pytest.param(20_000, marks=pytest.mark.long)])
def test_every_term_of_a_large_codebook_is_there(n: int) -> None:
    assert sum(1 for _ in loads(big(n), name="big").terms()) == n + 2


def test_an_id_that_stands_twice_among_thousands_is_found() -> None:
    with pytest.raises(CodebookError, match="term id 't7' stands twice"):
        loads(big(3_000).replace("{id: t2999,", "{id: t7,"), name="big")
