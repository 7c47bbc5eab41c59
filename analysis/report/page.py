"""The report of one article as one HTML file, written from its facts alone."""

from __future__ import annotations

from markupsafe import Markup

from analysis.record.safe_text import shown
from analysis.report import (
    counting_method,
    drawn,
    finding,
    found,
    listings,
    marked_text,
    selection,
    shell,
    strip_rows,
    sure_rows,
)
from analysis.report.counting_method import Download
from analysis.report.facts import ArticleFacts, Frame
from analysis.report.prose import Lang, Prose, percent, span
from analysis.report.sides import LEAST_HITS, Sides, css, name, row_name, shares, sides, strongest, version

_SHOWN = 50  # sentences that the panel lists at once
_TEXTS = (  # what the script writes
    "text.sentence", "text.counted", "text.uncounted", "text.why_support", "text.lines", "text.together",
    "text.compounds", "text.more", "text.n_sentences", "text.neighbours", "text.nothing", "sure.copied",
    "text.compound_n",
)  # fmt: skip


def page(facts: ArticleFacts, *, lang: Lang = "ko", record: str = "", name: str) -> str:
    """Write the report of an article as one HTML file.

    Parameters
    ----------
    facts : ArticleFacts
        Facts of the article.
    lang : {"ko", "en"}
        Language of everything but the text of the article.
    record : str, optional
        Address of the executed notebooks beside the file, which the appendix links.
    name : str
        Stem for the names of the files that the page carries.

    Returns
    -------
    str
        HTML that asks for nothing from outside, without the text where the facts are redacted.

    Raises
    ------
    FontError
        If no Korean font is found.
    """
    prose = Prose(lang)
    title = finding.plain_headline(facts, prose)
    common: dict[str, object] = {
        "facts": facts,
        "title": f"{facts.document.title or facts.document.doc}: {title}",
        "source": drawn.source(facts),
        "headline": finding.headline(facts, prose),
        "lede": finding.lede(facts, prose),
        "badge": counting_method.badge(facts),
        "foot": _foot(facts, prose),
        "data": _data(facts, prose),
        "record": record,
    }
    is_found = facts.discovery is not None
    values = common | _text(facts, prose) | _words(facts, prose) | _method(facts, prose, stem=name)
    values |= _found(facts, prose, stem=name) if is_found else _framed(facts, prose)
    values["contents"] = _contents(facts, prose, values)
    template = "found.html.j2" if is_found else "article.html.j2"
    return shell.render(template, prose=prose, styles=["article.css"], scripts=["article.js"], values=values)


def _foot(facts: ArticleFacts, prose: Prose) -> str:
    """Write the foot."""
    licence = facts.document.licence
    said = prose.say("foot.licence", licence=licence) if licence else ""
    return prose.say("foot.line", kit=version(facts), licence=said)


def _contents(facts: ArticleFacts, prose: Prose, values: dict[str, object]) -> list[tuple[str, str]]:
    """List the parts of the page for the line above it."""
    if facts.discovery is None:
        parts = ["result", "text", "words", "sure", "method"]
    else:
        parts = ["result", "words", "sentences", "text", "start", "method"]
        parts = [part for part in parts if part != "start" or values.get("draft")]
        parts = [part for part in parts if part != "sentences" or values.get("key_sentences")]
    return [(part, prose.say(f"nav.{part}")) for part in parts]


def _data(facts: ArticleFacts, prose: Prose) -> Markup:
    """Write what the script needs: everything that can be chosen, labels of frames, its texts."""
    index = selection.index(facts, prose)
    for source, label, _, sentences in sure_rows.details(facts, prose):
        index[f"r={source}"] = {"t": label, "k": prose.say("kind.row"), "s": list(sentences), "note": f"k-r-{source}"}
    index["b=validity"] = {"t": prose.say("method.evidence"), "k": "", "s": [], "note": "k-b-validity"}
    frames = {frame.id: {"l": shown(name(frame.label, prose.lang)), "c": css(frame)} for frame in facts.frames}
    texts = {key: prose.template(key) for key in _TEXTS}
    return shell.as_json({"index": index, "frames": frames, "texts": texts, "most": _SHOWN, "lang": prose.lang})


def _framed(facts: ArticleFacts, prose: Prose) -> dict[str, object]:
    """Return what only a report with frames has: strip, quotations, numbers, how sure, sentences to write."""
    groups = sides(facts)
    quoted = [frame for frame in groups.pair if frame.n] or [frame for frame in groups.others if frame.n][:1]
    named = shares(facts)
    widest = None if named is None else named.widest
    strips = (
        [(kind, strip_rows.frames_strip(facts, prose, width=wide)) for kind, wide in _WIDTHS] if groups.seen else []
    )
    return {
        "strips": strips,
        "quotes": [_quote(facts, frame, prose) for frame in quoted],
        "numbers": _numbers(facts, groups),
        "share": None if named is None else percent(named.share),
        "subject": None if named is None else named.subject,
        "subject_label": "" if named is None else name(named.subject.label, prose.lang),
        "against_label": "" if named is None else name(named.against.label, prose.lang),
        "widest": widest,
        "widest_range": ""
        if widest is None or widest.low is None or widest.high is None
        else span(widest.low, widest.high),
        "widest_name": "" if widest is None else row_name(widest, prose, "widest"),
        "sure": sure_rows.sure(facts, prose),
        "sure_title": finding.sure_title(facts, prose),
        "details": sure_rows.details(facts, prose),
        "can": finding.writable(facts, prose),
        "cannot": finding.unwritable(facts, prose),
        "least": LEAST_HITS,
    }


_WIDTHS = (("wide", strip_rows.WIDE), ("narrow", strip_rows.NARROW))


def _quote(facts: ArticleFacts, frame: Frame, prose: Prose) -> dict[str, object]:
    """Return the strongest sentence of a frame."""
    number, n = strongest(facts, frame) or (0, 0)
    html = marked_text.quoted(facts, number, frame.id)
    head = prose.say("quote.head", label=name(frame.label, prose.lang), n=number, hits=n)
    return {"css": css(frame), "sentence": number, "head": head, "html": html}


def _numbers(facts: ArticleFacts, groups: Sides) -> dict[str, object]:
    """Return the counts under the strip."""
    if len(groups.pair) == 2 and all(frame.n for frame in groups.pair):
        return {"pair": [(css(frame), frame.n) for frame in groups.pair], "hits": 0, "sentences": 0}
    most = max(facts.frames, key=lambda frame: frame.n, default=None)
    if most is None or not most.n:
        return {"pair": [], "hits": 0, "sentences": 0}
    return {"pair": [], "hits": most.n, "css": css(most), "sentences": most.sentences, "candidates": most.candidates}


def _text(facts: ArticleFacts, prose: Prose) -> dict[str, object]:
    """Return the text with its marks, the switches, and what stands beside it."""
    lines = marked_text.lines(facts, prose)
    paragraphs: dict[int, list[marked_text.Line]] = {}
    for line in lines:
        if facts.text is not None or line.marked:
            paragraphs.setdefault(line.paragraph, []).append(line)
    said, more = listings.speakers(facts)
    return {
        "paragraphs": list(paragraphs.items()),
        "switches": _switches(facts, prose),
        "speakers": said,
        "more_speakers": more,
        "stances": listings.stances(facts, prose),
        "precision": listings.precision(facts, prose),
    }


def _switches(facts: ArticleFacts, prose: Prose) -> list[tuple[str, str, str, int]]:
    """List the kinds of marks: id of the switch, class of its sample, label, count."""
    groups = sides(facts)
    found_ = [
        (css(frame), f"m {css(frame)}", name(frame.label, prose.lang), frame.n) for frame in groups.pair if frame.n
    ]
    others = sum(frame.n for frame in groups.others)
    if others:
        labels = [name(frame.label, prose.lang) for frame in groups.others if frame.n]
        label = labels[0] if len(labels) == 1 else prose.say("text.others", n=len(labels))
        found_.append(("o", "m o", label, others))
    candidates = sum(frame.candidates for frame in facts.frames)
    quotes = sum(one.direct for one in facts.quotations)
    rest = [
        ("cand", "m a cand", prose.say("text.candidate"), candidates),
        ("st", "st", prose.say("text.stance"), len(facts.stance)),
        ("say", "say", prose.say("text.quote"), quotes),
        ("qt", "qt", prose.say("text.quantity"), len(facts.quantities)),
    ]
    return found_ + [one for one in rest if one[3]]


def _words(facts: ArticleFacts, prose: Prose) -> dict[str, object]:
    """Return words with their places, names, who acts and numbers."""
    first, rest = listings.words(facts)
    shown_names, more_names = listings.names(facts, prose)
    return {
        "words": first,
        "more_words": rest,
        "starts": listings.paragraph_starts(facts),
        "words_title": _words_title(facts, prose),
        "words_note": _words_note(facts, prose),
        "least_words": min((word.n for word in facts.words), default=0),
        "stopped": prose.list([f"{word} {n}" for word, n in facts.method.stopped]),
        "names": shown_names,
        "more_names": more_names,
        "actors": listings.actors(facts, prose),
        "quantities": listings.numbers(facts, prose),
    }


def _words_title(facts: ArticleFacts, prose: Prose) -> str:
    """Name the most frequent words, all of a tie or how many they are."""
    if not facts.words:
        return prose.say("words.head_none")
    first = [word for word in facts.words if word.n == facts.words[0].n]
    n = first[0].n
    if len(first) == 1:
        return prose.say("words.head_one", first=prose.quoted(first[0].term), n=n)
    if len(first) == 2:
        return prose.say("words.head_two", first=prose.quoted(first[0].term), second=prose.quoted(first[1].term), n=n)
    return prose.say("words.head_many", many=len(first), n=n)


def _words_note(facts: ArticleFacts, prose: Prose) -> str:
    """Say how far the first word is spread over the paragraphs."""
    if not facts.words:
        return prose.say("words.note")
    within, paragraphs = listings.spread(facts, facts.words[0].term)
    first = prose.quoted(facts.words[0].term)
    spread = prose.say("words.spread", first=first, paragraphs=paragraphs, in_paragraphs=within)
    return f"{spread} {prose.say('words.note')}" if paragraphs > 1 else prose.say("words.note")


def _method(facts: ArticleFacts, prose: Prose, *, stem: str) -> dict[str, object]:
    """Return how it was counted, with the files that the page carries."""
    rows, readers = counting_method.validity(facts, prose)
    bibtex, csl = counting_method.citation(facts)
    picture = shell.data_address(drawn.card(facts, prose.lang), "image/png")
    files = [(prose.say("method.card"), [Download(prose.say("method.card_kind"), f"{stem}-card.png", picture)])]
    figures = []
    for key, ending, svg in drawn.figures(facts, prose):
        address = shell.data_address(svg.encode("utf-8"), "image/svg+xml")
        figures.append(Download(prose.say(f"method.{key}"), f"{stem}-{ending}.svg", address))
    files += [(prose.say("method.figures"), figures)] if figures else []
    return {
        "method_lines": counting_method.lines(facts, prose),
        "method_ko": counting_method.paragraph(facts, "ko"),
        "method_en": counting_method.paragraph(facts, "en"),
        "bibtex": bibtex,
        "csl": csl,
        "files": files + counting_method.files(facts, prose, stem=stem),
        "validity": rows,
        "readers": readers or "none",
        "checks": counting_method.checklist(facts, prose),
    }


def _found(facts: ArticleFacts, prose: Prose, *, stem: str) -> dict[str, object]:
    """Return what only the report of a text without a codebook has."""
    told = facts.discovery
    if told is None:
        return {}
    place = {sentence.number: (sentence.number, sentence.start, sentence.end) for sentence in facts.sentences}
    keys = [] if facts.text is None else found.key_sentences(facts)
    text = facts.text or ""
    return {
        "found": told,
        "strips": [(kind, strip_rows.words_strip(facts, width=wide)) for kind, wide in _WIDTHS] if facts.words else [],
        "looked": prose.list(
            [
                prose.say("badge.looked_one", title=name(one.title, prose.lang), n=one.n)
                for one in facts.looked
                if not one.questions
            ]
        ),
        "n_looked": sum(not one.questions for one in facts.looked),
        "direct": sum(one.direct for one in facts.quotations),
        "direct_by": prose.list(
            list(dict.fromkeys(one.speaker for one in facts.quotations if one.direct and one.speaker))
        ),
        "by_kind": prose.list([f"{row.kind} {row.n}" for row in listings.numbers(facts, prose)]),
        "runs_title": found.head(told, prose),
        "graphs": [(kind, found.graph(facts, width=wide)) for kind, wide in (("wide", 552), ("narrow", 328))],
        "pairs_line": found.pairs_line(told, prose),
        "compared": found.compared(told, prose),
        "questions": found.questions(told, prose),
        "key_sentences": [(n, k, found.marked_key(text, facts.words, place[n])) for n, k in keys],
        "draft": found.draft(facts, prose, stem=stem),
        "yaml_name": f"{stem}.yaml",
    }
