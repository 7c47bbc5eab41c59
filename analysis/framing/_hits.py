"""Hits: one row for every place where a frame's term stands, and what all tables of hits share."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd

from analysis import schema
from analysis.codebook import Codebook
from analysis.codebook.evidence_file import suffices
from analysis.codebook.match import find, needs_tags, needs_units
from analysis.codebook.term_rules import Variables, variables
from analysis.errors import OptionError, RefusalError
from analysis.grammar.context import context
from analysis.lexicon.stance import stance
from analysis.messages import later, message
from analysis.tokens import Tokens
from analysis.tokens.over_parts import stacked
from analysis.tokens.tokens import arrays, doc_ids

_LAYERS = {
    "units": later("the merged layer, where names hide the words inside them"),
    "terms": later("terms without the analyser's tags"),
}
_DTYPES = {"int": "int64", "float": "float64", "bool": "bool", "text": "str"}


def hits(tokens: Tokens, codebook: Codebook, *, documents: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find the terms of a codebook in tokens.

    The unit of counting is the hit: one span of whole morphemes, for one frame. Inside a frame (or, with
    `nested_scope: codebook`, across frames) the longest match wins; a span may count in two frames. A rule has one hit
    in each unit in which it holds, at the first match that it rests on there; at the same span it goes before a plain
    term.

    Parameters
    ----------
    tokens : Tokens
        Morpheme layer (`segment` without a unit list, or of another analyser), every row; may be redacted with the
        same codebook. Or plain terms (`Tokens.from_terms`), if the codebook asks for no tag: they have no clauses and
        no sentences, so that every flag is False and `score` counts every hit.
    codebook : Codebook
        Codebook, as `codebook.read` gives it.
    documents : DataFrame, optional
        `corpus.documents`, needed where a rule asks for a document variable (`where`). A document without the value
        does not fit.

    Returns
    -------
    DataFrame
        Columns schema.HITS, one row per hit, by document in the order of the tokens, then start, end,
        frame and term. A support term without a core hit of its frame in `support_scope` is there with
        counted False. Nothing found is an empty frame with the same columns and attrs. `attrs` carries
        frames (id, label, colour), compare, codebook (id, version, status, sha256 and, where there is any, evidence),
        cap_per_sentence, analyser and stance (id, version, sha256), which `score` reads.

        Flags (negated, obligation, plan, certainty, hearsay, possibility) say what the predicate of the hit's
        clause carries: the first predicate behind the hit, up to its ending. In ‘동맹을 지키는 정부는 예산을
        늘려야 한다’ the obligation governs 예산 and not 동맹. A quotation has clauses of its own. A negated hit
        is counted like any other. `agent` is the subject of that clause or an earlier topic of the sentence;
        `speaker` is empty in redacted tokens, which keep no names.

    Raises
    ------
    OptionError
        If the tokens are another layer, or plain terms and the codebook needs tags or sentences; if a rule asks for a
        document variable and `documents` is not given, lacks it, or lacks a document of the tokens.
    RefusalError
        If they were redacted without this codebook, or with another version of it.
    SchemaError
        If rows were taken out of the tokens.

    References
    ----------
    Entman, R. M. (1993). Framing: Toward clarification of a fractured paradigm. Journal of Communication
    43(4), for the values of `element`.

    Examples
    --------
    >>> import analysis as da
    >>> codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "한미 동맹은 굳건하다. 벤처는 드물다."}))
    >>> hits(tokens, codebook)["surface"].tolist()
    ['한미 동맹', '벤처']
    """
    known = variables(codebook, documents, doc_ids(tokens))
    _require_fit(tokens, codebook)
    return stacked(tokens, partial(_table, codebook=codebook, known=known))


def hits_wherever(tokens: Tokens, codebook: Codebook) -> pd.DataFrame:
    """Find the hits as if every document fitted the conditions of the rules: the texts of a self-test are of none."""
    _require_fit(tokens, codebook)
    return _table(tokens, codebook, None)


def _require_fit(tokens: Tokens, codebook: Codebook) -> None:
    """Refuse tokens that a codebook cannot be matched on."""
    if tokens.recipe.layer != "terms":
        require_morphemes(tokens, what=message("frames are"))
    elif tagged := needs_tags(codebook):
        msg = message(
            "{tagged} of codebook {codebook} needs tags, which plain terms do not have; use segment(corpus)",
            tagged=tagged,
            codebook=codebook.id,
        )
        raise OptionError(msg)
    elif ruled := needs_units(codebook):
        msg = message(
            "the rule of {ruled} of codebook {codebook} needs sentences or the order of words, which plain "
            "terms do not have; use segment(corpus), or write within: document without near",
            ruled=ruled,
            codebook=codebook.id,
        )
        raise OptionError(msg)
    if not codebook.scored:
        msg = message(
            "no frame of codebook {codebook} has terms; people code its frames (validation.sheet)", codebook=codebook.id
        )
        raise OptionError(msg)
    _require_kept_words(tokens, codebook)


def _table(tokens: Tokens, codebook: Codebook, known: Variables | None) -> pd.DataFrame:
    """Make the table of hits of an ordinary table."""
    rows = arrays(tokens)
    found = find(rows, codebook, known).hits
    first, last = (found[name].to_numpy() for name in ("first", "last"))
    clause = context(rows, (first, last), stance().markings).columns
    if tokens.redacted:
        clause = clause.assign(speaker=pd.Series("", index=clause.index, dtype="str"))
    columns: dict[str, Any] = {name: rows.numbers[name][first] for name in ("paragraph", "sentence")}
    columns["doc"] = pd.Series(rows.strings("doc", first), dtype="str")
    found = pd.concat([found, clause], axis=1).assign(**columns)
    found = found.merge(_terms(codebook), on="term", how="left", validate="many_to_one")
    result = typed(in_text_order(_mark_counted(found, codebook), tokens), schema.HITS)
    return schema.check(
        schema.describe(result, _about(tokens, codebook), source=tokens.recipe), schema.HITS, what=message("hits table")
    )


def require_morphemes(tokens: Tokens, *, what: str) -> None:
    """Refuse tokens that are not the morpheme layer."""
    layer = tokens.recipe.layer
    if layer != "morphs":
        msg = message(
            "{what} matched on the morpheme layer, but these tokens are {layers}; use segment(corpus) without units",
            what=what,
            layers=message(_LAYERS.get(layer, layer)),
        )
        raise OptionError(msg)


def in_text_order(table: pd.DataFrame, tokens: Tokens) -> pd.DataFrame:
    """Sort hits by document in the order of the tokens, then start, end, frame and term."""
    ranks = {doc: rank for rank, doc in enumerate(doc_ids(tokens))}
    keys = ["_rank", "start", "end", "frame", "term"]
    return table.assign(_rank=table["doc"].map(ranks)).sort_values(keys, kind="stable", ignore_index=True)


def typed(table: pd.DataFrame, contract: schema.Contract) -> pd.DataFrame:
    """Choose the columns of a contract in its order, with its dtypes also where there is no row."""
    return table[[c.name for c in contract]].astype({c.name: _DTYPES[c.kind] for c in contract})


def _require_kept_words(tokens: Tokens, codebook: Codebook) -> None:
    """Refuse tokens whose redaction did not keep the words of this codebook: its hits would be too few."""
    name = f"{codebook.id} {codebook.version}"
    if any(step.name == "redact" and name not in step.detail for step in tokens.recipe.steps):
        msg = message(
            "these tokens were redacted without {name}, whose words may be blanked; segment the article itself",
            name=name,
        )
        raise RefusalError.redacted(msg)


def _terms(codebook: Codebook) -> pd.DataFrame:
    """List the terms of the codebook with the columns that hits take from them."""
    records = [
        (t.id, codebook.weight(t), codebook.tier(t), t.element or "", t.device or "", t.ambiguous)
        for _, t in codebook.terms()
    ]
    return pd.DataFrame(records, columns=["term", "weight", "tier", "element", "device", "ambiguous"])


def _mark_counted(found: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Mark what counts: core hits, and support hits with a core hit of their frame in scope."""
    scope = codebook.defaults.support_scope
    keys = ["doc", "frame"] + ([scope] if scope != "document" else [])
    core = found["tier"] == "core"
    with_core = set(found.loc[core, keys].itertuples(index=False, name=None))
    beside = [key in with_core for key in found[keys].itertuples(index=False, name=None)]
    return found.assign(counted=core | pd.Series(beside, index=found.index, dtype="bool"))


def _about(tokens: Tokens, codebook: Codebook) -> schema.About:
    """Collect what scores and charts must know besides the hits."""
    markers, evidence = stance(), codebook.proof if codebook.evidence else ""
    return schema.About(
        frames=tuple(schema.FrameName(f.id, f.label.ko, f.colour) for f in codebook.scored),
        unscored=tuple(f.id for f in codebook.frames if not f.terms) or None,
        compare=tuple(codebook.compare or ()),
        codebook=schema.Source(codebook.id, codebook.version, codebook.status, codebook.sha256, evidence),
        stance=schema.Source(markers.id, markers.version, sha256=markers.sha256),
        cap_per_sentence="none" if tokens.recipe.layer == "terms" else codebook.defaults.cap_per_sentence,
        analyser=tokens.recipe.analyser,
        checked=_checked(codebook, doc_ids(tokens)),
    )


def _checked(codebook: Codebook, docs: list[str]) -> schema.Checked | None:
    """Sum up what people found of a list of polarity: nothing where nobody looked, None for frames."""
    if not codebook.polar:
        return None
    if codebook.evidence is None:
        return schema.Checked()
    found = codebook.evidence
    poles = set(codebook.compare or ())
    seen = {sampled.part for sampled in found.samples if sampled.seen}
    read = [sampled.n for sampled in found.samples if sampled.part not in seen]
    both = min((a.n for a in found.agreement if a.frame in poles), default=0)
    alphas = [a.alpha for a in found.agreement if a.frame in poles]
    f1 = [m.f1 for m in found.accuracy if m.frame in poles and m.part not in seen and m.weighting == "none"]
    known = [value for value in f1 if value is not None]
    checked = schema.Checked(
        units=min(sum(read), both),
        coders=sum(coder.kind == "human" for coder in found.coders),
        alpha=min((math.nan if a is None else a for a in alphas), default=math.nan),
        macro_f1=sum(known) / len(known) if known else math.nan,
        texts=found.texts,
    )
    return replace(checked, here=suffices(checked, docs))
