from __future__ import annotations

import pytest

import analysis as da
from analysis import errors, measures
from analysis.stats.diversity import _ending_type


def test_by_hand() -> None:
    tokens = da.Tokens.from_terms({"d1": list("abacadabra"), "d2": ["x"]})
    table = da.stats.diversity(tokens, tags=None, window=3).set_index("doc")
    first = table.loc["d1"]
    assert (first["tokens"], first["types"], first["ttr"]) == (10, 5, 0.5)
    assert first["cttr"] == pytest.approx(5 / 20**0.5)
    assert first["mattr"] == pytest.approx(21 / 24)
    assert first["msttr"] == pytest.approx(8 / 9)
    assert first["yule_k"] == pytest.approx(2200)  # 10^4 (25 + 4 + 3 - 10) / 100
    assert first["simpson_d"] == pytest.approx(22 / 90)
    # what is too short says nothing
    assert first[["hdd"]].isna().all()
    assert table.loc["d2", ["herdan_c", "maas", "msttr", "mattr", "mtld", "hdd", "simpson_d"]].isna().all()


def test_mtld_longer_than_the_text_is_not_said() -> None:
    # a b c a: the formula extrapolates to 4.48 tokens from four
    assert measures.mtld(list("abca")) == pytest.approx(4.48)
    assert da.stats.diversity(da.Tokens.from_terms({"d": list("abca")}), tags=None)["mtld"].isna().all()
    assert da.stats.diversity(da.Tokens.from_terms({"d": list("aaaaaa")}), tags=None)["mtld"].tolist() == [2]


def test_the_unit_is_declared_and_a_type_has_a_tag() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "길을 걷고 길을 걸었다.", "b": "."}))
    lemma = da.stats.diversity(tokens)
    # 길 걷다 길 걷다
    assert lemma[["doc", "tokens", "types"]].values.tolist() == [["a", 4, 2], ["b", 0, 0]]
    assert lemma["ttr"].isna().tolist() == [False, True]  # a document without a token keeps its row
    assert da.stats.diversity(tokens, unit="surface")["types"].tolist() == [3, 0]  # 걷 and 걸
    assert lemma.attrs["unit"] == "기본형"
    with pytest.raises(errors.OptionError, match="unit must be one of"):
        da.stats.diversity(tokens, unit="eojeol")  # type: ignore[arg-type]
    with pytest.raises(errors.OptionError, match="needs every word, and these tokens are redacted"):
        da.stats.diversity(tokens.redact())


def test_descriptors_by_hand() -> None:
    text = "새 길을 연다. 누가 갈까? 함께 가자! 이제는 늦었지. 누가 왔어?\n韓美 정상의 만남, 그 뒤 - AI"
    table = da.stats.descriptors(da.segment(da.Corpus.from_texts({"a": text, "b": "…"}))).set_index("doc")
    a = table.loc["a"]
    assert a["sentences"] == 6
    # 3 + 2 + 2 + 2 + 2 and 韓美 정상의 만남, 그 뒤 AI; the dash between spaces is no word
    assert a["eojeol"] == 17
    assert a["eojeol_per_sentence"] == pytest.approx(17 / 6)
    kinds = a[["declarative", "interrogative", "directive", "open_ended", "without_ending"]] * 6
    # 연다 | 갈까? and 왔어? | 가자! | 늦었지. | the line without an ending
    assert kinds.astype(float).round(9).tolist() == [1, 2, 1, 1, 1]
    b = table.loc["b"]
    assert (b["sentences"], b["eojeol"]) == (0, 0)
    assert b.drop(["sentences", "eojeol"]).isna().all()


def test_shares_of_scripts_and_nominal_endings() -> None:
    table = da.stats.descriptors(da.segment(da.Corpus.from_texts({"a": "韓美 AI 협력. 협력하기가 쉽다."})))
    row = table.iloc[0]
    # content: 韓美/SH AI/SL 협력 협력 쉽다; nominal ending: 기, in five eojeol
    assert (row["hanja"], row["foreign"]) == (pytest.approx(0.2), pytest.approx(0.2))
    assert row["nominalised"] == pytest.approx(100 / 5)
    assert row["nouns_per_predicate"] == pytest.approx(2 / 1)


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("다", "declarative"),
        ("ᆫ다", "declarative"),
        ("습니다", "declarative"),
        ("더라", "declarative"),
        ("네요", "declarative"),
        ("구나", "declarative"),
        ("리라", "declarative"),
        ("ᆯ까", "interrogative"),
        ("는가", "interrogative"),
        ("습니까", "interrogative"),
        ("나요", "open_ended"),
        ("어요", "open_ended"),
        ("지", "open_ended"),
        ("는데", "open_ended"),
        ("자", "directive"),
        ("ᆸ시다", "directive"),
        ("십시오", "directive"),
        ("으세요", "directive"),
        ("어라", "directive"),
    ],
)
def test_endings(form: str, kind: str) -> None:
    assert _ending_type(form) == kind


def test_descriptors_need_every_morpheme() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "새 길을 연다."}))
    for spoilt, why in (
        (tokens.redact(), "redacted"),
        (tokens.keep(tags=["NNG"]), "they went through Tokens.keep"),
        (da.Tokens.from_terms({"a": ["길"]}), "they came tokenised"),
    ):
        with pytest.raises(errors.OptionError, match=why):
            da.stats.descriptors(spoilt)
