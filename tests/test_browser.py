"""The report in a real browser, with the network cut; a page is built and opened once for all that it promises."""

import base64
import io
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from fontTools.ttLib import TTFont
from pypdf import PdfReader

import analysis as da
from analysis import record
from analysis.record.assemble import CHAPTERS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ARTICLE = "alliance-startups"  # a page dump with a Hanja headline, quotations and amounts of money
WIDTHS = (360, 768, 1440)
EVIL = """<script>alert(1)</script><!-- "'>{{ 7 * 7 }}<img src=x onerror=alert(2)>"""
TURNED = f"{EVIL}\u202eoh"  # readers drop what turns writing round; tables and labels show its number
NAME = EVIL.replace("/", "_")  # of the file
TEXT = f"""---
title: {json.dumps(f"</style></title>{TURNED}")}
author: {json.dumps(EVIL)}
outlet: '${{alert(3)}}'
date: 2026-10-01
---
한미 동맹은 굳건하다는 말에 </p>{TURNED} 동맹이 있다.
벤처 "><svg onload=alert(5)> 스타트업은 3억 원이다.

=SUM(A1)은 셈이다. 동맹 <b onmouseover=alert(6)>굵게</b> 벤처 <!-- 벤처 --> 동맹.
"""
CELLS = (
    "article = 'x'",
    "import analysis as da\ncorpus = da.read(article)\ntokens = da.segment(corpus)",
    "frames = da.codebook.read({book!r})\nhits = da.framing.hits(tokens, frames)\nhits",
    "scores = da.framing.score(hits, tokens, by='sentence')\nax = da.plots.strip(scores)",
    "table = scores.assign(**{{{evil!r}: {evil!r}}})\ntable.head()",
    "da.figures.export(ax, 'evil', table=table, recipe=tokens.recipe)\nax.figure",
)


def build_hostile(folder: Path) -> Path:
    """Build the report of a text whose words are all hostile: title, file name, label of a frame, name of a column."""
    book = yaml.safe_load((da.paths.CODEBOOKS / "alliance-startup.yaml").read_text(encoding="utf-8"))
    for frame in book["frames"]:
        frame["label"]["ko"] = f"{frame['id']}{EVIL}"
    (folder / "evil.yaml").write_text(yaml.safe_dump(book), encoding="utf-8")
    (folder / f"{NAME}.md").write_text(TEXT, encoding="utf-8")
    kinds = {"cell_type": "code", "outputs": [], "execution_count": None}
    about = [{"tags": ["parameters"]}, *({} for _ in CELLS[1:])]
    cells = [
        kinds
        | {"id": f"c{k}", "metadata": about[k], "source": source.format(book=str(folder / "evil.yaml"), evil=TURNED)}
        for k, source in enumerate(CELLS)
    ]
    held = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    (folder / "evil.ipynb").write_text(json.dumps(held), encoding="utf-8")
    return record.build(folder / f"{NAME}.md", notebooks=folder / "evil.ipynb", out=folder)


class Reports(dict[str, Path]):
    """Reports by kind, each built when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __missing__(self, kind: str) -> Path:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DAMRON_FIGURES", str(self.folder / "figures"))
            self[kind] = self.build(kind)
        return self[kind]

    def build(self, kind: str) -> Path:
        books = [da.paths.NOTEBOOKS / f"{name}.ipynb" for name in CHAPTERS]
        if kind == "hostile":
            return build_hostile(self.folder)
        if kind == "redacted":  # the op-ed, where its text is not at hand
            return record.build(da.report.articles()[0], notebooks=books[1], out=self.folder)
        if kind == "index":
            assert self["hostile"].parent == self["whole"].parent
            return da.report.index(self.folder)
        out = self.folder if kind == "whole" else self.folder / kind
        return record.build(ARTICLE, notebooks=books[:3] if kind == "whole" else books, out=out)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    return Reports(tmp_path_factory.mktemp("reports"))


LONG = [pytest.param(kind, marks=pytest.mark.long) for kind in ("redacted", "whole", "every chapter")]


@pytest.mark.parametrize("kind", ["hostile", "index", *LONG])
def test_a_page_keeps_what_it_promises(kind: str, reports: Reports, browser: Any) -> None:
    """Open a page with every fold open; it asks for nothing, complains of nothing, and every check below holds."""
    path = reports[kind]
    context = browser.new_context(offline=True, locale="ko-KR", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(path.as_uri())
    check_keyboard(page)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    page.evaluate("document.fonts.ready.then(() => true)")
    check_language_and_headings(page)
    check_pictures(page, least=0 if kind == "index" else 1)
    check_links(page)
    check_letters(page, path)
    check_widths(page)
    check_paper(page)
    check_axe(page)
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert complaints == []
    context.close()


def check_keyboard(page: Any) -> None:
    """The first key leads to the main part, and whatever has the focus can be seen to have it."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "본문으로 건너뛰기"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(12):
        page.keyboard.press("Tab")
        script = """() => { const one = document.activeElement, label = one.nextElementSibling;
            if (one === document.body) return ['the end of the page', true];
            const seen = one.matches('.toggle') ? label : one.matches('svg a') ? one.querySelector('rect') : one;
            const look = getComputedStyle(seen);
            return [one.outerHTML.slice(0, 80), look.outlineStyle !== 'none' || look.strokeWidth === '2px']; }"""
        what, visible = page.evaluate(script)
        assert visible, what
    out = "all => all.filter(one => one.checkVisibility() && one.tabIndex < 0).map(one => one.outerHTML.slice(0, 80))"
    assert page.eval_on_selector_all("a[href], button, input, select, summary", out) == []


def check_language_and_headings(page: Any) -> None:
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert page.title()
    assert (page.locator("h1").count(), page.locator("main").count()) == (1, 1)
    levels = page.eval_on_selector_all("h1, h2, h3, h4, h5, h6", "all => all.map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def check_pictures(page: Any, *, least: int) -> None:
    script = """all => all.map(one => one.alt || ['title', 'desc'].map(name =>
        one.querySelector(`:scope > ${name}`).textContent).join(' '))"""
    words = page.eval_on_selector_all("img, main svg, header svg", script)
    assert all(len(said) > 10 for said in words)
    assert not any("대체 텍스트가 없는" in said or "No description" in said for said in words)
    boxes = page.eval_on_selector_all("figure svg", "all => all.map(one => one.getBoundingClientRect().width)")
    assert len(boxes) >= least
    assert all(width > 200 for width in boxes)
    assert page.eval_on_selector_all("figure svg text", "all => all.every(one => one.textContent)")
    broken = 'all => all.filter(one => /fill[:=]"?(url\\()?#[^;"]*-[0-9a-f]{6}"/.test(one.outerHTML)).length'
    assert page.eval_on_selector_all("svg rect", broken) == 0  # a colour that was taken for the name of a shape
    assert page.evaluate("[...document.fonts].map(font => [font.family, font.status])") == [["Report KR", "loaded"]]


def check_links(page: Any) -> None:
    ids = page.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert len(ids) == len(set(ids))
    targets = page.eval_on_selector_all('a[href^="#"]', "all => all.map(one => one.getAttribute('href').slice(1))")
    assert set(targets) <= set(ids)
    groups = page.eval_on_selector_all("tr[data-group]", "all => all.flatMap(one => one.dataset.group.split(' '))")
    shown = page.eval_on_selector_all("[data-show]", "all => all.flatMap(one => one.dataset.show.split(' '))")
    assert set(shown) <= set(groups)


def check_letters(page: Any, path: Path) -> None:
    """No character of the page is a box."""
    address = re.search(r"data:font/woff;base64,([^\"]+)", path.read_text(encoding="utf-8"))
    assert address is not None
    with TTFont(io.BytesIO(base64.b64decode(address.group(1)))) as font:
        drawn = {chr(code) for code in font.getBestCmap()}
    shown = {character for character in page.locator("body").inner_text() if character.isprintable()}
    assert shown <= drawn


def check_widths(page: Any) -> None:
    wide = """all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest('.scroll, pre, .skip')).map(one => one.outerHTML.slice(0, 80))"""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.eval_on_selector_all("body *", wide) == []
        if width == min(WIDTHS):
            unreachable = """all => all.filter(one => one.scrollWidth > one.clientWidth + 1
                && ['auto', 'scroll'].includes(getComputedStyle(one).overflowX) && one.tabIndex !== 0).length"""
            assert page.eval_on_selector_all("body *", unreachable) == 0
    names = page.eval_on_selector_all("[role=region]", "all => all.map(one => one.ariaLabel)")
    assert all(names)
    assert len(set(names)) == len(names)


def check_axe(page: Any) -> None:
    """No rule of axe is broken; in the dark only contrast can change. Six rows of a table stand for all."""
    axe = pytest.importorskip("axe_playwright_python", reason="axe is in requirements-dev.txt")
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    page.set_viewport_size({"width": 1440, "height": 900})
    cut = "all => all.forEach(body => [...body.rows].slice(6).forEach(row => row.remove()))"
    page.eval_on_selector_all("tbody", cut)
    for scheme, rules in (("light", "{}"), ("dark", "{runOnly: ['color-contrast']}")):
        page.emulate_media(media="screen", color_scheme=scheme)
        found = page.evaluate(f"axe.run({rules}).then(result => result.violations)")
        assert [(rule["id"], rule["impact"], [n["html"][:100] for n in rule["nodes"][:2]]) for rule in found] == []


def check_paper(page: Any) -> None:
    """On paper there are no folds and no contents, tables end at the margin, and every font is in the file."""
    page.emulate_media(media="print", color_scheme="light")
    hidden = "all => all.filter(one => one.checkVisibility()).length"
    assert page.eval_on_selector_all(".toc, details.code, .skip, .tools", hidden) == 0
    paper = page.pdf(tagged=True, prefer_css_page_size=True)
    assert b"/StructTreeRoot" in paper
    found = (sheet["/Resources"].get("/Font", {}).values() for sheet in PdfReader(io.BytesIO(paper)).pages)
    fonts = [font.get_object() for of_sheet in found for font in of_sheet]
    assert any("NotoSansKR" in font.get("/BaseFont", "") for font in fonts)  # as text, not as drawings of letters
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        assert font["/Subtype"] == "/Type3" or any(key.startswith("/FontFile") for key in inner["/FontDescriptor"])
    page.set_viewport_size({"width": 660, "height": 900})  # A4 without its margins
    wide = "all => all.filter(one => one.getBoundingClientRect().right > 662).map(one => one.outerHTML.slice(0, 90))"
    assert page.eval_on_selector_all("table, figure, p, pre, svg", wide) == []


def test_text_from_files_is_text(reports: Reports, browser: Any) -> None:
    page = browser.new_page()
    page.goto(reports["hostile"].as_uri())
    shown = f"{EVIL}oh"
    assert page.locator("h1").inner_text() == f"</style></title>{shown}"
    assert EVIL in page.locator(".byline").inner_text()
    assert shown in page.locator(".reading").inner_text()
    assert EVIL in page.locator("label.key").first.inner_text()
    assert NAME in page.locator("#methods-text ~ .scroll").first.inner_text()
    heads = page.eval_on_selector_all("th", "all => all.map(one => one.textContent)")
    assert f"{EVIL}[U+202E]oh" in heads
    assert any(EVIL in said for said in page.eval_on_selector_all("svg desc", "all => all.map(one => one.textContent)"))
    assert page.locator("main script, .reading b:not(.tip b), .reading img, td img").count() == 0
    page.goto(reports["index"].as_uri())
    assert f"</style></title>{shown}" in page.locator("main").inner_text()
    page.close()


@pytest.fixture(scope="module")
def article(browser: Any, reports: Reports) -> Iterator[Any]:
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.goto(reports["whole"].as_uri())
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
    article.locator("[data-lines] tbody tr[hidden]").first.wait_for(state="attached")
    shown = article.locator("[data-lines]").first.locator("tbody tr:not([hidden])")
    assert f"{shown.count()}회" in said
    place = shown.first.locator("th a")
    node = shown.first.locator(".node").inner_text()
    place.click()
    target = article.locator(".spot:target")
    assert node.startswith(target.inner_text())
    assert target.evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_a_dot_of_a_paragraph_shows_as_many_lines_as_it_says(article: Any) -> None:
    dot = article.locator('svg a[aria-label*="문단, "]').first
    said = dot.get_attribute("aria-label")
    dot.focus()
    article.keyboard.press("Enter")
    article.wait_for_timeout(50)
    shown = article.locator("[data-lines]").first.locator("tbody tr:not([hidden])")
    assert f" {shown.count()}회" in said
    assert {place.split("문단")[0] for place in shown.locator("th").all_inner_texts()} == {said.split("문단")[0]}


def test_figures_and_quotations_are_marked_and_can_be_switched_off(article: Any) -> None:
    for kind, look in (("figure", "outlineStyle"), ("quote", "backgroundColor")):
        mark = article.locator(f".reading .{kind}").first
        before = mark.evaluate(f"one => getComputedStyle(one).{look}")
        article.locator(f"#show-{kind}s").focus()
        article.keyboard.press("Space")
        assert mark.evaluate(f"one => getComputedStyle(one).{look}") != before
    assert "금액" in " ".join(article.eval_on_selector_all(".reading .figure", "all => all.map(one => one.title)"))


def test_lines_are_filtered_and_sorted(article: Any) -> None:
    box = article.locator("[data-lines]").first
    box.locator("button").click()  # an earlier test may have come here through a link
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


def test_without_scripts_everything_is_there(browser: Any, reports: Reports) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(reports["whole"].as_uri())
    assert page.locator(".tools").first.is_hidden()
    assert page.locator("[data-lines] tbody tr").first.is_visible()
    page.locator("label.key").first.click()
    key = page.locator(".toggle").first.get_attribute("id").removeprefix("show-")
    assert (
        page.locator(f".reading .mark.{key}").first.evaluate("one => getComputedStyle(one).textDecorationLine")
        == "none"
    )
    context.close()
