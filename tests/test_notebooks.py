"""Notebooks as a researcher uses them: change something and run again; and what front ends ask of them."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from analysis import paths
from analysis.record import kernel, notebook

BOOKS = sorted(path.stem for path in paths.NOTEBOOKS.glob("*.ipynb"))
SETTINGS = ("01-text", "02-keywords", "03-framing", "04-contrast", "05-corpus", "07-explore")
# A text in which every chart of the notebook has something to show, and where a sentence is put into it.
TEXTS = {False: ("alliance-startups.txt", "그래서 나는"), True: ("alliance-security.md", "하지만 휴전")}
# Of tables of articles, whose answers the kit knows.
TABLES = {
    "08-tables": ("articles.csv", "군산에서 만난 두 나라 대표는"),
    "09-time": ("days.csv", "군밤 장수는 제천에만 21명이다."),
}
# What stands in for exports at 300 dots per inch and for pictures on the screen, which would be most of the time taken
# here: figures are laid out, so that an error of a chart is one, but no pixel is drawn.
BEFORE = """\
import base64, io, pathlib, PIL.Image, IPython.core.pylabtools
PIL.Image.new("L", (9, 9)).save(held := io.BytesIO(), "PNG")
def _shown(figure, png=base64.b64encode(held.getvalue()).decode(), **about):
    figure.draw_without_rendering()
    return png
IPython.core.pylabtools.print_figure = _shown
import analysis as da
import analysis.figures, analysis.record
def _render(figure, png=held.getvalue(), **about):
    return {{"png": png, "svg": b"<svg/>", "pdf": b""}}
analysis.figures.render = _render
analysis.record.build = lambda *_, **__: da.paths.ROOT / "README.md"
da.paths.PRIVATE = pathlib.Path({private!r})
"""


def sources(name: str) -> list[tuple[str, list[str]]]:
    """Code cells of a stored notebook, each with its tags."""
    stored = json.loads((paths.NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    return [
        ("".join(cell["source"]), cell["metadata"].get("tags", []))
        for cell in stored["cells"]
        if cell["cell_type"] == "code"
    ]


class Desk:
    """A folder of a researcher: a text and a codebook of their own, and what is run on them, in one kernel."""

    def __init__(self, folder: Path, name: str) -> None:
        shipped, self.old = TEXTS[name == "02-keywords"]
        self.article, self.book = folder / f"글{shipped[shipped.index('.') :]}", folder / "codebook.yaml"
        self.private = folder / "private"
        self.private.mkdir()
        shutil.copy(paths.ARTICLES / shipped, self.article)
        shutil.copy(paths.CODEBOOKS / "alliance-startup.yaml", self.book)
        self.values: dict[str, Any] = {"article": str(self.article)}
        if name != "06-validation":  # which shows what people coded with the kit's own codebook
            self.values["codebook"] = str(self.book)
        self.values["source"] = [str(self.article), str(paths.ARTICLES / "energy-cost.md")]
        if name in TABLES:
            shipped, self.old = TABLES[name]
            self.article = folder / shipped
            shutil.copy(paths.SEEDS / "made" / shipped, self.article)
            self.values |= {"article": str(self.article), "source": str(self.article)}

    def changed(self, what: str) -> str:
        """Python that changes one thing; what is set in the cell of settings is set here."""
        if what == "unit":
            self.values["units"] = ["연합훈련", "상호인정"]
        elif what == "stop word":
            self.values["stop"] = ["회사", "시간"]
        elif what == "sentence":
            return edit(self.article, self.old, f"동맹은 시간을 줄인다. {self.old}")
        elif what == "term":
            return edit(self.book, "  terms:\n", "  terms:\n  - {id: zz99, match: 시간}\n", most=1)
        elif what == "private text":
            kept = self.private / f"내글{self.article.suffix}"
            listed = isinstance(self.values["source"], list)
            self.values["article"] = "내글"
            self.values["source"] = ["내글", self.values["source"][1]] if listed else str(kept)
            return f"_ = pathlib.Path({str(kept)!r}).write_bytes(pathlib.Path({str(self.article)!r}).read_bytes())"
        return ""


def edit(path: Path, old: str, new: str, *, most: int = -1) -> str:
    """Python that writes a file anew with a text changed."""
    return (
        f"_p = pathlib.Path({str(path)!r}); _t = _p.read_text('utf-8'); assert {old!r} in _t; "
        f"_ = _p.write_text(_t.replace({old!r}, {new!r}, {most}), 'utf-8')"
    )


CHANGES = ("unit", "stop word", "sentence", "term", "private text")


def charts(cells: list[notebook.Cell]) -> list[bool]:
    """For every cell that draws, whether a picture is there."""
    drawn = [cell for cell in cells if re.search(r"\.figure$", cell["source"], re.MULTILINE)]
    return [any("image/png" in output.get("data", {}) for output in cell["outputs"]) for cell in drawn]


def again(name: str, folder: Path, changes: tuple[str, ...]) -> list[list[notebook.Cell]]:
    """Run a notebook, and again after each change, all in one kernel; the cells of every run."""
    desk, book = Desk(folder, name), notebook.load(paths.NOTEBOOKS / f"{name}.ipynb")
    chapters = []
    for what in (None, *changes):
        change = desk.changed(what) if what else ""
        chapter = notebook.inject(book, values=desk.values)
        chapter.cells.insert(0, notebook.code(f"import pathlib\n{change}"))
        chapters.append(chapter)
    cells = notebook.join(chapters, before=BEFORE.format(private=str(desk.private)), between="", after="")
    names = [f"{name}: {what or 'as it is'}" for what in (None, *changes)]
    done = kernel.run(cells, names=names, tell=lambda _: None)
    return [chapter.cells for chapter in notebook.split(done, names=names, values={})]


def hold(name: str, runs: list[list[notebook.Cell]]) -> None:
    """No cell fails, refuses or warns, every chart of the first run is there in each, and something is."""
    for cells in runs:
        silent = [cell for cell in cells if "print" not in cell["source"]]
        kinds = {output["output_type"] for cell in silent for output in cell.get("outputs", ())}
        assert kinds <= {"execute_result", "display_data", "error"}
        failed = [cell["source"] for cell in cells for o in cell.get("outputs", ()) if o["output_type"] == "error"]
        assert not failed, f"{name}: {failed[0]}"
        assert all(charts(cells))
    assert len({len(charts(cells)) for cells in runs}) == 1


@pytest.mark.slow
def test_change_and_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path / "figures"))
    runs = again("02-keywords", tmp_path, CHANGES)
    hold("02-keywords", runs)
    first, unit, stop, *_ = ["".join(o["data"].get("text/plain", "") for o in outputs(cells)) for cells in runs]
    assert "연합훈련/NNP" not in first
    assert "연합훈련/NNP" in unit
    assert " 시간 " in unit.split("n_units")[0]
    assert " 시간 " not in stop.split("n_units")[0]


def outputs(cells: list[notebook.Cell]) -> list[notebook.Cell]:
    return [output for cell in cells for output in cell.get("outputs", ()) if "data" in output]


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in BOOKS if name != "02-keywords"])
def test_every_notebook_runs_on_a_text_of_ones_own(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path / "figures"))
    hold(name, again(name, tmp_path, ()))


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in BOOKS if name != "02-keywords"])
def test_run_again_after_every_change(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path / "figures"))
    hold(name, again(name, tmp_path, CHANGES))


@pytest.mark.parametrize("name", BOOKS)
def test_no_cell_needs_what_a_refusal_may_leave_undefined(name: str) -> None:
    """What a tagged cell assigns is assigned anew where it is used: else a NameError, or the value of another text."""
    doubtful: set[str] = set()
    for source, tags in sources(name):
        tree = ast.parse(re.sub(r"^(\s*)[%!].*", r"\1pass", source, flags=re.MULTILINE))
        stored: set[str] = set()
        for statement in tree.body:
            names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
            read = {node.id for node in names if isinstance(node.ctx, ast.Load)} - stored
            assert not read & doubtful, f"{name}: {read & doubtful} in {source!r}"
            stored |= {node.id for node in names if isinstance(node.ctx, ast.Store)}
        doubtful = doubtful | stored if "raises-exception" in tags else doubtful - stored


@pytest.mark.parametrize("name", SETTINGS)
def test_settings_are_plain_and_stand_in_one_cell(name: str) -> None:
    cells = sources(name)
    settings, tags = cells[0]
    assert tags == ["parameters"]
    held: dict[str, object] = {}
    exec(settings, held)
    assert all(isinstance(value, str | int | list | dict) for key, value in held.items() if key != "__builtins__")
    assert re.search(r"^study = da\.study\((article|texts), ", cells[1][0], re.MULTILINE)
    assert cells[1][0].endswith("\nstudy")  # its card
    given = set(re.findall(r"(\w+)=(?=\1\b)", cells[1][0]))
    assert given <= set(held)
    assert {key for key in held if key in {"codebook", "units", "stop", "variants", "by"}} == given


@pytest.mark.parametrize("name", BOOKS)
def test_a_notebook_is_what_front_ends_expect(name: str) -> None:
    path = paths.NOTEBOOKS / f"{name}.ipynb"
    held = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    nbformat.validate(held)
    about = held.metadata["language_info"]
    assert (about["name"], about["file_extension"], about["mimetype"]) == ("python", ".py", "text/x-python")
    assert "version" not in about  # of the machine that ran it
    for cell in held.cells:
        for link in re.findall(r"\]\(([^)#]+)", cell.source) if cell.cell_type == "markdown" else ():
            for folder in (paths.NOTEBOOKS, paths.ROOT / "work"):  # a copy stands in work/, and all of them do
                place = Path(os.path.normpath(folder / link))
                beside = place.parent == paths.ROOT / "work" and (paths.NOTEBOOKS / place.name).is_file()
                assert place.exists() or beside, f"{name}: {link}"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "ending", "holds"),
    [
        ("script", ".py", "da.study("),
        ("html", ".html", 'lang="'),
        pytest.param("slides", ".slides.html", "reveal", marks=pytest.mark.long),
    ],
)
def test_nbconvert_writes_every_notebook(kind: str, ending: str, holds: str, tmp_path: Path) -> None:
    books = [str(paths.NOTEBOOKS / f"{name}.ipynb") for name in SETTINGS]
    command = [sys.executable, "-m", "jupyter", "nbconvert", "--to", kind, "--output-dir", str(tmp_path), *books]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"PYTHONWARNINGS": ""})
    assert done.returncode == 0, done.stderr[-500:]
    assert sorted(path.name for path in tmp_path.glob(f"*{ending}")) == [f"{name}{ending}" for name in SETTINGS]
    for path in tmp_path.glob(f"*{ending}"):
        text = path.read_text(encoding="utf-8")
        assert holds in text
        if kind == "script":
            compile(text, path.name, "exec")


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_copies_to_work_in_are_made_once(tmp_path: Path) -> None:
    shutil.copy(paths.ROOT / "Makefile", tmp_path)
    shutil.copytree(paths.NOTEBOOKS, tmp_path / "notebooks", ignore=shutil.ignore_patterns(".*"))
    make = ["make", "--no-print-directory", "work"]
    subprocess.run(make, cwd=tmp_path, check=True, capture_output=True)
    assert sorted(path.stem for path in (tmp_path / "work").iterdir()) == BOOKS
    own = tmp_path / "work" / "00-start.ipynb"
    own.write_text("mine", encoding="utf-8")
    (tmp_path / "work" / "01-text.ipynb").unlink()
    subprocess.run(make, cwd=tmp_path, check=True, capture_output=True)
    assert own.read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "work" / "01-text.ipynb").is_file()
    assert "work/" in (paths.ROOT / ".gitignore").read_text(encoding="utf-8").split("\n")
