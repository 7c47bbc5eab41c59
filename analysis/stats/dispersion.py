"""Dispersion: how evenly terms are spread over the parts of a corpus or of a text."""

from __future__ import annotations

import pandas as pd

from analysis import measures, schema
from analysis.errors import RefusalError
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.counting import LAYERS, Tags, Tally, complete, phrase, require_minimum, tally
from analysis.tokens import Tokens
from analysis.tokens.counts import PARTS, Part
from analysis.tokens.tokens import places

_UNITS = {"document": "문서 {}편", "paragraph": "문단 {}개", "sentence": "문장 {}개"}
_DIRECTION = {
    "range": "high is even",
    "dp": "low is even",
    "dp_norm": "low is even",
    "juilland_d": "high is even",
    "carroll_d2": "high is even",
    "rosengren_s": "high is even",
    "kld": "low is even",
    "idf": "low is widespread",
    "da": "high is even",
    "dp_egbert": "high is even",
    "sd": "low is even",
    "cv": "low is even",
}


def dispersion(
    tokens: Tokens, *, parts: Part | int = "document", tags: Tags = schema.NOUN_TAGS, minimum: int = 5
) -> pd.DataFrame:
    """Measure how evenly terms are spread.

    A term is a lemma with its tag. The size of a part is its number of rows with `tags`; parts without any are left
    out and counted in `attrs`. The scales do not point one way: `attrs["direction"]` says which end is even. All
    measures depend on the number of parts and on frequency, so compare terms of similar frequency over the same parts.

    Parameters
    ----------
    tokens : Tokens
        Any layer. Of redacted tokens only counts that are known to be whole are listed.
    parts : {"document", "paragraph", "sentence"} or int
        What the parts are; an int cuts the rows of the base into that many equal parts in reading order.
    tags : sequence of str or None
        Tags of the base, nouns by default; None for all rows.
    minimum : int
        Least count of a term to be listed; below five the measures say little more than the count.

    Returns
    -------
    DataFrame
        Columns `schema.DISPERSION`, by falling `n`, ties by term and tag; empty when no term reaches `minimum`.
        `attrs`: `chart`, `base`, `layer`, `parts` (Korean phrases), `total`, `number` and `empty` (parts with and
        without rows of the base), `smallest` and `largest` part, `direction`, `minimum`, `unlisted`.

    Raises
    ------
    OptionError
        If an option is unknown, or there are fewer than two parts with rows of the base.

    References
    ----------
    Gries, S. Th. (2020), Analyzing dispersion, for all formulas; Gries (2008), DP; Lijffijt & Gries (2012), its
    norm; Juilland & Chang-Rodríguez (1964), D with the population standard deviation; Carroll (1970), D2; Rosengren
    (1971), S with part sizes; Burch, Egbert & Biber (2017), DA over all pairs of parts; Egbert, Burch & Biber (2020),
    D_P. `sd` and `cv` are of plain counts, for parts of about one size.

    Examples
    --------
    >>> two = Tokens.from_terms({"d1": ["a", "b", "b"], "d2": ["a", "c", "b"]})
    >>> dispersion(two, tags=None, minimum=2)[["term", "n", "range", "dp"]].round(3).values.tolist()
    [['b', 3, 2, 0.167], ['a', 2, 2, 0.0]]
    """
    require_minimum(minimum)
    if not isinstance(parts, int) or isinstance(parts, bool):
        require_choice("parts", parts, PARTS, otherwise=message(", or a number of equal parts"))
    seen = tally(tokens, tags=tags, parts=parts)
    if len(seen.sizes) < 2:
        msg = message(
            "dispersion needs two or more parts, and the base has {n_sizes} as {parts}; for one document "
            "choose parts='paragraph', 'sentence' or a number of equal parts",
            n_sizes=len(seen.sizes),
            parts=parts,
        )
        raise RefusalError(msg)
    table = _measure(seen)
    listed = table[(table["n"] >= minimum) & complete(tokens, seen.terms, seen.n)]
    listed = listed.sort_values(["n", "term", "tag"], ascending=[False, True, True], ignore_index=True)
    about = schema.About(
        chart="dispersion",
        base=phrase(tags, seen.total, tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        parts=_UNITS.get(str(parts), "같은 크기의 부분 {}개").format(f"{len(seen.sizes):,}"),
        total=seen.total,
        number=len(seen.sizes),
        empty=_empty(tokens, parts, len(seen.sizes)),
        smallest=int(seen.sizes.min()),
        largest=int(seen.sizes.max()),
        direction=_DIRECTION,
        minimum=minimum,
        unlisted=len(table) - len(listed),
    )
    schema.describe(listed, about, source=tokens.recipe)
    return schema.check(listed, schema.DISPERSION, what="dispersion")


def _measure(seen: Tally) -> pd.DataFrame:
    """Compute all measures of all terms."""
    names = ("dp", "dp_norm", "juilland_d", "carroll_d2", "rosengren_s", "kld", "idf", "da", "dp_egbert")
    cells = seen.counts
    values = {name: getattr(measures, name)(cells, sizes=seen.sizes) for name in names}
    values |= {name: getattr(measures, f"part_{name}")(cells, sizes=seen.sizes) for name in ("sd", "cv")}
    return seen.terms.assign(n=seen.n, range=seen.parts_with, **values)


def _empty(tokens: Tokens, parts: Part | int, present: int) -> int:
    """Count the parts of the text that hold no row of the base."""
    if isinstance(parts, int):
        return 0
    return places(tokens, parts) - present
