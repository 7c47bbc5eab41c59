"""Terms that need parties, or count only where they are no date, name or item of a list; read off the texts by eye."""

from __future__ import annotations

import pytest
import yaml

import analysis as da
from analysis.codebook import Codebook, evidence, loads
from analysis.codebook.parties import states
from analysis.errors import CodebookError

LABEL = {"ko": "틀", "en": "frame"}


def book(term: dict[str, object], **top: object) -> Codebook:
    """Build a codebook of one frame with one term."""
    frame = {"id": "f", "label": LABEL, "colour": "blue", "definition": "toy", "terms": [{"id": "t"} | term]}
    made = {"author": "toy", "basis": "toy", "licence": "toy"}
    data = {"schema": "kfa-codebook/1", "id": "toy", "version": "1", "status": "unvalidated", "title": LABEL}
    return loads(yaml.safe_dump(data | {"unit": "sentence", "provenance": made, "frames": [frame]} | top), name="toy")


def found(text: str, codebook: Codebook) -> list[str]:
    """List the surfaces of the hits in a text."""
    tokens = da.segment(da.Corpus.from_texts({"d": text}))
    return da.framing.hits(tokens, codebook)["surface"].astype(str).tolist()


PARTIES = book({"match": "(동맹|정상 회담|안보)", "parties": ["한국", "미국"]})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("한국과 미국은 동맹을 다졌다.", ["동맹"]),
        ("한국과 일본은 정상회담을 열었다.", []),
        ("韓美 정상회담이 열렸다.", ["정상회담"]),
        ("한·미 동맹은 길다.", ["동맹"]),
        ("윤석열 대통령과 바이든 대통령은 정상회담에서 손을 잡았다.", ["정상회담"]),
        ("미 국방부는 안보를 말했다.", []),  # 국방부 of the United States is not Korea's
        ("국방부는 미 국방부와 안보를 말했다.", ["안보"]),
        ("동맹은 길다.", []),
    ],
)
def test_a_term_counts_where_its_sentence_names_all_parties(text: str, expected: list[str]) -> None:
    assert found(text, PARTIES) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("한국과 미국이 만났다. 양국은 동맹을 다졌다.", ["동맹"]),
        ("한국과 일본이 만났다. 양국은 안보를 논했다.", []),
        ("한국과 미국이 만났다. 동맹은 길다.", []),  # nothing points back
        ("한국과 미국이 만났다. 비가 왔다. 두 나라는 안보를 논했다.", ["안보"]),
        ("한국과 미국이 만났다. 한국과 일본도 만났다. 양국은 안보를 논했다.", []),  # the nearest two are meant
        ("한국 대통령이 미국을 찾았다. 이번 정상회담의 뜻은 크다.", ["정상회담"]),
        ("한국 대통령이 미국을 찾았다. 정상회담의 뜻은 크다.", []),
    ],
)
def test_what_points_back_means_the_parties_named_last(text: str, expected: list[str]) -> None:
    assert found(text, PARTIES) == expected


def test_what_points_back_stays_in_its_document() -> None:
    corpus = da.Corpus.from_texts({"a": "한국과 미국이 만났다.", "b": "양국은 동맹을 다졌다."})
    assert da.framing.hits(da.segment(corpus), PARTIES).empty


def test_a_term_may_look_for_its_parties_through_the_document() -> None:
    codebook = book({"match": "동맹", "parties": ["한국", "미국"], "parties_scope": "document"})
    assert found("한국과 미국이 만났다. 비가 왔다. 동맹은 길다.", codebook) == ["동맹"]
    assert found("한국과 미국이 만났다. 미국과 일본도 만났다. 동맹은 길다.", codebook) == []
    assert found("동맹은 길다. 한국과 미국이 만났다.", codebook) == []


def test_a_codebook_names_parties_of_its_own_and_may_replace_those_of_the_kit() -> None:
    sides = {"노측": ["(노조|노동계)"], "사측": ["(회사|경영계)"]}
    codebook = book({"match": "합의", "parties": ["노측", "사측"]}, parties=sides)
    assert found("노조와 회사가 합의했다. 노조는 합의를 반겼다.", codebook) == ["합의"]
    replaced = book({"match": "동맹", "parties": ["한국"]}, parties={"한국": ["고려"]})
    assert found("한국은 동맹을 다졌다. 고려는 동맹을 다졌다.", replaced) == ["동맹"]


def test_an_unknown_party_is_refused_by_name() -> None:
    with pytest.raises(CodebookError, match="term 't', field 'parties' names the unknown party '한극'"):
        book({"match": "동맹", "parties": ["한극"]})


def test_a_codebook_without_parties_carries_none_of_the_kit() -> None:
    assert book({"match": "동맹"}).parties == {}


@pytest.mark.parametrize(
    ("reading", "text", "expected"),
    [
        ("date", "방미 기간 기업이 투자를 유치했다.", []),
        ("date", "방미를 앞두고 여론이 갈렸다.", []),
        ("date", "방미가 끝난 뒤 만찬이 있었다.", []),
        ("date", "국빈 방미한 기간 비가 왔다.", []),
        ("date", "방미와 맞물려 비가 왔다.", []),
        ("date", "방미에 동행한 기업인이 많다.", []),
        ("date", "방미 성과가 컸다.", ["방미"]),
        ("date", "방미를 환영했다.", ["방미"]),
        ("name", "창업진흥원이 공고를 냈다.", []),
        ("name", "「창업 백서」가 나왔다.", []),
        ("name", "창업 지원이 늘었다.", ["창업"]),
        ("list", "정치, 경제, 안보를 다룬 책이다.", []),
        ("list", "외교·안보·통상 부처가 모였다.", []),
        ("list", "안보, 경제 정책 그리고 문화를 논했다.", ["안보"]),  # two items with a comma are no list
        ("list", "외교·안보 정책을 논했다.", ["안보"]),
    ],
)
def test_a_term_does_not_count_as_a_date_a_name_or_an_item(reading: str, text: str, expected: list[str]) -> None:
    assert found(text, book({"match": "(방미|창업|안보)", "not_as": [reading]})) == expected


@pytest.mark.parametrize(
    "text",
    [
        "한국과 미국이 만났다. 비가 왔다. 양국은 동맹을 다졌다.",
        "한국과 미국이 만났다. 한국과 일본도 만났다. 양국은 안보를 논했다.",
        "미 국방부는 안보를 말했다.",
        "정치, 경제, 안보를 다룬 한국과 미국의 책이다.",
    ],
)
def test_the_evidence_alone_gives_the_same_hits(text: str) -> None:
    codebook = book({"match": "(동맹|안보)", "parties": ["한국", "미국"], "not_as": ["list"]})
    tokens = da.segment(da.Corpus.from_texts({"d": text}))
    kept = set(evidence(tokens.table, codebook).tolist())
    names = ["surface", "form", "lemma"]
    blank = tokens.table.astype(dict.fromkeys(names, "object"))
    blank.loc[[n for n in range(len(blank)) if n not in kept], names] = ""
    blank = blank.astype(dict.fromkeys(names, "category"))
    again = da.framing.hits(da.Tokens(blank, tokens.recipe), codebook)
    assert again["start"].tolist() == da.framing.hits(tokens, codebook)["start"].tolist()


def test_the_difference_of_two_versions_names_what_keeps_a_term_from_counting() -> None:
    tokens = da.segment(da.Corpus.from_texts({"d": "한국과 일본은 안보를 논했다. 방미 기간 안보를 논했다."}))
    old = book({"match": "(안보|방미)"})
    new = book({"match": "(안보|방미)", "not_as": ["date"], "parties": ["한국"]})
    table = da.framing.changes(tokens, old, new)
    assert table["why"].tolist() == ["not_as"]
    assert da.codebook.diff(old, new)["field"].tolist() == ["parties", "parties", "not_as"]


def test_every_name_of_the_kit_names_its_party() -> None:
    parties = states()
    assert {"한국", "미국", "일본", "중국", "북한"} <= set(parties)
    for text, named in (("주한 미군", {"한국", "미국"}), ("한중일", {"한국", "중국", "일본"}), ("미 의회", {"미국"})):
        for party in ("한국", "미국", "일본", "중국"):
            codebook = book({"match": "모임", "parties": [party]})
            assert bool(found(f"{text} 모임이 있었다.", codebook)) == (party in named), (text, party)
