"""Statements, their sheet, and congruence as DNA computes it."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import framing, measures, plots, stats, validation
from analysis.errors import OptionError, ReadError, RefusalError

AGREE = np.array([[1, 1, 0], [1, 0, 1], [0, 0, 1]])
DISAGREE = np.array([[0, 0, 1], [0, 1, 0], [1, 1, 0]])


def final(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Make checked statements of document, actor, concept and agreement."""
    table = pd.DataFrame(rows, columns=["doc", "actor", "concept", "agreement"])
    return table.assign(sentence=1, start=0, end=2, organisation="", inside=True, rule="verb", checked_by="하나")


def padded(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Add actors that speak of nothing that the others speak of, so that there is enough."""
    more = [(f"p{n}", actor, "딴말", "true") for n in range(10) for actor in ("타", "파", "하")]
    return final([*rows, *more])


def tie(table: pd.DataFrame, a: str, b: str) -> pd.Series:
    return table[(table["source"] == a) & (table["target"] == b)].iloc[0]


def test_the_example_of_three_actors() -> None:
    names, concepts = ["가당", "나당", "다단체"], ["x", "y", "z"]
    rows = [
        (f"d{i}{k}", names[i], concepts[k], side)
        for side, matrix in (("true", AGREE), ("false", DISAGREE))
        for i in range(3)
        for k in range(3)
        for _ in range(matrix[i, k])
    ]
    table = framing.congruence(padded(rows), normalise="no")
    assert [tie(table, *pair)["value"] for pair in (("가당", "나당"), ("가당", "다단체"), ("나당", "다단체"))] == [
        -1,
        -3,
        1,
    ]
    first = tie(table, "가당", "나당")
    assert first[["congruence", "conflict", "shared_concepts", "n", "n_source", "n_target"]].tolist() == [
        1,
        2,
        3,
        1,
        3,
        3,
    ]
    average = tie(framing.congruence(padded(rows), mode="congruence"), "나당", "다단체")
    assert average["value"] == pytest.approx(2 / 3)  # 나당, 다단체 are both against y and for z: 2 over (3 + 3) / 2
    assert tie(framing.congruence(padded(rows), normalise="jaccard"), "나당", "다단체")["congruence"] == 2 / 4


def test_repeated_statements_multiply_unless_they_count_once() -> None:
    rows = [("d1", "가", "x", "true")] * 2 + [("d2", "가", "x", "true")] + [("d1", "나", "x", "true")] * 2
    value = {name: tie(framing.congruence(padded(rows), normalise="no", duplicates=name), "가", "나")["value"]
             for name in ("include", "document", "once")}  # fmt: skip
    assert value == {"include": 6.0, "document": 2.0, "once": 1.0}


def test_jaccard_and_average_of_two_actors() -> None:
    # shared sides 2, of 3 and 2: 2 / 3; counted once each 2 over 2.5
    agree = [[1, 1, 1], [1, 1, 0]]
    assert measures.congruence(agree, disagree=np.zeros((2, 3)), normalise="jaccard").congruence[0, 1] == 2 / 3
    assert measures.congruence(agree, disagree=np.zeros((2, 3)), normalise="average").congruence[0, 1] == 0.8


def test_drafts_and_few_statements_are_refused() -> None:
    rows = [(f"d{n}", actor, "x", "true") for n in range(8) for actor in "가나다라마"]
    draft = final(rows)
    draft.loc[3, "checked_by"] = " "
    with pytest.raises(RefusalError, match="1 of 40 statements were not checked"):
        framing.congruence(draft)
    with pytest.raises(RefusalError, match="12 statements were checked"):
        framing.congruence(final(rows[:12]))
    with pytest.raises(RefusalError, match="of 4 actors"):
        framing.congruence(final([row for row in rows if row[1] != "마"]))
    unknown = final([*rows, ("z", "바", "x", "unknown")])
    assert "1건은 세지 않았다" in framing.congruence(unknown).attrs["caution"][0]


@pytest.mark.usefixtures("in_korean")
def test_the_refusal_in_korean() -> None:
    with pytest.raises(RefusalError, match=r"사람이 확인한 진술이 12건이다. 30건부터 그린다"):
        framing.congruence(final([(f"d{n}", "가", "x", "true") for n in range(12)]))


TEXT = (
    "김철수 대표는 “한미 동맹을 지키자”고 말했다. 이영희 의원은 “한미 동맹은 없다”고 비판했다.\n\n"
    "박 의원은 스타트업을 키우겠다고 밝혔다."
)


def draft() -> tuple[pd.DataFrame, da.Corpus]:
    corpus = da.Corpus.from_texts({"d": TEXT})
    tokens = da.segment(corpus)
    book = da.codebook.read("alliance-startup")
    return framing.statements(stats.quotations(tokens), framing.hits(tokens, book)), corpus


def test_a_draft_of_statements() -> None:
    table, _ = draft()
    wanted = ["actor", "concept", "agreement", "inside", "checked_by"]
    assert table[wanted].to_numpy().tolist()[:2] == [
        ["김철수", "alliance", "true", True, ""],
        ["이영희", "alliance", "unknown", True, ""],
    ]
    assert not table["inside"].iloc[2:].any()


def test_people_check_a_sheet_and_it_is_read_again(tmp_path: Path) -> None:
    table, corpus = draft()
    for ending in ("xlsx", "csv"):
        path = validation.statement_sheet(table, tmp_path / f"진술.{ending}")
        same = validation.statement_sheet(table, tmp_path / f"다시.{ending}")
        assert path.read_bytes() == same.read_bytes()
        assert validation.statements(path)["checked_by"].tolist() == [""] * len(table)
    with pytest.raises(OptionError, match="exists"):
        validation.statement_sheet(table, path)
    filled = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    filled["찬반"] = "반대"
    filled["확인한 사람"] = "하나"
    filled.to_csv(path, index=False, encoding="utf-8-sig")
    read = validation.statements(path)
    assert set(read["agreement"]) == {"false"}
    assert read["start"].tolist() == table["start"].tolist()
    file = framing.write_statements(read, tmp_path / "statements.csv", documents=corpus.documents)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfdocument,date,outlet,person,organization,concept,agreement,start")
    row = pd.read_csv(file).iloc[0]
    assert (row["person"], row["agreement"], row["text"]) == ("김철수", 0, "한미 동맹을 지키자")
    filled["찬반"] = "글쎄"
    filled.to_csv(path, index=False, encoding="utf-8-sig")
    with pytest.raises(ReadError, match="row 2"):
        validation.statements(path)
    filled.drop(columns="찬반").to_csv(path, index=False, encoding="utf-8-sig")
    with pytest.raises(ReadError, match="missing"):
        validation.statements(path)


def test_the_network_file_and_the_table_of_sides(tmp_path: Path) -> None:
    rows = [(f"d{n}", actor, concept, "false" if actor == "가" else "true")
            for n in range(4) for actor in "가나다라마" for concept in "xy"]  # fmt: skip
    table = framing.congruence(final(rows), normalise="no")
    graph = nx.read_graphml(stats.write_network(table, tmp_path / "일치.graphml"))
    assert graph.edges["나", "다"]["value"] == 32.0
    assert graph.edges["가", "나"]["value"] == -32.0
    ax = plots.congruence(table)
    filled = [line.get_markerfacecolor() for line in ax.lines if line.get_marker() == "o"]
    assert len(filled) == 10
    assert filled.count("white") == 2


def test_pairs_that_agree_on_nothing_are_no_ties() -> None:
    rows = [
        (f"d{n}", actor, "x", "true" if k % 2 else "false")
        for n in range(3)
        for k, actor in enumerate("가나다라마바사아자차카타")
    ]
    table = framing.congruence(final(rows))
    with pytest.raises(RefusalError, match="never meet"):  # a tie of 0 would count in every degree
        stats.centrality(table)
    kept = table[table["value"] > 0]
    assert stats.centrality(kept)["degree"].tolist() == [5] * 12
    with pytest.raises(RefusalError, match="by chance"):  # not an empty backbone
        stats.backbone(kept, weight="n", least=1)
