"""Labels for correcting what a codebook finds: settled values with their probabilities, and how many to add."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.codebook.evidence_file import TENTATIVE
from analysis.errors import OptionError, RefusalError
from analysis.framing import score
from analysis.messages import message
from analysis.options import require_choice
from analysis.tokens import Tokens
from analysis.validation._sample import ALL
from analysis.validation.consensus import alphas, coders_in, consensus, readings, scored_frames
from analysis.validation.strata import digests, unit_spans

Undecided = Literal["bounds", "adjudicated"]
_Unit = Literal["sentence", "paragraph"]

_STRATUM = ["group", "stratum"]
_CELL = ["group", "cell"]


def labels(
    codings: pd.DataFrame,
    hits: pd.DataFrame,
    *,
    sample: pd.DataFrame,
    tokens: Tokens,
    undecided: Undecided = "bounds",
) -> pd.DataFrame:
    """Tabulate what coders settled on, for correcting what the codebook finds in all texts.

    Only units of opened parts that the codebook was not adjusted to are taken: a codebook that was mended on its labels
    errs less there than elsewhere, and nothing is corrected by them. Units of texts that are the same as one that was
    drawn get its labels.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it.
    hits : DataFrame
        As `framing.hits` gives it for the texts that were sampled.
    sample : DataFrame
        The whole sample that was coded, as `open_test` returned it.
    tokens : Tokens
        The tokens that the hits were found in, every row.
    undecided : {"bounds", "adjudicated"}
        What becomes of units on which coders differ, that one of them could not judge (9), or that all left empty,
        and that nobody settled. With "bounds" they stay, without a value, and `framing.corrected` says how far the
        result moves if all of them were absent or present. With "adjudicated" they are refused.

    Returns
    -------
    DataFrame
        Columns schema.UNIT_LABELS, one row per unit and coded frame, frames in the codebook's order. `pi` is the number
        of labelled units of a stratum over all its units, for documents were divided into parts at random. `reason`
        says why labels of a frame correct nothing: the coders' alpha is below .667 or unknown, or no unit of a stratum
        of the group is in an opened part. `attrs` has unit,
        frames, codebook, coders, labels, opened and population.

    Raises
    ------
    OptionError
        If no part is open that the codebook was not adjusted to, rows of the sample are missing, the tokens or hits are
        of other texts or frames, or a unit is open with undecided="adjudicated".
    RefusalError
        If the probability of a unit is unknown.

    References
    ----------
    Egami, N., Hinck, M., Stewart, B. M. & Wei, H. (2023). Using imperfect surrogates for downstream inference:
    design-based supervised learning. NeurIPS 36.
    """
    require_choice("undecided", undecided, ("bounds", "adjudicated"))
    schema.check(codings, schema.CODINGS, what="codings")
    schema.check(hits, schema.HITS, what=message("hits table"))
    about = schema.require_about(hits, ("frames", "codebook"), what=message("hits table"), maker="framing.hits")
    drawn = schema.about(sample)
    units = _with_pi(sample)
    frames = scored_frames(codings, about, what="hits")
    value = _settled(codings).reindex(index=units["unit"], columns=frames)
    if value.isna().all(axis=None):
        msg = message(
            "no unit of the opened parts has a settled coding; code and adjudicate first, or pass the sample coded"
        )
        raise OptionError(msg)
    _require_settled(value, undecided)
    placed, unit = _placed(units, hits, tokens, drawn.unit)
    long = value.melt(var_name="frame", value_name="value", ignore_index=False).reset_index()
    table = placed.merge(long, on=["unit", "frame"], how="inner")
    alpha = {frame: found.alpha for frame, found in alphas(codings).items()}
    table["alpha"] = table["frame"].map(alpha).astype("float64")
    why = {frame: _reason(codings, frame, alpha[frame]) for frame in frames}
    table["reason"] = table["frame"].map(why).where(lambda said: said != "", table["group"].map(_unread(sample, units)))
    order = pd.CategoricalDtype(frames, ordered=True)
    table = table.assign(_frame=table["frame"].astype(order)).sort_values("_frame", kind="stable", ignore_index=True)
    table = table[[c.name for c in schema.UNIT_LABELS]]
    table = table.astype(dict.fromkeys(("unit", "doc", "frame", "group", "cell", "reason"), "str"))
    stated = replace(
        about,
        unit=unit,
        coders=tuple(coders_in(codings)),
        labels=schema.about(codings).labels or {},
        opened=drawn.opened,
        population=drawn.population,
    )
    return schema.check(schema.describe(table, stated, source=hits), schema.UNIT_LABELS, what="labels")


def shortage(
    sample: pd.DataFrame,
    *,
    labels: pd.DataFrame,
    half_width: float = 0.05,
    of: Literal["share", "difference"] = "share",
) -> pd.DataFrame:
    """Say which cell of the sample needs how many more labels for an interval of a wanted width.

    Neyman's allocation: more labels where a cell is large and its units are divided. It is the labels' part of the
    width alone; that documents differ adds to it, and no label takes that away.

    Parameters
    ----------
    sample : DataFrame
        The whole sample, as `sample` or `open_test` gave it.
    labels : DataFrame
        As `labels` gives it: what was seen so far.
    half_width : float
        Wanted half width of the 95% interval of each group's share, or of the difference of any two groups.
    of : {"share", "difference"}
        With "difference" each group is read as for a share of half_width / sqrt(2).

    Returns
    -------
    DataFrame
        Columns schema.SHORTAGE, one row per frame, group and cell, the frames in the order of the labels.

    Raises
    ------
    OptionError
        If `half_width` is not between 0 and 1, or the sample lacks the cells of the labels.

    References
    ----------
    Cochran, W. G. (1977). Sampling techniques, 3rd ed., ch. 5.
    """
    require_choice("of", of, ("share", "difference"))
    schema.check(labels, schema.UNIT_LABELS, what="labels")
    sizes = _strata(sample).rename_axis(_CELL)
    wanted = half_width / np.sqrt(2) if of == "difference" else half_width
    once = labels.drop_duplicates(["unit", "frame"])  # a label that copies of a text share counts once
    rows = []
    for frame, told in once.groupby("frame", sort=False):
        seen = told.groupby(_CELL)["value"].agg(["count", "sum"])
        if not seen.index.isin(sizes.index).all():
            msg = message("the sample lacks a cell of the labels; pass the sample that was coded")
            raise OptionError(msg)
        for group, size in sizes.groupby(level="group", sort=True):
            n, k = (seen[c].reindex(size.index, fill_value=0).to_numpy(dtype="int64") for c in ("count", "sum"))
            needed = measures.neyman_n(size.to_numpy(), labels=n, present=k, half_width=wanted)
            cells = size.index.get_level_values("cell")
            more = np.maximum(needed - n, 0)
            rows += [
                (frame, group, *row)
                for row in zip(cells, size.round().astype("int64"), n, k, needed, more, strict=True)
            ]
    table = pd.DataFrame(rows, columns=[c.name for c in schema.SHORTAGE])
    about = replace(schema.about(labels), half_width=half_width)
    return schema.check(schema.describe(table, about, source=labels), schema.SHORTAGE, what=message("shortage table"))


def _strata(sample: pd.DataFrame) -> pd.Series[float]:
    """Count the units of every stratum from the weights of all rows that were drawn."""
    schema.check(sample, schema.SAMPLE, what="sample")
    rows = sample if "group" in sample.columns else sample.assign(group=ALL)
    if rows["weight"].isna().any():
        part = rows.loc[rows["weight"].isna(), "part"].iloc[0]
        msg = message(
            "units of the part {part!r} were drawn with a probability that is not known, and correct nothing", part=part
        )
        raise RefusalError(msg)
    units = rows.groupby(_STRATUM)["weight"].sum()
    whole = schema.about(sample).population
    if whole is not None and abs(units.sum() - whole) > 0.5:
        msg = message(
            "the sample stands for {units:,.0f} units of {whole:,}: rows are missing; pass the whole "
            "sample as validation.open_test returned it",
            units=units.sum(),
            whole=whole,
        )
        raise OptionError(msg)
    return units


def _with_pi(sample: pd.DataFrame) -> pd.DataFrame:
    """Keep the units of opened parts that nothing was adjusted to, each with its probability."""
    strata = _strata(sample)
    about = schema.about(sample)
    parts = set(about.opened or ()) - set(about.seen or ())
    rows = sample if "group" in sample.columns else sample.assign(group=ALL)
    kept = rows[rows["part"].isin(parts) & ~rows["part"].str.startswith("tune")].reset_index(drop=True)
    if kept.empty:
        msg = message(
            "no part is open that the codebook was not adjusted to, and others correct nothing; "
            "validation.open_test(sample, codebook=...) opens the test part"
        )
        raise OptionError(msg)
    # Example: 9 of 90 units of a stratum were drawn, 4 of them in the test part: 4 of 90 units have a label then
    keys = pd.MultiIndex.from_frame(kept[_STRATUM])
    taken = kept.groupby(_STRATUM).size().reindex(keys).to_numpy()
    pi = taken / strata.reindex(keys).to_numpy()
    return kept.assign(pi=pi, cell=kept["stratum"])


def _unread(sample: pd.DataFrame, units: pd.DataFrame) -> dict[str, str]:
    """Say in Korean for every group which stratum has no unit in the opened parts, if one has none."""
    strata = _strata(sample).index
    missing = strata.difference(pd.MultiIndex.from_frame(units[_STRATUM]))
    said = {str(group): "" for group in strata.get_level_values("group")}
    return said | {
        str(group): f"열린 표본에 {stratum} 층의 단위가 없어 바로잡지 않았다. 더 뽑아 라벨을 단다"
        for group, stratum in missing
    }


def _settled(codings: pd.DataFrame) -> pd.DataFrame:
    """Return what coders settled on; a unit that one of them could not judge is open until somebody adjudicates it."""
    # Example: readings 1 and 9 are open, 1 and an empty cell are 1, 1 and 9 with 0 adjudicated are 0
    keys = ["unit", "frame"]
    judged = codings[codings["kind"] != "adjudicator"]
    unsure = (judged["value"].isna() & ~judged["empty"]).groupby([judged[k] for k in keys]).any().unstack("frame")  # noqa: PD010 - no means
    said = codings[(codings["kind"] == "adjudicator") & codings["value"].notna()]
    adjudicated = said.groupby(keys).size().unstack("frame")  # noqa: PD010 - no means
    value = consensus(codings)
    unsure = unsure.reindex_like(value).fillna(value=False).astype(bool)
    return value.mask(unsure & adjudicated.reindex_like(value).isna())


def _require_settled(value: pd.DataFrame, undecided: str) -> None:
    """Refuse units without a settled value, if they are not wanted."""
    left = value.isna()
    if undecided == "adjudicated" and left.any(axis=None):
        frame = left.columns[left.any()][0]
        unit = left.index[left[frame]][0]
        msg = message(
            "{left} value(s) are not settled (the first is {frame!r} in unit {unit!r}); settle them in a "
            "sheet by the coder '합의', or pass undecided='bounds'",
            left=int(left.to_numpy().sum()),
            frame=frame,
            unit=unit,
        )
        raise OptionError(msg)


def _placed(units: pd.DataFrame, hits: pd.DataFrame, tokens: Tokens, unit: str | None) -> tuple[pd.DataFrame, _Unit]:
    """Place the units, and those of documents with the same text, and say whether each frame was found there.

    A sample that was read from a file does not say whether its units are sentences or paragraphs; their ends do.
    """
    rows = units.astype({"doc": "str"})[["unit", "doc", "start", "end", "group", "cell", "pi"]]
    same = _copies(tokens)
    rows = rows.assign(text=rows["doc"].map(dict(zip(same["doc"], same["text"], strict=True)))).drop(columns="doc")
    rows = rows.merge(same, on="text", how="left")
    kinds: tuple[_Unit, ...] = ("sentence", "paragraph")
    for kind in (k for k in kinds if unit in (k, None)):
        placed = rows.merge(unit_spans(tokens, kind), on=["doc", "start", "end"], how="left")
        if placed["sentence"].notna().all():
            keys = ["doc", "paragraph", "sentence"] if kind == "sentence" else ["doc", "paragraph"]
            found = score(hits, tokens, by=kind)[[*keys, "frame", "n"]].astype({"doc": "str", "frame": "str"})
            placed = placed.astype({"paragraph": "int64", "sentence": "int64"}).merge(found, on=keys, how="left")
            return placed.assign(found=placed["n"] > 0), kind
    lost = int((~rows["unit"].isin(placed.loc[placed["sentence"].notna(), "unit"])).sum())
    msg = message("{lost} unit(s) of the sample are not in these tokens; pass the tokens that were sampled", lost=lost)
    raise OptionError(msg)


def _copies(tokens: Tokens) -> pd.DataFrame:
    """Give every document the number of its text: documents with the same morphemes in the same places share one."""
    text = digests(tokens).groupby(["sum", "size"], sort=False).ngroup()
    return text.rename_axis("doc").rename("text").reset_index()


def _reason(codings: pd.DataFrame, frame: str, alpha: float) -> str:
    """Say in Korean why labels of a frame correct nothing, if they do not."""
    if readings(codings, frame).notna().sum(axis=1).max() < 2:
        return "두 사람이 함께 읽은 단위가 없어 일치도를 모르므로 바로잡지 않았다"
    if np.isnan(alpha):
        return "판단이 모두 같아 일치도를 구할 수 없으므로 바로잡지 않았다"
    if alpha < TENTATIVE:
        return f"코더의 알파가 {alpha:.2f}로 .667보다 낮아 바로잡지 않았다. 정의부터 다듬는다"
    return ""
