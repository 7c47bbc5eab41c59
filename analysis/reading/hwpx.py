"""Articles in HWPX files (the open format of Hangul), with the standard library alone."""

from __future__ import annotations

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.cleaning import GUESSED, Treatment
from analysis.errors import ReadError
from analysis.messages import message
from analysis.reading.article import Article, Block, day, from_blocks
from analysis.reading.package import attribute, local, member, opened, xml

_SPACES = {"lineBreak": " ", "tab": " ", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"}
_ASIDE = {"header": "header", "footer": "footer", "hiddenComment": "comment", "fieldBegin": "comment"}
_PACKAGE = "Contents/content.hpf"


def read_hwpx(path: Path, *, treatment: Treatment = GUESSED) -> list[Article]:
    """Read one article from an .hwpx file."""
    with opened(path) as package:
        if b"encryption-data" in member(package, "META-INF/manifest.xml", name=path.name):
            msg = message(
                "{path} is encrypted; its owner can open it in Hangul and save a copy without a password",
                path=path.name,
            )
            raise ReadError(msg)
        data = member(package, _PACKAGE, name=path.name)
        about = xml(data, name=path.name) if data else ET.Element("package")
        blocks: list[Block] = []
        for part in _sections(package, about, path.name):
            state = _Section()
            blocks += state.walk(xml(member(package, part, name=path.name), name=path.name), "")
        for part in sorted(n for n in package.namelist() if re.fullmatch(r"Contents/masterpage\d{1,9}\.xml", n)):
            blocks += _Section().walk(xml(member(package, part, name=path.name), name=path.name), "header")
    return [from_blocks(path, blocks, properties=_properties(about), treatment=treatment)]


def _sections(package: zipfile.ZipFile, about: ET.Element, name: str) -> list[str]:
    """List the parts that hold text: as the package orders them, then by number."""
    places = {attribute(e, "id"): attribute(e, "href") for e in about.iter() if local(e) == "item"}
    spine = [places.get(attribute(e, "idref"), "") for e in about.iter() if local(e) == "itemref"]
    names = set(package.namelist())
    ordered = [href if href in names else posixpath.join("Contents", href) for href in spine]
    numbered = sorted(
        (n for n in names if re.fullmatch(r"Contents/section\d{1,9}\.xml", n)), key=lambda n: int(re.sub(r"\D", "", n))
    )
    found = [n for n in dict.fromkeys([*ordered, *numbered]) if n in numbered]
    if not found:
        msg = message("{name} holds no section of text; check the file, or save it anew in Hangul as HWPX", name=name)
        raise ReadError(msg)
    return found


class _Section:
    """A walk through one section, which remembers whether it is inside a deleted change."""

    def __init__(self) -> None:
        self.deleting = False

    def walk(self, elements: Iterable[ET.Element], kind: str) -> Iterator[Block]:
        """List the paragraphs of elements and of all under them, in order."""
        for child in elements:
            name = local(child)
            if name == "p":
                yield from self.paragraph(child, kind)
            elif name == "script":
                yield Block("equation", child.text or "")
            elif name == "subText":
                yield Block("ruby", child.text or "")
            elif name == "textart":
                yield Block(kind, attribute(child, "text").replace("\u240d\u240a", " "))  # how a line end is written
                yield from self.walk(child, kind)
            elif name != "default":  # the other branch of a switch, said again
                yield from self.walk(child, _ASIDE.get(name, kind))

    def paragraph(self, element: ET.Element, kind: str) -> Iterator[Block]:
        """List a paragraph, then what is anchored in it."""
        words: list[str] = []
        cut: list[str] = []
        after: list[Block] = []
        for run in (e for e in element if local(e) == "run"):
            for part in run:
                name = local(part)
                if name == "t":
                    self.words(part, words, cut)
                elif name == "compose":
                    words.append(attribute(part, "composeText"))
                else:
                    words += [e.text or "" for e in part.iter() if local(e) == "mainText"]
                    after += self.walk([part], kind)
        yield Block(kind, "".join(words))
        if "".join(cut).strip():
            yield Block("deleted", "".join(cut))
        yield from after

    def words(self, element: ET.Element, words: list[str], cut: list[str]) -> None:
        """Collect the words of a run, those of a deleted change apart."""
        (cut if self.deleting else words).append(element.text or "")
        for mark in element:
            name = local(mark)
            if name in {"deleteBegin", "deleteEnd"}:
                self.deleting = name == "deleteBegin"
            into = cut if self.deleting else words
            into += [_SPACES.get(name, ""), mark.tail or ""]


def _properties(about: ET.Element) -> dict[str, str]:
    """Read title, author and day of creation from the package's metadata."""
    properties = {local(e): (e.text or "").strip() for e in about.iter() if local(e) == "title"}
    properties |= {attribute(e, "name"): (e.text or "").strip() for e in about.iter() if local(e) == "meta"}
    created = day(properties.get("CreatedDate", ""))[0]
    return {"title": properties.get("title", ""), "author": properties.get("creator", ""), "created": created}
