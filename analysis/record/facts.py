"""The facts of the methods section, taken from the values that an analysis starts from."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis._version import __version__

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.corpus import Corpus
    from analysis.tokens import Tokens

MIME = "application/vnd.damron+json"  # how the kernel hands facts over

_SOFTWARE = ("kiwipiepy", "matplotlib", "numpy", "pandas", "scipy")
_SHOWN = ("doc", "title", "author", "post", "outlet", "date", "time", "section", "licence", "sha256")


def collect(corpus: Corpus, tokens: Tokens, *, codebooks: Iterable[Codebook], units: Iterable[str]) -> dict[str, Any]:
    """Gather what a methods section must state about one report."""
    from analysis.tokens.tokens import places

    documents = corpus.documents
    removed = corpus.removed["kind"].value_counts()
    versions = {name: importlib.metadata.version(name) for name in _SOFTWARE}
    named = ("id", "version", "status", "sha256", "proof")  # what identifies a codebook and how far it can be trusted
    books = [{name: str(getattr(book, name)) for name in named} for book in codebooks]
    return {
        "kit": __version__,
        "documents": documents[list(_SHOWN)].to_dict("records"),
        "redacted": bool(corpus.redacted),
        "counts": {
            "paragraphs": places(tokens, "paragraph"),
            "sentences": places(tokens, "sentence"),
            "morphemes": len(tokens),
            "characters": None if corpus.redacted else int(documents["text"].str.len().sum()),
            "eojeol": None if corpus.redacted else sum(len(text.split()) for text in documents["text"]),
        },
        "removed": {kind: int(removed[kind]) for kind in sorted(removed.index)},
        "recipe": tokens.recipe.to_dict(),
        "codebooks": sorted(books, key=lambda book: tuple(book.values())),
        "units": sorted(units),
        "software": {"Python": platform.python_version()} | versions,
    }


def number(value: Any) -> float | None:
    """Return a number as JSON can carry it."""
    return None if pd.isna(value) else float(value)


def references(tables: Iterable[Tokens], *, doc: str) -> list[dict[str, Any]]:
    """Say what other texts the chapters held."""
    from analysis.tokens.tokens import doc_ids

    found = {}
    for tokens in tables:
        names = doc_ids(tokens)
        if doc not in names:
            found[tokens.recipe.corpus] = {
                "corpus": tokens.recipe.corpus,
                "docs": names,
                "morphemes": len(tokens),
            }
    return [found[name] for name in sorted(found)]
