"""The finding of a report: one sentence with its numbers, computed from the analysis and never typed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import framing, schema
from analysis.korean import attach, particle

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.tokens import Tokens


def collect(tokens: Tokens, book: Codebook) -> dict[str, Any] | None:
    """State which of a codebook's compared frames weighs more in one document, and how far that holds."""
    if not book.compare:
        return None
    hits = framing.hits(tokens, book)
    left_out = framing.uncertainty(hits, tokens, draws=1).set_index("source").loc["leave_one_term"]
    card = framing.stability(tokens, book)
    asked = card["survives"].dropna()
    about = schema.about(hits)
    return {
        "codebook": book.sha256,
        "label": about.frame_labels[about.pair[0]],
        "sentence": schema.about(card).conclusion,
        "share": _number(left_out["share"]),
        "low": _number(left_out["share_low"]),
        "high": _number(left_out["share_high"]),
        "held": int(asked.sum()),
        "tried": len(asked),
    }


def keyword(words: list[dict[str, Any]]) -> str:
    """State the most frequent keyword, for a report without compared frames."""
    if not words:
        return "두 번 넘게 나온 핵심어가 없다"
    best = [f"‘{word['term']}’" for word in words if word["n"] == words[0]["n"]]
    if len(best) > 2:
        return f"핵심어 가운데 {best[0]} 등 {len(best)}개가 각각 {words[0]['n']:,}회로 가장 많이 나온다"
    each = " 각각" if len(best) == 2 else ""
    names = best[0] if len(best) == 1 else f"{attach(best[0], '과/와')} {best[1]}"
    return f"핵심어 가운데 {names}{particle(best[-1], '이/가')}{each} {words[0]['n']:,}회로 가장 많이 나온다"


def _number(value: Any) -> float | None:
    """Return a number as JSON can carry it."""
    return None if pd.isna(value) else float(value)
