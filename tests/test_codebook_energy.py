"""The second codebook: complete, and able to fail on articles of its own debate."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis as da
from analysis import paths
from analysis.codebook import Codebook

ARTICLES = ["energy-cost", "energy-climate", "solar-ledger", "electric-bus-fair", "winter-power"]


@pytest.fixture(scope="module")
def energy() -> Codebook:
    return da.codebook.read(paths.CODEBOOKS / "energy-transition.yaml")


@pytest.fixture(scope="module")
def tokens() -> da.Tokens:
    return da.segment(da.read(ARTICLES))


@pytest.fixture(scope="module")
def scores(energy: Codebook, tokens: da.Tokens) -> pd.DataFrame:
    table = da.framing.score(da.framing.hits(tokens, energy), tokens, by="document")
    return table.set_index(["doc", "frame"])["weight"].unstack()  # noqa: PD010 - one row a pair


def test_it_is_complete(energy: Codebook) -> None:
    assert energy.compare == ("cost", "climate")
    assert energy.frame_ids == ("cost", "climate", "security", "justice", "technology")
    assert energy.status == "unvalidated"
    assert set(energy.provenance.tuned_on) == set(ARTICLES)
    assert energy.changelog[-1].version == energy.version
    for frame in energy.frames:
        assert len(frame.examples) >= 8
        assert len(frame.counterexamples) >= 8
        assert frame.present_if
        assert frame.absent_if
        assert frame.questions
        assert all(getattr(frame.elements, name) for name in ("problem", "cause", "moral", "remedy"))


def test_the_self_test_has_no_failure(energy: Codebook) -> None:
    table = da.framing.check(energy)
    assert table.loc[~table["passed"], ["check", "term", "text"]].values.tolist() == []
    assert "warning: shared pattern" not in set(table["check"])


def test_each_article_shows_what_it_was_written_for(scores: pd.DataFrame) -> None:
    assert scores.loc["energy-cost", "cost"] > 10
    assert scores.loc["energy-cost", "climate"] == 0
    assert scores.loc["energy-climate", "climate"] > 5
    assert scores.loc["energy-climate", "cost"] == 0
    mixed = scores.loc["solar-ledger", "cost"] / scores.loc["solar-ledger", ["cost", "climate"]].sum()
    assert 0.35 < mixed < 0.65
    assert scores.loc["winter-power"].idxmax() == "cost"
    assert scores.loc["winter-power", "security"] > scores.loc["winter-power", "climate"] > 0


def test_the_words_of_the_field_alone_score_nothing(scores: pd.DataFrame) -> None:
    # 에너지, 전기, 환경, 버스, 바람 stand in the article on the fair; none of them is a frame
    assert (scores.loc["electric-bus-fair"] == 0).all()


@pytest.mark.parametrize(
    "text", ["에너지 전환이 시작됐다.", "전력 회사가 문을 열었다.", "환경이 달라졌다.", "재생에너지 박람회가 열렸다."]
)
def test_the_name_of_the_debate_is_in_neither_main_frame(energy: Codebook, text: str) -> None:
    hits = da.framing.hits(da.segment(da.Corpus.from_texts({"d": text})), energy)
    assert not hits.loc[hits["frame"].isin(["cost", "climate"]), "counted"].any()


def test_the_first_codebook_does_not_fire_on_this_debate(tokens: da.Tokens) -> None:
    alliance = da.codebook.read(paths.CODEBOOKS / "alliance-startup.yaml")
    hits = da.framing.hits(tokens, alliance)
    counted = hits[hits["counted"] & hits["frame"].isin(["alliance", "startup"])]
    assert len(counted) == 0
