"""Build the reports of articles, one or all, the page that lists them, and figures without a page."""

from __future__ import annotations

import html
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any
from urllib.parse import quote

from analysis import paths, reading
from analysis._version import __version__
from analysis.codebook import find
from analysis.errors import KitError, MissingError, OptionError, ReportError
from analysis.figures.files import ENVIRONMENT
from analysis.files import atomic
from analysis.files.file_names import file_name, readable, short_hash
from analysis.messages import message
from analysis.record import facts, kernel, notebook, render
from analysis.record.render import shell

_CARD = re.compile(r'<meta name="damron-report" content="([^"]*)">')
OP_ED = "donga-2023-05-04"
CHAPTERS = ("01-text", "02-keywords", "03-framing", "04-contrast")  # what is about one article
_ENDINGS = (".md", ".txt")
_ARTICLE, _BOOK = "article", "codebook"  # the parameters that chapters take
_FOLDER = "import os\nos.environ[{variable}] = {folder}\n"
_PATHS = 'from analysis.record import kernel_hooks\nprint(*kernel_hooks.exported(), sep="\\n")\n'
_MOST = 4  # kernels at once: each may hold the analyser's model, half a gigabyte


def articles() -> list[str]:
    """List the articles that the kit reports on by itself.

    Returns
    -------
    list of str
        Names that `read` and `build` take: the op-ed first where its text or its redacted token table is
        at hand, then the articles in ``seeds/articles`` by name. Empty if there is none.
    """
    shipped = {file.stem for file in _files(paths.ARTICLES) if file.suffix in _ENDINGS}
    shipped -= {"README", OP_ED}
    return [*([OP_ED] if _known(OP_ED) else []), *sorted(shipped)]


def build(
    article: str | Path,
    *,
    codebook: str | Path | None = None,
    notebooks: str | Path | Iterable[str | Path] | None = None,
    settings: Mapping[str, Any] | None = None,
    out: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Run the notebooks on one article and write one HTML file that needs nothing else.

    Parameters
    ----------
    article : str or Path
        A name out of `articles`, or the path of a file or folder that `read` takes. The notebooks get it
        in the cell tagged ``parameters``, as ``article``.
    codebook : str or Path, optional
        A codebook file, or the name of one of the kit's, for the chapters that take one; default is what they name.
    notebooks : path, or iterable of paths, optional
        The chapters, in order. A folder stands for its notebooks by name; by default those of ``notebooks/`` that
        are about one article.
    settings : mapping, optional
        What else the cell tagged ``parameters`` sets, ``{"units": ["수중 드론"], "stop": ["곳"]}``, for the chapters
        that take it.
    out : path, optional
        The folder to write to, made if it is not there; default is ``reports/``.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    Path
        The report, named after the article. The same inputs give the same bytes.

    Raises
    ------
    MissingError
        If there is no such article or codebook, or no notebook.
    ReportError
        If a notebook cannot be read or one of its cells fails; nothing is written then.
    """
    options: dict[str, Any] = {"codebook": codebook, "notebooks": notebooks, "out": out, "progress": progress}
    return _build(article, **options, settings=settings, name=name_of(article))


def _build(
    article: str | Path,
    *,
    codebook: str | Path | None,
    notebooks: str | Path | Iterable[str | Path] | None,
    out: str | Path | None,
    progress: Callable[[str], None] | None,
    name: str,
    settings: Mapping[str, Any] | None = None,
) -> Path:
    """Build the report of an article under a name that no other report of the run has."""
    where = _locate(article)
    chapters = [notebook.load(path) for path in _notebooks(notebooks)]
    names = [chapter.name for chapter in chapters]
    more = dict(settings or {})
    values = more | {_ARTICLE: where} | ({} if codebook is None else {_BOOK: str(book_of(codebook))})
    before = f"{kernel.BEFORE}\n{study_cell(name, codebook)}\nkernel_hooks.single({_quoted(where)})"
    cells = _cells(chapters, values, before=before, after=kernel.AFTER.format(article=_quoted(where)))
    done = run(cells, names, name=name, what=message("report on"), progress=progress)
    (progress or _silent)(message("{name}: page", name=name))
    told = done[-1]["outputs"][-1]["data"][facts.MIME]
    said = more | {_ARTICLE: Path(article).name} | ({} if codebook is None else {_BOOK: book_of(codebook).name})
    shown = notebook.split(done, names=names, values=said)
    target = Path(out or paths.REPORTS) / f"{name}.html"
    write(target, render.page(shown, facts=told, name=name))
    return target


def draw(
    article: str | Path,
    *,
    codebook: str | Path | None = None,
    notebooks: Sequence[str | Path] | None = None,
    out: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> list[Path]:
    """Run the notebooks on one article for the figures that they export.

    Parameters
    ----------
    article : str or Path
        What `build` takes.
    codebook : str or Path, optional
        What `build` takes.
    notebooks : sequence of str or Path, optional
        The chapters, in order; default is those of a report.
    out : path, optional
        The folder to write to; default is the study's under ``figures/own``, as `figures.folder` says.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    list of Path
        The files in the order in which the notebooks export them: a .png, .svg, .pdf and .csv each, the same bytes for
        the same inputs. A figure that the article cannot answer for is not there.

    Raises
    ------
    MissingError
        If there is no such article, codebook or notebook.
    OptionError
        If several documents are read from it.
    ReportError
        If a notebook cannot be read or one of its cells fails; figures that were exported before stay.
    """
    count = len(reading.read(article))
    name = name_of(article)
    if count != 1:
        msg = message(
            "{name} holds {count} documents, and the figures are about one; name one article", name=name, count=count
        )
        raise OptionError(msg)
    chapters = [notebook.load(path) for path in _notebooks(list(notebooks) if notebooks else None)]
    values = {_ARTICLE: str(Path(article).resolve()) if Path(article).exists() else str(article)}
    values |= {} if codebook is None else {_BOOK: str(book_of(codebook))}
    into = _FOLDER.format(variable=_quoted(ENVIRONMENT), folder=_quoted(str(Path(out).resolve()))) if out else ""
    before = f"{into}{kernel.BEFORE}\n{study_cell(name, codebook)}"
    cells = _cells(chapters, values, before=before, after=_PATHS)
    names = [chapter.name for chapter in chapters]
    done = run(cells, names, name=name, what=message("figures of"), progress=progress)
    made = [Path(line) for line in "".join(output["text"] for output in done[-1]["outputs"]).split("\n") if line]
    if out:
        made = [Path(out, path.relative_to(Path(out).resolve())) for path in made]
    return made


def write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    atomic.save(path, text.encode("utf-8"), error=ReportError)


def run(
    cells: list[notebook.Cell], names: Sequence[str], *, name: str, what: str, progress: Callable[[str], None] | None
) -> list[notebook.Cell]:
    """Run the cells of a report or of figures; an error says what there is none of."""
    tell = progress or _silent
    try:
        return kernel.run(cells, names=names, tell=lambda chapter: tell(f"{name}: {chapter}"))
    except ReportError as error:
        msg = message("no {what} {name}: {error}", what=what, name=name, error=error)
        raise ReportError(msg) from error


def _cells(
    chapters: list[notebook.Chapter], values: Mapping[str, Any], *, before: str, after: str
) -> list[notebook.Cell]:
    """Return the cells of one run: every chapter with its parameters, the hidden cells around them."""
    injected = [notebook.inject(chapter, values=values) for chapter in chapters]
    return notebook.join(injected, before=before, between=kernel.BETWEEN, after=after)


def _quoted(value: str) -> str:
    """Write a Python string literal."""
    return json.dumps(value, ensure_ascii=False)


def name_of(article: str | Path) -> str:
    """Return the name of the report on an article, without the ending, as every system takes it."""
    return file_name(called(article))


def called(article: str | Path) -> str:
    """Return what an article's file or folder is called, without the ending."""
    path = Path(article).resolve()
    return readable(path.stem if path.is_file() else path.name)


def study_cell(name: str, codebook: str | Path | None) -> str:
    """Write the statement that names the study of a report's figures."""
    parts = [name] if codebook is None else [name, book_of(codebook).stem]
    return f"kernel_hooks.label({', '.join(map(_quoted, parts))})"


def book_of(codebook: str | Path) -> Path:
    """Return the whole path of a codebook that was named."""
    return find(codebook).resolve()


def _locate(article: str | Path) -> str:
    """Return the parameter of the notebooks: the name of a known article, or the whole path."""
    if Path(article).exists():
        return str(Path(article).resolve())
    if _known(str(article)):
        return str(article)
    known = ", ".join(articles()) or message("not here")
    msg = message(
        "no file, folder or article is called {article!r}; the kit's own articles are {known}",
        article=str(article),
        known=known,
    )
    raise MissingError(msg)


def _known(name: str) -> bool:
    """Say whether a bare name stands for an article in any form."""
    private_or_shipped = {f.stem for folder in (paths.PRIVATE, paths.ARTICLES) for f in _files(folder)}
    stored = {f.name.split(".")[0] for f in _files(paths.TOKENS)}
    return name in private_or_shipped | stored and name != "README"


def _files(folder: Path) -> list[Path]:
    """List the visible files of a folder, none if it is not there."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def _notebooks(given: str | Path | Iterable[str | Path] | None) -> list[Path]:
    """List the chapters' files."""
    if given is None:
        found = [paths.NOTEBOOKS / f"{name}.ipynb" for name in CHAPTERS]
    elif not isinstance(given, str | Path):
        found = [Path(path) for path in given]
    else:
        place = Path(given)
        found = [file for file in _files(place) if file.suffix == ".ipynb"] if place.is_dir() else [place]
    if not found:
        msg = message("no notebook in {given}; a report needs at least one .ipynb file", given=given)
        raise MissingError(msg)
    return found


def _silent(line: str) -> None:
    """Report no progress."""


def build_all(
    articles: Sequence[str | Path],
    *,
    codebook: str | Path | None = None,
    notebooks: str | Path | Iterable[str | Path] | None = None,
    out: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[list[Path], list[KitError]]:
    """Build a report on each article, as many at once as there are processors, and their list.

    Parameters
    ----------
    articles : sequence of str or Path
        What `build` takes, one by one.
    codebook : str or Path, optional
        The codebook, as `build` takes it.
    notebooks : path, or iterable of paths, optional
        The chapters, as `build` takes them.
    out : path, optional
        The folder to write to; default is ``reports/``.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    tuple of list
        The list of reports first and then the reports that were written, in the order asked for; and the
        errors of those that were not. An article that fails stops no other.

    Raises
    ------
    OptionError
        If two articles would be written to the same file.
    """
    chapters = notebooks if notebooks is None or isinstance(notebooks, str | Path) else list(notebooks)
    names = _distinct(articles)
    workers = max(1, min(len(articles), os.cpu_count() or 1, _MOST))
    options: dict[str, Any] = {"codebook": codebook, "notebooks": chapters, "out": out, "progress": progress}
    try:
        with ThreadPoolExecutor(workers) as pool:
            jobs = [pool.submit(_build, one, **options, name=names[str(one)]) for one in articles]
            _finish(pool, jobs)
    finally:
        kernel.go_on()
    written = [job.result() for job in jobs if job.exception() is None]
    return [index(out), *written], [_kit_error(job) for job in jobs if job.exception() is not None]


def _distinct(articles: Sequence[str | Path]) -> dict[str, str]:
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


def _finish(pool: ThreadPoolExecutor, jobs: list[Future[Path]]) -> None:
    """Wait for the jobs in short steps, so that an interrupt is heard everywhere and ends the kernels."""
    waiting = set(jobs)
    try:
        while waiting:
            waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED).not_done
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        kernel.stop()
        raise


def _kit_error(job: Future[Path]) -> KitError:
    """Return the error of a failed job if it is one of the kit's; anything else is a fault and goes on."""
    error = job.exception()
    if isinstance(error, KitError):
        return error
    assert error is not None
    raise error


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
