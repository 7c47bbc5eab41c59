"""Dictionaries of quanteda and LIWC as codebooks: what maps, how, and what is refused by name."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

import analysis as da
from analysis.codebook import Codebook
from analysis.errors import CodebookError, MissingError, OptionError
from analysis.tokens import Tokens

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
        ("a: [어려*]", "key 'a': entry '어려*': a star behind an inflected form has no counterpart here"),
        ("a: [즐거*]", "key 'a': entry '즐거*': a star behind an inflected form has no counterpart here"),
        ("a: [고기*, 아름다*]", "key 'a': entry '아름다*': a star behind an inflected form has no counterpart here"),
        ("a: [슬퍼*, '세?', 정부]", "entry '슬퍼*': a star behind an inflected form has no counterpart here; write"),
        ("a: [슬퍼*, '세?', 정부]", "(and 1 more: key 'a': entry '세?': '?' has no counterpart here"),
        ("a: {b: {좋다: 1, 낫다: -1}}", "key 'a.b': entry '낫다' weighs -1; give it a weight above 0, in another key"),
        ("a: ['세?']", "key 'a': entry '세?': '?' has no counterpart here; write out the words that are meant"),
        ("a: ['가(나)']", "key 'a': entry '가(나)': '(' has no counterpart here"),
        ("a: [가/NNG]", "entry '가/NNG': '/' has no counterpart here"),
        ("a: ['*']", "key 'a': entry '*': cannot be read as a pattern"),
        ("a: {b: ['세금* *인하']}", "key 'a.b': entry '세금* *인하': cannot be read as a pattern"),
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
        ("%\n1\tx\n%\n어려*\t1\n", "line 4: entry '어려*': a star behind an inflected form has no counterpart here"),
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


# -- predicates, weights, emoticons ----------------------------------------------------------------


def read(tmp_path: Path, name: str, text: str) -> Codebook:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return da.codebook.read(path)


@pytest.mark.parametrize("entry", ["슬프다", "슬프*"])
def test_predicates_are_found_in_every_inflection(tmp_path: Path, entry: str) -> None:
    book = read(tmp_path, "a.yml", f"a: ['{entry}']")
    assert patterns(book) == {"a": ["슬프/VA"]}
    text = "그는 슬펐다. 슬픈 날이다. 슬프고 아프다. 슬퍼서 울었다. 슬픔이 컸다."  # 슬픔 is a noun of its own
    assert [s for s, _ in surfaces(book, text)] == ["슬펐", "슬픈", "슬프", "슬퍼"]


@pytest.mark.parametrize(
    ("entry", "pattern"),
    [
        ("바다", "바다"),  # a noun that ends in 다
        ("행복하다", "(행복 하/XSA|행복 하/XSV)"),
        ("마음이 편하다", "마음이 편하/VA"),
        ("이끌어내다", "(이끌/VV 어/EC 내/VX|이끌어내/VV)"),
        ("있다", "(있/VX|있/VV|있/VA)"),  # an auxiliary counts under each of its tags
        ("생기*", "(생기|생기*|생기/VV)"),  # a noun (life) and a verb (arise)
        ("econom*", "(econom**|econom*)"),
        ("*nomic", "(**nomic|*nomic)"),
        ("ㅋㅋ*", "(ㅋㅋ**|ㅋㅋ*)"),
        (":/", ":\\/"),
        ("*^^*", "\\*^^\\*"),
        ("R&D", "R&D"),
        ("RE100", "RE100"),
    ],
)
def test_how_an_entry_is_written_as_a_pattern(tmp_path: Path, entry: str, pattern: str) -> None:
    assert patterns(read(tmp_path, "a.yml", f"a: ['{entry}']")) == {"a": [pattern]}


def test_latin_stars_and_emoticons_are_found(tmp_path: Path) -> None:
    book = read(tmp_path, "a.yml", "a: ['econom*', ':/', '^^']")
    text = "economy와 Economics를 배웠다 :/ 그래도 재미있다 ^^ 끝. 학교 econ 수업."
    assert [s for s, _ in surfaces(book, text)] == ["economy", "Economics", ":/", "^^"]


POLARITY = [("가난하다", -2), ("기쁘다", 2), ("참 좋다", 2), ("좋다", 1), ("보통", 0), (":/", -1)]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "".join(f"{w}\t{n}\n" for w, n in POLARITY)),
        ("a.tsv", "word\tpolarity\tnote\n" + "".join(f"{w}\t{n}\tx\n" for w, n in POLARITY)),
        ("a.csv", "낱말,극성\n" + "".join(f"{w},{n}\n" for w, n in POLARITY)),
        ("a.json", json.dumps([{"word": w, "word_root": "x", "polarity": str(n)} for w, n in POLARITY])),
    ],
)
def test_a_list_of_polarities_is_a_codebook_with_a_signed_sum(tmp_path: Path, name: str, text: str) -> None:
    book = read(tmp_path, name, text)
    assert (book.frame_ids, book.compare) == (("negative", "positive", "neutral"), ("negative", "positive"))
    tokens = da.segment(da.Corpus.from_texts({"d": "가난했다 :/ 그래도 기뻤다. 참 좋은 날이다. 보통이다."}))
    poles = da.framing.poles(da.framing.score(da.framing.hits(tokens, book), tokens, by="document"))
    # -2 -1 for 가난했다 and :/, 2 for 기뻤다, 2 for 참 좋은, which the shorter 좋은 is a part of
    assert poles[["weight_minus", "weight_plus", "signed"]].values.tolist() == [[3.0, 4.0, 1.0]]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.txt", "좋다\t1\n나쁘다\n", "line 2: expected a word and a number, found '나쁘다'"),
        ("a.txt", "좋다\t1\n좋다\t-1\n", "line 2: '좋다' stands twice with other numbers; keep one of them"),
        ("a.txt", "좋다\t1\n어려*\t-1\n", "line 2: entry '어려*': a star behind an inflected form"),
        ("a.csv", "말\n", "the list is empty; write a word and a number a line"),
        ("a.json", "[{}]", "object 1 has no word and polarity"),
        ("a.json", "[", "line 1: this is no JSON"),
        ("a.json", '[{"word": "좋다", "polarity": "None"}]', "object 1: expected a word and a number"),
    ],
)
def test_a_list_of_polarities_that_cannot_be_read(tmp_path: Path, name: str, text: str, message: str) -> None:
    with pytest.raises(CodebookError, match=re.escape(message)):
        read(tmp_path, name, text)


def test_weights_of_a_quanteda_dictionary(tmp_path: Path) -> None:
    book = read(tmp_path, "a.yml", "긍정:\n  - {좋다: 2, 밉다: 0.5}\n  - 희망\n")
    assert [(t.match, t.weight) for t in book.frames[0].terms] == [("희망", None), ("좋/VA", 2.0), ("밉/VA", 0.5)]


def test_plain_terms_are_matched_where_no_tag_is_needed(tmp_path: Path) -> None:
    terms = Tokens.from_terms({"a": ["위기", "와", "희망", "희망"], "b": ["날"]})
    book = read(tmp_path, "a.yml", "부정: [위기]\n긍정: [희망]\n")
    found = da.framing.hits(terms, book)
    assert found["surface"].tolist() == ["위기", "희망", "희망"]
    scores = da.framing.score(found, terms, by="document")
    assert scores["weight"].tolist() == [1.0, 2.0, 0.0, 0.0]  # without sentences no cap holds
    assert scores["density"].tolist() == [25.0, 50.0, 0.0, 0.0]
    for entry in ("슬프다", "'경제*'"):
        with pytest.raises(OptionError, match="term '부정-1' of codebook b needs tags"):
            da.framing.hits(terms, read(tmp_path, "b.yml", f"부정: [{entry}]"))


@pytest.mark.parametrize("text", ["위기/NNG 희망/NNG"])
def test_tokens_of_another_analyser_are_matched(tmp_path: Path, text: str) -> None:
    path = tmp_path / "t.txt"
    path.write_text(text, encoding="utf-8")
    tokens = Tokens.from_tagged(path, analyser="toy 1")
    assert da.framing.hits(tokens, read(tmp_path, "a.yml", "부정: [위기]"))["surface"].tolist() == ["위기"]


def test_more_stars_in_a_word_than_can_be_spelt_out(tmp_path: Path) -> None:
    # eight stars stand for 2 to the 8th spellings, 23 for eight million
    eight, more = ("*".join("가" * (stars + 1)) for stars in (8, 23))
    assert patterns(read(tmp_path, "a.yml", f"뜻: ['{eight}']"))["뜻"][0].count("|") == 255  # type: ignore[union-attr]
    with pytest.raises(CodebookError, match="가': 23 stars in one word stand for too many spellings; write 8 at"):
        read(tmp_path, "a.yml", f"뜻: ['{more}']")
