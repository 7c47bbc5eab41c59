"""Counted hits by who acts, which element, which device; and the markers of stance in a text."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import product
from typing import Literal, get_args

import numpy as np
import pandas as pd

from analysis import schema
from analysis.codebook.models import Device, ElementName
from analysis.errors import OptionError
from analysis.framing._hits import require_morphemes, typed
from analysis.grammar.markers import find
from analysis.lexicon import Stance
from analysis.lexicon import stance as read
from analysis.messages import message
from analysis.schema import Contract
from analysis.tokens import Tokens
from analysis.tokens.over_parts import stacked
from analysis.tokens.tokens import arrays

_KINDS = ("we", "subject", "none")


def agents(hits: pd.DataFrame) -> pd.DataFrame:
    """Count who acts in the clauses of each frame's hits.

    The unit of counting is the counted hit. Overt subjects and topics alone are seen: Korean leaves subjects out
    where they are known, so that `none` is often the speaker or the state, and is shown as what it is.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows. Rows with counted False do not enter.

    Returns
    -------
    DataFrame
        Columns schema.AGENTS; frames in the order of the codebook, kinds in the order we, subject, none,
        agents by falling n, then text. A kind without a hit has one row with an empty agent and n 0. `attrs` as
        in the hits.

    Raises
    ------
    SchemaError
        If columns or attrs are missing.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "우리는 한미 동맹을 지켜야 한다."}))
    >>> agents(da.framing.hits(tokens, codebook)).query("n > 0").values.tolist()
    [['alliance', 'we', '우리', 1]]
    """
    counted, frames = _counted(hits)
    found = counted.groupby(["frame", "agent_kind", "agent"], observed=True).size().rename("n").reset_index()
    present = set(found[["frame", "agent_kind"]].itertuples(index=False, name=None))
    missing = [pair for pair in product(frames, _KINDS) if pair not in present]
    zeros = pd.DataFrame(missing, columns=["frame", "agent_kind"]).assign(agent="", n=0)
    table = pd.concat([found, zeros], ignore_index=True) if len(found) else zeros
    table = table.assign(
        _frame=table["frame"].map({frame: rank for rank, frame in enumerate(frames)}),
        _kind=table["agent_kind"].map(_KINDS.index),
        _n=-table["n"].astype("int64"),
    )
    return _checked(table.sort_values(["_frame", "_kind", "_n", "agent"]), schema.AGENTS, hits)


def elements(hits: pd.DataFrame) -> pd.DataFrame:
    """Count what each frame's hits do: name a problem, a cause, a moral or a remedy.

    The unit of counting is the counted hit.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows. Rows with counted False do not enter.

    Returns
    -------
    DataFrame
        Columns schema.ELEMENTS; every frame of the codebook with every element and the empty one (명시 없음),
        zeros included, in the order of the codebook and of Entman's definition. `attrs` as in the hits.

    Raises
    ------
    SchemaError
        If columns or attrs are missing.

    References
    ----------
    Entman, R. M. (1993). Framing: Toward clarification of a fractured paradigm. Journal of Communication 43(4).
    """
    return _count_by(hits, "element", get_args(ElementName), schema.ELEMENTS)


def devices(hits: pd.DataFrame) -> pd.DataFrame:
    """Count which framing devices carry each frame's hits.

    The unit of counting is the counted hit.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows. Rows with counted False do not enter.

    Returns
    -------
    DataFrame
        Columns schema.DEVICES; every frame of the codebook with every device and the empty one (명시 없음), zeros
        included, in the order of the codebook and of the codebook format. `attrs` as in the hits.

    Raises
    ------
    SchemaError
        If columns or attrs are missing.

    References
    ----------
    Gamson, W. A. & Modigliani, A. (1989). Media discourse and public opinion on nuclear power. American Journal of
    Sociology 95(1), for the idea of devices that signal a frame.
    """
    return _count_by(hits, "device", get_args(Device), schema.DEVICES)


def stance(tokens: Tokens, *, lexicon: Stance | Literal["default"] = "default") -> pd.DataFrame:
    """Find the markers of stance: obligation, plan, prediction, certainty, negation and the rest.

    The unit of counting is the marker: a sequence of endings and function words such as 어야/EC 하/VX. One that
    lies inside a longer one of its label is not counted; markers of different labels may overlap.

    Parameters
    ----------
    tokens : Tokens
        Morpheme layer, every row. In redacted tokens the sentences with hits have all their markers; others may
        have lost some.
    lexicon : Stance or "default"
        List of markers, as `lexicon.stance` reads it; by default the kit's own.

    Returns
    -------
    DataFrame
        Columns schema.STANCE, one row per marker, by document in the order of the tokens, then start, end and
        label in the order of the list. Nothing found is an empty frame. `attrs` has labels (id and Korean name,
        those without a marker included) and stance (id, version, sha256).

    Raises
    ------
    OptionError
        If the tokens are not the morpheme layer, or `lexicon` is no list of markers.
    SchemaError
        If rows were taken out of the tokens.

    Examples
    --------
    >>> import analysis as da
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "다리를 고쳐야 한다. 비가 올 수 있다."}))
    >>> stance(tokens)[["surface", "label"]].values.tolist()
    [['쳐야 한', 'obligation'], ['올 수 있', 'possibility']]
    """
    require_morphemes(tokens, what=message("markers of stance are"))
    markers = read() if isinstance(lexicon, str) and lexicon == "default" else lexicon
    if not isinstance(markers, Stance):
        msg = message(
            "lexicon must be 'default' or what lexicon.stance(path) returned, not {lexicon!r}", lexicon=lexicon
        )
        raise OptionError(msg)
    return stacked(tokens, partial(_stance, markers=markers))


def _stance(tokens: Tokens, *, markers: Stance) -> pd.DataFrame:
    """Find the markers in an ordinary table."""
    rows = replace(arrays(tokens).require_whole("frame matching"))
    found = find(rows, markers.markings)
    firsts, lasts = found.first.tolist(), found.last.tolist()
    spans = [rows.span(a, b) for a, b in zip(firsts, lasts, strict=True)]
    result = pd.DataFrame({name: rows.numbers[name][found.first] for name in ("paragraph", "sentence")}).assign(
        doc=pd.Series(rows.strings("doc", found.first), dtype="str"),
        start=[a for a, _ in spans],
        end=[b for _, b in spans],
        surface=[rows.text(a, b + 1, folded=False) for a, b in zip(firsts, lasts, strict=True)],
        label=[markers.labels[n].id for n in found.label.tolist()],
    )
    order = np.lexsort((found.label, result["end"], result["start"], rows.doc[found.first]))
    result = typed(result.iloc[order].reset_index(drop=True), schema.STANCE)
    about = schema.About(
        markers=tuple(schema.Marker(label.id, label.ko) for label in markers.labels),
        stance=schema.Source(markers.id, markers.version, sha256=markers.sha256),
    )
    return schema.check(
        schema.describe(result, about, source=tokens.recipe), schema.STANCE, what=message("stance table")
    )


def _counted(hits: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Take the counted hits and the frames of the codebook."""
    schema.check(hits, schema.HITS, what=message("hits table"))
    about = schema.require_about(hits, ("frames", "codebook"), what=message("hits table"), maker="framing.hits")
    return hits[hits["counted"]], about.frame_ids


def _count_by(hits: pd.DataFrame, column: str, values: tuple[str, ...], contract: Contract) -> pd.DataFrame:
    """Count by frame and one column of the codebook, zeros included."""
    counted, frames = _counted(hits)
    grid = pd.MultiIndex.from_product([frames, [*values, ""]], names=["frame", column])
    n = counted.groupby(["frame", column], observed=True).size().reindex(grid, fill_value=0)
    return _checked(n.rename("n").reset_index(), contract, hits)


def _checked(table: pd.DataFrame, contract: Contract, hits: pd.DataFrame) -> pd.DataFrame:
    """Give a table of counts the columns of its contract and what the hits say of themselves."""
    result = typed(table, contract).reset_index(drop=True)
    schema.describe(result, schema.about(hits), source=hits)
    return schema.check(result, contract, what=message("table of counts by frame"))
