"""Uncertainty of one article: how far its headline number moves with each way of counting."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.framing._score import check_places, pair_of, ratios, require_attrs, sentences_of
from analysis.framing.specifications import Reading, named, reading
from analysis.matcher.rows import require_whole
from analysis.measures import percentile_interval, resampled_sums
from analysis.tokens import Tokens

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
FEWEST_HITS = 5  # of each frame, for an interval
FEWEST_UNITS = 8  # sentences, paragraphs or documents, for resampling them
SOURCES = (
    "leave_one_term",
    "leave_one_sentence",
    "leave_one_paragraph",
    "specifications",
    "analyser",
    "sentence_bootstrap",
    "paragraph_bootstrap",
)
_GRID = {
    "ambiguous": ("with", "without"),
    "weights": ("codebook", "equal"),
    "cap": ("codebook", "off"),
    "support": ("codebook", "off", "core"),
    "quotes": ("with", "without"),
}
_UNITS = {"sentence": "문장", "paragraph": "문단"}
_NO_HITS = "두 프레임의 어휘가 나오지 않는다"
_ONE = "{}이 하나뿐이라 빼면 남는 글이 없다"
_UNDEFINED = "{:,}가지 가운데 {:,}가지에서는 두 프레임의 어휘가 남지 않아 값이 없다"


def uncertainty(
    hits: pd.DataFrame,
    tokens: Tokens,
    *,
    frames: Sequence[str] | None = None,
    seed: int = 1,
    draws: int = 2_000,
) -> pd.DataFrame:
    """Say how far the contrast of two frames moves in each document, source by source.

    One article is observed whole: nothing here is an error of sampling. Leaving out a term takes its hits
    away, not its pattern, so that no shorter term steps in. `specifications` crosses every option of
    `framing.respecify` (48 ways). The bootstraps draw sentences or paragraphs anew and say how much rests on
    single ones.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows.
    tokens : Tokens
        The tokens the hits were found in, every row; may be redacted.
    frames : sequence of two str, optional
        The pair; by default the codebook's `compare`.
    seed : int
        Of the bootstraps; every document starts from it anew, so that none depends on the others.
    draws : int
        Bootstrap draws.

    Returns
    -------
    DataFrame
        Columns schema.UNCERTAINTY; per document, in the order of the tokens, one row a source in the order
        of `SOURCES`. Low and high of the first four are the least and greatest value over the variants and the
        whole text; of the bootstraps the middle 95% of the draws. They are NaN, with a `reason`, where a
        document has no hit, where its only sentence or paragraph would have to go, and for bootstraps where
        a frame has fewer than five hits or the text fewer than eight sentences or paragraphs. Another analyser
        cannot be asked here, without the text: `framing.multiverse` does it. `attrs` as in the hits, with
        compare (the pair), sentences, morphemes, seed and draws.

    Raises
    ------
    OptionError
        If there is no pair, or `draws` is less than 1.
    SchemaError
        If columns or attrs are missing, or the hits are of other tokens.

    References
    ----------
    Card, D. et al. (2022). Computational analysis of 140 years of US political speeches. PNAS 119(31), for the
    range over terms left out; Lowe, W. & Benoit, K. (2011), for resampling sentences of one text; Steegen, S. et
    al. (2016). Increasing transparency through a multiverse analysis. Perspectives on Psychological Science 11(5).

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미 동맹은 굳건하다. 벤처는 드물다."}))
    >>> table = uncertainty(da.framing.hits(tokens, codebook), tokens)
    >>> table.loc[table["source"] == "leave_one_term", ["share_low", "share_high"]].to_numpy().tolist()
    [[0.0, 1.0]]
    """
    book = ledger(hits, tokens, frames=frames, what="uncertainty")
    cells = book.cells(reading(book.hits, {}))
    doc = book.documents()
    names = list(dict.fromkeys(book.places["doc"]))
    grid = _specifications(book, doc, len(names))
    order = np.argsort(doc[book.place], kind="stable")
    edges = np.searchsorted(doc[book.place][order], np.arange(len(names) + 1))
    starts = np.searchsorted(doc, np.arange(len(names) + 1))
    rows: list[dict[str, Any]] = []
    for k, name in enumerate(names):
        mine = order[edges[k] : edges[k + 1]]
        article = Article(book, cells, mine, slice(int(starts[k]), int(starts[k + 1])))
        specified = None if grid is None else (Sums(grid.n[:, k], grid.weight[:, k]), _labels())
        rows.extend({"doc": name} | row for row in _rows(article, specified, seed=seed, draws=draws))
    result = pd.DataFrame(rows, columns=[c.name for c in schema.UNCERTAINTY])
    counts = ["n_a", "n_b", "variants", "undefined"]
    result = result.astype(dict.fromkeys(counts, "int64"))
    result.attrs.update(book.attrs | {"by": "document", "seed": seed, "draws": draws})
    return schema.check(result, schema.UNCERTAINTY, what="uncertainty table")


class Article:
    """One document of a ledger: its sums, and what is left of them without each of its parts."""

    def __init__(self, book: Ledger, cells: Sums, mine: Ints, sentences: slice) -> None:
        self.pair = book.pair
        self._cells = Sums(cells.n[mine], cells.weight[mine])
        self._term = book.term[mine]
        self._sentence = book.place[mine] - sentences.start
        self._places = book.places.iloc[sentences]
        self.whole = total(self._cells, np.zeros(len(mine), dtype=np.int64), 1)

    def parts(self, unit: str) -> tuple[Sums, list[str]]:
        """Add up and name the parts: terms that count, or all sentences or paragraphs of the document."""
        if unit == "term":
            counted = self._cells.n.sum(axis=1) > 0
            code, names = pd.factorize(self._term[counted], sort=True)
            some = Sums(self._cells.n[counted], self._cells.weight[counted])
            return total(some, np.asarray(code, dtype=np.int64), len(names)), [str(name) for name in names]
        code, numbers = pd.factorize(self._places[unit])
        of_cell = np.asarray(code, dtype=np.int64)[self._sentence]
        return total(self._cells, of_cell, len(numbers)), [str(number) for number in numbers]

    def headline(self) -> dict[str, Any]:
        """Give counts, share and log ratio of the whole document."""
        share, log_ratio = headline(self.whole)
        n_a, n_b = self.whole.n[0].tolist()
        words = {"frame_a": self.pair[0], "frame_b": self.pair[1], "n_a": n_a, "n_b": n_b}
        return words | {"share": float(share[0]), "log_ratio": float(log_ratio[0])}


def headline(sums: Sums) -> tuple[Floats, Floats]:
    """Share and log ratio of every row."""
    return ratios(sums.weight[:, 0], sums.weight[:, 1])


def _rows(
    article: Article, specified: tuple[Sums, list[str]] | None, *, seed: int, draws: int
) -> Iterator[dict[str, Any]]:
    """One row per source."""
    whole = article.headline()
    for source in SOURCES:
        row = {"source": source} | whole
        if not whole["n_a"] + whole["n_b"]:
            yield row | _nothing(_NO_HITS)
        elif source == "analyser":
            yield row | _nothing("다른 분석 모형은 글이 있어야 돌릴 수 있다: framing.multiverse가 센다")
        elif source == "specifications":
            done = "이미 한 가지 셈법을 고른 표이다"
            yield row | (_nothing(done) if specified is None else _range(*specified, whole=article.whole))
        elif source.startswith("leave_one_"):
            yield row | _left_out(article, source.removeprefix("leave_one_"))
        else:
            unit = source.removesuffix("_bootstrap")
            yield row | _resampled(article, unit, seed=seed, draws=draws)


def _nothing(reason: str) -> dict[str, Any]:
    """Cells of a row without a range."""
    ends = dict.fromkeys(("share_low", "share_high", "log_ratio_low", "log_ratio_high"), np.nan)
    return ends | {"variants": 0, "undefined": 0, "lowest": "", "highest": "", "reason": reason}


def _left_out(article: Article, unit: str) -> dict[str, Any]:
    """Range over the parts that are left out in turn."""
    parts, names = article.parts(unit)
    if unit != "term" and len(names) == 1:
        return _nothing(_ONE.format(_UNITS[unit]))
    return _range(article.whole.without(parts), names, whole=article.whole)


def _range(variants: Sums, names: list[str], *, whole: Sums) -> dict[str, Any]:
    """Least and greatest value over variants and the whole text, and the variants that give them."""
    share, log_ratio = headline(variants)
    undefined = int(np.isnan(log_ratio).sum())
    if undefined == len(names):
        return _nothing("하나만 빼도 두 프레임의 어휘가 남지 않는다") | {"variants": len(names), "undefined": undefined}
    own_share, own = (float(value[0]) for value in headline(whole))
    low, high = int(np.nanargmin(log_ratio)), int(np.nanargmax(log_ratio))
    return {
        "share_low": min(own_share, float(np.nanmin(share))),
        "share_high": max(own_share, float(np.nanmax(share))),
        "log_ratio_low": min(own, float(log_ratio[low])),
        "log_ratio_high": max(own, float(log_ratio[high])),
        "variants": len(names),
        "undefined": undefined,
        "lowest": names[low] if log_ratio[low] < own else "",
        "highest": names[high] if log_ratio[high] > own else "",
        "reason": _UNDEFINED.format(len(names), undefined) if undefined else "",
    }


def _resampled(article: Article, unit: str, *, seed: int, draws: int) -> dict[str, Any]:
    """Middle 95% over sentences or paragraphs drawn anew."""
    parts, names = article.parts(unit)
    if reason := too_few(int(article.whole.n.min()), units=len(names), unit=_UNITS[unit]):
        return _nothing(reason)
    share, log_ratio = headline(Sums(parts.n, resampled_sums(parts.weight, draws=draws, seed=seed)))
    undefined = int(np.isnan(log_ratio).sum())
    ends = [*percentile_interval(share), *percentile_interval(log_ratio)]
    words = ("share_low", "share_high", "log_ratio_low", "log_ratio_high")
    reason = _UNDEFINED.format(draws, undefined) if undefined else ""
    about = {"variants": draws, "undefined": undefined, "lowest": "", "highest": "", "reason": reason}
    return dict(zip(words, ends, strict=True)) | about


def too_few(n: int, *, units: int, unit: str) -> str:
    """Say in Korean why there is no interval, if there is none."""
    if n < FEWEST_HITS:
        return f"어휘가 {n}회뿐인 칸이 있어 구간을 내지 않는다({FEWEST_HITS}회부터)"
    if units < FEWEST_UNITS:
        return f"{unit} 수({units:,})가 적어 구간을 내지 않는다({FEWEST_UNITS}부터)"
    return ""


def _options() -> list[dict[str, str]]:
    """List every combination of options, the codebook's own first."""
    return [dict(zip(_GRID, choice, strict=True)) for choice in itertools.product(*_GRID.values())]


def _labels() -> list[str]:
    """Write every combination in a line."""
    return [named(options) for options in _options()]


def _specifications(book: Ledger, doc: Ints, docs: int) -> Sums | None:
    """Add up every document under every combination of options: combinations by documents by frames."""
    if book.hits.attrs.get("specification"):
        return None
    of_cell = doc[book.place]
    sums = [total(book.cells(reading(book.hits, options)), of_cell, docs) for options in _options()]
    return Sums(np.stack([s.n for s in sums]), np.stack([s.weight for s in sums]))


@dataclass(frozen=True)
class Sums:
    """Hits and weight of the two frames, one row a part (sentence, paragraph, term, document), one column a frame."""

    n: Ints
    weight: Floats

    def without(self, parts: Sums) -> Sums:
        """Take each part of a single row away, one after the other; what holds no hit weighs exactly nothing."""
        n = self.n - parts.n
        return Sums(n, np.where(n > 0, self.weight - parts.weight, 0.0))


@dataclass(frozen=True)
class Ledger:
    """Hits of two frames and where they stand."""

    # `places` has one row per sentence in reading order; a cell is a term of a frame in a sentence. The hits carry
    # the two attrs alone that decide how they count, because pandas copies attrs at every step.

    pair: list[str]
    attrs: dict[str, Any]
    places: pd.DataFrame
    hits: pd.DataFrame
    cell: Ints  # of each hit
    place: Ints  # row of `places`, of each cell
    side: Ints  # 0 or 1, of each cell
    term: npt.NDArray[np.object_]  # of each cell

    def cells(self, found: Reading) -> Sums:
        """Count and weigh every cell: min(hits, cap) times the weight of the term."""
        counted = found.counted
        n = np.bincount(self.cell[counted], minlength=len(self.side))
        each = np.zeros(len(self.side))
        each[self.cell] = found.weight
        weight = each * np.minimum(n, found.cap)
        sides = self.side[:, None] == np.arange(2)
        return Sums(np.where(sides, n[:, None], 0).astype(np.int64), np.where(sides, weight[:, None], 0.0))

    def documents(self) -> Ints:
        """Give every sentence the number of its document, from 0 in reading order."""
        return np.asarray(pd.factorize(self.places["doc"])[0], dtype=np.int64)


def ledger(hits: pd.DataFrame, tokens: Tokens, *, frames: Sequence[str] | None, what: str) -> Ledger:
    """Lay out the hits of two frames, the codebook's own pair by default."""
    # OptionError without a pair; SchemaError if columns, attrs or rows are missing, or hits are of other tokens.
    schema.check(hits, schema.HITS, what="hits table")
    attrs = require_attrs(hits, ("frames", "compare", "cap_per_sentence"), what="hits table", maker="framing.hits")
    pair = pair_of(attrs, frames, what=what)
    places = sentences_of(require_whole(tokens.table, what=f"framing.{what}"))
    check_places(hits, places, [frame["id"] for frame in attrs["frames"]])
    rows = hits[hits["frame"].isin(pair)].reset_index(drop=True)
    rows.attrs.clear()
    rows.attrs.update({name: attrs.get(name) for name in ("cap_per_sentence", "specification")})
    about = attrs | {"compare": pair, "sentences": len(places), "morphemes": len(tokens)}
    index = pd.MultiIndex.from_frame(places[["doc", "sentence"]])
    place = index.get_indexer(pd.MultiIndex.from_frame(rows[["doc", "sentence"]].astype({"doc": "str"})))
    side = (rows["frame"] == pair[1]).to_numpy(dtype=np.int64)
    terms, names = pd.factorize(rows["term"].astype("str"), sort=True)
    key = (place * 2 + side) * max(len(names), 1) + terms
    cells, cell = np.unique(key, return_inverse=True)
    rest, at = np.divmod(cells, max(len(names), 1))
    return Ledger(pair, about, places, rows, cell, rest // 2, rest % 2, np.asarray(names, dtype=object)[at])


def total(cells: Sums, part: Ints, parts: int) -> Sums:
    """Add up cells by the part that each is in."""
    sums = [np.bincount(part, weights=t[:, k], minlength=parts) for t in (cells.n, cells.weight) for k in (0, 1)]
    return Sums(np.stack(sums[:2], axis=1).astype(np.int64), np.stack(sums[2:], axis=1))
