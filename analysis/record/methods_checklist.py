"""The twelve points that a methods section must state, in Korean and in English, from the facts alone."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis import schema
from analysis.record import methods
from analysis.record.corpus_headline import sentences
from analysis.record.methods import Table

_STATUS = {"unvalidated": "not validated", "piloted": "piloted", "validated": "validated"}
_WRITTEN = tomllib.loads(Path(__file__).with_name("template").joinpath("points.toml").read_text(encoding="utf-8"))
_Pair = tuple[str, str]  # in Korean and in English


@dataclass(frozen=True)
class Point:
    """One point: its heading and its text in Korean and in English."""

    head: str
    text: str
    head_en: str
    text_en: str


def points(facts: dict[str, Any]) -> list[Point]:
    """Write the twelve points."""
    return _laid_out(_texts(facts))


def corpus_points(facts: dict[str, Any], *, documents: str) -> list[Point]:
    """Write the twelve points for a corpus."""
    about = facts["corpus"]
    told = about["finding"]
    said, licences = sentences(told), ", ".join(about["licences"])
    some = f"(적히지 않은 글 {about['unlicensed']:,}편)" if about["unlicensed"] and licences else ""
    values = [f"{name} {told[name]:.2f}" for name in ("pooled", "mean") if told[name] is not None]
    if told["without"] and told["without"]["pooled"] is not None:
        values.append(f"pooled without near duplicates {told['without']['pooled']:.2f}")
    texts = {
        "material": _say(
            "material",
            of="corpus",
            first=methods.paragraphs(facts)[0],
            outlets=_corpus_outlets(about),
            dates=_corpus_dates(about),
            copies=_corpus_copies(about),
            span=f"{about['first']} to {about['last']}" if about["first"] else "undated",
            removed=sum(n for found in methods.set_aside(facts) for n in found.values()),
            documents=documents,
            about=about,
            counts=facts["counts"],
        ),
        "rights": _say(
            "rights", of="corpus", licences=licences or "적혀 있지 않음", licences_en=licences or "none", some=some
        ),
        "reference": _say("no_reference" if about["groups"] < 2 else "reference", of="corpus"),
        "sensitivity": _say(
            "sensitivity" if said["text"] else "no_sensitivity",
            of="corpus",
            said=said,
            told=told,
            kind=told["kind"].capitalize(),
            numbers=", ".join(values),
        ),
        "limits": _say("limits", of="corpus"),
    }
    return _laid_out(_texts(facts) | texts)


def _laid_out(texts: dict[str, _Pair]) -> list[Point]:
    """Put the texts of points under their heads."""
    return [Point(head, texts[name][0], head_en, texts[name][1]) for name, (head, head_en) in _WRITTEN["heads"].items()]


def _say(name: str, /, *, of: str = "texts", **values: Any) -> _Pair:
    """Fill in what is written under a name."""
    ko, en = _WRITTEN[of][name]
    return ko.format(**values), en.format(**values)


def _joined(pairs: Sequence[_Pair], mark: str = " ") -> _Pair:
    """Join sentences in either language."""
    return mark.join(ko for ko, _ in pairs), mark.join(en for _, en in pairs)


def _texts(facts: dict[str, Any]) -> dict[str, _Pair]:
    """Write the text of every point."""
    about, counts, recipe = facts["documents"][0], facts["counts"], facts["recipe"]
    stated = ", ".join(part for part in (about["author"], about["outlet"], about["date"]) if part)
    licence, variants = about["licence"], recipe.get("variants")
    lists = [one.split(" ")[:3] for one in [*facts["units"], *filter(None, [variants])]]
    named = "; ".join(f"{name} {edition} (SHA-256 {digest})" for name, edition, digest in lists)
    cleaned = [_say("normalisation")]
    cleaned += [_say("variants", name=" ".join(variants.split(" ")[:2]))] if variants else []
    asked = [told for told in facts["findings"] if told["changed"]]
    return {
        "material": _say(
            "material",
            first=methods.paragraphs(facts)[0],
            title=methods.title(facts),
            stated=f" ({stated})" if stated else "",
            removed=sum(n for found in methods.set_aside(facts) for n in found.values()),
            words=("", "") if counts["eojeol"] is None else _say("words", counts=counts),
            about=about,
            counts=counts,
        ),
        "rights": _joined(
            [
                _say("licence" if licence else "no_licence", licence=licence),
                _say("no_text" if facts["redacted"] else "whole_text"),
            ]
        ),
        "normalisation": _joined(cleaned),
        "analyser": _say(
            "analyser",
            recipe=recipe,
            options=", ".join(f"{name} = {value}" for name, value in recipe["options"].items()) or "-",
        ),
        "lists": _say("lists" if named else "no_lists", named=named),
        "units": _say("units", layer=_say("merged" if facts["units"] else "morphemes")),
        "measures": _say("measures", names=", ".join(function["name"] for function in facts["functions"]) or "-"),
        "reference": _reference(facts["compared"]),
        "codebook": _joined([_codebook(book) for book in facts["codebooks"]] or [_say("no_codebook")]),
        "sensitivity": _joined([_sensitivity(told) for told in asked] or [_say("no_sensitivity")]),
        "software": _say(
            "software",
            kit=facts["kit"],
            named=", ".join(f"{name} {version}" for name, version in facts["software"].items()),
        ),
        "limits": _say("limits"),
    }


def _reference(compared: list[dict[str, Any]]) -> _Pair:
    """Name the texts that the article was compared with."""
    if not compared:
        return _say("no_reference")
    texts = [
        _say("reference", docs=len(one["docs"]), morphemes=one["morphemes"], hash=one["corpus"][:12])
        for one in compared
    ]
    return _joined([_joined(texts, "; "), _say("genre")], ". ")


def _sensitivity(told: dict[str, Any]) -> _Pair:
    """Say how far a finding bears other ways of counting, and chance; the Korean sentences are those of the card."""
    ko, en = _say("sensitivity", told=told)
    return ko, f"{en} {_say('no_chance' if told['p'] is None else 'chance', told=told)[1]}"


def _codebook(book: dict[str, str]) -> _Pair:
    """Name a codebook and say how far it was compared with coders; its proof is Korean and stands there alone."""
    status, proof = book["status"], book.get("proof")
    names = {"status": schema.STATUS.get(status, status), "status_en": _STATUS.get(status, status)}
    ko, en = _say("codebook", book=book, **names)
    said = [(f"{ko} {proof}." if proof else ko, en)]
    return _joined([*said, _say("not_coded")] if status == "unvalidated" else said)


def corpus_table(facts: dict[str, Any]) -> Table:
    """Lay out what the corpus is."""
    about, counts = facts["corpus"], facts["counts"]
    rows = [("글", f"{about['docs']:,}편"), ("매체", _corpus_outlets(about)), ("날짜", _corpus_dates(about))]
    labels = [
        ("문단", "paragraphs"),
        ("문장", "sentences"),
        ("형태소", "morphemes"),
        ("글자(띄어쓰기 포함)", "characters"),
    ]
    rows += [(label, f"{counts[name]:,}") for label, name in labels if counts[name] is not None]
    rows += [("통째로 빠진 글", f"{about['gone']:,}편")] if about["gone"] else []
    rows += [("거의 같은 글", _corpus_copies(about)), ("말뭉치 SHA-256", about["sha256"])]
    return Table("자료", "methods-text", rows)


def _corpus_copies(about: dict[str, Any]) -> str:
    """Count the near duplicates and say what happened to them."""
    n = about["finding"]["copies"]
    return f"{n:,}편(빼지 않았고, 구간과 검정에서는 같은 글을 옮긴 글들을 사안 하나로 쳤음)" if n else "없음"


def _corpus_outlets(about: dict[str, Any]) -> str:
    """Count the outlets, and the documents that state none."""
    said = f"{about['outlets']:,}곳" if about["outlets"] else "적혀 있지 않음"
    return said + (f"(적히지 않은 글 {about['unnamed']:,}편)" if about["unnamed"] and about["outlets"] else "")


def _corpus_dates(about: dict[str, Any]) -> str:
    """State the first and last date, and the documents without one."""
    if not about["first"]:
        return "적혀 있지 않음"
    said = about["first"] if about["first"] == about["last"] else f"{about['first']}~{about['last']}"
    return said + (f"(적히지 않은 글 {about['undated']:,}편)" if about["undated"] else "")


def corpus_byline(facts: dict[str, Any]) -> str:
    """Say in one line what the corpus is."""
    about, counts = facts["corpus"], facts["counts"]
    outlets, dates = _corpus_outlets(about), _corpus_dates(about)
    parts = [f"글 {about['docs']:,}편", f"매체 {outlets}", dates if about["first"] else f"날짜 {dates}"]
    return " · ".join([*parts, f"{counts['sentences']:,}문장", f"{counts['characters'] or 0:,}자"])
