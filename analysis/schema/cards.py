"""Cards: what a value of the kit is, what to beware of, and what to do next, on a few lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from analysis.korean import visible
from analysis.messages import message
from analysis.messages.statements import stated

__all__ = ["Card"]


@dataclass(frozen=True)
class Card:
    """A title with facts, cautions and next steps, as text by `print` and as HTML in a notebook."""

    title: str
    facts: Sequence[str]
    cautions: Sequence[str] = ()
    steps: Sequence[str] = ()

    def line(self) -> str:
        """Write title and facts on one line, as a value is named in a message."""
        return visible(" · ".join([self.title, *self.facts]))

    def text(self) -> str:
        """Write the card for a terminal."""
        lines = [self.line(), *map(visible, self._minded())]
        return "\n".join([*lines, *[message("next: {steps}", steps=" · ".join(self.steps))] * bool(self.steps)])

    def html(self) -> str:
        """Write the card for a notebook; it needs no style sheet."""
        facts = "".join(f'<span style="margin-left:1.2em">{_shown(fact)}</span>' for fact in self.facts)
        lines = [f'<p style="margin:.2em 0"><b>{_shown(self.title)}</b>{facts}</p>']
        lines += [f'<p style="margin:.2em 0">{_shown(caution)}</p>' for caution in self._minded()]
        if self.steps:
            steps = " · ".join(f"<code>{_shown(step)}</code>" for step in self.steps)
            said = message("next: {steps}", steps=steps)
            lines.append(f'<p style="margin:.2em 0;opacity:.8;font-size:.9em">{said}</p>')
        return f'<div class="damron-card">{"".join(lines)}</div>'

    def _minded(self) -> list[str]:
        """Write the cautions in the user's language."""
        return [message("mind: {caution}", caution=stated(caution)) for caution in self.cautions]


def _shown(text: str) -> str:
    """Escape a text that may come from a file."""
    return escape(visible(text))
