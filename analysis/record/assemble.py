"""Build the reports of articles, one or all, the page that lists them, and figures without a page."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

from analysis import paths, reading
from analysis.codebook import find
from analysis.errors import KitError, MissingError, OptionError, ReportError
from analysis.figures.files import ENVIRONMENT
from analysis.messages import message
from analysis.record import kernel, kernel_pool, notebook, render
from analysis.record.listing import articles, distinct, index, known, name_of, visible, write

CHAPTERS = ("01-text", "02-keywords", "03-framing", "04-contrast")  # what is about one article
_ARTICLE, _BOOK = "article", "codebook"  # the parameters that chapters take
_FOLDER = "import os\nos.environ[{variable}] = {folder}\n"
_PATHS = 'from analysis.record import kernel_hooks\nprint(*kernel_hooks.exported(), sep="\\n")\n'
_FOR_PAGE = "kernel_hooks.for_page()\n"
_EACH = 2  # kernels for one article: the third chapter takes as long as the others together
_MOST = 4  # kernels at once: each may hold the analyser's model, half a gigabyte


def build(
    article: str | Path,
    *,
    codebook: str | Path | None = None,
    notebooks: str | Path | Iterable[str | Path] | None = None,
    settings: Mapping[str, Any] | None = None,
    file: str | None = None,
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
    file : str, optional
        Name of the HTML file without its ending; default is that of the article.
    out : path, optional
        The folder to write to, made if it is not there; default is ``reports/``.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    Path
        The record, named after the article. The same inputs give the same bytes.

    Raises
    ------
    MissingError
        If there is no such article or codebook, or no notebook.
    ReportError
        If a notebook cannot be read or one of its cells fails; nothing is written then.
    """
    options: dict[str, Any] = {"codebook": codebook, "notebooks": notebooks, "out": out, "progress": progress}
    try:
        return _build(article, **options, settings=settings, name=name_of(article), file=file, kernels=_kernels(1))
    finally:
        kernel.go_on()


def _kernels(articles: int) -> int:
    """Say how many kernels may run the chapters of one article."""
    return max(1, min(_EACH, (os.cpu_count() or 1) // articles))


def _build(
    article: str | Path,
    *,
    codebook: str | Path | None,
    notebooks: str | Path | Iterable[str | Path] | None,
    out: str | Path | None,
    progress: Callable[[str], None] | None,
    name: str,
    kernels: int,
    settings: Mapping[str, Any] | None = None,
    file: str | None = None,
) -> Path:
    """Build the report of an article under a name that no other report of the run has."""
    where = _locate(article)
    chapters = [notebook.load(path) for path in _notebooks(notebooks)]
    names = [chapter.name for chapter in chapters]
    more = dict(settings or {})
    values = more | {_ARTICLE: where} | ({} if codebook is None else {_BOOK: str(book_of(codebook))})
    before = f"{kernel.BEFORE}\n{_FOR_PAGE}{study_cell(name, codebook)}\nkernel_hooks.single({_quoted(where)})"
    said = more | {_ARTICLE: Path(article).name} | ({} if codebook is None else {_BOOK: book_of(codebook).name})

    def part(own: Sequence[int]) -> list[notebook.Cell]:
        cells = _cells(
            [chapters[k] for k in own], values, before=before, after=kernel.AFTER.format(article=_quoted(where))
        )
        return run(cells, [names[k] for k in own], name=name, what=message("report on"), progress=progress)

    shared = kernel_pool.shared_out(chapters, kernels)
    with ThreadPoolExecutor(len(shared)) as pool:
        jobs = [pool.submit(part, own) for own in shared]
        _finish(pool, jobs)
    told, done = kernel_pool.joined([job.result() for job in jobs], name=name)
    (progress or _silent)(message("{name}: page", name=name))
    split = [
        notebook.split(cells, names=[names[k] for k in own], values=said)
        for cells, own in zip(done, shared, strict=True)
    ]
    places = sorted(
        (k, chapter) for own, held in zip(shared, split, strict=True) for k, chapter in zip(own, held, strict=True)
    )
    shown = [chapter for _, chapter in places]
    target = Path(out or paths.REPORTS) / f"{file or name}.html"
    write(target, render.page(shown, facts=told, name=file or name))
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
    if known(str(article)):
        return str(article)
    own = ", ".join(articles()) or message("not here")
    msg = message(
        "no file, folder or article is called {article!r}; the kit's own articles are {known}",
        article=str(article),
        known=own,
    )
    raise MissingError(msg)


def _notebooks(given: str | Path | Iterable[str | Path] | None) -> list[Path]:
    """List the chapters' files."""
    if given is None:
        found = [paths.NOTEBOOKS / f"{name}.ipynb" for name in CHAPTERS]
    elif not isinstance(given, str | Path):
        found = [Path(path) for path in given]
    else:
        place = Path(given)
        found = [file for file in visible(place) if file.suffix == ".ipynb"] if place.is_dir() else [place]
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
    each: Mapping[str, Mapping[str, Any]] | None = None,
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
    each : mapping, optional
        By article, what `build` takes for it alone, such as ``{"my.txt": {"file": "my-record"}}``.
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
    names = distinct(articles)
    workers = max(1, min(len(articles), os.cpu_count() or 1, _MOST))
    options: dict[str, Any] = {"codebook": codebook, "notebooks": chapters, "out": out, "progress": progress}
    try:
        with ThreadPoolExecutor(workers) as pool:
            own, each_has = each or {}, _kernels(len(articles))
            jobs = [
                pool.submit(_build, one, name=names[str(one)], kernels=each_has, **{**options, **own.get(str(one), {})})
                for one in articles
            ]
            _finish(pool, jobs)
    finally:
        kernel.go_on()
    written = [job.result() for job in jobs if job.exception() is None]
    return [index(out), *written], [_kit_error(job) for job in jobs if job.exception() is not None]


def _finish(pool: ThreadPoolExecutor, jobs: Iterable[Future[Any]]) -> None:
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
