"""What a page states of its article in its scripts: JSON-LD, and the data from which a page draws itself."""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from analysis.cleaning.lines import letters

_NEWS = {"NewsArticle", "Article", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle", "BlogPosting"}
_MARKUP = re.compile(r"<(?:p|br|div|span|strong|b|h\d|figure|section|ul|ol|blockquote)\b[^<>]*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_WRAPPED = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/|;)\s*$")
_STARTS = re.compile(r"[=(]\s*(?=[{\[])")
_STREAMED = re.compile(r"(?:^|\n)[0-9a-f]+:T([0-9a-f]{1,7}),")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_ENDS = re.compile(r"[가-힣][.?!][”’\"')\]]*(?:\s|$)")
_LEAST = 50  # syllables of Hangul in an article
_SENTENCES = 2
_MOST_STARTS = 40  # places of a script where data may begin
_MOST_BODIES = 3  # texts of a page's data that are tried
_NEAR = 3  # steps from the object that has the page's title to the body
_FAR, _OTHERS = 1000, 10**6  # steps where no title was seen, and from the title of another article
_OTHER = re.compile(
    r"^(title|headline|subject|href|link|(image|thumb|photo|video)?_?(url|src)|image|caption|user\w*|author|nick\w*"
    r"|comment\w*|reply\w*)$",
    re.IGNORECASE,
)
_TITLE = re.compile(r"^(title|headline|subject)$", re.IGNORECASE)
_AUTHOR = re.compile(r"writer|author|by_?line|reporter|journalist", re.IGNORECASE)
_DATE_KEYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(first_?)?(publish|pub_?(date|dt|time))",
        r"^(deploy|service|release|issue)",
        r"^(reg|creat|input)",
    )
)


class Stated(NamedTuple):
    """What data say of an article: its body as HTML, its title, and candidates for its author and date."""

    body: str
    title: str
    authors: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()


def news(scripts: Sequence[tuple[str, str]]) -> Iterator[Mapping[str, Any]]:
    """Return the JSON-LD objects that describe an article, wherever they stand in their script."""
    for kind, script in scripts:
        if kind != "application/ld+json":
            continue
        for value in _within(_loaded(_WRAPPED.sub("", _WRAPPED.sub("", script)))):
            kinds = value.get("@type")
            if _NEWS.intersection(k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)):
                yield value


def articles(scripts: Sequence[tuple[str, str]], *, title: str) -> Iterator[Stated]:
    """Return the bodies that the scripts hold: those of JSON-LD, those near the page's title, the others by length."""
    for item in news(scripts):
        body = item.get("articleBody")
        body = "\n".join(map(str, body)) if isinstance(body, list) else body
        if isinstance(body, str) and body.strip():
            yield Stated(_marked_up(body), "")
    found: list[tuple[int, int, Stated]] = []
    for value in _values([script for kind, script in scripts if kind != "application/ld+json"]):
        for body, near, holder in _bodies(value, letters(title)):
            found.append((near, len(letters(_plain(body))), Stated(_marked_up(body), *_facts(holder))))
    for _, _, stated in sorted(found, key=lambda held: held[:2], reverse=True)[:_MOST_BODIES]:
        yield stated


def _marked_up(text: str) -> str:
    """Write a body as HTML, whether it is HTML, HTML written with entities, or plain text with lines."""
    for _ in range(2):  # `&amp;lt;p&amp;gt;` was written with entities twice
        if not _MARKUP.search(text) and "lt;" in text:
            text = html.unescape(text)
    if _MARKUP.search(text):
        return text
    text = html.unescape(text)
    return "".join(f"<p>{html.escape(line)}</p>" for line in re.split(r"[\r\n]+", text) if line.strip())


def _plain(text: str) -> str:
    """Take the tags out of a body."""
    return html.unescape(_ANY_TAG.sub(" ", text))


def _values(scripts: Sequence[str]) -> Iterator[Any]:
    """Return the JSON values of scripts: whole ones, what they assign or pass on, and those in Next's stream."""
    stream = []
    decoder = json.JSONDecoder(strict=False)
    for script in scripts:
        whole = _loaded(script)
        if whole is not None:
            yield whole
            continue
        past = 0
        for start in itertools.islice(_STARTS.finditer(script), _MOST_STARTS):
            if start.end() < past:
                continue
            try:
                value, past = decoder.raw_decode(script, start.end())
            except (ValueError, RecursionError):
                continue
            if isinstance(value, list) and script.endswith("__next_f.push", 0, start.start()):
                stream += [part for part in value if isinstance(part, str)]
            else:
                yield value
    yield from _streamed("".join(stream))


def _streamed(text: str) -> Iterator[Any]:
    """Return the values of Next's stream: `24:T1a,` stands before 26 bytes of text, `5:` before JSON up to the end."""
    for found in _STREAMED.finditer(text):
        size = int(found[1], 16)
        yield text[found.end() : found.end() + size].encode()[:size].decode("utf-8", errors="ignore")
    for line in text.split("\n"):
        head, colon, rest = line.partition(":")
        if colon and re.fullmatch("[0-9a-f]+", head) and rest[:1] in "[{" and (value := _loaded(rest)) is not None:
            yield value


def _loaded(text: str) -> Any:
    """Read JSON, or None for anything else; some outlets leave line ends in their texts."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _within(value: Any) -> Iterator[Mapping[str, Any]]:
    """Return every object inside a value, outer ones first."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield value
            waiting += reversed(value.values())
        elif isinstance(value, list):
            waiting += reversed(value)


def _bodies(value: Any, title: str) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Return each text of the length of an article, its rank, and the object near it that has the page's title."""
    # {"title": "..", "news": {"text": "<p>..</p>"}, "more": [{"title": "another", "text": ".."}]}: the first text is
    # one step from the page's title (rank 2); the second belongs to an object with a title of its own (0); a text
    # without any title is between them (1).
    waiting: list[tuple[Any, int, Mapping[str, Any]]] = [(value, _FAR, {})]
    while waiting:
        value, steps, holder = waiting.pop()
        if isinstance(value, str):
            if _is_article(value):
                yield value, _rank(steps), holder
        elif isinstance(value, list):
            if _is_article(text := _joined(value)):
                yield text, _rank(steps), holder
            waiting += [(item, steps + 1, holder) for item in value if isinstance(item, dict | list)]
        elif isinstance(value, dict):
            own = [letters(text) for key, text in value.items() if _TITLE.match(key) and isinstance(text, str)]
            if title and any(isinstance(text, str) and letters(text) == title for text in value.values()):
                steps, holder = 0, value
            elif own and title:
                steps = _OTHERS
            waiting += [
                (item, steps + 1 if isinstance(item, dict | list) else steps, holder) for item in value.values()
            ]


def _rank(steps: int) -> int:
    """Rank a text by its steps from the page's title."""
    return 2 if steps <= _NEAR else 1 if steps < _OTHERS else 0


def _joined(items: list[Any]) -> str:
    """Join the texts of a list of paragraphs; pictures, links, comments and other articles are none."""
    texts = [_text(item) for item in items]
    return "".join(text if _MARKUP.search(text) else f"<p>{html.escape(text)}</p>" for text in texts if text)


def _text(item: Any, depth: int = 0) -> str:
    """Return the text of a paragraph: itself, its longest, or those of its parts one after the other."""
    if isinstance(item, str):
        return item if _HANGUL.search(item) else ""
    if depth > _NEAR or not isinstance(item, dict | list):
        return ""
    if isinstance(item, list):
        return "".join(_text(part, depth + 1) for part in item)
    if any(_OTHER.match(key) for key in item):
        return ""
    own = max((text for text in item.values() if isinstance(text, str) and _HANGUL.search(text)), key=len, default="")
    return own or max((_text(part, depth + 1) for part in item.values()), key=len, default="")


def _is_article(text: str) -> bool:
    """Tell whether a text has the shape of an article: Hangul in several sentences, and no data or script."""
    if len(text) < _LEAST or text.lstrip()[:1] in "{[" or not _HANGUL.search(text):
        return False
    bare = _plain(text)
    return len(_HANGUL.findall(bare)) >= _LEAST and len(_ENDS.findall(bare)) >= _SENTENCES


def _facts(holder: Mapping[str, Any]) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return title and candidates for author and date of the object that has the page's title."""
    texts = {key: value for key, value in holder.items() if isinstance(value, str) and value.strip()}
    title = next((text for key, text in texts.items() if _TITLE.match(key)), "")
    authors = [text for key, text in texts.items() if _AUTHOR.search(key)]
    for key, value in holder.items():
        if _AUTHOR.search(key) and isinstance(value, dict | list):
            authors += [inner["name"] for inner in _within(value) if isinstance(inner.get("name"), str)]
    dates = [text for pattern in _DATE_KEYS for key, text in texts.items() if pattern.search(key)]
    return title, tuple(authors), tuple(dates)
