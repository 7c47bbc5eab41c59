"""The network of a corpus report as SVG, drawn for a wide screen, a phone and paper from the same places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from analysis.errors import FigureError
from analysis.plots.placing import spread
from analysis.report.corpus_charts import Pen, px, shortened, width_of
from analysis.report.corpus_contract import CorpusFacts, TermNetwork
from analysis.report.corpus_wording import Wording
from analysis.report.line_keys import keys_of

_COLOURS = 6  # communities with a colour of their own
_LETTERS = 10  # of a term, on a phone
_THIN, _THICK = 1.0, 5.0  # ties


@dataclass(frozen=True)
class _Layout:
    """The size of a drawing, in pixels."""

    kind: str
    width: int
    height: int
    font: int


_LAYOUTS = (_Layout("wide", 1152, 460, 15), _Layout("narrow", 358, 520, 13), _Layout("print", 680, 340, 10))


def drawings(facts: CorpusFacts, network: TermNetwork, wording: Wording) -> list[Markup]:
    """Draw terms in the colours of their communities, ties within one as lines and between two dashed."""
    keys = keys_of(facts)
    there = {keys.of(line) for line in facts.lines}
    known = {term: key for term, key in keys.terms.items() if key in there}
    return [_draw(network, wording, known, layout) for layout in _LAYOUTS]


def _draw(network: TermNetwork, wording: Wording, known: Mapping[str, str], layout: _Layout) -> Markup:
    """Draw the network in one layout."""
    pen = Pen(layout.width, layout.font)
    room = _LETTERS * layout.font
    labels = [shortened(one.term, room=room, font=layout.font) for one in network.terms]
    sizes = np.array([[width_of(label, layout.font) + 12, layout.font + 10] for label in labels])
    at, height = _placed(network, sizes, layout)
    most = max(tie.jaccard for tie in network.ties)
    for tie in sorted(network.ties, key=lambda tie: tie.jaccard):
        inside = network.terms[tie.a].community == network.terms[tie.b].community
        ends = "L".join(f"{px(x)} {px(y)}" for x, y in (at[tie.a], at[tie.b]))
        width = px(_THIN + (_THICK - _THIN) * tie.jaccard / most)
        css = "bound" if inside else "bound between"
        pen.parts.append(Markup(f'<path class="{css}" stroke-width="{width}" d="M{ends}"/>'))
    for one, label, (x, y), (wide, high) in zip(network.terms, labels, at, sizes, strict=True):
        css = f"c{one.community}" if one.community <= _COLOURS else "c0"
        box = (
            f'<rect class="{css}" x="{px(x - wide / 2)}" y="{px(y - high / 2)}" '
            f'width="{px(wide)}" height="{px(high)}" rx="4"/>'
        )
        inner = Pen(layout.width, layout.font)
        inner.parts.append(Markup(box))
        inner.text((x, y + layout.font * 0.36), label, anchor="middle")
        drawn = Markup("").join(inner.parts)
        if layout.kind == "print" or one.term not in known:
            pen.parts.append(drawn)
            continue
        name = wording.say("network.term", term=one.term, n=one.windows)
        pen.link(drawn, "#documents", name, f' data-go="k={known[one.term]}"')
    return pen.svg(height, kind=f"{layout.kind} net", name=wording.say("network.name"))


def _placed(network: TermNetwork, sizes: np.ndarray, layout: _Layout) -> tuple[np.ndarray, float]:
    """Move the boxes of terms apart, in a drawing as high as they need."""
    height = float(layout.height)
    order = np.argsort([-one.windows for one in network.terms], kind="stable")  # the largest stay nearest
    while True:
        area = (float(layout.width), height)
        wanted = np.array([[one.x * area[0], one.y * height] for one in network.terms])
        at = np.empty_like(wanted)
        try:
            at[order] = spread(wanted[order], sizes[order], area=area)
        except FigureError:
            height *= 1.25
            continue
        return at, height
