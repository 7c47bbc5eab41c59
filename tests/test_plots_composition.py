"""The chart of a composition: the bars that are drawn, and that no label touches another."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from analysis import plots, stats, style
from analysis.errors import FigureError, OptionError, SchemaError

LONG = "아주긴이름이띄어쓰기없이이어져서삼십글자까지늘어난매체입니다요"
Readable = Callable[[Axes], None]


def made(*rows: tuple[str, str, int], period: str = "month") -> pd.DataFrame:
    """A composition of rows of group, period and documents."""
    parts = [
        pd.DataFrame({"outlet": group, "date": f"{date}-01" if len(date) == 7 else date, "text": "글"}, index=range(n))
        for group, date, n in rows
    ]
    table = pd.concat(parts, ignore_index=True)
    return stats.composition(table.assign(doc=table.index.astype(str)), period=period)  # type: ignore[arg-type]


def heights(ax: Axes) -> list[float]:
    return [round(float(bar.get_height()), 3) for bar in ax.patches]  # type: ignore[attr-defined]


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def alt(ax: Axes) -> str:
    description = style.described(ax)
    assert description is not None
    return description.alt


def test_bars_start_at_the_foot_of_their_row_and_share_one_scale(assert_readable: Readable) -> None:
    ax = plots.composition(made(("가", "2026-01", 4), ("가", "2026-03", 2), ("나", "2026-03", 1)))
    # the longest bar is 0.62 of a row: 4 documents; 2 are half of it, 1 a quarter
    assert heights(ax) == [0.62, 0.31, 0.155]
    assert [float(bar.get_y()) for bar in ax.patches] == [0, 0, -1]  # type: ignore[attr-defined]
    assert [float(bar.get_x() + bar.get_width() / 2) for bar in ax.patches] == [0, 2, 2]  # type: ignore[attr-defined]
    assert written(ax)[:5] == ["4", "2", "6편", "1", "1편"]
    assert ax.get_title(loc="left") == "글 7편 가운데 가장 많은 매체는 ‘가’(6편, 86%)"
    assert "가 6편, 가장 많은 때는 2026-01 4편. 나 1편" in alt(ax)
    assert_readable(ax)


def test_what_is_not_stated_has_a_row_and_a_column_of_its_own(assert_readable: Readable) -> None:
    ax = plots.composition(made(("", "2026-01", 1), ("가", "", 2), ("가", "2026-02", 1)))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["가", "매체 없음"]
    assert ax.get_xticklabels()[-1].get_text() == "날짜 없음"
    assert any("오른쪽 끝은 날짜가 없는 글" in text for text in written(ax))
    assert_readable(ax)


def test_one_group_is_told_by_its_months_and_ties_are_ties() -> None:
    ax = plots.composition(made(("", "2026-01", 3), ("", "2026-02", 1), ("", "2026-03", 3)))
    assert ax.get_title(loc="left") == "글 7편 가운데 가장 많은 달은 2026-01 등 2개(각 3편)"
    ax = plots.composition(made(("가", "", 2), ("나", "", 2)))
    assert ax.get_title(loc="left") == "글 4편 가운데 가장 많은 매체는 ‘가’ 등 2곳(각 2편)"
    assert any("날짜가 적힌 글이 없음" in text for text in written(ax))


def test_many_groups_share_a_last_row_with_a_scale_of_its_own(assert_readable: Readable) -> None:
    rows = [(f"매체{k:02}", "2026-01", 30 - k) for k in range(15)]
    ax = plots.composition(made(*rows, ("매체00", "2026-02", 1)))
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels == [*(f"매체{k:02}" for k in range(12)), "그 밖 3곳"]
    # 18 + 17 + 16 documents of the other three
    assert written(ax)[-4:-2] == ["51", "51편"]
    assert heights(ax)[-1] == 0.62
    assert any("‘그 밖 3곳’의 줄만 눈금이 다름" in text for text in written(ax))
    assert_readable(ax)


def test_too_many_months_become_years() -> None:
    ax = plots.composition(made(("가", "2020-01", 1), ("가", "2020-05", 1), ("가", "2025-12", 1)))
    assert heights(ax) == [0.62, 0.31]
    assert [label.get_text() for label in ax.get_xticklabels()] == [str(year) for year in range(2020, 2026)]
    assert any("해마다 글의 수" in text for text in written(ax))


def test_awkward_names_fit(assert_readable: Readable) -> None:
    months = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)]
    rows = [(group, month, 1 + (k * 7) % 23) for group in (LONG, "韓美日報", "") for k, month in enumerate(months)]
    ax = plots.composition(made(*rows))
    assert np.isfinite(ax.get_position().width)
    assert_readable(ax)


def test_bad_input_is_one_sentence() -> None:
    with pytest.raises(FigureError, match="nothing to draw"):
        plots.composition(made(("가", "2026-01", 1)).head(0))
    with pytest.raises(OptionError, match="top is 0; give 1 or more"):
        plots.composition(made(("가", "2026-01", 1)), top=0)
    with pytest.raises(SchemaError, match="composition"):
        plots.composition(pd.DataFrame({"group": ["가"]}))
