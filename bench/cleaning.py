"""What the cleaner takes from prose, and how long cleaning takes.

    python bench/cleaning.py [--show]

Reads running prose from the folder ../shared/texts beside the checkout and cleans it four ways: as stored, with one
sentence a line, and both again between the furniture of a portal page; and reads it as cells of a table beside titles.
Releases are also read between label tables of four layouts. Whatever goes of the prose is counted by kind; with --show
every removal is listed by document hash, line and kind, and its text goes to the terminal alone. Then lines are wrapped
in the middle of words, and joined again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pandas as pd
import yaml

from analysis import cleaning, reading

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "texts"
FILES = {
    "wikinews": True,
    "book_review": False,
    "releases": True,
    "releases-2": True,
    "unesco": False,
}  # whether line 1 is a headline
TABLES = Path(__file__).resolve().parents[1] / "tests" / "data" / "releases.yaml"
LINES, TOGETHER = ("unesco",), 12  # files that hold lines, not articles, and how many make one text here
ABOVE = ["입력 2026.10.08. 오후 5:42", "글자크기 설정", "이 글자크기로 변경됩니다."]
BELOW = [
    "김가람 기자 garam@example.com",
    "Copyright © 한들신문. 무단전재 및 재배포 금지.",
    "관련기사",
    "- 다른 글의 제목",
]
FORMS = ("as stored", "sentence a line", "page", "page, sentence a line")
STOP = re.compile(r"(?<=[.?!…])\s+")
SAMPLE, SEED = 100, 1


def load(name: str) -> list[str]:
    with gzip.open(TEXTS / f"{name}.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [cleaning.normalise(json.loads(line)["text"]) for line in file.read().split("\n") if line]
    if name not in LINES:
        return texts
    return ["\n".join(texts[at : at + TOGETHER]) for at in range(0, len(texts), TOGETHER)]


def shaped(text: str, form: str, *, headed: bool) -> tuple[list[str], int, list[str]]:
    """Return the lines to clean, how many stand above the prose, and the prose."""
    title, _, body = text.partition("\n") if headed else ("", "", text)
    prose = [line for line in (STOP.sub("\n", body) if "sentence" in form else body).split("\n") if line]
    page = form.startswith("page")
    above = [title or "어느 책의 평"] * (headed or page) + ABOVE * page
    return [*above, *prose, *BELOW * page], len(above), prose


def measure(name: str, form: str, *, show: bool) -> None:
    """Clean every text in one form and print the share of its sentences that went."""
    sentences, kinds, gone, guessed = 0, Counter(), [], Counter()
    for text in load(name):
        lines, above, prose = shaped(text, form, headed=FILES[name])
        sentences += sum(len(STOP.split(line)) for line in prose)
        found = cleaning.clean("\n".join(lines))
        guessed[found.kind] += 1
        for cut in found.removed:
            if above < cut.line <= above + len(prose):
                kinds[cut.kind] += len(STOP.split(cut.text))
                gone.append((hashlib.sha256(text.encode("utf-8")).hexdigest()[:8], cut.line, cut.kind, cut.text))
    total = sum(kinds.values())
    share = f"{total:4} of {sentences:6} sentences ({total / sentences:.3%})"
    print(f"{name:12} {form:22} {share}  {dict(kinds)} {dict(guessed)}")
    if show:
        random.Random(SEED).shuffle(gone)
        for row in gone[:SAMPLE]:
            print("   ", *row)


def cells(name: str) -> None:
    """Print the share of sentences that go from cells of a table beside titles."""
    texts = load(name)
    rows = [text.partition("\n")[::2] if FILES[name] else ("", text) for text in texts]
    sentences = sum(len(STOP.split(line)) for _, body in rows for line in body.split("\n") if line)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "글.csv"
        frame = pd.DataFrame(rows, columns=["제목", "본문"]).assign(제목=lambda t: t["제목"].replace("", "글"))
        frame.to_csv(path, index=False, encoding="utf-8")
        removed = reading.read(path, duplicates="keep").removed
    removed = removed[~removed["kind"].isin({"entity", "wrap", "lost letter"})]
    n = sum(len(STOP.split(text)) for text in removed["text"])
    print(f"{name:12} {'cells of a table':22} {n:4} of {sentences:6} sentences ({n / sentences:.3%})")


def wraps(name: str = "wikinews", size: int = 38) -> None:
    """Wrap paragraphs after so many letters, join them, and print how often the space is right."""
    right: Counter[bool] = Counter()
    ends: Counter[bool] = Counter()
    joined = 0
    texts = [" ".join(text.split("\n")[1:]) for text in load(name)]
    for text in random.Random(SEED).sample([text for text in texts if len(text) > 10 * size], 40):
        pieces = [text[at : at + size] for at in range(0, len(text), size)]
        whole = "\n".join(piece.strip() for piece in pieces)
        spaces = {}
        at = 0
        for piece, after in pairwise(pieces):
            at += len(piece.strip()) + 1
            spaces[at - 1] = piece.endswith(" ") or after.startswith(" ")
        edits = cleaning.joined(whole).edits
        joined += bool(edits)
        for start, _, put in edits:
            ends[spaces[start]] += 1
            right[spaces[start]] += bool(put) == spaces[start]
    shares = ", ".join(f"{what} {right[s]} of {ends[s]}" for s, what in ((False, "inside words"), (True, "between")))
    print(f"wrapped: {joined} of 40 texts joined; spaces right {shares}")


def tables(name: str) -> None:
    """Print what goes of releases, and what stays of the label tables put around them."""
    for layout, around in yaml.safe_load(TABLES.read_text(encoding="utf-8"))["layouts"].items():
        lost = lines = left = cells = titles = days = 0
        texts = load(name)
        for text in texts:
            title, *body = [line for line in text.split("\n") if line]
            found = cleaning.clean("\n".join([*around["above"], title, *body, *around["below"]]))
            first = len(around["above"]) + 1
            kept = {line.number for line in found.paragraphs} - {first}
            inside = {n for n in kept if first < n <= first + len(body)}
            lines, lost = lines + len(body), lost + len(body) - len(inside)
            cells, left = cells + len(around["above"]) + len(around["below"]), left + len(kept - inside)
            titles += found.about.get("title") == title
            days += found.about.get("date") == "2024-05-04"
        shares = f"{lost} of {lines} lines lost, {left} of {cells} cells left"
        print(f"{name:12} table {layout:5} {shares}, titles {titles} and days {days} of {len(texts)}")


def headlines(name: str) -> None:
    """Print how many headlines are set apart, and how many first lines go when the headline is not there."""
    texts = load(name)
    found = sum(any(r.line == 1 and r.kind == "title" for r in cleaning.clean(t).removed) for t in texts)
    bare = [cleaning.clean(t.partition("\n")[2].strip()) for t in texts]
    eaten = sum(any(r.kind == "title" for r in b.removed) for b in bare)
    print(f"{name:12} headlines set apart {found} of {len(texts)}; lines taken for one without a headline {eaten}")


def speed() -> None:
    """Print seconds per million characters, and for pages at the limits."""
    texts = [t for name in FILES for t in load(name)]
    line = "동맹은 길고 협력은 짧다. "
    many = "\n".join(f"{n}번째 줄은 {n * 7919 % 10007}을 세고 다시 {n}을 센다" for n in range(50_000))
    for what, pages in {
        "articles": texts,
        "one line of 10 MB": ["글자크기 설정\n" + line * (10_000_000 // len(line.encode("utf-8")))],
        "50,000 lines": ["글자크기 설정\n" + many],
        "50,000 copyright lines": ["\n".join([line, "ⓒ 한들신문 무단 전재 금지"] * 25_000)],
    }.items():
        start = time.perf_counter()
        for page in pages:
            cleaning.clean(page)
        taken, size = time.perf_counter() - start, sum(map(len, pages)) / 1e6
        print(f"clean: {what:24} {size:6.2f} M characters {taken:6.2f} s  {taken / size:5.2f} s per million")


def corpus() -> None:
    """Time near duplicates and shared lines over 5,000 made documents, a tenth of them edited copies."""
    rng = random.Random(SEED)
    pool = [line for name in FILES for text in load(name) for line in text.split("\n") if 30 < len(line) < 400]
    texts = ["\n".join(rng.sample(pool, 12)) for _ in range(4500)]
    for text in texts[:500]:
        letters = list(text)
        for _ in range(len(letters) // 100):
            letters[rng.randrange(len(letters))] = "가"
        texts.append("".join(letters))
    frame = pd.DataFrame({"doc": [f"d{n}" for n in range(len(texts))], "text": texts})
    start = time.perf_counter()
    pairs = cleaning.near_duplicates(frame)
    found = {(a, b) for a, b in zip(pairs["doc_a"], pairs["doc_b"], strict=True)}
    made = sum((f"d{n}", f"d{4500 + n}") in found for n in range(500))
    print(f"near_duplicates: 5,000 documents {time.perf_counter() - start:.2f} s, {made} of 500 edited copies found")
    rows = [{"doc": f"d{n}", "outlet": "한들신문", "text": f"{t}\n독자와 함께 걷는 신문"} for n, t in enumerate(texts)]
    start = time.perf_counter()
    cut = cleaning.without_furniture(rows, furniture=cleaning.shared_lines(pd.DataFrame(rows))).removed
    planted = sum(r["text"] == "독자와 함께 걷는 신문" for r in cut)
    print(f"shared_lines: 5,000 documents {time.perf_counter() - start:.2f} s, {planted} of 5,000 planted lines")


def main() -> None:
    """Print shares, headlines and times."""
    missing = [name for name in FILES if not (TEXTS / f"{name}.jsonl.gz").is_file()]
    if missing:
        print(f"skipped: {missing[0]}.jsonl.gz is not in {TEXTS.name}/; the texts are not part of the repository")
        return
    for name in FILES:
        for form in FORMS:
            measure(name, form, show="--show" in sys.argv)
        cells(name)
    for name in ("releases", "releases-2"):
        tables(name)
    wraps()
    for name in (name for name, headed in FILES.items() if headed):
        headlines(name)
    speed()
    corpus()


if __name__ == "__main__":
    main()
