"""Files of a network, read back by other programs' readers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import stats, style
from analysis.errors import OptionError, RefusalError, SchemaError
from tests.made_networks import edges, two_groups

TIES = edges([("한미 동맹", "나", 14), ("나", "가", 3), ("한미 동맹", "A&B", 2)])
GROUPS = edges(two_groups())
NODES = [stats.centrality(GROUPS), stats.communities(GROUPS, runs=5)]


def written(table: pd.DataFrame, path: Path, **options: object) -> str:
    made = stats.write_network(table, path, **options)  # type: ignore[arg-type]
    raw = made.read_bytes()
    assert b"\r" not in raw
    again = stats.write_network(table.sample(frac=1, random_state=1), path.with_stem("again"), **options)  # type: ignore[arg-type]
    if path.suffix != ".csv":
        assert again.read_bytes() == raw  # in whatever order the rows come
    return raw.decode("utf-8")


def test_net_is_the_dialect_of_pajek(tmp_path: Path) -> None:
    text = written(TIES, tmp_path / "n.net")
    assert text == ('\ufeff*Vertices 4\n1 "A&B"\n2 "가"\n3 "나"\n4 "한미 동맹"\n*Edges\n1 4 2\n2 3 3\n3 4 14\n')
    graph = nx.parse_pajek(text.removeprefix("\ufeff").splitlines())
    assert {(*sorted(pair), data["weight"]) for *pair, data in graph.edges(data=True)} == {
        ("A&B", "한미 동맹", 2), ("가", "나", 3), ("나", "한미 동맹", 14)
    }  # fmt: skip
    assert not (tmp_path / "n.clu").exists()


def test_pajek_has_a_partition_and_a_vector_beside_it(tmp_path: Path) -> None:
    made = stats.write_network(GROUPS, tmp_path / "g.net", nodes=NODES)
    assert made == tmp_path / "g.net"
    assert (tmp_path / "g.clu").read_text(encoding="utf-8") == "*Vertices 11\n" + "1\n" * 6 + "2\n" * 5
    vector = (tmp_path / "g.vec").read_text(encoding="utf-8").splitlines()
    by_term = NODES[0].sort_values("term")["betweenness"]
    assert [float(line) for line in vector[1:]] == by_term.tolist()  # 17 digits come back as they were
    none = NODES[1].assign(community=np.nan)
    stats.write_network(GROUPS, tmp_path / "h.net", nodes=[none, NODES[0].assign(betweenness=np.nan)])
    assert set((tmp_path / "h.clu").read_text(encoding="utf-8").splitlines()[1:]) == {"0"}
    assert set((tmp_path / "h.vec").read_text(encoding="utf-8").splitlines()[1:]) == {"999999998"}


def test_quotation_marks_of_pajek(tmp_path: Path) -> None:
    table = edges([('a"b', "c")])
    assert '1 "a\'b"' in written(table, tmp_path / "q.net")
    with pytest.raises(RefusalError, match=r"one label in a \.net file"):
        stats.write_network(edges([('a"b', "a'b")]), tmp_path / "q.net")
    with pytest.raises(RefusalError, match=r"cannot be a label in a \.net file"):
        stats.write_network(edges([("a\nb", "c")]), tmp_path / "q.net")


def test_gexf_carries_attributes_colours_and_sizes(tmp_path: Path) -> None:
    text = written(GROUPS, tmp_path / "g.gexf", nodes=NODES)
    assert 'xmlns="http://gexf.net/1.3"' in text
    assert 'defaultedgetype="undirected"' in text
    assert "lastmodifieddate" not in text
    for title, kind in (("windows", "long"), ("community", "string"), ("betweenness", "double")):
        assert f'title="{title}" type="{kind}"' in text
    graph = nx.read_gexf(tmp_path / "g.gexf", version="1.3")
    assert not graph.is_directed()
    a0 = next(data for _, data in graph.nodes(data=True) if data["label"] == "a0")
    row = NODES[0].set_index("term").loc["a0"]
    assert (a0["community"], a0["windows"], a0["betweenness"]) == ("1", row["windows"], row["betweenness"])
    blue = style.community_colour(1.0)
    assert a0["viz"]["color"]["r"] == int(blue[1:3], 16)
    assert a0["viz"]["size"] == 40  # in more windows than any other
    assert graph.number_of_edges() == len(GROUPS)
    weights = sorted(data["weight"] for *_, data in graph.edges(data=True))
    assert weights == sorted(GROUPS["n"])


def test_graphml_carries_what_is_known_of_the_nodes(tmp_path: Path) -> None:
    written(GROUPS, tmp_path / "g.graphml", nodes=NODES)
    graph = nx.read_graphml(tmp_path / "g.graphml")
    assert graph.nodes["b0"]["community"] == 2
    assert graph.nodes["b0"]["betweenness"] == NODES[0].set_index("term")["betweenness"]["b0"]
    assert graph.edges["a0", "b0"]["jaccard"] == GROUPS.set_index(["source", "target"])["jaccard"]["a0", "b0"]
    more = stats.write_network(GROUPS, tmp_path / "m.graphml", nodes=pd.DataFrame({"term": ["외톨이"], "n": [3.5]}))
    lonely = nx.read_graphml(more)
    assert lonely.degree["외톨이"] == 0
    assert lonely.nodes["외톨이"]["n"] == 3.5
    awkward = stats.write_network(edges([("<&\"'>", "]]>")]), tmp_path / "x.graphml")
    assert set(nx.read_graphml(awkward)) == {"<&\"'>", "]]>"}


def test_dl_is_read_by_igraph(tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph", reason="GPL, for developers alone")
    text = stats.write_network(GROUPS, tmp_path / "g.dl").read_text(encoding="cp949")
    # igraph reads UCINET's head on two lines alone, and no other numbers than 0 and 1
    head, _, numbers = text.partition("DATA:\n")
    plain = tmp_path / "plain.dl"
    plain.write_text(
        head.replace(" FORMAT", "\nFORMAT") + "DATA:\n" + re.sub(r"[1-9]\d*", "1", numbers), encoding="utf-8"
    )
    graph = igraph.Graph.Read_DL(str(plain), directed=False)
    names = [name.strip('"') for name in graph.vs["name"]]
    assert sorted(names) == sorted({*GROUPS["source"], *GROUPS["target"]})
    found = {(names[e.source], names[e.target]) for e in graph.es}
    assert {tuple(sorted(pair)) for pair in found} == {*zip(GROUPS["source"], GROUPS["target"], strict=True)}


def test_dl_is_cp949_unless_asked_for(tmp_path: Path) -> None:
    made = stats.write_network(TIES, tmp_path / "t.dl")
    assert made.read_text(encoding="cp949").splitlines()[2:6] == ['"A&B"', '"가"', '"나"', '"한미 동맹"']
    assert made.read_text(encoding="cp949").splitlines()[7:] == ["0 0 0 2", "0 0 3 0", "0 3 0 14", "2 0 14 0"]
    unicode = stats.write_network(TIES, tmp_path / "u.dl", encoding="utf-8")
    assert "한미 동맹" in unicode.read_text(encoding="utf-8")
    with pytest.raises(RefusalError, match="lacks a letter of '𠮷'"):
        stats.write_network(edges([("𠮷", "가")]), tmp_path / "x.dl")
    stats.write_network(edges([("𠮷", "가")]), tmp_path / "x.dl", encoding="utf-8")
    with pytest.raises(OptionError, match=r"encoding is for \.dl"):
        stats.write_network(TIES, tmp_path / "x.net", encoding="utf-8")


def test_labels_that_ucinet_would_cut_to_one_are_refused(tmp_path: Path) -> None:
    long = [("abcdefghijklmnopqrSTU", "x"), ("ABCDEFGHIJKLMNOPQRxyz", "x")]
    with pytest.raises(RefusalError, match=r"would be one label in a \.dl file"):
        stats.write_network(edges(long), tmp_path / "x.dl")
    stats.write_network(edges(long), tmp_path / "x.net")


def test_xlsx_has_a_matrix_nodes_and_edges(tmp_path: Path) -> None:
    made = stats.write_network(GROUPS, tmp_path / "g.xlsx", nodes=NODES)
    sheets = pd.read_excel(made, sheet_name=None, engine="calamine", index_col=None)
    assert [*sheets] == ["행렬", "노드", "이음"]
    matrix = sheets["행렬"].set_index(sheets["행렬"].columns[0])
    assert matrix.index.tolist() == matrix.columns.tolist()
    windows = NODES[0].set_index("term")["windows"]
    assert [matrix.loc[term, term] for term in matrix.index] == windows[matrix.index].tolist()
    for row in GROUPS.itertuples():
        assert matrix.loc[row.source, row.target] == matrix.loc[row.target, row.source] == row.n
    assert sheets["노드"].set_index("term")["community"]["b0"] == 2
    ties = sheets["이음"]
    assert ties.columns[:3].tolist() == ["Source", "Target", "Weight"]
    assert ties["Weight"].sum() == GROUPS["n"].sum()
    again = stats.write_network(GROUPS, tmp_path / "h.xlsx", nodes=NODES, weight="jaccard")
    ties = pd.read_excel(again, sheet_name="이음", engine="calamine")
    known = GROUPS.sort_values(["source", "target"])["jaccard"]
    assert ties["Weight"].tolist() == pytest.approx(known.tolist())
    formula = stats.write_network(edges([("=1+1", "@b")]), tmp_path / "f.xlsx")
    assert pd.read_excel(formula, sheet_name="이음", engine="calamine")["Source"].tolist() == ["=1+1"]


def test_csv_has_a_mark_and_every_tie_once(tmp_path: Path) -> None:
    made = stats.write_network(TIES.iloc[::-1], tmp_path / "t.csv")
    assert made.read_bytes().startswith(b"\xef\xbb\xbf")
    back = pd.read_csv(made, encoding="utf-8-sig")
    assert back[["source", "target", "n"]].values.tolist() == [
        ["A&B", "한미 동맹", 2], ["가", "나", 3], ["나", "한미 동맹", 14]
    ]  # fmt: skip


@pytest.mark.parametrize("ending", [".graphml", ".gexf", ".net", ".dl", ".xlsx", ".csv"])
def test_what_is_refused_everywhere(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"x{ending}"
    refusals: list[tuple[Callable[[], object], type[Exception], str]] = [
        (lambda: stats.write_network(pd.concat([TIES, TIES], ignore_index=True), path), OptionError, "two rows"),
        (lambda: stats.write_network(TIES.head(0), path), OptionError, "no edges"),
        (lambda: stats.write_network(TIES, path, nodes=pd.DataFrame({"x": [1]})), SchemaError, "term"),
    ]
    for call, kind, sentence in refusals:
        with pytest.raises(kind, match=sentence):
            call()
    assert not path.exists()
    assert da.stats.write_network(TIES, path.with_suffix(ending.upper())).is_file()
