"""`Tokens.only` and the trimming behind it: the rows of some documents, in time that grows with them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis.errors import OptionError
from analysis.tokens.shape import trim

TEXTS = st.dictionaries(st.sampled_from("pqrs"), st.lists(st.sampled_from("abc"), min_size=1, max_size=6), min_size=2)


@given(TEXTS, st.data())
def test_the_rows_of_some_documents_and_the_categories_that_they_hold(
    texts: dict[str, list[str]], data: st.DataObject
) -> None:
    tokens = da.Tokens.from_terms(texts)
    some = data.draw(st.lists(st.sampled_from(sorted(texts)), min_size=1, unique=True))
    kept = tokens.only(docs=some)
    table = tokens.table
    assert kept.table["surface"].tolist() == table.loc[table["doc"].isin(some), "surface"].tolist()
    assert kept.table["doc"].cat.categories.tolist() == [doc for doc in texts if doc in some]
    assert [step.name for step in kept.recipe.steps] == ["only"]


@given(st.lists(st.sampled_from("abcdefg"), max_size=9))
def test_trimming_is_that_of_pandas(values: list[str]) -> None:
    column = pd.Series(pd.Categorical(values, categories=list("gfedcba")))
    table = pd.DataFrame(dict.fromkeys(("doc", "surface", "form", "tag", "lemma"), column))
    wanted = column.cat.remove_unused_categories()
    for name in table:
        pd.testing.assert_series_equal(trim(table)[name], wanted, check_names=False)
        assert trim(table)[name].cat.codes.dtype == wanted.cat.codes.dtype


def test_a_document_that_is_not_there() -> None:
    with pytest.raises(OptionError, match="no document 'z' in the tokens; they hold a, b"):
        da.Tokens.from_terms({"a": ["x"], "b": ["y"]}).only(docs=["a", "z"])
