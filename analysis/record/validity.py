"""What speaks for a codebook as a measure: substantive, structural and external evidence, and what is not there yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.validation.term_precision import ENOUGH, term_precision
from analysis.validation.wording import accuracy_sentences

if TYPE_CHECKING:
    from analysis.codebook import Codebook
    from analysis.codebook.evidence_file import Evidence

_UNITS = {"sentence": "문장", "paragraph": "문단"}
_OUTSIDE = ("사람 코더와 비교", "코더의 일치도", "시험용 표본", "다른 척도나 사건과 비교")


def collect(book: Codebook) -> list[dict[str, Any]]:
    """List the three kinds of evidence for a codebook."""
    # Source: Birkenmaier, Lechner & Wagner, ValiText: a unified validation framework for computational text-based
    # measures of social constructs, for the three kinds.
    n = len(book.frames)
    asked = sum(bool(f.questions) for f in book.frames)
    ruled = sum(bool(f.present_if and f.absent_if) for f in book.frames)
    shown, against = (sum(len(getattr(f, name)) for f in book.frames) for name in ("examples", "counterexamples"))
    substantive = [
        ("개념의 바탕", book.provenance.basis),
        ("정의", f"프레임 {n}개 모두"),
        ("있다고, 없다고 볼 기준", f"프레임 {n}개 가운데 {ruled}개" if ruled else ""),
        ("코더에게 묻는 물음", f"프레임 {n}개 가운데 {asked}개" if asked else ""),
        ("보기와 반례", f"보기 {shown}개, 반례 {against}개" if shown + against else ""),
    ]
    terms = [term for _, term in book.terms()]
    vague = sum(term.ambiguous for term in terms)
    found = book.evidence
    structural = [
        ("용어", f"{len(terms):,}개. 뜻이 모호하다고 적은 것 {vague:,}개"),
        ("용어마다의 정밀도", _terms(book) if found and found.terms else ""),
        ("점수와 코더의 판단", _bins(found, _compared(book)) if found else ""),
        ("글의 길이가 점수에 미치는 영향", ""),  # no validation file keeps it
    ]
    return [
        {"head": "내용의 근거", "rows": substantive},
        {"head": "구조의 근거", "rows": structural},
        {"head": "외부의 근거", "rows": _external(book)},
    ]


def terms(book: Codebook) -> list[dict[str, str]]:
    """List the terms that coded units hold, with what is right of them, for the page."""
    table = term_precision(book)
    labels = {frame.id: frame.label.ko for frame in book.frames}
    return [
        {
            "frame": labels[row["frame"]],
            "term": row["term"],
            "match": row["match"],
            "counted": f"{row['true_positive']:,}/{row['n']:,}",
            "precision": f"{_short(row['precision'])}({_short(row['low'])}, {_short(row['high'])})",
        }
        for row in table[table["n"] > 0].to_dict("records")
    ]


def _external(book: Codebook) -> list[tuple[str, str]]:
    """Say what the codebook was compared with."""
    found = book.evidence
    if found is None or not found.coders:
        changed = "changed since" in book.lost
        why = [("검증 파일", "코드북을 고친 뒤 다시 비교하지 않아 쓸 수 없다")] if changed else []
        return [*why, *((label, "") for label in _OUTSIDE)]
    people, machines = (sum(c.kind == kind for c in found.coders) for kind in ("human", "machine"))
    rows = [("사람 코더와 비교", f"{people}명. {book.proof}" if people else "")]
    if machines:
        rows.append(("프로그램의 판독과 비교", f"{machines}개" if people else f"{machines}개. {book.proof}"))
    if told := _measured(found, book):
        rows.append(("정밀도와 재현율", told))
    fresh = [s for s in found.samples if not s.seen]
    kept = f"{sum(s.n for s in fresh):,}개 단위를 코드북을 고치는 데 쓰지 않았다" if fresh else ""
    others = (_agreed(found, _compared(book)), kept, "")
    return [*rows, *zip(_OUTSIDE[1:], others, strict=True)]


def _measured(found: Evidence, book: Codebook) -> str:
    """Give precision and recall of every compared frame in sentences, by part, where any part was not adjusted to."""
    told = []
    for frame, label in _compared(book).items():
        shown = found.figures(frame)
        rows = [m for m in shown.measured if m.precision is not None] if shown and not shown.seen else []
        for one in rows:
            name = f"{label}, {one.part}" if len(rows) > 1 else label
            told.append(accuracy_sentences(one, label=name, unit=_UNITS[book.unit]))
    return " ".join(told)


def _compared(book: Codebook) -> dict[str, str]:
    """Labels of the compared frames, else of all."""
    wanted = book.compare or book.frame_ids
    return {f.id: f.label.ko for f in book.frames if f.id in wanted}


def _terms(book: Codebook) -> str:
    """Say how many terms are right too seldom, and how many nobody has seen in coded units."""
    table = term_precision(book)
    often, poor = table[table["n"] >= ENOUGH], table[table["advice"] == "demote"]
    unseen = int((table["n"] == 0).sum())
    named = f"({', '.join(poor['term'].head(5))})" if len(poor) else ""
    return (
        f"코딩한 단위 {ENOUGH}개 이상에서 나온 용어 {len(often)}개 가운데 정밀도가 .50보다 낮은 것 "
        f"{len(poor)}개{named}, 한 번도 나오지 않은 것 {unseen}개"
    )


def _bins(found: Evidence, labels: dict[str, str]) -> str:
    """Give the share of units that carry a frame at score 0 and above it, over all coded parts."""
    told = []
    for frame, label in labels.items():
        rows = [one for one in found.calibration if one.frame == frame]
        zero = [one for one in rows if one.bin == "0점"]
        rest = [one for one in rows if one.bin != "0점"]
        shares = [(sum(o.positive for o in side), sum(o.n for o in side)) for side in (zero, rest)]
        if all(n for _, n in shares):
            told.append(f"‘{label}’ 0점인 단위에서 {_share(*shares[0])}, 점수가 있는 단위에서 {_share(*shares[1])}")
    return f"코더가 있다고 본 비율: {'; '.join(told)}" if told else ""


def _agreed(found: Evidence, labels: dict[str, str]) -> str:
    """Give alpha of each frame, of the coded units and of the texts, with intervals."""
    told = []
    for one in found.agreement:
        if one.frame in labels and one.alpha is not None:
            mix = _alpha(one.alpha, one.alpha_low, one.alpha_high)
            texts = _alpha(one.alpha_texts, one.alpha_texts_low, one.alpha_texts_high)
            told.append(f"‘{labels[one.frame]}’ 알파 {mix}{texts and f', 글 전체의 구성비로 {texts}'}")
    return ", ".join(told)


def _alpha(value: float | None, low: float | None, high: float | None) -> str:
    """Write an alpha with its interval, as far as they are known."""
    between = "" if low is None or high is None else f"({_short(low)}, {_short(high)})"
    return "" if value is None else f"{_short(value)}{between}"


def _share(k: int, n: int) -> str:
    """Write a share with its counts."""
    return f"{_short(k / n)}({k:,}/{n:,})"


def _short(value: float) -> str:
    """Write a number as papers do: two digits, no 0 before the point."""
    text = f"{value:.2f}".replace("-", "−")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "−0.")) else text
