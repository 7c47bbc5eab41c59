"""The frame of a page: a template of ours with its style, its font and what it forbids."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from analysis.explorer.island import script_hashes
from analysis.record import font
from analysis.record.safe_text import shown

_TEMPLATES = Path(__file__).with_name("template")
_FONT = "data:font/woff;base64,"
_DATA = re.compile(r'"data:[^"]*"')  # files to save, which show nothing


def shell(template: str, *, values: dict[str, Any]) -> str:
    """Fill a template of ours and embed the font that its characters need."""
    loader = jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8")
    environment = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    bare = environment.get_template(template).render(**values, style=style, font=_FONT, policy=_policy(values))
    return bare.replace(f'url("{_FONT}")', f'url("{font.embed(set(unescape(_DATA.sub("", bare))))}")', 1) + "\n"


def _finalize(value: Any) -> Any:
    """Show every character of a text that comes from a file."""
    return shown(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _policy(values: Mapping[str, Any]) -> str:
    """Forbid everything but the styles, pictures, font and the one script inside the page, and that of linked views."""
    script = str(values.get("script", ""))
    allowed = ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:", "font-src data:"]
    if script:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
        framed = script_hashes() if "srcdoc=" in str(values) else []  # a frame is under the policy of its page too
        allowed.append(" ".join([f"script-src 'sha256-{digest}'", *framed]))
    return "; ".join([*allowed, "base-uri 'none'", "form-action 'none'"])
