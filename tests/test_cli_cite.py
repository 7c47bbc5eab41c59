"""Citations from the command line."""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import analysis as da
from analysis import __main__ as cli
from analysis.errors import UnsealedWarning
from analysis.files import sealed

BOOK = {"id": "b", "version": "1.0", "status": "unvalidated", "sha256": "0" * 64}
RECIPE = {"kit": "damron 0.0.9", "analyser": "kiwipiepy 0.20.0", "model": "kiwipiepy_model 0.20.0"}


def figure(chart: str, **recipe: str) -> dict[str, Any]:
    return {"chart": chart, "codebook": BOOK if chart == "strip" else None, "recipe": RECIPE | recipe}


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    """A manifest of two figures of one version, and one of a later version."""
    path = tmp_path / "manifest.json"
    figures = {"a-keyness": figure("keyness"), "a-strip": figure("strip"), "b": figure("ranks", kit="damron 0.1.0")}
    path.write_bytes(sealed.to_json({"figures": figures}, schema="damron-figures/2", rows=3))
    return path


def test_the_installed_kit_as_text_bibtex_and_csl(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["cite"]) == 0
    kit = f"Damron contributors. Damron: a Korean discourse-analysis kit for Jupyter. Version {da.__version__}."
    parts = f"kiwipiepy {version('kiwipiepy')}, kiwipiepy_model {version('kiwipiepy_model')}"
    kiwi = f"Lee, Min-chul. Kiwi: Korean Intelligent Word Identifier. Version {parts}."
    assert capsys.readouterr().out == f"{kit} Computer software.\n{kiwi} Computer software.\n"
    assert cli.main(["cite", "--format", "bibtex"]) == 0
    assert capsys.readouterr().out.count("@software{") == 2
    assert cli.main(["cite", "--format", "csl"]) == 0
    assert [item["id"] for item in json.loads(capsys.readouterr().out)] == ["damron", "kiwi"]


def test_figures_name_their_versions_codebooks_and_methods(manifest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["--figure", "a-strip", "--figure", "a-keyness"]
    assert cli.main(["cite", str(manifest), *names]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "Version 0.0.9." in lines[0]
    assert "Version kiwipiepy 0.20.0, kiwipiepy_model 0.20.0." in lines[1]
    assert lines[2] == f"Codebook b, version 1.0 (unvalidated), SHA-256 {'0' * 64}."
    assert lines[3].startswith("framing.score: Density follows dictionary practice (Laver & Garry 2000)")
    assert lines[4].startswith("stats.keyness: Westfall & Young (1993), max-T")
    out = manifest.parent / "인용.bib"
    assert cli.main(["cite", str(manifest), *names, "--format", "bibtex", "--out", str(out)]) == 0
    told = out.read_text(encoding="utf-8").splitlines()
    assert [line for line in told if line.startswith("% ")] == [f"% {line}" for line in lines[2:]]
    assert not any("@" in line for line in told if line.startswith("%"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "the figures were made by several versions (damron 0.0.9 with kiwipiepy 0.20.0; damron 0.1.0 with kiwi"),
        (["--figure", "c"], "the manifest has no figure 'c'; it has a-keyness, a-strip, b"),
    ],
)
def test_what_cannot_be_cited_is_one_sentence(
    manifest: Path, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["cite", str(manifest), *words]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"error: {said}")
    assert told.count("\n") == 1


@pytest.mark.parametrize("text", ["", "[]", '{"schema": "damron-figures/2", "figures": {}}'])
def test_a_file_that_is_no_manifest(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    assert cli.main(["cite", str(path)]) == 2
    assert capsys.readouterr().err.startswith("error: x.json ")
    assert cli.main(["cite", str(tmp_path / "없음.json")]) == 2


@pytest.mark.parametrize("text", ['{"schema": 1}', '{"schema": "damron-figures/1"}', "{}"])
@pytest.mark.filterwarnings("ignore::analysis.errors.UnsealedWarning")
def test_a_mapping_that_is_no_manifest(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    assert cli.main(["cite", str(path)]) == 2
    assert capsys.readouterr().err.startswith(f"error: {path} is ")


def test_a_manifest_of_before_there_were_seals_is_read_and_said_to_be_unsealed(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"schema": "damron-figures/1", "figures": {"b": figure("ranks")}}), encoding="utf-8")
    with pytest.warns(UnsealedWarning, match=r"manifest\.json has no seal"):
        assert cli.main(["cite", str(path)]) == 0


def test_the_manifest_of_a_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    functions = [{"name": "stats.frequency", "line": "Count terms.", "references": "Source."}]
    told = {"kit": "0.0.9", "recipe": RECIPE, "codebooks": [BOOK], "functions": functions}
    path = tmp_path / "글.json"
    path.write_bytes(sealed.to_json(told, schema="damron-report/2", rows=0))
    assert cli.main(["cite", str(path)]) == 0
    assert capsys.readouterr().out.splitlines()[2:] == [
        f"Codebook b, version 1.0 (unvalidated), SHA-256 {'0' * 64}.",
        "stats.frequency: Source.",
    ]
    assert cli.main(["cite", str(path), "--figure", "a"]) == 2
    assert "--figure goes with a manifest of figures" in capsys.readouterr().err
