"""Damron (담론): a Korean discourse-analysis kit for Jupyter.

    import analysis as da

    corpus = da.read("seeds/articles")
    tokens = da.segment(corpus)
    table = da.stats.frequency(tokens)
    ax = da.plots.frequency(table)

Modules load when first used, so that importing the kit is quick.
"""

from __future__ import annotations

import importlib
import importlib.util
from typing import TYPE_CHECKING, Any

from analysis._version import __version__

_NAMES = {
    "read": "analysis.reading",
    "segment": "analysis.tokens",
    "code": "analysis.explorer",
    "edit": "analysis.explorer",
    "explore": "analysis.explorer",
    "look": "analysis.explorer",
    "study": "analysis.desk",
    "concat": "analysis.schema.concat",
    "Corpus": "analysis.corpus",
    "Tokens": "analysis.tokens",
}
_MODULES = (
    "codebook",
    "errors",
    "figures",
    "framing",
    "lexicon",
    "measures",
    "paths",
    "plots",
    "report",
    "stats",
    "style",
    "topics",
    "validation",
)

__all__ = [  # noqa: PLE0604 - names of modules
    "Corpus",
    "Tokens",
    "code",
    "concat",
    "edit",
    "explore",
    "look",
    "read",
    "segment",
    "study",
    *_MODULES,
]

if TYPE_CHECKING:
    from analysis import (
        codebook,
        errors,
        figures,
        framing,
        lexicon,
        measures,
        paths,
        plots,
        report,
        stats,
        style,
        topics,
        validation,
    )
    from analysis.corpus import Corpus
    from analysis.desk import study
    from analysis.explorer import code, edit, explore, look
    from analysis.reading import read
    from analysis.schema.concat import concat
    from analysis.tokens import Tokens, segment


def __getattr__(name: str) -> Any:
    """Load a public name when it is first asked for."""
    value: Any
    if name in _NAMES:
        from analysis.arguments import checked  # loads what a message needs, not before it is used

        value = checked(getattr(importlib.import_module(_NAMES[name]), name), name, module=__name__)
    elif name in _MODULES:
        value = importlib.import_module(f"analysis.{name}")
    elif name.startswith("_") or importlib.util.find_spec(f"analysis.{name}"):  # a module: the import goes on to it
        from analysis.messages import message

        msg = message("module 'analysis' has no attribute {name!r}", name=name)
        raise AttributeError(msg)
    else:
        from analysis.arguments import refuse_name

        within = ("stats", "framing", "plots", "figures", "lexicon", "codebook", "validation")
        found = (m for m in within if name in importlib.import_module(f"analysis.{m}").__all__)
        refuse_name("da", name, __all__, elsewhere=[f"{m}.{name}" for m in found])
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names alone."""
    return [*__all__, "__version__"]
