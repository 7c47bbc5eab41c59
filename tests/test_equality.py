"""Values that hold NaN: equal to their like, and hashed alike, whatever Python does with dataclasses."""

from __future__ import annotations

import dataclasses
import importlib
import math
import pkgutil
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import analysis as da
from analysis.equality import NanEqual
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
        "_Unit": "a factor out of a table",
        "HitValues": "of framing.respecify: arrays, and a cap that may be infinite",
        "Curve": "a reach that is counted; what a document cannot say is None",
        "_PlacedWord": "a size and a place that matplotlib was given",
        "Box": "figures that stand in an SVG",
        "Dot": "figures that stand in an SVG",
    }
    found = set()
    for module in pkgutil.walk_packages(da.__path__, "analysis."):
        if module.name != "analysis.__main__":
            for thing in vars(importlib.import_module(module.name)).values():
                if dataclasses.is_dataclass(thing) and isinstance(thing, type) and not issubclass(thing, NanEqual):
                    kinds = [str(f.type).replace("np.float64", "") for f in dataclasses.fields(thing)]
                    if thing.__module__.startswith("analysis") and any("float" in kind for kind in kinds):
                        found.add(thing.__qualname__)
    assert found == set(never)
