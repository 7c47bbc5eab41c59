"""A web page as a list of blocks of visible text, each with the part of the page it stands in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from analysis.errors import ReadError
from analysis.reading.article import needed

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


class Text(NamedTuple):
    """A block of visible text: the part of the page it stands in (empty if no marker says), and its words."""

    part: str
    text: str


@dataclass
class Page:
    """What a page holds: its blocks, its metadata (name, content), and its JSON-LD scripts."""

    blocks: list[Text] = field(default_factory=list)
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
        self.page = Page()
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
        """Take words."""
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
            self.page.blocks.append(Text(self.part, text))
        self.words.clear()

    def comment(self, _: str) -> None:
        """Pass over a comment."""

    def close(self) -> Page:
        """Hand over the page."""
        self.flush()
        return self.page


def _part(tag: str, attributes: dict[str, str], above: str) -> str:
    """Say which part of the page an element is; parts inside the body win over it, and nothing over them."""
    if above and above != "body":
        return above
    names = {tag, f"#{attributes.get('id', '')}"}
    for one in attributes.get("class", "").split():
        names |= {f".{one}", f"{tag}.{one}"}
    return next((part for part, known in _RULES if names & known), above)


def parse(source: str, *, name: str) -> Page:
    """Parse a page.

    Parameters
    ----------
    source : str
        HTML, well-formed or not.
    name : str
        The file's name, for errors.

    Returns
    -------
    Page
        Blocks in the order of the page. A block ends at every block-level tag and line break.

    Raises
    ------
    ReadError
        If lxml is not installed (extra `formats`), or the page cannot be parsed.
    """
    etree: Any = needed("lxml.etree", name=name, extra="formats")
    parser = etree.HTMLParser(target=_Target(), encoding="utf-8", huge_tree=True)
    try:
        page: Page = etree.fromstring(source.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        msg = f"{name} cannot be parsed as HTML; save the page anew, or its text as .txt"
        raise ReadError(msg) from error
    return page
