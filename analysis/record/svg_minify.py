"""The same drawing in fewer bytes: short numbers, a style said once for a row of shapes, no groups that say nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import groupby

_SVG, _XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_WORDS = {f"{{{_SVG}}}{name}" for name in ("text", "tspan", "title", "desc")}
_PATH = f"{{{_SVG}}}path"
_GROUP = f"{{{_SVG}}}g"
_PLACES = ("x", "y", "width", "height", "transform")
_NUMBER = re.compile(r"-?\d+\.\d+")
_STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_STILL = re.compile(r"\s*rotate\(-?0[ )][^)]*\)?")
_DOTTED = re.compile(r"fill:(#[0-9a-f]{6});stroke:\1;stroke-width:([\d.]+)")
_FILLED = re.compile(r"fill:#[0-9a-f]{6}$")  # and no line around it
_ALONE = re.compile(r"(?<!-)opacity|filter|mask")
_SHARED = ("style", "clip-path")
_LEAST = 3  # shapes in a row that are worth a group
_DOT = 8.0  # points; what is larger is no dot


def minify(text: str) -> str:
    """Write a drawing in fewer bytes that looks the same."""
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _XLINK)
    root = ET.fromstring(text)
    _tidy(root)
    return ET.tostring(root, encoding="unicode").replace(" />", "/>")


def _tidy(node: ET.Element) -> None:
    """Shorten an element and all that is in it."""
    if node.tag in _WORDS:
        _shorten(node)
        return
    for child in node:
        _tidy(child)
        child.tail = None
    node.text = None
    _shorten(node)
    kept = [part for child in node for part in _unwrapped(child)]
    node[:] = list(_grouped(kept)) if node.tag != f"{{{_SVG}}}defs" else kept


def _shorten(node: ET.Element) -> None:
    """Shorten the attributes of an element."""
    for name in _PLACES:
        if name in node.attrib:
            node.set(name, _rounded(node.attrib[name]))
    if _STILL.fullmatch(node.get("transform", "")):
        del node.attrib["transform"]
    if "style" in node.attrib:
        node.set("style", node.attrib["style"].replace(": ", ":").replace("; ", ";").strip("; "))
    if "d" in node.attrib:
        _dot(node)
        node.set("d", _path(node.attrib["d"]))


def _rounded(text: str) -> str:
    """Cut every number of a text to two decimals."""
    return _NUMBER.sub(lambda number: _short(float(number.group())), text)


def _short(number: float) -> str:
    """Write a number with two decimals at most."""
    return f"{round(number, 2) + 0.0:g}" if abs(number) < 1000 else f"{number:.2f}".rstrip("0").rstrip(".")


def _path(text: str) -> str:
    """Write a path without needless spaces, upright and level lines with one number."""
    # M 10.001 20 L 30 20 L 30 40.126 z becomes M10 20H30V40.13z: a line to the same height needs x alone. `at` holds
    # the last place as it was written, so that rounded numbers are compared.
    steps, at = [], ("", "")
    for letter, numbers in _STEP.findall(text):
        values = [_rounded(value) for value in numbers.split()]
        if letter == "L" and len(values) == 2 and values[1] == at[1]:
            steps.append(f"H{values[0]}")
        elif letter == "L" and len(values) == 2 and values[0] == at[0]:
            steps.append(f"V{values[1]}")
        else:
            steps.append(letter + " ".join(values))
        at = (values[-2], values[-1]) if len(values) > 1 else at
    return "".join(steps)


def _dot(node: ET.Element) -> None:
    """Turn a path of many equal filled circles into points with round ends."""
    # matplotlib writes a circle as a path of eight curves. One of 3 across with a line of 1 in its colour looks as a
    # line without length, 4 wide, with round ends does: "M 5 5 h 0".
    circles = [part for part in node.attrib["d"].split("M ")[1:] if "C" in part]
    if len(circles) < _LEAST or len(circles) != node.attrib["d"].count("M "):
        return
    spots, widths = [], set()
    for circle in circles:
        values = [float(value) for value in re.findall(r"-?[\d.]+", circle)]
        xs, ys = values[0::2], values[1::2]
        widths |= {round(max(xs) - min(xs), 1), round(max(ys) - min(ys), 1)}
        spots.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
    look = _DOTTED.match(node.get("style", ""))
    if max(widths) - min(widths) > 0.2 or max(widths) > _DOT or look is None:
        return
    width = _short(max(widths) + float(look.group(2)))  # half of the line lies outside the circle
    node.set("d", "".join(f"M {_short(x)} {_short(y)} h 0" for x, y in spots))
    node.set("style", f"fill:none;stroke:{look.group(1)};stroke-width:{width};stroke-linecap:round")


def _unwrapped(node: ET.Element) -> list[ET.Element]:
    """Return what a group holds in its place, if it says nothing of its own."""
    if node.tag == _GROUP and not node.attrib:
        return list(node)
    return [] if node.tag == _GROUP and not len(node) and "id" not in node.attrib else [node]


def _grouped(nodes: list[ET.Element]) -> Iterator[ET.Element]:
    """Put shapes in a row that look the same into a group that says so once."""
    # Five ticks of one style become <g style="..."> with five paths that have none; filled shapes without a line become
    # a single path, since they cannot be told apart then.
    for shared, run in groupby(nodes, key=_look):
        row = list(run)
        if shared is None or len(row) < _LEAST:
            yield from row
            continue
        group = ET.Element(_GROUP, dict(shared))
        for node in row:
            for name, _ in shared:
                del node.attrib[name]
        if all(node.tag == _PATH and list(node.attrib) == ["d"] for node in row) and _FILLED.match(
            group.get("style", "")
        ):
            row = [ET.Element(_PATH, {"d": "".join(node.attrib["d"] for node in row)})]
        group.extend(row)
        yield group


def _look(node: ET.Element) -> tuple[tuple[str, str], ...] | None:
    """Return what a shape could share with its neighbours; nothing where a group would look otherwise."""
    style = node.get("style", "")
    if not style or _ALONE.search(style) or {"clip-path", "transform"} <= node.attrib.keys():
        return None
    return tuple((name, node.attrib[name]) for name in _SHARED if name in node.attrib)
