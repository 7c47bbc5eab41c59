"""Tokens of other analysers in, CoNLL-U for other tools out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema
from analysis._version import __version__
from analysis.corpus import Corpus, build
from analysis.errors import OptionError, ReadError
from analysis.files.texts_on_disk import TextById
from analysis.messages import message
from analysis.reading.pretokenised import COLUMNS, Tagged, read_long, read_tagged
from analysis.tokens.recipe import Recipe
from analysis.tokens.shape import pad_rows, require_columns, shape
from analysis.tokens.tokens import Tokens

_SPACES = str.maketrans({" ": "\\s", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\\": "\\\\"})
_PLUS = str.maketrans({"+": "\\+", "\\": "\\\\"})
_NARROWING = {"keep", "drop", "redact"}
_Word = tuple[int, int, list[Any]]  # start, end, morphemes


def from_tagged(
    source: str | Path | Iterable[str | Path] | pd.DataFrame,
    *,
    analyser: str,
    format: str = "form/tag",  # noqa: A002
    tags: Mapping[str, str] | None = None,
) -> Tokens:
    """Take in text that another analyser has cut into morphemes."""
    if not analyser.strip():
        msg = message("analyser is empty; name the program and its version, such as 'mecab-ko 0.996'")
        raise OptionError(msg)
    if isinstance(source, pd.DataFrame):
        require_columns(source, ("doc", "word", "tag"), also="")
        return _tokens([read_long(source, tags=tags)], analyser, "table")
    paths = [Path(source)] if isinstance(source, str | Path) else [Path(path) for path in source]
    if not paths:
        msg = message("no file given; pass at least one")
        raise ReadError(msg)
    return _tokens([read_tagged(path, format=format, tags=tags) for path in paths], analyser, format)


def _tokens(parts: Sequence[Tagged], analyser: str, format: str) -> Tokens:  # noqa: A002
    """Make tokens of what was read."""
    layers = {part.layer for part in parts}
    if len(layers) > 1:
        msg = message("some of the files hold morphemes and some merged units; read them apart")
        raise ReadError(msg)
    corpus = build([{"doc": doc, "text": text} for part in parts for doc, text in part.texts.items()], [])
    table = pd.DataFrame([row for part in parts for row in part.rows], columns=list(COLUMNS))
    table = table.assign(i=table.groupby("doc", sort=False).cumcount())
    recipe = Recipe(
        kit=f"damron {__version__}",
        analyser=analyser,
        model="none",
        layer="units" if layers == {"units"} else "morphs",
        options=(("format", format), ("text", "rebuilt")),
        corpus=corpus.sha256,
    )
    table = shape(table)
    return Tokens(pad_rows(table, table["tag"] == schema.PAD), recipe)


def to_conllu(tokens: Tokens, *, corpus: Corpus) -> str:
    r"""Write tokens as CoNLL-U, one word between white spaces a line."""
    _require_whole(tokens)
    texts = TextById(corpus.documents)
    lines: list[str] = []
    tables = (part.table.itertuples(index=False) for part in tokens.parts())
    for doc, rows in groupby(chain.from_iterable(tables), key=lambda row: row.doc):
        text = str(texts.get(doc, ""))
        morphs: list[Any] = list(rows)
        if any(text[m.start : m.end] != m.surface for m in morphs):
            msg = message(
                "the tokens of {doc!r} do not stand in this corpus; pass the corpus they were made from", doc=doc
            )
            raise OptionError(msg)
        lines += _document(doc, text, morphs, tokens.recipe.layer)
    return "\n".join(lines) + "\n"


def _require_whole(tokens: Tokens) -> None:
    """Refuse tables that do not hold every morpheme of their texts."""
    steps = {step.name for step in tokens.recipe.steps} & _NARROWING
    if tokens.recipe.layer == "terms" or steps:
        what = (
            message("tokens after {steps}", steps=", ".join(sorted(steps))) if steps else message("terms without tags")
        )
        msg = message(
            "CoNLL-U needs every morpheme with its tag, not {what}; export the tokens that segment returned", what=what
        )
        raise OptionError(msg)


def _document(doc: str, text: str, morphs: list[Any], layer: str) -> Iterator[str]:
    """Yield the lines of one document."""
    yield f"# newdoc id = {doc}"
    if layer == "units":
        yield "# layer = units"
    sentences = [list(rows) for _, rows in groupby(morphs, key=lambda m: m.sentence)]
    starts = [0, *(min(m.start for m in rows) for rows in sentences[1:]), len(text)]
    paragraph = 0
    for rows, (start, following) in zip(sentences, pairwise(starts), strict=True):
        if rows[0].paragraph != paragraph:
            paragraph = rows[0].paragraph
            yield f"# newpar id = {doc}-p{paragraph}"
        yield f"# sent_id = {doc}-s{rows[0].sentence}"
        written = text[start:following].replace("\n", " ").strip()
        yield f"# text = {written}"
        words = _words(text, rows, start, following)
        for i, (word, after) in enumerate(words, 1):
            last = i == len(words)
            usual = "" if last and following == len(text) else "\n" if last and "\n" in after else " "
            yield _line(i, text, word, after, plain=after == usual)
        yield ""


def _words(text: str, morphs: list[Any], start: int, end: int) -> list[tuple[_Word, str]]:
    """Cut a sentence at the white space that no morpheme covers; return each word with what stands behind it."""
    # Example: 새 동맹이 온다. with the unit 새 동맹 [0,4) gives 새 동맹이 [0,5) with " " behind it, and 온다. [6,9)
    inside = {at for m in morphs for at in range(m.start, m.end)}
    words: list[_Word] = []
    at = start
    while at < end:
        if text[at].isspace() and at not in inside:
            at += 1
            continue
        stop = at
        while stop < end and (stop in inside or not text[stop].isspace()):
            stop += 1
        words.append((at, stop, []))
        at = stop
    begins = [word[0] for word in words]
    for morph in morphs:
        words[bisect_right(begins, morph.start) - 1][2].append(morph)
    behind = [*begins[1:], end]
    return [(w, text[w[1] : b]) for w, b in zip(words, behind, strict=True)]


def _line(number: int, text: str, word: _Word, after: str, *, plain: bool) -> str:
    """Write one word with its morphemes as a row of ten columns."""
    start, stop, morphs = word
    lemma = "+".join(m.form.translate(_PLUS) for m in morphs) or "_"
    tags = "+".join(m.tag for m in morphs) or "_"
    spans = ",".join(f"{m.start - start}-{m.end - start}" for m in morphs)
    behind = [] if plain else ["SpaceAfter=No" if not after else f"SpacesAfter={after.translate(_SPACES)}"]
    return "\t".join(
        [str(number), text[start:stop], lemma, "_", tags, "_", "_", "_", "_", "|".join([*behind, f"Spans={spans}"])]
    )
