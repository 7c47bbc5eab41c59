"""Write anew what the documents take from the kit itself: ``make docs`` or ``python docs/generate.py``.

Three things are made, never typed: `docs/tables.md` (the columns of every table, from the contracts), the lists of
notebooks between two marks (from the notebooks' first cells), and the outputs in README and the task pages (by running
their code). `tests/test_docs.py` fails where a file is not what this script would write.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
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

from analysis.__main__ import main as command  # noqa: E402 - the kit may not be installed
from analysis.figures.files import ENVIRONMENT  # noqa: E402
from analysis.report.html_tables import heading  # noqa: E402
from analysis.schema import Contract  # noqa: E402

PAGES = ("README.md", "README.ko.md", "docs/compare-newspapers.md", "docs/over-time.md", "docs/one-text.md",
         "docs/own-codebook.md", "docs/paper-figures.md", "docs/citing.md", "docs/reading.md",
         "docs/codebooks.md")  # fmt: skip
LISTS = ("README.md", "README.ko.md", "docs/README.md")
SHOWN = ("display.width", 110, "display.precision", 3, "display.unicode.east_asian_width", True,
         "display.max_columns", 30, "display.max_colwidth", 60)  # fmt: skip
KINDS = {"text": "글자", "int": "정수", "float": "실수", "bool": "참·거짓"}

# Module and constant of every contract, what the table is, and the function or value that gives it.
TABLES: dict[str, dict[str, tuple[str, str]]] = {
    "글과 형태소": {
        "schema.DOCUMENTS": ("글", "Corpus.documents"),
        "schema.REMOVED": ("덜어 낸 것", "Corpus.removed"),
        "cleaning.ACCOUNT": ("다듬기의 앞과 뒤", "cleaning.account"),
        "cleaning.PAIRS": ("거의 같은 글의 쌍", "cleaning.near_duplicates"),
        "schema.TOKENS": ("형태소", "Tokens.table"),
    },
    "낱말 목록": {
        "lexicon.MERGED": ("합친 표기", "lexicon.apply"),
        "lexicon.CHECKED": ("목록의 자체 시험", "lexicon.check"),
        "lexicon.EFFECT": ("단위 목록의 효과", "lexicon.effect"),
        "lexicon.SUGGESTIONS": ("묶을 만한 말", "lexicon.suggest"),
        "lexicon.INCONSISTENT": ("다르게 나뉜 낱말", "lexicon.inconsistent"),
    },
    "낱말의 통계": {
        "schema.FREQUENCY": ("빈도", "stats.frequency"),
        "schema.KEYNESS": ("핵심어(견주기)", "stats.keyness"),
        "schema.COMPOSITION": ("글의 구성", "stats.composition"),
        "schema.DISPERSION": ("산포", "stats.dispersion"),
        "schema.POSITIONS": ("낱말의 자리", "stats.positions"),
        "schema.CONCORDANCE": ("용례 색인", "stats.concordance"),
        "schema.COLLOCATES": ("연어", "stats.collocates"),
        "schema.NGRAMS": ("이어진 낱말", "stats.ngrams"),
        "schema.COOCCURRENCE": ("함께 나온 낱말", "stats.cooccurrence"),
        "schema.TFIDF": ("TF-IDF", "stats.tfidf"),
        "schema.CORRESPONDENCE": ("대응 분석", "stats.correspondence"),
        "schema.SHIFT": ("낱말 몫의 차이", "stats.shift"),
        "schema.DIVERSITY": ("어휘 다양성", "stats.diversity"),
        "schema.DESCRIPTORS": ("문장과 문체", "stats.descriptors"),
        "schema.QUANTITIES": ("글 속의 수", "stats.quantities"),
        "schema.ENTITIES": ("이름", "stats.entities"),
        "schema.MENTIONS": ("이름이 나온 곳", "stats.entities"),
    },
    "프레임": {
        "schema.HITS": ("프레임 어휘가 나온 곳", "framing.hits"),
        "schema.SCORES": ("프레임 점수", "framing.score"),
        "schema.CORPUS_SCORES": ("글 전체의 점수", "framing.score"),
        "schema.CONTRAST": ("두 프레임 견주기", "framing.contrast"),
        "schema.POLES": ("두 극 사이의 치우침", "framing.poles"),
        "schema.UNCERTAINTY": ("흔들림", "framing.uncertainty"),
        "schema.STABILITY": ("결론 안정성", "framing.stability"),
        "schema.MULTIVERSE": ("셈법 모두", "framing.multiverse"),
        "schema.ESTIMATE": ("집단의 값과 구간", "framing.estimate"),
        "schema.COMPARISON": ("두 집단의 차이", "framing.compare"),
        "schema.TREND": ("매체·달에 따른 값", "framing.trend"),
        "schema.TRAJECTORY": ("글의 흐름", "framing.trajectory"),
        "schema.POSITION": ("프레임의 자리", "framing.position"),
        "schema.OVERLAP": ("프레임의 겹침", "framing.overlap"),
        "schema.OVERLAPS": ("겹친 곳", "framing.overlaps"),
        "schema.BRIDGES": ("다리가 되는 말", "framing.bridges"),
        "schema.AGENTS": ("행위 주체", "framing.agents"),
        "schema.ELEMENTS": ("프레임 요소", "framing.elements"),
        "schema.DEVICES": ("프레임 장치", "framing.devices"),
        "schema.STANCE": ("태도 표지", "framing.stance"),
        "schema.AXIS": ("두 극 사이의 낱말", "framing.axis"),
        "schema.SUGGESTIONS": ("코드북에 더할 만한 말", "framing.suggest"),
        "schema.CODEBOOK_DIFF": ("코드북의 바뀐 곳", "codebook.diff"),
        "schema.HIT_CHANGES": ("달라진 적중", "framing.changes"),
    },
    "검증": {
        "schema.SAMPLE": ("표본", "validation.sample"),
        "schema.CODINGS": ("코딩", "validation.read"),
        "schema.PROGRESS": ("코딩의 진척", "validation.progress"),
        "schema.AGREEMENT": ("코더 간 일치", "validation.agreement"),
        "schema.DISAGREEMENTS": ("엇갈린 판단", "validation.disagreements"),
        "schema.ACCURACY": ("정확도", "validation.accuracy"),
        "schema.CONFUSIONS": ("틀린 문장", "validation.confusions"),
        "schema.CALIBRATION": ("점수와 판단", "validation.calibration"),
        "schema.LENGTHS": ("길이의 영향", "validation.lengths"),
        "schema.PREVALENCE": ("보정한 출현율", "validation.prevalence"),
        "schema.NEEDED": ("필요한 표본의 크기", "validation.needed"),
    },
}


def contract(address: str) -> Contract:
    """Return the contract at an address such as schema.FREQUENCY."""
    module, name = address.split(".")
    return getattr(importlib.import_module(f"analysis.{module}"), name)  # type: ignore[no-any-return]


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
        for address, (title, giver) in members.items():
            head = f"{title} `{giver}`"
            contents.append(f"- [{title}](#{slug(head)}) `{giver}`")
            columns = contract(address)
            body += [f"\n### {head}\n", "| 열 | 이름 | 꼴 | 단위·범위 | 뜻 |", "|---|---|---|---|---|"]
            beside = [column.name for column in columns]
            for col in columns:
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
    """Run in a folder of its own, with a copy of seeds/ in it and figures going there."""
    before, held = Path.cwd(), os.environ.get(ENVIRONMENT)
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(ROOT / "seeds", Path(place) / "seeds", ignore=shutil.ignore_patterns("private"))
        os.environ[ENVIRONMENT] = str(Path(place) / "figures")
        os.chdir(place)
        try:
            yield
        finally:
            os.chdir(before)
            os.environ.pop(ENVIRONMENT)
            if held is not None:
                os.environ[ENVIRONMENT] = held


def generate(*, run: bool = True) -> dict[str, str]:
    """Return what every file should hold, by its name under the root; run=False leaves out what code prints."""
    made = {"docs/tables.md": tables()}
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
