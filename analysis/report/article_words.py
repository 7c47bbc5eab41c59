"""Words of a report: the frequent ones, those the stop list left out, names, and words that follow one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analysis import schema, stats
from analysis.grammar import name_lists
from analysis.report.facts import Name, Place, Word
from analysis.report.prepared import Prepared

_MOST, _LEAST, FALLBACK = 12, 3, 2
_ENOUGH = 5  # words that occur _LEAST times, below which those of FALLBACK are taken in
_MOST_NAMES, _MOST_RUNS = 12, 8
_MERGED = 3  # letters from which a word counts under one tag, as in stats.frequency
_NAMES = {"NNG", "NNP"}
_SHORTEST = 2
_SIGNS = frozenset({"SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW"})
_BROKEN = frozenset({"ETM", "VV", "VA", "EC", "EP", "EF", "NNB", "NP", "IC", "MAG"})  # before a noun, in one word
_BRACKETS = frozenset("《〈「『")
_PRONOUNS = frozenset("나 너 저 우리 저희 그 그녀 그들 이들 저들 자신 자기 본인 당신 여러분 누구 모두".split())
_GENERIC = frozenset(  # heads that name a kind of body or place, and nobody
    "부처 정부 당국 국가 나라 도시 지방 지역 회사 기업 기관 단체 협회 위원회 학교 대학 병원 은행 법원 경찰 검찰 국회 "
    "여당 야당 시청 구청 도청 군청 교육청 의회 조합 재단 공사 공단 센터 연구소 연구원 신문 "
    "방송 언론 정당 공장 마을 동네".split()
)


def frequent(text: Prepared) -> tuple[tuple[Word, ...], tuple[tuple[str, int], ...]]:
    """List the frequent nouns, and the stop words that would stand among them."""
    table = stats.frequency(text.words, minimum=FALLBACK)
    table = table[(table["term"].str.len() > 1) | (table["tag"] != "NNP") & (table["term"] != "")]  # no bare surname
    out = {(lemma, tag) for lemma, tag in text.stop.pairs}
    terms = zip(table["term"], table["tag"], strict=True)
    stopped = np.array([(term, tag) in out or (term, "") in out for term, tag in terms], dtype=bool)
    kept, left = table[~stopped], table[stopped]
    listed, least = _cut(kept, kept["n"].tolist())
    places = _places(text, listed)
    words = tuple(
        _mended(text, Word(term, tag, int(n), 1, places[term, tag]))
        for term, tag, n in zip(listed["term"], listed["tag"], listed["n"], strict=True)
    )
    told = left[left["n"] >= least]
    return words, tuple(zip(told["term"].astype(str), map(int, told["n"]), strict=True))


def _mended(text: Prepared, word: Word) -> Word:
    """Write a word with the letters before it that the analyser cut off as something else than a noun."""
    # Example: 푸르/VA ᆫ/ETM 솔/NNG at each of its places is shown as 푸른솔
    if text.text is None or not word.places:
        return word
    rows, heads = text.rows, set()
    for place in word.places:
        row = int(np.searchsorted(rows.start, place.start))
        first = row
        while first and rows.end[first - 1] >= rows.start[first] and rows.tags[rows.tag[first - 1]] not in _SIGNS:
            first -= 1
        broken = first < row and rows.tags[rows.tag[row - 1]] in _BROKEN
        heads.add(text.text[int(rows.start[first]) : place.start] if broken else "")
    before = heads.pop()
    if heads or not before:
        return word
    shown = tuple(Place(p.sentence, p.start - len(before), p.end) for p in word.places)
    return replace(word, term=before + word.term, places=shown)


def _cut(table: pd.DataFrame, counts: Sequence[int]) -> tuple[pd.DataFrame, int]:
    """Take the rows of the most frequent words, never some of those with one count alone, and say from which count."""
    # Example: counts 5 4 4 3 3 3 with room for four rows: 5 4 4, since the three of 3 would be split
    often = sum(n >= _LEAST for n in counts)
    size = often if often >= _ENOUGH else len(counts)
    if size <= _MOST:
        return table.iloc[:size], _LEAST if often >= _ENOUGH else FALLBACK
    edge = _MOST
    while edge and counts[edge - 1] == counts[edge]:
        edge -= 1
    if not edge:  # more words than fit stand first with one count: all of them, up to twice the room
        edge = sum(n == counts[0] for n in counts)
        edge = edge if edge <= 2 * _MOST else 0
    return table.iloc[:edge], counts[edge - 1] if edge else counts[0]


def names(text: Prepared) -> tuple[Name, ...]:
    """List the persons, organisations and places named, and laws, events and works; none of a redacted text.

    `stats.entities` also lists any other proper noun, pieces of names and words for a kind of body. A report shows a
    name of two letters or more that is no pronoun and no bare kind (정부, 위원회), and of the other proper nouns only
    those that the rules know as a law, an event or a work in brackets.
    """
    if text.redacted:
        return ()
    found = stats.entities(text.tokens, by="mention")
    columns = zip(*(found[name].tolist() for name in ("name", "kind", "start", "end")), strict=True)
    keep = np.array([_is_name(text, name, kind, (start, end)) for name, kind, start, end in columns], dtype=bool)
    listed: dict[tuple[str, str], list[tuple[str, int, int]]] = defaultdict(list)
    for row in found[keep].itertuples(index=False):
        listed[str(row.name), str(row.kind)].append((str(row.term), int(row.start), int(row.end)))  # type: ignore[arg-type]
    order = sorted(listed.items(), key=lambda item: (-len(item[1]), item[1][0][1]))
    result = []
    for (name, kind), mentions in order:
        forms = ", ".join(dict.fromkeys(form for form, _, _ in mentions))
        result.append(Name(name, kind, len(mentions), forms, tuple(text.place(a, b) for _, a, b in mentions)))
    return tuple(result)


def _is_name(text: Prepared, name: str, kind: str, span: tuple[int, int]) -> bool:
    """Whether a found name is worth listing."""
    letters = name.replace(" ", "")
    if len(letters) < _SHORTEST or letters in _PRONOUNS or letters in _GENERIC:
        return False
    if kind != "other":
        return True
    if (text.text or "")[max(span[0] - 1, 0) : span[0]] in _BRACKETS:
        return True
    proper = text.rows.among({"NNP", "SL"}) & (text.rows.start >= span[0]) & (text.rows.end <= span[1])
    return bool(proper.any()) and bool(
        name_lists.LAW.search(letters) or name_lists.EVENT.search(name.rpartition(" ")[2])
    )


def runs(text: Prepared) -> tuple[Word, ...]:
    """List content words that follow one another twice or more, particles and endings between them passed over.

    Only runs with a noun; a run inside a longer one that is as frequent is left out. Verbs and adjectives stand in
    their dictionary form (불 켜다).
    """
    if text.redacted:
        return ()
    found: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for size in (5, 4, 3, 2):
        for key, spans in _sequences(text, size).items():
            inside = any(
                f" {key[0]} " in f" {longer} " and len(held) == len(spans) for (longer, _), held in found.items()
            )
            if not inside:
                found[key] = spans
    order = sorted(found.items(), key=lambda item: (-len(item[1]), -len(item[0][1].split()), item[1][0]))
    words = [
        Word(term, tag, len(spans), len(tag.split()), tuple(text.place(a, b) for a, b in spans))
        for (term, tag), spans in order
    ]
    return tuple(_as_written(text, word) for word in words[:_MOST_RUNS])


def _as_written(text: Prepared, run: Word) -> Word:
    """Write a run as it stands where it is one written word everywhere, such as 푸른솔."""
    written = {(text.text or "")[place.start : place.end] for place in run.places}
    one = next(iter(written)) if len(written) == 1 else ""
    return replace(run, term=one) if one and " " not in one and "\n" not in one else run


def _sequences(text: Prepared, size: int) -> dict[tuple[str, str], list[tuple[int, int]]]:
    """Find the runs of one size that stand twice or more, as `stats.ngrams` counts them, with their places."""
    listed = stats.ngrams(text.words, size=size, minimum=FALLBACK)
    wanted = set(zip(listed["term"].astype(str), listed["tag"].astype(str), strict=True))
    if not wanted:
        return {}
    table = text.words.table
    base = table["tag"].astype(str).str.partition("-")[0]
    content = table[base.isin(schema.CONTENT_TAGS)].assign(base=base)
    lines = list(content[["lemma", "tag", "start", "end", "sentence"]].astype({"lemma": str, "tag": str})
                 .itertuples(index=False, name=None))  # fmt: skip
    stopped = text.stop.pairs
    found: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for at in range(len(lines) - size + 1):
        part = lines[at : at + size]
        key = " ".join(row[0] for row in part), " ".join(row[1] for row in part)
        one_sentence = part[0][4] == part[-1][4]
        bare = [row[1].partition("-")[0] for row in part]
        said = any((row[0], tag) in stopped for row, tag in zip(part, bare, strict=True))
        if one_sentence and not said and _known(key, wanted) and set(bare) & set(schema.NOUN_TAGS):
            spans = found[key[0], " ".join(bare)]
            if not spans or spans[-1][1] <= part[0][2]:
                spans.append((int(part[0][2]), int(part[-1][3])))
    return {key: spans for key, spans in found.items() if len(spans) >= FALLBACK}


def _known(key: tuple[str, str], wanted: set[tuple[str, str]]) -> bool:
    """Whether a run is one of those counted, whatever the suffixes of its tags."""
    bare = " ".join(tag.partition("-")[0] for tag in key[1].split())
    return key in wanted or (key[0], bare) in wanted


def _places(text: Prepared, listed: pd.DataFrame) -> dict[tuple[str, str], tuple[Place, ...]]:
    """Find where the words of a table stand."""
    table = text.words.table
    lemma, tag = table["lemma"].astype(str), table["tag"].astype(str).str.partition("-")[0]
    spans = list(zip(table["start"], table["end"], strict=True))
    where: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for word, kind, span in zip(lemma, tag, spans, strict=True):
        where[word, kind].append(span)
    result = {}
    for term, kind in zip(listed["term"].astype(str), listed["tag"].astype(str), strict=True):
        kinds = _NAMES if len(term) >= _MERGED and kind in _NAMES else {kind}
        found = sorted(span for one in kinds for span in where.get((term, one), []))
        result[term, kind] = tuple(text.place(a, b) for a, b in found)
    return result


def merged(text: Prepared) -> tuple[tuple[str, str, int], ...]:
    """List spellings that were counted as another word, with how often."""
    table = text.words.table
    nouns = table[table["tag"].astype(str).str.partition("-")[0].isin(schema.NOUN_TAGS)]
    pairs: dict[tuple[str, str], int] = defaultdict(int)
    for lemma, surface in zip(nouns["lemma"].astype(str), nouns["surface"].astype(str), strict=True):
        if lemma and surface and lemma.replace(" ", "").casefold() != surface.replace(" ", "").casefold():
            pairs[lemma, surface] += 1
    return tuple((lemma, surface, n) for (lemma, surface), n in sorted(pairs.items()))
