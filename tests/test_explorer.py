"""The linked view: its data by hand, what is refused, and what a page of it holds. Its clicks: test_browser_island."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup

import analysis as da
from analysis.errors import OptionError
from analysis.explorer import Island, linked
from analysis.explorer.island import Item

# 달 stands three times in a and once in b; 별 twice in a, once in b.
TEXTS = {
    "a": "큰 달이 뜬다. 작은 별이 달을 본다.\n흰 달과 별이 진다.",
    "b": "달이 별을 따라 진다.",
}
MOON = ((0, 2, 3), (0, 15, 16), (0, 24, 25), (1, 0, 1))
STAR = ((0, 12, 13), (0, 27, 28), (1, 3, 4))
EVIL = "<script>alert(1)</script><!-- \"'>{{ 7 * 7 }}<img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def corpus() -> da.Corpus:
    return da.Corpus.from_texts(TEXTS)


@pytest.fixture(scope="module")
def tokens(corpus: da.Corpus) -> da.Tokens:
    return da.segment(corpus)


@pytest.fixture(scope="module")
def island(corpus: da.Corpus, two_frames: Any) -> Island:
    return da.explore(corpus, codebook=two_frames())


def bars(island: Island, place: int = 0) -> dict[str, Item]:
    return {item.label: item for item in island.lists[place].items}


def test_words_have_their_counts_and_places(island: Island) -> None:
    words = bars(island)
    assert list(words)[:2] == ["달", "별"]
    assert (words["달"].n, words["달"].places) == (4, MOON)
    assert (words["별"].n, words["별"].places) == (3, STAR)
    assert (words["달"].by_doc, words["별"].by_doc) == (((0, 3), (1, 1)), ((0, 2), (1, 1)))


def test_documents_sentences_and_text_are_whole(island: Island) -> None:
    assert [(d.id, d.sentences) for d in island.documents] == [("a", 3), ("b", 1)]
    assert [(w.doc, w.start, w.text) for w in island.windows] == [(0, 0, TEXTS["a"]), (1, 0, TEXTS["b"])]
    assert [(s.doc, s.paragraph, s.sentence, s.start, s.end) for s in island.sentences] == [
        (0, 1, 1, 0, 8),
        (0, 1, 2, 9, 21),
        (0, 2, 3, 22, 33),
        (1, 1, 1, 0, 12),
    ]
    assert island.whole


def test_frames_are_bars_with_roles_and_marks_in_the_text(island: Island) -> None:
    frames = island.lists[1]
    assert [(item.label, item.n, item.role) for item in frames.items] == [("a 틀", 4, "a"), ("b 틀", 3, "b")]
    assert frames.items[1].places == STAR
    marks = [(m.doc, m.start, m.end, m.label, m.role) for m in island.marks if m.kind == "frame"]
    assert marks[:2] == [(0, 2, 3, "a 틀", "a"), (0, 12, 13, "b 틀", "b")]
    assert len(marks) == 7


def test_stance_quotations_and_numbers_are_marked() -> None:
    island = da.explore(da.Corpus.from_texts({"d": "달은 “3억 원이다. 별이다\n새 “달이 뜬다”고 해야 한다."}))
    # the first quotation is never closed, and ends with its paragraph
    quotes = [(m.start, m.end) for m in island.marks if m.kind == "quote"]
    assert quotes == [(3, 15), (18, 25)]
    assert [(m.start, m.end) for m in island.marks if m.kind == "number"] == [(4, 8)]
    assert "obligation" in {m.label for m in island.marks if m.kind == "stance"}


@pytest.mark.usefixtures("in_korean")
def test_groups_have_counts_and_documents_without_one_are_named(corpus: da.Corpus) -> None:
    island = da.explore(replace(corpus, _documents=corpus.documents.assign(outlet=["달일보", ""])), by="outlet")
    assert (island.groups, [d.group for d in island.documents]) == (("달일보",), [0, -1])
    assert (bars(island)["달"].by_group, bars(island)["별"].by_group) == (((0, 3),), ((0, 2),))
    assert island.says == ("글 1편은 집단이 없다.",)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda c, t, h: da.stats.frequency(t, minimum=3), {"달": MOON, "별": STAR}),
        (lambda c, t, h: da.stats.positions(t, ["별"]), {"별": STAR}),
        # within one word of 달: 별이 달을, 달과 별이, 달이 별을
        (lambda c, t, h: da.stats.collocates(t, "달", span=(1, 1), minimum=2), {"별": STAR}),
        (lambda c, t, h: da.stats.concordance(c, t, "별"), {"별": STAR}),
        (lambda c, t, h: h, {"a 틀": MOON, "b 틀": STAR}),
        # sentences: 0-8, 9-21 and 22-33 of a, 0-12 of b
        (
            lambda c, t, h: da.framing.score(h, t),
            {
                "a 틀": ((0, 0, 8), (0, 9, 21), (0, 22, 33), (1, 0, 12)),
                "b 틀": ((0, 9, 21), (0, 22, 33), (1, 0, 12)),
            },
        ),
    ],
    ids=["frequency", "positions", "collocates", "concordance", "hits", "strip"],
)
def test_a_table_has_the_places_that_it_counts(
    corpus: da.Corpus, tokens: da.Tokens, two_frames: Any, make: Any, expected: dict[str, Any]
) -> None:
    hits = da.framing.hits(tokens, two_frames())
    found = da.look(make(corpus, tokens, hits), corpus, tokens)
    assert {label: item.places for label, item in bars(found).items()} == expected


@pytest.mark.usefixtures("in_korean")
def test_keyness_is_looked_at_with_the_tokens_of_its_target(corpus: da.Corpus, tokens: da.Tokens) -> None:
    target, reference = tokens.only(docs=["a"]), tokens.only(docs=["b"])
    table = da.stats.keyness(target, reference, minimum=1)
    found = da.look(table, corpus, target)
    assert bars(found)["달"].places == MOON[:3]
    assert bars(found)["달"].note.startswith("비교 글 1회 · 로그비 ")
    assert found.says == ("글 2편 가운데 토큰이 있는 1편만 보인다.",)
    with pytest.raises(OptionError, match="'달'이 3회인데 이 토큰에는 4회이다"):
        da.look(table[table["term"] == "달"], corpus, tokens)


def test_positions_are_of_these_tokens_and_a_word_of_several_morphemes_is_whole(
    corpus: da.Corpus, tokens: da.Tokens
) -> None:
    with pytest.raises(OptionError, match="counts '별' 3 times, but these tokens hold"):
        da.look(da.stats.positions(tokens, ["별"]), corpus, tokens.only(docs=["b"]))
    pact = da.Corpus.from_texts({"d": "새 업무협약을 맺었다. 업무 협약이 길다."})
    cut = da.segment(pact)
    found = da.look(da.stats.positions(cut, ["업무협약"]), pact, cut)
    # 업무협약 at 2-6, 업무 협약 at 13-18
    assert bars(found)["업무협약"].places == ((0, 2, 6), (0, 13, 18))


def test_rows_of_a_table_can_be_chosen(corpus: da.Corpus, tokens: da.Tokens) -> None:
    table = da.stats.frequency(tokens)
    assert list(bars(da.look(table[table["term"] == "별"], corpus, tokens))) == ["별"]


def test_what_cannot_be_looked_at_is_refused(corpus: da.Corpus, tokens: da.Tokens) -> None:
    with pytest.raises(OptionError, match="must be one of frequency, keyness"):
        da.look(da.stats.diversity(tokens), corpus, tokens)
    with pytest.raises(OptionError, match="pass the corpus that was segmented"):
        da.explore(da.Corpus.from_texts({"c": "달이 진다."}), tokens=tokens)
    with pytest.raises(OptionError, match="are not of this corpus"):
        da.explore(
            da.Corpus.from_texts({"a": "해가 지고 또 해가 뜬다. 그리고 해가 진다. 해가 길다.", "b": "해"}),
            tokens=tokens,
        )
    with pytest.raises(OptionError, match="no places in a text"):
        da.explore(corpus, tokens=da.Tokens.from_terms({"a": ["달"]}))


@pytest.mark.usefixtures("in_korean")
def test_a_large_corpus_is_cut_and_says_how(corpus: da.Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked, "_WHOLE", 30)  # of 45 characters
    island = da.explore(corpus)
    # by turns: 달 in 0-8, 9-21 and 22-33 of a would be 31 characters, so that two sentences stay
    assert [(w.doc, w.start, w.text) for w in island.windows] == [(0, 0, TEXTS["a"][:21])]
    assert [(s.doc, s.sentence) for s in island.sentences] == [(0, 1), (0, 2)]
    assert (bars(island)["달"].n, bars(island)["달"].places) == (4, MOON[:2])
    assert bars(island)["달"].by_doc == ((0, 3), (1, 1))
    assert (bars(island)["별"].n, bars(island)["별"].places) == (3, STAR[:1])
    assert not island.whole
    assert "본문 45자" in island.says[0]
    assert "줄 7개 가운데 3개를 담았다" in island.says[0]


def test_lines_of_a_large_corpus_are_taken_evenly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked, "_WHOLE", 700)
    many = da.Corpus.from_texts({f"d{k:03}": "달이 진다." for k in range(200)})
    island = da.explore(many)
    # 30 of 200 places: every 6.67th document
    assert [w.doc for w in island.windows][:4] == [0, 6, 13, 20]
    assert len(island.windows) == 30
    assert len(island.documents) == 200


def test_a_sentence_without_an_end_is_cut_around_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked, "_WHOLE", 2_000)
    text = f"{', ' * 1_500}달이 {', ' * 1_500}".strip()
    island = da.explore(da.Corpus.from_texts({"d": text}))
    moon = bars(island)["달"]
    assert moon.places == ((0, 3_000, 3_001),)
    # 500 characters on each side of a place
    assert [(w.start, w.text) for w in island.windows if w.start <= 3_000 < w.start + len(w.text)] == [
        (2_500, text[2_500:3_501])
    ]
    assert sum(len(w.text) for w in island.windows) <= 2_000


@pytest.mark.usefixtures("in_korean")
def test_a_list_is_cut_and_says_so(corpus: da.Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linked, "_WORDS", 1)
    island = da.explore(corpus)
    assert list(bars(island)) == ["달"]
    assert island.says == ("‘단어’ 목록은 2개 가운데 앞의 1개를 담았다.",)


@pytest.mark.usefixtures("in_korean")
def test_a_redacted_corpus_gives_places_and_counts_and_no_text() -> None:
    corpus = da.read(da.report.articles()[0])
    assert corpus.redacted
    island = da.explore(corpus, codebook="alliance-startup")
    assert island.windows == island.marks == ()
    assert [len(bars.items) > 3 for bars in island.lists] == [True, True]
    first = island.lists[0].items[0]
    assert len(first.places) == first.n
    assert any("본문을 가린 글" in said for said in island.says)


def test_the_page_asks_for_nothing_and_text_is_text() -> None:
    island = da.explore(da.Corpus.from_texts({"d": f"달이 </script></div>{EVIL} 뜬다.\u2028 달이 😀 진다. \u202e달"}))
    page = BeautifulSoup(island.page, "html.parser")
    assert len(page.find_all("script")) == 2
    assert page.find(["img", "link", "iframe"]) is None
    assert "http" not in island.page.replace("http-equiv", "")
    policy = page.find("meta", attrs={"http-equiv": True})["content"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    held = json.loads(page.find("script", id="data").string)
    assert held["windows"][0][2] == island.windows[0].text
    assert "\u2028" not in str(page.find("script", id="data"))


@pytest.mark.usefixtures("in_korean")
def test_the_frame_is_sealed_and_a_list_stands_in_where_frames_are_taken_away(island: Island) -> None:
    shown = island._repr_mimebundle_()
    assert shown["text/plain"] == "Island(title='words, lines, text', whole=True)"  # made in English
    soup = BeautifulSoup(shown["text/html"], "html.parser")
    frame = soup.find("iframe")
    assert (frame["sandbox"], frame["srcdoc"]) == (["allow-scripts"], island.page)
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in soup.select(".damron-island-list tr")]
    assert rows[:2] == [["달", "4", ""], ["별", "3", ""]]
    assert ["a", "큰 달이 뜬다. 작은 별이 달을 본다.\n흰 달과 별이 진다."] in rows
    assert soup.find("style").string == ".damron-island-list{display:none}"


def test_half_a_character_does_not_break_the_page() -> None:
    island = Island("\ud800", (), (), (), (), (), (), ("\udfff",))
    assert "<p>?</p>" in island._repr_html_().encode().decode()
    assert json.loads(island.to_json())["says"] == ["?"]


def test_the_opeds_island_is_small(oped: da.Corpus) -> None:
    assert len(da.explore(oped, codebook="alliance-startup")._repr_html_().encode()) < 300_000


def test_a_codebook_is_found_by_its_name(corpus: da.Corpus) -> None:
    assert len(da.explore(corpus, codebook="energy-transition").lists[1].items) == 5
    words = da.segment(corpus, units="auto")
    units = words.units
    with pytest.raises(OptionError, match="give one of them"):
        da.explore(corpus, tokens=words, units=units)
    assert bars(da.explore(corpus, units=units))["달"].n == 4


def test_a_text_without_a_noun_has_an_empty_list() -> None:
    island = da.explore(da.Corpus.from_texts({"d": "매우 빨리 간다."}))
    assert island.lists[0].items == ()
    assert island._repr_html_()
