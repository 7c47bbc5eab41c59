"""Middle dots that an export wrote as spaces: which spaces stand where a newspaper prints a dot.

`한 미 일` is 한미일 wherever its letters stand in a row; `한 일` is 한일 before a word that goes with two states
(`한 일 정상회담`) and something done in `그가 한 일은`; `한 미 대사` is one American ambassador. The words are in
`seeds/lexicons/middle-dots.yaml`. What other newspapers write as one word (한미일, 여야) is closed up, so that it is
counted as their word on both layers of tokens; everything else gets its dot (5·18, 미·영).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from analysis.errors import CodebookError
from analysis.lexicon.loading import load, require_words
from analysis.paths import LEXICONS

_DOT = "·"

_LISTS = ("names", "pairs", "between", "not_between", "weak", "one", "loose", "days", "events")
_BESIDE = ("before", "not_before", "after")  # what a word must, or must not, stand beside
_OPENS = r"(?<![\w])"
_PARTICLE = (
    r"(?:간|측|뿐)?(?:은|는|이|가|을|를|과|와|의|에|도|만|로|와의|과의|와는|과는|와도|과도|에서|에게|에는|에도"
    r"|까지|부터|보다|처럼|이나|이라는|이며)?"
)
_ALONE = re.compile(rf"{_PARTICLE}(?![가-힣])")
_SENTENCE = re.compile(r"[.?!…“”‘’\"'()\n]")
# Words that a 한 (that did) cannot follow, then those behind which a 중 is none that says "during".
_CLEAR = re.compile(
    r"(?:대한|위한|관한|의한|따른|둘러싼|열린|이번|최근|이로써|이어|통해|따르면|관련해|향후|특히|현재|전날|더불어|관영매체)$"
)
_JOINT = re.compile(
    rf"(?:회의|회담|협상|협정|조약|협력|대화|포럼|파트너십|협회|공조|훈련|동맹|분쟁|갈등|교류|연대){_PARTICLE}$"
)
_AFTER_WORD = re.compile(r"(?:에서|에|으로|와|를|을|은|는|며|면서|지만|으나|하고|했고|이고|어|된|인)$")
_DOER = re.compile(r"[가-힣](?:이|가|께서|을|를|까지|동안|함께|먼저|처음|직접|혼자|열심히|그간|제일|실제로|주로)$")
_SURE = ("정상", "관계", "동맹", "양국", "회담", "간")  # states stand before these even behind a doer
_DAY = re.compile(r"(?<![\d.,:\-~/])(?:1[0-2]|[1-9]) (?:3[01]|[12]\d|[1-9])(?![\d.,:~%]*\d)")
_UNIT = re.compile(
    r"\s?(?:일|월|년|세|살|호|차|개|명|시|분|초|번|권|대|위|점|도|회|만|억|조|원|배|승|패|무|층|평|곳|건|편"
    r"|kg|㎏|km|㎞|m|㎡|%)"
)


@dataclass(frozen=True)
class _Word:
    """Another word with a dot: its parts, whether more letters may follow, how it is written, what is beside it."""

    parts: tuple[str, ...]
    open: bool
    closed: bool
    before: tuple[str, ...]
    not_before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class _Dots:
    """The list as read."""

    states: tuple[str, ...]
    lists: dict[str, tuple[str, ...]]
    words: tuple[_Word, ...]

    @cached_property
    def run(self) -> re.Pattern[str]:
        """States in a row with spaces between, the last with a particle or a word that goes with two states."""
        state, name = "|".join(self.states), "|".join(self.lists["names"])
        joined = "|".join(word for word in self.lists["between"] if len(word) > 1 and " " not in word)
        end = rf"(?=(?:전?{_PARTICLE}|(?:{joined})[가-힣]*)(?![가-힣A-Za-z\d]))"
        return re.compile(rf"{_OPENS}(?P<run>(?:{state})(?: (?:{state}))*(?: (?:{state}|{name}))+){end}")

    @cached_property
    def pair(self) -> re.Pattern[str]:
        """Two words of `pairs` beside each other."""
        words = "|".join(sorted(self.lists["pairs"], key=len, reverse=True))
        return re.compile(rf"{_OPENS}(?P<run>(?P<a>{words}) (?!(?P=a))(?:{words}))(?={_PARTICLE}(?![가-힣]))")

    @cached_property
    def other(self) -> list[tuple[re.Pattern[str], _Word]]:
        """A pattern for each of the other words."""
        found = []
        for word in self.words:
            end = "" if word.open else rf"(?={_PARTICLE}(?![가-힣]))"
            found.append((re.compile(rf"{_OPENS}{' '.join(word.parts)}{end}"), word))
        return found


class Lost(NamedTuple):
    """A word whose spaces were dots, and what is put for them: nothing in a word that others write closed."""

    start: int
    end: int
    sign: str


def lost_dots(text: str, *, beside: str = "") -> list[Lost]:
    """Find the words whose spaces were middle dots; `beside` is read with a text, as a headline with its body."""
    # Example: lost_dots("한 일 정상이 한 일은 많다.") gives [Lost(0, 3, "")]; of "5 18 정신" it is [Lost(0, 4, "·")]
    if _DOT in text or _DOT in beside:
        return []  # an article that kept one dot kept them all
    dots = _list()
    found = [*_states(dots, text, beside), *_others(dots, text), *_days(dots, text)]
    found += [Lost(*match.span("run"), _DOT) for match in dots.pair.finditer(text)]
    kept: list[Lost] = []
    for place in sorted(found, key=lambda lost: (lost.start, -lost.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def _states(dots: _Dots, text: str, beside: str) -> Iterator[Lost]:
    """Find runs of states, the last first: what stands before a run that is read so, and a comma, is read so too."""
    accepted = -1  # where the run behind begins that was read as states
    for match in reversed(list(dots.run.finditer(text))):
        start, end = match.span("run")
        before = text[:start].rstrip(" ")
        members = match["run"].split()
        if members[0] == "중" and not (_at_sign(before) or _AFTER_WORD.search(before)):
            start += 2  # 중 belongs to the word before it: 회담 중
            members, before = members[1:], text[: start - 1]
        rest = _SENTENCE.split(text[match.end("run") : match.end() + 40])[0]
        listed = accepted >= 0 and re.fullmatch(r",? |[과와] ", text[end:accepted])
        if len(set(members)) == len(members) > 1 and (
            listed or _reads_as_states(dots, members, rest, before=before, all_text=f"{beside}\n{text}")
        ):
            accepted = start
            yield Lost(start, end, "" if "".join(members) in dots.lists["pairs"] else _DOT)


def _reads_as_states(dots: _Dots, members: list[str], rest: str, *, before: str, all_text: str) -> bool:
    """Tell whether letters in a row are states, by what stands behind and before them."""
    lists = dots.lists
    phrase = rest.lstrip()
    done = members[0] == "한" and _DOER.search(before)  # 그가 한 …
    if _begins(phrase, _SURE if done else lists["between"]) and not _begins(phrase, lists["not_between"]):
        return True
    loose = members[-1] in {"중", "일", "한"} and _begins(phrase, lists["loose"])
    if loose or members[-1] == "한" or (done and members[1] == "일"):
        return False
    if len(members) > 2:
        return members != ["한", "일", "중"] or bool(_ALONE.match(rest, 0) and rest[:1] not in {"", " "})
    if members[1] in lists["names"]:
        return rest.startswith(" ") and any(map(_JOINT.search, rest.split()[:3]))
    if members[0] == "한":
        return not done and _after_han(dots, members[1], rest, before=before, all_text=all_text)
    return members[0] in {"미", "북", "러", "중"} or members == ["남", "북"]


def _after_han(dots: _Dots, last: str, rest: str, *, before: str, all_text: str) -> bool:
    """Tell 한·일 from something that was done, and 한·미 from one thing of America."""
    near = rest.split()[:3]
    one = any(_begins(word, dots.lists["one"]) or word.endswith(dots.lists["one"]) for word in near)
    if last not in {"일", "중"}:
        return last in {"미", "러", "영", "독", "불"} and not one
    if rest.startswith(" "):
        return not one and (_begins(rest[1:], dots.lists["weak"]) or any(map(_JOINT.search, near)))
    named = any(name in all_text for name in (f"한{last}", f"한-{last}", {"일": "일본", "중": "중국"}[last]))
    clear = _at_sign(before) or bool(_CLEAR.search(before))
    return named and clear


def _at_sign(before: str) -> bool:
    """Tell whether a word stands at the start or behind a sign."""
    return not before or not re.match(r"[\w%]", before[-1])


def _begins(text: str, words: Iterable[str]) -> bool:
    """Tell whether a text begins with one of some words; a word of one syllable stands alone, but for a particle."""
    return any(text.startswith(w) and (len(w) > 1 or _ALONE.match(text, 1)) for w in words)


def _others(dots: _Dots, text: str) -> Iterator[Lost]:
    """Find the other words of the list."""
    for pattern, word in dots.other:
        for match in pattern.finditer(text):
            behind = text[match.end() :].lstrip()
            if _begins(behind, word.not_before):
                continue
            called_for = _begins(behind, word.before) or text[: match.start()].rstrip().endswith(word.after)
            if called_for or not (word.before or word.after):
                yield Lost(*match.span(), "" if word.closed else _DOT)


def _days(dots: _Dots, text: str) -> Iterator[Lost]:
    """Find days that are names of what happened on them."""
    for match in _DAY.finditer(text):
        behind = text[match.end() :]
        named = match[0].replace(" ", _DOT) in dots.lists["days"] and not _UNIT.match(behind)
        if named or _begins(behind.removeprefix(" "), dots.lists["events"]):
            yield Lost(*match.span(), _DOT)


@lru_cache(maxsize=1)
def _list() -> _Dots:
    """Read the kit's list once."""
    return _read(LEXICONS / "middle-dots.yaml")


def _read(path: Path) -> _Dots:
    """Read a list of words with dots."""
    source = load(
        path, schema="damron-middle-dots/1", key="states", what="list of middle dots", more=(*_LISTS, "words")
    )
    lists = {name: _plain(source.more.get(name, []), path.name, name) for name in _LISTS}
    words = [_word(entry, f"{path.name}, words, entry {n}") for n, entry in enumerate(source.more.get("words", []), 1)]
    return _Dots(require_words(source.entries, where=path.name, field="states"), lists, tuple(words))


def _plain(value: object, where: str, field: str) -> tuple[str, ...]:
    """Return a list of words as a tuple, or none."""
    return require_words(value, where=where, field=field) if value else ()


def _word(entry: object, where: str) -> _Word:
    """Return one entry of `words`; refuse one that is malformed."""
    if not isinstance(entry, dict) or set(entry) - {"word", "closed", *_BESIDE} or _DOT not in str(entry.get("word")):
        msg = (
            f"{where}: an entry has a word with a middle dot, and may have closed, {', '.join(_BESIDE)}; got {entry!r}"
        )
        raise CodebookError(msg)
    word = str(entry["word"])
    beside = {key: _plain(entry.get(key), where, key) for key in _BESIDE}
    return _Word(tuple(word.rstrip("~").split(_DOT)), word.endswith("~"), entry.get("closed") is True, **beside)
