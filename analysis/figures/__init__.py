"""Export of figures: no picture leaves without its numbers and its provenance."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

import pandas as pd

from analysis import schema, style
from analysis.errors import FigureError
from analysis.figures import files
from analysis.figures.files import folder, render
from analysis.files import csv
from analysis.korean import visible

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Exported", "alt", "export", "folder"]

_CODEBOOK = ("id", "version", "status", "sha256")


class _Provenance(TypedDict):
    """What tells one figure of a name from another, as the manifest writes it."""

    chart: str
    codebook: dict[str, str] | None
    recipe: Mapping[str, object]


class Recipe(Protocol):
    """How the numbers were made, as `Tokens.recipe` tells it."""

    def to_dict(self) -> dict[str, Any]:
        """Return the recipe as plain values that JSON can hold."""


@dataclass(frozen=True)
class Exported:
    """Where an exported figure lies, its alternative text, and the bytes of its files by ending."""

    png: Path
    svg: Path
    pdf: Path
    csv: Path
    alt: str
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)


def export(
    ax: Axes, name: str, *, table: pd.DataFrame, recipe: Recipe, codebook: Any = None, alt: str | None = None
) -> Exported:
    """Write the figure of an Axes with its numbers, its provenance and its alternative text.

    Writes name.png (300 dpi), name.svg (outlines with selectable words above them), name.pdf (embedded TrueType),
    name.csv and an entry in manifest.json, all or none. The same inputs give the same bytes. The same name in the same
    study replaces the figure; another corpus has another folder, so that it never does.

    The CSV is UTF-8 with a byte order mark, lines end in LF, numbers have up to 10 significant digits, NaN is
    empty. Text that a spreadsheet would run as a formula (it starts with = + - @ or a tab) gets an apostrophe
    in front; numbers never do.

    Parameters
    ----------
    ax : Axes
        The chart; its whole figure is written.
    name : str
        What the figure is called, without ending, with one slash for a subfolder at most. What no system takes as a
        file's name becomes a slug with a short hash. Files go into ``figures/own/STUDY/``, where the study is what
        `folder` named or else the corpus of the recipe, or into the folder that DAMRON_FIGURES names.
    table : DataFrame
        The numbers; it must hold every row that a chart of the kit has drawn.
    recipe : Recipe
        What made the numbers: `tokens.recipe`, or any object with `to_dict()`.
    codebook : Codebook or mapping, optional
        Its id, version, status and sha256 are recorded; without it those in `table.attrs["codebook"]`, if any.
    alt : str, optional
        Korean alternative text; without it the one that the plot made from its numbers.

    Returns
    -------
    Exported
        Paths of the four files, the alternative text, and the bytes that were written.

    Raises
    ------
    FigureError
        If the name is none, the table is empty or does not hold the numbers drawn, the recipe
        is none, there is no alternative text, or the files cannot be written.
    SealError
        If the manifest in the folder is not what was written; nothing is changed then.
    FontError
        If a text of the figure has a character that its font lacks.
    """
    name = files.require_name(name)
    about = style.described(ax)
    provenance = _provenance(about.chart if about else "custom", recipe, _book(codebook, table))
    text = visible((alt or (about.alt if about else "")).strip())
    if not text:
        msg = f"figures.export: {name!r} has no alternative text; pass alt= with what the chart shows"
        raise FigureError(msg)
    _require_numbers(table, about.numbers if about else None, name=name)
    figure = ax.get_figure(root=True)
    if figure is None:
        msg = f"figures.export: the Axes of {name!r} was taken out of its figure; draw it again"
        raise FigureError(msg)
    contents = render(figure, title=ax.get_title(loc="left") or name, alt=text)
    contents["csv"] = csv.to_csv(table)
    font = style.font_path()
    entry = {
        **provenance,
        "alt": text,
        "columns": [str(column) for column in csv.flat(table).columns],
        "font": {"file": font.name, "sha256": files.sha256(font.read_bytes())},
        "rows": len(table),
    }
    root = files.folder_of(str(provenance["recipe"].get("corpus") or ""))
    paths = files.commit(name, contents, entry, root=root)
    return Exported(paths["png"], paths["svg"], paths["pdf"], paths["csv"], text, contents)


def alt(chart: Axes | Figure) -> str:
    """Return the alternative text of a chart, or of all charts in a figure.

    Parameters
    ----------
    chart : Axes or Figure
        What a plot returned, or its figure.

    Returns
    -------
    str
        Korean text made from the numbers; empty if the kit did not draw the chart.
    """
    axes = getattr(chart, "axes", None)
    axes = axes if isinstance(axes, list) else [chart]  # the axes of an Axes are itself, those of a Figure a list
    found = [about.alt for ax in axes if (about := style.described(ax))]
    return " ".join(found)


def _provenance(chart: str, recipe: Recipe, book: dict[str, str] | None) -> _Provenance:
    """Collect what tells one figure of a name from another, as plain JSON values."""
    try:
        made = recipe.to_dict()
        plain = json.loads(json.dumps(made, allow_nan=False, ensure_ascii=False))
    except AttributeError as error:
        msg = f"figures.export: recipe is a {type(recipe).__name__} without to_dict(); pass tokens.recipe"
        raise FigureError(msg) from error
    except (TypeError, ValueError) as error:
        msg = f"figures.export: the recipe holds a value that JSON cannot write ({error}); make it plain first"
        raise FigureError(msg) from error
    return _Provenance(chart=chart, codebook=book, recipe=plain)


def _book(codebook: Any, table: pd.DataFrame) -> dict[str, str] | None:
    """Read id, version, status and hash of a codebook, given as an object or a mapping."""
    source = codebook if codebook is not None else schema.about(table).codebook
    if source is None:
        return None
    if isinstance(source, Mapping):
        book = {key: source.get(key) for key in _CODEBOOK}
    else:
        book = {key: getattr(source, key, None) or None for key in _CODEBOOK}
    if missing := [key for key, value in book.items() if value is None]:
        msg = f"figures.export: the codebook has no {', '.join(missing)}; pass what codebook.read returned"
        raise FigureError(msg)
    return {key: str(value) for key, value in book.items()}


def _require_numbers(table: pd.DataFrame, drawn: pd.DataFrame | None, *, name: str) -> None:
    """Refuse a table without rows, with a column twice, or without the rows that were drawn."""
    if table.empty:
        msg = f"figures.export: the table of {name!r} has no rows; pass the frame that the chart was drawn from"
        raise FigureError(msg)
    if not table.columns.is_unique:
        twice = ", ".join(sorted({str(c) for c in table.columns[table.columns.duplicated()]}))
        msg = f"figures.export: the table of {name!r} has the column(s) {twice} twice; rename them"
        raise FigureError(msg)
    if drawn is None:
        return
    if not set(drawn.columns) <= set(table.columns) or not _rows(drawn) <= _rows(table[list(drawn.columns)]):
        msg = (
            f"figures.export: the table of {name!r} does not hold the numbers that the chart shows; "
            "pass the frame that was handed to the plot"
        )
        raise FigureError(msg)


def _rows(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    """Rows as comparable tuples, the same for every dtype that shows the same values."""
    return set(frame.astype(str).itertuples(index=False, name=None))


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)
