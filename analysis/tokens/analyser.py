"""Running the analyser: texts in, batches out. The only module that imports it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from analysis.errors import MissingError
from analysis.lexicon import Units
from analysis.tokens.batch import Batch, Builder

_FULL = 400_000  # morphemes after which a batch is handed on

Job = tuple[str, str]  # key and text of a document


def analyse(
    jobs: Sequence[Job], *, units: Units | None, done: Callable[[], object], using: Any = None
) -> Iterator[Batch]:
    """Analyse documents, paragraph by paragraph, on the analyser's own threads.

    Parameters
    ----------
    jobs : sequence of (str, str)
        Key and text of each document; a line is a paragraph.
    units : Units or None
        Names and compounds to keep whole.
    done : callable
        Called after each document.
    using : Kiwi, optional
        The analyser with other settings; by default `kiwi()`.

    Yields
    ------
    Batch
        The documents in order, some 400,000 morphemes at a time.
    """
    paragraphs = (line for _, text in jobs for line in text.split("\n"))
    results = _tokenize(paragraphs, units, using or kiwi())
    builder = Builder()
    for key, text in jobs:
        builder.add(key, text, results)
        done()
        if builder.rows >= _FULL:
            yield builder.batch()
            builder = Builder()
    yield builder.batch()


@lru_cache(maxsize=1)
def kiwi() -> Any:
    """Load the analyser once; it never gets user words, so one instance serves every call."""
    return load({})


def load(settings: dict[str, Any]) -> Any:
    """Load the analyser with settings of its own."""
    from kiwipiepy import Kiwi  # noqa: PLC0415 - loads a model, so only when needed

    try:
        return Kiwi(**settings)
    except Exception as error:
        msg = (
            f"the analyser's model could not be loaded ({error}); reinstall kiwipiepy_model, "
            "on Windows in a folder whose path has no Hangul"
        )
        raise MissingError(msg) from error


def _tokenize(paragraphs: Iterable[str], units: Units | None, using: Any) -> Iterator[list[Any]]:
    if units is None:
        return iter(using.tokenize(paragraphs))
    from kiwipiepy import PretokenizedToken  # noqa: PLC0415

    def merge(text: str) -> list[Any]:
        return [(a, b, [PretokenizedToken(u.form, u.tag, 0, b - a)]) for a, b, u in units.spans(text)]

    return iter(using.tokenize(paragraphs, pretokenized=merge))
