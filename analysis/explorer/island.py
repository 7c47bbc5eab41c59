"""The island: what a linked view shows, as plain data, and the page that shows it without a kernel or a network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import asdict, dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path

from analysis.explorer.script_words import spoken
from analysis.korean import visible
from analysis.messages import language, later, message

_TEMPLATES = Path(__file__).with_name("template")
_HEIGHT = 680
_LISTED = 30  # rows of the list that stands where no script runs
_SHOWN = 40  # its lines
_UNUSUAL = re.compile(r"[^\x20-\x7e가-힣]")
_REACH = 40  # characters of context on each side there
_STAND_IN = "damron-island-list"
_UNTRUSTED = later(
    "Trust the notebook (JupyterLab: File → Trust Notebook) or run the cell again to see a view to click on."
)


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
        Sentences: what is not here, and why.
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
        return _page(self.title, self.to_json(), self._stand_in(), lang=language())

    def _stand_in(self) -> str:
        """Write the first bars of every list, and the lines of the first, as plain tables."""
        found = [f"<p>{_shown(said)}</p>" for said in self.says]
        for bars in self.lists:
            rest = len(bars.items) - _LISTED
            more = message(", the first {n} alone", n=_LISTED) if rest > 0 else ""
            rows = "".join(
                f'<tr><th scope="row">{_shown(item.label)}</th><td>{item.n:,}</td><td>{_shown(item.note)}</td></tr>'
                for item in bars.items[:_LISTED]
            )
            found.append(f"<table><caption>{_shown(bars.name)}{more}</caption><tbody>{rows}</tbody></table>")
        first = next((item for bars in self.lists for item in bars.items if item.places), None)
        if first is not None and self.windows:
            rows = "".join(self._line(place) for place in first.places[:_SHOWN])
            found.append(
                f"<table><caption>‘{_shown(first.label)}’ {message('{n:,} place(s)', n=first.n)}</caption>"
                f"<tbody>{rows}</tbody></table>"
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
            f'<div class="{_STAND_IN}"><p>{message(_UNTRUSTED)}</p>{self._stand_in()}</div>'
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """HTML, and one line for a terminal."""
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def rebuilt(page: str) -> str | None:
    """Write the page of an island anew from the data in it, with the kit's own style and script; None for another page.

    Whatever else stands in it is gone, so that a page from a file brings nothing but data.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "html.parser")
    held, title = soup.find("script", id="data"), soup.find("title")
    try:
        data = json.loads(held.get_text()) if held is not None else None
    except ValueError:
        return None
    if not isinstance(data, dict) or not {"documents", "windows", "lists", "marks", "sentences"} <= data.keys():
        return None
    lang = "en" if soup.html is not None and soup.html.get("lang") == "en" else "ko"
    plain = _UNUSUAL.sub(_escaped, json.dumps(data, ensure_ascii=False))  # the page around it may rewrite such signs
    return _page(title.get_text() if title else "", plain, "", lang=lang)


def _escaped(found: re.Match[str]) -> str:
    """Write a character as JSON escapes it."""
    return json.dumps(found[0])[1:-1]


def script_hashes() -> list[str]:
    """List the hashes of the scripts of islands, for the policy of a page that frames one."""
    return [_hash(_script(lang)) for lang in ("ko", "en")]


def _page(title: str, data: str, stand_in: str, *, lang: str) -> str:
    """Fill the template of a page."""
    import jinja2  # only for pages

    loader = jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8")
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    style, script = (_TEMPLATES / "island.css").read_text(encoding="utf-8"), _script(lang)
    return environment.get_template("island.html.j2").render(
        lang=lang,
        title=visible(_unbroken(title)),
        style=style,
        script=script,
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}",
        data=_in_script(data),
        stand_in=stand_in,
    )


def _script(lang: str) -> str:
    """Read the script, with its words in a language."""
    return spoken((_TEMPLATES / "island.js").read_text(encoding="utf-8"), lang=lang)


def _hash(text: str) -> str:
    """Name a style or a script as a policy does, which allows it and nothing else."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


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
