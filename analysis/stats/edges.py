"""What statistics of networks share: terms and ties of a table of edges, their weights, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.matcher.arrays import Ints
from analysis.messages import message
from analysis.options import require_choice

Weight = Literal["n", "jaccard", "npmi", "g2", "phi", "lift"]
WEIGHTS = {
    "n": "함께 나온 횟수",
    "jaccard": "자카드 계수",
    "npmi": "NPMI",
    "g2": "G²",
    "phi": "파이 계수",
    "lift": "향상도",
}

_FEWEST, _MOST = 10, 500  # terms
_FEWEST_WINDOWS, _FEW_WINDOWS = 30, 200
_DENSEST = 0.5
_FEW = 5  # windows that hold both ends of a tie, on average
_ENDS = ("source", "target", "n", "n_source", "n_target")


@dataclass(frozen=True, eq=False)
class Network:
    """Ties of a table, each once, and their terms in the order of their code points."""

    table: pd.DataFrame
    terms: list[str]
    a: Ints  # number of the term at either end of each tie
    b: Ints

    def matrix(self, weight: str | None) -> npt.NDArray[np.float64]:
        """Write the ties as a symmetric matrix; every tie is 1 without a weight."""
        found = np.zeros((len(self.terms), len(self.terms)))
        values = 1.0 if weight is None else self.table[weight].to_numpy(dtype=float)
        found[self.a, self.b] = found[self.b, self.a] = values
        return found

    @property
    def density(self) -> float:
        """Share of the pairs of terms that are tied."""
        pairs = len(self.terms) * (len(self.terms) - 1) // 2
        return len(self.a) / pairs if pairs else 0.0

    @property
    def windows(self) -> Ints:
        """Windows of every term."""
        known = windows_by_term(self.table)
        return np.array([known[term] for term in self.terms], dtype=np.int64)

    @cached_property
    def component(self) -> Ints:
        """Part of the network that every term is in, 1 the largest, ties by first term."""
        from scipy.sparse.csgraph import connected_components

        _, found = connected_components(self.matrix(None), directed=False)
        sizes, first = np.bincount(found), np.unique(found, return_index=True)[1]
        order = np.lexsort((first, -sizes))
        return np.asarray(np.argsort(order)[found] + 1, dtype=np.int64)


def windows_by_term(table: pd.DataFrame) -> dict[str, int]:
    """Terms of the edges in the order of their code points, with the windows that each is in."""
    ends = [(table["source"], table["n_source"]), (table["target"], table["n_target"])]
    known = {str(name): int(n) for names, counts in ends for name, n in zip(names, counts, strict=True)}
    return dict(sorted(known.items()))


def require_weight(weight: object, *, what: str) -> None:
    """Refuse a strength of ties that is none."""
    require_choice(f"{what}: weight", weight, get_args(Weight))


def read_network(table: pd.DataFrame, *, what: str, weight: str | None = None, more: tuple[str, ...] = ()) -> Network:
    """Read a table of edges; refuse a term tied to itself, a pair that is there twice, or a weight that is missing."""
    if weight is not None:
        require_weight(weight, what=what)
    wanted = {*_ENDS, *more, *([weight] if weight else [])}
    schema.check(table, tuple(c for c in schema.COOCCURRENCE if c.name in wanted), what=what)
    rows = table.reset_index(drop=True)
    source, target = rows["source"].astype(str), rows["target"].astype(str)
    if (looped := source[source == target]).size:
        msg = message("{what}: {term!r} is tied to itself; take the row out", what=what, term=looped.iloc[0])
        raise OptionError(msg)
    pairs = pd.DataFrame({"a": np.minimum(source, target), "b": np.maximum(source, target)})
    if (twice := pairs[pairs.duplicated()]).size:
        raise OptionError(
            message(
                "{what}: the pair {a!r} and {b!r} stands in two rows; give one table of edges, with each pair once",
                what=what,
                a=twice["a"].iloc[0],
                b=twice["b"].iloc[0],
            )
        )
    if weight and (lost := pairs[rows[weight].isna()]).size:
        raise OptionError(
            message(
                "{what}: the pair {a!r} and {b!r} has no {weight}, as a term in every window has none; take the row "
                "out, or choose another weight",
                what=what,
                a=lost["a"].iloc[0],
                b=lost["b"].iloc[0],
                weight=weight,
            )
        )
    terms = sorted({*source, *target})
    number = {term: k for k, term in enumerate(terms)}
    a, b = (np.array([number[name] for name in names], dtype=np.int64) for names in (source, target))
    return Network(rows, terms, a, b)


def require_positive(network: Network, weight: str, *, what: str) -> None:
    """Refuse a weight that has no length."""
    low = network.table[network.table[weight] <= 0]
    if len(low):
        raise OptionError(
            message(
                "{what}: {weight} of {a!r} and {b!r} is not above 0, and the length of a tie is 1 / {weight}; cut the "
                "ties with stats.backbone first, or choose another weight",
                what=what,
                weight=weight,
                a=str(low["source"].iloc[0]),
                b=str(low["target"].iloc[0]),
            )
        )


def require_windows(table: pd.DataFrame, *, what: str) -> None:
    """Refuse a network that rests on too few windows, where their number is known."""
    windows = schema.about(table).windows
    if windows is not None and windows < _FEWEST_WINDOWS:
        raise RefusalError.alone(
            message(
                "{what}: the network rests on {n} window(s), and needs {least}; read more texts, or pair terms within "
                "sentences",
                what=what,
                n=windows,
                least=_FEWEST_WINDOWS,
            )
        )


def require_few(n: int, *, what: str) -> None:
    """Refuse more terms than can be computed with."""
    if n > _MOST:
        raise RefusalError.alone(
            message(
                "{what}: {n:,} terms are more than {most}; pair fewer terms (top=), or write the network for another "
                "program with stats.write_network",
                what=what,
                n=n,
                most=_MOST,
            )
        )


def require_floors(network: Network, *, what: str) -> None:
    """Refuse a network in which terms cannot be told apart: too small, too large, or with nearly every pair tied."""
    require_windows(network.table, what=what)
    if (never := network.table[network.table["n"] <= 0]).size:
        raise RefusalError.alone(
            message(
                "{what}: {a!r} and {b!r} never meet (n is 0), and are no tie; keep the rows with n above 0",
                what=what,
                a=str(never["source"].iloc[0]),
                b=str(never["target"].iloc[0]),
            )
        )
    n = len(network.terms)
    if n < _FEWEST:
        raise RefusalError.alone(
            message(
                "{what}: {n} terms are tied, and a network needs {least}; pair more terms (top=), or cut fewer ties",
                what=what,
                n=n,
                least=_FEWEST,
            )
        )
    require_few(n, what=what)
    if network.density > _DENSEST:
        raise RefusalError.alone(
            message(
                "{what}: {share} of the pairs that could be tied are, so that terms cannot be told apart; keep the "
                "ties above chance with stats.backbone, and count again",
                what=what,
                share=f"{network.density:.0%}",
            )
        )


def cautions(table: pd.DataFrame) -> tuple[str, ...] | None:
    """Say in Korean what weakens a network: few windows, or ties that rest on few of them."""
    said = []
    windows = schema.about(table).windows
    if windows is not None and windows < _FEW_WINDOWS:
        said.append(f"창이 {windows:,}개뿐이므로({_FEW_WINDOWS}개 미만) 연결이 글 몇 편에 좌우될 수 있다")
    if len(table) and float(table["n"].mean()) < _FEW:
        said.append(f"연결이 평균 {table['n'].mean():.1f}회에 근거하므로({_FEW}회 미만) 글 몇 편에 좌우될 수 있다")
    return tuple(said) or None


def competition_rank(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Rank from the greatest, where values that agree to twelve digits share the smaller number; NaN stays."""
    # .5, .2, .2, .1 -> 1, 2, 2, 4
    with np.errstate(invalid="ignore"):
        rounded = pd.Series(np.round(values, 12))
    return np.asarray(rounded.rank(ascending=False, method="min"), dtype=np.float64)
