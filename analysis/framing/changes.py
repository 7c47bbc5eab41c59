"""Which hits changed between two versions of a codebook, and what in the codebook did it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis import schema
from analysis.codebook import Codebook
from analysis.codebook.diff import Place, Trace, difference, found_by
from analysis.errors import RefusalError
from analysis.framing._hits import hits, in_text_order, typed
from analysis.tokens import Tokens

_KEYS = ["doc", "paragraph", "sentence", "start", "end", "surface", "frame", "term"]
_VALUES = ["tier", "weight", "element", "device", "ambiguous", "counted"]


def changes(tokens: Tokens, old: Codebook, new: Codebook) -> pd.DataFrame:
    """Tell which hits two versions of a codebook do not share, and why.

    The unit of counting is the hit: one span, one frame, one term. A hit that only the new version has was
    gained, one that only the old has was lost; one that both have but value differently was changed. The cause
    is the first step of the matcher at which the other version fails: the term is not there, its pattern does
    not match, the tag, a neighbour or a mask forbids it, or another match takes the place.

    Parameters
    ----------
    tokens : Tokens
        Morpheme layer, every row, not redacted.
    old, new : Codebook
        Two versions.

    Returns
    -------
    DataFrame
        Columns schema.HIT_CHANGES, by document in the order of the tokens, then start, end, frame and term.
        `why` is a field of the term (match, pos, not_after, weight, ...), term added, term removed, frame (the
        term moved), variants, mask, overlap, or core (a support hit lost or won its core hit). Versions that
        give the same hits give an empty frame.

    Raises
    ------
    OptionError
        If the tokens are not the morpheme layer, or are redacted.
    SchemaError
        If rows were taken out of the tokens.

    Examples
    --------
    >>> import analysis as da
    >>> new = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
    >>> old = new.model_copy(update={"mask": ()})
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "탄소중립위원회가 열렸다."}))
    >>> changes(tokens, old, new)[["surface", "change", "why"]].values.tolist()
    [['탄소중립', 'lost', 'mask']]
    """
    if tokens.redacted:
        msg = (
            "changes of hits need the text, but these tokens are redacted, and words that one version looks for may "
            "be blank; put the article into seeds/private"
        )
        raise RefusalError.redacted(msg)
    sides = {"before": hits(tokens, old), "after": hits(tokens, new)}
    both = sides["before"][_KEYS + _VALUES].merge(
        sides["after"][_KEYS + _VALUES], on=_KEYS, how="outer", suffixes=("_before", "_after"), indicator=True
    )
    differs = both["_merge"].ne("both")
    for name in _VALUES:
        differs |= both[f"{name}_before"].ne(both[f"{name}_after"])
    table = in_text_order(both[differs], tokens)
    causes = _Causes(tokens, sides, old, new)
    found = [causes.of(row) for row in table.to_dict("records")]
    table = table.assign(
        change=table["_merge"].astype(str).map({"left_only": "lost", "right_only": "gained", "both": "changed"}),
        why=[why for why, _ in found],
        detail=[detail for _, detail in found],
        counted_before=table["counted_before"].eq(True),
        counted_after=table["counted_after"].eq(True),
    )
    return schema.check(typed(table, schema.HIT_CHANGES), schema.HIT_CHANGES, what="changes of hits")


class _Causes:
    """Finds what in the codebooks made each difference between their hits."""

    def __init__(self, tokens: Tokens, sides: dict[str, pd.DataFrame], old: Codebook, new: Codebook) -> None:
        self._tokens, self._sides = tokens, sides
        self._books = {"before": old, "after": new}
        self._terms = {side: {(f.id, t.id): t for f, t in book.terms()} for side, book in self._books.items()}
        self._traces: dict[str, Trace] = {}
        self._by_doc: dict[str, dict[Any, pd.DataFrame]] = {}

    def of(self, row: dict[Any, Any]) -> tuple[str, str]:
        """Name the cause and its detail for one row of the hits of both versions side by side."""
        if row["_merge"] == "both":
            return self._of_values(row)
        without, with_ = ("after", "before") if row["_merge"] == "left_only" else ("before", "after")
        key = (row["frame"], row["term"])
        place: Place = (str(row["doc"]), int(row["start"]), int(row["end"]))
        step = self._trace(without).obstacle(*key, place)
        if step == "term":
            return self._of_missing_term(key, without=without, with_=with_)
        if step == "overlap":
            return step, self._overlapping(row, without)
        old, new = (self._terms[side][key] for side in ("before", "after"))
        if step == "mask":
            return step, difference(*(book.mask for book in self._books.values()))
        if step == "match" and (old.match, old.number) == (new.match, new.number):
            spelled = (tuple(f"{k}: {', '.join(v)}" for k, v in book.variants.items()) for book in self._books.values())
            return "variants", difference(*spelled)
        return step, difference(*(found_by(term) if step == "match" else getattr(term, step) for term in (old, new)))

    def _of_values(self, row: dict[Any, Any]) -> tuple[str, str]:
        """Name the cause for a hit that both versions have, but value differently."""
        fields = [name for name in _VALUES[:-1] if row[f"{name}_before"] != row[f"{name}_after"]]
        if fields:
            details = (f"{name} {difference(row[f'{name}_before'], row[f'{name}_after'])}" for name in fields)
            return ", ".join(fields), "; ".join(details)
        old, new = (book.defaults.support_scope for book in self._books.values())
        if old != new:
            return "defaults.support_scope", difference(old, new)
        which, since = ("no", "any more") if row["counted_before"] else ("a", "now")
        return "core", f"{which} core hit of the frame in its {new} {since}"

    def _of_missing_term(self, key: tuple[str, str], *, without: str, with_: str) -> tuple[str, str]:
        """Name what became of a term that one version lacks: added, removed, or moved to another frame."""
        elsewhere = next((frame for frame, term in self._terms[without] if term == key[1]), None)
        if elsewhere is not None:
            return "frame", difference(*((elsewhere, key[0]) if without == "before" else (key[0], elsewhere)))
        return ("term added" if without == "before" else "term removed"), found_by(self._terms[with_][key])

    def _overlapping(self, row: dict[Any, Any], side: str) -> str:
        """Name the hits of one version that share characters with a place."""
        if side not in self._by_doc:
            self._by_doc[side] = dict(iter(self._sides[side].groupby("doc", sort=False)))
        table = self._by_doc[side].get(row["doc"], self._sides[side].iloc[:0])
        across = self._books[side].defaults.nested_scope == "codebook"
        shares = (table["start"] < row["end"]) & (table["end"] > row["start"])  # [4,7) shares with [6,9), not [7,9)
        found = table.loc[shares & (across | (table["frame"] == row["frame"]))]
        return "; ".join(f"{t} ({s})" for t, s in zip(found["term"], found["surface"], strict=True))

    def _trace(self, side: str) -> Trace:
        """Make the matcher of one version when first asked for."""
        if side not in self._traces:
            self._traces[side] = Trace(self._tokens.table, self._books[side])
        return self._traces[side]
