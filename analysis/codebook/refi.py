"""A codebook for other programs of qualitative analysis: the REFI-QDA codebook, .qdc."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from xml.etree import ElementTree as ET

from analysis import schema
from analysis.codebook.models import Codebook, Frame

_XMLNS = "urn:QDA-XML:codebook:1.0"
_HOME = uuid.uuid5(uuid.NAMESPACE_URL, "kfa-codebook/1")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML cannot hold them
_COLOURS = {  # Okabe and Ito (2008), as the charts draw them
    "blue": "#0072B2",
    "orange": "#E69F00",
    "green": "#009E73",
    "purple": "#CC79A7",
    "yellow": "#F0E442",
    "red": "#D55E00",
    "sky": "#56B4E9",
    "black": "#000000",
}
SECTIONS = (  # field of a frame, and what coders read above it
    ("present_if", "있다고 보는 경우"),
    ("absent_if", "없다고 보는 경우"),
    ("questions", "물음"),
    ("examples", "예"),
    ("counterexamples", "반례"),
)


def to_qdc(codebook: Codebook) -> bytes:
    """Write the frames of a codebook as codes of a REFI-QDA codebook."""
    # One code a frame; its definition, rules, questions and examples stand in the description, its terms do not,
    # because coders code by the definition. The id of a code follows from the ids of codebook and frame alone, so
    # that a program that reads a later version finds the same codes.
    # Source: REFI-QDA standard 1.5 (2019), codebook exchange, schema Codebook 1.0.
    root = ET.Element("CodeBook", {"xmlns": _XMLNS, "origin": "Damron"})
    codes = ET.SubElement(root, "Codes")
    for frame in codebook.frames:
        add_code(codes, codebook, frame)
    return to_xml(root)


def add_code(parent: ET.Element, codebook: Codebook, frame: Frame) -> ET.Element:
    """Add the code of a frame under an element; frames of one name are told apart by their id."""
    names = Counter(each.label.ko for each in codebook.frames)
    label = clean(frame.label.ko)
    attributes = {
        "guid": guid(codebook.id, frame.id),
        "name": label if names[frame.label.ko] == 1 else f"{label} ({clean(frame.id)})",
        "isCodable": "true",
        "color": _COLOURS[frame.colour],
    }
    code = ET.SubElement(parent, "Code", attributes)
    ET.SubElement(code, "Description").text = clean(_description(codebook, frame))
    return code


def guid(*parts: str) -> str:
    """Derive the id of a thing from its names, so that every export gives it the same."""
    return str(uuid.uuid5(_HOME, "\n".join(parts))).upper()


def to_xml(root: ET.Element) -> bytes:
    """Return an element as the bytes of an XML file."""
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def clean(text: str) -> str:
    """Replace the control characters that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def _description(codebook: Codebook, frame: Frame) -> str:
    """Return what a coder must know of a frame as one text."""
    # Example: the definition, "[물음]\n- 값을 묻는가?" and "[코드북] energy 1.0 (검증 안 됨)", a blank line between two
    parts = [frame.definition]
    for field, head in SECTIONS:
        if texts := getattr(frame, field):
            parts.append("\n".join([f"[{head}]", *(f"- {text}" for text in texts)]))
    parts.append(f"[코드북] {codebook.id} {codebook.version} ({schema.STATUS[codebook.status]})")
    return "\n\n".join(parts)
