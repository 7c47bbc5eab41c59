"""Accuracy and prevalence of the texts: the worked cases through the kit, other draws, and what intervals promise."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
import yaml

import analysis as da
from analysis import measures, paths, schema
from analysis.codebook import Codebook
from analysis.codebook.evidence_file import Measured
from analysis.errors import OptionError
from analysis.measures import Stratum
from analysis.tokens import Recipe, Tokens
from analysis.validation import _sample
from analysis.validation.strata import read_draw
from analysis.validation.wording import accuracy_sentences

V = da.validation
ORACLES = paths.ROOT.parent / "shared" / "oracles-inference.json"
CASES: list[dict[str, Any]] = json.loads(ORACLES.read_text(encoding="utf-8")) if ORACLES.is_file() else []
shared = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")
Flags = npt.NDArray[np.bool_]
PER = 10  # sentences of a document


class World(NamedTuple):
    """Texts of which it is known in which sentences the words of two frames stand."""

    tokens: Tokens
    codebook: Codebook
    hits: pd.DataFrame
    units: pd.DataFrame
    corpus: da.Corpus


def world(moon: Flags, sun: Flags, folder: Path, *, copies: Sequence[int] = ()) -> World:
    """Make one sentence for each pair of flags, ten to a document, and copies of some documents at the end."""
    docs = [*range(math.ceil(len(moon) / PER)), *copies]
    rows, texts = [], {}
    for name, doc in enumerate(docs):
        at, words = 0, []
        for place, n in enumerate(range(doc * PER, min((doc + 1) * PER, len(moon))), start=1):
            sentence = [f"글{n}", *["달"] * int(moon[n]), *["해"] * int(sun[n])]
            for word in sentence:
                rows.append((f"d{name:04d}", place, place, len(rows), word, word, "NNG", word, at, at + len(word)))
                at += len(word) + 1
            words.append(" ".join(sentence))
        texts[f"d{name:04d}"] = "\n".join(words)
    corpus = da.Corpus.from_texts(texts)
    table = pd.DataFrame(rows, columns=[c.name for c in schema.TOKENS])
    table["i"] = table.groupby("doc").cumcount()
    table = table.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))
    tokens = Tokens(table, Recipe("kit", "toy 1.0", "none", "morphs", corpus=corpus.sha256))
    codebook = book(folder)
    units = _sample._population(corpus, tokens, codebook, "sentence").drop_duplicates("unit", ignore_index=True)
    return World(tokens, codebook, da.framing.hits(tokens, codebook), units, corpus)


def book(folder: Path, *, moon: str = "달") -> Codebook:
    frames = [
        {"id": i, "label": {"ko": ko, "en": i}, "colour": c, "definition": ko, "terms": [{"id": f"{i}1", "match": m}]}
        for i, ko, c, m in (("moon", "달빛", "blue", moon), ("sun", "햇빛", "orange", "해"))
    ]
    data = {
        "schema": "kfa-codebook/1",
        "id": "toy",
        "version": "1.0",
        "status": "unvalidated",
        "unit": "sentence",
        "title": {"ko": "하늘", "en": "sky"},
        "compare": ["moon", "sun"],
        "frames": frames,
        "provenance": {"author": "a", "basis": "b", "licence": "c"},
    }
    path = folder / "toy.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return da.codebook.read(path)


def drawn(made: World, places: Sequence[int], **changes: Any) -> pd.DataFrame:
    """Make a sample of some units, weighed by stratum."""
    sample = made.units.iloc[sorted(places)].reset_index(drop=True)
    weight = made.units["stratum"].value_counts() / sample["stratum"].value_counts()
    weight = sample["stratum"].map(weight).astype("float64")
    sample = sample.assign(weight=weight, pi=1 / weight, group="all", draw="stratified", part="tune", **changes)
    sample = sample[[c.name for c in schema.DRAWN]]
    return schema.describe(sample, schema.About(unit="sentence", population=len(made.units)), source=None)


def codings(sample: pd.DataFrame, positive: set[str], frame: str = "moon") -> pd.DataFrame:
    """Codings of two coders who agree."""
    table = pd.concat([pd.DataFrame({"unit": sample["unit"], "coder": coder}) for coder in "AB"], ignore_index=True)
    table = table.assign(frame=frame, kind="human", empty=False, confidence=math.nan, note="")
    table["value"] = table["unit"].isin(positive).astype("float64")
    return table[[c.name for c in schema.CODINGS]]


def strata_world(folder: Path, *, found: int, units: int) -> World:
    """Texts whose first sentences hold the word of the one frame."""
    moon = np.arange(units) < found
    return world(moon, np.zeros(units, dtype=bool), folder)


@shared
@pytest.mark.parametrize("name", ["REC-01", "REC-02", "REC-04", "REC-06"])
def test_the_worked_cases_come_out_of_codings_hits_and_a_sample(name: str, tmp_path: Path) -> None:
    case = next(c for c in CASES if c["id"] == name)
    f, z = (case["input"][f"{side}_strata"][0] for side in ("found", "zero"))
    made = strata_world(tmp_path, found=f["N"], units=f["N"] + z["N"])
    places = [*range(f["n"]), *range(f["N"], f["N"] + z["n"])]
    positive = made.units["unit"].iloc[[*range(f["k"]), *range(f["N"], f["N"] + z["k"])]]
    sample = drawn(made, places)
    given = {"sample": sample, "tokens": made.tokens}
    row = V.accuracy(codings(sample, set(positive)), made.hits, **given).iloc[0]
    expected = case["expected"]
    for rate in ("recall", "precision", "f1"):
        assert row[[f"{rate}_low", f"{rate}_high"]].tolist() == pytest.approx(expected[rate], abs=1e-7)
    assert row["recall_bound"] == pytest.approx(expected["recall_lower_95"], abs=1e-7)
    assert row["precision"] == pytest.approx(expected["plug_in"]["precision"])
    assert row[["found_units", "zero_units", "zero_read"]].tolist() == [f["N"], z["N"], z["n"]]
    # without a positive among those not found, or with an interval wider than .5, there is no point
    blank = z["k"] == 0 or expected["recall"][1] - expected["recall"][0] > 0.5
    assert bool(pd.isna(row["recall"])) == bool(pd.isna(row["f1"])) == bool(row["reason"]) == blank
    if not blank:
        assert row["recall"] == pytest.approx(expected["plug_in"]["recall"])
    share = V.prevalence(codings(sample, set(positive)), made.hits, **given).iloc[0]
    assert share[["corrected_low", "corrected_high"]].tolist() == pytest.approx(expected["prevalence"], abs=1e-7)
    assert share["share"] == pytest.approx(f["N"] / (f["N"] + z["N"]))


def small(folder: Path) -> tuple[World, pd.DataFrame, set[str]]:
    """40 moons, every fourth of them with a sun, 20 suns more, and 140 sentences with neither; 80 are read."""
    moon = np.arange(200) < 40
    sun = (moon & (np.arange(200) % 4 == 0)) | ((np.arange(200) >= 40) & (np.arange(200) < 60))
    made = world(moon, sun, folder)
    # strata: high 10, low 30 moons and 20 suns, zero 140
    places = [*range(0, 40, 8), *range(1, 40, 4), *range(40, 50), *range(60, 115)]
    positive = set(made.units["unit"].iloc[[*range(0, 40, 8), *range(1, 30, 4), 41, 60, 61]])
    return made, drawn(made, places), positive


def test_cells_are_counted_by_stratum_and_found(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    row = V.accuracy(codings(sample, positive), made.hits, sample=sample, tokens=made.tokens).iloc[0]
    # moons: high 5 of 10 read, all present; low 10 of 30, 8 present. Not moons: suns 10 of 20, one present; zero 55 of
    # 140, two present
    strata = [Stratum(True, 10, 5, 5), Stratum(True, 30, 10, 8), Stratum(False, 20, 10, 1), Stratum(False, 140, 55, 2)]
    rates = measures.stratified_rates(strata)
    assert row[["precision", "recall", "f1"]].tolist() == pytest.approx(
        [rates.precision.estimate, rates.recall.estimate, rates.f1.estimate]
    )
    assert rates.recall.estimate == pytest.approx((10 + 24) / (10 + 24 + 2 + 140 * 2 / 55))
    assert row[["recall_low", "recall_high", "recall_bound"]].tolist() == pytest.approx(
        [rates.recall.low, rates.recall.high, rates.recall_bound]
    )
    assert row[["positive", "predicted", "true_positive", "reason"]].tolist() == [16, 15, 13, ""]


def test_strata_of_found_and_zero_are_counted_too(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    # drawn as found (60 units, 25 of them read) and zero: 15 of 40 moons, 10 of 20 suns
    plain = sample.assign(stratum=sample["stratum"].where(sample["stratum"] == "zero", "found"), group="all")
    plain["weight"] = np.where(plain["stratum"] == "found", 60 / 25, 140 / 55)
    plain = schema.describe(plain, schema.about(sample), source=None)
    assert read_draw(plain, made.hits, made.tokens).exact
    row = V.accuracy(codings(plain, positive), made.hits, sample=plain, tokens=made.tokens).iloc[0]
    strata = [Stratum(True, 40, 15, 13), Stratum(False, 20, 10, 1), Stratum(False, 140, 55, 2)]
    rates = measures.stratified_rates(strata)
    assert row[["recall_low", "recall_high"]].tolist() == pytest.approx([rates.recall.low, rates.recall.high])


def test_copies_were_not_drawn_and_do_not_count(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    moon = np.arange(200) < 40
    sun = (moon & (np.arange(200) % 4 == 0)) | ((np.arange(200) >= 40) & (np.arange(200) < 60))
    more = world(moon, sun, tmp_path, copies=[0, 0, 3])
    found = codings(sample, positive)
    rows = [V.accuracy(found, w.hits, sample=sample, tokens=w.tokens) for w in (made, more)]
    pd.testing.assert_frame_equal(*rows)


def test_a_codebook_changed_since_the_draw_keeps_what_is_known(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    changed = book(tmp_path, moon="(달|글199)")  # and finds one of the sentences with neither, which was not read
    hits = da.framing.hits(made.tokens, changed)
    draw = read_draw(sample, hits, made.tokens)
    assert not draw.exact
    # 41 found and 159 not; weights of the found: high 5 x 2, low 10 x 2.5, of the others suns 25 and zero 140
    sizes = draw.sizes(frame="moon").droplevel("group").rename_axis(["layer", "found"]).reset_index(name="N")
    assert sizes.groupby("found")["N"].sum().to_dict() == {True: 41, False: 159}
    assert sorted(sizes["N"]) == sorted([round(41 * 10 / 35), round(41 * 25 / 35), 24, 135])
    row = V.accuracy(codings(sample, positive), hits, sample=sample, tokens=made.tokens).iloc[0]
    assert row["reason"] == "칸마다의 단위 수는 표본으로 어림했다"
    # with tokens of some of the texts alone, nothing but the weights is known
    docs = sorted(set(sample["doc"]))
    few = V.accuracy(
        codings(sample, positive),
        made.hits[made.hits["doc"].isin(docs)],
        sample=sample,
        tokens=made.tokens.only(docs=docs),
    ).iloc[0]
    assert few[["found_units", "zero_units"]].tolist() == [35, 165]


def test_an_end_never_excludes_the_plain_estimate(tmp_path: Path) -> None:
    # two strata of thousands in which few units were read, none present: the prior alone puts recall below 1, while
    # nothing that was read speaks against it
    made = strata_world(tmp_path, found=20, units=6_020)
    sample = drawn(made, [*range(20), *range(20, 26), *range(3_020, 3_026)])
    zero = sample["stratum"] == "zero"
    near = zero & (sample.index < 26)
    sample = sample.assign(
        stratum=sample["stratum"].mask(near, "near").mask(zero & ~near, "rest"),
        weight=sample["weight"].mask(near, 500.0).mask(zero & ~near, 500.0),
    )
    sample.attrs = {}
    row = V.accuracy(
        codings(sample, set(made.units["unit"].iloc[:15])), made.hits, sample=sample, tokens=made.tokens
    ).iloc[0]
    strata = [Stratum(True, 20, 20, 15), Stratum(False, 3_000, 6, 0), Stratum(False, 3_000, 6, 0)]
    assert measures.stratified_rates(strata).recall.high < 1
    assert (row["recall_high"], row["recall_low"]) == (1, measures.stratified_rates(strata).recall.low)
    assert math.isnan(row["recall"])


def test_a_stratum_of_which_none_was_drawn_is_known_to_be_there(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    low = drawn(made, [n for n in range(200) if made.units.loc[n, "unit"] in set(sample["unit"]) and n >= 60])
    with pytest.raises(OptionError, match="units that were drawn are not in it, or of a stratum none was drawn"):
        V.accuracy(codings(low, positive), da.framing.hits(made.tokens, book(tmp_path, moon="글1")), sample=low,
                   tokens=made.tokens)  # fmt: skip
    others = drawn(made, [n for n in range(200) if made.units.loc[n, "unit"] in set(sample["unit"]) and n < 60])
    row = V.accuracy(codings(others, positive), made.hits, sample=others, tokens=made.tokens).iloc[0]
    # of the 140 units with neither none was read: precision is known, recall is not
    assert row["precision"] == pytest.approx((10 + 24) / 40)
    assert row[["recall", "recall_low", "recall_bound"]].isna().all()
    assert "읽은 단위가 없는 층" in row["reason"]


def test_cells_that_were_not_read_are_joined_or_refuse(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    found = codings(sample, positive)
    high = set(sample.loc[sample["stratum"] == "high", "unit"])
    unsure = found["unit"].isin(high)  # neither coder could tell
    row = V.accuracy(
        found.assign(value=found["value"].mask(unsure)), made.hits, sample=sample, tokens=made.tokens
    ).iloc[0]
    # the 10 units high are a quarter of the 40 found: too many to be taken for the 30 low ones
    assert (row["n"], row["undecided"]) == (75, 5)
    assert row[["precision", "recall_low", "f1_high"]].isna().all()
    assert "읽은 단위가 없는 층" in row["reason"]
    unsure = found["unit"].isin(set(made.units.iloc[40:50]["unit"]))
    row = V.accuracy(
        found.assign(value=found["value"].mask(unsure)), made.hits, sample=sample, tokens=made.tokens
    ).iloc[0]
    # 20 suns of 160 not found: more than a tenth as well, but what was found is known
    assert row["precision"] == pytest.approx((10 + 24) / 40)
    assert math.isnan(row["recall_low"])


def test_what_was_drawn_must_be_there(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    given = {"tokens": made.tokens}
    with pytest.raises(OptionError, match=r"add up to 198 units, and it was drawn from 200: units that were drawn"):
        V.accuracy(codings(sample, positive), made.hits, sample=sample.iloc[1:], **given)
    with pytest.raises(OptionError, match=r"the value 2 is neither 1 \(present\) nor 0 \(absent\)"):
        V.accuracy(codings(sample, positive).replace({"value": {0.0: 2.0}}), made.hits, sample=sample, **given)
    with pytest.raises(OptionError, match="interval 'wilson' does not go with weighting 'sample'"):
        V.accuracy(codings(sample, positive), made.hits, sample=sample, **given, interval="wilson")
    with pytest.raises(OptionError, match="interval must be one of posterior, wilson, not 'exact'"):
        V.accuracy(codings(sample, positive), made.hits, sample=sample, **given, interval="exact")  # type: ignore[arg-type]
    counted = V.accuracy(codings(sample, positive), made.hits, sample=sample, **given, weighting="none")
    assert counted.attrs["interval"] == "wilson"
    assert math.isnan(counted.loc[0, "recall_bound"])


def test_precision_of_terms_has_the_same_interval(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    row = V.accuracy(codings(sample, positive), made.hits, sample=sample, tokens=made.tokens, by="term").iloc[0]
    rates = measures.stratified_rates([Stratum(True, 10, 5, 5), Stratum(True, 30, 10, 8)])
    assert row["term"] == "moon1"
    assert row[["precision_low", "precision_high"]].tolist() == pytest.approx(
        [rates.precision.low, rates.precision.high]
    )


def test_prevalence_by_group_is_that_of_each_group(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    # documents 0 and 1 are in 가: 20 moons, 5 of them high
    groups = {doc: "가" if doc < "d0002" else "나" for doc in made.units["doc"].unique()}
    table = V.prevalence(codings(sample, positive), made.hits, sample=sample, tokens=made.tokens, by=groups)
    assert table[["group", "n", "share"]].values.tolist() == [["가", 20, 1.0], ["나", 180, 20 / 180]]
    # 가: high 3 of 5 read, all present; low 5 of 15, all present
    first = measures.stratified_rates([Stratum(True, 5, 3, 3), Stratum(True, 15, 5, 5)]).prevalence
    assert table.loc[0, ["corrected", "corrected_low", "corrected_high"]].tolist() == pytest.approx(
        [first.estimate, first.low, first.high]
    )
    # 나: high 2 of 5 present, low 5 of 15 with 3 present, suns 10 of 20 with 1, zero 55 of 140 with 2
    strata = [Stratum(True, 5, 2, 2), Stratum(True, 15, 5, 3), Stratum(False, 20, 10, 1), Stratum(False, 140, 55, 2)]
    second = measures.stratified_rates(strata).prevalence
    assert table.loc[1, ["corrected", "corrected_low", "corrected_high"]].tolist() == pytest.approx(
        [second.estimate, second.low, second.high]
    )
    docs = sorted(set(sample["doc"]))
    with pytest.raises(OptionError, match="by needs hits and tokens of all texts"):
        V.prevalence(
            codings(sample, positive),
            made.hits[made.hits["doc"].isin(docs)],
            sample=sample,
            tokens=made.tokens.only(docs=docs),
            by=groups,
        )


def test_prevalence_of_a_sample_that_was_drawn_by_group(tmp_path: Path) -> None:
    made, _, _ = small(tmp_path)
    groups = {doc: "가" if doc < "d0003" else "나" for doc in made.units["doc"].unique()}
    sample = V.sample(made.corpus, made.tokens, made.codebook, n=80, by=groups)
    sample = schema.describe(sample.assign(part="tune"), schema.about(sample), source=None)
    given = {"sample": sample, "tokens": made.tokens}
    read = codings(sample, set(made.units["unit"].iloc[:60]))  # moons and suns, so that some of what is not found
    table = V.prevalence(read, made.hits, **given, by=groups).set_index("group")
    assert table["n"].to_dict() == {"가": 30, "나": 170}
    assert table.loc["가", "corrected"] == 1.0
    drawn_by = sample[sample["group"] == "나"]
    weighed = drawn_by.loc[drawn_by["unit"].isin(made.units["unit"].iloc[:60]), "weight"].sum() / 170
    assert table.loc["나", "corrected"] == pytest.approx(weighed, abs=0.02)  # nearly, for cells are found or not
    whole = V.prevalence(read, made.hits, **given).iloc[0]
    assert (whole["group"], whole["n"]) == ("all", 200)
    assert whole["corrected_low"] < 0.3 < whole["corrected_high"]


def test_few_units_that_were_not_read_widen_prevalence(tmp_path: Path) -> None:
    made, sample, positive = small(tmp_path)
    # document 3, ten moons that no coder could decide on, and the documents without any word are in 가
    groups = {
        doc: "가" if doc in {"d0003", *(f"d{n:04d}" for n in range(6, 20))} else "나" for doc in made.units["doc"]
    }
    inside = made.units["doc"].map(groups) == "가"
    unsure = set(made.units.loc[inside & (np.arange(200) < 40), "unit"])
    found = codings(sample, positive)
    found["value"] = found["value"].mask(found["unit"].isin(unsure))
    row = V.prevalence(found, made.hits, sample=sample, tokens=made.tokens, by=groups).iloc[0]
    # 10 of 150 units were not read; of 140 zero units 55 were, two of them present
    rate = measures.stratified_rates([Stratum(False, 140, 55, 2)]).prevalence
    assert (row["group"], row["n"], row["labels"]) == ("가", 150, 55)
    assert math.isnan(row["corrected"])
    assert row["corrected_low"] == pytest.approx(rate.low * 140 / 150)
    assert row["corrected_high"] == pytest.approx((rate.high * 140 + 10) / 150)
    assert "읽지 않은 10단위를 모두 없음으로 본 하한" in row["reason"]


def test_alpha_of_the_texts_decides(tmp_path: Path) -> None:
    # 40 of 60 moons read and 60 of 1,940 others: the coders agree on the moons, and on the others call two units each
    # present that the other does not
    made = strata_world(tmp_path, found=60, units=2_000)
    sample = drawn(made, [*range(40), *range(60, 120)])
    found = codings(sample, set(made.units["unit"].iloc[:30]))
    apart = made.units["unit"].iloc[60:64].tolist()
    for coder, units in (("A", apart[:2]), ("B", apart[2:])):
        found.loc[(found["coder"] == coder) & found["unit"].isin(units), "value"] = 1.0
    row = V.accuracy(found, made.hits, sample=sample, tokens=made.tokens).iloc[0]
    assert row["alpha"] > 0.9
    agreed = V.agreement(found, sample=sample, repeats=50).iloc[0]
    if math.isnan(agreed["alpha_texts"]):
        assert agreed["verdict"] == "undefined"
        assert "wider than 0.5" in agreed["reason"]
    counted = V.accuracy(found, made.hits, sample=sample, tokens=made.tokens, weighting="none").iloc[0]
    assert counted["reason"] == ""
    # with more units read the texts' alpha can be had: 4 x 1,940 / 600 units apart, against 45 moons
    sample = drawn(made, [*range(40), *range(60, 660)])
    found = codings(sample, set(made.units["unit"].iloc[:30]))
    apart = made.units["unit"].iloc[60:84].tolist()
    for coder, units in (("A", apart[:12]), ("B", apart[12:])):
        found.loc[(found["coder"] == coder) & found["unit"].isin(units), "value"] = 1.0
    agreed = V.agreement(found, sample=sample, repeats=50).iloc[0]
    assert agreed["alpha"] > 0.667 > agreed["alpha_texts"]
    assert agreed["verdict"] == "unreliable"
    row = V.accuracy(found, made.hits, sample=sample, tokens=made.tokens).iloc[0]
    assert row["reason"] == f"alpha of the texts {agreed['alpha_texts']:.2f} is below .667: mend the definition first"
    assert row[["precision", "recall_low", "recall_bound"]].isna().all()


@shared
def test_rare_frames_are_harder_to_agree_on() -> None:
    # two coders of sensitivity .92 and specificity .995: cells of their joint table weigh as often as they occur
    case = next(c for c in CASES if c["id"] == "REL-10")
    p, se, sp = (case["input"][name] for name in ("prevalence", "sensitivity", "specificity"))
    cells = {
        (a, b): p * abs(1 - a - se) * abs(1 - b - se) + (1 - p) * abs(a - sp) * abs(b - sp)
        for a in (0, 1)
        for b in (0, 1)
    }
    ratings = [pair for pair in cells for _ in range(100_000)]
    weights = np.repeat(list(cells.values()), 100_000)
    assert measures.weighted_alpha(ratings, weights=weights) == pytest.approx(case["expected"]["alpha"], abs=1e-5)
    assert measures.weighted_ac1(ratings, weights=weights) == pytest.approx(case["expected"]["ac1"], abs=1e-6)


def measured(**changes: Any) -> Measured:
    """REC-01 as a row of a validation file."""
    row = {"frame": "a", "part": "test", "weighting": "sample", "n": 120, "undecided": 0, "positive": 48}
    row |= {"predicted": 60, "true_positive": 48, "precision": 0.8, "precision_low": 0.695, "precision_high": 0.88}
    row |= {"recall": None, "recall_low": 0.5652, "recall_high": 1.0, "recall_bound": 0.6288, "missed_high": 244}
    row |= {"found_units": 400, "zero_units": 6000, "zero_read": 60}
    return Measured.model_validate(row | changes)


def test_what_a_paper_says() -> None:
    # 320 of 400 are right; a recall of .85 leaves 56 of 6,000: ln .05 / ln(1 - 56/6000) = 319.5
    assert accuracy_sentences(measured(), label="동맹", unit="문장") == (
        "‘동맹’ 정밀도 .80 [.69, .88]. 재현율은 적어도 .63이다(95%): 어휘가 없는 6,000문장 가운데 60문장을 읽어 하나도 "
        "없었지만, 많으면 240여 문장이 더 있을 수 있다. 재현율이 .85보다 높다고 말하려면 어휘가 없는 문장을 320개 읽어 "
        "하나도 없어야 한다."
    )
    known = measured(recall=0.79, recall_low=0.72, recall_high=0.85, recall_bound=0.73, positive=72, missed_high=330)
    assert accuracy_sentences(known, label="동맹") == (
        "‘동맹’ 정밀도 .80 [.69, .88]. 재현율 .79 [.72, .85]이고 적어도 .73이다(95%). 어휘가 없는 6,000단위 가운데 "
        "60단위를 읽어 24개를 찾았고, 많으면 330단위가 더 있을 수 있다."
    )
    wide = accuracy_sentences(measured(positive=49, recall_low=0.3, recall_high=0.9), label="동맹")
    assert (
        "구간은 [.30, .90]이고 값 하나로 말할 수 없다. 어휘가 없는 6,000단위 가운데 60단위를 읽어 1개를 찾았고" in wide
    )
    nothing = accuracy_sentences(measured(recall_bound=0.001, positive=49), label="동맹")
    assert "재현율은 거의 알 수 없다" in nothing
    few = accuracy_sentences(measured(found_units=4), label="동맹")  # 3 are right: not one may be missed
    assert few.endswith("어휘가 없는 6,000단위를 모두 읽어야 한다.")
    counts = accuracy_sentences(measured(weighting="none", recall=0.9, recall_low=0.8, recall_high=0.95), label="동맹")
    assert counts.endswith("코딩한 단위의 재현율은 .90 [.80, .95]이며, 글 전체의 재현율은 이것으로 알 수 없다.")
    refused = measured(recall_bound=None, precision=None, precision_low=None, precision_high=None, reason="이유")
    assert accuracy_sentences(refused, label="동맹") == "‘동맹’ 정밀도 없음. 재현율은 말할 수 없다(이유)."


def test_units_to_read_before_recall_is_high() -> None:
    table = V.needed_zero(6000)
    assert table.values.tolist() == [[6000, 20, 898], [6000, 50, 358], [6000, 100, 179]]
    with pytest.raises(OptionError, match="below the 50 units"):
        V.needed_zero(50, missed=[50])


# --- what the intervals promise, in draws of the kit itself

UNITS, LABELS, DRAWS = 2_000, 200, 30


def kish_wilson(cells: pd.DataFrame) -> tuple[float, float]:
    """Give the interval that was printed before: Wilson's at Kish's effective number of positives."""
    gold = cells[cells["gold"]]
    if gold.empty:
        return 0.0, 1.0
    n = gold["weight"].sum() ** 2 / (gold["weight"] ** 2).sum()
    low, high = measures.wilson(gold.loc[gold["found"], "weight"].sum() / gold["weight"].sum() * n, n=n)
    return float(low), float(high)


@pytest.mark.long
@pytest.mark.parametrize(
    ("share", "recall", "precision", "least"), [(0.01, 0.7, 0.6, 0.92), (0.05, 0.8, 0.7, 0.92), (0.15, 0.85, 0.8, 0.89)]
)
def test_intervals_of_recall_cover_where_weighted_wilson_does_not(
    share: float, recall: float, precision: float, least: float, tmp_path: Path
) -> None:
    chance = np.random.default_rng([2026, int(100 * share)])
    positive = round(share * UNITS)
    caught = round(positive * recall)
    found = round(caught / precision)
    truth, order = caught / positive, chance.permutation(UNITS)
    moon = np.isin(np.arange(UNITS), order[:found])
    made = world(moon, chance.random(UNITS) < 0.05, tmp_path)
    gold = set(made.units["unit"].iloc[[*order[:caught], *order[found : found + positive - caught]]])
    marked = made.units.assign(found=moon, gold=made.units["unit"].isin(gold))
    zeros, rest = (marked[marked["stratum"] == "zero"], marked[marked["stratum"] != "zero"])
    told, before = [], []
    for _ in range(DRAWS):
        half = min(LABELS // 2, len(rest))
        places = [*chance.choice(rest.index, half, replace=False)]
        places += [*chance.choice(zeros.index, LABELS - half, replace=False)]
        sample = drawn(made, places)
        row = V.accuracy(codings(sample, gold), made.hits, sample=sample, tokens=made.tokens).iloc[0]
        told.append((row["recall_low"] <= truth <= row["recall_high"], row["recall_low"] > truth, row["recall"]))
        cells = marked[["unit", "found", "gold"]].merge(sample[["unit", "weight"]], on="unit")
        low, high = kish_wilson(cells)
        before.append(low <= truth <= high)
    covers, above, points = np.array(told, dtype=float).T
    assert covers.mean() >= least
    assert above.mean() <= 0.05
    assert not (points == 1).any()  # a recall of 1.000 is never printed
    assert np.mean(before) < 0.9
