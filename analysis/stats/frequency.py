"""Frequency: how often each term occurs."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.tokens import Tokens

LAYERS = {"morphs": "형태소 층", "units": "단위 층(이름·복합어 병합)", "terms": "사용자 토큰"}


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
        `attrs`: `chart`, `base` and `layer` (Korean phrases for a subtitle), `total` (morphemes in the
        base), `hidden` (of these, blanked), `minimum`, `unlisted` (terms below `minimum`).

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
    if minimum < 1:
        msg = f"minimum must be 1 or more, not {minimum}"
        raise OptionError(msg)
    base = tokens if tags is None else tokens.keep(tags=tags)
    table = base.table.assign(tag=lambda t: t["tag"].astype(str).str.partition("-")[0])
    seen = table[table["lemma"] != ""]
    counts = (
        seen.groupby(["lemma", "tag"], observed=True)
        .agg(n=("i", "size"), docs=("doc", "nunique"))
        .reset_index()
        .rename(columns={"lemma": "term"})
        .astype({"term": "str", "n": "int64", "docs": "int64"})
        .sort_values(["n", "term", "tag"], ascending=[False, True, True], ignore_index=True)
    )
    counts["per_10k"] = counts["n"] / len(table) * 10_000 if len(table) else counts["n"].astype("float64")
    counts["rank"] = counts["n"].rank(method="min", ascending=False).astype("int64")
    listed = counts[counts["n"] >= minimum].reset_index(drop=True)[[c.name for c in schema.FREQUENCY]]
    listed.attrs = {
        "chart": "frequency",
        "base": _base(tags, len(table), tokens.recipe.layer),
        "layer": LAYERS[tokens.recipe.layer],
        "total": len(table),
        "hidden": len(table) - len(seen),
        "minimum": minimum,
        "unlisted": len(counts) - len(listed),
    }
    return schema.check(listed, schema.FREQUENCY, what="frequency")


def _base(tags: Sequence[str] | None, total: int, layer: str) -> str:
    """Name the base in Korean, such as "일반명사·고유명사 351개"."""
    if tags is None:
        return f"{'토큰' if layer == 'terms' else '모든 형태소'} {total:,}개"
    return f"{'·'.join(schema.TAGS.get(tag, tag) for tag in tags)} {total:,}개"
