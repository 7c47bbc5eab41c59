"""Values that hold NaN: equal to their like, and hashed alike, whatever Python does with dataclasses."""

from __future__ import annotations

import dataclasses
import importlib
import math
import pkgutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis.equality import ContentEqual, NanEqual
from analysis.grammar.number_context import numbers
from analysis.grammar.number_texts import Number
from analysis.grammar.numerals import Reading, read_numeral
from analysis.plots.accuracy import _Mark, _Row

NANS = (math.nan, float("nan"), math.inf - math.inf, float(np.float64("nan")), np.float64("nan"))


def made(nan: float) -> list[Any]:
    """Build one value of each class, all that can be NaN made of this one."""
    mark = _Mark(0.5, nan, nan, ".50 (1/2)")
    return [Reading(nan, 3.0, 5.0), Number("money", nan, 3e8, 5e8, "KRW"), mark, _Row("가", (mark,))]


@pytest.mark.parametrize("nan", NANS)
def test_every_nan_is_the_same_value(nan: float) -> None:
    for one, other in zip(made(float("nan")), made(nan), strict=True):
        assert one == other
        assert hash(one) == hash(other)
        assert {one, other} == {one}


def test_values_that_differ_stay_different() -> None:
    assert Reading(math.nan, 3.0, 5.0) != Reading(math.nan, 3.0, 6.0)
    assert Reading(3.0) != Reading(math.nan, 3.0)  # the same numbers in other fields
    assert Reading(3.0) != Reading(3.0, approximate=True)
    assert Number("money", 3e8, unit="KRW") != Number("money", 3e8, unit="USD")
    assert _Mark(0.5, math.nan, math.nan, "a") != _Mark(0.5, math.nan, math.nan, "a", series=1)
    assert Reading(3.0) == Reading(3.0)
    assert Reading(0.0) == Reading(-0.0)
    assert hash(Reading(0.0)) == hash(Reading(-0.0))


def test_another_class_is_no_like() -> None:
    @dataclasses.dataclass(frozen=True, eq=False)
    class Other(NanEqual):
        value: float = math.nan
        low: float = math.nan
        high: float = math.nan
        approximate: bool = False

    assert Reading() == Reading()
    assert Reading() != Other()
    assert Reading() != (math.nan, math.nan, math.nan, False)


def test_what_is_read_twice_is_equal() -> None:
    assert read_numeral("3~5억") == read_numeral("3~5억") == Reading(math.nan, 3e8, 5e8)  # a range has no value
    assert read_numeral("수백만") == Reading(math.nan, 1e6, 1e7, approximate=True)
    text = "3~5km를 걸어 3월 1일에 12명이 왔다."  # km: metres are reckoned, NaN times 1000
    assert numbers(text) == numbers(text)
    (first, *_) = numbers(text)
    assert replace(first) == first
    assert first.number == Number("length", math.nan, 3000.0, 5000.0, "m")


def test_no_other_dataclass_has_a_number_that_may_be_nan() -> None:
    never = {  # and why its numbers are always there
        "_Options": "a function of pandas, which writes floats",
        "_Unit": "a factor out of a table",
        "Size": "millimetres and points, which it checks itself",
        "HitValues": "of framing.respecify: arrays, and a cap that may be infinite",
        "Curve": "a reach that is counted; what a document cannot say is None",
        "_PlacedWord": "a size and a place that matplotlib was given",
        "Box": "figures that stand in an SVG",
        "Standing": "shares are None where there is none",
        "_Moved": "as above",
        "_Chosen": "as above",
        "Selection": "limits that are given or None",
        "Drawn": "arrays that are compared by content, and likelihoods of a model that was drawn",
        "_Task": "shares of topics in a document, which are above 0",
        "ModelRecipe": "priors and limits, and likelihoods of a model that was drawn",
        "Burst": "of one call of bursts: counts and gains, which are always there",
        "_Tested": "of one call of crosstab, compared by nobody",
        "_Ranks": "of one call of plots.centrality, compared by nobody",
        "_Marks": "of one call of plots.network, compared by nobody",
    }
    found = set()
    for module in pkgutil.walk_packages(da.__path__, "analysis."):
        if module.name != "analysis.__main__":
            for thing in vars(importlib.import_module(module.name)).values():
                if dataclasses.is_dataclass(thing) and isinstance(thing, type) and not issubclass(thing, NanEqual):
                    kinds = [str(f.type).replace("np.float64", "") for f in dataclasses.fields(thing)]
                    # facts of a report hold None and never NaN: `to_json` refuses it; the rest there is drawn from them
                    own = thing.__module__.startswith("analysis") and not thing.__module__.startswith(
                        "analysis.report."
                    )
                    if own and any("float" in kind for kind in kinds):
                        found.add(thing.__qualname__)
    assert found == set(never)


TEXTS = {"가": "달빛이 밝다.", "나": "햇빛이 밝다."}


def test_a_corpus_equals_another_of_the_same_content() -> None:
    one = da.Corpus.from_texts(TEXTS)
    assert one == da.Corpus.from_texts(TEXTS)
    assert one != da.Corpus.from_texts(TEXTS | {"나": "햇빛이 맑다."})
    assert one != one.only(docs=["가"])
    assert one.only(docs=["가"]) == da.Corpus.from_texts({"가": TEXTS["가"]})
    assert one.documents["text"].tolist() == [*TEXTS.values()]
    spread = da.Corpus.from_texts({"가": "\n달빛이 밝다.", "나": TEXTS["나"]})
    assert spread != one  # the same texts, which stand elsewhere in their sources
    assert one != TEXTS
    with pytest.raises(TypeError, match="unhashable"):
        hash(one)


def test_tokens_equal_others_of_the_same_rows_merges_and_recipe(tmp_path: Path) -> None:
    one = da.Tokens.from_terms({"가": "달 밤", "나": "해 낮"})
    assert one == da.Tokens.from_terms({"가": ["달", "밤"], "나": ["해", "낮"]})
    assert one != da.Tokens.from_terms({"가": "달 밤", "나": "해 밤"})
    assert one.only(docs=["가"]) != da.Tokens.from_terms({"가": "달 밤"})  # the same rows, another recipe
    assert da.Tokens.read(one.save(tmp_path / "one.csv")) == one
    cut = da.segment(TEXTS, units=["달빛"])
    assert da.Tokens.read(cut.save(tmp_path / "cut.csv")) == cut  # without the list itself, which the recipe names
    assert cut != da.segment(TEXTS)


def test_every_public_value_that_holds_a_table_is_compared_by_its_content() -> None:
    inspection = type(da.Corpus.from_texts(TEXTS).report())
    holders = {da.Corpus, da.Tokens, da.style.Description, da.validation.Labelled, da.topics.Topics, inspection}
    public = [getattr(da, name) for name in da.__all__]
    for module in public[:]:
        public += [getattr(module, name) for name in getattr(module, "__all__", ())]
    tables = {
        thing
        for thing in public
        if isinstance(thing, type) and dataclasses.is_dataclass(thing)
        if any("DataFrame" in str(field.type) for field in dataclasses.fields(thing))
    }
    assert tables | {inspection} == holders
    assert all(issubclass(holder, ContentEqual) for holder in holders)
    labelled = [da.validation.Labelled(pd.DataFrame({"a": [math.nan]}), pd.DataFrame({"b": [n]})) for n in (1, 1, 2)]
    assert labelled[0] == labelled[1] != labelled[2]
