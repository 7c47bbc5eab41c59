"""The finding on the first screen of a report: its numbers, computed and never typed, and the sentences that say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis import framing, schema
from analysis.korean import attach, particle
from analysis.record.facts import number

if TYPE_CHECKING:
    import pandas as pd

    from analysis.codebook import Codebook
    from analysis.tokens import Tokens

_EQUAL = 0.5
_PARTS = {"leave_one_term": "단어", "leave_one_sentence": "문장", "leave_one_paragraph": "문단"}
_PICTURES = ("strip", "frequency")  # the first screen shows the first of these that there is


def collect(tokens: Tokens, book: Codebook, *, documents: pd.DataFrame | None = None) -> dict[str, Any] | None:
    """State what the stability card says of a codebook's compared frames in one document, with the widest range."""
    if not book.compare:
        return None
    hits = framing.hits(tokens, book, documents=documents)
    ranges = framing.uncertainty(hits, tokens, draws=1).set_index("source").loc[list(_PARTS)]
    widths = (ranges["share_high"] - ranges["share_low"]).fillna(-1.0)
    widest = ranges.iloc[int(widths.to_numpy().argmax())]
    card = framing.stability(tokens, book, documents=documents)
    about, chance = schema.about(card), card.iloc[-1]
    verdict = schema.require_stated(about.verdict)
    held, fell = schema.require_stated(about.changed_held), schema.require_stated(about.changed_fell)
    return {
        "codebook": book.sha256,
        "label": about.frame_labels[about.pair[0]],
        "stands": verdict.stands,
        "sentence": verdict.finding,
        "counting": verdict.counting,
        "chance": verdict.chance,
        "share": number(widest["share"]),
        "low": number(widest["share_low"]),
        "high": number(widest["share_high"]),
        "part": _PARTS[str(widest.name)],
        "held": held,
        "changed": held + fell,
        "unchanged": about.unchanged,
        "p": number(chance["p"]),
        "unit": about.unit,
        "units": about.units,
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


def sentences(facts: dict[str, Any]) -> list[dict[str, str]]:
    """Write the finding of every codebook, or of the keywords where no codebook compares frames."""
    found = [{"head": f"{told['sentence']}.", "text": _range(told)} for told in facts["findings"]]
    return found or [{"head": f"{keyword(facts['evidence']['words'])}.", "text": ""}]


def _range(told: dict[str, Any]) -> str:
    """Write the share with its widest range, in how many ways of counting the lead holds, and what chance says."""
    if told["share"] is None:
        return ""
    who = attach(f"‘{told['label']}’", "이/가")
    said = f"두 프레임의 점수를 더한 값에서 {who} 차지하는 비중은 {told['share']:.2f}이다"
    if told["low"] is not None and told["high"] is not None:
        said += f"({told['part']} 하나를 빼고 셀 때 {told['low']:.2f}~{told['high']:.2f})"
    said += "."
    if told["low"] is not None and told["high"] is not None and told["low"] <= _EQUAL <= told["high"]:
        said += " 이 범위는 두 프레임이 같은 0.5에 걸친다."
    return " ".join([said, *(f"{part}." for part in (told["counting"], told["chance"]) if part)])


def picture(figures: Sequence[dict[str, Any]]) -> int | None:
    """Choose the figure of the first screen."""
    for chart in _PICTURES:
        for place, told in enumerate(figures):
            if told.get("chart") == chart and "svg" in told:
                return place
    return None
