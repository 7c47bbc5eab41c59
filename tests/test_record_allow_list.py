"""Outputs of a hostile notebook: what stays of them neither runs nor loads anything, and hides nothing of the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup

import analysis as da
from analysis import paths
from analysis.record.allow_list import allowed
from analysis.record.links import Behind
from analysis.record.notebook import Chapter
from analysis.record.render import worked_through
from analysis.record.shell import _policy

BANNER = '<div class="banner alarm" role="note"><p><strong>초안이다.</strong> 코드북을 검증하지 않았다.</p></div>'
HIDE = ".banner, .first { display: none !important }"
COVER = "position:fixed;inset:0;z-index:9999;background:#fff"
HOSTILE = [
    f"<style>{HIDE}</style>",
    f"<style scoped>{HIDE}</style>",
    f"<STYLE media=all>{HIDE}</STYLE>",
    f"<style>@import url('data:text/css,{HIDE}');</style>",
    f'<link rel="stylesheet" href="data:text/css,{HIDE}">',
    f'<div style="{COVER}">덮는 글</div>',
    f"<table style='{COVER}'><tr><td style='{COVER}'>덮는 글</td></tr></table>",
    '<div style="margin-top:-5000px;height:5000px;background:#fff">덮는 글</div>',
    f"<p style='background:url(https://a.example/x.png);{COVER}'>덮는 글</p>",
    '<div class="banner" style="transform:scale(90)">검증을 마쳤다.</div>',
    '<div class="skip">덮는 글</div><span class="tip">덮는 글</span><div class="at">글</div>',
    '<div class="notice skipped cell" role="note" id="main">알림을 흉내 낸 글</div>',
    '<h1 id="chapter-1" class="top frame toc">머리</h1><a id="lines" name="methods">닻</a>',
    f"</div></details></section></main></body></html><style>{HIDE}</style>",
    "<dialog open>덮는 글</dialog><div popover>덮는 글</div>",
    f'<svg width="10" height="10"><style>{HIDE}</style><rect width="5" height="5"/></svg>',
    f'<svg><foreignObject width="9" height="9"><style>{HIDE}</style><p style="{COVER}">글</p></foreignObject></svg>',
    '<svg><use href="https://a.example/x.svg#a" xlink:href="data:image/svg+xml,x#a"></use></svg>',
    '<svg><a href="javascript:alert(1)"><text x="1" y="9">글</text></a><image href="https://a.example/x.png"></image></svg>',
    '<svg><rect width="5" height="5"><animate attributeName="href" values="javascript:alert(1)"/><set/></rect></svg>',
    f'<svg style="{COVER}" transform="translate(0,-999) scale(900)" overflow="visible"><rect width="9"/></svg>',
    '<svg onload="alert(1)"><path d="M0 0" fill="url(https://a.example/x)" onclick="alert(1)"/></svg>',
    "<script>document.querySelector('.banner').remove()</script>",
    "<img src=x onerror=\"document.querySelector('.banner').remove()\">",
    "<img src='data:image/png;base64,AAAA' onerror='alert(1)' srcset='https://a.example/x.png' style='position:fixed'>",
    '<a href="javascript:alert(1)">글</a><a href=" JaVaScRiPt:alert(1)">글</a><a href="data:text/html,x">글</a>',
    '<iframe srcdoc="<style>x</style>"></iframe><object data="https://a.example/x"></object><embed src="x">',
    '<base href="https://a.example/"><meta http-equiv="refresh" content="0;url=https://a.example/">',
    '<form action="https://a.example/"><input id="show-quotes" type="checkbox"><button formaction="x">글</form>',
    f"<!--><style>{HIDE}</style>--><!-- <p>열린 주석",
    f"<![CDATA[<style>{HIDE}</style>]]><?xml-stylesheet href='x'?><!DOCTYPE x>",
    f"<noscript><style>{HIDE}</style></noscript><template shadowrootmode='open'><style>{HIDE}</style></template>",
    f"<math><mtext><table><mglyph><style>{HIDE}</style></mglyph></table></mtext></math>",
    f"<title>x</title><textarea></textarea><xmp><style>{HIDE}</style></xmp><plaintext>",
    "<marquee behavior=alternate>글</marquee><blink>글</blink><font size=7 color=white>글</font><center>글</center>",
    "<body style='display:none' onload=alert(1)><html hidden><p hidden inert aria-hidden=true>글</p>",
    f"<p lang='ko\"><style>{HIDE}</style>' title='\"><style>{HIDE}</style>'>글</p>",
    "<p>" + "\u0300" * 3000 + "</p>",
    "<table><tr><td colspan=999999 width=99999 background='https://a.example/x.png' bgcolor=white>글</td></tr></table>",
    "<div>" * 300 + "깊은 글",
]  # fmt: skip


def chapter(*htmls: str, kind: str = "text/html") -> str:
    outputs = [{"output_type": "display_data", "metadata": {}, "data": {kind: html}} for html in htmls]
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# 장\n\n글이다."},
        {"cell_type": "code", "id": "b", "metadata": {}, "execution_count": 1, "source": "x", "outputs": outputs},
        {"cell_type": "markdown", "id": "c", "metadata": {}, "source": "마지막 글이다."},
    ]
    behind = Behind({"books": [], "words": [], "sentences": []})
    return worked_through([Chapter("01", cells)], {"figures": []}, behind).chapters[0]["html"]


def check_harmless(html: str) -> None:
    soup = BeautifulSoup(html, "html.parser")
    assert not soup.find_all(["style", "script", "iframe", "form", "base", "link", "dialog", "foreignobject", "use"])
    for tag in soup.find_all(True):
        assert not {name for name in tag.attrs if name.startswith("on")} | tag.attrs.keys() & {
            "style",
            "srcset",
            "hidden",
        }
        assert not {"banner", "skip", "tip", "at", "toggle", "top", "frame", "toc"} & set(tag.get("class") or ())
        assert "script:" not in str(tag.get("href", "")).casefold()
        assert not str(tag.get("fill", "")).startswith("url(")
    assert "a.example" not in str([tag.attrs for tag in soup.find_all(True)])


@pytest.mark.parametrize("html", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_stays_and_what_follows_stays(html: str) -> None:
    check_harmless(allowed(html))
    page = chapter(html)
    check_harmless(page)
    soup = BeautifulSoup(page, "html.parser")
    assert soup.find_all("p")[-1].get_text() == "마지막 글이다."
    assert len(soup.select(".notice, .skipped")) == 0


@pytest.mark.parametrize("html", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_markdown(html: str) -> None:
    check_harmless(chapter(html, kind="text/markdown"))


def test_a_table_of_pandas_keeps_its_cells() -> None:
    html = re.sub(r">\s+<", "><", pd.DataFrame({"말": ["동맹"], "n": [12]}).to_html())
    assert allowed(html) == html.replace(' border="1"', "").replace(' style="text-align: right;"', "")


def test_a_drawing_keeps_its_shapes() -> None:
    drawing = (
        '<svg viewbox="0 0 9 9" width="9"><g transform="scale(2)"><path d="M0 0L1 1" fill="#333"></path></g></svg>'
    )
    assert allowed(drawing) == drawing


def test_words_of_tags_off_the_list_stay() -> None:
    assert allowed("<center><b>굵은</b> 글</center>") == "<b>굵은</b> 글"
    assert allowed("<p>1 &lt; 2 &amp; 3</p>") == "<p>1 &lt; 2 &amp; 3</p>"


@pytest.mark.parametrize("number", ["9", "-1", "x", "²"])
def test_a_figure_that_no_one_exported_is_not_looked_up(number: str) -> None:
    behind = Behind({"books": [], "words": [], "sentences": []})
    output = {
        "output_type": "display_data",
        "data": {"image/png": "AAAA"},
        "metadata": {"image/png": {"figure": number}},
    }
    cell = {"cell_type": "code", "id": "b", "metadata": {}, "execution_count": 1, "source": "x", "outputs": [output]}
    html = worked_through([Chapter("01", [cell])], {"figures": []}, behind).chapters[0]["html"]
    assert "data-figure" not in html


@pytest.mark.browser
@pytest.mark.slow
def test_the_banner_stays_to_be_seen(browser: Any) -> None:
    style = (Path(paths.__file__).parent / "record" / "template" / "style.css").read_text(encoding="utf-8")
    page = browser.new_page(viewport={"width": 1200, "height": 800}, offline=True)

    def seen(inside: str) -> bool:
        page.set_content(
            f'<style>{style}</style><header class="top"><h1>글</h1><section class="first">{BANNER}</section></header>'
            f'<div class="frame"><main id="main"><section class="chapter">{inside}</section></main></div>'
        )
        script = """() => { const banner = document.querySelector('.banner.alarm');
            if (!banner || !banner.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
            const box = banner.getBoundingClientRect(), places = [.02, .25, .5, .75, .98];
            return box.height > 20 && places.every(share => banner.contains(document.elementFromPoint(
                box.left + box.width * share, box.top + box.height / 2))); }"""
        return bool(page.evaluate(script))

    assert not seen(HOSTILE[0])  # as it would be without the list
    assert not seen(HOSTILE[5])
    for html in HOSTILE:
        assert seen(chapter(html)), html[:200]
    assert seen(chapter(*HOSTILE))
    page.close()


def test_a_frame_that_is_no_linked_view_gives_way_to_a_sentence() -> None:
    page = '<p>가</p><iframe sandbox="allow-scripts" srcdoc="&lt;script>alert(1)&lt;/script>비밀">안</iframe><p>나</p>'
    soup = BeautifulSoup(allowed(page), "html.parser")
    assert soup.find("iframe") is None
    assert "[틀에 든 화면은 기록에 넣지 않는다.]" in soup.get_text()
    assert "alert" not in str(soup)
    assert "비밀" not in str(soup)


def linked(text: str) -> str:
    """What a cell with a linked view shows."""
    return da.explore(da.Corpus.from_texts({"d": text}))._repr_html_()


def test_a_linked_view_is_written_anew_from_its_data() -> None:
    shown = linked("달이 </script>뜬다. 별이 😀 진다.")
    evil = shown.replace("&lt;/body>", "&lt;script>alert(1)&lt;/script>&lt;img src=x onerror=alert(2)>&lt;/body>")
    evil = evil.replace("<iframe ", f"<iframe onload='alert(3)' src='https://a.example/' style='{COVER}' allow='*' ")
    soup = BeautifulSoup(allowed(f"<p>가</p>{evil}<p>나</p>"), "html.parser")
    (frame,) = soup.find_all("iframe")
    assert set(frame.attrs) == {"class", "sandbox", "title", "srcdoc"}
    assert frame["sandbox"] == ["allow-scripts"]
    assert "alert" not in str(soup)
    assert soup.find(class_="damron-island-list") is None  # what stands in where no script runs
    page = BeautifulSoup(str(frame["srcdoc"]), "html.parser")
    assert page.find("img") is None
    assert len(page.find_all("script")) == 2
    held = json.loads(page.find("script", id="data").get_text())  # type: ignore[union-attr]
    assert held["windows"][0][2] == "달이 </script>뜬다. 별이 😀 진다."
    again = BeautifulSoup(allowed(str(soup)), "html.parser").find("iframe")
    assert again is not None
    assert again["srcdoc"] == frame["srcdoc"]  # a chapter goes through the list twice


@pytest.mark.parametrize("data", ["", "[]", "{}", "null", "{", '{"documents": 1}'])
def test_data_of_no_linked_view_are_no_view(data: str) -> None:
    page = f'<script type="application/json" id="data">{data}</script>'.replace('"', "&quot;")
    assert "<iframe" not in allowed(f'<iframe srcdoc="{page}"></iframe>')


@pytest.mark.browser
@pytest.mark.slow
def test_a_linked_view_lives_in_a_record_and_a_hostile_one_does_nothing(browser: Any, tmp_path: Path) -> None:
    text = "달이 <img src=x onerror=parent.alert(1)></script><script>parent.alert(2)</script> 뜬다. 별이 진다."
    shown = linked(text)
    worse = shown.replace("&lt;main id=", "&lt;script>top.document.title=1&lt;/script>&lt;main onclick=alert(1) id=")
    document = ["<img src=x onerror=alert(3)>", "", -1, 1]
    false = {"documents": [document], "groups": [], "sentences": [], "windows": [], "lists": 7, "marks": [], "says": []}
    data = json.dumps(false).replace("<", "\\u003c")
    broken = f"<iframe srcdoc='<script id=\"data\">{data}</script>'></iframe>"
    body = chapter(shown, worse, broken)
    script = "document.title = 'own'"
    policy = _policy({"script": script, "chapters": body})
    path = tmp_path / "record.html"
    head = f'<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">'
    path.write_text(f"{head}<title>x</title>{body}<script>{script}</script>", encoding="utf-8")
    page = browser.new_page(offline=True)
    said: list[str] = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    assert page.locator("iframe").count() == 3
    for number in (0, 1):
        frame = page.frame_locator("iframe").nth(number)
        frame.locator(".bar", has_text="별").click()
        assert frame.locator(".line .node").first.text_content() == "별"
        assert "<img src=x onerror" in str(frame.locator(".text").text_content())
    assert page.title() == "own"
    assert (said, asked) == ([], [path.as_uri()])
    page.close()
