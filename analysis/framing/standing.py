"""Standing: which of two frames has more counted hits in one text, how far that moves, and what may be said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd

from analysis.framing._verdict import ALPHA, FEWEST_UNITS
from analysis.framing.specifications import CHOICES, value_hits
from analysis.framing.stability import differences_by_unit
from analysis.framing.uncertainty import (
    FEWEST_HITS,
    WAYS,
    DocumentSums,
    PairHits,
    PairSums,
    pair_hits,
    range_of,
    sum_parts,
)
from analysis.measures import sign_flip
from analysis.tokens import Tokens

_Stands = Literal["leads", "leans", "open", "few", "one", "none"]
_SOURCES = {
    "term": "leave_one_term",
    "sentence": "leave_one_sentence",
    "paragraph": "leave_one_paragraph",
    "counting": "specifications",
    "resampling": "sentence_bootstrap",
}
_BASE = {"weights": "equal", "cap": "off"}  # counted hits: one each, however often in a sentence
_CHOICES = {
    "ambiguous_off": {"ambiguous": "without"},
    "weights_on": {"weights": "codebook"},
    "cap_on": {"cap": "codebook"},
    "support_off": {"support": "off"},
    "support_core": {"support": "core"},
    "quotes_out": {"quotes": "without"},
}
_HALF, _SLACK = 0.5, 1e-9
_DRAWS, _SEED = 2_000, 1


@dataclass(frozen=True)
class _Moved:
    """Share of the first frame from one source of change: its ends, what made them, and how many variants there are.

    `distinct` of the variants differ; `undefined` leave no hit of either frame. `reason` is few, single, same or lost.
    """

    source: str
    low: float | None
    high: float | None
    low_by: str
    high_by: str
    variants: int
    distinct: int
    undefined: int
    reason: str

    @property
    def touches(self) -> bool:
        """Whether the lead is not the same in every variant."""
        if self.undefined or self.reason == "lost":
            return True
        return self.low is not None and self.high is not None and self.low <= _HALF + _SLACK and (
            self.high >= _HALF - _SLACK
        )  # fmt: skip


@dataclass(frozen=True)
class _Chosen:
    """One way of counting: the share that it gives, whether it changed any weight, and whether the lead held."""

    id: str
    share: float | None
    changed: bool
    held: bool | None


@dataclass(frozen=True)
class Standing:
    """Two frames of one text: counted hits, weights, and how far the lead bears changes."""

    stands: _Stands
    frames: tuple[str, str]
    n: tuple[int, int]
    weight: tuple[float, float]
    share: float | None
    moved: tuple[_Moved, ...] = ()
    chosen: tuple[_Chosen, ...] = ()
    p: float | None = None
    unit: Literal["sentence", "paragraph", ""] = ""
    units: int = 0
    leader: str = field(default="")


def standing(hits: pd.DataFrame, tokens: Tokens, *, frames: Sequence[str] | None = None) -> Standing:
    """Say how two frames stand by their counted hits, each of which weighs one.

    `framing.stability` and `framing.contrast` weigh hits by the points of the codebook and cap them by sentence. Here
    the codebook's points and cap are two of the ways of counting that the lead must bear.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, of one document.
    tokens : Tokens
        The tokens that the hits were found in.
    frames : sequence of two str, optional
        The pair; by default the codebook's `compare`.

    Returns
    -------
    Standing
        `stands` is none (no hit of either), one (of one alone), few (fewer than five of one), open (leaving out a term,
        sentence or paragraph, or another way of counting, reaches a tie), leans (only resampled sentences do, or the p
        of flipped signs is above .05 or unknown) or leads. Shares and ranges are there from five hits of each on.
    """
    pair = pair_hits(hits, tokens, frames=frames, what="standing")
    everything = slice(0, len(pair.sentences))
    cells = pair.sum_cells(value_hits(pair.hits, _BASE))
    document = DocumentSums(pair, cells, np.arange(len(pair.frame_of_cell)), everything)
    weighed = _sums(pair, {}).weight[0]
    first, second = pair.frames
    n_a, n_b = document.whole.n[0].tolist()
    known = {"frames": (first, second), "n": (n_a, n_b), "weight": (float(weighed[0]), float(weighed[1]))}
    leader = first if n_a > n_b else second if n_b > n_a else ""
    if min(n_a, n_b) < FEWEST_HITS:
        few: _Stands = "few" if n_a and n_b else "one" if n_a or n_b else "none"
        return Standing(few, share=None, leader=leader, **known)  # type: ignore[arg-type]
    moved = tuple(_moved(source, document, pair) for source in _SOURCES)
    unit, differences = differences_by_unit(document, "auto")
    test = sign_flip(differences)
    p = float(test.p) if test.k >= FEWEST_UNITS else None
    return Standing(
        _stands(moved, p, tied=not leader),
        share=n_a / (n_a + n_b),
        moved=moved,
        chosen=tuple(_chosen(name, pair, leader) for name in _CHOICES),
        p=p,
        unit=unit,  # type: ignore[arg-type]
        units=test.k,
        leader=leader,
        **known,
    )


def _stands(moved: Sequence[_Moved], p: float | None, *, tied: bool) -> _Stands:
    """Decide what may be said from the five rows and the p of flipped signs."""
    # Example: every row but resampling above .5 and p .11: leans; the row of terms from .43 to .76: open
    rows = {row.source: row for row in moved}
    drawn = rows.pop("resampling")
    if tied or any(row.touches for row in rows.values()):
        return "open"
    if drawn.touches or drawn.low is None or p is None or p > ALPHA:
        return "leans"
    return "leads"


def _moved(source: str, document: DocumentSums, pair: PairHits) -> _Moved:
    """Work out one row."""
    ways = None
    if source == "counting":
        listed = sorted(WAYS, key=lambda options: _named(options).count("="))  # of equal ends the plainest way is named
        sums = [_sums(pair, options) for options in listed]
        stacked = PairSums(np.concatenate([s.n for s in sums]), np.concatenate([s.weight for s in sums]))
        ways = (stacked, [_named(options) for options in listed])
    row = range_of(_SOURCES[source], document, ways, seed=_SEED, draws=_DRAWS)
    low, high = (
        None if np.isnan(float(row[end] or 0)) else float(row[end] or 0) for end in ("share_low", "share_high")
    )
    distinct = len({tuple(one) for one in np.round(ways[0].ratios()[0], 9)[:, None].tolist()}) if ways else 0
    variants, undefined = int(row["variants"] or 0), int(row["undefined"] or 0)
    if ways and distinct == 1 and not undefined:
        return _Moved(source, None, None, "", "", variants, distinct, 0, "same")
    reason = ""
    if low is None:
        reason = "lost" if undefined else "few" if source == "resampling" else "single"
    return _Moved(source, low, high, str(row["lowest"]), str(row["highest"]), variants, distinct, undefined, reason)


def _sums(pair: PairHits, options: dict[str, str]) -> PairSums:
    """Add up all hits under some options: one row."""
    return sum_parts(pair.sum_cells(value_hits(pair.hits, options)), pair.frame_of_cell * 0, 1)


def _named(options: dict[str, str]) -> str:
    """Name what a way of counting does otherwise than counting hits does, "" for nothing."""
    # Example: weights=codebook, cap=off, quotes=without differs from counted hits in weights and quotes
    base = {name: values[0] for name, values in CHOICES.items()} | _BASE
    return ", ".join(f"{name}={value}" for name, value in options.items() if value != base[name])


def _chosen(name: str, pair: PairHits, leader: str) -> _Chosen:
    """Count in one other way."""
    own, other = (pair.sum_cells(value_hits(pair.hits, _BASE | more)).weight for more in ({}, _CHOICES[name]))
    a, b = np.round(_sums(pair, _BASE | _CHOICES[name]).weight[0], 9).tolist()
    changed = not np.array_equal(own, other)
    share = a / (a + b) if a + b else None
    ahead = pair.frames[0] if a > b else pair.frames[1] if b > a else ""
    return _Chosen(name, share, changed, (ahead == leader) if changed and leader else None)
