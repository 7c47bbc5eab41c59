"""The numbers of an axis: seeds, positions, bias, intensity and what random seeds would give."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.tokens import Tokens
from analysis.tokens.similarity import known, similarities

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Word = tuple[str, str]
Poles = tuple[list[Word], list[Word]]

DRAWS = 999
LEAST_SEEDS = 3  # a pole
LEAST_WORDS = 50  # different words with a vector, or the null has too little to draw from
_POOL = 40  # words that may stand for a seed: those nearest to it in frequency


def poles(minus: Sequence[str], plus: Sequence[str]) -> Poles:
    """Read the seeds of both poles and refuse what makes no axis."""
    sides = []
    for name, words in (("minus", minus), ("plus", plus)):
        if isinstance(words, str) or len(set(map(_word, words))) < LEAST_SEEDS:
            msg = f"{name} needs {LEAST_SEEDS} or more different seeds in a list, not {words!r}"
            raise OptionError(msg)
        sides.append(list(dict.fromkeys(map(_word, words))))
    both = sorted(set(sides[0]) & set(sides[1]))
    if both:
        msg = f"the seed {both[0][0]!r} stands in minus and plus; keep it in one"
        raise OptionError(msg)
    return sides[0], sides[1]


def with_vectors(sides: Poles) -> Poles:
    """Refuse seeds that the analyser's model has no vector for."""
    for name, words in zip(("minus", "plus"), sides, strict=True):
        strange = [f"{lemma}/{tag}" for (lemma, tag), ok in zip(words, known(words), strict=True) if not ok]
        if strange:
            msg = f"{name}: the analyser's model has no vector for {', '.join(strange)}; take another seed or tag"
            raise OptionError(msg)
    return sides


def _word(seed: str) -> Word:
    lemma, _, tag = seed.partition("/")
    if tag and tag.partition("-")[0] not in schema.TAGS:
        msg = f"the seed {seed!r} has a tag that the analyser does not use; write seeds as 동맹 or 한미/NNP"
        raise OptionError(msg)
    return lemma, tag or "NNG"


def words_of(tokens: Tokens, tags: Sequence[str], sides: Poles) -> tuple[list[Word], Ints, dict[Word, int], float]:
    """Count the words that have a vector, seeds left out; all counts, and the share of occurrences covered."""
    if tokens.redacted or tokens.recipe.layer == "terms":
        state = "redacted" if tokens.redacted else "not the analyser's"
        msg = (
            f"an axis needs every word with the analyser's tags, and these tokens are {state}; segment the text itself"
        )
        raise OptionError(msg)
    rows = tokens.keep(tags=tags).table
    tag = rows["tag"].astype(str)
    pairs = pd.DataFrame({"lemma": rows["lemma"].astype(str), "tag": tag}).value_counts(sort=False).sort_index()
    names = pairs.index.to_frame(index=False).astype(str)
    counts = dict(zip(zip(names["lemma"], names["tag"], strict=True), map(int, pairs), strict=True))
    found = list(counts)
    have = known(found)
    total = sum(counts.values())
    covered = sum(counts[w] for w, ok in zip(found, have, strict=True) if ok) / total if total else float("nan")
    seeds = {*sides[0], *sides[1]}
    placed = [w for w, ok in zip(found, have, strict=True) if ok and w not in seeds]
    return placed, np.array([counts[w] for w in placed], dtype=np.int64), counts, covered


def positions(near: Floats, first: int) -> Floats:
    """Mean cosine with the seeds from `first` on minus that with those before."""
    return np.asarray(near[:, first:].mean(axis=1) - near[:, :first].mean(axis=1))


def moments(position: Floats, n: Floats, middle: float | None) -> tuple[float, float]:
    """Bias, and intensity around a middle or, without one, around the bias."""
    bias = float(np.average(position, weights=n))
    around = bias if middle is None else middle
    return bias, float(np.average((position - around) ** 2, weights=n))


def left_out(near: Floats, n: Ints, first: int, middle: float | None) -> npt.NDArray[np.float64]:
    """Bias and intensity when each seed is left out, a line a seed."""
    lines = []
    for k in range(near.shape[1]):
        rest = np.delete(near, k, axis=1)
        lines.append(moments(positions(rest, first - (k < first)), n.astype(float), middle))
    return np.array(lines)


def null(words: list[Word], n: Ints, seeds: list[int], first: int, *, seed: int, middle: float | None) -> Floats:
    """Bias and intensity of random seeds of the same frequency band, a line a draw.

    `seeds` are the occurrences of the seeds, the first `first` of them of the minus pole. Random seeds, as the
    real ones, are left out of the score they define.
    """
    size = np.log1p(n.astype(float))
    order = [np.lexsort((np.arange(len(n)), np.abs(size - np.log1p(count))))[:_POOL] for count in seeds]
    pool = np.unique(np.concatenate(order))
    near = similarities(words, to=[words[k] for k in pool])
    column = {int(k): c for c, k in enumerate(pool)}
    generator = np.random.default_rng(seed)
    lines = np.empty((DRAWS, 2))
    for draw in range(DRAWS):
        taken: list[int] = []
        for candidates in order:
            free = candidates[~np.isin(candidates, taken)]
            taken.append(int(generator.choice(free)))
        weight = n.astype(float)
        weight[taken] = 0.0
        lines[draw] = moments(positions(near[:, [column[k] for k in taken]], first), weight, middle)
    return lines


def listed(words: pd.DataFrame, n: Ints, position: Floats, around: float) -> pd.DataFrame:
    """Lay out the words by falling position, ties by lemma and tag, with their share of the bias."""
    table = words.astype("str").assign(n=n, position=position, contribution=n * (position - around) / n.sum())
    return table.sort_values(["position", "lemma", "tag"], ascending=[False, True, True], ignore_index=True)


def tested(random: Floats, bias: float, intensity: float) -> dict[Any, Any]:
    """Hold bias and intensity against those of the null, a line a draw."""
    centre = float(random[:, 0].mean())
    return {
        "p_bias": share(np.abs(random[:, 0] - centre), abs(bias - centre)),
        "p_intensity": share(random[:, 1], intensity),
        "null_mean": centre,
        "null_bias": tuple(float(q) for q in np.quantile(random[:, 0], [0.025, 0.975])),
        "null_intensity": tuple(float(q) for q in np.quantile(random[:, 1], [0.025, 0.975])),
        "draws": DRAWS,
    }


def share(values: Floats, reached: float) -> float:
    """P of a test by simulation: (1 + values at least as great) / (1 + values)."""
    return float((1 + (values >= reached - 1e-12).sum()) / (1 + len(values)))
