"""The first page of a concordance over parts: the lines of one table, from the parts that hold them alone."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

import analysis as da
from analysis.matcher.arrays import view
from analysis.stats.match_numbers import counted
from analysis.stats.query import morphemes_of, prepare
from analysis.stats.query_over_parts import over_matches
from analysis.tokens import part_words, source

SENTENCES = (
    "한국 정부는 방안을 냈다.", "대한국인과 한국인이 왔다.", "그는 길을 가다가 방 안에 들어갔다.",
    "가다 서다 하며 간다.", "AI와 ai가 온다.", "한미 동맹이 길다.", "韓美 동맹을 넓힌다.", "아름다운 강가에 갔다.",
    "업무 협약을 맺었다.", "업무협약서를 냈다.", "산업부와 기업 정책.",
    "창업 기업이 늘었다.", "비가 온다.", "나라의 제도를 고쳤다.",
)  # fmt: skip
TEXTS = {f"글{n}": " ".join(SENTENCES[(n * k + k) % len(SENTENCES)] for k in (1, 3, 5)) for n in range(23)}
TEXTS["홀로"] = "고래가 바다에 산다. 고래는 크다."
CORPUS = da.Corpus.from_texts(TEXTS)
QUERIES = (
    "한국", "정부", "기업", "기업/NNG", "가다", "가다/VV", "방안", "제도", "한미", "韓美", "AI", "ai", "업무협약",
    "업무 협약", "surface:기업", "기*", "*/JKO", "regex:기.", "pattern:한미 동맹", "고래", "고래/NNG", "고래/VV",
    "없는말", "동맹", "비", "오다",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@cache
def cut(folder: Path, size: int | None) -> da.Tokens:
    return da.segment(CORPUS, cache=folder, documents_per_part=size)


def page(tokens: da.Tokens, query: str, first: int, **options: object) -> tuple[pd.DataFrame, list[str]]:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        return da.stats.concordance(CORPUS, tokens, query, first=first, **options), [str(w.message) for w in seen]  # type: ignore[arg-type]


def require_same(parts: da.Tokens, whole: da.Tokens, query: str, first: int, **options: object) -> None:
    wanted, said = page(whole, query, first, **options)
    got, said_too = page(parts, query, first, **options)
    pd.testing.assert_frame_equal(got, wanted, check_exact=True)
    assert (got.attrs, said_too) == (wanted.attrs, said)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Documents of every part that is opened."""
    made: list[int] = []
    make = source.token_table

    def counting(*each: object, docs: list[str], **more: object) -> pd.DataFrame:
        made.append(len(docs))
        return make(*each, docs=docs, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(source, "token_table", counting)
    return made


@pytest.mark.parametrize("query", QUERIES)
def test_a_page_is_that_of_one_table(folder: Path, query: str) -> None:
    whole = cut(folder, None)
    require_same(cut(folder, 4), whole, query, 3)
    require_same(cut(folder, 4), whole, query, 4, sort=["R1", "-L1"], width="sentence")


@pytest.mark.parametrize("query", ["한국", "가다/VV", "업무협약", "고래", "없는말"])
@pytest.mark.parametrize("first", [1, 99])
def test_a_page_of_parts_of_one_document_is_that_of_one_table(folder: Path, query: str, first: int) -> None:
    require_same(cut(folder, 1), cut(folder, None), query, first)


@pytest.mark.parametrize("query", ["한국", "가다", "기업/NNG", "고래", "업무협약", "없는말"])
def test_a_page_of_fewer_documents_or_words_is_that_of_one_table(folder: Path, query: str) -> None:
    whole, parts = cut(folder, None), cut(folder, 4)
    for docs in (["글3"], [f"글{n}" for n in range(1, 23, 2)], [f"글{n}" for n in range(4, 16)], ["글22", "홀로"]):
        require_same(parts.only(docs=docs), whole.only(docs=docs), query, 3)
    for narrow in (
        lambda tokens: tokens.drop(lemmas=["정부", "기업"]),
        lambda tokens: tokens.keep(tags=["NNG", "NNP", "VV"]),
        lambda tokens: tokens.drop(lemmas=["크다"]).only(docs=["글4", "글5", "글6", "글7", "홀로"]),
    ):
        require_same(narrow(parts), narrow(whole), query, 3)


def lemmas(tokens: da.Tokens) -> Iterator[tuple[str, str]]:
    table = tokens.table
    yield from sorted(set(zip(table["lemma"].astype(str), table["tag"].astype(str), strict=True)))


def test_what_is_known_of_every_lemma_is_what_a_search_of_the_parts_finds(folder: Path) -> None:
    parts, whole = cut(folder, 4), list(lemmas(cut(folder, None)))
    queries = [word for lemma, tag in whole for word in (lemma, f"{lemma}/{tag}") if lemma.isalnum()]
    queries = queries[::2]
    prepare(queries, parts.recipe)
    known = 0
    for query in dict.fromkeys(queries):
        numbers = counted(parts, query, lambda word: morphemes_of(word, variants=True))
        if numbers is None:
            continue
        searched = over_matches(parts, query, lambda _, found: (len(found), found.overlapping), what="a test")
        told = [(n, 0) for n in numbers]
        wanted = [found if n[0] is not None else (None, 0) for n, found in zip(told, searched.pieces, strict=True)]
        assert told == wanted, query
        known += 1
    assert known > 50


def test_a_word_in_several_morphemes_counts_beside_its_lemma() -> None:
    """한국 stands thrice as a lemma of one row and once as 한 and 국; 가다 is the word of its own two morphemes."""
    rows = [("한국", "NNP", 0), ("한국", "NNP", 3), ("한국", "NNP", 6), ("한", "XPN", 9), ("국", "NNG", 10)]
    rows += [("가", "VV", 12), ("다", "EF", 13)]
    table = pd.DataFrame(rows, columns=["word", "tag", "start"]).assign(doc="글")
    told = da.Tokens.from_tagged(table[["doc", "word", "tag"]], analyser="손 1").table
    told["start"] = table["start"].astype("int32")
    told["end"] = (told["start"] + table["word"].str.len()).astype("int32")
    told["lemma"] = told["lemma"].astype(str).replace({"가": "가다"}).astype("category")
    found = part_words.words_of(view(told))
    spelt = found["spelt"].set_index("term")
    assert spelt.loc["한국"].tolist() == ["", 1]
    assert spelt.loc["가다"].tolist() == ["가다", 1]
    assert found["lemmas"].set_index("term").loc["한국"].tolist() == ["NNP", 3]


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("정부", 1),  # a common word: the part of the first lines
        ("기업/NNG", 1),
        ("고래", 1),  # in the last part alone
        ("없는말", 24),  # what is nowhere is told of all
        ("업무 협약", 24),
    ],
)
def test_the_first_asking_opens_the_parts_of_the_page(
    tmp_path: Path, opened: list[int], query: str, parts: int
) -> None:
    tokens = da.segment(CORPUS, cache=tmp_path, documents_per_part=1)
    opened.clear()
    morphemes_of(query, variants=True)
    opened.clear()
    page(tokens, query, 1)
    assert (len(opened) if parts == 1 else min(len(opened), 24)) == parts


def test_parts_whose_words_are_not_known_are_searched(tmp_path: Path, opened: list[int]) -> None:
    whole = cut(tmp_path, None)
    some = [f"글{n}" for n in range(22)]  # parts of four: all of five, and two of the sixth
    tokens = da.segment(CORPUS, cache=tmp_path, documents_per_part=4).only(docs=some)
    opened.clear()
    require_same(tokens, whole.only(docs=some), "정부", 1)
    assert opened == [2, 4]  # the sixth to count, the first to show


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_without_the_index_a_page_is_the_same(tmp_path: Path, harm: str) -> None:
    whole, tokens = cut(tmp_path, None), da.segment(CORPUS, cache=tmp_path, documents_per_part=4)
    for file in tmp_path.glob("*/*.part/spelt.parquet"):
        if harm == "gone":
            file.unlink()
        else:
            file.write_bytes(file.read_bytes()[:-3] + b"xxx")
    require_same(tokens, whole, "한국", 3)
    require_same(tokens, whole, "기업/NNG", 3)
    again = da.segment(CORPUS, cache=tmp_path, documents_per_part=4)
    require_same(again, whole, "한국", 3)
