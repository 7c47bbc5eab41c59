"""Concordance, collocates, n-grams and co-occurrence against nltk, in one run, on one table.

    python bench/concordance.py TEXTS.tsv.gz [ROWS]

TEXTS holds one document a line, the text in its fourth column. It is segmented once; the table is kept in the folder
for temporary files. Everything is timed on a tenth of ROWS and on ROWS: processor seconds from the token table to the
result, the better of two times. nltk does less: it knows no sentence, no tag and no original text.
"""

from __future__ import annotations

import gzip
import pickle
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

from nltk import ConcordanceIndex, FreqDist
from nltk.collocations import BigramAssocMeasures, BigramCollocationFinder

import analysis as da
from analysis import schema

NODE = "영화"


def documents(path: Path, rows: int) -> Iterator[tuple[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in zip(range(rows + 1), lines, strict=False):
            fields = line.rstrip("\n").split("\t")
            if number and fields[3].strip():
                yield f"{number:07}", fields[3]


def segmented(path: Path, rows: int) -> tuple[da.Corpus, da.Tokens]:
    kept = Path(tempfile.gettempdir(), f"bench-{path.name}-{rows}.pickle")
    if not kept.is_file():
        corpus = da.Corpus.from_texts(dict(documents(path, rows)))
        kept.write_bytes(pickle.dumps((corpus, da.segment(corpus))))
    corpus, tokens = pickle.loads(kept.read_bytes())
    return corpus, tokens


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(2):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def words(tokens: da.Tokens) -> list[str]:
    return tokens.keep(tags=schema.CONTENT_TAGS).table["lemma"].astype(str).tolist()


def nltk_collocates(tokens: da.Tokens) -> object:
    finder = BigramCollocationFinder.from_words(words(tokens), window_size=5)
    finder.apply_ngram_filter(lambda a, b: NODE not in (a, b))
    return finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)


def nltk_ngrams(tokens: da.Tokens) -> object:
    finder = BigramCollocationFinder.from_words(words(tokens))
    finder.apply_freq_filter(5)
    return finder.score_ngrams(BigramAssocMeasures.likelihood_ratio)


def nltk_pairs(tokens: da.Tokens) -> object:
    nouns = tokens.keep(tags=schema.NOUN_TAGS).table
    sentences = nouns.groupby(["doc", "sentence"], observed=True, sort=False)["lemma"].agg(list).tolist()
    top = {word for word, _ in FreqDist(w for s in sentences for w in s).most_common(500)}
    return FreqDist(pair for s in sentences for pair in combinations(sorted(top & set(s)), 2))


def compare(corpus: da.Corpus, tokens: da.Tokens) -> None:
    """Time the kit and nltk side by side."""
    print(f"{len(corpus):,} documents, {len(tokens):,} morphemes")
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "concordance of a common word": (
            lambda: da.stats.concordance(corpus, tokens, NODE),
            lambda: ConcordanceIndex(tokens.table["surface"].astype(str).tolist()).find_concordance(NODE),
        ),
        "collocates of a node": (lambda: da.stats.collocates(tokens, NODE), lambda: nltk_collocates(tokens)),
        "bigrams, 5 or more": (lambda: da.stats.ngrams(tokens, minimum=5), lambda: nltk_ngrams(tokens)),
        "sentence pairs of the top 500": (
            lambda: da.stats.cooccurrence(tokens, top=500),
            lambda: nltk_pairs(tokens),
        ),
    }
    for name, (ours, theirs) in pairs.items():
        a, b = best(ours), best(theirs)
        print(f"  {name:32} {a:7.2f} s   nltk {b:7.2f} s   {b / a:6.1f} x")


def main() -> None:
    """Compare at two sizes."""
    path, rows = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 150_000
    for size in (rows // 10, rows):
        compare(*segmented(path, size))


if __name__ == "__main__":
    main()
