"""What every reader hands over: a row of documents, what was removed, and where each character came from."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from analysis.cleaning import GUESSED, Origins, Traced, Treatment, joined, normalise, require_treatment, treat, wire
from analysis.cleaning.byline import is_full_name
from analysis.errors import ReadError
from analysis.messages import message
from analysis.reading.decode import lines_of, name_of

_KOREAN = re.compile("[\uac00-\ud7a3\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\ud7b0-\ud7ff]")
_LOST = 100  # one lost letter in so many is damage that no count survives
_FILE_TITLE = re.compile(
    r"\.(hwp[xt]?|docx?|dotx?|xlsx?|pptx?|pdf|indd|qxd|pmd|ai|ps|eps|dvi|tex|rtf|odt|html?|jpe?g|tiff?|png|txt)$"
    r"|^(Microsoft |untitled|제목\s?없음|무제(-\d+)?$|새\s?문서|빈\s?문서|문서\s?\d*$|Document\s?\d*$"
    r"|(PowerPoint )?프레젠테이션\s?\d*$|PowerPoint Presentation$|Presentation\s?\d*$"
    r"|슬라이드\s?\d+$|Slide\s?\d+$|Print$|인쇄$)|^[A-Za-z]:\\|^\S*[A-Za-z0-9가-힣]_[A-Za-z0-9가-힣]\S*$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_GARBLED = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x1f\x7f-\x9f]|\?{3}")
_LATIN = re.compile("[\u00a1-\u00ff]")
_HANJA = re.compile("[\u4e00-\u9fff\uf900-\ufaff]")
_SYLLABLE = re.compile("[\uac00-\ud7a3]")
_KST = dt.timezone(dt.timedelta(hours=9))


WIRED = frozenset({"portal", "outlet", "release", "plain"})  # kinds of documents that may be wire copy
WIRED_REASON = "printed by a news agency before or behind the text, inside its line"


class Article(NamedTuple):
    """One document as a reader makes it; a plain pair (row, removed) does as well."""

    row: dict[str, str]
    removed: list[dict[str, object]]
    origins: Origins | None = None
    line: int = 0  # row of a table
    file: str = ""  # that the row stands in, where `source` is another: in a saved corpus


class LeftOut(NamedTuple):
    """What a reader tells at its end of the file and of rows that are no documents."""

    removed: list[dict[str, object]]


def line_of(removed: Mapping[str, object]) -> int:
    """Return the line that something was removed from."""
    return int(str(removed["line"]))


class Cut(NamedTuple):
    """Something that is not in the body: its line in the source, what it is, why it is not, and its words."""

    line: int
    kind: str
    reason: str
    text: str


class Block(NamedTuple):
    """A paragraph, cell or note of a document file: what it is (empty for the body) and its text."""

    kind: str
    text: str


Reader = Callable[..., Iterable[Article | LeftOut | tuple[dict[str, str], list[dict[str, object]]]]]


def article(
    path: Path,
    page: Traced,
    *,
    about: Mapping[str, str] | None = None,
    fallback: Mapping[str, str] | None = None,
    cuts: Sequence[Cut] = (),
    treatment: Treatment = GUESSED,
) -> Article:
    """Clean a page and make the article of it."""
    asked = require_treatment((about or {}).get("kind") or treatment.kind, treatment.clean)
    title = (about or {}).get("title", "")
    body, kind, said, taken = _cleaned(page, asked, title=title)
    if asked.clean == "report":
        body, said = _cleaned(page, asked._replace(clean="none"), title=title)[0], {}
        taken = [Cut(cut.line, *asked.noted(cut.kind, cut.reason), cut.text) for cut in taken]
    if not _KOREAN.search(body.text):
        what = (
            message("holds no article, only what a page prints around one")
            if _KOREAN.search(page.text)
            else message("has no Korean text")
        )
        msg = message("{path} {what}; check that the right file was saved, with its text", path=path.name, what=what)
        raise ReadError(msg)
    doc = name_of(path.stem)
    everything = sorted([*cuts, *taken, *_lost(body, path.name)], key=lambda cut: cut.line)
    stated = {key: value for key, value in said.items() if value}
    row = (
        {"doc": doc, "source": name_of(path.name), "text": body.text, "kind": kind}
        | dict(fallback or {})
        | stated
        | dict(about or {})
    )
    return Article(row, [{"doc": doc, **cut._asdict()} for cut in everything], body.origins)


def _cleaned(page: Traced, asked: Treatment, *, title: str) -> tuple[Traced, str, dict[str, str], list[Cut]]:
    """Clean a page: its body, the kind of document, what the page says of the article, and what was taken away."""
    cuts: list[Cut] = []
    if asked.clean != "none" and (joins := joined(page.text)).edits:
        reason, example = joins.told(page.text)
        cuts.append(Cut(page.origins.place(joins.edits[0][0])[0], "wrap", reason, example))
        page = page.edited(joins.edits)
    found = treat(page.text, asked, title=title)
    starts = [0, *(end.end() for end in re.finditer("\n", page.text))]
    places = [page.text.index(line.text, starts[line.number - 1]) for line in found.paragraphs]
    body = page.only((at, at + len(line.text)) for at, line in zip(places, found.paragraphs, strict=True))
    cuts += [Cut(page.origins.place(starts[r.line - 1])[0], r.kind, r.reason, r.text) for r in found.removed]
    said = dict(found.about)
    if asked.clean != "none" and found.kind in WIRED:
        body, wired = _unwired(body, cuts)
        said |= {key: said.get(key) or value for key, value in wired.items()}
    return body, found.kind, said, cuts


def _unwired(body: Traced, cuts: list[Cut]) -> tuple[Traced, dict[str, str]]:
    """Set dateline, byline and copyright inside the first and last line apart; return the rest and what they say."""
    found = wire(body.text)
    edits = [(start, end, "") for start, end in ((0, found.start), (found.end, len(body.text))) if start < end]
    for start, end, _ in edits:
        cuts.append(Cut(body.origins.place(start)[0], "dateline", WIRED_REASON, body.text[start:end].strip()))
    return body.edited(edits), found.about


def _lost(body: Traced, name: str) -> list[Cut]:
    """List letters that were lost before the file was saved; refuse a text with many of them."""
    places = [found.start() for found in re.finditer("\ufffd", body.text)]
    if len(places) * _LOST > len(body.text):
        msg = message(
            "{name} has lost letters ({n_places} times U+FFFD) before it was saved; save the article anew",
            name=name,
            n_places=len(places),
        )
        raise ReadError(msg)
    lines: dict[int, int] = {}
    for place in places:
        line = body.origins.place(place)[0]
        lines[line] = lines.get(line, 0) + 1
    return [
        Cut(n, "lost letter", f"{count} letter(s) lost before the file was saved", "\ufffd")
        for n, count in lines.items()
    ]


def from_blocks(
    path: Path, blocks: Sequence[Block], *, properties: Mapping[str, str], treatment: Treatment = GUESSED
) -> Article:
    """Make the article of a document file."""
    cuts = [Cut(n, b.kind, _REASONS[b.kind], normalise(b.text)) for n, b in enumerate(blocks, 1) if b.kind]
    page = Traced.of(lines_of(["" if b.kind else b.text for b in blocks])).normalised()
    variables, fallback = file_facts(properties, stem=name_of(path.stem))
    cuts = [cut for cut in cuts if cut.text]
    return article(path, page, about=variables, fallback=fallback, cuts=cuts, treatment=treatment)


def file_facts(properties: Mapping[str, str], *, stem: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return document variables and fallbacks for title and author from a file's properties."""
    stated = {key: normalise(properties.get(key, "")).replace("\n", " ") for key in ("title", "author", "created")}
    title = "" if _is_no_title(stated["title"], stem=stem) else stated["title"]
    author = stated["author"] if is_full_name(stated["author"]) else ""
    return {f"file_{key}": value for key, value in stated.items()}, {"title": title, "author": author}


def _is_no_title(text: str, *, stem: str) -> bool:
    """Tell whether a title in a file's properties is the name of a file, or letters read in a wrong encoding."""
    # "보고서_최종(2).hwp", "report_final_v2", "C:\\글\\기고", "1", "Áö¹æ ¼Ò¸ê", "吏諛?뚮㈇"
    name = text.casefold()
    if name == stem.casefold() or _FILE_TITLE.search(text) or not _LETTER.search(text):
        return True
    return bool(_GARBLED.search(text)) or _is_misread(text)


def _is_misread(text: str) -> bool:
    """Tell whether a text is Korean whose bytes were taken for another encoding."""
    for taken, meant in (("latin-1", "cp949"), ("cp1252", "cp949"), ("latin-1", "utf-8"), ("cp949", "utf-8")):
        try:
            if _KOREAN.search(text.encode(taken).decode(meant)) and not text.isascii():
                return True
        except UnicodeError:
            continue
    latin = len(_LATIN.findall(text))
    rare = sum(len(letter.encode("euc-kr", errors="ignore")) != 2 for letter in _SYLLABLE.findall(text))
    return latin * 2 > len(text.replace(" ", "")) or (rare > 0 and bool(_HANJA.search(text)))


_REASONS = {
    "header": "header of the pages",
    "footer": "footer of the pages",
    "comment": "comment on the text",
    "deleted": "deleted with changes tracked",
    "equation": "equation, written in its own notation",
    "ruby": "reading printed beside a word",
}


def day(text: str) -> tuple[str, str]:
    """Read day and time of a machine-written date."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        return "", ""
    if moment.tzinfo:
        moment = moment.astimezone(_KST)
    return moment.strftime("%Y-%m-%d"), moment.strftime("%H:%M") if re.search(r"\d:\d\d", text) else ""
