"""A disk that is full, nearly full, or read-only: whether every writer says so in one sentence and harms nothing.

    sudo python bench/disk.py

Mounts a small file system in memory, lets every function that writes (those of tests/test_files_doors.py, and the
cache, a whole figure and an archive's scratch folder beside them) write on it, over a file of its own and anew, and
compares what lies there before and after. Where mounting is not allowed, and on Windows and macOS, it says so and ends.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType

import analysis as da
from analysis.errors import KitError

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # where the tests are
SIZE = 2**20  # bytes of the file system
FREE = {"full": 0, "one page free": 4096, "three pages free": 3 * 4096}
_LONGEST = 400  # characters of a sentence


def doors() -> ModuleType:
    """Load the tests that list every function which writes."""
    return importlib.import_module("tests.test_files_doors")


def writers() -> dict[str, tuple[str, Callable[[Path], object]]]:
    """List what writes, each with the ending of what it writes; `read` and `segment` among them."""
    known = doors()
    chart = da.plots.frequency(da.stats.frequency(known.TOKENS))
    counts = da.stats.frequency(known.TOKENS)

    def figure(path: Path) -> None:
        os.environ["DAMRON_FIGURES"] = str(path.parent)
        da.figures.export(chart, path.stem, table=counts, recipe=known.TOKENS.recipe)

    def archive(path: Path) -> None:
        tempfile.tempdir = str(path.parent)
        try:
            da.read(packed)
        finally:
            tempfile.tempdir = None

    packed = Path(tempfile.mkdtemp(), "모음.zip")
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("글.txt", "새 동맹을 넓힌다. 그 동맹이 온다.\n" * 900)
    own: dict[str, tuple[str, Callable[[Path], object]]] = {
        "corpus.py:save, Excel": (".xlsx", known.CORPUS.save),
        "explorer/editor.py:save": (".yaml", lambda path: known.edited().save(path)),
        "figures.export": (".csv", figure),
        "read, archive": (".zip", archive),
        "segment, cache": (".cache", lambda path: da.segment(known.CORPUS, cache=path.parent)),
    }
    return {**known.WRITERS, **own}


@contextmanager
def mounted() -> Iterator[Path]:
    """Mount an empty file system in memory."""
    with tempfile.TemporaryDirectory() as place:
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "none", place]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise PermissionError(done.stderr.strip())
        try:
            yield Path(place)
        finally:
            subprocess.run(["umount", place], check=True)


def fill(folder: Path, *, free: int) -> None:
    """Fill the disk but for some bytes."""
    with (folder / "filler").open("wb", buffering=0) as file:
        with suppress(OSError):
            while True:
                file.write(b"x" * 4096)
        file.truncate(max(file.tell() - free, 0))


def contents(folder: Path) -> dict[str, bytes]:
    """Read all that lies in a folder, but what fills it; empty lock files are no content."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != "filler" and path.stat().st_size}


def attempt(write: Callable[[Path], object], target: Path, folder: Path) -> tuple[str, str]:
    """Write, and name what came of it, with what is wrong about it."""
    before = contents(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            write(target)
        except KitError as error:
            sentence = str(error)
            if len(sentence.splitlines()) > 1 or len(sentence) > _LONGEST:
                return "wrong", f"no sentence: {sentence!r}"
            result = "refused", sentence
        except Exception as error:
            return "wrong", f"{type(error).__name__}: {error}"
        else:
            result = "written", ""
    after = contents(folder)
    if result[0] == "refused" and before != after:
        changed = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
        return "wrong", f"refused, but changed: {', '.join(changed)}"
    return result


def states() -> Iterator[str]:
    """Name the states of the disk."""
    yield from FREE
    yield "read-only"


def try_all() -> Iterator[tuple[str, str, str, str, str]]:
    """Try every writer in every state, over a file of its own and anew: name, state, which, what came, why."""
    for name, (ending, write) in writers().items():
        for state in states():
            for which in ("over", "new"):
                with mounted() as folder:
                    if which == "over":
                        write(folder / f"글{ending}")
                    if state in FREE:
                        fill(folder, free=FREE[state])
                    else:
                        subprocess.run(["mount", "-o", "ro,remount", str(folder)], check=True)
                    yield name, state, which, *attempt(write, folder / f"글{ending}", folder)


def main() -> int:
    """Print what came of each writer."""
    if sys.platform != "linux":
        print("skipped: this mounts tmpfs, which Linux alone has")
        return 0
    wrong = tried = 0
    sentences: dict[str, None] = {}
    try:
        for name, state, which, result, why in try_all():
            tried += 1
            wrong += result == "wrong"
            print(f"{name:40} {state:18} {which:5} {result}{': ' + why if result == 'wrong' else ''}", flush=True)
            if result == "refused":
                sentences[why.partition("(")[2]] = None
    except PermissionError as error:
        print(f"skipped: mounting is not allowed here ({error})")
        return 0
    print(f"{tried} tries, {wrong} wrong; what was said: {'; '.join(f'({said}' for said in sentences)}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
