"""The explorer: views by hand, the controls by setting their values, and the plain way without ipywidgets."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from bs4 import BeautifulSoup

import analysis as da
from analysis.errors import OptionError, RefusalError
from analysis.explorer import Explorer, View
from analysis.explorer.view import _MOST

# 달 stands three times in a and once in b; 별 twice in a, once in b.
TEXTS = {
    "a": "큰 달이 뜬다. 작은 별이 달을 본다.\n흰 달과 별이 진다.",
    "b": "달이 별을 따라 <b>진다</b>.",
}


@pytest.fixture(scope="module")
def explorer(two_frames: Any) -> Explorer:
    return da.explore(da.Corpus.from_texts(TEXTS), codebook=two_frames())


def lefts(view: View) -> list[str]:
    return [text.strip() for text in view.lines["left"]]


def test_a_word_has_as_many_lines_as_its_chart_has_bars(explorer: Explorer) -> None:
    view = explorer.show(term="달", window=1)
    assert lefts(view) == ["큰", "별이", "흰", ""]
    said = da.figures.alt(view.charts[0])
    assert "달 4회(문서 2편 가운데 2편" in said.replace("‘", "").replace("’", "")
    one = explorer.show(term="달", doc="a", window=1)
    assert len(one.lines) == 3
    assert set(one.lines["doc"].astype(str)) == {"a"}


def test_the_window_decides_what_is_near_and_how_wide_a_line_is(explorer: Explorer) -> None:
    narrow, wide = (explorer.show(term="달", window=window, sort=["R1"]) for window in (1, 3))
    # 별 stands one word from 달 three times: 별이 달을, 달과 별이, 달이 별을
    assert len(narrow.charts) == len(wide.charts) == 2
    assert "별" in da.figures.alt(narrow.charts[1])
    assert max(len(text.split()) for text in narrow.lines["left"]) == 1
    assert max(len(text.split()) for text in wide.lines["left"]) == 3  # 뜬다. 작은 별이
    assert list(narrow.lines["R1"]) == sorted(narrow.lines["R1"])


def test_a_frame_has_the_lines_of_its_counted_hits(explorer: Explorer) -> None:
    view = explorer.show(frame="b", doc="a")
    assert list(view.lines["node"]) == ["별", "별"]
    assert view.says == ("‘b 틀’은 2곳에 나온다(별 2).",)
    assert da.style.described(view.charts[0]).chart == "strip"
    everywhere = explorer.show(frame="b")
    assert len(everywhere.lines) == 3
    assert everywhere.charts == ()
    assert "글을 하나 고르면" in everywhere.says[1]


def test_a_query_that_is_no_single_word_gets_lines_and_no_chart_of_places(explorer: Explorer) -> None:
    view = explorer.show(term="surface:달과")
    assert (view.charts, list(view.lines["node"])) == ((), ["달과"])
    assert "단어 하나일 때만" in view.says[0]


def test_what_is_not_there_is_one_sentence(explorer: Explorer) -> None:
    view = explorer.show(term="해왕성")
    assert (view.charts, len(view.lines)) == ((), 0)
    assert view.says[0].startswith("‘해왕성’을 찾지 못했다.")
    bare = da.explore(da.Corpus.from_texts({"d": "매우 빨리 간다."}))
    with pytest.raises(RefusalError, match="holds no noun"):
        bare.show()


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        ({"term": "달", "frame": "a"}, "choose one of them"),
        ({"frame": "c"}, "no frame 'c'; choose one of a, b"),
        ({"term": "달", "layer": "units"}, "no layer 'units'; choose one of morphs"),
        ({"term": "달", "doc": "c"}, "no document 'c'; choose one of a, b"),
        ({"term": "달", "window": 0}, "window is 0"),
        ({"term": "달", "window": True}, "window is True"),
        ({"term": "달", "sort": ["L9"]}, "cannot sort by 'L9'"),
        ({"term": "달/XYZ"}, "unknown tag 'XYZ'"),
    ],
)
def test_a_wrong_choice_says_what_there_is(explorer: Explorer, choice: dict[str, Any], said: str) -> None:
    with pytest.raises(OptionError, match=said):
        explorer.show(**choice)


def test_without_a_codebook_there_is_no_frame_to_choose() -> None:
    with pytest.raises(OptionError, match="none; explore was given no frame"):
        da.explore(da.Corpus.from_texts({"d": "달이 진다."})).show(frame="a")


def test_text_in_html_is_text_and_pictures_have_words(explorer: Explorer) -> None:
    soup = BeautifulSoup(explorer.show(term="달", window=4)._repr_html_(), "html.parser")
    assert soup.find("b") is None
    assert "<b>진다</b>." in soup.select("td.right")[-1].get_text()
    assert all("달" in image["alt"] for image in soup.find_all("img"))
    assert soup.caption.get_text() == "용례: ‘달’ 4곳"


def test_lines_are_filtered_and_a_long_table_says_that_it_is_cut(explorer: Explorer) -> None:
    view = explorer.show(term="달")
    assert lefts(view.holding("흰")) == ["흰"]
    assert len(view.holding("[").lines) == 0  # characters, not a pattern
    many = da.explore(da.Corpus.from_texts({"d": "달이 진다.\n" * (_MOST + 1)})).show(term="달")
    html = many._repr_html_()
    assert len(many.lines) == _MOST + 1
    assert html.count("<tr>") == _MOST + 1  # with the header
    assert f"{_MOST + 1:,}곳, 앞의 {_MOST:,}곳만 보인다" in html


def test_without_ipywidgets_one_view_and_what_to_install(two_frames: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    shown = da.explore(da.Corpus.from_texts(TEXTS), codebook=two_frames())._repr_mimebundle_()
    soup = BeautifulSoup(shown["text/html"], "html.parser")
    assert [line.get_text() for line in soup.select("td.node")] == ["달"] * 4
    assert "pip install ipywidgets" in soup.p.get_text()
    bare = da.explore(da.Corpus.from_texts({"d": "매우 빨리 간다."}))._repr_mimebundle_()["text/html"]
    assert bare.count("<p>") == 2


def test_controls_move_charts_and_lines(two_frames: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ipywidgets")
    monkeypatch.setitem(sys.modules, "itables", None)
    panel = da.explore(da.Corpus.from_texts(TEXTS), codebook=two_frames()).panel
    cells = lambda name: [c.get_text().strip() for c in BeautifulSoup(panel.lines.value, "html.parser").select(name)]  # noqa: E731
    assert cells("td.node") == ["달"] * 4
    before = panel.charts.value
    panel.controls["window"].value = 1
    assert cells("td.left") == ["큰", "별이", "흰", ""]
    panel.controls["sort"].value = "왼쪽 첫 말(L1)"
    assert cells("td.left") == ["", "별이", "큰", "흰"]
    panel.controls["contains"].value = "별이"
    assert cells("td.left") == ["별이", "흰"]
    assert cells("caption") == ["용례: ‘달’ 가운데 ‘별이’ 글자가 든 2곳"]
    panel.controls["doc"].value = "b"
    assert panel.lines.value == "<p>‘별이’ 글자가 든 줄이 없다. 모두 1줄이다.</p>"
    assert len(panel.view.lines) == 1
    panel.controls["contains"].value = ""
    assert cells("td.left") == [""]
    panel.controls["kind"].value = "프레임"
    panel.controls["frame"].value = "b"
    assert cells("td.node") == ["별"]
    assert "별 1" in panel.message.value
    assert panel.charts.value not in ("", before)
    hidden = {name for name, control in panel.controls.items() if control.layout.display == "none"}
    assert hidden == {"term", "layer"}


def test_a_wrong_word_in_the_controls_is_one_sentence(two_frames: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ipywidgets")
    monkeypatch.setitem(sys.modules, "itables", None)
    panel = da.explore(da.Corpus.from_texts(TEXTS)).panel
    panel.controls["term"].value = "regex:<b"
    assert "<b" not in panel.charts.value
    panel.controls["term"].value = "달/XYZ"
    assert panel.message.value.startswith("<p>인자의 값이 맞지 않는다: ")
    assert (panel.view, panel.charts.value, panel.lines.value) == (None, "", "")
    panel.controls["term"].value = "별"
    assert len(panel.view.lines) == 3
    empty = da.explore(da.Corpus.from_texts({"d": "매우 빨리 간다."})).panel
    assert "이 글로는 구할 수 없다" in empty.message.value


def test_with_itables_the_script_is_in_the_notebook_and_text_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("ipywidgets")
    pytest.importorskip("itables")
    panel = da.explore(da.Corpus.from_texts(TEXTS)).panel
    script = panel.box.children[0].outputs[0]["data"]["text/html"]
    assert len(script) > 500_000
    table = panel.lines.outputs[0]["data"]["text/html"]
    assert "<b>" not in table
    assert "unpkg" not in table
    heads = [head.get_text() for head in BeautifulSoup(table, "html.parser").find_all("th")]
    # the columns that widths and alignment are given for; itables puts signs of its own before the first
    assert heads[0].endswith("글·문장")
    assert heads[1:] == ["왼쪽", "찾은 말", "오른쪽"]
    panel.controls["term"].value = "surface:<b>"
    assert "<b>" not in panel.lines.outputs[0]["data"]["text/html"] + panel.message.value
    panel.controls["term"].value = "달"
    panel.controls["contains"].value = "작은"
    assert "작은 별이" in panel.lines.outputs[0]["data"]["text/html"]
    assert "흰" not in panel.lines.outputs[0]["data"]["text/html"]
    monkeypatch.setitem(sys.modules, "google.colab", sys)
    plain = da.explore(da.Corpus.from_texts(TEXTS)).panel
    assert "damron-lines" in plain.lines.value
