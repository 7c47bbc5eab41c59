"""Networks for tests: tables of edges from pairs, counted as the kit counts them, and two groups with a bridge."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

import analysis as da

FLORENCE = [  # Padgett & Ansell (1993), marriages as in Wasserman & Faust (1994), without Pucci
    ("Acciaiuoli", "Medici"), ("Castellani", "Peruzzi"), ("Castellani", "Strozzi"), ("Castellani", "Barbadori"),
    ("Medici", "Barbadori"), ("Medici", "Ridolfi"), ("Medici", "Tornabuoni"), ("Medici", "Albizzi"),
    ("Medici", "Salviati"), ("Salviati", "Pazzi"), ("Peruzzi", "Strozzi"), ("Peruzzi", "Bischeri"),
    ("Strozzi", "Ridolfi"), ("Strozzi", "Bischeri"), ("Ridolfi", "Tornabuoni"), ("Tornabuoni", "Guadagni"),
    ("Albizzi", "Ginori"), ("Albizzi", "Guadagni"), ("Bischeri", "Guadagni"), ("Guadagni", "Lamberteschi"),
]  # fmt: skip
BUSINESS = [
    ("Barbadori", "Castellani"), ("Barbadori", "Ginori"), ("Barbadori", "Medici"), ("Barbadori", "Peruzzi"),
    ("Bischeri", "Guadagni"), ("Bischeri", "Lamberteschi"), ("Bischeri", "Peruzzi"), ("Castellani", "Lamberteschi"),
    ("Castellani", "Peruzzi"), ("Ginori", "Medici"), ("Guadagni", "Lamberteschi"), ("Lamberteschi", "Peruzzi"),
    ("Medici", "Pazzi"), ("Medici", "Salviati"), ("Medici", "Tornabuoni"),
]  # fmt: skip
Tie = tuple[str, str] | tuple[str, str, int]


def edges(ties: Iterable[Tie], *, each: int = 6, alone: int = 600) -> pd.DataFrame:
    """Count pairs as documents of two words, each pair as often as it says, and some documents of a word of its own."""
    texts = {}
    for a, b, *n in ties:
        for k in range(n[0] if n else each):
            texts[f"{a}-{b}-{k}"] = [a, b]
    texts |= {f"alone-{k}": [f"alone-{k}"] for k in range(alone)}
    return da.stats.cooccurrence(da.Tokens.from_terms(texts), within="document", tags=None, top=5000, minimum=1)


def two_groups(size: int = 6) -> list[Tie]:
    """Everybody tied inside two groups, the second smaller by one, with counts that differ, and one bridge."""
    ties: list[Tie] = [
        (f"{side}{a}", f"{side}{b}", 6 + (a + b) % 3)
        for side, many in (("a", size), ("b", size - 1))
        for a, b in combinations(range(many), 2)
    ]
    return [*ties, ("a0", "b0", 6)]


def matrix(ties: Iterable[Tie], names: list[str] | None = None) -> tuple[npt.NDArray[np.float64], list[str]]:
    """Write ties as a symmetric matrix."""
    rows = [(str(a), str(b), float(n[0]) if n else 1.0) for a, b, *n in ties]
    names = names or sorted({end for a, b, _ in rows for end in (a, b)})
    found = np.zeros((len(names), len(names)))
    for a, b, weight in rows:
        found[names.index(a), names.index(b)] = found[names.index(b), names.index(a)] = weight
    return found, names
