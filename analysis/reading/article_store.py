"""Articles in little memory while more are read: many texts go to the disk, a value that repeats is held once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

import pandas as pd

from analysis import corpus, paths
from analysis.errors import KitError
from analysis.files.texts_on_disk import TextsOnDisk
from analysis.reading.article import Article, line_of

_ROOM = 20_000_000  # characters that wait in memory, once there are so many that texts stand on the disk
_VALUES = 4_096  # values of a field that are known, such as outlets and days; titles are too many


class ArticleStore:
    """Articles in the order in which they come; in the row of one whose text is on the disk it is empty."""

    def __init__(self) -> None:
        self.articles: list[Article] = []
        self._written: list[TextsOnDisk] = []
        self._first = 0  # of the articles whose texts wait in memory
        self._letters = 0  # of these texts
        self._known: defaultdict[str, dict[str, str]] = defaultdict(dict)  # values by field
        self._kept = False  # whether all texts stay in memory, since the disk takes none

    def take(self, articles: Iterable[Article]) -> None:
        """Take more articles, and write the texts that wait where they have become many."""
        for item in articles:
            self._share(item.row)
            self.articles.append(item)
            self._letters += len(item.row["text"])
            if self._letters >= (_ROOM if self._written else corpus.LARGE) and not self._kept:
                self._write()

    def _share(self, row: dict[str, str]) -> None:
        """Hold a value that another row has too as the same string."""
        for name, value in row.items():
            known = self._known[name]
            if len(known) < _VALUES and name != "text":
                row[name] = known.setdefault(value, value)
            else:
                row[name] = known.get(value, value)

    def account(self, removed: Sequence[dict[str, object]], *, first: int) -> None:
        """Put what was removed beside the document of its id, or the first one, among the articles from `first` on."""
        told = {str(line["doc"]) for line in removed}
        place = {item.row["doc"]: at for at, item in enumerate(self.articles[first:], first) if item.row["doc"] in told}
        more: dict[int, list[dict[str, object]]] = {}
        for line in removed:
            more.setdefault(place.get(str(line["doc"]), first), []).append(line)
        for at, lines in more.items():
            own = self.articles[at].removed
            own[:] = sorted([*lines, *own], key=line_of)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Give the articles of a file back where it cannot be read to its end."""
        before = len(self.articles)
        try:
            yield
        except KitError:
            del self.articles[before:]
            if before < self._first:
                self._written, self._first = [self._column()[:before]], before
            self._letters = sum(len(item.row["text"]) for item in self.articles[self._first :])
            raise

    def texts(self) -> TextsOnDisk | None:
        """Return the texts of all articles, None where all are in their rows; they are again where ids repeat."""
        if self._written:
            self._write()
        if not self._written:
            return None
        column = self._column()
        ids = pd.Series([item.row["doc"] for item in self.articles], dtype="str")
        for at in ids.index[ids.duplicated(keep=False)].tolist():  # to tell whether they are the same document
            self.articles[at].row["text"] = column[at]
        return column

    def _column(self) -> TextsOnDisk:
        column = pd.concat([pd.Series(part) for part in self._written], ignore_index=True).array
        assert isinstance(column, TextsOnDisk), "columns on the disk are joined to one"
        return column

    def _write(self) -> None:
        waiting = self.articles[self._first :]
        texts = [item.row["text"] for item in waiting]
        try:
            before = self._written[-1] if self._written else TextsOnDisk.written([], folder=paths.cache())
            self._written.append(before.behind(texts))
        except OSError:  # all stay in memory; where the corpus is built it is said
            for item, text in zip(self.articles, (text for part in self._written for text in part), strict=False):
                item.row["text"] = text
            self._written, self._first, self._kept = [], 0, True
            return
        for item in waiting:
            item.row["text"] = ""  # its place among the fields stays
        self._first, self._letters = len(self.articles), 0
