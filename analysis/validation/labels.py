"""Coded units as a file that can be published: places and values, no text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis import csvout, schema
from analysis.errors import MissingError, OptionError, ReadError

_NUMBERS = {"paragraph": "int64", "sentence": "int64", "start": "int64", "end": "int64", "weight": "float64"}
_KINDS = ("human", "machine", "adjudicator")


@dataclass(frozen=True)
class Labelled:
    """A sample and its codings, as a file of labels holds them.

    Attributes
    ----------
    sample : DataFrame
        Columns schema.SAMPLE, and whatever else the file says of a unit.
    codings : DataFrame
        Columns schema.CODINGS, one row per unit, frame and coder.
    """

    sample: pd.DataFrame
    codings: pd.DataFrame


def publish(codings: pd.DataFrame, *, sample: pd.DataFrame, path: str | Path) -> Path:
    """Write codings with the places of their units, so that others can check them against the same texts.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it; confidence and notes stay out.
    sample : DataFrame
        The sample that was coded.
    path : str or Path
        A name ending in .csv.

    Returns
    -------
    Path
        One row per unit: the columns of the sample, then one column per coder and frame, called
        coder:kind:frame, with 0, 1, 9 or nothing.

    Raises
    ------
    OptionError
        If the name does not end in .csv, a coder's name holds a colon, or a coded unit is not in the sample.
    """
    schema.check(codings, schema.CODINGS, what="codings")
    schema.check(sample, schema.SAMPLE, what="sample")
    wrong = [c for c in codings["coder"].unique() if ":" in str(c)]
    strange = sorted(set(codings["unit"]) - set(sample["unit"]))
    if wrong or strange:
        what = f"coder {wrong[0]!r} has a colon in the name" if wrong else f"unit {strange[0]!r} is not in the sample"
        msg = f"{what}; mend that before publishing"
        raise OptionError(msg)
    value = codings["value"].map({0.0: "0", 1.0: "1"}).fillna("9").where(~codings["empty"], "")
    named = codings["coder"] + ":" + codings["kind"] + ":" + codings["frame"]
    order = list(dict.fromkeys(named))
    wide = codings.assign(value=value, named=named).pivot(index="unit", columns="named", values="value")  # noqa: PD010
    return csvout.save(sample.join(wide[order], on="unit"), path=path)


def published(path: str | Path) -> Labelled:
    """Read a file of labels back.

    Parameters
    ----------
    path : str or Path
        As `publish` wrote it.

    Returns
    -------
    Labelled
        Sample and codings; attrs of the sample are gone, so that its test part is sealed again.

    Raises
    ------
    MissingError
        If there is no such file.
    ReadError
        If it lacks a column of the sample, has no coder, or holds another value than 0, 1, 9 and nothing.
    """
    file = Path(path)
    if not file.is_file():
        msg = f"there is no file of labels at {file}; check the path"
        raise MissingError(msg)
    table = pd.read_csv(file, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    coders = [c for c in table.columns if c.count(":") == 2 and c.split(":")[1] in _KINDS]
    lost = [c.name for c in schema.SAMPLE if c.name not in table.columns]
    if lost or not coders:
        what = f"no column {lost[0]!r}" if lost else "no column called coder:kind:frame"
        msg = f"{file.name} has {what}; write it with validation.publish"
        raise ReadError(msg)
    parts = []
    for column in coders:
        coder, kind, frame = column.split(":")
        cells = table[column].str.strip()
        wrong = cells[~cells.isin(["0", "1", "9", ""])]
        if len(wrong):
            where = f"{file.name}, column {column}, unit {table.loc[wrong.index[0], 'unit']}"
            msg = f"{where}: {wrong.iloc[0]!r} means nothing; write 0, 1, 9 or nothing"
            raise ReadError(msg)
        value = cells.map({"0": 0.0, "1": 1.0}).astype("float64")
        part = pd.DataFrame({"unit": table["unit"], "frame": frame, "coder": coder, "kind": kind, "value": value})
        part = part.assign(empty=cells == "", confidence=float("nan"), note="")
        parts.append(part[~part["empty"]] if kind == "adjudicator" else part)
    codings = pd.concat(parts, ignore_index=True)
    sample = table.drop(columns=coders).replace({"weight": {"": "nan"}}).astype(_NUMBERS)
    schema.check(sample, schema.SAMPLE, what=file.name)
    return Labelled(sample, schema.check(codings, schema.CODINGS, what=file.name))
