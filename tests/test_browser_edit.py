"""A codebook from a line, in a real JupyterLab with real clicks."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("all_in_korean")]

SETUP = """\
import analysis as da
text = "주민은 협동으로 다리를 놓았다. 협동 조합이 문을 열었다. 품앗이로 논을 맸다."
corpus = da.Corpus.from_texts({"글": text})
book = da.codebook.start("toy", folder=".")
editor = da.edit(book, corpus=corpus)
frame = editor.codebook.frame_ids[0]
_ = editor.add("협동", frame=frame)
editor
"""
SCREEN = ".damron-editor"


@pytest.mark.long
def test_a_line_is_made_a_counterexample_and_a_word_a_term(
    open_lab: Callable[[str, str], tuple[str, Path]], browser: Any, tmp_path: Path
) -> None:
    address, _ = open_lab("edit", SETUP)
    context = browser.new_context(locale="ko-KR", viewport={"width": 1440, "height": 1200})
    context.set_default_timeout(60_000)
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/lab/tree/edit.ipynb")
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    screen = page.locator(SCREEN)
    for _ in range(5):  # a JupyterLab that has just come loses the first wish
        page.locator(".jp-Notebook .jp-Cell .jp-Editor").first.click()
        page.keyboard.press("Shift+Enter")
        with contextlib.suppress(playwright.TimeoutError):
            page.locator(".jp-Cell .jp-InputPrompt", has_text="*").or_(screen).first.wait_for(timeout=5000)
            break
    lines = screen.locator(".lines li")
    lines.first.wait_for()
    assert lines.locator("mark").all_inner_texts() == ["협동", "협동"]
    before = screen.locator("[aria-pressed=true]").inner_text()
    assert before.endswith(" 2")

    screen.get_by_label("찾을 말").fill("품앗이")
    page.keyboard.press("Enter")
    screen.locator("mark", has_text="품앗이").wait_for()
    screen.get_by_role("button", name="이 말을 어휘에").click()
    screen.locator(".says", has_text="새로 걸림 1곳").wait_for()
    assert screen.locator("[aria-pressed=true]").inner_text().endswith(" 3")  # counted anew
    assert lines.locator(".term").inner_text()

    screen.get_by_label("찾을 말").fill("")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.querySelectorAll('{SCREEN} .lines li').length === 3")
    lines.first.get_by_role("button", name="이 줄은 반례").click()
    screen.locator(".says", has_text="반례에 넣었다").wait_for()
    screen.locator(".tested", has_text="어긋난다").wait_for()  # the self-test, at once
    page.locator(".jp-OutputArea", has_text="3번 고침").first.wait_for()  # the card above goes along
    screen.get_by_role("button", name="되돌리기").click()
    screen.locator(".says", has_text="되돌렸다").wait_for()
    assert (
        page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
    )  # no strip of a bar that is done
    page.screenshot(path=tmp_path / "edit.png")
    assert complaints == []
    context.close()
