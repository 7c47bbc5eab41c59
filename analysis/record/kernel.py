"""Run the cells of one report in a kernel of their own.

A fresh kernel runs the chapters that it is given in order, and the namespace is emptied between them. An article has
two kernels at most, where there are two processors: to start one and import the kit takes as long as a short chapter.
"""

from __future__ import annotations

import asyncio
import os
import re
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
from ipykernel.kernelspec import make_ipkernel_cmd
from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from analysis import errors, paths
from analysis.errors import ReportError
from analysis.files import atomic
from analysis.messages import LANGUAGE, message
from analysis.messages.libraries import told
from analysis.record.notebook import Cell

# What a user's shell may hold that changes how Python, IPython or matplotlib behave.
_LEAKS = ("PYTHONWARNINGS", "PYTHONSTARTUP", "PYTHONIOENCODING", "PYTHONINSPECT", "MPLBACKEND")
# Paths that the kernel, which works in another folder, must get whole.
_FOLDERS = {"DAMRON_CACHE", "DAMRON_FIGURES", "DAMRON_FONT"}
_SECONDS = 1800  # for one cell
_REFUSALS = {errors.RefusalError.__name__, errors.FigureError.__name__}
_ASSIGNED = re.compile(r"^(\w+) = ", re.MULTILINE)
_FOLLOWS = "앞 칸에서 값을 구하지 못해 이 칸도 건너뛴다."

# What runs unseen before, between and after the chapters.
BEFORE = "from analysis.record import kernel_hooks\nkernel_hooks.start()"
BETWEEN = "from analysis.record import kernel_hooks\nkernel_hooks.fresh()"
AFTER = """\
from analysis.record import kernel_hooks
kernel_hooks.fresh()
import analysis as da
from analysis.record import kernel_hooks
corpus = da.read({article})
kernel_hooks.finish(corpus, da.segment(corpus))
"""

_running: set[Any] = set()
_stopped = threading.Event()


def run(cells: Sequence[Cell], *, names: Sequence[str], tell: Callable[[str], None]) -> list[Cell]:
    """Run cells in order in a fresh kernel and return them with their outputs."""
    held = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)}
    notebook = nbformat.from_dict(held)  # type: ignore[no-untyped-call]
    watch = _Watch(names, tell)
    try:
        _execute(notebook, watch)
    except CellExecutionError as error:
        msg = f"{watch.place()}{_sentence(error.ename, error.evalue)}"
        raise ReportError(msg) from error
    except CellTimeoutError as error:
        msg = message(
            "{place}stopped after {seconds} seconds; give it less text or split the cell",
            place=watch.place(),
            seconds=_SECONDS,
        )
        raise ReportError(msg) from error
    except (DeadKernelError, RuntimeError) as error:
        msg = message("{place}the kernel ended before the cell did; it may have run out of memory", place=watch.place())
        raise ReportError(msg) from error
    executed: list[Cell] = notebook.cells
    _hold_faults(executed, names)
    return executed


def _hold_faults(cells: Sequence[Cell], names: Sequence[str]) -> None:
    """Refuse an error that a tagged cell may not have; a name that a refusal left undefined is no fault."""
    # A cell "lines = da.concordance(...)" of a redacted article refuses; then "lines.head()" raises a NameError for
    # `lines`, which follows from the refusal and is said so. A NameError for another name is a fault of the notebook.
    refused: set[tuple[int | None, str]] = set()
    for cell in cells:
        chapter = cell["metadata"].get("chapter")
        for output in cell.get("outputs", ()):
            if output["output_type"] != "error":
                continue
            if output["ename"] in _REFUSALS:
                refused |= {(chapter, name) for name in _ASSIGNED.findall(cell["source"])}
            elif output["ename"] == "NameError" and (chapter, output["evalue"].split("'")[1]) in refused:
                output |= {"evalue": _FOLLOWS, "traceback": [_FOLLOWS]}
            else:
                where = message(
                    "{names}.ipynb, cell {place}",
                    names=names[cell["metadata"]["chapter"]],
                    place=cell["metadata"].get("place"),
                )
                msg = f"{where}: {_sentence(output['ename'], output['evalue'])}"
                raise ReportError(msg)


def stop() -> None:
    """End every kernel that `run` has started, and those that are about to start, until `go_on`."""
    _stopped.set()
    for manager in list(_running):
        _kill(manager)


def go_on() -> None:
    """Let kernels start again after `stop`."""
    _stopped.clear()


def _kill(manager: Any) -> None:
    process = getattr(manager.provisioner, "process", None)
    if process is not None:
        process.kill()


def _wait_for(execution: Coroutine[Any, Any, Any]) -> None:
    """Run a coroutine to its end in a new event loop, of the kind that sockets need on Windows too."""
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(execution)


class _OwnPython(AsyncKernelManager):
    """Starts a kernel with this very Python, whatever kernels the machine has registered."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """The one kernel that this manager knows."""
        return KernelSpec(argv=make_ipkernel_cmd(), display_name="Python 3", language="python")


class _Watch:
    """Remembers which cell runs, and tells when a chapter starts."""

    def __init__(self, names: Sequence[str], tell: Callable[[str], None]) -> None:
        self._names = names
        self._tell = tell
        self._chapter: int | None = None
        self._place: int | None = None

    def __call__(self, cell: Cell, cell_index: int) -> None:  # noqa: ARG002 - the runner's signature
        before, self._chapter = self._chapter, cell["metadata"].get("chapter")
        self._place = cell["metadata"].get("place")
        if self._chapter is not None and self._chapter != before:
            self._tell(self._names[self._chapter])

    def place(self) -> str:
        """Say where the run is, in words that a sentence goes on from."""
        if self._chapter is None:
            return ""  # the article is read before the first cell
        return message(
            "{names}.ipynb, cell {place}: ",
            names=self._names[self._chapter],
            place=self._place or message("of parameters"),
        )


def _execute(notebook: Any, watch: _Watch) -> None:
    """Run the notebook in place, in an empty folder, and leave nothing behind."""
    with atomic.scratch("report-", error=ReportError) as folder:
        (folder / "work").mkdir()
        atomic.save(folder / "matplotlibrc", b"", error=ReportError)
        client = NotebookClient(
            notebook,
            timeout=_SECONDS,
            kernel_manager_class=_OwnPython,
            shutdown_kernel="immediate",
            on_cell_execute=watch,
        )
        manager = client.create_kernel_manager()
        client.on_notebook_start = lambda notebook: _kill(manager) if _stopped.is_set() else None  # noqa: ARG005
        manager.connection_file = str(folder / "kernel.json")
        _running.add(manager)
        try:
            with (folder / "kernel.log").open("wb") as log:
                options: dict[str, Any] = {
                    "cwd": str(folder / "work"),
                    "env": _environment(folder),
                    "stdout": log,
                    "stderr": log,
                }
                with ThreadPoolExecutor(1) as thread:  # a loop of its own, also when called from a notebook
                    thread.submit(_wait_for, client.async_execute(**options)).result()
        finally:
            _running.discard(manager)


def _environment(folder: Path) -> dict[str, str]:
    """Return the environment of the kernel: the user's, without what would change a result."""
    environment = {name: value for name, value in os.environ.items() if name not in _LEAKS}
    for name in _FOLDERS & environment.keys():
        environment[name] = str(Path(environment[name]).resolve())
    search = [str(paths.ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return environment | {
        "IPYTHONDIR": str(folder / "ipython"),
        "MATPLOTLIBRC": str(folder / "matplotlibrc"),
        LANGUAGE: "ko",  # a report is in Korean
        "TQDM_DISABLE": "1",  # nobody watches
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # else a debugger nobody uses warns about itself
        "PYTHONPATH": os.pathsep.join(search),
    }


def _sentence(name: str, value: str) -> str:
    """Return the last line of an error; the kit's own errors are sentences already."""
    lines = [line.strip() for line in value.splitlines() if line.strip()]
    own = isinstance(getattr(errors, name, None), type)
    if own and lines:
        return message("in Korean, as the record is: {sentence}", sentence=lines[-1])
    return told(": ".join([name, *lines[-1:]]))
