"""From bytes to text, without guessing."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.errors import MissingError, ReadError

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LARGEST = 64 * 2**20


def text_of(path: Path) -> str:
    """Read a text file as UTF-8, CP949 or UTF-16 with a byte order mark.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    str
        Its text, not normalised.

    Raises
    ------
    MissingError
        If there is no such file.
    ReadError
        If the file is empty, larger than 64 MiB, not text, or in none of the three encodings. CP949 is accepted only
        when every byte fits; nothing is guessed from letter statistics, which take short Korean files
        for something else.
    """
    if not path.is_file():
        msg = f"no file {path}; check the name and the folder"
        raise MissingError(msg)
    if path.stat().st_size > _LARGEST:
        msg = f"{path.name} is larger than 64 MiB; split it into one file an article"
        raise ReadError(msg)
    data = path.read_bytes()
    if not data.strip(b"\x00 \t\r\n"):
        msg = f"{path.name} is empty; put the article's text into it"
        raise ReadError(msg)
    text = _decode(data, path.name)
    if re.search(r"[\x00-\x08\x0e-\x1a]", text):
        msg = f"{path.name} is not a text file (it holds control bytes); save the article as UTF-8 text"
        raise ReadError(msg)
    return text


def _decode(data: bytes, name: str) -> str:
    encodings = [encoding for bom, encoding in _BOMS if data.startswith(bom)] or ["utf-8", "cp949"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    msg = f"{name} is not text in UTF-8, CP949 or UTF-16; open it in its program and save it as UTF-8 text"
    raise ReadError(msg)
