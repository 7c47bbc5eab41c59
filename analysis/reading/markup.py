"""Marks that do not belong to the words: HTML entities in text files, and Markdown."""

from __future__ import annotations

import html
import re
import unicodedata

from analysis.cleaning import Traced
from analysis.reading.article import Cut

_ENTITY = re.compile(
    r"&(?:amp;)*(?P<core>#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|quot|amp|lt|gt|nbsp|apos|middot|hellip|lsquo|rsquo|ldquo|rdquo"
    r"|ndash|mdash|bull|copy|reg|trade|deg|times|divide|plusmn|laquo|raquo|sdot|cdot|rarr|larr|middot|ensp|emsp|shy);"
)
_HEADING = re.compile(r"^(?P<marks>#{1,6} +)(?P<text>[^\n]*?)(?P<close> #+)?$", re.MULTILINE)
_PICTURE = r"!\[[^\[\]\n]*\]\([^()\n]*\)"
_TARGET = r"(?:[A-Za-z][A-Za-z0-9+.\-]*:|www\.|/|#|\.)[^()\s]*(?:\([^()\s]*\)[^()\s]*)*"
_LINK = re.compile(rf'(?P<picture>{_PICTURE})|\[(?P<text>[^\[\]\n]*)\]\((?P<target>{_TARGET})(?: "[^"\n]*")?\)')


def entities(page: Traced) -> tuple[Traced, list[Cut]]:
    """Write HTML entities as the characters they stand for."""
    edits: list[tuple[int, int, str]] = []
    lines: dict[int, list[str]] = {}
    for found in _ENTITY.finditer(page.text):
        letter = html.unescape(f"&{found['core']};")
        if (
            len(letter) == 1
            and letter not in "\ufffd\u2028\u2029"
            and unicodedata.category(letter) not in {"Cc", "Cs", "Cn", "Co"}
        ):
            edits.append((*found.span(), letter))
            lines.setdefault(page.origins.place(found.start())[0], []).append(found[0])
    cuts = [
        Cut(n, "entity", "HTML entities, written as the characters they stand for", " ".join(held))
        for n, held in lines.items()
    ]
    return page.edited(edits) if edits else page, cuts


def markdown(page: Traced) -> tuple[Traced, list[Cut], str]:
    """Take the marks of headings and the targets of links out of Markdown."""
    edits: list[tuple[int, int, str]] = []
    cuts: list[Cut] = []
    title = ""
    for found in _HEADING.finditer(page.text):
        line = page.origins.place(found.start())[0]
        if found["marks"] == "# " and not page.text[: found.start()].strip():
            title = found["text"]
            edits.append((*found.span(), ""))
            cuts.append(Cut(line, "title", "headline, kept in documents.title", found[0]))
            continue
        edits += [(*found.span("marks"), ""), *([(*found.span("close"), "")] if found["close"] else [])]
        cuts.append(Cut(line, "markup", "mark of a heading", found["marks"].strip()))
    page = page.edited(edits)
    edits = []
    for found in _LINK.finditer(page.text):
        line = page.origins.place(found.start())[0]
        if found["picture"]:
            cuts.append(Cut(line, "caption", "picture", found[0]))
            edits.append((*found.span(), ""))
        else:
            cuts.append(Cut(line, "markup", "target of a link", found["target"]))
            edits += [(found.start(), found.start("text"), ""), (found.end("text"), found.end(), "")]
    return page.edited(edits).normalised(), cuts, title
