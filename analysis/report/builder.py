"""Build the reports of articles, one or several, and with them the records of their notebooks."""

from __future__ import annotations

import datetime as dt
import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from analysis import lexicon, paths
from analysis import record as record_of
from analysis.codebook import Codebook, find
from analysis.codebook import read as read_codebook
from analysis.corpus import Corpus
from analysis.errors import KitError, OptionError, ReadError
from analysis.files.file_names import file_name, readable
from analysis.messages import message
from analysis.options import require_choice
from analysis.progress import stages
from analysis.reading import read
from analysis.record.listing import RECORD, distinct, index, name_of, write
from analysis.report.article_collect import facts_of
from analysis.report.facts import ArticleFacts
from analysis.report.page import page
from analysis.report.prepared import Prepared
from analysis.tokens import segment

_Lang = Literal["ko", "en"]
_NONE = "none"  # as a codebook: count no frames
_ABOUT = ("title", "author", "outlet", "date")
_SETTINGS = ("units", "stop", "variants")
_CHARSET = '<meta charset="utf-8">'
_OF_THE_NOTEBOOKS = "alliance-startup.yaml"  # the codebook that the chapters name
_WORDS = ("01-text", "02-keywords")  # chapters of a record without frames
_Book = str | Path | Codebook | None
_CHAPTERS = 8  # of a record, which tells each


def article_facts(
    article: str | Path | Corpus,
    *,
    codebook: _Book = None,
    settings: Mapping[str, Any] | None = None,
    about: Mapping[str, str] | None = None,
) -> ArticleFacts:
    """Work out everything that the report of an article says, as typed values.

    Parameters
    ----------
    article : str, Path or Corpus
        What `read` takes or returned; one document.
    codebook : str, Path, Codebook, "none" or None
        What `codebook.read` takes or returned; "none" counts no frames. Without it the kit's codebook with most hits is
        taken, if it has five counted hits or more in three sentences or more.
    settings : mapping, optional
        `units`, `stop` and `variants` as `study` takes them.
    about : mapping, optional
        `title`, `author`, `outlet` and `date` in place of what the file says; the date as 2026-05-04.

    Returns
    -------
    ArticleFacts
        Frozen; `analysis.report.facts.to_json` writes it.

    Raises
    ------
    MissingError
        If there is no such article or codebook.
    OptionError
        If there are several documents, or a setting or the date is none.
    ReadError
        If the article holds no word.

    Examples
    --------
    >>> import analysis as da
    >>> found = article_facts(da.Corpus.from_texts({"d": "다리를 고쳐야 한다. 다리는 낡았다."}), codebook="none")
    >>> [(mark.label, mark.surface) for mark in found.stance]
    [('obligation', '쳐야 한')]
    """
    return _facts(article, codebook, settings or {}, _given(about))


def build(
    article: str | Path | Corpus,
    *,
    codebook: _Book = None,
    settings: Mapping[str, Any] | None = None,
    about: Mapping[str, str] | None = None,
    lang: _Lang = "ko",
    record: bool = False,
    out: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Write the report of one article: one HTML file that needs nothing else.

    Parameters
    ----------
    article : str, Path or Corpus
        A name out of `articles`, the path of a file that `read` takes, or what `read` returned; one document.
    codebook : str, Path, Codebook, "none" or None
        As in `article_facts`. Where one is asked for, its name, or "none", stands in the name of the file, so that the
        report and the figures without it stay as they are.
    settings : mapping, optional
        `units`, `stop` and `variants` as `study` takes them.
    about : mapping, optional
        `title`, `author`, `outlet` and `date` in place of what the file says; the date as 2026-05-04.
    lang : {"ko", "en"}
        Language of the page; ``-en`` stands in the name of the English one.
    record : bool
        Whether to run the notebooks on the article too, and to write what they show as NAME-record.html, which the
        report links. It takes a text and a codebook that are in files.
    out : path, optional
        The folder to write to, made if it is not there; default is ``reports/``.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    Path
        NAME.html, NAME-CODEBOOK.html or NAME-none.html. The same inputs give the same bytes.

    Raises
    ------
    MissingError
        If there is no such article or codebook.
    OptionError
        If there are several documents, an option is unknown, or a record is asked for of what is in no file.
    ReportError
        If a chapter of the record fails, or the folder cannot be written to.
    """
    job = _Job(article, codebook, dict(settings or {}), _given(about), lang)
    with stages(2 + _CHAPTERS * record, what=message("report"), unit=message(" stages"), tell=progress) as tell:
        told = job.facts(tell)
        if record:
            run = job.record(told)
            if isinstance(article, str | Path):
                record_of.build(article, out=out, progress=tell, **vars(run))
        return _write(job, told, out, record=record)


def build_all(
    articles: Sequence[str | Path],
    *,
    codebook: _Book = None,
    about: Mapping[str, str] | None = None,
    lang: _Lang = "ko",
    record: bool | Sequence[str | Path] = False,
    out: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> tuple[list[Path], list[KitError]]:
    """Write a report on each article, with their records if asked for, and the list of reports.

    Parameters
    ----------
    articles : sequence of str or Path
        What `build` takes, one by one.
    codebook : str, Path, Codebook, "none" or None
        The codebook, as `build` takes it.
    about : mapping, optional
        `title`, `author`, `outlet` and `date` in place of what the file says; of one article.
    lang : {"ko", "en"}
        Language of the pages.
    record : bool or sequence of str
        Whether to write records too; or of which of the articles. Several run at once.
    out : path, optional
        The folder to write to; default is ``reports/``.
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    tuple of list
        The list of reports first and then the reports that were written, in the order asked for; and the errors of
        those that were not. An article that fails stops no other.

    Raises
    ------
    OptionError
        If an article is named twice, or an option is unknown.
    """
    names = distinct(articles)
    recorded = {str(one) for one in (articles if record is True else record or ())}
    jobs = [_Job(one, codebook, {}, _given(about), lang, names[str(one)]) for one in articles]
    found: dict[_Job, ArticleFacts] = {}
    errors: list[KitError] = []
    with stages(2 * len(jobs), what=message("report"), unit=message(" stages"), tell=progress) as tell:
        for job in jobs:
            try:
                found[job] = job.facts(tell)
            except KitError as error:
                errors.append(error)
        kept = {job: told for job, told in found.items() if str(job.article) in recorded}
        linked, failed = _records(kept, out, tell) if kept else (set(), [])
    written = [_write(job, told, out, record=job in linked) for job, told in found.items()]
    return [index(out), *written], [*errors, *failed]


@dataclass(frozen=True)
class _Run:
    """How the notebooks are run for a record: what `record.build` takes."""

    codebook: str | Path | None
    notebooks: list[Path] | None
    settings: Mapping[str, Any]
    file: str


@dataclass(frozen=True, eq=False)
class _Job:
    """One report to be written."""

    article: str | Path | Corpus
    codebook: _Book
    settings: Mapping[str, Any]
    given: tuple[tuple[str, str], ...]
    lang: _Lang
    base: str = ""  # name that no other report of a run has

    def __post_init__(self) -> None:
        """Refuse unknown options."""
        require_choice("lang", self.lang, get_args(_Lang))
        if unknown := set(self.settings) - set(_SETTINGS):
            msg = message("settings has {name}; it may hold {known}", name=min(unknown), known=", ".join(_SETTINGS))
            raise OptionError(msg)

    @property
    def name(self) -> str:
        """Name of the file, without its ending."""
        parts = [self.base or _name(self.article), *([] if self.codebook is None else [_name_of_book(self.codebook)])]
        return "-".join([*parts, *(["en"] if self.lang == "en" else [])])

    def facts(self, tell: Callable[[str], None]) -> ArticleFacts:
        """Work out the facts."""
        tell(message("{name}: reading", name=self.name))
        told = _facts(self.article, self.codebook, self.settings, self.given)
        if self.codebook is None:
            tell(f"{self.name}: {_chosen(told)}")
        return told

    def record(self, told: ArticleFacts) -> _Run:
        """Say how the notebooks are run: with the codebook of the report, or without those on frames."""
        if isinstance(self.article, Corpus):
            msg = message("a record reads its text from a file; name the file instead of a Corpus, or leave record out")
            raise OptionError(msg)
        if isinstance(self.codebook, Codebook) and not _is_as_its_file(self.codebook):
            msg = message("a record reads its codebook from a file, and this one is in none; save it and name the file")
            raise OptionError(msg)
        book = told.book
        path: str | Path | None = None
        if isinstance(self.codebook, Codebook):
            path = self.codebook.path
        elif book is not None:
            path = find(self.codebook) if book.chosen == "asked" and self.codebook else paths.CODEBOOKS / book.file
        if book is not None and book.chosen == "hits" and book.file == _OF_THE_NOTEBOOKS:
            path = None  # as the chapters have it, with their figures
        chapters = (
            None if book is not None and told.discovery is None else [paths.NOTEBOOKS / f"{n}.ipynb" for n in _WORDS]
        )
        return _Run(path, chapters, self.settings, f"{self.name}{RECORD}")


def _records(
    jobs: Mapping[_Job, ArticleFacts], out: str | Path | None, tell: Callable[[str], None]
) -> tuple[set[_Job], list[KitError]]:
    """Write the records of some reports, several at once, and say which could be written."""
    each = {str(job.article): vars(job.record(told)) for job, told in jobs.items()}
    written, errors = record_of.build_all([str(job.article) for job in jobs], each=each, out=out, progress=tell)
    there = {path.stem for path in written}
    return {job for job in jobs if f"{job.name}{RECORD}" in there}, errors


def _write(job: _Job, told: ArticleFacts, out: str | Path | None, *, record: bool) -> Path:
    """Write the page of a report, with what the list of reports says of it in its head."""
    target = Path(out or paths.REPORTS) / f"{job.name}.html"
    text = page(told, lang=job.lang, name=job.name, record=f"{job.name}{RECORD}.html" if record else "")
    known = told.document
    card = {
        "name": job.base or _name(job.article), "title": known.title or known.doc, "redacted": told.redacted,
        "author": known.author, "outlet": known.outlet, "date": known.date, "sentences": told.method.sentences,
    }  # fmt: skip
    said = html.escape(json.dumps(card, ensure_ascii=False))
    head = f'{_CHARSET}\n<meta name="damron-report" content="{said}">'
    write(target, text.replace(_CHARSET, head, 1))
    return target


def _facts(
    article: str | Path | Corpus, codebook: _Book, settings: Mapping[str, Any], given: tuple[tuple[str, str], ...]
) -> ArticleFacts:
    """Read, segment and count."""
    corpus = article if isinstance(article, Corpus) else read(article)
    if len(corpus) != 1:
        what = message("the corpus") if isinstance(article, Corpus) else str(article)
        msg = message(
            "{name} holds {count} documents, and a report is about one; name one file, or use report --corpus",
            name=what,
            count=len(corpus),
        )
        raise OptionError(msg)
    text = _prepared(corpus, settings, given)
    if not len(text.tokens):
        msg = message("{name} holds no word; put text into it", name=text.document.doc)
        raise ReadError(msg)
    if isinstance(codebook, Codebook) or codebook is None:
        return facts_of(text, codebook)
    if str(codebook) == _NONE:
        return facts_of(text, choose=False)
    return facts_of(text, read_codebook(codebook))


def _prepared(corpus: Corpus, settings: Mapping[str, Any], given: tuple[tuple[str, str], ...]) -> Prepared:
    """Cut a document into morphemes and words, as a study does."""
    variants: Any = settings.get("variants") or "default"
    tokens = segment(corpus, variants=variants)
    merged = segment(corpus, units=lexicon.units_for(corpus) if corpus.redacted else "auto", variants=variants)
    if own := list(settings.get("units") or ()):
        listed = lexicon.read(own)
        kit = merged.units
        merged = segment(corpus, units=kit.plus(listed) if kit else listed, variants=variants)
    return Prepared(corpus, tokens, merged, lexicon.stopwords().plus(settings.get("stop") or ()), given)


def _name(article: str | Path | Corpus) -> str:
    """Name the report of an article."""
    if isinstance(article, Corpus):
        return file_name(readable(str(article.documents["doc"].iloc[0])))
    return name_of(article)


def _name_of_book(codebook: str | Path | Codebook) -> str:
    """Name a codebook in the name of a file."""
    if isinstance(codebook, Codebook):
        return file_name(Path(codebook.path).stem if codebook.path else codebook.id)
    return _NONE if str(codebook) == _NONE else file_name(find(codebook).stem)


def _chosen(told: ArticleFacts) -> str:
    """Say which codebook was taken where none was asked for."""
    if told.book is None:
        return message("no codebook of the kit fits, so that no frames are counted")
    hits = next(one.n for one in told.looked if one.id == told.book.id)
    return message(
        "codebook {name}, which has most hits ({hits}); --codebook names another, or none", name=told.book.id, hits=hits
    )


def _is_as_its_file(book: Codebook) -> bool:
    """Whether a codebook is what its file holds."""
    return bool(book.path) and Path(book.path).is_file() and read_codebook(book.path) == book


def _given(about: Mapping[str, str] | None) -> tuple[tuple[str, str], ...]:
    """Check what the user says of a document."""
    given = dict(about or {})
    if unknown := set(given) - set(_ABOUT):
        msg = message("about has {name}; it may hold {known}", name=min(unknown), known=", ".join(_ABOUT))
        raise OptionError(msg)
    if given.get("date") and not _is_day(given["date"]):
        msg = message("date is {date}; write it as 2026-05-04", date=given["date"])
        raise OptionError(msg)
    return tuple((name, str(value).strip()) for name, value in given.items())


def _is_day(date: str) -> bool:
    """Whether a text is a day."""
    try:
        dt.date.fromisoformat(date)
    except ValueError:
        return False
    return len(date) == len("2026-05-04")
