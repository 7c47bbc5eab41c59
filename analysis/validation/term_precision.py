"""How often each term of a codebook is right: its precision on coded sentences, as the validation file counts them."""

from __future__ import annotations

from collections import defaultdict

import pandas as pd

from analysis import measures, schema
from analysis.codebook import Codebook, Term
from analysis.messages import message

ENOUGH = 8  # coded units with a term, from which its precision is held against the least
_LEAST = 0.5  # precision below which a term is to be demoted or dropped


def term_precision(codebook: Codebook) -> pd.DataFrame:
    """List every term with its precision on the units that people or programs have coded.

    A unit counts for a term where the term was found in it and the coders settled on present or absent. All parts of
    the sample are added up, also those the codebook was adjusted to: the table says which terms to mend, and not how
    good the codebook is on texts that nobody has read (`validation.recorded` does).

    Parameters
    ----------
    codebook : Codebook
        As `read` gives it, with the validation file beside it.

    Returns
    -------
    DataFrame
        Columns schema.TERM_PRECISION, one row a term in the order of the file. `precision` is NaN, with a `reason`,
        where the codebook has no validation file that fits, or no coded unit holds the term. `low` and `high` are
        Wilson's, of the coded units. `advice` is "demote" where 8 units or more hold the term and fewer than half of
        them are right, "too few" below 8, "unseen" for none, else "keep".

    References
    ----------
    Muddiman, McGregor & Stroud (2019). (Re)claiming our expertise: parsing large text corpora with manually validated
    and organic dictionaries. Political Communication 36(2), for the audit term by term; Wilson (1927).

    Examples
    --------
    >>> import analysis as da
    >>> table = term_precision(da.codebook.read("alliance-startup"))
    >>> table.loc[table["term"] == "st18", ["tier", "advice"]].values.tolist()
    [['core', 'keep']]
    """
    counts: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for one in codebook.evidence.terms if codebook.evidence else ():
        counts[one.frame, one.term][0] += one.predicted
        counts[one.frame, one.term][1] += one.true_positive
    lost = "" if codebook.evidence else codebook.lost or "there is no validation file"
    rows = [_row(codebook, frame.id, term, counts[frame.id, term.id], lost) for frame, term in codebook.terms()]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.TERM_PRECISION])
    table = table.astype({"n": "int64", "true_positive": "int64"})
    source = schema.Source(codebook.id, codebook.version, codebook.status, codebook.sha256)
    about = schema.About(codebook=source, minimum=ENOUGH)
    return schema.check(
        schema.describe(table, about, source=None), schema.TERM_PRECISION, what=message("precision of terms")
    )


def _row(codebook: Codebook, frame: str, term: Term, counted: list[int], lost: str) -> dict[str, object]:
    """Return the row of one term."""
    # Example: found in 10 coded units and right in 4: precision .4, interval .17 to .69, demote
    n, right = counted
    low, high = (float(end) for end in measures.wilson(right, n=n)) if n else (float("nan"), float("nan"))
    advice = "unseen" if not n else "too few" if n < ENOUGH else "demote" if right / n < _LEAST else "keep"
    return {
        "frame": frame,
        "term": term.id,
        "match": term.match if term.match is not None else f"number: {term.number}",
        "tier": codebook.tier(term),
        "n": n,
        "true_positive": right,
        "precision": right / n if n else float("nan"),
        "low": low,
        "high": high,
        "advice": "unseen" if lost else advice,
        "reason": lost or ("" if n else "no coded unit holds the term"),
    }
