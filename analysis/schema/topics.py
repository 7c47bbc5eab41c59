"""Contracts of topic models, a table each."""

from __future__ import annotations

from analysis.schema.contract import DOC, END, SENTENCE, START, TAG, TERM, Column, Contract

__all__ = [
    "DOCUMENT_TOPICS", "INTRUSION", "INTRUSION_RESULTS", "TOPIC_DOCUMENTS", "TOPIC_LABELS", "TOPIC_PROBABILITIES",
    "TOPIC_SCAN", "TOPIC_SHARES", "TOPIC_STABILITY", "TOPIC_WORDS",
]  # fmt: skip

_TOPIC = Column("topic", "int", "ordinal from 1", "topic, the largest first", "주제")
_LABEL = Column("label", "text", "", "what people call the topic; 주제 and its number where nobody has named it",
                "주제 묶음", beside=("topic",))  # fmt: skip
_DOCS = Column("docs", "int", "documents", "documents that hold the word", "문서 수")
_PROBABILITY = Column("probability", "float", "0 to 1", "of the word in the topic", "확률", beside=("topic",))
_VERDICT = Column("verdict", "text", "", "steady, loose or unsteady over seeds; empty where it was not measured",
                  "안정성", beside=("topic",))  # fmt: skip
_COSINE = Column("cosine_median", "float", "0 to 1", "cosine with its partner in other runs, the median",
                 "코사인 중앙값")  # fmt: skip
_SHARE = Column("share", "float", "0 to 1", "mean share of the topic in the documents", "비중(0~1)")

TOPIC_PROBABILITIES: Contract = (
    _TOPIC, TERM, TAG, _PROBABILITY,
    Column("n", "int", "occurrences", "how often the word stands in the documents", "횟수"),
    _DOCS,
)  # fmt: skip

DOCUMENT_TOPICS: Contract = (
    DOC, _TOPIC,
    Column("share", "float", "0 to 1", "of the topic in the document", "비중(0~1)"),
    Column("words", "int", "words", "of the document that went into the model", "단어 수"),
)  # fmt: skip

TOPIC_LABELS: Contract = (
    _TOPIC,
    Column("label", "text", "", "what people call the topic; empty where nobody has named it", "주제 묶음",
           beside=("topic",)),
    Column("coder", "text", "", "who named it", "이름을 붙인 사람", beside=("topic",)),
    _COSINE, _VERDICT,
)  # fmt: skip

TOPIC_SCAN: Contract = (
    Column("k", "int", "topics", "number of topics", "주제 수"),
    Column("seed", "int", "", "of the sampler", "시드"),
    Column("held_out", "float", "ln a word", "log-likelihood of the even words of documents that were held out, with "
           "their topics taken from the odd ones", "남긴 글의 로그우도(단어당)"),
    Column("npmi", "float", "-1 to 1", "coherence, mean over topics: NPMI of the top words by document",
           "응집도(NPMI)", beside=("k",)),
    Column("u_mass", "float", "0 and below", "coherence of Mimno et al., mean over topics", "응집도(UMass)"),
    Column("exclusivity", "float", "0 to 1", "of the top words, mean over topics", "배타성"),
    Column("diversity", "float", "0 to 1", "share of distinct words among all top words", "다양성"),
    Column("steady", "float", "0 to 1", "share of the topics that every other seed finds again (cosine .70 or more); "
           "NaN with one seed", "되풀이되는 주제의 비중"),
    Column("smallest", "float", "0 to 1", "share of the smallest topic", "가장 작은 주제의 비중"),
    Column("converged", "bool", "", "whether the likelihood of the last 100 iterations moved by .1 percent at most",
           "수렴"),
    Column("seconds", "float", "seconds", "that fitting took; the only column that differs from run to run",
           "걸린 시간"),
)  # fmt: skip

TOPIC_WORDS: Contract = (
    _TOPIC, _LABEL,
    Column("rank", "int", "ordinal from 1", "by FREX", "순위"),
    TERM, TAG, _PROBABILITY,
    Column("exclusivity", "float", "0 to 1", "share that the topic has in the word: its probability here over the sum "
           "over topics", "배타성"),
    Column("frex", "float", "0 to 1", "harmonic mean of the ranks by exclusivity (weight .7) and by probability",
           "FREX"),
    Column("lift", "float", "0 or more", "probability over the word's share of all words", "향상도(lift)"),
    _DOCS, _SHARE,
    Column("share_low", "float", "0 to 1", "lower end of its 95% interval over documents", "비중 하한"),
    Column("share_high", "float", "0 to 1", "upper end", "비중 상한"),
    _VERDICT,
)  # fmt: skip

TOPIC_SHARES: Contract = (
    Column("group", "text", "", "group of documents; 전체 without groups", "집단"),
    _TOPIC, _LABEL,
    Column("docs", "int", "documents", "documents of the group", "문서 수"),
    Column("share", "float", "0 to 1", "mean share of the topic in the documents of the group", "비중(0~1)"),
    Column("low", "float", "0 to 1", "lower end of the 95% interval, documents drawn anew; NaN below 10 documents",
           "하한"),
    Column("high", "float", "0 to 1", "upper end", "상한"),
    Column("refit_low", "float", "0 to 1", "smallest share over fits with other seeds; NaN unless the model is dmr",
           "시드 최솟값"),
    Column("refit_high", "float", "0 to 1", "largest", "시드 최댓값"),
    Column("main", "float", "0 to 1", "share of the documents of which it is the largest topic",
           "가장 큰 주제인 글(0~1)"),
    _VERDICT,
)  # fmt: skip

TOPIC_DOCUMENTS: Contract = (
    _TOPIC, _LABEL, DOC,
    Column("share", "float", "0 to 1", "of the topic in the document", "비중(0~1)"),
    SENTENCE, START, END,
    Column("mean_probability", "float", "0 to 1", "of the topic, given a word of the sentence and its document: mean "
           "over the words of the sentence", "단어의 평균 확률"),
    Column("text", "text", "", "the sentence", "문장의 글", beside=("topic",)),
)  # fmt: skip

TOPIC_STABILITY: Contract = (
    _TOPIC, _LABEL, _COSINE,
    Column("cosine_low", "float", "0 to 1", "the lowest", "코사인 최솟값"),
    Column("words_kept", "float", "0 to 1", "share of the top words that the partner has too, mean over runs",
           "남은 상위 단어(0~1)"),
    _VERDICT,
)  # fmt: skip

INTRUSION: Contract = (
    Column("unit", "text", "", "id of the task", "과제", beside=("task",)),
    Column("coder", "text", "", "number of the coder, 1, 2, …", "코더"),
    Column("position", "int", "ordinal from 1", "place of the task on the sheet of the coder", "차례",
           beside=("task",)),
    Column("task", "text", "", "word: which word does not belong; topic: which topic does not; label: what to call it",
           "종류", beside=("unit",)),
    _TOPIC,
    DOC,
    Column("text", "text", "", "what the coder reads: beginning of the document, or the words to name", "본문",
           beside=("task",)),
    Column("choices", "text", "", "what the coder chooses from, with | between; empty for labels", "보기"),
    Column("answer", "int", "ordinal from 1", "place of the intruder among the choices; 0 for labels", "정답"),
    Column("topics", "text", "", "numbers of the topics among the choices of a topic task, with | between",
           "보기의 주제"),
    Column("shares", "text", "", "their shares in the document, with | between", "보기의 비중"),
)  # fmt: skip

INTRUSION_RESULTS: Contract = (
    Column("task", "text", "", "word, topic or label", "종류", beside=("n",)),
    Column("topic", "int", "ordinal from 1", "topic; 0 for all", "주제"),
    _LABEL,
    Column("n", "int", "answers", "answers of all coders", "답 수", beside=("task",)),
    Column("right", "int", "answers", "answers that found the intruder; of labels 0", "맞은 답",
           beside=("model_precision",)),
    Column("model_precision", "float", "0 to 1", "right / n; NaN for labels", "모형 정밀도"),
    Column("low", "float", "0 to 1", "lower end of Wilson's 95% interval", "하한"),
    Column("high", "float", "0 to 1", "upper end", "상한"),
    Column("topic_log_odds", "float", "0 and below", "of topic tasks: ln of the intruder's share less that of the "
           "chosen topic, mean over answers", "주제 로그 오즈"),
    Column("alpha", "float", "at most 1", "of labels, over all topics: Krippendorff's alpha; else NaN", "이름의 α",
           beside=("task",)),
    Column("reason", "text", "", "why a value is missing; or empty", "이유"),
)  # fmt: skip
