"""Draw the figures of an article as its report would, and leave the page out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis import figures, paths, reading
from analysis.errors import OptionError, ReportError
from analysis.figures.files import ENVIRONMENT
from analysis.report import kernel, notebook
from analysis.report.assemble import CHAPTERS, book_of, name_of

_FOLDER = """\
import os
os.environ[{variable}] = {folder}
"""
_NAMES = """\
from analysis.report import kernel_hooks
print(*kernel_hooks.exported(), sep="\\n")
"""


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
        The folder to write to; default is `figures.folder()`.
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
        msg = f"{name} holds {count} documents, and the figures are about one; name one article"
        raise OptionError(msg)
    chapters = [notebook.load(Path(one)) for one in notebooks or (paths.NOTEBOOKS / f"{n}.ipynb" for n in CHAPTERS)]
    folder = Path(out).resolve() if out else figures.folder().resolve()
    names = [chapter.name for chapter in chapters]
    tell = progress or (lambda _: None)
    values = {"article": str(Path(article).resolve()) if Path(article).exists() else str(article)}
    if codebook is not None:
        values["codebook"] = str(book_of(codebook))
    into = _FOLDER.format(variable=_text(ENVIRONMENT), folder=_text(str(folder)))
    cells = notebook.join(
        [notebook.inject(chapter, values=values) for chapter in chapters],
        before=f"{into}{kernel.BEFORE}",
        between=kernel.BETWEEN,
        after=_NAMES,
    )
    try:
        done = kernel.run(cells, names=names, tell=lambda chapter: tell(f"{name}: {chapter}"))
    except ReportError as error:
        msg = f"no figures of {name}: {error}"
        raise ReportError(msg) from error
    made = "".join(output["text"] for output in done[-1]["outputs"]).split("\n")
    root = Path(out) if out else folder
    return [root / f"{one}{ending}" for one in made if one for ending in (".png", ".svg", ".pdf", ".csv")]


def _text(value: str) -> str:
    """Write a Python string literal."""
    return json.dumps(value, ensure_ascii=False)
