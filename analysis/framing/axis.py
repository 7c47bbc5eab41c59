"""Axes: where the words of a text stand between two poles, by the analyser's embeddings."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.framing import positions as at
from analysis.tokens import Tokens
from analysis.tokens.similarity import similarities


def axis(
    tokens: Tokens,
    *,
    minus: Sequence[str],
    plus: Sequence[str],
    baseline: Tokens | None = None,
    tags: Sequence[str] = schema.NOUN_TAGS,
    seed: int = 1,
) -> pd.DataFrame:
    """Place the words of a text between two poles that seed words define.

    position(w) = mean similarity of w with the plus seeds - mean similarity with the minus seeds; similarity
    is the cosine without what all rare words share (`tokens.similarity`). The seeds themselves are left out.
    The unit of counting is the occurrence of a word that has a vector. The embeddings are those of the
    analyser's model, made from general Korean: they say how near words stand in the language at large, not
    how this author uses them.

    Parameters
    ----------
    tokens : Tokens
        Morpheme or unit layer, not redacted; merged names mostly have no vector.
    minus, plus : sequence of str
        Seeds of the poles, three or more each: lemmas, with a tag where it is not NNG, as in 한미/NNP.
    baseline : Tokens, optional
        A reference whose bias is the point around which the intensity is taken; without it that is the bias
        of `tokens`, and the intensity is the variance of the positions.
    tags : sequence of str
        Tags of the words to place.
    seed : int
        Seed of the null.

    Returns
    -------
    DataFrame
        Columns schema.AXIS, one row per word, by falling position, ties by lemma and tag. `contribution` is
        n (position - baseline) / sum of n; the column adds up to bias - baseline. `attrs`:
        bias (frequency-weighted mean position), baseline, intensity (frequency-weighted second moment around
        the baseline), bias_range and intensity_range (least and greatest when each seed is left out), p_bias
        (two-sided, on the distance from the null's mean) and p_intensity (at least as great), both
        (1 + draws as far) / (1 + draws), null_mean, null_bias and null_intensity (mean bias, 2.5% and 97.5%
        of the null), covered (share of the occurrences that have a vector), n, words, minus, plus, seeds
        (occurrences of each in the text), draws, seed, analyser, model.

    Raises
    ------
    OptionError
        If a pole has fewer than three seeds, a seed stands in both or has no vector, the tokens are redacted
        or pre-tokenised, or fewer than 50 different words have a vector.

    Notes
    -----
    Each set of the null takes, for every seed, one of the 40 words of the text that are nearest to it in
    frequency, none twice, so that it has the size and the frequency band of the poles.

    References
    ----------
    Kwak, H., An, J., Jing, E. & Ahn, Y.-Y. (2021). FrameAxis. PeerJ Computer Science 7, e644, for bias and
    intensity; An, J., Kwak, H. & Ahn, Y.-Y. (2018). SemAxis. ACL, for poles as means over seeds. Here the
    mean of similarities stands in place of the cosine with the difference of mean vectors, as the analyser
    gives cosines and no vectors. The common direction is taken out after Mu & Viswanath (2018), All-but-the-top.
    """
    sides = at.with_vectors(at.poles(minus, plus))
    first = len(sides[0])
    words, n, counts, covered = at.words_of(tokens, tags, sides)
    if len(words) < at.LEAST_WORDS:
        msg = (
            f"an axis needs {at.LEAST_WORDS} different words with a vector besides its seeds, but these tokens have "
            f"{len(words)}; use a longer text or more documents"
        )
        raise OptionError(msg)
    seeds = [*sides[0], *sides[1]]
    near = similarities(words, to=seeds)
    position = at.positions(near, first)
    middle = None if baseline is None else _middle(baseline, tags, sides)
    bias, intensity = at.moments(position, n.astype(float), middle)
    around = bias if middle is None else middle
    held = [counts.get(word, 0) for word in seeds]
    random = at.null(words, n, held, first, seed=seed, middle=middle)
    without = at.left_out(near, n, first, middle)
    table = at.listed(pd.DataFrame(words, columns=["lemma", "tag"]), n, position, around)
    table.attrs = {
        "bias": bias,
        "baseline": around,
        "intensity": intensity,
        **at.tested(random, bias, intensity),
        "bias_range": (float(without[:, 0].min()), float(without[:, 0].max())),
        "intensity_range": (float(without[:, 1].min()), float(without[:, 1].max())),
        "covered": covered,
        "n": int(n.sum()),
        "words": len(words),
        "minus": [lemma for lemma, _ in sides[0]],
        "plus": [lemma for lemma, _ in sides[1]],
        "seeds": {f"{lemma}/{tag}": count for (lemma, tag), count in zip(seeds, held, strict=True)},
        "seed": seed,
        "analyser": tokens.recipe.analyser,
        "by": "embeddings",
        "model": f"{tokens.recipe.model} {dict(tokens.recipe.options).get('model_type', '')}".strip(),
    }
    return schema.check(table, schema.AXIS, what="axis")


def _middle(baseline: Tokens, tags: Sequence[str], sides: at.Poles) -> float:
    """Bias of the reference."""
    words, n, _, _ = at.words_of(baseline, tags, sides)
    if len(words) < at.LEAST_WORDS:
        msg = f"the baseline has {len(words)} different words with a vector, not {at.LEAST_WORDS}; give more text"
        raise OptionError(msg)
    near = similarities(words, to=[*sides[0], *sides[1]])
    return at.moments(at.positions(near, len(sides[0])), n.astype(float), None)[0]
