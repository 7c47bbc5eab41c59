"""How Korean lines end: as a plain sentence (한다), a polite one (합니다), or not as a sentence at all."""

from __future__ import annotations

import re

_CLOSING = r"[”’\"')\]]*"
_WITH_B = "".join(chr(c) for c in range(0xAC00, 0xD7A4) if (c - 0xAC00) % 28 == 17)  # 습, 합, 입, ... before 니다
_NOT_POLITE = rf"(?<![{_WITH_B}]니)다"  # 한다, 했다, 아니다, 지니다
_RUNNING = 40

PLAIN = re.compile(rf"{_NOT_POLITE}[.…]*{_CLOSING}(?=\s|$)")
POLITE = re.compile(
    rf"([{_WITH_B}]니다|[{_WITH_B}]니까|세요|시오|나요|까요|어요|아요|해요|예요|에요|지요|죠)[.!?…]*{_CLOSING}(?=\s|$)"
)
_PLAIN_AT_END = re.compile(rf"{_NOT_POLITE}[.…]+{_CLOSING}$")
_SENTENCE_AT_END = re.compile(r"(다|[.?!…。])[\s”’\"')\]]*$")
_STOP = re.compile(r"[.?!…。][\s”’\"')\]]*$")
_BREAK = re.compile(r"(?<!\d)[.?!…][”’\"')\]]*\s+\S")


def is_sentence(text: str) -> bool:
    """Tell whether a line ends as running prose does, not as a headline or label.

    Parameters
    ----------
    text : str
        One stripped line.

    Returns
    -------
    bool
        True when the line closes with a final ending or sentence punctuation.
    """
    return bool(_SENTENCE_AT_END.search(text[-40:]))


def is_stopped(text: str) -> bool:
    """Tell whether a line closes with a full stop, question or exclamation mark.

    Parameters
    ----------
    text : str
        One stripped line.

    Returns
    -------
    bool
        False for a headline that ends in 했다 without a stop.
    """
    return bool(_STOP.search(text[-40:]))


def is_plain_sentence(text: str) -> bool:
    """Tell whether a line ends as a sentence in the plain style, with its full stop.

    Parameters
    ----------
    text : str
        One stripped line.

    Returns
    -------
    bool
        True for …했다. and …아니다., False for …했습니다. and for a headline that ends in 했다.
    """
    return bool(_PLAIN_AT_END.search(text[-40:]))


def is_running(text: str) -> bool:
    """Tell whether a line is a paragraph of running prose rather than a verse, a label or a headline.

    Parameters
    ----------
    text : str
        One stripped line.

    Returns
    -------
    bool
        True when the line ends as a sentence and is 40 characters long or holds two sentences.
    """
    return is_sentence(text) and (len(text) >= _RUNNING or holds_two(text))


def holds_two(text: str) -> bool:
    """Tell whether a line holds more than one sentence.

    Parameters
    ----------
    text : str
        One stripped line.

    Returns
    -------
    bool
        True when sentence punctuation stands before more text.
    """
    return bool(_BREAK.search(text))
