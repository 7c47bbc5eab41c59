"""The bar of slow work: on a terminal and in a notebook, never in what a pipe receives."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_DELAY = 2.0  # seconds before a bar appears, so that short work stays silent


@contextmanager
def progress_bar(total: int, *, what: str, shown: bool | None = None, unit: str) -> Iterator[Callable[..., object]]:
    """Show how far some work has come, with rate and time left; nothing stays of it."""
    with _bar(total, what=what, shown=shown, unit=unit) as bar:
        yield bar.update


@contextmanager
def stages(
    total: int, *, what: str, unit: str, tell: Callable[[str], None] | None = None
) -> Iterator[Callable[[str], None]]:
    """Say which stage of some work begins: to `tell` where there is one, else as a bar, of which nothing stays."""
    if tell is not None:
        yield tell
        return
    started = time.monotonic()
    with _bar(total, what=what, shown=None, unit=unit) as bar:

        def say(sentence: str) -> None:
            # A stage is slow, so that the bar is drawn where one begins and not where it ends.
            bar.set_description_str(f"{what}: {sentence}", refresh=False)
            bar.update(bar.n < total)
            if time.monotonic() - started >= _DELAY:
                bar.refresh()

        yield say


@contextmanager
def _bar(total: int, *, what: str, shown: bool | None, unit: str) -> Iterator[Any]:
    """Open a bar where somebody watches; one that is hidden takes the same calls."""
    from tqdm import tqdm  # only for long work

    off = os.environ.get("TQDM_DISABLE", "") not in {"", "0"}
    watched = not off and (sys.stderr.isatty() or in_notebook())
    hidden = not (watched if shown is None else shown)
    delay = 0 if shown else _DELAY
    line = _NotebookLine() if in_notebook() else None
    try:
        with tqdm(
            total=total, desc=what, unit=unit, delay=delay, disable=hidden, file=line or sys.stderr, leave=False
        ) as bar:
            yield bar
    finally:
        if line is not None:
            line.close()


def in_notebook() -> bool:
    """Tell whether this runs in the kernel of a notebook, which is more than that its package is loaded."""
    ipython = sys.modules.get("IPython")
    return getattr(ipython and ipython.get_ipython(), "kernel", None) is not None


class _NotebookLine:
    """A line that is written over in an output of its own, which is without content and height in the end."""

    # What stderr is left with after a bar, a carriage return and spaces, is a red strip under the cell.

    def __init__(self) -> None:
        self._shown: Any = None

    def write(self, text: str) -> None:
        """Show a line in place of the one before."""
        from IPython.display import display  # loaded where there is a notebook

        said = {"text/plain": text.strip("\r\n ")}
        if not said["text/plain"]:
            return
        if self._shown is None:
            self._shown = display(said, raw=True, display_id=True)  # type: ignore[no-untyped-call]
        else:
            self._shown.update(said, raw=True)

    def flush(self) -> None:
        """Do nothing; a line is shown at once."""

    def close(self) -> None:
        """Take the content of the output away."""
        if self._shown is not None:
            self._shown.update({}, raw=True)
