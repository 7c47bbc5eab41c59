"""Write the pages: chapters through nbconvert, everything around them through our own templates."""

from __future__ import annotations

import base64
import copy
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter

from analysis.errors import RefusalError
from analysis.record import annotated_text, citing, font, headline, methods, methods_checklist, svg
from analysis.record.allow_list import allowed
from analysis.record.concordances import MOST
from analysis.record.links import Behind
from analysis.record.notebook import Chapter
from analysis.record.page import Entry, Page, draw
from analysis.record.shell import shell

_TEMPLATES = Path(__file__).with_name("template")
_SKIPPED = "본문이 없어 건너뛰었다."


def page(chapters: Sequence[Chapter], *, facts: dict[str, Any], name: str) -> str:
    """Render executed chapters and what the kernel told of them as one HTML page."""
    behind = Behind(facts["evidence"])
    content = worked_through([_short(chapter) if facts["redacted"] else chapter for chapter in chapters], facts, behind)
    lines = {"starts": [Entry("reading", "읽기 화면")], "ends": [Entry("lines", "용례 색인")]}
    about = facts["documents"][0]
    named = {"name": name, "title": methods.title(facts), "redacted": facts["redacted"]}
    single = len(facts["documents"]) == 1
    stated = {key: about[key] if single else "" for key in ("author", "outlet", "date")}
    card = named | stated | {"sentences": facts["counts"]["sentences"]}
    values = shared(facts, content, seen=methods.title(facts), **lines) | {
        "title": methods.title(facts),
        "byline": methods.byline(facts),
        "card": json.dumps(card, ensure_ascii=False),
        "points": methods_checklist.points(facts),
        "files": files(facts, name),
        "script": (_TEMPLATES / "report.js").read_text(encoding="utf-8"),
    }
    place = headline.picture(facts["figures"])
    told = None if place is None else facts["figures"][place]
    drawing = Markup(draw(told, svg.compact(told["svg"]), behind, name="first")) if told else ""
    first = {"findings": headline.sentences(facts), "picture": drawing}
    evidence, figures = facts["evidence"], facts["quantities"]
    frames = annotated_text.frames(evidence)
    marked = annotated_text.hits(evidence, frames)
    held = {
        "frames": frames,
        "marked": marked,
        "words": annotated_text.words(evidence),
        "left_out": evidence["left_out"],
    }
    held |= {"most": f"{MOST:,}", "n_figures": len(figures), "n_quotes": annotated_text.quotes(evidence)}
    places = held | {"reading": annotated_text.paragraphs(evidence, marked, figures) if evidence["text"] else []}
    return shell("page.html.j2", values=values | first | places)


def worked_through(chapters: Sequence[Chapter], facts: dict[str, Any], behind: Behind) -> Page:
    """Convert executed chapters and work them through, one after the other."""
    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="chapters",
        extra_template_basedirs=[str(_TEMPLATES)],
        language_code="ko",
        exclude_anchor_links=True,
        sanitize_html=False,
    )
    exporter.register_filter("allowed", allowed)  # type: ignore[no-untyped-call]
    content = Page(facts["figures"], behind)
    about = {"language_info": {"name": "python", "pygments_lexer": "ipython3"}}
    for chapter in chapters:
        held = {"nbformat": 4, "nbformat_minor": 5, "metadata": about, "cells": chapter.cells}
        node = nbformat.from_dict(held)  # type: ignore[no-untyped-call]
        content.add(exporter.from_notebook_node(node)[0], name=chapter.name)
    return content


def shared(
    facts: dict[str, Any], content: Page, *, seen: str, starts: Sequence[Entry] = (), ends: Sequence[Entry]
) -> dict[str, Any]:
    """Return what the pages of an article and of a corpus show alike; `seen` is text besides that of the chapters."""
    paragraphs = methods.paragraphs(facts)
    missing = font.missing("".join([*(chapter["html"] for chapter in content.chapters), *paragraphs, seen]))
    sections = [Entry("methods-points", "열두 가지 점검"), Entry("methods-cite", "인용과 기록")]
    if any(book.get("grounds") for book in facts["evidence"]["books"]):
        sections.insert(1, Entry("methods-validity", "타당도의 근거"))
    return {
        "facts": facts,
        "notes": methods.notes(facts),
        "toc": [*starts, *content.toc, *ends, Entry("methods", "연구방법", sections)],
        "chapters": content.chapters,
        "paragraphs": paragraphs,
        "tables": [table for table in methods.tables(facts, missing_glyphs=missing) if table.rows],
        "functions": facts["functions"],
    }


def _short(chapter: Chapter) -> Chapter:
    """Say in a few words what a text that is not there could not answer; the first screen has said why."""
    cells = copy.deepcopy(chapter.cells)
    for output in (output for cell in cells for output in cell.get("outputs", ())):
        if output.get("ename") == RefusalError.__name__:
            output["traceback"] = [_SKIPPED]
    return Chapter(chapter.name, cells)


def files(facts: dict[str, Any], name: str) -> list[dict[str, str]]:
    """Return the citations and the manifest as files that the page carries."""
    written = [
        ("BibTeX", f"{name}.bib", "application/x-bibtex", citing.bibtex(facts), True),
        ("CSL-JSON", f"{name}.csl.json", "application/json", citing.csl(facts), True),
        ("실행 기록(JSON)", f"{name}.json", "application/json", citing.manifest(facts), False),
    ]
    return [
        {
            "label": label,
            "name": file,
            "address": f"data:{kind};base64,{base64.b64encode(text.encode()).decode('ascii')}",
            "text": text if is_shown else "",
        }
        for label, file, kind, text, is_shown in written
    ]
