"""Files of figures: names that work everywhere, and writing that is all or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.errors import FigureError

ENVIRONMENT = "DAMRON_FIGURES"
MANIFEST = "manifest.json"
SCHEMA = "damron-figures/1"

_PART = re.compile(r"[\w(\[][\w .,'’()\[\]{}+&=@~!·-]*(?<![. ])")  # safe in files of every system, as people name them
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_ENDINGS = (".png", ".svg", ".pdf", ".csv")
_WAIT, _STALE, _PAUSE = 20.0, 60.0, 0.02  # seconds


def folder() -> Path:
    """Return the folder that figures go to: that of the environment variable DAMRON_FIGURES, else figures/.

    Returns
    -------
    Path
        The folder; it may not exist yet.
    """
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else paths.FIGURES


def checked_name(name: str) -> str:
    """Return a figure name in NFC, or say why it cannot be one on every system."""
    if not isinstance(name, str):
        msg = f"figures.export: the name is a {type(name).__name__}; give text such as 'keywords-frequency'"
        raise FigureError(msg)
    plain = unicodedata.normalize("NFC", name)
    parts = plain.split("/")
    if len(parts) > 2 or not all(_PART.fullmatch(part) for part in parts):
        msg = (
            f"figures.export: {name!r} cannot be a figure name; use letters, digits, spaces, brackets, '.', '-', '_', "
            "begin with a letter or digit, and use one '/' at most"
        )
        raise FigureError(msg)
    if any(_RESERVED.fullmatch(part) for part in parts):
        msg = f"figures.export: {name!r} is a reserved name on Windows; choose another"
        raise FigureError(msg)
    if plain.lower().endswith(_ENDINGS):
        msg = f"figures.export: leave the ending out of {name!r}; PNG, SVG, PDF and CSV are all written"
        raise FigureError(msg)
    return plain


def sha256(content: bytes) -> str:
    """Hash some bytes."""
    return hashlib.sha256(content).hexdigest()


def commit(name: str, contents: Mapping[str, bytes], entry: Mapping[str, Any]) -> dict[str, Path]:
    """Write the files of one figure and its manifest entry, all or none, and return their paths by ending."""
    root = folder()
    targets = {ending: root / f"{name}.{ending}" for ending in sorted(contents)}
    hashes = {e: {"file": f"{name}.{e}", "sha256": sha256(contents[e])} for e in targets}
    try:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        with _locked(root):
            manifest = _with_entry(root / MANIFEST, name, {**entry, "files": hashes})
            files = {targets[ending]: contents[ending] for ending in targets}
            _replace({**files, root / MANIFEST: manifest})
    except OSError as error:
        msg = f"figures.export: {name!r} cannot be written in {root} ({error.strerror}); nothing was changed"
        raise FigureError(msg) from error
    return targets


def _with_entry(path: Path, name: str, entry: Mapping[str, Any]) -> bytes:
    """Put an entry into the manifest as it stands and return the manifest's new bytes."""
    figures: dict[str, Any] = {}
    if path.exists():
        try:
            figures = json.loads(path.read_text(encoding="utf-8"))["figures"]
        except (ValueError, KeyError, TypeError) as error:
            msg = f"figures.export: {path} is not a manifest of figures; repair it or delete it and export again"
            raise FigureError(msg) from error
    if clash := [other for other in figures if other != name and other.casefold() == name.casefold()]:
        msg = f"figures.export: {name!r} differs from {clash[0]!r} by case alone; choose another name"
        raise FigureError(msg)
    figures[name] = entry
    whole = {"figures": figures, "schema": SCHEMA}
    return (json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8")


def _replace(contents: Mapping[Path, bytes]) -> None:
    """Write every file beside its place, then move them in, in order; put the old ones back if a move fails."""
    drafts = {path: path.with_name(f".{path.name}.{os.getpid()}.tmp") for path in contents}
    before: dict[Path, bytes | None] = {}
    try:
        for path, content in contents.items():
            drafts[path].write_bytes(content)
        for path, draft in drafts.items():
            before[path] = path.read_bytes() if path.exists() else None
            draft.replace(path)
    except BaseException:
        for path, old in before.items():
            _restore(path, old)
        raise
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _restore(path: Path, content: bytes | None) -> None:
    """Put a file back to what it was."""
    with suppress(OSError):
        if content is None:
            path.unlink(missing_ok=True)
        elif path.read_bytes() != content:
            path.write_bytes(content)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the figures folder for this process alone; a lock that a crash left behind expires."""
    lock = root / ".manifest.lock"
    deadline = time.monotonic() + _WAIT
    while not _taken(lock):
        with suppress(OSError):
            if time.time() - lock.stat().st_mtime > _STALE:
                lock.unlink()
                continue
        if time.monotonic() > deadline:
            msg = f"figures.export: another process holds {lock}; wait for it, or delete the file if none is running"
            raise FigureError(msg)
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _taken(lock: Path) -> bool:
    """Try to create the lock file; only one process can."""
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except (FileExistsError, PermissionError):  # Windows says the latter while the file is being deleted
        if not lock.parent.is_dir() or not os.access(lock.parent, os.W_OK):
            raise
        return False
    return True
