"""The finding of a corpus report: one sentence with its number and interval, and what it rests on."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd

from analysis import framing, schema
from analysis.korean import attach

_EQUAL = 0.5


def collect(scores: pd.DataFrame, *, copies: Collection[str]) -> dict[str, Any]:
    """Measure what the first screen states."""
    about = schema.about(scores)
    labels, pair = about.frame_labels, about.pair
    table = framing.contrast(scores) if pair else scores
    kind = "share" if pair else "density"
    told = _estimated(table, kind, labels)
    if not pair:
        table = table[table["frame"].astype(str) == told["frame"]]
    kept = table[~table["doc"].astype(str).isin(set(copies))]
    return told | {
        "kind": kind,
        "label": labels.get(told["frame"], told["frame"]),
        "other": labels[pair[1]] if pair else "",
        "second": pair[1] if pair else "",
        "docs": int(scores["doc"].nunique()),
        "copies": len(copies),
        "without": _estimated(kept, kind, labels) if copies and len(kept) else None,
    }


def _estimated(table: pd.DataFrame, kind: Any, labels: dict[str, str]) -> dict[str, Any]:
    """Estimate one value over the documents; of several frames the densest, ties in the order of the codebook."""
    rows = framing.estimate(table, value=kind)
    ordered = rows.sort_values("pooled", ascending=False, kind="stable")
    row = ordered.iloc[0]
    near = ordered.iloc[1:][~(ordered["pooled_high"].iloc[1:] < row["pooled_low"])]
    near = near[near["pooled"] > 0]  # a frame that is not there is no rival
    numbers = {name: row[name] for name in rows.columns if name.startswith(("mean", "pooled"))}
    plain = {name: None if pd.isna(value) else float(value) for name, value in numbers.items()}
    told = {"frame": str(row["frame"]), "own": int(row["docs"]), "n": int(row["n"]), "reason": row["reason"]}
    stories = set(schema.about(rows).caution or ()) - set(schema.about(table).caution or ())
    told |= {"clusters": int(row["clusters"]), "stories": ". ".join(sorted(stories))}
    return plain | told | {"near": [labels.get(str(name), str(name)) for name in near["frame"]]}


def sentences(told: dict[str, Any]) -> dict[str, str]:
    """Write the finding."""
    if told["kind"] == "share" and told["pooled"] is not None and told["pooled"] < _EQUAL:
        told = _turned(told)
    one, other = f"‘{told['label']}’", f"‘{told['other']}’"
    start = f"글 {told['docs']:,}편에"
    if not told["n"] or told["pooled"] is None:
        who = f"{attach(one, '과/와')} {other}" if told["other"] else "코드북"
        return {"head": f"{start} {who}의 어휘가 나오지 않는다.", "text": ""}
    if told["kind"] == "density":
        number = f"내용 형태소 100개당 {_ranged(told, 'pooled')}점"
        return {"head": f"{start}서 {one} 어휘의 밀도가 {number}으로 가장 높다.", "text": _rest(told)}
    return {"head": f"{start}서 {_compared(told, one, other)}.", "text": _rest(told)}


def _compared(told: dict[str, Any], one: str, other: str) -> str:
    """Say which of two frames leads, or that neither can be said to."""
    share, low = f"{one}의 비중 {_ranged(told, 'pooled', mark=', ')}", told["pooled_low"]
    if told["pooled"] == 1 and low is None:  # only one of them stands anywhere: the mean has a lower bound
        low = told["mean_low"]
    unsure = f"{one} 어휘와 {other} 어휘 가운데 어느 쪽이 많다고 말하기 어렵다"
    if told["pooled"] == _EQUAL:
        return f"{one} 어휘와 {other} 어휘가 같은 무게로 나온다({share})"
    if told["mean"] < _EQUAL:  # long texts lean one way, short ones the other
        ways = f"글을 이어 붙여 재면 {told['pooled']:.2f}, 글마다 재어 평균하면 {told['mean']:.2f}"
        return f"{unsure}({one}의 비중은 {ways})"
    if low is None or low <= _EQUAL:
        return f"{unsure}({share})"
    return f"{one} 어휘가 {other} 어휘보다 많이 나온다({share})"


def _turned(told: dict[str, Any]) -> dict[str, Any]:
    """State the share of the other frame."""

    def turn(values: dict[str, Any]) -> dict[str, Any]:
        found = dict(values)
        for name in ("mean", "pooled"):
            for own, other in (("", ""), ("_low", "_high"), ("_high", "_low")):
                value = values[f"{name}{other}"]
                found[f"{name}{own}"] = None if value is None else 1 - value
        return found

    named = {"label": told["other"], "other": told["label"], "frame": told["second"]}
    return turn(told) | named | {"without": told["without"] and turn(told["without"])}


def _ranged(told: dict[str, Any], name: str, *, mark: str = "(") -> str:
    """Write a value with its interval."""
    low, high = told[f"{name}_low"], told[f"{name}_high"]
    end = ")" * (mark == "(")
    return f"{told[name]:.2f}" + ("" if low is None else f"{mark}95% 구간 {low:.2f}~{high:.2f}{end}")


def _rest(told: dict[str, Any]) -> str:
    """Say what the number is, and how it moves with the way of counting."""
    noun = "밀도" if told["kind"] == "density" else "비중"
    said = "밀도는 글을 모두 이어 붙여 잰 값이다."
    if noun == "비중":
        said = "비중은 글을 모두 이어 붙였을 때 두 프레임의 점수를 더한 값에서 차지하는 비율이다."
    own = f"값이 있는 글 {told['own']:,}편"
    if told["clusters"] < told["own"]:
        own += f", 서로 다른 사안 {told['clusters']:,}개"
    said += f" {told['reason']}({own})." if told["reason"] else f" 구간은 글마다 다른 정도에서 구했다({own})."
    said += f" {told['stories']}." if told["stories"] else ""
    if noun == "밀도" and told["near"]:
        named = "·".join(f"‘{name}’" for name in told["near"])
        said += f" {named}의 구간과 겹쳐, 이 글들 밖에서도 가장 높다고는 말할 수 없다."
    if told["mean"] is not None:
        said += f" 글마다 잰 {attach(noun, '을/를')} 평균하면 {_ranged(told, 'mean')}이다."
    if (without := told["without"]) and without["pooled"] is not None:
        said += f" 거의 같은 글 {told['copies']:,}편을 빼고 세면 {_ranged(without, 'pooled')}이다."
    return said
