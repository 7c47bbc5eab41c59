"""The op-ed with its text and the op-ed as redacted tables give the same numbers."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

import analysis as da
from analysis import __main__ as cli
from analysis import errors, paths
from analysis.tokens import publish

NAME = "donga-2023-05-04"


@pytest.fixture
def without_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> da.Corpus:
    """The op-ed as a fresh clone has it."""
    monkeypatch.setattr(paths, "PRIVATE", tmp_path)
    return da.read(NAME)


@pytest.fixture(scope="module")
def units() -> da.lexicon.Units:
    return da.lexicon.read(paths.LEXICONS / "units-donga.yaml")


@pytest.fixture(scope="module")
def frames() -> da.codebook.Codebook:
    return da.codebook.read(paths.CODEBOOKS / "alliance-startup.yaml")


def same(one: pd.DataFrame, other: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(one.astype(object), other.astype(object))


def test_a_fresh_clone_has_the_facts_but_no_text(without_text: da.Corpus) -> None:
    row = without_text.documents.iloc[0]
    assert without_text.redacted
    assert (row["title"], row["author"], row["text"]) == ("韓美 클러스터 협력, 스타트업 코리아의 시작", "이영", "")
    assert len(without_text.removed) == 28
    assert (without_text.removed["text"] == "").all()


def test_tables_stand_for_this_very_text(without_text: da.Corpus, oped: da.Corpus) -> None:
    assert without_text.sha256 == oped.sha256
    same(without_text.documents.drop(columns="text"), oped.documents.drop(columns="text"))
    same(without_text.removed.drop(columns="text"), oped.removed.drop(columns="text"))


@pytest.mark.parametrize("layer", ["morphs", "units"])
def test_keywords_that_repeat_are_the_same(
    without_text: da.Corpus, oped: da.Corpus, units: da.lexicon.Units, layer: str
) -> None:
    list_ = units if layer == "units" else None
    redacted = da.stats.frequency(da.segment(without_text, units=list_), minimum=2)
    full = da.stats.frequency(da.segment(oped, units=list_), minimum=2)
    same(redacted, full)
    assert redacted.attrs["base"] == full.attrs["base"]


def test_hits_and_scores_are_the_same(
    without_text: da.Corpus, oped_tokens: da.Tokens, frames: da.codebook.Codebook
) -> None:
    redacted = da.segment(without_text)
    hits, full = da.framing.hits(redacted, frames), da.framing.hits(oped_tokens, frames)
    same(hits, full)
    assert len(hits) > 50
    assert set(hits["agent_kind"]) == {"we", "subject", "none"}
    same(da.framing.agents(hits), da.framing.agents(full))
    stances = da.framing.stance(redacted), da.framing.stance(oped_tokens)
    one, other = (s[s["sentence"].isin(hits["sentence"])].reset_index(drop=True) for s in stances)
    same(one, other)
    assert len(one) == 6  # marks of stance, list 1.1.0
    for by in ("sentence", "paragraph", "document"):
        one = da.framing.score(hits, redacted, by=by)
        other = da.framing.score(full, oped_tokens, by=by)
        same(one, other)
        same(da.framing.contrast(one), da.framing.contrast(other))


def test_tables_cannot_be_read_as_the_article(without_text: da.Corpus, oped_tokens: da.Tokens) -> None:
    table = da.segment(without_text).table
    shown = table["surface"] != ""
    assert shown.mean() < 0.47  # endings of stance and the subjects of hits among them
    assert (table["tag"] == oped_tokens.table["tag"]).all()
    # no sentence keeps more than half of its morphemes unless it is made of hits and repeated words
    longest = shown.groupby((~shown).cumsum()).sum().max()
    assert longest <= 15


def test_another_unit_list_needs_the_text(without_text: da.Corpus, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("schema: damron-units/1\nid: mine\nunits: [가나다]\n", encoding="utf-8")
    with pytest.raises(errors.ReadError, match="redacted table, made with another list of units"):
        da.segment(without_text, units=da.lexicon.read(file))


def test_the_command_writes_what_is_shipped(
    oped_path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["redact", str(oped_path), "--out", str(tmp_path)]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert [Path(line).name for line in printed] == [f"{NAME}.json", f"{NAME}.morphs.csv", f"{NAME}.units.csv"]
    for file in sorted(tmp_path.iterdir()):
        assert file.read_bytes() == (paths.TOKENS / file.name).read_bytes(), f"run: redact, {file.name} is stale"


def test_only_one_document_with_its_text_can_be_published(
    without_text: da.Corpus, units: da.lexicon.Units, tmp_path: Path
) -> None:
    for corpus in (without_text, da.Corpus.from_texts({"a": "하나.", "b": "둘."})):
        with pytest.raises(errors.ReadError, match="only one document with its text"):
            publish(corpus, folder=tmp_path, units=units, codebooks=[])


def test_committed_figures_show_these_numbers(without_text: da.Corpus, units: da.lexicon.Units) -> None:
    table = da.stats.frequency(da.segment(without_text, units=units), minimum=2, stop="default")
    drawn = pd.read_csv(paths.FIGURES / f"{NAME}-keywords.csv", encoding="utf-8-sig")
    assert drawn["term"].tolist() == table["term"].tolist()
    assert drawn["n"].tolist() == table["n"].tolist()
    manifest = json.loads((paths.FIGURES / "manifest.json").read_text(encoding="utf-8"))
    entries = manifest.get("figures", manifest)
    assert {f"{NAME}-{word}" for word in ("keywords", "wordcloud", "strip", "framing")} <= set(entries)


def test_a_lost_table_is_one_sentence(without_text: da.Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(paths.TOKENS / f"{NAME}.json", tmp_path)
    monkeypatch.setattr(paths, "TOKENS", tmp_path)
    with pytest.raises(errors.MissingError, match=r"no file .*morphs\.csv"):
        da.segment(da.read(NAME))
