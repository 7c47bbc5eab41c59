"""Results of pure calls that are kept in the process, by the content of what they were made from."""

from __future__ import annotations

import copy
import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numpy as np
import pandas as pd

from analysis import paths

_LARGE = 200_000  # rows above which a table is not hashed, which would take as long as what is done with it
_P = ParamSpec("_P")
_R = TypeVar("_R")


class Memo:
    """Some values by their key; the one that was asked for least lately goes first."""

    def __init__(self, most: int) -> None:
        self._held: OrderedDict[str, Any] = OrderedDict()
        self._most = most

    def get(self, key: str) -> Any:
        """Return what is kept under a key; None where nothing is."""
        if key in self._held:
            self._held.move_to_end(key)
        return self._held.get(key)

    def put(self, key: str, value: Any) -> None:
        """Keep a value."""
        self._held[key] = value
        while len(self._held) > self._most:
            self._held.popitem(last=False)


def remembered(function: Callable[_P, _R], *, most: int = 16) -> Callable[_P, _R]:
    """Keep what a function returned, by the content of its arguments and of the kit's lists; hand out copies."""
    memo = Memo(most)

    @wraps(function)
    def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        key = content_key(args, kwargs, lists())
        if not key:
            return function(*args, **kwargs)
        found = memo.get(key)
        if found is None:
            found = function(*args, **kwargs)
            memo.put(key, copy.deepcopy(found))
            return found
        made: _R = copy.deepcopy(found)
        return made

    return call


def lists() -> str:
    """Hash the files of the kit's word lists, which functions read by themselves."""
    held = hashlib.sha256()
    for file in sorted(path for path in paths.LEXICONS.rglob("*") if path.is_file()):
        held.update(f"{file.name}\0{file.stat().st_size}\0".encode())
        held.update(file.read_bytes())
    return held.hexdigest()


def content_key(*values: object) -> str:
    """Hash values by their content; empty where one is too large, or has no content that can be told."""
    held = hashlib.sha256()
    try:
        for value in values:
            _add(held, value)
    except (_TooLargeError, pickle.PicklingError, TypeError, AttributeError, ValueError):
        return ""
    return held.hexdigest()


class _TooLargeError(Exception):
    """A table has more rows than are worth a hash."""


def _add(held: Any, value: object) -> None:
    """Add a value to a hash, with its type, and with sizes, so that no two contents run into the same bytes."""
    held.update(f"{type(value).__module__}.{type(value).__qualname__}\0".encode())
    if isinstance(value, pd.DataFrame | pd.Series | pd.Index):
        _add_table(held, value)
    elif isinstance(value, np.ndarray) and value.dtype != object:
        held.update(f"{value.dtype} {value.shape}\0".encode() + np.ascontiguousarray(value).tobytes())
    elif isinstance(value, str | bytes | int | float | Path | None):
        told = repr(value).encode("utf-8", "surrogatepass")
        held.update(f"{len(told)}\0".encode() + told)
    elif isinstance(value, Mapping):
        _add_all(held, [part for item in value.items() for part in item])
    elif isinstance(value, list | tuple):
        _add_all(held, value)
    elif is_dataclass(value) and not isinstance(value, type):
        _add_all(held, [getattr(value, each.name) for each in fields(value)])
    else:
        told = pickle.dumps(value)  # codebooks, sets and the like; another order of a set is another key, no wrong one
        held.update(f"{len(told)}\0".encode() + told)


def _add_all(held: Any, values: Iterable[object]) -> None:
    values = list(values)
    held.update(f"{len(values)}\0".encode())
    for value in values:
        _add(held, value)


def _add_table(held: Any, table: Any) -> None:
    """Add the cells of a table with its types, names and attributes."""
    if len(table) > _LARGE:
        raise _TooLargeError
    if isinstance(table, pd.DataFrame):
        _add_all(held, [str(table.dtypes.tolist()), table.columns.tolist(), table.attrs])
        for name in range(table.shape[1]):
            _add_column(held, table.iloc[:, name])
        _add_column(held, table.index)
    else:
        _add_all(held, [str(table.dtype), table.name, getattr(table, "attrs", {})])
        _add_column(held, table)
        if isinstance(table, pd.Series):
            _add_column(held, table.index)


def _add_column(held: Any, column: Any) -> None:
    """Add the cells of a column; categories count with their order."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        _add_all(held, [column.dtype.categories.tolist(), column.dtype.ordered])
    plain = column.to_numpy()
    if plain.dtype == object:
        _add(held, plain.tolist())
    else:
        _add(held, plain)
