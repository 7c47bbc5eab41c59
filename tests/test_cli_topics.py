"""The command topics: words, shares, numbers of topics side by side, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import analysis as da
from analysis.__main__ import main
from tests.test_topics import planted


@pytest.fixture
def articles(monkeypatch: pytest.MonkeyPatch) -> str:
    """Make every file that is named the planted documents, already cut."""
    tokens = da.Tokens.from_terms(planted())
    docs = list(planted())
    corpus = da.Corpus.from_texts(dict.fromkeys(docs, "글"))
    documents = corpus.documents.assign(outlet=["가", "나"] * (len(docs) // 2))
    monkeypatch.setattr("analysis.commands.inputs.corpus", lambda _: type("Read", (), {"documents": documents})())
    monkeypatch.setattr("analysis.commands.inputs.segmented", lambda *_: tokens)
    return "글.csv"


def test_words_shares_and_scan(articles: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short = ["--iterations", "60"]
    saved = tmp_path / "주제.json"
    assert main(["topics", articles, "--k", "4", *short, "--save", str(saved), "--csv"]) == 0
    written = capsys.readouterr()
    assert written.out.startswith("topic,label,rank,term,tag,probability")
    assert len(written.out.splitlines()) == 41
    assert "Topics were found by latent Dirichlet allocation (LDA) (4 topics, seed 1" in written.err
    assert "tentative: 240 documents alone" in written.err
    assert da.topics.read(saved).k == 4
    assert main(["topics", articles, "--k", "4", *short, "--by", "outlet", "--out", str(tmp_path / "비중.csv")]) == 0
    assert pd.read_csv(tmp_path / "비중.csv")["group"].tolist() == ["가"] * 4 + ["나"] * 4
    capsys.readouterr()
    assert main(["topics", articles, "--scan", "2,4", "--seeds", "2", *short, "--csv"]) == 0
    assert [line.split(",")[:2] for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["2", "1"], ["2", "2"], ["4", "1"], ["4", "2"],
    ]  # fmt: skip
    assert main(["topics", articles, "--k", "4", *short, "--stop", "항구", "--csv"]) == 0
    assert "항구" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say how many topics by --k"),
        (["--k", "4", "--scan", "2,4"], "say how many topics by --k"),
        (["--scan", "2,넷"], "--scan 넷 is no number of topics"),
        (["--scan", "2", "--save", "m.json"], "--save writes one model"),
        (["--k", "4", "--save", "m.csv"], "--save writes one model"),
        (["--k", "40"], "40 topics are too many for 240 documents"),
    ],
)
def test_what_does_not_go_together(
    articles: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["topics", articles, *words]) == 2
    assert said in capsys.readouterr().err
