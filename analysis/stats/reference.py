"""What a target is compared with (tokens, a frequency table, the kit's reference), and both on one list of terms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError, RefusalError, SchemaError
from analysis.messages import message
from analysis.stats.counting import LAYERS, Tags, Tally, complete, phrase, tally
from analysis.stats.kit_reference import ABSENT, KIT, KitReference, read, require_cut_alike
from analysis.tokens import Tokens
from analysis.tokens.counts import LONG_NOUN
from analysis.tokens.tokens import doc_ids, tag_names

_MARKS = ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW", "SB")


@dataclass(frozen=True)
class _Reference:
    """Counts of a reference."""

    counts: pd.DataFrame  # `term`, `tag` where the reference has tags, `n_reference`, `docs_reference`
    total: int  # size of its base
    phrase: str  # the base in Korean
    name: str  # tokens, table or kit
    tally: Tally | None = None  # terms by documents, for tokens
    caution: tuple[str, ...] = ()  # what a reader must know, in Korean
    kit: KitReference | None = None  # whose genres weigh alike

    @property
    def tagged(self) -> bool:
        """Whether its terms carry tags."""
        return "tag" in self.counts

    @property
    def listing(self) -> str:
        """Which terms its list names, in Korean."""
        return "" if self.kit is None else self.kit.listing

    @property
    def size(self) -> float:
        """Size that the weights are relative to; that of the base where every occurrence weighs the same."""
        return self.total if self.kit is None else self.kit.size


@dataclass(frozen=True)
class Pair:
    """Target and reference over one list of terms."""

    rows: pd.DataFrame  # with `row` and `row_reference`, where the term stands in the two lists, -1 for nowhere, and
    #                     `weight_reference`, what the count in the reference weighs; for the kit's also `one_genre`
    target: Tally
    reference: _Reference
    rest: tuple[int, int]  # rows of the two bases that are no listed term
    unmatched: int  # terms that a list without tags could not answer for


def pair_counts(tokens: Tokens, reference: Tokens | pd.DataFrame | str, tags: Tags) -> Pair:
    """Bring target and reference onto one list of terms."""
    other = _read(reference, tokens, tags)
    base = tally(tokens if other.tagged else _without_marks(tokens), tags=tags if other.tagged else None)
    if not base.total:
        msg = message("the target has no morpheme of the base; choose other tags")
        raise RefusalError(msg)
    terms = base.terms.assign(row=range(len(base.terms)))
    wanted = np.ones(len(terms), bool) if tags is None else terms["tag"].isin(schema.base_tags(tags)).to_numpy()
    if not other.tagged:  # a list without tags cannot tell terms apart that differ in the tag alone
        terms = terms[~terms["term"].duplicated(keep=False) & wanted]
    rows = _join(terms, base, other)
    rows["complete"] = complete(tokens, rows, rows["n"].to_numpy())
    if isinstance(reference, Tokens):
        rows["complete"] &= complete(reference, rows, rows["n_reference"].to_numpy())
        rows["docs_reference"] = rows["docs_reference"].fillna(0.0)
    rows = _weighted(rows, other)
    rest = (base.total - int(rows["n"].sum()), other.total - int(rows["n_reference"].sum()))
    return Pair(rows, base, other, rest, 0 if other.tagged else int(wanted.sum()) - len(rows))


def _read(reference: Tokens | pd.DataFrame | str, target: Tokens, tags: Tags) -> _Reference:
    """Read a reference and refuse one that cannot be compared with the target."""
    if isinstance(reference, Tokens):
        return _from_tokens(reference, target, tags)
    if isinstance(reference, pd.DataFrame):
        return _from_table(reference, tags)
    if reference == KIT:
        return _from_kit(target, tags)
    msg = message(
        "unknown reference {reference!r}; give Tokens, a frequency table (term, n and its total) or {kit!r}",
        reference=reference,
        kit=KIT,
    )
    raise OptionError(msg)


def _without_marks(tokens: Tokens) -> Tokens:
    """Take punctuation out, for lists that count words without tags."""
    present = {tag.partition("-")[0] for tag in tag_names(tokens)}
    return tokens.keep(tags=sorted(present - set(_MARKS)))


def _from_tokens(reference: Tokens, target: Tokens, tags: Tags) -> _Reference:
    """Count a reference of tokens."""
    ours, theirs = target.recipe, reference.recipe
    for what in ("layer", "analyser", "model", "units"):
        a, b = getattr(ours, what), getattr(theirs, what)
        if a != b:
            msg = message(
                "target and reference differ in {what} ({a} and {b}); segment both in the same way",
                what=what,
                a=a or message("none"),
                b=b or message("none"),
            )
            raise OptionError(msg)
    if target is reference or (ours.corpus and ours.corpus == theirs.corpus):
        there, ids = set(doc_ids(reference)), doc_ids(target)
        if not there.isdisjoint(ids):
            both = next(doc for doc in ids if doc in there)
            msg = message(
                "document {both!r} is in the target and in the reference; part them with Tokens.only(docs=)", both=both
            )
            raise OptionError(msg)
    seen = tally(reference, tags=tags)
    if not seen.total:
        msg = message("the reference has no morpheme of the base; choose other tags or another reference")
        raise OptionError(msg)
    counts = seen.terms.assign(n_reference=seen.n, docs_reference=seen.parts_with.astype(np.float64))
    return _Reference(counts, seen.total, phrase(tags, seen.total, theirs.layer), "tokens", seen, theirs.caution or ())


def _from_table(table: pd.DataFrame, tags: Tags) -> _Reference:
    """Read a frequency list."""
    missing = [name for name in ("term", "n") if name not in table]
    if missing:
        msg = message(
            "the reference table has no column {missing}; it needs term, n and, if it has them, tag", missing=missing[0]
        )
        raise SchemaError(msg)
    about = schema.about(table)
    total = about.total
    if total is None and "total" in table and len(table):
        total = table["total"].iloc[0]
    n = pd.to_numeric(table["n"], errors="coerce").to_numpy(dtype=np.float64)
    if np.isnan(n).any() or (n < 0).any() or (n % 1).any():
        msg = message(
            "column n of the reference table must hold whole numbers from 0; relative frequencies are no counts"
        )
        raise SchemaError(msg)
    if total is None or not total > 0 or total < n.sum():
        msg = message(
            "the size of the reference is {total}, below its counts or unknown; set a column total, or attrs['total']",
            total=total,
        )
        raise OptionError(msg)
    if about.tags is not None and about.tags != ("none" if tags is None else tuple(sorted(tags))):
        msg = message("the reference table was counted over other tags; count both over the same tags")
        raise OptionError(msg)
    keys = ["term", "tag"] if "tag" in table else ["term"]
    for name in keys:
        if table[name].isna().any():
            msg = message("a row of the reference table has no {name}; fill it in or take the row out", name=name)
            raise SchemaError(msg)
    counts = table[keys].astype(str).assign(n_reference=n.astype(np.int64), docs_reference=np.nan)
    if counts.duplicated(keys).any():
        twice = counts.loc[counts.duplicated(keys), "term"].iloc[0]
        msg = message("term {twice!r} stands twice in the reference table; add its counts up first", twice=twice)
        raise SchemaError(msg)
    layer = about.layer or ""
    named = "참조 빈도표 " + (f"{layer} " if layer in LAYERS.values() else "") + f"{int(total):,}개"
    return _Reference(counts, int(total), named, "table")


def _from_kit(target: Tokens, tags: Tags) -> _Reference:
    """Read the kit's reference."""
    kit = read(tags)
    differing = require_cut_alike(kit, target.recipe)
    counts = kit.terms.assign(n_reference=kit.counts.sum(axis=1), docs_reference=np.nan)
    caution = (kit.caution, *differing)
    return _Reference(counts, int(kit.sizes.sum()), kit.phrase(tags), KIT, None, caution, kit)


def _weighted(rows: pd.DataFrame, other: _Reference) -> pd.DataFrame:
    """Weigh the counts of the reference, and name the genre that carries a term in that of the kit."""
    if other.kit is None:
        return rows.assign(weight_reference=rows["n_reference"].astype(np.float64))
    there = rows["row_reference"].to_numpy()
    carried = np.append(other.kit.one_genre, ABSENT)[there]  # -1, nowhere, picks the last
    weight = np.append(other.kit.mean * other.kit.size, 0.0)[there]
    return rows.assign(weight_reference=weight, one_genre=pd.Series(carried, rows.index, dtype="str"))


def _join(terms: pd.DataFrame, base: Tally, other: _Reference) -> pd.DataFrame:
    """List the terms of either side, sorted; of both sides where the reference has no tags."""
    # terms a, c against b, c are numbered 0, 2 and 1, 2: every [0, 1, 2], here [0, -1, 1], there [-1, 0, 1]
    theirs, size = other.counts, len(terms)
    numbers, words = _numbered(terms["term"], theirs["term"])
    tags = np.zeros(0, dtype=object)
    if other.tagged:
        tag, tags = _numbered(terms["tag"], theirs["tag"])
        tag[size:] = _with_our_tags(numbers, tag, size, words, tags)
        numbers = numbers * len(tags) + tag
    ordered = np.sort(numbers)
    again = ordered[1:] == ordered[:-1]  # no side names a term twice
    every = ordered[np.append(~again, True)[: len(ordered)]] if other.tagged else ordered[1:][again]
    here, there = (_find(every, side) for side in (numbers[:size], numbers[size:]))
    row = np.append(terms["row"], -1)[here]  # -1, nowhere, picks the last
    if other.tagged:
        named = {"term": words[every // max(len(tags), 1)], "tag": tags[every % max(len(tags), 1)]}
    else:
        named = {"term": words[every], "tag": terms["tag"].to_numpy(dtype=object)[here]}
    return pd.DataFrame(
        {
            **{name: pd.Series(text, dtype="str").array for name, text in named.items()},
            "n": np.append(base.n, 0)[row],
            "docs": np.append(base.parts_with, 0)[row],
            "row": row,
            "n_reference": np.append(theirs["n_reference"], 0)[there],
            "docs_reference": np.append(theirs["docs_reference"], np.nan)[there],
            "row_reference": there,
        },
        copy=False,
    )


def _numbered(ours: pd.Series[str], theirs: pd.Series[str]) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any]]:
    """Give the strings of two columns, one after the other, numbers in the order of the strings, and list these."""
    # a c against b c: 0 2 1 2 of a b c. Each side comes sorted as a rule, and Python's sort merges what is sorted.
    columns = [column.to_numpy(dtype=object) for column in (ours, theirs)]
    code, names = pd.factorize(np.concatenate(columns))
    listed = names.tolist()
    order = sorted(range(len(listed)), key=listed.__getitem__)
    place = np.empty(len(listed), dtype=np.int64)
    place[order] = np.arange(len(listed))
    return place[code], names[order]


def _with_our_tags(
    word: npt.NDArray[np.int64], tag: npt.NDArray[np.int64], size: int, words: npt.NDArray[Any], tags: npt.NDArray[Any]
) -> npt.NDArray[np.int64]:
    """Give a noun of the reference the tag that it has in the target: a name is one row, whether NNG or NNP."""
    # 젤렌스키/NNP here and 젤렌스키/NNG there are one term, NNP. Each side must have the word under one tag of the two,
    # and it must be as long as those that `one_tag` brings together within a side.
    noun = np.isin(tags, ["NNG", "NNP"])[tag]
    once, known = [], []
    for side in (slice(None, size), slice(size, None)):
        at = np.flatnonzero(noun[side])
        once.append(np.bincount(word[side][at], minlength=len(words)) == 1)
        known.append(np.full(len(words), -1))
        known[-1][word[side][at]] = tag[side][at]
    differing = np.flatnonzero(once[0] & once[1] & (known[0] != known[1]))
    moved = np.zeros(len(words), dtype=bool)
    moved[[k for k in differing.tolist() if len(words[k]) >= LONG_NOUN]] = True
    return np.where(noun[size:] & moved[word[size:]], known[0][word[size:]], tag[size:])


def _find(every: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Find where in `numbers` each of the sorted `every` stands, -1 for nowhere."""
    places = np.full(len(every), -1, dtype=np.int64)
    at = np.searchsorted(every, numbers)
    known = np.flatnonzero(np.append(every, -1)[at] == numbers)
    places[at[known]] = known
    return places
