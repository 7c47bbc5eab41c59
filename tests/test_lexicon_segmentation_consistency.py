from __future__ import annotations

import pandas as pd
import pytest

import analysis as da
from analysis import errors, lexicon

COLUMNS = ["doc", "paragraph", "sentence", "i", "surface", "form", "tag", "lemma", "start", "end"]


def table(*words: str, doc: str = "d", start: int = 0) -> pd.DataFrame:
    """Words by hand, each a list of form/TAG divided by +; one space between words, one sentence."""
    rows = []
    for word in words:
        for part in word.split("+"):
            form, _, tag = part.partition("/")
            rows.append((doc, 1, 1, len(rows), form, form, tag, form, start, start + len(form)))
            start += len(form)
        start += 1
    return pd.DataFrame(rows, columns=COLUMNS)


def listed(frame: pd.DataFrame) -> list[list[object]]:
    return lexicon.inconsistent(frame).values.tolist()


def test_a_name_taken_apart_in_one_place_and_whole_in_another() -> None:
    found = listed(table("별빛/NNP+공대/NNG+를/JKO", "별빛공대/NNP+에서/JKB", "별빛공대/NNP"))
    assert found == [["d", "별빛공대", "별빛공대/NNP", 2, 6], ["d", "별빛공대", "별빛/NNP 공대/NNG", 1, 0]]


def test_the_same_noun_with_two_tags() -> None:
    assert listed(table("한미/NNP", "한미/NNG+의/JKG")) == [
        ["d", "한미", "한미/NNG", 1, 3],
        ["d", "한미", "한미/NNP", 1, 0],
    ]


def test_one_written_word_with_two_nouns_in_it() -> None:
    found = listed(table("기업/NNG+인/VCP", "기업인/NNG", "기업/NNG+을/JKO"))
    assert found == [["d", "기업인", "기업/NNG 인/VCP", 1, 0], ["d", "기업인", "기업인/NNG", 1, 4]]


@pytest.mark.parametrize(
    "words",
    [
        ("가/VV+다/EF", "가/JKS"),  # homographs that are no nouns
        ("일/NNB", "일/NNG"),  # a bound noun and a free one
        ("전/MM", "전/NNG"),
        ("동맹/NNG+과/JC", "동맹/NNG+과/JKB"),  # the particle alone differs
        ("동맹/NNG+은/JX", "동맹/NNG+의/JKG"),
    ],
)
def test_homographs_and_particles_are_no_news(words: tuple[str, ...]) -> None:
    assert listed(table(*words)) == []


def test_documents_are_looked_at_one_by_one() -> None:
    both = pd.concat([table("한미/NNP"), table("한미/NNG", doc="e")], ignore_index=True)
    assert listed(both) == []


def test_a_sign_ends_a_word_and_a_blanked_row_hides_it() -> None:
    assert listed(table("공대/NNG+(/SSO+MIT/SL+)/SSC", "공대/NNG")) == []
    frame = table("별빛/NNP+공대/NNG", "별빛공대/NNP")
    assert listed(frame.assign(surface=["별빛", "", "별빛공대"])) == []


def test_documents_stay_in_the_order_of_the_table() -> None:
    parts = [table("한미/NNP", "한미/NNG", doc=doc) for doc in ("z", "a")]
    assert [row[0] for row in listed(pd.concat(parts, ignore_index=True))] == ["z", "z", "a", "a"]


def test_nothing_and_an_empty_table_have_the_promised_columns() -> None:
    for frame in (table("동맹/NNG"), table("동맹/NNG").iloc[:0]):
        assert list(lexicon.inconsistent(frame).columns) == [c.name for c in lexicon.INCONSISTENT]
        assert listed(frame) == []
    with pytest.raises(errors.SchemaError, match="missing column"):
        lexicon.inconsistent(pd.DataFrame({"doc": ["a"]}))


def test_overlapping_spans_of_the_analyser_give_the_written_word() -> None:
    # 갔다 is 가[0,2) 었[0,2) 다[2,3): no noun, so nothing is listed, and no character stands twice
    tokens = da.segment(da.Corpus.from_texts({"a": "학교에 갔다. 학교였다."}))
    assert lexicon.inconsistent(tokens.table).empty
