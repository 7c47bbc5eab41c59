from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analysis as da
from analysis import errors
from analysis.reading.pretokenised import _find_spans, _lemma, read_conllu, read_tagged
from analysis.tokens.conllu import from_tagged, to_conllu


def write(folder: Path, text: str, name: str = "글.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def rows(tokens: da.Tokens) -> list[list[object]]:
    columns = ["doc", "paragraph", "sentence", "i", "surface", "form", "tag", "lemma", "start", "end"]
    return tokens.table[columns].astype(object).to_numpy().tolist()


def conllu(*words: tuple[str, ...], above: str = "") -> str:
    """Write one sentence from FORM, LEMMA, XPOS and MISC."""
    lines = [
        f"{i}\t{w[0]}\t{w[1]}\t_\t{w[2]}\t_\t_\t_\t_\t{w[3] if len(w) > 3 else '_'}" for i, w in enumerate(words, 1)
    ]
    return above + "\n".join(lines) + "\n\n"


# -- form/tag -------------------------------------------------------------------------------------


def test_a_line_is_a_sentence_and_a_blank_line_ends_a_paragraph(tmp_path: Path) -> None:
    path = write(tmp_path, "동맹/NNG+은/JX 길/VA+ㄴ/ETM 길/NNG+이/VCP+다/EF+./SF\n또/MAG\n\n\n새/MM 글/NNG\n")
    tokens = from_tagged(path, analyser="손 1.0")
    # rebuilt text: "동맹은 긴"? no: 길 ends in a final, so that ㄴ stays beside it (길ᆫ); offsets count in
    # "동맹은 길ᆫ 길이다. 또\n새 글"
    assert rows(tokens) == [
        ["글", 1, 1, 0, "동맹", "동맹", "NNG", "동맹", 0, 2],
        ["글", 1, 1, 1, "은", "은", "JX", "은", 2, 3],
        ["글", 1, 1, 2, "길", "길", "VA", "길다", 4, 5],
        ["글", 1, 1, 3, "\u11ab", "\u11ab", "ETM", "\u11ab", 5, 6],
        ["글", 1, 1, 4, "길", "길", "NNG", "길", 7, 8],
        ["글", 1, 1, 5, "이", "이", "VCP", "이다", 8, 9],
        ["글", 1, 1, 6, "다", "다", "EF", "다", 9, 10],
        ["글", 1, 1, 7, ".", ".", "SF", ".", 10, 11],
        ["글", 1, 2, 8, "또", "또", "MAG", "또", 12, 13],
        ["글", 2, 3, 9, "새", "새", "MM", "새", 14, 15],
        ["글", 2, 3, 10, "글", "글", "NNG", "글", 16, 17],
    ]
    assert (tokens.recipe.layer, tokens.recipe.analyser, tokens.recipe.model) == ("morphs", "손 1.0", "none")
    assert dict(tokens.recipe.options) == {"format": "form/tag", "text": "rebuilt"}
    assert read_tagged(path, format="form/tag").texts == {"글": "동맹은 길\u11ab 길이다. 또\n새 글"}


def test_finals_go_under_open_syllables(tmp_path: Path) -> None:
    found = read_tagged(write(tmp_path, "가/VV+ㄴ다/EF 나/NP+ㄹ/JKO ㅋㅋ/IC"), format="form/tag")
    assert found.texts["글"] == "간다 날 ㅋㅋ"
    # form, surface and place of 가 + ㄴ다 in 간다; ㅋㅋ is no ending and stays as it is
    assert [(r[4], r[3], r[7], r[8]) for r in found.rows] == [
        ("가", "간", 0, 1),
        ("\u11ab다", "간다", 0, 2),
        ("나", "날", 3, 4),
        ("\u11af", "날", 3, 4),
        ("ㅋㅋ", "ㅋㅋ", 5, 7),
    ]


def test_spaced_pairs_as_konlpy_prints_them(tmp_path: Path) -> None:
    # mecab: tags of its own, and one form under two tags, which counts as the first
    found = read_tagged(write(tmp_path, "그/NP 가/JKS 갔/VV+EP 다/EF ,/SC 한/MMA 명/NNBC"), format="form/tag")
    assert [(r[4], r[5]) for r in found.rows] == [
        ("그", "NP"), ("가", "JKS"), ("갔", "VV"), ("다", "EF"), (",", "SP"), ("한", "MM"), ("명", "NNB"),
    ]  # fmt: skip
    assert found.texts["글"] == "그 가 갔 다 , 한 명"


def test_plus_and_slash_as_forms(tmp_path: Path) -> None:
    found = read_tagged(write(tmp_path, "1/SN++/SW+1/SN 가/NNG+//SP+나/NNG km/h/SL"), format="form/tag")
    assert [(r[4], r[5]) for r in found.rows] == [
        ("1", "SN"), ("+", "SW"), ("1", "SN"), ("가", "NNG"), ("/", "SP"), ("나", "NNG"), ("km/h", "SL"),
    ]  # fmt: skip
    assert found.texts["글"] == "1+1 가/나 km/h"


def test_columns_give_the_words_as_they_stood(tmp_path: Path) -> None:
    text = (
        "B1-1\t갔다.\t가/VV + 았/EP + 다/EF + ./SF\n\nB1-2\t비가\t비/NNG + 가/JKS\nB1-3\t왔다\t오/VV + 았/EP + 다/EF\n"
    )
    found = read_tagged(write(tmp_path, text), format="form/tag")
    assert found.texts["글"] == "갔다. 비가 왔다"
    # 가 shares ㄱㅏ with 갔, 았 its final; 오 shares no letter with 왔 but the silent ㅇ, 았 its final
    assert [(r[2], r[4], r[7], r[8]) for r in found.rows] == [
        (1, "가", 0, 1), (1, "았", 0, 1), (1, "다", 1, 2), (1, ".", 2, 3),
        (2, "비", 4, 5), (2, "가", 5, 6), (2, "오", 7, 8), (2, "았", 7, 8), (2, "다", 8, 9),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("동맹/NNG 은\n", r"line 1: '은' is not form/tag"),
        ("동맹/NNG\n은/JKX\n", r"line 2: unknown tag 'JKX' of '은'; map it by tags="),
        ("동맹\tNNG\n", r"line 1: 'NNG' is not form/tag"),
        ("\t동맹/NNG\n", r"line 1: not a word, a tab and its morphemes"),
        ("\n \n", "is empty"),
    ],
)
def test_bad_lines(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(errors.ReadError, match=says):
        from_tagged(write(tmp_path, text), analyser="손")


def test_options(tmp_path: Path) -> None:
    path = write(tmp_path, "동맹/ncn+은/jx\n")
    table = from_tagged(path, analyser="한나눔", tags={"ncn": "NNG", "jx": "JX"}).table
    assert table["tag"].tolist() == ["NNG", "JX"]
    with pytest.raises(errors.OptionError, match="format must be one of form/tag, conllu, not 'conll'"):
        from_tagged(path, analyser="손", format="conll")
    with pytest.raises(errors.OptionError, match="'noun' is not a tag of the kit"):
        from_tagged(path, analyser="손", tags={"ncn": "noun"})
    with pytest.raises(errors.OptionError, match="analyser is empty"):
        from_tagged(path, analyser=" ")
    with pytest.raises(errors.ReadError, match="no file given"):
        from_tagged([], analyser="손")
    with pytest.raises(errors.ReadError, match="two documents share the id '글'"):
        from_tagged([path, path], analyser="한나눔", tags={"ncn": "NNG", "jx": "JX"})


# -- CoNLL-U in -----------------------------------------------------------------------------------


def test_conllu_of_a_treebank(tmp_path: Path) -> None:
    text = (
        conllu(("동맹은", "동맹+은", "NNG+JX"), ("갔다", "가+았+다", "VV+EP+EF", "SpaceAfter=No"), (".", ".", "SF"),
               above="# newdoc id = 하나\n# newpar\n# sent_id = 1\n")
        + conllu(("또", "또", "MAG"))
        + conllu(("새", "_", "MM"), above="# newpar id = p2\n")
        + conllu(("_", "_", "SW"), above="# newdoc id = 둘\n")
    )  # fmt: skip
    path = write(tmp_path, text, "나무.conllu")
    assert read_conllu(path) == [
        ({"doc": "하나", "text": "동맹은 갔다. 또\n새", "source": "나무.conllu"}, []),
        ({"doc": "둘", "text": "_", "source": "나무.conllu"}, []),
    ]
    tokens = from_tagged(path, analyser="트리뱅크 2.0", format="conllu")
    assert [[r[0], *r[1:4], *r[5:7], *r[8:]] for r in rows(tokens)] == [
        ["하나", 1, 1, 0, "동맹", "NNG", 0, 2],
        ["하나", 1, 1, 1, "은", "JX", 2, 3],
        ["하나", 1, 1, 2, "가", "VV", 4, 5],
        ["하나", 1, 1, 3, "았", "EP", 4, 5],
        ["하나", 1, 1, 4, "다", "EF", 5, 6],
        ["하나", 1, 1, 5, ".", "SF", 6, 7],
        ["하나", 1, 2, 6, "또", "MAG", 8, 9],
        ["하나", 2, 3, 7, "새", "MM", 10, 11],
        ["둘", 1, 1, 0, "_", "SW", 0, 1],
    ]


def test_ranges_give_the_word_and_empty_nodes_are_no_words(tmp_path: Path) -> None:
    lines = [
        "1-2\t나의\t" + "_\t" * 7 + "SpaceAfter=No",
        "1\t나\t나\t_\tNP" + "\t_" * 5,
        "2\t의\t의\t_\tJKG" + "\t_" * 5,
    ]
    lines += ["2.1\t글\t글\t_\tNNG" + "\t_" * 5, "3\t글\t글\t_\tNNG" + "\t_" * 5, "", ""]
    found = read_tagged(write(tmp_path, "\n".join(lines)), format="conllu")
    assert found.texts == {"글": "나의글"}
    assert [(r[4], r[7], r[8]) for r in found.rows] == [("나", 0, 1), ("의", 1, 2), ("글", 2, 3)]


def test_a_literal_plus_in_lemma_is_told_from_the_joint(tmp_path: Path) -> None:
    text = conllu(("1+1", "1+++1", "SN+SW+SN"), ("C++로", "C+++로", "SL+JKB"))
    found = read_tagged(write(tmp_path, text), format="conllu")
    assert [r[4] for r in found.rows] == ["1", "+", "1", "C++", "로"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("1\t글\t글\n", "line 1: not ten columns"),
        (conllu(("글은", "글+은", "NNG")), r"line 1: LEMMA '글\+은' and XPOS 'NNG' are not the same morphemes"),
        (conllu(("글", "글", "_")), "line 1: LEMMA '글' and XPOS '_'"),
        (conllu(("글은", "_", "NNG+JX")), "line 1: LEMMA '_'"),
        (conllu(("글", "글", "NOUN")), "line 1: unknown tag 'NOUN'"),
        (conllu(("글은", "글+은", "NNG+JX", "Spans=0-1,1-3")), "line 1: Spans=0-1,1-3 does not fit '글은'"),
        (2 * conllu(("글", "글", "NNG"), above="# newdoc id = a\n"), "two documents with the id 'a'"),
        ("# text = 글\n", "holds no morpheme"),
    ],
)  # fmt: skip
def test_bad_conllu(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(errors.ReadError, match=says):
        from_tagged(write(tmp_path, text), analyser="손", format="conllu")


def test_places_and_lemmas() -> None:
    assert _find_spans("갔다", [("가", "VV"), ("았", "EP"), ("다", "EF")]) == [(0, 1), (0, 1), (1, 2)]
    # 도와: 돕 shares 도, the silent ㅇ of 아 opens 와; 학교다: a copula that is not written has no place
    assert _find_spans("도와", [("돕", "VV"), ("아", "EC")]) == [(0, 1), (1, 2)]
    assert _find_spans("학교다", [("학교", "NNG"), ("이", "VCP"), ("다", "EF")]) == [(0, 2), (2, 2), (2, 3)]
    assert _find_spans("해", [("하", "VV"), ("여", "EC")])[1] == (0, 1)
    assert [_lemma("가", "VV"), _lemma("걷", "VV-I"), _lemma("하", "XSV"), _lemma("이", "VCP")] == [
        "가다",
        "걷다",
        "하",
        "이다",
    ]


# -- CoNLL-U out ----------------------------------------------------------------------------------


def test_words_morphemes_and_spaces() -> None:
    corpus = da.Corpus.from_texts({"a": "🙂 갔다. “끝!”\n1+1이다"})
    said = to_conllu(da.segment(corpus, variants=None), corpus=corpus).split("\n")
    assert said[:4] == ["# newdoc id = a", "# newpar id = a-p1", "# sent_id = a-s1", "# text = 🙂 갔다."]
    assert said[4] == "1\t🙂\t🙂\t_\tW_EMOJI\t_\t_\t_\t_\tSpans=0-1"
    assert said[5] == "2\t갔다.\t가+었+다+.\t_\tVV+EP+EF+SF\t_\t_\t_\t_\tSpans=0-1,0-1,1-2,2-3"
    assert "# newpar id = a-p2" in said
    assert said[-3].startswith("1\t1+1이다\t1+\\++1+이+다\t_\tSN+SW+SN+VCP+EF\t")
    assert said[-2:] == ["", ""]


def same(tokens: da.Tokens, corpus: da.Corpus, folder: Path) -> None:
    """Hold what is written and read again against what it was: texts, table, layer and corpus."""
    path = write(folder, to_conllu(tokens, corpus=corpus), "a.conllu")
    texts = {row["doc"]: row["text"] for row, _ in read_conllu(path)}
    assert texts == dict(zip(corpus.documents["doc"], corpus.documents["text"], strict=True))
    back = from_tagged(path, analyser=tokens.recipe.analyser, format="conllu")
    pd.testing.assert_frame_equal(back.table, tokens.table)
    assert (back.recipe.layer, back.recipe.corpus) == (tokens.recipe.layer, corpus.sha256)


NASTIES = {
    "plus": "1+1은 2이고 C++와 a\\+b, \\ 그리고 +++ 이다.",
    "signs": "_ # | = Spans=1-2 “_” ㆍ·‧ ① ½ ㎡ 100%",
    "spaces": "카를 차이스와 로베르트 엔케가 왔다.”그는 갔다.",
    "jamo": "ㅋㅋㅋ ㅠㅠ 닭ㅇ 옛말 ᄒᆞᆫ 말",
    "hanja": "韓美 동맹과 美 국방부. 尹대통령",
    "emoji": "👩‍👩‍👧 갔다 🇰🇷 ❤️",
    "signs alone": "***\n봄이 왔다.\n👍\n\n1-1.\n여름이 갔다.",
    "lines": "한 줄이다.\n또 한 줄이다. 두 문장이다.\n“세 줄.",
}


@pytest.mark.parametrize("name", sorted(NASTIES))
def test_round_trip_of_nasties(tmp_path: Path, name: str) -> None:
    corpus = da.Corpus.from_texts({name: NASTIES[name]})
    same(da.segment(corpus, variants=None), corpus, tmp_path)


def test_round_trip_of_the_kit_s_articles_on_both_layers(tmp_path: Path) -> None:
    corpus = da.read(da.paths.ARTICLES)
    same(da.segment(corpus, variants=None), corpus, tmp_path)
    same(da.segment(corpus, units=da.lexicon.read(da.paths.LEXICONS / "units.yaml"), variants=None), corpus, tmp_path)


def test_round_trip_of_the_op_ed(oped: da.Corpus, oped_tokens: da.Tokens, tmp_path: Path) -> None:
    same(oped_tokens, oped, tmp_path)


@settings(max_examples=2 * settings.default.max_examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="가나다라 갔했는을이\n.?!“”‘’()+_\\/#|1a美·ㅋ\u11ab🙂", min_size=1, max_size=60))
def test_round_trip_of_anything(tmp_path: Path, text: str) -> None:
    try:
        corpus = da.Corpus.from_texts({"a": text})
        tokens = da.segment(corpus, variants=None)
    except errors.ReadError:
        return
    same(tokens, corpus, tmp_path)


def test_some_documents_and_their_order(tmp_path: Path) -> None:
    corpus = da.Corpus.from_texts({"나": "비가 왔다.", "가": "눈이 왔다."})
    tokens = da.segment(corpus, variants=None)
    assert [x for x in to_conllu(tokens, corpus=corpus).split("\n") if "newdoc" in x] == [
        "# newdoc id = 나",
        "# newdoc id = 가",
    ]
    assert "비가" not in to_conllu(tokens.only(docs=["가"]), corpus=corpus)


def test_only_whole_tables_with_their_corpus() -> None:
    corpus = da.Corpus.from_texts({"a": "비가 왔다. 비가 갔다."})
    tokens = da.segment(corpus, variants=None)
    with pytest.raises(errors.OptionError, match="not tokens after keep"):
        to_conllu(tokens.keep(tags=["NNG"]), corpus=corpus)
    with pytest.raises(errors.OptionError, match="not tokens after redact"):
        to_conllu(tokens.redact(), corpus=corpus)
    with pytest.raises(errors.OptionError, match="not terms without tags"):
        to_conllu(da.Tokens.from_terms({"a": ["b"]}), corpus=corpus)
    for other in ({"a": "눈이 왔다."}, {"b": "비가 왔다. 비가 갔다."}):
        with pytest.raises(errors.OptionError, match="the tokens of 'a' do not stand in this corpus"):
            to_conllu(tokens, corpus=da.Corpus.from_texts(other))
