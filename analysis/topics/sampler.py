"""The one door to tomotopy: a model is drawn by one worker, documents by id and terms in their order.

With one worker the same counts and seed give the same bytes; with several they do not (tomotopy 0.14, COPY_MERGE).
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from analysis.equality import ContentEqual, NanEqual
from analysis.errors import KitError
from analysis.memo import Memo
from analysis.messages import message
from analysis.tokens.document_terms import DocumentTerms

Method = Literal["lda", "dmr", "seeded"]

BURN_IN = 200
STEP = 10  # iterations between two likelihoods, and between two fits of the hyper-parameters
_LARGEST_SEED = 2**31 - 1
_SEEDED_SHARE = 0.1  # of the occurrences of a seed word, as its prior in its topic
_STILL = 0.001  # relative change of the likelihood over the last 100 iterations
_WINDOW = 100
_KEPT = Memo(48)


@dataclass(frozen=True, eq=False)
class Settings(NanEqual):
    """What a model is drawn with."""

    method: Method
    k: int
    seed: int
    iterations: int
    alpha: float
    eta: float
    groups: tuple[str, ...] = ()  # of every document, for dmr
    words: tuple[tuple[str, tuple[int, ...]], ...] = ()  # columns of the seed words of a topic, for seeded


@dataclass(frozen=True, eq=False)
class Drawn(ContentEqual):
    """A model as arrays: topics by terms, documents by topics, the prior of the topics, and how it came there."""

    phi: npt.NDArray[np.float64]
    theta: npt.NDArray[np.float64]
    alpha: npt.NDArray[np.float64]
    trace: tuple[tuple[int, float], ...]  # iteration, log-likelihood a word

    @property
    def converged(self) -> bool:
        """Tell whether the likelihood of the last 100 iterations moved by .1 percent at most; False where too few."""
        at = dict(self.trace)
        last = self.trace[-1][0]
        before = at.get(last - _WINDOW)
        return before is not None and abs(at[last] - before) <= _STILL * abs(before)


def draw(counts: DocumentTerms, settings: Settings, *, tell: Callable[[int], object] | None = None) -> Drawn:
    """Draw a model, or hand out the one that was drawn of the same counts with the same settings before."""
    key = f"{counts.sha256} {settings!r}"
    found = _KEPT.get(key)
    if found is None:
        found = _draw(counts, settings, tell)
        _KEPT.put(key, found)
    elif tell is not None:
        tell(settings.iterations)
    drawn: Drawn = found
    return drawn


def require_tomotopy() -> Any:
    """Load tomotopy, or say how to install it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of its types, which name no module
            import tomotopy
    except ImportError as error:
        msg = message("a topic model needs tomotopy; install it with pip install 'damron[topics]'")
        raise KitError(msg) from error
    return tomotopy


def versions() -> tuple[str, str]:
    """Name the version of tomotopy, and the instructions of the processor that it uses."""
    tomotopy = require_tomotopy()
    return str(tomotopy.__version__), str(tomotopy.isa)


def _draw(counts: DocumentTerms, settings: Settings, tell: Callable[[int], object] | None) -> Drawn:
    """Draw a model anew."""
    tomotopy = require_tomotopy()
    model = _empty(tomotopy, counts, settings)
    trace: list[tuple[int, float]] = []
    done = 0
    while done < settings.iterations:
        step = min(STEP, settings.iterations - done)
        model.train(step, workers=1, parallel=tomotopy.ParallelScheme.NONE)
        done += step
        trace.append((done, float(model.ll_per_word)))
        if tell is not None:
            tell(step)
    order = np.array([int(word) for word in model.used_vocabs])
    phi = np.zeros((settings.k, len(counts.terms)), dtype=np.float64)
    for topic in range(settings.k):
        phi[topic, order] = model.get_topic_word_dist(topic)
    theta = np.array([doc.get_topic_dist() for doc in model.docs], dtype=np.float64)
    alpha = _prior(model, settings)
    kept = _order(theta, fixed=len(settings.words))
    return Drawn(_summing(phi)[kept], _summing(theta)[:, kept], alpha[kept], tuple(trace))


def _empty(tomotopy: Any, counts: DocumentTerms, settings: Settings) -> Any:
    """Make a model with the documents in it, before the first iteration."""
    chosen = {"k": settings.k, "alpha": settings.alpha, "eta": settings.eta, "seed": settings.seed % _LARGEST_SEED}
    model = tomotopy.DMRModel(**chosen) if settings.method == "dmr" else tomotopy.LDAModel(**chosen)
    model.burn_in = BURN_IN
    model.optim_interval = STEP
    for column, prior in _priors(counts, settings):
        model.set_word_prior(str(column), prior)
    _add_documents(model, counts, settings.groups)
    return model


def _add_documents(model: Any, counts: DocumentTerms, groups: Sequence[str] = ()) -> None:
    """Give a model the documents, each with its terms in order; a term goes by the number of its column."""
    names = np.array([str(column) for column in range(len(counts.terms))], dtype=object)
    cells = counts.matrix
    for row in range(len(counts)):
        span = slice(cells.indptr[row], cells.indptr[row + 1])
        words = np.repeat(names[cells.indices[span]], cells.data[span]).tolist()
        model.add_doc(words, **({"metadata": groups[row]} if groups else {}))


def _priors(counts: DocumentTerms, settings: Settings) -> Sequence[tuple[int, list[float]]]:
    """Give every seed word its prior in every topic: a tenth of its occurrences in its own."""
    strong: dict[int, list[float]] = {}
    n = counts.terms["n"].to_numpy()
    for topic, (_, columns) in enumerate(settings.words):
        for column in columns:
            prior = strong.setdefault(column, [settings.eta] * settings.k)
            prior[topic] = max(1.0, _SEEDED_SHARE * float(n[column]))
    return sorted(strong.items())


def _prior(model: Any, settings: Settings) -> npt.NDArray[np.float64]:
    """Read the prior of the topics; of dmr the mean over its groups."""
    alpha = np.asarray(model.alpha, dtype=np.float64)
    return alpha.mean(axis=1) if alpha.ndim == 2 else np.broadcast_to(alpha, (settings.k,)).copy()


def _order(theta: npt.NDArray[np.float64], *, fixed: int) -> npt.NDArray[np.int64]:
    """Order topics by falling share, those with seed words first and as they were given."""
    share = theta.mean(axis=0)
    rest = sorted(range(fixed, theta.shape[1]), key=lambda topic: (-share[topic], topic))
    return np.array([*range(fixed), *rest], dtype=np.int64)


def _summing(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Make every row sum to 1, which single precision misses in the seventh digit."""
    return np.asarray(rows / rows.sum(axis=1, keepdims=True), dtype=np.float64)


def topics_of_hdp(counts: DocumentTerms, *, seed: int, iterations: int) -> int:
    """Count the topics that a hierarchical Dirichlet process ends with."""
    tomotopy = require_tomotopy()
    model = tomotopy.HDPModel(seed=seed % _LARGEST_SEED)
    _add_documents(model, counts)
    model.train(iterations, workers=1, parallel=tomotopy.ParallelScheme.NONE)
    return int(model.live_k)


def seeded(counts: DocumentTerms, words: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Find the columns of seed words, a term or term/tag each; those that no column has are not there."""
    columns: dict[str, list[int]] = {}
    for column, (term, tag) in enumerate(zip(counts.terms["term"], counts.terms["tag"], strict=True)):
        columns.setdefault(str(term), []).append(column)
        columns.setdefault(f"{term}/{tag}", []).append(column)
    return tuple(
        (str(name), tuple(sorted({c for word in listed for c in columns.get(str(word), [])})))
        for name, listed in words.items()
    )
