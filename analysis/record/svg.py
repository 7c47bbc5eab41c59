"""Exported SVG figures as part of a page: text instead of outlines, ids of their own, places that can be clicked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape, unescape
from unicodedata import east_asian_width

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
_TEXT = re.compile(r'<text style="([^"]*)" x="([-\d.]+)" y="([-\d.]+)" transform="([^"]*)">([^<]*)</text>')
_SIZE = re.compile(r"font-size: ([\d.]+)px")
_ANCHOR = re.compile(r"text-anchor: (\w+)")
_ANCHORED = {"middle": 0.5, "end": 1.0}
_LEVEL = re.compile(r"rotate\(-?0(\.0+)? ")
_WIDE, _NARROW = 0.92, 0.57  # of the size of the letters in the kit's font
_DOT = re.compile(r'<use xlink:href="#[^"]+" x="([-\d.]+)" y="([-\d.]+)" style="fill: (#[0-9a-f]{6})')
_RECTANGLE = re.compile(
    r'<g id="patch_\d+">\s*<path d="M ([\d.]+) ([\d.]+) \s*L ([\d.]+) ([\d.]+) \s*L ([\d.]+) ([\d.]+) \s*'
    r'L ([\d.]+) ([\d.]+) \s*z\s*"(?: clip-path="[^"]*")? style="fill: (#[0-9a-f]{6})'
)


@dataclass(frozen=True)
class Box:
    """A rectangle of a figure in the figure's own units, with its fill."""

    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class Link:
    """A place of a figure that leads somewhere: its box, where to, and what it says when pointed at."""

    box: Box
    href: str
    text: str
    show: str = ""  # the group of lines that stays to be seen there


@dataclass(frozen=True)
class Word:
    """A text of a figure: what it says and about where it stands."""

    text: str
    box: Box


@dataclass(frozen=True)
class Dot:
    """A marker of a figure: its middle and its fill."""

    x: float
    y: float
    fill: str


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


def boxes(text: str) -> list[Box]:
    """List the upright rectangles of a figure in the order in which they were drawn, paper and axes included."""
    found = []
    for match in _RECTANGLE.finditer(text):
        numbers = [float(number) for number in match.groups()[:8]]
        xs, ys = numbers[0::2], numbers[1::2]
        if len({*xs}) == 2 and len({*ys}) == 2:
            box = Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys), match.group(9))
            found.append(box)
    return found


def words(text: str) -> list[Word]:
    """List the level texts of a figure; their widths are guessed from the letters."""
    found = []
    for style, x, y, turned, raw in _TEXT.findall(text):
        size, anchor = _SIZE.search(style), _ANCHOR.search(style)
        if size is None or not _LEVEL.match(turned):
            continue
        high, said = float(size.group(1)), unescape(raw)
        # 동맹 in letters of 10 is 2 * 9.2 = 18.4 wide; if it ends at x = 100, its box begins at 81.6. NNG would be 17.1
        # wide.
        wide = high * sum(_WIDE if east_asian_width(letter) in "WF" else _NARROW for letter in said)
        left = float(x) - wide * _ANCHORED.get(anchor.group(1) if anchor else "", 0.0)
        found.append(Word(said, Box(round(left, 2), round(float(y) - 0.95 * high, 2), round(wide, 2), high * 1.25, "")))
    return found


def dots(text: str) -> list[Dot]:
    """List the markers of a figure in the order in which they were drawn, ticks of the axes included."""
    return [Dot(float(x), float(y), fill) for x, y, fill in _DOT.findall(text)]


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
