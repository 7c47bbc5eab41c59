"""Suggestions for a codebook: words near a frame that it does not have, for a person to accept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis import schema
from analysis.codebook import Codebook
from analysis.errors import OptionError, RefusalError
from analysis.framing._hits import hits, typed
from analysis.lexicon.suggest import signed_g2
from analysis.messages import message
from analysis.options import meant
from analysis.tokens import Tokens
from analysis.tokens.over_parts import over_parts, rows_of_documents
from analysis.tokens.similarity import Word, known, similarities

_TAGS = ("NNG", "NNP")
_SIMILAR = 0.4  # least similarity with a core term
_G2 = 3.84  # 95% of chi-squared with one degree of freedom


def suggest(
    tokens: Tokens,
    codebook: Codebook,
    *,
    frame: str,
    minimum: int = 3,
    top: int = 30,
    documents: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Propose words for a frame of a codebook.

    Candidates are nouns of two letters or more that stand in no hit of the frame. Two sources propose: *embedding*,
    a similarity of 0.4 or more with a core term (those that hit in these tokens, and core patterns of one plain
    word); and *context*, when sentences without a hit that stand right before or behind one with a hit hold
    the word more often than other sentences without a hit do (G2 of 3.84 or more). G2 takes sentences as
    independent and is a way to rank, no test. Nothing here enters the codebook by itself: look at the places
    (`stats.concordance`) and write into the file what belongs to the frame's definition.

    Parameters
    ----------
    tokens : Tokens
        Morpheme layer, not redacted, every row.
    codebook : Codebook
        Codebook, as `codebook.read` gives it.
    frame : str
        Id of the frame.
    minimum : int
        Least occurrences of a word.
    top : int
        Most proposals to list.
    documents : DataFrame, optional
        As for `framing.hits`.

    Returns
    -------
    DataFrame
        Columns schema.SUGGESTIONS: both sources first, then by falling similarity (none last), g2, term and
        tag; doc, start and end of the first occurrence. Empty when nothing is proposed. `attrs`: frame, core
        (the core words compared with), candidates, sentences_near, sentences_other.

    Raises
    ------
    OptionError
        If the codebook has no such frame, a number is below 1, or the tokens are redacted.

    References
    ----------
    King, G., Lam, P. & Roberts, M. E. (2017). Computer-assisted keyword and document set discovery from
    unstructured text. American Journal of Political Science 61(4): words that tell a search set apart are
    shown to a person; here by Dunning's G2 over neighbouring sentences in place of classifiers.
    """
    _require_options(tokens, codebook, frame, {"minimum": minimum, "top": top})
    found = hits(tokens, codebook, documents=documents)
    found = found[found["frame"].astype(str) == frame]
    rows, near, other, _ = _joined(list(over_parts(tokens, _nouns, beside=rows_of_documents(found))))
    first = {name: (name, "first") for name in ("doc", "start", "end")}
    words = rows.groupby(["lemma", "tag"], sort=True).agg(n=("lemma", "size"), inside=("inside", "any"), **first)
    words = words.reset_index()
    core = _core_words(rows, codebook, frame)
    candidates = words[~words["inside"] & (words["n"] >= minimum) & (words["lemma"].str.len() > 1)]
    in_core = pd.MultiIndex.from_frame(candidates[["lemma", "tag"]]).isin(core)
    candidates = candidates[~in_core].reset_index(drop=True)
    proposed = _choose(_add_context(_add_similarity(candidates, core), rows, near=near, other=other)).head(top)
    result = typed(proposed.assign(frame=frame).rename(columns={"lemma": "term"}), schema.SUGGESTIONS)
    result = result.reset_index(drop=True)
    about = schema.About(
        frame=frame,
        core=tuple(f"{w}/{t}" for w, t in core),
        candidates=len(candidates),
        sentences_near=near,
        sentences_other=other,
    )
    return schema.check(schema.describe(result, about, source=tokens.recipe), schema.SUGGESTIONS, what="suggestions")


def _require_options(tokens: Tokens, codebook: Codebook, frame: str, numbers: dict[str, int]) -> None:
    """Refuse a frame that is not there, numbers below 1 and redacted tokens."""
    scored = [each.id for each in codebook.scored]
    if frame not in scored:
        msg = message(
            "the codebook has no frame {frame!r} with terms{meant}; choose one of {scored}",
            frame=frame,
            meant=meant(frame, scored),
            scored=", ".join(scored),
        )
        raise OptionError(msg)
    for name, value in numbers.items():
        if value < 1:
            msg = message("{name} must be 1 or more, not {value}", name=name, value=value)
            raise OptionError(msg)
    if tokens.redacted:
        msg = message("framing.suggest needs every word, and these tokens are redacted; segment the article itself")
        raise RefusalError.redacted(msg)


class _Nouns(NamedTuple):
    """Nouns with what their sentence holds, and how many sentences stand beside a hit, and near none."""

    rows: pd.DataFrame
    near: int
    other: int
    sentences: int


def _joined(parts: Sequence[_Nouns]) -> _Nouns:
    """Join the nouns of parts; sentences are numbered through."""
    before, pieces = 0, []
    for part in parts:
        pieces.append(part.rows.assign(number=part.rows["number"] + before))
        before += part.sentences
    near, other = (sum(getattr(part, name) for part in parts) for name in ("near", "other"))
    return _Nouns(pd.concat(pieces, ignore_index=True), near, other, before)


def _nouns(tokens: Tokens, found: pd.DataFrame) -> _Nouns:
    """List the nouns of an ordinary table, in sentences numbered from 1."""
    table = tokens.table
    # `number` runs through all sentences: in hits of sentences [T, F, F] the second is `beside`, the third neither
    doc = table["doc"].astype(str)
    number = ((doc != doc.shift()) | (table["sentence"] != table["sentence"].shift())).cumsum().to_numpy()
    keys = pd.MultiIndex.from_arrays([doc, table["sentence"]])
    with_hit = keys.isin(pd.MultiIndex.from_arrays([found["doc"].astype(str), found["sentence"]]))
    sentences = pd.DataFrame({"doc": doc, "number": number, "hit": with_hit}).drop_duplicates("number")
    hit, docs = sentences["hit"].to_numpy(), sentences["doc"].to_numpy()
    same_doc = docs[1:] == docs[:-1]
    beside = np.zeros(len(sentences), dtype=bool)
    beside[1:] |= hit[:-1] & same_doc
    beside[:-1] |= hit[1:] & same_doc
    nouns = table["tag"].astype(str).isin(_TAGS).to_numpy()
    rows = table.loc[nouns, ["start", "end", "sentence"]].assign(
        doc=doc[nouns],
        lemma=table["lemma"].astype(str)[nouns],
        tag=table["tag"].astype(str)[nouns],
        number=number[nouns],
        hit=hit[number[nouns] - 1],
        beside=beside[number[nouns] - 1],
    )
    spans = found[["start", "end", "tier", "sentence"]].assign(doc=found["doc"].astype(str))
    pairs = rows[rows["hit"]].reset_index().merge(spans, on=["doc", "sentence"], suffixes=("", "_hit"))
    pairs = pairs[(pairs["start"] >= pairs["start_hit"]) & (pairs["end"] <= pairs["end_hit"])]
    in_core = pairs.loc[pairs["tier"] == "core", "index"]
    rows = rows.assign(inside=rows.index.isin(pairs["index"]), core=rows.index.isin(in_core)).reset_index(drop=True)
    return _Nouns(rows, int((beside & ~hit).sum()), int((~beside & ~hit).sum()), len(sentences))


def _core_words(rows: pd.DataFrame, codebook: Codebook, frame: str) -> list[Word]:
    """Core words with a vector: those inside core hits, and core patterns that are one plain word."""
    words = set(rows.loc[rows["core"], ["lemma", "tag"]].itertuples(index=False, name=None))
    for owner, term in codebook.terms():
        if owner.id == frame and codebook.tier(term) == "core" and re.fullmatch("[가-힣]{2,}", term.match or ""):
            words.add((str(term.match), "NNG"))
    return [word for word, has_vector in zip(sorted(words), known(sorted(words)), strict=True) if has_vector]


def _add_similarity(words: pd.DataFrame, core: list[Word]) -> pd.DataFrame:
    """Add the greatest similarity with a core word, and which word that is."""
    if not core:
        return words.assign(similarity=np.nan, near="")
    pairs = list(zip(words["lemma"], words["tag"], strict=True))
    similarity = np.nan_to_num(similarities(pairs, to=core), nan=-2.0)
    has_vector = np.asarray(known(pairs), dtype=bool)
    nearest = similarity.argmax(axis=1)
    return words.assign(
        similarity=np.where(has_vector, similarity.max(axis=1), np.nan),
        near=[core[k][0] if ok else "" for k, ok in zip(nearest.tolist(), has_vector, strict=True)],
    )


def _add_context(words: pd.DataFrame, rows: pd.DataFrame, *, near: int, other: int) -> pd.DataFrame:
    """Add in how many sentences beside hits a word stands, and G2 against the other sentences without a hit."""
    once = rows[~rows["hit"]].drop_duplicates(["number", "lemma", "tag"])
    counted = once.groupby(["lemma", "tag"])["beside"].agg(["sum", "size"]).reset_index()
    merged = words.merge(counted, on=["lemma", "tag"], how="left").fillna({"sum": 0, "size": 0})
    beside, sentences = (merged[name].astype("int64").tolist() for name in ("sum", "size"))
    total = near + other
    g2 = [
        signed_g2(b, n, near, total) if 0 < n < total and 0 < near < total else np.nan
        for b, n in zip(beside, sentences, strict=True)
    ]
    return merged.assign(n_near=beside, g2=np.array(g2, dtype=float)).drop(columns=["sum", "size"])


def _choose(words: pd.DataFrame) -> pd.DataFrame:
    """Keep what a source proposes, in a total order."""
    like = words["similarity"] >= _SIMILAR
    beside = (words["g2"] >= _G2) & (words["n_near"] >= 2)
    source = np.select([like & beside, like, beside], ["both", "embedding", "context"], default="")
    words = words.assign(source=source, once=~(like & beside))[source != ""]
    order = ["once", "similarity", "g2", "lemma", "tag"]
    return words.sort_values(order, ascending=[True, False, False, True, True], na_position="last")
