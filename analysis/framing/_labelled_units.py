"""Units of the texts with what was found in them and what people said of some, as corrected estimates take them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import grouping, schema
from analysis.equality import ContentEqual
from analysis.errors import OptionError, SchemaError
from analysis.framing._clustering import Clusters, clusters_of
from analysis.framing._score import Flags, Floats
from analysis.measures import LabelledUnits
from analysis.messages import message

_Named = npt.NDArray[np.object_]

CELL_LABELS = 10  # of a cell, for its mean to stand for the cell
_GROUP_LABELS = 20  # of a group
_FEWEST = 5  # documents of a group, and clusters of it that hold a label
_OPEN = 0.2  # share of a cell's labels that may be left open


@dataclass(frozen=True, eq=False)
class LabelledFrame(ContentEqual):
    """One frame in every unit of the texts, one entry a unit.

    Of a unit without a label `value` and `pi` are NaN and `why` is empty, which says why a label corrects nothing;
    `undecided` are labels left open, without which those that are
    settled have the probability `pi_settled`.
    """

    frame: str
    found: Flags
    value: Floats
    pi: Floats
    pi_settled: Floats
    undecided: Flags
    doc: _Named
    group: _Named
    cluster: _Named
    why: _Named

    def of(self, inside: Flags) -> LabelledFrame:
        """Choose units."""
        return LabelledFrame(self.frame, **{f.name: getattr(self, f.name)[inside] for f in fields(self)[1:]})

    def units(self, *, undecided: float | None = None) -> LabelledUnits:
        """Give the arrays that are estimated from: open labels left out, or taken as absent (0) or present (1)."""
        if undecided is None:
            return LabelledUnits(self.found, self.value, self.pi_settled, self.doc, cluster=self.cluster)
        value = np.where(self.undecided, undecided, self.value)
        return LabelledUnits(self.found, value, self.pi, self.doc, cluster=self.cluster)

    @property
    def labelled(self) -> Flags:
        """Units with a settled label."""
        return ~np.isnan(self.value)

    def refusal(self, *, process: bool) -> str:
        """Say in Korean why these units cannot be corrected, if they cannot."""
        found = itertools.chain(
            filter(None, self.why), self._floors(process=process), self._cells_fail(process=process)
        )
        return next(found, "")

    def _floors(self, *, process: bool) -> Iterator[str]:
        """Yield what the group has too few of."""
        labels = int(self.labelled.sum())
        if labels < min(_GROUP_LABELS, len(self.found)):
            yield f"라벨이 {labels}개뿐이어서 바로잡지 않았다({_GROUP_LABELS}개부터 바로잡는다)"
        documents, held = len(set(self.doc)), len(set(self.cluster[self.labelled]))
        if process and documents < _FEWEST:
            only = "이 글들만의 값은 target='texts'로 구한다"
            yield f"문서가 {documents}건뿐이어서 바로잡지 않았다({_FEWEST}건부터 바로잡는다). {only}"
        if process and held < _FEWEST:
            yield f"라벨이 든 묶음이 {held}개뿐이어서 바로잡지 않았다({_FEWEST}개부터 바로잡는다)"

    def _cells_fail(self, *, process: bool) -> Iterator[str]:
        """Yield what is wrong with the labels of a cell."""
        for side, (_, read, left) in self.cells().items():
            if left > _OPEN * (read + left):
                yield f"{side} 단위의 라벨 {read + left}개 가운데 {left}개가 미정이어서 바로잡지 않았다(20%까지 둔다)"
            if not read and not process:  # for others, labels of the stratum that the cell was not drawn by stand in
                yield f"{side} 단위에 라벨이 하나도 없어 바로잡지 않았다"

    def cells(self) -> dict[str, tuple[int, int, int]]:
        """Count, of what was found and what was not, units, settled labels and open ones; without empty cells."""
        sides = (("코드북이 찾은", self.found), ("코드북이 찾지 않은", ~self.found))
        return {
            name: (int(inside.sum()), int((inside & self.labelled).sum()), int((inside & self.undecided).sum()))
            for name, inside in sides
            if inside.any()
        }

    def short_cell(self, least: int) -> str:
        """Say in Korean which cell has too few labels for its own mean; empty where none has."""
        # a cell that was read as a whole has enough
        for name, (units, labels, _) in self.cells().items():
            if labels < min(least, units):
                return (
                    f"칸마다 라벨이 {least}개가 안 되어({name} 단위 {labels}개) 칸의 평균 대신 라벨과 찾은 것의 "
                    "차이로 바로잡았다"
                )
        return ""


def labelled_frames(
    scores: pd.DataFrame,
    labels: pd.DataFrame,
    *,
    by: Mapping[str, str] | pd.Series[Any] | None,
    cluster: Mapping[str, str] | pd.Series[Any] | None,
) -> tuple[list[LabelledFrame], int, Clusters]:
    """Join scores with labels frame by frame; also count the documents in no group, and say what clusters are."""
    schema.check(scores, schema.SCORES, what=message("scores table"))
    schema.check(labels, schema.UNIT_LABELS, what="labels")
    about = schema.require_about(scores, ("frames",), what=message("scores table"), maker="framing.score")
    unit = schema.about(labels).unit or "sentence"
    keys = ["doc", "paragraph", "sentence"] if unit == "sentence" else ["doc", "paragraph"]
    if [k for k in ("doc", "paragraph", "sentence") if k in scores.columns] != keys:
        msg = message(
            'scores table: it is not by {unit}, as the labels are; pass framing.score(hits, tokens, by="{unit}")',
            unit=unit,
        )
        raise SchemaError(msg)
    told = set(labels["frame"].astype(str))
    frames = [frame for frame in about.frame_ids if frame in told]
    if not frames:
        msg = message(
            "the labels are of {told}, none of which the scores have; score the coded frames",
            told=", ".join(sorted(told)),
        )
        raise OptionError(msg)
    plain = scores.astype({"doc": "str", "frame": "str"})
    docs = plain["doc"].unique().tolist()
    groups = (
        dict.fromkeys(docs, "all") if by is None else grouping.lookup(docs, by=by).set_axis(docs).dropna().to_dict()
    )
    clusters = clusters_of(plain, docs, cluster)
    plain = plain[plain["doc"].isin(set(groups))]
    plain = plain.assign(_group=plain["doc"].map(groups), _cluster=plain["doc"].map(clusters.of))
    rows = labels.astype({"doc": "str", "frame": "str"})
    rows = rows[rows["doc"].isin(set(groups))]
    if rows.empty:
        msg = message("no label is of these texts; pass the labels of the texts that were scored")
        raise OptionError(msg)
    found = [_join(plain[plain["frame"] == f], rows[rows["frame"] == f], f, keys) for f in frames]
    return found, len(docs) - len(groups), clusters


def _join(scores: pd.DataFrame, labels: pd.DataFrame, frame: str, keys: list[str]) -> LabelledFrame:
    """Lay the labels of one frame over its scores."""
    index = pd.MultiIndex.from_frame(scores[keys])
    if index.has_duplicates or labels.duplicated(keys).any():
        where = message("scores table") if index.has_duplicates else message("labels")
        msg = message(
            "{where}: a unit stands there twice for frame {frame!r}; pass the table as the kit returned it",
            where=where,
            frame=frame,
        )
        raise SchemaError(msg)
    place = index.get_indexer(pd.MultiIndex.from_frame(labels[keys]))
    found = (scores["n"] > 0).to_numpy()
    if (place < 0).any() or (found[place] != labels["found"].to_numpy(dtype=bool)).any():
        msg = message(
            "the labels of frame {frame!r} were made with other tokens or another codebook than the scores", frame=frame
        )
        raise OptionError(msg)
    # Example: of 5 labels of a stratum with the probability .1 one is left open: the other 4 have .08
    settled = labels["value"].notna().groupby([labels["group"], labels["cell"]], observed=True).transform("mean")
    known = {"value": labels["value"], "pi": labels["pi"], "pi_settled": labels["pi"] * settled}
    columns: dict[str, npt.NDArray[Any]] = {name: np.full(len(scores), np.nan) for name in known}
    for name, told in known.items():
        columns[name][place] = told.to_numpy(dtype=np.float64)
    undecided = np.zeros(len(scores), dtype=bool)
    undecided[place] = labels["value"].isna().to_numpy()
    columns |= {name: scores[column].to_numpy(dtype=object) for name, column in _COLUMNS.items()}
    columns["why"] = np.full(len(scores), "", dtype=object)
    columns["why"][place] = labels["reason"].astype(str).to_numpy(dtype=object)
    return LabelledFrame(frame, found, undecided=undecided, **columns)


_COLUMNS = {"doc": "doc", "group": "_group", "cluster": "_cluster"}
