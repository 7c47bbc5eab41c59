"""Answers of the analyser that are kept on disk."""

from pathlib import Path

import pytest

from analysis import analyser
from analysis.codebook import predicates


def test_an_answer_is_kept_by_what_was_asked_and_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path))
    made: list[str] = []

    def make() -> list[str]:
        made.append("asked")
        return ["답"]

    assert analyser.answered("a/1", ["말"], make) == analyser.answered("a/1", ["말"], make) == ["답"]
    assert len(made) == 1
    assert analyser.answered("a/2", ["말"], make) == analyser.answered("a/1", ["말", "글"], make) == ["답"]
    assert len(made) == 3
    for file in (tmp_path / "answers").glob("*.json"):
        file.write_text(file.read_text(encoding="utf-8")[:-3], encoding="utf-8")  # cut off
    assert analyser.answered("a/1", ["말"], make) == ["답"]
    assert len(made) == 4


def test_a_cache_that_cannot_be_written_loses_no_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path / "file"))
    assert analyser.answered("a/1", ["말"], lambda: 1) == 1


def test_the_oldest_answers_go(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path))
    monkeypatch.setattr(analyser, "_MOST", 2)
    for word in "가나다":
        analyser.answered("a/1", [word], lambda: 1)
    assert len(list((tmp_path / "answers").glob("*.json"))) == 2


def test_predicates_are_the_same_from_the_cache_without_the_analyser(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path))
    first = predicates.inflected(["슬프", "바"]), predicates.predicates(["슬프", "바"])
    assert first == ({"슬프": ["슬펐다", "슬프지만", "슬픈 일", "슬퍼서"]}, {"슬프": ["슬프/VA"]})
    monkeypatch.setattr(predicates, "tokenize", None)
    assert (predicates.inflected(["슬프", "바"]), predicates.predicates(["슬프", "바"])) == first
