"""Facts of a report, on short texts whose values are counted by hand."""

from __future__ import annotations

import re
from functools import cache

import pytest

import analysis as da
from analysis.errors import MissingError, OptionError, ReadError, ReportError
from analysis.report.facts import ArticleFacts, Place, from_json, to_json

FACTS = da.report.article_facts


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_LANG", "en")


SCHOOL = """두 학교가 하나가 된다. 통합 학교의 학생은 모두 예순 명이다.
교육청은 통합 학교의 이름을 투표로 정하겠다고 밝혔다. 학부모회장 서 모 씨는 “네 명으로는 축구도 못 한다”고 말했다.
통합 학교에는 도서관이 들어선다. 학교 건물은 마을 도서관이 될 수 있다. 마을은 학교를 잃고 마을회관을 얻는다.
"""
FAIR = """새싹 스타트업이 모였다. 스타트업 대표는 창업을 말했다. 벤처 투자사도 왔다.
다른 스타트업은 조용했다. 비가 왔다.
"""
HOSTILE = (
    """<script>alert(1)</script> 스타트업이 왔다. “</script><img src=x onerror=alert(2)>”라고 스타트업 대표는 말했다.
\u202e거꾸로\u202c 스타트업 {{ 틀 }} &amp; 😀 창업과 벤처. """
    + "가나다라" * 60
    + """ 창업.
"""
)


def facts_of(text: str, **options: object) -> ArticleFacts:
    return FACTS(da.Corpus.from_texts({"글": text}), **options)  # type: ignore[arg-type]


@cache
def school() -> ArticleFacts:
    return facts_of(SCHOOL)


def written(facts: ArticleFacts, place: Place) -> str:
    assert facts.text is not None
    return facts.text[place.start : place.end]


# --- a text that no codebook fits


def test_a_text_that_no_codebook_fits_is_shown_by_its_words() -> None:
    facts = school()
    assert (facts.book, facts.verdict, facts.frames, facts.hits, facts.actors) == (None, None, (), (), ())
    assert [(one.id, one.n, one.fits, one.questions) for one in facts.looked] == [
        ("rok-us-alliance-vs-startup", 0, False, False),
        ("energy-transition-cost-vs-climate", 0, False, False),
        ("general-news-frames", 0, False, True),
    ]
    assert facts.words[0].term == "학교"
    assert {("학교", 6), ("통합", 3)} <= {(word.term, word.n) for word in facts.words}
    assert facts.discovery is not None
    assert ("통합 학교", 3) in [(run.term, run.n) for run in facts.discovery.runs]
    assert ("학교", "통합", 3) in [(pair.source, pair.target, pair.sentences) for pair in facts.discovery.pairs]
    assert facts.discovery.reference == "뉴스·보고서·서평·영화평"
    first = facts.discovery.compared[0]
    assert first.per_10k > first.reference_per_10k
    assert first.log_ratio > 0
    assert {question.frame.en for question in facts.discovery.questions} >= {"conflict", "morality"}


def test_the_codebook_that_is_begun_can_be_read_and_its_frames_are_the_groups() -> None:
    found = school().discovery
    assert found is not None
    book = da.codebook.loads(found.yaml, name="draft")
    assert [group.words for group in found.groups] == [tuple(str(t.match) for t in f.terms) for f in book.frames]


def test_places_of_words_are_their_letters_and_as_many_as_they_count() -> None:
    facts = school()
    for word in facts.words:
        assert len(word.places) == word.n
        assert all(written(facts, place) == word.term for place in word.places)
    for run in facts.discovery.runs if facts.discovery else ():
        assert len(run.places) == run.n


def test_sentences_hold_their_keys() -> None:
    facts = school()
    assert [sentence.number for sentence in facts.sentences] == [1, 2, 3, 4, 5, 6, 7]
    assert [sentence.paragraph for sentence in facts.sentences] == [1, 1, 2, 2, 3, 3, 3]
    words = {word.term for word in facts.words}
    assert facts.sentences[1].key == len(words & {"통합", "학교"})


def test_a_text_of_three_nouns_begins_no_codebook_and_shows_no_picture_of_nothing() -> None:
    facts = facts_of("비가 왔다. 눈도 왔다.")
    assert facts.words == ()
    assert facts.discovery is not None
    assert (facts.discovery.yaml, facts.discovery.groups, facts.discovery.pairs, facts.discovery.runs) == (
        "",
        (),
        (),
        (),
    )


# --- speech, stance, names, figures


def test_who_is_quoted_directly_and_in_reported_speech() -> None:
    facts = school()
    assert [(one.speaker, one.direct, written(facts, one.place)) for one in facts.quotations] == [
        ("교육청", False, "통합 학교의 이름을 투표로 정하겠다고"),
        ("학부모회장 서 모 씨", True, "“네 명으로는 축구도 못 한다”"),
    ]


def test_all_marks_of_stance_with_what_was_checked() -> None:
    facts = school()
    assert [(mark.label, mark.framed) for mark in facts.stance] == [
        ("plan", False),
        ("negation", False),
        ("possibility", False),
    ]
    told = {one.label: (one.n, one.checked, one.precision) for one in facts.stance_precision}
    assert told["possibility"] == (1, 20, 0.8)
    assert told["obligation"][0] == 0


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("협상은 끝내 성공할 것이라 확신한다.", ["prediction", "certainty"]),
        ("창고에서 낡은 장부를 확인할 수 있었다.", []),
        ("다리는 무너질 수 있었다.", ["possibility"]),
        ("앞날은 불확실하다.", []),
        ("함께 가야 하지 않을까.", ["obligation"]),
        ("무엇을 먹을 것인지 물었다.", []),
    ],
)
def test_marks_by_hand(text: str, labels: list[str]) -> None:
    assert [mark.label for mark in facts_of(text, codebook="none").stance] == labels


def test_names_are_neither_surnames_nor_pronouns_nor_kinds_of_bodies() -> None:
    facts = facts_of(
        "보건복지부는 부산에서 회의를 열었다. 김철수 장관은 병원과 정부를 말했다. "
        "김 장관은 미와 한을 적었다. 그는 《토지》를 읽었다.",
        codebook="none",
    )
    assert [(name.term, name.kind, name.n) for name in facts.names] == [
        ("김철수", "person", 2),
        ("보건복지부", "organisation", 1),
        ("부산", "place", 1),
        ("토지", "other", 1),
    ]


def test_figures_stand_in_their_sentences() -> None:
    facts = facts_of("공사비는 47억 원이다. 두 명이 왔다.", codebook="none")
    assert [(q.kind, q.value, q.unit, q.place.sentence) for q in facts.quantities] == [
        ("money", 4_700_000_000.0, "KRW", 1),
        ("count", 2.0, "명", 2),
    ]


def test_words_are_cut_where_counts_change() -> None:
    # twelve words fit: three stand four times, ten three times, and ten and three are more than twelve
    often = "가위 나비 다리".split()
    rest = "라면 마당 바다 사과 자전거 차표 카메라 타자기 파도 하늘".split()
    lines = [f"{word}{'과' if (ord(word[-1]) - 44032) % 28 else '와'} 함께 있었다." for word in often * 4 + rest * 3]
    words = facts_of("\n".join(lines), codebook="none").words
    assert sorted(word.term for word in words) == sorted(often)
    assert {word.n for word in words} == {4}


# --- with a codebook


def test_the_codebook_with_most_hits_of_its_compared_frames_is_chosen_and_said() -> None:
    facts = facts_of(FAIR)
    assert facts.book is not None
    assert (facts.book.id, facts.book.chosen) == ("rok-us-alliance-vs-startup", "hits")
    assert next((one.n, one.sentences, one.fits) for one in facts.looked) == (5, 4, True)
    assert facts.verdict is not None
    assert (facts.verdict.stands, facts.verdict.n_a, facts.verdict.n_b, facts.verdict.share) == ("one", 0, 5, None)
    assert facts.discovery is None
    roles = {frame.id: frame.role for frame in facts.frames}
    assert (roles["alliance"], roles["startup"], roles["economy"]) == ("a", "b", "other")


def test_hits_of_other_frames_choose_no_codebook() -> None:
    hospitals = "병원이 문을 닫았다. 병원과 의료 기관이 모였다. 바이오 병원도 있었다. 의료 병원은 멀다. 병원은 비었다."
    facts = facts_of(hospitals)
    asked = facts_of(hospitals, codebook="alliance-startup")
    assert sum(hit.counted for hit in asked.hits) >= 5  # of a frame that is not compared
    assert facts.book is None


def test_none_counts_no_frames_and_one_asked_for_is_kept() -> None:
    assert facts_of(FAIR, codebook="none").book is None
    asked = facts_of("비가 온다. 눈이 온다.", codebook="alliance-startup")
    assert asked.book is not None
    assert (asked.book.chosen, asked.looked) == ("asked", ())
    assert asked.verdict is not None
    assert asked.verdict.stands == "none"
    assert asked.discovery is not None  # nothing was found, so that the words are shown


def test_a_candidate_says_why_it_was_not_counted() -> None:
    facts = FACTS("alliance-startups")
    left = [hit for hit in facts.hits if not hit.counted]
    assert left
    assert {(hit.tier, hit.why) for hit in left} == {("support", "support")}
    assert {hit.why for hit in facts.hits if hit.counted} == {""}
    frames = {frame.id: frame for frame in facts.frames}
    assert (frames["alliance"].n, frames["startup"].n) == (7, 6)
    assert frames["alliance"].candidates == sum(hit.frame == "alliance" for hit in left)
    assert facts.verdict is not None
    assert (facts.verdict.stands, round(facts.verdict.share or 0, 2)) == ("open", 0.54)


def test_actors_count_every_counted_hit_once() -> None:
    facts = FACTS("solar-ledger", codebook="energy-transition")
    for frame in facts.frames:
        assert sum(actor.n for actor in facts.actors if actor.frame == frame.id) == frame.n
    names = {actor.name: actor for actor in facts.actors}
    assert "절반" in names  # of 설비비 6200만 원 가운데 절반
    assert not names["비용"].who


# --- documents


def test_what_the_user_says_of_a_document_goes_before_the_file() -> None:
    facts = facts_of(FAIR, about={"title": " 장터 ", "author": "나", "outlet": "가람일보", "date": "2026-05-04"})
    known = facts.document
    assert (known.title, known.author, known.outlet, known.date) == ("장터", "나", "가람일보", "2026-05-04")


@pytest.mark.parametrize("date", ["2026-5-4", "어제", "20260504"])
def test_a_date_is_a_day(date: str) -> None:
    with pytest.raises(OptionError, match="write it as 2026-05-04"):
        facts_of(FAIR, about={"date": date})


def test_one_document_with_words_is_asked_for() -> None:
    with pytest.raises(OptionError, match="the corpus holds 2 documents"):
        FACTS(da.Corpus.from_texts({"a": "비가 온다.", "b": "눈이 온다."}))
    with pytest.raises(MissingError):
        FACTS("nothing-such")
    with pytest.raises((ReadError, OptionError)):
        facts_of(" ")


def test_settings_of_a_study_count() -> None:
    text = "수중 드론이 왔다. 수중 드론이 갔다. 수중 드론과 무인기와 무인기."
    found = facts_of(text, codebook="none", settings={"units": ["수중 드론"], "variants": {"수중 드론": ["무인기"]}})
    assert [(word.term, word.n) for word in found.words] == [("수중 드론", 5)]
    assert found.method.merged == (("수중 드론", "무인기", 2),)
    without = facts_of(text, codebook="none", settings={"stop": ["무인기", "수중 드론"]})
    assert ("무인기", 2) in without.method.stopped


def test_a_redacted_table_gives_counts_and_no_text() -> None:
    whole, redacted = FACTS("donga-2023-05-04"), None
    redacted = whole if whole.redacted else None
    if redacted is None:
        pytest.skip("the text of the op-ed is here")
    assert (redacted.text, redacted.names, redacted.quotations, redacted.quantities) == (None, (), (), ())
    assert redacted.verdict is not None
    assert (redacted.verdict.n_a, redacted.verdict.n_b) == (14, 31)
    assert redacted.method.characters is None
    assert redacted.words[0].n == 8


def test_a_redacted_report_prints_no_letter_that_the_token_tables_hide() -> None:
    facts = FACTS("donga-2023-05-04")
    if not facts.redacted:
        pytest.skip("the text is at hand")
    corpus = da.read("donga-2023-05-04")
    letters: dict[int, str] = {}
    for tokens in (da.segment(corpus), da.segment(corpus, units=da.lexicon.units_for(corpus))):
        for surface, start, end in zip(*(tokens.table[name] for name in ("surface", "start", "end")), strict=True):
            if len(str(surface)) == end - start:
                letters |= dict(zip(range(start, end), str(surface), strict=True))
    readable = "".join(letters.get(at, "\0") for at in range(max(letters) + 1))
    printed = {hit.surface for hit in facts.hits} | {hit.agent for hit in facts.hits if hit.agent}
    printed |= {actor.name for actor in facts.actors if actor.name}
    for text in printed:
        assert re.search(r"[\0 ]*".join(map(re.escape, text.replace(" ", ""))), readable), text
    assert {hit.speaker for hit in facts.hits} == {""}


@pytest.mark.parametrize("text", [SCHOOL, FAIR, HOSTILE, "비."])
def test_facts_are_the_same_behind_json(text: str) -> None:
    facts = facts_of(text)
    assert from_json(to_json(facts)) == facts
    assert to_json(from_json(to_json(facts))) == to_json(facts)


def test_facts_of_another_schema_are_refused() -> None:
    with pytest.raises(ReportError, match="build the report again"):
        from_json(to_json(facts_of("비가 왔다.", codebook="none")).replace("damron-report/1", "damron-report/0"))


def test_hostile_letters_are_kept_as_they_are_and_places_fit_them() -> None:
    facts = facts_of(HOSTILE)
    assert facts.book is not None
    for hit in facts.hits:
        assert written(facts, hit.place) == hit.surface
    assert written(facts, facts.quotations[0].place) == "“</script><img src=x onerror=alert(2)>”"
