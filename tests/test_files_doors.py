"""Whatever keeps a file from being written is one sentence, everywhere, and nothing is left half done."""

from __future__ import annotations

import argparse
import ast
import errno
import tempfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import analysis as da
from analysis import schema
from analysis.codebook import Codebook, evidence_file
from analysis.commands import output
from analysis.errors import KitError, ReadError, ReportError
from analysis.figures import files as figure_files
from analysis.figures import truetype
from analysis.files import atomic
from analysis.record import corpus_tables, listing
from analysis.tokens import publish

PACKAGE = Path(da.__file__).resolve().parent
FILES = sorted(PACKAGE.rglob("*.py"))

CORPUS = da.Corpus.from_texts({"d": "새 동맹을 넓힌다. 그 동맹이 온다."})
TOKENS = da.segment(CORPUS, cache=None)
STORE = tempfile.TemporaryDirectory()
PARTS = da.segment(CORPUS, store=STORE.name, documents_per_part=1)
LINES = da.stats.concordance(CORPUS, TOKENS, "동맹")
EDGES = da.stats.cooccurrence(da.Tokens.from_terms({"d": ["a", "b"], "e": ["a", "b"]}), within="document", tags=None)
BOOK = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
SAMPLE = pd.DataFrame(
    [("u1", "d", 1, 1, 0, 3, "low", "random", 1.0, "tune")], columns=[column.name for column in schema.SAMPLE]
)
CODINGS = pd.DataFrame(
    [("u1", BOOK.frame_ids[0], "A", "human", 1.0, False, float("nan"), "")],
    columns=[column.name for column in schema.CODINGS],
)
TOPICS = da.topics.fit(  # the least that a model is fitted on
    da.Tokens.from_terms({f"d{k}": [*"가나다라마"][k % 2 :] * 13 for k in range(200)}), k=2, iterations=20
)
TASKS = da.validation.intrusion(TOPICS, da.Corpus.from_texts(dict.fromkeys(TOPICS.docs, "가나다라")))
STATEMENTS = pd.DataFrame(
    [("d", 1, 0, 2, "가당", "", "x", "true", True, "verb", "나")], columns=[column.name for column in schema.STATEMENTS]
)
PAIRS = pd.DataFrame([["u", "joined", 1, 0.5, *"abcdefghij"]], columns=[column.name for column in schema.STORY_PAIRS])
UNITS = da.lexicon.read(da.paths.LEXICONS / "units.yaml")


def edited() -> da.explorer.Editor:
    """Change a codebook; what has been saved has no change left to save."""
    made = da.edit("general-news", corpus=da.Corpus.from_texts({"글": "여야가 충돌했다."}))
    made.drop("co05")
    return made


EDITED = edited()


def record(path: Path) -> Path:
    """Write the validation file of a codebook, which stands beside it."""
    book: Codebook = BOOK.model_copy(update={"path": str(path.with_name(path.name.removesuffix(evidence_file.ENDING)))})
    da.validation.open_test(SAMPLE.assign(part="test"), codebook=book)
    return path


def figure(path: Path) -> Path:
    """Write the files of a figure, in the folder that the environment names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(figure_files.ENVIRONMENT, str(path.parent))
        return figure_files.commit(path.stem, {"csv": b"x"}, {}, root=path.parent)["csv"]


# What writes, by the function that calls the door, each with the ending of what it writes; `report` builds its page and
# its side files through the functions named here.
WRITERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "codebook/coders.py:export": (".xlsx", lambda path: da.codebook.export(BOOK, path)),
    "codebook/start.py:start": (".yaml", lambda path: da.codebook.start(path.stem, folder=path.parent)),
    "commands/output.py:save": (".csv", lambda path: output.save(b"x", argparse.Namespace(out=str(path)))),
    "corpus.py:save": (".csv", CORPUS.save),
    "explorer/editor.py:save": (".yaml", EDITED.save),
    "figures/files.py:commit": (".csv", figure),
    "files/csv.py:save": (
        ".csv",
        lambda path: corpus_tables.save([SAMPLE], folder=str(path.parent), name=path.name, kind="x"),
    ),
    "framing/statements.py:write_statements": (
        ".csv",
        lambda path: da.framing.write_statements(STATEMENTS, path, documents=CORPUS.documents),
    ),
    "record/listing.py:write": (".html", lambda path: listing.write(path, "x")),
    "stats/concordance.py:write_concordance": (".csv", lambda path: da.stats.write_concordance(LINES, path)),
    "stats/dtm.py:write_dtm": (".mtx", lambda path: da.stats.write_dtm(da.stats.dtm(TOKENS), path)),
    "stats/network_files.py:write_network": (".csv", lambda path: da.stats.write_network(EDGES, path)),
    "tokens/io.py:save": (".csv", TOKENS.save),
    "tokens/io.py:save_parts": (".csv", PARTS.save),
    "tokens/redacted_release.py:publish": (
        ".json",
        lambda path: publish(
            da.Corpus.from_texts({path.stem: "동맹은 길다."}), folder=path.parent, units=UNITS, codebooks=[]
        ),
    ),
    "topics/model.py:save": (".json", TOPICS.save),
    "validation/_record.py:_write": (evidence_file.ENDING, record),
    "validation/_sheet.py:publish": (".csv", lambda path: da.validation.publish(CODINGS, sample=SAMPLE, path=path)),
    "validation/_sheet.py:sheet": (
        ".csv",
        lambda path: da.validation.sheet(CORPUS, sample=SAMPLE, codebook=BOOK, coder="가", path=path),
    ),
    "validation/_statements.py:statement_sheet": (
        ".csv",
        lambda path: da.validation.statement_sheet(STATEMENTS, path),
    ),
    "validation/story_sheets.py:story_sheet": (
        ".csv",
        lambda path: da.validation.story_sheet(PAIRS, coder="1", path=path),
    ),
    "validation/intruders.py:intrusion_sheet": (
        ".csv",
        lambda path: da.validation.intrusion_sheet(TASKS, coder="1", path=path),
    ),
}
SCRATCH = {  # callers whose files live in a scratch folder or a cache, tried by themselves below
    "figures/pictures.py:_truetype_fonts": "copies of fonts while a PDF is drawn",
    "analyser.py:answered": "a cache: it costs time alone",
    "figures/truetype.py:_kept": "a cache: it costs time alone",
    "reading/package.py:_files": "articles unpacked from an archive",
    "record/kernel.py:_execute": "settings of a kernel",
    "files/atomic.py:create": "tried through codebook.start",
    "files/atomic.py:save": "the door itself",
    "files/atomic.py:save_pieces": "the door itself",
    "report/corpus_builder.py:build_corpus": "the tables beside a page, whose own functions are tried",
}
SYSTEM = [  # what the system says, and the step at which it says so
    *(("ENOSPC", "write_bytes"), ("EDQUOT", "write_bytes"), ("ENAMETOOLONG", "write_bytes"), ("EIO", "write_bytes")),
    *(("EACCES", "replace"), ("EBUSY", "replace"), ("EISDIR", "replace"), ("EROFS", "mkdir"), ("EPERM", "mkdir")),
]


def called(name: str) -> list[str]:
    """Functions of the kit that call the door, by file and name."""
    found = []
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                calls = [ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)]
                names = {"save", "save_all", "save_pieces", "create"}
                doors = {f"atomic.{door}" for door in names} | (names if path.stem == "atomic" else set())
                if doors & set(calls):
                    found.append(f"{path.relative_to(PACKAGE)}:{node.name}")
    return found


def test_every_function_that_writes_is_tried() -> None:
    assert set(called("atomic")) == set(WRITERS) | set(SCRATCH)


@pytest.mark.parametrize(("code", "step"), SYSTEM)
@pytest.mark.parametrize("name", WRITERS)
def test_an_error_of_the_system_is_one_sentence(
    name: str, code: str, step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ending, write = WRITERS[name]
    target = tmp_path / "새 폴더" / f"글{ending}" if step == "mkdir" else tmp_path / f"글{ending}"

    def fails(*_: object, **__: object) -> None:
        raise OSError(getattr(errno, code), "the words of the system")

    in_pieces = name == "files/csv.py:save" and step == "write_bytes"
    monkeypatch.setattr(Path, "open" if in_pieces else step, fails)
    with pytest.raises(KitError) as caught:
        write(target)
    monkeypatch.undo()
    assert "\n" not in str(caught.value)
    assert "cannot be written (" in str(caught.value)
    assert ("the words of the system" in str(caught.value)) == (code == "EIO")  # what the kit has no words for
    assert list(tmp_path.iterdir()) == []


def test_the_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(KitError) as caught:
        TOKENS.save(tmp_path / "t.csv")
    assert str(caught.value) == (
        f"{tmp_path / 't.json'} cannot be written (it is read-only, or open in another program such as Excel); close "
        "it there, or name another file"
    )


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_in_the_way_is_one_sentence_and_stays(name: str, tmp_path: Path) -> None:
    ending, write = WRITERS[name]
    (tmp_path / f"글{ending}" / "안").mkdir(parents=True)
    with pytest.raises(KitError) as caught:
        write(tmp_path / f"글{ending}")
    (tmp_path / "파일").write_bytes(b"whole")
    with pytest.raises(KitError, match=r"a file stands where a folder must be|cannot be written") as other:
        write(tmp_path / "파일" / f"글{ending}")
    assert "\n" not in f"{caught.value}{other.value}"
    assert (tmp_path / "파일").read_bytes() == b"whole"
    assert sorted(path.name for path in tmp_path.rglob("*")) == sorted(["파일", f"글{ending}", "안"])


@pytest.mark.parametrize("name", WRITERS)
def test_a_name_that_is_too_long_is_one_sentence(name: str, tmp_path: Path) -> None:
    ending, write = WRITERS[name]
    with pytest.raises(KitError) as caught:
        write(tmp_path / f"{'글' * 300}{ending}")
    assert len(str(caught.value)) < 400
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "tokens/io.py:save",
        "tokens/io.py:save_parts",
        "tokens/redacted_release.py:publish",
        "figures/files.py:commit",
        "corpus.py:save",
    ],
)
def test_files_that_belong_together_change_together(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, write = WRITERS[name]
    write(tmp_path / "글.csv")
    n_files = len(list(tmp_path.iterdir()))
    if name.startswith("figures"):  # whose files are left alone where they are as they would be written
        (tmp_path / "글.csv").unlink()
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    whole, moves = Path.replace, []

    def last_fails(draft: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) == n_files:
            raise OSError(errno.ENOSPC, "No space left on device")
        return whole(draft, target)

    monkeypatch.setattr(Path, "replace", last_fails)
    with pytest.raises(KitError, match="the disk is full"):
        write(tmp_path / "글.csv")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_words_of_duckdb_are_not_the_user_s() -> None:
    told = 'IO Error: {"exception_message":"Could not write file \\"a\\": No space left on device","errno":"28"}'
    assert atomic.why(OSError(told)) == "the disk is full"
    assert atomic.why(OSError(errno.EROFS, "Read-only file system")) == "the disk is read-only"


def test_a_name_near_the_longest_is_written(tmp_path: Path) -> None:
    assert atomic.save(tmp_path / f"{'a' * 251}.csv", b"x").read_bytes() == b"x"


def test_a_new_file_is_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert atomic.create(tmp_path / "a", b"x")
    assert not atomic.create(tmp_path / "a", b"y")
    assert (tmp_path / "a").read_bytes() == b"x"
    monkeypatch.setattr(Path, "write_bytes", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        atomic.create(tmp_path / "b", b"y")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_cache_that_cannot_be_written_costs_time_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(truetype, "_convert", lambda *_: b"copy")
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path / "file"))
    assert truetype._kept(tmp_path / "file", "A", ()) == b"copy"


def test_a_scratch_folder_that_cannot_be_made_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(atomic.tempfile, "TemporaryDirectory", full)
    for error in (ReadError, ReportError):
        with pytest.raises(error, match=r"no scratch folder .* \(the disk is full\)"), atomic.scratch("x", error=error):
            pass


# -- nobody else writes -----------------------------------------------------------------------------

OTHER_DOORS = {
    "commands/output.py:discard_stdout": "opens the system's waste basket",
    "figures/files.py:_locked": "takes away the lock, which nobody reads",
    "figures/files.py:_mend": "finishes the moves of a process that was killed between two of them",
    "files/cached.py:leave_newest": "deletes the oldest small files of the cache; what cannot be costs space alone",
    "files/journal.py:_create": "the door for what only grows; tests/test_explorer_coding.py tries it",
    "files/journal.py:_take": "as above",
    "reading/package.py:_files": "deletes what it unpacked into a scratch folder",
    "record/kernel.py:_execute": "the log of a kernel in a scratch folder",
    "tokens/cache_size.py:clear": "the cache renames and deletes whole folders; what cannot be costs the cache alone",
    "tokens/cache_size.py:drop": "as above",
    "tokens/cache_size.py:sweep": "as above",
    "tokens/cache.py:_write_frames": "as above; DuckDB writes parquet",
    "tokens/cache.py:keep": "as above; counts of a part beside it",
    "tokens/cache.py:save": "as above",
}
WRITES = set(
    "write_text write_bytes touch unlink symlink_to hardlink_to rmdir write_parquet to_parquet to_excel to_pickle "
    "mkdtemp mkstemp NamedTemporaryFile TemporaryDirectory access".split()
)
SYSTEM_WRITES = {"open", "replace", "rename", "remove", "makedirs", "link", "symlink", "truncate"}  # of the module os
MEMORY = {"buffer", "out", "held", "content"}  # names of what is written to in memory


def writes(call: ast.Call) -> bool:
    """Tell whether a call writes a file, or asks what only an attempt can tell."""
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    owner = ast.unparse(function.value) if isinstance(function, ast.Attribute) else ""
    first = call.args[0] if call.args else None
    if owner == "shutil" and name != "get_terminal_size":
        return True
    if owner == "os" and name in SYSTEM_WRITES:
        return True
    if name in {"to_csv", "savefig"} and owner not in {"", "csv"}:
        return first is not None and not (isinstance(first, ast.Name) and first.id in MEMORY)
    if name == "rename":
        return isinstance(first, ast.BinOp)
    if name == "open":
        modes = [a.value for a in [*call.args, *(k.value for k in call.keywords)] if isinstance(a, ast.Constant)]
        return any(isinstance(mode, str) and set("wax+") & set(mode) and len(mode) <= 3 for mode in modes)
    return name in WRITES


@pytest.mark.parametrize(
    ("code", "is_one"),
    [
        ("path.open('w', encoding='utf-8')", True),
        ("open(path, mode='ab')", True),
        ("path.open(encoding='utf-8')", False),
        ("table.to_csv(path)", True),
        ("table.to_csv(buffer)", False),
        ("csv.to_csv(table)", False),
        ("figure.savefig(name)", True),
        ("os.access(path, os.W_OK)", True),
        ("shutil.copy(a, b)", True),
        ("os.replace(a, b)", True),
        ("table.rename('n')", False),
        ("draft.rename(folder / 'x')", True),
    ],
)
def test_what_counts_as_writing(code: str, *, is_one: bool) -> None:
    call = ast.parse(code, mode="eval").body
    assert isinstance(call, ast.Call)
    assert writes(call) == is_one


def test_files_are_written_through_the_door_alone() -> None:
    found = set()
    for path in FILES:
        name = str(path.relative_to(PACKAGE))
        if name == "files/atomic.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                writes(call) for call in ast.walk(node) if isinstance(call, ast.Call)
            ):
                found.add(f"{name}:{node.name}")
    assert found == set(OTHER_DOORS)
