"""Pages of outlets and portals: skeletons made here after the marks of real pages, with an article of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis as da

BODY = (
    "동네 빵집이 지난주에 문을 닫았다. 열한 해 동안 새벽 네 시에 불을 켜던 집이었다.",
    "임대료가 두 해 만에 갑절이 되었기 때문이라고 주인은 말했다. 이웃은 한참 동안 가게 앞에 서 있었다.",
    "구청은 골목의 빈 가게가 스물셋이라고 밝혔다. 지난해 같은 달에는 아홉이었다.",
)
TITLE = "빵집이 문을 닫은 이유"
OPEN, CLOSE = '<body><article itemprop="articleBody">', "</article></body></html>"
LINES = "<br><br>".join(BODY)
PLAIN = "".join(f"<p>{line}</p>" for line in BODY)


def head(title: str = TITLE, *, outlet: str = "", more: str = "") -> str:
    named = f'<meta property="og:site_name" content="{outlet}">' if outlet else ""
    return f'<head><title>{title}</title><meta property="og:title" content="{title}">{named}{more}</head>'


HANKOOK = f"""<html>{
    head(
        f"{TITLE}-사회ㅣ한국일보",
        outlet="한국일보",
        more='<meta name="author" content="한국일보"><meta property="article:published_time" content='
        '"2026-03-02T22:09:00+09:00">',
    )
}<body>
<div class="end-body" itemprop="articleBody"><div class="col-main"><h2 class="sub-tit-ll">골목에 빈 가게 스물셋<br>
임대료 갑절로</h2><div class="editor-img-box">
<div class="caption"><p>불이 꺼진 가게 앞을 이웃이 지나고 있다.</p></div></div>
<p class="editor-p">{BODY[0]}</p><div class="module-quote"><blockquote>"불을 켜던 집이었다."</blockquote></div>
<h3 class="editor-tit">빈 가게 늘었다</h3><p class="editor-p">{BODY[1]}</p><p class="editor-p">{BODY[2]}</p>
<div class="writer"><span class="name"><strong>한도윤</strong> 기자
<span class="email">h@example.com</span></span></div>
<div class="reaction-btns"><div class="toast-popup"><p>기사 URL이 복사되었습니다.</p></div></div>
<div class="newspaper-subscribe">세상을 보는 신문 구독신청</div></div></div></body></html>"""
MAEIL = f"""<html>{
    head(
        f"{TITLE} - 매일경제",
        outlet="매일경제",
        more='<script type="application/ld+json">{"@type": "NewsArticle", "author": [{"@type": "Person", "name":'
        '"한도윤"}, {"@type": "Person", "name": "문새벽"}], "datePublished": "2026-03-02T22:09:00+09:00"}</script>',
    )
}<body>
<h2 class="news_ttl">{
    TITLE
}</h2><div class="news_control_group"><p>글자크기 설정</p><p class="news_text">요약한 글이다.</p></div>
<dl class="author"><dt>한도윤 기자</dt><dd>h@example.com</dd></dl><dl class="author"><dt>문새벽 기자</dt></dl>
<div class="news_cnt_detail_wrap" itemprop="articleBody"><div class="mid_title">
<div class="midtitle_text">임대료 갑절로</div></div>
<div class="thumb_area"><figure><figcaption>
<span class="thum_figure_txt">이웃이 가게 앞을 지나고 있다.</span></figcaption></figure>
<button>사진 확대</button></div>{PLAIN}</div></body></html>"""
DONGA = f"""<html><head><title>{TITLE} : 뉴스 : 동아닷컴</title></head><body>
<div class="article_title"><h1>{TITLE}</h1><p class="title_foot">기사입력 <span>2026-03-02 22:09:00</span></p></div>
<div class="article_view"><div class="article_txt"><div class="articlePhotoC">가게 주인</div>{LINES}<br><br>
한도윤 기자 h@example.com<div class="article_relation">다른 기사의 제목이다</div></div>
<div class="replyBtnWrap"><p><a href="#">개의 댓글이 있습니다.</a></p></div></div></body></html>"""
JEONNAM = f"""<html>{
    head(
        f"{TITLE} - 전남일보",
        outlet="전남일보",
        more='<meta name="author" content="서울=한도윤 기자"><meta property="article:published_time" content='
        '"2026-03-02T22:09:00+09:00">',
    )
}<body>
<article class="article-sytool"><div class="fontsize-title">글자크기 설정</div>
<div class="fontsize-preview">기사의 본문 내용은 이 글자크기로 변경됩니다.</div></article>
<div id="article-view-content-div" itemprop="articleBody"><h2 class="subheading">임대료 갑절로</h2>
<figure><figcaption>이웃이 가게 앞을 지나고 있다.</figcaption></figure>{PLAIN}
<div class="view-copyright">저작권자 © 전남일보</div><div class="view-editors"><strong>한도윤 기자</strong></div></div>
<div class="ad-template"><p>ADVERTISEMENT</p></div></body></html>"""
NEWSPIM = f"""<html>{head(f"{TITLE} | 뉴스핌", outlet="뉴스핌")}<body><p>[뉴욕=뉴스핌] 한도윤 특파원 = {BODY[0]}</p>
<table><tr><td class="news_img_caption">가게 [사진=뉴스핌]</td></tr></table><p>{BODY[1]}</p><p>{BODY[2]}</p>
<p>h@example.com</p><a href="/1"><b>다른 가게는 문을 열었다</b></a><br>
<a href="/2"><b>또 다른 가게도 문을 열었다</b></a></body></html>"""
NAVER = f"""<html>{head()}<body><div id="articleBodyContents"><strong class="media_end_summary">임대료 갑절로<br>
한도윤 논설위원</strong><span class="end_photo_org"><em class="img_desc">불 꺼진 가게</em></span>{LINES}<br><br>
▶ <a href="/a"><b>네이버에서 새벽일보 뉴스를 받아보세요</b></a><br>▶ <a href="/b">새벽닷컴 바로가기</a> ▶
<a href="/c">새벽일보 구독신청</a><br><br>ⓒ 새벽일보 &amp; example.com, 무단전재 및 재배포 금지</div></body></html>"""


@pytest.mark.parametrize(
    ("html", "facts"),
    [
        (HANKOOK, ["한도윤", "기자", "한국일보", "2026-03-02", "22:09"]),
        (MAEIL, ["한도윤, 문새벽", "기자", "매일경제", "2026-03-02", "22:09"]),
        (DONGA, ["한도윤", "기자", "동아닷컴", "2026-03-02", "22:09"]),
        (JEONNAM, ["한도윤", "기자", "전남일보", "2026-03-02", "22:09"]),
        (NEWSPIM, ["한도윤", "", "뉴스핌", "", ""]),
        (NAVER, ["한도윤", "논설위원", "새벽일보", "", ""]),
    ],
    ids=["hankookilbo", "mk", "donga", "jnilbo", "newspim", "naver"],
)
def test_a_page_of_an_outlet(tmp_path: Path, html: str, facts: list[str]) -> None:
    (tmp_path / "쪽.html").write_text(html, encoding="utf-8")
    corpus = da.read(tmp_path / "쪽.html")
    row = corpus.documents.iloc[0]
    body = [line for line in row["text"].split("\n") if line != "빈 가게 늘었다"]
    assert body == list(BODY)
    assert row["title"] == TITLE
    assert [row.get(key) or "" for key in ("author", "post", "outlet", "date", "time")] == facts


def test_what_is_taken_off_a_page_has_its_kind(tmp_path: Path) -> None:
    (tmp_path / "쪽.html").write_text(HANKOOK, encoding="utf-8")
    removed = da.read(tmp_path / "쪽.html").removed
    kinds = dict(zip(removed["text"], removed["kind"], strict=True))
    assert kinds["골목에 빈 가게 스물셋"] == "title"
    assert kinds["불이 꺼진 가게 앞을 이웃이 지나고 있다."] == "caption"
    assert kinds["한도윤 기자 h@example.com"] == "byline"
    assert kinds["기사 URL이 복사되었습니다."] == "page"  # behind the article
    assert kinds['"불을 켜던 집이었다."'] == "widget"  # inside it


@pytest.mark.parametrize(
    "behind",
    [
        *(" - 새벽일보", " | 새벽일보", " : 새벽일보", " :: 새벽일보", "-사회ㅣ새벽일보", " | 사회 | 새벽일보"),
        *(" < 사회 < 새벽일보", " > 새벽일보", " – 새벽일보 | 다음뉴스", " - 모닝데일리"),
    ],
)
def test_a_title_loses_the_outlet(tmp_path: Path, behind: str) -> None:
    outlet = "" if "모닝" in behind else "새벽일보"
    page = f"<html>{head(TITLE + behind.replace('<', '&lt;'), outlet=outlet)}{OPEN}{PLAIN}{CLOSE}"
    (tmp_path / "쪽.html").write_text(page, encoding="utf-8")
    row = da.read(tmp_path / "쪽.html").documents.iloc[0]
    assert (row["title"], row["outlet"]) == (TITLE, outlet or "모닝데일리")


@pytest.mark.parametrize(
    "title", ["위기의 기원: 한국 경제", "빵집 - 골목의 끝", "일자리, 3·1절에 생각한다", "빵집과 신문"]
)
def test_other_titles_are_left_alone(tmp_path: Path, title: str) -> None:
    page = f"<html>{head(title, outlet='새벽일보')}{OPEN}{PLAIN}{CLOSE}"
    (tmp_path / "쪽.html").write_text(page, encoding="utf-8")
    assert da.read(tmp_path / "쪽.html").documents["title"][0] == title


@pytest.mark.parametrize(
    "line",
    [
        *("기사 URL이 복사되었습니다.", "링크가 복사되었습니다.", "클립보드에 복사됐습니다", "기사가 저장되었습니다."),
        *(
            "개의 댓글이 있습니다.",
            "총 12개의 댓글이 있습니다",
            "가장 먼저 댓글을 남겨보세요",
            "댓글 1,204",
            "댓글쓰기",
        ),
        *(
            "새벽일보 뉴스를 네이버에서 받아보세요",
            "▶ 새벽일보 구독하기",
            "네이버 채널 구독하기",
            "▶제보는 카톡 saebyeok",
        ),
        *("글자크기 설정", "가 가 가", "폰트 크기 조절", "기사의 본문 내용은 이 글자크기로 변경됩니다."),
    ],
)
def test_messages_of_a_page_are_no_body(tmp_path: Path, line: str) -> None:
    page = f"<html>{head(outlet='새벽일보')}{OPEN}<h1>{TITLE}</h1><div class='sub_title'>임대료 갑절로</div>"
    page += f"{PLAIN}<p>{line}</p></article><p>URL 복사</p></body></html>"
    (tmp_path / "쪽.html").write_text(page, encoding="utf-8")
    corpus = da.read(tmp_path / "쪽.html")
    assert corpus.documents["text"][0].split("\n") == list(BODY)
    assert {TITLE, "임대료 갑절로"} <= set(corpus.removed.loc[corpus.removed["kind"] == "title", "text"])
    assert line in set(corpus.removed["text"])


def test_an_outlet_is_no_author(tmp_path: Path) -> None:
    more = '<meta name="author" content="새벽신문"><meta name="author" content="편집국">'
    page = f"<html>{head(outlet='새벽신문', more=more)}{OPEN}{PLAIN}<p>한도윤 기자</p>{CLOSE}"
    (tmp_path / "쪽.html").write_text(page, encoding="utf-8")
    row = da.read(tmp_path / "쪽.html").documents.iloc[0]
    assert (row["author"], row["outlet"]) == ("한도윤", "새벽신문")


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<div>" * 30_000 + "</b>" * 20_000, "nests its tags too deep"),
        ("<b>" * 100_001, "nests its tags too deep"),
        (
            "<p><b>" * 40_000 + BODY[0],
            r"could be told from the page around it \(its tags are nested too deep, or too many",
        ),
        ("<div><p><b><i><table><tr><td>글이다" * 4_000, "its tags are nested too deep, or too many"),
    ],
)
def test_tag_soup_is_refused(tmp_path: Path, html: str, says: str) -> None:
    (tmp_path / "쪽.html").write_text(f"<p>{BODY[0]}</p>{html}", encoding="utf-8")
    with pytest.raises(da.errors.ReadError, match=says):
        da.read(tmp_path / "쪽.html")


@pytest.mark.parametrize("around", ["form", "div class='has-caption'", "div class='view font-size-16'"])
def test_what_is_around_a_whole_page_is_no_part_of_it(tmp_path: Path, around: str) -> None:
    close = around.split(maxsplit=1)[0]
    page = f"<html>{head()}<body><{around}><div itemprop='articleBody'>{PLAIN}</div></{close}></body></html>"
    (tmp_path / "쪽.html").write_text(page, encoding="utf-8")
    assert da.read(tmp_path / "쪽.html").documents["text"][0].split("\n") == list(BODY)
