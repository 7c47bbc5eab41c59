"""Notebooks as chapters: load them, give them their parameters, join them and split them again."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat

from analysis.errors import MissingError, ReportError
from analysis.messages import message

Cell = dict[str, Any]

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_HIDDEN = "hidden"


@dataclass(frozen=True)
class Chapter:
    """One notebook of a report: its file name and its cells, before or after they ran."""

    name: str
    cells: list[Cell]


def load(path: Path) -> Chapter:
    """Read one notebook, with its stored outputs dropped."""
    if not path.is_file():
        msg = message("no notebook {path}; name a file that ends in .ipynb", path=path)
        raise MissingError(msg)
    try:
        notebook = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
    except Exception as error:
        msg = message("{path} is not a notebook that can be read; save it again from JupyterLab", path=path.name)
        raise ReportError(msg) from error
    cells = [_clean(cell, place) for place, cell in enumerate(notebook.cells, start=1)]
    if sum("parameters" in _tags(cell) for cell in cells) != 1:
        msg = message(
            "{path} needs exactly one cell with the tag 'parameters'; give the first code cell that tag", path=path.name
        )
        raise ReportError(msg)
    return Chapter(path.stem, cells)


def inject(chapter: Chapter, *, values: Mapping[str, Any]) -> Chapter:
    """Put a cell tagged ``injected-parameters`` after the one tagged ``parameters``."""
    # An injected cell that papermill or an earlier run left in the notebook is replaced.
    cells = [cell for cell in chapter.cells if "injected-parameters" not in _tags(cell)]
    place = next(i for i, cell in enumerate(cells) if "parameters" in _tags(cell)) + 1
    asked = {name: value for name, value in values.items() if _assigns(cells[place - 1], name)}
    injected = code(assignments(asked), tag="injected-parameters")
    return Chapter(chapter.name, [*cells[:place], injected, *cells[place:]])


def _assigns(cell: Cell, name: str) -> bool:
    """Say whether a cell assigns a name at the start of a line."""
    return any(line.partition("=")[0].strip() == name for line in cell["source"].splitlines())


def assignments(values: Mapping[str, Any]) -> str:
    """Return Python that assigns strings, or lists of them, to names, one a line, written as ruff would format it."""
    return "\n".join(f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items())


def code(source: str, *, tag: str = _HIDDEN) -> Cell:
    """Return a new code cell, by default one that runs but does not enter the report."""
    return {"cell_type": "code", "source": source, "metadata": {"tags": [tag]}, "outputs": [], "execution_count": None}


def join(chapters: Sequence[Chapter], *, before: str, between: str, after: str) -> list[Cell]:
    """Lay chapters out as one run: hidden code first, between the chapters and last."""
    cells = [code(before)]
    for number, chapter in enumerate(chapters):
        if number:
            cells.append(code(between))
        for cell in chapter.cells:
            own = copy.deepcopy(cell)
            own["metadata"]["chapter"] = number
            cells.append(own)
    cells.append(code(after))
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return cells


def split(cells: Sequence[Cell], *, names: Sequence[str], values: Mapping[str, Any]) -> list[Chapter]:
    """Undo `join` after the run, and take out what differs from run to run or from machine to machine."""
    chapters = []
    for number, name in enumerate(names):
        own = [cell for cell in cells if cell["metadata"].get("chapter") == number]
        count = 0
        for cell in own:
            if cell["cell_type"] == "code":
                count += 1
                cell["execution_count"] = count
                cell["outputs"] = [_clean_output(output) for output in cell["outputs"]]
            if "injected-parameters" in _tags(cell):
                cell["source"] = assignments({k: value for k, value in values.items() if _assigns(cell, k)})
        chapters.append(Chapter(name, own))
    return chapters


def _clean(cell: Any, place: int) -> Cell:
    """Return a plain copy of a stored cell: its place in the file, nothing from an earlier run."""
    plain: Cell = {
        "cell_type": cell.cell_type,
        "source": cell.source,
        "metadata": {"tags": list(cell.metadata.get("tags", [])), "place": place},
    }
    if cell.cell_type == "code":
        plain |= {"outputs": [], "execution_count": None}
    return plain


def _tags(cell: Cell) -> list[str]:
    """Return the tags of a cell."""
    tags: list[str] = cell["metadata"].get("tags", [])
    return tags


def _clean_output(output: Cell) -> Cell:
    """Take execution counts and memory addresses out of one output."""
    output.pop("execution_count", None)
    if output["output_type"] == "execute_result":
        output["execution_count"] = None
    plain = output.get("data", {}).get("text/plain")
    if plain:
        output["data"]["text/plain"] = _ADDRESS.sub("", plain)
    return output
