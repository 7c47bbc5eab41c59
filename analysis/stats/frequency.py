"""Frequency: how often each term occurs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import schema
from analysis.stats.counting import LAYERS, phrase, require_minimum, tally
from analysis.tokens import Tokens


def frequency(tokens: Tokens, *, tags: Sequence[str] | None = schema.NOUN_TAGS, minimum: int = 1) -> pd.DataFrame:
    """Count terms.

    A term is a lemma with its tag; two lemmas spelt alike with other tags are two rows. The base of the
    relative frequency is every row of `tokens` with one of `tags`, so the shares of the full table add up
    to 10,000.

    Parameters
    ----------
    tokens : Tokens
        Any layer. Blanked rows of redacted tokens stay in the base but form no term.
    tags : sequence of str or None
        Tags to count, `VV` also for `VV-I`; None for all rows. Nouns by default: NNG, NNP, SL, SH. NNP is
        among them because the analyser tags words such as 클러스터 as proper nouns.
    minimum : int
        Least `n` of a term to be listed.

    Returns
    -------
    DataFrame
        Columns `schema.FREQUENCY`, by falling `n`, ties by term and tag. Empty when nothing is left.
        `attrs`: `chart`, `base` and `layer` (Korean phrases for a subtitle), `tags`, `total` (morphemes
        in the base), `hidden` (of these, blanked), `minimum`, `unlisted` (terms below `minimum`).

    Raises
    ------
    OptionError
        If a tag is unknown, or `minimum` is below 1.

    References
    ----------
    Counting by lemma and tag with a stated base: McEnery, T. & Hardie, A. (2012). Corpus Linguistics,
    ch. 2 (normalised frequency).

    Examples
    --------
    >>> frequency(Tokens.from_terms({"d": ["b", "b", "a"]}), tags=None)[["term", "n"]].values.tolist()
    [['b', 2], ['a', 1]]
    """
    require_minimum(minimum)
    seen = tally(tokens, tags=tags)
    order = np.argsort(-seen.n, kind="stable")  # the terms are sorted
    falling = -seen.n[order]
    rank = np.searchsorted(falling, falling) + 1  # n 5 3 3 1 gives rank 1 2 2 4
    at = order[: np.searchsorted(falling, -minimum, side="right")]
    listed = seen.terms.iloc[at].reset_index(drop=True)
    listed["n"] = seen.n[at]
    listed["per_10k"] = seen.n[at] / seen.total * 10_000
    listed["docs"] = seen.parts_with[at]
    listed["rank"] = rank[: len(listed)]
    about = schema.About(
        chart="frequency",
        base=phrase(tags, seen.total, tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        tags="none" if tags is None else tuple(sorted(tags)),
        total=seen.total,
        hidden=seen.hidden,
        minimum=minimum,
        unlisted=len(order) - len(listed),
    )
    schema.describe(listed, about)
    return schema.check(listed, schema.FREQUENCY, what="frequency")
