"""Changes: when the share of the documents with a word went from one level to another, and how surely."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError, RefusalError
from analysis.messages import message
from analysis.stats.series import Line, Lines, Stories, lines_of, named, too_rare

_LEAST = {"day": 7, "week": 3}  # periods of a part
_LEAST_OTHER = 3
_MOST = 3
_PENALTY = 3.0  # times ln T, on the deviance
_SHUFFLES = (999, 9_999)  # at least and at most; between them 40 a change, so that Holm's p can come below .05
_DRAWS = 999
_LONGEST = 4_000  # periods: all pairs of them are held
_WHAT = "stats.changes"
_ALONE = "거의 같은 글과 같은 사건의 글을 서로 독립인 글로 셌다. stories=stats.stories(...)를 주면 함께 섞는다"
_NONE = "바뀐 시점을 찾지 못했다. 비중이 늘 같다는 뜻은 아니다"


def changes(
    line: pd.DataFrame, *, most: int = 3, least: int | None = None, stories: Stories | None = None, seed: int = 1
) -> pd.DataFrame:
    """Find when the share of a word changed for longer: the cut of the line into levels that fits best, with intervals.

    Parameters
    ----------
    line : DataFrame
        A result of `stats.timeline`, or all rows of some of its words and groups.
    most : int
        Changes of one word in one group, at most: 1, 2 or 3.
    least : int, optional
        Periods of a level, at least; by default 7 days, or 3 of a longer period.
    stories : DataFrame or mapping, optional
        As in `stats.bursts`.
    seed : int
        Of the shuffles and draws.

    Returns
    -------
    DataFrame
        Columns schema.CHANGES, by term and group in the order of the line, and in time; no row where no change is worth
        its penalty. `p` is that of a change as great anywhere between its two neighbours, by shuffling the documents
        over those periods; `low` and `high` are the central 95 percent of where it falls when the documents of each
        period are drawn anew. `attrs`: `least_periods`, `draws` (bootstrap), `shuffles`, `tests` (lines),
        `dropped`, `adjustment`, `seed`, `caution`.

    Raises
    ------
    SchemaError
        If the table is no timeline or periods were taken out of it, or with `stories` if it lost its attrs.
    OptionError
        If `most` is not 1, 2 or 3, or `least` below 1.
    RefusalError
        If fewer periods have documents than two levels need, there are more than 4,000 periods, no word is in 20
        documents, or one is in 95 percent of them.

    References
    ----------
    Auger, I. E. & Lawrence, C. E. (1989). Algorithms for the optimal identification of segment neighborhoods. Bulletin
    of Mathematical Biology 51, 39-54; the cost is the binomial deviance, the penalty 3 ln T a change (Zhang, N. R. &
    Siegmund, D. O. (2007), Biometrics 63). Interval: bootstrap, Hušková, M. & Kirch, C. (2008), Journal of Time Series
    Analysis 29.

    Examples
    --------
    >>> from analysis import Tokens, stats
    >>> texts = {f"{day:02}-{k}": ["비"] if k < (6 if day > 14 else 1) else ["해"] for day in range(1, 29)
    ...          for k in range(10)}
    >>> documents = pd.DataFrame({"doc": list(texts), "date": [f"2026-02-{doc[:2]}" for doc in texts]})
    >>> line = stats.timeline(Tokens.from_terms(texts), documents, terms=["비"], period="day")
    >>> changes(line)[["term", "at", "before", "after"]].values.tolist()
    [['비', '2026-02-15', 0.1, 0.6]]
    """
    if most not in range(1, _MOST + 1):
        raise OptionError(message("{what}: most is {value}; give 1, 2 or 3", what=_WHAT, value=most))
    if least is not None and least < 1:
        raise OptionError(message("{what}: least is {value}; give 1 or more", what=_WHAT, value=least))
    lines = lines_of(line, stories=stories, what=_WHAT)
    part = least or _LEAST.get(lines.unit, _LEAST_OTHER)
    tested, dropped, caution = _enough(lines, part)
    random = np.random.default_rng(seed)
    cuts = [_cuts(one, most, part) for one in tested.of]
    shuffles = min(max(_SHUFFLES[0], 40 * sum(map(len, cuts))), _SHUFFLES[1])
    rows = [
        row
        for one, own in zip(tested.of, cuts, strict=True)
        for row in _of_line(tested, one, own, part=part, shuffles=shuffles, random=random)
    ]
    table = pd.DataFrame(rows, columns=[column.name for column in schema.CHANGES])
    kinds = {c.name: {"float": "float64"}.get(c.kind, "str") for c in schema.CHANGES}
    table = table.assign(p_adjusted=measures.adjust(table["p"].astype("float64")) if len(table) else []).astype(kinds)
    caution = [*tested.caution, *caution]
    caution += [_ALONE] * (stories is None) + [_NONE] * table.empty
    about = schema.about(line)
    schema.describe(
        table,
        schema.About(
            chart="changes", base=about.base, layer=about.layer, by=about.by, period=lines.unit, least_periods=part,
            draws=_DRAWS, shuffles=shuffles, tests=len(tested.of), dropped=tuple(dropped),
            adjustment="holm", seed=seed,
            documents=about.documents, between=(lines.starts[0], lines.ends[-1]), caution=tuple(caution),
        ),
        source=line,
    )  # fmt: skip
    return schema.check(table, schema.CHANGES, what=_WHAT)


def _enough(lines: Lines, part: int) -> tuple[Lines, list[str], list[str]]:
    """Keep the lines with documents in enough periods, and enough of them; name the others, with what is said of it."""
    filled = [int((line.sizes > 0).sum()) for line in lines.of]
    if len(lines.periods) > _LONGEST:
        raise RefusalError.alone(
            message(
                "{what}: there are {n:,} periods from {first} to {last}, and a line of {most:,} can be cut; choose a "
                "longer period, or see whether a date is wrong",
                what=_WHAT, n=len(lines.periods), first=lines.periods[0], last=lines.periods[-1], most=_LONGEST,
            )
        )  # fmt: skip
    if max(filled) < 2 * part:
        raise RefusalError.alone(
            message(
                "{what}: {n} periods have documents, and two levels of {least} need {both}; choose a shorter period, "
                "or collect more",
                what=_WHAT,
                n=max(filled),
                least=part,
                both=2 * part,
            )
        )
    lasting = [n >= 2 * part for n in filled]
    kept = lines.kept([a and b for a, b in zip(lasting, lines.common, strict=True)])
    if not kept.of:
        raise lines.all_rare(_WHAT)
    rare = [name for name, a, b in zip(lines.names, lasting, lines.common, strict=True) if a and not b]
    short = sorted({line.group for line, a in zip(lines.of, lasting, strict=True) if not a})
    caution = too_rare(rare)
    caution += [f"글이 있는 기간이 {2 * part}개에 미치지 못해 뺀 집단: {named(short)}"] * bool(short)
    return kept, [*rare, *short], caution


def _of_line(
    lines: Lines, line: Line, cuts: list[int], *, part: int, shuffles: int, random: np.random.Generator
) -> list[dict[str, object]]:
    """Describe the changes of one line, with the interval and p of each."""
    ends = [0, *cuts, len(lines.periods)]
    rows = []
    for before, at, behind in zip(ends, cuts, ends[2:], strict=False):
        docs, sizes = line.docs[before:behind], line.sizes[before:behind]
        _, gain = measures.best_split([docs], sizes=sizes, least=part)
        shuffled = lines.shuffles([line], shuffles, random, first=before, behind=behind)[0]
        _, chance = measures.best_split(shuffled, sizes=sizes, least=part)
        p = (1 + int((chance >= gain[0] - 1e-9).sum())) / (1 + shuffles)
        drawn = random.binomial(sizes, docs / np.maximum(sizes, 1), size=(_DRAWS, len(sizes)))
        found, _ = measures.best_split(drawn, sizes=sizes, least=part)
        low, high = np.quantile(before + found, [0.025, 0.975], method="closest_observation").astype(int)
        shares = [line.docs[a:b].sum() / line.sizes[a:b].sum() for a, b in ((before, at), (at, behind))]
        rows.append({
            "term": line.term, "group": line.group, "at": lines.periods[at], "low": lines.periods[min(low, at)],
            "high": lines.periods[max(high, at)], "before": shares[0], "after": shares[1],
            "ratio": shares[1] / shares[0] if shares[0] else math.inf, "p": p, "p_adjusted": math.nan,
        })  # fmt: skip
    return rows


def _cuts(line: Line, most: int, part: int) -> list[int]:
    """Find the partition that is worth its penalty."""
    penalty = _PENALTY * math.log(max(2, int((line.sizes > 0).sum())))
    return measures.change_points(line.docs, sizes=line.sizes, most=most, penalty=penalty, least=part)
