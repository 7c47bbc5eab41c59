"""A column of texts that stand in a file of their own and are read when they are asked for."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype, take

from analysis.files import atomic
from analysis.messages import message

_log = logging.getLogger(__name__)

_BLOCK = 1 << 20  # bytes that are written, and texts' bytes that are read, at once
_MISSING = -1  # where a text would start that is none
_Ints = npt.NDArray[np.int64]


class _File:
    """A nameless file that only grows, and goes with the last column that reads it."""

    def __init__(self, folder: Path | None) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        # it has no name any more, or goes when it is closed (Windows), so that nothing stays behind however Python ends
        self._file: Any = tempfile.TemporaryFile(dir=folder, prefix="damron-texts-", buffering=0)  # noqa: SIM115
        self._size = 0
        self._turn = threading.Lock()
        weakref.finalize(self, self._file.close)

    def write(self, texts: Iterable[str]) -> tuple[_Ints, npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Append texts; return where each starts, its bytes and its characters."""
        sizes, letters = [], []
        with self._turn:
            first, waiting, held = self._size, [], 0
            for text in texts:
                content = text.encode("utf-8", "surrogatepass")
                waiting.append(content)
                held += len(content)
                sizes.append(len(content))
                letters.append(len(text))
                if held > _BLOCK:
                    self._append(b"".join(waiting))
                    waiting, held = [], 0
            self._append(b"".join(waiting))
        starts = first + np.cumsum([0, *sizes[:-1]], dtype=np.int64) if sizes else np.zeros(0, np.int64)
        return starts, np.array(sizes, dtype=np.int32), np.array(letters, dtype=np.int32)

    def _append(self, content: bytes) -> None:
        self._file.seek(self._size)
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) :]
        self._size += len(content)

    def read(self, start: int, size: int) -> bytes:
        """Read some bytes."""
        if hasattr(os, "pread"):  # a process that was forked has the same place in the file as the one it came from
            found = os.pread(self._file.fileno(), size, start)
        else:
            with self._turn:
                self._file.seek(start)
                found = self._file.read(size)
        if len(found) != size:
            msg = f"{size} bytes of text were written at {start}, and {len(found)} can be read"
            raise OSError(msg)
        return found


@register_extension_dtype
class _TextsDtype(ExtensionDtype):
    """Kind of a column whose texts stand on the disk; beside other texts it becomes a plain column of them."""

    name = "text on disk"
    type: ClassVar[Any] = str
    kind = "O"
    na_value = np.nan

    @classmethod
    def construct_array_type(cls) -> Any:
        """Name the class of such columns."""
        return TextsOnDisk

    def _get_common_dtype(self, dtypes: list[Any]) -> Any:
        plain = pd.Series([], dtype="str").dtype
        if all(isinstance(dtype, _TextsDtype) for dtype in dtypes):
            return self
        return plain if all(isinstance(dtype, _TextsDtype | pd.StringDtype) for dtype in dtypes) else None


class TextsOnDisk(ExtensionArray):
    """A column of texts that takes 16 bytes of memory a text, whatever its length.

    It is read as a column of strings is (`tolist`, `iloc`, masks, `str`, comparison, `astype`). A slice of it, and a
    copy, read the same file; the texts of rows that stand together are read at once.
    """

    def __init__(self, file: _File, start: _Ints, length: npt.NDArray[Any], letters: npt.NDArray[Any]) -> None:
        self.file = file
        self.start = start  # bytes
        self.length = length  # bytes
        self.letters = letters

    @classmethod
    def written(cls, texts: Iterable[str], *, folder: Path | None = None) -> TextsOnDisk:
        """Write texts to a new file of some folder, that of the system without one."""
        file = _File(folder)
        return cls(file, *file.write(texts))

    def behind(self, texts: Iterable[str]) -> TextsOnDisk:
        """Write more texts to the same file; this column stays as it is, and theirs is returned."""
        return type(self)(self.file, *self.file.write(texts))

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> TextsOnDisk:  # noqa: ARG003 - pandas'
        return cls.made(scalars)

    @classmethod
    def made(cls, cells: Iterable[Any]) -> TextsOnDisk:
        """Write texts to a new file, some of which may be missing."""
        values = list(cells)
        there = np.array([isinstance(value, str) for value in values], dtype=bool)
        if not all(isinstance(value, str) or pd.isna(value) for value in values):
            msg = "a column of texts holds strings"
            raise TypeError(msg)
        found = cls.written(value if isinstance(value, str) else "" for value in values)
        found.start[~there] = _MISSING
        return found

    @classmethod
    def _from_factorized(cls, values: Any, original: Any) -> TextsOnDisk:  # noqa: ARG003 - pandas'
        return cls.made(values)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[TextsOnDisk]) -> TextsOnDisk:
        file = to_concat[0].file
        if any(column.file is not file for column in to_concat):
            return cls.made(text for column in to_concat for text in column)
        parts = [[getattr(column, name) for column in to_concat] for name in ("start", "length", "letters")]
        return cls(file, *(np.concatenate(part) for part in parts))

    @property
    def dtype(self) -> _TextsDtype:
        """The kind of the column."""
        return _TextsDtype()

    @property
    def nbytes(self) -> int:
        """Bytes of memory."""
        return self.start.nbytes + self.length.nbytes + self.letters.nbytes

    def __len__(self) -> int:
        return len(self.start)

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, int | np.integer):
            return self._text(int(item))
        item = pd.api.indexers.check_array_indexer(self, item)
        return type(self)(self.file, self.start[item], self.length[item], self.letters[item])

    def __setitem__(self, key: Any, value: Any) -> None:
        texts = [value] if isinstance(value, str) or pd.api.types.is_scalar(value) else list(value)
        own = type(self).made(texts)
        starts, sizes, letters = self.file.write("" if isinstance(text, float) else text for text in own)
        starts[own.isna()] = _MISSING
        for column, new in ((self.start, starts), (self.length, sizes), (self.letters, letters)):
            column[key] = new if len(texts) > 1 else new[0]

    def _text(self, at: int) -> Any:
        start = self.start[at]
        if start == _MISSING:
            return np.nan
        return self.file.read(int(start), int(self.length[at])).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[Any]:
        # texts that stand behind each other in the file are read at once, up to a block of it
        at, n = 0, len(self)
        ends = self.start + self.length
        near = np.append(self.start[1:] == ends[:-1], [False])  # the next text begins where this one ends
        while at < n:
            last, most = at, int(self.start[at]) + _BLOCK
            while near[last] and ends[last + 1] <= most:
                last += 1
            if last == at:
                yield self._text(at)
            else:
                first = int(self.start[at])
                content = self.file.read(first, int(ends[last]) - first)
                for row in range(at, last + 1):
                    start = int(self.start[row]) - first
                    yield content[start : start + int(self.length[row])].decode("utf-8", "surrogatepass")
            at = last + 1

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> npt.NDArray[Any]:
        found = np.empty(len(self), dtype=object)
        found[:] = list(self)
        return found if dtype is None else found.astype(dtype)

    def __eq__(self, other: object) -> Any:
        if isinstance(other, pd.DataFrame | pd.Series | pd.Index):
            return NotImplemented
        if isinstance(other, TextsOnDisk) and len(other) == len(self):
            same = (own == their for own, their in zip(self, other, strict=True))
        elif pd.api.types.is_list_like(other):
            same = (own == their for own, their in zip(self, list(other), strict=True))  # type: ignore[call-overload]
        else:
            same = (own == other for own in self)
        return np.fromiter(same, dtype=bool, count=len(self))

    def __ne__(self, other: object) -> Any:
        same = self.__eq__(other)
        return same if same is NotImplemented else ~same

    __hash__ = None  # type: ignore[assignment] # as of every column

    def __add__(self, other: Any) -> Any:
        return self.astype("str") + other

    def __radd__(self, other: Any) -> Any:
        return other + self.astype("str")

    def _reduce(self, name: str, *, skipna: bool = True, keepdims: bool = False, **more: Any) -> Any:
        found = getattr(pd.Series(self.astype("str")), name)(skipna=skipna, **more)
        return pd.array([found], dtype="str") if keepdims else found

    def _formatter(self, boxed: bool = False) -> Any:
        return str if boxed else repr

    def isna(self) -> npt.NDArray[np.bool_]:
        """Tell which texts are missing."""
        return np.equal(self.start, _MISSING)

    def take(self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None) -> TextsOnDisk:  # noqa: ARG002 - a text that is filled in is missing
        """Take texts by their place; -1 is a missing one where that is allowed."""
        columns: Any = (self.start, self.length, self.letters)
        taken: Any = [
            take(column, indices, fill_value=fill, allow_fill=allow_fill)
            for column, fill in zip(columns, (_MISSING, 0, 0), strict=True)
        ]
        return type(self)(self.file, *taken)

    def copy(self) -> TextsOnDisk:
        """Return a column of the same texts, none of which is written anew."""
        return type(self)(self.file, self.start.copy(), self.length.copy(), self.letters.copy())

    def __deepcopy__(self, memo: object) -> TextsOnDisk:
        return self.copy()

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).made, (list(self),)  # another process has no such file

    def __getattr__(self, name: str) -> Any:
        # `Series.str` calls `_str_…` of the column: those of a plain one
        if not name.startswith("_str_"):
            msg = f"{type(self).__name__} has no {name!r}"
            raise AttributeError(msg, name=name, obj=self)
        return getattr(self.astype("str"), name)

    def _str_len(self) -> Any:
        """Count the characters of every text, which were counted when it was written."""
        missing = self.isna()
        return np.where(missing, np.nan, self.letters) if missing.any() else self.letters.astype(np.int64)


def on_disk(texts: Iterable[str], *, folder: Path) -> TextsOnDisk | None:
    """Write texts to a file of some folder; None, which is told, where it cannot take them."""
    try:
        return TextsOnDisk.written(texts, folder=folder)
    except OSError as error:
        _log.warning(
            message(
                "the texts stay in memory, since {folder} cannot take them ({error}); "
                "DAMRON_CACHE names another folder",
                folder=folder,
                error=atomic.why(error),
            )
        )
        return None


def give_back() -> None:
    """Give free memory back to the system: glibc keeps what texts took before they stood on the disk."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another library than glibc has no such call
            ctypes.CDLL(None).malloc_trim(0)


class TextById(Mapping[str, str]):
    """Texts of documents by their ids, read one by one where they stand on the disk."""

    def __init__(self, documents: pd.DataFrame) -> None:
        self._texts = documents["text"].array
        self._place = {str(doc): at for at, doc in enumerate(documents["doc"].tolist())}

    def __getitem__(self, doc: str) -> str:
        return str(self._texts[self._place[doc]])

    def __contains__(self, doc: object) -> bool:
        return doc in self._place

    def __iter__(self) -> Iterator[str]:
        return iter(self._place)

    def __len__(self) -> int:
        return len(self._place)
