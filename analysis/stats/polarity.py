"""Polarity: how far the words of a user's list lean to one pole in each document or group."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from analysis import grouping, schema
from analysis.codebook.evidence_file import is_checked
from analysis.codebook.models import POLES
from analysis.errors import OptionError, RefusalError
from analysis.messages import message
from analysis.stats.correspondence import Groups
from analysis.stats.counting import LAYERS, tally
from analysis.tokens import Tokens
from analysis.tokens.tokens import doc_ids

_WHAT = "stats.polarity"
_LEAST = 3
_CARRIERS, _HEAVY = 10, 0.20
_FEW = f"적중이 {_LEAST}회가 안 되어 구하지 않았다"


def polarity(hits: pd.DataFrame, tokens: Tokens, *, by: Groups = "doc") -> pd.DataFrame:
    r"""Weigh the positive against the negative words of a list in every document, or group of documents.

    Numbers by document are for looking and for validation. Groups are compared, and charts drawn, only with a list that
    two people have checked on 200 sentences of these texts (`validation.sample`, `read`, `record`). A negated hit
    counts at its own pole, as `framing.hits` and `framing.score` count negated hits of any codebook; `negated` says how
    many there are, and `hits[~hits["negated"]]` leaves them out.

    Parameters
    ----------
    hits : DataFrame
        `framing.hits` of a codebook of `lexicon.polarity`, or some of its rows. Headlines are no part of a text: count
        them apart, with `segment(corpus.titles())`.
    tokens : Tokens
        The tokens of the hits.
    by : mapping or Series of document id to group, or "doc"
        Groups (`stats.groups(corpus.documents, by="outlet")`) sum their documents.

    Returns
    -------
    DataFrame
        Columns schema.POLARITY, a row a document in reading order, or a group by name. `positive` and `negative` are
        sums of the weights p and n. polarity = (p - n) / (p + n), -1 to 1; logit = ln((p + .5) / (n + .5)); both NaN,
        with the reason, below 3 hits. `quoted` is the polarity inside quotation marks, `unquoted` outside them.
        `attrs`: chart, base, carried (the ten words that carry most of all weights, with their share), checked, where
        the list was, caution, which names a word that carries more than a fifth, and negated hits.

    Raises
    ------
    SchemaError
        If the hits lost their attrs.
    OptionError
        If the hits are of no list of polarity, or of documents that the tokens do not have.
    RefusalError
        If groups are asked for and nobody has checked the list on these texts.

    References
    ----------
    Young, L. & Soroka, S. (2012). Affective news: The automated coding of sentiment in political texts. Political
    Communication 29(2). Lowe, W., Benoit, K., Mikhaylov, S. & Laver, M. (2011), Legislative Studies Quarterly 36(1),
    the logit with .5.

    Examples
    --------
    >>> import analysis as da, tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "list.csv")
    >>> _ = path.write_text("성과,1\n도약,2\n위기,-1\n", encoding="utf-8")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "성과가 컸다. 위기를 넘겼다. 도약의 해였다."}))
    >>> table = polarity(da.framing.hits(tokens, da.lexicon.polarity(path)), tokens)
    >>> table[["positive", "negative", "hits", "polarity"]].values.tolist()
    [[3.0, 1.0, 3.0, 0.5]]
    """
    schema.check(hits, schema.HITS, what=message("hits table"))
    about = schema.require_about(hits, ("frames", "codebook"), what=message("hits table"), maker="framing.hits")
    if not set(POLES) <= set(about.frame_ids):
        raise OptionError(
            message(
                "{what}: these hits are of the codebook {codebook}, which has no poles; read the list with "
                "lexicon.polarity",
                what=_WHAT,
                codebook=about.codebook.id if about.codebook else "",
            )
        )
    docs = doc_ids(tokens)
    strange = set(hits["doc"].astype(str)) - set(docs)
    if strange:
        raise OptionError(
            message(
                "{what}: document {doc!r} of the hits is not in the tokens; pass the tokens of the hits",
                what=_WHAT,
                doc=min(strange),
            )
        )
    group = pd.Series(docs, index=docs, dtype=object)
    ungrouped = None
    if not (isinstance(by, str) and by == "doc"):
        group = grouping.lookup(docs, by=by).set_axis(docs)
        if not is_checked(about, docs):
            raise RefusalError.unchecked()
        ungrouped = int(group.isna().sum())
    order = docs if ungrouped is None else sorted(group.dropna().astype(str).unique())
    seen = tally(tokens, tags=schema.CONTENT_TAGS)
    words = pd.Series(seen.sizes, index=seen.parts["doc"].astype(str), dtype="int64").reindex(docs, fill_value=0)
    counted = hits[hits["counted"] & hits["frame"].astype(str).isin(POLES)]
    counted = counted.assign(_group=counted["doc"].astype(str).map(group))
    counted = counted[counted["_group"].notna()]
    table = _table(counted, order, words.groupby(group).sum())
    carried = _carriers(counted)
    found = schema.About(
        chart="polarity", base=f"글 {len(docs):,}편, 내용 형태소 {int(words.sum()):,}개, 적중 {len(counted):,}회",
        layer=LAYERS[tokens.recipe.layer], codebook=about.codebook, frames=about.frames, ungrouped=ungrouped,
        checked=about.checked if is_checked(about, docs) else None, carried=carried or None,
        caution=_cautions(table, carried) or None,
    )  # fmt: skip
    schema.describe(table, found, source=hits)
    return schema.check(table, schema.POLARITY, what=_WHAT)


def _table(counted: pd.DataFrame, order: list[str], words: pd.Series[Any]) -> pd.DataFrame:
    """Sum the hits of every document or group."""
    positive = counted["frame"].astype(str) == "positive"
    quoted = counted["inside_quote"].to_numpy()
    parts = {
        "positive": counted["weight"].where(positive, 0.0), "negative": counted["weight"].where(~positive, 0.0),
        "hits": 1, "negated": counted["negated"].astype("int64"),
    }  # fmt: skip
    parts |= {"quoted_hits": quoted.astype(int)}
    parts |= {f"quoted_{side}": parts[side].where(quoted, 0.0) for side in ("positive", "negative")}  # type: ignore[attr-defined]
    sums = pd.DataFrame(parts, index=counted.index).groupby(counted["_group"].astype(str)).sum()
    sums = sums.reindex(order, fill_value=0)
    p, n, hits = (sums[name].to_numpy(dtype=np.float64) for name in ("positive", "negative", "hits"))
    pq, nq, hq = (sums[f"quoted_{name}"].to_numpy(dtype=np.float64) for name in ("positive", "negative", "hits"))
    base = words.reindex(order).to_numpy(dtype=np.float64)
    few = hits < _LEAST
    return pd.DataFrame(
        {
            "doc": pd.Series(order, dtype="str"),
            "positive": p,
            "negative": n,
            "hits": hits.astype(np.int64),
            "words": base.astype(np.int64),
            "polarity": _leaning(p, n, hits),
            "logit": np.where(few, np.nan, np.log((p + 0.5) / (n + 0.5))),
            "share_covered": np.divide(hits, base, out=np.full(len(base), np.nan), where=base > 0),
            "negated": sums["negated"].to_numpy(dtype=np.int64),
            "quoted": _leaning(pq, nq, hq),
            "unquoted": _leaning(p - pq, n - nq, hits - hq),
            "reason": pd.Series(np.where(few, _FEW, ""), dtype="str"),
        }
    )


def _leaning(p: Any, n: Any, hits: Any) -> Any:
    """(p - n) / (p + n), NaN below three hits."""
    enough = hits >= _LEAST
    return np.divide(p - n, p + n, out=np.full(len(p), math.nan), where=enough)


def _carriers(counted: pd.DataFrame) -> dict[str, float]:
    """Share of all weights that the words that weigh most bring, by the surface that each has most often."""
    if counted.empty:
        return {}
    total = float(counted["weight"].sum())
    rows = [
        (float(part["weight"].sum()), str(part["surface"].astype(str).value_counts().sort_index().idxmax()))
        for _, part in counted.groupby(counted["term"].astype(str))
    ]
    rows.sort(key=lambda row: (-row[0], row[1]))
    found: dict[str, float] = {}
    for weight, surface in rows[:_CARRIERS]:
        found[surface] = found.get(surface, 0.0) + weight / total
    return found


def _cautions(table: pd.DataFrame, carried: dict[str, float]) -> tuple[str, ...]:
    """Name words that carry more than a fifth, and hits that are negated."""
    said = [f"‘{word}’ 한 단어가 점수의 {share:.0%}를 차지한다" for word, share in carried.items() if share > _HEAVY]
    negated, hits = int(table["negated"].sum()), int(table["hits"].sum())
    if negated:
        said.append(f"부정된 절의 적중 {negated:,}회({negated / hits:.0%})도 제 극으로 셌다(‘좋지 않다’는 긍정)")
    return tuple(said)
