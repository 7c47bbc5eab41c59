"""Damage files of every kind that the kit reads, and read them.

    python bench/fuzz_readers.py [N] [SEED]
    python bench/fuzz_readers.py --only NUMBER [SEED]

N files (1,000 without it; 20,000 take some ten minutes on two cores) are damaged, one kind after the other, and read in
two processes. What may come of one: a corpus (`read`), or one sentence of the kit that names the file (`refused`). What
may not: any other exception, a sentence that is none, a text that no file could hold (`foreign`), more than 20 seconds
(`hang`), or the end of the process (`abort`). A warning of a library is no failure, and is counted. `--only` writes
one file, named by its number, into the folder where it stands, and reads it with the traceback. Files are built by the
helpers of the tests. Not for Windows, which has no alarm.
"""

from __future__ import annotations

import importlib
import io
import json
import logging
import random
import re
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import analysis as da
from analysis import analyser
from analysis.corpus import build
from analysis.errors import KitError
from analysis.reading import parsers

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # where the tests are
N, SEED, WORKERS = 1_000, 14, 2
HANG = 20  # seconds
LONGEST = 400  # characters of a sentence
RESULTS = ("read", "refused", "foreign", "hang", "abort")
BAD = RESULTS[2:]
_GROWTH = 64 * 2**20  # bytes by which a file may raise the peak of memory without being named

LINES = (
    "동네 빵집이 지난주에 문을 닫았다. 열한 해 만의 일이다.",
    "임대료가 두 해 만에 갑절이 되었기 때문이라고 주인은 말했다.",
    "이웃들은 가게 앞에 모여 마지막 빵을 샀다. 3월 20일의 일이다.",
    "시장은 빈 가게를 고쳐 청년에게 빌려주겠다고 했다.",
)
TEXT = "\n\n".join(LINES)
FRONT = f"---\ntitle: 빵집의 끝\ndate: 2026-03-02\nauthor: 한도윤\n---\n# 빵집의 끝\n\n{TEXT}\n\n[더 보기](https://example.org)\n"
STATED = json.dumps(
    {"@type": "NewsArticle", "headline": "빵집의 끝", "datePublished": "2026-03-02", "articleBody": " ".join(LINES)},
    ensure_ascii=False,
)
PAGE = f"""<!doctype html><html><head><meta charset="utf-8"><title>빵집의 끝 - 윤슬일보</title>
<meta property="og:title" content="빵집의 끝"><meta property="og:site_name" content="윤슬일보">
<meta property="article:published_time" content="2026-03-02T23:10:00+09:00">
<script type="application/ld+json">{STATED}</script></head><body><nav><ul><li>정치</li><li>사회</li></ul></nav>
<h1>빵집의 끝</h1><div class="article_view"><article>{"".join(f"<p>{line}</p>" for line in LINES)}</article></div>
<p>한도윤 기자 abc@example.com</p><footer>ⓒ 윤슬일보. 무단 전재 금지.</footer></body></html>"""
CSV = f'제목,날짜,본문\r\n빵,2026-03-02,"{LINES[0]}\n{LINES[1]}"\r\n강,2026.3.3,{LINES[2]}\r\n'
TSV = f"제목\t날짜\t본문\n빵\t2026-03-02\t{LINES[0]}\n강\t20260303\t{LINES[2]}\n"
CONLLU = "# sent_id = 1\n# text = 길이 길다.\n" + "".join(
    f"{n}\t{form}\t{lemma}\t_\t{tag}\t_\t_\t_\t_\t{misc}\n"
    for n, (form, lemma, tag, misc) in enumerate(
        [("길", "길", "NNG", "SpaceAfter=No"), ("이", "이", "JKS", "_"), ("길다", "길다", "VA", "SpaceAfter=No"),
         (".", ".", "SF", "_")], 1)
)  # fmt: skip
_EMPTY_ZIP = b"PK\x05\x06" + bytes(18)


class Seed(NamedTuple):
    """A sound file: what it is called and holds, and, for a container, a way to put a damaged part into a sound one."""

    name: str
    data: bytes
    parts: tuple[bytes, ...] = ()
    packed: Callable[[tuple[bytes, ...]], bytes] | None = None


def helpers(name: str) -> ModuleType:
    """Load a module of the tests, which build files of their format."""
    return importlib.import_module(f"tests.test_reading_{name}")


def seeds(folder: Path) -> dict[str, Seed]:
    """Build a sound file of every kind."""
    hwp, hwpx, pdf = helpers("hwp"), helpers("hwpx"), helpers("pdf")
    books, exports, docx = helpers("excel"), helpers("bigkinds"), helpers("docx")
    found = {
        "txt": Seed("글.txt", f"빵집의 끝\n한도윤 기자\n{TEXT}\n(사진=윤슬일보)\n".encode()),
        "txt cp949": Seed("글.txt", TEXT.encode("cp949")),
        "md": Seed("글.md", FRONT.encode()),
        "csv": Seed("표.csv", CSV.encode()),
        "tsv": Seed("표.tsv", TSV.encode("cp949")),
        "html": Seed("쪽.html", PAGE.encode()),
        "html of Naver": Seed("쪽.html", helpers("html").NAVER.encode()),
        "conllu": Seed("글.conllu", CONLLU.encode()),
    }  # fmt: skip
    rows = [["제목", "날짜", "본문", "수"], ["빵", "2026-03-02", LINES[0], 1.5], ["강", "2026-03-03", LINES[2], 7]]
    books.book(folder / "표.xlsx", {"기사": rows, "다른": [["가", "나"], [1, 2]]})
    exports.book(folder, *(exports.line(n) for n in range(3)))
    corpus = build(
        [{"doc": f"d{n}", "text": line, "title": f"=제목 {n}", "source": "a.txt"} for n, line in enumerate(LINES)],
        [{"doc": "d1", "line": 3, "kind": "caption", "reason": "a source", "text": "사진=윤슬일보"}],
    )
    saved = corpus.save(folder / "저장.xlsx")
    document = docx.docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    document.add_table(rows=1, cols=2).cell(0, 1).text = LINES[0]
    document.save(str(folder / "글.docx"))
    note = f"<hp:ctrl><hp:footNote>{hwpx.listed(hwpx.p(hwpx.t(LINES[3])))}</hp:footNote></hp:ctrl>"
    hwpx.hwpx(folder / "글.hwpx", hwpx.section(*(hwpx.p(hwpx.t(line), note) for line in LINES)), hpf="<package/>")
    pdf.pdf(folder / "글.pdf", list(LINES), [*LINES[:2]], info="/Title (a) /CreationDate (D:20260302)")
    for name in ("표.xlsx", "NewsResult.xlsx", "저장.xlsx", "글.docx", "글.hwpx", "글.pdf"):
        found[f"{Path(name).suffix[1:]} {Path(name).stem}"] = Seed(name, (folder / name).read_bytes())
    assert saved.name == "저장.xlsx"
    corpus.save(folder / "저장.csv")
    found["csv 저장"] = Seed("저장.csv", (folder / "저장.csv").read_bytes())
    found["csv 저장, account"] = Seed("저장.removed.csv", (folder / "저장.removed.csv").read_bytes())
    found["ods"] = Seed("표.ods", _ods(rows))
    found |= _containers(folder, hwp, rows)
    inside_zip = {f"{kind[:3]}/{n}{seed.name}": seed.data for n, (kind, seed) in enumerate(found.items())}
    left = {".docx", ".pdf"}  # for its speed
    del inside_zip[
        next(name for name in inside_zip if name.endswith("저장.xlsx"))
    ]  # its documents are those of the CSV
    found["zip"] = Seed(
        "모음.zip", _zip({name: data for name, data in inside_zip.items() if Path(name).suffix not in left})
    )
    return found


def _ods(rows: list[list[Any]]) -> bytes:
    names = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text"))
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = "".join(f"<table:table-row>{''.join(cell.format(c) for c in row)}</table:table-row>" for row in rows)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:body><office:spreadsheet>'
        f'<table:table table:name="기사"><table:table-column table:visibility="collapse"/>{lines}'
        '<table:table-row table:number-rows-repeated="9"><table:table-cell table:number-columns-repeated="9"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return _zip({"mimetype": kind.encode(), "META-INF/manifest.xml": b"<manifest/>", "content.xml": content.encode()})


def _containers(folder: Path, hwp: ModuleType, rows: list[list[Any]]) -> dict[str, Seed]:
    """Build files in OLE containers, whose records can be damaged before they are packed."""
    records = b"".join(hwp.para(line) for line in LINES)
    records += hwp.para(hwp.control(11, b"gso ")) + hwp.around(b"foot", LINES[3]) + hwp.around(b"tdut", LINES[0])
    about = hwp.property_set({2: hwp.wide("빵집의 끝"), 4: hwp.coded("한도윤"), 12: hwp.moment(150_000, 3)})

    def as_hwp(parts: tuple[bytes, ...]) -> bytes:
        return bytes(hwp.hwp(folder / "글.hwp", parts[0], summary=parts[1]).read_bytes())

    def as_xls(parts: tuple[bytes, ...]) -> bytes:
        return bytes(hwp.ole(folder / "표.xls", {"Workbook": parts[0]}).read_bytes())

    made = {"hwp": ("글.hwp", (records, about), as_hwp), "xls": ("표.xls", (_biff(rows),), as_xls)}
    return {kind: Seed(name, packed(parts), parts, packed) for kind, (name, parts, packed) in made.items()}


def _biff(rows: list[list[Any]]) -> bytes:
    """Write the records of an old Excel file: BOF, BOUNDSHEET, EOF, and a sheet of LABEL and NUMBER records."""

    def record(kind: int, data: bytes = b"") -> bytes:
        return struct.pack("<HH", kind, len(data)) + data

    def string(text: str, width: str) -> bytes:
        return struct.pack(f"<{width}B", len(text), 1) + text.encode("utf-16-le")

    begin = [record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0)) for kind in (5, 0x10)]
    name = string("기사", "B")
    globals_size = len(begin[0]) + 4 + 6 + len(name) + 4
    head = begin[0] + record(0x85, struct.pack("<IBB", globals_size, 0, 0) + name) + record(0x0A)
    size = record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, len(rows[0]), 0))
    cells = b"".join(
        record(0x203, struct.pack("<HHHd", r, c, 0, cell))
        if isinstance(cell, float | int)
        else record(0x204, struct.pack("<HHH", r, c, 0) + string(cell, "H"))
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
    )
    return head + begin[1] + size + cells + record(0x0A)


def _zip(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name
        for name, data in members.items():
            package.writestr(name, data)
    return target.getvalue()


# -- damage ------------------------------------------------------------------------------------------

Dice = random.Random
_JUNK = (
    b"\x00", b"\xff\xff\xff\xff", b'"', b"'", b"<", b"&", b"&#0;", b"&#x110000;", b"]]>", b"<!--", b"\n", b"\r",
    b"\x1a", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"\xef\xbb\xbf", b"\xff\xfe", "\u2028".encode(), "\u202e".encode(),
    "\ufffe".encode(), "\U000e0001".encode(), b"\xed\xa0\x80", "ㄱ".encode("cp949"), "\u1100\u1161\u11a8".encode(),
    b"---\n", b"\t\t\t", b",,,",
)  # fmt: skip
_ABSURD = (
    b"9" * 5_000, b"-1", b"0", b"1e999", b"2147483648", b"18446744073709551615", b"NaN", b"-0", b"1.5", b"",
    "９".encode(), "²".encode(), "٣".encode(), b"99999999", b"1048577", b"16385", b"0000-00-00", b"45000.999999",
)  # fmt: skip
_DEEP = (
    b"<a>",
    b"<div>",
    b"<table><tr><td>",
    b"[",
    b"{",
    b"(",
    b"<<",
    b"- ",
    b"> ",
    b"<b><p>",
    b"<w:p>",
    b"<hp:p>",
    b"**",
)


def cut(data: bytes, dice: Dice) -> bytes:
    return data[: dice.randrange(len(data) + 1)]


def flip(data: bytes, dice: Dice) -> bytes:
    found = bytearray(data)
    for _ in range(dice.choice([1, 1, 2, 8, 64]) if found else 0):
        found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def run(data: bytes, dice: Dice) -> bytes:
    """Overwrite a stretch with one byte, or with noise."""
    size = dice.choice([1, 4, 16, 300])
    at = dice.randrange(len(data) + 1)
    fill = dice.randbytes(size) if dice.random() < 0.4 else bytes([dice.choice([0, 255, 65, 10])]) * size
    return data[:at] + fill + data[at + size :]


def splice(data: bytes, dice: Dice) -> bytes:
    """Move, double or drop a block."""
    a, b = sorted((dice.randrange(len(data) + 1), dice.randrange(len(data) + 1)))
    to = dice.randrange(len(data) + 1)
    return dice.choice([data[:to] + data[a:b] + data[to:], data[:a] + data[b:], data[:a] + data[a:b] * 3 + data[b:]])


def insert(data: bytes, dice: Dice) -> bytes:
    at = dice.randrange(len(data) + 1)
    return data[:at] + dice.choice(_JUNK) * dice.choice([1, 1, 1, 40, 3_000]) + data[at:]


def length(data: bytes, dice: Dice) -> bytes:
    """Write another number where a length, a place or a count may stand."""
    form = dice.choice(["<H", "<I", ">H", ">I", "<Q", "B"])
    size = struct.calcsize(form)
    if len(data) < size:
        return data
    at = dice.randrange(len(data) - size + 1)
    old = struct.unpack_from(form, data, at)[0]
    most = 256**size - 1
    new = dice.choice([0, 1, most, most // 2, most // 2 + 1, old + 1, old * 2, old ^ 1 << dice.randrange(8 * size)])
    return data[:at] + struct.pack(form, new & most) + data[at + size :]


def number(data: bytes, dice: Dice) -> bytes:
    places = [m.span() for m in re.finditer(rb"\d+", data)]
    start, end = dice.choice(places) if places else (len(data), len(data))
    return data[:start] + dice.choice(_ABSURD) + data[end:]


def deep(data: bytes, dice: Dice) -> bytes:
    at = dice.choice([m.end() for m in re.finditer(rb"[>\n]", data)] or [len(data)])
    return data[:at] + dice.choice(_DEEP) * dice.choice([50, 300, 3_000, 30_000]) + data[at:]


def tags(data: bytes, dice: Dice) -> bytes:
    """Swap, double or drop whole tags, or lines where there are none."""
    pieces = re.split(rb"(?<=[>\n])", data)
    a, b = dice.randrange(len(pieces)), dice.randrange(len(pieces))
    kind = dice.randrange(3)
    if kind == 0:
        pieces[a], pieces[b] = pieces[b], pieces[a]
    elif kind == 1:
        pieces.insert(a, pieces[b])
    else:
        del pieces[a]
    return b"".join(pieces)


def word(data: bytes, dice: Dice) -> bytes:
    places = [m.span() for m in re.finditer(rb"[A-Za-z][\w:.-]*", data)]
    if not places:
        return data
    (a, b), (c, d) = dice.choice(places), dice.choice(places)
    return data[:a] + dice.choice([data[c:d], b"", b"x" * 70_000, "글".encode()]) + data[b:]


def recode(data: bytes, dice: Dice) -> bytes:
    encodings = [
        "utf-8",
        "cp949",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-8-sig",
        "utf-32",
        "johab",
        "shift_jis",
        "latin-1",
    ]
    text = data.decode(dice.choice(["utf-8", "utf-8", "cp949", "latin-1"]), "replace")
    return text.encode(dice.choice(encodings), "replace")


def long(data: bytes, dice: Dice) -> bytes:
    """Repeat the whole, or one letter, many times."""
    letter = dice.choice(
        ["가", "\u0301", " ", "“", "(", "ㆍ", "\u200b", "가.", "1,", "&amp;", "a@b.", "http://", "\n\n"]
    ).encode()
    return dice.choice([data * 20, data + letter * dice.choice([1_000, 30_000])])


def nothing(data: bytes, dice: Dice) -> bytes:
    return dice.choice(
        [b"", b"\n", b"\x00" * 40, b"\xef\xbb\xbf", b"\xff\xfe", _EMPTY_ZIP, data[:1], data[:8], data[-9:]]
    )


BYTES: tuple[Callable[[bytes, Dice], bytes], ...] = (
    cut, cut, flip, flip, run, splice, insert, length, length, number, number, deep, tags, tags, word, recode,
    long, nothing,
)  # fmt: skip


def members(data: bytes, dice: Dice) -> bytes:
    """Damage a zip file from within, so that every checksum is right."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    a, b = dice.randrange(len(parts)), dice.randrange(len(parts))
    kind = dice.randrange(12)
    if kind == 0:
        del parts[a]
    elif kind == 1:
        parts.append((parts[a][0], parts[b][1]))
    elif kind == 2:
        (one, x), (two, y) = parts[a], parts[b]
        parts[a], parts[b] = (one, y), (two, x)
    elif kind == 3:
        stem, dot, ending = parts[a][0].rpartition(".")
        other = [
            f"{stem}\n{dot}{ending}",
            "../../a.txt",
            f"{stem}{'9' * 5_000}{dot}{ending}",
            "가" * 300 + dot + ending,
            "a/",
        ]
        parts[a] = (dice.choice(other), parts[a][1])
    else:
        largest = max(range(len(parts)), key=lambda n: len(parts[n][1]))
        at = dice.choice([a, largest])
        parts[at] = (parts[at][0], dice.choice(BYTES)(parts[at][1], dice))
    return _zip_of(parts)


def _zip_of(parts: list[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two members of one name
        for name, data in parts:
            package.writestr(name, data)
    return target.getvalue()


def damaged(seed: Seed, dice: Dice) -> bytes:
    """Damage a sound file once, seldom twice."""
    data = seed.data
    for _ in range(dice.choice([1, 1, 1, 2])):
        if data.startswith(b"PK\x03\x04") and dice.random() < 0.75 and zipfile.is_zipfile(io.BytesIO(data)):
            try:
                data = members(data, dice)
            except (
                zipfile.BadZipFile,
                zlib.error,
                OSError,
                EOFError,
                NotImplementedError,
                RuntimeError,
                ValueError,
                struct.error,
            ):
                data = dice.choice(BYTES)(data, dice)
        elif seed.packed and data == seed.data and dice.random() < 0.6:
            parts = list(seed.parts)
            at = dice.randrange(len(parts))
            parts[at] = dice.choice(BYTES)(parts[at], dice)[:50_000]
            data = seed.packed(tuple(parts))
        else:
            data = dice.choice(BYTES)(data, dice)
    return data


# -- reading -----------------------------------------------------------------------------------------


class _TooLong(BaseException):
    """The alarm went off."""


def _alarm(*_: object) -> None:
    raise _TooLong


def outcome(read: Callable[[], Any], *names: str) -> tuple[str, str]:
    """Read a file, and say what came of it, with the exception where that may not be."""
    signal.signal(signal.SIGALRM, _alarm)
    signal.setitimer(signal.ITIMER_REAL, HANG)
    try:
        corpus = read()
    except KitError as error:
        return _sentence(str(error), names)
    except _TooLong:
        return "hang", traceback.format_exc(limit=-4)
    except BaseException:
        return "foreign", traceback.format_exc(limit=-4)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    strange = [value for value in corpus.documents.to_numpy().ravel() if _is_strange(str(value))]
    return ("foreign", f"a text that no file could hold: {strange[0][:200]!r}") if strange else ("read", "")


def _sentence(sentence: str, names: Collection[str]) -> tuple[str, str]:
    """Say whether a refusal is one sentence that names the file, or one beside it."""
    if "did not end within" in sentence:
        return "hang", sentence
    faults = {
        "several lines": len(sentence.splitlines()) > 1,
        f"{len(sentence)} characters": len(sentence) > LONGEST,
        "without the file's name": not any(name in sentence for name in names),
        "a control character": _is_strange(sentence),
    }
    said = ", ".join(fault for fault, there in faults.items() if there)
    return ("foreign", f"{said}: {sentence[:LONGEST]!r}") if said else ("refused", "")


def _is_strange(text: str) -> bool:
    """Tell whether a text holds half a letter or a control character."""
    return bool(re.search(r"[\ud800-\udfff\x00-\x08\x0b\x0e-\x1f]", text))


def one(number_: int, seed: int, kinds: Mapping[str, Seed], folder: Path) -> tuple[str, Path]:
    """Write the damaged file of a number; every number has dice of its own."""
    names = sorted(kinds)
    kind = names[number_ % len(names)]
    path = folder / kinds[kind].name
    if kind == "csv 저장, account":  # is read with the table beside it
        folder.joinpath("저장.csv").write_bytes(kinds["csv 저장"].data)
    elif kind == "csv 저장":
        folder.joinpath("저장.removed.csv").write_bytes(kinds["csv 저장, account"].data)
    path.write_bytes(damaged(kinds[kind], random.Random(f"{seed}/{number_}")))
    return kind, path.with_name("저장.csv") if kind == "csv 저장, account" else path


def read(path: Path, number_: int) -> Any:
    """Read a file; every other archive with what cannot be read set aside."""
    return da.read(path, errors="report" if path.suffix == ".zip" and number_ % 2 else "raise")


def tried(numbers: Iterable[int], seed: int) -> Iterator[dict[str, Any]]:
    """Read the files of some numbers, and tell what came of each."""
    logged: set[str] = set()
    with _listening(logged), tempfile.TemporaryDirectory() as place, parsers.serving() as child:
        folder = Path(place)
        kinds = seeds(folder)
        folder = folder / "damaged"
        folder.mkdir()
        peaks = _peaks(child)
        for number_ in numbers:
            kind, path = one(number_, seed, kinds, folder)
            names = [file.name for file in folder.iterdir()]
            start = time.perf_counter()
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                result, why = outcome(lambda path=path, number_=number_: read(path, number_), *names)
            taken = time.perf_counter() - start
            before, peaks = peaks, _peaks(child)
            grown = [now - then for then, now in zip(before, peaks, strict=True)]
            said = {f"{w.category.__name__}: {str(w.message)[:80]}" for w in caught if not _is_ours(w)} | logged
            logged.clear()
            line = {"number": number_, "kind": kind, "result": result, "why": why, "seconds": round(taken, 2)}
            yield line | {"peaks": peaks, "grown": grown, "warned": sorted(said)}
            for left in folder.iterdir():
                left.unlink()


@contextmanager
def _listening(logged: set[str]) -> Iterator[None]:
    """Note which libraries log a warning."""

    def note(record: logging.LogRecord) -> None:
        if not record.name.startswith("analysis"):
            logged.add(f"log of {record.name}")

    handler = logging.Handler(logging.WARNING)
    handler.emit = note  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)


def _is_ours(caught: warnings.WarningMessage) -> bool:
    """Tell whether a warning is one of the kit, which a user is to see."""
    return caught.category.__module__.startswith("analysis")


def _peaks(child: Any) -> tuple[int, int]:
    """Return the highest memory of this process and of the child that parses, in bytes."""
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    process = child._process  # noqa: SLF001 - its number
    try:
        status = Path(f"/proc/{process.pid}/status").read_text(encoding="utf-8") if process else ""
    except OSError:
        status = ""
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return own, int(found[1]) * 1024 if found else 0


def gather(n: int, *, seed: int) -> list[dict[str, Any]]:
    """Let two processes read N files; one that dies is started again behind the file it died of."""
    found: list[dict[str, Any]] = []
    running = {w: _started(w, n, seed) for w in range(WORKERS)}
    while running:
        for w, (process, first) in list(running.items()):
            process.wait() if len(running) == 1 else time.sleep(0.2)
            if process.poll() is None:
                continue
            del running[w]
            assert process.stdout is not None
            with process.stdout as output:
                output.seek(0)
                lines = [json.loads(line) for line in output.read().decode().splitlines()]
            found += lines
            if not lines and process.returncode > 0:  # a signal, which a parser may die of, is negative
                msg = f"a reader ended with {process.returncode} before its first file; it says why above"
                raise RuntimeError(msg)
            last = lines[-1]["number"] + WORKERS if lines else first
            if last < n:
                why = f"ended with {process.returncode}"
                found.append({"number": last, "kind": "?", "result": "abort", "why": why, "seconds": 0.0})
                if last + WORKERS < n:
                    running[w] = _started(last + WORKERS, n, seed)
    return found


def _started(first: int, n: int, seed: int) -> tuple[subprocess.Popen[bytes], int]:
    """Start a process on every WORKERS-th file from one number on; it prints into a file, which never blocks."""
    output = tempfile.TemporaryFile()  # noqa: SIM115 - read when the process has ended
    command = [sys.executable, __file__, "--work", str(first), str(n), str(seed)]
    process = subprocess.Popen(command, stdout=output)
    process.stdout = output
    return process, first


def table(lines: list[dict[str, Any]]) -> str:
    """Write how often what came of each kind, and what may not be."""
    counts = Counter((line["kind"], line["result"]) for line in lines)
    rows = [f"{'file':22}" + "".join(f"{result:>9}" for result in RESULTS)]
    for kind in [*sorted({kind for kind, _ in counts}), "all"]:
        row = [sum(k for (who, what), k in counts.items() if what == r and kind in {who, "all"}) for r in RESULTS]
        rows.append(f"{kind:22}" + "".join(f"{k:9,}" for k in row))
    for place, name in enumerate(("reading", "parsers")):
        top = max((line.get("peaks", (0, 0))[place] for line in lines), default=0)
        rows.append(f"highest memory, {name}: {top / 2**20:,.0f} MiB")
        large = [
            line for line in lines if line.get("grown", (0, 0))[place] > _GROWTH and line["number"] >= WORKERS * 50
        ]
        rows += [
            f"  {line['grown'][place] / 2**20:,.0f} MiB more at {line['number']} ({line['kind']})"
            for line in large[:10]
        ]
    slow = sorted(lines, key=lambda line: -line["seconds"])[:5]
    rows.append("slowest: " + ", ".join(f"{line['number']} ({line['kind']}) {line['seconds']:.1f} s" for line in slow))
    warned = Counter(said for line in lines for said in line.get("warned", ()))
    rows += [f"warning, {k} times: {said}" for said, k in warned.most_common(10)]
    faults: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for line in lines:
        if line["result"] in BAD:
            faults.setdefault((line["result"], _fault(line["why"])), []).append(line)
    for (result, _), same in faults.items():
        rows.append(f"\n{result}, {len(same)} times; number {same[0]['number']} ({same[0]['kind']}):\n{same[0]['why']}")
    return "\n".join(rows)


def _fault(why: str) -> str:
    """Name a fault, so that each is shown once: the place in the code, or the words of the sentence."""
    places = re.findall(r'File "[^"]*", line \d+, in \w+', why)
    return places[-1] if places else re.sub(r"\S*\d\S*|'[^']*'", "", why)[:80]


def main(given: list[str]) -> int:
    """Do what the command line says."""
    if given[:1] == ["--work"]:
        first, n, seed = map(int, given[1:])
        parsers._SECONDS, parsers._SECONDS_MIB = HANG - 1.0, 0.0  # noqa: SLF001 - a hang is one before the usual time
        analyser.kiwi()  # is loaded for the first PDF, which takes longer than a file may where much else runs
        for line in tried(range(first, n, WORKERS), seed):
            print(json.dumps(line, ensure_ascii=False), flush=True)
        return 0
    if given[:1] == ["--only"]:
        number_, seed = int(given[1]), int(given[2]) if given[2:] else SEED
        with tempfile.TemporaryDirectory() as place:
            kind, path = one(number_, seed, seeds(Path(place)), Path())
        print(kind, path)
        print(read(path, number_).documents.T)
        return 0
    n, seed = int(given[0]) if given else N, int(given[1]) if given[1:] else SEED
    start = time.perf_counter()
    lines = gather(n, seed=seed)
    print(table(lines))
    print(f"{n:,} files in {time.perf_counter() - start:,.0f} s")
    return int(any(line["result"] in BAD for line in lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
