"""From a corpus with tokens, frames and tables to the island that shows them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import framing, schema, stats
from analysis.codebook import Codebook, read
from analysis.corpus import Corpus
from analysis.errors import OptionError, RefusalError
from analysis.explorer.island import Bars, Document, Island, Item, Mark, Sentence, Window
from analysis.explorer.places import Found, Listed, frame_roles, hits, of_table
from analysis.grammar.quotes import quotations
from analysis.grouping import By
from analysis.lexicon import Units
from analysis.matcher.arrays import Ints
from analysis.messages import english, message
from analysis.tokens import Tokens, segment
from analysis.tokens.tokens import arrays

_WHOLE = 300_000  # characters of all texts up to which a page holds them whole
_WORDS = 1_000  # bars of a list
_FEWER = 300  # of a large corpus, whose bars bring the counts of many documents along
_LINES = 30  # of a bar of a large corpus, evenly through its places
_AROUND = 500  # characters on each side of a place, at most, where the text is not whole
_DOCUMENTS = 2_000  # that can be chosen


def explore(
    corpus: Corpus,
    *,
    tokens: Tokens | None = None,
    codebook: Codebook | str | Path | None = None,
    units: Units | None = None,
    by: By | None = None,
) -> Island:
    """Look at a corpus: bars of words or frames, the lines behind a bar, and the text with its marks.

    What it returns shows itself at the end of a notebook cell. A click or a key on a bar shows its lines, on a line the
    text; lines are sorted by the words to the left or right, filtered by document or group, and copied as CSV. It needs
    no kernel and no network, in a saved notebook, in what nbconvert writes, in VS Code and in Colab.

    Parameters
    ----------
    corpus : Corpus
        One document or many. Of a redacted corpus places and counts are shown, and no text.
    tokens : Tokens, optional
        Any layer that `segment` makes of the corpus, whose nouns are the words; `segment(corpus, units=units)` without.
    codebook : Codebook, str or Path, optional
        Frames to show, or what `codebook.find` takes for them; frames are matched on the morpheme layer.
    units : Units, optional
        Names and compounds, each counted as one word, where `tokens` is not given.
    by : str or mapping, optional
        Groups of documents to choose from, as `stats.groups` takes them.

    Returns
    -------
    Island
        Up to 300,000 characters the texts are in the page whole. Of a larger corpus it holds sentences with 30 places
        of every bar, taken evenly, up to that size; counts are those of the whole corpus, and `says` names the rest.

    Raises
    ------
    OptionError
        If the tokens are not of this corpus, tokens and units are both given, or a group is unknown.

    Examples
    --------
    >>> import analysis as da
    >>> island = explore(da.Corpus.from_texts({"d": "새 동맹을 넓힌다. 그 동맹이 온다."}))
    >>> [(item.label, item.n, item.places) for item in island.lists[0].items]
    [('동맹', 2, ((0, 2, 4), (0, 13, 15)))]
    """
    if tokens is not None and units is not None:
        msg = message("explore: tokens and units are both given, and these tokens are cut already; give one of them")
        raise OptionError(msg)
    book = read(codebook) if isinstance(codebook, str | Path) else codebook
    words = tokens if tokens is not None else segment(corpus, units=units)
    material = _Material(corpus, words, groups=None if by is None else stats.groups(corpus.documents, by=by))
    lists = [of_table(stats.frequency(words), words)]
    if book is not None:
        lists += material.add_frames(book)
    return material.island(message("words, lines, text"), lists)


def look(table: pd.DataFrame, corpus: Corpus, tokens: Tokens) -> Island:
    """Look at the places behind the rows of a table.

    The same view as `explore`, with the rows of a table as its bars.

    Parameters
    ----------
    table : DataFrame
        Of `stats.frequency`, `keyness`, `collocates`, `positions` or `concordance`, of `framing.hits`, or of
        `framing.score` by sentence; or rows of one of them, chosen with [...].
    corpus : Corpus
        The texts.
    tokens : Tokens
        The tokens that the table was made of; of keyness those of the target.

    Returns
    -------
    Island
        As of `explore`.

    Raises
    ------
    OptionError
        If the table is another, or the tokens do not hold what it counts: no bar shows more or fewer lines than the
        table says.

    Examples
    --------
    >>> import analysis as da
    >>> corpus = da.Corpus.from_texts({"d": "새 동맹을 넓힌다. 그 동맹이 온다."})
    >>> tokens = da.segment(corpus)
    >>> island = look(da.stats.frequency(tokens), corpus, tokens)
    >>> [(item.label, item.n, item.by_doc) for item in island.lists[0].items]
    [('동맹', 2, ((0, 2),))]
    """
    listed = of_table(table, tokens)
    material = _Material(corpus, tokens)
    if listed.frames and {"surface", "counted"} <= set(table.columns):
        material.add_marks_of(table)
    return material.island(listed.name, [listed])


@dataclass
class _Material:
    """The texts of an island in the making, and what was said on the way."""

    corpus: Corpus
    tokens: Tokens
    groups: pd.Series[str] | None = None
    marks: list[tuple[str, pd.DataFrame, list[str], list[str]]] = field(default_factory=list)
    says: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Refuse tokens without places in a text, and keep the documents that they are of."""
        if self.tokens.recipe.layer == "terms":
            msg = message("explore: these tokens came as plain terms and have no places in a text; use segment(corpus)")
            raise OptionError(msg)
        held = set(arrays(self.tokens).vocabulary.written("doc"))
        own = [doc for doc in self.corpus.documents["doc"].astype(str) if doc in held]
        if 0 < len(own) < len(self.corpus):
            told = message("Of {n:,} texts the {own:,} with tokens are shown.", n=len(self.corpus), own=len(own))
            self.says.append(told)
            self.corpus = self.corpus.only(docs=own)

    @cached_property
    def ids(self) -> list[str]:
        """Ids of the documents."""
        return [str(doc) for doc in self.corpus.documents["doc"]]

    @cached_property
    def at(self) -> dict[str, int]:
        """Place of every document by its id."""
        return {doc: k for k, doc in enumerate(self.ids)}

    @cached_property
    def texts(self) -> list[str]:
        """Texts of the documents; empty ones of a redacted corpus."""
        return [""] * len(self.ids) if self.corpus.redacted else [str(text) for text in self.corpus.documents["text"]]

    @cached_property
    def sentences(self) -> _Sentences:
        """Where all sentences stand."""
        rows = arrays(self.tokens)
        first = np.flatnonzero(np.diff(rows.sentence, prepend=-1)) if len(rows) else np.zeros(0, np.int64)
        ends = np.maximum.reduceat(rows.end, first) if len(first) else first
        doc = self.documents(rows.strings("doc", first))
        numbers = (rows.numbers[name][first].astype(np.int64) for name in ("paragraph", "sentence"))
        found = np.stack([doc, *numbers, rows.start[first].astype(np.int64), ends.astype(np.int64)], axis=1)
        return _Sentences(found[np.lexsort((found[:, 3], found[:, 0]))])

    def documents(self, ids: Iterable[str]) -> Ints:
        """Places of documents; those of another corpus are refused."""
        named = list(map(str, ids))
        lost = next((doc for doc in named if doc not in self.at), None)
        if lost is not None:
            msg = message(
                "explore: document {doc!r} of the tokens is not in the corpus; pass the corpus that was segmented",
                doc=lost,
            )
            raise OptionError(msg)
        return np.array([self.at[doc] for doc in named], dtype=np.int64)

    def add_frames(self, book: Codebook) -> list[Listed]:
        """Match a codebook, as a list of bars and as marks; say why where it cannot be."""
        plain = _plain(self.corpus, self.tokens)
        try:
            found = framing.hits(plain, book, documents=self.corpus.documents)
        except RefusalError as error:
            self.says.append(" ".join(error._render_traceback_()))
            return []
        self.add_marks_of(found)
        return [hits(found, plain)]

    def add_marks_of(self, found: pd.DataFrame) -> None:
        """Mark the hits of frames, and the candidates that were not counted."""
        roles, labels = frame_roles(found), schema.about(found).frame_labels
        for kind, rows in (("frame", found[found["counted"]]), ("candidate", found[~found["counted"]])):
            frames = rows["frame"].astype(str).tolist()
            self.marks.append((kind, rows, [labels.get(f) or f for f in frames], [roles[f] for f in frames]))

    def island(self, title: str, lists: Sequence[Listed]) -> Island:
        """Cut everything to what a page holds, and say what was left out."""
        whole = not self.corpus.redacted and sum(map(len, self.texts)) <= _WHOLE
        if self.corpus.redacted:
            self.says.append(message("The text is redacted, so that counts and places are shown, and no text."))
        bars = [self._cut(listed, whole=whole) for listed in lists]
        spots = [[self._spots(found) for found in listed.items] for listed in bars]
        for found, places in zip((f for b in bars for f in b.items), itertools.chain(*spots), strict=True):
            self._require_same_text(found, places)
        windows = self._whole_windows() if whole else self._windows(spots)
        shown = _Shown(windows)
        listed_docs = self._listed_documents(windows)
        place = {doc: k for k, doc in enumerate(listed_docs)}
        groups, group_of = self._grouped()
        made = tuple(
            Bars(
                listed.name,
                listed.unit,
                tuple(
                    self._item(found, places, shown, place, group_of)
                    for found, places in zip(listed.items, of_list, strict=True)
                ),
                listed.falling,
                listed.frames,
            )
            for listed, of_list in zip(bars, spots, strict=True)
        )
        counts = np.bincount(self.sentences.table[:, 0], minlength=len(self.ids))
        titles = self.corpus.documents["title"].fillna("").astype(str).tolist()
        if not whole and not self.corpus.redacted:
            self.says.append(self._describe_cut(made))
        return Island(
            title=title,
            documents=tuple(
                Document(self.ids[k], titles[k][:80], int(group_of[k]), int(counts[k])) for k in listed_docs
            ),
            groups=tuple(groups),
            sentences=tuple(self._sentences_in(shown, place)),
            windows=tuple(Window(place[w.doc], w.start, w.text) for w in windows),
            lists=made,
            marks=tuple(self._marks_in(shown, place)),
            says=tuple(dict.fromkeys(self.says)),
            whole=whole,
        )

    def _cut(self, listed: Listed, *, whole: bool) -> Listed:
        """Keep the first bars of a list."""
        most = _WORDS if whole or self.corpus.redacted else _FEWER
        if len(listed.items) > most:
            told = message(
                "The list ‘{name}’ holds the first {most:,} of {n:,}.", name=listed.name, most=most, n=len(listed.items)
            )
            self.says.append(told)
        return replace(listed, items=listed.items[:most])

    def _spots(self, found: Found) -> Ints:
        """Document, start and end of every place of a bar, a row each."""
        return np.stack([self.documents(found.doc), found.start, found.end], axis=1).astype(np.int64)

    def _require_same_text(self, found: Found, places: Ints) -> None:
        """Refuse tokens of other texts than these."""
        if found.surface is None or self.corpus.redacted:
            return
        for (doc, start, end), surface in zip(places.tolist(), found.surface, strict=True):
            if self.texts[doc][start:end] != surface:
                named = repr(self.ids[doc])
                msg = message(
                    "the tokens of document {named} are not of this corpus; pass the corpus that was segmented",
                    named=named,
                )
                raise OptionError(msg)

    def _whole_windows(self) -> list[Window]:
        """Every text as one window."""
        return [Window(doc, 0, text) for doc, text in enumerate(self.texts) if text]

    def _windows(self, spots: list[list[Ints]]) -> list[Window]:
        """Cut the sentences of some places of every bar out of the texts, up to the size of a page."""
        if self.corpus.redacted:
            return []
        taken: list[tuple[int, int, int]] = []
        room = _WHOLE
        for doc, start, end in _by_turns(spots):
            low, high = self.sentences.around(doc, start, end)
            low, high = max(low, start - _AROUND), min(high, end + _AROUND)
            if high - low <= room:  # stretches that overlap are counted twice: the page is smaller, never larger
                taken.append((doc, low, high))
                room -= high - low
        return [Window(doc, low, self.texts[doc][low:high]) for doc, low, high in _merged(taken)]

    def _listed_documents(self, windows: list[Window]) -> list[int]:
        """Choose the documents that can be named: all of them, or of very many those with text in the page."""
        if len(self.ids) <= _DOCUMENTS:
            return list(range(len(self.ids)))
        held = sorted({window.doc for window in windows})
        told = message("Of {n:,} texts the {held:,} with lines here can be chosen.", n=len(self.ids), held=len(held))
        self.says.append(told)
        return held

    def _grouped(self) -> tuple[list[str], Ints]:
        """Names of the groups, and the group of every document, -1 for none."""
        if self.groups is None:
            return [], np.full(len(self.ids), -1, np.int64)
        named = [None if pd.isna(self.groups.get(doc)) else str(self.groups.get(doc)) for doc in self.ids]
        names = sorted({name for name in named if name is not None})
        if missing := sum(name is None for name in named):
            self.says.append(message("{missing:,} text(s) are in no group.", missing=missing))
        return names, np.array([-1 if name is None else names.index(name) for name in named], dtype=np.int64)

    def _item(self, found: Found, places: Ints, shown: _Shown, place: dict[int, int], group_of: Ints) -> Item:
        """Make a bar with the places that are in the page."""
        by_doc = np.bincount(places[:, 0], minlength=len(self.ids))
        groups = group_of[places[:, 0]]
        by_group = np.bincount(groups[groups >= 0]) if len(groups) else groups
        kept = places[shown.holds(places)] if not self.corpus.redacted else places
        return Item(
            label=found.label,
            n=len(places),
            places=tuple((place[doc], start, end) for doc, start, end in kept.tolist() if doc in place),
            by_doc=tuple((place[k], int(by_doc[k])) for k in np.flatnonzero(by_doc).tolist() if k in place),
            by_group=tuple((k, int(by_group[k])) for k in np.flatnonzero(by_group).tolist()),
            tag=found.tag,
            role=found.role,
            note=found.note,
        )

    def _sentences_in(self, shown: _Shown, place: dict[int, int]) -> Iterator[Sentence]:
        """List the sentences that stand in the page, whole or in part."""
        table = self.sentences.table
        kept = table if self.corpus.redacted else table[shown.touches(table[:, [0, 3, 4]])]
        for doc, paragraph, sentence, start, end in kept.tolist():
            if doc in place:
                yield Sentence(place[doc], paragraph, sentence, start, end)

    def _marks_in(self, shown: _Shown, place: dict[int, int]) -> Iterator[Mark]:
        """List the marks that stand in the page, by document and place."""
        found: list[Mark] = []
        if self.corpus.redacted:
            return iter(found)
        for kind, rows, labels, roles in [*self.marks, *self._marks_of_texts(shown)]:
            spots = np.stack(
                [self.documents(rows["doc"]), rows["start"].to_numpy(np.int64), rows["end"].to_numpy(np.int64)], axis=1
            )
            for k in np.flatnonzero(shown.holds(spots)).tolist():
                doc, start, end = spots[k].tolist()
                found.append(Mark(kind, place[doc], start, end, labels[k], roles[k]))
        return iter(sorted(found, key=lambda mark: (mark.doc, mark.start, mark.end, mark.kind, mark.label)))

    def _marks_of_texts(self, shown: _Shown) -> Iterator[tuple[str, pd.DataFrame, list[str], list[str]]]:
        """Stance, quotations and numbers of the documents that have text in the page."""
        docs = [self.ids[doc] for doc in shown.docs]
        if not docs:
            return
        corpus, tokens = self.corpus.only(docs=docs), self.tokens.only(docs=docs)
        plain = _plain(corpus, tokens)
        stance = framing.stance(plain)
        markers = () if english() else schema.about(stance).markers or ()  # their labels are Korean, their ids English
        names = {marker.id: marker.label for marker in markers}
        labels = [names.get(label) or label for label in stance["label"].astype(str)]
        yield "stance", stance, labels, [""] * len(stance)
        quoted = _quotes(plain)
        yield "quote", quoted, [""] * len(quoted), [""] * len(quoted)
        numbers = stats.quantities(corpus)
        yield "number", numbers, [""] * len(numbers), [""] * len(numbers)

    def _describe_cut(self, lists: Sequence[Bars]) -> str:
        """Say how much of a large corpus is in the page."""
        every = sum(item.n for bars in lists for item in bars.items)
        held = sum(len(item.places) for bars in lists for item in bars.items)
        return message(
            "The texts are large ({size:,} characters), so that {held:,} of {every:,} lines are here: sentences of "
            "up to {lines} places a bar, taken evenly, {whole:,} characters at most. Counts are of the whole text.",
            size=sum(map(len, self.texts)),
            held=held,
            every=every,
            lines=_LINES,
            whole=_WHOLE,
        )


@dataclass(frozen=True)
class _Sentences:
    """Document, paragraph, sentence, start and end, a row each, by document and start."""

    table: Ints

    @cached_property
    def _bounds(self) -> Ints:
        return np.searchsorted(self.table[:, 0], np.arange(int(self.table[:, 0].max(initial=-1)) + 2))

    def around(self, doc: int, start: int, end: int) -> tuple[int, int]:
        """First and past-the-last character of the sentence in which a place begins, or of the place."""
        # sentences 0-9 and 10-19 of a document: the place 12-14 gives 10 and 19
        low, high = self._bounds[doc], self._bounds[doc + 1]
        k = low + int(np.searchsorted(self.table[low:high, 3], start, side="right")) - 1
        if k < low:
            return start, end
        return min(start, int(self.table[k, 3])), max(end, int(self.table[k, 4]))


class _Shown:
    """Which stretches of the texts are in the page."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self.docs = sorted({window.doc for window in windows})
        spans = np.array([(w.doc, w.start, w.start + len(w.text)) for w in windows], dtype=np.int64).reshape(-1, 3)
        self._low, self._high = (_key(spans[:, 0], spans[:, k]) for k in (1, 2))

    def holds(self, spots: Ints) -> npt.NDArray[np.bool_]:
        """Which places (document, start, end) lie in a window whole."""
        # windows 0-9 and 20-29: the place 22-25 is held against the second, the last to begin before its start
        start, end = (_key(spots[:, 0], spots[:, k]) for k in (1, 2))
        window = np.searchsorted(self._low, start, side="right") - 1
        return (window >= 0) & (end <= np.append(self._high, -1)[window])

    def touches(self, spots: Ints) -> npt.NDArray[np.bool_]:
        """Which places lie in a window whole or in part."""
        # windows 0-9 and 20-29: the place 5-22 is held against the second, the last to begin before its end
        start, end = (_key(spots[:, 0], spots[:, k]) for k in (1, 2))
        window = np.searchsorted(self._low, end, side="left") - 1
        return (window >= 0) & (start < np.append(self._high, -1)[window])


def _key(doc: Ints, at: Ints) -> Ints:
    """Count characters on through all documents."""
    return doc * 2**40 + at


def _by_turns(spots: list[list[Ints]]) -> Iterator[tuple[int, int, int]]:
    """Take places of the first bar of every list, then of the second, and so on, evenly through each."""
    for of_rank in itertools.zip_longest(*spots):
        for places in of_rank:
            if places is not None and len(places):
                step = max(len(places) / _LINES, 1)
                # 90 places and 30 lines: 0, 3, 6, ..., 87
                for k in range(min(len(places), _LINES)):
                    doc, start, end = places[int(k * step)].tolist()
                    yield doc, start, end


def _merged(stretches: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Join stretches of a document that touch, by document and place."""
    # Example: (0, 5, 9), (0, 0, 6) and (1, 0, 2) give (0, 0, 9) and (1, 0, 2)
    found: list[tuple[int, int, int]] = []
    for doc, low, high in sorted(stretches):
        if found and found[-1][0] == doc and low <= found[-1][2] + 1:
            found[-1] = (doc, found[-1][1], max(high, found[-1][2]))
        else:
            found.append((doc, low, high))
    return found


def _plain(corpus: Corpus, tokens: Tokens) -> Tokens:
    """Return the morphemes of a corpus, every row: the tokens at hand, or those of the kit's analyser."""
    return tokens if tokens.recipe.layer == "morphs" and arrays(tokens).is_whole else segment(corpus)


def _quotes(tokens: Tokens) -> pd.DataFrame:
    """List what stands between double quotation marks, with the marks."""
    rows = arrays(tokens)
    quoted = quotations(rows)
    # one that is never closed ends before the row where the next paragraph begins
    last = np.searchsorted(rows.paragraph, rows.paragraph[quoted.opened], side="right") - 1
    closed = np.minimum(quoted.closed, last)
    found = {"doc": rows.strings("doc", quoted.opened), "start": rows.start[quoted.opened], "end": rows.end[closed]}
    table = pd.DataFrame(found).astype({"start": "int64", "end": "int64"})
    return table[table["end"] > table["start"]]
