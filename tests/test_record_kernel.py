import sys
from pathlib import Path

import pytest

from analysis import paths
from analysis.errors import ReportError
from analysis.record import kernel, notebook

pytestmark = pytest.mark.slow


def run(*sources: str, names: tuple[str, ...] = ("01",)) -> list[notebook.Cell]:
    """Run each source as the only cell of its chapter, without the kit's own cells."""
    cells = [notebook.code(source, tag="x") for source in sources]
    for number, cell in enumerate(cells):
        cell["metadata"] |= {"chapter": min(number, len(names) - 1), "place": number + 1}
        cell["id"] = f"c{number}"
    return kernel.run(cells, names=names, tell=_ignore)


def _ignore(message: str) -> None:
    pass


def printed(cell: notebook.Cell) -> str:
    return "".join(output["text"] for output in cell["outputs"] if output["output_type"] == "stream").strip()


def test_the_kernel_is_this_python_in_an_empty_folder_and_knows_this_kit(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONWARNINGS", "PYTHONSTARTUP", "MPLBACKEND", "PYTHONIOENCODING"):
        monkeypatch.setenv(name, "error" if name == "PYTHONWARNINGS" else "nonsense")
    monkeypatch.setenv("DAMRON_FIGURES", "some/figures")
    source = (
        "import os, sys, analysis\n"
        "print(sys.executable, os.listdir('.'), analysis.__file__, sys.warnoptions, os.environ['DAMRON_FIGURES'],"
        " *(os.environ.get(n) == 'nonsense' for n in ('PYTHONSTARTUP', 'MPLBACKEND', 'PYTHONIOENCODING')),"
        " os.environ['IPYTHONDIR'].startswith(os.path.dirname(os.getcwd())), sep='\\n')"
    )
    said = printed(run(source)[0]).splitlines()
    assert said == [
        sys.executable,
        "[]",
        str(paths.ROOT / "analysis" / "__init__.py"),
        "[]",
        str(Path("some/figures").resolve()),  # the kernel works elsewhere, so that the path must be whole
        "False",
        "False",
        "False",
        "True",
    ]


def test_a_failing_cell_is_named_with_the_last_line_of_its_error() -> None:
    with pytest.raises(ReportError) as caught:
        run("1", "raise ValueError('first line\\nsecond line')", names=("01", "02-keywords"))
    assert str(caught.value) == "02-keywords.ipynb, cell 2: ValueError: second line"


def test_an_error_of_the_kit_is_passed_on_as_its_sentence() -> None:
    with pytest.raises(ReportError) as caught:
        run("from analysis.errors import ReadError\nraise ReadError('a.txt is empty; name another file')")
    assert str(caught.value) == "01.ipynb, cell 1: in Korean, as the record is: a.txt is empty; name another file"


def tagged(source: str) -> list[notebook.Cell]:
    cell = notebook.code(source, tag="raises-exception")
    cell["metadata"] |= {"chapter": 0, "place": 3}
    cell["id"] = "c"
    return kernel.run([cell], names=("02",), tell=_ignore)


def test_a_tagged_cell_may_refuse_in_one_korean_sentence() -> None:
    raised = "from analysis.errors import RefusalError\nraise RefusalError"
    (output,) = tagged(f"{raised}.redacted('no text')")[0]["outputs"]
    assert output["traceback"] == ["본문을 가린 글이어서 구하지 않았다. 글을 seeds/private 폴더에 두면 구한다."]
    (output,) = tagged(f"{raised}('one document; give two')")[0]["outputs"]
    assert output["traceback"] == ["이 글로는 구할 수 없다: one document; give two"]


def test_a_tagged_cell_may_not_fail_in_another_way() -> None:
    with pytest.raises(ReportError) as caught:
        tagged("raise KeyError('n')")
    assert str(caught.value) == "02.ipynb, cell 3: KeyError: 'n'"


def test_a_name_that_a_refusal_left_undefined_is_no_fault_and_any_other_is() -> None:
    refusal = "from analysis.errors import RefusalError\nif 1: raise RefusalError('x; y')\nnear = 1"
    cells = [notebook.code(source, tag="raises-exception") for source in (refusal, "near", "far")]
    for number, cell in enumerate(cells):
        cell["metadata"] |= {"chapter": 0, "place": number + 1}
        cell["id"] = f"c{number}"
    done = kernel.run(cells[:2], names=("02",), tell=_ignore)
    assert done[1]["outputs"][0]["traceback"] == ["앞 칸에서 값을 구하지 못해 이 칸도 건너뛴다."]
    with pytest.raises(ReportError, match="cell 3: NameError: name 'far' is not defined"):
        kernel.run(cells, names=("02",), tell=_ignore)


def test_a_kernel_that_dies_is_an_error_and_not_a_hang() -> None:
    with pytest.raises(ReportError, match=r"^01\.ipynb, cell 1: the kernel ended"):
        run("import os; os._exit(9)")


def test_a_kernel_that_is_about_to_start_is_stopped_too() -> None:
    kernel.stop()  # nothing runs yet
    try:
        with pytest.raises(ReportError, match="the kernel ended before the cell did"):
            run("import time; time.sleep(600)")
    finally:
        kernel.go_on()
    assert printed(run("print(1)")[0]) == "1"


def test_nothing_is_left_behind(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    run("open('left.txt', 'w', encoding='utf-8').write('x')")
    assert list(tmp_path.iterdir()) == []
