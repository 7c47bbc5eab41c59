"""Articles whose texts go to the disk while more files are read, so that memory holds those of some files alone."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analysis import corpus, paths
from analysis.files.texts_on_disk import TextsOnDisk
from analysis.reading.article import Article

_ROOM = 20_000_000  # characters that wait in memory, once there are so many that texts stand on the disk


class TextsAside:
    """Articles in the order in which they come; in the row of one whose text is on the disk it is empty."""

    def __init__(self, *, kept: bool = False) -> None:
        self.articles: list[Article] = []
        self._written: list[TextsOnDisk] = []
        self._first = 0  # of the articles whose texts wait in memory
        self._letters = 0  # of these texts
        self._kept = kept  # whether all texts stay in memory

    def take(self, articles: Iterable[Article]) -> None:
        """Take more articles, and write the texts that wait where they have become many."""
        for item in articles:
            self.articles.append(item)
            self._letters += len(item.row["text"])
        if self._letters >= (_ROOM if self._written else corpus.LARGE) and not self._kept:
            self._write()

    def texts(self) -> TextsOnDisk | None:
        """Return the texts of all articles, None where all are in their rows; they are again where ids repeat."""
        if self._written:
            self._write()
        if not self._written:
            return None
        column = pd.concat([pd.Series(part) for part in self._written], ignore_index=True).array
        ids = pd.Series([item.row["doc"] for item in self.articles], dtype="str")
        for at in ids.index[ids.duplicated(keep=False)].tolist():  # to tell whether they are the same document
            self.articles[at].row["text"] = column[at]
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
            self._written, self._kept = [], True
            return
        for item in waiting:
            item.row["text"] = ""  # its place among the fields stays
        self._first, self._letters = len(self.articles), 0
