"""Hits: one row for every place where a frame's term stands."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import schema
from analysis.codebook import Codebook
from analysis.codebook.match import find
from analysis.errors import OptionError, RefusalError
from analysis.grammar.context import context
from analysis.lexicon.stance import stance
from analysis.tokens import Tokens

_WORDS = {
    "units": "the merged layer, where names hide the words inside them",
    "terms": "terms without the analyser's tags",
}


def hits(tokens: Tokens, codebook: Codebook) -> pd.DataFrame:
    """Find the terms of a codebook in tokens.

    The unit of counting is the hit: one span of whole morphemes, for one frame. Inside a frame (or, with
    `nested_scope: codebook`, across frames) the longest match wins; a span may count in two frames.

    Parameters
    ----------
    tokens : Tokens
        Morpheme layer (`segment` without a unit list), every row; may be redacted with the same codebook.
    codebook : Codebook
        Codebook, as `codebook.read` gives it.

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
        If the tokens are not the morpheme layer.
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
    require_morphemes(tokens, what="frames are")
    _require_readable(tokens, codebook)
    table = tokens.table
    match = find(table, codebook)
    found = match.hits
    at = found["first"].to_numpy()
    columns: dict[str, Any] = {name: table[name].to_numpy()[at] for name in ("paragraph", "sentence")}
    around = context(match.rows, (at, found["last"].to_numpy()), stance().markings).columns
    if tokens.redacted:
        around = around.assign(speaker=pd.Series("", index=around.index, dtype="str"))
    placed = pd.concat([found, around], axis=1).assign(doc=table["doc"].astype(str).to_numpy()[at], **columns)
    known = placed.merge(_terms(codebook), on="term", how="left", validate="many_to_one")
    ranks = {doc: n for n, doc in enumerate(table["doc"].astype(str).unique())}
    known = _gate(known, codebook).assign(_rank=known["doc"].map(ranks))
    known = known.sort_values(["_rank", "start", "end", "frame", "term"], kind="stable", ignore_index=True)
    result = _typed(known)
    result.attrs.update(_attrs(tokens, codebook))
    return schema.check(result, schema.HITS, what="hits table")


def _require_readable(tokens: Tokens, codebook: Codebook) -> None:
    """Refuse tokens whose redaction did not keep the words of this codebook: its hits would be too few."""
    kept = [step.detail for step in tokens.recipe.steps if step.name == "redact"]
    named = f"{codebook.id} {codebook.version}"
    if any(named not in detail for detail in kept):
        msg = f"these tokens were redacted without {named}, whose words may be blanked; segment the article itself"
        raise RefusalError.redacted(msg)


def require_morphemes(tokens: Tokens, *, what: str) -> None:
    """Refuse tokens that are not the morpheme layer."""
    layer = tokens.recipe.layer
    if layer != "morphs":
        msg = (
            f"{what} matched on the morpheme layer, but these tokens are {_WORDS.get(layer, layer)}; "
            "use segment(corpus) without units"
        )
        raise OptionError(msg)


def _terms(codebook: Codebook) -> pd.DataFrame:
    """Tabulate what the codebook says of each term."""
    records = [
        (t.id, codebook.weight(t), codebook.tier(t), t.element or "", t.device or "", t.ambiguous)
        for _, t in codebook.terms()
    ]
    return pd.DataFrame(records, columns=["term", "weight", "tier", "element", "device", "ambiguous"])


def _gate(found: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Mark what counts: core hits, and support hits with a core hit of their frame in scope."""
    scope = codebook.defaults.support_scope
    keys = ["doc", "frame"] + ([scope] if scope != "document" else [])
    core = found["tier"] == "core"
    licensed = set(found.loc[core, keys].itertuples(index=False, name=None))
    beside = [key in licensed for key in found[keys].itertuples(index=False, name=None)]
    return found.assign(counted=core | pd.Series(beside, index=found.index, dtype="bool"))


def _typed(found: pd.DataFrame) -> pd.DataFrame:
    """Give the promised columns in the promised order and kind, also of an empty frame."""
    kinds = {"int": "int64", "float": "float64", "bool": "bool", "text": "str"}
    return found[[c.name for c in schema.HITS]].astype({c.name: kinds[c.kind] for c in schema.HITS})


def _attrs(tokens: Tokens, codebook: Codebook) -> dict[str, Any]:
    """Collect what scores and charts must know besides the hits."""
    markers = stance()
    return {
        "frames": [{"id": f.id, "label": f.label.ko, "colour": f.colour} for f in codebook.frames],
        "compare": list(codebook.compare or ()),
        "codebook": {
            "id": codebook.id,
            "version": codebook.version,
            "status": codebook.status,
            "sha256": codebook.sha256,
            **({"evidence": codebook.proof} if codebook.evidence else {}),
        },
        "stance": {"id": markers.id, "version": markers.version, "sha256": markers.sha256},
        "cap_per_sentence": codebook.defaults.cap_per_sentence,
        "analyser": tokens.recipe.analyser,
    }
