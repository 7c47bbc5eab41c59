"""The one door through which files are written: whole or not at all, and one sentence where that cannot be."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from analysis.errors import KitError, OptionError
from analysis.messages import later, message
from analysis.messages.libraries import told

_STALE = 600.0  # seconds after which a draft that no one has written to is one that a process left when it ended
_PIECE = 1 << 20  # bytes
_SAID = {  # what an error of the system means, and what to do; some systems lack some of them
    "ENOSPC": (later("the disk is full"), later("make room on it, or name another disk")),
    "EDQUOT": (later("your share of the disk is used up"), later("make room, or name another disk")),
    "EROFS": (later("the disk is read-only"), later("name another folder")),
    "EACCES": (
        later("it is read-only, or open in another program such as Excel"),
        later("close it there, or name another file"),
    ),
    "EPERM": (later("the system does not allow it"), later("name another folder")),
    "EBUSY": (later("another program is using it"), later("close it there, or name another file")),
    "EISDIR": (later("a folder of this name is in the way"), later("name another file")),
    "ENOTDIR": (later("a file stands where a folder must be"), later("name another folder")),
    "EEXIST": (later("a file stands where a folder must be"), later("name another folder")),
    "ENAMETOOLONG": (later("the name is too long"), later("give it a shorter name")),
    "EINVAL": (later("the system does not take such a name"), later("give it another name")),
}


def save(path: str | Path, content: bytes, *, error: type[KitError] = OptionError) -> Path:
    """Write a file that a user named, with the folders above it, whole or not at all."""
    return save_all({Path(path): content}, error=error)[0]


def save_all(
    contents: Mapping[Path, bytes | Path], *, gone: Collection[Path] = (), error: type[KitError] = OptionError
) -> list[Path]:
    """Write files that belong together and delete what is gone, all or none; the last is moved into place last."""
    # a.png, a.csv and manifest.json are first written under names of their own beside their places, where a full disk
    # does no harm; if the third move then fails, the two that were moved get their old bytes back, or go if they are
    # new.
    # What `pieced` wrote is a draft already.
    drafts = {path: content if isinstance(content, Path) else _draft(path) for path, content in contents.items()}
    replaced: dict[Path, bytes | None] = {}
    at = next(iter(contents))
    try:
        for at, content in contents.items():
            at.parent.mkdir(parents=True, exist_ok=True)
            _require_no_folder(at)
            if not isinstance(content, Path):
                drafts[at].write_bytes(content)
        several = len(contents) + len(gone) > 1
        for at in (*gone, *drafts):
            replaced[at] = at.read_bytes() if several and at.exists() else None
            _move(drafts.get(at), at)
    except BaseException as problem:
        if len(contents) + len(gone) > 1:
            _put_back(replaced)
        if isinstance(problem, OSError | ValueError):  # a name with NUL in it is a ValueError
            raise error(sentence(at, problem)) from problem
        raise
    finally:
        for draft in (*drafts.values(), *_left_behind(drafts)):
            with suppress(OSError, ValueError):
                draft.unlink(missing_ok=True)
    return list(contents)


@contextmanager
def pieced(path: Path, pieces: Iterable[bytes], *, error: type[KitError] = OptionError) -> Iterator[Path]:
    """Write pieces one after the other into a draft beside a file, which `save_all` moves into place."""
    draft = _draft(path).with_suffix(".pieces.tmp")
    try:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _require_no_folder(path)
            file = draft.open("wb", buffering=0)  # what a buffer holds would fail when it is closed
        except (OSError, ValueError) as problem:
            raise error(sentence(path, problem)) from problem
        with file:
            for piece in pieces:
                try:
                    left = memoryview(piece)
                    while left:  # a nearly full disk takes a part
                        left = left[file.write(left) :]
                except OSError as problem:
                    raise error(sentence(path, problem)) from problem
        yield draft
    finally:
        with suppress(OSError, ValueError):
            draft.unlink(missing_ok=True)


def save_pieces(path: str | Path, pieces: Iterable[bytes], *, error: type[KitError] = OptionError) -> Path:
    """Write a file as `save` does, piece by piece, so that it is never in memory."""
    with pieced(Path(path), pieces, error=error) as draft:
        return save_all({Path(path): draft}, error=error)[0]


def pieces_of(path: Path) -> Iterator[bytes]:
    """Read a file piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def create(path: Path, content: bytes, *, error: type[KitError] = OptionError) -> bool:
    """Write a file that is new, with the folders above it; say False where one is there, which stays as it is."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_there(path):
            return False
        path.touch(exist_ok=False)  # takes the name, so that of two at once only one writes
    except FileExistsError as problem:
        if is_there(path):
            return False
        raise error(sentence(path, problem)) from problem
    except (OSError, ValueError) as problem:
        raise error(sentence(path, problem)) from problem
    try:
        save(path, content, error=error)
    except BaseException:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise
    return True


@contextmanager
def scratch(prefix: str, *, error: type[KitError]) -> Iterator[Path]:
    """Make an empty folder that is deleted at the end."""
    try:
        made = tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True)
    except OSError as problem:
        msg = message(
            "no scratch folder can be made in {gettempdir} ({why}); make room there",
            gettempdir=tempfile.gettempdir(),
            why=why(problem),
        )
        raise error(msg) from problem
    with made as folder:
        yield Path(folder)


def is_there(path: Path) -> bool:
    """Tell whether a file or folder is there; what is no name of one is not."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def sentence(path: Path, problem: Exception) -> str:
    """Say in one sentence why a file cannot be written, and what to do."""
    shown = str(path) if len(str(path)) <= 200 else f"{str(path)[:80]}…{str(path)[-80:]}"
    what, advice = _said(problem)
    return message("{shown} cannot be written ({what}); {advice}", shown=shown, what=what, advice=advice)


def why(problem: Exception) -> str:
    """Say why something cannot be written; DuckDB tells the number of the system's error in its own."""
    told = re.search(r'"errno":"(\d+)"', str(problem))
    return _said(OSError(int(told[1]), os.strerror(int(told[1]))) if told else problem)[0]


def _said(problem: Exception) -> tuple[str, str]:
    """Word what an error of the system means, and what to do about it."""
    if not isinstance(problem, OSError):
        return message("the name holds a character that no file name may have"), message("give it another name")
    other = told(problem.strerror or type(problem).__name__)
    known = _SAID.get(errno.errorcode.get(problem.errno or 0, ""))
    return (message(known[0]), message(known[1])) if known else (other, message("name another file"))


def is_half_saved(first: Path, last: Path) -> bool:
    """Tell whether a process ended after it had moved the first of two files and before it moved the last."""
    return _has_new_draft(last) and not _has_new_draft(first)


def _has_new_draft(path: Path) -> bool:
    """Tell whether a draft lies beside a file that is newer than the file."""
    with suppress(OSError):
        written = path.stat().st_mtime_ns if path.exists() else 0
        return any(draft.stat().st_mtime_ns > written for draft in path.parent.glob(f".{_short(path)}.*.tmp"))
    return False


def _left_behind(paths: Iterable[Path]) -> Iterator[Path]:
    """List the drafts of files that processes left when they ended, as far as no process can be writing them still."""
    for path in paths:
        with suppress(OSError, ValueError):
            for draft in path.parent.glob(f".{_short(path)}.*.tmp"):
                if time.time() - draft.stat().st_mtime > _STALE:
                    yield draft


def _draft(path: Path) -> Path:
    """Name a draft beside a file: short, and of this process and thread alone."""
    return path.parent / f".{_short(path)}.{os.getpid()}.{threading.get_ident()}.tmp"


def _short(path: Path) -> str:
    """Return what the drafts of a file are called."""
    return hashlib.sha256(path.name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _require_no_folder(path: Path) -> None:
    """Refuse a folder under the name of a file; Windows would say that access is denied."""
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder", str(path))


def _move(draft: Path | None, path: Path) -> None:
    """Move a draft into place, or delete what is gone."""
    if draft is None:
        path.unlink(missing_ok=True)
    else:
        draft.replace(path)


def _put_back(replaced: Mapping[Path, bytes | None]) -> None:
    """Give files their old bytes again; those that were not there before go."""
    for path, old in replaced.items():
        with suppress(OSError):
            if old is None:
                path.unlink(missing_ok=True)
            elif not path.exists() or path.read_bytes() != old:
                path.write_bytes(old)
