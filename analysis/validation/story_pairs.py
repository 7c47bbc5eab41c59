"""Pairs of articles for people to read: are they about one event? And what their answers say of the stories."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.corpus import Corpus
from analysis.errors import OptionError, RefusalError, SchemaError
from analysis.messages import message
from analysis.options import require_whole
from analysis.stats.stories import near_pairs
from analysis.tokens import Tokens

_WHAT = "validation.story_pairs"
_SHOWN = 400  # characters of an article
_STRATA = ("joined", "below", "rest")
_FEWEST = 20  # settled pairs of one story
_SIDES = ("date", "outlet", "title", "text")


def story_pairs(groups: pd.DataFrame, tokens: Tokens, corpus: Corpus, *, n: int = 300, seed: int = 1) -> pd.DataFrame:
    """Draw pairs of articles for people to read, who say whether the two report one event.

    A third of them are pairs that `stats.stories` has joined, a third pairs that it has not though their nouns are near
    (the nearest first: from them a wrong cut is seen), and a third any other pairs within its days, drawn at random.

    Parameters
    ----------
    groups : DataFrame
        A result of `stats.stories`.
    tokens : Tokens
        That it was made of.
    corpus : Corpus
        Its texts, not redacted.
    n : int
        Pairs in all, 60 or more; a kind with fewer pairs than its third is read whole.
    seed : int
        Of the draw and of the order.

    Returns
    -------
    DataFrame
        Columns schema.STORY_PAIRS, in an order that mixes the kinds: the key. Coders get what `story_sheet` writes,
        which has the two articles (date, outlet, title, text: its first 400 characters) alone. `population` is the
        number of pairs of its kind. Pairs near the cut are those of a cosine of .15 or more, the nearest
        max(n, joined pairs) of them.

    Raises
    ------
    OptionError
        If `n` is below 60.
    RefusalError
        If the corpus is redacted, or there is no pair of a kind to draw.
    SchemaError
        If `groups` is none of stories, lost its attrs, or is of other documents.

    References
    ----------
    Cochran, W. G. (1977), Sampling Techniques, on strata.
    """
    require_whole(f"{_WHAT}: n", n, least=60)
    schema.check(groups, schema.STORIES, what=_WHAT)
    about = schema.require_about(groups, ["days", "alike"], what=_WHAT, maker="stats.stories")
    if corpus.redacted:
        raise RefusalError.redacted(message("{what} shows texts, and this corpus is redacted", what=_WHAT))
    story = dict(zip(groups["doc"].astype(str), groups["story"].astype(int), strict=True))
    documents = corpus.documents
    if set(documents["doc"].astype(str)) != set(story):
        raise SchemaError(message("{what}: the stories are of other documents; pass their corpus", what=_WHAT))
    near, day = near_pairs(tokens, documents, days=int(about.days or 0))
    cosines = {(x, y): c for x, y, c in near.itertuples(index=False, name=None)}
    a, b = (near[side].map(story).to_numpy() for side in ("doc_a", "doc_b"))
    together = _together(groups, cosines, day, days=int(about.days or 0))
    below = near[(a != b) | (a == 0)].sort_values(["cosine", "doc_a", "doc_b"], ascending=[False, True, True])
    below = below.head(max(n, len(together)))
    strata = {"joined": together, "below": below}
    drawn, dice = [], np.random.default_rng(seed)
    for name, pairs in strata.items():
        if pairs.empty:
            none = message(
                "{what}: no two articles were joined; lower alike in stats.stories, or collect more", what=_WHAT
            )
            apart = message(
                "{what}: the stories stand so far apart that no pair near below the cut is left to doubt; collect more "
                "articles of the same days",
                what=_WHAT,
            )
            raise RefusalError.alone(none if name == "joined" else apart)
        taken = np.sort(dice.permutation(len(pairs))[: n // 3])
        drawn.append(pairs.iloc[taken].assign(stratum=name, population=len(pairs)))
    known = {frozenset(pair) for part in strata.values() for pair in part[["doc_a", "doc_b"]].to_numpy().tolist()}
    rest, possible = _others(day, known, days=int(about.days or 0), n=n // 3, dice=dice)
    left = possible - len(below) - int(together["within"].sum())
    rest["cosine"] = [cosines.get(pair, np.nan) for pair in zip(rest["doc_a"], rest["doc_b"], strict=True)]
    drawn.append(rest.assign(stratum="rest", population=left))
    table = pd.concat(drawn, ignore_index=True)
    table = table.iloc[dice.permutation(len(table))].reset_index(drop=True)
    shown = documents.reindex(columns=["doc", *_SIDES]).astype("object").fillna("").astype("str").set_index("doc")
    shown["text"] = shown["text"].str[:_SHOWN]
    for side in "ab":
        for name in _SIDES:
            table[f"{name}_{side}"] = table[f"doc_{side}"].map(shown[name])
    table["unit"] = [
        hashlib.sha256(f"{x}\n{y}".encode()).hexdigest()[:12] for x, y in table[["doc_a", "doc_b"]].to_numpy()
    ]
    table = table[[c.name for c in schema.STORY_PAIRS]]
    said = schema.About(seed=seed, days=about.days, alike=about.alike, documents=len(documents))
    return schema.check(schema.describe(table, said, source=tokens.recipe), schema.STORY_PAIRS, what=_WHAT)


def _together(
    groups: pd.DataFrame, cosines: dict[tuple[str, str], float], day: pd.Series[int], *, days: int
) -> pd.DataFrame:
    """List the pairs of every story, whether near or not; `within` tells those that lie within the days."""
    rows = []
    for _, part in groups[groups["story"] > 0].groupby("story"):
        docs = part["doc"].astype(str).tolist()
        for k, first in enumerate(docs):
            for second in docs[k + 1 :]:
                pair = (first, second) if (second, first) not in cosines else (second, first)
                rows.append((*pair, cosines.get(pair, np.nan), abs(int(day[first]) - int(day[second])) <= days))
    return pd.DataFrame(rows, columns=["doc_a", "doc_b", "cosine", "within"])


def _others(
    day: pd.Series[int], known: set[frozenset[str]], *, days: int, n: int, dice: np.random.Generator
) -> tuple[pd.DataFrame, int]:
    """Draw pairs within the days that are none of those known; count all pairs within the days."""
    docs, at = day.index.tolist(), day.to_numpy()
    ends = np.searchsorted(at, at + days, side="right")
    many = ends - np.arange(len(docs)) - 1
    total, found = np.r_[0, np.cumsum(many)], dict[tuple[str, str], None]()
    for place in dice.permutation(int(total[-1])) if total[-1] <= 10**6 else dice.integers(0, total[-1], 50 * n):
        first = int(np.searchsorted(total, place, side="right")) - 1
        pair = (docs[first], docs[first + 1 + int(place - total[first])])
        if frozenset(pair) not in known:
            found[pair] = None
        if len(found) == n:
            break
    return pd.DataFrame(list(found), columns=["doc_a", "doc_b"]), int(total[-1])


def story_accuracy(pairs: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Hold the stories against what people say of pairs: how many joined pairs are of one event, how many are missed.

    A pair is of one event where most of its coders say so; without a majority, or read by one alone, it is undecided
    and left out. Precision and recall weigh each kind of pair by how many there are; their intervals are exact
    (`measures.stratified_rates`).

    Parameters
    ----------
    pairs : DataFrame
        A result of `story_pairs`.
    answers : DataFrame
        As `read_story_pairs` gives it: one row a pair and coder, with unit, coder and value (1 one event, 0 two;
        missing for undecided). `agreement` of it says how far coders agree.

    Returns
    -------
    DataFrame
        Columns schema.STORY_ACCURACY: a row a kind of pairs (joined, below, rest) with the share that is of one event,
        then precision, recall and f1. Where no pair of the others is of one event, recall is a bound and no point: its
        value is NaN, `low` its one-sided lower limit, and `reason` says so.

    Raises
    ------
    SchemaError
        If a column is missing or a value is none of 0 and 1.
    OptionError
        If a unit is none of the pairs, or a coder has read one twice.
    RefusalError
        If one person alone has read, or fewer than 20 joined pairs are settled.

    References
    ----------
    As for `measures.stratified_rates`.
    """
    what = "validation.story_accuracy"
    schema.check(pairs, schema.STORY_PAIRS, what=what)
    lost = [name for name in ("unit", "coder", "value") if name not in answers.columns]
    if lost:
        raise SchemaError(message("{what}: the codings lack the column {name!r}", what=what, name=lost[0]))
    read = answers[["unit", "coder", "value"]].astype({"unit": "str", "coder": "str"})
    values = pd.to_numeric(read["value"], errors="coerce")
    written = read["value"].notna() & (read["value"].astype(str).str.strip() != "")
    wrong = read[written & ~values.isin([0, 1])]
    if len(wrong):
        raise SchemaError(
            message("{what}: the value of {unit} is {value}; write 1 for one event and 0 for two", what=what,
                    unit=wrong["unit"].iloc[0], value=str(wrong["value"].iloc[0]))
        )  # fmt: skip
    if unknown := sorted(set(read["unit"]) - set(pairs["unit"])):
        raise OptionError(message("{what}: unit {unit} is none of the pairs; pass the table that was coded", what=what,
                                  unit=unknown[0]))  # fmt: skip
    if read.duplicated(["unit", "coder"]).any():
        raise OptionError(message("{what}: a coder has read the unit {unit} twice", what=what,
                                  unit=read.loc[read.duplicated(["unit", "coder"]), "unit"].iloc[0]))  # fmt: skip
    if read.loc[values.notna(), "coder"].nunique() < 2 and values.notna().any():
        raise RefusalError.alone(message("{what}: one person has read the pairs; have two read them", what=what))
    by = values.groupby(read["unit"])
    means, readers = by.mean(), by.count()
    settled = means[(means != 0.5) & (readers >= 2)].gt(0.5)
    rows: list[tuple[Any, ...]] = []
    strata = []
    for name in _STRATA:
        own = pairs[pairs["stratum"] == name]
        there = settled.reindex(own["unit"]).dropna().astype(bool)
        units, k, population = len(there), int(there.sum()), int(own["population"].max()) if len(own) else 0
        low, high = map(float, measures.wilson(k, n=units)) if units else (np.nan, np.nan)
        rows.append((name, population, units, k, len(own) - units, k / units if units else np.nan, low, high, ""))
        if population and units:
            strata.append(measures.Stratum(name == "joined", population, units, k))
    if rows[0][2] < _FEWEST:
        raise RefusalError.alone(
            message("{what}: {n} joined pairs are settled, and {least} are needed; have more read", what=what,
                    n=rows[0][2], least=_FEWEST)
        )  # fmt: skip
    rates = measures.stratified_rates(strata)
    counts = tuple(sum(row[at] for row in rows) for at in (1, 2, 3, 4))
    for name in ("precision", "recall", "f1"):
        rate = getattr(rates, name)
        bound = rates.zero_dominates and name != "precision"
        low = rates.recall_bound if bound and name == "recall" else rate.low
        reason = rates.reason if bound else ""
        rows.append((name, *counts, np.nan if bound else rate.estimate, low, rate.high, reason))
    table = pd.DataFrame(rows, columns=[c.name for c in schema.STORY_ACCURACY])
    about = schema.about(pairs)
    said = schema.About(days=about.days, alike=about.alike, base=f"글의 쌍 {counts[1]:,}개")
    return schema.check(schema.describe(table, said, source=pairs), schema.STORY_ACCURACY, what=what)
