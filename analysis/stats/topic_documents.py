"""The documents behind a topic, each with the sentence that says most of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.corpus import Corpus
from analysis.errors import OptionError, RefusalError
from analysis.files.texts_on_disk import TextById
from analysis.messages import message
from analysis.options import require_whole
from analysis.tokens import Tokens
from analysis.tokens.counts import LONG_NOUN, plain_tags
from analysis.tokens.over_parts import over_parts
from analysis.topics import Topics
from analysis.topics.model import about_topics

_WHAT = "stats.topic_documents"
_FEWEST = 3  # words of the model in a sentence
_OTHER = {"NNG": "NNP", "NNP": "NNG"}


def topic_documents(topics: Topics, corpus: Corpus, *, top: int = 5, tokens: Tokens | None = None) -> pd.DataFrame:
    """Show what a topic is about: the documents with most of it, and in each the sentence that says most of it.

    A label is read off these, not off the words alone.

    Parameters
    ----------
    topics : Topics
        A model.
    corpus : Corpus
        The texts that its tokens were cut from, not redacted.
    top : int
        Documents of a topic.
    tokens : Tokens, optional
        Those that the model was fitted on; a model that was read from a file needs them.

    Returns
    -------
    DataFrame
        Columns schema.TOPIC_DOCUMENTS: topics in their order, documents by falling share, ties by id. The sentence is
        the one whose words have the highest mean probability of the topic, each given the word and the document, among
        those with three words of the model or more (with fewer where no sentence has three); the first of equals.

    Raises
    ------
    OptionError
        If the tokens are missing or others, or the corpus is another one.
    RefusalError
        If the corpus is redacted.

    References
    ----------
    Roberts, M. E. et al. (2014), American Journal of Political Science 58, findThoughts: the documents of highest
    share; the probability of a topic given a word and its document as in Blei, Ng & Jordan (2003).

    Examples
    --------
    >>> from analysis import topics
    >>> from analysis.tokens import segment
    >>> texts = {f"d{i:03d}": ("바다에 파도가 높다. ", "시장에 물가가 오른다. ")[i % 2] * 26 for i in range(200)}
    >>> corpus = Corpus.from_texts(texts)
    >>> chosen = topics.Selection(copies="keep")
    >>> fitted = topics.fit(segment(corpus, cache=None), k=2, iterations=50, selection=chosen)
    >>> sorted(topic_documents(fitted, corpus, top=1)["text"])
    ['바다에 파도가 높다.', '시장에 물가가 오른다.']
    """
    require_whole(f"{_WHAT}: top", top, least=1)
    tokens = tokens if tokens is not None else topics.tokens
    if tokens is None:
        raise OptionError(
            message("{what}: a model that was read from a file has no tokens; pass tokens=, those it was fitted on",
                    what=_WHAT)
        )  # fmt: skip
    _require_texts(topics, corpus, tokens)
    order = np.argsort(-topics.theta, axis=0, kind="stable")[:top]
    wanted = sorted({topics.docs[row] for row in order.ravel()})
    rows: dict[str, pd.DataFrame] = {}
    for held in over_parts(tokens.only(docs=wanted), partial(_rows, topics.terms)):
        rows |= held
    texts = TextById(corpus.documents)
    given = tokens.recipe.layer == "terms"
    found = []
    for k, name in enumerate(topics.names):
        for row in order[:, k]:
            doc = topics.docs[row]
            best = _best(topics, rows[doc], k, topics.theta[row])
            if best is None:
                continue
            sentence, value, part = best
            start, end = int(part["start"].min()), int(part["end"].max())
            text = " ".join(part["surface"].astype(str)) if given else texts[doc][start:end]
            found.append((k + 1, name, doc, float(topics.theta[row, k]), sentence, start, end, value, text))
    table = pd.DataFrame(found, columns=[c.name for c in schema.TOPIC_DOCUMENTS])
    table = table.astype({"label": "str", "doc": "str", "text": "str"})
    titles = schema.titles_of(corpus.documents, table["doc"])
    about = replace(about_topics(topics, None), titles=titles, top=top)
    schema.describe(table, about, source=topics.recipe)
    return schema.check(table, schema.TOPIC_DOCUMENTS, what=_WHAT)


def _require_texts(topics: Topics, corpus: Corpus, tokens: Tokens) -> None:
    """Refuse texts that are redacted, or others than the model's."""
    if corpus.redacted:
        raise RefusalError.redacted(message("{what} shows sentences, and this corpus is redacted", what=_WHAT))
    if topics.recipe.corpus != tokens.recipe.corpus or (topics.recipe.corpus and topics.recipe.corpus != corpus.sha256):
        raise OptionError(
            message(
                "{what}: the topics were fitted on other texts; pass the corpus that they were cut from", what=_WHAT
            )
        )


def _rows(terms: pd.DataFrame, tokens: Tokens) -> dict[str, pd.DataFrame]:
    """Give the rows of every document with the column of the model that each is, -1 for none."""
    table = tokens.table
    column = {pair: k for k, pair in enumerate(zip(terms["term"].astype(str), terms["tag"].astype(str), strict=True))}
    tag = plain_tags(table["tag"]).astype(str)
    columns = []
    for word, kind in zip(table["lemma"].astype(str), tag, strict=True):
        at = column.get((word, kind), -1)
        if at < 0 and len(word) >= LONG_NOUN and kind in _OTHER:  # a long noun has one tag in counts
            at = column.get((word, _OTHER[kind]), -1)
        columns.append(at)
    table = table.assign(column=np.array(columns, dtype=np.int64), doc=table["doc"].astype(str))
    return {str(doc): part for doc, part in table.groupby("doc", sort=False)}


def _best(
    topics: Topics, rows: pd.DataFrame, topic: int, theta: npt.NDArray[np.float64]
) -> tuple[int, float, pd.DataFrame] | None:
    """Find the sentence of a document with the highest mean probability of a topic."""
    words = rows[rows["column"] >= 0]
    if words.empty:
        return None
    joint = topics.phi[:, words["column"]] * theta[:, None]
    probable = pd.Series(joint[topic] / joint.sum(axis=0), index=words.index)
    by = probable.groupby(words["sentence"])
    enough = by.size() >= _FEWEST
    means = by.mean()[enough] if enough.any() else by.mean()
    sentence = int(means.index[int(means.to_numpy().argmax())])
    return sentence, float(means.max()), rows[rows["sentence"] == sentence]
