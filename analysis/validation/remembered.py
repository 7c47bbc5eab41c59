"""What the validation file of a codebook says, as tables again."""

from __future__ import annotations

import re
from typing import Literal

import pandas as pd

from analysis import measures, schema
from analysis.codebook import Codebook
from analysis.codebook.validated import TENTATIVE, Evidence
from analysis.errors import OptionError, RefusalError
from analysis.validation.calibrating import BINS, bins_of

Of = Literal["frame", "term", "calibration"]


def recorded(codebook: Codebook, *, of: Of = "frame", weighting: Literal["none", "sample"] = "none") -> pd.DataFrame:
    """Return what stands in the validation file of a codebook.

    Parameters
    ----------
    codebook : Codebook
        As `codebook.read` gives it.
    of : {"frame", "term", "calibration"}
        The accuracy of frames, that of terms, or the bins of scores.
    weighting : {"none", "sample"}
        For frames: rates of the counts, or those weighted by the sample. Terms and bins are kept as counts alone.

    Returns
    -------
    DataFrame
        Columns schema.ACCURACY (with term after frame for terms) or schema.CALIBRATION, in the order of the file; what
        the file does not keep (specificity, effective numbers) is NaN. `attrs` has frames, codebook, weighting,
        seen (parts that the codebook was adjusted to) and terms (pattern by id, of
        alternatives the first).

    Raises
    ------
    OptionError
        If a choice is unknown, or terms or bins are wanted with weights.
    RefusalError
        If the codebook has no validation file that fits it, or nothing of that kind was recorded; the message says so.
    """
    if of not in {"frame", "term", "calibration"} or weighting not in {"none", "sample"}:
        msg = f"of is frame, term or calibration and weighting is none or sample, not {of!r} and {weighting!r}"
        raise OptionError(msg)
    if of != "frame" and weighting != "none":
        msg = f"the file keeps counts of the {of}; use weighting='none'"
        raise OptionError(msg)
    found = codebook.evidence
    if found is None:
        msg = f"codebook {codebook.id} has no evidence: {codebook.lost or 'it was not read from a file'}"
        raise RefusalError(msg)
    if not {"frame": found.accuracy, "term": found.terms, "calibration": found.calibration}[of]:
        msg = f"the validation file of {codebook.id} holds nothing of the {of}; pass such a table to validation.record"
        raise RefusalError(msg)
    contract = schema.CALIBRATION if of == "calibration" else schema.ACCURACY
    table = _bins(found) if of == "calibration" else (_terms if of == "term" else _frames)(found, weighting)
    table.attrs = {
        "frames": [{"id": f.id, "label": f.label.ko, "colour": f.colour} for f in codebook.frames],
        "codebook": {k: getattr(codebook, k) for k in ("id", "version", "status", "sha256")},
        "weighting": weighting,
        "seen": [s.part for s in found.samples if s.seen],
        "terms": {term.id: _first(term.match or "") for _, term in codebook.terms()},
    }
    return schema.check(table, contract, what=f"recorded {of} table")


def _frames(found: Evidence, weighting: str) -> pd.DataFrame:
    """Rows by frame."""
    rows = [m.model_dump() | {"alpha": _alpha(found, m.frame)} for m in found.accuracy if m.weighting == weighting]
    return _shaped(rows, [c.name for c in schema.ACCURACY])


def _terms(found: Evidence, weighting: str) -> pd.DataFrame:
    """Rows by term; rates follow from the counts, and are left out where agreement on the frame is too low."""
    whole = {(m.frame, m.part): m for m in found.accuracy if m.weighting == weighting}
    rows = []
    for one in found.terms:
        base = whole.get((one.frame, one.part))
        positive = base.positive if base else 0
        told = {"n": base.n, "undecided": base.undecided} if base else {"n": 0, "undecided": 0}
        row = one.model_dump() | told | {"positive": positive, "alpha": _alpha(found, one.frame)}
        if not _low(found, one.frame):
            for name, n in (("precision", one.predicted), ("recall", positive)):
                low, high = measures.wilson(one.true_positive, n=n)
                row[name] = one.true_positive / n if n else float("nan")
                row |= {f"{name}_low": float(low), f"{name}_high": float(high)}
        rows.append(row)
    names = [c.name for c in schema.ACCURACY]
    return _shaped(rows, [names[0], "term", *names[1:]])


def _bins(found: Evidence) -> pd.DataFrame:
    """Rows by bin of scores."""
    counts: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for one in found.calibration:
        counts.setdefault((one.frame, one.part), {})[one.bin] = (one.n, one.positive)
    rows = [
        row
        for (frame, part), held in counts.items()
        for row in bins_of(frame, part, [held.get(name, (0, 0)) for name in BINS], _low(found, frame))
    ]
    return pd.DataFrame(rows, columns=[c.name for c in schema.CALIBRATION])


def _shaped(rows: list[dict[str, object]], names: list[str]) -> pd.DataFrame:
    """Give rows the columns of an accuracy table."""
    floats = dict.fromkeys((c.name for c in schema.ACCURACY if c.kind == "float"), "float64")
    return pd.DataFrame(rows).reindex(columns=names).astype(floats).assign(reason="")


def _first(pattern: str) -> str:
    """Write a pattern short: of alternatives the first, with dots for the others."""
    return re.sub(r"\(([^()|]*)\|[^()]*\)", r"\1…", pattern)


def _alpha(found: Evidence, frame: str) -> float | None:
    """Alpha of a frame, as far as it is known."""
    return next((a.alpha for a in found.agreement if a.frame == frame), None)


def _low(found: Evidence, frame: str) -> str:
    """Say why rates of a frame are left out, nothing if they are not."""
    alpha = _alpha(found, frame)
    return "" if alpha is not None and alpha >= TENTATIVE else "agreement on the frame is below .667 or unknown"
