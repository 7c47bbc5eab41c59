"""Names by rules: precision and recall on hand-made sentences, and what the table promises."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
import yaml

import analysis as da
from analysis import schema
from analysis.errors import OptionError

GOLD = yaml.safe_load((Path(__file__).parent / "data" / "entities.yaml").read_text(encoding="utf-8"))


def named(text: str) -> list[list[object]]:
    tokens = da.segment(da.Corpus.from_texts({"d": text}))
    return da.stats.entities(tokens, by="mention")[["term", "kind"]].values.tolist()


def test_precision_and_recall_on_the_gold() -> None:
    tokens = da.segment(da.Corpus.from_texts({str(n): entry["text"] for n, entry in enumerate(GOLD)}))
    rows = da.stats.entities(tokens, by="mention")
    found = Counter(rows[["doc", "term", "kind"]].itertuples(index=False, name=None))
    wanted = Counter((str(n), *name) for n, entry in enumerate(GOLD) for name in entry["names"])
    both = sum((found & wanted).values())
    assert both / found.total() >= 0.95
    assert both / wanted.total() >= 0.95


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("홍길동(45) 씨는 말했다.", ["홍길동"]),
        ("이몽룡(34) 씨가 왔다.", ["이몽룡"]),  # syllables that are rare in names
        ("홍길동(사진) 대표는 말했다.", ["홍길동"]),
        ("이순신 부산시장은 말했다.", ["이순신"]),
        ("서울시장 이순신이 왔다.", ["이순신"]),
        ("홍길동 전 환경부 장관이 왔다.", ["홍길동"]),
        ("박민식 국가보훈처장을 지명했다.", ["박민식"]),  # 박민/NNP 식/NNB
        ("나길동·안길수 의원이 왔다.", ["나길동", "안길수"]),
        ("홍길동·이순신·강감찬 의원이 왔다.", ["홍길동", "이순신", "강감찬"]),
        ("김가람기자가 썼다.", ["김가람"]),
        ("윤석열 정부는 바꿨다.", ["윤석열"]),
        ("도널드 트럼프 미국 대통령이 왔다.", ["도널드 트럼프"]),
        ("기시다 후미오 일본 총리가 왔다.", ["기시다 후미오"]),
        ("김모(34)씨와 박 씨가 다쳤다.", ["김", "박"]),
        ("한솔제지가 웃었다. 한솔 회장이 왔다.", []),  # a firm, as a longer name of one begins so
        ("김준호 씨가 왔다. 김준 사장이 왔다.", ["김준호", "김준"]),
        ("유명한 배우가 왔다. 정상화 방안을 낸 위원장. 강원도 지사.", []),
        ("한 의원은 갔다. 전 대통령이 왔다. 이 대표는 누구인가.", []),  # a member, a former one, this one
    ],
)
def test_persons_by_age_office_title_and_list(text: str, persons: list[str]) -> None:
    assert [term for term, kind in named(text) if kind == "person"] == persons


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("서울 중앙지법은 기각했다.", [["서울 중앙지법", "organisation"]]),
        ("도쿄 하네다 공항에 내렸다.", [["도쿄", "place"], ["하네다 공항", "place"]]),
        (
            "한국인터넷진흥원(KISA)이 밝혔다. KISA는 막았다.",
            [["한국인터넷진흥원", "organisation"], *[["KISA", "organisation"]] * 2],
        ),
        ("충남 예산에서 열렸다. 예산을 줄였다.", [["충남", "place"], ["예산", "place"]]),
        ("NVIDIA와 SK하이닉스가 만났다.", [["NVIDIA", "organisation"], ["SK하이닉스", "organisation"]]),
        ("식당과 야당, 수당을 다뤘다. 도시와 즉시, 시장.", []),
        ("부산시장이 왔다.", []),  # the mayor
    ],
)
def test_organisations_and_places(text: str, names: list[list[str]]) -> None:
    assert named(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("윤석열 대통령이 왔다. 윤 대통령은 웃었다. 尹은 갔다. 윤석열은 말했다.", ["윤석열"] * 4),
        ("이재명 더불어민주당 대표가 왔다. 이 대표는 갔다.", ["이재명"] * 2),
        ("김민수 장관과 김철호 의원이 왔다. 김 장관은 갔다.", ["김민수", "김철호", "김민수"]),
        ("김민수 장관과 김철호 장관이 왔다. 김 장관은 갔다.", ["김민수", "김철호", "김 장관"]),  # either
        ("김민수 장관이 왔다. 김 의원은 갔다.", ["김민수", "김 의원"]),  # another title
        ("박영희가 왔다. 박 대표는 갔다.", ["박영희"] * 2),  # no title known
        ("김민수가 왔다. 김모 씨가 다쳤다.", ["김민수", "김 모 씨"]),  # who is not to be known
        ("도널드 트럼프 대통령이 왔다. 트럼프는 갔다.", ["도널드 트럼프"] * 2),
        ("조 바이든 대통령과 질 바이든 여사가 왔다. 바이든은 갔다.", ["조 바이든", "질 바이든", "바이든"]),
    ],
)
def test_a_mention_is_counted_under_the_one_person_who_fits(text: str, names: list[str]) -> None:
    rows = da.stats.entities(da.segment(da.Corpus.from_texts({"d": text})), by="mention")
    assert rows.loc[rows["kind"] == "person", "name"].tolist() == names


def test_documents_do_not_merge_with_each_other() -> None:
    texts = {"a": "김민수 장관이 왔다. 김 장관은 웃었다. 김민수는 갔다.", "b": "김 장관은 갔다."}
    rows = da.stats.entities(da.segment(da.Corpus.from_texts(texts)))
    assert rows[["term", "kind", "forms", "n", "docs", "doc", "start", "end"]].values.tolist() == [
        ["김민수", "person", "김민수, 김", 3, 1, "a", 0, 3],
        ["김 장관", "person", "김", 1, 1, "b", 0, 1],
    ]


def test_offices_are_known_and_common_words_are_none() -> None:
    assert named("기획재정부와 관세청이 만났다.") == [["기획재정부", "organisation"], ["관세청", "organisation"]]
    assert named("내부 사정으로 일부 사업부가 운영위원회를 미뤘다.") == []


def test_names_stand_where_the_text_has_them() -> None:
    text = "어제 비가 왔다.\n보건복지부는 부산에서 회의를 열었다."
    corpus = da.Corpus.from_texts({"d": text})
    rows = da.stats.entities(da.segment(corpus), by="mention")
    assert list(rows.columns) == [c.name for c in schema.MENTIONS]
    body = corpus.documents["text"][0]
    assert [body[a:b] for a, b in zip(rows["start"], rows["end"], strict=True)] == rows["term"].tolist()
    assert rows["paragraph"].tolist() == [2, 2]


def test_no_name_is_an_empty_table_with_its_columns() -> None:
    tokens = da.segment(da.Corpus.from_texts({"d": "비가 온다."}))
    assert list(da.stats.entities(tokens).columns) == [c.name for c in schema.ENTITIES]
    assert da.stats.entities(tokens).empty
    assert da.stats.entities(tokens, by="mention").empty


def test_what_it_refuses() -> None:
    tokens = da.segment(da.Corpus.from_texts({"d": "비가 온다."}))
    with pytest.raises(OptionError, match="by must be one of name, mention, not 'names'"):
        da.stats.entities(tokens, by="names")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="these tokens are redacted"):
        da.stats.entities(tokens.redact())
    with pytest.raises(OptionError, match="pre-tokenised"):
        da.stats.entities(da.Tokens.from_terms({"d": ["부산"]}))


def test_forms_stand_by_their_number_then_by_their_first_mention() -> None:
    text = "윤석열 대통령이 왔다. 尹 대통령은 갔다. 윤 대통령은 섰다. 윤 대통령이 웃었다."
    table = da.stats.entities(da.segment(da.Corpus.from_texts({"d": text})))
    row = table.loc[table["term"] == "윤석열"].iloc[0]
    assert (row["forms"], row["n"]) == ("윤, 윤석열, 尹", 4)


def test_a_name_is_found_again_at_the_start_of_words_alone() -> None:
    text = "홍길동(45) 씨가 왔다. 새홍길동 나무가 있다. 홍길동이 갔다."
    found = da.stats.entities(da.segment(da.Corpus.from_texts({"d": text})), by="mention")
    assert found.loc[found["term"] == "홍길동", "start"].tolist() == [0, 28]
