"""Segmentation: Corpus in, Tokens out. The only module that runs the analyser."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from itertools import repeat
from typing import Any

import pandas as pd

from analysis import __version__
from analysis.corpus import Corpus
from analysis.errors import MissingError, ReadError
from analysis.lexicon import Units
from analysis.tokens.recipe import Recipe
from analysis.tokens.sentences import sentences
from analysis.tokens.shape import shape
from analysis.tokens.table import Tokens

_COLUMNS = ("doc", "paragraph", "sentence", "surface", "form", "tag", "lemma", "start", "end")


def segment(corpus: Corpus, *, units: Units | None = None) -> Tokens:
    """Cut a corpus into paragraphs, sentences and morphemes.

    Parameters
    ----------
    corpus : Corpus
        Documents; a line of a document's text is a paragraph.
    units : Units, optional
        Names and compounds to merge into one token each, for charts of what people call words. Without
        a list the table is the morpheme layer, on which frames are matched.

    Returns
    -------
    Tokens
        One row per morpheme (or unit). A sentence is the analyser's, except that the sentences inside one
        pair of double quotation marks stay one. A redacted corpus gives its stored table.

    Raises
    ------
    ReadError
        If the corpus holds no morpheme at all, or a redacted corpus has no table made with this unit list.
    MissingError
        If a redacted corpus has lost its table.

    Notes
    -----
    kiwipiepy with its default model and options, each paragraph by itself, on its own threads.
    """
    recipe = _recipe(corpus, units)
    if corpus.redacted:
        return _stored(corpus, recipe)
    jobs = [
        (doc, number, start, text)
        for doc, body in zip(corpus.documents["doc"], corpus.documents["text"], strict=True)
        for number, start, text in _paragraphs(body)
    ]
    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    last: tuple[str, int] = ("", 0)
    for (doc, number, start, text), morphs in zip(jobs, _analyse([job[3] for job in jobs], units), strict=True):
        if not morphs:
            continue
        first = last[1] + 1 if last[0] == doc else 1
        numbers = [first + s for s in sentences(morphs, text)]
        last = (doc, numbers[-1])
        spans = [(m.start, m.end) for m in morphs]
        rows = (
            repeat(doc, len(morphs)),
            repeat(number, len(morphs)),
            numbers,
            (text[a:b] for a, b in spans),
            (m.form for m in morphs),
            (m.tag for m in morphs),
            (m.lemma for m in morphs),
            (start + a for a, _ in spans),
            (start + b for _, b in spans),
        )
        for name, values in zip(_COLUMNS, rows, strict=True):
            columns[name].extend(values)
    if not columns["doc"]:
        msg = "the corpus holds no words; check that its documents have text"
        raise ReadError(msg)
    table = pd.DataFrame(columns)
    return Tokens(shape(table.assign(i=table.groupby("doc", sort=False).cumcount())), recipe)


@lru_cache(maxsize=1)
def _kiwi() -> Any:
    """Load the analyser once; it never gets user words, so one instance serves every call."""
    from kiwipiepy import Kiwi  # noqa: PLC0415 - loads a model, so only when needed

    try:
        return Kiwi()
    except Exception as error:
        msg = (
            f"the analyser's model could not be loaded ({error}); reinstall kiwipiepy_model, "
            "on Windows in a folder whose path has no Hangul"
        )
        raise MissingError(msg) from error


def _analyse(texts: list[str], units: Units | None) -> Iterator[list[Any]]:
    if units is None:
        return iter(_kiwi().tokenize(texts))
    from kiwipiepy import PretokenizedToken  # noqa: PLC0415

    def merge(text: str) -> list[Any]:
        return [(a, b, [PretokenizedToken(u.form, u.tag, 0, b - a)]) for a, b, u in units.spans(text)]

    return iter(_kiwi().tokenize(texts, pretokenized=merge))


def _paragraphs(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield number, offset and text of every paragraph."""
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        yield number, start, line
        start += len(line) + 1


def _recipe(corpus: Corpus, units: Units | None) -> Recipe:
    return Recipe(
        kit=f"damron {__version__}",
        analyser=f"kiwipiepy {version('kiwipiepy')}",
        model=f"kiwipiepy_model {version('kiwipiepy_model')}",
        layer="morphs" if units is None else "units",
        options=(("model_type", "cong"),),
        units="" if units is None else f"{units.id} {units.version} {units.sha256}",
        corpus=corpus.sha256,
    )


def _stored(corpus: Corpus, wanted: Recipe) -> Tokens:
    """Read the stored table of a redacted corpus and refuse one that was made otherwise."""
    assert corpus.stored is not None
    tokens = Tokens.read(corpus.stored.with_name(f"{corpus.stored.name}.{wanted.layer}.csv"))
    for part in ("corpus", "units"):
        if getattr(tokens.recipe, part) != getattr(wanted, part):
            msg = (
                f"{corpus.stored.name} is here only as a redacted table, made with another {part[:5]} "
                f"({part}); put the article's text into seeds/private/ to analyse it anew"
            )
            raise ReadError(msg)
    return tokens
