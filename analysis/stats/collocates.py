"""Neighbours: which words stand near a node, and what recurs as a sequence (n-grams)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.matcher.arrays import Arrays, Flags, Ints, Within, edges
from analysis.measures.association import g2_positions, interaction, pmi_positions
from analysis.messages import message
from analysis.stats.coded import WITHIN, base_phrase, coded, require_least, require_tags, require_within
from analysis.stats.counting import LAYERS, Tags
from analysis.stats.joined import added, shared_terms, summed
from analysis.stats.query import Matches, Query, find
from analysis.stats.query_over_parts import over_matches
from analysis.tokens import Tokens
from analysis.tokens.over_parts import reduced

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
        Columns `schema.COLLOCATES`, by falling `log_dice`, ties by term and tag. `dice`, `log_dice` and
        `minimum_sensitivity` compare the frequencies of node and term; they pass 1, 14 and 1 where terms gather around
        few nodes. The others compare the
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
    Minimum sensitivity: Pedersen (1998).

    Examples
    --------
    >>> tokens = Tokens.from_terms({"d": ["a", "n", "b", "c", "c", "a", "n", "c"]})
    >>> collocates(tokens, "n", span=(1, 1), tags=None, minimum=2)[["term", "n", "n_left", "n_right"]].values.tolist()
    [['a', 2, 2, 0]]
    """
    _require_options(span, within, tags, minimum, tokens)
    found = over_matches(tokens, node, partial(_count_near, span=span, within=within, tags=tags), what=_WHAT)
    counts = added(piece.counts for piece in found.pieces)
    near, total = (sum(sizes) for sizes in zip(*((piece.near, piece.total) for piece in found.pieces), strict=True))
    scored = _add_measures(counts, nodes=found.matches, near=near, total=total)
    listed = scored[scored["n"] >= minimum]
    listed = listed.sort_values(["log_dice", "term", "tag"], ascending=[False, True, True], ignore_index=True)
    listed = listed[[c.name for c in schema.COLLOCATES]]
    about = schema.About(
        chart="collocates",
        node=found.written,
        caution=found.caution,
        nodes=found.matches,
        near=near,
        total=total,
        span=(span[0], span[1]),
        within=within,
        minimum=minimum,
        unlisted=int((scored["n"] > 0).sum()) - len(listed),
        base=base_phrase(tags, total, tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        window=f"왼쪽 {span[0]}어절·오른쪽 {span[1]}어절, {WITHIN[within]} 안",
    )
    schema.describe(listed, about, source=tokens.recipe)
    return schema.check(listed, schema.COLLOCATES, what=_WHAT)


class _Near(NamedTuple):
    """Terms of one part, and how often they stand near a node."""

    counts: pd.DataFrame
    near: int
    total: int


def _count_near(rows: Arrays, found: Matches, *, span: tuple[int, int], within: Within, tags: Tags) -> _Near:
    """Count the terms of some rows, and those near a node."""
    base = rows.among(tags) & ~_within_ranges(len(rows), found.first, found.last + 1) & rows.readable
    near, on_right = _windows(rows, found, span, within)
    term, names = rows.terms(base)
    counts = _count_terms(term, names, near & base, on_right)
    return _Near(counts, int((near & base).sum()), int(base.sum()))


def rows_near(tokens: Tokens, node: Query, *, span: tuple[int, int], within: Within) -> Flags:
    """Which rows of an ordinary table stand near a node, without the node itself."""
    rows = coded(tokens, what=_WHAT, whole=True)
    found = find(tokens, node)
    near, _ = _windows(rows, found, span, within)
    return near & ~_within_ranges(len(rows), found.first, found.last + 1)


def _require_options(span: Any, within: str, tags: Sequence[str] | None, minimum: int, tokens: Tokens) -> None:
    """Refuse a span, unit, tag or minimum that makes no window or no list."""
    sides = span if isinstance(span, tuple | list) else ()
    if len(sides) != 2 or any(not isinstance(side, int) or side < 0 for side in sides) or not any(sides):
        msg = message(
            "collocates: span is {span!r}; give words to the left and to the right, such as (5, 5) or (0, 3)", span=span
        )
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
        minimum_sensitivity=measures.minimum_sensitivity(n, **frequencies),
    )


_NGRAMS = "ngrams"
_PASSED = (*(tag for tag in schema.TAGS if tag[0] in "JE"), "XSV", "XSA", "XSM")


def ngrams(
    tokens: Tokens,
    *,
    size: int = 2,
    tags: Sequence[str] | None = schema.CONTENT_TAGS,
    minimum: int = 2,
    within: Within = "sentence",
) -> pd.DataFrame:
    """Count sequences of terms that stand next to each other, and score how fixed they are.

    The unit of counting is the sequence of `size` rows of `tags`. Particles, endings and the suffixes 하, 되, 스럽 and
    the like that are not in `tags` are passed over (동맹을 강화한다 gives 동맹 강화); any other row, a number or a
    comma for instance, breaks a sequence. With `tags=None` every row counts and nothing is passed over.

    Parameters
    ----------
    tokens : Tokens
        Any layer, every row of its documents (before `keep` or `drop`), not redacted.
    size : int
        Terms in a sequence, 2 to 5.
    tags : sequence of str or None
        Tags to count; content morphemes by default.
    minimum : int
        Least `n` of a sequence to be listed.
    within : {"sentence", "paragraph", "document"}
        What a sequence does not reach beyond.

    Returns
    -------
    DataFrame
        Columns `schema.NGRAMS`, by falling `z`, ties by term and tag. Scores compare a sequence with all sequences of
        the same size. `g2` is NaN where a term fills its place in every sequence. Empty when nothing reaches
        `minimum`. `attrs`: `chart`, `size`, `within`, `minimum`, `total` (sequences), `unlisted`, and `base`,
        `layer`, `window` (Korean).

    Raises
    ------
    OptionError
        If the tokens are redacted or an option is unknown.
    SchemaError
        If rows were taken out of the tokens.

    References
    ----------
    Blaheta & Johnson (2001), lambda and z as in quanteda's textstat_collocations (counts + 0.5). G2: Dunning (1993),
    for more than two terms against complete independence. PMI in bits: Church & Hanks (1990).

    Examples
    --------
    >>> tokens = Tokens.from_terms({"d": ["a", "b", "c", "a", "b"], "e": ["c", "a"]})
    >>> ngrams(tokens, tags=None)[["term", "n", "docs"]].values.tolist()
    [['a b', 2, 1], ['c a', 2, 2]]
    """
    if not 2 <= size <= 5:
        msg = message("ngrams: size is {size}; give 2, 3, 4 or 5", size=size)
        raise OptionError(msg)
    require_tags(tags, tokens, what=_NGRAMS)
    require_least(minimum, 1, name="minimum", what=_NGRAMS)
    require_within(within, what=_NGRAMS)
    found = reduced(tokens, partial(_count_sequences, size=size, within=within, tags=tags), _joined_sequences)
    table = _score_sequences(found, minimum)
    table = table.sort_values(["z", "term", "tag"], ascending=[False, True, True], ignore_index=True)
    about = schema.About(
        chart="ngrams",
        size=size,
        within=within,
        minimum=minimum,
        total=int(found.n.sum()),
        unlisted=len(found.n) - len(table),
        base=base_phrase(tags, found.base, tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        window=f"이어진 {size}개, {WITHIN[within]} 안",
    )
    schema.describe(table, about, source=tokens.recipe)
    return schema.check(table, schema.NGRAMS, what=_NGRAMS)


def _sequences(rows: Arrays, counted: Flags, size: int, unit: Ints, *, passing: bool) -> Ints:
    """Rows of every sequence, one line each."""
    # rows noun particle noun comma noun, size 2: kept 0 2 3 4, inside T T F T, so that [[0, 2]] is the one sequence
    kept = np.flatnonzero(counted | ~rows.among(_PASSED)) if passing else np.arange(len(rows))
    stop = max(len(kept) - size + 1, 0)
    inside, part = counted[kept], unit[kept]
    fits = np.logical_and.reduce([inside[j : stop + j] for j in range(size)])
    fits &= part[:stop] == part[size - 1 : size - 1 + stop]
    return np.stack([kept[j : stop + j][fits] for j in range(size)], axis=1)


class _Sequences(NamedTuple):
    """The distinct sequences of some documents."""

    lines: Ints  # numbers of their terms, one line a sequence
    n: Ints
    docs: Ints
    names: pd.DataFrame  # term and tag by number, sorted
    base: int  # rows that count


def _count_sequences(part: Tokens, *, size: int, within: Within, tags: Tags) -> _Sequences:
    """Count the distinct sequences of an ordinary table."""
    rows = coded(part, what=_NGRAMS, whole=True)
    counted = rows.among(tags)
    term, names = rows.terms(counted)
    at = _sequences(rows, counted, size, rows.unit(within), passing=tags is not None)
    return _distinct(term[at], rows.doc[at[:, 0]], names, int(counted.sum()))


def _distinct(lines: Ints, doc: Ints, names: pd.DataFrame, base: int) -> _Sequences:
    """Count the distinct lines of terms, and the documents of each."""
    whole = _numbers(lines)  # number of the sequence in each line
    n = np.bincount(whole)
    in_docs = np.sort(_pair_numbers(whole, doc))
    in_docs = in_docs[edges(in_docs)[:-1]] // (int(doc.max(initial=0)) + 1)
    sample = np.zeros(len(n), np.int64)  # a line of each sequence
    sample[whole] = np.arange(len(whole))
    return _Sequences(lines[sample], n, np.bincount(in_docs, minlength=len(n)), names, base)


def _joined_sequences(parts: Iterable[_Sequences]) -> _Sequences:
    """Add up the sequences of parts with different documents."""
    total: _Sequences | None = None
    for part in parts:
        if total is None:
            total = part
            continue
        names, places = shared_terms([total.names, part.names])
        lines = np.concatenate([place[each.lines] for place, each in zip(places, (total, part), strict=True)])
        number = _numbers(lines)
        sample = np.zeros(int(number.max(initial=-1)) + 1, np.int64)
        sample[number] = np.arange(len(number))
        n, docs = (summed(number, (getattr(total, of), getattr(part, of))) for of in ("n", "docs"))
        total = _Sequences(lines[sample], n, docs, names, total.base + part.base)
    assert total is not None, "tokens have a part"
    return total


def _score_sequences(found: _Sequences, minimum: int) -> pd.DataFrame:
    """Score the sequences that are frequent enough."""
    size, listed = found.lines.shape[1], np.flatnonzero(found.n >= minimum)
    margins = [summed(codes, (found.n,))[codes[listed]] for codes in _subsets(found.lines)]
    table = np.array(margins).reshape(2**size, len(listed))
    strength, z = interaction(table)
    names = {name: found.names[name].to_numpy(dtype=object) for name in ("term", "tag")}
    words = {name: [value[column].tolist() for column in found.lines[listed].T] for name, value in names.items()}
    written = {name: list(map(" ".join, zip(*columns, strict=True))) for name, columns in words.items()}
    return pd.DataFrame(
        {
            **{name: pd.Series(lines, dtype="str") for name, lines in written.items()},
            "n": found.n[listed].astype(np.int64),
            "docs": found.docs[listed].astype(np.int64),
            "lambda": strength,
            "z": z,
            "g2": g2_positions(table),
            "pmi": pmi_positions(table),
        }
    )


def _numbers(lines: Ints) -> Ints:
    """Give numbers to the distinct lines."""
    codes = lines[:, 0]
    for j in range(1, lines.shape[1]):
        codes = pd.factorize(_pair_numbers(codes, lines[:, j]))[0].astype(np.int64)
    return codes


def _subsets(lines: Ints) -> list[Ints]:
    """Give numbers to every subset of the columns of distinct lines; bit j of a list place is column j."""
    # lines 5 7, 5 8: no column [0 0], first [5 5], second [7 8], both [0 1]
    codes = [np.zeros(len(lines), np.int64)]
    for column in lines.T:
        pairs = [_pair_numbers(known, column) for known in codes[1:]]
        codes += [column, *(pd.factorize(pair)[0].astype(np.int64) for pair in pairs)]
    return [*codes[:-1], np.arange(len(lines))]


def _pair_numbers(left: Ints, right: Ints) -> Ints:
    """One number for each pair of numbers."""
    return left * (int(right.max(initial=0)) + 1) + right
