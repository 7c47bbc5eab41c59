"""What a web page states about its article, apart from the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from analysis.cleaning import normalise
from analysis.cleaning.byline import byline, headline
from analysis.reading.article import day
from analysis.reading.page import Page

_NEWS = {"NewsArticle", "Article", "ReportageNewsArticle", "OpinionNewsArticle", "AnalysisNewsArticle", "BlogPosting"}
_PORTALS = {"네이버", "네이버 뉴스", "다음", "다음뉴스", "다음 뉴스", "daum", "naver", "v.daum.net"}
_REPORTER = re.compile(r"\s*(기자|특파원|논설위원|선임기자|객원기자|인턴기자)$")


def facts(page: Page) -> dict[str, str]:
    """Read title, author, date, time and outlet from a page's metadata.

    Parameters
    ----------
    page : Page
        A parsed page.

    Returns
    -------
    dict of str to str
        Empty strings for what the page does not state. A portal's own fields come first, then Open Graph, JSON-LD
        and other metadata. A name is taken only when it is one person's.
    """
    meta: dict[str, str] = {}
    for key, value in page.meta:
        meta.setdefault(key, normalise(value).replace("\n", " "))
    marked = {key: normalise(value) for key, value in reversed(page.marked)}
    news = next(_news(page.scripts), {})
    title, tag = headline(
        _first(page, "title") or meta.get("og:title") or _text(news.get("headline")) or meta.get("title", "")
    )
    section, _, signed = tag.partition("/")
    date, time = _moment(
        marked.get("date", ""),
        meta.get("article:published_time", ""),
        meta.get("og:article:published_time", ""),
        meta.get("og:regdate", ""),
        _text(news.get("datePublished")),
        meta.get("datepublished", ""),
    )
    found = {
        "title": title,
        "section": section,
        "date": date,
        "time": time,
        "outlet": _outlet(
            marked.get("outlet", ""),
            meta.get("og:article:author", ""),
            _text(news.get("publisher")),
            meta.get("og:site_name", ""),
        ),
    }
    return found | _person(signed, _text(news.get("author")), meta.get("author", ""), *_bylines(page))


def _news(scripts: list[str]) -> Iterator[dict[str, Any]]:
    """Go through the JSON-LD objects that describe an article."""
    for script in scripts:
        try:
            loaded = json.loads(script)
        except (ValueError, RecursionError):
            continue
        graph = loaded.get("@graph", [loaded]) if isinstance(loaded, dict) else loaded
        for one in graph if isinstance(graph, list) else [graph]:
            kinds = one.get("@type") if isinstance(one, dict) else None
            if set(kinds if isinstance(kinds, list) else [kinds]) & _NEWS:
                yield one


def _text(value: object) -> str:
    """Read a name or text from a JSON-LD value; empty for several."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    return normalise(value).replace("\n", " ") if isinstance(value, str) else ""


def _moment(*candidates: str) -> tuple[str, str]:
    """Take the first candidate that is a day, with its time."""
    for text in candidates:
        digits = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)\d*", text)
        found = day("{}-{}-{} {}:{}".format(*digits.groups()) if digits else text)
        if found[0]:
            return found
    return "", ""


def _outlet(*candidates: str) -> str:
    """Take the first candidate that is no portal; what follows a bar is the portal."""
    names = (re.split(r"\s*[|ㅣ]\s*", text)[0].strip() for text in candidates)
    return next((name for name in names if name and name.casefold() not in _PORTALS and "://" not in name), "")


def _person(*candidates: str) -> dict[str, str]:
    """Take the first candidate that names one person."""
    for text in candidates:
        name = _REPORTER.sub("", text)
        if re.fullmatch(r"[가-힣]{2,4}", name):
            return {"author": name, "post": text[len(name) :].strip()}
        said = byline(text, dated=False)
        if said and said.author:
            return {"author": said.author, "post": said.post}
    return {"author": "", "post": ""}


def _bylines(page: Page) -> Iterator[str]:
    """Go through what stands in the page's byline."""
    return (normalise(block.text) for block in page.blocks if block.part == "byline")


def _first(page: Page, part: str) -> str:
    """Read the first block of a part."""
    return next((normalise(block.text) for block in page.blocks if block.part == part), "")
