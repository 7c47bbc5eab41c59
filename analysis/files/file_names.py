"""Names of files and folders that every system takes, made of ids and titles of any kind."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata

_BYTES = 120  # of UTF-8: with "-keyness-general.csv" behind it and a temporary name, half of what file systems take
_SAFE = re.compile(r"[\w(\[][\w .,'’()\[\]{}+&=@~!·-]*(?<![. ])")  # as people name files, and no system refuses
_OTHER = re.compile(r"[^\w.,()\[\]+&=@~!·-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def file_name(name: str) -> str:
    """Return a name as it is where every system takes it as a file's, else a slug of it with a short hash."""
    # "[기고] 둘" stays; "왜 지금인가? 1/2" gives "왜-지금인가-1-2-7d1c0c5a"
    plain = unicodedata.normalize("NFC", name)
    if _SAFE.fullmatch(plain) and not _RESERVED.fullmatch(plain) and len(_bytes(plain)) <= _BYTES:
        return plain
    slug = _OTHER.sub("-", plain).strip("-. ")
    cut = _bytes(slug)[: _BYTES - 9].decode("utf-8", "ignore").rstrip("-. ")
    return f"{cut or 'x'}-{short_hash(plain)}"


def short_hash(name: str) -> str:
    """Return eight hexadecimal digits that tell a name from others."""
    return hashlib.sha256(_bytes(name)).hexdigest()[:8]


def readable(name: str) -> str:
    """Return the name of a file that was written in cp949 on a system of UTF-8 as its letters."""
    if not any("\udc80" <= letter <= "\udcff" for letter in name):
        return name
    raw = os.fsencode(name)
    try:
        return raw.decode("cp949")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "replace")


def _bytes(name: str) -> bytes:
    """Encode a name; what stands for a byte that is no letter keeps its value."""
    return name.encode("utf-8", "surrogatepass")
