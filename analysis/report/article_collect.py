"""The facts of one article: everything that its report says, worked out from the text and a codebook."""

from __future__ import annotations

import platform
from importlib.metadata import version

from analysis import framing, schema, stats
from analysis.codebook import Codebook
from analysis.codebook.evidence_file import require_checked
from analysis.report import article_frames as frames
from analysis.report import article_speech as speech
from analysis.report import article_words as words
from analysis.report import discovery
from analysis.report.facts import SCHEMA, ArticleFacts, Looked, Method, Quantity
from analysis.report.prepared import Prepared

_SOFTWARE = ("kiwipiepy", "kiwipiepy_model", "numpy", "pandas", "scipy", "networkx")


def facts_of(text: Prepared, book: Codebook | None = None, *, choose: bool = True) -> ArticleFacts:
    """Work out the facts of an article.

    Parameters
    ----------
    text : Prepared
        The document with its tokens.
    book : Codebook, optional
        The codebook that the user asked for.
    choose : bool
        Whether, where no codebook was asked for, the best of the kit's codebooks that fit is taken: five counted hits
        or more in three sentences or more, and the most hits of all. False for none at all.

    Returns
    -------
    ArticleFacts
        With `discovery` where no codebook was found to fit, or the one asked for has no counted hit.

    Raises
    ------
    RefusalError
        If the codebook is a list of polarity that nobody has checked on this text.
    """
    looked: tuple[Looked, ...] = ()
    asked = book is not None
    if book is None:
        looked, best = frames.look(text)
        book = best if choose else None
    hits = framing.hits(text.tokens, book, documents=text.documents) if book else None
    if hits is not None:
        require_checked(schema.about(hits), text.documents["doc"].astype(str))
    frequent, stopped = words.frequent(text)
    marks = speech.marks(text, hits)
    found = book is not None and hits is not None and bool(hits["counted"].any())
    return ArticleFacts(
        schema=SCHEMA,
        document=text.document,
        redacted=text.redacted,
        text=text.text,
        sentences=text.keyed([word.places for word in frequent]),
        book=frames.book_of(book, asked=asked) if book else None,
        looked=looked,
        frames=frames.frames_of(book, hits) if book is not None and hits is not None else (),
        hits=frames.hits_of(text, hits) if hits is not None else (),
        verdict=frames.verdict_of(book, hits, text) if book is not None and hits is not None else None,
        words=frequent,
        names=words.names(text),
        actors=speech.actors(text, hits) if hits is not None else (),
        quotations=speech.quotations(text),
        stance=marks,
        stance_precision=speech.precision(marks),
        quantities=_quantities(text),
        discovery=None if found else discovery.discover(text, frequent),
        method=_method(text, stopped),
    )


def _quantities(text: Prepared) -> tuple[Quantity, ...]:
    """List the figures of the text; none of a redacted one."""
    if text.redacted:
        return ()
    table = stats.quantities(text.corpus)
    listed = []
    for row in table.to_dict("records"):
        value, low, high = (None if row[name] != row[name] else float(row[name]) for name in ("value", "low", "high"))
        listed.append(
            Quantity(
                str(row["kind"]), value, low, high, str(row["unit"]), str(row["when"]), bool(row["approximate"]),
                str(row["bound"]), bool(row["converted"]), str(row["surface"]),
                text.place(int(row["start"]), int(row["end"])),
            )
        )  # fmt: skip
    return tuple(listed)


def _method(text: Prepared, stopped: tuple[tuple[str, int], ...]) -> Method:
    """State how it was counted."""
    recipe, removed = text.tokens.recipe, text.corpus.removed
    kinds = removed["kind"].astype(str).value_counts()
    units = text.words.recipe
    return Method(
        kit=recipe.kit,
        analyser=recipe.analyser,
        model=recipe.model,
        paragraphs=len({sentence.paragraph for sentence in text.sentences}),
        sentences=len(text.sentences),
        morphemes=len(text.tokens),
        characters=None if text.text is None else len(text.text.replace("\n", "")),
        removed=tuple(sorted(((str(kind), int(n)) for kind, n in kinds.items()), key=lambda item: (-item[1], item[0]))),
        merged=words.merged(text),
        stop=f"{text.stop.id} {text.stop.version}",
        stopped=stopped,
        units=" ".join((*units.units.split(" ")[:2], *units.given)),
        variants=" ".join(recipe.variants.split(" ")[:2]),
        cautions=recipe.caution or (),
        software=(("python", platform.python_version()), *((name, version(name)) for name in _SOFTWARE)),
    )
