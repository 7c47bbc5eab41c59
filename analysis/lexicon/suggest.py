"""Proposals of units: nouns that stand together more often than chance, for a person to accept."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.lexicon.compounds import AFFIXES, Compounds, Parts, Side
from analysis.lexicon.units import Unit, Units, listed_as
from analysis.messages import message
from analysis.schema import UNIT_SUGGESTIONS as SUGGESTIONS

_NPMI = 0.5  # least association of a compound that is accepted without a person
_NOUNS_A_COMPOUND = 20_000  # it also stands at least once in that many nouns
_WRITTEN = tuple(column for column in SUGGESTIONS if column.name in {"unit", "tag", "spaced"})


class HasTable(Protocol):
    """Anything with a token table, such as Tokens, which stand on a higher layer."""

    @property
    def table(self) -> pd.DataFrame:
        """A token table."""


def suggest(tokens: HasTable, *, minimum: int = 3, top: int = 50, units: Units | None = None) -> pd.DataFrame:
    """Propose names and compounds for a unit list.

    Counted are runs of two to four nouns (NNG, NNP, SL, SH) of one sentence that touch or are one space
    apart. A run of k nouns is compared, at each of its joints, with all runs of k nouns: how often do this
    left and this right part meet, given how often either stands on its side; the weakest joint counts. A
    run that occurs only inside one longer proposal is left out.

    Parameters
    ----------
    tokens : Tokens
        Morpheme layer, without redaction.
    minimum : int
        Least `n` of a proposal.
    top : int
        Most proposals to list.
    units : Units, optional
        What this list has already is not proposed.

    Returns
    -------
    DataFrame
        Columns SUGGESTIONS, by falling g2, ties by unit; g2 is negative where the parts meet less often than
        by chance, npmi is NaN where every run is the same. Empty when nothing reaches `minimum`. `attrs`:
        candidates (runs that reached it) and inside (of these, left out as part of a longer one). Nothing
        here is a unit until a person puts it into a list; `snippet` writes the lines.

    Raises
    ------
    OptionError
        If `minimum` or `top` is below 1.

    References
    ----------
    Dunning, T. (1993). Accurate methods for the statistics of surprise and coincidence. Computational
    Linguistics 19(1): G2 over the four cells, signed. Bouma, G. (2009). Normalized (pointwise) mutual
    information in collocation extraction: npmi = pmi / -log p(x, y).
    """
    for name, value in (("minimum", minimum), ("top", top)):
        if value < 1:
            msg = message("{name} must be 1 or more, not {value}", name=name, value=value)
            raise OptionError(msg)
    counted, _, pieces = _counted(tokens, schema.NOUN_TAGS, whole=False)
    often = {parts for parts, n in counted.items() if n >= minimum}
    found = _scored(pieces, often)
    inside = _inside(found)
    listed = _unlisted(found[~inside], units)
    listed = listed.sort_values(["g2", "unit"], ascending=[False, True], ignore_index=True).head(top)
    result = listed[[c.name for c in SUGGESTIONS]].copy()
    schema.describe(result, schema.About(candidates=len(found), inside=int(inside.sum())), source=None)
    return schema.check(result, SUGGESTIONS, what="suggestions")


def accept(tokens: HasTable, *, units: Units | None = None) -> pd.DataFrame:
    """List the compounds of a text that are taken for one word without a person, as ``segment(units="auto")`` does.

    A run of two to four nouns, with prefixes before and suffixes between them (국회선진화법), is accepted if it fills a
    written word up to its particle or -하다 (인공지능을, not the 국회선진 of 국회선진화) twice or more, and at least
    once in 20,000 nouns; if at least half of its occurrences are written without a space; and if its npmi, as in
    `suggest`, is 0.5 or more.

    Parameters
    ----------
    tokens : Tokens
        Morpheme layer, without redaction.
    units : Units, optional
        What this list has already is not accepted anew.

    Returns
    -------
    DataFrame
        Columns SUGGESTIONS, by falling n, ties by unit. Empty when nothing meets the rule.

    References
    ----------
    Bouma (2009), npmi; see `suggest`.
    """
    whole, nouns, pieces = _counted(tokens, (*schema.NOUN_TAGS, *AFFIXES), whole=True)
    least = max(2, nouns // _NOUNS_A_COMPOUND)
    often = {parts for parts, n in whole.items() if n >= least and "".join(parts).isalnum()}
    found = _unlisted(_scored(pieces, often), units)
    closed = 2 * found["n_closed"] >= found["n"]
    found = found[closed & (found["npmi"].fillna(1) >= _NPMI)]
    found = found.sort_values(["n", "unit"], ascending=[False, True])
    again = found["unit"].str.replace(" ", "").str.casefold().duplicated()  # b급 beside B급
    found = found[~again].reset_index(drop=True)
    return schema.check(found[[c.name for c in SUGGESTIONS]].copy(), SUGGESTIONS, what="accepted")


def accepted_units(tokens: HasTable, *, units: Units) -> Units:
    """Put what `accept` lists on top of a unit list."""
    rows = accept(tokens, units=units)[["unit", "tag", "spaced", "n_spaced"]].itertuples(index=False, name=None)
    return units.plus(listed_as("auto", [Unit(unit, tag, (spaced,) if n else ()) for unit, tag, spaced, n in rows]))


def snippet(suggestions: pd.DataFrame) -> str:
    """Write the accepted proposals as lines for a unit list.

    Parameters
    ----------
    suggestions : DataFrame
        Rows of what `suggest` returned, such as ``table.loc[[0, 2, 5]]``.

    Returns
    -------
    str
        One line of YAML for each, to be put under `units:`; empty for no row.

    Raises
    ------
    SchemaError
        If the table is not one of suggestions.
    """
    schema.check(suggestions, _WRITTEN, what=message("snippet: suggestions"))
    lines = []
    for unit, tag, spaced in suggestions[["unit", "tag", "spaced"]].itertuples(index=False, name=None):
        spelt = "" if unit == spaced else f", spellings: [{_quote(spaced)}]"
        lines.append(f"  - {{unit: {_quote(unit)}, tag: {tag}{spelt}}}\n")
    return "".join(lines)


def _quote(text: str) -> str:
    """Write a scalar plainly where YAML reads it back as it is."""
    plain = all(c.isalpha() or c == " " for c in text) and text.casefold() not in {"true", "false", "null"}
    return text if plain else json.dumps(text, ensure_ascii=False)


def _pieces(tokens: HasTable, tags: Sequence[str]) -> Iterator[Compounds]:
    """Find the runs of some tags, a part of the tokens at a time."""
    for part in tokens.parts() if hasattr(tokens, "parts") else (tokens,):
        yield Compounds(part.table, tags)


def _counted(tokens: HasTable, tags: Sequence[str], *, whole: bool) -> tuple[Counter[Parts], int, Iterable[Compounds]]:
    """Count the runs by their words, and the nouns; also give the pieces once more, for what is frequent enough."""
    counted: Counter[Parts] = Counter()
    nouns, held = 0, list[Compounds]()
    for number, piece in enumerate(_pieces(tokens, tags)):
        for parts, n in piece.counted(whole=whole):
            counted[parts] += n
        nouns += piece.nouns
        held = [] if number else [piece]  # of several none: all would be too many
    return counted, nouns, held or _pieces(tokens, tags)


def _scored(pieces: Iterable[Compounds], often: set[Parts]) -> pd.DataFrame:
    """Score those runs that are frequent enough against all runs of their length."""
    grouped, joints = [], _Joints.of(often)
    for runs in pieces:
        grouped.append(runs.grouped(often))
        runs.add_sides(joints.sides, joints.total)
    return _added(grouped, joints)


def _unlisted(found: pd.DataFrame, units: Units | None) -> pd.DataFrame:
    """Leave out what a unit list has already."""
    if units is None:
        return found
    known = {"".join(t.split()).casefold() for u in units.units for t in (u.form, *u.spellings)}
    return found[~found["parts"].map(lambda parts: "".join(parts).casefold() in known).astype(bool)]


def _added(grouped: list[pd.DataFrame], joints: _Joints) -> pd.DataFrame:
    """Add up the counts of parts with different documents, and score the runs of every length."""
    together = pd.concat(grouped, ignore_index=True).groupby("parts", sort=True)
    kinds = (
        {"tag": "all"}
        | dict.fromkeys(("n", "n_closed", "docs"), "sum")
        | dict.fromkeys(("doc", "start", "end"), "first")
    )
    table = together.agg(kinds).reset_index()
    lengths = [group for _, group in table.groupby(table["parts"].map(len))] or [table]
    return pd.concat([_measured(group.reset_index(drop=True), joints) for group in lengths], ignore_index=True)


def _measured(table: pd.DataFrame, joints: _Joints) -> pd.DataFrame:
    """Write the runs of one length with the measures of their association."""
    table = table.assign(tag=table["tag"].map({True: "NNG", False: "NNP"}))
    parts = table["parts"].tolist()
    spaced = [" ".join(p) for p in parts]
    more_closed = (2 * table["n_closed"] >= table["n"]).tolist()
    unit = ["".join(p) if closed else s for p, s, closed in zip(parts, spaced, more_closed, strict=True)]
    scores = np.array(_association(table, joints), dtype=float).reshape(-1, 2)
    text = pd.DataFrame({"unit": pd.Series(unit, dtype="str"), "spaced": pd.Series(spaced, dtype="str")})
    table = table.assign(**text, g2=scores[:, 0], npmi=scores[:, 1], n_spaced=table["n"] - table["n_closed"])
    kinds = {c.name: {"int": "int64", "float": "float64", "text": "str"}[c.kind] for c in SUGGESTIONS}
    return table.astype(kinds)


@dataclass(frozen=True)
class _Joints:
    """How often the sides of some runs stand left and right of their joints in all runs of the same length."""

    total: Counter[int]  # runs by length
    sides: dict[Side, int]

    @classmethod
    def of(cls, wanted: Iterable[Parts]) -> _Joints:
        """Begin to count the sides of some runs."""
        return cls(Counter(), {side: 0 for run in wanted for side in _sides(run)})


def _sides(run: Parts) -> Iterator[Side]:
    """Cut a run at each of its joints."""
    for joint in range(1, len(run)):
        yield len(run), joint, True, run[:joint]
        yield len(run), joint, False, run[joint:]


def _association(table: pd.DataFrame, joints: _Joints) -> list[tuple[float, float]]:
    """Compute G2 and npmi of each run at its weakest joint."""
    # Example: (공유, 부엌, 조합) has the joints 공유|부엌 조합 and 공유 부엌|조합; the lower G2 of the two is its own
    found = []
    for run, n in zip(table["parts"], table["n"].tolist(), strict=True):
        total = joints.total[len(run)]
        counts = iter([joints.sides[side] for side in _sides(run)])
        pairs = list(zip(counts, counts, strict=True))
        g2 = min(signed_g2(n, left, right, total) for left, right in pairs)
        pmi = min(np.log(n * total / (left * right)) for left, right in pairs)
        found.append((g2, float(pmi / -np.log(n / total)) if n < total else float("nan")))
    return found


def signed_g2(both: int, left: int, right: int, total: int) -> float:
    """Compute the log-likelihood ratio of a two-by-two table, negative where the two repel each other."""
    observed = np.array([both, left - both, right - both, total - left - right + both], dtype=float)
    rows, columns = np.array([left, total - left]), np.array([right, total - right])
    expected: Any = np.outer(rows, columns).ravel() / total
    seen = observed > 0
    g2 = float(2 * (observed[seen] * np.log(observed[seen] / expected[seen])).sum())
    return -g2 if both < expected[0] else g2


def _inside(found: pd.DataFrame) -> pd.Series:
    """Mark runs that occur only inside one longer run."""
    counts = dict(zip(found["parts"], found["n"], strict=True))
    swallowed = {
        parts[a:b]
        for parts, n in counts.items()
        for a in range(len(parts))
        for b in range(a + 2, len(parts) + 1)
        if b - a < len(parts) and counts.get(parts[a:b]) == n
    }
    return found["parts"].map(lambda parts: parts in swallowed).astype(bool)
