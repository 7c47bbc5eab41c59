"""The validation file of a codebook: its format, its reading, and what it says of accuracy."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from analysis.errors import CodebookError
from analysis.files import sealed
from analysis.files.yaml import line_of, parse

Status = Literal["unvalidated", "piloted", "validated"]
ENDING = ".validation.yaml"
SCHEMA = "damron-validation/1"
_MEND = "write it with validation.record"
_HEAD = "# Written by validation.record and validation.open_test; figures are of this version of the codebook alone.\n"
PILOT, CLAIM = 100, 200  # coded units for a pilot and for a claim (about 7 and 5 points around a precision of .85)
TENTATIVE, RELIABLE = 0.667, 0.80  # Krippendorff's (2004) floors for alpha
RIGHT = 0.5  # precision and recall below which a frame is wrong more often than right

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _day(value: object) -> object:
    """Refuse text that is no day, for a number would be taken as seconds."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        msg = "it is no day; write it as 2026-01-31"
        raise ValueError(msg)
    return value


Day = Annotated[dt.date, BeforeValidator(_day)]
_Share = Annotated[float, Field(ge=0, le=1)]


class _Model(BaseModel):
    """Base: frozen, and a key that the format does not have is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Named(_Model):
    """The codebook that was tested, by id, version and hash of its bytes."""

    id: str
    version: str
    sha256: str


class Coder(_Model):
    """One reader of the sample."""

    id: str
    kind: Literal["human", "machine", "adjudicator"]


class Sampled(_Model):
    """One part of the coded units, and whether the codebook was adjusted to it."""

    part: str
    n: int
    documents: int
    seen: bool


class Agreed(_Model):
    """Agreement on one frame."""

    frame: str
    n: int
    coders: int
    percent: float | None = None
    alpha: float | None = None
    alpha_low: float | None = None
    alpha_high: float | None = None
    kappa: float | None = None
    fleiss: float | None = None
    ac1: float | None = None
    prevalence: float | None = None
    verdict: Literal["reliable", "tentative", "unreliable", "undefined"]


class Measured(_Model):
    """Accuracy on one frame in one part; rates as counted (none) or by sampling weights (sample)."""

    frame: str
    part: str
    weighting: Literal["none", "sample"]
    n: int
    undecided: int
    positive: int
    predicted: int
    true_positive: int
    precision: _Share | None = None
    precision_low: _Share | None = None
    precision_high: _Share | None = None
    recall: _Share | None = None
    recall_low: _Share | None = None
    recall_high: _Share | None = None
    f1: _Share | None = None


class Termed(_Model):
    """Units in which one term was found in one part, and those of them in which coders see its frame."""

    frame: str
    term: str
    part: str
    predicted: int
    true_positive: int


class Binned(_Model):
    """Units of one part with a score in one bin, and those of them in which coders see the frame."""

    frame: str
    part: str
    bin: str
    n: int
    positive: int


class Opening(_Model):
    """One look at a part: measured (numbers alone were seen) or tuned (sentences were, to adjust the codebook)."""

    date: Day
    version: str
    part: str
    use: Literal["measured", "tuned"]
    sha256: str = ""
    note: str = ""


class _Counts(NamedTuple):
    """Units of a frame, over the parts that were added up, and whether the codebook was adjusted to any of them."""

    n: int
    positive: int
    predicted: int
    true_positive: int
    seen: bool


class Evidence(_Model):
    """What is known about a codebook from coded units."""

    schema_: Literal["damron-validation/1"] = Field(alias="schema")
    codebook: Named
    date: Day
    granted: Status
    reason: str
    coders: tuple[Coder, ...]
    samples: tuple[Sampled, ...]
    agreement: tuple[Agreed, ...]
    accuracy: tuple[Measured, ...]
    terms: tuple[Termed, ...] = ()
    calibration: tuple[Binned, ...] = ()
    openings: tuple[Opening, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _require_two_people(self) -> Self:
        """Refuse a status above unvalidated without two human coders."""
        people = sum(c.kind == "human" for c in self.coders)
        if self.granted != "unvalidated" and people < 2:
            msg = f"granted {self.granted!r} needs two human coders, and the file names {people}"
            raise ValueError(msg)
        return self

    def figures(self, frame: str) -> _Counts | None:
        """Return the counts to print for a frame: over all parts that are not seen, else over all parts."""
        seen = {s.part for s in self.samples if s.seen}
        rows = [m for m in self.accuracy if m.frame == frame and m.weighting == "none"]
        alpha = next((a.alpha for a in self.agreement if a.frame == frame), None)
        if not rows or alpha is None or alpha < TENTATIVE:
            return None
        fresh = [m for m in rows if m.part not in seen]
        used = fresh or rows
        return _Counts(
            n=sum(m.n for m in used),
            positive=sum(m.positive for m in used),
            predicted=sum(m.predicted for m in used),
            true_positive=sum(m.true_positive for m in used),
            seen=not fresh,
        )

    def summary(self, labels: dict[str, str]) -> str:
        """Write precision and recall with their counts in one Korean clause."""
        counts = {frame: row for frame in labels if (row := self.figures(frame))}
        people = sum(c.kind == "human" for c in self.coders)
        who = "사람 코딩과 비교" if people else "기계 판독과 비교"
        if not counts:
            return f"{who}, 정밀도·재현율 없음"
        where = "조정에 쓴 글" if any(row.seen for row in counts.values()) else "조정에 쓰지 않은 글"
        each = (
            f"‘{labels[frame]}’ 정밀도 {_share(m.true_positive, m.predicted)}·"
            f"재현율 {_share(m.true_positive, m.positive)}"
            for frame, m in counts.items()
        )
        return f"{who}({where}): {', '.join(each)}"


def beside(path: str | Path) -> Path:
    """Return the path of the validation file that belongs to a codebook file."""
    file = Path(path)
    return file.with_name(f"{file.stem}{ENDING}")


def load(path: Path) -> Evidence:
    """Read a validation file."""
    content = sealed.read(path, schema=SCHEMA, mend=_MEND)
    try:
        data: Any = parse(content.data)
        return Evidence.model_validate(data)
    except CodebookError as error:
        msg = f"validation file {path.name}, {error}; {_MEND}"
        raise CodebookError(msg) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        what = f"{where}: {first['msg']}" if where else first["msg"]
        msg = f"validation file {path.name}, line {line_of(content.data, first['loc'])}: {what}; {_MEND}"
        raise CodebookError(msg) from error


def to_yaml(data: dict[str, Any]) -> bytes:
    """Write the content of a validation file with its seal."""
    import yaml  # only to write

    text = _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
    rows = sum(len(value) for value in data.values() if isinstance(value, list))
    return sealed.close(text.encode("utf-8"), ending=".yaml", schema=SCHEMA, rows=rows)


def _share(hits: int, base: int) -> str:
    """Write a share as papers do, with its counts."""
    shown = f"{hits / base:.2f}".removeprefix("0") if base else "없음"
    return f"{shown}({hits}/{base})"
