"""Write the pages: chapters through nbconvert, everything around them through our own templates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jinja2
import nbformat
from nbconvert.exporters import HTMLExporter

from analysis.report import font, methods
from analysis.report.notebook import Chapter
from analysis.report.page import Entry, Page

_TEMPLATES = Path(__file__).with_name("template")
_FONT = "data:font/woff;base64,"


def page(chapters: Sequence[Chapter], *, facts: dict[str, Any], name: str) -> str:
    """Render executed chapters and the methods section as one HTML page.

    Parameters
    ----------
    chapters : sequence of Chapter
        What `notebook.split` returned.
    facts : dict
        What the kernel told: `facts.collect` and, for each displayed figure, its picture and numbers.
    name : str
        Name of the article.

    Returns
    -------
    str
        A page that loads nothing. Text from files stands in it as text.
    """
    content = Page(facts["figures"])
    exporter = _exporter()
    for chapter in chapters:
        content.add(_html(exporter, chapter), name=chapter.name)
    paragraphs = methods.paragraphs(facts)
    shown = "".join([*(chapter["html"] for chapter in content.chapters), *paragraphs, methods.title(facts)])
    tables = [table for table in methods.tables(facts, missing_glyphs=font.missing(shown)) if table.rows]
    sections = [Entry(table.id, table.head) for table in tables]
    values = {
        "facts": facts,
        "title": methods.title(facts),
        "byline": methods.byline(facts),
        "notes": methods.notes(facts),
        "card": json.dumps(_card(facts, name), ensure_ascii=False),
        "toc": [*content.toc, Entry("methods", "연구방법", sections)],
        "chapters": content.chapters,
        "paragraphs": paragraphs,
        "tables": tables,
    }
    return shell("page.html.j2", values=values)


def shell(template: str, *, values: dict[str, Any]) -> str:
    """Fill a template of ours and embed the font that its characters need.

    Parameters
    ----------
    template : str
        Name of a file in ``template/``; every value is escaped there unless it says ``| safe``.
    values : dict
        What it shows.

    Returns
    -------
    str
        The page.
    """
    loader = jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    bare = environment.get_template(template).render(**values, style=style, font=_FONT)
    return bare.replace(f'url("{_FONT}")', f'url("{font.embed(set(bare))}")', 1) + "\n"


def _card(facts: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what the list of reports shows about one of them."""
    about = facts["documents"][0]
    named = {"name": name, "title": methods.title(facts), "redacted": facts["redacted"]}
    single = len(facts["documents"]) == 1
    stated = {key: about[key] if single else "" for key in ("author", "outlet", "date")}
    return named | stated | {"sentences": facts["counts"]["sentences"]}


def _exporter() -> Any:
    """Return the notebook converter with our template of cells."""
    return HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="chapters",
        extra_template_basedirs=[str(_TEMPLATES)],
        language_code="ko",
        exclude_anchor_links=True,
        sanitize_html=False,
    )


def _html(exporter: Any, chapter: Chapter) -> str:
    """Convert the cells of one chapter."""
    about = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    held = {"nbformat": 4, "nbformat_minor": 5, "metadata": about, "cells": chapter.cells}
    node = nbformat.from_dict(held)  # type: ignore[no-untyped-call]
    html: str = exporter.from_notebook_node(node)[0]
    return html
