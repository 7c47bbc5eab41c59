"""TF-IDF: which terms mark each document among the others."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.stats.counting import LAYERS, Tags, complete, phrase, require_minimum, tally
from analysis.tokens import Tokens

Idf = Literal["plain", "smooth"]
_FORMULAS = {"plain": "ln(N / docs)", "smooth": "ln((1 + N) / (1 + docs)) + 1"}


def tfidf(tokens: Tokens, *, tags: Tags = schema.NOUN_TAGS, minimum: int = 1, idf: Idf = "plain") -> pd.DataFrame:
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

    Returns
    -------
    DataFrame
        Columns `schema.TFIDF`, by document in reading order, falling `tfidf`, term and tag; a row for every term that
        a document holds. `attrs`: `chart`, `base`, `layer`, `documents` (N), `idf` (the formula), `minimum`.

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
    if idf not in _FORMULAS:
        msg = f"unknown idf {idf!r}; choose one of {', '.join(_FORMULAS)}"
        raise OptionError(msg)
    seen = tally(tokens, tags=tags)
    documents = len(seen.sizes)
    if documents < 2:
        msg = f"tf-idf compares documents, and the base has {documents}; give two or more"
        raise RefusalError(msg)
    docs = seen.parts_with
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
    )
    schema.describe(table, about)
    return schema.check(table, schema.TFIDF, what="tfidf")
