"""Dictionaries of quanteda and LIWC as codebooks: what maps, how, and what is refused by name."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

import analysis as da
from analysis.codebook import Codebook
from analysis.errors import CodebookError, MissingError

QUANTEDA = """\
경제:
  성장: [경제*, '*성장률', 일자리, 일자리]
  부담:
    - 세금 인상
    - 물가: 소비자 물가*
world: [climate change, RE100, no, 2020]
"""
LIWC = "%\n1\t긍정\n2\t부정 감정\n%\n기쁨\t1\n행복*\t1\n걱정\t2\n기대\t1\t2\n마음 아픔\t2\n"


def patterns(book: Codebook) -> dict[str, list[str | None]]:
    return {frame.id: [t.match for t in frame.terms] for frame in book.frames}


def surfaces(book: Codebook, text: str) -> list[tuple[str, str]]:
    hits = da.framing.hits(da.segment(da.Corpus.from_texts({"d": text})), book)
    return list(zip(hits["surface"], hits["frame"], strict=True))


# -- quanteda -------------------------------------------------------------------------------------


@pytest.fixture
def quanteda(tmp_path: Path) -> Codebook:
    path = tmp_path / "정책.yml"
    path.write_text(QUANTEDA, encoding="utf-8")
    return da.codebook.read(path)


def test_every_key_with_values_is_a_frame(quanteda: Codebook) -> None:
    assert patterns(quanteda) == {
        "경제.성장": ["(경제|경제*)", "(성장률|*성장률)", "일자리"],  # what stands twice is one term
        "경제.부담": ["세금 인상"],
        "경제.부담.물가": ["소비자 (물가|물가*)"],
        "world": ["climate change", "RE100", "no", "2020"],  # words, no truth value and no number
    }
    assert (quanteda.id, quanteda.status, quanteda.compare) == ("정책", "unvalidated", None)
    assert [t.source for t in quanteda.frames[0].terms] == ["경제*", "*성장률", "일자리"]
    assert [f.colour for f in quanteda.frames] == ["black", "sky", "orange", "purple"]
    assert quanteda.sha256 == hashlib.sha256(QUANTEDA.encode("utf-8")).hexdigest()


def test_a_star_is_nothing_or_nominal_morphemes(quanteda: Codebook) -> None:
    found = surfaces(
        quanteda, "경제가 산다. 경제정책을 바꾼다. 잠재성장률이 낮다. 경제학자가 왔다. 소비자물가지수가 올랐다."
    )
    assert found == [
        ("경제", "경제.성장"),  # 가 is a particle and no part of the noun
        ("경제정책", "경제.성장"),
        ("잠재성장률", "경제.성장"),  # 경제학자 is one morpheme and is not found
        ("소비자물가지수", "경제.부담.물가"),
    ]


def test_latin_entries_match_whole_words_in_any_case(quanteda: Codebook) -> None:
    assert surfaces(quanteda, "Climate change 보고서와 re100 선언, nothing 말이다.") == [
        ("Climate change", "world"),
        ("re100", "world"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [econom*]", "key 'a': entry 'econom*': a star at a Latin letter has no counterpart here"),
        ("a: ['세?']", "key 'a': entry '세?': '?' has no counterpart here; write out the words that are meant"),
        ("a: [':)']", "key 'a': entry ':)': ')' has no counterpart here"),
        ("a: [가/NNG]", "entry '가/NNG': '/' has no counterpart here"),
        ("a: ['*']", "key 'a': entry '*' cannot be read as a pattern"),
        ("a: {b: ['세금* *인하']}", "key 'a.b': entry '세금* *인하' cannot be read as a pattern"),
        ("a: []", "key 'a' holds nothing where words should stand; add words or take it out"),
        ("a: {b: }", "key 'a.b' holds nothing where words should stand"),
        ("a: [x, [y]]", "key 'a' holds nothing where words should stand"),
        ("- a", "the top level is no mapping of keys to words"),
        ("a: [x]\na: [y]", "line 2: the key 'a' stands twice"),
        ("a:\n\t- x", "line 2: a tab indents"),
    ],
)
def test_what_has_no_counterpart_is_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "b.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=re.escape(message)) as caught:
        da.codebook.from_quanteda(path)
    assert str(caught.value).startswith("dictionary b.yml: ")
    assert "\n" not in str(caught.value)


# -- LIWC -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_liwc_in_the_encodings_of_korean_machines(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "감정.dic"
    path.write_bytes(LIWC.replace("\n", "\r\n").encode(encoding))
    book = da.codebook.read(path)
    assert patterns(book) == {
        "긍정": ["기쁨", "(행복|행복*)", "기대"],
        "부정 감정": ["걱정", "기대", "마음 아픔"],  # an entry of two categories is a term of both
    }
    assert surfaces(book, "기대가 크다. 걱정도 된다.") == [
        ("기대", "긍정"),
        ("기대", "부정 감정"),
        ("걱정", "부정 감정"),
    ]


def test_spaces_in_the_place_of_tabs(tmp_path: Path) -> None:
    path = tmp_path / "a.dic"
    path.write_text("%\n1 좋음\n%\n기쁨 1\n", encoding="utf-8")
    assert patterns(da.codebook.from_liwc(path)) == {"좋음": ["기쁨"]}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("기쁨\t1\n", "line 1: the categories must stand between two lines that hold nothing but %"),
        ("%\n1\tx\n%\na\t2\n", "line 4: entry 'a' has the category '2', which the header does not have"),
        ("%\n1\tx\n%\n\na\n", "line 5: entry 'a' has no category"),
        ("%\n1\tx\n1\ty\n%\na\t1\n", "line 3: expected a new number and a new name of a category, found '1\\ty'"),
        ("%\nx\n%\na\t1\n", "line 2: expected a new number and a new name of a category, found 'x'"),
        ("%\n1\tx\n2\ty\n%\na\t1\n", "category 'y' has no entry; add one or take the category out"),
        ("%\n1\tx\n%\nlike (02 134)125\t1\n", "line 4: entry 'like (02 134)125': '(' has no counterpart here"),
        ("%\n1\tx\n%\nkind <of>\t1\n", "line 4: entry 'kind <of>': '<' has no counterpart here"),
        ("%\n1\tx\n%\nhappi*\t1\n", "line 4: entry 'happi*': a star at a Latin letter has no counterpart here"),
    ],
)
def test_lines_that_cannot_be_read_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "b.dic"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=re.escape(message)) as caught:
        da.codebook.from_liwc(path)
    assert str(caught.value).startswith("dictionary b.dic: ")


def test_files_that_are_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match=r"there is no dictionary file at .*none\.dic; check the path"):
        da.codebook.from_liwc(tmp_path / "none.dic")
    (tmp_path / "x.dic").write_bytes(b"%\n1\t\xff\xff\n%\n")
    with pytest.raises(CodebookError, match=r"x\.dic is neither utf-8 nor cp949; save it as utf-8"):
        da.codebook.from_liwc(tmp_path / "x.dic")


# -- which reader -----------------------------------------------------------------------------------


def test_a_codebook_with_a_misspelt_key_is_no_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("shema: kfa-codebook/1\nid: a\nframes: []\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="field 'shema': unknown key; did you mean 'schema'"):
        da.codebook.read(path)


def test_a_dictionary_can_be_checked_and_handed_on(quanteda: Codebook, tmp_path: Path) -> None:
    assert da.framing.check(quanteda).query("check == 'merged layer'")["passed"].all()
    assert da.codebook.export(quanteda, tmp_path / "a.qdc").is_file()
