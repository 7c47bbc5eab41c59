"""The document-term matrix: how often each term stands in each document, in an order that does not depend on input."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analysis.equality import ContentEqual
from analysis.messages import message
from analysis.schema.cards import Card
from analysis.tokens.counts import codes, one_tag
from analysis.tokens.tokens import Tokens


@dataclass(frozen=True, eq=False)
class DocumentTerms(ContentEqual):
    """Counts of terms by document.

    Attributes
    ----------
    matrix : scipy.sparse.csr_array of int64
        Documents by terms; scikit-learn takes it as it is.
    docs : tuple of str
        Ids of the rows, sorted.
    terms : DataFrame
        A row a column of the matrix, sorted by term and tag: `term`, `tag`, `n` (occurrences), `docs` (documents that
        hold it). Its index numbers the columns.
    least : int
        Documents that held every listed term at least, before those without a listed term were left out.
    copies : int
        Documents that are left out since they copy another one.
    empty : tuple of str
        Documents that are left out since none of the terms stands in them.
    """

    matrix: Any = field(repr=False)
    docs: tuple[str, ...] = field(repr=False)
    terms: pd.DataFrame = field(repr=False)
    least: int = 1
    copies: int = 0
    empty: tuple[str, ...] = field(default=(), repr=False)

    @property
    def names(self) -> list[str]:
        """Names of the columns: the term, with its tag where it stands under two."""
        twice = self.terms["term"].duplicated(keep=False)
        rows = zip(self.terms["term"], self.terms["tag"], twice, strict=True)
        return [f"{term}/{tag}" if double else str(term) for term, tag, double in rows]

    @property
    def total(self) -> int:
        """Occurrences of all terms."""
        return int(self.matrix.sum())

    @cached_property
    def sha256(self) -> str:
        """Hash over ids, terms and counts."""
        pairs = zip(self.terms["term"], self.terms["tag"], strict=True)
        head = "\n".join([*self.docs, "", *(f"{term}/{tag}" for term, tag in pairs)]).encode()
        cells = (self.matrix.indptr, self.matrix.indices, self.matrix.data)
        return hashlib.sha256(head + b"".join(np.asarray(c, dtype="<i8").tobytes() for c in cells)).hexdigest()

    def __len__(self) -> int:
        return len(self.docs)

    def __repr__(self) -> str:
        return self._card().line()

    def _repr_html_(self) -> str:
        return self._card().html()

    def _card(self) -> Card:
        """Say what was counted, and what was left out."""
        facts = [
            message("{n:,} document(s)", n=len(self)),
            message("{n:,} kinds of words", n=len(self.terms)),
            message("{n:,} time(s)", n=self.total),
        ]
        cautions = [message("{n:,} copies of other documents are left out", n=self.copies)] if self.copies else []
        cautions += [message("{n:,} document(s) without a word are left out", n=len(self.empty))] if self.empty else []
        return Card(message("document-term matrix"), facts, cautions, ["da.stats.write_dtm(dtm, path)"])


def document_terms(
    tokens: Tokens,
    *,
    tags: Sequence[str] | None,
    letters: int,
    least: int | None,
    most: float,
    without_copies: bool,
) -> DocumentTerms:
    """Count the terms of some tags by document, documents and terms sorted; `least` None is 10, below 1,000 texts 5."""
    frame = tokens.counts(tags=tags)
    frame = frame[(frame["term"].astype(str) != "").to_numpy()]
    n = frame["n"].to_numpy(dtype=np.int64)
    docs, doc = _numbered(frame["doc"])
    words, word = _numbered(frame["term"])
    kinds, kind = _numbered(one_tag(frame["term"], frame["tag"], n))
    pairs, term = np.unique(word * max(len(kinds), 1) + kind, return_inverse=True)
    cells: Any = (n, (doc, term))
    matrix: Any = sparse.csr_array(cells, shape=(len(docs), len(pairs)))
    matrix.sum_duplicates()
    copied = dict(tokens.recipe.copies) if without_copies else {}
    kept = _firsts(docs, copied)
    matrix, copies, docs = matrix[kept], len(docs) - len(kept), docs[kept]
    held = _documents_with(matrix)
    least = least if least is not None else 10 if len(docs) >= 1000 else 5
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    word, kind = np.divmod(pairs, max(len(kinds), 1))
    listed = (held >= max(least, 1)) & (held <= most * len(docs)) & (lengths[word] >= letters)
    matrix = matrix[:, np.flatnonzero(listed)]
    some = np.asarray(matrix.sum(axis=1)).ravel() > 0
    terms = {"term": words[word[listed]], "tag": kinds[kind[listed]]}
    matrix = sparse.csr_array(matrix[np.flatnonzero(some)])
    matrix.sort_indices()
    columns: dict[str, Any] = {name: pd.Series(values, dtype="str") for name, values in terms.items()}
    columns["n"] = np.asarray(matrix.sum(axis=0), dtype=np.int64).ravel()
    columns["docs"] = _documents_with(matrix)
    return DocumentTerms(
        matrix, tuple(docs[some].tolist()), pd.DataFrame(columns), max(least, 1), copies, tuple(docs[~some].tolist())
    )


def _numbered(column: pd.Series[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int64]]:
    """List the values of a column that occur, sorted, and number every row by them."""
    # values b a b, of which the categories are c b a -> [a, b] and 1 0 1
    names = np.array([str(name) for name in column.cat.categories], dtype=object)
    used, number = np.unique(codes(column), return_inverse=True)
    order = np.argsort(names[used], kind="stable")
    rank = np.empty(len(used), dtype=np.int64)
    rank[order] = np.arange(len(used))
    return names[used][order], rank[number]


def _firsts(docs: npt.NDArray[Any], copied: dict[str, str]) -> npt.NDArray[np.int64]:
    """Take one document of every story, the first by id; a document that copies none is its own story."""
    # copies b -> a and c -> a without a among the documents: b stays
    seen: set[str] = set()
    kept = []
    for k, doc in enumerate(docs.tolist()):
        story = copied.get(doc, doc)
        if story not in seen:
            seen.add(story)
            kept.append(k)
    return np.array(kept, dtype=np.int64)


def _documents_with(matrix: Any) -> npt.NDArray[np.int64]:
    """Count the documents that hold each term."""
    return np.asarray((matrix > 0).sum(axis=0), dtype=np.int64).ravel()
