"""Stability: whether a conclusion about two frames survives each change in the counting, chance, and all crossed."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import lexicon, schema
from analysis.codebook import Codebook
from analysis.corpus import Corpus, build
from analysis.errors import KitError, OptionError, ReadError
from analysis.framing._hits import hits
from analysis.framing._score import Floats, frequent_surfaces, ratios
from analysis.framing._verdict import ALPHA, FEWEST_UNITS, count_kinds, decide
from analysis.framing.specifications import CHOICES, HitValues, value_hits
from analysis.framing.uncertainty import UNITS, DocumentSums, PairHits, PairSums, Row, pair_hits, sum_parts
from analysis.measures import resampled_sums, sign_flip
from analysis.messages import message
from analysis.options import require_choice
from analysis.tokens import ANALYSERS, Tokens, segment, segment_with
from analysis.tokens.tokens import doc_ids

_LEFT_OUT = {"term": "어휘 항목 하나를 뺄 때", "sentence": "문장 하나를 뺄 때", "paragraph": "문단 하나를 뺄 때"}
_OPTIONS = {
    "ambiguous_off": ("뜻이 모호한 어휘를 뺄 때", {"ambiguous": "without"}),
    "weights_off": ("가중치를 모두 1로 둘 때", {"weights": "equal"}),
    "cap_off": ("한 문장 안의 반복을 모두 셀 때", {"cap": "off"}),
    "support_off": ("보조 어휘를 조건 없이 셀 때", {"support": "off"}),
    "quotes_out": ("인용문 안의 어휘를 뺄 때", {"quotes": "without"}),
}
_Chance = Literal["auto", "paragraph", "sentence"]
_COUNTING: Row = {"kind": "counting", "p": np.nan, "draws_same": np.nan}
_NO_LEADER = "앞서는 프레임이 없다"
_DRAWS, _SEED = 2_000, 1  # of units drawn anew
_OWN = {"text": "body", "analyser": "cong", "layer": "morphs", "variants": "on"}


def stability(
    tokens: Tokens,
    codebook: Codebook,
    *,
    frames: Sequence[str] | None = None,
    other: Mapping[str, Tokens] | None = None,
    chance: _Chance = "auto",
    documents: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """State which of two frames weighs more in a document, whether that holds when the counting changes, and chance.

    A perturbation that can be made in several ways (any one term, sentence, paragraph) is judged by its
    worst way. A conclusion survives when the same frame leads in every way; a tie, or no hit left, is none.
    A choice that leaves every weight as it was changes nothing in this text and is no survival. The last row
    asks another thing: how often coin flips that decide towards which frame each sentence or paragraph leans,
    by as much as it does, would bring so large a difference.

    Parameters
    ----------
    tokens : Tokens
        One document, morpheme layer, every row; may be redacted with the same codebook.
    codebook : Codebook
        Codebook, as read.
    frames : sequence of two str, optional
        The pair; by default the codebook's `compare`.
    other : mapping of str to Tokens, optional
        The same document otherwise prepared (by another analyser, or before cleaning), under a Korean label.
    chance : {"auto", "paragraph", "sentence"}
        The unit whose signs are flipped; "auto" takes paragraphs where six or more of them weigh the two frames
        differently, else sentences. Sentences of one paragraph often lean alike, which makes p by sentence somewhat too
        small.
    documents : DataFrame, optional
        As for `framing.hits`.

    Returns
    -------
    DataFrame
        Columns schema.STABILITY, one row a perturbation, that of chance last. `survives` is missing where nothing was
        changed (`changed` is False), and, with a `reason`, where the text has no leading frame, where its only
        sentence or paragraph would have to go, for `other` when it was not given, and for chance where fewer than six
        units differ. `share` and `log_ratio` are those of the worst variant, NaN without a hit; of chance those
        of the text. `p` and `draws_same` (share of 2,000 draws of the units with replacement in which the same frame
        leads; no test) are of the row of chance. `attrs` as in the hits, with `changed_held`, `changed_fell`,
        `unchanged` and `not_possible`, which count the other rows, `verdict` (what may be said, in parts: stands,
        finding, counting, chance), `conclusion`, its Korean sentences, `base`, the numbers they state, `unit` and
        `units` of chance (those that differ), and `terms`, the most frequent surface of each term id.

    Raises
    ------
    OptionError
        If the tokens hold several documents or another layer, there is no pair, or `chance` is unknown.
    SchemaError
        If rows were taken out of the tokens.

    References
    ----------
    Fisher, R. A. (1935). The design of experiments, and Pitman (1937), for the exact test by flipped signs.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미 동맹은 굳건하다. 한미 동맹도 있다. 벤처는 드물다."}))
    >>> card = stability(tokens, codebook)
    >>> card.loc[card["perturbation"] == "leave_one_term", "survives"].tolist()
    [False]
    >>> card.attrs["changed_held"], card.attrs["changed_fell"], card.attrs["unchanged"]
    (0, 2, 5)
    """
    require_choice("chance", chance, get_args(_Chance))
    names = doc_ids(tokens)
    if len(names) != 1:
        msg = message(
            "stability is of one document, but these tokens hold {n_names}; choose one with tokens.only(docs=[...])",
            n_names=len(names),
        )
        raise OptionError(msg)
    pair = pair_hits(hits(tokens, codebook, documents=documents), tokens, frames=frames, what="stability")
    cells = pair.sum_cells(value_hits(pair.hits, {}))
    document = DocumentSums(pair, cells, np.arange(len(pair.frame_of_cell)), slice(0, len(pair.sentences)))
    unit, differences = differences_by_unit(document, chance)
    others = {
        label: pair_hits(hits(prepared, codebook, documents=documents), prepared, frames=pair.frames, what="stability")
        for label, prepared in (other or {}).items()
    }
    rows = [*_judge_counting(pair, cells, document, others), _judge_chance(document.whole, unit, differences)]
    result = pd.DataFrame(rows, columns=[c.name for c in schema.STABILITY])
    numbers = dict.fromkeys(["share", "log_ratio", "p", "draws_same"], "float64")
    result = result.astype({"changed": "boolean", "survives": "boolean", "variants": "int64"} | numbers)
    facts: dict[str, Any] = {**document.facts()}
    weight_a, weight_b = document.whole.weight[0].tolist()
    base = schema.Headline(**facts, weight_a=weight_a, weight_b=weight_b)
    units = int(np.count_nonzero(differences))
    labels = [pair.about.frame_labels[frame] for frame in pair.frames]
    verdict, kinds = decide(result, base, labels=labels, unit=unit, units=units), count_kinds(result)
    about = replace(
        pair.about, doc=names[0], whole=base, verdict=verdict, surfaces=frequent_surfaces(pair.hits), unit=unit,
        conclusion=". ".join(filter(None, (verdict.finding, verdict.counting, verdict.chance))), units=units,
        changed_held=kinds.held, changed_fell=kinds.fell, unchanged=kinds.unchanged, not_possible=kinds.not_possible,
        draws=_DRAWS, seed=_SEED,
    )  # fmt: skip
    return schema.check(
        schema.describe(result, about, source=tokens.recipe), schema.STABILITY, what=message("stability table")
    )


def multiverse(
    corpus: Corpus,
    codebook: Codebook,
    *,
    frames: Sequence[str] | None = None,
    analysers: Sequence[str] = tuple(ANALYSERS),
    stops: Sequence[str] = (),
) -> pd.DataFrame:
    """Work out the contrast of two frames under every combination of options that a reader could ask for.

    Preparations (the body, or the text with the lines that cleaning took away; each analyser; without the
    list of spelling variants) are crossed with tag sets, the stop list and the options of
    `framing.respecify`. What the kit refuses, such as frames on merged units, has one row that says so. Some
    options change nothing in a given text; all combinations count nevertheless, and `attrs` says how many
    results differ.

    Parameters
    ----------
    corpus : Corpus
        One document or many; many are pooled. A redacted one can be analysed in no other way.
    codebook : Codebook
        Codebook, as read.
    frames : sequence of two str, optional
        The pair; by default the codebook's `compare`.
    analysers : sequence of str
        Of `tokens.ANALYSERS`; cong, the kit's own, is always there.
    stops : sequence of str
        Words whose hits do not count in half of the specifications, such as words that both frames share.

    Returns
    -------
    DataFrame
        Columns schema.MULTIVERSE, one row a specification; the first is the kit's own. Numbers of refused
        ones are 0 and NaN. `attrs` as in the hits, with `options` (the choices of each dimension),
        `run`, `refused`, `distinct` (different pairs of weights), `kept` (specifications in which the frame
        of the first one leads) and `low` and `high`, the range of the log ratio.

    Raises
    ------
    OptionError
        If there is no pair, an analyser is unknown, or `stops` is one string.
    ReadError
        If the corpus holds no morpheme.

    References
    ----------
    Steegen, S. et al. (2016). Increasing transparency through a multiverse analysis. Perspectives on Psychological
    Science 11(5); Simonsohn, U. et al. (2020). Specification curve analysis. Nature Human Behaviour 4.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> table = multiverse(da.Corpus.from_texts({"d": "한미 동맹은 길다. 혈맹도."}), codebook, analysers=["cong"])
    >>> table.attrs["kept"] == table.attrs["run"]
    True
    """
    _require_analysers(analysers)
    grid = _grid(codebook, stops)
    rows: list[Row] = []
    first: PairHits | None = None
    for options, analyse in _analyses(corpus, analysers):
        try:
            tokens = analyse()
            found = hits(tokens, codebook, documents=corpus.documents)
        except KitError as error:
            if options == _OWN:
                raise
            rows.append({**options, "status": "refused", "reason": str(error)})
            continue
        pair = pair_hits(found, tokens, frames=frames, what="multiverse")
        first = first or pair
        rows.extend({**options, **row} for row in _count_in_every_way(pair, tokens, grid, stops))
    assert first is not None, "the kit's own analysis came first"
    return _table(rows, first, grid)


def _judge_counting(
    pair: PairHits, cells: PairSums, document: DocumentSums, other: Mapping[str, PairHits]
) -> Iterator[Row]:
    """Judge every change in the counting."""
    for unit, label in _LEFT_OUT.items():
        yield {"perturbation": f"leave_one_{unit}", "label": label, **_judge_parts(document, unit)}
    for name, (label, options) in _OPTIONS.items():
        changed = pair.sum_cells(value_hits(pair.hits, options))
        yield {"perturbation": name, "label": label, **_judge_one((pair, cells), (pair, changed))}
    for label, its in other.items():
        changed = its.sum_cells(value_hits(its.hits, {}))
        yield {"perturbation": "other", "label": label, **_judge_one((pair, cells), (its, changed))}
    if not other:
        row: Row = {"perturbation": "other", "label": "다른 분석이나 정리 전 글로 셀 때"}
        yield row | _unknown("비교할 분석이 주어지지 않았다", variants=0)


def _judge_parts(document: DocumentSums, unit: str) -> Row:
    """Judge the worst way of leaving one part out."""
    parts, names = document.parts(unit)
    if unit != "term" and len(names) == 1:
        part = {"sentence": "문장이", "paragraph": "문단이"}[unit]
        return _unknown(f"{part} 하나뿐이라 빼면 남는 글이 없다", variants=0)
    return _judge(document.whole, document.whole.without(parts), names)


def _judge_one(own: tuple[PairHits, PairSums], other: tuple[PairHits, PairSums]) -> Row:
    """Judge a perturbation that can be made in one way, and that may leave every weight as it was."""
    row = _judge(_sum_all(*own), _sum_all(*other), [""])
    if row["changed"] is None or _weighed(*own) != _weighed(*other):
        return row
    return row | {"changed": False, "survives": None, "reason": "이 글에서 바꿀 것이 없다"}


def _sum_all(pair: PairHits, cells: PairSums) -> PairSums:
    """Add up all cells: one row."""
    return sum_parts(cells, pair.frame_of_cell * 0, 1)


def _weighed(pair: PairHits, cells: PairSums) -> list[tuple[int, str, float]]:
    """List frame, term and weight of the cells that weigh something, in reading order."""
    # Example: two texts with other numbers of sentences, as before cleaning, and the same terms in them are the same
    weight = cells.weight.sum(axis=1)
    listed = zip(pair.frame_of_cell.tolist(), pair.term_of_cell.tolist(), weight.tolist(), strict=True)
    return [cell for cell in listed if cell[2]]


def _judge(whole: PairSums, variants: PairSums, names: list[str]) -> Row:
    """Find the variant that speaks most against the whole text, and whether the conclusion stands in it."""
    leader = _leader(whole)
    if not leader:
        return _unknown(_NO_LEADER, variants=len(names))
    share, log_ratio = variants.ratios()
    # Example: the first frame leads, variants have log ratios 0.8, 0.1 and -0.3: the last is the worst and the
    # conclusion falls. Where the second leads the signs turn round; a variant without a hit speaks most against any.
    support = np.where(np.isnan(log_ratio), -np.inf, leader * log_ratio)  # of the conclusion
    worst = int(support.argmin())
    return _COUNTING | {
        "share": float(share[worst]),
        "log_ratio": float(log_ratio[worst]),
        "changed": True,
        "survives": bool(support[worst] > 0),
        "variants": len(names),
        "worst": names[worst],
        "reason": "두 프레임의 어휘가 남지 않는다" if np.isnan(log_ratio[worst]) else "",
    }


def _leader(whole: PairSums) -> int:
    """Say which frame weighs more: 1 the first, -1 the second, 0 neither."""
    return int(np.sign(np.round(whole.weight[0, 0] - whole.weight[0, 1], 9)))


def _unknown(reason: str, *, variants: int) -> Row:
    """Fill the row of a perturbation without an answer."""
    row: Row = {"share": np.nan, "log_ratio": np.nan, "changed": None, "survives": None}
    return _COUNTING | row | {"variants": variants, "worst": "", "reason": reason}


def differences_by_unit(document: DocumentSums, chance: _Chance) -> tuple[str, Floats]:
    """Choose the unit of chance, and weigh the two frames against each other in each."""
    # Example: weights 2 and 0, 1 and 1, 0 and 0.5 give 2, 0 and -0.5, of which two differ
    for unit in ("paragraph", "sentence") if chance == "auto" else (chance,):
        weight = document.parts(unit)[0].weight
        differences = np.round(weight[:, 0] - weight[:, 1], 9)
        if np.count_nonzero(differences) >= FEWEST_UNITS:
            break
    return unit, differences


def _judge_chance(whole: PairSums, unit: str, differences: Floats) -> Row:
    """Judge whether coin flips would bring as large a difference."""
    leader, name = _leader(whole), UNITS[unit]
    test = sign_flip(differences)
    share, log_ratio = (float(value[0]) for value in whole.ratios())
    which = f"{name} {test.k}개의" if test.k else f"{name}의"
    row: Row = {
        "perturbation": "chance", "label": f"우연: {which} 기울기를 동전으로 정할 때", "kind": "chance",
        "share": share, "log_ratio": log_ratio, "changed": None, "survives": None, "p": np.nan, "draws_same": np.nan,
        "variants": 0, "worst": "", "reason": "",
    }  # fmt: skip
    if not leader:
        return row | {"reason": _NO_LEADER}
    drawn = np.round(resampled_sums(differences[:, None], draws=_DRAWS, seed=_SEED)[:, 0], 9)
    row["draws_same"] = float((np.sign(drawn) == leader).mean())
    if test.k < FEWEST_UNITS:
        few = f"두 프레임의 점수가 다른 {name}이 적어 우연을 배제할 수 없다({test.k}개, {FEWEST_UNITS}개부터 계산한다)"
        return row | {"reason": few}
    looked = 2**test.k if test.exact else 9_999
    return row | {"survives": test.p <= ALPHA, "p": test.p, "variants": looked}


def _require_analysers(analysers: Sequence[str]) -> None:
    """Refuse unknown analysers."""
    if unknown := [name for name in analysers if name not in ANALYSERS]:
        msg = message(
            "analyser {unknown!r} is not known; use one of {analysers}",
            unknown=unknown[0],
            analysers=", ".join(ANALYSERS),
        )
        raise OptionError(msg)


def _grid(codebook: Codebook, stops: Sequence[str]) -> list[dict[str, str]]:
    """Cross the ways of counting, the kit's own first."""
    choices = {
        # without stop words 2 * 1 * 2 * 2 * 2 * 5 * 2 = 160 ways: of the six supports the one that the codebook names
        # is left out, since "codebook" counts it already
        "tags": ("all", "nouns"),
        "stops": ("none", "stopped") if stops else ("none",),
        "ambiguous": CHOICES["ambiguous"],
        "weights": CHOICES["weights"],
        "cap": CHOICES["cap"],
        "support": tuple(s for s in CHOICES["support"] if s != codebook.defaults.support_scope),
        "quotes": ("with", "without"),
    }
    return [dict(zip(choices, chosen, strict=True)) for chosen in itertools.product(*choices.values())]


def _analyses(corpus: Corpus, analysers: Sequence[str]) -> Iterator[tuple[dict[str, str], Callable[[], Tokens]]]:
    """List the ways of preparing the text, the kit's own first: its options, and what makes the tokens."""
    # Nothing is analysed here: what the kit refuses, such as a text without removed lines, is met by the caller.
    yield _OWN, partial(segment, corpus)
    yield _OWN | {"variants": "off"}, partial(segment, corpus, variants=None)
    yield _OWN | {"layer": "units"}, lambda: segment(corpus, units=lexicon.units_for(corpus))
    yield _OWN | {"text": "raw"}, lambda: segment(_raw(corpus))
    others = [name for name in ANALYSERS if name in analysers and name != _OWN["analyser"]]
    for name in others:  # both texts of an analyser in a row, so that it is loaded once
        yield _OWN | {"analyser": name}, partial(segment_with, corpus, analyser=name)
        raw = _OWN | {"text": "raw", "analyser": name}
        yield raw, lambda name=name: segment_with(_raw(corpus), analyser=name)  # type: ignore[misc]


def _raw(corpus: Corpus) -> Corpus:
    """Put the lines that cleaning took away back to where they stood."""
    if corpus.redacted:
        msg = message("the text is not here, only a redacted table; lines that were taken away cannot be put back")
        raise ReadError(msg)
    removed = corpus.removed
    lines = removed[~removed["kind"].isin(schema.PIECES) & (removed["line"] > 0) & (removed["text"].str.strip() != "")]
    if lines.empty:
        msg = message("cleaning took no line away, so that there is no other text to count")
        raise ReadError(msg)
    removed_from = {str(doc): group for doc, group in lines.groupby("doc", sort=False)}
    rows = []
    for row in corpus.documents.to_dict("records"):
        doc = str(row["doc"])
        # removed line 2 "b" and a text "a\nc" of lines 1 and 3 give (2, "b"), (1, "a"), (3, "c"), sorted "a\nb\nc"
        numbered: list[tuple[int, str]] = []
        if doc in removed_from:
            numbered = list(zip(*(removed_from[doc][name].tolist() for name in ("line", "text")), strict=True))
        at = 0
        for paragraph in str(row["text"]).split("\n"):
            line = corpus.origin(doc, position=at)[0] if numbered and paragraph else 0
            numbered.append((line, paragraph))
            at += len(paragraph) + 1
        text = "\n".join(line for _, line in sorted(numbered, key=lambda pair: pair[0]))
        rows.append({"doc": doc, "text": text, "source": str(row["source"])})
    return build(rows, [])


def _count_in_every_way(
    pair: PairHits, tokens: Tokens, grid: list[dict[str, str]], stops: Sequence[str]
) -> Iterator[Row]:
    """Count one analysis under every combination of options."""
    nouns = _begins_with_noun(pair.hits, tokens)
    stopped = pair.hits["surface"].isin(list(stops)).to_numpy(dtype=bool)
    for options in grid:
        values = value_hits(pair.hits, {name: options[name] for name in CHOICES})
        counted = values.counted & (nouns | (options["tags"] == "all")) & ~(stopped & (options["stops"] == "stopped"))
        cells = pair.sum_cells(HitValues(counted, values.weight, values.cap))
        sums = sum_parts(cells, pair.frame_of_cell * 0, 1)
        (n_a, n_b), (weight_a, weight_b) = sums.n[0].tolist(), np.round(sums.weight[0], 9).tolist()
        numbers: Row = {"n_a": n_a, "n_b": n_b, "weight_a": weight_a, "weight_b": weight_b}
        yield {**options, **numbers, "status": "run", "reason": ""}


def _begins_with_noun(found: pd.DataFrame, tokens: Tokens) -> npt.NDArray[np.bool_]:
    """Whether the first morpheme of each hit is a noun."""
    first = tokens.table[["doc", "start", "tag"]].astype({"doc": "str", "tag": "str"})
    first = first.drop_duplicates(["doc", "start"])
    tags = found[["doc", "start"]].astype({"doc": "str"}).merge(first, on=["doc", "start"], how="left")["tag"]
    return tags.str.split("-").str[0].isin(schema.NOUN_TAGS).to_numpy(dtype=bool)


def _table(rows: list[Row], pair: PairHits, grid: list[dict[str, str]]) -> pd.DataFrame:
    """Build the table and sum it up in what it says of itself."""
    table = pd.DataFrame([{**grid[0], **row} for row in rows])
    run = table["status"] == "run"
    share, log_ratio = ratios(table["weight_a"], table["weight_b"])
    table = table.assign(share=share, log_ratio=log_ratio, frame_a=pair.frames[0], frame_b=pair.frames[1])
    table = table.assign(specification=np.arange(1, len(table) + 1)).fillna({"n_a": 0, "n_b": 0})
    result = table[[c.name for c in schema.MULTIVERSE]]
    result = result.astype(dict.fromkeys(["specification", "n_a", "n_b"], "int64"))
    lead = np.sign(log_ratio)
    dimensions = [*_OWN, *grid[0]]
    about = replace(
        pair.about,
        options={name: tuple(dict.fromkeys(table[name])) for name in dimensions},
        run=int(run.sum()),
        refused=int((~run).sum()),
        distinct=len(table.loc[run, ["weight_a", "weight_b"]].drop_duplicates()),
        kept=int((lead == lead[0]).sum()) if lead[0] else 0,
        low=float(pd.Series(log_ratio).min()),
        high=float(pd.Series(log_ratio).max()),
    )
    return schema.check(
        schema.describe(result, about, source=pair.hits), schema.MULTIVERSE, what=message("multiverse table")
    )
