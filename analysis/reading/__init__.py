"""Reading: files in, Corpus out. One module per format, one dispatcher."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from analysis import paths
from analysis.corpus import Corpus, build
from analysis.errors import MissingError, ReadError
from analysis.reading.text import read_text

__all__ = ["read"]

READERS = {".txt": read_text, ".md": read_text}


def read(source: str | Path | Iterable[str | Path]) -> Corpus:
    """Read one article, several, or a folder of them.

    Parameters
    ----------
    source : str, Path, or iterable of them
        A file (.txt, .md), a folder (all such files in it, by name), a list of these, or the bare name
        of an article of the kit such as "energy-cost": then `seeds/private/`, `seeds/articles/` and last
        the redacted tables in `seeds/tokens/` are looked through.

    Returns
    -------
    Corpus
        One document a file, in the order given. `removed` says what was taken out of each.

    Raises
    ------
    MissingError
        If a path or name does not exist.
    ReadError
        If a file is empty, not text, of a kind the kit does not read, without Korean text, or if a
        folder holds no article.
    """
    sources = [source] if isinstance(source, str | Path) else list(source)
    if not sources:
        msg = "nothing to read; name a file, a folder or an article"
        raise ReadError(msg)
    if len(sources) == 1 and (stored := _stored(sources[0])):
        return _redacted(stored)
    documents: list[dict[str, str]] = []
    removed: list[dict[str, object]] = []
    for path in [file for one in sources for file in _files(one)]:
        row, cut = READERS[path.suffix.lower()](path)
        documents.append(row)
        removed += cut
    return build(documents, removed)


def _files(source: str | Path) -> list[Path]:
    """List the files that a path or an article's name stands for."""
    path = Path(source)
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.suffix.lower() in READERS and p.stem.lower() != "readme")
        if not found:
            msg = f"no article in the folder {path}; put {' or '.join(sorted(READERS))} files into it"
            raise ReadError(msg)
        return found
    if not path.exists() and (named := _named(str(source))):
        return [named]
    if not path.exists():
        msg = f"no file, folder or article of the kit is called {str(source)!r}; check the spelling and the folder"
        raise MissingError(msg)
    if path.suffix.lower() not in READERS:
        msg = f"{path.name}: the kit reads {', '.join(sorted(READERS))}, not {path.suffix or 'files without ending'}"
        raise ReadError(msg)
    return [path]


def _named(name: str) -> Path | None:
    """Find the file of an article of the kit; the user's own copy comes first."""
    if not name or Path(name).name != name:
        return None
    for folder in (paths.PRIVATE, paths.ARTICLES):
        for ending in READERS:
            if (folder / f"{name}{ending}").is_file():
                return folder / f"{name}{ending}"
    return None


def _stored(source: str | Path) -> Path | None:
    """Find the redacted tables of an article whose text is nowhere."""
    name = str(source)
    if Path(name).exists() or Path(name).name != name or _named(name):
        return None
    table = paths.TOKENS / f"{name}.json"
    return table if table.is_file() else None


def _redacted(about: Path) -> Corpus:
    """Read the description of a redacted article: metadata, hashes, what was removed, no text."""
    loaded = json.loads(about.read_text(encoding="utf-8"))
    return build(loaded["documents"], loaded["removed"], stored=about.with_suffix(""))
