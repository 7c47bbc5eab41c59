"""What the validation file of a codebook says, as tables again."""

from __future__ import annotations

from typing import Literal

import pandas as pd

from analysis import schema
from analysis.codebook import Codebook
from analysis.errors import RefusalError


def recorded(codebook: Codebook, *, weighting: Literal["none", "sample"] = "none") -> pd.DataFrame:
    """Return the accuracy that stands in the validation file of a codebook.

    Parameters
    ----------
    codebook : Codebook
        As `codebook.read` gives it.
    weighting : {"none", "sample"}
        Rates of the counts, or those weighted by the sample.

    Returns
    -------
    DataFrame
        Columns schema.ACCURACY in the order of the file; what the file does not keep (specificity, effective numbers)
        is NaN. `attrs` has frames, codebook, weighting, and seen (parts that the codebook was adjusted to).

    Raises
    ------
    RefusalError
        If the codebook has no validation file that fits it; the message says why.
    """
    found = codebook.evidence
    if found is None:
        msg = f"codebook {codebook.id} has no evidence: {codebook.lost or 'it was not read from a file'}"
        raise RefusalError(msg)
    alphas = {a.frame: a.alpha for a in found.agreement}
    rows = [m.model_dump() | {"alpha": alphas.get(m.frame)} for m in found.accuracy if m.weighting == weighting]
    table = pd.DataFrame(rows).reindex(columns=[c.name for c in schema.ACCURACY])
    floats = dict.fromkeys((c.name for c in schema.ACCURACY if c.kind == "float"), "float64")
    table = table.astype(floats).assign(reason="")
    table.attrs = {
        "frames": [{"id": f.id, "label": f.label.ko, "colour": f.colour} for f in codebook.frames],
        "codebook": {
            "id": codebook.id,
            "version": codebook.version,
            "status": codebook.status,
            "sha256": codebook.sha256,
        },
        "weighting": weighting,
        "seen": [s.part for s in found.samples if s.seen],
    }
    return schema.check(table, schema.ACCURACY, what="accuracy table")
