"""The facts of a corpus report on small made corpora: counts, ratios, bounds and samples worked out by hand."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest

import analysis as da
from analysis import corpus as corpora
from analysis.errors import ReportError
from analysis.report import (
    corpus_collect,
    corpus_frames,
    corpus_groups,
    corpus_network,
    corpus_samples,
    corpus_voices,
    stratified_sample,
)
from analysis.report.corpus_contract import CorpusFacts, from_json, to_json

BOOK = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
COST = "전기요금이 올랐다."  # one hit of cost, 전기 요금 오르다: 3 content morphemes
PLAIN = "어부는 배추를 샀다."  # no hit, 어부 배추 사다: 3 content morphemes


def made(texts: Mapping[str, str], **columns: list[str]) -> da.Corpus:
    """Make a corpus of texts with variables."""
    rows = [{"doc": doc, "text": text, "source": "made"} for doc, text in texts.items()]
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=True):
            row[name] = value
    return corpora.build(rows, [])


def collected(
    corpus: da.Corpus,
    *,
    by: Any = "outlet",
    names: tuple[str, ...] = (),
    period: str = "auto",
    book: Any = BOOK,
    shipped: bool = False,
) -> CorpusFacts:
    """Collect the facts."""
    groups = corpus_groups.groups_of(corpus.documents, by=by, names=names, step=period)
    prepared = corpus_collect.prepare(corpus, groups, {})
    found = corpus_frames.find(corpus, prepared.tokens, book, shipped=shipped)
    frames, scores = corpus_frames.narrow(found, corpus, groups)
    measured = corpus_frames.measure(scores, corpus, groups)
    return corpus_collect.collect(prepared, frames, measured, title="지은 글")


def two_sides(n: int, *, a: int, b: int, dates: list[str] | None = None) -> da.Corpus:
    """Make n documents a side of five sentences; `a` and `b` of the sentences have a hit of cost, one more in turn."""
    texts, outlets = {}, []
    for k in range(n):
        for outlet, hits in (("가람", a), ("나래", b)):
            some = hits + (k % 2 if hits else 0)
            texts[f"{outlet}{k}"] = " ".join([COST] * some + [PLAIN] * (5 - some)) + f" {k}째 {outlet} 우산이다."
            outlets.append(outlet)
    return made(texts, outlet=outlets, date=dates or [""] * len(texts))


def test_the_ratio_of_two_groups_is_that_of_their_means() -> None:
    """Three and four of five sentences against one and two: both sides vary, the mean of n is 3.5 against 1.5."""
    facts = collected(two_sides(10, a=3, b=1))
    assert [(group.name, group.side, group.docs) for group in facts.groups] == [("가람", "a", 10), ("나래", "b", 10)]
    cost, climate = facts.differences
    assert (cost.frame, cost.stands, cost.n_a, cost.n_b, cost.zero) == ("cost", "a", 35, 15, "")
    assert cost.ratio == pytest.approx(3.5 / 1.5, rel=1e-9)  # all documents are of one length
    assert cost.low is not None
    assert cost.high is not None
    assert 1 < cost.low < 3.5 / 1.5 < cost.high
    assert cost.p is not None
    assert cost.p_adjusted == cost.p < 0.001  # the other frame has no p to correct for
    assert (climate.stands, climate.ratio, climate.p, climate.n_a, climate.n_b) == ("absent", None, None, 0, 0)
    means = {(one.group, one.frame): one for one in facts.means}
    assert means["가람", "cost"].mean == pytest.approx(cost.mean_a)
    assert (means["가람", "cost"].zeros, means["가람", "climate"].zeros) == (0, 10)
    assert means["", "cost"].docs == 20


def test_where_the_groups_do_not_differ_no_difference_is_claimed() -> None:
    facts = collected(two_sides(10, a=2, b=2))
    cost = facts.differences[0]
    assert (cost.stands, cost.ratio) == ("open", pytest.approx(1.0))
    assert cost.p_adjusted == pytest.approx(1.0)


def test_where_one_group_has_no_hit_there_is_a_bound_and_no_ratio() -> None:
    facts = collected(two_sides(6, a=3, b=0))
    cost = facts.differences[0]
    assert (cost.stands, cost.zero, cost.ratio, cost.low, cost.n_b) == ("a", "b", None, None, 0)
    assert cost.share_upper == pytest.approx(1 - 0.05 ** (1 / 6))  # .393
    assert cost.p is not None
    assert cost.p < 0.01
    assert cost.rough  # six a side


def test_fewer_than_five_a_side_are_not_tested() -> None:
    facts = collected(two_sides(4, a=3, b=1))
    assert (facts.differences[0].stands, facts.differences[0].p) == ("untested", None)
    assert facts.differences[0].low is not None  # an interval stands from three on


def test_documents_of_several_outlets_are_compared_as_named_sets() -> None:
    corpus = two_sides(6, a=3, b=1)
    outlets = [f"{doc[:2]}{int(doc[2:]) % 2}" for doc in corpus.documents["doc"]]
    several = made(dict(zip(corpus.documents["doc"], corpus.documents["text"], strict=True)), outlet=outlets)
    facts = collected(several, by={"안": ["나래0", "나래1"], "밖": ["가람0", "가람1"]})
    assert facts.asked.sets == (("안", ("나래0", "나래1")), ("밖", ("가람0", "가람1")))
    assert [(one.name, one.side, one.docs) for one in facts.groups] == [("밖", "a", 6), ("안", "b", 6)]
    assert facts.differences[0].ratio == pytest.approx(3.5 / 1.5)
    assert (facts.asked.state, collected(several).asked.state) == ("two", "chosen")
    chosen = collected(several, names=("가람0", "나래1"))
    assert [one.name for one in chosen.groups if one.side] == ["가람0", "나래1"]
    assert chosen.documents[0].group == "가람0"


def test_one_group_and_none_have_no_difference() -> None:
    texts = {f"d{k}": f"{COST} {PLAIN} {k}째 우산이다." for k in range(5)}
    one = collected(made(texts, outlet=["가람"] * 5))
    none = collected(made(texts))
    assert (one.asked.state, one.differences, one.words) == ("one", (), None)
    assert (none.asked.state, none.groups, none.material.no_outlet) == ("none", (), 5)
    assert [mean.group for mean in none.means] == ["", ""]
    assert (none.step, none.periods, none.cells, none.courses) == ("", (), (), ())
    assert none.material.undated == 5


def test_steps_of_time_follow_the_dates() -> None:
    def of(dates: list[str]) -> tuple[str, int]:
        documents = made({f"d{k}": PLAIN for k in range(len(dates))}, date=dates, outlet=["가"] * len(dates)).documents
        groups = corpus_groups.groups_of(documents, by="outlet", names=(), step="auto")
        return groups.step, len(groups.periods)

    assert of(["2026-01-01", "2026-02-01", "2026-04-01"]) == ("month", 4)  # March is empty, and a step all the same
    assert of(["2026-01-05", "2026-01-12", "2026-02-01"]) == ("week", 4)
    assert of(["2026-01-05", "2026-01-06", "2026-01-08"]) == ("day", 4)
    assert of(["2026-01-05", "2026-01-05"]) == ("month", 1)
    assert of([f"20{year}-{month:02}-01" for year in range(10, 15) for month in range(1, 13)]) == ("year", 5)
    assert of([""]) == ("", 0)


def test_a_course_needs_five_documents_in_every_month_and_group() -> None:
    months = [f"2026-{1 + k % 3:02}-10" for k in range(15) for _ in range(2)]
    full = collected(two_sides(15, a=3, b=1, dates=months))
    courses = [(one.frame, one.stands, one.side) for one in full.courses]
    assert courses == [("cost", "same", "a"), ("climate", "absent", "")]
    assert {(cell.docs, cell.zeros) for cell in full.cells if cell.frame == "cost"} == {(5, 0)}
    assert {cell.zeros for cell in full.cells if cell.frame == "climate"} == {5}
    fewer = collected(two_sides(14, a=3, b=1, dates=months[:28]))
    assert {one.stands for one in fewer.courses} == {"few"}


def test_words_between_the_groups_are_counted_on_both_sides() -> None:
    corpus = two_sides(8, a=3, b=1)
    words = collected(corpus).words
    assert words is not None
    rows = {row.term: row for row in words.rows}
    term = next(term for term in rows if term.replace(" ", "") == "전기요금")
    assert (rows[term].n_a, rows[term].n_b, rows[term].docs_a, rows[term].docs_b) == (28, 12, 8, 8)
    assert (rows["배추"].n_a, rows["배추"].n_b) == (12, 28)
    assert words.minimum in (5, 3, 2)


def test_a_codebook_that_does_not_fit_gives_words_and_names() -> None:
    texts = {f"d{k}": f"{PLAIN} {PLAIN} {k}째 우산이다." for k in range(6)}
    texts["d0"] += f" {COST} {COST} {COST}"  # three hits in one document
    corpus = made(texts, outlet=["가람", "나래"] * 3)
    facts = collected(corpus)
    assert (facts.book, facts.frames, facts.means, facts.differences) == (None, (), (), ())
    assert [(one.n, one.docs, one.fits) for one in facts.tried] == [(3, 1, False)]
    assert facts.frequent[0].n == 12  # 어부 and 배추, twice in each of six
    assert not collected(corpus, book=None).tried


def test_without_a_name_the_codebook_with_most_hits_is_taken() -> None:
    facts = collected(two_sides(4, a=3, b=1), book=None, shipped=True)
    assert facts.book is not None
    assert (facts.book.id, facts.book.chosen) == (BOOK.id, "hits")
    questions = [one.id for one in facts.tried if one.questions]
    assert questions == ["general-news-frames"]


def test_nearly_the_same_texts_are_one_story() -> None:
    corpus = two_sides(5, a=3, b=1)
    texts = dict(zip(corpus.documents["doc"], corpus.documents["text"], strict=True))
    outlets = corpus.documents["outlet"].tolist()
    texts["나래9"], texts["나래10"] = texts["나래4"], texts["나래4"] + " "
    facts = collected(made(texts, outlet=[*outlets, "나래", "나래"], date=["2026-01-02"] * 12))
    assert (facts.material.copies, facts.material.stories) == (2, 10)
    story = facts.stories[0]
    assert (story.docs, [one.doc for one in story.listed]) == (3, ["나래10", "나래4", "나래9"])
    assert (facts.differences[0].docs_b, facts.differences[0].clusters_b) == (7, 5)
    assert {one.doc: one.first for one in facts.documents}["나래9"] == "나래4"


def test_shares_of_a_sample_by_hand() -> None:
    sizes = {("a",): 590, ("b",): 9, ("c",): 1}
    assert stratified_sample.shares(sizes, most=60) == {("a",): 58, ("b",): 1, ("c",): 1}
    assert stratified_sample.shares({("a",): 7, ("b",): 3}, most=4) == {("a",): 3, ("b",): 1}
    assert stratified_sample.shares({("a",): 2, ("b",): 3, ("c",): 1}, most=2) == {("b",): 1, ("a",): 1, ("c",): 0}


def test_a_sample_does_not_look_at_positions() -> None:
    names = [f"d{k}" for k in range(100)]
    strata = [(str(k % 3),) for k in range(100)]
    there = {names[place] for place in stratified_sample.draw(names, strata=strata, most=20)}
    back = stratified_sample.draw(names[::-1], strata=strata[::-1], most=20)
    assert {names[::-1][place] for place in back} == there
    assert len(there) == 20
    assert {int(name[1:]) % 3 for name in there} == {0, 1, 2}
    assert stratified_sample.draw(names[:5], strata=strata[:5], most=20) == [0, 1, 2, 3, 4]


def test_quotations_of_a_large_corpus_are_looked_for_in_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 30 documents of one group and 10 of another 8 are drawn, 6 and 2, whatever their order."""
    monkeypatch.setattr(corpus_samples, "_HEARD", 8)
    texts = {f"d{k:02}": f"{k}째 우산이다." for k in range(40)}
    documents = made(texts, outlet=["가람"] * 30 + ["나래"] * 10).documents
    drawn = []
    for table in (documents, documents.sample(frac=1, random_state=1)):
        groups = corpus_groups.groups_of(table, by="outlet", names=(), step="auto")
        drawn.append(sorted(corpus_samples.heard_of(table, groups) or []))
    assert drawn[0] == drawn[1]
    assert [sum(lower <= doc < upper for doc in drawn[0]) for lower, upper in (("d00", "d30"), ("d30", "d40"))] == [
        6,
        2,
    ]
    assert corpus_samples.heard_of(documents.head(8), groups) is None


def test_pairs_of_documents_within_three_days_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """1, 1, 4 and 9 May and no date: the first two are a pair, and each of them one with the third."""
    dates = ["2026-05-04", "2026-05-01", "", "2026-05-09", "2026-05-01"]
    documents = made({f"d{k}": f"{k}째 우산이다." for k in range(5)}, date=dates).documents
    for most, crowded in ((2, True), (3, False)):
        monkeypatch.setattr(corpus_samples, "_PAIRS", most)
        assert corpus_samples.is_crowded(documents) is crowded


def test_documents_and_lines_keep_the_make_up_of_the_corpus() -> None:
    """Of 800 documents over ten months, one month and group with a single one, 300 stand in the page."""
    texts, outlets, dates = {}, [], []
    for k in range(800):
        texts[f"01100801.20230515{k:09}"] = f"{COST} {PLAIN} {COST}" if k % 2 else f"{PLAIN} {k}째 우산이다."
        outlets.append("가람" if k % 4 < 3 else "나래")
        dates.append(f"2026-{k // 80 + 1:02}-11")
    outlets[0], dates[0] = "다솔", "2026-12-01"
    facts = collected(made(texts, outlet=outlets, date=dates))
    sample = facts.sample
    assert (sample.docs, sample.docs_of, sample.with_hits, sample.with_hits_of) == (300, 800, 240, 400)
    assert (sample.lines, sample.lines_of, sample.strata) == (480, 800, 21)
    assert {(one.period, one.group) for one in facts.documents} >= {("2026-12", "다솔"), ("2026-01", "나래")}
    first = [one for one in facts.documents if any(one.n)]
    months = {month: sum(one.period == month for one in first) for month in facts.periods[:10]}
    assert set(months.values()) == {24}
    assert all(isinstance(one.doc, str) and one.doc.startswith("01100801.") for one in facts.documents)
    assert len(facts.lines) <= 600
    assert {line.doc for line in facts.lines} <= {one.doc for one in facts.documents}


def test_a_line_is_its_sentence() -> None:
    facts = collected(two_sides(5, a=3, b=1))
    line = next(line for line in facts.lines if line.frame == "cost")
    assert (line.left, line.surface.replace(" ", ""), line.right) == ("", "전기요금", "이 올랐다.")


def test_facts_are_read_back_from_json() -> None:
    facts = collected(two_sides(5, a=3, b=0))
    text = to_json(facts)
    assert from_json(text) == facts
    assert json.loads(text)["documents"][0]["doc"] == "가람0"
    with pytest.raises(ReportError, match="build the report again"):
        from_json('{"schema": "damron-report/1"}')


def quoted(*speakers: str, outlet: str) -> da.Corpus:
    """Make a document for each speaker with one quotation, of one outlet but for the last three."""
    texts = {f"d{k:02}": f"{who}는 “다리를 {k}번 고치자”고 말했다." for k, who in enumerate(speakers)}
    return made(texts, outlet=[outlet] * (len(texts) - 3) + ["나래"] * 3)


def test_voices_of_thirty_quotations_on_have_shares() -> None:
    """24 of 32 and 8 of 32, a quotation a document: Wilson's interval of .25 is .1325 to .4211."""
    corpus = quoted(*["김철수 대표"] * 24, *["한 관계자"] * 8, *["박영희 대표"] * 3, outlet="가람")
    groups = corpus_groups.groups_of(corpus.documents, by="outlet", names=(), step="auto")
    said = corpus_voices.said_in(corpus, da.segment(corpus))
    first, second = corpus_voices.voices_of(corpus.documents, said, groups)
    assert (first.group, first.n, first.nobody, first.docs, first.unnamed, first.share) == ("가람", 32, 0, 32, 8, 0.25)
    assert (first.low, first.high) == (pytest.approx(0.1325, abs=5e-5), pytest.approx(0.4211, abs=5e-5))
    assert [(one.actor, one.n, one.docs, one.share) for one in first.voices] == [("김철수", 24, 24, 0.75)]
    assert (second.group, second.n, second.share, second.voices) == ("나래", 3, None, ())
    places = corpus_voices.quoted_places(said, (first, second), groups, {"d00", "d01", "d24", "d32"})
    assert places[["doc", "speaker"]].values.tolist() == [["d00", "김철수"], ["d01", "김철수"], ["d24", "한 관계자"]]
    assert {corpus.documents["text"].iloc[0][int(row.start) : int(row.end)] for row in places.head(1).itertuples()} == {
        "다리를 0번 고치자"
    }
    assert corpus_voices.voices_of(corpus.documents, said.iloc[24:] if said is not None else None, groups) == ()
    assert corpus_voices.voices_of(corpus.documents, None, groups) == ()


def paired(times: int) -> tuple[da.Corpus, da.Tokens]:
    """Make documents of two terms: every pair of five terms of one side, and of five of the other, so many times."""
    sides = ("농부 배추 비료 가뭄 창고".split(), "의사 병원 환자 수술 약국".split())
    pairs = [list(pair) for side in sides for pair in combinations(side, 2)] * times
    terms = {f"d{k:03}": pair for k, pair in enumerate(pairs)}
    texts = {doc: hashlib.sha256(doc.encode()).hexdigest() for doc in terms}  # no two alike
    return made(texts), da.Tokens.from_terms(terms)


def test_a_network_has_ties_and_communities_by_hand() -> None:
    """Each term is in 48 of 240 windows, each pair in 12: Jaccard 1/7, above chance; two sides give modularity 1/2."""
    corpus, words = paired(12)
    found = corpus_network.network_of(corpus, words, da.lexicon.stopwords())
    assert found is not None
    assert (found.windows, found.paired, len(found.ties), found.alone) == (240, 10, 20, ())
    assert {(tie.n, round(tie.jaccard, 9)) for tie in found.ties} == {(12, round(1 / 7, 9))}
    assert found.modularity == pytest.approx(0.5)
    assert found.chance < 0.5
    assert [one.community for one in found.terms] == [1] * 5 + [2] * 5
    assert {one.windows for one in found.terms} == {48}
    assert all(found.terms[tie.a].community == found.terms[tie.b].community for tie in found.ties)
    assert corpus_network.network_of(corpus, words, da.lexicon.stopwords()) == found
    held = {f"d{k:03}": ("", "") for k in range(20)}  # one of each pair: every term is in four
    places = corpus_network.tied_places(words, found, held)
    assert set(places["term"].value_counts()) == {3}


def test_there_is_no_network_of_few_windows() -> None:
    corpus, words = paired(9)  # 180 windows
    assert corpus_network.network_of(corpus, words, da.lexicon.stopwords()) is None
