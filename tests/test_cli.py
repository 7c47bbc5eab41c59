import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import analysis as da
from analysis import __main__ as cli
from analysis import paths
from analysis.errors import ReportError


def command(*words: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "analysis", *words],
        cwd=paths.ROOT,
        env=os.environ | environment,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize("word", ["--help", "--version"])
def test_help_and_version_answer_at_once(word: str) -> None:
    took = []
    for _ in range(3):
        start = time.perf_counter()
        done = command(word)
        took.append(time.perf_counter() - start)
        assert done.returncode == 0
    assert min(took) < 0.5


def test_version_is_the_kits() -> None:
    assert command("--version").stdout.decode() == f"damron {da.__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    code = "import sys, analysis.__main__ as cli\ntry: cli.main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=paths.ROOT, capture_output=True, check=True)
    loaded = set(done.stdout.decode().split())
    assert not loaded & {"pandas", "numpy", "matplotlib", "nbclient", "nbconvert", "kiwipiepy", "pydantic"}


@pytest.mark.parametrize("words", [[], ["reprot"], ["codebook"], ["report", "--ouput", "x"]])
def test_a_misspelt_command_is_exit_code_2_with_usage(words: list[str]) -> None:
    done = command(*words)
    assert done.returncode == 2
    assert done.stderr.startswith(b"usage: python -m analysis")
    assert b"Traceback" not in done.stderr


def test_a_missing_article_is_one_sentence_and_exit_code_2(tmp_path: Path) -> None:
    done = command("report", "없는 글.txt", "--out", str(tmp_path / "out"), PYTHONIOENCODING="utf-8")
    assert done.returncode == 2
    lines = done.stderr.decode("utf-8").splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("error: no file, folder or article is called '없는 글.txt'")


@pytest.mark.parametrize("encoding", ["cp949", "ascii"])
def test_a_console_that_lacks_characters_shows_something_and_goes_on(encoding: str) -> None:
    done = command("report", "글 — 韓美 😀.txt", PYTHONIOENCODING=encoding)
    assert done.returncode == 2
    said = done.stderr.decode(encoding)
    assert said.startswith("error: no file, folder or article is called '")
    assert "?" in said  # the emoji is in neither
    assert ("글" in said) == (encoding == "cp949")


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


def test_without_a_name_every_article_is_reported_on(built: Any, capsys: pytest.CaptureFixture[str]) -> None:
    calls = built(([Path("reports/index.html"), Path("a.html")], []))
    assert cli.main(["report"]) == 0
    assert calls == [(da.report.articles(), None)]
    assert "open reports" in capsys.readouterr().out.replace("\\", "/")


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


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="a console interrupt cannot be sent to one process on Windows")
def test_an_interrupted_report_ends_its_kernels_and_leaves_nothing(tmp_path: Path) -> None:
    scratch, out = tmp_path / "scratch", tmp_path / "out"
    scratch.mkdir()
    words = [sys.executable, "-m", "analysis", "report", "energy-cost", "chip-supply", "--out", str(out)]
    places = {"TMPDIR": str(scratch), "DAMRON_FIGURES": str(tmp_path / "figures")}
    pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=paths.ROOT, env=os.environ | places, **pipes) as running:
        assert running.stderr is not None
        running.stderr.readline()  # a chapter has started
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=20)
    assert running.returncode == 130
    assert said.decode().splitlines()[-1].startswith("interrupted; ")
    assert b"Traceback" not in said
    assert not out.exists()
    assert list(scratch.iterdir()) == []


def test_the_codebook_check_passes_on_the_kits_codebook(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["codebook", "check", str(paths.CODEBOOKS / "alliance-startup.yaml")]) == 0
    assert capsys.readouterr().out.rstrip().endswith(" 0 failed")


def test_a_failed_check_is_exit_code_1_and_shown_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = pd.DataFrame(
        {
            "check": ["example", "example", "particle"],
            "frame": ["alliance", "startup", "alliance"],
            "term": ["", "", "al01"],
            "text": ["가", "나", "동맹을"],
            "expected": ["score", "score", "score"],
            "found": ["score", "nothing", "score"],
            "passed": [True, False, True],
        }
    )
    monkeypatch.setattr(da.framing, "check", lambda book: table)
    assert cli.main(["codebook", "check", str(paths.CODEBOOKS / "alliance-startup.yaml")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines[:2]] == [
        ["example", "1", "of", "2", "passed"],
        ["particle", "1", "of", "1", "passed"],
    ]
    assert lines[2] == "failed: check example; frame startup; term ; text 나; expected score; found nothing"
    assert lines[3] == "3 checks, 1 failed"


def test_a_codebook_that_cannot_be_read_is_exit_code_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "부호.yaml"
    path.write_text("frames: [", encoding="utf-8")
    assert cli.main(["codebook", "check", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("error: ")
    assert said.count("\n") == 1
    assert cli.main(["codebook", "check", str(tmp_path / "없음.yaml")]) == 2
