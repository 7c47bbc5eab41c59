"""What charts read from the tables of statistics and frames: rows in a fixed order, names in Korean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, OptionError, SchemaError
from analysis.korean import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_SLACK = 4  # a tie may lengthen a list by a quarter


@dataclass(frozen=True)
class Frame:
    """A frame as a chart shows it."""

    id: str
    label: str
    colour: str


def counted(table: pd.DataFrame, *, what: str) -> pd.DataFrame:
    """Check a frequency table and sort it by count, then term, then tag."""
    schema.check(table, schema.FREQUENCY, what=f"{what}: frequency table")
    if table.empty:
        msg = f"{what}: the frequency table has no rows, so there is nothing to draw; count other tags"
        raise FigureError(msg)
    plain = table.assign(term=table["term"].astype(str), tag=table["tag"].astype(str))
    return plain.sort_values(["n", "term", "tag"], ascending=[False, True, True], ignore_index=True)


def named(rows: pd.DataFrame) -> list[str]:
    """Label terms for a chart; a term that stands there under two tags gets the tag beside it."""
    twice = rows["term"].duplicated(keep=False)
    return [
        visible(f"{term}({schema.TAGS.get(tag.split('-')[0], tag)})" if double else term)
        for term, tag, double in zip(rows["term"], rows["tag"], twice, strict=True)
    ]


def one_document(table: pd.DataFrame, *, what: str) -> None:
    """Refuse an empty table and one of several documents."""
    if table.empty:
        msg = f"{what}: the table has no rows, so there is nothing to draw; see whether the text has sentences"
        raise FigureError(msg)
    docs = [str(doc) for doc in table["doc"].unique()]
    if len(docs) > 1:
        msg = (
            f"{what}: the table holds {len(docs)} documents ({', '.join(sorted(docs)[:3])}, ...); "
            'choose one, as in scores[scores["doc"] == ...]'
        )
        raise FigureError(msg)


def frames_of(table: pd.DataFrame, chosen: Sequence[str] | None, *, what: str) -> list[Frame]:
    """Name the frames to draw: those chosen, else the compared pair, else all, with label and colour."""
    present = [str(frame) for frame in table["frame"].unique()]
    about = {str(frame["id"]): frame for frame in table.attrs.get("frames", [])}
    order = [frame for frame in about if frame in present] or sorted(present)
    ids = list(chosen or table.attrs.get("compare") or order)
    unknown = [frame for frame in ids if frame not in present]
    if unknown:
        msg = f"{what}: no frame {', '.join(map(repr, unknown))} in the table; choose from {', '.join(order)}"
        raise OptionError(msg)
    fallback = list(style.PALETTE)
    return [
        Frame(
            id=frame,
            label=visible(str(about.get(frame, {}).get("label", frame))),
            colour=style.colour(str(about.get(frame, {}).get("colour") or fallback[i % len(fallback)])),
        )
        for i, frame in enumerate(ids)
    ]


def grid(table: pd.DataFrame, frames: list[Frame], *, unit: str, value: str, what: str) -> pd.DataFrame:
    """Turn scores into one row per unit and one column per frame; every pair must be there exactly once."""
    rows = table[table["frame"].astype(str).isin([frame.id for frame in frames])]
    keyed = rows.assign(frame=rows["frame"].astype(str))
    if keyed.duplicated([unit, "frame"]).any() or len(keyed) != keyed[unit].nunique() * len(frames):
        msg = f"{what}: the table must hold each {unit} once per frame; take all of framing.score(by={unit!r})"
        raise SchemaError(msg)
    return keyed.pivot(index=unit, columns="frame", values=value).sort_index()  # noqa: PD010 - no means


def footer(table: pd.DataFrame) -> str:
    """Name the material and the instruments, as far as the table's attrs tell."""
    attrs: Mapping[Any, Any] = table.attrs
    units = (("sentences", "문장"), ("morphemes", "형태소"))
    parts = [f"{int(attrs[key]):,}{unit}" for key, unit in units if key in attrs]
    if book := attrs.get("codebook"):
        status = schema.STATUS.get(str(book["status"]), str(book["status"]))
        parts.append(f"코드북 v{book['version']}({status})")
        parts += [str(book["evidence"])] if book.get("evidence") else []
    if analyser := attrs.get("analyser"):
        parts.append(str(analyser))
    return " · ".join(parts)


def stacked(texts: list[str]) -> tuple[list[float], float]:
    """Place rows downwards from 0, each as tall as the lines of its label; give their middles and the end."""
    y: list[float] = []
    cursor = 0.0
    for text in texts:
        step = max(1.0, 0.85 * (text.count("\n") + 1) + 0.15)
        y.append(cursor + step / 2)
        cursor += step
    return y, cursor


def beside(ax: Axes, text: str, y: float, right: float, *, size: float, colour: str, above: bool = False) -> None:
    """Write a text that ends some points right of the plotting area, at the height of a row."""
    ax.annotate(
        text,
        (1, y),
        (right, 4 if above else 0),
        xycoords=ax.get_yaxis_transform(),
        textcoords="offset points",
        ha="right",
        va="bottom" if above else "center_baseline",
        fontsize=size,
        color=colour,
        annotation_clip=False,
    )


def first(rows: pd.DataFrame, top: int) -> tuple[pd.DataFrame, str]:
    """Take the first `top` rows by their rank without splitting a tie, and say in Korean what was left out."""
    if len(rows) <= top:
        return rows, ""
    rank = int(rows["rank"].iloc[top - 1])
    above, through = int((rows["rank"] < rank).sum()), int((rows["rank"] <= rank).sum())
    if through <= top + max(1, top // _SLACK):
        return rows.head(through), ""
    if above:
        return rows.head(above), f"공동 {rank:,}위 {through - above:,}개는 뺌"
    return rows.head(top), f"공동 {rank:,}위 {through:,}개 가운데 가나다순 {top:,}개"
