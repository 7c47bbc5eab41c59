"""The column contracts: what each table of the kit promises.

A contract lists columns with their kind, unit and meaning. `check` holds a frame against a contract;
extra columns are allowed, missing or mistyped ones are a `SchemaError`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.errors import SchemaError

Kind = Literal["text", "int", "float", "bool"]


@dataclass(frozen=True)
class Column:
    """One promised column: its name, kind, unit (empty for none) and meaning."""

    name: str
    kind: Kind
    unit: str
    meaning: str


Contract = tuple[Column, ...]

_DOC = Column("doc", "text", "", "document id")
_PARAGRAPH = Column("paragraph", "int", "ordinal from 1", "paragraph within the document")
_SENTENCE = Column("sentence", "int", "ordinal from 1", "sentence within the document")
_START = Column("start", "int", "code points from 0", "first character in the document's text")
_END = Column("end", "int", "code points from 0", "one past the last character")
_TERM = Column("term", "text", "", "the counted form")
_TAG = Column("tag", "text", "", "part-of-speech tag of the analyser (Sejong set)")
_FRAME = Column("frame", "text", "", "frame id of the codebook")

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
    _DOC,
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
    _DOC,
    Column("line", "int", "ordinal from 1", "line of the file, block of a document file, row of a table; 0 for a file"),
    Column("kind", "text", "", "what the line is: title, byline, summary, widget, duplicate, ..."),
    Column("reason", "text", "", "the rule that took it away"),
    Column("text", "text", "", "the line as it stood"),
)

TOKENS: Contract = (
    _DOC,
    _PARAGRAPH,
    _SENTENCE,
    Column("i", "int", "ordinal from 0", "morpheme within the document"),
    Column("surface", "text", "", "text[start:end] as it stands; empty where redacted"),
    Column("form", "text", "", "the analyser's form, endings in conjoining jamo; empty if redacted"),
    _TAG,
    Column("lemma", "text", "", "dictionary form, predicates end in 다; empty where redacted"),
    _START,
    _END,
)

FREQUENCY: Contract = (
    _TERM,
    _TAG,
    Column("n", "int", "occurrences", "how often the term occurs"),
    Column("per_10k", "float", "per 10,000 morphemes of the base", "relative frequency"),
    Column("docs", "int", "documents", "documents that hold the term"),
    Column("rank", "int", "ordinal from 1", "competition rank by n: ties share the smaller number"),
)

HITS: Contract = (
    _DOC,
    _PARAGRAPH,
    _SENTENCE,
    _START,
    _END,
    Column("surface", "text", "", "the matched characters as they stand"),
    Column("term", "text", "", "term id of the codebook"),
    _FRAME,
    Column("weight", "float", "points", "weight of the term"),
    Column("tier", "text", "", "core or support"),
    Column("element", "text", "", "Entman element: problem, cause, moral, remedy, or empty"),
    Column("device", "text", "", "framing device, or empty"),
    Column("ambiguous", "bool", "", "the codebook marks the term as ambiguous"),
    Column("counted", "bool", "", "enters scores: core, or support with a core hit in its scope"),
    Column("inside_quote", "bool", "", "stands between double quotation marks"),
    Column("negated", "bool", "", "a negation follows or precedes it in the same clause"),
)

SCORES: Contract = (
    _DOC,
    _FRAME,
    Column("n", "int", "hits", "counted hits of the frame in the unit"),
    Column("weight", "float", "points", "sum over sentences of weight x min(hits, cap) per term"),
    Column("content", "int", "morphemes", "content morphemes of the unit, the denominator"),
    Column("density", "float", "points per 100 content morphemes", "NaN when content is 0"),
    Column("sentences", "int", "sentences", "sentences in the unit"),
    Column("coverage", "float", "0 to 1", "share of sentences with weight above 0"),
)

CONTRAST: Contract = (
    _DOC,
    Column("frame_a", "text", "", "first frame of the contrast"),
    Column("frame_b", "text", "", "second frame of the contrast"),
    Column("n_a", "int", "hits", "counted hits of frame_a in the unit"),
    Column("n_b", "int", "hits", "counted hits of frame_b in the unit"),
    Column("weight_a", "float", "points", "weight of frame_a in the unit"),
    Column("weight_b", "float", "points", "weight of frame_b in the unit"),
    Column("share", "float", "0 to 1", "weight_a / (weight_a + weight_b); NaN when both are 0"),
    Column("log_ratio", "float", "log2", "log2((a + 0.5) / (b + 0.5)); NaN when both are 0"),
)

# Part A of the statistics: keyness, dispersion, diversity, descriptors, tf-idf.
_TERM_N = Column("n", "int", "occurrences", "how often the term occurs")

KEYNESS: Contract = (
    _TERM,
    _TAG,
    Column("n", "int", "occurrences", "count in the target"),
    Column("n_reference", "int", "occurrences", "count in the reference"),
    Column("per_10k", "float", "per 10,000 of the target's base", "relative frequency in the target"),
    Column("per_10k_reference", "float", "per 10,000 of the reference's base", "relative frequency in the reference"),
    Column("docs", "int", "documents", "documents of the target that hold the term"),
    Column("docs_reference", "float", "documents", "documents of the reference; NaN for a frequency list"),
    Column("g2", "float", "", "log-likelihood ratio over four cells (Dunning), unsigned"),
    Column("g2_two_term", "float", "", "log-likelihood ratio over two cells (Rayson & Garside), unsigned"),
    Column("chi2", "float", "", "Pearson's chi-squared without correction"),
    Column(
        "log_ratio", "float", "log2", "ratio of relative frequencies; 0 enters as 0.5, NaN where that turns it round"
    ),
    Column("log_ratio_low", "float", "log2", "lower end of its interval; -inf when n is 0"),
    Column("log_ratio_high", "float", "log2", "upper end of its interval; inf when n_reference is 0"),
    Column("lrc", "float", "log2", "end of the interval nearer to 0, or 0 when it holds 0"),
    Column("percent_diff", "float", "percent", "%DIFF; NaN when n_reference is 0"),
    Column("odds_ratio", "float", "", "of the sample; NaN when n_reference is 0"),
    Column("bic", "float", "", "g2 - ln N"),
    Column("log_odds", "float", "ln", "log-odds ratio with the pooled counts as prior"),
    Column("z", "float", "standard deviations", "log_odds over its standard deviation"),
    Column("dp", "float", "0 even to 1", "Gries' DP over the documents of the target; NaN for one document"),
    Column("p", "float", "0 to 1", "of the test named in attrs"),
    Column("p_adjusted", "float", "0 to 1", "p corrected for the number of tests"),
)

DISPERSION: Contract = (
    _TERM,
    _TAG,
    _TERM_N,
    Column("range", "int", "parts", "parts that hold the term"),
    Column("dp", "float", "0 even to 1", "Gries' deviation of proportions"),
    Column("dp_norm", "float", "0 even to 1", "DP over its greatest possible value"),
    Column("juilland_d", "float", "0 to 1 even", "Juilland's D, population sd, relative frequencies"),
    Column("carroll_d2", "float", "0 to 1 even", "Carroll's D2"),
    Column("rosengren_s", "float", "above 0 to 1 even", "Rosengren's S with part sizes"),
    Column("kld", "float", "bits, 0 even", "Kullback-Leibler divergence"),
    Column("idf", "float", "bits, 0 everywhere", "log2(parts / range)"),
)

DIVERSITY: Contract = (
    _DOC,
    Column("tokens", "int", "tokens of the unit", "length"),
    Column("types", "int", "types of the unit", "different terms"),
    Column("ttr", "float", "0 to 1", "types / tokens; falls with length"),
    Column("guiraud", "float", "", "types / sqrt(tokens); depends on length"),
    Column("herdan_c", "float", "0 to 1", "log types / log tokens; depends on length"),
    Column("maas", "float", "low is varied", "Maas' a2, logarithms to base 10; depends on length"),
    Column("msttr", "float", "0 to 1", "mean TTR of segments; NaN below one segment"),
    Column("mattr", "float", "0 to 1", "mean TTR of a moving window; NaN below one window"),
    Column("mtld", "float", "tokens", "mean length of stretches with a TTR of 0.72; NaN without a factor"),
    Column("hdd", "float", "0 to 1", "expected TTR of 42 tokens; NaN below 42"),
    Column("yule_k", "float", "low is varied", "Yule's K"),
    Column("simpson_d", "float", "0 varied to 1", "chance that two tokens are of one type"),
)

DESCRIPTORS: Contract = (
    _DOC,
    Column("sentences", "int", "sentences", "sentences with a word"),
    Column("eojeol", "int", "eojeol", "words between spaces that hold more than signs"),
    Column("eojeol_per_sentence", "float", "eojeol", "mean length of a sentence"),
    Column("nominalised", "float", "per 100 eojeol", "nominal endings (ETN)"),
    Column("nouns_per_predicate", "float", "", "nouns (NNG NNP) for one verb or adjective (VV VA)"),
    Column("declarative", "float", "0 to 1", "share of sentences with a declarative ending"),
    Column("interrogative", "float", "0 to 1", "share of sentences with an interrogative ending or mark"),
    Column("directive", "float", "0 to 1", "share of sentences with an imperative or hortative ending"),
    Column("open_ended", "float", "0 to 1", "share with an ending that serves several types, such as 어요 or 지"),
    Column("without_ending", "float", "0 to 1", "share of sentences without a final ending, such as headlines"),
    Column("hanja", "float", "0 to 1", "share of content morphemes in Hanja script"),
    Column("foreign", "float", "0 to 1", "share of content morphemes in a foreign script"),
)

TFIDF: Contract = (
    _DOC,
    _TERM,
    _TAG,
    Column("n", "int", "occurrences", "count in the document"),
    Column("docs", "int", "documents", "documents that hold the term"),
    Column("idf", "float", "", "inverse document frequency of the policy named in attrs"),
    Column("tfidf", "float", "", "n x idf"),
    Column("rank", "int", "ordinal from 1", "competition rank by tfidf within the document"),
)

_FITS = {
    "text": lambda s: isinstance(s.dtype, pd.CategoricalDtype) or pd.api.types.is_string_dtype(s.dtype),
    "int": lambda s: pd.api.types.is_integer_dtype(s.dtype),
    "float": lambda s: pd.api.types.is_float_dtype(s.dtype),
    "bool": lambda s: pd.api.types.is_bool_dtype(s.dtype),
}


def check(frame: pd.DataFrame, contract: Contract, *, what: str) -> pd.DataFrame:
    """Hold a frame against a contract and return it unchanged.

    Parameters
    ----------
    frame : DataFrame
        The table to look at. An empty frame passes when its columns are there, whatever their kind.
    contract : tuple of Column
        The promised columns, one of the constants of this module.
    what : str
        Name of the table in the error, such as "tokens table".

    Returns
    -------
    DataFrame
        The same object.

    Raises
    ------
    SchemaError
        If a column is missing or has the wrong kind. The message names the first such columns.
    """
    missing = [c.name for c in contract if c.name not in frame.columns]
    if missing:
        msg = f"{what}: missing column(s) {', '.join(missing)}; it has {', '.join(map(str, frame.columns)) or 'none'}"
        raise SchemaError(msg)
    if len(frame):
        wrong = [c for c in contract if not _FITS[c.kind](frame[c.name])]
        if wrong:
            named = ", ".join(f"{c.name} is {frame[c.name].dtype}, not {c.kind}" for c in wrong)
            msg = f"{what}: {named}; convert the column(s) first"
            raise SchemaError(msg)
    return frame


# Concordance, collocates, n-grams, co-occurrence, correspondence.

CONCORDANCE: Contract = (
    _DOC,
    _PARAGRAPH,
    _SENTENCE,
    _START,
    _END,
    Column("left", "text", "", "text before the node, as it stands"),
    Column("node", "text", "", "the characters that were looked for"),
    Column("right", "text", "", "text behind the node, as it stands"),
    Column("word", "text", "", "the word (eojeol) or words in which the node stands, with its particles"),
    *(Column(f"{side}{k}", "text", "", f"sort key: {place} {k}, empty past the paragraph")
      for side, place in (("L", "word to the left,"), ("R", "word to the right,"))
      for k in range(1, 6)),
)  # fmt: skip

COLLOCATES: Contract = (
    _TERM,
    _TAG,
    Column("n", "int", "occurrences", "occurrences of the term inside the windows of the node"),
    Column("n_total", "int", "occurrences", "occurrences of the term in the base"),
    Column("expected", "float", "occurrences", "n if the term were spread evenly: n_total x tokens near / base"),
    Column("log_dice", "float", "log2, at most 14", "14 + log2 of Dice of node and term"),
    Column("mi", "float", "bits", "log2(n / expected)"),
    Column("mi3", "float", "bits", "log2(n^3 / expected)"),
    Column("t", "float", "", "(n - expected) / sqrt(n)"),
    Column("z", "float", "", "(n - expected) / sqrt(expected)"),
    Column("g2", "float", "0 or more", "log-likelihood ratio over four cells"),
    Column("dice", "float", "0 or more", "2 n / (occurrences of the node + n_total)"),
    Column("npmi", "float", "-1 to 1", "mi / -log2(n / base)"),
    Column("delta_p_node", "float", "-1 to 1", "P(near the node | term) - P(near the node | other terms)"),
    Column("delta_p_term", "float", "-1 to 1", "P(term | near the node) - P(term | elsewhere)"),
    Column("n_left", "int", "occurrences", "of n, those left of the node they are nearest to"),
    Column("n_right", "int", "occurrences", "of n, those right of it"),
)

NGRAMS: Contract = (
    Column("term", "text", "", "lemmas in order, one space between"),
    Column("tag", "text", "", "their tags in order, one space between"),
    Column("n", "int", "occurrences", "how often the sequence occurs"),
    Column("docs", "int", "documents", "documents that hold it"),
    Column("lambda", "float", "", "highest interaction of the log-linear model, counts + 0.5"),
    Column("z", "float", "", "lambda / its standard error"),
    Column("g2", "float", "0 or more", "log-likelihood ratio against independent positions"),
    Column("pmi", "float", "bits", "log2(n / expected under independent positions)"),
)

COOCCURRENCE: Contract = (
    Column("source", "text", "", "term, with /TAG where the lemma stands under two tags"),
    Column("target", "text", "", "term behind source in the alphabet"),
    Column("n", "int", "windows", "windows that hold both"),
    Column("n_source", "int", "windows", "windows that hold source"),
    Column("n_target", "int", "windows", "windows that hold target"),
    Column("expected", "float", "windows", "n_source x n_target / windows"),
    Column("jaccard", "float", "0 to 1", "n / windows that hold either"),
    Column("npmi", "float", "-1 to 1", "pointwise mutual information / -log2(n / windows)"),
    Column("g2", "float", "0 or more", "log-likelihood ratio over four cells"),
)

CORRESPONDENCE: Contract = (
    Column("label", "text", "", "group, or term with /TAG where the lemma stands under two tags"),
    Column("kind", "text", "", "group or term"),
    Column("n", "int", "occurrences", "occurrences in the table that was analysed"),
    Column("dim1", "float", "", "principal coordinate on the first dimension"),
    Column("dim2", "float", "", "principal coordinate on the second; NaN where there is none"),
    Column("mass", "float", "0 to 1", "share of all occurrences; sums to 1 in each kind"),
    Column("inertia", "float", "0 or more", "mass x squared chi-square distance to the average profile"),
    Column("contribution", "float", "0 to 1", "share of the total inertia; sums to 1 in each kind"),
    Column("contribution1", "float", "0 to 1", "share of the inertia of the first dimension"),
    Column("contribution2", "float", "0 to 1", "share of that of the second; NaN where there is none"),
    Column("quality", "float", "0 to 1", "share of the point's inertia that the two dimensions show"),
)
