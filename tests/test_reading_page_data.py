"""Articles that a page states in its scripts."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

import pytest

import analysis as da

BODY = (
    "동네 빵집이 지난주에 문을 닫았다. 열한 해 동안 새벽 네 시에 불을 켜던 집이었다.",
    "임대료가 두 해 만에 갑절이 되었기 때문이라고 주인은 말했다. 이웃은 한참 동안 가게 앞에 서 있었다.",
    "구청은 골목의 빈 가게가 스물셋이라고 밝혔다. 지난해 같은 달에는 아홉이었다.",
)
TITLE = "빵집이 문을 닫은 이유"
PLAIN = "".join(f"<p>{line}</p>" for line in BODY)
OTHER = "다른 동네의 서점이 새로 문을 열었다. 주인은 책을 팔아 보겠다고 말했다. " * 8
NEWS = {"@type": "NewsArticle", "headline": TITLE, "author": [{"@type": "Person", "name": "한도윤 기자"}]}
NEWS |= {"publisher": {"@type": "Organization", "name": "새벽일보"}, "datePublished": "2026-03-02T16:10:00Z"}


def read(tmp_path: Path, body: str) -> Any:
    html = f'<html><head><title>{TITLE} | 새벽일보</title></head><body><div id="root"></div>{body}</body></html>'
    (tmp_path / "쪽.html").write_text(html, encoding="utf-8")
    return da.read(tmp_path / "쪽.html").documents.iloc[0]


def script(value: object, kind: str = "application/json", name: str = "__NEXT_DATA__") -> str:
    return f'<script id="{name}" type="{kind}">{json.dumps(value, ensure_ascii=False)}</script>'


def stated(value: object) -> str:
    return script(value, "application/ld+json", "")


@pytest.mark.parametrize(
    "value",
    [
        NEWS | {"articleBody": "\n".join(BODY)},
        NEWS | {"articleBody": PLAIN},
        NEWS | {"articleBody": escape(PLAIN)},
        NEWS | {"articleBody": escape(escape(PLAIN))},
        NEWS | {"articleBody": list(BODY)},
        [{"@type": "BreadcrumbList"}, NEWS | {"articleBody": PLAIN}],
        {"@graph": [{"@type": "WebSite", "name": "새벽일보"}, NEWS | {"@type": ["Article"], "articleBody": PLAIN}]},
        {"@type": "WebPage", "mainEntity": NEWS | {"articleBody": PLAIN}},
    ],
)
def test_json_ld_holds_the_article(tmp_path: Path, value: object) -> None:
    row = read(tmp_path, stated(value))
    assert row["text"].split("\n") == list(BODY)
    # ten past four in the afternoon in Greenwich is ten past one on the next day in Seoul
    about = [row[key] for key in ("title", "author", "post", "outlet", "date", "time")]
    assert about == [TITLE, "한도윤", "기자", "새벽일보", "2026-03-03", "01:10"]


def test_line_ends_inside_json_ld(tmp_path: Path) -> None:
    text = stated(NEWS | {"articleBody": "\n".join(BODY)}).replace("\\n", "\n")
    assert read(tmp_path, text)["text"].split("\n") == list(BODY)


@pytest.mark.parametrize("begun", [BODY[0], BODY[0] + " " + BODY[1][:20], BODY[0][:30] + "…", BODY[0][:30] + "..."])
def test_the_beginning_alone_is_not_the_article(tmp_path: Path, begun: str) -> None:
    row = read(tmp_path, f"<article><h1>{TITLE}</h1>{PLAIN}</article>" + stated(NEWS | {"articleBody": begun}))
    assert row["text"].split("\n") == list(BODY)


def test_what_the_page_shows_keeps_its_paragraphs(tmp_path: Path) -> None:
    shown = f"<main><h1>{TITLE}</h1><h2>임대료 갑절로</h2>{PLAIN}<p>로그인하면 더 보입니다.</p></main><p>{OTHER}</p>"
    row = read(tmp_path, shown + stated(NEWS | {"articleBody": " ".join(BODY)}))
    assert row["text"].split("\n") == list(BODY)


PARTS = [{"type": "text", "content": line} for line in BODY]


@pytest.mark.parametrize(
    "value",
    [
        {"props": {"article": {"title": TITLE, "body": PLAIN}}},
        {"props": {"view": {"subject": TITLE, "cn": escape(PLAIN)}, "more": [{"subject": "다른 글", "cn": OTHER}]}},
        {"a": {"headline": TITLE, "blocks": [*PARTS, {"type": "image", "url": "x", "caption": "빵집이다. 낮이다."}]}},
        {"a": {"title": TITLE, "paragraphs": list(BODY)}, "comments": [{"user": "a", "text": OTHER}] * 3},
        {"a": {"title": TITLE, "doc": {"parts": [{"parts": [{"t": x[:9]}, {"t": x[9:]}]} for x in BODY]}}},
        {"a": {"text": "\n".join(BODY)}, "b": {"title": "다른 글", "text": OTHER}},
    ],
    ids=["html", "escaped", "blocks", "strings", "nested", "untitled"],
)
def test_a_body_is_found_by_its_shape(tmp_path: Path, value: object) -> None:
    assert read(tmp_path, script(value))["text"].split("\n") == list(BODY)


def test_facts_beside_a_body(tmp_path: Path) -> None:
    about = {
        "title": TITLE,
        "html": PLAIN,
        "writerName": "한도윤 기자",
        "regDt": "2026.03.02 23:10",
        "modDt": "2026.03.04",
    }
    row = read(tmp_path, script({"a": about | {"updateDt": "2026.03.05 10:00"}}))
    assert [row[key] for key in ("author", "post", "date", "time")] == ["한도윤", "기자", "2026-03-02", "23:10"]


def test_data_that_a_script_assigns(tmp_path: Path) -> None:
    data = json.dumps({"news": {"title": TITLE, "body": PLAIN.replace("<", "\\u003c")}}, ensure_ascii=False)
    text = f"<script>window.__STATE__ = {data.replace(chr(92) * 2 + 'u', chr(92) + 'u')}; (function () {{}})()</script>"
    assert read(tmp_path, text)["text"].split("\n") == list(BODY)


def test_data_that_arrive_in_pieces(tmp_path: Path) -> None:
    stream = f'1:["$","div",null,{{}}]\n24:T{len(PLAIN.encode()):x},{PLAIN}5:["$",{{"title":"{TITLE}","html":"$24"}}]\n'
    pieces = (stream[at : at + 90] for at in range(0, len(stream), 90))
    text = "".join(
        f"<script>self.__next_f.push({json.dumps([1, piece], ensure_ascii=False)})</script>" for piece in pieces
    )
    assert read(tmp_path, text)["text"].split("\n") == list(BODY)


@pytest.mark.parametrize(
    "text", ["[" * 3000, '{"a":' * 3000, "{}", '{"@type": {}}', '{"@type": "NewsArticle", "author": 3}']
)
def test_hostile_data_are_passed_over(tmp_path: Path, text: str) -> None:
    page = f"<article>{PLAIN}</article>" + "".join(
        f'<script type="{kind}">{text} "@type" {BODY[0] * 3}</script><script type="{kind}">{text}</script>'
        for kind in ("application/ld+json", "application/json", "")
    )
    assert read(tmp_path, page)["text"].split("\n") == list(BODY)
