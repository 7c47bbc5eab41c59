"""Uncertainty: how far the contrast of two frames in a document moves; the sums of a pair that it is made of."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.framing._score import Floats, Ints, choose_pair, content_of_sentences, ratios, require_same_source
from analysis.framing.specifications import HitValues, format_options, value_hits
from analysis.measures import percentile_interval, resampled_sums
from analysis.messages import message
from analysis.tokens import Tokens

Row = dict[str, str | int | float | bool | None]  # of a table, by column
FEWEST_HITS = 5  # of each frame, for an interval
_FEWEST_UNITS = 8  # sentences, paragraphs or documents, for resampling them
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
# The codebook's own options first.
WAYS = [dict(zip(_GRID, choice, strict=True)) for choice in itertools.product(*_GRID.values())]
_ENDS = ("share_low", "share_high", "log_ratio_low", "log_ratio_high")
UNITS = {"sentence": "문장", "paragraph": "문단"}
_NO_HITS = "두 프레임의 어휘가 나오지 않는다"
_ONLY_ONE = "{}이 하나뿐이라 빼면 남는 글이 없다"
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
    pair = pair_hits(hits, tokens, frames=frames, what="uncertainty")
    cells = pair.sum_cells(value_hits(pair.hits, {}))
    doc = np.asarray(pd.factorize(pair.sentences["doc"])[0], dtype=np.int64)
    names = list(dict.fromkeys(pair.sentences["doc"]))
    grid = _sum_specifications(pair, doc, len(names))
    labels = [format_options(options) for options in WAYS]
    # cells of document k are order[edges[k]:edges[k + 1]], its sentences starts[k]:starts[k + 1]
    order = np.argsort(doc[pair.sentence_of_cell], kind="stable")
    edges = np.searchsorted(doc[pair.sentence_of_cell][order], np.arange(len(names) + 1))
    starts = np.searchsorted(doc, np.arange(len(names) + 1)).tolist()
    rows: list[Row] = []
    for k, name in enumerate(names):
        document = DocumentSums(pair, cells, order[edges[k] : edges[k + 1]], slice(starts[k], starts[k + 1]))
        variants = None if grid is None else (PairSums(grid.n[:, k], grid.weight[:, k]), labels)
        facts = document.facts()
        for source in SOURCES:
            row = range_of(source, document, variants, seed=seed, draws=draws)
            rows.append({"doc": name, "source": source} | facts | row)
    result = pd.DataFrame(rows, columns=[c.name for c in schema.UNCERTAINTY])
    result = result.astype(dict.fromkeys(["n_a", "n_b", "variants", "undefined"], "int64"))
    about = replace(pair.about, by="document", seed=seed, draws=draws)
    return schema.check(
        schema.describe(result, about, source=hits), schema.UNCERTAINTY, what=message("uncertainty table")
    )


@dataclass(frozen=True)
class PairSums:
    """Hits and weight of the two frames, one row a part (sentence, paragraph, term, document), one column a frame."""

    n: Ints
    weight: Floats

    def without(self, parts: PairSums) -> PairSums:
        """Take each part of a single row away, one after the other; what holds no hit weighs exactly nothing."""
        # Example: a document with 4 and 3 hits, weight 4.0 and 1.5; its term with 4 and 0 hits leaves 0 and 3, weight
        # exactly 0.0
        n = self.n - parts.n
        return PairSums(n, np.where(n > 0, self.weight - parts.weight, 0.0))

    def ratios(self) -> tuple[Floats, Floats]:
        """Share and log ratio of every row."""
        return ratios(self.weight[:, 0], self.weight[:, 1])


@dataclass(frozen=True)
class PairHits:
    """The hits of two frames in cells; a cell is one term of one frame in one sentence."""

    # Two hits of a term in sentence 4 are one cell: cell_of_hit [0, 0], sentence_of_cell [4]. The hits say of
    # themselves only the cap, which decides how they count, because pandas copies attrs at every step.

    frames: list[str]
    about: schema.About
    sentences: pd.DataFrame  # of the tokens, in reading order
    hits: pd.DataFrame
    cell_of_hit: Ints
    sentence_of_cell: Ints  # row of `sentences`
    frame_of_cell: Ints  # 0 or 1
    term_of_cell: npt.NDArray[np.object_]

    def sum_cells(self, values: HitValues) -> PairSums:
        """Count and weigh every cell: min(hits, cap) times the weight of the term."""
        # Example: three hits of a term of weight 0.5 in one sentence, cap 2, are one cell with n 3 and weight 1.0. A
        # cell belongs to one of the two frames; the other column of the result is 0.
        n = np.bincount(self.cell_of_hit[values.counted], minlength=len(self.frame_of_cell))
        each = np.zeros(len(self.frame_of_cell))
        each[self.cell_of_hit] = values.weight
        weight = each * np.minimum(n, values.cap)
        columns = self.frame_of_cell[:, None] == np.arange(2)
        return PairSums(np.where(columns, n[:, None], 0).astype(np.int64), np.where(columns, weight[:, None], 0.0))


def pair_hits(hits: pd.DataFrame, tokens: Tokens, *, frames: Sequence[str] | None, what: str) -> PairHits:
    """Lay out the hits of two frames, by default the pair of the codebook."""
    schema.check(hits, schema.HITS, what=message("hits table"))
    needed = ("frames", "compare", "cap_per_sentence")
    about = schema.require_about(hits, needed, what=message("hits table"), maker="framing.hits")
    pair = choose_pair(about, frames, what=what)
    sentences = content_of_sentences(tokens, what=f"framing.{what}")
    require_same_source(hits, sentences, about.frame_ids)
    rows = hits[hits["frame"].isin(pair)].reset_index(drop=True)
    schema.describe(rows, schema.About(cap_per_sentence=about.cap_per_sentence), source=hits)
    about = replace(about, compare=tuple(pair), sentences=len(sentences), morphemes=len(tokens))
    index = pd.MultiIndex.from_frame(sentences[["doc", "sentence"]])
    sentence = index.get_indexer(pd.MultiIndex.from_frame(rows[["doc", "sentence"]].astype({"doc": "str"})))
    frame = (rows["frame"] == pair[1]).to_numpy(dtype=np.int64)
    terms, names = pd.factorize(rows["term"].astype("str"), sort=True)
    # one number for sentence, frame and term: of 7 terms, term 2 of frame 1 in sentence 4 is (4 * 2 + 1) * 7 + 2 = 65
    width = max(len(names), 1)
    cells, cell_of_hit = np.unique((sentence * 2 + frame) * width + terms, return_inverse=True)
    rest, term = np.divmod(cells, width)
    names_of_cells = np.asarray(names, dtype=object)[term]
    return PairHits(pair, about, sentences, rows, cell_of_hit, rest // 2, rest % 2, names_of_cells)


def sum_parts(cells: PairSums, part: Ints, parts: int) -> PairSums:
    """Add up cells by the part that each is in."""
    # Example: cells of the sentences 0, 0 and 2 of three add up to rows 0 and 2; row 1, a sentence without a hit, is 0
    columns = [np.bincount(part, weights=t[:, k], minlength=parts) for t in (cells.n, cells.weight) for k in (0, 1)]
    return PairSums(np.stack(columns[:2], axis=1).astype(np.int64), np.stack(columns[2:], axis=1))


class DocumentSums:
    """The sums of one document, whole and by the parts it is made of."""

    def __init__(self, pair: PairHits, cells: PairSums, chosen: Ints, sentences: slice) -> None:
        self._frames = pair.frames
        self._cells = PairSums(cells.n[chosen], cells.weight[chosen])
        self._term = pair.term_of_cell[chosen]
        self._sentence = pair.sentence_of_cell[chosen] - sentences.start
        self._sentences = pair.sentences.iloc[sentences]
        self.whole = sum_parts(self._cells, np.zeros(len(chosen), dtype=np.int64), 1)

    def parts(self, unit: str) -> tuple[PairSums, list[str]]:
        """Add up and name the parts: terms that count, or all sentences or paragraphs of the document."""
        if unit == "term":
            counted = self._cells.n.sum(axis=1) > 0
            code, names = pd.factorize(self._term[counted], sort=True)
            cells = PairSums(self._cells.n[counted], self._cells.weight[counted])
        else:
            of_sentence, names = pd.factorize(self._sentences[unit])
            code, cells = of_sentence[self._sentence], self._cells
        return sum_parts(cells, np.asarray(code, dtype=np.int64), len(names)), [str(name) for name in names]

    def facts(self) -> Row:
        """Give the frames with counts, share and log ratio of the whole document."""
        share, log_ratio = self.whole.ratios()
        n_a, n_b = self.whole.n[0].tolist()
        frames: Row = {"frame_a": self._frames[0], "frame_b": self._frames[1], "n_a": n_a, "n_b": n_b}
        return frames | {"share": float(share[0]), "log_ratio": float(log_ratio[0])}


def _too_few(n: int, *, units: int, unit: str) -> str:
    """Give the Korean reason why there is no interval, or nothing where there is one."""
    if n < FEWEST_HITS:
        return f"어휘가 {n}회뿐인 칸이 있어 구간을 내지 않는다({FEWEST_HITS}회부터)"
    if units < _FEWEST_UNITS:
        return f"{unit} 수({units:,})가 적어 구간을 내지 않는다({_FEWEST_UNITS}부터)"
    return ""


def range_of(
    source: str, document: DocumentSums, variants: tuple[PairSums, list[str]] | None, *, seed: int, draws: int
) -> Row:
    """Give the range that a document has from one source of uncertainty."""
    if not document.whole.n.sum():
        return _no_range(_NO_HITS)
    if source == "analyser":
        return _no_range("다른 분석 모형은 글이 있어야 돌릴 수 있다: framing.multiverse가 센다")
    if source == "specifications":
        chosen = _no_range("이미 한 가지 계산 방식을 고른 표이다")
        return _range_over(*variants, whole=document.whole) if variants else chosen
    if source.endswith("_bootstrap"):
        return _bootstrap(document, source.removesuffix("_bootstrap"), seed=seed, draws=draws)
    unit = source.removeprefix("leave_one_")
    parts, names = document.parts(unit)
    if unit != "term" and len(names) == 1:
        return _no_range(_ONLY_ONE.format(UNITS[unit]))
    return _range_over(document.whole.without(parts), names, whole=document.whole)


def _no_range(reason: str) -> Row:
    """Fill a row without a range."""
    row: Row = dict.fromkeys(_ENDS, np.nan)
    return row | {"variants": 0, "undefined": 0, "lowest": "", "highest": "", "reason": reason}


def _range_over(variants: PairSums, names: list[str], *, whole: PairSums) -> Row:
    """Least and greatest value over variants and the whole text, and the variants that give them."""
    share, log_ratio = variants.ratios()
    undefined = int(np.isnan(log_ratio).sum())
    if undefined == len(names):
        counts: Row = {"variants": len(names), "undefined": undefined}
        return _no_range("하나만 빼도 두 프레임의 어휘가 남지 않는다") | counts
    # Leaving a term out can only be compared with leaving none out: the range always holds the whole text's own value
    whole_share, whole_ratio = (float(value[0]) for value in whole.ratios())
    low, high = int(np.nanargmin(log_ratio)), int(np.nanargmax(log_ratio))
    return {
        "share_low": min(whole_share, float(np.nanmin(share))),
        "share_high": max(whole_share, float(np.nanmax(share))),
        "log_ratio_low": min(whole_ratio, float(log_ratio[low])),
        "log_ratio_high": max(whole_ratio, float(log_ratio[high])),
        "variants": len(names),
        "undefined": undefined,
        "lowest": names[low] if log_ratio[low] < whole_ratio else "",
        "highest": names[high] if log_ratio[high] > whole_ratio else "",
        "reason": _UNDEFINED.format(len(names), undefined) if undefined else "",
    }


def _bootstrap(document: DocumentSums, unit: str, *, seed: int, draws: int) -> Row:
    """Middle 95% over sentences or paragraphs drawn anew."""
    parts, names = document.parts(unit)
    if reason := _too_few(int(document.whole.n.min()), units=len(names), unit=UNITS[unit]):
        return _no_range(reason)
    share, log_ratio = PairSums(parts.n, resampled_sums(parts.weight, draws=draws, seed=seed)).ratios()
    undefined = int(np.isnan(log_ratio).sum())
    row = _no_range(_UNDEFINED.format(draws, undefined) if undefined else "")
    ends = dict(zip(_ENDS, (*percentile_interval(share), *percentile_interval(log_ratio)), strict=True))
    return row | ends | {"variants": draws, "undefined": undefined}


def _sum_specifications(pair: PairHits, doc: Ints, docs: int) -> PairSums | None:
    """Add up every document under every combination of options: combinations by documents by frames."""
    if pair.about.specification:
        return None
    # The 48 combinations are worked out once for all documents; document k is the slice [:, k].
    of_cell = doc[pair.sentence_of_cell]
    sums = [sum_parts(pair.sum_cells(value_hits(pair.hits, options)), of_cell, docs) for options in WAYS]
    return PairSums(np.stack([s.n for s in sums]), np.stack([s.weight for s in sums]))
