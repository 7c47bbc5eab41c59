"""The cache never gives a wrong table, whatever happens to it."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import __main__ as cli
from analysis import analyser, errors, paths
from analysis.tokens import batch as batches
from analysis.tokens import cache as caching
from analysis.tokens import cache_size, source
from analysis.tokens.batch import Batch

TEXTS = {f"d{n}": f"{n}번째 글이다. “값이 올랐다. 걱정이다”라고 했다.\n동맹과 창업을 말한다." for n in range(6)}
CORPUS = da.Corpus.from_texts(TEXTS)
PLAIN = da.segment(CORPUS, cache=None)


def parts(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.part"))


def same(tokens: da.Tokens) -> None:
    pd.testing.assert_frame_equal(tokens.table, PLAIN.table)


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Keys of the documents that went to the analyser."""
    seen: list[str] = []
    real = batches.analyse

    def spy(jobs, **options):  # type: ignore[no-untyped-def]
        seen.extend(key for key, _ in jobs)
        return real(jobs, **options)

    monkeypatch.setattr(source, "analyse", spy)
    return seen


def test_warm_equals_cold_and_asks_the_analyser_nothing(tmp_path: Path, analysed: list[str]) -> None:
    same(da.segment(CORPUS, cache=tmp_path))
    assert len(analysed) == 6
    same(da.segment(CORPUS, cache=tmp_path))
    assert len(analysed) == 6


def test_one_more_article_costs_one_article(tmp_path: Path, analysed: list[str]) -> None:
    first = CORPUS.only(docs=["d1", "d3"])
    da.segment(first, cache=tmp_path)
    same(da.segment(CORPUS, cache=tmp_path))  # in the corpus' order, whatever the order of the parts
    assert len(analysed) == 2 + 4
    wider = da.Corpus.from_texts(TEXTS | {"new": "새 글이다."})
    da.segment(wider, cache=tmp_path)
    assert len(analysed) == 2 + 4 + 1


def test_equal_texts_share_an_entry(tmp_path: Path, analysed: list[str]) -> None:
    twins = da.Corpus.from_texts({"a": "같은 글이다.", "b": "같은 글이다."})
    table = da.segment(twins, cache=tmp_path).table
    assert len(analysed) == 1
    assert (
        table.groupby("doc", observed=True)["surface"].agg(list).tolist() == [["같", "은", "글", "이", "다", "."]] * 2
    )
    assert table["i"].tolist() == list(range(6)) * 2


def test_another_recipe_is_another_cache(tmp_path: Path, analysed: list[str]) -> None:
    da.segment(CORPUS, cache=tmp_path)
    units = da.lexicon.read(paths.LEXICONS / "units.yaml")
    merged = da.segment(CORPUS, units=units, cache=tmp_path)
    assert len(analysed) == 12
    assert merged.recipe.layer == "units"
    assert len(list(tmp_path.iterdir())) == 2


def damage_columns(part: Path) -> None:
    file = part / "columns.parquet"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)


def truncate_words(part: Path) -> None:
    file = part / "words.parquet"
    file.write_bytes(file.read_bytes()[:-20])


def lose_morphs(part: Path) -> None:
    (part / "morphs.parquet").unlink()


def cut_head(part: Path) -> None:
    head = part / caching._HEAD
    head.write_bytes(head.read_bytes()[:40])


def rename_a_text(part: Path) -> None:
    head = part / caching._HEAD
    content = head.read_text(encoding="utf-8")
    key = json.loads(content)["keys"].split(" ")[0]
    head.write_text(content.replace(key, key[::-1]), encoding="utf-8")


def vouched(part: Path, content: str) -> None:
    """Give a part another head and the name that goes with it."""
    (part / caching._HEAD).write_text(content, encoding="utf-8")
    part.rename(part.with_name(caching._name(content.encode("utf-8"))))


def other_make(part: Path) -> None:
    head = json.loads((part / caching._HEAD).read_text(encoding="utf-8"))
    vouched(part, json.dumps(head | {"make": "damron-cache/0"}))


def no_dict(part: Path) -> None:
    vouched(part, "[1, 2]")


HARMS = [damage_columns, truncate_words, lose_morphs, cut_head, rename_a_text, other_make, no_dict]


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_part_is_analysed_again(tmp_path: Path, analysed: list[str], harm) -> None:
    da.segment(CORPUS, cache=tmp_path)
    harm(parts(tmp_path)[0])
    same(da.segment(CORPUS, cache=tmp_path))
    assert len(analysed) == 12
    same(da.segment(CORPUS, cache=tmp_path))
    assert len(analysed) == 12  # the damaged part was replaced


def test_a_disk_that_cannot_be_written_costs_the_cache_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(self: caching.Cache, folder: Path, batch: Batch) -> None:
        (folder / "columns.parquet").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(caching.Cache, "_write", full)
    with caplog.at_level(logging.WARNING):
        same(da.segment(CORPUS, cache=tmp_path))
    assert "cannot be written" in caplog.text
    assert parts(tmp_path) == []
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]  # nothing half-written stays


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.write_text("x", encoding="utf-8")
    same(da.segment(CORPUS, cache=place))


def test_interrupted_work_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, analysed: list[str]
) -> None:
    monkeypatch.setattr(batches, "_FULL", 1)  # a batch after every document
    monkeypatch.setattr(batches, "_PIECE", 1)
    real, calls = caching.Cache.save, []

    def stops(self: caching.Cache, batch: Batch) -> None:
        real(self, batch)
        calls.append(batch.keys)
        if len(calls) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(caching.Cache, "save", stops)
    with pytest.raises(KeyboardInterrupt):
        da.segment(CORPUS, cache=tmp_path)
    assert len(parts(tmp_path)) == 3
    monkeypatch.setattr(caching.Cache, "save", real)
    same(da.segment(CORPUS, cache=tmp_path))
    assert len(analysed) == 6 + 3


@pytest.mark.long
def test_a_killed_writer_leaves_no_part(tmp_path: Path) -> None:
    code = (
        "import os, sys, pathlib, analysis as da\n"
        "from analysis.tokens import cache\n"
        "cache._digest = lambda path: os._exit(9)\n"  # dies with parquet written and no head
        "da.segment(da.Corpus.from_texts({'a': '동맹이다.'}), cache=pathlib.Path(sys.argv[1]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=paths.ROOT, check=False)
    assert done.returncode == 9
    assert parts(tmp_path) == []
    assert list(tmp_path.rglob(".writing-*"))
    corpus = da.Corpus.from_texts({"a": "동맹이다."})
    assert len(da.segment(corpus, cache=tmp_path)) == 4


def test_what_a_killed_writer_left_is_swept_after_a_day(tmp_path: Path) -> None:
    da.segment(CORPUS, cache=tmp_path)
    old, young = (parts(tmp_path)[0].parent / f".writing-{age}" for age in ("old", "young"))
    for left in (old, young):
        left.mkdir()
    os.utime(old, (0, 0))
    da.segment(CORPUS, cache=tmp_path)
    assert (old.exists(), young.exists()) == (False, True)


def put(store: caching.Cache, batch: Batch, *, at: float) -> Path:
    """Save a batch, as if that had been at some time; return its part."""
    before = set(parts(store.folder or Path()))
    store.save(batch)
    (part,) = set(parts(store.folder or Path())) - before
    os.utime(part, (at, at))
    return part


def batch_of(text: str) -> Batch:
    return next(batches.analyse([(text, text)], units=None, done=lambda: None))


@pytest.mark.parametrize(
    "problem", [OSError(39, "Directory not empty"), FileExistsError(17, "there"), PermissionError(13, "no")]
)
def test_the_same_part_written_by_another_process_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, problem: OSError
) -> None:
    def taken(self: Path, target: Path) -> Path:
        raise problem

    with caching.open_cache(tmp_path, PLAIN.recipe) as first, caching.open_cache(tmp_path, PLAIN.recipe) as second:
        first.save(batch_of("동맹이다."))
        monkeypatch.setattr(Path, "rename", taken)
        second.save(batch_of("동맹이다."))
        monkeypatch.undo()
        assert caplog.text == ""
        second.save(batch_of("협력이다."))  # it goes on
    assert len(parts(tmp_path)) == 2
    assert not list(tmp_path.rglob(".writing-*"))


def test_a_part_that_cannot_be_named_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied")

    with caching.open_cache(tmp_path, PLAIN.recipe) as store:
        monkeypatch.setattr(Path, "rename", refused)
        store.save(batch_of("동맹이다."))
    assert "cannot be written (it is read-only, or open in another program such as Excel)" in caplog.text
    assert parts(tmp_path) == []


def test_what_was_not_used_for_longest_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["동맹이다.", "협력이다.", "창업이다."]
    with caching.open_cache(tmp_path, PLAIN.recipe) as store:
        first, second, third = (put(store, batch_of(text), at=at) for at, text in enumerate(texts, start=1))
        assert [part.path for part in cache_size.parts(tmp_path)] == [first, second, third]
        assert len(store.load([texts[0]])) == 1  # used now, so that the second is the oldest
        assert [part.path for part in cache_size.parts(tmp_path)] == [second, third, first]
        held = sum(part.size for part in cache_size.parts(tmp_path))
        assert cache_size.trim(tmp_path, held) == set()
        assert cache_size.trim(tmp_path, held - 1) == {second}
        assert parts(tmp_path) == sorted([first, third])
    with caching.open_cache(tmp_path, PLAIN.recipe) as store:
        monkeypatch.setenv(cache_size.LIMIT, str(held / 2**30))
        store.save(batch_of("새 글이다."))
        store.save(batch_of("또 다른 글이다."))
    assert third not in parts(tmp_path)
    assert sum(part.size for part in cache_size.parts(tmp_path)) <= held
    assert not list(tmp_path.rglob(".gone-*"))


def test_documents_that_outgrow_the_limit_are_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(batches, "_FULL", 1)
    monkeypatch.setattr(batches, "_PIECE", 1)
    monkeypatch.setenv(cache_size.LIMIT, "0.000001")  # 1,073 bytes: no part at all
    same(da.segment(CORPUS, cache=tmp_path))
    assert caplog.text.count("GiB (DAMRON_CACHE_GIB), less than these documents need") == 1
    assert parts(tmp_path) == []


@pytest.mark.parametrize("asked", ["0", "-1", "nan", "inf", "two", "1e-12"])
def test_a_limit_that_is_no_number_of_gib(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setenv(cache_size.LIMIT, asked)
    with pytest.raises(errors.OptionError, match=f"DAMRON_CACHE_GIB is '{asked}'; give a number of GiB above 0"):
        da.segment(CORPUS, cache=tmp_path)


@pytest.mark.usefixtures("in_korean")
def test_the_command_shows_and_clears_the_parts_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path))
    monkeypatch.setenv(cache_size.LIMIT, "0.5")
    da.segment(CORPUS)
    (part,) = parts(tmp_path)
    (part.parent / ".writing-x").mkdir()
    own = [tmp_path / "내 글.part" / "글.txt", tmp_path / "fonts" / "a.ttf", part.parent / "note.txt"]
    for file in own:
        file.parent.mkdir(exist_ok=True)
        file.write_text("글", encoding="utf-8")
    size = sum(file.stat().st_size for file in part.iterdir())
    assert cli.main(["cache"]) == 0
    told = f"위치  {tmp_path}\n크기  {size / 1024:.1f} KiB\n묶음  1개\n상한  512.0 MiB (환경 변수 DAMRON_CACHE_GIB)\n"
    assert capsys.readouterr().out == told
    assert cli.main(["cache", "--clear"]) == 0
    assert capsys.readouterr().out == f"분석 결과 1묶음({size / 1024:.1f} KiB)을 지웠다: {tmp_path}\n"
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(own)
    assert cli.main(["cache"]) == 0
    assert "크기  0바이트\n묶음  0개" in capsys.readouterr().out


def test_a_cache_that_is_not_there_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path / "nowhere"))
    assert cache_size.parts(paths.cache()) == cache_size.clear(paths.cache()) == []
    assert not (tmp_path / "nowhere").exists()


def segmented(first: int, last: int, folder: Path) -> subprocess.Popen[bytes]:
    """Start a process that segments some of a row of texts and prints how many morphemes they have."""
    code = (
        "import sys, pathlib, analysis as da\n"
        "first, last = int(sys.argv[2]), int(sys.argv[3])\n"
        "texts = {f'd{n}': f'{n}번째 글이다. 동맹과 창업을 말한다.' for n in range(first, last)}\n"
        "print(len(da.segment(da.Corpus.from_texts(texts), cache=pathlib.Path(sys.argv[1]))))\n"
    )
    arguments = [str(folder), str(first), str(last)]
    return subprocess.Popen([sys.executable, "-c", code, *arguments], cwd=paths.ROOT, stdout=subprocess.PIPE)


def row_of_texts(count: int) -> da.Corpus:
    return da.Corpus.from_texts({f"d{n}": f"{n}번째 글이다. 동맹과 창업을 말한다." for n in range(count)})


@pytest.mark.long
@pytest.mark.slow
def test_another_process_at_once(tmp_path: Path) -> None:
    other = segmented(10, 40, tmp_path)
    corpus = row_of_texts(30)
    pd.testing.assert_frame_equal(da.segment(corpus, cache=tmp_path).table, da.segment(corpus, cache=None).table)
    size = int(other.communicate()[0])
    every = row_of_texts(40)
    plain = da.segment(every, cache=None)
    pd.testing.assert_frame_equal(da.segment(every, cache=tmp_path).table, plain.table)
    assert size == int(plain.table["doc"].isin([f"d{n}" for n in range(10, 40)]).sum())


@pytest.mark.long
def test_six_processes_at_once(tmp_path: Path) -> None:
    ranges = [(0, 300), (100, 400), (0, 400), (200, 400), (399, 400), (0, 400)]
    running = [segmented(first, last, tmp_path) for first, last in ranges]
    sizes = [int(process.communicate()[0]) for process in running]
    corpus = row_of_texts(400)
    plain = da.segment(corpus, cache=None)
    pd.testing.assert_frame_equal(da.segment(corpus, cache=tmp_path).table, plain.table)
    assert sizes[2] == sizes[5] == len(plain)


@pytest.mark.long
def test_writers_that_are_killed_at_any_moment_do_no_harm(tmp_path: Path) -> None:
    corpus = row_of_texts(400)
    plain = da.segment(corpus, cache=None)
    for tenths in range(10, 60, 5):  # the analyser is loaded after about two seconds
        process = segmented(0, 400, tmp_path)
        with suppress(subprocess.TimeoutExpired):
            process.communicate(timeout=tenths / 10)
        process.kill()
        process.communicate()
    pd.testing.assert_frame_equal(da.segment(corpus, cache=tmp_path).table, plain.table)


def test_folders_with_brackets_hangul_and_spaces(tmp_path: Path, analysed: list[str]) -> None:
    place = tmp_path / "[논문] 분석 *1?" if os.name != "nt" else tmp_path / "[논문] 분석"
    da.segment(CORPUS, cache=place)
    same(da.segment(CORPUS, cache=place))
    assert len(analysed) == 6


def test_cache_is_named_or_none() -> None:
    with pytest.raises(errors.OptionError, match="cache must be 'default', a Path or None, not 'defualt'"):
        da.segment(CORPUS, cache="defualt")  # type: ignore[arg-type]


def test_default_place_can_be_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path / "there"))
    da.segment(CORPUS)
    assert len(parts(tmp_path / "there")) == 1


def test_lemma_follows_from_form_and_tag() -> None:
    # the batch derives lemmas instead of asking for each; the analyser must agree on every word of the articles
    corpus = da.read(paths.ARTICLES)
    for text in corpus.documents["text"]:
        for morph in analyser.kiwi().tokenize(text):
            derived = morph.form + "다" if morph.tag.startswith("V") else morph.form
            assert derived == morph.lemma, morph


def test_ids_stand_for_one_form_and_tag() -> None:
    # above `FIXED` the builder takes the analyser's id for form and tag; below, it looks
    seen: dict[int, tuple[str, str]] = {}
    for text in da.read(paths.ARTICLES).documents["text"]:
        for morph in analyser.kiwi().tokenize(text):
            if morph.id >= batches._FIXED:
                assert seen.setdefault(morph.id, morph.form_tag) == morph.form_tag
    for number, form_tag in seen.items():  # a batch asks for them once each
        assert analyser.kiwi().morpheme(number).form_tag == form_tag


def test_surfaces_of_any_length_are_told_apart() -> None:
    text = "가가\n\n가 가가\0😀가가가a가"
    # spans: 가, 가가, nothing | 가, 가가, 가가\0 (three), \0, 😀, 가가가a (four), 가a가, 가가가a once more
    start = np.array([0, 0, 1, *np.array([0, 2, 2, 4, 5, 6, 8, 6]) + 4])
    end = np.array([1, 2, 1, *np.array([1, 4, 5, 5, 6, 10, 11, 10]) + 4])
    codes, surfaces = batches._surfaces(text, start, end)
    assert surfaces == ["가", "가가", "", "가가\0", "\0", "😀", "가가가a", "가a가"]
    assert codes.tolist() == [0, 1, 2, 0, 1, 3, 4, 5, 6, 7, 6]


def test_words_of_a_batch_are_sorted_and_there_once() -> None:
    batch = next(batches.analyse([("k", "동맹과 동맹이 𠮷野家 한자다.")], units=None, done=lambda: None))
    assert list(batch.words) == sorted(set(batch.words))
    assert {"동맹", "NNG", "이다", "."} <= set(batch.words)  # surface, tag, lemma, form


def test_batches_hold_integers_alone() -> None:
    batch = next(batches.analyse([("k", "동맹이다.\n협력이다.")], units=None, done=lambda: None))
    assert {column.dtype for column in batch.columns.values()} == {np.dtype("int32")}
    assert batch.bounds.tolist() == [0, 8]
    assert batch.columns["paragraph"].tolist() == [1] * 4 + [2] * 4


def test_pieces_leave_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    # ids count from a piece, offsets from a paragraph; in the table both count from the document
    texts = {
        "a": "“하나. 둘” 셋.\n\n(넷. 다섯) ㅋㅋ 12.",
        "b": "“닫히지 않는다.\n동맹이다. 美 국방부”가",
        "c": "동맹\n" * 70,
    }
    corpus = da.Corpus.from_texts(texts)
    whole = da.segment(corpus, cache=None)
    monkeypatch.setattr(batches, "_PIECE", 1)
    monkeypatch.setattr(batches, "_RUN", 1)
    pd.testing.assert_frame_equal(da.segment(corpus, cache=None).table, whole.table)
    table, read = whole.table, corpus.documents.set_index("doc")["text"]
    cut = [read[doc][a:b] for doc, a, b in zip(table["doc"], table["start"], table["end"], strict=True)]
    assert cut == table["surface"].tolist()
    said = table[table["doc"] == "a"].groupby("sentence")["surface"].agg("".join).tolist()
    assert said[0].startswith("“하나.둘”")


def test_a_long_paragraph_is_shown_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "시장에 사람이 많다. “값이 올랐다.” 하고 말했다. 동맹이 커진다."
    whole = da.segment({"a": text}, cache=None).table
    monkeypatch.setattr(batches, "_LONGEST", 20)
    assert batches._pieces(text) == ["시장에 사람이 많다. ", "“값이 올랐다.” 하고 말했다. ", "동맹이 커진다."]
    cut = da.segment({"a": text}, cache=None).table
    assert [text[a:b] for a, b in zip(cut["start"], cut["end"], strict=True)] == cut["surface"].tolist()
    assert cut["paragraph"].unique().tolist() == [1]
    pd.testing.assert_frame_equal(cut, whole)
    assert batches._pieces("가나 다라마바사아자차카타파하 가나다라마바사") == [
        "가나 다라마바사아자차카타파하 ",
        "가나다라마바사",
    ]
    assert batches._pieces("가" * 45) == ["가" * 20, "가" * 20, "가" * 5]
    words = da.segment({"a": "동맹 협력 " * 20}, cache=None).table
    assert words["sentence"].unique().tolist() == [1]  # no sentence ends where a piece does
    assert words["surface"].tolist() == ["동맹", "협력"] * 20


def test_a_stretch_without_a_space_that_is_no_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_STRETCH", 20)
    da.segment({"a": "가" * 20 + "\n" + "나" * 20}, cache=None)
    with pytest.raises(errors.ReadError, match="b: 21 characters stand there without a space or a line break"):
        da.segment({"a": "글이다.", "b": "글 " + "가" * 21}, cache=None)
