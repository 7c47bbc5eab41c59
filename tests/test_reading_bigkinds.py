from __future__ import annotations

import logging
from pathlib import Path

import openpyxl
import pytest

import analysis as da
from analysis import errors, paths
from analysis.corpus import build
from analysis.lexicon import dotted_words
from analysis.reading import bigkinds, table
from analysis.reading.house_text import house_pieces
from analysis.reading.middle_dots import lost_dots
from tests.made_rows import rows_and_removed

KIT = paths.SEEDS / "tables" / "bigkinds-dots-example.csv"
HEADERS = list(bigkinds._NAMES)
WHOLE = "동네 빵집이 문을 닫았다."
CUT = "동네 빵집이 문을 닫았다. 임대료 때문이라는 주인의 말에 사람들은 고개를"


def documents(path: Path, **options: object) -> tuple[list[dict[str, str]], list[dict[str, object]]]:
    return rows_and_removed(table.read_table(path, **options))  # type: ignore[arg-type]


def line(number: int, **cells: str) -> list[str]:
    row = dict.fromkeys(HEADERS, "") | {
        "뉴스 식별자": f"01100101.201911210315{number:05d}",
        "일자": "20191121",
        "언론사": "남신문",
        "제목": f"빵집 {number}",
        "본문": WHOLE,
    }
    return list((row | cells).values())


def book(folder: Path, *rows: list[str], headers: list[str] | None = None) -> Path:
    work = openpyxl.Workbook()
    for row in (headers or HEADERS, *rows):
        work.active.append(row)
    work.save(folder / "NewsResult.xlsx")
    return folder / "NewsResult.xlsx"


def test_a_row_of_nineteen_columns(tmp_path: Path) -> None:
    groups = {"통합 분류1": "경제>자영업", "통합 분류2": "사회 > 지역", "통합 분류3": "경제>부동산"}
    groups |= {"사건/사고 분류1": "재해>화재>상가"}
    named = {"기고자": "한가람", "키워드": "빵집,임대료", "인물": "한가람", "위치": "남구", "기관": "구청"}
    path = book(tmp_path, line(1, URL="http://example.org/1", **named, **groups))
    rows, removed = documents(path)
    assert removed == []
    row = rows[0]
    assert (row["doc"], row["date"], row["outlet"], row["author"], row["title"], row["text"]) == (
        "01100101.20191121031500001", "2019-11-21", "남신문", "한가람", "빵집 1", WHOLE,
    )  # fmt: skip
    assert (row["category"], row["category_path"]) == ("경제|사회", "경제>자영업|사회>지역|경제>부동산")
    assert (row["incident"], row["incident_path"]) == ("재해", "재해>화재>상가")
    assert row["truncated"] == "no"
    # what BIGKINDS extracted stays under its own names, beside the text and never in it
    assert [row[n] for n in ("키워드", "인물", "위치", "기관", "URL")] == [
        "빵집,임대료", "한가람", "남구", "구청", "http://example.org/1",
    ]  # fmt: skip
    assert build(rows, removed).documents["통합 분류2"].tolist() == ["사회 > 지역"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp949"])
def test_drifting_headers_and_a_subset_of_columns_in_csv(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "결과.csv"
    head = '뉴스식별자,"통합\n분류1",특성추출,분석 제외 여부,본문'
    path.write_bytes(f"{head}\r\n01100101.20130515100000019,경제>금융,빵,,{WHOLE}\r\n".encode(encoding))
    assert documents(path)[0] == [
        {
            "doc": "01100101.20130515100000019", "통합 분류1": "경제>금융", "특성추출(가중치순 상위 50개)": "빵",
            "분석제외 여부": "", "text": WHOLE, "truncated": "no", "category": "경제", "category_path": "경제>금융",
            "incident": "", "incident_path": "", "kind": "outlet", "source": "결과.csv",
        }
    ]  # fmt: skip


def test_excluded_rows_by_policy(tmp_path: Path) -> None:
    path = book(
        tmp_path, line(1), line(2, **{"분석제외 여부": "중복"}), line(3, **{"분석제외 여부": "예외"}), line(4, 본문="")
    )
    rows, removed = documents(path)
    assert [r["title"] for r in rows] == ["빵집 1"]
    assert [(r["doc"][-1], r["line"], r["kind"], r["reason"]) for r in removed] == [
        ("2", 3, "row", "marked 중복 by BIGKINDS (분석제외 여부)"),
        ("3", 4, "row", "marked 예외 by BIGKINDS (분석제외 여부)"),
        ("4", 5, "row", "the row has no text"),
    ]
    assert removed[0]["text"].startswith("01100101.20191121031500002 | 20191121 | 남신문 |")
    kept, _ = documents(path, excluded="keep")
    assert [(r["title"], r["분석제외 여부"]) for r in kept] == [("빵집 1", ""), ("빵집 2", "중복"), ("빵집 3", "예외")]
    with pytest.raises(errors.ReadError, match="marks every row as 중복 or 예외"):
        documents(book(tmp_path, line(2, **{"분석제외 여부": "중복"})))


def test_identical_rows_of_overlapping_downloads_count_once(tmp_path: Path) -> None:
    rows, removed = documents(book(tmp_path, line(1), line(2), line(1)))
    assert len(rows) == 2
    assert [(r["line"], r["reason"]) for r in removed] == [(4, "the same document stands in NewsResult.xlsx, row 2")]
    with pytest.raises(errors.ReadError, match=r"row 3 share the id '01100101.20191121031500001' but differ in text"):
        documents(book(tmp_path, line(1), line(1, 본문=CUT)))


def test_cut_bodies_are_marked_and_said(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    bodies = [WHOLE, CUT, "그는 “간다”고 했다…", "그는 말했다.”", CUT * 9, "나무를 심음"]
    # cut: breaks off; ends in dots. Not cut: a sentence, a quotation, an article that breaks off after 300
    # characters (a reporter's line, say), a noun ending
    expected = ["no", "yes", "yes", "no", "no", "no"]
    with caplog.at_level(logging.WARNING):
        rows, removed = documents(book(tmp_path, *[line(i, 본문=b) for i, b in enumerate(bodies, 1)]))
    assert [r["truncated"] for r in rows] == expected
    said = "2 of 6 bodies are only the beginning of the article, as BIGKINDS exports them; see the variable truncated"
    assert [(r["doc"], r["kind"], r["reason"]) for r in removed[:1]] == [("NewsResult", "truncated", said)]
    assert [(r["kind"], r["text"]) for r in removed[1:]] == [("cut word", "고개를"), ("cut word", "했다…")]
    assert caplog.messages == [f"NewsResult.xlsx: {said}"]


def test_bodies_of_one_constant_length_are_cut_even_at_a_full_stop(tmp_path: Path) -> None:
    same = [WHOLE + mark * 20 + "다." for mark in "가나다"]  # three of one length, the longest
    rows, _ = documents(book(tmp_path, *[line(i, 본문=b) for i, b in enumerate([*same, WHOLE], 1)]))
    assert [r["truncated"] for r in rows] == ["yes", "yes", "yes", "no"]
    rows, _ = documents(book(tmp_path, *[line(i, 본문=b) for i, b in enumerate([*same[:2], WHOLE], 1)]))
    assert {r["truncated"] for r in rows} == {"no"}  # two may be alike by chance


def test_bodies_are_never_cleaned(tmp_path: Path) -> None:
    body = "빵집이 사라진다\n글자크기 설정\n동네 빵집이 문을 닫았다."
    assert documents(book(tmp_path, line(1, 본문=body)))[0][0]["text"] == body


def test_outlets_that_begin_later_than_the_export(tmp_path: Path) -> None:
    rows = [line(1, 일자="20171231"), line(2, 일자="20191121")]
    notes = [r for r in documents(book(tmp_path, *rows))[1] if r["kind"] == "coverage"]
    assert [n["text"] for n in notes] == ["동아일보", "조선일보", "중앙일보"]
    assert "holds 조선일보 only from 2018, the export begins 2017-12-31" in str(notes[1]["reason"])
    assert documents(book(tmp_path, rows[1]))[1] == []


def test_ids_that_a_spreadsheet_turned_into_numbers_are_refused(tmp_path: Path) -> None:
    row = line(1)
    row[0] = 1100101.20130515  # type: ignore[call-overload]
    with pytest.raises(errors.ReadError, match=r"column '뉴스 식별자': 1100101\.20130515 was stored as a n"):
        documents(book(tmp_path, row))
    path = tmp_path / "결과.csv"  # saved once more by a spreadsheet
    path.write_text(f"뉴스 식별자,본문\n1100101.20130515,{WHOLE}\n", encoding="utf-8")
    with pytest.raises(errors.ReadError, match=r"row 2: the id '1100101\.20130515' has lost digits"):
        documents(path)
    assert documents(path, columns={"doc": None})[0][0]["뉴스 식별자"] == "1100101.20130515"


def test_an_export_without_bodies_says_so(tmp_path: Path) -> None:
    path = book(tmp_path, ["20191121", "남신문", "빵집", "빵"], headers=["일자", "언론사", "제목", "키워드"])
    with pytest.raises(
        errors.ReadError, match="no column that is known to hold the text; its columns are 일자, 언론사"
    ):
        documents(path)
    titles, _ = documents(path, columns={"text": "제목"})
    assert (titles[0]["text"], "title" in titles[0]) == ("빵집", False)


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (("뉴스식별자", "본문"), True),
        (("통합 분류2",), True),
        (("분석 제외 여부",), True),
        (("일자", "언론사", "제목", "본문", "키워드"), False),  # anybody's table
    ],
)
def test_recognition(headers: tuple[str, ...], found: bool) -> None:
    assert bigkinds.recognise(headers) is found


# -- middle dots ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("한 일 정상회담이 열렸다", ["한일"]),
        ("한 미 일 안보협력을 다진다", ["한미일"]),
        ("최근 한 미, 한 일 정상회담 결과를", ["한미", "한일"]),  # a run before a comma and a run
        ("북 중 러와 한 미 일의 맞섬", ["북중러", "한미일"]),
        ("정부가 한 일 관계를 풀었다", ["한일"]),
        ("한 일관계와 한 미회담", ["한일", "한미"]),
        ("‘한 미’가 합의했다", ["한미"]),
        ("미 중 갈등이 길다", ["미중"]),
        ("미 영 캐나다 호주가 손잡았다", ["미·영·캐나다·호주"]),
        ("한 아세안 정상회의", ["한·아세안"]),
        ("한미 한일 정상회담", ["한미·한일"]),
        ("남 북 대화", ["남북"]),
        ("여 야 대표", ["여야"]),
        ("미 상 하원 합동회의", ["상·하원"]),
        ("17개 시 도가 모였다", ["시·도"]),
        ("5 18민주화운동 기념식", ["5·18"]),
        ("6 25에서 싸웠다", ["6·25"]),
        ("10 29 참사 뒤", ["10·29"]),
        ("3 1절 기념사", ["3·1"]),
        ("3 8 전당대회", ["3·8"]),
        # what is something else
        ("그가 한 일은 많다", []),
        ("정부가 한 일 가운데 가장 큰 것", []),
        ("지금까지 한 일 중 가장 어렵다", []),
        ("정부가 한 일 국민은 안다", []),
        ("그가 한 일 관계없이", []),
        ("한 미 대사가 웃었다", []),
        ("한 미 국무부 관리는 답했다", []),
        ("한 일 관계자는 웃었다", []),
        ("한 독 일간지가 실었다", []),
        ("이 중 한 명이 왔다", []),
        ("회담 중 미 대통령이 왔다", []),
        ("통화 중 러 대통령은", []),
        ("할 일 중 하나", []),
        ("남 일 같지 않다", []),
        ("당 정 대표가 왔다", []),
        ("5 18세 소년", []),
        ("오는 7 8일 만난다", []),  # 7~8일 or 7·8일: both signs are lost
        ("3 5년이 걸린다", []),
        ("4 3 2로 이겼다", []),
    ],
)
def test_a_space_is_a_lost_dot_where_the_sentence_says_so(text: str, read: list[str]) -> None:
    found = [text[start:end].replace(" ", sign) for start, end, sign in lost_dots(text)]
    assert found == read


def test_a_text_that_kept_a_dot_lost_none() -> None:
    assert lost_dots("한 일 정상이 만났다.", beside="5·18 앞둔 한 일 정상") == []


def test_the_particle_of_a_pair_asks_for_the_country_beside_it() -> None:
    # 한 일은 alone may be "what was done": only at the start, and in an article that names the other state
    assert lost_dots("한 일은 합의했다.", beside="일본 총리 오다") == [(0, 3, "")]
    assert lost_dots("한 일은 끝났다.", beside="빵집 이야기") == []


def test_restored_dots_are_listed_and_can_be_left_alone(tmp_path: Path) -> None:
    body = "한 일 정상이 만났다. 그가 한 일은 많다."
    path = book(tmp_path, line(1, 제목="5 18 정신", 본문=body))
    rows, removed = documents(path)
    assert (rows[0]["text"], rows[0]["title"]) == ("한일 정상이 만났다. 그가 한 일은 많다.", "5·18 정신")
    assert [(r["kind"], r["line"], r["reason"]) for r in removed] == [
        ("middle dot", 2, "한 일 in the text is read as 한일: BIGKINDS writes a middle dot as a space"),
        ("middle dot", 2, "5 18 in the title is read as 5·18: BIGKINDS writes a middle dot as a space"),
    ]
    left, nothing = documents(path, middle_dots="keep")
    assert (left[0]["text"], left[0]["title"], nothing) == (body, "5 18 정신", [])
    with pytest.raises(errors.OptionError, match="middle_dots must be one of restore, keep, not 'drop'"):
        documents(path, middle_dots="drop")


def test_a_list_that_is_malformed_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "점.yaml"
    file.write_text("schema: damron-middle-dots/1\nstates: [한, 일]\nwords: [{word: 여야}]\n", encoding="utf-8")
    with pytest.raises(errors.CodebookError, match=r"점\.yaml, words, entry 1: an entry has a word with a middle dot"):
        dotted_words._read(file)


# -- what the house says of itself, and the cut word ----------------------------------------------


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("빵집 소식 뉴스레터 구독하기 ☞ https://example.org/1\n빵집이 닫았다.", ["prompt"]),
        ("※뉴스레터 동네한바퀴에 실린 글입니다. 구독해 주십시오.\n빵집이 닫았다.", ["prompt"]),
        ("빵집이 닫았다.\n▶뉴스레터 신..", ["prompt"]),
        ("[주간남신] 빵집이 닫았다.", ["label"]),
        ("[동네에서] 한가람 | 남구대 교수\n빵집이 닫았다.", ["byline"]),
        ("빵집이 닫았다.\n한가람 기자 han@example.org\n주인은 떠났다.", ["byline"]),
        ("◇문 닫는 빵집들\n빵집이 닫았다.", ["title"]),
        ("■ 오후 5:00 빵집이 닫았다.", ["label"]),
        ("한가람 대표(사진)가 닫았다.", ["label"]),
        ("사진=남구청\n빵집이 닫았다.", ["caption"]),
        ("주인은 남신문과의 전화 통화에서 “닫는다”고 했다.", ["self-reference"]),
        ("주인은 <남신문>에 “닫는다”고 했다.", ["self-reference"]),
        ("본지 취재를 종합하면 빵집이 닫았다.", ["self-reference"]),
        # the article itself
        ("남신문은 서른 해 전에 나왔다.", []),  # an outlet that is the subject
        ("그는 북신문과의 통화에서 말했다.", []),  # another outlet
        ("그는 잡지를 구독해 왔다.", []),
        ("빵집이 닫았다.\n◇문 닫는 빵집들", []),  # the last line of a cut body may go on
        ("한가람 기자가 물었다.", []),
    ],
)
def test_house_text(text: str, pieces: list[str]) -> None:
    assert [piece.kind for piece in house_pieces(text, outlet="남신문", cut=True)] == pieces


def test_what_stands_in_the_line_of_a_call_or_a_dateline_stays() -> None:
    for text, left in (
        ("빵집이 닫았다. 주인은 떠났다. ▶ 남신문 뉴스레터 구독하기", "빵집이 닫았다. 주인은 떠났다. "),
        ("[남신문] 빵집이 닫았다. 뉴스레터 신청은 누리집에서", "빵집이 닫았다. "),
        ("[파주=남통신] 한가람 기자 = 빵집이 닫았다.", "빵집이 닫았다."),
    ):
        gone = house_pieces(text, outlet="남신문", cut=False)
        assert "".join(c for i, c in enumerate(text) if not any(p.start <= i < p.end for p in gone)) == left


def test_the_cut_word_is_no_word_and_offsets_lead_back_to_the_cell(tmp_path: Path) -> None:
    bodies = [
        "[주간남신]  빵집이 닫았다.\n\n한 일 정상이 웃..",
        "주인이 이같이 ..",
        "주인은 “닫는다”..",
        "문을 닫았다.",
    ]
    path = book(tmp_path, *[line(i, 본문=body) for i, body in enumerate(bodies, 1)])
    corpus = da.read(path)
    assert corpus.documents["text"].tolist() == [
        "빵집이 닫았다.\n한일 정상이", "주인이 이같이", "주인은 “닫는다”", "문을 닫았다.",
    ]  # fmt: skip
    gone = corpus.removed[corpus.removed["kind"].isin(["cut word", "label"])]
    assert gone[["kind", "text"]].to_numpy().tolist() == [
        ["label", "[주간남신]"], ["cut word", "웃.."], ["cut word", ".."], ["cut word", ".."],
    ]  # fmt: skip
    first = corpus.documents["doc"][0]
    # row 2 of the sheet; in the cell 빵 is at 1 + len("[주간남신]  "), 일 behind 한 and a space at 19
    assert [corpus.origin(first, position=p) for p in (0, 9, 10)] == [(2, 9), (2, 19), (2, 21)]


def test_offsets_lead_back_through_html_signs(tmp_path: Path) -> None:
    path = book(tmp_path, line(1, 본문="&quot;빵집&quot;이 문을 닫았다."))
    corpus = da.read(path)
    text, doc = corpus.documents["text"][0], corpus.documents["doc"][0]
    assert text == '"빵집"이 문을 닫았다.'
    assert corpus.origin(doc, position=text.index("문")) == (2, 17)


def test_a_body_of_house_text_alone_stays(tmp_path: Path) -> None:
    rows, removed = documents(book(tmp_path, line(1, 본문="▶뉴스레터 구독하기")))
    assert (rows[0]["text"], [r["kind"] for r in removed if r["kind"] != "truncated"]) == ("▶뉴스레터 구독하기", [])


# -- what results say -----------------------------------------------------------------------------


def test_results_on_cut_bodies_say_so() -> None:
    corpus = da.read(KIT)
    tokens = da.segment(corpus)
    said = "글 16편 가운데 16편은 본문이 앞부분뿐이므로(truncated) 기사의 앞부분을 센 결과로 읽는다"
    assert tokens.recipe.truncated == "16 of 16"
    first, second = (tokens.only(docs=group["doc"]) for _, group in corpus.documents.groupby("outlet"))
    frames = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    scores = da.framing.score(da.framing.hits(tokens, frames), tokens, by="document")
    compared = da.framing.compare(scores, by=corpus.documents.set_index("doc")["outlet"], permutations=50)
    for result in (da.stats.keyness(first, second), da.stats.frequency(tokens), scores, compared):
        assert said in (da.schema.about(result).caution or ())
    assert da.segment({"a": WHOLE}).recipe.caution is None


def test_dots_put_back_make_one_word_of_two_papers_on_both_layers() -> None:
    for layer in (None, da.lexicon.units_for(da.read(KIT))):
        counts = {}
        for how in ("keep", "restore"):
            corpus = da.read(KIT, middle_dots=how)
            table = da.segment(corpus, units=layer).table.merge(corpus.documents[["doc", "outlet"]])
            counts[how] = [
                int(((table["lemma"] == "한미일") & (table["outlet"] == name)).sum())
                for name in ("가람신문", "나루일보")
            ]
        assert counts == {"keep": [0, 5], "restore": [4, 5]}


def test_keywords_are_tokens_of_their_own() -> None:
    corpus = da.read(KIT)
    tokens = da.Tokens.from_keywords(corpus)
    assert (tokens.recipe.layer, tokens.recipe.analyser, tokens.recipe.corpus) == ("terms", "BIGKINDS", corpus.sha256)
    first = tokens.table[tokens.table["doc"] == corpus.documents["doc"][0]]
    assert first[["surface", "tag", "paragraph", "start"]].to_numpy().tolist() == [
        ["한미일", "KEYWORD", 1, 0], ["훈련", "KEYWORD", 1, 4], ["동해", "KEYWORD", 1, 7], ["함정", "KEYWORD", 1, 10],
        ["한도윤", "PERSON", 2, 13], ["동해", "PLACE", 3, 17], ["국방부", "ORGANISATION", 4, 20],
    ]  # fmt: skip
    people = da.stats.frequency(tokens, tags=["PERSON"])
    assert people[["term", "n"]].head(2).to_numpy().tolist() == [["백솔", 3], ["윤하람", 3]]
    assert "빅카인즈의 분석기" in str(da.schema.about(people).caution)
    with pytest.raises(errors.ReadError, match="the documents have no column 키워드, 인물, 위치, 기관"):
        da.Tokens.from_keywords(da.Corpus.from_texts({"a": WHOLE}))


def test_an_export_without_bodies_is_read_by_its_headlines(tmp_path: Path) -> None:
    headers = [name for name in HEADERS if name != "본문"]
    titled = [line(1, 제목="빵집이 문을 닫는다"), line(2, 제목="임대료 대책은..")]
    path = book(
        tmp_path,
        *([cell for n, cell in zip(HEADERS, row, strict=True) if n != "본문"] for row in titled),
        headers=headers,
    )
    rows, removed = documents(path)
    assert [(r["title"], r["text"], r["truncated"], r["outlet"]) for r in rows] == [
        ("빵집이 문을 닫는다", "빵집이 문을 닫는다", "no", "남신문"),
        ("임대료 대책은..", "임대료 대책은..", "no", "남신문"),
    ]
    assert [(r["kind"], r["text"]) for r in removed] == [("column", "제목")]
