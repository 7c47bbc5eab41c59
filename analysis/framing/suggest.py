"""Proposals for a codebook: words near a frame that it does not have, for a person to accept."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from analysis import schema
from analysis.codebook import Codebook
from analysis.errors import OptionError, RefusalError
from analysis.framing._hits import hits
from analysis.lexicon.suggest import signed_g2
from analysis.tokens import Tokens
from analysis.tokens.similarity import Word, known, similarities

_TAGS = ("NNG", "NNP")
_SIMILAR = 0.4  # least similarity with a core term
_G2 = 3.84  # 95% of chi-squared with one degree of freedom
_KINDS = {"text": "str", "int": "int64", "float": "float64"}


def suggest(tokens: Tokens, codebook: Codebook, *, frame: str, minimum: int = 3, top: int = 30) -> pd.DataFrame:
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
    _check(tokens, codebook, frame, {"minimum": minimum, "top": top})
    found = hits(tokens, codebook)
    found = found[found["frame"].astype(str) == frame]
    rows = _rows(tokens.table, found)
    words = rows.groupby(["lemma", "tag"], sort=True).agg(
        n=("lemma", "size"),
        inside=("inside", "any"),
        doc=("doc", "first"),
        start=("start", "first"),
        end=("end", "first"),
    )
    words = words.reset_index()
    core = _core(rows, found, codebook, frame)
    candidates = words[~words["inside"] & (words["n"] >= minimum) & (words["lemma"].str.len() > 1)]
    listed_already = pd.MultiIndex.from_frame(candidates[["lemma", "tag"]]).isin(core)
    candidates = candidates[~listed_already].reset_index(drop=True)
    listed = _compared(candidates, core)
    listed, sizes = _beside(listed, rows)
    chosen = _chosen(listed).head(top).assign(frame=frame).rename(columns={"lemma": "term"})
    result = chosen[[c.name for c in schema.SUGGESTIONS]].astype({c.name: _KINDS[c.kind] for c in schema.SUGGESTIONS})
    result = result.reset_index(drop=True)
    result.attrs["frame"] = frame
    result.attrs["core"] = [f"{w}/{t}" for w, t in core]
    result.attrs["candidates"] = len(candidates)
    result.attrs.update(sizes)
    return schema.check(result, schema.SUGGESTIONS, what="suggestions")


def _check(tokens: Tokens, codebook: Codebook, frame: str, numbers: dict[str, int]) -> None:
    if frame not in codebook.frame_ids:
        msg = f"the codebook has no frame {frame!r}; choose one of {', '.join(codebook.frame_ids)}"
        raise OptionError(msg)
    for name, value in numbers.items():
        if value < 1:
            msg = f"{name} must be 1 or more, not {value}"
            raise OptionError(msg)
    if tokens.redacted:
        msg = "framing.suggest needs every word, and these tokens are redacted; segment the article itself"
        raise RefusalError.redacted(msg)


def _rows(table: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Nouns with their sentence (numbered through the tokens), whether it has a hit, and whether they stand in one."""
    doc = table["doc"].astype(str)
    opens = (doc != doc.shift()) | (table["sentence"] != table["sentence"].shift())
    number = opens.cumsum().to_numpy()
    keys = pd.MultiIndex.from_arrays([doc, table["sentence"]])
    with_hit = keys.isin(pd.MultiIndex.from_arrays([found["doc"].astype(str), found["sentence"]]))
    places = pd.DataFrame({"doc": doc, "number": number, "hit": with_hit}).drop_duplicates("number")
    hit = places["hit"].to_numpy()
    same = (places["doc"].to_numpy()[1:] == places["doc"].to_numpy()[:-1]) if len(places) else np.zeros(0, bool)
    beside = np.zeros(len(places), dtype=bool)
    beside[1:] |= hit[:-1] & same
    beside[:-1] |= hit[1:] & same
    nouns = table["tag"].astype(str).isin(_TAGS).to_numpy()
    rows = table.loc[nouns, ["start", "end", "sentence"]].assign(
        doc=doc[nouns],
        lemma=table["lemma"].astype(str)[nouns],
        tag=table["tag"].astype(str)[nouns],
        number=number[nouns],
    )
    rows = rows.assign(hit=hit[rows["number"].to_numpy() - 1], beside=beside[rows["number"].to_numpy() - 1])
    spans = found[["start", "end", "tier", "sentence"]].assign(doc=found["doc"].astype(str))
    pairs = rows[rows["hit"]].reset_index().merge(spans, on=["doc", "sentence"], suffixes=("", "_hit"))
    pairs = pairs[(pairs["start"] >= pairs["start_hit"]) & (pairs["end"] <= pairs["end_hit"])]
    held, core = set(pairs["index"]), set(pairs.loc[pairs["tier"] == "core", "index"])
    rows = rows.assign(inside=rows.index.isin(held), core=rows.index.isin(core)).reset_index(drop=True)
    rows.attrs = {"near": int((beside & ~hit).sum()), "other": int((~beside & ~hit).sum())}
    return rows


def _core(rows: pd.DataFrame, found: pd.DataFrame, codebook: Codebook, frame: str) -> list[Word]:
    """Core words with a vector: those inside core hits, and core patterns that are one plain word."""
    seen = rows.loc[rows["core"], ["lemma", "tag"]].drop_duplicates()
    words = set(seen.itertuples(index=False, name=None))
    for one, term in codebook.terms():
        if one.id == frame and codebook.tier(term) == "core" and term.match and re.fullmatch("[가-힣]{2,}", term.match):
            words.add((term.match, "NNG"))
    listed = sorted(words)
    return [word for word, ok in zip(listed, known(listed), strict=True) if ok] if len(found) or listed else []


def _compared(words: pd.DataFrame, core: list[Word]) -> pd.DataFrame:
    """Add the greatest similarity with a core word, and which word that is."""
    near = similarities(list(zip(words["lemma"], words["tag"], strict=True)), to=core)
    has = known(list(zip(words["lemma"], words["tag"], strict=True))).tolist() if core else [False] * len(words)
    best = np.nan_to_num(near, nan=-2.0).argmax(axis=1).tolist() if core else [0] * len(words)
    similarity = np.array([near[k, b] if ok else np.nan for k, (b, ok) in enumerate(zip(best, has, strict=True))])
    names = [core[b][0] if ok else "" for b, ok in zip(best, has, strict=True)]
    return words.assign(similarity=similarity.astype(float), near=names)


def _beside(words: pd.DataFrame, rows: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Add in how many sentences beside hits a word stands, and G2 against the other sentences without a hit."""
    near, other = int(rows.attrs["near"]), int(rows.attrs["other"])
    once = rows[~rows["hit"]].drop_duplicates(["number", "lemma", "tag"])
    counted = once.groupby(["lemma", "tag"])["beside"].agg(["sum", "size"]).reset_index()
    merged = words.merge(counted, on=["lemma", "tag"], how="left").fillna({"sum": 0, "size": 0})
    both, held = (merged[c].astype("int64").tolist() for c in ("sum", "size"))
    total = near + other
    g2 = [
        signed_g2(b, h, near, total) if 0 < h < total and 0 < near < total else np.nan
        for b, h in zip(both, held, strict=True)
    ]
    merged = merged.assign(n_near=both, g2=np.array(g2, dtype=float)).drop(columns=["sum", "size"])
    return merged, {"sentences_near": near, "sentences_other": other}


def _chosen(words: pd.DataFrame) -> pd.DataFrame:
    """Keep what a source proposes, in a total order."""
    like = words["similarity"] >= _SIMILAR
    beside = (words["g2"] >= _G2) & (words["n_near"] >= 2)
    source = np.select([like & beside, like, beside], ["both", "embedding", "context"], default="")
    words = words.assign(source=source, once=~(like & beside))[source != ""]
    order = ["once", "similarity", "g2", "lemma", "tag"]
    return words.sort_values(order, ascending=[True, False, False, True, True], na_position="last")
