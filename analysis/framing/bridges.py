"""Bridges: words that the neighbourhoods of two frames share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.framing.unit_matrix import count
from analysis.tokens import Tokens

_COUNTS = ["n_a", "n_b", "n_both"]


def bridges(
    hits: pd.DataFrame, tokens: Tokens, *, frames: Sequence[str] | None = None, minimum: int = 2
) -> pd.DataFrame:
    """List the words that stand beside both of two frames, such as an adjective that praises both.

    The unit of counting is the content morpheme (lemma and tag) in a sentence with a counted hit of either frame. The
    morphemes inside a hit of either frame are left out, whether the hit is counted or not.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows.
    tokens : Tokens
        The tokens the hits were found in, every row, not redacted.
    frames : sequence of two str, optional
        The pair; by default the codebook's `compare`.
    minimum : int
        Least number of times a word must stand in sentences with frame_a and in sentences with frame_b; an
        occurrence in a sentence with both counts for both.

    Returns
    -------
    DataFrame
        Columns schema.BRIDGES, by falling n of the frame it is rarer beside, then of both together, ties by lemma and
        tag. Empty where nothing is shared. `attrs` as in the hits, with compare and minimum.

    Raises
    ------
    RefusalError
        If the tokens are redacted.
    OptionError
        If there is no pair, or `minimum` is below 1.
    SchemaError
        If the hits lost their attrs or are of other tokens.

    References
    ----------
    Gamson & Modigliani (1989), on words that hold a package together; counts alone, no test.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미동맹은 든든하다. 벤처기업도 든든하다."}))
    >>> bridges(da.framing.hits(tokens, codebook), tokens, minimum=1)[["lemma", "n_a", "n_b"]].values.tolist()
    [['든든', 1, 1]]
    """
    if tokens.redacted:
        msg = "bridges needs every word, and these tokens are redacted; segment the article's text instead"
        raise RefusalError.redacted(msg)
    if minimum < 1:
        msg = f"minimum must be 1 or more, not {minimum}"
        raise OptionError(msg)
    pair = list(hits.attrs.get("compare", ()) if frames is None else frames)
    units = count(hits, tokens, by="sentence", frames=pair or None)
    if len(units.frames) != 2:
        msg = f"bridges needs two different frames, not {len(units.frames)}; give them as frames=[..., ...]"
        raise OptionError(msg)
    table = tokens.table
    number = table.groupby(["doc", "paragraph", "sentence"], sort=False, observed=True).ngroup().to_numpy()
    held = units.n[number] > 0
    tag = table["tag"].astype(str).str.partition("-")[0]
    seen = held.any(axis=1) & tag.isin(schema.CONTENT_TAGS).to_numpy()
    seen &= ~_inside(table, hits[hits["frame"].astype(str).isin(units.frames)])
    place = table["sentence"].astype(str)
    if len(table["doc"].unique()) > 1:
        place = table["doc"].astype(str) + ":" + place
    rows = pd.DataFrame({"lemma": table["lemma"].astype(str), "tag": tag, "place": place})[seen]
    a, b = held[seen].T
    found = _summed(rows.assign(n_a=a & ~b, n_b=b & ~a, n_both=a & b), minimum)
    found.attrs.update(units.attrs | {"compare": units.frames, "minimum": minimum})
    return schema.check(found, schema.BRIDGES, what="bridges table")


def _inside(table: pd.DataFrame, hits: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which morphemes share a character with a hit."""
    names = table["doc"].astype(str)
    codes = {doc: k for k, doc in enumerate(names.unique())}
    width = int(table["end"].max()) + 1 if len(table) else 1
    base = names.map(codes).to_numpy(dtype=np.int64) * width
    start, end = (base + table[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    spans = hits.assign(base=hits["doc"].astype(str).map(codes).astype("int64") * width)
    spans = (spans[["start", "end"]].add(spans["base"], axis=0)).sort_values("start")
    if spans.empty:
        return np.zeros(len(table), np.bool_)
    reached = np.maximum.accumulate(spans["end"].to_numpy())
    last = np.searchsorted(spans["start"].to_numpy(), end, side="left") - 1
    return np.asarray((last >= 0) & (reached[np.maximum(last, 0)] > start))


def _summed(rows: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Add up the occurrences of each word, and keep the words that stand beside both frames often enough."""
    keys = ["lemma", "tag"]
    counts = rows.groupby(keys)[_COUNTS].sum().astype("int64")
    rarer = counts[["n_a", "n_b"]].min(axis=1) + counts["n_both"]
    counts = counts.assign(rarer=rarer, total=counts.sum(axis=1))[rarer >= minimum]
    kept = rows.set_index(keys).loc[lambda t: t.index.isin(counts.index)].reset_index()
    places = kept.drop_duplicates([*keys, "place"]).groupby(keys)["place"].agg(", ".join)
    found = counts.assign(places=places.reindex(counts.index).astype("str")).reset_index()
    order = {"rarer": False, "total": False, "lemma": True, "tag": True}
    found = found.sort_values(list(order), ascending=list(order.values()), ignore_index=True)
    return found[[*keys, *_COUNTS, "places"]].astype(dict.fromkeys([*keys, "places"], "str"))
