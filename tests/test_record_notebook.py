import json
from pathlib import Path

import nbformat
import pytest

from analysis.errors import MissingError, ReportError
from analysis.record import notebook

BOOKS = Path(__file__).parent / "data" / "notebooks"


def write(folder: Path, *cells: tuple[str, str, list[str]]) -> Path:
    made = [
        {"cell_type": kind, "id": f"c{i}", "metadata": {"tags": tags}, "source": source}
        | ({"execution_count": 7, "outputs": [output()]} if kind == "code" else {})
        for i, (kind, source, tags) in enumerate(cells)
    ]
    path = folder / "장.ipynb"
    text = json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": made}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
    return path


def output() -> dict[str, object]:
    return {"output_type": "stream", "name": "stdout", "text": "old"}


def sources(chapter: notebook.Chapter) -> list[str]:
    return [cell["source"] for cell in chapter.cells]


def test_load_drops_what_an_earlier_run_left(tmp_path: Path) -> None:
    path = write(tmp_path, ("markdown", "# 장", []), ("code", 'article = "x"', ["parameters"]))
    chapter = notebook.load(path)
    assert chapter.name == "장"
    assert sources(chapter) == ["# 장", 'article = "x"']
    assert chapter.cells[1]["outputs"] == []
    assert chapter.cells[1]["execution_count"] is None


@pytest.mark.parametrize("tags", [[[], []], [["parameters"], ["parameters"]]])
def test_load_refuses_none_or_two_parameter_cells(tmp_path: Path, tags: list[list[str]]) -> None:
    path = write(tmp_path, *(("code", "a = 1", each) for each in tags))
    with pytest.raises(ReportError, match=r"장\.ipynb needs exactly one cell with the tag 'parameters'"):
        notebook.load(path)


def test_load_refuses_what_is_no_notebook(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "b.ipynb").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ReportError, match=r"a\.ipynb is not a notebook"):
        notebook.load(tmp_path / "a.ipynb")
    with pytest.raises(ReportError, match=r"b\.ipynb is not a notebook"):
        notebook.load(tmp_path / "b.ipynb")
    with pytest.raises(MissingError, match=r"no notebook .*c\.ipynb"):
        notebook.load(tmp_path / "c.ipynb")


def test_inject_puts_the_values_after_the_parameters(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        ("code", "import x", []),
        ("code", 'article = "a"', ["parameters"]),
        ("code", 'article = "of an earlier run"', ["injected-parameters"]),
        ("code", "read(article)", []),
    )
    chapter = notebook.inject(notebook.load(path), values={"article": 'C:\\글 "하나"'})
    # a Windows path with quotes must come back as the very same string
    assert sources(chapter) == [
        "import x",
        'article = "a"',
        'article = "C:\\\\글 \\"하나\\""',
        "read(article)",
    ]
    held: dict[str, str] = {}
    exec(chapter.cells[2]["source"], held)
    assert held["article"] == 'C:\\글 "하나"'
    assert chapter.cells[2]["metadata"]["tags"] == ["injected-parameters"]


def test_places_count_the_cells_of_the_file_not_the_injected_one(tmp_path: Path) -> None:
    path = write(tmp_path, ("code", "a = 1", ["parameters"]), ("code", "b", []))
    chapter = notebook.inject(notebook.load(path), values={"article": "x"})
    assert [cell["metadata"].get("place") for cell in chapter.cells] == [1, None, 2]


def test_join_and_split_keep_each_chapter_and_hide_the_rest() -> None:
    chapters = [
        notebook.inject(notebook.load(BOOKS / f"{name}.ipynb"), values={"article": "/a/b/글.txt"})
        for name in ("one", "two")
    ]
    cells = notebook.join(chapters, before="B", between="M", after="A")
    hidden = [cell["source"] for cell in cells if "chapter" not in cell["metadata"]]
    assert hidden == ["B", "M", "A"]
    assert cells[len(chapters[0].cells) + 1]["source"] == "M"
    assert len({cell["id"] for cell in cells}) == len(cells)
    parted = notebook.split(cells, names=["one", "two"], values={"article": "글.txt"})
    for before, after in zip(chapters, parted, strict=True):
        # the only difference: the machine's path is not shown
        assert sources(after) == [s.replace("/a/b/", "") for s in sources(before)]
        counts = [cell["execution_count"] for cell in after.cells if cell["cell_type"] == "code"]
        assert counts == list(range(1, len(counts) + 1))


def test_split_takes_out_what_differs_from_run_to_run() -> None:
    cell = notebook.code("x", tag="a")
    cell["metadata"]["chapter"] = 0
    cell["outputs"] = [
        {
            "output_type": "execute_result",
            "execution_count": 12,
            "metadata": {},
            "data": {"text/plain": "<Axes at 0x7f00ab>"},
        },
        {"output_type": "stream", "name": "stdout", "text": "at 0x12 stays: it was printed"},
    ]
    (chapter,) = notebook.split([cell], names=["a"], values={})
    shown, printed = chapter.cells[0]["outputs"]
    assert shown["data"]["text/plain"] == "<Axes>"
    assert shown["execution_count"] is None
    assert printed["text"] == "at 0x12 stays: it was printed"


def test_the_notebooks_of_the_tests_are_valid_and_without_outputs() -> None:
    for path in BOOKS.glob("*.ipynb"):
        held = nbformat.read(path, as_version=4)
        nbformat.validate(held)
        assert not any(cell.get("outputs") for cell in held.cells)
