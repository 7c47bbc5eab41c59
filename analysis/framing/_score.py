"""Scores: how much of each frame stands in a unit of the text, and one frame against another there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError, SchemaError
from analysis.matcher.arrays import starts, view
from analysis.messages import message
from analysis.options import require_choice
from analysis.schema.concat import end_to_end
from analysis.tokens import Tokens
from analysis.tokens.over_parts import over_parts, rows_of_documents
from analysis.tokens.tokens import doc_ids

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
_SENTENCE = ["doc", "paragraph", "sentence"]
_KEYS = {"document": ["doc"], "paragraph": ["doc", "paragraph"], "sentence": _SENTENCE, "corpus": ["doc"]}
_SUMS = ("n", "weight", "content", "sentences", "covered")
COPY_OF = "copy_of"  # column: the first document of the story
_DIGITS = 9  # of a weight: what binary fractions leave beyond is rounded away


def score(
    hits: pd.DataFrame, tokens: Tokens, *, by: Literal["sentence", "paragraph", "document", "corpus"] = "sentence"
) -> pd.DataFrame:
    """Score every frame of the codebook in every unit of the text, zeros included.

    The unit of counting is the counted hit. In a sentence s a frame weighs W(s) = sum over its terms of
    weight x min(hits of the term in s, cap_per_sentence), so that one repeated word cannot carry a
    sentence; paragraphs and documents add up their sentences.

    Parameters
    ----------
    hits : DataFrame
        As `framing.hits` gives it, or some of its rows, such as those outside quotation marks. Rows with
        counted False do not enter.
    tokens : Tokens
        The tokens the hits were found in, every row.
    by : {"sentence", "paragraph", "document", "corpus"}
        Unit of the rows. A corpus has two rows a frame, because they answer two questions: `mean` of the
        documents' own values, where every document weighs the same, and `pooled`, all documents as one text,
        where long ones weigh more.

    Returns
    -------
    DataFrame
        Columns schema.SCORES, with paragraph and sentence after doc as far as `by` goes; one row per unit
        and frame, units in reading order, frames in the order of the codebook. A frame without a hit has
        n 0, weight 0, density 0 and coverage 0; a unit without content morphemes has density NaN.
        Where some of the documents copy others (`Corpus.copies`), the column `copy_of` names the first document of the
        story, empty for one that copies none: `framing.estimate`, `compare`, `trend` and `corrected` count a story
        as one. For a corpus schema.CORPUS_SCORES, mean before pooled.
        `attrs` as in the hits, with by, and the numbers of morphemes and sentences of the text.

    Raises
    ------
    OptionError
        If `by` is none of the four, or the tokens are not the morpheme layer.
    SchemaError
        If the hits lost their attrs, or stand in sentences that the tokens do not have.

    References
    ----------
    Density follows dictionary practice (Laver & Garry 2000), over content morphemes (NNG, NNP, SL, SH,
    XR, VV, VA, MAG) instead of words. Coverage is the share of sentences with W(s) above 0.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미 동맹은 굳건하다. 벤처는 드물다."}))
    >>> scores = score(da.framing.hits(tokens, codebook), tokens, by="document")
    >>> scores["weight"].tolist()
    [1.0, 1.0, 0.0, 0.0, 0.0, 0.0]
    """
    require_choice("by", by, _KEYS)
    if tokens.recipe.layer == "units":
        msg = message("scores are per morpheme, but these tokens are another layer; use segment(corpus) without units")
        raise OptionError(msg)
    schema.check(hits, schema.HITS, what=message("hits table"))
    needed = ("frames", "cap_per_sentence", "codebook")
    about = schema.require_about(hits, needed, what=message("hits table"), maker="framing.hits")
    _require_documents(hits, tokens)
    contract = schema.CORPUS_SCORES if by == "corpus" else schema.SCORES
    named = [*_KEYS[by], *(c.name for c in schema.SCORES if c.name != "doc")]
    columns = [*named, "covered"] if by == "corpus" else named
    call = partial(_sums, about=about, keys=tuple(_KEYS[by]), columns=tuple(columns))
    counted: list[int] = []

    def sums() -> Iterator[pd.DataFrame]:
        for piece in over_parts(tokens, call, beside=rows_of_documents(hits)):
            counted.append(piece.sentences)
            yield piece.sums

    result = end_to_end(sums())
    if by == "corpus":
        result = _over_documents(result)[[c.name for c in contract]].astype({"n": "int64", "frame": "str"})
    else:
        first_of = dict(tokens.recipe.copies)
        if first_of and result["doc"].isin(first_of).any():
            result[COPY_OF] = pd.Series([first_of.get(doc, "") for doc in result["doc"]], result.index, dtype="str")
    about = replace(about, by=by, morphemes=len(tokens), sentences=sum(counted))
    return schema.check(schema.describe(result, about, source=hits), contract, what=message("scores table"))


class _Sums(NamedTuple):
    """What the hits of some documents add up to."""

    sums: pd.DataFrame  # of every unit and frame
    sentences: int


def _sums(
    part: Tokens, hits: pd.DataFrame, *, about: schema.About, keys: Sequence[str], columns: Sequence[str]
) -> _Sums:
    """Add up the hits of an ordinary table."""
    sentences = content_of_sentences(part, what="framing.score")
    units = _weigh(hits, sentences, about)
    units = units.assign(sentences=1, covered=(units["weight"] > 0).astype("int64"))
    summed = units.groupby([*keys, "frame"], sort=False, observed=True)[[*_SUMS]].sum().reset_index()
    rated = _with_rates(summed)[list(columns)].astype({"n": "int64", "frame": "str", "doc": "str"})
    return _Sums(rated, len(sentences))


def contrast(scores: pd.DataFrame, *, frames: Sequence[str] | None = None) -> pd.DataFrame:
    """Set one frame against another in every unit of a scores table.

    Parameters
    ----------
    scores : DataFrame
        As `framing.score` gives it, or some of its rows.
    frames : sequence of two str, optional
        The pair; by default the codebook's `compare`.

    Returns
    -------
    DataFrame
        Columns schema.CONTRAST, with paragraph and sentence after doc as far as the scores go; one row per
        unit in reading order, and `copy_of` where the scores have it. `share` is a / (a + b) of the weights, 0 to 1;
        `log_ratio` is log2((a + 0.5) / (b + 0.5)), above 0 where frame_a leads. Both are NaN where neither frame
        stands.

    Raises
    ------
    OptionError
        If there is no pair, or it does not name two different frames of the scores; or for the scores of a
        corpus, whose mean share is no ratio of its mean weights (`framing.estimate` gives both).
    SchemaError
        If columns or attrs are missing.

    References
    ----------
    The log ratio adds 0.5 to both weights, as Lowe, Benoit, Mikhaylov & Laver (2011) do for their logit
    scale of policy positions; base 2, so that 1 is a doubling.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미 동맹은 굳건하다. 벤처는 드물다."}))
    >>> scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document")
    >>> contrast(scores)["share"].tolist()
    [0.5]
    """
    if schema.about(scores).by == "corpus":
        msg = message(
            'contrast takes scores of documents or their parts; for a corpus pass by="document" to framing.estimate'
        )
        raise OptionError(msg)
    schema.check(scores, schema.SCORES, what=message("scores table"))
    about = schema.require_about(
        scores, ("frames", "compare", "by"), what=message("scores table"), maker="framing.score"
    )
    pair = choose_pair(about, frames, what="contrast")
    keys = [k for k in _SENTENCE if k in scores.columns]
    carried = [COPY_OF] if COPY_OF in scores.columns else []
    sides = [scores.loc[scores["frame"] == f, [*keys, *carried, "frame", "n", "weight"]] for f in pair]
    both = sides[0].merge(
        sides[1].drop(columns=carried), on=keys, how="inner", suffixes=("_a", "_b"), validate="one_to_one"
    )
    share, log_ratio = ratios(both["weight_a"].to_numpy(), both["weight_b"].to_numpy())
    result = both.assign(share=share, log_ratio=log_ratio)
    result = result[[*keys, *(c.name for c in schema.CONTRAST if c.name != "doc"), *carried]]
    schema.describe(result, replace(about, compare=tuple(pair)), source=scores)
    return schema.check(result, schema.CONTRAST, what=message("contrast table"))


def poles(scores: pd.DataFrame, *, frames: Sequence[str] | None = None) -> pd.DataFrame:
    """Read two frames of a scores table as the minus and the plus pole of an axis.

    Bias says to which side the weight leans, intensity how much there is of both: bias alone is noise
    where intensity is low.

    Parameters
    ----------
    scores : DataFrame
        As `framing.score` gives it, or some of its rows.
    frames : sequence of two str, optional
        Minus and plus; by default the codebook's `compare`.

    Returns
    -------
    DataFrame
        Columns schema.POLES, with paragraph and sentence after doc as far as the scores go; one row per unit
        in reading order. bias = (plus - minus) / (plus + minus), -1 to 1, NaN where neither frame stands;
        signed = plus - minus, the signed sum of a list of polarities; intensity = 100 (plus + minus) / content
        morphemes, NaN where there are none.

    Raises
    ------
    OptionError
        If there is no pair, or it does not name two different frames of the scores.
    SchemaError
        If columns or attrs are missing.

    References
    ----------
    Kwak, H., An, J., Jing, E. & Ahn, Y.-Y. (2021). FrameAxis. PeerJ Computer Science 7, e644, for the two
    words; here over the weights of a codebook's hits in place of embeddings.
    """
    sides = contrast(scores, frames=frames)
    keys = [k for k in _SENTENCE if k in sides.columns]
    minus, plus = sides["weight_a"], sides["weight_b"]
    first = scores[scores["frame"].astype(str) == sides["frame_a"].iloc[0]] if len(sides) else scores
    content = sides[keys].merge(first[[*keys, "content"]], on=keys, how="left", validate="one_to_one")["content"]
    result = sides[keys].assign(
        frame_minus=sides["frame_a"],
        frame_plus=sides["frame_b"],
        weight_minus=minus,
        weight_plus=plus,
        content=content.to_numpy(),
        signed=plus - minus,
        bias=(plus - minus) / (plus + minus).replace(0.0, np.nan),
        intensity=100 * (plus + minus) / content.astype("float64").replace(0.0, np.nan).to_numpy(),
    )
    return schema.check(schema.describe(result, schema.about(sides), source=sides), schema.POLES, what="poles")


def choose_pair(about: schema.About, frames: Sequence[str] | None, *, what: str) -> list[str]:
    """Name the two frames to compare: those asked for, else the pair of the codebook."""
    pair = about.pair if frames is None else list(frames)
    known = about.frame_ids
    if isinstance(frames, str) or len(set(pair)) != 2 or len(pair) != 2 or not set(pair) <= set(known):
        msg = message(
            "{what} needs two different frames, not {frames!r}; choose two of {known}",
            what=what,
            frames=frames or pair,
            known=", ".join(known),
        )
        raise OptionError(msg)
    return pair


def ratios(a: npt.ArrayLike, b: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Share and log ratio of the weights of two frames, NaN where both are 0."""
    # Example: weights 3 and 1 give 0.75 and log2(3.5 / 1.5) = 1.22. Sums of 0.1 in another order differ in the last
    # digit, so that without rounding two equal frames could lead one another.
    first, second = (np.round(np.asarray(weight, dtype=np.float64), _DIGITS) for weight in (a, b))
    total = np.where(first + second > 0, first + second, np.nan)
    return first / total, np.where(np.isnan(total), np.nan, np.log2((first + 0.5) / (second + 0.5)))


def frequent_surfaces(hits: pd.DataFrame) -> dict[str, str]:
    """Give every term that counts the surface it has most often; ties by surface."""
    counted = hits[hits["counted"]].groupby(["term", "surface"], observed=True).size().reset_index(name="n")
    first = counted.sort_values(["term", "n", "surface"], ascending=[True, False, True]).drop_duplicates("term")
    return dict(zip(first["term"].astype(str), first["surface"].astype(str), strict=True))


def require_same_source(hits: pd.DataFrame, sentences: pd.DataFrame, frames: list[str]) -> None:
    """Refuse hits of other tokens or of another codebook."""
    known = set(sentences[_SENTENCE].itertuples(index=False, name=None))
    for doc, paragraph, sentence in hits[_SENTENCE].astype({"doc": "str"}).itertuples(index=False, name=None):
        if (doc, paragraph, sentence) not in known:
            raise _strange(doc, sentence)
    unknown = sorted(set(hits["frame"].astype(str)) - set(frames))
    if unknown:
        which = message("frame {unknown!r} is not in the codebook of its attrs", unknown=unknown[0])
        msg = message("hits table: {which}; score the hits of each codebook apart", which=which)
        raise SchemaError(msg)


def _require_documents(hits: pd.DataFrame, tokens: Tokens) -> None:
    """Refuse hits of documents that the tokens do not hold."""
    known = set(doc_ids(tokens))
    strange = hits[~hits["doc"].isin(known)]
    for doc, sentence in strange[["doc", "sentence"]].head(1).itertuples(index=False):
        raise _strange(str(doc), int(sentence))


def _strange(doc: str, sentence: int) -> SchemaError:
    """Say that a hit is of other tokens."""
    msg = message(
        "hits table: document {doc!r} has no sentence {sentence} in these tokens; pass the tokens of the hits",
        doc=doc,
        sentence=sentence,
    )
    return SchemaError(msg)


def content_of_sentences(tokens: Tokens, *, what: str) -> pd.DataFrame:
    """List the sentences in reading order, each with its number of content morphemes."""
    pieces = list(over_parts(tokens, partial(_content, what=what)))
    return pieces[0] if len(pieces) == 1 else pd.concat(pieces, ignore_index=True)


def _content(part: Tokens, *, what: str) -> pd.DataFrame:
    """List the sentences of an ordinary table."""
    table = part.table
    rows = view(table).require_whole(what)
    first = starts([rows.doc, rows.paragraph, rows.sentence])
    content = np.add.reduceat(rows.among(schema.CONTENT_TAGS).astype(np.int64), first) if len(first) else first
    runs = table[_SENTENCE].iloc[first]
    runs = runs.assign(doc=runs["doc"].astype(str), content=content)
    return runs.groupby(_SENTENCE, sort=False)["content"].sum().reset_index()


def _with_rates(summed: pd.DataFrame) -> pd.DataFrame:
    """Add density and coverage to sums."""
    content = summed["content"].astype("float64").replace(0.0, np.nan)
    return summed.assign(density=100 * summed["weight"] / content, coverage=summed["covered"] / summed["sentences"])


def _over_documents(scores: pd.DataFrame) -> pd.DataFrame:
    """Mean of the documents' values and value of all documents together, frame by frame."""
    # Example: documents with 1 point in 10 morphemes and 1 in 90 have densities 10 and 1.11: mean 5.56, pooled 2.
    # Documents without content morphemes have no density and leave the mean, not the sums.
    by_frame = scores.groupby("frame", sort=False)
    sums = by_frame[[*_SUMS]].sum().assign(docs=by_frame.size()).reset_index()
    means = by_frame[["weight", "density", "coverage"]].mean().reset_index(drop=True)
    mean = sums.assign(value="mean", **{name: means[name] for name in means.columns})
    pooled = _with_rates(sums).assign(value="pooled")
    both = pd.concat([mean, pooled], ignore_index=True).astype({"value": "str"})
    order = pd.Index(sums["frame"]).get_indexer(pd.Index(both["frame"]))
    return both.assign(_frame=order).sort_values(["_frame", "value"], ignore_index=True)


def _weigh(hits: pd.DataFrame, sentences: pd.DataFrame, about: schema.About) -> pd.DataFrame:
    """Count and weigh the hits of every sentence and frame, zeros included."""
    # under cap 1 a sentence with a term of weight 2 twice and a term of weight 1 once has n 3 and weight 3
    frames, cap = about.frame_ids, about.cap_per_sentence
    require_same_source(hits, sentences, frames)
    keys = [*_SENTENCE, "frame"]
    counted = hits[hits["counted"]].astype({"doc": "str", "frame": "str", "term": "str"})
    per_term = counted.groupby([*keys, "term"], sort=True).agg(n=("weight", "size"), each=("weight", "first"))
    per_term = per_term.assign(weight=per_term["each"] * per_term["n"].clip(upper=None if cap == "none" else cap))
    per_frame = per_term.groupby(level=keys)[["n", "weight"]].sum().reset_index()
    grid = sentences.merge(pd.DataFrame({"frame": frames}).astype("str"), how="cross")
    full = grid.merge(per_frame, on=keys, how="left", validate="one_to_one")
    return full.assign(n=full["n"].fillna(0).astype("int64"), weight=full["weight"].fillna(0.0).astype("float64"))
