"""The command line as a whole: help, errors, exit codes, consoles and pipes."""

from __future__ import annotations

import argparse
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import analysis as da
from analysis import __main__ as cli
from analysis import commands, paths
from analysis.errors import ReportError


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "analysis", *words],
        cwd=paths.ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
    )


def leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Go through the commands that do something."""
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for one in action.choices.values():
            yield from leaves(one)
    if not below:
        yield parser


COMMANDS = {parser.prog.removeprefix("python -m analysis "): parser for parser in leaves(commands.parser())}
EXAMPLE = re.compile(r"^  python -m analysis (.*)$", re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_gives_examples_that_parse(name: str) -> None:
    parser = COMMANDS[name]
    examples = EXAMPLE.findall(parser.epilog or "")
    assert parser.description
    assert len(examples) >= 2
    for example in examples:
        assert example.split()[: len(name.split())] == name.split()
        chosen = commands.parser().parse_args(shlex.split(example))
        assert callable(chosen.run)


def test_the_examples_of_the_whole_parse_too() -> None:
    examples = EXAMPLE.findall(commands.parser().epilog or "")
    assert examples
    for example in examples:
        commands.parser().parse_args(shlex.split(example.split("   ")[0]))


def test_the_commands_that_documents_show_parse() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in sorted((paths.ROOT / "docs").glob("*.md")))
    shown = re.findall(r"^\$ python -m analysis (.*)$", written, re.MULTILINE)
    assert len(shown) >= 6
    for words in shown:
        commands.parser().parse_args(shlex.split(words, comments=True))


def test_help_and_version_load_nothing_heavy() -> None:
    assert command("--version").stdout.decode() == f"damron {da.__version__}\n"
    code = (
        "import sys, analysis.__main__ as cli\ntry: cli.main(['keyness', '--help'])\n"
        "except SystemExit: print('LOADED', *sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], cwd=paths.ROOT, capture_output=True, check=True).stdout
    text, _, loaded = said.decode().partition("LOADED")
    assert "p_adjusted" in text
    heavy = {"pandas", "numpy", "scipy", "matplotlib", "nbclient", "nbconvert", "kiwipiepy", "pydantic", "yaml"}
    assert not set(loaded.split()) & heavy


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["reprot"],
        ["codebook"],
        ["report", "--ouput", "x"],
        ["frequency", "a", "--lay", "units"],
        ["read", "--top", "0"],
    ],
)
def test_a_misspelt_command_is_exit_code_2_with_usage(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        cli.main(words)
    assert raised.value.code == 2
    assert capsys.readouterr().err.startswith("usage: python -m analysis")


def test_a_wrong_number_is_said_to_be_one(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["read", "a.txt", "--top", "0"])
    assert "argument --top: invalid number (1 or more) value: '0'" in capsys.readouterr().err


def test_a_missing_article_is_one_sentence_and_exit_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["read", "없는 글.txt"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("error: no file, folder or article of the kit is called '없는 글.txt'; ")
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("encoding", ["cp949", "ascii"])
def test_a_console_that_lacks_characters_shows_escapes_and_goes_on(encoding: str) -> None:
    done = command("cite", "글 — 韓美 😀.json", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert done.returncode == 2
    said = done.stderr.decode(encoding)
    assert said.startswith("error: no file ")
    assert "\\u2014" in said  # the dash and the emoji are in neither
    assert "\\U0001f600" in said
    assert ("글" in said) == ("韓美" in said) == (encoding == "cp949")


def test_a_table_in_cp949_from_a_path_with_hangul_and_spaces(tmp_path: Path) -> None:
    folder = tmp_path / "내 글"
    folder.mkdir()
    (folder / "글 모음.csv").write_text("title,text\n웃음 😀,동맹은 길다.\n", encoding="utf-8")
    done = command("read", str(folder), "--csv", PYTHONIOENCODING="cp949", PYTHONUTF8="0")
    assert done.returncode == 0
    assert "웃음 \\U0001f600,,," in done.stdout.decode("cp949").splitlines()[1]
    assert done.stderr.decode("cp949").startswith("note: characters that cp949 lacks stand as \\u escapes; ")


@pytest.mark.skipif(os.name == "nt", reason="shells of Windows have no head")
def test_a_closed_pipe_ends_quietly() -> None:
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-m", "analysis", "cite"], cwd=paths.ROOT, **pipes) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        said = running.stderr.read()
    assert said == b""
    assert running.returncode == 141


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Put a builder in place of the real one, which other tests run."""

    def put(result: object) -> list[Any]:
        calls: list[Any] = []

        def build_all(articles: list[str], **options: Any) -> object:
            calls.append((articles, options["out"]))
            if isinstance(result, BaseException):
                raise result
            return result

        monkeypatch.setattr(da.report, "build_all", build_all)
        return calls

    return put


def test_the_report_of_one_article_is_named(built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    calls = built(([Path("reports/index.html"), Path("reports/a.html")], []))
    assert cli.main(["report", "a"]) == 0
    assert calls == [(["a"], None)]
    assert "1 report written; open reports/a.html" in capsys.readouterr().out.replace("\\", "/")


def test_one_failure_among_many_is_exit_code_2_and_a_sentence(built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    built(([Path("index.html"), Path("a.html")], [ReportError("no report on b: why")]))
    assert cli.main(["report", "a", "b", "--out", "x"]) == 2
    said = capsys.readouterr()
    assert said.err == "error: no report on b: why\n"
    assert said.out == "1 of 2 report(s) written; open index.html\n"


def test_an_interrupt_is_exit_code_130(built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    built(KeyboardInterrupt())
    assert cli.main(["report", "a"]) == 130
    assert "Traceback" not in capsys.readouterr().err


# A shell starts what runs in its background deaf to interrupts, and children inherit that.
HEARING = """
import runpy, signal
signal.signal(signal.SIGINT, signal.default_int_handler)
runpy.run_module("analysis", run_name="__main__", alter_sys=True)
"""


LOST = b"Exception ignored in: <function _get_module_lock"  # an interrupt that Python drops in the midst of an import


def interrupted(running: subprocess.Popen[bytes]) -> bytes:
    """Interrupt a process, again where the interrupt was lost, and return what it said."""
    while True:
        running.send_signal(signal.SIGINT)
        try:
            return running.communicate(timeout=60)[1]
        except subprocess.TimeoutExpired as late:
            if LOST not in (late.stderr or b""):
                raise


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a console interrupt cannot be sent to one process on Windows")
def test_an_interrupted_report_ends_its_kernels_and_leaves_nothing(tmp_path: Path) -> None:
    scratch, out = tmp_path / "scratch", tmp_path / "out"
    scratch.mkdir()
    words = [sys.executable, "-c", HEARING, "report", "energy-cost", "chip-supply", "--record", "--out", str(out)]
    places = {"TMPDIR": str(scratch), "DAMRON_FIGURES": str(tmp_path / "figures")}
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=paths.ROOT, env=os.environ | places, **pipes) as running:
        assert running.stderr is not None
        running.stderr.readline()  # a chapter has started
        said = interrupted(running)
    assert running.returncode == 130
    assert said.decode().splitlines()[-1].startswith("interrupted; ")
    assert said.count(b"Traceback") == said.count(LOST)
    assert not out.exists()
    assert list(scratch.iterdir()) == []
