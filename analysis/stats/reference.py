"""What a target is held against: tokens, a frequency table, or general Korean."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.errors import MissingError, OptionError, RefusalError, SchemaError
from analysis.stats.counting import LAYERS, Tags, Tally, phrase, readable, tally
from analysis.tokens import Tokens

GENERAL = "wordfreq"
NOMINAL = 1_000_000
_MARKS = ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW", "SB")


@dataclass(frozen=True)
class Reference:
    """Counts of a reference."""

    # counts: `term`, `tag` where the reference has tags, `n_reference`, `docs_reference`.
    # total: Size of its base.
    # phrase: The base in Korean.
    # name: Where the counts come from.
    # tally: Terms by documents, for tokens.
    # caution: What a reader must know, in Korean.

    counts: pd.DataFrame
    total: int
    phrase: str
    name: str
    tally: Tally | None = None
    caution: tuple[str, ...] = field(default=())

    @property
    def tagged(self) -> bool:
        """Whether its terms carry tags."""
        return "tag" in self.counts


def read(reference: Tokens | pd.DataFrame | str, target: Tokens, *, tags: Tags) -> Reference:
    """Read a reference and refuse one that cannot be compared with the target."""
    if isinstance(reference, Tokens):
        return _from_tokens(reference, target, tags)
    if isinstance(reference, pd.DataFrame):
        return _from_table(reference, tags)
    if reference == GENERAL:
        return _general()
    msg = f"unknown reference {reference!r}; give Tokens, a frequency table (term, n and its total) or {GENERAL!r}"
    raise OptionError(msg)


def words(tokens: Tokens) -> Tokens:
    """Take punctuation out, for lists that count words without tags."""
    present = {str(tag).partition("-")[0] for tag in tokens.table["tag"].cat.categories}
    return tokens.keep(tags=sorted(present - set(_MARKS)))


def _from_tokens(reference: Tokens, target: Tokens, tags: Tags) -> Reference:
    """Count a reference of tokens."""
    ours, theirs = target.recipe, reference.recipe
    for what in ("layer", "analyser", "model", "units"):
        if getattr(ours, what) != getattr(theirs, what):
            msg = (
                f"target and reference differ in {what} ({getattr(ours, what) or 'none'} and "
                f"{getattr(theirs, what) or 'none'}); segment both in the same way"
            )
            raise OptionError(msg)
    if target is reference or (ours.corpus and ours.corpus == theirs.corpus):
        both = target.table["doc"].cat.categories.intersection(reference.table["doc"].cat.categories)
        if len(both):
            msg = f"document {both[0]!r} is in the target and in the reference; part them with Tokens.only(docs=)"
            raise OptionError(msg)
    seen = tally(reference, tags=tags)
    if not seen.total:
        msg = "the reference has no morpheme of the base; choose other tags or another reference"
        raise OptionError(msg)
    counts = seen.terms.assign(n_reference=seen.n, docs_reference=seen.held.astype(np.float64))
    return Reference(counts, seen.total, phrase(tags, seen.total, theirs.layer), "tokens", seen)


def _from_table(table: pd.DataFrame, tags: Tags) -> Reference:
    """Read a frequency list."""
    missing = [name for name in ("term", "n") if name not in table]
    if missing:
        msg = f"the reference table has no column {missing[0]}; it needs term, n and, if it has them, tag"
        raise SchemaError(msg)
    total = table.attrs.get("total", table["total"].iloc[0] if "total" in table and len(table) else None)
    n = pd.to_numeric(table["n"], errors="coerce").to_numpy(dtype=np.float64)
    if np.isnan(n).any() or (n < 0).any() or (n % 1).any():
        msg = "column n of the reference table must hold whole numbers from 0; relative frequencies are no counts"
        raise SchemaError(msg)
    if total is None or not total > 0 or total < n.sum():
        msg = (
            f"the size of the reference is {total}, below its counts or unknown; set a column total, or attrs['total']"
        )
        raise OptionError(msg)
    if "tags" in table.attrs and table.attrs["tags"] != (None if tags is None else sorted(tags)):
        msg = "the reference table was counted over other tags; count both over the same tags"
        raise OptionError(msg)
    keys = ["term", "tag"] if "tag" in table else ["term"]
    counts = table[keys].astype(str).assign(n_reference=n.astype(np.int64), docs_reference=np.nan)
    if counts.duplicated(keys).any():
        twice = counts.loc[counts.duplicated(keys), "term"].iloc[0]
        msg = f"term {twice!r} stands twice in the reference table; add its counts up first"
        raise SchemaError(msg)
    layer = str(table.attrs.get("layer", ""))
    named = "참조 빈도표 " + (f"{layer} " if layer in LAYERS.values() else "") + f"{int(total):,}개"
    return Reference(counts, int(total), named, "table")


def _general() -> Reference:
    """Read the Korean list of the package wordfreq, as counts in a corpus of nominal size."""
    try:
        from wordfreq import get_frequency_dict  # an extra
    except ImportError as error:
        msg = "the reference 'wordfreq' needs the package wordfreq; run `python -m pip install wordfreq`"
        raise MissingError(msg) from error
    listed = get_frequency_dict("ko", wordlist="best")
    n: npt.NDArray[np.int64] = np.round(np.array(list(listed.values())) * NOMINAL).astype(np.int64)
    counts = pd.DataFrame({"term": list(listed), "n_reference": n, "docs_reference": np.nan})
    caution = (
        "일반 한국어는 wordfreq 목록이며, 형태소가 아니라 그 목록의 토큰을 센다",
        "목록에 없는 낱말은 비교하지 않았다",
    )
    counts = counts[counts["n_reference"] > 0].reset_index(drop=True)
    return Reference(counts, NOMINAL, f"일반 한국어 명목 {NOMINAL:,}개", GENERAL, None, caution)


@dataclass(frozen=True)
class Pair:
    """Target and reference over one list of terms; places are rows of the tallies, -1 for none."""

    rows: pd.DataFrame
    target: Tally
    reference: Reference
    rest: tuple[int, int]
    unmatched: int


def paired(tokens: Tokens, reference: Tokens | pd.DataFrame | str, tags: Tags) -> Pair:
    """Bring both sides onto one list of terms."""
    other = read(reference, tokens, tags=tags)
    base = tally(tokens if other.tagged else words(tokens), tags=tags if other.tagged else None)
    if not base.total:
        msg = "the target has no morpheme of the base; choose other tags"
        raise RefusalError(msg)
    ours = base.terms.assign(place=range(len(base.terms)))
    wanted = len(ours)
    if not other.tagged:
        wanted = int(ours["tag"].isin(list(tags)).sum()) if tags is not None else wanted
        ours = _untagged(ours, tags)
    rows = _rows(ours, base, other)
    rows["known"] = readable(tokens, rows, rows["n"].to_numpy())
    if isinstance(reference, Tokens):
        rows["known"] &= readable(reference, rows, rows["n_reference"].to_numpy())
        rows["docs_reference"] = rows["docs_reference"].fillna(0.0)
    rest = (base.total - int(rows["n"].sum()), other.total - int(rows["n_reference"].sum()))
    return Pair(rows, base, other, rest, wanted - len(rows) if not other.tagged else 0)


def _rows(ours: pd.DataFrame, base: Tally, other: Reference) -> pd.DataFrame:
    """List the terms of either side, sorted; of both sides where the reference has no tags."""
    theirs = other.counts
    numbers = np.zeros(len(ours) + len(theirs), dtype=np.int64)
    for name in ["term", "tag"] if other.tagged else ["term"]:
        code, values = pd.factorize(np.concatenate([ours[name], theirs[name]]), sort=True)
        numbers = numbers * len(values) + code
    mine, yours = numbers[: len(ours)], numbers[len(ours) :]
    both = np.sort(numbers)
    again = both[1:] == both[:-1]  # no side names a term twice
    every = both[np.append(~again, True)[: len(both)]] if other.tagged else both[1:][again]
    here, there = _places(mine, every), _places(yours, every)
    place = np.where(here < 0, -1, np.append(ours["place"], -1)[here])
    names = {"term": theirs["term"], "tag": theirs["tag"] if other.tagged else theirs["term"]}
    texts = {
        name: np.where(here < 0, np.append(column, "")[there], np.append(ours[name], "")[here])
        for name, column in names.items()
    }
    return pd.DataFrame(
        {
            **{name: pd.Series(text, dtype="str").array for name, text in texts.items()},
            "n": np.where(here < 0, 0, np.append(base.n, 0)[place]),
            "docs": np.where(here < 0, 0, np.append(base.held, 0)[place]),
            "place": place,
            "n_reference": np.where(there < 0, 0, np.append(theirs["n_reference"], 0)[there]),
            "docs_reference": np.where(there < 0, np.nan, np.append(theirs["docs_reference"], np.nan)[there]),
            "other": there,
        }
    )


def _places(numbers: npt.NDArray[np.int64], every: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Find where each of all numbers stands among some, -1 for nowhere."""
    places = np.full(len(every), -1, dtype=np.int64)
    at = np.searchsorted(every, numbers)
    held = np.flatnonzero(np.append(every, -1)[at] == numbers)
    places[at[held]] = held
    return places


def _untagged(ours: pd.DataFrame, tags: Tags) -> pd.DataFrame:
    """Take the terms with the tags asked for that no other tag shares, since the list cannot tell them apart."""
    alone = ~ours["term"].duplicated(keep=False)
    wanted = True if tags is None else ours["tag"].isin(list(tags))
    return ours[alone & wanted]
