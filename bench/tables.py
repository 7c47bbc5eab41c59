"""Seconds and memory that reading a large table of reviews takes, beside what only parses it, in one run.

    python bench/tables.py [MEGABYTES]

The reviews are made here: an id, a day and one to five sentences a row, MEGABYTES (default 10) in all; 82 is the size
that `read` must take whole. Every figure comes from a fresh process. Seconds are processor time of all threads; MiB is
the peak of the process over its size before the call (Linux alone).
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저고노도로모보소오조구누두루무부수우주기니디리미비시이지치"
ENDS = "좋았다 아쉬웠다 별로였다 느렸다 빨랐다 따뜻했다 차가웠다 지루했다 친절했다 불편했다 깨끗했다 비쌌다".split()
STATUS = Path("/proc/self/status")


def make(path: Path, megabytes: float) -> int:
    """Write a table of made reviews and return the number of its rows."""
    chance = random.Random(7)
    words = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 2, 3)))) for _ in range(8000)]
    rows = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "date", "text"])
        while file.tell() < megabytes * 1e6:
            said = [
                f"{chance.choice(words)}의 {chance.choice(words)}이 {chance.choice(words)}보다 {chance.choice(ENDS)}."
                for _ in range(chance.randint(1, 5))
            ]
            day = f"20{chance.randint(20, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            writer.writerow([f"r{rows:07}", day, " ".join(said)])
            rows += 1
    return rows


def resident(name: str) -> float:
    """Return the MiB that the process has in memory now (VmRSS) or had at its peak (VmHWM)."""
    lines = (line.split() for line in STATUS.read_text(encoding="ascii").splitlines()) if STATUS.is_file() else ()
    return next((int(words[1]) / 1024 for words in lines if words[0] == f"{name}:"), float("nan"))


def child(how: str, path: Path) -> None:
    """Read the table in this process and print rows, seconds and MiB."""
    import pandas as pd

    import analysis as da

    readers = {
        "csv.reader": lambda: list(csv.reader(path.open(encoding="utf-8", newline="")))[1:],
        "pandas.read_csv": lambda: pd.read_csv(path),
        "read, duplicates kept": lambda: da.read(path, duplicates="keep"),
        "read": lambda: da.read(path),
    }
    read = readers[how]
    assert da.read  # what it needs is loaded before the clock starts
    before, start = resident("VmRSS"), time.process_time()
    found = read()
    print(len(found), time.process_time() - start, resident("VmHWM") - before)


def main() -> None:
    """Measure each way of reading."""
    if len(sys.argv) > 2:
        child(sys.argv[1], Path(sys.argv[2]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reviews.csv"
        rows = make(path, float(sys.argv[1]) if len(sys.argv) > 1 else 10)
        print(f"{path.stat().st_size / 1e6:.1f} MB, {rows:,} rows")
        bare = 0.0
        for how in ("csv.reader", "pandas.read_csv", "read, duplicates kept", "read"):
            command = [sys.executable, __file__, how, str(path)]
            done = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            found, seconds, mebibytes = int(done[0]), float(done[1]), float(done[2])
            assert found == rows, how
            bare = bare or seconds
            print(f"  {how:24} {seconds:7.2f} s  {seconds / bare:6.1f} x csv.reader  {mebibytes:7.0f} MiB", flush=True)


if __name__ == "__main__":
    main()
