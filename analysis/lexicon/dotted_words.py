"""Words that newspapers write with a middle dot, 한·미·일 and 여·야: the list and how its words stand in a text.

Reading puts back the dots that an export wrote as spaces; the pass before the analyser keeps what has its dots whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from analysis.errors import CodebookError
from analysis.files.yaml import shown, truth
from analysis.lexicon.loading import load, require_words
from analysis.messages import message
from analysis.paths import LEXICONS

DOT = "·"
_OPENS = r"(?<![\w])"
PARTICLE = (
    r"(?:간|측|뿐)?(?:은|는|이|가|을|를|과|와|의|에|도|만|로|와의|과의|와는|과는|와도|과도|에서|에게|에는|에도"
    r"|까지|부터|보다|처럼|이나|이라는|이며)?"
)
_COPULA = r"이(?:다|고|며|지만|라고|라며|었다)|였다|인데|입니다"
_LISTS = ("names", "pairs", "between", "not_between", "weak", "one", "loose", "days", "events", "no_states")
_BESIDE = ("before", "not_before", "after")  # what a word must, or must not, stand beside


@dataclass(frozen=True)
class _DottedWord:
    """Another word with a dot: parts, tag, whether more letters may follow, how it is written, what is beside it."""

    parts: tuple[str, ...]
    tag: str
    open: bool
    closed: bool
    before: tuple[str, ...]
    not_before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class DottedWords:
    """The list as read."""

    states: tuple[str, ...]
    lists: dict[str, tuple[str, ...]]
    words: tuple[_DottedWord, ...]

    @cached_property
    def run(self) -> re.Pattern[str]:
        """States in a row with spaces between, the last with a particle or a word that goes with two states."""
        state, name = "|".join(self.states), "|".join(self.lists["names"])
        end = rf"(?=(?:전?{PARTICLE}|{self._beside})(?![가-힣A-Za-z\d]))"
        return re.compile(rf"{_OPENS}(?P<run>(?:{state})(?: (?:{state}))*(?: (?:{state}|{name}))+){end}")

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """One word of states or of other abbreviations with its dots, its end as that of `run`."""
        # 한·미·일은, 한미·일 훈련, 한·일관계 and 당·정이; not 한·미국, 한·중앙아시아, 영·호남, nor 한·미 in 한·미·유럽
        state, pair = "|".join(self.states), "|".join(self.lists["pairs"])
        other = "|".join(sorted(self.abbreviations, key=len, reverse=True))
        end = rf"(?!{DOT})(?=(?:[전별]?{PARTICLE}(?:는|도|의|부터)?|{_COPULA}|{self._beside})(?![가-힣A-Za-z\d]))"
        return re.compile(rf"(?<![\w{DOT}])(?:(?P<states>(?:{state}|{pair})(?:{DOT}(?:{state}))+)|{other}){end}")

    @cached_property
    def abbreviations(self) -> dict[str, str]:
        """Words of one syllable a part that end with their last part, such as 당·정, with their tags."""
        return {DOT.join(w.parts): w.tag for w in self.words if not w.open and all(len(part) == 1 for part in w.parts)}

    @property
    def _beside(self) -> str:
        """Expression of the words that may be written together with two states, 한·일관계."""
        joined = "|".join(word for word in self.lists["between"] if len(word) > 1 and " " not in word)
        return rf"(?:{joined})[가-힣]*"

    def tag_of(self, match: re.Match[str]) -> str | None:
        """Return the tag of a match of `whole`; none where its letters are no two states or more."""
        if not match["states"]:
            return self.abbreviations[match.group()]
        letters = match.group().replace(DOT, "")
        return "NNP" if len(set(letters)) == len(letters) and match.group() not in self.lists["no_states"] else None

    @cached_property
    def pair(self) -> re.Pattern[str]:
        """Two words of `pairs` beside each other."""
        words = "|".join(sorted(self.lists["pairs"], key=len, reverse=True))
        return re.compile(rf"{_OPENS}(?P<run>(?P<a>{words}) (?!(?P=a))(?:{words}))(?={PARTICLE}(?![가-힣]))")

    @cached_property
    def other(self) -> list[tuple[re.Pattern[str], _DottedWord]]:
        """A pattern for each of the other words."""
        found = []
        for word in self.words:
            end = "" if word.open else rf"(?={PARTICLE}(?![가-힣]))"
            found.append((re.compile(rf"{_OPENS}{' '.join(word.parts)}{end}"), word))
        return found


@lru_cache(maxsize=1)
def dotted_words() -> DottedWords:
    """Read the kit's list once."""
    return _read(LEXICONS / "middle-dots.yaml")


def _read(path: Path) -> DottedWords:
    """Read a list of words with dots."""
    source = load(
        path, schema="damron-middle-dots/1", key="states", what=message("list of middle dots"), more=(*_LISTS, "words")
    )
    lists = {name: _plain(source.more.get(name, []), path.name, name) for name in _LISTS}
    words = [
        _word(entry, message("{file}, words, entry {n}", file=path.name, n=n))
        for n, entry in enumerate(source.more.get("words", []), 1)
    ]
    return DottedWords(require_words(source.entries, where=path.name, field="states"), lists, tuple(words))


def _plain(value: object, where: str, field: str) -> tuple[str, ...]:
    """Return a list of words as a tuple, or none."""
    return require_words(value, where=where, field=field) if value else ()


def _word(entry: object, where: str) -> _DottedWord:
    """Return one entry of `words`; refuse one that is malformed."""
    keys = {"word", "closed", "tag", *_BESIDE}
    if not isinstance(entry, dict) or set(entry) - keys or DOT not in str(entry.get("word")):
        may = ", ".join(("closed", "tag", *_BESIDE))
        msg = message(
            "{where}: an entry has a word with a middle dot, and may have {may}; got {entry}",
            where=where,
            may=may,
            entry=shown(entry),
        )
        raise CodebookError(msg)
    word = str(entry["word"])
    beside = {key: _plain(entry.get(key), where, key) for key in _BESIDE}
    parts, tag = tuple(word.rstrip("~").split(DOT)), str(entry.get("tag", "NNG"))
    return _DottedWord(parts, tag, word.endswith("~"), truth(entry.get("closed")) is True, **beside)
