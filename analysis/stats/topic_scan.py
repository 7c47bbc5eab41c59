"""Numbers of topics side by side, without a winner."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.messages import message
from analysis.options import require_whole
from analysis.progress import progress_bar
from analysis.stats.topic_stability import tops
from analysis.tokens import Tokens
from analysis.tokens.document_terms import DocumentTerms
from analysis.topics import Selection
from analysis.topics.material import FIRM_DOCUMENTS, require_topics, selected
from analysis.topics.sampler import STEP, Drawn, Settings, draw, require_tomotopy, topics_of_hdp

_WHAT = "stats.topic_scan"
_TOP = 10
_BACK = 0.70  # cosine with the partner in every other run
_ALPHA, _ETA = 0.1, 0.01


def topic_scan(
    tokens: Tokens,
    *,
    k: Sequence[int] = (5, 10, 20, 30, 50),
    seeds: int = 5,
    held_out: float = 0.1,
    iterations: int = 300,
    selection: Selection = Selection(),  # noqa: B008 - frozen
    hdp: int = 0,
) -> pd.DataFrame:
    """Fit several numbers of topics with several seeds, and see what each is worth.

    No number wins: held-out likelihood rises with the number of topics, coherence and exclusivity go their own ways,
    and none of them knows which grain a question needs. Choose that grain among the numbers of which most topics come
    back (`steady`), and say why.

    Parameters
    ----------
    tokens : Tokens
        As in `topics.fit`.
    k : sequence of int
        Numbers of topics; those above a twentieth of the documents are left out, and named in `caution`.
    seeds : int
        Fits of each number, with the seeds 1, 2, ….
    held_out : float
        Share of the documents that no model sees, drawn with seed 1, above 0 up to .5.
    iterations : int
        Of every fit. 300 serve to compare; a model to report takes 1,000.
    selection : Selection
        As in `topics.fit`.
    hdp : int
        Runs of a hierarchical Dirichlet process, of which `attrs["hdp"]` has the numbers of topics that they end with.
        They differ by seed: a hint, and no answer.

    Returns
    -------
    DataFrame
        Columns schema.TOPIC_SCAN, a row a fit. Coherence is counted over all documents, on the 10 most probable words
        of a topic. `seconds` is the only column that differs from run to run; a fit that was made before in this
        process takes none.

    Raises
    ------
    KitError
        If tomotopy is not installed.
    OptionError
        If an option is out of its range.
    RefusalError
        If there are too few documents or words, or no number of topics is left.

    References
    ----------
    Wallach, H. M. et al. (2009), ICML, document completion; Bouma, G. (2009), NPMI; Mimno, D. et al. (2011), EMNLP,
    UMass; Bischof, J. M. & Airoldi, E. M. (2012), ICML, exclusivity; Dieng, A. B. et al. (2020), TACL 8, diversity;
    Teh, Y. W. et al. (2006), JASA 101, HDP.

    Examples
    --------
    >>> dice, halves = np.random.default_rng(1), (list("가나다라"), list("마바사아"))
    >>> texts = {f"d{i:03d}": dice.choice(halves[i % 2], 60).tolist() for i in range(250)}
    >>> topic_scan(Tokens.from_terms(texts), k=[2, 3], seeds=2, iterations=50)[["k", "seed"]].values.tolist()
    [[2, 1], [2, 2], [3, 1], [3, 2]]
    """
    require_whole(f"{_WHAT}: seeds", seeds, least=1)
    require_whole(f"{_WHAT}: iterations", iterations, least=STEP)
    require_whole(f"{_WHAT}: hdp", hdp, least=0)
    if not 0 < held_out <= 0.5:
        raise OptionError(
            message("{what}: held_out is {held_out}; give a share above 0 up to .5", what=_WHAT, held_out=held_out)
        )
    wanted = sorted({int(one) for one in k})
    if not wanted:
        raise OptionError(message("{what}: k is empty; name numbers of topics", what=_WHAT))
    require_tomotopy()
    counts = selected(tokens, selection, what=_WHAT)
    seen, unseen = _parted(counts, held_out)
    most = len(seen) // 20
    require_topics(wanted[0], len(seen), what=_WHAT)
    kept, left = [one for one in wanted if one <= most], [one for one in wanted if one > most]
    rows: list[pd.DataFrame] = []
    total, what = len(kept) * seeds * iterations, message("numbers of topics")
    with progress_bar(total, what=what, unit=message(" rounds")) as tell:
        for one in kept:
            fits, seconds = [], []
            for seed in range(1, seeds + 1):
                begun = time.monotonic()
                fits.append(draw(seen, Settings("lda", one, seed, iterations, _ALPHA, _ETA), tell=tell))
                seconds.append(time.monotonic() - begun)
            rows.append(_scored(counts, unseen, fits, one, seconds))
    table = pd.concat(rows, ignore_index=True)
    found = tuple(topics_of_hdp(seen, seed=seed, iterations=iterations) for seed in range(1, hdp + 1))
    schema.describe(table, _about(counts, seen, left, found), source=tokens.recipe)
    return schema.check(table, schema.TOPIC_SCAN, what=_WHAT)


def _parted(counts: DocumentTerms, held_out: float) -> tuple[DocumentTerms, sparse.csr_array]:
    """Set some documents apart, the same ones in every run."""
    order = np.random.default_rng(1).permutation(len(counts))
    n = max(1, round(held_out * len(counts)))
    apart, rest = np.sort(order[:n]), np.sort(order[n:])
    seen = replace(counts, matrix=sparse.csr_array(counts.matrix[rest]), docs=tuple(counts.docs[row] for row in rest))
    return seen, sparse.csr_array(counts.matrix[apart])


def _scored(
    counts: DocumentTerms, unseen: sparse.csr_array, fits: Sequence[Drawn], k: int, seconds: Sequence[float]
) -> pd.DataFrame:
    """Score the fits of one number of topics."""
    listed = [tops(fit.phi, _TOP) for fit in fits]
    exclusive = [measures.exclusivity(fit.phi) for fit in fits]
    return pd.DataFrame(
        {
            "k": k,
            "seed": np.arange(1, len(fits) + 1),
            "held_out": [measures.document_completion(f.phi, alpha=f.alpha, documents=unseen)[0] for f in fits],
            "npmi": [float(np.nanmean(measures.coherence(counts.matrix, top))) for top in listed],
            "u_mass": [float(np.nanmean(measures.coherence(counts.matrix, top, measure="u_mass"))) for top in listed],
            "exclusivity": [
                float(np.mean([one[topic, words].mean() for topic, words in enumerate(top)]))
                for one, top in zip(exclusive, listed, strict=True)
            ],
            "diversity": [measures.topic_diversity(top) for top in listed],
            "steady": _steady(fits),
            "smallest": [float(fit.theta.mean(axis=0).min()) for fit in fits],
            "converged": [fit.converged for fit in fits],
            "seconds": seconds,
        }
    )


def _steady(fits: Sequence[Drawn]) -> list[float]:
    """Give for every fit the share of its topics that all the others find again."""
    if len(fits) < 2:
        return [float("nan")] * len(fits)
    found = []
    for one in fits:
        cosines = [measures.match_topics(one.phi, other.phi)[1] for other in fits if other is not one]
        found.append(float((np.min(cosines, axis=0) >= _BACK).mean()))
    return found


def _about(counts: DocumentTerms, seen: DocumentTerms, left: Sequence[int], hdp: tuple[int, ...]) -> schema.About:
    """Say what was compared on what."""
    caution = []
    if len(counts) < FIRM_DOCUMENTS:
        caution.append(f"문서가 {len(counts):,}개뿐이므로 잠정 결과이다({FIRM_DOCUMENTS}개 아래)")
    if left:
        caution.append(
            f"주제 수 {', '.join(map(str, left))}은 뺐다. 주제마다 문서 20개가 있어야 하므로 {len(seen) // 20}개까지다"
        )
    base = f"글 {len(counts):,}편(그 가운데 {len(counts) - len(seen):,}편은 남겨 둠), 단어 {counts.total:,}개"
    return schema.About(
        chart="topic_scan", base=base, tentative=len(counts) < FIRM_DOCUMENTS, documents=len(counts),
        copies=counts.copies, hdp=hdp or None, model=counts.sha256, caution=tuple(caution) or None,
    )  # fmt: skip
