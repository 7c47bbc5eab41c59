"""The charts of contrast, stability and multiverse, read from what was drawn."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

import analysis as da
from analysis import schema
from analysis.errors import FigureError, SchemaError

Make = Callable[..., Any]
Check = Callable[[Axes], None]


def texts(ax: Axes) -> list[str]:
    return [t.get_text() for t in ax.findobj(Text) if t.get_text()]


def measured(tokens: da.Tokens, book: Any) -> pd.DataFrame:
    return da.framing.uncertainty(da.framing.hits(tokens, book), tokens, draws=200)


def lines(ax: Axes, label: str) -> list[list[list[float]]]:
    found = [c for c in ax.collections if c.get_label() == label]
    return [[p.vertices[:, 0].tolist(), p.vertices[:, 1].tolist()] for c in found for p in c.get_paths()]


def test_contrast_draws_dots_ranges_and_intervals(toy: Make, two_frames: Make, assert_readable: Check) -> None:
    tokens = toy(many="달 별 | 달 | " * 5 + "달 별", few="달 달 | 별", none="구름")
    table = measured(tokens, two_frames())
    ax = da.plots.contrast(table)
    term = table[table["source"] == "leave_one_term"]
    drawn = lines(ax, "term")
    assert [x for xs, _ in drawn for x in xs] == pytest.approx(
        term[["log_ratio_low", "log_ratio_high"]].dropna().to_numpy().ravel().tolist()
    )
    [interval] = lines(ax, "bootstrap")  # only the text with five hits of each
    assert interval[1] == [0.0, 0.0]
    dots = {float(y): float(x) for c in ax.collections if c.get_offsets().size for x, y in c.get_offsets()}
    assert dots[0.0] == pytest.approx(term["log_ratio"].iloc[0])
    shown = texts(ax)
    assert {"11 : 6회", "2 : 1회", "0 : 0회", "없음"} <= set(shown)
    assert ax.get_title(loc="left").replace("\n", " ").startswith("3편 가운데")
    described = da.style.described(ax)
    assert described is not None
    assert "none: 값 없음, 0회 대 0회" in described.alt
    assert_readable(ax)


def test_contrast_of_one_text_says_when_the_interval_holds_equality(toy: Make, two_frames: Make) -> None:
    table = measured(toy(d="달 | 별 | 달 | 달 | " * 4 + "별"), two_frames())  # 12 against 10
    title = da.plots.contrast(table).get_title(loc="left").replace("\n", " ")
    assert title == (
        "‘a 틀’ 어휘는 12회, ‘b 틀’ 어휘는 5회이다(가중 점수의 로그 비 +0.25). "
        "문장을 다시 뽑은 구간은 같음(0)을 포함한다"
    )


def test_contrast_by_paragraph_has_no_ranges(toy: Make, two_frames: Make, assert_readable: Check) -> None:
    tokens = toy(d="달 | 달 || 별 || 구름 || 달 달 해 별 혜성 || 별 달 달")
    scores = da.framing.score(da.framing.hits(tokens, two_frames()), tokens, by="paragraph")
    ax = da.plots.contrast(da.framing.contrast(scores))
    assert not lines(ax, "term")
    assert "3문단" in texts(ax)
    assert ax.get_title(loc="left").replace("\n", " ") == (
        "5문단 가운데 1문단에서 ‘a 틀’, 3문단에서 ‘b 틀’ 어휘의 가중 점수가 더 높다(둘 다 없는 것 1문단)"
    )
    assert_readable(ax)


def test_contrast_copes_with_awkward_names(toy: Make, two_frames: Make, assert_readable: Check) -> None:
    names = [f"아주긴문서이름{'가' * 30}{k}" for k in range(3)] + ["韓美同盟", "d"]
    ax = da.plots.contrast(measured(toy(**dict.fromkeys(names, "달 별 | 별")), two_frames()))
    assert_readable(ax)
    figure, (left, right) = plt.subplots(1, 2, figsize=(14, 4))
    assert da.plots.contrast(measured(toy(d="달"), two_frames()), ax=right) is right
    assert not left.has_data()
    plt.close(figure)


def test_contrast_refuses_what_it_cannot_draw(toy: Make, two_frames: Make) -> None:
    table = measured(toy(d="달"), two_frames())
    with pytest.raises(FigureError, match="0 frame pairs"):
        da.plots.contrast(table[:0])
    many = measured(toy(**{f"d{k}": "달" for k in range(61)}), two_frames())
    with pytest.raises(FigureError, match="61 units; pass rows of one pair and of at most 60 units"):
        da.plots.contrast(many)
    assert da.plots.contrast(many[: 60 * 7]).get_ylim()[0] > 59
    with pytest.raises(SchemaError):
        da.plots.contrast(pd.DataFrame({"doc": ["d"]}))


@pytest.mark.parametrize(
    "text",
    [
        "달 | “ 별 별 ” | 달 별 혜성 || 달 | 달", "달 | 별 | 별", "달 || 달 달", "달", "구름", "달 달 | 별",
        " | ".join(["달 해"] * 8), " || ".join(["달 해"] * 5 + ["별"] * 3),
    ],
)  # fmt: skip
def test_stability_says_yes_no_or_why(toy: Make, two_frames: Make, assert_readable: Check, text: str) -> None:
    table = da.framing.stability(toy(d=text), two_frames())
    ax = da.plots.stability(table)
    shown = texts(ax)
    about = table.attrs
    kinds = [about[name] for name in ("changed_held", "changed_fell", "unchanged", "not_possible")]
    unknown = int(pd.isna(table["survives"].iloc[-1]))
    assert [shown.count(word) for word in ("유지", "바뀜", "그대로", "판단 불가")] == [*kinds[:3], kinds[3] + unknown]
    assert shown.count("드묾") + shown.count("배제 못 함") == 1 - unknown
    assert ax.get_title(loc="left").replace("\n", " ") == about["verdict"]["finding"]
    told = " ".join(words.replace("\n", " ") for words in shown)
    assert about["verdict"].get("counting", "") in told
    grey = [line for line in ax.lines if line.get_marker() == "o" and line.get_markersize() < 9]
    assert len(grey) == kinds[2]  # what changed nothing is small and grey
    described = da.style.described(ax)
    assert described is not None
    assert about["verdict"].get("chance", "") in described.alt
    assert_readable(ax)


def test_stability_names_the_worst_by_its_word(toy: Make, two_frames: Make) -> None:
    ax = da.plots.stability(da.framing.stability(toy(d="달 | 별 별 | 별 혜성"), two_frames()))
    assert any("별(b1)" in said.replace("\n", " ") for said in texts(ax))
    described = da.style.described(ax)
    assert described is not None
    assert "어휘 항목 하나를 뺄 때: 유지" in described.alt or "어휘 항목 하나를 뺄 때: 바뀜" in described.alt


def test_stability_refuses_other_tables(toy: Make, two_frames: Make) -> None:
    table = da.framing.stability(toy(d="달"), two_frames())
    with pytest.raises(FigureError, match="no rows"):
        da.plots.stability(table[:0])
    with pytest.raises(SchemaError, match="lost its attrs"):
        da.plots.stability(pd.DataFrame(table.to_dict("list")).astype(dict(table.dtypes)))


def universe(values: list[float], *, refused: int = 0) -> pd.DataFrame:
    """A table as framing.multiverse gives it, with these log ratios."""
    choices = list(itertools.product(("body", "raw"), ("all", "nouns"), ("with", "without"), ("codebook", "equal")))
    rows = []
    for k, value in enumerate([*values, *[np.nan] * refused]):
        text, tags, ambiguous, weights = choices[k % len(choices)]
        row: dict[str, Any] = {"specification": k + 1, "text": text, "analyser": "cong", "layer": "morphs"}
        row |= {"variants": "on", "tags": tags, "stops": "none", "ambiguous": ambiguous, "weights": weights}
        row |= {"cap": "codebook", "support": "codebook", "quotes": "with", "frame_a": "a", "frame_b": "b"}
        row |= {"n_a": 5, "n_b": 5, "weight_a": 5.0, "weight_b": float(k), "share": 0.5, "log_ratio": value}
        rows.append(row | {"status": "run" if k < len(values) else "refused", "reason": ""})
    table = pd.DataFrame(rows)
    table.attrs = {"frames": [{"id": f, "label": f"{f} 틀", "colour": c} for f, c in (("a", "blue"), ("b", "orange"))]}
    return schema.check(table, schema.MULTIVERSE, what="toy")


def test_multiverse_counts_and_sorts(assert_readable: Check) -> None:
    values = [0.5, -0.25, 0.0, 1.5, 0.75, 0.25, 1.0, 1.25]
    ax = da.plots.multiverse(universe(values, refused=2))
    title = ax.get_title(loc="left").replace("\n", " ")
    assert title == "계산 방식 8가지 가운데 6가지에서 ‘a 틀’ 어휘의 가중 점수가 더 높다(로그 비 −0.25~+1.50)"
    marks = [line for line in ax.lines if len(line.get_xdata())]
    assert sum(len(line.get_xdata()) for line in marks) == len(values) + 1  # and the ring
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert {"품사: 모두", "품사: 명사만", "가중치: 모두 1"} <= set(labels)
    assert not any(label.startswith("글:") for label in labels)  # only the body among the eight that were run
    assert "셀 수 없어 뺀 방법 2가지" in " ".join(texts(ax)).replace("\n", " ")
    assert_readable(ax)


@pytest.mark.parametrize("values", [[0.5], [0.0, 1.0], [float("nan")] * 4, [-1.0] * 16, [float("nan"), 1.0]])
def test_multiverse_of_little(assert_readable: Check, values: list[float]) -> None:
    ax = da.plots.multiverse(universe(values))
    assert_readable(ax)


def test_multiverse_medians_compare_like_with_like() -> None:
    table = universe([1.0, 3.0, 1.0, 3.0, 1.0, 3.0, 1.0, 3.0])  # weights: codebook 1, equal 3
    extra = table.iloc[[0]].assign(specification=9, analyser="cong-global", log_ratio=-9.0)
    both = pd.concat([table, extra], ignore_index=True)
    both.attrs = table.attrs
    described = da.style.described(da.plots.multiverse(both))
    assert described is not None
    assert "가중치: 코드북 −9.00~+1.00(중앙값 +1.00)" in described.alt


def test_multiverse_refuses_what_it_cannot_draw() -> None:
    with pytest.raises(FigureError, match="no specification in the table was run"):
        da.plots.multiverse(universe([], refused=1))
    with pytest.raises(SchemaError):
        da.plots.multiverse(pd.DataFrame({"share": [1.0]}))


def test_charts_of_the_op_ed(oped_tokens: da.Tokens, oped: da.Corpus, assert_readable: Check) -> None:
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    assert_readable(da.plots.contrast(measured(oped_tokens, codebook)))
    assert_readable(da.plots.stability(da.framing.stability(oped_tokens, codebook)))
    assert_readable(da.plots.multiverse(da.framing.multiverse(oped, codebook, analysers=["cong"])))


@pytest.mark.parametrize("kind", ["uncertainty", "contrast"])
def test_the_contrast_is_exported_with_the_table_it_was_drawn_from(
    kind: str, toy: Make, two_frames: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    tokens = toy(d="달 별 | 달 | 별 해")
    hits = da.framing.hits(tokens, two_frames())
    scores = da.framing.score(hits, tokens, by="document")
    table = da.framing.uncertainty(hits, tokens) if kind == "uncertainty" else da.framing.contrast(scores)
    da.figures.export(da.plots.contrast(table), "c", table=table, recipe=tokens.recipe)
    assert (tmp_path / "c.csv").is_file()
