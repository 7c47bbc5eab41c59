"""An axis from a reference corpus: where words stand by the sentences they share with the seeds of two poles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.framing.axis import DRAWS, Floats, Ints, Word, listed, moments, poles, tested
from analysis.tokens import Tokens
from analysis.tokens.counts import plain_tags

LEAST_DOCUMENTS = 200  # fewer say little about how a word is used
LEAST_SEED_HITS = 50  # occurrences of the seeds of a pole

_SENTENCE = ["doc", "paragraph", "sentence"]
_MINUS, _PLUS = 1, 2


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
