"""Texts that do not vary on their own, such as the copies of one story, as one cluster each of a side of keyness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analysis import grouping
from analysis.errors import OptionError
from analysis.messages import message
from analysis.stats.counting import Groups, Tally, runs
from analysis.tokens import Tokens
from analysis.tokens.joined_counts import Growing

_Ints = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Clustered:
    """A side whose documents stand in clusters; what takes long is made when it is first asked for."""

    tally: Tally  # terms by documents
    head: _Ints  # of every document, the document that stands for its cluster
    called: Mapping[int, str]  # names of clusters that are not called by their heads

    def __len__(self) -> int:
        return len(self._heads)

    @cached_property
    def _heads(self) -> npt.NDArray[np.int64]:
        """Documents that stand for a cluster."""
        return np.flatnonzero(self.head == np.arange(len(self.head)))

    @cached_property
    def with_term(self) -> npt.NDArray[np.int64]:
        """Number of clusters that hold each term."""
        # Documents a, b of one cluster hold a term and so does c: 3 documents, less the 2 of the cluster, and its 1.
        several = np.flatnonzero((np.bincount(self.head) > 1)[self.head])
        if not len(several):
            return self.tally.parts_with
        cells = self.tally.cells[:, several].tocsr()
        together = _added_up(cells, self.head[several], len(self.head))
        return np.asarray(self.tally.parts_with - np.diff(cells.indptr) + np.diff(together.indptr))

    @cached_property
    def _place(self) -> _Ints:
        """Place of every document's cluster by name: the last digit of sums over texts depends on their order."""
        names, by_name, alone = self.tally.docs, self.tally.by_name, np.zeros(len(self.head), dtype=bool)
        alone[self._heads] = True
        alone[list(self.called)] = False
        for head, name in self.called.items():
            names[head] = name
        heads = [*by_name[alone[by_name]].tolist(), *self.called]  # sorted but for a few, which is soon put in order
        place = np.empty(len(names), dtype=np.int32)
        place[sorted(heads, key=names.__getitem__)] = np.arange(len(heads), dtype=np.int32)
        return place[self.head]

    @cached_property
    def cells(self) -> Any:
        """Terms by clusters in the order of their names, sparse by term."""
        return _added_up(self.tally.cells, self._place, len(self))

    @cached_property
    def sizes(self) -> npt.NDArray[np.int64]:
        """Rows of the base in every cluster."""
        return np.bincount(self._place, weights=self.tally.sizes, minlength=len(self)).astype(np.int64)

    @cached_property
    def docs(self) -> npt.NDArray[np.int64]:
        """Documents of every cluster."""
        return np.bincount(self._place, minlength=len(self))


def clustered(sides: list[Tally], cluster: Groups | None, tokens: Sequence[object]) -> list[Clustered]:
    """Find the cluster of every document within a side, as given or known by its tokens; without one it is alone."""
    # Example: documents a, b of story 1 and c without one become the columns a + b and c. A story with copies on both
    # sides is a cluster of each: their likeness makes the difference smaller than the test supposes, not greater.
    if cluster is None:
        story = _copies([side for side in tokens if isinstance(side, Tokens)])
    else:
        story = {doc: label for doc, label in _given([side.docs for side in sides], cluster).items() if label}
    return [_clustered(side, story) for side in sides]


def _copies(sides: Sequence[Tokens]) -> dict[str, str]:
    """Name the story of every document that copies another of its corpus, as its tokens know it."""
    # Example: c copies a, so that both are story a. An id that both sides have, each with another story, stands alone.
    known = [dict(side.recipe.copies) for side in sides]
    pairs = [pair for pair in combinations(known, 2) if pair[0] != pair[1]]
    apart = {doc for mine, its in pairs for doc in mine.keys() & its.keys() if mine[doc] != its[doc]}
    return {doc: first for mine in known for doc, first in mine.items() if doc not in apart}


def _clustered(side: Tally, story: Mapping[str, str]) -> Clustered:
    """Find the cluster of every document of a side."""
    # documents c, b, a, where b and c copy a: a stands at 2, so that the heads are 2 2 2, and the cluster is 0 0 0
    docs = pd.Categorical(side.parts["doc"])
    names = docs.categories
    at = np.full(len(names) + 1, -1, dtype=np.int32)
    at[docs.codes] = np.arange(len(docs), dtype=np.int32)
    placed = zip(story.values(), at[names.get_indexer(pd.Index(list(story), dtype=object))].tolist(), strict=True)
    members = [(label, place) for label, place in placed if place >= 0]
    heads: dict[str, int] = {}
    for label, place in members:
        heads.setdefault(label, place)
    called = {}
    for label, own in zip(
        list(heads), at[names.get_indexer(pd.Index(list(heads), dtype=object))].tolist(), strict=True
    ):
        if own >= 0 and story.get(label, label) == label:  # the document that a story is called by is of it
            heads[label] = own
        else:
            called[heads[label]] = label
    head = np.arange(len(docs), dtype=np.int32)
    head[[place for _, place in members]] = [heads[label] for label, _ in members]
    return Clustered(side, head, called)


def _added_up(cells: Any, code: _Ints, size: int) -> Any:
    """Add up the columns of each code, cells by term; each turn of the table is linear and leaves them in order."""
    # codes 1 0 1 of the columns [[1 2 3]] give [[2 4]]
    by_term = cells.tocsr()
    if size == len(code) and (code[1:] > code[:-1]).all():
        return by_term
    data, columns = Growing(by_term.data.dtype), Growing(by_term.indices.dtype)
    cells_of_term = np.zeros(cells.shape[0] + 1, dtype=by_term.indptr.dtype)
    for run in runs(np.diff(by_term.indptr)):  # some terms at once: a turn takes three times the room of what it turns
        some = by_term[run]
        moved = sparse.csr_array((some.data, code[some.indices], some.indptr), (some.shape[0], size)).tocsc()
        moved.sum_duplicates()
        turned = moved.tocsr()
        data.add(turned.data)
        columns.add(turned.indices)
        cells_of_term[run.start + 1 : run.start + 1 + some.shape[0]] = np.diff(turned.indptr)
    bounds = np.cumsum(cells_of_term, dtype=cells_of_term.dtype)
    return sparse.csr_array((data.taken(), columns.taken(), bounds), (cells.shape[0], size))


def _given(docs: list[list[str]], cluster: Groups) -> dict[str, str]:
    """Name the cluster of every document that has one."""
    if isinstance(cluster, pd.DataFrame):
        return grouping.stories([doc for own in docs for doc in own], given=cluster, what="cluster")[0]
    if not isinstance(cluster, Mapping | pd.Series):
        msg = message(
            "cluster is {cluster!r}; give a Series or mapping from document id to its story, author or outlet",
            cluster=cluster,
        )
        raise OptionError(msg)
    given = pd.Series(cluster if isinstance(cluster, pd.Series) else dict(cluster), dtype=object)
    names = given.index.astype(str)
    if names.has_duplicates:
        msg = message("cluster names {names!r} twice; give one cluster a document", names=names[names.duplicated()][0])
        raise OptionError(msg)
    named = set(names.tolist())
    if named and all(named.isdisjoint(own) for own in docs):
        msg = message(
            "cluster names none of the documents, such as {docs!r}; pass one made of the same corpus",
            docs=docs[0][0],
        )
        raise OptionError(msg)
    labels = given.astype(str).str.strip().mask(given.isna(), "")
    return dict(zip(names.tolist(), labels.tolist(), strict=True))
