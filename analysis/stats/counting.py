"""What the statistics of counts share: terms by parts, the base in Korean, and which counts redaction left whole."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import Any, Literal, cast

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analysis import grouping, schema
from analysis.errors import OptionError, RefusalError
from analysis.lexicon import StopWords, stopwords
from analysis.matcher.arrays import starts, view
from analysis.messages import message
from analysis.options import require_whole
from analysis.tokens import Tokens
from analysis.tokens.cells import ROOM, added, cells_of, numbered
from analysis.tokens.counts import PARTS, Part, counts, one_tag, term_counts
from analysis.tokens.joined_counts import in_order, join_counts
from analysis.tokens.named_words import split_tag
from analysis.tokens.over_parts import cells, is_parted, over_parts
from analysis.tokens.tokens import arrays, doc_ids, padded, require_tags, rows_by_document, tag_names

_log = logging.getLogger(__name__)
LAYERS = schema.LAYERS
Tags = Sequence[str] | None
Groups = Mapping[str, str] | pd.Series  # document id to group
Stop = StopWords | Iterable[str] | Literal["default"] | None
_KEPT = 2  # tallies that tokens keep: the next statistic of the same words counts nothing anew


@dataclass(frozen=True)
class Tally:
    """Counts of terms in the parts of some tokens."""

    terms: pd.DataFrame  # `term`, `tag`, sorted; blanked rows form no term
    cells: (
        Any  # terms by parts, sparse; of tokens in parts by part and int32, since a million documents have 60 million
    )
    sizes: npt.NDArray[np.int64]  # rows of the base in every part, blanked ones included; above 0
    parts: pd.DataFrame  # the columns that name the parts
    hidden: int  # blanked rows of the base

    @property
    def counts(self) -> Any:
        """Terms by parts, by term, float64; made anew each time where the cells are of another kind."""
        return self.cells.tocsr().astype(np.float64, copy=False)

    @cached_property
    def n(self) -> npt.NDArray[np.int64]:
        """Occurrences of every term."""
        if self.cells.format == "csc":
            return added(self.cells.indices, self.cells.data, size=len(self.terms))
        return np.asarray(self.cells.sum(axis=1)).astype(np.int64)

    @cached_property
    def parts_with(self) -> npt.NDArray[np.int64]:
        """Number of parts that hold each term."""
        if self.cells.format == "csc":
            return added(self.cells.indices, size=len(self.terms))
        return np.asarray(np.diff(self.cells.indptr), dtype=np.int64)

    @property
    def docs(self) -> list[str]:
        """Names of the documents that the parts are."""
        docs = pd.Categorical(self.parts["doc"])
        return cast("list[str]", docs.categories.to_numpy(dtype=object)[docs.codes].tolist())

    @cached_property
    def by_name(self) -> npt.NDArray[np.int64]:
        """Documents in the order of their names."""
        docs = self.docs
        return np.array(sorted(range(len(docs)), key=docs.__getitem__), dtype=np.int64)

    @property
    def total(self) -> int:
        """Rows of the base."""
        return int(self.sizes.sum())


def tally(tokens: Tokens, *, tags: Tags, parts: Part | int = "document") -> Tally:
    """Count the terms of a base in its parts; an int asks for that many equal parts in reading order."""
    if parts == "document" and not is_parted(tokens) and (seen := _by_document(tokens, tags)) is not None:
        return seen
    if isinstance(parts, int):
        found = cells_of(_counts_of_equal(tokens if tags is None else tokens.keep(tags=tags), parts), ["part"])
    else:
        found = cells(tokens, by=parts, tags=tags)
    if not len(found.n):
        if tags is not None and (others := tag_names(tokens)):
            _log.warning(
                message(
                    "no row has one of the tags {tags}; the tags here are {others}",
                    tags=" ".join(tags),
                    others=" ".join(others),
                )
            )
        names = ("part",) if isinstance(parts, int) else PARTS[parts]
        terms = pd.DataFrame({"term": [], "tag": []}, dtype=str)
        empty = sparse.csr_array((0, 0), dtype=np.float64)
        return Tally(terms, empty, np.zeros(0, dtype=np.int64), pd.DataFrame(columns=list(names)), 0)
    term, tag = (found.terms[name].astype("category") for name in ("term", "tag"))
    terms, number = numbered(term, one_tag(term, tag, found.totals))
    blanks = int(terms["term"].iloc[0] == "" and (terms["term"] == "").sum())  # they are the first
    row = (number - blanks).astype(np.int32)[found.term]
    sizes = np.add.reduceat(found.n, found.bounds[:-1], dtype=np.int64)
    labels, bounds, n = found.labels, found.bounds, found.n
    hidden = 0
    if blanks:
        # parts of 3 and 2 cells, the second a blank: rows [0 -1 1 0 2], kept [T F T T T], bounds [0, 2, 4]
        kept = row >= 0
        hidden = int(n[~kept].sum())
        bounds, row, n = np.append(0, np.cumsum(kept))[bounds], row[kept], n[kept]
    shape = (len(labels), len(terms) - blanks)
    if bounds[-1] < np.iinfo(np.int32).max:
        bounds = bounds.astype(np.int32)  # with bounds of 64 bits the rows of the cells would have 64 as well
    by_part = sparse.csr_array((n, row, bounds), shape=shape)
    by_part.sum_duplicates()  # a noun under one tag may stand twice in a part
    return Tally(terms.iloc[blanks:].reset_index(drop=True), by_part.T, sizes, labels, hidden)


def _by_document(tokens: Tokens, tags: Tags) -> Tally | None:
    """Count the terms of an ordinary table in its documents; None where the counts of any part are to be taken."""
    wanted = None if tags is None else frozenset(require_tags(tokens, tags))
    known: dict[frozenset[str] | None, Tally] = vars(tokens).setdefault("_tallies", {})  # a frozen class
    if wanted in known:
        return known[wanted]
    counted = term_counts(arrays(tokens), tags=wanted)
    if counted is None or not len(counted.first):
        return None
    docs = padded(tokens)["doc"].iloc[counted.first].reset_index(drop=True)
    made = Tally(counted.terms, counted.cells, counted.sizes, pd.DataFrame({"doc": docs}), counted.hidden)
    if len(known) >= _KEPT:
        known.pop(next(iter(known)))
    known[wanted] = made
    return made


def runs(cells: npt.NDArray[np.int64]) -> list[slice]:
    """Cut rows that hold so many cells into runs whose temporary arrays stay small; no row is cut."""
    # with room for 6 cells, rows of 3, 3 and 5 are the runs [0, 2) and [2, 3)
    first = starts([(np.cumsum(cells) - 1) // ROOM]).tolist() if len(cells) else []
    return [slice(*ends) for ends in pairwise([*first, len(cells)])]


def split(seen: Tally, by: Groups) -> tuple[dict[str, Tally], int]:
    """Give the tally of each group of documents, in the order of their names, and the documents that are in none."""
    names = grouping.lookup(seen.parts["doc"].astype(str).tolist(), by=by)
    groups = {}
    for name in sorted(names.dropna().astype(str).unique()):
        columns = np.flatnonzero((names.astype(str) == name) & names.notna())
        parts = seen.parts.iloc[columns].reset_index(drop=True)
        groups[name] = replace(seen, cells=seen.cells[:, columns], sizes=seen.sizes[columns], parts=parts)
    return groups, int(names.isna().sum())


def merge(groups: dict[str, Tally]) -> Tally:
    """Make one part of every group; the counts of its documents are added up."""
    # groups of the counts [[1 2] [0 0]] and [[3] [1]] become [[3 3] [0 1]]
    first = next(iter(groups.values()))
    cells = sparse.csr_array(np.column_stack([group.n for group in groups.values()]).astype(np.float64))
    sizes = np.array([group.total for group in groups.values()], dtype=np.int64)
    return replace(first, cells=cells, sizes=sizes, parts=pd.DataFrame({"doc": pd.Series(list(groups), dtype="str")}))


def least_complete(tokens: Tokens) -> int:
    """Least count that no blanked row can make too small: 1, or the one that redaction kept readable."""
    kept = [re.match(r"min_count (\d+)", step.detail) for step in tokens.recipe.steps if step.name == "redact"]
    return max([1, *(int(match.group(1)) for match in kept if match)])


def complete(tokens: Tokens, terms: pd.DataFrame, n: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Which counts are complete; in redacted tokens those of content words that are frequent enough."""
    if not tokens.redacted:
        return np.ones(len(terms), dtype=bool)
    return np.asarray((n >= least_complete(tokens)) & terms["tag"].isin(schema.CONTENT_TAGS).to_numpy())


def stop_terms(terms: pd.DataFrame, n: npt.NDArray[Any], stop: Stop) -> tuple[npt.NDArray[np.bool_], schema.About]:
    """Mark the terms that a stop list names, and say which they are; they stay in every base."""
    if stop is None:
        return np.zeros(len(terms), dtype=bool), schema.About()
    if isinstance(stop, str) and stop == "default":
        stop = stopwords()
    if isinstance(stop, str) or not isinstance(stop, StopWords | Iterable):
        msg = message(
            "stop must be 'default', a list of lemmas such as ['것', '때/NNG'], or a stop list, not {stop!r}", stop=stop
        )
        raise OptionError(msg)
    named = f"{stop.id} {stop.version}" if isinstance(stop, StopWords) else "직접 지정한 목록"
    words = stop.pairs if isinstance(stop, StopWords) else frozenset(map(split_tag, stop))
    lemmas = {lemma for lemma, _ in words}
    pairs = [(str(term), str(tag)) for term, tag in terms[["term", "tag"]].itertuples(index=False)]
    named_so = (t[0] in lemmas if t[1] == "TERM" else t in words or (t[0], "") in words for t in pairs)
    marked = np.fromiter(named_so, np.bool_, len(pairs))
    left = f"불용어 {int(marked.sum()):,}종 {int(n[marked].sum()):,}회는 싣지 않음({named})"
    listed = tuple(f"{term}/{tag}" for (term, tag), out in zip(pairs, marked, strict=True) if out)
    return marked, schema.About(stop=left, stopped=listed)


def require_unredacted(tokens: Tokens, what: str) -> None:
    """Refuse redacted tokens where every word is needed."""
    if tokens.redacted:
        msg = message(
            "stats.{what} needs every word, and these tokens are redacted; segment the article itself", what=what
        )
        raise RefusalError.redacted(msg)


def require_minimum(minimum: int) -> None:
    """Refuse a minimum below 1."""
    require_whole("minimum", minimum, least=1)


def phrase(tags: Tags, total: int, layer: str) -> str:
    """Name the base in Korean, such as "일반명사·고유명사 351개"."""
    if tags is None:
        return f"{'토큰' if layer == 'terms' else '모든 형태소'} {total:,}개"
    named = [schema.TAGS.get(tag, tag) for tag in tags]
    if layer == "terms" and schema.UNTAGGED in schema.base_tags(tags):
        named.append("품사 없는 단어")
    return f"{'·'.join(named)} {total:,}개"


def _counts_of_equal(tokens: Tokens, parts: int) -> pd.DataFrame:
    """Count terms in parts of equal size, in reading order."""
    rows = len(tokens)
    _require_equal(rows, parts)
    docs = ["", *doc_ids(tokens)]
    before = {"": 0} | dict(zip(docs[1:], np.cumsum(rows_by_document(tokens)).tolist(), strict=True))
    first = {doc: before[earlier] for earlier, doc in pairwise(docs)}
    call = partial(_count_equal, rows=rows, parts=parts)
    pieces = list(over_parts(tokens, call, beside=lambda docs: 0 if docs is None else first[docs[0]]))
    if len(pieces) == 1:
        return pieces[0]
    frame = join_counts(pieces)  # a part that lies in two of them stands there twice
    frame = frame.assign(**{name: in_order(frame[name].array) for name in ("term", "tag")})
    keys = ["part", "term", "tag"]
    return frame.groupby(keys, observed=True, sort=True)["n"].sum().reset_index()


def _count_equal(part: Tokens, before: int, *, rows: int, parts: int) -> pd.DataFrame:
    """Count terms of rows that lie behind others."""
    table = part.table
    return counts(view(table), by=pd.Series((before + np.arange(len(table))) * parts // rows))


def _require_equal(rows: int, parts: int) -> None:
    """Refuse parts of equal size that cannot be cut."""
    if parts < 2 or parts > rows:
        msg = message(
            "{parts} equal parts cannot be cut from {rows} rows; give 2 to {rows_2}",
            parts=parts,
            rows=rows,
            rows_2=max(rows, 2),
        )
        raise OptionError(msg)
