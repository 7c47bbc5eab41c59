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
from analysis.codebook.validated import Binned, Evidence, Opening, Termed, beside, load
from analysis.errors import CodebookError, OptionError
from analysis.validation.agreeing import agreement
from analysis.validation.granting import status
from analysis.validation.settled import coders_in

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
        What was measured with the same codebook: as `accuracy` gives it by frame, with weighting "none", "sample" or
        both, and, if they are to be kept, by term (weighting "none") and as `calibration` gives it.
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
        at least .667 and 100 units in any part; both take 100 units that two people read, and a precision and recall
        of at least .50 for those frames in that part. Programs as coders grant nothing, nor do they beside people:
        record what the people coded alone.

    Raises
    ------
    OptionError
        If the codebook was not read from a file, or a table is of another codebook, of other coders, or without attrs.
    """
    for table in accuracy:
        _fits(table, codebook, codings)
    held = _held(codebook)
    openings = held.openings if held else ()
    agreed = agreement(codings)
    people = codings.drop_duplicates("coder").sort_values("coder")
    coders = [{"id": c, "kind": k} for c, k in zip(people["coder"], people["kind"], strict=True)]
    measured = [
        _plain(row) | {"weighting": t.attrs["weighting"]}
        for t in accuracy
        if not {"term", "bin"} & set(t.columns)
        for row in t.to_dict("records")
    ]
    data = _bare(codebook, date or dt.date.today()) | {
        "coders": coders,
        "samples": _samples(sample, openings),
        "agreement": [_plain(row) for row in agreed.drop(columns="reason").to_dict("records")],
        "accuracy": [{k: v for k, v in row.items() if k in _KEPT} for row in measured],
        "terms": _counts(accuracy, Termed, "term"),
        "calibration": _counts(accuracy, Binned, "bin"),
        "openings": [o.model_dump(mode="json") for o in openings],
        "note": note,
    }
    granted, reason = status(Evidence.model_validate(data), codebook)
    return _write(codebook, data | {"granted": granted, "reason": reason})


_KEPT = {
    *("frame", "part", "weighting", "n", "undecided", "positive", "predicted", "true_positive", "f1"),
    *("precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high"),
}


def _counts(tables: Iterable[pd.DataFrame], kind: type[Termed | Binned], column: str) -> list[dict[str, Any]]:
    """List the counts of the tables that have a column; rates follow from them."""
    kept = [t[list(kind.model_fields)] for t in tables if column in t.columns]
    return [{str(k): v for k, v in row.items()} for t in kept for row in t.to_dict("records")]


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


def _fits(table: pd.DataFrame, codebook: Codebook, codings: pd.DataFrame) -> None:
    """Refuse a table that is not of this codebook and these coders."""
    binned = "bin" in table.columns
    schema.check(table, schema.CALIBRATION if binned else schema.ACCURACY, what="accuracy table")
    weighting = "none" if binned else table.attrs.get("weighting")
    if weighting is None or table.attrs.get("codebook", {}).get("sha256") != codebook.sha256:
        msg = "an accuracy table lost its attrs, or is of another codebook; pass what accuracy() returned"
        raise OptionError(msg)
    if "term" in table.columns and weighting != "none":
        msg = "a table by term is kept as counts; pass accuracy(..., by='term', weighting='none')"
        raise OptionError(msg)
    coders = coders_in(codings)
    if table.attrs.get("coders") != coders:
        msg = f"an accuracy table was not measured against {', '.join(coders)}; pass what accuracy(codings) returned"
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
