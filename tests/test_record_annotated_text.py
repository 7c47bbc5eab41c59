from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analysis.record import annotated_text

TEXT = "혁신 클러스터가 “동맹”을 부른다.\n둘째 문단이다."


def evidence(*spans: tuple[int, int, str], text: str = TEXT, **changes: Any) -> dict[str, Any]:
    hits = [
        {"start": low, "end": high, "surface": text[low:high], "frame": frame, "term": f"t{low}", "weight": 1.0,
         "tier": "core", "counted": True, "marks": [], "sentence": 1, "paragraph": 1} | changes
        for low, high, frame in spans
    ]  # fmt: skip
    frames = [{"id": name, "label": name.upper(), "colour": "#0072B2"} for name in "ab"]
    return {"text": text, "books": [{"sha256": "h", "frames": frames, "hits": hits}], "words": [], "sentences": []}


def cut(held: dict[str, Any], figures: list[dict[str, Any]] | None = None) -> list[list[annotated_text.Piece]]:
    return annotated_text.paragraphs(held, annotated_text.hits(held, annotated_text.frames(held)), figures or [])


def letters(pieces: list[annotated_text.Piece]) -> str:
    return "".join(text for piece in pieces for text, _ in piece.parts)


def test_overlapping_hits_are_all_shown() -> None:
    first = cut(evidence((0, 7, "a"), (3, 7, "b")))[0]
    over = [("".join(t for t, _ in piece.parts), [hit["key"] for hit in piece.hits]) for piece in first]
    assert over[:2] == [("혁신 ", ["f0"]), ("클러스터", ["f0", "f1"])]
    assert letters(first) == TEXT.split("\n", maxsplit=1)[0]


def test_quotes_are_told_apart_and_marks_stand_at_the_end_of_their_hit() -> None:
    first = cut(evidence((10, 12, "a"), marks=["부정", "인용"]))[0]
    quoted = [piece for piece in first if piece.quoted]
    assert "".join(text for piece in quoted for text, _ in piece.parts) == "“동맹”"
    assert [hit["marks"] for piece in first for hit in piece.ends] == [["부정", "인용"]]


def test_figures_are_marked_and_told_also_under_a_hit() -> None:
    first, second = cut(
        evidence((0, 7, "a")), [{"start": 3, "end": 7, "told": "개수 4"}, {"start": 20, "end": 22, "told": "차례 2"}]
    )
    assert [("".join(t for t, _ in p.parts), p.figure, len(p.hits)) for p in first][:3] == [
        ("혁신 ", "", 1),
        ("클러스터", "개수 4", 1),
        ("가 ", "", 0),
    ]
    assert [piece.figure for piece in second] == ["차례 2", ""]


def test_groups_of_a_number_leave_out_what_is_not_counted() -> None:
    held = evidence((0, 7, "a"), (3, 7, "b"))
    assert (
        annotated_text.hits(held, annotated_text.frames(held))[1]["groups"]
        == "s1-f1 p1-f1 v1-f1 t1-f1 e0-f1 a0-f1 k0-f1"
    )
    held = evidence((10, 12, "a"), counted=False)
    assert annotated_text.hits(held, annotated_text.frames(held))[0]["groups"] == ""


def test_what_does_not_count_says_so() -> None:
    held = evidence((10, 12, "a"), counted=False)
    (frame, other) = annotated_text.frames(held)
    assert (frame["n"], frame["others"], other["n"]) == (0, 1, 0)
    assert annotated_text.hits(held, [frame, other])[0]["told"] == "1점 · 핵심 단어 · 세지 않음"


def test_every_line_has_a_place_once() -> None:
    held = evidence((0, 7, "a"), (3, 7, "b"))
    held["words"] = [{"places": [{"start": 3, "end": 7}, {"start": 10, "end": 12}]}]
    spots = [ident for piece in cut(held)[0] for _, ident in piece.parts if ident]
    assert spots == ["at-0", "at-3", "at-10"]


@given(st.lists(st.tuples(st.integers(0, 18), st.integers(1, 8), st.sampled_from("ab")), max_size=6))
def test_pieces_laid_end_to_end_are_the_text(spans: list[tuple[int, int, str]]) -> None:
    inside = [(low, min(low + long, 19), frame) for low, long, frame in spans]
    held = evidence(*inside)
    pieces = cut(held)
    assert [letters(one) for one in pieces] == TEXT.split("\n")
    shown = {hit["line"] for one in pieces for piece in one for hit in piece.hits}
    assert shown == set(range(len(inside)))
