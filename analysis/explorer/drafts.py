"""Drafts of a codebook: what each finds in the texts of an editor, and what differs between two."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import pandas as pd

from analysis import framing
from analysis.codebook import Codebook
from analysis.corpus import Corpus
from analysis.errors import CodebookError
from analysis.explorer.preview import CHANGES, Preview, self_test
from analysis.messages import later, message
from analysis.tokens import Tokens

_UNCHANGED = later("Nothing changes in these texts.")


class _HasTexts(Protocol):
    """What an editor works on."""

    @property
    def corpus(self) -> Corpus:
        """The texts."""

    @property
    def tokens(self) -> Tokens:
        """Their tokens, on the morpheme layer."""


class Draft:
    """One state of the text of a codebook, and what it finds."""

    def __init__(
        self,
        on: _HasTexts,
        text: str,
        book: Codebook,
        *,
        terms: bool = False,
        docs: tuple[str, ...] = (),
        sentences: bool = False,
    ) -> None:
        self._on, self.text, self.book = on, text, book
        self.terms, self.docs, self.sentences = terms, docs, sentences

    @cached_property
    def hits(self) -> pd.DataFrame:
        """Hits in the texts."""
        return framing.hits(self._on.tokens, self.book, documents=self._on.corpus.documents)

    @cached_property
    def check(self) -> pd.DataFrame:
        """The self-test."""
        return framing.check(self.book)


def compare_drafts(on: _HasTexts, before: Draft, after: Draft, says: Sequence[str]) -> Preview:
    """Tell what differs between two drafts."""
    changes = framing.changes(on.tokens, before.book, after.book, documents=on.corpus.documents)
    failed = after.check[~after.check["passed"]].reset_index(drop=True)
    numbers = {kind: int((changes["change"] == kind).sum()) for kind in CHANGES}
    counts = [message("{what}: {n:,} place(s)", what=message(CHANGES[kind]), n=n) for kind, n in numbers.items() if n]
    told = message("In these texts, {counts}.", counts=", ".join(counts)) if counts else message(_UNCHANGED)
    return Preview(changes, failed, (*says, told, self_test(after.check)))


def require_unchanged(file: Path, sha256: str) -> None:
    """Refuse a file that is not the one that was read."""
    if not file.is_file() or hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
        msg = message(
            "{file} was changed or moved since it was read; read it anew with da.edit({file_2!r}, corpus=...)",
            file=file.name,
            file_2=str(file),
        )
        raise CodebookError(msg)
