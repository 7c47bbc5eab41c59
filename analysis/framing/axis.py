"""Axes: where the words of a text stand between two poles, by the analyser's embeddings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.tokens import Tokens
from analysis.tokens.counts import plain_tags
from analysis.tokens.similarity import known, similarities

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Word = tuple[str, str]
Poles = tuple[list[Word], list[Word]]

DRAWS = 999
LEAST_SEEDS = 3  # a pole
LEAST_WORDS = 50  # different words with a vector, or the null has too little to draw from
_POOL = 40  # words that may stand for a seed: those nearest to it in frequency
LEAST_DOCUMENTS = 200  # fewer say little about how a word is used
LEAST_SEED_HITS = 50  # occurrences of the seeds of a pole

_SENTENCE = ["doc", "paragraph", "sentence"]
_MINUS, _PLUS = 1, 2


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
    sides = with_vectors(poles(minus, plus))
    first = len(sides[0])
    words, n, counts, covered = words_of(tokens, tags, sides)
    if len(words) < LEAST_WORDS:
        msg = (
            f"an axis needs {LEAST_WORDS} different words with a vector besides its seeds, but these tokens have "
            f"{len(words)}; use a longer text or more documents"
        )
        raise OptionError(msg)
    seeds = [*sides[0], *sides[1]]
    near = similarities(words, to=seeds)
    position = positions(near, first)
    middle = None if baseline is None else _middle(baseline, tags, sides)
    bias, intensity = moments(position, n.astype(float), middle)
    around = bias if middle is None else middle
    held = [counts.get(word, 0) for word in seeds]
    random = null(words, n, held, first, seed=seed, middle=middle)
    without = left_out(near, n, first, middle)
    table = listed(pd.DataFrame(words, columns=["lemma", "tag"]), n, position, around)
    table.attrs = {
        "bias": bias,
        "baseline": around,
        "intensity": intensity,
        **tested(random, bias, intensity),
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


def _middle(baseline: Tokens, tags: Sequence[str], sides: Poles) -> float:
    """Bias of the reference."""
    words, n, _, _ = words_of(baseline, tags, sides)
    if len(words) < LEAST_WORDS:
        msg = f"the baseline has {len(words)} different words with a vector, not {LEAST_WORDS}; give more text"
        raise OptionError(msg)
    near = similarities(words, to=[*sides[0], *sides[1]])
    return moments(positions(near, len(sides[0])), n.astype(float), None)[0]


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
    """Bias and intensity of random seeds of the same frequency band, a line a draw."""
    # `seeds` are the occurrences of the seeds, the first `first` of them of the minus pole. Random seeds, as the real
    # ones, are left out of the score they define.
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


class _Text(NamedTuple):
    """The wanted words of some tokens, one entry an occurrence."""

    word: Ints  # number in the vocabulary of the reference; -1 for seeds and for words that it lacks
    seed: Ints  # number in minus + plus; -1 for words that are no seed
    sentence: Ints
    sentences: int  # that hold such a word


def usage(
    tokens: Tokens,
    *,
    minus: Sequence[str],
    plus: Sequence[str],
    baseline: Tokens,
    tags: Sequence[str] = schema.NOUN_TAGS,
    seed: int = 1,
) -> pd.DataFrame:
    """Place the words of a text between two poles by how a reference corpus uses them, without embeddings.

    position(w) = z / sqrt(1 + z^2), z the log-odds of w in sentences of `baseline` that hold a plus seed against those
    that hold a minus seed; sentences that hold both are left out, and so are the seeds. The unit of counting is the
    occurrence of a word that stands beside a seed somewhere in `baseline`.

    Parameters
    ----------
    tokens : Tokens
        The text or texts to place, of the layer of `baseline`, not redacted.
    minus, plus : sequence of str
        Seeds of the poles, three or more each: lemmas, with a tag where it is not NNG, as in 한미/NNP.
    baseline : Tokens
        The reference corpus: 200 documents or more, 50 occurrences of seeds of each pole or more.
    tags : sequence of str
        Tags of the words to place.
    seed : int
        Seed of the null.

    Returns
    -------
    DataFrame
        Columns schema.AXIS, one row per word, by falling position (-1 to 1), ties by lemma and tag. `attrs` as those
        of `framing.axis`, but baseline is the bias of the reference corpus, the null are as many sentences as `tokens`
        has, drawn from the reference without replacement, and model names it; held and both count the sentences of
        the reference with a seed of one pole (minus, plus) and of both.

    Raises
    ------
    RefusalError
        If the reference is below its floors, the text has no word that can be placed, or is longer than the reference.
    OptionError
        If a pole has fewer than three seeds, a seed stands in both, the tokens are redacted or of another layer.

    References
    ----------
    Kwak, H., An, J., Jing, E. & Ahn, Y.-Y. (2021). FrameAxis. PeerJ Computer Science 7, e644, for bias and intensity;
    Monroe, B., Colaresi, M. & Quinn, K. (2008). Fightin' Words. Political Analysis 16(4), for z, with the pooled counts
    as prior. Here z, bounded, stands in place of the cosine.
    """
    _same(tokens, baseline)
    sides = poles(minus, plus)
    seeds = [*sides[0], *sides[1]]
    plus_side = np.arange(len(seeds)) >= len(sides[0])
    words = _words(baseline, tags, seeds)
    names = pd.MultiIndex.from_frame(words.loc[words["seed"] < 0, ["lemma", "tag"]].drop_duplicates()).sort_values()
    reference, target = _text(words, names), _text(_words(tokens, tags, seeds), names)
    documents = baseline.table["doc"].nunique()
    _floors(documents, reference, plus_side)
    place = _positions(reference, plus_side, size=len(names))
    n = np.bincount(target.word[target.word >= 0], minlength=len(names))
    known = (n > 0) & np.isfinite(place)
    _enough(target, reference, bool(known.any()))
    around = _moments(reference, place, 0.0)[0]
    bias, intensity = _moments(target, place, around)
    table = listed(names[known].to_frame(index=False), n[known], place[known], around)
    total = int(table["n"].sum())
    without = np.array([_without(k, reference, target, plus_side, size=len(names)) for k in range(len(seeds))])
    held = np.bincount(_held(reference, plus_side), minlength=4)
    table.attrs = {
        "bias": bias,
        "baseline": around,
        "intensity": intensity,
        **tested(_null(reference, place, around, sentences=target.sentences, seed=seed), bias, intensity),
        **_range(without),
        "covered": total / int((target.seed < 0).sum()),
        "n": total,
        "words": len(table),
        "minus": [lemma for lemma, _ in sides[0]],
        "plus": [lemma for lemma, _ in sides[1]],
        "seeds": {f"{lemma}/{tag}": int((target.seed == k).sum()) for k, (lemma, tag) in enumerate(seeds)},
        "seed": seed,
        "analyser": tokens.recipe.analyser,
        "by": "usage",
        "model": f"참조 글 {documents:,}편",
        "held": (int(held[_MINUS]), int(held[_PLUS])),
        "both": int(held[_MINUS + _PLUS]),
    }
    return schema.check(table, schema.AXIS, what="axis by usage")


def _range(without: Floats) -> dict[Any, Any]:
    """Least and greatest bias and intensity over the seeds left out."""
    low, high = np.nanmin(without, axis=0), np.nanmax(without, axis=0)
    return {f"{name}_range": (float(low[k]), float(high[k])) for k, name in enumerate(("bias", "intensity"))}


def _same(tokens: Tokens, baseline: Tokens) -> None:
    """Refuse tokens whose words cannot be held against each other."""
    for name, some in (("tokens", tokens), ("baseline", baseline)):
        if some.redacted:
            msg = f"an axis by usage needs every word, and {name} are redacted; segment the texts themselves"
            raise RefusalError.redacted(msg)
    if tokens.recipe.layer != baseline.recipe.layer:
        msg = f"tokens are of the layer {tokens.recipe.layer!r}, baseline of {baseline.recipe.layer!r}; use one layer"
        raise OptionError(msg)


def _words(tokens: Tokens, tags: Sequence[str], seeds: list[Word]) -> pd.DataFrame:
    """Lemma, tag, seed and sentence of the occurrences of the wanted tags, and of the seeds whatever their tag."""
    rows = tokens.keep(tags=[*tags, *(tag for _, tag in seeds)]).table
    table = pd.DataFrame(
        {
            "lemma": rows["lemma"].astype(str),
            "tag": plain_tags(rows["tag"]).astype(str),
            "sentence": rows.groupby(_SENTENCE, sort=False, observed=True).ngroup(),
        }
    )
    pairs = pd.MultiIndex.from_frame(table[["lemma", "tag"]])
    table["seed"] = pd.MultiIndex.from_tuples(seeds).get_indexer(pairs)
    return table[(table["seed"] >= 0) | table["tag"].isin({tag.partition("-")[0] for tag in tags})]


def _text(words: pd.DataFrame, names: pd.MultiIndex) -> _Text:
    """Give words and sentences their numbers."""
    seed = words["seed"].to_numpy(dtype=np.int64)
    number = np.asarray(names.get_indexer(pd.MultiIndex.from_frame(words[["lemma", "tag"]])), dtype=np.int64)
    _, sentence = np.unique(words["sentence"].to_numpy(dtype=np.int64), return_inverse=True)
    return _Text(np.where(seed < 0, number, -1), seed, sentence, int(sentence.max(initial=-1)) + 1)


def _floors(documents: int, reference: _Text, plus_side: npt.NDArray[np.bool_]) -> None:
    """Refuse a reference that is too small to tell how words are used."""
    if documents < LEAST_DOCUMENTS:
        msg = f"the baseline has {documents} documents; an axis by usage needs {LEAST_DOCUMENTS} or more"
        raise RefusalError(msg)
    found = plus_side[reference.seed[reference.seed >= 0]]
    for name, n in (("minus", int((~found).sum())), ("plus", int(found.sum()))):
        if n < LEAST_SEED_HITS:
            msg = f"the {name} seeds stand {n} times in the baseline, not {LEAST_SEED_HITS}; take more or other seeds"
            raise RefusalError(msg)


def _enough(target: _Text, reference: _Text, known: bool) -> None:
    """Refuse a text without a word to place, or one too long for samples of its size."""
    if not known:
        msg = "no word of the text stands beside a seed in the baseline; use other seeds or a nearer baseline"
        raise RefusalError(msg)
    if target.sentences > reference.sentences:
        msg = f"the text has {target.sentences} sentences, the baseline {reference.sentences}; give a larger baseline"
        raise RefusalError(msg)


def _held(text: _Text, plus_side: npt.NDArray[np.bool_], left_out: int = -1) -> Ints:
    """Poles whose seeds a sentence holds: 0 none, 1 minus, 2 plus, 3 both."""
    seeds = (text.seed >= 0) & (text.seed != left_out)
    side = plus_side[text.seed]
    minus = np.bincount(text.sentence[seeds & ~side], minlength=text.sentences) > 0
    plus = np.bincount(text.sentence[seeds & side], minlength=text.sentences) > 0
    return _MINUS * minus.astype(np.int64) + _PLUS * plus.astype(np.int64)


def _positions(text: _Text, plus_side: npt.NDArray[np.bool_], *, size: int, left_out: int = -1) -> Floats:
    """Bounded z of every word of the vocabulary; NaN for words that stand beside no seed of one pole alone."""
    held = _held(text, plus_side, left_out)[text.sentence]
    minus, plus = (
        np.bincount(text.word[(text.word >= 0) & (held == pole)], minlength=size) for pole in (_MINUS, _PLUS)
    )
    seen = minus + plus > 0
    z = measures.log_odds(
        plus[seen], n1=plus.sum(), f2=minus[seen], n2=minus.sum(), prior=(plus + minus)[seen].astype(float)
    )[1]
    place = np.full(size, np.nan)
    place[seen] = z / np.sqrt(1 + z**2)
    return place


def _values(text: _Text, place: Floats) -> tuple[Floats, Ints]:
    """Positions of the occurrences that have one, and their sentences."""
    value = np.where(text.word >= 0, place[text.word], np.nan)
    known = np.isfinite(value)
    return value[known], text.sentence[known]


def _moments(text: _Text, place: Floats, around: float) -> tuple[float, float]:
    value, _ = _values(text, place)
    return moments(value, np.ones(len(value)), around) if len(value) else (float("nan"), float("nan"))


def _without(
    left_out: int, reference: _Text, target: _Text, plus_side: npt.NDArray[np.bool_], *, size: int
) -> tuple[float, float]:
    """Bias and intensity when one seed is left out of its pole; it is not placed either."""
    place = _positions(reference, plus_side, size=size, left_out=left_out)
    return _moments(target, place, _moments(reference, place, 0.0)[0])


def _null(reference: _Text, place: Floats, around: float, *, sentences: int, seed: int) -> Floats:
    """Bias and intensity of as many sentences as the text has, drawn from the reference, a line a draw."""
    value, sentence = _values(reference, place)
    sums = [
        np.bincount(sentence, weights=part, minlength=reference.sentences)
        for part in (np.ones(len(value)), value, (value - around) ** 2)
    ]
    generator = np.random.default_rng(seed)
    lines = np.full((DRAWS, 2), np.nan)
    for draw in range(DRAWS):
        taken = generator.choice(reference.sentences, size=sentences, replace=False, shuffle=False)
        n, total, square = (float(part[taken].sum()) for part in sums)
        if n:
            lines[draw] = total / n, square / n
    drawn: Floats = lines[np.isfinite(lines[:, 0])]
    return drawn
