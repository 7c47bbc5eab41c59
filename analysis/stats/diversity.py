"""Diversity: how varied the vocabulary of each document is, and descriptors of its sentences."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.korean import visible
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.counting import LAYERS, Tags, phrase, require_unredacted
from analysis.tokens import Tokens
from analysis.tokens.counts import Unit, plain_tags
from analysis.tokens.over_parts import stacked

_UNITS = {"lemma": "기본형", "surface": "표면형", "form": "형태"}
_PLAIN = ("ttr", "guiraud", "herdan_c", "maas", "mtld", "hdd", "yule_k", "simpson_d", "cttr")
_SIGNS = ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW", "SB")
_TYPES = ("declarative", "interrogative", "directive", "open_ended", "without_ending")
_COUNTED = {
    "nominal": ["ETN"],
    "nouns": ["NNG", "NNP"],
    "predicates": ["VV", "VA"],
    "hanja": ["SH"],
    "foreign": ["SL"],
    "content": list(schema.CONTENT_TAGS),
}
_INTERROGATIVE = re.compile(r".*까|.*냐|(ㄴ|는|은|던)가|.*랴")
_DIRECTIVE = re.compile(r"으?(십시오|시오|세|라|렴|려무나|소서)|ㅂ시다|읍시다|[아어여거너]라|자")
_OPEN_ENDED = re.compile(
    r"[아어여]|지|죠|에|예|야|으?니|으?나|(ㄴ|는|은|던)데|(ㄴ|는|은|ㄹ|을|던)지|고|구|거든|니까|지만|어야지|으?면|으?며"
)
_RULES = (  # of the whole form without 요; a form of none is declarative
    ("interrogative", _INTERROGATIVE),
    ("directive", _DIRECTIVE),
    ("open_ended", _OPEN_ENDED),
)


def diversity(
    tokens: Tokens, *, unit: Unit = "lemma", tags: Tags = schema.CONTENT_TAGS, window: int = 100
) -> pd.DataFrame:
    """Measure how varied the vocabulary of each document is.

    A token is a row with one of `tags`, its type the unit with its tag. In Korean the choice of unit moves every
    value, so results over different units or analysers cannot be compared. TTR, Guiraud's R, Carroll's corrected TTR,
    Herdan's C and Maas' a2 change with the length of the text; compare texts of different length by MATTR, MTLD or
    HD-D.

    Parameters
    ----------
    tokens : Tokens
        Any layer, not redacted.
    unit : {"lemma", "surface", "form"}
        What a type is.
    tags : sequence of str or None
        Tags of the tokens, content morphemes by default; None for all rows.
    window : int
        Tokens in a segment of MSTTR and in the window of MATTR.

    Returns
    -------
    DataFrame
        Columns `schema.DIVERSITY`, one row a document in reading order, also for one without any token. A measure
        that the text is too short for is NaN: MSTTR and MATTR below `window` tokens, HD-D below 42, logarithmic ones
        below 2, MTLD when it would be longer than the text itself. `attrs`: `chart`, `base`, `layer`, `unit` (Korean
        phrases), `window`.

    Raises
    ------
    OptionError
        If the tokens are redacted, the unit or a tag is unknown, or `window` is below 1.

    References
    ----------
    Tweedie & Baayen (1998) for TTR, Guiraud's R, Herdan's C, Maas' a2 (here to base 10), Yule's K and Simpson's D;
    Covington & McFall (2010), MATTR; McCarthy & Jarvis (2010), MTLD below 0.72, mean of both directions; McCarthy &
    Jarvis (2007), HD-D with 42 draws; Johnson (1944), MSTTR with a complete last segment; Carroll (1964), CTTR.

    Examples
    --------
    >>> text = Tokens.from_terms({"d": ["a", "b", "a", "c"]})
    >>> diversity(text, tags=None, window=2)[["tokens", "types", "ttr", "mattr"]].values.tolist()
    [[4.0, 3.0, 0.75, 1.0]]
    """
    require_unredacted(tokens, "diversity")
    require_choice("unit", unit, _UNITS)
    return stacked(tokens, partial(_diversity, unit=unit, tags=tags, window=window))


def _diversity(tokens: Tokens, *, unit: Unit, tags: Tags, window: int) -> pd.DataFrame:
    """Measure the documents of an ordinary table."""
    base = tokens if tags is None else tokens.keep(tags=tags)
    docs = [str(doc) for doc in tokens.table["doc"].cat.categories]
    types = _types_of_documents(base.table, unit)
    none = np.empty(0, dtype=np.int64)
    rows = [{"doc": doc} | _measure(types.get(doc, none), window) for doc in docs]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.DIVERSITY])
    about = schema.About(
        chart="diversity",
        base=phrase(tags, len(base), tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        unit=_UNITS[unit],
        window_size=window,
    )
    schema.describe(table, about, source=tokens.recipe)
    return schema.check(table, schema.DIVERSITY, what="diversity")


def _types_of_documents(table: pd.DataFrame, unit: Unit) -> dict[str, npt.NDArray[np.int64]]:
    """Give the types (unit and tag) numbers, and each document the numbers of its rows in their order."""
    tag = plain_tags(table["tag"])
    codes = table[unit].cat.codes.to_numpy().astype(np.int64) * len(tag.cat.categories) + tag.cat.codes.to_numpy()
    doc = table["doc"].cat.codes.to_numpy()
    order = np.argsort(doc, kind="stable")
    pieces = np.split(codes[order], np.flatnonzero(np.diff(doc[order])) + 1)
    names = table["doc"].cat.categories[np.unique(doc)]
    return {str(name): piece for name, piece in zip(names, pieces, strict=False)}


def _measure(codes: npt.NDArray[np.int64], window: int) -> dict[str, float]:
    """Compute all measures of one document."""
    values = {name: getattr(measures, name)(codes) for name in _PLAIN}
    if values["mtld"] > len(codes):  # not one stretch came to its end: the value would be extrapolated
        values["mtld"] = math.nan
    return values | {
        "tokens": len(codes),
        "types": len(np.unique(codes)),
        "msttr": measures.msttr(codes, window=window),
        "mattr": measures.mattr(codes, window=window),
    }


def descriptors(tokens: Tokens) -> pd.DataFrame:
    """Describe the sentences of each document.

    Formulas of readability for English count syllables and words as English has them and run out of their range on
    Korean; these are plain counts instead, each with its base, and none is a grade of difficulty. Sino-Korean words
    in Hangul cannot be told from others without a dictionary of origins, so that only Hanja script is counted.

    Parameters
    ----------
    tokens : Tokens
        As `segment` returns them: all morphemes, not redacted.

    Returns
    -------
    DataFrame
        Columns `schema.DESCRIPTORS`, one row a document in reading order. An eojeol is what stands between spaces and
        holds more than signs. A sentence has one type, that of its last final ending, with two exceptions: it is
        interrogative when a question mark follows, and `open_ended` gathers endings that serve several types and have
        no question mark (어, 지, 는데). The five shares of types add up to 1. NaN where the base is empty.
        `attrs`: `chart`, `layer`.

    Raises
    ------
    OptionError
        If the tokens are redacted, come tokenised, or were narrowed with `keep` or `drop`.

    References
    ----------
    Types of sentences by their final endings: Nam Ki-shim & Ko Young-kun, Standard Korean Grammar (표준국어문법론).
    Tags of the Sejong corpus as the analyser gives them.

    Examples
    --------
    >>> from analysis.corpus import Corpus
    >>> from analysis.tokens import segment
    >>> table = descriptors(segment(Corpus.from_texts({"a": "새 길을 연다. 누가 가는가?"})))
    >>> table[["sentences", "eojeol", "declarative", "interrogative"]].values.tolist()
    [[2.0, 5.0, 0.5, 0.5]]
    """
    require_unredacted(tokens, "descriptors")
    narrowed = [step.name for step in tokens.recipe.steps if step.name in {"keep", "drop"}]
    if tokens.recipe.layer == "terms" or narrowed:
        why = (
            message("they went through Tokens.{narrowed}", narrowed=narrowed[0])
            if narrowed
            else message("they came tokenised, without spaces and tags")
        )
        msg = message("stats.descriptors needs every morpheme, and {why}; pass what segment returned", why=why)
        raise OptionError(msg)
    return stacked(tokens, _descriptors)


def _descriptors(tokens: Tokens) -> pd.DataFrame:
    """Describe the documents of an ordinary table."""
    rows = tokens.table.assign(tag=lambda t: plain_tags(t["tag"]))
    words = rows[~rows["tag"].isin(_SIGNS)]
    docs = rows["doc"].cat.categories
    eojeol = pd.DataFrame({"doc": words["doc"], "eojeol": _eojeol(rows)[words.index]}).drop_duplicates()
    table = pd.DataFrame(
        {
            "sentences": words[["doc", "sentence"]].drop_duplicates().groupby("doc", observed=False).size(),
            "eojeol": eojeol.groupby("doc", observed=False).size(),
        }
    )
    tags = {name: _count_tags(words, names) for name, names in _COUNTED.items()}
    table = table.assign(
        eojeol_per_sentence=_divide(table["eojeol"], table["sentences"]),
        nominalised=100 * _divide(tags["nominal"], table["eojeol"]),
        nouns_per_predicate=_divide(tags["nouns"], tags["predicates"]),
        hanja=_divide(tags["hanja"], tags["content"]),
        foreign=_divide(tags["foreign"], tags["content"]),
        **_sentence_types(rows, words, table["sentences"]),
    )
    table = table.reindex(docs).reset_index(names="doc").astype({"doc": str})
    table = table[[c.name for c in schema.DESCRIPTORS]]
    schema.describe(table, schema.About(chart="descriptors", layer=LAYERS[tokens.recipe.layer]), source=tokens.recipe)
    return schema.check(table, schema.DESCRIPTORS, what="descriptors")


def _count_tags(words: pd.DataFrame, names: Sequence[str]) -> pd.Series[int]:
    """Count the morphemes of each document that have one of some tags."""
    return words["tag"].isin(names).astype("int64").groupby(words["doc"], observed=False).sum()


def _eojeol(rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Give every morpheme the number of its eojeol: a new one begins where a space or a line lies before it."""
    # spans [0,2) [0,1) [1,2) [3,5) have `reached` 0 2 2 2: the last alone starts behind it, which gives 1 1 1 2
    reached = rows.groupby("doc", observed=True)["end"].cummax().shift(1, fill_value=0)
    new = (rows["start"] > reached) | (rows["doc"] != rows["doc"].shift(1))
    return new.to_numpy().cumsum()


def _sentence_types(rows: pd.DataFrame, words: pd.DataFrame, sentences: pd.Series[int]) -> dict[str, pd.Series[float]]:
    """Share of the sentences of each type."""
    keys = ["doc", "sentence"]
    last = words[keys].drop_duplicates().set_index(keys).index
    endings = rows[rows["tag"] == "EF"].drop_duplicates(keys, keep="last").set_index(keys)["form"].astype(str)
    asked = rows[(rows["tag"] == "SF") & rows["surface"].astype(str).str.contains("[?？]")].set_index(keys).index
    kind = endings.map({form: _ending_type(form) for form in endings.unique()}).reindex(last)
    kind = kind.astype(object).where(kind.notna(), "without_ending")
    kind = kind.where(~(kind.index.isin(asked) & (kind != "without_ending")), "interrogative")
    flat = kind.rename("kind").reset_index()
    counts = {name: flat[flat["kind"] == name].groupby("doc", observed=False).size() for name in _TYPES}
    return {name: _divide(count, sentences) for name, count in counts.items()}


def _ending_type(form: str) -> str:
    """Name the type of a final ending by its form."""
    plain = re.sub(r"(?<=.)[요여욤용]$", "", visible(form))
    for name, rule in _RULES:
        if rule.fullmatch(plain):
            return name
    return "declarative"


def _divide(part: pd.Series[int], of: pd.Series[int]) -> pd.Series[float]:
    """Divide; NaN where there is nothing to divide by."""
    return part / of.where(of > 0).astype("float64")
