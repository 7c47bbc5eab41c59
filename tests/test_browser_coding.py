"""Coding in a real JupyterLab with real keys, and the network cut: what is pressed stands in the file."""

from __future__ import annotations

import contextlib
import json
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import analysis as da

playwright = pytest.importorskip("playwright.sync_api")
pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("all_in_korean")]

SETUP = """\
import analysis as da
import pandas as pd
from analysis import schema
text = "동맹을 넓힌다. <b>비용</b>이 든다. 요금이 올랐다."
corpus = da.Corpus.from_texts({"doc-name": text})
parts = [("u1", 0, 8), ("u2", 9, 23), ("u3", 24, 32)]
rows = [(u, "doc-name", 1, n, a, b, "low", "random", 1.0, "tune") for n, (u, a, b) in enumerate(parts, 1)]
sample = pd.DataFrame(rows, columns=[c.name for c in schema.SAMPLE])
frames = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
da.code(sample, corpus=corpus, codebook=frames, coder="가", folder="coding", variables={"어조": ["부정", "긍정"]})
"""
SCREEN = ".damron-coding"


@pytest.fixture(scope="module")
def lab(open_lab: Callable[[str, str], tuple[str, Path]]) -> tuple[str, Path]:
    """A JupyterLab of its own, with a notebook that codes three sentences."""
    return open_lab("code", SETUP)


def values(path: Path) -> dict[str, str]:
    """What the last row of each unit holds: frames, tone, note and key."""
    rows = [line.split(",") for line in path.read_text(encoding="utf-8-sig").splitlines()[1:]]
    return {row[0]: " ".join(cell or "_" for cell in row[1:-4]) for row in rows}


class Keys:
    """A coder at the keyboard, who waits until the screen shows what a key did."""

    def __init__(self, page: Any) -> None:
        self.page = page

    def press(self, key: str, *, until: str) -> None:
        self.page.keyboard.press(key)
        self.page.locator(SCREEN, has_text=until).wait_for()


def run(page: Any) -> None:
    """Run the cell, and wait for its screen."""
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    running = page.locator(".jp-Cell .jp-InputPrompt", has_text="*").or_(page.locator(f"{SCREEN} .unit"))
    for _ in range(5):  # a JupyterLab that has just come loses the first wish
        page.locator(".jp-Notebook .jp-Cell .jp-Editor").first.click()
        page.keyboard.press("Shift+Enter")
        with contextlib.suppress(playwright.TimeoutError):
            running.first.wait_for(timeout=3000)
            break
    page.locator(f"{SCREEN} .unit").click()


def test_coding_by_keys_and_going_on_after_a_restart(lab: tuple[str, Path], browser: Any) -> None:
    address, root = lab
    context = browser.new_context(locale="ko-KR", viewport={"width": 1440, "height": 1000})
    context.set_default_timeout(30_000)
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    context.route(lambda url: not url.startswith((address, "data:", "blob:")), lambda route: route.abort())
    page.goto(f"{address}/lab/tree/code.ipynb")
    run(page)
    keys, path = Keys(page), root / "coding" / "energy-transition-cost-vs-climate-가.csv"
    assert not path.exists()  # before the first key
    cells = page.locator(".jp-Cell").count()

    first = page.locator(f"{SCREEN} .unit").inner_text()
    keys.press("2", until="✓")
    keys.press("Enter", until="✓")
    page.locator(f"{SCREEN} .question.asked", has_text="어조").wait_for()
    keys.press("0", until="이 물음에는 0이 없다")  # twice, JupyterLab would restart the kernel
    keys.press("0", until="이 물음에는 0이 없다")
    page.keyboard.press("1")
    page.locator(f"{SCREEN} .question.asked [data-state=yes]").wait_for()
    keys.press("Enter", until="2번째 / 3단위")
    keys.press("?", until="?")
    page.locator(f"{SCREEN} .question.asked [data-state=unsure]").first.wait_for()
    page.keyboard.press("n")
    page.keyboard.type("음, 어렵다")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.activeElement === document.querySelector('{SCREEN}')")
    page.locator(f"{SCREEN} summary", has_text="일치도").click()
    page.locator(f"{SCREEN} button", has_text="다시 계산").click()  # and keys go on being those of coding
    page.keyboard.press("d")  # twice, JupyterLab would delete the cell
    page.keyboard.press("d")
    keys.press("ArrowLeft", until="1번째 / 3단위")
    keys.press("u", until="되돌렸다")  # the note, in the second unit
    page.locator(SCREEN, has_text="2번째 / 3단위").wait_for()
    assert page.locator(f"{SCREEN} .note").input_value() == ""
    assert page.locator(".jp-Cell").count() == cells
    assert page.locator(f"{SCREEN} b b").count() == 0  # text is text

    count = len(da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml").frames)
    found = list(values(path).values())
    absent = " ".join(["0", "1", *["0"] * (count - 2)])
    assert found == [f"{absent} 부정 _ 1", f"{' '.join(['9'] * count)} _ _ U"]
    assert first in SETUP

    page.keyboard.press("Control+s")
    page.wait_for_function("!document.querySelector('.jp-Document.jp-mod-dirty, .lm-mod-current.jp-mod-dirty')")
    saved = root / "code.ipynb"
    for _ in range(50):
        if "damron-coding-summary" in saved.read_text(encoding="utf-8"):
            break
        page.wait_for_timeout(100)
    cell = json.loads(saved.read_text(encoding="utf-8"))["cells"][0]
    assert "3단위 가운데 1단위를 코딩했다" in "".join(cell["outputs"][0]["data"]["text/html"])
    assert not re.search("넓힌다|올랐다", json.dumps(cell["outputs"], ensure_ascii=False))

    with urllib.request.urlopen(f"{address}/api/kernels") as told:
        (kernel,) = json.load(told)
    restart = urllib.request.Request(f"{address}/api/kernels/{kernel['id']}/restart", method="POST")
    urllib.request.urlopen(restart).close()
    page.reload()
    page.locator(".damron-coding-summary", has_text="3단위 가운데 1단위").wait_for()
    page.get_by_text("model not found").wait_for(state="hidden")
    run(page)
    page.locator(SCREEN, has_text="2번째 / 3단위").wait_for()
    keys.press("0", until="✓")
    assert list(values(path).values())[1] == f"{' '.join(['0'] * count)} _ _ 0"

    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []
    assert [said for said in complaints if "damron" in said] == []
    context.close()
