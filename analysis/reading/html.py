"""Articles in saved web pages.

The page becomes a list of blocks, each text between two block-level tags. The markers of the two large Korean
portals say which block is what; on other pages trafilatura chooses the body. Every block that is not
in the body is in `removed`, with the part of the page that it stood in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from analysis.cleaning import GUESSED, Traced, Treatment, normalise
from analysis.cleaning.byline import byline, headline, outlet
from analysis.cleaning.lines import is_sentence, letters
from analysis.errors import ReadError
from analysis.reading.article import Article, Cut, article, day
from analysis.reading.decode import text_of

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rb rp rt ruby s"
    " samp small span strike strong sub sup time tt u var wbr".split()
)
_HIDDEN = frozenset(
    "script style noscript template svg math iframe object audio video canvas select textarea head".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
# The first rule that fits an element decides its part; children inherit it. Naver and Daum, then any page.
_RULES = tuple(
    (part, frozenset(names))
    for part, names in (
        ("title", ("#title_area", ".media_end_head_headline", ".tit_view")),
        ("subtitle", (".media_end_summary", ".summary_view")),
        (
            "byline",
            (".media_end_head_journalist", ".media_end_head_info", ".info_view", ".byline", ".reporter_area",
             ".media_journalistcard_item", ".media_end_head_journalist_name"),
        ),
        ("caption", ("em.img_desc", "figcaption", ".txt_caption", ".end_photo_org", ".desc_thumb")),
        (
            "furniture",
            (".media_end_categorize", ".categorize", ".copyright", ".relate_copyright", ".util_view", ".foot_view",
             ".vod_player_wrap", ".promotion", ".link_news", ".box_etc", ".alex-area"),
        ),
        ("body", ("#dic_area", "#articeBody", "#articleBodyContents", "#newsct_article", ".article_view")),
    )
)  # fmt: skip
_NEWS = {"NewsArticle", "Article", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle", "BlogPosting"}
_PORTALS = {"네이버", "네이버 뉴스", "다음", "다음뉴스", "다음 뉴스", "daum", "naver", "v.daum.net"}
_REPORTER = re.compile(r"\s*(기자|특파원|논설위원|선임기자|객원기자|인턴기자)$")
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)\d*")  # 20230504143000
_DATA = re.compile(r"data:[\w/+.\-]*;base64,[A-Za-z0-9+/=%\s]*")
_LARGEST = 16 * 2**20
_SHORT = 10  # letters below which a block must be a whole line of the extraction


class _Choice(NamedTuple):
    """Ordinals of the blocks that are the body, and who chose them."""

    body: set[int]
    chooser: str


def read_html(path: Path, *, treatment: Treatment = GUESSED) -> list[Article]:
    """Read one article from a saved web page."""
    source = _DATA.sub("", text_of(path))
    if len(source) > _LARGEST:
        msg = f"{path.name} is larger than 16 MiB without its pictures; save the article's page alone"
        raise ReadError(msg)
    page = _parse(source, name=path.name)
    choice = _marked(page) or _extracted(page, source)
    if not any(is_sentence(page.blocks[n - 1].text) for n in choice.body):
        msg = f"{path.name} holds no article that could be told from the page around it; save its text as .txt"
        raise ReadError(msg)
    titles = {n for n, block in enumerate(page.blocks, 1) if block.part == "title"}
    cuts = []
    for n, block in enumerate(page.blocks, 1):
        if n not in choice.body and n not in titles:
            kind, reason = _PARTS.get(block.part, ("page", f"outside the article, by {choice.chooser}"))
            cuts.append(Cut(n, kind, reason, normalise(block.text)))
    lines = [block.text if n in choice.body else "" for n, block in enumerate(page.blocks, 1)]
    cuts += [Cut(n, "title", "headline, kept in documents.title", normalise(page.blocks[n - 1].text)) for n in titles]
    text = Traced.of("\n".join(lines)).normalised()
    return [article(path, text, about=_about(page, cuts), cuts=cuts, treatment=treatment)]


_PARTS = {
    "caption": ("caption", "caption or credit of a picture"),
    "byline": ("byline", "name and dates beside the article"),
    "subtitle": ("title", "subtitle above the body"),
    "furniture": ("widget", "part of the page, marked as such inside the article"),
}


def _about(page: _Page, cuts: Sequence[Cut]) -> dict[str, str]:
    """Return what the page states of the article; the outlet may stand in its copyright line alone."""
    about = _page_facts(page)
    about["outlet"] = about["outlet"] or next((outlet(c.text) for c in cuts if "ⓒ" in c.text and outlet(c.text)), "")
    return {key: value for key, value in about.items() if value}


def _marked(page: _Page) -> _Choice | None:
    """Choose the blocks inside a portal's own container of the article."""
    body = {n for n, block in enumerate(page.blocks, 1) if block.part == "body"}
    return _Choice(body, "the portal's markers") if body else None


def _extracted(page: _Page, source: str) -> _Choice:
    """Choose the blocks whose words trafilatura takes for the article."""
    import trafilatura  # 0.4 s, and only for pages without marks

    found = trafilatura.extract(source, include_comments=False, include_tables=True) or ""
    whole = letters(found)
    lines = {letters(line) for line in found.split("\n")}
    keys = [letters(block.text) for block in page.blocks]
    free = [block.part not in _PARTS and block.part != "title" for block in page.blocks]
    sure = {
        n for n, key in enumerate(keys) if key and free[n] and (key in lines or (len(key) >= _SHORT and key in whole))
    }
    between = {n for n, key in enumerate(keys) if free[n] and key in whole and {n - 1, n + 1} <= sure}
    return _Choice({n + 1 for n in sure | between}, "trafilatura")


def _page_facts(page: _Page) -> dict[str, str]:
    """Read title, author, date, time and outlet from a page's metadata."""
    meta: dict[str, str] = {}
    for key, value in page.meta:
        meta.setdefault(key, normalise(value).replace("\n", " "))
    marked = {key: normalise(value) for key, value in reversed(page.marked)}
    news: Mapping[str, object] = next(_news(page.scripts), {})
    title, tag = headline(
        _first(page, "title") or meta.get("og:title") or _text(news.get("headline")) or meta.get("title", "")
    )
    section, _, signed = tag.partition("/")
    date, time = _moment(
        marked.get("date", ""),
        meta.get("article:published_time", ""),
        meta.get("og:article:published_time", ""),
        meta.get("og:regdate", ""),
        _text(news.get("datePublished")),
        meta.get("datepublished", ""),
    )
    found = {
        "title": title,
        "section": section,
        "date": date,
        "time": time,
        "outlet": _outlet(
            marked.get("outlet", ""),
            meta.get("og:article:author", ""),
            _text(news.get("publisher")),
            meta.get("og:site_name", ""),
        ),
    }
    return found | _person(signed, _text(news.get("author")), meta.get("author", ""), *_bylines(page))


def _news(scripts: list[str]) -> Iterator[Mapping[str, object]]:
    """Return the JSON-LD objects that describe an article."""
    for script in scripts:
        try:
            loaded = json.loads(script)
        except (ValueError, RecursionError):
            continue
        graph = loaded.get("@graph", [loaded]) if isinstance(loaded, dict) else loaded
        for item in graph if isinstance(graph, list) else [graph]:
            kinds = item.get("@type") if isinstance(item, dict) else None
            if set(kinds if isinstance(kinds, list) else [kinds]) & _NEWS:
                yield item


def _text(value: object) -> str:
    """Read a name or text from a JSON-LD value; empty for several."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    return normalise(value).replace("\n", " ") if isinstance(value, str) else ""


def _moment(*candidates: str) -> tuple[str, str]:
    """Return the first candidate that is a day, with its time."""
    for text in candidates:
        digits = _STAMP.fullmatch(text)
        found = day("{}-{}-{} {}:{}".format(*digits.groups()) if digits else text)
        if found[0]:
            return found
    return "", ""


def _outlet(*candidates: str) -> str:
    """Return the first candidate that is no portal; what follows a bar is the portal."""
    names = (re.split(r"\s*[|ㅣ]\s*", text)[0].strip() for text in candidates)
    return next((name for name in names if name and name.casefold() not in _PORTALS and "://" not in name), "")


def _person(*candidates: str) -> dict[str, str]:
    """Return the first candidate that names one person."""
    for text in candidates:
        name = _REPORTER.sub("", text)
        if re.fullmatch(r"[가-힣]{2,4}", name):
            return {"author": name, "post": text[len(name) :].strip()}
        signature = byline(text, dated=False)
        if signature and signature.author:
            return {"author": signature.author, "post": signature.post}
    return {"author": "", "post": ""}


def _bylines(page: _Page) -> Iterator[str]:
    """Return the blocks of the page's byline."""
    return (normalise(block.text) for block in page.blocks if block.part == "byline")


def _first(page: _Page, part: str) -> str:
    """Read the first block of a part."""
    return next((normalise(block.text) for block in page.blocks if block.part == part), "")


class _Text(NamedTuple):
    """A block of visible text: the part of the page it stands in (empty if no marker says), and its words."""

    part: str
    text: str


@dataclass
class _Page:
    """What a page holds: its blocks, its metadata (name, content), and its JSON-LD scripts."""

    blocks: list[_Text] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    marked: list[tuple[str, str]] = field(default_factory=list)


class _Element(NamedTuple):
    """An open element: its tag, its part, whether it is hidden, and whether it is a JSON-LD script."""

    tag: str
    part: str
    hidden: bool
    data: bool


class _Target:
    """Receives the parser's events."""

    def __init__(self) -> None:
        self.page = _Page()
        self.open = [_Element("", "", hidden=False, data=False)]
        self.words: list[str] = []
        self.part = ""
        self.title: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        above = self.open[-1]
        if tag not in _INLINE:
            self.flush()
        self.note(tag, attributes)
        if tag in _VOID:
            return
        hidden = above.hidden or tag in _HIDDEN or "hidden" in attributes
        data = tag == "script" and attributes.get("type", "").lower() == "application/ld+json"
        if data:
            self.page.scripts.append("")
        part = _part(tag, attributes, above.part)
        if part != above.part:
            self.flush()
        self.open.append(_Element(tag, part, hidden, data))

    def note(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep what an element states about the article in its attributes."""
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        if tag == "meta" and name:
            self.page.meta.append((name.lower(), attributes.get("content", "")))
        classes = attributes.get("class", "").split()
        if "data-date-time" in attributes:
            self.page.marked.append(("date", attributes["data-date-time"]))
        if tag == "img" and "media_end_head_top_logo_img" in classes:
            self.page.marked.append(("outlet", attributes.get("title") or attributes.get("alt", "")))

    def end(self, tag: str) -> None:
        """Close an element."""
        if tag in _VOID or not any(e.tag == tag for e in self.open):
            return
        if tag not in _INLINE:
            self.flush()
        while self.open[-1].tag != tag:
            self.open.pop()
        part = self.open.pop().part
        if part != self.open[-1].part:
            self.flush()

    def data(self, text: str) -> None:
        """Add words to the block, to the metadata or to a script."""
        here = self.open[-1]
        if here.data:
            self.page.scripts[-1] += text
        elif here.tag == "title":
            self.page.meta.append(("title", text))
        elif not here.hidden:
            self.part = here.part
            self.words.append(text)

    def flush(self) -> None:
        """End the block of text."""
        text = re.sub(r"\s+", " ", "".join(self.words)).strip()
        if text:
            self.page.blocks.append(_Text(self.part, text))
        self.words.clear()

    def comment(self, _: str) -> None:
        """Pass over a comment."""

    def close(self) -> _Page:
        """Return the page."""
        self.flush()
        return self.page


def _part(tag: str, attributes: dict[str, str], above: str) -> str:
    """Return the part of the page that an element is; parts inside the body win over it, and nothing over them."""
    if above and above != "body":
        return above
    names = {tag, f"#{attributes.get('id', '')}"}
    for name in attributes.get("class", "").split():
        names |= {f".{name}", f"{tag}.{name}"}
    return next((part for part, known in _RULES if names & known), above)


def _parse(source: str, *, name: str) -> _Page:
    """Parse a page."""
    from lxml import etree

    parser = etree.HTMLParser(target=_Target(), encoding="utf-8", huge_tree=True)
    try:
        page: _Page = etree.fromstring(source.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        msg = f"{name} cannot be parsed as HTML; save the page anew, or its text as .txt"
        raise ReadError(msg) from error
    return page
