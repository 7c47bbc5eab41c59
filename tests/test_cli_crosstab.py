"""The command crosstab: codings from a file, a table for a paper, and what it cannot read."""

from __future__ import annotations

from pathlib import Path

import docx
import pandas as pd
import pytest

from analysis.__main__ import main
from tests.test_stats_crosstab import PARTY, coded

WORDS = ["--by", "매체", "--code", "프레임", "--doc", "기사"]


pytestmark = pytest.mark.usefixtures("in_korean")


def table() -> pd.DataFrame:
    return coded(PARTY).rename(columns={"doc": "기사", "outlet": "매체", "frame": "프레임"})


@pytest.mark.parametrize("kind", ["utf-8-sig", "cp949", "xlsx"])
def test_codings_of_any_file_give_the_same(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / f"코딩.{'xlsx' if kind == 'xlsx' else 'csv'}"
    if kind == "xlsx":
        table().to_excel(path, index=False)
    else:
        table().to_csv(path, index=False, encoding=kind)
    assert main(["crosstab", str(path), *WORDS, "--csv"]) == 0
    written = capsys.readouterr()
    assert written.out.splitlines()[1].startswith("가,A,279,0.4835355286,0.6283783784,261.4163265,2.293160")
    assert "글 980편: χ²(2, N = 980) = 7.01, p = .030, V = .08, 편향을 뺀 V = .07" in written.err


def test_the_test_is_named_in_english_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")
    path = tmp_path / "코딩.csv"
    table().to_csv(path, index=False)
    assert main(["crosstab", str(path), *WORDS]) == 0
    line = "980 document(s): χ²(2, N = 980) = 7.01, p = .030, V = .08, bias-corrected V = .07, 95% CI [.00, .14]"
    assert line in capsys.readouterr().err
    assert main(["crosstab", str(path), *WORDS, "--unit", "row"]) == 0
    assert capsys.readouterr().err.startswith("980 row(s): χ²(2, N = 980) = 7.01")


def test_a_table_for_a_paper(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, word = tmp_path / "코딩.csv", tmp_path / "표-2.docx"
    table().to_csv(path, index=False, encoding="utf-8")
    words = ["crosstab", str(path), *WORDS, "--word", str(word), "--title", "매체별 프레임", "--json"]
    assert main(words) == 0
    assert f"{word}에 다음 표를 썼다: <표 2> 매체별 프레임" in capsys.readouterr().err
    assert docx.Document(str(word)).paragraphs[0].text == "<표 2> 매체별 프레임"
    first = word.read_bytes()
    assert main(words) == 0
    assert word.read_bytes() == first


def test_cautions_stand_on_stderr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "코딩.csv"
    given = table()
    given.loc[0, "프레임"] = ""
    given.to_csv(path, index=False)
    assert main(["crosstab", str(path), *WORDS]) == 0
    assert "참고: 두 변수 가운데 하나가 비어 있는 단위 1개는 뺐다" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--by", "매체", "--code", "주제", "--doc", "기사"], "주제 열이 없다"),
        ([*WORDS, "--word", "표.docx"], "--word와 --title은 함께"),
        ([*WORDS, "--title", "제목"], "--word와 --title은 함께"),
        ([*WORDS, "--word", "표.hwp", "--title", "제목"], ".docx로 끝나야"),
        (["--by", "매체", "--code", "프레임"], "doc 열이 없다"),
    ],
)
def test_what_cannot_be_crossed_is_one_sentence(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "코딩.csv"
    table().to_csv(path, index=False)
    assert main(["crosstab", str(path), *words]) == 2
    written = capsys.readouterr()
    assert said in written.err
    assert written.out == ""


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("없음.csv", None, "없음.csv가 없다"),
        ("표.pdf", b"%PDF", "표.pdf는 표가 아니다"),
        ("그림.xlsx", b"\x89PNG", "그림.xlsx"),
        ("깨짐.csv", b"\xff\x00\x81\x81", "깨짐.csv"),
        ("빈.csv", b"", "빈.csv는 비어 있다"),
        ("모자람.csv", "doc,매체,프레임\nd1,가,갈등\nd2,나\n,,\n".encode(), "모자람.csv 3행"),
        ("둘.csv", "doc,doc,프레임\nd1,가,갈등\n".encode(), "둘.csv"),
    ],
)
def test_what_is_no_table(
    name: str, content: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main(["crosstab", str(path), *WORDS]) == 2
    assert said in capsys.readouterr().err


def test_the_codings_are_not_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "코딩.csv"
    table().to_csv(path, index=False)
    before = path.read_bytes()
    assert main(["crosstab", str(path), *WORDS, "--out", str(path)]) == 2
    assert path.read_bytes() == before
    assert "코딩.csv" in capsys.readouterr().err
