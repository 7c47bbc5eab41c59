"""The column contracts: what each table of the kit promises.

A contract lists columns with their kind, unit and meaning. `check` holds a frame against a contract;
extra columns are allowed, missing or mistyped ones are a `SchemaError`.
"""

# ruff: noqa: F403 - a contract is public by the `__all__` of its module alone

from __future__ import annotations

from analysis.schema import (
    about_records,
    contract,
    framing,
    statistics,
    tables,
    texts,
    topics,
    validation,
    vocabulary,
    voices,
)  # fmt: skip
from analysis.schema.about import *
from analysis.schema.about import __all__ as _about  # its module hides behind the function of that name
from analysis.schema.about_records import *
from analysis.schema.contract import *
from analysis.schema.framing import *
from analysis.schema.statistics import *
from analysis.schema.tables import *
from analysis.schema.texts import *
from analysis.schema.topics import *
from analysis.schema.validation import *
from analysis.schema.vocabulary import *
from analysis.schema.voices import *

_MODULES = (about_records, contract, framing, statistics, tables, texts, topics, validation, vocabulary, voices)
# Not as a plain assignment: mypy reads lists of literals alone, and would take a computed one for an empty one.
globals()["__all__"] = sorted([*_about, *(name for module in _MODULES for name in module.__all__)])


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(globals()["__all__"])
