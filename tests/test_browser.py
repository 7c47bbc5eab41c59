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
        wanted = list(dict.fromkeys([*da.report.articles()[:1], ARTICLE]))  # the first is the op-ed, where it is
        _, errors = da.report.build_all(wanted, out=folder)
    assert errors == []
    return folder


@pytest.fixture(params=["first", ARTICLE, "index"])
def path(request: pytest.FixtureRequest, reports: Path) -> Path:
    name = da.report.articles()[0] if request.param == "first" else request.param
    return reports / f"{name}.html"


@pytest.fixture
def page(browser: Any, path: Path) -> Iterator[Any]:
    """Open a page with every fold open, and fail if it asked for anything or complained."""
    context = browser.new_context(offline=True, locale="ko-KR", viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
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
    pictures = page.eval_on_selector_all("img, svg", "all => all.map(one => one.alt || one.ariaLabel || '')")
    assert all(len(words) > 10 for words in pictures)
    assert not any("대체 텍스트가 없는" in words or "No description" in words for words in pictures)


def test_pictures_and_the_font_are_really_there(page: Any, path: Path) -> None:
    loaded = page.eval_on_selector_all("img", "all => all.map(one => one.complete && one.naturalWidth > 100)")
    assert all(loaded)
    assert len(loaded) == (0 if path.stem == "index" else 4)
    assert page.evaluate("[...document.fonts].map(font => [font.family, font.status])") == [["Report KR", "loaded"]]


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


def test_the_first_tab_leads_to_the_main_part(page: Any) -> None:
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "본문으로 건너뛰기"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_headings_descend_one_step_at_a_time(page: Any) -> None:
    levels = page.eval_on_selector_all("h1, h2, h3, h4, h5, h6", "all => all.map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_no_rule_of_axe_is_broken(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is in requirements-dev.txt")
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    assert [(rule["id"], rule["impact"], [n["html"][:100] for n in rule["nodes"][:2]]) for rule in found] == []


def test_paper_shows_no_folds_and_no_contents(page: Any) -> None:
    page.emulate_media(media="print")
    assert (
        page.eval_on_selector_all(".toc, details.code, .skip", "all => all.filter(one => one.checkVisibility()).length")
        == 0
    )
    assert page.pdf().startswith(b"%PDF")
