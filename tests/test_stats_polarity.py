"""Polarity by a list of one's own: numbers by hand, and what is refused until people have read."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import framing, lexicon, measures, plots, schema, stats, validation
from analysis.codebook import Codebook
from analysis.errors import CodebookError, OptionError, RefusalError, SchemaError
from tests.test_chapter_cases import beside, case

LIST = "word,polarity\n성과,1\n도약,2\n협력,1\n위기,-2\n갈등,-1\n부도 위험,-1\n"


def words(tmp_path: Path, text: str = LIST, name: str = "list.csv") -> Codebook:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return lexicon.polarity(path)


def counted(texts: dict[str, str], book: Codebook) -> tuple[pd.DataFrame, da.Tokens]:
    tokens = da.segment(da.Corpus.from_texts(texts))
    return framing.hits(tokens, book), tokens


@beside
def test_sen_01_polarity_of_six_and_two(tmp_path: Path) -> None:
    given, expected, tolerance = case("sen-01")
    text = " ".join(["성과가 컸다."] * given["p"] + ["갈등이 있었다."] * given["n"])
    table = stats.polarity(*counted({"d": text, "none": "비가 내렸다."}, words(tmp_path)))
    assert table["polarity"].iloc[0] == pytest.approx(expected["polarity"], abs=tolerance)
    assert math.isnan(table["polarity"].iloc[1])
    assert table["logit"].iloc[0] == pytest.approx(math.log(6.5 / 2.5), abs=tolerance)


@beside
def test_sen_03_accuracy_and_macro_f1() -> None:
    given, expected, tolerance = case("sen-03")
    found = measures.confusion(given["confusion"])
    assert (found.accuracy, found.macro_f1) == pytest.approx(
        (expected["accuracy"], expected["macro_f1"]), abs=tolerance
    )


def test_weights_phrases_quotes_and_negation(tmp_path: Path) -> None:
    text = "성과와 성과가 있었다. 그는 “위기다. 갈등과 갈등이다”라고 말했다. 도약은 하지 않았다. 부도 위험이 남았다."
    hits, tokens = counted({"d": text}, words(tmp_path))
    row = stats.polarity(hits, tokens).iloc[0]
    # positive: 성과 twice (also in one sentence), 도약 2; negative: 위기 2, 갈등 twice, the phrase 1
    assert (row["positive"], row["negative"], row["hits"]) == (4, 5, 7)
    assert row["polarity"] == pytest.approx(-1 / 9)
    assert row["logit"] == pytest.approx(math.log(4.5 / 5.5))
    assert row["quoted"] == -1  # three hits, 0 to 4
    assert row["unquoted"] == pytest.approx((4 - 1) / 5)
    assert row["negated"] == 1
    poles = framing.poles(framing.score(hits, tokens, by="document")).iloc[0]
    assert poles["bias"] == pytest.approx(row["polarity"])
    assert row["share_covered"] == pytest.approx(7 / row["words"])


def test_negated_hits_count_as_those_of_frames_do_and_can_be_left_out(tmp_path: Path) -> None:
    text = "성과가 있었다. 협력이 있었다. 위기가 있었다. 도약은 하지 않았다."
    hits, tokens = counted({"d": text}, words(tmp_path))
    scores = framing.score(hits, tokens, by="document").set_index("frame")["weight"]
    row = stats.polarity(hits, tokens).iloc[0]
    assert (row["positive"], row["negative"]) == (scores["positive"], scores["negative"]) == (4, 2)
    assert (row["negated"], row["polarity"]) == (1, pytest.approx(2 / 6))
    without = stats.polarity(hits[~hits["negated"]], tokens).iloc[0]
    assert (without["positive"], without["hits"], without["polarity"]) == (2, 3, 0)


def test_below_three_hits_there_is_no_number(tmp_path: Path) -> None:
    table = stats.polarity(*counted({"a": "성과와 도약이다.", "b": "성과, 도약, 협력이다."}, words(tmp_path)))
    assert table["polarity"].isna().tolist() == [True, False]
    assert table["reason"].iloc[0].startswith("적중이 3회가 안 되어")
    assert table["positive"].tolist() == [3, 4]


def test_words_that_carry_the_score_are_named(tmp_path: Path) -> None:
    table = stats.polarity(*counted({"d": "도약이다. 도약했다. 성과다. 협력한다."}, words(tmp_path)))
    assert next(iter(table.attrs["carried"].items())) == ("도약", pytest.approx(4 / 6))
    assert table.attrs["caution"][0] == "‘도약’ 한 단어가 점수의 67%를 차지한다"


def test_lists_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="from -2 to 2"):
        words(tmp_path, "성과,3\n위기,-1\n")
    with pytest.raises(CodebookError, match="both poles"):
        words(tmp_path, "성과,1\n도약,2\n")
    with pytest.raises(CodebookError, match="twice"):
        words(tmp_path, "성과,1\n성과,-1\n")
    made = words(tmp_path, '[{"word": "성과", "polarity": 1}, {"word": "위기", "polarity": -1}]', "list.json")
    assert made.compare == ("negative", "positive")


def test_nothing_is_compared_or_drawn_unchecked(tmp_path: Path, in_korean: None) -> None:
    hits, tokens = counted({"a": "성과, 도약, 협력이다.", "b": "위기, 갈등, 갈등이다."}, words(tmp_path))
    with pytest.raises(RefusalError, match="아직 아무도 확인하지 않았다"):
        stats.polarity(hits, tokens, by={"a": "가", "b": "나"})
    with pytest.raises(RefusalError, match=r"validation\.sample"):
        plots.polarity(stats.polarity(hits, tokens))


def test_hits_of_another_codebook_and_of_other_tokens(tmp_path: Path) -> None:
    hits, tokens = counted({"a": "성과, 도약, 협력이다."}, words(tmp_path))
    other = da.segment(da.Corpus.from_texts({"z": "성과다."}))
    with pytest.raises(OptionError, match="not in the tokens"):
        stats.polarity(hits, other)
    frames = framing.hits(tokens, da.codebook.read("alliance-startup"))
    with pytest.raises(OptionError, match="has no poles"):
        stats.polarity(frames, tokens)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Codebook, da.Tokens, dict[str, str]]:
    """A list that two people agree with on 240 sentences of 30 texts."""
    book = words(tmp_path_factory.mktemp("list"))
    draw = np.random.default_rng(2)
    good, bad, plain = "성과가 컸다.", "갈등이 깊었다.", "비가 내렸다."
    texts = {}
    for k in range(60):
        chosen = draw.choice([good, bad, plain], 12, p=[0.5, 0.2, 0.3] if k % 2 else [0.2, 0.5, 0.3])
        texts[f"d{k:02d}"] = " ".join(f"{n}일에 {s}" for n, s in enumerate(chosen, start=1))
    corpus = da.Corpus.from_texts(texts)
    tokens = da.segment(corpus)
    hits = framing.hits(tokens, book)
    sample = validation.sample(corpus, tokens, book, n=480, seed=1)
    place = {u: corpus.documents.set_index("doc").loc[d, "text"][a:b] for u, d, a, b in
             zip(sample["unit"], sample["doc"], sample["start"], sample["end"], strict=True)}  # fmt: skip
    rows = [
        {"unit": unit, "frame": frame, "coder": coder, "kind": "human", "empty": False, "confidence": math.nan,
         "note": "", "value": float(("성과" if frame == "positive" else "갈등") in text)}
        for unit, text in place.items() for frame in ("negative", "positive") for coder in ("김", "이")
    ]  # fmt: skip
    codings = pd.DataFrame(rows)[[c.name for c in schema.CODINGS]]
    opened = validation.open_test(sample, codebook=book)
    measured = validation.accuracy(codings, hits, sample=opened, tokens=tokens, weighting="none")
    validation.record(book, codings=codings, sample=opened, accuracy=[measured])
    return lexicon.polarity(book.path), tokens, {doc: "가" if int(doc[1:]) % 2 else "나" for doc in texts}


def test_a_checked_list_compares_its_own_texts(checked: tuple[Codebook, da.Tokens, dict[str, str]]) -> None:
    book, tokens, groups = checked
    hits = framing.hits(tokens, book)
    about = schema.about(hits).checked
    assert about is not None
    assert about.units >= 200
    assert (about.coders, about.alpha, about.macro_f1) == (2, 1.0, 1.0)
    table = stats.polarity(hits, tokens, by=groups)
    assert table["doc"].tolist() == ["가", "나"]
    p, n = (hits["frame"] == side for side in ("positive", "negative"))
    mine = hits["doc"].map(groups) == "가"
    expected = ((mine & p).sum() - (mine & n).sum()) / mine.sum()
    assert table["polarity"].iloc[0] == pytest.approx(expected)
    ax = plots.polarity(table)
    assert any("매크로 F1 1.00" in text.get_text() for text in ax.texts)


def test_unchecked_scores_are_not_compared_as_frames(tmp_path: Path) -> None:
    texts = {f"d{k}": "성과, 도약, 협력이다." if k % 2 else "위기, 갈등, 갈등이다." for k in range(12)}
    hits, tokens = counted(texts, words(tmp_path))
    scores = framing.score(hits, tokens, by="document")
    groups = {doc: "가" if int(doc[1:]) % 2 else "나" for doc in texts}
    documents = pd.DataFrame({"doc": list(texts), "outlet": list(groups.values())})
    for call in (
        lambda: framing.compare(scores, by=groups),
        lambda: framing.estimate(scores, by=groups),
        lambda: framing.trend(scores, documents, by="outlet"),
        lambda: framing.regression(scores, documents, on=["outlet"]),
        lambda: stats.crosstab(hits.assign(outlet=hits["doc"].map(groups)), row="outlet", column="frame"),
        lambda: stats.crosstab(
            stats.polarity(hits, tokens).assign(outlet=list(groups.values()), side=["가", "나"] * 6),
            row="outlet", column="side",
        ),
    ):  # fmt: skip
        with pytest.raises(RefusalError, match="nobody has checked"):
            call()
    lost = scores.merge(documents, on="doc")[["doc", "frame", "n"]]
    lost.attrs = {}
    with pytest.raises(SchemaError, match="lost its attrs"):
        framing.regression(lost, documents, on=["outlet"])


def test_no_chart_and_no_report_is_drawn_of_an_unchecked_list(tmp_path: Path) -> None:
    book = words(tmp_path)
    hits, tokens = counted({"a": "성과, 도약, 협력이다.", "b": "위기, 갈등, 갈등이다."}, book)
    scores = framing.score(hits, tokens, by="sentence")
    for call in (
        lambda: plots.strip(scores[scores["doc"] == "a"]),
        lambda: plots.contrast(framing.contrast(framing.score(hits, tokens, by="document"))),
        lambda: plots.elements(table=framing.elements(hits)),
        lambda: da.report.article_facts(da.Corpus.from_texts({"a": "성과, 도약, 협력이다."}), codebook=book),
    ):
        with pytest.raises(RefusalError, match="nobody has checked"):
            call()


def test_checked_scores_are_compared(checked: tuple[Codebook, da.Tokens, dict[str, str]]) -> None:
    book, tokens, groups = checked
    scores = framing.score(framing.hits(tokens, book), tokens, by="document")
    table = framing.compare(scores, by=groups, permutations=199)
    assert sorted(table["frame"]) == ["negative", "positive"]
    documents = pd.DataFrame({"doc": list(groups), "outlet": list(groups.values())})
    own = {doc: doc for doc in groups}
    sentences = framing.score(framing.hits(tokens, book), tokens, by="sentence")
    found = framing.regression(sentences, documents, on=["outlet"], cluster=own).set_index(["frame", "covariate"])
    bad = sentences[sentences["frame"] == "negative"]
    share = (bad["n"] > 0).groupby(bad["doc"].astype(str).map(groups)).mean()
    coefficient = found.loc[("negative", "outlet=나"), "coefficient"]
    assert coefficient == pytest.approx(share["나"] - share["가"])


def test_a_checked_list_is_drawn(checked: tuple[Codebook, da.Tokens, dict[str, str]]) -> None:
    book, tokens, _ = checked
    hits = framing.hits(tokens, book)
    sentences = framing.score(hits, tokens, by="sentence")
    assert plots.strip(sentences[sentences["doc"] == "d00"]).texts
    elsewhere, other = counted({"z": "성과다. 성과다. 성과다."}, book)
    with pytest.raises(RefusalError, match="nobody has checked"):
        plots.strip(framing.score(elsewhere, other, by="sentence"))


def test_a_checked_list_is_unchecked_elsewhere(checked: tuple[Codebook, da.Tokens, dict[str, str]]) -> None:
    book, _, _ = checked
    hits, tokens = counted({"a": "성과다. 성과다. 성과다.", "b": "갈등이다."}, book)
    with pytest.raises(RefusalError, match="nobody has checked"):
        stats.polarity(hits, tokens, by={"a": "가", "b": "나"})
    about = schema.about(hits)
    assert about.checked is not None
