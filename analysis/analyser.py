"""The one door to the morphological analyser: load it once, cut text into morphemes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from threading import Lock, Timer
from typing import Any

from analysis.errors import MissingError
from analysis.messages import message
from analysis.messages.libraries import told

_SOON = 0.3  # seconds, in which a cell shows what it read: loading lets no other thread run

_Spans = Callable[[str], Iterable[tuple[int, int, str, str]]]  # of a paragraph: start, end, form and tag to keep whole
_loading = Lock()


def kiwi() -> Any:
    """Return the analyser, loaded once; it never gets user words, so one instance serves every call."""
    with _loading:  # else two threads would load it twice
        return _loaded()


@lru_cache(maxsize=1)
def _loaded() -> Any:
    """Load the analyser as it comes."""
    return load({})


@lru_cache(maxsize=1)
def load_soon() -> None:
    """Begin to load the analyser in a notebook while the reader looks at the first text; elsewhere do nothing."""
    if "ipykernel" not in sys.modules:
        return
    timer = Timer(_SOON, _warm_up)
    timer.daemon = True
    timer.start()


def _warm_up() -> None:
    """Load the analyser and have it cut a word, the first of which takes seconds; a fault is told when it is needed."""
    with suppress(MissingError):
        kiwi().tokenize("글")


def load(settings: Mapping[str, Any]) -> Any:
    """Load the analyser with settings of its own; every call loads a model anew."""
    from kiwipiepy import Kiwi  # loads a model, so only when needed

    try:
        return Kiwi(**settings)
    except Exception as error:
        msg = message(
            "the analyser's model could not be loaded ({error}); reinstall kiwipiepy_model, on Windows in "
            "a folder whose path has no Hangul",
            error=told(error),
        )
        raise MissingError(msg) from error


def is_spaced(line: str, after: str) -> bool:
    """Tell whether a space stands between two lines, by which reading is the likelier."""
    return bool(kiwi().glue([line, after], return_space_insertions=True)[1][0])


def tokenize(paragraphs: Iterable[str], *, spans: _Spans | None = None, using: Any = None) -> Iterator[list[Any]]:
    """Cut paragraphs into the analyser's own tokens, on its threads, keeping some spans whole."""
    using = using or kiwi()
    if spans is None:
        return iter(using.tokenize(paragraphs))
    from kiwipiepy import PretokenizedToken

    def merge(text: str) -> list[Any]:
        return [(a, b, [PretokenizedToken(form, tag, 0, b - a)]) for a, b, form, tag in spans(text)]

    return iter(using.tokenize(paragraphs, pretokenized=merge))


def join(morphs: Iterable[tuple[str, str]]) -> str:
    """Write morphemes, form and tag, as a text: 슬프/VA 었/EP 다/EF gives 슬펐다."""
    return str(kiwi().join(list(morphs)))
