"""Sequences of form/tag against a search row by row, masks and spans by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis import schema
from analysis.grammar.markers import Marking, Places, covered, find, sequences, spread
from analysis.matcher.arrays import Arrays, view


def rows(*sentences: str) -> Arrays:
    """Build a table: morphemes form/TAG with spaces between, a sentence each."""
    records = []
    at = 0
    for number, sentence in enumerate(sentences, start=1):
        for word in sentence.split():
            form, _, tag = word.partition("/")
            records.append(("d", 1, number, len(records), form, form, tag, form, at, at + len(form)))
            at += len(form)
        at += 1
    table = pd.DataFrame(records, columns=[c.name for c in schema.TOKENS])
    return view(table.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category")))


WORDS = st.lists(st.sampled_from(["가/EC", "나/VX", "가/VX", "다/EC-I"]), max_size=8).map(" ".join)
PATTERNS = st.lists(st.sampled_from(["가/EC", "나/VX", "가/VX", "다/EC"]), min_size=1, max_size=3).map(" ".join)


@given(st.lists(WORDS.filter(bool), min_size=1, max_size=4), PATTERNS)
def test_places_are_those_of_a_search_row_by_row(texts: list[str], pattern: str) -> None:
    wanted = pattern.split()
    expected, at = [], 0
    for text in texts:
        words = [w.partition("-")[0] for w in text.split()]
        expected += [at + k for k in range(len(words)) if words[k : k + len(wanted)] == wanted]
        at += len(words)
    elements = sequences(pattern)
    assert sorted(Places(rows(*texts), elements).find(elements[0]).tolist()) == expected


def test_the_longest_of_a_label_stands_and_masks_cancel() -> None:
    table = rows("지/EC 않/VX 다/EF", "밖에/JX 없/VA 다/EF", "없/VA 다/EF")
    no = Marking(
        "no", (*sequences("않/VX"), *sequences("지/EC 않/VX"), *sequences("없/VA")), sequences("밖에/JX 없/VA")
    )
    end = Marking("end", sequences("다/EF"), ())
    found = find(table, [no, end])
    places = zip(found.label.tolist(), found.first.tolist(), found.last.tolist(), strict=True)
    assert list(places) == [(0, 0, 1), (1, 2, 2), (1, 5, 5), (0, 6, 6), (1, 7, 7)]
    assert found.read.tolist() == [0, 1, 2, 3, 4, 5, 6, 7]


def test_nothing_to_find_and_nowhere_to_look() -> None:
    assert find(rows("가/EC"), []).first.tolist() == []
    empty = rows("가/EC").between(0, 0)
    assert find(empty, [Marking("no", sequences("않/VX"), ())]).first.tolist() == []


def test_rows_of_spans() -> None:
    table = rows("가/EC 나/VX 다/EF 라/EC")
    assert covered(table, np.array([0, 3]), np.array([2, 3])).tolist() == [True, True, False, False]
    assert spread(np.array([0, 3]), np.array([2, 3])).tolist() == [0, 1, 2, 3]
    assert spread(np.array([3, 7]), np.array([4, 7])).tolist() == [3, 4, 7]


def test_alternatives_are_sequences_of_their_own() -> None:
    assert len(sequences("(ᆯ|을)/ETM 수/NNB")) == 2
