"""Charts of centrality, blocks and comparisons, read from their artists."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from analysis import plots, schema, stats, style
from analysis.errors import FigureError, SchemaError
from tests.made_networks import FLORENCE, edges, two_groups

Readable = Callable[[Axes], None]
FAMILIES = stats.centrality(edges(FLORENCE))


def told(ax: Axes) -> str:
    about = style.described(ax)
    assert about is not None
    return about.alt


def test_every_term_has_a_row_with_its_four_ranks(assert_readable: Readable) -> None:
    ax = plots.centrality(FAMILIES, top=5)
    labels = [text.get_text() for text in ax.get_yticklabels()]
    # best rank in any sense, then the sum: Medici 1 1 1 1, Guadagni 2 2 5 5, Ridolfi 4 5 2 3, Strozzi 2 7 6 2
    assert labels[:4] == ["Medici", "Guadagni", "Ridolfi", "Strozzi"]
    marks = [line for line in ax.lines if len(line.get_xdata()) == 1 and line.get_marker() != "None"]
    assert len(marks) == 20
    assert ax.get_title(loc="left") == "‘Medici’가 중심성 4가지 모두에서 1위이다"
    assert "Guadagni: 연결 정도 2, 매개 2, 근접 5, 고유벡터 5." in told(ax)
    assert "15개 가운데 5개" in told(ax)
    assert_readable(ax)


def test_ranks_that_are_missing_are_said_to_be(assert_readable: Readable) -> None:
    ring = stats.centrality(
        edges([(f"아주 긴 이름을 가진 단어 {k}", f"아주 긴 이름을 가진 단어 {(k + 1) % 10}") for k in range(10)])
    )
    ax = plots.centrality(ring)
    assert "매개 –" in told(ax)
    assert_readable(ax)
    with pytest.raises(FigureError, match="no rows"):
        plots.centrality(ring.head(0))
    with pytest.raises(SchemaError):
        plots.centrality(pd.DataFrame({"term": ["a"]}))


def test_cuts_are_drawn_as_ranges(assert_readable: Readable) -> None:
    ax = plots.centrality(stats.cuts(edges(two_groups(8)), top=4))
    assert "자카드" in told(ax)
    assert "G²" in told(ax)
    assert_readable(ax)


def test_blocks_stand_beside_their_density(assert_readable: Readable) -> None:
    table = stats.concor(edges([(f"a{i}", f"b{j}", 6 + i) for i in range(4) for j in range(4)]), splits=1)
    ax = plots.concor(table)
    assert ax.get_title(loc="left") == "블록 1과 블록 2 사이의 연결이 가장 조밀하다(평균 7.50)"
    cells = [text.get_text() for text in ax.texts]
    assert cells.count("7.50") == 2
    assert cells.count("0.00") == 2
    assert any(text.startswith("블록 1 (4) a0, a1") for text in cells)
    assert "대각선은 결측" in ax.figure.axes[0].texts[-2].get_text() or "대각선은 결측" in " ".join(cells)
    assert_readable(ax)
    bare = pd.DataFrame(table.to_dict("list"))
    with pytest.raises(SchemaError, match="lost its attrs"):
        plots.concor(bare)


def test_many_members_are_counted(assert_readable: Readable) -> None:
    many = stats.concor(
        edges([(f"단어{i:02}", f"낱말{j:02}", 6 + i % 3) for i in range(40) for j in range(40)]), splits=1
    )
    ax = plots.concor(many)
    assert any("외 20개" in text.get_text().replace("\n", " ") for text in ax.texts)
    assert_readable(ax)


def test_qap_is_a_matrix_of_groups_with_p(assert_readable: Readable) -> None:
    row = {"terms": 21, "pairs": 210, "low": -0.1, "high": 0.1, "shared_terms": 21, "reason": ""}
    table = pd.DataFrame(
        [
            {"group_a": "가나일보", "group_b": "다라신문", "r": 0.372, "p": 0.0012, **row},
            {"group_a": "가나일보", "group_b": "마바경제", "r": -0.05, "p": 0.61, **row},
            {"group_a": "다라신문", "group_b": "마바경제", "r": np.nan, "p": np.nan, **row},
        ]
    )[[c.name for c in schema.QAP]]
    ax = plots.qap(table)
    cells = [text.get_text() for text in ax.texts]
    assert "r = .37\np = .001\n21개" in cells
    assert "–\n21개" in cells
    assert ax.get_title(loc="left") == "가나일보와 다라신문의 연결이 가장 비슷하다(r = .37, p = .001)"
    assert len(ax.patches) == 3
    assert_readable(ax)
    names = [f"매체{k}" for k in range(14)]
    many = pd.DataFrame([{**table.iloc[0].to_dict(), "group_a": names[0], "group_b": name} for name in names[1:]])
    with pytest.raises(FigureError, match="14 groups"):
        plots.qap(many)
