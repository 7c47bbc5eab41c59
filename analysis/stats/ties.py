"""Ties of actors: which persons and organisations are named in the same sentences, paragraphs or documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.matcher.arrays import Within
from analysis.messages import message
from analysis.stats.coded import WITHIN, require_least, require_within
from analysis.stats.cooccurrence import score_pairs

_WHAT = "stats.ties"
_PLACE = {"sentence": ["doc", "sentence"], "paragraph": ["doc", "paragraph"], "document": ["doc"]}
_COUNTED = {"sentence": "sentences", "paragraph": "paragraphs", "document": "documents"}
_NAMED = 5  # names in a sentence


def ties(
    mentions: pd.DataFrame,
    *,
    within: Within = "sentence",
    names: Sequence[str] | Mapping[str, str] | None = None,
    minimum: int = 2,
) -> pd.DataFrame:
    """Tie actors who are named in the same window, for everything that works on co-occurrence.

    Parameters
    ----------
    mentions : DataFrame
        A result of `stats.entities(tokens, by="mention")`, whole or the rows of interest, such as persons alone.
    within : {"sentence", "paragraph", "document"}
        The window. An actor is in it or not, however often named.
    names : sequence of str or mapping of str to str, optional
        Names that count, or each with the actor it stands for: {"윤 대통령": "윤석열", "윤석열": "윤석열"}. A
        mention counts by its name or as it is written. Without it every name in `mentions` is an actor.
    minimum : int
        Least `n` of a pair to be listed.

    Returns
    -------
    DataFrame
        Columns `schema.COOCCURRENCE`, as of `stats.cooccurrence`. `attrs` as there, with `isolates`: actors who are
        named and in no listed pair.

    Raises
    ------
    SchemaError
        If the table is not one of mentions.
    OptionError
        If an option is unknown, or `names` is empty.

    References
    ----------
    As `stats.cooccurrence`: Evert (2008), Jaccard (1912), Bouma (2009), Dunning (1993). An actor network from news says
    who is written of together, not who acts together.

    Examples
    --------
    >>> import analysis as da
    >>> text = "국방부와 외교부는 회의를 열었다. 국방부는 외교부와 다시 만났다. 외교부는 떠났다."
    >>> mentions = da.stats.entities(da.segment(da.Corpus.from_texts({"d": text})), by="mention")
    >>> ties(mentions)[["source", "target", "n", "n_source", "n_target"]].values.tolist()
    [['국방부', '외교부', 2, 2, 3]]
    """
    require_within(within, what=_WHAT)
    require_least(minimum, 1, name="minimum", what=_WHAT)
    schema.check(mentions, schema.MENTIONS, what=_WHAT)
    named, unseen = _actors(mentions, names)
    places = _PLACE[within]
    about = schema.about(mentions)
    stated = {"sentence": about.sentences, "paragraph": about.paragraphs, "document": about.documents}[within]
    windows = stated if stated is not None else len(mentions[places].drop_duplicates())
    at = named[[*places, "actor"]].drop_duplicates()
    terms = sorted(at["actor"].unique())
    line = at.groupby(places, sort=False).ngroup().to_numpy()
    column = at["actor"].map({term: k for k, term in enumerate(terms)}).to_numpy(dtype=np.int64)
    there = np.zeros((int(line.max(initial=-1)) + 1, len(terms)), dtype=np.int64)
    there[line, column] = 1
    joint = there.T @ there
    a, b = np.triu_indices(len(terms), 1)
    n = joint[a, b]
    some = n >= minimum
    table = score_pairs(terms, np.diagonal(joint).copy(), (a[some], b[some]), n[some], windows)
    table = table.sort_values(["n", "source", "target"], ascending=[False, True, True], ignore_index=True)
    tied = {*table["source"], *table["target"]}
    said = []
    if stated is None:
        said.append(f"전체 {WITHIN[within]}의 수를 알 수 없어 이름이 나온 {WITHIN[within]}만 창으로 셌다")
    if unseen:
        listed = ", ".join(unseen[:_NAMED]) + (f" 등 {len(unseen):,}개" if len(unseen) > _NAMED else "")
        said.append(f"목록에 있으나 나오지 않은 이름: {listed}")
    made = schema.About(
        chart="cooccurrence",
        windows=windows,
        within=within,
        vocabulary=len(terms),
        minimum=minimum,
        unlisted=int((n > 0).sum() - some.sum()),
        mentions=len(named),
        base=f"이름 {len(named):,}회",
        window=f"{WITHIN[within]} {windows:,}개",
        isolates=tuple(term for term in terms if term not in tied),
        caution=tuple(said) or None,
    )
    schema.describe(table, made, source=mentions)
    return schema.check(table, schema.COOCCURRENCE, what=_WHAT)


def _actors(mentions: pd.DataFrame, names: Sequence[str] | Mapping[str, str] | None) -> tuple[pd.DataFrame, list[str]]:
    """Name the actor of every mention that counts, and the listed names that are not there."""
    name, written = mentions["name"].astype(str), mentions["term"].astype(str)
    if names is None:
        return mentions.assign(actor=name), []
    known = (
        {str(k): str(v) for k, v in names.items()} if isinstance(names, Mapping) else {str(k): str(k) for k in names}
    )
    if not known:
        raise OptionError(message("stats.ties: names is empty; give the names that count, or leave it out"))
    actor = name.map(known).fillna(written.map(known))
    counted = mentions.assign(actor=actor)[actor.notna()]
    seen = {*name[actor.notna()], *written[actor.notna()]}
    return counted, [listed for listed in known if listed not in seen]
