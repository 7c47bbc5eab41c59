"""Clauses: what one predicate governs.

A clause runs up to the ending of a predicate: a final ending, a connective one unless an auxiliary follows, an
adnominal or a nominalising one unless it belongs to a longer predicate (ᆯ 것이다, 기 때문이다, ᆫ 것은 아니다). An
adjective with 게 is an adverb and ends none; nor do 에 대한, 을 위해, 에 따라 and their like, which are particles. 없이
and the noun before it stand apart. A marker of stance and what it grows on are one predicate (ᆯ 수 있다, 기로 하다).
Quoted speech has clauses of its own, and what stands around it goes on behind it; a name in quotation marks is part of
its sentence. A topic (은, 는) skips adnominal and nominalised clauses: it belongs to the next connective or final
predicate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.grammar.markers import Markers, Places, covered, sequences, spread
from analysis.grammar.quotes import Quotes
from analysis.matcher.arrays import NOMINAL, Arrays, Flags, Ints

_PARTICLES = frozenset({"JX", "JKO", "JKS", "JKC"})
_CASES = _PARTICLES | {"JKG", "JKB", "JC"}
_LONGER = frozenset({"VCP", "VCN", "XSA", "XSV", "VX"})
_JOINTS = tuple(
    s for p in ("게/EC (되|하)/(VV|VX)", "도록/EC (하|되)/VV", "(다고|ᆫ다고|는다고|라고)/EC 하/VV") for s in sequences(p)
)
_POSTPOSITIONS = sequences("(대하|관하|위하|인하|통하|의하|비하|따르|더불|비롯하)/(VV|XSV) (어/EC|어서/EC|면/EC|ᆫ/ETM)")
_MANNER = sequences("게/EC")
_STATE = sequences("(있|없)/(VA|VV) 게/EC")
_ADVERBIAL = sequences("없이/MAG")
_TOPICS = tuple(s for p in ("은/JX", "는/JX", "ᆫ/JX", "(이야말로|야말로)/JX", "란/JX") for s in sequences(p))
_PHRASE = frozenset(NOMINAL | {"NP"})


@dataclass(frozen=True)
class Clauses:
    """Number of the clause of every row (`clause`), and of the clause that a topic there belongs to (`main`)."""

    # Numbers ascend with sentence, quotation and place. `inner` says which rows lie inside a longer predicate (its
    # last row aside), `level` which quotation a row is in (0: none), `read` which rows were read for their form,
    # `topical` which rows are topic particles.

    rows: Arrays
    clause: Ints
    main: Ints
    inner: Flags
    level: Ints
    read: Ints
    topical: Flags

    @cached_property
    def phrase(self) -> Flags:
        """Which rows may stand in a noun phrase."""
        return self.rows.among(_PHRASE)

    @cached_property
    def phrase_end(self) -> Ints:
        """The row behind the nominal rows that go on from each row."""
        return _next(~self.phrase)

    def of(self, last: Ints) -> Ints:
        """Clause of what ends at some rows: that of the topic, if a topic particle closes its noun phrase."""
        # 동맹/NNG 국/XSN 은/JX 강하/VA: the phrase of row 0 ends before the topic particle in row 2 -> main[2]
        final = len(self.rows) - 1
        behind = np.minimum(np.where(self.phrase[last], self.phrase_end[last], last), final)
        behind = np.minimum(behind + self.rows.among({"JKB"})[behind], final)
        topic = self.topical[behind] & (self.rows.sentence[behind] == self.rows.sentence[last])
        return np.where(topic, self.main[behind], self.clause[last])


def clauses(rows: Arrays, markers: Markers, quotes: Quotes) -> Clauses:
    """Cut sentences into clauses."""
    # 비/NNG 가/JKS 오/VV 면/EC 나/NP 는/JX 자/VV ᆫ다/EF -> clause 1 1 1 1 2 2 2 2: 면 ends one, ᆫ다 the other
    places = Places(rows, (*_JOINTS, *_ADVERBIAL, *_TOPICS, *_MANNER, *_STATE, *_POSTPOSITIONS))
    first, last = places.spans(_JOINTS)
    without, _ = places.spans(_ADVERBIAL)
    topics, _ = places.spans(_TOPICS)
    inner = covered(rows, np.r_[_taking_along(rows, markers), first], np.r_[markers.last, last])
    manner, state = places.spans(_MANNER)[0], places.spans(_STATE)
    adverb = (manner > 0) & rows.among({"VA", "XSA"})[manner - 1]
    adverb &= rows.sentence[manner - 1] == rows.sentence[manner]
    inner[np.setdiff1d(manner[adverb], state[1])] = True
    post = places.spans(_POSTPOSITIONS)
    inner[post[1]] = True
    minor, major = _endings(rows)
    minor[without] = True
    minor, major = minor & ~inner, major & ~inner
    level = quotes.number(np.arange(len(rows)))
    level = np.where(np.r_[True, _speech(rows, quotes)][level], level, 0)
    clause, main = _numbered(rows, level + _asides(rows, without, level), minor | major, major)
    topical = np.zeros(len(rows), np.bool_)
    topical[topics] = True
    read = np.unique(np.r_[spread(first, last), spread(*state), spread(*post), manner, without, topics])
    return Clauses(rows, clause, main, inner, level, read, topical)


def _asides(rows: Arrays, without: Ints, level: Ints) -> Ints:
    """Set each 없이 apart with the noun phrase before it, which alone it negates."""
    # 그/NP 는/JX 돈/NNG 없이/MAG 살/VV ᆫ다/EF at level 0 -> 0 0 1 1 0 0, added to the level
    nominal, particle = rows.among(_PHRASE | {"JC"}), rows.among(_PARTICLES)
    sentence = np.r_[True, np.diff(rows.sentence) != 0] if len(rows) else nominal
    begins = np.maximum.accumulate(
        np.where(~nominal, np.arange(len(rows)) + 1, np.where(sentence, np.arange(len(rows)), 0))
    )
    head = np.maximum(without - 1, 0)
    head = np.maximum(head - particle[head], 0)
    first = np.where(rows.sentence[head] == rows.sentence[without], np.minimum(begins[head], without), without)
    aside = np.zeros(len(rows), np.int64)
    for n, (a, b) in enumerate(zip(first.tolist(), without.tolist(), strict=True), start=int(level.max(initial=0)) + 1):
        aside[a : b + 1] = n - level[a : b + 1]
    return aside


def _speech(rows: Arrays, quotes: Quotes) -> Flags:
    """Tell quotations from names in quotation marks, which a particle or, without a final ending, a noun follows."""
    # “동맹”은 -> no speech, “동맹이다”라고 -> speech
    n = len(rows)
    behind, before = np.minimum(quotes.closed + 1, n), np.maximum(np.minimum(quotes.closed, n) - 1, 0)
    particle, noun = (np.r_[rows.among(tags), False] for tags in (_CASES, NOMINAL))
    final = rows.among({"EF", "SF"})
    return np.asarray(~(particle[behind] | (noun[behind] & ~final[before])))


def _taking_along(rows: Arrays, markers: Markers) -> Ints:
    """Where markers begin, with the adnominal ending before those that begin with a bound noun."""
    # 오/VV ᆯ/ETM 것/NNB 이/VCP 다/EF with the marker 것 이 from row 2 -> 1
    first, bound, ending = markers.first, rows.among({"NNB"}), rows.among({"ETM"})
    before = np.maximum(first - 1, 0)
    along = bound[first] & ending[before] & (first > 0) & (rows.sentence[before] == rows.sentence[first])
    return np.where(along, before, first)


def _endings(rows: Arrays) -> tuple[Flags, Flags]:
    """Rows after which an adnominal or nominalised clause ends, and those after which any other ends."""
    # 오/VV ᆫ/ETM 비/NNG -> ᆫ is minor; 오/VV ᆯ/ETM 것/NNB 이/VCP 다/EF -> ᆯ is none, as a predicate follows 것; 다 is major
    n = len(rows)
    tagged = {name: np.r_[rows.among({name}), False] for name in ("EC", "EF", "ETM", "ETN", "VX", "NNB")}
    longer = np.r_[rows.among(_LONGER), False]
    sentence = np.r_[rows.sentence, -1]
    after = np.r_[_next(~rows.among(_PARTICLES)), n]  # from each row on, the first that is no particle
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
    # Example: _next(np.array([False, True, False])).tolist() gives [1, 1, 3]
    n = len(flags)
    at = np.where(flags, np.arange(n), n)
    return np.asarray(np.minimum.accumulate(at[::-1])[::-1], dtype=np.int64)


def _numbered(rows: Arrays, level: Ints, ends: Flags, major: Flags) -> tuple[Ints, Ints]:
    """Count the clauses within sentence and quotation, and find the main clause ahead of each row."""
    # one sentence of six rows, ends after rows 1 (minor), 3 and 5 (major) -> clause 1 1 2 2 3 3, main 2 2 2 2 3 3
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
