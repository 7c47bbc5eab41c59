"""Build several reports at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any

from analysis.errors import KitError, OptionError
from analysis.report import kernel
from analysis.report.assemble import build, name_of
from analysis.report.contents import index

_MOST = 4  # kernels at once: each may hold the analyser's model, half a gigabyte


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
    _distinct(articles)
    workers = max(1, min(len(articles), os.cpu_count() or 1, _MOST))
    options: dict[str, Any] = {"codebook": codebook, "notebooks": chapters, "out": out, "progress": progress}
    try:
        with ThreadPoolExecutor(workers) as pool:
            jobs = [pool.submit(build, one, **options) for one in articles]
            _finish(pool, jobs)
    finally:
        kernel.go_on()
    written = [job.result() for job in jobs if job.exception() is None]
    return [index(out), *written], [_kit_error(job) for job in jobs if job.exception() is not None]


def _distinct(articles: Sequence[str | Path]) -> None:
    """Refuse articles whose reports would overwrite each other."""
    seen: dict[str, str | Path] = {}
    for article in articles:
        name = name_of(article)
        if name in seen:
            msg = f"{seen[name]} and {article} would both become {name}.html; rename one of them"
            raise OptionError(msg)
        seen[name] = article


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
