"""How a corpus report was counted: numbered lines, the paragraph to copy, and the checklist."""

from __future__ import annotations

from analysis.record import cited_functions
from analysis.report import corpus_rows
from analysis.report.corpus_contract import CorpusFacts
from analysis.report.corpus_wording import Wording


def lines(facts: CorpusFacts, wording: Wording) -> list[str]:
    """Write the numbered lines."""
    told, material, book = facts.method, facts.material, facts.book
    span = wording.say("method.no_span")
    if material.first:
        span = wording.say("method.span", first=material.first, last=material.last)
    counts = {"sentences": told.sentences, "morphemes": told.morphemes, "span": span}
    removed = corpus_rows.removed(facts, wording)
    said = [
        wording.say("method.material", docs_n=wording.docs(material.docs), **counts),
        wording.say("method.removed", list=removed) if removed else wording.say("method.removed_none"),
        wording.say("method.analyser", analyser=told.analyser, model=_version(told.model)),
    ]
    if book is None:
        said.append(wording.say("method.no_book"))
    else:
        chosen = wording.say(f"method.chosen_{book.chosen}")
        said.append(wording.say("method.book", id=book.id, version=book.version, terms=book.terms, chosen=chosen))
        said.append(wording.say("method.density"))
    if material.copies:
        said.append(wording.say("method.copies"))
    if facts.differences:
        said.append(wording.say("method.compare", n=len(facts.differences)))
    lists = wording.prose.list([_short(one) for one in (told.stop, told.units, told.variants) if one])
    said.append(wording.say("method.words", lists=lists))
    said += _chapters(facts, wording, part="method")
    if told.given:
        said.append(wording.say("method.given", list=wording.prose.list(told.given)))
    if facts.sample.docs < facts.sample.docs_of:
        heard = facts.sample.heard < facts.sample.docs_of
        told_so = wording.say("method.sample_heard", n=wording.docs(facts.sample.heard)) if heard else ""
        said.append(told_so or wording.say("method.sample"))
    if book is not None:
        said.append(wording.say("method.validity", status=wording.say(f"method.status_{book.status}")))
    return said


def _version(model: str) -> str:
    """Return the version of the analyser's model."""
    return model.rpartition(" ")[2]


def _short(name: str) -> str:
    """Name a list with its version and without its hash."""
    # Example: "units-ko+auto 2.0.0+346 0eec2095" gives "units-ko+auto 2.0.0+346"
    return " ".join(name.split(" ")[:2])


def paragraph(wording: Wording) -> str:
    """Write the paragraph for a methods section, in the language of the wording."""
    facts = wording.facts
    told, material, book = facts.method, facts.material, facts.book
    span = wording.say("paragraph.span", first=material.first, last=material.last) if material.first else ""
    parts = [wording.say("paragraph.material", docs_n=wording.docs(material.docs), span=span)]
    if material.copies:
        parts.append(wording.say("paragraph.copies", stories=material.stories))
    parts.append(wording.say("paragraph.tools", analyser=told.analyser, model=_version(told.model), kit=told.kit))
    if book is None:
        parts.append(wording.say("paragraph.no_book"))
    else:
        status = wording.say(f"paragraph.status_{book.status}")
        parts.append(wording.say("paragraph.book", id=book.id, version=book.version, terms=book.terms, status=status))
    if facts.differences:
        a, b = wording.sides()
        parts.append(wording.say("paragraph.compare", a=a, b=b))
    if facts.words is not None and facts.words.tested:
        parts.append(wording.say("paragraph.words", tested=facts.words.tested))
    parts += _chapters(facts, wording, part="paragraph")
    if facts.sample.heard < facts.sample.docs_of and (facts.voices or facts.names):
        parts.append(wording.say("paragraph.heard", n=wording.docs(facts.sample.heard)))
    return "".join(parts).strip()


def _chapters(facts: CorpusFacts, wording: Wording, *, part: str) -> list[str]:
    """Write how events, bursts, voices and the network were found, as far as the report shows them."""
    said = []
    if facts.events:
        said.append(wording.say(f"{part}.events"))
    if facts.bursts:
        said.append(wording.say(f"{part}.bursts"))
    if any(one.share is not None for one in facts.voices):
        said.append(wording.say(f"{part}.voices", n=sum(one.n for one in facts.voices)))
    if (network := facts.network) is not None:
        numbers = {"windows": network.windows, "paired": network.paired, "least": network.least}
        said.append(wording.say(f"{part}.network", **numbers, each=network.each, runs=network.runs))
    return said


def references(facts: CorpusFacts) -> list[str]:
    """List the sources of the statistics that the report shows, as their documentation names them."""
    used = ["stats.stories"] if facts.events else []
    used += ["stats.bursts"] if facts.bursts else []
    used += ["stats.quotations", "stats.voices", "measures.quoted_share"] if facts.voices else []
    used += ["stats.cooccurrence", "stats.backbone", "stats.communities"] if facts.network else []
    found = cited_functions.functions([f"da.{name}(" for name in used])
    return [f"{one['name']}: {one['references']}" for one in found if one["references"]]


def checklist(facts: CorpusFacts, wording: Wording) -> list[tuple[str, bool]]:
    """List what a methods section must state, and whether this report holds it."""
    material, book = facts.material, facts.book
    licences = wording.prose.list(material.licences)
    points = [(wording.say("check.material"), True), (wording.say("check.cleaning"), True)]
    points.append((wording.say("check.tools"), True))
    if book is not None:
        points.append((wording.say("check.book"), True))
        tested = bool(facts.differences)
        points.append((wording.say("check.interval" if tested else "check.interval_none"), tested))
        points.append((wording.say("check.copies"), True))
        validated = book.status == "validated"
        points.append((wording.say("check.validity_yes" if validated else "check.validity_no"), validated))
    if material.truncated:
        points.append((wording.say("check.truncated", n=wording.docs(material.truncated)), False))
    rights = wording.say("check.rights", licence=licences) if licences else wording.say("check.rights_none")
    return [*points, (rights, bool(licences))]


def foot(facts: CorpusFacts, wording: Wording) -> str:
    """Write the foot."""
    book = facts.book
    named = wording.say("foot.book", id=book.id, version=book.version) if book else ""
    return wording.say("foot.line", kit=facts.method.kit, book=named)
