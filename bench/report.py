"""How long a report of one article takes, and where the time goes, in one run.

    python bench/report.py [ARTICLE]

The phases are measured apart in fresh processes, since a report runs them in a kernel of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

ARTICLE = sys.argv[1] if len(sys.argv) > 1 else "donga-2023-05-04"
PHASES = {
    "python and imports": "import analysis as da; da.read, da.segment, da.stats, da.plots, da.figures, da.framing",
    "+ the analyser's model": "import analysis as da; da.segment(da.Corpus.from_texts({'a': '가.'}))",
    "+ reading and segmenting": f"import analysis as da; da.segment(da.read({ARTICLE!r}))",
}


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Time the phases and the whole command, twice each, and print the better time."""
    with tempfile.TemporaryDirectory() as out:
        whole = min(seconds(["-m", "analysis", "report", ARTICLE, "--out", out]) for _ in range(2))
    for name, code in PHASES.items():
        taken = min(seconds(["-c", code]) for _ in range(2))
        print(f"{name:28} {taken:6.2f} s  {taken / whole:5.0%} of the report")
    print(f"{'report of ' + ARTICLE:28} {whole:6.2f} s  (limit 20 s)")


if __name__ == "__main__":
    main()
