"""The command line of codebooks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import __main__ as cli
from analysis import paths

ENERGY = paths.CODEBOOKS / "energy-transition.yaml"


def test_new_writes_a_file_that_check_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["codebook", "new", "mine", "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'mine.yaml'}\n"
    assert cli.main(["codebook", "check", str(tmp_path / "mine.yaml")]) == 0
    assert cli.main(["codebook", "new", "mine", "--out", str(tmp_path)]) == 2
    assert "already" in capsys.readouterr().err


def test_diff_tells_terms_and_hits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    later = tmp_path / "later.yaml"
    text = ENERGY.read_text(encoding="utf-8")
    later.write_text(text.replace("(요금|고지서)", "(요금|계량기)"), encoding="utf-8")
    assert cli.main(["codebook", "diff", str(ENERGY), str(later)]) == 0
    assert capsys.readouterr().out == "changed  cost co03, match: - 고지서; + 계량기\n1 change(s) of the codebook\n"
    assert cli.main(["codebook", "diff", str(ENERGY), str(later), "energy-cost", "electric-bus-fair"]) == 0
    lines = capsys.readouterr().out.splitlines()
    # 고지서 stands in sentences 1, 16, 24 and 33 of the article
    assert lines[2:] == [
        *(
            f"lost     energy-cost, sentence {n}: 고지서 (cost co03); match: - 고지서; + 계량기"
            for n in (1, 16, 24, 33)
        ),
        "hits: 0 gained, 4 lost, 0 changed",
    ]


def test_diff_reads_articles_as_it_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "깨진 글.docx").write_bytes(b"PK")
    words = ["codebook", "diff", str(ENERGY), str(ENERGY)]
    files = ["energy-cost", str(tmp_path / "깨진 글.docx")]
    assert cli.main([*words, *files]) == 2
    assert "깨진 글.docx" in capsys.readouterr().err
    assert cli.main([*words, *files, "--errors", "report"]) == 0
    said = capsys.readouterr()
    assert said.out.endswith("hits: 0 gained, 0 lost, 0 changed\n")
    assert said.err.startswith("not read: 깨진 글.docx: ")
    assert cli.main([*words, "--column", "text=기사"]) == 2
    assert capsys.readouterr().err.startswith("error: --column is for articles to compare hits in; name some")


def test_diff_of_a_file_with_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["codebook", "diff", str(ENERGY), str(ENERGY)]) == 0
    assert capsys.readouterr().out == "0 change(s) of the codebook\n"


def test_export_writes_what_the_ending_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.md", "a.xlsx", "a.qdc"):
        assert cli.main(["codebook", "export", str(ENERGY), str(tmp_path / name)]) == 0
        assert capsys.readouterr().out == f"{tmp_path / name}\n"
        assert (tmp_path / name).is_file()
    assert cli.main(["codebook", "export", str(ENERGY), str(tmp_path / "a.md"), "--to", "qdc"]) == 2
    assert capsys.readouterr().err == "error: a codebook as qdc ends in .qdc; rename a.md\n"


def test_suggest_proposes_words_with_their_places(
    capsys: pytest.CaptureFixture[str], promised: Callable[..., dict[str, list[str]]]
) -> None:
    words = ["codebook", "suggest", "energy-cost", "solar-ledger", "--codebook", str(ENERGY)]
    assert cli.main([*words, "--frame", "cost", "--json"]) == 0
    said = capsys.readouterr()
    told = json.loads(said.out)
    assert said.err.startswith(f"cost: {len(told)} proposal(s) among ")
    assert told
    first = told[0]
    assert list(first)[:4] == ["accept", "term", "tag", "frame"]
    assert (first["accept"], first["frame"]) == ("", "cost")
    assert f"[{first['term']}]" in first["line_1"]
    assert set(first) == set(promised("codebook", "suggest")[""])
    assert cli.main([*words, "--frame", "colour"]) == 2
    assert "has no frame 'colour'" in capsys.readouterr().err
