from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import analysis as da
from analysis import errors, lexicon, paths, schema
from analysis.lexicon.compounds import Compounds
from analysis.lexicon.suggest import signed_g2

Word = tuple[str, str]  # surface and tag; " " between two words is a space in the text


def tokens(*sentences: str) -> SimpleNamespace:
    """Nouns by hand: words divided by a space, parts of a word by +, a part may end in /TAG; each a sentence."""
    rows, start = [], 0
    for number, sentence in enumerate(sentences, 1):
        for word in sentence.split(" "):
            for part in word.split("+"):
                surface, _, tag = part.partition("/")
                end = start + len(surface)
                rows.append(("d", 1, number, len(rows), surface, surface, tag or "NNG", surface, start, end))
                start = end
            start += 1
    names = ["doc", "paragraph", "sentence", "i", "surface", "form", "tag", "lemma", "start", "end"]
    return SimpleNamespace(table=pd.DataFrame(rows, columns=names))


def test_g2_of_a_table_worked_out_by_hand() -> None:
    # cells 3, 1, 1, 5 of 10; expected 1.6, 2.4, 2.4, 3.6
    by_hand = 2 * (3 * math.log(3 / 1.6) + 2 * math.log(1 / 2.4) + 5 * math.log(5 / 3.6))
    assert signed_g2(3, 4, 4, 10) == pytest.approx(by_hand)
    assert signed_g2(2, 4, 5, 10) == pytest.approx(0)  # as expected by chance
    # cells 0, 4, 4, 2: they never meet, which is less than the 1.6 expected
    repelled = 2 * (8 * math.log(4 / 2.4) + 2 * math.log(2 / 3.6))
    assert signed_g2(0, 4, 4, 10) == pytest.approx(-repelled)


def test_g2_is_that_of_nltk() -> None:
    association = pytest.importorskip("nltk.metrics.association", reason="nltk is an oracle for developers")
    for both, left, right, total in ((3, 4, 4, 10), (5, 5, 9, 200), (40, 120, 75, 9000), (1, 1, 1, 50)):
        theirs = association.BigramAssocMeasures.likelihood_ratio(both, (left, right), total)
        assert signed_g2(both, left, right, total) == pytest.approx(theirs, rel=1e-9)


def test_pairs_are_counted_closed_and_spaced() -> None:
    # pairs: 전기요금 twice closed and once spaced, 공공요금 once, 전기차 once; 5 pairs in all
    found = lexicon.suggest(tokens("전기+요금", "전기+요금", "전기 요금", "공공+요금", "전기+차"), minimum=3)
    row = found.loc[0]
    assert len(found) == 1
    assert row[["unit", "tag", "spaced", "n", "n_closed", "n_spaced", "docs", "doc", "start", "end"]].tolist() == (
        ["전기요금", "NNG", "전기 요금", 3, 2, 1, 1, "d", 0, 4]
    )
    # 전기 stands left in 4 pairs, 요금 right in 4; cells 3, 1, 1, 0 against 3.2, 0.8, 0.8, 0.2: fewer than by chance
    g2 = 2 * (3 * math.log(3 / 3.2) + 2 * math.log(1 / 0.8))
    assert row["g2"] == pytest.approx(-g2)
    assert row["npmi"] == pytest.approx(math.log(3 * 5 / (4 * 4)) / -math.log(3 / 5))


def test_the_form_follows_the_more_frequent_spacing_and_names_are_nnp() -> None:
    found = lexicon.suggest(tokens("랩/SL 허브", "랩/SL 허브", "랩/SL+허브", "물+길"), minimum=3)
    assert found[["unit", "tag", "n_closed", "n_spaced"]].values.tolist() == [["랩 허브", "NNP", 1, 2]]


def test_a_run_is_as_strong_as_its_weakest_joint() -> None:
    # triples: 중소+벤처+기업부 three times, 중소+벤처+투자 twice, 큰+벤처+기업부 once; 6 in all
    text = ["중소+벤처+기업부"] * 3 + ["중소+벤처+투자"] * 2 + ["큰+벤처+기업부"]
    found = lexicon.suggest(tokens(*text), minimum=3).set_index("unit")
    # joint 중소|벤처 기업부: 중소 left in 5, 벤처 기업부 right in 4; joint 중소 벤처|기업부: left in 5, right in 4
    # cells 3, 2, 1, 0 against 10/3, 5/3, 2/3, 1/3
    weakest = -2 * (3 * math.log(3 / (10 / 3)) + 2 * math.log(2 / (5 / 3)) + 1 * math.log(1 / (2 / 3)))
    assert found.loc["중소벤처기업부", "g2"] == pytest.approx(weakest)
    assert found.loc["중소벤처기업부", "n"] == 3
    assert found.loc["중소벤처", "n"] == 5
    assert found.loc["벤처기업부", "n"] == 4  # once without 중소, so not inside the longer run alone


def test_a_run_that_is_only_part_of_a_longer_one_is_left_out_and_counted() -> None:
    found = lexicon.suggest(tokens(*["온실+가스+감축"] * 3, "물+길"), minimum=3)
    assert found["unit"].tolist() == ["온실가스감축"]
    assert found.attrs == {"candidates": 3, "inside": 2, "damron": {"candidates": 3, "inside": 2}}


def test_runs_end_at_sentences_wider_gaps_and_other_words() -> None:
    apart = tokens("강", "길", "물/JX", "길", "강+을/JKO+길").table
    assert lexicon.suggest(SimpleNamespace(table=apart), minimum=1).empty
    wide = tokens("강 길").table.assign(start=[0, 3], end=[1, 4])
    assert lexicon.suggest(SimpleNamespace(table=wide), minimum=1).empty


def test_one_pair_alone_has_no_npmi() -> None:
    found = lexicon.suggest(tokens("강+길", "강+길", "강+길"))
    assert found["g2"].tolist() == [0.0]  # always together, in a text that holds nothing else
    assert math.isnan(found["npmi"][0])


def test_ties_break_by_unit_and_top_cuts() -> None:
    text = tokens(*["나+라", "가+라", "다+마"] * 3)
    found = lexicon.suggest(text)
    assert found["unit"].tolist() == ["다마", "가라", "나라"]
    assert lexicon.suggest(text, top=2)["unit"].tolist() == ["다마", "가라"]


def test_two_of_the_kit_s_articles_hold_one_compound_three_times() -> None:
    # by hand: 재생에너지 once in energy-climate and twice in energy-cost, never spaced; both parts only there
    all_tokens = da.segment(da.read(["energy-climate", "energy-cost"]))
    found = lexicon.suggest(all_tokens)
    assert found[["unit", "n", "n_closed", "n_spaced", "docs", "doc"]].values.tolist() == [
        ["재생에너지", 3, 3, 0, 2, "energy-climate"]
    ]
    assert found["npmi"].tolist() == [pytest.approx(1)]
    listed = lexicon.read(paths.LEXICONS / "units.yaml")  # has it as 재생 에너지
    assert lexicon.suggest(all_tokens, units=listed).empty


def test_the_snippet_is_a_unit_list(tmp_path: Path) -> None:
    text = tokens(*["전기+요금"] * 3, *["K/SL 허브"] * 3, *["3D/SL 인쇄"] * 3)
    lines = lexicon.snippet(lexicon.suggest(text))
    file = tmp_path / "mine.yaml"
    file.write_text(f"schema: damron-units/1\nunits:\n{lines}", encoding="utf-8")
    assert [(u.form, u.tag, u.spellings) for u in lexicon.read(file).units] == [
        ("3D 인쇄", "NNP", ()),
        ("K 허브", "NNP", ()),
        ("전기요금", "NNG", ("전기 요금",)),
    ]
    assert lexicon.snippet(lexicon.suggest(text).iloc[:0]) == ""
    with pytest.raises(errors.SchemaError, match=r"snippet: suggestions: missing column\(s\) unit, spaced"):
        lexicon.snippet(text.table)


def test_wrong_options_and_nothing_to_propose() -> None:
    with pytest.raises(errors.OptionError, match="minimum must be 1 or more, not 0"):
        lexicon.suggest(tokens("강+길"), minimum=0)
    with pytest.raises(errors.OptionError, match="top must be 1 or more, not 0"):
        lexicon.suggest(tokens("강+길"), top=0)
    nothing = lexicon.suggest(tokens("강"))
    assert nothing.empty
    assert list(nothing.columns) == [c.name for c in lexicon.SUGGESTIONS]


def test_runs_are_counted_over_joints_and_written_words() -> None:
    runs = Compounds(tokens("공유 부엌 조합", "공유+부엌+을/JKO", "부엌 조합").table, schema.NOUN_TAGS)
    assert runs.nouns == 7
    assert dict(runs.counted(whole=False)) == {("공유", "부엌"): 2, ("부엌", "조합"): 2, ("공유", "부엌", "조합"): 1}
    assert dict(runs.counted(whole=True)) == {("공유", "부엌"): 1}  # 공유부엌을
    found = runs.grouped({("공유", "부엌")}).iloc[0]
    assert (found["n"], found["n_closed"], found["docs"], found["start"], found["end"]) == (2, 1, 1, 0, 5)
    sides = {(2, 1, True, ("부엌",)): 0, (2, 1, False, ("조합",)): 0, (3, 1, False, ("부엌", "조합")): 0}
    total: Counter[int] = Counter()
    runs.add_sides(sides, total)
    assert list(sides.values()) == [2, 2, 1]  # 부엌 stands left of 조합 twice, and both right of 공유 once
    assert dict(+total) == {2: 4, 3: 1}


def test_tokens_without_a_row_have_no_compounds() -> None:
    nothing = SimpleNamespace(table=tokens("공유 부엌").table.head(0))
    assert lexicon.suggest(nothing).empty
    assert lexicon.accept(nothing).empty
