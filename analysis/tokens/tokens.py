"""Tokens: a frozen token table and how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from analysis import schema
from analysis._version import __version__
from analysis.codebook import Codebook
from analysis.corpus import Corpus
from analysis.errors import OptionError
from analysis.lexicon import MERGED
from analysis.matcher.arrays import Arrays, view
from analysis.tokens import io
from analysis.tokens.counts import Part, Unit, counts
from analysis.tokens.recipe import KEYWORDS, Recipe
from analysis.tokens.shape import keywords, terms, trim

_EMPTY = {"text": "str", "int": "int64"}


@dataclass(frozen=True)
class Tokens:
    """One row per morpheme, and the recipe of the table.

    Attributes
    ----------
    table : DataFrame
        Columns `schema.TOKENS`, in reading order. Offsets are code points in the document's text; spans
        may overlap (갔다 gives 가[0,2) and 었[0,2)), so rows are no partition of the text.
    merged : DataFrame
        What spelling variants were given one lemma, and what was left alone and why.
    recipe : Recipe
        Analyser, model, options, unit list, corpus hash and every step since.

    Notes
    -----
    Frozen: `table` hands out a copy and every verb returns new Tokens.
    """

    _table: pd.DataFrame = field(repr=False)
    recipe: Recipe
    _merged: pd.DataFrame | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Refuse tables that break their contracts."""
        schema.check(self._table, schema.TOKENS, what="tokens table")
        if self._merged is not None:
            schema.check(self._merged, MERGED, what="merged")

    @property
    def table(self) -> pd.DataFrame:
        """A copy of the token table."""
        return self._table.copy()

    @property
    def merged(self) -> pd.DataFrame:
        """Every merge of spelling variants with its count, columns `lexicon.MERGED`; empty when none was made."""
        if self._merged is None:
            return pd.DataFrame({c.name: pd.Series(dtype=_EMPTY[c.kind]) for c in MERGED})
        return self._merged.copy()

    @property
    def redacted(self) -> bool:
        """Whether surfaces are blanked for everything but repeated content words and hits."""
        return any(step.name == "redact" for step in self.recipe.steps)

    def __len__(self) -> int:
        return len(self._table)

    def __repr__(self) -> str:
        docs = self._table["doc"].nunique()
        return f"Tokens({len(self)} rows, {docs} document(s), layer {self.recipe.layer})"

    @cached_property
    def _arrays(self) -> Arrays:
        """The table as integers, made when first asked for; it holds the columns of the table and no copy of them."""
        return view(self._table)

    def __getstate__(self) -> dict[str, object]:
        """Leave the integer view out of pickles and deep copies."""
        return {name: value for name, value in vars(self).items() if name != "_arrays"}

    def keep(self, *, tags: Iterable[str]) -> Tokens:
        """Keep the rows with some tags.

        Parameters
        ----------
        tags : iterable of str
            Sejong tags; `VV` also covers `VV-I` and `VV-R`.

        Returns
        -------
        Tokens
            Fewer rows, one more step in the recipe. Offsets and numbers of sentences stay.

        Raises
        ------
        OptionError
            If a tag is not one of the analyser's.
        """
        wanted = self._require_tags(tags)
        tags_kept = [tag for tag in self._table["tag"].cat.categories if tag.partition("-")[0] in wanted]
        return self._narrow(self._table["tag"].isin(tags_kept), "keep", f"tags {' '.join(sorted(wanted))}")

    def drop(self, *, lemmas: Iterable[str]) -> Tokens:
        """Drop the rows with some lemmas, such as a stop list.

        Parameters
        ----------
        lemmas : iterable of str
            Dictionary forms, predicates with 다. One that does not occur is no error.

        Returns
        -------
        Tokens
            Fewer rows, one more step in the recipe.
        """
        wanted = _require_list(lemmas, "lemmas")
        return self._narrow(~self._table["lemma"].isin(wanted), "drop", f"lemmas {' '.join(sorted(wanted))}")

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
        wanted = _require_list(docs, "docs")
        unknown = sorted(wanted - set(self._table["doc"].cat.categories))
        if unknown:
            known = ", ".join(self._table["doc"].cat.categories[:8])
            msg = f"no document {unknown[0]!r} in the tokens; they hold {known}"
            raise OptionError(msg)
        return self._narrow(self._table["doc"].isin(wanted), "only", f"docs {' '.join(sorted(wanted))}")

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

        books = [codebook] if isinstance(codebook, Codebook) else list(codebook or [])
        table = redact(self._table, codebooks=books, min_count=min_count)
        named = ", ".join(f"{book.id} {book.version}" for book in books) or "no codebook"
        detail = f"min_count {min_count}, hits of {named}"
        recipe = self.recipe.then("redact", detail=detail, before=len(self), after=len(table))
        return replace(self, _table=table, recipe=recipe)

    def save(self, path: str | Path) -> Path:
        """Write the table as CSV with its recipe beside it.

        Parameters
        ----------
        path : str or Path
            A name ending in .csv; the recipe goes to the same name ending in .json.

        Returns
        -------
        Path
            The CSV file. The same tokens give the same bytes.
        """
        return io.save(self._table, self.recipe, self.merged, path=Path(path))

    @classmethod
    def read(cls, path: str | Path) -> Tokens:
        """Read what `save` wrote.

        Parameters
        ----------
        path : str or Path
            The CSV file.

        Returns
        -------
        Tokens
            Equal to the saved one.

        Raises
        ------
        MissingError
            If the table or its recipe is not there.
        SchemaError
            If a column is missing or a cell has the wrong kind.
        """
        return cls(*io.read(Path(path)))

    @classmethod
    def from_terms(cls, texts: Mapping[str, Sequence[str]]) -> Tokens:
        """Take in text that another program has tokenised.

        Parameters
        ----------
        texts : mapping of str to sequence of str
            Document id to its terms in order.

        Returns
        -------
        Tokens
            Layer "terms": each term is its own surface, form and lemma, tag `TERM`, all in one sentence;
            offsets are those of the terms joined by single spaces.

        Raises
        ------
        ReadError
            If there is no term at all, or an empty one.

        Examples
        --------
        >>> Tokens.from_terms({"d1": ["b", "b", "a"]}).table["surface"].tolist()
        ['b', 'b', 'a']
        """
        table = terms(texts)
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
        source: str | Path | Iterable[str | Path],
        *,
        analyser: str,
        format: str = "form/tag",  # noqa: A002
    ) -> Tokens:
        """Take in text that another analyser has cut into morphemes.

        Parameters
        ----------
        source : str, Path, or iterable of them
            Text files; one of form/tag lines is a document, CoNLL-U may hold several.
        analyser : str
            Name and version of that analyser, for the recipe.
        format : {"form/tag", "conllu"}
            How the files are written; `tokens.conllu.from_tagged` describes both and can also map tags.

        Returns
        -------
        Tokens
            Layer "morphs", offsets in the rebuilt text.
        """
        from analysis.tokens.conllu import from_tagged

        return from_tagged(source, analyser=analyser, format=format)

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
        wanted = _require_list(tags, "tags")
        unknown = sorted(wanted - set(schema.TAGS))
        if unknown and self.recipe.layer != "terms":
            msg = f"unknown tag {unknown[0]!r}; the tags are {', '.join(schema.TAGS)}"
            raise OptionError(msg)
        return wanted

    def _narrow(self, mask: pd.Series[bool], name: str, detail: str) -> Tokens:
        """Return the rows of a mask, with one more step in the recipe."""
        table = trim(self._table[mask].reset_index(drop=True))
        recipe = self.recipe.then(name, detail=detail, before=len(self), after=len(table))
        return replace(self, _table=table, recipe=recipe)


def arrays(tokens: Tokens) -> Arrays:
    """Return the integer view that tokens keep of their table."""
    return tokens._arrays  # noqa: SLF001 - for the packages of the kit, not for its users


def _require_list(values: Iterable[str], what: str) -> set[str]:
    """Return names as a set; refuse one string."""
    if isinstance(values, str):
        msg = f"{what} must be a list, such as [{values!r}], not one string"
        raise OptionError(msg)
    return {str(value) for value in values}
