"""Parsers of others, run in a process of their own.

A damaged file can make a parser in C, C++ or Rust abort, hang or ask for more memory than there is, and no `except`
of this process would help. Each module beside this one holds the calls of one parser; it imports that parser and
nothing of the kit, takes a path and returns plain values. What goes wrong there is a `ParserError` here.
"""

from __future__ import annotations

import io
import pickle
import struct
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from threading import Lock, Timer
from typing import Any, Literal

from analysis.errors import ReadError
from analysis.messages import later, message
from analysis.messages.libraries import system

Parser = Literal["ole", "pdf_pages", "sheets", "webpage"]

_HERE = Path(__file__).resolve().parent
_MEMORY = 6 * 2**30  # bytes of address space of the child, where the system can limit it (Linux)
_SECONDS, _SECONDS_MIB = 120.0, 2.0  # time for one call: for any file, and for each MiB of it
_MEMORY_ENDED = later("asked for more memory than a file may take")  # as child.py says it
_PLAIN = {"date", "datetime", "time", "timedelta", "timezone"}  # classes of datetime that a reply may hold
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows would flash a console at every start


class ParserError(ReadError):
    """A parser failed: `why` says how, in words that go on "its parser"."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            message(
                "{name} cannot be read: its parser {why}; open it in its program and save it anew", name=name, why=why
            )
        )
        self.why = why


def call(parser: Parser, function: str, path: Path, **options: Any) -> Any:
    """Call a function of a parser on a file, in the child of `serving` or in one of its own."""
    with serving() as child:
        return child.ask(parser, function, path, options)


@contextmanager
def serving() -> Iterator[_Child]:
    """Keep one child for all files that are read inside; it starts with the first that needs it."""
    if (running := _CHILD.get()) is not None:
        yield running
        return
    child = _Child()
    token = _CHILD.set(child)
    try:
        yield child
    finally:
        _CHILD.reset(token)
        child.close()


class _Child:
    """A process that runs parsers for this one, started when first asked and again after its death."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def ask(self, parser: str, function: str, path: Path, options: dict[str, object]) -> Any:
        """Return what a function of a parser returns, or say how it failed."""
        seconds = _SECONDS + _SECONDS_MIB * path.stat().st_size / 2**20
        with self._lock:
            process = self._started(path.name)
            late = Timer(seconds, process.kill)
            late.start()
            try:
                reply = _exchange(process, (parser, function, str(path), options))
            except BaseException:  # an interrupt too: what the child would still answer belongs to no one
                self.close()
                raise
            finally:
                in_time = not late.finished.is_set()
                late.cancel()
            if reply is None:
                self.close()
                why = message("broke off") if in_time else message("did not end within {n:.0f} seconds", n=seconds)
                raise ParserError(path.name, why)
        value, error = reply
        if error:
            raise ParserError(
                path.name, message(error) if error == _MEMORY_ENDED else message("failed ({error})", error=error)
            )
        return value

    def close(self) -> None:
        """End the process."""
        if self._process is None:
            return
        process, self._process = self._process, None
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):  # what was still to be written to a dead child
                if pipe is not None:
                    pipe.close()

    def _started(self, name: str) -> subprocess.Popen[bytes]:
        """Return the running process, with the search path of this one."""
        if self._process is None or self._process.poll() is not None:
            self.close()
            command = [sys.executable, "-I", "-S", "-X", "utf8", str(_HERE / "child.py")]
            try:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    creationflags=_NO_WINDOW,
                )
            except OSError as error:
                raise ParserError(name, message("could not be started ({reason})", reason=system(error))) from error
            _write(self._process.stdin, (sys.path, _MEMORY))
        return self._process


_CHILD: ContextVar[_Child | None] = ContextVar("_CHILD", default=None)


class _Plain(pickle.Unpickler):
    """Unpickles plain values alone: a parser that a file has taken over cannot make this process run anything."""

    def find_class(self, module: str, name: str) -> Any:
        """Allow days and times."""
        if module == "datetime" and name in _PLAIN:
            return super().find_class(module, name)
        msg = f"{module}.{name} is no plain value"
        raise pickle.UnpicklingError(msg)


def _exchange(process: subprocess.Popen[bytes], request: object) -> tuple[Any, str] | None:
    """Send a request and return the value and the failure of the reply; nothing if the child died of it."""
    try:
        _write(process.stdin, request)
        (length,) = struct.unpack("<Q", _read(process.stdout, 8))
        value, error = _Plain(io.BytesIO(_read(process.stdout, length))).load()
    except (OSError, EOFError, struct.error, pickle.UnpicklingError, ValueError, TypeError, AttributeError):
        return None
    return value, str(error)[:200]


def _write(pipe: Any, value: object) -> None:
    """Write a value with its length before it."""
    data = pickle.dumps(value, protocol=5)
    pipe.write(struct.pack("<Q", len(data)) + data)
    pipe.flush()


def _read(pipe: Any, size: int) -> bytes:
    """Read a number of bytes; fewer are an end too early."""
    data: bytes = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data
