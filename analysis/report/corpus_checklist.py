"""The methods of a corpus report: what is said of many documents in other words than of one."""

from __future__ import annotations

from typing import Any

from analysis.report import methods, methods_checklist
from analysis.report.corpus_headline import sentences
from analysis.report.methods import Table
from analysis.report.methods_checklist import Point


def written(facts: dict[str, Any], *, documents: str) -> list[Point]:
    """Write the twelve points for a corpus."""
    own = {
        "자료": _material(facts, documents),
        "이용 조건": _rights(facts),
        "견준 자료": _reference(facts),
        "민감도": _sensitivity(facts),
        "한계": _limits(),
    }
    return [
        Point(point.head, own[point.head][0], point.head_en, own[point.head][1]) if point.head in own else point
        for point in methods_checklist.points(facts)
    ]


def table(facts: dict[str, Any]) -> Table:
    """Lay out what the corpus is."""
    about, counts = facts["corpus"], facts["counts"]
    rows = [("글", f"{about['docs']:,}편"), ("매체", _outlets(about)), ("날짜", _dates(about))]
    labels = [
        ("문단", "paragraphs"),
        ("문장", "sentences"),
        ("형태소", "morphemes"),
        ("글자(띄어쓰기 포함)", "characters"),
    ]
    rows += [(label, f"{counts[name]:,}") for label, name in labels if counts[name] is not None]
    rows += [("통째로 빠진 글", f"{about['gone']:,}편")] if about["gone"] else []
    rows += [
        ("거의 같은 글", _copies(about)),
        ("말뭉치 SHA-256", about["sha256"]),
    ]
    return Table("자료", "methods-text", rows)


def _copies(about: dict[str, Any]) -> str:
    """Count the near duplicates and say what happened to them."""
    n = about["finding"]["copies"]
    return f"{n:,}편(표시만 하고 빼지 않음)" if n else "없음"


def _outlets(about: dict[str, Any]) -> str:
    """Count the outlets, and the documents that state none."""
    said = f"{about['outlets']:,}곳" if about["outlets"] else "적혀 있지 않음"
    return said + (f"(적히지 않은 글 {about['unnamed']:,}편)" if about["unnamed"] and about["outlets"] else "")


def _dates(about: dict[str, Any]) -> str:
    """State the first and last date, and the documents without one."""
    if not about["first"]:
        return "적혀 있지 않음"
    said = about["first"] if about["first"] == about["last"] else f"{about['first']}~{about['last']}"
    return said + (f"(적히지 않은 글 {about['undated']:,}편)" if about["undated"] else "")


def byline(facts: dict[str, Any]) -> str:
    """Say in one line what the corpus is."""
    about, counts = facts["corpus"], facts["counts"]
    outlets, dates = _outlets(about), _dates(about)
    parts = [f"글 {about['docs']:,}편", f"매체 {outlets}", dates if about["first"] else f"날짜 {dates}"]
    return " · ".join([*parts, f"{counts['sentences']:,}문장", f"{counts['characters'] or 0:,}자"])


def _material(facts: dict[str, Any], documents: str) -> tuple[str, str]:
    about, counts, removed = facts["corpus"], facts["counts"], sum(facts["removed"].values())
    ko = f"{methods.paragraphs(facts)[0]} 매체는 {_outlets(about)}, 날짜는 {_dates(about)}이다."
    ko += f" 거의 같은 글: {_copies(about)}."
    ko += f" 글마다의 제목, 매체, 날짜와 본문의 SHA-256은 {documents}에 있고, 말뭉치의 해시는 {about['sha256']}이다."
    size = f"{counts['paragraphs']:,} paragraphs, {counts['sentences']:,} sentences, {counts['morphemes']:,} morphemes"
    span = f"{about['first']} to {about['last']}" if about["first"] else "undated"
    en = (
        f"{about['docs']:,} documents of {about['outlets']:,} outlets, {span} ({about['undated']:,} without a date): "
        f"{size}. {removed:,} lines or signs of the sources were set aside before counting; {documents} lists "
        f"every document with its SHA-256. {about['finding']['copies']:,} near duplicates are marked and counted. "
        f"Hash of the corpus: {about['sha256']}."
    )
    return ko, en


def _rights(facts: dict[str, Any]) -> tuple[str, str]:
    about = facts["corpus"]
    named = ", ".join(about["licences"]) or "적혀 있지 않음"
    some = f"(적히지 않은 글 {about['unlicensed']:,}편)" if about["unlicensed"] and about["licences"] else ""
    ko = (
        f"글에 적힌 이용 조건: {named}{some}. 이 파일과 곁의 표에는 본문 전체는 없으나 용례와 덜어 낸 줄에 본문의 "
        "조각이 들어 있으므로, 이용 조건이 허락할 때에만 남에게 보낸다."
    )
    en = (
        f"Licences stated: {', '.join(about['licences']) or 'none'}. This file and the tables beside it do not hold "
        "whole texts, but pieces of them in the concordance and among the removed lines; pass them on only where "
        "that is allowed."
    )
    return ko, en


def _reference(facts: dict[str, Any]) -> tuple[str, str]:
    if facts["corpus"]["groups"] < 2:
        return "다른 글과 견주지 않았다.", "The corpus was not compared with other texts."
    ko = "다른 말뭉치와 견주지 않고, 말뭉치 안의 두 집단을 서로 견주었다. 갈래와 시기의 차이는 바로잡지 않았다."
    return ko, "No other corpus; two groups of documents of this one. Differences of genre and date are not controlled."


def _sensitivity(facts: dict[str, Any]) -> tuple[str, str]:
    told = facts["corpus"]["finding"]
    said = sentences(told)
    if not said["text"]:
        return "구할 값이 없어 세는 방법을 바꾸어 보지 않았다.", "There was no value to vary."
    numbers = [f"{name} {told[name]:.2f}" for name in ("pooled", "mean") if told[name] is not None]
    if told["without"] and told["without"]["pooled"] is not None:
        numbers.append(f"pooled without near duplicates {told['without']['pooled']:.2f}")
    ko = f"{said['head']} {said['text']} 코드북의 낱말을 하나씩 빼는 따위의 민감도는 글 하나의 보고서에서 본다."
    return ko, f"{told['kind'].capitalize()} of frame {told['frame']}: {', '.join(numbers)}. Terms were not left out."


def _limits() -> tuple[str, str]:
    ko = (
        "여기 모은 글에 대한 기술이다. 글을 다시 뽑은 구간은 이 글들이 더 큰 모집단에서 고르게 뽑혔을 때에만 그 "
        "모집단에 대한 것으로 읽을 수 있다. 잰 것은 어휘의 출현이며, 필자의 의도와 독자가 받는 영향, 사진과 지면에서의 "
        "자리는 재지 않았다. 인용된 말과 필자의 말은 점수에서 나누지 않았다."
    )
    en = (
        "This describes the documents at hand; the intervals speak of a larger population only if they were drawn "
        "from it at random. What was measured is the occurrence of words, not intention, effect, pictures or "
        "placement; quoted words are not scored apart."
    )
    return ko, en
