"""One resolver for every place that takes a codebook by name."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import analysis as da
from analysis import __main__ as cli
from analysis.codebook import find, read
from analysis.errors import CodebookError, MissingError, ReportError
from analysis.record import assemble

KIT = da.paths.CODEBOOKS / "alliance-startup.yaml"
WAYS = {
    "path": str(KIT),
    "file name": "alliance-startup.yaml",
    "name without ending": "alliance-startup",
    "id": "rok-us-alliance-vs-startup",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def report_book(name: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Build a report up to the kernel, and return the codebook that its chapters are told."""
    told: list[dict[str, Any]] = []

    def inject(chapter: object, *, values: dict[str, Any]) -> object:
        told.append(values)
        raise ReportError

    monkeypatch.setattr(assemble.notebook, "inject", inject)
    with pytest.raises(ReportError):
        assemble.build("energy-cost", codebook=name)
    return Path(told[0]["codebook"])


@pytest.mark.parametrize("name", WAYS.values(), ids=WAYS)
def test_four_ways_of_naming_one_codebook(
    name: str, here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert find(name) == KIT
    assert read(name).id == WAYS["id"]
    assert report_book(name, monkeypatch) == KIT.resolve()
    island = da.explore(da.Corpus.from_texts({"d": "새 동맹이다."}), codebook=name)
    assert [item.label for item in island.lists[1].items] == [frame.label.ko for frame in read(KIT).frames]
    (here / "글.txt").write_text("새 동맹을 넓힌다.\n", encoding="utf-8")
    assert cli.main(["frames", "글.txt", "--codebook", name, "--csv"]) == 0
    assert "codebook rok-us-alliance-vs-startup" in capsys.readouterr().err
    assert cli.main(["codebook", "check", name]) == 0


@pytest.mark.parametrize("name", ["mine.yaml", "mine", "sub/mine"])
def test_the_current_folder_comes_before_the_kit(name: str, here: Path) -> None:
    (here / "sub").mkdir()
    for place in (here, here / "sub"):
        shutil.copy(KIT, place / "mine.yaml")
    assert find(name) == Path(name).with_suffix(".yaml")
    shutil.copy(KIT, here / "alliance-startup.yml")
    assert find("alliance-startup") == Path("alliance-startup.yml")
    assert find(WAYS["id"]) == KIT


def test_a_folder_is_no_codebook_and_a_path_wins(here: Path) -> None:
    (here / "alliance-startup").mkdir()
    assert find("alliance-startup") == KIT
    (here / "energy-transition").write_bytes(KIT.read_bytes())
    assert find(Path("energy-transition")) == Path("energy-transition")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("none", "no codebook 'none'; name a file, or one of the kit's: alliance-startup, energy-transition"),
        ("aliance-startup", "no codebook 'aliance-startup' (did you mean alliance-startup?); name a file, or one of"),
        ("rok-us-alliance-vs-startups", "(did you mean rok-us-alliance-vs-startup?)"),
        ("", "no codebook ''; name a file"),
        ("alliance-startup.validation", "no codebook 'alliance-startup.validation'"),
        (".", "no codebook '.'; name a file"),
        ("schema: kfa-codebook/1\n" * 300, "no codebook 'schema: kfa-codebook/1"),
        ("a\0b", "no codebook 'a\\x00b'"),
    ],
    ids=["unknown", "misspelt name", "misspelt id", "empty", "validation file", "folder", "a text", "NUL"],
)
@pytest.mark.parametrize("use", [find, read, assemble.book_of], ids=["find", "read", "report"])
def test_what_is_not_there_is_one_sentence(use: Callable[[str], object], name: str, message: str) -> None:
    with pytest.raises(MissingError) as caught:
        use(name)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("words", [["report", "energy-cost"], ["figures", "energy-cost"], ["frames", "energy-cost"]])
def test_an_empty_name_is_an_error_of_every_command(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([*words, "--codebook", ""]) == 2
    assert capsys.readouterr().err.startswith("error: --codebook is empty; name a codebook file")


def test_names_that_stand_for_two_codebooks(tmp_path: Path) -> None:
    for name in ("a.yaml", "a.yml"):
        shutil.copy(KIT, tmp_path / name)
    with pytest.raises(CodebookError, match=r"codebook 'a' stands for .*a\.yaml and .*a\.yml; name one of these files"):
        find("a", folder=tmp_path)
    assert find("a.yml", folder=tmp_path) == tmp_path / "a.yml"
    with pytest.raises(CodebookError, match=r"'rok-us-alliance-vs-startup' stands for .*a\.yaml and"):
        find(WAYS["id"], folder=tmp_path)


def test_a_codebook_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: [\n", encoding="utf-8")
    (tmp_path / "b.yaml").write_bytes("id: 동맹".encode("cp949"))
    shutil.copy(KIT, tmp_path / "c.yaml")
    assert find(WAYS["id"], folder=tmp_path) == tmp_path / "c.yaml"
    with pytest.raises(MissingError, match=r"the kit's: a, b, c$"):
        find("d-e-f", folder=tmp_path)
    with pytest.raises(MissingError, match=r"the kit's: none is there$"):
        find("d", folder=tmp_path / "none")
