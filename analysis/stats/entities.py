"""Entities: the names in a text, by a written set of rules."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd

from analysis import lexicon, schema
from analysis.errors import OptionError
from analysis.grammar import name_lists
from analysis.grammar.names import Name, Page, find, shown
from analysis.lexicon import Units
from analysis.matcher.arrays import Arrays, edges
from analysis.messages import message
from analysis.options import require_choice
from analysis.paths import LEXICONS
from analysis.stats.counting import require_unredacted
from analysis.tokens import Tokens
from analysis.tokens.over_parts import stacked
from analysis.tokens.tokens import arrays

_KINDS = {"place": "place"} | dict.fromkeys(("party", "ministry", "agency", "body", "firm"), "organisation")


def entities(tokens: Tokens, *, by: Literal["name", "mention"] = "name") -> pd.DataFrame:
    """Find names of persons, organisations and places by rules, and say how often each occurs.

    The unit of counting is the mention. The rules read the letters of a document with the tags of its
    tokens; what one has claimed no later one takes:

    1. listed names: the unit list names.yaml (parties, ministries, agencies, places, bodies, firms), and
       lists of countries, cities, counties, offices, media, firms and short forms (grammar/name_lists.py).
       Those that are also common words (예산, 전주) count beside a province or in a list of places alone;
    2. persons: a surname and two syllables with an age or a photograph behind it, 홍길동(45), with a title
       behind it, also after an office (이순신 부산시장, 홍길동 전 환경부 장관), in a list with such a name
       (나길동·안길수 의원), or that the analyser calls a proper noun; foreign names before a title or with
       a known part (넬슨 만델라 전 대통령); and these names wherever else they stand in the document;
    3. organisations and places by their endings (위원회, 병원, 대학교; 시, 동, 공항), also over a space
       (서울 중앙지법, 하네다 공항); what stands in brackets behind a name as its abbreviation (KISA);
    4. a surname before a title, and Hanja for it: 윤 대통령, 김씨, 尹;
    5. other: any proper noun besides of two letters or more, works in 《 》, laws, events.

    Within a document a mention of a person is counted under the full name (`name`): 윤 대통령 and 尹 under
    윤석열 if he alone of the persons named there in full has this surname, unless he is named with other
    titles only; among several with this surname, under the one who alone is named with this title. 트럼프
    goes with 도널드 트럼프 if nobody else there has this part. The others stay as they are written, a
    surname with its title (김 장관), and such a row is no person: two may share it.

    It misses persons without a title whose name the analyser breaks, firms that no list holds and long
    names with spaces; names of places may stand for governments. docs/figures-in-text.md says how much is
    found and how much of it is right. Look at the mentions before you count them.

    Parameters
    ----------
    tokens : Tokens
        Morpheme or unit layer, not redacted, every row.
    by : {"name", "mention"}
        One row a name and kind, or one a mention.

    Returns
    -------
    DataFrame
        By name: columns schema.ENTITIES by falling n, ties by term and kind, with the forms counted and the
        place of the first mention. By mention: columns schema.MENTIONS in the order of the text. Empty where
        nothing is found.

    Raises
    ------
    OptionError
        If `by` is neither, the tokens are redacted, or pre-tokenised without tags.

    References
    ----------
    A rule set of the kit's own, in the manner of gazetteers and cue words: Nadeau, D. & Sekine, S. (2007). A
    survey of named entity recognition and classification. Lingvisticae Investigationes 30(1).

    Examples
    --------
    >>> import analysis as da
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "보건복지부는 부산에서 회의를 열었다."}))
    >>> entities(tokens)[["term", "kind", "n"]].values.tolist()
    [['보건복지부', 'organisation', 1], ['부산', 'place', 1]]
    """
    require_choice("by", by, ("name", "mention"))
    require_unredacted(tokens, "entities")
    if tokens.recipe.layer == "terms":
        msg = message(
            "stats.entities needs the analyser's tags, and these tokens are pre-tokenised; use segment(corpus)"
        )
        raise OptionError(msg)
    found = stacked(tokens, _mentions)
    if by == "mention":
        return found
    names = (
        found.assign(form=found["term"], term=found["name"])
        .groupby(["term", "kind"], sort=True)
        .agg(
            forms=("form", "first"),
            n=("term", "size"),
            docs=("doc", "nunique"),
            doc=("doc", "first"),
            start=("start", "first"),
            end=("end", "first"),
        )
    )
    names["forms"] = names.index.map(_forms(found)).astype(names["forms"].dtype)
    table = names.reset_index().sort_values(["n", "term", "kind"], ascending=[False, True, True], ignore_index=True)
    schema.describe(table, schema.About(mentions=len(found)), source=tokens.recipe)
    return schema.check(table, schema.ENTITIES, what="entities")


def _forms(mentions: pd.DataFrame) -> dict[tuple[str, str], str]:
    """List the forms of every name and kind, the most frequent first, then by their first mention."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for name, kind, form in zip(*(mentions[column].tolist() for column in ("name", "kind", "term")), strict=True):
        counts.setdefault((name, kind), Counter())[form] += 1
    return {key: ", ".join(form for form, _ in counted.most_common()) for key, counted in counts.items()}


def _mentions(tokens: Tokens) -> pd.DataFrame:
    """Find the names of every document, with their kind and the name that each is counted under."""
    held = arrays(tokens)
    rows = held if held.words.all() else held.take(held.words)
    found: list[tuple[object, ...]] = []
    places: list[int] = []  # rows in which the mentions start
    for doc, page in pages(rows):
        names = names_in(page)
        for name, full in zip(names, shown(names), strict=True):
            places.append(page.first + bisect_right(page.starts, name.start) - 1)
            found.append((doc, 0, 0, name.start, name.end, name.term, name.kind, full))
    frame = pd.DataFrame(found, columns=[c.name for c in schema.MENTIONS])
    for column in ("paragraph", "sentence"):
        frame[column] = rows.numbers[column][np.array(places, np.int64)]
    frame = frame.astype({c.name: "str" if c.kind == "text" else "int64" for c in schema.MENTIONS})
    sentences, paragraphs, documents = (
        int(ids[-1]) + 1 if len(held) else 0
        for ids in (held.unit("sentence"), held.unit("paragraph"), held.unit("document"))
    )
    counted = schema.About(sentences=sentences, paragraphs=paragraphs, documents=documents)
    schema.describe(frame, counted, source=tokens.recipe)
    return schema.check(schema.mark(frame), schema.MENTIONS, what="mentions")


def pages(rows: Arrays, *, docs: Collection[str] | None = None) -> Iterator[tuple[str, Page]]:
    """Spell documents, all or some; the rows have no gaps."""
    bounds = edges(rows.codes["doc"])
    for (first, last), doc in zip(pairwise(bounds.tolist()), rows.strings("doc", bounds[:-1]), strict=True):
        if docs is None or doc in docs:
            yield doc, _page(rows, first, last)


def names_in(page: Page) -> list[Name]:
    """Find the names of a document."""
    kinds, spaced = _lists()
    listed = [(start, end, _KINDS[unit.kind]) for start, end, unit in spaced.spans(page.letters)]
    return find(page, listed, kinds)


def _page(rows: Arrays, first: int, last: int) -> Page:
    """Spell a document as its tokens do, with spaces between words and breaks between paragraphs."""
    starts, ends = rows.start[first:last].tolist(), rows.end[first:last].tolist()
    written, names = rows.vocabulary.written("surface"), rows.tags
    letters = [" "] * max(ends)
    last_paragraph = 0
    columns = (rows.codes["surface"][first:last].tolist(), rows.numbers["paragraph"][first:last].tolist())
    for start, end, code, paragraph in zip(starts, ends, *columns, strict=True):
        letters[start:end] = written[code]
        if paragraph != last_paragraph and start:
            letters[start - 1] = "\n"
        last_paragraph = paragraph
    tags = [names[code] for code in rows.tag[first:last].tolist()]
    return Page("".join(letters), starts, ends, tags, first)


@cache
def _lists() -> tuple[dict[str, str], Units]:
    """Give the kinds of listed names, and the list of those with a space in them."""
    names = lexicon.read(LEXICONS / "names.yaml")
    kinds = dict.fromkeys(name_lists.PLACES, "place")
    kinds |= {f"{place}{end}": "place" for place in name_lists.COUNTIES for end in "시군구"}
    kinds |= dict.fromkeys(name_lists.OTHERS, "other")
    kinds |= dict.fromkeys(name_lists.OFFICES | name_lists.NAMED | name_lists.LATIN, "organisation")
    kinds |= {text: _KINDS[unit.kind] for unit in names.units for text in (unit.form, *unit.spellings)}
    kinds |= {name.removesuffix("원회"): kind for name, kind in kinds.items() if name.endswith("위원회")}
    more = tuple(lexicon.Unit(text, "NNP", kind="place" if "공화국" in text else "body") for text in name_lists.SPACED)
    return kinds, replace(names, units=(*names.units, *more))
