"""The backbone of a network: which ties stay, by a rule that is stated."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import RefusalError
from analysis.messages import message
from analysis.options import require_choice, require_whole
from analysis.stats.edges import WEIGHTS, Network, Weight, cautions, read_network, require_weight

Rule = Literal["strongest", "association"]

_WHAT = "stats.backbone"
_CHI2 = 10.83  # of one degree of freedom, p of .001


def backbone(
    edges: pd.DataFrame, *, rule: Rule = "strongest", weight: Weight = "jaccard", each: int = 3, least: int = 5
) -> pd.DataFrame:
    """Cut a network to the ties that tell terms apart, by a rule that can be reported.

    Among many frequent terms nearly every pair meets in some sentence; which ties are looked at decides every
    centrality. Only ties above chance stay, which hold in `least` windows or more.

    Parameters
    ----------
    edges : DataFrame
        A result of `stats.cooccurrence` or `stats.ties`.
    rule : {"strongest", "association"}
        "strongest": ties that are among the `each` strongest of either of their ends. "association": all whose G2
        passes 10.83 (p < .001); that keeps more ties the larger the corpus is.
    weight : {"jaccard", "n", "npmi", "g2", "phi", "lift"}
        How strong a tie is, for "strongest". n follows frequency, NPMI favours rare terms, Jaccard stands between.
    each : int
        Strongest ties of a term, for "strongest". Ties as strong as the last of them stay too.
    least : int
        Windows that must hold both terms.

    Returns
    -------
    DataFrame
        Rows of `edges` in their order. `attrs` as of `edges`, with `rule`, `cut` (Korean), `weight`, `edges_before`,
        `edges`, `density_before` and `density` (of the pairs of all terms), `isolates` (terms without a tie left) and
        `components` (parts of the terms with ties).

    Raises
    ------
    SchemaError
        If the table is not one of co-occurrence.
    OptionError
        If an option is unknown, a pair stands there twice, or a weight is missing.
    RefusalError
        If "association" is asked of windows of words, which overlap, or the table has no `expected`, as that of
        `framing.congruence`.

    References
    ----------
    The cut by each end's strongest ties is that of nearest neighbour networks; KH Coder cuts by Jaccard over all ties,
    which leaves rare terms alone. G2: Dunning (1993).

    Examples
    --------
    >>> from analysis.stats.cooccurrence import cooccurrence
    >>> from analysis.tokens import Tokens
    >>> texts = {f"d{k}": ["a", "b"] if k < 6 else ["a", "c"] if k < 12 else ["c"] for k in range(20)}
    >>> edges = cooccurrence(Tokens.from_terms(texts), within="document", tags=None)
    >>> kept = backbone(edges)
    >>> kept[["source", "target", "n"]].values.tolist(), kept.attrs["isolates"]
    ([['a', 'b', 6]], ['c'])
    """
    require_weight(weight, what=_WHAT)
    require_choice(f"{_WHAT}: rule", rule, get_args(Rule))
    require_whole(f"{_WHAT}: each", each, least=1)
    require_whole(f"{_WHAT}: least", least, least=1)
    network = read_network(edges, what=_WHAT, weight=weight, more=("expected", "g2"))
    about = schema.about(edges)
    if rule == "association" and about.within == "words":
        raise RefusalError.alone(
            message(
                "stats.backbone: windows of words overlap, so that G2 counts each meeting several times; pair terms "
                "within sentences, or use rule='strongest'"
            )
        )
    table = network.table
    if table["expected"].isna().any():
        raise RefusalError.alone(
            message(
                "{what}: the table does not say how often pairs would meet by chance (expected), so that nothing is "
                "above it; choose rows by their value",
                what=_WHAT,
            )
        )
    stays = ((table["n"] >= least) & (table["n"] > table["expected"])).to_numpy()
    if rule == "association":
        stays = stays & (table["g2"] > _CHI2).to_numpy()
        cut = f"우연보다 자주, {least:,}회 이상 함께 나오고 G²가 {_CHI2}보다 큰 쌍"
    else:
        stays = stays & _strongest(network, stays, table[weight].to_numpy(dtype=float), each)
        cut = (
            f"우연보다 자주, {least:,}회 이상 함께 나온 쌍 가운데 두 단어 중 하나에서 {WEIGHTS[weight]} "
            f"{each:,}위 안에 드는 쌍"
        )
    kept = edges[stays].reset_index(drop=True)
    left = read_network(kept, what=_WHAT)
    known = set(left.terms)
    pairs = len(network.terms) * (len(network.terms) - 1) / 2
    said = replace(
        about,
        chart="network",
        rule=rule,
        cut=cut,
        weight=weight if rule == "strongest" else "g2",
        edges_before=len(table),
        edges=len(kept),
        density_before=network.density,
        density=len(kept) / pairs if pairs else 0.0,
        isolates=tuple(term for term in network.terms if term not in known),
        components=int(left.component.max(initial=0)),
        caution=cautions(kept),
    )
    schema.describe(kept, said, source=edges)
    return schema.check(kept, tuple(c for c in schema.COOCCURRENCE if c.name in kept.columns), what=_WHAT)


def _strongest(
    network: Network, open_to: npt.NDArray[np.bool_], values: npt.NDArray[np.float64], each: int
) -> npt.NDArray[np.bool_]:
    """Which ties are among the strongest of either end, among those that may stay."""
    rows = np.flatnonzero(open_to)
    ends = pd.DataFrame(
        {
            "term": np.concatenate([network.a[rows], network.b[rows]]),
            "row": np.concatenate([rows, rows]),
            "value": np.round(np.concatenate([values[rows], values[rows]]), 12),
        }
    )
    ends["rank"] = ends.groupby("term")["value"].rank(ascending=False, method="min")
    kept = np.zeros(len(values), dtype=bool)
    kept[ends.loc[ends["rank"] <= each, "row"].to_numpy()] = True
    return kept
