"""Unit lists, variants and stop lists on the command line, and the order and length of what it lists."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from analysis import __main__ as cli

Run = Callable[..., tuple[int, list[dict[str, str]], str]]
TEXT = "이가람은 벤처기업을 만났다. 스타트업은 이가람의 벤처기업이다. 때가 왔다. 때는 봄이다. 착즙하는 봄."


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    (tmp_path / "가.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "나.txt").write_text("가을이다. 가을은 길다. 가을에 봄을 그린다. 때가 되었다.", encoding="utf-8")

    def call(command: str, *words: str) -> tuple[int, list[dict[str, str]], str]:
        code = cli.main([command, str(tmp_path / "가.txt"), *words])
        out, err = capsys.readouterr()
        return code, list(csv.DictReader(out.splitlines())), err

    return call


def counts(rows: list[dict[str, str]]) -> dict[str, int]:
    return {row["term"]: int(row["n"]) for row in rows}


def test_names_spellings_and_stop_words(run: Run, tmp_path: Path) -> None:
    code, rows, err = run(
        "frequency", "--units", "이가람,착즙/NNG,없는말", "--variants", "스타트업=벤처기업", "--stop", "때"
    )
    assert code == 0
    assert counts(rows) == {"스타트업": 3, "봄": 2, "이가람": 2, "착즙": 1}
    assert "units and variants that stand in no file: 이가람/NNP; 착즙/NNG; 없는말/NNP; 스타트업 = 벤처기업" in err
    assert "불용어 1종 2회는 싣지 않음" in err
    (tmp_path / "u.yaml").write_text("schema: damron-units/1\nid: u\nversion: '1'\nunits: [이가람]\n", encoding="utf-8")
    assert counts(run("frequency", "--units", str(tmp_path / "u.yaml"), "--stop", "default")[1])["이가람"] == 2
    assert "때" in counts(run("frequency")[1])


def test_units_choose_their_layer(run: Run) -> None:
    assert "이가람" in {row["lemma"] for row in run("tokens", "--units", "이가람")[1]}
    assert len(run("concordance", "--term", "이가람", "--units", "이가람")[1]) == 2
    code, _, err = run("frequency", "--layer", "morphs", "--units", "이가람")
    assert (code, err) == (2, "error: --units goes with --layer units, not with morphs; leave one of them out\n")


def test_a_tie_at_the_cut_is_kept_whole(run: Run) -> None:
    whole = run("frequency", "--layer", "morphs")[1]
    cut = next(n for n in range(1, len(whole)) if whole[n]["rank"] == whole[n - 1]["rank"])
    tied = [row for row in whole if int(row["rank"]) <= int(whole[cut - 1]["rank"])]
    _, rows, err = run("frequency", "--layer", "morphs", "--top", str(cut))
    assert rows == tied
    assert f"{len(tied) - cut} more than {cut} row(s), since they tie with the last" in err


def test_keyness_lists_the_words_of_the_target_first(run: Run, tmp_path: Path) -> None:
    _, rows, _ = run("keyness", "--against", str(tmp_path / "나.txt"), "--minimum", "1")
    ours = [float(row["per_10k"]) >= float(row["per_10k_reference"]) for row in rows]
    assert ours == sorted(ours, reverse=True)
    assert {True, False} == set(ours)
    assert "가을" in {row["term"] for row, mine in zip(rows, ours, strict=True) if not mine}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["frequency", "--units", " "], "--units is empty"),
        (["frequency", "--stop", ","], "--stop is empty"),
        (["frequency", "--variants", "=나"], "variants, entry 1: an entry is a mapping"),
        (["frequency", "--units", "none.yaml"], "no unit list none.yaml"),
        (["frames", "--codebook", ""], "--codebook is empty"),
        (["report", "--codebook", ""], "--codebook is empty"),
    ],
)
def test_empty_options_are_one_sentence(run: Run, words: list[str], said: str) -> None:
    code, _, err = run(words[0], *words[1:])
    assert code == 2
    assert err.startswith("error: ")
    assert said in err
