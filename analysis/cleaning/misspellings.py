"""Spellings that a reader may want to merge: known misspellings and loose jamo, as suggestions and never by itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pandas as pd

from analysis import schema
from analysis.schema import SPELLING

_KNOWN = {
    "몇일": "며칠", "왠만": "웬만", "웬지": "왠지", "어의없": "어이없", "설겆이": "설거지", "역활": "역할",
    "희안": "희한", "오랫만": "오랜만", "일일히": "일일이", "곰곰히": "곰곰이", "깨끗히": "깨끗이", "통채로": "통째로",
    "어떻해": "어떡해", "됬": "됐", "할께": "할게", "줄께": "줄게", "갈께": "갈게", "되요": "돼요", "뵈요": "봬요",
    "어짜피": "어차피", "무릎쓰": "무릅쓰", "내노라하": "내로라하", "짜집기": "짜깁기", "안밖": "안팎", "핑게": "핑계",
    "휴계": "휴게", "낭떨어지": "낭떠러지", "눈쌀": "눈살", "삼가하": "삼가", "금새": "금세", "건들이": "건드리",
}  # fmt: skip
_WRONG = re.compile("|".join(sorted(_KNOWN, key=len, reverse=True)))
_WORD = re.compile("[가-힣ㄱ-ㅣ]+")
_LOOSE = re.compile("[ㄱ-ㅎ][ㅏ-ㅣ](?:[ㄱ-ㅎ](?![ㅏ-ㅣ]))?")
_GLUED = re.compile("([가-힣])(?=([ㅋㅎ]))")  # 좋앜ㅋ: a laugh that was typed into the syllable before it
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


def spelling(texts: Iterable[str]) -> pd.DataFrame:
    """List words with a known misspelling or with loose jamo, each with what it may stand for."""
    # ["몇일 뒤", "ㅎㅏㄴ글 좋앜ㅋ"] -> (몇일, 며칠), (ㅎㅏㄴ글, 한글), (좋앜ㅋ, 좋아ㅋㅋ), each once in one document
    counts: Counter[tuple[str, str]] = Counter()
    docs: dict[tuple[str, str], int] = defaultdict(int)
    for text in texts:
        found = Counter(_suspects(text))
        counts += found
        for pair in found:
            docs[pair] += 1
    rows = [(*pair, n, docs[pair]) for pair, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    table = pd.DataFrame(rows, columns=[c.name for c in SPELLING]).astype({"n": "int64", "docs": "int64"})
    return schema.check(table, SPELLING, what="spelling")


def _suspects(text: str) -> Iterator[tuple[str, str]]:
    """List the words of a text that may be written otherwise."""
    for found in _WORD.finditer(text):
        word = found[0]
        better = _WRONG.sub(lambda wrong: _KNOWN[wrong[0]], word)
        better = _GLUED.sub(_unglued, _LOOSE.sub(_composed, better))
        if better != word:
            yield word, better


def _composed(found: re.Match[str]) -> str:
    """Compose a syllable of loose jamo."""
    initial, vowel, final = found[0][0], found[0][1], found[0][2:]
    if initial not in _INITIALS or (final and final not in _FINALS):
        return found[0]
    index = (_INITIALS.index(initial) * 21 + ord(vowel) - ord("ㅏ")) * 28
    return chr(0xAC00 + index + (_FINALS.index(final) if final else 0))


def _unglued(found: re.Match[str]) -> str:
    """Take a laugh out of the syllable it was typed into."""
    syllable = ord(found[1]) - 0xAC00
    if _FINALS[syllable % 28] != found[2]:
        return found[1]
    return chr(0xAC00 + syllable - syllable % 28) + found[2]
