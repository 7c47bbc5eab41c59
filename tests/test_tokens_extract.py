from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

import analysis as da
from analysis import errors
from analysis.tokens import extract as module
from analysis.tokens.extract import extract

NEWS = Path(__file__).resolve().parents[2] / "shared" / "texts" / "wikinews.jsonl.gz"
CORPUS = da.Corpus.from_texts({"a": "가온누리는 높다.\n가온누리다.", "b": "별빛마을"})


class Analyser:
    """Stands in for the analyser: keeps what it was asked and answers in any order."""

    def extract_words(self, texts: list[str], **options: Any) -> list[tuple[str, float, int, float]]:
        self.texts, self.options = list(texts), options
        return [("별빛마을", 0.3, 11, -0.5), ("나루", 0.4, 12, -1.0), ("가온누리", 0.4, 20, -2.0)]


@pytest.fixture
def analyser(monkeypatch: pytest.MonkeyPatch) -> Analyser:
    stand_in = Analyser()
    monkeypatch.setattr(module, "kiwi", lambda: stand_in)
    return stand_in


def test_proposals_by_score_then_unit(analyser: Analyser) -> None:
    assert extract(CORPUS, minimum=3, longest=5).values.tolist() == [
        ["가온누리", 2, 0.4, -2.0],
        ["나루", 0, 0.4, -1.0],
        ["별빛마을", 1, 0.3, -0.5],
    ]
    assert analyser.texts == ["가온누리는 높다.", "가온누리다.", "별빛마을"]
    assert analyser.options == {"min_cnt": 3, "max_word_len": 5}
    assert extract(CORPUS, top=1)["unit"].tolist() == ["가온누리"]


def test_nothing_found_and_the_analyser_is_not_changed() -> None:
    before = da.segment(CORPUS).table
    found = extract(CORPUS)
    assert found.empty
    assert list(found.columns) == ["unit", "n", "score", "noun_score"]
    assert da.segment(CORPUS).table.equals(before)


def test_counts_are_of_the_characters_in_the_text() -> None:
    if not NEWS.is_file():
        pytest.skip(f"the news texts are not at {NEWS}")
    with gzip.open(NEWS, "rt", encoding="utf-8") as file:
        texts = [text for text in (json.loads(line)["text"] for line in file) if text.strip()]
    corpus = da.Corpus.from_texts({f"n{n}": text for n, text in enumerate(texts)})
    found = extract(corpus, minimum=10)
    whole = "\n".join(corpus.documents["text"])
    assert len(found) >= 3
    assert all(n >= 10 for n in found["n"])
    assert [whole.count(unit) for unit in found["unit"]] == found["n"].tolist()


def test_limits() -> None:
    for name in ("minimum", "longest", "top"):
        with pytest.raises(errors.OptionError, match=f"{name} must be"):
            extract(CORPUS, **{name: 0})


def test_a_redacted_corpus_has_no_characters_to_look_at() -> None:
    corpus = da.read("donga-2023-05-04")
    if not corpus.redacted:
        pytest.skip("the article's text is in seeds/private/")
    with pytest.raises(errors.ReadError, match="text, which is not here"):
        extract(corpus)
