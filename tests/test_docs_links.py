"""Links, file names, commands and functions that the documents name exist."""

from __future__ import annotations

import ast
import importlib
import inspect
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import analysis as da
from analysis import __main__ as command_line

ROOT = Path(da.__file__).resolve().parent.parent
SKIP = {".cache", ".git", ".venv", "reports", "build", "dist", "node_modules", "private"}
MADE = ("reports/", "seeds/private/", "figures/manifest.json", "figures/own/")  # not in the repository, or not always
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
MODULES = "cleaning codebook figures framing lexicon paths plots report stats style validation".split()


def pages() -> Iterator[tuple[Path, str]]:
    """Give every Markdown file, and the prose of every notebook, without blocks of code."""
    for path in sorted(ROOT.rglob("*.md")):
        if not any(part in SKIP or part.startswith(".venv") for part in path.relative_to(ROOT).parts):
            yield path, path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        yield path, "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


PAGES = dict(pages())
IDS = [str(path.relative_to(ROOT)) for path in PAGES]


def slug(title: str) -> str:
    """Return the anchor of a heading as GitHub makes it."""
    bare = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).strip().lower()
    return re.sub(r"[^\w\- ]", "", bare).replace(" ", "-")


def anchors(path: Path) -> set[str]:
    """Return the anchors of a page; a heading that comes again gets a number."""
    found: dict[str, int] = {}
    for title in re.findall(r"^#+ +(.+)$", FENCE.sub("", PAGES[path]), re.M):
        name = slug(title)
        found[name] = found.get(name, -1) + 1
        if found[name]:
            found[f"{name}-{found[name]}"] = 0
    return set(found)


def broken(path: Path, text: str) -> list[str]:
    """List the links of a page that lead nowhere."""
    bad = []
    for link in LINK.findall(re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))):
        parts = urlsplit(link)
        if parts.scheme:
            if parts.scheme not in {"https", "mailto"} or not (parts.netloc or parts.path):
                bad.append(link)
            continue
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        if (
            not target.exists()
            or not target.is_relative_to(ROOT)
            or (parts.fragment and (target not in PAGES or unquote(parts.fragment) not in anchors(target)))
        ):
            bad.append(link)
    return bad


@pytest.mark.parametrize("path", PAGES, ids=IDS)
def test_links_lead_somewhere(path: Path) -> None:
    assert broken(path, PAGES[path]) == []


def test_broken_links_are_found() -> None:
    here = ROOT / "README.md"
    said = "[a](docs/none.md) [b](docs/reading.md) ![c](figures/none.png) [d](#none) [e](http://x.org) [f](../../x)"
    assert broken(here, said) == ["docs/none.md", "figures/none.png", "#none", "http://x.org", "../../x"]
    assert broken(here, "`[a](none.md)`\n```text\n[b](none.md)\n```\n[c](#the-op-ed) [d](https://x.org/y)") == []
    assert slug("빈도 `stats.frequency` (표)") == "빈도-statsfrequency-표"


@pytest.mark.parametrize("path", PAGES, ids=IDS)
def test_files_that_are_named_exist(path: Path) -> None:
    for word in re.findall(r"`([\w.-]+/[\w./*<>-]*)`", FENCE.sub("", PAGES[path])):
        if (ROOT / word.split("/")[0]).is_dir() and not word.startswith(MADE) and not re.search(r"[*<>A-Z]", word):
            assert (ROOT / word).exists(), f"{word} is no file of the repository"


CALL = rf"(?:^|da\.|[ ,(])({'|'.join(MODULES)}|da)\.(?!(?:{'|'.join(MODULES)})\.)([a-zA-Z_]\w*)(\([^()]*\))?"


def named(text: str) -> Iterator[tuple[str, str, list[str]]]:
    """Give module, function and keywords of every call or name such as framing.score(hits, by=) in a page."""
    whole = [code for kind, code in FENCE.findall(text) if kind == "python"]
    for code in whole:
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = ast.unparse(node.func.value).removeprefix("da.")
                if owner in {*MODULES, "da"}:
                    yield owner, node.func.attr, [k.arg for k in node.keywords if k.arg]
    for word in re.findall(r"`([^`\n]+)`", FENCE.sub("", text)):
        for module, name, rest in re.findall(CALL, word):
            if not re.fullmatch(r"(py|md|yaml|yml|json|csv|ipynb|html)", name):
                yield module, name, re.findall(r"(\w+)=", rest)


def test_names_in_a_page_are_found() -> None:
    said = '`da.framing.score(hits, tokens, by=)`, `stats.keyness` of `da.read("x.csv", sheet="a")`, `docs/report.md`'
    found = [("framing", "score", ["by"]), ("stats", "keyness", []), ("da", "read", ["sheet"])]
    assert list(named(said)) == found
    assert list(named("```python\nda.plots.trend(t, top=3)\ncorpus.only(docs=d)\n```\n")) == [
        ("plots", "trend", ["top"])
    ]


@pytest.mark.parametrize("path", PAGES, ids=IDS)
def test_functions_that_are_named_exist(path: Path) -> None:
    if path.name == "CHANGELOG.md":
        return  # tells of names as they were
    for module, name, keywords in named(PAGES[path]):
        thing = getattr(da if module == "da" else importlib.import_module(f"analysis.{module}"), name, None)
        if module == "codebook" and name in da.codebook.Codebook.model_fields:
            continue  # a codebook at hand, not the module
        assert thing is not None or (module, name) == ("stats", "word"), f"there is no {module}.{name}"
        if keywords and callable(thing):
            unknown = set(keywords) - set(inspect.signature(thing).parameters)
            assert not unknown, f"{module}.{name} has no {', '.join(sorted(unknown))}"


def usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Return what --help says."""
    with pytest.raises(SystemExit):
        command_line.main([*words, "--help"])
    return capsys.readouterr().out


@pytest.mark.parametrize("path", PAGES, ids=IDS)
def test_commands_that_are_named_exist(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if path.name == "CHANGELOG.md":
        return
    first = usage([], capsys)
    for line in re.findall(r"python -m analysis ([^`\n#]+)", PAGES[path]):
        words = line.split()
        if not re.fullmatch(r"[a-z]+", words[0]):
            continue
        assert re.search(rf"^    {words[0]}\b", first, re.M), f"there is no command {words[0]}"
        two = words[:2] if words[0] == "codebook" and len(words) > 1 else words[:1]
        told = usage(two, capsys)
        for option in re.findall(r"--[a-z-]+", line):
            assert option in told, f"{' '.join(two)} has no {option}"
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
    for target in re.findall(r"(?:`|^)make ([a-z]+)", PAGES[path], re.M):
        assert target in targets, f"there is no make {target}"


def test_no_page_is_forgotten() -> None:
    index = PAGES[ROOT / "docs" / "README.md"]
    listed = set(LINK.findall(index))
    tracked = subprocess.run(["git", "ls-files", "docs/*.md"], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode:
        pytest.skip("not a git checkout")
    for name in tracked.stdout.splitlines():
        path = Path(name)
        if path.parent.name == "docs" and path.name != "README.md":
            assert path.name in listed, f"docs/README.md does not list {path.name}"
