"""Numbers of published tutorials, which the kit's functions must give."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import analysis as da

FILE = Path(__file__).parents[2] / "shared" / "cases" / "tutorials.json"
CASES: dict[str, Any] = {}
if FILE.exists():
    CASES = {case["id"]: case for case in json.loads(FILE.read_text(encoding="utf-8"))}


def case(name: str) -> Any:
    if name not in CASES:
        pytest.skip("the file of tutorial numbers is not here")
    return CASES[name]


def test_collocations_of_quanteda() -> None:
    given = case("q1-collocations-ab")
    tokens = da.Tokens.from_terms(given["input"]["docs"])
    table = da.stats.ngrams(tokens, tags=None, minimum=2, within="document").set_index("term")
    for pair, (n, lam, z) in given["expected"].items():
        row = table.loc[pair]
        assert row["n"] == n
        assert row["lambda"] == pytest.approx(lam, abs=given["tolerance"])
        assert row["z"] == pytest.approx(z, abs=given["tolerance"])


def test_chi_squared_of_quanteda() -> None:
    given = case("q4-keyness-chi2")
    n1, n2 = given["input"]["n1"], given["input"]["n2"]
    for word, value in given["expected"].items():
        a, b = given["input"]["counts"][word]
        found = float(da.measures.chi2(np.array([a]), r1=n1, c1=a + b, n=n1 + n2)[0])
        assert found == pytest.approx(value, abs=given["tolerance"]), word


def test_phi_of_two_words() -> None:
    given = case("d1-phi")
    windows = given["input"]["windows"]
    for pair, (both, first, second) in given["input"]["pairs"].items():
        a, b = pair.split()
        texts = {f"b{k}": [a, b] for k in range(both)}
        texts |= {f"f{k}": [a] for k in range(first - both)} | {f"s{k}": [b] for k in range(second - both)}
        texts |= {f"n{k}": ["다른"] for k in range(windows - len(texts))}
        table = da.stats.cooccurrence(da.Tokens.from_terms(texts), within="document", tags=None, term=a)
        row = table[table["target"] == b].iloc[0]
        assert row["phi"] == pytest.approx(given["expected"][pair], abs=given["tolerance"]), pair
        assert row["lift"] == pytest.approx(both * windows / (first * second))


def test_log_odds_with_one_added() -> None:
    given = case("d2-addone-logodds")
    n1, n2, v = (given["input"][key] for key in ("n1", "n2", "v"))
    for word, value in given["expected"].items():
        a, b = given["input"]["counts"][word]
        found = math.log(2) * float(
            da.measures.log_ratio(np.array([a + 1]), n1=n1 + v, f2=np.array([b + 1]), n2=n2 + v)[0]
        )
        assert found == pytest.approx(value, abs=given["tolerance"]), word


def test_log_dice_of_conc() -> None:
    given = case("c1-logdice")
    for word, (both, total) in given["input"]["rows"].items():
        found = float(da.measures.log_dice(np.array([both]), r1=given["input"]["r1"], c1=np.array([total]))[0])
        assert found == pytest.approx(given["expected"][word], abs=given["tolerance"]), word


def test_keyness_of_conc() -> None:
    given = case("c2-keyness-conc")
    n1, n2 = given["input"]["n1"], given["input"]["n2"]
    for word, (ratio, g2) in given["expected"].items():
        a, b = (np.array([n]) for n in given["input"]["counts"][word])
        assert float(da.measures.log_ratio(a, n1=n1, f2=b, n2=n2)[0]) == pytest.approx(ratio, abs=given["tolerance"]), (
            word
        )
        found = float(da.measures.g2_two_term(a, r1=n1, c1=a + b, n=n1 + n2)[0])
        assert found == pytest.approx(g2, abs=given["tolerance"]), word


def test_jaccard_of_codes() -> None:
    given = case("k1-jaccard-codes")
    sections, a, a2, d = (given["input"][key] for key in ("sections", "A", "A2", "D"))
    texts = {f"s{k}": ["X"] + ["A"] * (k < a) + ["A2"] * (k < a2) + ["D"] * (k < d) for k in range(sections)}
    table = da.stats.cooccurrence(da.Tokens.from_terms(texts), within="document", tags=None)
    found = {f"{row.source} {row.target}": row.jaccard for row in table.itertuples()}
    for pair, value in given["expected"].items():
        assert found[pair] == pytest.approx(value, abs=given["tolerance"]), pair


def test_idf_of_a_keyword() -> None:
    given = case("b1-bigkinds-idf")
    texts = {f"d{k}": ["말"] + ["열쇠"] * (k < given["input"]["docs"]) for k in range(given["input"]["documents"])}
    table = da.stats.tfidf(da.Tokens.from_terms(texts), tags=None).set_index("term")
    assert table.loc["열쇠", "idf"].iloc[0] == pytest.approx(given["expected"]["idf"], abs=given["tolerance"])
