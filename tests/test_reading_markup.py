"""Entities in text files, Markdown, and front matter."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis as da
from analysis import errors

BODY = "동네 빵집이 문을 닫았다. 임대료 때문이다."


def read(tmp_path: Path, text: str, name: str = "a.txt") -> da.Corpus:
    (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    return da.read(tmp_path / name)


def test_entities_become_characters_and_are_listed(tmp_path: Path) -> None:
    corpus = read(
        tmp_path,
        "그는 &quot;닫는다&quot;고 했다.\n값은 &#8216;두 배&#8217;&hellip; 였다. A&amp;B는 &amp;quot;남았다&amp;quot;.",
    )
    assert corpus.documents["text"][0] == '그는 "닫는다"고 했다.\n값은 ‘두 배’… 였다. A&B는 "남았다".'
    assert corpus.removed[["line", "kind", "text"]].values.tolist() == [
        [1, "entity", "&quot; &quot;"],
        [2, "entity", "&#8216; &#8217; &hellip; &amp; &amp;quot; &amp;quot;"],
    ]
    # behind six letters of &quot; the offset still leads to the column of the source: 그는_ is 3, &quot; is 6
    assert corpus.origin("a", position=4) == (1, 10)


@pytest.mark.parametrize(
    "text",
    [
        "R&D 예산이다.",
        "AT&T;는 회사다.",
        "값은 &#0; 이다.",
        "끝은 &#10; 이다.",
        "짝은 &#55357; 이다.",
        "&nonsense; 이다.",
    ],
)
def test_what_is_no_entity_stays(tmp_path: Path, text: str) -> None:
    corpus = read(tmp_path, text)
    assert corpus.documents["text"][0] == text
    assert len(corpus.removed) == 0


def test_markdown(tmp_path: Path) -> None:
    text = (
        "# 빵집의 끝\n\n"
        "![문 닫은 빵집](img/a.jpg)\n"
        f'{BODY} [구청](https://example.org/a_(b)?c=1 "제목")은 *몰랐다*고 했다.\n\n'
        "## 남은 것 ##\n\n"
        "이웃은 [기고](홍길동) 난을 읽었다. #해시태그는 그대로다.\n"
    )
    corpus = read(tmp_path, text, "a.md")
    row = corpus.documents.iloc[0]
    assert row["title"] == "빵집의 끝"
    assert row["text"].split("\n") == [
        f"{BODY} 구청은 *몰랐다*고 했다.",
        "남은 것",
        "이웃은 [기고](홍길동) 난을 읽었다. #해시태그는 그대로다.",
    ]
    assert corpus.removed[["line", "kind", "text"]].values.tolist() == [
        [1, "title", "# 빵집의 끝"],
        [3, "caption", "![문 닫은 빵집](img/a.jpg)"],
        [4, "markup", "https://example.org/a_(b)?c=1"],
        [6, "markup", "##"],
    ]
    assert corpus.origin("a", position=row["text"].index("남은 것")) == (6, 4)
    assert corpus.origin("a", position=row["text"].index("은 *")) == (4, text.split("\n")[3].index("은 *") + 1)


def test_marks_of_markdown_in_plain_text_stay(tmp_path: Path) -> None:
    text = f"# {BODY}\n[구청](https://example.org)은 몰랐다."
    assert read(tmp_path, text).documents["text"][0] == text


def test_front_matter_keeps_values_as_written(tmp_path: Path) -> None:
    front = '---\ntitle: "빵집: 끝"\ndate: 2026-03-02\ncode: 007\nopen: yes\nempty:\nnone: ~\n---\n'
    row = read(tmp_path, front + BODY, "a.md").documents.iloc[0]
    assert row[["title", "date", "code", "open", "empty", "none"]].tolist() == [
        "빵집: 끝",
        "2026-03-02",
        "007",
        "yes",
        "",
        "",
    ]


def test_front_matter_of_windows_and_its_lines(tmp_path: Path) -> None:
    corpus = read(tmp_path, f"---\r\ntitle: 끝\r\n---\r\n글자크기 설정\r\n{BODY}\r\n", "a.md")
    assert corpus.removed[["line", "kind"]].values.tolist() == [[4, "widget"]]
    assert corpus.origin("a", position=0) == (5, 1)


@pytest.mark.parametrize(
    ("front", "says"),
    [
        ("meta:\n  title: 속", "plain values only, not a list or a block at 'meta'"),
        ("tags: [가, 나]", "plain values only"),
        ("date: 2026.3.2", "date is '2026.3.2'; write it as YYYY-MM-DD"),
        ("date: 2026-13-45", "date is '2026-13-45'"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]", "plain values only"),
        ("a: " + "[" * 5000, "line 2: nested more than 50 deep"),
        ("a: " + "x" * 70_000, "longer than 64 KiB"),
        ("sha256: a", "may not set 'sha256'"),
    ],
)
def test_front_matter_that_cannot_be_meant(tmp_path: Path, front: str, says: str) -> None:
    with pytest.raises(errors.ReadError, match=says) as caught:
        read(tmp_path, f"---\n{front}\n---\n{BODY}", "a.md")
    assert "\n" not in str(caught.value)
