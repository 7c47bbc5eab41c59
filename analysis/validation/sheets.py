"""Blind coding sheets: what a coder gets to read, and nothing that could lead the judgement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from analysis import csvout, schema
from analysis.codebook import Codebook
from analysis.corpus import Corpus
from analysis.errors import OptionError, RefusalError
from analysis.xlsxout import Sheet, listed, workbook

Context = Literal["none", "before"]

UNIT, BEFORE, TEXT, CONFIDENCE, NOTE, CODER, BOOK = "unit", "before", "text", "confidence", "note", "coder", "codebook"
_HEADS = {UNIT: "단위", BEFORE: "앞 글", TEXT: "글", CONFIDENCE: "확신", NOTE: "메모", CODER: "코더", BOOK: "코드북"}
_LOCKED = (UNIT, BEFORE, TEXT, CODER, BOOK)
_LONGEST = 200  # characters of context
RULES = (
    ("적는 값", "0 없음, 1 있음, 9 판단할 수 없음. 칸을 비워 두면 아직 코딩하지 않은 것으로 본다."),
    ("여러 프레임", "한 글에 여러 프레임이 있을 수 있다. 프레임마다 따로 판단한다."),
    ("확신", "1 자신 없음, 2 보통, 3 확실함. 비워 두어도 된다."),
    ("앞 글", "가리키는 말을 알아보는 데만 쓰고 코딩하지 않는다."),
    ("지킬 것", "다른 코더와 의논하지 않는다. 행의 순서는 바꾸어도 되지만 단위 번호는 고치지 않는다."),
)


def sheet(
    corpus: Corpus,
    *,
    sample: pd.DataFrame,
    codebook: Codebook,
    coder: str,
    path: str | Path,
    context: Context = "none",
) -> Path:
    """Write the sheet that one coder fills in.

    It holds the text of the units and one column per frame, and no score, highlight, outlet, author, date or
    document. The order is shuffled for each coder, the same whenever it is written again.

    Parameters
    ----------
    corpus : Corpus
        The texts that were sampled.
    sample : DataFrame
        As `sample` gave it, or some of its rows.
    codebook : Codebook
        Its frames are the columns; definitions, questions and examples are the second sheet.
    coder : str
        Name or id of the coder; another name gives another order.
    path : str or Path
        Where to write: .xlsx (with lists to choose from, protected ids and definitions) or .csv (the first sheet
        alone). An existing file is never written over.
    context : {"none", "before"}
        Whether the text before the unit stands beside it, up to 200 characters.

    Returns
    -------
    Path
        The file. The same arguments give the same bytes.

    Raises
    ------
    OptionError
        If the file exists or ends in something else, the coder has no name, or the context is unknown.
    RefusalError
        If the texts are not at hand (redacted), or are others than those sampled.
    """
    target = Path(path)
    _check(target, coder, context)
    schema.check(sample, schema.SAMPLE, what="sample")
    frames = [frame.id for frame in codebook.frames]
    table = _rows(corpus, sample, context).assign(**dict.fromkeys(frames, ""))
    table = table.assign(**{CONFIDENCE: "", NOTE: "", CODER: coder.strip(), BOOK: edition(codebook)})
    seed = int.from_bytes(hashlib.sha256(coder.strip().encode()).digest()[:8], "big")
    table = table.iloc[np.random.default_rng(seed).permutation(len(table))]
    heads = _HEADS | {frame.id: frame.label.ko for frame in codebook.frames}
    written = table.set_axis([f"{heads[c]} [{c}]" for c in table.columns], axis=1)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix.lower() == ".csv":
        return csvout.save(written, path=target)
    body = _first(written, list(table.columns), frames)
    target.write_bytes(workbook([body, Sheet("코드북", _guide(codebook), dressed=True)]))
    return target


def edition(codebook: Codebook) -> str:
    """Name what coders are told by a codebook: its id, version and a hash of definitions and questions.

    Parameters
    ----------
    codebook : Codebook
        Any.

    Returns
    -------
    str
        "id version hash"; the hash does not change with terms and examples, so that codings outlive tuning.
    """
    told = [
        (f.id, f.label.ko, f.definition, list(f.present_if), list(f.absent_if), list(f.questions))
        for f in codebook.frames
    ]
    digest = hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
    return f"{codebook.id} {codebook.version} {digest[:10]}"


def texts_of(corpus: Corpus, sample: pd.DataFrame) -> list[str]:
    """Look up the text of each unit.

    Parameters
    ----------
    corpus : Corpus
        The texts that were sampled.
    sample : DataFrame
        Rows with doc, start and end.

    Returns
    -------
    list of str
        In the order of the rows.

    Raises
    ------
    RefusalError
        If the corpus is redacted, or lacks a document or a place.
    """
    if corpus.redacted:
        msg = "a redacted corpus has no text to code; read the article itself"
        raise RefusalError.redacted(msg)
    held = dict(zip(corpus.documents["doc"], corpus.documents["text"], strict=True))
    found = []
    for doc, start, end in sample[["doc", "start", "end"]].itertuples(index=False, name=None):
        if doc not in held or not 0 <= start < end <= len(held[doc]):
            msg = f"the corpus has no characters {start} to {end} of document {doc!r}; pass the texts that were sampled"
            raise RefusalError(msg)
        found.append(held[doc][start:end])
    return found


def _check(target: Path, coder: str, context: str) -> None:
    """Refuse a file, a name or a context that will not do."""
    if target.suffix.lower() not in {".xlsx", ".csv"}:
        msg = f"a coding sheet ends in .xlsx or .csv, not {target.suffix or 'nothing'}; rename {target.name}"
        raise OptionError(msg)
    if target.exists():
        msg = f"{target.name} is there already and may hold codings; choose another name"
        raise OptionError(msg)
    if not coder.strip():
        msg = "the coder has no name; pass coder='A' or the like"
        raise OptionError(msg)
    if context not in {"none", "before"}:
        msg = f"context {context!r} is not known; use one of none, before"
        raise OptionError(msg)


def _rows(corpus: Corpus, sample: pd.DataFrame, context: str) -> pd.DataFrame:
    """Ids and texts, in the order of their ids, which says nothing of where they stand."""
    columns = {UNIT: sample["unit"].to_numpy()}
    texts = texts_of(corpus, sample)
    if context == "before":
        held = dict(zip(corpus.documents["doc"], corpus.documents["text"], strict=True))
        places = zip(sample["doc"], sample["start"], strict=True)
        columns[BEFORE] = np.array([_before(held[doc], start) for doc, start in places], dtype=object)
    columns[TEXT] = np.array(texts, dtype=object)
    return pd.DataFrame(columns).sort_values(UNIT, ignore_index=True)


def _before(text: str, start: int) -> str:
    """Cut the characters before a place, from the start of a word on."""
    cut = text[max(0, start - _LONGEST) : start]
    if start > _LONGEST:
        cut = "…" + (cut.partition(" ")[2] or cut)
    return " ".join(cut.split())


def _first(written: pd.DataFrame, names: list[str], frames: list[str]) -> Sheet:
    """Lay out the sheet to fill in."""
    lists = {names.index(frame): listed("019") for frame in frames} | {names.index(CONFIDENCE): listed("123")}
    return Sheet(
        "코딩",
        [list(written.columns), *written.itertuples(index=False, name=None)],
        dressed=True,
        choices=lists,
        writable=tuple(n for n, name in enumerate(names) if name not in _LOCKED),
    )


def _guide(codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Tell coders what each frame is, by its own words."""
    yield ("코드북", f"{codebook.title.ko} ({codebook.id} {codebook.version}판)")
    yield from RULES
    for frame in codebook.frames:
        yield (f"{frame.label.ko} [{frame.id}]", frame.definition)
        several = {
            "있다고 볼 때": frame.present_if,
            "없다고 볼 때": frame.absent_if,
            "물음": frame.questions,
            "보기": frame.examples,
            "반례": frame.counterexamples,
        }
        yield from ((head, "\n".join(f"· {line}" for line in lines)) for head, lines in several.items() if lines)
