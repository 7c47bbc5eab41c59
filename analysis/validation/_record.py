"""The validation file of a codebook: openings of a part logged, measures written, status granted, and all read back."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pandas as pd
from pydantic import ValidationError

from analysis import measures, schema
from analysis.codebook import Codebook
from analysis.codebook import evidence_file as file
from analysis.codebook.evidence_file import CLAIM, PILOT, RIGHT, TENTATIVE, Evidence, Opening, beside, hashed
from analysis.codebook.term_rules import written
from analysis.errors import CodebookError, OptionError, RefusalError
from analysis.files import atomic
from analysis.messages import message
from analysis.messages.libraries import told
from analysis.options import require_choice
from analysis.schema import reasons
from analysis.validation._agreement import agreement
from analysis.validation._calibration import BINS, bins_of
from analysis.validation.consensus import coders_in

_DIGITS = 4
_KEPT = {
    *("frame", "part", "weighting", "n", "undecided", "positive", "predicted", "true_positive", "f1"),
    *("precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high", "recall_bound"),
    *("missed_high", "found_units", "zero_units", "zero_read", "f1_low", "f1_high", "reason"),
}
Of = Literal["frame", "term", "calibration"]


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
        The sample, whose part `accuracy` and the like now take. `attrs` has opened, and seen: the parts that the
        codebook was adjusted to by now, which `labels` does not take.

    Raises
    ------
    OptionError
        If the codebook was not read from a file, there is no such part, or the use is unknown.
    """
    schema.check(sample, schema.SAMPLE, what="sample")
    parts = sorted(sample["part"].unique())
    require_choice("use", use, ("measured", "tuned"))
    if part not in parts:
        msg = message("no part {part!r}; the sample has {parts}", part=part, parts=", ".join(parts))
        raise OptionError(msg)
    # An opening is logged once for each state of the codebook (its hash), part and use. Example: measured twice with
    # one file is one line; a term added and measured again is a second; reading its sentences is a third, "tuned".
    facts = {"version": codebook.version, "sha256": codebook.sha256, "use": use, "note": note, "part": part}
    opening = Opening.model_validate(facts | {"date": date or dt.date.today()})
    evidence = _evidence(codebook)
    before = evidence.openings if evidence else ()
    data = evidence.model_dump(mode="json", by_alias=True) if evidence else _empty_file(codebook, opening.date)
    if (opening.sha256, part, use) not in {(o.sha256, o.part, o.use) for o in before}:
        _write(codebook, data | {"openings": [o.model_dump(mode="json") for o in (*before, opening)]})
    opened = sample.copy()
    about = schema.about(sample)
    tuned = {o.part for o in (*before, opening) if o.use == "tuned"}
    about = replace(
        about,
        opened=tuple(sorted({*(about.opened or ()), part})),
        seen=tuple(sorted({*(about.seen or ()), *(tuned & set(parts))})) or None,
    )
    return schema.describe(opened, about, source=sample)


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
        The status granted, the weakest of the compared frames deciding: "validated" takes two human coders, a lower
        end of alpha in the texts of at least .667, and 200 coded units in a part that the codebook was not adjusted
        to, with a precision and a lower limit of recall in the texts (`recall_bound`) of at least .50; "piloted" takes
        two human coders, alpha in the texts of at least .667 and 100 units in any part, with a precision and recall
        of the coded units of at least .50. Both take 100 units that two people read, and a sample whose weights are
        known. Programs as coders grant nothing, nor do they beside people: record what the people coded alone.

    Raises
    ------
    OptionError
        If the codebook was not read from a file, or a table is of another codebook, of other coders, or without attrs.
    """
    for table in accuracy:
        _require_same_study(table, codebook, codings)
    evidence = _evidence(codebook)
    openings = evidence.openings if evidence else ()
    # All is measured or taken from tables that name this codebook by its hash; the status is computed from what will
    # stand in the file, and cannot be passed in.
    agreed = agreement(codings, sample=sample)
    people = codings.drop_duplicates("coder").sort_values("coder")
    coders = [{"id": c, "kind": k} for c, k in zip(people["coder"], people["kind"], strict=True)]
    measured = [
        _plain_row(row) | {"weighting": schema.about(t).weighting}
        for t in accuracy
        if not {"term", "bin"} & set(t.columns)
        for row in t.to_dict("records")
    ]
    data = _empty_file(codebook, date or dt.date.today()) | {
        "coders": coders,
        "samples": _samples(sample, openings),
        "agreement": [_plain_row(row) for row in agreed[list(file.Agreed.model_fields)].to_dict("records")],
        "accuracy": [{k: v for k, v in row.items() if k in _KEPT} for row in measured],
        "terms": _counts(accuracy, file.Termed, "term"),
        "calibration": _counts(accuracy, file.Binned, "bin"),
        "openings": [o.model_dump(mode="json") for o in openings],
        "note": note,
    }
    if codebook.polar:  # a list holds for the texts that it was checked on alone
        data["texts"] = sorted({hashed(str(doc)) for doc in sample["doc"]})
    granted, reason = _status(Evidence.model_validate(data), codebook)
    return _write(codebook, data | {"granted": granted, "reason": reason})


def recorded(
    codebook: Codebook, *, of: Of = "frame", weighting: Literal["none", "sample"] | None = None
) -> pd.DataFrame:
    """Return what stands in the validation file of a codebook.

    Parameters
    ----------
    codebook : Codebook
        As `codebook.read` gives it.
    of : {"frame", "term", "calibration"}
        The accuracy of frames, that of terms, or the bins of scores.
    weighting : {"none", "sample"}, optional
        For frames: rates of the counts, or those of the texts that were drawn from; without it those of the texts, if
        the file has them. Terms and bins are kept as counts alone.

    Returns
    -------
    DataFrame
        Columns schema.ACCURACY (with term after frame for terms) or schema.CALIBRATION, in the order of the file; what
        the file does not keep (specificity, effective numbers) is NaN. `attrs` has frames, codebook, weighting,
        interval, seen (parts that the codebook was adjusted to) and terms (pattern by id, of
        alternatives the first).

    Raises
    ------
    OptionError
        If a choice is unknown, or terms or bins are wanted with weights.
    RefusalError
        If the codebook has no validation file that fits it, or nothing of that kind was recorded; the message says so.
    """
    require_choice("of", of, ("frame", "term", "calibration"))
    if weighting is not None:
        require_choice("weighting", weighting, ("none", "sample"))
    if of != "frame" and weighting == "sample":
        msg = message("the file keeps counts of the {of}; use weighting='none'", of=of)
        raise OptionError(msg)
    evidence = codebook.evidence
    if evidence is None:
        msg = message(
            "codebook {codebook} has no evidence: {lost}",
            codebook=codebook.id,
            lost=reasons.shown(codebook.lost) if codebook.lost else message("it was not read from a file"),
        )
        raise RefusalError(msg)
    if not {"frame": evidence.accuracy, "term": evidence.terms, "calibration": evidence.calibration}[of]:
        msg = message(
            "the validation file of {codebook} holds nothing of the {of}; pass such a table to validation.record",
            codebook=codebook.id,
            of=of,
        )
        raise RefusalError(msg)
    weighting = weighting or ("sample" if of == "frame" and _has_weighted(evidence) else "none")
    if of == "calibration":
        table, contract = _bin_table(evidence), schema.CALIBRATION
    else:
        table, contract = (_term_table if of == "term" else _frame_table)(evidence, weighting), schema.ACCURACY
    about = schema.About(
        frames=tuple(schema.FrameName(f.id, f.label.ko, f.colour) for f in codebook.frames),
        codebook=schema.Source(codebook.id, codebook.version, codebook.status, codebook.sha256),
        weighting=weighting,
        interval="posterior" if weighting == "sample" else "wilson",
        seen=tuple(s.part for s in evidence.samples if s.seen),
        surfaces={
            term.id: _short(term.match or (written(term.rule) if term.rule else "")) for _, term in codebook.terms()
        },
    )
    return schema.check(
        schema.describe(table, about, source=None), contract, what=message("recorded {of} table", of=of)
    )


def _has_weighted(evidence: Evidence) -> bool:
    """Tell whether the file has rates of the texts."""
    return any(m.weighting == "sample" for m in evidence.accuracy)


def _counts(tables: Iterable[pd.DataFrame], kind: type[file.Termed | file.Binned], column: str) -> list[dict[str, Any]]:
    """List the counts of the tables that have a column; rates follow from them."""
    kept = [t[list(kind.model_fields)] for t in tables if column in t.columns]
    return [{str(k): v for k, v in row.items()} for t in kept for row in t.to_dict("records")]


def _samples(sample: pd.DataFrame, openings: Iterable[Opening]) -> list[dict[str, Any]]:
    """Describe the parts; one that was opened for tuning is seen, and so is every tune part."""
    # Example: parts tune, tune2 and test, test opened once as "tuned": all three are seen, and none can validate
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


def _require_same_study(table: pd.DataFrame, codebook: Codebook, codings: pd.DataFrame) -> None:
    """Refuse a table that is not of this codebook and these coders."""
    binned = "bin" in table.columns
    schema.check(table, schema.CALIBRATION if binned else schema.ACCURACY, what=message("accuracy table"))
    about = schema.about(table)
    # A table of bins states no weighting and holds counts alone. Tables of other texts cannot be told by their columns,
    # but by the coders and the hash of the codebook in their attrs.
    weighting = "none" if binned else about.weighting
    if weighting is None or about.codebook is None or about.codebook.sha256 != codebook.sha256:
        msg = message("an accuracy table lost its attrs, or is of another codebook; pass what accuracy() returned")
        raise OptionError(msg)
    if "term" in table.columns and weighting != "none":
        msg = message("a table by term is kept as counts; pass accuracy(..., by='term', weighting='none')")
        raise OptionError(msg)
    coders = coders_in(codings)
    if about.coders != tuple(coders):
        msg = message(
            "an accuracy table was not measured against {coders}; pass what accuracy(codings) returned",
            coders=", ".join(coders),
        )
        raise OptionError(msg)


def _empty_file(codebook: Codebook, date: dt.date) -> dict[str, Any]:
    """Return the content of a new validation file: nothing measured, nothing granted."""
    return {
        "schema": file.SCHEMA,
        "codebook": {"id": codebook.id, "version": codebook.version, "sha256": codebook.sha256},
        "date": date.isoformat(),
        "granted": "unvalidated",
        "reason": "nothing was measured yet",
        **{key: [] for key in ("coders", "samples", "agreement", "accuracy", "openings")},
        "note": "",
    }


def _evidence(codebook: Codebook) -> Evidence | None:
    """Read the validation file beside a codebook, whichever version it is of; None where there is none."""
    if not codebook.path:
        msg = message("the codebook was not read from a file, so that nothing can stand beside it; use codebook.read")
        raise OptionError(msg)
    place = beside(codebook.path)
    return file.load(place) if atomic.is_there(place) else None


def _plain_row(row: dict[Hashable, Any]) -> dict[str, Any]:
    """Return a row as YAML can hold it: numbers rounded to four digits, NaN as nothing."""
    return {
        str(name): (None if pd.isna(value) else round(value, _DIGITS)) if isinstance(value, float) else value
        for name, value in row.items()
    }


def _write(codebook: Codebook, data: dict[str, Any]) -> Path:
    """Check and write the file, whole or not at all."""
    target = beside(codebook.path)
    data = {name: value for name, value in data.items() if name != "texts" or value}
    try:
        Evidence.model_validate(data)
    except ValidationError as error:
        msg = message(
            "{target} cannot be written: {msg}; mend the file by hand",
            target=target.name,
            msg=told(error.errors()[0]["msg"]),
        )
        raise CodebookError(msg) from error
    return atomic.save(target, file.to_yaml(data))


def _status(evidence: Evidence, codebook: Codebook) -> tuple[file.Status, str]:
    """Grant a status, with the reason; the weakest of the compared frames decides."""
    # Example: alphas of the texts .85 [.74, .93] and .82 [.70, .91], with 240 units in the test part and 120 in the
    # tune part, and in both parts a precision and a lower limit of recall above .50: validated by the test part. Were
    # the test part opened for tuning, no part would be unseen, and the same numbers would grant piloted.
    frames = codebook.compare or [frame.id for frame in codebook.scored]
    if missing := _missing(evidence, frames):
        return "unvalidated", missing
    agreed = [a for a in evidence.agreement if a.frame in frames]
    if lost := [a for a in agreed if a.alpha_texts is None]:
        why = lost[0].reason or "the weights of the sample are unknown"
        return "unvalidated", f"agreement on the frame {lost[0].frame!r} in the texts is unknown: {why}"
    point, low = (min(_known(getattr(a, name)) for a in agreed) for name in ("alpha_texts", "alpha_texts_low"))
    unseen = {s.part for s in evidence.samples if not s.seen}
    parts = {s.part for s in evidence.samples}
    said = f"alpha of the texts {point:.2f} or more (lower end {'unknown' if low < -1 else f'{low:.2f}'})"
    if low >= TENTATIVE and (part := _part_reaching(evidence, frames, unseen, CLAIM, validated=True)):
        return "validated", f"{said}, {CLAIM} units or more in the part {part!r}, lower limit of recall {RIGHT:.2f} up"
    if point >= TENTATIVE and (part := _part_reaching(evidence, frames, parts, PILOT, validated=False)):
        return "piloted", f"{said}, {PILOT} units or more in the part {part!r}"
    return "unvalidated", (
        f"{said}, or fewer than {PILOT} units in every part, or precision or recall below {RIGHT:.2f}"
    )


def _known(value: float | None) -> float:
    """Return a coefficient, below all others where it is unknown."""
    return -9.0 if value is None else value


def _missing(evidence: Evidence, frames: Iterable[str]) -> str:
    """Return what is missing before any floor counts: two people, and units that both read."""
    people, machines = (sum(c.kind == kind for c in evidence.coders) for kind in ("human", "machine"))
    if people < 2:
        return f"{people} human coder(s) and {machines} machine reader(s); a status takes two people"
    if machines:
        return f"{machines} machine reader(s) beside {people} people; record the people's codings alone"
    # Agreement decides before accuracy: a frame with alpha .90 over 40 units has too few, one with 300 units that all
    # say absent has no alpha, and neither is granted anything.
    agreed = {a.frame: a for a in evidence.agreement}
    for frame in frames:
        if frame not in agreed or not agreed[frame].n:
            return f"no unit was read by two people for the frame {frame!r}"
        if agreed[frame].alpha is None:
            return f"all readings of the frame {frame!r} are the same, so that agreement on it is unknown"
        if agreed[frame].n < PILOT:
            return f"{agreed[frame].n} units were read by two people for the frame {frame!r}, fewer than {PILOT}"
    return ""


def _part_reaching(evidence: Evidence, frames: Iterable[str], parts: set[str], least: int, *, validated: bool) -> str:
    """Return a part in which every frame has enough units and is right more often than not, else nothing."""
    for part in sorted(parts):
        # Example: least 200; test has 240 units for both frames, with precision .8 and .7. To validate, the lower limit
        # of recall in the texts counts, .6 and .4: no part reaches, for .4 is below .50. For a pilot the counts do.
        rows = [m for m in evidence.accuracy if m.part == part and m.n >= least]
        reach = _limits_reach if validated else _counts_reach
        if all(any(reach(m) for m in rows if m.frame == frame) for frame in frames):
            return part
    return ""


def _limits_reach(m: file.Measured) -> bool:
    """Tell whether precision and the lower limit of recall in the texts reach the floor."""
    return m.weighting == "sample" and min(m.precision or 0.0, m.recall_bound or 0.0) >= RIGHT


def _counts_reach(m: file.Measured) -> bool:
    """Tell whether precision and recall of the coded units reach the floor."""
    return bool(m.predicted and m.positive) and m.true_positive >= RIGHT * max(m.predicted, m.positive)


def _frame_table(evidence: Evidence, weighting: str) -> pd.DataFrame:
    """Tabulate accuracy by frame."""
    rows = [m.model_dump() | _alphas(evidence, m.frame) for m in evidence.accuracy if m.weighting == weighting]
    return _accuracy_table(rows, [c.name for c in schema.ACCURACY])


def _term_table(evidence: Evidence, weighting: str) -> pd.DataFrame:
    """Tabulate accuracy by term; rates follow from the counts, without any where agreement on the frame is too low."""
    whole = {(m.frame, m.part): m for m in evidence.accuracy if m.weighting == weighting}
    rows = []
    for term in evidence.terms:
        # The file keeps three counts a term; the rest is that of its frame in the part. Example: 8 of 10 found are
        # right, and the frame is in 20 units: precision .8, recall .4.
        base = whole.get((term.frame, term.part))
        counts = {k: getattr(base, k) if base else 0 for k in ("n", "undecided", "positive")}
        row = term.model_dump() | counts | _alphas(evidence, term.frame)
        row["zero_read"] = counts["n"] - term.predicted
        if not _why_no_rates(evidence, term.frame):
            for name, n in (("precision", term.predicted), ("recall", counts["positive"])):
                low, high = measures.wilson(term.true_positive, n=n)
                row[name] = term.true_positive / n if n else float("nan")
                row |= {f"{name}_low": float(low), f"{name}_high": float(high)}
        rows.append(row)
    names = [c.name for c in schema.ACCURACY]
    return _accuracy_table(rows, [names[0], "term", *names[1:]])


def _bin_table(evidence: Evidence) -> pd.DataFrame:
    """Tabulate calibration by bin of scores."""
    counts: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
    for row in evidence.calibration:
        counts.setdefault((row.frame, row.part), {})[row.bin] = (row.n, row.positive)
    rows = [
        row
        for (frame, part), bins in counts.items()
        for row in bins_of(frame, part, [bins.get(name, (0, 0)) for name in BINS], _why_no_rates(evidence, frame))
    ]
    return pd.DataFrame(rows, columns=[c.name for c in schema.CALIBRATION])


def _accuracy_table(rows: list[dict[str, object]], names: list[str]) -> pd.DataFrame:
    """Return rows as an accuracy table with these columns; what a row lacks is NaN."""
    floats = dict.fromkeys((c.name for c in schema.ACCURACY if c.kind == "float"), "float64")
    plain = [{"reason": "", **row, "zero_read": row["zero_read"] or 0} for row in rows]
    return pd.DataFrame(plain).reindex(columns=names).astype(floats)


def _short(pattern: str) -> str:
    """Write a pattern short, dots for all alternatives but the first: (요금|고지서) 폭탄 is 요금… 폭탄."""
    return re.sub(r"\(([^()|]*)\|[^()]*\)", r"\1…", pattern)


def _alpha(evidence: Evidence, frame: str) -> float | None:
    """Return alpha of a frame, as far as it is known."""
    return next((a.alpha for a in evidence.agreement if a.frame == frame), None)


def _alphas(evidence: Evidence, frame: str) -> dict[str, float | None]:
    """Return both alphas of a frame by the columns of an accuracy table."""
    texts = next((a.alpha_texts for a in evidence.agreement if a.frame == frame), None)
    return {"alpha": _alpha(evidence, frame), "alpha_texts": texts}


def _why_no_rates(evidence: Evidence, frame: str) -> str:
    """Return why rates of a frame are left out, nothing if they are not."""
    alpha = _alpha(evidence, frame)
    return "" if alpha is not None and alpha >= TENTATIVE else "agreement on the frame is below .667 or unknown"
