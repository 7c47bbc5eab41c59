"""Tokens: a frozen token table and how it was made."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis._version import __version__
from analysis.arguments import refuse_name
from analysis.codebook import Codebook
from analysis.corpus import Corpus
from analysis.equality import ContentEqual
from analysis.errors import KindError, OptionError
from analysis.lexicon import MERGED, StopWords, Units
from analysis.matcher.arrays import Arrays, starts, view
from analysis.messages import message
from analysis.schema.cards import Card
from analysis.schema.reasons import layer_shown
from analysis.tokens import io
from analysis.tokens.counts import PARTS, Part, Unit, counts
from analysis.tokens.named_words import Words, require_list, tell_missing
from analysis.tokens.recipe import KEYWORDS, Recipe
from analysis.tokens.shape import among_words, keywords, pad_rows, term_lists, terms, trim

_log = logging.getLogger(__name__)
_OF_CORPUS = {"documents", "removed", "stored", "origins", "redacted", "sha256"}  # what functions ask of a corpus
_MEANT = {"filter": "keep", "select": "keep", "remove": "drop", "df": "table", "data": "table"}  # words of other tools
_T = TypeVar("_T")
_EMPTY = {"text": "str", "int": "int64"}


@dataclass(frozen=True, eq=False)
class Tokens(ContentEqual):
    """One row per morpheme, and the recipe of the table.

    Attributes
    ----------
    table : DataFrame
        Columns `schema.TOKENS`, in reading order. Offsets are code points in the document's text; spans
        may overlap (갔다 gives 가[0,2) and 었[0,2)), so rows are no partition of the text. What was taken out is not
        among the rows; its place is kept, and in a saved file it is a row with the tag `PAD`.
    merged : DataFrame
        What spelling variants were given one lemma, and what was left alone and why.
    recipe : Recipe
        Analyser, model, options, unit list, corpus hash and every step since.
    units : Units or None
        The unit list it was segmented with; None on another layer, and after `read`.

    Notes
    -----
    Frozen: `table` hands out a copy and every verb returns new Tokens. Two are equal (`==`) if rows, merges and recipe
    are, which names the unit list by its hash.
    """

    _table: pd.DataFrame = field(repr=False)
    recipe: Recipe
    _merged: pd.DataFrame | None = field(default=None, repr=False)
    units: Units | None = field(default=None, repr=False, compare=False)  # the recipe names it by its hash

    def __post_init__(self) -> None:
        """Refuse tables that break their contracts."""
        schema.check(self._table, schema.TOKENS, what=message("tokens table"))
        if self._merged is not None:
            schema.check(self._merged, MERGED, what="merged")

    @property
    def table(self) -> pd.DataFrame:
        """A copy of the token table."""
        if self._gaps.any():
            return schema.mark(trim(self._table[~self._gaps].reset_index(drop=True)))
        return schema.mark(self._table.copy())

    @cached_property
    def _gaps(self) -> pd.Series[bool]:
        """Which rows keep the place of a word that was taken out."""
        return self._table["tag"] == schema.PAD

    @property
    def merged(self) -> pd.DataFrame:
        """Every merge of spelling variants with its count, columns `lexicon.MERGED`; empty when none was made."""
        if self._merged is None:
            return schema.mark(pd.DataFrame({c.name: pd.Series(dtype=_EMPTY[c.kind]) for c in MERGED}))
        return schema.mark(self._merged.copy())

    @property
    def redacted(self) -> bool:
        """Whether surfaces are blanked for everything but repeated content words and hits."""
        return any(step.name == "redact" for step in self.recipe.steps)

    def __len__(self) -> int:
        return len(self._table) - int(self._gaps.sum())

    def __repr__(self) -> str:
        return self._card().line()

    def __str__(self) -> str:
        return self._card().text()

    def _repr_html_(self) -> str:
        return self._card().html()

    def _card(self) -> Card:
        """Say what was cut, with what, and what to do next."""
        table = self._table
        facts = [message("{n:,} document(s)", n=table["doc"].nunique())]
        if len(sentences := table[["doc", "sentence"]].drop_duplicates()):
            facts.append(message("{n:,} sentence(s)", n=len(sentences)))
        words = self.recipe.layer == "terms"
        facts.append(message("{n:,} word(s)", n=len(self)) if words else message("{n:,} morpheme(s)", n=len(self)))
        facts.append(layer_shown(self.recipe.layer))
        if self.recipe.layer != "terms":
            facts.append(self.recipe.analyser)
        cautions = list(self.recipe.caution or ())
        if self.redacted:
            cautions.append(message("redacted but for frequent content words and words of frames"))
        steps = ["da.stats.frequency(tokens)"]
        if self.recipe.layer == "morphs":
            steps.append("da.framing.hits(tokens, codebook)")
        return Card(message("tokens"), facts, cautions, steps)

    @cached_property
    def _arrays(self) -> Arrays:
        """The table as integers, made when first asked for; it holds the columns of the table and no copy of them."""
        return view(self._table)

    if not TYPE_CHECKING:  # a checker of types says it before

        def __getattr__(self, name: str) -> object:
            """Say what to do where a function of a corpus is given tokens."""
            if name in _OF_CORPUS:
                raise KindError(
                    message(
                        "tokens stand where a corpus is needed ({name}); give the corpus that they were cut from",
                        name=name,
                    )
                )
            if name == "columns":
                raise KindError(
                    message("tokens stand where a table is needed; make it first, such as da.stats.frequency(tokens)")
                )
            if name.startswith("_"):
                msg = message("Tokens have no {name!r}", name=name)
                raise AttributeError(msg, name=name, obj=self)
            likely = [_MEANT[name]] if name in _MEANT else []
            refuse_name("Tokens", name, [n for n in dir(type(self)) if not n.startswith("_")], elsewhere=likely)

        def __getitem__(self, key: object) -> object:
            """Say where a word or a row is found."""
            raise KindError(
                message(
                    "tokens have no rows to choose by [{key}]; use tokens.table, or da.stats.concordance for a word",
                    key=repr(key),
                )
            )

    def __getstate__(self) -> dict[str, object]:
        """Leave the integer view out of pickles and deep copies."""
        return {name: value for name, value in vars(self).items() if name not in {"_arrays", "_runs", "_tallies"}}

    def keep(self, *, tags: Iterable[str]) -> Tokens:
        """Keep the rows with some tags.

        Parameters
        ----------
        tags : iterable of str
            Sejong tags; `VV` also covers `VV-I` and `VV-R`, `NNG` the terms that came without a tag (`TERM`).

        Returns
        -------
        Tokens
            Fewer rows, one more step in the recipe. Offsets and numbers of sentences stay, and so does the place of
            every row, as with `drop`.

        Raises
        ------
        OptionError
            If a tag is not one of the analyser's.
        """
        wanted = self._require_tags(tags)
        base = schema.base_tags(wanted)
        tags_kept = [tag for tag in self._table["tag"].cat.categories if tag.partition("-")[0] in base]
        return self._narrow(self._table["tag"].isin(tags_kept), "keep", f"tags {' '.join(sorted(wanted))}")

    def drop(self, *, lemmas: Iterable[str] | StopWords) -> Tokens:
        """Take out the rows with some lemmas, such as a stop list, and leave a gap where each stood.

        Parameters
        ----------
        lemmas : iterable of str, or StopWords
            Dictionary forms, predicates with 다, whatever their tag, or with it (``"것/NNB"``); or the stop list that
            `lexicon.stopwords` returned. Of a list of your own, one that does not occur is told on stderr.

        Returns
        -------
        Tokens
            Fewer rows, one more step in the recipe. A word that is gone is in no count and no base. Its place stays:
            windows of concordance and collocates are as wide as before, and no n-gram reaches over it.

        References
        ----------
        `tokens_remove(padding = TRUE)` of quanteda (Benoit et al. 2018).
        """
        words = Words.of(lemmas)
        tell_missing(self._table, words.told, what="lemmas")
        return self._without(words)

    def only(self, *, docs: Iterable[str]) -> Tokens:
        """Keep the rows of some documents.

        Parameters
        ----------
        docs : iterable of str
            Document ids.

        Returns
        -------
        Tokens
            Fewer rows, one more step in the recipe.

        Raises
        ------
        OptionError
            If an id is not in the table.
        """
        wanted = require_list(docs, "docs")
        names = self._table["doc"].cat.categories
        held = names.isin(wanted)
        if held.sum() < len(wanted):
            unknown = sorted(wanted - set(names.tolist()))
            known = ", ".join(names[:8])
            msg = message("no document {unknown!r} in the tokens; they hold {known}", unknown=unknown[0], known=known)
            raise OptionError(msg)
        first, document = self._runs
        runs = np.flatnonzero(held[document])
        sizes = np.diff(first)[runs]
        rows = np.repeat(first[runs] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
        kept = replace(self, _table=trim(self._table.iloc[rows].reset_index(drop=True)))
        detail = f"docs {' '.join(sorted(wanted))}"
        return replace(kept, recipe=self.recipe.then("only", detail=detail, before=len(self), after=len(kept)))

    @cached_property
    def _runs(self) -> tuple[npt.NDArray[np.int64], npt.NDArray[Any]]:
        """Where the rows of each document begin, and the end; and which document it is."""
        # documents a a b -> [0, 2, 3] and [0, 1]
        code = self._table["doc"].cat.codes.to_numpy()
        first = starts([code]) if len(code) else np.zeros(0, np.int64)
        return np.append(first, len(code)), code[first]

    def parts(self) -> Iterator[Tokens]:
        """Go through the rows a part at a time.

        Returns
        -------
        iterator of Tokens
            Ordinary small tables of whole documents, in order, where the corpus was cut in parts (`segment`);
            otherwise these tokens themselves, once. A part is what ``only(docs=...)`` of one
            table of all documents gives, to the last row.

        Examples
        --------
        >>> [len(part) for part in Tokens.from_terms({"d1": ["a", "b"], "d2": ["a"]}).parts()]
        [3]
        """
        yield self

    def counts(self, *, unit: Unit = "lemma", by: Part = "document", tags: Iterable[str] | None = None) -> pd.DataFrame:
        """Count terms; every statistic of counts starts here.

        Parameters
        ----------
        unit : {"lemma", "surface", "form"}
            What is counted, together with its tag.
        by : {"document", "paragraph", "sentence"}
            The parts to count in.
        tags : iterable of str, optional
            Count only rows with these tags; `VV` also covers `VV-I`.

        Returns
        -------
        DataFrame
            `doc` (`paragraph`, `sentence`), `term`, `tag`, `n`; additive over documents. Blanked rows count
            under the empty term.

        Raises
        ------
        OptionError
            If `unit`, `by` or a tag is unknown.

        Examples
        --------
        >>> Tokens.from_terms({"d1": ["b", "b", "a"]}).counts()[["term", "n"]].values.tolist()
        [['a', 1], ['b', 2]]
        """
        return counts(self._arrays, unit=unit, by=by, tags=None if tags is None else self._require_tags(tags))

    def redact(self, *, codebook: Codebook | Sequence[Codebook] | None = None, min_count: int = 2) -> Tokens:
        """Blank every morpheme that neither repeats nor takes part in a hit.

        Parameters
        ----------
        codebook : Codebook or sequence of Codebook, optional
            Their hits, and what cancels or licenses them, stay readable.
        min_count : int
            Content words with at least this many occurrences in the table stay readable.

        Returns
        -------
        Tokens
            The same rows, tags and offsets; `surface`, `form` and `lemma` empty where blanked. Counts of
            the words that stay, frame hits and every denominator are those of the full table.
        """
        from analysis.tokens.redacted_release import redact

        books = (codebook,) if isinstance(codebook, Codebook) else tuple(codebook or ())
        return redact(self, codebooks=books, min_count=min_count)

    def save(self, path: str | Path) -> Path:
        """Write the table as CSV with its recipe beside it.

        Parameters
        ----------
        path : str or Path
            A name ending in .csv; the recipe goes to the same name ending in .json.

        Returns
        -------
        Path
            The CSV file. The same tokens give the same bytes, in parts too. The recipe holds the number of rows and the
            SHA-256 of the table, against which `read` holds it.

        Raises
        ------
        OptionError
            If the name ends in something else, or the files cannot be written.
        """
        return io.save(self._table, self.recipe, self.merged, path=Path(path))

    @classmethod
    def read(cls, path: str | Path, *, verify: bool = True) -> Tokens:
        """Read what `save` wrote.

        Parameters
        ----------
        path : str or Path
            The CSV file.
        verify : bool
            Whether table and recipe must be what was saved, to the byte. False takes a table that was changed on
            purpose as it stands, and the recipe says so in a step of its own, with the rows saved and read.

        Returns
        -------
        Tokens
            Equal to the saved one. A table of before there were seals is read with an `UnsealedWarning`; saving it
            again seals it.

        Raises
        ------
        MissingError
            If the table or its recipe is not there.
        SealError
            If the files are not what was saved (cut off, changed, of another table), or hold what no table has.
        SchemaError
            If a column is missing.
        """
        return cls(*io.read(Path(path), verify=verify))

    @classmethod
    def from_terms(
        cls,
        texts: Mapping[str, Sequence[str] | str] | pd.Series[Any] | pd.DataFrame,
        *,
        sep: str | None = None,
        pad: str | None = None,
    ) -> Tokens:
        """Take in text that another program has tokenised.

        Parameters
        ----------
        texts : mapping, Series or DataFrame
            Document id to its terms in order, or to one text of them; a column of such texts whose index are the ids,
            such as keywords; or a long table with the columns `doc` and `word`, a row a term.
        sep : str, optional
            What parts the terms of a text, such as ","; white space without it.
        pad : str, optional
            The term that keeps the place of a word taken out, such as "" in quanteda: it is in no count, and no n-gram
            reaches over it. Without it an empty term is an error.

        Returns
        -------
        Tokens
            Layer "terms": each term is its own surface, form and lemma, tag `TERM`, all in one sentence; statistics
            count it with the common nouns, that is by default and wherever `tags` holds NNG;
            offsets are those of the terms joined by single spaces. Documents without a term are told on stderr.

        Raises
        ------
        ReadError
            If there is no term at all, or an empty one, or a document stands twice.

        Examples
        --------
        >>> Tokens.from_terms({"d1": ["b", "b", "a"], "d2": "b a"}).table["surface"].tolist()
        ['b', 'b', 'a', 'b', 'a']
        """
        listed = term_lists(texts, sep=sep, pad=pad)
        if empty := [doc for doc, words in listed.items() if not words]:
            _log.warning(
                message(
                    "{n_empty} document(s) without a term are left out, such as {empty}",
                    n_empty=len(empty),
                    empty=empty[0],
                )
            )
        table = terms(listed, pad=pad)
        kit = f"damron {__version__}"
        return cls(table, Recipe(kit, "none", "none", "terms"))

    @classmethod
    def from_keywords(cls, corpus: Corpus) -> Tokens:
        """Take in the keywords and names that BIGKINDS exports beside its articles.

        Parameters
        ----------
        corpus : Corpus
            Read from an export with at least one of the columns 키워드, 인물, 위치 and 기관.

        Returns
        -------
        Tokens
            Layer "terms", a row for each word of these columns in their order. The tag is KEYWORD, PERSON, PLACE or
            ORGANISATION, so that `keep(tags=["PERSON"])` and `tags=` of a statistic choose a column; paragraph and
            sentence number the columns. BIGKINDS took the words from the whole article with an analyser of its own:
            results say so in `caution`, and a person named in an article stands there once, however often named.

        Raises
        ------
        ReadError
            If the documents have none of these columns, or no word in them.

        Examples
        --------
        >>> import analysis as da
        >>> corpus = da.read(da.paths.SEEDS / "tables" / "bigkinds-dots-example.csv")
        >>> Tokens.from_keywords(corpus).keep(tags=["PLACE"]).table["surface"].tolist()[:2]
        ['동해', '도쿄']
        """
        recipe = Recipe(f"damron {__version__}", KEYWORDS, "none", "terms", corpus=corpus.sha256)
        return cls(keywords(corpus.documents), recipe)

    @classmethod
    def from_tagged(
        cls,
        source: str | Path | Iterable[str | Path] | pd.DataFrame,
        *,
        analyser: str,
        format: str = "form/tag",  # noqa: A002
        tags: Mapping[str, str] | None = None,
    ) -> Tokens:
        """Take in text that another analyser has cut into morphemes.

        Parameters
        ----------
        source : str, Path, iterable of them, or DataFrame
            Text files; one of form/tag lines is a document, CoNLL-U may hold several. Or a long table with the columns
            `doc`, `word` (the morpheme) and `tag`, a row a morpheme, if possible with `sentence`.
        analyser : str
            Name and version of that analyser, for the recipe.
        format : {"form/tag", "conllu"}
            How the files are written; not looked at for a table.
        tags : mapping, optional
            Tags of that analyser that the kit does not have, and the kit's tags for them, such as
            ``{"NOUN": "NNG", "gap": "PAD"}``; `PAD` keeps the place of a word that was taken out.

        Returns
        -------
        Tokens
            Layer "morphs", offsets in the rebuilt text; that of a table has a space between any two morphemes.

        Raises
        ------
        ReadError
            If a file, a line, a column or a tag is not as described; the message names it.
        """
        from analysis.tokens.conllu import from_tagged

        return from_tagged(source, analyser=analyser, format=format, tags=tags)

    def to_conllu(self, *, corpus: Corpus) -> str:
        """Write the tokens as CoNLL-U, one word between white spaces a line.

        Parameters
        ----------
        corpus : Corpus
            The corpus they were made from, for the words of the text.

        Returns
        -------
        str
            Morphemes in LEMMA and XPOS; `from_tagged` reads it back as the same table.
        """
        from analysis.tokens.conllu import to_conllu

        return to_conllu(self, corpus=corpus)

    def _require_tags(self, tags: Iterable[str]) -> set[str]:
        """Return tags as a set; refuse one that the analyser does not have."""
        wanted = require_list(tags, "tags")
        unknown = sorted(wanted - set(schema.TAGS))
        if unknown and self.recipe.layer != "terms":
            msg = message(
                "unknown tag {unknown!r}; the tags are {tags}", unknown=unknown[0], tags=", ".join(schema.TAGS)
            )
            raise OptionError(msg)
        return wanted

    def _doc_ids(self) -> list[str]:
        """List the documents in the order of the rows, which need not be that of the categories."""
        return self._table["doc"].cat.categories.take(pd.unique(self._runs[1])).astype("str").tolist()

    def _rows_by_document(self) -> npt.NDArray[np.int64]:
        """Count the rows of every document in that order, gaps left out."""
        codes = self._table["doc"].cat.codes.to_numpy()[~self._gaps.to_numpy()]
        n: npt.NDArray[np.int64] = np.bincount(codes, minlength=len(self._table["doc"].cat.categories)).astype(np.int64)
        return np.take(n, pd.unique(self._runs[1]))

    def _tag_names(self) -> list[str]:
        """List the tags that rows have, gaps left out."""
        return sorted(set(self._table["tag"].cat.categories.tolist()) - {schema.PAD})

    def _places(self, by: Part) -> int:
        """Count the documents, paragraphs or sentences that hold rows."""
        return len(self._table.loc[~self._gaps, list(PARTS[by])].drop_duplicates())

    def _over_parts(
        self, call: Callable[..., _T], beside: Callable[[Sequence[str] | None], Any] | None
    ) -> Iterator[_T]:
        """Call on every part: an ordinary table has one."""
        yield call(self, *(() if beside is None else (beside(None),)))

    def _reduced(self, call: Callable[[Tokens], _T], join: Callable[[Iterable[_T]], _T]) -> _T:
        """Call on every part and join what comes."""
        return join([call(self)])

    def _without(self, words: Words) -> Tokens:
        """Take words out."""
        return self._narrow(~among_words(self._table, words.words), "drop", words.detail)

    def _narrow(self, mask: pd.Series[bool], name: str, detail: str) -> Tokens:
        """Leave gaps where a mask is false, with one more step in the recipe."""
        kept = replace(self, _table=pad_rows(self._table, ~mask & ~self._gaps))
        return replace(kept, recipe=self.recipe.then(name, detail=detail, before=len(self), after=len(kept)))


def arrays(tokens: Tokens) -> Arrays:
    """Return the integer view that tokens keep of their table."""
    return tokens._arrays  # noqa: SLF001 - for the packages of the kit, not for its users


def padded(tokens: Tokens) -> pd.DataFrame:
    """Return the table with the gaps of what was taken out, for what counts places; not a copy."""
    return tokens._table  # noqa: SLF001 - as above


def doc_ids(tokens: Tokens) -> list[str]:
    """List the documents of some tokens, in order."""
    return tokens._doc_ids()  # noqa: SLF001 - as above


def rows_by_document(tokens: Tokens) -> npt.NDArray[np.int64]:
    """Count the rows of every document of some tokens, in order."""
    return tokens._rows_by_document()  # noqa: SLF001 - as above


def tag_names(tokens: Tokens) -> list[str]:
    """List the tags that rows of some tokens have."""
    return tokens._tag_names()  # noqa: SLF001 - as above


def require_tags(tokens: Tokens, tags: Iterable[str]) -> set[str]:
    """Return tags as a set; refuse one that the analyser of some tokens does not have."""
    return tokens._require_tags(tags)  # noqa: SLF001 - as above


def places(tokens: Tokens, by: Part) -> int:
    """Count the documents, paragraphs or sentences of some tokens that hold rows."""
    return tokens._places(by)  # noqa: SLF001 - as above
