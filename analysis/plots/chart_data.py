"""What charts read from the tables of statistics and frames: rows in a fixed order, names in Korean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError, OptionError, SchemaError
from analysis.korean import visible
from analysis.messages import message
from analysis.options import meant
from analysis.plots.canvas import require_one_group, require_rows

_SLACK = 4  # a tie may lengthen a list by a quarter


TERM = ["term", "tag"]  # what tells a word from another


@dataclass(frozen=True)
class Frame:
    """A frame as a chart shows it."""

    id: str
    label: str
    name: str  # of its colour

    @property
    def colour(self) -> str:
        """The colour, or the grey inside a context that draws in grey."""
        return style.colour(self.name)


def counted(table: pd.DataFrame, *, what: str) -> pd.DataFrame:
    """Check a frequency table and sort it by count, then term, then tag."""
    schema.check(table, schema.FREQUENCY, what=message("{what}: frequency table", what=what))
    require_one_group(table, what=what)
    require_rows(table, what=what, noun=message("frequency table"), hint=message("count other tags"))
    plain = table.assign(term=table["term"].astype(str), tag=table["tag"].astype(str))
    return plain.sort_values(["n", "term", "tag"], ascending=[False, True, True], ignore_index=True)


def term_labels(rows: pd.DataFrame) -> list[str]:
    """Label terms for a chart; a term that stands there under two tags gets the tag beside it."""
    twice = rows["term"].duplicated(keep=False)
    return [
        visible(f"{term}({schema.TAGS.get(tag.split('-')[0], tag)})" if double else term)
        for term, tag, double in zip(rows["term"], rows["tag"], twice, strict=True)
    ]


def require_one_document(table: pd.DataFrame, *, what: str) -> None:
    """Refuse an empty table and one of several documents."""
    require_rows(table, what=what, hint=message("see whether the text has sentences"))
    docs = [str(doc) for doc in table["doc"].unique()]
    if len(docs) > 1:
        msg = message(
            '{what}: the table holds {n_docs} documents ({docs}, ...); choose one, as in scores[scores["doc"] == ...]',
            what=what,
            n_docs=len(docs),
            docs=", ".join(sorted(docs)[:3]),
        )
        raise FigureError(msg)


def frames_of(table: pd.DataFrame, chosen: Sequence[str] | None, *, what: str) -> list[Frame]:
    """Name the frames to draw: those chosen, else the compared pair, else all, with label and colour."""
    present = [str(frame) for frame in table["frame"].unique()]
    about = schema.about(table)
    order = [frame for frame in about.frame_ids if frame in present] or sorted(present)
    ids = list(chosen or about.pair or order)
    unknown = [frame for frame in ids if frame not in present]
    if unknown:
        named = ", ".join(f"{name!r}{meant(name, order)}" for name in unknown)
        msg = message(
            "{what}: no frame {named} in the table; choose from {order}", what=what, named=named, order=", ".join(order)
        )
        raise OptionError(msg)
    return frames_by_id(table, ids)


def frames_by_id(table: pd.DataFrame, ids: Sequence[str]) -> list[Frame]:
    """Look up label and colour of frames; a frame that the table's attrs do not know is shown by its id."""
    known = {frame.id: frame for frame in schema.about(table).frames or ()}
    fallback = list(style.PALETTE)
    return [
        Frame(
            id=frame,
            label=visible(known[frame].label if frame in known else frame),
            name=(known[frame].colour if frame in known else "") or fallback[i % len(fallback)],
        )
        for i, frame in enumerate(ids)
    ]


def grid(table: pd.DataFrame, frames: list[Frame], *, unit: str, value: str, what: str) -> pd.DataFrame:
    """Turn scores into one row per unit and one column per frame; every pair must be there exactly once."""
    rows = table[table["frame"].astype(str).isin([frame.id for frame in frames])]
    keyed = rows.assign(frame=rows["frame"].astype(str))
    if keyed.duplicated([unit, "frame"]).any() or len(keyed) != keyed[unit].nunique() * len(frames):
        msg = message(
            "{what}: the table must hold each {unit} once per frame; take all of framing.score(by={unit!r})",
            what=what,
            unit=unit,
        )
        raise SchemaError(msg)
    return keyed.pivot(index=unit, columns="frame", values=value).sort_index()  # noqa: PD010 - no means


def footer(table: pd.DataFrame) -> str:
    """Name the material and the instruments, as far as the table's attrs tell."""
    about = schema.about(table)
    units = ((about.sentences, "문장"), (about.morphemes, "형태소"))
    parts = [f"{n:,}{unit}" for n, unit in units if n is not None]
    if book := about.codebook:
        parts.append(f"코드북 v{book.version}({schema.STATUS.get(book.status, book.status)})")
        parts += [book.evidence] if book.evidence else []
    if analyser := about.analyser:
        parts.append(analyser)
    return " · ".join(parts)


def joined(*parts: object) -> str:
    """Join the parts of a subtitle that say something."""
    return ", ".join(str(part) for part in parts if part)


def cut_at_tie(keys: pd.Series[Any], top: int) -> tuple[int, int, int]:
    """Choose how many rows to keep without splitting a tie of keys; also the rows before that tie and through it."""
    # Ranks 1 2 2 2 5 cut after 2 rows: one stands before the tie, four through it, and only one more than 2 would be
    # let in, so the tie goes: (1, 1, 4). Cut after 3 it stays: (4, 1, 4). Where all are tied the first `top` are kept.
    before, through = int((keys < keys.iloc[top - 1]).sum()), int((keys <= keys.iloc[top - 1]).sum())
    kept = through if through <= top + max(1, top // _SLACK) else before or top
    return kept, before, through


def cut_by_count(rows: pd.DataFrame, top: int) -> tuple[pd.DataFrame, str]:
    """Cut rows of falling counts after `top` without splitting a tie, and say in Korean what the cut did."""
    if len(rows) <= top:
        return rows, ""
    n = int(rows["n"].iloc[top - 1])
    kept, before, through = cut_at_tie(-rows["n"], top)
    tied = through - before
    if through == top:
        cut = f"상위 {top}개"
    elif kept == through:
        cut = f"상위 {through}개({n:,}회로 같은 {tied}개를 모두 실음)"
    elif kept == before:
        cut = f"상위 {before}개({n:,}회로 같은 {tied}개는 {top}개를 넘게 되어 함께 뺌)"
    else:
        cut = f"{n:,}회로 같은 {tied}개 가운데 가나다순 {top}개"
    return rows.head(kept), cut


def first_ranks(rows: pd.DataFrame, top: int) -> tuple[pd.DataFrame, str]:
    """Take the first `top` rows by their rank without splitting a tie, and say in Korean what was left out."""
    if len(rows) <= top:
        return rows, ""
    rank = int(rows["rank"].iloc[top - 1])
    kept, before, through = cut_at_tie(rows["rank"], top)
    if kept == through:
        return rows.head(kept), ""
    if kept == before:
        return rows.head(kept), f"공동 {rank:,}위 {through - before:,}개는 뺌"
    return rows.head(kept), f"공동 {rank:,}위 {through:,}개 가운데 가나다순 {top:,}개"
