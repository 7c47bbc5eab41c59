"""The examples in docstrings are true, and the notebooks work for another text than their own."""

from __future__ import annotations

import doctest
import importlib
import json
import pkgutil
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import analysis.codebook
import analysis.explorer
import analysis.framing
import analysis.grammar
import analysis.lexicon
import analysis.matcher
import analysis.measures
import analysis.stats
import analysis.tokens
from analysis import paths
from analysis.errors import MissingError
from analysis.reading import read
from analysis.record import kernel, notebook
from analysis.record.assemble import CHAPTERS

PACKAGES = (
    analysis.codebook,
    analysis.explorer,
    analysis.framing,
    analysis.grammar,
    analysis.lexicon,
    analysis.matcher,
    analysis.measures,
    analysis.stats,
    analysis.tokens,
)
MODULES = sorted(
    f"{package.__name__}.{module.name}" for package in PACKAGES for module in pkgutil.iter_modules(package.__path__)
)
BOOKS = sorted(path.stem for path in paths.NOTEBOOKS.glob("*.ipynb"))
# Four sentences, no noun twice, no word of a codebook.
BARE = "봄이 왔다. 새가 운다.\n\n강물은 흐르고 나무는 자란다.\n"
# The report goes to a folder of the test.
# Exports are tested elsewhere, and their 300 dots per inch would be most of the time taken here.
REPORT = """\
import functools, io, PIL.Image, analysis as da
PIL.Image.new("L", (9, 9)).save(held := io.BytesIO(), "PNG")
da.figures.render = lambda *_, png=held.getvalue(), **__: {{"png": png, "svg": b"<svg/>", "pdf": b""}}
da.report.build = functools.partial(da.report.build, out={out!r})
"""


@pytest.mark.parametrize("name", MODULES)
def test_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def source(cell: dict[str, object]) -> str:
    return "".join(cell["source"])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", BOOKS)
def test_a_notebook_says_what_it_asks_how_long_it_takes_and_what_to_change(name: str) -> None:
    stored = json.loads((paths.NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))
    first = source(stored["cells"][0])
    assert first.startswith(f"# {int(name[:2])}. ")
    for label in ("걸리는 시간", "바꿀 곳", "보여 주지 않는 것"):
        assert f"- **{label}**: " in first
    assert stored["metadata"]["kernelspec"]["name"] == "python3"
    magics = {m for cell in stored["cells"] for m in re.findall(r"^\s*([%!]\S+)", source(cell), re.M)}
    assert magics <= {"%matplotlib", "!git", "%cd", "%pip"}  # none that only one front end knows


@pytest.mark.parametrize("name", [name for name in BOOKS if name not in {"05-corpus", "06-validation"}])
def test_after_each_chart_stands_how_to_read_it_and_what_it_does_not_show(name: str) -> None:
    cells = json.loads((paths.NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    for cell, after in pairwise(cells):
        if cell["cell_type"] == "code" and re.search(r"\.figure$|^explorer$|^seen$", source(cell), re.M):
            assert source(after).startswith("**읽는 법**: ")
            assert "**보여 주지 않는 것**: " in source(after)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> list[list[notebook.Cell]]:
    """Run notebooks in one kernel: 00 and 07 on another article and codebook, then all on a text with nothing in it."""
    folder = tmp_path_factory.mktemp("notebooks")
    bare, other = folder / "bare.txt", folder / "other.txt"
    bare.write_text(BARE, encoding="utf-8")
    other.write_text("바람이 분다. 별이 진다.\n", encoding="utf-8")
    second = {"article": "winter-power", "codebook": "alliance-startup.yaml"}
    nothing = {"article": str(bare), "codebook": "energy-transition.yaml", "others": str(other)}
    wanted = [("00-start", second), ("07-explore", second)]
    wanted += [(name, nothing) for name in ("00-start", *CHAPTERS)]
    chapters = [notebook.inject(notebook.load(paths.NOTEBOOKS / f"{name}.ipynb"), values=v) for name, v in wanted]
    chapters[2].cells.insert(
        0, notebook.code("import analysis as da\nda.report.build = lambda *_, **__: da.paths.ROOT / 'README.md'")
    )
    names = [chapter.name for chapter in chapters]
    before = f"{kernel.BEFORE}\n{REPORT.format(out=str(folder))}"
    cells = notebook.join(chapters, before=before, between=kernel.BETWEEN, after="")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAMRON_FIGURES", str(folder / "figures"))
        done = kernel.run(cells, names=names, tell=lambda _: None)
    return [chapter.cells for chapter in notebook.split(done, names=names, values={})]


def outputs(cells: list[notebook.Cell]) -> list[notebook.Cell]:
    return [output for cell in cells for output in cell.get("outputs", ())]


@pytest.mark.long
def test_the_first_five_minutes_with_another_article_and_codebook(ran: list[list[notebook.Cell]]) -> None:
    shown = outputs(ran[0])
    assert [output["output_type"] for output in shown if output["output_type"] != "stream"] == ["execute_result"] * 5
    said = "".join(output["text"] for output in shown if output["output_type"] == "stream")
    assert said == "winter-power-alliance-startup: 읽기\n"
    assert [sum(key in o.get("data", {}) for o in shown) for key in ("image/png", "text/html")] == [2, 3]
    assert "winter-power-alliance-startup.html" in shown[-1]["data"]["text/html"]


@pytest.mark.long
def test_the_linked_view_in_a_notebook(ran: list[list[notebook.Cell]]) -> None:
    shown = [output["data"] for output in outputs(ran[1])]
    assert "study.desk()" in shown[0]["text/html"]
    assert [data["text/plain"].partition("(")[0] for data in shown[1:3]] == ["Island", "Island"]
    assert all(set(data) == {"text/plain", "text/html"} for data in shown)
    assert all('sandbox="allow-scripts"' in data["text/html"] for data in shown[1:3])
    assert len(shown) == 4


@pytest.mark.long
def test_a_text_with_nothing_to_find_gives_sentences_and_no_traceback(ran: list[list[notebook.Cell]]) -> None:
    refused = [output for cells in ran[2:] for output in outputs(cells) if output["output_type"] == "error"]
    assert {"FigureError", "RefusalError"} <= {output["ename"] for output in refused}
    for output in refused:
        (sentence,) = output["traceback"]
        assert re.match(r"[가-힣 ,]+[.:가-힣]", sentence), sentence
        assert "\n" not in sentence


@pytest.mark.long
def test_a_figure_shows_once(ran: list[list[notebook.Cell]]) -> None:
    for cell in (cell for cells in ran for cell in cells if cell["cell_type"] == "code"):
        kinds = [output["output_type"] for output in cell["outputs"] if output["output_type"] != "stream"]
        assert len(kinds) <= 1, cell["source"]
        assert not any(re.match("<?Axes", str(o.get("data", {}).get("text/plain"))) for o in cell["outputs"])


@pytest.mark.usefixtures("in_korean")
def test_a_misspelt_article_is_one_sentence_with_the_one_that_was_meant() -> None:
    with pytest.raises(MissingError) as caught:
        read("winter-pwoer")
    (sentence,) = caught.value._render_traceback_()
    assert sentence.startswith("파일이나 글을 찾을 수 없다: ")
    assert "(winter-power를 뜻하는가)" in sentence
    with pytest.raises(MissingError) as caught:
        read("없는 글")
    assert "뜻하는가" not in str(caught.value)


LIBRARY = "사서는 책을 고른다. 아이가 책을 사서 읽는다. 사서가 웃는다. 한들시와 업무협약을 맺었다. 업무협약은 길다."


def held_by(name: str, *names: str, **values: object) -> dict[str, Any]:
    """Run the cells of a notebook that define some names, and return what they hold."""
    held: dict[str, Any] = {"da": analysis, **values}
    for cell in json.loads((paths.NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
        wanted = [line for line in source(cell).split("\n") if re.match(rf"(?:{'|'.join(names)}) = ", line)]
        if cell["cell_type"] == "code":
            exec("\n".join(wanted), held)
    return held


def test_chart_table_and_lines_of_the_notebooks_count_alike(tmp_path: Path) -> None:
    path = tmp_path / "도서관.txt"
    path.write_text(LIBRARY, encoding="utf-8")
    names = ("study", "corpus", "tokens", "keywords", "counted", "first", "lemma", "node", "lines")
    given = {"units": [], "stop": [], "variants": {}}
    one = held_by("02-keywords", *names, article=str(path), word="", top=25, **given)
    # by hand: 책, 사서 (a librarian) and 업무협약 twice each; the third 사서 is bought, and no noun
    words = {(row.term, row.tag): row.n for row in one["keywords"].itertuples()}
    assert words == {("사서", "NNG"): 2, ("업무협약", "NNG"): 2, ("책", "NNG"): 2}
    assert (one["node"], len(one["lines"])) == ("사서/NNG", 2)
    settings = given | {"codebook": "alliance-startup", "by": "outlet", "reading": {}}
    both = held_by("05-corpus", "texts", "study", "corpus", "merged", "words", source=[str(path)], **settings)
    assert {(r.term, r.tag): r.n for r in both["words"].itertuples() if r.n > 1} == words
    for term, tag in words:
        assert len(analysis.stats.concordance(both["corpus"], both["merged"], f"{term}/{tag}")) == 2
