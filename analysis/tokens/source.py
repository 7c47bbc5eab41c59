"""Documents of a corpus, and how their tables are made, kept in the cache or a store, and counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import lexicon
from analysis.analyser import kiwi
from analysis.errors import ReadError
from analysis.lexicon import MERGED, Units, Variants
from analysis.matcher.arrays import view
from analysis.messages import message
from analysis.progress import progress_bar
from analysis.tokens.batch import Batch, analyse, token_table, without_words
from analysis.tokens.cache import Cache, open_cache
from analysis.tokens.counts import Part, Unit, counts
from analysis.tokens.kept_counts import kept_counts
from analysis.tokens.part_words import FRAMES, PartWords, find_words, join_words, words_of
from analysis.tokens.parts import Held
from analysis.tokens.recipe import Recipe
from analysis.tokens.rules import Rules
from analysis.tokens.workers import Job, TextNeededError, Workers

_STRETCH = 100_000  # characters without a space that are still taken for a text


class _Made(NamedTuple):
    """The table of some documents, and what is told of it."""

    table: pd.DataFrame
    merged: pd.DataFrame  # what spelling variants were merged
    before: int  # rows before that
    bare: list[str]  # documents without a word
    files: tuple[str, ...]  # of the cache that hold the documents


class _Cut(NamedTuple):
    """A part that was cut, and what is told of it; documents by their place in it, whatever their ids."""

    rows: npt.NDArray[np.int64]  # of every document
    files: tuple[str, ...]  # of the store
    before: int  # rows before spelling variants were merged
    bare: list[int]  # documents without a word
    merged: pd.DataFrame
    seen: list[str]  # given units that occur
    words: str  # where the store has its words

    def frames(self) -> dict[str, pd.DataFrame]:
        """Write it as tables for the store."""
        return {
            "rows": pd.DataFrame({"n": self.rows}),
            "files": pd.DataFrame({"name": pd.Series(self.files, dtype="str")}),
            "told": pd.DataFrame({"before": [self.before]}),
            "bare": pd.DataFrame({"place": pd.Series(self.bare, dtype="int64")}),
            "seen": pd.DataFrame({"form": pd.Series(self.seen, dtype="str")}),
            "merged": self.merged if len(self.merged.columns) else pd.DataFrame({"none": pd.Series(dtype="int64")}),
        }

    @classmethod
    def read(cls, kept: Mapping[str, Mapping[str, Any]], files: tuple[str, ...], words: str) -> _Cut:
        """Read what `frames` wrote."""
        names = {c.name: "str" if c.kind == "text" else "int64" for c in MERGED if c.name in kept["merged"]}
        merged = pd.DataFrame({name: pd.Series(kept["merged"][name], dtype=kind) for name, kind in names.items()})
        return cls(
            np.asarray(kept["rows"]["n"], dtype=np.int64),
            files,
            int(kept["told"]["before"][0]),
            np.asarray(kept["bare"]["place"]).tolist(),
            merged,
            np.asarray(kept["seen"]["form"], dtype=object).tolist(),
            words,
        )


@dataclass
class Source:
    """Documents, and how their tables are made."""

    documents: pd.DataFrame
    recipe: Recipe
    spellings: Variants | None
    units: Units | None
    rules: Rules
    cache: Path | Literal["default"] | None
    progress: bool | None
    limited: bool = True  # whether the cache is; a store is not
    index: str = ""  # where the store has the words of all parts

    def __call__(self, held: Held) -> pd.DataFrame:
        """Make the table of the documents of a part."""
        with self._opened() as store:
            return self.made(self._chosen(held.docs), store, files=held.files).table

    def whole(self) -> _Made:
        """Make the table of all documents."""
        with self._opened(swept=False) as store:
            return self.made(self.documents, store)

    def counts(self, held: Held, *, unit: Unit, by: Part) -> pd.DataFrame:
        """Count all rows of a part as it was segmented, or take the counts from the cache."""
        # what the rows depend on beside the analyser and the units, after which the folder of the cache is named
        documents = self._chosen(held.part)
        key = [unit, by, self.recipe.variants, *held.part, *documents["sha256"].tolist()]
        with self._opened() as store:
            made = partial(self.made, documents, store, files=held.files)
            return kept_counts(store, key, lambda: counts(view(made().table), unit=unit, by=by))

    def noted(self, key: Sequence[str]) -> Mapping[str, Mapping[str, Any]] | None:
        """Read what `note` put under a key."""
        with self._opened() as store:
            return store.kept(key)

    def note(self, key: Sequence[str], frames: Mapping[str, pd.DataFrame]) -> None:
        """Keep what follows from the tokens beside them."""
        with self._opened() as store:
            store.keep(key, frames)

    def join_words(self, parts: Collection[str]) -> None:
        """Join the words of all parts, once."""
        with self._opened() as store:
            self.index = join_words(store, parts)

    def words(self, parts: Sequence[str], *, lemmas: Collection[str], spelling: str) -> list[PartWords | None] | None:
        """Say what every part holds of some lemmas and of a spelling."""
        with self._opened() as store:
            return find_words(store, self.index, parts, lemmas=lemmas, spelling=spelling)

    def alone(self, held: Held, *, text: bool) -> Source:
        """Return what makes this part and no other, with the text or without."""
        documents = self._chosen(held.part)[["doc", "sha256", *(["text"] if text else [])]].reset_index(drop=True)
        return Source(
            documents, replace(self.recipe, copies=()), self.spellings, self.units, self.rules, self.cache,
            progress=False, limited=self.limited,
        )  # fmt: skip

    def cuts(self, size: int, forms: Sequence[str], workers: Workers | None) -> Iterator[_Cut]:
        """Cut the documents in parts of some size, in their order, here or on workers."""
        firsts = range(0, len(self.documents), size)
        parts = (replace(self, documents=self.documents.iloc[first : first + size]) for first in firsts)
        with self._opened(swept=False) as store:
            if workers is None:
                yield from (part.known(store) or part.cut(forms, store) for part in parts)
                return
            known = {n: found for n, part in enumerate(parts) if (found := part.known(store)) is not None}
            jobs = [self._job(first, size, forms) for n, first in enumerate(firsts) if n not in known]
            new = workers.results(jobs)
            yield from (known.pop(n) if n in known else next(new) for n in range(len(firsts)))

    def _job(self, first: int, size: int, forms: Sequence[str]) -> Job[_Cut]:
        """Make the cut of a part for a worker, who has no text of it yet."""

        def made(text: bool) -> Callable[[], _Cut]:  # noqa: ARG001 - of every job
            docs = tuple(self.documents["doc"].iloc[first : first + size].tolist())
            return partial(self.alone(Held((), np.zeros(0, np.int64), docs, ()), text=True).cut, forms)

        return made

    def _key(self) -> list[str]:
        """Name the documents as a part, whatever their ids."""
        return ["part/2", self.recipe.variants, *self.documents["sha256"].tolist()]

    def known(self, store: Cache) -> _Cut | None:
        """Say what a store holds of the documents as a part; None where it has not all of them."""
        kept = store.kept(key := self._key(), but=FRAMES)
        if kept is None or not store.holds(files := kept["files"]["name"].tolist()):
            return None
        return _Cut.read(kept, tuple(files), store.named(key))

    def cut(self, forms: Sequence[str], store: Cache | None = None) -> _Cut:
        """Analyse the documents as a part; say how many rows each has, and where the store has them."""
        if store is None:
            with self._opened() as opened:
                return self.known(opened) or self.cut(forms, opened)
        made = self.made(self.documents, store)
        docs = self.documents["doc"].tolist()
        place = {doc: n for n, doc in enumerate(docs)}
        rows = np.zeros(len(docs), np.int64)
        names = made.table["doc"].cat
        rows[[place[doc] for doc in names.categories]] = np.bincount(names.codes, minlength=len(names.categories))
        seen = made.table["lemma"].cat.categories.intersection(list(forms)).tolist()
        bare, key = [place[doc] for doc in made.bare], self._key()
        cut = _Cut(rows, made.files, made.before, bare, made.merged, seen, store.named(key))
        store.keep(key, cut.frames() | words_of(view(made.table)))
        return cut

    def _opened(self, *, swept: bool = True) -> AbstractContextManager[Cache]:
        return open_cache(self.cache, self.recipe, limited=self.limited, swept=swept)

    def _chosen(self, docs: Sequence[str]) -> pd.DataFrame:
        return self.documents.iloc[[self._place[doc] for doc in docs]]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {doc: n for n, doc in enumerate(self.documents["doc"].tolist())}

    def made(self, documents: pd.DataFrame, store: Cache, *, files: Sequence[str] = ()) -> _Made:
        """Analyse documents, or take them from the cache, and merge spelling variants."""
        keys, docs = documents["sha256"].tolist(), documents["doc"].tolist()
        known = store.load(keys, files=files)
        stored = set().union(*(batch.keys for batch in known.values()))
        missing = dict.fromkeys(key for key in keys if key not in stored)
        new = self._analyse(documents, missing, store) if missing else {}
        found = token_table([*known.values(), *new.values()], keys=keys, docs=docs)
        names = (*known, *new)
        bare = without_words(found, docs) if len(found) else docs
        if self.spellings is None:
            return _Made(found, pd.DataFrame(), len(found), bare, names)
        joined, merged = lexicon.apply(found, self.spellings, rows="keep" if self.units is None else "join")
        return _Made(joined, merged, len(found), bare, names)

    def _analyse(self, documents: pd.DataFrame, missing: dict[str, None], store: Cache) -> dict[str, Batch]:
        """Analyse the documents that the cache lacks, storing batch by batch."""
        if "text" not in documents:
            raise TextNeededError
        texts = dict(zip(documents["sha256"].tolist(), documents["text"].tolist(), strict=True))
        for doc, key, text in zip(documents["doc"], documents["sha256"], documents["text"], strict=True):
            if key in missing:
                _require_spaces(text, doc)
        batches: dict[str, Batch] = {}
        what = message("analysing morphemes")
        kiwi()  # loading the model is not part of the rate
        with progress_bar(len(missing), what=what, unit=message(" documents"), shown=self.progress) as step:
            jobs = [(key, texts[key]) for key in missing]
            for batch in analyse(jobs, units=self.units, rules=self.rules, done=step):
                name = store.save(batch)
                batches[name or f"not kept {len(batches)}"] = batch
        return batches


def _require_spaces(text: str, doc: str) -> None:
    """Refuse a stretch without a space that nobody wrote; the analyser needs minutes for it."""
    longest = max(map(len, text.split()), default=0) if len(text) > _STRETCH else 0
    if longest > _STRETCH:
        msg = message(
            "{doc}: {longest:,} characters stand there without a space or a line break, more than "
            "{stretch:,}; that is data and no text, so take it out, or put spaces between its words",
            doc=doc,
            longest=longest,
            stretch=_STRETCH,
        )
        raise ReadError(msg)
