"""The command voices, on articles of our own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis.__main__ import main
from analysis.paths import SEEDS

MADE = str(SEEDS / "made" / "speech.csv")


def test_shares_and_quotations_as_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shares, listed = tmp_path / "비중.csv", tmp_path / "인용.csv"
    assert main(["voices", MADE, "--out", str(shares)]) == 0
    told = capsys.readouterr().err
    assert "quotation(s)" in told
    table = pd.read_csv(shares)
    first = table[table["group"] == "가나일보"].iloc[0]
    assert first["actor"] == "김나래"
    assert 0.35 < first["share"] < 0.65  # planted: .5
    assert main(["voices", MADE, "--list", "--out", str(listed)]) == 0
    assert set(pd.read_csv(listed)["doc"]) >= {"speech-01"}


def test_a_list_of_actors_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["voices", MADE, "--actors", "없음.yaml"]) != 0
    assert "list of actors" in capsys.readouterr().err
