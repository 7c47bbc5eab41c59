"""Saved web pages, made here after the markers that the portals use."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis as da
from analysis import errors
from analysis.cleaning import normalise
from analysis.reading.html import _parse

BODY = (
    "동네 빵집이 지난주에 문을 닫았다. 열한 해 동안 새벽 네 시에 불을 켜던 집이었다.",
    "임대료가 두 해 만에 갑절이 되었기 때문이라고 주인은 말했다. 이웃은 한참 동안 가게 앞에 서 있었다.",
    "구청은 골목의 빈 가게가 스물셋이라고 밝혔다. 지난해 같은 달에는 아홉이었다.",
)
NAVER = f"""<!doctype html><html lang="ko"><head><title>빵집의 끝</title>
<meta property="og:title" content="[골목 이야기] 빵집의 끝">
<meta property="og:article:author" content="윤슬일보 | 네이버">
<script>var a = "숨은 글이다.";</script><style>p {{ color: red }}</style></head><body>
<ul><li>뉴스홈</li><li>정치</li></ul>
<a href="#"><img class="media_end_head_top_logo_img" alt="윤슬일보" src="data:image/png;base64,AAAA"></a>
<h2 id="title_area" class="media_end_head_headline"><span>[골목 이야기] 빵집의 끝</span></h2>
<div class="media_end_head_info">
<span class="_ARTICLE_DATE_TIME" data-date-time="2026-03-02 23:10:00">2026.03.02. 오후 11:10</span>
<em class="media_end_head_journalist_name">한도윤 기자</em></div>
<div id="newsct_article"><article id="dic_area"><strong class="media_end_summary">열한 해의 불이 꺼졌다</strong>
<span class="end_photo_org"><img src="a.jpg"><em class="img_desc">문 닫은 빵집. 한도윤 기자</em></span>
{BODY[0]}<br><br>{BODY[1].replace("임대료", "<b>임대료</b>")}<br><br>{BODY[2]}</article>
<p class="byline"><span class="byline_s">한도윤 기자 abc@example.com</span></p></div>
<div class="copyright">Copyright ⓒ 윤슬일보. 무단 전재 및 재배포 금지.</div>
<em class="media_end_categorize">이 기사는 언론사에서 사회 섹션으로 분류했습니다.</em>
<script>document.write("또 숨은 글이다.")</script></body></html>"""
DAUM = f"""<html><head><meta charset="utf-8"><meta property="og:site_name" content="다음뉴스">
<meta property="og:article:author" content="윤슬일보"><meta property="og:regDate" content="20260302231000"></head><body>
<h3 class="tit_view">빵집의 끝</h3><div class="info_view"><span class="txt_info">한도윤</span>
<span class="txt_info">입력 <span class="num_date">2026. 3. 2. 23:10</span></span></div>
<div class="article_view"><section><figure><img><figcaption class="txt_caption">문 닫은 빵집</figcaption></figure>
{"".join(f'<p dmcf-ptype="general">{p}</p>' for p in BODY)}</section></div>
<div class="relate_copyright">Copyright © 윤슬일보. 무단전재 금지.</div></body></html>"""


def page(tmp_path: Path, html: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "쪽.html"
    path.write_bytes(html.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "cp949"])
def test_a_page_of_naver(tmp_path: Path, encoding: str) -> None:
    html = NAVER if encoding == "utf-8" else NAVER.replace("ⓒ", "(c)")
    corpus = da.read(page(tmp_path, html, encoding))
    row = corpus.documents.iloc[0]
    assert row["text"].split("\n") == list(BODY)
    about = row[["title", "section", "author", "post", "outlet", "date", "time"]].tolist()
    assert about == ["빵집의 끝", "골목 이야기", "한도윤", "기자", "윤슬일보", "2026-03-02", "23:10"]
    kinds = dict(zip(corpus.removed["text"], corpus.removed["kind"], strict=True))
    assert kinds["문 닫은 빵집. 한도윤 기자"] == "caption"
    assert kinds["[골목 이야기] 빵집의 끝"] == "title"
    assert kinds["열한 해의 불이 꺼졌다"] == "title"
    assert kinds["뉴스홈"] == "page"
    assert not any("숨은" in text for text in kinds)


def test_a_page_of_daum(tmp_path: Path) -> None:
    corpus = da.read(page(tmp_path, DAUM))
    row = corpus.documents.iloc[0]
    assert row["text"].split("\n") == list(BODY)
    about = row[["title", "author", "outlet", "date", "time"]].tolist()
    assert about == ["빵집의 끝", "한도윤", "윤슬일보", "2026-03-02", "23:10"]
    assert "문 닫은 빵집" in corpus.removed["text"].tolist()


def test_any_other_page(tmp_path: Path) -> None:
    data = (
        '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "빵집의 끝",'
        '"author": {"name": "한도윤 기자"},'
        '"publisher": {"name": "윤슬일보"}, "datePublished": "2026-03-02T16:10:00Z"}'
    )
    html = (
        f'<html><head><script type="application/ld+json">{data}</script></head><body>'
        f'<nav><a href="/a">정치</a> <a href="/b">경제</a></nav>'
        f"<main><article><h1>빵집의 끝</h1>{''.join(f'<p>{p}</p>' for p in BODY)}</article></main>"
        '<aside><h4>많이 본 뉴스</h4><ul><li><a href="/c">다른 기사의 제목</a></li></ul></aside>'
        "<footer>윤슬일보 대표전화 02-000-0000</footer></body></html>"
    )
    corpus = da.read(page(tmp_path, html))
    row = corpus.documents.iloc[0]
    assert row["text"].split("\n") == list(BODY)
    # ten past four in the afternoon in Greenwich is ten past one on the next day in Seoul
    about = row[["title", "author", "post", "outlet", "date", "time"]].tolist()
    assert about == ["빵집의 끝", "한도윤", "기자", "윤슬일보", "2026-03-03", "01:10"]
    assert {"다른 기사의 제목", "윤슬일보 대표전화 02-000-0000"} <= set(corpus.removed["text"])


@pytest.mark.parametrize("html", [NAVER, DAUM])
def test_every_visible_block_is_in_the_text_or_removed(tmp_path: Path, html: str) -> None:
    corpus = da.read(page(tmp_path, html))
    text = corpus.documents["text"][0].split("\n")
    removed = set(corpus.removed["text"])
    blocks = _parse(page(tmp_path, html), html).blocks
    assert len(blocks) >= 7
    for block in blocks:
        assert normalise(block.text) in text or normalise(block.text) in removed


def test_offsets_lead_to_the_block(tmp_path: Path) -> None:
    corpus = da.read(page(tmp_path, f"<div id='dic_area'>{'<br>'.join(BODY)}</div>"))
    assert corpus.origin("쪽", position=corpus.documents["text"][0].index("구청은")) == (3, 1)


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<html><body><nav>정치</nav></body></html>", "no article that could be told"),
        ("<div id='dic_area'>감사합니다 많이</div>", "no article that could be told"),
        ("<div id='dic_area'>English words only.</div>", "has no Korean text"),
        ("<html></html>", "no article that could be told"),
    ],
)
def test_pages_without_an_article(tmp_path: Path, html: str, says: str) -> None:
    with pytest.raises(errors.ReadError, match=says):
        da.read(page(tmp_path, html))


def test_broken_and_hostile_html(tmp_path: Path) -> None:
    deep = "<div>" * 20_000 + f"<div id=dic_area><p>{BODY[0]}<p>{BODY[1]}"
    assert da.read(page(tmp_path, deep)).documents["text"][0].split("\n") == list(BODY[:2])
    entities = f"<div id=dic_area>&ldquo;{BODY[0]}&rdquo;&nbsp;&#44048;&#49324;하다.</div>"
    assert da.read(page(tmp_path, entities)).documents["text"][0] == f"“{BODY[0]}” 감사하다."
    # nested scripts, comments with tags, an attribute that holds a tag
    tricky = "<div id=dic_area><!-- <p>숨은 글</p> -->"
    tricky += f"<p title='<b>숨은 글</b>'>{BODY[0]}</p><template>숨은 글</template></div>"
    assert da.read(page(tmp_path, tricky)).documents["text"][0] == BODY[0]


def test_html_under_the_ending_of_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DAUM, encoding="utf-8")
    with pytest.raises(errors.ReadError, match=r"a\.txt is an HTML page; rename it so that it ends in \.html"):
        da.read(tmp_path / "a.txt")
