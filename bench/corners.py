"""Texts at the edge of what texts are: whether time grows with their length or with its square.

    python bench/corners.py [NAME ...] [--share 0.1]

Each corner is made at half its size and at its size, a share of it with --share, and goes through reading, the
analyser alone (a paragraph at once), segmentation, statistics and framing. The ratio of the two times is 2 where time
grows with the length and 4 where it grows with its square; times under 0.2 s say nothing and have no ratio. A refusal
is told.
"""

from __future__ import annotations

import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import analysis as da
from analysis import analyser, paths
from analysis.errors import KitError, NothingFoundWarning
from analysis.tokens.rules import DEFAULT, view

SENTENCE = "오늘도 시장에는 사람이 많고 물값과 전기 요금 걱정이 “크다”고 한다. "
TEXTS: dict[str, tuple[int, int, Callable[[int], str]]] = {  # characters to read, characters to analyse, and maker
    "combining marks": (200_000, 90_000, lambda n: "가" + "\u0301" * n + " 글이다."),
    "no space": (3_000_000, 80_000, lambda n: "가나다라" * (n // 4)),
    "no space, Latin": (9_000_000, 90_000, lambda n: SENTENCE + "abcd" * (n // 4)),
    "no space, digits": (9_000_000, 90_000, lambda n: SENTENCE + "1234567890" * (n // 10)),
    "one line of words": (400_000, 120_000, lambda n: "가나 " * (n // 3)),
    "one line of sentences": (1_700_000, 320_000, lambda n: SENTENCE * (n // len(SENTENCE))),
    "opening quotes": (100_000, 80_000, lambda n: "“" * n + "글이다."),
    "apostrophes": (100_000, 60_000, lambda n: "글 '" * (n // 3)),
    "nested brackets": (100_000, 80_000, lambda n: "(" * (n // 2) + "글이다" + ")" * (n // 2)),
    "nested square brackets": (100_000, 80_000, lambda n: "[" * (n // 2) + "글이다" + "]" * (n // 2)),
    "tags": (400_000, 60_000, lambda n: SENTENCE + "<a<b " * (n // 5)),
    "ampersands": (400_000, 60_000, lambda n: SENTENCE + "&amp;" * (n // 5)),
    "middle dots": (200_000, 60_000, lambda n: "가·" * (n // 2)),
    "full stops": (400_000, 80_000, lambda n: "글" + "." * n),
    "spaces": (1_000_000, 1_000_000, lambda n: "글" + " " * n + "이다."),
    "at signs": (200_000, 60_000, lambda n: SENTENCE + "a@" * (n // 2)),
    "hashes": (200_000, 60_000, lambda n: "#가" * (n // 2)),
    "slashes": (200_000, 60_000, lambda n: SENTENCE + "a/" * (n // 2)),
    "blank lines": (200_000, 200_000, lambda n: "첫 줄이다." + "\n" * n + "끝 줄이다."),
    "lines of a letter": (400_000, 60_000, lambda n: "가\n" * (n // 2)),
    "the same line": (400_000, 80_000, lambda n: "같은 줄이다.\n" * (n // 8)),
}
STATISTICS: dict[str, Callable[[Any, Any], Any]] = {
    "frequency": lambda tokens, _: da.stats.frequency(tokens),
    "ngrams": lambda tokens, _: da.stats.ngrams(tokens),
    "positions": lambda tokens, _: da.stats.positions(tokens, ["글"]),
    "dispersion": lambda tokens, _: da.stats.dispersion(tokens, parts=10),
    "diversity": lambda tokens, _: da.stats.diversity(tokens),
    "descriptors": lambda tokens, _: da.stats.descriptors(tokens),
    "concordance": lambda tokens, corpus: da.stats.concordance(corpus, tokens, "가"),
    "collocates": lambda tokens, _: da.stats.collocates(tokens, "가"),
    "cooccurrence": lambda tokens, _: da.stats.cooccurrence(tokens),
    "entities": lambda tokens, _: da.stats.entities(tokens),
    "quantities": lambda _, corpus: da.stats.quantities(corpus),
}
STARS: dict[str, tuple[str, Callable[[int], str]]] = {  # ending and maker of a dictionary with n stars in an entry
    "stars, LIWC": (".dic", lambda n: "%\n1\tgood\n%\n" + "*".join("가" * (n + 1)) + "\t1\n"),
    "stars, quanteda": (".yaml", lambda n: "good:\n  - '" + "*".join("가" * (n + 1)) + "'\n"),
}


def timed(call: Callable[[], Any]) -> tuple[float, Any]:
    """Return seconds of the processor, on all threads, and what came out, a refusal too."""
    start = time.process_time()
    try:
        out = call()
    except KitError as error:
        out = error
    return time.process_time() - start, out


def steps(make: Callable[[int], str], read: int, analysed: int, folder: Path) -> dict[str, float | str]:
    """Seconds of each step over a text of two lengths, or the sentence that refused it."""
    found: dict[str, float | str] = {}

    def step(name: str, call: Callable[[], Any]) -> Any:
        seconds, out = timed(call)
        found[name] = str(out) if isinstance(out, KitError) else seconds
        return None if isinstance(out, KitError) else out

    text = make(read)
    file, cell = folder / "corner.txt", folder / "corner.csv"
    file.write_text(text, encoding="utf-8")
    quoted = text.replace('"', '""')
    cell.write_text(f'제목,본문\n글,"{quoted}"\n', encoding="utf-8")
    step("read .txt", lambda: da.read(file))
    step("read .csv", lambda: da.read(cell))
    corpus = da.Corpus.from_texts({"corner": make(analysed)})
    lines = [view(line, DEFAULT).text for line in corpus.documents["text"][0].split("\n")]
    step("analyser", lambda: sum(1 for _ in analyser.tokenize(lines)))
    tokens = step("segment", lambda: da.segment(corpus, cache=None))
    if tokens is None:
        return found
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NothingFoundWarning)
        for name, statistic in STATISTICS.items():
            step(name, lambda statistic=statistic: statistic(tokens, corpus))
    for path in sorted(paths.CODEBOOKS.glob("*.yaml")):
        if ".validation" not in path.name:
            book = da.codebook.read(path)
            step(f"hits {path.stem}", lambda book=book: da.framing.hits(tokens, book))
    return found


def compare(name: str, half: dict[str, float | str], whole: dict[str, float | str]) -> None:
    """Write the times of both sizes and their ratios."""
    print(f"== {name}")
    for step, second in whole.items():
        first = half.get(step)
        if isinstance(second, str):
            print(f"  {step:<24} refused: {second[:160]}")
        elif isinstance(first, float) and second >= 0.2:
            print(f"  {step:<24} {first:8.2f} s {second:8.2f} s   x {second / first:.1f}", flush=True)


def main() -> None:
    share = float(sys.argv[sys.argv.index("--share") + 1]) if "--share" in sys.argv else 1.0
    asked = [name for name in sys.argv[1:] if name in TEXTS or name in STARS]
    steps(lambda _: SENTENCE, 0, 0, Path(tempfile.mkdtemp()))  # loads what is loaded once
    with tempfile.TemporaryDirectory() as folder:
        for name, (*sizes, make) in TEXTS.items():
            if not asked or name in asked:
                read, analysed = (int(size * share) for size in sizes)
                half = steps(make, read // 2, analysed // 2, Path(folder))
                compare(
                    f"{name}, {read:,} read, {analysed:,} analysed", half, steps(make, read, analysed, Path(folder))
                )
        for name, (ending, make) in STARS.items():
            if not asked or name in asked:
                file = Path(folder, f"stars{ending}")
                load = da.codebook.from_liwc if ending == ".dic" else da.codebook.from_quanteda
                for n in (2, 8, 23, 46, 5_000):
                    file.write_text(make(n), encoding="utf-8")
                    seconds, out = timed(lambda file=file, load=load: load(file))
                    said = f"refused: {str(out)[:160]}" if isinstance(out, KitError) else f"{seconds:.2f} s"
                    print(f"  {name} {n:>6,}  {said}", flush=True)


if __name__ == "__main__":
    main()
