"""Which documents of a timeline hold which word: what a count cannot say, carried by the table in a few kilobytes."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import SchemaError
from analysis.matcher.arrays import Ints
from analysis.messages import message


@dataclass(frozen=True)
class Placed:
    """Documents in order of time, each with the cell of each among groups by periods, and those that hold a term."""

    groups: tuple[str, ...]
    periods: tuple[str, ...]
    docs: tuple[str, ...]
    titles: tuple[str, ...]
    cell: Ints  # place in groups by periods
    held: Mapping[str, Ints]  # places in docs, by term
    counts: Mapping[str, Ints]  # occurrences there

    def written(self) -> str:
        """Write it as one text, which attrs can hold and copy for nothing."""
        data = {
            "groups": self.groups, "periods": self.periods, "docs": self.docs, "titles": self.titles,
            "cell": self.cell.tolist(),
            "held": {term: np.diff(at, prepend=0).tolist() for term, at in self.held.items()},
            "counts": {term: n.tolist() for term, n in self.counts.items()},
        }  # fmt: skip
        plain = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.b64encode(zlib.compress(plain, 6)).decode("ascii")


def placed(line: pd.DataFrame, *, what: str) -> Placed:
    """Read where the documents of a timeline stand; refuse a table that has lost it."""
    text = schema.about(line).placed
    if not text:
        raise SchemaError(
            message(
                "{what}: the timeline no longer knows its documents, as after merge or reading a CSV, and stories "
                "cannot be told in it; pass what stats.timeline returned",
                what=what,
            )
        )
    data = json.loads(zlib.decompress(base64.b64decode(text)))
    return Placed(
        tuple(data["groups"]),
        tuple(data["periods"]),
        tuple(data["docs"]),
        tuple(data["titles"]),
        np.array(data["cell"], dtype=np.int64),
        {term: np.cumsum(np.array(steps, dtype=np.int64)) for term, steps in data["held"].items()},
        {term: np.array(n, dtype=np.int64) for term, n in data["counts"].items()},
    )
