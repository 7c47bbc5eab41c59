"""Rules over terms: when they hold, where their hits stand, and what is refused; read off the texts by eye."""

from __future__ import annotations

import logging
from pathlib import Path

import pandas as pd
import pytest
import yaml

import analysis as da
from analysis.__main__ import main
from analysis.codebook import Codebook, evidence, loads
from analysis.errors import CodebookError, OptionError
from analysis.matcher.arrays import Arrays
from analysis.record import concordances, headline

LABEL = {"ko": "틀", "en": "frame"}


def book(*terms: dict[str, object], **top: object) -> Codebook:
    """Build a codebook of one frame; a term of the id `r` unless it says otherwise."""
    frame = {
        "id": "f",
        "label": LABEL,
        "colour": "blue",
        "definition": "toy",
        "terms": [{"id": "r"} | t for t in terms],
    }
    made = {"author": "toy", "basis": "toy", "licence": "toy"}
    data = {"schema": "kfa-codebook/1", "id": "toy", "version": "1", "status": "unvalidated", "title": LABEL}
    return loads(yaml.safe_dump(data | {"unit": "sentence", "provenance": made, "frames": [frame]} | top), name="toy")


def ruled(**rule: object) -> Codebook:
    return book({"rule": rule})


def segment(*texts: str) -> da.Tokens:
    return da.segment(da.Corpus.from_texts({f"d{n}": text for n, text in enumerate(texts)}))


def found(text: str, codebook: Codebook, term: str = "r") -> list[tuple[int, str]]:
    """List sentence and surface of the hits of a term."""
    hits = da.framing.hits(segment(text), codebook)
    hits = hits[hits["term"] == term]
    return list(zip(hits["sentence"].tolist(), hits["surface"].astype(str), strict=True))


# -- what holds -----------------------------------------------------------------------------------

STRIKE = "노조는 협상에 나섰다. 합의는 노조가 깼다. 노조는 소송과 합의를 말했다. 노조는 쉰다. 협상은 길다."


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"all": ["노조", "협상"]}, [(1, "노조")]),
        ({"all": ["노조", "(협상|합의)"]}, [(1, "노조"), (2, "합의"), (3, "노조")]),  # 합의 stands before 노조 in 2
        ({"all": ["노조", "(협상|합의)"], "none": ["소송"]}, [(1, "노조"), (2, "합의")]),
        ({"any": ["협상", "소송"]}, [(1, "협상"), (3, "소송"), (5, "협상")]),
        ({"any": ["노조", "소송", "합의"], "at_least": 2}, [(2, "합의"), (3, "노조")]),
        ({"any": ["노조", "소송", "합의"], "at_least": 3}, [(3, "노조")]),
        ({"all": ["노조"], "none": ["협상", {"all": ["소송", "합의"]}]}, [(2, "노조"), (4, "노조")]),
        ({"all": ["노조", {"any": ["협상", {"none": ["합의"]}]}]}, [(1, "노조"), (4, "노조")]),
        ({"all": ["노조", "파업"]}, []),
    ],
)
def test_a_rule_has_one_hit_in_every_unit_at_its_first_match(rule: dict, expected: list[tuple[int, str]]) -> None:
    assert found(STRIKE, ruled(**rule)) == expected


PARAGRAPHS = "노조가 나섰다. 회사는 쉰다.\n노조는 길다.\n회사가 나섰다."


@pytest.mark.parametrize(
    ("within", "expected"),
    [("sentence", []), ("paragraph", [(1, "노조")]), ("document", [(1, "노조")])],
)
def test_the_unit_may_be_a_sentence_a_paragraph_or_a_document(within: str, expected: list[tuple[int, str]]) -> None:
    assert found(PARAGRAPHS, ruled(all=["노조", "회사"], within=within)) == expected


def test_a_rule_of_a_document_sees_all_of_a_long_one(monkeypatch: pytest.MonkeyPatch) -> None:
    pieces = Arrays.pieces
    monkeypatch.setattr(Arrays, "pieces", lambda self, _=0, **how: pieces(self, 4, **how))
    assert found(PARAGRAPHS, ruled(all=["노조", "나서/VV"], none=["파업"], within="document")) == [(1, "노조")]
    text = "노조가 나섰다.\n비가 온다.\n비가 온다.\n회사는 쉰다."
    assert found(text, ruled(all=["노조", "회사"], within="document")) == [(1, "노조")]


def test_a_rule_in_a_rule_may_have_a_smaller_unit() -> None:
    rule = {"all": ["정부", {"all": ["노조", "회사"], "within": "sentence"}], "within": "document"}
    assert found("정부가 말했다. 노조와 회사가 만났다.", ruled(**rule)) == [(1, "정부")]
    assert found("정부가 말했다. 노조가 만났다. 회사는 쉰다.", ruled(**rule)) == []


# 예산/NNG 은/JX 오늘/NNG 아침/NNG 정부/NNG: three words on, and four morphemes
BUDGET = "예산은 오늘 아침 정부가 늘린다. 정부는 예산을 늘린다."


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"near": ["정부", "예산"], "distance": 1}, [(2, "정부")]),
        ({"near": ["정부", "예산"], "distance": 2}, [(2, "정부")]),
        ({"near": ["정부", "예산"], "distance": 3}, [(1, "예산"), (2, "정부")]),
        ({"near": ["정부", "예산"], "distance": 3, "distance_in": "morphemes"}, [(2, "정부")]),
        ({"near": ["정부", "예산"], "distance": 4, "distance_in": "morphemes"}, [(1, "예산"), (2, "정부")]),
        ({"near": ["정부", "예산"], "distance": 3, "ordered": True}, [(2, "정부")]),
        ({"near": ["예산", "정부"], "ordered": True}, [(1, "예산")]),
        ({"near": ["정부", "예산", "아침"], "distance": 2}, [(1, "예산")]),  # 예산 2 아침 1 정부
        ({"near": ["정부", "예산", "아침"], "distance": 1}, []),
        ({"all": ["오늘"], "near": ["정부", "예산"], "distance": 3}, [(1, "예산")]),
        ({"near": ["예산", "예산"], "distance": 9}, []),  # two places, not one twice
    ],
)
def test_near_is_a_chain_of_places(rule: dict, expected: list[tuple[int, str]]) -> None:
    assert found(BUDGET, ruled(**rule)) == expected


def test_a_chain_begins_where_it_holds_together() -> None:
    # the first 정부 is too far from 예산; the second begins the chain
    text = "정부는 어제 오늘 내일 모레 말하고 정부는 예산을 늘린다."
    hits = da.framing.hits(segment(text), ruled(near=["정부", "예산"], distance=1))
    assert hits["start"].tolist() == [text.rindex("정부")]


def test_a_chain_may_go_on_from_any_of_several_places() -> None:
    # 정부 and the second 예산 are 2 apart, that and 국회 2; from the first 예산 to 국회 it is 3
    assert found("정부 예산 예산 오늘 국회", ruled(near=["정부", "예산", "국회"], distance=2)) == [(1, "정부")]


def test_near_may_go_from_sentence_to_sentence_in_a_wider_unit() -> None:
    text = "정부가 말했다. 예산이 준다."
    assert found(text, ruled(near=["정부", "예산"], distance=2, within="paragraph")) == [(1, "정부")]
    assert found(text, ruled(near=["정부", "예산"], distance=2)) == []


# -- terms ----------------------------------------------------------------------------------------


def test_a_rule_names_terms_whose_own_conditions_hold() -> None:
    term = {"id": "al", "match": "동맹", "not_after": ["휴학"], "tier": "support"}
    codebook = book(term, {"rule": {"all": ["al", "미국"]}})
    assert found("미국과 동맹을 맺었다. 미국은 동맹 휴학을 모른다.", codebook) == [(1, "미국")]
    # the same word as a pattern has no conditions
    assert len(found("미국과 동맹을 맺었다. 미국은 동맹 휴학을 모른다.", ruled(all=["동맹", "미국"]))) == 2


def test_a_rule_names_another_rule_wherever_it_stands_in_the_file() -> None:
    codebook = book(
        {"id": "r", "rule": {"all": ["talks", "정부"], "none": ["law"]}},
        {"id": "talks", "rule": {"all": ["노조", "회사"]}},
        {"id": "law", "rule": {"all": ["소송", "법원"]}},
    )
    text = "정부는 노조와 회사를 불렀다. 정부는 노조와 회사의 소송을 법원에 넘겼다. 노조와 회사가 만났다."
    assert found(text, codebook) == [(1, "정부")]
    assert found(text, codebook, "talks") == [(1, "노조"), (2, "노조"), (3, "노조")]
    assert found(text, codebook, "law") == [(2, "소송")]


def test_a_word_that_is_also_an_id_is_meant_as_a_word_in_brackets() -> None:
    codebook = book({"id": "동맹", "match": "우방"}, {"rule": {"all": ["(동맹)", "미국"]}})
    assert found("미국은 우방이다. 미국은 동맹이다.", codebook) == [(2, "미국")]


def test_under_a_mask_nothing_licenses_and_nothing_cancels() -> None:
    text = "기후에너지환경부와 정부가 만났다. 에너지와 정부가 만났다."
    assert found(text, book({"rule": {"all": ["에너지", "정부"]}}, mask=["기후에너지환경부"])) == [(2, "에너지")]
    assert found(text, book({"rule": {"all": ["정부"], "none": ["에너지"]}}, mask=["기후에너지환경부"])) == [
        (1, "정부")
    ]


# -- counting -------------------------------------------------------------------------------------


def test_a_rule_takes_part_in_the_overlap_of_its_frame() -> None:
    # the longest wins: 한미 동맹; at the same place the rule goes before the plain term
    codebook = book(
        {"id": "short", "match": "동맹"}, {"id": "long", "match": "한미 동맹"}, {"rule": {"all": ["동맹", "위협"]}}
    )
    hits = da.framing.hits(segment("한미 동맹이 위협을 받는다. 동맹이 위협을 받는다."), codebook)
    assert hits[["sentence", "term"]].to_numpy().tolist() == [[1, "long"], [2, "r"]]


@pytest.mark.parametrize(("scope", "expected"), [("frame", ["a", "r"]), ("codebook", ["r"])])
def test_across_frames_it_takes_part_where_the_codebook_says_so(scope: str, expected: list[str]) -> None:
    frames = [
        {"id": name, "label": LABEL, "colour": "blue", "definition": "toy", "terms": [term]}
        for name, term in (("f", {"id": "a", "match": "동맹"}), ("g", {"id": "r", "rule": {"all": ["동맹", "위협"]}}))
    ]
    codebook = book({"match": "x"}, frames=frames, defaults={"nested_scope": scope})
    assert da.framing.hits(segment("동맹이 위협을 받는다."), codebook)["term"].tolist() == expected


def test_weight_tier_and_cap_are_those_of_the_term() -> None:
    # in paragraph 1 the support rule stands beside a core hit, in paragraph 2 alone; 노조 twice is one hit of the rule
    codebook = book(
        {"id": "core", "match": "파업"},
        {"id": "r", "rule": {"all": ["노조", "회사"]}, "tier": "support", "weight": 0.5},
    )
    tokens = segment("노조와 노조가 회사를 찾았다. 파업은 길다.\n노조와 회사가 만났다.")
    hits = da.framing.hits(tokens, codebook)
    assert hits[["term", "weight", "counted"]].to_numpy().tolist() == [
        ["r", 0.5, True],
        ["core", 1.0, True],
        ["r", 0.5, False],
    ]
    assert da.framing.score(hits, tokens, by="document")["weight"].tolist() == [1.5]


def test_what_a_clause_says_of_a_hit_goes_for_the_hit_of_a_rule() -> None:
    hits = da.framing.hits(segment("노조는 회사를 찾지 않았다."), ruled(all=["노조", "회사"]))
    assert hits["negated"].tolist() == [True]


# -- documents ------------------------------------------------------------------------------------

DOCUMENTS = pd.DataFrame(
    {"doc": ["d0", "d1", "d2"], "outlet": ["가나일보", "다라신문", None], "year": [2023, 2024, 2024]}
)
ALL_THREE = ("노조가 나섰다.", "노조가 나섰다.", "노조가 나섰다.")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"where": {"outlet": ["가나일보"]}}, ["d0"]),
        ({"where": {"outlet": ["가나일보", "다라신문"]}}, ["d0", "d1"]),
        ({"where": {"outlet": ["다라신문"], "year": [2024]}}, ["d1"]),
        ({"none": [{"where": {"outlet": ["가나일보"]}}]}, ["d1", "d2"]),  # without a value it does not fit
    ],
)
def test_a_rule_may_ask_for_a_document_variable(rule: dict, expected: list[str]) -> None:
    hits = da.framing.hits(segment(*ALL_THREE), ruled(all=["노조"], **rule), documents=DOCUMENTS)
    assert hits["doc"].tolist() == expected


def test_without_documents_or_the_variable_it_is_refused_in_a_sentence() -> None:
    tokens, codebook = segment(*ALL_THREE), ruled(all=["노조"], where={"outlet": ["가나일보"]})
    with pytest.raises(OptionError, match="term 'r' of codebook toy counts only where the document variable 'outlet'"):
        da.framing.hits(tokens, codebook)
    with pytest.raises(OptionError, match="asks for 'outlet', but the documents have year"):
        da.framing.hits(tokens, codebook, documents=DOCUMENTS[["doc", "year"]])
    with pytest.raises(OptionError, match="the documents lack 'd2'"):
        da.framing.hits(tokens, codebook, documents=DOCUMENTS.head(2))


def test_a_value_that_no_document_has_is_named(caplog: pytest.LogCaptureFixture) -> None:
    codebook = ruled(all=["노조"], where={"outlet": ["가나일보", "가니일보"]})
    with caplog.at_level(logging.WARNING):
        da.framing.hits(segment(*ALL_THREE), codebook, documents=DOCUMENTS)
    assert "no document has for outlet: 가니일보" in caplog.text


def test_other_functions_pass_the_documents_on() -> None:
    codebook = ruled(all=["노조"], where={"outlet": ["가나일보"]})
    tokens = segment(*ALL_THREE)
    other = ruled(all=["노조"], where={"outlet": ["다라신문"]})
    table = da.framing.changes(tokens, codebook, other, documents=DOCUMENTS)
    assert table[["doc", "change", "why"]].to_numpy().tolist() == [
        ["d0", "lost", "rule.where"],
        ["d1", "gained", "rule.where"],
    ]


def test_stability_sample_report_explorer_and_command_know_the_documents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"{name},노조가 나섰다. 회사가 나섰다. 노조는 {name}다." for name in ("가나일보", "다라신문", "마바신문")]
    (tmp_path / "texts.csv").write_text("\n".join(["outlet,text", *rows]), encoding="utf-8")
    corpus = da.read(tmp_path / "texts.csv", clean="none")
    where = {"outlet": ["가나일보"]}
    frames = [
        {"id": name, "label": LABEL, "colour": "blue", "definition": "toy", "terms": [{"id": name, **term}]}
        for name, term in (("f", {"rule": {"all": ["노조"], "where": where}}), ("g", {"match": "회사"}))
    ]
    codebook = book({"match": "x"}, frames=frames, compare=["f", "g"])
    tokens, first = da.segment(corpus), str(corpus.documents["doc"].iloc[0])
    one = tokens.only(docs=[first])
    assert da.framing.stability(one, codebook, documents=corpus.documents).attrs["base"]["weight_a"] == 2.0
    sample = da.validation.sample(corpus, tokens, codebook, n=3, unit="paragraph")
    assert len(sample) == 3
    assert headline.collect(one, codebook, documents=corpus.documents)
    told = concordances.collect(corpus, tokens, merged=None, codebooks=[codebook])
    assert sum(hit["frame"] == "f" for hit in told["books"][0]["hits"]) == 2
    assert sum(item.n for item in da.explore(corpus, codebook=codebook).lists[1].items) == 5
    path = tmp_path / "toy.yaml"
    path.write_text(
        yaml.safe_dump(codebook.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"sha256"})),
        "utf-8",
    )
    assert main(["frames", str(tmp_path / "texts.csv"), "--codebook", str(path), "--hits", "--json"]) == 0
    assert capsys.readouterr().out.count('"frame": "f"') == 2


# -- redaction ------------------------------------------------------------------------------------


def blanked(tokens: da.Tokens, codebook: Codebook) -> da.Tokens:
    """Blank every row that is no evidence."""
    table = tokens.table.copy()
    kept = table.index.isin(evidence(table, codebook))
    for name in ("surface", "form", "lemma"):
        table[name] = table[name].astype(str).where(kept, "").astype("category")
    return da.Tokens(table, tokens.recipe)


@pytest.mark.parametrize(
    "rule",
    [
        {"all": ["노조", "(협상|합의)"], "none": ["소송"]},
        {"all": ["노조"], "none": ["협상", {"all": ["소송", "합의"]}]},
        {"near": ["노조", "협상"], "distance": 2},
        {"any": ["노조", "소송", "합의"], "at_least": 2, "within": "document"},
        {"all": ["노조"], "none": [{"all": ["소송"], "where": {"outlet": ["가나일보"]}}]},
        {"all": ["노조"], "none": [{"any": ["소송", "협상"], "none": ["합의"]}]},
    ],
)
def test_a_redacted_table_gives_the_same_hits(rule: dict) -> None:
    codebook = ruled(**rule)
    for outlet in ("가나일보", "다라신문"):
        documents = pd.DataFrame({"doc": ["d0"], "outlet": [outlet]})
        tokens = segment(STRIKE)
        hits = da.framing.hits(tokens, codebook, documents=documents)
        again = da.framing.hits(blanked(tokens, codebook), codebook, documents=documents)
        assert len(hits)
        assert again["start"].tolist() == hits["start"].tolist()


def test_words_that_decide_nothing_are_no_evidence() -> None:
    # 소송 stands in sentence 2, where the rule cannot hold whatever is there
    tokens = segment("노조는 소송을 걸었다. 소송은 길다.")
    rows = evidence(tokens.table, ruled(all=["노조"], none=["소송"]))
    kept = tokens.table.loc[rows]
    assert kept[kept["surface"] == "소송"]["sentence"].tolist() == [1]


# -- the file -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "complaint"),
    [
        (
            {"rule": {"all": ["노조"], "nane": ["소송"]}},
            "term 'r', field 'rule.nane': unknown key; did you mean 'none'",
        ),
        ({"rule": {"all": [{"anny": ["노조"]}]}}, "field 'rule.all[1].anny': unknown key; did you mean 'any'"),
        ({"rule": {"all": "노조"}}, "field 'rule.all': '노조' is no list; write it as [노조]"),
        ({"rule": {}}, "field 'rule': has no condition; write all, any, none, near or where"),
        ({"rule": {"none": ["노조"]}}, "has a rule that holds without any word"),
        ({"rule": {"where": {"outlet": ["가"]}}}, "has a rule that holds without any word"),
        ({"rule": {"any": ["노조", {"none": ["소송"]}]}}, "has a rule that holds without any word"),
        ({"rule": {"near": ["노조", "회사"]}}, "has near without a distance"),
        ({"rule": {"near": ["노조"], "distance": 1}}, "has 1 in near; write 2 to 8"),
        ({"rule": {"all": ["노조"], "distance": 1}}, "has distance without near"),
        ({"rule": {"any": ["노조"], "at_least": 2}}, "has at_least 2 but 1 in any"),
        ({"rule": {"all": ["(노조"]}}, "field 'rule': pattern '(노조', character 1"),
        ({"rule": {"all": ["노조"], "within": "page"}}, "'page' is not allowed; use 'sentence'"),
        ({"rule": {"all": ["노조"], "where": {"outlet": []}}}, "field 'rule.where.outlet': is empty"),
        (
            {"rule": {"all": [{"any": ["노조"], "within": "document"}]}},
            "within a document, and this one within a sentence",
        ),
        ({"rule": {"all": ["r"]}}, "the rules of the terms r -> r name each other in a circle"),
        ({"rule": {"all": ["노조"]}, "not_as": ["date"]}, "has not_as beside a rule; give it to a term that the rule"),
        (
            {"rule": {"all": ["노조"]}, "match": "회사"},
            "needs either match (a pattern), number (a kind of quantity) or",
        ),
    ],
)
def test_a_rule_that_means_nothing_is_refused_in_a_sentence(term: dict[str, object], complaint: str) -> None:
    with pytest.raises(CodebookError) as error:
        book(term)
    assert complaint in str(error.value)


def test_a_misspelt_id_is_no_word() -> None:
    term = {"id": "al01", "match": "동맹"}
    with pytest.raises(CodebookError, match=r"names 'al1', which is no term; did you mean 'al01'\? Write \(al1\) for"):
        book(term, {"rule": {"all": ["al1", "미국"]}})
    assert found("al1은 미국이다.", book(term, {"rule": {"all": ["(al1)", "미국"]}})) == [(1, "al1")]
    book(term, {"rule": {"all": ["AI", "미국"]}})


def test_a_circle_is_named_term_by_term() -> None:
    rules = {"r1": ["r2", "노조"], "r2": ["r3"], "r3": ["회사", "r1"]}
    with pytest.raises(CodebookError, match="terms r1 -> r2 -> r3 -> r1 name each other in a circle"):
        book(*({"id": name, "rule": {"any": parts}} for name, parts in rules.items()))


def test_a_rule_cannot_name_one_of_a_wider_unit() -> None:
    wide = {"id": "wide", "rule": {"all": ["노조", "회사"], "within": "document"}}
    with pytest.raises(CodebookError, match="term 'r': the rule of 'wide' is held within a document, and this one"):
        book(wide, {"rule": {"all": ["wide", "정부"]}})


def test_plain_terms_have_no_sentences() -> None:
    terms = da.Tokens.from_terms(pd.DataFrame({"doc": ["d"] * 2, "word": ["노조", "회사"]}))
    with pytest.raises(OptionError, match="the rule of term 'r' of codebook toy needs sentences or the order of words"):
        da.framing.hits(terms, ruled(all=["노조", "회사"]))
    assert da.framing.hits(terms, ruled(all=["노조", "회사"], within="document"))["surface"].tolist() == ["노조"]
    with pytest.raises(OptionError, match="term 'r' of codebook toy needs tags"):
        da.framing.hits(terms, ruled(all=["노조", "나서/VV"], within="document"))


# -- check, diff, changes, export -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ({"all": ["노조", "회사"], "none": ["소송"]}, "어제 노조 그리고 회사 이야기가 나왔다."),
        ({"any": ["노조", "회사", "정부"], "at_least": 2}, "어제 노조 그리고 회사 이야기가 나왔다."),
        ({"all": ["정부"], "near": ["노조", "회사"], "distance": 1}, "어제 정부 그리고 노조 회사 이야기가 나왔다."),
        ({"all": ["노조", "x"], "where": {"outlet": ["가"]}}, "어제 노조 그리고 파업 이야기가 나왔다."),
    ],
)
def test_check_writes_a_sentence_in_which_a_rule_must_hold(rule: dict[str, object], text: str) -> None:
    table = da.framing.check(book({"rule": rule}, {"id": "x", "match": "파업"}))
    row = table[(table["check"] == "reachable") & (table["term"] == "r")].iloc[0]
    assert (row["text"], row["passed"]) == (text, True)


def test_check_tells_a_rule_that_cancels_itself() -> None:
    table = da.framing.check(ruled(all=["노조", "회사"], none=["(노조|파업)"]))
    assert table[table["check"] == "reachable"]["passed"].tolist() == [False]


def test_diff_and_changes_name_what_differs() -> None:
    old = book({"rule": {"all": ["노조", "회사"]}})
    new = book({"rule": {"all": ["노조", "회사"], "none": ["소송"]}})
    row = da.codebook.diff(old, new).iloc[0]
    assert row[["field", "detail"]].tolist() == ["rule", "+ none(소송)"]
    table = da.framing.changes(segment("노조와 회사는 소송을 한다."), old, new)
    assert table[["surface", "change", "why", "detail"]].to_numpy().tolist() == [
        ["노조", "lost", "rule.none", "+ none(소송)"]
    ]


@pytest.mark.parametrize(
    ("old", "new", "text", "why"),
    [
        ({"all": ["노조"]}, {"all": ["노조", "회사"]}, "노조가 쉰다.", "rule.all"),
        ({"any": ["노조", "회사"]}, {"any": ["회사", "정부"]}, "노조가 쉰다.", "rule.any"),
        ({"all": ["노조"]}, {"near": ["노조", "회사"], "distance": 1}, "노조가 오늘 회사를 찾는다.", "rule.near"),
        ({"all": ["노조", "회사"], "within": "document"}, {"all": ["노조", "회사"]}, "노조다. 회사다.", "rule.all"),
    ],
)
def test_changes_name_the_first_key_that_fails(old: dict, new: dict, text: str, why: str) -> None:
    assert da.framing.changes(segment(text), ruled(**old), ruled(**new))["why"].tolist() == [why]


def test_changes_tell_a_hit_that_moved_and_a_term_that_a_rule_names() -> None:
    tokens = segment("정부와 노조와 회사가 만났다.")
    table = da.framing.changes(tokens, ruled(all=["노조", "회사"]), ruled(all=["노조", "회사", "정부"]))
    assert table[["surface", "change", "why"]].to_numpy().tolist() == [
        ["정부", "gained", "rule.first"],
        ["노조", "lost", "rule.first"],
    ]
    named = [book({"id": "a", "match": m}, {"rule": {"all": ["a", "회사"]}}) for m in ("노조", "노동조합")]
    table = da.framing.changes(segment("회사와 노조가 만났다."), *named).set_index("term")
    assert table.loc["r", ["why", "detail"]].tolist() == ["rule.all", "a: 노조 -> 노동조합"]


def test_a_mask_and_an_overlap_are_told_from_a_rule_that_fails() -> None:
    tokens = segment("노조 회사가 만났다.")
    plain = ruled(all=["노조", "회사"])
    assert da.framing.changes(tokens, plain, book({"rule": {"all": ["노조", "회사"]}}, mask=["노조 회사"]))[
        "why"
    ].tolist() == ["mask"]
    longer = book({"rule": {"all": ["노조", "회사"]}}, {"id": "long", "match": "노조 회사"})
    assert da.framing.changes(tokens, plain, longer)["why"].tolist() == ["overlap", "term added"]


def test_coders_read_a_rule_in_words(tmp_path) -> None:
    rule = {"all": ["노조", {"any": ["합의", "협상"]}], "none": ["소송"], "where": {"outlet": ["가", "나"]}}
    near = {"near": ["노조", "회사"], "distance": 3, "ordered": True, "within": "paragraph"}
    codebook = book(
        {"rule": rule}, {"id": "n", "rule": near}, {"id": "k", "rule": {"any": ["가", "나"], "at_least": 2}}
    )
    page = da.codebook.export(codebook, tmp_path / "a.md").read_text(encoding="utf-8")
    assert "규칙: 모두(노조, (하나 이상(합의, 협상))); 없음(소송); 글의 변수 outlet=가\\|나; 단위: 문장" in page
    assert "규칙: 가까이 3 단어 안, 이 차례로(노조, 회사); 단위: 문단" in page
    assert "규칙: 하나 이상 가운데 적어도 2(가, 나); 단위: 문장" in page
    da.codebook.export(codebook, tmp_path / "a.xlsx")
