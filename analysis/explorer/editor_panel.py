"""The screen of a codebook at work: lines of the texts with two buttons each, and what a button does, at once."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import stats
from analysis.errors import KitError
from analysis.explorer.preview import self_test
from analysis.explorer.script_words import spoken
from analysis.korean import visible
from analysis.messages import language, later, message

if TYPE_CHECKING:
    from analysis.explorer.editor import Editor

_LINES = 60
_AROUND = 40  # characters on each side
_START = later("The buttons beside a line make it a counterexample or its words a term, tried on the texts at once.")


class EditorPanel:
    """Answers what the screen of an editor asks for; the screen shows an answer and knows nothing itself."""

    def __init__(self, editor: Editor) -> None:
        self._editor = editor
        self._frame, self._sought = editor.codebook.frame_ids[0], ""

    def widget(self, changed: Any) -> Any:
        """Make the screen; `changed` is called after each change of the draft."""
        made = _panel_class(lang=language())()

        def receive(panel: Any, content: Mapping[str, Any], _: object) -> None:
            panel.send({"id": content.get("id"), **self.answer(content)})
            if content.get("kind") in {"counterexample", "add", "undo"}:
                changed()

        made.on_msg(receive)
        return made

    def answer(self, content: Mapping[str, Any]) -> dict[str, object]:
        """Do what a message asks for, and return all that the screen shows then."""
        kind, says = content.get("kind"), [message(_START)]
        self._frame = str(content.get("frame") or self._frame)
        self._sought = str(content.get("sought", self._sought)).strip()
        try:
            if kind == "counterexample":
                says = list(self._editor.counterexample(self._row(content), frame=self._frame).says)
            elif kind == "add":
                says = list(self._editor.add(self._row(content), frame=self._frame).says)
            elif kind == "undo":
                says = list(self._editor.undo().says)
        except KitError as error:
            says = [_sentence(error)]
        return self._screen(says)

    def _row(self, content: Mapping[str, Any]) -> dict[str, object]:
        """Read the place of a line."""
        doc, sentence, start, end = content["line"]
        return {"doc": str(doc), "sentence": int(sentence), "start": int(start), "end": int(end)}

    def _screen(self, says: list[str]) -> dict[str, object]:
        """Return all that the screen shows, by its names there."""
        editor = self._editor
        hits, check = editor.hits, editor.check
        counts = hits["frame"].astype(str).value_counts()
        lines, said = self._lines(hits)
        return {
            "frames": [[f.id, visible(f.label.ko), int(counts.get(f.id, 0))] for f in editor.codebook.frames],
            "frame": self._frame,
            "sought": self._sought,
            "lines": lines,
            "says": [visible(text) for text in (*says, *said)],
            "tested": self_test(check),
            "changes": editor.changes,
        }

    def _lines(self, hits: pd.DataFrame) -> tuple[list[list[object]], list[str]]:
        """List the lines of the frame, or of what is sought, each with what the codebook counts there."""
        found, said = hits[hits["frame"].astype(str) == self._frame], []
        if self._sought:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # that nothing was found is seen
                    found = stats.concordance(self._editor.corpus, self._editor.tokens, self._sought)
            except KitError as error:
                found, said = found.iloc[:0], [_sentence(error)]
        if len(found) > _LINES:
            said.append(message("The first {shown} of {n:,} lines are shown.", shown=_LINES, n=len(found)))
        terms = {(str(d), int(s), int(e)): str(t) for d, s, e, t in hits[["doc", "start", "end", "term"]].to_numpy()}
        lines: list[list[object]] = []
        for doc, sentence, start, end in found[["doc", "sentence", "start", "end"]].head(_LINES).to_numpy():
            text = self._editor.text_of(str(doc))
            left = text[max(int(start) - _AROUND, 0) : int(start)].rpartition("\n")[2]
            right = text[int(end) : int(end) + _AROUND].partition("\n")[0]
            shown = [visible(part) for part in (left, text[int(start) : int(end)], right)]
            term = terms.get((str(doc), int(start), int(end)), "")
            lines.append([str(doc), int(sentence), int(start), int(end), *shown, term])
        return lines, said


@cache
def _panel_class(*, lang: str) -> Any:
    """Make the class of the screen, with its script and its style."""
    import anywidget  # loaded with the first screen

    script, style = (
        Path(__file__).with_name(f"editor.{ending}").read_text(encoding="utf-8") for ending in ("js", "css")
    )
    return type("EditorScreen", (anywidget.AnyWidget,), {"_esm": spoken(script, lang=lang), "_css": style})


def _sentence(error: KitError) -> str:
    """Write an error as the one sentence that a cell shows."""
    return " ".join(error._render_traceback_())
