"""Predicates in dictionaries: 슬프다 and 슬프* as stem and tag (슬프/VA), and the sentences that test them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

from analysis.analyser import answered, join, tokenize
from analysis.matcher.arrays import NOMINAL
from analysis.matcher.pattern import base_tag

_TAGS = ("VV", "VA", "VX", "VCN", "VCP", "XSV", "XSA")
_CONTEXTS = ("{}다", "참 {}다.", "{}지 않다.", "{}고 있다.")
_GIVEN = 2  # of these, in which the dictionary form itself stands
_FORMS = ((("었", "EP"), ("다", "EF")), (("지만", "EC"),), (("은", "ETM"), ("일", "NNG")), (("어서", "EC"),))
_Morphs = list[tuple[str, str]]


def predicates(stems: Iterable[str]) -> dict[str, list[str]]:
    """Write the last word of each stem as patterns where it is a predicate, as 바 of 바다 is not."""
    # Example: predicates(["슬프", "마음이 편하", "바"]) gives {'슬프': ['슬프/VA'], '마음이 편하': ['편하/VA']}
    return _kept("predicates/1", stems, lambda wanted: {s: _patterns(read) for s, read in _analysed(wanted).items()})


def inflected(stems: Iterable[str]) -> dict[str, list[str]]:
    """Write each stem that is a predicate in four inflected forms."""
    # Example: inflected(["슬프"]) gives {'슬프': ['슬펐다', '슬프지만', '슬픈 일', '슬퍼서']}

    def made(wanted: list[str]) -> dict[str, list[str]]:
        return {s: [_inflect(s, read[0], ending) for ending in _FORMS] for s, read in _analysed(wanted).items()}

    return _kept("inflected/1", stems, made)


def _kept(what: str, stems: Iterable[str], make: Callable[[list[str]], dict[str, list[str]]]) -> dict[str, list[str]]:
    """Make something of stems, or take it from the cache."""
    wanted = list(dict.fromkeys(stems))
    found: dict[str, list[str]] = answered(what, wanted, lambda: make(wanted))
    return found


def stem_of(pattern: str) -> str:
    """Return the stem that a pattern of words and tags ends in, or that of a dictionary form; nothing for others."""
    # Example: stem_of("행복 하/XSA") gives '행복하', stem_of("마음이 편하/VA") '마음이 편하', stem_of("슬프다") '슬프'
    parts = pattern.split()
    if any(c in pattern for c in "*<>") or not parts:
        return ""
    if "/" not in pattern:
        return pattern[:-1] if pattern[-1] == "다" and len(parts[-1]) > 1 else ""
    written, before = "", ""
    for part in parts:
        form, _, tag = part.partition("/")
        written += form if tag[:2] == "XS" or tag[:1] == "E" or before[:1] == "E" else f" {form}"
        before = tag
    return written.strip() if before in _TAGS else ""


def alone(words: Iterable[str]) -> dict[str, Literal["noun", "inflected", ""]]:
    """Tell what each word is by itself: a noun, a word with an ending or a piece of one (어려), or another."""
    # The analyser alone takes 즐거 for a noun: 즐거워서 tells that it is a piece of 즐겁다.
    wanted = list(dict.fromkeys(words))
    found: dict[str, Literal["noun", "inflected", ""]] = {}
    longer = tokenize(f"{word}워서" for word in wanted)
    for word, morphs, read in zip(wanted, tokenize(wanted), longer, strict=True):
        bent = any(m.tag[0] == "E" or word[m.start : m.end] != m.form for m in morphs) or (
            base_tag(read[0].tag) in ("VV", "VA") and read[0].form == _closed(word)
        )
        found[word] = "inflected" if bent else "noun" if all(m.tag in NOMINAL for m in morphs) else ""
    return found


def _closed(word: str) -> str:
    """Write ㅂ below an open last syllable, as 즐겁 for 즐거; nothing for other words."""
    at = ord(word[-1]) - 0xAC00
    return f"{word[:-1]}{chr(0xAC00 + at + 17)}" if 0 <= at < 11172 and at % 28 == 0 else ""


def _analysed(wanted: list[str]) -> dict[str, list[_Morphs]]:
    """Morphemes of the last word of each stem in every context in which it is a predicate."""
    texts = [context.format(stem) for stem in wanted for context in _CONTEXTS]
    read = [_morphs(text, morphs) for text, morphs in zip(texts, tokenize(texts), strict=True)]
    size = len(_CONTEXTS)
    by_stem = {stem: read[n * size : (n + 1) * size] for n, stem in enumerate(wanted)}
    return {stem: [m for m in found if m] for stem, found in by_stem.items() if any(found[:_GIVEN])}


def _morphs(text: str, analysed: list[Any]) -> _Morphs:
    """Morphemes of the word that stands before the ending 다, 지 or 고; none where they are no predicate."""
    # 행복/NNG 하/XSA 다/EF -> 행복/NNG 하/XSA; 바다/NNG and 경제/NNG 이/VCP 다/EF -> nothing
    at = next((n for n, m in enumerate(analysed) if m.tag[0] == "E" and m.form in ("다", "지", "고") and n), 0)
    low = text.rfind(" ", 0, analysed[at].start) + 1
    found = [m for m in analysed[:at] if m.start >= low]
    if (
        not found
        or base_tag(found[-1].tag) not in _TAGS
        or "".join(m.form for m in found) != text[low : analysed[at].start]
    ):
        return []
    return [(m.form, m.tag) for m in found]


def _patterns(read: list[_Morphs]) -> list[str]:
    """Write morphemes as patterns; a word that is also an auxiliary counts under each of its tags."""
    # 행복/NNG 하/XSA -> "행복 하/XSA"; 있/VX -> 있/VX, 있/VV, 있/VA
    found: dict[str, None] = {}
    for morphs in read:
        tagged = [(form, base_tag(tag)) for form, tag in morphs]
        found |= {" ".join(f"{f}/{t}" if t in _TAGS or t[0] == "E" else f for f, t in tagged): None}
        if [tag for _, tag in tagged] == ["VX"]:
            found |= dict.fromkeys(f"{tagged[0][0]}/{tag}" for tag in ("VV", "VA"))
    return list(found)


def _inflect(stem: str, morphs: _Morphs, ending: tuple[tuple[str, str], ...]) -> str:
    """Write a stem with an ending; after verbs, 있 and 없 the one before a noun is 는."""
    before = stem.rpartition(" ")[0]
    form, tag = morphs[-1]
    if ending[0][1] == "ETM" and (base_tag(tag) in ("VV", "XSV") or form[-1] in "있없"):
        ending = (("는", "ETM"), *ending[1:])
    last = (form, "VV" if tag == "VX" else tag)  # the analyser inflects 못하 as a verb alone
    return f"{before} {join([*morphs[:-1], last, *ending])}".strip()
