"""Entities: the names in a text, by a written set of rules."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.grammar import name_lists
from analysis.stats.counting import require_unredacted
from analysis.tokens import Tokens

_NOUNS = frozenset({"NNG", "NNP", "SL", "SH", "XPN", "XSN", "SN", "NR"})
_NAMES = frozenset({"NNP", "SL", "SH"})


def entities(tokens: Tokens, *, by: Literal["name", "mention"] = "name") -> pd.DataFrame:
    """Find names of persons, organisations and places by rules, and say how often each occurs.

    The unit of counting is the mention: nouns written without a space between them that hold a proper noun
    (NNP, or foreign letters and Hanja beside one), or that spell an office of state or end like an
    organisation. The rules, the first that fits:

    1. organisation: one of a list of central offices; a proper noun with an ending such as 대학교, 병원,
       은행, 협회, 전자 or 당; two or more nouns with an ending such as 위원회, 공단 or 연구원 that are no
       common word (운영위원회, 시중은행);
    2. place: one of a list of countries, provinces and cities, or a proper noun with 시, 군, 구, 도, 강;
    3. person: a proper noun before a title (장관, 교수, 씨; also 전 장관), and the same name without its
       title elsewhere in the document;
    4. other: any proper noun besides.

    It misses persons without a title, names that the analyser breaks into common nouns, names with a space
    in them (units lists mend that: use `segment(corpus, units=...)`), and it joins nobody with nobody: 이
    대표 and the full name are two. A name that is a common word is not found, and places that stand for
    governments are places. Look at the mentions before you count them.

    Parameters
    ----------
    tokens : Tokens
        Morpheme or unit layer, not redacted, every row.
    by : {"name", "mention"}
        One row a name and kind, or one a mention.

    Returns
    -------
    DataFrame
        By name: columns schema.ENTITIES by falling n, ties by term and kind, with the place of the first
        mention. By mention: columns schema.MENTIONS in the order of the text. Empty where nothing is found.

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
    if by not in ("name", "mention"):
        msg = f"by {by!r} is not known; use name or mention"
        raise OptionError(msg)
    require_unredacted(tokens, "entities")
    if tokens.recipe.layer == "terms":
        msg = "stats.entities needs the analyser's tags, and these tokens are pre-tokenised; use segment(corpus)"
        raise OptionError(msg)
    found = _mentions(tokens.table)
    if by == "mention":
        return schema.check(found, schema.MENTIONS, what="mentions")
    names = found.groupby(["term", "kind"], sort=True).agg(
        n=("term", "size"),
        docs=("doc", "nunique"),
        doc=("doc", "first"),
        start=("start", "first"),
        end=("end", "first"),
    )
    table = names.reset_index().sort_values(["n", "term", "kind"], ascending=[False, True, True], ignore_index=True)
    schema.describe(table, schema.About(mentions=len(found)))
    return schema.check(table, schema.ENTITIES, what="entities")


def _mentions(table: pd.DataFrame) -> pd.DataFrame:
    """Find the chunks of nouns that are names, with their kind."""
    chunks = _chunks(table)
    kinds = {row: _kind(*row) for row in set(zip(chunks["term"], chunks["proper"], chunks["pieces"], strict=True))}
    rows = zip(chunks["term"], chunks["proper"], chunks["pieces"], strict=True)
    chunks = chunks.assign(kind=pd.Series([kinds[row] for row in rows], index=chunks.index, dtype="str"))
    korean = (chunks["term"].str.len() == 3) & chunks["term"].str[0].isin(name_lists.SURNAMES) & chunks["proper"]
    ends_as_village = chunks["term"].str[-1].isin(list("동강산리")) & ~chunks["term"].isin(name_lists.PLACES)
    village = (chunks["kind"] == "place") & ends_as_village
    unclear = (chunks["kind"] == "other") | (village & korean)  # 홍길동 may be a village
    short = (chunks["term"].str.len() <= 4) | chunks["ruler"]  # longer ones before 대표 are firms
    titled = chunks["title"] & unclear & ((chunks["named"] & short) | korean)
    pairs = set(zip(chunks["doc"][titled], chunks["term"][titled], strict=True))
    known = pd.Series(
        [pair in pairs for pair in zip(chunks["doc"], chunks["term"], strict=True)], index=chunks.index, dtype=bool
    )
    chunks["kind"] = chunks["kind"].mask(known & unclear, "person")
    found = chunks[chunks["kind"] != ""].reset_index(drop=True)
    return found[[c.name for c in schema.MENTIONS]]


def _chunks(table: pd.DataFrame) -> pd.DataFrame:
    """Join nouns that touch each other, and look whether a title follows."""
    tag = table["tag"].astype(str).str.partition("-")[0]
    noun = tag.isin(_NOUNS).to_numpy()
    doc = pd.factorize(table["doc"])[0]
    start, end = (table[c].to_numpy() for c in ("start", "end"))
    sentence = table["sentence"].to_numpy()
    joined = np.zeros(len(table), dtype=bool)
    joined[1:] = (doc[1:] == doc[:-1]) & (sentence[1:] == sentence[:-1]) & (start[1:] == end[:-1]) & noun[:-1]
    group = np.cumsum(noun & ~joined)[noun]
    form = table["form"].astype(str)
    near = np.zeros(len(table), dtype=bool)
    near[:-1] = (doc[1:] == doc[:-1]) & (start[1:] - end[:-1] <= 1) & (start[1:] >= end[:-1])
    title = form.isin(name_lists.TITLES).to_numpy()
    second = np.r_[title[1:], False] & near
    ruler = np.r_[form.isin(name_lists.RULERS).to_numpy()[1:], False] & near
    before = np.r_[form.isin(name_lists.BEFORE_TITLE).to_numpy()[1:], False]
    titled = second | (before & near & np.r_[second[1:], False])
    rows = pd.DataFrame(
        {
            "group": group,
            "doc": table["doc"].astype(str)[noun].to_numpy(),
            "paragraph": table["paragraph"].to_numpy()[noun],
            "sentence": sentence[noun],
            "start": start[noun],
            "end": end[noun],
            "term": table["surface"].astype(str)[noun].to_numpy(),
            "proper": (tag == "NNP").to_numpy()[noun],
            "named": tag.isin(_NAMES).to_numpy()[noun],
            "title": titled[noun],
            "ruler": ruler[noun],
        }
    )
    first_or_last = dict.fromkeys(("doc", "paragraph", "sentence", "start"), "first") | {
        "end": "last",
        "title": "last",
        "ruler": "last",
    }
    grouped = rows.groupby("group", sort=True)
    chunks = grouped.agg(first_or_last | {"term": "sum", "proper": "any", "named": "all"})
    return chunks.assign(pieces=grouped.size()).astype({"doc": "str", "term": "str"}).reset_index(drop=True)


def _kind(term: str, proper: bool, pieces: int) -> str:
    """Name the kind of a chunk by its own letters; empty where it is no name."""
    ended = name_lists.ORGANISATION.search(term)
    if term in name_lists.OFFICES:
        return "organisation"
    if term in name_lists.PLACES:
        return "place"
    if proper and len(term) >= 3 and ((ended and ended.start() > 0) or name_lists.SCHOOL.search(term)):
        return "organisation"
    if pieces > 1 and name_lists.NAMES_ITSELF.search(term) and not name_lists.COMMON.match(term):
        return "organisation"
    if proper and len(term) >= 3 and name_lists.PLACE.search(term):
        return "place"
    return "other" if proper else ""
