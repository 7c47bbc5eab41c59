"""The page of an article: what it says follows from its facts, worked out by hand on small ones."""

from __future__ import annotations

import base64
import io
import json
import re
import string
import tomllib
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import analysis as da
from analysis.report import (
    counting_method,
    drawn,
    finding,
    listings,
    marked_text,
    prose,
    scene,
    selection,
    sides,
    strip_rows,
    sure_rows,
)
from analysis.report.facts import (
    Actor,
    ArticleFacts,
    Book,
    Choice,
    Compared,
    Discovery,
    Document,
    Frame,
    Group,
    Hit,
    Label,
    Looked,
    Method,
    Name,
    Pair,
    Place,
    Quantity,
    Question,
    Quotation,
    Range,
    Sentence,
    Stance,
    StancePrecision,
    Validity,
    Verdict,
    Word,
)
from analysis.report.page import page
from analysis.report.prose import Prose

TEMPLATE = Path(da.__file__).parent / "report" / "template"
KO, EN = Prose("ko"), Prose("en")
FORBIDDEN = ("견주", "견줌", "몫", "셈법", "글감", "갈래", "굽이", "둘레", "낱말", "까닭", "습니다", "붓스트랩")

# 달 is a word of frame a, 별 of frame b, 해 a support term of a. Six sentences in two paragraphs, letters by hand.
SENTENCES = (
    "달과 달이 뜬다.",
    "별이 진다.",
    "달과 별이 있다.",
    "“달은 3개다.”",
    "해가 뜰 것이다.",
    "별, 별, 별이 진다.",
)
TEXT = "\n".join([" ".join(SENTENCES[:3]), " ".join(SENTENCES[3:])])


def sentences() -> tuple[Sentence, ...]:
    found, at = [], 0
    for number, text in enumerate(SENTENCES, start=1):
        start = TEXT.index(text, at)
        found.append(Sentence(number, 1 if number <= 3 else 2, start, start + len(text)))
        at = start + len(text)
    return tuple(found)


def places(word: str) -> tuple[Place, ...]:
    starts = [found.start() for found in re.finditer(word, TEXT)]
    return tuple(
        Place(next(one.number for one in sentences() if one.start <= at < one.end), at, at + len(word)) for at in starts
    )


def hits(frame: str, word: str, *, counted: bool = True) -> list[Hit]:
    why = "" if counted else "support"
    return [
        Hit(frame, f"{frame}1", "core", 1.0, word, at, counted, why, False, (), "", "", "none") for at in places(word)
    ]


def ranges(*told: tuple[float, float]) -> tuple[Range, ...]:
    sources = ("term", "sentence", "paragraph", "counting", "resampling")
    ends = {"term": ("a1", "b1"), "sentence": ("1", "6"), "paragraph": ("1", "2"), "counting": ("", "quotes=without")}
    return tuple(
        Range(source, low, high, *ends.get(source, ("", "")), 5, 0, 0, "")  # type: ignore[arg-type]
        for source, (low, high) in zip(sources, told, strict=False)
    )


def verdict(stands: str, n_a: int, n_b: int, *told: tuple[float, float], p: float | None = 0.03) -> Verdict:
    leader = "" if n_a == n_b else "a" if n_a > n_b else "b"
    share = n_a / (n_a + n_b) if told else None
    return Verdict(
        stands, leader, n_a, n_b, n_a, n_b, share, ranges(*told), (Choice("quotes_out", 0.4, changed=True, held=True),),
        p, "sentence", 7,
    )  # type: ignore[arg-type]  # fmt: skip


METHOD = Method(
    "damron 0.1.0", "kiwipiepy 0.24.1", "kiwipiepy_model 0.24.0", 2, 6, 40, len(TEXT), (("title", 1),), (), "stop 1.0",
    (("것", 4),), "units 1.0", "variants 1.0", (), (("python", "3.11"),),
)  # fmt: skip
BOOK = Book(
    "toy", "1.0", Label("두 틀", "two"), "unvalidated", "0" * 64, "hits", 3, "paragraph", 1, "toy.yaml",
    (Validity("programs", "a", "precision", 0.84, 0.7, 0.9, 50, seen=False),),
)  # fmt: skip


def made(told: Verdict | None = None, **changes: Any) -> ArticleFacts:
    """Facts of the text above: 달 in frame a (4 hits in sentences 1, 3, 4), 별 in frame b (5 in 2, 3, 6)."""
    frames = (
        Frame("a", Label("밤 하늘", "night"), "a", 4, 3, 1, 4.0),
        Frame("b", Label("별자리", "stars"), "b", 5, 3, 0, 5.0),
        Frame("c", Label("낮", "day"), "other", 0, 0, 0, 0.0),
    )
    words = (Word("별", "NNG", 5, 1, places("별")), Word("달", "NNG", 4, 1, places("달")))
    three = places("3개")[0]
    facts = ArticleFacts(
        "damron-report/1",
        Document("toy", "밤에 쓴 글", "아무개", "", "앞일보", "2026-05-04", "기고", "CC0-1.0", "f" * 64),
        False, TEXT, sentences(), BOOK, (), frames,
        (*hits("a", "달"), *hits("b", "별"), *hits("a", "해", counted=False)),
        told or verdict("open", 4, 5, (0.3, 0.6), (0.4, 0.7)),
        words, (Name("별나라", "place", 1, "별나라", (places("별")[0],)),),
        (Actor("a", "subject", "비", 2, (places("달")[0],), who=False),
         Actor("a", "subject", "나그네", 1, (places("달")[0],), who=True), Actor("a", "none", "", 1, (), who=False)),
        (Quotation("누구", True, Place(4, sentences()[3].start, sentences()[3].end)),),
        (Stance("prediction", "것이", Place(5, *span("것이")), framed=False),),
        (StancePrecision("prediction", 1, 0.85, 20), StancePrecision("plan", 0, None, 0)),
        (Quantity("count", 3.0, None, None, "개", "", False, "", False, "3개", three),),
        None, METHOD,
    )  # fmt: skip
    return replace(facts, **changes)


def span(word: str) -> tuple[int, int]:
    at = TEXT.index(word)
    return at, at + len(word)


def without_codebook() -> ArticleFacts:
    yaml = (
        'id: "toy"\nframes:\n- id: group1\n  label: {ko: "묶음", en: "group 1"}\n  examples:\n  - "달과 달이 뜬다."\n'
        '  terms:\n  - {id: a01, match: "달", note: "글에 4번"}\n- id: group2\n  label: {ko: "묶음", en: "group 2"}\n'
        '  examples:\n  - "별이 진다."\n  terms:\n  - {id: b01, match: "별", note: "글에 5번"}\n'
    )
    told = Discovery(
        (Word("별 지다", "NNG VV", 2, 2, places("별이 진")),),
        (Compared("별", "NNG", 5, 1000.0, 2.5, 8.6),), "뉴스", (Pair("달", "별", 2),), (("달", "별"),),
        (Group(("달",), ("해",)), Group(("별",), ())),
        (Question(Label("갈등", "conflict"), "대립", ("맞서는가?",)),), yaml,
    )  # fmt: skip
    looked = (Looked("toy", Label("두 틀", "two"), 1, 1, questions=False, fits=False),)
    keyed = tuple(replace(one, key=2 if one.number == 3 else 0) for one in sentences())
    return made(book=None, looked=looked, frames=(), hits=(), actors=(), verdict=None, discovery=told, sentences=keyed)


def text_of(html: str) -> str:
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    spaced = re.sub(r"</?(?:p|div|li|td|th|h\d|summary|figure)\b[^>]*>", " ", bare)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", spaced)))


EVERYWHERE = {"doc", "docs", "by", "year"}  # values that each sentence of a corpus report is given, said or not


def test_both_languages_have_the_same_words() -> None:
    for path in TEMPLATE.glob("*.ko.toml"):
        other = path.with_name(path.name.replace(".ko.", ".en."))
        tables = [flat(tomllib.loads(one.read_text(encoding="utf-8"))) for one in (path, other)]
        assert set(tables[0]) == set(tables[1])
        for key, template in tables[0].items():
            missing = fields(template) ^ fields(tables[1][key])
            assert missing <= (EVERYWHERE if key.startswith("corpus.") else set()), key
            assert not re.search("[가-힣]", tables[1][key]), key


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def flat(held: dict[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in held.items():
        found |= flat(value, f"{before}{key}.") if isinstance(value, dict) else {f"{before}{key}": value}
    return found


def test_every_word_is_used_and_every_used_word_is_there() -> None:
    keys = set(flat(tomllib.loads((TEMPLATE / "text.ko.toml").read_text(encoding="utf-8"))))
    sources = [*(Path(da.__file__).parent / "report").glob("*.py"), *TEMPLATE.glob("*.j2")]
    code = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    asked = set(re.findall(r"""\b(?:t|say|rich)\(\s*["']([\w.]+)["'][,)]""", code))
    held = set(prose._read("ko"))
    assert {key for key in asked if key not in held and f"corpus.{key}" not in held} == set()
    groups = {key.split(".")[0] for key in keys if key not in asked and f'"{key}"' not in code}
    made_up = {  # whose last part is chosen by a value
        "nav", "finding", "lede", "badge", "source_row", "unit", "by", "way", "choice", "reason", "kind", "stance",
        "found", "name_kind", "actor", "quantity", "sure", "can", "cannot", "method", "paragraph", "strip",
    }  # fmt: skip
    assert groups <= made_up, groups - made_up


def test_no_table_and_no_template_has_a_word_that_papers_do_not_use() -> None:
    for path in (*TEMPLATE.glob("*.toml"), *TEMPLATE.glob("*.j2"), *TEMPLATE.glob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert [word for word in FORBIDDEN if word in text] == [], path.name


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (verdict("leads", 4, 5, (0.3, 0.45)), "밤 하늘 4회, 별자리 5회. 별자리가 더 많다"),
        (verdict("leans", 4, 5, (0.3, 0.55)), "밤 하늘 4회, 별자리 5회. 별자리가 많은 편이다"),
        (verdict("open", 4, 5, (0.3, 0.6)), "밤 하늘 4회, 별자리 5회. 어느 쪽이 많다고 말하기 어렵다"),
        (verdict("few", 4, 5), "밤 하늘 4회, 별자리 5회. 밤 하늘 어휘가 적어 비교하지 않는다"),
    ],
)
def test_the_headline_follows_the_verdict(told: Verdict, said: str) -> None:
    facts = made(told)
    assert finding.plain_headline(facts, KO) == said
    assert said.partition(". ")[2] in text_of(page(facts, name="toy")).replace("\n", " ")


def test_one_frame_and_none() -> None:
    a, b, c = made().frames
    lone = made(verdict("one", 0, 5), frames=(replace(a, n=0, sentences=0), b, c))
    assert finding.plain_headline(lone, KO) == "별자리 어휘가 5회 나온다. 밤 하늘 어휘는 한 번도 나오지 않는다"
    html = page(lone, name="toy")
    assert "50%" not in text_of(html).replace("50% 선", "")
    assert 'class="sure"' not in html
    nothing = made(
        verdict("none", 0, 0), frames=tuple(replace(f, n=0, sentences=0, candidates=0) for f in (a, b, c)), hits=()
    )
    html = page(nothing, name="toy")
    assert "이 코드북의 어휘가 이 글에 없다" in text_of(html)
    assert 'class="strip' not in html, "no picture of nothing"


def test_the_share_is_that_of_the_frame_with_more() -> None:
    # 4 to 5: the second leads with 5 / 9 = 56 %; a range of .30 to .45 of the first is .55 to .70 of the second
    named = sides.shares(made(verdict("leads", 4, 5, (0.3, 0.45))))
    assert named is not None
    assert (named.subject.id, round(named.share, 2)) == ("b", 0.56)
    assert [(row.low, row.high) for row in named.rows] == [(0.55, 0.7)]
    assert (named.rows[0].low_by, named.rows[0].high_by) == ("b1", "a1")
    assert named.touching == ()


def test_the_widest_range_is_named_and_a_tie_in_it_is_said() -> None:
    facts = made(verdict("open", 4, 5, (0.3, 0.6), (0.4, 0.45), (0.2, 0.9)))
    html = text_of(page(facts, name="toy"))
    assert "10~80% 가장 넓은 범위: 문단 하나를 뺄 때" in html  # turned: 1 - .9 to 1 - .2
    assert "세 가지 가운데 두 가지에서 50%에 걸친다. 어느 쪽이 많다고 쓰지 않는다" in html
    assert "더 많다" not in html
    assert finding.lede(facts, KO).endswith("어휘 하나, 문단 하나만 바꾸어도 많은 쪽이 바뀔 수 있다.")


def test_a_tie_has_no_winner() -> None:
    facts = made(replace(verdict("open", 5, 5, (0.4, 0.6)), share=0.5))
    assert finding.lede(facts, KO).endswith("횟수가 같다.")
    assert finding.sure_title(facts, KO) == "두 프레임의 횟수가 같다. 어느 쪽이 많다고 쓰지 않는다"


def test_the_sentence_with_most_hits_is_quoted_and_at_a_tie_the_one_where_the_frame_is_alone() -> None:
    facts = made()
    a, b, _ = facts.frames
    assert sides.strongest(facts, a) == (1, 2)  # 달 twice in sentence 1
    assert sides.strongest(facts, b) == (6, 3)
    fewer = made(hits=(*hits("a", "달")[2:], *hits("b", "별")[:2]))  # 달 in 3 and 4, 별 in 2 and 3: one each
    assert sides.strongest(fewer, a) == (4, 1)  # in 3 the other frame stands too
    assert sides.strongest(fewer, b) == (2, 1)


def test_numbers_agree_between_headline_strip_panel_and_words() -> None:
    facts = made()
    strip = strip_rows.frames_strip(facts, KO, width=strip_rows.WIDE)
    assert [(row.label, row.n, row.within) for row in strip.rows] == [("밤 하늘", 4, 3), ("별자리", 5, 3)]
    for row, frame in zip(strip.rows, facts.frames, strict=False):
        assert sum(cell.n for cells in row.paragraphs for cell in cells) == frame.n
    first = strip.rows[0].paragraphs
    assert [[(cell.n, cell.candidates) for cell in cells] for cells in first] == [
        [(2, 0), (0, 0), (1, 0)],
        [(1, 0), (0, 1), (0, 0)],
    ]
    held = selection.index(facts, KO)
    assert held["w=별"] == {"t": "별", "k": "단어", "s": [2, 3, 6], "n": 5}
    assert held["f=a"]["s"] == [1, 3, 4, 5]  # with the candidate in sentence 5
    shown, rest = listings.words(facts)
    assert [(row.term, row.n, len(row.ticks)) for row in shown] == [("별", 5, 5), ("달", 4, 4)]
    assert rest == []
    assert {tick.css for tick in shown[0].ticks} == {"b"}


def test_cells_are_merged_where_they_would_be_too_thin() -> None:
    many = tuple(Sentence(i + 1, i // 20 + 1, i, i + 1) for i in range(200))
    # ten paragraphs: (816 - 9 * 9) / 200 = 3.7 pixels a sentence, / 100 = 7.4 for two; on a phone (326 - 36) / 30 = 9.7
    assert strip_rows._merged(many, strip_rows.WIDE) == 2
    assert strip_rows._merged(many, strip_rows.NARROW) == 8
    assert strip_rows._merged(sentences(), strip_rows.NARROW) == 1
    strip = strip_rows.frames_strip(made(sentences=many), KO, width=strip_rows.WIDE)
    assert KO.say("strip.per_some", n=strip.merged) == "한 칸이 문장 2개까지"


def test_words_are_cut_at_a_tie() -> None:
    assert listings._cut([5, 5, 4, 3, 3, 3], 5) == 3
    assert listings._cut([3, 3, 3], 2) == 3
    assert listings._cut([5, 4], 8) == 2


def test_marks_do_not_overlap_and_the_covered_lend_their_key() -> None:
    facts = made()
    lines = {line.number: line.html for line in marked_text.lines(facts, KO)}
    assert lines[3].count("<a class=") == 2
    assert 'class="m a"' in lines[1]
    assert 'data-k="w=달"' in lines[1]
    assert 'class="m a cand"' in lines[5]
    assert 'data-why="support"' in lines[5]
    assert lines[4].startswith('<q class="say">“')
    assert '<span class="qt" data-k="q=1">3개</span>' in lines[4]
    assert '<i class="st-l" aria-hidden="true">전망</i>것이' in lines[5]
    assert re.sub(r"<i class=\"st-l\".*?</i>|<[^>]+>", "", lines[5]) == SENTENCES[4]


def test_who_acts_names_people_before_things_and_counts_clauses_without() -> None:
    (row,) = listings.actors(made(), KO)
    assert [(item.text, item.n, item.kind) for item in row.items] == [("나그네", 1, "who"), ("비", 2, "thing")]
    assert row.none == 1


def test_stance_says_how_often_it_was_right() -> None:
    assert listings.precision(made(), KO) == ["표지는 기계가 찾았다. 확인한 표지 가운데 맞은 비율: 전망 .85(20곳)."]


def test_a_redacted_text_shows_the_words_of_the_codebook_alone() -> None:
    html = page(made(text=None, redacted=True, quotations=(), quantities=(), names=()), name="toy")
    shown = text_of(html)
    assert "뜬다" not in html
    assert "진다" not in html
    assert "저작권 때문에 본문을 싣지 않았다" in shown
    assert html.count('class="gone"') > 4


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_a_page_is_in_one_language_and_without_forbidden_words(lang: Any) -> None:
    for facts in (made(), without_codebook(), made(verdict("few", 4, 5))):
        shown = text_of(page(facts, lang=lang, name="toy"))
        assert [word for word in FORBIDDEN if word in shown] == []
        assert not re.search(r"\b(True|False|None|Corpus\(|leave_one)\b", shown)
        if lang == "en":
            bare = re.sub(r"분석 대상은.*?\. ?(?=@software)|[“‘][^”’]*[”’]", "", shown)
            words = set(re.findall("[가-힣]{2,}", bare)) - set(re.findall("[가-힣]{2,}", TEXT))
            assert words <= {"밤에", "아무개", "앞일보", "기고", "별나라", "나그네", "누구", "한국어"} | set(
                re.findall("[가-힣]+", json.dumps(vars(facts.discovery or made()), default=str, ensure_ascii=False))
            ), words


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([6, 2, 2], "‘가’가 6회로 가장 많다"),
        ([6, 6, 2], "‘가’와 ‘나’가 6회로 가장 많다"),
        ([6, 4, 3], "‘가’가 6회, ‘나’가 4회로 많다"),
        ([6, 6, 6], "‘가’ 등 단어 3개가 각각 6회로 가장 많다"),
        ([6], "‘가’가 6회로 가장 많다"),
        ([], "되풀이되는 단어가 없다"),
    ],
)
def test_the_most_frequent_words_are_named_with_their_ties(counts: list[int], said: str) -> None:
    words = tuple(Word(term, "NNG", n, 1, ()) for term, n in zip("가나다", counts, strict=False))
    assert finding.plain_headline(replace(without_codebook(), words=words), KO) == said


def test_a_text_without_a_codebook_opens_with_its_words() -> None:
    facts = without_codebook()
    assert finding.plain_headline(facts, KO) == "‘별’이 5회, ‘달’이 4회로 많다"
    html = page(facts, name="toy")
    shown = text_of(html)
    assert "맞는 코드북 없음" in shown
    assert "살펴본 코드북 1개: 두 틀 1회" in shown
    assert "‘별 지다’가 되풀이된다" in shown
    assert "두 문장 이상에서 함께 나온 단어: 달·별 2문장." in shown, "two words are a sentence and no picture"
    assert 'class="graph' not in html
    assert "갈등" in shown
    assert re.search(r'data-w="해" aria-pressed="false"', html)
    lines = json.loads(re.search(r'id="draft">(.*?)</script>', html, re.DOTALL).group(1))["lines"]  # type: ignore[union-attr]
    assert [line["w"] for line in lines if line.get("k") == "term"] == ["달", "해", "별"]
    assert [line["g"] for line in lines if line.get("k") == "example"] == [0, 1]


def test_rows_that_cannot_be_computed_are_a_line_of_text() -> None:
    told = verdict("open", 4, 5, (0.3, 0.6))
    empty = Range("resampling", None, None, "", "", 0, 0, 0, "few")
    chart = sure_rows.sure(made(replace(told, ranges=(*told.ranges, empty))), KO)
    assert chart is not None
    assert [row.source for row in chart.rows] == ["term"]
    assert chart.without == ("문장 재표집: 문장이 여덟 개가 되지 않아 계산하지 않는다.",)
    assert (
        chart.rows[0].low_by == "‘별’ 빼면"
    )  # a1 made the low end of the first frame's share, so b1 that of the second
    assert sure_rows.details(made(told), KO)[0][3] == (1, 2, 3, 4, 6)


def test_sentences_to_write_say_no_more_than_the_verdict() -> None:
    can = finding.writable(made(verdict("open", 4, 5, (0.3, 0.6))), KO)
    assert [one.text for one in can] == [
        "별자리 어휘는 6문장 가운데 3문장에 5회 나온다.",
        "두 프레임의 어휘는 4회와 5회로, 어느 쪽이 많은지는 세는 방식에 따라 바뀔 수 있다.",
    ]
    assert can[0].more == "별자리 어휘는 6문장 가운데 3문장에 5회 나온다. (담론 0.1.0, 코드북 toy 1.0)"
    cannot = finding.unwritable(made(verdict("open", 4, 5, (0.3, 0.6))), KO)
    assert cannot[1].text == "별자리가 밤 하늘보다 많다."
    assert finding.chance(verdict("leans", 4, 5, (0.3, 0.6), p=0.128), KO) == "부호 뒤집기 p = .13(문장 7개)"
    assert finding.chance(verdict("leans", 4, 5, p=None), KO) == "다른 문장이 7개뿐이라 검정하지 않음"


def test_numbers_are_written_as_papers_write_them() -> None:
    assert [prose.percent(value) for value in (0.543, 0.5, 0.503, 0.4966)] == ["54%", "50%", "50.3%", "49.7%"]
    assert prose.span(0.22, 0.78) == "22~78%"
    assert [prose.probability(value) for value in (0.0004, 0.031, 0.128, 1.0)] == ["< .001", ".031", ".13", "1.00"]


def test_the_badge_says_who_checked() -> None:
    people = Validity("people", "a", "precision", 0.84, 0.7, 0.9, 50, seen=False)
    assert counting_method.badge(made()) == "programs"
    assert counting_method.badge(made(book=replace(BOOK, validity=()))) == "unvalidated"
    assert counting_method.badge(made(book=replace(BOOK, status="validated", validity=(people,)))) == "validated"
    assert counting_method.badge(without_codebook()) == "nobook"
    assert "사람 검증 전" in text_of(page(made(book=replace(BOOK, validity=())), name="toy"))


def test_the_page_carries_its_files() -> None:
    html = page(made(), name="toy", record="toy-record.html")
    files = dict(re.findall(r'href="data:[^;]+;base64,([^"]+)" download="([^"]+)"', html))
    held = {name: base64.b64decode(content) for content, name in files.items()}
    assert set(held) == {
        "toy-card.png", "toy-strip.svg", "toy-share.svg", "toy-hits.csv", "toy-words.csv", "toy.json", "toy.bib",
        "toy.csl.json",
    }  # fmt: skip
    assert Image.open(io.BytesIO(held["toy-card.png"])).size == (1200, 675)
    assert held["toy-hits.csv"].decode("utf-8-sig").count("\n") == 1 + 4 + 5 + 1
    assert "밤 하늘" in held["toy-strip.svg"].decode()
    assert 'href="toy-record.html"' in html
    assert len(html.encode()) < 1_000_000


def test_hostile_text_runs_nothing() -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7 * 7 }}\u202e"
    facts = made()
    words = (Word(evil, "NNG", 4, 1, places("달")),)
    frames = (replace(facts.frames[0], label=Label(evil, evil)), *facts.frames[1:])
    about = replace(facts.document, title=evil, author=evil, outlet=evil)
    found = replace(facts, words=words, frames=frames, document=about, names=(Name(evil, evil, 1, evil, places("달")),))
    for html in (page(found, name="toy"), page(replace(without_codebook(), words=words, document=about), name="toy")):
        assert "<img" not in html
        assert "\u202e" not in text_of(html)
        assert "\u202e" not in "".join(re.findall(r"<script.*?</script>", html, re.DOTALL))
        assert html.count("<script") == html.count("</script>")
        assert not re.search(r"<script>(?!\"use strict\")", html)
    assert "\u202e" not in drawn.figures(found, KO)[0][2]


def test_a_picture_is_the_same_as_svg_and_as_png() -> None:
    shapes = [scene.Rect(0, 0, 10, 10, fill="#0b5aa8"), scene.Words(0, 18, "달 & 별", 12)]
    assert "달 &amp; 별" in scene.to_svg(shapes, (20, 20), title="t")
    image = Image.open(io.BytesIO(scene.to_png(shapes, (20, 20)))).convert("RGB")
    assert image.size == (20, 20)
    assert image.getpixel((5, 5)) == (11, 90, 168)
    assert scene.wrap("하나 둘 셋", 12, 40, most=2)[0] == "하나 둘"


def test_the_same_facts_give_the_same_page() -> None:
    assert page(made(), name="toy") == page(made(), name="toy")
