"""Contracts of cleaning and of word lists."""

from __future__ import annotations

from analysis.schema.contract import DOC, DOCS, Column, Contract

PAIRS: Contract = (
    Column("doc_a", "text", "", "the earlier document: by date, then time, then order in the corpus", "앞 문서"),
    Column("doc_b", "text", "", "the later document", "뒤 문서"),
    Column("jaccard", "float", "0 to 1", "5-grams of letters in both, of those in either", "자카드"),
    Column("outlet_a", "text", "", "outlet of doc_a", "앞 실린 곳"),
    Column("outlet_b", "text", "", "outlet of doc_b", "뒤 실린 곳"),
    Column("date_a", "text", "YYYY-MM-DD", "date of doc_a", "앞 날짜"),
    Column("date_b", "text", "YYYY-MM-DD", "date of doc_b", "뒤 날짜"),
)

ACCOUNT: Contract = (
    DOC,
    Column("lines_before", "int", "lines", "non-blank lines before cleaning", "줄 수(앞)"),
    Column("lines_after", "int", "lines", "paragraphs of the text as it is", "줄 수(뒤)"),
    Column("characters_before", "int", "code points", "characters of those lines, without line ends", "글자 수(앞)"),
    Column("characters_after", "int", "code points", "characters of the paragraphs, without line ends", "글자 수(뒤)"),
    Column(
        "share_removed",
        "float",
        "0 to 1",
        "characters removed, of those before; NaN when there were none",
        "덜어 낸 몫",
    ),
)

MERGED: Contract = (
    Column("lemma", "text", "", "the concept", "표제형"),
    Column("surface", "text", "", "the spelling as it stands", "표면형"),
    Column("was", "text", "", "the analysis before, form/tag of each row", "바뀌기 전"),
    Column("rule", "text", "", "what was done, or why it was left", "규칙"),
    Column("n", "int", "occurrences", "occurrences merged", "횟수"),
    Column(
        "left",
        "int",
        "occurrences",
        "occurrences of the spelling that were left as they are",
        "그대로 둔 수",
        beside=("was",),
    ),
)

CHECKED: Contract = (
    Column("check", "text", "", "closed, spaced, hyphenated, particle, example, counterexample", "시험"),
    Column("entry", "text", "", "the unit, concept or label", "목록의 항목"),
    Column("text", "text", "", "the sentence that was analysed", "시험한 문장", beside=("passed",)),
    Column(
        "expected",
        "text",
        "",
        "the spelling (as one row) or label that must be found; empty for a counterexample",
        "찾아야 할 것",
        beside=("found",),
    ),
    Column("found", "text", "", "the spelling that was found, empty for none", "찾은 것"),
    Column("passed", "bool", "", "whether the two agree", "통과"),
)

EFFECT: Contract = (
    Column(
        "unit", "text", "", "the unit; empty for changes outside all units", "단위 목록의 낱말", beside=("n_without",)
    ),
    Column("n", "int", "occurrences", "how often the unit was found; 0 for one that never was", "횟수"),
    Column("term", "text", "", "a lemma that lost occurrences; empty where n is 0", "낱말"),
    Column("tag", "text", "", "its tag", "품사"),
    Column("n_without", "int", "occurrences", "of the term in the corpus, without the list", "횟수(목록 없이)"),
    Column("lost", "int", "occurrences", "of these, gone into the unit; negative for a gain", "줄어든 횟수"),
)

UNIT_SUGGESTIONS: Contract = (
    Column(
        "unit",
        "text",
        "",
        "the form proposed: closed up or spaced, whichever is more frequent",
        "제안하는 낱말",
        beside=("n_closed",),
    ),
    Column("tag", "text", "", "NNP if one of its parts is NNP, SL or SH, else NNG", "품사"),
    Column("spaced", "text", "", "its parts with a space between each two", "띄어 쓴 꼴"),
    Column("n", "int", "occurrences", "how often the parts stand together, n_closed + n_spaced", "횟수"),
    Column("n_closed", "int", "occurrences", "of these, with no space at all", "횟수(붙여 씀)"),
    Column("n_spaced", "int", "occurrences", "of these, with at least one space", "횟수(띄어 씀)"),
    DOCS,
    Column("g2", "float", "log-likelihood ratio", "association at its weakest joint", "로그우도비(G²)"),
    Column("npmi", "float", "-1 to 1", "normalised pointwise mutual information at its weakest joint", "NPMI"),
    Column("doc", "text", "", "document of the first occurrence", "문서"),
    Column("start", "int", "code points from 0", "start of the first occurrence", "시작"),
    Column("end", "int", "code points from 0", "end of the first occurrence", "끝"),
)

INCONSISTENT: Contract = (
    DOC,
    Column("surface", "text", "", "the word, or its noun, as it is written", "표면형"),
    Column("analysis", "text", "", "one way it was analysed, form/tag of each row", "분석"),
    Column("n", "int", "occurrences", "how often in this way in the document", "횟수"),
    Column("start", "int", "code points from 0", "first place analysed in this way", "시작"),
)
