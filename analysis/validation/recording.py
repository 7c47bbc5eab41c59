"""The validation file: openings of the test part, and what was measured, beside the codebook it was measured for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import yaml
from pydantic import ValidationError

from analysis import schema, whole
from analysis.codebook import Codebook
from analysis.codebook.validated import (
    CLAIM,
    PILOT,
    RELIABLE,
    RIGHT,
    TENTATIVE,
    Evidence,
    Opening,
    Status,
    beside,
    load,
)
from analysis.errors import CodebookError, OptionError
from analysis.validation.agreeing import agreement

_DIGITS = 4
_HEAD = "# Written by validation.record and validation.open_test; figures are of this version of the codebook alone.\n"


def open_test(
    sample: pd.DataFrame,
    *,
    codebook: Codebook,
    part: str = "test",
    use: Literal["measured", "tuned"] = "measured",
    note: str = "",
    date: dt.date | None = None,
) -> pd.DataFrame:
    """Open the test part, or another closed one, and log that it was.

    A test part says how a codebook does on texts that nobody has mended it for. It is meant to be opened once per
    version; every opening stands in the validation file, once for each state of the codebook and use. Any part whose
    name does not begin with tune is closed until then.

    Parameters
    ----------
    sample : DataFrame
        The sample that was coded.
    codebook : Codebook
        The codebook to be measured, read from a file.
    part : str
        The part to open.
    use : {"measured", "tuned"}
        "measured" when numbers alone are seen; "tuned" when its sentences are read to change the codebook, which makes
        it a part like the tune part from then on.
    note : str
        Why, for readers of the file.
    date : date, optional
        Today if it is left out.

    Returns
    -------
    DataFrame
        The sample, whose part `accuracy` and the like now take.

    Raises
    ------
    OptionError
        If the codebook was not read from a file, there is no such part, or the use is unknown.
    """
    schema.check(sample, schema.SAMPLE, what="sample")
    parts = sorted(sample["part"].unique())
    if use not in {"measured", "tuned"} or part not in parts:
        named = f"no part {part!r}; the sample has {', '.join(parts)}"
        msg = f"use is measured or tuned, not {use!r}" if part in parts else named
        raise OptionError(msg)
    told = {"version": codebook.version, "sha256": codebook.sha256, "use": use, "note": note, "part": part}
    opening = Opening.model_validate(told | {"date": date or dt.date.today()})
    held = _held(codebook)
    before = held.openings if held else ()
    data = held.model_dump(mode="json", by_alias=True) if held else _bare(codebook, opening.date)
    if (opening.sha256, part, use) not in {(o.sha256, o.part, o.use) for o in before}:
        _write(codebook, data | {"openings": [o.model_dump(mode="json") for o in (*before, opening)]})
    opened = sample.copy()
    opened.attrs = dict(sample.attrs) | {"opened": sorted({*sample.attrs.get("opened", ()), part})}
    return opened


def record(
    codebook: Codebook,
    *,
    codings: pd.DataFrame,
    sample: pd.DataFrame,
    accuracy: Sequence[pd.DataFrame],
    note: str = "",
    date: dt.date | None = None,
) -> Path:
    """Write what was measured into the validation file of a codebook; openings logged before stay.

    Parameters
    ----------
    codebook : Codebook
        The codebook that was measured, read from a file.
    codings : DataFrame
        What the coders said.
    sample : DataFrame
        What they were given.
    accuracy : sequence of DataFrame
        As `accuracy` gives it by frame, of the same codebook; with weighting "none", "sample" or both.
    note : str
        What a reader must know besides.
    date : date, optional
        Today if it is left out.

    Returns
    -------
    Path
        ``<codebook>.validation.yaml``. `codebook.read` finds it from then on, and drops it when the codebook changes.
        The status granted: "validated" takes two human coders, alpha of at least .80 for every compared frame, and
        200 coded units in a part that the codebook was not adjusted to; "piloted" takes two human coders, alpha of
        at least .667 and 100 units in any part; both take a precision and recall of at least .50 for those frames in
        that part. Programs as coders grant nothing.

    Raises
    ------
    OptionError
        If the codebook was not read from a file, or a table is of another codebook, by term, or without attrs.
    """
    for table in accuracy:
        _fits(table, codebook)
    held = _held(codebook)
    openings = held.openings if held else ()
    agreed = agreement(codings)
    people = codings.drop_duplicates("coder").sort_values("coder")
    coders = [{"id": c, "kind": k} for c, k in zip(people["coder"], people["kind"], strict=True)]
    measured = [_plain(row) | {"weighting": t.attrs["weighting"]} for t in accuracy for row in t.to_dict("records")]
    data = _bare(codebook, date or dt.date.today()) | {
        "coders": coders,
        "samples": _samples(sample, openings),
        "agreement": [_plain(row) for row in agreed.drop(columns="reason").to_dict("records")],
        "accuracy": [{k: v for k, v in row.items() if k in _KEPT} for row in measured],
        "openings": [o.model_dump(mode="json") for o in openings],
        "note": note,
    }
    granted, reason = _grant(Evidence.model_validate(data), codebook)
    return _write(codebook, data | {"granted": granted, "reason": reason})


_KEPT = {
    *("frame", "part", "weighting", "n", "undecided", "positive", "predicted", "true_positive", "f1"),
    *("precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high"),
}


def _grant(found: Evidence, codebook: Codebook) -> tuple[Status, str]:
    """Decide on the status, and say why."""
    people = sum(c.kind == "human" for c in found.coders)
    if people < 2:
        machines = sum(c.kind == "machine" for c in found.coders)
        return "unvalidated", f"{people} human coder(s) and {machines} machine reader(s); a status takes two people"
    frames = codebook.compare or codebook.frame_ids
    alphas = [next((a.alpha for a in found.agreement if a.frame == f), None) for f in frames]
    lowest = min(a if a is not None else -1.0 for a in alphas)
    fresh = {s.part for s in found.samples if not s.seen}
    parts = {s.part for s in found.samples}
    if lowest >= RELIABLE and (part := _reaches(found, frames, fresh, CLAIM)):
        return "validated", f"alpha {lowest:.2f} or more, {CLAIM} units or more in the part {part!r}"
    if lowest >= TENTATIVE and (part := _reaches(found, frames, parts, PILOT)):
        return "piloted", f"alpha {lowest:.2f} or more, {PILOT} units or more in the part {part!r}"
    return "unvalidated", (
        f"alpha {lowest:.2f}, or fewer than {PILOT} units in every part, or precision or recall below {RIGHT:.2f}"
    )


def _reaches(found: Evidence, frames: Iterable[str], parts: set[str], least: int) -> str:
    """Name a part in which every frame has enough units and is right more often than not."""
    for part in sorted(parts):
        rows = {m.frame: m for m in found.accuracy if m.part == part and m.weighting == "none" and m.n >= least}
        if all(f in rows and min(rows[f].precision or 0.0, rows[f].recall or 0.0) >= RIGHT for f in frames):
            return part
    return ""


def _samples(sample: pd.DataFrame, openings: Iterable[Opening]) -> list[dict[str, Any]]:
    """Describe the parts; one that was opened for tuning is seen, and so is every tune part."""
    tuned = {o.part for o in openings if o.use == "tuned"}
    return [
        {
            "part": str(part),
            "n": len(rows),
            "documents": int(rows["doc"].nunique()),
            "seen": str(part).startswith("tune") or part in tuned,
        }
        for part, rows in sample.groupby("part")
    ]


def _fits(table: pd.DataFrame, codebook: Codebook) -> None:
    """Refuse a table that is not of this codebook."""
    schema.check(table, schema.ACCURACY, what="accuracy table")
    about = table.attrs.get("codebook", {})
    if "weighting" not in table.attrs or "term" in table.columns or about.get("sha256") != codebook.sha256:
        msg = "an accuracy table is by term, lost its attrs, or is of another codebook; pass what accuracy() returned"
        raise OptionError(msg)


def _bare(codebook: Codebook, date: dt.date) -> dict[str, Any]:
    """Begin a validation file: nothing measured, nothing granted."""
    return {
        "schema": "damron-validation/1",
        "codebook": {"id": codebook.id, "version": codebook.version, "sha256": codebook.sha256},
        "date": date.isoformat(),
        "granted": "unvalidated",
        "reason": "nothing was measured yet",
        **{key: [] for key in ("coders", "samples", "agreement", "accuracy", "openings")},
        "note": "",
    }


def _held(codebook: Codebook) -> Evidence | None:
    """Read the validation file as it stands, whichever version it is of."""
    if not codebook.path:
        msg = "the codebook was not read from a file, so that nothing can stand beside it; use codebook.read"
        raise OptionError(msg)
    file = beside(codebook.path)
    return load(file) if file.is_file() else None


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """Turn a row into what YAML can hold: rounded, and nothing where a number is undefined."""
    told: dict[str, Any] = {}
    for name, value in row.items():
        number = isinstance(value, float)
        told[str(name)] = (None if pd.isna(value) else round(value, _DIGITS)) if number else value
    return told


def _write(codebook: Codebook, data: dict[str, Any]) -> Path:
    """Check and write the file, whole or not at all."""
    target = beside(codebook.path)
    try:
        Evidence.model_validate(data)
    except ValidationError as error:
        msg = f"{target.name} cannot be written: {error.errors()[0]['msg']}; mend the file by hand"
        raise CodebookError(msg) from error
    text = _HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120, default_flow_style=None)
    return whole.write(target, text.encode("utf-8"))
