"""Diversity: how varied the vocabulary of each document is."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.stats.counting import LAYERS, Tags, phrase, whole
from analysis.tokens import Tokens
from analysis.tokens.counts import Unit, plain_tags

_UNITS = {"lemma": "기본형", "surface": "표면형", "form": "형태"}
_PLAIN = ("ttr", "guiraud", "herdan_c", "maas", "mtld", "hdd", "yule_k", "simpson_d")


def diversity(
    tokens: Tokens, *, unit: Unit = "lemma", tags: Tags = schema.CONTENT_TAGS, window: int = 100
) -> pd.DataFrame:
    """Measure how varied the vocabulary of each document is.

    A token is a row with one of `tags`, its type the unit with its tag. In Korean the choice of unit moves every
    value, so results over different units or analysers cannot be compared. TTR, Guiraud's R, Herdan's C and Maas' a2
    change with the length of the text; compare texts of different length by MATTR, MTLD or HD-D.

    Parameters
    ----------
    tokens : Tokens
        Any layer, not redacted.
    unit : {"lemma", "surface", "form"}
        What a type is.
    tags : sequence of str or None
        Tags of the tokens, content morphemes by default; None for all rows.
    window : int
        Tokens in a segment of MSTTR and in the window of MATTR.

    Returns
    -------
    DataFrame
        Columns `schema.DIVERSITY`, one row a document in reading order, also for one without any token. A measure
        that the text is too short for is NaN: MSTTR and MATTR below `window` tokens, HD-D below 42, logarithmic ones
        below 2, MTLD when it would be longer than the text itself. `attrs`: `chart`, `base`, `layer`, `unit` (Korean
        phrases), `window`.

    Raises
    ------
    OptionError
        If the tokens are redacted, the unit or a tag is unknown, or `window` is below 1.

    References
    ----------
    Tweedie & Baayen (1998) for TTR, Guiraud's R, Herdan's C, Maas' a2 (here to base 10), Yule's K and Simpson's D;
    Covington & McFall (2010), MATTR; McCarthy & Jarvis (2010), MTLD below 0.72, mean of both directions; McCarthy &
    Jarvis (2007), HD-D with 42 draws; Johnson (1944), MSTTR with a complete last segment.

    Examples
    --------
    >>> text = Tokens.from_terms({"d": ["a", "b", "a", "c"]})
    >>> diversity(text, tags=None, window=2)[["tokens", "types", "ttr", "mattr"]].values.tolist()
    [[4.0, 3.0, 0.75, 1.0]]
    """
    whole(tokens, "diversity")
    if unit not in _UNITS:
        msg = f"unknown unit {unit!r}; choose one of {', '.join(_UNITS)}"
        raise OptionError(msg)
    base = tokens if tags is None else tokens.keep(tags=tags)
    docs = [str(doc) for doc in tokens.table["doc"].cat.categories]
    texts = _texts(base.table, unit)
    none = np.empty(0, dtype=np.int64)
    rows = [{"doc": doc} | _measured(texts.get(doc, none), window) for doc in docs]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.DIVERSITY])
    table.attrs = {
        "chart": "diversity",
        "base": phrase(tags, len(base), tokens.recipe.layer),
        "layer": LAYERS[tokens.recipe.layer],
        "unit": _UNITS[unit],
        "window": window,
    }
    return schema.check(table, schema.DIVERSITY, what="diversity")


def _texts(table: pd.DataFrame, unit: Unit) -> dict[str, npt.NDArray[np.int64]]:
    """Give every type its number, document by document; the rows of a document follow each other."""
    tag = plain_tags(table["tag"])
    codes = table[unit].cat.codes.to_numpy().astype(np.int64) * len(tag.cat.categories) + tag.cat.codes.to_numpy()
    doc = table["doc"].cat.codes.to_numpy()
    order = np.argsort(doc, kind="stable")
    cuts = np.flatnonzero(np.diff(doc[order])) + 1
    pieces = np.split(codes[order], cuts)
    names = table["doc"].cat.categories[np.unique(doc)]
    return {str(name): piece for name, piece in zip(names, pieces, strict=False)}


def _measured(codes: npt.NDArray[np.int64], window: int) -> dict[str, float]:
    """Compute all measures of one document."""
    values = {name: getattr(measures, name)(codes) for name in _PLAIN}
    if values["mtld"] > len(codes):  # not one stretch came to its end: the value would be extrapolated
        values["mtld"] = math.nan
    return values | {
        "tokens": len(codes),
        "types": len(np.unique(codes)),
        "msttr": measures.msttr(codes, window=window),
        "mattr": measures.mattr(codes, window=window),
    }
