"""Keyness: what is typical of a text or corpus in comparison with another; shift: what adds to their difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.measures.inference import Adjustment
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats import keyness_evidence as evidence
from analysis.stats.counting import (
    LAYERS,
    Groups,
    Stop,
    Tags,
    phrase,
    require_minimum,
    runs,
    split,
    stop_terms,
    tally,
)
from analysis.stats.keyness_evidence import Test
from analysis.stats.kit_reference import ABSENT
from analysis.stats.reference import Pair, pair_counts
from analysis.tokens import Tokens
from analysis.tokens.named_words import require_list

_Floats = npt.NDArray[np.float64]
_LEAST_TEXTS = 5  # of a target, from which
_LEAST_DOCS = 3  # so many must hold a term that is listed against the kit's reference
_NAMED = 5  # terms that a caution names
_ZERO = (
    "log_ratio: a count of 0 enters as 0.5, NaN where that would turn the direction round; "
    "percent_diff and odds_ratio: NaN when the reference count is 0"
)
Shift = Literal["proportion", "jsd"]
_FORMULAS = {"proportion": measures.proportion_shift, "jsd": measures.jsd_shift}
_REDACTED = "가린 토큰이라 온전히 세어진 내용어만 비교했다"
_UNTESTED = "참조 말뭉치는 표집한 것이 아니므로 p와 구간을 내지 않는다. 대상의 특징을 적은 것이며 검정이 아니다"
_EVIDENCE = (
    "g2", "g2_two_term", "chi2", "bic", "log_odds", "z", "p", "p_adjusted", "log_ratio_low", "log_ratio_high", "lrc",
    "count_low", "count_high", "clusters_reference",
)  # fmt: skip
_BIASED = "JSD는 글이 짧을수록 실제보다 크게 나온다"


def keyness(
    tokens: Tokens,
    reference: Tokens | pd.DataFrame | str,
    *,
    tags: Tags = schema.NOUN_TAGS,
    minimum: int = 5,
    test: Test = "auto",
    correction: Adjustment | None = None,
    cluster: Groups | None = None,
    shuffles: int = 1_999,
    seed: int = 1,
    stop: Stop = None,
    columns: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Compare the frequencies of terms with those in a reference: how much they differ, and how surely.

    A term is a lemma with its tag. Both sides are counted over the rows with `tags`, and a comparison over other
    layers, analysers or unit lists is refused. What varies is the text, not the token: random halves of the same texts
    differ in a third of their terms when tokens are taken as independent. With five texts or more on each side, p and
    the interval of the log ratio are over texts; with fewer, and against a frequency list, the table describes and
    tests nothing.

    Parameters
    ----------
    tokens : Tokens
        The target. Of redacted tokens only counts that are known to be whole are listed.
    reference : Tokens, DataFrame or "kit"
        Tokens; or a frequency table with term, n, if possible tag, and its size in `attrs["total"]` or a column total;
        or the kit's reference, `stats.reference`: openly licensed news, reports, book and film reviews, which weigh
        alike, on the morpheme layer alone. A list without tags is compared with all words of the target, and only terms
        of the target that it holds, and that stand under one tag alone, are listed.
    tags : sequence of str or None
        Tags of the terms, nouns by default; None for all rows.
    minimum : int
        Of a test over texts: terms of 2 * `minimum` occurrences on both sides together and of three texts are listed,
        a rule that does not look at the sides. Otherwise the least count on the side where a term is relatively more
        frequent.
    test : {"auto", "texts", "quasi", "g2"}
        "texts": divide the texts anew, which gives p and p corrected for all terms at once (max-T of Pearson
        residuals, so that sides may have texts of other lengths). "auto": that, where there are five texts on each
        side, otherwise none. "quasi": quasi-Poisson regression, for sides of which none has twice as many texts. "g2":
        G2 over tokens, which takes every token as independent.
    correction : {"holm", "bonferroni", "bh", "none"}, optional
        How `p_adjusted` of "quasi" and "g2" takes the number of terms into account, Holm without it. Max-T is its own
        correction and takes none.
    cluster : mapping or Series of document id to cluster, optional
        What varies on its own, where that is not the document, such as the author. By default the story that several
        texts copy (`Corpus.copies`, which the tokens know), else the document. A document that is not named stands
        alone; a cluster on both sides counts once on each. p is of the mean text of every cluster.
    shuffles, seed : int
        Of "texts", when there are more than 20,000 ways to divide the texts; otherwise each is looked at.
    stop : StopWords, list of str, "default" or None
        Terms that are neither listed nor tested, as in `frequency`; they stay in both bases.
    columns : sequence of str, optional
        Which columns of the table to compute, all without it; `term`, `tag` and `reason` are always there. Without
        ``log_ratio_low``, ``log_ratio_high`` and ``lrc`` no interval is computed, which takes most of the time, and the
        rows stand by the log ratio. Charts need all columns.

    Returns
    -------
    DataFrame
        Columns `schema.KEYNESS`; empty when no term reaches `minimum`. By falling size of `lrc`, the end of the
        interval nearer to 0, so that what surely differs much stands first, then of the log ratio, then of the count,
        ties by term and tag; with fewer than five texts a side by falling size of the log ratio. The interval holds for
        each term by itself (95 percent). It is open to one side where a term is missing on one; `count_low` and
        `count_high`, the error of counting alone, stand in its place with fewer than five texts a side. `dp` is over
        the documents of the target, NaN for a single one. `reason` says why a number is missing. `attrs`: `test`,
        `method`, `family` (terms tested), `texts`, `clusters`, `shuffles`, `seed`, `correction`, `conclusion` (Korean:
        what may be said), the bases, the zero rule, the prior, terms that a list without tags could not answer for
        (`unmatched`), and in `caution` (Korean) what to mind.

        Against "kit" columns `schema.KIT_KEYNESS` and effects alone: terms with `minimum` occurrences in the target, in
        three texts or more where it has five, those typical of the target first, by falling size of `log_ratio`, then
        of `n`. Columns of evidence (g2, p, the interval and others) are NaN, and a test is refused, since nothing drew
        these texts at random; `n_reference` is the sum over the genres, `per_10k_reference` the mean of their relative
        frequencies, and `one_genre` names the genre that carries the term, or says that the list lacks it: then half an
        occurrence enters the log ratio.

    Raises
    ------
    OptionError
        If an option or a column is unknown, one side is empty or they cannot be compared, `correction` is given with
        max-T, or `cluster` names no document.
    RefusalError
        If a test is asked for that the sides do not bear: one over texts with fewer than five on a side, "quasi" with
        twice as many on one side, any against a frequency list.
    SchemaError
        If a reference table lacks a column.
    SealError
        If the file of the kit's reference is not what was saved.

    References
    ----------
    Westfall & Young (1993), max-T; Lijffijt et al. (2016), texts as the units; Carter, Schnepel & Steigerwald (2017),
    effective number of clusters of the interval; McCullagh & Nelder (1989), quasi-Poisson; Dunning (1993) for G2 over
    four cells, Rayson & Garside (2000) over two; Hardie (2014), Log Ratio; Evert (2022), Measuring keyness, for LRC,
    here from the interval over texts; Gabrielatos & Marchi (2011), %DIFF; Wilson (2013), BIC = G2 - ln N; Monroe,
    Colaresi & Quinn (2008), log-odds with the pooled counts as prior; Gries (2008), DP.

    Examples
    --------
    >>> target = Tokens.from_terms({"a": ["b"] * 8 + ["c"] * 8})
    >>> other = Tokens.from_terms({"z": ["b"] * 4 + ["c"] * 28})
    >>> table = keyness(target, other, tags=None)
    >>> table[["term", "n", "n_reference", "log_ratio", "p"]].round(2).values.tolist()
    [['b', 8, 4, 2.0, nan], ['c', 8, 28, -0.81, nan]]
    >>> table.attrs["conclusion"]
    '글이 한 편이라 검정하지 않았다.'
    """
    require_minimum(minimum)
    contract = _asked(columns, schema.KIT_KEYNESS if isinstance(reference, str) else schema.KEYNESS)
    wanted = {column.name for column in contract}
    pair = pair_counts(tokens, reference, tags)
    how = measures.Permutation(shuffles, seed)
    intervals = not wanted.isdisjoint(("log_ratio_low", "log_ratio_high", "lrc"))
    found = evidence.gather(
        pair, (tokens, reference), test=test, correction=correction, cluster=cluster, how=how, intervals=intervals
    )
    table = pair.rows.assign(**_relative(pair))
    out, told = stop_terms(table, table[["n", "n_reference"]].sum(axis=1).to_numpy(), stop)
    table = table[~out] if out.any() else table
    if pair.reference.kit is not None:
        listed = _often_here(table, pair, minimum)[[column.name for column in contract]]
        about = replace(_about_kit(listed, pair, tokens, tags), minimum=minimum, stop=told.stop, stopped=told.stopped)
        about = replace(about, unlisted=int((table["n"] > 0).sum()) - len(listed), listing=f"{minimum:,}회 이상인 단어")
        schema.describe(listed, about, source=tokens.recipe)
        return schema.check(listed, contract, what="keyness")
    listed = table[evidence.listed(found, table, minimum) & table["complete"]]
    listed = listed.assign(**_effects(pair, listed), **_associations(pair, listed, wanted))
    listed = evidence.ordered(evidence.with_tests(found, listed, pair))
    if "dp" in wanted:
        listed["dp"] = _dp(pair, listed)
    caution = [*evidence.cautions(found), *pair.reference.caution]
    base = _about(pair, tokens, tags, caution + [_REDACTED] * tokens.redacted)
    about = replace(
        evidence.about(found, base, listed, minimum),
        chart="keyness",
        total=pair.target.total,
        total_reference=pair.reference.total,
        prior="pooled counts of target and reference",
        zero=_ZERO,
        minimum=minimum,
        unlisted=len(table) - len(listed),
        stop=told.stop,
        stopped=told.stopped,
    )
    listed = listed[[column.name for column in contract]].reset_index(drop=True)
    return schema.check(schema.describe(listed, about, source=tokens.recipe), contract, what="keyness")


def keyness_by_group(
    tokens: Tokens,
    *,
    by: Groups,
    tags: Tags = schema.NOUN_TAGS,
    minimum: int = 5,
    test: Test = "auto",
    correction: Adjustment | None = None,
    cluster: Groups | None = None,
    shuffles: int = 1_999,
    seed: int = 1,
    stop: Stop = None,
) -> pd.DataFrame:
    """Compare each group of documents with all the others.

    Each group in turn is the target of `keyness`, and the documents of all other groups are its reference, so that
    every row answers: what is typical of this outlet, year or author among those that are here?

    Parameters
    ----------
    tokens : Tokens
        Two groups or more, as in `keyness`.
    by : mapping or Series of document id to group
        Such as `stats.groups(corpus.documents, by="outlet")`. Documents without a group are left out on both sides.
    tags, minimum, test, correction, cluster, shuffles, seed, stop : as in `keyness`
        With "auto", a group of fewer than five texts, or with fewer against it, is described and the others are tested.
        The correction counts the tests of all groups: p of max-T, which is corrected for the terms of its group, is
        multiplied by the number of groups tested (Bonferroni; two groups are one comparison, made once), and that of
        the other tests is corrected over all rows.

    Returns
    -------
    DataFrame
        Columns `schema.GROUP_KEYNESS`: `group`, in the order of their names, then those of `keyness` in its order.
        `attrs` as in `keyness`, with `sizes` (base of each group) and `ungrouped` (documents that were left out);
        `family` counts the tests of all groups, and how many texts were compared stands in the columns `clusters` and
        `clusters_reference`.

    Raises
    ------
    OptionError
        As in `keyness`; or if `by` names no document, or one group alone.
    RefusalError
        As in `keyness`, if a test is asked for that a group does not bear.

    References
    ----------
    As in `keyness`; one against the rest: `textstat_keyness` of quanteda with a grouped matrix.

    Examples
    --------
    >>> three = Tokens.from_terms({"a": ["b"] * 9 + ["c"], "d": ["c"] * 8, "e": ["e"] * 7})
    >>> table = keyness_by_group(three, by={"a": "가", "d": "나", "e": "다"}, tags=None)
    >>> table.loc[table["log_ratio"] > 0, ["group", "term", "n", "n_reference"]].values.tolist()
    [['가', 'b', 9, 0], ['나', 'c', 8, 1], ['다', 'e', 7, 0]]
    """
    groups, ungrouped = split(tally(tokens, tags=tags), by)
    if len(groups) < 2:
        msg = message(
            "keyness_by_group: all documents are of the group {groups!r}; give two groups or more",
            groups=next(iter(groups)),
        )
        raise OptionError(msg)
    docs = {name: part.parts["doc"].astype(str).tolist() for name, part in groups.items()}
    tables = {}
    for name, own in docs.items():
        others = [doc for other, listed in docs.items() if other != name for doc in listed]
        pair = (tokens.only(docs=own), tokens.only(docs=others))
        try:
            tables[name] = keyness(
                *pair, tags=tags, minimum=minimum, test=test, correction=correction, cluster=cluster,
                shuffles=shuffles, seed=seed, stop=stop,
            )  # fmt: skip
        except RefusalError as error:
            msg = message("group {name!r}: {error}", name=name, error=error)
            raise RefusalError(msg) from error
    listed = pd.concat([table.assign(group=name) for name, table in tables.items()], ignore_index=True)
    listed = listed[[c.name for c in schema.GROUP_KEYNESS]].astype({"group": "str"})
    said = {name: schema.about(table) for name, table in tables.items()}
    tested = [name for name, each in said.items() if each.test != "none"]
    first = said[(tested or list(said))[0]]
    comparisons = len(tested) if len(groups) > 2 else 1
    if first.test == "texts":
        listed["p_adjusted"] = np.minimum(listed["p_adjusted"] * comparisons, 1.0)
    elif first.test != "none":
        listed["p_adjusted"] = measures.adjust(listed["p"].to_numpy(), method=correction or "holm")
    about = replace(
        first,
        base=phrase(tags, sum(part.total for part in groups.values()), tokens.recipe.layer),
        base_reference="나머지 집단 전체",
        total=sum(part.total for part in groups.values()),
        total_reference=None,
        texts=sum(len(listed_docs) for listed_docs in docs.values()),
        texts_reference=None,
        clusters=None,
        clusters_reference=None,
        family=int(listed["p"].notna().sum()),
        shuffles=first.shuffles if len({told.shuffles for told in said.values()}) == 1 else None,
        correction=f"max-T, times {comparisons}" if first.test == "texts" else first.correction,
        caution=evidence.cautions_by_group({name: told.caution or () for name, told in said.items()}),
        conclusion=evidence.conclusion_by_group(listed, list(groups), tested, texts=sum(map(len, docs.values()))),
        unlisted=sum(told.unlisted or 0 for told in said.values()),
        sizes={name: part.total for name, part in groups.items()},
        ungrouped=ungrouped,
    )
    schema.describe(listed, about, source=tokens.recipe)
    return schema.check(listed, schema.GROUP_KEYNESS, what="keyness_by_group")


def shift(
    tokens: Tokens,
    reference: Tokens | pd.DataFrame | str,
    *,
    measure: Shift = "proportion",
    tags: Tags = schema.NOUN_TAGS,
) -> pd.DataFrame:
    """Take the difference between a target and a reference apart, term by term.

    A term is a lemma with its tag; a share is its count over the rows with `tags`. What can be compared, and how a
    frequency list is read, is the same as in `keyness`. Shares are described here, not tested: `keyness` says how
    surely a term differs.

    Parameters
    ----------
    tokens : Tokens
        The target. Of redacted tokens only counts that are known to be whole are listed.
    reference : Tokens, DataFrame or "kit"
        Tokens, a frequency table, or the kit's reference; see `keyness`.
    measure : {"proportion", "jsd"}
        The difference of the shares, or the part of a term in the Jensen-Shannon divergence in bits, both sides
        weighing 1/2. Swapping target and reference turns the sign of the first and leaves the second as it is.
    tags : sequence of str or None
        Tags of the terms, nouns by default; None for all rows.

    Returns
    -------
    DataFrame
        Columns `schema.SHIFT`, one row for every term of either side, by falling size of `contribution`, ties by term
        and tag. `attrs`: `chart`, `measure`, `total` (the contributions sum to it: 0 for shares of whole vocabularies,
        the divergence for JSD), `covered` and `covered_reference` (share of each base that the rows make up; where one
        is below 1 the total is that of the listed terms alone), `base`, `base_reference`, `layer`, `size` and
        `size_reference` (rows of the bases), `reference` (tokens, table or kit), `unmatched` (terms that a list
        without tags could not answer for) and `caution` (Korean).

    Raises
    ------
    OptionError
        If the measure is unknown, one side is empty or they cannot be compared.
    SchemaError
        If a reference table lacks a column.
    SealError
        If the file of the kit's reference is not what was saved.

    References
    ----------
    Gallagher, R. J. et al. (2021). Generalized word shift graphs. EPJ Data Science 10, 4: proportion and JSD shifts,
    not normalised. Lin (1991), Jensen-Shannon divergence.

    Examples
    --------
    >>> target, other = Tokens.from_terms({"a": list("bbbc")}), Tokens.from_terms({"z": list("bc")})
    >>> shift(target, other, tags=None)[["term", "share", "share_reference", "contribution"]].values.tolist()
    [['b', 0.75, 0.5, 0.25], ['c', 0.25, 0.5, -0.25]]
    """
    require_choice("measure", measure, _FORMULAS)
    pair = pair_counts(tokens, reference, tags)
    n1, n2 = pair.target.total, pair.reference.size
    listed = pair.rows[pair.rows["complete"]]
    listed = listed.assign(
        share=listed["n"] / n1,
        share_reference=listed["weight_reference"] / n2,
        contribution=_FORMULAS[measure](listed["n"], n1=n1, f2=listed["weight_reference"], n2=n2),
    )
    covered, covered_reference = float(listed["n"].sum() / n1), float(listed["weight_reference"].sum() / n2)
    listed = listed.iloc[np.lexsort((listed["tag"], listed["term"], -listed["contribution"].abs()))]
    listed = listed.assign(rank=listed["contribution"].abs().rank(method="min", ascending=False).astype("int64"))
    listed = listed[[c.name for c in schema.SHIFT]].reset_index(drop=True)
    caution = [*pair.reference.caution] + [_REDACTED] * tokens.redacted + [_BIASED] * (measure == "jsd")
    about = replace(
        _about(pair, tokens, tags, caution),
        chart="shift",
        measure=measure,
        total=float(listed["contribution"].sum()),
        covered=covered,
        covered_reference=covered_reference,
        size=n1,
        size_reference=pair.reference.total,
    )
    return schema.check(schema.describe(listed, about, source=tokens.recipe), schema.SHIFT, what="shift")


def _often_here(table: pd.DataFrame, pair: Pair, minimum: int) -> pd.DataFrame:
    """List the terms that are frequent in the target itself, and not in one or two of its many texts alone."""
    least = _LEAST_DOCS if len(pair.target.sizes) >= _LEAST_TEXTS else 1
    listed = table[(table["n"] >= minimum) & (table["docs"] >= least) & table["complete"]]
    nothing: dict[str, Any] = dict.fromkeys(_EVIDENCE, np.nan)
    listed = listed.assign(**nothing, **_effects(pair, listed), dp=_dp(pair, listed), reason=_UNTESTED)
    listed["clusters"] = len(pair.target.sizes)
    listed = listed.astype({"reason": "str"})
    by = (-listed["n"], -listed["log_ratio"].abs(), listed["log_ratio"] < 0)
    listed = listed.iloc[np.lexsort((listed["tag"], listed["term"], *by))]
    return listed[[c.name for c in schema.KIT_KEYNESS]].reset_index(drop=True)


def _relative(pair: Pair) -> dict[str, _Floats]:
    """Relative frequencies of every term."""
    f1, f2 = (pair.rows[name].to_numpy(dtype=np.float64) for name in ("n", "weight_reference"))
    return {
        "per_10k": f1 / pair.target.total * 10_000,
        "per_10k_reference": f2 / pair.reference.size * 10_000,
    }


def _effects(pair: Pair, listed: pd.DataFrame) -> dict[str, _Floats]:
    """Sizes of the differences of the listed terms."""
    f1 = listed["n"].to_numpy(dtype=np.float64)
    sides: dict[str, Any] = {"n1": pair.target.total, "f2": listed["weight_reference"].to_numpy(dtype=np.float64)}
    sides["n2"] = pair.reference.size
    return {
        "log_ratio": measures.log_ratio(f1, **sides),
        "percent_diff": measures.percent_diff(f1, **sides),
        "odds_ratio": measures.odds_ratio(f1, **sides),
    }


def _associations(pair: Pair, listed: pd.DataFrame, wanted: set[str]) -> dict[str, _Floats]:
    """Measures of the four cells of the listed terms, and the log-odds, whose prior is the whole vocabulary."""
    f1, f2 = (listed[name].to_numpy(dtype=np.float64) for name in ("n", "weight_reference"))
    n1, n2 = pair.target.total, pair.reference.size
    cells = {"r1": n1, "c1": f1 + f2, "n": n1 + n2}
    g2 = measures.g2(f1, **cells)
    made = {"g2": g2, "bic": measures.bic(g2, n=n1 + n2)}
    if "g2_two_term" in wanted:
        made["g2_two_term"] = measures.g2_two_term(f1, **cells)
    if "chi2" in wanted:
        made["chi2"] = measures.chi2(f1, **cells)
    if wanted.isdisjoint(("log_odds", "z")):
        return made
    # Example: a list names b (8 and 4) and the texts hold 20 and 30 other tokens that are not listed: the counts 8 20
    # and 4 30 enter, and the last column is dropped again.
    rest = [pair.rest] if sum(pair.rest) else []  # what neither list names stays part of the vocabulary
    whole1, whole2 = (
        np.append(pair.rows[name].to_numpy(dtype=np.float64), [counts[side] for counts in rest])
        for side, name in enumerate(("n", "weight_reference"))
    )
    seen = whole1 + whole2 > 0
    odds = np.full((2, len(whole1)), np.nan)
    odds[:, seen] = measures.log_odds(whole1[seen], n1=n1, f2=whole2[seen], n2=n2, prior=(whole1 + whole2)[seen])
    at = pair.rows.index.get_indexer(listed.index)
    return made | {"log_odds": odds[0, at], "z": odds[1, at]}


def _asked(columns: Sequence[str] | None, contract: schema.Contract) -> schema.Contract:
    """Choose the columns that are asked for, and those that say what a row is and what is missing in it."""
    if columns is None:
        return contract
    names = [column.name for column in contract]
    wanted = require_list(columns, "columns")
    for name in sorted(wanted):
        require_choice("columns", name, names)
    return tuple(column for column in contract if column.name in {*wanted, "term", "tag", "reason"})


def _dp(pair: Pair, listed: pd.DataFrame) -> _Floats:
    """Dispersion of the listed terms over the documents of the target; unknown for a single one."""
    values = np.full(len(listed), np.nan)
    row = listed["row"].to_numpy()
    if len(pair.target.sizes) > 1 and (row >= 0).any():
        counts, at = pair.target.counts, row[row >= 0]
        found = [measures.dp(counts[at[run]], sizes=pair.target.sizes) for run in runs(pair.target.parts_with[at])]
        values[row >= 0] = np.concatenate(found)
    return values


def _about_kit(listed: pd.DataFrame, pair: Pair, tokens: Tokens, tags: Tags) -> schema.About:
    """State what was held against the kit's reference, and what to mind."""
    said = [*pair.reference.caution, _UNTESTED]
    if len(pair.target.sizes) >= _LEAST_TEXTS:
        said.append(f"글 {_LEAST_DOCS}편 이상에 나온 단어만 실었다")
    if absent := int((listed["one_genre"] == ABSENT).sum()):
        said.append(f"{absent:,}개는 참조 목록에 없어 0.5회로 계산했다({pair.reference.listing})")
    carried = listed.loc[~listed["one_genre"].isin(["", ABSENT]), ["term", "one_genre"]]
    if len(carried):
        first = ", ".join(f"{term}({genre})" for term, genre in carried.head(_NAMED).to_numpy())
        more = f" 등 {len(carried):,}개" if len(carried) > _NAMED else ""
        said.append(f"참조 말뭉치의 한 장르에 몰린 단어: {first}{more}")
    return replace(
        _about(pair, tokens, tags, said + [_REDACTED] * tokens.redacted),
        chart="keyness",
        total=pair.target.total,
        total_reference=pair.reference.total,
        texts=len(pair.target.sizes),
        texts_reference="none",
        clusters=len(pair.target.sizes),
        clusters_reference="none",
        test="none",
        family=0,
        conclusion="비교 자료에 글이 없고 빈도만 있어 검정하지 않았다.",
        zero=_ZERO,
    )


def _about(pair: Pair, tokens: Tokens, tags: Tags, caution: list[str]) -> schema.About:
    """State what was compared, and what to mind."""
    tagged = pair.reference.tagged
    base = phrase(tags if tagged else None, pair.target.total, tokens.recipe.layer)
    return schema.About(
        base=base + ("" if tagged else "(부호 제외)"),
        base_reference=pair.reference.phrase,
        layer=LAYERS[tokens.recipe.layer],
        reference=pair.reference.name,
        unmatched=pair.unmatched,
        caution=tuple(caution),
    )
