"""Articles in HWP 5 files, the binary format of Hangul.

The format is published by its maker: an OLE container whose streams are records of a tag, a level and data.
Only the container is read with a package (olefile). Paragraph text is UTF-16 in which code units
below 32 are controls of one unit or of eight.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from analysis.cleaning import GUESSED, Treatment
from analysis.errors import ReadError
from analysis.messages import later, message
from analysis.reading import parsers
from analysis.reading.article import Article, Block, from_blocks
from analysis.reading.decode import LARGEST, OLE, bytes_of
from analysis.reading.hwpx import read_hwpx
from analysis.reading.parsers import ParserError
from analysis.reading.property_set import read_properties

_PARA_TEXT, _CTRL_HEADER, _EQUATION, _TEXT_ART, _MEMO_LIST = 0x43, 0x47, 0x58, 0x5A, 0x5D
_CORNERS = 32  # bytes of the four corners before the words of text art
_SINGLE = {0: "", 10: " ", 13: "", 24: "-", 30: " ", 31: " "} | dict.fromkeys(range(25, 30), "")
_ASIDE = {b"head": "header", b"foot": "footer", b"tcmt": "comment", b"%%me": "comment"}
_SUMMARY = "\x05HwpSummaryInformation"
_WANTED = rf"FileHeader|BodyText/Section\d+|{_SUMMARY}"
_Streams = Mapping[str, tuple[bytes, bool]]  # by name: the bytes, and whether they are as many as they say
_IN_HANGUL = later("open it in Hangul (한글) and save it as HWPX or TXT")


def read_hwp(path: Path, *, treatment: Treatment = GUESSED) -> list[Article]:
    """Read one article from an .hwp file."""
    data = bytes_of(path)
    if data.startswith(b"PK"):
        return read_hwpx(path)
    if not data.startswith(OLE):
        msg = message("{path} is {kind}; {in_hangul}", path=path.name, kind=_kind(data), in_hangul=message(_IN_HANGUL))
        raise ReadError(msg)
    try:
        ole: _Streams = parsers.call("ole", "streams", path, wanted=_WANTED, most=LARGEST)
        packed = _header(ole, path.name)
        blocks = [block for data in _sections(ole, packed=packed) for block in _blocks(data)]
        about = _properties(ole)
    except (OSError, struct.error, zlib.error, ValueError, IndexError) as error:
        if isinstance(error, ReadError) and not isinstance(error, ParserError):
            raise
        msg = message("{path} is damaged or truncated; {in_hangul}", path=path.name, in_hangul=message(_IN_HANGUL))
        raise ReadError(msg) from error
    return [from_blocks(path, blocks, properties=about, treatment=treatment)]


def _kind(data: bytes) -> str:
    """Name what else ends in .hwp."""
    if data.startswith(b"HWP Document File V"):
        return message("an HWP 3 file")
    head = data[:4096].replace(b"\0", b"")  # of UTF-16 too
    return message("an HWPML file (XML of Hangul)") if re.search(b"<HWPML\\b", head) else message("no HWP file")


def _header(ole: _Streams, name: str) -> bool:
    """Refuse a file that is locked; tell whether its streams are compressed."""
    data = ole.get("FileHeader", (b"", True))[0]
    if not data.startswith(b"HWP Document File"):
        msg = message("{name} holds no HWP header (another kind of file, or truncated); check the file", name=name)
        raise ReadError(msg)
    flags = struct.unpack_from("<I", data, 36)[0]
    if flags & 0b10010:  # a password, or rights management
        msg = message(
            "{name} is encrypted; its owner can open it in Hangul and save a copy without a password", name=name
        )
        raise ReadError(msg)
    if flags & 0b100:
        msg = message(
            "{name} is made for distribution (배포용 문서), so that its text is locked; its owner can save the "
            "document it was made from as HWPX, or lift the lock in Hangul with its password",
            name=name,
        )
        raise ReadError(msg)
    return bool(flags & 1)


def _sections(ole: _Streams, *, packed: bool) -> Iterator[bytes]:
    """Return the streams that hold text by number, unpacked to 64 MiB in all."""
    found = [name for name in ole if name.startswith("BodyText/")]
    if not found:
        msg = message("no BodyText")
        raise OSError(msg)
    left = LARGEST
    for name in sorted(found, key=lambda n: int(re.sub(r"\D", "", n))):
        data, whole = ole[name]
        if not whole:
            msg = message("a stream is shorter than it says")
            raise OSError(msg)
        if packed:
            unpack = zlib.decompressobj(-15)
            data = unpack.decompress(data, left)
            if not unpack.eof:
                msg = message("truncated, or larger than 64 MiB")
                raise OSError(msg)
        left -= len(data)
        if left <= 0:
            msg = message("larger than 64 MiB")
            raise OSError(msg)
        yield data


def _records(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Return the records of a stream: tag, level, data."""
    at = 0
    while at + 4 <= len(data):
        head = struct.unpack_from("<I", data, at)[0]
        at += 4
        size = head >> 20
        if size == 0xFFF:
            size = struct.unpack_from("<I", data, at)[0]
            at += 4
        if at + size > len(data):
            msg = message("a record ends beyond its stream")
            raise OSError(msg)
        yield head & 0x3FF, head >> 10 & 0x3FF, data[at : at + size]
        at += size


def _blocks(data: bytes) -> Iterator[Block]:
    """List the paragraphs of a section; the innermost control around one says what it is."""
    around: list[tuple[int, str]] = []
    for tag, level, payload in _records(data):
        while around and around[-1][0] >= level:
            around.pop()
        if tag == _MEMO_LIST:
            around.append((level - 1, "comment"))
        elif tag == _CTRL_HEADER:
            control = payload[:4][::-1]
            inherited = around[-1][1] if around else ""
            around.append((level, _ASIDE.get(control, inherited)))
            if control == b"tdut":
                yield from _ruby(payload)
        elif tag == _PARA_TEXT:
            yield Block(around[-1][1] if around else "", _words(payload))
        elif tag == _EQUATION:
            yield Block("equation", _counted(payload, 4)[0])
        elif tag == _TEXT_ART:
            yield Block(around[-1][1] if around else "", _counted(payload, _CORNERS)[0])


def _words(data: bytes) -> str:
    """Decode the text of a paragraph without its controls."""
    units = struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])
    parts: list[str] = []
    at = done = 0
    while at < len(units):
        unit = units[at]
        if unit >= 32:
            at += 1
            continue
        parts.append(data[done * 2 : at * 2].decode("utf-16-le", errors="replace"))
        parts.append(" " if unit == 9 else _SINGLE.get(unit, ""))
        at += 1 if unit in _SINGLE else 8
        done = at
    parts.append(data[done * 2 : at * 2].decode("utf-16-le", errors="replace"))
    return "".join(parts)


def _ruby(data: bytes) -> Iterator[Block]:
    """List a word and the reading printed beside it: the word is text, the reading is not."""
    main, at = _counted(data, 4)
    yield Block("", main)
    yield Block("ruby", _counted(data, at)[0])


def _counted(data: bytes, at: int) -> tuple[str, int]:
    """Read a string with its length before it; also tell where it ends."""
    length = struct.unpack_from("<H", data, at)[0]
    end = at + 2 + length * 2
    return data[at + 2 : end].decode("utf-16-le", errors="replace"), end


def _properties(ole: _Streams) -> dict[str, str]:
    """Read title, author and day of creation from the summary, whose damage never costs the text."""
    found = read_properties(ole[_SUMMARY][0]) if _SUMMARY in ole else {}
    return {"title": found.get(2, ""), "author": found.get(4, ""), "created": found.get(12, "")}
