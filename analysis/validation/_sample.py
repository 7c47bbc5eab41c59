"""Samples: which units to code, drawn so that precision and recall can both be estimated."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from itertools import cycle
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis import grouping, schema
from analysis.codebook import Codebook
from analysis.corpus import Corpus
from analysis.errors import OptionError, RefusalError
from analysis.framing import hits
from analysis.messages import message
from analysis.options import require_choice
from analysis.tokens import Tokens
from analysis.validation.strata import KEYS, scored_units

ALL = "all"  # group of documents that are not grouped
_ZERO_SHARE = 2 / 3  # of the labels of a group, for units in which nothing is found
_LEAST = 10  # labels of a cell


def sample(
    corpus: Corpus,
    tokens: Tokens,
    codebook: Codebook,
    *,
    n: int,
    unit: Literal["sentence", "paragraph"] = "sentence",
    seed: int = 1,
    by: Mapping[str, str] | pd.Series[Any] | None = None,
    zero_share: float | None = None,
) -> pd.DataFrame:
    """Draw units for coders to read.

    Half of the units are a simple random sample, so that units the codebook finds nothing in are coded too: without
    them recall is unknown. The others are added from the units with a low score (up to 1 point for the compared
    frames together) and a high one, as many of each. Documents, not units, are divided into a part for tuning and a
    part for testing, before anyone has looked; a document by itself is all for tuning.

    With `by` the sample is one for comparing groups: as many units of each, of those two thirds where the codebook
    finds none of the compared frames and a third where it does, drawn at random from each.

    Parameters
    ----------
    corpus : Corpus
        The texts, none of which the codebook was tuned on.
    tokens : Tokens
        Their morpheme layer, every row.
    codebook : Codebook
        The codebook to validate; its compared pair (else all its frames) makes the score.
    n : int
        Units to draw; `needed` says how many a wanted interval takes.
    unit : {"sentence", "paragraph"}
        What coders read and decide on.
    seed : int
        Of the draw.
    by : Series or mapping of str to str, optional
        Document id to group, as `stats.groups(corpus.documents, by="outlet")` gives it; documents that it leaves out
        are not drawn from.
    zero_share : float, optional
        Share of the units of a group that are drawn where nothing is found, above 0 and below 1; two thirds if `by` is
        given alone, and without `by` for all texts as one group.

    Returns
    -------
    DataFrame
        Columns schema.DRAWN, one row per unit in reading order. `unit` is a hash of text and place. `weight` is the
        number of units of the stratum (of the group) over those drawn from it, which is exact given how many fell into
        it, and `pi` is 1 / weight. By group, strata are zero and found, and at least 10 units, or all, are drawn from
        each. `attrs` has codebook, unit, seed, population (units to draw from) and copies (units of documents with the
        same text as an earlier one, which are not drawn).

    Raises
    ------
    OptionError
        If the unit is unknown, there are fewer units than n, the tokens are of other
        texts, or a document is one that the codebook was tuned on; if n is too small for the cells of `by`, or
        `zero_share` is not between 0 and 1.
    RefusalError
        If the texts are not at hand (redacted).

    References
    ----------
    Särndal, Swensson & Wretman (1992), Model assisted survey sampling, ch. 7: poststratified weights.
    """
    require_choice("unit", unit, KEYS)
    _require_codable(corpus, tokens, codebook)
    units = _population(corpus, tokens, codebook, unit)
    if by is not None:
        names = grouping.lookup(corpus.documents["doc"].astype(str).tolist(), by=by)
        groups = dict(zip(corpus.documents["doc"].astype(str), names, strict=True))
        units = units.assign(group=units["doc"].map(groups))
        units = units[units["group"].notna()]
    else:
        units = units.assign(group=ALL)
    population = units.drop_duplicates("unit", ignore_index=True)
    if not 1 <= n <= len(population):
        msg = message(
            "n must be from 1 to {n_population}, the {unit}s that these texts have, not {n}",
            n_population=len(population),
            unit=unit,
            n=n,
        )
        raise OptionError(msg)
    generator = np.random.default_rng(seed)
    if by is None and zero_share is None:
        drawn = _draw(population, n, generator)
    else:
        drawn = _draw_by_cell(population, n, _ZERO_SHARE if zero_share is None else zero_share, generator)
    tune: set[str] = set()
    for _, members in population.groupby("group", sort=True):
        docs = sorted(members["doc"].unique())
        tune |= {docs[i] for i in generator.permutation(len(docs))[: (len(docs) + 1) // 2]}
    drawn["part"] = np.where(drawn["doc"].isin(tune), "tune", "test")
    drawn = drawn.assign(pi=1 / drawn["weight"])[[c.name for c in schema.DRAWN]]
    drawn = drawn.astype(dict.fromkeys(["stratum", "draw", "part", "group"], "str"))
    book = schema.Source(codebook.id, codebook.version, sha256=codebook.sha256)
    about = schema.About(
        codebook=book,
        unit=unit,
        seed=seed,
        population=len(population),
        copies=len(units) - len(population),
    )
    return schema.check(schema.describe(drawn, about, source=None), schema.DRAWN, what="sample")


def _require_codable(corpus: Corpus, tokens: Tokens, codebook: Codebook) -> None:
    """Refuse texts that are redacted, others than the tokens', or ones the codebook was tuned on."""
    if corpus.redacted:
        msg = message("a redacted corpus has no text to code; read the article itself")
        raise RefusalError.redacted(msg)
    if tokens.recipe.corpus != corpus.sha256:
        msg = message("the tokens are of other texts than the corpus; pass segment(corpus)")
        raise OptionError(msg)
    tuned = sorted(set(codebook.provenance.tuned_on) & set(corpus.documents["doc"]))
    if tuned:
        msg = message(
            "the codebook was tuned on {tuned}, which cannot validate it; leave such documents out with "
            "corpus.only(docs=...)",
            tuned=", ".join(map(repr, tuned)),
        )
        raise OptionError(msg)


def _population(corpus: Corpus, tokens: Tokens, codebook: Codebook, unit: str) -> pd.DataFrame:
    """List every unit with its place, id and stratum."""
    frames = codebook.compare or [frame.id for frame in codebook.scored]
    found = hits(tokens, codebook, documents=corpus.documents)
    units = scored_units(found, tokens, frames=frames, unit=unit)
    digest = dict(zip(corpus.documents["doc"], corpus.documents["sha256"], strict=True))
    places = zip(units["doc"], units["start"], units["end"], strict=True)
    units["unit"] = [f"u{hashlib.sha256(f'{digest[d]} {a} {b}'.encode()).hexdigest()[:12]}" for d, a, b in places]
    return units


def _draw(population: pd.DataFrame, n: int, generator: np.random.Generator) -> pd.DataFrame:
    """Draw the random half, then high and low units, then any others, and weigh by stratum."""
    # Example: 10 of 90 units without a score, 3 of 12 low and 2 of 4 high ones give the weights 9, 4 and 2
    order = generator.permutation(len(population))
    stratum = population["stratum"].to_numpy()
    half = (n + 1) // 2
    chosen, rest = list(order[:half]), order[half:]
    for name, wanted in (("high", (n - half) // 2), ("low", n - half - (n - half) // 2)):
        chosen += list(rest[stratum[rest] == name][:wanted])
    taken = set(chosen)
    chosen += [i for i in rest if i not in taken][: n - len(chosen)]
    how = np.full(len(population), "stratified", dtype=object)
    how[order[:half]] = "random"
    drawn = population.assign(draw=how).iloc[sorted(chosen)].reset_index(drop=True)
    weight = population["stratum"].value_counts() / drawn["stratum"].value_counts()
    return drawn.assign(weight=drawn["stratum"].map(weight).astype("float64"))


def _draw_by_cell(population: pd.DataFrame, n: int, zero_share: float, generator: np.random.Generator) -> pd.DataFrame:
    """Draw as many units of each group, of them a share where nothing is found, at random within each cell."""
    if not 0 < zero_share < 1:
        msg = message("zero_share must be above 0 and below 1, not {zero_share:g}", zero_share=zero_share)
        raise OptionError(msg)
    population = population.assign(stratum=np.where(population["stratum"] == "zero", "zero", "found"))
    cells = population.groupby(["group", "stratum"], sort=True).indices
    wanted = _allocate({cell: len(places) for cell, places in cells.items()}, n, zero_share)
    chosen = [place for cell, places in cells.items() for place in generator.permutation(places)[: wanted[cell]]]
    drawn = population.iloc[sorted(chosen)].reset_index(drop=True)
    weight = {cell: len(cells[cell]) / wanted[cell] for cell in cells}
    named = zip(drawn["group"], drawn["stratum"], strict=True)
    return drawn.assign(draw="stratified", weight=np.array([weight[cell] for cell in named], dtype=np.float64))


def _allocate(sizes: Mapping[Any, int], n: int, zero_share: float) -> dict[Any, int]:
    """Divide labels over the cells of groups: equal by group, a share to the zero cell, 10 at least in each."""
    # Example: 90 of two groups, of which a has 20 found and 500 zero units and b 200 and 12: 45 each, 15 and 30; b can
    # only fill 12 of its 30, so that 33 found ones are read there
    groups = sorted({group for group, _ in sizes})
    wanted = dict.fromkeys(sizes, 0)
    for k, group in enumerate(groups):
        share = n // len(groups) + (k < n % len(groups))
        zero, found = (sizes.get((group, name), 0) for name in ("zero", "found"))
        least = min(zero, _LEAST) + min(found, _LEAST)
        if share < least:
            msg = message(
                "n is {n}, too few for {least} units of each cell of each group; pass {least_2} or more",
                n=n,
                least=_LEAST,
                least_2=least * len(groups),
            )
            raise OptionError(msg)
        take = min(max(round(share * zero_share), min(zero, _LEAST)), share - min(found, _LEAST), zero)
        take = max(take, min(share - found, zero))
        wanted |= {cell: v for cell, v in (((group, "zero"), take), ((group, "found"), min(share - take, found))) if v}
    # what a small group cannot give is drawn from the others, one by one
    left = n - sum(wanted.values())
    for cell in cycle(list(sizes)):
        if not left:
            break
        if wanted[cell] < sizes[cell]:
            wanted[cell] += 1
            left -= 1
    return wanted
