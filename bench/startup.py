"""How long the kit takes to start, beside a bare interpreter, in one run.

python bench/startup.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "import analysis": ["-c", "import analysis"],
    "python -m analysis --help": ["-m", "analysis", "--help"],
    "import pandas": ["-c", "import pandas"],
}
ROUNDS = 7


def seconds(arguments: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    """Take the commands in turn, so that a slow moment of the machine meets all of them."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(ROUNDS):
        for name, arguments in COMMANDS.items():
            times[name].append(seconds(arguments))
    bare = statistics.median(times["python -c pass"])
    for name, taken in times.items():
        median = statistics.median(taken)
        print(f"{name:28} {median:6.3f} s  {median / bare:5.1f} x bare python   (limit 0.5 s)")


if __name__ == "__main__":
    main()
