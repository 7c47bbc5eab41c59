"""The command line of codebooks."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis import __main__ as cli
from analysis import paths

ENERGY = paths.CODEBOOKS / "energy-transition.yaml"


def test_start_writes_a_file_that_check_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["codebook", "start", "--name", "mine", "--out", str(tmp_path)]) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'mine.yaml'}\n"
    assert cli.main(["codebook", "check", str(tmp_path / "mine.yaml")]) == 0
    assert cli.main(["codebook", "start", "--name", "mine", "--out", str(tmp_path)]) == 2
    assert "already" in capsys.readouterr().err


def test_start_fills_a_file_from_an_article(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    article = tmp_path / "내 글(1).txt"
    article.write_text("요금이 올랐다. 고지서를 받았다. 기후가 변한다. 탄소를 줄인다.", encoding="utf-8")
    assert cli.main(["codebook", "start", str(article), "--out", str(tmp_path / "책")]) == 0
    said = capsys.readouterr()
    file = tmp_path / "책" / "내-글-1.yaml"
    assert said.out == f"{file}\n"
    assert said.err.startswith("the two frames are a first sorting of words")
    assert cli.main(["codebook", "check", str(file)]) == 0
    assert cli.main(["codebook", "start"]) == 2
    assert "needs an article to take words from, or --name" in capsys.readouterr().err
    assert cli.main(["codebook", "start", "--name", "b", "--column", "text=기사"]) == 2
    assert cli.main(["codebook", "start", "donga-2023-05-04", "--out", str(tmp_path)]) == 2
    assert "redacted" in capsys.readouterr().err


def test_check_lists_everything_that_does_not_fit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "b.yaml"
    text = ENERGY.read_text(encoding="utf-8")
    file.write_text(
        text.replace("id: co03", "di: co03").replace("compare: [cost,", "compare: [cots,"), encoding="utf-8"
    )
    assert cli.main(["codebook", "check", str(file)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"3 to mend in {file}; nothing was tested"
    assert "names the unknown frame with terms 'cots' (did you mean cost?)" in lines[0]
    assert [line.partition(": line ")[0] for line in lines[:-1]] == ["failed"] * 3


def test_check_says_which_sentences_were_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = pd.DataFrame(
        [("warning: misread", "a", "a1", "어제 제도 이야기", "제도", "저/NP 의/JKG 도/JX", True)],
        columns=["check", "frame", "term", "text", "expected", "found", "passed"],
    )
    monkeypatch.setattr("analysis.framing.check", lambda _: made)
    assert cli.main(["codebook", "check", str(ENERGY)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "left out: term a1; 어제 제도 이야기; the analyser reads 저/NP 의/JKG 도/JX there and not 제도"
    assert lines[1] == "0 checks, 0 failed"


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
