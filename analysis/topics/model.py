"""Topics: a frozen topic model, the words of its topics, the topics of its documents, and how it was made."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.equality import ContentEqual
from analysis.errors import OptionError, RefusalError, SchemaError, SealError
from analysis.files import atomic, sealed
from analysis.messages import later, message
from analysis.options import require_choice
from analysis.schema.cards import Card
from analysis.tokens import Tokens
from analysis.tokens.document_terms import DocumentTerms
from analysis.topics.model_recipe import ModelRecipe
from analysis.topics.sampler import Drawn

_log = logging.getLogger(__name__)
_MODEL, _WORDS, _SHARES = "damron-topics/1", "damron-topic-words/1", "damron-topic-shares/1"
_MEND = later("write it again with Topics.save")
_SEEDS = "씨앗 단어"  # coder of the names that seed words came with
_NUMBER = "주제 {topic}"  # label of a topic that nobody has named


@dataclass(frozen=True, eq=False)
class Topics(ContentEqual):
    """A topic model.

    Attributes
    ----------
    words : DataFrame
        Columns schema.TOPIC_PROBABILITIES: every topic with every word of the model, its probability there, and how
        often and in how many documents the word stands. A topic's probabilities sum to 1.
    shares : DataFrame
        Columns schema.DOCUMENT_TOPICS: every document with every topic and its share, which sum to 1, and the words of
        the document that went in.
    labels : DataFrame
        Columns schema.TOPIC_LABELS: every topic with its label, who gave it, and what `stats.topic_stability` found.
    recipe : ModelRecipe
        Counts, priors, seed, iterations, the rule of the words, versions, and how the likelihood went.
    tokens : Tokens or None
        What it was fitted on; None after `read`.

    Notes
    -----
    Frozen: tables are handed out as copies, and every verb returns new Topics. Two are equal (`==`) if tables, labels
    and recipe are.
    """

    _words: pd.DataFrame = field(repr=False)
    _shares: pd.DataFrame = field(repr=False)
    recipe: ModelRecipe
    _labels: pd.DataFrame = field(repr=False)
    tokens: Tokens | None = field(default=None, repr=False, compare=False)
    groups: tuple[str, ...] = field(default=(), repr=False)  # of every document, for dmr

    def __post_init__(self) -> None:
        """Refuse tables that break their contracts, or that are of another size than the recipe says."""
        schema.check(self._words, schema.TOPIC_PROBABILITIES, what="topics.words")
        schema.check(self._shares, schema.DOCUMENT_TOPICS, what="topics.shares")
        schema.check(self._labels, schema.TOPIC_LABELS, what="topics.labels")
        sizes = (len(self._words), len(self._shares), len(self._labels))
        of = self.recipe
        if sizes != (of.k * of.vocabulary, of.k * of.documents, of.k):
            msg = message("the tables of a topic model are not those of its recipe; write it again with Topics.save")
            raise SchemaError(msg)

    @property
    def words(self) -> pd.DataFrame:
        """A copy of the words of the topics."""
        return self._told(self._words.copy())

    @property
    def shares(self) -> pd.DataFrame:
        """A copy of the topics of the documents."""
        return self._told(self._shares.copy())

    @property
    def labels(self) -> pd.DataFrame:
        """A copy of the labels, with what is known of the steadiness of every topic."""
        return self._told(self._labels.copy())

    @property
    def k(self) -> int:
        """How many topics there are."""
        return self.recipe.k

    @cached_property
    def phi(self) -> npt.NDArray[np.float64]:
        """Topics by words, rows sum to 1."""
        return self._words["probability"].to_numpy(dtype=np.float64).reshape(self.k, self.recipe.vocabulary)

    @cached_property
    def theta(self) -> npt.NDArray[np.float64]:
        """Documents by topics, rows sum to 1."""
        return self._shares["share"].to_numpy(dtype=np.float64).reshape(self.recipe.documents, self.k)

    @cached_property
    def terms(self) -> pd.DataFrame:
        """The words of the model in their order: term, tag, n, docs."""
        return self._words.iloc[: self.recipe.vocabulary][["term", "tag", "n", "docs"]].reset_index(drop=True)

    @cached_property
    def docs(self) -> tuple[str, ...]:
        """Ids of the documents in their order."""
        return tuple(self._shares["doc"].iloc[:: self.k].astype(str))

    @property
    def names(self) -> list[str]:
        """What charts call the topics: the label, or the number of one without."""
        pairs = zip(self._labels["topic"], self._labels["label"], strict=True)
        return [str(label) or _NUMBER.format(topic=topic) for topic, label in pairs]

    @property
    def sentence(self) -> str:
        """The Korean sentence of a methods section that says how the model was made."""
        return self.recipe.sentence

    def __repr__(self) -> str:
        return self._card().line()

    def _repr_html_(self) -> str:
        return self._card().html()

    def _card(self) -> Card:
        """Say what was fitted, what to beware of, and what to do next."""
        of = self.recipe
        facts = [
            message("{n:,} topic(s)", n=of.k),
            message("{n:,} document(s)", n=of.documents),
            message("{words:,} words of {kinds:,} kinds", words=of.words, kinds=of.vocabulary),
            message("seed {seed}", seed=of.seed),
        ]
        steps = ["da.stats.topic_words(topics)", "da.stats.topic_documents(topics, corpus)"]
        if (self._labels["verdict"] == "").all():
            steps.append("da.stats.topic_stability(tokens, topics)")
        return Card(message("topics"), facts, list(of.caution or ()), steps)

    def _told(self, table: pd.DataFrame) -> pd.DataFrame:
        """Say of a table what a reader of the model must mind."""
        return schema.describe(table, about_topics(self, None), source=self.recipe)

    def with_stability(self, stability: pd.DataFrame) -> Topics:
        """Carry what `stats.topic_stability` found of this model, so that charts show it and labels mind it.

        Parameters
        ----------
        stability : DataFrame
            Its result for these topics.

        Returns
        -------
        Topics
            The same model with the verdicts among its labels.

        Raises
        ------
        SchemaError
            If the table is none of stability.
        OptionError
            If it has other topics, or was made for another model.
        """
        schema.check(stability, schema.TOPIC_STABILITY, what="Topics.with_stability")
        model = schema.about(stability).model
        if stability["topic"].tolist() != self._labels["topic"].tolist() or model not in {None, self.recipe.tokens}:
            msg = message("Topics.with_stability: the table is of other topics; make it with these: "
                          "stats.topic_stability(tokens, topics)")  # fmt: skip
            raise OptionError(msg)
        known = {name: stability[name].to_numpy() for name in ("cosine_median", "verdict")}
        labels = self._labels.assign(**known).astype({"verdict": "str"})
        return replace(self, _labels=labels)

    def label(self, labels: Mapping[int, str], *, coder: str, unsteady: Literal["refuse", "keep"] = "refuse") -> Topics:
        """Name topics; a person does, who read their words and documents.

        Parameters
        ----------
        labels : mapping of int to str
            Number of a topic to its name.
        coder : str
            Who named them.
        unsteady : {"refuse", "keep"}
            Whether a topic that other seeds do not find again may have a name. Where stability was not measured,
            tables and charts say so.

        Returns
        -------
        Topics
            The same model with these labels; others stay.

        Raises
        ------
        OptionError
            If a topic is not there, or a name or the coder is empty, or two topics would have one name.
        RefusalError
            If a topic is unsteady and `unsteady` is "refuse".
        """
        require_choice("Topics.label: unsteady", unsteady, ("refuse", "keep"))
        given = {int(topic): str(name).strip() for topic, name in labels.items()}
        unknown = [topic for topic in given if not 1 <= topic <= self.k]
        if unknown:
            raise OptionError(message("Topics.label: there is no topic {topic}; they are 1 to {k}", topic=unknown[0],
                                      k=self.k))  # fmt: skip
        if not coder.strip() or not all(given.values()):
            raise OptionError(message("Topics.label: a label or the coder is empty; write who calls the topic what"))
        verdicts = dict(zip(self._labels["topic"], self._labels["verdict"], strict=True))
        wrong = [topic for topic in given if verdicts[topic] == "unsteady"]
        if wrong and unsteady == "refuse":
            raise RefusalError.alone(
                message(
                    "Topics.label: other seeds do not find topic(s) {topics} again, and what does not come back has no "
                    "name; choose fewer topics, or name it with unsteady='keep'",
                    topics=", ".join(map(str, wrong)),
                )
            )
        made = self._labels.assign(
            label=[given.get(topic, old) for topic, old in self._labels[["topic", "label"]].itertuples(index=False)],
            coder=[coder.strip() if topic in given else old
                   for topic, old in self._labels[["topic", "coder"]].itertuples(index=False)],
        )  # fmt: skip
        twice = made.loc[(made["label"] != "") & made["label"].duplicated(), "label"]
        if len(twice):
            raise OptionError(message("Topics.label: two topics are called {name!r}; give each a name of its own",
                                      name=twice.iloc[0]))  # fmt: skip
        return replace(self, _labels=made.astype({"label": "str", "coder": "str"}))

    def save(self, path: str | Path) -> Path:
        """Write the model: a .json with recipe and labels, and beside it its two tables.

        Parameters
        ----------
        path : str or Path
            A name ending in .json; the tables go to the same name with .words.csv and .shares.csv for its ending.

        Returns
        -------
        Path
            The JSON file. The same model gives the same bytes.

        Raises
        ------
        OptionError
            If the name ends in something else, or the files cannot be written.
        """
        path = Path(path)
        if path.suffix.lower() != ".json":
            raise OptionError(
                message("a topic model is saved as .json, not {ending}; rename {path}",
                        ending=path.suffix or message("without ending"), path=path.name)
            )  # fmt: skip
        words, shares = (_csv(table) for table in (self._words, self._shares))
        about = {
            "recipe": self.recipe.to_dict(),
            "labels": [
                {k: None if pd.isna(v) else v for k, v in row.items()} for row in self._labels.to_dict("records")
            ],
            "groups": list(self.groups),
            "words": sealed.stamp(words, schema=_WORDS, rows=len(self._words)),
            "shares": sealed.stamp(shares, schema=_SHARES, rows=len(self._shares)),
        }
        head = sealed.to_json(about, schema=_MODEL, rows=self.k)
        beside = _beside(path)
        atomic.save_all({beside[0]: words, beside[1]: shares, path: head})
        return path

    @classmethod
    def read(cls, path: str | Path) -> Topics:
        """Read what `save` wrote.

        Parameters
        ----------
        path : str or Path
            The JSON file.

        Returns
        -------
        Topics
            Equal to the saved one, without its tokens.

        Raises
        ------
        MissingError
            If a file is not there.
        SealError
            If a file is not what was saved.
        """
        path = Path(path)
        about = sealed.read_json(path, schema=_MODEL, mend=message(_MEND))
        words, shares = _beside(path)
        tables = [
            sealed.require_beside(file, about.get(name), schema=kind, mend=message(_MEND))
            for file, name, kind in ((words, "words", _WORDS), (shares, "shares", _SHARES))
        ]
        recipe = ModelRecipe.from_dict(about.get("recipe") or {})
        try:
            labels = pd.DataFrame(about["labels"])[[c.name for c in schema.TOPIC_LABELS]]
            labels = labels.astype({"topic": "int64", "label": "str", "coder": "str", "verdict": "str",
                                    "cosine_median": "float64"})  # fmt: skip
            return cls(_words_of(tables[0]), _shares_of(tables[1]), recipe, labels, None, tuple(about["groups"]))
        except (KeyError, TypeError, ValueError) as error:
            msg = message("{path} does not hold a topic model; {mend}", path=path.name, mend=message(_MEND))
            raise SealError(msg) from error


def about_topics(topics: Topics, chart: str | None) -> schema.About:
    """Say what every table of a model says of itself."""
    of = topics.recipe
    base = f"글 {of.documents:,}편, 단어 {of.words:,}개, 주제 {of.k}개"
    return schema.About(
        chart=chart, base=base, layer=schema.LAYERS[of.layer], seed=of.seed, rounds=of.iterations,
        tentative=of.tentative, model=of.tokens, documents=of.documents, copies=of.copies, method=of.method,
    )  # fmt: skip


def assembled(
    drawn: Drawn, counts: DocumentTerms, recipe: ModelRecipe, tokens: Tokens, groups: tuple[str, ...]
) -> Topics:
    """Put a model together from its arrays."""
    k, terms, docs = recipe.k, counts.terms, np.array(counts.docs, dtype=object)
    topics = np.arange(1, k + 1, dtype=np.int64)
    rows = np.tile(np.arange(len(terms)), k)
    words = pd.DataFrame(
        {
            "topic": np.repeat(topics, len(terms)),
            "term": _named(terms["term"].to_numpy(dtype=object), rows),
            "tag": _named(terms["tag"].to_numpy(dtype=object), rows),
            "probability": drawn.phi.ravel(),
            "n": terms["n"].to_numpy()[rows],
            "docs": terms["docs"].to_numpy()[rows],
        }
    )
    lengths = np.asarray(counts.matrix.sum(axis=1), dtype=np.int64).ravel()
    shares = pd.DataFrame(
        {
            "doc": _named(docs, np.repeat(np.arange(len(docs)), k)),
            "topic": np.tile(topics, len(docs)),
            "share": drawn.theta.ravel(),
            "words": np.repeat(lengths, k),
        }
    )
    names = [name for name, _ in recipe.seed_words] + [""] * (k - len(recipe.seed_words))
    labels = pd.DataFrame({
        "topic": topics, "label": pd.Series(names, dtype="str"),
        "coder": pd.Series([_SEEDS if name else "" for name in names], dtype="str"),
        "cosine_median": np.full(k, np.nan), "verdict": pd.Series([""] * k, dtype="str"),
    })  # fmt: skip
    return Topics(words, shares, recipe, labels, tokens, groups)


def _named(names: npt.NDArray[Any] | Sequence[str], rows: npt.NDArray[np.int64]) -> Any:
    """Write names by number as a categorical, whose values are sorted."""
    values, number = np.unique(np.asarray(names, dtype=object), return_inverse=True)
    return pd.Categorical.from_codes(number[rows], categories=pd.Index(values.tolist(), dtype="str"))


def _beside(path: Path) -> tuple[Path, Path]:
    """Name the two tables of a model."""
    return path.with_name(path.stem + ".words.csv"), path.with_name(path.stem + ".shares.csv")


def _csv(table: pd.DataFrame) -> bytes:
    """Write a table so that every number is read back as it is."""
    buffer = io.StringIO()
    table.to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue().encode("utf-8")


def _words_of(content: bytes) -> pd.DataFrame:
    """Read the words of a model."""
    frame = _read(content, {"topic": "int64", "probability": "float64", "n": "int64", "docs": "int64"})
    return frame.assign(**{name: _factor(frame[name]) for name in ("term", "tag")})


def _shares_of(content: bytes) -> pd.DataFrame:
    """Read the topics of documents."""
    frame = _read(content, {"topic": "int64", "share": "float64", "words": "int64"})
    return frame.assign(doc=_factor(frame["doc"]))


def _read(content: bytes, kinds: Mapping[str, str]) -> pd.DataFrame:
    """Read a CSV, text as text and numbers to the last digit."""
    frame = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, na_filter=False, encoding="utf-8")
    return frame.astype(dict(kinds))


def _factor(column: pd.Series[str]) -> Any:
    """Write a column of text as a categorical."""
    values, number = np.unique(column.to_numpy(dtype=object), return_inverse=True)
    return pd.Categorical.from_codes(number, categories=pd.Index(values.tolist(), dtype="str"))
