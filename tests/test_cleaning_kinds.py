"""The rules depend on the kind of document; papers, interviews, minutes, releases and rows lose nothing they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis as da
from analysis import errors
from analysis.cleaning import Kind, clean, turns
from analysis.cleaning.kinds import guess
from analysis.cleaning.lines import Page

PAPER = [
    "마을 신문의 의제는 어디에서 오는가",
    "국문초록",
    "이 연구는 마을 신문 세 종의 의제를 다룬다. 자료는 두 해 동안의 지면이다.",
    "주제어: 마을 신문, 의제, 지면",
    "1. 서론",
    "마을 신문은 작다. 그러나 작은 지면도 무엇을 실을지 고른다.",
    "▲ 자료의 범위",
    "ⓒ 2026 한들학회. 무단 전재 금지",
    "부록",
    "표 1. 신문별 면수",
    "가람신문은 한 호에 여덟 면을 낸다. 이 글은 그 가운데 첫 면만 다룬다.",
    "이 연구는 마을 신문 세 종의 의제를 다룬다. 자료는 두 해 동안의 지면이다.",
    "참고문헌",
    "나무 (2020). 마을과 지면. 한들학보, 3, 1-9.",
]
ANSWER = "그 일은 제가 말씀드릴 자리가 아닙니다. 위원회의 결정을 기다리겠다는 말씀만 되풀이하겠습니다."
INTERVIEW = [
    "동네 책방 주인을 만났다. 그는 차를 끓이고 있었다.",
    "문: 내년에도 문을 엽니까",
    f"답: {ANSWER}",
    "문: 이사 간다는 말이 있습니다",
    f"답: {ANSWER}",
    "문: 끝으로 하실 말씀은",
    f"답: {ANSWER}",
    "▲ 책방 앞의 의자",
]
MINUTES = [
    "제3회 한들마을 총회 회의록",
    "(10시 2분 개의)",
    "◯위원장 김가람 의석을 정돈해 주시기 바랍니다.",
    "제3회 총회를 시작하겠습니다.",
    "◯이나무 위원 예산이 두 해째 그대로입니다.",
    "◯위원장 김가람 답변해 주십시오.",
    "◯마을재정과장 박구름 ",
    "검토하겠습니다.",
    "◯위원장 김가람 의석을 정돈해 주시기 바랍니다.",
]
RELEASE = [
    "보도자료",
    "한들군, 마을 도서관 세 곳을 새로 연다",
    "한들군은 오는 5월부터 마을 도서관 세 곳을 연다고 밝혔다.",
    "▲ 개관 시간은 오전 9시부터 오후 9시까지임",
    "- 주말에도 같은 시간에 운영함",
    "▲ 회원증은 군청 누리집에서 신청할 수 있음",
    "- 2025년 말 기준 회원은 1만 명으로 도내 2위 수준임",
    "▲ 점자 도서실",
]
PLAIN = [
    "우물과 도랑",
    "첫해에 우리는 우물을 팠다. 물은 나오지 않았고 사람들은 떠났다.",
    "둘째 해에는 도랑을 팠다. 물은 잠깐 흐르다 모래 속으로 사라졌다.",
]
OUTLET = [
    "우물과 도랑",
    "김가람 한내대 교수 2026. 5. 4. 03:05",
    *PLAIN[1:],
    "Copyright ⓒ 한들신문. 무단 전재 및 재배포 금지.",
    "다른 글의 제목",
]
PORTAL = ["우물과 도랑", "글자크기 설정", *PLAIN[1:], PLAIN[1], "Copyright ⓒ 한들신문. 무단 전재 및 재배포 금지."]
TEXTS: dict[Kind, list[str]] = {
    "paper": PAPER,
    "interview": INTERVIEW,
    "minutes": MINUTES,
    "release": RELEASE,
    "plain": PLAIN,
    "outlet": OUTLET,
    "portal": PORTAL,
}
TAKEN: dict[Kind, list[tuple[int, str]]] = {  # line and kind of everything that may go
    "paper": [(8, "copyright")],
    "interview": [],
    "minutes": [],
    "release": [(1, "imprint"), (2, "title")],
    "plain": [(1, "title")],
    "outlet": [(1, "title"), (2, "byline"), (5, "copyright"), (6, "related")],
    "portal": [(1, "title"), (2, "widget"), (5, "duplicate"), (6, "copyright")],
}


def file(folder: Path, lines: list[str], name: str = "글.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", TEXTS)
def test_each_kind_is_guessed_and_loses_only_what_its_rules_name(kind: Kind) -> None:
    found = clean("\n".join(TEXTS[kind]))
    assert found.kind == kind
    assert [(r.line, r.kind) for r in found.removed] == TAKEN[kind]
    assert clean("\n".join(TEXTS[kind]), kind=kind) == found


@pytest.mark.parametrize("kind", ["paper", "interview", "minutes", "release", "plain"])
def test_rules_of_pages_stay_on_pages(kind: Kind) -> None:
    text = [*PLAIN[1:], "▲ 시장 골목", "관련기사", "- 다른 글", "댓글 3", PLAIN[1]]
    assert clean("\n".join(text), kind=kind).removed == ()


def test_an_appendix_behind_the_copyright_line_of_an_outlet_stays() -> None:
    text = [*OUTLET[:5], "[부록] 마을의 물길", "첫째 도랑은 북쪽에 있다."]
    assert [r.line for r in clean("\n".join(text)).removed] == [1, 2, 5]


def test_a_text_of_many_short_headings_has_no_headline() -> None:
    text = ["머리글", PLAIN[1], "첫째 마당", PLAIN[2], "둘째 마당", PLAIN[2]]
    assert clean("\n".join(text)).removed == ()


def test_a_title_that_is_stated_leaves_another_first_line_in_the_text(tmp_path: Path) -> None:
    stated = ["---", "title: 물의 역사", "---", *PLAIN]
    assert da.read(file(tmp_path, stated)).documents["text"][0].split("\n")[0] == PLAIN[0]


def test_minutes_become_a_document_a_turn(tmp_path: Path) -> None:
    corpus = da.read(file(tmp_path, MINUTES, "총회.txt"))
    table = corpus.documents
    assert table[["doc", "speaker", "post", "text"]].to_numpy().tolist() == [
        ["총회-0001", "", "", "\n".join(MINUTES[:2])],
        ["총회-0002", "김가람", "위원장", "의석을 정돈해 주시기 바랍니다.\n제3회 총회를 시작하겠습니다."],
        ["총회-0003", "이나무", "위원", "예산이 두 해째 그대로입니다."],
        ["총회-0004", "김가람", "위원장", "답변해 주십시오."],
        ["총회-0005", "박구름", "마을재정과장", "검토하겠습니다."],
        ["총회-0006", "김가람", "위원장", "의석을 정돈해 주시기 바랍니다."],
    ]
    assert set(table["source"]) == {"총회.txt"}
    assert set(table["kind"]) == {"minutes"}
    assert corpus.removed.empty
    assert set(table["near_duplicate_of"]) == {""}  # a turn that says the same is no copy of an article
    assert corpus.origin("총회-0003", position=0) == (5, 9)
    assert len(da.read(tmp_path / "총회.txt", clean="none")) == 1


def test_turns_by_name_and_colon_when_minutes_are_stated() -> None:
    found = turns("사회자: 시작합시다.\n김가람: 예.\n사회자: 의견은?\n김가람: 없습니다.")
    assert [(turn.speaker, turn.post) for turn in found] == [("사회자", ""), ("김가람", "")] * 2


@pytest.mark.parametrize("line", ["○ 위원장 표창 계획", "○ 김가람 화백 초대전", "○ 지원 대상: 마을 기업"])
def test_points_of_a_release_are_no_turns(line: str) -> None:
    assert guess(Page.of("\n".join([line, "- 세부 내용", line, "- 세부 내용", line]))) != "minutes"


def test_rows_without_a_title_column_are_left_alone(tmp_path: Path) -> None:
    rows = "".join(f'"{line}"\n' for line in ["\n".join(PORTAL), "\n".join(OUTLET), "ㅋㅋ\n좋아요 3\n" + PLAIN[1]])
    path = file(tmp_path, ["댓글", rows], "댓글.csv")
    corpus = da.read(path, columns={"text": "댓글"})
    assert corpus.documents["text"].tolist()[0] == "\n".join(PORTAL)
    assert corpus.removed.empty
    assert set(corpus.documents["kind"]) == {"plain"}
    stated = da.read(path, columns={"text": "댓글"}, kind="portal")
    assert stated.documents["text"].tolist()[0] == "\n".join(PLAIN[1:])


@pytest.mark.parametrize(("clean", "kind"), [("none", ""), ("report", "portal")])
def test_cleaning_can_be_switched_off(tmp_path: Path, clean: str, kind: str) -> None:
    corpus = da.read(file(tmp_path, PORTAL), clean=clean)  # type: ignore[arg-type]
    assert corpus.documents[["text", "kind"]].to_numpy().tolist() == [["\n".join(PORTAL), kind]]
    reported = ["title", "widget", "duplicate", "copyright"] if clean == "report" else []
    assert [reason.split(":")[0] for reason in corpus.removed["reason"]] == reported
    assert set(corpus.removed["kind"]) <= {"reported"}


def test_other_documents_change_nothing_and_a_list_is_frozen(tmp_path: Path) -> None:
    notice = "독자와 함께 걷는 신문"
    for name in "가나다라":
        text = f"{name}골목의 가게가 문을 닫은 지 두 해가 지났고 {name}골목 사람들은 걸음을 늦춘다.\n{name}는 조용하다."
        file(tmp_path, [text, notice], f"{name}.txt")
    one, all_of_them = da.read(tmp_path / "가.txt"), da.read(tmp_path)
    assert all_of_them.documents["text"][0] == one.documents["text"][0]
    listed = all_of_them.furniture
    assert listed[["outlet", "edge", "text", "articles", "share"]].to_numpy().tolist() == [["", "tail", notice, 4, 1.0]]
    cut = da.read(tmp_path / "가.txt", furniture=listed)
    assert cut.documents["text"][0] == one.documents["text"][0].removesuffix("\n" + notice)
    assert cut.removed[["line", "kind", "text"]].to_numpy().tolist() == [[3, "furniture", notice]]
    assert cut.furniture.empty


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"kind": "essay"}, "kind must be one of portal, outlet"),
        ({"clean": "off"}, "clean must be one of default, report, none"),
        ({"clean": "none", "furniture": da.Corpus.from_texts({"a": "글이다."}).furniture}, "leave one of them out"),
    ],
)
def test_misspelt_options(tmp_path: Path, options: dict[str, object], says: str) -> None:
    with pytest.raises(errors.OptionError, match=says):
        da.read(file(tmp_path, PLAIN), **options)  # type: ignore[arg-type]


def test_front_matter_states_the_kind(tmp_path: Path) -> None:
    corpus = da.read(
        file(tmp_path, ["---", "kind: minutes", "---", "사회자: 예.", "나무: 예.", "사회자: 끝.", "나무: 네."])
    )
    assert corpus.documents["speaker"].tolist() == ["사회자", "나무", "사회자", "나무"]
    with pytest.raises(errors.OptionError, match="kind must be one of"):
        da.read(file(tmp_path, ["---", "kind: 사설", "---", *PLAIN]))
