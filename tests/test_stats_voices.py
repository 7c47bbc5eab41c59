"""Shares of voice and their chart, on tables worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import lexicon, measures, plots, schema, stats
from analysis.errors import CodebookError, RefusalError, SchemaError
from analysis.figures.layouts import lay_out
from analysis.stats.voices import leading


def said(speakers: list[tuple[str, str]]) -> pd.DataFrame:
    """Make a table of quotations of two words: document and speaker."""
    rows = []
    for n, (doc, speaker) in enumerate(speakers):
        anonymous = speaker.endswith("관계자")
        kind = "person" if speaker else "none"
        rows.append((doc, 1, 1, 10 * n, 10 * n + 5, "둘 말", "direct", speaker, -1, -1, "", speaker, kind, anonymous,
                     "말하다", "neutral", False, "verb"))  # fmt: skip
    return pd.DataFrame(rows, columns=[c.name for c in schema.QUOTATIONS])


def documents(outlets: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame({"doc": list(outlets), "outlet": list(outlets.values()), "date": "2025-01-02"})


def made() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Forty documents of one quotation each in 가, ten in 나, one without in 다."""
    names = ["김철수"] * 20 + ["이영희"] * 10 + ["한 관계자"] * 10
    rows = [(f"a{n:02d}", name) for n, name in enumerate(names)] + [(f"b{n}", "김철수") for n in range(10)]
    outlets = {f"a{n:02d}": "가" for n in range(40)} | {f"b{n}": "나" for n in range(10)} | {"c": "다"}
    return said([*rows, ("a00", "")]), documents(outlets)


def test_shares_are_of_quotations_with_a_speaker() -> None:
    table = stats.voices(*made())
    own = table[table["group"] == "가"].set_index("actor")
    assert own["quotations"].to_dict() == {"김철수": 20, "이영희": 10, "한 관계자": 10, "": 1}
    assert own.loc["김철수", "share"] == 20 / 40
    assert own.loc["김철수", ["words_share", "first_share"]].tolist() == [0.5, 0.5]
    # one quotation a document: Wilson's own interval of 20 of 40
    low, high = measures.wilson(20, n=40)
    assert own.loc["김철수", ["low", "high"]].tolist() == pytest.approx([float(low), float(high)])
    assert own["anonymous"].to_dict() == {"김철수": False, "이영희": False, "한 관계자": True, "": False}
    assert table.attrs["hhi"]["가"] == pytest.approx(0.25 + 2 * 0.0625)
    assert table.attrs["unattributed"] == {"가": 1, "나": 0}
    assert table.attrs["without"] == ["다"]
    assert (table.attrs["unnamed"][0]["n"], table.attrs["unnamed"][0]["share"]) == (10, 0.25)


def test_a_group_without_quotations_is_named_and_none_is_said_too() -> None:
    table, known = made()
    assert stats.voices(table, known).attrs["without"] == ["다"]
    assert stats.voices(table, known[known["outlet"] != "다"]).attrs["without"] == []


def test_below_thirty_there_is_no_share_and_below_it_everywhere_no_table() -> None:
    table = stats.voices(*made())
    few = table[table["group"] == "나"]
    assert few["share"].isna().all()
    assert few["reason"].tolist() == ["화자가 있는 인용이 10건이다. 30건부터 비중을 구한다"]
    quotations, docs = made()
    with pytest.raises(RefusalError, match="the largest has 10"):
        stats.voices(quotations[quotations["doc"].str.startswith("b")], docs)


def test_documents_without_the_variable_are_no_small_group() -> None:
    table, known = made()
    with pytest.raises(RefusalError, match="no document has a value for outlet"):
        stats.voices(table, known.assign(outlet=""))


def test_quotations_of_one_document_go_together() -> None:
    # 20 documents of two: both of 김철수 in ten, none in ten; residuals 2 - 1 and 0 - 1, effect 20 / (40 * .25) = 2
    rows = [(f"d{n:02d}", "김철수" if n < 10 else "이영희") for n in range(20) for _ in range(2)]
    table = stats.voices(said(rows), documents({f"d{n:02d}": "가" for n in range(20)}))
    low, high = measures.wilson(10, n=20)
    assert table.loc[0, ["share", "low", "high"]].tolist() == pytest.approx([0.5, float(low), float(high)])


def test_one_document_has_no_interval() -> None:
    table = stats.voices(said([("d", "김철수")] * 30), documents({"d": "가"}))
    assert table["share"].tolist() == [1.0]
    assert np.isnan(table["low"]).all()
    assert "한 글" in table["reason"].iloc[0]


def test_names_that_a_list_makes_one_actor(tmp_path: Path) -> None:
    path = tmp_path / "행위자.yaml"
    path.write_text(
        "schema: damron-actors/1\nactors:\n"
        "- {id: kim, ko: 김철수, names: [김철수, 김 대표], group: 가당, to: 2025-06-30}\n"
        "- {id: gim, ko: 김영호, names: [김 대표], from: 2025-07-01}\n", encoding="utf-8")  # fmt: skip
    people = lexicon.actors(path)
    assert people.of("김대표", day="2025-01-01").ko == "김철수"  # type: ignore[union-attr]
    assert people.of("김 대표", day="2025-08-01").ko == "김영호"  # type: ignore[union-attr]
    assert people.of("김 대표") is None
    rows = [(f"d{n:02d}", ("김철수", "김 대표")[n % 2]) for n in range(30)]
    table = stats.voices(said(rows), documents({f"d{n:02d}": "가" for n in range(30)}), actors=people)
    assert table[["actor", "quotations"]].to_numpy().tolist() == [["김철수", 30]]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("- {id: a, names: [갑]}\n- {id: b, names: [갑]}", "same days"),
        ("- {id: a, names: [갑]}\n- {id: b, ko: 갑, names: [을]}", "same days"),
        ("- {id: a, ko: 가당, names: [갑]}\n- {id: b, ko: 가당, names: [을]}", "same days"),
        ("- {id: a, names: []}", "has id and names"),
        ("- {id: a, names: [갑]}\n- {id: a, names: [을]}", "stands twice"),
        ("- {id: a}", "has id and names"),
        ("- {id: a, names: [갑], from: 언젠가}", "must be a day"),
        ("- {id: a, names: [갑], from: 2025-02-01, to: 2025-01-01}", "is behind"),
        ("- {id: a, names: [갑], kind: robot}", "kind must be"),
        ("  []", "has no actor"),
    ],
)
def test_lists_of_actors_that_are_refused(tmp_path: Path, body: str, why: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(f"schema: damron-actors/1\nactors:\n{body}\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=why):
        lexicon.actors(path)


def test_documents_of_another_corpus_are_refused() -> None:
    with pytest.raises(SchemaError, match="is not in documents"):
        stats.voices(made()[0], documents({"z": "가"}))


def test_the_chart_draws_actors_and_the_sources_without_a_name() -> None:
    ax = plots.voices(stats.voices(*made()))
    dots = sorted(float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "o")
    assert dots == [0.25, 0.5]
    assert [bar.get_width() for bar in ax.patches if bar.get_hatch()] == [0.25]
    alt = da.style.described(ax).alt  # type: ignore[union-attr]
    assert "이름 없는 취재원: 25.0% (10)" in alt


def test_a_table_for_a_paper() -> None:
    laid = lay_out(stats.voices(*made()), language="ko", stars=False)
    assert laid.rows[0][:4] == ("가", "김철수", "20", ".50 [.35, .65]")
    assert laid.rows[2][:4] == ("가", "이름 없는 취재원", "10", ".25 [.14, .40]")


def test_the_formulas() -> None:
    found = measures.concentration([50, 30, 20, 0])
    assert found.hhi == pytest.approx(0.38)
    assert found.entropy == pytest.approx(1.029653, abs=1e-6)
    assert found.evenness == pytest.approx(0.9372305504140028)
    assert np.isnan(measures.concentration([]).hhi)
    assert np.isnan(measures.concentration([3]).evenness)
    assert np.isnan(measures.quoted_share([], of=[])).all()


def test_the_most_quoted_are_the_first_rows_of_all() -> None:
    said, documents = made()
    whole, some = stats.voices(said, documents), leading(said, documents, by="outlet", most=1)
    wanted = whole[~whole["anonymous"] & (whole["actor"] != "")].drop_duplicates("group")
    pd.testing.assert_frame_equal(some[some["actor"] != ""].reset_index(drop=True), wanted.reset_index(drop=True))
    assert some.attrs["unnamed"] == whole.attrs["unnamed"]
