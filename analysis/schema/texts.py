"""Contracts of texts: tags, documents, what was removed, tokens."""

from __future__ import annotations

from collections.abc import Collection

from analysis.schema.contract import DOC, DOCS, END, FRAME, PARAGRAPH, SPAN, START, TAG, TERM, Column, Contract

__all__ = [
    "ACCOUNT", "AXIS", "CHECKED", "CONTENT_TAGS", "DOCUMENTS", "EFFECT", "ENTITIES", "FURNITURE", "INCONSISTENT",
    "INSPECTION", "MENTIONS", "MERGED", "NOUN_TAGS", "PAD", "PAIRS", "PARTS", "PIECES", "POLES", "QUANTITIES",
    "REMOVED", "SPELLING", "SUGGESTIONS", "TAGS", "TOKENS", "UNIT_SUGGESTIONS", "UNREAD", "UNTAGGED", "WORDLESS_TAGS",
    "base_tags",
]  # fmt: skip

TAGS: dict[str, str] = {
    "NNG": "일반명사", "NNP": "고유명사", "NNB": "의존명사", "NR": "수사", "NP": "대명사",
    "VV": "동사", "VA": "형용사", "VX": "보조용언", "VCP": "긍정 지정사", "VCN": "부정 지정사",
    "MM": "관형사", "MAG": "일반부사", "MAJ": "접속부사", "IC": "감탄사",
    "JKS": "주격조사", "JKC": "보격조사", "JKG": "관형격조사", "JKO": "목적격조사", "JKB": "부사격조사",
    "JKV": "호격조사", "JKQ": "인용격조사", "JX": "보조사", "JC": "접속조사",
    "EP": "선어말어미", "EF": "종결어미", "EC": "연결어미", "ETN": "명사형 전성어미", "ETM": "관형형 전성어미",
    "XPN": "체언 접두사", "XSN": "명사 파생 접미사", "XSV": "동사 파생 접미사", "XSA": "형용사 파생 접미사",
    "XSM": "부사 파생 접미사", "XR": "어근",
    "SF": "종결 부호", "SP": "구분 부호", "SS": "인용 부호와 괄호", "SSO": "여는 부호", "SSC": "닫는 부호",
    "SE": "줄임표", "SO": "붙임표", "SW": "기타 기호", "SB": "순서 있는 글머리", "SL": "외국어", "SH": "한자",
    "SN": "숫자", "UN": "분석 불능",
    "W_URL": "URL", "W_EMAIL": "이메일", "W_HASHTAG": "해시태그", "W_MENTION": "멘션", "W_SERIAL": "일련번호",
    "W_EMOJI": "이모지", "Z_CODA": "덧붙은 받침", "Z_SIOT": "사이시옷",
    "USER0": "사용자 정의 0", "USER1": "사용자 정의 1",
    "USER2": "사용자 정의 2", "USER3": "사용자 정의 3", "USER4": "사용자 정의 4",
}  # fmt: skip
CONTENT_TAGS = ("NNG", "NNP", "SL", "SH", "XR", "VV", "VA", "MAG")
NOUN_TAGS = ("NNG", "NNP", "SL", "SH")
# Signs, numbers and what stands beside words: a sentence of them alone holds no word.
WORDLESS_TAGS = frozenset("SF SP SS SSO SSC SE SO SW SB SN W_URL W_EMAIL W_HASHTAG W_MENTION W_SERIAL W_EMOJI".split())
UNTAGGED = "TERM"  # tag of a term that came without one: it stands in every base of common nouns
PAD = "PAD"  # tag of a row that keeps the place of a word taken out: no word, in no base, and nobody's neighbour


def base_tags(tags: Collection[str]) -> set[str]:
    """Name the tags of the rows in a base: with common nouns stand the terms that came without a tag."""
    # Example: base_tags(["NNG", "VV"]) gives {"NNG", "VV", "TERM"}, base_tags(["VV"]) {"VV"}
    return {*tags, UNTAGGED} if "NNG" in tags else set(tags)


_N = Column("n", "int", "occurrences", "how often the word occurs", "횟수")
_KIND = Column("kind", "text", "", "person, organisation, place or other", "종류")

DOCUMENTS: Contract = (
    DOC,
    Column("title", "text", "", "headline, empty if not stated", "제목"),
    Column("author", "text", "", "name in the byline, empty if not stated", "필자"),
    Column("post", "text", "", "the author's post or affiliation, empty if not stated", "직함"),
    Column("outlet", "text", "", "newspaper or publisher, empty if not stated", "실린 곳"),
    Column("date", "text", "YYYY-MM-DD", "day of publication, empty if not stated", "날짜"),
    Column("time", "text", "HH:MM", "time of publication, empty if not stated", "시각"),
    Column("section", "text", "", "rubric printed with the headline, such as 기고, empty if none", "구분"),
    Column("source", "text", "", "file name the text was read from", "출처"),
    Column("licence", "text", "", "licence of the text, empty if not stated", "이용 조건"),
    Column("text", "text", "", "the body, NFC, one paragraph a line; empty in a redacted corpus", "글"),
    Column("sha256", "text", "hex", "hash of the body as utf-8", "SHA-256"),
)

# Kinds of removed that are no lines taken away: files left out, and signs and words inside lines that stayed.
_FILES = {"column", "coverage", "damage", "edited", "file", "hidden", "reported", "sheet", "truncated", "unread"}
_REWRITTEN = {"entity", "lost letter", "lost space", "markup", "middle dot", "wrap"}
PARTS = frozenset({"cut word", "dateline", "label", "self-reference"})  # taken out of a line that stayed
PIECES = frozenset(_FILES | _REWRITTEN | PARTS)

REMOVED: Contract = (
    DOC,
    Column("line", "int", "ordinal from 1", "line of the file, block of a document file, row of a table; 0 for a file",
           "줄"),
    Column("kind", "text", "", "what the line is: title, byline, summary, widget, duplicate, ...", "종류"),
    Column("reason", "text", "", "the rule that took it away", "이유"),
    Column("text", "text", "", "the line as it stood", "글"),
)  # fmt: skip

UNREAD: Contract = (
    Column("file", "text", "", "name of the file, with the folder or archive before it", "파일"),
    Column("reason", "text", "", "why it could not be read, and what to do", "이유"),
)

FURNITURE: Contract = (
    Column("outlet", "text", "", "whose articles print it, empty if not stated", "실린 곳"),
    Column("edge", "text", "", "head or tail of the articles", "머리·꼬리"),
    Column("text", "text", "", "the line as the first article prints it; digits may differ", "글"),
    Column("articles", "int", "articles", "articles of the outlet that print it, copies of one counted once", "글 수"),
    Column("share", "float", "0 to 1", "share of the outlet's articles", "비중(0~1)"),
)

INSPECTION: Contract = (
    Column("stage", "text", "", "read, decoded, joined, set apart, or left as it is", "단계"),
    Column("kind", "text", "", "kind of document or finding", "종류"),
    Column("n", "int", "occurrences", "documents, lines or places", "횟수"),
    DOCS,
    DOC,
    Column("example", "text", "", "the first of them", "보기"),
    Column("switch", "text", "", "option of read that changes it; empty where none does", "바꾸는 법"),
)

SPELLING: Contract = (
    Column("written", "text", "", "the word as it stands", "쓰인 말"),
    Column("suggested", "text", "", "what it may stand for", "제안"),
    Column("n", "int", "occurrences", "how often the word occurs", "횟수"),
    DOCS,
)

TOKENS: Contract = (
    *SPAN[:3],  # doc, paragraph, sentence
    Column("i", "int", "ordinal from 0", "morpheme within the document", "순번"),
    Column("surface", "text", "", "text[start:end] as it stands; empty where redacted", "표면형"),
    Column("form", "text", "", "the analyser's form, endings in conjoining jamo; empty if redacted", "형태"),
    TAG,
    Column("lemma", "text", "", "dictionary form, predicates end in 다; empty where redacted", "표제형"),
    START,
    END,
)
QUANTITIES: Contract = (
    DOC, PARAGRAPH, START, END,
    Column("surface", "text", "", "number and unit as they stand", "표면형"),
    Column("kind", "text", "", "money, area, count, percent, date, ...; number, identifier or unread", "종류"),
    Column("value", "float", "unit of the row", "NaN for dates, ranges, vague words, identifiers and unread", "값"),
    Column("low", "float", "unit of the row", "lower end of a range or a vague word; NaN elsewhere", "하한"),
    Column("high", "float", "unit of the row", "upper end of a range; a vague word stays below it; NaN elsewhere",
           "상한"),
    Column("unit", "text", "", "ISO 4217 code, base unit (m2, kg), counter (명); empty where there is none", "단위"),
    Column("when", "text", "ISO 8601", "the date or time named, as far as the text says it; empty elsewhere", "때"),
    Column("approximate", "bool", "", "약, 여, 가량, 안팎, 남짓, 수십 and the like", "어림수"),
    Column("bound", "text", "", "at_least, above, at_most, below, or empty", "한도"),
    Column("converted", "bool", "", "restates the amount before it; leave such rows out of sums and counts", "환산액"),
)  # fmt: skip

AXIS: Contract = (
    Column("lemma", "text", "", "dictionary form of the word", "표제형"),
    TAG, _N,
    Column("position", "float", "similarities, -2 to 2; by usage -1 to 1",
           "mean similarity with the plus seeds - mean with the minus seeds; by usage the bounded z of the log-odds",
           "위치(유사도의 차)", beside=("lemma",)),
    Column("contribution", "float", "as position", "n (position - baseline) / occurrences of all words", "기여"),
)  # fmt: skip

POLES: Contract = (
    DOC,
    Column("frame_minus", "text", "", "frame at the minus pole", "− 프레임"),
    Column("frame_plus", "text", "", "frame at the plus pole", "+ 프레임"),
    Column("weight_minus", "float", "points", "weight of frame_minus in the unit", "− 점수"),
    Column("weight_plus", "float", "points", "weight of frame_plus in the unit", "+ 점수"),
    Column("signed", "float", "points", "signed sum: weight_plus - weight_minus", "부호 합"),
    Column("content", "int", "morphemes", "content morphemes of the unit", "내용 형태소"),
    Column("bias", "float", "-1 to 1", "(plus - minus) / (plus + minus); NaN when both are 0", "치우침"),
    Column("intensity", "float", "points per 100 content morphemes", "plus + minus; NaN when content is 0", "강도"),
)

ENTITIES: Contract = (
    TERM,
    _KIND,
    Column("forms", "text", "", "as it is written there, the most frequent first, between commas", "적힌 꼴"),
    Column("n", "int", "mentions", "how often the name stands there as this kind, in any form", "횟수"),
    DOCS,
    DOC,
    START,
    END,
)

MENTIONS: Contract = (
    *SPAN,
    TERM,
    _KIND,
    Column("name", "text", "", "the name that the mention is counted under: its person's where one fits", "이름"),
)

SUGGESTIONS: Contract = (
    TERM, TAG, FRAME,
    Column("source", "text", "", "embedding: near a core term; context: frequent beside hits; both", "찾은 방법",
           beside=("similarity",)),
    _N,
    Column("similarity", "float", "-1 to 1", "greatest similarity with a core term; NaN without a vector", "유사도"),
    Column("near", "text", "", "the core term it is nearest to; empty without a vector", "가까운 단어"),
    Column("g2", "float", "log-likelihood ratio", "of its sentences beside hits against the others; negative if fewer",
           "로그우도비(G²)"),
    Column("n_near", "int", "sentences",
           "sentences without a hit, right before or behind one with a hit, that hold the word", "곁 문장 수"),
    DOC, START, END,
)  # fmt: skip
PAIRS: Contract = (
    Column("doc_a", "text", "", "first document of the group: by date, then time, then order in the corpus", "앞 문서"),
    Column("doc_b", "text", "", "a later document, its copy; each stands once", "뒤 문서"),
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
    Column("characters_before", "int", "code points", "their characters with the parts taken out of them",
           "글자 수(앞)"),
    Column("characters_after", "int", "code points", "characters of the paragraphs, without line ends", "글자 수(뒤)"),
    Column("share_removed", "float", "0 to 1", "characters removed, of those before; NaN when there were none",
           "제외한 비율"),
)  # fmt: skip

MERGED: Contract = (
    Column("lemma", "text", "", "the concept", "표제형"),
    Column("surface", "text", "", "the spelling as it stands", "표면형"),
    Column("was", "text", "", "the analysis before, form/tag of each row", "바뀌기 전"),
    Column("rule", "text", "", "what was done, or why it was left", "규칙"),
    Column("n", "int", "occurrences", "occurrences merged", "횟수"),
    Column("left", "int", "occurrences", "occurrences of the spelling that were left as they are", "그대로 둔 수",
           beside=("was",)),
)  # fmt: skip

CHECKED: Contract = (
    Column("check", "text", "", "closed, spaced, hyphenated, particle, example, counterexample", "시험"),
    Column("entry", "text", "", "the unit, concept or label", "목록의 항목"),
    Column("text", "text", "", "the sentence that was analysed", "시험한 문장", beside=("passed",)),
    Column("expected", "text", "", "the spelling (as one row) or label that must be found; empty for a counterexample",
           "찾아야 할 것", beside=("found",)),
    Column("found", "text", "", "the spelling that was found, empty for none", "찾은 것"),
    Column("passed", "bool", "", "whether the two agree", "통과"),
)  # fmt: skip

EFFECT: Contract = (
    Column("unit", "text", "", "the unit; empty for changes outside all units", "단위 목록의 단어",
           beside=("n_without",)),
    Column("n", "int", "occurrences", "how often the unit was found; 0 for one that never was", "횟수"),
    Column("term", "text", "", "a lemma that lost occurrences; empty where n is 0", "단어"),
    Column("tag", "text", "", "its tag", "품사"),
    Column("n_without", "int", "occurrences", "of the term in the corpus, without the list", "횟수(목록 없이)"),
    Column("lost", "int", "occurrences", "of these, gone into the unit; negative for a gain", "줄어든 횟수"),
)  # fmt: skip

UNIT_SUGGESTIONS: Contract = (
    Column("unit", "text", "", "the form proposed: closed up or spaced, whichever is more frequent", "제안하는 단어",
           beside=("n_closed",)),
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
)  # fmt: skip

INCONSISTENT: Contract = (
    DOC,
    Column("surface", "text", "", "the word, or its noun, as it is written", "표면형"),
    Column("analysis", "text", "", "one way it was analysed, form/tag of each row", "분석"),
    Column("n", "int", "occurrences", "how often in this way in the document", "횟수"),
    Column("start", "int", "code points from 0", "first place analysed in this way", "시작"),
)
