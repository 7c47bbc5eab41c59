"""Positions: where terms stand, from the first morpheme to the last, and how evenly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.coded import require_terms
from analysis.stats.counting import LAYERS, Tags, Tally, complete, least_complete, phrase, tally
from analysis.stats.query import Matches, missing
from analysis.stats.query_over_parts import over_several
from analysis.tokens import Tokens
from analysis.tokens.counts import PARTS, Part, plain_tags
from analysis.tokens.named_words import split_tag
from analysis.tokens.tokens import arrays, doc_ids, padded

_UNITS = {"document": "문서 {}편", "paragraph": "문단 {}개", "sentence": "문장 {}개"}
_MOST = 1000


def positions(
    tokens: Tokens, terms: Sequence[str], *, parts: Part | None = None, tags: Tags = schema.NOUN_TAGS
) -> pd.DataFrame:
    """List every occurrence of some terms with its place, for a lexical dispersion plot.

    The unit of counting is the occurrence. A term is a lemma with its tag: a lemma under two of `tags` gives two
    terms. A word of several morphemes (인공지능, 업무 협약) is found as `concordance` finds it, whatever `tags`; its
    tag names them all (NNG+NNG), its place is the first. Places count all rows of `tokens`, whatever their tag; the
    measures in `attrs` are those of `dispersion` over the same `parts` and `tags`.

    Parameters
    ----------
    tokens : Tokens
        Any layer. Of redacted tokens only terms whose counts are known to be whole can be asked for.
    terms : sequence of str
        Lemmas, predicates with 다; or lemma/TAG (달빛/NNG) for one of its tags.
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
        lemma that does not occur stands there with n 0, the tag that was asked for or an empty one, and NaN, and a
        NothingFoundWarning (`caution`) says whether its characters stand in the text, and under which tags.

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
    wanted = _wanted(terms, tokens)
    if parts is not None:
        require_choice("parts", parts, PARTS)
    seen = tally(tokens, tags=tags, parts=parts or "document")
    unit = parts or ("document" if len(seen.sizes) > 1 else "paragraph")
    if unit != (parts or "document"):
        seen = tally(tokens, tags=tags, parts=unit)
    call = partial(_of_part, lemmas=[lemma for lemma, _ in wanted], unit=unit, tags=tags)
    text = _joined(over_several(tokens, [] if tokens.redacted else [lemma for lemma, tag in wanted if not tag], call))
    starts = text.starts
    spread = _measure(tokens, seen, wanted, words=_measure_several(seen, text))
    found = _in_order(text.occurrences, spread, doc_ids(tokens))
    absent = spread[spread["n"] == 0]
    caution = [
        missing(tokens, f"{term}/{tag}" if tag else term)
        for term, tag in zip(absent["term"], absent["tag"], strict=True)
    ]
    about = schema.About(
        chart="positions",
        base=phrase(tags, seen.total, tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        parts=_UNITS[unit].format(f"{len(seen.sizes):,}"),
        unit=unit,
        rows=text.rows,
        number=len(seen.sizes),
        empty=len(starts) - len(seen.sizes),
        starts=tuple(starts.tolist()) if len(starts) <= _MOST else (),
        names=tuple(text.names) if len(starts) <= _MOST else (),
        caution=tuple(caution) or None,
        spread=tuple(schema.Spread(**{str(k): v for k, v in row.items()}) for row in spread.to_dict("records")),
    )
    schema.describe(found, about, source=tokens.recipe)
    return schema.check(found, schema.POSITIONS, what="positions")


def _wanted(terms: Sequence[str], tokens: Tokens) -> list[tuple[str, str]]:
    """Part lemmas from their tags; refuse a term that stands within another."""
    # 달빛/NNG is 달빛 and NNG, 달빛 alone 달빛 and an empty tag, which means any; terms that came tokenised have none
    named = require_terms(terms, what="positions")
    wanted = [(term, "") if tokens.recipe.layer == "terms" else split_tag(term) for term in named]
    if twice := [lemma for lemma, tag in wanted if tag and (lemma, "") in wanted]:
        msg = message("positions: {twice!r} is named with a tag and without; name each lemma once", twice=twice[0])
        raise OptionError(msg)
    return wanted


def _numbers(table: pd.DataFrame, wanted: list[tuple[str, str]]) -> list[int]:
    """Give each row of terms and tags the number of the term that was asked for."""
    number = {pair: k for k, pair in enumerate(wanted)}
    pairs = zip(table["term"], table["tag"], strict=True)
    return [number.get((term, tag), number.get((term, ""), -1)) for term, tag in pairs]


class _Text(NamedTuple):
    """A text, or a part of it, and what was found there."""

    rows: int  # gaps included
    starts: npt.NDArray[np.int64]  # first row of every document, paragraph or sentence
    full: npt.NDArray[np.bool_]  # which of these hold rows of the base
    names: list[str]  # of the first of these
    words: pd.DataFrame  # words of several morphemes: term, its tags joined, and the first row
    occurrences: pd.DataFrame


def _of_part(part: Tokens, matches: list[Matches], *, lemmas: list[str], unit: Part, tags: Tags) -> _Text:
    """Find lemmas, and take the matches of words of several morphemes, in an ordinary table."""
    table, rows = padded(part), arrays(part)
    starts = _part_starts(table, unit)
    # 업무협약 in the rows 업무/NNG 협약/NNG -> 업무협약, NNG+NNG and the row of 업무
    several = [
        (match.written, "+".join(rows.tags[rows.tag[k]] for k in range(a, b + 1)), a)
        for match in matches
        for a, b in zip(match.first.tolist(), match.last.tolist(), strict=True)
    ]
    words = pd.DataFrame(several, columns=["term", "tag", "place"])
    words = words.astype({"term": "str", "tag": "str", "place": "int64"})
    tag = plain_tags(table["tag"])
    base = np.ones(len(table), np.bool_) if tags is None else tag.isin(schema.base_tags(tags)).to_numpy()
    chosen = table["lemma"].isin(lemmas).to_numpy() & base
    term = np.append(table.loc[chosen, "lemma"].astype("str").to_numpy(), words["term"].to_numpy())
    kind = np.append(tag[chosen].astype("str").to_numpy(), words["tag"].to_numpy())
    place = np.append(np.flatnonzero(chosen), words["place"].to_numpy())
    # a term in the last two rows of documents of 2 and 4 rows: place [4, 5], first [0, 2], position [0.5, 0.75]
    first = np.flatnonzero(np.diff(table["doc"].cat.codes.to_numpy(), prepend=-1) != 0)
    lengths = np.diff(first, append=len(table))
    doc = np.searchsorted(first, place, side="right") - 1
    found = table.iloc[place][["doc", "paragraph", "sentence"]].astype({"doc": "str"}).assign(
        term=term, tag=kind, place=place.astype(np.int64), position=(place - first[doc]) / lengths[doc]
    )  # fmt: skip
    of_row = np.searchsorted(starts, np.flatnonzero(base), side="right") - 1
    full = np.bincount(of_row, minlength=len(starts)) > 0
    names = [str(name) for name in table[PARTS[unit][-1]].iloc[starts[:_MOST]]]
    return _Text(len(table), starts, full, names, words, found.astype({"term": "str", "tag": "str"}))


def _joined(parts: Sequence[_Text]) -> _Text:
    """Put the parts of a text one after the other; rows are counted through."""
    before = np.cumsum([0, *(part.rows for part in parts)]).tolist()

    def moved(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
        pieces = [table.assign(place=table["place"] + n) for table, n in zip(tables, before[:-1], strict=True)]
        return pd.concat(pieces, ignore_index=True)

    return _Text(
        before[-1],
        np.concatenate([part.starts + n for part, n in zip(parts, before[:-1], strict=True)]),
        np.concatenate([part.full for part in parts]),
        [name for part in parts for name in part.names],
        moved(part.words for part in parts),
        moved(part.occurrences for part in parts),
    )


def _measure_several(seen: Tally, text: _Text) -> pd.DataFrame:
    """Give count, range and dispersion of every word of several morphemes; NaN where it stands outside the base."""
    parts = np.flatnonzero(text.full)
    records = []
    for (term, tag), places in text.words.groupby(["term", "tag"], sort=False)["place"]:
        number, n = np.unique(np.searchsorted(text.starts, places, side="right") - 1, return_counts=True)
        values = {"dp": np.nan, "dp_norm": np.nan}
        if len(parts) > 1 and np.isin(number, parts).all():
            counts = np.zeros(len(parts))
            counts[np.searchsorted(parts, number)] = n
            values = {name: float(getattr(measures, name)([counts], sizes=seen.sizes)[0]) for name in values}
        records.append({"term": term, "tag": tag, "n": len(places), "range": len(number), **values})
    return pd.DataFrame(records, columns=["term", "tag", "n", "range", "dp", "dp_norm"])


def _measure(tokens: Tokens, seen: Tally, wanted: list[tuple[str, str]], *, words: pd.DataFrame) -> pd.DataFrame:
    """Give count, range and dispersion of every term that was asked for, in that order."""
    rows = np.flatnonzero(seen.terms["term"].isin([lemma for lemma, _ in wanted]))
    rows = rows[np.array(_numbers(seen.terms.iloc[rows], wanted), dtype=np.int64) >= 0]
    values: dict[str, Any] = {name: np.full(len(rows), np.nan) for name in ("dp", "dp_norm")}
    if len(rows) and len(seen.sizes) > 1:
        cells = seen.counts[rows]
        values = {name: getattr(measures, name)(cells, sizes=seen.sizes) for name in values}
    terms, n = seen.terms.iloc[rows], seen.n[rows]
    there = {*_numbers(terms, wanted), *_numbers(words, wanted)}
    absent = [pair for k, pair in enumerate(wanted) if k not in there]
    if tokens.redacted:
        hidden = [*terms.loc[~complete(tokens, terms, n), "term"], *(lemma for lemma, _ in absent)]
        if hidden:
            msg = message(
                "positions: redaction may hide occurrences of {hidden!r}; ask for content words with "
                "{least_complete} or more, or segment the article itself",
                hidden=hidden[0],
                least_complete=least_complete(tokens),
            )
            raise RefusalError.redacted(msg)
    table = terms.assign(n=n, range=seen.parts_with[rows], **values)
    if len(words):
        table = pd.concat([table, words.astype(table.dtypes.to_dict())])
    if absent:
        none = pd.DataFrame(absent, columns=["term", "tag"]).assign(n=0, range=0, dp=np.nan, dp_norm=np.nan)
        table = pd.concat([table, none.astype(table.dtypes.to_dict())])
    table = table.assign(order=_numbers(table, wanted))
    return table.sort_values(["order", "tag"], ignore_index=True).drop(columns="order")


def _in_order(found: pd.DataFrame, terms: pd.DataFrame, docs: Sequence[str]) -> pd.DataFrame:
    """Sort the occurrences of terms by term and place."""
    order = terms[["term", "tag"]].assign(order=range(len(terms)))
    found = found.assign(doc=pd.Categorical(found["doc"], categories=pd.Index(list(docs), dtype="str")))
    found = found.merge(order, on=["term", "tag"], how="inner").sort_values(["order", "place"], ignore_index=True)
    return found[[c.name for c in schema.POSITIONS]]


def _part_starts(table: pd.DataFrame, unit: str) -> npt.NDArray[np.int64]:
    """First row of every part of the text."""
    changed = np.zeros(len(table), dtype=bool)
    for name in PARTS[unit]:
        column = table[name]
        codes = (column.cat.codes if isinstance(column.dtype, pd.CategoricalDtype) else column).to_numpy()
        changed |= np.diff(codes, prepend=-1) != 0
    return np.flatnonzero(changed)
