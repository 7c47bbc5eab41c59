"""Correspondence analysis: which groups of documents use which words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
import pandas as pd

from analysis import grouping, schema
from analysis.errors import RefusalError
from analysis.matcher.arrays import Ints
from analysis.measures.contingency import Map
from analysis.measures.contingency import correspondence as decompose
from analysis.messages import message
from analysis.stats.coded import base_phrase, require_least, require_readable, require_tags
from analysis.stats.cooccurrence import labelled
from analysis.stats.counting import LAYERS
from analysis.stats.joined import summed
from analysis.tokens import Tokens
from analysis.tokens.tokens import doc_ids

_WHAT = "correspondence"
Groups = Mapping[str, str] | pd.Series | Literal["doc"]


def correspondence(
    tokens: Tokens,
    *,
    by: Groups = "doc",
    tags: Sequence[str] | None = schema.NOUN_TAGS,
    top: int = 50,
    minimum: int = 5,
) -> pd.DataFrame:
    """Place groups of documents and their terms in one plane.

    The table that is analysed counts occurrences of the listed terms by group; other terms are not in it. Groups that
    use the same words lie together, and so do terms that the same groups use. Distances between groups and between
    terms can be read (chi-square distance); between a group and a term only the direction from the origin can.

    Parameters
    ----------
    tokens : Tokens
        Any layer, not redacted; two documents at least.
    by : "doc", Series or mapping of str to str
        The groups: every document by itself, or document id to group, as `stats.groups(corpus.documents, by="outlet")`
        gives it. Documents that it leaves out are left out, and counted as `ungrouped` in `attrs`.
    tags : sequence of str or None
        Tags of the terms; nouns by default, None for all.
    top : int
        How many terms, the most frequent first, ties in the order of term and tag.
    minimum : int
        Least occurrences of a term.

    Returns
    -------
    DataFrame
        Columns `schema.CORRESPONDENCE`: groups in the order of the tokens, then terms by falling `n`. `dim2`,
        `contribution2` are NaN when there is but one dimension, as with two groups. `quality` is NaN for a point at
        the origin. `attrs`: `chart`, `explained` (share of the inertia by dimension), `inertia` (total), `dropped`
        (groups without any listed term), and `base`, `layer`, `window` (Korean).

    Raises
    ------
    OptionError
        If the tokens are redacted, fewer than two groups or two terms are left, all groups use the terms in the same
        proportions, or an option is unknown.

    References
    ----------
    Greenacre, M. (2017). Correspondence Analysis in Practice, 3rd ed.; principal coordinates of rows and columns.

    Examples
    --------
    >>> tokens = Tokens.from_terms({"d": ["a", "a", "b"], "e": ["b", "b", "a"]})
    >>> correspondence(tokens, tags=None, minimum=1)[["label", "kind", "mass"]].values.tolist()[:2]
    [['d', 'group', 0.5], ['e', 'group', 0.5]]
    """
    require_tags(tags, tokens, what=_WHAT)
    require_least(top, 2, name="top", what=_WHAT)
    require_least(minimum, 1, name="minimum", what=_WHAT)
    require_readable(tokens, what=_WHAT)
    group, groups, ungrouped = _group_documents(doc_ids(tokens), by)
    counts, names = _count_terms(tokens, group, (top, minimum), tags)
    used = counts.sum(axis=1) > 0
    if used.sum() < 2 or len(names) < 2:
        msg = message(
            "correspondence needs two groups and two terms, but {used} group(s) hold {n_names} term(s) of "
            "{minimum} occurrences or more; add documents or lower minimum",
            used=int(used.sum()),
            n_names=len(names),
            minimum=minimum,
        )
        raise RefusalError(msg)
    found = decompose(counts[used])
    if not len(found.inertia):
        msg = message("correspondence: all groups use the terms in the same proportions, so there is nothing to map")
        raise RefusalError(msg)
    labels = [name for name, there in zip(groups, used, strict=True) if there]
    points = _points(labels, "group", counts[used].sum(axis=1), found)
    table = pd.concat([points, _points(labelled(names), "term", counts[used].sum(axis=0), found)], ignore_index=True)
    about = schema.About(
        chart="correspondence",
        explained=tuple((found.inertia / found.inertia.sum()).tolist()),
        inertia=float(found.inertia.sum()),
        dropped=tuple(name for name, there in zip(groups, used, strict=True) if not there),
        base=base_phrase(tags, int(counts.sum()), tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        ungrouped=ungrouped,
        window=f"집단 {len(labels):,}개, 단어 {len(names):,}개",
    )
    schema.describe(table, about, source=tokens.recipe)
    return schema.check(table, schema.CORRESPONDENCE, what=_WHAT)


def _group_documents(docs: list[str], by: Groups) -> tuple[pd.Series[int], list[str], int]:
    """Group of each document, -1 for none, the names of the groups in the order of the tokens, documents in none."""
    if isinstance(by, str) and by == "doc":
        return pd.Series(np.arange(len(docs), dtype=np.int64), index=docs), docs, 0
    groups = grouping.lookup(docs, by=by).set_axis(docs)
    codes, values = pd.factorize(groups)
    numbers: pd.Series[int] = pd.Series(np.asarray(codes, dtype=np.int64), index=docs, dtype="int64")
    return numbers, [str(value) for value in values], int(groups.isna().sum())


def _count_terms(
    tokens: Tokens, group: pd.Series[int], most: tuple[int, int], tags: Sequence[str] | None
) -> tuple[Ints, pd.DataFrame]:
    """Count the most frequent terms in every group."""
    cells = tokens.counts(tags=tags)
    of_doc = group.reindex(cells["doc"].cat.categories).to_numpy(dtype=np.int64)
    number = of_doc[cells["doc"].cat.codes.to_numpy()]
    term, tag, n = cells["term"].cat, cells["tag"].cat, cells["n"].to_numpy()
    words, tags_of = term.categories.to_numpy(dtype=object), tag.categories.to_numpy(dtype=object)
    used = (number >= 0) & (words[term.codes.to_numpy()] != "") if len(words) else number >= 0
    key = term.codes.to_numpy().astype(np.int64) * max(len(tags_of), 1) + tag.codes.to_numpy()
    keys, place = np.unique(key[used], return_inverse=True)
    names = pd.DataFrame({"term": words[keys // max(len(tags_of), 1)], "tag": tags_of[keys % max(len(tags_of), 1)]})
    names = names.astype("str").assign(n=summed(place, [n[used]], len(names)))
    order = names.sort_values(["n", "term", "tag"], ascending=[False, True, True])
    kept = order.index[order["n"] >= most[1]][: most[0]]
    column = np.full(len(names), -1, np.int64)
    column[kept] = np.arange(len(kept))
    # of 5 terms, term 2 in group 1 is cell 1 * 5 + 2 = 7
    groups, listed = int(group.max()) + 1 if len(group) else 0, column[place] >= 0
    flat = summed(number[used][listed] * len(kept) + column[place][listed], [n[used][listed]], groups * len(kept))
    return flat.reshape(groups, len(kept)), names.loc[kept, ["term", "tag"]]


def _points(labels: list[str], kind: Literal["group", "term"], n: Ints, found: Map) -> pd.DataFrame:
    """Coordinates of one kind of points with what they contribute."""
    place, mass = (found.rows, found.row_mass) if kind == "group" else (found.columns, found.column_mass)
    squares = mass[:, None] * place**2
    inertia = squares.sum(axis=1)
    second = place.shape[1] > 1
    nothing = np.full(len(labels), np.nan)
    return pd.DataFrame(
        {
            "label": pd.Series(labels, dtype="str"),
            "kind": pd.Series([kind] * len(labels), dtype="str"),
            "n": n.astype(np.int64),
            "dim1": place[:, 0],
            "dim2": place[:, 1] if second else nothing,
            "mass": mass,
            "inertia": inertia,
            "contribution": inertia / found.inertia.sum(),
            "contribution1": squares[:, 0] / found.inertia[0],
            "contribution2": squares[:, 1] / found.inertia[1] if second else nothing,
            "quality": np.divide(squares[:, :2].sum(axis=1), inertia, out=nothing.copy(), where=inertia > 1e-20),
        }
    )
