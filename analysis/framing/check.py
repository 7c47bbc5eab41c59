"""Checks of a codebook: its self-test, and which hits a new version changes, with what did it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd

from analysis import lexicon, schema
from analysis.codebook import Codebook, Frame, Term
from analysis.codebook.diff import Place, Trace, difference, found_by
from analysis.codebook.models import Rule
from analysis.codebook.predicates import inflected, predicates, stem_of
from analysis.codebook.term_rules import variables
from analysis.corpus import Corpus
from analysis.errors import OptionError, RefusalError
from analysis.framing._hits import hits, hits_wherever, in_text_order, typed
from analysis.matcher.pattern import REST, SPECIAL, Elements, alternatives, base_tag, expand, plain
from analysis.matcher.sequences import Patterns, Sequences
from analysis.messages import message
from analysis.schema import NOUN_TAGS
from analysis.tokens import Tokens
from analysis.tokens import segment as analyse
from analysis.tokens.over_parts import over_parts, rows_of_documents
from analysis.tokens.tokens import arrays

Segment = Callable[[Mapping[str, str]], Tokens]
_Row = tuple[str, str, str, str, str, str, bool]

_COLUMNS = ["check", "frame", "term", "text", "expected", "found", "passed"]
_CARRIER = "어제 {} 이야기가 나왔다."
# Where the analyser does not read a word in a sentence (어제 제도 이야기 as 저의 도), it is asked again with these.
_OTHER_CARRIERS = ("이번에도 {} 이야기가 나왔다.", "{} 이야기가 나왔다.")
_OTHER_OPENINGS = ("이번에도 ", "그때 ")
_PARTICLES = {  # after a consonant, after a vowel, and what may follow
    "이": ("가", "화제에 올랐다."),
    "은": ("는", "중요하다."),
    "을": ("를", "다뤘다."),
    "과": ("와", "그 주변을 살폈다."),
    "으로": ("로", "눈을 돌렸다."),
    "이나": ("나", "그 주변을 살폈다."),
    "의": ("의", "앞날을 묻는다."),
    "에": ("에", "관심이 쏠린다."),
    "에서": ("에서", "배운 것이 많다."),
    "도": ("도", "다뤘다."),
    "만": ("만", "다뤘다."),
    "까지": ("까지", "다뤘다."),
    "부터": ("부터", "다뤘다."),
    "보다": ("보다", "나은 것은 없다."),
}
# What may stand around a predicate in each of its inflected forms: 슬펐다, 슬프지만, 슬픈 일, 슬퍼서.
_SENTENCES = ("그때는 {}.", "그때는 {} 어쩔 수 없었다.", "그때도 {}이 있었다.", "그때는 {} 그랬다.")
_MOST = 8  # codebooks whose checks are kept
_kept: dict[str, pd.DataFrame] = {}  # by what decides a check: the codebook, and the words that the analyser gives
_ESCAPE = re.compile(r"\\([()|*<>/\\])")
_RIEUL = 8  # number of the final consonant ㄹ, which takes 로


@dataclass(frozen=True)
class _Probe:
    """One text to match: for which check, frame and term, and what it must give."""

    check: str
    frame: str
    term: str
    text: str
    like: str = ""  # a text whose weight it must share
    surface: str = ""  # what a hit must cover
    winner: str = ""  # the term that must have a hit
    words: tuple[str, ...] = ()  # of which the analyser must have read one, or the text says nothing about the term
    tags: frozenset[str] = frozenset()  # with one of these tags, if there are any
    again: tuple[tuple[str, str], ...] = ()  # other texts, each with what it is like, where it read none


def check(codebook: Codebook, *, segment: Segment | None = None) -> pd.DataFrame:
    """Run the self-test of a codebook.

    Every example must score above 0 in its frame and every counterexample 0. A pattern of several words
    must weigh the same closed up and spaced, and with each spelling variant; a core noun must be found
    before every particle that can follow it, and a predicate (비싸/VA, and a word in dictionary form) in four inflected
    forms; a term must win one of its own plain spellings, which it does not
    when a mask, its own neighbours or another term cancel it everywhere, and a rule must hold in a sentence of the
    words it asks for, in a document that fits its variables; the merged layer must be refused.
    A pattern that stands in both compared frames, and a word of one syllable without a tag, is listed as a warning,
    which passes. So is a sentence of the test in which the analyser reads another word (제도 as 저의 도), after
    two other sentences did no better: `found` is what it reads, and the term is not blamed for it. The same codebook
    is checked once in a session.

    Parameters
    ----------
    codebook : Codebook
        Codebook, as read.
    segment : callable, optional
        Takes texts by id and gives their Tokens, morpheme layer; by default the kit's own analyser.

    Returns
    -------
    DataFrame
        check, frame, term (empty where the check is about a frame), text, expected, found (all text) and
        passed (bool); one row per check made, in the order of the codebook.

    Raises
    ------
    OptionError
        If `segment` gives tokens of another layer.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> bool(check(codebook)["passed"].all())
    True
    """
    if segment is not None:
        return _checked(codebook, segment)
    key = f"{codebook.model_dump_json()} {lexicon.variants().sha256}"
    if key not in _kept:
        while len(_kept) >= _MOST:
            del _kept[next(iter(_kept))]
        _kept[key] = _checked(codebook, None)
    return _kept[key].copy()


def _checked(codebook: Codebook, segment: Segment | None) -> pd.DataFrame:
    """Match the probes of a codebook."""
    tags = {term.id: frozenset(map(base_tag, term.pos)) for _, term in codebook.terms()}
    probes = [*(p for frame in codebook.scored for p in _probes(frame, codebook)), *_inflections(codebook)]
    probes = [replace(probe, tags=tags[probe.term]) if probe.words else probe for probe in probes]
    make = segment or (lambda texts: analyse(Corpus.from_texts(texts)))
    rows: list[_Row] = [*_shared_patterns(codebook), *_single_syllables(codebook)]
    if probes:
        tokens, results = _matched(probes, codebook, make)
        rows = [*_rows(probes, results, codebook, make), _merged_layer(tokens, codebook), *rows]
    return schema.mark(pd.DataFrame(rows, columns=_COLUMNS).astype({"passed": "bool"}))


def changes(tokens: Tokens, old: Codebook, new: Codebook, *, documents: pd.DataFrame | None = None) -> pd.DataFrame:
    """Tell which hits two versions of a codebook do not share, and why.

    The unit of counting is the hit: one span, one frame, one term. A hit that only the new version has was
    gained, one that only the old has was lost; one that both have but value differently was changed. The cause
    is the first step of the matcher at which the other version fails: the term is not there, its pattern does
    not match, the tag, a neighbour or a mask forbids it, or another match takes the place.

    Parameters
    ----------
    tokens : Tokens
        Morpheme layer, every row, not redacted.
    old, new : Codebook
        Two versions.
    documents : DataFrame, optional
        As for `framing.hits`.

    Returns
    -------
    DataFrame
        Columns schema.HIT_CHANGES, by document in the order of the tokens, then start, end, frame and term.
        `why` is a field of the term (match, pos, not_after, weight, ...), the first key of a rule that does not hold
        (rule.all, rule.none, ...) or rule.first (it holds, and its hit stands elsewhere in the unit), term added, term
        removed, frame (the term moved), variants, mask, overlap, or core (a support hit lost or won its core hit).
        Versions that give the same hits give an empty frame.

    Raises
    ------
    OptionError
        If the tokens are not the morpheme layer, or are redacted; for `documents` as `framing.hits`.
    SchemaError
        If rows were taken out of the tokens.

    Examples
    --------
    >>> import analysis as da
    >>> new = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
    >>> old = new.model_copy(update={"mask": ()})
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "탄소중립위원회가 열렸다."}))
    >>> changes(tokens, old, new)[["surface", "change", "why"]].values.tolist()
    [['탄소중립', 'lost', 'mask']]
    """
    if tokens.redacted:
        msg = message(
            "changes of hits need the text, but these tokens are redacted, and words that one version "
            "looks for may be blank; put the article into seeds/private"
        )
        raise RefusalError.redacted(msg)
    sides = {side: hits(tokens, book, documents=documents) for side, book in (("before", old), ("after", new))}
    both = sides["before"][_KEYS + _VALUES].merge(
        sides["after"][_KEYS + _VALUES], on=_KEYS, how="outer", suffixes=("_before", "_after"), indicator=True
    )
    differs = both["_merge"].ne("both")
    for name in _VALUES:
        differs |= both[f"{name}_before"].ne(both[f"{name}_after"])
    table = in_text_order(both[differs], tokens)
    found: list[tuple[str, str]] = []
    if len(table):
        rows = {name: rows_of_documents(side) for name, side in (sides | {"table": table}).items()}
        call = partial(_causes, books=(old, new), documents=documents)
        some = tokens.only(docs=table["doc"].astype(str).unique())
        for part in over_parts(some, call, beside=lambda docs: {name: of(docs) for name, of in rows.items()}):
            found += part
    table = table.assign(
        change=table["_merge"].astype(str).map({"left_only": "lost", "right_only": "gained", "both": "changed"}),
        why=[why for why, _ in found],
        detail=[detail for _, detail in found],
        counted_before=table["counted_before"].eq(True),
        counted_after=table["counted_after"].eq(True),
    )
    about = schema.About(frames=schema.about(sides["after"]).frames)
    result = schema.describe(typed(table, schema.HIT_CHANGES), about, source=tokens.recipe)
    return schema.check(schema.mark(result), schema.HIT_CHANGES, what=message("changes of hits"))


def _causes(
    tokens: Tokens, rows: dict[str, pd.DataFrame], *, books: tuple[Codebook, Codebook], documents: pd.DataFrame | None
) -> list[tuple[str, str]]:
    """Name the cause of every difference in an ordinary table."""
    causes = _Causes(tokens, {side: rows[side] for side in ("before", "after")}, books, documents)
    return [causes.of(row) for row in rows["table"].to_dict("records")]


def _matched(probes: Iterable[_Probe], codebook: Codebook, make: Segment) -> tuple[Tokens, _Results]:
    """Match a codebook in the texts of some probes, each text once."""
    texts = dict.fromkeys(text for p in probes for text in (p.text, p.like) if text)
    ids = {text: f"t{n:05d}" for n, text in enumerate(texts)}
    tokens = make({name: text for text, name in ids.items()})
    return tokens, _Results(tokens, codebook, ids)


def _rows(probes: Sequence[_Probe], results: _Results, codebook: Codebook, make: Segment) -> list[_Row]:
    """Hold every probe against what was found; one whose word the analyser did not read is tried in other texts."""
    rows = [results.row(probe) for probe in probes]
    misread = {n: probe for n, probe in enumerate(probes) if not rows[n][-1] and not results.are_about(probe)}
    for n, probe in misread.items():
        if results.are_about(probe, tagged=False):
            continue
        words = ", ".join(_ESCAPE.sub(r"\1", word) for word in probe.words)
        rows[n] = ("warning: misread", probe.frame, probe.term, probe.text, words, results.reading(probe), True)
    for number in range(len(_OTHER_CARRIERS)):
        again = {n: p.again[number] for n, p in misread.items() if number < len(p.again)}
        others = {n: replace(misread[n], text=text, like=like) for n, (text, like) in again.items()}
        if not others:
            break
        _, results = _matched(others.values(), codebook, make)
        for n, probe in others.items():
            if results.are_about(probe):
                rows[n] = results.row(probe)
                del misread[n]
    return rows


def _probes(frame: Frame, codebook: Codebook) -> Iterator[_Probe]:
    """List every text that the self-test of a frame matches."""
    yield from (_Probe("example", frame.id, "", text) for text in frame.examples)
    yield from (_Probe("counterexample", frame.id, "", text) for text in frame.counterexamples)
    for term in frame.terms:
        if term.rule:
            if words := _words_of_rule(term.rule, codebook):
                yield _Probe("reachable", frame.id, term.id, _CARRIER.format(words), winner=term.id)
            continue
        opening = _opening(term, codebook)
        spellings = _plain_words(term.match or "")
        nominal = {base_tag(tag) for tag in term.pos} <= set(NOUN_TAGS)
        if spellings and nominal:
            text, *others = (
                " ".join(opening + carrier.format(words) for words in spellings)
                for carrier in (_CARRIER, *_OTHER_CARRIERS)
            )
            again = tuple((other, "") for other in others)
            yield _Probe("reachable", frame.id, term.id, text, winner=term.id, words=_patterns(spellings), again=again)
        for words in spellings:
            for probe in _spellings(frame, term, words, codebook):
                again = tuple((opening + text, opening + like) for text, like in probe.again)
                yield replace(probe, text=opening + probe.text, like=opening + probe.like, again=again)
            if codebook.tier(term) == "core" and nominal and "가" <= words[-1] <= "힣":
                for sentence in _with_particles(words):
                    again = tuple((opening + other + sentence, "") for other in _OTHER_OPENINGS)
                    text, read = opening + sentence, _patterns([words])
                    yield _Probe("particle", frame.id, term.id, text, surface=words, words=read, again=again)


def _spellings(frame: Frame, term: Term, words: str, codebook: Codebook) -> Iterator[_Probe]:
    """Texts with the closed form and with each spelling variant of a pattern's words."""
    if " " in words:
        yield _like(_Probe("spacing", frame.id, term.id, ""), words.replace(" ", ""), words)
    for key in sorted(codebook.variants, key=len, reverse=True):
        if key in words:  # the longest key alone, as in the expansion of patterns
            for variant in codebook.variants[key]:
                yield _like(_Probe("variant", frame.id, term.id, ""), words.replace(key, variant), words)
            return


def _like(probe: _Probe, written: str, words: str) -> _Probe:
    """Fill a probe with texts that hold one spelling and must weigh the same as those with another."""
    (text, like), *again = ((c.format(written), c.format(words)) for c in (_CARRIER, *_OTHER_CARRIERS))
    return replace(probe, text=text, like=like, words=_patterns([words]), again=tuple(again))


def _opening(term: Term, codebook: Codebook) -> str:
    """Open the sentence with the parties and a word that the term must stand near, where it needs them."""
    names = [_plain_words(codebook.parties[party][0])[0] for party in term.parties]
    parties = f"{' 그리고 '.join(names)} 사이에서 " if names else ""
    near = [words for pattern in term.require_near for words in _plain_words(pattern)]
    return parties + (f"{near[0]} 쪽에서 " if near else "")


def _words_of_rule(rule: Rule, codebook: Codebook) -> str:
    """Write the words that a rule asks for, in order; nothing where one of them cannot be written out."""
    # all [노조, {any: [합의, 협상]}], near [정부, 예산] -> "노조 그리고 합의 그리고 정부 예산"
    terms = {term.id: term for _, term in codebook.terms()}

    def of_part(part: str | Rule) -> str:
        if isinstance(part, Rule):
            return _words_of_rule(part, codebook)
        term = terms.get(part)
        if term is not None and term.rule:
            return _words_of_rule(term.rule, codebook)
        pattern = part if term is None else term.match or ""
        spelled = [*_plain_words(pattern), *(form for stem in map(stem_of, _flat(pattern)) for form in _bent(stem))]
        return (_opening(term, codebook) if term and spelled else "") + (spelled[0] if spelled else "")

    chosen = [words for part in rule.any if (words := of_part(part))][: rule.at_least or 1]
    needed = [part for part in rule.all if not isinstance(part, Rule) or part.has_place]
    all_of, near = [of_part(part) for part in needed], [of_part(part) for part in rule.near]
    if not (all(all_of) and all(near)) or len(chosen) < (rule.at_least or 1 if rule.any else 0):
        return ""
    return " 그리고 ".join(filter(None, (*all_of, *chosen, " ".join(near))))


def _bent(stem: str) -> list[str]:
    """Write a predicate as it stands before a noun; nothing for what is none."""
    # 슬프 -> 슬픈 일
    return inflected([stem]).get(stem, [])[2:3] if stem else []


def _plain_words(pattern: str) -> list[str]:
    """List the alternatives of a pattern that are nothing but words."""
    words = (" ".join(w.replace(REST, "").split()) for w in _flat(pattern) if not any(c in w for c in "*<>/"))
    return list(dict.fromkeys(map(plain, words)))


def _patterns(words: Iterable[str]) -> tuple[str, ...]:
    """Write words as patterns, with signs of the pattern language as plain signs."""
    # R&D (주) -> R&D \(주\)
    return tuple("".join(f"\\{c}" if c in f"{SPECIAL}\\" else c for c in word) for word in words)


def _flat(pattern: str) -> list[str]:
    """List the alternatives of a pattern."""
    return ["".join(c for c, _ in chars) for chars in (alternatives(pattern) if pattern else ())]


def _inflections(codebook: Codebook) -> Iterator[_Probe]:
    """Put every predicate of the codebook into sentences, a text for each inflected form of a term's spellings."""
    stems = {term.id: [s for w in _flat(term.match or "") if (s := stem_of(w))] for _, term in codebook.terms()}
    forms = inflected(stem for found in stems.values() for stem in found)
    tagged = predicates(forms)
    for frame, term in codebook.terms():
        known = [forms[stem] for stem in dict.fromkeys(stems[term.id]) if stem in forms]
        words = tuple(pattern for stem in stems[term.id] for pattern in tagged.get(stem, ()))
        for sentence, *written in zip(_SENTENCES, *known, strict=True) if known else ():
            text = " ".join(_opening(term, codebook) + sentence.format(form) for form in written)
            yield _Probe("inflected", frame.id, term.id, text, winner=term.id, words=words)


def _single_syllables(codebook: Codebook) -> Iterator[_Row]:
    """List the words of one syllable that no tag tells from endings, particles and verbs of the same form."""
    for frame, term in codebook.terms():
        for word in _plain_words(term.match or "") if not term.pos else ():
            if len(word) == 1 and "가" <= word <= "힣":
                yield ("warning: one syllable", frame.id, term.id, word, f"a tag, such as {word}/NNG", "no tag", True)


def _with_particles(words: str) -> Iterator[str]:
    """Sentences with a word before each particle, the grammatical one of each pair."""
    final = (ord(words[-1]) - ord("가")) % 28
    for closed, (open_, rest) in _PARTICLES.items():
        particle = closed if final and not (closed == "으로" and final == _RIEUL) else open_
        yield f"{words}{particle} {rest}"


class _Results:
    """The hits that the texts of the probes gave, by text and frame, and what the analyser read in them."""

    def __init__(self, tokens: Tokens, codebook: Codebook, ids: dict[str, str]) -> None:
        found = hits_wherever(tokens, codebook)
        self._ids, self._tokens, self._variants = ids, tokens, codebook.variants
        self._read: dict[tuple[str, frozenset[str]], set[str]] = {}
        self._all = found.groupby(["doc", "frame"])["weight"].sum().to_dict()
        self._counted = found[found["counted"]].groupby(["doc", "frame"])["weight"].sum().to_dict()
        self._terms: dict[tuple[str, str], list[str]] = {}
        self._surfaces: dict[tuple[str, str], list[str]] = {}
        for doc, frame, term, surface in zip(*(found[c] for c in ("doc", "frame", "term", "surface")), strict=True):
            self._terms.setdefault((doc, frame), []).append(term)
            self._surfaces.setdefault((doc, frame), []).append(surface)

    def are_about(self, probe: _Probe, *, tagged: bool = True) -> bool:
        """Whether the analyser read a word of the probe in each of its texts, so that they tell of the term."""
        docs = [self._ids[text] for text in (probe.text, probe.like) if text]
        tags = probe.tags if tagged else frozenset()
        return not probe.words or all(any(doc in self._docs(word, tags) for word in probe.words) for doc in docs)

    def reading(self, probe: _Probe) -> str:
        """Write what the analyser read where the first word of the probe stands."""
        table = self._tokens.table
        rows = table[table["doc"].astype(str) == self._ids[probe.text]]
        word = plain(_ESCAPE.sub(r"\1", probe.words[0])).partition("/")[0]
        at = probe.text.find(word)
        if at >= 0:
            rows = rows[(rows["start"] < at + len(word)) & (rows["end"] > at)]
        return " ".join(f"{form}/{tag}" for form, tag in zip(rows["form"], rows["tag"], strict=True))

    def _docs(self, pattern: str, tags: frozenset[str]) -> set[str]:
        """List the texts that hold a pattern with one of some tags, whatever the codebook says of it."""
        if (pattern, tags) not in self._read:
            rows = arrays(self._tokens)
            first = np.array([low for low, _ in self._sequences.find_pattern(pattern)], dtype=np.int64)
            kept = [not tags or rows.tags[tag] in tags for tag in rows.tag[first].tolist()]
            self._read[pattern, tags] = set(rows.strings("doc", first[np.array(kept, dtype=bool)]))
        return self._read[pattern, tags]

    @cached_property
    def _sequences(self) -> Sequences:
        """The texts, made ready for patterns."""
        rows = arrays(self._tokens)
        return Sequences(rows, Patterns(rows.vocabulary, self._variants))

    def row(self, probe: _Probe) -> _Row:
        """Compare what a probe must give with what was found in its text."""
        key = (self._ids[probe.text], probe.frame)
        if probe.surface or probe.winner:
            expected = probe.surface or probe.winner
            values = self._surfaces.get(key, []) if probe.surface else list(dict.fromkeys(self._terms.get(key, [])))
            found, passed = ", ".join(values) or "nothing", expected in values
        elif probe.like:
            wanted, weight = self._all.get((self._ids[probe.like], probe.frame), 0.0), self._all.get(key, 0.0)
            expected, found, passed = f"{wanted:g}, as {probe.like}", f"{weight:g}", wanted == weight > 0
        else:
            weight, positive = self._counted.get(key, 0.0), probe.check == "example"
            expected, found, passed = "above 0" if positive else "0", f"{weight:g}", (weight > 0) == positive
        return (probe.check, probe.frame, probe.term, probe.text, expected, found, bool(passed))


def _merged_layer(tokens: Tokens, codebook: Codebook) -> _Row:
    """Match on the merged layer, which must be refused."""
    merged = replace(tokens, recipe=replace(tokens.recipe, layer="units"))
    try:
        hits_wherever(merged, codebook)
    except OptionError:
        return ("merged layer", "", "", "", "refused", "refused", True)
    return ("merged layer", "", "", "", "refused", "matched", False)


def _shared_patterns(codebook: Codebook) -> Iterator[_Row]:
    """List the patterns that stand in both compared frames."""
    if codebook.compare is None:
        return
    sides: list[dict[Elements, Term]] = [{}, {}]
    for frame, term in codebook.terms():
        if frame.id in codebook.compare and term.match:
            side = sides[codebook.compare.index(frame.id)]
            for elements in expand(term.match, variants=codebook.variants):
                side.setdefault(elements, term)
    for a, b in dict.fromkeys((sides[0][e], sides[1][e]) for e in sides[0] if e in sides[1]):
        frames, terms = " and ".join(codebook.compare), f"{a.id}, {b.id}"
        yield ("warning: shared pattern", frames, terms, str(a.match), "one frame", "both frames", True)


_KEYS = ["doc", "paragraph", "sentence", "start", "end", "surface", "frame", "term"]
_VALUES = ["tier", "weight", "element", "device", "ambiguous", "counted"]


class _Causes:
    """Finds what in the codebooks made each difference between their hits."""

    def __init__(
        self,
        tokens: Tokens,
        sides: dict[str, pd.DataFrame],
        books: tuple[Codebook, Codebook],
        documents: pd.DataFrame | None,
    ) -> None:
        self._tokens, self._sides, self._documents = tokens, sides, documents
        self._books = dict(zip(("before", "after"), books, strict=True))
        self._terms = {side: {(f.id, t.id): t for f, t in book.terms()} for side, book in self._books.items()}
        self._traces: dict[str, Trace] = {}
        self._by_doc: dict[str, dict[Any, pd.DataFrame]] = {}

    def of(self, row: dict[Any, Any]) -> tuple[str, str]:
        """Name the cause and its detail for one row of the hits of both versions side by side."""
        if row["_merge"] == "both":
            return self._of_values(row)
        without, with_ = ("after", "before") if row["_merge"] == "left_only" else ("before", "after")
        key = (row["frame"], row["term"])
        place: Place = (str(row["doc"]), int(row["start"]), int(row["end"]))
        step = self._trace(without).obstacle(*key, place)
        if step == "term":
            return self._of_missing_term(key, without=without, with_=with_)
        if step == "overlap":
            return step, self._overlapping(row, without)
        old, new = (self._terms[side][key] for side in ("before", "after"))
        if step == "mask" or step.startswith("rule."):
            masks = (book.mask for book in self._books.values())
            return step, difference(*masks) if step == "mask" else self._of_rule(old, new)
        if step == "match" and (old.match, old.number) == (new.match, new.number):
            spelled = (tuple(f"{k}: {', '.join(v)}" for k, v in book.variants.items()) for book in self._books.values())
            return "variants", difference(*spelled)
        return step, difference(*(found_by(term) if step == "match" else getattr(term, step) for term in (old, new)))

    def _of_rule(self, old: Term, new: Term) -> str:
        """Tell what differs between two rules, or between the terms that they name."""
        if old.rule != new.rule:
            return difference(old.rule, new.rule)
        before, after = ({term.id: term for term in terms.values()} for terms in self._terms.values())
        named = [name for name in (new.rule.texts() if new.rule else ()) if before.get(name) != after.get(name)]
        said = ((name, *(found_by(t[name]) if name in t else "" for t in (before, after))) for name in named)
        return "; ".join(f"{name}: {difference(a, b) if a != b else 'changed'}" for name, a, b in said)

    def _of_values(self, row: dict[Any, Any]) -> tuple[str, str]:
        """Name the cause for a hit that both versions have, but value differently."""
        fields = [name for name in _VALUES[:-1] if row[f"{name}_before"] != row[f"{name}_after"]]
        if fields:
            details = (f"{name} {difference(row[f'{name}_before'], row[f'{name}_after'])}" for name in fields)
            return ", ".join(fields), "; ".join(details)
        old, new = (book.defaults.support_scope for book in self._books.values())
        if old != new:
            return "defaults.support_scope", difference(old, new)
        which, since = ("no", "any more") if row["counted_before"] else ("a", "now")
        return "core", f"{which} core hit of the frame in its {new} {since}"

    def _of_missing_term(self, key: tuple[str, str], *, without: str, with_: str) -> tuple[str, str]:
        """Name what became of a term that one version lacks: added, removed, or moved to another frame."""
        elsewhere = next((frame for frame, term in self._terms[without] if term == key[1]), None)
        if elsewhere is not None:
            return "frame", difference(*((elsewhere, key[0]) if without == "before" else (key[0], elsewhere)))
        return ("term added" if without == "before" else "term removed"), found_by(self._terms[with_][key])

    def _overlapping(self, row: dict[Any, Any], side: str) -> str:
        """Name the hits of one version that share characters with a place."""
        if side not in self._by_doc:
            self._by_doc[side] = dict(iter(self._sides[side].groupby("doc", sort=False)))
        table = self._by_doc[side].get(row["doc"], self._sides[side].iloc[:0])
        across = self._books[side].defaults.nested_scope == "codebook"
        shares = (table["start"] < row["end"]) & (table["end"] > row["start"])  # [4,7) shares with [6,9), not [7,9)
        found = table.loc[shares & (across | (table["frame"] == row["frame"]))]
        return "; ".join(f"{t} ({s})" for t, s in zip(found["term"], found["surface"], strict=True))

    def _trace(self, side: str) -> Trace:
        """Make the matcher of one version when first asked for."""
        if side not in self._traces:
            book = self._books[side]
            self._traces[side] = Trace(self._tokens.table, book, variables(book, self._documents, ()))
        return self._traces[side]
