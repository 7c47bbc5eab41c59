"""Files of figures: names that work everywhere, and writing that is all or nothing and spares what is not ours."""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import os
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.errors import FigureError, SealError
from analysis.files import atomic, file_names, sealed
from analysis.messages import later, message

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ENVIRONMENT = "DAMRON_FIGURES"
_MANIFEST = "manifest.json"
SCHEMA, _UNSEALED = "damron-figures/2", "damron-figures/1"
_MEND = later("move its folder away and export the figures again")
_ENDINGS = (".png", ".svg", ".pdf", ".tiff", ".csv", ".docx", ".xlsx")
_WAIT, _PAUSE = 20.0, 0.02  # seconds
_LOG = logging.getLogger(__name__)
_STUDY: list[str] = []  # the study that was named last, in this process
_LEFT_OUT: set[str] = set()  # formats that this process does not write where none is asked for


def folder(study: str | None = None) -> Path:
    """Return the folder of the figures of a study, and with its name send the figures of this process there.

    Parameters
    ----------
    study : str, optional
        The name of the study: from now on figures of this process go to ``figures/own/STUDY/``, whatever their corpus.
        Without it every corpus has a folder of its own, named after its hash.

    Returns
    -------
    Path
        That of the environment variable DAMRON_FIGURES if it is set; else that of the study that was named last;
        else ``figures/own``, which holds the folders of all. It may not exist yet.

    Raises
    ------
    FigureError
        If the name of the study is empty.
    """
    if study is not None:
        if not study.strip():
            msg = message("figures.folder: the name of the study is empty; give one such as '신문-두-곳'")
            raise FigureError(msg)
        _STUDY[:] = [file_names.file_name(study)]
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    return Path(paths.FIGURES, "own", *_STUDY)


def folder_of(corpus: str) -> Path:
    """Return the folder that figures of a corpus go to, given its hash; empty for what was made of none."""
    chosen = folder()
    if _STUDY or os.environ.get(ENVIRONMENT):
        return chosen
    return chosen / (f"corpus-{corpus[:8]}" if corpus else "corpus")


def require_name(name: str) -> str:
    """Return a figure name that every system takes, with one slash at most."""
    # "조선/001: 둘-keywords" gives "조선/001-둘-keywords-09b2cf6e"
    if not isinstance(name, str) or not name.strip(" ./"):
        msg = message("figures.export: {name!r} is no name; give text such as 'keywords-frequency'", name=name)
        raise FigureError(msg)
    above, slash, last = unicodedata.normalize("NFC", name).strip("/").partition("/")
    plain = f"{file_names.file_name(above)}/{file_names.file_name(last)}" if slash else file_names.file_name(above)
    if plain.lower().endswith(_ENDINGS):
        msg = message(
            "figures.export: leave the ending out of {name!r}; the kinds of file that are written are those of size=",
            name=name,
        )
        raise FigureError(msg)
    return plain


def leave_out(kind: str) -> None:
    """Write a format in this process only where it is asked for."""
    _LEFT_OUT.add(kind)


def formats(name: str, usual: Sequence[str], *, root: Path) -> tuple[str, ...]:
    """Say which of the usual formats are written: one that is left out too, where the folder has it of before."""
    return tuple(kind for kind in usual if kind not in _LEFT_OUT or (root / f"{name}.{kind}").is_file())


def sha256(content: bytes) -> str:
    """Hash some bytes."""
    return hashlib.sha256(content).hexdigest()


def commit(name: str, contents: Mapping[str, bytes], entry: Mapping[str, Any], *, root: Path) -> dict[str, Path]:
    """Write the files of one figure and its manifest entry, all or none, and return their paths by ending."""
    # Of a figure that was PNG and CSV and is now TIFF and CSV, the PNG goes: the manifest no longer tells of it.
    targets = {ending: root / f"{name}.{ending}" for ending in sorted(contents)}
    hashes = {e: {"file": f"{name}.{e}", "sha256": sha256(contents[e])} for e in targets}
    try:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        with _locked(root):
            _mend(root)
            known = _entries(root / _MANIFEST)
            before = {file["file"]: file["sha256"] for file in known.get(name, {}).get("files", {}).values()}
            files = {targets[ending]: contents[ending] for ending in targets}
            gone = [root / file for file in before if root / file not in files and (root / file).is_file()]
            _require_own([*files, *gone], before, files, root=root)
            manifest = _with_entry(known, name, {**entry, "files": hashes})
            if not gone and _holds({**files, root / _MANIFEST: manifest}):
                return targets
            atomic.save_all({**files, root / _MANIFEST: manifest}, gone=gone, error=FigureError)
    except OSError as error:
        raise FigureError(atomic.sentence(root / name, error)) from error
    return targets


def _holds(files: Mapping[Path, bytes]) -> bool:
    """Tell whether files are on disk already, byte for byte."""
    return all(path.is_file() and path.read_bytes() == content for path, content in files.items())


def _entries(path: Path) -> Mapping[str, Any]:
    """Read the entries of a manifest; none where there is no manifest yet."""
    return entries(sealed.read_json(path, schema=SCHEMA, mend=message(_MEND)), path) if path.exists() else {}


def _require_own(paths: Iterable[Path], before: Mapping[str, str], new: Mapping[Path, bytes], *, root: Path) -> None:
    """Refuse to replace a file that was not written here, or was changed since."""
    for path in paths:
        try:
            found = path.read_bytes()
        except FileNotFoundError:
            continue
        if found == new.get(path) or sha256(found) == before.get(path.relative_to(root).as_posix()):
            continue
        known = path.relative_to(root).as_posix() in before
        what = message("was changed after it was exported") if known else message("was not exported by the kit")
        msg = message(
            "figures.export: {path} {what}, and would be overwritten; move it away, or choose another name",
            path=path,
            what=what,
        )
        raise FigureError(msg)


def _with_entry(figures: Mapping[str, Any], name: str, entry: Mapping[str, Any]) -> bytes:
    """Put an entry among those of the manifest and return the manifest's new bytes."""
    if clash := [known for known in figures if known != name and known.casefold() == name.casefold()]:
        msg = message(
            "figures.export: {name!r} differs from {clash!r} by case alone; choose another name",
            name=name,
            clash=clash[0],
        )
        raise FigureError(msg)
    known = {**figures, name: entry}
    return sealed.to_json({"figures": known}, schema=SCHEMA, rows=len(known))


def entries(manifest: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return the entries of a manifest by the names of their figures."""
    figures = manifest.get("figures")
    if manifest.get("schema") not in {SCHEMA, _UNSEALED} or not isinstance(figures, dict):
        msg = message("{path} is not a manifest of figures; {mend}", path=path, mend=message(_MEND))
        raise SealError(msg)
    return figures


def _mend(root: Path) -> None:
    """Finish the set of files that a process left when it ended between two of them, or clear what it had begun."""
    # The drafts of a figure are all written before the first is moved, the manifest's last. With a.png new, a.csv still
    # a draft and a manifest that tells the hashes of both, a.csv is moved and then the manifest; without a whole
    # manifest nothing was moved yet, and the drafts go.
    drafts = {path: path.read_bytes() for path in sorted(root.rglob(".*.tmp"))}
    if not drafts:
        return
    held: dict[str, list[Path]] = {}
    for path, content in drafts.items():
        held.setdefault(sha256(content), []).append(path)
    old = _figures_of((root / _MANIFEST).read_bytes()) if (root / _MANIFEST).is_file() else {}
    for draft, content in drafts.items():
        new = _figures_of(content)
        changed = [entry["files"].values() for name, entry in new.items() if entry != old.get(name)]
        wanted = {root / file["file"]: file["sha256"] for files in changed for file in files}
        behind = [p for p, sha in wanted.items() if not p.is_file() or sha256(p.read_bytes()) != sha]
        if wanted and all(n <= len(held.get(sha, [])) for sha, n in Counter(wanted[path] for path in behind).items()):
            for path in behind:
                held[wanted[path]].pop().replace(path)
            draft.replace(root / _MANIFEST)
            _LOG.warning(message("{root}: figures that a process had left half written were finished", root=root))
    for draft in drafts:
        draft.unlink(missing_ok=True)


def _figures_of(content: bytes) -> Mapping[str, Any]:
    """Return the entries of a manifest that may be none, or cut off."""
    try:
        found = json.loads(content)["figures"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the figures folder for this process alone; the system frees the lock of a process that ended."""
    lock = root / ".manifest.lock"
    deadline = time.monotonic() + _WAIT
    while True:
        with lock.open("ab") as held:
            if _try_lock(held.fileno()) and _is_open(lock, held.fileno()):
                try:
                    yield
                finally:
                    with suppress(OSError):  # Windows keeps it while it is open, and no one minds
                        lock.unlink()
                    _unlock(held.fileno())
                return
        if time.monotonic() > deadline:
            msg = message(
                "figures.export: another process is writing to {root}; wait until it ends, or use another folder",
                root=root,
            )
            raise FigureError(msg)
        time.sleep(_PAUSE)


def _is_open(lock: Path, handle: int) -> bool:
    """Tell whether a file that was opened still has its name: its last holder may have deleted it since."""
    try:
        return os.path.samestat(lock.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _try_lock(handle: int) -> bool:
    """Try to lock the first byte of an open file; only one process can."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}:
            return False
        raise
    return True


def _unlock(handle: int) -> None:
    """Free a lock that this process holds."""
    if sys.platform == "win32":
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_UN)
