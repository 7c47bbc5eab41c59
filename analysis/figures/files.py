"""Files of figures: names that work everywhere, pictures in three formats, and writing that is all or nothing."""

from __future__ import annotations

import hashlib
import io
import os
import re
import time
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import paths, style
from analysis.errors import FigureError, FontError, SealError
from analysis.figures.truetype import as_truetype, is_cff
from analysis.files import atomic, sealed

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

ENVIRONMENT = "DAMRON_FIGURES"
_MANIFEST = "manifest.json"
SCHEMA, _UNSEALED = "damron-figures/2", "damron-figures/1"
_MEND = "delete it and export the figures again"
_PART = re.compile(r"[\w(\[][\w .,'’()\[\]{}+&=@~!·-]*(?<![. ])")  # safe in files of every system, as people name them
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_ENDINGS = (".png", ".svg", ".pdf", ".csv")
_WAIT, _STALE, _PAUSE, _DELETING = 20.0, 60.0, 0.02, 0.5  # seconds
_ASCII = "".join(map(chr, range(0x20, 0x7F)))  # matplotlib measures lines with letters of its own
_WORDS = re.compile(r"<text .*?</text>", re.DOTALL)
_MISSING = re.compile(r"Glyph (\d+)")


def folder() -> Path:
    """Return the folder that figures go to: that of the environment variable DAMRON_FIGURES, else figures/.

    Returns
    -------
    Path
        The folder; it may not exist yet.
    """
    named = os.environ.get(ENVIRONMENT)
    return Path(named) if named else paths.FIGURES


def require_name(name: str) -> str:
    """Return a figure name in NFC, or say why it cannot be one on every system."""
    if not isinstance(name, str):
        msg = f"figures.export: the name is a {type(name).__name__}; give text such as 'keywords-frequency'"
        raise FigureError(msg)
    plain = unicodedata.normalize("NFC", name)
    parts = plain.split("/")
    if len(parts) > 2 or not all(_PART.fullmatch(part) for part in parts):
        msg = (
            f"figures.export: {name!r} cannot be a figure name; use letters, digits, spaces, brackets, '.', '-', '_', "
            "begin with a letter or digit, and use one '/' at most"
        )
        raise FigureError(msg)
    if any(_RESERVED.fullmatch(part) for part in parts):
        msg = f"figures.export: {name!r} is a reserved name on Windows; choose another"
        raise FigureError(msg)
    if plain.lower().endswith(_ENDINGS):
        msg = f"figures.export: leave the ending out of {name!r}; PNG, SVG, PDF and CSV are all written"
        raise FigureError(msg)
    return plain


def sha256(content: bytes) -> str:
    """Hash some bytes."""
    return hashlib.sha256(content).hexdigest()


def commit(name: str, contents: Mapping[str, bytes], entry: Mapping[str, Any]) -> dict[str, Path]:
    """Write the files of one figure and its manifest entry, all or none, and return their paths by ending."""
    root = folder()
    targets = {ending: root / f"{name}.{ending}" for ending in sorted(contents)}
    hashes = {e: {"file": f"{name}.{e}", "sha256": sha256(contents[e])} for e in targets}
    try:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        with _locked(root):
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


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the figures folder for this process alone; a lock that a crash left behind expires."""
    lock = root / ".manifest.lock"
    began = time.monotonic()
    deadline = began + _WAIT
    while not _try_lock(lock, patient=time.monotonic() < began + _DELETING):
        with suppress(OSError):
            if time.time() - lock.stat().st_mtime > _STALE:
                lock.unlink()
                continue
        if time.monotonic() > deadline:
            msg = f"figures.export: another process holds {lock}; wait for it, or delete the file if none is running"
            raise FigureError(msg)
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _try_lock(lock: Path, *, patient: bool) -> bool:
    """Try to create the lock file; only one process can."""
    try:
        os.close(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
    except FileExistsError:
        return False
    except PermissionError:  # Windows says so for a moment while the file is being deleted
        if not patient:
            raise
        return False
    return True


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
