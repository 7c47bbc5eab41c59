"""Damage the files that the kit itself writes, and the lists that people write for it, and read them.

    python bench/fuzz_own_files.py [N] [SEED]

Each of N times (2,000 without it) one file is damaged in one of a score of ways and read as a user would. What may
come of it: one sentence of the kit (`refused`), the data that was saved (`same`), other data with a warning that the
file has no seal or a cut last line (`warned`), or, of files that people fill in, other data (`edited`). What may not:
an exception that is not the kit's, a sentence of several lines (`foreign`), or other data without a word (`wrong`).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import tempfile
import traceback
import warnings
from collections import Counter
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import analysis as da
from analysis import reading, schema
from analysis.codebook import evidence_file
from analysis.commands import cite
from analysis.errors import CutWarning, KitError, UnsealedWarning
from analysis.figures import files as figure_files

N, SEED = 2_000, 14
BAD = ("foreign", "wrong")
_UNITS = "units.yaml"
UNITS = """\
schema: damron-units/1
id: toy
version: 1.0.0
compounds: on
documents: [가]
sources:
  a: {title: 등록부, date: 2020-01-01, url: 'https://example.org', looked_up: 2026-01-31}
units:
  - 바다시청
  - {unit: 바다포럼, tag: NNG, spellings: [바다 포럼]}
  - {unit: 바다당, kind: party, years: '2020-', source: a, note: 지어낸 이름}
"""
_LONGEST = 600  # characters of a sentence


class Kind(NamedTuple):
    """A kind of file: its path, how it is read as text that can be compared, and whether people may change it."""

    path: Path
    read: Callable[[], str]
    by_people: bool = False


def table_text(*tables: pd.DataFrame) -> str:
    """Write tables so that they can be compared."""
    return "\n".join(table.to_csv(index=False) for table in tables)


def kinds(folder: Path) -> dict[str, Kind]:
    """Write one file of every kind, sealed and as it was before there were seals."""
    corpus = da.Corpus.from_texts(
        {"가": "새 동맹을 넓힌다. 그 동맹이 온다.\n요금이 오른다.", "나": "전기 요금은 그대로다."}
    )
    tokens = da.segment(corpus, cache=None)
    book = folder / "energy-transition.yaml"
    shipped = da.paths.CODEBOOKS / "energy-transition.yaml"
    book.write_bytes(shipped.read_bytes())
    proof = evidence_file.beside(book)
    proof.write_bytes(evidence_file.beside(shipped).read_bytes())
    frames = da.codebook.read(book)
    places = [(f"u{n}", "가", 1, n, n, n + 2, "low", "random", 1.0, "tune") for n in range(5)]
    sample = pd.DataFrame(places, columns=[column.name for column in schema.SAMPLE])
    sheet = da.validation.sheet(corpus, sample=sample, codebook=frames, coder="가", path=folder / "sheet.csv")
    said = [(u, frames.frame_ids[0], "A", "human", 1.0, False, float("nan"), "") for u in sample["unit"]]
    codings = pd.DataFrame(said, columns=[column.name for column in schema.CODINGS])
    labels = da.validation.publish(codings, sample=sample, path=folder / "labels.csv")
    about = folder / "article.json"
    about.write_bytes((da.paths.TOKENS / "donga-2023-05-04.json").read_bytes())
    manifest = folder / "manifest.json"
    manifest.write_bytes(small_manifest())

    def published(path: Path) -> str:
        found = da.validation.published(path)
        return table_text(found.sample, found.codings)

    def redacted(path: Path) -> str:
        found = reading._redacted(path)  # noqa: SLF001 - the door itself
        return table_text(found.documents, found.removed)

    def tokens_of(path: Path) -> str:
        found = da.Tokens.read(path)
        return f"{table_text(found.table, found.merged)}{found.recipe}"

    def cited(path: Path) -> str:
        facts = cite._facts(argparse.Namespace(manifest=str(path), figure=None))  # noqa: SLF001 - as above
        return str(cite._merged(facts))  # noqa: SLF001 - as above

    table = tokens.save(folder / "tokens.csv")
    found = {
        "tokens": Kind(table, lambda: tokens_of(table)),
        "recipe": Kind(table.with_suffix(".json"), lambda: tokens_of(table)),
        "article": Kind(about, lambda: redacted(about)),
        "manifest": Kind(manifest, lambda: cited(manifest)),
        "record": Kind(proof, lambda: evidence_file.load(proof).model_dump_json()),
        "labels": Kind(labels, lambda: published(labels)),
        "sheet": Kind(
            sheet, lambda: table_text(da.validation.read(sheet, sample=sample, codebook=frames)), by_people=True
        ),
    }
    found |= _lists(folder)
    return found | _unsealed(
        folder, {"tokens": tokens_of, "article": redacted, "labels": published, "manifest": cited}, found
    )


def _lists(folder: Path) -> dict[str, Kind]:
    """Copy the lists and codebooks that people write, small ones where there are several."""
    readers: dict[str, tuple[str, Callable[[Path], object]]] = {
        "units": (_UNITS, da.lexicon.read),
        "variants": ("lexicons/variants.yaml", da.lexicon.variants),
        "stop words": ("lexicons/stopwords.yaml", da.lexicon.stopwords),
        "stance": ("lexicons/stance.yaml", da.lexicon.stance),
        "codebook": ("codebooks/energy-transition.yaml", da.codebook.read),
        "front matter": ("articles/winter-power.md", lambda path: da.read(path).documents.to_csv()),
    }
    found = {}
    for name, (place, read) in readers.items():
        copy = folder / name.replace(" ", "-") / Path(place).name
        copy.parent.mkdir()
        copy.write_bytes((da.paths.SEEDS / place).read_bytes() if place != _UNITS else UNITS.encode())
        found[name] = Kind(copy, lambda read=read, copy=copy: str(read(copy)), by_people=True)
    return found


def _unsealed(folder: Path, readers: dict[str, Callable[[Path], str]], sealed: dict[str, Kind]) -> dict[str, Kind]:
    """Copy files without their seals."""
    old = folder / "old"
    old.mkdir()
    found = {}
    for name, read in readers.items():
        copy = old / sealed[name].path.name
        beside = sealed[name].path.with_suffix(".json")
        for path in {sealed[name].path, beside} if name == "tokens" else {sealed[name].path}:
            data = path.read_bytes()
            if path.suffix == ".json":
                told = {key: value for key, value in json.loads(data).items() if key not in {"seal", "table", "schema"}}
                told |= {"schema": "damron-figures/1"} if name == "manifest" else {}
                data = json.dumps(told, ensure_ascii=False, indent=1).encode()
            elif name != "tokens":
                data = data.partition(b"\n")[2]
            (old / path.name).write_bytes(data)
        found[f"{name}, unsealed"] = Kind(copy, lambda read=read, copy=copy: read(copy))
    return found


def small_manifest() -> bytes:
    """Take two figures of the manifest that is shipped, so that it is as small as the other files."""
    from analysis.files import sealed

    whole = json.loads((da.paths.FIGURES / "manifest.json").read_text(encoding="utf-8"))["figures"]
    chosen = {name: whole[name] for name in sorted(whole)[:2]}
    return sealed.to_json({"figures": chosen}, schema=figure_files.SCHEMA, rows=2)


# -- damage ------------------------------------------------------------------------------------------


def _cut(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _flip(data: bytes, dice: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8])):
        found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def _insert(data: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(data) + 1)
    junk = [
        b"\x00",
        b'"',
        b",",
        b"\xff\xfe",
        b"\n",
        b"[" * 3_000,
        b"{" * 60,
        b"\t",
        b"&a *a",
        "\u2028".encode(),
        b"!!x ",
    ]
    return data[:at] + dice.choice(junk) + data[at:]


def _lines(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


def _delete_lines(data: bytes, dice: random.Random) -> bytes:
    lines = _lines(data)
    at = dice.randrange(len(lines))
    del lines[at : at + dice.choice([1, 1, 2, 5])]
    return b"".join(lines)


def _double_line(data: bytes, dice: random.Random) -> bytes:
    lines = _lines(data)
    at = dice.randrange(len(lines))
    return b"".join([*lines[:at], lines[at], *lines[at:]])


def _swap_lines(data: bytes, dice: random.Random) -> bytes:
    lines = _lines(data)
    a, b = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"".join(lines)


def _swap_columns(data: bytes, dice: random.Random) -> bytes:
    rows = [line.split(b",") for line in _lines(data)]
    a, b = dice.randrange(8), dice.randrange(8)
    for row in rows:
        if max(a, b) < len(row) - 1:
            row[a], row[b] = row[b], row[a]
    return b"\n".join(b",".join(row).rstrip(b"\n") for row in rows) + b"\n"


def _number(data: bytes, dice: random.Random) -> bytes:
    places = list(re.finditer(rb"\d+", data))
    if not places:
        return data + b"9"
    at = dice.choice(places)
    absurd = [
        b"9" * 5_000,
        b"-1",
        b"1e999",
        b"2147483648",
        b"NaN",
        b".inf",
        b"0x1f",
        b"1:2:3",
        b"0b_",
        b"2023-02-30",
        b"",
    ]
    return data[: at.start()] + dice.choice(absurd) + data[at.end() :]


def _word(data: bytes, dice: random.Random) -> bytes:
    places = list(re.finditer(rb"[A-Za-z\xea-\xed][\w\x80-\xbf]*", data))
    at = dice.choice(places)
    other = [b"yes", b"no", b"null", b"~", b"[]", b"{}", b"on", b"true", b"", b"'", "ㄱ".encode("cp949"), b"x" * 70_000]
    return data[: at.start()] + dice.choice(other) + data[at.end() :]


def _recode(data: bytes, dice: random.Random) -> bytes:
    text = data.decode("utf-8-sig", "replace")
    return text.encode(dice.choice(["utf-16", "cp949", "utf-8-sig", "utf-32"]), "replace")


def _ends(data: bytes, dice: random.Random) -> bytes:
    return data.replace(b"\n", dice.choice([b"\r\n", b"\r", b"\n\n"]))


def _nothing(_: bytes, dice: random.Random) -> bytes:
    return dice.choice([b"", b"\n", b"\xef\xbb\xbf", b"\x00" * 40, b"null", b"[]", b"{}", b"a"])


DAMAGE = (
    *(
        _cut,
        _cut,
        _flip,
        _flip,
        _insert,
        _insert,
        _delete_lines,
        _delete_lines,
        _double_line,
        _swap_lines,
        _swap_columns,
    ),
    *(_number, _number, _word, _word, _recode, _ends, _nothing),
)


def outcome(kind: Kind, original: str, damaged: bytes) -> tuple[str, str]:
    """Read a damaged file, and name what came of it, with the exception where that may not be."""
    kind.path.write_bytes(damaged)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found = kind.read()
        except KitError as error:
            sentence = str(error)
            good = "\n" not in sentence and len(sentence) <= _LONGEST
            return ("refused", "") if good else ("foreign", f"not one sentence: {sentence[:_LONGEST]!r}")
        except Exception:
            return "foreign", traceback.format_exc(limit=-3)
    if found == original:
        return "same", ""
    if any(issubclass(warning.category, UnsealedWarning | CutWarning) for warning in caught):
        return "warned", ""
    return ("edited", "") if kind.by_people else ("wrong", "")


def run(n: int, *, seed: int, folder: Path) -> tuple[Counter[tuple[str, str]], list[str]]:
    """Damage and read files; return how often what came of each kind, and what may not come, in words."""
    dice = random.Random(seed)
    counts: Counter[tuple[str, str]] = Counter()
    told: list[str] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        every = kinds(folder)
        originals = {name: kind.read() for name, kind in every.items()}
    whole = {name: kind.path.read_bytes() for name, kind in every.items()}
    names = sorted(every)
    for number in range(n):
        name = names[number % len(names)]
        harm = dice.choice(DAMAGE)
        damaged = whole[dice.choice(names)] if dice.random() < 0.03 else harm(whole[name], dice)
        result, why = outcome(every[name], originals[name], damaged)
        every[name].path.write_bytes(whole[name])
        counts[name, result] += 1
        if result in BAD:
            told.append(f"{name}, number {number}, {harm.__name__.strip('_')}: {result}\n{why}")
    return counts, told


def main() -> int:
    """Print the table, and the first of what may not be."""
    n, seed = (int(given or usual) for given, usual in zip_longest(sys.argv[1:], (N, SEED)))
    with tempfile.TemporaryDirectory() as folder:
        counts, told = run(n, seed=seed, folder=Path(folder))
    results = ("refused", "same", "warned", "edited", *BAD)
    print(f"{'file':22}" + "".join(f"{result:>9}" for result in results))
    for name in [*sorted({name for name, _ in counts}), "all"]:
        row = [sum(k for (who, what), k in counts.items() if what == r and name in {who, "all"}) for r in results]
        print(f"{name:22}" + "".join(f"{k:9,}" for k in row))
    print("\n".join(told[:20]))
    return int(bool(told))


if __name__ == "__main__":
    sys.exit(main())
