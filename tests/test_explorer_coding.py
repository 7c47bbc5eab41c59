"""Coding in a notebook: what keys do, what stands in the file after any crash, and who may write it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import warnings
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis as da
from analysis import schema
from analysis.errors import CutWarning, KitError, OptionError, ReadError, RefusalError
from analysis.explorer import Coding
from analysis.explorer import coding_session as course
from analysis.explorer.coding_session import Session
from analysis.validation import entries
from analysis.validation.entries import Entry, Variable

V = da.validation
TEXT = "달이 산 위로 떠오른다. 해가 진다. 그날 별이 보였다.\n달과 해가 함께 보인다."
SENTENCES = ("달이 산 위로 떠오른다.", "해가 진다.", "그날 별이 보였다.", "달과 해가 함께 보인다.")
TONE = pd.CategoricalDtype(["부정", "중립", "긍정"], ordered=True)
ASKED = course.ask(["a", "b", "c"], [Variable("어조", ("부정", "중립", "긍정"), ordered=True)])


@pytest.fixture(scope="module")
def toy(two_frames: Callable[..., Any]) -> dict[str, Any]:
    """What `code` takes: four sentences in two paragraphs, and a codebook with the frames a and b."""
    corpus = da.Corpus.from_texts({"doc-name": TEXT})
    rows = []
    for n, said in enumerate(SENTENCES, start=1):
        start = TEXT.index(said)
        rows.append((f"u{n}", "doc-name", 1 + (n > 3), n, start, start + len(said), "low", "random", 1.0, "tune"))
    sample = pd.DataFrame(rows, columns=[c.name for c in schema.SAMPLE])
    return {"sample": sample, "corpus": corpus, "codebook": two_frames()}


def press(coding: Coding, keys: str) -> list[str]:
    return [coding.press(key) for key in keys.split()]


def readings(folder: Path, toy: dict[str, Any]) -> pd.DataFrame:
    """Values as `validation.read` gives them: units by frames; 9 for cannot tell."""
    found = V.read(folder, sample=toy["sample"], codebook=toy["codebook"])
    values = found.assign(value=found["value"].where(found["empty"], found["value"].fillna(9)))
    return values.pivot_table(index="unit", columns="frame", values="value", dropna=False)


def walk(keys: str, *, questions: Any = ASKED) -> tuple[Session, list[Entry]]:
    """Press keys in a session of the units u1, u2 and u3, in this order."""
    session, written = course.begin(questions, ["u1", "u2", "u3"]), []
    for key in keys.split():
        pressed = course.press(session, key)
        session = pressed.session
        written += [pressed.entry] if pressed.entry else []
    return session, written


# Three frames and a tone; what the unit u1 holds after the keys, where the coder is (unit, question), and how many
# entries were written. "_" is an empty cell.
WORKED = [
    ("1", "1 _ _ _", (0, 0), 1),
    ("1 3", "1 _ 1 _", (0, 0), 2),
    ("1 1", "0 _ _ _", (0, 0), 2),
    ("1 1 1", "1 _ _ _", (0, 0), 3),
    ("2 Enter", "0 1 0 _", (0, 1), 2),  # what was not chosen is absent; the tone is still to be told
    ("2 Enter 3 Enter", "0 1 0 긍정", (1, 0), 3),  # Enter after 3 changes nothing, and writes nothing
    ("0", "0 0 0 _", (0, 0), 1),
    ("1 0", "0 0 0 _", (0, 0), 2),
    ("0 0", "0 0 0 _", (0, 0), 1),
    ("?", "9 9 9 _", (0, 0), 1),
    ("1 ?", "1 9 9 _", (0, 0), 2),
    ("1 ? 2 2", "1 0 9 _", (0, 0), 4),
    ("Enter", "_ _ _ _", (0, 0), 0),  # nothing was chosen: no zero without a key
    ("4", "_ _ _ _", (0, 0), 0),  # there is no fourth frame
    ("x", "_ _ _ _", (0, 0), 0),
    ("ArrowDown 2", "_ _ _ 중립", (0, 1), 1),
    ("ArrowDown 2 2", "_ _ _ _", (0, 1), 2),
    ("ArrowDown 2 3", "_ _ _ 긍정", (0, 1), 2),
    ("ArrowDown ?", "_ _ _ ?", (0, 1), 1),
    ("ArrowDown 0", "_ _ _ _", (0, 1), 0),
    ("ArrowDown ArrowDown 1 ArrowUp ArrowUp 2", "_ 1 _ 부정", (0, 0), 2),
    ("ArrowDown 2 Enter", "_ _ _ 중립", (0, 0), 1),  # the frames are still to be told
    ("ArrowLeft", "_ _ _ _", (0, 0), 0),
    ("1 ArrowRight", "1 _ _ _", (1, 0), 1),
    ("1 ArrowRight 2 ArrowLeft", "1 _ _ _", (0, 0), 2),
    ("1 U", "_ _ _ _", (0, 0), 2),
    ("1 3 U", "1 _ _ _", (0, 0), 3),
    ("1 3 U U", "_ _ _ _", (0, 0), 4),
    ("U", "_ _ _ _", (0, 0), 0),
    ("2 Enter U", "_ 1 _ _", (0, 1), 3),  # of the same unit: the question stays
    ("0 Enter 1 Enter 2 U U", "0 0 0 _", (0, 0), 5),  # back in u1 from u2
    ("0 Enter 1 Enter 0 Enter 1 Enter 0 Enter 1 Enter", "0 0 0 부정", (3, 0), 6),
    ("ArrowRight ArrowRight ArrowRight 1", "_ _ _ _", (3, 0), 0),
    ("ArrowRight ArrowRight ArrowRight Enter", "_ _ _ _", (0, 0), 0),
    ("ArrowRight ArrowRight ArrowRight ArrowRight", "_ _ _ _", (3, 0), 0),
    ("ArrowRight 0 Enter 1 Enter", "_ _ _ _", (2, 0), 2),
    ("ArrowRight 0 Enter 1 Enter 0 Enter 1 Enter", "_ _ _ _", (0, 0), 4),  # back to what was passed over
]  # fmt: skip


@pytest.mark.parametrize(("keys", "cells", "place", "written"), WORKED, ids=[keys for keys, *_ in WORKED])
def test_keys_by_hand(keys: str, cells: str, place: tuple[int, int], written: int) -> None:
    session, told = walk(keys)
    assert " ".join(cell or "_" for cell in session.answers["u1"].cells) == cells
    assert (session.at, session.asked) == place
    assert len(told) == written


KEYS = ["1", "2", "3", "4", "0", "?", "Enter", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "U"]


@given(st.lists(st.sampled_from(KEYS), max_size=40))
def test_the_entries_alone_give_the_same_session_again(keys: list[str]) -> None:
    """What is in memory is what is on the disk, with everything that undo could still take back."""
    session, told = walk(" ".join(keys))
    again = course.begin(ASKED, session.units, told)
    assert (again.answers, again.before) == (session.answers, session.before)
    for entry, after in pairwise(told):
        assert (entry.unit, entry.cells) != (after.unit, after.cells) or after.key == "U"


@pytest.mark.usefixtures("in_korean")
def test_a_key_that_means_nothing_says_what_would() -> None:
    session = course.begin(ASKED, ["u1"])
    assert "없으면 0" in course.press(session, "Enter").says
    assert course.press(session, "7").says == "7에 해당하는 것이 없다. 1~3 가운데 고른다."
    tone = course.press(session, "ArrowDown").session
    assert course.press(tone, "0").says == "이 물음에는 0이 없다. 1~3이나 ?를 누른다."
    assert course.press(session, "U").says == "되돌릴 것이 없다."
    assert course.press(session, "ArrowLeft").says == "첫 단위다."


def test_the_order_is_of_the_coder_and_the_sample() -> None:
    units = [f"u{n}" for n in range(50)]
    first = course.order(units, coder="A", sample="s1")
    assert first == course.order(reversed(units), coder="A", sample="s1")
    assert sorted(first) == sorted(units)
    assert len({first, course.order(units, coder="B", sample="s1"), course.order(units, coder="A", sample="s2")}) == 3


def test_what_was_coded_is_read_as_a_sheet(toy: dict[str, Any], tmp_path: Path) -> None:
    coding = da.code(**toy, coder="가", folder=tmp_path)
    assert list(tmp_path.iterdir()) == []  # nothing before the first key
    one, two, three, four = coding.session.units
    press(coding, "1 Enter 2 ? 0 U")  # u one: 1 0; two: 9 1 taken back to from 0 0
    coding.note('=A1, "왜"\n몰라')
    assert coding.path == tmp_path / "toy-가.csv"
    assert (coding.done, coding.total) == (2, 4)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = readings(tmp_path, toy)
    assert found.loc[one].tolist() == [1, 0]
    assert found.loc[two].tolist() == [9, 1]
    assert found.loc[[three, four]].isna().all(axis=None)
    codings = V.read(coding.path, sample=toy["sample"], codebook=toy["codebook"])
    assert codings.attrs["unfinished"] == {"가": 4}
    assert codings.attrs["notes"] == []
    assert set(codings["coder"]) == {"가"}
    assert set(codings.loc[codings["unit"] == two, "note"]) == {'\'=A1, "왜" 몰라'}  # no spreadsheet runs it
    again = da.code(**toy, coder="가", folder=tmp_path)
    assert again.session.answers[two].note == '=A1, "왜" 몰라'
    assert (again.session.unit, again.session.before) == (three, coding.session.before)
    press(again, "U U")
    assert readings(tmp_path, toy).loc[two].tolist()[1] == 1


def cuts(content: bytes) -> list[int]:
    """Every byte at which a file can be cut off; the whole file too."""
    return list(range(len(content) + 1))


def test_a_file_cut_off_anywhere_goes_on_where_it_was_whole(toy: dict[str, Any], tmp_path: Path) -> None:
    """Every byte: what is whole holds, what is not goes, and the next key is written behind it."""
    coding = da.code(**toy, coder="가", folder=tmp_path / "whole")
    press(coding, "1 Enter")
    coding.note("메모")
    content, path = coding.path.read_bytes(), tmp_path / "cut" / coding.path.name
    path.parent.mkdir()
    head, *lines = content.splitlines(keepends=True)
    ends = [len(head) + sum(map(len, lines[: n + 1])) for n in range(len(lines))]
    told = coding.book.entries(content, name="")
    assert len(told) == len(lines) == 3
    for at in cuts(content):
        path.write_bytes(content[:at])
        whole = sum(end - 1 <= at for end in ends)  # a row that lacks its line end alone is whole
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                codings = V.read(path, sample=toy["sample"], codebook=toy["codebook"])
            except ReadError:
                codings = None
        cut = at > len(head) and at not in {len(head), *ends, *(end - 1 for end in ends)}
        assert (codings is not None) == (whole > 0)
        assert [w.category for w in caught if codings is not None] == [CutWarning] * (cut and whole > 0)
        again = da.code(**toy, coder="가", folder=path.parent)
        expected = course.begin(again.session.questions, again.session.units, told[:whole])
        assert again.session == expected
        assert bool(again.mended) == cut
        assert path.read_bytes() in {content[:at], head, head + b"".join(lines[:whole])}
        again.press("ArrowLeft")
        again.press("1")
        assert path.read_bytes().startswith(head + b"".join(lines[:whole]))
        assert len(path.read_bytes().splitlines()) == 2 + whole
        if codings is not None:
            marked = codings.set_index(["unit", "frame"])["value"]
            for unit, answer in expected.answers.items():
                values = [float(cell) if cell in {"0", "1"} else float("nan") for cell in answer.cells]
                assert marked[unit].tolist() == pytest.approx(values, nan_ok=True)
        again.journal.close()


@pytest.mark.parametrize("code", ["ENOSPC", "EDQUOT", "EIO"])
def test_a_full_disk_loses_nothing_and_says_so(
    toy: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    coding = da.code(**toy, coder="가", folder=tmp_path)
    coding.press("1")
    before, session = coding.path.read_bytes(), coding.session
    write = os.write

    def half(number: int, data: bytes) -> int:
        if len(data) > 20:
            return write(number, bytes(data[:20]))
        raise OSError(getattr(errno, code), "full")

    monkeypatch.setattr(os, "write", half)
    with pytest.raises(OptionError, match="cannot be written"):
        coding.press("2")
    monkeypatch.undo()
    assert (coding.path.read_bytes(), coding.session) == (before, session)
    coding.press("2")
    assert coding.path.read_bytes().startswith(before)
    assert readings(tmp_path, toy).loc[coding.session.unit].tolist() == [1, 1]


def test_where_no_file_can_be_is_one_sentence(toy: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"whole")
    for folder, said in (
        (tmp_path / "file", "a file stands where a folder must be"),
        (tmp_path / ("글" * 300), "too long"),
    ):
        with pytest.raises(OptionError, match=said) as caught:
            da.code(**toy, coder="가", folder=folder).press("1")
        assert "\n" not in str(caught.value)
    (tmp_path / "toy-가.csv").mkdir()
    with pytest.raises(OptionError, match="a folder of this name is in the way"):
        da.code(**toy, coder="가", folder=tmp_path)
    assert (tmp_path / "file").read_bytes() == b"whole"


WRITER = """
import sys
from pathlib import Path
import analysis as da
from analysis import schema
import pandas as pd
corpus = da.Corpus.from_texts({"d": "달이 떴다."})
row = ("u1", "d", 1, 1, 0, 6, "low", "random", 1.0, "tune")
sample = pd.DataFrame([row], columns=[c.name for c in schema.SAMPLE])
frames = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
coding = da.code(sample, corpus=corpus, codebook=frames, coder="A", folder=sys.argv[1])
while True:
    coding.press("1")
    print(coding.session.answers["u1"].cells[0], flush=True)
"""


@pytest.mark.long
def test_a_killed_kernel_loses_no_key_and_leaves_no_lock(tmp_path: Path) -> None:
    """The process is killed while it writes; every key that it had answered is there, and others may write at once."""
    corpus = da.Corpus.from_texts({"d": "달이 떴다."})
    row = ("u1", "d", 1, 1, 0, 6, "low", "random", 1.0, "tune")
    sample = pd.DataFrame([row], columns=[c.name for c in schema.SAMPLE])
    frames = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
    given = {"sample": sample, "corpus": corpus, "codebook": frames, "coder": "A", "folder": tmp_path}
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    answered = [process.stdout.readline().strip() for _ in range(200)]
    with pytest.raises(OptionError, match="is being written by another notebook or program"):
        da.code(**given)
    process.kill()
    answered += process.stdout.read().split()
    process.stdout.close()
    process.wait()
    assert answered == ["1", "0"] * (len(answered) // 2) + ["1"] * (len(answered) % 2)
    coding = da.code(**given)
    there = [entry.cells[0] for entry in coding.book.entries(coding.path.read_bytes(), name="")]
    assert there[: len(answered)] == answered
    assert len(there) <= len(answered) + 1  # one may have been written and not yet told
    assert coding.press("0") == ""


def test_a_cell_that_runs_again_takes_over(toy: dict[str, Any], tmp_path: Path) -> None:
    first = da.code(**toy, coder="가", folder=tmp_path)
    first.press("1")
    second = da.code(**toy, coder="가", folder=tmp_path)
    second.press("2")
    with pytest.raises(OptionError, match="was opened again since"):
        first.press("2")
    assert readings(tmp_path, toy).loc[second.session.unit].tolist() == [1, 1]


def test_two_that_begin_at_once_are_not_mixed(toy: dict[str, Any], tmp_path: Path) -> None:
    late = da.code(**toy, coder="가", folder=tmp_path)
    other = tmp_path / "elsewhere"
    da.code(**toy, coder="가", folder=other).press("1")
    late.path.write_bytes((other / late.path.name).read_bytes())  # as another process would
    with pytest.raises(OptionError, match="is being written by another"):
        late.press("2")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows lets nobody move an open file")
def test_a_file_that_another_program_changed_is_read_anew(toy: dict[str, Any], tmp_path: Path) -> None:
    coding = da.code(**toy, coder="가", folder=tmp_path)
    coding.press("1")
    moved = coding.path.rename(tmp_path / "moved.csv")
    with pytest.raises(OptionError, match="was changed, moved or deleted"):
        coding.press("2")
    moved.rename(coding.path)
    coding.press("2")
    with coding.path.open("ab") as file:
        file.write(b"x\n")
    with pytest.raises(OptionError, match="was changed, moved or deleted"):
        coding.press("1")
    with pytest.raises(ReadError, match="row 4 has 1 cells"):
        da.code(**toy, coder="가", folder=tmp_path)


def test_a_file_of_another_coder_sample_or_codebook_is_refused(toy: dict[str, Any], tmp_path: Path) -> None:
    coding = da.code(**toy, coder="가", folder=tmp_path)
    press(coding, "1 Enter")
    content = coding.path.read_bytes()
    coding.journal.close()
    (tmp_path / "toy-나.csv").write_bytes(content)
    with pytest.raises(ReadError, match=r"toy-나.csv is by coder '가' and not by '나'; pass coder='가'"):
        da.code(**toy, coder="나", folder=tmp_path)
    fewer = toy | {"sample": toy["sample"].head(3)}
    with pytest.raises(ReadError, match="holds codings of another sample"):
        da.code(**fewer, coder="가", folder=tmp_path)
    frame = toy["codebook"].frames[0]
    other = frame.model_copy(update={"definition": "other"})
    book = toy["codebook"].model_copy(update={"frames": (other, *toy["codebook"].frames[1:])})
    with pytest.raises(ReadError, match=r"was coded with 'toy 1\.0 .*', and the definitions are now 'toy 1\.0"):
        da.code(**(toy | {"codebook": book}), coder="가", folder=tmp_path)
    renamed = frame.model_copy(update={"label": frame.label.model_copy(update={"ko": "다른 틀"})})
    book = toy["codebook"].model_copy(update={"frames": (renamed, *toy["codebook"].frames[1:])})
    with pytest.raises(ReadError, match="the definitions are now"):
        da.code(**(toy | {"codebook": book}), coder="가", folder=tmp_path)
    with pytest.raises(ReadError, match="holds other frames or variables"):
        da.code(**toy, coder="가", folder=tmp_path, variables={"어조": ["부정", "긍정"]})
    coding.path.write_bytes(content.replace(b",1,", b",yes,"))
    with pytest.raises(ReadError, match="row 2: 'yes' in the column of a means nothing"):
        da.code(**toy, coder="가", folder=tmp_path)
    coding.path.write_text("unit,notes\n", encoding="utf-8")
    with pytest.raises(ReadError, match="other frames or variables"):
        da.code(**toy, coder="가", folder=tmp_path)
    coding.path.write_text("no file of codings", encoding="utf-8")
    with pytest.raises(ReadError, match="is no file of codings"):
        da.code(**toy, coder="가", folder=tmp_path)
    coding.path.write_bytes("달,1\n".encode("cp949"))
    with pytest.raises(ReadError, match="is not as it was written"):
        da.code(**toy, coder="가", folder=tmp_path)
    assert coding.path.read_bytes() == "달,1\n".encode("cp949")  # what is refused stays


def test_new_terms_leave_codings_valid(toy: dict[str, Any], tmp_path: Path) -> None:
    press(da.code(**toy, coder="가", folder=tmp_path), "1 Enter")
    newer = toy | {"codebook": toy["codebook"].model_copy(update={"version": "1.1"})}
    coding = da.code(**newer, coder="가", folder=tmp_path)
    press(coding, "2 Enter")
    assert coding.done == 2
    assert V.progress(V.read(tmp_path, **{k: newer[k] for k in ("sample", "codebook")}))["coded"].tolist() == [2, 2]


def test_a_spreadsheet_may_save_it_again(toy: dict[str, Any], tmp_path: Path) -> None:
    coding = da.code(**toy, coder="가", folder=tmp_path)
    press(coding, "1 Enter 2 Enter")
    first = readings(tmp_path, toy)
    text = coding.path.read_text(encoding="utf-8-sig").replace("\n", "\r\n")
    coding.journal.close()
    for encoded in (text.encode("utf-8-sig"), text.encode("cp949"), text.replace(",", ";").encode("utf-8-sig")):
        coding.path.write_bytes(encoded)
        pd.testing.assert_frame_equal(readings(tmp_path, toy), first)


def test_variables_have_their_categories_and_order(toy: dict[str, Any], tmp_path: Path) -> None:
    """Tone of four units by two coders; ordinal alpha as Krippendorff (2011) works it, by hand below."""
    variables = {"어조": TONE, "장르": ["사설", "칼럼"]}
    chosen = {"가": {"u1": "1", "u2": "2", "u3": "3", "u4": "?"}, "나": {"u1": "1", "u2": "3", "u3": "3", "u4": "1"}}
    for coder, tones in chosen.items():
        coding = da.code(**toy, coder=coder, folder=tmp_path, variables=variables)
        for unit in coding.session.units:
            assert coding.session.unit == unit
            press(coding, f"0 Enter {tones[unit]} Enter 1 Enter")
        assert coding.done == 4
    table = V.variable(tmp_path, "어조", sample=toy["sample"])
    assert table["value"].cat.categories.tolist() == ["부정", "중립", "긍정"]
    assert table["value"].cat.ordered
    assert table.loc[table["coder"] == "가", "value"].tolist()[:3] == ["부정", "중립", "긍정"]
    assert table["value"].isna().sum() == 1
    # Pairs of u1, u2, u3: (부정, 부정), (중립, 긍정), (긍정, 긍정); 부정 twice, 중립 once, 긍정 three times.
    # Squared ordinal distances:
    # 부정-중립 (2/2 + 1/2)^2 = 2.25, 중립-긍정 (1/2 + 3/2)^2 = 4, 부정-긍정 (2/2 + 1 + 3/2)^2 = 12.25.
    # Do = 2 * 4 / 6; De = 2 * (2 * 1 * 2.25 + 1 * 3 * 4 + 2 * 3 * 12.25) / (6 * 5)
    observed, expected = 8 / 6, 2 * (4.5 + 12 + 73.5) / 30
    measured = V.agreement(table, level="ordinal")
    assert measured["alpha"].item() == pytest.approx(1 - observed / expected)
    assert measured["n"].item() == 3
    frames, tone, genre = coding.agreement()
    assert tone["alpha"].item() == measured["alpha"].item()
    assert (tone["level"].item(), genre["level"].item()) == ("ordinal", "nominal")
    assert frames["percent"].tolist() == [1, 1]
    codings = V.read(tmp_path, sample=toy["sample"], codebook=toy["codebook"])
    assert list(codings.columns) == [c.name for c in schema.CODINGS]
    assert "the variable '어조' is read by validation.variable" in codings.attrs["notes"][0]


def test_a_variable_that_no_file_has_or_two_have_differently(toy: dict[str, Any], tmp_path: Path) -> None:
    given = toy | {"folder": tmp_path}
    da.code(**given, coder="가", variables={"어조": ["부정", "긍정"]}).press("1")
    with pytest.raises(OptionError, match="no file has the variable '장르'; they have 어조"):
        V.variable(tmp_path, "장르", sample=toy["sample"])
    da.code(**given, coder="나", variables={"어조": TONE}).press("1")
    with pytest.raises(ReadError, match="have other categories of '어조'"):
        V.variable(tmp_path, "어조", sample=toy["sample"])
    with pytest.raises(ReadError, match="is not in the sample"):
        V.variable(tmp_path / "toy-가.csv", "어조", sample=toy["sample"].iloc[:0])


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"coder": "  "}, OptionError, "the coder has no name"),
        ({"variables": {"note": ["a", "b"]}}, OptionError, "has a name that a coding sheet needs"),
        ({"variables": {"a": ["x", "y"]}}, OptionError, "has a name that a coding sheet needs"),
        ({"variables": {"어조": ["부정"]}}, OptionError, "needs two categories or more"),
        ({"variables": {"어조": ["부정", "부정"]}}, OptionError, "needs two categories or more"),
        ({"variables": {"어조": ["부정", "?"]}}, OptionError, r"has the category '\?'"),
        ({"variables": {"어조": ["좋다 | 나쁘다", "모름"]}}, OptionError, "which cannot be read back"),
        ({"variables": {"어조": "부정"}}, OptionError, "must be a list"),
        ({"twice": True}, OptionError, "unit 'u1' stands twice"),
        ({"corpus": da.Corpus.from_texts({"other": "달"})}, RefusalError, "pass the texts that were sampled"),
    ],
)
def test_what_cannot_be_coded_is_one_sentence(
    toy: dict[str, Any], tmp_path: Path, changed: dict[str, Any], error: type[KitError], said: str
) -> None:
    given = toy | {"coder": "가"} | changed
    if given.pop("twice", False):
        given["sample"] = pd.concat([toy["sample"], toy["sample"].head(1)], ignore_index=True)
    with pytest.raises(error, match=said) as caught:
        da.code(**given, folder=tmp_path)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_categories_that_a_spreadsheet_would_run_come_back(toy: dict[str, Any], tmp_path: Path) -> None:
    scale = {"정도": ["-1", "0", "+1"]}
    press(da.code(**toy, coder="가", folder=tmp_path, variables=scale), "0 Enter 1 Enter")
    again = da.code(**toy, coder="가", folder=tmp_path, variables=scale)
    assert again.done == 1
    assert V.variable(tmp_path, "정도", sample=toy["sample"])["value"].dropna().tolist() == ["-1"]


@pytest.mark.usefixtures("in_korean")
def test_the_screen_is_blind_and_a_stale_key_is_not_counted(toy: dict[str, Any], tmp_path: Path) -> None:
    sent: list[dict[str, Any]] = []

    class Panel:
        def send(self, content: dict[str, Any]) -> None:
            sent.append(content)

    coding = da.code(**toy, coder="가", folder=tmp_path, variables={"어조": TONE})
    coding._receive(Panel(), {"id": 1, "kind": "hello", "value": None, "seen": None}, None)
    screen = sent[-1]
    shown = dict(zip(toy["sample"]["unit"], SENTENCES, strict=True))[coding.session.unit]
    assert screen["text"] == shown
    paragraph = next(p for p in TEXT.split("\n") if shown in p)
    assert screen["before"] + screen["text"] + screen["after"] == paragraph
    assert not {"doc-name", "low", "random", "tune", "달/", "혜성"} & set(map(str, screen.values()))
    assert "혜성" not in str(screen)  # a term of the codebook that no text has
    assert "blue" not in str(screen)
    assert screen["guide"][0]["definition"] == "toy"
    assert "다른 코더의 파일이" in screen["agreement"]["says"]
    coding._receive(Panel(), {"id": 2, "kind": "key", "value": "1", "seen": [0, 0]}, None)
    assert sent[-1]["questions"][0]["options"][0][1] == "yes"
    coding._receive(Panel(), {"id": 3, "kind": "key", "value": "2", "seen": [1, 0]}, None)
    assert "누른 것은 넣지 않았다" in sent[-1]["says"]
    assert sent[-1]["questions"][0]["options"][1][1] == ""
    coding._receive(Panel(), {"id": 4, "kind": "choose", "value": [1, 2], "seen": [0, 0]}, None)
    assert [state for _, state in sent[-1]["questions"][1]["options"]] == ["", "", "yes"]
    coding._receive(Panel(), {"id": 5, "kind": "note", "value": "음", "seen": [0, 1]}, None)
    assert (sent[-1]["note"], sent[-1]["id"]) == ("음", 5)
    coding.path.unlink()
    coding._receive(Panel(), {"id": 6, "kind": "key", "value": "2", "seen": [0, 1]}, None)
    assert "바꾸거나 옮기거나 지웠다" in sent[-1]["says"]


@pytest.mark.usefixtures("in_korean")
def test_agreement_with_the_other_coder_stands_beside(toy: dict[str, Any], tmp_path: Path) -> None:
    """Frame a: 1 1 0 0 against 1 0 0 0; alpha by hand: Do = 2/8, De = 2 * 3 * 5 / (8 * 7)."""
    for coder, present in (("가", {"u1", "u2"}), ("나", {"u1"})):
        coding = da.code(**toy, coder=coder, folder=tmp_path)
        for unit in coding.session.units:
            press(coding, "1 Enter" if unit in present else "0 Enter")
    told = coding._agreement()
    assert told["says"] == "코더 가, 나가 함께 읽은 단위에서 잰 값이다."
    alpha = 1 - (2 / 8) / (2 * 3 * 5 / (8 * 7))
    assert told["rows"] == [
        ["a 틀", "4", "0.75", f"{alpha:.2f}", "낮다"],
        ["b 틀", "4", "1.00", "", "구할 수 없다"],
    ]
    (tmp_path / "toy-나.csv").write_bytes((tmp_path / "toy-나.csv").read_bytes() + "u1,반".encode())
    assert da.code(**toy, coder="가", folder=tmp_path)._agreement() == told


@pytest.mark.usefixtures("in_korean")
def test_the_summary_tells_the_state_without_the_text(toy: dict[str, Any], tmp_path: Path) -> None:
    coding = da.code(**toy, coder="<b>가</b>", folder=tmp_path)
    press(coding, "1 Enter")
    html = coding._repr_html_()
    assert "코더 ‘&lt;b&gt;가&lt;/b&gt;’: 4단위 가운데 1단위를 코딩했다(25%)" in html
    assert "이 셀을 다시 실행한다" in html
    assert str(tmp_path) not in html
    assert not any(said in html for said in SENTENCES)
    assert repr(coding) == "Coding(toy, coder <b>가</b>, 1 of 4 units)"


def test_redacted_texts_cannot_be_coded(toy: dict[str, Any], tmp_path: Path) -> None:
    corpus = da.read("donga-2023-05-04")
    if not corpus.redacted:
        pytest.skip("the text of the op-ed is at hand")
    with pytest.raises(RefusalError, match="redacted"):
        da.code(**(toy | {"corpus": corpus}), coder="가", folder=tmp_path)


def test_a_row_is_cut_where_its_last_cell_is() -> None:
    head = "단위 [unit],글쇠 [key],코드북 [codebook]\n".encode()
    row = "u1,1,toy 1 0123456789"
    assert entries.whole(head + f"{row}\n".encode()) == (head + f"{row}\n".encode(), b"")
    assert entries.whole(head + row.encode()) == (head + row.encode(), b"")
    assert entries.whole(head + row[:-1].encode()) == (head, row[:-1].encode())
    assert entries.whole(head + "u1,“".encode()[:-1]) == (head, "u1,“".encode()[:-1])
    assert entries.whole(head[:20]) == (b"", head[:20])
    assert entries.whole(b"") == (b"", b"")
