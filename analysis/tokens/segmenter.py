"""Segmentation: Corpus in, Tokens out."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal, NamedTuple

import pandas as pd

from analysis import lexicon, paths
from analysis._version import __version__
from analysis.analyser import kiwi
from analysis.corpus import Corpus
from analysis.errors import OptionError, ReadError
from analysis.lexicon import UNIT_TAGS, Units, Variants
from analysis.lexicon.apply_variants import add_merges
from analysis.lexicon.suggest import accepted_units
from analysis.lexicon.variant_matcher import ROWS
from analysis.matcher.arrays import view
from analysis.messages import message
from analysis.options import require_whole
from analysis.progress import progress_bar
from analysis.tokens.batch import Batch, analyse, token_table, without_words
from analysis.tokens.cache import Cache, open_cache
from analysis.tokens.counts import Part, Unit, counts
from analysis.tokens.kept_counts import kept_counts
from analysis.tokens.parts import PartedTokens, documents_with_rows
from analysis.tokens.recipe import Recipe
from analysis.tokens.rules import DEFAULT, VERSION, Rules
from analysis.tokens.tokens import Tokens, tell_absent, tell_missing

_log = logging.getLogger(__name__)
_STRETCH = 100_000  # characters without a space that are still taken for a text


def segment(
    corpus: Corpus | Mapping[str, str],
    *,
    units: Units | Iterable[str] | Literal["auto"] | None = None,
    variants: Variants | Mapping[str, Iterable[str]] | Literal["default"] | None = "default",
    rules: Rules = DEFAULT,
    cache: Path | Literal["default"] | None = "default",
    progress: bool | None = None,
    documents_per_part: int | None = None,
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
        documents at a time. Frequency, keyness, shift, tf-idf and dispersion are then those of the whole to the last
        digit; for everything else go through `Tokens.parts`. Parts that the cache lost are analysed again.

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
    if documents_per_part is not None and (isinstance(units, str) or corpus.redacted):
        msg = message(
            "documents_per_part needs texts, and units that are known: give a list of them or None, and no redacted "
            "corpus"
        )
        raise OptionError(msg)
    units = _units(corpus, units, rules=rules, cache=cache, progress=progress)
    recipe = _recipe(corpus, units, spellings, rules)
    if corpus.redacted:
        tokens = _stored(corpus, recipe)
        return replace(tokens, units=units, recipe=replace(tokens.recipe, copies=recipe.copies))
    source = _Source(corpus.documents, recipe, spellings, units, rules, cache, progress)
    if documents_per_part is not None:
        return _in_parts(source, documents_per_part)
    made = source.made(source.documents)
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


class _Made(NamedTuple):
    """The table of some documents, and what is told of it."""

    table: pd.DataFrame
    merged: pd.DataFrame  # what spelling variants were merged
    before: int  # rows before that
    bare: list[str]  # documents without a word


@dataclass
class _Source:
    """Documents, and how their tables are made."""

    documents: pd.DataFrame
    recipe: Recipe
    spellings: Variants | None
    units: Units | None
    rules: Rules
    cache: Path | Literal["default"] | None
    progress: bool | None
    parts: dict[str, str] = field(default_factory=dict, repr=False)  # part of the cache by key of a text, once known

    def __call__(self, docs: Sequence[str]) -> pd.DataFrame:
        """Make the table of some documents."""
        return self.made(self._chosen(docs)).table

    def counts(self, docs: Sequence[str], *, unit: Unit, by: Part) -> pd.DataFrame:
        """Count all rows of some documents, or take the counts from the cache."""
        # what the rows depend on beside the analyser and the units, after which the folder of the cache is named
        key = [unit, by, self.recipe.variants, *docs, *self._chosen(docs)["sha256"].tolist()]
        with open_cache(self.cache, self.recipe) as store:
            return kept_counts(store, key, lambda: counts(view(self(docs)), unit=unit, by=by))

    def _chosen(self, docs: Sequence[str]) -> pd.DataFrame:
        return self.documents.iloc[[self._place[doc] for doc in docs]]

    @cached_property
    def _place(self) -> dict[str, int]:
        return {doc: n for n, doc in enumerate(self.documents["doc"].tolist())}

    def made(self, documents: pd.DataFrame) -> _Made:
        """Analyse documents, or take them from the cache, and merge spelling variants."""
        keys, docs = documents["sha256"].tolist(), documents["doc"].tolist()
        with open_cache(self.cache, self.recipe) as store:
            store.parts = self.parts
            known = store.load(keys)
            stored = set().union(*(batch.keys for batch in known))
            missing = dict.fromkeys(key for key in keys if key not in stored)
            new = self._analyse(documents, missing, store) if missing else []
        found = token_table([*known, *new], keys=keys, docs=docs)
        bare = without_words(found, docs) if len(found) else docs
        if self.spellings is None:
            return _Made(found, pd.DataFrame(), len(found), bare)
        joined, merged = lexicon.apply(found, self.spellings, rows="keep" if self.units is None else "join")
        return _Made(joined, merged, len(found), bare)

    def _analyse(self, documents: pd.DataFrame, missing: dict[str, None], store: Cache) -> list[Batch]:
        """Analyse the documents that the cache lacks, storing batch by batch."""
        texts = dict(zip(documents["sha256"].tolist(), documents["text"].tolist(), strict=True))
        for doc, key, text in zip(documents["doc"], documents["sha256"], documents["text"], strict=True):
            if key in missing:
                _require_spaces(text, doc)
        batches = []
        kiwi()  # loading the model is not part of the rate
        with progress_bar(len(missing), what="형태소 분석", shown=self.progress) as step:
            jobs = [(key, texts[key]) for key in missing]
            for batch in analyse(jobs, units=self.units, rules=self.rules, done=step):
                store.save(batch)
                batches.append(batch)
        return batches


def _in_parts(source: _Source, size: int) -> Tokens:
    """Go through the documents once, and keep of each part how many rows its documents have."""
    require_whole("documents_per_part", size, least=1)
    if source.cache is None:
        msg = message("documents_per_part keeps the rows in the cache; leave cache=None out")
        raise OptionError(msg)
    held, before, bare, merges = [], 0, [], []
    seen: set[str] = set()
    given = source.units is not None and source.units.id == "given"
    forms = list(dict.fromkeys(unit.form for unit in source.units.units)) if source.units and given else []
    for first in range(0, len(source.documents), size):
        made = source.made(source.documents.iloc[first : first + size])
        before += made.before
        bare += made.bare
        merges.append(made.merged)
        if len(made.table):
            seen.update(made.table["lemma"].cat.categories.intersection(forms).tolist())
            held.append(documents_with_rows(made.table))
    if not held:
        msg = message("the corpus holds no words; check that its documents have text")
        raise ReadError(msg)
    _tell_bare(bare)
    tell_absent([form for form in forms if form not in seen], what="units")
    recipe, merged = source.recipe, None
    if source.spellings is not None:
        merged = add_merges(merges)
        _tell_given(merged, source.spellings)
        rows = sum(int(part.rows.sum()) for part in held)
        recipe = _with_variants(recipe, merged, before, rows)
    return PartedTokens(
        held, source, recipe, merged=merged if merged is not None and len(merged) else None, units=source.units
    )


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
    corpus: Corpus, units: Units | Iterable[str] | Literal["auto"] | None, *, rules: Rules, cache: Any, progress: Any
) -> Units | None:
    """Return the list of units that was chosen, given or found."""
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
    return accepted_units(segment(corpus, rules=rules, cache=cache, progress=progress), units=kit)


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


def _require_spaces(text: str, doc: str) -> None:
    """Refuse a stretch without a space that nobody wrote; the analyser needs minutes for it."""
    longest = max(map(len, text.split()), default=0) if len(text) > _STRETCH else 0
    if longest > _STRETCH:
        msg = message(
            "{doc}: {longest:,} characters stand there without a space or a line break, more than "
            "{stretch:,}; that is data and no text, so take it out, or put spaces between its words",
            doc=doc,
            longest=longest,
            stretch=_STRETCH,
        )
        raise ReadError(msg)


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
        copies=tuple((str(doc), first) for doc, first in corpus.copies().items() if doc != first),
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
