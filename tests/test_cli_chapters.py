"""The commands similarity, polarity, stories and timeline --find: numbers by hand, and one sentence for what is wrong.

``network``, ``voices``, ``crosstab`` and ``topics`` have files of their own.
"""

from __future__ import annotations

import io
import math
import random
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from analysis.__main__ import main

pytestmark = pytest.mark.usefixtures("in_korean")

PLACES = ["강릉", "군산", "목포", "속초", "여수", "원주", "익산", "제천", "진주", "창원"]
THINGS = ["다리", "온실", "시장", "학교", "터미널"]


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A table of 100 articles: 50 events, each in two outlets, five articles a day; one in five has another word."""
    rows = []
    events = [(place, thing) for thing in THINGS for place in PLACES]
    for k in range(100):
        place, thing = events[k // 2]
        who = "주민" if (k % 5 == 0) == (k < 50) else "시민"
        text = f"{place}에 새 {thing} 공사가 시작됐다. {who}은 {place} {thing} 소식을 반겼다."
        rows.append(
            (f"d{k:02}", f"2026-01-{1 + k // 5:02}", "가나일보" if k % 2 else "다라신문", f"{place} {thing}", text)
        )
    path = tmp_path_factory.mktemp("news") / "기사.csv"
    pd.DataFrame(rows, columns=["doc", "date", "outlet", "title", "text"]).to_csv(path, index=False)
    return str(path)


@pytest.fixture(scope="session")
def days(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A table of 100 articles that are no copies: 시장 on days 9 to 12, 주민 in one of five, from day 11 in four."""
    dice = random.Random(3)
    rows = []
    for k in range(100):
        own = ["주민" if (k % 5 == 0) == (k < 50) else "시민", *(["시장"] if 40 <= k < 60 else [])]
        text = "과 ".join(["소식", *own, *dice.sample([*PLACES, "바다", "하늘", "기차", "버스", "우산", "모자"], 9)])
        rows.append((f"d{k:02}", f"2026-01-{1 + k // 5:02}", "가나일보" if k % 2 else "다라신문", f"{text}."))
    path = tmp_path_factory.mktemp("days") / "날.csv"
    pd.DataFrame(rows, columns=["doc", "date", "outlet", "text"]).to_csv(path, index=False)
    return str(path)


@pytest.fixture(scope="session")
def outlets(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A table of five articles of four outlets."""
    texts = [
        "동맹과 외교와 안보.",
        "동맹과 외교와 회담.",
        "창업과 투자와 시장.",
        "창업과 투자와 벤처.",
        "창업과 투자와 벤처.",
    ]
    path = tmp_path_factory.mktemp("outlets") / "매체.csv"
    names = ["가", "나", "다", "라", "라"]
    pd.DataFrame({"doc": list("abcde"), "outlet": names, "text": texts}).to_csv(path, index=False)
    return str(path)


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A list of words with their polarity."""
    path = tmp_path_factory.mktemp("list") / "목록.csv"
    path.write_text("동맹,1\n외교,2\n안보,-1\n회담,-1\n", encoding="utf-8")
    return str(path)


def table(capsys: pytest.CaptureFixture[str], *given: str) -> tuple[pd.DataFrame, str]:
    """Run a command; give its table, and what it says beside."""
    assert main([*given, "--csv"]) == 0
    out, err = capsys.readouterr()
    return pd.read_csv(io.StringIO(out), keep_default_na=False, na_values=[""]), err


def test_similarity_of_outlets(outlets: str, capsys: pytest.CaptureFixture[str]) -> None:
    pairs, said = table(capsys, "similarity", outlets)
    # two words of three are shared: 2 / 3; twice the same text has the same direction
    assert pairs["value"].tolist() == pytest.approx([2 / 3, 0, 0, 0, 0, 2 / 3])
    assert pairs["shared"].tolist() == [2, 0, 0, 0, 0, 2]
    assert "집단 4개" in said
    # 2 of the 4 words of a pair
    assert table(capsys, "similarity", outlets, "--measure", "jaccard")[0]["value"].tolist() == [0.5, 0, 0, 0, 0, 0.5]


def test_trees_and_maps(outlets: str, capsys: pytest.CaptureFixture[str]) -> None:
    groups, _ = table(capsys, "similarity", outlets, "--show", "clusters", "--k", "2")
    assert groups[["item", "cluster"]].values.tolist() == [["가", 1], ["나", 1], ["다", 2], ["라", 2]]
    schedule, _ = table(capsys, "similarity", outlets, "--show", "merges", "--method", "ward")
    # unit vectors: sqrt(2 - 4/3), and of the two pairs, each 1/6 from its mean: sqrt(2 (2 2 / 4) (5/6 + 5/6))
    assert schedule["height"].tolist() == pytest.approx([math.sqrt(2 / 3), math.sqrt(2 / 3), math.sqrt(10 / 3)])
    places, _ = table(capsys, "similarity", outlets, "--show", "map")
    assert places["item"].tolist() == list("가나다라")


def test_polarity_of_a_list(outlets: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    found, said = table(capsys, "polarity", outlets, "--list", words)
    # 1 + 2 against 1, in both of the first texts: 2 / 4, ln(3.5 / 1.5)
    assert found[["positive", "negative", "hits"]].values.tolist() == [[3, 1, 3]] * 2 + [[0, 0, 0]] * 3
    assert found["polarity"].iloc[:2].tolist() == [0.5, 0.5]
    assert found["logit"].iloc[0] == pytest.approx(math.log(3.5 / 1.5))
    assert found["polarity"].isna().tolist() == [False, False, True, True, True]
    assert "‘외교’ 한 단어가 점수의 50%를 차지한다" in said  # 4 of 8


def test_stories_and_their_copies(news: str, capsys: pytest.CaptureFixture[str]) -> None:
    stories, said = table(capsys, "stories", news)
    assert stories["docs"].tolist() == [2] * 50
    assert stories["outlets"].tolist() == [2] * 50
    # in every five articles one says another word than its partner: 20 pairs of 50 are no copies
    assert "사건 50개" in said
    assert stories["copies"].sum() == 30
    assert stories["first_outlet"].isna().all()  # dates alone do not say who was first
    documents, _ = table(capsys, "stories", news, "--by", "document")
    assert documents["story"].value_counts().eq(2).all()
    assert documents.loc[documents["copy_of"].notna(), "doc"].tolist()[:3] == ["d03", "d07", "d09"]


def test_pairs_of_stories_are_read_and_measured(news: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, folder = tmp_path / "쌍.csv", tmp_path / "코딩지"
    words = ["story-pairs", news, "--n", "90", "--coders", "가,나", "--out", str(key), "--sheets", str(folder)]
    assert main(words) == 0
    assert "묶인 쌍 30개" in capsys.readouterr().err
    drawn = pd.read_csv(key, encoding="utf-8-sig").set_index("unit")
    assert sorted(path.name for path in folder.iterdir()) == ["쌍-가.xlsx", "쌍-나.xlsx"]
    for name in ("가", "나"):
        path = folder / f"쌍-{name}.xlsx"
        book = openpyxl.load_workbook(path)
        rows = book["같은 사건인가"]
        for line in range(2, rows.max_row + 1):
            joined = drawn.loc[rows.cell(line, 1).value, "stratum"] == "joined"
            rows.cell(line, 11, "예" if joined and not (name == "나" and line == 2) else "아니오")
        book.save(path)
    rates, said = table(capsys, "story-pairs", str(key), "--read", str(folder))
    assert rates["measure"].tolist() == ["joined", "below", "rest", "precision", "recall", "f1"]
    assert rates.loc[0, ["read", "same"]].sum() in {58, 60}  # the first row of 나 may be a joined pair
    assert rates.loc[3, "value"] == 1.0
    assert "읽은 쌍 90개" in said
    for wrong, complaint in (
        (["story-pairs", news, "--sheets", str(folder)], "함께 쓴다"),
        (["story-pairs", news, "--coders", "가"], "둘 이상"),
        (["story-pairs", news, "--read", str(folder)], "쌍의 파일이 아니다"),
        (["story-pairs", str(key), news, "--read", str(folder)], "파일 하나이다"),
        (words, "이미 있다"),
    ):
        assert main(wrong) == 2
        assert complaint in capsys.readouterr().err


def test_bursts_and_changes(days: str, capsys: pytest.CaptureFixture[str]) -> None:
    shown = ["timeline", days, "--period", "day", "--term"]
    burst, _ = table(capsys, *shown, "시장", "--find", "bursts")
    # articles 40 to 59 and no other
    assert burst[["start", "end", "docs", "docs_all"]].values.tolist() == [["2026-01-09", "2026-01-12", 20, 20]]
    assert burst[["share", "share_outside"]].values.tolist() == [[1, 0]]
    turns, _ = table(capsys, *shown, "주민", "--find", "changes")
    assert turns[["at", "before", "after", "ratio"]].values.tolist() == [["2026-01-11", 0.2, 0.8, 4.0]]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["similarity", "{outlets}", "--by", "지면"], "지면"),
        (["similarity", "{outlets}", "--show", "clusters", "--k", "9"], "2부터 4까지"),
        (["similarity", "{outlets}", "--measure", "dice"], "dice"),
        (["polarity", "{outlets}", "--list", "없음.csv"], "없음.csv"),
        (["polarity", "{outlets}", "--list", "{words}", "--by", "outlet"], "아직 아무도 확인하지 않았다"),
        (["polarity", "{outlets}"], "--list"),
        (["stories", "{outlets}"], "100"),
        (["stories", "{news}", "--alike", "2"], "alike"),
        (["timeline", "{news}", "--term", "시장", "--period", "week", "--find", "bursts"], "14"),
        (["timeline", "{news}", "--term", "시장", "--find", "peaks"], "peaks"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    given: list[str], said: str, news: str, outlets: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    filled = [word.format(news=news, outlets=outlets, words=words) for word in given]
    try:
        code: object = main(filled)
    except SystemExit as stop:
        code = stop.code
    assert code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert "Traceback" not in err
