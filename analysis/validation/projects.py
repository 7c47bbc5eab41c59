"""Coding sheets as REFI-QDA projects (.qdpx), to be coded in a program of qualitative analysis.

A project holds one text with the units of the sheet, each behind its id, and these codes: one for every frame
(present), under it one for a unit of which the coder could not tell, and one for units that were read and hold no
frame. A unit with any of these codes counts as read, and frames that were not coded in it as absent; `coded` reads
it back.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from analysis.codebook import Codebook
from analysis.codebook.refi import add_code, clean, guid, to_xml
from analysis.errors import ReadError
from analysis.messages import both, message
from analysis.reading import package
from analysis.reading.grid import Grid, Note, Row, key
from analysis.validation import columns
from analysis.validation.columns import ABSENT, ASKED, BEFORE, BOOK, CODER, HEADS, NONE, PRESENT, UNIT, SheetContent

_XMLNS = "urn:QDA-XML:project:1.0"
_MARK = re.compile(r"^\[(u[0-9a-f]{12})\]", re.MULTILINE)
_NOTHING = "어느 프레임도 없음"
_RULE = (
    "[u…]로 시작하는 곳이 한 단위다. 단위마다 있다고 본 프레임의 코드를 모두 붙인다. 읽었는데 어느 프레임도 없으면 "
    f"‘{_NOTHING}’을, 판단할 수 없는 프레임이 있으면 그 프레임 아래의 ‘판단할 수 없음’을 붙인다. 코드가 하나도 없는 "
    "단위는 아직 읽지 않은 것으로 본다. 글을 고치지 않는다."
)

_Meaning = tuple[str, str]  # a column and its value; the column `NONE` stands for every frame


@dataclass(frozen=True)
class _Code:
    """One code: its id, its name, and what it says of a unit."""

    guid: str
    name: str
    means: _Meaning


def to_project(content: SheetContent) -> bytes:
    """Write a sheet as a project."""
    # Source: REFI-QDA standard 1.5 (2019), project exchange, schema Project 1.0: order of elements, positions in code
    # points from 0, texts under Sources by internal:// paths.
    text, places = _text(content)
    user, source = (guid(content.codebook.id, what, content.coder, text) for what in ("coder", "text"))
    root = ET.Element(
        "Project",
        {
            "xmlns": _XMLNS,
            "name": clean(f"{content.codebook.title.ko} · {content.coder}"),
            "origin": "Damron",
            "creatingUserGUID": user,
        },
    )
    ET.SubElement(ET.SubElement(root, "Users"), "User", {"guid": user, "name": clean(content.coder)})
    asked = [name for name in ASKED if name in content.names]
    _add_codes(ET.SubElement(ET.SubElement(root, "CodeBook"), "Codes"), content.codebook, asked)
    about = {
        "guid": source,
        "name": clean(f"코딩 {content.coder}"),
        "plainTextPath": f"internal://{source}.txt",
        "creatingUser": user,
    }
    source_element = ET.SubElement(ET.SubElement(root, "Sources"), "TextSource", about)
    for unit, (start, end) in places.items():
        place = {"startPosition": str(start), "endPosition": str(end), "creatingUser": user}
        ET.SubElement(source_element, "PlainTextSelection", {"guid": guid(source, unit), "name": unit} | place)
    rules = [_RULE, *(f"{head}: {rule}" for head, rule in content.rules[len(content.rules) - len(asked) :])]
    ET.SubElement(root, "Description").text = clean("\n".join(rules))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in (("project.qde", to_xml(root)), (f"Sources/{source}.txt", text.encode("utf-8"))):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def from_project(path: Path, codebook: Codebook) -> Grid:
    """Read a coded project as the table that a filled sheet is."""
    name = path.name
    with package.opened(path) as archive:
        inside = [i for i in archive.infolist() if i.filename.lower().endswith(".qde")]
        if len(inside) != 1:
            msg = message(
                "{name} holds {n_inside} files .qde, and a REFI-QDA project holds one; export it again",
                name=name,
                n_inside=len(inside),
            )
            raise ReadError(msg)
        root = package.xml(package.member(archive, inside[0], name=name), name=name)
        found = [(s, t) for s in _all(root, "TextSource") if _MARK.search(t := _content(archive, s, name))]
    if len(found) != 1:
        msg = message(
            "{name} holds {n_found} texts of a coding sheet, and needs one; export the project with its text",
            name=name,
            n_found=len(found),
        )
        raise ReadError(msg)
    source, text = found[0]
    _require_one_coder(source, root, name)
    known, notes = _meanings(root, codebook, name)
    cells = _cells(source, text, known, name)
    frames = [frame.id for frame in codebook.frames]
    asked = [c for c in ASKED if any(means[0] == c for means in known.values())]
    about = [_line(text, CODER, name), _line(text, BOOK, name)]
    rows: list[Row] = []
    for n, (unit, values) in enumerate(cells.items(), start=1):
        judged = _judgements(values, frames, message("{name}, unit {unit}", name=name, unit=unit))
        rows.append((n, [unit, *judged, *(values.get(c, "") for c in asked), *about]))
    heads = columns.headings(codebook, [UNIT, *frames, *asked, CODER, BOOK])
    return Grid(name, tuple(heads), rows, tuple(notes))


def _text(content: SheetContent) -> tuple[str, dict[str, tuple[int, int]]]:
    """Write the text of a project; return it with the start and end of each unit's text in it."""
    # Example: a unit at 30 of the text, "\n[u0123456789ab]\n동맹이 온다.\n", has its text at 47 to 54, in code points
    parts = [f"{HEADS[name]} [{name}]: {content.table[name].iloc[0]}\n" for name in (CODER, BOOK)]
    at, places = sum(map(len, parts)), {}
    for row in content.table.to_dict("records"):
        before = f"({HEADS[BEFORE]}: {row[BEFORE]})\n" if row.get(BEFORE) else ""
        head, body = f"\n[{row[UNIT]}]\n{before}", " ".join(str(row[columns.TEXT]).split())
        places[str(row[UNIT])] = (at + len(head), at + len(head) + len(body))
        parts.append(f"{head}{body}\n")
        at += len(parts[-1])
    return "".join(parts), places


def _codes_beside_frames(codebook: Codebook, asked: list[str]) -> Iterator[_Code]:
    """Yield the codes that are no frames: cannot tell, no frame at all, and the names to choose from."""
    for frame in codebook.frames:
        ident = guid(codebook.id, frame.id, columns.UNSURE)
        yield _Code(ident, f"판단할 수 없음: {frame.label.ko}", (frame.id, columns.UNSURE))
    yield _Code(guid(codebook.id, "", NONE), _NOTHING, (NONE, ABSENT))
    for column in asked:
        for ident, name in columns.choices(codebook)[column].items():
            yield _Code(guid(codebook.id, column, ident), f"{HEADS[column]}: {name}", (column, ident))


def _add_codes(parent: ET.Element, codebook: Codebook, asked: list[str]) -> None:
    """Add every code of a sheet: below a frame that for "cannot tell", and a group of codes for each column asked."""
    above = {frame.id: add_code(parent, codebook, frame) for frame in codebook.frames} | {NONE: parent}
    for code in _codes_beside_frames(codebook, asked):
        column = code.means[0]
        if column not in above:
            about = {"guid": guid(codebook.id, column), "name": HEADS[column], "isCodable": "false"}
            above[column] = ET.SubElement(parent, "Code", about)
        attributes = {"guid": code.guid, "name": clean(code.name), "isCodable": "true"}
        ET.SubElement(above[column], "Code", attributes)


def _content(archive: zipfile.ZipFile, source: ET.Element, name: str) -> str:
    """Return the text of a source: written in the project, or in a file beside it."""
    written_in = next((e.text or "" for e in source if package.local(e) == "PlainTextContent"), "")
    wanted = posixpath.basename(source.get("plainTextPath", "").partition("://")[2]).lower()
    beside = [i for i in archive.infolist() if wanted and posixpath.basename(i.filename).lower() == wanted]
    if written_in or not beside:
        return written_in
    data = package.member(archive, beside[0], name=name)
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        msg = message(
            "{name}: the text {filename} is not UTF-8; export the project again", name=name, filename=beside[0].filename
        )
        raise ReadError(msg) from error


def _line(text: str, column: str, name: str) -> str:
    """Return what stands behind [column]: in the lines before the first unit."""
    head = _MARK.split(text, maxsplit=1)[0]
    found = re.search(rf"^[^\n\[]*\[{column}\]:(.*)$", head, re.MULTILINE)
    if not found:
        msg = message(
            "{name}: the text has no line [{column}] before its units; export the project with the text unchanged",
            name=name,
            column=column,
        )
        raise ReadError(msg)
    return found[1].strip()


def _require_one_coder(source: ET.Element, root: ET.Element, name: str) -> None:
    """Refuse a project in which several people coded."""
    hands = {_plain(c.get("creatingUser", "")) for c in _all(source, "Coding")} - {""}
    if len(hands) > 1:
        users = {_plain(u.get("guid", "")): u.get("name", "") for u in _all(root, "User")}
        coders = both(sorted(repr(users.get(hand, hand)) for hand in hands)[:2])
        msg = message(
            "{name} was coded by {coders}; a project is by one coder, so export one for each", name=name, coders=coders
        )
        raise ReadError(msg)


def _meanings(root: ET.Element, codebook: Codebook, name: str) -> tuple[dict[str, _Meaning], list[Note]]:
    """Return the meaning of each code of the project by its id, and notes on codes used that have none."""
    # Programs keep ids, or make new ones on import: a code is known by its id first, by its name after. Two frames of
    # one label are told apart as "달빛 (moon)".
    frames = [_Code(guid(codebook.id, f.id), f.label.ko, (f.id, PRESENT)) for f in codebook.frames]
    codes = [*frames, *_codes_beside_frames(codebook, list(ASKED))]
    by_id = {_plain(code.guid): code.means for code in codes}
    by_name = {key(code.name): code.means for code in codes}
    for frame in codebook.frames:
        by_name[key(f"{frame.label.ko} ({frame.id})")] = (frame.id, PRESENT)
    used = {_plain(ref.get("targetGUID", "")) for c in _all(root, "Coding") for ref in _all(c, "CodeRef")}
    known, notes = {}, []
    for element in _all(root, "Code"):
        ident, label = _plain(element.get("guid", "")), element.get("name", "")
        means = by_id.get(ident) or by_name.get(key(label))
        if means:
            known[ident] = means
        elif ident in used:
            notes.append(Note(1, "code", f"the code {label!r} is none of the sheet's and was not read", label))
    if not any(means[1] == PRESENT for means in known.values()):
        msg = message(
            "{name} has no code of the codebook {codebook}; pass the codebook that the sheet was written with",
            name=name,
            codebook=codebook.id,
        )
        raise ReadError(msg)
    return known, notes


def _cells(source: ET.Element, text: str, known: dict[str, _Meaning], name: str) -> dict[str, dict[str, str]]:
    """Read the codings of every unit, as value by column."""
    # Programs count a line end as one character or two, and a rare sign as one or two; where these ways of counting
    # differ, the one in which every coding lies in one unit is right. Example: in "a\r\n𠮷b" the b is at 4 as written,
    # at 3 with one character a line end, and at 5 and 4 where 𠮷 counts as two.
    if any(package.local(child) == "Coding" for child in source):
        msg = message("{name}: a code stands on the whole text; code each unit by itself", name=name)
        raise ReadError(msg)
    spots = [
        (int(s.get("startPosition", "-1")), int(s.get("endPosition", "-1")), known[ident])
        for s in _all(source, "PlainTextSelection")
        for c in _all(s, "Coding")
        for ref in _all(c, "CodeRef")
        if (ident := _plain(ref.get("targetGUID", ""))) in known
    ]
    short = text.replace("\r\n", "\n")
    sizes: list[tuple[str, Callable[[str], int]]] = [(text, len), (short, len), (text, _wide), (short, _wide)]
    tried = [_by_unit(spots, _extents(body, size)) for body, size in sizes]
    fitting = [cells for cells, _ in tried if cells is not None]
    if not fitting:
        msg = message("{name}: {tried}; code each unit by itself", name=name, tried=tried[0][1])
        raise ReadError(msg)
    if any(cells != fitting[0] for cells in fitting):
        msg = message(
            "{name}: the places of its codings fit several units; export it from its program with plain line ends",
            name=name,
        )
        raise ReadError(msg)
    units = [mark[1] for mark in _MARK.finditer(text)]
    if len(set(units)) < len(units):
        msg = message("{name}: the text holds a unit twice; export the project with the text unchanged", name=name)
        raise ReadError(msg)
    return {
        unit: _one_value_each(fitting[0].get(unit, set()), message("{name}, unit {unit}", name=name, unit=unit))
        for unit in units
    }


def _extents(text: str, size: Callable[[str], int]) -> list[tuple[str, int, int]]:
    """Return start and end of each unit, without white space behind it, in a way of counting characters."""
    # Example: "[u…a]\n동맹\n\n[u…b]\n벤처\n" has units from each mark to the last letter before the next: white space
    # behind a unit belongs to none, so that a coding which takes the line end along still lies in one.
    marks = list(_MARK.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    at, found = size(text[: marks[0].start()]), []
    for mark, end in zip(marks, ends, strict=True):
        body = text[mark.start() : end]
        found.append((mark[1], at, at + size(body.rstrip())))
        at += size(body)
    return found


def _by_unit(
    spots: list[tuple[int, int, _Meaning]], extents: list[tuple[str, int, int]]
) -> tuple[dict[str, set[_Meaning]] | None, str]:
    """Group the codings by unit; None, with the reason, where one lies in none or in several."""
    found: dict[str, set[_Meaning]] = {}
    for start, end, means in spots:
        # Spans share characters when each starts before the other ends: [4,7) shares with [6,9), not with [7,9)
        units = [unit for unit, low, high in extents if start < high and end > low]
        if len(units) != 1:
            where = message("characters {start} to {end}", start=start, end=end)
            return None, message(
                "a coding of {where} lies in {units}", where=where, units=both(units[:2]) or message("no unit")
            )
        found.setdefault(units[0], set()).add(means)
    return found, ""


def _one_value_each(meanings: Iterable[_Meaning], where: str) -> dict[str, str]:
    """Return the codings of a unit as value by column; refuse two values of one column."""
    cells: dict[str, str] = {}
    for column, value in sorted(meanings):
        if cells.setdefault(column, value) != value:
            msg = message(
                "{where}: {column} is coded {cells!r} and {value!r}; keep one of them",
                where=where,
                column=column,
                cells=cells[column],
                value=value,
            )
            raise ReadError(msg)
    return cells


def _judgements(cells: dict[str, str], frames: list[str], where: str) -> list[str]:
    """Return the values of the frames; those not coded are absent in a unit that was read, else empty."""
    coded = [frame for frame in frames if cells.get(frame) == PRESENT]
    if NONE in cells and coded:
        msg = message(
            "{where}: it is coded {coded!r} and as without any frame; keep one of them", where=where, coded=coded[0]
        )
        raise ReadError(msg)
    was_read = NONE in cells or any(frame in cells for frame in frames)
    return [cells.get(frame, ABSENT if was_read else "") for frame in frames]


def _all(element: ET.Element, name: str) -> Iterator[ET.Element]:
    """Yield the elements of a name, at any depth."""
    return (inner for inner in element.iter() if package.local(inner) == name)


def _plain(ident: str) -> str:
    """Write an id without braces, in small letters."""
    return ident.strip().strip("{}").lower()


def _wide(text: str) -> int:
    """Count characters as programs do whose characters are 16 bits: 𠮷 is two."""
    return len(text.encode("utf-16-le")) // 2
