"""Topics of a model: how coherent, exclusive and varied their words are, and which topics of two runs are one.

`phi` is topics by terms, every row a probability distribution over the terms. `presence` is documents by terms, dense
or sparse; what is above 0 is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy import sparse

from analysis.errors import OptionError
from analysis.measures.association import npmi
from analysis.measures.contingency import Array
from analysis.messages import message
from analysis.options import require_choice

__all__ = [
    "coherence", "document_completion", "exclusivity", "frex", "lift", "match_topics", "topic_diversity",
    "topic_log_odds", "words_kept",
]  # fmt: skip

Coherence = Literal["npmi", "u_mass"]


def coherence(presence: Any, tops: Sequence[Sequence[int]], *, measure: Coherence = "npmi") -> Array:
    """Say how far the top words of every topic stand in the same documents.

    "npmi" is the mean over all pairs of the words of ln(p(a, b) / (p(a) p(b))) / -ln p(a, b), with shares of documents
    as p and -1 for a pair that never meets (Bouma 2009; Lau, Newman & Baldwin 2014). "u_mass" is the sum over pairs of
    ln((D(a, b) + 1) / D(b)), b the word that ranks higher (Mimno et al. 2011, equation 1).

    Parameters
    ----------
    presence : array_like or sparse matrix
        Documents by terms; every document is one window.
    tops : sequence of sequences of int
        Columns of the top words of every topic, the most probable first.
    measure : {"npmi", "u_mass"}
        Which of the two.

    Returns
    -------
    ndarray
        One number a topic: -1 to 1, or 0 and below. NaN for a topic of fewer than two words, or with a word that no
        document holds; a pair that stands in every document says nothing and is left out.

    References
    ----------
    Bouma, G. (2009), Normalized (pointwise) mutual information; Lau, Newman & Baldwin (2014), EACL; Mimno, Wallach,
    Talley, Leenders & McCallum (2011), EMNLP.
    """
    require_choice("measures.coherence: measure", measure, ("npmi", "u_mass"))
    there = sparse.csc_array(presence) > 0
    wanted = np.unique([column for top in tops for column in top]).astype(np.int64)
    some = there[:, wanted].astype(np.float64)
    together = np.asarray((some.T @ some).toarray(), dtype=np.float64)
    place = {int(column): k for k, column in enumerate(wanted)}
    return np.array([_coherent(together, [place[int(c)] for c in top], there.shape[0], measure) for top in tops])


def _coherent(together: Array, top: Sequence[int], documents: int, measure: Coherence) -> float:
    """Give the coherence of one list of words."""
    if len(top) < 2 or not together[top, top].all():
        return float("nan")
    # words at 0, 1 and 2: the pairs (1, 0), (2, 0) and (2, 1), the higher rank second
    later, earlier = np.tril_indices(len(top), -1)
    a, b = np.asarray(top)[later], np.asarray(top)[earlier]
    both, first, second = together[a, b], together[a, a], together[b, b]
    if measure == "u_mass":
        return float(np.log((both + 1) / second).sum())
    values = npmi(both, r1=first, c1=second, n=documents)
    return float(np.nanmean(values)) if np.isfinite(values).any() else float("nan")


def exclusivity(phi: npt.ArrayLike) -> Array:
    """Give every word the share that a topic has in it: its probability there over the sum over all topics.

    Bischof & Airoldi (2012). 1 is a word of that topic alone, 1 / topics one that all have alike.

    Parameters
    ----------
    phi : array_like
        Topics by terms.

    Returns
    -------
    ndarray
        Topics by terms, 0 to 1; NaN for a word without any probability.
    """
    given = _distributions(phi)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(given / given.sum(axis=0), dtype=np.float64)


def frex(phi: npt.ArrayLike, *, weight: float = 0.7) -> Array:
    """Rank words by frequency and exclusivity together: the harmonic mean of their empirical distributions.

    1 / (weight / F(exclusivity) + (1 - weight) / F(probability)), F the share of the topic's words that are no higher
    (Bischof & Airoldi 2012; weight .7 as in Roberts et al. 2014).

    Parameters
    ----------
    phi : array_like
        Topics by terms.
    weight : float
        Of exclusivity, 0 to 1.

    Returns
    -------
    ndarray
        Topics by terms, above 0 and up to 1.
    """
    if not 0 <= weight <= 1:
        raise OptionError(message("measures.frex: weight is {weight}; give a number from 0 to 1", weight=weight))
    from scipy import stats  # slow to load

    given = _distributions(phi)
    exclusive = stats.rankdata(np.nan_to_num(exclusivity(given), nan=0.0), method="max", axis=1) / given.shape[1]
    frequent = stats.rankdata(given, method="max", axis=1) / given.shape[1]
    return np.asarray(1 / (weight / exclusive + (1 - weight) / frequent), dtype=np.float64)


def lift(phi: npt.ArrayLike, *, share: npt.ArrayLike) -> Array:
    """Divide the probability of every word in a topic by its share of all words (Taddy 2012).

    Parameters
    ----------
    phi : array_like
        Topics by terms.
    share : array_like
        Of every term in all words.

    Returns
    -------
    ndarray
        Topics by terms, 0 and above; NaN for a term without a share.
    """
    given, of_all = _distributions(phi), np.asarray(share, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(of_all > 0, given / of_all, np.nan)


def topic_diversity(tops: Sequence[Sequence[int]]) -> float:
    """Share of distinct words among the top words of all topics (Dieng, Ruiz & Blei 2020).

    Parameters
    ----------
    tops : sequence of sequences
        Top words of every topic.

    Returns
    -------
    float
        Above 0 and up to 1, where no word stands in two topics; NaN without a word.
    """
    listed = [word for top in tops for word in top]
    return len(set(listed)) / len(listed) if listed else float("nan")


def match_topics(phi_a: npt.ArrayLike, phi_b: npt.ArrayLike) -> tuple[npt.NDArray[np.int64], Array]:
    """Pair the topics of two runs so that their cosines are highest in sum, since numbers of topics mean nothing.

    Kuhn, H. W. (1955), The Hungarian method, on the cosine of the distributions over words.

    Parameters
    ----------
    phi_a, phi_b : array_like
        Topics by terms, over the same terms and with as many topics.

    Returns
    -------
    pairs, similarity : ndarray
        For every topic of the first run its partner in the second, and their cosine, 0 to 1.
    """
    a, b = _distributions(phi_a), _distributions(phi_b)
    if a.shape != b.shape:
        raise OptionError(
            message(
                "measures.match_topics: the runs are {a} and {b} topics by terms; give two of the same size",
                a=" x ".join(map(str, a.shape)),
                b=" x ".join(map(str, b.shape)),
            )
        )
    from scipy import optimize

    lengths = [np.linalg.norm(one, axis=1, keepdims=True) for one in (a, b)]
    cosine = np.clip((a / lengths[0]) @ (b / lengths[1]).T, 0.0, 1.0)
    rows, columns = optimize.linear_sum_assignment(cosine, maximize=True)
    return np.asarray(columns, dtype=np.int64), np.asarray(cosine[rows, columns], dtype=np.float64)


def document_completion(
    phi: npt.ArrayLike, *, alpha: npt.ArrayLike, documents: Any, rounds: int = 100
) -> tuple[float, int]:
    """Say how well topics foretell one half of new documents from the other.

    The words of a document stand in the order of the terms; the first, third, fifth, … give its topics, the posterior
    mean of theta ~ Dirichlet(alpha) by fixed-point rounds with phi held, and the second, fourth, … are scored by
    ln(theta phi) (Wallach, Murray, Salakhutdinov & Mimno 2009, document completion).

    Parameters
    ----------
    phi : array_like
        Topics by terms.
    alpha : array_like
        Prior of the topics.
    documents : array_like or sparse matrix
        Documents by terms: counts. Terms that no topic knows are left out.
    rounds : int
        Of the fixed point.

    Returns
    -------
    mean, words : float, int
        Mean log-likelihood of a scored word, NaN without one, and how many were scored.
    """
    given, prior = _distributions(phi), np.asarray(alpha, dtype=np.float64)
    counts = sparse.csr_array(documents)
    known = given.sum(axis=0) > 0
    total, scored = 0.0, 0
    for row in range(counts.shape[0]):
        span = slice(counts.indptr[row], counts.indptr[row + 1])
        columns, n = counts.indices[span], np.asarray(counts.data[span], dtype=np.int64)
        words = np.repeat(columns[known[columns]], n[known[columns]])
        fitted, held = words[::2], words[1::2]
        if not len(held):
            continue
        theta = _theta(given[:, fitted], prior, rounds)
        total += float(np.log(theta @ given[:, held]).sum())
        scored += len(held)
    return (total / scored if scored else float("nan")), scored


def _theta(likelihood: Array, alpha: Array, rounds: int) -> Array:
    """Estimate the topics of a document from the probability of each of its words in each topic."""
    theta = alpha / alpha.sum()
    for _ in range(rounds):
        weight = theta[:, None] * likelihood
        theta = alpha + (weight / weight.sum(axis=0)).sum(axis=1)
        theta /= theta.sum()
    return np.asarray(theta, dtype=np.float64)


def words_kept(tops_a: Sequence[Sequence[int]], tops_b: Sequence[Sequence[int]]) -> Array:
    """Share of the top words of every topic that its partner in another run has too.

    Parameters
    ----------
    tops_a, tops_b : sequence of sequences
        Top words of the topics of two runs, partners at the same place.

    Returns
    -------
    ndarray
        One number a topic, 0 to 1.
    """
    pairs = zip(tops_a, tops_b, strict=True)
    return np.array([len(set(a) & set(b)) / max(len(set(a)), 1) for a, b in pairs], dtype=np.float64)


def topic_log_odds(theta: npt.ArrayLike, *, intruder: int, chosen: Sequence[int]) -> float:
    """Say how near coders came to the topic that does not belong to a document.

    Mean over coders of ln(share of the intruder) - ln(share of the topic that was chosen) (Chang et al. 2009, equation
    2): 0 where all found the intruder, the lower the more the model gives the topics that they took for it.

    Parameters
    ----------
    theta : array_like
        Shares of the topics in the document, all above 0.
    intruder : int
        Place of the intruder among them.
    chosen : sequence of int
        Place of the topic that each coder chose.

    Returns
    -------
    float
        0 or below; NaN without a choice.
    """
    shares = np.asarray(theta, dtype=np.float64)
    if not len(chosen):
        return float("nan")
    return float(np.mean(np.log(shares[intruder]) - np.log(shares[np.asarray(chosen, dtype=np.int64)])))


def _distributions(phi: npt.ArrayLike) -> Array:
    """Read topics by terms."""
    given = np.asarray(phi, dtype=np.float64)
    if given.ndim != 2 or not given.size or (given < 0).any():
        raise OptionError(message("topics are a table of topics by terms with probabilities from 0; give phi so"))
    return given
