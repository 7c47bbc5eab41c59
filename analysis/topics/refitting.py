"""The same model with other seeds: what it was fitted on, and what it was drawn with."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.errors import OptionError
from analysis.messages import message
from analysis.progress import progress_bar
from analysis.tokens import Tokens
from analysis.tokens.document_terms import DocumentTerms
from analysis.topics.material import Selection, selected
from analysis.topics.model import Topics
from analysis.topics.sampler import Drawn, Method, Settings, draw


def refits(topics: Topics, tokens: Tokens, n: int, *, what: str) -> Iterator[Drawn]:
    """Draw the model anew with the n smallest seeds from 1 on that are not its own."""
    counts = _counts(topics, tokens, what)
    own = topics.recipe.seed
    seeds = [seed for seed in range(1, n + 2) if seed != own][:n]
    with progress_bar(n * topics.recipe.iterations, what=message("topic model"), unit=message(" rounds")) as tell:
        for seed in seeds:
            yield draw(counts, _settings(topics, counts, seed), tell=tell)


def _counts(topics: Topics, tokens: Tokens, what: str) -> DocumentTerms:
    """Count what the model was fitted on; refuse other tokens."""
    of = topics.recipe
    chosen = Selection(of.tags or None, of.letters, of.least, of.most, "first" if of.copied == "first" else "keep")
    if of.ungrouped:
        tokens = topics.tokens if topics.tokens is not None else tokens.only(docs=topics.docs)
    counts = selected(tokens, chosen, what=what)
    if counts.sha256 != of.tokens:
        raise OptionError(
            message("{what}: the topics were fitted on other tokens; pass those that topics.fit had", what=what)
        )
    return counts


def _settings(topics: Topics, counts: DocumentTerms, seed: int) -> Settings:
    """Draw with what the model was drawn with, but for the seed."""
    of = topics.recipe
    column = {name: k for k, name in enumerate(counts.names)}
    words = tuple((name, tuple(column[word] for word in listed)) for name, listed in of.seed_words)
    method: Method = "dmr" if of.method == "dmr" else "seeded" if of.method == "seeded" else "lda"
    return Settings(method, of.k, seed, of.iterations, of.alpha, of.eta, topics.groups, words)
