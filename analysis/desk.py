"""A study: what is read and how it is counted, set in one place, and everything that is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from analysis import framing, grouping, lexicon, stats, validation
from analysis.codebook import Codebook, find
from analysis.codebook import read as read_codebook
from analysis.corpus import Corpus
from analysis.equality import ContentEqual
from analysis.errors import KindError, OptionError, RefusalError
from analysis.grouping import By
from analysis.lexicon import StopWords
from analysis.messages import later, message
from analysis.reading import read
from analysis.schema.cards import Card
from analysis.tokens import Tokens, segment
from analysis.tokens.tokens import places

if TYPE_CHECKING:
    import pandas as pd

    from analysis.explorer import Coding, Island

__all__ = ["Study", "study"]

_MOST = 60  # units that a first sample holds
_NAMED = 4  # groups that the card names
_STATUS = {
    "unvalidated": later("not validated by people"),
    "piloted": later("piloted"),
    "validated": later("validated"),
}
_NEXT = (later("study.desk() to read"), later("study.code(coder='A') to code"), later("study.report() for a report"))
_LISTS = {"units": "['수중 드론', '정상회담']", "stop": "['곳', '말/NNG']"}


def study(
    article: str | Path | Sequence[str | Path] | Corpus,
    *,
    codebook: str | Path | Codebook | None = None,
    units: Sequence[str] = (),
    stop: Sequence[str] = (),
    variants: Mapping[str, Sequence[str]] | None = None,
    by: By | None = None,
) -> Study:
    """Set in one place what is read and how it is counted.

    Nothing is read or counted before it is asked for, and then once. Everything can be had without it too, through
    `read`, `segment`, `codebook.read`, `framing.hits`, `explore`, `code` and `report.build`.

    Parameters
    ----------
    article : str, Path, list of them, or Corpus
        What `read` takes; of two folders or more each is a group by="folder". Or what it returned, where options of
        reading are needed.
    codebook : str, Path, Codebook, optional
        What `codebook.read` takes or returned. Without it there are words and no frames.
    units : list of str
        Names and compounds that are counted as one word, such as ``["수중 드론"]``, besides those of the kit's list and
        those found in the texts (units="auto" of `segment`).
    stop : list of str
        Words that tables of frequencies leave out, such as ``["곳", "말/NNG"]``, besides the kit's list.
    variants : mapping of str to list of str, optional
        Spellings and synonyms that are counted as one word, ``{"스타트업": ["벤처기업"]}``, on top of the kit's list.
    by : str or mapping, optional
        Groups of documents, as `stats.groups` takes them.

    Returns
    -------
    Study
        Frozen. In a notebook it shows what was read and what can be done next.

    Raises
    ------
    KindError
        If `article` or a list is of another kind.
    MissingError
        If there is no such codebook.

    Examples
    --------
    >>> import analysis as da
    >>> texts = da.Corpus.from_texts({"d": "새싹 기업이 온다. 벤처기업도 온다."})
    >>> one = study(texts, units=["새싹 기업", "벤처기업"], variants={"새싹 기업": ["벤처기업"]})
    >>> da.stats.frequency(one.words, stop=one.stop)[["term", "n"]].values.tolist()
    [['새싹 기업', 2]]
    """
    if not isinstance(article, Corpus):
        article = _sources(article)
    if isinstance(codebook, str | Path):
        codebook = find(codebook) if str(codebook).strip() else None
    spellings: Mapping[str, tuple[str, ...]] | Literal["default"] = _spellings(variants) if variants else "default"
    return Study(article, codebook, _words(units, "units"), _words(stop, "stop"), spellings, by)


@dataclass(frozen=True, eq=False)
class Study(ContentEqual):
    """A study: its settings as `study` took them, and what is made of them, each once when first asked for."""

    article: tuple[str, ...] | Corpus
    book: Path | Codebook | None = None
    units: tuple[str, ...] = ()
    stopped: tuple[str, ...] = ()
    variants: Mapping[str, tuple[str, ...]] | Literal["default"] = "default"
    by: By | None = None

    @cached_property
    def corpus(self) -> Corpus:
        """The documents: `read(article)`."""
        if isinstance(self.article, Corpus):
            return self.article
        return read(self.article[0] if len(self.article) == 1 else list(self.article))

    @cached_property
    def tokens(self) -> Tokens:
        """The morpheme layer, on which frames are matched: `segment(corpus, variants=variants)`."""
        return self._noted(segment(self.corpus, variants=self.variants))

    @cached_property
    def words(self) -> Tokens:
        """The layer on which words are counted: names and compounds are one word each."""
        merged = segment(self.corpus, units="auto", variants=self.variants)
        if self.units:
            kit = merged.units
            own = lexicon.read(list(self.units))
            merged = segment(self.corpus, units=kit.plus(own) if kit else own, variants=self.variants)
        return self._noted(merged)

    @cached_property
    def frames(self) -> Codebook:
        """The codebook."""
        if self.book is None:
            msg = message("the study has no codebook; pass codebook= to da.study")
            raise RefusalError.alone(msg)
        return self.book if isinstance(self.book, Codebook) else read_codebook(self.book)

    @cached_property
    def _hits(self) -> pd.DataFrame:
        """Match the codebook."""
        return framing.hits(self.tokens, self.frames, documents=self.corpus.documents)

    @property
    def hits(self) -> pd.DataFrame:
        """Where the frames are: `framing.hits(tokens, frames)`; a copy, so that changing it changes nothing else."""
        return self._hits.copy()

    @cached_property
    def stop(self) -> StopWords:
        """The stop list that tables of words take as `stop=`: the kit's, and the words that were given."""
        return lexicon.stopwords().plus(self.stopped)

    @cached_property
    def groups(self) -> pd.Series[str] | None:
        """The group of every document by its id, None without `by`: `stats.groups(corpus.documents, by=by)`."""
        return None if self.by is None else stats.groups(self.corpus.documents, by=self.by)

    @property
    def settings(self) -> Mapping[str, Any]:
        """What was set beside text and codebook, as the cell of settings of a notebook has it."""
        spellings = {} if self.variants == "default" else {form: list(v) for form, v in self.variants.items()}
        given = {"units": list(self.units), "stop": list(self.stopped), "variants": spellings}
        return {name: value for name, value in given.items() if value}

    def desk(self) -> Island:
        """Look at words or frames, their lines and the text: `explore` with the settings of the study.

        Returns
        -------
        Island
            As of `explore`.
        """
        from analysis.explorer import explore

        book = None if self.book is None else self.frames
        return explore(self.corpus, tokens=self.words, codebook=book, by=self.by)

    def code(self, *, coder: str) -> Coding:
        """Code up to 60 sentences in the notebook: `code` with a sample that `validation.sample` draws.

        Parameters
        ----------
        coder : str
            Name of the coder.

        Returns
        -------
        Coding
            As of `code`.

        Raises
        ------
        RefusalError
            If there is no codebook, or no text to read.
        """
        from analysis.explorer import code

        frames = self.frames
        sample = validation.sample(self.corpus, self.tokens, frames, n=min(_MOST, places(self.tokens, "sentence")))
        return code(sample, corpus=self.corpus, codebook=frames, coder=coder)

    def report(
        self,
        *,
        lang: Literal["ko", "en"] = "ko",
        record: bool = False,
        out: str | Path | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> Path:
        """Write the report: `report.build` on one document, `report.build_corpus` on several.

        Parameters
        ----------
        lang : {"ko", "en"}
            Language of the page.
        record : bool
            Whether to run the notebooks too and to write what they show beside the report, which links it. It takes
            texts and a codebook that are in files.
        out : str or Path, optional
            The folder to write to, made if it is not there; default is ``reports/``.
        progress : callable, optional
            Told in a few words what is being done.

        Returns
        -------
        Path
            One HTML file that needs nothing else. Without a codebook that of the kit with most hits is taken, if it
            fits.

        Raises
        ------
        OptionError
            If several texts, or their codebook, are in no file; if `lang` is unknown; or a record is asked for of what
            is in no file.
        ReportError
            If a chapter of the report on several texts fails; nothing is written then.
        """
        from analysis import report

        given: dict[str, Any] = {"settings": self.settings, "lang": lang, "record": record}
        given |= {"out": out, "progress": progress}
        if len(self.corpus) == 1:
            article = self.corpus if isinstance(self.article, Corpus) else self.article[0]
            return report.build(article, codebook=self.book, **given)
        if isinstance(self.article, Corpus):
            msg = message(
                "a report on several texts reads them from files; name the files or the folder in da.study(article) "
                "instead of a Corpus"
            )
            raise OptionError(msg)
        given["codebook"] = self._file()
        return report.build_corpus(list(self.article), by=self.by or "outlet", **given)

    def _file(self) -> Path | None:
        """Return the file of the codebook; refuse one that was changed since it was read."""
        if not isinstance(self.book, Codebook):
            return self.book
        if self.book.path is None or read_codebook(self.book.path) != self.book:
            msg = message("the codebook is not what its file holds; save it, and name the file in da.study(codebook=)")
            raise OptionError(msg)
        return Path(self.book.path)

    def _noted(self, tokens: Tokens) -> Tokens:
        """Note in the recipe what else was set."""
        recipe, rows = tokens.recipe, len(tokens)
        noted = {"stop": ", ".join(self.stopped), "by": "" if self.by is None else grouping.label(self.by)}
        for name, detail in noted.items():
            recipe = recipe.then(name, detail=detail, before=rows, after=rows) if detail else recipe
        return replace(tokens, recipe=recipe) if recipe is not tokens.recipe else tokens

    @cached_property
    def _card(self) -> Card:
        """Say what was read, what to beware of, and what to do next."""
        documents, tokens = self.corpus.documents, self.tokens
        titles = [str(title) for title in documents["title"].fillna("") if str(title).strip()]
        title = titles[0] if titles else str(documents["doc"].iloc[0])
        rest = message(" and {n:,} more", n=len(documents) - 1) if len(documents) > 1 else ""
        cut = message(
            "{paragraphs:,} paragraph(s), {sentences:,} sentence(s)",
            paragraphs=places(tokens, "paragraph"),
            sentences=places(tokens, "sentence"),
        )
        facts = [message("{n:,} document(s)", n=len(documents)), cut, message("{n:,} morpheme(s)", n=len(tokens))]
        cautions = [*(tokens.recipe.caution or ()), *self._cautions()]
        if self.book is not None:
            facts += self._counted()
        if self.by is not None:
            facts.append(self._grouped())
        return Card(title + rest, facts, cautions, [message(step) for step in _NEXT])

    def _grouped(self) -> str:
        """Say how many documents each group has, or why there is none."""
        try:
            groups = stats.groups(self.corpus.documents, by=self.by or "outlet")
        except RefusalError as error:
            return " ".join(error._render_traceback_())
        sizes = groups.value_counts()
        named = ", ".join(
            message("{name}: {n:,} document(s)", name=name, n=n) for name, n in sizes.head(_NAMED).items()
        )
        more = message(" and {n:,} more groups", n=len(sizes) - _NAMED) if len(sizes) > _NAMED else ""
        return message("{n:,} group(s) ({named}{more})", n=len(sizes), named=named, more=more)

    def _counted(self) -> list[str]:
        """Say how many words of the frames were found, and whether people have checked the codebook."""
        try:
            n = int(self._hits["counted"].sum())
        except RefusalError as error:
            return [" ".join(error._render_traceback_())]
        return [message("{n:,} word(s) of frames", n=n), message(_STATUS[self.frames.status])]

    def _cautions(self) -> list[str]:
        """List what a reader must know of the texts before any number."""
        corpus, found = self.corpus, []
        if corpus.redacted:
            found.append(message("The text is redacted: there are counts and places, and nothing that takes sentences"))
        if unread := len(corpus.unread):
            found.append(message("{n:,} file(s) that could not be read (study.corpus.unread)", n=unread))
        if removed := len(corpus.removed) - unread:
            told = message("{n:,} line(s) that are not the text were removed (study.corpus.removed)", n=removed)
            found.append(told)
        ids = corpus.documents["doc"].astype(str).to_numpy()
        if len(corpus) > 1 and (copies := int((corpus.copies().to_numpy() != ids).sum())):
            found.append(message("{n:,} near duplicate(s) of earlier texts (study.corpus.copies())", n=copies))
        if self.book is not None and self._counted()[0] == message("{n:,} word(s) of frames", n=0):
            told = message(
                "No word of this codebook occurs. Choose one that fits, or count words alone with codebook=None"
            )
            found.append(told)
        return found

    def __repr__(self) -> str:
        return self._card.line()

    def __str__(self) -> str:
        return self._card.text()

    def _repr_html_(self) -> str:
        return self._card.html()


def _sources(article: object) -> tuple[str, ...]:
    """Return what is read as texts; refuse another kind."""
    listed = [article] if isinstance(article, str | Path) else article
    if not isinstance(listed, list | tuple) or not all(isinstance(one, str | Path) for one in listed) or not listed:
        msg = message(
            "article is {kind}; name a file, a folder or an article, or pass what da.read returned", kind=_kind(article)
        )
        raise KindError(msg)
    return tuple(map(str, listed))


def _words(given: object, name: str) -> tuple[str, ...]:
    """Return a list of words; refuse another kind."""
    if isinstance(given, str | Mapping) or not isinstance(given, Iterable):
        msg = message(
            "{name} is {kind}; give a list of words such as {lists}", name=name, kind=_kind(given), lists=_LISTS[name]
        )
        raise KindError(msg)
    words = list(given)
    if wrong := [word for word in words if not isinstance(word, str) or not word.strip()]:
        msg = message(
            "{name} holds {kind}; give a list of words such as {lists}",
            name=name,
            kind=_kind(wrong[0]),
            lists=_LISTS[name],
        )
        raise KindError(msg)
    return tuple(word.strip() for word in words)


def _spellings(given: object) -> Mapping[str, tuple[str, ...]]:
    """Return a mapping of words to their other spellings; refuse another kind."""
    if not isinstance(given, Mapping) or not all(isinstance(v, list | tuple) for v in given.values()):
        msg = message(
            "variants is {kind}; give every word its other spellings, as in {{'스타트업': ['벤처기업']}}",
            kind=_kind(given),
        )
        raise KindError(msg)
    return MappingProxyType({str(form): tuple(map(str, others)) for form, others in given.items()})


def _kind(value: object) -> str:
    """Name a value of a wrong kind, shortly."""
    return repr(value)[:60] if isinstance(value, str | int | float | Mapping) else type(value).__name__
