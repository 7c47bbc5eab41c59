"""Share of voice: whose words fill the quotations of every group of documents."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from analysis import grouping, measures, schema
from analysis.errors import RefusalError, SchemaError
from analysis.grammar import saying
from analysis.grouping import By
from analysis.lexicon import Actors
from analysis.messages import message

_WHAT = "stats.voices"
_FLOOR = 30  # quotations with a speaker
_FEW = "화자가 있는 인용이 {n}건이다. 30건부터 비중을 구한다"
_ONE = "인용이 모두 한 글에 있어 구간을 구하지 않았다"
_NOBODY = "화자를 찾지 못한 인용"
_DTYPES = {"int": "int64", "float": "float64", "bool": "bool", "text": "str"}


def voices(
    said: pd.DataFrame, documents: pd.DataFrame, *, by: By = "outlet", actors: Actors | None = None
) -> pd.DataFrame:
    """Say whose voices are heard in every group of documents, and how many of them have no name.

    The unit of counting is the quotation with a speaker. Quotations of one document go together, which the interval
    knows. Space is not influence: `words_share` stands beside the share of quotations.

    Parameters
    ----------
    said : DataFrame
        A result of `stats.quotations`, or some of its rows.
    documents : DataFrame
        `corpus.documents`, of all documents that were read.
    by : str or mapping
        Document variable, period, or named sets of values, as in `stats.frequency`.
    actors : Actors, optional
        The user's list, `lexicon.actors`: names that are one actor, with its days. Others are counted under `name`.
        Without a list no two names are one beyond what the document itself shows.

    Returns
    -------
    DataFrame
        Columns schema.VOICES, by group, then falling quotations, ties by actor; the row of quotations without a speaker
        (actor "", kind none) is the last of its group and has no share. In a group of fewer than 30 quotations with a
        speaker shares are NaN, with the reason. `attrs`: hhi and entropy (natural logarithm) of every group's actors,
        without (groups that quote nobody), unattributed (quotations without a speaker, by group), unnamed (sources
        without a name: n, share and interval, by group), ungrouped, base, caution.

    Raises
    ------
    OptionError
        If `by` is no document variable.
    SchemaError
        If `said` is no table of quotations, or holds a document that `documents` lacks.
    RefusalError
        If no group has 30 quotations with a speaker.

    References
    ----------
    Share of voice by quotations: Brown, J. D. et al. (1987), Invisible power, Journal of Communication 37(4).
    Herfindahl (1950), Shannon (1948); intervals: `measures.quoted_share`.

    Examples
    --------
    >>> import analysis as da
    >>> who = ["김철수 대표"] * 24 + ["한 관계자"] * 8
    >>> corpus = da.Corpus.from_texts({f"d{n}": f"{name}는 “다리를 고치자”고 말했다." for n, name in enumerate(who)})
    >>> said = da.stats.quotations(da.segment(corpus))
    >>> voices(said, corpus.documents.assign(outlet="가"))[["actor", "quotations", "share"]].values.tolist()
    [['김철수', 24, 0.75], ['한 관계자', 8, 0.25]]
    """
    return _counted(said, documents, by, actors, None)


def leading(said: pd.DataFrame, documents: pd.DataFrame, *, by: By, most: int) -> pd.DataFrame:
    """Give the rows of `voices` of the most quoted speakers with a name, so many of every group, and its attrs."""
    return _counted(said, documents, by, None, most)


def _counted(
    said: pd.DataFrame, documents: pd.DataFrame, by: By, actors: Actors | None, most: int | None
) -> pd.DataFrame:
    """Count all speakers, or the most quoted ones with a name."""
    schema.check(said, schema.QUOTATIONS, what=message("quotations"))
    groups = grouping.assign(documents, by=by)
    rows = _rows(said, documents, groups, actors)
    if rows.empty and len(said):
        raise grouping.nothing(by)
    named = rows[rows["actor"] != ""]
    n = named.groupby("group", sort=True).size()
    if not (n >= _FLOOR).any():
        largest = int(n.max()) if len(n) else 0
        msg = message(
            "no group has 30 quotations with a speaker; the largest has {most}. Shares of voice need 30: give more "
            "texts, or larger groups by by=",
            most=largest,
        )
        raise RefusalError.alone(msg)
    records = [record for group, part in rows.groupby("group", sort=True) for record in _group(str(group), part, most)]
    table = pd.DataFrame(records, columns=[c.name for c in schema.VOICES])
    table = table.astype({c.name: _DTYPES[c.kind] for c in schema.VOICES})
    schema.describe(table, _about(rows, groups, by, documents), source=said)
    return schema.check(table, schema.VOICES, what=message("voices"))


def _rows(said: pd.DataFrame, documents: pd.DataFrame, groups: pd.Series[str], actors: Actors | None) -> pd.DataFrame:
    """Give every quotation its group, its actor and its words."""
    docs = said["doc"].astype(str)
    strange = docs[~docs.isin(groups.index)]
    if len(strange):
        msg = message(
            "{what}: document {doc!r} of the quotations is not in documents; pass those of the same corpus",
            what=_WHAT,
            doc=strange.iloc[0],
        )
        raise SchemaError(msg)
    days = dict(zip(documents["doc"].astype(str), grouping.days(documents), strict=True))
    columns = ("name", "speaker", "actor_kind", "anonymous")
    found = []
    for doc, name, speaker, kind, anonymous in zip(docs, *(said[column] for column in columns), strict=True):
        plain = "" if speaker in saying.PRONOUNS else str(name)
        actor = actors.of(plain, str(speaker), day=days[doc]) if actors and plain else None
        found.append((actor.ko if actor else plain, (actor.kind or kind) if actor else kind if plain else "none",
                      bool(anonymous) and actor is None and plain != ""))  # fmt: skip
    rows = pd.DataFrame(found, columns=["actor", "kind", "anonymous"], index=said.index)
    words = said["text"].astype(str).map(lambda text: max(1, len(text.split())))
    rows = rows.assign(doc=docs, group=docs.map(groups), words=words, start=said["start"])
    return rows[rows["group"].notna()].sort_values(["group", "doc", "start"], kind="stable")


def _group(group: str, part: pd.DataFrame, most: int | None) -> list[tuple[Any, ...]]:
    """Write the rows of a group, of all speakers or of the most quoted with a name."""
    named = part[part["actor"] != ""]
    enough = len(named) >= _FLOOR
    sizes = named.groupby("doc", sort=True).size()
    first = named.drop_duplicates("doc")["actor"].value_counts()
    words = int(named["words"].sum())
    reason = "" if enough else _FEW.format(n=len(named))
    records: list[tuple[Any, ...]] = []
    wanted = named if most is None else named[named["actor"].isin(_most_quoted(named, most))]
    for actor, own in wanted.groupby("actor", sort=True):
        share = low = high = words_share = first_share = math.nan
        if enough:
            hits = own.groupby("doc").size().reindex(sizes.index, fill_value=0)
            share, low, high = measures.quoted_share(hits, of=sizes)
            words_share, first_share = int(own["words"].sum()) / words, int(first.get(actor, 0)) / len(sizes)
        why = reason or (_ONE if math.isnan(low) else "")
        records.append((group, str(actor), _most(own["kind"]), len(own), own["doc"].nunique(), share, low, high,
                        words_share, first_share, bool(own["anonymous"].all()), why))  # fmt: skip
    records.sort(key=lambda record: (-record[3], record[1]))
    nobody = part[part["actor"] == ""]
    if len(nobody):
        nan = (math.nan,) * 5
        records.append((group, "", "none", len(nobody), nobody["doc"].nunique(), *nan, False, _NOBODY))
    return records


def _most_quoted(named: pd.DataFrame, most: int) -> pd.Index[str]:
    """Choose the most quoted speakers that have a name, ties by name."""
    found = named.groupby("actor", sort=True)["anonymous"].agg(["size", "all"])
    return found[~found["all"]].sort_values("size", ascending=False, kind="stable").index[:most]


def _most(kinds: pd.Series[str]) -> str:
    """Choose the most frequent kind, ties by name."""
    counts = kinds.value_counts()
    return str(min(counts[counts == counts.max()].index))


def _about(rows: pd.DataFrame, groups: pd.Series[str], by: By, documents: pd.DataFrame) -> schema.About:
    """Say what was counted, how it gathers, and what has no name."""
    named = rows[rows["actor"] != ""]
    spread = {str(g): measures.concentration(part["actor"].value_counts()) for g, part in named.groupby("group")}
    unnamed = []
    for group, part in named.groupby("group", sort=True):
        sizes = part.groupby("doc", sort=True)["anonymous"].agg(["sum", "size"])
        ends = measures.quoted_share(sizes["sum"], of=sizes["size"]) if len(part) >= _FLOOR else (math.nan,) * 3
        unnamed.append(schema.Unnamed(str(group), int(part["anonymous"].sum()), len(part), *ends))
    quiet = sorted(set(map(str, groups.dropna().unique())) - set(map(str, rows["group"].unique())))
    return schema.About(
        chart="voices",
        by=grouping.label(by, documents=documents),
        base=f"화자가 있는 인용 {len(named):,}건(글 {named['doc'].nunique():,}편)",
        docs=int(named["doc"].nunique()),
        documents=len(documents),
        ungrouped=int(groups.isna().sum()) or None,
        hhi={group: found.hhi for group, found in spread.items()},
        entropy={group: found.entropy for group, found in spread.items()},
        without=tuple(quiet),
        unattributed={str(g): int((part["actor"] == "").sum()) for g, part in rows.groupby("group")},
        unnamed=tuple(unnamed),
        caution=schema.cut_documents(documents),
    )
