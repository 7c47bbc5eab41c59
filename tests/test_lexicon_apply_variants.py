from __future__ import annotations

import pandas as pd
import pytest

import analysis as da
from analysis import errors, lexicon, paths
from analysis.lexicon.variants import Concept, Variants
from analysis.tokens import Rules
from analysis.tokens.shape import shape

KIT = lexicon.variants()


def segment(text: str) -> pd.DataFrame:
    # dots as the analyser alone cuts them: 한|ㆍ|미
    return da.segment(da.Corpus.from_texts({"a": text}), variants=None, rules=Rules(dots="off")).table


def merged(text: str, variants: Variants = KIT) -> list[tuple[str, str, str, int, int]]:
    table = lexicon.apply(segment(text), variants)[1]
    return list(table[["lemma", "surface", "rule", "n", "left"]].itertuples(index=False, name=None))


def rows(table: pd.DataFrame) -> list[tuple[str, str, str, int, int]]:
    names = ["surface", "lemma", "tag", "start", "end"]
    return list(table[names].astype({"start": int, "end": int}).itertuples(index=False, name=None))


# -- what merges ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "spelling",
    ["韓美", "韓·美", "韓ㆍ美", "韓-美", *(f"한{sign}미" for sign in "\u00b7\u318d\u30fb\u2022\u2027-\u2010\u2013")],
)
def test_every_spelling_becomes_one_row_of_the_concept_with_its_surface(spelling: str) -> None:
    table, account = lexicon.apply(segment(f"{spelling} 동맹은 길다."), KIT)
    assert rows(table)[:2] == [
        (spelling, "한미", "NNP", 0, len(spelling)),
        ("동맹", "동맹", "NNG", len(spelling) + 1, len(spelling) + 3),
    ]
    assert table["i"].tolist() == list(range(len(table)))
    assert account[["lemma", "surface", "n", "left"]].values.tolist() == [["한미", spelling, 1, 0]]


def test_the_concept_as_it_is_written_is_no_merge() -> None:
    before = segment("한미 동맹은 길다.")
    after, account = lexicon.apply(before, KIT)
    assert after is before
    assert account.empty
    assert list(account.columns) == [c.name for c in lexicon.MERGED]


def test_the_tag_of_the_concept_s_own_form_stays_the_analyser_s() -> None:
    # 인도 is a country and a pavement; the analyser tells the two by tag, and a list must not undo that
    table = segment("인도 총리가 인도를 걸었다.")
    table = table.assign(tag=pd.Categorical(["NNP", "NNG", "JKS", "NNG", *table["tag"].astype(str)[4:]]))
    assert lexicon.apply(table, KIT)[0] is table


def test_rows_of_a_glued_headline_are_told_apart() -> None:
    before = segment("美연준 美국방부")
    tag = str(before["tag"][0])  # NNG or NNP, as the words around it have it
    assert rows(before)[0] == ("美연준", "美연준", tag, 0, 3)
    after, account = lexicon.apply(before, KIT)
    assert rows(after) == [
        ("美", "미국", "NNP", 0, 1),
        ("연준", "연준", tag, 1, 3),
        ("美", "미국", "NNP", 4, 5),
        ("국방부", "국방부", "NNG", 5, 8),
    ]
    assert after["form"].tolist()[:2] == ["美", "연준"]
    assert after["i"].tolist() == [0, 1, 2, 3]
    assert account.values.tolist() == [
        ["미국", "美", "美/SH", "one row", 1, 0],
        ["미국", "美연준", f"美연준/{tag}", "row split", 1, 0],
    ]


def test_the_longest_spelling_wins() -> None:
    assert merged("한ㆍ미ㆍ일 협의체와 한ㆍ미 협의체") == [
        ("한미", "한ㆍ미", "rows joined", 1, 0),
        ("한미일", "한ㆍ미ㆍ일", "rows joined", 1, 0),
    ]


def test_a_space_in_a_surface_joins_words_that_are_one_space_apart() -> None:
    chosen = KIT.turn(on=["창업기업"])
    table, account = lexicon.apply(segment("창업 기업과 새싹기업과 창업기업"), chosen)
    nouns = table[table["tag"].astype(str) == "NNG"]
    assert rows(nouns) == [
        ("창업 기업", "창업기업", "NNG", 0, 5),
        ("새싹기업", "창업기업", "NNG", 7, 11),
        ("창업기업", "창업기업", "NNG", 13, 17),
    ]
    assert account["n"].sum() == 3
    assert merged("창업 기업과 스타트업") == []  # off by default


# -- what is left ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "lemma", "rule"),
    [
        ("한미(韓美) 동맹은 길다.", "한미", "left: gloss in brackets"),
        ("수사中인 사건이다.", "중국", "left: inside a written word"),
        ("5日 만났다.", "일본", "left: inside a written word"),
        ("회의 中 나온 말이다.", "중국", "left: neighbour"),
        ("北쪽에서 바람이 분다.", "북한", "left: neighbour"),
        ("미·중·유럽의 세 길", "미중", "left: part of a longer list"),
    ],
)
def test_what_cannot_be_told_is_left_and_listed_with_its_reason(text: str, lemma: str, rule: str) -> None:
    before = segment(text)
    after, account = lexicon.apply(before, KIT)
    assert after is before
    assert account[["lemma", "rule", "n", "left"]].values.tolist() == [[lemma, rule, 0, 1]]


def test_brackets_without_a_word_before_them_are_no_gloss() -> None:
    assert merged("(美) 국방부가 밝혔다.") == [("미국", "美", "one row", 1, 0)]


def test_a_list_of_more_than_two_countries_falls_apart_into_them() -> None:
    # 美·日 is a spelling of 미일, but 美·日·印 names three countries
    assert merged("美·日·印 회의가 열렸다.") == [
        ("미국", "美", "one row", 1, 0),
        ("인도", "印", "one row", 1, 0),
        ("일본", "日", "one row", 1, 0),
    ]


def test_a_surname_needs_the_full_name_in_the_same_document() -> None:
    people = KIT.turn(on=["윤석열"])
    corpus = da.Corpus.from_texts(
        {
            "with": "尹대통령이 떠났다. 윤석열 대통령은 말을 아꼈다.",
            "without": "尹대통령이 떠났다.",
            "rival": "尹대통령이 떠났다. 윤석열 대통령과 윤상현 의원이 만났다.",
        }
    )
    table, account = lexicon.apply(da.segment(corpus, variants=None).table, people)
    lemmas = {doc: set(part["lemma"].astype(str)) for doc, part in table.groupby("doc", observed=True)}
    assert {doc: "尹" in found for doc, found in lemmas.items()} == {"with": False, "without": True, "rival": True}
    assert account[["rule", "n", "left"]].values.tolist() == [
        ["left: no context word in the document", 0, 1],
        ["left: unless", 0, 1],
        ["one row", 1, 0],
    ]


def test_where_two_people_fit_nobody_is_chosen() -> None:
    people = KIT.turn(on=["이재명", "이명박"])
    assert merged("李 대통령이 답했다. 이재명 대표와 이명박 전 대통령", people) == [
        ("이재명", "李", "left: several concepts fit", 0, 1)
    ]
    assert merged("李 대통령이 답했다. 이명박 전 대통령", people) == [("이명박", "李", "one row", 1, 0)]


# -- the table ------------------------------------------------------------------------------------


def test_offsets_and_text_hold_on_the_kit_s_articles() -> None:
    corpus = da.read(paths.ARTICLES)
    texts = dict(zip(corpus.documents["doc"], corpus.documents["text"], strict=True))
    before = da.segment(corpus, variants=None).table
    after, account = lexicon.apply(before, KIT)
    assert [texts[d][a:b] for d, a, b in zip(after["doc"].astype(str), after["start"], after["end"], strict=True)] == (
        after["surface"].tolist()
    )
    # by hand in alliance-startups and alliance-security: 한·미, 한·미·일, 美 and 주한미군 once each
    assert account[["lemma", "n"]].values.tolist() == [["미국", 1], ["주한 미군", 1], ["한미", 1], ["한미일", 1]]
    assert len(before) - len(after) == 1  # 주한|미군; 한·미·일 is one row before
    pd.testing.assert_frame_equal(after, shape(after))
    again, nothing = lexicon.apply(after, KIT)
    assert again is after
    assert nothing.empty


def test_a_table_without_spellings_is_the_same_object() -> None:
    table = segment("도서관은 저녁에 문을 연다.")
    assert lexicon.apply(table, KIT)[0] is table
    assert lexicon.apply(table.iloc[:0], KIT)[1].empty


def test_plain_columns_do_as_well_as_categories() -> None:
    table = segment("韓·美 동맹은 길다.")
    plain = table.astype(dict.fromkeys(("doc", "surface", "form", "tag", "lemma"), "str"))
    assert rows(lexicon.apply(plain, KIT)[0]) == rows(lexicon.apply(table, KIT)[0])


def test_blanked_rows_join_nothing() -> None:
    table = segment("한ㆍ미 동맹")
    blank = table.assign(surface=pd.Categorical(["한", "", "미", "동맹"]))
    assert lexicon.apply(blank, KIT)[0] is blank


def test_a_table_with_rows_taken_out_is_refused() -> None:
    table = segment("韓美 동맹은 길다.")
    with pytest.raises(errors.SchemaError, match="every row of a document in its order"):
        lexicon.apply(table[table["tag"].astype(str) != "NNG"], KIT)
    with pytest.raises(errors.OptionError, match="rows must be one of join, keep, not 'jion'"):
        lexicon.apply(table, KIT, rows="jion")  # type: ignore[arg-type]


# -- the morpheme layer ------------------------------------------------------------------------------


def test_keeping_rows_changes_lemmas_alone() -> None:
    before = segment("韓美 동맹과 한ㆍ미 동맹")
    after, account = lexicon.apply(before, KIT, rows="keep")
    others = [c for c in before.columns if c != "lemma"]
    pd.testing.assert_frame_equal(after[others], before[others])
    assert after["lemma"].tolist()[0] == "한미"
    assert account[["surface", "rule", "n", "left"]].values.tolist() == [
        ["韓美", "one row", 1, 0],
        ["한ㆍ미", "left: rows are kept", 0, 1],
    ]


def _hits_with_and_without(tokens: da.Tokens) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    book = da.codebook.read(paths.CODEBOOKS / "alliance-startup.yaml")
    everything = Variants("all", "1", tuple(c for c in KIT.turn(on=["창업기업"]).concepts))
    table, account = lexicon.apply(tokens.table, everything, rows="keep")
    changed = da.Tokens(table, tokens.recipe)
    return da.framing.hits(tokens, book), da.framing.hits(changed, book), int(account["n"].sum())


def test_keeping_rows_changes_no_hit_of_the_kit_s_articles() -> None:
    before, after, n = _hits_with_and_without(da.segment(da.read(paths.ARTICLES), variants=None))
    assert n > 5  # 스타트업 is a spelling of 창업기업 here, and a term of the codebook
    assert len(before) > 40
    pd.testing.assert_frame_equal(after, before)


def test_keeping_rows_changes_no_hit_of_the_op_ed(oped_tokens: da.Tokens) -> None:
    before, after, n = _hits_with_and_without(oped_tokens)
    assert n > 0
    pd.testing.assert_frame_equal(after, before)


def test_two_words_of_a_user_become_one_count() -> None:
    chosen = Variants("mine", "1", (Concept("창업기업", "NNG", ("스타트업",)),))
    tokens = da.segment(da.Corpus.from_texts({"a": "스타트업과 창업기업, 스타트업의 길"}))
    table = lexicon.apply(tokens.table, chosen)[0]
    counts = da.stats.frequency(da.Tokens(table, tokens.recipe))
    assert counts[["term", "n"]].values.tolist()[0] == ["창업기업", 3]
