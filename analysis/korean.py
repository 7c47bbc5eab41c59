"""Korean particles, jamo and widths for labels and sentences that the kit writes itself. Pure Python."""

from __future__ import annotations

import re
import unicodedata

PAIRS = ("이/가", "은/는", "을/를", "과/와", "으로/로")

_UNSURE = {"이/가": "이(가)", "은/는": "은(는)", "을/를": "을(를)", "과/와": "과(와)", "으로/로": "(으)로"}
_BRACKETS = re.compile(r"\s*(\([^()]*\)|\[[^\[\]]*\]|（[^（）]*）)$")
_TRAILING = " \t\n'\"’”」』》〉.,!?…"
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?$")
_LATIN = re.compile(r"[A-Za-z]+$")
_SHORT = re.compile(r"(?:(?:^|[^aeiou])[aeiou]|o[ou])(?:[ptc]|c?k)$|eep$")  # 스타트업, 북, 킵; tape is 테이프
_ENDING = re.compile(r"(?<=\w)\.[A-Za-z]{2,5}$")  # of a file, which is read letter by letter: 티엑스티, 씨에스브이
# Final sound of the reading: "" none, "ㄹ", "x" any other.
_DIGITS = dict(zip("0123456789", ("x", "ㄹ", "", "x", "", "", "x", "ㄹ", "ㄹ", ""), strict=True))
_JAMO_INITIAL = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_JAMO_VOWEL = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_JAMO_FINAL = "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_SIGNS = (
    dict.fromkeys("%％㎡㎞℃", "")
    | dict.fromkeys(_JAMO_VOWEL, "")
    | dict.fromkeys(_JAMO_FINAL + _JAMO_INITIAL, "x")
    | {"ㄹ": "ㄹ"}
)
_COMPATIBLE = {
    start + i: jamo
    for start, run in ((0x1100, _JAMO_INITIAL), (0x1161, _JAMO_VOWEL), (0x11A8, _JAMO_FINAL))
    for i, jamo in enumerate(run)
}


def particle(word: str, pair: str) -> str:
    """Choose the particle that follows a word."""
    # Example: particle("클러스터", "이/가") gives '가'
    # Example: particle("서울", "으로/로") gives '로'
    if pair not in PAIRS:
        raise ValueError(pair)
    final = _final(_bare(word))
    if final is None:
        return _UNSURE[pair]
    after_consonant, after_vowel = pair.split("/")
    if pair == "으로/로" and final == "ㄹ":
        return after_vowel
    return after_consonant if final else after_vowel


def attach(word: str, pair: str) -> str:
    """Write a word with its particle; parameters and errors are those of `particle`."""
    # Example: attach("‘동맹’", "을/를") gives '‘동맹’을'
    return word + particle(word, pair)


def visible(text: str) -> str:
    r"""Write text so that every jamo has a shape of its own."""
    # The analyser gives endings in conjoining jamo (U+11AB and the like), which fonts draw only inside a syllable.
    # Example: visible("\u11ab다") gives 'ㄴ다'
    return unicodedata.normalize("NFC", text).translate(_COMPATIBLE)


def width(text: str) -> int:
    """Count the columns that a text takes in a terminal."""
    # Example: width("동맹 ab") gives 7
    return sum(map(_wide, text))


def fit(text: str, columns: int, *, before: bool = False) -> str:
    """Fill a text up to some columns of a terminal, or cut it."""
    # Example: fit("동맹", 6), fit("동맹", 6, before=True), fit("한미동맹", 5) gives ('동맹  ', '  동맹', '한미…')
    text = cut(text[::-1], columns)[::-1] if before else cut(text, columns)
    space = " " * (columns - width(text))
    return space + text if before else text + space


def cut(text: str, columns: int) -> str:
    """Keep what fits into some columns of a terminal, with an ellipsis behind it when that is not all."""
    text = re.sub(r"\s", " ", text)
    if width(text) <= columns:
        return text
    taken = 0
    for at, character in enumerate(text):
        taken += _wide(character)
        if taken > columns - 1:
            return text[:at] + "…"
    return text


def _wide(character: str) -> int:
    """Columns of one character."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _bare(word: str) -> str:
    """Strip what is not read aloud at the end of a word."""
    text = visible(word)
    while True:
        shorter = _BRACKETS.sub("", text.rstrip(_TRAILING))
        if shorter == text or not shorter:
            return text
        text = shorter


def _final(text: str) -> str | None:
    """Return the final sound of a text: "", "ㄹ", "x" for another consonant, None if unknown."""
    last = text[-1:]
    if "가" <= last <= "힣":
        return {0: "", 8: "ㄹ"}.get((ord(last) - 0xAC00) % 28, "x")
    if number := _NUMBER.search(text):
        return _number(number.group().replace(",", ""))
    if ending := _ENDING.search(text):
        return _latin(ending.group()[1:].upper())
    if latin := _LATIN.search(text):
        return _latin(latin.group())
    return _SIGNS.get(last)


def _number(digits: str) -> str:
    """Return the final sound of a Sino-Korean number; of the units only a last 조 ends in a vowel."""
    if "." in digits:
        return _DIGITS[digits[-1]]
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros == 0 or zeros == len(digits):
        return _DIGITS[digits[-1]]
    return "" if 12 <= zeros <= 15 else "x"


def _latin(word: str) -> str:
    """Return the final sound of a Latin word: capitals by letter name (엘, 엠, 엔, 알), others by ending."""
    if word.isupper():
        return {"L": "ㄹ", "R": "ㄹ", "M": "x", "N": "x"}.get(word[-1], "")
    end = word.lower()
    end = end[:-1] if end.endswith(("le", "me", "ne")) else end
    if end.endswith("ng") or _SHORT.search(end):
        return "x"
    return {"l": "ㄹ", "m": "x", "n": "x"}.get(end[-1], "")
