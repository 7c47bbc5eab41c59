"""Frequency, keyness, dispersion and tf-idf on millions of morphemes, beside what a user would take instead.

    python bench/counts.py [DOCUMENTS ...]

The texts are movie reviews (see ../shared/texts), segmented once and then taken from the cache of tokens. Every
candidate starts from all morphemes in its own form, ours from the token table, nltk and scikit-learn from a list of
(lemma, tag) a document, and takes the nouns itself; nobody pays for segmentation. conc (MIT; `pip install conc`) gets
the same morphemes as words of its own; it has no tags, so that it is compared over all morphemes, and it counts while
it builds its index, whose time is printed apart: its frequency list is then a look-up.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from typing import Any

from reviews import SIZES, SOURCE, Docs, Work, compare, conc_corpus, lists, reviews

import analysis as da
from analysis.schema import NOUN_TAGS

OF_CONC = ["n", "n_reference", "per_10k", "per_10k_reference", "log_ratio", "g2"]


def nouns(doc: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Take the nouns of a document."""
    return [term for term in doc if term[1] in NOUN_TAGS]


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
    for term, frequencies in cells.items():
        n = sum(frequencies.values())
        if n >= 5:
            inside = sum(abs(f / n - sizes[i] / total) - sizes[i] / total for i, f in frequencies.items())
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


def conc_work(words: Docs, one: Docs, two: Docs) -> dict[str, Work | str]:
    """What conc has to do, or why it does not."""
    try:
        from conc.frequency import Frequency
        from conc.keyness import Keyness

        start = time.process_time()
        whole = conc_corpus(words, name="whole")
        print(f"{'':21}  conc builds its index {time.process_time() - start:12.3f} s")
        here, there = conc_corpus(one, name="here"), conc_corpus(two, name="there")
    except ImportError as error:
        return dict.fromkeys(("frequency", "keyness"), f"{error.name} is not installed")
    loaded: dict[str, Any] = {"whole": whole(), "here": here(), "there": there()}
    return {
        "frequency": lambda: Frequency(loaded["whole"]).frequencies(page_size=0, show_document_frequency=True),
        "keyness": lambda: Keyness(loaded["here"], loaded["there"]).keywords(page_size=0, min_frequency=5),
    }


def anew(*sides: da.Tokens) -> tuple[da.Tokens, ...]:
    """Forget the tallies that tokens keep, so that each round counts."""
    for side in sides:
        vars(side).pop("_tallies", None)
    return sides


def measure(size: int) -> None:
    """Compare at one size."""
    _, tokens = reviews(size)
    docs = list(tokens.table["doc"].cat.categories)
    target, reference = (tokens.only(docs=part) for part in (docs[::2], docs[1::2]))
    words, one, two = lists(tokens), lists(target), lists(reference)
    n = len(tokens)
    conc = conc_work(words, one, two)
    compare(
        "frequency of nouns",
        n,
        lambda: da.stats.frequency(*anew(tokens)),
        nltk=lambda: nltk_frequency(words),
        sklearn=lambda: sklearn_frequency(words),
    )
    compare("frequency of all", n, lambda: da.stats.frequency(*anew(tokens), tags=None), conc_lookup=conc["frequency"])
    compare(
        "keyness of nouns, over texts",
        n,
        lambda: da.stats.keyness(*anew(target, reference)),
        others="none of them divides the texts anew",
    )
    compare(
        "keyness of nouns, all columns",
        n,
        lambda: da.stats.keyness(*anew(target, reference), test="g2"),
        nltk_g2_alone=lambda: nltk_keyness(one, two),
    )
    compare(
        "keyness of all",
        n,
        lambda: da.stats.keyness(*anew(target, reference), tags=None, test="g2"),
        conc_g2_and_ratio=conc["keyness"],
    )
    compare(
        "the same, again",
        n,
        lambda: da.stats.keyness(target, reference, tags=None, test="g2"),
        conc_g2_and_ratio=conc["keyness"],
    )
    compare(
        "the same, columns of conc, again",
        n,
        lambda: da.stats.keyness(target, reference, tags=None, test="g2", columns=OF_CONC),
        conc_g2_and_ratio=conc["keyness"],
    )
    compare(
        "dispersion, all measures",
        n,
        lambda: da.stats.dispersion(*anew(tokens)),
        python_dp_alone=lambda: plain_dispersion(words),
        conc="it has no dispersion of all terms",
    )
    compare("tf-idf", n, lambda: da.stats.tfidf(*anew(tokens)), sklearn=lambda: sklearn_tfidf(words))


def main() -> None:
    """Compare at every size."""
    if not SOURCE.is_file():
        print(f"skipped: no texts at {SOURCE}")
        return
    print("tidytext not run: it is a package of R, and there is no R here")
    for size in [int(size) for size in sys.argv[1:]] or SIZES:
        measure(size)


if __name__ == "__main__":
    main()
