"""The report in a real browser, with the network cut."""

import base64
import io
import os
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from playwright.sync_api import sync_playwright

import analysis as da

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARTICLE = "alliance-startups"  # a page dump with a Hanja headline, quotations and amounts of money
WIDTHS = (360, 768, 1440)
HOSTILE = "evil.md"
EVIL = """---
title: '</style></title><script>alert(1)</script>"&#39;{{ 7 * 7 }}\u202eoh'
author: '"><img src=x onerror=alert(2)>'
outlet: '${alert(3)}'
date: 2026-10-01
---
동맹은 굳건하다는 말에 </p><script>alert(4)</script> 동맹이 있다. {{ 7 * 7 }}
벤처 "><svg onload=alert(5)> 스타트업은 드물다.

=SUM(A1)은 셈이다. 동맹 <b onmouseover=alert(6)>굵게</b> 벤처 <!-- 벤처 --> 동맹.
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        message = "no chromium on this machine; `make browser` installs it on Debian as root"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAMRON_FIGURES", str(folder / "figures"))
        hostile = folder / HOSTILE
        hostile.write_text(EVIL, encoding="utf-8")
        da.report.build(hostile, notebooks=sorted(da.paths.NOTEBOOKS.glob("0[23]-*.ipynb")), out=folder)
        wanted = list(dict.fromkeys([*da.report.articles()[:1], ARTICLE]))  # the first is the op-ed, where it is
        _, errors = da.report.build_all(wanted, out=folder)
    assert errors == []
    return folder


@pytest.fixture(params=["first", ARTICLE, "hostile", "index"])
def path(request: pytest.FixtureRequest, reports: Path) -> Path:
    names = {"first": da.report.articles()[0], "hostile": Path(HOSTILE).stem}
    return reports / f"{names.get(request.param, request.param)}.html"


@pytest.fixture
def page(browser: Any, path: Path) -> Iterator[Any]:
    """Open a page with every fold open, and fail if it asked for anything or complained."""
    context = browser.new_context(offline=True, locale="ko-KR", viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(path.as_uri())
    opened.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    opened.evaluate("document.fonts.ready.then(() => true)")
    yield opened
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert complaints == []
    context.close()


def test_the_page_is_korean_and_says_what_it_is(page: Any) -> None:
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert page.title()
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1


def test_every_picture_has_words(page: Any) -> None:
    script = """all => all.map(one => one.alt || ['title', 'desc'].map(name =>
        one.querySelector(`:scope > ${name}`).textContent).join(' '))"""
    pictures = page.eval_on_selector_all("img, main svg, header svg", script)
    assert all(len(words) > 10 for words in pictures)
    assert not any("대체 텍스트가 없는" in words or "No description" in words for words in pictures)


def test_drawings_and_the_font_are_really_there(page: Any, path: Path) -> None:
    boxes = page.eval_on_selector_all("figure svg", "all => all.map(one => one.getBoundingClientRect().width)")
    assert all(width > 200 for width in boxes)
    assert (len(boxes) > 4) == (path.stem != "index")
    assert page.eval_on_selector_all("figure svg text", "all => all.every(one => one.textContent)")
    assert page.evaluate("[...document.fonts].map(font => [font.family, font.status])") == [["Report KR", "loaded"]]


def test_no_id_stands_twice_and_every_link_arrives(page: Any) -> None:
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    targets = page.eval_on_selector_all('a[href^="#"]', "all => all.map(one => one.getAttribute('href').slice(1))")
    assert set(targets) <= set(ids)


def test_no_character_of_the_page_is_a_box(page: Any, path: Path) -> None:
    address = re.search(r"data:font/woff;base64,([^\"]+)", path.read_text(encoding="utf-8"))
    assert address is not None
    with TTFont(io.BytesIO(base64.b64decode(address.group(1)))) as font:
        drawn = {chr(code) for code in font.getBestCmap()}
    shown = {character for character in page.locator("body").inner_text() if character.isprintable()}
    assert shown <= drawn


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out_sideways(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    wide = """all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest('.scroll, pre, .skip')).map(one => one.outerHTML.slice(0, 80))"""
    assert page.eval_on_selector_all("body *", wide) == []


def test_what_scrolls_can_be_reached_and_has_a_name(page: Any) -> None:
    page.set_viewport_size({"width": 360, "height": 900})
    script = """all => all.filter(one => one.scrollWidth > one.clientWidth + 1
        && ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.tabIndex !== 0).length"""
    assert page.eval_on_selector_all("body *", script) == 0
    names = page.eval_on_selector_all("[role=region]", "all => all.map(one => one.ariaLabel)")
    assert all(names)
    assert len(set(names)) == len(names)


def test_text_from_files_is_text(reports: Path, browser: Any) -> None:
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((reports / f"{Path(HOSTILE).stem}.html").as_uri())
    assert page.locator("h1").inner_text().startswith("</style></title><script>alert(1)</script>")
    assert "{{ 7 * 7 }}" in page.locator(".reading").inner_text()
    assert page.locator("main script, .reading b:not(.tip b), .reading img").count() == 0
    context.close()


@pytest.fixture
def article(browser: Any, reports: Path) -> Iterator[Any]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.goto((reports / f"{ARTICLE}.html").as_uri())
    yield opened
    context.close()


def test_a_word_tells_its_frame_to_the_keyboard_and_escape_puts_it_away(article: Any) -> None:
    word = article.locator(".reading .hit").first
    tip = article.locator(".reading .tip").first
    assert not tip.is_visible()
    word.focus()
    assert tip.is_visible()
    assert "점" in tip.inner_text()
    assert word.get_attribute("aria-describedby") == tip.get_attribute("id")
    article.keyboard.press("Escape")
    assert not tip.is_visible()


def test_a_frame_can_be_switched_off_with_the_keyboard(article: Any) -> None:
    mark = article.locator(".reading .mark").first
    before = mark.evaluate("one => getComputedStyle(one).textDecorationLine")
    article.locator(f"#show-{mark.get_attribute('class').split()[1]}").focus()
    article.keyboard.press("Space")
    assert (before, mark.evaluate("one => getComputedStyle(one).textDecorationLine")) == ("underline", "none")


def test_from_a_cell_of_the_strip_to_its_lines_and_from_there_into_the_text(article: Any) -> None:
    cell = article.locator(".first svg a").first
    said = cell.get_attribute("aria-label")
    cell.focus()
    article.keyboard.press("Enter")
    article.wait_for_function("document.querySelector('[data-lines] tbody tr[hidden]') !== null")
    shown = article.locator("[data-lines]").first.locator("tbody tr:not([hidden])")
    assert f"{shown.count()}회" in said
    place = shown.first.locator("th a")
    node = shown.first.locator(".node").inner_text()
    place.click()
    target = article.locator(".spot:target")
    assert node.startswith(target.inner_text())
    assert target.evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_lines_are_filtered_and_sorted(article: Any) -> None:
    box = article.locator("[data-lines]").first
    every = box.locator("tbody tr").count()
    box.locator("input").fill("스타트업")
    assert 0 < box.locator("tbody tr:not([hidden])").count() < every
    box.locator("button").click()
    assert box.locator("tbody tr:not([hidden])").count() == every
    box.locator("select").select_option("r1")
    script = "all => all.map(one => one.dataset.r1).filter(Boolean)"
    keys = box.locator("tbody tr").evaluate_all(script)
    assert keys == sorted(keys, key=lambda key: [key]) or len(keys) == every


def test_the_files_of_a_figure_can_be_saved(article: Any) -> None:
    links = article.locator("figure").first.locator(".downloads > *")
    assert links.count() == 3
    starts = {"SVG": b"<svg ", "PNG": b"\x89PNG", "CSV": b"\xef\xbb\xbfterm,"}
    for place in range(links.count()):
        link = links.nth(place)
        with article.expect_download() as waiting:
            link.click()
        kept = Path(waiting.value.path()).read_bytes()
        assert kept.startswith(starts[link.inner_text()])
        assert waiting.value.suggested_filename.endswith(link.inner_text().lower())


def test_without_scripts_everything_is_there(browser: Any, reports: Path) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto((reports / f"{ARTICLE}.html").as_uri())
    assert page.locator(".tools").first.is_hidden()
    assert page.locator("[data-lines] tbody tr").first.is_visible()
    page.locator("label.key").first.click()
    key = page.locator(".toggle").first.get_attribute("id").removeprefix("show-")
    assert (
        page.locator(f".reading .mark.{key}").first.evaluate("one => getComputedStyle(one).textDecorationLine")
        == "none"
    )
    context.close()


def test_the_first_tab_leads_to_the_main_part(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "본문으로 건너뛰기"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_headings_descend_one_step_at_a_time(page: Any) -> None:
    levels = page.eval_on_selector_all("h1, h2, h3, h4, h5, h6", "all => all.map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken(page: Any, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is in requirements-dev.txt")
    page.emulate_media(color_scheme=scheme)
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    assert [(rule["id"], rule["impact"], [n["html"][:100] for n in rule["nodes"][:2]]) for rule in found] == []


def test_paper_shows_no_folds_and_no_contents(page: Any) -> None:
    page.emulate_media(media="print")
    assert (
        page.eval_on_selector_all(".toc, details.code, .skip", "all => all.filter(one => one.checkVisibility()).length")
        == 0
    )
    paper = page.pdf(tagged=True, prefer_css_page_size=True)
    assert paper.startswith(b"%PDF")
    assert b"/StructTreeRoot" in paper
    page.set_viewport_size({"width": 660, "height": 900})  # A4 without its margins
    wide = "all => all.filter(one => one.getBoundingClientRect().right > 662).map(one => one.outerHTML.slice(0, 90))"
    assert page.eval_on_selector_all("table, figure, p, pre, svg", wide) == []
