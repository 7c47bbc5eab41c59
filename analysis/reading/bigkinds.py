"""Exports of BIGKINDS (빅카인즈), the news archive of the Korea Press Foundation.

An export has up to nineteen columns whose headers drift in their white space. It gives the beginning of an
article, about 200 characters, mostly cut inside a word; it writes a middle dot as a space; and it marks repeated and
excepted articles, which its own analyses leave out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from analysis.cleaning import GUESSED, Origins, Traced, Treatment
from analysis.options import require_choice
from analysis.reading.grid import Grid, Note, key, left_out
from analysis.reading.house_text import Piece, house_pieces
from analysis.reading.middle_dots import Lost, lost_dots

_EXCLUDED = ("drop", "keep")
_DOTS = ("restore", "keep")
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
_BESIDE = 12  # characters shown on each side of a restored dot
_SHORT = 300  # an article that breaks off later than this was not cut by the archive


def recognise(headers: tuple[str, ...]) -> bool:
    """Tell whether headers are those of an export."""
    return any(_name(header) in _MARKS for header in headers)


def renamed(grid: Grid) -> Grid:
    """Rename the columns of an export to the names that BIGKINDS prints."""
    return replace(grid, headers=tuple(_name(header) for header in grid.headers))


def require_policies(*, excluded: str, middle_dots: str) -> None:
    """Refuse a choice that is none."""
    require_choice("excluded", excluded, _EXCLUDED)
    require_choice("middle_dots", middle_dots, _DOTS)


def finish(
    documents: list[dict[str, str]],
    *,
    excluded: str,
    middle_dots: str,
    cells: Mapping[int, str],
    treatment: Treatment = GUESSED,
    headlines: bool = False,
) -> tuple[list[dict[str, str]], list[Note], dict[str, Origins]]:
    """Split categories, mend bodies and mark those cut off, leave out what the archive leaves out, and say so."""
    # Where the export holds no bodies the headlines are the texts, and nothing in them is cut or said by the outlet.
    marked = [row for row in documents if row.get(_NAMES[18])]
    kept: list[dict[str, str]] = documents
    notes: list[Note] = []
    if excluded == "drop":
        notes = [left_out(row, f"marked {row[_NAMES[18]]} by BIGKINDS (분석제외 여부)") for row in marked]
        kept = [row for row in documents if not row.get(_NAMES[18])]
    limit = _limit(kept)
    origins: dict[str, Origins] = {}
    for row in kept:
        row["truncated"] = "yes" if not headlines and _is_cut(row["text"], limit) else "no"
        for name, group in _GROUPS.items():
            row.update(_split([row.get(f"{group}{i}", "") for i in (1, 2, 3)], name))
        page = _traced(cells[int(row["_line"])], row["text"], above=int(row["_line"]) - 1)
        left, found = (page, []) if headlines else _without_house_text(page, row)
        if treatment.clean == "default":
            page = left
        elif treatment.clean == "report":
            noted = [treatment.noted(note.kind, note.reason) for note in found]
            found = [replace(n, kind=kind, reason=why) for n, (kind, why) in zip(found, noted, strict=True)]
        else:
            found = []
        if middle_dots == "restore":
            page, restored = _with_dots(page, row)
            found += restored
        row["text"], origins[row["doc"]] = page.text, page.origins
        notes += found
    return kept, notes + _warnings(kept), origins


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


def _traced(cell: str, text: str, *, above: int) -> Traced:
    """Follow a body back to the cell it was read from; origins count the rows above as lines, and a cell as one."""
    page = Traced.of(cell).normalised()
    page = page.only(line.span() for line in re.finditer("[^\n]+", page.text))
    if page.text != text:  # HTML signs were written as characters
        steps = SequenceMatcher(None, cell, text, autojunk=False).get_opcodes()
        page = Traced.of(cell).edited((a, b, text[c:d]) for tag, a, b, c, d in steps if tag != "equal")
    return Traced(text, replace(page.origins, lines=page.origins.lines[:1], above=above))


def _without_house_text(page: Traced, row: dict[str, str]) -> tuple[Traced, list[Note]]:
    """Set apart what the outlet says of itself, and the last word of a body that is cut inside it."""
    # Example: "[한들칼럼] 빵집이 문을 닫았다. 임대료 탓이라는 주..", cut, leaves "빵집이 문을 닫았다. 임대료 탓이라는"
    cut = row["truncated"] == "yes"
    pieces = house_pieces(page.text, outlet=row.get("outlet", ""), cut=cut)
    start = _cut_at(page.text) if cut else len(page.text)
    if start < len(page.text) and not (pieces and pieces[-1].end > start):
        pieces.append(Piece(start, len(page.text), "cut word", "the body is cut inside its last word, or behind it"))
    left = page.edited((piece.start, piece.end, "") for piece in pieces)
    left = left.only(line.span() for line in re.finditer(r"[^\s\n](?:[^\n]*[^\s\n])?", left.text))
    if not re.search("[가-힣]", left.text):
        return page, []
    line = int(row["_line"])
    return left, [Note(line, p.kind, p.reason, page.text[p.start : p.end].strip(), row["doc"]) for p in pieces]


def _cut_at(text: str) -> int:
    """Return where the cut word of a body begins; only its mark is cut off behind a space or a sign."""
    # Example: "문을 닫았다. 주.." gives 8, at 주; "문을 닫았다. 주인은 .." gives 11, behind 주인은
    mark = _CUT.search(text)
    body = text[: mark.start()] if mark else text
    return len(body.rstrip()) if re.search(r"\W$", body) else len(body) - len(body.split()[-1])


def _with_dots(page: Traced, row: dict[str, str]) -> tuple[Traced, list[Note]]:
    """Put back the middle dots of body and title that the archive wrote as spaces; the words around show each place."""
    title, notes = row.get("title", ""), []
    found, in_title = lost_dots(page.text, beside=title), lost_dots(title, beside=page.text)
    for name, text, places in (("text", page.text, found), ("title", title, in_title)):
        for start, end, sign in places:
            put = text[start:end].replace(" ", sign)
            around = text[max(0, start - _BESIDE) : end + _BESIDE].replace("\n", " ")
            reason = f"{text[start:end]} in the {name} is read as {put}: BIGKINDS writes a middle dot as a space"
            notes.append(Note(int(row["_line"]), "middle dot", reason, around, row["doc"]))
    if in_title:
        row["title"] = _edited(Traced.of(title), in_title).text
    return _edited(page, found), notes


def _edited(page: Traced, places: list[Lost]) -> Traced:
    """Write the sign of each place for its spaces."""
    spaces = [(at, sign) for start, end, sign in places for at in range(start, end) if page.text[at] == " "]
    return page.edited((at, at + 1, sign) for at, sign in spaces)


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
