"""Axes: where the words of a text stand between two poles, by embeddings (axis) or by a reference corpus (usage)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.framing._score import Flags, Floats, Ints
from analysis.messages import message
from analysis.tokens import Tokens
from analysis.tokens.counts import plain_tags
from analysis.tokens.over_parts import end_to_end, over_parts
from analysis.tokens.similarity import Word, known, similarities
from analysis.tokens.tokens import rows_by_document

_Poles = tuple[list[Word], list[Word]]

_DRAWS = 999
_LEAST_SEEDS = 3  # a pole
_LEAST_WORDS = 50  # different words with a vector, or the null has too little to draw from
_POOL = 40  # words that may stand for a seed: those nearest to it in frequency
_LEAST_DOCUMENTS = 200  # fewer say little about how a word is used
_LEAST_SEED_HITS = 50  # occurrences of the seeds of a pole
_MINUS, _PLUS = 1, 2  # what a sentence holds seeds of; 0 neither, 3 both


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
    poles = _read_poles(minus, plus)
    _require_vectors(poles)
    first = len(poles[0])
    words, n, counts, covered = _placed_words(tokens, tags, poles)
    if len(words) < _LEAST_WORDS:
        msg = message(
            "an axis needs {least_words} different words with a vector besides its seeds, but these tokens "
            "have {n_words}; use a longer text or more documents",
            least_words=_LEAST_WORDS,
            n_words=len(words),
        )
        raise OptionError(msg)
    seeds = [*poles[0], *poles[1]]
    similarity = similarities(words, to=seeds)
    position = _positions(similarity, first)
    middle = None if baseline is None else _baseline_bias(baseline, tags, poles)
    bias, intensity = _moments(position, n.astype(float), middle)
    around = bias if middle is None else middle
    seed_counts = [counts.get(word, 0) for word in seeds]
    random = _null_of_axis(words, n, seed_counts, first, seed=seed, middle=middle)
    without = _left_out(similarity, n, first, middle)
    table = _word_table(pd.DataFrame(words, columns=["lemma", "tag"]), n, position, around)
    about = replace(
        _about(table, poles, seed_counts, (bias, intensity), null=random, without=without),
        baseline=around,
        covered=covered,
        seed=seed,
        analyser=tokens.recipe.analyser,
        by="embeddings",
        model=f"{tokens.recipe.model} {dict(tokens.recipe.options).get('model_type', '')}".strip(),
    )
    return schema.check(schema.describe(table, about, source=tokens.recipe), schema.AXIS, what="axis")


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
        of `framing.axis`, but baseline is the bias of the reference corpus, the null are documents of the reference,
        and model names it; held and both count the sentences of the reference with a seed of one pole (minus, plus)
        and of both.

    Raises
    ------
    RefusalError
        If the reference is below its floors, the text has no word that can be placed, or `tokens` has more documents
        than the reference.
    OptionError
        If a pole has fewer than three seeds, a seed stands in both, the tokens are redacted or of another layer.

    Notes
    -----
    Sentences of one document speak of one matter, so the null keeps them together: for every document of `tokens` it
    draws one of the reference, none twice, and takes as many of its sentences in a row, from a random place. A document
    of the reference that is shorter is taken whole, which makes the null wider and p larger.

    References
    ----------
    Kwak, H., An, J., Jing, E. & Ahn, Y.-Y. (2021). FrameAxis. PeerJ Computer Science 7, e644, for bias and intensity;
    Monroe, B., Colaresi, M. & Quinn, K. (2008). Fightin' Words. Political Analysis 16(4), for z, with the pooled counts
    as prior. Here z, bounded, stands in place of the cosine.
    """
    _require_same_layer(tokens, baseline)
    poles = _read_poles(minus, plus)
    seeds = [*poles[0], *poles[1]]
    is_plus = np.arange(len(seeds)) >= len(poles[0])
    words = _occurrences(baseline, tags, seeds)
    names = pd.MultiIndex.from_frame(words.loc[words["seed"] < 0, ["lemma", "tag"]].drop_duplicates()).sort_values()
    reference, target = _number(words, names), _number(_occurrences(tokens, tags, seeds), names)
    documents = int((rows_by_document(baseline) > 0).sum())
    _require_large_reference(documents, reference, is_plus)
    position = _usage_positions(reference, is_plus, size=len(names))
    n = np.bincount(target.word[target.word >= 0], minlength=len(names))
    placed = (n > 0) & np.isfinite(position)
    _require_placed_text(target, reference, bool(placed.any()))
    around = _text_moments(reference, position, 0.0)[0]
    bias, intensity = _text_moments(target, position, around)
    table = _word_table(names[placed].to_frame(index=False), n[placed], position[placed], around)
    random = _null_of_usage(reference, position, around, np.bincount(target.doc), seed=seed)
    without = []
    for k in range(len(seeds)):  # a seed that is left out is not placed either
        rest = _usage_positions(reference, is_plus, size=len(names), left_out=k)
        without.append(_text_moments(target, rest, _text_moments(reference, rest, 0.0)[0]))
    seed_counts = np.bincount(target.seed[target.seed >= 0], minlength=len(seeds)).tolist()
    held = np.bincount(_poles_of_sentences(reference, is_plus), minlength=4).tolist()
    about = replace(
        _about(table, poles, seed_counts, (bias, intensity), null=random, without=np.array(without)),
        baseline=around,
        covered=int(table["n"].sum()) / int((target.seed < 0).sum()),
        seed=seed,
        analyser=tokens.recipe.analyser,
        by="usage",
        model=f"참조 글 {documents:,}편",
        held=(held[_MINUS], held[_PLUS]),
        both=held[_MINUS + _PLUS],
    )
    return schema.check(schema.describe(table, about, source=tokens.recipe), schema.AXIS, what=message("axis by usage"))


def _positions(similarity: Floats, first: int) -> Floats:
    """Mean similarity with the seeds from column `first` on minus that with the seeds before."""
    return np.asarray(similarity[:, first:].mean(axis=1) - similarity[:, :first].mean(axis=1))


def _moments(position: Floats, n: Floats, middle: float | None) -> tuple[float, float]:
    """Bias, and intensity around a middle or, without one, around the bias."""
    bias = float(np.average(position, weights=n))
    around = bias if middle is None else middle
    return bias, float(np.average((position - around) ** 2, weights=n))


def _left_out(similarity: Floats, n: Ints, first: int, middle: float | None) -> Floats:
    """Bias and intensity when each seed is left out, a line a seed."""
    lines = []
    for k in range(similarity.shape[1]):
        rest = np.delete(similarity, k, axis=1)
        lines.append(_moments(_positions(rest, first - (k < first)), n.astype(float), middle))
    return np.array(lines)


def _share(values: Floats, reached: float) -> float:
    """P of a test by simulation: (1 + values at least as great) / (1 + values)."""
    return float((1 + (values >= reached - 1e-12).sum()) / (1 + len(values)))


def _read_poles(minus: Sequence[str], plus: Sequence[str]) -> _Poles:
    """Read the seeds of both poles and refuse what makes no axis."""
    poles = []
    for name, words in (("minus", minus), ("plus", plus)):
        seeds = [] if isinstance(words, str) else list(dict.fromkeys(map(_read_seed, words)))
        if len(seeds) < _LEAST_SEEDS:
            msg = message(
                "{name} needs {least_seeds} or more different seeds in a list, not {words!r}",
                name=name,
                least_seeds=_LEAST_SEEDS,
                words=words,
            )
            raise OptionError(msg)
        poles.append(seeds)
    both = sorted(set(poles[0]) & set(poles[1]))
    if both:
        msg = message("the seed {both!r} stands in minus and plus; keep it in one", both=both[0][0])
        raise OptionError(msg)
    return poles[0], poles[1]


def _read_seed(seed: str) -> Word:
    """Part a seed into lemma and tag, NNG where none is given."""
    lemma, _, tag = seed.partition("/")
    if tag and tag.partition("-")[0] not in schema.TAGS:
        msg = message(
            "the seed {seed!r} has a tag that the analyser does not use; write seeds as 동맹 or 한미/NNP", seed=seed
        )
        raise OptionError(msg)
    return lemma, tag or "NNG"


def _require_vectors(poles: _Poles) -> None:
    """Refuse seeds that the analyser's model has no vector for."""
    for name, words in zip(("minus", "plus"), poles, strict=True):
        unknown = [f"{lemma}/{tag}" for (lemma, tag), ok in zip(words, known(words), strict=True) if not ok]
        if unknown:
            msg = message(
                "{name}: the analyser's model has no vector for {unknown}; take another seed or tag",
                name=name,
                unknown=", ".join(unknown),
            )
            raise OptionError(msg)


def _placed_words(
    tokens: Tokens, tags: Sequence[str], poles: _Poles
) -> tuple[list[Word], Ints, dict[Word, int], float]:
    """Count the words that have a vector, seeds left out; all counts, and the share of occurrences covered."""
    if tokens.redacted or tokens.recipe.layer == "terms":
        state = message("redacted") if tokens.redacted else message("not the analyser's")
        msg = message(
            "an axis needs every word with the analyser's tags, and these tokens are {state}; segment the text itself",
            state=state,
        )
        raise OptionError(msg)
    # Words are sorted, so that neither the order of the text nor that of the documents changes what the null draws.
    pieces = over_parts(tokens.keep(tags=tags), _pairs)
    pairs = pd.concat(list(pieces)).groupby(["lemma", "tag"]).sum().sort_index()
    counts: dict[Word, int] = dict(zip(pairs.index.tolist(), pairs.tolist(), strict=True))
    with_vector = [word for word, ok in zip(counts, known(list(counts)), strict=True) if ok]
    total = sum(counts.values())
    covered = sum(counts[word] for word in with_vector) / total if total else float("nan")
    words = [word for word in with_vector if word not in {*poles[0], *poles[1]}]
    return words, np.array([counts[word] for word in words], dtype=np.int64), counts, covered


def _pairs(tokens: Tokens) -> pd.Series[int]:
    """Count the lemmas of an ordinary table, each with its tag."""
    return tokens.table[["lemma", "tag"]].astype(str).value_counts(sort=False)


def _baseline_bias(baseline: Tokens, tags: Sequence[str], poles: _Poles) -> float:
    """Bias of the reference."""
    words, n, _, _ = _placed_words(baseline, tags, poles)
    if len(words) < _LEAST_WORDS:
        msg = message(
            "the baseline has {n_words} different words with a vector, not {least_words}; give more text",
            n_words=len(words),
            least_words=_LEAST_WORDS,
        )
        raise OptionError(msg)
    similarity = similarities(words, to=[*poles[0], *poles[1]])
    return _moments(_positions(similarity, len(poles[0])), n.astype(float), None)[0]


def _null_of_axis(
    words: list[Word], n: Ints, seed_counts: list[int], first: int, *, seed: int, middle: float | None
) -> Floats:
    """Bias and intensity of random seeds of the same frequency band, a line a draw."""
    # The first `first` seeds are of the minus pole. For a seed that occurs 7 times the candidates are the 40 words
    # whose log frequency is nearest to log 8, ties in the order of the words. Random seeds, as the real ones, are left
    # out of the score they define.
    size = np.log1p(n.astype(float))
    candidates = [np.lexsort((np.arange(len(n)), np.abs(size - np.log1p(count))))[:_POOL] for count in seed_counts]
    pool = np.unique(np.concatenate(candidates))
    similarity = similarities(words, to=[words[k] for k in pool])
    column = {int(k): c for c, k in enumerate(pool)}
    generator = np.random.default_rng(seed)
    lines = np.empty((_DRAWS, 2))
    for draw in range(_DRAWS):
        taken: list[int] = []
        for near in candidates:
            taken.append(int(generator.choice(near[~np.isin(near, taken)])))
        weight = n.astype(float)
        weight[taken] = 0.0
        lines[draw] = _moments(_positions(similarity[:, [column[k] for k in taken]], first), weight, middle)
    return lines


def _word_table(words: pd.DataFrame, n: Ints, position: Floats, around: float) -> pd.DataFrame:
    """List the words by falling position, ties by lemma and tag, with their part in the bias."""
    table = words.astype("str").assign(n=n, position=position, contribution=n * (position - around) / n.sum())
    return table.sort_values(["position", "lemma", "tag"], ascending=[False, True, True], ignore_index=True)


def _about(
    table: pd.DataFrame,
    poles: _Poles,
    seed_counts: list[int],
    moments: tuple[float, float],
    *,
    null: Floats,
    without: Floats,
) -> schema.About:
    """State bias and intensity, their place in the null (a line a draw), and how far they rest on single seeds."""
    bias, intensity = moments
    # Rows of `null` are draws, of `without` seeds left out; columns are bias and intensity. Example: a bias of 0.3
    # where the null has a mean of 0.1 lies 0.2 away, as far as a draw of -0.1; intensity is judged on one side.
    centre = float(null[:, 0].mean())
    (bias_low, intensity_low), (bias_high, intensity_high) = np.quantile(null, [0.025, 0.975], axis=0).tolist()
    least, greatest = np.nanmin(without, axis=0).tolist(), np.nanmax(without, axis=0).tolist()
    return schema.About(
        bias=bias,
        intensity=intensity,
        p_bias=_share(np.abs(null[:, 0] - centre), abs(bias - centre)),
        p_intensity=_share(null[:, 1], intensity),
        null_mean=centre,
        null_bias=(bias_low, bias_high),
        null_intensity=(intensity_low, intensity_high),
        draws=_DRAWS,
        bias_range=(least[0], greatest[0]),
        intensity_range=(least[1], greatest[1]),
        n=int(table["n"].sum()),
        words=len(table),
        minus=tuple(lemma for lemma, _ in poles[0]),
        plus=tuple(lemma for lemma, _ in poles[1]),
        seeds={f"{lemma}/{tag}": n for (lemma, tag), n in zip([*poles[0], *poles[1]], seed_counts, strict=True)},
    )


class _Text(NamedTuple):
    """The wanted words of some tokens as numbers, one entry an occurrence."""

    # seeds a (0), b (1), vocabulary x (0), y (1): "x a . y" gives word [0, -1, 1], seed [-1, 0, -1], sentence [0, 0, 1]
    # and, with both sentences in one document, doc [0, 0]
    word: Ints  # number in the vocabulary of the reference; -1 for seeds and for words that it lacks
    seed: Ints  # number in minus + plus; -1 for words that are no seed
    sentence: Ints
    doc: Ints  # of every sentence that holds such a word

    @property
    def sentences(self) -> int:
        """How many there are."""
        return len(self.doc)


def _occurrences(tokens: Tokens, tags: Sequence[str], seeds: list[Word]) -> pd.DataFrame:
    """Lemma, tag, seed and place of the occurrences of the wanted tags, and of the seeds whatever their tag."""
    table = end_to_end(tokens.keep(tags=[*tags, *(tag for _, tag in seeds)]), _placed_lemmas)
    table = table.assign(
        doc=table.groupby("doc", sort=False).ngroup(),
        sentence=table.groupby(["doc", "paragraph", "sentence"], sort=False).ngroup(),
    )
    pairs = pd.MultiIndex.from_frame(table[["lemma", "tag"]])
    table["seed"] = pd.MultiIndex.from_tuples(seeds).get_indexer(pairs)
    return table[(table["seed"] >= 0) | table["tag"].isin({tag.partition("-")[0] for tag in tags})]


def _placed_lemmas(tokens: Tokens) -> pd.DataFrame:
    """List the lemmas of an ordinary table with tag, document, paragraph and sentence."""
    rows = tokens.table
    lemmas = {"lemma": rows["lemma"].astype(str), "tag": plain_tags(rows["tag"]).astype(str)}
    return pd.DataFrame(lemmas | {"doc": rows["doc"].astype(str)} | {k: rows[k] for k in ("paragraph", "sentence")})


def _number(words: pd.DataFrame, names: pd.MultiIndex) -> _Text:
    """Give words and sentences their numbers."""
    seed = words["seed"].to_numpy(dtype=np.int64)
    number = np.asarray(names.get_indexer(pd.MultiIndex.from_frame(words[["lemma", "tag"]])), dtype=np.int64)
    _, first, sentence = np.unique(words["sentence"].to_numpy(dtype=np.int64), return_index=True, return_inverse=True)
    _, doc = np.unique(words["doc"].to_numpy(dtype=np.int64)[first], return_inverse=True)
    return _Text(np.where(seed < 0, number, -1), seed, sentence, doc)


def _require_same_layer(tokens: Tokens, baseline: Tokens) -> None:
    """Refuse tokens whose words cannot be compared."""
    for name, some in (("tokens", tokens), ("baseline", baseline)):
        if some.redacted:
            msg = message(
                "an axis by usage needs every word, and {name} are redacted; segment the texts themselves", name=name
            )
            raise RefusalError.redacted(msg)
    if tokens.recipe.layer != baseline.recipe.layer:
        msg = message(
            "tokens are of the layer {layer!r}, baseline of {layer_2!r}; use one layer",
            layer=tokens.recipe.layer,
            layer_2=baseline.recipe.layer,
        )
        raise OptionError(msg)


def _require_large_reference(documents: int, reference: _Text, is_plus: Flags) -> None:
    """Refuse a reference that is too small to tell how words are used."""
    if documents < _LEAST_DOCUMENTS:
        msg = message(
            "the baseline has {documents} documents; an axis by usage needs {least_documents} or more",
            documents=documents,
            least_documents=_LEAST_DOCUMENTS,
        )
        raise RefusalError(msg)
    side = is_plus[reference.seed[reference.seed >= 0]]
    for name, n in (("minus", int((~side).sum())), ("plus", int(side.sum()))):
        if n < _LEAST_SEED_HITS:
            msg = message(
                "the {name} seeds stand {n} times in the baseline, not {least_seed_hits}; take more or other seeds",
                name=name,
                n=n,
                least_seed_hits=_LEAST_SEED_HITS,
            )
            raise RefusalError(msg)


def _require_placed_text(target: _Text, reference: _Text, placed: bool) -> None:
    """Refuse a text without a word to place, or more documents than can be drawn for them."""
    if not placed:
        msg = message("no word of the text stands beside a seed in the baseline; use other seeds or a nearer baseline")
        raise RefusalError(msg)
    texts, documents = (len(np.unique(text.doc)) for text in (target, reference))
    if texts > documents:
        msg = message(
            "the text has {texts} documents, the baseline {documents}; give a larger baseline",
            texts=texts,
            documents=documents,
        )
        raise RefusalError(msg)


def _poles_of_sentences(text: _Text, is_plus: Flags, left_out: int = -1) -> Ints:
    """Poles whose seeds each sentence holds: 0 none, 1 minus, 2 plus, 3 both."""
    seeds = (text.seed >= 0) & (text.seed != left_out)
    plus_side = is_plus[text.seed]
    minus = np.bincount(text.sentence[seeds & ~plus_side], minlength=text.sentences) > 0
    plus = np.bincount(text.sentence[seeds & plus_side], minlength=text.sentences) > 0
    return _MINUS * minus.astype(np.int64) + _PLUS * plus.astype(np.int64)


def _usage_positions(text: _Text, is_plus: Flags, *, size: int, left_out: int = -1) -> Floats:
    """Bounded z of every word of the vocabulary; NaN for words that stand beside no seed of one pole alone."""
    # a word in 3 sentences with minus seeds, 5 with plus seeds and 2 with both counts as minus 3 and plus 5
    poles = _poles_of_sentences(text, is_plus, left_out)[text.sentence]
    minus, plus = (
        np.bincount(text.word[(text.word >= 0) & (poles == pole)], minlength=size) for pole in (_MINUS, _PLUS)
    )
    seen = minus + plus > 0
    z = measures.log_odds(
        plus[seen], n1=plus.sum(), f2=minus[seen], n2=minus.sum(), prior=(plus + minus)[seen].astype(float)
    )[1]
    position = np.full(size, np.nan)
    position[seen] = z / np.sqrt(1 + z**2)
    return position


def _placed(text: _Text, position: Floats) -> tuple[Floats, Ints]:
    """Positions of the occurrences that have one, and their sentences."""
    value = np.where(text.word >= 0, position[text.word], np.nan)
    placed = np.isfinite(value)
    return value[placed], text.sentence[placed]


def _text_moments(text: _Text, position: Floats, around: float) -> tuple[float, float]:
    """Bias and intensity of a text, NaN where no word has a position."""
    value, _ = _placed(text, position)
    return _moments(value, np.ones(len(value)), around) if len(value) else (float("nan"), float("nan"))


def _null_of_usage(reference: _Text, position: Floats, around: float, lengths: Ints, *, seed: int) -> Floats:
    """Bias and intensity of documents of the reference, one for each of the text and at most as long, a line a draw."""
    value, sentence = _placed(reference, position)
    # For each sentence its placed words, the sum of their positions, and of their squares around the middle, added up
    # from the first sentence on, documents one after the other: sentences 3 and 4 are the sum before 5 less that
    # before 3.
    order = np.argsort(reference.doc, kind="stable")
    parts = (np.ones(len(value)), value, (value - around) ** 2)
    sums = np.array([np.bincount(sentence, weights=part, minlength=reference.sentences)[order] for part in parts])
    before = np.cumsum(np.pad(sums, ((0, 0), (1, 0))), axis=1)
    size = np.bincount(reference.doc)
    start = np.cumsum(size) - size
    generator = np.random.default_rng(seed)
    lines = np.full((_DRAWS, 2), np.nan)
    for draw in range(_DRAWS):
        docs = generator.choice(len(size), size=len(lengths), replace=False)
        taken = np.minimum(lengths, size[docs])
        # Example: 3 of the 10 sentences of a document that starts at 20 begin at 20, ..., or 27
        first = start[docs] + generator.integers(0, size[docs] - taken + 1)
        n, total, square = (before[:, first + taken] - before[:, first]).sum(axis=1).tolist()
        if n:
            lines[draw] = total / n, square / n
    drawn: Floats = lines[np.isfinite(lines[:, 0])]
    return drawn
