from __future__ import annotations

import pandas as pd
import pytest

from analysis import schema
from analysis.errors import OptionError
from analysis.stats import composition


def documents(*rows: tuple[str, str, str]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["outlet", "date", "text"], dtype="str")
    return table.assign(doc=[f"d{k}" for k in range(len(table))])


def test_documents_and_characters_by_group_and_month() -> None:
    table = composition(
        documents(("나", "2026-01-05", "한 줄"), ("가", "2026-01-31", "둘"), ("나", "2026-01-01", "셋넷"))
    )
    # 나 in January: 2 documents, 3 + 2 characters
    assert table.values.tolist() == [["가", "2026-01", 1, 1], ["나", "2026-01", 2, 5]]
    about = {"chart": "composition", "by": "outlet", "period": "month", "docs": 3, "ungrouped": 0}
    assert table.attrs == about | {"damron": about}


def test_what_is_not_stated_is_counted_under_an_empty_name() -> None:
    table = composition(
        documents(("", "2026-01-05", "가"), ("가", "", "나"), ("가", "곧", "다"), (" ", "2025-01-05", "라"))
    )
    assert table[["group", "period", "docs"]].values.tolist() == [["", "2025-01", 1], ["", "2026-01", 1], ["가", "", 2]]
    assert table["docs"].sum() == 4


def test_years_and_another_variable() -> None:
    frame = documents(("가", "2025-03-01", "x"), ("가", "2026-03-01", "y")).assign(genre=[None, "사설"])
    table = composition(frame, by="genre", period="year")
    assert table[["group", "period", "docs"]].values.tolist() == [["", "2025", 1], ["사설", "2026", 1]]


def test_no_documents_give_no_rows() -> None:
    table = composition(documents())
    assert list(table.columns) == [column.name for column in schema.COMPOSITION]
    assert table.empty


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"by": "outlt"},
            "use day, week, month, quarter, year or one of outlet, date",
        ),
        ({"by": "text"}, "no document variable"),
        ({"period": "week"}, "period must be one of month, year, not 'week'"),
    ],
)
def test_a_misspelt_option_lists_the_choices(options: dict[str, str], message: str) -> None:
    with pytest.raises(OptionError, match=message):
        composition(documents(("가", "2026-01-01", "x")), **options)  # type: ignore[arg-type]
