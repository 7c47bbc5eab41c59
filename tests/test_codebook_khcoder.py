"""Coding-rule files of KH Coder: what they become, what they find, and what is refused by line and word."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import analysis as da
from analysis.codebook import Codebook
from analysis.codebook.models import Rule
from analysis.errors import CodebookError, MissingError, OptionError

RULES = """\
# 노동에 관한 코드
*일자리
고용 | 일자리
| 취업+지원
＊노사
( 노조 | 노동조합 ) & 회사 &! 소송

*예산
near(정부-예산)[3] or seq(국회-심의)

*가나의_일자리
<*일자리> & <>outlet-->가나일보
*슬픔
슬프다 and not <＊노사>
"""
TEXT = (
    "고용이 줄었다. 취업 지원은 늘었다. 노조와 회사가 만났다. 노조와 회사가 소송을 했다. 노동조합이 회사를 찾았다. "
    "예산을 정부가 짰다. 심의는 국회에서 한다. 국회가 심의를 했다. 노조와 회사는 슬펐다. 슬픈 날이었다."
)


def read(tmp_path: Path, text: str, *, encoding: str = "utf-8", name: str = "rules.txt") -> Codebook:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return da.codebook.read(path)


def found(text: str, codebook: Codebook) -> dict[str, list[tuple[int, str]]]:
    """List sentence and surface of the hits by code; one document, of 가나일보."""
    documents = pd.DataFrame({"doc": ["d"], "outlet": ["가나일보"]})
    hits = da.framing.hits(da.segment(da.Corpus.from_texts({"d": text})), codebook, documents=documents)
    return {
        str(frame): list(zip(rows["sentence"].tolist(), rows["surface"].astype(str), strict=True))
        for frame, rows in hits.groupby("frame", observed=True)
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_every_code_is_a_frame_and_finds_what_its_expression_says(tmp_path: Path, encoding: str) -> None:
    codebook = read(tmp_path, RULES, encoding=encoding)
    assert codebook.frame_ids == ("일자리", "노사", "예산", "가나의_일자리", "슬픔")
    assert codebook.status == "unvalidated"
    assert found(TEXT, codebook) == {
        "일자리": [(1, "고용"), (2, "취업 지원")],
        "노사": [(3, "노조"), (5, "노동조합"), (9, "노조")],
        "예산": [(6, "예산"), (8, "국회")],  # 예산 을 정부: 2 morphemes; in sentence 7 the order is another
        "가나의_일자리": [(1, "고용"), (2, "취업 지원")],
        "슬픔": [(10, "슬픈")],  # sentence 9 is of 노사
    }


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # not before and, and before or
        ("고용 | 취업 & 지원", Rule(any=("고용", Rule(all=("취업", "지원"))))),
        ("( 고용 | 취업 ) & 지원", Rule(all=(Rule(any=("고용", "취업")), "지원"))),
        ("고용 & ! ( 취업 | 지원 )", Rule(all=("고용",), none=(Rule(any=("취업", "지원")),))),
        ("고용 & not not 취업", Rule(all=("고용", "취업"))),
        ("고용 &! 취업 and 지원", Rule(all=("고용", "지원"), none=("취업",))),
        ("고용 & ( 취업 |! 지원 )", Rule(all=("고용", Rule(any=("취업", Rule(none=("지원",))))))),
        ("고용　|　취업", Rule(any=("고용", "취업"))),  # wide spaces
        ("near(고용-취업)", Rule(near=("고용", "취업"), distance=10, distance_in="morphemes")),
        ("near(고용-취업)[0]", Rule(all=("고용", "취업"))),  # no limit
        ("seq(고용-취업)[0]", Rule(near=("고용", "취업"), ordered=True, distance_in="morphemes")),
        ("near(고용-취업)[b4]", Rule(near=("고용", "취업"), distance=4, distance_in="morphemes")),
        ('고용 & "<>section-->사회 면"', Rule(all=("고용", Rule(where={"section": ("사회 면",)})))),
    ],
)
def test_operators_bind_as_in_khcoder(tmp_path: Path, expression: str, expected: Rule) -> None:
    rule = read(tmp_path, f"*코드\n{expression}\n").frames[0].terms[0].rule
    assert rule is not None
    assert rule.model_copy(update={"within": None}) == expected


def test_the_unit_is_chosen_when_reading_and_may_be_narrower_for_a_chain(tmp_path: Path) -> None:
    path = tmp_path / "rules.txt"
    path.write_text("*가\n정부 & seq(노조-회사)[b6]\n*나\n정부 & seq(노조-회사)[6]\n", encoding="utf-8")
    text = "정부가 말했다. 노조가 왔다. 회사도 왔다."
    assert found(text, da.codebook.from_khcoder(path, within="document")) == {"나": [(1, "정부")]}
    assert found("정부가 말했다. 노조가 회사에 왔다.", da.codebook.from_khcoder(path, within="paragraph")) == {
        "가": [(1, "정부")],
        "나": [(1, "정부")],
    }
    assert found(text, da.codebook.from_khcoder(path)) == {}
    with pytest.raises(OptionError, match="within"):
        da.codebook.from_khcoder(path, within="page")  # type: ignore[arg-type]


def test_a_word_may_be_called_as_its_code(tmp_path: Path) -> None:
    codebook = read(tmp_path, "*동맹\n동맹 | 동맹-1\n*위협\n<*동맹> & 위협\n")
    assert found("동맹은 길다. 동맹이 위협을 받는다.", codebook) == {
        "동맹": [(1, "동맹"), (2, "동맹")],
        "위협": [(2, "동맹")],
    }


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("*가\n고용 일자리", "line 2: expected an operator such as & or |, found '일자리'"),
        ("*가\n( 고용\n| 취업", "line 3: expected ')' for the '(' on line 2 behind '취업'"),
        ("*가\n고용 )", "line 2: expected an operator such as & or |, found ')'"),
        ("*가\n고용 |\n*나\n취업", "line 2: expected a word behind 'or'"),
        ("*가\n고용 | | 취업", "line 2: expected a word, found 'or'"),
        ("*가\n\n'고용'", "line 3: \"'고용'\" looks for characters inside morphemes"),
        ("*가\n고용-->명사", "line 2: '고용-->명사' asks for a part of speech"),
        ("*가\n<>heading1-->서론 & 고용", "line 2: '<>heading1-->서론' asks for a heading"),
        ("*가\n<>outlet & 고용", "line 2: '<>outlet' is no <>variable-->value"),
        ("*가\nlw > 10 & 고용", "line 2: 'lw' asks for the number or the length of a text"),
        ("*가\nNo. == 3", "line 2: 'No.' asks for the number or the length of a text"),
        ("*가\n고용 > 2", "line 2: '>' counts or compares numbers"),
        ("*가\n고용 + 취업 > 2", "line 2: '+' counts or compares numbers"),
        ("*가\n고용*", "line 2: '고용*' has a sign for any characters"),
        ("*가\n(고용 | 취업)", "line 2: '(고용' has a sign without white space around it"),
        ("*가\n!고용 & 취업", "line 2: '!고용' has a sign without white space around it"),
        ("*가\n고용 ｜ 취업", "line 2: '｜' is a sign of full width"),
        ("*가\n고용+ | 취업", "line 2: '고용+' lacks a word beside +"),
        ("*가\nnear(고용)[3]", r"line 2: 'near(고용)[3]' needs 2 to 8 words"),
        ("*가\nseq(고용-고용)", "line 2: 'seq(고용-고용)' names a word twice"),
        ("*가\nnear(고용-취업)[x]", "line 2: entry 'near(고용-취업)[x]'"),
        ("*가\n<*나> | 고용\n*나\n취업", "line 2: '<*나>' names no code that stands above it"),
        ("*가\n고용\n*가\n취업", "line 3: the code '가' stands on line 1 already"),
        ("*가\n*나\n취업", "line 1: the code '가' has no words"),
        ("*가\n! 고용", "line 1: the code '가' can hold where none of its words stands"),
        ("*가\n고용 | ! 취업", "line 1: the code '가' can hold where none of its words stands"),
        ("*가\n<>outlet-->가나일보", "line 1: the code '가' can hold where none of its words stands"),
    ],
)
def test_what_has_no_counterpart_is_refused_by_line_and_word(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(CodebookError) as error:
        read(tmp_path, text)
    assert str(error.value).startswith(f"coding rules rules.txt: {complaint}")


def test_rules_and_lists_of_words_are_told_apart_by_what_they_hold(tmp_path: Path) -> None:
    assert read(tmp_path, "*^^*\t2\n좋다\t1\n슬프다\t-1\n").frame_ids == ("negative", "positive")
    assert read(tmp_path, "*코드 2\n고용 | 취업\n").frame_ids == ("코드 2",)
    for text in ("그저 글이다.\n또 글이다.\n", "고용\n*가\n취업\n", ""):
        with pytest.raises(CodebookError, match="holds neither words with a number each nor coding rules of KH Coder"):
            read(tmp_path, text)


def test_words_before_the_first_code_and_files_that_are_not_there(tmp_path: Path) -> None:
    path = tmp_path / "rules.txt"
    path.write_text("고용\n*가\n취업\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="line 1: '고용' stands before the first code"):
        da.codebook.from_khcoder(path)
    path.write_text("# 비었다\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="there is no code"):
        da.codebook.from_khcoder(path)
    with pytest.raises(MissingError):
        da.codebook.from_khcoder(tmp_path / "none.txt")


def test_the_codebook_passes_its_own_check_and_is_exported(tmp_path: Path) -> None:
    codebook = read(tmp_path, RULES)
    table = da.framing.check(codebook)
    assert table["passed"].all()
    reached = table.loc[table["check"] == "reachable", ["term", "text"]].to_numpy().tolist()
    assert reached == [
        ["일자리-1", "어제 고용 이야기가 나왔다."],
        ["노사-1", "어제 노조 그리고 회사 이야기가 나왔다."],
        ["예산-1", "어제 정부 예산 이야기가 나왔다."],
        ["가나의_일자리-1", "어제 고용 이야기가 나왔다."],
        ["슬픔-1", "어제 슬픈 일 이야기가 나왔다."],
    ]
    page = da.codebook.export(codebook, tmp_path / "a.md").read_text(encoding="utf-8")
    assert "규칙: 모두(일자리-1, (글의 변수 outlet=가나일보)); 단위: 문장" in page
