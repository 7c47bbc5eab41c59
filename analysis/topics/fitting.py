"""Fit a topic model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import pandas as pd

from analysis import grouping
from analysis._version import __version__
from analysis.errors import OptionError, RefusalError
from analysis.messages import message
from analysis.options import require_choice, require_whole
from analysis.progress import progress_bar
from analysis.tokens import Tokens
from analysis.tokens.document_terms import DocumentTerms
from analysis.tokens.tokens import doc_ids
from analysis.topics.material import Selection, require_topics, rule, selected
from analysis.topics.model import Topics, assembled
from analysis.topics.model_recipe import ModelRecipe
from analysis.topics.sampler import BURN_IN, STEP, Method, Settings, draw, require_tomotopy, seeded, versions

_WHAT = "topics.fit"


def fit(
    tokens: Tokens,
    *,
    k: int,
    method: Method = "lda",
    seed: int = 1,
    iterations: int = 1000,
    alpha: float = 0.1,
    eta: float = 0.01,
    by: Mapping[str, str] | Any | None = None,
    words: Mapping[str, Sequence[str]] | None = None,
    selection: Selection = Selection(),  # noqa: B008 - frozen
) -> Topics:
    """Fit a topic model: which words come together in the same documents, and how much of each document they make up.

    Topics are what texts are about. They are not frames, and their number is a decision of yours: look at
    `stats.topic_scan` first, and afterwards at `stats.topic_stability`. One worker draws, documents stand in the order
    of their ids and words in theirs, so that the same tokens and seed give the same model.

    Parameters
    ----------
    tokens : Tokens
        Any layer, not redacted; units (names and compounds joined) read best.
    k : int
        How many topics, from 2 to a twentieth of the documents.
    method : {"lda", "dmr", "seeded"}
        Latent Dirichlet allocation; with the groups of `by` as metadata, for shares by group; or with words that begin
        in topics that you name.
    seed : int
        Of the sampler.
    iterations : int
        Of Gibbs sampling; the hyper-parameters are fitted every 10 of them, after the first 200.
    alpha, eta : float
        Priors of topics in documents (where fitting begins) and of words in topics.
    by : Series or mapping of str to str, optional
        Document id to group, for "dmr"; documents that it leaves out are left out.
    words : mapping of str to sequence of str, optional
        For "seeded": name of a topic to its words, each a lemma or lemma/tag. Such a topic has the name as its label
        and stands before the others. A seed word has a tenth of its occurrences as prior in its topic.
    selection : Selection
        Which words and documents go in.

    Returns
    -------
    Topics
        Topic 1 has the largest share. What was left out stands in its recipe.

    Raises
    ------
    KitError
        If tomotopy is not installed.
    OptionError
        If an option is unknown, `by` or `words` is missing or needless, or a seed word is in no document.
    RefusalError
        If there are fewer than 200 documents or 10,000 words, or more topics than a twentieth of the documents.

    References
    ----------
    Blei, D. M., Ng, A. Y. & Jordan, M. I. (2003), Journal of Machine Learning Research 3, drawn by the collapsed Gibbs
    sampler of Griffiths, T. L. & Steyvers, M. (2004), PNAS 101; Mimno, D. & McCallum, A. (2008), UAI, DMR; Jagarlamudi,
    J., Daumé, H. & Udupa, R. (2012), EACL, seed words; the program is tomotopy (Lee, M.).

    Examples
    --------
    >>> import numpy as np
    >>> from analysis.tokens import Tokens
    >>> dice, halves = np.random.default_rng(1), (list("가나다라"), list("마바사아"))
    >>> texts = {f"d{i:03d}": dice.choice(halves[i % 2], 60).tolist() for i in range(200)}
    >>> topics = fit(Tokens.from_terms(texts), k=2, iterations=50)
    >>> topics.shares.groupby("doc")["share"].max().round(1).unique().tolist()
    [1.0]
    """
    require_choice(f"{_WHAT}: method", method, get_args(Method))
    require_whole(f"{_WHAT}: iterations", iterations, least=STEP)
    require_whole(f"{_WHAT}: seed", seed, least=0)
    require_whole(f"{_WHAT}: k", k, least=2)
    if not (alpha > 0 and eta > 0):
        raise OptionError(message("{what}: alpha and eta are above 0", what=_WHAT))
    _require_what_goes_with(method, by, words, k)
    require_tomotopy()
    tokens, named, ungrouped = _grouped(tokens, by)
    counts = selected(tokens, selection, what=_WHAT)
    require_topics(k, len(counts), what=_WHAT)
    groups = tuple(named[doc] for doc in counts.docs) if named else ()
    found = _seed_words(counts, words) if words is not None else ()
    settings = Settings(method, k, seed, iterations, float(alpha), float(eta), groups, found)
    with progress_bar(iterations, what=message("topic model"), unit=message(" rounds")) as tell:
        drawn = draw(counts, settings, tell=tell)
    recipe = _recipe(tokens, counts, settings, selection, drawn.trace, converged=drawn.converged, ungrouped=ungrouped)
    return assembled(drawn, counts, recipe, tokens, groups)


def _require_what_goes_with(method: Method, by: Any, words: Mapping[str, Sequence[str]] | None, k: int) -> None:
    """Refuse groups and seed words where the method has no use for them, and a method without its own."""
    for given, name, own in ((by, "by", "dmr"), (words, "words", "seeded")):
        if (given is not None) != (method == own):
            raise OptionError(
                message("{what}: {name}= goes with method={own!r}, and that needs it", what=_WHAT, name=name, own=own)
            )
    if words is not None and not (1 <= len(words) <= k and all(words.values())):
        raise OptionError(
            message("{what}: words names {n} topic(s) of {k}; give one to k, each with a word", what=_WHAT,
                    n=len(words), k=k)
        )  # fmt: skip


def _grouped(tokens: Tokens, by: Any) -> tuple[Tokens, dict[str, str], int]:
    """Name the group of every document, and leave out those without."""
    if by is None:
        return tokens, {}, 0
    docs = doc_ids(tokens)
    names = grouping.lookup(docs, by=by)
    groups = {doc: str(name) for doc, name in zip(docs, names, strict=True) if pd.notna(name)}
    if len(set(groups.values())) < 2:
        raise RefusalError.alone(message("{what}: by names one group; dmr compares two or more", what=_WHAT))
    lost = len(docs) - len(groups)
    return tokens.only(docs=groups) if lost else tokens, groups, lost


def _seed_words(counts: DocumentTerms, words: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Find the columns of the seed words; refuse one that is not there, or that begins in two topics."""
    for name, listed in words.items():
        for word in [listed] if isinstance(listed, str) else listed:
            if not seeded(counts, {name: [word]})[0][1]:
                raise OptionError(
                    message(
                        "{what}: seed word {word!r} is none of the {n:,} words of the model; write it as the tokens "
                        "have it, or lower selection.least",
                        what=_WHAT,
                        word=word,
                        n=len(counts.terms),
                    )
                )
    found = seeded(counts, {name: [given] if isinstance(given, str) else given for name, given in words.items()})
    every = [column for _, columns in found for column in columns]
    twice = next((column for column in every if every.count(column) > 1), None)
    if twice is not None:
        raise OptionError(
            message("{what}: seed word {word!r} stands in two topics; leave it in one", what=_WHAT,
                    word=str(counts.terms["term"].iloc[twice]))
        )  # fmt: skip
    return found


def _recipe(
    tokens: Tokens, counts: DocumentTerms, settings: Settings, selection: Selection,
    trace: tuple[tuple[int, float], ...], *, converged: bool, ungrouped: int,
) -> ModelRecipe:  # fmt: skip
    """Write down how a model was made."""
    tomotopy, isa = versions()
    tags, letters, most = rule(selection, tokens)
    names = counts.names
    return ModelRecipe(
        kit=f"damron {__version__}", tomotopy=tomotopy, isa=isa, method=settings.method, k=settings.k,
        seed=settings.seed, iterations=settings.iterations, burn_in=BURN_IN, optimised_every=STEP,
        alpha=settings.alpha, eta=settings.eta, tokens=counts.sha256, corpus=tokens.recipe.corpus,
        layer=tokens.recipe.layer, tags=tuple(tags or ()), letters=letters,
        least=counts.least, most=most, copied=selection.copies, documents=len(counts), words=counts.total,
        vocabulary=len(counts.terms), copies=counts.copies, empty=len(counts.empty), ungrouped=ungrouped,
        converged=converged,
        seed_words=tuple((name, tuple(names[c] for c in columns)) for name, columns in settings.words),
        trace=trace, counted=tokens.recipe.caution or (),
    )  # fmt: skip
