"""Overlap: frames in the same sentence or paragraph, against chance; where they meet, and the words beside both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations
from typing import Literal, get_args

import numpy as np
import pandas as pd
from scipy import special

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.framing._score import Flags, Floats, Ints
from analysis.framing.unit_matrix import Units, add_p_adjusted, count_units, range_and_p, require_draws
from analysis.messages import message
from analysis.options import require_choice
from analysis.tokens import Tokens
from analysis.tokens.over_parts import over_parts, rows_of_documents
from analysis.tokens.tokens import doc_ids

By = Literal["sentence", "paragraph"]
_COUNTS = ["n_a", "n_b", "n_both"]


def overlap(
    hits: pd.DataFrame,
    tokens: Tokens,
    *,
    by: By = "sentence",
    frames: Sequence[str] | None = None,
    seed: int = 1,
    draws: int = 2000,
) -> pd.DataFrame:
    """Count the units that hold two frames, for every pair of frames.

    The unit of counting is the sentence or the paragraph: it holds a frame or not, however often. Under the null the
    units of one frame stand anywhere in their document, each document keeping its numbers, so that a corpus of texts
    on different matters does not look like frames that avoid each other. Neighbouring sentences are not independent,
    and long paragraphs hold more of everything; read p of a single text as a description.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows. Rows with counted False do not enter.
    tokens : Tokens
        The tokens the hits were found in, every row.
    by : {"sentence", "paragraph"}
        The unit that is counted and shuffled.
    frames : sequence of str, optional
        Two or more frame ids; by default every frame of the codebook. Holm's correction is over their pairs.
    seed : int
        Of numpy's default generator.
    draws : int
        Shuffles, 100 or more.

    Returns
    -------
    DataFrame
        Columns schema.OVERLAP, one row per pair in the order of `frames`; both + a_only + b_only + neither is the
        number of units. `low`, `high` and `p` are NaN when a frame stands in fewer than 5 units, and where no shuffle
        changes anything. `attrs` as in the hits, with by, units, sentences, morphemes, seed and draws.

    Raises
    ------
    OptionError
        If `by` or a frame is unknown, there is no pair, `draws` is below 100, or the tokens are not the morpheme
        layer.
    SchemaError
        If the hits lost their attrs or are of other tokens.

    References
    ----------
    Jaccard (1912). In a shuffled document `both` is hypergeometric; it is drawn document by document and added up. p
    as Davison & Hinkley (1997), correction by Holm (1979).

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미동맹은 벤처기업을 돕는다. 벤처기업은 드물다."}))
    >>> found = overlap(da.framing.hits(tokens, codebook), tokens, frames=["alliance", "startup"])
    >>> found[["both", "a_only", "b_only", "neither", "expected"]].values.tolist()
    [[1.0, 0.0, 1.0, 0.0, 1.0]]
    """
    require_draws(draws)
    units = _count(hits, tokens, by=by, frames=frames)
    holds = units.n > 0
    rows = []
    for i, j in combinations(range(len(units.frames)), 2):
        a, b = holds[:, i], holds[:, j]
        n_a, n_b, both, either = (int(flags.sum()) for flags in (a, b, a & b, a | b))
        counts = (both, n_a - both, n_b - both, len(a) - either)
        # one row a document with both frames: its units, those with a, those with b; elsewhere nothing can meet
        with_a, with_b = (np.bincount(units.doc, weights=flags).astype(np.int64) for flags in (a, b))
        margins = np.column_stack([units.sizes, with_a, with_b])[(with_a > 0) & (with_b > 0)]
        expected = float((margins[:, 1] * margins[:, 2] / margins[:, 0]).sum())
        shuffled = _shuffled_both(margins, seed=seed, draws=draws)
        low, high, p = range_and_p(both, expected=expected, shuffled=shuffled, n=min(n_a, n_b))
        jaccard = both / either if either else np.nan
        rows.append((units.frames[i], units.frames[j], *counts, expected, low, high, jaccard, p))
    columns = [c.name for c in schema.OVERLAP if c.name != "p_adjusted"]
    table = add_p_adjusted(pd.DataFrame(rows, columns=columns).astype({"frame_a": "str", "frame_b": "str"}))
    about = replace(units.about, by=by, units=len(units.doc), seed=seed, draws=draws)
    return schema.check(schema.describe(table, about, source=hits), schema.OVERLAP, what=message("overlap table"))


def overlaps(
    hits: pd.DataFrame, tokens: Tokens, *, by: By = "sentence", frames: Sequence[str] | None = None
) -> pd.DataFrame:
    """List the sentences or paragraphs that hold two frames.

    Parameters
    ----------
    hits, tokens, by, frames :
        As `framing.overlap` takes them.

    Returns
    -------
    DataFrame
        Columns schema.OVERLAPS, with sentence after paragraph as far as `by` goes; one row per pair and unit, pairs
        in the order of `frames`, units in reading order. Empty where no frames meet. `attrs` as in the hits, with by.

    Raises
    ------
    OptionError, SchemaError
        As `framing.overlap`.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미동맹은 벤처기업을 돕는다. 벤처기업은 드물다."}))
    >>> overlaps(da.framing.hits(tokens, codebook), tokens)["sentence"].tolist()
    [1]
    """
    units = _count(hits, tokens, by=by, frames=frames)
    parts = []
    for i, j in combinations(range(len(units.frames)), 2):
        both = (units.n[:, i] > 0) & (units.n[:, j] > 0)
        names = {"frame_a": units.frames[i], "frame_b": units.frames[j]}
        part = units.places[both].assign(**names, n_a=units.n[both, i], n_b=units.n[both, j])
        parts.append(part[["frame_a", "frame_b", *units.places.columns, "n_a", "n_b"]])
    table = pd.concat(parts, ignore_index=True).astype({"frame_a": "str", "frame_b": "str"})
    schema.describe(table, replace(units.about, by=by), source=hits)
    return schema.check(table, schema.OVERLAPS, what=message("overlaps table"))


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
        msg = message("bridges needs every word, and these tokens are redacted; segment the article's text instead")
        raise RefusalError.redacted(msg)
    if minimum < 1:
        msg = message("minimum must be 1 or more, not {minimum}", minimum=minimum)
        raise OptionError(msg)
    pair = schema.about(hits).pair if frames is None else list(frames)
    units = count_units(hits, tokens, by="sentence", frames=pair or None)
    if len(units.frames) != 2:
        msg = message(
            "bridges needs two different frames, not {n_frames}; give them as frames=[..., ...]",
            n_frames=len(units.frames),
        )
        raise OptionError(msg)
    of_frames = rows_of_documents(hits[hits["frame"].astype(str).isin(units.frames)])
    counts = rows_of_documents(units.places.assign(doc=units.places["doc"].astype(str), row=np.arange(len(units.n))))
    call = partial(_beside, named=len(doc_ids(tokens)) > 1)
    pieces = over_parts(tokens, call, beside=lambda docs: (of_frames(docs), units.n[counts(docs)["row"].to_numpy()]))
    found = _count_words(pd.concat(list(pieces), ignore_index=True), minimum)
    about = replace(units.about, compare=tuple(units.frames), minimum=minimum)
    return schema.check(schema.describe(found, about, source=hits), schema.BRIDGES, what=message("bridges table"))


def _beside(tokens: Tokens, known: tuple[pd.DataFrame, Ints], *, named: bool) -> pd.DataFrame:
    """List the content words in sentences of two frames, those inside hits left out, by what their sentence holds."""
    (hits, n), table = known, tokens.table
    sentence = table.groupby(["doc", "paragraph", "sentence"], sort=False, observed=True).ngroup().to_numpy()
    holds = n[sentence] > 0
    tag = table["tag"].astype(str).str.partition("-")[0]
    chosen = holds.any(axis=1) & tag.isin(schema.CONTENT_TAGS).to_numpy()
    chosen &= ~_inside_hit(table, hits)
    place = table["sentence"].astype(str)
    if named:
        place = table["doc"].astype(str) + ":" + place
    words = pd.DataFrame({"lemma": table["lemma"].astype(str), "tag": tag, "place": place})[chosen]
    a, b = holds[chosen].T
    return words.assign(n_a=a & ~b, n_b=b & ~a, n_both=a & b)


def _count(hits: pd.DataFrame, tokens: Tokens, *, by: By, frames: Sequence[str] | None) -> Units:
    """Count the units of two frames or more."""
    require_choice("by", by, get_args(By))
    units = count_units(hits, tokens, by=by, frames=frames)
    if len(units.frames) < 2:
        msg = message("an overlap needs two frames or more, not only {frames!r}", frames=units.frames[0])
        raise OptionError(msg)
    return units


def _shuffled_both(margins: Ints, *, seed: int, draws: int) -> Floats:
    """Draw the units with both frames, all documents added up, documents of the same margins at once."""
    # a document of 10 units, 4 with a and 7 with b, has 1 to 4 units with both
    generator = np.random.default_rng(seed)
    total = np.zeros(draws)
    triples, times = np.unique(margins, axis=0, return_counts=True)
    for (size, a, b), n in zip(triples.tolist(), times.tolist(), strict=True):
        values = np.arange(max(0, a + b - size), min(a, b) + 1)
        cells = np.array([values, a - values, b - values, size - a - b + values])
        logs = -special.gammaln(cells + 1).sum(axis=0)  # hypergeometric, without what all values share
        chances = np.exp(logs - logs.max())
        total += generator.multinomial(n, chances / chances.sum(), size=draws) @ values
    return total


def _inside_hit(table: pd.DataFrame, hits: pd.DataFrame) -> Flags:
    """Which morphemes share a character with a hit."""
    # Every document gets its own stretch of one line of characters: with `width` 100, [4,7) of the second document is
    # [104,107). A morpheme is inside when a hit that starts before its end reaches past its start: hits [100,106) and
    # [102,103) have `reached` 106, 106, so that [104,107) is inside though the last hit before it ends at 103.
    names = table["doc"].astype(str)
    number = {doc: k for k, doc in enumerate(names.unique())}
    width = int(table["end"].max()) + 1 if len(table) else 1
    base = names.map(number).to_numpy(dtype=np.int64) * width
    start, end = (base + table[name].to_numpy(dtype=np.int64) for name in ("start", "end"))
    spans = hits[["start", "end"]].add(hits["doc"].astype(str).map(number).astype("int64") * width, axis=0)
    if spans.empty:
        return np.zeros(len(table), np.bool_)
    spans = spans.sort_values("start")
    reached = np.maximum.accumulate(spans["end"].to_numpy())
    last = np.searchsorted(spans["start"].to_numpy(), end, side="left") - 1
    return np.asarray((last >= 0) & (reached[np.maximum(last, 0)] > start))


def _count_words(words: pd.DataFrame, minimum: int) -> pd.DataFrame:
    """Add up the occurrences of each word, and keep the words that stand beside both frames often enough."""
    keys = ["lemma", "tag"]
    counts = words.groupby(keys)[_COUNTS].sum().astype("int64")
    # Example: a word 3 times beside the first frame alone, once beside the second, twice beside both, is rarer beside
    # the second: 1 + 2 times
    rarer = counts[["n_a", "n_b"]].min(axis=1) + counts["n_both"]
    counts = counts.assign(rarer=rarer, total=counts.sum(axis=1))[rarer >= minimum]
    places = words.drop_duplicates([*keys, "place"]).groupby(keys)["place"].agg(", ".join)
    found = counts.assign(places=places.reindex(counts.index).astype("str")).reset_index()
    order = {"rarer": False, "total": False, "lemma": True, "tag": True}
    found = found.sort_values(list(order), ascending=list(order.values()), ignore_index=True)
    return found[[*keys, *_COUNTS, "places"]].astype(dict.fromkeys([*keys, "places"], "str"))
