"""Ready citations for the kit and the analyser, and the manifest of a run."""

from __future__ import annotations

import json
from typing import Any

from analysis.files import sealed

REPORT = "damron-report/2"  # schema of the manifest of a report


def bibtex(facts: dict[str, Any]) -> str:
    """Write the software that made a report as BibTeX."""
    entries = []
    for key, title, author, version in _software(facts):
        who = author if ", " in author else f"{{{author}}}"
        fields = {"title": f"{{{title}}}", "author": who, "version": version, "note": "Computer software"}
        lines = "\n".join(f"  {name} = {{{value}}}," for name, value in fields.items())
        entries.append(f"@software{{{key},\n{lines}\n}}")
    return "\n\n".join(entries) + "\n"


def with_methods(bibtex: str, methods: list[str]) -> str:
    """Add sources of methods to BibTeX as comments, which no program reads as an entry."""
    return "\n".join([bibtex, *(f"% {line.replace('@', '(at)')}" for line in methods)])


def csl(facts: dict[str, Any]) -> str:
    """Write the same as CSL-JSON, for Zotero and the like."""
    items = []
    for key, title, author, version in _software(facts):
        family, _, given = author.partition(", ")
        who = {"family": family, "given": given} if given else {"literal": author}
        items.append({"id": key, "type": "software", "title": title, "author": [who], "version": version})
    return json.dumps(items, ensure_ascii=False, indent=1)


def _software(facts: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Name the kit and the analyser: key, title, author, and the version, of the analyser with that of its model."""
    analyser = f"{facts['recipe']['analyser']}, {facts['recipe']['model']}"
    return [
        ("damron", "Damron: a Korean discourse-analysis kit for Jupyter", "Damron contributors", facts["kit"]),
        ("kiwi", "Kiwi: Korean Intelligent Word Identifier", "Lee, Min-chul", analyser),
    ]


def manifest(facts: dict[str, Any]) -> str:
    """Write how a report was made, for a machine: everything but the text, the figures and the lines."""
    left_out = {"evidence", "figures"}
    held = {name: value for name, value in facts.items() if name not in left_out}
    named = [{key: told[key] for key in ("name", "chart", "alt") if key in told} for told in facts["figures"]]
    whole = held | {"figures": named}
    return sealed.to_json(whole, schema=REPORT, rows=len(named)).decode("utf-8")
