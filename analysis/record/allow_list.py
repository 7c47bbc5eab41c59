"""What a notebook may put on a page: tags and attributes that neither load, send nor cover anything, nor run.

A linked view alone runs, by the kit's own script and in a frame of its own.
"""

# Over beautifulsoup4, which the kit has anyway: bleach, which comes with nbconvert, is called deprecated by its
# authors and would leave the words of a style sheet standing as text. What the soup writes is well-formed, so that a
# browser cannot take it for anything else: text and attributes are escaped, and comments are left out.

from __future__ import annotations

import re

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from analysis.explorer.island import rebuilt

_PLAIN = (
    "h1 h2 h3 h4 h5 h6 p div span br hr pre code kbd samp var em strong b i u s small sub sup mark del ins q blockquote"
    " cite abbr dfn ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr td th figure figcaption details"
    " summary ruby rt rp wbr time a img".split()
)
_DRAWN = "svg g path rect circle ellipse line polyline polygon text tspan desc".split()
_SIZES = {"width", "height", "colspan", "rowspan", "span", "start"}
_OWN = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "colgroup": {"span"},
    "ol": {"start"},
    "details": {"open"},
}
_SHAPE = set(
    "d points x y x1 x2 y1 y2 cx cy r rx ry dx dy width height viewbox transform fill fill-opacity stroke stroke-width"
    " stroke-opacity stroke-dasharray opacity font-size font-weight text-anchor".split()
)
_ANYWHERE = {"lang", "title"}
# Whose words are no text of the notebook: they go with all that is inside.
_EMPTIED = set(
    "script style iframe object embed applet form input button textarea select option optgroup link meta base title"
    " head video audio source track canvas template noscript noembed noframes frameset frame xmp plaintext listing"
    " dialog math foreignobject animate animatemotion animatetransform set use image defs symbol marker pattern mask"
    " filter clippath metadata".split()
)
_CLASSES = set("dataframe highlight inspection place left right node".split())
_FRAME = set("cell code prose notice skipped".split())  # classes of the template of a chapter, and its attributes
_FRAME_ATTRIBUTES = {"role", "data-figure", "data-rows"}
# Classes of outputs, and of the words of code: k, n, s1. `at` is the page's own.
_CLASS = re.compile(r"(?:output|rendered|damron|ansi|hl)[\w-]*|(?!at$)[a-z][a-z0-9]?")
_FRAMED = "[틀에 든 화면은 기록에 넣지 않는다.]"
_STAND_IN = "damron-island-list"  # of a linked view, for where no script runs
_LINK = re.compile(r"(?:https?:|mailto:|#)")
_SIZE = re.compile(r"\d{1,4}(?:\.\d{1,4})?")
_SHAPED = re.compile(r"[\w\s.,#%()+-]*")
_ADDRESS = re.compile(r"url|expression|javascript", re.IGNORECASE)


def allowed(html: str) -> str:
    """Return what may stand on a page of an output or of prose, with every tag closed."""
    soup = BeautifulSoup(html, "html.parser")
    _keep(soup, framed=False)
    return str(soup)


def keep_allowed(soup: BeautifulSoup) -> None:
    """Take out of a chapter what is not on the list, once more and with the marks of its own template."""
    _keep(soup, framed=True)


def _keep(soup: BeautifulSoup, *, framed: bool) -> None:
    """Take out what is not on the list; the words of other tags stay, those of scripts and forms do not."""
    for text in soup.find_all(string=True):
        if type(text) is not NavigableString:  # a comment, a declaration, or the words of a script
            text.extract()
    for tag in soup.find_all(True):
        if tag.decomposed:
            continue
        if tag.name == "iframe" and tag.has_attr("srcdoc"):
            _frame(soup, tag)
        elif tag.name in _EMPTIED:
            tag.decompose()
        elif (tag.name not in _PLAIN and tag.name not in _DRAWN) or (
            tag.name == "a" and not _LINK.match(str(tag.get("href", "")))
        ):
            tag.unwrap()
        elif tag.name == "img" and not str(tag.get("src", "")).startswith("data:image/"):
            tag.replace_with(f"[넣지 않은 그림: {tag.get('src', '')}]")
        else:
            held = {name: " ".join(own) if isinstance(own, list) else str(own) for name, own in tag.attrs.items()}
            tag.attrs = {name: kept for name in held if (kept := _kept(tag.name, name, held[name], framed=framed))}


def _frame(soup: BeautifulSoup, tag: Tag) -> None:
    """Put the linked view in the place of a frame, written anew from its data, or say that there was a frame."""
    # A notebook may say that anything is a linked view: nothing of its frame stays but the data, which the kit's own
    # script shows as text, in a frame that may run that script and neither load, send, open nor reach anything.
    page = rebuilt(str(tag["srcdoc"]))
    if page is None:
        tag.replace_with(_FRAMED)
        return
    beside = tag.find_next_sibling()
    if isinstance(beside, Tag) and _STAND_IN in (beside.get("class") or ()):
        beside.decompose()
    made = {"class": "linked", "sandbox": "allow-scripts", "title": "연결 보기: 단어, 줄, 본문", "srcdoc": page}
    tag.replace_with(soup.new_tag("iframe", attrs=made))


def _kept(tag: str, name: str, value: str, *, framed: bool) -> str:
    """Return what stays of the value of an attribute; empty if it goes."""
    if name == "class":
        known = _CLASSES | _FRAME if framed else _CLASSES
        return " ".join(word for word in value.split() if word in known or _CLASS.fullmatch(word))
    if name in _ANYWHERE or (framed and name in _FRAME_ATTRIBUTES):
        return value
    if tag in _DRAWN:
        # An outer drawing with a transform would be painted over what stands above it.
        shaped = name in _SHAPE and _SHAPED.fullmatch(value) and not (tag == "svg" and name == "transform")
        return value if shaped and not _ADDRESS.search(value) else ""
    if name not in _OWN.get(tag, ()) or (name in _SIZES and not _SIZE.fullmatch(value)):
        return ""
    return "open" if name == "open" else value  # <details open> has no value
