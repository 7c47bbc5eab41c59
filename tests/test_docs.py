"""What the documents take from the kit is what the kit says today; README and README.ko say the same."""

from __future__ import annotations

import importlib.util
import inspect
import re
from pathlib import Path
from types import ModuleType

import pytest

import analysis as da
from analysis.report.html_tables import BESIDE, LABELS, heading
from analysis.schema import Column

ROOT = Path(da.__file__).resolve().parent.parent
AGAIN = "run `make docs` (or `python docs/generate.py`) and look at what changed"


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """The script that writes the documents anew."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def contracts() -> dict[str, tuple[Column, ...]]:
    """Every public contract of the kit by its name in the package that has it."""
    found: dict[int, tuple[str, tuple[Column, ...]]] = {}
    for path in sorted((ROOT / "analysis").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        for name in (parts[:2], parts) if "Column(" in path.read_text(encoding="utf-8") else ():
            for word, value in vars(importlib.import_module(".".join(name).removesuffix(".__init__"))).items():
                whole = isinstance(value, tuple) and value and all(isinstance(column, Column) for column in value)
                if whole and not word.startswith("_"):
                    found.setdefault(id(value), (f"{name[1]}.{word}", value))
    return dict(found.values())


def test_every_table_is_on_the_page(generate: ModuleType, contracts: dict[str, tuple[Column, ...]]) -> None:
    named = [address for members in generate.TABLES.values() for address in members]
    assert sorted(named) == sorted(contracts), "TABLES in docs/generate.py: add the Korean name of the new table"
    titles = [title for members in generate.TABLES.values() for title, _ in members.values()]
    assert len(set(titles)) == len(titles)
    for members in generate.TABLES.values():
        for _, giver in members.values():
            owner: object = da
            for part in giver.split("."):
                owner = getattr(owner, part, None) or importlib.import_module(f"analysis.{part}").__doc__
            assert owner, giver


def test_every_column_has_a_korean_name(contracts: dict[str, tuple[Column, ...]]) -> None:
    missing = {
        (address, column.name)
        for address, columns in contracts.items()
        for column in columns
        if not heading(column.name, [c.name for c in columns])
    }
    assert not missing, "a report would show these in English alone: add them to analysis/report/labels.py"


def test_names_for_a_column_beside_another_are_used(contracts: dict[str, tuple[Column, ...]]) -> None:
    together = [{column.name for column in columns} for columns in contracts.values()]
    for (own, other), said in BESIDE.items():
        assert any({own, other} <= names for names in together), f"no table has {own} beside {other}"
        assert heading(own, [own, other]) == said != LABELS[own]
    assert heading("left", ["left", "right"]) == "왼쪽"
    assert heading("never heard of", []) == ""


def test_no_two_columns_of_a_table_share_a_name(contracts: dict[str, tuple[Column, ...]]) -> None:
    for address, columns in contracts.items():
        said = [heading(c.name, [other.name for other in columns]) for c in columns]
        assert len(set(said)) == len(said), (address, sorted(s for s in said if said.count(s) > 1))


def test_generated_pages_are_up_to_date(generate: ModuleType) -> None:
    for name, text in generate.generate(run=False).items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name} is out of date: {AGAIN}"


def test_notebooks_say_what_they_are(generate: ModuleType) -> None:
    rows = generate.notebooks()
    assert rows
    for row in rows:
        lacking = [key for key, value in row.items() if not value]
        assert not lacking, (
            f"{row['path']}: no {', '.join(lacking)}; the first cell has '# N. title', a sentence "
            "with the question, and a line '- **걸리는 시간**: ...'"
        )


def rooms(text: str) -> list[tuple[str, str, list[str]]]:
    """Read the tree of a page: name of each room, what it says of it, and the modules named under it."""
    lines = re.findall(r"^  (\w+(?:\.py|/)) +(\S.*)\n((?: {19}\S.*\n)*)", text, re.M)
    return [(name, says, modules.split()) for name, says, modules in lines]


def test_the_tree_names_every_package_and_module_once() -> None:
    package = ROOT / "analysis"
    there: dict[str, list[str]] = {}
    for path in package.rglob("*.py"):
        room, *rest = path.relative_to(package).parts
        if path != package / "__init__.py":
            there.setdefault(f"{room}/" if rest else room, []).extend([path.stem] if rest else [])
    found = rooms((ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"))
    listed = sorted(name + module for name, _, modules in found for module in ["", *modules])
    wanted = sorted(name + module for name, modules in there.items() for module in {"", *modules} - {"__init__"})
    wrong = {
        "missing": sorted(set(wanted) - set(listed)),
        "not there": sorted(set(listed) - set(wanted)),
        "twice": sorted({name for name in listed if listed.count(name) > 1}),
        "without a line": [name for name, says, _ in found if len(says.split()) < 3],
    }
    assert not any(wrong.values()), f"the tree in docs/architecture.md: {wrong}"


def test_the_tree_of_a_page_is_read() -> None:
    page = (
        "analysis/\n  paths.py         where the folders are\n  style/           how figures look\n"
        + " " * 19
        + "fonts look\n"
    )
    assert rooms(page) == [
        ("paths.py", "where the folders are", []),
        ("style/", "how figures look", ["fonts", "look"]),
    ]


@pytest.mark.slow
def test_pages_show_what_their_code_prints(generate: ModuleType) -> None:
    for name in generate.PAGES:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert generate.outputs(text, name=name) == text, f"{name} shows what its code does not print any more: {AGAIN}"


def plain(code: str) -> str:
    """Return code without its comments, which are in the language of the page."""
    return re.sub(r" *# .*", "", code)


def test_both_readmes_say_the_same() -> None:
    english, korean = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.ko.md"))
    fence = re.compile(r"^```(\w+)\n(.*?)^```", re.M | re.S)
    assert [(k, plain(c)) for k, c in fence.findall(english)] == [(k, plain(c)) for k, c in fence.findall(korean)]
    bare = [fence.sub("", text) for text in (english, korean)]
    levels = [re.findall(r"^#+ |^- ", text, re.M) for text in bare]
    assert levels[0] == levels[1], "headings and list items in the same order"
    links = [re.findall(r"\]\(([^)]+)\)", text) for text in bare]
    assert (links[0].pop(0), links[1].pop(0)) == ("README.ko.md", "README.md")
    assert links[0] == links[1]
    words = [sorted(re.findall(r"`([^`\n]+)`", text)) for text in bare]
    assert words[0] == words[1], "the same names and commands"


def test_generated_output_is_replaced_and_missing_places_are_errors(generate: ModuleType) -> None:
    page = "```python\n1 + 1\n```\n```text\nold\n```\n"
    assert generate.outputs(page, name="toy") == page.replace("old", "2")
    assert generate.outputs("```python\n1 + 1\n```\n", name="toy") == "```python\n1 + 1\n```\n"
    with pytest.raises(ValueError, match="toy: this code prints, and no ```text follows"):
        generate.outputs("```python\nprint(1)\n```\n", name="toy")
    with pytest.raises(ValueError, match=r"x\.md: there is not one <!-- notebooks -->"):
        generate.listed("nothing", name="x.md")


def test_the_script_is_documented(generate: ModuleType) -> None:
    assert "make docs" in (inspect.getdoc(generate) or "")
    assert re.search(r"^docs:.*##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.M)
