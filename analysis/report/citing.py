"""Ready citations for the kit and the analyser, and the manifest of a run."""

from __future__ import annotations

import json
from typing import Any

_ANALYSER = {"key": "kiwi", "title": "Kiwi: Korean Intelligent Word Identifier", "author": "Lee, Min-chul"}


def bibtex(facts: dict[str, Any]) -> str:
    """Write the software that made a report as BibTeX."""
    entries = [
        _entry("damron", "Damron: a Korean discourse-analysis kit for Jupyter", "{Damron contributors}", facts["kit"])
    ]
    entries.append(_entry(_ANALYSER["key"], _ANALYSER["title"], _ANALYSER["author"], _versions(facts)))
    return "\n\n".join(entries) + "\n"


def _entry(key: str, title: str, author: str, version: str) -> str:
    """Write one entry."""
    fields = {"title": f"{{{title}}}", "author": author, "version": version, "note": "Computer software"}
    lines = "\n".join(f"  {name} = {{{value}}}," for name, value in fields.items())
    return f"@software{{{key},\n{lines}\n}}"


def csl(facts: dict[str, Any]) -> str:
    """Write the same as CSL-JSON, for Zotero and the like."""
    family, given = _ANALYSER["author"].split(", ")
    items = [
        {
            "id": "damron",
            "type": "software",
            "title": "Damron: a Korean discourse-analysis kit for Jupyter",
            "author": [{"literal": "Damron contributors"}],
            "version": facts["kit"],
        },
        {
            "id": _ANALYSER["key"],
            "type": "software",
            "title": _ANALYSER["title"],
            "author": [{"family": family, "given": given}],
            "version": _versions(facts),
        },
    ]
    return json.dumps(items, ensure_ascii=False, indent=1)


def _versions(facts: dict[str, Any]) -> str:
    """Name the analyser and its model as one version."""
    return f"{facts['recipe']['analyser']}, {facts['recipe']['model']}"


def manifest(facts: dict[str, Any]) -> str:
    """Write how a report was made, for a machine: everything but the text, the figures and the lines."""
    left_out = {"evidence", "figures"}
    held = {name: value for name, value in facts.items() if name not in left_out}
    named = [{key: told[key] for key in ("name", "chart", "alt") if key in told} for told in facts["figures"]]
    whole = held | {"schema": "damron-report/1", "figures": named}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
