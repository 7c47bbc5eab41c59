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


def test_a_title_makes_a_person_of_the_name_in_the_whole_document_and_no_other() -> None:
    texts = {"a": "김민수 장관이 왔다. 김민수는 웃었다.", "b": "김민수가 왔다."}
    rows = da.stats.entities(da.segment(da.Corpus.from_texts(texts)))
    assert rows[["term", "kind", "n", "docs", "doc", "start", "end"]].values.tolist() == [
        ["김민수", "person", 2, 1, "a", 0, 3],
        ["김민수", "other", 1, 1, "b", 0, 3],
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
    with pytest.raises(OptionError, match="by 'names' is not known; use name or mention"):
        da.stats.entities(tokens, by="names")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="these tokens are redacted"):
        da.stats.entities(tokens.redact())
    with pytest.raises(OptionError, match="pre-tokenised"):
        da.stats.entities(da.Tokens.from_terms({"d": ["부산"]}))
