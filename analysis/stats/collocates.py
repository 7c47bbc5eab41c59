"""Collocates: what stands near a word more often than its frequency would have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.matcher.arrays import Arrays, Flags, Ints, Within, edges
from analysis.stats.coded import WITHIN, base_phrase, coded, require_least, require_tags, require_within
from analysis.stats.counting import LAYERS
from analysis.stats.query import Matches, Query, find
from analysis.tokens import Tokens

_WHAT = "collocates"


def collocates(
    tokens: Tokens,
    node: Query,
    *,
    span: tuple[int, int] = (5, 5),
    within: Within = "sentence",
    tags: Sequence[str] | None = schema.CONTENT_TAGS,
    minimum: int = 5,
) -> pd.DataFrame:
    """Score the terms that stand near a node.

    The span counts words (eojeol), so that it is as wide for particles as without them; what shares the node's own
    word is inside it. Every occurrence of a term is counted once: it is near a node or it is not, also where the
    windows of two nodes overlap. The base is every row of `tags` outside the nodes, which makes an exact two-by-two
    table: near or not, this term or another.

    Parameters
    ----------
    tokens : Tokens
        Any layer, every row of its documents (before `keep` or `drop`), not redacted.
    node : str or DataFrame
        As the query of `concordance`.
    span : (int, int)
        Words to the left and to the right, 0 or more each; 0 leaves out that side of the node's own word as well.
    within : {"sentence", "paragraph", "document"}
        What a window does not reach beyond.
    tags : sequence of str or None
        Tags of the terms and of the base; content morphemes by default, None for all rows.
    minimum : int
        Least `n` of a term to be listed; measures of association mean little for rarer pairs.

    Returns
    -------
    DataFrame
        Columns `schema.COLLOCATES`, by falling `log_dice`, ties by term and tag. `dice` and `log_dice` compare the
        frequencies of node and term; they pass 1 and 14 where terms gather around few nodes. The others compare the
        tokens near the node with the rest; they are NaN where a margin is 0. Empty when the node is not found or
        nothing reaches `minimum`. `attrs`: `chart`, `node`, `nodes` (matches), `near` (base rows in windows),
        `total` (base rows), `span`, `within`, `minimum`, `unlisted`, and `base`, `layer`, `window` (Korean).

    Raises
    ------
    OptionError
        If the tokens are redacted, or an option or the query is unknown.
    SchemaError
        If rows were taken out of the tokens.

    References
    ----------
    Evert, S. (2008). Corpora and collocations, ch. 58 of Lüdeling & Kytö (eds): surface cooccurrence, with windows
    merged. logDice: Rychlý (2008). Delta P: Gries (2013). NPMI: Bouma (2009).

    Examples
    --------
    >>> tokens = Tokens.from_terms({"d": ["a", "n", "b", "c", "c", "a", "n", "c"]})
    >>> collocates(tokens, "n", span=(1, 1), tags=None, minimum=2)[["term", "n", "n_left", "n_right"]].values.tolist()
    [['a', 2, 2, 0]]
    """
    _require_options(span, within, tags, minimum, tokens)
    rows = coded(tokens, what=_WHAT, whole=True)
    found = find(rows, node, recipe=tokens.recipe)
    base = rows.among(tags) & ~_within_ranges(len(rows), found.first, found.last + 1) & rows.readable
    near, on_right = _windows(rows, found, span, within)
    term, names = rows.terms(base)
    counts = _count_terms(term, names, near & base, on_right)
    scored = _add_measures(counts, nodes=len(found), near=int((near & base).sum()), total=int(base.sum()))
    listed = scored[scored["n"] >= minimum]
    listed = listed.sort_values(["log_dice", "term", "tag"], ascending=[False, True, True], ignore_index=True)
    listed = listed[[c.name for c in schema.COLLOCATES]]
    about = schema.About(
        chart="collocates",
        node=found.written,
        caution=found.caution,
        nodes=len(found),
        near=int((near & base).sum()),
        total=int(base.sum()),
        span=(span[0], span[1]),
        within=within,
        minimum=minimum,
        unlisted=int((scored["n"] > 0).sum()) - len(listed),
        base=base_phrase(tags, int(base.sum()), tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        window=f"왼쪽 {span[0]}어절·오른쪽 {span[1]}어절, {WITHIN[within]} 안",
    )
    schema.describe(listed, about)
    return schema.check(listed, schema.COLLOCATES, what=_WHAT)


def _require_options(span: Any, within: str, tags: Sequence[str] | None, minimum: int, tokens: Tokens) -> None:
    """Refuse a span, unit, tag or minimum that makes no window or no list."""
    sides = span if isinstance(span, tuple | list) else ()
    if len(sides) != 2 or any(not isinstance(side, int) or side < 0 for side in sides) or not any(sides):
        msg = f"collocates: span is {span!r}; give words to the left and to the right, such as (5, 5) or (0, 3)"
        raise OptionError(msg)
    require_within(within, what=_WHAT)
    require_tags(tags, tokens, what=_WHAT)
    require_least(minimum, 1, name="minimum", what=_WHAT)


def _within_ranges(size: int, low: Ints, high: Ints) -> Flags:
    """Which of some positions lie in one of the ranges [low, high)."""
    # size 5, ranges [1,3) and [2,4): steps 0 1 1 -1 -1 0, added up 0 1 2 1 0, so that 1, 2 and 3 lie inside
    steps = np.zeros(size + 1, np.int64)
    np.add.at(steps, low, 1)
    np.add.at(steps, high, -1)
    return np.asarray(np.cumsum(steps)[:-1] > 0)


def _windows(rows: Arrays, found: Matches, span: tuple[int, int], within: Within) -> tuple[Flags, Flags]:
    """Which rows are near a node, and which of them are right of the node that is nearest (before it in a tie)."""
    if not len(found):
        return np.zeros(len(rows), np.bool_), np.zeros(len(rows), np.bool_)
    # One row a word, nodes in words 3 and 6, span 2: before is 1 2 4 5, after 4 5 7 8. Word 4 is one word behind the
    # first node and two before the second: it counts as right; word 5 as left.
    unit = rows.unit(within)
    bounds, words = edges(unit), rows.word_rows
    low, high = rows.word[found.first], rows.word[found.last]
    left = np.maximum(words[np.maximum(low - span[0], 0)], bounds[unit[found.first]])
    right = np.minimum(words[np.minimum(high + span[1] + 1, len(words) - 1)], bounds[unit[found.last] + 1])
    nothing = np.zeros(len(rows), np.bool_)
    before = _within_ranges(len(rows), left, found.first) if span[0] else nothing
    after = _within_ranges(len(rows), found.last + 1, right) if span[1] else nothing.copy()
    both = np.flatnonzero(before & after)
    following = np.searchsorted(found.first, both)
    gap_after = rows.word[both] - high[following - 1]
    gap_before = low[following] - rows.word[both]
    after[both] = gap_after <= gap_before
    return before | after, after


def _count_terms(term: Ints, names: pd.DataFrame, near: Flags, on_right: Flags) -> pd.DataFrame:
    """Count every term in the base, near the node, and on either side of it."""
    size = len(names)
    n = np.bincount(term[near], minlength=size)
    right = np.bincount(term[near & on_right], minlength=size)
    total = np.bincount(term[term >= 0], minlength=size)
    return names.assign(n=n, n_total=total, n_left=n - right, n_right=right)


def _add_measures(counts: pd.DataFrame, *, nodes: int, near: int, total: int) -> pd.DataFrame:
    """Add the measures of association."""
    n, c1 = (counts[name].to_numpy(dtype=np.float64) for name in ("n", "n_total"))
    table: dict[str, Any] = {"r1": near, "c1": c1, "n": total}
    frequencies: dict[str, Any] = {"r1": nodes, "c1": c1}
    return counts.assign(
        expected=measures.expected(near, c1=c1, n=total),
        log_dice=measures.log_dice(n, **frequencies),
        mi=measures.mutual_information(n, **table),
        mi3=measures.mi3(n, **table),
        t=measures.t_score(n, **table),
        z=measures.z_score(n, **table),
        g2=measures.g2(n, **table),
        dice=measures.dice(n, **frequencies),
        npmi=measures.npmi(n, **table),
        delta_p_node=measures.delta_p_node(n, **table),
        delta_p_term=measures.delta_p_term(n, **table),
    )
