"""The command network: what it shows, refuses and writes, on the made texts with three planted groups."""

from __future__ import annotations

import io
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

from analysis import paths
from analysis.__main__ import main

MADE = str(paths.SEEDS / "made" / "networks.csv")


def test_the_bridge_is_first_and_the_cut_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["network", MADE, "--layer", "morphs", "--csv"]) == 0
    out, err = capsys.readouterr()
    table = pd.read_csv(io.StringIO(out))
    assert table.sort_values("rank_betweenness")["term"].iloc[0] == "시청"
    assert "by the Jaccard coefficient (rank 3 or better)" in err


def test_communities_and_a_file_for_gephi(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "연결망.gexf"
    words = ["network", MADE, "--layer", "morphs", "--show", "communities", "--file", str(file), "--csv"]
    assert main(words) == 0
    out, _ = capsys.readouterr()
    groups = pd.read_csv(io.StringIO(out)).set_index("term")["community"]
    assert groups["갑판"] == groups["항로"] != groups["교실"] == groups["급식"]
    graph = nx.read_gexf(file, version="1.3")
    assert {data["community"] for _, data in graph.nodes(data=True)} == {f"{k:.0f}" for k in groups.unique()}


def test_what_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["network", MADE, "--layer", "morphs", "--terms", "5"]) == 2
    assert "needs 10" in capsys.readouterr().err
    assert main(["network", MADE, "--layer", "morphs", "--within", "문단"]) == 2
    assert "within" in capsys.readouterr().err
    assert main(["network", MADE, "--show", "cuts", "--rule", "none"]) == 2
    assert "leave --rule out" in capsys.readouterr().err
