"""The network, read from its artists."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import analysis as da
from analysis import plots, style
from analysis.errors import FigureError, FontError, OptionError, RefusalError, SchemaError


def edges(pairs: list[tuple[str, str, int]], **attrs: object) -> pd.DataFrame:
    table = pd.DataFrame(pairs, columns=["source", "target", "n"])
    held = {name: 9 for pair in pairs for name in pair[:2]}
    table = table.assign(n_source=table["source"].map(held), n_target=table["target"].map(held))
    table = table.assign(expected=1.0, jaccard=0.5, npmi=table["n"] / 100, g2=1.0)
    table.attrs = {"within": "sentence", "windows": 120, "window": "문장 120개", "minimum": 2} | attrs
    return table


def centres(ax: Axes) -> dict[str, tuple[float, float]]:
    """Places of the labels in data coordinates, which are points."""
    return {t.get_text(): t.xyann for t in ax.texts if t.get_bbox_patch()}  # type: ignore[attr-defined]


TRIANGLE = [("기업", "동맹", 8), ("기업", "협력", 4), ("동맹", "협력", 2), ("가", "나", 3)]


def test_every_line_joins_the_two_labels_of_its_edge(assert_readable: Callable[[Axes], None]) -> None:
    ax = plots.network(edges(TRIANGLE))
    at = centres(ax)
    assert set(at) == {"기업", "동맹", "협력", "가", "나"}
    drawn = {frozenset(map(tuple, np.column_stack(line.get_data()).round(3))): line for line in ax.lines}
    for a, b, _ in TRIANGLE:
        assert frozenset((tuple(np.round(at[a], 3)), tuple(np.round(at[b], 3)))) in drawn
    assert len(ax.lines) == 4
    # width is 0.6 to 5 points with the count: 8, 4, 3, 2 of 8
    assert [line.get_linewidth() for line in ax.lines] == pytest.approx([5.0, 2.8, 2.25, 1.7])
    assert ax.get_title(loc="left") == "‘기업’과 ‘동맹’이 가장 자주 함께 나온다(8회)"
    assert_readable(ax)


def test_pairs_of_one_value_are_named_as_ties() -> None:
    tied = plots.network(edges([("기업", "동맹", 3), ("가", "나", 3), ("다", "라", 2)]))
    assert tied.get_title(loc="left") == "‘가’와 ‘나’ 등 2쌍이 가장 자주 함께 나온다(3회씩)"


def test_the_cut_keeps_or_drops_equal_edges_whole_and_says_so() -> None:
    star = edges([("가운데", f"낱{k:02}", 9 if k < 4 else 2) for k in range(30)])
    ax = plots.network(star, top=6, nodes=40)
    assert len(ax.lines) == 4  # 26 edges share the value at the cut
    about = style.described(ax)
    assert about is not None
    assert "함께 나온 횟수 9회 이상, 상위 4쌍(값이 같은 다음 26쌍은 뺌)" in about.alt
    assert len(plots.network(star, top=4).lines) == 4
    assert len(plots.network(star, top=25, nodes=40).lines) == 30  # five more are within a quarter


@pytest.mark.parametrize(
    "pairs",
    [
        [("한 쌍", "韓美", 1)],
        [("가운데", f"단어{k:02}", 5) for k in range(60)],
        [(f"왼쪽{k:02}", f"오른쪽{k:02}", 5) for k in range(25)],
        [("아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요", f"{'긴' * 12}{k}", 5) for k in range(9)],
    ],
)
def test_labels_never_touch(pairs: list[tuple[str, str, int]], assert_readable: Callable[[Axes], None]) -> None:
    assert_readable(plots.network(edges(pairs), nodes=70))


def test_the_same_seed_gives_the_same_places() -> None:
    one, two, other = (centres(plots.network(edges(TRIANGLE), seed=seed)) for seed in (3, 3, 4))
    assert one == two
    assert one != other


def test_from_tokens_and_refusals() -> None:
    texts = {f"d{k:02}": ["a", "b"] for k in range(29)}
    table = da.stats.cooccurrence(da.Tokens.from_terms(texts), within="document", tags=None)
    with pytest.raises(FigureError, match="29 document"):
        plots.network(table)
    texts["e"] = ["a", "b"]
    table = da.stats.cooccurrence(da.Tokens.from_terms(texts), within="document", tags=None)
    assert set(centres(plots.network(table))) == {"a", "b"}
    with pytest.raises(FigureError, match="nothing to draw"):
        plots.network(edges(TRIANGLE).head(0))
    with pytest.raises(OptionError, match="n, jaccard, npmi, g2"):
        plots.network(edges(TRIANGLE), weight="mi")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="top is 0"):
        plots.network(edges(TRIANGLE), top=0)
    with pytest.raises(FontError, match="U\\+1FAE0"):
        plots.network(edges([("a", "🫠", 3)]))


def test_more_than_thirty_terms_are_no_picture() -> None:
    star = edges([("가운데", f"낱{k:02}", 9) for k in range(30)])
    with pytest.raises(RefusalError, match="31 terms cannot be read as a picture"):
        plots.network(star)
    assert len(centres(plots.network(star.head(29)))) == 30
    large = edges([(f"t{k:04}", f"t{k + 1:04}", 9) for k in range(4999)])
    with pytest.raises(RefusalError, match="5,000 terms"):
        plots.network(large, top=5000)


def test_communities_are_colours_and_bridges_are_outlined(assert_readable: Callable[[Axes], None]) -> None:
    table = edges(TRIANGLE, isolates=["외톨이"], cut="세 번째 안에 드는 쌍")
    groups = pd.DataFrame({"term": ["기업", "동맹", "협력", "가", "나"], "community": [1.0, 1.0, 1.0, 2.0, 7.0]})
    central = pd.DataFrame({"term": ["기업", "동맹", "가"], "betweenness": [0.5, 0.0, 0.1]})
    ax = plots.network(table, marks=[groups, central])
    boxes = {text.get_text(): text.get_bbox_patch() for text in ax.texts if text.get_bbox_patch()}
    colours = {name: box.get_facecolor()[:3] for name, box in boxes.items()}  # type: ignore[union-attr]
    assert colours["기업"] == colours["동맹"] == colours["협력"]
    assert len({colours["기업"], colours["가"], colours["나"]}) == 3
    assert colours["나"][0] == colours["나"][1] == colours["나"][2]  # the seventh is grey
    outlined = {name for name, box in boxes.items() if box.get_linewidth() > 1}  # type: ignore[union-attr]
    assert outlined == {"기업", "가"}
    about = style.described(ax)
    assert about is not None
    assert "1=기업, 동맹, 협력; 2=가; 7=나" in about.alt
    assert "연결이 그려지지 않은 단어: 외톨이" in about.alt
    assert "세 번째 안에 드는 쌍" in about.alt
    assert_readable(ax)
    with pytest.raises(SchemaError, match="term"):
        plots.network(table, marks=[pd.DataFrame({"x": [1]})])
