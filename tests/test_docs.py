"""What the documents take from the kit is what the kit says today; README and README.ko say the same."""

from __future__ import annotations

import importlib.util
import inspect
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

import analysis as da
from analysis import schema
from analysis.commands import output

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


TABLES = [table for tables in schema.TABLES.values() for table in tables]


def test_every_table_is_on_the_page() -> None:
    contracts = {
        id(value): f"schema.{name}"
        for name, value in vars(schema).items()
        if isinstance(value, tuple) and value and all(isinstance(column, schema.Column) for column in value)
    }
    known = {id(table.columns) for table in TABLES}
    missing = [name for key, name in contracts.items() if key not in known]
    assert not missing, "add the table with its Korean name to analysis/schema/tables.py"
    assert len(known) == len(contracts) == len(TABLES)
    assert len({table.title for table in TABLES}) == len(TABLES)
    for table in TABLES:
        module, name = table.address.split(".")
        assert getattr(importlib.import_module(f"analysis.{module}"), name) is table.columns, table.address
        owner: object = da
        for part in table.source.split("."):
            owner = getattr(owner, part, None) or importlib.import_module(f"analysis.{part}").__doc__
        assert owner, table.source


def test_every_column_has_a_korean_name_and_is_written_once() -> None:
    for table in TABLES:
        names = [column.name for column in table.columns]
        for column in table.columns:
            assert column.label, f"{table.address}: a report would show {column.name} in English alone"
            assert schema.heading(column.name, names) == column.label, (
                f"{table.address}: {column.name} is {column.label} here, and something else in a report; say beside "
                "which column of the table its label is another"
            )
    columns = {column.name: column.label for column in schema.columns() if not column.beside}
    assert all(columns[c.name] == c.label for c in schema.columns() if not c.beside), "two labels, none with beside="


# Names of columns that any table may have: without their neighbours they have no Korean heading.
TOO_GENERAL = {"a", "b", "cluster", "dim1", "dim2", "hits", "inside", "negative", "pairs", "path", "probability",
               "size", "task"}  # fmt: skip


def test_names_for_a_column_beside_another_are_used() -> None:
    for column in schema.columns():
        for other in column.beside:
            assert any({column.name, other} <= {c.name for c in table.columns} for table in TABLES), (column, other)
            assert schema.heading(column.name, [column.name, other]) == column.label != schema.LABELS.get(column.name)
    beside = {column.name for column in schema.columns() if column.beside}
    assert beside - schema.LABELS.keys() == TOO_GENERAL
    assert schema.heading("left", ["left", "right"]) == "왼쪽"
    assert schema.heading("left", ["left", "was"]) == "그대로 둔 수"
    assert schema.heading("never heard of", []) == ""


def test_no_two_columns_of_a_table_share_a_name() -> None:
    for table in TABLES:
        labels = [column.label for column in table.columns]
        assert len(set(labels)) == len(labels), (table.address, sorted(s for s in labels if labels.count(s) > 1))


def test_the_command_line_names_the_columns_of_the_contracts() -> None:
    assert (
        output._columns(contract="FREQUENCY", notes={"n": "occurrences"})
        == "term, tag, n (occurrences), per_10k, docs, rank"
    )
    assert output._columns(contract="SCORES", parts=True).startswith("doc, paragraph, sentence, frame, n, weight")
    with pytest.raises(KeyError):
        output._columns(contract="FREQUENCY", notes={"nn": "a note on no column"})


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
    lines = re.findall(r"^  ([\w/]+(?:\.py|/)) +(\S.*)\n((?: {19}\S.*\n)*)", text, re.M)
    return [(name, says, modules.split()) for name, says, modules in lines]


def test_the_tree_names_every_package_and_module_once() -> None:
    package = ROOT / "analysis"
    there: dict[str, list[str]] = {}
    for path in package.rglob("*.py"):
        *folders, file = path.relative_to(package).parts
        if path != package / "__init__.py":
            room = "/".join([*folders, ""]) or file
            there.setdefault(room, []).extend([path.stem] if folders else [])
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


def _shown() -> str:
    """Return what notebooks, pages and commands show; the page of columns names makers of tables alone."""
    notebooks = [json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "notebooks").glob("*.ipynb")]
    code = ["".join(cell["source"]) for notebook in notebooks for cell in notebook["cells"]]
    pages = [page for page in (*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")) if page.name != "tables.md"]
    commands = (ROOT / "analysis" / "commands").glob("*.py")
    return "\n".join([*code, *(path.read_text(encoding="utf-8") for path in (*pages, *commands))])


def test_every_public_function_has_its_place() -> None:
    shown = _shown()
    names = [name for name in da.__all__ if isinstance(getattr(da, name), ModuleType)]
    functions = [(name, each) for name in names for each in getattr(da, name).__all__]
    assert len(functions) > 200
    lost = [
        f"{module}.{name}"
        for module, name in functions
        if inspect.isfunction(getattr(getattr(da, module), name)) and not re.search(rf"\b{module}\.{name}\b", shown)
    ]
    assert not lost, "no notebook, page or command shows them: give each its place, or take it out of `__all__`"


@pytest.mark.parametrize("module", [da, *(getattr(da, name) for name in da.__all__)])
def test_completion_shows_public_names_alone(module: object) -> None:
    if not isinstance(module, ModuleType):
        return
    assert set(dir(module)) == {*module.__all__, *(["__version__"] if module is da else [])}
    assert not {"np", "pd", "annotations", "Any", "TYPE_CHECKING", "re"} & set(dir(module))


def test_every_public_function_is_shown_in_a_page_a_notebook_or_a_command() -> None:
    places = ("README*.md", "docs/**/*.md", "notebooks/*.ipynb", "analysis/commands/*.py")
    shown = "\n".join(file.read_text(encoding="utf-8") for place in places for file in sorted(ROOT.glob(place)))
    packages = [name for name in dir(da) if inspect.ismodule(getattr(da, name)) and name != "errors"]
    public = [(package, name) for package in packages for name in dir(getattr(da, package))]
    functions = [one for one in public if inspect.isfunction(getattr(getattr(da, one[0]), one[1]))]
    assert len(functions) > 100
    hidden = [f"{package}.{name}" for package, name in functions if not re.search(rf"\b{package}\.{name}\b", shown)]
    assert hidden == []


PURISMS = ("견주", "견줌", "셈법", "글감", "갈래", "굽이", "둘레", "낱말", "까닭", "붓스트랩")


def test_prose_has_no_word_that_papers_do_not_use() -> None:
    prose = [*(ROOT / "notebooks").glob("*.ipynb"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("README*.md")]
    code = [path for path in (ROOT / "analysis").rglob("*") if path.suffix in {".py", ".toml", ".js", ".j2"}]
    found = {
        (path.name, word) for path in [*prose, *code] for word in PURISMS if word in path.read_text(encoding="utf-8")
    }
    assert found == {("own-codebook.md", "낱말")}  # a word of the text that the page works on
