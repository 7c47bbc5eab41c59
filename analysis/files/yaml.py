"""YAML as people write it by hand: no key twice, no aliases that explode, errors that name the line."""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml

from analysis.errors import CodebookError

_DEEPEST = 50
_MOST_VALUES = 1_000_000  # values after aliases are resolved; a codebook of 5,000 terms has about 50,000
_BRACKET = re.compile(  # of a list or mapping in one line; quoted texts and comments are passed over
    r"""(?<![^\s\[{,:])(?:"(?:[^"\\]|\\.)*+(?:"|\Z)|'[^']*(?:'|\Z))|(?<!\S)\#[^\n]*|[\[\]{}]""", re.DOTALL
)


class UniqueKeys(yaml.constructor.BaseConstructor):
    """Mixin for loaders in which a key may stand once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping, or refuse it when a key stands twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                msg = f"line {key.start_mark.line + 1}: the key {key.value!r} stands twice; keep one of them"
                raise CodebookError(msg)
            seen.add(str(key.value))
        return dict(super().construct_mapping(node, deep=deep))


class _Loader(UniqueKeys, getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe loader in which a key may stand once."""


class _TextLoader(UniqueKeys, yaml.BaseLoader):
    """Loader in which every scalar is text (no is a word, 2020 a number in words), and a key may stand once."""


def parse(text: str, *, plain: bool = False) -> Any:
    """Parse a YAML document into plain values."""
    kind: Any = _TextLoader if plain else _Loader  # the stubs of the mixin hide how loaders begin
    try:
        _require_shallow(text)
        loader = kind(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return None
            _require_few_values(node)
            return loader.construct_document(node)
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError) as error:
        raise CodebookError(_sentence(error, text)) from error


def _require_shallow(text: str) -> None:
    """Refuse nesting that would exhaust the stack of the parser, without composing anything."""
    # Some versions of the library have a limit of their own, and meet it while they look ahead: what they had not
    # handed over yet is then counted here, so that the sentence is ours whatever they say.
    depth = at = 0
    try:
        for event in yaml.parse(text, Loader=_Loader):
            at = event.end_mark.index if event.end_mark else at
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
                if depth > _DEEPEST:
                    _refuse_depth(event.start_mark.line + 1 if event.start_mark else 0)
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        end = text.find("\n", mark.index) if mark else -1  # nobody looks further ahead than to the end of a line
        for found in _BRACKET.finditer(text, at, end if end >= 0 else len(text)):
            depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(found[0], 0)
            if depth > _DEEPEST:
                _refuse_depth(text.count("\n", 0, found.start()) + 1)
        raise


def _refuse_depth(line: int) -> NoReturn:
    """Refuse the nesting that goes too deep in a line."""
    msg = f"line {line}: nested more than {_DEEPEST} deep; a codebook needs six levels"
    raise CodebookError(msg)


def _require_few_values(root: yaml.Node) -> None:
    """Refuse aliases that refer to themselves or stand for too many values; each node is looked at once."""
    # Example: "a: &a [1, 1]" and "b: &b [*a, *a]" have sizes 3 and 7, as written out; ten such lines would be thousands
    # of values in a file of ten lines. An alias inside what it names is met while that node is still open.
    sizes: dict[int, int] = {}
    open_: set[int] = set()

    def size(node: yaml.Node) -> int:
        if isinstance(node, yaml.ScalarNode):
            return 1
        if id(node) not in sizes:
            line = node.start_mark.line + 1
            if id(node) in open_:
                msg = f"line {line}: an alias refers to what it stands in; write it out"
                raise CodebookError(msg)
            open_.add(id(node))
            pairs = node.value if isinstance(node, yaml.SequenceNode) else [n for pair in node.value for n in pair]
            sizes[id(node)] = 1 + sum(map(size, pairs))
            if sizes[id(node)] > _MOST_VALUES:
                msg = f"line {line}: aliases stand for more than {_MOST_VALUES:,} values; write out what is meant"
                raise CodebookError(msg)
        return sizes[id(node)]

    size(root)


def _sentence(error: Exception, text: str) -> str:
    """Word what is wrong with the YAML, and where."""
    if isinstance(error, yaml.reader.ReaderError):
        row = text.count("\n", 0, error.position) + 1
        return f"line {row}: a control character, which YAML cannot hold; take it out"
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return "not valid YAML; mend the file"
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return f"line {mark.line + 1}: a tab indents, where YAML takes spaces only; put two spaces for each tab"
    problem = getattr(error, "problem", None) or "it cannot be parsed"
    return f"line {mark.line + 1}: not valid YAML ({problem}); mend the file there"
