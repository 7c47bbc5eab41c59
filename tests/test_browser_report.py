"""The report of an article in a real browser, with the network cut: by clicks, by keys, without a script, on paper."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

import analysis as da
from analysis.report.facts import ArticleFacts
from analysis.report.page import page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (360, 390, 768, 1440)
ONE_FRAME = """우리 시의 스타트업 행사가 열렸다. 벤처 투자사가 셋 왔다.

창업을 꿈꾸는 사람이 많았다. 창업은 쉽지 않다. 스타트업 대표는 웃었다.

벤처 기업이 늘었다. 스타트업이 반찬을 판다. 손님이 줄을 섰다. 비가 왔다.
"""
EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
HOSTILE = f"""한미 동맹은 {EVIL} 굳건하다. 스타트업이 있다.

동맹 "><svg onload=alert(3)> 스타트업 3억 원. 한미 동맹 벤처 창업. 동맹이 스타트업을 돕는다. 벤처 {{{{ 7 * 7 }}}} 동맹.
"""
KINDS = ("compared", "redacted", "found", "one frame", "long", "hostile")
MANY = [
    "compared",
    "redacted",
    "hostile",
    *(pytest.param(k, marks=pytest.mark.long) for k in ("found", "one frame", "long")),
]
Opened = Callable[..., Any]


def facts_of(kind: str) -> ArticleFacts:
    if kind == "found":
        return da.report.article_facts("evening-library")
    if kind.startswith("op-ed"):
        return da.report.article_facts("donga-2023-05-04")
    if kind == "one frame":
        return da.report.article_facts(da.Corpus.from_texts({"one": ONE_FRAME}))
    if kind == "hostile":
        told = da.report.article_facts(da.Corpus.from_texts({"evil": HOSTILE}), codebook="alliance-startup")
        return replace(told, document=replace(told.document, title=EVIL, author=EVIL))
    if kind == "long":
        names = ("solar-ledger", "winter-power", "energy-cost", "energy-climate", "electric-bus-fair")
        texts = [da.read(da.paths.ARTICLES / f"{name}.md").documents["text"].iloc[0] for name in names]
        return da.report.article_facts(da.Corpus.from_texts({"long": "\n\n".join(texts)}), codebook="energy-transition")
    told = da.report.article_facts("alliance-startups", codebook="alliance-startup")
    return told if kind == "compared" else hidden(told)


def hidden(told: ArticleFacts) -> ArticleFacts:
    """The same facts as those of a text that is not at hand."""
    return replace(told, text=None, redacted=True, names=(), quantities=(), quotations=())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder, made = tmp_path_factory.mktemp("pages"), dict[str, Path]()

    def get(kind: str) -> Path:
        if kind not in made:
            made[kind] = folder / f"{kind}.html"
            made[kind].write_text(
                page(facts_of(kind), name="toy", lang="en" if kind.endswith(" en") else "ko"), encoding="utf-8"
            )
        return made[kind]

    return get


@pytest.fixture
def opened(browser: Any, pages: Callable[[str], Path]) -> Iterator[Opened]:
    """Open a page offline; it may ask for nothing and complain of nothing."""
    contexts, complaints, asked = [], [], []

    def go(kind: str = "compared", *, width: int = 1440, at: str = "", **options: Any) -> Any:
        settings = {"offline": True, "locale": "ko-KR", "viewport": {"width": width, "height": 900}} | options
        contexts.append(browser.new_context(**settings))
        opened_page = contexts[-1].new_page()
        opened_page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        opened_page.on("pageerror", lambda error: complaints.append(str(error)))
        opened_page.on("console", lambda message: complaints.append(message.text))
        opened_page.on("request", lambda request: asked.append(request.url))
        opened_page.goto(pages(kind).as_uri() + at)
        opened_page.evaluate("document.fonts.ready.then(() => true)")
        return opened_page

    yield go
    assert complaints == []
    assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
    for context in contexts:
        context.close()


@pytest.mark.parametrize("kind", MANY)
def test_nothing_scrolls_sideways_and_nothing_is_cut(opened: Opened, kind: str) -> None:
    shown = opened(kind)
    wide = """all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1
        && !one.closest('nav, pre, .skip, .tabs, [hidden]')).map(one => one.outerHTML.slice(0, 90))"""
    for width in WIDTHS:
        shown.set_viewport_size({"width": width, "height": 900})
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        assert shown.eval_on_selector_all("body *", wide) == [], width


@pytest.mark.parametrize("kind", ["compared", "redacted", "op-ed", "op-ed en"])
def test_the_first_screen_answers_and_the_page_is_short(opened: Opened, kind: str) -> None:
    shown = opened(kind)
    assert shown.evaluate("document.querySelector('#result').getBoundingClientRect().bottom") < 800
    assert shown.evaluate("document.documentElement.scrollHeight") <= 5 * 900


@pytest.mark.parametrize("kind", MANY)
def test_no_rule_of_axe_is_broken_with_everything_open(opened: Opened, kind: str) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is in requirements-dev.txt")
    shown = opened(kind)
    shown.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    shown.locator(".s .no").first.click()
    shown.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    for scheme, rules in (("light", "{}"), ("dark", "{runOnly: ['color-contrast']}")):
        shown.emulate_media(media="screen", color_scheme=scheme)
        found = shown.evaluate(f"axe.run({rules}).then(result => result.violations)")
        told = [(rule["id"], rule["impact"], [n["html"][:120] for n in rule["nodes"][:2]]) for rule in found]
        assert [one for one in told if one[1] in ("serious", "critical")] == []


def lines(shown: Any) -> list[str]:
    return shown.eval_on_selector_all("#panel .line[data-line]", "all => all.map(one => one.dataset.line)")


def wait_until_above(shown: Any, selector: str, height: int) -> None:
    """Wait for the page to have scrolled; its policy lets no test watch from inside."""
    for _ in range(40):
        if 0 < shown.locator(selector).bounding_box()["y"] < height:
            return
        shown.wait_for_timeout(50)
    pytest.fail(f"{selector} did not come into view")


def test_a_cell_opens_its_sentence_and_the_article_goes_there(opened: Opened) -> None:
    shown = opened()
    cell = shown.locator(".strip.wide .row.a a.c").nth(2)
    number = cell.get_attribute("data-s")
    cell.click()
    assert shown.locator("#panel-title").inner_text() == f"{number}번 문장"
    assert number in lines(shown)
    assert shown.url.endswith(f"#s{number}")
    wait_until_above(shown, f"#s{number}", 700)
    assert shown.locator(".s.here").get_attribute("data-n") == number
    assert "on" in cell.get_attribute("class").split()


def test_a_word_opens_all_its_sentences_wherever_it_is_chosen(opened: Opened) -> None:
    shown = opened()
    row = shown.locator(".words .word a.term").first
    word, n = row.inner_text(), int(row.get_attribute("aria-label").split()[-1].removesuffix("회"))
    row.click()
    ticks = shown.locator(".words .word.on .tick")
    assert ticks.count() == n
    wanted = sorted({int(tick) for tick in ticks.evaluate_all("all => all.map(one => one.dataset.s)")})
    assert [int(line) for line in lines(shown)] == wanted
    assert f"{n}회, {len(wanted)}문장" in shown.locator("#panel-kind").inner_text()
    assert "floating" in shown.locator("#panel").get_attribute("class"), "the sentences are beside the bar"
    assert shown.locator("#panel").evaluate("one => one.getBoundingClientRect().bottom <= innerHeight")
    assert shown.locator(".s.hit").count() == len(wanted)
    again = opened(at=shown.evaluate("location.hash"))
    assert again.locator("#panel-title").inner_text() == word
    assert lines(again) == [str(number) for number in wanted]


def test_names_actors_numbers_stance_speakers_and_rows_open_too(opened: Opened) -> None:
    shown = opened()
    for place in (".aside td a", ".actors a", ".pairs dd a", ".stances a", ".says a", ".strip.wide .label", ".body .m"):
        link = shown.locator(place).first
        link.click()
        assert shown.locator("#panel").is_visible(), place
        assert lines(shown), place
    row = shown.locator(".range").last
    row.click()
    assert "p = " in shown.locator("#panel-note").inner_text()
    shown.locator(".badge").first.click()
    assert "정밀도" in shown.locator("#panel-note").inner_text()


def test_the_panel_works_by_keys_and_gives_the_focus_back(opened: Opened) -> None:
    shown = opened()
    shown.locator(".words .word a.term").first.focus()
    shown.keyboard.press("Enter")
    all_lines = lines(shown)
    assert shown.evaluate("document.activeElement.dataset.line") == all_lines[0]
    shown.keyboard.press("ArrowDown")
    assert shown.evaluate("document.activeElement.dataset.line") == all_lines[1]
    shown.keyboard.press("ArrowUp")
    shown.keyboard.press("ArrowDown")
    shown.keyboard.press("Enter")
    assert shown.evaluate("document.activeElement.closest('.s').dataset.n") == all_lines[1]
    shown.keyboard.press("Escape")
    assert shown.locator("#panel").is_hidden()
    assert shown.evaluate("document.activeElement.className") == "term"
    assert shown.locator(".s.hit").count() == 0


def test_switches_hide_marks_and_stand_in_the_address(opened: Opened) -> None:
    shown = opened()
    mark = shown.locator(".body .m.a:not(.cand)").first
    before = mark.evaluate("one => getComputedStyle(one).backgroundColor")
    shown.locator("#show-a").click()
    assert mark.evaluate("one => getComputedStyle(one).backgroundColor") != before
    assert shown.url.endswith("#off=a")
    assert opened(at="#off=a,qt").locator("[data-show]:not(:checked)").count() == 2


def test_a_sentence_is_copied_with_its_source(opened: Opened) -> None:
    shown = opened(permissions=["clipboard-read", "clipboard-write"])
    shown.locator(".writes button").first.click()
    shown.locator(".told").wait_for()
    assert re.search(r"\(담론 \d.*코드북 \S+ \d", shown.evaluate("navigator.clipboard.readText()"))


def test_on_a_phone_the_panel_is_a_sheet(opened: Opened) -> None:
    shown = opened(width=390)
    shown.locator(".words .word a.term").first.click()
    box = shown.locator("#panel").bounding_box()
    assert (round(box["x"]), round(box["width"])) == (0, 390)
    assert abs(box["height"] - 0.45 * 900) < 3
    wait_until_above(shown, ".s.here", 450)
    shown.locator("#panel-close").click()
    assert shown.locator("#panel").is_hidden()


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_script_everything_stands_and_links_lead_somewhere(browser: Any, pages: Any, kind: str) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    shown = context.new_page()
    shown.goto(pages(kind).as_uri())
    html = shown.content()
    context.close()
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_a_hostile_text_is_shown_and_runs_nothing(opened: Opened) -> None:
    shown = opened("hostile")
    assert "<script>alert(1)</script>" in shown.locator("#body").inner_text()
    assert shown.locator("#body img, #body script, #body svg").count() == 0


def test_chips_change_the_codebook(opened: Opened, tmp_path: Path) -> None:
    shown = opened("found")
    word, other = (shown.locator(f".chip[aria-pressed={on}]").first.get_attribute("data-w") for on in ("true", "false"))
    chip, taken = (shown.locator(f'.chip[data-w="{one}"]').first for one in (word, other))
    assert f'match: "{word}"' in shown.locator("#yaml").inner_text()
    chip.click()
    assert f'match: "{word}"' not in shown.locator("#yaml").inner_text()
    chip.click()
    taken.click()
    assert f'match: "{other}"' in shown.locator("#yaml").inner_text()
    shown.locator("[data-name='0']").fill("밤의 도서관")
    with shown.expect_download() as saving:
        shown.locator("#save").click()
    path = tmp_path / "toy.yaml"
    saving.value.save_as(path)
    book = da.codebook.read(path)
    assert book.frames[0].label.ko == "밤의 도서관"


PAGES = [("compared", 3), ("one frame", 3), ("long", 6), ("redacted", 3), ("op-ed", 3), ("op-ed en", 3)]


@pytest.mark.parametrize(("kind", "most"), PAGES)
def test_pages_of_paper(opened: Opened, kind: str, most: int) -> None:
    shown = opened(kind)
    paper = PdfReader(io.BytesIO(shown.pdf(prefer_css_page_size=True, print_background=True)))
    assert len(paper.pages) <= most
    first = paper.pages[0].extract_text()
    assert ("May be written" if kind.endswith(" en") else "쓸 수 있는 문장") in re.sub(r"\s+", " ", first)
    shown.emulate_media(media="print")
    hidden_parts = "all => all.filter(one => one.checkVisibility()).length"
    assert shown.eval_on_selector_all("button.button, .top nav, #panel, .switches", hidden_parts) == 0
