"""Contracts of the statistics, a table each."""

from __future__ import annotations

from analysis.schema.contract import DOC, DOCS, PARAGRAPH, SENTENCE, SPAN, TAG, TERM, Column, Contract

__all__ = [
    "BURSTS", "CENTRALITY", "CHANGES", "CLUSTERS", "COLLOCATES", "COMMUNITIES", "COMPOSITION", "CONCOR", "CONCORDANCE",
    "COOCCURRENCE", "CORRESPONDENCE", "CROSSTAB", "CUTS", "DESCRIPTORS", "DISPERSION", "DIVERSITY", "FREQUENCY",
    "GENRES", "GROUP_FREQUENCY", "GROUP_KEYNESS", "KEYNESS", "KIT_KEYNESS", "MAP", "MERGES", "NGRAMS", "POSITIONS",
    "QAP", "REFERENCE", "SHIFT", "SIMILARITY", "STORIES", "STORY_TABLE", "TFIDF", "TIMELINE", "TOTAL",
]  # fmt: skip

_TERM_N = Column("n", "int", "occurrences", "how often the term occurs", "횟수")
_DOCS = Column("docs", "int", "documents", "documents that hold the term", "문서 수")
_N = Column("n", "int", "occurrences", "count in the target", "횟수")
_N_REFERENCE = Column("n_reference", "int", "occurrences", "count in the reference", "횟수(비교 글)")
_ONE_GENRE = Column(
    "one_genre",
    "text",
    "",
    "genre of the kit's reference that makes up nine tenths or more of the term's relative frequencies, or that the "
    "list lacks it; empty otherwise",
    "몰린 장르",
)
_G2 = Column("g2", "float", "0 or more", "log-likelihood ratio over four cells", "로그우도비(G²)")

FREQUENCY: Contract = (
    TERM,
    TAG,
    _TERM_N,
    Column("per_10k", "float", "per 10,000 morphemes of the base", "relative frequency", "1만 개당"),
    _DOCS,
    Column("rank", "int", "ordinal from 1", "competition rank by n: ties share the smaller number", "순위"),
)

_GROUP = Column("group", "text", "", "group of documents, as `by` names it", "집단")
GROUP_FREQUENCY: Contract = (_GROUP, *FREQUENCY)

# Of the kit's reference, with their Korean names.
GENRES = {"news": "뉴스", "reports": "보고서", "book_reviews": "서평", "film_reviews": "영화평"}
REFERENCE: Contract = (
    TERM,
    TAG,
    Column("n", "int", "occurrences", "count in all genres", "횟수"),
    Column("per_10k", "float", "per 10,000 morphemes of the base", "mean of the relative frequencies in the genres",
           "1만 개당(장르 평균)", beside=("genres",)),
    Column("genres", "int", "genres", "genres that hold the term", "장르 수"),
    _ONE_GENRE,
    *(Column(f"n_{genre}", "int", "occurrences", f"count in {genre.replace('_', ' ')}", f"횟수({label})")
      for genre, label in GENRES.items()),
    *(Column(f"docs_{genre}", "int", "lines" if genre == "reports" else "documents",
             f"{'lines' if genre == 'reports' else 'documents'} of {genre.replace('_', ' ')} that hold the term",
             f"{'줄 수' if genre == 'reports' else '문서 수'}({label})") for genre, label in GENRES.items()),
)  # fmt: skip

KEYNESS: Contract = (
    TERM, TAG, _N, _N_REFERENCE,
    Column("per_10k", "float", "per 10,000 of the target's base", "relative frequency in the target", "1만 개당"),
    Column("per_10k_reference", "float", "per 10,000 of the reference's base", "relative frequency in the reference",
           "1만 개당(비교 글)"),
    Column("docs", "int", "documents", "documents of the target that hold the term", "문서 수"),
    Column("docs_reference", "float", "documents", "documents of the reference; NaN for a frequency list",
           "문서 수(비교 글)"),
    Column("g2", "float", "", "log-likelihood ratio over four cells (Dunning), unsigned", "로그우도비(G²)"),
    Column("g2_two_term", "float", "", "log-likelihood ratio over two cells (Rayson & Garside), unsigned",
           "로그우도비(두 칸)"),
    Column("chi2", "float", "", "Pearson's chi-squared without correction", "카이제곱"),
    Column("log_ratio", "float", "log2",
           "ratio of relative frequencies; 0 enters as 0.5, NaN where that turns it round", "로그비(밑 2)"),
    Column("log_ratio_low", "float", "log2", "lower end of its 95 percent interval over texts; -inf when n is 0, NaN "
           "with fewer than five texts a side", "로그비 하한"),
    Column("log_ratio_high", "float", "log2", "upper end of it; inf when n_reference is 0", "로그비 상한"),
    Column("lrc", "float", "log2", "end of that interval nearer to 0, or 0 when it holds 0", "LRC"),
    Column("count_low", "float", "log2", "with fewer than five texts a side: lower end for the error of counting alone",
           "로그비 하한(빈도의 오차만)"),
    Column("count_high", "float", "log2", "upper end of that", "로그비 상한(빈도의 오차만)"),
    Column("percent_diff", "float", "percent", "%DIFF; NaN when n_reference is 0", "%DIFF"),
    Column("odds_ratio", "float", "", "of the sample; NaN when n_reference is 0", "오즈비"),
    Column("bic", "float", "", "g2 - ln N; NaN with fewer than five texts a side", "BIC"),
    Column("log_odds", "float", "ln", "log-odds ratio with the pooled counts as prior", "로그 오즈비"),
    Column("z", "float", "standard deviations", "log_odds over its standard deviation", "z"),
    Column("dp", "float", "0 even to 1", "Gries' DP over the documents of the target; NaN for one document",
           "DP(0 고름)"),
    Column("p", "float", "0 to 1", "of the test named in attrs; NaN where none was made", "p"),
    Column("p_adjusted", "float", "0 to 1", "p corrected for the number of terms", "보정한 p"),
    Column("clusters", "int", "texts or clusters", "texts of the target that vary on their own, or clusters of them",
           "묶음 수"),
    Column("clusters_reference", "float", "texts or clusters", "the same of the reference; NaN for a frequency list",
           "묶음 수(비교 글)"),
    Column("reason", "text", "", "Korean: why a number is missing; or empty", "이유"),
)  # fmt: skip

GROUP_KEYNESS: Contract = (_GROUP, *KEYNESS)
KIT_KEYNESS: Contract = (*KEYNESS, _ONE_GENRE)

DISPERSION: Contract = (
    TERM, TAG, _TERM_N,
    Column("range", "int", "parts", "parts that hold the term", "나온 부분의 수"),
    Column("dp", "float", "0 even to 1", "Gries' deviation of proportions", "DP(0 고름)"),
    Column("dp_norm", "float", "0 even to 1", "DP over its greatest possible value", "표준화 DP"),
    Column("juilland_d", "float", "0 to 1 even", "Juilland's D, population sd, relative frequencies",
           "Juilland D(1 고름)"),
    Column("carroll_d2", "float", "0 to 1 even", "Carroll's D2", "Carroll D2(1 고름)"),
    Column("rosengren_s", "float", "above 0 to 1 even", "Rosengren's S with part sizes", "Rosengren S(1 고름)"),
    Column("kld", "float", "bits, 0 even", "Kullback-Leibler divergence", "KLD"),
    Column("idf", "float", "bits, 0 everywhere", "log2(parts / range)", "IDF"),
    Column("da", "float", "0 to 1 even", "DA of Burch, Egbert & Biber (2017)", "DA(1 고름)"),
    Column("dp_egbert", "float", "0 to 1 even", "D_P of Egbert, Burch & Biber (2020), 1 - DP / (1 - the share "
           "of the smallest part that holds the term)", "Egbert D_P(1 고름)"),
    Column("sd", "float", "occurrences", "population standard deviation of the counts by part",
           "부분별 횟수의 표준편차"),
    Column("cv", "float", "0 even", "sd over the mean count by part", "변동 계수(0 고름)"),
)  # fmt: skip

DIVERSITY: Contract = (
    DOC,
    Column("tokens", "int", "tokens of the unit", "length", "토큰"),
    Column("types", "int", "types of the unit", "different terms", "타입"),
    Column("ttr", "float", "0 to 1", "types / tokens; falls with length", "TTR"),
    Column("guiraud", "float", "", "types / sqrt(tokens); depends on length", "Guiraud R"),
    Column("herdan_c", "float", "0 to 1", "log types / log tokens; depends on length", "Herdan C"),
    Column("maas", "float", "low is varied", "Maas' a2, logarithms to base 10; depends on length", "Maas a²"),
    Column("msttr", "float", "0 to 1", "mean TTR of segments; NaN below one segment", "MSTTR"),
    Column("mattr", "float", "0 to 1", "mean TTR of a moving window; NaN below one window", "MATTR"),
    Column("mtld", "float", "tokens", "mean length of stretches with a TTR of 0.72; NaN without a factor", "MTLD"),
    Column("hdd", "float", "0 to 1", "expected TTR of 42 tokens; NaN below 42", "HD-D"),
    Column("yule_k", "float", "low is varied", "Yule's K", "Yule K"),
    Column("simpson_d", "float", "0 varied to 1", "chance that two tokens are of one type", "Simpson D"),
    Column("cttr", "float", "", "Carroll's corrected TTR, types / sqrt(2 tokens); depends on length", "CTTR"),
)

DESCRIPTORS: Contract = (
    DOC,
    Column("sentences", "int", "sentences", "sentences with a word", "문장 수"),
    Column("eojeol", "int", "eojeol", "words between spaces that hold more than signs", "어절"),
    Column("eojeol_per_sentence", "float", "eojeol", "mean length of a sentence", "문장당 어절"),
    Column("nominalised", "float", "per 100 eojeol", "nominal endings (ETN)", "명사형 어미(100어절당)"),
    Column("nouns_per_predicate", "float", "", "nouns (NNG NNP) for one verb or adjective (VV VA)", "용언당 명사"),
    Column("declarative", "float", "0 to 1", "share of sentences with a declarative ending", "평서형 비율"),
    Column("interrogative", "float", "0 to 1", "share of sentences with an interrogative ending or mark",
           "의문형 비율"),
    Column("directive", "float", "0 to 1", "share of sentences with an imperative or hortative ending",
           "명령·청유형 비율"),
    Column("open_ended", "float", "0 to 1", "share with an ending that serves several types, such as 어요 or 지",
           "여러 유형 어미 비율"),
    Column("without_ending", "float", "0 to 1", "share of sentences without a final ending, such as headlines",
           "종결 어미 없는 비율"),
    Column("hanja", "float", "0 to 1", "share of content morphemes in Hanja script", "한자 비율"),
    Column("foreign", "float", "0 to 1", "share of content morphemes in a foreign script", "외국 문자 비율"),
)  # fmt: skip

TFIDF: Contract = (
    DOC,
    TERM,
    TAG,
    Column("n", "int", "occurrences", "count in the document", "횟수"),
    _DOCS,
    Column("idf", "float", "", "inverse document frequency of the policy named in attrs", "IDF"),
    Column("tfidf", "float", "", "n x idf", "TF-IDF"),
    Column("rank", "int", "ordinal from 1", "competition rank by tfidf within the document", "순위"),
)

# Concordance, collocates, n-grams, co-occurrence, correspondence.

CONCORDANCE: Contract = (
    *SPAN,
    Column("left", "text", "", "text before the node, as it stands", "왼쪽"),
    Column("node", "text", "", "the characters that were looked for", "중심어"),
    Column("right", "text", "", "text behind the node, as it stands", "오른쪽"),
    Column("word", "text", "", "the word (eojeol) or words in which the node stands, with its particles", "어절"),
    *(Column(f"{side}{k}", "text", "", f"sort key: {place} {k}, empty past the paragraph", f"{label} {k}")
      for side, place, label in (("L", "word to the left,", "왼쪽"), ("R", "word to the right,", "오른쪽"))
      for k in range(1, 6)),
)  # fmt: skip

COLLOCATES: Contract = (
    TERM, TAG,
    Column("n", "int", "occurrences", "occurrences of the term inside the windows of the node", "횟수"),
    Column("n_total", "int", "occurrences", "occurrences of the term in the base", "전체 횟수"),
    Column("expected", "float", "occurrences", "n if the term were spread evenly: n_total x tokens near / base",
           "기댓값"),
    Column("log_dice", "float", "log2, at most 14", "14 + log2 of Dice of node and term", "로그 다이스"),
    Column("mi", "float", "bits", "log2(n / expected)", "상호정보량"),
    Column("mi3", "float", "bits", "log2(n^3 / expected)", "MI3"),
    Column("t", "float", "", "(n - expected) / sqrt(n)", "t"),
    Column("z", "float", "", "(n - expected) / sqrt(expected)", "z"),
    _G2,
    Column("dice", "float", "0 or more", "2 n / (occurrences of the node + n_total)", "다이스"),
    Column("npmi", "float", "-1 to 1", "mi / -log2(n / base)", "NPMI"),
    Column("delta_p_node", "float", "-1 to 1", "P(near the node | term) - P(near the node | other terms)",
           "ΔP(중심어)"),
    Column("delta_p_term", "float", "-1 to 1", "P(term | near the node) - P(term | elsewhere)", "ΔP(주변 단어)"),
    Column("n_left", "int", "occurrences", "of n, those left of the node they are nearest to", "왼쪽 횟수"),
    Column("n_right", "int", "occurrences", "of n, those right of it", "오른쪽 횟수"),
    Column("minimum_sensitivity", "float", "0 or more", "smaller of n / occurrences of the node and n / n_total",
           "최소 민감도"),
)  # fmt: skip

NGRAMS: Contract = (
    Column("term", "text", "", "lemmas in order, one space between", "단어"),
    Column("tag", "text", "", "their tags in order, one space between", "품사"),
    Column("n", "int", "occurrences", "how often the sequence occurs", "횟수"),
    DOCS,
    Column("lambda", "float", "", "highest interaction of the log-linear model, counts + 0.5", "λ"),
    Column("z", "float", "", "lambda / its standard error", "z"),
    Column("g2", "float", "0 or more", "log-likelihood ratio against independent positions", "로그우도비(G²)"),
    Column("pmi", "float", "bits", "log2(n / expected under independent positions)", "PMI"),
)

COOCCURRENCE: Contract = (
    Column("source", "text", "", "term, with /TAG where the lemma stands under two tags", "앞말", beside=("target",)),
    Column("target", "text", "", "term behind source in the alphabet", "뒷말"),
    Column("n", "int", "windows", "windows that hold both", "함께 나온 창의 수", beside=("n_source",)),
    Column("n_source", "int", "windows", "windows that hold source", "창의 수(앞말)"),
    Column("n_target", "int", "windows", "windows that hold target", "창의 수(뒷말)"),
    Column("expected", "float", "windows", "n_source x n_target / windows", "기댓값"),
    Column("jaccard", "float", "0 to 1", "n / windows that hold either", "자카드"),
    Column("npmi", "float", "-1 to 1", "pointwise mutual information / -log2(n / windows)", "NPMI"),
    _G2,
    Column(
        "phi",
        "float",
        "-1 to 1",
        "correlation of the two terms over windows; NaN for a term in every window",
        "파이 계수",
    ),
    Column("lift", "float", "0 or more", "n / expected", "향상도(lift)"),
)

_RANK = "competition rank: ties share the smaller number"
CENTRALITY: Contract = (
    TERM,
    Column("windows", "int", "windows", "windows that hold the term", "창의 수"),
    Column("degree", "int", "ties", "terms that it is tied to", "연결 정도"),
    Column("degree_share", "float", "0 to 1", "degree / (terms - 1)", "연결 정도 중심성"),
    Column("strength", "float", "", "sum of the weights of its ties; of n where centrality is unweighted",
           "연결 강도"),
    Column("betweenness", "float", "0 to 1", "share of the shortest ways between two others that lead through it; NaN "
           "where all have the same", "매개 중심성"),
    Column("closeness", "float", "0 to 1", "Wasserman and Faust's, over all terms; may pass 1 where weighted",
           "근접 중심성"),
    Column("eigenvector", "float", "0 to 1", "squares sum to 1; NaN outside the largest component",
           "고유벡터 중심성"),
    Column("component", "int", "ordinal from 1", "part of the network, 1 the largest", "컴포넌트"),
    Column("rank_degree", "int", "ordinal from 1", _RANK, "연결 정도 순위"),
    Column("rank_betweenness", "float", "ordinal from 1", _RANK, "매개 순위"),
    Column("rank_closeness", "int", "ordinal from 1", _RANK, "근접 순위"),
    Column("rank_eigenvector", "float", "ordinal from 1", _RANK, "고유벡터 순위"),
)  # fmt: skip

COMMUNITIES: Contract = (
    TERM,
    Column("community", "float", "ordinal from 1", "1 the largest, ties by first term; NaN where there are none",
           "커뮤니티"),
    Column("sureness", "float", "0 to 1", "share of the runs in which it is with the majority of its community",
           "확실성(0~1)"),
    Column("inside", "float", "0 to 1", "share of the weight of its ties that stays inside", "안쪽 연결 비중(0~1)",
           beside=("community",)),
    Column("hub", "float", "ordinal from 1", "rank by the weight of ties inside its community", "커뮤니티 안 순위"),
)  # fmt: skip

CONCOR: Contract = (
    TERM,
    Column("block", "int", "ordinal from 1", "block, in the order of their paths", "블록"),
    Column("path", "text", "", "half it fell to in every split, such as 1.2", "나뉜 길", beside=("block",)),
    Column("degree", "int", "ties", "terms that it is tied to", "연결 정도"),
)

QAP: Contract = (
    Column("group_a", "text", "", "first network", "앞 집단"),
    Column("group_b", "text", "", "second network", "뒤 집단"),
    Column("terms", "int", "terms", "terms that were compared", "비교한 단어 수", beside=("shared_terms",)),
    Column("pairs", "int", "pairs", "pairs of them", "쌍의 수", beside=("shared_terms",)),
    Column("r", "float", "-1 to 1", "correlation of the ties; NaN where one network's are all the same", "상관계수(r)"),
    Column("p", "float", "0 to 1", "share of namings at random with an r as high", "p"),
    Column("low", "float", "-1 to 1", "lower end of the middle 95 percent of r under random naming", "우연의 하한",
           beside=("shared_terms",)),
    Column("high", "float", "-1 to 1", "upper end", "우연의 상한", beside=("shared_terms",)),
    Column("shared_terms", "int", "terms", "terms of both networks", "함께 있는 단어 수"),
    Column("reason", "text", "", "Korean: why there is no r; or empty", "이유"),
)  # fmt: skip

CUTS: Contract = (
    TERM,
    Column("cut", "text", "", "how ties were cut: jaccard, npmi, n (3 strongest by these) or association", "연결 기준"),
    Column("rank", "float", "ordinal from 1", "rank of the term by the centrality, under this cut; NaN without a tie",
           "순위"),
    Column("value", "float", "0 to 1", "the centrality", "중심성", beside=("rank_low",)),
    Column("rank_low", "float", "ordinal from 1", "first of its ranks over the cuts", "가장 앞선 순위"),
    Column("rank_high", "float", "ordinal from 1", "last of its ranks over the cuts", "가장 뒤진 순위"),
    Column("edges", "int", "ties", "ties that the cut leaves", "연결 수"),
    Column("density", "float", "0 to 1", "of the pairs of tied terms, the share that is tied", "밀도",
           beside=("rank_low",)),
    Column("reason", "text", "", "Korean: why there is no rank; or empty", "이유"),
)  # fmt: skip

TIMELINE: Contract = (
    Column("term", "text", "", "query, as it was asked", "단어"),
    Column("group", "text", "", "value of the variable `by`; empty without one", "집단"),
    Column("period", "text", "", "day, week (its Monday), month, quarter (2023-Q2) or year", "때"),
    Column("start", "text", "YYYY-MM-DD", "first day of the period", "첫날", beside=("period",)),
    Column("end", "text", "YYYY-MM-DD", "last day of the period", "마지막 날", beside=("period",)),
    Column("docs", "int", "documents", "documents of the period that hold the term", "문서 수"),
    Column("docs_all", "int", "documents", "documents of the period", "전체 문서 수"),
    Column(
        "share",
        "float",
        "0 to 1",
        "docs / docs_all; NaN for a period without documents",
        "문서 비중",
        beside=("docs_all",),
    ),
    Column("low", "float", "0 to 1", "lower end of its 95 percent interval (Wilson)", "하한"),
    Column("high", "float", "0 to 1", "upper end of its interval", "상한"),
    Column("n", "int", "occurrences", "occurrences in the period", "횟수"),
    Column("per_10k", "float", "per 10,000 rows of the tokens", "relative frequency in the period", "1만 개당"),
)

BURSTS: Contract = (
    Column("term", "text", "", "query, as it was asked", "단어"),
    Column("group", "text", "", "value of the variable `by`; empty without one", "집단"),
    Column("start", "text", "YYYY-MM-DD", "first day of the burst", "시작"),
    Column("end", "text", "YYYY-MM-DD", "last day of the burst", "끝"),
    Column("periods", "int", "periods", "periods of the burst, those without documents inside it included", "기간 수"),
    Column("level", "int", "ordinal from 1", "state of the model above the usual one; 1 with two states", "수준",
           beside=("docs_all",)),
    Column("docs", "int", "documents", "documents of the burst that hold the term", "문서 수"),
    Column("docs_all", "int", "documents", "documents of the burst", "전체 문서 수"),
    Column("share", "float", "0 to 1", "docs / docs_all", "문서 비중", beside=("docs_all",)),
    Column("share_outside", "float", "0 to 1", "the same over all periods outside the bursts of the term; NaN where "
           "there are none", "급증 밖의 비중"),
    Column("weight", "float", "above 0, ln", "log-likelihood that the high state gains over the low one", "강도",
           beside=("docs_all",)),
    Column("p", "float", "0 to 1", "share of shuffled series whose greatest weight is as great, the series itself "
           "included", "p"),
    Column("title", "text", "", "title of the article with the term that is nearest to the middle of the burst",
           "제목"),
)  # fmt: skip

CHANGES: Contract = (
    Column("term", "text", "", "query, as it was asked", "단어"),
    Column("group", "text", "", "value of the variable `by`; empty without one", "집단"),
    Column("at", "text", "", "first period behind the change", "바뀐 시점"),
    Column("low", "text", "", "lower end of its 95 percent interval", "하한"),
    Column("high", "text", "", "upper end of its interval", "상한"),
    Column("before", "float", "0 to 1", "share of documents with the term from the change before, or the first period",
           "바뀌기 전 비중", beside=("at",)),
    Column("after", "float", "0 to 1", "the same up to the next change, or the last period", "바뀐 뒤 비중",
           beside=("at",)),
    Column("ratio", "float", "0 or more", "after / before; inf where before is 0", "비율(뒤/앞)", beside=("before",)),
    Column("p", "float", "0 to 1", "share of shuffles of the documents of both parts that have as great a change "
           "anywhere, the series itself included", "p"),
    Column("p_adjusted", "float", "0 to 1", "Holm over all changes of the table", "보정한 p"),
)  # fmt: skip

CORRESPONDENCE: Contract = (
    Column("label", "text", "", "group, or term with /TAG where the lemma stands under two tags", "이름"),
    Column("kind", "text", "", "group or term", "종류"),
    Column("n", "int", "occurrences", "occurrences in the table that was analysed", "횟수"),
    Column("dim1", "float", "", "principal coordinate on the first dimension", "1축", beside=("mass",)),
    Column("dim2", "float", "", "principal coordinate on the second; NaN where there is none", "2축", beside=("mass",)),
    Column("mass", "float", "0 to 1", "share of all occurrences; sums to 1 in each kind", "질량"),
    Column("inertia", "float", "0 or more", "mass x squared chi-square distance to the average profile", "관성"),
    Column("contribution", "float", "0 to 1", "share of the total inertia; sums to 1 in each kind", "기여"),
    Column("contribution1", "float", "0 to 1", "share of the inertia of the first dimension", "1축 기여"),
    Column("contribution2", "float", "0 to 1", "share of that of the second; NaN where there is none", "2축 기여"),
    Column("quality", "float", "0 to 1", "share of the point's inertia that the two dimensions show", "나타난 비중"),
)

# Word shift and the places of terms.

SHIFT: Contract = (
    TERM,
    TAG,
    _N,
    _N_REFERENCE,
    Column("share", "float", "0 to 1", "of the target's base", "비중(0~1)"),
    Column("share_reference", "float", "0 to 1", "of the reference's base", "비중(비교 글)"),
    Column("contribution", "float", "-1 to 1; bits for jsd", "what the term adds to the difference", "기여"),
    Column("rank", "int", "ordinal from 1", "competition rank by the size of the contribution", "순위"),
)

POSITIONS: Contract = (
    TERM,
    TAG,
    DOC,
    PARAGRAPH,
    SENTENCE,
    Column("place", "int", "ordinal from 0", "row of the tokens, counted through all documents", "순번"),
    Column("position", "float", "0 to below 1", "share of the document's rows that stand before it", "자리(0~1)"),
)

COMPOSITION: Contract = (
    Column("group", "text", "", "outlet or another document variable; empty where a document does not state it",
           "집단"),
    Column("period", "text", "", "month (YYYY-MM) or year; empty for undated documents", "때"),
    Column("docs", "int", "documents", "documents of the group in the period", "문서 수"),
    Column("characters", "int", "characters", "of their texts, spaces included; 0 where redacted", "글자 수"),
)  # fmt: skip

TOTAL = "합계"  # in place of a value, on the margins of a cross table

_ITEM = Column("item", "text", "", "group of documents, or document", "항목")
SIMILARITY: Contract = (
    Column("a", "text", "", "first item of the pair, by name", "항목 1", beside=("shared",)),
    Column("b", "text", "", "second item", "항목 2", beside=("shared",)),
    Column("value", "float", "0 to 1; bits for jsd", "cosine, Jaccard, or divergence (0 is the same); NaN for an item "
           "without words", "값"),
    Column("shared", "int", "terms", "terms that both use", "함께 쓴 단어 종류"),
    Column("reason", "text", "", "Korean: why the value is missing; or empty", "이유"),
)  # fmt: skip

CLUSTERS: Contract = (
    _ITEM,
    Column("cluster", "float", "number from 1", "1 is the largest; NaN without k", "묶음", beside=("silhouette",)),
    Column("order", "int", "ordinal from 1", "place under the tree", "차례", beside=("silhouette",)),
    Column("height", "float", "distance", "where the item is first joined", "합쳐진 높이"),
    Column("silhouette", "float", "-1 to 1", "how much nearer to its own cluster than to the nearest other",
           "실루엣"),
    Column("recurrence", "float", "0 to 1", "share of the draws of the terms in which its cluster comes back; below .5 "
           "the cluster is soft", "다시 나온 비율"),
    Column("reason", "text", "", "Korean: why a value is missing; or empty", "이유"),
)  # fmt: skip

MERGES: Contract = (
    Column("step", "int", "ordinal from 1", "merge", "단계"),
    Column("left", "text", "", "item, or #3 for what step 3 made", "합친 것 1", beside=("step",)),
    Column("right", "text", "", "the other", "합친 것 2", beside=("step",)),
    Column("height", "float", "distance", "how far apart they are; for Ward sqrt(2 delta SSE)", "합쳐진 높이"),
    Column("size", "int", "items", "items in what was made", "항목 수", beside=("left",)),
)  # fmt: skip

MAP: Contract = (
    _ITEM,
    Column("dim1", "float", "distance", "place on the first dimension", "차원 1", beside=("stress_item",)),
    Column("dim2", "float", "distance", "place on the second", "차원 2", beside=("stress_item",)),
    Column("stress_item", "float", "0 to 1", "share of the squared misfit in the pairs of the item", "어긋남의 비중"),
)  # fmt: skip

CROSSTAB: Contract = (
    Column("row", "text", "", "value of the row's variable; 합계 on the margin", "행"),
    Column("column", "text", "", "value of the column's variable; 합계 on the margin", "열"),
    Column("n", "int", "units", "units of the cell or margin", "단위 수", beside=("row_share",)),
    Column("row_share", "float", "0 to 1", "n / units of the row", "행 비중(0~1)"),
    Column("column_share", "float", "0 to 1", "n / units of the column", "열 비중(0~1)"),
    Column("expected", "float", "units", "n if the variables were independent; NaN on margins", "기댓값"),
    Column("residual", "float", "z", "Haberman's adjusted residual; NaN on margins", "수정된 잔차"),
    Column("p", "float", "0 to 1", "of the residual, two-sided, or by Fisher where the whole is exact; on a margin of "
           "the test of what it sums", "p"),
    Column("p_adjusted", "float", "0 to 1", "Holm over the cells; on margins over the categories", "보정한 p"),
    Column("docs", "int", "documents", "documents of the cell", "문서 수"),
    Column("chi2", "float", "0 or more", "chi-squared of what the margin sums; else NaN", "카이제곱"),
    Column("df", "float", "", "its degrees of freedom", "자유도"),
    Column("v", "float", "0 to 1", "Cramér's V of what the margin sums; else NaN", "크래머 V"),
    Column("v_low", "float", "0 to 1", "lower end of its interval", "V 하한"),
    Column("v_high", "float", "0 to 1", "upper end", "V 상한"),
    Column("test", "text", "", "chi2, yates, fisher, freeman-halton or freeman-halton-random; empty for none", "검정"),
    Column("reason", "text", "", "Korean: why there is no test; or empty", "이유"),
)  # fmt: skip

STORIES: Contract = (
    DOC,
    Column("story", "int", "ordinal from 0", "number of the story, by its first article; 0 for a document alone",
           "사건"),
    Column("copy_of", "text", "", "document that it copies; empty for none", "옮긴 글"),
    Column("jaccard", "float", "0 to 1", "Jaccard index of character 5-grams with that, else with the most alike "
           "earlier article of the story; NaN without one", "자카드"),
    Column("contained", "float", "0 to 1", "share of the shorter's 5-grams that the longer holds, with the same",
           "포함"),
    Column("nearness", "float", "0 to 1", "mean cosine of tf-idf with the other articles of the story", "가까움"),
    Column("order", "int", "ordinal from 1", "1 + articles of the story that are earlier for certain; 0 alone", "순서"),
    Column("same_time", "bool", "", "whether another article of the story may be of the same time", "같은 때"),
    Column("role", "text", "", "first (by the time), copy or own", "구분"),
)  # fmt: skip

STORY_TABLE: Contract = (
    Column("story", "int", "ordinal from 1", "number of the story", "사건"),
    Column("title", "text", "", "title of the article nearest to the others", "제목"),
    Column("docs", "int", "documents", "articles of the story", "문서 수"),
    Column("outlets", "int", "outlets", "outlets that have any", "매체 수"),
    Column("start", "text", "YYYY-MM-DD", "first day", "첫날", beside=("first_outlet",)),
    Column("end", "text", "YYYY-MM-DD", "last day", "마지막 날", beside=("first_outlet",)),
    Column("days", "int", "days", "from the first to the last day, both counted", "일수"),
    Column("first_outlet", "text", "", "outlet of the earliest article; empty on a tie or without times",
           "먼저 쓴 매체"),
    Column("copies", "int", "documents", "articles that copy another", "옮긴 글 수"),
    Column("agency", "text", "", "agencies among its outlets or in the heads of its articles", "통신사"),
    Column("terms", "text", "", "five words with the greatest summed tf-idf", "단어", beside=("days",)),
)  # fmt: skip
