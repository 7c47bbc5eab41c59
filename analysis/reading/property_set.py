"""The property set of an OLE file ([MS-OLEPS]): title, author and times that its program keeps beside the text."""

from __future__ import annotations

import datetime as dt
import struct

_CODE_PAGE_STRING, _STRING, _MOMENT, _SHORT = 0x1E, 0x1F, 0x40, 0x02
_CODE_PAGE = 1  # property that names the encoding of code page strings
_KST = dt.timezone(dt.timedelta(hours=9))
_EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


def read_properties(data: bytes) -> dict[int, str]:
    """Read strings, and days in Korean time, by their numbers; what is damaged is left out."""
    # After 48 bytes of head, whose last four say where the set begins: size, count, then pairs of number and place
    # in the set. At its place a property is its type and its value: 1f 00 00 00, 03 00 00 00, "글\0" and so on.
    found: dict[int, tuple[int, bytes]] = {}
    try:
        start = struct.unpack_from("<I", data, 44)[0]
        pairs = struct.iter_unpack(
            "<II", data[start + 8 : start + 8 + 8 * struct.unpack_from("<I", data, start + 4)[0]]
        )
        for number, place in pairs:
            kind = struct.unpack_from("<I", data, start + place)[0]
            found[number] = (kind & 0xFFFF, data[start + place + 4 :])
    except struct.error:
        pass  # a set that is cut off: what stands before the cut is read
    kind, value = found.get(_CODE_PAGE, (0, b""))
    page = struct.unpack_from("<H", value)[0] if kind == _SHORT and len(value) > 1 else 949
    values = {number: _value(kind, value, page) for number, (kind, value) in found.items()}
    return {number: value for number, value in values.items() if value}


def _value(kind: int, data: bytes, page: int) -> str:
    """Write a value as text, empty for one that is none or is cut off."""
    if kind == _MOMENT and len(data) >= 8:
        try:
            moment = _EPOCH + dt.timedelta(microseconds=struct.unpack_from("<Q", data)[0] // 10)
            return moment.astimezone(_KST).date().isoformat() if moment > _EPOCH else ""
        except OverflowError:
            return ""
    if kind not in {_STRING, _CODE_PAGE_STRING} or len(data) < 4:
        return ""
    wide = kind == _STRING or page == 1200
    size = struct.unpack_from("<I", data)[0] * (2 if kind == _STRING else 1)
    encoding = "utf-16-le" if wide else {65001: "utf-8", 949: "cp949"}.get(page, f"cp{page}")
    try:
        return data[4 : 4 + size].decode(encoding).partition("\0")[0] if size <= len(data) - 4 else ""
    except (UnicodeDecodeError, LookupError):
        return ""
