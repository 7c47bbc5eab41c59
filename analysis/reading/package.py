"""Zip files, opened with limits; and the XML in them, parsed without entities."""

from __future__ import annotations

import lzma
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from analysis.errors import ReadError
from analysis.files import atomic
from analysis.messages import message
from analysis.reading.decode import LARGEST, bytes_of
from analysis.reading.sources import File, sort_files

_MOST_BYTES = 512 * 2**20
_MOST_RATIO = 200
_MOST_MEMBERS = 50_000
_SMALL = 2**20  # below this no ratio is a danger
_DEEPEST = 200
_FAULTS = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\/]')
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_STEM = 60  # letters of a file name that fit every file system


@contextmanager
def opened(path: Path, *, limited: bool = True) -> Iterator[zipfile.ZipFile]:
    """Open a zip file whose members keep to the limits."""
    bytes_of(path, limited=limited)
    try:
        package = zipfile.ZipFile(path)
    except _FAULTS as error:
        msg = message(
            "{path} is not a whole zip file (truncated, or another kind of file); copy or download it anew",
            path=path.name,
        )
        raise ReadError(msg) from error
    with package:
        _require_limits(package, path.name)
        yield package


def _require_limits(package: zipfile.ZipFile, name: str) -> None:
    """Refuse what is encrypted, and what unpacks to far more than it is."""
    members = package.infolist()
    if any(m.flag_bits & 1 for m in members):
        msg = message("{name} is encrypted; save a copy without a password", name=name)
        raise ReadError(msg)
    if len(members) > _MOST_MEMBERS or sum(m.file_size for m in members) > _MOST_BYTES:
        msg = message("{name} unpacks to more than 512 MiB or 50,000 files; split it", name=name)
        raise ReadError(msg)
    for part in members:
        if part.file_size > _SMALL and part.file_size > _MOST_RATIO * max(part.compress_size, 1):
            msg = message(
                "{name} holds {filename!r}, which unpacks to more than 200 times its size; it is no document",
                name=name,
                filename=part.filename[:80],
            )
            raise ReadError(msg)


def member(package: zipfile.ZipFile, info: zipfile.ZipInfo | str, *, name: str, limited: bool = True) -> bytes:
    """Unpack one member."""
    try:
        place = info if isinstance(info, zipfile.ZipInfo) else package.getinfo(info)
    except KeyError:
        return b""
    if limited and place.file_size > LARGEST:
        msg = message(
            "{name} holds {filename!r}, which is larger than 64 MiB; split it", name=name, filename=place.filename[:80]
        )
        raise ReadError(msg)
    try:
        return package.read(place)
    except _FAULTS as error:
        msg = message(
            "{name} is damaged at {filename!r}; copy or download it anew", name=name, filename=place.filename[:80]
        )
        raise ReadError(msg) from error


def _member_name(info: zipfile.ZipInfo) -> str:
    """Spell a member's name as it was written, but for line ends and other control characters."""
    name = info.filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437", errors="replace")
        for encoding in ("utf-8", "cp949"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    parts = _CONTROL.sub("_", unicodedata.normalize("NFC", name.replace("\\", "/"))).split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."})


def xml(data: bytes, *, name: str) -> ET.Element:
    """Parse XML that may not define entities."""
    builder = ET.TreeBuilder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = 0

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            msg = message("{name} nests deeper than any document; open it in its program and save it anew", name=name)
            raise ReadError(msg)
        builder.start(tag, attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(tag)

    def doctype(*_: object) -> None:
        msg = message(
            "{name} holds a DOCTYPE, which documents of this kind do not have; save it anew in its program", name=name
        )
        raise ReadError(msg)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.StartDoctypeDeclHandler = doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, ReadError):
            raise
        msg = message(
            "{name} is damaged (its XML is not well-formed); open it in its program and save it anew", name=name
        )
        raise ReadError(msg) from error
    return builder.close()


def local(element: ET.Element) -> str:
    """Name an element without its namespace."""
    return element.tag.rpartition(" ")[2]


def attribute(element: ET.Element, name: str) -> str:
    """Return an attribute whatever its namespace; empty if it is not there."""
    return next((value for key, value in element.attrib.items() if key.rpartition(" ")[2] == name), "")


@contextmanager
def unpacked(
    path: Path, *, endings: Collection[str], tables: Collection[str] = ()
) -> Iterator[tuple[Iterator[File], list[tuple[str, str]]]]:
    """Unpack the articles of a zip archive, one at a time; tables may be of any size that the archive may be."""
    with opened(path, limited=False) as package, atomic.scratch("damron-", error=ReadError) as folder:
        members = {_member_name(info): info for info in package.infolist() if not info.is_dir()}
        if len(members) < sum(not info.is_dir() for info in package.infolist()):
            msg = message("{path} holds two files of the same name; unpack it and rename one", path=path.name)
            raise ReadError(msg)
        kept, left = sort_files(members, endings=endings)
        nested = next((name for name in kept if name.lower().endswith(".zip")), None)
        if nested:
            msg = message(
                "{path} holds another archive, {nested!r}; unpack that one first", path=path.name, nested=nested
            )
            raise ReadError(msg)
        if not kept:
            msg = message(
                "no article in {path}; the kit reads files that end in {endings}",
                path=path.name,
                endings=", ".join(sorted(endings)),
            )
            raise ReadError(msg)
        yield _files(path, package, {name: members[name] for name in kept}, folder, tables), left


def _files(
    path: Path,
    package: zipfile.ZipFile,
    members: Mapping[str, zipfile.ZipInfo],
    folder: Path,
    tables: Collection[str],
) -> Iterator[File]:
    """Write one member after the other; the one before is deleted."""
    tops = {name.partition("/")[0] for name in members if "/" in name}
    shared = len(tops) == 1 and all("/" in name for name in members)
    for name, info in members.items():
        place = PurePosixPath(name)
        file = folder / f"{_UNSAFE.sub('_', place.stem)[:_STEM]}{place.suffix}"
        limited = place.suffix.lower() not in tables
        fault = None
        try:
            atomic.save(file, member(package, info, name=path.name, limited=limited), error=ReadError)
        except ReadError as error:
            fault = error
        yield File(file, name.partition("/")[2] if shared else name, fault)
        file.unlink(missing_ok=True)
