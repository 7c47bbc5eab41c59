"""The finding of a report: one sentence with its numbers, computed from the analysis and never typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import framing
from analysis.korean import attach, particle

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.tokens import Tokens

_FEW = 5  # hits


def collect(tokens: Tokens, book: Codebook) -> dict[str, Any] | None:
    """State which of a codebook's compared frames weighs more in one document, and how far that holds.

    Parameters
    ----------
    tokens : Tokens
        One document, morpheme layer, every row.
    book : Codebook
        A codebook; without `compare` there is nothing to state.

    Returns
    -------
    dict or None
        Plain values: ``codebook`` (sha256), ``sentence`` (Korean, without a full stop), ``share`` of the first frame
        with ``low`` and ``high`` over terms left out, each None where it is undefined; ``held`` and ``tried``
        (changes in the counting that the conclusion survived, of how many), 0 and 0 where that was not asked.
    """
    if not book.compare:
        return None
    hits = framing.hits(tokens, book)
    row = framing.contrast(framing.score(hits, tokens, by="document")).iloc[0]
    labels = {frame["id"]: frame["label"] for frame in hits.attrs["frames"]}
    sides = [(labels[row[f"frame_{side}"]], float(row[f"weight_{side}"]), int(row[f"n_{side}"])) for side in ("a", "b")]
    told = {
        "codebook": book.sha256,
        "label": sides[0][0],
        "sentence": conclusion(sides),
        "share": _number(row["share"]),
    }
    return told | _range(hits, tokens) | _survival(tokens, book)


def conclusion(sides: list[tuple[str, float, int]]) -> str:
    """Write which of two frames weighs more: label, points and hits of each.

    Parameters
    ----------
    sides : list of tuple
        For both frames the label, the weight and the count of hits.

    Returns
    -------
    str
        One Korean sentence without its full stop.
    """
    (a, points_a, n_a), (b, points_b, n_b) = sides
    if not n_a + n_b:
        return f"‘{attach(a + '’', '과/와')} ‘{b}’ 어휘가 모두 나오지 않는다"
    if round(points_a - points_b, 9) == 0:
        return f"‘{a}’ 어휘와 ‘{b}’ 어휘의 가중 점수가 {points_a:g}점으로 같다({n_a}회와 {n_b}회)"
    first, second = sorted(sides, key=lambda side: -side[1])
    said = f"‘{first[0]}’ 어휘의 가중 점수({first[1]:g}점, {first[2]}회)가 "
    said += f"‘{second[0]}’ 어휘({second[1]:g}점, {second[2]}회)보다 높다"
    return f"{said}. 다만 {_FEW}회 미만인 쪽이 있다" if min(n_a, n_b) < _FEW else said


def keyword(words: list[dict[str, Any]]) -> str:
    """State the most frequent keyword, for a report without compared frames.

    Parameters
    ----------
    words : list of dict
        Keywords of `evidence.collect`, the most frequent first.

    Returns
    -------
    str
        One Korean sentence without its full stop; ties are named as ties.
    """
    if not words:
        return "두 번 넘게 나온 핵심어가 없다"
    best = [f"‘{word['term']}’" for word in words if word["n"] == words[0]["n"]]
    if len(best) > 2:
        return f"핵심어 가운데 {best[0]} 등 {len(best)}개가 각각 {words[0]['n']:,}회로 가장 많이 나온다"
    each = " 각각" if len(best) == 2 else ""
    names = best[0] if len(best) == 1 else f"{attach(best[0], '과/와')} {best[1]}"
    return f"핵심어 가운데 {names}{particle(best[-1], '이/가')}{each} {words[0]['n']:,}회로 가장 많이 나온다"


def _range(hits: pd.DataFrame, tokens: Tokens) -> dict[str, float | None]:
    """Least and greatest share when any one term is left out."""
    if "uncertainty" not in framing.__all__:
        return {"low": None, "high": None}
    table = framing.uncertainty(hits, tokens, draws=1)
    row = table[table["source"] == "leave_one_term"].iloc[0]
    return {"low": _number(row["share_low"]), "high": _number(row["share_high"])}


def _survival(tokens: Tokens, book: Codebook) -> dict[str, Any]:
    """Count the changes in the counting that leave the conclusion as it is."""
    if "stability" not in framing.__all__:
        return {"held": 0, "tried": 0}
    card = framing.stability(tokens, book)
    asked = card["survives"].dropna()
    return {"sentence": card.attrs["conclusion"], "held": int(asked.sum()), "tried": len(asked)}


def _number(value: Any) -> float | None:
    """Return a number as JSON can carry it."""
    return None if pd.isna(value) else float(value)
