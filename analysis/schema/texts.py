"""Contracts of texts: tags, documents, what was removed, tokens."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, FRAME, PARAGRAPH, SENTENCE, START, TAG, TERM, Column, Contract

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

DOCUMENTS: Contract = (
    DOC,
    Column("title", "text", "", "headline, empty if not stated"),
    Column("author", "text", "", "name in the byline, empty if not stated"),
    Column("post", "text", "", "the author's post or affiliation, empty if not stated"),
    Column("outlet", "text", "", "newspaper or publisher, empty if not stated"),
    Column("date", "text", "YYYY-MM-DD", "day of publication, empty if not stated"),
    Column("time", "text", "HH:MM", "time of publication, empty if not stated"),
    Column("section", "text", "", "rubric printed with the headline, such as 기고, empty if none"),
    Column("source", "text", "", "file name the text was read from"),
    Column("licence", "text", "", "licence of the text, empty if not stated"),
    Column("text", "text", "", "the body, NFC, one paragraph a line; empty in a redacted corpus"),
    Column("sha256", "text", "hex", "hash of the body as utf-8"),
)

# Kinds of removed that are no lines taken away: files left out, and signs inside lines that stayed.
PIECES = frozenset({"coverage", "damage", "entity", "file", "lost letter", "markup", "sheet", "truncated"})

REMOVED: Contract = (
    DOC,
    Column("line", "int", "ordinal from 1", "line of the file, block of a document file, row of a table; 0 for a file"),
    Column("kind", "text", "", "what the line is: title, byline, summary, widget, duplicate, ..."),
    Column("reason", "text", "", "the rule that took it away"),
    Column("text", "text", "", "the line as it stood"),
)

TOKENS: Contract = (
    DOC,
    PARAGRAPH,
    SENTENCE,
    Column("i", "int", "ordinal from 0", "morpheme within the document"),
    Column("surface", "text", "", "text[start:end] as it stands; empty where redacted"),
    Column("form", "text", "", "the analyser's form, endings in conjoining jamo; empty if redacted"),
    TAG,
    Column("lemma", "text", "", "dictionary form, predicates end in 다; empty where redacted"),
    START,
    END,
)
QUANTITIES: Contract = (
    DOC,
    PARAGRAPH,
    START,
    END,
    Column("surface", "text", "", "number and unit as they stand"),
    Column("kind", "text", "", "money, area, count, percent, date, ...; number, identifier or unread"),
    Column("value", "float", "unit of the row", "NaN for dates, ranges, vague words, identifiers and unread"),
    Column("low", "float", "unit of the row", "lower end of a range or a vague word; NaN elsewhere"),
    Column("high", "float", "unit of the row", "upper end of a range; a vague word stays below it; NaN elsewhere"),
    Column("unit", "text", "", "ISO 4217 code, base unit (m2, kg), counter (명); empty where there is none"),
    Column("when", "text", "ISO 8601", "the date or time named, as far as the text says it; empty elsewhere"),
    Column("approximate", "bool", "", "약, 여, 가량, 안팎, 남짓, 수십 and the like"),
    Column("bound", "text", "", "at_least, above, at_most, below, or empty"),
    Column("converted", "bool", "", "restates the amount before it; leave such rows out of sums and counts"),
)

AXIS: Contract = (
    Column("lemma", "text", "", "dictionary form of the word"),
    TAG,
    Column("n", "int", "occurrences", "how often the word occurs"),
    Column(
        "position",
        "float",
        "similarities, -2 to 2; by usage -1 to 1",
        "mean similarity with the plus seeds - mean with the minus seeds; by usage the bounded z of the log-odds",
    ),
    Column("contribution", "float", "as position", "n (position - baseline) / occurrences of all words"),
)

POLES: Contract = (
    DOC,
    Column("frame_minus", "text", "", "frame at the minus pole"),
    Column("frame_plus", "text", "", "frame at the plus pole"),
    Column("weight_minus", "float", "points", "weight of frame_minus in the unit"),
    Column("weight_plus", "float", "points", "weight of frame_plus in the unit"),
    Column("content", "int", "morphemes", "content morphemes of the unit"),
    Column("bias", "float", "-1 to 1", "(plus - minus) / (plus + minus); NaN when both are 0"),
    Column("intensity", "float", "points per 100 content morphemes", "plus + minus; NaN when content is 0"),
)

ENTITIES: Contract = (
    TERM,
    Column("kind", "text", "", "person, organisation, place or other"),
    Column("n", "int", "mentions", "how often the name stands there as this kind"),
    Column("docs", "int", "documents", "documents that hold it"),
    DOC,
    START,
    END,
)

MENTIONS: Contract = (
    DOC,
    PARAGRAPH,
    SENTENCE,
    START,
    END,
    TERM,
    Column("kind", "text", "", "person, organisation, place or other"),
)

SUGGESTIONS: Contract = (
    TERM,
    TAG,
    FRAME,
    Column("source", "text", "", "embedding: near a core term; context: frequent beside hits; both"),
    Column("n", "int", "occurrences", "how often the word occurs"),
    Column("similarity", "float", "-1 to 1", "greatest similarity with a core term; NaN without a vector"),
    Column("near", "text", "", "the core term it is nearest to; empty without a vector"),
    Column("g2", "float", "log-likelihood ratio", "of its sentences beside hits against the others; negative if fewer"),
    Column(
        "n_near",
        "int",
        "sentences",
        "sentences without a hit, right before or behind one with a hit, that hold the word",
    ),
    DOC,
    START,
    END,
)
