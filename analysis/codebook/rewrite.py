"""Small changes to the text of a codebook, at known places, that leave every other character as it is.

Comments and the order of keys stay. What is taken away goes by whole lines, or from between two commas, together with
the comments in it. Every change is held against the data it must give, so that a file that is written in a way nobody
foresaw is refused and not damaged.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from analysis.errors import CodebookError
from analysis.files.yaml import compose, parse
from analysis.messages import message

_Place = tuple[int | str, ...]
_NAME = re.compile("[A-Za-z][A-Za-z0-9_-]*")
_MEANING = frozenset("null true false yes no on off y n".split())  # names that YAML takes for something else
_BEFORE = ("terms", "frames")  # keys that a new list stands before


def append(text: str, place: _Place, value: object) -> str:
    """Add a value to the end of a list, and the list where there is none."""
    # append("a:\n- b  # c\n", ("a",), "d") gives 'a:\n- b  # c\n- "d"\n'
    data = parse(text)
    owner = _value(data, place[:-1])
    owner[place[-1]] = [*(owner.get(place[-1]) or []), _plain(value)]
    return _require(_appended(text, place, _flow(value)), data, place)


def remove(text: str, place: _Place) -> str:
    """Take an entry out of a list, and the list with its last entry."""
    data = parse(text)
    entries, owner, key = _value(data, place[:-1]), _value(data, place[:-2]), place[-2]
    del entries[int(place[-1])]
    node = _node(text, place[:-1])
    if not entries and not (isinstance(node, yaml.SequenceNode) and node.flow_style):
        del owner[key]
    return _require(_removed(text, place, node), data, place)


def put(text: str, place: _Place, value: str) -> str:
    """Put a text in place of a value that is one."""
    data = parse(text)
    _value(data, place[:-1])[place[-1]] = value
    node = _node(text, place)
    return _require(text[: node.start_mark.index] + _flow(value) + text[node.end_mark.index :], data, place)


def _flow(value: object) -> str:
    """Write a value in one line of YAML."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, str) and _NAME.fullmatch(value) and value.lower() not in _MEANING:
        return value
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(_flow, value))}]"
    return json.dumps(value)


def _plain(value: object) -> Any:
    """Return a value as the parser gives it."""
    return parse(f"a: {_flow(value)}")["a"]


def _appended(text: str, place: _Place, item: str) -> str:
    """Write an item behind the last one of a list."""
    line = "\r\n" if "\r\n" in text else "\n"
    owner, node = _node(text, place[:-1]), _node(text, place, missing=True)
    if isinstance(node, yaml.SequenceNode) and node.flow_style:
        at = node.value[-1].end_mark.index if node.value else node.end_mark.index - 1
        return f"{text[:at]}{', ' if node.value else ''}{item}{text[at:]}"
    if isinstance(node, yaml.SequenceNode):
        at = _line_end(text, _end(text, node.value[-1]))
        return f"{text[:at]}{line}{' ' * node.start_mark.column}- {item}{text[at:]}"
    indent = " " * owner.value[0][0].start_mark.column
    if isinstance(node, yaml.ScalarNode):  # a key with nothing behind it
        key = next(key for key, _ in owner.value if key.value == place[-1])
        at = _line_end(text, key.end_mark.index)
        return f"{text[:at]}{line}{indent}- {item}{text[at:]}"
    if owner.flow_style:
        at = owner.value[-1][1].end_mark.index
        return f"{text[:at]}, {place[-1]}: [{item}]{text[at:]}"
    written = f"{place[-1]}:{line}{indent}- {item}{line}{indent}"
    before = next((key for key, _ in owner.value if key.value in _BEFORE), None)
    if before is not None:
        at = before.start_mark.index
        return text[:at] + written + text[at:]
    at = _line_end(text, _end(text, owner.value[-1][1]))
    return f"{text[:at]}{line}{indent}{written.rstrip()}{text[at:]}"


def _removed(text: str, place: _Place, node: Any) -> str:
    """Take out the characters of an entry."""
    at, entries = int(place[-1]), node.value
    if node.flow_style and len(entries) == 1:
        return text[: node.start_mark.index + 1] + text[node.end_mark.index - 1 :]
    if node.flow_style:
        low = entries[at - 1].end_mark.index if at else entries[0].start_mark.index
        high = entries[at].end_mark.index if at else entries[1].start_mark.index
        return text[:low] + text[high:]
    start: int = entries[at].start_mark.index
    if len(entries) == 1:
        owner = _node(text, place[:-2])
        start = next(key.start_mark.index for key, _ in owner.value if key.value == place[-2])
    low, high = text.rfind("\n", 0, start) + 1, text.find("\n", _end(text, entries[at])) + 1
    return text[:low] + text[high or len(text) :]


def _end(text: str, node: Any) -> int:
    """Return where the characters of a node end, without the comments and blank lines behind it."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style:
        return len(text[: node.end_mark.index].rstrip())
    last = node.value[-1]
    if not isinstance(last, tuple):
        return _end(text, last)
    empty = isinstance(last[1], yaml.ScalarNode) and not last[1].value
    return int(last[0].end_mark.index) if empty else _end(text, last[1])


def _line_end(text: str, at: int) -> int:
    """Return the end of the line in which a character stands."""
    end = text.find("\n", at)
    if end < 0:
        return len(text)
    return end - 1 if text[end - 1] == "\r" else end


def _node(text: str, place: _Place, *, missing: bool = False) -> Any:
    """Return the node of a value; None for a missing one where that may be."""
    node: Any = compose(text)
    for step in place:
        if isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode):
            node = node.value[int(step)]
        if node is None and not missing:
            raise _refusal(place)
    return node


def _value(data: Any, place: _Place) -> Any:
    """Return what stands at a place of the data."""
    for step in place:
        data = data[step]
    return data


def _require(text: str, data: Any, place: _Place) -> str:
    """Refuse a text that does not give the data it was changed for."""
    try:
        same = parse(text) == copy.deepcopy(data)
    except CodebookError:
        same = False
    if not same:
        raise _refusal(place)
    return text


def _refusal(place: _Place) -> CodebookError:
    """Say that a place is for a person to change."""
    where = ".".join(map(str, place))
    return CodebookError(
        message("the file is written in a way that the kit cannot change at {where}; change it by hand", where=where)
    )
