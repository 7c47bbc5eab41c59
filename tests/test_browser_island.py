"""The linked view in a real browser, with the network cut: in what nbconvert writes, by clicks and by keys."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert import HTMLExporter

import analysis as da
from analysis.explorer import Island

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("all_in_korean")]

WIDTHS = (360, 768, 1440)
EVIL = "<script>alert(1)</script><!-- \"'>{{ 7 * 7 }}<img src=x onerror=alert(2)>&amp;"
TEXTS = {
    "a": "큰 달이 뜬다. 작은 별이 달을 본다.\n흰 달과 별이 “진다”. 별은 30개다.",
    "b": "달이 별을 따라 진다.\n=달이 없다.",
    "c": f"별이 </script></iframe>{EVIL} 뜬다.\u2028 \u202e별이 😀 별을 '본다'.",
}
# an island in the page that nbconvert writes, as it stands in a saved notebook
Opened = Callable[..., Any]


def export(island: Island, path: Path) -> Path:
    """Save an island as the output of a cell, and export the notebook."""
    bundle = island._repr_mimebundle_()
    output = nbformat.v4.new_output("execute_result", data=bundle, execution_count=1)
    cell = nbformat.v4.new_code_cell("da.explore(corpus)", outputs=[output], execution_count=1)
    held = nbformat.reads(nbformat.writes(nbformat.v4.new_notebook(cells=[cell])), as_version=4)
    path.write_text(HTMLExporter().from_notebook_node(held)[0], encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def made(two_frames: Any) -> Island:
    corpus = da.Corpus.from_texts(TEXTS)
    corpus = replace(
        corpus, _documents=corpus.documents.assign(outlet=["앞일보", "앞일보", EVIL], title=["", "", EVIL])
    )
    return da.explore(corpus, codebook=two_frames(), by="outlet")


@pytest.fixture
def opened(browser: Any, made: Island, tmp_path: Path) -> Iterator[Opened]:
    """Open an island offline; its frame may ask for nothing and complain of nothing."""
    contexts, complaints = [], []

    def go(island: Island = made, *, exported: bool = False, **options: Any) -> Any:
        path = tmp_path / "island.html"
        if exported:
            export(island, path)
        else:
            path.write_text(
                f"<!doctype html><meta charset=utf-8><title>x</title>{island._repr_html_()}", encoding="utf-8"
            )
        settings = {"offline": True, "locale": "ko-KR", "viewport": {"width": 1440, "height": 900}} | options
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri(), wait_until="commit" if exported else "load")
        frame = page.frame_locator("iframe")
        frame.locator(".line").first.wait_for()
        if not exported:  # the page of nbconvert itself asks for MathJax
            assert asked == [path.as_uri()]
        return frame

    yield go
    assert complaints == []
    for context in contexts:
        context.close()


def bars(frame: Any) -> dict[str, str]:
    rows = frame.locator(".bar").all()
    return {row.locator(".name").inner_text(): row.locator(".value").first.inner_text() for row in rows}


def lines(frame: Any) -> list[tuple[str, str, str]]:
    return [
        tuple(row.locator(f".{part}").text_content().strip() for part in ("left", "node", "right"))
        for row in frame.locator(".line").all()
    ]


def test_a_bar_its_lines_and_the_text_in_what_nbconvert_writes(opened: Opened) -> None:
    frame = opened(exported=True)
    assert bars(frame)["달"] == "5"
    frame.locator(".bar", has_text="별").first.click()
    assert frame.locator("h2").first.inner_text() == "‘별’ 7곳"
    assert len(lines(frame)) == 7
    frame.locator(".bar", has_text="달").first.click()
    assert [line[1] for line in lines(frame)] == ["달"] * 5
    frame.locator(".line").nth(1).click()
    now = frame.locator(".text .now")
    assert now.inner_text().startswith("2작은 별이 달을 본다.")
    assert now.locator(".node").all_inner_texts() == ["달"]


def test_lines_are_sorted_by_the_words_beside_and_kept_within_the_sentence(opened: Opened) -> None:
    frame = opened()
    frame.locator(".bar", has_text="달").first.click()
    assert [line[0] for line in lines(frame)][:2] == ["큰", "큰 달이 뜬다. 작은 별이"]
    frame.locator("[data-control=inside]").check()
    assert [line[0] for line in lines(frame)] == ["큰", "작은 별이", "흰", "", "="]
    frame.locator("[data-control=sort]").select_option("L1")
    # by L1: none, none (a sign is no word), 별이, 큰, 흰
    assert [line[0] for line in lines(frame)] == ["", "=", "작은 별이", "큰", "흰"]
    frame.locator("[data-control=sort]").select_option("R1")
    # R1 behind the particle: 뜬다, 본다, 별이, 별을, 없다
    assert [line[2].split()[1].strip(".") for line in lines(frame)] == ["뜬다", "별을", "별이", "본다", "없다"]
    frame.locator("[data-control=sort]").select_option("L2")
    assert [line[0] for line in lines(frame)][-1] == "작은 별이"


def test_documents_and_groups_are_chosen_and_two_stand_side_by_side(opened: Opened) -> None:
    frame = opened()
    frame.locator("[data-control=docs]").select_option("d1")
    assert (bars(frame)["달"], bars(frame)["별"]) == ("2", "1")
    frame.locator("[data-control=docs]").select_option("g0")
    # the groups are named in their order: the hostile one comes first
    assert frame.locator("[data-control=docs] optgroup option").first.inner_text() == EVIL
    assert bars(frame)["별"] == "3"
    assert "달" not in bars(frame)
    frame.locator("[data-control=docs]").select_option("d0")
    frame.locator("[data-control=other]").select_option("d1")
    frame.locator(".bar", has_text="달").first.click()
    assert frame.locator("h2").first.inner_text() == "‘달’ a 3 : b 2"
    assert frame.locator(".bar", has_text="달").first.locator(".value").all_inner_texts() == ["3", "2"]
    assert frame.locator(".text").count() == 2
    frame.locator(".line").nth(3).click()
    assert "달이 별을 따라 진다." in frame.locator(".text").nth(1).locator(".now").inner_text()


def test_a_cell_leads_to_its_sentence_and_a_document_to_its_cells(opened: Opened) -> None:
    frame = opened()
    frame.locator(".tabs button", has_text="프레임").click()
    frame.locator(".docs button[data-doc=a]").click()
    strips = frame.locator(".strip")
    assert strips.count() == 2
    # a 틀 (달) in sentences 1, 2 and 3 of a, b 틀 (별) in 2, 3 and 4
    assert [strips.nth(k).locator("button").count() for k in range(2)] == [3, 3]
    strips.nth(1).locator("[data-sentence='4']").click()
    assert frame.locator(".text .now").inner_text().startswith("4별은 30개다.")
    assert frame.locator(".text .now .f-b").all_inner_texts() == ["별"]
    assert frame.locator(".text .number").all_inner_texts() == ["30개"]
    assert "30개" in frame.locator(".facts").inner_text()
    frame.locator("[data-kind=frame]").click()
    assert frame.locator(".text .f-b").count() == 0


def test_everything_by_keys(opened: Opened) -> None:
    frame = opened()
    page = frame.locator("body").page
    frame.locator("[role=listbox]").first.focus()
    first = frame.locator("h2").first.inner_text()
    page.keyboard.press("ArrowDown")
    assert frame.locator("h2").first.inner_text() != first
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    assert frame.locator(".line").last.get_attribute("aria-selected") == "true"
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    assert frame.locator(".line").nth(1).get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    assert frame.locator(".text:focus").count() == 1
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    page.keyboard.type("따라")
    page.keyboard.press("Enter")
    assert frame.locator("h2").first.inner_text() == "‘따라’ 1곳 (글자 그대로)"
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("달")
    page.keyboard.press("Enter")
    assert frame.locator("h2").first.inner_text() == "‘달’ 5곳"


def test_lines_are_copied_as_csv(opened: Opened) -> None:
    frame = opened()
    # as in a frame that has no clipboard: the lines stand in a field, chosen whole
    without = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
    frame.locator("body").evaluate(f"() => {{ document.execCommand = () => false; {without}; }}")
    frame.locator(".bar", has_text="달").first.click()
    frame.locator("[data-control=inside]").check()
    frame.locator("[data-control=csv]").click()
    text = frame.locator("textarea").input_value()
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["문서", "문단", "문장", "시작", "끝", "왼쪽", "찾은 말", "오른쪽"]
    assert rows[1] == ["a", "1", "1", "2", "3", "큰 ", "달", "이 뜬다."]
    assert rows[5] == ["b", "2", "2", "14", "15", "'=", "달", "이 없다."]  # no formula
    selected = "one => [one.selectionStart, one.selectionEnd]"
    assert frame.locator("textarea").evaluate(selected) == [0, len(text)]


def test_text_from_files_is_text(opened: Opened) -> None:
    frame = opened()
    frame.locator("[data-control=docs]").select_option("d2")
    frame.locator(".bar", has_text="별").first.click()
    shown = frame.locator(".text").inner_text()
    assert f"</script></iframe>{EVIL} 뜬다." in shown
    assert "\u202e" not in shown
    assert [line[1] for line in lines(frame)] == ["별"] * 3  # one behind a character of two halves
    assert frame.locator("main img, main script, main b").count() == 0


def test_rules_of_axe_hold_in_light_and_dark_and_nothing_scrolls_sideways(made: Island, browser: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is in requirements-dev.txt")
    context = browser.new_context(offline=True, bypass_csp=True)
    page = context.new_page()
    page.set_content(made.page)
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for tab in range(2):
            page.locator(".tabs button").nth(tab).click()
            found = page.evaluate("axe.run().then(result => result.violations)")
            assert [(rule["id"], [n["html"][:90] for n in rule["nodes"][:3]]) for rule in found] == []
    page.locator("[data-control=docs]").select_option("d0")
    page.locator("[data-control=other]").select_option("d1")
    assert page.evaluate("axe.run().then(result => result.violations.map(rule => rule.id))") == []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    context.close()


def test_without_scripts_there_is_a_list(made: Island, browser: Any) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.set_content(made.page)
    assert "별\t7" in page.locator("#stand-in table").first.inner_text()
    assert page.locator("main").is_hidden()
    context.close()


def test_a_redacted_corpus_is_places_without_text(opened: Opened) -> None:
    corpus = da.read(da.report.articles()[0])
    if not corpus.redacted:
        pytest.skip("the text of the article is at hand")
    frame = opened(da.explore(corpus))
    assert "문단" in frame.locator(".line").first.inner_text()
    assert frame.locator(".text").count() == 0
    assert "본문을 가린 글" in frame.locator(".says").inner_text()


def test_a_line_gives_python_that_changes_the_codebook(opened: Opened) -> None:
    frame = opened(permissions=["clipboard-read", "clipboard-write"])
    page = frame.owner.page
    frame.get_by_role("button", name="프레임", exact=True).click()
    frame.locator(".bar").first.click()
    label = frame.locator(".bar .name bdi").first.inner_text()
    node = frame.locator(".line .node").first.inner_text()
    number, doc = frame.locator(".line .place").first.inner_text().split()
    frame.locator(".line").first.click()
    frame.get_by_role("button", name="이 줄은 반례").click()
    frame.get_by_role("button", name="복사함").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == (
        f'editor.counterexample("{doc} {number}", frame="{label}")'
    )
    frame.get_by_role("button", name="이 말을 어휘에").click()
    frame.get_by_role("button", name="복사함").nth(1).wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f'editor.add("{node}", frame="{label}")'
