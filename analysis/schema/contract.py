"""What a contract is: promised columns with kind, unit and meaning, and the check of a frame against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import SchemaError

Kind = Literal["text", "int", "float", "bool"]


@dataclass(frozen=True)
class Column:
    """One promised column: its name, kind, unit (empty for none) and meaning."""

    name: str
    kind: Kind
    unit: str
    meaning: str


Contract = tuple[Column, ...]

DOC = Column("doc", "text", "", "document id")
PARAGRAPH = Column("paragraph", "int", "ordinal from 1", "paragraph within the document")
SENTENCE = Column("sentence", "int", "ordinal from 1", "sentence within the document")
START = Column("start", "int", "code points from 0", "first character in the document's text")
END = Column("end", "int", "code points from 0", "one past the last character")
TERM = Column("term", "text", "", "the counted form")
TAG = Column("tag", "text", "", "part-of-speech tag of the analyser (Sejong set)")
FRAME = Column("frame", "text", "", "frame id of the codebook")

_FITS = {
    "text": lambda kind: isinstance(kind, pd.CategoricalDtype) or pd.api.types.is_string_dtype(kind),
    "int": pd.api.types.is_integer_dtype,
    "float": pd.api.types.is_float_dtype,
    "bool": pd.api.types.is_bool_dtype,
}


def check(frame: pd.DataFrame, contract: Contract, *, what: str) -> pd.DataFrame:
    """Hold a frame against a contract and return it unchanged."""
    missing = [c.name for c in contract if c.name not in frame.columns]
    if missing:
        msg = f"{what}: missing column(s) {', '.join(missing)}; it has {', '.join(map(str, frame.columns)) or 'none'}"
        raise SchemaError(msg)
    if len(frame):
        kinds = dict(zip(frame.columns, frame.dtypes, strict=True))
        wrong = [c for c in contract if not _FITS[c.kind](kinds[c.name])]
        if wrong:
            named = ", ".join(f"{c.name} is {kinds[c.name]}, not {c.kind}" for c in wrong)
            msg = f"{what}: {named}; convert the column(s) first"
            raise SchemaError(msg)
    return frame
