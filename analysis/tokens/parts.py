"""Tokens in parts: a corpus too large for one table, whose documents are taken from the cache a part at a time.

What a part gives is the ordinary table of its documents, and counts of the parts are put end to end on one vocabulary,
so that every number is that of the whole table. Of a part nothing stays in memory but how many rows each document has;
its counts are kept in the cache.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, NoReturn, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.lexicon import Units
from analysis.messages import message
from analysis.schema.cards import Card
from analysis.tokens.counts import PARTS, Part, Unit, require_counted
from analysis.tokens.kept_counts import narrowed
from analysis.tokens.recipe import Recipe
from analysis.tokens.shape import trim
from analysis.tokens.tokens import Tokens, doc_ids, padded, places, require_list, tag_names

_TEXT = ("doc", "term", "tag")


class _Documents(NamedTuple):
    """The documents of a part that hold rows, and how many each."""

    docs: tuple[str, ...]
    rows: npt.NDArray[np.int64]
    part: tuple[str, ...]  # all documents of the part as it was segmented


class _Maker(Protocol):
    """Makes tables of some documents."""

    def __call__(self, docs: Sequence[str]) -> pd.DataFrame:
        """Make their token table."""

    def counts(self, docs: Sequence[str], *, unit: Unit, by: Part) -> pd.DataFrame:
        """Count all their rows."""


class PartedTokens(Tokens):
    """Tokens whose rows are never all at hand."""

    # What needs all rows at once (a concordance, `table`, `save`) comes through `_table` and is refused there.
    # _held: The documents of every part.
    # _make: Makes the table of a part.
    # _kept: Tags of every `keep` since.

    _held: tuple[_Documents, ...]
    _make: _Maker
    _kept: tuple[frozenset[str], ...]

    def __init__(
        self,
        held: Sequence[_Documents],
        make: _Maker,
        recipe: Recipe,
        *,
        merged: pd.DataFrame | None = None,
        units: Units | None = None,
        kept: Sequence[frozenset[str]] = (),
    ) -> None:
        # a frozen class, so that nothing can be set by its name
        vars(self).update(_held=tuple(held), _make=make, recipe=recipe, _merged=merged, units=units, _kept=tuple(kept))

    def __len__(self) -> int:
        return sum(int(part.rows.sum()) for part in self._held)

    def __eq__(self, other: object) -> bool:
        """Tell whether both are of the same documents in the same parts, made alike."""
        if not isinstance(other, PartedTokens):
            return NotImplemented
        return self.recipe == other.recipe and [p.docs for p in self._held] == [p.docs for p in other._held]

    __hash__ = None  # type: ignore[assignment] # as of Tokens

    @property
    def _table(self) -> NoReturn:  # the door through which all rows would come
        msg = message(
            "this needs the rows of all documents at once, and these tokens stand in {n} parts; go through "
            "tokens.parts(), or segment fewer documents without documents_per_part",
            n=len(self._held),
        )
        raise RefusalError(msg)

    def parts(self) -> Iterator[Tokens]:
        """Go through the parts, each an ordinary table of whole documents."""
        before = len(self)
        for held in self._held:
            table = self._make(held.docs)
            for tags in self._kept:
                table = padded(Tokens(table, self.recipe).keep(tags=tags))
            part = Tokens(trim(table), self.recipe, self._merged, self.units)
            detail = f"docs {' '.join(sorted(held.docs))}"
            recipe = self.recipe.then("only", detail=detail, before=before, after=len(part))
            yield Tokens(padded(part), recipe, self._merged, self.units)

    def counts(self, *, unit: Unit = "lemma", by: Part = "document", tags: Iterable[str] | None = None) -> pd.DataFrame:
        """Count terms as `Tokens.counts` does, part by part."""
        tags = None if tags is None else self._require_tags(tags)
        require_counted(unit, by)
        names: dict[str, _Names] = {name: _Names() for name in _TEXT}
        columns: dict[str, list[npt.NDArray[Any]]] = {}
        for frame in self._counted(unit, by, tags):
            for name, values in frame.items():
                known = names.get(str(name))
                codes = values.to_numpy() if known is None else known.codes(values.array)
                columns.setdefault(str(name), []).append(codes)
        if not columns:
            return Tokens.from_terms({"": ["-"]}).drop(lemmas=["-"]).counts(unit=unit, by=by)
        joined: dict[str, Any] = {name: np.concatenate(pieces) for name, pieces in columns.items()}
        joined |= {name: known.categorical(joined[name], ordered=name != "doc") for name, known in names.items()}
        return pd.DataFrame(joined, copy=False)

    def _counted(self, unit: Unit, by: Part, tags: Collection[str] | None) -> Iterator[pd.DataFrame]:
        """Count part by part; the counts of whole parts, which are kept, answer for their documents and tags."""
        if self._kept:
            yield from (part.counts(unit=unit, by=by, tags=tags) for part in self.parts())
        else:
            for held in self._held:
                yield narrowed(self._make.counts(held.part, unit=unit, by=by), held.docs, tags)

    def keep(self, *, tags: Iterable[str]) -> Tokens:
        """Keep the rows with some tags, as `Tokens.keep` does."""
        wanted = frozenset(self._require_tags(tags))
        kept = (*self._kept, wanted)
        held = [_documents(part) for part in self._with(self._held, self.recipe, kept).parts()]
        detail = f"tags {' '.join(sorted(wanted))}"
        rows = sum(int(part.rows.sum()) for part in held)
        recipe = self.recipe.then("keep", detail=detail, before=len(self), after=rows)
        return self._with(held, recipe, kept)

    def only(self, *, docs: Iterable[str]) -> Tokens:
        """Keep the rows of some documents, as `Tokens.only` does."""
        wanted = require_list(docs, "docs")
        held: list[_Documents] = []
        found: set[str] = set()
        for part in self._held:
            here = [n for n, doc in enumerate(part.docs) if doc in wanted]
            if here:
                held.append(_Documents(tuple(part.docs[n] for n in here), part.rows[here], part.part))
                found.update(held[-1].docs)
        if unknown := sorted(wanted - found):
            known = ", ".join(doc_ids(self)[:8])
            msg = message("no document {unknown!r} in the tokens; they hold {known}", unknown=unknown[0], known=known)
            raise OptionError(msg)
        rows = sum(int(part.rows.sum()) for part in held)
        detail = f"docs {' '.join(sorted(wanted))}"
        recipe = self.recipe.then("only", detail=detail, before=len(self), after=rows)
        return self._with(held, recipe, self._kept)

    def _with(self, held: Sequence[_Documents], recipe: Recipe, kept: Sequence[frozenset[str]]) -> PartedTokens:
        """Make tokens in parts of other documents, or narrowed otherwise."""
        return PartedTokens(held, self._make, recipe, merged=self._merged, units=self.units, kept=kept)

    def _doc_ids(self) -> list[str]:
        return [doc for part in self._held for doc in part.docs]

    def _tag_names(self) -> list[str]:
        return sorted({tag for part in self.parts() for tag in tag_names(part)})

    def _places(self, by: Part) -> int:
        return len(self._doc_ids()) if len(PARTS[by]) == 1 else sum(places(part, by) for part in self.parts())

    def _card(self) -> Card:
        """Say what was cut, and that it stands in parts."""
        facts = [f"글 {len(self._doc_ids()):,}편", f"형태소 {len(self):,}개", schema.LAYERS[self.recipe.layer]]
        facts += [self.recipe.analyser, f"나눈 묶음 {len(self._held):,}개"]
        return Card("토큰", facts, list(self.recipe.caution or ()), ["da.stats.frequency(tokens)", "tokens.parts()"])


class _Names:
    """The strings of a column of all parts, numbered as they first come up."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}

    def codes(self, column: Any) -> npt.NDArray[np.int32]:
        """Give numbers to the values of a part's column."""
        number = self._number
        own = [number.setdefault(name, len(number)) for name in column.categories.tolist()]
        codes: npt.NDArray[np.int32] = np.array(own, dtype=np.int32)[column.codes]
        return codes

    def categorical(self, codes: npt.NDArray[np.int32], *, ordered: bool) -> pd.Categorical:
        """Write numbers as their strings, in the order of the alphabet or of the documents."""
        # numbers 0 1 of 나 가 are 1 0 of 가 나
        names = list(self._number)
        if ordered:
            place = np.empty(len(names), dtype=np.int32)
            place[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names), dtype=np.int32)
            codes, names = place[codes], sorted(names)
        small = np.min_scalar_type(-max(len(names), 1))
        kind = pd.CategoricalDtype(pd.Index(names, dtype="str"))
        made: pd.Categorical = pd.Categorical.from_codes(codes.astype(small), dtype=kind, validate=False)
        return made


def _documents(part: Tokens) -> _Documents:
    """List the documents of a part with their rows, gaps left out."""
    table = padded(part)
    doc = table["doc"].cat
    real = (table["tag"] != schema.PAD).to_numpy()
    rows = np.bincount(doc.codes.to_numpy()[real], minlength=len(doc.categories))
    docs = tuple(doc.categories.tolist())
    return _Documents(docs, rows.astype(np.int64), docs)


def documents_with_rows(table: pd.DataFrame) -> _Documents:
    """List the documents of a token table with their rows."""
    doc = table["doc"].cat
    rows = np.bincount(doc.codes.to_numpy(), minlength=len(doc.categories))
    docs = tuple(doc.categories.tolist())
    return _Documents(docs, rows.astype(np.int64), docs)
