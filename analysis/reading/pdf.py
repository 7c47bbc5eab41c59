"""Articles in PDF files with a text layer.

A PDF knows lines, not paragraphs. What repeats at the head or foot of pages is set apart; lines are joined to
paragraphs, with a space, without one, or without the hyphen that parted a word.
"""

from __future__ import annotations

import itertools
import logging
import math
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis.cleaning import GUESSED, Traced, Treatment
from analysis.cleaning.lines import is_sentence
from analysis.cleaning.normalise import LINE_END
from analysis.errors import ReadError
from analysis.reading.article import Article, Cut, article, day, file_facts
from analysis.reading.decode import bytes_of

_MOST_PAGES = 2_000
_LINE_END = re.compile(LINE_END)
_EDGE = 3  # lines at the head and foot of a page where furniture stands
_NUMBER = re.compile(
    r"[-–—\s]*\d{1,4}(?:\s?[/／]\s?\d{1,4})?[-–—\s]*|\d{1,4}\s?(?:쪽|면|페이지)|[Pp](?:age|\.)\s?\d{1,4}"
)
_SENTENCE_END = re.compile(r"[.?!。…][”’\"')\]]*$")
_BULLET = re.compile(r"[-–—•·■□▶▷○●◦※☞①-⑳]\s|\d{1,2}[.)]\s|[가-하][.)]\s")
_WORD = re.compile(r"[^\s.,·!?…“”‘’\"'()\[\]]+")


class _Line(NamedTuple):
    """A printed line: its page from 1, how it stands from the page's head and foot, and its text as extracted."""

    page: int
    head: int
    foot: int
    text: str


def read_pdf(path: Path, *, treatment: Treatment = GUESSED) -> list[Article]:
    """Read one article from a PDF with a text layer."""
    if not bytes_of(path)[:1024].lstrip().startswith(b"%PDF"):
        msg = f"{path.name} is no PDF file; check the file, or save it anew"
        raise ReadError(msg)
    pages, about, faults = _pages(path)
    lines = [_Line(n, i, len(page) - 1 - i, text) for n, page in enumerate(pages, 1) for i, text in enumerate(page)]
    if not any(line.text.strip() for line in lines):
        msg = f"{path.name} has no text layer (a scan?); run text recognition (OCR) on it, or get the text elsewhere"
        raise ReadError(msg)
    away = _furniture(lines, len(pages))
    cuts = [Cut(n + 1, "page furniture", reason, " ".join(lines[n].text.split())) for n, reason in away.items()]
    firsts = {line.page: n for n, line in reversed(list(enumerate(lines, 1)))}
    cuts += [
        Cut(firsts.get(n, len(lines)), "page", f"page {n} has no text layer", "")
        for n in range(1, len(pages) + 1)
        if not any(text.strip() for text in pages[n - 1])
    ]
    cuts += [Cut(1, "damage", f"the file is damaged: {text} ({n} time(s))", "") for text, n in sorted(faults.items())]
    page = _paragraphs([line.text for line in lines], set(away)).normalised()
    variables, fallback = file_facts(about)
    return [article(path, page, about=variables, fallback=fallback, cuts=cuts, treatment=treatment)]


class _Faults(logging.Handler):
    """Collects what pypdf says of a damaged file instead of stopping."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Count a message."""
        self.messages[" ".join(record.getMessage().split())[:200]] += 1


def _pages(path: Path) -> tuple[list[list[str]], dict[str, str], Counter[str]]:
    """Extract the lines of every page, the file's properties, and what is wrong with the file."""
    import pypdf

    log, faults = logging.getLogger("pypdf"), _Faults()
    spreads, log.propagate = log.propagate, False
    log.addHandler(faults)
    try:
        with pypdf.PdfReader(path) as reader:
            _require_readable(reader, path.name)
            pages = [_LINE_END.split(page.extract_text()) for page in reader.pages]
            return pages, _properties(reader), faults.messages
    except ReadError:
        raise
    except pypdf.errors.DependencyError as error:
        msg = f"{path.name} is encrypted; save a copy without a password"
        raise ReadError(msg) from error
    except Exception as error:  # pypdf meets damaged files with errors of every kind
        msg = f"{path.name} is damaged ({type(error).__name__}); open it in a PDF viewer and print it to a new PDF"
        raise ReadError(msg) from error
    finally:
        log.removeHandler(faults)
        log.propagate = spreads


def _require_readable(reader: Any, name: str) -> None:
    """Refuse a file that is encrypted or too long."""
    if reader.is_encrypted and not reader.decrypt(""):
        msg = f"{name} is encrypted; save a copy without a password"
        raise ReadError(msg)
    if len(reader.pages) > _MOST_PAGES:
        msg = f"{name} has more than {_MOST_PAGES:,} pages; split it into one file an article"
        raise ReadError(msg)


def _properties(reader: Any) -> dict[str, str]:
    """Read title, author and day of creation from the file's properties."""
    properties = reader.metadata
    if not properties:
        return {"title": "", "author": "", "created": ""}
    created = properties.creation_date.isoformat() if properties.creation_date else ""
    return {
        "title": str(properties.title or "").strip(),
        "author": str(properties.author or "").strip(),
        "created": day(created)[0],
    }


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


def _paragraphs(texts: Sequence[str], away: set[int]) -> Traced:
    """Join printed lines to paragraphs, one a line; lines that are no part of the text become blank."""
    # Example: ["줄은 여기서 끝나지 않고", "다음 줄에 이어진다.", "- 1 -"] without line 2 gives one paragraph,
    # "줄은 여기서 끝나지 않고 다음 줄에 이어진다.", and a blank line; the space comes from the first line's end.
    source = Traced.of("\n".join(texts))
    kept = [n for n, text in enumerate(texts) if n not in away and text.strip()]
    widths = sorted(_width(texts[n]) for n in kept)
    full = widths[math.ceil(0.9 * len(widths)) - 1] if widths else 0
    spaced = sum(texts[n].endswith((" ", "\u3000")) for n in kept) * 5 >= len(kept)
    words = set(_WORD.findall("\n".join(texts[n] for n in kept)))
    following = dict(itertools.pairwise(kept))
    starts = [0]
    for text in texts:
        starts.append(starts[-1] + len(text) + 1)
    edits: list[tuple[int, int, str]] = []
    for n, text in enumerate(texts):
        if n not in following:
            edits += [(starts[n], starts[n] + len(text), "")] if n in away else []
            continue
        after = following[n]
        if _ends(text, texts[after], full):
            continue
        put = _joint(text.rstrip(), texts[after].lstrip(), words, spaced=spaced and not text.endswith((" ", "\u3000")))
        hyphen = put is None
        end = starts[n] + len(text.rstrip()) - hyphen
        edits.append((end, starts[after], put or ""))
    return source.edited(_apart(edits))


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


def _joint(text: str, after: str, words: set[str], *, spaced: bool) -> str | None:
    """Return what joins two lines of a paragraph: a space, nothing, or None to drop the hyphen."""
    if re.search(r"[a-z]-$", text) and re.match(r"[a-z]", after):
        return None
    if text.endswith("-") or (re.search(r"[\u4e00-\u9fff]$", text) and re.match(r"[\u4e00-\u9fff]", after)):
        return ""
    last, first = _WORD.findall(text)[-1:], _WORD.match(after)
    if spaced:
        return ""
    if last and first and text.endswith(last[0]) and last[0] + first[0] in words:
        return ""
    return " "
