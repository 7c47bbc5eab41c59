"""The articles and reports at hand: their names, and the page that lists the reports of a folder."""

from __future__ import annotations

import html
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis import paths
from analysis._version import __version__
from analysis.errors import OptionError, ReportError
from analysis.files import atomic
from analysis.files.file_names import file_name, readable, short_hash
from analysis.messages import message
from analysis.record.shell import shell

_CARD = re.compile(r'<meta name="damron-report" content="([^"]*)">')
OP_ED = "donga-2023-05-04"
RECORD = "-record"  # behind the name of a report: the file of its record
_ENDINGS = (".md", ".txt")


def articles() -> list[str]:
    """List the articles that the kit reports on by itself.

    Returns
    -------
    list of str
        Names that `read` and `build` take: the op-ed first where its text or its redacted token table is
        at hand, then the articles in ``seeds/articles`` by name. Empty if there is none.
    """
    shipped = {file.stem for file in visible(paths.ARTICLES) if file.suffix in _ENDINGS}
    shipped -= {"README", OP_ED}
    return [*([OP_ED] if known(OP_ED) else []), *sorted(shipped)]


def name_of(article: str | Path) -> str:
    """Return the name of the report on an article, without the ending, as every system takes it."""
    return file_name(called(article))


def called(article: str | Path) -> str:
    """Return what an article's file or folder is called, without the ending."""
    path = Path(article).resolve()
    return readable(path.stem if path.is_file() else path.name)


def known(name: str) -> bool:
    """Say whether a bare name stands for an article in any form."""
    private_or_shipped = {f.stem for folder in (paths.PRIVATE, paths.ARTICLES) for f in visible(folder)}
    stored = {f.name.split(".")[0] for f in visible(paths.TOKENS)}
    return name in private_or_shipped | stored and name != "README"


def visible(folder: Path) -> list[Path]:
    """List the visible files of a folder, none if it is not there."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def distinct(articles: Sequence[str | Path]) -> dict[str, str]:
    """Name the report of each article; articles of one name, whatever their case, get a hash of their file's."""
    named = {str(article): name_of(article) for article in articles}
    if len(named) < len(articles):
        twice = next(str(one) for n, one in enumerate(articles) if str(one) in map(str, articles[:n]))
        msg = message("{twice} is named twice; name each article once", twice=twice)
        raise OptionError(msg)
    alike = Counter(name.casefold() for name in named.values())
    return {
        article: name if alike[name.casefold()] == 1 else f"{name}-{short_hash(str(Path(article).resolve()))}"
        for article, name in named.items()
    }


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    atomic.save(path, text.encode("utf-8"), error=ReportError)


def index(out: str | Path | None = None) -> Path:
    """Write the page that lists the reports of a folder.

    Parameters
    ----------
    out : path, optional
        The folder of the reports; default is ``reports/``.

    Returns
    -------
    Path
        ``index.html`` in that folder. Reports stand in the order of `articles`, others follow by file name; a record
        stands beside its report, or by itself where there is none; HTML files that the kit did not write are left out.
        The same reports give the same bytes.

    Raises
    ------
    ReportError
        If the folder cannot be written to.
    """
    folder = Path(out or paths.REPORTS)
    order = {name: place for place, name in enumerate(articles())}
    found = {file.stem: card for file in folder.glob("*.html") if (card := _card(file))}
    records = {stem for stem in found if stem.removesuffix(RECORD) != stem and stem.removesuffix(RECORD) in found}
    cards = [
        card | {"record": found[f"{stem}{RECORD}"]["href"] if f"{stem}{RECORD}" in records else ""}
        for stem, card in found.items()
        if stem not in records
    ]
    cards.sort(key=lambda card: (order.get(card["name"], len(order)), card["href"]))
    target = folder / "index.html"
    page = shell("index.html.j2", values={"cards": cards, "kit": __version__})
    write(target, page)
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
