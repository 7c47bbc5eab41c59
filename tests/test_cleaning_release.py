"""Releases of fictional offices in the layouts that offices use: a table at the head, at the foot, plain lines."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
import yaml

import analysis as da
from analysis import paths
from analysis.cleaning import clean, normalise

DATA = yaml.safe_load((Path(__file__).parent / "data" / "releases.yaml").read_text(encoding="utf-8"))
TITLE, SUBTITLE, BODY = DATA["title"], DATA["subtitle"], DATA["body"]


def lines(name: str) -> list[str]:
    layout = DATA["layouts"][name]
    return [*layout["above"], TITLE, *[SUBTITLE] * layout["subtitle"], *BODY, *layout["below"]]


HEAD, FOOT, PLAIN, ROWS = map(lines, ("head", "foot", "plain", "rows"))


@pytest.mark.parametrize("layout", [HEAD, FOOT, PLAIN, ROWS], ids=["head", "foot", "plain", "rows"])
def test_the_body_stays_whole_and_the_table_goes(layout: list[str]) -> None:
    found = clean("\n".join(layout))
    assert found.kind == "release"
    assert [line.text for line in found.paragraphs] == BODY
    assert found.about["title"] == TITLE
    assert found.about["outlet"] == "한들복지부"
    assert found.about["date"] == "2024-05-04"
    assert "노인지원과" in found.about.get("department", "") + found.about["contact"]
    taken = {removed.text: removed for removed in found.removed}
    assert set(taken) == set(layout) - set(BODY)
    assert all(taken[text].kind == "contact" for text in layout if "044-" in text)
    assert all(removed.reason for removed in found.removed)


@pytest.mark.parametrize(
    ("layout", "distributed", "time"),
    [(HEAD, "2024-05-03", ""), (FOOT, "2024-05-04", "10:30"), (ROWS, "2024-05-03", "09:00")],
)
def test_days_and_times_are_those_of_the_labels(layout: list[str], distributed: str, time: str) -> None:
    # a time goes with the day that it stands behind: 조간(온라인 5. 3. 12:00) is another day's
    about = clean("\n".join(layout)).about
    assert (about["distributed"], about.get("time", "")) == (distributed, time)


def test_people_and_units_are_columns() -> None:
    about = clean("\n".join(HEAD)).about
    assert about["department"] == "노인정책관; 노인지원과"
    assert about["contact"] == "김가람(044-000-0000); 나다온 사무관(044-000-0001)"


def test_without_a_letterhead_the_first_sentence_names_the_office() -> None:
    text = [
        "보도일시",
        "2024. 5. 4.(토)",
        TITLE,
        BODY[0].replace("한들복지부(장관 이누리)", "새벽군(군수 다라진)"),
        *BODY[1:],
    ]
    assert clean("\n".join(text)).about["outlet"] == "새벽군"


@pytest.mark.parametrize(
    "line",
    [
        "담당 부서를 하나로 모아 창구를 줄였다.",
        "보도 블록을 새로 깐다.",
        "배포 물량을 두 배로 늘린다",
        "문의 전화가 하루 백 통을 넘었다.",
        "과장 광고를 막는 조례를 만든다",
        "책임자 처벌을 요구하는 목소리",
        "담당자: 없음이라고 적힌 서류가 열두 장이었다.",
        "이 자료는 열두 군의 조사표에서 뽑았다.",
        "청년 정책 3년의 성과와 한계",
    ],
)
def test_prose_with_the_words_of_labels_stays(line: str) -> None:
    found = clean("\n".join([*HEAD, line, BODY[0].replace("4일", "5일")]))
    assert line in [kept.text for kept in found.paragraphs]


def test_a_headline_below_the_table_is_no_unit() -> None:
    title = "농어촌 순환버스 3년의 성과"
    found = clean("\n".join([*HEAD[:8], title, *BODY]))
    assert found.about["title"] == title


def test_points_below_the_headline_are_no_subtitles() -> None:
    points = ["- 홀로 사는 노인에게 도시락을 나를 계획임", "- 군마다 조리실 하나를 둘 예정임"]
    found = clean("\n".join(["보도자료", TITLE, *points, *BODY]))
    assert [line.text for line in found.paragraphs] == [*points, *BODY]


def test_a_release_that_is_left_as_it_is_says_what_would_go(tmp_path: Path) -> None:
    (tmp_path / "글.txt").write_text("\n".join(HEAD), encoding="utf-8")
    corpus = da.read(tmp_path / "글.txt", clean="report")
    assert corpus.documents["text"][0].split("\n") == HEAD
    assert set(corpus.removed["kind"]) == {"reported"}
    assert corpus.removed["reason"].str.startswith("contact: ").sum() == 4


def test_the_labels_of_a_release_are_columns(tmp_path: Path) -> None:
    (tmp_path / "글.txt").write_text("\n".join(FOOT), encoding="utf-8")
    row = da.read(tmp_path / "글.txt").documents.iloc[0]
    assert row["text"].split("\n") == BODY
    assert [row[name] for name in ("kind", "title", "outlet", "author", "date", "time", "distributed")] == [
        "release", TITLE, "한들복지부", "", "2024-05-04", "10:30", "2024-05-04",
    ]  # fmt: skip


def test_released_prose_loses_nothing() -> None:
    texts = paths.ROOT.parent / "shared" / "texts" / "releases.jsonl.gz"
    if not texts.is_file():
        pytest.skip("the releases are not part of the repository")
    with gzip.open(texts, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file.read().split("\n")[:200] if line]
    lost = kept = titles = 0
    for row in rows:
        title, *body = [line for line in normalise(row["text"]).split("\n") if line]
        layout = DATA["layouts"]["head"]
        found = clean("\n".join([*layout["above"], title, *body, *DATA["layouts"]["foot"]["below"]]))
        left = {line.text for line in found.paragraphs}
        lost += sum(line not in left for line in body)
        kept += len(left - {*body})
        titles += found.about.get("title") == title
    assert (lost, kept) == (0, 0)
    assert titles >= 0.98 * len(rows)
