"""Saved web pages by lxml, and articles in them by trafilatura, as plain values."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, NamedTuple

from lxml import etree

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr output q rb rp rt ruby s"
    " samp small span strike strong sub sup time tt u var wbr".split()
)
_HIDDEN = frozenset(
    "script style noscript template svg math iframe object audio video canvas select textarea head".split()
)
_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_UNCLOSED = frozenset("p li td th tr dd dt option tbody thead tfoot".split())  # their end tags may be left out
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_DEEPEST, _MOST_STEPS = 100_000, 300_000_000  # open tags, and the sum of those at every end tag: about three seconds
# What trafilatura takes in some seconds; its time grows with the squares of both.
_DEEPEST_TREE, _MOST_ELEMENTS = 256, 30_000
_HELD = re.compile(r"[\uac00-\ud7a3]|\\u[abcd][0-9a-f]{3}", re.IGNORECASE)
_LEAST_HELD = 50  # syllables of Hangul in a script from which it may hold an article


def blocks(path: str, *, source: str, rules: list[tuple[str, list[str]]]) -> dict[str, object]:  # noqa: ARG001 - the page is passed decoded
    """Return what a page holds, each text between two block-level tags as one block.

    `source` is the decoded file at `path`. The first of `rules` that names an element (tag, #id, .class, tag.class,
    [attribute=value], or ~ and a pattern for its classes) decides its part, which its children inherit. The answer has
    `blocks` (part, text, tag around it, number of the element that groups it, whether all of it is a link, classes
    around it), `meta` (name, content), `marked` (what, value), `scripts` (type, text) and `tangled`, whether the page
    is too much for `extract`; it is empty for a page whose tags are nested so deep that it cannot be parsed in seconds.
    """
    if _tangled(source):
        return {}
    parser = etree.HTMLParser(target=_Target(rules), encoding="utf-8", huge_tree=True)
    found: dict[str, object] = etree.fromstring(source.encode("utf-8"), parser)
    return found


def extract(path: str, *, source: str) -> str:  # noqa: ARG001 - the page is passed decoded
    """Return the words that trafilatura takes for the article, empty if it finds none."""
    import trafilatura  # 0.4 s, and only for pages without marks

    return trafilatura.extract(source, include_comments=False, include_tables=True) or ""


def _tangled(source: str) -> bool:
    """Tell whether libxml2 would search through too many open tags."""
    # 30,000 <div> and then 20,000 </b>: for every </b> it goes through all open tags, in vain.
    depth = steps = 0
    for closing, tag in _TAG.findall(source):
        if (name := tag.lower()) in _VOID or name in _UNCLOSED:
            continue
        if closing:
            steps += depth
            depth = max(depth - 1, 0)
        else:
            depth += 1
        if depth > _DEEPEST or steps > _MOST_STEPS:
            return True
    return False


class _Element(NamedTuple):
    """An open element: its part, whether it is hidden and a link; its own or the next block-level tag around it."""

    number: int
    tag: str
    part: str
    hidden: bool
    link: bool
    block: str
    group: int  # number of the element around the block-level one
    classes: str


class _Target:
    """Receives the parser's events."""

    def __init__(self, rules: list[tuple[str, list[str]]]) -> None:
        self.rules = [
            (part, frozenset(names), [re.compile(name[1:], re.IGNORECASE) for name in names if name[0] == "~"])
            for part, names in rules
        ]
        self.open = [_Element(0, "", "", hidden=False, link=False, block="", group=0, classes="")]
        self.tags: Counter[str] = Counter()
        self.count = self.deepest = 0
        self.words: list[str] = []
        self.first: _Element | None = None  # that of the first words of the block
        self.linked = True
        self.script: list[str] = []
        self.found: dict[str, Any] = {"blocks": [], "meta": [], "marked": [], "scripts": []}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Open an element."""
        above = self.open[-1]
        if tag not in _INLINE:
            self.flush()
        self.note(tag, attributes)
        if tag in _VOID:
            return
        self.count += 1
        part = self.part(tag, attributes, above.part)
        if part != above.part:
            self.flush()
        if tag == "script":
            self.found["scripts"].append((attributes.get("type", "").strip().lower(), ""))
        hidden = above.hidden or tag in _HIDDEN or "hidden" in attributes
        block, group = (above.block, above.group) if tag in _INLINE else (tag, above.number)
        classes = attributes.get("class", "") or (above.classes if tag in _INLINE else "")
        self.open.append(_Element(self.count, tag, part, hidden, above.link or tag == "a", block, group, classes))
        self.tags[tag] += 1
        self.deepest = max(self.deepest, len(self.open))

    def part(self, tag: str, attributes: dict[str, str], above: str) -> str:
        """Return the part of the page that an element is; parts inside the body win over it, and nothing over them."""
        if above not in ("", "article", "body"):
            return above
        names = {tag, f"#{attributes.get('id', '')}"}
        for name in attributes.get("class", "").split():
            names |= {f".{name}", f"{tag}.{name}"}
        names |= {f"[{key}={attributes[key]}]" for key in ("itemprop", "role") if key in attributes}
        classes = attributes.get("class", "")
        found = next(
            (
                part
                for part, known, patterns in self.rules
                if not known.isdisjoint(names) or (classes and any(pattern.search(classes) for pattern in patterns))
            ),
            above,
        )
        return above if above == "body" and found == "article" else found

    def note(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep what an element states about the article in its attributes."""
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        if tag == "meta" and name:
            self.found["meta"].append((name.lower(), attributes.get("content", "")))
        if "data-date-time" in attributes:
            self.found["marked"].append(("date", attributes["data-date-time"]))
        if tag == "time" and attributes.get("datetime"):
            self.found["marked"].append(("time", attributes["datetime"]))
        if tag == "img" and "media_end_head_top_logo_img" in attributes.get("class", "").split():
            self.found["marked"].append(("outlet", attributes.get("title") or attributes.get("alt", "")))

    def end(self, tag: str) -> None:
        """Close an element."""
        if not self.tags[tag]:  # a void one, or never opened
            return
        if tag not in _INLINE:
            self.flush()
        part = self.open[-1].part
        while (closed := self.open.pop()).tag != tag:
            self.tags[closed.tag] -= 1
        self.tags[tag] -= 1
        if part != self.open[-1].part:
            self.flush()
        if tag == "script":
            self.found["scripts"][-1] = (self.found["scripts"][-1][0], "".join(self.script))
            self.script.clear()

    def data(self, text: str) -> None:
        """Add words to the block, to the metadata or to a script."""
        here = self.open[-1]
        if here.tag == "script":
            self.script.append(text)
        elif here.tag == "title" and not self.tags["svg"]:
            self.found["meta"].append(("title", text))
        elif not here.hidden:
            self.words.append(text)
            if text.strip():
                self.first = self.first or here
                self.linked &= here.link

    def flush(self) -> None:
        """End the block of text."""
        if self.first:
            text = re.sub(r"\s+", " ", "".join(self.words)).strip()
            part, tag, group, classes = self.first.part, self.first.block, self.first.group, self.first.classes
            self.found["blocks"].append((part, text, tag, group, self.linked, classes))
        self.words.clear()
        self.first, self.linked = None, True

    def comment(self, _: str) -> None:
        """Pass over a comment."""

    def close(self) -> dict[str, object]:
        """Return the page, without scripts that hold no article."""
        self.flush()
        self.found["scripts"] = [(kind, text) for kind, text in self.found["scripts"] if _may_hold(text)]
        self.found["tangled"] = self.deepest > _DEEPEST_TREE or self.count > _MOST_ELEMENTS
        return self.found


def _may_hold(script: str) -> bool:
    """Tell whether a script holds enough Hangul for an article or what describes one."""
    return len(_HELD.findall(script)) >= _LEAST_HELD or '"@type"' in script or "__next_f" in script
