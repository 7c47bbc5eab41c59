"""The integer view of a token table, worked out by hand on toy tables."""

from __future__ import annotations

import copy
import pickle

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis import schema
from analysis.errors import SchemaError
from analysis.matcher.arrays import Arrays, edges, view
from analysis.tokens.tokens import arrays


def table(*docs: list[tuple[int, int]]) -> pd.DataFrame:
    """Build documents a, b, c … of rows that are given as (paragraph, sentence); every row is one character."""
    rows = [
        (doc, paragraph, sentence, i, f"{doc}{i}", "x", "NNG-I", "x", 2 * i, 2 * i + 1)
        for doc, places in zip("abcdef", docs, strict=False)
        for i, (paragraph, sentence) in enumerate(places)
    ]
    frame = pd.DataFrame(rows, columns=[c.name for c in schema.TOKENS])
    return frame.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))


TOY = table([(1, 1), (1, 2), (2, 3), (2, 3)], [(1, 1)], [(1, 1), (2, 2)])
PLACES = st.lists(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=9), min_size=1, max_size=5)


def test_numbers_run_over_all_documents() -> None:
    rows = view(TOY)
    assert rows.doc.tolist() == [0, 0, 0, 0, 1, 2, 2]
    assert rows.paragraph.tolist() == [0, 0, 1, 1, 2, 3, 4]
    assert rows.sentence.tolist() == [0, 1, 2, 2, 3, 4, 5]
    assert rows.tags == ["NNG"]
    assert rows.strings("surface", np.array([3, 5])) == ["a3", "c0"]
    # document a ends at 7 and a space follows, so that b begins at 8; b is one character
    assert rows.place[0].tolist() == [0, 2, 4, 6, 8, 10, 12]


def test_what_is_taken_keeps_apart_what_stood_apart() -> None:
    taken = view(TOY).take(np.array([0, 4, 5, 6]))  # three first sentences of first paragraphs, and one more
    assert taken.sentence.tolist() == [0, 1, 2, 3]
    assert taken.doc.tolist() == [0, 1, 2, 2]


def test_the_columns_of_a_table_are_not_copied() -> None:
    rows = view(TOY)
    assert np.shares_memory(rows.codes["surface"], TOY["surface"].array.codes)
    assert np.shares_memory(rows.start, TOY["start"].to_numpy())


@pytest.mark.parametrize(
    ("size", "sizes"),
    [(99, [7]), (5, [5, 2]), (4, [4, 3]), (3, [2, 3, 2]), (1, [1, 1, 2, 1, 1, 1])],  # sentence 3 of a is never cut
)
def test_pieces_end_with_documents_or_paragraphs(size: int, sizes: list[int]) -> None:
    frame = TOY if size > 1 else TOY.assign(paragraph=[1, 2, 3, 3, 1, 1, 2])
    pieces = list(view(frame).pieces(size))
    assert [len(piece) for piece in pieces] == sizes
    assert [piece.offset for piece in pieces] == [0, *np.cumsum(sizes)[:-1].tolist()]


@given(PLACES, st.integers(1, 9))
def test_pieces_make_up_the_table_and_cut_no_sentence(docs: list[list[tuple[bool, bool]]], size: int) -> None:
    stepped = [
        [(1 + sum(p for p, _ in doc[: k + 1]), 1 + sum(p or s for p, s in doc[: k + 1])) for k in range(len(doc))]
        for doc in docs
    ]
    rows = view(table(*stepped))
    pieces = list(rows.pieces(size))
    assert np.concatenate([piece.start for piece in pieces]).tolist() == rows.start.tolist()
    assert sum(int(piece.sentence[-1]) + 1 for piece in pieces) == int(rows.sentence[-1]) + 1
    longest = np.diff(edges(rows.paragraph)).max()
    assert all(len(piece) <= max(size, longest) for piece in pieces)


@pytest.mark.parametrize("kept", [[0, 2, 3], [1, 0, 2], [1, 2, 3], [4, 0, 1, 2, 3, 4]])
def test_rows_taken_out_or_moved_are_refused(kept: list[int]) -> None:
    with pytest.raises(SchemaError, match=r"^it needs every morpheme of a document in its order, but document 'a'|'b'"):
        view(TOY.iloc[kept]).require_whole("it")
    assert view(TOY).require_whole("it").doc.size == 7


def test_an_empty_table_has_a_view() -> None:
    rows = view(TOY[:0]).require_whole("it")
    assert list(rows.pieces()) == []
    for name in ("doc", "sentence", "word", "word_rows", "following", "preceding", "surface", "form", "readable"):
        assert len(getattr(rows, name)) == (1 if name == "word_rows" else 0)
    assert rows.among(["NNG"]).tolist() == rows.with_form(["x"]).tolist() == []


def test_morphemes_on_the_same_characters() -> None:
    frame = TOY[:4].assign(start=[0, 0, 2, 4], end=[2, 2, 3, 5], sentence=1, paragraph=1)  # 갔 + 었 + 다, then a space
    rows = view(frame)
    assert rows.following.tolist() == [2, 2, 3, -1]
    assert rows.preceding.tolist() == [-1, -1, 1, 2]
    assert rows.word.tolist() == [0, 0, 0, 1]
    assert rows.cover(0, 0) == range(2)
    assert rows.size(0, 3) == 4


def test_tokens_keep_one_view_and_leave_it_out_of_pickles() -> None:
    tokens = da.Tokens.from_terms({"d": ["b", "b", "a"]})
    kept = arrays(tokens)
    assert arrays(tokens) is kept
    assert arrays(copy.copy(tokens)).vocabulary is not kept.vocabulary
    for other in (pickle.loads(pickle.dumps(tokens)), copy.deepcopy(tokens), tokens.drop(lemmas=["a"])):
        assert "_arrays" not in vars(other)
        assert isinstance(arrays(other), Arrays)
    assert arrays(tokens.drop(lemmas=["a"])).words.tolist() == [True, True, False]
    assert repr(tokens) == repr(da.Tokens.from_terms({"d": ["b", "b", "a"]}))


def test_hits_do_not_depend_on_where_the_table_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    first = "“한미 동맹은 굳건하다”고 장관은 말했다. 벤처 1조 원을 늘려야 한다."
    text = f"{first}\n\n정부는 스타트업을 돕지 않는다. 동맹도 없다."
    tokens = da.segment(da.Corpus.from_texts({f"d{k}": text for k in range(4)} | {"long": "\n\n".join([text] * 3)}))
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    expected = da.framing.hits(tokens, codebook)
    assert len(expected) > 10
    pieces = Arrays.pieces
    for size in (1, 30, 60, 200):
        monkeypatch.setattr(Arrays, "pieces", lambda self, _=0, size=size, **how: pieces(self, size, **how))
        pd.testing.assert_frame_equal(da.framing.hits(tokens, codebook), expected)
