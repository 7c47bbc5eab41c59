"""The report of a corpus: built once from five hundred made documents, and once from texts without dates or outlets."""

from __future__ import annotations

import base64
import csv
import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import analysis as da
from analysis import __main__ as cli
from analysis import record
from analysis.errors import MissingError, OptionError, ReportError
from analysis.record import corpus_facts, corpus_headline, corpus_tables

EVIL = "</style></title><script>alert(1)</script>{{ 7 * 7 }}\u202eoh"
EVIL_OUTLET = '"><img src=x onerror=alert(2)>'
EVIL_COLUMN = "=cmd|<b onmouseover=alert(3)>"
EVIL_NAME = "<img src=x onerror=alert(4)> 글"
ENERGY = da.paths.CODEBOOKS / "energy-transition.yaml"
SUBJECTS = "시청 구청 어부 농부 학교 병원 도서관 시장 방송사 연구소 항구 공항 극장 마을 조합 법원".split()
THINGS = "우산 사과 배추 고등어 버스 다리 수첩 의자 그림 노래 창문 시계 장갑 주전자 담요 자전거".split()
DEEDS = "샀다 고쳤다 잃었다 빌렸다 옮겼다 나누었다 그렸다 팔았다".split()
FRAMED = (
    "한미동맹은 오래되었다.",
    "벤처기업이 골목에 문을 열었다.",
    "한미 동맹이 중요하다고 장관은 말했다.",
    "스타트업 투자가 늘었다.",
)
SIZE = 500


def document(k: int, chance: random.Random) -> dict[str, str]:
    """Make a document: six random sentences, in every second document a framed one; every tenth has no date."""
    said = [f"{chance.choice(SUBJECTS)} 앞에서 {chance.choice(THINGS)}을 {chance.choice(DEEDS)}." for _ in range(6)]
    if k % 2:
        said.insert(3, chance.choice(FRAMED))
    date = "" if k % 10 == 0 else f"2023-{k % 12 + 1:02}-{k % 28 + 1:02}"
    outlet = ("가나일보", "다라신문", EVIL_OUTLET)[min(k % 4, 2)]
    title = EVIL if k == 7 else f"{k}번째 글"
    return {
        "id": f"d{k:03}",
        "제목": title,
        "언론사": outlet,
        "일자": date,
        "본문": " ".join(said),
        EVIL_COLUMN: "=1+1",
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table of five hundred documents, three of them copies of earlier ones, in a file of a hostile name."""
    chance = random.Random(1)
    rows = [document(k, chance) for k in range(SIZE)]
    for k in range(3):
        rows[-1 - k]["본문"] = rows[k + 1]["본문"]
    folder = tmp_path_factory.mktemp("made")
    path = folder / (f"{EVIL_NAME}.csv" if os.name == "posix" else "made.csv")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def large(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("large")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAMRON_FIGURES", str(out / "figures"))
        return record.build_corpus(made, by={"outlet": ["다라신문", "가나일보"]}, out=out)


TOLD: list[str] = []  # while the next was built


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of three texts of which nothing is stated, with another codebook."""
    folder = tmp_path_factory.mktemp("글 모음")
    for k, text in enumerate(
        ["햇빛으로 전기를 만든다.", "탄소를 줄여야 한다. 값이 오른다.", "바람이 불었다. 강이 흘렀다."]
    ):
        (folder / f"글{k}.txt").write_text(text, encoding="utf-8")
    (folder / "깨진 글.docx").write_bytes(b"PK")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAMRON_FIGURES", str(folder / "figures"))
        options: dict[str, Any] = {"reading": {"errors": "report"}, "progress": TOLD.append}
        return record.build_corpus([folder], codebook=ENERGY, period="year", out=folder / "나온 것", **options)


def soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def side(path: Path, kind: str) -> pd.DataFrame:
    return pd.read_csv(path.with_name(f"{path.stem}-{kind}.csv"), keep_default_na=False, dtype=str)


@pytest.mark.long
def test_five_hundred_documents_are_one_small_page_with_the_long_tables_beside_it(large: Path) -> None:
    assert large.stat().st_size < 5_000_000
    names = {file.name for file in large.parent.iterdir() if file.is_file()}
    kinds = ("documents", "lines", "removed", "inspection", "duplicates")
    assert names == {large.name, *(f"{large.stem}-{kind}.csv" for kind in kinds)}
    page = soup(large)
    assert {unquote(a["href"]) for a in page.select("#data ~ .scroll a")} == names - {large.name}
    assert len(page.select("#documents ~ details tbody tr")) == SIZE
    # by hand: every second document has one framed sentence; 499, 498, 497 copy documents 1, 2, 3
    documents = side(large, "documents")
    assert len(documents) == SIZE
    assert documents.loc[documents["near_duplicate_of"] != "", "doc"].tolist() == ["d497", "d498", "d499"]
    assert side(large, "duplicates")[["doc_a", "doc_b", "jaccard"]].values.tolist() == [
        ["d001", "d499", "1"], ["d002", "d498", "1"], ["d003", "d497", "1"]]  # fmt: skip
    assert (documents.loc[1:490:2, "lines"].astype(int) > 0).all()
    assert documents.loc[documents["doc"] == "d007", ["outlet", "date"]].values.tolist() == [
        [EVIL_OUTLET, "2023-08-08"]
    ]


@pytest.mark.long
def test_the_first_screen_says_what_was_found_with_its_number_and_interval(large: Path) -> None:
    page = soup(large)
    # 450 of the 500 documents have a date: every tenth has none
    assert page.select_one(".byline").get_text().startswith("글 500편 · 매체 3곳 · 2023-01-")
    assert "(적히지 않은 글 50편)" in page.select_one(".byline").get_text()
    found = page.select_one(".finding").get_text()
    assert re.fullmatch(r"글 500편에서 .*의 비중 0\.\d\d, 95% 구간 0\.\d\d~0\.\d\d\)\.", found)
    assert "거의 같은 글 3편을 빼고 세면 0." in page.select_one(".range").get_text()
    # three documents copy three others; of the six every one is framed
    assert "같은 글을 옮긴 6건은 3개 사안이다. 사안을 단위로 계산했다." in page.select_one(".range").get_text()
    assert "구간과 검정에서는 같은 글을 옮긴 글들을 사안 하나로 쳤음" in page.get_text()
    assert "검증" in page.select_one(".banner strong").get_text()
    assert "2023-01(글 " in page.select_one(".first svg desc").get_text()


@pytest.mark.long
def test_every_section_is_there_and_none_was_refused(large: Path) -> None:
    page = soup(large)
    heads = [head.get_text() for head in page.select("main h2, main h3")]
    wanted = ["읽은 것과 제외한 것", "거의 같은 글", "글의 구성", "핵심어", "시간에 따라", "매체나 집단에 따라",
              "두 집단의 차이", "글의 목록", "용례 색인", "곁의 표", "연구방법", "열두 가지 점검"]  # fmt: skip
    assert [head for head in heads if head in wanted] == wanted
    assert page.select(".notice, .skipped") == []
    assert len(page.select("ol.points")[0].find_all("li")) == 12
    assert page.select_one("#methods-validity") is not None
    # the named groups are compared: 125 documents of each
    cells = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in page.select("table tr")]
    assert any(row[2:6] == ["가나일보", "다라신문", "125", "125"] for row in cells if len(row) > 6)
    record = next(a["href"] for a in page.select("a[download$=json]") if "실행" in a.get_text())
    held = json.loads(base64.b64decode(record.partition(",")[2]))
    assert held["documents"] == {"n": SIZE, "table": f"{large.stem}-documents.csv"}
    assert "본문" not in held
    assert held["corpus"]["finding"]["docs"] == SIZE


@pytest.mark.slow
@pytest.mark.parametrize("report", [pytest.param("large", marks=pytest.mark.long), "bare"])
def test_the_page_says_what_was_read_and_left_with_the_numbers_of_the_table(
    report: str, request: pytest.FixtureRequest
) -> None:
    path = request.getfixturevalue(report)
    fold = soup(path).select_one("details.inspection")
    rows = [[cell.get_text() for cell in row.find_all("td")] for row in fold.select("tbody tr")]
    table = side(path, "inspection")
    shown = [row[1:3] for row in rows if row[0] != "없음"]
    assert shown == [[f"{int(n):,}" for n in pair] for pair in table[["n", "docs"]].to_numpy().tolist()]
    assert len(rows) - len(shown) == 5 - table["stage"].nunique()  # a stage without a row says so
    assert fold.summary.get_text().startswith(f"살펴본 것: 글 {500 if report == 'large' else 3}편,")
    # by hand: three copies in the large corpus, nothing at all in the three bare texts
    copies = [row[1:3] for row in rows if row[0] == "거의 같은 글"]
    assert copies == ([["3", "3"]] if report == "large" else [])


@pytest.mark.long
def test_text_from_tables_and_names_of_files_is_text(large: Path) -> None:
    page = soup(large)
    assert page.h1.get_text() == (EVIL_NAME if os.name == "posix" else "made")
    assert [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []
    assert page.find_all("img", src="x") == []
    assert len(page.find_all("script")) == 1
    row = page.select_one("#doc-7")
    assert row.th.get_text().startswith("</style></title><script>alert(1)</script>{{ 7 * 7 }}oh")
    assert row.td.get_text() == EVIL_OUTLET
    # the spreadsheet runs neither the name of a column nor its cells
    documents = side(large, "documents")
    assert f"'{EVIL_COLUMN}" in documents.columns
    assert set(documents[f"'{EVIL_COLUMN}"]) == {"'=1+1"}


@pytest.mark.long
def test_a_document_leads_to_its_lines_and_back(large: Path) -> None:
    page = soup(large)
    ids = [tag["id"] for tag in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for a in page.select('a[href^="#"]')} <= set(ids)
    row = page.select_one("#doc-1")
    line = page.find(id=row.find_all("td")[-1].a["href"][1:])
    assert line["data-group"] == "d1"
    assert line.th.a["href"] == "#doc-1"
    assert page.select_one("#doc-0").find_all("td")[-1].a is None  # no hit, no link


@pytest.mark.slow
def test_what_is_not_stated_is_said_in_a_sentence(bare: Path) -> None:
    page = soup(bare)
    refused = [note.get_text().strip() for note in page.select(".skipped p, .notice p")]
    why = "글의 앞머리나 자료표에 {} 값을 적으면 구한다."
    assert f"날짜가 적힌 글이 없어 해로 묶지 못했다. {why.format('date')}" in refused
    assert (
        refused.count(f"매체가 적힌 글이 없어 매체로 묶지 못했다. {why.format('outlet')}") == 4
    )  # groups, their chart, their difference, their words
    assert not any(re.search("Error|Traceback", said) for said in refused)
    assert "매체 적혀 있지 않음 · 날짜 적혀 있지 않음" in page.select_one(".byline").get_text()
    assert page.select_one(".finding").get_text().endswith("말하기 어렵다(‘기후·탄소 중립’의 비중 1.00).")
    assert page.select_one(".first svg desc").get_text().startswith("글의 구성을 보인")
    # a file that cannot be read stops nothing where that was asked for
    (told,) = [line.partition(": ")[2] for line in TOLD if "not read" in line]
    assert told.startswith("not read: 깨진 글.docx: ")
    assert "깨진 글.docx" in side(bare, "removed")["text"].tolist()
    # the parameters cell shows names, not where the files lie
    shown = next(block.get_text() for block in page.select("details.code pre") if "source = [" in block.get_text())
    assert "/" not in shown
    assert "energy-transition.yaml" in shown
    assert str(bare.parent) not in bare.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"sources": "nothing-such"}, MissingError, "no file or folder is called 'nothing-such'"),
        ({"sources": []}, MissingError, "no corpus to report on"),
        ({"reading": {"error": "report"}}, OptionError, "an option in reading must be one of kind, clean, columns, "),
        ({"reading": {"furniture": None}}, OptionError, "not 'furniture'"),
        ({"period": "week"}, OptionError, "period must be one of auto, month, year, not 'week'"),
        ({"by": {"outlet": "가나", "section": "다라"}}, OptionError, "by names 2 variables"),
        ({"by": {"갑": ["가나"], "을": ["가나"]}}, OptionError, "'가나' is in two groups"),
        ({"by": "갑=가나;을="}, OptionError, "the group '을' has no values"),
        ({"codebook": "none.yaml"}, MissingError, "no codebook 'none.yaml'"),
    ],
)
def test_bad_input_is_known_before_anything_runs(options: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=re.escape(message)):
        record.build_corpus(**({"sources": da.paths.ARTICLES} | options))


def test_one_document_is_sent_to_the_report_of_an_article(tmp_path: Path) -> None:
    (tmp_path / "글.txt").write_text("동맹은 길다.", encoding="utf-8")
    read = corpus_facts.several(da.read)
    with pytest.raises(ReportError, match=r"document '글' is the only one, .*; build the report of an article instead"):
        read([tmp_path / "글.txt"])
    assert len(read(da.paths.ARTICLES, duplicates="keep")) > 1


def test_the_command_line_builds_a_corpus_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[Any] = []
    reading: list[dict[str, Any]] = []
    stores: list[str | None] = []

    def build(sources: list[str], **options: Any) -> Path:
        asked.append((sources, options["codebook"], options["by"], options["out"]))
        reading.append(options["reading"])
        stores.append(options["store"])
        return tmp_path / "x-corpus.html"

    monkeypatch.setattr(da.report, "build_corpus", build, raising=False)
    words = ["report", "--corpus", "a.csv", "b", "--by", "section", "--groups", "사설", "칼럼", "--out", str(tmp_path)]
    assert cli.main(words) == 0
    assert asked == [(["a.csv", "b"], None, {"section": ["사설", "칼럼"]}, str(tmp_path))]
    assert (tmp_path / "index.html").is_file()
    for groups in (["갑=가나일보,다라일보", "을=마바신문"], ["갑=가나일보,다라일보;을=마바신문"]):
        assert cli.main(["report", "--corpus", "a.csv", "--groups", *groups, "--out", str(tmp_path)]) == 0
        assert asked.pop() == (["a.csv"], None, "outlet:갑=가나일보,다라일보;을=마바신문", str(tmp_path))
    assert cli.main(["report", "--corpus", "a.csv", "--errors", "report", "--column", "text=기사"]) == 0
    assert reading == [{}] * 3 + [{"errors": "report", "columns": {"text": "기사"}}]
    assert cli.main(["report", "--corpus", "a.csv", "--store", "parts"]) == 0
    assert stores == [None] * 4 + ["parts"]
    assert cli.main(["report", "x.txt", "--errors", "report"]) == 2
    assert "--errors is for a report on a corpus; name its files" in capsys.readouterr().err
    assert cli.main(["report", "x.txt", "--corpus", "a.csv"]) == 2
    assert cli.main(["report", "x.txt", "--by", "outlet"]) == 2
    assert "--by is for a report on a corpus" in capsys.readouterr().err
    assert cli.main(["report", "x.txt", "--store", "parts"]) == 2
    assert "--store is for a report on a corpus" in capsys.readouterr().err


# the finding

UNSURE = "글 20편에서 ‘가’ 어휘와 ‘나’ 어휘 가운데 어느 쪽이 많다고 말하기 어렵다"


def told(**values: Any) -> dict[str, Any]:
    plain = {"kind": "share", "label": "가", "other": "나", "frame": "a", "second": "b", "docs": 20, "n": 40, "own": 18}
    plain |= {"reason": "", "copies": 0, "without": None, "mean_low": None, "mean_high": None}
    plain |= {"clusters": 18, "stories": "", "near": []}
    return plain | {"pooled_low": None, "pooled_high": None} | values


@pytest.mark.parametrize(
    ("values", "head"),
    [
        (
            {"pooled": 0.7, "pooled_low": 0.6, "pooled_high": 0.8, "mean": 0.6},
            "글 20편에서 ‘가’ 어휘가 ‘나’ 어휘보다 많이 나온다(‘가’의 비중 0.70, 95% 구간 0.60~0.80).",
        ),
        (  # the share of the frame that leads: 1 - 0.3, from 1 - 0.4 to 1 - 0.2
            {"pooled": 0.3, "pooled_low": 0.2, "pooled_high": 0.4, "mean": 0.4},
            "글 20편에서 ‘나’ 어휘가 ‘가’ 어휘보다 많이 나온다(‘나’의 비중 0.70, 95% 구간 0.60~0.80).",
        ),
        (
            {"pooled": 0.55, "pooled_low": 0.45, "pooled_high": 0.65, "mean": 0.6},
            UNSURE + "(‘가’의 비중 0.55, 95% 구간 0.45~0.65).",
        ),
        (  # long texts lean one way, short ones the other
            {"pooled": 0.7, "mean": 0.4},
            UNSURE + "(‘가’의 비중은 글을 이어 붙여 재면 0.70, 글마다 재어 평균하면 0.40).",
        ),
        ({"pooled": 0.5, "mean": 0.5}, "글 20편에서 ‘가’ 어휘와 ‘나’ 어휘가 같은 무게로 나온다(‘가’의 비중 0.50)."),
        ({"pooled": 0.75, "mean": 0.75}, UNSURE + "(‘가’의 비중 0.75)."),  # without an interval neither leads
        (  # one of them in no text at all
            {"pooled": 1.0, "mean": 1.0, "mean_low": 0.85, "mean_high": 1.0},
            "글 20편에서 ‘가’ 어휘가 ‘나’ 어휘보다 많이 나온다(‘가’의 비중 1.00).",
        ),
        ({"n": 0, "pooled": None, "mean": None}, "글 20편에 ‘가’와 ‘나’의 어휘가 나오지 않는다."),
    ],
)
def test_the_sentence_follows_the_interval(values: dict[str, Any], head: str) -> None:
    assert corpus_headline.sentences(told(**values))["head"] == head


def test_without_a_pair_the_densest_frame_is_named() -> None:
    one = told(kind="density", other="", second="", pooled=1.5, pooled_low=1.0, pooled_high=2.0, mean=1.25)
    said = corpus_headline.sentences(one)
    assert (
        said["head"] == "글 20편에서 ‘가’ 어휘의 밀도가 내용 형태소 100개당 1.50(95% 구간 1.00~2.00)점으로 가장 높다."
    )
    assert "글마다 잰 밀도를 평균하면 1.25이다." in said["text"]
    assert "구간은 글마다 다른 정도에서 구했다(값이 있는 글 18편)." in said["text"]
    more = {"near": ["나", "다"], "clusters": 7, "stories": "같은 글을 옮긴 12건은 1개"}
    said = corpus_headline.sentences(one | more)
    assert "(값이 있는 글 18편, 서로 다른 사안 7개). 같은 글을 옮긴 12건은 1개." in said["text"]
    assert "‘나’·‘다’의 구간과 겹쳐, 이 글들 밖에서도 가장 높다고는 말할 수 없다." in said["text"]


def test_the_finding_is_measured_with_and_without_copies(toy: Any, two_frames: Any) -> None:
    # 달 weighs 1 in frame a; 별 weighs 2 in frame b
    tokens = toy(one="달 | 달 별", two="달", three="달", four="강")
    scores = da.framing.score(da.framing.hits(tokens, two_frames()), tokens, by="document")
    found = corpus_headline.collect(scores, copies={"three"})
    # pooled: a has 2 + 1 + 1 points, b 2, so 4 / 6; documents: 2 / 4, 1, 1, the fourth has none
    assert found["pooled"] == pytest.approx(4 / 6)
    assert found["mean"] == pytest.approx(2.5 / 3)
    assert (found["docs"], found["own"], found["n"]) == (4, 3, 5)
    assert found["without"]["pooled"] == pytest.approx(3 / 5)
    # influences -1/9, 1/18, 1/18: se 1/6 with 2 degrees of freedom, on the logit .693 - 4.303 * .1667 / .2222
    assert found["pooled_low"] == pytest.approx(0.0735, abs=1e-4)
    assert found["mean_low"] is not None
    assert found["without"]["pooled_low"] is None  # of two documents
    assert found["without"]["reason"] == "2건뿐이어서 구간을 내지 않았다(3건부터 낸다)"


def test_lines_beyond_the_room_are_cut_evenly_over_documents(
    monkeypatch: pytest.MonkeyPatch, toy: Any, two_frames: Any
) -> None:
    monkeypatch.setattr(corpus_facts, "LINES", 5)
    texts = {"a": "달 별 달 별", "b": "달", "c": "강", "d": "별 달"}
    corpus, tokens = da.Corpus.from_texts(texts), toy(**texts)
    hits = da.framing.hits(tokens, two_frames())
    scores = da.framing.score(hits, tokens, by="document")
    tables = corpus_tables.collect(corpus, tokens, hits=hits, scores=scores)
    lines, listed = tables["lines"], tables["documents"]
    assert listed["lines"].tolist() == [4, 1, 0, 2]
    held = corpus_facts._evidence(listed, lines, scores)
    # two of a, one of b, two of d: five; three of each would be six
    assert [line["place"] for line in held["lines"]] == [0, 0, 1, 3, 3]
    assert held["depth"] == 2
    assert [frame["id"] for frame in held["frames"]] == ["a", "b"]
    monkeypatch.setattr(corpus_facts, "LINES", 7)
    assert corpus_facts._evidence(listed, lines, scores)["depth"] == 0


# in a browser


@pytest.fixture
def opened(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Open a report with every fold open, and fail if it asked for anything or complained."""
    path = request.getfixturevalue(request.param)
    context = browser.new_context(offline=True, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("dialog", lambda dialog: complaints.append(dialog.message))
    page.on("request", lambda sent: asked.append(sent.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    yield page
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert complaints == []
    context.close()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("opened", [pytest.param("large", marks=pytest.mark.long), "bare"], indirect=True)
def test_nothing_sticks_out_sideways(opened: Any) -> None:
    wide = """all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest('.scroll, pre, .skip')).map(one => one.outerHTML.slice(0, 80))"""
    for width in (360, 768, 1440):
        opened.set_viewport_size({"width": width, "height": 900})
        assert opened.evaluate("document.documentElement.scrollWidth") <= width
        assert opened.eval_on_selector_all("body *:not(td):not(th):not(tr)", wide) == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("opened", ["bare"], indirect=True)
def test_no_rule_of_axe_is_broken(opened: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is in requirements-dev.txt")
    opened.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        opened.emulate_media(color_scheme=scheme)
        found = opened.evaluate("axe.run().then(result => result.violations)")
        assert [(rule["id"], [node["html"][:100] for node in rule["nodes"][:2]]) for rule in found] == []


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("opened", [pytest.param("large", marks=pytest.mark.long)], indirect=True)
def test_documents_are_sorted_and_filtered_and_show_their_lines(opened: Any) -> None:
    box = opened.locator("[data-rows]")
    script = "all => all.map(row => row.cells[4].dataset.v)"
    box.locator("thead button").nth(4).focus()
    opened.keyboard.press("Enter")
    assert box.locator("thead th").nth(4).get_attribute("aria-sort") == "descending"
    values = [float(v) for v in box.locator("tbody tr").evaluate_all(script) if v]
    assert values == sorted(values, reverse=True)
    assert values[0] > values[-1]
    box.locator("input").fill("다라신문")
    # one document of four; the copies keep their outlets
    assert box.locator("output").inner_text() == "125편"
    row = box.locator("tbody tr:not([hidden]) td:last-child a").first
    n = int(row.inner_text())
    row.click()
    opened.locator("[data-lines] tbody tr[hidden]").first.wait_for(state="attached")
    assert opened.locator("[data-lines] tbody tr:not([hidden])").count() == n


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("opened", ["bare"], indirect=True)
def test_paper_holds_every_table(opened: Any) -> None:
    opened.emulate_media(media="print")
    fold = opened.locator("details.inspection")
    fold.evaluate("one => { one.open = false; }")
    assert opened.pdf(tagged=True, prefer_css_page_size=True).startswith(b"%PDF")
    assert fold.evaluate("one => one.open")
    opened.set_viewport_size({"width": 660, "height": 900})  # A4 without its margins
    wide = "all => all.filter(one => one.getBoundingClientRect().right > 662).map(one => one.outerHTML.slice(0, 90))"
    assert opened.eval_on_selector_all("table, figure, p, pre, svg", wide) == []
