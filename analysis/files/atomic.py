"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from analysis.errors import OptionError


def write(path: Path, content: bytes) -> Path:
    """Write a file through a temporary name beside it, so that a reader never sees half of it."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def save(path: str | Path, content: bytes) -> Path:
    """Write a file that a user named, with the folders above it, or say in one sentence why it cannot be written."""
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return write(target, content)
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}); name another file"
        raise OptionError(msg) from error
