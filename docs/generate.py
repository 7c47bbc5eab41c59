"""Write anew what the documents take from the kit itself: ``make docs`` or ``python docs/generate.py``.

Four things are made, never typed: `docs/tables.md` (the columns of every table, from the contracts), `docs/measures.md`
(the formulas, from their docstrings), the lists of notebooks between two marks (from the notebooks' first cells), and
the outputs in README and the task pages (by running their code). `tests/test_docs.py` fails where a file is not what
this script would write.
"""

from __future__ import annotations

import ast
import contextlib
import inspect
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import analysis as da  # noqa: E402 - the kit may not be installed
from analysis.__main__ import main as command  # noqa: E402 - the kit may not be installed
from analysis.figures.files import ENVIRONMENT  # noqa: E402
from analysis.messages import LANGUAGE  # noqa: E402
from analysis.schema import TABLES, heading  # noqa: E402

PAGES = ("README.md", "README.ko.md", "docs/compare-newspapers.md", "docs/over-time.md", "docs/one-text.md",
         "docs/own-codebook.md", "docs/paper-figures.md", "docs/paper-tables.md", "docs/citing.md", "docs/reading.md",
         "docs/codebooks.md", "docs/reference.md", "docs/topics.md")  # fmt: skip
LISTS = ("README.md", "README.ko.md", "docs/README.md")
SHOWN = ("display.width", 110, "display.precision", 3, "display.unicode.east_asian_width", True,
         "display.max_columns", 30, "display.max_colwidth", 60)  # fmt: skip
KINDS = {"text": "글자", "int": "정수", "float": "실수", "bool": "참·거짓"}


def slug(title: str) -> str:
    """Return the anchor that a heading has on the page."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


def tables() -> str:
    """Write the page of all columns."""
    contents, body = [], []
    for group, members in TABLES.items():
        contents.append(f"\n**{group}**\n")
        body.append(f"\n## {group}")
        for table in members:
            head = f"{table.title} `{table.source}`"
            contents.append(f"- [{table.title}](#{slug(head)}) `{table.source}`")
            body += [f"\n### {head}\n", "| 열 | 이름 | 꼴 | 단위·범위 | 뜻 |", "|---|---|---|---|---|"]
            beside = [column.name for column in table.columns]
            for col in table.columns:
                cells = f"`{col.name}`", heading(col.name, beside), KINDS[col.kind], col.unit, col.meaning
                body.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    top = [
        "# 표와 열",
        "",
        "이 도구가 돌려주는 모든 표의 열이다. 열마다 이름, 보고서에 찍히는 한국어 이름, 꼴, 단위와 범위, 뜻을 적는다.",
        "값을 정할 수 없으면 0이 아니라 NaN이다. 단위가 비어 있으면 단위가 없는 값이다.",
        "표에 다른 열이 더 붙을 수는 있어도 여기 적힌 열이 빠지는 일은 없다.",
        "",
        "이 쪽은 코드(`analysis/schema`)에서 만든다. 고칠 것이 있으면 코드를 고치고 `make docs`를 돌린다.",
    ]
    return "\n".join([*top, *contents, *body]) + "\n"


def measures() -> str:
    """Write the page of all formulas."""
    lines = [
        "# 수식",
        "",
        "`da.measures`의 함수는 배열을 받아 배열을 준다. 표를 받는 `stats`, `framing`, `validation`이 이것을 쓴다.",
        "출처와 정의, 예는 함수의 설명에 있다(`help(da.measures.g2)`).",
        "",
        "이 쪽은 코드(`analysis/measures`)에서 만든다. 고칠 것이 있으면 코드를 고치고 `make docs`를 돌린다.",
    ]
    members: dict[str, list[str]] = {}
    for name in (name for name in da.measures.__all__ if inspect.isfunction(getattr(da.measures, name))):
        members.setdefault(inspect.unwrap(getattr(da.measures, name)).__module__, []).append(name)
    for module, names in sorted(members.items()):
        lines += [
            "",
            f"## {module.rpartition('.')[2]}",
            "",
            _first(sys.modules[module]),
            "",
            "| 함수 | 뜻 |",
            "|---|---|",
        ]
        lines += [f"| `measures.{name}` | {_first(getattr(da.measures, name))} |" for name in names]
    return "\n".join(lines) + "\n"


def _first(thing: object) -> str:
    """Return the first sentence of a docstring, ready for a table."""
    first = (inspect.getdoc(thing) or "").partition("\n\n")[0]
    return " ".join(first.split()).replace("|", "\\|")


def notebooks() -> list[dict[str, str]]:
    """Return number, title, question and time of every notebook, from its first cell; empty where it does not say."""
    found = []
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        first = next(("".join(c["source"]) for c in cells if c["cell_type"] == "markdown"), "")
        title = re.search(r"^# (?:\d+\. *)?(.+)$", first, re.M)
        question = re.search(r"^(?![#\-*>|\s])(.+?(?:[.?](?=\s|$)|$))", first, re.M)
        time = re.search(r"걸리는 시간\**: *(.+?)(?=\.\s|\.$|\(|$)", first, re.M)
        row = {"path": f"notebooks/{path.name}", "number": re.match(r"\d*", path.name)[0]}  # type: ignore[index]
        row |= {"title": title[1].strip() if title else path.stem, "question": question[1] if question else ""}
        found.append(row | {"time": time[1].strip() if time else ""})
    return found


def listed(text: str, *, name: str) -> str:
    """Return a page with its list of notebooks written anew between the two marks."""
    up = "../" * name.count("/")
    heads = (
        ("#", "Notebook (in Korean)", "Question", "Time") if name == "README.md" else ("번호", "노트북", "물음", "시간")
    )
    lines = ["| " + " | ".join(heads) + " |", "|---|---|---|---|"]
    for row in notebooks():
        cells = row["number"], f"[{row['title']}]({up}{row['path']})", row["question"], row["time"]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    parts = re.split(r"(<!-- /?notebooks -->)", text)
    if len(parts) != 5:
        msg = f"{name}: there is not one <!-- notebooks --> and one <!-- /notebooks -->"
        raise ValueError(msg)
    return "".join([*parts[:2], "\n\n", *(line + "\n" for line in lines), "\n", *parts[3:]])


def outputs(text: str, *, name: str) -> str:
    """Return a page with every block ```text behind code replaced by what the code prints.

    Blocks ```python run one after the other in one namespace; of a last line that is an
    expression the value is shown, if a block ```text follows. In
    ```sh the lines that begin with python -m analysis run if a block ```text follows.
    """
    block = re.compile(r"^```(python|sh)\n(.*?)^```\n(?:(\n*)^```text\n(.*?)^```\n)?", re.M | re.S)
    space: dict[str, Any] = {"__name__": "__page__"}

    def again(found: re.Match[str]) -> str:
        language, code, gap, shown = found.groups()
        if language == "sh" and shown is None:
            return found[0]
        said = _shell(code) if language == "sh" else _python(code, space, name=name, value=shown is not None)
        if shown is None and said.strip():
            msg = f"{name}: this code prints, and no ```text follows: {code.splitlines()[-1]}"
            raise ValueError(msg)
        kept = f"```{language}\n{code}```\n"
        return kept if shown is None else f"{kept}{gap}```text\n{said.strip(chr(10))}\n```\n"

    with _elsewhere():
        return block.sub(again, text)


def _python(code: str, space: dict[str, Any], *, name: str, value: bool) -> str:
    """Run a block and return what it prints, and its last value where that is wanted."""
    tree = ast.parse(code)
    last = ast.Expression(tree.body.pop().value) if isinstance(tree.body[-1], ast.Expr) else None  # type: ignore[attr-defined]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), pd.option_context(*SHOWN):
        exec(compile(tree, name, "exec"), space)
        found = eval(compile(last, name, "eval"), space) if last else None
        if value and isinstance(found, pd.DataFrame):
            found = found.to_string(index=False)
        if value and found is not None:
            sys.stdout.write(f"{found}\n")
    return "\n".join(line.rstrip() for line in printed.getvalue().splitlines())


def _shell(code: str) -> str:
    """Run the kit's commands of a block and return what they print."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        for line in code.splitlines():
            if line.startswith("python -m analysis "):
                command(line.partition("#")[0].split()[3:])
    return printed.getvalue()


@contextlib.contextmanager
def _elsewhere() -> Iterator[None]:
    """Run in a folder of its own, with a copy of seeds/ in it and figures going there; what is said is Korean."""
    before, held = Path.cwd(), {name: os.environ.get(name) for name in (ENVIRONMENT, LANGUAGE)}
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(ROOT / "seeds", Path(place) / "seeds", ignore=shutil.ignore_patterns("private"))
        os.environ |= {ENVIRONMENT: str(Path(place) / "figures"), LANGUAGE: "ko"}
        os.chdir(place)
        try:
            yield
        finally:
            os.chdir(before)
            for name, value in held.items():
                os.environ.pop(name)
                if value is not None:
                    os.environ[name] = value


def generate(*, run: bool = True) -> dict[str, str]:
    """Return what every file should hold, by its name under the root; run=False leaves out what code prints."""
    made = {"docs/tables.md": tables(), "docs/measures.md": measures()}
    for name in dict.fromkeys((*LISTS, *PAGES)):
        text = (ROOT / name).read_text(encoding="utf-8")
        text = listed(text, name=name) if name in LISTS else text
        made[name] = outputs(text, name=name) if run and name in PAGES else text
    return made


if __name__ == "__main__":
    for changed, text in generate().items():
        target = ROOT / changed
        if not target.is_file() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8", newline="\n")
            sys.stdout.write(f"{changed}\n")
