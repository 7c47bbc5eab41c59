"""Shared fixtures: the op-ed where it is present, and toy tokens."""

from __future__ import annotations

import contextlib
import json
import os

os.environ["DAMRON_LANG"] = "en"  # tests match messages in English, but for those that are about Korean ones

import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest
import yaml
from hypothesis import settings
from matplotlib.axes import Axes
from matplotlib.text import Text

import analysis as da
from analysis import commands, schema
from analysis.tokens import Recipe

# How many examples a property is tried on where its test does not say; `make long` names the second profile. Examples
# are the same every time there, and in CI.
settings.register_profile("short", settings(), max_examples=12, deadline=None)
settings.register_profile("long", settings(), max_examples=250, deadline=None)
settings.load_profile("short")

OPED = Path(__file__).resolve().parents[2] / "shared" / "seeds" / "donga-2023-05-04.txt"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the files with slow tests first, so that two processes that take files in turn end together."""
    slow = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)  # stable: the order within a file stays


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the user's cache of analysed documents out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAMRON_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def in_korean(monkeypatch: pytest.MonkeyPatch) -> None:
    """Say everything in Korean, as where nobody asked for English."""
    monkeypatch.delenv("DAMRON_LANG")


@pytest.fixture(scope="module")
def all_in_korean() -> Iterator[None]:
    """Say everything of a file of tests in Korean."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DAMRON_LANG")
        yield


@pytest.fixture(scope="session")
def oped_path() -> Path:
    """The page dump of the op-ed, which is not in the repository."""
    if not OPED.is_file():
        pytest.skip(f"the op-ed is not at {OPED}; its notice forbids redistribution")
    return OPED


@pytest.fixture(scope="session")
def oped(oped_path: Path) -> da.Corpus:
    """The op-ed, read from its page dump."""
    return da.read(oped_path)


@pytest.fixture(scope="session")
def oped_tokens(oped: da.Corpus) -> da.Tokens:
    """The op-ed on the morpheme layer."""
    return da.segment(oped)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's chromium or the like; where CI finds none it fails, elsewhere the tests are skipped."""
    playwright = pytest.importorskip("playwright.sync_api")
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        message = "no chromium on this machine; `make browser` installs it on Debian as root"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def assert_readable() -> Callable[[Axes], None]:
    """No text of a chart may touch another, leave the paper or be smaller than 10 points."""
    return _assert_readable


def _assert_readable(ax: Axes) -> None:
    figure = ax.get_figure(root=True)
    with da.style.context(), mpl.rc_context({"figure.dpi": 300}):
        figure.draw_without_rendering()
        hidden = [
            label
            for axis in (ax.xaxis, ax.yaxis)
            for tick in axis.get_major_ticks()
            for label in (tick.label1, tick.label2)
            if not ax.axison or not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
        ]
        shown = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
        shown = [t for t in shown if not any(t is label for label in hidden)]
        # the letters alone, without the white box behind some of them
        boxes = [(t.get_text(), Text.get_window_extent(t)) for t in shown]
        paper = figure.bbox
    assert boxes
    for (a, one), (b, other) in combinations(boxes, 2):
        wide = min(one.x1, other.x1) - max(one.x0, other.x0)
        high = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert wide <= 0.5 or high <= 0.15 * min(one.height, other.height), f"{a!r} touches {b!r}"
    for text, box in boxes:
        assert paper.x0 - 1 <= box.x0 <= box.x1 <= paper.x1 + 1, f"{text!r} leaves the paper sideways"
        assert paper.y0 - 1 <= box.y0 <= box.y1 <= paper.y1 + 1, f"{text!r} leaves the paper at the top or bottom"
    assert all(t.get_fontsize() >= 10 for t in shown)


@pytest.fixture(scope="session")
def toy() -> Callable[..., da.Tokens]:
    """Tokens by document: every word is a common noun, sentences end at |, paragraphs at ||; “ and ” are quotes."""
    return _toy


def _toy(**docs: str) -> da.Tokens:
    rows = []
    marks = {"“": "SSO", "”": "SSC", "은": "JX"}
    for doc, text in docs.items():
        at = i = sentence = 0
        for paragraph, block in enumerate(text.split("||"), start=1):
            for said in block.split("|"):
                sentence += 1
                for word in said.split():
                    tag = marks.get(word, "NNG")
                    rows.append((doc, paragraph, sentence, i, word, word, tag, word, at, at + len(word)))
                    at, i = at + len(word) + 1, i + 1
    table = pd.DataFrame(rows, columns=[c.name for c in schema.TOKENS])
    table = table.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))
    return da.Tokens(table, Recipe("kit", "toy 1.0", "none", "morphs"))


@pytest.fixture(scope="session")
def two_frames() -> Callable[..., da.codebook.Codebook]:
    """A codebook: 달 and the support word 해 (half a point, ambiguous) in frame a, 별 and 혜성 in frame b."""
    return _two_frames


def _two_frames(**defaults: object) -> da.codebook.Codebook:
    terms: dict[str, list[dict[str, object]]] = {
        "a": [
            {"id": "a1", "match": "달"},
            {"id": "a2", "match": "해", "tier": "support", "weight": 0.5, "ambiguous": True},
        ],
        "b": [{"id": "b1", "match": "별", "weight": 2}, {"id": "b2", "match": "혜성"}],
    }
    label = {"ko": "틀", "en": "frame"}
    frames = [
        {"id": f, "label": label | {"ko": f"{f} 틀"}, "colour": c, "definition": "toy", "terms": terms[f]}
        for f, c in (("a", "blue"), ("b", "orange"))
    ]
    data = {"schema": "kfa-codebook/1", "id": "toy", "version": "1.0", "status": "piloted", "title": label}
    made = {"author": "toy", "basis": "toy", "licence": "toy"}
    data |= {"unit": "sentence", "compare": ["a", "b"], "provenance": made, "defaults": defaults, "frames": frames}
    return da.codebook.loads(yaml.safe_dump(data), name="toy")


@pytest.fixture(scope="session")
def promised() -> Callable[..., dict[str, list[str]]]:
    """The columns that the help of a command names, by table."""
    return _promised


def _promised(*names: str) -> dict[str, list[str]]:
    parser = commands.parser()
    for name in names:
        parser = next(a for a in parser._actions if getattr(a, "choices", None) and name in a.choices).choices[name]
    found = {}
    for head, text in re.findall(r"^columns(?: of (\S+))?:\n((?:  .*\n?)+)", parser.epilog or "", re.MULTILINE):
        plain = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "", " ".join(text.split()))
        found[head] = re.findall(r"\w+", plain.split(". ")[0])
    return found


@pytest.fixture(scope="module")
def open_lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str, str], tuple[str, Path]]]:
    """Start a JupyterLab of its own in a new folder, with a notebook of one cell; give its address and the folder."""
    pytest.importorskip("anywidget", reason="anywidget is in requirements.txt")
    servers: list[subprocess.Popen[bytes]] = []

    def go(name: str, source: str) -> tuple[str, Path]:
        root = tmp_path_factory.mktemp("lab")
        cell: dict[str, object] = {"cell_type": "code", "id": "c1", "source": source, "metadata": {}}
        cell |= {"outputs": [], "execution_count": None}
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        held = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": [cell]}
        (root / f"{name}.ipynb").write_text(json.dumps(held), encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {"JUPYTER_CONFIG_DIR": "config", "JUPYTER_DATA_DIR": "data", "IPYTHONDIR": "ipython"}
        around = {key: str(root / ".own" / folder) for key, folder in settings.items()}
        repository = str(Path(da.__file__).resolve().parent.parent)
        around["PYTHONPATH"] = os.pathsep.join(filter(None, [repository, os.environ.get("PYTHONPATH", "")]))
        options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--IdentityProvider.token="]
        options += ["--no-browser", f"--ServerApp.root_dir={root}", "--ServerApp.allow_root=True"]
        options += ["--ServerApp.disable_check_xsrf=True", "--LabApp.news_url="]
        options += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
        with (root / "log").open("wb") as log:
            servers.append(
                subprocess.Popen(
                    [sys.executable, "-m", "jupyter", "lab", *options],
                    env=os.environ | around, cwd=root, stdout=log, stderr=subprocess.STDOUT,
                )
            )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        for _ in range(600):
            with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/api/status"):
                break
            assert servers[-1].poll() is None, (root / "log").read_text(encoding="utf-8")
            time.sleep(0.1)
        return address, root

    yield go
    for server in servers:
        server.terminate()
        server.wait()
