"""Correspondence analysis: Greenacre's smokers, prince, and its laws."""

from __future__ import annotations

import numpy as np
import pandas as pd
import prince
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis import errors
from analysis.measures.contingency import correspondence

# Greenacre (1984), table 3.1: smoking by position in a firm
SMOKING = ("none", "light", "medium", "heavy")
STAFF = {
    "SM": (4, 2, 3, 2),
    "JM": (4, 3, 7, 4),
    "SE": (25, 10, 12, 4),
    "JE": (18, 24, 33, 13),
    "SC": (10, 6, 7, 2),
}
TOKENS = da.Tokens.from_terms(
    {who: [w for w, n in zip(SMOKING, row, strict=True) for _ in range(n)] for who, row in STAFF.items()}
)
TABLE = da.stats.correspondence(TOKENS, tags=None).set_index("label")


def test_greenacre_s_smokers() -> None:
    # Nenadic & Greenacre (2007), summary(ca(smoke)): inertias 0.074759, 0.010017, 0.000414 (87.8, 11.8, 0.5 %)
    assert TABLE.attrs["inertia"] == pytest.approx(0.085190, abs=5e-7)
    assert np.round(TABLE.attrs["explained"], 3).tolist() == [0.878, 0.118, 0.005]
    # the same output, in thousandths: mass, coordinate 1 and 2, contribution 1 and 2, quality; signs are arbitrary
    published = {
        "SM": (57, 66, 194, 3, 214, 893),
        "JM": (93, 259, 243, 84, 551, 991),
        "SE": (264, 381, 11, 512, 3, 1000),
        "JE": (456, 233, 58, 331, 152, 1000),
        "SC": (130, 201, 79, 70, 81, 999),
        "none": (316, 393, 30, 654, 29, 1000),
        "light": (233, 99, 141, 31, 463, 984),
        "medium": (321, 196, 7, 166, 2, 983),
        "heavy": (130, 294, 198, 150, 506, 995),
    }
    columns = ["mass", "dim1", "dim2", "contribution1", "contribution2", "quality"]
    ours = (TABLE[columns].abs() * 1000).round().astype(int)
    assert {label: tuple(ours.loc[label]) for label in published} == published
    # opposite signs as printed: senior employees and non-smokers against the rest
    assert (TABLE.loc[["SE", "SC", "SM", "none"], "dim1"] > 0).all()
    assert (TABLE.loc[["JM", "JE", "light", "medium", "heavy"], "dim1"] < 0).all()


def test_order_and_counts() -> None:
    assert TABLE.index.tolist() == ["SM", "JM", "SE", "JE", "SC", "medium", "none", "light", "heavy"]
    assert TABLE["n"].tolist() == [11, 18, 51, 88, 25, 62, 61, 45, 25]


@pytest.mark.filterwarnings("ignore")
def test_agrees_with_prince() -> None:
    counts = pd.DataFrame(STAFF, index=list(SMOKING)).T
    theirs = prince.CA(n_components=2).fit(counts)
    ours = TABLE[["dim1", "dim2"]]
    for points in (theirs.row_coordinates(counts), theirs.column_coordinates(counts)):
        for dimension in (0, 1):
            a, b = points[dimension].to_numpy(), ours.loc[points.index].iloc[:, dimension].to_numpy()
            np.testing.assert_allclose(a * np.sign(a @ b), b, atol=1e-9)


def test_groups_of_documents() -> None:
    by = {"SM": "manager", "JM": "manager", "SE": "employee", "JE": "employee"}
    table = da.stats.correspondence(TOKENS, by=by, tags=None).set_index("label")
    # SC is in no group; two groups have one dimension, so the second is NaN
    assert table["n"].tolist()[:2] == [29, 139]
    assert table["dim2"].isna().all()
    assert table.attrs["explained"] == [1.0]
    assert table["quality"].tolist() == pytest.approx([1.0] * 6)


@given(st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=2, max_size=5))
def test_laws(counts: list[list[int]]) -> None:
    found, turned = correspondence(counts), correspondence(np.transpose(counts))
    np.testing.assert_allclose(found.inertia, turned.inertia, atol=1e-12)
    if not len(found.inertia):
        return
    # the weighted mean of every dimension is 0 and its weighted square the principal inertia, for rows and columns
    for at, mass in ((found.rows, found.row_mass), (found.columns, found.column_mass)):
        assert mass.sum() == pytest.approx(1)
        np.testing.assert_allclose(mass @ at, 0, atol=1e-9)
        np.testing.assert_allclose(mass @ at**2, found.inertia, atol=1e-9)


def test_total_inertia_is_chi_squared_over_n() -> None:
    # 4 0 / 0 4: chi-squared 8 over 8
    assert correspondence([[4, 0], [0, 4]]).inertia.tolist() == pytest.approx([1.0])


@pytest.mark.parametrize(
    ("texts", "options", "said"),
    [
        ({"d": ["a", "b"]}, {}, "two groups and two terms, but 1 group"),
        ({"d": ["a"], "e": ["a"]}, {}, "hold 1 term"),
        ({"d": ["a", "b"], "e": ["a", "b"]}, {}, "same proportions"),
        ({"d": ["a", "b"], "e": ["a", "c"]}, {"by": "outlet"}, "by is 'outlet'; give every document its group"),
        ({"d": ["a", "b"], "e": ["a", "c"]}, {"by": {"x": "y"}}, "for none of the documents, such as 'd'"),
        ({"d": ["a", "b"], "e": ["a", "c"]}, {"minimum": 5}, "of 5 occurrences or more"),
    ],
)
def test_what_cannot_be_mapped(texts: dict[str, list[str]], options: dict[str, object], said: str) -> None:
    with pytest.raises(errors.OptionError, match=said):
        da.stats.correspondence(da.Tokens.from_terms(texts), **({"tags": None, "minimum": 1} | options))  # type: ignore[arg-type]


def test_a_group_without_listed_terms_is_named() -> None:
    tokens = da.Tokens.from_terms({"d": ["a", "a", "b"], "e": ["b", "b", "a"], "f": ["c"]})
    table = da.stats.correspondence(tokens, tags=None, minimum=2)
    assert table.attrs["dropped"] == ["f"]
    assert table["label"].tolist() == ["d", "e", "a", "b"]
