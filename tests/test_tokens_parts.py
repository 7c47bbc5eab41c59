"""Tokens in parts: rows, recipes and counts are those of one table, to the last digit."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analysis as da
from analysis.errors import OptionError, ReadError, RefusalError
from analysis.memo import content_key
from analysis.tokens import segmenter

SENTENCES = (
    "정부는 한미 동맹을 강화해야 한다.", "韓美 동맹이 길을 연다.", "강가에 나무를 심었다.",
    "나무 심기는 길다.\n비가 온다.",
    "시장이 창업을 돕는다고 말했다.", "인공지능 창업이 늘었다.", "###", "젤렌스키 대통령이 말했다.",
)  # fmt: skip
CORPORA = st.lists(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), min_size=2, max_size=9)
STATISTICS: dict[str, Callable[[da.Tokens], pd.DataFrame]] = {
    "frequency": da.stats.frequency,
    "frequency of all": lambda tokens: da.stats.frequency(tokens, tags=None),
    "tfidf": da.stats.tfidf,
    "dispersion": lambda tokens: da.stats.dispersion(tokens, minimum=1),
    "dispersion by sentence": lambda tokens: da.stats.dispersion(tokens, parts="sentence", minimum=1),
    "kit": lambda tokens: da.stats.keyness(tokens, "kit", minimum=1),
    "shift": lambda tokens: da.stats.shift(*halves(tokens)),
    "keyness": lambda tokens: da.stats.keyness(*halves(tokens), minimum=1),
    "keyness g2": lambda tokens: da.stats.keyness(*halves(tokens), minimum=1, tags=None, test="g2"),
    "kept": lambda tokens: da.stats.frequency(tokens.keep(tags=["NNG", "VV"]), tags=None),
}


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


def outcome(call: Callable[[], pd.DataFrame]) -> pd.DataFrame | str:
    try:
        return call()
    except (OptionError, RefusalError) as error:
        return str(error)


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CORPORA, st.integers(1, 5), st.sampled_from(sorted(STATISTICS)))
def test_statistics_are_those_of_one_table(folder: Path, texts: list[list[str]], size: int, name: str) -> None:
    corpus = corpus_of([["시장이 창업을 돕는다고 말했다."], *texts, ["강가에 나무를 심었다."]])
    whole = outcome(lambda: STATISTICS[name](da.segment(corpus, cache=folder)))
    parts = outcome(lambda: STATISTICS[name](da.segment(corpus, cache=folder, documents_per_part=size)))
    if isinstance(whole, str) or isinstance(parts, str):
        assert whole == parts
        return
    pd.testing.assert_frame_equal(parts, whole, check_exact=True)
    assert parts.attrs == whole.attrs


CORPUS = corpus_of([[SENTENCES[n % 8], SENTENCES[(n * 3 + 1) % 8]] for n in range(12)])


@pytest.mark.parametrize("name", sorted(STATISTICS))
def test_every_statistic_of_counts(folder: Path, name: str) -> None:
    whole = STATISTICS[name](da.segment(CORPUS, cache=folder))
    parts = STATISTICS[name](da.segment(CORPUS, cache=folder, documents_per_part=5))
    pd.testing.assert_frame_equal(parts, whole, check_exact=True)
    assert len(whole)
    assert parts.attrs == whole.attrs


BOOK = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
BY_PART: dict[str, Callable[[da.Tokens], pd.DataFrame]] = {
    "hits": lambda tokens: da.framing.hits(tokens, BOOK),
    "scores": lambda tokens: da.framing.score(da.framing.hits(tokens, BOOK), tokens, by="document"),
    "mentions": lambda tokens: da.stats.entities(tokens, by="mention"),
    "stance": da.framing.stance,
    "concordance": lambda tokens: da.stats.concordance(CORPUS.only(docs=documents(tokens)), tokens, "나무"),
}


@pytest.mark.parametrize("name", sorted(BY_PART))
@pytest.mark.filterwarnings("ignore::analysis.errors.NothingFoundWarning")
def test_tables_of_the_parts_join_to_that_of_the_whole(folder: Path, name: str) -> None:
    whole = BY_PART[name](da.segment(CORPUS, cache=folder))
    parts = da.segment(CORPUS, cache=folder, documents_per_part=5).parts()
    joined = da.concat([BY_PART[name](part) for part in parts])
    assert len(whole)
    pd.testing.assert_frame_equal(joined, whole)
    assert joined.attrs == whole.attrs


def test_what_needs_all_rows_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")
    tokens = da.segment(CORPUS, cache=folder, documents_per_part=5)
    for call in (
        lambda: tokens.table,
        lambda: tokens.drop(lemmas=["나무"]),
        lambda: tokens.save(tmp_path / "표.csv"),
        lambda: da.stats.concordance(CORPUS, tokens, "나무"),
        lambda: da.stats.collocates(tokens, "나무"),
        tokens.redact,
    ):
        with pytest.raises(RefusalError, match=r"stand in 3 parts; go through tokens\.parts\(\)"):
            call()
    with pytest.raises(OptionError, match=r"no document '글99' in the tokens; they hold 글0, 글1"):
        tokens.only(docs=["글1", "글99"])
    with pytest.raises(OptionError, match="docs must be a list"):
        tokens.only(docs="글1")
    assert repr(tokens).startswith("토큰 · 글 ")
    assert content_key(tokens) == ""  # no result is remembered by rows that are not at hand


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"documents_per_part": 0}, "documents_per_part"),
        ({"documents_per_part": 2, "cache": None}, "keeps the rows in the cache"),
        ({"documents_per_part": 2, "units": "auto"}, "give a list of them or None"),
    ],
)
def test_options(options: dict[str, object], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")
    with pytest.raises(OptionError, match=said):
        da.segment(CORPUS, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("harm", ["gone", "cut", "all gone"])
def test_a_part_that_is_missing_or_damaged_is_analysed_again(tmp_path: Path, harm: str) -> None:
    tokens = da.segment(CORPUS, cache=tmp_path, documents_per_part=5)
    wanted = list(tokens.parts())
    parts = sorted(tmp_path.glob("*/*.part"))
    assert len(parts) > 1
    if harm == "all gone":
        shutil.rmtree(tmp_path)
    elif harm == "gone":
        shutil.rmtree(parts[0])
    else:
        file = parts[0] / "columns.parquet"
        file.write_bytes(file.read_bytes()[:-9])
    assert list(tokens.parts()) == wanted


def kept(folder: Path) -> list[Path]:
    """Files of counts that are kept."""
    return sorted(folder.glob("*/*.part/cells.parquet"))


def refuse(*_: object) -> None:
    msg = "morphemes are read"
    raise AssertionError(msg)


@pytest.mark.parametrize("name", sorted(set(STATISTICS) - {"kept"}))
def test_a_second_pass_reads_no_morpheme(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    wanted = STATISTICS[name](da.segment(CORPUS, cache=folder))
    tokens = da.segment(CORPUS, cache=folder, documents_per_part=5)
    for by in ("document", "sentence"):
        tokens.counts(by=by)  # type: ignore[arg-type]
    if "sentence" not in name:  # places are counted on the rows
        monkeypatch.setattr(segmenter, "token_table", refuse)
    pd.testing.assert_frame_equal(STATISTICS[name](tokens), wanted, check_exact=True)


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


def test_a_table_has_one_part() -> None:
    tokens = da.Tokens.from_terms({"a": ["x"], "b": ["y"]})
    assert [part == tokens for part in tokens.parts()] == [True]
