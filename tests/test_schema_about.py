"""What a table says of itself: `About` in attrs["damron"], and the keys beside it that users read."""

from __future__ import annotations

import ast
import copy
import dataclasses
import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import schema
from analysis.errors import SchemaError
from analysis.schema import About, about, describe

ROOT = Path(da.__file__).parent
FULL = About(
    chart="stability",
    tags="none",
    total=3,
    span=(5, 2),
    caution=("가", "나"),
    frames=(schema.FrameName("a", "동맹", "blue"), schema.FrameName("b")),
    compare=("a", "b"),
    codebook=schema.Source("toy", "1.0", "piloted", "ff"),
    cap_per_sentence="none",
    specification={"cap": "off", "minimum": 2},
    conclusion="‘동맹’이 앞선다",
    verdict=schema.Verdict("leans", "‘동맹’이 높은 편이다"),
    whole=schema.Headline("a", "b", 3, 0, 1.0, math.inf),
    surfaces={"t1": "동맹"},
    curves=(schema.Curve("d", 9, 2, 1.5), schema.Curve("e", 12, 8, 4.0, 3.5, 0.04, True)),
    low=math.nan,
    high=-math.inf,
    null_bias=(math.nan, 0.25),
)


def described() -> pd.DataFrame:
    return describe(pd.DataFrame({"a": [1, 2, 2], "b": [1.0, 2.0, 3.0]}), FULL, source=None)


def same(value: About) -> None:
    assert value == FULL
    assert math.isnan(value.low or 0.0)
    assert value.null_bias is not None
    assert math.isnan(value.null_bias[0])
    assert value.high == -math.inf
    assert value.frames == FULL.frames
    assert value.curves == FULL.curves
    assert (value.span, value.specification, value.tags) == (FULL.span, FULL.specification, "none")


def test_the_stored_value_is_plain_json_and_comes_back_whole() -> None:
    stored = described().attrs["damron"]
    text = json.dumps(stored, allow_nan=False)
    assert json.loads(text) == stored, "tuples or numbers that JSON does not keep"
    same(About.from_json(json.loads(text)))
    same(about(described()))


def test_every_field_survives_alone() -> None:
    values = {"str": "a", "int": 2, "float": math.nan, "tuple[str, ...]": ("a",)}
    for item in dataclasses.fields(About):
        kind = str(item.type).removesuffix(" | None").split(" | ")[0]
        if kind in values:
            value = About(**{item.name: values[kind]})
            stored = json.loads(json.dumps(value.to_json(), allow_nan=False))
            assert About.from_json(stored) == value, item.name
            assert about(describe(pd.DataFrame({"x": [1]}), value, source=None)) == value, item.name


@pytest.mark.parametrize(
    "change",
    [
        lambda frame: frame.copy(),
        lambda frame: frame[frame["a"] > 1],
        lambda frame: frame.assign(c=1).rename(columns={"a": "z"}),
        lambda frame: frame.reset_index(drop=True).astype({"b": "float32"}),
        lambda frame: frame.sort_values("b").head(1),
        copy.deepcopy,
        lambda frame: frame.groupby("a").sum(),
    ],
)
def test_pandas_carries_it(change) -> None:  # type: ignore[no-untyped-def]
    frame = described()
    before = json.dumps(frame.attrs["damron"])
    changed = change(frame)
    if changed.attrs:  # pandas 2 loses attrs in some operations, as it loses the public keys
        same(about(changed))
    assert json.dumps(frame.attrs["damron"]) == before


def test_attrs_are_written_by_to_parquet_engines() -> None:
    attrs = json.loads(json.dumps(described().attrs))  # as pyarrow writes and reads them
    back = pd.DataFrame({"a": [1]})
    back.attrs = attrs
    same(about(back))


def test_to_parquet(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="the kit writes parquet with DuckDB")
    described().to_parquet(tmp_path / "t.parquet", engine="pyarrow")
    same(about(pd.read_parquet(tmp_path / "t.parquet", engine="pyarrow")))


def test_public_keys_are_those_of_today() -> None:
    attrs = described().attrs
    assert attrs["tags"] is None
    assert attrs["cap_per_sentence"] is None
    assert attrs["span"] == (5, 2)
    assert attrs["caution"] == ["가", "나"]
    assert attrs["frames"] == [{"id": "a", "label": "동맹", "colour": "blue"}, {"id": "b"}]
    assert attrs["codebook"] == {"id": "toy", "version": "1.0", "status": "piloted", "sha256": "ff"}
    assert attrs["base"]["share"] == 1.0
    assert attrs["terms"] == {"t1": "동맹"}
    assert attrs["curves"][0] == {
        "doc": "d", "sentences": 9, "hits": 2, "reach": 1.5, "limit": None, "p": None, "leaves": None
    }  # fmt: skip
    assert "unlisted" not in attrs


def test_a_public_key_means_what_its_value_is() -> None:
    frame = pd.DataFrame({"x": [1]})
    for key, value, field in (
        ("base", "명사 3개", "base"),
        ("base", {"share": 0.5}, "whole"),
        ("terms", 4, "vocabulary"),
        ("terms", [{"term": "동맹", "n": 2}], "spread"),
        ("terms", {"t": "동맹"}, "surfaces"),
        ("window", "문장", "window"),
        ("window", 50, "window_size"),
        ("labels", [{"id": "plan"}], "markers"),
        ("labels", {"a": "동맹"}, "labels"),
        ("coders", ["A"], "coders"),
        ("coders", {"A": "human"}, "coder_kinds"),
    ):
        frame.attrs = {key: value}
        assert list(about(frame).values()) == [field], (key, value)


def test_what_a_user_writes_goes_first_and_what_fits_nothing_is_left_out() -> None:
    frame = described()
    frame.attrs["total"] = np.int64(100)
    frame.attrs["base"] = "명사 3개"
    frame.attrs["seed"] = "many"
    frame.attrs["mine"] = object()
    said = about(frame)
    assert (said.total, said.base, said.whole, said.seed) == (100, "명사 3개", None, None)
    assert said.conclusion == FULL.conclusion
    frame.attrs = {"damron": {"total": "none", "of another version": 1, "chart": "x"}}
    assert about(frame) == About(chart="x")


def test_what_a_user_added_goes_on_and_an_empty_about_leaves_nothing() -> None:
    frame = described()
    frame.attrs["mine"] = "a note"
    made = describe(pd.DataFrame({"x": [1]}), About(by="month"), source=frame)
    minds = {"caution": ["가", "나"]}  # what a reader must mind goes on too
    assert made.attrs == {"mine": "a note", "by": "month", **minds, "damron": {"by": "month", **minds}}
    assert describe(made, About(), source=None).attrs == {}


def test_lost_attrs_are_named() -> None:
    frame = describe(pd.DataFrame({"x": [1]}), About(by="month"), source=None)
    assert schema.require_about(frame, ["by"], what="t", maker="m").by == "month"
    with pytest.raises(SchemaError, match=r"t: it lost its attrs \(frames, compare\), as after merge"):
        schema.require_about(frame, ["frames", "by", "compare"], what="t", maker="m")
    with pytest.raises(SchemaError, match="lost what its attrs said"):
        schema.require_stated(about(frame).total)


def test_the_kit_states_what_readme_prints() -> None:
    table = da.stats.frequency(da.Tokens.from_terms({"d": ["b", "b", "a"]}), tags=None)
    assert about(table) == About.from_json(table.attrs["damron"])
    assert {key: value for key, value in table.attrs.items() if key != "damron"} == about(table).public()


OTHER_ATTRS = {
    **dict.fromkeys(("record/allow_list.py", "record/html_tables.py", "record/page.py"), "attributes of an HTML tag"),
    "memo.py": "a hash of whatever a table carries, which nothing reads",
}


def uses_of_attrs(path: Path) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "attrs"]


def test_attrs_are_read_and_written_in_schema_alone() -> None:
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith("schema/") and (lines := uses_of_attrs(path)):
            found[name] = lines
    strange = {name: lines for name, lines in found.items() if name not in OTHER_ATTRS}
    assert not strange, "use schema.about(frame) and schema.describe(frame, About(...), source=...)"
    assert set(OTHER_ATTRS) <= set(found), "an exception that is none any more"
