"""Keyness where there is nothing to find, and where there is: random halves of one corpus, and planted terms."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as da

RELEASES = Path(__file__).resolve().parents[2] / "shared" / "texts" / "releases.jsonl.gz"
RUNS = 40
MOST = 5  # of 40 runs with a false term: at a true rate of .05 six or more have a chance of .014
Words = dict[str, list[str]]


def made_up(texts: int = 120, terms: int = 120) -> Words:
    """Write texts whose own rates of each term vary: most terms stand in few texts, and there often."""
    chance = np.random.default_rng(15)
    rates = 1 / np.arange(5, terms + 5)
    sizes = chance.integers(40, 240, size=texts)
    own = chance.gamma(0.4, 1 / 0.4, size=(texts, terms)) * rates / rates.sum()
    counts = chance.poisson(own * sizes[:, None])
    return {f"d{i:03}": [f"w{t}" for t in np.repeat(np.arange(terms), row)] or ["w0"] for i, row in enumerate(counts)}


@pytest.fixture(scope="session")
def releases() -> Words:
    """The nouns of 400 government releases, which are not in the repository."""
    if not RELEASES.is_file():
        pytest.skip(f"the releases are not at {RELEASES}")
    with gzip.open(RELEASES, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line, _ in zip(lines, range(400), strict=False)]
    tokens = da.segment(da.Corpus.from_texts({f"d{i:03}": text for i, text in enumerate(texts)}))
    table = tokens.keep(tags=da.schema.NOUN_TAGS).table
    return {str(doc): rows["lemma"].astype(str).tolist() for doc, rows in table.groupby("doc", observed=True)}


def halves(words: Words, n1: int, n2: int, *, runs: int) -> list[tuple[da.Tokens, da.Tokens]]:
    """Draw two sides of one corpus again and again."""
    tokens, docs = da.Tokens.from_terms(words), sorted(words)
    chance = np.random.default_rng([n1, n2])
    drawn = []
    for _ in range(runs):
        order = chance.permutation(docs).tolist()
        drawn.append((tokens.only(docs=order[:n1]), tokens.only(docs=order[n1 : n1 + n2])))
    return drawn


def false_runs(tables: list[pd.DataFrame]) -> int:
    return sum(bool((table["p_adjusted"] < 0.05).any()) for table in tables)


@pytest.mark.parametrize(
    ("kind", "n1", "n2"),
    [
        ("made up", 10, 90),
        *(pytest.param("releases", *n, marks=pytest.mark.long) for n in ((10, 10), (20, 20), (10, 90))),
    ],
)
def test_random_halves_differ_in_no_term(request: pytest.FixtureRequest, kind: str, n1: int, n2: int) -> None:
    words = made_up() if kind == "made up" else request.getfixturevalue("releases")
    sides = halves(words, n1, n2, runs=RUNS)
    tables = [da.stats.keyness(*pair, tags=None, shuffles=499) for pair in sides]
    assert false_runs(tables) <= MOST
    # the ways that it replaces fail where it holds
    by_token = [da.stats.keyness(*pair, tags=None, test="g2") for pair in sides[:6]]
    assert false_runs(by_token) >= 4
    rows = pd.concat(tables)
    rows = rows[(rows["docs"] >= 2) & (rows["docs_reference"] >= 2)]
    holds = (rows["log_ratio_low"] <= 0) & (rows["log_ratio_high"] >= 0)
    assert holds.mean() >= 0.94
    counted = da.measures.log_ratio_interval(
        rows["n"], n1=rows["n"] / rows["per_10k"] * 1e4, f2=rows["n_reference"],
        n2=rows["n_reference"] / rows["per_10k_reference"] * 1e4,
    )  # fmt: skip
    assert ((counted[0] <= 0) & (counted[1] >= 0)).mean() < 0.94


def test_texts_that_are_shorter_on_one_side_differ_in_no_term() -> None:
    # a quarter of each text of the target: relative frequencies vary more there, and dividing them finds differences
    words, false, by_rate = made_up(texts=200), 0, 0
    tokens = da.Tokens.from_terms(words)
    for run in range(RUNS):
        chance = np.random.default_rng([4, run])
        order = chance.permutation(sorted(words)).tolist()
        short = {doc: chance.choice(words[doc], -(-len(words[doc]) // 4), replace=False).tolist() for doc in order[:20]}
        sides = [da.Tokens.from_terms(short), tokens.only(docs=order[20:40])]
        false += false_runs([da.stats.keyness(*sides, tags=None, shuffles=499)])
        parts = [
            s.counts(by="document").pivot_table(index="term", columns="doc", values="n", observed=True) for s in sides
        ]
        counts = parts[0].join(parts[1], how="outer").fillna(0)
        counts = counts[(counts.sum(axis=1) >= 10) & ((counts > 0).sum(axis=1) >= 3)] / counts.sum()
        plain = da.measures.max_t(counts.iloc[:, :20], b=counts.iloc[:, 20:], how=da.measures.Permutation(499))
        by_rate += bool((plain.p_adjusted < 0.05).any())
    assert false <= MOST
    assert by_rate > MOST


def test_few_terms_in_six_draws_of_halves(releases: Words) -> None:
    tables = [da.stats.keyness(*pair, tags=None) for pair in halves(releases, 200, 200, runs=6)]
    assert sum(int((table["p_adjusted"] < 0.05).sum()) for table in tables) <= 3
    assert all(table.attrs["family"] > 500 for table in tables)


def test_planted_terms_are_found(releases: Words) -> None:
    # fifteen terms that occur 40 times or more become three times as frequent in the target: every text gets what two
    # others of the target have of them
    docs, found, false = sorted(releases), [], 0
    for seed in range(6):
        chance = np.random.default_rng(seed)
        order = chance.permutation(docs).tolist()
        target = {doc: list(releases[doc]) for doc in order[:200]}
        other = da.Tokens.from_terms({doc: releases[doc] for doc in order[200:]})
        often = Counter(word for doc in docs for word in releases[doc])
        planted = chance.choice(sorted(word for word, n in often.items() if n >= 40), 15, replace=False).tolist()
        for word in planted:
            own = [releases[doc].count(word) for doc in target]
            for more in (chance.permutation(own), chance.permutation(own)):
                for doc, n in zip(target, more, strict=True):
                    target[doc] += [word] * int(n)
        table = da.stats.keyness(da.Tokens.from_terms(target), other, tags=None).set_index("term")
        sure = table["p_adjusted"] < 0.05
        found += sure[planted].tolist()
        false += bool(sure.drop(planted).any())
    assert np.mean(found) >= 0.45
    assert false <= 1


@pytest.mark.parametrize("copied", [(5, 5), (5, 1)])
def test_copies_of_a_story_count_once(copied: tuple[int, int]) -> None:
    # each of eight texts a side stands several times in the outlets of both sides or of one
    stories, runs = 8, 12
    words = made_up(texts=2 * stories * runs)
    docs, wrong = sorted(words), {"by story": 0, "by text": 0}
    for run in range(runs):
        own = docs[2 * stories * run : 2 * stories * (run + 1)]
        sides = [
            da.Tokens.from_terms({f"{doc}-{k}": words[doc] for doc in part for k in range(times)})
            for part, times in zip((own[:stories], own[stories:]), copied, strict=True)
        ]
        story = {f"{doc}-{k}": doc for doc in own for k in range(max(copied))}
        for name, cluster in (("by story", story), ("by text", None)):
            table = da.stats.keyness(*sides, tags=None, cluster=cluster, shuffles=499)
            wrong[name] += bool((table["p_adjusted"] < 0.05).any())
    assert wrong["by story"] <= 2
    assert wrong["by text"] >= 6
