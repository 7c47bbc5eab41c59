"""Middle dots that an export wrote as spaces: which spaces stand where a newspaper prints a dot.

`한 미 일` is 한미일 wherever its letters stand in a row; `한 일` is 한일 before a word that goes with two states
(`한 일 정상회담`) and something done in `그가 한 일은`; `한 미 대사` is one American ambassador. The words are in
`seeds/lexicons/middle-dots.yaml`. What other newspapers write as one word (한미일, 여야) is closed up, so that it is
counted as their word on both layers of tokens; everything else gets its dot (5·18, 미·영).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analysis.lexicon.dotted_words import DOT, PARTICLE, DottedWords, dotted_words

_ALONE = re.compile(rf"{PARTICLE}(?![가-힣])")
_SENTENCE = re.compile(r"[.?!…“”‘’\"'()\n]")
# Words that a 한 (that did) cannot follow, then those behind which a 중 is none that says "during".
_CLEAR = re.compile(
    r"(?:대한|위한|관한|의한|따른|둘러싼|열린|이번|최근|이로써|이어|통해|따르면|관련해|향후|특히|현재|전날|더불어|관영매체)$"
)
_JOINT = re.compile(
    rf"(?:회의|회담|협상|협정|조약|협력|대화|포럼|파트너십|협회|공조|훈련|동맹|분쟁|갈등|교류|연대){PARTICLE}$"
)
_AFTER_WORD = re.compile(r"(?:에서|에|으로|와|를|을|은|는|며|면서|지만|으나|하고|했고|이고|어|된|인)$")
_DOER = re.compile(r"[가-힣](?:이|가|께서|을|를|까지|동안|함께|먼저|처음|직접|혼자|열심히|그간|제일|실제로|주로)$")
_SURE = ("정상", "관계", "동맹", "양국", "회담", "간")  # states stand before these even behind a doer
_DAY = re.compile(r"(?<![\d.,:\-~/])(?:1[0-2]|[1-9]) (?:3[01]|[12]\d|[1-9])(?![\d.,:~%]*\d)")
_UNIT = re.compile(
    r"\s?(?:일|월|년|세|살|호|차|개|명|시|분|초|번|권|대|위|점|도|회|만|억|조|원|배|승|패|무|층|평|곳|건|편"
    r"|kg|㎏|km|㎞|m|㎡|%)"
)


class Lost(NamedTuple):
    """A word whose spaces were dots, and what is put for them: nothing in a word that others write closed."""

    start: int
    end: int
    sign: str


def lost_dots(text: str, *, beside: str = "") -> list[Lost]:
    """Find the words whose spaces were middle dots; `beside` is read with a text, as a headline with its body."""
    # Example: lost_dots("한 일 정상이 한 일은 많다.") gives [Lost(0, 3, "")]; of "5 18 정신" it is [Lost(0, 4, "·")]
    if DOT in text or DOT in beside:
        return []  # an article that kept one dot kept them all
    dots = dotted_words()
    found = [*_states(dots, text, beside), *_others(dots, text), *_days(dots, text)]
    found += [Lost(*match.span("run"), DOT) for match in dots.pair.finditer(text)]
    kept: list[Lost] = []
    for place in sorted(found, key=lambda lost: (lost.start, -lost.end)):
        if not kept or place.start >= kept[-1].end:
            kept.append(place)
    return kept


def _states(dots: DottedWords, text: str, beside: str) -> Iterator[Lost]:
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
            yield Lost(start, end, "" if "".join(members) in dots.lists["pairs"] else DOT)


def _reads_as_states(dots: DottedWords, members: list[str], rest: str, *, before: str, all_text: str) -> bool:
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


def _after_han(dots: DottedWords, last: str, rest: str, *, before: str, all_text: str) -> bool:
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


def _others(dots: DottedWords, text: str) -> Iterator[Lost]:
    """Find the other words of the list."""
    for pattern, word in dots.other:
        for match in pattern.finditer(text):
            behind = text[match.end() :].lstrip()
            if _begins(behind, word.not_before):
                continue
            called_for = _begins(behind, word.before) or text[: match.start()].rstrip().endswith(word.after)
            if called_for or not (word.before or word.after):
                yield Lost(*match.span(), "" if word.closed else DOT)


def _days(dots: DottedWords, text: str) -> Iterator[Lost]:
    """Find days that are names of what happened on them."""
    for match in _DAY.finditer(text):
        behind = text[match.end() :]
        named = match[0].replace(" ", DOT) in dots.lists["days"] and not _UNIT.match(behind)
        if named or _begins(behind.removeprefix(" "), dots.lists["events"]):
            yield Lost(*match.span(), DOT)
