import re

from matplotlib.figure import Figure

from analysis import style
from analysis.figures.pictures import render
from analysis.record import svg


def drawn() -> str:
    with style.context():
        figure = Figure(figsize=(4, 2))
        ax = figure.add_subplot()
        ax.barh([0, 1], [4, 2], color="#0072b2")
        ax.set_yticks([0, 1], ["동맹", "한미"])
    return render(figure, title="글 <가>", alt="막대 둘")["svg"].decode()


def test_outlines_go_and_every_word_stays_as_text() -> None:
    text = drawn()
    small = svg.compact(text)
    assert len(small) < len(text) / 2
    assert small.startswith("<svg ")
    assert "NotoSansKR" not in small
    assert 'fill-opacity="0"' not in small
    assert small.count("<text ") == text.count("<text ")
    assert ">동맹</text>" in small
    assert "'Report KR'" in small
    assert "<style" not in small  # it would hold for the whole page


def test_a_drawing_that_is_built_otherwise_loses_only_its_head() -> None:
    assert (
        svg.compact('<?xml version="1.0"?><svg viewBox="0 0 1 1"><path/></svg>')
        == '<svg viewBox="0 0 1 1"><path/></svg>'
    )


def test_ids_and_all_that_names_them_get_a_prefix_and_colours_stay() -> None:
    used = '<use xlink:href="#p1" style="fill: #1a1a1a"/><g clip-path="url(#p1)"><rect fill="#e69f00"/></g>'
    text = f'<svg viewBox="0 0 9 9"><path id="p1" d="M 1 1 L 2 2"/>{used}</svg>'
    page = svg.inline(text, name="g7", title="t", alt="a")
    assert 'id="g7-p1"' in page
    assert 'xlink:href="#g7-p1" style="fill:#1a1a1a"' in page
    assert 'clip-path="url(#g7-p1)"' in page
    assert 'fill="#e69f00"' in page  # a hatched area under its lines


def test_title_description_and_links_are_text() -> None:
    link = svg.Link(svg.Box(1, 2, 3, 4), "#hit-1", '<b>"7번"</b>')
    page = svg.inline('<svg viewBox="0 0 9 9"></svg>', name="g1", title="<i>", alt="</svg><script>", links=[link])
    assert "<b>" not in page
    assert "<i>" not in page
    assert "<script>" not in page
    assert 'role="group"' in page
    assert '<rect class="spot" x="1" y="2" width="3" height="4"/>' in page
    assert 'role="img"' in svg.inline('<svg viewBox="0 0 9 9"></svg>', name="g1", title="t", alt="a")


def test_paths_have_two_decimals_and_nothing_else_is_rounded() -> None:
    text = '<svg viewBox="0 0 9 9"><g id="words" fill-opacity="0"><text x="1.23456">3.14159</text></g></svg>'
    small = svg.compact(text.replace("<g id", '<path d="M 1.23456 2.5 L 0.005 10"/><g id', 1))
    assert 'd="M 1.23 2.5 L 0.01 10"' in small or 'd="M 1.23 2.5 L 0.00 10"' in small
    assert '<text x="1.23456">3.14159</text>' in small


def test_a_drawing_in_a_page_keeps_every_shape_and_word_in_fewer_bytes() -> None:
    with style.context():
        ax = Figure(figsize=(4, 2)).add_subplot()
        ax.bar([0, 1, 2, 3], [4, 2, 1, 3], color="#009e73", hatch="...", edgecolor="#1a1a1a")
        ax.plot([0, 1, 2], [1, 2, 3], "o")
    text = svg.compact(render(ax.figure, title="글", alt="막대")["svg"].decode())
    page = svg.inline(text, name="g1", title="t", alt="a")
    assert len(page) < len(text) / 5
    for tag in ("<text", "<use", "<pattern", "<clipPath"):
        assert page.count(tag) == text.count(tag)
    paths = "".join(re.findall(r' d="([^"]*)"', page))
    assert paths.count("M") == text.count("M ")  # no part of a path is lost
    # a dot of the hatch: its circle is 0.8 points wide and its line, half of it outside, 1
    assert "stroke:#1a1a1a;stroke-width:1.8;stroke-linecap:round" in page


def test_numbers_are_short_and_right_angles_shorter() -> None:
    path = '<path d="M 10.004 20 \nL 30.25 20 \nL 30.25 5.126 \nL 10 5.126 \nz\n" style="fill: none; stroke: #000000"/>'
    page = svg.inline(f'<svg viewBox="0 0 9 9">{path}</svg>', name="g1", title="t", alt="a")
    assert 'd="M10 20H30.25V5.13H10z"' in page
    assert 'style="fill:none;stroke:#000000"' in page
