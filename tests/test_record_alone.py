"""Each notebook shows the same alone, in a kernel of its own, as it does as a chapter after the others."""

import re
from pathlib import Path

import pytest

from analysis import paths
from analysis.record import kernel, notebook
from analysis.record.assemble import CHAPTERS

pytestmark = pytest.mark.slow

ARTICLE = "energy-climate"
VALUES = {"article": ARTICLE, "codebook": "energy-transition.yaml"}  # both others than the notebooks' own
BOOKS = [paths.NOTEBOOKS / f"{name}.ipynb" for name in CHAPTERS]


# Figures are not drawn: that is most of the time, and what is shown of them here is their number.
BEFORE = f"""{kernel.BEFORE}
import io, PIL.Image, analysis.figures
held = io.BytesIO()
PIL.Image.new("P", (9, 9)).save(held, "PNG")
analysis.figures.render = lambda figure, png=held.getvalue(), **about: {{"png": png, "svg": b"<svg></svg>", "pdf": b""}}
"""


def ignore(message: str) -> None:
    pass


def executed(books: list[Path]) -> list[list[notebook.Cell]]:
    chapters = [notebook.inject(notebook.load(book), values=VALUES) for book in books]
    names = [chapter.name for chapter in chapters]
    after = kernel.AFTER.format(article=repr(ARTICLE))
    cells = notebook.join(chapters, before=BEFORE, between=kernel.BETWEEN, after=after)
    done = notebook.split(kernel.run(cells, names=names, tell=ignore), names=names, values={})
    return [chapter.cells for chapter in done]


def same_alone(book: Path, chapter: list[notebook.Cell]) -> None:
    """Run a notebook alone and compare what it shows."""
    (alone,) = executed([book])
    shown = 0
    for own, other in zip(alone, chapter, strict=True):
        if own["cell_type"] != "code":
            continue
        for one, two in zip(own["outputs"], other["outputs"], strict=True):
            # the number of a figure counts over all chapters; everything else is the same
            assert {k: v for k, v in one.items() if k != "metadata"} == {
                k: v for k, v in two.items() if k != "metadata"
            }
            shown += 1
    assert shown > 3


@pytest.mark.long
def test_a_notebook_alone_shows_what_its_chapter_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    same_alone(BOOKS[1], executed(BOOKS[:2])[1])


@pytest.fixture(scope="module")
def together(tmp_path_factory: pytest.TempPathFactory) -> list[list[notebook.Cell]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAMRON_FIGURES", str(tmp_path_factory.mktemp("figures")))
        return executed(BOOKS)


@pytest.mark.long
@pytest.mark.parametrize("number", range(len(BOOKS)), ids=[book.stem for book in BOOKS])
def test_every_notebook_alone_shows_what_its_chapter_shows(
    number: int, together: list[list[notebook.Cell]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    same_alone(BOOKS[number], together[number])


def test_every_notebook_is_a_chapter_or_known_to_be_none() -> None:
    about = {book.stem: book.read_text(encoding="utf-8") for book in paths.NOTEBOOKS.glob("*.ipynb")}
    assert sorted(name for name, text in about.items() if re.search(r"da\.(?:read|study)\(article\b", text)) == [
        "00-start",
        *CHAPTERS,
        "07-explore",
    ]
    assert sorted(set(about) - set(CHAPTERS)) == [
        "00-start",
        "05-corpus",
        "06-validation",
        "07-explore",
        "08-tables",
        "09-time",
    ]


# No chapters of a report; the figures and tables that they export. 06-validation has no tokens and no recipe, and
# exports none.
OTHERS = {
    "05-corpus": [
        "corpus-composition",
        "corpus-groups",
        "corpus-keyness",
        "corpus-keywords",
        "corpus-overlap",
        "corpus-time",
    ],
    "06-validation": [],
    "08-tables": [
        "crosstab-residuals",
        "crosstab-shares",
        "network",
        "network-centrality",
        "network-concor",
        "network-cuts",
        "network-qap",
        "regression",
        "table-1",
        "table-2",
        "table-3",
        "table-4",
        "table-5",
        "voices",
    ],
    "09-time": [
        "bursts",
        "clusters",
        "map",
        "stories",
        "table-1",
        "timeline",
        "timeline-groups",
        "topic-scan",
        "topic-shares",
        "topics",
    ],
}


# In CI the tests of notebooks run them, on texts of one's own.
@pytest.mark.long
@pytest.mark.parametrize("name", OTHERS)
def test_a_notebook_that_is_no_chapter_runs_by_itself(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    book = notebook.load(paths.NOTEBOOKS / f"{name}.ipynb")
    joined = notebook.join([book], before=BEFORE, between="", after=kernel.AFTER.format(article=repr(ARTICLE)))
    done = kernel.run(joined, names=[name], tell=ignore)
    [cells] = [chapter.cells for chapter in notebook.split(done, names=[name], values={})]
    figures = sorted(path.stem for ending in ("png", "docx") for path in tmp_path.glob(f"*.{ending}"))
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    kinds = {output["output_type"] for cell in code for output in cell["outputs"]}
    assert kinds <= {"execute_result", "display_data"}
    assert any("image/png" in output["data"] for cell in code for output in cell["outputs"])
    assert figures == OTHERS[name]
