"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, content: bytes) -> Path:
    """Write a file through a temporary name beside it, so that a reader never sees half of it.

    Parameters
    ----------
    path : Path
        The file; its folder is there.
    content : bytes
        What it holds.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    OSError
        If it cannot be written; what stood there before stays, and nothing is left beside it.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path
