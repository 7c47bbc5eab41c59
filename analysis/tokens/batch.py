"""Batches of analysed documents: the analyser's morphemes as integer columns, sentences cut, made into token tables.

A batch holds 24 bytes a morpheme and no Python object for any of them, so that memory grows with the
table alone; strings appear once, in the sorted vocabulary that surfaces, forms, tags and lemmas share.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress, islice
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import analyser
from analysis.lexicon import Units
from analysis.schema import WORDLESS_TAGS
from analysis.tokens.rules import DEFAULT, Rules, Span, View, apart, spans, view

COLUMNS = ("paragraph", "sentence", "morph", "surface", "start", "end")
MORPH = ("form", "tag", "lemma")

_Ints = npt.NDArray[np.int32]
_Long = npt.NDArray[np.int64]
_AnyInts = npt.NDArray[np.integer]
_Flags = npt.NDArray[np.bool_]
_NUMBERS = ("paragraph", "sentence", "start", "end")
_ROLES = {"EF": 1, "SF": 2, "SH": 3}  # tags that matter to sentences: final endings, final marks, Hanja
_WORD, _NUMBER = 2, 1
_LISTED = frozenset({"SN", "SB", "W_SERIAL"})  # how lists are numbered
_PAIRS = {"“": "”", "‘": "’", '"': '"', "(": ")"}
_SUFFIXED = frozenset("하해했한할함합되돼됐된될됨됩시당스")  # how 하, 되, 시키, 당하 and 스럽 may begin
_MARKS = re.compile(r"[“”‘’\"()]")
_FIXED = 61  # the analyser's ids from here on stand for one form and tag; below, for any word of a tag
_PIECE = 4_000  # characters of text whose morphemes are held as objects, few enough for the processor's own memory
_LONGEST = 10_000  # characters of a paragraph shown at once: the analyser's time grows with their square
_STOP = re.compile(r"[.?!…]\s+")  # the end of a sentence in running text, and not that of a quotation
_FULL = 400_000  # morphemes after which a batch is handed on
_RUN = 64  # paragraphs after which that is looked at
_PACKED = 3  # characters of 21 bits in 64
_ID, _PAIR = attrgetter("id"), attrgetter("form_tag")
_FIELDS = {"start": attrgetter("start"), "end": attrgetter("end"), "cut": attrgetter("sent_position")}


@dataclass(frozen=True)
class Batch:
    """Some documents, analysed."""

    # keys: Hash of each document's text, in order.
    # bounds: Rows of document k are bounds[k] to bounds[k + 1].
    # columns: `COLUMNS`; morph is a place in `morphs`, surface one in `words`.
    # morphs: `MORPH` of every morpheme that occurs, as places in `words`.
    # words: The vocabulary, sorted, each word once.

    keys: tuple[str, ...]
    bounds: _Long
    columns: dict[str, _Ints]
    morphs: dict[str, _Ints]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return int(self.bounds[-1])


class _Morph(NamedTuple):
    """A morpheme that is not the analyser's own, with the fields of one that is."""

    form_tag: tuple[str, str]
    start: int
    end: int
    sent_position: int
    id: int = 0  # stands for a tag alone


def analyse(
    jobs: Sequence[tuple[str, str]],
    *,
    units: Units | None,
    done: Callable[[], object],
    rules: Rules = DEFAULT,
    using: Any = None,
) -> Iterator[Batch]:
    """Analyse documents (key and text), a line a paragraph, and yield batches of some 400,000 morphemes."""
    views: deque[View] = deque()  # of the paragraphs that the analyser has taken and not given back

    cuts: deque[list[str]] = deque()  # the pieces of those paragraphs

    def pieces(text: str) -> list[str]:
        cuts.append(_pieces(text))
        return cuts[-1]

    def shown(text: str) -> str:
        views.append(view(text, rules))
        return views[-1].text

    suffixes: dict[str, dict[int, tuple[str, str]]] = {}  # of a paragraph: what stands behind its units

    def kept_whole(text: str) -> list[Span]:
        listed: list[Span] = []
        if units is not None:
            listed, behind = _units_in(text, units)
            if behind:
                suffixes[text] = behind
        found = [*listed, *spans(text, rules)]  # a unit goes before a rule that marks the same stretch
        return apart(found) if len(found) > 1 else found

    paragraphs = (shown(piece) for _, text in jobs for line in text.split("\n") for piece in pieces(line))
    results = analyser.tokenize(paragraphs, spans=kept_whole, using=using)
    tagged = (_with_hashtags(_with_suffixes(tokens, suffixes, seen := views.popleft()), seen) for tokens in results)
    whole = _paragraphs(tagged, cuts)
    builder = _Builder(joined=rules.wordless == "on")
    for key, text in jobs:
        builder.add(key, text, whole)
        done()
        if builder.rows >= _FULL:
            yield builder.batch()
            builder = _Builder(joined=rules.wordless == "on")
    yield builder.batch()


def _pieces(text: str) -> list[str]:
    """Cut a paragraph that is too long behind a sentence, or else behind a word, or else anywhere."""
    # Example: with room for 8, "가다. 나다. 다" gives "가다. 나다. " and "다"; with room for 3, "가나다라" gives
    # "가나다" and "라".
    found, at = [], 0
    while len(text) - at > _LONGEST:
        room = text[at : at + _LONGEST]
        size = max((stop.end() for stop in _STOP.finditer(room)), default=0) or room.rfind(" ") + 1 or _LONGEST
        found.append(room[:size])
        at += size
    return [*found, text[at:]]


def _paragraphs(tagged: Iterator[list[Any]], cuts: deque[list[str]]) -> Iterator[list[Any]]:
    """Join the morphemes of the pieces of each paragraph; a new sentence begins where one ended, else it goes on."""
    for tokens in tagged:
        first, *rest = cuts.popleft()
        whole, before, at = tokens, first, 0
        for piece in rest:
            at += len(before)
            ended = any(stop.end() == len(before) for stop in _STOP.finditer(before))
            sentence = whole[-1].sent_position + ended if whole else 0
            whole.extend(
                _Morph(t.form_tag, t.start + at, t.end + at, t.sent_position + sentence, t.id) for t in next(tagged)
            )
            before = piece
        yield whole


def _units_in(text: str, units: Units) -> tuple[list[Span], dict[int, tuple[str, str]]]:
    """Find the units of a paragraph, and the suffixes such as 하 and 되 that touch one, by their place."""
    read: list[Any] = []

    def plain() -> list[Any]:
        if not read:
            read.extend(*analyser.tokenize([text]))
        return read

    found = units.spans(text, cuts=lambda: {at for token in plain() for at in (token.start, token.end)})
    listed = [(start, end, unit.form, unit.tag) for start, end, unit in found]
    ends = {end for _, end, unit in found if unit.compounds and text[end : end + 1] in _SUFFIXED}
    return listed, {t.start: (t.form, t.tag) for t in plain() if t.start in ends and t.tag[:2] == "XS"} if ends else {}


def _with_suffixes(tokens: list[Any], suffixes: dict[str, dict[int, tuple[str, str]]], seen: View) -> list[Any]:
    """Read what stands behind a unit as without the unit: kept whole, 착즙하다 would get a verb 하/VV for 하/XSV."""
    for n, token in enumerate(tokens):
        known = suffixes[seen.text].get(token.start) if seen.text in suffixes else None
        if known and known[0] == token.form and token.tag[0] == "V":
            tokens[n] = _Morph(known, token.start, token.end, token.sent_position)
    return tokens


def _with_hashtags(tokens: list[Any], seen: View) -> list[Any]:
    """Put a row for each hashtag before its first word; a particle or an ending behind it is no part of it."""
    # Example: "#탄소중립이 답", whose hashtag is [0, 6), and the words 탄소 [1, 3), 중립 [3, 5), 이/JKS [5, 6), 답 give
    # #탄소중립/W_HASHTAG [0, 5) before 탄소.
    for start, end in reversed(seen.hashtags):
        inside = [n for n, token in enumerate(tokens) if start < token.start < end]
        words = [n for n in inside if tokens[n].tag[0] not in "JE" and tokens[n].tag != "VCP"]
        if words:
            last = min(max(tokens[n].end for n in words), end)
            form = f"#{seen.text[start + 1 : last]}"
            tokens.insert(inside[0], _Morph((form, "W_HASHTAG"), start, last, tokens[inside[0]].sent_position))
    return tokens


def without_words(table: pd.DataFrame, docs: Sequence[str]) -> list[str]:
    """Name the documents that hold no word, in their order."""
    tag, form = table["tag"].cat, table["form"].cat
    by_tag = np.array([name not in WORDLESS_TAGS for name in tag.categories], dtype=bool)[tag.codes]
    by_form = np.array([any(map(str.isalpha, name)) for name in form.categories], dtype=bool)[form.codes]
    filled = set(table["doc"].array[by_tag & by_form])
    return [doc for doc in docs if doc not in filled]


def token_table(batches: Sequence[Batch], *, keys: Sequence[str], docs: Sequence[str]) -> pd.DataFrame:
    """Build the token table of documents, named by key and id, from the batches that hold them."""
    rows, sizes = _rows(batches, keys)
    columns = {name: _take([b.columns[name] for b in batches], rows) for name in _NUMBERS}
    words, places = _shared_vocabulary([b.words for b in batches])
    surface = _take(_end_to_end([(b.columns["surface"], len(b.words)) for b in batches]), rows)
    morph = _take(_end_to_end([(b.columns["morph"], len(b.morphs["form"])) for b in batches]), rows)
    parts = {name: [at[b.morphs[name]] for at, b in zip(places, batches, strict=True)] for name in MORPH}
    return pd.DataFrame(
        {
            "doc": _document_column(sizes, docs),
            "paragraph": columns["paragraph"],
            "sentence": columns["sentence"],
            "i": np.arange(int(sizes.sum()), dtype=np.int32) - np.repeat(_starts(sizes).astype(np.int32), sizes),
            "surface": _text_column(surface, places, words),
            **{name: _text_column(morph, parts[name], words) for name in MORPH},
            "start": columns["start"],
            "end": columns["end"],
        }
    )


class _Numbering(dict[Any, int]):
    """Numbers of values, in the order in which they first come up."""

    def __missing__(self, value: Any) -> int:
        self[value] = number = len(self)
        return number


class _Builder:
    """Collects analysed paragraphs; the analyser's objects are let go piece by piece."""

    def __init__(self, *, joined: bool = True) -> None:
        self.joined = joined  # whether what has no letter joins the sentence beside it
        self.rows = 0  # morphemes turned into numbers, pending ones left out
        self._pending: list[list[Any]] = []  # the analyser's objects, a list a paragraph
        self._characters = 0  # of the pending paragraphs
        self._pieces: dict[str, list[_Ints]] = {name: [] for name in ("morph", *_FIELDS, "sizes")}
        self._pairs = _Numbering()  # form and tag
        self._pair_of_id = np.full(_FIXED, -1, dtype=np.int32)  # -1 for ids not met yet
        self._paragraphs: list[str] = []
        self._keys: list[str] = []
        self._ends = array("q", [0])  # paragraphs so far at the end of each document

    def add(self, key: str, text: str, results: Iterator[list[Any]]) -> None:
        """Append a document, taking the morphemes of each of its paragraphs from the results."""
        lines = text.split("\n")
        for first in range(0, len(lines), _RUN):
            run = lines[first : first + _RUN]
            self._paragraphs.extend(run)
            self._pending.extend(islice(results, len(run)))
            self._characters += sum(map(len, run))
            if self._characters >= _PIECE:
                self._flush()
        self._keys.append(key)
        self._ends.append(len(self._paragraphs))

    def _flush(self) -> None:
        """Turn the pending objects into numbers, and let them go."""
        morphs = list(chain.from_iterable(self._pending))
        n = len(morphs)
        for name, get in _FIELDS.items():
            self._pieces[name].append(np.fromiter(map(get, morphs), np.int32, n))
        self._pieces["morph"].append(self._pair_numbers(np.fromiter(map(_ID, morphs), np.int32, n), morphs))
        self._pieces["sizes"].append(np.fromiter(map(len, self._pending), np.int32, len(self._pending)))
        self.rows += n
        self._pending, self._characters = [], 0

    def _pair_numbers(self, ids: _Ints, morphs: list[Any]) -> _Ints:
        """Return the place in `_pairs` of each morpheme."""
        # To ask an object for form and tag is slow, so that it is asked once for each id from 61 on (동맹/NNG is one
        # id wherever it stands), and every time where the id means a tag alone (any name out of the dictionary).
        # Example: ids 900, 12, 900, 12 of 동맹/NNG, 가온/NNP, 동맹/NNG, 나루/NNP give 0, 1, 0, 2 after three questions.
        ids[ids < _FIXED] = 0
        if (most := int(ids.max(initial=0))) >= len(self._pair_of_id):
            wider = np.full(2 * most, -1, dtype=np.int32)
            wider[: len(self._pair_of_id)] = self._pair_of_id
            self._pair_of_id = wider
        places = self._pair_of_id[ids]
        ask = np.flatnonzero(places < 0)
        pairs = map(_PAIR, map(morphs.__getitem__, ask.tolist()))
        places[ask] = np.fromiter(map(self._pairs.__getitem__, pairs), np.int32, len(ask))
        self._pair_of_id[ids[ask]] = places[ask]
        self._pair_of_id[0] = -1
        return places

    def batch(self) -> Batch:
        """Turn what was collected into a batch."""
        # Offsets come counted from their paragraph; sentences are cut in all texts joined by line breaks; a table
        # counts from the document. Example: the documents "가\n나 다" and "라" are the text "가\n나 다\n라", whose
        # paragraphs begin at 0, 2 and 6; 다 at 2 of its paragraph is at 4 of all, and at 4 of its document; 라 is at
        # 0, 6 and 0.
        self._flush()
        columns: dict[str, npt.NDArray[Any]] = {name: np.concatenate(pieces) for name, pieces in self._pieces.items()}
        sizes, ends = columns.pop("sizes"), np.array(self._ends, dtype=np.int64)
        bounds = np.r_[0, np.cumsum(sizes, dtype=np.int64)][ends]
        paragraphs = np.diff(ends)  # of each document
        lengths = (len(text) + 1 for text in self._paragraphs)
        base = np.cumsum(np.fromiter(chain([0], lengths), np.int64, len(self._paragraphs) + 1))
        first = np.repeat(base[ends[:-1]], paragraphs)  # where the document of each paragraph begins
        number = np.arange(len(sizes)) - np.repeat(ends[:-1], paragraphs) + 1
        text = "\n".join(self._paragraphs)
        shift = np.repeat(base[:-1], sizes)
        start, end = columns["start"] + shift, columns["end"] + shift
        pairs = [_plain_pair(form, tag) for form, tag in self._pairs]
        role = np.array([_ROLES.get(tag, 0) for _, tag in pairs], dtype=np.int8)[columns["morph"]]
        lines = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)
        inside = _inside(start, text, base)
        opens = _sentence_starts(lines, columns["cut"], start=start, end=end, role=role, inside=inside)
        paragraph: _AnyInts = lines
        if self.joined:
            kinds = np.array([_kind(form, tag) for form, tag in pairs], dtype=np.int8)[columns["morph"]]
            doc = np.repeat(np.arange(len(paragraphs)), np.diff(bounds))
            opens, paragraph = _wordless_joined(opens, kinds, paragraph=lines, doc=doc)
        surface, surfaces = _surfaces(text, start, end)
        words, places = _vocabulary(surfaces, pairs)
        before = np.repeat(first, sizes)
        sentences = np.r_[0, np.cumsum(opens)]  # so far, in all documents
        columns |= {
            "paragraph": number[paragraph],
            "sentence": sentences[1:] - np.repeat(sentences[bounds[:-1]], np.diff(bounds)),
            "surface": places["surface"][surface],
            "start": start - before,
            "end": end - before,
        }
        return Batch(
            tuple(self._keys),
            bounds,
            {name: columns[name].astype(np.int32, copy=False) for name in COLUMNS},
            {name: places[name] for name in MORPH},
            tuple(words),
        )


def _plain_pair(form: str, tag: str) -> tuple[str, str]:
    """Call a sign a sign: the analyser takes «, » and × for foreign words."""
    # Example: ("«", "SL") gives ("«", "SW"), ("AI", "SL") stays
    return (form, "SW") if tag == "SL" and not any(letter.isalpha() for letter in form) else (form, tag)


def _sentence_starts(
    paragraph: _AnyInts,
    cut: _AnyInts,
    *,
    start: _AnyInts,
    end: _AnyInts,
    role: npt.NDArray[np.int8],
    inside: _Flags,
) -> _Flags:
    """Mark the morphemes that open a sentence."""
    # A sentence opens with a paragraph; where the analyser's own number changes; and behind a final ending, a final
    # mark and a space, which the analyser sometimes passes over. Inside quotation marks or brackets neither counts.
    # Example: "왔다. 그는 “온다. 간다.”라고 했다." opens at 왔 and 그; not at 간, which stands inside the quotation.
    n = len(paragraph)
    if not n:
        return np.zeros(0, dtype=bool)
    opens = np.r_[True, paragraph[1:] != paragraph[:-1]]
    cuts = np.r_[False, cut[1:] != cut[:-1]] & ~opens
    final = np.zeros(n, dtype=bool)
    final[2:] = (role[1:-1] == _ROLES["SF"]) & (role[:-2] == _ROLES["EF"]) & (start[2:] > end[1:-1])
    final &= ~opens & ~np.r_[True, opens[:-1]]
    new = (cuts | final) & ~inside | opens
    sentences: _Flags = new & ~_behind_hanja(new, role=role, kept=opens | final)
    return sentences


def _kind(form: str, tag: str) -> int:
    """Tell words (2) from numbers of a list (1) and from everything else (0)."""
    if tag in _LISTED:
        return _NUMBER
    return _WORD if tag not in WORDLESS_TAGS and any(map(str.isalpha, form)) else 0


def _wordless_joined(
    opens: _Flags, kinds: npt.NDArray[np.int8], *, paragraph: _AnyInts, doc: _AnyInts
) -> tuple[_Flags, _AnyInts]:
    """Join a sentence without a word to its neighbour; return where sentences open, and the paragraph of every row."""
    # What begins with a number joins the sentence behind it (the number of a list), everything else the one before; a
    # neighbour in the same paragraph comes first, and none is in another document. What follows a sign that goes
    # forward goes with it.
    # Example: the paragraphs "봄이 왔다." "***" "1-1." "아직 세 시다. 👍" give the sentences "봄이 왔다. ***" of
    # paragraph 1 and "1-1. 아직 세 시다. 👍" of paragraph 4.
    at = np.flatnonzero(opens)
    wordless = np.maximum.reduceat(kinds, at) < _WORD if len(at) else np.zeros(0, dtype=bool)
    if not wordless.any():
        return opens, paragraph
    n, place = len(at), np.arange(len(at))
    block, part = doc[at], paragraph[at]
    before = np.maximum.accumulate(np.where(wordless, -1, place))  # the last sentence with a word, so far
    behind = np.minimum.accumulate(np.where(wordless, n, place)[::-1])[::-1]  # the next one
    has_before = (before >= 0) & (block[before] == block)
    has_behind = (behind < n) & (block[np.minimum(behind, n - 1)] == block)
    near_before = has_before & (part[before] == part)
    near_behind = has_behind & (part[np.minimum(behind, n - 1)] == part)
    ahead = np.where(near_before == near_behind, kinds[at] == _NUMBER, near_behind)
    ahead = wordless & has_behind & (ahead | ~has_before)
    begun = np.maximum.accumulate(np.where(ahead, place, -1))  # the last sign that goes forward, so far
    ahead |= wordless & has_behind & (begun > before) & (block[begun] == block)
    alone = np.searchsorted(block, block)  # the first sentence of a document that has no word at all
    joined = np.where(wordless, np.where(ahead, behind, np.where(has_before, before, alone)), place)
    result = np.zeros_like(opens)
    result[at] = np.r_[True, joined[1:] != joined[:-1]]
    return result, part[joined][np.cumsum(opens) - 1]


def _behind_hanja(new: _Flags, *, role: npt.NDArray[np.int8], kept: _Flags) -> _Flags:
    """Mark the sentence starts behind a sentence of Hanja alone, which the analyser cuts off by mistake."""
    # Example: 習近平 | 주석이 왔다. has starts at 習近平 and 주석; the second one is marked, and the two are joined
    at = np.flatnonzero(new)
    mixed = np.logical_or.reduceat(role != _ROLES["SH"], at)  # of each sentence: whether it holds anything but Hanja
    wrong = np.zeros(len(new), dtype=bool)
    wrong[at[1:]] = ~mixed[:-1]
    result: _Flags = wrong & ~kept
    return result


def _inside(start: _AnyInts, text: str, base: _AnyInts) -> _Flags:
    """Mark the offsets that stand inside quotation marks or brackets of their paragraph."""
    marks = np.fromiter((m.start() for m in _MARKS.finditer(text)), np.int64)
    marked, n = np.unique(np.searchsorted(base, marks, side="right") - 1, return_counts=True)
    spans = [
        (a + int(base[k]), b + int(base[k]))
        for k in marked[n > 1].tolist()  # paragraphs with two marks or more
        for a, b in _enclosed(text[base[k] : base[k + 1] - 1])
    ]
    # each span adds 1 at the first row in it and takes 1 away behind the last; the running sum is the depth of a row
    edges = np.searchsorted(start, np.array(spans, dtype=np.int64).reshape(-1, 2))
    change = np.zeros(len(start) + 1, dtype=np.int32)
    np.add.at(change, edges[:, 0], 1)
    np.add.at(change, edges[:, 1], -1)
    return np.cumsum(change[:-1]) > 0


def _enclosed(text: str) -> list[tuple[int, int]]:
    """Return the spans from behind an opening quotation mark or bracket to behind the one that closes it."""
    # Example: 그는 “온다. 간다.” 했다. gives [(4, 12)]; a mark that nothing closes, or inside a span, gives none
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


def _surfaces(text: str, start: _Long, end: _Long) -> tuple[_Ints, list[str]]:
    """Give the surfaces of all rows numbers, and list them."""
    # Up to three characters are compared as one integer, 21 bits each and one more than the code point, so that no
    # string is made: 동맹 is (동 + 1) << 42 | (맹 + 1) << 21 | 0. Longer surfaces get negative numbers.
    characters = np.zeros(len(text) + _PACKED, dtype=np.int64)
    characters[: len(text)] = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    characters[: len(text)] += 1
    key = np.zeros(len(start), dtype=np.int64)
    for k in range(_PACKED):
        key = (key << 21) + np.where(start + k < end, characters[start + k], 0)
    long = np.flatnonzero(end - start > _PACKED)
    numbers = _Numbering()
    spans = zip(start[long].tolist(), end[long].tolist(), strict=True)
    key[long] = [-1 - numbers[text[a:b]] for a, b in spans]
    codes, _ = pd.factorize(key)
    first = np.zeros(int(codes.max(initial=-1)) + 1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes))[::-1]  # the first of equal codes is written last
    places = zip(start[first].tolist(), end[first].tolist(), strict=True)
    return codes.astype(np.int32), [text[a:b] for a, b in places]


def _vocabulary(surfaces: list[str], pairs: list[tuple[str, str]]) -> tuple[list[str], dict[str, _Ints]]:
    """Sort surfaces, forms, tags and lemmas into one vocabulary, and return the place of each in it."""
    forms, tags = [form for form, _ in pairs], [tag for _, tag in pairs]
    lemmas = [form + "다" if tag.startswith("V") else form for form, tag in pairs]
    lists = {"surface": surfaces, "form": forms, "tag": tags, "lemma": lemmas}
    words = sorted(set().union(*lists.values()))
    return words, {name: _places(part, words) for name, part in lists.items()}


def _places(values: Sequence[str], among: Sequence[str]) -> _Ints:
    """Return the place of each value in a list that holds it."""
    place = {value: n for n, value in enumerate(among)}
    return np.fromiter(map(place.__getitem__, values), np.int32, len(values))


def _rows(batches: Sequence[Batch], keys: Sequence[str]) -> tuple[_Long | None, _Long]:
    """Return the places of all rows of the wanted documents in the batches laid end to end, and rows a document."""
    # Example: of a batch with document a of 2 rows and b of 3, the keys b, a, b take the rows 2 3 4 0 1 2 3 4, of
    # sizes 3, 2, 3. No places where the batches hold just these documents in this order, as on a second reading.
    stored = list(chain.from_iterable(batch.keys for batch in batches))
    bases = accumulate((len(batch) for batch in batches), initial=0)
    starts = np.concatenate([batch.bounds[:-1] + base for batch, base in zip(batches, bases, strict=False)])
    lengths = np.concatenate([np.diff(batch.bounds) for batch in batches])
    if stored == list(keys):
        return None, lengths
    at = _places(keys, stored)
    sizes = lengths[at]
    return np.repeat(starts[at] - _starts(sizes), sizes) + np.arange(int(sizes.sum())), sizes


def _starts(sizes: _Long) -> _Long:
    """Return where each of some runs begins that lie end to end: sizes 3, 2, 3 begin at 0, 3, 5."""
    starts: _Long = np.cumsum(sizes) - sizes
    return starts


def _take(columns: Sequence[_Ints], rows: _Long | None) -> _Ints:
    """Lay columns end to end and take rows of them, or all."""
    column = columns[0] if len(columns) == 1 else np.concatenate(columns)
    return column if rows is None else column[rows]


def _end_to_end(parts: Sequence[tuple[_Ints, int]]) -> list[_Ints]:
    """Shift the codes of each part behind those before: codes 0 1 of a list of 2 and 0 of the next give 0 1 and 2."""
    bases = accumulate((size for _, size in parts), initial=0)
    return [codes + np.int32(base) if base else codes for (codes, _), base in zip(parts, bases, strict=False)]


def _shared_vocabulary(vocabularies: Sequence[tuple[str, ...]]) -> tuple[Sequence[str], list[_Ints]]:
    """Sort several vocabularies into one, and return the place in it of each word of each."""
    if len(vocabularies) == 1:
        return vocabularies[0], [np.arange(len(vocabularies[0]), dtype=np.int32)]
    words = sorted(set().union(*vocabularies))
    return words, [_places(part, words) for part in vocabularies]


def _text_column(codes: _Ints, places: Sequence[_Ints], words: Sequence[str]) -> pd.Categorical:
    """Make a categorical of codes into `places`, themselves places in `words`, with the words that occur alone."""
    # Example: codes 0 2 0 with places 3 1 0 in the words 가 나 다 라 are 라 가 라, with the categories 가 라
    at = np.concatenate(places)
    seen, used = np.zeros(len(at), dtype=bool), np.zeros(len(words), dtype=bool)
    seen[codes] = True
    used[at[seen]] = True
    names = list(compress(words, used.tolist()))
    lookup = (np.cumsum(used) - 1).astype(np.min_scalar_type(-max(len(names), 1)))[at]
    return _categorical(lookup[codes], names)


def _document_column(sizes: _Long, docs: Sequence[str]) -> pd.Categorical:
    """Make the categorical of document ids, in order of appearance, without empty documents."""
    filled = sizes > 0
    names = list(compress(docs, filled.tolist()))
    codes = np.repeat(np.arange(len(names), dtype=np.int32), sizes[filled])
    return _categorical(codes, names)


def _categorical(codes: npt.NDArray[np.signedinteger], names: list[str]) -> pd.Categorical:
    """Make a categorical of codes that are known to be places in `names`."""
    kind = pd.CategoricalDtype(pd.Index(names, dtype="str"))
    made: pd.Categorical = pd.Categorical.from_codes(codes, dtype=kind, validate=False)
    return made
