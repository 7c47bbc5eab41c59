"""Two versions of a codebook: what changed, which hits with it, and which step of the matcher did it."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis import paths, schema
from analysis.codebook import Codebook, loads
from analysis.codebook.diff import difference
from analysis.errors import OptionError

TOY = """\
schema: kfa-codebook/1
id: toy
version: "1"
status: unvalidated
title: {ko: 장난감, en: toy}
unit: sentence
compare: [a, b]
variants: {한미: [韓美]}
mask: []
provenance: {author: toy, basis: toy, licence: toy}
frames:
- id: a
  label: {ko: 가, en: a}
  colour: blue
  definition: first
  terms:
  - {id: a1, match: (동맹|안보), pos: [NNG]}
  - {id: a2, match: 약속, tier: support}
- id: b
  label: {ko: 나, en: b}
  colour: orange
  definition: second
  terms:
  - {id: b1, match: 창업}
"""
# sentence 1: 동맹 (a1), 약속 (a2, licensed by 동맹); sentence 2: 창업 (b1); paragraph 2: 약속 without a core hit
TEXT = "동맹은 오랜 약속이다. 청년이 창업에 나섰다.\n그는 약속을 잊었다."


@pytest.fixture(scope="module")
def tokens() -> da.Tokens:
    return da.segment(da.Corpus.from_texts({"d": TEXT}))


def book(*edits: tuple[str, str]) -> Codebook:
    text = TOY
    for old, new in edits:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return loads(text, name="toy")


def told(tokens: da.Tokens, *edits: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    table = da.framing.changes(tokens, book(), book(*edits))
    return list(zip(table["change"], table["surface"], table["why"], table["detail"], strict=True))


# -- terms ----------------------------------------------------------------------------------------


def test_the_same_codebook_has_no_difference(tokens: da.Tokens) -> None:
    for table, contract in (
        (da.codebook.diff(book(), book()), schema.CODEBOOK_DIFF),
        (da.framing.changes(tokens, book(), book()), schema.HIT_CHANGES),
    ):
        assert len(table) == 0
        assert list(table.columns) == [c.name for c in contract]


def test_a_difference_names_what_went_and_what_came() -> None:
    assert difference("(요금|고지서)", "(요금|난방비)") == "- 고지서; + 난방비"


def test_what_changed_stands_in_the_order_of_the_new_version() -> None:
    new = book(
        ('version: "1"', 'version: "2"'),
        ("(동맹|안보), pos: [NNG]", "(동맹|혈맹), pos: [NNG]"),
        ("id: b1, match: 창업", "id: b2, match: 벤처"),
        ("definition: second", "definition: other"),
    )
    table = da.codebook.diff(book(), new)
    assert table[["frame", "term", "field", "change"]].values.tolist() == [
        ["", "", "version", "changed"],
        ["a", "a1", "match", "changed"],
        ["b", "", "definition", "changed"],
        ["b", "b2", "term", "added"],
        ["b", "b1", "term", "removed"],
    ]
    assert table["before"].tolist() == ["1", "(동맹|안보)", "second", "", "창업"]
    assert table["after"].tolist() == ["2", "(동맹|혈맹)", "other", "벤처", ""]
    assert table["detail"].tolist() == [
        "1 -> 2",
        "- 안보; + 혈맹",
        "second -> other",
        "none -> 벤처",
        "창업 -> none",
    ]


def test_a_default_counts_for_the_terms_that_take_it() -> None:
    new = book(("unit: sentence", "unit: sentence\ndefaults: {weight: 2}"))
    table = da.codebook.diff(book(), new)
    assert table[["term", "field", "detail"]].values.tolist() == [
        ["", "defaults.weight", "1 -> 2"],
        *([term, "weight", "1 -> 2"] for term in ("a1", "a2", "b1")),
    ]


def test_a_frame_that_is_gone_takes_its_terms_along() -> None:
    cut = TOY[: TOY.index("- id: b\n")].replace("compare: [a, b]\n", "")
    table = da.codebook.diff(book(), loads(cut, name="toy"))
    assert table[["frame", "term", "field", "change"]].values.tolist() == [
        ["", "", "compare", "changed"],
        ["b", "", "frame", "removed"],
        ["b", "b1", "term", "removed"],
    ]


# -- hits -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (
            ("id: b1, match: 창업", "id: b9, match: 창업"),
            [("lost", "b1", "term removed"), ("gained", "b9", "term added")],
        ),
        (("match: 창업", "match: 청년"), [("gained", "b1", "match"), ("lost", "b1", "match")]),
        (("match: 창업", "match: 창업, pos: [VV]"), [("lost", "b1", "pos")]),
        (("match: 창업", "match: 창업, not_near: [청년]"), [("lost", "b1", "not_near")]),
        (("match: 창업", "match: 창업, require_near: [대학]"), [("lost", "b1", "require_near")]),
        (("match: 창업", "match: 창업, not_before: [청년]"), []),  # 청년이: a particle stands between
        (("match: 창업", "match: 창업, not_after: [에]"), [("lost", "b1", "not_after")]),
        (("mask: []", "mask: [창업]"), [("lost", "b1", "mask")]),
        (("match: 창업", "match: 창업, weight: 2"), [("changed", "b1", "weight")]),
        (("match: 창업", "match: 창업, tier: support"), [("changed", "b1", "tier")]),
        (("match: 창업", "match: 창업, element: remedy, device: lexis"), [("changed", "b1", "element, device")]),
        (("match: 창업", "match: 창업, note: said"), []),  # a note changes no hit
    ],
)
def test_each_step_of_the_matcher_is_named(
    tokens: da.Tokens, edit: tuple[str, str], expected: list[tuple[str, str, str]]
) -> None:
    table = da.framing.changes(tokens, book(), book(edit))
    assert list(zip(table["change"], table["term"], table["why"], strict=True)) == expected


def test_a_support_hit_that_loses_its_core_hit_is_told(tokens: da.Tokens) -> None:
    assert told(tokens, ("(동맹|안보)", "안보")) == [
        ("lost", "동맹", "match", "- 동맹"),
        ("changed", "약속", "core", "no core hit of the frame in its paragraph any more"),
    ]
    # the other way round: the second 약속 stands in a paragraph of its own, and never counts
    table = da.framing.changes(tokens, book(("(동맹|안보)", "안보")), book())
    assert table["detail"].tolist() == ["+ 동맹", "a core hit of the frame in its paragraph now"]
    assert table[["counted_before", "counted_after"]].values.tolist() == [[False, True], [False, True]]


def test_a_wider_scope_is_told(tokens: da.Tokens) -> None:
    wide = ("unit: sentence", "unit: sentence\ndefaults: {support_scope: document}")
    assert told(tokens, wide) == [("changed", "약속", "defaults.support_scope", "paragraph -> document")]


def test_a_longer_match_that_takes_the_place_is_named(tokens: da.Tokens) -> None:
    long = ("  - {id: a2,", "  - {id: a3, match: 동맹 은/JX}\n  - {id: a2,")
    assert told(tokens, long) == [
        ("lost", "동맹", "overlap", "a3 (동맹은)"),
        ("gained", "동맹은", "term added", "동맹 은/JX"),
    ]


def test_a_term_that_moves_to_another_frame_is_told(tokens: da.Tokens) -> None:
    moved = loads(
        TOY.replace("  - {id: b1, match: 창업}\n", "  - {id: b2, match: 없음}\n").replace(
            "  - {id: a2,", "  - {id: b1, match: 창업}\n  - {id: a2,"
        ),
        name="toy",
    )
    table = da.framing.changes(tokens, book(), moved)
    assert table[["change", "frame", "why", "detail"]].values.tolist() == [
        ["gained", "a", "frame", "b -> a"],
        ["lost", "b", "frame", "b -> a"],
    ]


def test_spelling_variants_are_told() -> None:
    tokens = da.segment(da.Corpus.from_texts({"d": "韓美 동맹이 깊다."}))
    with_ = book(("(동맹|안보), pos: [NNG]", "한미 동맹"))
    without = book(("(동맹|안보), pos: [NNG]", "한미 동맹"), ("{한미: [韓美]}", "{}"))
    table = da.framing.changes(tokens, with_, without)
    assert table[["change", "surface", "why", "detail"]].values.tolist() == [
        ["lost", "韓美 동맹", "variants", "- 한미: 韓美"]
    ]


def test_weights_before_and_after(tokens: da.Tokens) -> None:
    row = da.framing.changes(tokens, book(), book(("match: 창업", "match: 창업, weight: 0.5"))).iloc[0]
    assert (row["weight_before"], row["weight_after"], row["detail"]) == (1.0, 0.5, "weight 1 -> 0.5")
    lost = da.framing.changes(tokens, book(), book(("mask: []", "mask: [창업]"))).iloc[0]
    assert lost["weight_before"] == 1.0
    assert lost[["weight_after"]].isna().all()
    assert (lost["sentence"], lost["paragraph"]) == (2, 1)


def test_swapping_the_versions_swaps_gained_and_lost(tokens: da.Tokens) -> None:
    new = book(("(동맹|안보)", "(약속|안보)"), ("match: 창업", "match: (청년|창업), weight: 3"))
    there, back = da.framing.changes(tokens, book(), new), da.framing.changes(tokens, new, book())
    swap = {"gained": "lost", "lost": "gained", "changed": "changed"}
    assert there["change"].map(swap).tolist() == back["change"].tolist()
    assert there["start"].tolist() == back["start"].tolist()
    assert there["counted_before"].tolist() == back["counted_after"].tolist()


def test_every_difference_of_two_hit_tables_is_there_once() -> None:
    tokens = da.segment(da.read(["energy-cost", "winter-power"]))
    old = da.codebook.read(paths.CODEBOOKS / "energy-transition.yaml")
    new = old.model_copy(update={"frames": old.frames[:1], "compare": None, "axes": (), "mask": ()})
    table = da.framing.changes(tokens, old, new)
    before, after = da.framing.hits(tokens, old), da.framing.hits(tokens, new)
    assert len(after) == len(before) + (table["change"] == "gained").sum() - (table["change"] == "lost").sum()
    assert set(table.loc[table["change"] == "lost", "why"]) == {"term removed"}


ANY_TERMS = st.lists(
    st.sampled_from(
        ["{match: 동맹}", "{match: 약속, tier: support}", "{match: 동맹 은/JX, weight: 2}", "{match: 청년, pos: [NNP]}"]
    ),
    min_size=1,
    unique=True,
)


def made(terms: list[str], mask: list[str]) -> Codebook:
    lines = "".join(f"  - {term.replace('{', f'{{id: a{n}, ')}\n" for n, term in enumerate(terms))
    head = (
        TOY[: TOY.index("  - {id: a1")]
        .replace("compare: [a, b]\n", "")
        .replace("mask: []", f"mask: [{', '.join(mask)}]")
    )
    return loads(head + lines, name="toy")


@given(old=ANY_TERMS, new=ANY_TERMS, mask=st.lists(st.sampled_from(["동맹", "창업", "약속"]), unique=True))
def test_old_hits_less_the_lost_and_more_the_gained_are_the_new_hits(
    tokens: da.Tokens, old: list[str], new: list[str], mask: list[str]
) -> None:
    def keys(table: pd.DataFrame) -> set[tuple[int, int, str]]:
        return set(zip(table["start"], table["end"], table["term"], strict=True))

    one, other = made(old, []), made(new, mask)
    table = da.framing.changes(tokens, one, other)
    gained, lost = (table[table["change"] == word] for word in ("gained", "lost"))
    before, after = keys(da.framing.hits(tokens, one)), keys(da.framing.hits(tokens, other))
    assert (before - keys(lost)) | keys(gained) == after
    assert table["why"].ne("").all()
    assert set(lost["why"]) <= {"term removed", "match", "pos", "mask", "overlap"}


def test_a_redacted_table_is_refused() -> None:
    redacted = da.segment(da.read("energy-cost")).redact(codebook=book())
    with pytest.raises(OptionError, match="changes of hits need the text, but these tokens are redacted"):
        da.framing.changes(redacted, book(), book())


def test_a_text_of_one_word_and_a_text_without_hits() -> None:
    for text in ("동맹", "비가 왔다."):
        tokens = da.segment(da.Corpus.from_texts({"d": text}))
        assert len(da.framing.changes(tokens, book(), book(("(동맹|안보)", "안보")))) == (text == "동맹")
