"""Positions: where terms stand, from the first morpheme to the last, and how evenly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.stats.counting import LAYERS, Tags, Tally, complete, least_complete, phrase, tally
from analysis.tokens import Tokens
from analysis.tokens.counts import PARTS, Part, plain_tags
from analysis.tokens.tokens import padded

_UNITS = {"document": "문서 {}편", "paragraph": "문단 {}개", "sentence": "문장 {}개"}
_MOST = 1000


def positions(
    tokens: Tokens, terms: Sequence[str], *, parts: Part | None = None, tags: Tags = schema.NOUN_TAGS
) -> pd.DataFrame:
    """List every occurrence of some terms with its place, for a lexical dispersion plot.

    The unit of counting is the occurrence. A term is a lemma with its tag: a lemma under two of `tags` gives two
    terms. Places count all rows of `tokens`, whatever their tag; the measures in `attrs` are those of `dispersion` over
    the same `parts` and `tags`.

    Parameters
    ----------
    tokens : Tokens
        Any layer. Of redacted tokens only terms whose counts are known to be whole can be asked for.
    terms : sequence of str
        Lemmas, predicates with 다.
    parts : {"document", "paragraph", "sentence"}, optional
        Over what evenness is measured. Without it documents, where two or more hold rows with `tags`, else paragraphs.
    tags : sequence of str or None
        Tags of the terms and of the base, nouns by default; None for all rows.

    Returns
    -------
    DataFrame
        Columns `schema.POSITIONS`, by term in the order of `terms`, tag and place; empty when none occurs. `attrs`:
        `chart`, `base`, `layer` and `parts` (Korean phrases), `unit` (document, paragraph or sentence), `rows` (all
        rows of the tokens), `number` and `empty` (parts with and without rows of the base), `starts` and `names` (first
        place and name of each part of the text, both empty above 1,000 parts), and `terms`: for each term, in the order
        of the rows, `term`, `tag`, `n`, `range` (parts that hold it), `dp` and `dp_norm`, NaN with a single part. A
        lemma that does not occur stands there with n 0, an empty tag and NaN.

    Raises
    ------
    OptionError
        If no term is given, one is given twice, `parts` or a tag is unknown, or redaction may hide some occurrences.

    References
    ----------
    The lexical dispersion plot: Hoey, M. (2005), and the plots of AntConc and NLTK. Gries (2008), DP; Lijffijt & Gries
    (2012), its norm.

    Examples
    --------
    >>> two = Tokens.from_terms({"d1": ["a", "b"], "d2": ["b", "c", "b", "b"]})
    >>> table = positions(two, ["b"], tags=None)
    >>> table[["doc", "place", "position"]].values.tolist()
    [['d1', 1, 0.5], ['d2', 2, 0.0], ['d2', 4, 0.5], ['d2', 5, 0.75]]
    >>> [round(table.attrs["terms"][0]["dp"], 3), table.attrs["parts"]]
    [0.083, '문서 2편']
    """
    wanted = _require_terms(terms)
    if parts is not None and parts not in PARTS:
        msg = f"unknown parts {parts!r}; choose one of {', '.join(PARTS)}"
        raise OptionError(msg)
    seen = tally(tokens, tags=tags, parts=parts or "document")
    unit = parts or ("document" if len(seen.sizes) > 1 else "paragraph")
    if unit != (parts or "document"):
        seen = tally(tokens, tags=tags, parts=unit)
    spread = _measure(tokens, seen, wanted)
    table = padded(tokens)
    found = _occurrences(table, spread, tags)
    starts = _part_starts(table, unit)
    names = [str(name) for name in table[PARTS[unit][-1]].iloc[starts[: _MOST + 1]]]
    about = schema.About(
        chart="positions",
        base=phrase(tags, seen.total, tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        parts=_UNITS[unit].format(f"{len(seen.sizes):,}"),
        unit=unit,
        rows=len(table),
        number=len(seen.sizes),
        empty=len(starts) - len(seen.sizes),
        starts=tuple(starts.tolist()) if len(starts) <= _MOST else (),
        names=tuple(names) if len(starts) <= _MOST else (),
        spread=tuple(schema.Spread(**{str(k): v for k, v in row.items()}) for row in spread.to_dict("records")),
    )
    schema.describe(found, about)
    return schema.check(found, schema.POSITIONS, what="positions")


def _require_terms(terms: Sequence[str]) -> list[str]:
    """Refuse one string for a list, no term, and a term that is named twice."""
    if isinstance(terms, str):
        msg = f"positions: terms must be a list, such as [{terms!r}], not one string"
        raise OptionError(msg)
    wanted = [str(term) for term in terms]
    twice = [term for term in wanted if wanted.count(term) > 1]
    if not wanted or "" in wanted or twice:
        wrong = f"{twice[0]!r} is named twice" if twice else "a term is empty" if wanted else "no term is given"
        msg = f"positions: {wrong}; name each lemma once"
        raise OptionError(msg)
    return wanted


def _measure(tokens: Tokens, seen: Tally, wanted: list[str]) -> pd.DataFrame:
    """Give count, range and dispersion of every term that was asked for, in that order."""
    rows = np.flatnonzero(seen.terms["term"].isin(wanted))
    values: dict[str, Any] = {name: np.full(len(rows), np.nan) for name in ("dp", "dp_norm")}
    if len(rows) and len(seen.sizes) > 1:
        values = {name: getattr(measures, name)(seen.counts[rows], sizes=seen.sizes) for name in values}
    terms, n = seen.terms.iloc[rows], seen.n[rows]
    missing = [term for term in wanted if term not in set(terms["term"])]
    if tokens.redacted:
        hidden = [*terms.loc[~complete(tokens, terms, n), "term"], *missing]
        if hidden:
            msg = (
                f"positions: redaction may hide occurrences of {hidden[0]!r}; ask for content words with "
                f"{least_complete(tokens)} or more, or segment the article itself"
            )
            raise RefusalError.redacted(msg)
    table = terms.assign(n=n, range=seen.parts_with[rows], **values)
    if missing:
        none = pd.DataFrame({"term": missing, "tag": "", "n": 0, "range": 0, "dp": np.nan, "dp_norm": np.nan})
        table = pd.concat([table, none.astype(table.dtypes.to_dict())])
    rank = {term: k for k, term in enumerate(wanted)}
    return table.sort_values(["term", "tag"], key=lambda c: c.map(rank) if c.name == "term" else c, ignore_index=True)


def _occurrences(table: pd.DataFrame, terms: pd.DataFrame, tags: Tags) -> pd.DataFrame:
    """Take the rows of the terms, with their places."""
    # a term in the last two rows of documents of 2 and 4 rows: place [4, 5], first [0, 2], position [0.5, 0.75]
    tag = plain_tags(table["tag"])
    chosen = table["lemma"].isin(terms["term"].tolist()) & (tag.isin(list(tags)) if tags is not None else True)
    place = np.flatnonzero(chosen)
    first = np.flatnonzero(np.diff(table["doc"].cat.codes.to_numpy(), prepend=-1) != 0)
    lengths = np.diff(first, append=len(table))
    doc = np.searchsorted(first, place, side="right") - 1
    found = table.loc[chosen, ["lemma", "doc", "paragraph", "sentence"]].rename(columns={"lemma": "term"})
    found = found.assign(
        term=found["term"].astype("str"),
        tag=tag[chosen].astype("str"),
        place=place.astype(np.int64),
        position=(place - first[doc]) / lengths[doc],
    )
    order = terms[["term", "tag"]].assign(order=range(len(terms)))
    found = found.merge(order, on=["term", "tag"], how="left").sort_values(["order", "place"], ignore_index=True)
    return found[[c.name for c in schema.POSITIONS]]


def _part_starts(table: pd.DataFrame, unit: str) -> npt.NDArray[np.int64]:
    """First row of every part of the text."""
    changed = np.zeros(len(table), dtype=bool)
    for name in PARTS[unit]:
        column = table[name]
        codes = (column.cat.codes if isinstance(column.dtype, pd.CategoricalDtype) else column).to_numpy()
        changed |= np.diff(codes, prepend=-1) != 0
    return np.flatnonzero(changed)
