"""Blind coding sheets and forms, and files of labels: what coders read, and what is published of their codings."""

from __future__ import annotations

import base64
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from analysis import schema
from analysis.codebook import Codebook, Frame
from analysis.corpus import Corpus
from analysis.equality import ContentEqual
from analysis.errors import MissingError, OptionError, ReadError, RefusalError
from analysis.files import atomic, csv, sealed
from analysis.files.texts_on_disk import TextById
from analysis.files.xlsx import Sheet, choice_list, workbook
from analysis.korean import visible
from analysis.messages import either, in_korean, later, message
from analysis.messages.libraries import told
from analysis.options import require_choice
from analysis.reading.grid import tidy
from analysis.schema.cards import Card
from analysis.validation import columns
from analysis.validation.columns import ASKED, BEFORE, BOOK, CODER, CONFIDENCE, NOTE, TEXT, UNIT, SheetContent
from analysis.validation.projects import to_project

_TEMPLATES = Path(__file__).with_name("template")
_ANSWERS = ((columns.PRESENT, "예"), (columns.ABSENT, "아니오"), (columns.UNSURE, "모름"))
_SURE = (("1", "자신 없음"), ("2", "보통"), ("3", "확실함"))
Extra = Literal["before", "primary", "element"]

_EXTRAS = (BEFORE, *ASKED)
_CONTEXT = 200  # characters
_FORMULA = 255  # characters of a list of choices that a spreadsheet takes
_RULES = (
    ("적는 값", "0 없음, 1 있음, 9 판단할 수 없음. 칸을 비워 두면 아직 코딩하지 않은 것으로 본다."),
    ("여러 프레임", "한 글에 여러 프레임이 있을 수 있다. 프레임마다 따로 판단한다."),
    ("확신", "1 자신 없음, 2 보통, 3 확실함. 비워 두어도 된다."),
    ("지킬 것", "다른 코더와 의논하지 않는다. 행의 순서는 바꾸어도 되지만 단위 번호는 고치지 않는다."),
)
_ELEMENT = (
    "문제 정의(무엇이 문제인가), 원인 진단(왜 그런가), 도덕 평가(옳은가), 해법 제시(어떻게 할 것인가) 가운데 글이 "
    "하는 일 하나를 고른다. 어느 것도 아니면 ‘없음’."
)
_PRIMARY = "있다고 본 프레임 가운데 글이 가장 앞세우는 것 하나를 고른다. 가릴 수 없거나 프레임이 없으면 ‘없음’."
_EXTRA_RULES = {
    BEFORE: ("앞 글", "가리키는 말을 알아보는 데만 쓰고 코딩하지 않는다."),
    columns.PRIMARY: ("주된 프레임", _PRIMARY),
    columns.ELEMENT: ("요소", _ELEMENT),
}
_FRACTIONS = ("weight", "pi")
_NUMBERS = dict.fromkeys(("paragraph", "sentence", "start", "end"), "int64") | dict.fromkeys(_FRACTIONS, "float64")
_LABELS = "damron-labels/1"
_MEND = later("write it with validation.publish, or take out its first line to have it read as it stands")
_KINDS = ("human", "machine", "adjudicator")


def sheet(
    corpus: Corpus,
    *,
    sample: pd.DataFrame,
    codebook: Codebook,
    coder: str,
    path: str | Path,
    also: Extra | Iterable[Extra] = (),
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
        Its frames are the columns; definitions, questions and examples are beside them.
    coder : str
        Name or id of the coder; another name gives another order.
    path : str or Path
        Where to write; the ending says what. .xlsx: lists to choose from, protected ids, definitions on a second
        sheet. .csv: the first sheet alone. .html: a form for a browser, without a network, which saves what `read`
        takes. .qdpx: a REFI-QDA project for ATLAS.ti, MAXQDA, NVivo or QualCoder, to be coded there and exported
        again. An existing file is never written over.
    also : {"before", "primary", "element"} or several of them
        "before": the text before the unit stands beside it, up to 200 characters. "primary": the frame that leads
        in a unit; "element": what the unit does, one of Entman's four elements.

    Returns
    -------
    Path
        The file. The same arguments give the same bytes.

    Raises
    ------
    OptionError
        If the file exists or ends in something else, the coder has no name, an extra is unknown, or a frame is called
        as a column is.
    RefusalError
        If the texts are not at hand (redacted), or are others than those sampled.
    """
    target = Path(path)
    wanted = _extras(also)
    _require_target(target, coder)
    columns.require_ids(codebook)
    schema.check(sample, schema.SAMPLE, what="sample")
    name = tidy(coder)
    frames = [frame.id for frame in codebook.frames]
    table = _rows(corpus, sample, before=BEFORE in wanted)
    table = table.assign(**dict.fromkeys([*frames, *(c for c in ASKED if c in wanted)], ""))
    table = table.assign(**{CONFIDENCE: "", NOTE: "", CODER: name, BOOK: edition(codebook)})
    # The name of the coder makes the order: "A" always gets the same one, "B" another, so that what comes late in one
    # sheet, when coders tire, does not come late in all.
    seed = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    table = table.iloc[np.random.default_rng(seed).permutation(len(table))].reset_index(drop=True)
    rules = (*_RULES, *(_EXTRA_RULES[extra] for extra in wanted))
    return atomic.save(path, _WRITERS[target.suffix.lower()](SheetContent(table, codebook, name, rules)))


@dataclass(frozen=True, eq=False)
class Labelled(ContentEqual):
    """A sample and its codings, as a file of labels holds them.

    Attributes
    ----------
    sample : DataFrame
        Columns schema.SAMPLE, and whatever else the file says of a unit.
    codings : DataFrame
        Columns schema.CODINGS, one row per unit, frame and coder.
    """

    sample: pd.DataFrame
    codings: pd.DataFrame

    def __repr__(self) -> str:
        return self._card().line()

    def __str__(self) -> str:
        return self._card().text()

    def _repr_html_(self) -> str:
        return self._card().html()

    def _card(self) -> Card:
        """Say how many units were coded by whom, and what to do next."""
        codings = self.codings
        facts = [
            message("{n:,} unit(s)", n=len(self.sample)),
            message("{n:,} coder(s)", n=codings["coder"].nunique()),
            message("{n:,} frame(s)", n=codings["frame"].nunique()),
            message("{n:,} codings with a value", n=int(codings["value"].notna().sum())),
        ]
        empty = int(codings["empty"].sum())
        cautions = [message("{n:,} empty cell(s)", n=empty)] * bool(empty)
        steps = ["da.validation.agreement(labels.codings)", "da.validation.accuracy(labels.codings, …)"]
        return Card(message("sample and codings"), facts, cautions, steps)


def _guidance(frame: Frame) -> list[tuple[str, tuple[str, ...]]]:
    """List what guides coders under Korean headings: sheets and forms are in Korean."""
    return [(in_korean(head), lines) for head, lines in columns.guidance(frame)]


def publish(codings: pd.DataFrame, *, sample: pd.DataFrame, path: str | Path) -> Path:
    """Write codings with the places of their units, so that others can check them against the same texts.

    Parameters
    ----------
    codings : DataFrame
        As `read` gives it; confidence and notes stay out.
    sample : DataFrame
        The sample that was coded.
    path : str or Path
        A name ending in .csv.

    Returns
    -------
    Path
        One row per unit: the columns of the sample, then one column per coder and frame, called
        coder:kind:frame, with 0, 1, 9 or nothing.

    Raises
    ------
    OptionError
        If the name does not end in .csv, a coder's name holds a colon, or a coded unit is not in the sample.
    """
    schema.check(codings, schema.CODINGS, what="codings")
    schema.check(sample, schema.SAMPLE, what="sample")
    wrong = [c for c in codings["coder"].unique() if ":" in str(c)]
    strange = sorted(set(codings["unit"]) - set(sample["unit"]))
    if wrong or strange:
        what = (
            message("coder {wrong!r} has a colon in the name", wrong=wrong[0])
            if wrong
            else message("unit {strange!r} is not in the sample", strange=strange[0])
        )
        msg = message("{what}; mend that before publishing", what=what)
        raise OptionError(msg)
    # Example: 1.0 is "1"; NaN is "9" where the coder could not tell and nothing where the cell was left empty. One
    # column a coder and frame: "A:human:moon".
    value = codings["value"].map({0.0: "0", 1.0: "1"}).fillna("9").where(~codings["empty"], "")
    named = codings["coder"] + ":" + codings["kind"] + ":" + codings["frame"]
    order = list(dict.fromkeys(named))
    wide = codings.assign(value=value, named=named).pivot(index="unit", columns="named", values="value")  # noqa: PD010
    if Path(path).suffix.lower() != ".csv":
        msg = message(
            "labels are published as .csv, not {ending}; rename {path}",
            ending=Path(path).suffix or message("without ending"),
            path=Path(path).name,
        )
        raise OptionError(msg)
    content = csv.to_csv(sample.join(wide[order], on="unit"))
    return atomic.save(path, sealed.close(content, ending=".csv", schema=_LABELS, rows=len(sample)))


def published(path: str | Path) -> Labelled:
    """Read a file of labels back.

    Parameters
    ----------
    path : str or Path
        As `publish` wrote it.

    Returns
    -------
    Labelled
        Sample and codings; attrs of the sample are gone, so that its test part is sealed again.

    Raises
    ------
    MissingError
        If there is no such file.
    SealError
        If it is not what was written: cut off, changed, or another file. One without a seal is read with an
        `UnsealedWarning`.
    ReadError
        If it lacks a column of the sample, has no coder, or holds another value than 0, 1, 9 and nothing.
    """
    file = Path(path)
    if not file.is_file():
        msg = message("there is no file of labels at {file}; check the path", file=file)
        raise MissingError(msg)
    content = sealed.read(file, schema=_LABELS, mend=message(_MEND)).data
    try:
        table = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except ValueError as error:
        msg = message("{file} is no CSV in UTF-8; {mend}", file=file.name, mend=message(_MEND))
        raise ReadError(msg) from error
    coders = [c for c in table.columns if c.count(":") == 2 and c.split(":")[1] in _KINDS]
    lost = [c.name for c in schema.SAMPLE if c.name not in table.columns]
    if lost or not coders:
        what = message("no column {lost!r}", lost=lost[0]) if lost else message("no column called coder:kind:frame")
        msg = message("{file} has {what}; write it with validation.publish", file=file.name, what=what)
        raise ReadError(msg)
    parts = []
    for column in coders:
        coder, kind, frame = column.split(":")
        # The way back: "9" is NaN and not empty, nothing is NaN and empty. What an adjudicator left empty was never in
        # dispute and is no row.
        cells = table[column].str.strip()
        wrong = cells[~cells.isin(["0", "1", "9", ""])]
        if len(wrong):
            where = message(
                "{file}, column {column}, unit {table}",
                file=file.name,
                column=column,
                table=table.loc[wrong.index[0], "unit"],
            )
            msg = message(
                "{where}: {wrong!r} means nothing; write 0, 1, 9 or nothing", where=where, wrong=wrong.iloc[0]
            )
            raise ReadError(msg)
        value = cells.map({"0": 0.0, "1": 1.0}).astype("float64")
        part = pd.DataFrame({"unit": table["unit"], "frame": frame, "coder": coder, "kind": kind, "value": value})
        part = part.assign(empty=cells == "", confidence=float("nan"), note="")
        parts.append(part[~part["empty"]] if kind == "adjudicator" else part)
    codings = pd.concat(parts, ignore_index=True)
    try:
        numbers = {name: kind for name, kind in _NUMBERS.items() if name in table}
        sample = table.drop(columns=coders).replace({name: {"": "nan"} for name in _FRACTIONS}).astype(numbers)
    except (ValueError, OverflowError) as error:
        msg = message(
            "{file} has a place or a weight that is no number ({error}); {mend}",
            file=file.name,
            error=told(error)[:120],
            mend=message(_MEND),
        )
        raise ReadError(msg) from error
    schema.check(sample, schema.SAMPLE, what=file.name)
    return Labelled(schema.mark(sample), schema.check(schema.mark(codings), schema.CODINGS, what=file.name))


def edition(codebook: Codebook) -> str:
    """Identify what a codebook tells coders: its id, its version, and a hash of definitions and questions."""
    # Terms are not in the hash: codings outlive new terms, for coders never saw them, but not another definition.
    # Example: "toy 1.0 3f2a…" and "toy 1.1 3f2a…" were coded by the same words.
    definitions = [
        (f.id, f.label.ko, f.definition, list(f.present_if), list(f.absent_if), list(f.questions))
        for f in codebook.frames
    ]
    digest = hashlib.sha256(json.dumps(definitions, ensure_ascii=False).encode()).hexdigest()
    return f"{codebook.id} {codebook.version} {digest[:10]}"


def unit_texts(corpus: Corpus, sample: pd.DataFrame) -> list[str]:
    """Return the text of each unit; refuse places that the corpus does not have."""
    if corpus.redacted:
        msg = message("a redacted corpus has no text to code; read the article itself")
        raise RefusalError.redacted(msg)
    texts = TextById(corpus.documents)
    found = []
    for doc, start, end in sample[["doc", "start", "end"]].itertuples(index=False, name=None):
        if doc not in texts or not 0 <= start < end <= len(texts[doc]):
            msg = message(
                "the corpus has no characters {start} to {end} of document {doc!r}; pass the texts that were sampled",
                start=start,
                end=end,
                doc=doc,
            )
            raise RefusalError(msg)
        found.append(texts[doc][start:end])
    return found


def _extras(also: str | Iterable[str]) -> list[str]:
    """Return the extras in their order; refuse one that is not known."""
    wanted = list(also) if isinstance(also, Iterable) and not isinstance(also, str) else [also]
    for extra in wanted:
        require_choice("also", extra, _EXTRAS, otherwise=message(", or a list of them"))
    return [extra for extra in _EXTRAS if extra in wanted]


def _require_target(target: Path, coder: str) -> None:
    """Refuse a file that exists or has another ending, and a coder without a name."""
    endings = list(_WRITERS)
    if target.suffix.lower() not in endings:
        named = either(endings)
        msg = message(
            "a coding sheet ends in {named}, not {ending}; rename {target}",
            named=named,
            ending=target.suffix or message("nothing"),
            target=target.name,
        )
        raise OptionError(msg)
    if atomic.is_there(target):
        msg = message("{target} is there already and may hold codings; choose another name", target=target.name)
        raise OptionError(msg)
    if not coder.strip():
        msg = message("the coder has no name; pass coder='A' or the like")
        raise OptionError(msg)


def _rows(corpus: Corpus, sample: pd.DataFrame, *, before: bool) -> pd.DataFrame:
    """Tabulate ids and texts in the order of the ids, hashes that say nothing of where a unit stands."""
    found = {UNIT: sample["unit"].to_numpy()}
    texts = unit_texts(corpus, sample)
    if before:
        whole = TextById(corpus.documents)
        places = zip(sample["doc"], sample["start"], strict=True)
        found[BEFORE] = np.array([_context(whole[doc], start) for doc, start in places], dtype=object)
    found[TEXT] = np.array(texts, dtype=object)
    return pd.DataFrame(found).sort_values(UNIT, ignore_index=True)


def _context(text: str, start: int) -> str:
    """Return up to 200 characters before a place; where there are more, from the start of a word on behind an …."""
    # Example: were it 6 characters, those before 9 in "어제 달이 컸다." would be "달이 컸다.", which gives "…컸다.":
    # what may be the rest of a word goes
    cut = text[max(0, start - _CONTEXT) : start]
    if start > _CONTEXT:
        cut = "…" + (cut.partition(" ")[2] or cut)
    return " ".join(cut.split())


def _to_workbook(content: SheetContent) -> bytes:
    """Write a workbook: the sheet to fill in, and the codebook on a second one."""
    offered = {frame.id: choice_list("019") for frame in content.codebook.frames} | {CONFIDENCE: choice_list("123")}
    for column, names in columns.choices(content.codebook).items():
        # A list in a formula is one text with commas between: a name that holds a comma or a quotation mark would
        # become two, and a long list none. Such columns are left to be typed; `read` checks them all the same.
        formula = choice_list(names.values())
        if len(formula) <= _FORMULA and formula.count('"') == 2 and formula.count(",") == len(names) - 1:
            offered[column] = formula
    body = Sheet(
        columns.SHEET,
        [list(content.headed.columns), *content.table.itertuples(index=False, name=None)],
        formatted=True,
        choices={n: offered[name] for n, name in enumerate(content.names) if name in offered},
        writable=tuple(n for n, name in enumerate(content.names) if name not in columns.LOCKED),
    )
    return workbook([body, Sheet("코드북", _guide(content), formatted=True)])


def _guide(content: SheetContent) -> Iterator[tuple[str, str]]:
    """Yield the rows of the codebook's sheet, head and text: rules first, then each frame."""
    codebook = content.codebook
    yield ("코드북", f"{codebook.title.ko} ({codebook.id} {codebook.version}판)")
    yield from content.rules
    yield from (
        (f"{columns.HEADS[name]}의 선택지", ", ".join(columns.choices(codebook)[name].values()))
        for name in ASKED
        if name in content.names
    )
    for frame in codebook.frames:
        yield (f"{frame.label.ko} [{frame.id}]", frame.definition)
        yield from ((head, "\n".join(f"· {line}" for line in lines)) for head, lines in _guidance(frame))


def _to_form(content: SheetContent) -> bytes:
    """Write a form for a browser: one page without a network."""
    # What was answered stays in the browser's own store while the coder works, where the browser has one for files,
    # and leaves it through a button alone, as a CSV that `validation.read` takes, however much of it is filled in. A
    # policy inside the page forbids everything that could send or load anything.
    import jinja2  # only for forms

    loader = jinja2.FileSystemLoader(_TEMPLATES, encoding="utf-8")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    style, script = ((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("form.css", "form.js"))
    page = environment.get_template("form.html.j2").render(
        _form_values(content), style=style, script=script, policy=_policy(style, script)
    )
    return (page + "\n").encode("utf-8")


def _form_values(content: SheetContent) -> dict[str, object]:
    """Return what the template of the form shows, by its names there."""
    codebook = content.codebook
    asked = [name for name in ASKED if name in content.names]
    saved = [UNIT, *(frame.id for frame in codebook.frames), *asked, CONFIDENCE, NOTE, CODER, BOOK]
    coder, book = (str(content.table[name].iloc[0]) for name in (CODER, BOOK))
    units = content.table.to_dict("records")
    return {
        "title": visible(codebook.title.ko),
        "coder": coder,
        "book": book,
        "units": units,
        "frames": [(frame, visible(frame.label.ko), _guidance(frame)) for frame in codebook.frames],
        "asked": [(name, columns.HEADS[name], columns.choices(codebook)[name]) for name in asked],
        "rules": [rule for rule in content.rules if rule[0] != "적는 값"],
        "answers": _ANSWERS,
        "sure": _SURE,
        "about": json.dumps(
            {
                "columns": saved,
                "heads": columns.headings(codebook, saved),
                "coder": coder,
                "book": book,
                "key": hashlib.sha256("\n".join([coder, book, *(u[UNIT] for u in units)]).encode()).hexdigest()[:16],
            },
            ensure_ascii=False,
        ),
    }


def _policy(style: str, script: str) -> str:
    """Write the policy of a page that may load its own style and script alone, and send nothing."""
    hashes = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii") for text in (style, script))
    allowed = "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:"
    return f"{allowed.format(*hashes)}; base-uri 'none'; form-action 'none'"


_WRITERS: dict[str, Callable[[SheetContent], bytes]] = {
    ".xlsx": _to_workbook,
    ".csv": lambda content: csv.to_csv(content.headed),
    ".html": _to_form,
    ".qdpx": to_project,
}
