"""Descriptors: the build of Korean sentences, in place of readability formulas made for English."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.korean import visible
from analysis.stats.counting import LAYERS, whole
from analysis.tokens import Tokens
from analysis.tokens.counts import plain_tags

_SIGNS = ("SF", "SP", "SS", "SSO", "SSC", "SE", "SO", "SW", "SB")
_TYPES = ("declarative", "interrogative", "directive", "open_ended", "without_ending")
_RULES = (  # of the whole form without 요; a form of none is declarative
    ("interrogative", re.compile(r".*까|.*냐|(ㄴ|는|은|던)가|.*랴")),
    ("directive", re.compile(r"으?(십시오|시오|세|라|렴|려무나|소서)|ㅂ시다|읍시다|[아어여거너]라|자")),
    (
        "open_ended",
        re.compile(
            r"[아어여]|지|죠|에|예|야|으?니|으?나|(ㄴ|는|은|던)데|(ㄴ|는|은|ㄹ|을|던)지|고|구|거든|니까|지만|어야지|으?면|으?며"
        ),
    ),
)


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
    whole(tokens, "descriptors")
    narrowed = [step.name for step in tokens.recipe.steps if step.name in {"keep", "drop"}]
    if tokens.recipe.layer == "terms" or narrowed:
        why = f"they went through Tokens.{narrowed[0]}" if narrowed else "they came tokenised, without spaces and tags"
        msg = f"stats.descriptors needs every morpheme, and {why}; pass what segment returned"
        raise OptionError(msg)
    rows = tokens.table.assign(tag=lambda t: plain_tags(t["tag"]))
    words = rows[~rows["tag"].isin(_SIGNS)]
    docs = rows["doc"].cat.categories
    table = pd.DataFrame(
        {
            "sentences": words[["doc", "sentence"]].drop_duplicates().groupby("doc", observed=False).size(),
            "eojeol": words[["doc"]].assign(at=_eojeol(rows)[words.index]).drop_duplicates()
            .groupby("doc", observed=False).size(),
        }
    )  # fmt: skip
    tags = {name: _with_tags(words, names) for name, names in _COUNTED.items()}
    table = table.assign(
        eojeol_per_sentence=_share(table["eojeol"], table["sentences"]),
        nominalised=100 * _share(tags["nominal"], table["eojeol"]),
        nouns_per_predicate=_share(tags["nouns"], tags["predicates"]),
        hanja=_share(tags["hanja"], tags["content"]),
        foreign=_share(tags["foreign"], tags["content"]),
        **_types(rows, words, table["sentences"]),
    )
    table = table.reindex(docs).reset_index(names="doc").astype({"doc": str})
    table = table[[c.name for c in schema.DESCRIPTORS]]
    table.attrs = {"chart": "descriptors", "layer": LAYERS[tokens.recipe.layer]}
    return schema.check(table, schema.DESCRIPTORS, what="descriptors")


_COUNTED = {
    "nominal": ["ETN"],
    "nouns": ["NNG", "NNP"],
    "predicates": ["VV", "VA"],
    "hanja": ["SH"],
    "foreign": ["SL"],
    "content": list(schema.CONTENT_TAGS),
}


def _with_tags(words: pd.DataFrame, names: Sequence[str]) -> pd.Series[int]:
    """Count the morphemes of each document that have one of some tags."""
    return words["tag"].isin(names).astype("int64").groupby(words["doc"], observed=False).sum()


def _eojeol(rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Give every morpheme the number of its eojeol: a new one begins where a space or a line lies before it."""
    reached = rows.groupby("doc", observed=True)["end"].cummax().shift(1, fill_value=0)
    new = (rows["start"] > reached) | (rows["doc"] != rows["doc"].shift(1))
    return new.to_numpy().cumsum()


def _types(rows: pd.DataFrame, words: pd.DataFrame, sentences: pd.Series[int]) -> dict[str, pd.Series[float]]:
    """Share of the sentences of each type."""
    keys = ["doc", "sentence"]
    last = words[keys].drop_duplicates().set_index(keys).index
    endings = rows[rows["tag"] == "EF"].drop_duplicates(keys, keep="last").set_index(keys)["form"].astype(str)
    asked = rows[(rows["tag"] == "SF") & rows["surface"].astype(str).str.contains("[?？]")].set_index(keys).index
    kind = endings.map({form: ending_type(form) for form in endings.unique()}).reindex(last)
    kind = kind.astype(object).where(kind.notna(), "without_ending")
    kind = kind.where(~(kind.index.isin(asked) & (kind != "without_ending")), "interrogative")
    flat = kind.rename("kind").reset_index()
    return {
        name: _share(flat[flat["kind"] == name].groupby("doc", observed=False).size(), sentences) for name in _TYPES
    }


def ending_type(form: str) -> str:
    """Name the type of a final ending by its form."""
    plain = re.sub(r"(?<=.)[요여욤용]$", "", visible(form))
    for name, rule in _RULES:
        if rule.fullmatch(plain):
            return name
    return "declarative"


def _share(part: pd.Series[int], of: pd.Series[int]) -> pd.Series[float]:
    """Divide; NaN where there is nothing to divide by."""
    return part / of.where(of > 0).astype("float64")
