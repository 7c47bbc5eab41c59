"""Near-duplicate articles, by MinHash over character 5-grams, and what to do with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import paths, schema
from analysis.cleaning.lines import letters
from analysis.errors import OptionError, ReadError
from analysis.files.texts_on_disk import TextsOnDisk, on_disk
from analysis.messages import message
from analysis.schema import PAIRS

Policy = Literal["flag", "keep", "first"]


_GRAM = 5
_HASHES = 128
_MISSED = 1e-6  # chance that a pair at the threshold is in no band together
_SLACK = 0.2  # an estimate from 128 hashes is this far off in fewer than 1 of 100,000 pairs
_SLICE = 1 << 13
_LOWEST = 0.5
_GRAMS = 100_000  # texts whose 5-grams are held, some four kilobytes each

_Hashes = npt.NDArray[np.uint32]
_Pair = tuple[int, int, float]
_Keys = list[str] | TextsOnDisk


class Documented(Protocol):
    """What has a table of documents, as a Corpus has."""

    @property
    def documents(self) -> pd.DataFrame:
        """The table of documents."""


@dataclass(frozen=True)
class Resolved:
    """Documents after a policy on near duplicates, and the rows for `Corpus.removed`."""

    documents: pd.DataFrame
    removed: pd.DataFrame


def near_duplicates(documents: pd.DataFrame | Documented, *, threshold: float = 0.8, seed: int = 1) -> pd.DataFrame:
    """List every document whose text is that of an earlier one, or nearly so, beside the first of its group."""
    # The unit is the set of character 5-grams of a text's letters and digits, so that spacing, punctuation and line
    # ends do not count. Documents are gone through from the earliest on: one is a copy of the most alike document that
    # is itself no copy (the earliest of equals), so that a group is all that share doc_a. MinHash proposes pairs, every
    # one is verified by the Jaccard index of the sets themselves.
    # Example: frame = pd.DataFrame({"doc": ["a", "b"], "text": ["동맹은 길다.", "동맹은  길다"]})
    # Example: near_duplicates(frame)[["doc_a", "doc_b", "jaccard"]].values.tolist() gives [['a', 'b', 1.0]]
    if not _LOWEST <= threshold <= 1:
        msg = message(
            "near_duplicates: threshold must lie between {lowest} and 1, not {threshold}",
            lowest=_LOWEST,
            threshold=threshold,
        )
        raise OptionError(msg)
    table = documents if isinstance(documents, pd.DataFrame) else documents.documents
    order = _by_time(table)
    if "sha256" not in table:
        found = _pairs(_letters_of(table["text"]), order, threshold, seed)
    else:  # a reader asks, then a report of the same texts: the last answer is held
        asked = _same(table["sha256"].tolist(), order, threshold, seed)
        if asked not in _LAST:
            _LAST.clear()
            _LAST[asked] = _pairs(_letters_of(table["text"]), order, threshold, seed)
        found = _LAST[asked]
    return schema.check(schema.mark(_table(table, found)), PAIRS, what=message("near duplicates"))


_LAST: dict[str, list[_Pair]] = {}  # pairs of the texts that were asked of last


def _same(texts: list[str], order: list[int], threshold: float, seed: int) -> str:
    """Hash what the pairs follow from."""
    asked = hashlib.sha256(repr((threshold, seed)).encode())
    asked.update(np.array(order, dtype=np.int64).tobytes())
    asked.update("".join(texts).encode())
    return asked.hexdigest()


def _letters_of(texts: pd.Series[str]) -> _Keys:
    """Reduce texts to their letters and digits, on the disk where the texts are."""
    column = on_disk(map(letters, texts), folder=paths.cache()) if isinstance(texts.array, TextsOnDisk) else None
    return [letters(text) for text in texts] if column is None else column


def _pairs(keys: _Keys, order: list[int], threshold: float, seed: int) -> list[_Pair]:
    """List the rows of a first text, of one that is nearly the same, and how alike they are."""
    coded = (key.encode("utf-8", "surrogatepass") for key in keys)
    digests = [hashlib.blake2b(key, digest_size=16).digest() if key else b"" for key in coded]
    first: dict[bytes, int] = {}
    copies = [at for at in order if digests[at] and first.setdefault(digests[at], at) != at]
    unlike = list(first.values())
    chosen = keys.take(unlike) if isinstance(keys, TextsOnDisk) else [keys[at] for at in unlike]
    copied = _copies_in(chosen, threshold, seed)
    originals = {unlike[at]: (unlike[of], jaccard) for at, of, jaccard in copied}
    found = [(of, at, jaccard) for at, (of, jaccard) in originals.items()]
    for at in copies:  # a text that stands elsewhere letter by letter is a copy of whatever that one copies
        of, jaccard = originals.get(first[digests[at]], (first[digests[at]], 1.0))
        found.append((of, at, jaccard))
    place = {at: position for position, at in enumerate(order)}
    found.sort(key=lambda pair: (place[pair[0]], place[pair[1]]))
    return found


def resolve(documents: pd.DataFrame, *, pairs: pd.DataFrame, policy: Policy = "flag") -> Resolved:
    """Apply a policy to near duplicates."""
    # Documents are gone through from the earliest on. One is a copy when it makes a pair with a document that is not
    # itself a copy; of several such, the most alike counts, and the earliest among equals.
    if policy not in ("flag", "keep", "first"):
        msg = message("resolve: no policy {policy!r}; choose one of flag, keep, first", policy=policy)
        raise OptionError(msg)
    schema.check(pairs, PAIRS, what=message("near duplicates"))
    unknown = sorted((set(pairs["doc_a"]) | set(pairs["doc_b"])) - set(documents["doc"]))
    if unknown:
        msg = message(
            "resolve: a pair names {unknown!r}, which is not in the documents; list the pairs of these documents",
            unknown=unknown[0],
        )
        raise ReadError(msg)
    names = documents["doc"].astype(str).tolist()
    copies = _copies(pairs, [names[at] for at in _by_time(documents)])
    rows: list[dict[str, object]] = []
    if policy == "flag":
        marks = [copies.get(doc, ("", 0.0))[0] for doc in documents["doc"]]
        documents = documents.assign(near_duplicate_of=pd.Series(marks, index=documents.index, dtype="str"))
    if policy == "first":
        gone = documents["doc"].isin(set(copies))
        for doc, text in documents.loc[gone, ["doc", "text"]].itertuples(index=False):
            reason = f"the document is a near duplicate of {copies[doc][0]} (jaccard {copies[doc][1]:.2f})"
            lines = ((number, line) for number, line in enumerate(text.split("\n"), 1) if line)
            rows += [{"doc": doc, "line": n, "kind": "near duplicate", "reason": reason, "text": t} for n, t in lines]
        # marked as no copies, so that nobody looks for them again
        left = documents[~gone].reset_index(drop=True)
        documents = left.assign(near_duplicate_of=pd.Series("", index=left.index, dtype="str"))
    removed = pd.DataFrame(rows, columns=[c.name for c in schema.REMOVED]).astype({"line": "int64"})
    return Resolved(documents, removed)


def _copies(pairs: pd.DataFrame, order: list[str]) -> dict[str, tuple[str, float]]:
    """Map every copy to the document it copies and their Jaccard index, documents taken from the earliest on."""
    place = {doc: at for at, doc in enumerate(order)}
    same: dict[str, str] = {}
    beside: dict[str, list[tuple[float, int, str]]] = {}
    for a, b, jaccard in pairs[["doc_a", "doc_b", "jaccard"]].itertuples(index=False):
        first, later = sorted((a, b), key=lambda doc: place[doc])
        beside.setdefault(later, []).append((-jaccard, place[first], first))
        if jaccard == 1:
            same.setdefault(later, first)
    found: dict[str, tuple[str, float]] = {}
    for doc in order:
        kept = sorted(x for x in beside.get(doc, []) if x[2] not in found)
        if kept:
            found[doc] = (kept[0][2], -kept[0][0])
        elif doc in same:  # its twin is a copy, so it is one of the same document
            found[doc] = found[same[doc]]
    return found


def _by_time(table: pd.DataFrame) -> list[int]:
    """Sort the rows by date and time, undated ones last, ties as they stand."""
    none = [""] * len(table)
    dates, times = (list(table[name]) if name in table else none for name in ("date", "time"))
    return sorted(range(len(table)), key=lambda at: (dates[at] or "~", times[at] or "~", at))


def _alphabet(keys: _Keys) -> npt.NDArray[np.uint64]:
    """Return the number of every character that occurs, from 1 on, at its code point, and 0 for others."""
    present = np.zeros(0x110000, dtype=bool)
    for first, last in _runs(keys):
        present[_points("".join(keys[first:last]))] = True
    present = np.trim_zeros(present, "b")
    return np.cumsum(present, dtype=np.uint64) * present


def _points(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _runs(keys: _Keys) -> Iterator[tuple[int, int]]:
    """Cut texts into runs that are short enough to be worked on at once; a long text is a run by itself."""
    first = size = 0
    for at, key in enumerate(keys):
        if size + len(key) > _SLICE and at > first:
            yield first, at
            first, size = at, 0
        size += max(len(key), _GRAM)
    if first < len(keys):
        yield first, len(keys)


def _codes(text: str, alphabet: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return the 5-grams of a text as numbers in their order, exact up to 7,130 different characters."""
    of = alphabet[_points(text)]
    base = alphabet[-1] + np.uint64(1) | np.uint64(1)
    codes = np.zeros(len(of) - _GRAM + 1, dtype=np.uint64)
    for at in range(_GRAM):
        codes = codes * base + of[at : len(of) - _GRAM + 1 + at]
    return codes


def _filled(key: str) -> str:
    """Lengthen a text of fewer than five characters by one that is in no text."""
    return key.ljust(_GRAM, "\0")


def _signatures(keys: _Keys, alphabet: npt.NDArray[np.uint64], seed: int) -> _Hashes:
    """Return the smallest of 128 hashes over the 5-grams of every text."""
    # Short texts are hashed many at once. Of 가나다라마바 and 사아자차카 behind each other the 5-grams from places 0, 1
    # and 6 lie within one text; those from 2 to 5 span both and are left out.
    rng = np.random.default_rng(seed)
    flip = rng.integers(0, 1 << 32, size=(_HASHES, 1), dtype=np.uint32)
    factor = rng.integers(0, 1 << 31, size=(_HASHES, 1), dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    signatures = np.full((len(keys), _HASHES), np.iinfo(np.uint32).max, dtype=np.uint32)
    room = np.empty(
        (_HASHES, _SLICE), dtype=np.uint32
    )  # made once: a new one for each run would cost more than the work
    for first, last in _runs(keys):
        texts = [_filled(key) for key in keys[first:last]]
        lengths = np.array([len(text) for text in texts])
        ends = np.repeat(np.cumsum(lengths), lengths)[: 1 - _GRAM]
        codes = _codes("".join(texts), alphabet)[np.arange(len(ends)) <= ends - _GRAM]
        starts = np.cumsum(lengths - _GRAM + 1) - (lengths - _GRAM + 1)
        mixed = (codes ^ (codes >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
        hashes = (mixed >> np.uint64(32)).astype(np.uint32)
        rows = signatures[first:last]
        for at in range(0, len(hashes), _SLICE):  # more than one slice only of a long text
            part = hashes[at : at + _SLICE]
            held = room[:, : len(part)]
            np.multiply(np.bitwise_xor(part, flip, out=held), factor, out=held)
            np.minimum(rows, np.minimum.reduceat(held, starts, axis=1).T, out=rows)
    return signatures


def _copies_in(keys: _Keys, threshold: float, seed: int) -> Iterator[tuple[int, int, float]]:
    """Go through different texts in their order; give each copy with its original and their Jaccard index."""
    # Pairs are never listed: a text is held against the originals of its buckets alone, and only an original enters
    # them. A thousand releases of one template make 999 comparisons, not 499,500.
    alphabet = _alphabet(keys)
    signatures = _signatures(keys, alphabet, seed)
    buckets = _buckets(signatures, threshold)
    least = (threshold - _SLACK) * _HASHES

    @lru_cache(_GRAMS)
    def grams(at: int) -> npt.NDArray[np.uint64]:
        return np.unique(_codes(_filled(keys[at]), alphabet))

    originals: dict[int, list[int]] = {}
    for at in np.flatnonzero((buckets >= 0).any(axis=1)).tolist():
        own = [bucket for bucket in buckets[at].tolist() if bucket >= 0]
        before = sorted({of for bucket in own for of in originals.get(bucket, ())})
        shared = np.count_nonzero(signatures[before] == signatures[at], axis=1).tolist() if before else []
        near = [of for of, n in zip(before, shared, strict=True) if n >= least]
        indexes = [(_jaccard(grams(of), grams(at)), -of) for of in near]
        jaccard, of = max(indexes, default=(0.0, 0))
        if jaccard >= threshold:
            yield at, -of, jaccard
        else:
            for bucket in own:
                originals.setdefault(bucket, []).append(at)


def _buckets(signatures: _Hashes, threshold: float) -> npt.NDArray[np.int32]:
    """Give the number of the bucket of every text in every band of its signature, -1 where it is alone."""
    rows = next(r for r in (8, 7, 6, 5, 4, 3, 2, 1) if (1 - threshold**r) ** (_HASHES // r) < _MISSED)
    factors = np.uint64(0x9E3779B97F4A7C15) ** np.arange(1, rows + 1, dtype=np.uint64)
    buckets = np.full((len(signatures), _HASHES // rows), -1, dtype=np.int32)
    number = 0
    for band in range(_HASHES // rows):
        hashes = signatures[:, band * rows : (band + 1) * rows].astype(np.uint64) @ factors
        _, group, n = np.unique(hashes, return_inverse=True, return_counts=True)
        shared = n > 1
        ids = np.where(shared, number + np.cumsum(shared) - 1, -1)
        buckets[:, band] = ids[group]
        number += int(shared.sum())
    return buckets


def _jaccard(a: npt.NDArray[np.uint64], b: npt.NDArray[np.uint64]) -> float:
    both = len(np.intersect1d(a, b, assume_unique=True))
    return both / (len(a) + len(b) - both)


def _table(documents: pd.DataFrame, found: list[tuple[int, int, float]]) -> pd.DataFrame:
    """Write the pairs with what is known of both documents."""
    columns: dict[str, list[object]] = {}
    sides = {"a": [a for a, _, _ in found], "b": [b for _, b, _ in found]}
    for name in ("doc", "outlet", "date"):
        known = list(documents[name]) if name in documents else [""] * len(documents)
        columns |= {f"{name}_{side}": [known[at] for at in numbers] for side, numbers in sides.items()}
    table = pd.DataFrame(columns | {"jaccard": [pair[2] for pair in found]})
    return table[[c.name for c in PAIRS]].astype({"jaccard": "float64"})
