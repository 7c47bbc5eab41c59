"""What the statistics of counts share: terms by parts, the base, and what redaction leaves unknown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.tokens import Tokens
from analysis.tokens.counts import PARTS, Part, counts

LAYERS = {"morphs": "형태소 층", "units": "단위 층(이름·복합어 병합)", "terms": "사용자 토큰"}
Tags = Sequence[str] | None
_SPAN = 20_000_000


@dataclass(frozen=True)
class Tally:
    """Counts of terms in the parts of some tokens.

    Attributes
    ----------
    terms : DataFrame
        `term`, `tag`, sorted; blanked rows form no term.
    counts : csr_array
        Terms by parts, float64.
    sizes : ndarray
        Rows of the base in every part, blanked ones included; above 0.
    parts : DataFrame
        The columns that name the parts.
    hidden : int
        Blanked rows of the base.
    """

    terms: pd.DataFrame
    counts: Any
    sizes: npt.NDArray[np.int64]
    parts: pd.DataFrame
    hidden: int

    @property
    def n(self) -> npt.NDArray[np.int64]:
        """Occurrences of every term."""
        return np.asarray(self.counts.sum(axis=1)).astype(np.int64)

    @property
    def held(self) -> npt.NDArray[np.int64]:
        """Number of parts that hold each term."""
        return np.asarray(np.diff(self.counts.indptr), dtype=np.int64)

    @property
    def total(self) -> int:
        """Rows of the base."""
        return int(self.sizes.sum())


def tally(tokens: Tokens, *, tags: Tags, parts: Part | int = "document") -> Tally:
    """Count the terms of a base in its parts; an int asks for that many equal parts in reading order."""
    if isinstance(parts, int):
        base = tokens if tags is None else tokens.keep(tags=tags)
        frame = counts(base.table, by=_equal(len(base), parts))
        names: tuple[str, ...] = ("part",)
    else:
        frame = tokens.counts(by=parts, tags=tags)
        names = PARTS[parts]
    if frame.empty:
        return _nothing(names)
    part, labels = _numbered(frame, names)
    sizes = np.bincount(part, weights=frame["n"]).astype(np.int64)
    blank = (frame["term"] == "").to_numpy()
    seen, part = frame[~blank], part[~blank]
    term, pairs = _numbered(seen, ("term", "tag"))
    table = sparse.csr_array((seen["n"].to_numpy(dtype=np.float64), (term, part)), shape=(len(pairs), len(sizes)))
    return Tally(pairs.astype(str), table, sizes, labels, int(frame["n"].to_numpy()[blank].sum()))


def floor(tokens: Tokens) -> int:
    """Least count that is sure to be whole: 1, or what redaction kept readable."""
    kept = [re.match(r"min_count (\d+)", step.detail) for step in tokens.recipe.steps if step.name == "redact"]
    return max([1, *(int(match.group(1)) for match in kept if match)])


def readable(tokens: Tokens, terms: pd.DataFrame, n: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Tell which counts are whole; in redacted tokens those of content words from the floor on."""
    if not tokens.redacted:
        return np.ones(len(terms), dtype=bool)
    return np.asarray((n >= floor(tokens)) & terms["tag"].isin(schema.CONTENT_TAGS).to_numpy())


def whole(tokens: Tokens, what: str) -> None:
    """Refuse redacted tokens where every word is needed."""
    if tokens.redacted:
        msg = f"stats.{what} needs every word, and these tokens are redacted; segment the article itself"
        raise RefusalError.redacted(msg)


def at_least(minimum: int) -> None:
    """Refuse a minimum below 1."""
    if minimum < 1:
        msg = f"minimum must be 1 or more, not {minimum}"
        raise OptionError(msg)


def phrase(tags: Tags, total: int, layer: str) -> str:
    """Name the base in Korean, such as "일반명사·고유명사 351개"."""
    if tags is None:
        return f"{'토큰' if layer == 'terms' else '모든 형태소'} {total:,}개"
    return f"{'·'.join(schema.TAGS.get(tag, tag) for tag in tags)} {total:,}개"


def _equal(rows: int, parts: int) -> pd.Series[int]:
    """Give every row the number of its part, of parts of equal size."""
    if parts < 2 or parts > rows:
        msg = f"{parts} equal parts cannot be cut from {rows} rows; give 2 to {max(rows, 2)}"
        raise OptionError(msg)
    return pd.Series(np.arange(rows) * parts // rows)


def _numbered(frame: pd.DataFrame, names: tuple[str, ...]) -> tuple[npt.NDArray[np.int64], pd.DataFrame]:
    """Give the combinations of some columns numbers in their order, and list them."""
    key = np.zeros(len(frame), dtype=np.int64)
    for name in names:
        column = frame[name]
        categorical = isinstance(column.dtype, pd.CategoricalDtype)
        codes = (column.cat.codes if categorical else column).to_numpy().astype(np.int64)
        key = key * (int(codes.max(initial=0)) + 1) + codes
    span = int(key.max(initial=0)) + 1
    if span > _SPAN:
        _, first, number = np.unique(key, return_index=True, return_inverse=True)
    else:  # a table of the keys that occur, since sorting would cost more
        place = np.full(span, -1, dtype=np.int64)
        place[key[::-1]] = np.arange(len(key))[::-1]  # the first of equal keys is written last
        present = place >= 0
        first, number = place[present], (present.cumsum() - 1)[key]
    return number.reshape(-1), frame.iloc[first][list(names)].reset_index(drop=True)


def _nothing(names: tuple[str, ...]) -> Tally:
    """Return the tally of no tokens."""
    terms = pd.DataFrame({"term": [], "tag": []}, dtype=str)
    empty = sparse.csr_array((0, 0), dtype=np.float64)
    return Tally(terms, empty, np.zeros(0, dtype=np.int64), pd.DataFrame(columns=list(names)), 0)
