"""The twelve points that a methods section must state, in Korean and in English, from the facts alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from analysis import schema
from analysis.report import methods
from analysis.report.corpus_headline import sentences
from analysis.report.methods import Table

_STATUS = {"unvalidated": "not validated", "piloted": "piloted", "validated": "validated"}


@dataclass(frozen=True)
class Point:
    """One point: its heading and its text in Korean and in English."""

    head: str
    text: str
    head_en: str
    text_en: str


def points(facts: dict[str, Any]) -> list[Point]:
    """Write the twelve points."""
    writers: list[Callable[[dict[str, Any]], tuple[str, str]]] = [
        _material, _rights, _normalisation, _analyser, _lists, _units,
        _measures, _reference, _codebook, _sensitivity, _software, _limits,
    ]  # fmt: skip
    heads = [
        ("자료", "Material"), ("이용 조건", "Rights"), ("글자의 정리", "Normalisation"), ("형태소 분석", "Analyser"),
        ("사용자 목록", "Lists"), ("단위와 분모", "Units and denominators"), ("측도", "Measures"),
        ("견준 자료", "Reference texts"), ("코드북", "Codebook"), ("민감도", "Sensitivity"),
        ("소프트웨어", "Software"), ("한계", "Limits"),
    ]  # fmt: skip
    texts = [writer(facts) for writer in writers]
    return [Point(ko, text, en, text_en) for (ko, en), (text, text_en) in zip(heads, texts, strict=True)]


def _material(facts: dict[str, Any]) -> tuple[str, str]:
    counts, removed = facts["counts"], sum(facts["removed"].values())
    about = facts["documents"][0]
    ko = (
        f"{methods.paragraphs(facts)[0]} 본문의 SHA-256은 {about['sha256']}이다. 원문의 주소와 내려받은 날은 "
        "기록되어 있지 않다."
    )
    if counts["eojeol"] is not None:
        ko += f" 본문은 {counts['eojeol']:,}어절이다."
    stated = ", ".join(part for part in (about["author"], about["outlet"], about["date"]) if part)
    size = f"{counts['paragraphs']:,} paragraphs, {counts['sentences']:,} sentences, {counts['morphemes']:,} morphemes"
    if counts["eojeol"] is not None:
        size += f", {counts['eojeol']:,} eojeol, {counts['characters']:,} characters including spaces"
    en = (
        f"“{methods.title(facts)}”{f' ({stated})' if stated else ''}: {size}. {removed:,} lines or signs of the "
        "source were "
    )
    en += (
        f"set aside before counting and are listed below. SHA-256 of the body: {about['sha256']}. Address and day "
        "of access are not recorded."
    )
    return ko, en


def _rights(facts: dict[str, Any]) -> tuple[str, str]:
    licence = facts["documents"][0]["licence"]
    ko = f"글의 이용 조건은 {licence}이다." if licence else "글의 이용 조건은 적혀 있지 않다."
    en = f"Licence of the text: {licence}." if licence else "The licence of the text is not stated."
    if facts["redacted"]:
        return f"{ko} 이 파일에는 본문이 들어 있지 않다.", f"{en} This file does not hold the text."
    ko += " 이 파일의 읽기 화면에는 본문 전체가 들어 있으므로, 이용 조건이 허락할 때에만 남에게 보낸다."
    return ko, f"{en} The reading view of this file holds the whole text; pass it on only where its licence allows."


def _normalisation(facts: dict[str, Any]) -> tuple[str, str]:
    ko = (
        "글자는 유니코드 NFC로 맞추고, 너비가 없는 글자와 제어 문자를 빼고, 이어진 빈칸을 하나로 줄였다. "
        "따옴표, 가운뎃점, 한자는 그대로 두었고 띄어쓰기는 고치지 않았다."
    )
    en = (
        "Text was brought to Unicode NFC; zero-width and control characters were dropped and runs of spaces reduced to "
        "one. Quotation marks, middle dots and Hanja stay as they are; spacing was not corrected."
    )
    if facts["recipe"].get("variants"):
        name = " ".join(facts["recipe"]["variants"].split(" ")[:2])
        ko += f" 같은 낱말의 다른 표기는 목록 {name}판에 따라 표제형만 하나로 모았다."
        en += f" Spelling variants share a lemma by the list {name}."
    return ko, en


def _analyser(facts: dict[str, Any]) -> tuple[str, str]:
    recipe = facts["recipe"]
    options = ", ".join(f"{name} = {value}" for name, value in recipe["options"].items()) or "-"
    ko = (
        f"{recipe['analyser']}, 모델 {recipe['model']}, 설정 {options}. 오타 교정은 쓰지 않았다. 용언의 "
        "표제형은 어간에 ‘다’를 붙인 꼴이다. "
        "품사는 세종 표지로 적는다."
    )
    en = (
        f"{recipe['analyser']}, model {recipe['model']}, options {options}; no correction of typing errors. "
        "The lemma of a predicate is its stem with 다; tags are those of the Sejong set."
    )
    return ko, en


def _lists(facts: dict[str, Any]) -> tuple[str, str]:
    lists = [*facts["units"], *filter(None, [facts["recipe"].get("variants")])]
    named = "; ".join(f"{one.split(' ')[0]} {one.split(' ')[1]} (SHA-256 {one.split(' ')[2]})" for one in lists)
    if not named:
        return "단위 목록과 불용어 목록을 쓰지 않았다.", "No unit list and no stop list was used."
    return f"{named}. 불용어 목록은 쓰지 않았다.", f"{named}. No stop list was used."


def _units(facts: dict[str, Any]) -> tuple[str, str]:
    layer, layer_en = ("형태소 층", "morpheme layer")
    if facts["units"]:
        layer, layer_en = ("이름과 복합어를 묶은 단위 층", "layer of merged units")
    ko = (
        f"핵심어는 {layer}의 명사(NNG, NNP, SL, SH)를 세었고 1만 개당 횟수의 분모도 그 명사의 수이다. "
        "프레임은 형태소 층에서 찾았으며 "
        "밀도의 분모는 내용 형태소(NNG, NNP, SL, SH, XR, VV, VA, MAG)이다. 큰따옴표 안의 여러 문장은 한 "
        "문장으로 세었다."
    )
    en = (
        f"Keywords are nouns (NNG, NNP, SL, SH) of the {layer_en}, per 10,000 of them. "
        "Frames were matched on the morpheme layer; density is per 100 content morphemes (NNG, NNP, SL, SH, "
        "XR, VV, VA, MAG). "
        "Several sentences inside double quotation marks count as one."
    )
    return ko, en


def _measures(facts: dict[str, Any]) -> tuple[str, str]:
    names = ", ".join(function["name"] for function in facts["functions"]) or "-"
    ko = (
        f"쓴 함수는 {names}이다. 식의 이름과 출처는 아래 표에 있다. 0인 칸, 문턱, 보정, 씨앗은 각 함수의 기본값과 "
        "장마다 펼칠 수 있는 코드에 적혀 있다."
    )
    en = (
        f"Functions used: {names}. Their sources stand in the table below; options other than defaults stand in "
        "the folded code."
    )
    return ko, en


def _reference(facts: dict[str, Any]) -> tuple[str, str]:
    if not facts["compared"]:
        return "다른 글과 견주지 않았다.", "The text was not compared with others."
    parts = [
        (
            f"글 {len(one['docs']):,}편, 형태소 {one['morphemes']:,}개(말뭉치 해시 {one['corpus'][:12]})",
            f"{len(one['docs']):,} texts, {one['morphemes']:,} morphemes (corpus hash {one['corpus'][:12]})",
        )
        for one in facts["compared"]
    ]
    ko, en = ("; ".join(part[k] for part in parts) for k in (0, 1))
    return (
        f"{ko}. 글의 갈래와 시기가 다르면 차이를 이 글만의 것으로 읽을 수 없다.",
        f"{en}. Differences of genre and date are not controlled.",
    )


def _codebook(facts: dict[str, Any]) -> tuple[str, str]:
    if not facts["codebooks"]:
        return "코드북을 쓰지 않았다.", "No codebook was used."
    ko, en = [], []
    for book in facts["codebooks"]:
        status = schema.STATUS.get(book["status"], book["status"])
        ko.append(f"{book['id']} {book['version']}판({status}), SHA-256 {book['sha256']}.")
        en.append(
            f"{book['id']} {book['version']} ({_STATUS.get(book['status'], book['status'])}), SHA-256 {book['sha256']}."
        )
        if proof := book.get("proof"):
            ko.append(f"{proof}.")
        if book["status"] == "unvalidated":
            ko.append("사람이 코딩한 표본과 견준 적이 없어 정밀도와 재현율을 알 수 없다.")
            en.append("It was not compared with human coders; precision and recall are unknown.")
    return " ".join(ko), " ".join(en)


def _sensitivity(facts: dict[str, Any]) -> tuple[str, str]:
    asked = [told for told in facts["findings"] if told["tried"]]
    if not asked:
        return "세는 방법을 바꾸어 보지 않았다.", "The counting was not varied."
    ko = [f"세는 방법 {told['tried']}가지 가운데 {told['held']}가지에서 같은 프레임이 앞선다." for told in asked]
    en = [f"The same frame leads in {told['held']} of {told['tried']} changes in the counting." for told in asked]
    return " ".join(ko), " ".join(en)


def _software(facts: dict[str, Any]) -> tuple[str, str]:
    named = ", ".join(f"{name} {version}" for name, version in facts["software"].items())
    ko = f"담론 {facts['kit']}, {named}. 같은 입력에서 같은 파일이 나오도록 만든 날은 적지 않는다."
    return (
        ko,
        f"Damron {facts['kit']}, {named}. The day of the run is left out, so that the same inputs give the same file.",
    )


def _limits(_: dict[str, Any]) -> tuple[str, str]:
    ko = (
        "글 하나의 기술이며 다른 글로 일반화할 수 없다. 잰 것은 어휘의 출현이다. 필자의 의도, 독자가 받는 "
        "영향, 사진과 지면에서의 자리는 재지 않았고, "
        "인용된 말과 필자의 말은 따로 표시했으나 점수에서 나누지 않았다."
    )
    en = (
        "This describes one text and does not generalise. What was measured is the occurrence of words. "
        "Intention, effect on "
        "readers, pictures and placement were not measured; quoted words are marked, but not scored apart."
    )
    return ko, en


def corpus_points(facts: dict[str, Any], *, documents: str) -> list[Point]:
    """Write the twelve points for a corpus."""
    own = {
        "자료": _corpus_material(facts, documents),
        "이용 조건": _corpus_rights(facts),
        "견준 자료": _corpus_reference(facts),
        "민감도": _corpus_sensitivity(facts),
        "한계": _corpus_limits(),
    }
    return [
        Point(point.head, own[point.head][0], point.head_en, own[point.head][1]) if point.head in own else point
        for point in points(facts)
    ]


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
    rows += [
        ("거의 같은 글", _corpus_copies(about)),
        ("말뭉치 SHA-256", about["sha256"]),
    ]
    return Table("자료", "methods-text", rows)


def _corpus_copies(about: dict[str, Any]) -> str:
    """Count the near duplicates and say what happened to them."""
    n = about["finding"]["copies"]
    return f"{n:,}편(표시만 하고 빼지 않음)" if n else "없음"


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


def _corpus_material(facts: dict[str, Any], documents: str) -> tuple[str, str]:
    about, counts, removed = facts["corpus"], facts["counts"], sum(facts["removed"].values())
    ko = f"{methods.paragraphs(facts)[0]} 매체는 {_corpus_outlets(about)}, 날짜는 {_corpus_dates(about)}이다."
    ko += f" 거의 같은 글: {_corpus_copies(about)}."
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


def _corpus_rights(facts: dict[str, Any]) -> tuple[str, str]:
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


def _corpus_reference(facts: dict[str, Any]) -> tuple[str, str]:
    if facts["corpus"]["groups"] < 2:
        return "다른 글과 견주지 않았다.", "The corpus was not compared with other texts."
    ko = "다른 말뭉치와 견주지 않고, 말뭉치 안의 두 집단을 서로 견주었다. 갈래와 시기의 차이는 바로잡지 않았다."
    return ko, "No other corpus; two groups of documents of this one. Differences of genre and date are not controlled."


def _corpus_sensitivity(facts: dict[str, Any]) -> tuple[str, str]:
    told = facts["corpus"]["finding"]
    said = sentences(told)
    if not said["text"]:
        return "구할 값이 없어 세는 방법을 바꾸어 보지 않았다.", "There was no value to vary."
    numbers = [f"{name} {told[name]:.2f}" for name in ("pooled", "mean") if told[name] is not None]
    if told["without"] and told["without"]["pooled"] is not None:
        numbers.append(f"pooled without near duplicates {told['without']['pooled']:.2f}")
    ko = f"{said['head']} {said['text']} 코드북의 낱말을 하나씩 빼는 따위의 민감도는 글 하나의 보고서에서 본다."
    return ko, f"{told['kind'].capitalize()} of frame {told['frame']}: {', '.join(numbers)}. Terms were not left out."


def _corpus_limits() -> tuple[str, str]:
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
