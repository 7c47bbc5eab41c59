"""Who acts, elements and devices by frame, on hits made by hand."""

from __future__ import annotations

import pandas as pd
import pytest

import analysis as da
from analysis import schema
from analysis.errors import SchemaError


def hits(*rows: tuple[str, str, str, str, str, bool]) -> pd.DataFrame:
    """Build hits: frame, agent_kind, agent, element, device, counted; the rest does not matter here."""
    names = ["frame", "agent_kind", "agent", "element", "device", "counted"]
    table = pd.DataFrame(rows, columns=names)
    kinds = {"int": "int64", "float": "float64", "bool": "bool", "text": "str"}
    for column in schema.HITS:
        if column.name not in names:
            table[column.name] = {"int": 1, "float": 1.0, "bool": False, "text": "x"}[column.kind]
    table = table[[c.name for c in schema.HITS]].astype({c.name: kinds[c.kind] for c in schema.HITS})
    table.attrs.update({"frames": [{"id": "b"}, {"id": "a"}], "codebook": {"id": "toy"}})
    return table


TOY = hits(
    ("a", "subject", "정부", "cause", "lexis", True),
    ("a", "subject", "국회", "cause", "", True),
    ("a", "subject", "국회", "", "", True),
    ("a", "none", "", "", "", True),
    ("a", "we", "우리", "", "", False),  # not counted
)


def test_agents_by_falling_count_with_zeros() -> None:
    found = da.framing.agents(TOY)
    assert found.values.tolist() == [
        ["b", "we", "", 0],
        ["b", "subject", "", 0],
        ["b", "none", "", 0],
        ["a", "we", "", 0],
        ["a", "subject", "국회", 2],
        ["a", "subject", "정부", 1],
        ["a", "none", "", 1],
    ]
    assert found.attrs["codebook"] == {"id": "toy"}
    assert found["n"].sum() == TOY["counted"].sum()


def test_elements_with_the_empty_one_and_zeros() -> None:
    found = da.framing.elements(TOY)
    names = ["problem", "cause", "moral", "remedy", ""]
    assert found["element"].tolist() == names * 2
    assert found["n"].tolist() == [0] * 5 + [0, 2, 0, 0, 2]


def test_devices_with_the_empty_one_and_zeros() -> None:
    found = da.framing.devices(TOY)
    assert len(found) == 14  # 2 frames x (6 devices and none)
    assert found[found["n"] > 0].values.tolist() == [["a", "lexis", 1], ["a", "", 3]]


@pytest.mark.parametrize("count", [da.framing.agents, da.framing.elements, da.framing.devices])
def test_no_hits_give_zeros_and_lost_attrs_are_told(count: object) -> None:
    assert callable(count)
    empty = count(TOY[:0])
    assert (empty["n"] == 0).all()
    assert set(empty["frame"]) == {"a", "b"}
    bare = TOY.copy()
    bare.attrs.clear()
    with pytest.raises(SchemaError, match="lost its attrs"):
        count(bare)
