"""Build the report of a corpus of many documents: run its notebook, write its page."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from analysis import grouping, paths, schema
from analysis.errors import MissingError, OptionError, ReportError
from analysis.files import atomic
from analysis.grouping import By
from analysis.messages import message
from analysis.options import require_choice
from analysis.reading import read
from analysis.record import corpus_headline, methods_checklist, notebook, render, svg
from analysis.record.assemble import book_of, run, study_cell
from analysis.record.facts import MIME
from analysis.record.links import Behind
from analysis.record.listing import called, known, name_of, write
from analysis.record.page import Entry, draw
from analysis.record.shell import shell
from analysis.schema import reasons

CHAPTER = "05-corpus"
_PERIODS = ("auto", "month", "year")
_BEFORE = "from analysis.record import corpus_facts, kernel_hooks\ncorpus_facts.start()"
_AFTER = """\
from analysis.record import corpus_facts
corpus_facts.finish(globals(), folder={folder}, name={name})"""

_NO_LINES: dict[str, Any] = {"books": [], "words": [], "sentences": []}
_PICTURES = ("corpus-time", "corpus-groups", "corpus-composition")
_SCRIPTS = ("report.js", "corpus.js")
_KINDS = {
    "documents": "글의 목록과 글마다의 점수",
    "lines": "용례 전체",
    "removed": "제외한 줄",
    "inspection": "읽은 것, 제외한 것, 이상해 보이나 그대로 둔 것",
    "duplicates": "거의 같은 글",
}
_OPEN = 30  # documents: a longer list is folded


def build_corpus(
    sources: str | Path | Sequence[str | Path],
    *,
    codebook: str | Path | None = None,
    by: By = "outlet",
    period: str = "auto",
    reading: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    ending: str = "-corpus",
    out: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Run notebook 05 on many documents and write one HTML file, with the long tables as CSV files beside it.

    Parameters
    ----------
    sources : path, or sequence of paths
        Files, folders or tables that `read` takes, with two documents or more in all.
    codebook : str or Path, optional
        A codebook file, or the name of one of the kit's; default is the one that the notebook names.
    by : str or mapping
        The variable that groups the documents: outlet, author, section or another column of the documents. As in
        ``{"outlet": ["가", "나"]}`` the two groups to compare are named; else they are those with the most documents.
        Named sets of values are taken as in `stats.groups`: ``{"보수": ["가", "다"], "진보": ["나"]}``.
    period : {"auto", "month", "year"}
        The steps of time; "auto" takes years where there are documents of more than 48 months.
    reading : mapping, optional
        Options of `read`, all but `furniture`, such as ``{"errors": "report", "duplicates": "first"}``. Files that
        could not be read are told to `progress`, and stand in the report among what was set apart.
    settings : mapping, optional
        As for `build`: units, stop and variants.
    ending : str
        What the names of the files end in.
    out : path, optional
        The folder to write to, made if it is not there; default is ``reports/``.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    Path
        The report: the name of the first source, a number of further ones, and "-corpus". The same inputs give the
        same bytes.

    Raises
    ------
    MissingError
        If a source or the codebook is not there.
    OptionError
        If `period` or an option of `reading` is unknown, a set of `by` is empty, or a value is in two.
    ReportError
        If there is one document only, or a cell of the notebook fails; nothing is written then.
    """
    places = places_of(sources)
    values = dict(settings or {}) | _values(places, codebook, by, period) | {"reading": reading_options(reading or {})}
    more = f"-and-{len(places) - 1}" if len(places) > 1 else ""
    name = f"{name_of(places[0])}{more}{ending}"
    chapter = notebook.load(paths.NOTEBOOKS / f"{CHAPTER}.ipynb")
    target = Path(out or paths.REPORTS) / f"{name}.html"
    with atomic.scratch("corpus-", error=ReportError) as folder:
        quoted = {
            key: json.dumps(value, ensure_ascii=False) for key, value in (("folder", str(folder)), ("name", name))
        }
        injected = notebook.inject(chapter, values=values)
        before = f"{_BEFORE}\n{study_cell(name, codebook)}"
        cells = notebook.join([injected], before=before, between="", after=_AFTER.format(**quoted))
        done = run(cells, [CHAPTER], name=name, what=message("report on"), progress=progress)
        if progress is not None:
            progress(message("{name}: page", name=name))
        told = done[-1]["outputs"][-1]["data"][MIME]
        for file in told.pop("unread"):
            if progress is not None:
                progress(
                    message(
                        "{name}: not read: {file}: {reason}",
                        name=name,
                        file=file["file"],
                        reason=reasons.shown(file["reason"]),
                    )
                )
        shown = notebook.split(done, names=[CHAPTER], values=values | _as_named(sources, codebook))
        text = _page(shown, facts=told, name=name, title=called(places[0]) + more)
        for file in told["corpus"]["files"]:
            write(target.with_name(file["name"]), (folder / file["name"]).read_text(encoding="utf-8"))
    write(target, text)
    return target


def places_of(sources: str | Path | Sequence[str | Path]) -> list[str]:
    """Return the whole paths of what a corpus is read from; refuse what is not there."""
    given = [sources] if isinstance(sources, str | Path) else list(sources)
    if not given:
        msg = message("no corpus to report on; name a folder, a table or files")
        raise MissingError(msg)
    lost = [str(one) for one in given if not (Path(one).exists() or set("*?[") & set(str(one)) or known(str(one)))]
    if lost:
        msg = message("no file or folder is called {lost!r}; name a folder, a table or files", lost=lost[0])
        raise MissingError(msg)
    return [str(one) if known(str(one)) and not Path(one).exists() else str(Path(one).resolve()) for one in given]


def _values(places: list[str], codebook: str | Path | None, by: By, period: str) -> dict[str, Any]:
    """Return the parameters of the notebook."""
    require_choice("period", period, _PERIODS)
    variable, groups = asked(by)
    book = {} if codebook is None else {"codebook": str(book_of(codebook))}
    return {"source": places, **book, "by": variable, "groups": groups, "period": period}


def asked(by: By) -> tuple[By, list[str]]:
    """Return the variable, or the named sets, and the two groups where `by` names them; refuse what is neither."""
    # Example: {"outlet": ["가", "나"]} gives ("outlet", ["가", "나"]), and {"보수": ["가"], "진보": ["나"]} itself
    if isinstance(by, Mapping) and len(by) == 1 and not isinstance(next(iter(by.values())), Mapping):
        ((variable, names),) = by.items()
        return variable, [str(name) for name in names]
    if isinstance(by, Mapping) and len(by) > 1 and set(by) <= {column.name for column in schema.DOCUMENTS}:
        msg = message("by names {n_by} variables; name one, as in {{'outlet': ['가', '나']}}", n_by=len(by))
        raise OptionError(msg)
    grouping.label(by)  # refuses sets that cannot be before anything is read
    return by, []


def reading_options(options: Mapping[str, Any]) -> dict[str, Any]:
    """Refuse what is no option of `read`, or cannot be written into a notebook."""
    known = [name for name in inspect.signature(read).parameters if name not in {"source", "furniture"}]
    for name in options:
        require_choice("an option in reading", name, known)
    return dict(options)


def _as_named(sources: str | Path | Sequence[str | Path], codebook: str | Path | None) -> dict[str, Any]:
    """Return what the injected cell shows: the names of files, not where they lie."""
    given = [sources] if isinstance(sources, str | Path) else sources
    book = {} if codebook is None else {"codebook": book_of(codebook).name}
    return {"source": [Path(one).name for one in given]} | book


def _page(chapters: Sequence[notebook.Chapter], *, facts: dict[str, Any], name: str, title: str) -> str:
    """Render the executed chapter and what the kernel told of the corpus as one HTML page."""
    behind = Behind(_NO_LINES)
    content = render.worked_through(chapters, facts, behind)
    about, evidence = facts["corpus"], facts["evidence"]
    side = {
        file["kind"]: file | {"href": quote(file["name"]), "label": _KINDS[file["kind"]]} for file in about["files"]
    }
    ends = [Entry("documents", "글의 목록"), Entry("lines", "용례 색인"), Entry("data", "곁의 표")]
    said = "".join(
        [
            *(f"{row['doc']}{row['title']}{row['outlet']}" for row in evidence["documents"]),
            *(f"{line['left']}{line['surface']}{line['right']}" for line in evidence["lines"]),
        ]
    )
    values = render.shared(facts, content, seen=said + title, ends=ends)
    templates = Path(__file__).with_name("template")
    listed = {"n": about["docs"], "table": side["documents"]["name"]}
    about = facts["corpus"]
    dates = about["first"] if about["first"] == about["last"] else f"{about['first']}~{about['last']}"
    card = {
        "name": name,
        "title": f"{title}: 글 {about['docs']:,}편",
        "redacted": facts["redacted"],
        "author": "",
        "outlet": f"매체 {about['outlets']:,}곳" if about["outlets"] else "",
        "date": dates,
        "sentences": facts["counts"]["sentences"],
    }
    values |= {
        "about": about,
        "title": title,
        "byline": methods_checklist.corpus_byline(facts),
        "findings": [corpus_headline.sentences(about["finding"])],
        "picture": _picture(facts["figures"], behind),
        "card": json.dumps(card, ensure_ascii=False),
        "evidence": evidence,
        "documents": _documents(evidence),
        "open": about["docs"] <= _OPEN,
        "side": side,
        "tables": [methods_checklist.corpus_table(facts), *values["tables"][1:]],
        "points": methods_checklist.corpus_points(facts, documents=listed["table"]),
        "files": render.files(facts | {"documents": listed}, name),  # the table beside the page lists them
        "script": "\n".join((templates / script).read_text(encoding="utf-8") for script in _SCRIPTS),
    }
    return shell("corpus.html.j2", values=values)


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
