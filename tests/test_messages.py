"""Messages in two languages: every template has a Korean form that says the same, and a screen is in one language."""

from __future__ import annotations

import argparse
import ast
import errno
import json
import os
import re
import string
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

import analysis as da
from analysis import commands, errors
from analysis.commands import output
from analysis.explorer import script_words
from analysis.files import yaml as yaml_file
from analysis.korean import PAIRS, attach
from analysis.messages import both, either, libraries, message

PACKAGE = Path(da.__file__).parent
KO = PACKAGE / "messages" / "ko"
SCRIPTS = [PACKAGE / "explorer" / name for name in ("coding.js", "editor.js", "template/island.js")]
_SAYS = {"message", "later", "say"}
MORE_VALUES = {  # templates whose Korean form takes values that the English one does not need
    "no document has a value for {by}; choose another variable of corpus.documents": "names of variables are Korean",
}
ENGLISH_WORDS = {  # runs of English words in a Korean form
    "KH Coder": "the name of a program",
    "codebook start": "a command",
    "codebook check": "a command",
    "pip install": "a command",
    "pip install anywidget": "a command",
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
    for path in SCRIPTS:
        for template in script_words._SAID.findall(path.read_text(encoding="utf-8")):
            found.setdefault(template, []).append((str(path.relative_to(PACKAGE)), None))
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


_PROSE = re.compile(r"(?:^|[ ·(,:;])[a-z]{2,}(?=$|[ ,.;:)])")  # a word of English in the fixed part of an f-string
_HANDS_ON = {"message", "in_korean", "told", "system", "why", "sentence", "shown"}  # give words in the user's language
_TELLS = {"tell", "log", "note", "remark", "warn", "warning", "info", "print"}
_PLACES = {"lineno", "start", "position", "errno"}  # of an error: numbers


def is_prose(node: ast.AST) -> bool:
    """Whether an f-string has words of English that no catalogue can know."""
    if not isinstance(node, ast.JoinedStr):
        return False
    fixed = " · ".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
    return bool(_PROSE.search(fixed)) and not re.search(r"[<>/={}]", fixed)


def called(node: ast.AST) -> str:
    """The name of what is called."""
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else str(getattr(node.func, "id", ""))


def names_below(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def assigned(nodes: Iterable[ast.AST], wanted: Callable[[ast.AST], bool]) -> set[str]:
    """Names that are given a value of some kind."""
    found = [node for node in nodes if isinstance(node, ast.Assign) and wanted(node.value)]
    return {target.id for node in found for target in node.targets if isinstance(target, ast.Name)}


def fixed_in_english(nodes: list[ast.AST]) -> Iterator[str]:
    """F-strings with words of English that stand in a message, or are told or raised."""
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)] if assigned(nodes, is_prose) else []
    prose = {
        (name, line)
        for function in functions
        for name in assigned(ast.walk(function), is_prose)
        for line in range(function.lineno, (function.end_lineno or 0) + 1)
    }

    def is_told(value: ast.AST, line: int) -> bool:
        return any(map(is_prose, ast.walk(value))) or any((name, line) in prose for name in names_below(value))

    for call in (node for node in nodes if isinstance(node, ast.Call)):
        if called(call) == "message":
            told = [keyword for keyword in call.keywords if is_told(keyword.value, call.lineno)]
            yield from [f"{call.lineno}: an f-string in a message"] * bool(told)
        elif called(call) in _TELLS and any(map(is_prose, call.args)):
            yield f"{call.lineno}: an f-string is told"
    for call in (node.exc for node in nodes if isinstance(node, ast.Raise)):
        if isinstance(call, ast.Call) and called(call) in vars(errors):
            said = [argument for argument in call.args if is_told(argument, call.lineno)]
            yield from [f"{call.lineno}: an f-string is raised"] * bool(said)


def never_translated(tree: ast.Module, nodes: list[ast.AST]) -> Iterator[str]:
    """Templates marked by `later` that are handed on as they are."""
    marked = assigned(tree.body, lambda value: called(value) == "later")
    for call in (node for node in nodes if isinstance(node, ast.Call)):
        if called(call) not in {"message", "in_korean"}:
            for value in [*call.args, *(keyword.value for keyword in call.keywords)]:
                if isinstance(value, ast.Name) and value.id in marked:
                    yield f"{value.lineno}: {value.id} without message()"


def words_of_libraries(nodes: list[ast.AST]) -> Iterator[str]:
    """Errors of others whose own words stand in a message."""
    for handler in (node for node in nodes if isinstance(node, ast.ExceptHandler) and node.name):
        kinds = names_below(handler.type) if handler.type else set()
        if not kinds <= vars(errors).keys() | {"ParserError"}:
            for call in (node for node in ast.walk(handler) if isinstance(node, ast.Call)):
                said = [keyword for keyword in call.keywords if says_itself(keyword.value, str(handler.name))]
                yield from [f"{call.lineno}: the words of a library"] * (called(call) == "message" and bool(said))


def says_itself(value: ast.AST, error: str) -> bool:
    """Whether an error's own words are in a value, and nothing puts them into the user's language."""
    if called(value) in _HANDS_ON:
        return False
    if isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name) and value.value.id == error:
        return value.attr not in _PLACES
    if isinstance(value, ast.Name):
        return value.id == error
    return any(says_itself(child, error) for child in ast.iter_child_nodes(value))


def untranslated(source: str) -> list[str]:
    """English that would stand inside a Korean sentence."""
    tree = ast.parse(source)
    nodes = list(ast.walk(tree))
    return sorted({*fixed_in_english(nodes), *never_translated(tree, nodes), *words_of_libraries(nodes)})


def test_the_detector_of_english_values_finds_each_kind() -> None:
    source = """
_MEND = later("write it again")
def f(path):
    where = f"line {n} of it"
    message("{where}: no", where=where)
    message("{where}: no", where=f"object {n} is")
    read(path, mend=_MEND)
    try:
        g(message(_MEND))
    except OSError as error:
        message("{path} ({reason})", path=path, reason=error.strerror)
        message("{path} ({reason})", path=path, reason=str(error)[:80])
        message("{path} ({reason}, {line})", path=path, reason=told(error), line=error.lineno)
    raise OptionError(f"there is no {path}")
    tell(f"{path}: texts and words")
"""
    assert untranslated(source) == [
        "11: the words of a library",
        "12: the words of a library",
        "14: an f-string is raised",
        "15: an f-string is told",
        "5: an f-string in a message",
        "6: an f-string in a message",
        "7: _MEND without message()",
    ]


def test_no_english_reaches_a_korean_sentence() -> None:
    found = {
        str(path.relative_to(PACKAGE)): lines
        for path in sorted(PACKAGE.rglob("*.py"))
        if (lines := untranslated(path.read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.usefixtures("in_korean")
@pytest.mark.parametrize(
    ("said", "korean_form"),
    [
        ("Expecting ',' delimiter: line 2 column 5 (char 9)", "2번째 줄 5번째 칸(처음부터 9자 뒤): 쉼표(,)가 없다"),
        ("did not find expected ',' or '}'", "중괄호 안에 쉼표나 닫는 중괄호가 없다"),
        ("Input should be greater than or equal to 0", "0 이상이어야 한다"),
        (
            "Input should be a valid date or datetime, input is too short",
            "날짜를 2026-01-31처럼 적어야 한다(너무 짧다)",
        ),
        ("Input should be 'a', 'b' or 'c'", "다음 가운데 하나여야 한다: 'a', 'b', 'c'"),
        ("Value error, 날이 아니다", "날이 아니다"),
        ("something new", "원문: something new"),
    ],
)
def test_what_libraries_say_is_korean_or_marked_as_theirs(said: str, korean_form: str) -> None:
    assert libraries.told(said) == korean_form


def test_what_libraries_say_stays_as_it_is_in_english() -> None:
    assert libraries.told("Expecting value: line 1 column 1 (char 0)") == "Expecting value: line 1 column 1 (char 0)"
    assert libraries.system(OSError(errno.EISDIR, "Is a directory")) == "it is a folder"


@pytest.mark.usefixtures("in_korean")
@pytest.mark.parametrize("broken", ['{"a" 1}', "[1,, 2]", '["a', "[1] 2", "{'a': 1}"])
def test_what_json_says_is_known(broken: str) -> None:
    with pytest.raises(ValueError, match="line 1") as caught:
        json.loads(broken)
    assert "원문" not in libraries.told(caught.value)


@pytest.mark.usefixtures("in_korean")
@pytest.mark.parametrize(
    "broken",
    [
        "a: [1, 2", "a: {b: 1", "a: b: c", "a: 'b", "a: *b", 'a: "\\q"', "a\nb: 1", "- a\nb: 1", "a: @b",
        "a: 1\n---\nb: 2", "a: [1\nb: 2", "a: 1\n  b: 2", "a: - b",
    ],
)  # fmt: skip
def test_what_yaml_says_is_known(broken: str) -> None:
    with pytest.raises(errors.CodebookError) as caught:
        yaml_file.parse(broken)
    assert "원문" not in str(caught.value)
    assert english_in(str(caught.value)) == []


def test_no_pair_of_particles_is_left_open() -> None:
    # 스타트업을(를): a reader of Latin words knows which; that of Hanja alone is not known
    assert [
        word for word in ("startup", "cost", "list", "web", "id", "docs", "x") if "(" in attach(word, "을/를")
    ] == []
    held = re.compile(r"을\(를\)|이\(가\)|은\(는\)|와\(과\)|과\(와\)|\(으\)로")
    files = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".toml", ".j2", ".js", ".html"}]
    assert [path.name for path in files if held.search(path.read_text(encoding="utf-8"))] == ["korean.py"]


def test_particles_behind_values_are_chosen_by_their_sound() -> None:
    fixed = re.compile(
        r"을\(를\)|이\(가\)|은\(는\)|와\(과\)|과\(와\)|\(으\)로|\}['’]?(?:을|를|은|는|이|가|과|와|으로|로)(?=[ ,.]|$)"
    )
    assert [form for form in korean().values() if fixed.search(form)] == []


def test_pairs_of_particles_are_known() -> None:
    asked = {spec for form in korean().values() for spec in re.findall(r"\{\w+:([^}]*/[^}]*)\}", form)}
    assert [spec for spec in sorted(asked) if not spec.endswith(PAIRS)] == []


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


LOG = """
import logging, pathlib, tempfile
import analysis as da
path = pathlib.Path(tempfile.mkdtemp(), "NewsResult.csv")
heads = "뉴스 식별자,일자,언론사,기고자,제목,통합 분류1,통합 분류2,통합 분류3,사건/사고 분류1,사건/사고 분류2,"
heads += "사건/사고 분류3,인물,위치,기관,키워드,특성추출(가중치순 상위 50개),본문,URL,분석제외 여부"
cells = dict.fromkeys(heads.split(","), "") | {
    "뉴스 식별자": "01100101.20230501000000001", "일자": "20230501", "언론사": "가나일보", "제목": "봄",
    "본문": "봄이 오고 꽃이 피고 새가",
}
path.write_text(heads + chr(10) + ",".join(cells.values()) + chr(10), "utf-8")
da.read(path)
"""


def test_a_warning_of_the_log_is_in_one_language() -> None:
    ko, en = said(LOG, None), said(LOG, "en")
    assert ko == "NewsResult.csv: 본문 1편 가운데 1편은 빅카인즈가 앞부분만 내보낸 것이다(truncated 열)\n"
    assert en.startswith("NewsResult.csv: 1 of 1 bodies are only the beginning of the article")


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
