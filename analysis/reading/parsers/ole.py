"""Streams of OLE containers (HWP 5) by olefile, as bytes."""

from __future__ import annotations

import re

import olefile


def streams(path: str, *, wanted: str, most: int) -> dict[str, tuple[bytes, bool]]:
    """Return the streams whose whole name fits a pattern: their bytes, and whether they are as long as they say.

    Raises OSError for a container that is damaged, or for more than `most` bytes in all.
    """
    found: dict[str, tuple[bytes, bool]] = {}
    left = most
    with olefile.OleFileIO(path) as ole:
        for place in ole.listdir():
            name = "/".join(place)
            if not re.fullmatch(wanted, name):
                continue
            left -= ole.get_size(name)
            if left < 0:
                msg = "more than a file may hold"
                raise OSError(msg)
            data = ole.openstream(name).read()
            found[name] = data, len(data) == ole.get_size(name)
    return found
