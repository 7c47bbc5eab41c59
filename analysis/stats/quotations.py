"""Quotations: what is said in a text, in marks or in reported speech, and who says it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.grammar import name_lists, saying, speech
from analysis.grammar.attribution import Said
from analysis.grammar.names import Name, Page, shown
from analysis.grammar.noun_runs import title_of
from analysis.matcher.arrays import Arrays
from analysis.messages import message
from analysis.stats.counting import require_unredacted
from analysis.stats.entities import names_in, pages
from analysis.tokens import Tokens
from analysis.tokens.over_parts import stacked
from analysis.tokens.tokens import arrays

_WHAT = "stats.quotations"
_DTYPES = {"int": "int64", "bool": "bool", "text": "str"}
_BRACKETS = re.compile(r"\([^()]*\)")
_SURNAMED = re.compile(rf"[{''.join(sorted(name_lists.SURNAMES))}] (?:전 )?[가-힣]{{2,5}}")  # 이 의원
_SIDES = ("측", "쪽", "캠프", "측근")


@dataclass(frozen=True)
class _Speaker:
    """Who speaks: the words, their letters, and what is known of them."""

    words: str = ""
    start: int = -1
    end: int = -1
    title: str = ""
    name: str = ""
    kind: str = "none"
    anonymous: bool = False


def quotations(tokens: Tokens) -> pd.DataFrame:
    """Find what is quoted in texts, and who says it, by written rules.

    The unit is the quotation: what stands between double quotation marks (“ ”, " ", “ “, „ “, ＂ ＂) where it is
    speech, and reported speech (…다고 말했다, N에 따르면 …). Marks of titles (「 」, 『 』, « ») quote before
    a particle of quotation, around a full stop, or where the paragraph quotes so. Single marks are emphasis, and
    double ones around a name or a term are no speech. Rules look for a verb or noun of saying (라고 말했다, 라는 지적)
    and for its subject or topic in the sentence, which goes on over what is quoted; where the sentence has none, the
    speaker of the sentence before in the same paragraph is carried on. They look beyond the paragraph only for a
    quotation that is one by itself, and there at the sentence that says whose it is (이같이 말했다); a speaker that
    they do not find stays empty. `rule` names the rule; docs/voices.md says how often each is right.

    A source is anonymous where the text gives no name: 관계자, 당국자, 핵심 참모, 측, A씨, 한 의원, 여권 일각. Bodies
    (정부, 검찰) and offices of one person (대통령) are not.

    Parameters
    ----------
    tokens : Tokens
        Morpheme or unit layer, not redacted, every row.

    Returns
    -------
    DataFrame
        Columns schema.QUOTATIONS, by document in the order of the text. `name` is the full name of a person that the
        document names with the title of the mention (홍길동 대표 … 홍 대표); `attrs["ambiguous"]` lists, as document
        and mention, those that two persons fit and that stay as they are. Empty where nothing is quoted.

    Raises
    ------
    OptionError
        If the tokens are pre-tokenised without tags.
    RefusalError
        If they are redacted.
    SchemaError
        If rows were taken out of the tokens.

    References
    ----------
    A rule set of the kit's own, in the manner of Pouliquen, B., Steinberger, R. & Best, C. (2007), Automatic
    detection of quotations in multilingual news, RANLP.

    Examples
    --------
    >>> import analysis as da
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "김철수 대표는 “다리를 고치자”고 말했다."}))
    >>> quotations(tokens)[["text", "speaker", "kind", "verb"]].values.tolist()
    [['다리를 고치자', '김철수 대표', 'direct', '말하다']]
    """
    require_unredacted(tokens, "quotations")
    if tokens.recipe.layer == "terms":
        msg = message(
            "stats.quotations needs the analyser's tags, and these tokens are pre-tokenised; use segment(corpus)"
        )
        raise OptionError(msg)
    return stacked(tokens, _quotations)


def _quotations(tokens: Tokens) -> pd.DataFrame:
    """Find what is quoted in an ordinary table."""
    rows = arrays(tokens).require_whole(_WHAT)
    found: list[Said] = []
    for piece in rows.pieces(documents=True):
        found += [_moved(said, piece.offset) for said in speech.find(piece)]
    records, ambiguous = _records(rows, found)
    table = pd.DataFrame(records, columns=[c.name for c in schema.QUOTATIONS])
    table = table.astype({c.name: _DTYPES[c.kind] for c in schema.QUOTATIONS})
    schema.describe(table, schema.About(chart="voices", ambiguous=ambiguous), source=tokens.recipe)
    return schema.check(schema.mark(table), schema.QUOTATIONS, what=message("quotations"))


def _moved(said: Said, before: int) -> Said:
    """Count rows from the first of the table."""
    moved = said._replace(row=said.row + before)
    return moved._replace(first=said.first + before, last=said.last + before) if said.first >= 0 else moved


def _records(rows: Arrays, found: list[Said]) -> tuple[list[tuple[object, ...]], tuple[str, ...]]:
    """Write a row a quotation, and list the mentions that several persons fit."""
    by_doc: dict[str, list[Said]] = defaultdict(list)
    for said, doc in zip(found, rows.strings("doc", np.array([s.row for s in found], np.int64)), strict=True):
        by_doc[doc].append(said)
    records: list[tuple[object, ...]] = []
    unclear: dict[str, None] = {}
    for doc, page in pages(rows, docs=frozenset(by_doc)):
        speaks = any(said.first >= 0 for said in by_doc[doc])
        people = _People(page, names_in(page) if speaks else [])
        for said in by_doc[doc]:
            who = people.speaker(rows, said)
            unclear |= dict.fromkeys(f"{doc}: {who.words}" for _ in range(who.words in people.unclear))
            place = (int(rows.numbers[name][said.row]) for name in ("paragraph", "sentence"))
            verb = f"{said.verb}다" if said.verb else ""
            records.append(
                (
                    doc, *place, said.start, said.end, page.letters[said.start : said.end], said.kind,
                    who.words, who.start, who.end, who.title, who.name, who.kind, who.anonymous,
                    verb, saying.class_of(said.verb), said.carried and bool(who.words), said.rule,
                )
            )  # fmt: skip
    return records, tuple(unclear)


class _People:
    """The names of a document, and which of them a mention stands for."""

    def __init__(self, page: Page, names: list[Name]) -> None:
        self.page = page
        self.names = list(zip(names, shown(names), strict=True))
        self.titles: dict[str, set[str]] = {}
        for name in names:
            if name.kind == "person" and not name.part:
                self.titles.setdefault(name.term, set()).update(name.titles)
        self.unclear: set[str] = set()

    def speaker(self, rows: Arrays, said: Said) -> _Speaker:
        """Tell who a noun phrase is."""
        if said.first < 0:
            return _Speaker()
        start, end = rows.span(said.first, said.last)
        words = self.page.letters[start:end].strip("<>‘’《》「」 ")
        start += self.page.letters[start:end].find(words)
        end = start + len(words)
        inside = [(name, full) for name, full in self.names if start <= name.start and name.end <= end]
        glossed = [(start + m.start(), start + m.end()) for m in _BRACKETS.finditer(words)]
        people = [(name, full) for name, full in inside if name.kind == "person" and not _within(name, glossed)]
        last = words.split()[-1]
        pronoun = words in saying.PRONOUNS
        beside = last.endswith(_SIDES) or saying.unnamed_person(words)
        of_person = next((min(name.titles) for name, _ in people if name.titles), "")
        title = "" if last.endswith(_SIDES) else title_of(last) or of_person
        alone = _SURNAMED.fullmatch(words) is not None and not (
            words[0] == "한" and (saying.title_end(last) or not title)
        )
        named = bool(people) or alone
        anonymous = not pronoun and (beside or (not named and saying.unnamed(words, title)))
        name = words if beside or len(people) != 1 else self._full(people[0], words, title)
        return _Speaker(
            words, start, end, title, name, _kind(words, inside, title, named=named and not beside), anonymous
        )

    def _full(self, person: tuple[Name, str], words: str, title: str) -> str:
        """Give the name that a person is counted under: the full one where a single person of the document fits."""
        # 홍길동 대표 … 홍 대표 -> 홍길동; with 홍길서 대표 in the document besides: 홍 대표, which is unclear
        name, full = person
        if not name.part:
            return full if " " in full else name.term
        surname = name_lists.HANJA.get(name.term, name.term)
        fits = [
            known
            for known, titles in self.titles.items()
            if known[0] == surname and " " not in known and title in titles
        ]
        if len(fits) == 1:
            return fits[0]
        if len(fits) > 1:
            self.unclear.add(words)
        return words


def _within(name: Name, brackets: list[tuple[int, int]]) -> bool:
    """Whether a name stands in brackets, as the Hanja of the one before."""
    return any(low <= name.start < high for low, high in brackets)


def _kind(words: str, inside: list[tuple[Name, str]], title: str, *, named: bool) -> str:
    """Tell a person from a body, a group and a document, by the last word and by the names inside."""
    last = words.rsplit(maxsplit=1)[-1]
    if named or title:
        return "person"
    if last in saying.DOCUMENTS:
        return "document"
    if last.removesuffix("들") in saying.COLLECTIVE or last.endswith(("들", "계")) or words in {"이들", "그들"}:
        return "collective"
    if saying.unnamed(words, "") or last in saying.PRONOUNS or last[-1] in "씨자인민생" or last in saying.KIN:
        return "person" if not last.endswith(_SIDES) else "organisation"
    kinds = [name.kind for name, _ in inside]
    return "person" if kinds and kinds[-1] == "person" else "organisation"
