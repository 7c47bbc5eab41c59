"""The bar of slow work: on a terminal and in a notebook, never in what a pipe receives."""

from __future__ import annotations

import io
import sys
import types
from pathlib import Path

import pytest

import analysis as da
from analysis import progress
from analysis.record import kernel, notebook

BAR = "형태소 분석"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch, **options: bool) -> str:
    """Segment a text with a bar that appears at once, and return what stands on stderr."""
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    monkeypatch.setattr(progress, "_DELAY", 0)
    monkeypatch.setattr(sys, "stderr", stream)
    da.segment({"d": "봄이 왔다."}, cache=None, **options)  # type: ignore[arg-type]
    return stream.getvalue()


@pytest.mark.usefixtures("in_korean")
def test_a_terminal_shows_it_and_a_pipe_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert BAR in said(Terminal(), monkeypatch)
    assert said(io.StringIO(), monkeypatch) == ""
    assert said(Terminal(), monkeypatch, progress=False) == ""
    assert BAR in said(io.StringIO(), monkeypatch, progress=True)


@pytest.mark.usefixtures("in_korean")
def test_the_package_of_notebooks_alone_is_no_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    # whoever writes reports has loaded it, and the command line may stand behind a pipe
    monkeypatch.setitem(sys.modules, "ipykernel", types.ModuleType("ipykernel"))
    for shell in (None, types.SimpleNamespace()):  # no shell, and IPython on a terminal, which has no kernel
        monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda s=shell: s))
        assert said(io.StringIO(), monkeypatch) == ""
    running = types.SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: running))
    shown: list[dict[str, str]] = []

    def display(data: dict[str, str], **_: object) -> types.SimpleNamespace:
        shown.append(data)
        return types.SimpleNamespace(update=display)

    monkeypatch.setitem(sys.modules, "IPython.display", types.SimpleNamespace(display=display))
    assert said(io.StringIO(), monkeypatch) == ""  # an output of its own, and none of stderr
    assert BAR in shown[0]["text/plain"]
    assert shown[-1] == {}  # which is empty in the end


def watched(monkeypatch: pytest.MonkeyPatch, delay: float = 0) -> Terminal:
    """A terminal on which bars appear after a time."""
    stream = Terminal()
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    monkeypatch.setattr(progress, "_DELAY", delay)
    monkeypatch.setattr(sys, "stderr", stream)
    return stream


@pytest.mark.usefixtures("in_korean")
def test_hits_show_a_bar_of_morphemes_and_nothing_on_short_work(monkeypatch: pytest.MonkeyPatch) -> None:
    book = da.codebook.read("alliance-startup")
    tokens = da.segment({"d": "한미 동맹은 굳건하다."}, cache=None)
    stream = watched(monkeypatch)
    da.framing.hits(tokens, book)
    assert f"프레임 적중 {book.id}" in stream.getvalue()
    assert stream.getvalue().endswith("\r")  # of which nothing stays
    stream = watched(monkeypatch, delay=60)
    da.framing.hits(tokens, book)
    assert stream.getvalue() == ""


def test_a_report_says_its_stages_to_who_asked_or_as_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    stream = watched(monkeypatch)
    with progress.stages(2, what="보고서", unit="단계", tell=said.append) as tell:
        tell("읽기")
    assert (said, stream.getvalue()) == (["읽기"], "")
    with progress.stages(2, what="보고서", unit="단계") as tell:
        for stage in ("읽기", "쓰기", "끝"):  # one more than was told
            tell(stage)
    assert "보고서: 읽기:  50%" in stream.getvalue()
    assert "보고서: 끝: 100%" in stream.getvalue()
    assert stream.getvalue().endswith("\r")
    stream = watched(monkeypatch, delay=60)
    with progress.stages(2, what="보고서", unit="단계") as tell:
        tell("읽기")
    assert stream.getvalue() == ""


@pytest.mark.long
def test_both_reports_show_their_stages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, text in (("a", "한미 동맹은 굳건하다."), ("b", "새 기업이 늘었다. 창업을 돕는다.")):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    stream = watched(monkeypatch)
    da.report.build(tmp_path / "a.txt", codebook="none", out=tmp_path / "out")
    assert "report: a-none" in stream.getvalue()
    stream = watched(monkeypatch)
    da.report.build_corpus([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")], codebook="none", out=tmp_path / "out")
    assert "report on a corpus: " in stream.getvalue()


@pytest.mark.slow
def test_a_notebook_shows_it() -> None:
    source = (
        "import os; del os.environ['TQDM_DISABLE']\n"
        "import analysis as da; from analysis import progress; progress._DELAY = 0\n"
        "_ = da.segment({'d': '봄이 왔다.'}, cache=None)"
    )
    cell = notebook.code(source, tag="x")
    cell["metadata"] |= {"chapter": 0, "place": 1}
    cell["id"] = "c0"
    outputs = kernel.run([cell], names=("01",), tell=lambda _: None)[0]["outputs"]
    # a bar that is done leaves no line on stderr, and an output without content
    assert [output.get("data") for output in outputs] == [{}]
