"""The one door to the morphological analyser: load it once, cut text into morphemes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from threading import Lock, Timer
from typing import Any

from analysis import paths
from analysis._version import __version__
from analysis.errors import MissingError, OptionError
from analysis.files import atomic, cached
from analysis.memo import lists
from analysis.messages import message
from analysis.messages.libraries import told
from analysis.progress import in_notebook

_MOST = 300  # answers in the cache, of some kilobytes each
_SOON = 0.3  # seconds, in which a cell shows what it read: loading lets no other thread run

_Spans = Callable[[str], Iterable[tuple[int, int, str, str]]]  # of a paragraph: start, end, form and tag to keep whole
_loading = Lock()
_unread: list[bool] = []


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
    if _unread or not in_notebook():
        return
    timer = Timer(_SOON, _warm_up)
    timer.daemon = True
    timer.start()


def load_when_needed() -> None:
    """Load the analyser only once a text is cut that the cache lacks: where a notebook runs and no one reads it."""
    _unread.append(True)


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


def answered(what: str, asked: Sequence[str], make: Callable[[], Any]) -> Any:
    """Make something of words that the analyser cuts, plain values, or take it from the cache without loading it."""
    # To load the analyser takes two seconds, more than a chapter of a record whose text it has cut before.
    made_with = [what, __version__, version("kiwipiepy"), version("kiwipiepy_model"), lists()]
    question = json.dumps([made_with, list(asked)], ensure_ascii=False)
    key = hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()[:24]
    file = paths.cache() / "answers" / f"{key}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        held = json.loads(file.read_text(encoding="utf-8"))
        if held["question"] == question:
            return held["answer"]
    answer = make()
    with suppress(OptionError, UnicodeError):  # a cache that cannot be written costs time, nothing else
        held = json.dumps({"question": question, "answer": answer}, ensure_ascii=False)
        atomic.save(file, held.encode("utf-8"))
    cached.leave_newest(file.parent, ".json", most=_MOST)
    return answer


def join(morphs: Iterable[tuple[str, str]]) -> str:
    """Write morphemes, form and tag, as a text: 슬프/VA 었/EP 다/EF gives 슬펐다."""
    return str(kiwi().join(list(morphs)))
