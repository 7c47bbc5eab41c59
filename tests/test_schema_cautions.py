"""What a reader must mind stands beside every statistic: each is tried on texts of which some are cut off."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

import analysis as da
from analysis import schema
from tests.made_networks import edges, two_groups

SAID = "글 2편 가운데 2편은 본문이 앞부분뿐이므로(truncated) 기사의 앞부분을 센 결과로 읽는다"
BOOK = da.paths.CODEBOOKS / "alliance-startup.yaml"
TEXTS = {
    "a": "한미동맹은 굳건하다. " * 5 + "벤처기업은 드물다. " * 5 + "한미 동맹이 벤처를 돕는다. 가온시는 3억 원을 썼다.",
    "b": "벤처가 온다. 한미 동맹은 길다. 가온시는 벤처를 돕고 한미 동맹을 말했다. 힘써야 한다.",
}
# Statistics that are no table counted on a text.
NONE = {
    "stats.groups": "names documents",
    "stats.sides": "names documents",
    "stats.reference": "lists the kit's own counts",
    "stats.show_concordance": "shows a table",
    "stats.write_concordance": "writes a table",
    "stats.write_network": "writes a table",
    "stats.qap": "compares networks, whose cautions it carries: tests/test_stats_qap.py",
    "stats.crosstab": "counts codings of a table of one's own",
    "stats.dtm": "counts, as a matrix",
    "stats.write_dtm": "writes a matrix",
    "framing.write_statements": "writes a table",
    "framing.covariates": "numbers of documents",
    "framing.corrected_sentences": "sentences on a table",
    "framing.check": "tests a codebook on sentences of its own",
    "framing.changes": "compares two codebooks",
}
# Tried by the structure test alone, since they need a large text or a corpus with removed lines.
LARGE = {
    "framing.axis", "framing.congruence", "framing.multiverse", "framing.regression", "framing.usage", "stats.bursts",
    "stats.changes", "stats.stories", "stats.story_table", "stats.topic_documents", "stats.topic_scan",
    "stats.topic_shares", "stats.topic_stability", "stats.topic_words", "stats.voices",
}  # fmt: skip


@dataclass(frozen=True)
class Cut:
    """Two texts, both the beginning of an article alone, and what is counted on them first."""

    @cached_property
    def corpus(self) -> da.Corpus:
        corpus = da.Corpus.from_texts(TEXTS)
        known = {"truncated": "yes", "outlet": ["가", "나"], "date": ["2026-01-02", "2026-02-03"]}
        return replace(corpus, _documents=corpus.documents.assign(**known))

    @cached_property
    def documents(self) -> pd.DataFrame:
        return self.corpus.documents

    @cached_property
    def tokens(self) -> da.Tokens:
        return da.segment(self.corpus, cache=None)

    @cached_property
    def sides(self) -> tuple[da.Tokens, da.Tokens]:
        return self.tokens.only(docs=["a"]), self.tokens.only(docs=["b"])

    @cached_property
    def by(self) -> pd.Series:
        return self.documents.set_index("doc")["outlet"]

    @cached_property
    def book(self) -> da.codebook.Codebook:
        return da.codebook.read(BOOK)

    @cached_property
    def hits(self) -> pd.DataFrame:
        return da.framing.hits(self.tokens, self.book)

    @cached_property
    def scores(self) -> pd.DataFrame:
        return da.framing.score(self.hits, self.tokens, by="document")

    @cached_property
    def sentences(self) -> pd.DataFrame:
        return da.framing.score(self.hits, self.tokens)

    @cached_property
    def labels(self) -> pd.DataFrame:
        """Every sentence labelled as the codebook has it."""
        read = self.sentences.assign(found=self.sentences["n"] > 0, pi=1.0, alpha=1.0, group="all", cell="", reason="")
        return read.assign(value=read["found"].astype(float), unit=[f"u{k}" for k in range(len(read))])


stats, framing = da.stats, da.framing


def tied(table: pd.DataFrame) -> pd.DataFrame:
    """Ties of a network of some size, which say what the table on texts says."""
    return schema.describe(edges(two_groups()), schema.About(), source=table)


def alike(table: pd.DataFrame) -> pd.DataFrame:
    """Likenesses of some items, which say what the table on texts says."""
    texts = {"가": ["벤처", "동맹"], "나": ["동맹", "시장"], "다": ["시장", "벤처"], "라": ["기업", "동맹", "집"]}
    found = stats.similarity(da.Tokens.from_terms(texts), tags=None)
    return schema.describe(found, schema.about(found), source=table)


def polar(t: Cut) -> pd.DataFrame:
    """Hits of a list of words with their polarity."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "목록.csv")
        path.write_text("굳건하다,1\n드물다,-1\n", encoding="utf-8")
        return framing.hits(t.tokens, da.lexicon.polarity(path))


CALLS: dict[str, Callable[[Cut], pd.DataFrame]] = {
    "stats.backbone": lambda t: stats.backbone(stats.cooccurrence(t.tokens, minimum=1)),
    "stats.centrality": lambda t: stats.centrality(tied(stats.cooccurrence(t.tokens, minimum=1))),
    "stats.communities": lambda t: stats.communities(tied(stats.cooccurrence(t.tokens, minimum=1)), runs=2),
    "stats.concor": lambda t: stats.concor(tied(stats.cooccurrence(t.tokens, minimum=1)), splits=1),
    "stats.cuts": lambda t: stats.cuts(tied(stats.cooccurrence(t.tokens, minimum=1))),
    "stats.ties": lambda t: stats.ties(stats.entities(t.tokens, by="mention"), minimum=1),
    "stats.collocates": lambda t: stats.collocates(t.tokens, "동맹", minimum=1),
    "stats.composition": lambda t: stats.composition(t.documents),
    "stats.concordance": lambda t: stats.concordance(t.corpus, t.tokens, "동맹"),
    "stats.cooccurrence": lambda t: stats.cooccurrence(t.tokens, minimum=1),
    "stats.correspondence": lambda t: stats.correspondence(t.tokens, minimum=1),
    "stats.descriptors": lambda t: stats.descriptors(t.tokens),
    "stats.dispersion": lambda t: stats.dispersion(t.tokens, minimum=1),
    "stats.diversity": lambda t: stats.diversity(t.tokens),
    "stats.entities": lambda t: stats.entities(t.tokens),
    "stats.frequency": lambda t: stats.frequency(t.tokens),
    "stats.keyness": lambda t: stats.keyness(*t.sides, minimum=1),
    "stats.keyness_by_group": lambda t: stats.keyness_by_group(t.tokens, by=t.by, minimum=1),
    "stats.clusters": lambda t: stats.clusters(alike(stats.similarity(t.tokens))),
    "stats.map": lambda t: stats.map(alike(stats.similarity(t.tokens))),
    "stats.merges": lambda t: stats.merges(alike(stats.similarity(t.tokens))),
    "stats.polarity": lambda t: stats.polarity(polar(t), t.tokens),
    "stats.quotations": lambda t: stats.quotations(t.tokens),
    "stats.similarity": lambda t: stats.similarity(t.tokens),
    "stats.ngrams": lambda t: stats.ngrams(t.tokens, minimum=1),
    "stats.positions": lambda t: stats.positions(t.tokens, ["동맹"]),
    "stats.quantities": lambda t: stats.quantities(t.corpus),
    "stats.shift": lambda t: stats.shift(*t.sides),
    "stats.tfidf": lambda t: stats.tfidf(t.tokens, minimum=1),
    "stats.timeline": lambda t: stats.timeline(t.tokens, t.documents, terms=["동맹"]),
    "framing.agents": lambda t: framing.agents(t.hits),
    "framing.bridges": lambda t: framing.bridges(t.hits, t.tokens, minimum=1),
    "framing.compare": lambda t: framing.compare(t.scores, by=t.by, permutations=100),
    "framing.statements": lambda t: framing.statements(stats.quotations(t.tokens), t.hits),
    "framing.contrast": lambda t: framing.contrast(t.scores),
    "framing.corrected": lambda t: framing.corrected(t.sentences, labels=t.labels),
    "framing.corrected_difference": lambda t: framing.corrected_difference(t.sentences, labels=t.labels, by=t.by),
    "framing.corrected_regression": lambda t: framing.corrected_regression(
        t.sentences, labels=t.labels, covariates=pd.DataFrame({"x": [0, 1]}, index=["a", "b"])
    ),
    "framing.corrected_trend": lambda t: framing.corrected_trend(
        t.sentences, labels=t.labels, documents=t.documents, by="month"
    ),
    "framing.devices": lambda t: framing.devices(t.hits),
    "framing.elements": lambda t: framing.elements(t.hits),
    "framing.estimate": lambda t: framing.estimate(t.scores),
    "framing.hits": lambda t: t.hits,
    "framing.overlap": lambda t: framing.overlap(t.hits, t.tokens, draws=100),
    "framing.overlaps": lambda t: framing.overlaps(t.hits, t.tokens),
    "framing.poles": lambda t: framing.poles(t.scores),
    "framing.position": lambda t: framing.position(t.hits, t.tokens, draws=100),
    "framing.respecify": lambda t: framing.respecify(t.hits, support="off"),
    "framing.score": lambda t: framing.score(t.hits, t.tokens, by="corpus"),
    "framing.stability": lambda t: framing.stability(t.sides[0], t.book),
    "framing.stance": lambda t: framing.stance(t.tokens),
    "framing.suggest": lambda t: framing.suggest(t.tokens, t.book, frame="alliance", minimum=1),
    "framing.trajectory": lambda t: framing.trajectory(t.hits, t.tokens, draws=100),
    "framing.trend": lambda t: framing.trend(t.scores, t.documents),
    "framing.uncertainty": lambda t: framing.uncertainty(t.hits, t.tokens, draws=100),
}


@pytest.fixture(scope="module")
def cut() -> Cut:
    return Cut()


def test_every_public_statistic_is_tried() -> None:
    public = {f"stats.{name}" for name in stats.__all__} | {f"framing.{name}" for name in framing.__all__}
    assert set(CALLS) | set(NONE) | LARGE == public


@pytest.mark.parametrize("name", sorted(CALLS))
def test_a_statistic_on_texts_that_are_cut_off_says_so_once(name: str, cut: Cut) -> None:
    said = schema.about(CALLS[name](cut)).caution or ()
    assert said.count(SAID) == 1


def test_mentions_and_both_sides_of_a_comparison_say_so(cut: Cut) -> None:
    assert schema.about(stats.entities(cut.tokens, by="mention")).caution == (SAID,)
    whole = replace(cut.sides[0], recipe=replace(cut.sides[0].recipe, truncated=""))
    assert SAID in stats.keyness(whole, cut.sides[1], minimum=1).attrs["caution"]


def test_texts_that_are_whole_need_no_caution() -> None:
    tokens = da.segment(TEXTS, cache=None)
    assert schema.about(stats.tfidf(tokens, minimum=1)).caution is None
    assert schema.about(stats.quantities(da.Corpus.from_texts(TEXTS))).caution is None


def test_a_table_says_what_it_was_made_of() -> None:
    # `schema.describe` takes the cautions from there. Documents alone are counted without tokens, and say their own.
    root = Path(da.__file__).parent
    made_of_nothing = []
    for path in sorted([*(root / "stats").glob("*.py"), *(root / "framing").glob("*.py")]):
        calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
        for call in calls:
            if isinstance(call.func, ast.Attribute) and call.func.attr == "describe":
                source = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}["source"]
                made_of_nothing += [path.name] * (source == "None")
    # qap.py: of several networks, whose cautions it carries itself
    assert made_of_nothing == ["composition.py", "kit_reference.py", "qap.py", "quantities.py"]
