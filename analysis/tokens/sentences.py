"""Sentence boundaries as a Korean reader would set them, on columns of morphemes."""

from __future__ import annotations

import re
from bisect import bisect_right

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.integer]

ROLES = {"EF": 1, "SF": 2, "SH": 3}  # tags that matter here: final endings, final marks, Hanja
_PAIRS = {"“": "”", "‘": "’", '"': '"', "(": ")"}
_MARKS = re.compile(r"[“”‘’\"()]")


def boundaries(
    paragraph: Ints, sentence: Ints, *, start: Ints, end: Ints, role: npt.NDArray[np.int8], inside: Flags
) -> Flags:
    """Mark the morphemes that open a sentence.

    Parameters
    ----------
    paragraph : ndarray of int
        Running number of the paragraph of each morpheme, over all documents.
    sentence : ndarray of int
        The analyser's sentence number within the paragraph.
    start, end : ndarray of int
        Offsets within the paragraph's text, or within all texts.
    role : ndarray of int8
        What `ROLES` says of the tag of each morpheme; 0 for any other tag.
    inside : ndarray of bool
        Whether it starts inside a pair of quotation marks or brackets (`within`).

    Returns
    -------
    ndarray of bool
        True at the first morpheme of every sentence. A paragraph opens one. The analyser's boundaries stand,
        with two changes: none inside an enclosed stretch, and always one behind a final ending with its
        mark and white space, which the analyser misses before an opening quotation mark or puts behind a
        Hanja name (…다. 美 국방부).
    """
    n = len(paragraph)
    if not n:
        return np.zeros(0, dtype=bool)
    opens = np.r_[True, paragraph[1:] != paragraph[:-1]]
    cut = np.r_[False, sentence[1:] != sentence[:-1]] & ~opens
    final = np.zeros(n, dtype=bool)
    final[2:] = (role[1:-1] == ROLES["SF"]) & (role[:-2] == ROLES["EF"]) & (start[2:] > end[1:-1])
    final &= ~opens & ~np.r_[True, opens[:-1]]
    new = (cut | final) & ~inside | opens
    sentences: Flags = new & ~_behind_hanja(new, role=role, kept=opens | final)
    return sentences


def _behind_hanja(new: Flags, *, role: npt.NDArray[np.int8], kept: Flags) -> Flags:
    """Mark the boundaries that would leave a Hanja name as a sentence of its own."""
    at = np.flatnonzero(new)
    other = np.logical_or.reduceat(role != ROLES["SH"], at)
    wrong = np.zeros(len(new), dtype=bool)
    wrong[at[1:]] = ~other[:-1]
    result: Flags = wrong & ~kept
    return result


def enclosed(text: str) -> list[tuple[int, int]]:
    """Find the stretches between an opening quotation mark or bracket and the one that closes it.

    Parameters
    ----------
    text : str
        One paragraph.

    Returns
    -------
    list of (int, int)
        From the character behind the opening mark up to and with the closing one. What stands inside is
        not searched again, so pairs of one kind inside another do no harm; a mark that is never closed
        holds nothing together.
    """
    spans: list[tuple[int, int]] = []
    marks = [(m.start(), m.group()) for m in _MARKS.finditer(text)]
    closings = {sign: [place for place, mark in marks if mark == sign] for sign in _PAIRS.values()}
    reached = 0
    for place, sign in marks:
        if place < reached or sign not in _PAIRS:
            continue
        after = closings[_PAIRS[sign]]
        k = bisect_right(after, place)
        if k < len(after):
            reached = after[k] + 1
            spans.append((place + 1, reached))
    return spans


def within(start: Ints, text: str, base: Ints) -> Flags:
    """Mark the offsets that stand inside an enclosed stretch of a paragraph.

    Parameters
    ----------
    start : ndarray of int
        Offsets in the text, rising.
    text : str
        Paragraphs with a line break between two.
    base : ndarray of int
        Where each paragraph begins, and where one more would.

    Returns
    -------
    ndarray of bool
        One for each offset.
    """
    marks = np.fromiter((m.start() for m in _MARKS.finditer(text)), np.int64)
    marked, n = np.unique(np.searchsorted(base, marks, side="right") - 1, return_counts=True)
    spans = [
        (a + int(base[k]), b + int(base[k]))
        for k in marked[n > 1].tolist()
        for a, b in enclosed(text[base[k] : base[k + 1] - 1])
    ]
    edges = np.searchsorted(start, np.array(spans, dtype=np.int64).reshape(-1, 2))
    change = np.zeros(len(start) + 1, dtype=np.int32)
    np.add.at(change, edges[:, 0], 1)
    np.add.at(change, edges[:, 1], -1)
    return np.cumsum(change[:-1]) > 0
