"""Messages in two languages: every template has a Korean form that says the same, and a screen is in one language."""

from __future__ import annotations

import argparse
import ast
import os
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import analysis as da
from analysis import commands, errors
from analysis.commands import output
from analysis.korean import PAIRS
from analysis.messages import both, either, message

PACKAGE = Path(da.__file__).parent
KO = PACKAGE / "messages" / "ko"
_SAYS = {"message", "later", "say"}
MORE_VALUES = {  # templates whose Korean form takes values that the English one does not need
    "no document has a value for {by}; choose another variable of corpus.documents": "names of variables are Korean",
}
ENGLISH_WORDS = {  # runs of English words in a Korean form
    "KH Coder": "the name of a program",
    "codebook start": "a command",
    "codebook check": "a command",
    "pip install": "a command",
}


@cache
def written() -> dict[str, list[tuple[str, frozenset[str] | None]]]:
    """Templates in the code: where each stands, and the values that it is given there, None where it is marked only."""
    found: dict[str, list[tuple[str, frozenset[str] | None]]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _SAYS and node.args:
                template = node.args[0]
                if isinstance(template, ast.Constant):
                    plain = all(keyword.arg for keyword in node.keywords) and node.func.id != "later"
                    given = frozenset(str(keyword.arg) for keyword in node.keywords) if plain else None
                    place = f"{path.relative_to(PACKAGE)}:{node.lineno}"
                    found.setdefault(str(template.value), []).append((place, given))
    return found


@cache
def catalogues() -> dict[str, dict[str, str]]:
    """The catalogues by their file."""
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(KO.glob("*.toml"))}


@cache
def korean() -> dict[str, str]:
    return {template: form for forms in catalogues().values() for template, form in forms.items()}


def names(template: str) -> set[str]:
    """Names of the values in a template."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_message_has_a_korean_form_and_none_is_left_over() -> None:
    lacking = {template: places[0][0] for template, places in written().items() if not korean().get(template)}
    assert lacking == {}
    assert sorted(korean().keys() - written().keys()) == []


def test_no_message_stands_in_two_catalogues() -> None:
    listed = [template for forms in catalogues().values() for template in forms]
    assert [template for template in set(listed) if listed.count(template) > 1] == []


def test_both_forms_take_the_values_that_the_code_gives() -> None:
    for template, places in written().items():
        form = korean().get(template) or template
        assert template in MORE_VALUES or names(form) == names(template), template
        for place, given in places:
            assert given is None or names(template) | names(form) <= given, f"{place}: {template}"


def test_a_value_keeps_its_format_in_korean() -> None:
    # {n:,} stays {n:,}, perhaps with a particle behind it: {n:,은/는}
    for template, form in korean().items():
        wanted = {(name, spec) for _, name, spec, _ in string.Formatter().parse(template) if name and spec}
        for _, name, spec, _ in string.Formatter().parse(form):
            bare = spec or ""
            for pair in PAIRS:
                bare = bare.removesuffix(pair)
            if name in dict(wanted):
                assert bare == dict(wanted)[name], form


# What may stand in a Korean sentence in Latin letters: values, quotations, code, names of files and formats.
_NOT_ENGLISH = (
    re.compile(r"\{[^{}]*\}"),
    re.compile(r"'[^']*'|\"[^\"]*\"|‘[^’]*’|“[^”]*”|`[^`]*`"),
    re.compile(r"--?[A-Za-z][\w-]*(?: [A-Z][A-Z,.]*)?"),  # options with their metavar
    re.compile(r"[\w.]*\([^()]*\)"),  # calls
    re.compile(r"\w*[_.=/<>*|\[\]{}#:+]\w[\w.=/<>*|\[\]{}#:+]*"),  # dotted names, paths, key=value, form/TAG
    re.compile(r"\.\w+"),  # endings
)
_RUN = re.compile(r"[A-Za-z]{2,}(?: +[A-Za-z]{2,})+")  # "month, year" are values, "the text" is English


def english_in(form: str) -> list[str]:
    """Runs of two or more English words in a Korean form."""
    for pattern in _NOT_ENGLISH:
        form = pattern.sub(" · ", form)
    return [run for run in _RUN.findall(form) if run not in ENGLISH_WORDS]


def test_the_detector_of_english_finds_half_translated_sentences() -> None:
    assert english_in("{name:은/는} 비어 있다. put text into it") == ["put text into it"]
    assert english_in("sheet= 인자를 빼거나 read(path, sheet='a b')로 읽는다. 예: text=기사, 글.txt") == []
    assert english_in("--by VARIABLE을 준다. UTF-8 CSV나 .xlsx로 저장한다") == []


def test_korean_forms_are_korean() -> None:
    half = {form: runs for form in korean().values() if (runs := english_in(form))}
    assert half == {}
    bare = [
        form
        for template, form in korean().items()
        if form and re.search(r"[A-Za-z]{4}", _stripped(form)) and not re.search("[가-힣]", form)
    ]
    assert bare == []


def _stripped(form: str) -> str:
    for pattern in _NOT_ENGLISH:
        form = pattern.sub("", form)
    return form


def test_particles_behind_values_are_chosen_by_their_sound() -> None:
    fixed = re.compile(
        r"을\(를\)|이\(가\)|은\(는\)|와\(과\)|과\(와\)|\(으\)로|\}['’]?(?:을|를|은|는|이|가|과|와|으로|로)(?=[ ,.]|$)"
    )
    assert [form for form in korean().values() if fixed.search(form)] == []


def test_korean_forms_are_in_plain_style() -> None:
    assert [form for form in korean().values() if re.search(r"[습십]니다|[세하]십시오|세요|낱말|글감|갈래", form)] == []


@pytest.mark.usefixtures("in_korean")
def test_a_value_is_written_with_its_particle() -> None:
    template = "{path} is empty; put the article's text into it"
    assert message(template, path="글.txt").startswith("글.txt는")
    assert message(template, path="한글").startswith("한글은")
    assert either(["a", "b"]) == both(["a", "b"]) == "a, b"


def test_lists_have_words_of_english() -> None:
    assert either(["a", "b"]) == "a or b"
    assert both(["a", "b"]) == "a and b"


def test_a_message_without_a_korean_form_stays_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_LANG", "ko")
    assert message("{n:,} of nothing", n=1000) == "1,000 of nothing"


def said(code: str, language: str | None) -> str:
    """What a child process prints, in a language."""
    environment = {name: value for name, value in os.environ.items() if name != "DAMRON_LANG"}
    environment |= {"PYTHONUTF8": "1"} | ({} if language is None else {"DAMRON_LANG": language})
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", env=environment, check=False
    )
    return done.stdout + done.stderr


MISSING_EN = "no file, folder or article of the kit is called '없는글.txt'; check the spelling and the folder"
ERROR = """
import analysis as da
try:
    da.read("없는글.txt")
except da.errors.KitError as error:
    print(*error._render_traceback_(), sep="\\n")
"""


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (None, "파일이나 글을 찾을 수 없다: '없는글.txt'에 맞는 파일, 폴더, 수록 글이 없다. 철자와 폴더를 확인한다"),
        ("ko", "파일이나 글을 찾을 수 없다: '없는글.txt'에 맞는 파일, 폴더, 수록 글이 없다. 철자와 폴더를 확인한다"),
        ("en", f"a file or an article was not found: {MISSING_EN}"),
    ],
)
def test_an_error_is_in_one_language(language: str | None, expected: str) -> None:
    assert said(ERROR, language).splitlines() == [expected]


WARNING = """
import warnings
import analysis as da
warnings.formatwarning = lambda told, *_, **__: f"{told}"
da.concordance(corpus := da.Corpus.from_texts({"가": "한미 동맹을 말한다."}), da.segment(corpus), "없는말")
"""


def test_a_warning_is_in_one_language() -> None:
    ko, en = (
        said(WARNING.replace("da.conc", "da.stats.conc"), None),
        said(WARNING.replace("da.conc", "da.stats.conc"), "en"),
    )
    assert ko == "‘없는말’을 찾지 못했다. 글에 이 글자가 없다. 맞춤법과 띄어쓰기를 확인한다."
    assert en == "‘없는말’ was not found: these characters are not in the text; check spelling and spaces"


def command_line(*arguments: str, language: str | None) -> str:
    return said(f"from analysis.__main__ import main; raise SystemExit(main({list(arguments)!r}))", language)


def test_the_command_line_is_in_one_language() -> None:
    ko = command_line("frequency", "없는글.txt", language=None)
    assert ko == "오류: '없는글.txt'에 맞는 파일, 폴더, 수록 글이 없다. 철자와 폴더를 확인한다\n"
    en = command_line("frequency", "없는글.txt", language="en")
    assert en.startswith("error: no file, folder or article of the kit is called '없는글.txt'")


@pytest.mark.parametrize(
    ("arguments", "ko", "en"),
    [
        (("frequency",), "빠진 인자가 있다: PATH", "the following arguments are required: PATH"),
        (("read", "a", "--nn"), "모르는 인자: --nn", "unrecognized arguments: --nn"),
        (
            ("read", "a", "--top", "x"),
            "인자 --top: 'x'는 1 이상의 수가 아니다",
            "argument --top: invalid number (1 or more)",
        ),
        (("read", "a", "--top"), "인자 --top: 값 하나가 있어야 한다", "argument --top: expected one argument"),
        (("read", "a", "--kind", "x"), "인자 --kind: 'x'는 고를 수 없다", "argument --kind: invalid choice: 'x'"),
        (("read", "a", "--csv", "--json"), "인자 --json: --csv와 함께 쓰지 않는다", "not allowed with argument --csv"),
    ],
)
def test_errors_of_arguments_are_in_one_language(arguments: tuple[str, ...], ko: str, en: str) -> None:
    shown = command_line(*arguments, language=None)
    assert shown.startswith("사용법: ")
    assert f"오류: {ko}" in shown
    shown = command_line(*arguments, language="en")
    assert shown.startswith("usage: ")
    assert en in shown


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """A parser and those of its commands."""
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in dict.fromkeys(action.choices.values()):
                yield from parsers(inner)


@pytest.mark.usefixtures("in_korean")
def test_every_help_is_korean() -> None:
    for parser in parsers(commands.parser()):
        told = parser.format_help().partition("\n\n")[2]  # behind the usage
        assert parser.format_help().startswith("사용법: ")
        for action in parser._actions:
            is_command = isinstance(action, argparse._SubParsersAction)
            assert is_command or action.help, f"{parser.prog} {action.dest}"
        lines = [line for line in told.splitlines() if not line.startswith("  python -m analysis ")]
        assert [run for line in lines for run in english_in(re.sub(r"^ +.*?(?: {2,}|$)", "", line))] == []


def test_both_helps_describe_the_same_commands() -> None:
    ko, en = output._help("ko"), output._help("en")
    assert list(ko) == list(en)
    for name, told in en.items():
        assert told["examples"] == ko[name]["examples"]
        assert list(told.get("columns", {})) == list(ko[name].get("columns", {}))
        for option, table in told.get("columns", {}).items():
            other = ko[name]["columns"][option]
            assert (table["contract"], table.keys()) == (other["contract"], other.keys())
            assert list(table.get("notes", {})) == list(other.get("notes", {}))


def test_no_catalogue_is_read_before_a_message_is_made() -> None:
    code = "import sys, analysis; print('tomllib' in sys.modules, 'analysis.messages' in sys.modules)"
    assert said(code, None).split() == ["False", "False"]


@pytest.mark.parametrize("kind", [errors.OptionError, errors.MissingError, errors.CodebookError])
def test_the_head_of_an_error_has_two_languages(kind: type[errors.KitError], monkeypatch: pytest.MonkeyPatch) -> None:
    english = kind("x")._render_traceback_()
    monkeypatch.delenv("DAMRON_LANG")
    assert english != kind("x")._render_traceback_()
