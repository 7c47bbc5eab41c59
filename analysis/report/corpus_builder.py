"""Build the report of many documents: read and count them, write the page and the tables beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from analysis import codebook as codebooks
from analysis import paths
from analysis.codebook import Codebook
from analysis.corpus import Corpus
from analysis.errors import ReportError
from analysis.files import atomic
from analysis.grouping import By
from analysis.messages import message
from analysis.options import require_choice
from analysis.progress import stages
from analysis.reading import read
from analysis.record import build_corpus as build_record
from analysis.record import corpus_tables
from analysis.record.corpus_report import asked, places_of, reading_options
from analysis.record.listing import called, name_of, write
from analysis.report import corpus_collect, corpus_frames, corpus_groups, corpus_page
from analysis.report.corpus_contract import SideFile
from analysis.schema import reasons

_Lang = Literal["ko", "en"]
_PERIODS = ("auto", "day", "week", "month", "quarter", "year")
_NONE = "none"  # in place of a codebook: count no frames
_SEVERAL = 2
_OF_THE_RECORD = ("month", "year")  # steps that notebook 05 takes


def build_corpus(
    sources: str | Path | Sequence[str | Path],
    *,
    codebook: str | Path | None = None,
    by: By = "outlet",
    period: str = "auto",
    reading: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    lang: _Lang = "ko",
    record: bool = False,
    out: str | Path | None = None,
    store: str | Path | None = None,
    progress: Callable[[str], None] | None = None,
) -> Path:
    """Count frames and words in many documents and write one HTML file, with the long tables as CSV files beside it.

    Parameters
    ----------
    sources : path, or sequence of paths
        Files, folders or tables that `read` takes, with two documents or more in all.
    codebook : str or Path, optional
        A codebook file, or the name of one of the kit's; without it that of the kit's two codebooks of which more
        stands in the documents. Where there are fewer than five hits, or hits in fewer than three documents, the report
        has words and names in place of frames; with "none" it has that in any case.
    by : str or mapping
        The variable that groups the documents: outlet, author, section or another column of the documents. As in
        ``{"outlet": ["가", "나"]}`` the two groups to compare are named; else they are those with the most documents.
        Named sets of values are taken as in `stats.groups`: ``{"보수": ["가", "다"], "진보": ["나"]}``.
    period : {"auto", "day", "week", "month", "quarter", "year"}
        The steps of time; "auto" takes months, years where there are documents of more than 48 months, and weeks or
        days where there are fewer than three months or weeks.
    reading : mapping, optional
        Options of `read`, all but `furniture`, such as ``{"errors": "report", "duplicates": "first"}``. Files that
        could not be read are told to `progress`, and stand in the report among what was set apart.
    settings : mapping, optional
        As for `build`: units, stop and variants.
    lang : {"ko", "en"}
        The language of the page; what stands in the documents stays as it is.
    record : bool
        Whether notebook 05 is run as well, for the record, which the page links: the name ends in "-record". It takes a
        codebook that compares frames, and steps of a month or a year.
    out : path, optional
        The folder to write to, made if it is not there; default is ``reports/``.
    store : path, optional
        A folder for the morphemes of a large corpus, as `segment` takes it: the documents are cut in parts that stay
        there. Without it a corpus of 100 million characters or more is cut in parts that the cache holds, as far as it
        has room (some 200 million morphemes).
    progress : callable, optional
        Told in a few words what is being done.

    Returns
    -------
    Path
        The report: the name of the first source, a number of further ones, and "-corpus", of an English page
        "-corpus-en". The same inputs give the same bytes.

    Raises
    ------
    MissingError
        If a source or the codebook is not there.
    OptionError
        If an option is unknown, a set of `by` is empty, or a value is in two.
    ReportError
        If there is one document only, or a cell of the record's notebook fails.
    """
    require_choice("period", period, _PERIODS)
    require_choice("lang", lang, ("ko", "en"))
    places = places_of(sources)
    variable, names = asked(by)
    options = reading_options(reading or {})
    book = codebooks.read(codebooks.find(codebook)) if codebook not in (None, _NONE) else None
    more = f"-and-{len(places) - 1}" if len(places) > 1 else ""
    name = f"{name_of(places[0])}{more}-corpus"
    with stages(4, what=message("report on a corpus"), unit=message(" stages"), tell=progress) as tell:
        tell(message("{name}: texts", name=name))
        corpus = _read(places, options)
        for row in corpus.unread.to_dict("records"):
            why = reasons.shown(row["reason"])
            tell(message("{name}: {file} was not read: {why}", name=name, file=row["file"], why=why))
        tell(message("{name}: words and frames", name=name))
        groups = corpus_groups.groups_of(corpus.documents.drop(columns="text"), by=variable, names=names, step=period)
        prepared = corpus_collect.prepare(corpus, groups, dict(settings or {}), store=store)
        found = corpus_frames.find(corpus, prepared.tokens, book, shipped=codebook is None)
        if book is None:
            tell(f"{name}: {_chosen(found)}")
        target = Path(out or paths.REPORTS) / f"{name}{'-en' if lang == 'en' else ''}.html"
        beside = ""
        if record and found.book:
            given: dict[str, Any] = {
                "by": by,
                "reading": reading,
                "settings": settings,
                "out": out,
                "progress": progress,
            }
            steps = period if period in _OF_THE_RECORD else "auto"
            beside = _record(sources, found.book, period=steps, options=given)
        with atomic.scratch("corpus-", error=ReportError) as folder:
            files = _saved(prepared, found, folder, name)
            tell(message("{name}: page", name=name))
            frames, scores = corpus_frames.narrow(found, corpus, groups)
            del found  # of a large corpus most of what stands in memory; the rest does without
            measured = corpus_frames.measure(scores, corpus, groups)
            del scores
            facts = corpus_collect.collect(prepared, frames, measured, title=called(places[0]) + more, files=files)
            page = corpus_page.corpus_page(facts, lang=lang, record=beside, name=name)
            for file in files:
                pieces = atomic.pieces_of(folder / file.name)
                atomic.save_pieces(target.with_name(file.name), pieces, error=ReportError)
        write(target, page)
        return target


def _chosen(found: corpus_frames.Found) -> str:
    """Say which codebook was taken where none was asked for."""
    if found.book is None:
        return message("no codebook of the kit fits, so that no frames are counted")
    hits = max(one.n for one in found.tried if one.fits)
    return message(
        "codebook {name}, which has most hits ({hits}); --codebook names another, or none",
        name=found.book.id,
        hits=hits,
    )


def _read(places: Sequence[str], options: Mapping[str, Any]) -> Corpus:
    """Read the documents; refuse one alone."""
    corpus = read(places[0] if len(places) == 1 else list(places), **options)
    if len(corpus) < _SEVERAL:
        msg = message(
            "document {doc!r} is the only one, and a corpus report is about several; build the report of an article "
            "instead",
            doc=corpus.documents["doc"].iloc[0],
        )
        raise ReportError(msg)
    return corpus


def _record(
    sources: str | Path | Sequence[str | Path], book: Codebook, *, period: str, options: Mapping[str, Any]
) -> str:
    """Run the notebook for the record, and return the name of its file."""
    return build_record(sources, codebook=book.path, period=period, ending="-corpus-record", **options).name


def _saved(
    prepared: corpus_collect.PreparedCorpus, found: corpus_frames.Found, folder: Path, name: str
) -> list[SideFile]:
    """Write the tables, one after the other."""
    tables = corpus_tables.in_pieces(prepared.corpus, prepared.tokens, hits=found.hits, scores=found.scores)
    saved = (
        corpus_tables.save(pieces, folder=str(folder), name=f"{name}-{kind}.csv", kind=kind)
        for kind, pieces in tables.items()
    )
    return [SideFile(**each) for each in saved]
