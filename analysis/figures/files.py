"""Files of figures: names that work everywhere, pictures in three formats, and writing that is all or nothing."""

from __future__ import annotations

import errno
import hashlib
import io
import json
import logging
import os
import re
import sys
import time
import unicodedata
import warnings
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import paths, style
from analysis.errors import FigureError, FontError, SealError
from analysis.figures.truetype import as_truetype, is_cff
from analysis.files import atomic, file_names, sealed

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

ENVIRONMENT = "DAMRON_FIGURES"
_MANIFEST = "manifest.json"
SCHEMA, _UNSEALED = "damron-figures/2", "damron-figures/1"
_MEND = "delete it and export the figures again"
_ENDINGS = (".png", ".svg", ".pdf", ".csv")
_WAIT, _PAUSE = 20.0, 0.02  # seconds
_ASCII = "".join(map(chr, range(0x20, 0x7F)))  # matplotlib measures lines with letters of its own
_WORDS = re.compile(r"<text .*?</text>", re.DOTALL)
_MISSING = re.compile(r"Glyph (\d+)")
_LOG = logging.getLogger(__name__)
_STUDY: list[str] = []  # the study that was named last, in this process


def folder(study: str | None = None) -> Path:
    """Return the folder of the figures of a study, and with its name send the figures of this process there.

    Parameters
    ----------
    study : str, optional
        The name of the study: from now on figures of this process go to ``figures/own/STUDY/``, whatever their corpus.
        Without it every corpus has a folder of its own, named after its hash.

    Returns
    -------
    Path
        That of the environment variable DAMRON_FIGURES if it is set; else that of the study that was named last;
        else ``figures/own``, which holds the folders of all. It may not exist yet.

    Raises
    ------
    FigureError
        If the name of the study is empty.
    """
    if study is not None:
        if not study.strip():
            msg = "figures.folder: the name of the study is empty; give one such as '신문-두-곳'"
            raise FigureError(msg)
        _STUDY[:] = [file_names.file_name(study)]
    named = os.environ.get(ENVIRONMENT)
    if named:
        return Path(named)
    return Path(paths.FIGURES, "own", *_STUDY)


def folder_of(corpus: str) -> Path:
    """Return the folder that figures of a corpus go to, given its hash; empty for what was made of none."""
    chosen = folder()
    if _STUDY or os.environ.get(ENVIRONMENT):
        return chosen
    return chosen / (f"corpus-{corpus[:8]}" if corpus else "corpus")


def require_name(name: str) -> str:
    """Return a figure name that every system takes, with one slash at most."""
    # "조선/001: 둘-keywords" gives "조선/001-둘-keywords-09b2cf6e"
    if not isinstance(name, str) or not name.strip(" ./"):
        msg = f"figures.export: {name!r} is no name; give text such as 'keywords-frequency'"
        raise FigureError(msg)
    above, slash, last = unicodedata.normalize("NFC", name).strip("/").partition("/")
    plain = f"{file_names.file_name(above)}/{file_names.file_name(last)}" if slash else file_names.file_name(above)
    if plain.lower().endswith(_ENDINGS):
        msg = f"figures.export: leave the ending out of {name!r}; PNG, SVG, PDF and CSV are all written"
        raise FigureError(msg)
    return plain


def sha256(content: bytes) -> str:
    """Hash some bytes."""
    return hashlib.sha256(content).hexdigest()


def commit(name: str, contents: Mapping[str, bytes], entry: Mapping[str, Any], *, root: Path) -> dict[str, Path]:
    """Write the files of one figure and its manifest entry, all or none, and return their paths by ending."""
    targets = {ending: root / f"{name}.{ending}" for ending in sorted(contents)}
    hashes = {e: {"file": f"{name}.{e}", "sha256": sha256(contents[e])} for e in targets}
    try:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        with _locked(root):
            _mend(root)
            manifest = _with_entry(root / _MANIFEST, name, {**entry, "files": hashes})
            files = {targets[ending]: contents[ending] for ending in targets}
            atomic.save_all({**files, root / _MANIFEST: manifest}, error=FigureError)
    except OSError as error:
        raise FigureError(atomic.sentence(root / name, error)) from error
    return targets


def render(figure: Figure, *, title: str, alt: str) -> dict[str, bytes]:
    """Draw a figure in the three formats."""
    import matplotlib as mpl
    from matplotlib.transforms import Bbox

    with style.context(), _require_all_glyphs():
        figure.draw_without_rendering()
        area = Bbox.union([Bbox.from_bounds(0, 0, *figure.get_size_inches()), figure.get_tightbbox()])
        png = _save(figure, area, "png", Software=None, Title=title, Description=alt)
        metadata = {"Date": None, "Creator": None, "Title": title, "Description": alt}
        outlines = _save(figure, area, "svg", **metadata)
        with mpl.rc_context({"svg.fonttype": "none"}):
            text = _save(figure, area, "svg", **metadata)
        with _truetype_fonts(figure):
            pdf = _save(figure, area, "pdf", CreationDate=None, Creator=None, Producer=None, Title=title)
    # The same figure is written twice: with outlines, which look alike everywhere, and with text, of which the <text>
    # elements are taken. They come last, with an opacity of 0: unseen, but found, marked and read aloud.
    words = "\n".join(_WORDS.findall(text.decode("utf-8")))
    body, end = outlines.decode("utf-8").rsplit("</svg>", 1)
    selectable = f'{body} <g id="words" fill-opacity="0">\n{words}\n </g>\n</svg>{end}'.encode()
    return {"png": png, "svg": selectable, "pdf": pdf}


def _with_entry(path: Path, name: str, entry: Mapping[str, Any]) -> bytes:
    """Put an entry into the manifest as it stands and return the manifest's new bytes."""
    figures: dict[str, Any] = {}
    if path.exists():
        figures = entries(sealed.read_json(path, schema=SCHEMA, mend=_MEND), path)
    if clash := [known for known in figures if known != name and known.casefold() == name.casefold()]:
        msg = f"figures.export: {name!r} differs from {clash[0]!r} by case alone; choose another name"
        raise FigureError(msg)
    figures[name] = entry
    return sealed.to_json({"figures": figures}, schema=SCHEMA, rows=len(figures))


def entries(manifest: Mapping[str, Any], path: Path) -> dict[str, Any]:
    """Return the entries of a manifest by the names of their figures."""
    figures = manifest.get("figures")
    if manifest.get("schema") not in {SCHEMA, _UNSEALED} or not isinstance(figures, dict):
        msg = f"{path} is not a manifest of figures; {_MEND}"
        raise SealError(msg)
    return figures


def _mend(root: Path) -> None:
    """Finish the set of files that a process left when it ended between two of them, or clear what it had begun."""
    # The drafts of a figure are all written before the first is moved, the manifest's last. With a.png new, a.csv still
    # a draft and a manifest that tells the hashes of both, a.csv is moved and then the manifest; without a whole
    # manifest nothing was moved yet, and the drafts go.
    drafts = {path: path.read_bytes() for path in sorted(root.rglob(".*.tmp"))}
    if not drafts:
        return
    held: dict[str, list[Path]] = {}
    for path, content in drafts.items():
        held.setdefault(sha256(content), []).append(path)
    old = _figures_of((root / _MANIFEST).read_bytes()) if (root / _MANIFEST).is_file() else {}
    for draft, content in drafts.items():
        new = _figures_of(content)
        changed = [entry["files"].values() for name, entry in new.items() if entry != old.get(name)]
        wanted = {root / file["file"]: file["sha256"] for files in changed for file in files}
        behind = [p for p, sha in wanted.items() if not p.is_file() or sha256(p.read_bytes()) != sha]
        if wanted and all(n <= len(held.get(sha, [])) for sha, n in Counter(wanted[path] for path in behind).items()):
            for path in behind:
                held[wanted[path]].pop().replace(path)
            draft.replace(root / _MANIFEST)
            _LOG.warning("%s: figures that a process had left half written were finished", root)
    for draft in drafts:
        draft.unlink(missing_ok=True)


def _figures_of(content: bytes) -> Mapping[str, Any]:
    """Return the entries of a manifest that may be none, or cut off."""
    try:
        found = json.loads(content)["figures"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the figures folder for this process alone; the system frees the lock of a process that ended."""
    lock = root / ".manifest.lock"
    deadline = time.monotonic() + _WAIT
    while True:
        with lock.open("ab") as held:
            if _try_lock(held.fileno()) and _is_open(lock, held.fileno()):
                try:
                    yield
                finally:
                    with suppress(OSError):  # Windows keeps it while it is open, and no one minds
                        lock.unlink()
                    _unlock(held.fileno())
                return
        if time.monotonic() > deadline:
            msg = f"figures.export: another process is writing to {root}; wait until it ends, or use another folder"
            raise FigureError(msg)
        time.sleep(_PAUSE)


def _is_open(lock: Path, handle: int) -> bool:
    """Tell whether a file that was opened still has its name: its last holder may have deleted it since."""
    try:
        return os.path.samestat(lock.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


def _try_lock(handle: int) -> bool:
    """Try to lock the first byte of an open file; only one process can."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in {errno.EACCES, errno.EAGAIN, errno.EDEADLK}:
            return False
        raise
    return True


def _unlock(handle: int) -> None:
    """Free a lock that this process holds."""
    if sys.platform == "win32":
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
    else:
        fcntl.flock(handle, fcntl.LOCK_UN)


def _save(figure: Figure, area: Bbox, kind: str, **metadata: str | None) -> bytes:
    """Save a figure to memory; what is None in the metadata is left out."""
    out = io.BytesIO()
    figure.savefig(out, format=kind, dpi=300, bbox_inches=area, metadata=metadata)
    return out.getvalue()


@contextmanager
def _require_all_glyphs() -> Iterator[None]:
    """Turn matplotlib's warning about a missing glyph into an error that names the characters."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield
    missing = dict.fromkeys(chr(int(m.group(1))) for w in caught if (m := _MISSING.search(str(w.message))))
    if missing:
        named = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing)
        msg = (
            f"figures.export: the font of a text in the figure has no glyph for {named}; call style.use() before "
            "drawing, or replace the character(s)"
        )
        raise FontError(msg)
    for warning in caught:
        warnings.warn_explicit(warning.message, warning.category, warning.filename, warning.lineno)


@contextmanager
def _truetype_fonts(figure: Figure) -> Iterator[None]:
    """Draw with TrueType copies of the figure's CFF fonts, which matplotlib cannot embed as valid PDF fonts."""
    # A PDF reader takes the font file that matplotlib writes for TrueType; CFF outlines in its place are a mismatch
    # that strict readers and printers refuse.
    from matplotlib.font_manager import FontProperties, fontManager
    from matplotlib.text import Text

    texts = figure.findobj(Text)
    characters = _ASCII + "".join(text.get_text().replace("\n", "") for text in texts)
    families = {family for text in texts for family in text.get_fontfamily()}
    used = {Path(fontManager.findfont(FontProperties(family=[family]))) for family in families}
    registered = list(fontManager.ttflist)
    with atomic.scratch("fonts-", error=FigureError) as scratch:
        for i, path in enumerate(sorted(path for path in used if is_cff(path))):
            copy = atomic.save(scratch / f"{i}.ttf", as_truetype(path, characters), error=FigureError)
            fontManager.addfont(copy)
        added = fontManager.ttflist[len(registered) :]
        fontManager.ttflist[:] = added + registered
        try:
            yield
        finally:
            if added:
                fontManager.addfont(style.font_path())  # empties the cache of findfont
            fontManager.ttflist[:] = registered
