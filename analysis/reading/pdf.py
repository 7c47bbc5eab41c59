"""Articles in PDF files with a text layer.

A PDF knows lines, not paragraphs. What repeats at the head or foot of pages is set apart; lines are joined to
paragraphs, with a space, without one, or without the hyphen that parted a word. `parsers.pdf_pages` finds the lines.
"""

from __future__ import annotations

import itertools
import math
import re
import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.cleaning import GUESSED, Joined, Traced, Treatment, is_parted, normalise
from analysis.cleaning.lines import is_sentence
from analysis.errors import ReadError, ReadWarning
from analysis.messages import message
from analysis.reading import parsers
from analysis.reading.article import Article, Cut, article, day, file_facts
from analysis.reading.decode import bytes_of, name_of
from analysis.reading.parsers.pdf_pages import Found, Page, looks_unspaced

_MOST_PAGES = 2_000
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_DATE = re.compile(
    r"(?:D:)?(\d{4})-?(\d\d)?-?(\d\d)?[T ]?(\d\d)?:?(\d\d)?:?(\d\d)?(?:\.\d+)?\s*(?:(Z)|([+-])(\d\d)'?:?(\d\d)?)?"
)
_EDGE = 3  # lines at the head and foot of a page where furniture stands
_NUMBER = re.compile(
    r"[-–—\s]*\d{1,4}(?:\s?[/／]\s?\d{1,4})?[-–—\s]*|\d{1,4}\s?(?:쪽|면|페이지)|[Pp](?:age|\.)\s?\d{1,4}"
)
_SENTENCE_END = re.compile(r"[.?!。…][”’\"')\]]*$")
_BULLET = re.compile(r"[-–—•·■□▶▷○●◦※☞①-⑳]\s|\d{1,2}[.)]\s|[가-하][.)]\s")
_STOP = re.compile(r"[.,;:?!…][”’\"')\]]*$")
_SPACES = (" ", "\u3000")
_WORD = re.compile(r"[^\s.,·!?…“”‘’\"'()\[\]]+")


class _Line(NamedTuple):
    """A printed line: its page from 1, how it stands from the page's head and foot, and its text as extracted."""

    page: int
    head: int
    foot: int
    text: str


class _Habits(NamedTuple):
    """How a file is written: its words, whether lines carry the space at their end, whether brackets stand close."""

    words: frozenset[str]
    spaced: bool
    close: bool


def read_pdf(path: Path, *, treatment: Treatment = GUESSED) -> list[Article]:
    """Read one article from a PDF with a text layer."""
    if not bytes_of(path)[:1024].lstrip().startswith(b"%PDF"):
        msg = message("{path} is no PDF file; check the file, or save it anew", path=path.name)
        raise ReadError(msg)
    found: Found = parsers.call("pdf_pages", "extract", path, most_pages=_MOST_PAGES)
    _require_text(found, path.name)
    pages = [page["lines"] for page in found["pages"]]
    lines = [_Line(n, i, len(page) - 1 - i, text) for n, page in enumerate(pages, 1) for i, text in enumerate(page)]
    away = _furniture(lines, len(pages))
    cuts = [Cut(n + 1, "page furniture", reason, " ".join(lines[n].text.split())) for n, reason in away.items()]
    firsts = {line.page: n for n, line in reversed(list(enumerate(lines, 1)))}
    for n, page in enumerate(found["pages"], 1):
        cuts += [Cut(firsts.get(n, len(lines)), kind, reason, "") for kind, reason in _lacks(n, page)]
    cuts += [Cut(1, "damage", f"the file is damaged: {text} ({n} time(s))", "") for text, n in found["faults"].items()]
    _tell_lost_spaces(found["pages"], path.name)
    body, inside = _paragraphs([line.text for line in lines], set(away))
    if inside.edits:
        start = inside.edits[0][0]
        text = "\n".join(line.text for line in lines)
        reason = f"{len(inside.edits)} line end(s) inside a word joined"
        cuts.append(Cut(text.count("\n", 0, start) + 1, "wrap", reason, inside.told(text)[1]))
    properties = found["properties"] | {"created": _day(found["properties"]["created"])}
    variables, fallback = file_facts(properties, stem=name_of(path.stem))
    return [article(path, body.normalised(), about=variables, fallback=fallback, cuts=cuts, treatment=treatment)]


def _require_text(found: Found, name: str) -> None:
    """Refuse a file without text: locked, too long, damaged, a scan, or drawn in letters without a map."""
    refused, pages = found["refused"], found["pages"]
    if refused == "encrypted":
        msg = message("{name} is encrypted; save a copy without a password", name=name)
        raise ReadError(msg)
    if refused == "long":
        msg = message(
            "{name} has more than {most_pages:,} pages; split it into one file an article",
            name=name,
            most_pages=_MOST_PAGES,
        )
        raise ReadError(msg)
    if refused:
        kind = refused.removeprefix("damaged: ")
        msg = message(
            "{name} is damaged ({kind}); open it in a PDF viewer and print it to a new PDF", name=name, kind=kind
        )
        raise ReadError(msg)
    letters, unmapped = sum(page["letters"] for page in pages), sum(page["unmapped"] for page in pages)
    if letters and unmapped * 2 > letters:
        msg = message(
            "{name} does not say which letters it draws ({unmapped:,} of {letters:,} have no map to "
            "Unicode); run text recognition (OCR) on it, or get the text elsewhere",
            name=name,
            unmapped=unmapped,
            letters=letters,
        )
        raise ReadError(msg)
    if letters:
        return
    scanned = sum(page["pictures"] > 0 for page in pages)
    what = (
        message("is a scan ({scanned} of {n_pages} page(s) are pictures)", scanned=scanned, n_pages=len(pages))
        if scanned
        else message("has no text layer (a scan?)")
    )
    msg = message("{name} {what}; run text recognition (OCR) on it, or get the text elsewhere", name=name, what=what)
    raise ReadError(msg)


def _lacks(n: int, page: Page) -> list[tuple[str, str]]:
    """Say what a page lacks, each with its kind: text, letters, spaces."""
    if not page["letters"]:
        return [("page", f"page {n} {'is a scan' if page['pictures'] else 'has no text layer'}")]
    found = []
    lost = sum(len(_CONTROL.findall(line)) for line in page["lines"])
    if lost:
        found.append(("lost letter", f"{lost} letter(s) of page {n} have no map to Unicode and are left out"))
    if looks_unspaced(page):
        long = f"{page['unspaced']:,} of {page['hangul']:,} Hangul letters"
        found.append(("lost space", f"page {n}: {long} stand in runs of 13 and more without a space"))
    return found


def _tell_lost_spaces(pages: Sequence[Page], name: str) -> None:
    """Warn of pages whose spaces look lost."""
    bad = [n for n, page in enumerate(pages, 1) if looks_unspaced(page)]
    if not bad:
        return
    shown = ", ".join(map(str, bad[:5])) + (", …" if len(bad) > 5 else "")
    msg = message(
        "{name}: spaces look lost on {n_bad} of {n_pages} page(s) ({shown}): {unspaced:,} of {hangul:,} Hangul letters "
        "stand in runs of 13 and more without a space; get the text elsewhere before counting words",
        name=name,
        n_bad=len(bad),
        n_pages=len(pages),
        shown=shown,
        unspaced=sum(pages[n - 1]["unspaced"] for n in bad),
        hangul=sum(pages[n - 1]["hangul"] for n in bad),
    )
    warnings.warn(msg, ReadWarning, stacklevel=4)


def _day(text: str) -> str:
    """Read the day of a PDF's date in Korean time; empty where it is none."""
    # D:20260302230000Z -> 2026-03-03; D:20240504082515+09'00' -> 2024-05-04; D:2024 and a wrong date -> nothing
    found = _DATE.match(text.strip())
    if not (found and found[3]):
        return ""
    year, month, date, hour, minute, second, utc, sign, hours, minutes = found.groups(default="")
    zone = "+00:00" if utc else f"{sign}{hours}:{minutes or '00'}" if sign else ""
    clock = f"T{hour}:{minute or '00'}:{second or '00'}{zone}" if hour else ""
    return day(f"{year}-{month}-{date}{clock}")[0] or day(f"{year}-{month}-{date}")[0]


def _furniture(lines: Sequence[_Line], pages: int) -> dict[int, str]:
    """Find lines at head or foot of pages that most pages share, digits apart, and page numbers; never a sentence."""
    places = {n: min(line.head, line.foot) < _EDGE for n, line in enumerate(lines) if line.text.strip()}
    masked = {n: re.sub(r"\d+", "#", " ".join(lines[n].text.split())) for n, edge in places.items() if edge}
    on = Counter(text for _, text in {(lines[n].page, text) for n, text in masked.items()})
    away: dict[int, str] = {}
    for n, text in masked.items():
        if pages > 2 and on[text] * 2 > pages and not is_sentence(text):
            away[n] = f"stands at the head or foot of {on[text]} of {pages} pages"
        elif _NUMBER.fullmatch(lines[n].text.strip()) and 0 in {lines[n].head, lines[n].foot}:
            away[n] = "page number"
    return away


def _paragraphs(texts: Sequence[str], away: set[int]) -> tuple[Traced, Joined]:
    """Join printed lines to paragraphs, one a line, away ones made blank; list, too, the ends inside a word."""
    # Example: ["줄은 여기서 끝나지 않고", "다음 줄에 이어진다.", "- 1 -"] without line 2 gives one paragraph,
    # "줄은 여기서 끝나지 않고 다음 줄에 이어진다.", and a blank line; the space comes from the first line's end.
    source = Traced.of("\n".join(texts))
    kept = [n for n, text in enumerate(texts) if n not in away and text.strip()]
    widths = sorted(_width(texts[n]) for n in kept)
    full = widths[math.ceil(0.9 * len(widths)) - 1] if widths else 0
    habits = _habits([texts[n] for n in kept])
    following = dict(itertools.pairwise(kept))
    starts = [0, *itertools.accumulate(len(text) + 1 for text in texts)]
    edits: list[tuple[int, int, str]] = []
    inside: list[tuple[int, int, str]] = []
    for n, text in enumerate(texts):
        if n not in following:
            edits += [(starts[n], starts[n] + len(text), "")] if n in away else []
            continue
        after = following[n]
        if _ends(text, texts[after], full):
            continue
        put = _joint(text, texts[after].lstrip(), habits)
        hyphen = put is None
        edits.append((starts[n] + len(text.rstrip()) - hyphen, starts[after], put or ""))
        inside += [] if put else [edits[-1]]
    return source.edited(_apart(edits)), Joined(inside)


def _apart(edits: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Leave out edits that an edit before them swallowed."""
    kept: list[tuple[int, int, str]] = []
    for edit in edits:
        if not kept or edit[0] >= kept[-1][1]:
            kept.append(edit)
    return kept


def _width(text: str) -> float:
    """Measure a line in ems: Hangul and Hanja are one wide, everything else about half."""
    return sum(1.0 if letter >= "\u1100" else 0.5 for letter in text.strip())


def _ends(text: str, after: str, full: float) -> bool:
    """Tell whether a paragraph ends with a line: a short line, or a finished sentence before the margin."""
    if _BULLET.match(after.lstrip()):
        return True
    width = _width(text)
    return width < (0.9 if _SENTENCE_END.search(text.rstrip()) else 0.5) * full


def _habits(texts: Sequence[str]) -> _Habits:
    """Learn from the lines of a file how it is written."""
    text = "\n".join(texts)
    return _Habits(
        words=frozenset(_WORD.findall(text)),
        spaced=sum(line.endswith(_SPACES) for line in texts) * 2 >= len(texts),
        close=len(re.findall(r"\w\(", text)) >= len(re.findall(r"\w \(", text)),
    )


def _joint(line: str, after: str, habits: _Habits) -> str | None:
    """Return what joins two lines of a paragraph: a space, nothing, or None to drop the hyphen."""
    # What the lines say comes first, then how the file is written, and the analyser last: "gentrifi-" + "cation" drop
    # the hyphen, "한-" + "미" keep it, "11." + "2%" close up, "있었다." + "아무도" get a space, "골목경" + "제를" none
    # if 골목경제를 stands elsewhere.
    text = line.rstrip()
    if re.search(r"[a-z]-$", text) and re.match(r"[a-z]", after):
        return None
    if text.endswith("-") or re.fullmatch(r".?[\u4e00-\u9fff]{2}|\d[.,:]\d", text[-2:] + after[:1]):
        return ""
    if line.endswith(_SPACES) or _STOP.search(text):
        return " "
    last, first = _WORD.findall(text)[-1:], _WORD.match(after)
    whole = last and first and text.endswith(last[0]) and last[0] + first[0] in habits.words
    close = habits.close and re.fullmatch(r"\w\(", text[-1:] + after[:1])
    if habits.spaced or whole or close:
        return ""
    return " " if is_parted(normalise(text), normalise(after)) else ""
