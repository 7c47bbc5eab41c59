"""What a contract is: promised columns with kind, unit and meaning, and the check of a frame against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analysis.errors import SchemaError
from analysis.messages import message
from analysis.schema.printer import show_tables

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Column", "Contract", "Kind", "check"]

Kind = Literal["text", "int", "float", "bool"]


@dataclass(frozen=True)
class Column:
    """One promised column: its name, kind, unit (empty for none), meaning and Korean label."""

    # A label that a name has in some tables alone says by which column beside it those are known: in Korean `source`
    # is 출처, beside `target` (stats.cooccurrence) 앞말.

    name: str
    kind: Kind
    unit: str
    meaning: str
    label: str = ""
    beside: tuple[str, ...] = ()


Contract = tuple[Column, ...]

DOC = Column("doc", "text", "", "document id", "문서")
PARAGRAPH = Column("paragraph", "int", "ordinal from 1", "paragraph within the document", "문단")
SENTENCE = Column("sentence", "int", "ordinal from 1", "sentence within the document", "문장")
START = Column("start", "int", "code points from 0", "first character in the document's text", "시작")
END = Column("end", "int", "code points from 0", "one past the last character", "끝")
TERM = Column("term", "text", "", "the counted form", "단어")
TAG = Column("tag", "text", "", "part-of-speech tag of the analyser (Sejong set)", "품사")
DOCS = Column("docs", "int", "documents", "documents that hold it", "문서 수")
FRAME = Column("frame", "text", "", "frame id of the codebook", "프레임")
SPAN: Contract = (DOC, PARAGRAPH, SENTENCE, START, END)


def check(frame: pd.DataFrame, contract: Contract, *, what: str) -> pd.DataFrame:
    """Hold a frame against a contract and return it unchanged."""
    show_tables()
    missing = [c.name for c in contract if c.name not in frame.columns]
    if missing:
        msg = message(
            "{what}: missing column(s) {missing}; it has {frame}",
            what=what,
            missing=", ".join(missing),
            frame=", ".join(map(str, frame.columns)) or message("none"),
        )
        raise SchemaError(msg)
    # An empty frame has kept its columns, but seldom their kinds: pandas makes them object.
    if len(frame):
        kinds = dict(zip(frame.columns, frame.dtypes, strict=True))
        wrong = [c for c in contract if not _fits(kinds[c.name], c.kind)]
        if wrong:
            named = ", ".join(
                message("{name} is {found}, not {kind}", name=c.name, found=kinds[c.name], kind=c.kind) for c in wrong
            )
            msg = message("{what}: {named}; convert the column(s) first", what=what, named=named)
            raise SchemaError(msg)
    return frame


def _fits(dtype: Any, kind: Kind) -> bool:
    """Whether a column of a frame is of a kind."""
    import pandas as pd  # here, because the command line reads contracts before it knows that it needs a table

    if kind == "text":
        # texts on the disk are of a kind of their own, whose cells are strings
        return isinstance(dtype, pd.CategoricalDtype) or bool(pd.api.types.is_string_dtype(dtype)) or dtype.type is str
    kinds = {"int": pd.api.types.is_integer_dtype, "float": pd.api.types.is_float_dtype}
    return bool(kinds.get(kind, pd.api.types.is_bool_dtype)(dtype))
