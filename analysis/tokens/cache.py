"""A cache of analysed documents that never lies: whole parts or none, checked before they are used.

Each recipe of the analyser has a folder. A part holds a batch of documents: parquet files with its columns and
vocabulary, written through DuckDB, and a head with the keys and the files' checksums, after which the part is
named. It is written under a temporary name and then renamed, so a reader sees all of it or nothing; two
processes at once write parts of their own. A part that is damaged, cut off or of another make is thrown away,
and its documents are analysed again.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import paths
from analysis.errors import OptionError
from analysis.files import atomic
from analysis.messages import message
from analysis.messages.libraries import told
from analysis.tokens import cache_size
from analysis.tokens.batch import COLUMNS, MORPH, Batch
from analysis.tokens.recipe import Recipe

_MAKE = "damron-cache/5"
_HEAD = "head.json"
_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_Columns = dict[str, npt.NDArray[Any]]  # columns of a table by their names


class _Head(NamedTuple):
    """What stands in the head of a part."""

    keys: list[str]
    sums: dict[str, str]  # checksum by name of file


@dataclass
class Cache:
    """The parts of one recipe; without a folder it holds nothing and keeps nothing."""

    folder: Path | None
    connection: Any = None
    limited: bool = True  # to `cache_size.limit`; a store of the user's own is not
    index: dict[str, str] = field(default_factory=dict, repr=False)  # name of the part by key, of those read so far
    _heads: set[str] = field(default_factory=set, repr=False)  # names of the parts in it
    _written: set[Path] = field(default_factory=set, repr=False)
    _closed: bool = field(default=False, repr=False)  # it cannot be written, or is too small

    def load(self, keys: Sequence[str], *, files: Sequence[str] = ()) -> dict[str, Batch]:
        """Read every sound part that holds a document not read yet, first where they are thought to be."""
        # One that is damaged is deleted, and its documents are not found.
        if self.folder is None or not self.folder.is_dir():
            return {}
        wanted, found = set(keys), {}
        known = [self.folder / name for name in sorted({*files, *(self.index[k] for k in keys if k in self.index)})]
        for part in chain(known, self._all_but(known)):
            if not wanted:
                break
            try:
                head = _head(part)
                if part.name not in self._heads:
                    self._heads.add(part.name)
                    self.index.update(dict.fromkeys(head.keys, part.name))
                if wanted.isdisjoint(head.keys):
                    continue
                found[part.name] = self._read(part, head)
                cache_size.note_use(part)
                wanted.difference_update(head.keys)
            except (OSError, ValueError, KeyError, TypeError, _duckdb_error()) as error:
                _log.info(
                    message(
                        "cache part {part} is damaged ({error}); its documents are analysed again",
                        part=part.name,
                        error=told(error),
                    )
                )
                cache_size.drop(part)
        return found

    def _all_but(self, known: list[Path]) -> Iterator[Path]:
        """List the other parts, once those that are known have been read."""
        # not those whose keys are known, and which hold nothing that is wanted
        assert self.folder is not None, "the caller has a folder"
        others = set(self.folder.glob("*.part")).difference(known)
        yield from sorted(part for part in others if part.name not in self._heads)

    def save(self, batch: Batch) -> str:
        """Keep a batch and name its part; a disk that is full or read-only costs the cache, not the analysis."""
        if self.folder is None or self._closed or not batch.keys:
            return ""
        temporary: Path | None = None
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary = Path(tempfile.mkdtemp(prefix=cache_size.WRITING, dir=self.folder))
            self._write(temporary, batch)
            part = self.folder / _name((temporary / _HEAD).read_bytes())
            _move(temporary, part)
        except (OSError, _duckdb_error()) as error:
            self._closed = True
            why = atomic.why(error)
            if not self.limited:
                msg = message(
                    "the store in {folder} cannot be written ({why}); make room or choose another folder, and call "
                    "segment again: what it holds by then is not analysed anew",
                    folder=self.folder.parent,
                    why=why,
                )
                raise OptionError(msg) from error
            _log.warning(
                message(
                    "the cache in {folder} cannot be written ({why}); the analysis goes on without it",
                    folder=self.folder,
                    why=why,
                )
            )
        else:
            self._written.add(part)
            self._heads.add(part.name)
            self.index.update(dict.fromkeys(batch.keys, part.name))
            if self.limited:
                self._trim(self.folder.parent)
            return part.name
        finally:
            if temporary is not None:
                shutil.rmtree(temporary, ignore_errors=True)
        return ""

    def _trim(self, base: Path) -> None:
        """Drop what was not used for longest; write no more once that is a part of these documents."""
        most = cache_size.limit()
        if self._written & cache_size.trim(base, most):
            self._closed = True
            _log.warning(message(
                "the cache in {base} may hold {most:.3g} GiB ({limit}), less than these documents need; some "
                "will be analysed again",
                base=base,
                most=most / 2 ** 30,
                limit=cache_size.LIMIT
            ))  # fmt: skip

    def _write(self, folder: Path, batch: Batch) -> None:
        """Write columns and vocabulary as parquet, and the head with their checksums last."""
        frames = {
            "columns": pd.DataFrame(batch.columns),
            "bounds": pd.DataFrame({"bound": batch.bounds}),
            "morphs": pd.DataFrame(batch.morphs),
            "words": pd.DataFrame({"word": pd.Series(batch.words, dtype="str")}),
        }
        _write_frames(self.connection, folder, frames, keys=batch.keys)

    def _read(self, folder: Path, head: _Head) -> Batch:
        """Read what `_write` wrote."""
        frames = _read_frames(self.connection, folder, head.sums)
        return Batch(
            tuple(head.keys),
            np.asarray(frames["bounds"]["bound"], dtype=np.int64),
            {name: np.asarray(frames["columns"][name], dtype=np.int32) for name in COLUMNS},
            {name: np.asarray(frames["morphs"][name], dtype=np.int32) for name in MORPH},
            tuple(np.asarray(frames["words"]["word"], dtype=object).tolist()),
        )

    def holds(self, files: Sequence[str]) -> bool:
        """Whether some parts are there."""
        return self.folder is not None and all((self.folder / name / _HEAD).is_file() for name in files)

    def kept(self, key: Sequence[str], *, but: Collection[str] = ()) -> dict[str, _Columns] | None:
        """Read the columns that `keep` put under a key, but for some tables; None without any."""

        def read(part: Path) -> dict[str, _Columns]:
            sums = _head(part).sums
            return _read_frames(self.connection, part, {name: sums[name] for name in sums if name not in but})

        return self._sound(self.named(key), read)

    def file(self, name: str, table: str) -> Path | None:
        """Return the file of a table that `keep` put under the key of that name, if it is there and whole."""

        def found(part: Path) -> Path:
            return _sound_file(part, table, _head(part).sums[table])

        return self._sound(name, found)

    def rows(self, files: Sequence[Path]) -> Any:
        """Open the tables of some files one after the other, unread, each row with the name of its file."""
        return self.connection.read_parquet([_escaped(file) for file in files], filename=True)

    def _sound(self, name: str, read: Callable[[Path], _T]) -> _T | None:
        """Read what is kept under the key of a name; what is damaged is deleted."""
        if self.folder is None or not name:
            return None
        for part in sorted(self.folder.with_name(name).glob("*.part")):
            try:
                found = read(part)
            except (OSError, ValueError, KeyError, TypeError, _duckdb_error()):
                cache_size.drop(part)
            else:
                cache_size.note_use(part)
                return found
        return None

    def keep(self, key: Sequence[str], frames: Mapping[str, Any]) -> None:
        """Put tables that follow from the documents beside them, unless documents would have to make way."""
        if self.folder is None:
            return
        folder = self.folder.with_name(self.named(key))
        temporary: Path | None = None
        try:
            folder.mkdir(parents=True, exist_ok=True)
            temporary = Path(tempfile.mkdtemp(prefix=cache_size.WRITING, dir=folder))
            _write_frames(self.connection, temporary, frames, keys=())
            if not self.limited or cache_size.has_room(folder.parent, temporary):
                _move(temporary, folder / _name((temporary / _HEAD).read_bytes()))
        except (OSError, _duckdb_error()):  # they are made again next time; `save` has told of a disk that is full
            pass
        finally:
            if temporary is not None:
                shutil.rmtree(temporary, ignore_errors=True)
            with suppress(OSError):  # not empty
                folder.rmdir()

    def named(self, key: Sequence[str]) -> str:
        """Name the folder of what is kept under a key after it and the recipe; none without a cache."""
        if self.folder is None:
            return ""
        made = json.dumps([_MAKE, self.folder.name, *key])
        return hashlib.sha256(made.encode("utf-8")).hexdigest()[:24]


@contextmanager
def open_cache(
    where: Path | Literal["default"] | None, recipe: Recipe, *, limited: bool = True, swept: bool = False
) -> Iterator[Cache]:
    """Open the cache of a recipe: the folder named after everything that changes the analyser's answer."""
    if where is not None and not isinstance(where, os.PathLike) and not (isinstance(where, str) and where == "default"):
        msg = message("cache must be 'default', a Path or None, not {where!r}", where=where)
        raise OptionError(msg)
    if where is None:
        yield Cache(None)
        return
    base = paths.cache() if where == "default" else Path(where)
    cache_size.limit()  # refuses what is no number before the work
    made = [_MAKE, recipe.kit, recipe.analyser, recipe.model, recipe.layer, recipe.options, recipe.units]
    name = hashlib.sha256(json.dumps(made).encode("utf-8")).hexdigest()[:24]
    with _database(os.getpid()).cursor() as connection:
        if not swept:
            cache_size.sweep(base)
        yield Cache(base / name, connection, limited)


@lru_cache(maxsize=1)
def _database(process: int) -> Any:  # noqa: ARG001 - a forked process must not share its parent's
    """Open the database in memory once; to open one takes as long as to read many parts."""
    import duckdb  # not needed where there is no cache

    return duckdb.connect(":memory:")


def _move(folder: Path, part: Path) -> None:
    """Give a folder the name of a part, unless another process wrote the same part first."""
    try:
        folder.rename(part)
    except OSError:  # FileExistsError, ENOTEMPTY or, on Windows, PermissionError
        if not part.is_dir():
            raise


def _duckdb_error() -> type[Exception]:
    """Return the error that DuckDB raises when it cannot write, such as on a full disk."""
    import duckdb

    return duckdb.Error


def _head(part: Path) -> _Head:
    """Read the head of a part; refuse one that the part is not named after, and one of another make."""
    content = (part / _HEAD).read_bytes()
    if part.name != _name(content):
        msg = message("{head} is not what was written", head=_HEAD)
        raise ValueError(msg)
    head = json.loads(content)
    if head["make"] != _MAKE:
        msg = message("made by another version")
        raise ValueError(msg)
    return _Head(head["keys"].split(" "), head["sha256"])


def _name(head: bytes) -> str:
    """Name a part after its head, which holds the checksums of all other files: 1f0c….part."""
    return f"{hashlib.sha256(head).hexdigest()[:24]}.part"


def _write_frames(connection: Any, folder: Path, frames: Mapping[str, Any], *, keys: Sequence[str]) -> None:
    """Write tables, or what DuckDB has of some, as parquet, and the head with their checksums last."""
    for name, frame in frames.items():
        rows = connection.from_df(frame) if isinstance(frame, pd.DataFrame) else frame
        rows.write_parquet(str(folder / f"{name}.parquet"), compression="zstd")
    sums = {name: _digest(folder / f"{name}.parquet") for name in frames}
    head = {"make": _MAKE, "keys": " ".join(keys), "sha256": sums}  # one text is read faster than a list
    (folder / _HEAD).write_text(json.dumps(head), encoding="utf-8")


def _read_frames(connection: Any, folder: Path, sums: Mapping[str, str]) -> dict[str, _Columns]:
    """Read the columns of tables that `_write_frames` wrote, by their checksums."""
    files = {name: _sound_file(folder, name, digest) for name, digest in sums.items()}
    return {name: connection.read_parquet(_escaped(file)).fetchnumpy() for name, file in files.items()}


def _sound_file(folder: Path, name: str, digest: str) -> Path:
    """Return the file of a table; refuse one that is not whole."""
    path = folder / f"{name}.parquet"
    if _digest(path) != digest:
        msg = message("{path} is not what was written", path=path.name)
        raise ValueError(msg)
    return path


def _digest(path: Path) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _escaped(path: Path) -> str:
    """Escape a path, so that DuckDB does not take its brackets and stars for a pattern: a*b gives a[*]b."""
    return re.sub(r"([*?\[])", r"[\1]", str(path))
