"""The form for coders in a real browser, with the network cut: filled in, saved, read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis as da
from analysis import schema

pytestmark = [pytest.mark.browser, pytest.mark.slow]

V = da.validation
WIDTHS = (360, 768, 1440)
SENTENCES = (
    "달이 산 위로 떠오른다.",
    "해가 </p><script>alert(1)</script> 진다.",
    "달과 '해'가 \"함께\" {{ 7 * 7 }} 보인다.",
    "아무것도 없다.",
)
LABELS = ([1, 0], [0, 1], [1, 1], [0, 0])  # a and b of each sentence, as a person would say


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory, two_frames: Callable[..., Any]) -> Any:
    """A form for the coder 가, with everything that can be asked, and what it was made from."""
    corpus = da.Corpus.from_texts({"doc-name": " ".join(SENTENCES)})
    text = corpus.documents["text"].iloc[0]
    rows = []
    for n, said in enumerate(SENTENCES, start=1):
        start = text.index(said)
        rows.append((f"u{n:012x}", "doc-name", 1, n, start, start + len(said), "low", "random", 1.0, "tune"))
    sample, codebook = pd.DataFrame(rows, columns=[c.name for c in schema.SAMPLE]), two_frames()
    path = tmp_path_factory.mktemp("form") / "가.html"
    also = ("before", "primary", "element")
    return V.sheet(corpus, sample=sample, codebook=codebook, coder="가", path=path, also=also), sample, codebook


@pytest.fixture
def page(browser: Any, toy: Any) -> Iterator[Any]:
    """Open the form offline; it may ask for nothing and complain of nothing."""
    context = browser.new_context(offline=True, locale="ko-KR", viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    opened.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    opened.on("request", lambda request: asked.append(request.url))
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.goto(toy[0].as_uri())
    yield opened
    assert {url for url in asked if not url.startswith(("data:", "blob:"))} == {toy[0].as_uri()}
    assert complaints == []
    context.close()


def saved(page: Any, folder: Path) -> Path:
    with page.expect_download() as held:
        page.click("#save")
    path = folder / held.value.suggested_filename
    held.value.save_as(path)
    return path


def test_filled_with_keys_saved_and_read_back(page: Any, toy: Any, tmp_path: Path) -> None:
    _, sample, codebook = toy
    order = page.eval_on_selector_all(".unit", "all => all.map(one => one.dataset.unit)")
    by_unit = dict(zip(sample["unit"], LABELS, strict=True))
    page.locator(".unit fieldset input").first.focus()
    for unit in order:
        for value in by_unit[unit]:
            page.keyboard.press(str(value))
        for _ in range(3):  # past the primary frame, the element and the fold, to the next unit
            page.keyboard.press("Tab")
    page.locator(".unit fieldset input").first.focus()
    page.click("#next")
    assert page.evaluate("document.activeElement.dataset.column") == "primary"
    first = page.locator(f'.unit[data-unit="{order[0]}"]')
    first.locator('select[data-column="element"]').select_option("remedy")
    first.locator("summary").click()
    first.locator("textarea").fill('=A1, "따옴표"와\n줄')
    first.locator('select[data-column="confidence"]').select_option("3")
    assert "남은 칸 7" in page.inner_text("#count")  # 4 * 4 fields, 8 answered by keys, 1 chosen
    path = saved(page, tmp_path)
    assert path.name == "코딩-가.csv"
    assert "아직 빈 칸이 7칸 있다" in page.inner_text("#said")
    found = V.read(path, sample=sample, codebook=codebook)
    table = found.pivot_table(index="unit", columns="frame", values="value")
    assert table.loc[list(sample["unit"])].to_numpy().tolist() == [list(map(float, row)) for row in LABELS]
    assert found.attrs["unfinished"] == {}
    told = found[found["unit"] == order[0]].iloc[0]
    assert (told["element"], told["primary"], told["confidence"]) == ("remedy", "", 3)
    assert told["note"] == '\'=A1, "따옴표"와\n줄'  # no spreadsheet takes it for a formula
    assert set(found["coder"]) == {"가"}


def test_half_finished_answers_stay_and_travel(page: Any, browser: Any, toy: Any, tmp_path: Path) -> None:
    radios = page.locator(".unit fieldset input")
    radios.first.check()
    page.keyboard.press("Backspace")
    assert page.locator(".unit fieldset input:checked").count() == 0
    radios.nth(0).focus()
    page.keyboard.press("9")
    assert page.evaluate("document.activeElement.name").endswith(" b")
    page.keyboard.press("1")
    page.reload()
    assert page.locator(".unit fieldset input:checked").count() == 2
    assert "이어진다" in page.inner_text("#said")
    path = saved(page, tmp_path)
    found = V.read(path, sample=toy[1], codebook=toy[2])
    assert found.attrs["unfinished"] == {"가": 6}
    assert V.progress(found)[["coded", "unsure", "empty"]].to_numpy().tolist() == [[0, 1, 3], [1, 0, 3]]
    other = browser.new_context(offline=True).new_page()
    other.goto(toy[0].as_uri())
    assert other.locator(".unit fieldset input:checked").count() == 0
    other.set_input_files("#load", path)
    other.locator("#said", has_text="가져왔다").wait_for()
    assert other.locator(".unit fieldset input:checked").count() == 2
    strange = tmp_path / "strange.csv"
    strange.write_text(path.read_text(encoding="utf-8-sig").replace(",가,", ",나,"), encoding="utf-8")
    other.set_input_files("#load", strange)
    other.locator("#said", has_text="다르다").wait_for()
    other.context.close()


def test_it_is_blind_and_text_is_text(page: Any, toy: Any) -> None:
    html = toy[0].read_text(encoding="utf-8")
    assert not re.search("doc-name|혜성|stratum|tune|unvalidated|piloted", html)
    shown = page.eval_on_selector_all(".text", "all => all.map(one => one.textContent)")
    assert sorted(shown) == sorted(SENTENCES)
    policy = page.get_attribute("meta[http-equiv]", "content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.parametrize("width", WIDTHS)
def test_it_fits_and_tells_the_definitions(page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    beside, button = page.locator("aside"), page.locator("#open-guide")
    assert beside.is_visible() != button.is_visible()
    if button.is_visible():
        button.click()
        assert page.locator("dialog").is_visible()
        page.keyboard.press("Escape")
        assert page.evaluate("document.activeElement.id") == "open-guide"


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 360)])
def test_no_rule_of_axe_is_broken(page: Any, scheme: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is in requirements-dev.txt")
    page.emulate_media(color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    page.locator(".unit fieldset input").first.check()
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(result => result.violations)")
    assert [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in found] == []
