"""Recipe: how a token table was made, complete enough to make it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from analysis.errors import SchemaError
from analysis.messages import message
from analysis.messages.libraries import told
from analysis.schema import CUT

KEYWORDS = "BIGKINDS"  # analyser of `Tokens.from_keywords`
_KEYWORDS = (
    "키워드·인물·위치·기관은 빅카인즈의 분석기가 기사 전체에서 뽑은 것이어서 이 도구가 본문에서 센 것과 비교할 수 없다"
)
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
    # given: Units and variants that stand in no file: "착즙/NNG", "스타트업 = 벤처기업".
    # corpus: Hash of the corpus (`Corpus.sha256`).
    # steps: Every narrowing since, with counts.
    # copies: Every document that copies another, with the first of its story (`Corpus.copies`).
    # truncated: How many documents of the corpus are only the beginning of an article, as "19 of 20"; empty for none.

    kit: str
    analyser: str
    model: str
    layer: Layer
    options: tuple[tuple[str, str], ...] = ()
    units: str = ""
    variants: str = ""
    corpus: str = ""
    given: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    truncated: str = ""
    copies: tuple[tuple[str, str], ...] = field(default=(), repr=False)

    @property
    def caution(self) -> tuple[str, ...] | None:
        """Korean sentences that every result counted on the table must show; None for none."""
        cut, _, all_of = self.truncated.partition(" of ")
        found = (CUT.format(cut=cut, all=all_of),) if cut else ()
        return (*found, *([_KEYWORDS] if self.analyser == KEYWORDS else [])) or None

    def then(self, name: str, *, detail: str, before: int, after: int) -> Recipe:
        """Return this recipe with one more step."""
        return replace(self, steps=(*self.steps, Step(name, detail, before, after)))

    def to_dict(self) -> dict[str, Any]:
        """Return the recipe as plain data for JSON."""
        data = vars(self) | {"options": dict(self.options), "copies": dict(self.copies)}
        for name in ("truncated", "given", "copies"):
            if not data[name]:
                del data[name]
        return data | {"steps": [asdict(s) for s in self.steps]}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Recipe:
        """Read a recipe from plain data."""
        try:
            steps = tuple(Step(**step) for step in data["steps"])
            options = tuple(sorted((str(k), str(v)) for k, v in data["options"].items()))
            given = tuple(data.get("given", ()))
            copies = tuple(dict(data.get("copies", {})).items())
            texts = [value for name, value in data.items() if name not in {"options", "given", "copies", "steps"}]
            texts += [*given, *(doc for pair in copies for doc in pair)]
            texts += [text for step in steps for text in (step.name, step.detail)]
            counts = [count for step in steps for count in (step.before, step.after)]
            if not all(isinstance(text, str) for text in texts) or not all(isinstance(n, int) for n in counts):
                msg = message("a text or a count is of another kind")
                raise TypeError(msg)  # noqa: TRY301 - as if the class had refused it
            return cls(**{**data, "options": options, "given": given, "copies": copies, "steps": steps})
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            msg = message(
                "not a recipe of this kit ({error}); write the table again with Tokens.save", error=told(error)
            )
            raise SchemaError(msg) from error
