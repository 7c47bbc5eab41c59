"""Charts of cross tables and regressions: what is drawn, in which colour, and that no label touches another."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from analysis import framing, plots, schema, stats, style
from analysis.errors import FigureError, FontError, OptionError, SchemaError
from tests.test_framing_regression import made
from tests.test_stats_crosstab import PARTY, coded

Readable = Callable[[Axes], None]
LONG = "아주긴이름이띄어쓰기없이이어져서삼십글자까지늘어난매체입니다요"


def table() -> pd.DataFrame:
    return stats.crosstab(coded(PARTY), row="outlet", column="frame")


def alt(ax: Axes) -> str:
    description = style.described(ax)
    assert description is not None
    return description.alt


def dots(ax: Axes) -> list[tuple[float, str, str]]:
    """Share, marker and colour of every dot, from the top."""
    found = [line for line in ax.lines if line.get_linestyle() == "None"]
    return [(round(float(l.get_xdata()[0]), 3), str(l.get_marker()), to_hex(l.get_color())) for l in found]  # noqa: E741


def test_dots_are_shares_and_coloured_where_they_hold(assert_readable: Readable) -> None:
    ax = plots.crosstab(table())
    blue, orange, grey = (to_hex(style.colour("blue")), to_hex(style.colour("orange")), to_hex(style.LINE))
    # A: 279 / 577 more than by chance, 165 / 403 fewer; B not told from chance; C the other way round
    assert dots(ax) == [
        (0.484, "o", blue), (0.409, "D", orange),
        (0.127, "o", grey), (0.117, "o", grey),
        (0.39, "D", orange), (0.474, "o", blue),
    ]  # fmt: skip
    assert ax.get_title(loc="left") == "가의 ‘C’는 39%, 우연히 나올 수보다 적다(z=−2.62)"
    assert "가, A: 48.4% (279), z=2.29." in alt(ax)
    assert any("χ²(2, N = 980) = 7.01, p = .030, V = .08" in text.get_text() for text in ax.texts)
    assert_readable(ax)


def test_whiskers_are_wilsons() -> None:
    ax = plots.crosstab(table())
    first = next(line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linewidth() == 2.5)
    # 279 of 577: centre (.48354 + 1.9207 / 577) / (1 + 3.8415 / 577) = .48364, half .04060
    assert list(map(float, first.get_xdata())) == pytest.approx([0.4430, 0.5242], abs=2e-4)


def test_the_map_pales_what_does_not_hold(assert_readable: Readable) -> None:
    ax = plots.crosstab(table(), show="residuals")
    fills = [to_hex(patch.get_facecolor()) for patch in ax.patches]
    assert [fill == "#f2f2f2" for fill in fills] == [False, True, False] * 2
    assert [text.get_text() for text in ax.texts if "(" in text.get_text()][:3] == [
        "2.29 (279)",
        "0.46 (73)",
        "−2.62 (225)",
    ]
    assert_readable(ax)


def test_nothing_that_holds_says_so(assert_readable: Readable) -> None:
    ax = plots.crosstab(stats.crosstab(coded([[10, 20], [30, 40]]), row="outlet", column="frame"))
    assert ax.get_title(loc="left") == "홀름 보정 뒤에도 우연과 다른 칸은 없다"
    assert_readable(ax)


def test_long_names_hanja_and_many_rows(assert_readable: Readable) -> None:
    codings = coded([[30, 5, 5], [5, 30, 5], [5, 5, 30]])
    codings["outlet"] = codings["outlet"].map({"가": LONG, "나": "漢字日報", "다": "다"})
    codings["frame"] = codings["frame"].map({"A": LONG, "B": "나라 살림과 세금", "C": "다"})
    made_table = stats.crosstab(codings, row="outlet", column="frame")
    assert_readable(plots.crosstab(made_table))
    assert_readable(plots.crosstab(made_table, show="residuals"))
    dice = np.random.default_rng(1)
    many = pd.DataFrame({"doc": range(2000), "outlet": dice.integers(0, 60, 2000), "frame": dice.integers(0, 3, 2000)})
    assert_readable(plots.crosstab(stats.crosstab(many, row="outlet", column="frame")))


def test_some_rows_draw_some_cells() -> None:
    whole = table()
    ax = plots.crosstab(whole[whole["column"] == "A"])
    assert [share for share, *_ in dots(ax)] == [0.484, 0.409]


def test_what_is_no_cross_table() -> None:
    whole = table()
    with pytest.raises(SchemaError, match="cross table"):
        plots.crosstab(whole.drop(columns="residual"))
    with pytest.raises(FigureError, match="no rows"):
        plots.crosstab(whole[whole["row"] == schema.TOTAL])
    with pytest.raises(FigureError, match="more than a picture shows"):
        plots.crosstab(pd.concat([whole] * 50))
    with pytest.raises(OptionError, match="shares, residuals"):
        plots.crosstab(whole, show="pie")  # type: ignore[arg-type]
    with pytest.raises(FontError):
        plots.crosstab(whole.replace({"row": {"가": "\U0001f680"}}))


def fitted() -> pd.DataFrame:
    scores, documents = made(120)
    return framing.regression(scores, documents, on=["outlet", "section"])


def test_coefficients_are_filled_where_they_hold(assert_readable: Readable) -> None:
    rows = fitted()
    ax = plots.regression(rows)
    drawn = [line for line in ax.lines if line.get_linestyle() == "None"]
    shown = rows[rows["covariate"] != "intercept"]
    assert [float(line.get_xdata()[0]) for line in drawn] == pytest.approx(shown["coefficient"].tolist())
    assert [line.get_markerfacecolor() != "white" for line in drawn] == (shown["p_adjusted"] < 0.05).tolist()
    assert "‘매체: 나 (기준: 가)’의 계수는" in ax.get_title(loc="left")
    assert "비교 기준은 매체 가" in "".join(text.get_text().replace("\n", " ") for text in ax.texts)
    assert_readable(ax)


def test_a_coefficient_that_could_not_be_had_says_so(assert_readable: Readable) -> None:
    scores, documents = made()
    rare = scores.assign(frame="rare", n=0)
    ax = plots.regression(framing.regression(pd.concat([scores, rare]), documents, on=["section"]))
    assert [text.get_text() for text in ax.texts].count("구하지 않음") == 1
    assert "구하지 않음" in alt(ax)
    assert_readable(ax)


def test_what_is_no_regression() -> None:
    rows = fitted()
    with pytest.raises(SchemaError, match="regression table"):
        plots.regression(rows.drop(columns="low"))
    with pytest.raises(FigureError, match="no rows"):
        plots.regression(rows[rows["covariate"] == "intercept"])
