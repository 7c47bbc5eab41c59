"""Results kept by content: the same content gives the same again, anything else does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import memo, paths, style
from analysis.figures import pictures
from analysis.figures.drawing import digest

CONTENTS: list[Callable[[], object]] = [
    lambda: 1,
    lambda: 1.0,
    lambda: True,
    lambda: "1",
    lambda: None,
    lambda: ["ab", "c"],
    lambda: ["a", "bc"],
    lambda: [["a"], "b"],
    lambda: ["a", ["b"]],
    lambda: {"a": 1},
    lambda: {"a": 2},
    lambda: np.array([1, 2]),
    lambda: np.array([[1], [2]]),
    lambda: np.array([1.0, 2.0]),
    lambda: pd.DataFrame({"x": [1, 2]}),
    lambda: pd.DataFrame({"y": [1, 2]}),
    lambda: pd.DataFrame({"x": [1.0, 2.0]}),
    lambda: pd.DataFrame({"x": [1, 2]}, index=[0, 2]),
    lambda: pd.DataFrame({"x": ["가", None]}),
    lambda: pd.DataFrame({"x": pd.Categorical(["a", "b"])}),
    lambda: pd.DataFrame({"x": pd.Categorical(["a", "b"], categories=["b", "a"])}),
    lambda: da.Corpus.from_texts({"a": "동맹은 길다."}),
    lambda: da.Corpus.from_texts({"b": "동맹은 길다."}),
    lambda: da.Tokens.from_terms({"a": ["물", "값"]}),
    lambda: da.Tokens.from_terms({"a": ["값", "물"]}),
    lambda: da.codebook.read("energy-transition"),
    lambda: da.codebook.read("alliance-startup"),
]


def test_a_key_is_that_of_the_content() -> None:
    keys = [memo.content_key(make()) for make in CONTENTS]
    assert all(keys)
    assert len(set(keys)) == len(CONTENTS)
    assert keys == [memo.content_key(make()) for make in CONTENTS]  # of other objects


def test_attributes_of_a_table_are_content() -> None:
    table = pd.DataFrame({"x": [1]})
    plain = memo.content_key(table)
    table.attrs["total"] = 3
    assert memo.content_key(table) != plain


def test_what_has_no_content_or_is_too_large_has_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not memo.content_key(lambda: 1)
    monkeypatch.setattr(memo, "_LARGE", 1)
    assert not memo.content_key(pd.DataFrame({"x": [1, 2]}))


def test_a_result_is_worked_out_once_and_handed_out_as_a_copy() -> None:
    calls: list[object] = []

    @memo.remembered
    def counted(names: list[str]) -> pd.DataFrame:
        calls.append(names)
        return pd.DataFrame({"n": [len(names)]})

    first = counted(["a", "b"])
    first.loc[0, "n"] = 99
    second = counted(["a", "b"])
    second.loc[0, "n"] = 98
    assert counted(["a", "b"])["n"].tolist() == [2]
    assert len(calls) == 1
    assert counted(["a"])["n"].tolist() == [1]
    assert len(calls) == 2


def test_a_changed_word_list_makes_results_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(paths, "LEXICONS", tmp_path)
    (tmp_path / "list.yaml").write_text("a", encoding="utf-8")
    counted = memo.remembered(lambda: calls.append(1))
    counted()
    (tmp_path / "list.yaml").write_text("b", encoding="utf-8")
    counted()
    assert len(calls) == 2


def test_what_was_asked_for_least_lately_goes_first() -> None:
    held = memo.Memo(most=2)
    held.put("a", 1)
    held.put("b", 2)
    assert held.get("a") == 1
    held.put("c", 3)
    assert (held.get("a"), held.get("b"), held.get("c")) == (1, None, 3)


@pytest.fixture(scope="module")
def tokens() -> da.Tokens:
    return da.Tokens.from_terms({"글": ["물", "물", "값", "값", "값", "흙"]})


def test_a_chart_that_is_asked_for_again_is_another_figure_with_the_same_drawing(tokens: da.Tokens) -> None:
    table = da.stats.frequency(tokens, tags=None)
    one, two = da.plots.frequency(table), da.plots.frequency(table)
    assert one.figure is not two.figure
    assert digest(one.figure) == digest(two.figure)  # type: ignore[arg-type]
    about = style.described(two)
    assert about is not None
    assert about == style.described(one)
    two.set_title("바꾼 제목", loc="left")
    assert digest(one.figure) != digest(two.figure)  # type: ignore[arg-type]
    assert da.plots.frequency(table).get_title(loc="left") == one.get_title(loc="left")
    other = table.assign(n=[5, 2, 1])
    assert digest(da.plots.frequency(other).figure) != digest(one.figure)  # type: ignore[arg-type]


def test_a_drawing_has_another_hash_when_anything_of_it_is_changed(tokens: da.Tokens) -> None:
    def drawn() -> tuple[object, str]:
        ax = da.plots.frequency(da.stats.frequency(tokens, tags=None))
        return ax, digest(ax.figure)  # type: ignore[arg-type]

    _, plain = drawn()
    changes: list[Callable[[object], object]] = [
        lambda ax: ax.patches[0].set_facecolor("#123456"),  # type: ignore[attr-defined]
        lambda ax: ax.patches[0].set_hatch("//"),  # type: ignore[attr-defined]
        lambda ax: ax.set_xlim(0, 9),  # type: ignore[attr-defined]
        lambda ax: ax.texts[0].set_fontsize(3),  # type: ignore[attr-defined]
        lambda ax: ax.figure.set_size_inches(3, 3),  # type: ignore[attr-defined]
        lambda ax: ax.axvline(1, lw=0.5),  # type: ignore[attr-defined]
        lambda ax: ax.patches[0].set_gid("one"),  # type: ignore[attr-defined]
    ]
    for change in changes:
        ax, before = drawn()
        assert before == plain
        change(ax)
        assert digest(ax.figure) != plain  # type: ignore[attr-defined]


def test_the_same_figure_is_rendered_once_and_written_again_where_it_was_deleted(
    tokens: da.Tokens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path))
    monkeypatch.setattr(pictures, "_DRAWN", memo.Memo(most=4))
    table = da.stats.frequency(tokens, tags=None)
    first = da.figures.export(da.plots.frequency(table), "가", table=table, recipe=tokens.recipe)
    assert first.png is not None
    held, made = first.png.read_bytes(), first.png.stat().st_mtime_ns
    monkeypatch.setattr(pictures, "_render", lambda *_, **__: pytest.fail("drawn again"))
    again = da.figures.export(da.plots.frequency(table), "가", table=table, recipe=tokens.recipe)
    assert again == first
    assert first.png.stat().st_mtime_ns == made  # left alone
    first.png.unlink()
    da.figures.export(da.plots.frequency(table), "가", table=table, recipe=tokens.recipe)
    assert first.png.read_bytes() == held
    with pytest.raises(pytest.fail.Exception, match="drawn again"):
        da.figures.export(da.plots.frequency(table), "나", table=table, recipe=tokens.recipe, title="다른 제목")
