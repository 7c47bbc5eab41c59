"""Stance: which endings and function words say how sure, how binding or whose word a sentence is.

A list is YAML: `schema: damron-stance/1`, `id`, `version` and `labels`, each with `label`, `ko` (its name in
charts), `patterns` (sequences of form/tag, as in codebooks; a tag covers its variants with a suffix), optional
`mask` (longer sequences inside which no pattern counts), `examples` and `counterexamples`, `checked` and `right` (marks
in texts of others that one reader looked at, and how many of them were right).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from analysis.errors import CodebookError
from analysis.files.yaml import shown
from analysis.grammar.markers import Marking, sequences
from analysis.lexicon.loading import load, require_words
from analysis.messages import message
from analysis.paths import LEXICONS, is_file

_KEYS = {"label", "ko", "patterns", "mask", "checked", "right", "examples", "counterexamples"}
_NAME = re.compile(r"[a-z][a-z_]*")


@dataclass(frozen=True)
class Label:
    """One kind of stance: its name, its name in charts, and what carries it."""

    id: str
    ko: str
    patterns: tuple[str, ...]
    mask: tuple[str, ...]
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]
    checked: int = 0  # marks in texts of others that one reader looked at
    right: int = 0  # of these, the right ones


@dataclass(frozen=True)
class Stance:
    """A list of stance markers: where it came from and its labels in the order of the file."""

    id: str
    version: str
    sha256: str
    labels: tuple[Label, ...]

    @property
    def markings(self) -> tuple[Marking, ...]:
        """The labels as the matcher takes them."""
        return _markings(self.labels)


@cache
def _markings(labels: tuple[Label, ...]) -> tuple[Marking, ...]:
    """Expand the patterns of labels for the matcher, once per list."""
    return tuple(Marking(label.id, _expand(label.patterns), _expand(label.mask)) for label in labels)


def _expand(patterns: tuple[str, ...]) -> tuple[Any, ...]:
    """List every sequence that some patterns stand for, each once."""
    return tuple(dict.fromkeys(s for p in patterns for s in sequences(p)))


def stance(path: str | Path | None = None) -> Stance:
    """Read a list of stance markers.

    Parameters
    ----------
    path : str or Path, optional
        A YAML file of `schema: damron-stance/1`; by default the kit's own.

    Returns
    -------
    Stance
        Frozen, with the hash of the file's bytes.

    Raises
    ------
    MissingError
        If there is no such file.
    CodebookError
        If it is not YAML, lacks a key, has an unknown one, a label stands twice, or a pattern is no sequence of
        form/tag; the message names the file, the entry and the field.

    Examples
    --------
    >>> [label.id for label in stance().labels][:3]
    ['certainty', 'prediction', 'explanatory']
    """
    file = Path(path or LEXICONS / "stance.yaml")
    state = file.stat() if is_file(file) else None
    return _read(file, (state.st_mtime_ns, state.st_size) if state else ())


@lru_cache(maxsize=8)
def _read(path: Path, state: tuple[int, ...]) -> Stance:  # noqa: ARG001 - the key of the cache
    """Read a list; a file that has not been written since is parsed once."""
    source = load(path, schema="damron-stance/1", key="labels", what=message("stance list"))
    labels = tuple(_label(entry, where) for entry, where in source.numbered())
    names = [label.id for label in labels]
    twice = [name for n, name in enumerate(names) if name in names[:n]]
    if twice:
        msg = message(
            "{source}: the label {twice!r} stands twice; keep one of the entries", source=source.name, twice=twice[0]
        )
        raise CodebookError(msg)
    return Stance(source.id, source.version, source.sha256, labels)


def _label(entry: object, where: str) -> Label:
    """Return one entry as a Label; refuse one with unknown keys, no name or a bad pattern."""
    if not isinstance(entry, dict) or set(entry) - _KEYS or not {"label", "ko", "patterns"} <= set(entry):
        msg = message(
            "{where}: an entry has label, ko and patterns, and may have mask, examples, counterexamples", where=where
        )
        raise CodebookError(msg)
    name, korean = entry["label"], entry["ko"]
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        msg = message(
            "{where}: label must be lower-case English such as obligation, not {name}", where=where, name=shown(name)
        )
        raise CodebookError(msg)
    if not isinstance(korean, str) or not korean.strip():
        msg = message("{where}: ko must be the label's name in Korean, not {korean}", where=where, korean=shown(korean))
        raise CodebookError(msg)
    keys = ("patterns", "mask", "examples", "counterexamples")
    lists = {key: require_words(entry.get(key, []), where=where, field=key) for key in keys}
    if not lists["patterns"]:
        msg = message("{where}: patterns must name at least one sequence of form/tag", where=where)
        raise CodebookError(msg)
    for key in ("patterns", "mask"):
        for pattern in lists[key]:
            try:
                sequences(pattern)
            except CodebookError as error:
                msg = f"{where}, {key}: {error}"
                raise CodebookError(msg) from error
    given = [str(entry.get(key, 0)) for key in ("checked", "right")]
    checked, right = (int(n) if n.isdecimal() else -1 for n in given)
    if not 0 <= right <= checked:
        msg = message(
            "{where}: checked and right are numbers of marks, right at most checked, such as checked: 20 and right: 19",
            where=where,
        )
        raise CodebookError(msg)
    return Label(name, korean.strip(), **lists, checked=checked, right=right)
