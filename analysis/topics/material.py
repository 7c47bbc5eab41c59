"""What of the tokens goes into a topic model, and how much of it there must be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.errors import OptionError, RefusalError
from analysis.messages import message
from analysis.options import require_choice
from analysis.tokens import Tokens
from analysis.tokens.document_terms import DocumentTerms, document_terms
from analysis.tokens.tokens import doc_ids

_LEAST_DOCUMENTS = 200
FIRM_DOCUMENTS = 700  # below, every result is tentative
_ENOUGH = 2_000
_LEAST_WORDS = 10_000
_DOCUMENTS_A_TOPIC = 20
_TAGS = ("NNG", "NNP", "SL")
_LETTERS = 2
_MOST = 0.5


@dataclass(frozen=True)
class Selection:
    """Which words and documents go into a topic model; what is None follows the rule.

    Attributes
    ----------
    tags : sequence of str, optional
        Tags of the words: NNG, NNP and SL. Terms that another program cut (`Tokens.from_terms`) are taken as they are.
    letters : int, optional
        Least letters of a word: 2; of terms that another program cut 1.
    least : int, optional
        Documents that must hold a word: 10, or 5 below 1,000 documents.
    most : float, optional
        Share of the documents that may hold a word: .5; of terms that another program cut 1.
    copies : {"first", "keep"}
        Whether a text that several documents carry counts once, or as often as it stands there: wire copy makes topics.
    """

    tags: Sequence[str] | None = None
    letters: int | None = None
    least: int | None = None
    most: float | None = None
    copies: Literal["first", "keep"] = "first"


def rule(selection: Selection, tokens: Tokens) -> tuple[Sequence[str] | None, int, float]:
    """Fill in tags, letters and the largest share of documents."""
    given = tokens.recipe.layer == "terms"
    tags = selection.tags if selection.tags is not None else None if given else _TAGS
    letters = selection.letters if selection.letters is not None else 1 if given else _LETTERS
    return tags, letters, selection.most if selection.most is not None else 1.0 if given else _MOST


def selected(tokens: Tokens, selection: Selection, *, what: str) -> DocumentTerms:
    """Count what goes into a model; refuse too little of it, and what is redacted."""
    require_choice(f"{what}: copies", selection.copies, ("first", "keep"))
    tags, letters, most = rule(selection, tokens)
    if not 0 < most <= 1 or letters < 1 or (selection.least is not None and selection.least < 1):
        raise OptionError(
            message("{what}: of a selection, letters and least are 1 or more, and most is above 0 up to 1", what=what)
        )
    if tokens.redacted:
        raise RefusalError.redacted(
            message("{what} needs every word, and these tokens are redacted; segment the texts themselves", what=what)
        )
    found = document_terms(
        tokens, tags=tags, letters=letters, least=selection.least, most=most,
        without_copies=selection.copies == "first",
    )  # fmt: skip
    given = len(doc_ids(tokens))
    if len(found) < _LEAST_DOCUMENTS <= given:
        raise RefusalError.alone(
            message(
                "{what}: of {given:,} documents {n:,} are left, since copies count once and words in few or in most "
                "documents are left out; a topic model runs from {least:,} on, so change the selection, or collect "
                "more",
                what=what,
                given=given,
                n=len(found),
                least=_LEAST_DOCUMENTS,
            )
        )
    if len(found) < _LEAST_DOCUMENTS:
        raise RefusalError.alone(
            message(
                "{what}: with {n:,} document(s) a topic model gives another answer with every seed; it runs from "
                "{least:,} documents on, results below {firm:,} are tentative, and {enough:,} are enough",
                what=what,
                n=len(found),
                least=_LEAST_DOCUMENTS,
                firm=FIRM_DOCUMENTS,
                enough=_ENOUGH,
            )
        )
    if found.total < _LEAST_WORDS:
        raise RefusalError.alone(
            message(
                "{what}: the documents hold {n:,} words that go into the model, and it needs {least:,}; add texts, or "
                "longer ones",
                what=what,
                n=found.total,
                least=_LEAST_WORDS,
            )
        )
    return found


def require_topics(k: int, documents: int, *, what: str) -> None:
    """Refuse fewer than two topics, and more than the documents bear."""
    most = documents // _DOCUMENTS_A_TOPIC
    if k < 2:
        raise OptionError(message("{what}: k is {k}; give 2 topics or more", what=what, k=k))
    if k > most:
        raise RefusalError.alone(
            message(
                "{what}: {k} topics are too many for {n:,} documents; a topic takes {each} documents, so give up to "
                "{most}",
                what=what,
                k=k,
                n=documents,
                each=_DOCUMENTS_A_TOPIC,
                most=most,
            )
        )
