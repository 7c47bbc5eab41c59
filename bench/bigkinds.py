"""What mending the texts of a BIGKINDS export changes, and how often a dot is put back where there was none.

    python bench/bigkinds.py [--show N]

Two measurements on the folder ../shared/texts beside the checkout. A gold standard: in releases and Wikinews every
middle dot is replaced by a space and put back; counted are the spaces that were dots between states, those found, and
those that were none, also in the texts unaltered. A real half month of five dailies: how many dots, cut words and house
pieces there are, and keyness and frames of two sides before and after. With --show, N restored places and all runs that
were left alone are printed to the terminal, to be read; nothing is stored.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

import analysis as da
from analysis.cleaning import normalise
from analysis.reading import bigkinds
from analysis.reading.middle_dots import Lost, lost_dots

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "texts"
MONTH = TEXTS / "NewsResult_20230501-20230515.xlsx"
GOLD = ("wikinews", "releases", "releases-2")
OTHER = ("book_review", "unesco", "klue-dp-dev")  # prose that hardly has such words, for false finds
DOTS = "·ㆍ・‧•∙⋅․"
HIDDEN = "﹒"  # stands for a dot that must not tell anything
STATE = "[한미일중러북남영불독호]"
RUN = re.compile(rf"(?<!\w){STATE}(?:[{DOTS}]{STATE})+(?![가-힣·](?<![간은는이가을를과와의에도관정회동양협]))")
LEFT = re.compile(rf"(?<!\w){STATE}(?: {STATE})+(?:(?=[은는이가을를과와의도간])|(?!\w))")
SIDES = {"조선일보": "a", "중앙일보": "a", "동아일보": "a", "경향신문": "b", "한겨레": "b"}
OUTLETS = re.compile("조선|중앙|동아|경향|한겨레|본지|본보|뉴스레터|구독")
SEED = 20261130


def texts(name: str) -> Iterator[str]:
    """Yield the texts of a file in a form without doubled spaces."""
    with gzip.open(TEXTS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            yield normalise(str(row.get("text") or row.get("내용") or row.get("sentence") or ""))


def gold() -> None:
    """Take dots away, put them back, and count the spaces that agree."""
    found: Counter[str] = Counter()
    for name in (*GOLD, *OTHER):
        for text in texts(name):
            hidden = re.sub(f"[{DOTS}]", HIDDEN, text)
            found["false in unaltered texts"] += len(lost_dots(hidden))
            found["characters"] += len(text)
            if name in OTHER:
                continue
            lost = re.sub(f"[{DOTS}]", " ", text)
            dots = {at for at, letter in enumerate(text) if letter in DOTS}
            put = {at for place in lost_dots(lost) for at in _spaces(lost, place)}
            known = {at for run in RUN.finditer(text) for at in range(*run.span()) if at in dots}
            found += Counter(put=len(put), right=len(put & dots), states=len(known), states_found=len(known & put))
    print(f"gold standard: {dict(found)}")
    print(
        f"precision {found['right'] / found['put']:.3f}, recall of states {found['states_found'] / found['states']:.3f}"
    )


def _spaces(text: str, place: Lost) -> list[int]:
    return [at for at in range(place.start, place.end) if text[at] == " "]


def half_month(shown: int) -> None:
    """Read the export as it was and mended, and compare what is counted."""
    mended = da.read(MONTH)
    body = bigkinds._without_house_text  # noqa: SLF001 - the export as it stands, for the comparison
    bigkinds._without_house_text = lambda page, _: (page, [])  # noqa: SLF001
    raw = da.read(MONTH, middle_dots="keep")
    bigkinds._without_house_text = body  # noqa: SLF001
    removed = mended.removed
    print(f"\n{len(mended)} articles of a half month: {removed['kind'].value_counts().to_dict()}")
    outlet = mended.documents.set_index("doc")["outlet"]
    dots = removed[removed["kind"] == "middle dot"]
    print(f"dots by outlet: {dots['doc'].map(outlet).value_counts().to_dict()}")
    words = removed.loc[removed["kind"] == "cut word", "text"].str.rstrip(".…").str.len()
    print(f"cut words {int((words > 0).sum())}, of one syllable {int((words == 1).sum())}")
    for name, corpus in (("as exported", raw), ("mended", mended)):
        compare(name, corpus)
    if shown:
        show(mended, dots, shown)


def compare(name: str, corpus: da.Corpus) -> None:
    """Print keyness of two sides on both layers, and the difference of the alliance frame."""
    side = corpus.documents.set_index("doc")["outlet"].map(SIDES)
    docs = [side.index[side == which].tolist() for which in "ab"]
    for layer, units in (("morphs", None), ("units", da.lexicon.units_for(corpus))):
        tokens = da.segment(corpus, units=units)
        words = da.stats.keyness(*(tokens.only(docs=part) for part in docs))
        named = [term for term in words["term"].head(50) if OUTLETS.search(term)]
        states = words[words["term"].isin(["한미일", "한미", "한일"]) & (words["tag"] == "NNP")].set_index("term")
        ratios = {term: (int(r.n), int(r.n_reference), round(r.log_ratio, 2)) for term, r in states.iterrows()}
        print(f"{name}, {layer}: {ratios}; names of the house in the first 50: {len(named)} {named}")
        if units is None:
            book = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
            scores = da.framing.score(da.framing.hits(tokens, book), tokens, by="document")
            table = da.framing.compare(scores[scores["frame"] == "alliance"], by=side)
            shown = ["frame", "mean_a", "mean_b", "difference", "ratio_low", "ratio_high", "p"]
            print(table[shown].round(4).to_string(index=False))


def show(corpus: da.Corpus, dots: pd.DataFrame, shown: int) -> None:
    """Print places to be read: some restored, and every run that was left alone."""
    for row in random.Random(SEED).sample(dots.to_dict("records"), min(shown, len(dots))):
        print(f"restored | {row['reason'].split(':')[0]} | {row['text']}")
    for name in ("title", "text"):
        for text in corpus.documents[name]:
            for run in LEFT.finditer(text):
                print(f"left alone | {run[0]} | {text[max(0, run.start() - 12) : run.end() + 12]!r}")


if __name__ == "__main__":
    if not MONTH.is_file():
        print(f"{MONTH} is not here: the export and the texts are not part of the kit, so that nothing was measured")
        sys.exit(0)
    gold()
    half_month(int(sys.argv[2]) if sys.argv[1:2] == ["--show"] else 0)
