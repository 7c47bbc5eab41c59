"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import analysis.measures
import analysis.stats
import analysis.tokens

MODULES = sorted(
    f"{package.__name__}.{module.name}"
    for package in (analysis.measures, analysis.stats, analysis.tokens)
    for module in pkgutil.iter_modules(package.__path__)
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
