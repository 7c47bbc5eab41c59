"""Coding in a notebook: one unit at a time, by keys, and every key that changes a value is on the disk at once."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import schema, validation
from analysis.codebook import Codebook
from analysis.corpus import Corpus
from analysis.errors import CutWarning, KitError, OptionError, ReadError
from analysis.explorer import coding_session
from analysis.explorer.coding_session import Pressed, Session
from analysis.explorer.script_words import spoken
from analysis.files.file_names import file_name
from analysis.files.journal import Journal
from analysis.files.texts_on_disk import TextById
from analysis.korean import visible
from analysis.messages import language, later, message
from analysis.paths import PRIVATE, ROOT
from analysis.reading.grid import tidy
from analysis.validation import entries
from analysis.validation._sheet import edition, unit_texts
from analysis.validation.columns import guidance, require_ids
from analysis.validation.entries import Book, Variable

_AROUND = 600  # characters of the paragraph that are shown on each side
_ALONE = later("When another coder's file is in this folder, the agreement on the units that both have read is shown.")
_NO_UNIT = later("no unit read by both")
_UNITS = {"sentence": later("sentence"), "paragraph": later("paragraph"), "unit": later("unit")}
_VERDICTS = {
    "reliable": later("reliable"),
    "tentative": later("tentative"),
    "unreliable": later("low"),
    "undefined": later("undefined"),
}
_AGAIN = later("If it still is not there, install anywidget in the environment that JupyterLab runs in.")
# A saved notebook that is opened again has no screen, and JupyterLab would say in its place "model not found".
_HIDDEN = (
    "<style>.jp-OutputArea-child:has(.damron-coding-summary) + .jp-OutputArea-child "
    ".jupyter-widgets:not(:has(.damron-coding)):not(.damron-coding *) { display: none }</style>"
)
_INSTALL = later("To see the screen, install it with pip install anywidget and start the kernel again.")
_STALE = later("What was pressed before the screen changed was not taken.")


def code(
    sample: pd.DataFrame,
    *,
    corpus: Corpus,
    codebook: Codebook,
    coder: str,
    variables: Mapping[str, Sequence[str] | pd.CategoricalDtype] | None = None,
    folder: str | Path = PRIVATE / "coding",
) -> Coding:
    """Code a sample in the notebook, one unit at a time.

    A unit stands in its paragraph, without outlet, author, date, document, score or colour, in an order of this
    coder's own. Keys: 1 to 9 turn a frame on and off (or choose a category), 0 says that none is there, ? that it
    cannot be told, Enter goes on (frames that were not chosen are absent then), ← and → move, ↑ and ↓ change the
    question, U takes the last key back, N writes a note, D shows the definitions. Nothing is written before the first
    key; every key that changes a value is on the disk before the screen shows it. Running the cell again goes on at
    the first unit that is not coded.

    Parameters
    ----------
    sample : DataFrame
        As `validation.sample` gave it, or some of its rows.
    corpus : Corpus
        The texts that were sampled.
    codebook : Codebook
        Its frames are asked for; its definitions, questions and examples can be opened.
    coder : str
        Name or id of the coder; another name gives another order and another file.
    variables : mapping of str to sequence of str or CategoricalDtype, optional
        Besides the frames, categories of which one is chosen: {"어조": ["부정", "중립", "긍정"]}. They are ordinal
        where they are an ordered CategoricalDtype.
    folder : str or Path
        Where the file CODEBOOK-CODER.csv is; the default is ignored by git.

    Returns
    -------
    Coding
        Shows itself in Jupyter. `path` is the file, which `validation.read` takes as a coding sheet (and
        `validation.variable` the variables): a row for every key, of which the last of a unit holds. `done` of `total`
        units are coded.

    Raises
    ------
    OptionError
        If the coder has no name, a variable or a frame is called as a column, a unit stands twice in the sample, or
        another notebook is writing the file.
    ReadError
        If the file is of another coder, sample or codebook, or holds other variables.
    RefusalError
        If the texts are not at hand (redacted), or are others than those sampled.

    Examples
    --------
    >>> import tempfile
    >>> import analysis as da
    >>> corpus = da.Corpus.from_texts({"a": "동맹을 넓힌다. 비가 온다.", "b": "동맹은 오래되었다."})
    >>> frames = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> sample = da.validation.sample(corpus, da.segment(corpus), frames, n=2)
    >>> coding = code(sample, corpus=corpus, codebook=frames, coder="가", folder=tempfile.mkdtemp())
    >>> coding.press("0"), coding.done, coding.total, coding.path.name
    ('', 1, 2, 'rok-us-alliance-vs-startup-가.csv')
    """
    schema.check(sample, schema.SAMPLE, what="sample")
    name = tidy(coder)
    if not name:
        msg = message("the coder has no name; pass coder='A' or the like")
        raise OptionError(msg)
    require_ids(codebook)
    asked = [_variable(key, value) for key, value in (variables or {}).items()]
    entries.require_variables(asked, codebook)
    if (twice := sample["unit"][sample["unit"].duplicated()]).size:
        msg = message("unit {twice!r} stands twice in the sample; keep one of the rows", twice=twice.iloc[0])
        raise OptionError(msg)
    book = Book(name, entries.sample_id(sample), edition(codebook), codebook, tuple(asked))
    path = Path(folder) / f"{file_name(f'{codebook.id}-{name}')}.csv"
    return Coding(book, _shown(corpus, sample), sample, Journal(path))


@dataclass(frozen=True)
class _Shown:
    """A unit with its paragraph around it."""

    before: str
    text: str
    after: str


@dataclass(eq=False)
class Coding:
    """The coding of a sample by one coder, as far as it has come; shows itself in Jupyter."""

    book: Book = field(repr=False)
    shown: Mapping[str, _Shown] = field(repr=False)
    sample: pd.DataFrame = field(repr=False)
    journal: Journal = field(repr=False)
    session: Session = field(init=False, repr=False)
    mended: str = field(init=False, default="", repr=False)

    def __post_init__(self) -> None:
        """Read what was coded before."""
        questions = coding_session.ask(self.book.codebook.frame_ids, self.book.variables)
        units = coding_session.order(self.shown, coder=self.book.coder, sample=self.book.sample)
        try:
            found = self._read()
        except BaseException:
            self.journal.close()
            raise
        self.session = coding_session.begin(questions, units, found)
        self._summary: Any = None

    def __repr__(self) -> str:
        return f"Coding({self.book.codebook.id}, coder {self.book.coder}, {self.done} of {self.total} units)"

    @property
    def path(self) -> Path:
        """The file of entries; there is none before the first key."""
        return self.journal.path

    @property
    def done(self) -> int:
        """How many units are coded."""
        return self.session.done

    @property
    def total(self) -> int:
        """How many units there are."""
        return len(self.session.units)

    def press(self, key: str) -> str:
        """Do what a key does on the screen, and return what the screen says."""
        return self._take(coding_session.press(self.session, key))

    def note(self, text: str) -> str:
        """Keep a note on the unit that is shown."""
        return self._take(coding_session.write_note(self.session, text))

    def agreement(self) -> list[pd.DataFrame]:
        """Measure the agreement of the coders whose files are in the folder: on the frames, and on each variable."""
        if not (others := self._others()):
            return []
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CutWarning)  # another coder is writing just now
            paths = [self.path, *others]
            codings = validation.read(paths, sample=self.sample, codebook=self.book.codebook)
            found = [validation.agreement(codings)]
            for one in self.book.variables:
                read = validation.variable(paths, one.name, sample=self.sample)
                found.append(validation.agreement(read, level="ordinal" if one.ordered else "nominal"))
        return found

    def _read(self) -> list[entries.Entry]:
        """Read the entries that are there, and mend a last line that a crash cut off."""
        content = self.journal.content
        if not self.journal.started:
            return []
        kept, lost = entries.whole(content)
        if not kept:
            if not self.book.head().startswith(lost):
                msg = message(
                    "{path} is no file of codings; move it away, or pass another folder=", path=self.path.name
                )
                raise ReadError(msg)
            self.journal.cut(0, end=self.book.head())
            return []
        found = self.book.entries(kept, name=self.path.name)
        self.book = self.book.begun(kept)
        if lost:
            self.mended = message("The last line was cut off and was taken away. Its unit comes again.")
            self.journal.cut(len(kept))
        elif not content.endswith(b"\n"):
            self.journal.cut(len(kept), end=b"\n")
        return found

    def _take(self, pressed: Pressed) -> str:
        """Write an entry, and only then go on with the session after it."""
        if pressed.entry is not None:
            now = dt.datetime.now().astimezone().isoformat(timespec="seconds")
            self.journal.append(self.book.line(pressed.entry, at=now), head=self.book.head())
        before, self.session = self.done, pressed.session
        if self._summary is not None and self.done != before:
            self._summary.update(_Html(self._repr_html_()))
        return pressed.says

    def _others(self) -> list[Path]:
        """List the files of other coders with the same codebook."""
        found = []
        for path in sorted(self.path.parent.glob("*.csv")) if self.journal.started else []:
            content = path.read_bytes()
            if path != self.path and entries.is_log(content) and f",{self.book.codebook.id} ".encode() in content:
                found.append(path)
        return found

    def _repr_html_(self) -> str:
        """Say how far the coding is and how to go on, without a word of the texts."""
        where = self.path.relative_to(ROOT) if self.path.is_relative_to(ROOT) else Path(self.path.name)
        share = f"{100 * self.done / self.total:.0f}%" if self.total else "0%"
        said = [
            message(
                "Coder ‘{coder}’: {done:,} of {total:,} units are coded ({share}).",
                coder=self.book.coder,
                done=self.done,
                total=self.total,
                share=share,
            ),
            message("Every key is saved in the file {where}.", where=where.as_posix()),
            message("Where there is no screen, run this cell again; it goes on where it stopped."),
            message(_AGAIN if find_spec("anywidget") else _INSTALL),
        ]
        return f'{_HIDDEN}<p class="damron-coding-summary">{escape(" ".join(visible(text) for text in said))}</p>'

    def _ipython_display_(self) -> None:
        """Show the summary, which stays in a saved notebook, and below it the screen."""
        from IPython.display import display  # in Jupyter alone

        self._summary = display(_Html(self._repr_html_()), display_id=True)  # type: ignore[no-untyped-call]
        if find_spec("anywidget"):
            made = self.panel._repr_mimebundle_()  # in Colab with what its metadata must say
            data, about = made if isinstance(made, tuple) else (made, {})
            data.pop("text/plain", None)  # pages without widgets have the summary
            display(data, metadata=about, raw=True)  # type: ignore[no-untyped-call]

    @property
    def panel(self) -> Any:
        """The screen; what it shows travels as messages, so that no text is kept in the state of a saved notebook."""
        made = _panel_class(lang=language())()
        made.on_msg(self._receive)
        return made

    def _receive(self, panel: Any, content: Mapping[str, Any], _: object) -> None:
        """Do what the screen asks for, and send what it shows then."""
        try:
            answer = self._answer(content)
            if not self.session.unit:
                answer |= {"agreement": self._agreement()}
        except KitError as error:
            answer = self._screen(_sentence(error))
        panel.send({"id": content.get("id"), **answer})

    def _answer(self, content: Mapping[str, Any]) -> dict[str, object]:
        """Answer a message: hello, agree, a key, a choice or a note."""
        kind, value = content.get("kind"), content.get("value")
        if kind == "hello":
            return {**self._screen(self.mended), "guide": self._guide(), "agreement": self._agreement()}
        if kind == "agree":
            return {**self._screen(""), "agreement": self._agreement()}
        if content.get("seen") != [self.session.at, self.session.asked]:
            return self._screen(message(_STALE))
        if kind == "choose" and isinstance(value, list):
            return self._screen(self._take(coding_session.choose(self.session, int(value[0]), int(value[1]))))
        return self._screen(self.note(str(value)) if kind == "note" else self.press(str(value)))

    def _screen(self, says: str) -> dict[str, object]:
        """Return all that the screen shows, by its names there."""
        session, unit = self.session, self.session.unit
        shown = self.shown.get(unit, _Shown("", "", ""))
        answer = session.answers.get(unit)
        marks = "".join("1" if session.is_done(one) else "0" for one in session.units)
        frames, *variables = session.questions
        labels = [visible(frame.label.ko) for frame in self.book.codebook.frames]
        unit_of_sample = schema.about(self.sample).unit
        word = message(_UNITS.get(unit_of_sample or "unit", _UNITS["unit"]))
        asked = []
        if answer is not None:
            given = [{"1": "yes", "0": "no", "9": "unsure"}.get(answer.cells[n], "") for n in frames.columns]
            label = message("frames in this {unit}", unit=word)
            asked = [{"label": label, "several": True, "options": list(zip(labels, given, strict=True))}]
            for one, question in zip(self.book.variables, variables, strict=True):
                held = answer.cells[question.columns[0]]
                states = [(option, "yes" if held == option else "") for option in question.options]
                unsure = "unsure" if held == entries.UNSURE else ""
                asked.append({"label": one.name, "several": False, "options": states, "unsure": unsure})
        return {
            "at": session.at, "asked": session.asked, "marks": marks, "done": self.done, "word": word,
            "coder": self.book.coder, "file": self.path.name, "says": says, "questions": asked,
            "before": shown.before, "text": shown.text, "after": shown.after, "note": answer.note if answer else "",
        }  # fmt: skip

    def _guide(self) -> list[dict[str, object]]:
        """Return what guides coders: definitions, rules, questions, examples."""
        return [
            {
                "label": visible(frame.label.ko),
                "definition": frame.definition,
                "lists": [(message(head), lines) for head, lines in guidance(frame)],
            }
            for frame in self.book.codebook.frames
        ]

    def _agreement(self) -> dict[str, object]:
        """Return the agreement with other coders as rows of words, and a sentence where there is none."""
        try:
            tables = self.agreement()
        except KitError as error:
            return {"rows": [], "says": _sentence(error)}
        if not tables:
            return {"rows": [], "says": message(_ALONE)}
        rows = []
        for table in tables:
            labels = schema.about(table).labels or {}
            for row in table[["frame", "n", "percent", "alpha", "verdict"]].to_dict("records"):
                numbers = ["" if pd.isna(row[name]) else f"{row[name]:.2f}" for name in ("percent", "alpha")]
                words = message(_VERDICTS[row["verdict"]] if row["n"] else _NO_UNIT)
                rows.append([labels.get(row["frame"], row["frame"]), f"{row['n']:,}", *numbers, words])
        names = ", ".join(schema.about(tables[0]).coder_kinds or {})
        return {"rows": rows, "says": message("Measured on the units that {names} have read.", names=names)}


@dataclass(frozen=True)
class _Html:
    """A piece of HTML as IPython shows it."""

    html: str

    def _repr_html_(self) -> str:
        return self.html


@cache
def _panel_class(*, lang: str) -> Any:
    """Make the class of the screen, with its script and its style."""
    import anywidget  # loaded with the first screen

    script, style = (
        Path(__file__).with_name(f"coding.{ending}").read_text(encoding="utf-8") for ending in ("js", "css")
    )
    return type("Panel", (anywidget.AnyWidget,), {"_esm": spoken(script, lang=lang), "_css": style})


def _variable(name: str, categories: Sequence[str] | pd.CategoricalDtype) -> Variable:
    """Read a variable as it was given."""
    if isinstance(categories, pd.CategoricalDtype):
        return Variable(name, tuple(map(str, categories.categories)), bool(categories.ordered))
    if isinstance(categories, str):
        msg = message("variable {name!r} must be a list, such as ['부정', '중립', '긍정'], not one string", name=name)
        raise OptionError(msg)
    return Variable(name, tuple(map(str, categories)), ordered=False)


def _shown(corpus: Corpus, sample: pd.DataFrame) -> dict[str, _Shown]:
    """Cut each unit and the rest of its paragraph out of the texts."""
    # Example: of "어제였다.\n달이 떴다. 컸다. 졌다." the unit 컸다. gives "달이 떴다. ", "컸다." and " 졌다."
    units = unit_texts(corpus, sample)
    whole = TextById(corpus.documents)
    found = {}
    for text, (unit, doc, start, end) in zip(
        units, sample[["unit", "doc", "start", "end"]].itertuples(index=False, name=None), strict=True
    ):
        first, last = whole[doc].rfind("\n", 0, start) + 1, whole[doc].find("\n", end)
        before, after = whole[doc][first:start], whole[doc][end : last if last >= 0 else None]
        before = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
        after = f"{after[:_AROUND]}…" if len(after) > _AROUND else after
        found[str(unit)] = _Shown(visible(before), visible(text), visible(after))
    return found


def _sentence(error: KitError) -> str:
    """Write an error as the one sentence that a cell shows."""
    return " ".join(error._render_traceback_())
