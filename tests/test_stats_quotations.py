"""Quotations and their speakers, on sentences of our own."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis as da
from analysis.errors import OptionError, RefusalError
from analysis.korean import attach


def said(text: str) -> pd.DataFrame:
    return da.stats.quotations(da.segment(da.Corpus.from_texts({"d": text})))


def spoken(text: str) -> list[tuple[str, str, str]]:
    """List the words, the speaker and the rule of every quotation."""
    return said(text)[["text", "speaker", "rule"]].to_numpy().tolist()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # before and behind the verb of saying
        ("김철수 대표는 “다리를 고치자”고 말했다.", [["다리를 고치자", "김철수 대표", "verb"]]),
        ("“다리를 고치자”라고 김철수 대표는 말했다.", [["다리를 고치자", "김철수 대표", "verb"]]),
        ("“다리를 고치자”고 김철수 대표가 3일 밝혔다.", [["다리를 고치자", "김철수 대표", "verb"]]),
        ("군청은 \"다리를 고치겠다\"며 비용을 밝혔다.", [["다리를 고치겠다", "군청", "verb"]]),
        ("군청은 「다리를 고치겠다」고 밝혔다.", [["다리를 고치겠다", "군청", "verb"]]),
        ("군청은 『다리를 고치겠다』라고 밝혔다.", [["다리를 고치겠다", "군청", "verb"]]),
        # two quotations share the speaker
        ("김 의원은 “다리가 낡았다”며 “곧 무너진다”고 했다.",
         [["다리가 낡았다", "김 의원", "verb"], ["곧 무너진다", "김 의원", "verb"]]),
        # the subject of a clause before a noun does not speak
        ("김 의원은 군청이 낸 안을 두고 “너무 늦다”고 비판했다.", [["너무 늦다", "김 의원", "verb"]]),
        ("군청은 반발했고, 이 의원은 “너무 늦다”고 말했다.", [["너무 늦다", "이 의원", "verb"]]),
        # nouns of saying
        ("김 의원은 “너무 늦다”는 입장을 밝혔다.", [["너무 늦다", "김 의원", "noun"]]),
        ("“너무 늦다”라는 것이 주민들의 설명이다.", [["너무 늦다", "주민들", "noun of"]]),
        ("“함께 가면 늦다”라는 군산의 선장 김철수의 말처럼 남는다.", [["함께 가면 늦다", "선장 김철수", "noun of"]]),
        ("“함께 가면 늦다”는 김철수 의원의 말대로 다리는 남는다.", [["함께 가면 늦다", "김철수 의원", "noun of"]]),
        ("“너무 늦다”는 지적이 나온다.", [["너무 늦다", "", "marks"]]),
        ("학계에서는 “너무 늦다”는 비판이 나왔다.", [["너무 늦다", "학계", "place"]]),
        ("김철수의 “너무 늦다”라는 말이 떠오른다.", [["너무 늦다", "김철수", "genitive"]]),
        # carried on within the paragraph, never beyond it
        ("김 의원은 “다리가 낡았다”고 말했다. 이어 “곧 무너진다”고 했다.",
         [["다리가 낡았다", "김 의원", "verb"], ["곧 무너진다", "김 의원", "carried"]]),
        ("김 의원은 “다리가 낡았다”고 말했다.\n\n“곧 무너진다”고 했다.",
         [["다리가 낡았다", "김 의원", "verb"], ["곧 무너진다", "", "marks"]]),
        ("김 의원은 “낡았다”고 말했다. 그는 “무너진다”고 했다.",
         [["낡았다", "김 의원", "verb"], ["무너진다", "김 의원", "pronoun"]]),
        # the next sentence owns it, the one before announces it
        ("“정말 무서웠어요.” 주민 박 모 씨의 말이다.", [["정말 무서웠어요.", "주민 박 모 씨", "behind"]]),
        ("김철수 대표는 이렇게 말했다. “다리를 고치자.”", [["다리를 고치자.", "김철수 대표", "announced"]]),
        ("“정말 무서웠어요.”\n\n주민 박 모 씨의 말이다.", [["정말 무서웠어요.", "주민 박 모 씨", "behind"]]),
        ("“다리를 고치자.”\n\n김철수 대표는 3일 이같이 말했다. 그는 “곧 무너진다”고 했다.",
         [["다리를 고치자.", "김철수 대표", "behind"], ["곧 무너진다", "김철수 대표", "pronoun"]]),
        ("김철수 대표는 이렇게 말했다.\n\n“다리를 고치자.”", [["다리를 고치자.", "김철수 대표", "announced"]]),
        ("“다리를 고치자.”\n\n주민들은 웃었다.", [["다리를 고치자.", "", "marks"]]),
        # other marks, and a second “ that closes
        ("김 의원은 “낡았다“고 말했다. 이 의원은 “고치자”고 말했다.",
         [["낡았다", "김 의원", "verb"], ["고치자", "이 의원", "verb"]]),
        ("“정말 무서웠어요.“ 주민 박 모 씨의 말이다.", [["정말 무서웠어요.", "주민 박 모 씨", "behind"]]),
        ("김 의원은 „다리가 낡았다“고 말했다.", [["다리가 낡았다", "김 의원", "verb"]]),
        ("김 의원은 ＂다리가 낡았다＂고 말했다.", [["다리가 낡았다", "김 의원", "verb"]]),
        ("김 의원은 «다리가 낡았다»고 말했다.", [["다리가 낡았다", "김 의원", "verb"]]),
        ("「다리가 낡았다.」 김 의원의 말이다.", [["다리가 낡았다.", "김 의원", "behind"]]),
        ("김 의원은 『다리가 낡았다』고 말했다. 『고치자.』 이 의원의 말이다.",
         [["다리가 낡았다", "김 의원", "verb"], ["고치자.", "이 의원", "behind"]]),
        ("「다리를 고치자」를 부르고 «전쟁과 평화»를 읽었다.", []),
        # headlines, questions, nested marks, text cut behind an opening mark
        ("군청 “다리 고친다”", [["다리 고친다", "군청", "headline"]]),
        ("기자는 “다리를 고칩니까?”라고 물었다.", [["다리를 고칩니까?", "기자", "verb"]]),
        ("김 의원은 “‘곧 고친다’는 말을 믿느냐”고 물었다.", [["‘곧 고친다’는 말을 믿느냐", "김 의원", "verb"]]),
        ("김 의원은 “다리가 너무", [["다리가 너무", "김 의원", "verb"]]),
        # a verb before a noun
        ("“다리를 고치자”고 말한 김철수 대표가 웃었다.", [["다리를 고치자", "김철수 대표", "adnominal"]]),
        ("김 의원은 “다리를 고치자”고 말한 것으로 알려졌다.", [["다리를 고치자", "김 의원", "verb"]]),
        # reported speech
        ("박 대표는 값이 오른다고 말했다.", [["값이 오른다고", "박 대표", "reported"]]),
        ("값이 오른다고 박 대표가 밝혔다.", [["값이 오른다고", "박 대표", "reported"]]),
        ("시장은 웃었고, 주민들은 다리가 낡았다고 주장했다.", [["다리가 낡았다고", "주민들", "reported"]]),
        ("기상청에 따르면 내일은 비가 온다.", [["내일은 비가 온다.", "기상청", "according"]]),
        # no speech
        ("“동맹”은 길다.", []),
        ("김 의원은 ‘빠른 다리’라는 이름을 지었다.", []),
        ("그는 값이 오른다고 생각했다.", []),
        ("값이 오른다고 말했다.", []),
        ("이유는 값이 오른다고 설명했다.", []),
    ],
)  # fmt: skip
def test_who_says_what(text: str, expected: list[list[str]]) -> None:
    assert spoken(text) == expected


def test_places_of_words_and_speakers_are_those_of_the_text() -> None:
    text = "(서울=가나통신) 박지은 기자 = 군청 관계자는 “다리를 고친다”고 밝혔다. 둘째 문장이다."
    found = said(text)
    corpus_text = da.Corpus.from_texts({"d": text}).documents["text"].iloc[0]
    row = found.iloc[0]
    assert len(found) == 1
    assert corpus_text[row["start"] : row["end"]] == row["text"] == "다리를 고친다"
    assert corpus_text[row["speaker_start"] : row["speaker_end"]] == row["speaker"] == "군청 관계자"
    assert (row["anonymous"], row["verb"], row["verb_class"]) == (True, "밝히다", "written")


@pytest.mark.parametrize(
    ("speaker", "anonymous", "kind"),
    [
        ("김철수 대표", False, "person"),
        ("대통령실 핵심 관계자", True, "person"),
        ("외교부 당국자", True, "person"),
        ("한 의원", True, "person"),
        ("이 의원", False, "person"),
        ("A씨", True, "person"),
        ("김 대표 측", True, "organisation"),
        ("국토교통부", False, "organisation"),
        ("주민들", True, "collective"),
        ("보고서", False, "document"),
    ],
)
def test_what_kind_of_source(speaker: str, anonymous: bool, kind: str) -> None:
    found = said(f"{attach(speaker, '은/는')} “다리가 낡았다”고 말했다.")
    assert found[["speaker", "anonymous", "actor_kind"]].to_numpy().tolist() == [[speaker, anonymous, kind]]


@pytest.mark.parametrize(
    ("words", "kind"),
    [("다리를 고치자", "direct"), ("반드시 고칠 것", "direct"), ("낡은 다리", "partial")],
)
def test_kinds_of_quotation(words: str, kind: str) -> None:
    assert said(f"김 의원은 “{words}”이라고 말했다.")["kind"].tolist() == [kind]


@pytest.mark.parametrize(
    ("verb", "name"),
    [("말했다", "neutral"), ("주장했다", "claiming"), ("비판했다", "attacking"), ("인정했다", "conceding"),
     ("밝혔다", "written")],
)  # fmt: skip
def test_classes_of_verbs(verb: str, name: str) -> None:
    assert said(f"김 의원은 “다리가 낡았다”고 {verb}.")["verb_class"].tolist() == [name]


def test_a_surname_goes_with_the_one_full_name_that_has_its_title() -> None:
    found = said("김철수 대표가 왔다. 김 대표는 “다리를 고치자”고 말했다.")
    assert found[["speaker", "name", "title"]].to_numpy().tolist() == [["김 대표", "김철수", "대표"]]
    other = said("김철수 의원이 왔다. 김 대표는 “다리를 고치자”고 말했다.")
    assert other["name"].tolist() == ["김 대표"]


def test_a_surname_that_two_fit_stays_and_is_listed() -> None:
    found = said("이영희 대표와 이순자 대표가 만났다. 이 대표는 “다리를 고치자”고 말했다.")
    assert found["name"].tolist() == ["이 대표"]
    assert found.attrs["ambiguous"] == ["d: 이 대표"]


def test_what_it_refuses() -> None:
    with pytest.raises(OptionError, match="pre-tokenised"):
        da.stats.quotations(da.Tokens.from_terms({"d": ["a"]}))
    tokens = da.segment(da.Corpus.from_texts({"d": "한미 동맹이다."}))
    book = da.codebook.read("alliance-startup")
    with pytest.raises(RefusalError, match="redacted"):
        da.stats.quotations(tokens.redact(codebook=book))


def test_the_same_bytes_twice() -> None:
    text = "김 의원은 “다리가 낡았다”고 말했다. 이어 “무너진다”고 했다."
    assert said(text).to_csv() == said(text).to_csv()


def test_a_party_with_a_particle_in_its_name_speaks_for_itself() -> None:
    found = said("가나당은 “다리를 놓겠다”고 했다. 국민의힘은 “길이 먼저다”라며 “골목부터 넓히자”고 했다.")
    assert found[["speaker", "carried"]].to_numpy().tolist() == [["가나당", False], *[["국민의힘", False]] * 2]


@pytest.mark.parametrize(
    ("speaker", "anonymous"),
    [
        ("K 의원", True),
        ("AB씨", True),
        ("김가람 UN 사무총장", False),
        ("GN은행", False),
        ("LN전자 사장", False),
    ],
)
def test_letters_hide_a_name_where_one_stands_for_it(speaker: str, anonymous: bool) -> None:
    found = said(f"{attach(speaker, '은/는')} “다리를 고치자”고 말했다.")
    assert found[["speaker", "anonymous"]].to_numpy().tolist() == [[speaker, anonymous]]
