"""Which font Korean text is drawn in, and which characters it has."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import RLock

from analysis.errors import FontError
from analysis.messages import message

ENVIRONMENT = "DAMRON_FONT"
_SYSTEM_FONTS = (
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "NanumGothic",
    "Noto Sans CJK KR",
    "Noto Sans KR",
    "Noto Sans CJK JP",  # the first face of the collection that also holds the Korean one
)
_HANGUL_PROBE = "가힣"
# matplotlib has one list of fonts and one set of settings for all threads. Who changes either holds this lock, and so
# does who draws with them; a thread may take it twice, as `figures.export` does, which draws inside the settings.
DRAWING = RLock()


@dataclass
class _Session:
    """The font file that `use` was given in this process, if any."""

    font: Path | None = None


_SESSION = _Session()


def choose(font: str | os.PathLike[str]) -> None:
    """Draw with this font file from now on; FontError if it is none or has no Hangul."""
    _SESSION.font = _require_korean_font(Path(font), message("the font given to style.use"))


def font_path() -> Path:
    """Find the Korean font file that figures are drawn with.

    Returns
    -------
    Path
        The font of `use`, else of DAMRON_FONT, else of the package pylopdf-fonts-ko, else of the system.

    Raises
    ------
    FontError
        If the named file cannot be used or none is found.
    """
    if _SESSION.font is not None:
        return _SESSION.font
    named = os.environ.get(ENVIRONMENT)
    if named:
        return _require_korean_font(Path(named), message("the font named by {variable}", variable=ENVIRONMENT))
    return _packaged() or _installed()


def families() -> list[str]:
    """Name the font families of the kit, the Korean one first, registered with matplotlib.

    Returns
    -------
    list of str
        The Korean family and DejaVu Sans, which holds the signs that the Korean font lacks.

    Raises
    ------
    FontError
        If no Korean font is found.
    """
    with DRAWING:
        return [_registered(font_path()), "DejaVu Sans"]


def missing_glyphs(text: str) -> list[str]:
    """List the characters of a text that neither the Korean font nor DejaVu Sans can draw.

    Parameters
    ----------
    text : str
        Any text; white space is never missing.

    Returns
    -------
    list of str
        The characters in order of first appearance, each once; empty if all can be drawn.

    Raises
    ------
    FontError
        If no Korean font is found.
    """
    import matplotlib as mpl

    fallback = Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
    known = _codepoints(font_path()) | _codepoints(fallback)
    return [c for c in dict.fromkeys(text) if not c.isspace() and ord(c) not in known]


def require_glyphs(texts: Iterable[str], *, what: str) -> None:
    """Refuse texts that would be drawn with boxes.

    Parameters
    ----------
    texts : iterable of str
        The labels about to be drawn.
    what : str
        What they are, for the message, such as "frequency chart".

    Raises
    ------
    FontError
        If a character is in neither font; the message names the characters and the label.
    """
    for text in texts:
        if missing := missing_glyphs(text):
            named = ", ".join(f"{c} (U+{ord(c):04X})" for c in missing)
            msg = message(
                "{what}: {font_path} has no glyph for {named} in the label {text!r}; replace the "
                "character(s) or name a font that has them in style.use(font=...) or {environment}",
                what=what,
                font_path=font_path().name,
                named=named,
                text=text,
                environment=ENVIRONMENT,
            )
            raise FontError(msg)


def _packaged() -> Path | None:
    """Noto Sans KR of pylopdf-fonts-ko, if the package is there."""
    try:
        import pylopdf_fonts_ko  # the kit works without it where the system has a font
    except ImportError:
        return None
    return Path(pylopdf_fonts_ko.sans_path())


def _installed() -> Path:
    """Find the first Korean font among those that matplotlib knows on this machine."""
    from matplotlib.font_manager import FontProperties, findfont

    for family in _SYSTEM_FONTS:
        with suppress(ValueError):
            return Path(findfont(FontProperties(family=[family]), fallback_to_default=False))
    msg = message(
        "no Korean font was found; run `python -m pip install pylopdf-fonts-ko`, or name a font file in "
        "style.use(font=...) or the environment variable {environment}",
        environment=ENVIRONMENT,
    )
    raise FontError(msg)


def _require_korean_font(path: Path, what: str) -> Path:
    """Return the absolute path of a font file, or say why Korean text cannot be drawn with it."""
    try:
        known = _codepoints(path.resolve(strict=True))
    except (OSError, RuntimeError) as error:
        msg = message(
            "{what}, {path}, cannot be read as a font; give the path of an .otf or .ttf file with Hangul",
            what=what,
            path=path,
        )
        raise FontError(msg) from error
    if not all(ord(c) in known for c in _HANGUL_PROBE):
        msg = message(
            "{what}, {path}, has no Hangul; give the path of an .otf or .ttf file with Hangul", what=what, path=path
        )
        raise FontError(msg)
    return path.resolve()


@lru_cache(maxsize=8)
def _codepoints(path: Path) -> frozenset[int]:
    """Code points that a font file can draw."""
    from matplotlib.font_manager import get_font

    return frozenset(get_font(str(path)).get_charmap())


def _registered(path: Path) -> str:
    """Put a font file at the head of matplotlib's list, so that no namesake is taken; return its family."""
    from matplotlib import font_manager

    # matplotlib finds fonts by family. Where the system has a Noto Sans KR of its own, of another version, both answer
    # to the name and the first of equals is taken: so ours goes to the front, under whatever family its file states.
    fonts = font_manager.fontManager
    if Path(fonts.ttflist[0].fname) != path:
        others = [entry for entry in fonts.ttflist if Path(entry.fname) != path]
        fonts.ttflist.clear()
        fonts.addfont(str(path))  # which also forgets what was found before
        fonts.ttflist.extend(others)
    return fonts.ttflist[0].name
