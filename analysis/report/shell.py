"""Every page of a report: one file with its style, its script and its letters, and nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import jinja2
from fontTools.ttLib import TTFont
from markupsafe import Markup

from analysis.figures.truetype import cut
from analysis.record import font
from analysis.record.safe_text import shown
from analysis.report.joints import joined
from analysis.report.prose import Prose

_TEMPLATES = Path(__file__).with_name("template")
_SANS, _SERIF = "data:font/woff;base64,sans", "data:font/woff;base64,serif"
_DATA = re.compile(r'"data:[^"]*"')  # files to save, which show nothing
_SPOKEN = re.compile(r'<q class="say">(.*?)</q>', re.DOTALL)
_RISKY = re.compile("[<>&\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")  # ends an element, or turns writing
_TAG = re.compile(r"<[^>]*>")
_TAGS = re.compile(r"(<[^>]*>)")
_PERCENT = re.compile(r"(?<![\w.])\d[\d,.]*(?:~\d+)?%[가-힣]+")  # Chromium breaks between the sign and its particle


def render(
    template: str, *, prose: Prose, styles: Iterable[str], scripts: Iterable[str], values: Mapping[str, object]
) -> str:
    """Fill a template: style and script files by name, put one behind the other, and the fonts that the text needs."""
    script = "\n".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in scripts)
    style = "\n".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("tokens.css", "base.css", *styles))
    bare = (
        _environment(prose)
        .get_template(template)
        .render(
            **values,
            prose=prose,
            style=Markup(style.replace("SANS", _SANS, 1).replace("SERIF", _SERIF, 1)),
            script=Markup(script),
            policy=_policy(script),
        )
    )
    seen = unescape(_DATA.sub("", bare))
    spoken = "".join(unescape(_TAG.sub("", text)) for text in _SPOKEN.findall(bare))
    fonts = {f'url("{_SANS}")': f'url("{font.embed(set(seen))}")', f'url("{_SERIF}")': f'url("{_serif(set(spoken))}")'}
    for place, address in fonts.items():
        bare = bare.replace(place, address, 1)
    return bare + "\n"


def as_json(value: object) -> Markup:
    """Write data for a script inside a page; no text in it can end the element."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(_RISKY.sub(lambda found: f"\\u{ord(found.group()):04x}", text))


def data_address(content: bytes, kind: str) -> str:
    """Return a file as an address that a page carries in itself."""
    return f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _together(value: str) -> Markup:
    """Keep on one line what belongs together, a percentage and its particle, in text that may be HTML already."""
    parts = _TAGS.split(value) if isinstance(value, Markup) else [value]
    texts = (part if part[:1] == "<" else str(joined(unescape(part))) for part in map(str, parts))
    html = "".join(texts if isinstance(value, Markup) else [str(joined(value))]).replace(" / ", "\u00a0/ ")
    return Markup(_PERCENT.sub(lambda found: f'<span class="nb">{found.group()}</span>', html))


def _environment(prose: Prose) -> jinja2.Environment:
    """Open the templates: everything is escaped, and shown with a shape for every character."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.globals |= {"t": prose.say, "rich": prose.rich}
    environment.filters |= {"together": _together, "json": as_json}
    return environment


def _finalize(value: Any) -> Any:
    """Show every character of a text that comes from a file."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _serif(characters: set[str]) -> str:
    """Cut the serif that comes with the kit's font down to what is quoted; empty where it is not there."""
    try:
        import pylopdf_fonts_ko  # the page then takes a serif of the system
    except ImportError:
        return ""
    path = Path(pylopdf_fonts_ko.serif_path())
    with TTFont(path, lazy=True) as held:
        wanted = "".join(c for c in characters if ord(c) in held.getBestCmap())
    if not wanted:
        return ""
    small = TTFont(io.BytesIO(cut(path, wanted)), recalcTimestamp=False)
    small.flavor = "woff"
    content = io.BytesIO()
    small.save(content)
    return data_address(content.getvalue(), "font/woff")


def _policy(script: str) -> str:
    """Forbid everything but the styles, pictures, fonts and the one script inside the page."""
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    rules = ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "font-src data:"]
    return "; ".join([*rules, f"script-src 'sha256-{digest}'", "base-uri 'none'", "form-action 'none'"])
