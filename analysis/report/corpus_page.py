"""The report of many documents as one HTML file, written from its facts alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from analysis.record import citing
from analysis.report import (
    corpus_charts,
    corpus_method,
    corpus_network_chart,
    corpus_rows,
    corpus_wording,
    counting_method,
    shell,
)
from analysis.report.corpus_contract import CorpusFacts, SideFile
from analysis.report.corpus_wording import Wording
from analysis.report.line_keys import UNNAMED, keys_of
from analysis.report.prose import Lang, Prose
from analysis.schema.reasons import korean

_SHOWN = 12  # rows of the table that are open at first
_NOWRAP = Markup(' style="white-space:nowrap"')  # numbers of many documents are wide beside a bar on a phone
_SCRIPT = {"count": "table.count", "rest": "table.rest", "clear": "table.clear", "copied": "method.copied"}


@dataclass(frozen=True)
class _FileLink:
    """A table beside the page."""

    kind: str
    label: str
    href: str
    rows: int


def corpus_page(facts: CorpusFacts, *, lang: Lang = "ko", record: str = "", name: str) -> str:
    """Write the report of a corpus as one HTML file.

    Parameters
    ----------
    facts : CorpusFacts
        Facts of the corpus.
    lang : {"ko", "en"}
        Language of everything but what stands in the documents.
    record : str, optional
        Address of the executed notebook beside the file, which the appendix links.
    name : str
        Stem of the name of the file, by which a list of reports knows it.

    Returns
    -------
    str
        HTML that asks for nothing from outside; the tables beside it are linked.

    Raises
    ------
    FontError
        If no Korean font is found.
    """
    prose = Prose(lang)
    wording = Wording(facts, prose)
    values = _result(facts, wording) | _time(facts, wording) | _words(facts, wording)
    values |= _table(facts, wording) | _method(facts, wording)
    headline = values["headline"]
    plain = Markup(str(headline).replace("<br>", " ")).striptags()
    shown = [frame for frame in facts.frames if frame.shown]
    values |= {
        "facts": facts,
        "c": wording.say,
        "title": f"{facts.title}: {plain}",
        "noun": wording.noun,
        "by": _capital(wording.say("table.by")),
        "sides": wording.sides() if facts.differences or facts.words is not None else (),
        "labels": {frame.id: wording.label(frame.label) for frame in facts.frames},
        "frame_labels": [wording.label(frame.label) for frame in shown],
        "files": [_file(file, wording) for file in facts.files if file.rows],
        "record": quote(record),
        "foot": corpus_method.foot(facts, wording),
        "data": _data(facts, wording),
        "contents": _contents(facts, wording),
        "card": _card(facts, wording, name),
    }
    styles, scripts = ["article.css", "corpus.css"], ["corpus.js"]
    return shell.render("corpus.html.j2", prose=prose, styles=styles, scripts=scripts, values=values)


def _contents(facts: CorpusFacts, wording: Wording) -> list[tuple[str, str]]:
    """List the parts of the page for the line above it."""
    parts = [part for part in ("result", "time", "words", "documents", "method") if part != "time" or facts.book]
    return [(part, wording.say(f"nav.{part}", n=wording.docs(facts.material.docs))) for part in parts]


def _card(facts: CorpusFacts, wording: Wording, name: str) -> str:
    """Write what a list of reports says of this one."""
    material = facts.material
    dates = material.first if material.first == material.last else f"{material.first}~{material.last}"
    return json.dumps(
        {
            "name": name,
            "title": wording.say("card.title", title=facts.title, n=wording.docs(material.docs)),
            "redacted": facts.redacted,
            "author": "",
            "outlet": wording.say("card.outlets", n=material.outlets) if material.outlets else "",
            "date": dates,
            "sentences": facts.method.sentences,
        },
        ensure_ascii=False,
    )


def _result(facts: CorpusFacts, wording: Wording) -> dict[str, object]:
    """Return the finding, the estimation chart and what stands below it."""
    material = facts.material
    parts = [wording.say("source.line", title=facts.title, n=wording.docs(material.docs)), wording.groups()]
    if material.first:
        parts.append(material.first if material.first == material.last else f"{material.first}~{material.last}")
    book = facts.book
    badge = counting_method.standing(book.status, book.validity) if book else "nobook"
    return {
        "source": " · ".join(part for part in [*parts, wording.question()] if part),
        "headline": corpus_wording.headline(wording),
        "lede": corpus_wording.lede(wording),
        "estimation": corpus_charts.estimation(facts, wording) if facts.book else [],
        "notes": corpus_wording.notes(wording),
        "badge": badge,
        "badge_text": wording.prose.say(f"badge.{badge}"),
        "status": corpus_wording.status(wording),
        "differences": corpus_rows.differences(facts, wording),
    }


def _time(facts: CorpusFacts, wording: Wording) -> dict[str, object]:
    """Return the small multiples, or why there are none."""
    several = len(facts.periods) > 1 and bool(facts.cells)
    panels = corpus_charts.multiples(facts, wording) if several else []
    return {
        "panels": panels,
        "panel_css": [corpus_charts.role(panel.frame) for panel in panels],
        "time_title": corpus_wording.time_title(wording) if several else "",
        "time_note": corpus_wording.time_note(wording, marked=corpus_charts.heights(facts)[1]) if several else "",
        "no_time": "" if several else corpus_wording.no_time(wording),
    }


def _words(facts: CorpusFacts, wording: Wording) -> dict[str, object]:
    """Return words of both groups and documents that are nearly the same."""
    return {
        "words": corpus_rows.words(facts, wording),
        "nowrap": _NOWRAP if facts.material.docs > corpus_charts.MANY else "",
        "words_title": corpus_wording.words_title(wording),
        "words_note": corpus_wording.words_note(wording),
        "bursts": corpus_rows.bursts(facts, wording),
        "voices": corpus_rows.voices(facts, wording),
        "voices_said": corpus_wording.voices_said(wording),
        "names_note": " ".join([wording.say("words.names_note"), *corpus_wording.heard(wording)]),
        "voices_note": corpus_wording.voices_note(wording),
        "network": corpus_network_chart.drawings(facts, facts.network, wording) if facts.network else [],
        "network_said": corpus_wording.network_said(wording),
        "network_note": corpus_wording.network_note(wording),
        "stories": corpus_rows.stories(facts, wording),
        "stories_title": corpus_wording.stories_title(wording),
        "stories_note": corpus_wording.stories_note(wording),
        "groups": corpus_rows.groups(facts, wording),
    }


def _table(facts: CorpusFacts, wording: Wording) -> dict[str, object]:
    """Return the table of documents with what filters it."""
    return {
        "rows": corpus_rows.documents(facts, wording),
        "table_title": corpus_wording.table_title(wording),
        "table_note": corpus_wording.table_note(wording),
        "chips": [(str(at), one.name) for at, one in enumerate(facts.groups) if one.side or len(facts.groups) <= 6],
        "periods": [(str(at), wording.period(one, first=True)) for at, one in enumerate(facts.periods)],
    }


def _method(facts: CorpusFacts, wording: Wording) -> dict[str, object]:
    """Return how it was counted."""
    other: Lang = "en" if wording.prose.lang == "ko" else "ko"
    told = {"analyser": facts.method.analyser, "model": facts.method.model}
    labels = {frame.id: wording.label(frame.label) for frame in facts.frames}
    rows, readers = counting_method.measured(facts.book.validity if facts.book else (), labels, wording.prose)
    unread = [(one.file, korean(one.reason) if wording.prose.lang == "ko" else one.reason) for one in facts.unread]
    return {
        "validity": rows,
        "readers": readers or "none",
        "method_lines": corpus_method.lines(facts, wording),
        "method_own": corpus_method.paragraph(wording),
        "method_other": corpus_method.paragraph(Wording(facts, Prose(other))),
        "bibtex": citing.with_methods(
            citing.bibtex({"recipe": told, "kit": facts.method.kit}), corpus_method.references(facts)
        ),
        "references": corpus_method.references(facts),
        "checks": corpus_method.checklist(facts, wording),
        "findings": corpus_rows.findings(facts, wording),
        "unread": unread,
    }


def _capital(text: str) -> str:
    """Write the head of a column with a capital, where the script has them."""
    return text[:1].upper() + text[1:]


def _file(file: SideFile, wording: Wording) -> _FileLink:
    """Link a table beside the page."""
    return _FileLink(file.kind, wording.say(f"file.{file.kind}"), quote(file.name), file.rows)


def _data(facts: CorpusFacts, wording: Wording) -> Markup:
    """Write what the script needs: names of what can be chosen, and its texts."""
    shown = [frame for frame in facts.frames if frame.shown]
    names = {f"f{at}": wording.label(frame.label) for at, frame in enumerate(shown)}
    keys = keys_of(facts)
    names |= {key: wording.prose.quoted(term) for term, key in keys.terms.items()}
    names |= {key: actor for actor, key in keys.speakers.items()} | {UNNAMED: wording.say("voices.unnamed")}
    texts = {key: wording.template(where) for key, where in _SCRIPT.items()}
    texts |= {"n": wording.template(f"noun.{wording.noun}_n"), "one": wording.template(f"noun.{wording.noun}_one")}
    texts |= {"zero": wording.template("table.zero"), "document": wording.say("table.one_document")}
    return shell.as_json(
        {
            "texts": texts,
            "names": names,
            "groups": {str(at): one.name for at, one in enumerate(facts.groups)},
            "periods": {str(at): wording.period(one, first=True) for at, one in enumerate(facts.periods)},
            "frames": {str(at): wording.label(frame.label) for at, frame in enumerate(shown)},
            "most": _SHOWN,
        }
    )
