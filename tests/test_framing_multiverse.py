"""The multiverse: which specifications there are, what is refused, and that each is what the public way gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis.errors import OptionError
from analysis.tokens import ANALYSERS, segment_with

TEXT = """[기고] 한미 동맹과 벤처

요약: 동맹이 길다.
동맹은 굳건하다. 동맹, 동맹을 다시 말한다. 한미 양국이 만났다. 동맹의 길이다. 조약을 맺었다.
벤처는 드물다. 그는 “창업이 늘었다”고 말했다. 스타트업도 있다.
무단전재 및 재배포 금지
"""


@pytest.fixture(scope="module")
def codebook() -> da.codebook.Codebook:
    return da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> da.Corpus:
    path = tmp_path_factory.mktemp("texts") / "own.txt"
    path.write_text(TEXT, encoding="utf-8")
    return da.read(path)


@pytest.fixture(scope="module")
def table(corpus: da.Corpus, codebook: da.codebook.Codebook) -> pd.DataFrame:
    return da.framing.multiverse(corpus, codebook, analysers=["cong"], stops=["동맹"])


def test_every_combination_once(table: pd.DataFrame) -> None:
    run = table[table["status"] == "run"]
    options = table.attrs["options"]
    assert not run[list(options)].duplicated().any()
    # tags 2, stops 2, ambiguous 2, weights 2, cap 2, support 5, quotes 2; body, its variants off, raw
    assert len(run) == table.attrs["run"] == 3 * 2 * 2 * 2 * 2 * 2 * 5 * 2
    assert table["specification"].tolist() == list(range(1, len(table) + 1))


def test_the_first_is_the_kits_own(table: pd.DataFrame, corpus: da.Corpus, codebook: da.codebook.Codebook) -> None:
    tokens = da.segment(corpus)
    contrast = da.framing.contrast(da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document")).iloc[0]
    for name in ("n_a", "n_b", "weight_a", "weight_b", "share", "log_ratio"):
        assert table[name].iloc[0] == contrast[name]


def test_each_option_is_what_respecify_gives(
    table: pd.DataFrame, corpus: da.Corpus, codebook: da.codebook.Codebook
) -> None:
    tokens = da.segment(corpus)
    hits = da.framing.hits(tokens, codebook)
    body = table[(table["text"] == "body") & (table["variants"] == "on") & (table["status"] == "run")]
    plain = body[(body["tags"] == "all") & (body["stops"] == "none")]
    names = ["ambiguous", "weights", "cap", "support", "quotes"]
    for row in plain.sample(12, random_state=1).to_dict("records"):
        changed = da.framing.respecify(hits, **{name: row[name] for name in names})
        contrast = da.framing.contrast(da.framing.score(changed, tokens, by="document")).iloc[0]
        assert [row["weight_a"], row["weight_b"]] == [contrast["weight_a"], contrast["weight_b"]]
    stopped = body[body["stops"] == "stopped"].iloc[0]
    left = hits[hits["surface"] != "동맹"]
    assert stopped["n_a"] == (left["counted"] & (left["frame"] == "alliance")).sum()
    assert len(left) < len(hits)


def test_merged_units_are_refused_aloud(table: pd.DataFrame) -> None:
    refused = table[table["status"] == "refused"]
    assert refused["layer"].tolist() == ["units"]
    assert "matched on the morpheme layer" in refused["reason"].iloc[0]
    assert np.isnan(refused[["share", "log_ratio"]].to_numpy()).all()
    assert table.attrs["refused"] == 1


def test_raw_text_puts_removed_lines_back(table: pd.DataFrame, corpus: da.Corpus) -> None:
    assert len(corpus.removed)
    pair = table[(table["status"] == "run") & (table["variants"] == "on")].groupby("text")["n_a"].max()
    assert pair["raw"] > pair["body"]  # 한미 동맹 in the headline and the summary


def test_spelling_variants_change_no_hit(table: pd.DataFrame) -> None:
    run = table[(table["status"] == "run") & (table["text"] == "body")]
    numbers = ["n_a", "n_b", "weight_a", "weight_b"]
    on, off = (run.loc[run["variants"] == v, numbers].to_numpy() for v in ("on", "off"))
    assert (on == off).all()


def test_the_sum_is_that_of_the_rows(table: pd.DataFrame) -> None:
    values = table["log_ratio"].dropna()
    lead = np.sign(table["log_ratio"].iloc[0])
    assert table.attrs["kept"] == (np.sign(values) == lead).sum()
    assert (table.attrs["low"], table.attrs["high"]) == (values.min(), values.max())
    run = table[table["status"] == "run"]
    assert table.attrs["distinct"] == len(set(zip(run["weight_a"], run["weight_b"], strict=True)))


def test_a_redacted_corpus_says_what_it_cannot_do(codebook: da.codebook.Codebook) -> None:
    table = da.framing.multiverse(da.read("donga-2023-05-04"), codebook)
    refused = table[table["status"] == "refused"]
    assert (table["status"] == "run").sum() == 160
    assert (refused["text"] == "raw").sum() == 3
    assert refused["reason"].str.len().gt(20).all()


def test_nothing_to_put_back_and_nothing_found(codebook: da.codebook.Codebook) -> None:
    corpus = da.Corpus.from_texts({"d": "나무가 자란다."})
    table = da.framing.multiverse(corpus, codebook, analysers=["cong"])
    raw = table[table["text"] == "raw"]
    assert raw["reason"].tolist() == ["cleaning took no line away, so that there is no other text to count"]
    assert table["log_ratio"].isna().all()
    assert [table.attrs["kept"], table.attrs["distinct"]] == [0, 1]


def test_bad_options_list_the_choices(corpus: da.Corpus, codebook: da.codebook.Codebook) -> None:
    with pytest.raises(OptionError, match="analyser 'mecab' is not known; use one of cong, cong-global, no-dictionary"):
        da.framing.multiverse(corpus, codebook, analysers=["mecab"])
    with pytest.raises(OptionError, match=r"stops takes a list of texts.*\['동맹'\]"):
        da.framing.multiverse(corpus, codebook, stops="동맹")
    with pytest.raises(OptionError, match="use one of cong, cong-global, no-dictionary"):
        segment_with(corpus, analyser="mecab")


@pytest.mark.parametrize("analyser", ["cong", "cong-global"])
def test_other_analysers_say_so_in_their_recipe(corpus: da.Corpus, analyser: str) -> None:
    tokens = segment_with(corpus, analyser=analyser)
    settings: dict[str, Any] = dict(tokens.recipe.options)
    assert all(settings[name] == str(value) for name, value in ANALYSERS[analyser].items())
    if analyser == "cong":
        assert tokens.table["surface"].tolist() == da.segment(corpus).table["surface"].tolist()


def test_many_documents_are_pooled(codebook: da.codebook.Codebook) -> None:
    corpus = da.Corpus.from_texts({"x": "한미 동맹은 길다.", "y": "벤처는 드물다. 창업도 드물다."})
    first = da.framing.multiverse(corpus, codebook, analysers=["cong"]).iloc[0]
    assert [first["weight_a"], first["weight_b"]] == [1.0, 2.0]
