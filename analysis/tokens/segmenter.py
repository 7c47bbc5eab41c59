"""Segmentation: Corpus in, Tokens out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pandas as pd

from analysis import lexicon, paths
from analysis._version import __version__
from analysis.analyser import kiwi
from analysis.corpus import LARGE, Corpus
from analysis.corpus import held as documents_of
from analysis.errors import OptionError, ReadError
from analysis.lexicon import UNIT_TAGS, Units, Variants
from analysis.lexicon.apply_variants import add_merges
from analysis.lexicon.suggest import accepted_units
from analysis.lexicon.variant_matcher import ROWS
from analysis.messages import message
from analysis.options import require_whole
from analysis.tokens.named_words import tell_absent, tell_missing
from analysis.tokens.parts import Held, PartedTokens
from analysis.tokens.recipe import Recipe
from analysis.tokens.rules import DEFAULT, VERSION, Rules
from analysis.tokens.source import Source
from analysis.tokens.tokens import Tokens
from analysis.tokens.workers import Workers

_log = logging.getLogger(__name__)
_LARGE = LARGE  # characters of a corpus that is cut in parts by itself: 2 GB as one table
_PART = 2_000_000  # characters of a part


def segment(
    corpus: Corpus | Mapping[str, str],
    *,
    units: Units | Iterable[str] | Literal["auto"] | None = None,
    variants: Variants | Mapping[str, Iterable[str]] | Literal["default"] | None = "default",
    rules: Rules = DEFAULT,
    cache: Path | Literal["default"] | None = "default",
    progress: bool | None = None,
    documents_per_part: int | None = None,
    store: str | Path | None = None,
    workers: Any = None,
) -> Tokens:
    """Cut a corpus into paragraphs, sentences and morphemes.

    Parameters
    ----------
    corpus : Corpus or mapping
        Documents, or texts by id; a line of a document's text is a paragraph.
    units : Units, list of str, "auto" or None
        Names and compounds to merge into one token each, for charts of what people call words: a list that
        `lexicon.read` returned, or plain names such as ``["이가람", "착즙/NNG"]``. "auto" takes the kit's list
        (`lexicon.units_for`) and, unless it was written for these documents, the compounds that `lexicon.accept` finds
        in them. None is the morpheme layer, on which frames are matched. `Tokens.units` is the list that was used.
    variants : "default", Variants, mapping or None
        Spellings that share a lemma (한미, 韓美, 한·미): the kit's list `seeds/lexicons/variants.yaml`, another, or
        none. A mapping such as ``{"스타트업": ["벤처기업"]}`` lies on top of the kit's list. On the morpheme layer
        lemmas alone change, so that no frame hit can; on the unit layer the rows of one spelling become one. Surfaces
        and offsets stay; `Tokens.merged` lists every merge, and every place that was left and why.
    rules : Rules
        What the analyser is shown: Latin words before a full stop, `R&D`, full-width letters, web addresses, hashtags,
        abbreviations with middle dots and what has no word, each a policy that can be switched off
        (`analysis.tokens.Rules`).
    cache : "default", Path or None
        Folder of analysed documents, so that a text is analysed once: `paths.CACHE` (or the folder named in
        the environment variable DAMRON_CACHE), another folder, or None to neither read nor write one. It holds 2 GiB
        or what DAMRON_CACHE_GIB says; what was not used for longest is dropped.
    progress : bool, optional
        Whether to show a bar with rate and time left on stderr; by default when the work takes over a few seconds.
    documents_per_part : int, optional
        For a corpus whose rows do not fit into memory (46 bytes a morpheme): keep them in the cache, and take so many
        documents at a time. What is counted is then that of the whole to the last digit, and tables of hits, scores
        or lines are the same; `Tokens.table` is refused, and `Tokens.parts` gives the rows. Parts that the cache lost
        are analysed again. A corpus of 100 million characters or more is cut so without being asked, in parts of some
        two million, unless there is no cache.
    store : str or Path, optional
        A folder of your own for these parts and their counts, in place of the cache: it has no limit, and nothing
        leaves it. The corpus is then cut in parts whatever its size.
    workers : distributed.Client, optional
        A Dask cluster whose workers see the `store` under the same name (`pip install damron[cluster]`). They cut the
        parts, and do what is done with the tokens later. A worker with another version of the kit, the analyser or
        its model is refused.

    Returns
    -------
    Tokens
        One row per morpheme (or unit). A sentence is the analyser's, except that the sentences inside one
        pair of quotation marks or brackets stay one, and that what has no word (an emoji, the number of a list)
        belongs to the sentence beside it, also where it is a paragraph of its own, whose number is then missing. A
        document without a word is told on stderr. A redacted corpus gives its stored table.

    Raises
    ------
    ReadError
        If the corpus holds no morpheme at all, or more than 100,000 characters without a space, or a redacted corpus
        has no table made with this unit list.
    MissingError
        If a redacted corpus has lost its table.

    Notes
    -----
    kiwipiepy with its default model and options, each paragraph by itself, on its own threads. Interrupted
    (Ctrl-C), it keeps what it has analysed in the cache, and the next call goes on from there.
    """
    if isinstance(corpus, Mapping):
        corpus = Corpus.from_texts(corpus)
    spellings = _spellings(variants)
    helpers = _helpers(workers, store)
    if corpus.redacted and (store is not None or documents_per_part is not None):
        msg = message("tokens in parts need texts, and this corpus is redacted")
        raise OptionError(msg)
    place = cache if store is None else Path(store)
    size = documents_per_part
    if size is None and not corpus.redacted and place is not None:
        size = _size_of_parts(documents_of(corpus), _LARGE if store is None else 0)

    def cut(units: Units | None, spellings: Variants | None) -> Tokens:
        recipe = _recipe(corpus, units, spellings, rules)
        documents = documents_of(corpus)[["doc", "sha256", "text"]]
        source = Source(documents, recipe, spellings, units, rules, place, progress, limited=store is None)
        return _whole(source) if size is None else _in_parts(source, size, helpers)

    units = _units(corpus, units, cut)
    if corpus.redacted:
        recipe = _recipe(corpus, units, spellings, rules)
        tokens = _stored(corpus, recipe)
        return replace(tokens, units=units, recipe=replace(tokens.recipe, copies=recipe.copies))
    return cut(units, spellings)


def _whole(source: Source) -> Tokens:
    """Make one table of all documents."""
    units, spellings, recipe = source.units, source.spellings, source.recipe
    made = source.whole()
    if not len(made.table):
        msg = message("the corpus holds no words; check that its documents have text")
        raise ReadError(msg)
    _tell_bare(made.bare)
    if units is not None and units.id == "given":
        tell_missing(made.table, [unit.form for unit in units.units], what="units")
    if spellings is None:
        return Tokens(made.table, recipe, units=units)
    _tell_given(made.merged, spellings)
    merged = made.merged if len(made.merged) else None
    return Tokens(made.table, _with_variants(recipe, made.merged, made.before, len(made.table)), merged, units)


def _helpers(workers: Any, store: str | Path | None) -> Workers | None:
    """Take in a cluster; refuse workers that see no store, and those that would give other numbers."""
    if workers is None:
        return None
    if store is None:
        msg = message("workers need store=, a folder that this machine and every worker see under the same name")
        raise OptionError(msg)
    helpers = Workers(workers)
    helpers.require_alike()
    return helpers


def _size_of_parts(documents: pd.DataFrame, least: int = 0) -> int | None:
    """How many documents make a part of some two million characters; None for fewer characters than `least` in all."""
    size = int(documents["text"].str.len().sum())
    return max(1, len(documents) * _PART // max(size, 1)) if size >= least else None


def _in_parts(source: Source, size: int, workers: Workers | None) -> Tokens:
    """Go through the documents once, and keep of each part how many rows its documents have."""
    require_whole("documents_per_part", size, least=1)
    if source.cache is None:
        msg = message("documents_per_part keeps the rows in the cache; leave cache=None out, or give store=")
        raise OptionError(msg)
    docs = source.documents["doc"].tolist()
    given = source.units is not None and source.units.id == "given"
    forms = list(dict.fromkeys(unit.form for unit in source.units.units)) if source.units and given else []
    held, before, bare, merges = [], 0, [], []
    seen: set[str] = set()
    for first, cut in zip(range(0, len(docs), size), source.cuts(size, forms, workers), strict=True):
        part = docs[first : first + size]
        filled = np.flatnonzero(cut.rows)
        if len(filled):
            filled_docs = tuple(part[n] for n in filled.tolist())
            held.append(Held(filled_docs, cut.rows[filled], tuple(part), cut.files, cut.words))
        before += cut.before
        bare += [part[n] for n in cut.bare]
        merges.append(cut.merged)
        seen.update(cut.seen)
    if not held:
        msg = message("the corpus holds no words; check that its documents have text")
        raise ReadError(msg)
    source.join_words([part.words for part in held])
    _tell_bare(bare)
    tell_absent([form for form in forms if form not in seen], what="units")
    recipe, merged = source.recipe, None
    if source.spellings is not None:
        merged = add_merges(merges)
        _tell_given(merged, source.spellings)
        recipe = _with_variants(recipe, merged, before, sum(int(part.rows.sum()) for part in held))
        merged = merged if len(merged) else None
    return PartedTokens(held, source, recipe, merged=merged, units=source.units, workers=workers)


def _tell_bare(bare: list[str]) -> None:
    """Say on stderr how many documents hold no word."""
    if bare:
        _log.warning(
            message(
                "{n_bare} document(s) hold no word, only signs or numbers, such as {bare}",
                n_bare=len(bare),
                bare=bare[0],
            )
        )


def _with_variants(recipe: Recipe, merged: pd.DataFrame, before: int, after: int) -> Recipe:
    """Add the step of merging spelling variants, where some were merged."""
    n = merged["n"].sum()
    return recipe.then("variants", detail=f"{n} merges", before=before, after=after) if n else recipe


def _units(
    corpus: Corpus,
    units: Units | Iterable[str] | Literal["auto"] | None,
    cut: Callable[[Units | None, Variants | None], Tokens],
) -> Units | None:
    """Return the list of units that was chosen, given or found in the morphemes of the texts."""
    if units is None or isinstance(units, Units):
        return units
    if isinstance(units, Iterable) and not isinstance(units, str | Mapping):
        return lexicon.read(units)
    if not isinstance(units, str) or units != "auto":
        msg = message(
            "units must be a list such as ['이가람', '착즙/NNG'], one read with lexicon.read, or 'auto', not {units!r}",
            units=units,
        )
        raise OptionError(msg)
    kit = lexicon.units_for(corpus)
    if kit.documents or corpus.redacted:
        return kit
    return accepted_units(cut(None, _spellings_of_the_kit()), units=kit)


def _spellings(variants: Variants | Mapping[str, Iterable[str]] | Literal["default"] | None) -> Variants | None:
    """Return the list of spelling variants that was chosen."""
    if isinstance(variants, Mapping):
        given = lexicon.variants(variants)
        tagged = tuple(replace(c, tag=_tag_of(c.form)) for c in given.concepts)
        return _spellings_of_the_kit().under(replace(given, concepts=tagged))
    if variants is None or isinstance(variants, Variants):
        return variants
    if not isinstance(variants, str) or variants != "default":
        msg = message(
            "variants must be 'default', a mapping such as {{'스타트업': ['벤처기업']}}, a list read with "
            "lexicon.variants, or None, not {variants!r}",
            variants=variants,
        )
        raise OptionError(msg)
    return _spellings_of_the_kit()


def _tag_of(word: str) -> str:
    """Return the tag that the analyser gives to a word by itself; it is a common noun where there are several."""
    tags = [token.tag for token in kiwi().tokenize(word)]
    return tags[0] if len(tags) == 1 and tags[0] in UNIT_TAGS else "NNG"


def _tell_given(merged: pd.DataFrame, spellings: Variants) -> None:
    """Say on stderr which given variants do not occur, or stay apart because their morphemes do."""
    own = [line.partition(" = ")[0] for line in spellings.given]
    if missing := [form for form in own if form not in set(merged["lemma"])]:
        _log.warning(
            message("variants: no other spelling of {missing} found in these texts", missing=", ".join(missing))
        )
    if left := merged.loc[(merged["rule"] == ROWS) & merged["lemma"].isin(own), "surface"].unique().tolist():
        _log.warning(
            message(
                "variants: {left} left as several morphemes; pass units= too, [] if you have none", left=", ".join(left)
            )
        )


def _spellings_of_the_kit() -> Variants:
    """Read the kit's list of variants."""
    state = (paths.LEXICONS / "variants.yaml").stat()
    return _default_variants(state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _default_variants(changed: int, size: int) -> Variants:  # noqa: ARG001 - tell one state of the file from another
    """Read the kit's list once, until its file changes."""
    return lexicon.variants()


def _recipe(corpus: Corpus, units: Units | None, spellings: Variants | None, rules: Rules) -> Recipe:
    """Return how the table of a corpus is made."""
    cut = int((corpus.documents.get("truncated", pd.Series(dtype="str")) == "yes").sum())
    return Recipe(
        kit=f"damron {__version__}",
        analyser=_with_version("kiwipiepy"),
        model=_with_version("kiwipiepy_model"),
        layer="morphs" if units is None else "units",
        options=(("model_type", "cong"), ("rules", VERSION), *rules.options()),
        units="" if units is None else f"{units.id} {units.version} {units.sha256}",
        variants="" if spellings is None else f"{spellings.id} {spellings.version} {spellings.sha256}",
        corpus=corpus.sha256,
        truncated=f"{cut:,} of {len(corpus):,}" if cut else "",
        given=(*(units.given if units else ()), *(spellings.given if spellings else ())),
        copies=corpus._copied,  # noqa: SLF001 - listed once, not for every recipe
    )


@lru_cache
def _with_version(package: str) -> str:
    """Return a package with its version, looked up on disk once."""
    return f"{package} {version(package)}"


def _stored(corpus: Corpus, wanted: Recipe) -> Tokens:
    """Read the stored table of a redacted corpus; refuse one made from another text or with other lists."""
    assert corpus.stored is not None, "the caller asked corpus.redacted"
    tokens = Tokens.read(corpus.stored.with_name(f"{corpus.stored.name}.{wanted.layer}.csv"))
    for part in ("corpus", "units", "variants"):
        if getattr(tokens.recipe, part) != getattr(wanted, part):
            what = message("text") if part == "corpus" else message("list of {part}", part=part)
            msg = message(
                "{stored} is here only as a redacted table, made with another {what}; put the article's "
                "text into seeds/private/ to analyse it anew",
                stored=corpus.stored.name,
                what=what,
            )
            raise ReadError(msg)
    return tokens
