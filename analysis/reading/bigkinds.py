"""Exports of BIGKINDS (빅카인즈), the news archive of the Korea Press Foundation.

An export has up to nineteen columns whose headers drift in their white space. It gives the beginning of an
article, about 200 characters, and it marks repeated and excepted articles, which its own analyses leave out.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from analysis.reading.grid import Grid, Note, key, left_out

POLICIES = ("drop", "keep")
_NAMES = (
    "뉴스 식별자", "일자", "언론사", "기고자", "제목", "통합 분류1", "통합 분류2", "통합 분류3",
    "사건/사고 분류1", "사건/사고 분류2", "사건/사고 분류3", "인물", "위치", "기관", "키워드",
    "특성추출(가중치순 상위 50개)", "본문", "URL", "분석제외 여부",
)  # fmt: skip
FIELDS = {"doc": ("뉴스식별자",)}

# First day of an outlet in the archive where it is later than 1990, as the archive's questions and answers say.
_COVERAGE = {"동아일보": "2018-01-01", "조선일보": "2018-01-01", "중앙일보": "2018-01-01"}

_PLACES = {key(name): name for name in _NAMES} | {"특성추출": _NAMES[15], "분석제외": _NAMES[18]}
_MARKS = {name for name in _NAMES if re.search(r"식별자|분류|특성|분석제외", name)}
_GROUPS = {"category": "통합 분류", "incident": "사건/사고 분류"}
_ENDED = re.compile(r"([.?!。]|[다요죠음함됨])[”’\"'」』)\]>]*$")
_AS_NUMBER = re.compile(r"\d{1,7}\.\d+|\d(\.\d+)?[eE]\+\d+")
_CUT = re.compile(r"(\.\.+|…)$")
_SHORT = 300  # an article that breaks off later than this was not cut by the archive


def recognise(headers: tuple[str, ...]) -> bool:
    """Tell whether headers are those of an export."""
    return any(_name(header) in _MARKS for header in headers)


def renamed(grid: Grid) -> Grid:
    """Rename the columns of an export to the names that BIGKINDS prints."""
    return replace(grid, headers=tuple(_name(header) for header in grid.headers))


def finish(documents: list[dict[str, str]], *, excluded: str) -> tuple[list[dict[str, str]], list[Note]]:
    """Split categories, mark bodies that are cut off, leave out what the archive leaves out, and say so."""
    marked = [row for row in documents if row.get(_NAMES[18])]
    kept, notes = documents, []
    if excluded == "drop":
        notes = [left_out(row, f"marked {row[_NAMES[18]]} by BIGKINDS (분석제외 여부)") for row in marked]
        kept = [row for row in documents if not row.get(_NAMES[18])]
    limit = _limit(kept)
    for row in kept:
        row["truncated"] = "yes" if _is_cut(row["text"], limit) else "no"
        for name, group in _GROUPS.items():
            row.update(_split([row.get(f"{group}{i}", "") for i in (1, 2, 3)], name))
    return kept, notes + _warnings(kept)


def rounded(doc: str) -> bool:
    """Tell whether an id such as 01100101.20130515100000019 was a number once and lost digits."""
    return bool(_AS_NUMBER.fullmatch(doc))


def _name(header: str) -> str:
    """Return the name BIGKINDS prints for a header, or the header."""
    return _PLACES.get(key(header), header)


def _split(paths: list[str], name: str) -> dict[str, str]:
    """Split categories such as 정치>외교 into first levels and whole paths, each once and in order."""
    levels = [[part.strip() for part in path.split(">") if part.strip()] for path in paths]
    heads = dict.fromkeys(level[0] for level in levels if level)
    whole = dict.fromkeys(">".join(level) for level in levels if level)
    return {name: "|".join(heads), f"{name}_path": "|".join(whole)}


def _limit(documents: list[dict[str, str]]) -> int:
    """Return the length that bodies are cut at, 0 if no length tells."""
    lengths = Counter(len(row["text"]) for row in documents)
    longest = max(lengths, default=0)
    return longest if lengths[longest] >= max(3, len(documents) / 10) else 0


def _is_cut(text: str, limit: int) -> bool:
    """Tell whether a body is only the beginning of an article."""
    broken = bool(_CUT.search(text)) or not _ENDED.search(text)
    return len(text) == limit or (broken and len(text) <= _SHORT)


def _warnings(documents: list[dict[str, str]]) -> list[Note]:
    """Return notes on cut bodies and late coverage, which no count over the export would show."""
    cut = sum(row["truncated"] == "yes" for row in documents)
    notes = []
    if cut:
        summary = f"{cut} of {len(documents)} bodies are only the beginning of the article, as BIGKINDS exports them"
        notes.append(Note(1, "truncated", f"{summary}; see the variable truncated", ""))
    days = [row["date"] for row in documents if row.get("date")]
    for outlet, since in sorted(_COVERAGE.items()):
        if days and min(days) < since:
            reason = f"BIGKINDS holds {outlet} only from {since[:4]}, the export begins {min(days)}"
            notes.append(Note(1, "coverage", f"{reason}; its absence before is no finding", outlet))
    return notes
