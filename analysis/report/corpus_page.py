"""Write the page of a corpus report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from analysis.report import corpus_headline, font, methods, methods_checklist, render, svg
from analysis.report.links import Behind
from analysis.report.notebook import Chapter
from analysis.report.page import Entry, Page, draw

_NO_LINES: dict[str, Any] = {"books": [], "words": [], "sentences": []}
_PICTURES = ("corpus-time", "corpus-groups", "corpus-composition")
_SCRIPTS = ("report.js", "corpus.js")
_KINDS = {
    "documents": "글의 목록과 글마다의 점수",
    "lines": "용례 전체",
    "removed": "덜어 낸 줄",
    "duplicates": "거의 같은 글의 쌍",
}
_OPEN = 30  # documents: a longer list is folded


def page(chapters: Sequence[Chapter], *, facts: dict[str, Any], name: str) -> str:
    """Render the executed chapter and what the kernel told of the corpus as one HTML page."""
    behind = Behind(_NO_LINES)
    content = Page(facts["figures"], behind)
    for chapter, html in zip(chapters, render.converted(chapters), strict=True):
        content.add(html, name=chapter.name)
    about, evidence = facts["corpus"], facts["evidence"]
    files = {
        file["kind"]: file | {"href": quote(file["name"]), "label": _KINDS[file["kind"]]} for file in about["files"]
    }
    paragraphs = methods.paragraphs(facts)
    seen = "".join([*(chapter["html"] for chapter in content.chapters), *paragraphs, _said(evidence), name])
    made = [methods_checklist.corpus_table(facts), *methods.tables(facts, missing_glyphs=font.missing(seen))[1:]]
    sections = [Entry("methods-points", "열두 가지 점검"), Entry("methods-cite", "인용과 기록")]
    if any(book["grounds"] for book in evidence["books"]):
        sections.insert(1, Entry("methods-validity", "타당도의 근거"))
    ends = [Entry("documents", "글의 목록"), Entry("lines", "용례 색인"), Entry("data", "곁의 표")]
    values = {
        "facts": facts,
        "about": about,
        "title": name.removesuffix("-corpus"),
        "byline": methods_checklist.corpus_byline(facts),
        "findings": [corpus_headline.sentences(about["finding"])],
        "notes": methods.notes(facts),
        "picture": _picture(facts["figures"], behind),
        "card": json.dumps(_card(facts, name), ensure_ascii=False),
        "toc": [*content.toc, *ends, Entry("methods", "연구방법", sections)],
        "chapters": content.chapters,
        "evidence": evidence,
        "documents": _documents(evidence),
        "open": about["docs"] <= _OPEN,
        "side": files,
        "paragraphs": paragraphs,
        "tables": [table for table in made if table.rows],
        "points": methods_checklist.corpus_points(facts, documents=files["documents"]["name"]),
        "functions": facts["functions"],
        "files": render.files(_recorded(facts, files), name),
        "script": "\n".join(_template(script) for script in _SCRIPTS),
    }
    return render.shell("corpus.html.j2", values=values)


def _template(name: str) -> str:
    """Read a file of the templates."""
    return Path(__file__).with_name("template").joinpath(name).read_text(encoding="utf-8")


def _picture(figures: Sequence[dict[str, Any]], behind: Behind) -> Markup:
    """Draw the figure of the first screen: over time, else by group, else the composition."""
    for wanted in _PICTURES:
        for told in figures:
            if told.get("name") == wanted and "svg" in told:
                return Markup(draw(told, svg.compact(told["svg"]), behind, name="first"))
    return Markup("")


def _documents(evidence: dict[str, Any]) -> list[dict[str, Any]]:
    """Give every document of the list its place and the first of its lines, where the page holds one."""
    first: dict[int, int] = {}
    for number, line in enumerate(evidence["lines"]):
        first.setdefault(line["place"], number)
    return [row | {"line": first.get(place)} for place, row in enumerate(evidence["documents"])]


def _said(evidence: dict[str, Any]) -> str:
    """Return the characters of the list and the lines, to see which the font lacks."""
    return "".join(
        [
            *(f"{row['doc']}{row['title']}{row['outlet']}" for row in evidence["documents"]),
            *(f"{line['left']}{line['surface']}{line['right']}" for line in evidence["lines"]),
        ]
    )


def _recorded(facts: dict[str, Any], files: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the facts for the record of the run; documents are listed in the table beside the page."""
    listed = {"n": facts["corpus"]["docs"], "table": files["documents"]["name"]}
    return facts | {"documents": listed}


def _card(facts: dict[str, Any], name: str) -> dict[str, Any]:
    """Return what the list of reports shows about this one."""
    about = facts["corpus"]
    dates = about["first"] if about["first"] == about["last"] else f"{about['first']}~{about['last']}"
    return {
        "name": name,
        "title": f"{name.removesuffix('-corpus')}: 글 {about['docs']:,}편",
        "redacted": facts["redacted"],
        "author": "",
        "outlet": f"매체 {about['outlets']:,}곳" if about["outlets"] else "",
        "date": dates,
        "sentences": facts["counts"]["sentences"],
    }
