"""Frequency, keyness and dispersion on millions of morphemes, beside what a user would take instead, in one run.

    python bench/counts.py [DOCUMENTS ...]

The texts are movie reviews (see ../shared/texts); they are segmented once and kept in the temporary folder. Every
candidate starts from all morphemes in its own form, ours from the token table, the others from a list of (lemma, tag)
a document, and takes the nouns itself; nobody pays for segmentation. Times are the best of three, in one process.
"""

from __future__ import annotations

import gzip
import pickle
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

import analysis as da
from analysis.schema import NOUN_TAGS

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "texts" / "nsmc-150k.tsv.gz"
SIZES = [int(size) for size in sys.argv[1:]] or [1_500, 15_000, 150_000]
Docs = list[list[tuple[str, str]]]


def tokens_of(size: int) -> da.Tokens:
    """Segment the first reviews, or take them from the last time."""
    kept = Path(tempfile.gettempdir()) / f"damron-bench-{da.__version__}-{size}.pickle"
    if not kept.is_file():
        with gzip.open(TEXTS, "rt", encoding="utf-8") as file:
            lines = [line.rstrip("\n").split("\t") for line in file][1 : size + 1]
        corpus = da.Corpus.from_texts({line[0]: line[3] for line in lines if len(line) > 3 and line[3].strip()})
        kept.write_bytes(pickle.dumps(da.segment(corpus, cache=None)))
    return pickle.loads(kept.read_bytes())  # our own file


def lists(tokens: da.Tokens) -> Docs:
    """Turn a table into one list of (lemma, tag) a document."""
    table = tokens.table
    docs: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for doc, lemma, tag in zip(table["doc"].astype(str), table["lemma"].astype(str), table["tag"], strict=True):
        docs[doc].append((lemma, tag))
    return list(docs.values())


def nouns(doc: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Take the nouns of a document."""
    return [term for term in doc if term[1] in NOUN_TAGS]


def best(run: Callable[[], object]) -> float:
    """Seconds of the fastest of three runs."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times)


def nltk_frequency(docs: Docs) -> object:
    """Frequencies and document frequencies."""
    from nltk import FreqDist

    words = [nouns(doc) for doc in docs]
    return FreqDist(t for doc in words for t in doc).most_common(), FreqDist(t for doc in words for t in set(doc))


def nltk_keyness(docs: Docs, other: Docs) -> object:
    """G2 alone, of the terms with five hits."""
    from nltk import FreqDist
    from nltk.metrics import BigramAssocMeasures

    here, there = (FreqDist(t for doc in side for t in nouns(doc)) for side in (docs, other))
    n1, n2 = here.N(), there.N()
    return {
        term: BigramAssocMeasures.likelihood_ratio(here[term], (n1, here[term] + there[term]), n1 + n2)
        for term in set(here) | set(there)
        if max(here[term], there[term]) >= 5
    }


def plain_dispersion(docs: Docs) -> object:
    """DP alone, by its formula, of the terms with five hits."""
    docs = [nouns(doc) for doc in docs]
    sizes = [len(doc) for doc in docs]
    total = sum(sizes)
    cells: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for i, doc in enumerate(docs):
        for term, n in Counter(doc).items():
            cells[term][i] = n
    result = {}
    for term, held in cells.items():
        n = sum(held.values())
        if n >= 5:
            inside = sum(abs(f / n - sizes[i] / total) - sizes[i] / total for i, f in held.items())
            result[term] = (1 + inside) / 2
    return result


def sklearn_frequency(docs: Docs) -> object:
    """Terms by documents, summed."""
    from sklearn.feature_extraction.text import CountVectorizer

    table = CountVectorizer(analyzer=nouns).fit_transform(docs)
    return table.sum(axis=0), (table > 0).sum(axis=0)


def sklearn_tfidf(docs: Docs) -> object:
    """Weights of every term in every document."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(analyzer=nouns, norm=None).fit_transform(docs)


def compare(name: str, rows: int, ours: Callable[[], object], **others: Callable[[], object]) -> None:
    """Print our time and theirs as a multiple of it."""
    taken = best(ours)
    beside = []
    for other, run in others.items():
        try:
            beside.append(f"{other} {best(run) / taken:5.1f} x")
        except ImportError:
            beside.append(f"{other} not installed")
    print(f"{rows:>10,} morphemes  {name:22} {taken:7.3f} s   {'   '.join(beside)}", flush=True)


def main() -> None:
    """Compare at every size."""
    if not TEXTS.is_file():
        print(f"skipped: no texts at {TEXTS}")
        return
    for size in SIZES:
        tokens = tokens_of(size)
        docs = list(tokens.table["doc"].cat.categories)
        target, reference = (tokens.only(docs=part) for part in (docs[::2], docs[1::2]))
        words, one, two = lists(tokens), lists(target), lists(reference)
        n = len(tokens)
        compare(
            "frequency",
            n,
            lambda t=tokens: da.stats.frequency(t),
            nltk=lambda w=words: nltk_frequency(w),
            sklearn=lambda w=words: sklearn_frequency(w),
        )
        compare(
            "keyness (all columns)",
            n,
            lambda a=target, b=reference: da.stats.keyness(a, b),
            nltk_g2_alone=lambda a=one, b=two: nltk_keyness(a, b),
        )
        compare(
            "dispersion (all)",
            n,
            lambda t=tokens: da.stats.dispersion(t),
            python_dp_alone=lambda w=words: plain_dispersion(w),
        )
        compare("tf-idf", n, lambda t=tokens: da.stats.tfidf(t), sklearn=lambda w=words: sklearn_tfidf(w))


if __name__ == "__main__":
    main()
