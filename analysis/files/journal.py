"""A file that only grows: each line is on the disk before the next, and one process at a time may write."""

from __future__ import annotations

import os
import sys
import weakref
from contextlib import suppress
from pathlib import Path

from analysis.errors import KitError, OptionError
from analysis.files import atomic
from analysis.messages import message

_FAR = 2**30  # the byte that Windows locks, behind the end, so that others can read the file meanwhile
_OPEN: weakref.WeakValueDictionary[Path, Journal] = weakref.WeakValueDictionary()


class Journal:
    """A journal: nothing is there before the first line, and what is there was read under the lock."""

    # The lock is the system's own: it goes when a process ends, however it ends, and so never has to be cleared by
    # hand. Where a journal is opened a second time in one process, as by running a cell again, the second one has it.

    def __init__(self, path: Path, *, error: type[KitError] = OptionError) -> None:
        self.path = path
        self.content = b""
        self._error = error
        self._number = -1
        self._size = 0
        if (before := _OPEN.get(path.absolute())) is not None:
            before.close()
        if atomic.is_there(path):
            self._take(os.O_RDWR)
        _OPEN[path.absolute()] = self
        self._gone = False

    @property
    def started(self) -> bool:
        """Whether the file is there."""
        return self._number >= 0

    def append(self, lines: bytes, *, head: bytes = b"") -> None:
        """Write whole lines behind the others, all on the disk or none; a new file gets the head first."""
        if self._gone:
            msg = message("{path} was opened again since; go on there, or run this cell again", path=self.path.name)
            raise self._error(msg)
        if self._number < 0:
            self._create()
            lines = head + lines
        self._require_untouched()
        try:
            left = memoryview(lines)
            while left:
                left = left[os.write(self._number, left) :]
            os.fsync(self._number)
        except OSError as problem:  # a full disk takes half a line
            with suppress(OSError):
                os.ftruncate(self._number, self._size)
            raise self._error(atomic.sentence(self.path, problem)) from problem
        self._size += len(lines)

    def cut(self, size: int, *, end: bytes = b"") -> None:
        """Take away what stands behind a place, which a crash left, and write the end that is missing there."""
        try:
            os.ftruncate(self._number, size)
            os.write(self._number, end)
            os.fsync(self._number)
        except OSError as problem:
            raise self._error(atomic.sentence(self.path, problem)) from problem
        self._size = size + len(end)

    def close(self) -> None:
        """Let others write."""
        self._gone = True
        if self._number >= 0:
            with suppress(OSError):
                os.close(self._number)
        self._number = -1

    def __del__(self) -> None:
        self.close()

    def _create(self) -> None:
        """Make the file; one that another process made meanwhile is another's."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError) as problem:
            raise self._error(atomic.sentence(self.path, problem)) from problem
        self._take(os.O_RDWR | os.O_CREAT | os.O_EXCL)
        if sys.platform != "win32":  # the name too is on the disk
            with suppress(OSError):
                folder = os.open(self.path.parent, os.O_RDONLY)
                os.fsync(folder)
                os.close(folder)

    def _take(self, how: int) -> None:
        """Open the file, lock it and read it."""
        try:
            self._number = os.open(self.path, how | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o666)
        except FileExistsError as problem:
            raise self._error(self._held()) from problem
        except (OSError, ValueError) as problem:
            raise self._error(atomic.sentence(self.path, problem)) from problem
        try:
            _lock(self._number)
        except OSError as problem:
            self.close()
            raise self._error(self._held()) from problem
        self.content = self.path.read_bytes()
        self._size = len(self.content)

    def _held(self) -> str:
        """Say that another process writes here."""
        return message(
            "{path} is being written by another notebook or program; close it there, then run this again",
            path=self.path.name,
        )

    def _require_untouched(self) -> None:
        """Refuse to write where the file is no longer what was read and written here."""
        with suppress(OSError):
            now = self.path.stat()
            if now.st_size == self._size and os.path.samestat(now, os.fstat(self._number)):
                return
        msg = message(
            "{path} was changed, moved or deleted by another program; run the cell again to read it anew",
            path=self.path.name,
        )
        raise self._error(msg)


def _lock(number: int) -> None:
    """Lock an open file for this process, or raise where another has it."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(number, _FAR, os.SEEK_SET)
        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        return
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise
    except OSError:  # a disk on a network that knows no locks; lines are still written whole, one behind the other
        return
