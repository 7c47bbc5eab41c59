"""The tables of the kit: what each is called in Korean, which function gives it, and its columns."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from analysis.schema import framing, statistics, texts, topics, validation, voices
from analysis.schema.contract import Column, Contract

__all__ = ["LABELS", "TABLES", "Table", "columns", "heading"]


@dataclass(frozen=True)
class Table:
    """A table that the kit gives; `stacks` says that its rows belong to documents, and say nothing of the others."""

    address: str  # module and constant under which users find the contract
    title: str
    source: str  # the function or value that gives it
    columns: Contract
    stacks: bool = False


# By the headings of docs/tables.md.
TABLES: dict[str, tuple[Table, ...]] = {
    "글과 형태소": (
        Table("schema.DOCUMENTS", "글", "Corpus.documents", texts.DOCUMENTS, stacks=True),
        Table("schema.REMOVED", "제외한 것", "Corpus.removed", texts.REMOVED, stacks=True),
        Table("cleaning.ACCOUNT", "다듬기의 앞과 뒤", "cleaning.account", texts.ACCOUNT, stacks=True),
        Table("schema.UNREAD", "읽지 못한 파일", "Corpus.unread", texts.UNREAD),
        Table("schema.FURNITURE", "고정 문구", "Corpus.furniture", texts.FURNITURE),
        Table("schema.INSPECTION", "말뭉치 살펴보기", "Corpus.report", texts.INSPECTION),
        Table("schema.SPELLING", "맞춤법이 의심되는 말", "Corpus.report", texts.SPELLING),
        Table("cleaning.PAIRS", "거의 같은 글의 쌍", "cleaning.near_duplicates", texts.PAIRS),
        Table("schema.TOKENS", "형태소", "Tokens.table", texts.TOKENS, stacks=True),
    ),
    "단어 목록": (
        Table("lexicon.MERGED", "합친 표기", "lexicon.apply", texts.MERGED),
        Table("lexicon.CHECKED", "목록의 자체 시험", "lexicon.check", texts.CHECKED),
        Table("lexicon.EFFECT", "단위 목록의 효과", "lexicon.effect", texts.EFFECT),
        Table("lexicon.SUGGESTIONS", "묶을 만한 말", "lexicon.suggest", texts.UNIT_SUGGESTIONS),
        Table("lexicon.INCONSISTENT", "다르게 나뉜 단어", "lexicon.inconsistent", texts.INCONSISTENT),
    ),
    "단어의 통계": (
        Table("schema.FREQUENCY", "빈도", "stats.frequency", statistics.FREQUENCY),
        Table("schema.KEYNESS", "핵심어(비교)", "stats.keyness", statistics.KEYNESS),
        Table("schema.KIT_KEYNESS", "핵심어(참조 말뭉치)", "stats.keyness", statistics.KIT_KEYNESS),
        Table("schema.REFERENCE", "참조 말뭉치", "stats.reference", statistics.REFERENCE),
        Table("schema.GROUP_FREQUENCY", "집단별 빈도", "stats.frequency", statistics.GROUP_FREQUENCY),
        Table("schema.GROUP_KEYNESS", "집단별 핵심어", "stats.keyness_by_group", statistics.GROUP_KEYNESS),
        Table("schema.TIMELINE", "시기별 단어", "stats.timeline", statistics.TIMELINE),
        Table("schema.BURSTS", "급증한 단어", "stats.bursts", statistics.BURSTS),
        Table("schema.CHANGES", "비중이 바뀐 시점", "stats.changes", statistics.CHANGES),
        Table("schema.STORIES", "같은 사건의 글", "stats.stories", statistics.STORIES),
        Table("schema.STORY_TABLE", "사건", "stats.story_table", statistics.STORY_TABLE),
        Table("schema.COMPOSITION", "글의 구성", "stats.composition", statistics.COMPOSITION),
        Table("schema.DISPERSION", "산포", "stats.dispersion", statistics.DISPERSION),
        Table("schema.POSITIONS", "단어의 자리", "stats.positions", statistics.POSITIONS),
        Table("schema.CONCORDANCE", "용례 색인", "stats.concordance", statistics.CONCORDANCE, stacks=True),
        Table("schema.COLLOCATES", "연어", "stats.collocates", statistics.COLLOCATES),
        Table("schema.NGRAMS", "이어진 단어", "stats.ngrams", statistics.NGRAMS),
        Table("schema.COOCCURRENCE", "함께 나온 단어", "stats.cooccurrence", statistics.COOCCURRENCE),
        Table("schema.CENTRALITY", "중심성", "stats.centrality", statistics.CENTRALITY),
        Table("schema.COMMUNITIES", "커뮤니티", "stats.communities", statistics.COMMUNITIES),
        Table("schema.CONCOR", "CONCOR 블록", "stats.concor", statistics.CONCOR),
        Table("schema.QAP", "네트워크의 상관(QAP)", "stats.qap", statistics.QAP),
        Table("schema.CUTS", "연결 기준에 따른 순위", "stats.cuts", statistics.CUTS),
        Table("schema.TFIDF", "TF-IDF", "stats.tfidf", statistics.TFIDF),
        Table("schema.CORRESPONDENCE", "대응 분석", "stats.correspondence", statistics.CORRESPONDENCE),
        Table("schema.SIMILARITY", "비슷한 정도", "stats.similarity", statistics.SIMILARITY),
        Table("schema.CLUSTERS", "묶음", "stats.clusters", statistics.CLUSTERS),
        Table("schema.MERGES", "합쳐진 차례", "stats.merges", statistics.MERGES),
        Table("schema.MAP", "지도", "stats.map", statistics.MAP),
        Table("schema.CROSSTAB", "교차표", "stats.crosstab", statistics.CROSSTAB),
        Table("schema.SHIFT", "단어 비중의 차이", "stats.shift", statistics.SHIFT),
        Table("schema.DIVERSITY", "어휘 다양성", "stats.diversity", statistics.DIVERSITY, stacks=True),
        Table("schema.DESCRIPTORS", "문장과 문체", "stats.descriptors", statistics.DESCRIPTORS, stacks=True),
        Table("schema.QUANTITIES", "글 속의 수", "stats.quantities", texts.QUANTITIES, stacks=True),
        Table("schema.ENTITIES", "이름", "stats.entities", texts.ENTITIES),
        Table("schema.MENTIONS", "이름이 나온 곳", "stats.entities", texts.MENTIONS, stacks=True),
        Table("schema.QUOTATIONS", "인용과 화자", "stats.quotations", voices.QUOTATIONS, stacks=True),
        Table("schema.VOICES", "인용 비중", "stats.voices", voices.VOICES),
    ),
    "주제 묶음": (
        Table("schema.TOPIC_PROBABILITIES", "주제의 단어 확률", "topics.Topics.words", topics.TOPIC_PROBABILITIES),
        Table("schema.DOCUMENT_TOPICS", "글의 주제 비중", "topics.Topics.shares", topics.DOCUMENT_TOPICS),
        Table("schema.TOPIC_LABELS", "주제의 이름", "topics.Topics.labels", topics.TOPIC_LABELS),
        Table("schema.TOPIC_SCAN", "주제 수의 비교", "stats.topic_scan", topics.TOPIC_SCAN),
        Table("schema.TOPIC_WORDS", "주제의 단어", "stats.topic_words", topics.TOPIC_WORDS),
        Table("schema.TOPIC_SHARES", "집단의 주제 비중", "stats.topic_shares", topics.TOPIC_SHARES),
        Table("schema.TOPIC_DOCUMENTS", "주제의 글과 문장", "stats.topic_documents", topics.TOPIC_DOCUMENTS),
        Table("schema.TOPIC_STABILITY", "주제의 안정성", "stats.topic_stability", topics.TOPIC_STABILITY),
        Table("schema.INTRUSION", "침입 과제", "validation.intrusion", topics.INTRUSION),
        Table("schema.INTRUSION_RESULTS", "침입 과제의 결과", "validation.intrusion_results", topics.INTRUSION_RESULTS),
    ),
    "프레임": (
        Table("schema.HITS", "프레임 어휘가 나온 곳", "framing.hits", framing.HITS, stacks=True),
        Table("schema.SCORES", "프레임 점수", "framing.score", framing.SCORES, stacks=True),
        Table("schema.CORPUS_SCORES", "글 전체의 점수", "framing.score", framing.CORPUS_SCORES),
        Table("schema.CONTRAST", "두 프레임 비교", "framing.contrast", framing.CONTRAST, stacks=True),
        Table("schema.POLES", "두 극 사이의 치우침", "framing.poles", texts.POLES, stacks=True),
        Table("schema.UNCERTAINTY", "흔들림", "framing.uncertainty", framing.UNCERTAINTY, stacks=True),
        Table("schema.STABILITY", "결론 안정성", "framing.stability", framing.STABILITY),
        Table("schema.MULTIVERSE", "계산 방식 모두", "framing.multiverse", framing.MULTIVERSE),
        Table("schema.ESTIMATE", "집단의 값과 구간", "framing.estimate", framing.ESTIMATE),
        Table("schema.COMPARISON", "두 집단의 차이", "framing.compare", framing.COMPARISON),
        Table("schema.REGRESSION", "프레임 회귀", "framing.regression", framing.REGRESSION),
        Table("schema.TREND", "매체·달에 따른 값", "framing.trend", framing.TREND),
        Table("schema.CROSS_TREND", "두 변수에 따른 프레임", "framing.trend", framing.CROSS_TREND),
        Table("schema.TRAJECTORY", "글의 흐름", "framing.trajectory", framing.TRAJECTORY, stacks=True),
        Table("schema.POSITION", "프레임의 자리", "framing.position", framing.POSITION),
        Table("schema.OVERLAP", "프레임의 겹침", "framing.overlap", framing.OVERLAP),
        Table("schema.OVERLAPS", "겹친 곳", "framing.overlaps", framing.OVERLAPS, stacks=True),
        Table("schema.BRIDGES", "다리가 되는 말", "framing.bridges", framing.BRIDGES),
        Table("schema.AGENTS", "행위 주체", "framing.agents", framing.AGENTS),
        Table("schema.ELEMENTS", "프레임 요소", "framing.elements", framing.ELEMENTS),
        Table("schema.DEVICES", "프레임 장치", "framing.devices", framing.DEVICES),
        Table("schema.POLARITY", "극성", "stats.polarity", framing.POLARITY),
        Table("schema.STANCE", "태도 표지", "framing.stance", framing.STANCE, stacks=True),
        Table("schema.AXIS", "두 극 사이의 단어", "framing.axis", texts.AXIS),
        Table("schema.SUGGESTIONS", "코드북에 더할 만한 말", "framing.suggest", texts.SUGGESTIONS),
        Table("schema.CODEBOOK_DIFF", "코드북의 바뀐 곳", "codebook.diff", framing.CODEBOOK_DIFF),
        Table("schema.TERM_PRECISION", "용어의 정밀도", "validation.term_precision", framing.TERM_PRECISION),
        Table("schema.STATEMENTS", "진술", "framing.statements", voices.STATEMENTS, stacks=True),
        Table("schema.CONGRUENCE", "행위자 사이의 일치", "framing.congruence", voices.CONGRUENCE),
        Table("schema.HIT_CHANGES", "달라진 적중", "framing.changes", framing.HIT_CHANGES),
    ),
    "검증": (
        Table("schema.SAMPLE", "표본", "validation.sample", validation.SAMPLE),
        Table("schema.DRAWN", "뽑힐 확률을 단 표본", "validation.sample", validation.DRAWN),
        Table("schema.CODINGS", "코딩", "validation.read", validation.CODINGS),
        Table("schema.PROGRESS", "코딩의 진척", "validation.progress", validation.PROGRESS),
        Table("schema.AGREEMENT", "코더 간 일치", "validation.agreement", validation.AGREEMENT),
        Table("schema.DISAGREEMENTS", "엇갈린 판단", "validation.disagreements", validation.DISAGREEMENTS),
        Table("schema.ACCURACY", "정확도", "validation.accuracy", validation.ACCURACY),
        Table("schema.CONFUSIONS", "틀린 문장", "validation.confusions", validation.CONFUSIONS),
        Table("schema.CALIBRATION", "점수와 판단", "validation.calibration", validation.CALIBRATION),
        Table("schema.LENGTHS", "길이의 영향", "validation.lengths", validation.LENGTHS),
        Table("schema.PREVALENCE", "보정한 출현율", "validation.prevalence", validation.PREVALENCE),
        Table("schema.NEEDED", "필요한 표본의 크기", "validation.needed", validation.NEEDED),
        Table("schema.NEEDED_ZERO", "어휘가 없는 단위를 읽을 수", "validation.needed_zero", validation.NEEDED_ZERO),
        Table(
            "schema.NEEDED_RELIABILITY",
            "신뢰도 검사에 필요한 단위",
            "validation.needed_reliability",
            validation.NEEDED_RELIABILITY,
        ),
        Table("schema.UNIT_LABELS", "라벨", "validation.labels", validation.UNIT_LABELS),
        Table("schema.SHORTAGE", "모자라는 라벨", "validation.shortage", validation.SHORTAGE),
        Table("schema.STORY_PAIRS", "같은 사건인지 읽을 쌍", "validation.story_pairs", validation.STORY_PAIRS),
        Table("schema.STORY_ACCURACY", "사건 묶음의 정확도", "validation.story_accuracy", validation.STORY_ACCURACY),
        Table("schema.CORRECTED", "바로잡은 비율", "framing.corrected", validation.CORRECTED),
        Table(
            "schema.CORRECTED_DIFFERENCE",
            "바로잡은 차이",
            "framing.corrected_difference",
            validation.CORRECTED_DIFFERENCE,
        ),
        Table("schema.CORRECTED_TREND", "바로잡은 흐름", "framing.corrected_trend", validation.CORRECTED_TREND),
        Table(
            "schema.CORRECTED_REGRESSION",
            "바로잡은 회귀",
            "framing.corrected_regression",
            validation.CORRECTED_REGRESSION,
        ),
    ),
}

# Columns that a function adds to a promised table, or that a report puts together.
_ADDED: Contract = (
    Column(
        "kind", "text", "", "what the document is: portal, outlet, release, paper, interview, minutes, plain", "종류"
    ),
    Column("conclusion", "text", "", "Korean: what may be claimed of a frame in two groups", "결론"),
    Column("copy_of", "text", "", "first document of the story that this one copies; empty for none", "옮긴 글"),
    Column("lines", "int", "lines", "lines of a document that are opened in the report", "줄 수"),
    Column("morphemes", "int", "morphemes", "morphemes of the text", "형태소"),
    Column("n_morphs", "int", "occurrences", "count in the layer of morphemes", "횟수(형태소 층)"),
    Column("n_units", "int", "occurrences", "count in the layer of units", "횟수(단위 층)"),
    Column("near_duplicate_of", "text", "", "earlier document with nearly the same text", "거의 같은 글"),
    Column("tests", "int", "tests", "statements that a self-test checked", "검사"),
)


def columns() -> list[Column]:
    """Return the columns of all tables, table by table, and those that are added to them."""
    return [column for tables in TABLES.values() for table in tables for column in table.columns] + list(_ADDED)


LABELS = {column.name: column.label for column in columns() if not column.beside}
_BESIDE = {(column.name, other): column.label for column in columns() for other in column.beside}


_WHOLE: dict[
    str, list[tuple[frozenset[str], str]]
] = {}  # labels of a column by the columns of its tables, widest first
for _table in sorted((t for tables in TABLES.values() for t in tables), key=lambda t: -len(t.columns)):
    for _column in _table.columns:
        _WHOLE.setdefault(_column.name, []).append((frozenset(c.name for c in _table.columns), _column.label))


def heading(name: str, beside: Container[str]) -> str:
    """Return the Korean header of a column that stands beside others; empty if it has none.

    A table that is there whole names its columns itself; of a part of one the neighbours say which it is.
    """
    whole = next((label for names, label in _WHOLE.get(name, ()) if all(other in beside for other in names)), None)
    if whole is not None:
        return whole
    labels = (label for (own, other), label in _BESIDE.items() if own == name and other in beside)
    return next(labels, LABELS.get(name, ""))
