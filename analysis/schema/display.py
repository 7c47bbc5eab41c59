"""Tables of the kit as people read them in a notebook: Korean heads, names in place of ids, three digits.

In English the columns and the words of the kit stand as the table has them.

The hook is an HTML printer for `DataFrame`, which the first table that the kit checks or describes in a running IPython
registers; importing the kit registers nothing. It shows what says in its `attrs` that it is the kit's, and hands every
other frame to the printer that was there before. The frame itself stays as it is.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from analysis.korean import visible
from analysis.messages import english, message
from analysis.messages.statements import stated
from analysis.schema.about import About, about
from analysis.schema.contract import Column
from analysis.schema.reasons import shown, status_shown
from analysis.schema.tables import LABELS, TABLES, heading
from analysis.schema.vocabulary import named, unit

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["number", "to_html"]

_ROWS = 20  # of a long table
_LONG = 400  # characters from which a text is folded, as are several paragraphs; a sentence never is
_BEGINNING = 80  # characters of a folded text
_WRAPPED = 24  # characters from which a cell may run over several lines
_NARROW, _WIDE = 8, 14  # at most so many rows and more than so many columns: laid on its side
_HASH = re.compile(r"[0-9a-f]{64}")
_SHOWN = 12  # of a hash
_LINK = re.compile(r"https?://[^\s<>\"']+")
_FRAMES = {"frame", "frame_a", "frame_b", "frame_minus", "frame_plus"}
_TERMS = {"term", "lowest", "highest", "worst"}
_P = {"p", "p_adjusted", "joint_p"}
_WHY = {"reason", "rule", "unavailable", "warning"}  # columns that hold sentences of the kit
_SAID = {"label"}  # and those that hold its words beside names of the user's
# Words that a line of a concordance is sorted by, and its place: nothing to read beside left, node and right.
_KWIC = {"left", "node", "right"}
_SORTED = {"start", "end", "word", *(f"{side}{k}" for side in "LR" for k in range(1, 6))}
_DECIMALS, _LEAST = 6, 1e-6
_DIGITS = 3

_CELL = "padding:.2em .6em;vertical-align:top;"
_RULE = "border-bottom:1px solid rgba(128,128,128,.35);"
_STYLES = {
    "num": "text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums",
    "text": "text-align:left;white-space:nowrap",
    "long": "text-align:left;white-space:pre-line;word-break:keep-all;word-wrap:break-word;overflow-wrap:anywhere;"
    "min-width:20em",
    "mark": "text-align:center;white-space:nowrap",
    "left": "text-align:right;white-space:pre-wrap;word-break:keep-all;width:45%",
    "node": "text-align:center;white-space:nowrap;font-weight:700",
    "right": "text-align:left;white-space:pre-wrap;word-break:keep-all;width:45%",
}
_NIL = 1e-12  # what adding up leaves of 0
_NOTHING = "–"
_BELOW = "font-weight:400;opacity:.65"
_NOTE = "margin:.3em 0;opacity:.8;font-size:.9em"


@dataclass(frozen=True)
class _Shown:
    """A column as it is shown: its name, how its cells stand, and their HTML."""

    name: str
    kind: str
    cells: list[str]
    head: bool = False  # it names the rows


def number(value: float, *, trimmed: bool = True) -> str:
    """Write a number with three digits, never as a power of ten; from 100 on it is whole."""
    # 1234.5678 becomes 1,235 (1,234.6 would claim too much), 12.345 12.3, 0.012345 0.0123, and 0.0000001 <0.000001;
    # 0.5 stays 0.5, or becomes 0.500 beside other numbers of a column.
    if not math.isfinite(value):
        return _NOTHING if math.isnan(value) else "∞" if value > 0 else "-∞"
    size = abs(value) if abs(value) > _NIL else 0.0
    if len(f"{size:.0f}") >= _DIGITS:
        return f"{value:,.0f}"
    if 0 < size < _LEAST:
        return f"<{_LEAST:.6f}" if value > 0 else f">-{_LEAST:.6f}"
    if not size:
        return "0"
    text = f"{value:.{_DIGITS - 1 - math.floor(math.log10(size))}f}"
    return text.rstrip("0").rstrip(".") if trimmed else text


def _p_value(value: float) -> str:
    """Write a p as journals do: three places, no zero before the point."""
    # 0.0321 becomes .032, 0.00001 <.001, 0.9999 >.999, and 1 stays 1
    if math.isnan(value):
        return _NOTHING
    if value in (0.0, 1.0):
        return "<.001" if value == 0 else "1"
    return "<.001" if value < 0.001 else ">.999" if value > 0.999 else f"{value:.3f}".lstrip("0")


def to_html(frame: pd.DataFrame) -> str | None:
    """Write a table of the kit as HTML that needs nothing else; None where its columns have several levels."""
    import pandas as pd  # here, because the command line reads contracts before it knows that it needs a table

    if frame.columns.nlevels > 1:
        return None
    said = about(frame)
    laid = _lies_on_its_side(frame)
    table = frame.T if laid else frame
    total = len(table)
    most = pd.get_option("display.max_rows")
    table = table if most is None or total <= most else table.head(min(_ROWS, most))
    names = [str(name) for name in table.columns]
    hidden = [name for name in names if name in _SORTED] if set(names) >= _KWIC else []
    columns = _columns(table, said, hidden)
    laid = laid or (len(table) <= _NARROW and len(columns) > _WIDE)
    heads = _Heads([c.name for c in columns])
    body = _on_its_side(columns, heads) if laid else _upright(columns, heads)
    notes = [*_facts(said)]
    if total > len(table):
        notes.insert(0, message("{shown:,} of {total:,} rows", shown=len(table), total=total))
    elif not total:
        notes.insert(0, message("no rows (0)"))
    if hidden:
        notes.append(message("columns that are not shown: {names}", names=", ".join(hidden)))
    told = "".join(f'<p style="{_NOTE}">{escape(visible(note))}</p>' for note in notes)
    return f'<div class="damron-table" style="overflow-x:auto">{body}{told}</div>'


def _lies_on_its_side(frame: pd.DataFrame) -> bool:
    """Whether the rows of a frame are columns of the kit, as after `documents.T`."""
    # more rows than the kit has columns are no columns, and are not looked at one by one
    few = 0 < len(frame) <= len(LABELS) and not {str(name) for name in frame.columns} & LABELS.keys()
    return few and frame.index.nlevels == 1 and all(isinstance(name, str) and name in LABELS for name in frame.index)


def _columns(table: pd.DataFrame, said: About, hidden: Sequence[str]) -> list[_Shown]:
    """Write the index, where it says something, and every column."""
    levels = [table.index.get_level_values(k) for k in range(table.index.nlevels)]
    heads = [level for level in levels if level.name is not None or level.dtype.kind not in "iu"]
    taken: list[tuple[str, Any, bool]] = [(str(level.name or ""), level, True) for level in heads]
    for place, name in enumerate(table.columns):
        if str(name) not in hidden:
            taken.append((str(name), table.iloc[:, place], False))
    reasons = _reasons(table)
    cell = _Writer(said, {name for name, _, _ in taken})
    return [cell.column(name, values, reasons, head=head) for name, values, head in taken]


def _reasons(table: pd.DataFrame) -> list[str]:
    """Return why numbers of each row are missing."""
    if "reason" not in table.columns or getattr(table["reason"], "ndim", 1) > 1:
        return [""] * len(table)
    return [shown(value) if isinstance(value, str) else "" for value in table["reason"]]


class _Writer:
    """Writes the cells of one table."""

    def __init__(self, said: About, names: set[str]) -> None:
        self._names = names
        self._frames = {**(said.labels or {}), **said.frame_labels}
        self._surfaces = said.surfaces or {}
        self._titles = said.titles or {}
        self._options = _options()

    def column(self, name: str, values: Any, reasons: Sequence[str], *, head: bool) -> _Shown:
        """Write a column."""
        listed = list(values)
        names = self._labels(name, listed)
        places = _places(listed)
        cells = [self._cell(name, value, why, names, places) for value, why in zip(listed, reasons, strict=True)]
        kind = name if name in _KWIC and self._names >= _KWIC else _kind(listed, names)
        return _Shown(name, kind, cells, head)

    def _labels(self, name: str, values: list[Any]) -> Mapping[str, str]:
        """Return the Korean names of what stands in a column."""
        if name in _FRAMES:
            return self._frames
        if name in _TERMS and self._surfaces:
            return self._surfaces
        if name == "doc" and not self._names >= _KWIC:  # beside lines there is no room for headlines
            return self._titles
        if english():  # the words of the kit are English as they stand
            return {}
        if name == "tag":
            return _tags()
        return named(name, {value for value in values if isinstance(value, str)})

    def _cell(self, name: str, value: Any, why: str, names: Mapping[str, str], places: int | None) -> str:
        """Write a value."""
        if _is_missing(value):
            return f'<span title="{_quoted(why)}">{_NOTHING}</span>' if why else _NOTHING
        if isinstance(value, str):
            return self._text(name, value, names)
        if type(value).__name__ in ("bool", "bool_"):
            return "○" if value else '<span style="opacity:.45">×</span>'
        if type(value).__name__.startswith("float"):
            return self._options.number(name, float(value), places)
        if type(value).__name__.startswith(("int", "uint")):
            return f"{value:,d}" if _counts(name) else str(value)
        return escape(visible(str(value)))

    def _text(self, name: str, value: str, names: Mapping[str, str]) -> str:
        """Write a text: a name in place of an id, a link, or as it stands."""
        own, behind = names.get(value, value), self._titles.get(value, "") if name == "doc" else ""
        if value in names or behind:
            behind = value if value in names else behind
            return f'<span title="{_quoted(behind)}">{escape(visible(own or value))}</span>'
        if name in _WHY | _SAID:
            return escape(visible(shown(value) if name in _WHY else stated(value)))
        if _HASH.fullmatch(value):
            return f'<code title="{value}">{value[:_SHOWN]}…</code>'
        if _LINK.fullmatch(value):
            return f'<a href="{_quoted(value)}" target="_blank" rel="noopener noreferrer">{escape(value)}</a>'
        kept = self._options.kept(value)
        if kept < len(value):
            whole = message("{n:,} characters in all", n=len(value))
            return f"{escape(visible(value[:kept].rstrip()))}… <small>({whole})</small>"
        return escape(visible(value))


@dataclass(frozen=True)
class _Options:
    """What the user has set of pandas' options."""

    longest: int | None
    written: Callable[[float], str] | None

    def kept(self, text: str) -> int:
        """Return how many characters of a text are shown."""
        if self.longest is not None:
            return self.longest
        first = text.find("\n") if "\n" in text else len(text)
        return len(text) if first == len(text) <= _LONG else min(first, _BEGINNING)

    def number(self, name: str, value: float, places: int | None) -> str:
        """Write a number in the way that the user or the column asks for."""
        if not math.isfinite(value):
            return number(value)
        if self.written is not None:
            return escape(self.written(value))
        if name in _P:
            return escape(_p_value(value))
        return escape(number(value, trimmed=False) if places is None else f"{value:,.{places}f}")


def _options() -> _Options:
    """Read the options that differ from those of pandas as it comes."""
    import pandas as pd

    longest = pd.get_option("display.max_colwidth")
    written = pd.get_option("display.float_format")
    places = pd.get_option("display.precision")
    if written is None and places != 6:
        written = f"{{:,.{places}f}}".format
    return _Options(None if longest == 50 else longest or sys.maxsize, written)


def _is_missing(value: Any) -> bool:
    """Whether a value is None, NaN, NaT or NA."""
    kind = type(value).__name__
    return value is None or kind in ("NAType", "NaTType") or (isinstance(value, float) and math.isnan(value))


def _places(values: list[Any]) -> int | None:
    """Return the places after the point that write every number of a column exactly: none or one; None for more."""
    # 1.0 and 2.0 are 1 and 2, 6.0 and 6.5 are 6.0 and 6.5, and 0.5 and 0.523 take three digits: 0.500 and 0.523
    floats = [float(v) for v in values if type(v).__name__.startswith("float") and math.isfinite(v)]
    return next((places for places in (0, 1) if all(round(v, places) == v for v in floats)), None)


def _kind(values: list[Any], names: Mapping[str, str]) -> str:
    """Tell how the cells of a column stand."""
    held = [value for value in values if not _is_missing(value)]
    if held and all(type(value).__name__ in ("bool", "bool_") for value in held):
        return "mark"
    if values and all(hasattr(value, "__float__") for value in held):  # or there is none
        return "num"
    longest = max((len(names.get(value, value)) for value in held if isinstance(value, str)), default=0)
    return "long" if longest > _WRAPPED else "text"


def _quoted(text: str) -> str:
    """Escape a text for an attribute."""
    return escape(visible(text), quote=True)


def _tags() -> Mapping[str, str]:
    from analysis.schema.texts import TAGS

    return TAGS


def _known(names: Sequence[str]) -> dict[str, Column]:
    """Return the columns of the table that these are the columns of, or of which they hold most."""
    held = set(names)
    tables = [{c.name: c for c in table.columns} for group in TABLES.values() for table in group]
    # A whole table before a part of one: hits with every column are HITS, and frame, surface and n of them nothing
    # more than columns that mean the same wherever they stand.
    return max(tables, key=lambda own: (len(held & own.keys()), own.keys() <= held, -len(own)))


_ORDINALS = {
    column.name
    for group in TABLES.values()
    for table in group
    for column in table.columns
    if column.kind == "int" and column.unit.startswith(("ordinal", "code points from"))
}


def _counts(name: str) -> bool:
    """Whether a whole number counts something, so that thousands are set apart; 2023 in a column of years does not."""
    return name in LABELS and name not in _ORDINALS


class _Heads:
    """Writes the heads of columns that stand beside one another."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._known = _known(names)

    def __call__(self, name: str, *, between: str = "<br>") -> str:
        """Write a head: Korean name, and below or behind it the name in code and the unit; in English name and unit."""
        label, column = heading(name, self._names), self._known.get(name)
        if not label:
            return escape(visible(name))
        if english():
            of = "" if column is None or name in _P else column.unit
            return escape(name) + (f'{between}<small style="{_BELOW}">{escape(of)}</small>' if of else "")
        of = unit(column.unit) if column is not None and "(" not in label and name not in _P else ""
        below = f"{escape(name)} · {escape(of)}" if of else escape(name)
        return f'{escape(label)}{between}<small style="{_BELOW}">{below}</small>'


def _upright(columns: Sequence[_Shown], heads: _Heads) -> str:
    """Write a row of heads and a row for every row."""
    top = "".join(f'<th scope="col" style="{_style(c.kind, wrap=False)}">{heads(c.name)}</th>' for c in columns)
    rows = zip(*(column.cells for column in columns), strict=True)
    body = "".join(f"<tr>{''.join(map(_td, columns, cells))}</tr>" for cells in rows)
    return _table(columns, f'<thead><tr style="{_RULE}">{top}</tr></thead><tbody>{body}</tbody>')


def _on_its_side(columns: Sequence[_Shown], heads: _Heads) -> str:
    """Write a row for every column; the first column gives the heads."""
    first, *others = columns
    numbers = sum(column.kind == "num" for column in others) * 2 > len(others)
    kind = "num" if numbers else "text"
    corner = f'<th scope="col" style="{_style("text", wrap=False)}">{heads(first.name, between=" ")}</th>'
    top = "".join(f'<th scope="col" style="{_style(kind, wrap=False)}">{cell}</th>' for cell in first.cells)
    rows = []
    for column in others:
        own = _Shown(column.name, "long" if column.kind == "long" else kind, column.cells)
        head = f'<th scope="row" style="{_style("text", wrap=False)}">{heads(own.name, between=" ")}</th>'
        rows.append(f"<tr>{head}{''.join(_td(own, cell) for cell in own.cells)}</tr>")
    return _table(columns, f'<thead><tr style="{_RULE}">{corner}{top}</tr></thead><tbody>{"".join(rows)}</tbody>')


def _table(columns: Sequence[_Shown], inside: str) -> str:
    """Write the table around its rows; signs of money in a text are no formulas."""
    wide = ";width:100%" if {c.kind for c in columns} >= _KWIC else ""
    return (
        f'<table class="dataframe tex2jax_ignore mathjax_ignore" '
        f'style="border-collapse:collapse;table-layout:auto{wide}">{inside}</table>'
    )


def _td(column: _Shown, cell: str) -> str:
    """Write a cell."""
    tag, more = ("th", ' scope="row"') if column.head else ("td", "")
    weight = "font-weight:400;" if column.head else ""
    return f'<{tag}{more} class="{column.kind}" style="{weight}{_style(column.kind)}">{cell}</{tag}>'


def _style(kind: str, *, wrap: bool = True) -> str:
    """Return how a cell stands; a head is never wrapped."""
    style = _STYLES[kind]
    return _CELL + (style if wrap else style.replace("pre-line", "nowrap").replace("pre-wrap", "nowrap"))


def _facts(said: About) -> list[str]:
    """Say what a reader of the numbers must know: base, codebook, cautions."""
    facts = []
    if said.base and said.base_reference:
        base, other = stated(said.base), stated(said.base_reference)
        facts.append(message("base: {base}; reference: {other}", base=base, other=other))
    elif said.base:
        facts.append(message("base: {base}", base=stated(said.base)))
    if said.codebook and said.codebook.id:
        named = " ".join(filter(None, [said.codebook.id, said.codebook.version]))
        facts.append(message("codebook {named}, {status}", named=named, status=status_shown(said.codebook.status)))
    cautions = [message("mind: {caution}", caution=stated(caution)) for caution in said.caution or ()]
    return [" · ".join(facts)] * bool(facts) + cautions
