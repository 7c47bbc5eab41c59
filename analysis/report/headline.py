"""The finding on the first screen of a report: its numbers, computed and never typed, and the sentences that say it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis import framing, schema
from analysis.korean import attach, particle
from analysis.report.facts import number

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.tokens import Tokens

_EQUAL = 0.5
_PICTURES = ("strip", "frequency")  # the first screen shows the first of these that there is


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
        "share": number(left_out["share"]),
        "low": number(left_out["share_low"]),
        "high": number(left_out["share_high"]),
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


def sentences(facts: dict[str, Any]) -> list[dict[str, str]]:
    """Write the finding of every codebook, or of the keywords where no codebook compares frames."""
    found = [{"head": f"{told['sentence']}.{_but(told)}", "text": _range(told)} for told in facts["findings"]]
    return found or [{"head": f"{keyword(facts['evidence']['words'])}.", "text": ""}]


def _but(told: dict[str, Any]) -> str:
    """Say in the same breath where the conclusion turns over."""
    if told["low"] is not None and told["high"] is not None and told["low"] <= _EQUAL <= told["high"]:
        return " 다만 단어 하나를 빼고 세면 앞서는 프레임이 바뀔 수 있다."
    if told["tried"] and told["held"] < told["tried"]:
        return " 다만 세는 방법에 따라 앞서는 프레임이 바뀐다."
    return ""


def _range(told: dict[str, Any]) -> str:
    """Write the share with its range, and how often the conclusion holds."""
    if told["share"] is None:
        return ""
    who = attach(f"‘{told['label']}’", "이/가")
    said = f"두 프레임의 점수를 더한 값에서 {who} 차지하는 비중은 {told['share']:.2f}이다"
    if told["low"] is not None and told["high"] is not None:
        said += f"(단어 하나를 빼고 셀 때 {told['low']:.2f}~{told['high']:.2f})"
    said += "."
    if told["low"] is not None and told["high"] is not None and told["low"] <= _EQUAL <= told["high"]:
        said += " 이 범위는 두 프레임이 같은 0.5를 품는다."
    if told["tried"]:
        held = "모두" if told["held"] == told["tried"] else f"가운데 {told['held']}가지"
        said += f" 세는 방법을 바꾼 {told['tried']}가지 {held}에서 같은 프레임이 앞선다."
    return said


def picture(figures: Sequence[dict[str, Any]]) -> int | None:
    """Choose the figure of the first screen."""
    for chart in _PICTURES:
        for place, told in enumerate(figures):
            if told.get("chart") == chart and "svg" in told:
                return place
    return None
