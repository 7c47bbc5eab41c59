"""Coding sheets as REFI-QDA projects (.qdpx), to be coded in a program of qualitative analysis.

A project holds one text with the units of the sheet, each behind its id, and these codes: one for every frame
(present), under it one for a unit of which the coder could not tell, and one for units that were read and hold no
frame. A unit with any of these codes counts as read, and frames that were not coded in it as absent; `coded` reads
it back.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from analysis.codebook import Codebook
from analysis.codebook.refi import add_code, clean, guid, written
from analysis.validation import columns
from analysis.validation.columns import (
    ABSENT,
    ASKED,
    BEFORE,
    BOOK,
    CODER,
    HEADS,
    NONE,
    PRESENT,
    TEXT,
    UNIT,
    UNSURE,
    Given,
)

_XMLNS = "urn:QDA-XML:project:1.0"
MARK = re.compile(r"^\[(u[0-9a-f]{12})\]", re.MULTILINE)
_NOTHING = "어느 프레임도 없음"
_RULE = (
    "[u…]로 시작하는 곳이 한 단위다. 단위마다 있다고 본 프레임의 코드를 모두 붙인다. 읽었는데 어느 프레임도 없으면 "
    f"‘{_NOTHING}’을, 판단할 수 없는 프레임이 있으면 그 프레임 아래의 ‘판단할 수 없음’을 붙인다. 코드가 하나도 없는 "
    "단위는 아직 읽지 않은 것으로 본다. 글을 고치지 않는다."
)

Meaning = tuple[str, str]  # a column and its value; the column `NONE` stands for every frame


@dataclass(frozen=True)
class Label:
    """One code: its id, its name, and what it says of a unit."""

    guid: str
    name: str
    means: Meaning


def to_project(given: Given) -> bytes:
    """Write a sheet as a project.

    Parameters
    ----------
    given : Given
        The rows and their codebook.

    Returns
    -------
    bytes
        A zip file with project.qde and the text; ids of everything follow from what it is, and no day is in it, so
        that the same sheet gives the same bytes.

    References
    ----------
    REFI-QDA standard 1.5 (2019), project exchange, schema Project 1.0: order of elements, positions in code points
    from 0, texts under Sources by internal:// paths.
    """
    text, places = _text(given)
    user, source = (guid(given.codebook.id, what, given.coder, text) for what in ("coder", "text"))
    root = ET.Element(
        "Project",
        {
            "xmlns": _XMLNS,
            "name": clean(f"{given.codebook.title.ko} · {given.coder}"),
            "origin": "Damron",
            "creatingUserGUID": user,
        },
    )
    ET.SubElement(ET.SubElement(root, "Users"), "User", {"guid": user, "name": clean(given.coder)})
    asked = [name for name in ASKED if name in given.names]
    _add_codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"), given.codebook, asked)
    about = {
        "guid": source,
        "name": clean(f"코딩 {given.coder}"),
        "plainTextPath": f"internal://{source}.txt",
        "creatingUser": user,
    }
    held = ET.SubElement(ET.SubElement(root, "Sources"), "TextSource", about)
    for unit, (start, end) in places.items():
        place = {"startPosition": str(start), "endPosition": str(end), "creatingUser": user}
        ET.SubElement(held, "PlainTextSelection", {"guid": guid(source, unit), "name": unit} | place)
    told = [_RULE, *(f"{head}: {said}" for head, said in given.rules[len(given.rules) - len(asked) :])]
    ET.SubElement(root, "Description").text = clean("\n".join(told))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("project.qde", written(root)), (f"Sources/{source}.txt", text.encode("utf-8"))):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _text(given: Given) -> tuple[str, dict[str, tuple[int, int]]]:
    """Write the text of a project, and say where the text of each unit stands in it."""
    parts = [f"{HEADS[name]} [{name}]: {given.table[name].iloc[0]}\n" for name in (CODER, BOOK)]
    at, places = sum(map(len, parts)), {}
    for row in given.table.to_dict("records"):
        before = f"({HEADS[BEFORE]}: {row[BEFORE]})\n" if row.get(BEFORE) else ""
        head, said = f"\n[{row[UNIT]}]\n{before}", " ".join(str(row[TEXT]).split())
        places[str(row[UNIT])] = (at + len(head), at + len(head) + len(said))
        parts.append(f"{head}{said}\n")
        at += len(parts[-1])
    return "".join(parts), places


def labels(codebook: Codebook, asked: list[str]) -> list[Label]:
    """List every code of a project.

    Parameters
    ----------
    codebook : Codebook
        Its frames are codes.
    asked : list of str
        Which of the columns `columns.ASKED` are asked.

    Returns
    -------
    list of Label
        Frames first.
    """
    frames = [Label(guid(codebook.id, f.id), f.label.ko, (f.id, PRESENT)) for f in codebook.frames]
    return [*frames, *_others(codebook, asked)]


def _others(codebook: Codebook, asked: list[str]) -> Iterator[Label]:
    """List the codes that are not frames themselves, in their order."""
    for frame in codebook.frames:
        ident = guid(codebook.id, frame.id, UNSURE)
        yield Label(ident, f"판단할 수 없음: {frame.label.ko}", (frame.id, UNSURE))
    yield Label(guid(codebook.id, "", NONE), _NOTHING, (NONE, ABSENT))
    for column in asked:
        for ident, said in columns.choices(codebook)[column].items():
            yield Label(guid(codebook.id, column, ident), f"{HEADS[column]}: {said}", (column, ident))


def _add_codes(parent: ET.Element, codebook: Codebook, asked: list[str]) -> None:
    """Write the codes."""
    others = list(_others(codebook, asked))
    for frame in codebook.frames:
        code = add_code(parent, codebook, frame)
        _add(code, next(one for one in others if one.means == (frame.id, UNSURE)))
    _add(parent, next(one for one in others if one.means[0] == NONE))
    for column in asked:
        about = {"guid": guid(codebook.id, column), "name": HEADS[column], "isCodable": "false"}
        group = ET.SubElement(parent, "Code", about)
        for one in others:
            if one.means[0] == column:
                _add(group, one)


def _add(parent: ET.Element, label: Label) -> None:
    """Write one code."""
    ET.SubElement(parent, "Code", {"guid": label.guid, "name": clean(label.name), "isCodable": "true"})
