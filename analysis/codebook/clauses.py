"""Clauses: what one predicate governs.

A clause runs up to the ending of a predicate: a final ending, a connective one unless an auxiliary follows, an
adnominal or a nominalising one unless it belongs to a longer predicate (ᆯ 것이다, 기 때문이다, ᆫ 것은 아니다). An
adjective with 게 is an adverb and ends none. A marker of stance and what it grows on are one predicate (ᆯ 수 있다,
기로 하다). Quoted speech has clauses of its own, and what stands around it goes on behind it. A topic (은, 는) skips
adnominal and nominalised clauses: it belongs to the next connective or final predicate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.codebook.markers import Markers, Places, covered, sequences, spread
from analysis.codebook.quotes import Quotes
from analysis.codebook.rows import NOMINAL, Flags, Ints, Rows

_PARTICLES = frozenset({"JX", "JKO", "JKS", "JKC"})
_LONGER = frozenset({"VCP", "VCN", "XSA", "XSV", "VX"})
_JOINTS = tuple(
    s for p in ("게/EC (되|하)/(VV|VX)", "도록/EC (하|되)/VV", "(다고|ᆫ다고|는다고|라고)/EC 하/VV") for s in sequences(p)
)
_MANNER = sequences("게/EC")
_STATE = sequences("(있|없)/(VA|VV) 게/EC")
_ADVERBIAL = sequences("없이/MAG")
_TOPICS = tuple(s for p in ("은/JX", "는/JX", "ᆫ/JX", "(이야말로|야말로)/JX", "란/JX") for s in sequences(p))
_PHRASE = NOMINAL | {"NP"}


@dataclass(frozen=True)
class Clauses:
    """Number of the clause of every row (`clause`), and of the clause that a topic there belongs to (`main`).

    Numbers ascend with sentence, quotation and place. `held` says which rows lie inside a longer predicate
    (its last row aside), `level` which quotation a row is in (0: none), `read` which rows were read for
    their form, `topical` which rows are topic particles.
    """

    rows: Rows
    clause: Ints
    main: Ints
    held: Flags
    level: Ints
    read: Ints
    topical: Flags

    @cached_property
    def phrase(self) -> Flags:
        """Which rows may stand in a noun phrase."""
        return self.rows.flagged(frozenset(_PHRASE))

    @cached_property
    def phrase_end(self) -> Ints:
        """The row behind the nominal rows that go on from each row."""
        return _next(~self.phrase)

    def of(self, last: Ints) -> Ints:
        """Clause of what ends at some rows: that of the topic, if a topic particle closes its noun phrase."""
        final = len(self.rows) - 1
        behind = np.minimum(np.where(self.phrase[last], self.phrase_end[last], last), final)
        behind = np.minimum(behind + self.rows.flagged(frozenset({"JKB"}))[behind], final)
        topic = self.topical[behind] & (self.rows.sentence[behind] == self.rows.sentence[last])
        return np.where(topic, self.main[behind], self.clause[last])


def clauses(rows: Rows, markers: Markers, quotes: Quotes) -> Clauses:
    """Cut sentences into clauses.

    Parameters
    ----------
    rows : Rows
        The table.
    markers : Markers
        Markers of stance, which hold a predicate together.
    quotes : Quotes
        Quotations.

    Returns
    -------
    Clauses
        One number per row.
    """
    places = Places(rows, (*_JOINTS, *_ADVERBIAL, *_TOPICS, *_MANNER, *_STATE))
    first, last = places.spans(_JOINTS)
    without, _ = places.spans(_ADVERBIAL)
    topics, _ = places.spans(_TOPICS)
    held = covered(rows, np.r_[_taking_along(rows, markers), first], np.r_[markers.last, last])
    manner, state = places.spans(_MANNER)[0], places.spans(_STATE)
    after = rows.flagged(frozenset({"VA", "XSA"}))[manner - 1]
    held[np.setdiff1d(manner[after], state[1])] = True
    minor, major = _endings(rows)
    minor[without] = True
    minor, major = minor & ~held, major & ~held
    level = quotes.number(np.arange(len(rows)))
    clause, main = _numbered(rows, level, minor | major, major)
    topical = np.zeros(len(rows), np.bool_)
    topical[topics] = True
    read = np.unique(np.r_[spread(first, last), spread(*state), manner, without, topics])
    return Clauses(rows, clause, main, held, level, read, topical)


def _taking_along(rows: Rows, markers: Markers) -> Ints:
    """Where markers begin, with the adnominal ending before those that begin with a bound noun."""
    first, bound, ending = markers.first, rows.flagged(frozenset({"NNB"})), rows.flagged(frozenset({"ETM"}))
    before = np.maximum(first - 1, 0)
    along = bound[first] & ending[before] & (first > 0) & (rows.sentence[before] == rows.sentence[first])
    return np.where(along, before, first)


def _endings(rows: Rows) -> tuple[Flags, Flags]:
    """Rows after which an adnominal or nominalised clause ends, and those after which any other ends."""
    n = len(rows)
    tagged = {name: np.r_[rows.flagged(frozenset({name})), False] for name in ("EC", "EF", "ETM", "ETN", "VX", "NNB")}
    longer = np.r_[rows.flagged(_LONGER), False]
    sentence = np.r_[rows.sentence, -1]
    after = np.r_[_next(~rows.flagged(_PARTICLES)), n]  # from each row on, the first that is no particle
    here = np.arange(n)
    behind = after[here + 1]
    behind[sentence[behind] != rows.sentence] = n
    bound = tagged["NNB"][behind] & (behind < n)
    beyond = after[np.minimum(behind + 1, n)]
    beyond[sentence[beyond] != rows.sentence] = n
    goes_on = bound & longer[beyond]
    minor = (tagged["ETM"][:n] & ~goes_on) | (tagged["ETN"][:n] & ~(goes_on | tagged["VX"][behind]))
    major = tagged["EF"][:n] | (tagged["EC"][:n] & ~tagged["VX"][behind])
    return minor, major


def _next(flags: Flags) -> Ints:
    """From each row on, the first that is flagged, or the number of rows."""
    n = len(flags)
    at = np.where(flags, np.arange(n), n)
    return np.asarray(np.minimum.accumulate(at[::-1])[::-1], dtype=np.int64)


def _numbered(rows: Rows, level: Ints, ends: Flags, major: Flags) -> tuple[Ints, Ints]:
    """Count the clauses within sentence and quotation, and find the main clause ahead of each row."""
    n = len(rows)
    if not n:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    order = np.lexsort((level, rows.sentence)) if level.any() else np.arange(n)
    group = np.r_[True, (np.diff(rows.sentence[order]) != 0) | (np.diff(level[order]) != 0)]
    number = np.cumsum(group | np.r_[True, ends[order][:-1]])
    closes = np.r_[group[1:], True] | major[order]
    clause, main = np.empty(n, np.int64), np.empty(n, np.int64)
    clause[order], main[order] = number, number[_next(closes)]
    return clause, main
