"""How it was counted: numbered lines, paragraphs to copy, citation, checklist, and the files that a page carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis import schema
from analysis.files.csv import to_csv
from analysis.record import citing
from analysis.report.facts import ArticleFacts, Validity, to_json
from analysis.report.prose import Lang, Prose, percent, span
from analysis.report.shell import data_address
from analysis.report.sides import LEAST_HITS, name, row_name, shares, sides, texts_of, version


@dataclass(frozen=True)
class Download:
    """A file that the page carries: what its link says, its name and address."""

    kind: str
    name: str
    address: str


@dataclass(frozen=True)
class _Check:
    """One point of the checklist, and whether it is met."""

    text: str
    met: bool


@dataclass(frozen=True)
class _ValidityRow:
    """One measure of a codebook, as the table shows it."""

    frame: str
    measure: str
    value: str
    interval: str
    n: int
    width: float


def lines(facts: ArticleFacts, prose: Prose) -> list[str]:
    """Write the numbered lines."""
    told = facts.method
    analyser = prose.say("method.analyser", analyser=told.analyser, model=_model(facts), morphemes=told.morphemes)
    written = [_material(facts, prose), analyser]
    written += [*_book(facts, prose), _words(facts, prose)]
    if facts.book is not None and facts.frames:
        written += _shares(facts, prose)
    if facts.book is not None:
        written.append(_validity(facts, prose))
    return [line for line in written if line]


def _model(facts: ArticleFacts) -> str:
    """Return the version of the analyser's model."""
    return facts.method.model.rpartition(" ")[2]


def _material(facts: ArticleFacts, prose: Prose) -> str:
    """Say what was read and what was taken away."""
    told = facts.method
    characters = "" if told.characters is None else prose.say("method.characters", n=told.characters)
    removed = [prose.say("method.removed_one", kind=_removed(kind, prose.lang), n=n) for kind, n in told.removed]
    what = prose.say("method.removed", list=prose.list(removed)) if removed else prose.say("method.removed_none")
    numbers = {"paragraphs": told.paragraphs, "sentences": told.sentences}
    return prose.say("method.material", **numbers, characters=characters, removed=what)


def _removed(kind: str, lang: Lang) -> str:
    """Name a kind of line that was taken away."""
    return schema.REMOVED_KINDS.get(kind, kind) if lang == "ko" else kind


def _book(facts: ArticleFacts, prose: Prose) -> list[str]:
    """Say which codebook was used and what it counts, or that none was."""
    book = facts.book
    if book is None:
        tried = [
            prose.say("badge.looked_one", title=name(one.title, prose.lang), n=one.n)
            for one in facts.looked
            if not one.questions
        ]
        return [prose.say("method.nobook", list=prose.list(tried)) if tried else prose.say("method.nobook_none")]
    chosen = prose.say(f"method.chosen_{book.chosen}")
    first = prose.say(
        "method.book", id=book.id, version=book.version, frames=len(facts.frames), terms=book.terms, chosen=chosen
    )
    scope = prose.say(f"method.scope_{book.support_scope}")
    candidates = sum(frame.candidates for frame in facts.frames)
    if not candidates:
        return [first, prose.say("method.counting_all", scope=scope)]
    return [first, prose.say("method.counting", scope=scope, n=candidates)]


def _words(facts: ArticleFacts, prose: Prose) -> str:
    """Say what counts as a word."""
    merged = [prose.say("method.merged_one", was=was, word=word, n=n) for word, was, n in facts.method.merged]
    told = facts.method
    lists = prose.list([part for part in (told.stop, told.units, told.variants) if part.strip()])
    if merged:
        return prose.say("method.words", lists=lists, merged=prose.list(merged))
    return prose.say("method.words_plain", lists=lists)


def _shares(facts: ArticleFacts, prose: Prose) -> list[str]:
    """Say how share and ranges are computed."""
    named, told = shares(facts), facts.verdict
    if named is None or told is None:
        return [prose.say("method.no_share", least=LEAST_HITS)] if len(sides(facts).pair) == 2 else []
    share = prose.say(
        "method.share", subject=name(named.subject.label, prose.lang), n=named.subject.n, both=told.n_a + told.n_b,
        share=percent(named.share), weight=f"{named.subject.weight:g}", other=f"{named.against.weight:g}",
    )  # fmt: skip
    drawn = next((row.variants for row in named.rows if row.source == "resampling"), 0)
    return [share, prose.say("method.ranges", variants=drawn)]


def _validity(facts: ArticleFacts, prose: Prose) -> str:
    """Say what speaks for the codebook, for the compared frames."""
    rows, readers = validity(facts, prose)
    if not rows:
        return prose.say("method.validity_none")
    compared = {name(frame.label, prose.lang) for frame in sides(facts).pair}
    best: dict[tuple[str, str], _ValidityRow] = {}
    for row in rows:
        held = best.get((row.frame, row.measure))
        if row.frame in compared and (held is None or row.width < held.width):
            best[row.frame, row.measure] = row
    told = list(best.values()) or rows
    listed = [
        prose.say("method.validity_one", frame=row.frame, measure=row.measure, value=row.value) for row in told[:4]
    ]
    return prose.say(f"method.validity_{readers}", list=prose.list(listed))


def validity(facts: ArticleFacts, prose: Prose) -> tuple[list[_ValidityRow], str]:
    """List the measures of the codebook of an article, and who they come from."""
    return measured(facts.book.validity if facts.book else (), texts_of(facts, prose.lang), prose)


def measured(
    found: Sequence[Validity], labels: Mapping[str, str], prose: Prose
) -> tuple[list[_ValidityRow], Literal["people", "programs", ""]]:
    """List the measures of a codebook and who they come from: people where there are any, else programs."""
    readers: Literal["people", "programs"] = "people" if any(one.readers == "people" for one in found) else "programs"
    rows = [_validity_row(one, labels, prose) for one in found if one.readers == readers]
    return rows, readers if rows else ""


def _validity_row(one: Validity, labels: Mapping[str, str], prose: Prose) -> _ValidityRow:
    """Write one measure."""
    frame = labels.get(one.frame, one.frame) or prose.say("method.all_frames")
    interval = "" if one.measure == "recall_at_least" else f"{_two(one.low)}~{_two(one.high)}"
    return _ValidityRow(frame, prose.named("method", one.measure), _two(one.value), interval, one.n, one.high - one.low)


def _two(value: float) -> str:
    """Write a proportion in two digits without the zero before its point."""
    text = f"{value:.2f}"
    return text if text == "1.00" else text.removeprefix("0")


def badge(facts: ArticleFacts) -> str:
    """Return the status that the badge of an article shows."""
    return "nobook" if facts.book is None else standing(facts.book.status, facts.book.validity)


def standing(status: str, found: Sequence[Validity]) -> str:
    """Say how far a codebook was compared with the judgement of others."""
    if status in ("validated", "piloted"):
        return status
    return "programs" if any(one.readers == "programs" for one in found) else "unvalidated"


def paragraph(facts: ArticleFacts, lang: Lang) -> str:
    """Write the paragraph for a paper, in one of both languages."""
    prose, told = Prose(lang), facts.method
    title = facts.document.title or facts.document.doc
    characters = "" if told.characters is None else prose.say("paragraph.characters", n=told.characters)
    size = {"paragraphs": told.paragraphs, "sentences": told.sentences, "characters": characters}
    written = prose.say("paragraph.material", title=title, **size)
    written += prose.say("paragraph.tools", analyser=told.analyser, model=_model(facts), kit=version(facts))
    if facts.book is None or facts.verdict is None:
        return written + prose.say("paragraph.discovery")
    book = facts.book
    status = prose.say(f"paragraph.status_{book.status}")
    written += prose.say("paragraph.book", id=book.id, version=book.version, terms=book.terms, status=status)
    return written + _result(facts, prose)


def _result(facts: ArticleFacts, prose: Prose) -> str:
    """Write the result for the paragraph."""
    named, told, found = shares(facts), facts.verdict, sides(facts)
    if told is None or told.stands == "none" or not any(frame.n for frame in facts.frames):
        return prose.say("paragraph.none")
    if found.a is None or found.b is None:
        most = max(facts.frames, key=lambda frame: frame.n)
        return prose.say("paragraph.one", a=name(most.label, prose.lang), in_a=most.sentences, n_a=most.n)
    values = {
        "a": name(found.a.label, prose.lang),
        "b": name(found.b.label, prose.lang),
        "n_a": told.n_a,
        "n_b": told.n_b,
    }
    if named is None or named.widest is None or named.widest.low is None or named.widest.high is None:
        return prose.say("paragraph.counts", **values)
    widest = named.widest
    said = span(named.widest.low, named.widest.high)
    more = {"share": percent(named.share), "source": row_name(widest, prose, "widest"), "range": said}
    return prose.say("paragraph.share", **values, subject=name(named.subject.label, prose.lang), **more)


def checklist(facts: ArticleFacts, prose: Prose) -> list[_Check]:
    """List what a paper must state, and what this report cannot state."""
    licence = facts.document.licence
    named = bool(facts.document.title and facts.document.outlet)
    points = [
        _Check(prose.say("check.material" if named else "check.material_no"), named),
        _Check(
            prose.say("check.rights", licence=licence) if licence else prose.say("check.rights_none"), bool(licence)
        ),
        _Check(prose.say("check.cleaning"), met=True),
        _Check(prose.say("check.tools"), met=True),
    ]
    if facts.book is not None:
        points.append(_Check(prose.say("check.book"), met=True))
        points.append(_Check(prose.say("check.range" if shares(facts) else "check.range_none"), bool(shares(facts))))
        people = validity(facts, prose)[1] == "people"
        points.append(_Check(prose.say("check.validity_yes" if people else "check.validity_no"), people))
    return [*points, _Check(prose.say("check.again"), met=True)]


def citation(facts: ArticleFacts) -> tuple[str, str]:
    """Return BibTeX and CSL-JSON of the software."""
    told = {"kit": version(facts), "recipe": {"analyser": facts.method.analyser, "model": facts.method.model}}
    return citing.bibtex(told), citing.csl(told)


def files(facts: ArticleFacts, prose: Prose, *, stem: str) -> list[tuple[str, list[Download]]]:
    """Return the tables and texts that the page carries, in rows; the pictures are made beside it."""
    tables = []
    if facts.hits:
        tables.append(
            _file(prose.say("method.hits_file", n=len(facts.hits)), f"{stem}-hits.csv", _hits_csv(facts), "text/csv")
        )
    if facts.words:
        n = sum(len(word.places) for word in facts.words)
        tables.append(_file(prose.say("method.words_file", n=n), f"{stem}-words.csv", _words_csv(facts), "text/csv"))
    whole = _file("JSON", f"{stem}.json", to_json(facts).encode("utf-8"), "application/json")
    found = [(prose.say("method.tables"), tables)] if tables else []
    found.append((prose.say("method.facts_file"), [whole]))
    if facts.discovery is not None and facts.discovery.yaml:
        content = facts.discovery.yaml.encode("utf-8")
        found.append((prose.say("method.yaml_file"), [_file("YAML", f"{stem}.yaml", content, "text/yaml")]))
    bibtex, csl = (text.encode("utf-8") for text in citation(facts))
    cites = [_file("BibTeX", f"{stem}.bib", bibtex, "application/x-bibtex")]
    cites.append(_file("CSL-JSON(Zotero)", f"{stem}.csl.json", csl, "application/json"))
    return [*found, (prose.say("method.cite_files"), cites)]


def _file(said: str, name: str, content: bytes, kind: str) -> Download:
    """Put a file into the page."""
    return Download(said, name, data_address(content, kind))


def _hits_csv(facts: ArticleFacts) -> bytes:
    """Write every hit as a row."""
    rows = [vars(hit) | vars(hit.place) | {"stance": " ".join(hit.stance)} for hit in facts.hits]
    return to_csv(pd.DataFrame(rows).drop(columns="place"))


def _words_csv(facts: ArticleFacts) -> bytes:
    """Write every place of a word as a row."""
    rows = [{"term": word.term, "tag": word.tag} | vars(place) for word in facts.words for place in word.places]
    return to_csv(pd.DataFrame(rows))
