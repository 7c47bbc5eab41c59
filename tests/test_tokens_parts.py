"""Tokens in parts: rows, recipes and counts are those of one table, to the last digit."""

from __future__ import annotations

import errno
import shutil
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analysis as da
from analysis.errors import OptionError, ReadError, RefusalError
from analysis.memo import content_key
from analysis.tokens import cache as parts_on_disk
from analysis.tokens import segmenter, source
from analysis.tokens.over_parts import documents_of, rows_in
from analysis.validation.strata import _without_copies, unit_spans

SENTENCES = (
    "정부는 한미 동맹을 강화해야 한다.", "韓美 동맹이 길을 연다.", "강가에 나무를 심었다.",
    "나무 심기는 길다.\n비가 온다.", "시장이 창업을 돕는다고 말했다.", "인공지능 창업이 늘었다.", "###",
    "젤렌스키 대통령이 말했다.", "전기 요금이 올랐다고 김철수 장관이 밝혔다.", "업무 협약을 맺고 업무협약서를 냈다.",
)  # fmt: skip
CORPORA = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), min_size=2, max_size=9)
BOOK = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")


def documents(tokens: da.Tokens) -> list[str]:
    return tokens.counts()["doc"].cat.categories.tolist()


def halves(tokens: da.Tokens) -> tuple[da.Tokens, da.Tokens]:
    docs = documents(tokens)
    return tokens.only(docs=docs[::2]), tokens.only(docs=docs[1::2])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


def corpus_of(texts: list[list[str]]) -> da.Corpus:
    return da.Corpus.from_texts({f"글{n}": " ".join(sentences) for n, sentences in enumerate(texts)})


CORPUS = corpus_of([[SENTENCES[n % 10], SENTENCES[(n * 3 + 1) % 10], SENTENCES[(n * 7 + 2) % 10]] for n in range(11)])
GROUPS = {f"글{n}": "가나"[n % 2] for n in range(11)}
DATES = CORPUS.documents.assign(date=[f"2026-0{n % 3 + 1}-11" for n in range(11)])


_FOUND: dict[int, tuple[da.Tokens, pd.DataFrame]] = {}  # hits by tokens, which are held so that no other is taken


def found(tokens: da.Tokens) -> pd.DataFrame:
    if id(tokens) not in _FOUND:
        _FOUND[id(tokens)] = (tokens, da.framing.hits(tokens, BOOK))
    return _FOUND[id(tokens)][1]


def lines(query: str, **options: Any) -> Callable[[da.Tokens], pd.DataFrame]:
    return lambda tokens: da.stats.concordance(CORPUS, tokens, query, **options)


COUNTS: dict[str, Callable[[da.Tokens], pd.DataFrame]] = {
    "frequency": da.stats.frequency,
    "frequency of all": lambda tokens: da.stats.frequency(tokens, tags=None),
    "frequency by group": lambda tokens: da.stats.frequency(tokens, by=GROUPS),
    "tfidf": da.stats.tfidf,
    "dispersion": lambda tokens: da.stats.dispersion(tokens, minimum=1),
    "dispersion by sentence": lambda tokens: da.stats.dispersion(tokens, parts="sentence", minimum=1),
    "kit": lambda tokens: da.stats.keyness(tokens, "kit", minimum=1),
    "shift": lambda tokens: da.stats.shift(*halves(tokens)),
    "keyness": lambda tokens: da.stats.keyness(*halves(tokens), minimum=2),
    "keyness g2": lambda tokens: da.stats.keyness(*halves(tokens), minimum=1, tags=None, test="g2"),
    "keyness by group": lambda tokens: da.stats.keyness_by_group(tokens, by=GROUPS, minimum=2),
    "correspondence": lambda tokens: da.stats.correspondence(tokens, by=GROUPS, minimum=2, top=7),
    "correspondence of documents": lambda tokens: da.stats.correspondence(tokens, minimum=2),
}
STATISTICS: dict[str, Callable[[da.Tokens], pd.DataFrame]] = COUNTS | {
    "dispersion over five parts": lambda tokens: da.stats.dispersion(tokens, parts=5, minimum=1),
    "kept": lambda tokens: da.stats.frequency(tokens.keep(tags=["NNG", "VV"]), tags=None),
    "dropped": lambda tokens: da.stats.ngrams(tokens.drop(lemmas=["동맹"]), minimum=1),
    "collocates": lambda tokens: da.stats.collocates(tokens, "동맹", minimum=1),
    "collocates of two words": lambda tokens: da.stats.collocates(tokens, "업무 협약", minimum=1, tags=None),
    "collocates of hits": lambda tokens: da.stats.collocates(tokens, found(tokens), minimum=1),
    "ngrams": lambda tokens: da.stats.ngrams(tokens, minimum=1),
    "three of all": lambda tokens: da.stats.ngrams(tokens, size=3, tags=None, minimum=1),
    "cooccurrence": lambda tokens: da.stats.cooccurrence(tokens, minimum=1, top=6),
    "cooccurrence of a term": lambda tokens: da.stats.cooccurrence(
        tokens, minimum=1, term="동맹", top=4, within="document"
    ),
    "diversity": da.stats.diversity,
    "descriptors": da.stats.descriptors,
    "entities": da.stats.entities,
    "mentions": lambda tokens: da.stats.entities(tokens, by="mention"),
    "timeline": lambda tokens: da.stats.timeline(tokens, DATES, terms=["동맹", "업무 협약", "없는말"]),
    "lines": lines("나무"),
    "lines sorted": lines("창업", sort=["L1"], first=2),
    "lines first": lines("regex:나무|동맹", first=3),
    "lines of two words": lines("업무 협약"),  # of these, some parts know one spelling alone
    "lines of one word": lines("업무협약"),
    "lines of another spelling": lines("韓美"),
    "no lines, but characters": lines("심기는길"),
    "no lines, but another tag": lines("동맹/VV"),
    "no lines, but a similar word": lines("젤렌스카"),
    "hits": found,
    "stance": da.framing.stance,
    "scores by sentence": lambda tokens: da.framing.score(found(tokens), tokens),
    "scores": lambda tokens: da.framing.score(found(tokens), tokens, by="document"),
    "scores of the corpus": lambda tokens: da.framing.score(found(tokens), tokens, by="corpus"),
    "overlap": lambda tokens: da.framing.overlap(found(tokens), tokens),
    "uncertainty": lambda tokens: da.framing.uncertainty(found(tokens), tokens),
    "estimate": lambda tokens: da.framing.estimate(da.framing.score(found(tokens), tokens, by="document")),
}


_CHOSEN = ("alliance-security.md", "energy-cost.md", "energy-climate.md", "winter-power.md")
ARTICLES = da.read([da.paths.SEEDS / "articles" / name for name in _CHOSEN])  # with speech, axes and courses
ENERGY = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
POLES = {"minus": ["위기", "위험", "문제"], "plus": ["기회", "성장", "미래"]}
FEWER = BOOK.model_copy(update={"mask": (), "frames": BOOK.frames[:1]})
_ENERGY: dict[int, tuple[da.Tokens, pd.DataFrame]] = {}


def energy(tokens: da.Tokens) -> pd.DataFrame:
    if id(tokens) not in _ENERGY:
        _ENERGY[id(tokens)] = (tokens, da.framing.hits(tokens, ENERGY))
    return _ENERGY[id(tokens)][1]


OF_ARTICLES: dict[str, Callable[[da.Tokens], pd.DataFrame]] = {
    "quotations": da.stats.quotations,
    "statements": lambda tokens: da.framing.statements(da.stats.quotations(tokens), energy(tokens)),
    "positions": lambda tokens: da.stats.positions(tokens, ["동맹", "전기 요금", "없는말", "전기요금", "창업/NNG"]),
    "positions of all": lambda tokens: da.stats.positions(tokens, ["동맹", "전기"], parts="sentence", tags=None),
    "similarity": da.stats.similarity,
    "bridges": lambda tokens: da.framing.bridges(energy(tokens), tokens, minimum=1),
    "suggest": lambda tokens: da.framing.suggest(tokens, ENERGY, frame=ENERGY.frame_ids[0], minimum=1),
    "axis": lambda tokens: da.framing.axis(tokens, **POLES),
    "trajectory": lambda tokens: da.framing.trajectory(energy(tokens), tokens),
    "changes": lambda tokens: da.framing.changes(tokens, BOOK, FEWER),
    "stability": lambda tokens: da.framing.stability(tokens.only(docs=["energy-cost"]), ENERGY),
    "accept": da.lexicon.accept,
    "sample": lambda tokens: da.validation.sample(ARTICLES, tokens, BOOK, n=12, unit="paragraph"),
    "CoNLL-U": lambda tokens: pd.DataFrame({"text": [tokens.to_conllu(corpus=ARTICLES)]}),
    "units of a sample": lambda tokens: unit_spans(tokens, "sentence"),
    "copies": lambda tokens: pd.DataFrame({"doc": sorted(_without_copies(tokens))}),
    "rows": lambda tokens: rows_in(tokens, ["energy-cost", "winter-power"], ("doc", "lemma", "start")),
    "no rows": lambda tokens: rows_in(tokens, ["없는 글"], ("doc", "lemma", "start")),
}


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(OF_ARTICLES))
def test_what_is_found_in_articles_is_that_of_one_table(folder: Path, name: str) -> None:
    whole, said = told(OF_ARTICLES[name], cut_articles(folder, None))
    assert len(whole) or name == "no rows"
    parts, said_too = told(OF_ARTICLES[name], cut_articles(folder, 1))
    pd.testing.assert_frame_equal(parts, whole, check_exact=True)
    assert (repr(parts.attrs), said_too) == (repr(whole.attrs), said)


@cache
def cut_articles(folder: Path, size: int | None) -> da.Tokens:
    return da.segment(ARTICLES, cache=folder, documents_per_part=size)


def test_units_are_found_in_parts_as_in_one_table(folder: Path) -> None:
    whole = da.segment(ARTICLES, cache=folder, units="auto")
    parts = da.segment(ARTICLES, cache=folder, units="auto", documents_per_part=3)
    assert (parts.units, len(parts), len(list(parts.parts()))) == (whole.units, len(whole), 2)
    pd.testing.assert_frame_equal(da.stats.frequency(parts), da.stats.frequency(whole))


@pytest.mark.long
def test_topics_polarity_and_usage_of_parts_are_those_of_one_table(tmp_path: Path) -> None:
    told = ("바다에 파도와 바람이 높다. 항구가 바다에 있다. ", "시장에 물가와 임금이 오른다. 가게가 시장에 있다. ")
    texts = {f"d{n:03d}": told[n % 2] * 13 for n in range(200)}
    poles = {"minus": ["바다", "파도", "바람"], "plus": ["시장", "물가", "임금"]}
    corpus, found = da.Corpus.from_texts(texts), []
    words = tmp_path / "낱말.csv"
    words.write_text("오르다,1\n높다,-1\n", encoding="utf-8")
    book = da.lexicon.polarity(words)
    for size in (None, 70):
        tokens = da.segment(corpus, cache=tmp_path, documents_per_part=size)
        topics = da.topics.fit(tokens, k=2, iterations=50, selection=da.topics.Selection(copies="keep"))
        hits = da.framing.hits(tokens, book)
        usage = da.framing.usage(tokens.only(docs=["d003", "d090", "d190"]), baseline=tokens, **poles)
        found.append((da.stats.topic_documents(topics, corpus, top=2), da.stats.polarity(hits, tokens), usage))
    for one, other in zip(*found, strict=True):
        pd.testing.assert_frame_equal(one, other)


@settings(deadline=None, max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CORPORA, st.integers(1, 5), st.sampled_from(["lemma", "surface"]), st.sampled_from([None, ["NNG", "NNP"]]))
def test_counts_are_those_of_one_table(
    folder: Path, texts: list[list[str]], size: int, unit: str, tags: list[str] | None
) -> None:
    corpus = corpus_of(texts)
    try:
        whole = da.segment(corpus, cache=folder)
    except ReadError:  # nothing but signs
        return
    parts = da.segment(corpus, cache=folder, documents_per_part=size)
    assert (len(parts), parts.recipe) == (len(whole), whole.recipe)
    assert parts.merged.equals(whole.merged)
    for by in ("document", "paragraph", "sentence"):
        options = {"unit": unit, "by": by, "tags": tags}
        wanted, got = whole.counts(**options), parts.counts(**options)  # type: ignore[arg-type]
        pd.testing.assert_frame_equal(got.astype({"term": str}), wanted.astype({"term": str}), check_dtype=True)
        assert got["term"].cat.categories.is_monotonic_increasing
    for part in parts.parts():
        assert part == whole.only(docs=documents(part))


@cache
def cut(folder: Path, size: int | None) -> da.Tokens:
    return da.segment(CORPUS, cache=folder, documents_per_part=size)


def told(call: Callable[[da.Tokens], pd.DataFrame], tokens: da.Tokens) -> tuple[pd.DataFrame, list[str]]:
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        return call(tokens), [str(warning.message) for warning in seen]


@pytest.mark.parametrize("name", sorted(STATISTICS))
def test_every_statistic_is_that_of_one_table(folder: Path, name: str) -> None:
    whole, said = told(STATISTICS[name], cut(folder, None))
    assert len(whole) or "no lines" in name
    for size in (1, 7):
        parts, said_too = told(STATISTICS[name], cut(folder, size))
        pd.testing.assert_frame_equal(parts, whole, check_exact=True)
        assert (parts.attrs, said_too) == (whole.attrs, said)


@pytest.mark.parametrize("name", ["hits", "stance", "mentions", "scores"])
def test_tables_of_the_parts_join_to_that_of_the_whole(folder: Path, name: str) -> None:
    whole = STATISTICS[name](da.segment(CORPUS, cache=folder))
    parts = da.segment(CORPUS, cache=folder, documents_per_part=5).parts()
    joined = da.concat([STATISTICS[name](part) for part in parts])
    pd.testing.assert_frame_equal(joined, whole)
    assert joined.attrs == whole.attrs


@pytest.mark.usefixtures("in_korean")
def test_what_needs_all_rows_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")
    tokens = da.segment(CORPUS, cache=folder, documents_per_part=5)
    for call in (
        lambda: tokens.table,
        lambda: da.codebook.start("나눈", corpus=CORPUS, tokens=tokens, folder=tmp_path),
        lambda: da.look(da.stats.frequency(tokens), CORPUS, tokens),
        lambda: da.explore(CORPUS, tokens=tokens),
    ):
        with pytest.raises(RefusalError, match=r"rows stand in 3 parts; go through tokens\.parts\(\)"):
            call()
    with pytest.raises(OptionError, match=r"no document '글99' in the tokens; they hold 글0, 글1"):
        tokens.only(docs=["글1", "글99"])
    with pytest.raises(OptionError, match="docs must be a list"):
        tokens.only(docs="글1")
    assert repr(tokens).startswith("tokens · ")
    assert content_key(tokens) == ""  # no result is remembered by rows that are not at hand


BLANKED: dict[str, Callable[[da.Tokens], da.Tokens]] = {
    "as cut": lambda tokens: tokens,
    "dropped": lambda tokens: tokens.drop(lemmas=["동맹"]),
    "redacted": lambda tokens: tokens.redact(),
    "redacted but for hits": lambda tokens: tokens.redact(codebook=BOOK, min_count=4),
    "of some documents": lambda tokens: tokens.only(docs=["글2", "글3", "글9"]).redact(min_count=3),
    "kept, then redacted": lambda tokens: tokens.keep(tags=["NNG", "VV"]).redact(min_count=5),
}


@pytest.mark.parametrize("name", sorted(BLANKED))
def test_saved_parts_are_the_bytes_of_one_table(folder: Path, tmp_path: Path, name: str) -> None:
    whole, parts = BLANKED[name](cut(folder, None)), BLANKED[name](cut(folder, 3))
    assert (parts.recipe, len(parts), parts.redacted) == (whole.recipe, len(whole), whole.redacted)
    for part in parts.parts():
        assert part == whole.only(docs=documents(part))
    files = [tokens.save(tmp_path / kind / "표.csv") for kind, tokens in (("one", whole), ("parts", parts))]
    for ending in (".csv", ".json"):
        one, other = (file.with_suffix(ending).read_bytes() for file in files)
        assert one == other
    assert sorted(path.name for path in (tmp_path / "parts").iterdir()) == ["표.csv", "표.json"]
    read = da.Tokens.read(files[1])
    assert read == da.Tokens.read(files[0])
    assert len(read) == len(parts)


def test_parts_are_saved_whole_or_not_at_all(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")
    tokens = cut(folder, 3)
    with pytest.raises(OptionError, match=r"saved as \.csv, not \.tsv"):
        tokens.save(tmp_path / "표.tsv")
    with pytest.raises(OptionError, match="min_count must be 2 or more"):
        tokens.redact(min_count=1)
    kept = tokens.only(docs=["글1"]).save(tmp_path / "표.csv").read_bytes()
    monkeypatch.setattr(source, "token_table", refuse)
    with pytest.raises(AssertionError, match="morphemes are read"):
        tokens.save(tmp_path / "표.csv")
    assert (tmp_path / "표.csv").read_bytes() == kept
    assert sorted(path.name for path in tmp_path.iterdir()) == ["표.csv", "표.json"]


@pytest.mark.parametrize("options", [{}, {"minimum": 1, "top": 500}, {"minimum": 2, "top": 3}, {"minimum": 99}])
def test_units_suggested_in_parts_are_those_of_one_table(folder: Path, options: dict[str, int]) -> None:
    for one, other in ((cut(folder, None), cut(folder, 2)), (cut_articles(folder, None), cut_articles(folder, 1))):
        wanted, got = da.lexicon.suggest(one, **options), da.lexicon.suggest(other, **options)
        pd.testing.assert_frame_equal(got, wanted, check_exact=True)
        assert got.attrs == wanted.attrs
        assert len(wanted) or options.get("minimum") == 99


def test_words_that_occur_nowhere_are_told_once(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    tokens = da.segment(CORPUS, cache=folder, documents_per_part=5)
    counts = tokens.counts()
    n = int(counts.loc[counts["term"] == "동맹", "n"].sum())
    assert len(tokens.drop(lemmas=["동맹", "없는말"])) == len(tokens) - n
    assert [record.getMessage() for record in caplog.records] == ["lemmas: 없는말 not found in these texts"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"documents_per_part": 0}, "documents_per_part"),
        ({"documents_per_part": 2, "cache": None}, "keeps the rows in the cache"),
        ({"workers": 2}, "workers need store="),
        ({"workers": 2, "store": "x"}, r"must be a client of Dask, such as distributed\.Client\(\), not int"),
    ],
)
def test_options(options: dict[str, object], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")
    with pytest.raises(OptionError, match=said):
        da.segment(CORPUS, **options)  # type: ignore[arg-type]


def test_a_large_corpus_is_cut_in_parts_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = int(CORPUS.documents["text"].str.len().sum())
    monkeypatch.setattr(segmenter, "_PART", size // 3)
    for least, parts in ((size + 1, 1), (size, 4)):  # parts of 3.99 documents are parts of 3
        monkeypatch.setattr(segmenter, "_LARGE", least)
        assert len(list(da.segment(CORPUS, cache=tmp_path).parts())) == parts
    assert len(da.segment(CORPUS, cache=None).table)
    assert len(list(da.segment(CORPUS, cache=tmp_path, units="auto").parts())) == 4


def test_a_store_has_no_limit_and_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_CACHE_GIB", "0.0000001")
    wanted = da.segment(CORPUS, cache=None).counts()
    tokens = da.segment(CORPUS, store=tmp_path, documents_per_part=5)
    monkeypatch.setattr(source, "analyse", refuse)
    monkeypatch.setattr(source, "token_table", refuse)  # how many rows the documents have is in the store as well
    again = da.segment(CORPUS, store=tmp_path, documents_per_part=5)
    assert again == tokens
    assert again.merged.equals(tokens.merged)
    monkeypatch.undo()
    for _ in range(2):
        pd.testing.assert_frame_equal(again.counts().astype({"term": str}), wanted.astype({"term": str}))
    assert len(kept(tmp_path)) == 3


def test_a_store_that_is_full_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(parts_on_disk, "_write_frames", full)
    with pytest.raises(OptionError, match=r"the store in .* cannot be written .*; make room or choose another folder"):
        da.segment(CORPUS, store=tmp_path, documents_per_part=5)
    monkeypatch.undo()
    assert len(da.segment(CORPUS, store=tmp_path, documents_per_part=5)) == len(da.segment(CORPUS, cache=None))


@pytest.mark.parametrize("harm", ["gone", "cut", "all gone"])
def test_a_part_that_is_missing_or_damaged_is_analysed_again(tmp_path: Path, harm: str) -> None:
    tokens = da.segment(CORPUS, cache=tmp_path, documents_per_part=5)
    wanted = list(tokens.parts())
    parts = sorted(path.parent for path in tmp_path.glob("*/*.part/columns.parquet"))
    assert len(parts) > 1
    if harm == "all gone":
        shutil.rmtree(tmp_path)
    elif harm == "gone":
        shutil.rmtree(parts[0])
    else:
        file = parts[0] / "columns.parquet"
        file.write_bytes(file.read_bytes()[:-9])
    assert list(tokens.parts()) == wanted
    assert list(da.segment(CORPUS, cache=tmp_path, documents_per_part=5).parts()) == wanted


def kept(folder: Path) -> list[Path]:
    """Files of counts that are kept."""
    return sorted(folder.glob("*/*.part/cells.parquet"))


def refuse(*_: object, **__: object) -> None:
    msg = "morphemes are read"
    raise AssertionError(msg)


@pytest.mark.parametrize("name", sorted(COUNTS))
def test_a_second_pass_reads_no_morpheme(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    wanted = COUNTS[name](da.segment(CORPUS, cache=folder))
    tokens = da.segment(CORPUS, cache=folder, documents_per_part=5)
    for by in ("document", "sentence"):
        tokens.counts(by=by)  # type: ignore[arg-type]
    if "sentence" not in name:  # places are counted on the rows
        monkeypatch.setattr(source, "token_table", refuse)
    pd.testing.assert_frame_equal(COUNTS[name](tokens), wanted, check_exact=True)


@pytest.mark.parametrize("file", ["cells.parquet", "term.parquet", "head.json"])
def test_counts_that_are_damaged_are_counted_again(tmp_path: Path, file: str) -> None:
    tokens = da.segment(CORPUS, cache=tmp_path, documents_per_part=5)
    wanted = tokens.counts()
    parts = [path.parent for path in kept(tmp_path)]
    assert len(parts) == 3
    sound = (parts[1] / file).read_bytes()
    (parts[1] / file).write_bytes(sound[:-1] + bytes([sound[-1] ^ 1]))
    pd.testing.assert_frame_equal(tokens.counts(), wanted)
    assert (parts[1] / file).read_bytes() == sound
    assert len(kept(tmp_path)) == 3


def test_counts_are_those_of_the_variants_and_of_the_ids(tmp_path: Path) -> None:
    texts = {"가": "韓美 동맹이 길을 연다.", "나": "한미 동맹을 강화해야 한다."}
    for ids in (["가", "나"], ["나", "다"]):
        corpus = da.Corpus.from_texts(dict(zip(ids, texts.values(), strict=True)))
        for variants in ("default", None, {"동맹": ["길"]}):
            for units in (None, ["한미 동맹"]):
                options = {"variants": variants, "units": units, "cache": tmp_path}
                wanted = da.segment(corpus, **options).counts()  # type: ignore[arg-type]
                tokens = da.segment(corpus, **options, documents_per_part=1)  # type: ignore[arg-type]
                for _ in range(2):
                    got = tokens.counts()
                    pd.testing.assert_frame_equal(got.astype({"term": str}), wanted.astype({"term": str}))
    assert len(kept(tmp_path)) == 2 * 3 * 2 * 2  # ids, variants, units, documents


def test_counts_take_no_room_from_documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tokens = da.segment(CORPUS, cache=tmp_path, documents_per_part=5)
    held = sorted(tmp_path.glob("*/*.part"))
    size = sum(file.stat().st_size for file in tmp_path.glob("*/*.part/*"))
    monkeypatch.setenv("DAMRON_CACHE_GIB", str((size + 100) / 2**30))
    assert int(tokens.counts()["n"].sum()) == len(tokens)
    assert sorted(tmp_path.glob("*/*")) == held
    assert sorted(tmp_path.glob("*")) == sorted({part.parent for part in held})


@pytest.mark.parametrize("query", ["나무", "업무협약", "업무 협약", "regex:나무|동맹", "동맹/NNG", "없는말"])
def test_a_second_page_opens_no_more_parts_than_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    whole = da.segment(CORPUS, cache=tmp_path)
    tokens = da.segment(CORPUS, cache=tmp_path, documents_per_part=2)
    wanted, said = told(lines(query, first=1), whole)
    opened: list[int] = []
    make = source.token_table
    monkeypatch.setattr(source, "token_table", lambda *each, **more: opened.append(1) or make(*each, **more))
    for time in (1, 2):
        opened.clear()
        found, said_too = told(lines(query, first=1), tokens)
        pd.testing.assert_frame_equal(found, wanted)
        assert (found.attrs, said_too) == (wanted.attrs, said)
        assert time == 1 or query == "없는말" or len(opened) < 5
    some = [f"글{n}" for n in range(3, 9)]
    for n, docs in ((2, some), (1, some), (3, documents(whole)), (99, documents(whole))):
        narrow, page = (told(lines(query, first=n), each.only(docs=docs))[0] for each in (whole, tokens))
        pd.testing.assert_frame_equal(page, narrow)


def test_a_table_has_one_part() -> None:
    tokens = da.Tokens.from_terms({"a": ["x"], "b": ["y"]})
    assert [part == tokens for part in tokens.parts()] == [True]


def test_the_documents_of_a_part_come_alike_for_few_parts_and_for_many() -> None:
    table = pd.DataFrame({"doc": list("dbacf"), "text": list("12345"), "outlet": ["가"] * 5})
    chosen = documents_of(table, ("doc", "text"))
    parts = [["a", "b"], ["f", "x"], ["c", "d"], ["f"], ["b", "a", "x"], []]  # in any order, some unknown
    expected = [["2", "3"], ["5"], ["1", "4"], ["5"], ["2", "3"], []]
    assert [chosen(docs)["text"].tolist() for docs in parts] == expected
    assert list(chosen(None).columns) == ["doc", "text"]
