"""What clean="none", "report" and "default" do to each kind of source: text, account and inspection worked by hand."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Literal

import pytest

import analysis as da
from analysis.cleaning import account, tell
from analysis.reading import bigkinds

Clean = Literal["default", "report", "none"]
LONG = "마을 도서관은 봄에 문을 열었다. 책은 삼천 권이고 사서는 한 사람이며 아이들은 저녁까지 책을 읽는다."
ID = "01100101.2019112103150000"
EXPORT = (
    (
        "[주간경향] 골목 빵집이 문을 닫았다. 주인은 한들신문과의 통화에서 임대료가 올랐다고 말했다. "
        "한 미 일 정상은 만나지 않았다. 이웃들은 아쉬워.."
    ),
    "☞ 뉴스레터 구독하기\n시장은 조용하다. &quot;손님이 없다&quot;고 했다.",
    "비가 왔다. 강이 불었다.",
)
PLAIN = (
    ("도서관의 봄", f"도서관의 봄\n글자크기 설정\n{LONG}\n무단 전재 및 재배포 금지 ⓒ 한들신문"),
    ("다리", "(한들=한들통신) 김가람 기자 = 다리가 놓였다. 사람들은 &lt;b&gt;기뻐&lt;/b&gt;했다. garam@example.com"),
)
PAGE = f"""도서관의 봄
글자크기 설정
(한들=한들통신) 김가람 기자 = {LONG}
책상은 열 개다. 창문은 넷이다.
무단 전재 및 재배포 금지 ⓒ 한들신문"""
RELEASE = f"""한들시, 마을 도서관을 열다
□ {LONG}
○ 열람실은 저녁까지 열고 강당은 주말에 연다.
담당 부서: 문화과"""

# What the default takes, source by source: document, line, kind, words. A table's lines are its rows.
TAKEN = {
    "빅카인즈.csv": [
        (f"{ID}1", 2, "label", "[주간경향]"),
        (f"{ID}1", 2, "self-reference", "한들신문과의"),
        (f"{ID}1", 2, "cut word", "아쉬워.."),
        (f"{ID}2", 3, "prompt", "☞ 뉴스레터 구독하기"),
    ],
    "표.csv": [
        ("표-2", 2, "title", "도서관의 봄"),
        ("표-2", 2, "widget", "글자크기 설정"),
        ("표-2", 2, "copyright", "무단 전재 및 재배포 금지 ⓒ 한들신문"),
        ("표-3", 3, "dateline", "(한들=한들통신) 김가람 기자 ="),
        ("표-3", 3, "dateline", "garam@example.com"),
    ],
    "화면.txt": [
        ("화면", 1, "title", "도서관의 봄"),
        ("화면", 2, "widget", "글자크기 설정"),
        ("화면", 3, "dateline", "(한들=한들통신) 김가람 기자 ="),
        ("화면", 5, "copyright", "무단 전재 및 재배포 금지 ⓒ 한들신문"),
    ],
    "자료.txt": [
        ("자료", 1, "title", "한들시, 마을 도서관을 열다"),
        ("자료", 4, "imprint", "담당 부서: 문화과"),
    ],
}
# What is written otherwise whatever is chosen: signs of HTML, lost dots; and what is only told.
ALWAYS = {
    "빅카인즈.csv": [("빅카인즈", "truncated"), (f"{ID}1", "middle dot"), (f"{ID}2", "entity")],
    "표.csv": [("표-3", "entity")],
    "화면.txt": [],
    "자료.txt": [],
}
WHOLE = {
    "빅카인즈.csv": [
        EXPORT[0].replace("한 미 일", "한미일"),
        '☞ 뉴스레터 구독하기\n시장은 조용하다. "손님이 없다"고 했다.',
        EXPORT[2],
    ],
    "표.csv": [PLAIN[0][1], PLAIN[1][1].replace("&lt;b&gt;", "").replace("&lt;/b&gt;", "")],
    "화면.txt": [PAGE],
    "자료.txt": [RELEASE],
}
LEFT = {
    "빅카인즈.csv": [
        "골목 빵집이 문을 닫았다. 주인은 통화에서 임대료가 올랐다고 말했다. 한미일 정상은 만나지 않았다. 이웃들은",
        '시장은 조용하다. "손님이 없다"고 했다.',
        EXPORT[2],
    ],
    "표.csv": [LONG, "다리가 놓였다. 사람들은 기뻐했다."],
    "화면.txt": [f"{LONG}\n책상은 열 개다. 창문은 넷이다."],
    "자료.txt": ["\n".join(RELEASE.split("\n")[1:3])],
}
KINDS = {
    "빅카인즈.csv": ["outlet"] * 3,
    "표.csv": ["portal", "plain"],
    "화면.txt": ["portal"],
    "자료.txt": ["release"],
}
SWITCHES = {"label": 'clean="none"', "self-reference": 'clean="none"', "cut word": 'clean="none"'}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    rows = [
        dict.fromkeys(bigkinds._NAMES, "")
        | {"뉴스 식별자": f"{ID}{n}", "일자": "20191121", "언론사": "한들신문", "제목": f"빵집 {n}", "본문": body}
        for n, body in enumerate(EXPORT, 1)
    ]
    for name, table in (
        ("빅카인즈.csv", rows),
        ("표.csv", [{"제목": title, "본문": text} for title, text in PLAIN]),
    ):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(table[0]))
            writer.writeheader()
            writer.writerows(table)
    (tmp_path / "화면.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "자료.txt").write_text(RELEASE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("clean", ["none", "report", "default"])
@pytest.mark.parametrize("name", TAKEN)
def test_text_and_account(sources: Path, name: str, clean: Clean) -> None:
    corpus = da.read(sources / name, clean=clean)
    removed = corpus.removed
    assert corpus.documents["text"].tolist() == (LEFT if clean == "default" else WHOLE)[name]
    guessed = KINDS[name] if clean != "none" or "빅" in name else [""] * len(KINDS[name])
    assert corpus.documents["kind"].tolist() == guessed
    always = {kind for _, kind in ALWAYS[name]}
    told = removed[removed["kind"].isin(always)]
    assert told[["doc", "kind"]].to_records(index=False).tolist() == ALWAYS[name]
    rest = removed[~removed["kind"].isin(always)]
    if clean == "report":  # the same, line by line, under the kind `reported`
        assert set(rest["kind"]) == {"reported"}
        rest = rest.assign(kind=rest["reason"].str.partition(": ")[0])
    expected = [] if clean == "none" else TAKEN[name]
    assert rest[["doc", "line", "kind", "text"]].to_records(index=False).tolist() == expected


@pytest.mark.parametrize("clean", ["none", "report", "default"])
@pytest.mark.parametrize("name", TAKEN)
def test_the_inspection_counts_it_by_kind(sources: Path, name: str, clean: Clean) -> None:
    table = da.read(sources / name, clean=clean).report().table
    found = {row.kind: (row.stage, row.n, row.docs, row.doc, row.switch) for row in table.itertuples()}
    kinds = dict.fromkeys(kind for _, _, kind, _ in TAKEN[name]) if clean != "none" else {}
    expected = {}
    for kind in kinds:
        own = [doc for doc, _, other, _ in TAKEN[name] if other == kind]
        counted = (len(own), len(set(own)), own[0])
        switch = SWITCHES.get(kind, 'clean="none", kind=...')
        if clean == "report":
            expected[f"reported: {kind}"] = ("left", *counted, 'clean="default"')
        else:
            expected[kind] = ("set apart", *counted, switch)
    if name == "빅카인즈.csv":  # one of three bodies is cut, though one line of the account tells of the table
        expected["truncated"] = ("left", 1, 1, f"{ID}1", "")
        expected["middle dot"] = ("decoded", 1, 1, f"{ID}1", 'middle_dots="keep"')
    for doc, kind in ALWAYS[name]:
        if kind == "entity":
            expected["entity"] = ("decoded", 1, 1, doc, "")
    assert {kind: row for kind, row in found.items() if row[0] != "read"} == expected
    assert found["documents"][1] == len(WHOLE[name])


@pytest.mark.usefixtures("in_korean")
def test_what_would_go_is_named_in_the_page(sources: Path) -> None:
    said = str(da.read(sources / "빅카인즈.csv", clean="report").report()).splitlines()
    assert f'  기본 설정이면 제외할 것: 말머리 1건, 글 1편. 보기({ID}1): [주간경향] [clean="default"]' in said
    assert f"  잘린 본문 1건, 글 1편. 보기({ID}1): … 만나지 않았다. 이웃들은 아쉬워.." in said


def test_parts_of_lines_are_in_the_account(sources: Path) -> None:
    corpus = da.read(sources / "빅카인즈.csv")
    table = account(corpus).set_index("doc")
    # by hand: [주간경향] 6, 한들신문과의 6, 아쉬워.. 5 letters of the first document, whose one line stays
    left = len(LEFT["빅카인즈.csv"][0])
    assert table.loc[f"{ID}1"].tolist()[:4] == [1, 1, left + 17, left]
    assert table.loc[f"{ID}2"].tolist()[:2] == [2, 1]
    assert "본문이 아닌 1줄과 줄의 일부(" in tell(account(corpus))
    assert tell(account(da.read(sources / "빅카인즈.csv", clean="report"))).endswith("제외한 것이 없다.")


@pytest.mark.parametrize("clean", ["none", "report", "default"])
def test_a_character_leads_back_to_its_source(sources: Path, clean: Clean) -> None:
    corpus = da.read(sources / "화면.txt", clean=clean)
    text = corpus.documents["text"][0]
    column = PAGE.split("\n")[2].index("사서") + 1
    assert corpus.origin("화면", position=text.index("사서")) == (3, column)
    export = da.read(sources / "빅카인즈.csv", clean=clean)
    at = export.documents["text"][0].index("정상은")
    assert export.origin(f"{ID}1", position=at) == (2, EXPORT[0].index("정상은") + 1)


@pytest.mark.usefixtures("in_korean")
def test_lines_that_were_wrapped_are_reported_before_what_stands_around_them(tmp_path: Path) -> None:
    width = 30
    body = "마을 도서관은 봄에 문을 열었고 책은 삼천 권이며 사서는 한 사람이다. 아이들은 저녁까지 책을 읽고 " * 3
    lines = [body[at : at + width].strip() for at in range(0, len(body), width)]
    text = "\n".join(["도서관의 봄", "", *lines, "", "Copyright ⓒ 한들신문. 무단 전재 금지."])
    (tmp_path / "글.txt").write_text(text, encoding="utf-8")
    done, told = (da.read(tmp_path / "글.txt", clean=clean) for clean in ("default", "report"))
    assert "wrap" in set(done.removed["kind"])
    assert told.removed["reason"].tolist() == (done.removed["kind"] + ": " + done.removed["reason"]).tolist()
    assert told.removed[["line", "text"]].equals(done.removed[["line", "text"]])
    kinds = told.report()
    assert "기본 설정이면 이어 붙일 줄 1건" in str(kinds)
    assert told.documents["text"][0] == "\n".join(line for line in text.split("\n") if line)


def test_a_headline_that_the_table_states_otherwise_is_not_reported(tmp_path: Path) -> None:
    (tmp_path / "표.csv").write_text(f'제목,본문\n다른 제목,"도서관의 봄\n{LONG}\n{LONG}"\n', encoding="utf-8")
    for clean in ("default", "report"):
        corpus = da.read(tmp_path / "표.csv", clean=clean)  # type: ignore[arg-type]
        assert corpus.documents["text"][0].startswith("도서관의 봄\n")
        assert corpus.removed.empty
