"""da.concat: tables of different documents become one, and it says of itself what they said."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis as da
from analysis import schema
from analysis.codebook import Codebook
from analysis.errors import OptionError, SchemaError
from analysis.schema.concat import end_to_end

TEXTS = {
    "a": "한미동맹은 굳건하다. 벤처기업은 드물다.",
    "b": "벤처기업은 드물다. 벤처기업이 는다.",
    "c": "한미동맹은 길다. 한미동맹은 오래다.",
}


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")


@pytest.fixture(scope="module")
def tokens() -> da.Tokens:
    return da.segment(da.Corpus.from_texts(TEXTS))


@pytest.fixture(scope="module")
def halves() -> list[da.Tokens]:
    return [da.segment(da.Corpus.from_texts({doc: TEXTS[doc] for doc in docs})) for docs in ("ab", "c")]


def hits(tokens: da.Tokens, codebook: Codebook) -> pd.DataFrame:
    return da.framing.hits(tokens, codebook)


def scores(tokens: da.Tokens, codebook: Codebook) -> pd.DataFrame:
    return da.framing.score(hits(tokens, codebook), tokens, by="document")


def test_it_gives_the_table_of_the_whole(tokens: da.Tokens, halves: list[da.Tokens], codebook: Codebook) -> None:
    for made in (hits, scores, lambda t, book: da.framing.contrast(scores(t, book))):
        whole = made(tokens, codebook)
        joined = da.concat([made(part, codebook) for part in halves])
        pd.testing.assert_frame_equal(joined, whole)
        assert joined.attrs == whole.attrs
        assert schema.about(joined) == schema.about(whole)


def test_trend_of_the_joined_scores_is_that_of_the_whole(
    tokens: da.Tokens, halves: list[da.Tokens], codebook: Codebook
) -> None:
    documents = da.Corpus.from_texts(TEXTS).documents.assign(outlet=["가", "나", "가"])
    parts = [scores(part, codebook) for part in halves]
    whole = da.framing.trend(scores(tokens, codebook), documents)
    joined = da.framing.trend(da.concat(parts), documents)
    pd.testing.assert_frame_equal(joined, whole)
    assert joined.attrs == whole.attrs
    with pytest.raises(SchemaError, match="lost its attrs"):  # what pd.concat leaves
        da.framing.trend(pd.concat(parts, ignore_index=True), documents)


def test_numbers_are_added_and_curves_follow_each_other() -> None:
    frame = pd.DataFrame({column.name: pd.Series(dtype="str") for column in schema.TRAJECTORY})
    values = [
        schema.About(sentences=n, morphemes=10 * n, caution=("가",), curves=(schema.Curve(doc, n),), seed=1)
        for n, doc in ((2, "a"), (3, "b"))
    ]
    joined = da.concat([schema.describe(frame.copy(), value, source=None) for value in values])
    assert schema.about(joined) == schema.About(
        sentences=5, morphemes=50, caution=("가",), curves=(schema.Curve("a", 2), schema.Curve("b", 3)), seed=1
    )
    assert joined.attrs["morphemes"] == 50


def test_the_number_in_the_base_is_added(tokens: da.Tokens, halves: list[da.Tokens]) -> None:
    joined = da.concat([da.stats.diversity(part, window=2) for part in halves])
    whole = da.stats.diversity(tokens, window=2)
    assert joined.attrs == whole.attrs
    assert whole.attrs["base"] != da.stats.diversity(halves[0], window=2).attrs["base"]


def test_categories_and_kinds_stay(halves: list[da.Tokens]) -> None:
    tables = [part.table for part in halves]
    joined = da.concat(tables)
    assert isinstance(joined["doc"].dtype, pd.CategoricalDtype)
    assert list(joined["doc"].cat.categories) == ["a", "b", "c"]
    assert joined.dtypes.astype(str).tolist() == tables[0].dtypes.astype(str).tolist()
    assert joined["surface"].astype(str).tolist() == [s for t in tables for s in t["surface"].astype(str)]


def test_one_table_an_empty_one_and_notes_of_the_user(halves: list[da.Tokens], codebook: Codebook) -> None:
    found = [hits(part, codebook) for part in halves]
    found[0].attrs["mine"] = found[1].attrs["mine"] = "a note"
    found[0].attrs["only here"] = 1
    joined = da.concat([found[0].head(0), found[1]])
    assert joined["doc"].tolist() == found[1]["doc"].tolist()
    assert joined.dtypes.tolist() == found[1].dtypes.tolist()
    assert joined.attrs["mine"] == "a note"
    assert "only here" not in joined.attrs
    pd.testing.assert_frame_equal(da.concat(found[:1]), found[0])


def test_refusals(tokens: da.Tokens, halves: list[da.Tokens], codebook: Codebook) -> None:
    one, two = (hits(part, codebook) for part in halves)
    with pytest.raises(OptionError, match="takes a list of tables"):
        da.concat([])
    with pytest.raises(OptionError, match="takes a list, not a table"):
        da.concat(one)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="document 'a' is in table 1 and in table 2"):
        da.concat([one, one])
    with pytest.raises(OptionError, match=r"table 2 and the first differ in column\(s\) mine"):
        da.concat([one, two.assign(mine=1)])
    with pytest.raises(OptionError, match="table 1 does not say its specification"):
        da.concat([one, da.framing.respecify(two, quotes="without")])
    with pytest.raises(OptionError, match="table 2 and the first differ in cap_per_sentence"):
        da.concat([da.framing.respecify(one, cap=3), da.framing.respecify(two, cap=2)])
    two.attrs.clear()
    with pytest.raises(OptionError, match="table 2 does not say its frames; it lost its attrs"):
        da.concat([one, two])
    with pytest.raises(OptionError, match=r"not what stats\.frequency gives; make it anew"):
        da.concat([da.stats.frequency(part) for part in halves])
    with pytest.raises(OptionError, match=r"not what stats\.tfidf gives"):
        da.concat([da.stats.tfidf(part) for part in (tokens, halves[0])])
    with pytest.raises(OptionError, match="belong to documents, not a table with x"):
        da.concat([pd.DataFrame({"x": [1]})])


def test_every_table_that_stacks_has_documents() -> None:
    for tables in schema.TABLES.values():
        for table in tables:
            assert not table.stacks or "doc" in [column.name for column in table.columns], table.address


PIECES = {
    "texts": [pd.DataFrame({"x": ["가", "나", "가"]}), pd.DataFrame({"x": ["다", "가"]})],
    "a missing text": [pd.DataFrame({"x": ["가", None]}, dtype="str"), pd.DataFrame({"x": ["가"]})],
    "whole numbers": [pd.DataFrame({"x": [1, -200]}), pd.DataFrame({"x": [2**40, 0]})],
    "small numbers": [pd.DataFrame({"x": pd.Series([1, 2], dtype="int32")}), pd.DataFrame({"x": [3]}, dtype="int32")],
    "the ends of a byte": [pd.DataFrame({"x": [127, -128]}), pd.DataFrame({"x": [128, 255, 256]})],
    "fractions": [pd.DataFrame({"x": [0.1, float("nan")]}), pd.DataFrame({"x": [-1e300]})],
    "true and false": [pd.DataFrame({"x": [True, False]}), pd.DataFrame({"x": [True]})],
    "categories": [
        pd.DataFrame({"x": pd.Categorical(["가", "나"])}),
        pd.DataFrame({"x": pd.Categorical(["다", "나"])}),
    ],
    "numbers and fractions": [pd.DataFrame({"x": [1, 2]}), pd.DataFrame({"x": [0.5]})],
    "texts and numbers": [pd.DataFrame({"x": ["가"]}), pd.DataFrame({"x": [1]})],
    "objects": [pd.DataFrame({"x": [["a"]]}), pd.DataFrame({"x": [{"b": 1}]})],
    "an empty one first": [pd.DataFrame({"x": pd.Series([], dtype="object")}), pd.DataFrame({"x": [1, 2]})],
    "an empty one between": [pd.DataFrame({"x": [1]}), pd.DataFrame({"x": []}), pd.DataFrame({"x": [3]})],
    "columns in another order": [pd.DataFrame({"x": [1], "y": ["가"]}), pd.DataFrame({"y": ["나"], "x": [2]})],
    "one": [pd.DataFrame({"x": [1, 2], "y": ["가", "나"]}, index=[5, 7])],
}


@pytest.mark.parametrize("kind", PIECES)
def test_rows_end_to_end_are_those_of_pandas(kind: str) -> None:
    pieces = PIECES[kind]
    filled = [piece for piece in pieces if len(piece)]
    parts = [piece["x"] for piece in filled]
    expected = pd.concat([piece[list(pieces[0].columns)] for piece in filled], ignore_index=True)
    if kind == "categories":
        expected["x"] = pd.api.types.union_categoricals(parts)
    pd.testing.assert_frame_equal(end_to_end(iter(pieces)), expected)


def test_rows_end_to_end_of_tables_without_a_row_keep_their_kinds() -> None:
    empty = pd.DataFrame({"x": pd.Series([], dtype="int64"), "y": pd.Series([], dtype="str")})
    pd.testing.assert_frame_equal(end_to_end([empty, empty.copy()]), empty)
