"""Zip archives of articles."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from analysis.errors import ReadError
from analysis.reading.package import member, member_name, opened
from analysis.reading.sources import File, sort

_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\/]')
_STEM = 60  # letters of a file name that fit every file system


@contextmanager
def unpacked(path: Path, *, endings: Collection[str]) -> Iterator[tuple[Iterator[File], list[tuple[str, str]]]]:
    """Unpack the articles of a zip archive, one at a time.

    Parameters
    ----------
    path : Path
        The archive, at most 64 MiB.
    endings : collection of str
        Endings the kit reads.

    Yields
    ------
    (iterator of File, list of (str, str))
        Members in the order of their names, each in a temporary folder until the next is asked for, and
        named by their place in the archive; without the one folder that holds everything, if there is one.
        And the names of members that are left out, with the reason.

    Raises
    ------
    ReadError
        If the archive is truncated, encrypted, exceeds the limits of `package.opened`, holds another archive
        or no article.
    """
    with opened(path) as package, tempfile.TemporaryDirectory(prefix="damron-") as folder:
        members = {member_name(info): info for info in package.infolist() if not info.is_dir()}
        if len(members) < sum(not info.is_dir() for info in package.infolist()):
            msg = f"{path.name} holds two files of the same name; unpack it and rename one"
            raise ReadError(msg)
        kept, left = sort(members, endings=endings)
        nested = next((name for name in kept if name.lower().endswith(".zip")), None)
        if nested:
            msg = f"{path.name} holds another archive, {nested!r}; unpack that one first"
            raise ReadError(msg)
        if not kept:
            msg = f"no article in {path.name}; the kit reads files that end in {', '.join(sorted(endings))}"
            raise ReadError(msg)
        yield _files(path, package, {name: members[name] for name in kept}, Path(folder)), left


def _files(
    path: Path, package: zipfile.ZipFile, members: Mapping[str, zipfile.ZipInfo], folder: Path
) -> Iterator[File]:
    """Write one member after the other; the one before is deleted."""
    tops = {name.partition("/")[0] for name in members if "/" in name}
    shared = len(tops) == 1 and all("/" in name for name in members)
    for name, info in members.items():
        place = PurePosixPath(name)
        file = folder / f"{_UNSAFE.sub('_', place.stem)[:_STEM]}{place.suffix}"
        file.write_bytes(member(package, info, name=path.name))
        yield File(file, name.partition("/")[2] if shared else name)
        file.unlink()
