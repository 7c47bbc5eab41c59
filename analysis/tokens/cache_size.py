"""Where the cache of analysed documents lies, how much it holds and may hold, and how parts leave it.

A part is a folder RECIPE/NAME.part. When one is read or written, the kit sets its time of change: that says which was
used last, also on disks that do not record reads.
"""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from analysis.errors import OptionError
from analysis.messages import message

LIMIT = "DAMRON_CACHE_GIB"  # variable of the environment
WRITING, _GONE = ".writing-", ".gone-"  # how folders begin that are no parts: not finished, or about to be deleted
_DEFAULT = 2.0  # GiB
_GIB = 2**30
_DAY = 86_400.0  # seconds
_RECIPE, _PART = re.compile(r"[0-9a-f]{24}"), re.compile(r"[0-9a-f]{24}\.part")


class _Part(NamedTuple):
    """A part on disk."""

    path: Path
    size: int  # bytes
    used: float  # when it was last read or written, in seconds since 1970


def limit() -> int:
    """Return how many bytes the parts may hold together: DAMRON_CACHE_GIB, else 2 GiB."""
    asked = os.environ.get(LIMIT) or str(_DEFAULT)
    try:
        most = int(float(asked) * _GIB)
    except (ValueError, OverflowError):
        most = 0
    if most < 1:
        msg = message(
            "{limit} is {asked!r}; give a number of GiB above 0, such as 0.5, or work with cache=None",
            limit=LIMIT,
            asked=asked,
        )
        raise OptionError(msg)
    return most


def parts(place: Path) -> list[_Part]:
    """List the parts of all recipes, the one that was not used for longest first."""
    found = []
    for path in _folders(place):
        if _PART.fullmatch(path.name):
            with suppress(OSError):  # another process has just dropped it
                size = sum(file.stat().st_size for file in path.iterdir())
                found.append(_Part(path, size, path.stat().st_mtime))
    return sorted(found, key=lambda part: part.used)


def note_use(part: Path) -> None:
    """Record that a part was read just now."""
    with suppress(OSError):  # a cache that is read-only is not trimmed either
        os.utime(part)


def drop(part: Path) -> None:
    """Delete a part; it loses its name first, so that nobody ever reads a half of it."""
    gone = part.with_name(f"{_GONE}{os.getpid()}-{part.name}")
    with suppress(OSError):  # another process has dropped it, or reads it on Windows
        part.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def trim(place: Path, most: int) -> set[Path]:
    """Drop the parts that were not used for longest until the others hold no more than some bytes; return them."""
    # Example: parts of 5, 3 and 4 bytes in order of their last use and room for 8: the first goes, 7 stay.
    held = parts(place)
    over = sum(part.size for part in held) - most
    dropped = set()
    for part in held:
        if over <= 0:
            break
        drop(part.path)
        dropped.add(part.path)
        over -= part.size
    return dropped


def has_room(place: Path, folder: Path) -> bool:
    """Whether the parts and what a folder holds stay within the limit together."""
    size = sum(file.stat().st_size for file in folder.iterdir())
    return sum(part.size for part in parts(place)) + size <= limit()


def clear(place: Path) -> list[_Part]:
    """Delete all parts and what is no part, nothing else; return the parts that were there."""
    held = parts(place)
    for part in held:
        drop(part.path)
    sweep(place, older=0)
    for folder in {part.path.parent for part in held}:
        with suppress(OSError):  # not empty
            folder.rmdir()
    return held


def sweep(place: Path, *, older: float = _DAY) -> None:
    """Delete folders that killed processes left half-written or half-deleted some seconds ago."""
    for path in _folders(place):
        with suppress(OSError):
            if path.name.startswith((WRITING, _GONE)) and time.time() - path.stat().st_mtime >= older:
                shutil.rmtree(path, ignore_errors=True)


def _folders(place: Path) -> Iterator[Path]:
    """List what lies in the folders of recipes."""
    with suppress(OSError):
        for recipe in place.iterdir():
            if _RECIPE.fullmatch(recipe.name) and recipe.is_dir():
                yield from recipe.iterdir()
