"""A codebook begun from a text: valid at once, with its words and sentences, and nowhere where it is published."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis as da
from analysis import paths
from analysis.codebook.draft import _split, _Word
from analysis.errors import CodebookError, OptionError, RefusalError

# 요금 three times, twice inside 전기 요금; two groups of words that never meet in a sentence.
BILLS = (
    "전기 요금이 올랐다. 고지서를 받은 가구가 놀랐다. 요금 고지서에 전기 요금이 적혀 있다. 가구마다 고지서가 다르다.\n"
    "탄소를 줄이는 기후 정책이 늦다. 기후가 바뀌면 탄소 시장도 바뀐다. 정책은 탄소 시장을 키운다."
)
KINDS = {
    "수필": "느린 우체통이 생겼다. 엽서를 넣으면 한 해 뒤에 온다. 나는 엽서를 샀다. "
    "기다림이 사라진 자리에 조급함이 앉았다. “편리함을 버리자는 말은 아니다.” 도서관 한쪽에 우체통이 있듯이.",
    "공고": "1. 지원 대상: 무주택 청년 # 19세 이상\n2. 신청 기간: 3월 2일부터\n"
    "청년은 임차료 지원을 신청한다. 심사는 소득과 재산을 본다.",
    "일기": "5월 3일 흐림. 엄마가 전화를 했다. 병원에 갔다. 의사는 괜찮다고 했다. 회사에서는 팀장이 보고서를 찾았다.",
}


def begun(texts: dict[str, str], folder: Path, name: str = "mine") -> Path:
    corpus = da.Corpus.from_texts(texts)
    return da.codebook.start(name, corpus=corpus, tokens=da.segment(corpus), folder=folder)


def test_words_that_stand_together_are_in_one_frame(tmp_path: Path) -> None:
    book = da.codebook.read(begun({"글": BILLS}, tmp_path))
    groups = [{str(term.match) for term in frame.terms} for frame in book.frames]
    assert {frozenset(group) for group in groups} == {
        frozenset({"고지서", "전기 요금", "가구", "요금"}),
        frozenset({"탄소 시장", "탄소", "기후", "정책"}),  # 시장 stands behind 탄소 alone,
    }
    notes = {str(term.match): term.note for _, term in book.terms()}
    assert (notes["전기 요금"], notes["요금"]) == ("글에 2번", "글에 1번")  # the longer of two words counts
    assert book.compare == book.frame_ids == ("group1", "group2")
    assert book.provenance.tuned_on == ("글",)
    counted = da.framing.hits(da.segment(da.Corpus.from_texts({"글": BILLS})), book)["term"].value_counts()
    assert {t.id: f"글에 {counted[t.id]}번" for _, t in book.terms()} == {t.id: t.note for _, t in book.terms()}


def test_examples_and_counterexamples_are_sentences_of_the_text(tmp_path: Path) -> None:
    book = da.codebook.read(begun({"글": BILLS}, tmp_path))
    sentences = {sentence.strip() + "." for sentence in BILLS.replace("\n", " ").split(".") if sentence.strip()}
    for frame, other in zip(book.frames, book.frames[::-1], strict=True):
        assert frame.examples
        assert set(frame.examples) | set(frame.counterexamples) <= sentences
        assert not any(str(term.match) in text for text in frame.counterexamples for term in frame.terms)
        assert not set(frame.examples) & set(other.examples)


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_every_kind_pass_the_self_test_at_once(kind: str, tmp_path: Path) -> None:
    path = begun({kind: KINDS[kind]}, tmp_path)
    table = da.framing.check(da.codebook.read(path))
    assert table[~table["passed"]].empty
    assert set(table["check"]) >= {"example", "reachable", "particle"}


def test_a_corpus_is_named_by_its_size_and_every_document(tmp_path: Path) -> None:
    path = begun({"a": BILLS, 'b "c"': BILLS.replace("요금", "세금")}, tmp_path)
    assert path.read_text(encoding="utf-8").startswith("# 코드북 mine: 글 2편에서")
    assert da.codebook.read(path).provenance.tuned_on == ("a", 'b "c"')


def test_without_a_text_it_is_the_template(tmp_path: Path) -> None:
    assert da.codebook.read(da.codebook.start("mine", folder=tmp_path)).frame_ids == ("together", "contest")


def test_sentences_never_come_into_what_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (paths.CODEBOOKS, paths.ROOT, paths.SEEDS / "articles"):
        with pytest.raises(CodebookError, match="would hold sentences of the text"):
            begun({"글": BILLS}, folder)
    written: list[Path] = []
    monkeypatch.setattr("analysis.files.atomic.create", lambda target, _: not written.append(target))
    corpus = da.Corpus.from_texts({"글": BILLS})
    path = da.codebook.start("mine", corpus=corpus, tokens=da.segment(corpus))
    assert written == [path] == [paths.PRIVATE / "codebooks" / "mine.yaml"]


def test_what_cannot_be_begun_is_one_sentence(tmp_path: Path) -> None:
    corpus = da.Corpus.from_texts({"글": BILLS})
    tokens = da.segment(corpus)
    with pytest.raises(OptionError, match=r"write tokens=da\.segment\(corpus\)"):
        da.codebook.start("mine", corpus=corpus, folder=tmp_path)
    with pytest.raises(OptionError, match="not of this corpus"):
        da.codebook.start("mine", corpus=da.Corpus.from_texts({"b": BILLS}), tokens=tokens, folder=tmp_path)
    with pytest.raises(RefusalError, match="too few to begin"):
        begun({"글": "비가 온다. 하늘이 맑다."}, tmp_path)
    merged = da.segment(corpus, units=da.lexicon.units_for(corpus))
    with pytest.raises(OptionError, match="morpheme layer"):
        da.codebook.start("mine", corpus=corpus, tokens=merged, folder=tmp_path)
    blank = tokens.redact()
    with pytest.raises(RefusalError, match="redacted"):
        da.codebook.start("mine", corpus=corpus, tokens=blank, folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_two_groups_by_the_sentences_in_common() -> None:
    words = [_Word("가", 3, frozenset({0, 1})), _Word("나", 2, frozenset({0, 2})), _Word("다", 2, frozenset({8, 9}))]
    first, second = _split(words, 10)
    assert [[w.match for w in group] for group in (first, second)] == [["가", "나"], ["다"]]


def test_a_name_is_found_among_one_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.codebook.load._PRIVATE", tmp_path)
    begun({"글": BILLS}, tmp_path, name="own-words")
    assert da.codebook.find("own-words") == tmp_path / "own-words.yaml"
