"""Axes from the analyser's embeddings, poles from a codebook, and the chart."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

import analysis as da
from analysis import schema
from analysis.errors import FigureError, FontError, OptionError, SchemaError
from analysis.framing.axis import _left_out, _moments, _positions, _share
from analysis.tokens.similarity import known, similarities

MINUS, PLUS = ["동맹", "안보", "외교"], ["스타트업", "창업", "혁신"]
LONG = "아주긴낱말이띄어쓰기없이이어져서삼십글자까지늘어난보기입니다요"


@pytest.fixture(scope="module")
def tokens() -> da.Tokens:
    return da.segment(da.read("alliance-startups"))


@pytest.fixture(scope="module")
def placed(tokens: da.Tokens) -> pd.DataFrame:
    return da.framing.axis(tokens, minus=MINUS, plus=PLUS)


def test_cosines_are_symmetric_and_unknown_words_have_none() -> None:
    words = [("동맹", "NNG"), ("창업", "NNG"), ("가늠쇠돌이", "NNG"), ("먹다", "VV")]
    table = similarities(words, to=words)
    assert np.allclose(table, table.T, equal_nan=True)
    assert np.allclose(np.diag(table)[[0, 1, 3]], 1, atol=1e-3)
    assert np.isnan(table[2]).all()
    assert known(words).tolist() == [True, True, False, True]
    assert similarities([("동맹", "NNG")], to=[("안보", "NNG"), ("창업", "NNG")]).argmax() == 0


def test_rare_words_are_not_alike_for_being_rare() -> None:
    # plain cosines of 0.8 and more: two rare words that have nothing to do with each other
    assert not known([("괘종시계", "NNG"), ("체납자", "NNG")]).any()
    assert known([("학교", "NNG"), ("스타트업", "NNG")]).all()


def test_positions_by_hand() -> None:
    # one word: cosines .2 and .4 with the minus seeds, .5 and .9 with the plus seeds: .7 - .3 = .4
    near = np.array([[0.2, 0.4, 0.5, 0.9], [0.1, 0.3, 0.0, 0.0]])
    assert _positions(near, 2).tolist() == pytest.approx([0.4, -0.2])
    # n 3 and 1: bias (3 x .4 - .2) / 4 = .25; around it (3 x .15^2 + .45^2) / 4 = .0675
    assert _moments(np.array([0.4, -0.2]), np.array([3.0, 1.0]), None) == pytest.approx((0.25, 0.0675))
    # around 0: (3 x .16 + .04) / 4 = .13
    assert _moments(np.array([0.4, -0.2]), np.array([3.0, 1.0]), 0.0) == pytest.approx((0.25, 0.13))
    # without the first seed word one stands at .7 - .4 = .3, word two at 0 - .3
    first = _left_out(near, np.array([1, 1]), 2, 0.0)[0]
    assert first.tolist() == pytest.approx([0.0, 0.09])


def test_a_p_counts_the_observed_with_the_draws() -> None:
    assert _share(np.array([0.1, 0.2, 0.3]), 0.2) == 0.75  # (1 + 2) / (1 + 3)


def test_the_table_and_its_sums(placed: pd.DataFrame) -> None:
    attrs = placed.attrs
    assert list(placed.columns) == [c.name for c in schema.AXIS]
    assert not set(placed["lemma"]) & {*MINUS, *PLUS}
    assert np.average(placed["position"], weights=placed["n"]) == pytest.approx(attrs["bias"])
    assert placed["contribution"].sum() == pytest.approx(attrs["bias"] - attrs["baseline"], abs=1e-12)
    assert placed["position"].is_monotonic_decreasing
    order = placed.set_index("lemma")["position"]
    assert order["기업"] > 0 > order.min()
    assert attrs["bias_range"][0] <= attrs["bias"] <= attrs["bias_range"][1]
    assert 0 < attrs["p_bias"] <= 1
    assert 0.8 < attrs["covered"] <= 1
    assert sum(placed["n"]) == attrs["n"]


def test_turning_the_poles_round_turns_the_signs(tokens: da.Tokens, placed: pd.DataFrame) -> None:
    turned = da.framing.axis(tokens, minus=PLUS, plus=MINUS)
    assert turned.attrs["bias"] == pytest.approx(-placed.attrs["bias"])
    assert turned.attrs["intensity"] == pytest.approx(placed.attrs["intensity"])


def test_the_same_seed_gives_the_same_table(tokens: da.Tokens, placed: pd.DataFrame) -> None:
    again = da.framing.axis(tokens, minus=MINUS, plus=PLUS)
    pd.testing.assert_frame_equal(again, placed)
    assert again.attrs == placed.attrs
    assert da.framing.axis(tokens, minus=MINUS, plus=PLUS, seed=2).attrs["null_bias"] != placed.attrs["null_bias"]


def test_a_baseline_moves_the_middle(tokens: da.Tokens, placed: pd.DataFrame) -> None:
    other = da.segment(da.read("regional-hospitals"))
    table = da.framing.axis(tokens, minus=MINUS, plus=PLUS, baseline=other)
    assert table.attrs["bias"] == placed.attrs["bias"]
    assert table.attrs["baseline"] == da.framing.axis(other, minus=MINUS, plus=PLUS).attrs["bias"]
    assert table["contribution"].sum() == pytest.approx(table.attrs["bias"] - table.attrs["baseline"])
    # the second moment around another point is greater by the square of the distance
    gap = table.attrs["bias"] - table.attrs["baseline"]
    assert table.attrs["intensity"] == pytest.approx(placed.attrs["intensity"] + gap**2)


def test_what_an_axis_refuses(tokens: da.Tokens) -> None:
    def wrong(message: str, *, source: da.Tokens = tokens, minus: object = MINUS, plus: object = PLUS) -> None:
        with pytest.raises(OptionError, match=message):
            da.framing.axis(source, minus=minus, plus=plus)  # type: ignore[arg-type]

    wrong("minus needs 3 or more different seeds", minus=["동맹", "안보", "동맹"])
    wrong("plus takes a list of texts", plus="창업")
    wrong("no vector for 가늠쇠돌이/NNG", minus=[*MINUS, "가늠쇠돌이"])
    wrong("'동맹' stands in minus and plus", plus=[*PLUS, "동맹"])
    wrong("'동맹/XYZ' has a tag", minus=["동맹/XYZ", "안보", "외교"])
    wrong("these tokens are redacted", source=tokens.redact())
    wrong("these tokens are not the analyser's", source=da.Tokens.from_terms({"d": ["동맹"] * 99}))
    short = da.segment(da.Corpus.from_texts({"d": "동맹은 길고 창업은 짧다."}))
    wrong("50 different words with a vector besides its seeds, but these tokens have 0", source=short)
    with pytest.raises(OptionError, match="the baseline has 0 different words"):
        da.framing.axis(tokens, minus=MINUS, plus=PLUS, baseline=short)


def test_poles_of_a_codebook() -> None:
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    tokens = da.segment(
        da.Corpus.from_texts({"d": "한미 동맹은 굳건하다. 벤처는 드물다. 벤처는 늘었다.", "e": "비가 온다."})
    )
    scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document")
    table = da.framing.poles(scores)
    first, second = table.iloc[0], table.iloc[1]
    assert (first["weight_minus"], first["weight_plus"]) == (1.0, 2.0)
    assert first["bias"] == pytest.approx(1 / 3)  # (2 - 1) / (2 + 1)
    assert first["intensity"] == pytest.approx(100 * 3 / first["content"])
    assert math.isnan(second["bias"])
    assert second["intensity"] == 0
    turned = da.framing.poles(scores, frames=["startup", "alliance"])
    assert turned["bias"].iloc[0] == pytest.approx(-1 / 3)


def test_the_chart_shows_what_the_table_says(placed: pd.DataFrame, assert_readable: Callable[[Axes], None]) -> None:
    ax = da.plots.axis(placed, top=4)
    marks = [line for line in ax.lines if line.get_gid() == "mark"]
    assert len(marks) == 8
    above = placed.nlargest(4, "contribution").sort_values("position", ascending=False)
    assert [m.get_xdata()[0] for m in marks[:4]] == above["position"].tolist()
    assert [m.get_marker() for m in marks] == ["o"] * 4 + ["D"] * 4
    stems = [line for line in ax.lines if line.get_gid() == "stem"]
    assert {float(s.get_xdata()[0]) for s in stems} == {placed.attrs["baseline"]}
    ax.figure.draw_without_rendering()
    for tick, label in zip(ax.get_xticks(), ax.get_xticklabels(), strict=True):
        assert float(label.get_text().replace("−", "-")) == pytest.approx(tick, abs=1e-9)  # labels say where they stand
    about = da.style.described(ax)
    assert about is not None
    assert f"{above['lemma'].iloc[0]} {above['position'].iloc[0]:+.2f}" in about.alt
    assert "일반 한국어" in " ".join(t.get_text().replace("\n", " ") for t in ax.texts)
    assert_readable(ax)


def test_titles_say_which_way_the_words_lean(placed: pd.DataFrame) -> None:
    def titled(**more: float) -> str:
        table = placed.copy()
        table.attrs = placed.attrs | more
        return da.plots.axis(table).get_title(loc="left").replace("\n", " ")

    assert titled(p_bias=0.3, bias=0.01) == "단어가 어느 쪽으로도 뚜렷이 기울지 않는다(치우침 +0.010, p = 0.3)"
    assert titled(p_bias=0.01, bias=0.2) == "단어가 ‘스타트업·창업·혁신’ 쪽으로 기운다(치우침 +0.200, p = 0.01)"
    assert titled(p_bias=0.001, bias=-0.2) == "단어가 ‘동맹·안보·외교’ 쪽으로 기운다(치우침 −0.200, p = 0.001)"


def test_awkward_words(placed: pd.DataFrame, assert_readable: Callable[[Axes], None]) -> None:
    table = placed.iloc[[0, 1, -1]].copy()
    table["lemma"] = [LONG, "韓美", "값"]
    table.attrs = placed.attrs
    assert_readable(da.plots.axis(table))
    one = table.iloc[:1].copy()
    one.attrs = placed.attrs
    assert_readable(da.plots.axis(one))
    assert_readable(da.plots.axis(placed, top=100))


def test_what_the_chart_refuses(placed: pd.DataFrame) -> None:
    with pytest.raises(OptionError, match="top is 0"):
        da.plots.axis(placed, top=0)
    bare = placed.copy()
    bare.attrs = {}
    with pytest.raises(SchemaError, match="lost its attrs"):
        da.plots.axis(bare)
    flat = placed.assign(contribution=0.0)
    flat.attrs = placed.attrs
    with pytest.raises(FigureError, match="no word lies off the baseline"):
        da.plots.axis(flat)
    strange = placed.assign(lemma="\U0010fffd")
    strange.attrs = placed.attrs
    with pytest.raises(FontError):
        da.plots.axis(strange)
