"""From a sample by group to corrected shares: what is drawn, what labels hold, and what is estimated from them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml
from matplotlib.axes import Axes

import analysis as da
from analysis import measures, schema, style
from analysis.codebook import Codebook
from analysis.errors import FigureError, OptionError, RefusalError, SchemaError
from analysis.measures import LabelledUnits, Moments
from analysis.tokens import Recipe, Tokens

V, F = da.validation, da.framing
COLUMNS = [c.name for c in schema.TOKENS]
WORDS = {"moon": "달", "sun": "해"}
DOCS, SENTENCES = 24, 10


def book(folder: Path) -> Codebook:
    """Two compared frames of one word each."""
    frames = [
        {
            "id": name,
            "label": {"ko": label, "en": name},
            "colour": colour,
            "definition": f"{label} 이야기",
            "questions": [f"{label}인가?"],
            "terms": [{"id": f"{name}-1", "match": WORDS[name]}],
        }
        for name, label, colour in (("moon", "달빛", "blue"), ("sun", "햇빛", "orange"))
    ]
    data = {
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
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return da.codebook.read(path)


@dataclass(frozen=True)
class World:
    """Texts of two outlets whose frames the codebook misses unlike."""

    corpus: da.Corpus
    tokens: Tokens
    codebook: Codebook
    hits: pd.DataFrame
    scores: pd.DataFrame
    truth: pd.DataFrame  # sentence by frame
    outlets: pd.Series
    documents: pd.DataFrame


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    chance = np.random.default_rng(8)
    rows, truth, bodies = [], [], {}
    for k in range(DOCS):
        doc, at, body = f"d{k:02d}", 0, []
        for s in range(SENTENCES):
            there = {"moon": chance.random() < 0.35, "sun": chance.random() < 0.15}
            caught = 0.9 if k < DOCS // 2 else 0.6
            words = [f"말{s}", f"글{k}"]
            words += [WORDS[f] for f in WORDS if chance.random() < (caught if there[f] else 0.05)]
            truth += [(doc, s + 1, f, float(there[f])) for f in WORDS]
            for i, word in enumerate(words):
                rows.append((doc, 1, s + 1, len(rows), word, word, "NNG", word, at, at + len(word)))
                at += len(word) + 1
                body.append(word)
                assert i >= 0
        bodies[doc] = " ".join(body)
    corpus = da.Corpus.from_texts(bodies)
    table = pd.DataFrame(rows, columns=COLUMNS)
    table["i"] = table.groupby("doc").cumcount()
    table = table.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))
    tokens = Tokens(table, Recipe("kit", "toy 1.0", "none", "morphs", corpus=corpus.sha256))
    codebook = book(tmp_path_factory.mktemp("book"))
    hits = F.hits(tokens, codebook)
    outlets = pd.Series({doc: "가" if n < DOCS // 2 else "나" for n, doc in enumerate(bodies)})
    dates = [f"{2019 + n % 6}-03-01" for n in range(DOCS)]
    documents = corpus.documents.assign(date=dates)
    known = pd.DataFrame(truth, columns=["doc", "sentence", "frame", "value"])
    return World(corpus, tokens, codebook, hits, F.score(hits, tokens), known, outlets, documents)


def coded(world: World, sample: pd.DataFrame, **changes: float) -> pd.DataFrame:
    """Two coders who see what is there, but for units named in `changes`, on which the second says so."""
    read = sample[["unit", "doc", "sentence"]].merge(world.truth, on=["doc", "sentence"])
    parts = [read.assign(coder=name, kind="human", empty=False, confidence=math.nan, note="") for name in "AB"]
    for unit, value in changes.items():
        parts[1].loc[(parts[1]["unit"] == unit) & (parts[1]["frame"] == "moon"), "value"] = value
    return pd.concat(parts, ignore_index=True)[[c.name for c in schema.CODINGS]]


@pytest.fixture(scope="module")
def drawn(world: World) -> pd.DataFrame:
    """A sample of both outlets, with its test part open."""
    sample = V.sample(world.corpus, world.tokens, world.codebook, n=200, by=world.outlets)
    return V.open_test(sample, codebook=world.codebook)


@pytest.fixture(scope="module")
def labels(world: World, drawn: pd.DataFrame) -> pd.DataFrame:
    return V.labels(coded(world, drawn), world.hits, sample=drawn, tokens=world.tokens)


def of(frame: str, table: pd.DataFrame) -> pd.DataFrame:
    return table[table["frame"] == frame]


# --- the draw


def test_a_sample_by_group_is_equal_by_group_and_two_thirds_where_nothing_is_found(
    world: World, drawn: pd.DataFrame
) -> None:
    sizes = drawn.groupby(["group", "stratum"]).size().to_dict()
    assert sizes == {("가", "found"): 33, ("가", "zero"): 67, ("나", "found"): 33, ("나", "zero"): 67}
    assert (drawn["pi"] * drawn["weight"]).round(12).eq(1).all()
    assert drawn["weight"].sum() == pytest.approx(240)
    assert drawn["group"].tolist() == drawn["doc"].map(world.outlets).tolist()
    # within each outlet half of the documents are for tuning
    parts = drawn.drop_duplicates("doc").groupby(["group", "part"]).size()
    assert parts.to_dict() == {("가", "test"): 6, ("가", "tune"): 6, ("나", "test"): 6, ("나", "tune"): 6}
    other = V.sample(world.corpus, world.tokens, world.codebook, n=60, zero_share=0.5)
    assert other.groupby(["group", "stratum"]).size().to_dict() == {("all", "found"): 30, ("all", "zero"): 30}


def test_a_sample_without_groups_is_as_it_was_and_has_its_probabilities(world: World) -> None:
    plain = V.sample(world.corpus, world.tokens, world.codebook, n=60)
    assert set(plain["group"]) == {"all"}
    assert set(plain["stratum"]) <= {"zero", "low", "high"}
    for _, stratum in plain.groupby("stratum"):
        assert stratum["pi"].iloc[0] == pytest.approx(1 / stratum["weight"].iloc[0])


def test_small_cells_are_read_as_a_whole_and_others_make_up_for_them(world: World) -> None:
    few = world.outlets[["d00", "d01", "d12", "d13", "d14", "d15"]]
    sample = V.sample(world.corpus, world.tokens, world.codebook, n=56, by=few)
    units = F.score(world.hits, world.tokens).groupby(["doc", "sentence"])["n"].sum().reset_index()
    units = units[units["doc"].isin(few.index)]
    sizes = units.assign(group=units["doc"].map(few), found=units["n"] > 0).groupby(["group", "found"]).size()
    for (group, stratum), rows in sample.groupby(["group", "stratum"]):
        whole = sizes[group, stratum == "found"]
        assert len(rows) <= whole
        assert rows["pi"].iloc[0] == pytest.approx(len(rows) / whole)
        assert len(rows) >= min(10, whole)
    assert len(sample) == 56
    assert set(sample["doc"]) <= set(few.index)
    with pytest.raises(OptionError, match="pass 40 or more"):
        V.sample(world.corpus, world.tokens, world.codebook, n=30, by=world.outlets)
    with pytest.raises(OptionError, match="zero_share must be above 0"):
        V.sample(world.corpus, world.tokens, world.codebook, n=60, zero_share=1.0)


# --- labels


def test_labels_are_of_the_opened_part_with_its_probabilities(
    world: World, drawn: pd.DataFrame, labels: pd.DataFrame
) -> None:
    test = drawn[drawn["part"] == "test"]
    assert set(labels["unit"]) == set(test["unit"])
    assert labels["frame"].drop_duplicates().tolist() == ["moon", "sun"]
    whole = drawn.groupby(["group", "stratum"])["weight"].sum()
    for (group, stratum), rows in of("moon", labels).groupby(["group", "cell"]):
        assert len(set(rows["pi"])) == 1
        assert rows["pi"].iloc[0] == pytest.approx(len(rows) / whole[group, stratum])
    told = labels.merge(world.truth, on=["doc", "sentence", "frame"], suffixes=("", "_true"))
    assert (told["value"] == told["value_true"]).all()
    found = labels.merge(world.scores, on=["doc", "paragraph", "sentence", "frame"])
    assert (found["found"] == (found["n"] > 0)).all()
    assert schema.about(labels).unit == "sentence"
    assert labels["alpha"].eq(1).all()


def test_copies_of_a_text_have_its_labels(tmp_path: Path) -> None:
    bodies = {f"d{k}": "달 말 하나 둘" if k % 2 else f"말{k} 글 셋 넷" for k in range(8)}
    corpus = da.Corpus.from_texts(bodies)
    rows = []
    for doc, body in bodies.items():
        at = 0
        for i, word in enumerate(body.split()):
            rows.append((doc, 1, i // 2 + 1, i, word, word, "NNG", word, at, at + len(word)))
            at += len(word) + 1
    table = pd.DataFrame(rows, columns=COLUMNS).astype(
        dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category")
    )
    tokens = Tokens(table, Recipe("kit", "toy 1.0", "none", "morphs", corpus=corpus.sha256))
    codebook = book(tmp_path)
    sample = V.sample(corpus, tokens, codebook, n=10)
    assert sample.attrs["copies"] == 6
    opened = V.open_test(sample, codebook=codebook).assign(part="test")
    codings = pd.concat(
        [
            pd.DataFrame({"unit": sample["unit"], "frame": "moon", "coder": c, "value": np.arange(10) % 2.0})
            for c in "AB"
        ]
    ).assign(kind="human", empty=False, confidence=math.nan, note="")
    made = V.labels(codings, F.hits(tokens, codebook), sample=opened, tokens=tokens)
    assert len(made) == 16
    times = made.groupby("unit").size().value_counts().to_dict()
    assert times == {1: 8, 4: 2}
    assert made.groupby("unit")["value"].nunique().eq(1).all()


def test_paragraphs_are_known_by_their_ends_and_from_a_file(world: World, tmp_path: Path) -> None:
    sample = V.sample(world.corpus, world.tokens, world.codebook, n=20, unit="paragraph")
    read = pd.DataFrame({"unit": sample["unit"], "frame": "moon", "value": np.arange(20) % 2.0})
    codings = pd.concat([read.assign(coder=c, kind="human", empty=False, confidence=math.nan, note="") for c in "AB"])
    path = V.publish(codings, sample=sample, path=tmp_path / "labels.csv")
    back = V.published(path)
    assert back.sample["pi"].tolist() == pytest.approx(sample["pi"].tolist())
    opened = V.open_test(back.sample, codebook=world.codebook)
    assert schema.about(opened).unit is None
    made = V.labels(back.codings, world.hits, sample=opened, tokens=world.tokens)
    assert schema.about(made).unit == "paragraph"
    scores = F.score(world.hits, world.tokens, by="paragraph")
    table = F.corrected(scores, labels=made, target="texts")
    assert table[["frame", "units", "labels"]].values.tolist() == [["moon", 24, int((sample["part"] == "test").sum())]]
    with pytest.raises(SchemaError, match="not by paragraph, as the labels are"):
        F.corrected(world.scores, labels=made)


def test_what_labels_refuse(world: World, drawn: pd.DataFrame) -> None:
    def make(sample: pd.DataFrame, codings: pd.DataFrame | None = None, **more: Any) -> pd.DataFrame:
        told = coded(world, drawn) if codings is None else codings
        return V.labels(told, world.hits, sample=sample, tokens=world.tokens, **more)

    sealed = V.sample(world.corpus, world.tokens, world.codebook, n=200, by=world.outlets)
    with pytest.raises(OptionError, match="no part is open that the codebook was not adjusted to"):
        make(sealed)
    tuned = V.open_test(sealed, codebook=world.codebook, use="tuned")
    assert tuned.attrs["seen"] == ["test"]
    with pytest.raises(OptionError, match="no part is open that the codebook was not adjusted to"):
        make(tuned)
    with pytest.raises(OptionError, match=r"stands for 1\d\d units of 240: rows are missing"):
        make(drawn[drawn["part"] == "test"])
    with pytest.raises(RefusalError, match="probability that is not known"):
        make(drawn.assign(weight=math.nan))
    test = drawn[drawn["part"] == "test"]["unit"]
    apart = coded(world, drawn, **{test.iloc[0]: math.nan})
    with pytest.raises(OptionError, match=r"1 value\(s\) are not settled \(the first is 'moon'"):
        make(drawn, apart, undecided="adjudicated")
    assert make(drawn, apart)["value"].isna().sum() == 1
    with pytest.raises(OptionError, match="are not in these tokens"):
        V.labels(coded(world, drawn), world.hits, sample=drawn.assign(doc="x"), tokens=world.tokens)
    read = coded(world, drawn)
    strange = read.assign(value=np.where(read["coder"] == "B", 1 - read["value"], read["value"]))
    strange = pd.concat([strange, read[read["coder"] == "A"].assign(coder="합의", kind="adjudicator")])
    assert make(drawn, strange)["reason"].str.contains("보다 낮아 바로잡지 않았다").all()
    alone = make(drawn, read[read["coder"] == "A"])
    assert alone["reason"].str.startswith("두 사람이 함께 읽은 단위가 없어").all()
    opened = drawn.assign(part=np.where(drawn["stratum"] == "zero", "tune", drawn["part"]))
    assert make(opened)["reason"].str.startswith("열린 표본에 zero 층의 단위가 없어").all()


def test_agreement_in_the_texts_knows_the_strata_of_each_group(world: World, drawn: pd.DataFrame) -> None:
    codings = coded(world, drawn, **dict.fromkeys(drawn["unit"].iloc[:9], 1.0))
    by_group = of("moon", V.agreement(codings, sample=drawn, repeats=20)).iloc[0]
    named = drawn.assign(stratum=drawn["group"] + drawn["stratum"], group="all")
    as_named = of("moon", V.agreement(codings, sample=named, repeats=20)).iloc[0]
    mixed = of("moon", V.agreement(codings, sample=drawn.drop(columns="group"), repeats=20)).iloc[0]
    ends = ["alpha_texts_low", "alpha_texts_high"]
    assert by_group[ends].tolist() == as_named[ends].tolist()
    assert by_group[ends].tolist() != mixed[ends].tolist()


# --- shares


def test_a_corrected_share_by_hand(world: World, labels: pd.DataFrame) -> None:
    table = F.corrected(world.scores, labels=labels, by=world.outlets)
    assert table[["group", "frame"]].values.tolist() == [["가", "moon"], ["가", "sun"], ["나", "moon"], ["나", "sun"]]
    for row in table[table["method"] == "cell"].to_dict("records"):
        here = world.scores[
            (world.scores["frame"] == row["frame"]) & (world.scores["doc"].map(world.outlets) == row["group"])
        ]
        told = of(row["frame"], labels)
        told = told[told["doc"].map(world.outlets) == row["group"]]
        share = 0.0
        for found in (True, False):
            cell = told[told["found"] == found]
            w = 1 / cell["pi"]
            share += ((here["n"] > 0) == found).mean() * (w * cell["value"]).sum() / w.sum()
        assert row["share"] == pytest.approx(share)
        assert row["found_share"] == pytest.approx((here["n"] > 0).mean())
        assert row["low"] < row["share"] < row["high"]
        assert (row["lowest"], row["highest"], row["outer_low"]) == (row["share"], row["share"], row["low"])
        assert (row["units"], row["documents"], row["labels"]) == (120, 12, len(told))
    moon = of("moon", table).set_index("group")
    there = of("moon", world.truth)
    real = there.groupby(there["doc"].map(world.outlets))["value"].mean()
    assert ((moon["low"] < real) & (real < moon["high"])).all()


def test_options_reach_the_measures(world: World, labels: pd.DataFrame) -> None:
    told = of("moon", labels)
    at = told.set_index(["doc", "sentence"])
    rows = of("moon", world.scores)
    keys = list(zip(rows["doc"].astype(str), rows["sentence"], strict=True))
    value, pi = (np.array([at[name].get(key, math.nan) for key in keys]) for name in ("value", "pi"))
    story = rows["doc"].astype(str).str[1:].astype(int).to_numpy() // 2
    given = LabelledUnits((rows["n"] > 0).to_numpy(), value, pi, rows["doc"].to_numpy(dtype=str))
    for options in ({}, {"method": "dsl"}, {"method": "ppi_tuned"}, {"over": "documents"}, {"target": "texts"}):
        made = of("moon", F.corrected(world.scores, labels=labels, **options)).iloc[0]  # type: ignore[arg-type]
        wanted = measures.corrected_share(given, **options)  # type: ignore[arg-type]
        assert made[["share", "se", "low", "high"]].tolist() == pytest.approx(
            [wanted.estimate, wanted.se, wanted.low, wanted.high]
        ), options
    groups = pd.Series({doc: f"s{int(doc[1:]) // 2}" for doc in world.outlets.index})
    made = of("moon", F.corrected(world.scores, labels=labels, cluster=groups)).iloc[0]
    wanted = measures.corrected_share(
        LabelledUnits(given.found, value, pi, rows["doc"].to_numpy(dtype=str), cluster=story)
    )
    assert (made["clusters"], made["se"], made["df"]) == pytest.approx((12, wanted.se, wanted.df))
    assert schema.about(F.corrected(world.scores, labels=labels, cluster=groups)).cluster == "cluster"


def test_labels_left_open_are_bounded(world: World, drawn: pd.DataFrame, labels: pd.DataFrame) -> None:
    test = drawn[(drawn["part"] == "test") & (drawn["group"] == "가") & (drawn["stratum"] == "zero")]["unit"].iloc[:3]
    codings = coded(world, drawn, **dict.fromkeys(test, math.nan))
    made = V.labels(codings, world.hits, sample=drawn, tokens=world.tokens)
    row = of("moon", F.corrected(world.scores, labels=made, by=world.outlets)).set_index("group").loc["가"]
    assert row["undecided"] == 3
    for ends, value in (("lowest", 0.0), ("highest", 1.0)):
        told = made.assign(value=made["value"].fillna(value))
        whole = of("moon", F.corrected(world.scores, labels=told, by=world.outlets)).set_index("group").loc["가"]
        assert row[ends] == pytest.approx(whole["share"])
    assert row["lowest"] <= row["share"] <= row["highest"]
    assert row["outer_low"] <= row["low"] < row["high"] <= row["outer_high"]
    # a third of the labels of a cell is more than may be left open
    many = labels.assign(
        value=np.where((labels["cell"] == "zero") & (np.arange(len(labels)) % 3 == 0), np.nan, labels["value"])
    )
    table = F.corrected(world.scores, labels=many, by=world.outlets)
    assert table["reason"].str.contains("미정이어서 바로잡지 않았다").all()
    assert table["found_share"].notna().all()


def test_floors(world: World, labels: pd.DataFrame) -> None:
    def reasons(table: pd.DataFrame) -> list[str]:
        assert table.loc[table["share"].isna(), "found_share"].notna().all()
        return of("moon", table)["reason"].tolist()

    few = F.corrected(world.scores, labels=labels.groupby("frame").head(15))
    assert reasons(few) == ["라벨이 15개뿐이어서 바로잡지 않았다(20개부터 바로잡는다)"]
    docs = sorted(set(labels["doc"]))[:4]
    small = world.scores[world.scores["doc"].isin(docs)]
    told = labels[labels["doc"].isin(docs)]
    assert reasons(F.corrected(small, labels=told))[0].startswith("문서가 4건뿐이어서 바로잡지 않았다")
    texts = F.corrected(small, labels=told, target="texts")
    assert of("moon", texts)["share"].notna().all()
    story = pd.Series({doc: "하나" if doc < "d20" else doc for doc in world.outlets.index})
    assert reasons(F.corrected(world.scores, labels=labels, cluster=story))[0].startswith("라벨이 든 묶음이")
    found = labels["found"]
    thin = labels[~found | (labels.groupby(["frame", "found"]).cumcount() < 6)]
    row = of("moon", F.corrected(world.scores, labels=thin)).iloc[0]
    assert row["method"] == "dsl"
    assert row["reason"].startswith("칸마다 라벨이 10개가 안 되어(코드북이 찾은 단위 6개)")
    none = labels[~found]
    assert reasons(F.corrected(world.scores, labels=none, target="texts")) == [
        "코드북이 찾은 단위에 라벨이 하나도 없어 바로잡지 않았다"
    ]
    rejected = labels.assign(reason="알파가 낮다")
    assert reasons(F.corrected(world.scores, labels=rejected)) == ["알파가 낮다"]


def test_refusals(world: World, labels: pd.DataFrame) -> None:
    with pytest.raises(SchemaError, match="it is not by sentence, as the labels are"):
        F.corrected(F.score(world.hits, world.tokens, by="document"), labels=labels)
    with pytest.raises(OptionError, match="other tokens or another codebook"):
        F.corrected(world.scores, labels=labels.assign(found=~labels["found"]))
    with pytest.raises(OptionError, match="no label is of these texts"):
        F.corrected(world.scores, labels=labels.assign(doc="x"))
    with pytest.raises(OptionError, match="none of which the scores have"):
        F.corrected(world.scores, labels=labels.assign(frame="stars"))
    with pytest.raises(OptionError, match="target='texts' takes method='cell' and over='units'"):
        F.corrected(world.scores, labels=labels, target="texts", method="dsl")
    with pytest.raises(OptionError, match="cluster has a group for none"):
        F.corrected(world.scores, labels=labels, cluster={"x": "y"})
    with pytest.raises(SchemaError, match="a unit stands there twice"):
        F.corrected(world.scores, labels=pd.concat([labels, labels]))
    with pytest.raises(OptionError, match="needs two groups of documents"):
        F.corrected_difference(world.scores, labels=labels, by=dict.fromkeys(world.outlets.index, "가"))
    with pytest.raises(OptionError, match="must hold a number for every document"):
        F.corrected_regression(world.scores, labels=labels, covariates=world.outlets.to_frame("outlet"))
    with pytest.raises(OptionError, match="no column besides the document"):
        F.corrected_regression(world.scores, labels=labels, covariates=pd.DataFrame({"doc": ["d00"]}))
    with pytest.raises(OptionError, match="by must be one of day"):
        F.corrected_trend(world.scores, labels=labels, documents=world.documents, by="outlet")  # type: ignore[arg-type]
    with pytest.raises(SchemaError, match="has no row for document 'd00'"):
        F.corrected_trend(world.scores, labels=labels, documents=world.documents.iloc[1:])
    with pytest.raises(RefusalError, match="no document has a value for year"):
        F.corrected_trend(world.scores, labels=labels, documents=world.documents.assign(date=""))


# --- differences, trends, regressions


def test_differences_of_every_pair(world: World, labels: pd.DataFrame) -> None:
    thirds = pd.Series({doc: "가나다"[int(doc[1:]) % 3] for doc in world.outlets.index})
    table = F.corrected_difference(world.scores, labels=labels, by=thirds)
    assert of("moon", table)[["group_a", "group_b"]].values.tolist() == [["가", "나"], ["가", "다"], ["나", "다"]]
    assert table["tests"].tolist() == [int(table["p"].notna().sum())] * len(table)
    assert table["p_adjusted"].tolist() == pytest.approx(measures.adjust(table["p"].to_numpy()).tolist(), nan_ok=True)
    shares = F.corrected(world.scores, labels=labels, by=thirds).set_index(["frame", "group"])
    for row in table[table["method"] == "cell"].to_dict("records"):
        sides = [shares.loc[(row["frame"], row[f"group_{x}"])] for x in "ab"]
        assert row["difference"] == pytest.approx(sides[1]["share"] - sides[0]["share"])
        assert row["found_difference"] == pytest.approx(sides[1]["found_share"] - sides[0]["found_share"])
        assert row["se"] == pytest.approx(math.hypot(sides[0]["se"], sides[1]["se"]))
    of_docs = F.corrected_difference(world.scores, labels=labels, by=world.outlets, over="documents")
    assert (of_docs["share_b"] - of_docs["share_a"]).tolist() == pytest.approx(of_docs["difference"].tolist())
    texts = F.corrected_difference(world.scores, labels=labels, by=world.outlets, target="texts")
    assert texts["p"].isna().all()
    assert texts["reason"].str.contains("p를 내지 않았다").all()
    assert (texts["low"] < texts["difference"]).all()


def test_a_trend_is_a_line_through_all_units(world: World, labels: pd.DataFrame) -> None:
    table = F.corrected_trend(world.scores, labels=labels, documents=world.documents)
    assert of("moon", table)["group"].tolist() == [str(y) for y in range(2019, 2025)]
    row = of("moon", table).iloc[0]
    rows = of("moon", world.scores)
    at = of("moon", labels).set_index(["doc", "sentence"])
    keys = list(zip(rows["doc"].astype(str), rows["sentence"], strict=True))
    value, pi = (np.array([at[name].get(key, math.nan) for key in keys]) for name in ("value", "pi"))
    doc = rows["doc"].astype(str).to_numpy()
    v, steady = measures.corrected_outcomes(LabelledUnits((rows["n"] > 0).to_numpy(), value, pi, doc))
    year = np.array([int(d[1:]) % 6 for d in doc], dtype=float)
    design = np.column_stack([np.ones(len(year)), year])
    made = measures.moment_regression(Moments(v, design, steady=steady), cluster=doc)
    assert made.estimate[1] == pytest.approx(np.polyfit(year, v, 1)[0])
    assert row[["slope", "slope_se", "slope_df", "slope_p"]].tolist() == pytest.approx(
        [made.estimate[1], made.se[1], made.df[1], made.p[1]]
    )
    plain = np.polyfit(year, (rows["n"] > 0).to_numpy(dtype=float), 1)[0]
    assert row["found_slope"] == pytest.approx(plain)
    assert (row["slope_clusters"], row["tests"]) == (24, 2)
    # a year without a document is time that passed
    gap = world.documents.assign(date=world.documents["date"].str.replace("2024", "2025"))
    other = of("moon", F.corrected_trend(world.scores, labels=labels, documents=gap)).iloc[0]
    year[year == 5] = 6
    assert other["found_slope"] == pytest.approx(np.polyfit(year, (rows["n"] > 0).to_numpy(dtype=float), 1)[0])
    one = F.corrected_trend(world.scores, labels=labels, documents=world.documents.assign(date="2020-01-01"))
    assert one["slope_reason"].eq("기간이 하나뿐이어서 기울기를 구하지 않았다").all()


def test_a_regression_on_outlet_is_the_difference(world: World, labels: pd.DataFrame) -> None:
    covariates = pd.DataFrame({"나": (world.outlets == "나").astype(int)})
    table = of("moon", F.corrected_regression(world.scores, labels=labels, covariates=covariates)).set_index(
        "covariate"
    )
    shares = of("moon", F.corrected(world.scores, labels=labels, by=world.outlets)).set_index("group")
    gap = shares.loc["나", "found_share"] - shares.loc["가", "found_share"]
    assert table.loc["나", "found_coefficient"] == pytest.approx(gap)
    assert table.loc["나", "coefficient"] == pytest.approx(
        shares.loc["나", "share"] - shares.loc["가", "share"], abs=0.08
    )
    assert math.isnan(table.loc["intercept", "p"])
    assert table.loc["intercept", "reason"] == "절편은 검정하지 않는다"
    assert table["tests"].tolist() == [2, 2]
    logit = F.corrected_regression(world.scores, labels=labels, covariates=covariates, link="logit")
    moon = of("moon", logit).set_index("covariate")
    assert moon.loc["나", "found_coefficient"] < 0
    assert moon["se"].gt(0).all()
    doc = covariates.rename_axis("doc").reset_index()
    assert F.corrected_regression(world.scores, labels=labels, covariates=doc, link="logit").equals(logit)


# --- plans, words, charts


def test_shortage_by_hand(drawn: pd.DataFrame, labels: pd.DataFrame) -> None:
    table = V.shortage(drawn, labels=labels, half_width=0.1)
    assert len(table) == 8
    one = of("moon", table)[of("moon", table)["group"] == "가"].set_index("cell")
    told = of("moon", labels)
    told = told[told["group"] == "가"]
    spread = {}
    for cell, rows in told.groupby("cell"):
        p = (rows["value"].sum() + 0.5) / (len(rows) + 1)
        size = drawn[(drawn["group"] == "가") & (drawn["stratum"] == cell)]["weight"].sum()
        spread[cell] = size / 120 * math.sqrt(p * (1 - p))
        assert one.loc[cell, ["units", "labels", "positive"]].tolist() == [round(size), len(rows), rows["value"].sum()]
    for cell, value in spread.items():
        wanted = math.ceil((1.959964 / 0.1) ** 2 * value * sum(spread.values()))
        assert one.loc[cell, "needed"] == min(max(wanted, 10), one.loc[cell, "units"])
        assert one.loc[cell, "more"] == max(one.loc[cell, "needed"] - one.loc[cell, "labels"], 0)
    twice = V.shortage(drawn, labels=labels, half_width=0.1 * math.sqrt(2), of="difference")
    assert twice["needed"].tolist() == table["needed"].tolist()
    with pytest.raises(OptionError, match="lacks a cell of the labels"):
        V.shortage(drawn, labels=labels.assign(cell="x"))


def corrected_rows(*rows: dict[str, Any], **about: Any) -> pd.DataFrame:
    base: dict[str, Any] = {c.name: math.nan for c in schema.CORRECTED if c.kind == "float"}
    base |= {"frame": "moon", "units": 900, "documents": 60, "clusters": 60, "labels": 200, "undecided": 0}
    table = pd.DataFrame([base | {"method": "cell", "reason": ""} | row for row in rows])
    table = table[[c.name for c in schema.CORRECTED]]
    told = schema.About(frames=(schema.FrameName("moon", "달빛", "blue"),), unit="sentence", target="process", **about)
    return schema.describe(table, told, source=None)


A = {"group": "가", "found_share": 0.18, "share": 0.2, "low": 0.15, "high": 0.26}
B = {"group": "나", "found_share": 0.13, "share": 0.21, "low": 0.15, "high": 0.28}


def test_sentences() -> None:
    difference: dict[str, Any] = {c.name: math.nan for c in schema.CORRECTED_DIFFERENCE if c.kind == "float"}
    difference |= {f"{name}_{x}": 60 for name in ("documents", "clusters", "labels") for x in "ab"}
    difference |= {"frame": "moon", "group_a": "가", "group_b": "나", "difference": 0.01, "low": -0.066, "high": 0.08}
    difference |= {"p": 0.79, "p_adjusted": 0.79, "tests": 1, "method": "cell", "reason": ""}
    pairs = pd.DataFrame([difference])[[c.name for c in schema.CORRECTED_DIFFERENCE]]
    said = F.corrected_sentences(corrected_rows(A, B), differences=pairs)
    found = "코드북이 찾은 비율은 가 .18, 나 .13이지만 사람이 읽은 400문장으로 바로잡으면"
    assert said == [
        f"{found} 가 .20 [.15, .26], 나 .21 [.15, .28]이다(문서 60건·60건, 라벨 200·200).",
        "가와 나의 차이(나 빼기 가)는 .01 [−.07, .08]로, 있다고 말할 수 없다(묶음 60·60개, p .790, 검정 1가지).",
        "구간은 이런 글을 다시 모았을 때를 뜻한다.",
        "사람들이 함께 틀린 것은 바로잡지 못한다.",
    ]
    sure = pairs.assign(low=0.002, p=0.0002, p_adjusted=0.0004, tests=2)
    assert (
        "나가 더 높다(묶음 60·60개, p < .001, 검정 2가지)"
        in F.corrected_sentences(corrected_rows(A), differences=sure)[1]
    )
    unsure = sure.assign(p=0.03, p_adjusted=0.06)
    assert (
        "검정 2가지를 함께 보면 있다고 말할 수 없다" in F.corrected_sentences(corrected_rows(A), differences=unsure)[1]
    )
    left = A | {"undecided": 12, "lowest": 0.19, "highest": 0.23, "outer_low": 0.14, "outer_high": 0.29}
    assert F.corrected_sentences(corrected_rows(left))[1] == (
        "가에서 판단이 갈린 12문장을 모두 없음으로 보면 .19, 모두 있음으로 보면 .23이다(바깥 구간 .14–.29)."
    )
    refused = {"group": "나", "found_share": 0.0003, "reason": "라벨이 3개뿐이어서 바로잡지 않았다", "method": ""}
    said = F.corrected_sentences(corrected_rows(refused))
    assert said == [
        "나 .001 미만: 코드북이 찾은 대로이다. 라벨이 3개뿐이어서 바로잡지 않았다.",
        "바로잡지 않은 값은 코드북이 집단마다 다르게 놓치는 만큼 틀린다.",
    ]
    alone = F.corrected_sentences(corrected_rows(A | {"group": "all"}))
    assert alone[0].startswith("코드북이 찾은 비율은 .18이지만 사람이 읽은 200문장으로 바로잡으면 .20 [.15, .26]이다")


def test_a_chart_of_corrected_shares(
    world: World, labels: pd.DataFrame, assert_readable: Callable[[Axes], None]
) -> None:
    table = F.corrected(world.scores, labels=labels, by=world.outlets)
    ax = da.plots.corrected(table)
    assert_readable(ax)
    notes = [t.get_text() for t in ax.texts]
    assert {"달빛", "햇빛"} <= set(notes)
    assert sum("찾은 것" in n for n in notes) == 4
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == style.marker(0) and len(line.get_xdata())]
    assert dots == pytest.approx([*of("moon", table)["share"], *of("sun", table)["share"]])
    described = style.described(ax)
    assert described is not None
    assert described.numbers["share"].tolist() == table["share"].tolist()
    bare = corrected_rows({"group": "가", "found_share": 0.2, "reason": "x"}, labels={})
    ax = da.plots.corrected(bare)
    assert_readable(ax)
    assert ax.get_title(loc="left") == "바로잡을 만큼 라벨이 있는 집단이 없다"
    assert "바로잡지 않음, 찾은 것 .20" in [t.get_text() for t in ax.texts]
    with pytest.raises(FigureError, match="has no rows"):
        da.plots.corrected(bare.head(0))
