"""Where the rows of a table stand: every row of frequency, keyness, collocates, positions, strip and hits as places."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError
from analysis.matcher.arrays import Arrays, Ints, Within
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.collocates import rows_near
from analysis.tokens import Tokens
from analysis.tokens.tokens import arrays

_COPIED_LINE = ("doc", "paragraph", "sentence", "start", "end", "left", "node", "right")
_MERGED = {"NNG": "NNP", "NNP": "NNG"}  # tags under which frequency counts a long noun as one word


@dataclass(frozen=True)
class Found:
    """A bar before it is cut to what a page holds: documents (ids), starts and ends of all its places."""

    label: str
    doc: npt.NDArray[np.object_]
    start: Ints
    end: Ints
    surface: tuple[str, ...] | None = None  # as the tokens have it, None where nothing is held against the text
    tag: str = ""
    role: str = ""
    note: str = ""


@dataclass(frozen=True)
class Listed:
    """A list of bars before it is cut."""

    name: str
    unit: str
    items: list[Found]
    falling: bool = False
    frames: bool = False


def of_table(table: pd.DataFrame, tokens: Tokens) -> Listed:
    """Find the places behind the rows of a table."""
    chart = schema.about(table).chart or _by_columns(table)
    require_choice("look: the table's chart", chart, _LISTS)
    return _LISTS[chart](table, tokens)


def _by_columns(table: pd.DataFrame) -> str:
    """Tell the tables of frames, which name no chart, by their columns."""
    if {"frame", "surface", "start", "end", "counted"} <= set(table.columns):
        return "hits"
    return "strip" if {"frame", "sentence", "n", "weight"} <= set(table.columns) else ""


def _frequency(table: pd.DataFrame, tokens: Tokens) -> Listed:
    """List the words of `stats.frequency`."""
    return Listed(message("words"), "times", _words(table, tokens, [""] * len(table)), falling=True)


def _keyness(table: pd.DataFrame, tokens: Tokens) -> Listed:
    """List the words of `stats.keyness` in the order of the table."""
    notes = [
        message(
            "{n:,} in the reference · log ratio {ratio}",
            n=other,
            ratio=message("none") if np.isnan(ratio) else f"{ratio:.2f}",
        )
        for other, ratio in zip(table["n_reference"], table["log_ratio"], strict=True)
    ]
    return Listed(message("keywords"), "times", _words(table, tokens, notes))


def _collocates(table: pd.DataFrame, tokens: Tokens) -> Listed:
    """List the words of `stats.collocates` with their places in the windows of the node."""
    said = schema.require_about(table, ("node", "span", "within"), what="look", maker="stats.collocates")
    within = cast("Within", said.within)
    near = rows_near(tokens, schema.require_stated(said.node), span=schema.require_stated(said.span), within=within)
    notes = [f"logDice {value:.2f}" for value in table["log_dice"]]
    return Listed(message("words near ‘{node}’", node=said.node), "times", _words(table, tokens, notes, among=near))


def _positions(table: pd.DataFrame, tokens: Tokens) -> Listed:
    """List the terms of `stats.positions`, each place a row of the tokens."""
    rows = arrays(tokens)
    items = []
    for (term, tag), of_term in table.groupby(["term", "tag"], sort=False, observed=True):
        at = of_term["place"].to_numpy(np.int64)
        here = at[at < len(rows)]
        known = list(zip(rows.strings("doc", here), rows.numbers["sentence"][here].tolist(), strict=True))
        words = np.array(rows.lemmas, dtype=object)[rows.lemma[here]]
        several = str(tag).count("+")  # a word of several morphemes, with its first row as its place
        stands = known == list(zip(of_term["doc"].astype(str), of_term["sentence"].tolist(), strict=True))
        if not stands or not (several or (words == term).all()):
            raise _other_tokens(str(term), len(of_term), int((words == term).sum()))
        item = _item(rows, at, str(term), str(tag))
        items.append(replace(item, end=rows.end[at + several], surface=None) if several else item)
    return Listed(message("words"), "times", items)


def _concordance(table: pd.DataFrame, _: Tokens) -> Listed:
    """List the nodes of a concordance as they stand."""
    items = [_spans(str(node), lines, lines["node"]) for node, lines in table.groupby("node", sort=False)]
    return Listed(message("words found"), "places", items, falling=True)


def hits(table: pd.DataFrame, _: Tokens) -> Listed:
    """List the frames of a table of hits with those that are counted."""
    counted = table[table["counted"]]
    roles = frame_roles(table)
    labels = schema.about(table).frame_labels
    items = []
    for frame in schema.about(table).frame_ids or list(dict.fromkeys(table["frame"].astype(str))):
        rows = counted[counted["frame"].astype(str) == frame]
        items.append(_spans(labels.get(frame) or frame, rows, rows["surface"], role=roles[frame]))
    return Listed(message("frames"), "times", items, frames=True)


def _strip(table: pd.DataFrame, tokens: Tokens) -> Listed:
    """List the frames of sentence scores; a place is a sentence with a hit."""
    rows = arrays(tokens)
    first = np.flatnonzero(np.r_[True, np.diff(rows.sentence) > 0]) if len(rows) else np.zeros(0, np.int64)
    ends = np.maximum.reduceat(rows.end, first) if len(first) else first
    known = pd.DataFrame(
        {
            "doc": rows.strings("doc", first),
            "sentence": rows.numbers["sentence"][first],
            "start": rows.start[first],
            "end": ends,
        }
    )
    scored = table[table["n"] > 0].astype({"doc": "str"}).merge(known, on=["doc", "sentence"], how="left")
    if scored["start"].isna().any():
        lost = scored[scored["start"].isna()].iloc[0]
        msg = message(
            "look: these tokens hold no sentence {sentence} of document {doc!r}; pass the tokens that were scored",
            sentence=lost["sentence"],
            doc=lost["doc"],
        )
        raise OptionError(msg)
    roles, labels, items = frame_roles(table), schema.about(table).frame_labels, []
    for frame in schema.about(table).frame_ids or list(dict.fromkeys(table["frame"].astype(str))):
        of_frame = scored[scored["frame"].astype(str) == frame]
        n, weight = int(of_frame["n"].sum()), float(of_frame["weight"].sum())
        note = message("{n:,} word(s) of the frame · {weight:g} point(s)", n=n, weight=weight)
        items.append(_spans(labels.get(frame) or frame, of_frame, None, role=roles[frame], note=note))
    return Listed(message("sentences with frames"), "sentences", items, frames=True)


def copied_line(text: str) -> object:
    """Read a line that the linked view copied as CSV, or a document and the number of a sentence."""
    fields = next(csv.reader([text.strip()]), [])
    if len(fields) == len(_COPIED_LINE) and all(field.isdecimal() for field in fields[2:5]):
        return dict(zip(_COPIED_LINE, fields, strict=True))
    doc, _, number = text.strip().rpartition(" ")
    return (doc, int(number)) if number.isdecimal() else (text, 0)


def frame_roles(table: pd.DataFrame) -> dict[str, str]:
    """Give the compared frames the roles a and b, the rest none."""
    said = schema.about(table)
    pair = said.pair or said.frame_ids[:2]
    ids = said.frame_ids or list(dict.fromkeys(table["frame"].astype(str)))
    return {frame: dict(zip(pair, "ab", strict=False)).get(frame, "other") for frame in ids}


def _spans(label: str, rows: pd.DataFrame, surface: pd.Series[str] | None, *, role: str = "", note: str = "") -> Found:
    """Take the places of a table that names them."""
    start, end = (rows[name].to_numpy(np.int64) for name in ("start", "end"))
    written = None if surface is None else tuple(surface.astype(str))
    return Found(label, rows["doc"].astype(str).to_numpy(object), start, end, written, role=role, note=note)


def _words(
    table: pd.DataFrame, tokens: Tokens, notes: list[str], *, among: npt.NDArray[np.bool_] | None = None
) -> list[Found]:
    """Find every place of some terms; as many as the table counts, or it is of other tokens."""
    rows = arrays(tokens)
    number, names = rows.terms(rows.readable if among is None else among & rows.readable)
    order = np.argsort(number, kind="stable")
    bounds = np.searchsorted(number[order], np.arange(len(names) + 1))
    known = {pair: k for k, pair in enumerate(zip(names["term"], names["tag"], strict=True))}

    def standing(term: str, tag: str) -> Ints:
        k = known.get((term, tag))
        return order[bounds[k] : bounds[k + 1]] if k is not None else np.zeros(0, np.int64)

    items = []
    for term, tag, n, note in zip(table["term"].astype(str), table["tag"].astype(str), table["n"], notes, strict=True):
        at = standing(term, tag)
        if len(at) != n and tag in _MERGED:
            at = np.sort(np.r_[at, standing(term, _MERGED[tag])])
        if len(at) != n:
            raise _other_tokens(term, int(n), len(at))
        items.append(_item(rows, at, term, tag, note))
    return items


def _item(rows: Arrays, at: Ints, term: str, tag: str, note: str = "") -> Found:
    """Make a bar of some rows of the tokens."""
    doc = np.array(rows.strings("doc", at), dtype=object)
    return Found(term, doc, rows.start[at], rows.end[at], tuple(rows.strings("surface", at)), tag=tag, note=note)


def _other_tokens(term: str, n: int, found: int) -> OptionError:
    """Say that a table was not made of these tokens."""
    msg = message(
        "look: the table counts {term!r} {n:,} times, but these tokens hold {found:,}; pass the tokens "
        "that the table was made of (of keyness the target's, of a table by group those of the group, "
        "tokens.only(docs=...))",
        term=term,
        n=n,
        found=found,
    )
    return OptionError(msg)


_LISTS: dict[str, Callable[[pd.DataFrame, Tokens], Listed]] = {
    "frequency": _frequency,
    "keyness": _keyness,
    "collocates": _collocates,
    "positions": _positions,
    "concordance": _concordance,
    "hits": hits,
    "strip": _strip,
}
