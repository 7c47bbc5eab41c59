"""From bytes to text, without guessing."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from analysis.cleaning import normalise
from analysis.errors import MissingError, ReadError
from analysis.files.file_names import readable
from analysis.messages import message
from analysis.messages.libraries import system

LARGEST = 64 * 2**20
_PIECE = 2**20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # how the containers of old or locked office files begin
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a]")
_LINE_ENDS = re.compile(r"[\r\n\u2028\u2029\x0b\x0c\x85]+")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_AS_TEXT = re.compile(r"[\uac00-\ud7a3\u3131-\u318e\t\r\n -~\u00b7\u2010-\u203a\u3000-\u3011]")


def name_of(name: str) -> str:
    """Return the name of a file as the letters that its folder shows, in NFC."""
    return normalise(readable(name))


def bytes_of(path: Path, *, limited: bool = True) -> bytes:
    """Read a file whole."""
    if not path.is_file():
        msg = message("no file {path}; check the name and the folder", path=path)
        raise MissingError(msg)
    try:
        if limited and path.stat().st_size > LARGEST:
            msg = message("{path} is larger than 64 MiB; split it into one file an article, or a table", path=path.name)
            raise ReadError(msg)
        data = path.read_bytes()
    except OSError as error:
        msg = message(
            "{path} cannot be read ({reason}); check the permissions of the file", path=path.name, reason=system(error)
        )
        raise ReadError(msg) from error
    if not data.strip(b"\x00 \t\r\n"):
        msg = message("{path} is empty; put the article's text into it", path=path.name)
        raise ReadError(msg)
    return data


def is_utf8(path: Path) -> bool:
    """Tell, a piece at a time, whether a file is text in UTF-8, which need not be held whole."""
    decoder, filled = codecs.getincrementaldecoder("utf-8")(), False
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                text = decoder.decode(piece)
                filled = filled or bool(text.strip("\ufeff \t\r\n"))
                if _CONTROL.search(text):
                    return False
            decoder.decode(b"", final=True)
    except (OSError, UnicodeDecodeError):
        return False
    return filled


def text_of(path: Path, *, limited: bool = True) -> str:
    """Read a text file as UTF-8, CP949 or UTF-16."""
    data = bytes_of(path, limited=limited)
    text = _decode(data, path.name)
    if _CONTROL.search(text):
        msg = message(
            "{path} is not a text file (it holds control bytes); save the article as UTF-8 text", path=path.name
        )
        raise ReadError(msg)
    return text


def _decode(data: bytes, name: str) -> str:
    """Decode by the byte order mark, or by the first encoding that every byte fits."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(data, encoding, name)
    if b"\x00" in data:
        return _unmarked_utf16(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_damaged(data, error, name)
    try:
        text = data.decode("cp949")
    except UnicodeDecodeError as error:
        how = (
            message("looks like Johab (조합형); open it in Hangul")
            if _is_johab(data)
            else message("open it in its program")
        )
        msg = message(
            "{name} is not text in UTF-8, CP949 or UTF-16; {how} and save it as UTF-8 text", name=name, how=how
        )
        raise ReadError(msg) from error
    if not _is_plain_cp949(text) and _is_johab(data):
        msg = message(
            "{name} looks like Johab (조합형), not CP949; open it in Hangul and save it as UTF-8 text", name=name
        )
        raise ReadError(msg)
    return text


def _marked(data: bytes, encoding: str, name: str) -> str:
    """Decode what a byte order mark announces."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        called = encoding.removesuffix("-sig").upper()
        msg = message(
            "{name} starts with the mark of {called}, but byte {start} does not fit it; copy the file anew",
            name=name,
            called=called,
            start=error.start,
        )
        raise ReadError(msg) from error


def _unmarked_utf16(data: bytes, name: str) -> str:
    """Decode UTF-16 without a mark, when it reads as Korean in one order of bytes alone."""
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _HANGUL.search(text) and len(_AS_TEXT.findall(text)) * 2 > len(text) and "\x00" not in text:
            found.append(text)
    if len(found) != 1:
        msg = message("{name} is not a text file (it holds zero bytes); save the article as UTF-8 text", name=name)
        raise ReadError(msg)
    return found[0]


def _refuse_damaged(data: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Refuse UTF-8 with bad bytes in it, which CP949 would turn into other letters."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if len(_HANGUL.findall(text)) > bad:
        line = data[: error.start].count(b"\n") + 1
        msg = message(
            "{name} is UTF-8 but damaged in {bad} place(s), first in line {line} (byte {start}); copy the "
            "file anew, or open it in an editor, mend the place and save it",
            name=name,
            bad=bad,
            line=line,
            start=error.start,
        )
        raise ReadError(msg)


def _is_plain_cp949(text: str) -> bool:
    """Tell whether most Hangul is of the 2,350 common syllables, as in all running text."""
    syllables = _HANGUL.findall(text)
    common = sum(len(letter.encode("euc-kr", errors="ignore")) == 2 for letter in syllables)
    return common * 2 >= len(syllables)


def _is_johab(data: bytes) -> bool:
    """Tell whether every byte fits Johab and the outcome is mostly common Hangul."""
    try:
        text = data.decode("johab")
    except UnicodeDecodeError:
        return False
    return len(_HANGUL.findall(text)) * 4 > len(text) and _is_plain_cp949(text)


def lines_of(blocks: Iterator[str] | list[str]) -> str:
    """Join blocks of text, one a line."""
    return "\n".join(_LINE_ENDS.sub(" ", block) for block in blocks)
