"""A view of the explorer: sentences, charts and lines, and their HTML, which needs nothing else."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any

import pandas as pd

from analysis import figures
from analysis.errors import KitError
from analysis.korean import visible

_MOST = 200  # lines that a page shows
_DPI = 100
# Written into each cell, since the style sheets of notebooks align every cell to the right.
_CELLS = {
    "place": "text-align:left;white-space:nowrap;font-weight:400",
    "left": "text-align:right;width:45%;white-space:pre-wrap",
    "node": "text-align:center;white-space:nowrap;font-weight:700",
    "right": "text-align:left;width:45%;white-space:pre-wrap",
}
_HEADS = {"place": "글·문장", "left": "왼쪽", "node": "찾은 말", "right": "오른쪽"}


@dataclass(frozen=True)
class View:
    """What one choice shows."""

    # name: What was chosen, in Korean.
    # charts: As the plots returned them, ready for `figures.export`.
    # lines: The concordance, columns `schema.CONCORDANCE`, every line of it.
    # says: Sentences in Korean: what was found, and what this text cannot answer.

    name: str
    charts: tuple[Any, ...] = field(repr=False)
    lines: pd.DataFrame = field(repr=False)
    says: tuple[str, ...] = field(repr=False)

    def holding(self, text: str) -> View:
        """Keep the lines that hold some characters."""
        whole = self.lines["left"].astype(str) + self.lines["node"].astype(str) + self.lines["right"].astype(str)
        return replace(self, lines=self.lines[whole.str.contains(text, regex=False)].reset_index(drop=True))

    def adding(self, said: str) -> View:
        """Return this view with one more sentence."""
        return replace(self, says=(*self.says, said))

    def _repr_html_(self) -> str:
        """Sentences, charts and lines, with every text from a file as text."""
        return paragraphs(self.says) + "".join(map(image, self.charts)) + table(self.lines, name=self.name)


def sentence(error: KitError) -> str:
    """Return an error of the kit as the one sentence that Jupyter shows."""
    return " ".join(error._render_traceback_())


def paragraphs(sentences: Iterable[str]) -> str:
    """Write sentences as paragraphs."""
    return "".join(f"<p>{escape(text)}</p>" for text in sentences)


def image(ax: Any) -> str:
    """Write a chart as a PNG image with its alternative text."""
    buffer = io.BytesIO()
    figure = ax.get_figure(root=True)
    figure.savefig(buffer, format="png", dpi=_DPI, metadata={"Software": None})
    data = base64.b64encode(buffer.getvalue()).decode("ascii")
    alt = escape(figures.alt(ax), quote=True)
    return f'<p><img alt="{alt}" style="max-width:100%" src="data:image/png;base64,{data}"></p>'


def table(lines: pd.DataFrame, *, name: str) -> str:
    """Write lines as a table with the node in the middle; a long one is cut, and says so."""
    if lines.empty:
        return ""
    cut = f", 앞의 {_MOST:,}곳만 보인다" if len(lines) > _MOST else ""
    head = "".join(_cell("th", key, text, ' scope="col"') for key, text in _HEADS.items())
    body = "\n".join(
        "<tr>"
        + _cell("th", "place", f"{row.doc} {row.sentence}", ' scope="row"')
        + "".join(_cell("td", key, getattr(row, key)) for key in ("left", "node", "right"))
        + "</tr>"
        for row in lines.head(_MOST).itertuples(index=False)
    )
    caption = f"용례: {escape(name)} {len(lines):,}곳{cut}"
    return (
        f'<table class="damron-lines" style="border-collapse:collapse;table-layout:auto;width:100%">'
        f'<caption style="caption-side:top;text-align:left;color:inherit">{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"
    )


def _cell(kind: str, key: str, value: object, more: str = "") -> str:
    """Write one cell, with a text from a file as text."""
    style = f"padding:.15rem .3rem;vertical-align:top;{_CELLS[key]}"
    return f'<{kind}{more} class="{key}" style="{style}">{escape(visible(str(value)))}</{kind}>'
