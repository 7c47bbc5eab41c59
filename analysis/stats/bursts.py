"""Bursts: the periods in which a word stands in a much larger share of the documents than before and after."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.measures import Burst
from analysis.messages import message
from analysis.stats.placed import placed
from analysis.stats.series import Line, Lines, Stories, by_group, lines_of, named, nearest_title, too_rare

_FEWEST_PERIODS = 14
_SHUFFLES = 100  # of each series, at least
_SHUFFLED = 5_000  # series in all, at least, so that one percent of them is 50
_AT_ONCE = 200  # series in memory together
_WHAT = "stats.bursts"
_ALONE = "거의 같은 글과 같은 사건의 글을 서로 독립인 글로 셌다. stories=stats.stories(...)를 주면 함께 섞는다"
_NONE = "급증한 기간을 찾지 못했다. 비중이 늘 같다는 뜻은 아니다"


def bursts(
    line: pd.DataFrame,
    *,
    scale: float = 2.0,
    false: float = 0.01,
    gamma: float | None = None,
    stories: Stories | None = None,
    seed: int = 1,
) -> pd.DataFrame:
    """Find when a word bursts: in which periods its share of the documents is at least twice as high as in all.

    Kleinberg's model has two states, and going up has a cost. With the cost that is usual most words burst; here it is
    set by shuffling the documents over the periods, so that of series without any burst only `false` have one.

    Parameters
    ----------
    line : DataFrame
        A result of `stats.timeline`, or all rows of some of its words and groups.
    scale : float
        The share in a burst over that of the whole line, in the model; above 1.
    false : float
        Share of the shuffled series that may burst, between 0 and 1, for setting the cost.
    gamma : float, optional
        The cost itself, over the logarithm of the number of periods (Kleinberg's is 1); then nothing is shuffled, and
        there is no p.
    stories : DataFrame or mapping, optional
        A table of `stats.stories`, or what `Corpus.copies()` returns: a text that others copied counts once, and the
        documents of a story are shuffled together. Without it every document counts as independent, which one widely
        printed agency story is enough to break.
    seed : int
        Of the shuffles.

    Returns
    -------
    DataFrame
        Columns schema.BURSTS, the greatest weight first, then by term, group and start; no row where nothing bursts.
        Words in fewer than 20 documents, and groups with fewer than 14 periods, are left out and named. `attrs`:
        `scale`, `gamma`, `false`, `draws` (shuffles of each series), `tests` (series), `dropped`, `seed`, `base`, `by`,
        `period`, `caution`.

    Raises
    ------
    SchemaError
        If the table is no timeline or periods were taken out of it, or with `stories` if it lost its attrs.
    OptionError
        If `scale` is not above 1, `false` not between 0 and 1, or `gamma` below 0.
    RefusalError
        If fewer than 14 periods have documents, no word is in 20, or a word is in 95 percent of them.

    References
    ----------
    Kleinberg, J. (2003). Bursty and hierarchical structure in streams. Data Mining and Knowledge Discovery 7(4),
    373-397, section 4: batched arrivals, two states.

    Examples
    --------
    >>> from analysis import Tokens, stats
    >>> texts = {f"{day:02}-{k}": ["비"] if k < (8 if 9 < day < 14 else 1) else ["해"] for day in range(1, 29)
    ...          for k in range(10)}
    >>> documents = pd.DataFrame({"doc": list(texts), "date": [f"2026-02-{doc[:2]}" for doc in texts]})
    >>> line = stats.timeline(Tokens.from_terms(texts), documents, terms=["비"], period="day")
    >>> bursts(line)[["term", "start", "end", "docs", "docs_all"]].values.tolist()
    [['비', '2026-02-10', '2026-02-13', 32, 40]]
    """
    if not 0 < false < 1:
        raise OptionError(message("{what}: false is {value}; give a share such as 0.01", what=_WHAT, value=false))
    if gamma is not None and not 0 <= gamma < math.inf:
        raise OptionError(message("{what}: gamma is {value}; give 0 or more", what=_WHAT, value=gamma))
    lines = lines_of(line, stories=stories, what=_WHAT)
    tested, dropped, caution = _enough(lines)
    measures.burst_gains([0], sizes=[1], scale=scale)  # says so where the scale makes no sense
    cost, chance, times = gamma, None, 0
    if gamma is None:
        times = max(_SHUFFLES, math.ceil(_SHUFFLED / len(tested.of)))
        chance = _by_chance(tested, scale, times, seed)
        cost = _cost(tested, chance, false)
    assert cost is not None
    table = _table(line, tested, scale, cost, chance)
    about = schema.about(line)
    schema.describe(
        table,
        schema.About(
            chart="bursts", base=about.base, layer=about.layer, by=about.by, period=lines.unit, scale=scale, gamma=cost,
            false=false if gamma is None else None, draws=times or None, tests=len(tested.of), dropped=dropped,
            seed=seed, documents=about.documents, between=(lines.starts[0], lines.ends[-1]),
            caution=(*tested.caution, *caution, *[_ALONE] * (stories is None), *[_NONE] * table.empty),
        ),
        source=line,
    )  # fmt: skip
    return schema.check(table, schema.BURSTS, what=_WHAT)


def _enough(lines: Lines) -> tuple[Lines, tuple[str, ...], list[str]]:
    """Keep the lines with periods and documents enough; name the others."""
    lasting = [int((line.sizes > 0).sum()) >= _FEWEST_PERIODS for line in lines.of]
    if not any(lasting):
        raise RefusalError.alone(
            message(
                "{what}: only {n} periods have documents, in which a rise cannot be told from chance; {least} are "
                "needed, so choose a shorter period",
                what=_WHAT,
                n=max(int((line.sizes > 0).sum()) for line in lines.of),
                least=_FEWEST_PERIODS,
            )
        )
    common = lines.common
    kept = lines.kept([a and b for a, b in zip(lasting, common, strict=True)])
    if not kept.of:
        raise lines.all_rare(_WHAT)
    rare = [name for name, a, b in zip(lines.names, lasting, common, strict=True) if a and not b]
    short = sorted({line.group for line, a in zip(lines.of, lasting, strict=True) if not a})
    caution = too_rare(rare)
    caution += [f"글이 있는 기간이 {_FEWEST_PERIODS}개에 미치지 못해 뺀 집단: {named(short)}"] * bool(short)
    return kept, (*rare, *short), caution


def _by_chance(lines: Lines, scale: float, times: int, seed: int) -> np.ndarray:
    """Find the greatest weight of every line in every shuffle."""
    random = np.random.default_rng(seed)
    found = np.zeros((len(lines.of), times))
    for own in by_group(lines.of).values():
        for begin in range(0, len(own), _AT_ONCE):
            part = own[begin : begin + _AT_ONCE]
            counts = lines.shuffles([lines.of[k] for k in part], times, random)
            gains = measures.burst_gains(counts, sizes=lines.of[part[0]].sizes, scale=scale)
            found[part] = measures.greatest_gain(gains)
    return found


def _logs(lines: Lines) -> np.ndarray:
    """Logarithm of the number of periods with documents, of every line."""
    return np.log([int((line.sizes > 0).sum()) for line in lines.of])


def _cost(lines: Lines, chance: np.ndarray, false: float) -> float:
    """Set the cost so that at most a share of the shuffled series burst: they do where their weight is above it."""
    needed = np.sort((chance / _logs(lines)[:, None]).ravel())
    return float(needed[math.ceil((1 - false) * len(needed)) - 1])


def _table(table: pd.DataFrame, lines: Lines, scale: float, gamma: float, chance: np.ndarray | None) -> pd.DataFrame:
    """Find the bursts of every line and lay them out."""
    places = lines.places or (placed(table, what=_WHAT) if schema.about(table).placed else None)
    rows = []
    for own in by_group(lines.of).values():
        of = [lines.of[k] for k in own]
        found = measures.bursts([line.docs for line in of], sizes=of[0].sizes, scale=scale, gamma=gamma)
        for k, line, each in zip(own, of, found, strict=True):
            inside = np.zeros(len(lines.periods), dtype=bool)
            for one in each:
                inside[one.first : one.last + 1] = True
            outside = line.sizes[~inside].sum()
            share = line.docs[~inside].sum() / outside if outside else math.nan
            for one in each:
                p = math.nan if chance is None else _p(chance[k], one)
                title = "" if places is None else nearest_title(
                    places, line, periods=lines.periods, first=one.first, last=one.last
                )  # fmt: skip
                rows.append(_row(lines, line, one, share) | {"p": p, "title": title})
    made = pd.DataFrame(rows, columns=[column.name for column in schema.BURSTS])
    kinds = {c.name: {"int": "int64", "float": "float64"}.get(c.kind, "str") for c in schema.BURSTS}
    order = ["weight", "term", "group", "start"]
    made = made.astype(kinds).sort_values(order, ascending=[False, True, True, True], kind="stable")
    return made.reset_index(drop=True)


def _p(chance: np.ndarray, burst: Burst) -> float:
    """Share of the shuffles with a weight as great, the series itself included."""
    return float((1 + (chance >= burst.weight - 1e-9).sum()) / (1 + len(chance)))


def _row(lines: Lines, line: Line, one: Burst, outside: float) -> dict[str, object]:
    """Write one burst."""
    part = slice(one.first, one.last + 1)
    docs, sizes = int(line.docs[part].sum()), int(line.sizes[part].sum())
    return {
        "term": line.term, "group": line.group, "start": lines.starts[one.first], "end": lines.ends[one.last],
        "periods": one.last - one.first + 1, "level": 1, "docs": docs, "docs_all": sizes, "share": docs / sizes,
        "share_outside": outside, "weight": one.weight,
    }  # fmt: skip
