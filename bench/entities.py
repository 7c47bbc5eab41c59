"""How much of the names in real texts stats.entities finds, and how much of what it finds is a name.

    python bench/entities.py [open|sealed] [--show]

bench/data/names-*.json hold labels, no sentence: term, offsets and kind of every name, by one reading of 110 texts
blind to the finder, with the SHA-256 of the text they were read in (the texts lie in ../shared/texts beside the
checkout). The rules were written beside the half `open`; the half `sealed` was opened once, after their last change.

Labels that the guide of the labelling calls doubtful, abbreviations (한미) and partial names (윤 in 윤 대통령) are
left out: neither they nor what is found across them count. A mention counts where span and kind are the same; `overlap`
asks for the same kind on one letter at least, `span` for the same span of any kind. Intervals are Wilson's, and by
resampling whole texts.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np

import analysis as da
from analysis.measures.inference import percentile_interval, wilson

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT.parent / "shared" / "texts"
KINDS = ("person", "organisation", "place")
DRAWS, SEED = 2_000, 1
Span = tuple[int, int, str]


def rows(file: str) -> list[str]:
    """Read the texts of a file in its order."""
    if file.endswith(".xlsx"):
        import openpyxl

        head, *body = openpyxl.load_workbook(TEXTS / file, read_only=True).active.iter_rows(values_only=True)
        return ["", *(str(row[head.index("본문")]) for row in body)]
    with gzip.open(TEXTS / file, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def read(half: str) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Read the texts that the labels of one half were made for, and their labels."""
    labels = json.loads((ROOT / "bench" / "data" / f"names-{half}.json").read_text(encoding="utf-8"))["texts"]
    absent = [file for file in sorted({entry["file"] for entry in labels}) if not (TEXTS / file).is_file()]
    if absent:
        sys.exit(f"skipped: {', '.join(absent)} not in {TEXTS}; the labels hold no text")
    files = {file: rows(file) for file in sorted({entry["file"] for entry in labels})}
    texts = {f"{n:03d}": files[entry["file"]][entry["index"]] for n, entry in enumerate(labels)}
    for text, entry in zip(texts.values(), labels, strict=True):
        if hashlib.sha256(text.encode()).hexdigest() != entry["sha256"]:
            sys.exit(f"{entry['file']}, {entry['index']}: the text is another than the one that was labelled")
    return texts, labels


def found(texts: dict[str, str]) -> list[list[Span]]:
    """Find the names; offsets are those of the texts as they were labelled, before the corpus took white space away."""
    corpus = da.Corpus.from_texts(texts)
    mentions = da.stats.entities(da.segment(corpus, progress=False), by="mention")
    clean = dict(zip(corpus.documents["doc"], corpus.documents["text"], strict=True))
    spans = []
    for doc, text in texts.items():
        blocks = SequenceMatcher(None, text, clean[doc], autojunk=False).get_matching_blocks()
        here = {block.b + n: block.a + n for block in blocks for n in range(block.size)}
        mine = mentions[mentions["doc"] == doc]
        places = zip(mine["start"], mine["end"], mine["kind"], strict=True)
        spans.append([(here[a], here[b - 1] + 1, kind) for a, b, kind in places])
    return spans


def overlaps(span: Span, others: list[Span], *, kind: bool = False) -> bool:
    """Whether a span shares a letter with another, of the same kind if asked."""
    return any(span[0] < b and a < span[1] and (not kind or span[2] == k) for a, b, k in others)


def count(labels: list[dict[str, Any]], spans: list[list[Span]], kinds: tuple[str, ...]) -> dict[str, Any]:
    """Count in every text: labels, labels found, mentions found, of these right; three ways of being right."""
    counts: dict[str, list[list[int]]] = {"exact": [], "overlap": [], "span": []}
    missed, wrong = Counter(), Counter()
    for entry, mine in zip(labels, spans, strict=True):
        gold: list[Span] = []
        aside: list[Span] = []
        for m in entry["mentions"]:
            out = m["kind"] == "abbr" or m.get("doubtful") or m["partial"]
            (aside if out else gold).append((m["start"], m["end"], m["kind"]))
        got = [s for s in mine if s in gold or not overlaps(s, aside)]
        want, have = [g for g in gold if g[2] in kinds], [s for s in got if s[2] in kinds]
        ends = {s[:2] for s in got}, {g[:2] for g in gold}
        ways = {
            "exact": (sum(g in have for g in want), sum(s in want for s in have)),
            "overlap": (
                sum(overlaps(g, have, kind=True) for g in want),
                sum(overlaps(s, want, kind=True) for s in have),
            ),
            "span": (sum(g[:2] in ends[0] for g in want), sum(s[:2] in ends[1] for s in have)),
        }
        for way, (hit, right) in ways.items():
            counts[way].append([len(want), hit, len(have), right])
        terms = {(m["start"], m["end"]): m["term"] for m in entry["mentions"]}
        missed.update((terms[g[:2]], g[2], entry["source"]) for g in want if g not in have)
        wrong.update((s, entry["source"], entry["index"]) for s in have if s not in want)
    return {way: np.array(table) for way, table in counts.items()} | {"missed": missed, "wrong": wrong}


def interval(hits: np.ndarray, of: np.ndarray) -> str:
    """Write a share with Wilson's interval and the one of resampled texts."""
    low, high = wilson(hits.sum(), n=of.sum())
    draw = np.random.default_rng(SEED).integers(0, len(of), size=(DRAWS, len(of)))
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = hits[draw].sum(axis=1) / of[draw].sum(axis=1)
    near, far = percentile_interval(shares)
    share = hits.sum() / of.sum()
    return f"{share:.3f} ({hits.sum()}/{of.sum()}, {float(low):.3f}-{float(high):.3f}; texts {near:.3f}-{far:.3f})"


def main() -> None:
    """Print recall and precision by kind and by source."""
    half = "sealed" if "sealed" in sys.argv else "open"
    texts, labels = read(half)
    spans = found(texts)
    print(f"{half}: {len(texts)} texts")
    for kinds in (KINDS, *((kind,) for kind in (*KINDS, "other"))):
        for way in ("exact", "overlap", "span"):
            table = count(labels, spans, kinds)[way].T
            print(f"{'+'.join(kinds):25} {way:8} recall {interval(table[1], table[0])}")
            print(f"{'':34} precision {interval(table[3], table[2])}")
    for source in sorted({entry["source"] for entry in labels}):
        keep = [n for n, entry in enumerate(labels) if entry["source"] == source]
        table = count([labels[n] for n in keep], [spans[n] for n in keep], KINDS)["exact"].T
        print(f"{source:25} exact    recall {interval(table[1], table[0])} precision {interval(table[3], table[2])}")
    if "--show" in sys.argv:
        seen = count(labels, spans, (*KINDS, "other"))
        by_place = {(e["source"], e["index"]): text for text, e in zip(texts.values(), labels, strict=True)}
        print("missed:", *(f"{n} {' '.join(what)}" for what, n in seen["missed"].most_common()), sep="\n  ")
        print("not labelled so:")
        for ((start, end, kind), source, index), _ in sorted(seen["wrong"].items(), key=lambda item: item[0][1:]):
            text = by_place[source, index]
            before, after = text[max(0, start - 12) : start], text[end : end + 12]
            print(f"  {kind} {source} {index}: {before}[{text[start:end]}]{after!r}")


if __name__ == "__main__":
    main()
