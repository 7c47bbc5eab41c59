"""The validation file of a codebook: its format, its reading, and what it says of accuracy."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from analysis import schema
from analysis.errors import CodebookError, RefusalError
from analysis.files import sealed
from analysis.files.yaml import line_of, parse
from analysis.messages import later, message
from analysis.messages.libraries import told

Status = Literal["unvalidated", "piloted", "validated"]
ENDING = ".validation.yaml"
SCHEMA = "damron-validation/1"
_MEND = later("write it with validation.record")
_HEAD = "# Written by validation.record and validation.open_test; figures are of this version of the codebook alone.\n"
PILOT, CLAIM = 100, 200  # coded units for a pilot and for a claim (about 7 and 5 points around a precision of .85)
TENTATIVE, RELIABLE = 0.667, 0.80  # Krippendorff's (2004) floors for alpha
RIGHT = 0.5  # precision and recall below which a frame is wrong more often than right

_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _day(value: object) -> object:
    """Refuse text that is no day, for a number would be taken as seconds."""
    if isinstance(value, str) and not _DAY.fullmatch(value):
        msg = message("it is no day; write it as 2026-01-31")
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
    alpha_texts: float | None = None
    alpha_texts_low: float | None = None
    alpha_texts_high: float | None = None
    prevalence: float | None = None
    verdict: Literal["reliable", "tentative", "unreliable", "undefined"]
    reason: str = ""


class Measured(_Model):
    """Accuracy on one frame in one part; rates as counted (none) or of the texts that were drawn from (sample)."""

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
    recall_bound: _Share | None = None
    missed_high: float | None = None
    found_units: float | None = None
    zero_units: float | None = None
    zero_read: int | None = None
    f1: _Share | None = None
    f1_low: _Share | None = None
    f1_high: _Share | None = None
    reason: str = ""


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


class _Figures(NamedTuple):
    """What is printed of a frame, a row for every part, and whether the codebook was adjusted to these parts."""

    measured: tuple[Measured, ...]
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
    texts: tuple[str, ...] = ()
    note: str = ""

    @model_validator(mode="after")
    def _require_two_people(self) -> Self:
        """Refuse a status above unvalidated without two human coders."""
        people = sum(c.kind == "human" for c in self.coders)
        if self.granted != "unvalidated" and people < 2:
            msg = message(
                "granted {granted!r} needs two human coders, and the file names {people}",
                granted=self.granted,
                people=people,
            )
            raise ValueError(msg)
        return self

    def figures(self, frame: str) -> _Figures | None:
        """Return what to print of a frame: all parts that are not seen, else all parts."""
        # No part is chosen for its good figures. Rates of the texts go before those of the coded units alone.
        seen = {s.part for s in self.samples if s.seen}
        alphas = [a.alpha if a.alpha_texts is None else a.alpha_texts for a in self.agreement if a.frame == frame]
        if not alphas or alphas[0] is None or alphas[0] < TENTATIVE:
            return None
        rows = [m for m in self.accuracy if m.frame == frame]
        fresh = [m for m in rows if m.part not in seen]
        weighted = [m for m in fresh or rows if m.weighting == "sample" and m.precision_low is not None]
        shown = weighted or [m for m in fresh or rows if m.weighting == "none"]
        return _Figures(tuple(shown), not fresh) if shown else None

    def summary(self, labels: dict[str, str]) -> str:
        """Write precision and recall in one Korean clause."""
        told = {frame: row for frame in labels if (row := self.figures(frame))}
        people = sum(c.kind == "human" for c in self.coders)
        who = "사람 코딩과 비교" if people else "기계 판독과 비교"
        if not told:
            return f"{who}, 정밀도·재현율 없음"
        where = "조정에 쓴 글" if any(row.seen for row in told.values()) else "조정에 쓰지 않은 글"
        each = (_accuracy_clause(row.measured, label=labels[frame]) for frame, row in told.items())
        return f"{who}({where}): {', '.join(each)}"


def beside(path: str | Path) -> Path:
    """Return the path of the validation file that belongs to a codebook file."""
    file = Path(path)
    return file.with_name(f"{file.stem}{ENDING}")


def hashed(doc: str) -> str:
    """Hash the id of a document, as a validation file of a list keeps it."""
    return hashlib.sha256(doc.encode()).hexdigest()[:12]


def load(path: Path) -> Evidence:
    """Read a validation file."""
    content = sealed.read(path, schema=SCHEMA, mend=message(_MEND))
    try:
        data: Any = parse(content.data)
        return Evidence.model_validate(data)
    except CodebookError as error:
        msg = message("validation file {path}, {error}; {mend}", path=path.name, error=error, mend=message(_MEND))
        raise CodebookError(msg) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        what = f"{where}: {told(first['msg'])}" if where else told(first["msg"])
        msg = message(
            "validation file {path}, line {line_of}: {what}; {mend}",
            path=path.name,
            line_of=line_of(content.data, first["loc"]),
            what=what,
            mend=message(_MEND),
        )
        raise CodebookError(msg) from error


def to_yaml(data: dict[str, Any]) -> bytes:
    """Write the content of a validation file with its seal."""
    import yaml  # only to write

    text = _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
    rows = sum(len(value) for value in data.values() if isinstance(value, list))
    return sealed.close(text.encode("utf-8"), ending=".yaml", schema=SCHEMA, rows=rows)


def _accuracy_clause(measured: Sequence[Measured], *, label: str) -> str:
    """Write precision and recall in a clause for a footer."""
    # Example: ‘동맹’ 정밀도 .80 [.70, .88]·재현율 적어도 .63(95%); of several parts from where to where they go, 정밀도
    # .65–.95·재현율 적어도 .07(95%, 표본 2개); of counts their sums, 정밀도 .80(32/40)·코딩한 단위의 재현율 .65(32/49)
    m = measured[0]
    if m.weighting == "none":
        positive, predicted, both = (
            sum(getattr(one, name) for one in measured) for name in ("positive", "predicted", "true_positive")
        )
        return f"‘{label}’ 정밀도 {_share(both, predicted)}·코딩한 단위의 재현율 {_share(both, positive)}"
    bounds = [one.recall_bound for one in measured if one.recall_bound is not None]
    least = f"적어도 {short(min(bounds))}" if bounds else "없음"
    if len(measured) > 1:
        points = sorted(one.precision for one in measured if one.precision is not None)
        precision = f"{short(points[0])}–{short(points[-1])}" if points else "없음"
        return f"‘{label}’ 정밀도 {precision}·재현율 {least}(95%, 표본 {len(measured)}개)"
    head = f"‘{label}’ 정밀도 {with_interval(m.precision, m.precision_low, m.precision_high)}"
    if m.recall is None:
        return f"{head}·재현율 {least}{'(95%)' if bounds else ''}"
    return f"{head}·재현율 {with_interval(m.recall, m.recall_low, m.recall_high)}"


def _share(hits: int, base: int) -> str:
    """Write a share with its counts."""
    return f"{short(hits / base if base else None)}({hits}/{base})"


def with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """Write a share with its interval as papers do."""
    between = "" if low is None or high is None else f" [{short(low)}, {short(high)}]"
    return f"{short(value)}{between}" if value is not None or not between else between.strip()


def short(value: float | None) -> str:
    """Write a share with two digits and no 0 before the point."""
    return "없음" if value is None else f"{value:.2f}".removeprefix("0")


def is_checked(about: schema.About, docs: Iterable[str]) -> bool:
    """Tell whether two people have read 200 sentences of these texts for a list of polarity."""
    return about.checked is not None and suffices(about.checked, docs)


def suffices(checked: schema.Checked, docs: Iterable[str]) -> bool:
    """Tell whether two people have read 200 sentences, all of them of these texts."""
    read = set(checked.texts)
    enough = checked.units >= CLAIM and checked.coders >= 2
    return enough and bool(read) and read <= set(map(hashed, set(docs)))


def require_checked(about: schema.About, docs: Iterable[str]) -> None:
    """Refuse to compare by a list of polarity that nobody has checked on these texts; other codebooks pass."""
    polar = about.checked is not None or about.chart == "polarity"
    if polar and not is_checked(about, docs):
        raise RefusalError.unchecked()
