"""What a change of a codebook does, and tables for a notebook that need no style of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from analysis.korean import visible

MOST = 12  # changed hits, failed checks and terms of a frame that a card shows
CHANGES = {"gained": "새로 걸림", "lost": "이제 걸리지 않음", "changed": "계산이 바뀜"}
_WHY = {
    "term added": "용어를 더함",
    "term removed": "용어를 뺌",
    "overlap": "다른 용어가 차지함",
    "core": "중심 용어가 바뀜",
}
_CELL = "text-align:left;vertical-align:top;padding:.15rem .6rem .15rem 0"
_CAPTION = "caption-side:top;text-align:left;color:inherit"


@dataclass(frozen=True)
class Preview:
    """What a change does: the hits gained and lost, and what of the self-test fails after it."""

    # changes: Columns schema.HIT_CHANGES, from the draft before to the one after.
    # failed: Rows of `framing.check` of the draft after that did not pass.
    # says: Sentences in Korean.

    changes: pd.DataFrame
    failed: pd.DataFrame
    says: tuple[str, ...]

    def _repr_html_(self) -> str:
        """Sentences, changed hits and failed checks."""
        rows = [
            (
                CHANGES[row["change"]],
                f"{row['doc']} {row['sentence']}",
                row["surface"],
                row["term"],
                _WHY.get(row["why"], row["why"]),
            )
            for row in self.changes.head(MOST).to_dict("records")
        ]
        heads = ("바뀜", "글·문장", "찾은 말", "용어", "이유")
        return paragraphs(self.says) + table("달라진 곳", heads, rows, len(self.changes)) + failures(self.failed)

    def __repr__(self) -> str:
        return " ".join(self.says)


def failures(failed: pd.DataFrame) -> str:
    """Write failed checks as a table."""
    names = {"example": "예인데 걸리지 않음", "counterexample": "반례인데 걸림"}
    rows = [
        (names.get(row["check"], row["check"]), row["frame"], row["term"], row["text"], row["found"])
        for row in failed.head(MOST).to_dict("records")
    ]
    return table("어긋난 시험", ("시험", "프레임", "용어", "문장", "결과"), rows, len(failed))


def paragraphs(sentences: Sequence[str]) -> str:
    """Write sentences as paragraphs."""
    return "".join(f"<p>{escape(visible(text))}</p>" for text in sentences)


def table(name: str, heads: Sequence[str], rows: Sequence[Sequence[object]], size: int) -> str:
    """Write a table with its name; nothing where there is no row."""
    if not rows:
        return ""
    head = "".join(_cell("th", text) for text in heads)
    body = "".join("<tr>" + "".join(_cell("td", value) for value in row) + "</tr>" for row in rows)
    cut = f", {size:,} 가운데 {len(rows)}" if size > len(rows) else ""
    return (
        f'<table class="damron-edit" style="border-collapse:collapse"><caption style="{_CAPTION}">'
        f"{escape(visible(name))}{cut}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(kind: str, value: object) -> str:
    """Write a cell, with a text from a file as text."""
    return f'<{kind} style="{_CELL}">{escape(visible(str(value)))}</{kind}>'
