"""The one door for YAML, as people write it by hand: values are text, errors name the line, nothing explodes.

A scalar arrives as it is written: no, 2020, 1:30 and 2023-02-30 are text, and who reads the file says where a number, a
day or a truth value belongs. Nothing at all, ~ and null are None.
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

import yaml

from analysis.errors import CodebookError
from analysis.messages import message
from analysis.messages.libraries import told

_DEEPEST = 50
_MOST_VALUES = 1_000_000  # values after aliases are resolved; a codebook of 5,000 terms has about 50,000
_BRACKET = re.compile(  # of a list or mapping in one line; quoted texts and comments are passed over
    r"""(?<![^\s\[{,:])(?:"(?:[^"\\]|\\.)*+(?:"|\Z)|'[^']*(?:'|\Z))|(?<!\S)\#[^\n]*|[\[\]{}]""", re.DOTALL
)


_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60
_NULL = "tag:yaml.org,2002:null"
_TAGS = {_NULL, *(f"tag:yaml.org,2002:{kind}" for kind in "str seq map int float bool timestamp".split())}
_TRUTH = {**dict.fromkeys(("true", "yes", "on"), True), **dict.fromkeys(("false", "no", "off"), False)}


class _Loader(getattr(yaml, "CBaseLoader", yaml.BaseLoader)):  # type: ignore[misc]
    """Loader in which every scalar is text or nothing, and a key stands once."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping, or refuse it when a key stands twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                msg = message(
                    "line {line}: the key {value!r} stands twice; keep one of them",
                    line=key.start_mark.line + 1,
                    value=key.value[:80],
                )
                raise CodebookError(msg)
            seen.add(str(key.value))
        return dict(super().construct_mapping(node, deep=deep))


_Loader.add_implicit_resolver(_NULL, re.compile(r"(?:~|null|Null|NULL)?\Z"), ["", "~", "n", "N"])
_Loader.add_constructor(_NULL, lambda _, __: None)


def parse(source: str | bytes) -> Any:
    """Parse a YAML document into texts, lists and mappings."""
    return parse_list(source, "")[0]


def parse_list(source: str | bytes, key: str) -> tuple[Any, list[int]]:
    """Parse a document, and tell the lines of the entries of the list under one of its keys."""
    text = _decoded(source) if isinstance(source, bytes) else source.removeprefix("\ufeff")
    try:
        node = _composed(text)
        if node is None:
            return None, []
        _require_few_values(node)
        pairs = node.value if isinstance(node, yaml.MappingNode) else []
        lists = [value for name, value in pairs if name.value == key and isinstance(value, yaml.SequenceNode)]
        lines = [entry.start_mark.line + 1 for value in lists for entry in value.value]
        loader = _Loader("")
        try:
            return loader.construct_document(node), lines
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError) as error:
        raise CodebookError(_sentence(error, text)) from error


def line_of(source: str | bytes, place: Sequence[str | int]) -> int:
    """Return the line of one value; as `lines_of`."""
    return lines_of(source, [place])[0]


def lines_of(source: str | bytes, places: Iterable[Sequence[str | int]]) -> list[int]:
    """Return the lines of values of a document that `parse` takes, or of what holds one where it is not there."""
    # Example: in "a: 1\nb:\n- c\n- d\n" the value at ("b", 1) is on line 4, and so is that at ("b", 1, "e")
    root = compose(source)
    return [_line(root, place) for place in places]


def _line(node: yaml.Node | None, place: Sequence[str | int]) -> int:
    """Return the line of a value below a node."""
    line = 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = (node.value[step], node.value[step])
        else:
            found = None
        if found is None:
            break
        line, node = found[0].start_mark.line + 1, found[1]
    return line


def compose(source: str | bytes) -> yaml.Node | None:
    """Parse a document that `parse` takes into its nodes, which know their places."""
    return _composed(_decoded(source) if isinstance(source, bytes) else source.removeprefix("\ufeff"))


def truth(value: object) -> bool | None:
    """Read a truth value as YAML writes it: true, yes, on and their opposites; None for what is none."""
    return _TRUTH.get(value.strip().lower()) if isinstance(value, str) else value if isinstance(value, bool) else None


def shown(value: object) -> str:
    """Write a value for a message, a long one by its beginning and its end."""
    return _SHORT.repr(value)


def _composed(text: str) -> yaml.Node | None:
    """Parse a document into its nodes."""
    _require_shallow(text)
    loader = _Loader(text)
    try:
        found: yaml.Node | None = loader.get_single_node()
        return found
    finally:
        loader.dispose()


def _decoded(data: bytes) -> str:
    """Decode a file, or say where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        msg = message("line {line}: not utf-8 (byte {start}); save the file as utf-8", line=line, start=error.start + 1)
        raise CodebookError(msg) from error


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
    msg = message(
        "line {line}: nested more than {deepest} deep; a codebook needs six levels", line=line, deepest=_DEEPEST
    )
    raise CodebookError(msg)


def _require_few_values(root: yaml.Node) -> None:
    """Refuse aliases that refer to themselves or stand for too many values; each node is looked at once."""
    # Example: "a: &a [1, 1]" and "b: &b [*a, *a]" have sizes 3 and 7, as written out; ten such lines would be thousands
    # of values in a file of ten lines. An alias inside what it names is met while that node is still open.
    sizes: dict[int, int] = {}
    open_: set[int] = set()

    def size(node: yaml.Node) -> int:
        if node.tag not in _TAGS:
            msg = message(
                "line {line}: the tag {tag} says nothing here; take it out",
                line=node.start_mark.line + 1,
                tag=shown(node.tag),
            )
            raise CodebookError(msg)
        if isinstance(node, yaml.ScalarNode):
            return 1
        if id(node) not in sizes:
            line = node.start_mark.line + 1
            if id(node) in open_:
                msg = message("line {line}: an alias refers to what it stands in; write it out", line=line)
                raise CodebookError(msg)
            open_.add(id(node))
            pairs = node.value if isinstance(node, yaml.SequenceNode) else [n for pair in node.value for n in pair]
            sizes[id(node)] = 1 + sum(map(size, pairs))
            if sizes[id(node)] > _MOST_VALUES:
                msg = message(
                    "line {line}: aliases stand for more than {most_values:,} values; write out what is meant",
                    line=line,
                    most_values=_MOST_VALUES,
                )
                raise CodebookError(msg)
        return sizes[id(node)]

    size(root)


def _sentence(error: Exception, text: str) -> str:
    """Word what is wrong with the YAML, and where."""
    if isinstance(error, yaml.reader.ReaderError):
        found = yaml.reader.Reader.NON_PRINTABLE.search(text)  # the error counts bytes or characters, as parsers do
        row = text.count("\n", 0, found.start() if found else error.position) + 1
        return message("line {row}: a control character, which YAML cannot hold; take it out", row=row)
    mark = getattr(error, "problem_mark", None)
    if mark is None:
        return message("not valid YAML; mend the file")
    lines = text.splitlines()
    line = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return message(
            "line {line}: a tab indents, where YAML takes spaces only; put two spaces for each tab", line=mark.line + 1
        )
    problem = told(getattr(error, "problem", None) or message("it cannot be parsed"))
    return message("line {line}: not valid YAML ({problem}); mend the file there", line=mark.line + 1, problem=problem)
