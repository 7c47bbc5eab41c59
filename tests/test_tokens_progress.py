"""The bar of slow work: on a terminal and in a notebook, never in what a pipe receives."""

from __future__ import annotations

import io
import sys
import types

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


def test_a_terminal_shows_it_and_a_pipe_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    assert BAR in said(Terminal(), monkeypatch)
    assert said(io.StringIO(), monkeypatch) == ""
    assert said(Terminal(), monkeypatch, progress=False) == ""
    assert BAR in said(io.StringIO(), monkeypatch, progress=True)


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
