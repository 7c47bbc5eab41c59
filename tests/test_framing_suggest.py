"""Proposals for a codebook: from embeddings and from the sentences beside hits."""

from __future__ import annotations

import math

import pytest

import analysis as da
from analysis import schema
from analysis.errors import OptionError

BOOK = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")


def tokens(*texts: str) -> da.Tokens:
    return da.segment(da.Corpus.from_texts({f"d{n}": text for n, text in enumerate(texts)}))


def test_a_neighbour_in_the_embedding_is_proposed_with_its_place() -> None:
    text = "동맹은 굳건하다. 수교를 맺었다. 수교는 길다. 수교가 끝났다. 비가 온다."
    table = da.framing.suggest(tokens(text), BOOK, frame="alliance", minimum=3)
    row = table.set_index("term").loc["수교"]
    assert row["source"] in {"embedding", "both"}
    assert row["n"] == 3
    assert row["similarity"] >= 0.4
    assert text[row["start"] : row["end"]] == "수교"
    assert "동맹/NNG" in table.attrs["core"]


def test_words_beside_hits_are_proposed() -> None:
    beside = "한미 동맹은 굳건하다. 감자는 둥글다."  # 감자 stands behind a hit, far from it in meaning
    away = "비가 온다. 눈이 온다. 해가 뜬다. 달이 진다."
    table = da.framing.suggest(tokens(*[beside] * 6, *[away] * 6), BOOK, frame="alliance")
    row = table.set_index("term").loc["감자"]
    assert (row["source"], row["n"], row["n_near"]) == ("context", 6, 6)
    # 6 near and 24 other sentences; the word fills the near ones: G2 = 2 (6 ln(30/6) + 24 ln(30/24))
    assert row["g2"] == pytest.approx(2 * (6 * math.log(5) + 24 * math.log(1.25)))
    assert (table.attrs["sentences_near"], table.attrs["sentences_other"]) == (6, 24)
    assert "비" not in set(table["term"])


def test_what_the_codebook_has_is_not_proposed() -> None:
    table = da.framing.suggest(tokens("동맹은 안보다. 동맹은 안보다. 동맹은 안보다."), BOOK, frame="alliance")
    assert not {"동맹", "안보"} & set(table["term"])


def test_nothing_to_propose_is_an_empty_table() -> None:
    for text in ("비가 온다.", "동맹은 굳건하다.", "동맹은 굳건하다. 비가 온다."):
        table = da.framing.suggest(tokens(text), BOOK, frame="alliance")
        assert table.empty
        assert list(table.columns) == [c.name for c in schema.SUGGESTIONS]


def test_what_it_refuses() -> None:
    some = tokens("동맹은 굳건하다.")
    with pytest.raises(OptionError, match="no frame 'peace' with terms; choose one of alliance, startup"):
        da.framing.suggest(some, BOOK, frame="peace")
    with pytest.raises(OptionError, match="top must be 1 or more, not 0"):
        da.framing.suggest(some, BOOK, frame="alliance", top=0)
    with pytest.raises(OptionError, match="these tokens are redacted"):
        da.framing.suggest(some.redact(), BOOK, frame="alliance")
