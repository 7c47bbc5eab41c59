"""Build the report of a corpus of many documents."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis import paths
from analysis.errors import MissingError, OptionError, ReportError
from analysis.report import corpus_page, facts, kernel, notebook
from analysis.report.assemble import book_of, name_of, write

CHAPTER = "05-corpus"
_PERIODS = ("auto", "month", "year")
_BEFORE = "from analysis.report import corpus_facts\ncorpus_facts.start()"
_AFTER = """\
from analysis.report import corpus_facts
corpus_facts.finish(globals(), folder={folder}, name={name})"""


def build_corpus(
    sources: str | Path | Sequence[str | Path],
    *,
    codebook: str | Path | None = None,
    by: str | Mapping[str, Sequence[str]] = "outlet",
    period: str = "auto",
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
    period : {"auto", "month", "year"}
        The steps of time; "auto" takes years where there are documents of more than 48 months.
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
        If `period` is unknown, or `by` names more than one variable.
    ReportError
        If there is one document only, or a cell of the notebook fails; nothing is written then.
    """
    tell = progress or _silent
    places = _places(sources)
    values = _values(places, codebook, by, period)
    name = f"{name_of(places[0])}{f'-and-{len(places) - 1}' if len(places) > 1 else ''}-corpus"
    chapter = notebook.load(paths.NOTEBOOKS / f"{CHAPTER}.ipynb")
    target = Path(out or paths.REPORTS) / f"{name}.html"
    with tempfile.TemporaryDirectory(prefix="corpus-") as folder:
        done = _run(chapter, values, folder=folder, name=name, tell=lambda said: tell(f"{name}: {said}"))
        tell(f"{name}: page")
        told = done[-1]["outputs"][-1]["data"][facts.MIME]
        shown = notebook.split(done, names=[CHAPTER], values=values | _as_named(sources, codebook))
        text = corpus_page.page(shown, facts=told, name=name)
        for file in told["corpus"]["files"]:
            write(target.with_name(file["name"]), (Path(folder) / file["name"]).read_text(encoding="utf-8"))
    write(target, text)
    return target


def _places(sources: str | Path | Sequence[str | Path]) -> list[str]:
    """Give every source as a whole path; what has a pattern in it is left to the reader."""
    given = [sources] if isinstance(sources, str | Path) else list(sources)
    if not given:
        msg = "no corpus to report on; name a folder, a table or files"
        raise MissingError(msg)
    lost = [str(one) for one in given if not Path(one).exists() and not set("*?[") & set(str(one))]
    if lost:
        msg = f"no file or folder is called {lost[0]!r}; name a folder, a table or files"
        raise MissingError(msg)
    return [str(Path(one).resolve()) for one in given]


def _values(
    places: list[str], codebook: str | Path | None, by: str | Mapping[str, Sequence[str]], period: str
) -> dict[str, Any]:
    """Return the parameters of the notebook."""
    if period not in _PERIODS:
        msg = f"unknown period {period!r}; choose one of {', '.join(_PERIODS)}"
        raise OptionError(msg)
    variables = {by: []} if isinstance(by, str) else {str(key): [str(name) for name in by[key]] for key in by}
    if len(variables) != 1:
        msg = f"by names {len(variables)} variables; name one, as in {{'outlet': ['가', '나']}}"
        raise OptionError(msg)
    ((variable, groups),) = variables.items()
    book = {} if codebook is None else {"codebook": str(book_of(codebook))}
    return {"source": places, **book, "by": variable, "groups": groups, "period": period}


def _as_named(sources: str | Path | Sequence[str | Path], codebook: str | Path | None) -> dict[str, Any]:
    """Return what the injected cell shows: the names of files, not where they lie."""
    given = [sources] if isinstance(sources, str | Path) else sources
    book = {} if codebook is None else {"codebook": book_of(codebook).name}
    return {"source": [Path(one).name for one in given]} | book


def _run(
    chapter: notebook.Chapter, values: dict[str, Any], *, folder: str, name: str, tell: Callable[[str], None]
) -> list[notebook.Cell]:
    """Run the chapter with the hidden cells around it."""
    quoted = {key: json.dumps(value, ensure_ascii=False) for key, value in (("folder", folder), ("name", name))}
    injected = notebook.inject(chapter, values=values)
    cells = notebook.join([injected], before=_BEFORE, between="", after=_AFTER.format(**quoted))
    try:
        return kernel.run(cells, names=[CHAPTER], tell=tell)
    except ReportError as error:
        msg = f"no report on {name}: {error}"
        raise ReportError(msg) from error


def _silent(message: str) -> None:
    """Report no progress."""
