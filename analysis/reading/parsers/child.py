"""The process that runs parsers: it reads requests from its input and writes replies, until the input ends.

It runs by its path and imports nothing of the kit. A request is (parser, function, path, options); the reply is
(value, failure), one of them empty, each pickled with its length in eight bytes before it.
"""

from __future__ import annotations

import importlib.util
import os
import pickle
import struct
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

_HERE = Path(__file__).resolve().parent
_LOADED: dict[str, ModuleType] = {}


def main() -> None:
    """Serve until the parent closes the input."""
    requests = sys.stdin.buffer
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints must not stand between replies
    sys.path[:], memory = _read(requests)
    _limit_memory(memory)
    while (request := _read(requests)) is not None:
        _write(replies, _answer(*request))


def _answer(parser: str, function: str, path: str, options: dict[str, object]) -> tuple[Any, str]:
    """Return what the function returns and no failure, or nothing and how it failed."""
    try:
        return getattr(_module(parser), function)(path, **options), ""
    except MemoryError:
        return None, "asked for more memory than a file may take"
    except BaseException as error:
        return None, type(error).__name__


def _module(parser: str) -> ModuleType:
    """Load a parser's module by its place: `pdf` or `html` on the search path would hide others."""
    if parser not in _LOADED:
        spec = importlib.util.spec_from_file_location(f"damron_{parser}", _HERE / f"{parser}.py")
        assert spec is not None and spec.loader is not None  # noqa: PT018 - a path with .py has both
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        _LOADED[parser] = module
    return _LOADED[parser]


def _limit_memory(limit: int) -> None:
    """Limit the address space where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _read(pipe: BinaryIO) -> Any:
    """Read a value; None at the end of the input."""
    head = pipe.read(8)
    if len(head) < 8:
        return None
    data = pipe.read(struct.unpack("<Q", head)[0])
    return pickle.loads(data)


def _write(pipe: BinaryIO, value: object) -> None:
    """Write a value with its length before it."""
    data = pickle.dumps(value, protocol=5)
    pipe.write(struct.pack("<Q", len(data)))
    pipe.write(data)
    pipe.flush()


if __name__ == "__main__":
    main()
