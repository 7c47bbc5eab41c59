"""Precision term by term, from a validation file written here; every count was added up by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis as da
from analysis.codebook.evidence_file import Evidence, Termed
from analysis.measures import wilson

COUNTED = [
    ("st01", "tune", 6, 6),
    ("st01", "test", 4, 3),
    ("st02", "test", 9, 4),
    ("st03", "test", 8, 4),
    ("st04", "test", 7, 0),
]


@pytest.fixture
def book() -> da.codebook.Codebook:
    """Return the kit's codebook with the terms of its evidence replaced."""
    read = da.codebook.read("alliance-startup")
    assert isinstance(read.evidence, Evidence)
    terms = tuple(Termed(frame="startup", term=t, part=p, predicted=n, true_positive=k) for t, p, n, k in COUNTED)
    return read.model_copy(update={"evidence": read.evidence.model_copy(update={"terms": terms})})


def test_parts_are_added_up_and_terms_judged_by_the_stated_rule(book: da.codebook.Codebook) -> None:
    table = da.validation.term_precision(book).set_index("term")
    assert table.loc["st01", ["n", "true_positive", "precision", "advice"]].tolist() == [10, 9, 0.9, "keep"]
    assert table.loc["st02", "advice"] == "demote"  # 4 of 9
    assert table.loc["st03", "advice"] == "keep"  # half is enough
    assert table.loc["st04", "advice"] == "too few"  # seven units say nothing yet, not even when none is right
    low, high = wilson(9, n=10)
    assert table.loc["st01", ["low", "high"]].tolist() == pytest.approx([float(low), float(high)])


def test_a_term_that_no_unit_holds_says_so(book: da.codebook.Codebook) -> None:
    row = da.validation.term_precision(book).set_index("term").loc["al09"]
    assert (row["n"], row["advice"], row["reason"]) == (0, "unseen", "no coded unit holds the term")
    assert row[["precision", "low", "high"]].isna().all()


def test_without_a_validation_file_no_term_is_judged(tmp_path: Path) -> None:
    path = da.codebook.start("mine", folder=tmp_path)
    table = da.validation.term_precision(da.codebook.read(path))
    assert set(table["advice"]) == {"unseen"}
    assert table["reason"].str.contains("mine.validation.yaml").all()


def test_every_term_has_a_row_in_the_order_of_the_file(book: da.codebook.Codebook) -> None:
    assert da.validation.term_precision(book)["term"].tolist() == [term.id for _, term in book.terms()]
