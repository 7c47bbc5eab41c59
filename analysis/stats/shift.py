"""Word shift: which terms make two texts or corpora differ, and how much each adds."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.stats.counting import LAYERS, Tags, phrase
from analysis.stats.reference import Pair, paired
from analysis.tokens import Tokens

Shift = Literal["proportion", "jsd"]
_FORMULAS = {"proportion": measures.proportion_shift, "jsd": measures.jsd_shift}
_BIASED = "JSD는 글이 짧을수록 실제보다 크게 나온다"


def shift(
    tokens: Tokens,
    reference: Tokens | pd.DataFrame | str,
    *,
    measure: Shift = "proportion",
    tags: Tags = schema.NOUN_TAGS,
) -> pd.DataFrame:
    """Take the difference between a target and a reference apart, term by term.

    A term is a lemma with its tag; a share is its count over the rows with `tags`. What can be compared, and how a
    frequency list is read, is the same as in `keyness`. Shares are described here, not tested: `keyness` says how
    surely a term differs.

    Parameters
    ----------
    tokens : Tokens
        The target. Of redacted tokens only counts that are known to be whole are listed.
    reference : Tokens, DataFrame or "wordfreq"
        Tokens, a frequency table, or general Korean; see `keyness`.
    measure : {"proportion", "jsd"}
        The difference of the shares, or the part of a term in the Jensen-Shannon divergence in bits, both sides
        weighing 1/2. Swapping target and reference turns the sign of the first and leaves the second as it is.
    tags : sequence of str or None
        Tags of the terms, nouns by default; None for all rows.

    Returns
    -------
    DataFrame
        Columns `schema.SHIFT`, one row for every term of either side, by falling size of `contribution`, ties by term
        and tag. `attrs`: `chart`, `measure`, `total` (the contributions sum to it: 0 for shares of whole vocabularies,
        the divergence for JSD), `covered` and `covered_reference` (share of each base that the rows make up; where one
        is below 1 the total is that of the listed terms alone), `base`, `base_reference`, `layer`, `size` and
        `size_reference` (rows of the bases), `reference` (tokens, table or wordfreq), `unmatched` (terms that a list
        without tags could not answer for) and `caution` (Korean).

    Raises
    ------
    OptionError
        If the measure is unknown, one side is empty or they cannot be compared.
    SchemaError
        If a reference table lacks a column.
    MissingError
        If "wordfreq" is asked for and not installed.

    References
    ----------
    Gallagher, R. J. et al. (2021). Generalized word shift graphs. EPJ Data Science 10, 4: proportion and JSD shifts,
    not normalised. Lin (1991), Jensen-Shannon divergence.

    Examples
    --------
    >>> target, other = Tokens.from_terms({"a": list("bbbc")}), Tokens.from_terms({"z": list("bc")})
    >>> shift(target, other, tags=None)[["term", "share", "share_reference", "contribution"]].values.tolist()
    [['b', 0.75, 0.5, 0.25], ['c', 0.25, 0.5, -0.25]]
    """
    if measure not in _FORMULAS:
        msg = f"unknown measure {measure!r}; choose one of {', '.join(_FORMULAS)}"
        raise OptionError(msg)
    pair = paired(tokens, reference, tags)
    n1, n2 = pair.target.total, pair.reference.total
    listed = pair.rows[pair.rows["known"]]
    listed = listed.assign(
        share=listed["n"] / n1,
        share_reference=listed["n_reference"] / n2,
        contribution=_FORMULAS[measure](listed["n"], n1=n1, f2=listed["n_reference"], n2=n2),
    )
    listed = listed.iloc[np.lexsort((listed["tag"], listed["term"], -listed["contribution"].abs()))]
    listed = listed.assign(rank=listed["contribution"].abs().rank(method="min", ascending=False).astype("int64"))
    listed = listed[[c.name for c in schema.SHIFT]].reset_index(drop=True)
    about: dict[Any, Any] = _attrs(pair, listed, tokens, tags)
    listed.attrs = {**about, "measure": measure, "caution": about["caution"] + [_BIASED] * (measure == "jsd")}
    return schema.check(listed, schema.SHIFT, what="shift")


def _attrs(pair: Pair, listed: pd.DataFrame, tokens: Tokens, tags: Tags) -> dict[str, Any]:
    """Say what was compared, how much of it the rows cover, and what to mind."""
    other = pair.reference
    caution = [*other.caution]
    if tokens.redacted:
        caution.append("가린 토큰이라 온전히 세어진 내용어만 비교했다")
    base = phrase(tags if other.tagged else None, pair.target.total, tokens.recipe.layer)
    return {
        "chart": "shift",
        "total": float(listed["contribution"].sum()),
        "covered": float(listed["n"].sum() / pair.target.total),
        "covered_reference": float(listed["n_reference"].sum() / other.total),
        "base": base + ("" if other.tagged else "(부호 제외)"),
        "base_reference": other.phrase,
        "layer": LAYERS[tokens.recipe.layer],
        "size": pair.target.total,
        "size_reference": other.total,
        "reference": other.name,
        "unmatched": pair.unmatched,
        "caution": caution,
    }
