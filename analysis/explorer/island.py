"""The island: what a linked view shows, as plain data, and the page that shows it without a kernel or a network."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path

from analysis.korean import visible

_TEMPLATES = Path(__file__).with_name("template")
_HEIGHT = 680
_LISTED = 30  # rows of the list that stands where no script runs
_SHOWN = 40  # its lines
_REACH = 40  # characters of context on each side there
_STAND_IN = "damron-island-list"
_UNTRUSTED = "노트북을 신뢰하거나(주피터랩: File → Trust Notebook) 칸을 다시 실행하면 눌러 볼 수 있는 화면이 나온다."


@dataclass(frozen=True)
class Document:
    """A document that can be chosen: its group is a place in `Island.groups`, -1 for none."""

    id: str
    title: str
    group: int = -1
    sentences: int = 0


@dataclass(frozen=True)
class Sentence:
    """Where a sentence stands: its document is a place in `Island.documents`."""

    doc: int
    paragraph: int
    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class Window:
    """A stretch of a document's text, as it stands."""

    doc: int
    start: int
    text: str


@dataclass(frozen=True)
class Mark:
    """A marked stretch: a frame (role a, b or other), candidate, stance, quote or number, and what is said of it."""

    kind: str
    doc: int
    start: int
    end: int
    label: str = ""
    role: str = ""


@dataclass(frozen=True)
class Item:
    """A bar: a word or a frame, how often it stands in the texts, and the places whose text is in the page."""

    # n: all its places, in `places` or not. by_doc, by_group: the same by document and by group, as pairs of place and
    # n; documents without any are left out. places: document, start and end of each. note: what its table says beside.
    label: str
    n: int
    places: tuple[tuple[int, int, int], ...] = ()
    by_doc: tuple[tuple[int, int], ...] = ()
    by_group: tuple[tuple[int, int], ...] = ()
    tag: str = ""
    role: str = ""
    note: str = ""


@dataclass(frozen=True)
class Bars:
    """A list of bars; `falling` ones follow their counts, others keep their order."""

    name: str
    unit: str
    items: tuple[Item, ...]
    falling: bool = False
    frames: bool = False


@dataclass(frozen=True)
class Island:
    """A linked view: bars, their lines and the text, alive in any page without a kernel.

    It shows itself at the end of a notebook cell, and stays alive in a saved notebook and in what nbconvert writes. All
    of it is plain data: `page` is an HTML file of its own, `to_json` what the page is given.

    Attributes
    ----------
    title : str
        What is looked at.
    documents : tuple of Document
        What can be chosen, in the order of the corpus.
    groups : tuple of str
        Names of the groups of documents.
    sentences : tuple of Sentence
        By document and place; of a large corpus those that are in `windows`.
    windows : tuple of Window
        Text, by document and place; none of a redacted corpus.
    lists : tuple of Bars
        What can be chosen in the first column.
    marks : tuple of Mark
        By document and place.
    says : tuple of str
        Korean sentences: what is not here, and why.
    whole : bool
        Whether the text of all documents is here.
    """

    title: str
    documents: tuple[Document, ...] = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)
    sentences: tuple[Sentence, ...] = field(repr=False)
    windows: tuple[Window, ...] = field(repr=False)
    lists: tuple[Bars, ...] = field(repr=False)
    marks: tuple[Mark, ...] = field(repr=False)
    says: tuple[str, ...] = field(repr=False)
    whole: bool = True

    def to_json(self) -> str:
        """Write what the page is given.

        Returns
        -------
        str
            JSON with the names of the fields; sentences, windows, marks and places as lists of their values.
        """
        # Every record as the list of its values: names that repeat ten thousand times would be most of the page.
        data = {
            "title": self.title,
            "groups": self.groups,
            "says": self.says,
            "whole": self.whole,
            **{name: [list(asdict(each).values()) for each in getattr(self, name)] for name in ("documents", "marks")},
            "sentences": [[s.doc, s.paragraph, s.sentence, s.start, s.end] for s in self.sentences],
            "windows": [[w.doc, w.start, w.text] for w in self.windows],
            "lists": [vars(bars) | {"items": [_plain(item) for item in bars.items]} for bars in self.lists],
        }
        return _unbroken(json.dumps(data, ensure_ascii=False, separators=(",", ":")))

    @cached_property
    def page(self) -> str:
        """A whole HTML page: one style, one script, the data, and a list for where no script runs."""
        import jinja2  # only for pages

        loader = jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8")
        environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        style, script = ((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("island.css", "island.js"))
        return environment.get_template("island.html.j2").render(
            title=visible(_unbroken(self.title)),
            style=style,
            script=script,
            policy=_policy(style, script),
            data=_in_script(self.to_json()),
            stand_in=self._stand_in(),
        )

    def _stand_in(self) -> str:
        """Write the first bars of every list, and the lines of the first, as plain tables."""
        found = [f"<p>{_shown(said)}</p>" for said in self.says]
        for bars in self.lists:
            rest = len(bars.items) - _LISTED
            more = f", 앞의 {_LISTED}개만 적는다" if rest > 0 else ""
            rows = "".join(
                f'<tr><th scope="row">{_shown(item.label)}</th><td>{item.n:,}</td><td>{_shown(item.note)}</td></tr>'
                for item in bars.items[:_LISTED]
            )
            found.append(f"<table><caption>{_shown(bars.name)}{more}</caption><tbody>{rows}</tbody></table>")
        first = next((item for bars in self.lists for item in bars.items if item.places), None)
        if first is not None and self.windows:
            rows = "".join(self._line(place) for place in first.places[:_SHOWN])
            found.append(
                f"<table><caption>‘{_shown(first.label)}’ {first.n:,}곳</caption><tbody>{rows}</tbody></table>"
            )
        return "".join(found)

    def _line(self, place: tuple[int, int, int]) -> str:
        """Write a place with some characters around it as a row of a table."""
        doc, start, end = place
        of_doc = (w for w in self.windows if w.doc == doc and w.start <= start and end <= w.start + len(w.text))
        window = next(of_doc, None)
        if window is None:
            return ""
        # window from 10 on, place 14-16: its characters 4 and 5
        low, high = start - window.start, end - window.start
        text = window.text
        parts = text[max(low - _REACH, 0) : low], text[low:high], text[high : high + _REACH]
        left, node, right = (_shown(part) for part in parts)
        return f"<tr><td>{_shown(self.documents[doc].id)}</td><td>{left}<b>{node}</b>{right}</td></tr>"

    def _repr_html_(self) -> str:
        """Write the page into a frame of its own, which may run its script and nothing else."""
        # Where a front end takes frames away it takes the style away as well, and then the list below shows itself.
        held = self.page.replace("&", "&amp;").replace("'", "&#39;").replace("<", "&lt;")
        style = f"width:100%;height:{_HEIGHT}px;border:0;resize:vertical;display:block"
        return (
            f"<style>.{_STAND_IN}{{display:none}}</style>"
            f'<iframe title="{_shown(self.title)}" sandbox="allow-scripts" allow="clipboard-write" style="{style}" '
            f"srcdoc='{held}'></iframe>"
            f'<div class="{_STAND_IN}"><p>{_UNTRUSTED}</p>{self._stand_in()}</div>'
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """HTML, and one line for a terminal."""
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def _plain(item: Item) -> dict[str, object]:
    """Write an item as JSON, with its pairs and places flat."""
    flat = {name: [n for pair in getattr(item, name) for n in pair] for name in ("by_doc", "by_group")}
    places = [n for doc, start, end in item.places for n in (doc, start, end)]
    return vars(item) | flat | {"places": places, "label": visible(item.label), "key": item.label}


def _unbroken(text: str) -> str:
    """Put a question mark in place of half a character, which no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _shown(text: str) -> str:
    """Write a text from a file as text."""
    return escape(visible(_unbroken(text)), quote=True)


def _in_script(data: str) -> str:
    """Write JSON so that no text in it ends the element that holds it."""
    return data.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _policy(style: str, script: str) -> str:
    """Allow the style and the script of the page by their hashes, and nothing to be loaded or sent."""
    digests = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script))
    style_hash, script_hash = (f"'sha256-{digest}'" for digest in digests)
    return f"default-src 'none'; style-src {style_hash}; script-src {script_hash}"
