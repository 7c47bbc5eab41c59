"""Small files that cost time alone when they are lost: how the oldest leave the cache."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def leave_newest(folder: Path, ending: str, *, most: int) -> None:
    """Delete all but so many of the newest files of an ending; what cannot be deleted stays."""
    with suppress(OSError):
        for file in sorted(folder.glob(f"*{ending}"), key=lambda file: file.stat().st_mtime)[:-most]:
            file.unlink(missing_ok=True)
