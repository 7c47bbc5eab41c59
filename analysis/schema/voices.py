"""Contracts of voices: quotations, shares of voice, statements and congruence."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, SENTENCE, SPAN, START, Column, Contract
from analysis.schema.statistics import COOCCURRENCE

__all__ = ["CONGRUENCE", "QUOTATIONS", "STATEMENTS", "VOICES"]


_KIND = Column("kind", "text", "", "direct, partial (a phrase in marks) or indirect", "종류")
_ANONYMOUS = Column("anonymous", "bool", "", "the source has no name: 관계자, 핵심 참모, 측, 당국자, A씨", "익명")
_RULE = Column("rule", "text", "", "rule that found the speaker; marks: none did", "규칙")

QUOTATIONS: Contract = (
    *SPAN,
    Column("text", "text", "", "what is said, without its marks", "인용", beside=("speaker",)),
    _KIND,
    Column("speaker", "text", "", "who says it, as it stands in the text; empty where no rule finds one", "화자",
           beside=("anonymous",)),
    Column("speaker_start", "int", "code points from 0", "first character of the speaker; -1 without one",
           "화자의 시작"),
    Column("speaker_end", "int", "code points from 0", "one past its last; -1 without one", "화자의 끝"),
    Column("title", "text", "", "title of a person", "직함", beside=("speaker",)),
    Column("name", "text", "", "name that the speaker is counted under: the full name where the document has it",
           "이름"),
    Column("actor_kind", "text", "", "person, organisation, collective, document or none", "화자의 종류"),
    _ANONYMOUS,
    Column("verb", "text", "", "verb of saying, empty where there is none", "동사"),
    Column("verb_class", "text", "", "neutral, claiming, attacking, conceding, written; or empty", "동사의 종류"),
    Column("carried", "bool", "", "the speaker stands in an earlier sentence of the paragraph", "앞 문장의 화자"),
    _RULE,
)  # fmt: skip

VOICES: Contract = (
    Column("group", "text", "", "group of documents, as `by` names it", "집단"),
    Column("actor", "text", "", "who speaks; empty for quotations without a speaker", "행위자"),
    Column("kind", "text", "", "person, organisation, collective, document or none", "종류"),
    Column("quotations", "int", "quotations", "quotations of the actor", "인용 수"),
    Column("docs", "int", "documents", "documents that quote the actor", "문서 수"),
    Column("share", "float", "0 to 1", "quotations / quotations of the group that have a speaker; NaN below 30",
           "인용 비중", beside=("words_share",)),
    Column("low", "float", "0 to 1", "lower end of its 95 percent interval, by documents", "하한"),
    Column("high", "float", "0 to 1", "upper end", "상한"),
    Column("words_share", "float", "0 to 1", "words quoted of the actor / words of the group's with a speaker",
           "어절 비중"),
    Column("first_share", "float", "0 to 1", "documents whose first voice is the actor / documents with a voice",
           "첫 화자 비중"),
    _ANONYMOUS,
    Column("reason", "text", "", "Korean: why there is no share; or empty", "이유"),
)  # fmt: skip

STATEMENTS: Contract = (
    DOC,
    SENTENCE,
    START,
    END,
    Column("actor", "text", "", "who makes the statement", "행위자"),
    Column("organisation", "text", "", "party or body of the actor; empty where unknown", "소속"),
    Column("concept", "text", "", "frame or term of the codebook", "개념"),
    Column("agreement", "text", "", "true, false or unknown", "찬반", beside=("concept",)),
    Column("inside", "bool", "", "stands between quotation marks", "인용문 안", beside=("concept",)),
    _RULE,
    Column("checked_by", "text", "", "person who checked it; empty for a draft", "확인한 사람"),
)

_AS_COOCCURRENCE = {c.name: c for c in COOCCURRENCE}
CONGRUENCE: Contract = (
    Column("source", "text", "", "actor", "행위자", beside=("congruence",)),
    Column("target", "text", "", "actor behind source in the alphabet", "상대", beside=("congruence",)),
    Column("congruence", "float", "", "of the two actors, after normalising", "일치"),
    Column("conflict", "float", "", "of the two actors, after normalising", "대립"),
    Column("value", "float", "", "congruence, conflict or their difference, by mode", "값"),
    Column("shared_concepts", "int", "concepts", "on which both have a statement", "함께 말한 개념 수"),
    Column("n", "int", "concepts", "sides of concepts that both are on", "같은 편인 개념 수", beside=("congruence",)),
    Column("n_source", "int", "statements", "statements of source that were counted", "진술 수(행위자)",
           beside=("congruence",)),
    Column("n_target", "int", "statements", "statements of target that were counted", "진술 수(상대)",
           beside=("congruence",)),
    Column("expected", "float", "", "always NaN: no chance is modelled", "기댓값"),
    Column("jaccard", "float", "0 to 1", "n / sides of concepts that either is on", "자카드"),
    *(_AS_COOCCURRENCE[name] for name in ("npmi", "g2", "phi", "lift")),
)  # fmt: skip
