"""Reading PDF: how fast beside pypdf, and how many spaces come through, on files that the bench makes.

    python bench/pdf.py [PAGES]

Times are processor seconds, the median of rounds in which each has one turn. `words` draws word by word, each glyph
kerned and spaces among them, as Hangul and Word do; `lines` draws whole lines in one stroke, which is the least work
there is; `gaps` leaves gaps between words, as TeX does, which pdfium sees; `close` leaves narrow ones, which are
measured letter by letter.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdf

from analysis.reading.parsers.pdf_pages import extract

ROUNDS = 3
LEAST = 10  # times pypdf's speed, on pages drawn word by word
WORDS = (
    "골목 빵집은 지난해 봄에 문을 닫았고 주인은 이웃 도시로 옮겨 갔다. 시장은 빈 가게를 고쳐 청년에게 빌려주겠다고 "
    "말했지만 임대료는 그대로였다. 주민들은 저녁마다 모여 무엇을 할 수 있을지 의논했다."
).split()
FONT = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /Batang /Encoding /Identity-H"
    " /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
)
DESCENDANT = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Batang /DW 1000 /W [32 [330]]"
    " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
)
RESOURCES = "/Resources << /Font << /F 3 0 R >> >>"
USED = sorted({letter.encode("utf-16-be").hex() for letter in " ".join(WORDS)})
MAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def"
    f" 1 begincodespacerange <0000> <FFFF> endcodespacerange {len(USED)} beginbfchar"
    f" {' '.join(f'<{letter}> <{letter}>' for letter in USED)} endbfchar endcmap end end"
)


def code(text: str) -> str:
    return f"<{text.encode('utf-16-be').hex()}>"


def lines(words: list[str], y: int) -> str:
    return f"BT /F 10 Tf 50 {y} Td {code(' '.join(words))} Tj ET\n"


def gaps(words: list[str], y: int, *, wide: int = 330) -> str:
    return f"BT /F 10 Tf 50 {y} Td [{f' -{wide} '.join(map(code, words))}] TJ ET\n"


def close(words: list[str], y: int) -> str:
    return gaps(words, y, wide=130)


def word_by_word(words: list[str], y: int) -> str:
    drawn, x = "", 50.0
    for word in words:
        kerned = "9".join(map(code, f"{word} "))
        drawn += f"q\n0 G\n0 g\nBT\n/F 10 Tf\n1 0 0 1 {x:.2f} {y} Tm\n[{kerned}]TJ\nET\nQ\n"
        x += 10 * len(word) + 3.3
    return drawn


def write(path: Path, pages: list[list[list[str]]], draw: Callable[[list[str], int], str]) -> None:
    """Write pages of lines of words."""
    kids = " ".join(f"{6 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        FONT,
        DESCENDANT,
        f"<< /Length {len(MAP)} >>\nstream\n{MAP}\nendstream",
    ]
    for n, page in enumerate(pages):
        drawn = "".join(draw(words, 800 - 18 * i) for i, words in enumerate(page))
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {RESOURCES} /Contents {7 + 2 * n} 0 R >>",
            f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream",
        ]
    data, offsets = "%PDF-1.7\n", []
    for n, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{n} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{data.rindex('xref')}\n%%EOF\n"
    path.write_bytes(data.encode("latin-1"))


def ours(path: Path) -> list[str]:
    return ["\n".join(page["lines"]) for page in extract(str(path), most_pages=2_000)["pages"]]


def theirs(path: Path) -> list[str]:
    with pypdf.PdfReader(path) as reader:
        return [page.extract_text() for page in reader.pages]


def spent(run: Callable[[Path], list[str]], path: Path) -> tuple[float, list[str]]:
    start = time.process_time()
    found = run(path)
    return time.process_time() - start, found


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    draw = random.Random(1)
    pages = [[draw.choices(WORDS, k=12) for _ in range(40)] for _ in range(count)]
    spaces = count * 40 * 11
    with tempfile.TemporaryDirectory() as folder:
        for name, draw_line in (("words", word_by_word), ("lines", lines), ("gaps", gaps), ("close", close)):
            path = Path(folder) / f"{name}.pdf"
            write(path, pages, draw_line)
            times: dict[str, list[float]] = {"ours": [], "pypdf": []}
            kept = {}
            for _ in range(ROUNDS):
                for who, run in (("ours", ours), ("pypdf", theirs)):
                    taken, found = spent(run, path)
                    times[who].append(taken)
                    kept[who] = sum(sum(line.rstrip().count(" ") for line in page.split("\n")) for page in found)
            mine, other = (statistics.median(times[who]) for who in ("ours", "pypdf"))
            verdict = "" if name != "words" else "  ok" if other / mine >= LEAST else f"  TOO SLOW: under {LEAST} x"
            print(
                f"{name:5} {count} pages: {mine:6.3f} s, pypdf {other / mine:5.1f} x{verdict}; "
                f"of {spaces:,} spaces {kept['ours']:,} come through, of pypdf's {kept['pypdf']:,}"
            )


if __name__ == "__main__":
    main()
