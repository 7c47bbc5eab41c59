"""Tokens in parts: a corpus too large for one table, whose documents are taken from a store a part at a time.

What a part gives is the ordinary table of its documents, and what is counted in the parts is joined, so that every
number is that of the whole table. Of a part nothing stays in memory but how many rows each document has; its counts
stay in the store. Whatever goes through all parts goes through `over_parts` or `reduced`, here or on workers.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple, NoReturn, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.lexicon import StopWords, Units
from analysis.messages import message
from analysis.schema.cards import Card
from analysis.schema.reasons import layer_shown
from analysis.tokens import io
from analysis.tokens.cells import Cells, cells_of, join_cells
from analysis.tokens.counts import PARTS, Part, Unit, require_counted
from analysis.tokens.joined_counts import in_order, join_counts
from analysis.tokens.kept_counts import narrowed
from analysis.tokens.named_words import Words, require_list, tell_absent
from analysis.tokens.part_words import PartWords
from analysis.tokens.recipe import Recipe
from analysis.tokens.shape import trim
from analysis.tokens.tokens import Tokens, doc_ids, padded, places, tag_names
from analysis.tokens.workers import Job, Workers

_Step = Callable[[Tokens], Tokens]
_T = TypeVar("_T")


class Held(NamedTuple):
    """The documents of a part that hold rows, and how many each."""

    docs: tuple[str, ...]
    rows: npt.NDArray[np.int64]
    part: tuple[str, ...]  # all documents of the part as it was segmented
    files: tuple[str, ...]  # where the store has them
    words: str = ""  # where the store has the words of just these rows


class _Maker(Protocol):
    """Makes tables of parts."""

    def __call__(self, held: Held) -> pd.DataFrame:
        """Make the table of the documents of a part."""

    def counts(self, held: Held, *, unit: Unit, by: Part) -> pd.DataFrame:
        """Count all rows of a part as it was segmented."""

    def alone(self, held: Held, *, text: bool) -> _Maker:
        """Return what makes this part and no other, with the text or without."""

    def words(self, parts: Sequence[str], *, lemmas: Collection[str], spelling: str) -> list[PartWords | None] | None:
        """Say what every part holds of some lemmas and of a spelling in several morphemes."""

    def noted(self, key: Sequence[str]) -> Mapping[str, Mapping[str, Any]] | None:
        """Read what `note` put under a key."""

    def note(self, key: Sequence[str], frames: Mapping[str, pd.DataFrame]) -> None:
        """Keep what follows from the tokens beside them."""


class PartedTokens(Tokens):
    """Tokens whose rows are never all at hand."""

    # What needs all rows at once (`table`) comes through `_table` and is refused there.
    # _held: The documents of every part.
    # _make: Makes the table of a part.
    # _steps: What every part went through since, `keep` and `drop`.
    # _workers: Where parts are worked on; None for here.

    _held: tuple[Held, ...]
    _make: _Maker
    _steps: tuple[_Step, ...]
    _workers: Workers | None

    def __init__(
        self,
        held: Sequence[Held],
        make: _Maker,
        recipe: Recipe,
        *,
        merged: pd.DataFrame | None = None,
        units: Units | None = None,
        steps: Sequence[_Step] = (),
        workers: Workers | None = None,
    ) -> None:
        # a frozen class, so that nothing can be set by its name
        vars(self).update(
            _held=tuple(held), _make=make, recipe=recipe, _merged=merged, units=units, _steps=tuple(steps),
            _workers=workers,
        )  # fmt: skip

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
            "this needs the rows of all documents at once, and these {rows:,} rows stand in {n} parts; go through "
            "tokens.parts(), or take fewer documents with tokens.only(docs=[...])",
            rows=len(self),
            n=len(self._held),
        )
        raise RefusalError(msg)

    def parts(self) -> Iterator[Tokens]:
        """Go through the parts, each an ordinary table of whole documents."""
        before = len(self)
        yield from (self._part(held, before) for held in self._held)

    def _part(self, held: Held, before: int) -> Tokens:
        """Make the table of a part, with the step of the recipe that it is one of so many rows."""
        part = Tokens(trim(self._make(held)), self.recipe, self._merged, self.units)
        for step in self._steps:
            part = step(part)
        detail = f"docs {' '.join(sorted(held.docs))}"
        recipe = self.recipe.then("only", detail=detail, before=before, after=len(part))
        return Tokens(padded(part), recipe, self._merged, self.units)

    def _over_parts(self, call: Callable[..., _T], beside: Callable[[Sequence[str]], Any] | None) -> Iterator[_T]:
        job = partial(_on_table, call, len(self))
        if self._workers is None:
            yield from (job(self._alone(held), *_beside(beside, held)) for held in self._held)
        else:
            yield from self._workers.results([self._job(job, held, beside) for held in self._held])

    def _reduced(self, call: Callable[[Tokens], _T], join: Callable[[Iterable[_T]], _T]) -> _T:
        return self._joined(partial(_on_table, call, len(self)), join)

    def _joined(self, call: Callable[[PartedTokens], _T], join: Callable[[Iterable[_T]], _T]) -> _T:
        """Call on every part and join what comes: one by one here, as a tree on workers."""
        if self._workers is None:
            return join(call(self._alone(held)) for held in self._held)
        return self._workers.reduced([self._job(call, held, None) for held in self._held], join)

    def _alone(self, held: Held, make: _Maker | None = None, recipe: Recipe | None = None) -> PartedTokens:
        """Make tokens of one part, worked on where they are."""
        make, recipe = self._make if make is None else make, self.recipe if recipe is None else recipe
        return PartedTokens([held], make, recipe, merged=self._merged, units=self.units, steps=self._steps)

    def _job(self, call: Callable[..., _T], held: Held, beside: Callable[[Sequence[str]], Any] | None) -> Job[_T]:
        """Make the call on a part for a worker: without its text, and with it where the store has lost it."""
        # Of the recipe goes along what a part needs: its own copies, and no list of all documents.
        copies = tuple((doc, self._copies[doc]) for doc in held.docs if doc in self._copies)
        steps = tuple(replace(step, detail="") if step.name == "only" else step for step in self.recipe.steps)
        recipe = replace(self.recipe, copies=copies, steps=steps)
        more = _beside(beside, held)
        return lambda text: partial(call, self._alone(held, self._make.alone(held, text=text), recipe), *more)

    @cached_property
    def _copies(self) -> dict[str, str]:
        """First document of the story by document that copies it."""
        return dict(self.recipe.copies)

    def counts(self, *, unit: Unit = "lemma", by: Part = "document", tags: Iterable[str] | None = None) -> pd.DataFrame:
        """Count terms as `Tokens.counts` does, part by part."""
        wanted = None if tags is None else self._require_tags(tags)
        require_counted(unit, by)
        found = self._joined(partial(_count, unit=unit, by=by, tags=wanted), join_counts)
        if not len(found.columns):
            return Tokens.from_terms({"": ["-"]}).drop(lemmas=["-"]).counts(unit=unit, by=by)
        return found.assign(**{name: in_order(found[name].array) for name in ("term", "tag")})

    def _cells(self, by: Part, tags: Iterable[str] | None) -> Cells:
        """Count lemmas part by part, in as little room as they need."""
        wanted = None if tags is None else self._require_tags(tags)
        return self._joined(partial(_count_cells, by=by, tags=wanted), join_cells)

    def _noted(self, question: Sequence[str]) -> Mapping[str, Mapping[str, Any]] | None:
        """Read what is known of all parts as the answer to a question."""
        return self._make.noted(self._question(question))

    def _note(self, question: Sequence[str], frames: Mapping[str, pd.DataFrame]) -> None:
        """Keep the answer to a question beside the parts."""
        self._make.note(self._question(question), frames)

    def _question(self, question: Sequence[str]) -> list[str]:
        """Name a question with what its answer follows from."""
        return [*question, self._made]

    @cached_property
    def _made(self) -> str:
        """Hash how the tokens were made; a recipe may name a million copies."""
        made = json.dumps([self.recipe.to_dict(), [len(part.docs) for part in self._held]], ensure_ascii=False)
        return hashlib.sha256(made.encode("utf-8", "surrogatepass")).hexdigest()

    def _words(self, lemmas: Collection[str], spelling: str) -> list[PartWords | None] | None:
        """Say what every part holds of some lemmas and of a spelling; None where only its rows say it."""
        return self._make.words([part.words for part in self._held], lemmas=lemmas, spelling=spelling)

    def _at(self, parts: Sequence[int]) -> PartedTokens:
        """Return some parts alone, of the same recipe."""
        return self._with([self._held[n] for n in parts], self.recipe, self._steps)

    def keep(self, *, tags: Iterable[str]) -> Tokens:
        """Keep the rows with some tags, as `Tokens.keep` does."""
        wanted = frozenset(self._require_tags(tags))
        return self._after(partial(_keep, tags=wanted), "keep", f"tags {' '.join(sorted(wanted))}")

    def drop(self, *, lemmas: Iterable[str] | StopWords) -> Tokens:
        """Take out the rows with some lemmas, as `Tokens.drop` does."""
        words = Words.of(lemmas)
        if words.told:
            seen = self._reduced(partial(_lemmas_among, lemmas=words.told), _union)
            tell_absent([lemma for lemma in words.told if lemma not in seen], what="lemmas")
        return self._after(partial(_without, words=words), "drop", words.detail)

    def _changed(self, step: _Step, recipe: Recipe) -> PartedTokens:
        """Put every part through a step after which all rows are there."""
        return self._with([part._replace(words="") for part in self._held], recipe, (*self._steps, step))

    def save(self, path: str | Path) -> Path:
        """Write the rows as `Tokens.save` does, a part after the other."""
        return io.save_parts(self._over_parts(_written, None), self.recipe, self.merged, path=Path(path))

    def _after(self, step: _Step, name: str, detail: str) -> Tokens:
        """Put every part through a step, and say how many rows stayed."""
        made = self._with(self._held, self.recipe, (*self._steps, step))
        sizes = made._over_parts(_documents, None)  # noqa: SLF001 - of this class
        held = [found._replace(part=held.part, files=held.files) for held, found in zip(self._held, sizes, strict=True)]
        rows = sum(int(part.rows.sum()) for part in held)
        recipe = self.recipe.then(name, detail=detail, before=len(self), after=rows)
        return self._with(held, recipe, (*self._steps, step))

    def only(self, *, docs: Iterable[str]) -> Tokens:
        """Keep the rows of some documents, as `Tokens.only` does."""
        wanted = require_list(docs, "docs")
        held: list[Held] = []
        found: set[str] = set()
        for part in self._held:
            here = [n for n, doc in enumerate(part.docs) if doc in wanted]
            if here:
                words = part.words if len(here) == len(part.docs) else ""
                held.append(part._replace(docs=tuple(part.docs[n] for n in here), rows=part.rows[here], words=words))
                found.update(held[-1].docs)
        if unknown := sorted(wanted - found):
            known = ", ".join(doc_ids(self)[:8])
            msg = message("no document {unknown!r} in the tokens; they hold {known}", unknown=unknown[0], known=known)
            raise OptionError(msg)
        rows = sum(int(part.rows.sum()) for part in held)
        detail = f"docs {' '.join(sorted(wanted))}"
        recipe = self.recipe.then("only", detail=detail, before=len(self), after=rows)
        return self._with(held, recipe, self._steps)

    def _with(self, held: Sequence[Held], recipe: Recipe, steps: Sequence[_Step]) -> PartedTokens:
        """Make tokens in parts of other documents, or narrowed otherwise."""
        return PartedTokens(
            held, self._make, recipe, merged=self._merged, units=self.units, steps=steps, workers=self._workers
        )

    def _doc_ids(self) -> list[str]:
        return [doc for part in self._held for doc in part.docs]

    def _rows_by_document(self) -> npt.NDArray[np.int64]:
        return np.concatenate([part.rows for part in self._held])

    def _tag_names(self) -> list[str]:
        return sorted(set().union(*self._over_parts(tag_names, None)))

    def _places(self, by: Part) -> int:
        if len(PARTS[by]) == 1:
            return len(self._doc_ids())
        return sum(self._over_parts(partial(places, by=by), None))

    def _card(self) -> Card:
        """Say what was cut, and that it stands in parts."""
        facts = [message("{n:,} document(s)", n=len(self._doc_ids())), message("{n:,} morpheme(s)", n=len(self))]
        facts += [layer_shown(self.recipe.layer), self.recipe.analyser]
        facts.append(message("in {n:,} parts", n=len(self._held)))
        steps = ["da.stats.frequency(tokens)", "tokens.parts()"]
        return Card(message("tokens"), facts, list(self.recipe.caution or ()), steps)


def _on_table(call: Callable[..., _T], before: int, part: PartedTokens, *beside: Any) -> _T:
    """Call on the ordinary table of tokens of one part, one of so many rows."""
    (held,) = part._held  # noqa: SLF001 - of this module
    return call(part._part(held, before), *beside)  # noqa: SLF001


def _count(part: PartedTokens, *, unit: Unit, by: Part, tags: Iterable[str] | None) -> pd.DataFrame:
    """Count tokens of one part; the counts of whole parts, which are kept, answer for their documents and tags."""
    (held,) = part._held  # noqa: SLF001 - of this module
    if part._steps:  # noqa: SLF001
        return part._part(held, 0).counts(unit=unit, by=by, tags=tags)  # noqa: SLF001
    return narrowed(part._make.counts(held, unit=unit, by=by), held.docs, None if tags is None else set(tags))


def _count_cells(part: PartedTokens, *, by: Part, tags: Iterable[str] | None) -> Cells:
    """Count lemmas of tokens of one part."""
    return cells_of(_count(part, unit="lemma", by=by, tags=tags), PARTS[by])


def _beside(beside: Callable[[Sequence[str]], Any] | None, held: Held) -> tuple[Any, ...]:
    """Choose what goes with a part into a call."""
    return () if beside is None else (beside(held.docs),)


def _keep(part: Tokens, *, tags: frozenset[str]) -> Tokens:
    return part.keep(tags=tags)


def _written(part: Tokens) -> tuple[bytes, int]:
    return io.written(padded(part))


def _without(part: Tokens, *, words: Words) -> Tokens:
    return part._without(words)  # noqa: SLF001 - `drop` would tell of every part what is missing in it


def _lemmas_among(part: Tokens, *, lemmas: Sequence[str]) -> set[str]:
    """Which of some lemmas occur."""
    return set(lemmas).intersection(padded(part)["lemma"].cat.categories)


def _union(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)


def _documents(part: Tokens) -> Held:
    """List the documents of a part with their rows, gaps left out."""
    table = padded(part)
    doc = table["doc"].cat
    real = (table["tag"] != schema.PAD).to_numpy()
    rows = np.bincount(doc.codes.to_numpy()[real], minlength=len(doc.categories))
    docs = tuple(doc.categories.tolist())
    return Held(docs, rows.astype(np.int64), docs, ())
