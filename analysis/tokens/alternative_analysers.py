"""Segmentation by the analyser's other settings, to see what rests on them; never cached, never the default."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import version
from typing import Any

from analysis._version import __version__
from analysis.analyser import kiwi, load
from analysis.corpus import Corpus
from analysis.errors import OptionError, ReadError
from analysis.messages import message
from analysis.tokens.batch import analyse, token_table
from analysis.tokens.recipe import Recipe
from analysis.tokens.tokens import Tokens

ANALYSERS: dict[str, dict[str, Any]] = {
    "cong": {},
    "cong-global": {"model_type": "cong-global"},  # the model that also reads ahead; in the same package
    "no-dictionary": {"load_default_dict": False},  # without the analyser's list of names and new words
}


def segment_with(corpus: Corpus, *, analyser: str) -> Tokens:
    """Cut a corpus into morphemes with other settings of the analyser, spellings as they stand."""
    if analyser not in ANALYSERS:
        msg = message(
            "analyser {analyser!r} is not known; use one of {analysers}",
            analyser=analyser,
            analysers=", ".join(ANALYSERS),
        )
        raise OptionError(msg)
    if corpus.redacted:
        msg = message("the text is not here, only a redacted table; another analysis needs the text")
        raise ReadError(msg)
    settings = ANALYSERS[analyser]
    documents = corpus.documents
    keys, docs = documents["sha256"].tolist(), documents["doc"].tolist()
    jobs = list(dict(zip(keys, documents["text"].tolist(), strict=True)).items())
    found = token_table(list(analyse(jobs, units=None, done=bool, using=_load(analyser))), keys=keys, docs=docs)
    if not len(found):
        msg = message("the corpus holds no words; check that its documents have text")
        raise ReadError(msg)
    options = {"model_type": "cong"} | {name: str(value) for name, value in settings.items()}
    recipe = Recipe(
        kit=f"damron {__version__}",
        analyser=f"kiwipiepy {version('kiwipiepy')}",
        model=f"kiwipiepy_model {version('kiwipiepy_model')}",
        layer="morphs",
        options=tuple(sorted(options.items())),
        corpus=corpus.sha256,
    )
    return Tokens(found, recipe)


@lru_cache(maxsize=1)
def _load(analyser: str) -> Any:
    """Load an analyser; the one that was asked last is kept for the next text."""
    return load(ANALYSERS[analyser]) if ANALYSERS[analyser] else kiwi()
