"""A map of what is alike: places in a plane that lie as far apart as the items are different."""

from __future__ import annotations

from typing import Literal, get_args

import pandas as pd

from analysis import measures, schema
from analysis.errors import RefusalError
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.similarity import apart, measured_by, require_four

Scaling = Literal["smacof", "classical"]

_STARTS = 20
_MOST = 200
_MOST_STRESS = 0.20
_POOR = (
    "stress-1이 {stress:.2f}로 .20보다 커서, 지도에서 가까이 있다고 비슷하다고 말할 수 없다. 비슷한 정도는 "
    "stats.similarity의 값으로 말한다"
)


def map(  # noqa: A001 - the word of the field
    similarity: pd.DataFrame, *, method: Scaling = "smacof", seed: int = 1
) -> pd.DataFrame:
    """Map items so that those that are alike lie near one another (multidimensional scaling in two dimensions).

    A map is for outlets, actors, parties or dates, not for thousands of texts. Only distances on it mean something; its
    axes do not.

    Parameters
    ----------
    similarity : DataFrame
        A result of `stats.similarity`, or a square table of distances of one's own with the same names as index and
        columns. Items without a value are left out and named in `caution`.
    method : {"smacof", "classical"}
        SMACOF makes the squared differences between distances and map least (metric, 20 starts), from 1 - cosine,
        1 - Jaccard or the root of the divergence, and is turned to the classical map. Classical scaling (Torgerson)
        needs Euclidean distances, as Ward's method in `clusters`.
    seed : int
        Of the starts.

    Returns
    -------
    DataFrame
        Columns schema.MAP, one row an item by name. `stress_item` is NaN where nothing misfits. `attrs`: chart, method,
        measure, stress1 (Kruskal), share (of the squared distances that SMACOF's map accounts for, or of the variance
        that two dimensions hold), eigenvalues (of the classical map), draws (starts), seed, items, base, caution: with
        stress1 above .20 that nearness must not be read from it.

    Raises
    ------
    OptionError
        If the method is unknown.
    SchemaError
        If the table is neither, or lacks a pair.
    RefusalError
        If fewer than 4 items have a value, more than 200 do, or all are the same.

    References
    ----------
    Torgerson, W. S. (1952), Psychometrika 17; Kruskal, J. B. (1964), Psychometrika 29; De Leeuw, J. & Mair, P. (2009),
    Journal of Statistical Software 31(3).

    Examples
    --------
    >>> corners = {"a": [0, 3, 5, 4], "b": [3, 0, 4, 5], "c": [5, 4, 0, 3], "d": [4, 5, 3, 0]}
    >>> found = map(pd.DataFrame(corners, index=list("abcd")))
    >>> round(abs(found.attrs["stress1"]), 6), found["item"].tolist()
    (0.0, ['a', 'b', 'c', 'd'])
    """
    what = "stats.map"
    require_choice(f"{what}: method", method, get_args(Scaling))
    found = apart(similarity, what=what, kind="plain" if method == "smacof" else "euclidean")
    require_four(found, what=what)
    if len(found.items) > _MOST:
        msg = message("{what}: {n:,} items are more than a map can hold apart ({most}); group them by a variable",
                      what=what, n=len(found.items), most=_MOST)  # fmt: skip
        raise RefusalError.alone(msg)
    classical = method == "classical"
    made = (
        measures.classical_scaling(found.distance)
        if classical
        else measures.smacof(found.distance, starts=_STARTS, seed=seed)
    )
    table = pd.DataFrame(
        {
            "item": pd.Series(found.items, dtype="str"),
            "dim1": made.places[:, 0],
            "dim2": made.places[:, 1],
            "stress_item": made.stress_item,
        }
    )
    own = found.about.measure == "own"
    said = [] if own else list(schema.about(similarity).caution or ())
    if made.stress1 > _MOST_STRESS:
        said.append(_POOR.format(stress=made.stress1))
    about = schema.About(
        chart="map", method=method, measure=found.about.measure, stress1=made.stress1, share=made.share,
        eigenvalues=tuple(made.eigenvalues.tolist()), items=tuple(found.items), dropped=found.dropped or None,
        base=f"{found.about.base}. {measured_by(found.about)}", layer=found.about.layer,
        draws=None if classical else _STARTS, seed=None if classical else seed, caution=tuple(said) or None,
    )  # fmt: skip
    schema.describe(table, about, source=None if own else similarity)
    return schema.check(table, schema.MAP, what=what)
