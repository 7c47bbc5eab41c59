"""Whose words a corpus quotes: the most quoted speakers of every group, and the sources without a name."""

from __future__ import annotations

import pandas as pd

from analysis import schema, stats
from analysis.corpus import Corpus
from analysis.errors import RefusalError
from analysis.grammar import saying
from analysis.report.corpus_contract import GroupVoices, Voice
from analysis.report.corpus_groups import Groups, number
from analysis.stats.voices import leading
from analysis.tokens import Tokens

_NAMED = 5  # speakers of a group in the page
_LINES = 5  # documents of the page in which each is shown
_ALL = "*"  # stands for the one group of all documents


def said_in(corpus: Corpus, tokens: Tokens) -> pd.DataFrame | None:
    """List the quotations; None without the text."""
    return None if corpus.redacted else stats.quotations(tokens)


def voices_of(documents: pd.DataFrame, said: pd.DataFrame | None, groups: Groups) -> tuple[GroupVoices, ...]:
    """Count speakers in the compared groups, or in all documents; none where no group has quotations enough."""
    if said is None:
        return ()
    of = _groups(groups)
    documents = documents.assign(_group=[of.get(str(doc), "") for doc in documents["doc"]])
    try:
        table = leading(said, documents, by="_group", most=_NAMED + 1)  # one more shows who is as often quoted
    except RefusalError:
        return ()
    about = schema.about(table)
    unnamed = {one.group: one for one in about.unnamed or ()}
    named = said[(said["name"] != "") & ~said["speaker"].isin(saying.PRONOUNS)]
    docs = named.groupby(named["doc"].astype(str).map(of))["doc"].nunique()
    found = []
    for group in dict.fromkeys(filter(None, [*groups.sides, *of.values()])):
        told = unnamed.get(group, schema.Unnamed(group))
        rows = _most(table[(table["group"] == group) & ~table["anonymous"] & table["share"].notna()])
        voices = [
            Voice(
                str(row["actor"]), int(row["quotations"]), int(row["docs"]), float(row["share"]),
                number(row["low"]), number(row["high"]),
            )
            for row in rows.to_dict("records")
        ]  # fmt: skip
        found.append(
            GroupVoices(
                "" if group == _ALL else group, told.quotations, (about.unattributed or {}).get(group, 0),
                int(docs.get(group, 0)), told.n, number(told.share), number(told.low), number(told.high), tuple(voices),
            )
        )  # fmt: skip
    return tuple(found)


def _most(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the first speakers, without splitting those of one count unless all have it."""
    # Example: of 9, 7, 4, 4, 3, 3, 2 quotations the first four are kept
    if len(rows) <= _NAMED:
        return rows
    above = rows[rows["quotations"] > int(rows["quotations"].iloc[_NAMED])]
    return above.head(_NAMED) if len(above) else rows.head(_NAMED)


def _groups(groups: Groups) -> dict[str, str]:
    """Give the group of every document that is counted: one of the two compared, or that of all."""
    if groups.sides:
        return {doc: group for doc, group in groups.of.items() if group in groups.sides}
    return dict.fromkeys(groups.of, _ALL)


def quoted_places(
    said: pd.DataFrame | None, voices: tuple[GroupVoices, ...], groups: Groups, held: set[str]
) -> pd.DataFrame:
    """Find quotations of the speakers that the page lists, and of sources without a name, in documents of the page."""
    columns = ["doc", "frame", "term", "sentence", "start", "end", "speaker"]
    if said is None or not voices:
        return pd.DataFrame(columns=columns)
    rows = said.assign(doc=said["doc"].astype(str), frame="", term="", speaker=said["name"].astype(str))
    rows = rows[rows["doc"].isin(held) & (rows["name"] != "") & ~said["speaker"].isin(saying.PRONOUNS)]
    found = []
    for one in voices:
        own = rows[rows["doc"].map(groups.of) == one.group] if one.group else rows
        chosen = [*(own["name"] == voice.actor for voice in one.voices), own["anonymous"]]
        found += [own[these].drop_duplicates("doc").head(_LINES) for these in chosen]
    return pd.concat(found)[columns]
