"""Articles in Word files (.docx), with the standard library alone.

Word keeps words in more places than paragraphs: inserted with changes tracked, in content controls, links,
text boxes, tables and notes. The walk below goes through all of them in order.
"""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from pathlib import Path

from analysis.cleaning import GUESSED, Treatment
from analysis.errors import ReadError
from analysis.messages import message
from analysis.reading.article import Article, Block, day, from_blocks
from analysis.reading.decode import bytes_of
from analysis.reading.package import attribute, local, member, opened, xml

_SPACES = {"tab": " ", "ptab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}
_ASIDE = {"del": "deleted", "moveFrom": "deleted", "rt": "ruby", "oMath": "equation"}
_SKIPPED = {"Fallback", "instrText", "pPr", "rPr", "sectPr"}
_SIDE_PART = re.compile(r"(header|footer|comment)(?:s|\d*)\.xml")
_OLE = b"\xd0\xcf\x11\xe0"

_Notes = dict[tuple[str, str], list[Block]]


def read_docx(path: Path, *, treatment: Treatment = GUESSED) -> list[Article]:
    """Read one article from a .docx file."""
    if bytes_of(path).startswith(_OLE):
        msg = message(
            "{path} is encrypted or an old .doc file; save it in Word as .docx without a password", path=path.name
        )
        raise ReadError(msg)
    with opened(path) as package:
        main = _main_part(package, path.name)
        folder = posixpath.dirname(main)
        notes = _notes(package, folder, path.name)
        body = xml(member(package, main, name=path.name), name=path.name)
        blocks = list(_blocks(body, "", notes))
        blocks += _side_parts(package, folder, path.name)
        about = _properties(package, path.name)
    return [from_blocks(path, blocks, properties=about, treatment=treatment)]


def _main_part(package: zipfile.ZipFile, name: str) -> str:
    """Find the part that holds the document."""
    links = member(package, "_rels/.rels", name=name)
    for link in xml(links, name=name) if links else ():
        if link.get("Type", "").endswith("/officeDocument"):
            main = link.get("Target", "").lstrip("/")
            if main in package.namelist():
                return main
    msg = message("{name} holds no Word document; check the file, or save it anew in Word as .docx", name=name)
    raise ReadError(msg)


def _notes(package: zipfile.ZipFile, folder: str, name: str) -> _Notes:
    """Collect footnotes and endnotes by their numbers, without the lines drawn above them."""
    found: _Notes = {}
    for kind in ("footnote", "endnote"):
        data = member(package, posixpath.join(folder, f"{kind}s.xml"), name=name)
        for note in xml(data, name=name) if data else ():
            if attribute(note, "type") in {"", "normal"}:
                found[kind, attribute(note, "id")] = list(_blocks(note, "", {}))
    return found


def _blocks(element: ET.Element, kind: str, notes: _Notes) -> Iterator[Block]:
    """List the paragraphs under an element, in order."""
    for child in element:
        name = local(child)
        if name == "p" and "wordprocessingml" in child.tag:
            yield from _paragraph(child, kind, notes)
        elif name not in _SKIPPED:
            yield from _blocks(child, _ASIDE.get(name, kind), notes)


def _paragraph(element: ET.Element, kind: str, notes: _Notes) -> Iterator[Block]:
    """List a paragraph, then the notes, boxes and deletions inside it."""
    words: list[str] = []
    after: list[Block] = []
    _words(element, words, after, notes)
    yield Block(kind, "".join(words))
    yield from (Block(block.kind or kind, block.text) for block in after)


def _words(element: ET.Element, words: list[str], after: list[Block], notes: _Notes) -> None:
    """Collect the words of a paragraph; what stands in it without being part of it goes to `after`."""
    for child in element:
        name = local(child)
        if name in _SKIPPED:
            continue
        if name == "p":
            after += _paragraph(child, "", notes)
        elif name in _ASIDE:
            cut = "".join(t.text or "" for t in child.iter() if local(t) in {"t", "delText"})
            after.append(Block(_ASIDE[name], cut))
        elif name == "t":
            words.append(child.text or "")
        elif name in _SPACES:
            words.append(_SPACES[name])
        elif name in {"footnoteReference", "endnoteReference"}:
            after += notes.get((name.removesuffix("Reference"), attribute(child, "id")), [])
        else:
            _words(child, words, after, notes)


def _side_parts(package: zipfile.ZipFile, folder: str, name: str) -> Iterator[Block]:
    """List headers, footers and comments."""
    for part in sorted(package.namelist()):
        found = _SIDE_PART.fullmatch(posixpath.relpath(part, folder or "."))
        if found:
            for block in _blocks(xml(member(package, part, name=name), name=name), found[1], {}):
                yield Block(found[1], block.text)


def _properties(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Read title, author and day of creation from the file's properties."""
    data = member(package, "docProps/core.xml", name=name)
    properties = {local(e): (e.text or "").strip() for e in xml(data, name=name)} if data else {}
    created = day(properties.get("created", ""))[0]
    return {"title": properties.get("title", ""), "author": properties.get("creator", ""), "created": created}
