"""The figures of an article without its report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import analysis as da
from analysis import __main__ as cli
from analysis import paths
from analysis.errors import OptionError, ReportError
from analysis.record import kernel

CELLS = [
    ("parameters", 'article = ""\ncodebook = ""'),
    ("", "import analysis as da\n\ndoc = da.read(article).documents['doc'][0]"),
    ("", "tokens = da.Tokens.from_terms({doc: ['나무', '나무', '숲']})\ntable = da.stats.frequency(tokens, tags=None)"),
    ("", "name = f'{doc}-{da.codebook.read(codebook).frame_ids[0]}'"),
    ("", "da.figures.export(da.plots.frequency(table), name, table=table, recipe=tokens.recipe)"),
]


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A chapter that exports one figure, named after its article and its codebook."""
    cells: list[dict[str, Any]] = [
        {
            "cell_type": "code",
            "id": f"c{n}",
            "source": source,
            "metadata": {"tags": [tag] if tag else []},
            "outputs": [],
            "execution_count": None,
        }
        for n, (tag, source) in enumerate(CELLS)
    ]
    path = tmp_path / "장.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}), encoding="utf-8")
    return path


@pytest.mark.slow
def test_figures_are_those_of_the_notebooks(tmp_path: Path, notebook: Path) -> None:
    article = tmp_path / "내 글.txt"
    article.write_text("동맹은 길다.\n", encoding="utf-8")
    book = paths.CODEBOOKS / "energy-transition.yaml"
    told: list[str] = []
    out = tmp_path / "그림"
    made = da.report.draw(article, codebook=book, notebooks=[notebook], out=out, progress=told.append)
    assert told == ["내 글: 장"]
    assert made == [out / f"내 글-cost.{ending}" for ending in ("png", "svg", "pdf", "csv")]
    assert all(path.stat().st_size for path in made)
    assert list(json.loads((out / "manifest.json").read_text(encoding="utf-8"))["figures"]) == ["내 글-cost"]


def test_a_cell_that_fails_is_one_sentence(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*_: object, **__: object) -> None:
        msg = "장.ipynb, cell 2: KeyError: 'doc'"
        raise ReportError(msg)

    monkeypatch.setattr(kernel, "run", run)
    with pytest.raises(ReportError, match=r"^no figures of energy-cost: 장\.ipynb, cell 2: KeyError: 'doc'$"):
        da.report.draw("energy-cost", notebooks=[notebook])


def test_several_documents_have_no_figures() -> None:
    with pytest.raises(OptionError, match="articles holds 11 documents, and the figures are about one"):
        da.report.draw(paths.ARTICLES)


def test_the_command_names_the_files_from_where_the_user_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: dict[str, Any] = {}

    def draw(article: str, **options: Any) -> list[Path]:
        asked.update(options, article=article)
        options["progress"]("글: 01-text")
        return [tmp_path / "그림" / "글-keywords.png"]

    monkeypatch.setattr(da.report, "draw", draw)
    monkeypatch.chdir(tmp_path)
    assert cli.main(["figures", "글.txt", "--codebook", "energy-transition", "--out", "그림"]) == 0
    said = capsys.readouterr()
    assert said.out.replace("\\", "/") == "그림/글-keywords.png\n"
    assert said.err == "글: 01-text\n"
    assert (asked["article"], Path(asked["codebook"]).name, asked["out"]) == (
        "글.txt",
        "energy-transition.yaml",
        "그림",
    )
