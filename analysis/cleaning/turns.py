"""Minutes: who speaks where."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from analysis.cleaning.byline import POST, SURNAMES

_MARK = r"[◯○●◎⚪〇]"
_ROLE = (
    rf"(?:{POST}|의장|부의장|간사|사회자|전문위원|후보자|참고인|증인|진술인|공술인|조정관|담당관|총재|비서관|수석"
    "|단장|관장)"
)
_SPOKEN = rf"(?:[{SURNAMES}][가-힣]{{1,2}}|[{SURNAMES}]{{2}}[가-힣]{{1,2}})"
_TURN = re.compile(
    rf"^{_MARK}\s?(?:(?P<name2>{_SPOKEN})\s(?P<post2>\S*{_ROLE})"
    rf"|(?P<post>(?:\S+\s){{0,4}}?\S*{_ROLE}(?:대리|직무대행|직무대리)?)\s?\(?(?P<name>{_SPOKEN})\)?)(?=[\s:：]|$)\s?[:：]?\s?"
)
_LABEL = re.compile(r"^(?P<name>[가-힣A-Za-z](?:[가-힣A-Za-z0-9·\s]{0,14}[가-힣A-Za-z0-9])?)\s?[:：]\s?")
_MARKED = re.compile(rf"^{_MARK}\s?(?P<name>\S{{1,12}})\s")
_LEAST = 3  # turns from which marked lines are minutes


class Turn(NamedTuple):
    """What one person says without a break: who, as what, and the spans of the text that hold it, one a line."""

    speaker: str
    post: str
    spans: tuple[tuple[int, int], ...]


def are_minutes(lines: Sequence[str]) -> bool:
    """Tell whether lines are minutes: three marked turns or more, of two speakers or more, one of them again."""
    names = Counter(_who(found)[0] for line in lines if (found := _TURN.match(line)))
    return names.total() >= _LEAST and len(names) > 1 and max(names.values()) > 1


def speakers_named(lines: Sequence[str]) -> bool:
    """Tell whether lines open with the names of those who speak: two labels, each twice or more."""
    labels = Counter(found["name"] for line in lines if (found := _LABEL.match(line)))
    return sum(n > 1 for n in labels.values()) > 1


def turns(text: str) -> list[Turn]:
    """Cut minutes into turns; what stands above the first one is a turn without a speaker."""
    # "개회식\n◯위원장 김가람 시작합니다.\n조용히 해 주십시오.\n◯이나무 위원 예." -> ("", "", 개회식),
    # ("김가람", "위원장", two lines), ("이나무", "위원", 예.)
    lines = text.split("\n")
    pattern = _pattern(lines)
    found: list[Turn] = []
    speaker, post = "", ""
    spans: list[tuple[int, int]] = []
    at = 0
    for line in lines:
        opened = pattern.match(line)
        if opened:
            found.append(Turn(speaker, post, tuple(spans)))
            speaker, post = _who(opened)
            spans = []
        start = at + (opened.end() if opened else 0)
        at += len(line)
        if start < at:
            spans.append((start, at))
        at += 1
    found.append(Turn(speaker, post, tuple(spans)))
    return [turn for turn in found if turn.spans]


def _pattern(lines: Sequence[str]) -> re.Pattern[str]:
    """Choose what opens a turn: a mark with name and post, else a recurring name with a colon, else a mark."""
    if any(_TURN.match(line) for line in lines):
        return _TURN
    return _LABEL if speakers_named(lines) else _MARKED


def _who(found: re.Match[str]) -> tuple[str, str]:
    """Return name and post of a speaker."""
    parts = found.groupdict()
    return parts.get("name") or parts.get("name2") or "", (parts.get("post") or parts.get("post2") or "").strip()
