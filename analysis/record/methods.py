"""The methods section: what a paper must state, in Korean, from the facts alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analysis import schema

_LAYER = {"morphs": "형태소", "units": "명칭·복합어 단위", "terms": "주어진 단어"}
NO_TEXT = (
    "원문 대신 원문을 가린 형태소 표로 만들었다. 빈도와 프레임의 수치는 원문에서 얻은 것과 같지만, "
    "용례 색인과 정독처럼 원문이 있어야 하는 내용은 빠져 있다."
)
_HOW = "글의 사본을 seeds/private 폴더에 두고 보고서를 다시 만들면 빠진 것이 모두 나온다."


@dataclass(frozen=True)
class Table:
    """One table of facts: heading, its id and rows of label and value."""

    head: str
    id: str
    rows: list[tuple[str, str]]


def title(facts: dict[str, Any]) -> str:
    """Return the heading of a report: the article's title, or how many articles there are."""
    documents = facts["documents"]
    first = documents[0]["title"] or documents[0]["doc"]
    return first if len(documents) == 1 else f"{first} 외 {len(documents) - 1}건"


def byline(facts: dict[str, Any]) -> str:
    """Return outlet, author and date of a single article, as far as they are stated."""
    if len(facts["documents"]) != 1:
        return ""
    about = facts["documents"][0]
    parts = [about["outlet"], about["section"], f"{about['author']} {about['post']}".strip(), about["date"]]
    return " · ".join(part for part in parts if part)


def notes(facts: dict[str, Any]) -> list[dict[str, str]]:
    """Return what a reader must know before any number: no text at hand, a codebook not validated."""
    found = []
    if facts["redacted"]:
        found.append({"kind": "plain", "head": "원문 없음.", "text": f"{NO_TEXT} {_HOW}"})
    for book in facts["codebooks"]:
        if book["status"] != "validated":
            text = (
                f"코드북 {_book(book)}의 수치는 사람 코더의 판단과 비교해 검증한 적이 없다. "
                "찾은 단어의 수로 읽어야 하며, 프레임의 세기로 읽어서는 안 된다."
            )
            if book["status"] == "piloted":
                text = f"코드북 {_book(book)}의 수치는 예비 표본에서만 사람 코더의 판단과 비교했다."
            text += f" {proof}." if (proof := book.get("proof")) else ""
            found.append({"kind": "alarm", "head": f"{_status(book)}.", "text": text})
    return found


def paragraphs(facts: dict[str, Any]) -> list[str]:
    """Write the paragraphs that a paper can take over."""
    counts, recipe = facts["counts"], facts["recipe"]
    size = f"{counts['paragraphs']:,}문단 {counts['sentences']:,}문장, 형태소 {counts['morphemes']:,}개"
    if counts["characters"] is not None:
        size += f", 띄어쓰기를 포함하여 {counts['characters']:,}자"
    material = f"분석 대상은 {_article(facts)} 본문이다({size})."
    tools = (
        f"문장과 형태소는 {recipe['analyser']}(모델 {recipe['model']})의 기본 설정으로 나누었다. "
        "큰따옴표 안에 든 여러 문장은 한 문장으로 세었다. "
        f"모든 수치와 그림은 담론 {facts['kit']}에서 얻었다."
    )
    written = [f"{material} {_cleaning(facts)}", tools]
    if facts["redacted"]:
        written.append(NO_TEXT)
    if facts["units"]:
        lists = ", ".join(_units(units).partition(",")[0] for units in facts["units"])
        written.append(f"핵심어는 이름과 복합어를 한 단어로 묶어 세었다(단위 목록 {lists}).")
    for book in facts["codebooks"]:
        told = "검증을 거친 것이다" if book["status"] == "validated" else "아직 검증되지 않았다"
        written.append(f"프레임은 코드북 {_book(book)}에 적힌 단어로 찾았다. 이 코드북은 {told}.")
        if proof := book.get("proof"):
            written[-1] += f" {proof}."
    return written


def tables(facts: dict[str, Any], *, missing_glyphs: str) -> list[Table]:
    """Lay out every fact as label and value."""
    rows = []
    for about in facts["documents"]:
        named = [("문서", "doc"), ("제목", "title"), ("필자", "author"), ("직함", "post"), ("실린 곳", "outlet")]
        named += [
            ("구분", "section"),
            ("날짜", "date"),
            ("시각", "time"),
            ("이용 조건", "licence"),
            ("본문 SHA-256", "sha256"),
        ]
        rows += [(label, about[name]) for label, name in named if about[name]]
    counts = facts["counts"]
    rows.append(("바탕", "원문을 가린 형태소 표" if facts["redacted"] else "원문"))
    labels = [
        ("문단", "paragraphs"),
        ("문장", "sentences"),
        ("형태소", "morphemes"),
        ("글자(띄어쓰기 포함)", "characters"),
    ]
    rows = rows + [(label, f"{counts[name]:,}") for label, name in labels if counts[name] is not None]
    gone = [(schema.REMOVED_KINDS.get(kind, kind), _counted(kind, n)) for kind, n in facts["removed"].items()]
    removed = gone or [("없음", "원자료의 모든 줄이 본문이다.")]
    return [
        Table("자료", "methods-text", rows),
        Table("제외한 줄", "methods-removed", removed),
        Table("분석 도구", "methods-tools", _tool_rows(facts, missing_glyphs)),
    ]


def _counted(kind: str, n: int) -> str:
    """Count what was noted under a kind: lines, parts of lines, or what is still there."""
    if kind in schema.PARTS:
        return f"{n:,}건(줄의 일부)"
    return f"{n:,}건(제외한 줄이 아님)" if kind in schema.PIECES else f"{n:,}줄"


def _tool_rows(facts: dict[str, Any], missing_glyphs: str) -> list[tuple[str, str]]:
    """Return the rows on the kit, the analyser and the codebooks."""
    recipe = facts["recipe"]
    rows = [
        ("도구", f"담론 {facts['kit']}"),
        ("형태소 분석기", recipe["analyser"]),
        ("모델", recipe["model"]),
        ("분석 층위", _LAYER.get(recipe["layer"], recipe["layer"])),
        ("설정", ", ".join(f"{name} = {value}" for name, value in recipe["options"].items())),
        ("말뭉치 해시", recipe["corpus"]),
    ]
    rows += [("코드북", f"{_book(book)} ({_status(book)}), SHA-256 {book['sha256']}") for book in facts["codebooks"]]
    rows += [("코드북의 정확도", f"{_book(book)}: {book['proof']}") for book in facts["codebooks"] if book.get("proof")]
    rows += [("단위 목록", _units(units)) for units in facts["units"]]
    if missing_glyphs:
        rows.append(("글꼴에 없는 글자", f"{' '.join(missing_glyphs)} (읽는 이의 기기에 있는 글꼴로 보인다)"))
    return [(label, value) for label, value in rows if value]


def _article(facts: dict[str, Any]) -> str:
    """Name the article as a sentence would, or say how many there are."""
    if len(facts["documents"]) != 1:
        return f"글 {len(facts['documents']):,}편의"
    about = facts["documents"][0]
    post = f"({about['post']})" if about["post"] else ""
    author = f"{about['author']}{post}의" if about["author"] else ""
    issue = f"{_day(about['date'])} 자" if about["date"] else ""
    printed = " ".join(part for part in (about["outlet"], issue) if part)
    parts = [f"{printed}에 실린" if printed else "", author, f"「{title(facts)}」"]
    return " ".join(part for part in parts if part)


def _day(date: str) -> str:
    """Write YYYY-MM-DD as Korean prose does."""
    year, month, day = (int(part) for part in date.split("-"))
    return f"{year}년 {month}월 {day}일"


def _cleaning(facts: dict[str, Any]) -> str:
    """Say what was taken out of the source before anything was counted."""
    lines, parts = set_aside(facts)
    said = []
    if lines:
        said.append(f"세기 전에 원자료에서 {sum(lines.values()):,}줄을 제외했다({_kinds(lines, '줄')}).")
    if parts:
        where = "남은 줄 안에서" if lines else "세기 전에 원자료의 줄 안에서"
        said.append(f"{where} {sum(parts.values()):,}곳을 제외했다({_kinds(parts, '곳')}).")
    return " ".join(said) or "원자료에서 제외한 줄은 없다."


def _kinds(counts: dict[str, int], unit: str) -> str:
    """List kinds with their counts."""
    return ", ".join(f"{schema.REMOVED_KINDS.get(kind, kind)} {n:,}{unit}" for kind, n in counts.items())


def set_aside(facts: dict[str, Any]) -> tuple[dict[str, int], dict[str, int]]:
    """Return how many whole lines were taken away, and how many parts of lines, by kind."""
    removed = facts["removed"]
    lines = {kind: n for kind, n in removed.items() if kind not in schema.PIECES}
    return lines, {kind: n for kind, n in removed.items() if kind in schema.PARTS}


def _book(book: dict[str, str]) -> str:
    """Name a codebook with its version."""
    return f"{book['id']} {book['version']}판"


def _units(units: str) -> str:
    """Name a unit list with its version and its hash."""
    ident, edition, digest = units.split(" ")
    return f"{ident} {edition}판, SHA-256 {digest}"


def _status(book: dict[str, str]) -> str:
    """Return the state of a codebook in Korean."""
    return schema.STATUS.get(book["status"], book["status"])
