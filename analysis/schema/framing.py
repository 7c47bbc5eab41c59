"""Contracts of framing: hits, scores, contrasts."""

from __future__ import annotations

from analysis.schema.contract import DOC, FRAME, PARAGRAPH, SENTENCE, SPAN, TAG, Column, Contract

__all__ = [
    "AGENTS",
    "BRIDGES",
    "CODEBOOK_DIFF",
    "COMPARISON",
    "CONTRAST",
    "CORPUS_SCORES",
    "CROSS_TREND",
    "DEVICES",
    "ELEMENTS",
    "ESTIMATE",
    "FEW",
    "HITS",
    "HIT_CHANGES",
    "MULTIVERSE",
    "OVERLAP",
    "OVERLAPS",
    "POLARITY",
    "POSITION",
    "REGRESSION",
    "SCORES",
    "STABILITY",
    "STANCE",
    "TERM_PRECISION",
    "TRAJECTORY",
    "TREND",
    "UNCERTAINTY",
]  # fmt: skip

_SURFACE = Column("surface", "text", "", "the matched characters as they stand", "표면형")
_TERM = Column("term", "text", "", "term id of the codebook", "단어")
_AGENT_KIND = Column("agent_kind", "text", "", "we, subject, or none", "주어의 유형")
_COVERAGE = Column("coverage", "float", "0 to 1", "share of sentences with weight above 0", "문장 비율")
_CONTRASTED_A = Column("frame_a", "text", "", "first frame of the contrast", "앞 프레임")
_CONTRASTED_B = Column("frame_b", "text", "", "second frame of the contrast", "뒤 프레임")
_N_A = Column("n_a", "int", "hits", "counted hits of frame_a in the unit", "앞 횟수")
_N_B = Column("n_b", "int", "hits", "counted hits of frame_b in the unit", "뒤 횟수")
_SHARE = Column("share", "float", "0 to 1", "weight_a / (weight_a + weight_b); NaN when both are 0", "비중(0~1)")
_LOG_RATIO = Column("log_ratio", "float", "log2", "log2((a + 0.5) / (b + 0.5)); NaN when both are 0", "로그비(밑 2)")
_VALUE = Column("value", "text", "", "density, coverage, share or log_ratio", "값")
_REASON = Column("reason", "text", "", "Korean: why there is no interval; or empty", "이유")
_N = Column("n", "int", "hits", "counted hits of the frame", "횟수")

HITS: Contract = (
    *SPAN, _SURFACE, _TERM, FRAME,
    Column("weight", "float", "points", "weight of the term", "가중치", beside=("tier",)),
    Column("tier", "text", "", "core or support", "단계"),
    Column("element", "text", "", "Entman element: problem, cause, moral, remedy, or empty", "요소"),
    Column("device", "text", "", "framing device, or empty", "장치"),
    Column("ambiguous", "bool", "", "the codebook marks the term as ambiguous", "모호"),
    Column("counted", "bool", "", "enters scores: core, or support with a core hit in its scope", "점수에 포함"),
    Column("inside_quote", "bool", "", "stands between double quotation marks", "인용문 안"),
    Column("negated", "bool", "", "its clause is negated; the hit is counted all the same", "부정"),
    Column("obligation", "bool", "", "its clause says what must or should be", "당위"),
    Column("plan", "bool", "", "its clause says what somebody means to do", "계획"),
    Column("certainty", "bool", "", "its clause is said to be certain", "확신"),
    Column("hearsay", "bool", "", "its clause is passed on as the word of others", "전언"),
    Column("possibility", "bool", "", "its clause says what can or may be", "가능"),
    Column("speaker", "text", "", "who is quoted, where named; empty outside quotes and in a redacted table",
           "말한 이"),
    Column("agent", "text", "", "overt subject or topic of its clause, empty for none", "주어"),
    _AGENT_KIND,
)  # fmt: skip

POLARITY: Contract = (
    DOC,
    Column("positive", "float", "points", "sum of the weights of positive hits", "긍정", beside=("negated",)),
    Column("negative", "float", "points", "sum of the weights of negative hits", "부정", beside=("negated",)),
    Column("hits", "int", "hits", "hits of both poles", "적중", beside=("share_covered",)),
    Column("words", "int", "morphemes", "content morphemes", "내용 형태소", beside=("share_covered",)),
    Column("polarity", "float", "-1 to 1", "(p - n) / (p + n); NaN below 3 hits", "극성"),
    Column("logit", "float", "ln", "ln((p + 0.5) / (n + 0.5)); NaN below 3 hits", "로짓"),
    Column("share_covered", "float", "0 or more", "hits over content morphemes", "목록이 덮은 비중"),
    Column("negated", "int", "hits", "hits whose clause is negated, counted at their own pole", "부정된 절의 적중",
           beside=("share_covered",)),
    Column("quoted", "float", "-1 to 1", "polarity inside quotation marks; NaN below 3 hits there", "극성(인용문 안)"),
    Column("unquoted", "float", "-1 to 1", "polarity outside them; NaN below 3 hits there", "극성(인용문 밖)"),
    Column("reason", "text", "", "Korean: why a value is missing; or empty", "이유"),
)  # fmt: skip

STANCE: Contract = (
    *SPAN,
    Column("surface", "text", "", "the characters of the marker as they stand", "표면형"),
    Column("label", "text", "", "label of the stance list", "표지", beside=("surface",)),
)

AGENTS: Contract = (
    FRAME,
    _AGENT_KIND,
    Column("agent", "text", "", "the subject as it stands; empty for none, and in rows of zero", "주어"),
    Column("n", "int", "hits", "counted hits of the frame with this agent", "횟수"),
)

ELEMENTS: Contract = (
    FRAME,
    Column("element", "text", "", "problem, cause, moral, remedy, or empty where the codebook states none", "요소"),
    Column("n", "int", "hits", "counted hits of the frame with this element", "횟수"),
)

DEVICES: Contract = (
    FRAME,
    Column("device", "text", "", "framing device, or empty where the codebook states none", "장치"),
    Column("n", "int", "hits", "counted hits of the frame with this device", "횟수"),
)

SCORES: Contract = (
    DOC,
    FRAME,
    Column("n", "int", "hits", "counted hits of the frame in the unit", "횟수"),
    Column("weight", "float", "points", "sum over sentences of weight x min(hits, cap) per term", "가중 점수"),
    Column("content", "int", "morphemes", "content morphemes of the unit, the denominator", "내용 형태소"),
    Column("density", "float", "points per 100 content morphemes", "NaN when content is 0", "밀도(점/100형태소)"),
    Column("sentences", "int", "sentences", "sentences in the unit", "문장 수"),
    _COVERAGE,
)

CONTRAST: Contract = (
    DOC,
    _CONTRASTED_A,
    _CONTRASTED_B,
    _N_A,
    _N_B,
    Column("weight_a", "float", "points", "weight of frame_a in the unit", "앞 점수"),
    Column("weight_b", "float", "points", "weight of frame_b in the unit", "뒤 점수"),
    _SHARE,
    _LOG_RATIO,
)

CORPUS_SCORES: Contract = (
    Column("value", "text", "", "mean: of the documents' own values; pooled: of all documents as one text", "값"),
    FRAME,
    Column("docs", "int", "documents", "documents that hold a sentence", "문서 수"),
    Column("n", "int", "hits", "counted hits of the frame in all documents", "횟수"),
    Column("weight", "float", "points", "of all documents (pooled), or per document (mean)", "가중 점수"),
    Column("content", "int", "morphemes", "content morphemes of all documents", "내용 형태소"),
    Column("density", "float", "points per 100 content morphemes", "mean leaves out documents without content",
           "밀도(점/100형태소)"),
    Column("sentences", "int", "sentences", "sentences of all documents", "문장 수"),
    _COVERAGE,
)  # fmt: skip

_PAIR: Contract = (
    _CONTRASTED_A,
    _CONTRASTED_B,
    Column("n_a", "int", "hits", "counted hits of frame_a", "앞 횟수"),
    Column("n_b", "int", "hits", "counted hits of frame_b", "뒤 횟수"),
)
_HEADLINE: Contract = (_SHARE, _LOG_RATIO)

UNCERTAINTY: Contract = (
    DOC,
    Column("source", "text", "", "leave_one_term, ..., sentence_bootstrap, paragraph_bootstrap", "흔들림의 원천",
           beside=("variants",)),
    *_PAIR, *_HEADLINE,
    Column("share_low", "float", "0 to 1", "lower end; NaN with a reason", "비중 하한"),
    Column("share_high", "float", "0 to 1", "upper end; NaN with a reason", "비중 상한"),
    Column("log_ratio_low", "float", "log2", "lower end; NaN with a reason", "로그비 하한"),
    Column("log_ratio_high", "float", "log2", "upper end; NaN with a reason", "로그비 상한"),
    Column("variants", "int", "variants or draws", "how many ways of counting, or draws, were looked at", "변형 수"),
    Column("undefined", "int", "variants or draws", "of them, those in which no hit of either frame is left",
           "값 없음"),
    Column("lowest", "text", "", "what gives log_ratio_low: term id, sentence, paragraph, options; or empty",
           "하한을 만든 것"),
    Column("highest", "text", "", "what gives log_ratio_high; or empty", "상한을 만든 것"),
    Column("reason", "text", "", "Korean: why there is no range, or what is left out of it; or empty", "이유"),
)  # fmt: skip

STABILITY: Contract = (
    Column("perturbation", "text", "", "what was changed", "바꾼 것"),
    Column("label", "text", "", "the same in Korean", "이름"),
    Column("kind", "text", "", "counting: what was changed is how it is counted; chance: the signs of its units",
           "종류"),
    *_HEADLINE,
    Column("changed", "bool", "", "a weight is another than the codebook's; missing where nothing could be changed",
           "바뀐 것 있음"),
    Column("survives", "bool", "", "the same frame leads in every variant; chance: p is .05 or less; missing with a "
           "reason, and where nothing changed", "유지"),
    Column("p", "float", "0 to 1", "of flipped signs over sentences or paragraphs; the row of chance alone", "p"),
    Column("draws_same", "float", "0 to 1", "draws of these units anew in which the same frame leads; no test",
           "다시 뽑아 같은 비율"),
    Column("variants", "int", "variants", "how many were looked at; the numbers are those of the worst", "변형 수"),
    Column("worst", "text", "", "the worst variant: term id, or number of the sentence or paragraph; or empty",
           "가장 불리한 것"),
    Column("reason", "text", "", "Korean: why there is no answer, or what to know about it; or empty", "이유"),
)  # fmt: skip

MULTIVERSE: Contract = (
    Column("specification", "int", "ordinal from 1", "a way of counting; 1 is the kit's own", "계산 방식"),
    Column("text", "text", "", "body, or raw: with the lines that cleaning took away", "글"),
    Column("analyser", "text", "", "one of tokens.ANALYSERS", "분석기"),
    Column("layer", "text", "", "morphs or units", "층위"),
    Column("variants", "text", "", "on: spellings of a word share a lemma; off", "변형 수"),
    Column("tags", "text", "", "all, or nouns: only hits that begin with a noun", "품사 범위"),
    Column("stops", "text", "", "none, or stopped: without hits on the stop list", "불용어"),
    Column("ambiguous", "text", "", "with or without terms that the codebook marks", "모호"),
    Column("weights", "text", "", "codebook, or equal", "가중치"),
    Column("cap", "text", "", "codebook, or off", "문장 상한"),
    Column("support", "text", "", "codebook, another scope, off (no condition) or core (no support terms)",
           "보조 단어"),
    Column("quotes", "text", "", "with or without hits inside quotation marks", "인용문"),
    *_PAIR,
    Column("weight_a", "float", "points", "weight of frame_a", "앞 점수"),
    Column("weight_b", "float", "points", "weight of frame_b", "뒤 점수"),
    *_HEADLINE,
    Column("status", "text", "", "run or refused", "상태"),
    Column("reason", "text", "", "why it was refused; or empty", "이유"),
)  # fmt: skip

_CLUSTERS = Column(
    "clusters", "int", "clusters", "documents, or stories and other clusters of them, with a value", "묶음 수"
)
_SHARE_UPPER = Column(
    "share_upper",
    "float",
    "0 to 1",
    "where no cluster has the frame: one-sided 95% upper limit of the share of clusters that have it",
    "나올 묶음 비율의 상한",
)
_RATE_UPPER = Column(
    "rate_upper",
    "float",
    "points per 100 content morphemes",
    "where no cluster has the frame: one-sided "
    "95% upper limit of the density, if hits are scattered; heaps of hits allow more",
    "밀도의 상한",
)

ESTIMATE: Contract = (
    Column("group", "text", "", "group of documents; all without groups", "집단"),
    FRAME,
    _VALUE,
    Column("docs", "int", "documents", "documents in which the value is defined", "문서 수"),
    _CLUSTERS,
    Column("n", "int", "hits", "counted hits; of both frames for share and log_ratio", "횟수"),
    Column("mean", "float", "as value", "mean of the clusters, a cluster being the mean of its documents", "평균"),
    Column("mean_low", "float", "as value", "lower end; NaN with a reason", "평균 하한"),
    Column("mean_high", "float", "as value", "upper end; NaN with a reason", "평균 상한"),
    Column("pooled", "float", "as value", "value of all documents as one text", "합친 값"),
    Column("pooled_low", "float", "as value", "lower end; NaN with a reason", "합친 값 하한"),
    Column("pooled_high", "float", "as value", "upper end; NaN with a reason", "합친 값 상한"),
    _SHARE_UPPER,
    _RATE_UPPER,
    _REASON,
)

REGRESSION: Contract = (
    FRAME,
    Column("variable", "text", "", "variable that the covariate is of; a:b for their interaction", "변수"),
    Column("covariate", "text", "", "intercept, a number, variable=class, or a × b", "설명 변수"),
    Column("units", "int", "units", "units of the texts", "단위 수"),
    Column("documents", "int", "documents", "documents of the units", "문서 수"),
    Column("clusters", "int", "clusters", "documents, or stories, over which errors are clustered", "묶음 수"),
    Column("coefficient", "float", "as link", "difference in share, or log odds ratio", "계수"),
    Column("low", "float", "as link", "lower end of its interval", "하한"),
    Column("high", "float", "as link", "upper end", "상한"),
    Column("se", "float", "as link", "standard error, clustered", "표준오차"),
    Column("df", "float", "", "effective number of clusters behind it", "자유도"),
    Column("p", "float", "0 to 1", "two-sided, from t; NaN for the constant", "p"),
    Column("p_adjusted", "float", "0 to 1", "Holm over the rows of the table", "보정한 p"),
    Column("joint_f", "float", "", "Wald's F of all coefficients of the variable", "F(변수)"),
    Column("joint_df", "float", "", "coefficients of the variable", "자유도(변수)"),
    Column("joint_df_error", "float", "", "degrees of freedom of its error", "자유도(오차)"),
    Column("joint_p", "float", "0 to 1", "of the F", "p(변수)"),
    Column("tests", "int", "tests", "tests over which p is adjusted", "검정 수", beside=("joint_f",)),
    Column("reason", "text", "", "Korean: why a number is NaN; or empty", "이유"),
)  # fmt: skip

COMPARISON: Contract = (
    FRAME,
    _VALUE,
    Column("group_a", "text", "", "first group of documents", "앞 집단"),
    Column("group_b", "text", "", "second group of documents", "뒤 집단"),
    Column("docs_a", "int", "documents", "documents of group_a in which the value is defined", "앞 문서 수"),
    Column("docs_b", "int", "documents", "documents of group_b in which the value is defined", "뒤 문서 수"),
    Column("n_a", "int", "hits", "counted hits in group_a", "앞 횟수"),
    Column("n_b", "int", "hits", "counted hits in group_b", "뒤 횟수"),
    Column("clusters_a", "int", "clusters", "documents, stories or other clusters of group_a", "앞 묶음 수"),
    Column("clusters_b", "int", "clusters", "documents, stories or other clusters of group_b", "뒤 묶음 수"),
    Column("mean_a", "float", "as value", "mean of the clusters of group_a", "앞 평균"),
    Column("mean_b", "float", "as value", "mean of the clusters of group_b", "뒤 평균"),
    Column("ratio", "float", "ratio", "mean_a / mean_b of density and coverage; NaN where one is 0", "배수"),
    Column("ratio_low", "float", "ratio", "lower end of it; NaN with a reason, or where the difference is tested",
           "배수 하한"),
    Column("ratio_high", "float", "ratio", "upper end of the ratio", "배수 상한"),
    Column("difference", "float", "as value", "mean_a - mean_b", "차이"),
    Column("low", "float", "as value", "lower end of the difference; NaN with a reason, or where the ratio is tested",
           "하한"),
    Column("high", "float", "as value", "upper end of the difference", "상한"),
    Column("df", "float", "degrees of freedom", "of the interval and of p_t", "자유도"),
    Column("p_t", "float", "0 to 1", "Welch's t test of the ratio or the difference", "p(t)"),
    Column("p_permutation", "float", "0 to 1", "permutation of the clusters", "p(순열)"),
    Column("p", "float", "0 to 1", "the larger of both, the one to print; NaN with a reason", "p"),
    Column("p_adjusted", "float", "0 to 1", "Holm over the frames of the table", "보정한 p"),
    Column("share_upper", "float", "0 to 1", "where one group has none: one-sided 95% upper limit of the share of its "
           "clusters that have the frame", "나올 묶음 비율의 상한"),
    Column("warning", "text", "", "Korean: what to mind about p; or empty", "주의"),
    _REASON,
)  # fmt: skip
FEW = 5  # hits, units or documents below which a count is shown and no interval

_FRAME_A = Column("frame_a", "text", "", "first frame of the pair", "앞 프레임")
_FRAME_B = Column("frame_b", "text", "", "second frame of the pair", "뒤 프레임")

TRAJECTORY: Contract = (
    DOC, PARAGRAPH, SENTENCE, _FRAME_A, _FRAME_B,
    Column("weight_a", "float", "points", "weight of frame_a in the sentence", "앞 점수"),
    Column("weight_b", "float", "points", "weight of frame_b in the sentence", "뒤 점수"),
    Column("cusum", "float", "points", "sum, up to this sentence, of weight_a - weight_b less its mean in the document",
           "누적합"),
    Column("low", "float", "points", "2.5% of shuffled orders at this sentence; NaN where it cannot be said",
           "하한"),
    Column("high", "float", "points", "97.5% of shuffled orders at this sentence", "상한"),
)  # fmt: skip

POSITION: Contract = (
    FRAME, _N,
    Column("mean_position", "float", "0 start to 1 end", "mean place of the hits' sentences; NaN without a hit",
           "평균 자리"),
    Column("expected", "float", "0 to 1", "mean place under shuffled sentences, the middle", "기댓값"),
    Column("low", "float", "0 to 1", "2.5% of shuffled orders; NaN below 5 hits", "하한"),
    Column("high", "float", "0 to 1", "97.5% of shuffled orders", "상한"),
    Column("p", "float", "0 to 1", "(1 + shuffles at least as far from the middle) / (1 + shuffles)", "p"),
    Column("p_adjusted", "float", "0 to 1", "p after Holm over the frames of the table", "보정한 p"),
)  # fmt: skip

OVERLAP: Contract = (
    _FRAME_A,
    _FRAME_B,
    Column("both", "int", "units", "sentences or paragraphs that hold both frames", "둘 다"),
    Column("a_only", "int", "units", "units that hold frame_a without frame_b", "앞만"),
    Column("b_only", "int", "units", "units that hold frame_b without frame_a", "뒤만"),
    Column("neither", "int", "units", "units that hold neither", "둘 다 없음"),
    Column("expected", "float", "units", "both, if the units of frame_b stood anywhere in their document", "기댓값"),
    Column("low", "float", "units", "2.5% of shuffles; NaN when a frame stands in fewer than 5 units", "하한"),
    Column("high", "float", "units", "97.5% of shuffles", "상한"),
    Column("jaccard", "float", "0 to 1", "both / units that hold either; NaN when none does", "자카드"),
    Column("p", "float", "0 to 1", "(1 + shuffles at least as far from expected) / (1 + shuffles)", "p"),
    Column("p_adjusted", "float", "0 to 1", "p after Holm over the pairs of the table", "보정한 p"),
)

OVERLAPS: Contract = (_FRAME_A, _FRAME_B, DOC, PARAGRAPH, _N_A, _N_B)

BRIDGES: Contract = (
    Column("lemma", "text", "", "word outside the terms of both frames", "표제형"),
    TAG,
    Column("n_a", "int", "occurrences", "in sentences with frame_a and without frame_b", "앞 횟수"),
    Column("n_b", "int", "occurrences", "in sentences with frame_b and without frame_a", "뒤 횟수"),
    Column("n_both", "int", "occurrences", "in sentences with both", "겹친 문장의 횟수"),
    Column("places", "text", "", "the sentences, as their ordinals; with document ids before them if there are several",
           "자리"),
)  # fmt: skip

TREND: Contract = (
    Column("group", "text", "", "outlet, month (YYYY-MM), year or another document variable", "집단"),
    FRAME,
    Column("docs", "int", "documents", "documents of the group", "문서 수"),
    _CLUSTERS,
    Column("docs_with", "int", "documents", "of these, documents with a counted hit of the frame", "나온 문서 수"),
    _N,
    Column("density", "float", "points per 100 content morphemes", "mean of the clusters", "밀도(점/100형태소)"),
    Column("low", "float", "points per 100 content morphemes", "lower end of its 95% interval; NaN with a reason",
           "하한"),
    Column("high", "float", "points per 100 content morphemes", "upper end", "상한"),
    Column("density_pooled", "float", "points per 100 content morphemes", "of the documents laid end to end",
           "합친 밀도"),
    Column("coverage", "float", "0 to 1", "mean of the clusters' share of sentences with the frame", "문장 비율"),
    Column("coverage_pooled", "float", "0 to 1", "share of all sentences with the frame", "합친 문장 비율"),
    Column("share", "float", "0 to 1", "weight of the frame / weight of all frames of the table, pooled; NaN for 0 / 0",
           "비중(0~1)"),
    _SHARE_UPPER, _RATE_UPPER, _REASON,
)  # fmt: skip
CROSS_TREND: Contract = (
    TREND[0],
    Column("across", "text", "", "value of the second variable", "둘째 변수"),
    *TREND[1:],
)
CODEBOOK_DIFF: Contract = (
    Column("frame", "text", "", "frame id; empty for the codebook itself", "프레임"),
    Column("term", "text", "", "term id; empty for the frame or the codebook itself", "단어"),
    Column("field", "text", "", "field of the format; term or frame where the whole was added or removed", "항목"),
    Column("change", "text", "", "added, removed or changed", "바뀜"),
    Column("before", "text", "", "what it was, empty if it was added", "전"),
    Column("after", "text", "", "what it is, empty if it was removed", "후"),
    Column("detail", "text", "", "of a list or a pattern what came (+) and what went (-); else before -> after",
           "내용"),
)  # fmt: skip

TERM_PRECISION: Contract = (
    FRAME,
    _TERM,
    Column("match", "text", "", "pattern, or kind of number", "찾는 형태"),
    Column("tier", "text", "", "core or support", "단계"),
    Column("n", "int", "units", "coded units in which the term was found", "단위 수", beside=("advice",)),
    Column("true_positive", "int", "units", "of these, units in which coders see the frame", "둘 다 있음"),
    Column("precision", "float", "0 to 1", "share of these units", "정밀도"),
    Column("low", "float", "0 to 1", "lower end of its interval", "하한"),
    Column("high", "float", "0 to 1", "upper end", "상한"),
    Column("advice", "text", "", "keep, demote (8 units or more, fewer than half right), too few, unseen", "처리"),
    Column("reason", "text", "", "why the precision is NaN, empty if it is not", "이유"),
)  # fmt: skip

HIT_CHANGES: Contract = (
    *SPAN, _SURFACE, FRAME, _TERM,
    Column("change", "text", "", "gained, lost or changed", "바뀜"),
    Column("why", "text", "", "the field of the term, the setting or the overlap that did it", "이유"),
    Column("detail", "text", "", "what came (+) and went (-), before -> after, or the term that covers the place",
           "내용"),
    Column("weight_before", "float", "points", "weight under the old version; NaN if gained", "점수(전)"),
    Column("weight_after", "float", "points", "weight under the new version; NaN if lost", "점수(후)"),
    Column("counted_before", "bool", "", "entered scores under the old version", "점수에 포함(전)"),
    Column("counted_after", "bool", "", "enters scores under the new version", "점수에 포함(후)"),
)  # fmt: skip
