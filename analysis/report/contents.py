"""The list of reports: reports/index.html."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis import paths
from analysis._version import __version__
from analysis.report.assemble import articles, write
from analysis.report.render import shell

_CARD = re.compile(r'<meta name="damron-report" content="([^"]*)">')


def index(out: str | Path | None = None) -> Path:
    """Write the page that lists the reports of a folder.

    Parameters
    ----------
    out : path, optional
        The folder of the reports; default is ``reports/``.

    Returns
    -------
    Path
        ``index.html`` in that folder. Reports stand in the order of `articles`, others follow by file
        name; HTML files that the kit did not write are left out. The same reports give the same bytes.

    Raises
    ------
    ReportError
        If the folder cannot be written to.
    """
    folder = Path(out or paths.REPORTS)
    order = {name: place for place, name in enumerate(articles())}
    cards = [card for file in folder.glob("*.html") if (card := _card(file))]
    cards.sort(key=lambda card: (order.get(card["name"], len(order)), card["href"]))
    target = folder / "index.html"
    write(target, shell("index.html.j2", values={"cards": cards, "kit": __version__}))
    return target


def _card(file: Path) -> dict[str, Any] | None:
    """Read what a report says about itself in its head, None if it is not one of ours."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if found := _CARD.search(line):
                card: dict[str, Any] = json.loads(html.unescape(found.group(1)))
                return card | {"href": quote(file.name)}
            if "<style>" in line:
                break
    return None
