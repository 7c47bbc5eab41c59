"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import analysis.codebook
import analysis.framing
import analysis.lexicon
import analysis.measures
import analysis.stats
import analysis.tokens

PACKAGES = (
    analysis.codebook,
    analysis.framing,
    analysis.lexicon,
    analysis.measures,
    analysis.stats,
    analysis.tokens,
)
MODULES = sorted(
    f"{package.__name__}.{module.name}"
    for package in (
        analysis.codebook,
        analysis.framing,
        analysis.lexicon,
        analysis.measures,
        analysis.stats,
        analysis.tokens,
    )
    for module in pkgutil.iter_modules(package.__path__)
)


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
