"""Contracts of the statistics, a table each."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, PARAGRAPH, SENTENCE, START, TAG, TERM, Column, Contract

FREQUENCY: Contract = (
    TERM,
    TAG,
    Column("n", "int", "occurrences", "how often the term occurs"),
    Column("per_10k", "float", "per 10,000 morphemes of the base", "relative frequency"),
    Column("docs", "int", "documents", "documents that hold the term"),
    Column("rank", "int", "ordinal from 1", "competition rank by n: ties share the smaller number"),
)

# Part A of the statistics: keyness, dispersion, diversity, descriptors, tf-idf.
_TERM_N = Column("n", "int", "occurrences", "how often the term occurs")

KEYNESS: Contract = (
    TERM,
    TAG,
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
    TERM,
    TAG,
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
    DOC,
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
    DOC,
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
    DOC,
    TERM,
    TAG,
    Column("n", "int", "occurrences", "count in the document"),
    Column("docs", "int", "documents", "documents that hold the term"),
    Column("idf", "float", "", "inverse document frequency of the policy named in attrs"),
    Column("tfidf", "float", "", "n x idf"),
    Column("rank", "int", "ordinal from 1", "competition rank by tfidf within the document"),
)

# Concordance, collocates, n-grams, co-occurrence, correspondence.

CONCORDANCE: Contract = (
    DOC,
    PARAGRAPH,
    SENTENCE,
    START,
    END,
    Column("left", "text", "", "text before the node, as it stands"),
    Column("node", "text", "", "the characters that were looked for"),
    Column("right", "text", "", "text behind the node, as it stands"),
    Column("word", "text", "", "the word (eojeol) or words in which the node stands, with its particles"),
    *(Column(f"{side}{k}", "text", "", f"sort key: {place} {k}, empty past the paragraph")
      for side, place in (("L", "word to the left,"), ("R", "word to the right,"))
      for k in range(1, 6)),
)  # fmt: skip

COLLOCATES: Contract = (
    TERM,
    TAG,
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

# Word shift and the places of terms.

SHIFT: Contract = (
    TERM,
    TAG,
    Column("n", "int", "occurrences", "count in the target"),
    Column("n_reference", "int", "occurrences", "count in the reference"),
    Column("share", "float", "0 to 1", "of the target's base"),
    Column("share_reference", "float", "0 to 1", "of the reference's base"),
    Column("contribution", "float", "-1 to 1; bits for jsd", "what the term adds to the difference"),
    Column("rank", "int", "ordinal from 1", "competition rank by the size of the contribution"),
)

POSITIONS: Contract = (
    TERM,
    TAG,
    DOC,
    PARAGRAPH,
    SENTENCE,
    Column("place", "int", "ordinal from 0", "row of the tokens, counted through all documents"),
    Column("position", "float", "0 to below 1", "share of the document's rows that stand before it"),
)

COMPOSITION: Contract = (
    Column("group", "text", "", "outlet or another document variable; empty where a document does not state it"),
    Column("period", "text", "", "month (YYYY-MM) or year; empty for undated documents"),
    Column("docs", "int", "documents", "documents of the group in the period"),
    Column("characters", "int", "characters", "of their texts, spaces included; 0 where redacted"),
)
