"""A progress bar for long work, in a terminal and in Jupyter."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_DELAY = 2.0  # seconds before a bar appears, so that short work stays silent


@contextmanager
def bar(total: int, *, what: str, shown: bool | None) -> Iterator[Callable[[], object]]:
    """Show how far some work has come, with rate and time left, on stderr.

    Parameters
    ----------
    total : int
        Number of steps.
    what : str
        What is being done, in Korean.
    shown : bool or None
        None shows the bar when the work takes over two seconds and somebody watches: in a terminal, or in Jupyter,
        unless the environment variable TQDM_DISABLE is set, as it is where a report is made.

    Yields
    ------
    callable
        To be called after each step.
    """
    from tqdm import tqdm  # noqa: PLC0415 - only for long work

    off = os.environ.get("TQDM_DISABLE", "") not in {"", "0"}
    watched = not off and (sys.stderr.isatty() or "ipykernel" in sys.modules)
    hidden = not (watched if shown is None else shown)
    with tqdm(
        total=total, desc=what, unit="편", delay=0 if shown else _DELAY, disable=hidden, file=sys.stderr, leave=False
    ) as line:
        yield line.update
