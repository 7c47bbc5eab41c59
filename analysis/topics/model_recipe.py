"""How a topic model was made, complete enough to make it again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from analysis.errors import SchemaError
from analysis.messages import message
from analysis.topics.material import FIRM_DOCUMENTS

_METHODS = {
    "lda": "잠재 디리클레 할당(LDA)",
    "dmr": "디리클레-다항 회귀 주제 모형(DMR)",
    "seeded": "씨앗 단어를 준 잠재 디리클레 할당(seeded LDA)",
}


@dataclass(frozen=True)
class ModelRecipe:
    """How a topic model was made."""

    # kit, tomotopy, isa: versions, and the instructions of the processor, by which results may differ.
    # tokens: hash of the counts that went in. corpus: hash of the corpus.
    # trace: log-likelihood a word after every tenth iteration.
    # copied: "first" or "keep", as the selection has it; copies: documents left out for it.
    # counted: what a reader of the tokens must mind, as their recipe says it.

    kit: str
    tomotopy: str
    isa: str
    method: str
    k: int
    seed: int
    iterations: int
    burn_in: int
    optimised_every: int
    alpha: float
    eta: float
    tokens: str
    corpus: str
    layer: str
    tags: tuple[str, ...]
    letters: int
    least: int
    most: float
    copied: str
    documents: int
    words: int
    vocabulary: int
    copies: int
    empty: int
    ungrouped: int
    converged: bool
    seed_words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    trace: tuple[tuple[int, float], ...] = field(default=(), repr=False)
    counted: tuple[str, ...] = field(default=(), repr=False)

    @property
    def tentative(self) -> bool:
        """Whether there are fewer than 700 documents."""
        return self.documents < FIRM_DOCUMENTS

    @property
    def caution(self) -> tuple[str, ...] | None:
        """Korean sentences that every result of the model must show; None for none."""
        found = list(self.counted)
        if self.tentative:
            found.append(f"문서가 {self.documents:,}개뿐이므로 잠정 결과이다({FIRM_DOCUMENTS}개 아래)")
        if not self.converged:
            found.append(
                f"{self.iterations:,}회를 반복하고도 로그우도가 마지막 100회에 0.1% 넘게 움직여 수렴했다고 할 수 없다"
                if self.iterations > 100
                else f"{self.iterations:,}회만 반복해 수렴했는지 알 수 없다"
            )
        return tuple(found) or None

    @property
    def sentence(self) -> str:
        """Say in Korean, as a methods section does, how the model was made."""
        words = f"{'·'.join(self.tags)} 가운데 {self.letters}자 이상" if self.tags else "주어진 단어 가운데"
        most = f", 문서의 {self.most:.0%} 이하에" if self.most < 1 else ""
        same = f" 거의 같은 글 {self.copies:,}편은 한 번만 셌다." if self.copies else ""
        return (
            f"주제 묶음은 {_METHODS[self.method]}으로 구했다(주제 수 {self.k}, 시드 {self.seed}, 깁스 표집 "
            f"{self.iterations:,}회, 초기 {self.burn_in}회 뒤 {self.optimised_every}회마다 초모수 최적화, "
            f"α={self.alpha:g}에서 시작, η={self.eta:g}, tomotopy {self.tomotopy}). {words}이면서 문서 "
            f"{self.least:,}개 이상{most} 나온 단어 {self.vocabulary:,}종을 썼고, 문서는 {self.documents:,}개, 단어는 "
            f"모두 {self.words:,}개이다.{same}"
        ).replace("가운데이면서", "가운데")

    def to_dict(self) -> dict[str, Any]:
        """Return the recipe as plain data for JSON."""
        data = asdict(self)
        data["seed_words"] = {name: list(words) for name, words in self.seed_words}
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> ModelRecipe:
        """Read a recipe from plain data."""
        try:
            names = {f.name for f in fields(cls)}
            found = {name: value for name, value in data.items() if name in names}
            found["tags"], found["counted"] = tuple(data["tags"]), tuple(data["counted"])
            found["seed_words"] = tuple((name, tuple(words)) for name, words in data["seed_words"].items())
            found["trace"] = tuple((int(at), float(value)) for at, value in data["trace"])
            return cls(**found)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            msg = message("not a recipe of a topic model; write it again with Topics.save")
            raise SchemaError(msg) from error
