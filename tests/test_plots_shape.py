"""Charts of the shape of texts and of trends: what is drawn, and that no label touches another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from analysis import plots, schema, style
from analysis.errors import FigureError, FontError, OptionError, SchemaError

LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"  # 31 characters
ELEMENTS = ("problem", "cause", "moral", "remedy", "")
DEVICES = ("lexis", "catchphrase", "metaphor", "exemplar", "depiction", "number", "")
Readable = Callable[[Axes], None]


def attrs(one: str = "한미 동맹", other: str = "스타트업·혁신 클러스터") -> dict[str, Any]:
    frames = [{"id": "a", "label": one, "colour": "blue"}, {"id": "b", "label": other, "colour": "yellow"}]
    book = {"id": "x", "version": "1.2.0", "status": "unvalidated", "sha256": "0f"}
    return {"frames": frames, "compare": ["a", "b"], "codebook": book, "sentences": 18, "analyser": "kiwi 0"}


def counts(column: str, values: tuple[str, ...], rows: list[list[int]], **names: str) -> pd.DataFrame:
    cells = [(f, v, n) for f, row in zip("ab", rows, strict=True) for v, n in zip(values, row, strict=True)]
    table = pd.DataFrame(cells, columns=["frame", column, "n"]).astype({"frame": "str", column: "str"})
    table.attrs = attrs(**names)
    return table


def said(ax: Axes) -> str:
    description = style.described(ax)
    assert description is not None
    return description.alt


def written(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts]


def cells(ax: Axes) -> list[Rectangle]:
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


# elements and devices


def test_every_cell_is_there_and_the_empty_ones_are_white(assert_readable: Readable) -> None:
    ax = plots.elements(counts("element", ELEMENTS, [[0, 7, 3, 0, 15], [0, 0, 0, 0, 8]]))
    fills = [cell.get_facecolor() for cell in cells(ax)]
    assert len(fills) == 10
    assert [fill[:3] == (1, 1, 1) for fill in fills] == [True, False, False, True, False] + [True] * 4 + [False]
    assert [text for text in written(ax) if text.isdigit()] == ["0", "7", "3", "0", "15", "0", "0", "0", "0", "8"]
    assert {"25회", "8회", "명시 없음"} <= set(written(ax))
    title = "‘한미 동맹’의 원인 진단 칸이 7회로 가장 많고, 8칸 가운데 6칸이 비어 있다"
    assert ax.get_title(loc="left").replace("\n", " ") == title
    assert "한미 동맹: 문제 정의 0회, 원인 진단 7회, 도덕 평가 3회, 해법 제시 0회, 명시 없음 15회." in said(ax)
    assert "코드북 v1.2.0(검증 안 됨)" in " ".join(written(ax)).replace("\n", " ")
    assert_readable(ax)


@pytest.mark.parametrize("rows", [[[0] * 7, [0] * 7], [[12345, 0, 1, 2, 3, 4, 5], [0, 0, 0, 1, 0, 0, 100]]])
def test_devices_with_long_labels_and_hanja(rows: list[list[int]], assert_readable: Readable) -> None:
    ax = plots.devices(counts("device", DEVICES, rows, one=f"韓美 同盟 {LONG}"))
    assert len(cells(ax)) == 14
    assert_readable(ax)


def test_ties_and_values_without_a_name_are_said() -> None:
    ax = plots.elements(counts("element", ELEMENTS, [[2, 2, 0, 0, 0], [0, 0, 0, 0, 0]]))
    assert ax.get_title(loc="left").startswith("‘한미 동맹’의 문제 정의 등 2칸이 2회로 가장 많고")
    other = plots.elements(counts("element", ("cause", "irony", ""), [[1, 2, 3], [0, 0, 0]]))
    assert {"원인 진단", "irony", "명시 없음"} <= set(written(other))
    assert "요소를 적은 어휘가 나오지 않아" in said(
        plots.elements(counts("element", ELEMENTS, [[0, 0, 0, 0, 5], [0] * 5]))
    )


def test_bad_tables_of_counts() -> None:
    table = counts("element", ELEMENTS, [[1] * 5, [1] * 5])
    with pytest.raises(SchemaError, match=r"plots.elements: table: missing column\(s\) n"):
        plots.elements(table.drop(columns="n"))
    with pytest.raises(SchemaError, match="must hold zeros as well"):
        plots.elements(table.iloc[:-1])
    with pytest.raises(FigureError, match=r"plots\.devices: the table has no rows"):
        plots.devices(counts("device", DEVICES, [[1] * 7, [1] * 7]).iloc[:0])
    with pytest.raises(FontError, match=r"plots\.agents"):
        plots.agents(counts("agent_kind", ("subject", "we", "none"), [[1] * 3, [1] * 3], one="틀\U0001f9a0"))


# agents


def test_bars_of_who_acts_start_at_0_and_none_is_a_bar(assert_readable: Readable) -> None:
    table = counts("agent_kind", ("subject", "we", "none"), [[4, 1, 5], [1, 0, 2]])
    split = pd.concat([table, table.iloc[:1].assign(n=2)], ignore_index=True)  # another subject of frame a
    split.attrs = table.attrs
    ax = plots.agents(split)
    assert [bar.get_width() for bar in cells(ax)] == [6, 1, 5, 1, 0, 2]
    assert all(bar.get_x() == 0 for bar in cells(ax))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["드러난 주어", "우리", "주어 없음"] * 2
    # 6 of 12 are 50%; frame b has three hits, so that it has no shares
    assert [t for t in written(ax) if t.endswith("%)")] == ["6회(50%)", "1회(8%)", "5회(42%)"]
    assert {"1회", "0회", "2회"} <= set(written(ax))
    # 7 of all 15 without a subject, 1 with 우리
    assert ax.get_title(loc="left").replace("\n", " ") == "프레임 어휘 15회 가운데 ‘주어 없음’ 7회(47%), ‘우리’ 1회(7%)"
    assert len({bar.get_hatch() for bar in cells(ax)}) == 2
    assert_readable(ax)


def test_a_frame_without_hits_is_named_and_has_no_bars(assert_readable: Readable) -> None:
    ax = plots.agents(counts("agent_kind", ("subject", "we", "none"), [[0, 0, 0], [1, 0, 2]], one="바다"))
    assert [bar.get_width() for bar in cells(ax)] == [1, 0, 2]
    assert "나오지 않은 프레임: 바다" in " ".join(written(ax)).replace("\n", " ")
    assert_readable(ax)


def test_agents_of_nothing(assert_readable: Readable) -> None:
    ax = plots.agents(counts("agent_kind", ("subject", "we", "none"), [[0] * 3, [0] * 3], one=f"韓美 {LONG}"))
    assert ax.get_title(loc="left") == "프레임 어휘가 나오지 않아 주어도 없다"
    assert_readable(ax)


# overlap


def overlapped(*row: float, **names: str) -> pd.DataFrame:
    table = pd.DataFrame([("a", "b", *row)], columns=[c.name for c in schema.OVERLAP])
    table.attrs = attrs(**names) | {"by": "sentence"}
    return table


def places(docs: list[str], sentences: list[int]) -> pd.DataFrame:
    about = {"frame_a": "a", "frame_b": "b", "doc": docs, "paragraph": 1, "sentence": sentences, "n_a": 1, "n_b": 1}
    return pd.DataFrame(about)


def test_four_cells_with_expectation_and_places(assert_readable: Readable) -> None:
    table = overlapped(2, 5, 9, 2, 4.28, 2.0, 6.0, 0.125, 0.055, 0.5)
    ax = plots.overlap(table, places=places(["d", "d"], [15, 18]))
    assert [text for text in written(ax) if text.isdigit()] == ["2", "5", "9", "2"]
    assert "기대 4.3, 95% 2~6" in written(ax)
    assert any("함께 나온 문장: 15, 18번" in text for text in written(ax))
    assert "18문장 가운데 2문장에 함께 나온다(기대 4.3)" in said(ax)
    assert "둘 다 2문장, 한미 동맹만 5문장, 스타트업·혁신 클러스터만 9문장, 둘 다 없음 2문장" in said(ax)
    assert_readable(ax)


def test_the_pair_can_be_named_the_other_way_round() -> None:
    ax = plots.overlap(overlapped(2, 5, 9, 2, 4.28, 2.0, 6.0, 0.125, 0.055, 0.5), frames=["b", "a"])
    assert [text for text in written(ax) if text.isdigit()] == ["2", "9", "5", "2"]
    with pytest.raises(OptionError, match=r"no pair \['a', 'c'\] in the table; choose from a and b"):
        plots.overlap(overlapped(0, 0, 0, 1, 0.0, *[np.nan] * 5), frames=["a", "c"])


def test_many_places_in_many_documents_and_a_pair_that_never_meets(assert_readable: Readable) -> None:
    nothing = [np.nan] * 5
    ax = plots.overlap(
        overlapped(120345, 0, 7, 99, 3.2, *nothing, one=f"韓美 同盟 {LONG}"),
        places=places([f"글-{k}" for k in range(200)], list(range(200))),
    )
    assert any("외 160곳" in text.replace("\n", " ") for text in written(ax))
    assert_readable(ax)
    apart = plots.overlap(overlapped(0, 3, 4, 9, 0.8, *nothing), places=places([], []).astype({"frame_a": "str"}))
    assert "함께 나온 문장은 16문장 가운데 없다" in said(apart)
    assert "함께 나온 문장은 없음" in said(apart)
    assert_readable(apart)


# trajectory


def course(values: list[float], *, leaves: bool | None, paragraphs: int = 2, **names: str) -> pd.DataFrame:
    n = len(values)
    band = np.nan if leaves is None else 2.0
    about = {"doc": "d", "paragraph": np.arange(n) * paragraphs // n + 1, "sentence": np.arange(1, n + 1)}
    about |= {"frame_a": "a", "frame_b": "b", "weight_a": 0.0, "weight_b": 0.0}
    table = pd.DataFrame(about | {"cusum": np.array(values, dtype=float), "low": -band, "high": band})
    known = {"limit": 2.5, "p": 0.003, "leaves": leaves} if leaves is not None else dict.fromkeys(("limit", "p"), None)
    curve = {"doc": "d", "sentences": n, "hits": 9, "reach": float(np.abs(values).max())}
    table.attrs = attrs(**names) | {"draws": 2000, "curves": [curve | known]}
    return table


def test_the_curve_and_its_turn(assert_readable: Readable) -> None:
    ax = plots.trajectory(course([1, 2, 3.5, 2, 1, 0.5, 0.4, 0.2, 0.1, 0], leaves=True))
    curve = next(line for line in ax.lines if len(line.get_xdata()) == 11 and line.get_linestyle() == "-")
    assert list(curve.get_ydata()) == [0, 1, 2, 3.5, 2, 1, 0.5, 0.4, 0.2, 0.1, 0]
    title = "3번 문장까지는 ‘한미 동맹’ 어휘 쪽으로, 그 뒤로는 ‘스타트업·혁신 클러스터’ 어휘 쪽으로 기운다(p=0.003)"
    assert ax.get_title(loc="left").replace("\n", " ") == title
    assert "3번 +3.5" in written(ax)
    assert any("2,000번 뒤섞었을 때" in text.replace("\n", " ") for text in written(ax))
    assert "1번 +1.0, 2번 +2.0, 3번 +3.5" in said(ax)
    assert_readable(ax)


def test_a_curve_below_turns_the_sentence_round() -> None:
    ax = plots.trajectory(course([-1, -2, -3, -2, -1, 0, 0, 0, 0, 0], leaves=True))
    assert ax.get_title(loc="left").replace("\n", " ").startswith("3번 문장까지는 ‘스타트업·혁신 클러스터’ 어휘 쪽으로")
    stays = plots.trajectory(course([1.0] * 9 + [0], leaves=False))
    assert "구별되지 않는다" in stays.get_title(loc="left").replace("\n", " ")


@pytest.mark.parametrize(("n", "paragraphs"), [(3, 3), (1, 1), (12, 12), (200, 60), (600, 5)])
def test_short_and_long_texts(n: int, paragraphs: int, assert_readable: Readable) -> None:
    wave = [*np.sin(np.arange(n - 1) / n * 6).round(3).tolist(), 0.0]
    ax = plots.trajectory(course(wave, leaves=None if n < 10 else True, paragraphs=paragraphs, one=f"韓美 {LONG}"))
    assert_readable(ax)


def test_a_trajectory_of_several_documents_is_refused() -> None:
    table = course([1, 0], leaves=None)
    with pytest.raises(FigureError, match="the table holds 2 documents"):
        plots.trajectory(table.assign(doc=["d", "e"]))
    with pytest.raises(SchemaError, match=r"plots\.trajectory"):
        plots.trajectory(table.drop(columns="cusum"))


# trend


def over(groups: dict[str, int], *, by: str, **names: str) -> pd.DataFrame:
    """Build a trend: documents by group; the k-th group has density k + 1 of a and half as much of b."""
    rows = []
    for k, (group, docs) in enumerate(groups.items()):
        for frame, value in (("a", k + 1.0), ("b", (k + 1) / 2)):
            low, high = (value * 0.8, value * 1.3) if docs >= 5 else (np.nan, np.nan)
            counts, pooled = [docs] * 4, (value, 0.1, 0.1, 0.5)
            rows.append((group, frame, *counts, value, low, high, *pooled, np.nan, np.nan, ""))
    table = pd.DataFrame(rows, columns=[c.name for c in schema.TREND])
    table.attrs = attrs(**names) | {"by": by, "ungrouped": 2}
    return table


def dots(ax: Axes) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for line in ax.lines if line.get_marker() in "oD" for x, y in line.get_xydata()]


def test_groups_stand_by_density_with_their_documents(assert_readable: Readable) -> None:
    ax = plots.trend(over({"가": 9, "나": 3, "다": 12}, by="outlet"))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["다", "나", "가"]
    assert sorted(x for x, _ in dots(ax)) == [0.5, 1, 1, 1.5, 2, 3]
    assert {"9편", "3편", "12편", "3.00", "0.50"} <= set(written(ax))
    title = "구간이 있는 곳 가운데 ‘한미 동맹’ 어휘는 다(3.0점, 글 12편), ‘스타트업·혁신 클러스터’ 어휘는 "
    title += "다(1.5점, 글 12편)에서 밀도가 가장 높다"
    assert ax.get_title(loc="left").replace("\n", " ") == title
    assert "나(글 3편) 한미 동맹 2.00점, 스타트업·혁신 클러스터 1.00점." in said(ax)
    hollow = [line for line in ax.lines if line.get_markerfacecolor() == "white"]
    assert sum(len(line.get_xdata()) for line in hollow) == 2  # 나 has no interval
    assert any("값이 없는 글 2편은 뺌" in text.replace("\n", " ") for text in written(ax))
    assert_readable(ax)


@pytest.mark.parametrize(("by", "groups"), [("outlet", "가 나 다"), ("month", "2026-01 2026-02 2026-05")])
def test_bounds_cautions_and_intervals_beyond_the_chart(by: str, groups: str, assert_readable: Readable) -> None:
    first, _, third = groups.split()
    table = over(dict.fromkeys(groups.split(), 9), by=by)
    numbers = table[["density", "low", "high", "share_upper"]].to_numpy(copy=True)
    numbers[0] = 0.0, np.nan, np.nan, 0.283  # no document of nine
    numbers[4] = 3.0, 0.2, 45.0, np.nan  # three documents of which one holds all
    table = table.assign(**dict(zip(["density", "low", "high", "share_upper"], numbers.T, strict=True)))
    story = "같은 글을 옮긴 40건은 8개 사안이다. 사안을 단위로 계산했다"
    table.attrs = attrs() | {"by": by, "cluster": "copies", "caution": (story,)}
    ax = plots.trend(table)
    texts = [text.replace("\n", " ") for text in written(ax)]
    assert any("사안 평균, 선은 95% 구간" in text and "화살표는 그림 밖까지 이어지는 구간" in text for text in texts)
    assert any(story in text for text in texts)
    assert f"{first}(글 9편) 한미 동맹 0.00점(나올 사안은 많아도 28%)" in said(ax)
    assert f"{third}(글 9편) 한미 동맹 3.00점(0.20~45.00)" in said(ax)  # the numbers hold the end
    arrows = [line for line in ax.lines if line.get_marker() in "^>"]
    assert [len(line.get_xdata()) for line in arrows] == [1]
    end = arrows[0].get_xydata()[0][0 if by == "outlet" else 1]
    assert end == 9.0  # three times the largest value
    assert_readable(ax)


def test_a_title_says_when_intervals_touch() -> None:
    # 다 3.0 (2.4 to 3.9) against 나 2.0 (1.6 to 2.6); in frame b half of both
    title = plots.trend(over({"가": 9, "나": 9, "다": 12}, by="outlet")).get_title(loc="left").replace("\n", " ")
    assert title.endswith("밀도가 가장 높다. ‘한미 동맹’·‘스타트업·혁신 클러스터’의 구간은 다른 곳과 겹친다")


def test_months_without_documents_stay_gaps_and_nothing_joins_them(assert_readable: Readable) -> None:
    ax = plots.trend(over({"2025-11": 6, "2026-01": 7, "2026-05": 8}, by="month"), frames=["a"])
    assert [x for x, _ in dots(ax)] == [2025 * 12 + 10, 2026 * 12, 2026 * 12 + 4]
    assert all(line.get_linestyle() == "None" for line in ax.lines)
    assert ax.get_ylim()[0] == 0
    assert [label.get_text() for label in ax.get_xticklabels()] == ["2025-11\n6편", "2026-01\n7편", "2026-05\n8편"]
    assert any("날짜가 없는 글 2편은 뺌" in text.replace("\n", " ") for text in written(ax))
    assert_readable(ax)


MONTHS = {f"{year}-{month:02d}": 3 + month for year in range(2010, 2027) for month in range(1, 13)}


@pytest.mark.parametrize(
    ("groups", "by"),
    [
        ({"2020": 29}, "year"),
        ({"2020": 2}, "year"),
        (MONTHS, "month"),
        ({LONG: 7, "韓國日報": 100_000}, "outlet"),
        ({f"매체 {k}": k % 9 + 1 for k in range(200)}, "outlet"),
    ],
)
def test_trends_of_any_size_are_readable(groups: dict[str, int], by: str, assert_readable: Readable) -> None:
    ax = plots.trend(over(groups, by=by, one=f"韓美 同盟 {LONG}"))
    if len(groups) == 200:
        assert len(ax.get_yticklabels()) == 20
        assert any("글이 많은 20개(매체 200개 가운데)" in text.replace("\n", " ") for text in written(ax))
    assert_readable(ax)


def test_frames_that_are_not_there() -> None:
    table = over({"가": 9, "나": 8}, by="outlet")
    zero = table.assign(density=0.0, low=0.0, high=0.0)
    zero.attrs = table.attrs
    assert (
        plots.trend(zero).get_title(loc="left").replace("\n", " ") == "‘한미 동맹’·‘스타트업·혁신 클러스터’ 어휘는 없다"
    )
    with pytest.raises(OptionError, match="no frame 'z'"):
        plots.trend(table, frames=["z"])
    with pytest.raises(OptionError, match="top is 0"):
        plots.trend(table, top=0)
    with pytest.raises(SchemaError, match="each group once per frame"):
        plots.trend(table.iloc[:-1])


def test_charts_draw_in_the_axes_they_are_given() -> None:
    for draw, table in (
        (plots.elements, counts("element", ELEMENTS, [[1] * 5, [2] * 5])),
        (plots.agents, counts("agent_kind", ("subject", "we", "none"), [[1] * 3, [1] * 3])),
        (plots.overlap, overlapped(2, 5, 9, 2, 4.28, 2.0, 6.0, 0.125, 0.055, 0.5)),
        (plots.trajectory, course([1.0] * 9 + [0], leaves=True)),
        (plots.trend, over({"가": 9, "나": 3}, by="outlet")),
    ):
        ax = Figure(figsize=(8, 6)).add_axes((0.3, 0.3, 0.4, 0.4))
        assert draw(table, ax=ax) is ax
        assert tuple(ax.figure.get_size_inches()) == (8, 6)
