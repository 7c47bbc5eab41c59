"""The matrix of units by frames: counted hits in every sentence or paragraph, and the tests on its shuffles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.framing._score import Floats, Ints, score
from analysis.messages import message
from analysis.options import meant
from analysis.schema.framing import FEW
from analysis.tokens import Tokens

_LEAST_DRAWS = 100
_SLACK = 1e-12  # what adding in another order may change


@dataclass(frozen=True)
class Units:
    """Units in reading order, and the counted hits of each frame in them."""

    places: pd.DataFrame  # doc, paragraph and, of sentences, sentence
    doc: Ints  # number of the document, from 0
    n: Ints  # units by frames
    frames: list[str]
    about: schema.About

    @property
    def sizes(self) -> Ints:
        """Units of every document."""
        return np.bincount(self.doc).astype(np.int64)


def count_units(
    hits: pd.DataFrame, tokens: Tokens, *, by: Literal["sentence", "paragraph"], frames: Sequence[str] | None
) -> Units:
    """Count the hits of some frames, or of all, in every unit of the tokens."""
    scores = score(hits, tokens, by=by)
    about = schema.about(scores)
    known = about.frame_ids
    chosen = choose_frames(frames, known)
    # Scores have one row per unit and frame, frames fastest: 2 units of 3 frames are n 1 0 2 0 0 1, as a matrix [[1, 0,
    # 2], [0, 0, 1]]; every third row names the unit
    table = scores["n"].to_numpy(dtype=np.int64).reshape(-1, len(known))
    places = scores.iloc[:: len(known)].reset_index(drop=True)
    keys = [name for name in ("doc", "paragraph", "sentence") if name in places.columns]
    doc = pd.factorize(places["doc"])[0].astype(np.int64)
    return Units(places[keys], doc, table[:, [known.index(frame) for frame in chosen]], chosen, about)


def choose_frames(frames: Sequence[str] | None, known: list[str]) -> list[str]:
    """Return the frames asked for, or all; refuse what is no list of different frames of the codebook."""
    chosen = list(known if frames is None else frames)
    if isinstance(frames, str) or not chosen or len(set(chosen)) != len(chosen) or not set(chosen) <= set(known):
        near = next((found for name in chosen if name not in known and (found := meant(str(name), known))), "")
        msg = message(
            "frames must be a list of different frames of the codebook, not {frames!r}{near}; choose from {known}",
            frames=frames,
            near=near,
            known=", ".join(known),
        )
        raise OptionError(msg)
    return chosen


def require_draws(draws: int) -> None:
    """Refuse so few shuffles that a 95% range would be made of two or three of them."""
    if draws < _LEAST_DRAWS:
        msg = message(
            "draws is {draws}; give {least_draws} or more, such as 2000", draws=draws, least_draws=_LEAST_DRAWS
        )
        raise OptionError(msg)


def range_and_p(observed: float, *, expected: float, shuffled: Floats, n: int) -> tuple[float, float, float]:
    """95% range of shuffles and the two-sided p; NaN below 5, and where shuffling changes nothing."""
    if n < FEW or np.ptp(shuffled) <= _SLACK:
        return np.nan, np.nan, np.nan
    # Example: 5 where 3 is expected, against shuffles 1 3 3 5 2: two are at least 2 away, p = (1 + 2) / (1 + 5) = 0.5
    low, high = np.quantile(shuffled, [0.025, 0.975])
    as_far = int((np.abs(shuffled - expected) >= abs(observed - expected) - _SLACK).sum())
    return float(low), float(high), (1 + as_far) / (1 + len(shuffled))


def add_p_adjusted(table: pd.DataFrame) -> pd.DataFrame:
    """Add `p_adjusted`, by Holm over the rows of the table."""
    return table.assign(p_adjusted=measures.adjust(table["p"].to_numpy(dtype=np.float64), method="holm"))
