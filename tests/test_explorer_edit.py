"""A codebook with a text beside it: what each change does to the hits, and the version that is saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

import analysis as da
from analysis.errors import CodebookError, KitError, OptionError, RefusalError
from analysis.explorer import Editor
from analysis.explorer.editor_panel import EditorPanel

# 협동 in sentences 1, 2 (with 조합) and 3; 순위 in 4; sentence 5 has no term of the codebook
TEXT = (
    "주민은 협동으로 다리를 놓았다. 협동 조합이 문을 열었다. 협동이 마을을 살렸다. 순위를 매겼다. "
    "품앗이로 논을 매고 a<b>c라 적었다."
)
HEAD = """\
schema: kfa-codebook/1
id: toy
version: "0.1.0"    # of the draft
status: unvalidated
title: {ko: 장난감, en: toy}
unit: sentence
provenance: {author: toy, basis: toy, licence: toy}
frames:
- id: together
  label: {ko: 협동, en: cooperation}
  colour: blue
  definition: toy
  questions: [toy?]
  examples:
  - 협동이 마을을 살렸다.
  - 함께 협동한다.
  terms:
  # what is done together
  - {id: to01, match: 협동}   # with a comment
- id: contest
  label: {ko: 경쟁, en: competition}
  colour: orange
  definition: toy
  terms:
  - {id: co01, match: 순위}
"""


@pytest.fixture
def make(tmp_path: Path) -> Callable[[], Editor]:
    """Make an editor of a fresh file."""

    def made() -> Editor:
        (tmp_path / "toy.yaml").write_text(HEAD, encoding="utf-8")
        return da.edit(tmp_path / "toy.yaml", corpus=da.Corpus.from_texts({"글": TEXT}))

    return made


def test_a_term_gains_its_places(make: Callable[[], Editor]) -> None:
    editor = make()
    seen = editor.try_("품앗이", frame="together")
    assert seen.changes[["sentence", "surface", "term", "change", "why"]].values.tolist() == [
        [5, "품앗이", "to02", "gained", "term added"]
    ]
    assert len(editor.hits) == 4
    assert editor.add("품앗이", frame="together").changes.equals(seen.changes)
    assert len(editor.hits) == 5
    assert seen.failed.empty


def test_a_term_is_tried_with_its_neighbours(make: Callable[[], Editor]) -> None:
    editor = make()
    assert len(editor.drop("to01").changes) == 3
    added = editor.add("협동", id="to01", frame="together", not_after=["조합"])
    assert added.changes["sentence"].tolist() == [1, 3]
    assert editor.codebook.frames[0].terms[0].not_after == ("조합",)
    assert editor.undo().changes["change"].tolist() == ["lost", "lost"]
    assert [t.id for _, t in editor.codebook.terms()] == ["co01"]


def test_a_row_of_hits_is_a_counterexample(make: Callable[[], Editor]) -> None:
    editor = make()
    said = editor.counterexample(editor.hits.iloc[1])
    assert said.changes.empty
    assert said.failed[["check", "frame", "text"]].values.tolist() == [
        ["counterexample", "together", "협동 조합이 문을 열었다."]
    ]
    assert "to01(‘협동’)" in said.says[1]
    editor.drop("to01")
    assert editor.add("협동", frame="together", not_after=["조합"]).failed.empty


@pytest.mark.usefixtures("in_korean")
def test_an_example_becomes_a_counterexample(make: Callable[[], Editor]) -> None:
    editor = make()
    assert "예에서 반례로 옮겼다" in editor.counterexample("글 3").says[0]
    frame = editor.codebook.frames[0]
    assert (frame.examples, frame.counterexamples) == (("함께 협동한다.",), ("협동이 마을을 살렸다.",))
    with pytest.raises(OptionError, match="이미 프레임 'together'의 반례이다"):
        editor.counterexample(("글", 3))


@pytest.mark.parametrize("query", ["다리", "놓다", "품앗이"])
def test_a_line_of_a_concordance_becomes_a_pattern(query: str, make: Callable[[], Editor]) -> None:
    editor = make()
    corpus = da.Corpus.from_texts({"글": TEXT})
    lines = da.stats.concordance(corpus, da.segment(corpus), query)
    changes = editor.add(next(lines.itertuples(index=False)), frame="contest").changes
    assert changes[["start", "change"]].values.tolist() == [[lines["start"].iloc[0], "gained"]]
    assert [t.match for _, t in editor.codebook.terms()][-1] == {"놓다": "놓/VV"}.get(query, query)


@pytest.mark.parametrize(
    "line",
    [
        '글,1,2,18,20,"앞, 뒤",협동,조합',
        {"문서": "글", "문단": 1, "문장": 2, "시작": 18, "끝": 20},
        ("글", 2),
    ],
)
def test_a_line_that_the_linked_view_copied_is_a_place(line: object, make: Callable[[], Editor]) -> None:
    editor = make()
    editor.counterexample(line)
    assert editor.codebook.frames[0].counterexamples == ("협동 조합이 문을 열었다.",)


@pytest.mark.usefixtures("in_korean")
def test_saving_keeps_comments_and_counts_the_version_up(make: Callable[[], Editor]) -> None:
    editor = make()
    editor.counterexample("글 2")
    editor.add("품앗이", frame="together", pos=["NNG"])
    path = editor.save()
    expected = (
        HEAD.replace('"0.1.0"', '"0.2.0"')
        .replace("licence: toy}\n", 'licence: toy, tuned_on: ["글"]}\nchangelog:\n- {version: "0.2.0", note: "NOTE"}\n')
        .replace("  terms:\n  # what", '  counterexamples:\n  - "협동 조합이 문을 열었다."\n  terms:\n  # what')
        .replace("# with a comment\n", '# with a comment\n  - {id: to02, match: "품앗이", pos: [NNG]}\n')
        .replace("NOTE", "더함: to02(품앗이); 반례 1")
    )
    assert path.read_text(encoding="utf-8") == expected
    assert da.codebook.read(path).version == editor.codebook.version == "0.2.0"
    editor.counterexample("글 1")
    editor.save(version="2.0", note="끝")
    assert da.codebook.read(path).changelog[-1].note == "끝"


def test_sentences_alone_count_the_third_number_up(make: Callable[[], Editor]) -> None:
    editor = make()
    editor.counterexample("글 2")
    assert da.codebook.read(editor.save()).version == "0.1.1"


def test_a_new_file_leaves_the_old_one(make: Callable[[], Editor], tmp_path: Path) -> None:
    editor = make()
    editor.add("품앗이", frame="together")
    assert editor.save(tmp_path / "other.yaml").name == "other.yaml"
    assert (tmp_path / "toy.yaml").read_text(encoding="utf-8") == HEAD
    editor.add("다리", frame="together")
    with pytest.raises(CodebookError, match="already; choose another name"):
        editor.save(tmp_path / "toy.yaml")


def test_a_file_that_another_changed_is_not_written(make: Callable[[], Editor], tmp_path: Path) -> None:
    editor = make()
    editor.add("품앗이", frame="together")
    (tmp_path / "toy.yaml").write_text(HEAD + "# mine\n", encoding="utf-8")
    with pytest.raises(CodebookError, match="was changed or moved since it was read"):
        editor.save()
    assert (tmp_path / "toy.yaml").read_text(encoding="utf-8").endswith("# mine\n")


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda e: e.drop("to1"), "no term 'to1' (did you mean to01?); it has to01, co01"),
        (lambda e: e.add("가", frame="togther"), "no frame 'togther' (did you mean together?)"),
        (lambda e: e.add("(가", frame="contest"), "field 'match': pattern '(가', character 1"),
        (lambda e: e.add("가", frame="contest", wieght=2), "'wieght': unknown key; did you mean 'weight'?"),
        (lambda e: e.add("가", frame="contest", id="to01"), "term id 'to01' stands twice"),
        (lambda e: e.add(("글", 5), frame="contest"), "points at no noun and no predicate"),
        (lambda e: e.counterexample("글 9"), "document 글 has no sentence 9"),
        (lambda e: e.counterexample("굴 1"), "no document '굴' (did you mean 글?)"),
        (lambda e: e.counterexample("글 5"), "the sentence has no hit; say for which frame"),
        (lambda e: e.counterexample(5), "no line of the texts"),
        (lambda e: e.drop("co01"), "has no terms and no questions"),
        (lambda e: e.undo(), "nothing was changed"),
        (lambda e: e.save(), "nothing was changed"),
    ],
)
def test_a_mistake_is_one_sentence_and_changes_nothing(
    call: Callable[[Editor], object], said: str, make: Callable[[], Editor]
) -> None:
    editor = make()
    before = editor.codebook
    with pytest.raises(KitError) as caught:
        call(editor)
    assert said in str(caught.value)
    assert editor.codebook is before


def test_texts_of_the_kit_s_own_codebooks_stay_out_of_them() -> None:
    editor = da.edit("general-news", corpus=da.Corpus.from_texts({"글": "여야가 정면으로 충돌했다."}))
    editor.counterexample("글 1")
    with pytest.raises(CodebookError, match="would hold sentences of the text"):
        editor.save()


def test_what_cannot_be_worked_on_is_refused(make: Callable[[], Editor], tmp_path: Path) -> None:
    corpus = da.Corpus.from_texts({"글": TEXT})
    with pytest.raises(CodebookError, match="changes a codebook in a YAML file"):
        da.edit(da.codebook.loads(HEAD, name="toy"), corpus=corpus)
    make()
    with pytest.raises(RefusalError, match="redacted"):
        da.edit(tmp_path / "toy.yaml", corpus=corpus, tokens=da.segment(corpus).redact())


@pytest.mark.usefixtures("in_korean")
def test_the_card_shows_terms_lines_and_the_self_test(make: Callable[[], Editor]) -> None:
    editor = make()
    editor.add("품앗이", frame="contest")
    editor.counterexample("글 2")
    soup = BeautifulSoup(editor._repr_html_(), "html.parser")
    rows = {row.td.get_text(): [cell.get_text() for cell in row.find_all("td")] for row in soup.select("tbody tr")}
    assert rows["to01"][1:] == ["협동", "3", "모름", "글 1: 주민은 [협동]으로 다리를 놓았다. 협동"]
    assert rows["반례인데 걸림"][3] == "협동 조합이 문을 열었다."
    assert "2번 고침(저장하지 않음)" in soup.p.get_text()
    assert "품앗이" in rows["co02"][4]
    assert soup.find("b") is None  # text is text
    assert (
        "이 글에서 새로 걸림 1곳."
        in BeautifulSoup(editor.try_("마을", frame="contest")._repr_html_(), "html.parser").get_text()
    )


def test_precision_is_shown_where_coders_have_coded() -> None:
    book = da.codebook.read("alliance-startup")
    table = da.validation.term_precision(book)
    known = table[table["n"] > 0].iloc[0]
    editor = da.edit(book, corpus=da.Corpus.from_texts({"글": "한미 동맹을 넓힌다."}))
    assert f"{known['precision']:.2f} ({known['true_positive']}/{known['n']})" in editor._repr_html_()


@pytest.mark.usefixtures("in_korean")
def test_a_line_becomes_a_counterexample_or_a_term_from_the_screen(make: Callable[[], Editor]) -> None:
    editor = make()
    panel = EditorPanel(editor)
    screen = panel.answer({"kind": "hello"})
    assert screen["frames"] == [["together", "협동", 3], ["contest", "경쟁", 1]]
    assert [line[1:3] + line[5:6] + line[7:] for line in screen["lines"]] == [  # type: ignore[attr-defined]
        [1, 4, "협동", "to01"],
        [2, 18, "협동", "to01"],
        [3, 33, "협동", "to01"],
    ]
    assert (screen["tested"], screen["changes"]) == ("자체 시험을 모두 통과한다.", 0)

    screen = panel.answer({"kind": "show", "sought": "품앗이"})
    (line,) = screen["lines"]  # type: ignore[misc]
    assert (line[1], line[5], line[7]) == (5, "품앗이", "")
    screen = panel.answer({"kind": "add", "line": line[:4]})
    assert screen["frames"][0] == ["together", "협동", 4]  # type: ignore[index]
    assert "새로 걸림 1곳" in " ".join(screen["says"])  # type: ignore[arg-type]
    assert screen["lines"][0][7] == "to02"  # type: ignore[index]

    (first, *_) = panel.answer({"kind": "show", "sought": ""})["lines"]  # type: ignore[misc]
    screen = panel.answer({"kind": "counterexample", "line": first[:4]})
    # sentence 1 is a counterexample now and 협동 still counts in it: its check fails
    assert screen["tested"] == f"자체 시험 {len(editor.check)}개 가운데 1개가 어긋난다."
    assert editor.codebook.frames[0].counterexamples == ("주민은 협동으로 다리를 놓았다.",)
    screen = panel.answer({"kind": "counterexample", "line": first[:4]})
    assert "이미 프레임 'together'의 반례이다" in screen["says"][0]  # type: ignore[index]
    panel.answer({"kind": "undo"})
    screen = panel.answer({"kind": "undo"})
    assert (screen["changes"], screen["frames"][0][2]) == (0, 3)  # type: ignore[index]


def test_a_frame_may_be_named_by_its_label(make: Callable[[], Editor]) -> None:
    editor = make()
    editor.counterexample("글 1", frame="협동")
    editor.add("품앗이", frame="협동")
    assert [term.match for term in editor.codebook.frames[0].terms] == ["협동", "품앗이"]
