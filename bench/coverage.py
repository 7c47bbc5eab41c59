"""How often intervals hold the truth and tests find what is not there, by simulation with fixed seeds.

    python bench/coverage.py [REPETITIONS] [TABLE ...]

Tables are recall, kit, mean, ratio, stories, crossing, keyness, planted, corrected, texts and slope; without a name
all are printed. REPETITIONS (default 100) are those of a cell: with 1,000 a coverage of .95 is known to .007 and a size
of .05 too. Beside the measures of the kit stand the ways that they replace, in the same samples: the interval of Wilson
at the effective number of positives, the percentiles of a bootstrap, the plain permutation of means, tests that count
copies as texts, tests of words that count tokens, and what a codebook finds where it errs by outlet, uncorrected. Words
are those of government releases (see ../shared/texts), or made up where these are absent."""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

import analysis as da
from analysis import codebook, framing, measures, schema, validation
from analysis.codebook import Codebook
from analysis.corpus import Corpus
from analysis.measures import LabelledUnits, Moments, Permutation, Stratum
from analysis.tokens import Recipe, Tokens

Values = npt.NDArray[np.float64]
SEED = 15
UNITS = 20_000
SHARES = {0.01: (0.70, 0.6), 0.02: (0.75, 0.6), 0.05: (0.80, 0.7), 0.15: (0.85, 0.8)}  # prevalence: recall, precision
LABELS = (100, 200, 400, 800)
ZERO = (0.5, 0.8)  # share of the labels in the zero stratum
SCENES = {"rate 2, over .5": (2, 0.5), "rate 1, over 1": (1, 1), "rate 1, over 3": (1, 3), "rate .3, over 3": (0.3, 3)}
SCENES |= {"rate 5, over 3": (5, 3)}  # the hard one: much of a frame, in few texts
CLUSTERS = (5, 8, 12, 20, 30, 50, 150)
SKY = """
schema: kfa-codebook/1
id: sky
version: "1"
status: unvalidated
title: {ko: 하늘, en: sky}
unit: sentence
compare: [moon, sun]
provenance: {author: a, basis: b, licence: c}
frames:
- {id: moon, label: {ko: 달, en: moon}, colour: blue, definition: 달, terms: [{id: m, match: WORDS}]}
- {id: sun, label: {ko: 해, en: sun}, colour: orange, definition: 해, terms: [{id: s, match: 해}]}
"""
LENGTH, SHORT, LONG = 200, 120, 1_000  # content morphemes of a text
HOW = Permutation(199)  # enough for a p that is held against .05
PAIRS = (
    ("same", (LENGTH, 1), (LENGTH, 1), ((5, 5), (10, 10), (10, 90))),
    ("a short, b long", (SHORT, 0.5), (LONG, 0.5), ((5, 20), (8, 60), (10, 90), (20, 100))),
    ("a over 3, b over .3", (LENGTH, 3), (LENGTH, 0.3), ((8, 8), (10, 90), (20, 100), (30, 150))),
    ("a over .3, b over 3", (LENGTH, 0.3), (LENGTH, 3), ((10, 10), (10, 90))),
)
DOCS, SENTENCES = 60, 15  # of an outlet whose sentences are labelled
SPECIFICITY = 0.98
OUTLETS = (  # true shares and recall of two outlets, and labels in all
    ((0.20, 0.20), (0.9, 0.6), (100, 200, 400, 800)),
    ((0.05, 0.05), (0.9, 0.6), (100, 200, 400)),
    ((0.05, 0.10), (0.9, 0.6), (400,)),
    ((0.20, 0.30), (0.9, 0.6), (100, 200, 400, 800)),
    ((0.20, 0.20), (0.8, 0.8), (400,)),
)


def densities(
    chance: np.random.Generator, n: int, *, rate: float, over: float, length: npt.ArrayLike = LENGTH
) -> Values:
    """Draw hits per 100 morphemes of texts whose own rates vary: their variance is `over` times the squared mean."""
    own = chance.gamma(1 / over, over, size=n)
    per_hundred = np.asarray(length) / 100
    return np.asarray(chance.poisson(rate * per_hundred * own) / per_hundred)


def row(*cells: object) -> None:
    print("  ".join(f"{cell:>9.3f}" if isinstance(cell, float) else f"{cell!s:>9}" for cell in cells), flush=True)


def recall(repetitions: int) -> None:
    row("share", "labels", "in zero", "cover", "width", "above", "bound", "F1", "wilson")
    for share, (truth, precision) in SHARES.items():
        for labels in LABELS:
            for zero in ZERO:
                chance = np.random.default_rng([SEED, labels, int(share * 100), int(zero * 10)])
                row(share, labels, zero, *recall_cell(
                    chance, repetitions, share=share, truth=truth, precision=precision, labels=labels, zero=zero
                ))  # fmt: skip


def recall_cell(
    chance: np.random.Generator,
    repetitions: int,
    *,
    share: float,
    truth: float,
    precision: float,
    labels: int,
    zero: float,
) -> Values:
    """Draw labels from the two strata again and again."""
    positive = round(share * UNITS)
    caught = round(positive * truth)
    found = round(caught / precision)
    n0 = min(round(labels * zero), UNITS - found)
    n1 = min(labels - n0, found)
    real, real_f1 = caught / positive, 2 * caught / (found + positive)
    told = []
    for _ in range(repetitions):
        k1 = int(chance.hypergeometric(caught, found - caught, n1))
        k0 = int(chance.hypergeometric(positive - caught, UNITS - found - positive + caught, n0))
        strata = [Stratum(found=True, N=found, n=n1, k=k1), Stratum(found=False, N=UNITS - found, n=n0, k=k0)]
        made = measures.stratified_rates(strata)
        low, high = by_wilson(k1, found / n1, k0, (UNITS - found) / n0)
        told.append((
            made.recall.low <= real <= made.recall.high, made.recall.high - made.recall.low, made.recall.low > real,
            made.recall_bound <= real, made.f1.low <= real_f1 <= made.f1.high, low <= real <= high,
        ))  # fmt: skip
    return np.mean(np.array(told, dtype=float), axis=0)


def by_wilson(k1: int, w1: float, k0: int, w0: float) -> tuple[float, float]:
    """Give the interval of Wilson at Kish's effective number of positives."""
    weights = np.repeat([w1, w0], [k1, k0])
    if not len(weights):
        return 0.0, 1.0
    n = weights.sum() ** 2 / (weights**2).sum()
    low, high = measures.wilson(k1 * w1 / weights.sum() * n, n=n)
    return float(low), float(high)


def kit(repetitions: int) -> None:
    """Print what `validation.accuracy` and `prevalence` promise of samples that `validation.sample` draws."""
    row("share", "labels", "how".rjust(9), "cover", "width", "above", "bound", "F1", "prev.", "none", "point 1")
    for share, (truth, precision) in SHARES.items():
        made = sky(np.random.default_rng([SEED, int(share * 100)]), share=share, truth=truth, precision=precision)
        for labels in (200, 400):
            for how in ("whole", "test", "changed", "sampled"):
                told = [kit_draw(made, labels, how=how, seed=n) for n in range(1, repetitions + 1)]
                row(share, labels, how.rjust(9), *np.nanmean(np.array(told, dtype=float), axis=0))


class Sky(NamedTuple):
    """Sentences, 6,000 of them, with what a codebook finds, before it was changed and after, and what is there."""

    corpus: Corpus
    tokens: Tokens
    book: Codebook
    hits: tuple[pd.DataFrame, pd.DataFrame]
    positive: set[tuple[str, int]]
    rates: tuple[tuple[float, float], tuple[float, float]]  # recall and F1, before and after
    share: float


def sky(chance: np.random.Generator, *, share: float, truth: float, precision: float, units: int = 6_000) -> Sky:
    """Write sentences: 달 is found from the start, 보름 after a change, 해 by the other frame."""
    positive, sun = np.zeros(units, dtype=bool), chance.random(units) < 0.08
    count, order = round(share * units), chance.permutation(units)
    caught = round(count * truth)
    moon = np.isin(np.arange(units), order[: round(caught / precision)])
    positive[[*order[:caught], *order[moon.sum() : moon.sum() + count - caught]]] = True
    late = np.where(positive & ~moon, chance.random(units) < 0.4, chance.random(units) < 0.004)
    rows: list[tuple[object, ...]] = []
    texts, places = {}, set()
    for doc in range(units // 10):
        at, words = 0, list[str]()
        for n in range(10 * doc, 10 * doc + 10):
            sentence = [f"글{n}", *["달"] * int(moon[n]), *["보름"] * int(late[n]), *["해"] * int(sun[n])]
            places |= {(f"d{doc:04d}", at)} if positive[n] else set()
            for i, word in enumerate(sentence):
                place = n % 10 + 1
                rows.append((f"d{doc:04d}", place, place, len(words) + i, word, word, "NNG", word, at, at + len(word)))
                at += len(word) + 1
            words += sentence
        texts[f"d{doc:04d}"] = " ".join(words)
    corpus = Corpus.from_texts(texts)
    table = pd.DataFrame(rows, columns=[c.name for c in schema.TOKENS])
    table = table.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))
    tokens = Tokens(table, Recipe("kit", "toy 1.0", "none", "morphs", corpus=corpus.sha256))
    books = [codebook.loads(SKY.replace("WORDS", words), name="sky") for words in ("달", "(달|보름)")]
    rates = []
    for found in (moon, moon | late):
        both = (found & positive).sum()
        rates.append((both / count, 2 * both / (found.sum() + count)))
    hits = (framing.hits(tokens, books[0]), framing.hits(tokens, books[1]))
    return Sky(corpus, tokens, books[0], hits, places, (rates[0], rates[1]), count / units)


def kit_draw(made: Sky, labels: int, *, how: str, seed: int) -> tuple[float, ...]:
    """Draw, read and measure once: with all texts, in the test part alone, after a change, or with the texts drawn."""
    sample = validation.sample(made.corpus, made.tokens, made.book, n=labels, seed=seed)
    part = "test" if how == "test" else "tune"
    if how != "test":
        attrs = sample.attrs
        sample = sample.assign(part="tune")
        sample.attrs = attrs
    about = schema.about(sample)
    sample = schema.describe(sample, replace(about, opened=("test",)), source=sample)
    there = [float(place in made.positive) for place in zip(sample["doc"], sample["start"], strict=True)]
    read = pd.concat([sample[["unit"]].assign(coder=coder, value=there) for coder in "AB"], ignore_index=True)
    read = read.assign(frame="moon", kind="human", empty=False, confidence=np.nan, note="")
    hits, tokens = made.hits[how == "changed"], made.tokens
    if how == "sampled":
        docs = set(sample["doc"])
        hits, tokens = hits[hits["doc"].isin(docs)], tokens.only(docs=docs)
    real, real_f1 = made.rates[how == "changed"]
    given = {"sample": sample, "tokens": tokens}
    a = validation.accuracy(read, hits, **given).set_index("part").loc[part]
    p = validation.prevalence(read, hits, **given).set_index("part").loc[part]
    if np.isnan(a["recall_low"]):
        return (*[np.nan] * 6, 1.0, 0.0)
    return (
        a["recall_low"] <= real <= a["recall_high"], a["recall_high"] - a["recall_low"], a["recall_low"] > real,
        a["recall_bound"] <= real, a["f1_low"] <= real_f1 <= a["f1_high"],
        p["corrected_low"] <= made.share <= p["corrected_high"], 0.0, float(a["recall"] == 1),
    )  # fmt: skip


def mean(repetitions: int) -> None:
    row("clusters", "scene".rjust(16), "cover", "above", "width", "pooled", "t", "percent.")
    for n in CLUSTERS:
        for k, (scene, (rate, over)) in enumerate(SCENES.items()):
            chance = np.random.default_rng([SEED, n, k])
            told = []
            while len(told) < repetitions:
                x = densities(chance, n, rate=rate, over=over)
                if not x.any():
                    continue  # no interval is given
                sizes = chance.integers(50, 2 * LENGTH, size=n)  # of the texts whose pooled rate is taken
                hits = densities(chance, n, rate=rate, over=over, length=sizes) * sizes / 100
                made = [measures.log_t(x), measures.log_t_rate(hits, sizes=sizes), measures.t_interval(x)]
                draws = measures.resampled_sums(x[:, None], draws=400)[:, 0] / n
                low, high = measures.percentile_interval(draws)
                pooled = 100 * made[1].low <= rate <= 100 * made[1].high
                if np.isnan(made[0].low) or np.isnan(made[1].low):
                    continue  # all values are equal, or no hit among the others
                told.append((
                    made[0].low <= rate <= made[0].high, made[0].low > rate, made[0].high - made[0].low, pooled,
                    made[2].low <= rate <= made[2].high, low <= rate <= high,
                ))  # fmt: skip
            averages = np.mean(np.array(told, dtype=float), axis=0)
            averages[2] = np.median([t[2] for t in told])
            row(n, scene.rjust(16), *averages)


def ratio(repetitions: int) -> None:
    row("scene".rjust(20), "a", "b", "p", "p_t", "cover", "welch", "stud.", "plain")
    for scene, (length_a, over_a), (length_b, over_b), sizes in PAIRS:
        for n1, n2 in sizes:
            chance = np.random.default_rng([SEED, n1, n2])
            told = []
            for _ in range(repetitions):
                a = densities(chance, n1, rate=1, over=over_a, length=length_a)
                b = densities(chance, n2, rate=1, over=over_b, length=length_b)
                made, other = measures.log_welch(a, b=b, how=HOW), measures.studentised(a, b=b, how=HOW)
                plain = float(measures.permutation([a], b=[b], how=HOW)[0])
                told.append((
                    made.p < 0.05, made.p_t < 0.05, not (made.low > 1 or made.high < 1), other.p_t < 0.05,
                    other.p_permutation < 0.05, plain < 0.05,
                ))  # fmt: skip
            row(scene.rjust(20), n1, n2, *np.mean(np.array(told, dtype=float), axis=0))


def copied(chance: np.random.Generator, stories: int, *, over: float = 1) -> tuple[Values, npt.NDArray[np.int64]]:
    """Draw stories of 1 + Poisson(4) copies each: one value a text, and its story."""
    times = 1 + chance.poisson(4, size=stories)
    return np.repeat(densities(chance, stories, rate=1, over=over), times), np.repeat(np.arange(stories), times)


def stories(repetitions: int) -> None:
    row("a", "b", "by story", "by text", "welch")
    for n1, n2 in ((5, 5), (8, 8), (20, 20), (5, 20), (10, 40)):
        chance = np.random.default_rng([SEED, n1, n2, 1])
        told = []
        for _ in range(repetitions):
            (a, story_a), (b, story_b) = copied(chance, n1), copied(chance, n2)
            means = [measures.cluster_means(x, cluster=story) for x, story in ((a, story_a), (b, story_b))]
            made, text_wise = measures.log_welch(means[0], b=means[1], how=HOW), measures.log_welch(a, b=b, how=HOW)
            told.append((made.p < 0.05, text_wise.p < 0.05, measures.studentised(means[0], b=means[1]).p_t < 0.05))
        row(n1, n2, *np.mean(np.array(told, dtype=float), axis=0))


def crossing(repetitions: int) -> None:
    row("stories", "CR2", "CR1", "by text")
    for n in (6, 10, 20, 40):
        chance = np.random.default_rng([SEED, n])
        told = []
        for _ in range(repetitions):
            x, story = copied(chance, n)
            lean = chance.beta(0.5, 0.5, size=n)  # how much of a story stands in outlet b
            group = (chance.random(len(x)) < lean[story]).astype(int)
            if len(set(story[group == 0])) < 2 or len(set(story[group == 1])) < 2:
                continue
            made = measures.cr2(x, group=group, cluster=story)
            texts = measures.studentised(x[group == 0], b=x[group == 1], how=Permutation(1))
            told.append((made.p < 0.05, abs(made.difference) > 1.96 * made.se_cr1, texts.p_t < 0.05))
        row(n, *np.mean(np.array(told, dtype=float), axis=0))


RELEASES = Path(__file__).resolve().parents[2] / "shared" / "texts" / "releases.jsonl.gz"
TEXTS = 400
SPLITS = ((5, 5), (10, 10), (20, 20), (50, 50), (200, 200), (10, 90), (20, 200))
SHORT_SIDE = ((20, 20, 0.5), (20, 20, 0.25), (200, 200, 0.5), (200, 200, 0.25), (10, 90, 0.25), (90, 10, 0.25))
PLANTED, OFTEN = 15, 40  # terms, and how often such a term occurs at least


@cache
def releases() -> tuple[Values, Values]:
    """Count the nouns of the first releases: terms by texts, and the nouns of each text."""
    if not RELEASES.is_file():
        print(f"{RELEASES} is not there; the words are made up")
        chance = np.random.default_rng(SEED)
        sizes = chance.integers(40, 240, size=TEXTS)
        rates = 1 / np.arange(5, 1_005)
        own = chance.gamma(0.4, 1 / 0.4, size=(1_000, TEXTS)) * (rates / rates.sum())[:, None]
        counts = chance.poisson(own * sizes).astype(float)
        return counts, counts.sum(axis=0)
    with gzip.open(RELEASES, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(TEXTS), strict=False)]
    tokens = da.segment(da.Corpus.from_texts({f"d{i:03}": text for i, text in enumerate(texts)}))
    cells = tokens.counts(by="document", tags=da.schema.NOUN_TAGS)
    table = cells.pivot_table(index=["term", "tag"], columns="doc", values="n", aggfunc="sum", observed=True)
    counts = table.fillna(0).to_numpy(dtype=float)
    return counts, counts.sum(axis=0)


def half(chance: np.random.Generator, n1: int, n2: int, *, kept: float = 1) -> tuple[Values, Values]:
    """Draw texts of both sides, of those of the target a part of the words, and keep the terms that keyness tests."""
    counts, sizes = releases()
    order = chance.permutation(counts.shape[1])[: n1 + n2]
    counts, sizes = counts[:, order], sizes[order]
    if kept < 1:
        for k in range(n1):
            left = max(5, int(sizes[k] * kept))
            counts[:, k] = chance.multivariate_hypergeometric(counts[:, k].astype(int), left)
        sizes = counts.sum(axis=0)
    return counts[(counts.sum(axis=1) >= 10) & ((counts > 0).sum(axis=1) >= 3)], sizes


def p_of_g2(counts: Values, sizes: Values, n1: int) -> Values:
    """Test every term over tokens."""
    f1, f2 = counts[:, :n1].sum(axis=1), counts[:, n1:].sum(axis=1)
    return measures.p_value(measures.g2(f1, r1=sizes[:n1].sum(), c1=f1 + f2, n=sizes.sum()))


def spread_of_z(counts: Values, sizes: Values, n1: int) -> float:
    """Measure the standard deviation of z of the log-odds with the pooled counts as prior."""
    f1, f2 = counts[:, :n1].sum(axis=1), counts[:, n1:].sum(axis=1)
    rest = [sizes[:n1].sum() - f1.sum(), sizes[n1:].sum() - f2.sum()]
    a, b = np.append(f1, max(rest[0], 0.5)), np.append(f2, max(rest[1], 0.5))
    return float(np.std(measures.log_odds(a, n1=a.sum(), f2=b, n2=b.sum(), prior=a + b)[1][:-1]))


def keyness(repetitions: int) -> None:
    row("a", "b", "a cut to", "terms", "max-T", "of rates", "G2", "G2 terms", "quasi", "raw G2", "cover", "by token",
        "z", "z, even")  # fmt: skip
    for n1, n2, kept in (*((n1, n2, 1.0) for n1, n2 in SPLITS), *SHORT_SIDE):
        chance = np.random.default_rng([SEED, n1, n2, int(100 * kept)])
        told = []
        for _ in range(repetitions):
            counts, sizes = half(chance, n1, n2, kept=kept)
            sides = {"sizes_a": sizes[:n1], "b": counts[:, n1:], "sizes_b": sizes[n1:]}
            rates = counts / sizes
            made = measures.max_t_over_texts(counts[:, :n1], **sides)
            plain = measures.max_t(rates[:, :n1], b=rates[:, n1:])
            raw = p_of_g2(counts, sizes, n1)
            wrong = measures.adjust(raw) < 0.05
            quasi = measures.adjust(measures.quasi_poisson(counts[:, :n1], **sides, least=1.0).p) < 0.05
            both: npt.NDArray[np.bool_] = ((counts[:, :n1] > 0).sum(axis=1) >= 2) & (
                (counts[:, n1:] > 0).sum(axis=1) >= 2
            )
            if not both.any():
                continue  # among ten texts seldom a term stands in two of each side
            over = measures.log_ratio_over_texts(counts[both][:, :n1], **sides | {"b": counts[both][:, n1:]})
            f1, f2 = counts[both][:, :n1].sum(axis=1), counts[both][:, n1:].sum(axis=1)
            token = measures.log_ratio_interval(f1, n1=sizes[:n1].sum(), f2=f2, n2=sizes[n1:].sum())
            # the same totals with every token put into a text by chance, as if tokens were independent
            even = np.array([chance.multinomial(int(n), sizes / sizes.sum()) for n in counts.sum(axis=1)])
            told.append((
                len(counts), (made.p_adjusted < 0.05).any(), (plain.p_adjusted < 0.05).any(), wrong.any(), wrong.sum(),
                quasi.any(), (raw < 0.05).mean(),
                np.mean((over.low <= 0) & (over.high >= 0)), np.mean((token[0] <= 0) & (token[1] >= 0)),
                spread_of_z(counts, sizes, n1), spread_of_z(even, sizes, n1),
            ))  # fmt: skip
        row(n1, n2, kept, *np.nanmean(np.array(told, dtype=float), axis=0))


def planted(repetitions: int) -> None:
    row("a", "b", "max-T", "false", "G2", "false", "of finds")
    counts, sizes = releases()
    often = np.flatnonzero(counts.sum(axis=1) >= OFTEN)
    for n1, n2 in ((50, 50), (200, 200), (20, 200)):
        chance = np.random.default_rng([SEED, n1, n2, 3])
        told = []
        for _ in range(repetitions):
            order = chance.permutation(counts.shape[1])[: n1 + n2]
            drawn, size = counts[:, order].copy(), sizes[order].copy()
            chosen = chance.choice(often, PLANTED, replace=False)
            for term in chosen:  # every text of the target gets what two others have of it
                own = drawn[term, :n1].copy()
                more = chance.permutation(own) + chance.permutation(own)
                drawn[term, :n1] += more
                size[:n1] += more
            listed = (drawn.sum(axis=1) >= 10) & ((drawn > 0).sum(axis=1) >= 3)
            real = np.isin(np.flatnonzero(listed), chosen)
            sides = {"sizes_a": size[:n1], "b": drawn[listed][:, n1:], "sizes_b": size[n1:]}
            sure = measures.max_t_over_texts(drawn[listed][:, :n1], **sides).p_adjusted < 0.05
            by_token = measures.adjust(p_of_g2(drawn[listed], size, n1)) < 0.05
            told.append((
                sure[real].sum() / PLANTED, sure[~real].any(), by_token[real].sum() / PLANTED, by_token[~real].any(),
                by_token[~real].sum() / max(by_token.sum(), 1),
            ))  # fmt: skip
        row(n1, n2, *np.mean(np.array(told, dtype=float), axis=0))
    every = np.random.default_rng(SEED).integers(1, 9, size=(1_000, TEXTS))
    size, middle = every.sum(axis=0), TEXTS // 2
    start = time.perf_counter()
    measures.max_t_over_texts(every[:, :middle], sizes_a=size[:middle], b=every[:, middle:], sizes_b=size[middle:])
    print(f"max-T of 1,000 terms in {TEXTS} texts, none without a term: {time.perf_counter() - start:.2f} s")


def outlet(chance: np.random.Generator, share: float, caught: float, docs: int = DOCS) -> tuple[Values, Values, Values]:
    """Draw the sentences of an outlet: whether the frame is there, whether it is found, and their document."""
    own = np.repeat(chance.beta(10 * share, 10 * (1 - share), size=docs), SENTENCES)
    there = (chance.random(len(own)) < own).astype(float)
    found = (chance.random(len(own)) < np.where(there == 1, caught, 1 - SPECIFICITY)).astype(float)
    return there, found, np.repeat(np.arange(docs, dtype=float), SENTENCES)


def by_cell(chance: np.random.Generator, found: Values, labels: int) -> Values:
    """Draw a third of the labels from found sentences and the rest from others; give probabilities, or NaN."""
    pi = np.full(len(found), np.nan)
    least = min(10, int(found.sum()))
    wanted = min(max(round(labels / 3), least), int(found.sum()))
    for side, n in ((1, wanted), (0, labels - wanted)):
        places = np.flatnonzero(found == side)
        taken = min(n, len(places))
        pi[chance.choice(places, taken, replace=False)] = taken / max(len(places), 1)
    return pi


def without_groups(chance: np.random.Generator, found: Values, labels: int) -> Values:
    """Draw half of the labels from all sentences, the rest from found ones, as `validation.sample` without groups."""
    order = chance.permutation(len(found))
    chosen, rest = order[: labels // 2], order[labels // 2 :]
    first = rest[found[rest] == 1][: labels - labels // 2]
    chosen = np.append(chosen, first)
    chosen = np.append(chosen, rest[~np.isin(rest, first)][: labels - len(chosen)])
    pi = np.full(len(found), np.nan)
    for side in (0, 1):
        inside = chosen[found[chosen] == side]
        pi[inside] = len(inside) / (found == side).sum()
    return pi


def two_outlets(
    chance: np.random.Generator, shares: tuple[float, float], caught: tuple[float, float], labels: int, *, blind: bool
) -> tuple[LabelledUnits, LabelledUnits]:
    """Draw two outlets and the labels of their sentences."""
    drawn = [outlet(chance, share, r) for share, r in zip(shares, caught, strict=True)]
    if blind:
        pi = np.split(without_groups(chance, np.concatenate([f for _, f, _ in drawn]), labels), 2)
    else:
        pi = [by_cell(chance, f, labels // 2) for _, f, _ in drawn]
    a, b = (
        LabelledUnits(f, np.where(np.isnan(p), np.nan, there), p, doc + 1_000 * k)
        for k, ((there, f, doc), p) in enumerate(zip(drawn, pi, strict=True))
    )
    return a, b


def told_of(a: LabelledUnits, b: LabelledUnits, shares: tuple[float, float]) -> tuple[float, ...]:
    """Tell what raw and corrected comparisons say of two outlets whose true shares are known."""
    truth = shares[1] - shares[0]
    raw = [measures.clustered_mean(side.found, cluster=side.doc) for side in (a, b)]
    error = np.hypot(raw[0].se, raw[1].se)
    gap = raw[1].estimate - raw[0].estimate
    few = any(not labelled.any() for side in (a, b) for _, labelled in side.cells)
    method = "dsl" if few else "cell"
    made, plain = (
        measures.corrected_difference(a, b=b, method=method),
        measures.corrected_difference(a, b=b, method="dsl"),
    )
    share = measures.corrected_share(a, method=method)
    return (
        abs(gap) > 1.98 * error, abs(gap - truth) <= 1.98 * error, made.p < 0.05, made.low <= truth <= made.high,
        share.low <= shares[0] <= share.high, made.high - made.low, made.difference, plain.p < 0.05,
        plain.low <= truth <= plain.high,
    )  # fmt: skip


def corrected(repetitions: int) -> None:
    row("truth", "recall", "labels", "draw", "raw p", "raw cover", "p", "cover", "share", "width", "mean", "dsl p",
        "dsl cover")  # fmt: skip
    for shares, caught, labels in OUTLETS:
        for n in labels:
            for blind in (True, False):
                chance = np.random.default_rng([SEED, n, int(100 * shares[0]), int(100 * shares[1]), int(blind)])
                told = [
                    told_of(*two_outlets(chance, shares, caught, n, blind=blind), shares) for _ in range(repetitions)
                ]
                head = ("/".join(f"{x:.2f}" for x in shares), "/".join(f"{x:.1f}" for x in caught), n)
                row(*head, "blind" if blind else "by group", *np.mean(np.array(told, dtype=float), axis=0))


def texts(repetitions: int) -> None:
    row("truth", "labels", "share", "low side", "width", "cover", "width")
    for shares in ((0.20, 0.20), (0.05, 0.05), (0.05, 0.10)):
        drawn = [
            outlet(np.random.default_rng([SEED, 2, k]), s, r)
            for k, (s, r) in enumerate(zip(shares, (0.9, 0.6), strict=True))
        ]
        real = [float(there.mean()) for there, _, _ in drawn]
        for n in (100, 200, 400, 800):
            chance = np.random.default_rng([SEED, n, int(100 * shares[1]), 3])
            told = []
            for _ in range(repetitions):
                pi = [by_cell(chance, found, n // 2) for _, found, _ in drawn]
                a, b = (
                    LabelledUnits(f, np.where(np.isnan(p), np.nan, there), p, doc)
                    for (there, f, doc), p in zip(drawn, pi, strict=True)
                )
                made = measures.corrected_difference(a, b=b, target="texts")
                share = measures.corrected_share(a, target="texts")
                told.append((
                    share.low <= real[0] <= share.high, share.high < real[0], share.high - share.low,
                    made.low <= real[1] - real[0] <= made.high, made.high - made.low,
                ))  # fmt: skip
            row("/".join(f"{x:.2f}" for x in shares), n, *np.mean(np.array(told, dtype=float), axis=0))


def slope(repetitions: int) -> None:
    row("slope", "labels", "raw p", "raw cover", "p", "cover", "logit p")
    for true in (0.0, 0.02):
        for n in (200, 400, 800):
            chance = np.random.default_rng([SEED, n, int(100 * true), 4])
            told = [one_slope(chance, true, n) for _ in range(repetitions)]
            row(true, n, *np.mean(np.array(told, dtype=float), axis=0))


def one_slope(chance: np.random.Generator, true: float, labels: int) -> tuple[float, ...]:
    """Draw 20 documents in each of 6 years, with a recall that falls from .9 to .6, and labels; fit a slope a year."""
    years = [outlet(chance, 0.2 + true * k, 0.9 - 0.06 * k, docs=20) for k in range(6)]
    there, found = (np.concatenate([year[i] for year in years]) for i in (0, 1))
    year = np.repeat(np.arange(6.0), 20 * SENTENCES)
    doc = np.repeat(np.arange(120), SENTENCES)
    pi = by_cell(chance, found, labels)
    units = LabelledUnits(found, np.where(np.isnan(pi), np.nan, there), pi, doc)
    design = np.column_stack([np.ones(len(year)), year])
    raw = measures.moment_regression(Moments(found, design), cluster=doc)
    v, steady = measures.corrected_outcomes(units)
    given = Moments(v, design, steady=steady)
    made = measures.moment_regression(given, cluster=doc)
    logit = measures.moment_regression(given, cluster=doc, link="logit")
    return (
        raw.p[1] < 0.05, raw.low[1] <= true <= raw.high[1], made.p[1] < 0.05, made.low[1] <= true <= made.high[1],
        logit.p[1] < 0.05,
    )  # fmt: skip


TABLES: dict[str, tuple[Callable[[int], None], str]] = {
    "recall": (recall, "interval of recall: coverage, mean width, wholly above the truth; its bound; F1; Wilson"),
    "kit": (
        kit,
        "the same through samples and accuracy: whole texts, test part, changed codebook, sampled texts alone",
    ),
    "mean": (mean, "one group: coverage of log-t, wholly above the truth, median width; pooled; t; percentiles"),
    "ratio": (ratio, "two groups, no difference: p below .05; coverage of the ratio; what else is in use"),
    "stories": (stories, "two groups of stories of several copies, no difference: p below .05"),
    "crossing": (crossing, "stories that stand in both groups, no difference: p below .05"),
    "keyness": (keyness, "words of random halves: false finds a run, coverage of no difference, spread of z"),
    "planted": (planted, f"{PLANTED} terms three times as frequent in the target: found, and false finds beside them"),
    "corrected": (corrected, "two outlets, labels in some sentences: p below .05 and coverage, raw and corrected"),
    "texts": (texts, "these texts alone: coverage and width of a share and of a difference"),
    "slope": (slope, "a trend over six years in which recall falls: p below .05 and coverage, raw and corrected"),
}


def main() -> None:
    """Print the tables that are asked for."""
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for name in sys.argv[2:] or TABLES:
        table, says = TABLES[name]
        start = time.process_time()
        print(f"\n{name}: {says} ({repetitions} repetitions)")
        table(repetitions)
        print(f"{time.process_time() - start:.0f} s of processor time")


if __name__ == "__main__":
    main()
