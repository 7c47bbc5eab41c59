"""What a change of a codebook does, and tables for a notebook that need no style of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import pandas as pd

from analysis.korean import visible
from analysis.messages import later, message

MOST = 12  # changed hits, failed checks and terms of a frame that a card shows
CHANGES = {"gained": later("gained"), "lost": later("lost"), "changed": later("counted otherwise")}
_WHY = {
    "term added": later("a term was added"),
    "term removed": later("a term was dropped"),
    "overlap": later("another term takes the place"),
    "core": later("the core term changed"),
}
_FAILED = {"example": later("an example that is not found"), "counterexample": later("a counterexample that is found")}
_CELL = "text-align:left;vertical-align:top;padding:.15rem .6rem .15rem 0"
_CAPTION = "caption-side:top;text-align:left;color:inherit"


@dataclass(frozen=True)
class Preview:
    """What a change does: the hits gained and lost, and what of the self-test fails after it."""

    # changes: Columns schema.HIT_CHANGES, from the draft before to the one after.
    # failed: Rows of `framing.check` of the draft after that did not pass.
    # says: Sentences in the user's language.

    changes: pd.DataFrame
    failed: pd.DataFrame
    says: tuple[str, ...]

    def _repr_html_(self) -> str:
        """Sentences, changed hits and failed checks."""
        rows = [
            (
                message(CHANGES[row["change"]]),
                f"{row['doc']} {row['sentence']}",
                row["surface"],
                row["term"],
                message(_WHY[row["why"]]) if row["why"] in _WHY else row["why"],
            )
            for row in self.changes.head(MOST).to_dict("records")
        ]
        heads = (message("change"), message("text, sentence"), message("words found"), message("term"), message("why"))
        changed = table(message("what changes"), heads, rows, len(self.changes))
        return paragraphs(self.says) + changed + failures(self.failed)

    def __repr__(self) -> str:
        return " ".join(self.says)


def failures(failed: pd.DataFrame) -> str:
    """Write failed checks as a table."""
    rows = [
        (
            message(_FAILED[row["check"]]) if row["check"] in _FAILED else row["check"],
            *(row[name] for name in ("frame", "term", "text", "found")),
        )
        for row in failed.head(MOST).to_dict("records")
    ]
    heads = (message("test"), message("frames"), message("term"), message("sentence"), message("found"))
    return table(message("failed tests"), heads, rows, len(failed))


def self_test(check: pd.DataFrame) -> str:
    """Say how the self-test of a draft ends."""
    if failed := int((~check["passed"]).sum()):
        return message("The self-test fails in {failed:,} of {n:,}.", failed=failed, n=len(check))
    return message("The self-test is passed.")


def paragraphs(sentences: Sequence[str]) -> str:
    """Write sentences as paragraphs."""
    return "".join(f"<p>{escape(visible(text))}</p>" for text in sentences)


def table(name: str, heads: Sequence[str], rows: Sequence[Sequence[object]], size: int) -> str:
    """Write a table with its name; nothing where there is no row."""
    if not rows:
        return ""
    head = "".join(_cell("th", text) for text in heads)
    body = "".join("<tr>" + "".join(_cell("td", value) for value in row) + "</tr>" for row in rows)
    cut = message(", {shown} of {size:,}", shown=len(rows), size=size) if size > len(rows) else ""
    return (
        f'<table class="damron-edit" style="border-collapse:collapse"><caption style="{_CAPTION}">'
        f"{escape(visible(name))}{cut}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _cell(kind: str, value: object) -> str:
    """Write a cell, with a text from a file as text."""
    return f'<{kind} style="{_CELL}">{escape(visible(str(value)))}</{kind}>'
