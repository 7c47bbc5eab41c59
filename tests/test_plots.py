"""Charts: what is drawn, read from the artists, and that no label touches another."""

from __future__ import annotations

import inspect
import re
from itertools import combinations
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from analysis import plots, style
from analysis.errors import FigureError, FontError, OptionError, SchemaError

FRAMES = [
    {"id": "alliance", "label": "한미 동맹", "colour": "blue"},
    {"id": "startup", "label": "스타트업·혁신 클러스터", "colour": "orange"},
]
LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"  # 31 characters


def counts(pairs: list[tuple[str, int]], **attrs: Any) -> pd.DataFrame:
    """Build a frequency table as stats.frequency returns it."""
    n = pd.Series([n for _, n in pairs], dtype="int64")
    table = pd.DataFrame(
        {
            "term": [term for term, _ in pairs],
            "tag": ["NNG"] * len(pairs),
            "n": n,
            "per_10k": n / n.sum() * 10_000,
            "docs": [1] * len(pairs),
            "rank": n.rank(method="min", ascending=False).astype("int64"),
        }
    )
    table.attrs = attrs
    return table


def scored(cells: list[tuple[int, int, int, int]], *, by: str, doc: str = "d", frames: Any = None) -> pd.DataFrame:
    """Build scores from (paragraph, sentence, n of alliance, n of startup); 20 content morphemes a unit."""
    rows = []
    for paragraph, sentence, *ns in cells:
        for frame, n in zip(("alliance", "startup"), ns, strict=True):
            row = {"doc": doc, "paragraph": paragraph, "sentence": sentence, "frame": frame, "n": n}
            rows.append(row | {"weight": float(n), "content": 20, "density": n * 5.0, "sentences": 1})
    table = pd.DataFrame(rows).assign(coverage=lambda t: (t["n"] > 0).astype(float))
    if by == "paragraph":
        table = table.drop(columns="sentence")
    table.attrs = {
        "frames": FRAMES,
        "compare": ["alliance", "startup"],
        "codebook": {"id": "x", "version": "1.1.0", "status": "unvalidated", "sha256": "0f"},
        "analyser": "kiwipiepy 0.24.1",
        "sentences": 18,
        "morphemes": 1612,
    }
    return table if frames is None else table[table["frame"].isin(frames)]


def texts(ax: Axes) -> list[tuple[str, Bbox]]:
    """List every visible text of a figure with its box at 300 dpi, where it is drawn."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    with style.context(), mpl.rc_context({"figure.dpi": 300}):
        figure.draw_without_rendering()
        found = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
        drawn = [t for t in found if not any(t is label for label in ghosts(figure))]
        return [(t.get_text(), t.get_window_extent()) for t in drawn]


def ghosts(figure: Figure) -> list[Text]:
    """List labels that belong to an Axes whose axis is switched off, or to ticks outside its limits."""
    found: list[Text] = []
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                inside = low - 1e-9 <= tick.get_loc() <= high + 1e-9
                if not ax.axison or not inside:
                    found += [tick.label1, tick.label2]
    return found


def assert_readable(ax: Axes, *, inside: bool = True) -> None:
    """No text may touch another, leave the paper, or be smaller than 10 points."""
    boxes = texts(ax)
    assert boxes
    for (a, box_a), (b, box_b) in combinations(boxes, 2):
        # a text box holds some air above and below the letters: 15 % of a line may be shared
        wide = min(box_a.x1, box_b.x1) - max(box_a.x0, box_b.x0)
        high = min(box_a.y1, box_b.y1) - max(box_a.y0, box_b.y0)
        line = min(box_a.height, box_b.height)
        assert wide <= 0.5 or high <= 0.15 * line, f"{a!r} touches {b!r} by {wide:.1f} x {high:.1f}"
    figure = ax.get_figure(root=True)
    assert figure is not None
    for text, box in boxes if inside else []:
        across = figure.bbox.x0 - 1 <= box.x0 <= box.x1 <= figure.bbox.x1 + 1
        down = figure.bbox.y0 - 1 <= box.y0 <= box.y1 <= figure.bbox.y1 + 1
        assert across, f"{text!r} leaves the paper sideways"
        assert down, f"{text!r} leaves the paper at the top or bottom"
    assert all(t.get_fontsize() >= 10 for t in figure.findobj(Text))


def said(ax: Axes) -> list[str]:
    """List the texts of a chart, line breaks as spaces."""
    return [text.replace("\n", " ") for text, _ in texts(ax)]


def bars(ax: Axes) -> list[tuple[str, float]]:
    """Read the bars back, from the top down."""
    labels = [label.get_text() for label in ax.get_yticklabels()]
    return list(zip(labels, [bar.get_width() for bar in ax.patches], strict=True))


# frequency


def test_bars_fall_from_the_top_and_ties_stand_in_the_order_of_terms() -> None:
    ax = plots.frequency(counts([("동맹", 3), ("클러스터", 12), ("기업", 3)]))
    assert bars(ax) == [("클러스터", 12), ("기업", 3), ("동맹", 3)]
    assert all(bar.get_x() == 0 for bar in ax.patches)
    tops = [bar.get_y() for bar in ax.patches]
    assert tops == sorted(tops)
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # downwards
    assert ax.get_xlim() == (0, 12)
    assert ax.get_title(loc="left") == "‘클러스터’가 12회로 가장 많다"
    assert_readable(ax)


def test_counts_stand_at_bar_ends_and_ties_share_a_rank() -> None:
    ax = plots.frequency(counts([("클러스터", 1200), ("기업", 7), ("동맹", 7), ("허브", 1)]))
    words = said(ax)
    assert words.count("7") == 2
    assert "1,200" in words
    assert "공동 2위" in words
    assert "공동 4위" not in words  # 허브 is alone
    assert_readable(ax)


def test_ticks_are_whole_numbers_even_for_a_count_of_one() -> None:
    ax = plots.frequency(counts([("동맹", 1)]))
    assert {t for t in ax.get_xticks() if 0 <= t <= 1} == {0, 1}
    assert ax.get_title(loc="left") == "‘동맹’이 1회 나온다"
    assert_readable(ax)


def test_subtitle_names_base_layer_and_least_count() -> None:
    ax = plots.frequency(counts([("동맹", 3)], base="일반명사 351개", layer="형태소 층", minimum=2))
    assert "일반명사 351개, 형태소 층, 2회 이상" in said(ax)


@pytest.mark.parametrize(
    ("ns", "top", "drawn", "note"),
    [
        (
            [9, 8, 5, 5, 5],
            3,
            2,
            "상위 2개(5회로 같은 3개는 3개를 넘게 되어 함께 뺌)",
        ),  # 2 more is over a quarter
        ([9, 8, 5, 5, 1], 3, 4, "상위 4개(5회로 같은 2개를 모두 실음)"),  # 1 more is allowed
        ([9, 8, 7, 5, 5], 3, 3, "상위 3개"),  # the tie lies below the cut
        ([1, 1, 1, 1, 1, 1], 3, 3, "1회로 같은 6개 가운데 가나다순 3개"),  # nothing stands above the tie
        ([9, 8], 3, 2, None),
    ],
)
def test_the_cut_never_splits_a_tie_unsaid(ns: list[int], top: int, drawn: int, note: str | None) -> None:
    ax = plots.frequency(counts([(f"단어{i}", n) for i, n in enumerate(ns)]), top=top)
    assert len(ax.patches) == drawn
    assert note is None or note in said(ax)
    assert note is not None or not any("상위" in text for text in said(ax))


@pytest.mark.parametrize(
    ("pairs", "title"),
    [
        ([("동맹", 4), ("허브", 4), ("랩", 1)], "‘동맹’과 ‘허브’가 각각 4회로 가장 많다"),
        ([("동맹", 4), ("허브", 4), ("협약", 4), ("랩", 1)], "‘동맹’ 등 3개가 각각 4회로 가장 많다"),
        ([("동맹", 4), ("허브", 4)], "‘동맹’과 ‘허브’가 각각 4회 나온다"),
        ([("동맹", 1), ("허브", 1), ("협약", 1)], "‘동맹’ 등 3개가 모두 1회씩 나온다"),
    ],
)
def test_the_title_says_ties_as_ties(pairs: list[tuple[str, int]], title: str) -> None:
    assert plots.frequency(counts(pairs)).get_title(loc="left") == title


def test_a_term_under_two_tags_is_told_apart() -> None:
    table = counts([("한", 5), ("한", 3)])
    table["tag"] = ["MM", "NNP"]
    assert [label for label, _ in bars(plots.frequency(table))] == ["한(관형사)", "한(고유명사)"]


def test_awkward_labels_stay_apart() -> None:
    pairs = [
        (LONG, 9),
        ("매사추세츠 종합병원 임상시험 지원 센터 공동 연구실", 9),
        ("韓·美", 8),
        ("$5 $6", 8),
        ("\u11ab다", 8),
    ]
    ax = plots.frequency(counts(pairs))
    labels = [label for label, _ in bars(ax)]
    assert "ㄴ다" in labels
    assert "$5 $6" in labels  # not taken for a formula
    spaced = next(label for label in labels if label.startswith("매사추세츠"))
    assert spaced.replace("\n", " ") == pairs[1][0]  # broken at spaces only
    assert "".join(next(label for label in labels if label.startswith("아주")).split()) == LONG
    assert_readable(ax)


def test_two_hundred_rows_are_cut_to_twenty_and_stay_apart() -> None:
    ax = plots.frequency(counts([(f"단어{i:03}", 400 - i) for i in range(200)]))
    assert len(ax.patches) == 20
    assert_readable(ax)


def test_a_long_title_is_broken_and_stays_on_the_paper() -> None:
    title = "제목이 아주 길어서 한 줄에 들어가지 않을 때에는 띄어 쓴 자리에서 줄을 바꾸어 두 줄로 적는다"
    ax = plots.frequency(counts([("동맹", 3)]), title=title)
    assert ax.get_title(loc="left").replace("\n", " ") == title
    assert "\n" in ax.get_title(loc="left")
    assert_readable(ax)


@pytest.mark.parametrize("draw", [plots.frequency, plots.wordcloud])
def test_empty_tables_bad_tops_and_missing_glyphs_are_refused(draw: Any) -> None:
    with pytest.raises(FigureError, match="nothing to draw"):
        draw(counts([("동맹", 1)]).head(0))
    with pytest.raises(OptionError, match="top is 0"):
        draw(counts([("동맹", 1)]), top=0)
    with pytest.raises(FontError, match=r"U\+1F680"):
        draw(counts([("로켓\U0001f680", 1)]))
    with pytest.raises(SchemaError, match="missing column"):
        draw(pd.DataFrame({"term": ["동맹"]}))


def test_alternative_text_and_numbers_come_from_what_is_drawn() -> None:
    ax = plots.frequency(counts([("클러스터", 12), ("기업", 3), ("랩", 1)]), top=2)
    about = style.described(ax)
    assert about is not None
    assert about.alt == "가로 막대그래프. ‘클러스터’가 12회로 가장 많다. 클러스터 12회, 기업 3회."
    assert about.numbers.to_numpy().tolist() == [["클러스터", "NNG", 12], ["기업", "NNG", 3]]


def test_the_callers_axes_and_theme_are_respected_and_korean_is_still_drawn() -> None:
    with mpl.rc_context({"font.family": ["DejaVu Serif"]}):
        figure = Figure(figsize=(11, 5), layout="constrained")
        left, right = figure.subplots(1, 2)
        table = counts([("클러스터", 12), ("기업", 3)], base="일반명사 351개", layer="형태소 층")
        assert plots.frequency(table, ax=left) is left
        plots.frequency(table, ax=right)
        figure.draw_without_rendering()  # tick labels are made now, outside the style
        families = {text.get_fontfamily()[0] for text in left.findobj(Text)}
    assert families == {"Noto Sans KR"}
    assert figure.get_size_inches().tolist() == [11, 5]
    assert_readable(left)


def test_plots_open_nothing_in_pyplot() -> None:
    plots.frequency(counts([("동맹", 3)]))
    assert plt.get_fignums() == []


# word cloud


def sizes(ax: Axes) -> dict[str, float]:
    """Read the words of a cloud back."""
    return {t.get_text(): t.get_fontsize() for t in ax.texts if t.get_fontsize() not in (10.0,)}


def test_area_follows_count_and_equal_counts_have_equal_size() -> None:
    ax = plots.wordcloud(counts([("클러스터", 16), ("기업", 4), ("동맹", 4), ("랩", 1)]))
    found = sizes(ax)
    assert found["클러스터"] / found["기업"] == pytest.approx(2)  # square root of 16 / 4
    assert found["클러스터"] / found["랩"] == pytest.approx(4)
    assert found["기업"] == found["동맹"]
    assert plots.wordcloud.__doc__
    assert "크기는 빈도를 나타내며 위치와 색에는 뜻이 없다." in said(ax)
    assert all(t.get_rotation() == 0 for t in ax.texts)


def test_a_seed_gives_one_picture_and_another_seed_another() -> None:
    table = counts([(f"단어{i}", 40 - i) for i in range(30)])
    place = [[t.get_position() for t in plots.wordcloud(table, seed=s).texts] for s in (1, 1, 2)]
    assert place[0] == place[1]
    assert place[0] != place[2]


def test_words_too_small_to_read_are_left_out_and_counted() -> None:
    ax = plots.wordcloud(counts([("클러스터", 1000), ("기업", 900), ("랩", 1), ("허브", 1)]))
    assert {"랩", "허브"}.isdisjoint(said(ax))  # 1000 to 1 would need letters of 316 points
    assert any("너무 작아지는 2개는 뺌" in text for text in said(ax))
    about = style.described(ax)
    assert about is not None
    assert about.numbers["term"].tolist() == ["클러스터", "기업"]


def test_sixty_words_of_all_kinds_stay_apart() -> None:
    pairs = [(f"{'길어진' * (i % 4)}단어{i}", 30 - i // 3) for i in range(60)]
    ax = plots.wordcloud(counts(pairs))
    words = [t for t in ax.texts if t.get_text() in dict(pairs)]
    assert len(words) > 20
    # letters may stand in the air above another word's letters, so the outlines are compared, in points
    drawn = [(t.get_text(), outline(t)) for t in words]
    for (a, box_a), (b, box_b) in combinations(drawn, 2):
        assert not Bbox.intersection(box_a, box_b), f"{a!r} touches {b!r}"


def outline(text: Text) -> Bbox:
    """Box of the letters themselves, where they are drawn, in points."""
    path = TextPath((0, 0), text.get_text(), size=text.get_fontsize(), prop=text.get_fontproperties())
    return path.get_extents().translated(*text.get_position())


# strip


def cells(ax: Axes) -> list[Rectangle]:
    """Read the cells of a strip back, in the order they were drawn."""
    return [patch for patch in ax.patches if isinstance(patch, Rectangle)]


def test_one_cell_a_sentence_and_one_row_a_frame() -> None:
    scores = scored([(1, 1, 2, 0), (1, 2, 0, 1), (2, 3, 1, 0)], by="sentence")
    ax = plots.strip(scores)
    top, bottom = cells(ax)[:3], cells(ax)[3:]
    assert [c.get_x() for c in top] == [0, 1, 2] == [c.get_x() for c in bottom]
    assert {c.get_y() for c in top} != {c.get_y() for c in bottom}  # two rows, no blended colour
    white = "#ffffff"
    assert [to_hex(c.get_facecolor()) == white for c in top] == [False, True, False]
    assert [to_hex(c.get_facecolor()) == white for c in bottom] == [True, False, True]
    assert to_hex(top[0].get_facecolor()) == style.colour("blue").lower()  # the heaviest cell is undiluted
    assert to_hex(top[2].get_facecolor()) != to_hex(top[0].get_facecolor())  # a lighter one is paler
    words = said(ax)
    assert ax.get_title(loc="left").replace("\n", " ") == (
        "3문장 가운데 ‘한미 동맹’ 어휘는 2문장, ‘스타트업·혁신 클러스터’ 어휘는 1문장에 나온다"
    )
    assert "18문장 · 1,612형태소 · 코드북 v1.1.0(검증 안 됨) · kiwipiepy 0.24.1" in words
    assert_readable(ax)


def test_zero_is_not_printed_and_absent_frames_are_named() -> None:
    ax = plots.strip(scored([(1, 1, 3, 0), (1, 2, 0, 0)], by="sentence"))
    assert "0" not in said(ax)
    assert said(ax).count("3") == 1
    assert ax.get_title(loc="left").replace("\n", " ").endswith("‘스타트업·혁신 클러스터’ 어휘는 없다")


@pytest.mark.parametrize(
    "lengths", [[1], [6, 5, 3, 1, 3], [1] * 12, [7, 1, 1, 2, 12, 30, 1, 1, 5, 20, 20, 20], [1] * 90]
)
def test_strips_of_any_length_stay_readable(lengths: list[int]) -> None:
    paragraphs = [p for p, k in enumerate(lengths, 1) for _ in range(k)]
    rows = [(p, s, s % 3, s % 14) for s, p in enumerate(paragraphs, 1)]
    ax = plots.strip(scored(rows, by="sentence"))
    assert len(cells(ax)) == 2 * len(paragraphs)
    assert max(c.get_x() for c in cells(ax)) < 40
    assert_readable(ax)


def test_strip_refuses_other_tables() -> None:
    rows = [(1, 1, 1, 0), (1, 2, 0, 1)]
    with pytest.raises(SchemaError, match='by="sentence"'):
        plots.strip(scored(rows[:1], by="paragraph"))
    with pytest.raises(FigureError, match="nothing to draw"):
        plots.strip(scored(rows, by="sentence").head(0))
    two = pd.concat([scored(rows, by="sentence"), scored(rows, by="sentence", doc="e")])
    with pytest.raises(FigureError, match=r"2 documents \(d, e"):
        plots.strip(two)
    with pytest.raises(OptionError, match="no frame 'economy' in the table; choose from alliance, startup"):
        plots.strip(scored(rows, by="sentence"), frames=["economy"])
    with pytest.raises(SchemaError, match="each sentence once per frame"):
        plots.strip(scored(rows, by="sentence").iloc[:-1])


def test_strip_draws_the_frames_asked_for() -> None:
    ax = plots.strip(scored([(1, 1, 1, 2)], by="sentence"), frames=["startup"])
    assert len(cells(ax)) == 1
    assert "한미 동맹" not in said(ax)


# framing


def dots(ax: Axes) -> dict[str, Line2D]:
    """Read the marker lines of a framing chart back by label."""
    return {str(line.get_label()): line for line in ax.lines if line.get_marker() not in ("None", "", None)}


def test_dots_stand_at_the_density_and_counts_beside_them() -> None:
    ax = plots.framing(scored([(1, 0, 4, 1), (2, 0, 0, 3)], by="paragraph"))
    found = dots(ax)
    assert list(found["한미 동맹"].get_xdata()) == [20, 0]  # 4 hits on 20 content morphemes: 20 per 100
    assert list(found["스타트업·혁신 클러스터"].get_xdata()) == [5, 15]
    assert found["한미 동맹"].get_marker() != found["스타트업·혁신 클러스터"].get_marker()
    assert [t.get_text() for t in ax.get_yticklabels()] == ["1문단", "2문단"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # reading order from the top
    assert sorted(t for t in said(ax) if t.endswith("회")) == ["0회", "1회", "3회", "4회"]
    assert ax.get_title(loc="left").replace("\n", " ") == (
        "‘한미 동맹’은 1문단(20.0점), ‘스타트업·혁신 클러스터’는 2문단(15.0점)에서 가장 높다"
    )
    about = style.described(ax)
    assert about is not None
    assert "1문단 한미 동맹 20.0점(4회), 스타트업·혁신 클러스터 5.0점(1회)." in about.alt
    assert_readable(ax)


def test_equal_dots_are_set_apart_and_zero_stays_on_the_axis() -> None:
    ax = plots.framing(scored([(1, 0, 2, 2), (2, 0, 0, 0), (3, 0, 9, 1)], by="paragraph"))
    a, b = dots(ax).values()
    assert [abs(y - z) > 0.1 for y, z in zip(a.get_ydata(), b.get_ydata(), strict=True)] == [
        True,
        True,
        False,
    ]
    assert min(ax.get_xticks()) == 0
    assert_readable(ax)


@pytest.mark.parametrize("k", [1, 5, 40])
def test_framing_charts_of_any_length_stay_readable(k: int) -> None:
    ax = plots.framing(scored([(p, 0, p % 7, 120 * (p % 2)) for p in range(1, k + 1)], by="paragraph"))
    assert_readable(ax)


def test_a_paragraph_without_content_says_so_and_draws_no_dot() -> None:
    table = scored([(1, 0, 0, 0), (2, 0, 1, 1)], by="paragraph")
    table.loc[table["paragraph"] == 1, "density"] = float("nan")
    ax = plots.framing(table)
    assert said(ax).count("내용 형태소 없음") == 1
    assert said(ax).count("0회") == 0
    assert_readable(ax)


def test_a_frame_that_never_occurs_is_named_as_absent() -> None:
    title = plots.framing(scored([(1, 0, 1, 0)], by="paragraph")).get_title(loc="left").replace("\n", " ")
    assert title == "‘한미 동맹’은 1문단(5.0점)에서 가장 높고 ‘스타트업·혁신 클러스터’ 어휘는 없다"


def test_a_contrast_is_drawn_by_weight() -> None:
    contrast = pd.DataFrame(
        {
            "doc": ["d", "d"],
            "paragraph": [1, 2],
            "frame_a": ["alliance"] * 2,
            "frame_b": ["startup"] * 2,
            "n_a": [3, 0],
            "n_b": [1, 0],
            "weight_a": [2.5, 0.0],
            "weight_b": [1.0, 0.0],
            "share": [2.5 / 3.5, float("nan")],
            "log_ratio": [1.0, float("nan")],
        }
    )
    contrast.attrs = {"frames": FRAMES, "compare": ["alliance", "startup"]}
    ax = plots.framing(contrast)
    assert list(dots(ax)["한미 동맹"].get_xdata()) == [2.5, 0]
    assert ax.get_xlabel() == "가중 점수(점)"
    assert "3회" in said(ax)
    assert_readable(ax)


def test_framing_refuses_other_tables() -> None:
    rows = [(1, 0, 1, 0), (2, 0, 0, 1)]
    with pytest.raises(SchemaError, match='by="paragraph"'):
        plots.framing(scored(rows, by="sentence"))
    both = pd.concat([scored(rows, by="paragraph"), scored(rows, by="paragraph", doc="e")])
    with pytest.raises(FigureError, match="choose one"):
        plots.framing(both)
    with pytest.raises(FigureError, match="nothing to draw"):
        plots.framing(scored(rows, by="paragraph").head(0))
    three = scored(rows, by="paragraph")
    three.attrs = {}
    with pytest.raises(FigureError, match="1 frames to compare, not 2"):
        plots.framing(three[three["frame"] == "alliance"])


# words that every chart shares


@pytest.mark.parametrize("name", plots.__all__)
def test_every_chart_describes_title_and_ax_in_the_same_words(name: str) -> None:
    text = inspect.getdoc(getattr(plots, name)) or ""
    assert re.search(r"^title : str, optional\n    A headline; without it \S", text, re.M)
    where = r"Where to draw; without it in a new figure 160 mm wide(, as tall as its (rows|bars) need)?\."
    assert re.search(
        rf"^ax : Axes, optional\n    {where}( \w+ fit the Axes as it is at the call\.)?\n\nReturns", text, re.M
    )


@pytest.mark.parametrize("name", plots.__all__)
def test_every_chart_is_drawn_by_the_one_skeleton(name: str) -> None:
    module = inspect.getmodule(inspect.unwrap(getattr(plots, name)))
    source = inspect.getsource(module)  # type: ignore[arg-type]
    assert "return chart(" in source
    assert not re.search(r"style\.(context|describe)\(", source)
