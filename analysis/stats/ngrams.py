"""N-grams: what recurs as a sequence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.matcher.arrays import Arrays, Flags, Ints, Within, edges
from analysis.measures.association import g2_positions, interaction, pmi_positions
from analysis.stats.coded import WITHIN, base_phrase, coded, require_least, require_tags, require_within
from analysis.stats.counting import LAYERS
from analysis.tokens import Tokens

_WHAT = "ngrams"
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
        msg = f"ngrams: size is {size}; give 2, 3, 4 or 5"
        raise OptionError(msg)
    require_tags(tags, tokens, what=_WHAT)
    require_least(minimum, 1, name="minimum", what=_WHAT)
    require_within(within, what=_WHAT)
    rows = coded(tokens, what=_WHAT, whole=True)
    counted = rows.among(tags)
    term, names = rows.terms(counted)
    at = _sequences(rows, counted, size, rows.unit(within), passing=tags is not None)
    table, total, unlisted = _score_sequences(term[at], rows.doc[at[:, 0]], names, minimum)
    table = table.sort_values(["z", "term", "tag"], ascending=[False, True, True], ignore_index=True)
    about = schema.About(
        chart="ngrams",
        size=size,
        within=within,
        minimum=minimum,
        total=total,
        unlisted=unlisted,
        base=base_phrase(tags, int(counted.sum()), tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        window=f"이어진 {size}개, {WITHIN[within]} 안",
    )
    schema.describe(table, about)
    return schema.check(table, schema.NGRAMS, what=_WHAT)


def _sequences(rows: Arrays, counted: Flags, size: int, unit: Ints, *, passing: bool) -> Ints:
    """Rows of every sequence, one line each."""
    # rows noun particle noun comma noun, size 2: kept 0 2 3 4, inside T T F T, so that [[0, 2]] is the one sequence
    kept = np.flatnonzero(counted | ~rows.among(_PASSED)) if passing else np.arange(len(rows))
    stop = max(len(kept) - size + 1, 0)
    inside, part = counted[kept], unit[kept]
    fits = np.logical_and.reduce([inside[j : stop + j] for j in range(size)])
    fits &= part[:stop] == part[size - 1 : size - 1 + stop]
    return np.stack([kept[j : stop + j][fits] for j in range(size)], axis=1)


def _score_sequences(lines: Ints, doc: Ints, names: pd.DataFrame, minimum: int) -> tuple[pd.DataFrame, int, int]:
    """Count the distinct sequences and score those that are frequent enough."""
    size = lines.shape[1]
    subsets = _subsets(lines)
    whole = subsets[-1]  # number of the sequence in each line
    n = np.bincount(whole)
    in_docs = np.sort(_pair_numbers(whole, doc))
    in_docs = in_docs[edges(in_docs)[:-1]] // (int(doc.max(initial=0)) + 1)
    docs = np.bincount(in_docs, minlength=len(n))
    listed = np.flatnonzero(n >= minimum)
    sample = np.zeros(len(n), np.int64)  # a line of each sequence
    sample[whole] = np.arange(len(whole))
    sample = sample[listed]
    margins = np.array([np.bincount(codes)[codes[sample]] for codes in subsets]).reshape(2**size, len(listed))
    strength, z = interaction(margins)
    words = {name: names[name].to_numpy(dtype=object)[lines[sample]] for name in ("term", "tag")}
    table = pd.DataFrame(
        {
            **{name: pd.Series([" ".join(line) for line in value], dtype="str") for name, value in words.items()},
            "n": n[listed].astype(np.int64),
            "docs": docs[listed].astype(np.int64),
            "lambda": strength,
            "z": z,
            "g2": g2_positions(margins),
            "pmi": pmi_positions(margins),
        }
    )
    return table, len(lines), len(n) - len(listed)


def _subsets(lines: Ints) -> list[Ints]:
    """Give numbers to the distinct values of every subset of the columns; bit j of a list place is column j."""
    # lines a b, a c, a b: no column [0 0 0], first [0 0 0], second [0 1 0], both [0 1 0]
    codes = [np.zeros(len(lines), np.int64)]
    for j in range(lines.shape[1]):
        codes += [pd.factorize(_pair_numbers(known, lines[:, j]))[0].astype(np.int64) for known in codes]
    return codes


def _pair_numbers(left: Ints, right: Ints) -> Ints:
    """One number for each pair of numbers."""
    return left * (int(right.max(initial=0)) + 1) + right
