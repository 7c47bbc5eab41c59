"""Unit lists, variants and stop lists on the command line, and the order and length of what it lists."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis import __main__ as cli
from analysis import commands

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
    assert "stop words: 1 kinds, 2 times, are not listed" in err
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


# Which lists a command that reads articles takes. What is counted depends on each; where one has no place, a sentence
# says why. `read` and `inspect` count no words.
NEEDED = {
    "concordance": ["--term", "스타트업"],
    "keyness": ["--by", "outlet", "--minimum", "1"],
    "timeline": ["--term", "스타트업"],
    "network": ["--show", "edges", "--rule", "none"],  # measures need 30 windows
    "frames": ["--codebook", "alliance-startup"],
    "polarity": ["--list", "목록.csv"],
    "codebook suggest": ["--codebook", "alliance-startup", "--minimum", "1"],
}
REFUSED = {
    ("tokens", "stop"): "every morpheme is listed",
    ("concordance", "stop"): "the word to show is named by --term",
    ("timeline", "stop"): "the words to count are named by --term",
    ("stories", "units"): "articles are compared by all their nouns",
    ("stories", "variants"): "articles are compared by all their nouns",
    ("stories", "stop"): "articles are compared by all their nouns",
    ("story-pairs", "units"): "articles are compared by all their nouns",
    ("story-pairs", "variants"): "articles are compared by all their nouns",
    ("story-pairs", "stop"): "articles are compared by all their nouns",
    ("similarity", "stop"): "terms are nouns of all kinds",
    ("voices", "stop"): "quotations are counted, not words",
    ("network", "stop"): "terms are chosen by --tags and --terms",
    ("polarity", "units"): "the words to count are those of the list",
    ("polarity", "variants"): "the words to count are those of the list",
    ("polarity", "stop"): "the words to count are those of the list",
    ("frames", "units"): "frames are matched on morphemes",
    ("frames", "variants"): "spellings stand in the codebook",
    ("frames", "stop"): "the words that count stand in the codebook",
    ("codebook suggest", "units"): "proposals are words of the morpheme layer",
    ("codebook suggest", "stop"): "every proposal is for a person",
}
# commands that take the lists, but need more than the two articles here, and what they say of that
FLOORS = {"voices": "Shares of voice need 30"}
LISTS = {"units": "착즙/NNG", "variants": "스타트업=가을", "stop": "봄"}


def leaves(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    below = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    for action in below:
        for one in action.choices.values():
            yield from leaves(one)
    if not below:
        yield parser


# commands that read and list nothing that a list changes; start proposes words of the morpheme layer to a person
READING = (" read", " inspect", " report", " diff", " start", " topics")  # topics needs 200 documents: test_cli_topics
COUNTING = [
    parser.prog.removeprefix("python -m analysis ")
    for parser in leaves(commands.parser())
    if "--column" in parser._option_string_actions and not parser.prog.endswith(READING)
]


def test_every_command_that_counts_is_known() -> None:
    assert COUNTING == [
        "tokens",
        "frequency",
        "concordance",
        "keyness",
        "timeline",
        "stories",
        "story-pairs",
        "similarity",
        "voices",
        "network",
        "frames",
        "polarity",
        "codebook suggest",
    ]


@pytest.mark.parametrize("option", LISTS)
@pytest.mark.parametrize("command", COUNTING)
def test_every_command_takes_the_lists_or_says_why_not(
    command: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "글.csv"
    rows = ["제목,언론사,일자,본문", f'하나,가나일보,2026-01-05,"{TEXT}"']
    rows.append('둘,다라신문,2026-02-05,"가을이다. 스타트업은 한미동맹의 가을을 착즙하는 벤처기업과 봄을 그린다."')
    path.write_text("\n".join(rows), encoding="utf-8")
    words = [*command.split(), str(path), *NEEDED.get(command, []), "--csv"]
    if command in ("concordance", "timeline") and option == "units":
        words = ["착즙/NNG" if word == "스타트업" else word for word in words]
    asked = "한미동맹" if (command, option) == ("similarity", "units") else LISTS[option]  # 착즙 is a noun either way
    asked = "회사=기업" if (command, option) == ("codebook suggest", "variants") else asked
    if (command, option) in REFUSED:
        with pytest.raises(SystemExit) as ended:
            cli.main([*words, f"--{option}", asked])
        assert ended.value.code == 2
        assert f"argument --{option}: {REFUSED[command, option]}" in capsys.readouterr().err
        return
    if command in FLOORS:
        assert cli.main([*words, f"--{option}", asked]) == 2
        err = capsys.readouterr().err
        assert "units and variants that stand in no file" in err  # the list was taken
        assert FLOORS[command] in err
        return
    assert cli.main(words) == 0
    plain = capsys.readouterr().out
    assert cli.main([*words, f"--{option}", asked]) == 0
    assert capsys.readouterr().out != plain
