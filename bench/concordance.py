"""Concordance, collocates, n-grams and co-occurrence on millions of morphemes, beside what a user would take instead.

    python bench/concordance.py [DOCUMENTS ...]

The texts are movie reviews (see ../shared/texts), segmented once and then taken from the cache of tokens. nltk does
less: it knows no sentence, no tag and no original text. conc (MIT; `pip install conc`) gets the same morphemes as words
of its own, and brings the lines of a concordance out in pages: here all in one page, and the first page alone.
"""

from __future__ import annotations

import sys
import time
from itertools import combinations

from reviews import SIZES, SOURCE, Docs, Work, compare, conc_corpus, lists, reviews

import analysis as da
from analysis import schema

NODE = "영화"
PAGE = 20  # lines


def words(tokens: da.Tokens) -> list[str]:
    return tokens.keep(tags=schema.CONTENT_TAGS).table["lemma"].astype(str).tolist()


def nltk_collocates(tokens: da.Tokens) -> object:
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

    finder = BigramCollocationFinder.from_words(words(tokens), window_size=5)
    finder.apply_ngram_filter(lambda a, b: NODE not in (a, b))
    return finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)


def nltk_ngrams(tokens: da.Tokens) -> object:
    from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

    finder = BigramCollocationFinder.from_words(words(tokens))
    finder.apply_freq_filter(5)
    return finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)


def nltk_pairs(tokens: da.Tokens) -> object:
    from nltk import FreqDist

    nouns = tokens.keep(tags=schema.NOUN_TAGS).table
    sentences = nouns.groupby(["doc", "sentence"], observed=True, sort=False)["lemma"].agg(list).tolist()
    top = {word for word, _ in FreqDist(w for s in sentences for w in s).most_common(500)}
    return FreqDist(pair for s in sentences for pair in combinations(sorted(top & set(s)), 2))


def nltk_concordance(tokens: da.Tokens) -> object:
    from nltk import ConcordanceIndex

    return ConcordanceIndex(tokens.table["surface"].astype(str).tolist()).find_concordance(NODE)


def conc_work(words: Docs) -> dict[str, Work | str]:
    """What conc has to do, or why it does not."""
    try:
        from conc.collocates import Collocates
        from conc.concordance import Concordance

        start = time.process_time()
        load = conc_corpus(words, name="whole")
        print(f"{'':21}  conc builds its index {time.process_time() - start:12.3f} s")
    except ImportError as error:
        return dict.fromkeys(("concordance", "page", "collocates"), f"{error.name} is not installed")
    node = f"{NODE}/NNG"  # nothing is kept between calls: every one starts from a corpus loaded anew
    return {
        "concordance": lambda: Concordance(load()).concordance(node, page_size=1_000_000, context_length=8).to_frame(),
        "page": lambda: Concordance(load()).concordance(node, page_size=PAGE, context_length=8).to_frame(),
        "collocates": lambda: Collocates(load()).collocates(node, page_size=0, context_length=5).to_frame(),
    }


def measure(size: int) -> None:
    """Compare at one size."""
    corpus, tokens = reviews(size)
    n, conc = len(tokens), conc_work(lists(tokens))
    compare(
        "concordance of a common word",
        n,
        lambda: da.stats.concordance(corpus, tokens, f"{NODE}/NNG"),
        nltk=lambda: nltk_concordance(tokens),
        conc=conc["concordance"],
    )
    compare(
        "its first page",
        n,
        lambda: da.stats.concordance(corpus, tokens, f"{NODE}/NNG", first=PAGE),
        conc=conc["page"],
    )
    compare(
        "collocates of a node",
        n,
        lambda: da.stats.collocates(tokens, NODE),
        nltk=lambda: nltk_collocates(tokens),
    )
    compare(
        "collocates, all morphemes",
        n,
        lambda: da.stats.collocates(tokens, f"{NODE}/NNG", tags=None),
        conc=conc["collocates"],
    )
    compare(
        "bigrams, 5 or more",
        n,
        lambda: da.stats.ngrams(tokens, minimum=5),
        nltk=lambda: nltk_ngrams(tokens),
    )
    compare(
        "sentence pairs of the top 500",
        n,
        lambda: da.stats.cooccurrence(tokens, top=500),
        nltk=lambda: nltk_pairs(tokens),
        conc="it has no co-occurrence by sentence",
    )


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
