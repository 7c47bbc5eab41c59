"""Exported SVG figures as part of a page: text instead of outlines, ids of their own, places that can be clicked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analysis.korean import visible
from analysis.record.svg_minify import minify

_HEAD = re.compile(r"^.*?(?=<svg )", re.DOTALL)
_OPENING = re.compile(r"<svg [^>]*>")
_BOX = re.compile(r'viewBox="([^"]+)"')
_ABOUT = re.compile(r"\s*<(title|metadata)>.*?</\1>", re.DOTALL)
_STYLE = re.compile(r"\s*<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_OUTLINES = re.compile(
    r"\s*<!--[^>]*-->\s*<g(?: style=\"[^\"]*\")? transform=\"[^\"]*scale\([^\"]*\">(?:(?!</?g[ >]).)*?"
    r"<use xlink:href=\"#[A-Za-z]\w*(?:[ -]\w+)*-[0-9a-f]+\"[^>]*/>(?:(?!</?g[ >]).)*?</g>",
    re.DOTALL,
)
_HOLLOW = re.compile(r'\s*<g id="[^"]*"(?:/>|>\s*</g>)')
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_FAMILY = re.compile(r"font-family: [^;\"]*;? ?")
_FONTS = "font-family: 'Report KR', 'Noto Sans KR', 'Apple SD Gothic Neo', 'Malgun Gothic', sans-serif"
_ID = re.compile(r'\s\bid="([^"]+)"')
_USE = re.compile(r'(url\(|href=")#([^")]+)')  # and not a colour
_PATH = re.compile(r'\bd="[^"]*"')
_LONG = re.compile(r"\d+\.\d{3,}")
_WORDS = '<g id="words" fill-opacity="0">'


@dataclass(frozen=True)
class Box:
    """A rectangle of a figure in the figure's own units."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Link:
    """A place of a figure that leads somewhere: its box, where to, and what it says when pointed at."""

    box: Box
    href: str
    text: str
    show: str = ""  # the group of lines that stays to be seen there


def compact(text: str) -> str:
    """Turn an export into a small SVG whose words are text."""
    # An export draws 동 as <g transform="... scale(0.1 -0.1)"> with a <use xlink:href="#NotoSansKR-Regular-..."/>
    # behind a comment, and once more as <text> in the group "words": outlines go, the group becomes visible in the
    # page's own font.
    body = _STYLE.sub("", _ABOUT.sub("", _HEAD.sub("", visible(text), count=1)))
    if _WORDS not in body:
        return body
    drawing, words = body.split(_WORDS, 1)
    drawing = _HOLLOW.sub("", _COMMENT.sub("", _OUTLINES.sub("", drawing)))
    body = f'{drawing}<g id="words" style="{_FONTS}">{_FAMILY.sub("", words)}'
    body = _PATH.sub(lambda path: _LONG.sub(lambda number: f"{float(number.group()):.2f}", path.group()), body)
    return re.sub(r"\n\s*", "\n", body).strip()


def inline(text: str, *, name: str, title: str, alt: str, links: Sequence[Link] = ()) -> str:
    """Fit a compact SVG into a page."""
    body = _OPENING.sub("", text, count=1).rsplit("</svg>", 1)[0]
    # Two figures may both have a clip "p1": in the figure g2 it becomes "g2-p1", there and in url(#p1). Ids that
    # nothing points to go.
    used = {ident for _, ident in _USE.findall(body)}
    body = _ID.sub(lambda found: f' id="{name}-{found.group(1)}"' if found.group(1) in used else "", body)
    body = _USE.sub(rf"\1#{name}-\2", body)
    box = _BOX.search(text)
    size = box.group(1) if box else "0 0 100 100"
    width = float(size.split()[2])
    role = "group" if links else "img"
    overlay = "".join(_linked(link) for link in links)
    return minify(
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="{size}" '
        f'width="{width * 4 / 3:.0f}" stroke-linejoin="round" role="{role}" '
        f'aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escape(visible(title))}</title><desc id="{name}-desc">{escape(visible(alt))}</desc>'
        f"{body}{overlay}</svg>"
    )


def _linked(link: Link) -> str:
    """Lay a clear rectangle that leads somewhere over a place."""
    box = link.box
    text = escape(visible(link.text), quote=True)
    show = f' data-show="{escape(link.show, quote=True)}"' if link.show else ""
    return (
        f'<a href="{escape(link.href, quote=True)}"{show} aria-label="{text}"><title>{text}</title>'
        f'<rect class="spot" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"/></a>'
    )
