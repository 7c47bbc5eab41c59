"""Contracts of validation: samples, codings, agreement, accuracy and what follows from them."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, FRAME, PARAGRAPH, SENTENCE, SPAN, START, Column, Contract

__all__ = [
    "ACCURACY", "AGREEMENT", "CALIBRATION", "CODINGS", "CONFUSIONS", "CORRECTED", "CORRECTED_DIFFERENCE",
    "CORRECTED_REGRESSION", "CORRECTED_TREND", "DISAGREEMENTS", "DRAWN", "LENGTHS", "NEEDED", "NEEDED_RELIABILITY",
    "NEEDED_ZERO", "PREVALENCE", "PROGRESS", "SAMPLE", "SHORTAGE", "STATUS", "STORY_ACCURACY", "STORY_PAIRS",
    "UNIT_LABELS",
]  # fmt: skip

# What a codebook may be, in print.
STATUS = {"unvalidated": "검증 안 됨", "piloted": "예비 검증", "validated": "검증됨"}

_UNIT = Column("unit", "text", "", "id of the coded unit, a hash", "코딩 단위",
               beside=("coder", "readings", "stratum", "terms", "pi"))  # fmt: skip
_PART = Column("part", "text", "", "tune (for adjusting the codebook), test (for measuring it), or a name of its own",
               "표본의 부분")  # fmt: skip
_REASON = Column("reason", "text", "", "why a number is NaN or weak, empty if it is not", "이유")

_N = Column("n", "int", "units", "units with a settled coding", "단위 수", beside=("rho_score", "undecided"))

SAMPLE: Contract = (
    _UNIT, *SPAN,
    Column("stratum", "text", "", "class that the unit was drawn from: zero, low or high score; zero or found by group",
           "층"),
    Column("draw", "text", "", "random: of the simple random part; stratified: added from its stratum", "뽑은 방식"),
    Column("weight", "float", "units of the population", "units that this one stands for; NaN where unknown", "가중치",
           beside=("stratum",)),
    _PART,
)  # fmt: skip

DRAWN: Contract = (
    *SAMPLE,
    Column("group", "text", "", "group of documents that the unit was drawn for; all without groups", "집단"),
    Column("pi", "float", "0 to 1", "probability that the unit was drawn, given its group and stratum", "뽑힐 확률"),
)

CODINGS: Contract = (
    _UNIT,
    FRAME,
    Column("coder", "text", "", "who read it", "코더"),
    Column("kind", "text", "", "human, machine, or adjudicator for what was settled after a disagreement", "종류"),
    Column("value", "float", "0 or 1", "frame absent or present; NaN for a cell left empty or coded 9", "값"),
    Column("empty", "bool", "", "the cell was left empty, so the sheet is unfinished", "빈칸"),
    Column("confidence", "float", "1 to 3", "how sure the coder was of the unit; NaN if not stated", "확신 정도"),
    Column("note", "text", "", "the coder's remark on the unit", "코더의 말"),
)

AGREEMENT: Contract = (
    FRAME,
    Column("n", "int", "units", "units with a value from two coders or more", "단위 수", beside=("verdict",)),
    Column("coders", "int", "coders", "coders with a value", "코더 수"),
    Column("percent", "float", "0 to 1", "pairs of readings that agree", "일치율"),
    Column("alpha", "float", "at most 1", "Krippendorff's alpha at the level named", "크리펜도르프 α"),
    Column("alpha_low", "float", "at most 1", "lower end of its bootstrap interval over units", "α 하한"),
    Column("alpha_high", "float", "at most 1", "upper end", "α 상한"),
    Column("kappa", "float", "-1 to 1", "Cohen's kappa; mean over pairs of coders (Light)", "카파"),
    Column("fleiss", "float", "at most 1", "Fleiss' kappa", "Fleiss 카파"),
    Column("ac1", "float", "at most 1", "Gwet's AC1", "AC1"),
    Column("prevalence", "float", "0 to 1", "readings that say present; NaN unless values are 0 and 1", "출현율"),
    Column("level", "text", "", "what a difference means to alpha: nominal, ordinal, interval or ratio", "측정 수준"),
    Column("alpha_observed", "float", "0 or more", "observed disagreement Do; alpha is 1 - Do / De", "관찰 불일치도"),
    Column("alpha_expected", "float", "0 or more", "disagreement expected by chance De", "기대 불일치도"),
    Column("holsti", "float", "0 to 1", "Holsti's coefficient 2M / (N1 + N2); mean over pairs of coders",
           "홀스티 계수"),
    Column("scott_pi", "float", "at most 1", "Scott's pi; mean over pairs of coders", "스콧 파이"),
    Column("scott_pi_expected", "float", "0 to 1", "chance agreement of Scott's pi", "우연 일치율(스콧 파이)"),
    Column("kappa_expected", "float", "0 to 1", "chance agreement of Cohen's kappa", "우연 일치율(카파)"),
    Column("kappa_se", "float", "", "standard error of kappa of two coders (Fleiss, Cohen & Everitt 1969)",
           "카파 표준오차"),
    Column("kappa_low", "float", "", "lower end of the normal interval of kappa", "카파 하한"),
    Column("kappa_high", "float", "", "upper end", "카파 상한"),
    Column("kappa_linear", "float", "at most 1", "weighted kappa, weights falling with the distance of categories",
           "가중 카파(선형)"),
    Column("kappa_linear_se", "float", "", "its standard error, of two coders", "가중 카파(선형) 표준오차"),
    Column("kappa_quadratic", "float", "at most 1", "weighted kappa, weights falling with the squared distance",
           "가중 카파(제곱)"),
    Column("kappa_quadratic_se", "float", "", "its standard error, of two coders", "가중 카파(제곱) 표준오차"),
    Column("fleiss_expected", "float", "0 to 1", "chance agreement of Fleiss' kappa", "우연 일치율(Fleiss 카파)"),
    Column("randolph", "float", "at most 1", "Randolph's free-marginal kappa", "랜돌프 카파"),
    Column("randolph_expected", "float", "0 to 1", "its chance agreement, 1 / categories", "우연 일치율(랜돌프 카파)"),
    Column("ac1_expected", "float", "0 to 1", "chance agreement of AC1", "우연 일치율(AC1)"),
    Column("ac1_se", "float", "", "standard error of AC1 over units (Gwet 2008)", "AC1 표준오차"),
    Column("ac1_low", "float", "at most 1", "lower end of the t interval of AC1", "AC1 하한"),
    Column("ac1_high", "float", "at most 1", "upper end", "AC1 상한"),
    Column("ac2", "float", "at most 1", "Gwet's AC2, quadratic weights", "AC2(제곱 가중)"),
    Column("alpha_texts", "float", "at most 1", "alpha by the mix of the texts, nominal; NaN without a sample",
           "α(글 전체의 구성비)"),
    Column("alpha_texts_low", "float", "at most 1", "lower end of its interval", "α(글 전체) 하한"),
    Column("alpha_texts_high", "float", "at most 1", "upper end", "α(글 전체) 상한"),
    Column("ac1_texts", "float", "at most 1", "AC1 by the mix of the texts; NaN without a sample",
           "AC1(글 전체의 구성비)"),
    Column("categories", "int", "values", "values that could be chosen, if known, else those that were", "범주 수"),
    Column("unavailable", "text", "", "coefficients that are NaN though asked for, each with why", "구할 수 없는 계수"),
    Column("verdict", "text", "", "reliable (.80), tentative (.667), unreliable or undefined", "판정"),
    _REASON,
)  # fmt: skip

DISAGREEMENTS: Contract = (
    _UNIT,
    FRAME,
    DOC,
    START,
    END,
    Column("readings", "text", "", "each coder's value, as in a=1, b=0", "코더별 판단"),
    Column("adjudicated", "float", "0 or 1", "what was settled; NaN if nothing was", "합의한 값"),
    Column("text", "text", "", "the unit's text; empty without a corpus", "글"),
)

ACCURACY: Contract = (
    FRAME,
    _PART,
    _N,
    Column("undecided", "int", "units", "units left out: coders differ and nothing was settled, or no value", "미정"),
    Column("positive", "int", "units", "units in which coders see the frame", "있음(코더)"),
    Column("predicted", "int", "units", "units in which the codebook finds it", "있음(코드북)"),
    Column("true_positive", "int", "units", "units with both", "둘 다 있음"),
    Column("precision", "float", "0 to 1", "found and present, of found", "정밀도"),
    Column("precision_low", "float", "0 to 1", "lower end of its interval", "정밀도 하한"),
    Column("precision_high", "float", "0 to 1", "upper end", "정밀도 상한"),
    Column("recall", "float", "0 to 1", "found and present, of present; NaN where its lower limit alone is known",
           "재현율"),
    Column("recall_low", "float", "0 to 1", "lower end of its interval", "재현율 하한"),
    Column("recall_high", "float", "0 to 1", "upper end", "재현율 상한"),
    Column("recall_bound", "float", "0 to 1", "one-sided lower limit of recall in the texts, 95 percent",
           "재현율의 한쪽 하한"),
    Column("missed_high", "float", "units", "largest plausible number of units of the texts with the frame, not found",
           "놓친 단위의 상한"),
    Column("found_units", "float", "units", "units of the texts in which the codebook finds the frame",
           "어휘가 있는 단위"),
    Column("zero_units", "float", "units", "units of the texts in which the codebook finds nothing of it",
           "어휘가 없는 단위"),
    Column("zero_read", "int", "units", "of them, units with a settled coding", "그 가운데 읽은 단위"),
    Column("f1", "float", "0 to 1", "harmonic mean of precision and recall; NaN where recall is", "F1"),
    Column("f1_low", "float", "0 to 1", "lower end of its interval; NaN for counts", "F1 하한"),
    Column("f1_high", "float", "0 to 1", "upper end", "F1 상한"),
    Column("specificity", "float", "0 to 1", "left alone, of absent", "특이도"),
    Column("positive_effective", "float", "units", "positive units after weighting (Kish)", "유효 표본 수(있음)"),
    Column("negative_effective", "float", "units", "negative units after weighting (Kish)", "유효 표본 수(없음)"),
    Column("alpha", "float", "at most 1", "agreement of the coders on the coded units", "크리펜도르프 α"),
    Column("alpha_texts", "float", "at most 1", "the same by the mix of the texts, which must hold first, if known",
           "α(글 전체의 구성비)"),
    _REASON,
)  # fmt: skip

CONFUSIONS: Contract = (
    FRAME,
    _PART,
    Column("kind", "text", "", "false_positive: found but absent; false_negative: present but not found", "종류"),
    _UNIT,
    *SPAN,
    Column("weight", "float", "units of the population", "units that this one stands for", "가중치", beside=("terms",)),
    Column("terms", "text", "", "terms that were counted in it, by id", "단어들"),
)

CALIBRATION: Contract = (
    FRAME, _PART,
    Column("bin", "text", "points", "scores from low to high", "점수 구간"),
    Column("low", "float", "points", "scores of the bin are above it; 0 for the first, which holds 0 alone", "하한"),
    Column("n", "int", "units", "units with such a score and a settled coding", "단위 수", beside=("bin",)),
    Column("positive", "int", "units", "of them, units in which coders see the frame", "있음(코더)"),
    Column("share", "float", "0 to 1", "positive / n; NaN when n is 0", "비중(0~1)"),
    Column("share_low", "float", "0 to 1", "lower end of its Wilson interval", "비중 하한"),
    Column("share_high", "float", "0 to 1", "upper end", "비중 상한"),
    Column("precision", "float", "0 to 1", "precision if scores above low counted as found; all units in the first row",
           "정밀도"),
    Column("recall", "float", "0 to 1", "recall if scores above low counted as found", "재현율"),
    _REASON,
)  # fmt: skip

LENGTHS: Contract = (
    FRAME, _N,
    Column("rho_score", "float", "-1 to 1", "Spearman's rank correlation of score and content morphemes",
           "ρ(점수와 길이)"),
    Column("rho_coded", "float", "-1 to 1", "the same of the coders' value: what length does to the frame itself",
           "ρ(코딩과 길이)"),
)  # fmt: skip

PREVALENCE: Contract = (
    FRAME,
    Column("group", "text", "", "documents; all without groups", "집단"),
    _PART,
    Column("n", "int", "units", "units of the texts", "단위 수", beside=("corrected",)),
    Column("labels", "int", "units", "of them, units with a settled coding", "라벨 수"),
    Column("undecided", "int", "units", "units left out: coders differ and nothing was settled, or no value", "미정"),
    Column("share", "float", "0 to 1", "units in which the codebook finds the frame", "비중(0~1)"),
    Column("corrected", "float", "0 to 1", "units that hold the frame, by what people read", "보정한 값"),
    Column("corrected_low", "float", "0 to 1", "lower end of its interval, of these texts", "보정한 값 하한"),
    Column("corrected_high", "float", "0 to 1", "upper end", "보정한 값 상한"),
    _REASON,
)  # fmt: skip

_GROUP = Column("group", "text", "", "group of documents; all without groups", "집단")
_UNITS = Column("units", "int", "units", "units of the texts", "단위 수")
_DOCUMENTS = Column("documents", "int", "documents", "documents of the units", "문서 수")
_CLUSTERS = Column("clusters", "int", "clusters", "what varies on its own: documents, or stories", "묶음 수")
_LABELS = Column("labels", "int", "units", "units with a settled label", "라벨 수")
_UNDECIDED = Column("undecided", "int", "units", "labelled units that coders left open", "미정")
_SE = Column("se", "float", "as value", "standard error", "표준오차")
_DF = Column("df", "float", "", "effective number of clusters; NaN where the interval is exact", "자유도")
_P = Column("p", "float", "0 to 1", "two-sided, from t; NaN with a reason", "p")
_P_ADJUSTED = Column("p_adjusted", "float", "0 to 1", "Holm over the rows of the table", "보정한 p")
_TESTS = Column("tests", "int", "tests", "tests of the table, over which p is adjusted", "검정 수",
                beside=("found_difference", "slope", "coefficient"))  # fmt: skip
_METHOD = Column("method", "text", "", "cell, dsl or ppi_tuned; empty where nothing was corrected", "계산 방식")
_WHY = Column("reason", "text", "", "Korean: why a number is NaN, or how it was made in another way; or empty", "이유")

UNIT_LABELS: Contract = (
    _UNIT,
    DOC,
    PARAGRAPH,
    SENTENCE,
    FRAME,
    Column("group", "text", "", "group of documents that the unit was drawn for; all without groups", "집단"),
    Column("cell", "text", "", "class that the unit was drawn from in its group", "층"),
    Column("found", "bool", "", "the codebook finds the frame in the unit", "찾음", beside=("pi",)),
    Column("value", "float", "0 or 1", "frame absent or present as settled; NaN where it was left open", "값"),
    Column("pi", "float", "0 to 1", "probability that the unit was labelled, given its group and class", "뽑힐 확률"),
    Column("alpha", "float", "at most 1", "agreement of the coders on the frame", "크리펜도르프 α"),
    Column("reason", "text", "", "Korean: why labels of the frame correct nothing; or empty", "이유"),
)

CORRECTED: Contract = (
    _GROUP,
    FRAME,
    _UNITS,
    _DOCUMENTS,
    _CLUSTERS,
    _LABELS,
    _UNDECIDED,
    Column("found_share", "float", "0 to 1", "units in which the codebook finds the frame: not corrected", "찾은 비율"),
    Column(
        "share",
        "float",
        "0 to 1",
        "units in which people would see the frame; NaN with a reason",
        "바로잡은 비율",
        beside=("found_share",),
    ),
    Column("low", "float", "0 to 1", "lower end of its interval", "하한"),
    Column("high", "float", "0 to 1", "upper end", "상한"),
    Column(
        "lowest",
        "float",
        "0 to 1",
        "share if every open label were absent",
        "미정이 모두 없음일 때",
        beside=("found_share",),
    ),
    Column(
        "highest",
        "float",
        "0 to 1",
        "share if every open label were present",
        "미정이 모두 있음일 때",
        beside=("found_share",),
    ),
    Column("outer_low", "float", "0 to 1", "lower end of the interval of lowest", "바깥 하한"),
    Column("outer_high", "float", "0 to 1", "upper end of the interval of highest", "바깥 상한"),
    _SE,
    _DF,
    _METHOD,
    _WHY,
)

CORRECTED_DIFFERENCE: Contract = (
    FRAME,
    Column("group_a", "text", "", "first group of documents", "앞 집단"),
    Column("group_b", "text", "", "second group of documents", "뒤 집단"),
    Column("documents_a", "int", "documents", "documents of group_a", "앞 문서 수"),
    Column("documents_b", "int", "documents", "documents of group_b", "뒤 문서 수"),
    Column("clusters_a", "int", "clusters", "clusters of group_a", "앞 묶음 수"),
    Column("clusters_b", "int", "clusters", "clusters of group_b", "뒤 묶음 수"),
    Column("labels_a", "int", "units", "settled labels in group_a", "앞 라벨 수"),
    Column("labels_b", "int", "units", "settled labels in group_b", "뒤 라벨 수"),
    Column("found_difference", "float", "-1 to 1", "found share of group_b less that of group_a: not corrected",
           "찾은 비율의 차이"),
    Column("share_a", "float", "0 to 1", "corrected share of group_a", "앞 바로잡은 비율"),
    Column("share_b", "float", "0 to 1", "corrected share of group_b", "뒤 바로잡은 비율"),
    Column("difference", "float", "-1 to 1", "share_b - share_a", "차이"),
    Column("low", "float", "-1 to 1", "lower end of its interval", "하한"),
    Column("high", "float", "-1 to 1", "upper end", "상한"),
    Column("lowest", "float", "-1 to 1", "difference if open labels were present in a alone", "가장 작을 때",
           beside=("found_difference",)),
    Column("highest", "float", "-1 to 1", "difference if open labels were present in b alone", "가장 클 때",
           beside=("found_difference",)),
    Column("outer_low", "float", "-1 to 1", "lower end of the interval of lowest", "바깥 하한"),
    Column("outer_high", "float", "-1 to 1", "upper end of the interval of highest", "바깥 상한"),
    _SE,
    _DF,
    _P,
    _P_ADJUSTED,
    _TESTS,
    _METHOD,
    _WHY,
)  # fmt: skip

CORRECTED_TREND: Contract = (
    *CORRECTED,
    Column("found_slope", "float", "share a period", "slope of what the codebook finds: not corrected",
           "찾은 비율의 기울기"),
    Column("slope", "float", "share a period", "slope over all periods, as people would see it", "기울기"),
    Column("slope_low", "float", "share a period", "lower end of its interval", "기울기 하한"),
    Column("slope_high", "float", "share a period", "upper end", "기울기 상한"),
    Column("slope_se", "float", "share a period", "its standard error", "기울기 표준오차"),
    Column("slope_df", "float", "", "effective number of clusters behind it", "기울기 자유도"),
    Column("slope_p", "float", "0 to 1", "two-sided, from t", "기울기 p"),
    Column("slope_clusters", "int", "clusters", "clusters of all periods", "모든 묶음 수"),
    _TESTS,
    Column("slope_reason", "text", "", "Korean: why the slope is NaN; or empty", "기울기 이유"),
)  # fmt: skip

STORY_PAIRS: Contract = (
    Column("unit", "text", "", "id of the pair, a hash", "쌍", beside=("doc_a",)),
    Column("stratum", "text", "", "joined: of one story; below: near, and of none together; rest: any other within the "
           "days", "표집 층", beside=("doc_a",)),
    Column("population", "int", "pairs", "pairs of the kind", "쌍 수"),
    Column("cosine", "float", "0 to 1", "of the nouns; NaN below .15", "코사인"),
    *(Column(f"{name}_{side}", "text", "", said.format(of), f"{place} {label}")
      for side, of, place in (("a", "first", "앞"), ("b", "second", "뒤"))
      for name, said, label in (
          ("doc", "id of the {} document", "문서"), ("date", "date of the {} document", "날짜"),
          ("outlet", "outlet of the {} document", "실린 곳"), ("title", "title of the {} document", "제목"),
          ("text", "the first 400 characters of the {} document", "본문"))),
)  # fmt: skip

STORY_ACCURACY: Contract = (
    Column("measure", "text", "", "joined, below, rest: share of pairs of one event; precision, recall, f1 of the "
           "stories", "무엇"),
    Column("population", "int", "pairs", "pairs that there are", "쌍 수"),
    Column("read", "int", "pairs", "pairs that were read and settled", "읽은 쌍"),
    Column("same", "int", "pairs", "of them, pairs of one event", "같은 사건인 쌍"),
    Column("undecided", "int", "pairs", "pairs drawn without a majority or an answer", "정하지 못한 쌍",
           beside=("same",)),
    Column("value", "float", "0 to 1", "the share, or the rate; NaN where it is a bound alone", "값"),
    Column("low", "float", "0 to 1", "lower end of its 95% interval; for a bound the one-sided limit", "하한"),
    Column("high", "float", "0 to 1", "upper end", "상한"),
    Column("reason", "text", "", "Korean: why there is no point; or empty", "이유"),
)  # fmt: skip

CORRECTED_REGRESSION: Contract = (
    FRAME,
    Column("covariate", "text", "", "name of the covariate; intercept for the constant", "설명 변수"),
    _UNITS,
    _DOCUMENTS,
    _CLUSTERS,
    _LABELS,
    _UNDECIDED,
    Column("found_coefficient", "float", "as link", "coefficient for what the codebook finds: not corrected",
           "찾은 것의 계수"),
    Column("coefficient", "float", "as link", "coefficient for what people would see", "계수"),
    Column("low", "float", "as link", "lower end of its interval", "하한"),
    Column("high", "float", "as link", "upper end", "상한"),
    _SE,
    _DF,
    _P,
    _P_ADJUSTED,
    _TESTS,
    _METHOD,
    _WHY,
)  # fmt: skip

SHORTAGE: Contract = (
    FRAME,
    Column("group", "text", "", "group of documents that units are drawn for", "집단"),
    Column("cell", "text", "", "class that units are drawn from in the group", "층"),
    Column("units", "int", "units", "units of the cell", "단위 수"),
    Column("labels", "int", "units", "settled labels so far", "라벨 수"),
    Column("positive", "int", "units", "of them, units in which coders see the frame", "있음(코더)"),
    Column("needed", "int", "units", "labels that the wanted half width takes in all", "필요한 라벨 수"),
    Column("more", "int", "units", "labels still to be made", "더 필요한 라벨 수"),
)

PROGRESS: Contract = (
    Column("coder", "text", "", "who", "코더"),
    Column("kind", "text", "", "human, machine or adjudicator", "종류"),
    FRAME,
    Column("units", "int", "units", "units of the sample", "단위 수"),
    Column("coded", "int", "units", "units coded 0 or 1", "코딩한 수"),
    Column("unsure", "int", "units", "units coded 9, cannot tell", "판단 못 한 수"),
    Column("empty", "int", "units", "units not coded yet", "빈칸"),
)

NEEDED: Contract = (
    Column("share", "float", "0 to 1", "precision or recall that is expected", "비중(0~1)"),
    Column("half_width", "float", "0 to 1", "half of the interval's width that is wanted", "구간 폭의 절반"),
    Column("n", "int", "units", "units needed: found ones for a precision, positive ones for a recall", "단위 수",
           beside=("half_width",)),
)  # fmt: skip

NEEDED_ZERO: Contract = (
    Column("units", "int", "units", "units of the texts in which the codebook finds nothing", "단위 수"),
    Column("missed", "int", "units", "units with the frame that may remain in them", "남아도 되는 단위"),
    Column("n", "int", "units", "units to read, none of which may hold the frame", "읽을 단위 수",
           beside=("missed",)),
)  # fmt: skip

NEEDED_RELIABILITY: Contract = (
    Column("units", "int", "units", "units of the study", "단위 수"),
    Column("agreement", "float", "0 to 1", "least agreement that is assumed", "가정한 일치율"),
    Column("error", "float", "0 to 1", "standard error of the agreement", "일치율의 표준오차"),
    Column("n", "int", "units", "units that two coders read", "읽을 단위 수", beside=("agreement",)),
)
