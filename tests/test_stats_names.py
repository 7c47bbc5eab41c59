"""One row for a noun that the analyser tags in two ways: in frequency, in keyness, in every part."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis as da


def tokens(rows: list[tuple[str, str, str]]) -> da.Tokens:
    """Tokens of (document, noun, tag), a word each."""
    made = da.Tokens.from_terms({doc: [word for d, word, _ in rows if d == doc] for doc, _, _ in rows})
    table = made.table.assign(tag=pd.Categorical([tag for _, _, tag in rows]))
    return da.Tokens(table, made.recipe)


def noun_rows(table: pd.DataFrame, word: str) -> list[list[object]]:
    return table.loc[table["term"] == word, ["tag", "n", "docs"]].values.tolist()


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        (["NNP", "NNP", "NNG"], [["NNP", 3, 1]]),
        (["NNG", "NNP", "NNG"], [["NNG", 3, 1]]),
        (["NNG", "NNP"], [["NNP", 2, 1]]),  # a tie
        (["NNG", "NNP", "VV"], [["NNP", 2, 1], ["VV", 1, 1]]),  # a verb is another word
    ],
)
def test_a_long_noun_is_one_row_under_the_tag_of_most(tags: list[str], expected: list[list[object]]) -> None:
    made = tokens([("a", "젤렌스키", tag) for tag in tags])
    assert noun_rows(da.stats.frequency(made, tags=None), "젤렌스키") == expected


def test_documents_are_counted_once_and_together() -> None:
    made = tokens([(doc, "젤렌스키", tag) for doc in "ab" for tag in ("NNP", "NNG")])
    assert noun_rows(da.stats.frequency(made, tags=None), "젤렌스키") == [["NNP", 4, 2]]


def test_a_short_noun_stays_two_words() -> None:
    made = tokens([("a", "경기", "NNP"), ("a", "경기", "NNG"), ("a", "경기", "NNG")])
    assert noun_rows(da.stats.frequency(made, tags=None), "경기") == [["NNG", 2, 1], ["NNP", 1, 1]]


def test_the_tags_that_are_counted_decide() -> None:
    made = tokens([("a", "젤렌스키", "NNP"), ("a", "젤렌스키", "NNG")])
    assert noun_rows(da.stats.frequency(made, tags=["NNG"]), "젤렌스키") == [["NNG", 1, 1]]


def test_target_and_reference_have_one_row_for_it() -> None:
    target = tokens([("a", "젤렌스키", "NNP")] * 5 + [("a", "도시", "NNG")] * 5)
    reference = tokens([("b", "젤렌스키", "NNG")] * 4 + [("b", "도시", "NNG")] * 6)
    rows = da.stats.keyness(target, reference, tags=None, minimum=1)
    assert rows.loc[rows["term"] == "젤렌스키", ["tag", "n", "n_reference"]].values.tolist() == [["NNP", 5, 4]]
    # a word of two letters is two words, and so is one that a list names under both tags
    target = tokens([("a", "경기", "NNP")] * 3 + [("a", "젤렌스키", "NNP")] * 5 + [("a", "우크라", "NNG")] * 2)
    words, tags = ["젤렌스키", "젤렌스키", "경기", "우크라"], ["NNG", "NNP", "NNG", "NNP"]
    listed = pd.DataFrame({"term": words, "tag": tags, "n": [4, 1, 2, 6], "total": 20})
    rows = da.stats.keyness(target, listed, tags=None, minimum=1)
    found = rows.set_index(["term", "tag"])[["n", "n_reference"]].T.to_dict("list")
    assert found == {
        ("젤렌스키", "NNP"): [5, 1], ("젤렌스키", "NNG"): [0, 4], ("경기", "NNP"): [3, 0], ("경기", "NNG"): [0, 2],
        ("우크라", "NNG"): [2, 6],
    }  # fmt: skip
