"""Words of a page: tables of templates in Korean and English, and numbers as both languages write them."""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from markupsafe import Markup, escape

from analysis.korean import PAIRS, particle
from analysis.record.safe_text import shown

Lang = Literal["ko", "en"]
_Pieces = list[tuple[str, str]]  # text, and the class that it stands in
_TABLES = Path(__file__).with_name("template")
_TOGETHER = 12  # letters of a name that stay on one line
_PARSED = string.Formatter()
_SENTENCES = ("finding.", "can.", "cannot.", "sure.head", "source_row.resampling")  # English ones begin with a capital
_ONE = re.compile(r"(?<![\d.,:])1 (quotation|mark|word|sentence|paragraph|time|frame|character|other)s\b")


@dataclass(frozen=True)
class Marked:
    """A value that is written with a class of its own, as the name of a frame is in its colour."""

    text: str
    css: str


class Prose:
    """The templates of one language, by dotted key."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang
        self._table = _read(lang)

    def __contains__(self, key: str) -> bool:
        return key in self._table

    def say(self, key: str, /, **values: object) -> str:
        """Write a sentence; `{name:을/를}` adds the particle, in Korean."""
        said = "".join(text for text, _ in self.pieces(key, values))
        return _ONE.sub(r"1 \1", said) if self.lang == "en" else said

    def rich(self, key: str, /, **values: object) -> Markup:
        """Write a sentence as HTML: everything escaped, marked values in their class, `|` as a new line."""
        written = Markup()
        for text, css in self.pieces(key, values):
            plain = escape(shown(text))
            together = " nb" if len(text) <= _TOGETHER else ""
            written += Markup('<span class="{}{}">{}</span>').format(css, together, plain) if css else plain
        return Markup(written.replace("|", Markup("<br>")))

    def template(self, key: str) -> str:
        """Return a template as it stands, for the script of a page to fill."""
        return self._table[key]

    def named(self, key: str, value: str) -> str:
        """Return the name of a value, or the value itself where it has none."""
        return self._table.get(f"{key}.{value}", value)

    def quoted(self, word: str) -> str:
        """Put a word of the text between quotation marks."""
        return f"‘{word}’"

    def list(self, values: Sequence[str]) -> str:
        """Write values one after the other."""
        return ", ".join(values)

    def pieces(self, key: str, values: Mapping[str, object]) -> _Pieces:
        """Fill a template piece by piece: text and the class that it stands in."""
        pieces: _Pieces = []
        opens = self.lang == "en" and key.startswith(_SENTENCES)
        for literal, field, spec, _ in _PARSED.parse(self._table[key]):
            pieces.append((literal, ""))
            if field is None:
                continue
            value: Any = values[field]
            text, css = (value.text, value.css) if isinstance(value, Marked) else (value, "")
            before = "".join(piece for piece, _ in pieces)
            if opens and isinstance(text, str) and (not before or before.endswith((". ", "|"))):
                text = text[:1].upper() + text[1:]
            if spec in PAIRS:
                pieces += [(str(text), css), (particle(str(text), spec), "")]
            else:
                pieces.append((format(text, spec or ""), css))
        return [piece for piece in pieces if piece[0]]


@cache
def _read(lang: Lang) -> dict[str, str]:
    """Read every table of a language, its keys joined with dots."""
    found: dict[str, str] = {}
    for path in sorted(_TABLES.glob(f"*.{lang}.toml")):
        found |= _flat(tomllib.loads(path.read_text(encoding="utf-8")), "")
    return found


def _flat(held: Mapping[str, Any], before: str) -> dict[str, str]:
    """Join the keys of nested tables."""
    # Example: {"a": {"b": "text"}} gives {"a.b": "text"}
    found: dict[str, str] = {}
    for key, value in held.items():
        found |= _flat(value, f"{before}{key}.") if isinstance(value, Mapping) else {f"{before}{key}": str(value)}
    return found


def percent(value: float) -> str:
    """Write a share; one that is no tie is never written as one."""
    # Example: percent(0.543), percent(0.5), percent(0.503) give '54%', '50%', '50.3%'
    whole = f"{100 * value:.0f}%"
    return f"{100 * value:.1f}%" if whole == "50%" and abs(value - 0.5) > 1e-9 else whole


def span(low: float, high: float) -> str:
    """Write a range of shares."""
    # Example: span(0.22, 0.78) gives '22~78%'
    return f"{percent(low).removesuffix('%')}~{percent(high)}"


def probability(value: float) -> str:
    """Write p without the zero before its point."""
    # Example: probability(0.03), probability(0.0004), probability(1.0) give '.03', '< .001', '1.00'
    return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0") if value < 0.1 else _two(value)


def _two(value: float) -> str:
    """Write a proportion in two digits."""
    return f"{value:.2f}".removeprefix("0")
