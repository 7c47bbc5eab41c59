"""The self-test of a lexicon, what a unit list does to counts, and words that are cut in two ways."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any, NamedTuple

import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.grammar.markers import find
from analysis.korean import PAIRS, particle
from analysis.lexicon.apply_variants import apply
from analysis.lexicon.stance import Stance
from analysis.lexicon.suggest import HasTable
from analysis.lexicon.units import Units
from analysis.lexicon.variants import Concept, Variants
from analysis.matcher.arrays import view
from analysis.messages import message
from analysis.schema import CHECKED, EFFECT, INCONSISTENT

Segment = Callable[..., HasTable]
_CARRIER = "어제는 {} 다시 살폈다."
_FIXED = ("의", "에서", "도", "만", "까지", "부터")
_Probe = tuple[str, str, str, str]


def check(lexicon: Units | Variants | Stance, *, segment: Segment) -> pd.DataFrame:
    """Run the self-test of a unit list, of a list of variants or of stance markers.

    Every unit must be found, as one row, in a probe sentence: closed up, spaced and hyphenated, in each of
    its spellings, and before common particles. Every concept must be found in its examples and in none of
    its counterexamples, whether it is switched on or not, and each of its spellings must be taken by a
    probe unless a context or a neighbour is asked for. Every label of stance must stand in its examples and in none
    of its counterexamples.

    Parameters
    ----------
    lexicon : Units, Variants or Stance
        What `read`, `variants` or `stance` returned.
    segment : callable
        Takes texts by id, `units=` and `variants=`, and returns Tokens: ``da.segment``.

    Returns
    -------
    DataFrame
        Columns CHECKED, one row per check, in the order of the list. Everything is in order if all of `passed` is
        True.

    Raises
    ------
    OptionError
        If the lexicon is none of the three.
    """
    if not isinstance(lexicon, Units | Variants | Stance):
        kind = type(lexicon).__name__
        msg = message(
            "check takes what lexicon.read, variants or stance returned, not {kind}; read the list first", kind=kind
        )
        raise OptionError(msg)
    units = isinstance(lexicon, Units)
    probes = list(_probes(lexicon))
    texts = {f"p{n:05d}": text for n, (_, _, text, _) in enumerate(probes)}
    table = segment(texts, units=lexicon if units else None, variants=None).table if probes else None
    by_doc = {} if table is None else dict(list(table.groupby(table["doc"].astype(str), sort=False)))
    records = []
    for doc, (kind, entry, text, expected) in zip(texts, probes, strict=True):
        rows = by_doc[doc]
        found = _found(rows, entry, lexicon)
        passed = expected in found if expected else not found
        shown = expected if expected and passed else next(iter(found), "")
        records.append((kind, entry, text, expected, shown, passed))
    names = [c.name for c in CHECKED]
    result = pd.DataFrame(records, columns=names).astype(dict.fromkeys(names[:5], "str") | {"passed": "bool"})
    return schema.check(schema.mark(result), CHECKED, what="self-test")


def effect(units: Units, corpus: Any, *, segment: Segment) -> pd.DataFrame:
    """Show what a unit list takes from the words inside its units, and whatever else it changes.

    Parameters
    ----------
    units : Units
        The list.
    corpus : Corpus
        Documents with their text.
    segment : callable
        Takes the corpus, and `units=`, and returns Tokens: ``da.segment``.

    Returns
    -------
    DataFrame
        Columns EFFECT. First, by falling n and unit, what each unit took from which term (by falling loss);
        then, with an empty unit, every term whose count changed outside the units, as the analyser may read
        a neighbour anew; then the units that were never found. A unit that the analyser finds by itself takes
        nothing and has one row with an empty term.

    Raises
    ------
    OptionError
        If `units` is no list of units.
    """
    if not isinstance(units, Units):
        msg = message(
            "effect takes a unit list as lexicon.read returned it, not {kind}; read the list first",
            kind=type(units).__name__,
        )
        raise OptionError(msg)
    before, after = segment(corpus, units=None).table, segment(corpus, units=units).table
    spans = after[after["lemma"].astype(str).isin([u.form for u in units.units])]
    inside = _unit_of_rows(before, spans)
    totals = _counts(before)
    records = []
    numbers = spans["lemma"].astype(str).value_counts()
    for unit, n in sorted(numbers.items(), key=lambda item: (-item[1], str(item[0]))):
        lost = _counts(before[(inside == unit).to_numpy()])
        rows = sorted(((t, k) for t, k in lost.items() if t[0] != unit), key=lambda item: (-item[1], item[0]))
        records += [(unit, n, *term, totals[term], k) for term, k in rows] or [(unit, n, "", "", 0, 0)]
    rest, outside = _counts(before[(inside == "").to_numpy()]), _counts(after.drop(spans.index))
    for term in sorted({*rest, *outside}):
        if change := rest[term] - outside[term]:
            records.append(("", 0, *term, totals[term], change))
    records += [(u.form, 0, "", "", 0, 0) for u in units.units if u.form not in numbers.index]
    kinds = {c.name: {"text": "str", "int": "int64"}[c.kind] for c in EFFECT}
    result = pd.DataFrame(records, columns=list(kinds)).astype(kinds)
    return schema.check(schema.mark(result), EFFECT, what="effect")


def _probes(lexicon: Units | Variants | Stance) -> Iterator[_Probe]:
    """Yield the probes of a lexicon: kind of check, entry, sentence, and what must be found in it."""
    if isinstance(lexicon, Stance):
        for label in lexicon.labels:
            yield from (("example", label.id, text, label.id) for text in label.examples)
            yield from (("counterexample", label.id, text, "") for text in label.counterexamples)
        return
    yield from _unit_probes(lexicon) if isinstance(lexicon, Units) else _concept_probes(lexicon)


def _found(rows: pd.DataFrame, entry: str, lexicon: Units | Variants | Stance) -> list[str]:
    """List the spellings (or the label) of an entry found in the rows of one probe."""
    if isinstance(lexicon, Stance):
        marking = next(m for m in lexicon.markings if m.label == entry)
        return [entry] if len(find(view(rows).require_whole("frame matching"), [marking]).first) else []
    if isinstance(lexicon, Units):
        return rows.loc[rows["lemma"].astype(str) == entry, "surface"].astype(str).tolist()
    return _concept_found(rows, entry, lexicon)


def _unit_probes(units: Units) -> Iterator[_Probe]:
    """Yield the probes of units: the expected spelling must be one row."""
    for unit in units.units:
        spelt: dict[str, str] = {}
        for text in (unit.form, *unit.spellings):
            spelt.setdefault(text, "spaced" if " " in text else "closed")
            spelt.setdefault(text.replace(" ", ""), "closed")
            spelt.setdefault(text.replace(" ", "-"), "hyphenated")
        for text, kind in spelt.items():
            yield kind, unit.form, _CARRIER.format(text), text
        for text in (unit.form, *unit.spellings):
            for after in (*(particle(text, pair) for pair in PAIRS), *_FIXED):
                if "(" not in after:
                    yield "particle", unit.form, _CARRIER.format(text + after), text


def _concept_probes(variants: Variants) -> Iterator[_Probe]:
    """Yield the probes of concepts: the expected spelling must be merged."""
    for concept in variants.concepts:
        for text in concept.examples:
            yield "example", concept.form, text, concept.form
        for text in concept.counterexamples:
            yield "counterexample", concept.form, text, ""
        if not (concept.context or concept.not_after or concept.not_before):
            for text in concept.surfaces:
                yield "closed", concept.form, f"{text}, 다시 살폈다.", text


def _concept_found(rows: pd.DataFrame, form: str, variants: Variants) -> list[str]:
    """List the spellings merged into a concept when it alone is switched on, its form first."""
    merged = apply(rows, _alone(variants, form))[1]
    found = merged.loc[(merged["n"] > 0) & (merged["lemma"] == form), "surface"].astype(str).tolist()
    return [form, *found] if found else []


def _alone(variants: Variants, form: str) -> Variants:
    """Return the list itself if a concept is on, else a list of that concept alone, switched on."""
    concept = next(c for c in variants.concepts if c.form == form)
    if concept.on:
        return variants
    return Variants(variants.id, variants.version, (Concept(**{**vars(concept), "on": True}),))


def _unit_of_rows(table: pd.DataFrame, spans: pd.DataFrame) -> pd.Series:
    """Return for every row the unit whose span holds it, or an empty text."""
    named = pd.Series("", index=table.index, dtype="str")
    by_doc = {str(doc): rows for doc, rows in table.groupby("doc", observed=True)}
    for doc, start, end, lemma in spans[["doc", "start", "end", "lemma"]].itertuples(index=False, name=None):
        rows = by_doc[str(doc)]
        inside = (rows["start"] >= start) & (rows["end"] <= end) & (rows["end"] > rows["start"])
        named.loc[rows.index[inside]] = str(lemma)
    return named


def _counts(table: pd.DataFrame) -> Counter[tuple[str, str]]:
    """Count rows by lemma and tag."""
    return Counter(zip(table["lemma"].astype(str), table["tag"].astype(str), strict=True))


_NOUNS = frozenset({"NNG", "NNP", "SL", "SH", "XR"})
_STEM = _NOUNS | {"NNB", "NR", "SN", "XPN", "XSN"}
_SIGN = re.compile(r"S[FPSEOWB]|W_|UN")


class _Row(NamedTuple):
    """The columns of a token row that are compared."""

    doc: str
    surface: str
    form: str
    tag: str
    sentence: int
    start: int
    end: int


def inconsistent(table: pd.DataFrame) -> pd.DataFrame:
    """List what is written alike in a document and was analysed in different ways.

    Looked at is the noun at the head of every written word: 매사추세츠공대에서 and 매사추세츠공대를 have the
    same one. It is listed when its rows or their tags differ from place to place, or when the same
    written word gave another noun (기업인 as 기업 and as 기업인). What differs in particles, endings and
    words without a noun (가다, 가) is no news and is not listed.

    Parameters
    ----------
    table : DataFrame
        Token table (schema.TOKENS), any layer. Words with a blanked row are left out.

    Returns
    -------
    DataFrame
        Columns INCONSISTENT: one row per document, surface and analysis, so at least two rows for a surface; by
        document in the order of the table, then surface, falling n and analysis. Empty where all is consistent.

    Raises
    ------
    SchemaError
        If columns are missing.
    """
    schema.check(table, schema.TOKENS, what=message("tokens table"))
    words = _words(table)
    stems = words[words["stem"] != ""]
    by_stem = stems.assign(surface=stems["stem"])
    whole = stems.groupby(["doc", "word"])["stem"].transform("nunique") > 1
    by_word = stems[whole].assign(surface=stems["word"], analysis=stems["full"])
    rows = pd.concat([by_stem, by_word]).drop_duplicates(["doc", "surface", "start"])
    counts = rows.groupby(["doc", "surface", "analysis"], as_index=False).agg(
        n=("start", "size"), start=("start", "min")
    )
    several = counts.groupby(["doc", "surface"])["analysis"].transform("size") > 1
    order = {doc: n for n, doc in enumerate(table["doc"].astype(str).unique())}
    listed = counts[several].assign(_doc=lambda t: t["doc"].map(order).astype("int64"), _n=lambda t: -t["n"])
    listed = listed.sort_values(["_doc", "surface", "_n", "analysis"], ignore_index=True)
    kinds = {c.name: {"text": "str", "int": "int64"}[c.kind] for c in INCONSISTENT}
    result = listed[[c.name for c in INCONSISTENT]].astype(kinds)
    return schema.check(schema.mark(result), INCONSISTENT, what="inconsistent")


def _words(table: pd.DataFrame) -> pd.DataFrame:
    """Tabulate the written words: document, word, its noun, the analysis of the noun and of the whole, start."""
    texts = (table[c].astype(str) for c in ("doc", "surface", "form", "tag"))
    numbers = (table[c].tolist() for c in ("sentence", "start", "end"))
    records: list[tuple[str, str, str, str, str, int]] = []
    word: list[_Row] = []
    reach = 0
    for row in map(_Row._make, zip(*texts, *numbers, strict=True)):
        sign = _SIGN.match(row.tag) is not None
        if word and (sign or row.start > reach or (row.doc, row.sentence) != (word[0].doc, word[0].sentence)):
            records.append(_word(word))
            word = []
        if not sign:
            reach = max(reach, row.end) if word else row.end
            word.append(row)
    if word:
        records.append(_word(word))
    return pd.DataFrame(records, columns=["doc", "word", "stem", "analysis", "full", "start"])


def _word(rows: list[_Row]) -> tuple[str, str, str, str, str, int]:
    """Return a written word as a record; without a noun, or with a blanked row, its stem is empty."""
    # Example: 기업/NNG 인/XSN 이/JKS gives word 기업인이, stem 기업인, analyses "기업/NNG 인/XSN" and of the whole word
    stem = list(takewhile(lambda row: row.tag.partition("-")[0] in _STEM, rows))
    readable = all(row.surface for row in rows if row.end > row.start)
    noun = _text(stem) if readable and any(row.tag in _NOUNS for row in stem) else ""
    return rows[0].doc, _text(rows), noun, _analysis(stem), _analysis(rows), rows[0].start


def _text(rows: list[_Row]) -> str:
    """Join the surfaces of rows, each character once where spans overlap."""
    text, reach = "", rows[0].start if rows else 0
    for row in rows:
        text += row.surface[max(0, reach - row.start) :]
        reach = max(reach, row.end)
    return text


def _analysis(rows: list[_Row]) -> str:
    """Write rows as form/tag."""
    return " ".join(f"{row.form}/{row.tag}" for row in rows)
