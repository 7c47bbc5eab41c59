"""Recipe: how a token table was made, complete enough to make it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from analysis.errors import SchemaError

Layer = Literal["morphs", "units", "terms"]


@dataclass(frozen=True)
class Step:
    """One narrowing of the table: its name, its arguments in words, rows before and after."""

    name: str
    detail: str
    before: int
    after: int


@dataclass(frozen=True)
class Recipe:
    """How a token table was made."""

    # kit, analyser, model: Name and version of the kit, of the analyser and of its model ("none" for terms given by
    # the user).
    # layer: Morphemes; morphemes with names and compounds merged; or terms that came tokenised.
    # options: The analyser's options that differ between layers or change results.
    # units: "id version sha256" of the unit list, empty without one.
    # variants: The same of the list of spelling variants.
    # corpus: Hash of the corpus (`Corpus.sha256`).
    # steps: Every narrowing since, with counts.

    kit: str
    analyser: str
    model: str
    layer: Layer
    options: tuple[tuple[str, str], ...] = ()
    units: str = ""
    variants: str = ""
    corpus: str = ""
    steps: tuple[Step, ...] = ()

    def then(self, name: str, *, detail: str, before: int, after: int) -> Recipe:
        """Return this recipe with one more step."""
        return replace(self, steps=(*self.steps, Step(name, detail, before, after)))

    def to_dict(self) -> dict[str, Any]:
        """Return the recipe as plain data for JSON."""
        data = asdict(self)
        return data | {"options": dict(self.options), "steps": [asdict(s) for s in self.steps]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Recipe:
        """Read a recipe from plain data."""
        try:
            steps = tuple(Step(**step) for step in data["steps"])
            options = tuple(sorted((str(k), str(v)) for k, v in data["options"].items()))
            return cls(**{**data, "options": options, "steps": steps})
        except (KeyError, TypeError, AttributeError) as error:
            msg = f"not a recipe of this kit ({error}); write the table again with Tokens.save"
            raise SchemaError(msg) from error
