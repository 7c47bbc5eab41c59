"""Frequency: how often each term occurs, and which terms mark a document among the others (tf-idf)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import RefusalError
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.counting import (
    LAYERS,
    Groups,
    Stop,
    Tags,
    Tally,
    complete,
    merge,
    phrase,
    require_minimum,
    split,
    stop_terms,
    tally,
)
from analysis.tokens import Tokens

Idf = Literal["plain", "smooth"]
_FORMULAS = {"plain": "ln(N / docs)", "smooth": "ln((1 + N) / (1 + docs)) + 1"}


def frequency(
    tokens: Tokens,
    *,
    tags: Sequence[str] | None = schema.NOUN_TAGS,
    minimum: int = 1,
    stop: Stop = None,
    by: Groups | None = None,
) -> pd.DataFrame:
    """Count terms.

    A term is a lemma with its tag; two lemmas spelt alike with other tags are two rows. But a noun of three
    letters or more that is NNG in one place and NNP in another (젤렌스키) is one word: one row, under the tag
    that more of its occurrences have, NNP where they are equal, of those with one of `tags`. Shorter nouns
    stay apart, since their tags tell two words as a rule (경기). The base of the relative frequency is every
    row of `tokens` with one of `tags`, so the shares of the full table add up to 10,000.

    Parameters
    ----------
    tokens : Tokens
        Any layer. Blanked rows of redacted tokens stay in the base but form no term.
    tags : sequence of str or None
        Tags to count, `VV` also for `VV-I`; None for all rows. Nouns by default: NNG, NNP, SL, SH. NNP is
        among them because the analyser tags words such as 클러스터 as proper nouns.
    minimum : int
        Least `n` of a term to be listed, in each group.
    stop : StopWords, list of str, "default" or None
        Terms that are not listed: the kit's stop list, another, or lemmas such as ``["것", "때/NNG"]``. They stay in
        the base, so that no other number changes; `Tokens.drop` takes words out of the base too.
    by : mapping or Series of document id to group, optional
        Count each group of documents over its own base, such as `stats.groups(corpus.documents, by="outlet")`.
        Documents without a group are left out.

    Returns
    -------
    DataFrame
        Columns `schema.FREQUENCY`, by falling `n`, ties by term and tag. Empty when nothing is left. With `by`
        `schema.GROUP_FREQUENCY`: `group` before them, groups in the order of their names. `attrs`: `chart`, `base`
        and `layer` (Korean phrases for a subtitle), `tags`, `total` (morphemes in the base), `hidden` (of these,
        blanked), `minimum`, `unlisted` (terms below `minimum`); with a stop list `stop` (what it left out, in Korean)
        and `stopped` (the terms); with `by` also `sizes` (base of each group) and `ungrouped` (documents that were
        left out).

    Raises
    ------
    OptionError
        If a tag or a stop list is unknown, `minimum` is below 1, or `by` names no document of the tokens.

    References
    ----------
    Counting by lemma and tag with a stated base: McEnery, T. & Hardie, A. (2012). Corpus Linguistics,
    ch. 2 (normalised frequency).

    Examples
    --------
    >>> frequency(Tokens.from_terms({"d": ["b", "b", "a"]}), tags=None)[["term", "n"]].values.tolist()
    [['b', 2], ['a', 1]]
    >>> two = Tokens.from_terms({"d": ["b", "b", "a"], "e": ["a"]})
    >>> frequency(two, tags=None, by={"d": "가", "e": "나"})[["group", "term", "n"]].values.tolist()
    [['가', 'b', 2], ['가', 'a', 1], ['나', 'a', 1]]
    """
    require_minimum(minimum)
    seen = tally(tokens, tags=tags)
    groups, ungrouped = ({"": seen}, None) if by is None else split(seen, by)
    whole = seen if by is None else merge(groups)  # what the stop list leaves out is told of all groups together
    out, about = stop_terms(whole.terms, whole.n, stop)
    tables = [_list_terms(part, minimum, out) for part in groups.values()]
    listed = pd.concat(tables, ignore_index=True) if by is not None else tables[0]
    if by is not None:
        listed.insert(0, "group", np.repeat(np.array(list(groups), dtype=object), [len(table) for table in tables]))
        listed = listed.astype({"group": "str"})
    about = replace(
        about,
        chart="frequency",
        base=phrase(tags, sum(part.total for part in groups.values()), tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        tags="none" if tags is None else tuple(sorted(tags)),
        total=sum(part.total for part in groups.values()),
        hidden=seen.hidden,
        minimum=minimum,
        unlisted=sum(int(((part.n > 0) & ~out).sum()) for part in groups.values()) - len(listed),
        sizes=None if by is None else {name: part.total for name, part in groups.items()},
        ungrouped=ungrouped,
    )
    schema.describe(listed, about, source=tokens.recipe)
    return schema.check(listed, schema.FREQUENCY if by is None else schema.GROUP_FREQUENCY, what="frequency")


def _list_terms(seen: Tally, minimum: int, out: npt.NDArray[np.bool_]) -> pd.DataFrame:
    """List the terms of a tally that occur often enough and are not left out, the most frequent first."""
    order = np.argsort(-seen.n, kind="stable")  # the terms are sorted
    order = order[~out[order]]
    falling = -seen.n[order]
    rank = np.searchsorted(falling, falling) + 1  # n 5 3 3 1 gives rank 1 2 2 4
    at = order[: np.searchsorted(falling, -minimum, side="right")]
    listed = seen.terms.iloc[at].reset_index(drop=True)
    listed["n"] = seen.n[at]
    listed["per_10k"] = seen.n[at] / seen.total * 10_000
    listed["docs"] = seen.parts_with[at]
    listed["rank"] = rank[: len(listed)]
    return listed


def tfidf(
    tokens: Tokens,
    *,
    tags: Tags = schema.NOUN_TAGS,
    minimum: int = 1,
    idf: Idf = "plain",
    by: Groups | None = None,
) -> pd.DataFrame:
    """Weigh the terms of each document by how few documents hold them.

    A term is a lemma with its tag; the weight is its count in the document times its idf, without normalisation for
    the length of the document. A weight ranks terms within one document; it is no test and no effect size.

    Parameters
    ----------
    tokens : Tokens
        Two or more documents. Of redacted tokens only terms whose counts are known to be whole are listed.
    tags : sequence of str or None
        Tags of the terms, nouns by default; None for all rows.
    minimum : int
        Least number of documents that hold a term for it to be listed.
    idf : {"plain", "smooth"}
        ln(N / docs), which is 0 for a term in every document; or ln((1 + N) / (1 + docs)) + 1, as in scikit-learn.
    by : mapping or Series of document id to group, optional
        Take each group of documents for one document: N, `docs` and `doc` are then those of groups. Documents without
        a group are left out.

    Returns
    -------
    DataFrame
        Columns `schema.TFIDF`, by document in reading order, falling `tfidf`, term and tag; a row for every term that
        a document holds. `attrs`: `chart`, `base`, `layer`, `documents` (N), `idf` (the formula), `minimum`;
        with `by` also `ungrouped` (documents that were left out).

    Raises
    ------
    OptionError
        If an option is unknown, or there are fewer than two documents with rows of the base.

    References
    ----------
    Spärck Jones, K. (1972), A statistical interpretation of term specificity; Salton & Buckley (1988), raw term
    frequency. The smooth variant is that of scikit-learn before its normalisation.

    Examples
    --------
    >>> two = Tokens.from_terms({"d1": ["a", "b", "b"], "d2": ["a", "c"]})
    >>> tfidf(two, tags=None)[["doc", "term", "tfidf"]].round(3).values.tolist()
    [['d1', 'b', 1.386], ['d1', 'a', 0.0], ['d2', 'c', 0.693], ['d2', 'a', 0.0]]
    """
    require_minimum(minimum)
    require_choice("idf", idf, _FORMULAS)
    seen, ungrouped = tally(tokens, tags=tags), None
    if by is not None:
        groups, ungrouped = split(seen, by)
        seen = merge(groups)
    documents = len(seen.sizes)
    if documents < 2:
        what = message("documents") if by is None else message("groups of documents")
        msg = message(
            "tf-idf compares {what}, and the base has {documents}; give two or more", what=what, documents=documents
        )
        raise RefusalError(msg)
    docs = seen.parts_with
    with np.errstate(divide="ignore"):  # a term of documents without a group has no cell below
        weight = np.log(documents / docs) if idf == "plain" else np.log((1 + documents) / (1 + docs)) + 1
    cells = seen.counts.tocoo()
    row, column = cells.coords
    kept = ((docs >= minimum) & complete(tokens, seen.terms, seen.n))[row]
    row, column, n = row[kept], column[kept], cells.data[kept].astype(np.int64)
    table = pd.DataFrame({"doc": seen.parts["doc"].iloc[column].reset_index(drop=True)})
    table = table.assign(
        term=seen.terms["term"].to_numpy()[row],
        tag=seen.terms["tag"].to_numpy()[row],
        n=n,
        docs=docs[row],
        idf=weight[row],
        tfidf=n * weight[row],
    )
    order = np.lexsort((row, -table["tfidf"].to_numpy(), column))  # terms are numbered in their order
    table = table.iloc[order].reset_index(drop=True)
    table["rank"] = table.groupby("doc", observed=True)["tfidf"].rank(method="min", ascending=False).astype("int64")
    about = schema.About(
        chart="tfidf",
        base=phrase(tags, seen.total, tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        documents=documents,
        idf=_FORMULAS[idf],
        minimum=minimum,
        ungrouped=ungrouped,
    )
    schema.describe(table, about, source=tokens.recipe)
    return schema.check(table, schema.TFIDF, what="tfidf")
