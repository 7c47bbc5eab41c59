"""Dirt inside lines: what agencies print around their copy, and lines wrapped in the middle of words."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis as da
from analysis.cleaning import joined, wire
from analysis.cleaning.wrapped import _wrapped, is_parted

BODY = "봄비가 온종일 내렸다."
COPIES = {
    f"(서울=한들통신) 김가람 기자 = {BODY}": ("한들통신", "김가람"),
    f"[서울=한들통신]김가람·이나무 특파원 = {BODY} garam@example.com": ("한들통신", "김가람"),
    f"[한들신문 김가람 기자] {BODY}": ("한들신문", "김가람"),
    f"[한들신문ㅣ김가람 기자] {BODY} <저작권자 ⓒ 한들신문 무단전재 및 재배포 금지>": ("한들신문", "김가람"),
    f"(파주=한들뉴스) {BODY}": ("한들뉴스", ""),
    f"김가람 기자 = {BODY}": ("", "김가람"),
    f"{BODY} 김가람 기자 garam@example.com": ("", "김가람"),
    f"{BODY} /김가람 기자": ("", "김가람"),
}
PROSE = [
    "(한미 동맹=안보)라는 등식은 낡았다.",
    "김가람 기자는 비가 왔다고 썼다.",
    "(종합) 비가 왔다.",
    "그는 (서울=한들통신) 표시를 보았다.",
    "문의는 help@example.com",
    "[앵커] 비가 왔습니다.",
]


@pytest.mark.parametrize("text", COPIES)
def test_what_an_agency_prints_inside_the_line_is_found(text: str) -> None:
    found = wire(text)
    outlet, author = COPIES[text]
    assert text[found.start : found.end] == BODY
    assert (found.about.get("outlet", ""), found.about.get("author", "")) == (outlet, author)


@pytest.mark.parametrize("text", PROSE)
def test_prose_is_no_dateline(text: str) -> None:
    assert wire(text) == (0, len(text), {})


def test_wire_copy_in_files_and_in_cells_beside_titles(tmp_path: Path) -> None:
    text = next(iter(COPIES))
    (tmp_path / "글.txt").write_text(text, encoding="utf-8")
    (tmp_path / "기사.csv").write_text(f"제목,본문\n비,{text}\n", encoding="utf-8")
    (tmp_path / "댓글.csv").write_text(f"본문\n{text}\n", encoding="utf-8")
    for name in ("글.txt", "기사.csv"):
        corpus = da.read(tmp_path / name)
        assert corpus.documents[["text", "outlet", "author"]].to_numpy().tolist() == [[BODY, "한들통신", "김가람"]]
        assert corpus.removed[["kind", "text"]].to_numpy().tolist() == [["dateline", "(서울=한들통신) 김가람 기자 ="]]
        assert da.read(tmp_path / name, clean="none").documents["text"][0] == text
    assert da.read(tmp_path / "글.txt").origin("글", position=0) == (1, len(text) - len(BODY) + 1)
    assert da.read(tmp_path / "댓글.csv").documents["text"][0] == text


WHOLE = (
    "마을 도서관은 지난해 봄에 문을 열었다. 처음에는 책이 삼천 권뿐이었고 사서는 한 사람이었다. 그러나 아이들은 날마다 "
    "찾아왔고 어른들은 저녁마다 모여 책을 읽었다. 군청은 예산을 늘리겠다고 약속했다. 약속은 아직 지켜지지 않았다."
)


def cut(text: str, size: int) -> str:
    """Wrap a text after so many letters, wherever that is."""
    return "\n".join(text[at : at + size].strip() for at in range(0, len(text), size))


def test_wrapped_lines_become_paragraphs_with_their_spaces() -> None:
    text = f"{cut(WHOLE, 24)}\n\n{cut(WHOLE, 24)}"
    found = joined(text)
    for start, end, put in reversed(found.edits):
        text = text[:start] + put + text[end:]
    assert text == f"{WHOLE}\n\n{WHOLE}"  # the blank line stays


@pytest.mark.parametrize(
    ("line", "after", "space"),
    [("20", "24년에", False), ("2024", "년에", False), ("(서울", ")은", False), ("정부는", "동맹을 말했다.", True)],
)
def test_numbers_and_brackets_say_themselves_whether_a_space_stands_there(line: str, after: str, space: bool) -> None:
    assert is_parted(line, after) is space


@pytest.mark.parametrize(
    "text",
    [
        WHOLE,
        "\n".join(WHOLE.split(". ")),
        "\n".join(f"{n}째 마을의 도서관이 올해 봄에 문을 열기로 한 까닭과 배경" for n in "첫둘셋넷"),
        "\n".join(["빈 의자", "골목 끝에 의자가 하나", "누가 앉았다 갔는지", "비는 묻지 않고 내린다"]),
        "",
    ],
)
def test_paragraphs_lists_and_poems_are_not_wrapped(text: str) -> None:
    assert _wrapped(text) == []


def test_wrapped_files_are_joined_and_said(tmp_path: Path) -> None:
    path = tmp_path / "글.txt"
    path.write_text(cut(WHOLE, 24), encoding="utf-8")
    corpus = da.read(path)
    assert corpus.documents["text"].tolist() == [WHOLE]
    assert corpus.removed["kind"].tolist() == ["wrap"]
    place = WHOLE.index("찾아왔고")
    line, column = corpus.origin("글", position=place)
    assert path.read_text(encoding="utf-8").split("\n")[line - 1][column - 1 :].startswith("찾")
    assert da.read(path, clean="none").documents["text"][0] == cut(WHOLE, 24)


@pytest.mark.parametrize(
    "tail",
    [" ◎한들통신 garam@example.com", " garam@example.com 무단 전재-재배포 금지", " <무단전재 및 재배포 금지>", " (끝)"],
)
def test_what_stands_behind_the_last_sentence_is_found(tail: str) -> None:
    found = wire(BODY + tail)
    assert (BODY + tail)[found.start : found.end] == BODY


def test_prose_about_addresses_and_ends_stays() -> None:
    for text in ("이 글은 무단 전재 금지", "봄은 (끝)이 없다.", "그는 ◎ 표시를 보았다."):
        assert wire(text).end == len(text)
