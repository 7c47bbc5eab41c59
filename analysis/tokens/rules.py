"""What the analyser is shown: rules for characters and words that it would cut wrongly, offsets kept.

The analyser sees a view of every paragraph, as long as the paragraph itself, so that all offsets hold for both, and
is told which stretches of it are one token.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Literal, NamedTuple, get_args

from analysis.errors import OptionError
from analysis.lexicon.dotted_words import dotted_words
from analysis.matcher.spelling import DOTS, NARROW
from analysis.messages import message

OnOff = Literal["on", "off"]


@dataclass(frozen=True)
class Rules:
    """Policies of the pass before the analyser; each is "on" by default and can be turned "off" by itself.

    Parameters
    ----------
    latin : {"on", "off"}
        A Latin word before a full stop, question or exclamation mark is a word of its own, and the mark ends the
        sentence: the analyser alone takes `AI.` for one word and joins two sentences. Abbreviations that are written
        with a dot (`U.S.`, `Dr.`, initials) stay with it.
    ampersand : {"on", "off"}
        Letters joined by an ampersand (`R&D`, `M&A`, `AT&T`) are one word.
    width : {"on", "off"}
        Full-width letters, digits and signs (`ＡＩ`, `R＆D`, `￦`) count as the ordinary ones; surfaces stay.
    addresses : {"on", "off"}
        A web or mail address is one token (tags W_URL and W_EMAIL) that is no word and in no base.
    hashtags : {"on", "off"}
        The words of a hashtag are analysed as words, without its particle; the tag itself stands beside them as one
        more row (tag W_HASHTAG), which is in no base.
    dots : {"on", "off"}
        States and other abbreviations of one syllable that middle dots join (`한·미·일`, `여·야`, `당·정`; the list is
        `seeds/lexicons/middle-dots.yaml`) are one word, written with ``·`` in `form`. Spelling variants give it the
        lemma of the word without dots. The analyser alone cuts it, or makes 일가/VV of `한ㆍ일가`.
    wordless : {"on", "off"}
        What has no letter (an emoji, a smiley, the number of a list) is no sentence and no paragraph: a number belongs
        to the sentence behind it, everything else to the one before it; in the same paragraph, if that has a word.
    """

    latin: OnOff = "on"
    ampersand: OnOff = "on"
    width: OnOff = "on"
    addresses: OnOff = "on"
    hashtags: OnOff = "on"
    dots: OnOff = "on"
    wordless: OnOff = "on"

    def __post_init__(self) -> None:
        """Refuse a misspelt policy."""
        for field in fields(self):
            value = getattr(self, field.name)
            if value not in get_args(OnOff):
                msg = message("Rules: {field} is 'on' or 'off', not {value!r}", field=field.name, value=value)
                raise OptionError(msg)

    def options(self) -> tuple[tuple[str, str], ...]:
        """Name the rules that are off, for the recipe: what is on by default is not repeated."""
        return tuple((name, value) for name, value in asdict(self).items() if value == "off")


VERSION = "2"  # of what the rules do, in every recipe: another one is another analysis
DEFAULT = Rules()

Span = tuple[int, int, str, str]  # start, end, form and tag of a stretch that is one token


class View(NamedTuple):
    """A paragraph as the analyser sees it."""

    text: str  # as long as the paragraph
    hashtags: tuple[tuple[int, int], ...]  # start (at the sign) and end of each hashtag, its particle included


_SPECIAL = re.compile(r"[A-Za-z@#&＆＃０-９Ａ-Ｚａ-ｚ％＠￦]")  # a paragraph without any of these needs no view
_DOTTED = re.compile(f"[{''.join(map(chr, DOTS))}]")
_DOMAINS = "com|net|org|edu|gov|info|biz|io|ai|kr|jp|cn|us|uk|eu|de|fr|tv|me|co"
_URL = re.compile(
    r"(?<![A-Za-z0-9@._-])(?:(?:https?|ftp)://|www\.)[A-Za-z0-9!#$%&'*+,/:;=?@_~.()\[\]-]+"
    rf"|(?<![A-Za-z0-9@._-])(?:[A-Za-z0-9-]+\.)+(?:{_DOMAINS})(?![A-Za-z0-9-])(?:/[A-Za-z0-9!#$%&'*+,/:;=?@_~.-]*)?"
)
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_JOINED = re.compile(r"(?<![A-Za-z0-9&])[A-Za-z]{1,4}(?:&[A-Za-z]{1,4})+(?![A-Za-z&])")
_STOPPED = re.compile(
    r"(?<![A-Za-z0-9.&'’])[0-9]*[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z]{2,})*(?=[.!?](?:[\s\"'”’」』)\]]|$))"
    r"|(?<![A-Za-z0-9.&'’])[0-9]*[A-Za-z][A-Za-z0-9]+(?=[.!?][가-힣])"  # 답은 AI.정부는, without its space
)
_WIDE_STOP = re.compile(
    r"(?<=[A-Za-z0-9])[．－＿](?=[A-Za-z0-9])|：(?=／／)|／(?=／)|(?<=／)／|(?<=[A-Za-z0-9])／(?=[A-Za-z0-9])"
)
_HASHTAG = re.compile(r"(?<![\w&#/])#(?=\w*[^\W\d])\w+")
_INITIAL = re.compile(r"(?<![A-Za-z])[A-Z]\.\s?[A-Z](?![A-Za-z])")  # two single letters with dots: J. K.
_ABBREVIATIONS = frozenset(
    "Mr Mrs Ms Dr Prof St Sr Jr No Nos vs etc Inc Co Corp Ltd Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec "
    "p pp vol Vol ed eds al Fig fig cf www".split()
)


def view(paragraph: str, rules: Rules) -> View:
    """Make what the analyser sees of a paragraph.

    Examples
    --------
    >>> view("답은 ＡＩ. #탄소중립이 답이다.", Rules())
    View(text='답은 AI.  탄소중립이 답이다.', hashtags=((7, 13),))
    """
    if not _SPECIAL.search(paragraph):
        return View(paragraph, ())
    text = _narrow(paragraph) if rules.width == "on" else paragraph
    if rules.hashtags == "off" or "#" not in text:
        return View(text, ())
    addresses = _addresses(text) if rules.addresses == "on" else []
    tags = tuple(m.span() for m in _HASHTAG.finditer(text) if not _covered(m.start(), addresses))
    for start, _ in tags:
        text = f"{text[:start]} {text[start + 1 :]}"
    return View(text, tags)


def _narrow(text: str) -> str:
    """Write full-width letters, digits and signs as the ordinary ones; full stops and strokes between letters too."""
    # "ａｂ＠ｃ．ｋｒ를 본다．" gives "ab@c.kr를 본다．": the last full stop stays
    return _WIDE_STOP.sub(lambda match: chr(ord(match.group()) - 0xFEE0), text.translate(NARROW))


def spans(text: str, rules: Rules) -> list[Span]:
    """Find the stretches of a view that are one token; they may overlap.

    Examples
    --------
    >>> spans("답은 AI. R&D를 하라.", Rules())
    [(7, 10, 'R&D', 'SL'), (3, 5, 'AI', 'SL')]
    """
    found = _dotted(text) if rules.dots == "on" else []
    if not _SPECIAL.search(text):
        return found
    found += _addresses(text) if rules.addresses == "on" else []
    if rules.ampersand == "on" and "&" in text:
        found += [(*match.span(), match.group(), "SL") for match in _JOINED.finditer(text)]
    if rules.latin == "on":
        found += [(*match.span(), match.group(), "SL") for match in _STOPPED.finditer(text) if _is_word(text, match)]
    return found


def _dotted(text: str) -> list[Span]:
    """Find abbreviations that middle dots join; never between digits."""
    # Example: "한ㆍ미ㆍ일은 5·18을" gives [(0, 5, "한·미·일", "NNP")]
    if not _DOTTED.search(text):
        return []
    listed, folded = dotted_words(), text.translate(DOTS)
    matches = ((match, listed.tag_of(match)) for match in listed.whole.finditer(folded))
    return [(*match.span(), match.group(), tag) for match, tag in matches if tag]


def apart(found: Iterable[Span]) -> list[Span]:
    """Keep of spans that overlap the longest, of equals the first: [0, 3) and [2, 3) give [0, 3)."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    return sorted(kept)


def _addresses(text: str) -> list[Span]:
    """Find mail and web addresses; marks that end a sentence or close a bracket belong to none."""
    if "." not in text:
        return []
    found = [(*match.span(), match.group(), "W_EMAIL") for match in _MAIL.finditer(text)]
    for match in _URL.finditer(text):
        word = match.group().rstrip(".,;:!?'")
        while word.endswith(")") and word.count(")") > word.count("("):
            word = word[:-1].rstrip(".,;:!?'")
        found.append((match.start(), match.start() + len(word), word, "W_URL"))
    return found


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Tell a word at the end of a sentence from an abbreviation or an initial that is written with a dot."""
    word, end = match.group(), match.end()
    if text[end] != ".":
        return True
    if len(word) == 1:
        return not (_INITIAL.match(text, match.start()) or _INITIAL.search(text, max(end - 4, 0), end))
    return word not in _ABBREVIATIONS


def _covered(at: int, found: list[Span]) -> bool:
    """Tell whether a place stands inside a span."""
    return any(start <= at < end for start, end, _, _ in found)
