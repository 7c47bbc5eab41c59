"""Dictionaries of other tools as codebooks: quanteda's YAML, LIWC's .dic, and lists of words with their polarity.

Their patterns are globs over written words, ours are sequences of morphemes, so that `경제*` cannot mean
quite the same: here it is the morpheme 경제 with or without nominal morphemes attached (경제가, 경제성장,
경제적), and not a longer morpheme that begins with these characters (경제학자 is one morpheme). Predicates in
dictionary form (슬프다) and as stems (슬프*) become stem and tag (슬프/VA), which finds every inflection.
"""

from __future__ import annotations

import csv
import hashlib
import itertools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from analysis import paths
from analysis.codebook.models import Codebook, Colour
from analysis.codebook.predicates import alone, predicates
from analysis.errors import CodebookError, MissingError
from analysis.files.yaml import parse
from analysis.matcher.pattern import escape, expand
from analysis.messages import message
from analysis.messages.libraries import told


class Entry(NamedTuple):
    """A word of a dictionary, where it stands, and how much it weighs."""

    text: str
    where: str
    weight: float | None = None


_Entries = dict[str, list[Entry]]  # by category

# In this order: none of the first few is the colour of a party.
COLOURS: tuple[Colour, ...] = ("black", "sky", "orange", "purple", "green", "yellow", "red", "blue")
_UNKNOWN = re.compile(r"[?()|<>/\[\]{}]")
_HANGUL = re.compile(r"[가-힣]+")
_LETTERS = re.compile(r"[A-Za-z0-9]{2}|[가-힣\s]")  # in no emoticon
_CUT = re.compile(r"[A-Za-zㄱ-ㅣ]")  # words of these are one morpheme, so that a star stands for the rest of it
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_POLES = {"negative": "부정", "positive": "긍정", "neutral": "중립"}
_POLARITY = "words and polarity"
_LARGEST = 16 * 2**20
_STARS = 8  # in one word: each doubles the number of spellings that the word stands for


def from_quanteda(path: str | Path) -> Codebook:
    """Read a dictionary in quanteda's YAML format as a codebook.

    Every key that holds values is a frame, nested keys joined by a full stop as quanteda joins them; every
    value is a term. A value may be of several words and may hold `*` (see below); `{좋다: 2, 낫다: 1}` gives words
    weights.

    Parameters
    ----------
    path : str or Path
        A .yml or .yaml file in UTF-8 or CP949.

    Returns
    -------
    Codebook
        Status unvalidated, all terms core with weight 1, definitions to be written. `경제*` finds the morpheme
        with or without nominal morphemes attached; without a star it finds the morpheme alone. 슬프다 and 슬프*
        find every inflection, econom* every Latin word that begins so. Case is ignored.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        Naming the line or the entry: if the file cannot be read, a key holds nothing, or an entry has no
        counterpart: `?`, brackets, or a star behind an inflected form (어려*).

    References
    ----------
    Benoit, K. et al. (2018). quanteda: An R package for the quantitative analysis of textual data. Journal of
    Open Source Software 3(30), 774; function dictionary(), format YAML, valuetype glob.
    """
    return _read(path, _quanteda, "quanteda YAML")


def from_liwc(path: str | Path) -> Codebook:
    """Read a dictionary in LIWC's .dic format as a codebook.

    Every category of the header is a frame; every entry is a term of each category whose number stands behind
    it. A star at the end of an entry is a stem.

    Parameters
    ----------
    path : str or Path
        A .dic file in UTF-8 or CP949: categories between two lines of %, then one entry a line.

    Returns
    -------
    Codebook
        As from_quanteda.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        Naming the line: if the file cannot be read, a category is unknown, has no entry or stands twice, or an
        entry has no counterpart (conditional codes such as (02 134), <of>, a star behind an inflected form).

    References
    ----------
    Pennebaker, J. W., Booth, R. J., & Francis, M. E. (2007). Operator's manual: Linguistic Inquiry and Word
    Count LIWC2007, for the format.
    """
    return _read(path, _liwc, "LIWC .dic")


def from_polarity(path: str | Path) -> Codebook:
    """Read a list of words with their polarity, such as KNU's or VADER's, as a codebook.

    Words below 0 are the frame `negative`, those above 0 `positive`, those of 0 `neutral`; what a hit weighs is the
    number without its sign. `framing.poles` of the scores gives the signed sum (`signed`): positive less negative.

    Parameters
    ----------
    path : str or Path
        A .txt, .tsv or .csv file of a word (or several words, or an emoticon) and a number a line, the first line
        a header or not, further columns left aside; or .json, a list of objects with `word` and `polarity`.

    Returns
    -------
    Codebook
        As from_quanteda, with `compare` negative and positive, and `nested_scope: codebook`: where entries overlap,
        the longest counts alone. A term counts once a sentence (`cap_per_sentence`), as in every codebook.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        Naming the line: if it holds no number, a word stands twice with other numbers, or an entry has no counterpart.

    References
    ----------
    Park, S.-M. et al. (2018). KNU Korean sentiment lexicon: Bi-LSTM-based method for building a Korean sentiment
    lexicon. Journal of Intelligence and Information Systems 24(4). Hutto & Gilbert (2014), VADER, for the format.
    """
    rows = _polarity_json if Path(path).suffix.lower() == ".json" else _polarity_lines
    return _read(path, lambda text: _by_sign(rows(text)), _POLARITY)


def _polarity_json(text: str) -> Iterator[tuple[str, str, str]]:
    """Read word, number and place of a list of objects."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        msg = message("line {line}: this is no JSON ({msg})", line=error.lineno, msg=told(error.msg))
        raise CodebookError(msg) from error
    for n, item in enumerate(data if isinstance(data, list) else [data], start=1):
        if not isinstance(item, dict) or not {"word", "polarity"} <= set(item):
            msg = message("object {n} has no word and polarity; write a list of {{word: ..., polarity: ...}}", n=n)
            raise CodebookError(msg)
        yield str(item["word"]), str(item["polarity"]), message("object {n}", n=n)


def _polarity_lines(text: str) -> Iterator[tuple[str, str, str]]:
    """Read word, number and place of lines with tabs, commas or a space between them."""
    for n, line in _filled(text.splitlines(), 0, len(text.splitlines())):
        cells = _cells(line)
        if not _is_pair(cells):
            if n == 1:
                continue  # a header
            msg = message("line {n}: expected a word and a number, found {line!r}", n=n, line=line.strip())
            raise CodebookError(msg)
        yield cells[0], cells[1].strip(), message("line {n}", n=n)


def pairs(text: str) -> float:
    """Return how many of the lines of a text hold a word and a number, as a share."""
    lines = [line for line in text.splitlines() if line.strip()]
    return sum(_is_pair(_cells(line)) for line in lines) / max(len(lines), 1)


def _cells(line: str) -> list[str]:
    """Cut a line at tabs, commas, or its last space."""
    cells = line.split("\t") if "\t" in line else next(csv.reader([line]))
    return cells if len(cells) > 1 else line.rsplit(maxsplit=1)


def _is_pair(cells: list[str]) -> bool:
    """Whether a word is followed by a number."""
    return len(cells) > 1 and _NUMBER.fullmatch(cells[1].strip()) is not None


def _by_sign(rows: Iterable[tuple[str, str, str]]) -> _Entries:
    """Sort words into negative, positive and neutral ones; refuse one that stands twice with other numbers."""
    entries: _Entries = {}
    seen: dict[str, float] = {}
    for word, number, where in rows:
        if not word.strip() or not _NUMBER.fullmatch(number):
            msg = message(
                "{where}: expected a word and a number, found {word!r} and {number!r}",
                where=where,
                word=word,
                number=number,
            )
            raise CodebookError(msg)
        value = float(number)
        if seen.setdefault(" ".join(word.split()), value) != value:
            msg = message("{where}: {word!r} stands twice with other numbers; keep one of them", where=where, word=word)
            raise CodebookError(msg)
        name = "negative" if value < 0 else "positive" if value > 0 else "neutral"
        entries.setdefault(name, []).append(Entry(word, where, abs(value) or None))
    if not entries:
        msg = message("the list is empty; write a word and a number a line")
        raise CodebookError(msg)
    return {name: entries[name] for name in _POLES if name in entries}


def _read(path: str | Path, entries: Callable[[str], _Entries], kind: str) -> Codebook:
    """Read a dictionary, with the file's name before every complaint."""
    file, text, sha256 = open_text(path)
    try:
        return _codebook(file, sha256, entries(text), kind)
    except CodebookError as error:
        msg = message("dictionary {file}: {error}", file=file.name, error=error)
        raise CodebookError(msg) from error


def open_text(path: str | Path) -> tuple[Path, str, str]:
    """Read a file as UTF-8 or CP949; return its path, text and the hash of its bytes."""
    file = Path(path)
    if not paths.is_file(file):
        msg = message("there is no dictionary file at {file}; check the path", file=file)
        raise MissingError(msg)
    if file.stat().st_size > _LARGEST:
        msg = message("dictionary {file} is larger than 16 MiB; split it", file=file.name)
        raise CodebookError(msg)
    raw = file.read_bytes()
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return file, raw.decode(encoding), hashlib.sha256(raw).hexdigest()
        except UnicodeDecodeError:
            continue
    msg = message("dictionary {file} is neither utf-8 nor cp949; save it as utf-8", file=file.name)
    raise CodebookError(msg)


def _quanteda(text: str) -> _Entries:
    """Read the keys and words of a quanteda dictionary."""
    data = parse(text)
    if not isinstance(data, Mapping) or not data:
        msg = message("the top level is no mapping of keys to words; write each category as 'key: [word, word]'")
        raise CodebookError(msg)
    entries: _Entries = {}
    for key, values in data.items():
        _collect(str(key), values, entries)
    return entries


def _collect(key: str, values: Any, entries: _Entries) -> None:
    """Collect the words of a key, and of the keys nested in it under the names of both."""
    # Example: key "경제" with ["시장", {"나라": ["정부"]}] adds 경제: [시장] and 경제.나라: [정부]
    items = values if isinstance(values, list) else [values]
    words = [v for v in items if isinstance(v, str) and v.strip()]
    mappings = [v for v in items if isinstance(v, Mapping)]
    weighted = [v for v in mappings if v and all(isinstance(w, str) and _NUMBER.fullmatch(w) for w in v.values())]
    nested = [v for v in mappings if v not in weighted]
    if len(words) + len(mappings) < len(items) or not items or not key.strip():
        msg = message("key {key!r} holds nothing where words should stand; add words or take it out", key=key)
        raise CodebookError(msg)
    if words:
        entries.setdefault(key, []).extend(Entry(w, message("key {key!r}", key=key)) for w in words)
    for mapping in weighted:
        found = (Entry(str(w), message("key {key!r}", key=key), float(n)) for w, n in mapping.items())
        entries.setdefault(key, []).extend(found)
    for mapping in nested:
        for inner, below in mapping.items():
            _collect(f"{key}.{inner}", below, entries)


def _liwc(text: str) -> _Entries:
    """Read header and entries of a .dic file."""
    # Example: the lines "%", "1<tab>경제", "%", "시장*<tab>1" give {"경제": [("시장*", "line 4")]}
    lines = text.splitlines()
    marks = [n for n, line in enumerate(lines) if line.strip() == "%"]
    if len(marks) < 2 or any(line.strip() for line in lines[: marks[0]]):
        msg = message("line 1: the categories must stand between two lines that hold nothing but %")
        raise CodebookError(msg)
    names: dict[str, str] = {}
    for n, line in _filled(lines, marks[0] + 1, marks[1]):
        number, _, name = line.strip().partition("\t") if "\t" in line.strip() else line.strip().partition(" ")
        if not number.isdigit() or not name.strip() or number in names or name.strip() in names.values():
            msg = message(
                "line {n}: expected a new number and a new name of a category, found {line!r}", n=n, line=line.strip()
            )
            raise CodebookError(msg)
        names[number] = name.strip()
    entries: _Entries = {name: [] for name in names.values()}
    for n, line in _filled(lines, marks[1] + 1, len(lines)):
        entry, *numbers = line.strip().split("\t") if "\t" in line.strip() else line.split()
        codes = " ".join(numbers).split()
        unknown = next((c for c in codes if c not in names), None)
        if unknown is not None or not codes:
            what = (
                message("no category")
                if unknown is None
                else message("the category {unknown!r}, which the header does not have", unknown=unknown)
            )
            msg = message("line {n}: entry {entry!r} has {what}; mend the line", n=n, entry=entry, what=what)
            raise CodebookError(msg)
        for code in codes:
            entries[names[code]].append(Entry(entry.strip(), message("line {n}", n=n)))
    return entries


def _filled(lines: list[str], low: int, high: int) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers from 1."""
    return ((n + 1, lines[n]) for n in range(low, high) if lines[n].strip())


def _codebook(file: Path, sha256: str, entries: _Entries, kind: str) -> Codebook:
    """Build the codebook; an entry that stands twice in a category is one term."""
    empty = next((name for name, found in entries.items() if not found), None)
    if empty is not None:
        msg = message("category {empty!r} has no entry; add one or take the category out", empty=empty)
        raise CodebookError(msg)
    patterns = translated([entry for found in entries.values() for entry in found])
    frames = []
    for (name, found), colour in zip(entries.items(), itertools.cycle(COLOURS), strict=False):
        terms: dict[str, dict[str, Any]] = {}
        for entry in found:
            source = " ".join(entry.text.split())
            if terms.setdefault(source, {"source": source, "weight": entry.weight})["weight"] != entry.weight:
                msg = message(
                    "{where}: entry {source!r} stands twice with other weights; keep one of them",
                    where=entry.where,
                    source=source,
                )
                raise CodebookError(msg)
            if entry.weight is not None and entry.weight <= 0:
                msg = message(
                    "{where}: entry {source!r} weighs {weight:g}; give it a weight above 0, in another key",
                    where=entry.where,
                    source=source,
                    weight=entry.weight,
                )
                raise CodebookError(msg)
        width = len(str(len(terms)))
        listed = [
            {"id": f"{name}-{n:0{width}d}", "match": patterns[source], **term}
            for n, (source, term) in enumerate(terms.items(), start=1)
        ]
        definition = f"사전 {file.name}의 범주 {name}. 코더를 위한 정의는 아직 없다"
        label = {"ko": _POLES.get(name, name), "en": name}
        frames.append({"id": name, "label": label, "colour": colour, "definition": definition, "terms": listed})
    poles = [name for name in _POLES if name in entries and name != "neutral"] if kind == _POLARITY else []
    head = {
        "schema": "kfa-codebook/1",
        "id": file.stem,
        "version": "0",
        "status": "unvalidated",
        "title": {"ko": f"사전 {file.stem}", "en": f"dictionary {file.stem}"},
        "unit": "sentence",
        "compare": tuple(poles) if len(poles) == 2 else None,
        "defaults": {"nested_scope": "codebook" if kind == _POLARITY else "frame"},
        "provenance": {"author": "not stated", "basis": f"read from {file.name} ({kind})", "licence": "not stated"},
    }
    return Codebook.model_validate({**head, "frames": frames, "path": str(file), "sha256": sha256})


def translated(entries: list[Entry]) -> dict[str, str]:
    """Translate every entry into the pattern language; refuse those without counterpart in one sentence."""
    sources = {" ".join(entry.text.split()): entry.where for entry in entries}
    stems = {source: _stem(source) for source in sources}
    starred = {word[:-1] for source in sources for word in source.split() if word[-1] == "*" and _is_hangul(word[:-1])}
    known, kinds = predicates([*filter(None, stems.values()), *starred]), alone(starred)
    for stem in known.keys() & starred:  # 아이* is no noun with a copula
        known[stem] = [pattern for pattern in known[stem] if not pattern.endswith("/VCP")]
    found, refused = dict[str, str](), list[str]()
    for source, where in sources.items():
        try:
            found[source] = _pattern(source, known, kinds, stem=stems[source])
        except CodebookError as error:
            refused.append(message("{where}: entry {source!r}: {error}", where=where, source=source, error=error))
    if refused:
        more = (
            message(" (and {n_refused:,} more: {refused})", n_refused=len(refused) - 1, refused=", ".join(refused[1:6]))
            if len(refused) > 1
            else ""
        )
        msg = f"{refused[0]}{more}"
        raise CodebookError(msg)
    return found


def _is_hangul(text: str) -> bool:
    """Tell whether a text is nothing but Hangul."""
    return _HANGUL.fullmatch(text) is not None


def _stem(entry: str) -> str:
    """Return an entry without the 다 of a dictionary form, or nothing."""
    # Example: "마음이 편하다" gives "마음이 편하", "경제" nothing
    return (
        entry[:-1]
        if entry[-1] == "다" and len(entry.rsplit(maxsplit=1)[-1]) > 1 and _is_hangul(entry.replace(" ", ""))
        else ""
    )


def _pattern(entry: str, known: Mapping[str, list[str]], kinds: Mapping[str, str], *, stem: str) -> str:
    """Translate a glob into the pattern language; refuse one without counterpart."""
    if _is_emoticon(entry):
        return escape(entry)
    if strange := _UNKNOWN.search(entry):
        msg = message(
            "{strange!r} has no counterpart here; write out the words that are meant", strange=strange.group()
        )
        raise CodebookError(msg)
    words = entry.split()
    parts = [_word(word, known, kinds) for word in words]
    if known.get(stem):
        parts[-1] = _any_of(known[stem])
    found = " ".join(parts)
    try:
        expand(found)
    except CodebookError as error:
        msg = message("cannot be read as a pattern: {error}", error=error)
        raise CodebookError(msg) from error
    return found


def _is_emoticon(entry: str) -> bool:
    """Tell an emoticon (:), :/, <3, T_T, *^^*) from a word with signs."""
    signs = [c for c in entry if not c.isalnum()]
    return len(entry) > 1 and not set(signs) <= set("*?") and not _LETTERS.search(entry)


def _word(word: str, known: Mapping[str, list[str]], kinds: Mapping[str, str]) -> str:
    """Translate one word of a glob: each star stands for nothing, or for what follows in the word."""
    # Example: 경제* gives (경제|경제*), *경제* gives (경제|경제*|*경제|*경제*); a star alone stays as it is;
    # econom* gives (econom**|econom*), and 슬프* gives 슬프/VA.
    pieces = re.sub(r"\*+", "*", word).split("*")
    if len(pieces) == 1:
        return word
    stem = word[:-1]
    if kinds.get(stem) == "inflected" and not known.get(stem):
        msg = message(
            "a star behind an inflected form has no counterpart here; write the dictionary form, such as 슬프다"
        )
        raise CodebookError(msg)
    if known.get(stem) and kinds.get(stem) != "noun":
        return _any_of(known[stem])
    if len(pieces) - 1 > _STARS:
        msg = message(
            "{n_pieces:,} stars in one word stand for too many spellings; write {stars} at most",
            n_pieces=len(pieces) - 1,
            stars=_STARS,
        )
        raise CodebookError(msg)
    stars = [_star(left[-1:], right[:1]) for left, right in itertools.pairwise(pieces)]
    spelled = [
        "".join(p + s for p, s in zip(pieces, (*chosen, ""), strict=True)) for chosen in itertools.product(*stars)
    ]
    return _any_of([*spelled, *known.get(stem, ())]) if all(spelled) else word


def _star(left: str, right: str) -> tuple[str, ...]:
    """List what a star between two characters may be: the rest of a Latin word, nominal morphemes, or nothing."""
    return ("**", "*") if _CUT.match(left) or _CUT.match(right) else ("", "*")


def _any_of(patterns: list[str]) -> str:
    """Write patterns as alternatives."""
    return patterns[0] if len(patterns) == 1 else f"({'|'.join(patterns)})"
