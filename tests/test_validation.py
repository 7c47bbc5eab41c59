"""The validation loop on toy texts whose numbers were worked out by hand."""

from __future__ import annotations

import datetime as dt
import math
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
import yaml

import analysis as da
from analysis import schema
from analysis.codebook import Codebook
from analysis.codebook.evidence_file import Evidence, Measured, beside
from analysis.errors import (
    CodebookError,
    MissingError,
    OptionError,
    ReadError,
    RefusalError,
    SealError,
    UnsealedWarning,
)
from analysis.tokens import Recipe, Tokens
from analysis.validation import _record

V = da.validation
COLUMNS = [c.name for c in schema.TOKENS]
Texts = Mapping[str, Sequence[Sequence[str]]]  # document to paragraphs of sentences
DAY = dt.date(2026, 1, 2)


def texts(given: Texts) -> tuple[da.Corpus, Tokens]:
    """Build a corpus and its tokens: every word is a noun."""
    corpus = da.Corpus.from_texts({doc: "\n".join(" ".join(p) for p in body) for doc, body in given.items()})
    rows = []
    for doc, body in given.items():
        at = i = sentence = 0
        for number, paragraph in enumerate(body, start=1):
            for text in paragraph:
                sentence += 1
                for word in text.split():
                    rows.append((doc, number, sentence, i, word, word, "NNG", word, at, at + len(word)))
                    at, i = at + len(word) + 1, i + 1
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))
    return corpus, Tokens(table, Recipe("kit", "toy 1.0", "none", "morphs", corpus=corpus.sha256))


def book(folder: Path, **changes: Any) -> Codebook:
    """Two compared frames: moon (달, and 밤 as support) and sun (해)."""
    frames = [
        {
            "id": name,
            "label": {"ko": label, "en": name},
            "colour": colour,
            "definition": f"{label} 이야기",
            "questions": [f"{label}인가?"],
            "terms": terms,
        }
        for name, label, colour, terms in (
            ("moon", "달빛", "blue", [{"id": "m1", "match": "달"}, {"id": "m2", "match": "보름"}]),
            ("sun", "햇빛", "orange", [{"id": "s1", "match": "해"}]),
        )
    ]
    data: dict[str, Any] = {
        "schema": "kfa-codebook/1",
        "id": "toy",
        "version": "1.0",
        "status": "validated",
        "title": {"ko": "장난감", "en": "toy"},
        "unit": "sentence",
        "compare": ["moon", "sun"],
        "provenance": {"author": "a", "basis": "b", "licence": "c"},
        "frames": frames,
    }
    path = folder / "toy.yaml"
    path.write_text(yaml.safe_dump(data | changes, allow_unicode=True), encoding="utf-8")
    return da.codebook.read(path)


BODY: Texts = {
    "d1": [["달 밤", "새 집"], ["해 낮", "달 보름 해"]],
    "d2": [["달 길", "물 길", "해 길"]],
    "d3": [["강 길", "보름 길"]],
    "d4": [["달 새", "해 새"]],
}


@pytest.fixture
def toy(tmp_path: Path) -> tuple[da.Corpus, Tokens, Codebook, pd.DataFrame]:
    corpus, tokens = texts(BODY)
    codebook = book(tmp_path)
    return corpus, tokens, codebook, V.sample(corpus, tokens, codebook, n=11)


def codings(sample: pd.DataFrame, told: Mapping[str, Mapping[str, Sequence[float]]], **kinds: str) -> pd.DataFrame:
    """Codings by coder and frame, in the order of the sample."""
    parts = [
        pd.DataFrame({"unit": sample["unit"], "frame": frame, "coder": coder, "value": np.array(values, dtype=float)})
        for coder, frames in told.items()
        for frame, values in frames.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    table = table.assign(
        kind=[kinds.get(c, "human") for c in table["coder"]], empty=False, confidence=math.nan, note=""
    )
    return table[[c.name for c in schema.CODINGS]]


# --- samples


def test_a_sample_of_everything(toy: Any) -> None:
    *_, sample = toy
    assert len(sample) == 11
    assert sample["unit"].is_unique
    assert sample["unit"].str.fullmatch("u[0-9a-f]{12}").all()
    # both frames in 달 보름 해: 3 points, high; 새 집, 물 길, 강 길: nothing
    assert sample["stratum"].value_counts().to_dict() == {"low": 7, "zero": 3, "high": 1}
    assert (sample["weight"] == 1).all()
    assert sample.groupby("doc")["part"].nunique().eq(1).all()
    assert sample.drop_duplicates("doc")["part"].value_counts().to_dict() == {"tune": 2, "test": 2}
    assert (sample["draw"] == "random").sum() == 6


def test_weights_add_up_to_the_population_and_the_seed_decides(toy: Any) -> None:
    corpus, tokens, codebook, _ = toy
    one = V.sample(corpus, tokens, codebook, n=6, seed=3)
    pd.testing.assert_frame_equal(one, V.sample(corpus, tokens, codebook, n=6, seed=3))
    by_class = one.groupby("stratum")["weight"].sum()
    whole = pd.Series({"low": 7.0, "zero": 3.0, "high": 1.0})
    assert by_class.to_dict() == pytest.approx(whole[by_class.index].to_dict())
    assert one.attrs["population"] == 11


def test_copies_of_a_text_are_drawn_once_and_counted(tmp_path: Path) -> None:
    corpus, tokens = texts({"a": [["달 밤"]], "b": [["해 낮"]], "c": [["달 밤"]]})
    sample = V.sample(corpus, tokens, book(tmp_path), n=2)
    assert sample["doc"].tolist() == ["a", "b"]
    assert (sample.attrs["population"], sample.attrs["copies"]) == (2, 1)


def test_paragraphs_are_units_too(toy: Any) -> None:
    corpus, tokens, codebook, _ = toy
    sample = V.sample(corpus, tokens, codebook, n=5, unit="paragraph")
    text = corpus.documents.set_index("doc")["text"]
    spans = {text[r.doc][r.start : r.end] for r in sample.itertuples()}
    assert spans == {"달 밤 새 집", "해 낮 달 보름 해", "달 길 물 길 해 길", "강 길 보름 길", "달 새 해 새"}


def test_sample_refuses(toy: Any, tmp_path: Path) -> None:
    corpus, tokens, codebook, _ = toy
    with pytest.raises(OptionError, match="n must be from 1 to 11, the sentences that these texts have, not 12"):
        V.sample(corpus, tokens, codebook, n=12)
    with pytest.raises(OptionError, match="unit must be one of sentence, paragraph, not 'word'"):
        V.sample(corpus, tokens, codebook, n=1, unit="word")
    with pytest.raises(OptionError, match="of other texts"):
        V.sample(corpus, replace(tokens, recipe=replace(tokens.recipe, corpus="x")), codebook, n=1)
    tuned = book(tmp_path, provenance={"author": "a", "basis": "b", "licence": "c", "tuned_on": ["d2"]})
    with pytest.raises(OptionError, match="was tuned on 'd2', which cannot validate it"):
        V.sample(corpus, tokens, tuned, n=1)


# --- sheets


def test_a_sheet_is_blind_and_shuffled(toy: Any, tmp_path: Path) -> None:
    corpus, _, codebook, sample = toy
    paths = [
        V.sheet(corpus, sample=sample, codebook=codebook, coder=c, path=tmp_path / f"{c}.xlsx") for c in ("가", "나")
    ]
    books = [openpyxl.load_workbook(p) for p in paths]
    heads = [c.value for c in books[0]["코딩"][1]]
    assert heads == [
        *("단위 [unit]", "글 [text]", "달빛 [moon]", "햇빛 [sun]"),
        *("확신 [confidence]", "메모 [note]", "코더 [coder]", "코드북 [codebook]"),
    ]
    orders = [[row[0] for row in b["코딩"].iter_rows(min_row=2, values_only=True)] for b in books]
    assert sorted(orders[0]) == sorted(orders[1]) == sorted(sample["unit"])
    assert orders[0] != orders[1]
    flat = " ".join(str(v) for row in books[0]["코딩"].iter_rows(values_only=True) for v in row)
    assert not any(word in flat for word in ("tune", "test", "low", "zero"))
    guide = list(books[0]["코드북"].iter_rows(values_only=True))
    assert ("달빛 [moon]", "달빛 이야기") in guide
    assert ("물음", "· 달빛인가?") in guide
    again = V.sheet(corpus, sample=sample, codebook=codebook, coder="가", path=tmp_path / "again.xlsx")
    assert again.read_bytes() == paths[0].read_bytes()


def test_the_text_before_stands_beside_where_it_is_asked_for(toy: Any, tmp_path: Path) -> None:
    corpus, _, codebook, sample = toy
    path = V.sheet(corpus, sample=sample, codebook=codebook, coder="가", path=tmp_path / "a.csv", also="before")
    table = pd.read_csv(path).set_index("글 [text]")["앞 글 [before]"]
    assert table["해 낮"] == "달 밤 새 집"
    assert table["물 길"] == "달 길"


def test_sheet_refuses(toy: Any, tmp_path: Path) -> None:
    corpus, _, codebook, sample = toy
    given = {"sample": sample, "codebook": codebook, "coder": "A"}
    (tmp_path / "old.xlsx").write_bytes(b"codings")
    with pytest.raises(OptionError, match=r"old\.xlsx is there already and may hold codings"):
        V.sheet(corpus, **given, path=tmp_path / "old.xlsx")
    assert (tmp_path / "old.xlsx").read_bytes() == b"codings"
    with pytest.raises(OptionError, match=r"ends in \.xlsx, \.csv, \.html or \.qdpx, not \.doc"):
        V.sheet(corpus, **given, path=tmp_path / "a.doc")
    with pytest.raises(OptionError, match="the coder has no name"):
        V.sheet(corpus, **given | {"coder": " "}, path=tmp_path / "a.csv")
    with pytest.raises(OptionError, match=r"also must be one of .*, element, or a list of them, not 'after'"):
        V.sheet(corpus, **given, path=tmp_path / "a.csv", also="after")
    with pytest.raises(RefusalError, match="the corpus has no characters"):
        V.sheet(da.Corpus.from_texts({"x": "딴 글"}), **given, path=tmp_path / "a.csv")


# --- what comes back


def fill(toy: Any, folder: Path, coder: str, values: Any = 1) -> pd.DataFrame:
    """A sheet as a table, filled with one value or by text."""
    corpus, _, codebook, sample = toy
    path = V.sheet(corpus, sample=sample, codebook=codebook, coder=coder, path=folder / f"raw-{coder}.csv")
    table = pd.read_csv(path, dtype="str", keep_default_na=False)
    path.unlink()
    for column, word in (("달빛 [moon]", "달"), ("햇빛 [sun]", "해")):
        table[column] = [values if values != "text" else str(int(word in t.split())) for t in table["글 [text]"]]
    return table


def test_a_filled_sheet_is_read(toy: Any, tmp_path: Path) -> None:
    *_, codebook, sample = toy
    folder = tmp_path / "back"
    folder.mkdir()
    fill(toy, tmp_path, "A", "text").to_csv(folder / "A.csv", index=False, encoding="cp949")
    words = {"0": "아니오", "1": "예"}
    other = fill(toy, tmp_path, "B", "text")[::-1]
    other["달빛 [moon]"] = other["달빛 [moon]"].map({"0": "X", "1": " O "})
    other["햇빛 [sun]"] = other["햇빛 [sun]"].map(words)
    other["확신 [confidence]"] = "3"
    other["내 생각"] = "음"
    other[list(other.columns[::-1])].to_excel(folder / "B.xlsx", index=False)
    read = V.read(folder, sample=sample, codebook=codebook, machines=["B"])
    wide = read.pivot_table(index=["unit", "frame"], columns="coder", values="value")
    assert (wide["A"] == wide["B"]).all()
    # 달 stands in four sentences and 해 in four
    assert wide["A"].groupby("frame").sum().to_dict() == {"moon": 4, "sun": 4}
    assert dict(zip(read["coder"], read["kind"], strict=True)) == {"A": "human", "B": "machine"}
    assert read.attrs["unfinished"] == {}
    assert read.attrs["notes"] == ["B.xlsx: the column '내 생각' was not read"]
    assert read.loc[read["coder"] == "B", "confidence"].eq(3).all()


def test_a_half_finished_sheet_says_so(toy: Any, tmp_path: Path) -> None:
    *_, codebook, sample = toy
    table = fill(toy, tmp_path, "A", "1")
    table.loc[:2, "달빛 [moon]"] = ""
    table.loc[3, "달빛 [moon]"] = "9"
    table.iloc[:-1].to_csv(tmp_path / "A.csv", index=False)
    read = V.read(tmp_path / "A.csv", sample=sample, codebook=codebook)
    # three cells emptied, and one row of two frames lost
    assert read.attrs["unfinished"] == {"A": 5}
    rows = V.progress(read).set_index("frame")
    assert rows.loc["moon", ["units", "coded", "unsure", "empty"]].tolist() == [11, 6, 1, 4]
    assert rows.loc["sun", ["units", "coded", "unsure", "empty"]].tolist() == [11, 10, 0, 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda t: t.assign(**{"달빛 [moon]": "2026-03-01"}),
            "'2026-03-01' in the column of moon means nothing",
        ),
        (lambda t: t.assign(**{"단위 [unit]": "u1"}), r"A\.csv, row 2: unit 'u1' is not in the sample"),
        (lambda t: pd.concat([t, t.head(1)]), "stands there twice; keep one of the rows"),
        (lambda t: t.drop(columns="햇빛 [sun]"), r"A\.csv has no column \[sun\]; put the columns back"),
        (lambda t: t.assign(**{"코더 [coder]": ["A", *["B"] * 10]}), "holds 'A' and 'B'; a sheet is by one coder"),
        (lambda t: t.assign(**{"코더 [coder]": ""}), r"\[coder\] names nobody"),
        (lambda t: t.assign(**{"코드북 [codebook]": "toy 0.9 0123456789"}), "was coded with 'toy 0.9 0123456789', and"),
        (lambda t: t.assign(**{"확신 [confidence]": "7"}), "confidence '7' is none of 1, 2, 3"),
    ],
)
def test_what_a_sheet_may_not_be(toy: Any, tmp_path: Path, change: Any, said: str) -> None:
    *_, codebook, sample = toy
    change(fill(toy, tmp_path, "A", "1")).to_csv(tmp_path / "A.csv", index=False)
    with pytest.raises(ReadError, match=said):
        V.read(tmp_path / "A.csv", sample=sample, codebook=codebook)


def test_two_sheets_of_one_coder_and_other_mistakes(toy: Any, tmp_path: Path) -> None:
    *_, codebook, sample = toy
    table = fill(toy, tmp_path, "A", "1")
    files = [tmp_path / "1.csv", tmp_path / "2.csv"]
    for file in files:
        table.to_csv(file, index=False)
    with pytest.raises(ReadError, match=r"1\.csv and 2\.csv are both by coder 'A'"):
        V.read(files, sample=sample, codebook=codebook)
    with pytest.raises(OptionError, match="machine 'B' is no coder of these sheets; they are by A"):
        V.read(files[0], sample=sample, codebook=codebook, machines=["B"])
    with pytest.raises(MissingError, match="there is no coding sheet at"):
        V.read(tmp_path / "3.csv", sample=sample, codebook=codebook)
    with pytest.raises(MissingError, match="no coding sheet in an empty list"):
        V.read([], sample=sample, codebook=codebook)


def test_codings_outlive_new_terms_but_not_new_definitions(toy: Any, tmp_path: Path) -> None:
    *_, codebook, sample = toy
    fill(toy, tmp_path, "A", "1").to_csv(tmp_path / "A.csv", index=False)
    frames = [f.model_dump(exclude_none=True) for f in codebook.frames]
    frames[0]["terms"] += ({"id": "m9", "match": "초승"},)
    frames = yaml.safe_load(yaml.safe_dump(frames, allow_unicode=True).replace("!!python/tuple", ""))
    newer = book(tmp_path, version="1.1", frames=frames)
    assert len(V.read(tmp_path / "A.csv", sample=sample, codebook=newer)) == 22
    frames[0]["definition"] = "딴 이야기"
    with pytest.raises(ReadError, match=r"the definitions are now toy 1\.2"):
        V.read(tmp_path / "A.csv", sample=sample, codebook=book(tmp_path, version="1.2", frames=frames))


# --- agreement

UNITS = 11
MOON = [1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0]  # 달 stands in the sentence, in reading order


def test_agreement_of_two_coders(toy: Any) -> None:
    *_, sample = toy
    table = V.agreement(codings(sample, {"A": {"moon": MOON}, "B": {"moon": [0, *MOON[1:]]}}))
    row = table.iloc[0]
    assert row["percent"] == pytest.approx(10 / 11)
    # 7 ones among 22 values: De = 2*7*15/(22*21); Do = 1/11
    assert row["alpha"] == pytest.approx(1 - (1 / 11) / (210 / 462))
    assert (row["n"], row["coders"], row["verdict"]) == (11, 2, "reliable")
    assert row["prevalence"] == pytest.approx(7 / 22)
    assert row["reason"].startswith("rare: 7 readings say present")


def test_agreement_that_cannot_be_had(toy: Any) -> None:
    *_, sample = toy
    alone = V.agreement(codings(sample, {"A": {"moon": MOON}})).iloc[0]
    assert (alone["n"], alone["verdict"], alone["reason"]) == (0, "undefined", "no unit was read by two coders")
    same = V.agreement(codings(sample, {"A": {"moon": [0] * 11}, "B": {"moon": [0] * 11}})).iloc[0]
    assert math.isnan(same["alpha"])
    assert same["percent"] == 1
    assert same["reason"].startswith("all readings are the same")


def test_disagreements_with_their_text_and_what_was_settled(toy: Any) -> None:
    corpus, _, _, sample = toy
    told = {"A": {"moon": MOON}, "B": {"moon": [0, *MOON[1:]]}, "합의": {"moon": [1, *[math.nan] * 10]}}
    found = codings(sample, told, 합의="adjudicator")
    table = V.disagreements(found, sample=sample, corpus=corpus)
    assert table[["readings", "adjudicated", "text"]].values.tolist() == [["A=1, B=0", 1.0, "달 밤"]]
    assert V.disagreements(found, sample=sample)["text"].tolist() == [""]
    assert V.disagreements(codings(sample, {"A": {"moon": MOON}}), sample=sample).empty
    with pytest.raises(OptionError, match="is not in the sample; pass the sample coded"):
        V.disagreements(found, sample=sample.iloc[1:])


# --- accuracy


def opened(sample: pd.DataFrame, part: str = "tune") -> pd.DataFrame:
    """All units in one part."""
    held = sample.assign(part=part)
    held.attrs = dict(sample.attrs)
    return held


def test_accuracy_by_hand(toy: Any) -> None:
    _, tokens, codebook, sample = toy
    hits = da.framing.hits(tokens, codebook)
    # the codebook finds moon where 달 or 보름 stands: units 0, 3, 4, 8, 9; coders see it in 0, 3, 4, 1
    gold = [1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0]
    found = codings(sample, {"A": {"moon": gold}, "B": {"moon": gold}})
    row = V.accuracy(found, hits, sample=opened(sample), tokens=tokens).iloc[0]
    assert row[["n", "undecided", "positive", "predicted", "true_positive"]].tolist() == [11, 0, 4, 5, 3]
    assert row[["precision", "recall", "f1"]].tolist() == pytest.approx([3 / 5, 3 / 4, 2 * 0.6 * 0.75 / 1.35])
    assert row["specificity"] == pytest.approx(5 / 7)
    # all units of the texts were read, so that nothing is uncertain
    assert row[["precision_low", "precision_high", "recall_low", "recall_bound"]].tolist() == pytest.approx(
        [0.6, 0.6, 0.75, 0.75]
    )
    assert row[["found_units", "zero_units", "zero_read", "missed_high"]].tolist() == [5, 6, 6, 1]
    counted = V.accuracy(found, hits, sample=opened(sample), tokens=tokens, weighting="none").iloc[0]
    low, high = da.measures.wilson(3, n=5)
    assert counted[["precision_low", "precision_high"]].tolist() == pytest.approx([float(low), float(high)])
    listed = V.confusions(found, hits, sample=opened(sample), tokens=tokens)
    assert listed[["kind", "doc", "start", "terms"]].values.tolist() == [
        ["false_negative", "d1", 4, ""],
        ["false_positive", "d3", 4, "m2"],
        ["false_positive", "d4", 0, "m1"],
    ]


def test_weights_change_rates_and_not_counts(toy: Any) -> None:
    _, tokens, codebook, sample = toy
    hits = da.framing.hits(tokens, codebook)
    gold = [1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0]
    found = codings(sample, {"A": {"moon": gold}, "B": {"moon": gold}})
    heavy = opened(sample)
    heavy.attrs = {}  # as a table of one's own
    heavy["stratum"] = heavy["stratum"].where(heavy.index != 1, "near")
    heavy["weight"] = [1.0, 10.0, *[1.0] * 9]
    row = V.accuracy(found, hits, sample=heavy, tokens=tokens).iloc[0]
    # the missed unit stands for ten, nine of which were not read: positives among them are beta-binomial given 1 of 1,
    # so that from 1 to 10 were missed and 3 found
    assert row[["found_units", "zero_units"]].tolist() == [5, 15]
    assert (row["recall"], row["true_positive"]) == (pytest.approx(3 / 13), 3)
    assert row["recall_low"] == pytest.approx(3 / 13)
    assert row["missed_high"] == 10
    assert row["positive_effective"] == pytest.approx(169 / 103)
    plain = V.accuracy(found, hits, sample=heavy, tokens=tokens, weighting="none").iloc[0]
    assert plain["recall"] == pytest.approx(3 / 4)
    heavy["weight"] = math.nan
    with pytest.raises(OptionError, match="the part 'tune' have no sampling weight; use weighting='none'"):
        V.accuracy(found, hits, sample=heavy, tokens=tokens)


def test_precision_of_terms(toy: Any) -> None:
    _, tokens, codebook, sample = toy
    hits = da.framing.hits(tokens, codebook)
    found = codings(sample, {"A": {"moon": MOON}, "B": {"moon": MOON}})
    table = V.accuracy(found, hits, sample=opened(sample), tokens=tokens, by="term")
    # m1 (달) stands in units 0, 3, 4, 9, all positive; m2 (보름) in 3 and 8, of which 8 is not
    assert table[["term", "predicted", "true_positive"]].values.tolist() == [["m1", 4, 4], ["m2", 2, 1]]
    assert table["precision"].tolist() == [1.0, 0.5]


def test_undecided_units_are_left_out_and_counted_and_adjudication_decides(toy: Any) -> None:
    _, tokens, codebook, sample = toy
    hits = da.framing.hits(tokens, codebook)
    told = {"A": {"moon": MOON}, "B": {"moon": [0, *MOON[1:]]}}
    first = V.accuracy(codings(sample, told), hits, sample=opened(sample), tokens=tokens).iloc[0]
    assert first[["n", "undecided", "positive"]].tolist() == [10, 1, 3]
    told["합의"] = {"moon": [1, *[math.nan] * 10]}
    settled = codings(sample, told, 합의="adjudicator")
    second = V.accuracy(settled, hits, sample=opened(sample), tokens=tokens).iloc[0]
    assert second[["n", "undecided", "positive"]].tolist() == [11, 0, 4]


def test_agreement_comes_first(toy: Any) -> None:
    _, tokens, codebook, sample = toy
    hits = da.framing.hits(tokens, codebook)
    other = [1 - v for v in MOON[:5]] + MOON[5:]
    found = codings(sample, {"A": {"moon": MOON}, "B": {"moon": other}})
    row = V.accuracy(found, hits, sample=opened(sample), tokens=tokens).iloc[0]
    assert math.isnan(row["precision"])
    assert "is below .667: mend the definition first" in row["reason"]
    row = V.accuracy(codings(sample, {"A": {"moon": MOON}}), hits, sample=opened(sample), tokens=tokens).iloc[0]
    assert math.isnan(row["recall"])
    assert row["reason"] == "no unit was read by two coders, so that their agreement is unknown"


def test_other_texts_are_refused(toy: Any) -> None:
    _, tokens, codebook, sample = toy
    hits = da.framing.hits(tokens, codebook)
    found = codings(sample, {"A": {"moon": MOON}, "B": {"moon": MOON}})
    _, others = texts({"x": [["달 밤"]]})
    with pytest.raises(OptionError, match=r"11 unit\(s\) of the sample are not in these tokens"):
        V.accuracy(found, hits, sample=opened(sample), tokens=others)
    with pytest.raises(OptionError, match="codings are of frame 'star', which the hits do not have"):
        V.accuracy(found.assign(frame="star"), hits, sample=opened(sample), tokens=tokens)
    with pytest.raises(OptionError, match="weighting must be one of sample, none, not 'kish'"):
        V.accuracy(found, hits, sample=opened(sample), tokens=tokens, weighting="kish")
    strange = found.assign(unit="u" + found["unit"])
    with pytest.raises(OptionError, match="no unit of the open parts has a settled coding"):
        V.accuracy(strange, hits, sample=opened(sample), tokens=tokens)


def test_calibration_and_lengths(toy: Any) -> None:
    _, tokens, codebook, sample = toy
    scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="sentence")
    found = codings(sample, {"A": {"moon": MOON}, "B": {"moon": MOON}})
    table = V.calibration(found, scores, sample=opened(sample))
    # moon scores: 0 in six units (none positive), 1 in four (three positive), 2 in one (positive)
    assert table[["low", "n", "positive"]].values.tolist() == [[0, 6, 0], [0, 0, 0], [0.5, 4, 3], [1, 1, 1], [2, 0, 0]]
    assert table["precision"].tolist()[:3] == pytest.approx([4 / 11, 4 / 5, 4 / 5])
    assert table["recall"].tolist()[:4] == pytest.approx([1, 1, 1, 1 / 4])
    assert math.isnan(table["share"].iloc[1])
    lengths = V.lengths(found, scores, sample=opened(sample)).iloc[0]
    # one sentence of three words scores 2 and is positive, all others have two words
    length = pd.Series([2, 2, 2, 3, *[2] * 7]).rank()
    score = pd.Series([1, 0, 0, 2, 1, 0, 0, 0, 1, 1, 0]).rank()
    assert lengths["rho_score"] == pytest.approx(length.corr(score))
    with pytest.raises(OptionError, match="the scores lack units of the sample"):
        V.calibration(found, scores[scores["doc"] != "d1"], sample=opened(sample))


def test_needed() -> None:
    table = V.needed([0.85], half_widths=[0.1, 0.05])
    assert table["n"].tolist() == [49, 196]


# --- the validation file


def test_the_test_part_is_sealed_until_it_is_opened_and_logged(toy: Any) -> None:
    _, tokens, codebook, sample = toy
    hits = da.framing.hits(tokens, codebook)
    found = codings(sample, {"A": {"moon": MOON}, "B": {"moon": MOON}})
    table = V.accuracy(found, hits, sample=sample, tokens=tokens)
    assert table["part"].tolist() == ["tune"]
    assert table.attrs["sealed"] == ["test"]
    with pytest.raises(OptionError, match="the sample has no open part"):
        V.accuracy(found, hits, sample=sample[sample["part"] == "test"], tokens=tokens)
    free = V.open_test(sample, codebook=codebook, date=DAY)
    V.open_test(free, codebook=codebook, date=DAY)  # the same again is one opening
    assert V.accuracy(found, hits, sample=free, tokens=tokens)["part"].tolist() == ["test", "tune"]
    held = yaml.safe_load(beside(codebook.path).read_text(encoding="utf-8"))
    assert [(o["date"], o["part"], o["use"], o["version"]) for o in held["openings"]] == [
        ("2026-01-02", "test", "measured", "1.0")
    ]
    with pytest.raises(OptionError, match="no part 'fresh'; the sample has test, tune"):
        V.open_test(sample, codebook=codebook, part="fresh")
    with pytest.raises(OptionError, match="use must be one of measured, tuned, not 'peeked'"):
        V.open_test(sample, codebook=codebook, use="peeked")


def measured(folder: Path, units: int, **kinds: str) -> Codebook:
    """Record a codebook that two coders agree on, in a corpus of so many units in the test part."""
    given = {f"d{n:03d}": [[f"달 {n}째" if n % 2 else f"해 {n}째"]] for n in range(2 * units)}
    corpus, tokens = texts(given)
    codebook = book(folder)
    sample = V.open_test(V.sample(corpus, tokens, codebook, n=2 * units), codebook=codebook, date=DAY)
    hits = da.framing.hits(tokens, codebook)
    gold = {"moon": (sample["sentence"] * 0 + sample["doc"].str[1:].astype(int) % 2).tolist()}
    gold["sun"] = [1 - v for v in gold["moon"]]
    found = codings(sample, {"A": gold, "B": gold}, **kinds)
    table = V.accuracy(found, hits, sample=sample, tokens=tokens)
    V.record(codebook, codings=found, sample=sample, accuracy=[table], date=DAY, note="장난감")
    return da.codebook.read(codebook.path)


def test_people_and_enough_units_validate(tmp_path: Path) -> None:
    codebook = measured(tmp_path, 200)
    assert codebook.status == "validated"
    assert codebook.evidence is not None
    assert codebook.evidence.note == "장난감"
    # every document of the test part is found as coders see it; half of the 200 are about the moon, more or less
    shown = codebook.evidence.figures("moon")
    assert shown is not None
    assert ([m.n for m in shown.measured], shown.seen) == ([200], False)
    # 100 of the 200 moons were read, all of them right: few of the others can be wrong
    low = da.measures.stratified_rates(
        [da.measures.Stratum(found=True, N=200, n=shown.measured[0].predicted, k=shown.measured[0].predicted)]
    ).precision.low
    assert shown.measured[0].precision_low == pytest.approx(low, abs=1e-4)
    assert codebook.proof.startswith(
        f"사람 코딩과 비교(조정에 쓰지 않은 글): ‘달빛’ 정밀도 1.00 [{low:.2f}".replace("[0", "[")
    )
    back = V.recorded(codebook)
    assert back["precision"].tolist() == [1.0] * 4
    assert back.attrs["seen"] == ["tune"]
    assert back.attrs["weighting"] == "sample"


def test_fewer_units_are_a_pilot_and_programs_grant_nothing(tmp_path: Path) -> None:
    assert measured(tmp_path, 120).status == "piloted"
    codebook = measured(tmp_path, 200, A="machine", B="machine")
    assert codebook.status == "unvalidated"
    assert codebook.evidence is not None
    assert codebook.evidence.reason == "0 human coder(s) and 2 machine reader(s); a status takes two people"
    assert codebook.proof.startswith("기계 판독과 비교(조정에 쓰지 않은 글): ‘달빛’ 정밀도 1.00 [")


def test_the_floors(tmp_path: Path) -> None:
    codebook = book(tmp_path)

    def status(
        *,
        low: float | None = 0.667,
        point: float | None = 0.7,
        both: int = 100,
        n: int = 200,
        part: str = "test",
        bound: float = 0.5,
        caught: int = 9,
    ) -> str:
        rates = {"precision": 0.5, "recall": 0.9, "recall_bound": bound, "undecided": 0}
        counts = {"positive": 18, "predicted": 9, "true_positive": caught}
        frames = ("moon", "sun")  # the sun is always agreed on; the lower of the two decides
        alphas = {"moon": (point, low), "sun": (1.0, 1.0)}
        told = {
            "schema": "damron-validation/1",
            "codebook": {"id": "toy", "version": "1", "sha256": "x"},
            "date": DAY,
            "granted": "unvalidated",
            "reason": "",
            "coders": [{"id": c, "kind": "human"} for c in "AB"],
            "samples": [{"part": part, "n": n, "documents": 9, "seen": part != "test"}],
            "agreement": [
                {"frame": f, "n": both, "coders": 2, "alpha": 0.9, "verdict": "reliable"}
                | {"alpha_texts": alphas[f][0], "alpha_texts_low": alphas[f][1]}
                for f in frames
            ],
            "accuracy": [{"frame": f, "part": part, "weighting": "sample", "n": n} | rates | counts for f in frames],
        }
        return _record._status(Evidence.model_validate(told), codebook)[0]

    # alpha of the texts: its lower end for a claim, its point for a pilot; 200 and 100 coded units; a part that the
    # codebook was not adjusted to; the lower limit of recall and not its point, .90
    assert status() == "validated"
    assert status(low=0.6669) == status(low=None) == status(n=199) == status(part="tune") == "piloted"
    assert status(bound=0.4999) == "piloted"
    assert status(point=0.667, low=0.1, n=100, part="tune") == "piloted"
    assert status(point=0.6669, low=0.1) == status(n=99) == status(bound=0.4, caught=8) == "unvalidated"
    assert status(both=99) == status(both=0) == status(point=None, low=None) == "unvalidated"


def test_people_and_programs_are_not_mixed(tmp_path: Path) -> None:
    given = {f"d{n:03d}": [[f"달 {n}째" if n % 2 else f"해 {n}째"]] for n in range(8)}
    corpus, tokens = texts(given)
    codebook = book(tmp_path)
    sample = V.sample(corpus, tokens, codebook, n=8)
    told = {"moon": [1, 0] * 4, "sun": [0, 1] * 4}
    found = codings(sample, {"A": told, "B": told, "M": told}, M="machine")
    table = V.accuracy(found, da.framing.hits(tokens, codebook), sample=sample, tokens=tokens, weighting="none")
    V.record(codebook, codings=found, sample=sample, accuracy=[table], date=DAY)
    evidence = da.codebook.read(codebook.path).evidence
    assert evidence is not None
    assert evidence.reason == "1 machine reader(s) beside 2 people; record the people's codings alone"


def test_terms_and_bins_are_kept_as_counts(tmp_path: Path) -> None:
    corpus, tokens = texts(BODY)
    codebook = book(tmp_path)
    sample = opened(V.sample(corpus, tokens, codebook, n=11))
    found = codings(sample, {"A": {"moon": MOON}, "B": {"moon": MOON}})
    hits = da.framing.hits(tokens, codebook)
    scores = da.framing.score(hits, tokens, by="sentence")
    frames, terms = (
        V.accuracy(found, hits, sample=sample, tokens=tokens, weighting="none", by=by) for by in ("frame", "term")
    )
    bins = V.calibration(found, scores, sample=sample)
    V.record(codebook, codings=found, sample=sample, accuracy=[frames, terms, bins], date=DAY)
    read = da.codebook.read(codebook.path)
    lost = {"f1", "specificity", "positive_effective", "negative_effective", "alpha_texts"}
    kept = [c for c in terms.columns if c not in lost]
    back = V.recorded(read, of="term")
    pd.testing.assert_frame_equal(back[kept], terms[kept], check_dtype=False)
    pd.testing.assert_frame_equal(V.recorded(read, of="calibration"), bins, check_dtype=False)
    assert "5개 단위 이상에서 나온 용어가 없어" in da.plots.accuracy(back).get_title(loc="left")
    assert da.plots.calibration(V.recorded(read, of="calibration"))
    with pytest.raises(OptionError, match="the file keeps counts of the term; use weighting='none'"):
        V.recorded(read, of="term", weighting="sample")
    with pytest.raises(OptionError, match="of must be one of frame, term, calibration"):
        V.recorded(read, of="unit")
    V.record(codebook, codings=found, sample=sample, accuracy=[frames], date=DAY)
    with pytest.raises(RefusalError, match="holds nothing of the term; pass such a table"):
        V.recorded(da.codebook.read(codebook.path), of="term")


def test_a_changed_codebook_loses_its_evidence_and_says_why(tmp_path: Path) -> None:
    codebook = measured(tmp_path, 120)
    Path(codebook.path).write_text(Path(codebook.path).read_text(encoding="utf-8") + "\n# 고침\n", encoding="utf-8")
    changed = da.codebook.read(codebook.path)
    assert (changed.status, changed.evidence, changed.proof) == ("unvalidated", None, "")
    assert changed.lost == "toy.validation.yaml is about version 1.0, and the codebook was changed since"
    with pytest.raises(RefusalError, match=r"has no evidence: toy\.validation\.yaml is about"):
        V.recorded(changed)


def test_a_codebook_cannot_call_itself_validated(tmp_path: Path) -> None:
    codebook = book(tmp_path)
    assert (codebook.status, codebook.lost) == ("unvalidated", "there is no toy.validation.yaml beside it")


def test_a_file_that_grants_what_its_coders_cannot_is_refused(tmp_path: Path) -> None:
    codebook = measured(tmp_path, 120, A="machine", B="machine")
    file = beside(codebook.path)
    text = file.read_text(encoding="utf-8").replace("granted: unvalidated", "granted: validated")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SealError, match=r"toy\.validation\.yaml is not what was saved \(its content was changed"):
        da.codebook.read(codebook.path)
    file.write_text(text.partition("\n")[2], encoding="utf-8")  # without its seal, as an older version wrote it
    with (
        warnings.catch_warnings(action="ignore"),
        pytest.raises(CodebookError, match=r"toy\.validation\.yaml.*needs two human coders, and"),
    ):
        da.codebook.read(codebook.path)
    file.write_text("schema: [", encoding="utf-8")
    with (
        pytest.warns(UnsealedWarning, match=r"toy\.validation\.yaml has no seal"),
        pytest.raises(CodebookError, match=r"toy\.validation\.yaml, line 2: not valid YAML"),
    ):
        da.codebook.read(codebook.path)


def test_record_refuses_tables_of_another_codebook(toy: Any) -> None:
    _, tokens, codebook, sample = toy
    hits = da.framing.hits(tokens, codebook)
    found = codings(sample, {"A": {"moon": MOON}, "B": {"moon": MOON}})
    table = V.accuracy(found, hits, sample=sample, tokens=tokens)
    bare = table.copy()
    bare.attrs = {}
    weighted = V.accuracy(found, hits, sample=sample, tokens=tokens, by="term")
    others = codings(sample, {"A": {"moon": MOON}, "C": {"moon": MOON}})
    for wrong, coded, said in (
        (bare, found, "lost its attrs, or is of another codebook"),
        (weighted, found, "by term is kept as counts"),
        (table, others, "was not measured against A, C; pass what"),
    ):
        with pytest.raises(OptionError, match=said):
            V.record(codebook, codings=coded, sample=sample, accuracy=[wrong])
    with pytest.raises(OptionError, match="was not read from a file"):
        V.record(codebook.model_copy(update={"path": ""}), codings=found, sample=sample, accuracy=[table])


def test_the_footer_and_the_methods_carry_the_figures(tmp_path: Path) -> None:
    codebook = measured(tmp_path, 120)
    _, tokens = texts(BODY)
    hits = da.framing.hits(tokens, codebook)
    assert hits.attrs["codebook"]["evidence"] == codebook.proof
    scores = da.framing.score(hits[hits["doc"] == "d1"], tokens.only(docs=["d1"]), by="sentence")
    ax = da.plots.strip(scores)
    shown = " ".join(t.get_text() for t in ax.texts).replace("\n", " ")
    assert "정밀도 1.00 [" in shown
    assert "예비 검증" in shown


def test_what_is_printed_is_of_all_unseen_parts(tmp_path: Path) -> None:
    found = measured(tmp_path, 120).evidence
    assert found is not None
    changes = {"precision": 0.8, "precision_low": 0.7, "precision_high": 0.88, "recall": None, "recall_bound": 0.628}
    one = found.accuracy[0].model_copy(update=changes)
    other = one.model_copy(update={"part": "fresh", "precision": 0.4, "recall_bound": 0.2})
    tuned = one.model_copy(update={"part": "tune", "recall_bound": 0.1})

    def said(*rows: Measured) -> str:
        return found.model_copy(update={"accuracy": rows}).summary({"moon": "달빛"})

    assert (
        said(one, tuned) == "사람 코딩과 비교(조정에 쓰지 않은 글): ‘달빛’ 정밀도 .80 [.70, .88]·재현율 적어도 .63(95%)"
    )
    # no part is chosen for its figures, and the tune part stays out
    assert said(one, tuned, other).endswith("‘달빛’ 정밀도 .40–.80·재현율 적어도 .20(95%, 표본 2개)")
    assert "(조정에 쓴 글)" in said(tuned)
    # of counts alone: 3 + 1 of 5 + 5 found and of 4 + 6 present, and it is said what recall they are
    counts = [
        m.model_copy(update={"weighting": "none", "positive": k, "predicted": 5, "true_positive": t})
        for m, k, t in ((one, 4, 3), (other, 6, 1))
    ]
    assert said(*counts).endswith("‘달빛’ 정밀도 .40(4/10)·코딩한 단위의 재현율 .40(4/10)")
    poor = tuple(a.model_copy(update={"alpha_texts": 0.5}) for a in found.agreement)
    assert found.model_copy(update={"agreement": poor}).figures("moon") is None


# --- labels


def test_labels_come_back_as_they_were_published(toy: Any, tmp_path: Path) -> None:
    *_, sample = toy
    told = {"A": {"moon": MOON}, "B": {"moon": [math.nan, *MOON[1:]]}, "합의": {"moon": [1, *[math.nan] * 10]}}
    found = codings(sample, told, 합의="adjudicator", B="machine")
    found.loc[(found["coder"] == "합의") & found["value"].isna(), "empty"] = True
    path = V.publish(found, sample=sample, path=tmp_path / "labels.csv")
    back = V.published(path)
    keys = ["unit", "frame", "coder", "kind", "value", "empty"]
    wanted = found[~((found["kind"] == "adjudicator") & found["empty"])]
    pd.testing.assert_frame_equal(
        back.codings[keys].reset_index(drop=True), wanted[keys].reset_index(drop=True), check_dtype=False
    )
    pd.testing.assert_frame_equal(back.sample, sample, check_dtype=False)
    assert back.sample.attrs == {"damron": {}}  # and says nothing of itself


def test_labels_that_cannot_be_read(toy: Any, tmp_path: Path) -> None:
    *_, sample = toy
    found = codings(sample, {"A": {"moon": MOON}})
    path = V.publish(found, sample=sample, path=tmp_path / "labels.csv")
    text = path.read_text(encoding="utf-8")
    path.write_text("".join(text.splitlines(keepends=True)[:-1]), encoding="utf-8")
    with pytest.raises(SealError, match=rf"{len(sample) - 1} rows are there and {len(sample)} were saved"):
        V.published(path)
    text = "".join(text.splitlines(keepends=True)[1:])  # without its seal, as an older version wrote it
    path.write_text(text, encoding="utf-8")
    with pytest.warns(UnsealedWarning, match=r"labels\.csv has no seal"):
        assert len(V.published(path).sample) == len(sample)
    path.write_text(text.replace("A:human:moon", "A"), encoding="utf-8")
    with warnings.catch_warnings(action="ignore"), pytest.raises(ReadError, match="no column called coder:kind:frame"):
        V.published(path)
    path.write_text(text.replace(",all,1,1\n", ",all,1,2\n"), encoding="utf-8")
    with (
        warnings.catch_warnings(action="ignore"),
        pytest.raises(ReadError, match=r"column A:human:moon, unit u\w+: '2' means nothing"),
    ):
        V.published(path)
    with pytest.raises(MissingError, match="no file of labels"):
        V.published(tmp_path / "none.csv")
    with pytest.raises(OptionError, match="has a colon in the name"):
        V.publish(found.assign(coder="A:1"), sample=sample, path=path)
    with pytest.raises(OptionError, match="is not in the sample; mend that"):
        V.publish(found, sample=sample.head(2), path=path)
