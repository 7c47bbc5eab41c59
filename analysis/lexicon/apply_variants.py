"""Merging spelling variants in a token table: lemmas merge, surfaces and offsets stay."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import compress

import numpy as np
import pandas as pd

from analysis import schema
from analysis.lexicon.variant_matcher import SPLIT, Finder, Place, Policy
from analysis.lexicon.variants import Variants
from analysis.lexicon.variants import variants as read
from analysis.messages import message
from analysis.options import require_choice
from analysis.schema import MERGED

_TEXT = ("surface", "form", "tag", "lemma")


def apply(
    table: pd.DataFrame, variants: Variants | Mapping[str, Iterable[str]], *, rows: Policy = "join"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the spellings of a concept one lemma, and say what was merged.

    A spelling is found where one row, or several rows that touch (or are one space apart where the list has
    a space), have it as their surfaces; longest first. It is left alone as a gloss in brackets behind a
    word, as the second part of a written word (a single character such as 中 in 수사中), beside a neighbour
    that the list rules out, without a word of its context in the document, and where two concepts fit.

    Parameters
    ----------
    table : DataFrame
        Token table (schema.TOKENS) with every row of each document in order. Terms that came tokenised (tag `TERM`)
        are merged like nouns and keep their tag.
    variants : Variants or mapping
        The list, of which only what is switched on is applied; or plain words as `lexicon.variants` takes them.
    rows : {"join", "keep"}
        "join": rows of one spelling become one row with the tag of the concept, and a row such as 美연준
        becomes two. "keep": only lemmas change, in places where one row is one spelling; every other column
        stays, so that nothing that reads surfaces, forms, tags or offsets can tell the difference.

    Returns
    -------
    table : DataFrame
        The same object where nothing was found. Surfaces are still the text at their offsets; `i` counts
        the rows anew where their number changed.
    merged : DataFrame
        lemma, surface, was, rule, n (occurrences merged) and left (occurrences left alone, with the reason in
        rule); by lemma, surface, was and rule. Empty where no spelling occurs.

    Raises
    ------
    OptionError
        If `rows` is not one of the two.
    SchemaError
        If columns are missing or rows were taken out.
    """
    require_choice("rows", rows, ("join", "keep"))
    schema.check(table, schema.TOKENS, what=message("tokens table"))
    variants = variants if isinstance(variants, Variants) else read(variants)
    finder = Finder(table, variants, rows)
    places = finder.places() if len(table) else []
    merged = _count_merges(finder, places)
    done = [p for p in places if not p.rule.startswith("left")]
    if not done:
        return table, merged
    if rows == "join":
        return _rebuild(table, finder, done), merged
    lemmas = _replace(table["lemma"], slice(None), {p.first: p.concept.form for p in done})
    return table.assign(lemma=lemmas), merged


def _count_merges(finder: Finder, places: list[Place]) -> pd.DataFrame:
    """Count occurrences by concept, spelling, former analysis and rule, as columns MERGED."""
    counted = Counter((p.concept.form, finder.spelling(p), finder.analysis(p), p.rule) for p in places)
    rows = sorted(counted)
    text = zip(*rows, strict=True) if rows else [()] * 4
    n = np.array([counted[row] for row in rows], dtype=np.int64)
    left = np.array([row[3].startswith("left") for row in rows], dtype=bool)
    names = [c.name for c in MERGED]
    columns = {name: pd.Series(values, dtype="str") for name, values in zip(names[:4], text, strict=True)}
    return schema.check(pd.DataFrame(columns | {"n": n * ~left, "left": n * left}), MERGED, what="merged")


def add_merges(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Add up what was merged in tables of different documents."""
    keys = [c.name for c in MERGED][:4]
    rows = pd.concat(tables, ignore_index=True)
    added = rows.groupby(keys, as_index=False, sort=True).sum() if len(rows) else rows
    return schema.check(added[[c.name for c in MERGED]], MERGED, what="merged")


def _rebuild(table: pd.DataFrame, finder: Finder, done: list[Place]) -> pd.DataFrame:
    """Join the rows of one spelling, split rows such as 美연준, and give both their lemmas."""
    # Example: 라운드 [0,3) and 테이블 [4,7) become one row 라운드 테이블 [0,7); 美연준 [0,3) becomes 美 [0,1) and
    # 연준 [1,3). A row that goes is repeated 0 times, one that is split twice, every other once.
    repeats = np.ones(len(table), dtype=np.int64)
    for p in done:
        repeats[p.first + 1 : p.last + 1] = 0
        repeats[p.first] += bool(p.cut)
    at = np.cumsum(repeats) - repeats  # where each old row goes
    rows = np.repeat(np.arange(len(table)), repeats)
    new = table.drop(columns=list(_TEXT)).iloc[rows].reset_index(drop=True)
    text: dict[str, dict[int, str]] = {name: {} for name in _TEXT}
    start, end = (new[name].to_numpy(copy=True) for name in ("start", "end"))
    stop = table["end"].to_numpy()
    for p in done:
        row = int(at[p.first])
        own = finder.tag(p.last)
        text["lemma"][row], text["tag"][row] = p.concept.form, own if own == "TERM" else p.concept.tag or own
        if p.last > p.first:
            text["surface"][row] = text["form"][row] = finder.spelling(p)
            end[row] = stop[p.last]
        if p.rule == SPLIT:
            whole = finder.text(p.first)
            text["surface"][row] = text["form"][row] = whole[: p.cut]
            for name in ("surface", "form", "lemma"):
                text[name][row + 1] = whole[p.cut :]
            end[row] = start[row + 1] = start[row] + p.cut
    columns = {name: _replace(table[name], rows, changes) for name, changes in text.items()}
    new = new.assign(start=start, end=end, **columns)[list(table.columns)]
    return new if len(new) == len(table) else new.assign(i=_ordinal(new))


def _ordinal(table: pd.DataFrame) -> np.ndarray:
    """Count the rows of each document from 0."""
    doc = table["doc"].astype("category").cat.codes.to_numpy()
    first = np.flatnonzero(np.r_[True, doc[1:] != doc[:-1]])
    sizes = np.diff(np.append(first, len(doc)))
    return (np.arange(len(doc)) - np.repeat(first, sizes)).astype(table["i"].to_numpy().dtype)


def _replace(column: pd.Series, rows: np.ndarray | slice, changes: dict[int, str]) -> pd.Categorical:
    """Take rows of a text column and replace the texts of a few; categories are sorted, as in a fresh table."""
    old = column.astype("category").cat
    before = old.categories.astype(str).tolist()
    names = sorted({*before, *changes.values()})
    place = {name: n for n, name in enumerate(names)}
    codes = np.array([place[name] for name in before], dtype=np.int32)[old.codes.to_numpy()[rows]]
    codes[list(changes)] = [place[text] for text in changes.values()]
    used = np.bincount(codes, minlength=len(names)) > 0
    kept = pd.Index(list(compress(names, used.tolist())), dtype="str")
    return pd.Categorical.from_codes((np.cumsum(used) - 1)[codes], categories=kept)
