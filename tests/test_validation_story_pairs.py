"""Pairs of articles for people to read, and what their answers say of the stories."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

import analysis as da
from analysis import measures, schema, stats, validation
from analysis.errors import MissingError, OptionError, ReadError, RefusalError, SchemaError

PLACES = "강릉 군산 목포 속초 여수 원주 익산 제천 진주 창원 통영 포항".split()
THINGS = "다리 온실 시장 학교 터미널 도서관 공원 수영장 극장 항구".split()


def planted() -> tuple[da.Tokens, da.Corpus, pd.DataFrame]:
    """Twelve places of ten articles; an event is a place, and every article has words of its own besides."""
    texts, rows = {}, {}
    for p, place in enumerate(PLACES):
        for k, thing in enumerate(THINGS):
            doc = f"{p:02}-{k}"
            texts[doc] = f"{place} 축제가 열렸다. {place}에 {thing} 소식과 {thing} 행사가 있다. {THINGS[(k + p) % 10]}."
            rows[doc] = (f"2026-01-{1 + p:02}", ["가나일보", "다라신문"][k % 2])
    corpus = da.Corpus.from_texts(texts)
    documents = corpus.documents.assign(
        date=[rows[doc][0] for doc in corpus.documents["doc"]], outlet=[rows[doc][1] for doc in corpus.documents["doc"]]
    )
    return da.segment(corpus), replace(corpus, _documents=documents), documents


@pytest.fixture(scope="module")
def drawn() -> tuple[pd.DataFrame, pd.DataFrame]:
    tokens, corpus, documents = planted()
    groups = stats.stories(tokens, documents, alike=0.45)
    return groups, validation.story_pairs(groups, tokens, corpus, n=90)


def coded(pairs: pd.DataFrame, *, wrong: int = 0) -> pd.DataFrame:
    """Two coders who both call it one event where the place is the same, but for some joined pairs."""
    same = (pairs["doc_a"].str[:2] == pairs["doc_b"].str[:2]).astype(float)
    same.iloc[np.flatnonzero(pairs["stratum"] == "joined")[:wrong]] = 0.0
    return pd.concat([pd.DataFrame({"unit": pairs["unit"], "coder": name, "value": same}) for name in ("가", "나")])


def test_pairs_are_of_three_kinds_in_mixed_order(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    groups, pairs = drawn
    assert list(pairs.columns) == [c.name for c in schema.STORY_PAIRS]
    assert pairs["stratum"].value_counts().to_dict() == {"joined": 30, "below": 30, "rest": 30}
    assert not pairs["stratum"].is_monotonic_increasing
    assert pairs["unit"].is_unique
    story = groups.set_index("doc")["story"]
    joined = pairs["doc_a"].map(story).eq(pairs["doc_b"].map(story)) & pairs["doc_a"].map(story).gt(0)
    assert joined.tolist() == (pairs["stratum"] == "joined").tolist()
    sizes = groups[groups["story"] > 0].groupby("story").size()
    population = pairs.groupby("stratum")["population"].first()
    assert population["joined"] == (sizes * (sizes - 1) // 2).sum()
    # of the 12 days of 10 articles: pairs of one day 12 * 45, of 1, 2 and 3 days apart (11 + 10 + 9) * 100
    near = groups["doc"].str[:2].astype(int)
    assert near.max() == 11
    assert population.sum() == 12 * 45 + 30 * 100
    assert pairs["text_a"].str.len().max() <= 400
    again = validation.story_pairs(groups, *planted()[:2], n=90)
    pd.testing.assert_frame_equal(again, pairs)


def test_precision_and_recall_are_those_of_the_strata(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    _, pairs = drawn
    table = validation.story_accuracy(pairs, coded(pairs, wrong=3)).set_index("measure")
    assert table.loc["joined", ["read", "same"]].tolist() == [30, 27]
    assert table.loc["joined", "value"] == 0.9
    low, high = measures.wilson(27, n=30)
    assert table.loc["joined", ["low", "high"]].tolist() == pytest.approx([float(low), float(high)])
    assert table.loc["precision", "value"] == pytest.approx(0.9)
    strata = [measures.Stratum(name == "joined", int(row["population"]), int(row["read"]), int(row["same"]))
              for name, row in table.head(3).iterrows()]  # fmt: skip
    rates = measures.stratified_rates(strata)
    assert table.loc["recall", "high"] == pytest.approx(rates.recall.high)
    if rates.zero_dominates:
        assert math.isnan(table.loc["recall", "value"])
        assert table.loc["recall", "reason"]
    else:
        assert table.loc["recall", "value"] == pytest.approx(rates.recall.estimate)


def test_ties_are_undecided_and_answers_that_cannot_be_are_refused(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    _, pairs = drawn
    codings = coded(pairs).reset_index(drop=True)
    first = pairs.index[pairs["stratum"] == "joined"][0]
    codings.loc[first, "value"] = 0.0  # one of two coders
    table = validation.story_accuracy(pairs, codings).set_index("measure")
    assert table.loc["joined", ["read", "undecided"]].tolist() == [29, 1]
    with pytest.raises(SchemaError, match="write 1 for one event"):
        validation.story_accuracy(pairs, codings.assign(value=2))
    with pytest.raises(SchemaError, match="'coder'"):
        validation.story_accuracy(pairs, codings.drop(columns="coder"))
    with pytest.raises(OptionError, match="none of the pairs"):
        validation.story_accuracy(pairs, codings.assign(unit="x" + codings["unit"]))
    with pytest.raises(OptionError, match="twice"):
        validation.story_accuracy(pairs, pd.concat([codings, codings.head(1)]))
    with pytest.raises(RefusalError, match="one person"):
        validation.story_accuracy(pairs, codings[codings["coder"] == "가"])
    with pytest.raises(RefusalError, match="0 joined pairs"):
        validation.story_accuracy(pairs, codings.assign(value=np.nan))


def test_what_cannot_be_drawn(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    groups, _ = drawn
    tokens, corpus, _ = planted()
    with pytest.raises(OptionError, match="60"):
        validation.story_pairs(groups, tokens, corpus, n=10)
    with pytest.raises(SchemaError, match="other documents"):
        validation.story_pairs(groups, tokens, da.Corpus.from_texts({"x": "다른 글이다."}), n=60)
    alone = groups.assign(story=0)
    alone.attrs = groups.attrs
    with pytest.raises(RefusalError, match="no two articles were joined"):
        validation.story_pairs(alone, tokens, corpus, n=60)


def filled(pairs: pd.DataFrame, folder: Path, coder: str, ending: str, *, other: int = 0, empty: int = 0) -> Path:
    """A sheet as a coder fills it: 예 for one place, but for the first few rows; the last few are left empty."""
    path = validation.story_sheet(pairs, coder=coder, path=folder / f"{coder}{ending}")
    doc = pairs.set_index("unit")[["doc_a", "doc_b"]].map(lambda name: name[:2])
    same = doc["doc_a"] == doc["doc_b"]
    if ending == ".csv":
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        table["같은 사건"] = ["o" if same[unit] != (k < other) else "X" for k, unit in enumerate(table["쌍"])]
        table.loc[table.index[len(table) - empty :], "같은 사건"] = ""
        table.to_csv(path, index=False, encoding="cp949")
        return path
    book = openpyxl.load_workbook(path)
    rows = book["같은 사건인가"]
    heads = [cell.value for cell in rows[1]]
    for line in range(2, rows.max_row + 1):
        answer = "예" if same[rows.cell(line, 1).value] else "아니오"
        rows.cell(line, heads.index("같은 사건") + 1, answer)
    book.move_sheet("할 일", -1)
    book.save(path)
    return path


def test_a_sheet_shows_two_articles_and_no_key(drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path) -> None:
    _, pairs = drawn
    path = validation.story_sheet(pairs, coder="가", path=tmp_path / "가.csv")
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    sides = [f"{name} {n}" for n in (1, 2) for name in ("날짜", "매체", "제목", "본문")]
    assert table.columns.tolist() == ["쌍", "코더", *sides, "같은 사건", "메모"]
    told = set(pairs["stratum"]) | set(pairs["doc_a"]) | set(pairs["cosine"].dropna().map(str))
    assert not told & set(table.to_numpy().ravel())
    by = pairs.set_index("unit").loc[table["쌍"]]
    assert table["본문 1"].tolist() == by["text_a"].tolist()
    assert table["본문 2"].tolist() == by["text_b"].tolist()
    second = validation.story_sheet(pairs, coder="나", path=tmp_path / "나.csv")
    order = pd.read_csv(second, dtype=str, encoding="utf-8-sig")["쌍"]
    assert sorted(order) == sorted(table["쌍"])
    assert order.tolist() != table["쌍"].tolist()
    assert path.read_bytes() == validation.story_sheet(pairs, coder="가", path=tmp_path / "다시.csv").read_bytes()
    book = openpyxl.load_workbook(validation.story_sheet(pairs, coder="가", path=tmp_path / "가.xlsx"))
    assert book.sheetnames == ["같은 사건인가", "할 일"]
    locked = [cell.protection.locked for cell in book["같은 사건인가"][2]]
    assert locked == [True] * 10 + [False] * 2
    assert [rule.formula1 for rule in book["같은 사건인가"].data_validations.dataValidation] == ['"예,아니오,모름"']


def test_two_sheets_give_agreement_and_accuracy(drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path) -> None:
    _, pairs = drawn
    filled(pairs, tmp_path, "가", ".xlsx")
    filled(pairs, tmp_path, "나", ".csv", other=9, empty=5)
    answers = validation.read_story_pairs(tmp_path)
    assert answers.columns.tolist() == ["unit", "frame", "coder", "value", "note"]
    assert answers["coder"].value_counts().to_dict() == {"가": 90, "나": 90}
    assert answers.attrs["unfinished"] == {"나": 5}
    row = validation.agreement(answers).iloc[0]
    assert (row["n"], row["coders"]) == (85, 2)
    assert row["percent"] == pytest.approx(76 / 85)
    table = validation.story_accuracy(pairs, answers).set_index("measure")
    # 14 pairs are undecided: 9 on which the two differ, and 5 that one alone has read
    assert table.loc["precision", ["read", "undecided"]].tolist() == [76, 14]
    assert table.loc["joined", "value"] == 1.0


def test_what_is_wrong_with_a_sheet_says_where(drawn: tuple[pd.DataFrame, pd.DataFrame], tmp_path: Path) -> None:
    _, pairs = drawn
    with pytest.raises(OptionError, match="coder is empty"):
        validation.story_sheet(pairs, coder=" ", path=tmp_path / "가.csv")
    with pytest.raises(OptionError, match=r"가\.txt must end"):
        validation.story_sheet(pairs, coder="가", path=tmp_path / "가.txt")
    path = filled(pairs, tmp_path, "가", ".csv")
    with pytest.raises(OptionError, match="exists"):
        validation.story_sheet(pairs, coder="가", path=path)
    with pytest.raises(MissingError):
        validation.read_story_pairs(tmp_path / "없음.csv")
    whole = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="cp949")
    first = {name: ["글쎄", *whole[name][1:]] for name in ("같은 사건", "코더")}
    for name, changed, said in (
        ("값", whole.assign(**{"같은 사건": first["같은 사건"]}), r"값\.csv, row 2: '글쎄' in the column"),
        ("둘", pd.concat([whole, whole.head(1)]), r"둘\.csv, row 92: unit \w+ stands there twice"),
        ("열", whole.drop(columns="코더"), r"열\.csv is no sheet of validation.story_sheet: it has no column '코더'"),
        ("누구", whole.assign(코더=first["코더"]), r"누구\.csv: the coders of the column '코더' are 글쎄, 가"),
        ("번호", whole.assign(쌍=["", *whole["쌍"][1:]]), r"번호\.csv, row 2: the id of the pair is gone"),
    ):
        changed.to_csv(tmp_path / f"{name}.csv", index=False, encoding="utf-8")
        with pytest.raises(ReadError, match=said):
            validation.read_story_pairs(tmp_path / f"{name}.csv")
    whole.to_csv(tmp_path / "또.csv", index=False)
    with pytest.raises(ReadError, match="are both by coder '가'"):
        validation.read_story_pairs([path, tmp_path / "또.csv"])


def test_one_who_left_all_empty_has_not_read(drawn: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    _, pairs = drawn
    codings = coded(pairs).reset_index(drop=True)
    with pytest.raises(RefusalError, match="one person"):
        validation.story_accuracy(pairs, codings.assign(value=codings["value"].where(codings["coder"] == "가")))
