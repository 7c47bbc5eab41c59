"""From what a user names to the files that are read: files, folders, patterns, articles of the kit."""

from __future__ import annotations

import glob
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import NamedTuple

from analysis import paths
from analysis.corpus import ACCOUNT_ENDING
from analysis.errors import MissingError, ReadError
from analysis.messages import later, message

_HINTS = {
    ".doc": later("save it in Word as .docx"),
    ".rtf": later("save it in Word as .docx"),
    ".odt": later("save it as .docx"),
    ".mht": later("save the page as HTML only"),
    ".mhtml": later("save the page as HTML only"),
    ".json": later("write it as .jsonl, one object a line"),
} | dict.fromkeys(
    (".7z", ".rar", ".gz", ".tar", ".tgz", ".egg", ".alz"), later("unpack it into a folder and read that")
)


class File(NamedTuple):
    """A file to read: where it is, its name within the folder or archive, and why it could not be unpacked, if so."""

    path: Path
    name: str
    fault: ReadError | None = None


class _Found(NamedTuple):
    """Files to read, and names of those left out with the reason."""

    files: list[File]
    left_out: list[tuple[str, str]]

    def inside(self, folder: str) -> _Found:
        """Put the name of a folder before those of its files; nothing where it is empty."""
        if not folder:
            return self
        files = [file._replace(name=f"{folder}/{file.name}") for file in self.files]
        return _Found(files, [(f"{folder}/{name}", reason) for name, reason in self.left_out])


def find(source: str | Path, *, endings: Collection[str]) -> _Found:
    """List the files that a path, a pattern or an article's name stands for."""
    if not str(source).strip():
        msg = message("nothing to read; name a file, a folder or an article")
        raise ReadError(msg)
    path = _existing(source)
    if path and path.is_dir():
        return _folder(path, endings)
    if not path and re.search(r"[*?\[]", str(source)):
        return _pattern(str(source), endings)
    path = path or find_article(str(source), endings=endings)
    if not path:
        meant = _alike(str(source))
        msg = message(
            "no file, folder or article of the kit is called {source!r}{meant}; check the spelling and the folder",
            source=str(source),
            meant=meant,
        )
        raise MissingError(msg)
    if path.suffix.lower() not in endings:
        how = _HINTS.get(path.suffix.lower())
        kind = path.suffix or message("files without ending")
        msg = message(
            "{path}: the kit reads {endings}, not {kind}", path=path.name, endings=", ".join(sorted(endings)), kind=kind
        )
        if how:
            msg = message("{msg}; {how}", msg=msg, how=message(how))
        raise ReadError(msg)
    return _Found([File(path, path.name)], [])


def folder_names(sources: Sequence[str | Path]) -> list[str]:
    """Name each folder among several by its last part, or by as many as tell it from others; "" for what is none."""
    # 2020/가, 2021/가, 나 and 글.txt give 2020/가, 2021/가, 나 and ""; a folder by itself gives ""
    places = [path.resolve() if (path := _existing(source)) and path.is_dir() else None for source in sources]
    folders = {place for place in places if place}
    if len(folders) < 2:
        return [""] * len(places)

    def named(place: Path) -> str:
        parts = place.parts
        ends = ("/".join(parts[-n:]) for n in range(1, len(parts) + 1))
        return next(end for end in ends if sum(f"/{other.as_posix()}".endswith(f"/{end}") for other in folders) == 1)

    return [named(place) if place else "" for place in places]


def find_article(name: str, *, endings: Iterable[str]) -> Path | None:
    """Find the file of an article of the kit; the user's own copy comes first."""
    if not name or Path(name).name != name:
        return None
    places = (folder / f"{name}{ending}" for folder in (paths.PRIVATE, paths.ARTICLES) for ending in endings)
    return next((place for place in places if place.is_file()), None)


def _alike(name: str) -> str:
    """Return a question that names the article spelt most like a name, if any is."""
    folders = (folder for folder in (paths.PRIVATE, paths.ARTICLES) if folder.is_dir())
    known = {p.stem for folder in folders for p in folder.iterdir() if p.is_file()} - {"README"}
    close = get_close_matches(name, sorted(known), n=1)
    return message(" (did you mean {close}?)", close=close[0]) if close else ""


def sort_files(names: Iterable[str], *, endings: Collection[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Split the names of files in a folder or archive into those to read and those to leave out."""
    kept: list[str] = []
    left: list[tuple[str, str]] = []
    for name in sorted(names, key=lambda n: (unicodedata.normalize("NFC", n), n)):
        place = PurePath(name)
        if any(part.startswith((".", "__MACOSX", "~$")) for part in place.parts) or place.name in {
            "Thumbs.db",
            "desktop.ini",
        }:
            left.append((name, "hidden file of the system or of another program"))
        elif place.name.endswith(ACCOUNT_ENDING):
            left.append((name, "what was removed from a saved corpus is read with the table beside it"))
        elif place.stem.lower() == "readme":
            left.append((name, "a readme is about the folder"))
        elif place.suffix.lower() not in endings:
            left.append((name, f"the kit does not read {place.suffix or 'files without ending'}"))
        else:
            kept.append(name)
    return kept, left


def _existing(source: str | Path) -> Path | None:
    """Find a path as written, composed or decomposed: systems store Hangul names either way."""
    for form in (str(source), *(unicodedata.normalize(f, str(source)) for f in ("NFC", "NFD"))):
        try:
            if Path(form).exists():
                return Path(form)
        except OSError as error:
            msg = message(
                "{source!r}… is no name of a file; pass texts at hand to Corpus.from_texts", source=str(source)[:40]
            )
            raise ReadError(msg) from error
    return None


def _folder(folder: Path, endings: Collection[str]) -> _Found:
    """List the files directly in a folder; those in its sub-folders when there are none."""
    entries = sorted(p.name for p in folder.iterdir())
    kept, left = sort_files((n for n in entries if not (folder / n).is_dir()), endings=endings)
    below = [n for n in entries if (folder / n).is_dir()]
    if kept:
        left += [(f"{n}/", "sub-folders are read when the folder itself holds no article") for n in below]
    elif below:
        inside = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir())
        kept, left = sort_files(inside, endings=endings)
    if not kept:
        msg = message(
            "no article in the folder {folder}; put files into it that end in {endings}",
            folder=folder,
            endings=", ".join(sorted(endings)),
        )
        raise ReadError(msg)
    return _Found([File(folder / name, name) for name in kept], left)


def _pattern(pattern: str, endings: Collection[str]) -> _Found:
    """List the files that fit a pattern such as seeds/private/*.txt; ** stands for any folders."""
    forms = {unicodedata.normalize(form, pattern) for form in ("NFC", "NFD")} | {pattern}
    fitting = {Path(p) for form in forms for p in glob.glob(form, recursive=True)}  # noqa: PTH207 - patterns may be absolute
    if not fitting:
        msg = message("no file fits {pattern!r}; check the spelling and the folder", pattern=pattern)
        raise MissingError(msg)
    parts = Path(pattern).parts
    fixed = next(i for i, part in enumerate(parts) if re.search(r"[*?\[]", part))
    base = Path(*parts[:fixed])
    inside = {p.as_posix() if not fixed else _within(p, base): p for p in fitting if not p.is_dir()}
    kept, left = sort_files(inside, endings=endings)
    if not kept:
        msg = message(
            "no article fits {pattern!r}; the kit reads files that end in {endings}",
            pattern=pattern,
            endings=", ".join(sorted(endings)),
        )
        raise ReadError(msg)
    return _Found([File(inside[name], name) for name in kept], left)


def _within(path: Path, base: Path) -> str:
    """Name a file by its place under a folder, whose own name may be spelt composed or not."""
    return Path(*path.parts[len(base.parts) :]).as_posix()
