"""Coding sheets as a form: one HTML file that a browser opens without a network and that saves what `read` takes."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from analysis.korean import visible
from analysis.validation import columns
from analysis.validation.columns import ABSENT, ASKED, BOOK, CODER, CONFIDENCE, NOTE, PRESENT, UNIT, UNSURE, Given

_TEMPLATES = Path(__file__).with_name("template")
_ANSWERS = ((PRESENT, "예"), (ABSENT, "아니오"), (UNSURE, "모름"))
_SURE = (("1", "자신 없음"), ("2", "보통"), ("3", "확실함"))


def to_form(given: Given) -> bytes:
    """Write a sheet as a form."""
    # What was answered stays in the browser's own store while the coder works, where the browser has one for files,
    # and leaves it through a button alone, as a CSV that `validation.read` takes, however much of it is filled in. A
    # policy inside the page forbids everything that could send or load anything.
    import jinja2  # only for forms

    loader = jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style, script = ((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("form.css", "form.js"))
    page = environment.get_template("form.html.j2").render(
        _values(given), style=style, script=script, policy=_policy(style, script)
    )
    return (page + "\n").encode("utf-8")


def _values(given: Given) -> dict[str, Any]:
    """Name everything that the page shows."""
    codebook = given.codebook
    asked = [name for name in ASKED if name in given.names]
    saved = [UNIT, *(frame.id for frame in codebook.frames), *asked, CONFIDENCE, NOTE, CODER, BOOK]
    coder, book = (str(given.table[name].iloc[0]) for name in (CODER, BOOK))
    units = given.table.to_dict("records")
    return {
        "title": visible(codebook.title.ko),
        "coder": coder,
        "book": book,
        "units": units,
        "frames": [(frame, visible(frame.label.ko), columns.told(frame)) for frame in codebook.frames],
        "asked": [(name, columns.HEADS[name], columns.choices(codebook)[name]) for name in asked],
        "rules": [rule for rule in given.rules if rule[0] not in {"적는 값"}],
        "answers": _ANSWERS,
        "sure": _SURE,
        "about": json.dumps(
            {
                "columns": saved,
                "heads": columns.headings(codebook, saved),
                "coder": coder,
                "book": book,
                "key": hashlib.sha256("\n".join([coder, book, *(u[UNIT] for u in units)]).encode()).hexdigest()[:16],
            },
            ensure_ascii=False,
        ),
    }


def _policy(style: str, script: str) -> str:
    """Forbid everything but the style and the script of the page."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") for text in (style, script))
    allowed = "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:"
    return f"{allowed.format(*hashes)}; base-uri 'none'; form-action 'none'"
