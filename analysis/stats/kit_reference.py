"""The kit's reference: counts of terms in openly licensed texts of four genres, which weigh alike."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import paths, schema
from analysis.errors import KitError, OptionError, SealError
from analysis.files import sealed
from analysis.messages import later, message
from analysis.messages.libraries import told
from analysis.stats.counting import LAYERS, Tags, phrase
from analysis.tokens.recipe import Recipe

KIT = "kit"  # how the reference is asked for
ABSENT = "목록에 없음"
_GENRES = list(schema.GENRES)
_TABLE, _ABOUT = "damron-reference-counts/1", "damron-reference/1"
_NAME = "reference.json"
_MEND = later("restore it from the kit, or make it again with seeds/reference/make.py")
_STATED = ("id", "label", "attribution", "what", "documents", "licence")  # of every genre
_CARRIED = 0.9  # part of a term's relative frequencies from which one genre carries it


@dataclass(frozen=True)
class KitReference:
    """Counts of a base by genre, with what they are of."""

    terms: pd.DataFrame  # `term`, `tag`
    counts: npt.NDArray[np.int64]  # terms by genres
    docs: npt.NDArray[np.int64]  # terms by genres
    sizes: npt.NDArray[np.int64]  # rows of the base by genre, those of unlisted terms included
    recipe: Recipe
    sources: tuple[Mapping[str, Any], ...]  # of each genre: label, licence, attribution, ...
    least_docs: int  # documents that a listed term is in
    least_docs_of_names: int  # the same of tags that may be names or numbers

    @property
    def labels(self) -> list[str]:
        """Korean names of the genres."""
        return [str(source["label"]) for source in self.sources]

    @property
    def rates(self) -> npt.NDArray[np.float64]:
        """Relative frequencies, terms by genres."""
        return self.counts / self.sizes

    @property
    def mean(self) -> npt.NDArray[np.float64]:
        """Mean over the genres of the relative frequency of each term."""
        return np.asarray(self.rates.mean(axis=1), dtype=np.float64)

    @property
    def size(self) -> float:
        """Size of a corpus in which one occurrence weighs what it does here on average over the genres."""
        # Genres of 100 and 400: an occurrence adds 1/200 or 1/800 to the mean, 1/320 on average, so the size is 320;
        # genres of 250 each: 1/500, and 500. A count of 0 enters the log ratio as half of that.
        return float(len(self.sizes) / np.mean(1 / self.sizes))

    @property
    def one_genre(self) -> npt.NDArray[np.object_]:
        """Genre that makes up nine tenths or more of the relative frequencies of each term, or nothing."""
        rates = self.rates
        carried = rates.max(axis=1) >= _CARRIED * rates.sum(axis=1)
        return np.where(carried, np.array(self.labels, dtype=object)[rates.argmax(axis=1)], "")

    def phrase(self, tags: Tags) -> str:
        """Name the base in Korean by what is in it."""
        return f"참조 말뭉치({'·'.join(self.labels)}) {phrase(tags, int(self.sizes.sum()), self.recipe.layer)}"

    @property
    def listing(self) -> str:
        """Say in Korean which terms are listed."""
        return f"목록에는 문서 {self.least_docs}개 이상, 이름은 {self.least_docs_of_names}개 이상에 나온 단어만 있다"

    @property
    def caution(self) -> str:
        """Say in Korean what a frequency here is."""
        return f"참조 빈도는 {'·'.join(self.labels)}의 상대 빈도를 평균한 값이며, 한국어 전체의 빈도가 아니다"


def reference(*, tags: Tags = schema.NOUN_TAGS) -> pd.DataFrame:
    """List the kit's reference: how often terms occur in openly licensed news, reports, book and film reviews.

    The texts were cut by the kit on the morpheme layer; only counts are here. The relative frequency of a term is the
    mean of its relative frequencies in the four genres, so that none weighs more because more of it was at hand. It is
    the frequency in these texts, and not that of Korean at large: `one_genre` marks the terms that one of them carries.

    Parameters
    ----------
    tags : sequence of str or None
        Tags of the terms, `VV` also for `VV-I`, nouns by default; None for all.

    Returns
    -------
    DataFrame
        Columns `schema.REFERENCE`, by falling `per_10k`, ties by term and tag. A term in one document alone is not
        listed, nor one that may be a name (such as NNP) in fewer than three, but their occurrences are part of the
        base. `attrs`: `base`, `layer`, `total` (rows of the base), `sizes` (of each genre), `analyser`, `model`,
        `notes` (a line for each genre with its source, size and licence), `caution`.

    Raises
    ------
    OptionError
        If no listed term has one of the tags.
    SealError
        If the file is not what was saved.

    References
    ----------
    Kilgarriff, A. (2009). Simple maths for keywords: relative frequencies and no test against a reference corpus.

    Examples
    --------
    >>> reference()[["term", "tag", "genres", "one_genre"]].head(2).values.tolist()
    [['영화', 'NNG', 4, '영화평'], ['교육', 'NNG', 4, '']]
    """
    kit = read(tags)
    by_genre = {f"{name}_{genre}": values[:, i] for name, values in (("n", kit.counts), ("docs", kit.docs))
                for i, genre in enumerate(_GENRES)}  # fmt: skip
    table = kit.terms.assign(
        n=kit.counts.sum(axis=1),
        per_10k=kit.mean * 10_000,
        genres=(kit.counts > 0).sum(axis=1).astype(np.int64),
        one_genre=pd.Series(kit.one_genre, dtype="str").array,
        **by_genre,
    )
    order = np.lexsort((table["tag"], table["term"], -table["per_10k"]))
    table = table.iloc[order][[c.name for c in schema.REFERENCE]].reset_index(drop=True)
    about = schema.About(
        base=kit.phrase(tags),
        layer=LAYERS[kit.recipe.layer],
        tags="none" if tags is None else tuple(sorted(tags)),
        total=int(kit.sizes.sum()),
        sizes=dict(zip(kit.labels, kit.sizes.tolist(), strict=True)),
        analyser=kit.recipe.analyser,
        model=kit.recipe.model,
        notes=tuple(
            f"{s['label']}: {s['attribution']}, {s['what']} {s['documents']:,}개, {s['licence']}" for s in kit.sources
        ),
        caution=(kit.caution, kit.listing),
    )
    return schema.check(schema.describe(table, about, source=None), schema.REFERENCE, what="reference")


def read(tags: Tags) -> KitReference:
    """Read the counts of a base."""
    path = paths.REFERENCE / _NAME
    table, about = _load(path, _state(path))
    known = table["tag"].str.partition("-")[0]
    base = table if tags is None else table[known.isin(schema.base_tags(tags))]
    counts, docs = (base[[f"{name}_{genre}" for genre in _GENRES]].to_numpy(dtype=np.int64) for name in ("n", "docs"))
    listed = (base["term"] != "").to_numpy()
    sizes = counts.sum(axis=0)
    if not listed.any() or not sizes.all():
        msg = message(
            "the kit's reference has no term with the tags {tags} in every genre; choose other tags",
            tags=" ".join(tags or ()),
        )
        raise OptionError(msg)
    terms = base.loc[listed, ["term", "tag"]].reset_index(drop=True)
    recipe = Recipe.from_dict(about["recipe"])
    least = (about["least_docs"], about["least_docs_of_names"])
    return KitReference(terms, counts[listed], docs[listed], sizes, recipe, tuple(about["sources"]), *least)


def require_cut_alike(kit: KitReference, ours: Recipe) -> tuple[str, ...]:
    """Refuse tokens that were cut in another way than the reference; say in Korean where their lists differ."""
    theirs = kit.recipe
    if ours.layer != theirs.layer:
        msg = message(
            "the kit's reference counts {layer} and the target is of the layer {layer_2}; use "
            "da.segment(corpus) without units (on the command line --layer morphs)",
            layer=theirs.layer,
            layer_2=ours.layer,
        )
        raise OptionError(msg)
    for what in ("analyser", "model"):
        a, b = getattr(ours, what), getattr(theirs, what)
        if a != b:
            msg = message(
                "the kit's reference was cut by {b} and the target by {a}; use da.segment, or give Tokens",
                b=b,
                a=a or message("none"),
            )
            raise OptionError(msg)
    same = ours.options == theirs.options and ours.variants == theirs.variants and ours.given == theirs.given
    return () if same else ("대상과 참조 말뭉치는 표기 목록이나 분석 설정이 서로 다르다",)


def contents(table: pd.DataFrame, about: Mapping[str, Any], *, folder: Path) -> dict[Path, bytes]:
    """Return the two files of a reference in a folder: counts by genre, and what they are of, sealed together."""
    columns = ["term", "tag", *(f"{name}_{genre}" for name in ("n", "docs") for genre in _GENRES)]
    buffer = io.StringIO()
    table[columns].sort_values(["term", "tag"]).to_csv(buffer, index=False, lineterminator="\n")
    content = buffer.getvalue().encode("utf-8")
    head = {**about, "table": sealed.stamp(content, schema=_TABLE, rows=len(table))}
    path = folder / _NAME
    manifest = sealed.to_json(head, schema=_ABOUT, rows=len(table))
    return {path: manifest, path.with_suffix(".csv"): content}


def _state(path: Path) -> tuple[int, ...]:
    """Tell one state of the two files from another."""
    files = [file for file in (path, path.with_suffix(".csv")) if paths.is_file(file)]
    return tuple(value for file in files for value in (file.stat().st_mtime_ns, file.stat().st_size))


@lru_cache(maxsize=1)
def _load(path: Path, state: tuple[int, ...]) -> tuple[pd.DataFrame, dict[str, Any]]:  # noqa: ARG001 - until they change
    """Read the two files of the reference once, until they change."""
    about = sealed.read_json(path, schema=_ABOUT, mend=message(_MEND))
    table_path = path.with_suffix(".csv")
    content = sealed.require_beside(table_path, about.get("table"), schema=_TABLE, mend=message(_MEND))
    try:
        numbers = {f"{name}_{genre}": "int64" for name in ("n", "docs") for genre in _GENRES}
        table = pd.read_csv(io.BytesIO(content), dtype={"term": "str", "tag": "str", **numbers}, na_filter=False)
        Recipe.from_dict(about["recipe"])
        stated = [[s[name] for name in _STATED] for s in about["sources"]]
        if [genre for genre, *_ in stated] != _GENRES:
            msg = message("its genres are others")
            raise ValueError(msg)  # noqa: TRY301 - told below with the name of the file
        _ = about["least_docs"], about["least_docs_of_names"]
    except KitError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        msg = message(
            "{path} is damaged ({error}); {mend}",
            path=path.name,
            error=told(str(error).partition(chr(10))[0])[:80],
            mend=message(_MEND),
        )
        raise SealError(msg) from error
    return table, about
