"""Export of figures: no picture leaves without its numbers and its provenance."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

import pandas as pd

from analysis import schema, style
from analysis.arguments import guard
from analysis.errors import FigureError
from analysis.figures import files
from analysis.figures.files import folder
from analysis.figures.paper import Language, Marks, Style, contents, looked
from analysis.figures.pictures import render
from analysis.figures.screen import keep_pictures
from analysis.figures.size import COLUMN, PAGE, Size
from analysis.files import csv
from analysis.korean import visible
from analysis.messages import message
from analysis.messages.libraries import told

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["COLUMN", "PAGE", "Exported", "Size", "Written", "alt", "export", "folder", "table"]

_WIDTH_SLACK = 0.5  # mm
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
    """Where an exported figure lies (None for a kind that was not asked for), its alternative text, and its bytes.

    `drawn` is the chart in the pictures: the one that was handed over, or another where it was drawn anew.
    """

    csv: Path
    alt: str
    png: Path | None = None
    svg: Path | None = None
    pdf: Path | None = None
    tiff: Path | None = None
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    drawn: Axes | None = field(default=None, repr=False, compare=False)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files of the figure, pictures first."""
        kinds = (self.png, self.svg, self.pdf, self.tiff, self.csv)
        return tuple(path for path in kinds if path is not None)


def export(
    ax: Axes,
    name: str,
    *,
    table: pd.DataFrame,
    recipe: Recipe,
    codebook: Any = None,
    alt: str | None = None,
    size: Size | None = None,
    title: str | None = None,
    subtitle: str | None = None,
) -> Exported:
    """Write the figure of an Axes with its numbers, its provenance and its alternative text.

    Writes name.png (300 dpi), name.svg (outlines with selectable words above them), name.pdf (embedded TrueType),
    name.csv and an entry in manifest.json, all or none; with `size` the formats named there. The same inputs give the
    same bytes. The same name in the same study replaces the figure, files of formats no longer asked for included;
    another corpus has another folder, so that it never does. A file that the kit did not write, or that was changed
    since, is not replaced.

    With `size`, `title` or `subtitle` a chart of the kit is drawn anew at that width, and the Axes stays as it is.

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
    size : Size, optional
        Width, letters, greys, resolution and formats, such as `figures.COLUMN`; without it 160 mm for a chart of the
        kit, and any other figure as it is. A figure that the kit did not lay out must have the width by itself.
    title, subtitle : str, optional
        Your own words in place of the chart's; empty for none.

    Returns
    -------
    Exported
        Paths of the files, the alternative text, and the bytes that were written.

    Raises
    ------
    FigureError
        If the name is none, the table is empty or does not hold the numbers drawn, the recipe
        is none, there is no alternative text, the chart does not fit its size or was changed by hand, a file is not
        the kit's, or the files cannot be written.
    SealError
        If the manifest in the folder is not what was written; nothing is changed then.
    FontError
        If a text of the figure has a character that its font lacks.

    Examples
    --------
    >>> import os, tempfile
    >>> import analysis as da
    >>> os.environ["DAMRON_FIGURES"] = tempfile.mkdtemp()
    >>> tokens = da.Tokens.from_terms({"글": ["물", "물", "값"]})
    >>> table = da.stats.frequency(tokens, tags=None)
    >>> ax = da.plots.frequency(table)
    >>> made = da.figures.export(ax, "그림1", table=table, recipe=tokens.recipe, size=da.figures.COLUMN, title="")
    >>> [path.name for path in made.paths]
    ['그림1.png', '그림1.pdf', '그림1.tiff', '그림1.csv']
    >>> del os.environ["DAMRON_FIGURES"]
    """
    name = files.require_name(name)
    about = style.described(ax)
    provenance = _provenance(about.chart if about else "custom", recipe, _book(codebook, table))
    text = visible((alt or (about.alt if about else "")).strip())
    if not text:
        msg = message(
            "figures.export: {name!r} has no alternative text; pass alt= with what the chart shows", name=name
        )
        raise FigureError(msg)
    _require_numbers(table, about.numbers if about else None, name=name)
    if ax.get_figure() is None:
        msg = message("figures.export: the Axes of {name!r} was taken out of its figure; draw it again", name=name)
        raise FigureError(msg)
    keep_pictures()
    root = files.folder_of(str(provenance["recipe"].get("corpus") or ""))
    contents, drawn = _drawn(ax, name, alt=text, size=size, title=title, subtitle=subtitle, root=root)
    contents["csv"] = csv.to_csv(table)
    font = style.font_path()
    entry = {
        **provenance,
        "alt": text,
        "columns": [str(column) for column in csv.flat(table).columns],
        "font": {"file": font.name, "sha256": files.sha256(font.read_bytes())},
        "rows": len(table),
    }
    paths = files.commit(name, contents, entry, root=root)
    return Exported(**paths, alt=text, contents=contents, drawn=drawn)


@dataclass(frozen=True)
class Written:
    """Where a table for a paper lies, its title in one line, and its bytes by ending."""

    docx: Path
    xlsx: Path
    csv: Path
    title: str
    contents: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files of the table."""
        return self.docx, self.xlsx, self.csv


def table(
    frame: pd.DataFrame,
    name: str,
    *,
    title: str,
    recipe: Recipe,
    language: Language = "ko",
    notes: Sequence[str] = (),
    style: Style = "kjjcs",
    marks: Marks = "none",
) -> Written:
    """Write a table for a paper: name.docx, name.xlsx, name.csv and an entry in manifest.json, all or none.

    The Word document has three rules, numbers on their points, p without the 0 before it, and notes that say what was
    counted, over what, by which test, and what is missing. The first sheet of the workbook is the table as printed, the
    second holds its numbers; the CSV too. The same table gives the same bytes. Files are kept as those of `export`.

    Frequencies, keywords, cross tables, regressions, comparisons, agreement, accuracy, corrected shares, trends and
    timelines have a layout of their own; any other table has its first nine columns, and the notes say how many more
    the CSV has.

    Parameters
    ----------
    frame : DataFrame
        A table of the kit, or some of its rows: 500 at most.
    name : str
        What the files are called, as in `export`. A number at its end is that of the table: table-2.
    title : str
        What it shows; in English for KJJCS, whose titles are (volume 67, number 4, and later).
    recipe : Recipe
        What made the numbers: `tokens.recipe`, or any object with `to_dict()`.
    language : {"ko", "en"}
        Of heads and notes. What stands in the cells stays as it is.
    notes : sequence of str
        Sentences of your own below the table.
    style : {"kjjcs", "kci", "apa"}
        한국언론학보: Table 2. Title. Other journals of the Korea Citation Index: <표 2> title. American Psychological
        Association, 7th ed.: the number bold on a line of its own and the title in italics.
    marks : {"none", "stars"}
        Stars at residuals and coefficients whose corrected p is below .05, .01 and .001.

    Returns
    -------
    Written
        Paths, title and bytes.

    Raises
    ------
    FigureError
        If the table has no rows or more than 500, the title does not suit the style, python-docx is not installed, or
        the files cannot be written.
    OptionError
        If a choice is unknown.

    Examples
    --------
    >>> import os, tempfile
    >>> import analysis as da
    >>> os.environ["DAMRON_FIGURES"] = tempfile.mkdtemp()
    >>> tokens = da.Tokens.from_terms({"글": ["물", "물", "값"]})
    >>> words = da.stats.frequency(tokens, tags=None)
    >>> made = da.figures.table(words, "table-1", title="Frequent Words", recipe=tokens.recipe)
    >>> made.title, [path.name for path in made.paths]
    ('Table 1. Frequent Words', ['table-1.docx', 'table-1.xlsx', 'table-1.csv'])
    >>> del os.environ["DAMRON_FIGURES"]
    """
    name = files.require_name(name)
    look = looked(title, style, language, notes, marks)
    made, caption = contents(frame, name, look)
    provenance = _provenance(schema.about(frame).chart or "table", recipe, _book(None, frame))
    entry = {
        **provenance,
        "kind": "table",
        "alt": visible(caption),
        "style": style,
        "language": language,
        "remarks": [line for line in (schema.about(frame).base, *(schema.about(frame).caution or ())) if line],
        "columns": [str(column) for column in csv.flat(frame).columns],
        "rows": len(frame),
    }
    root = files.folder_of(str(provenance["recipe"].get("corpus") or ""))
    paths = files.commit(name, made, entry, root=root)
    return Written(**paths, title=caption, contents=made)


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


def _drawn(
    ax: Axes, name: str, *, alt: str, size: Size | None, title: str | None, subtitle: str | None, root: Path
) -> tuple[dict[str, bytes], Axes]:
    """Draw the pictures of a figure as it is, or of its chart drawn anew at a size and with words of one's own."""
    if size is not None and not isinstance(size, Size):
        msg = message(
            "figures.export: size is a {kind}; give figures.Size(width_mm=85) or figures.COLUMN",
            kind=type(size).__name__,
        )
        raise FigureError(msg)
    figure = ax.get_figure(root=True)
    assert figure is not None, "the caller has asked"
    if size is None and title is None and subtitle is None:
        usual = files.formats(name, Size().formats, root=root)
        return render(figure, title=ax.get_title(loc="left") or name, alt=alt, formats=usual), ax
    chosen = size or Size()
    about = style.described(ax)
    if about is None or about.redraw is None:
        _require_laid_out(figure, chosen, words=(title, subtitle))
        return render(figure, title=ax.get_title(loc="left") or name, alt=alt, size=chosen), ax
    new = about.redraw(ax, width=chosen.width, grey=chosen.grey, title=title, subtitle=subtitle)
    drawn = new.get_figure(root=True)
    assert drawn is not None, "a chart drawn anew is in a figure of its own"
    title = new.get_title(loc="left") or name
    return render(drawn, title=title, alt=alt, size=chosen, scale=chosen.scale), new


def _require_laid_out(figure: Figure, size: Size, *, words: tuple[str | None, str | None]) -> None:
    """Refuse a figure of the caller's own that does not have the width, or that only its drawer can change."""
    wide = float(figure.get_size_inches()[0]) * 25.4
    if words != (None, None) or size.grey:
        asked = "grey=True" if words == (None, None) else message("title= and subtitle=")
        msg = message(
            "figures.export: {asked} is for charts that the kit lays out; change your own figure before the export",
            asked=asked,
        )
        raise FigureError(msg)
    if abs(wide - size.width_mm) > _WIDTH_SLACK:
        msg = message(
            "figures.export: your own figure is {wide:.1f} mm wide and not {width_mm:g}; make it with "
            "figsize=({width_mm:g} / 25.4, ...), or let the plot make its figure",
            wide=wide,
            width_mm=size.width_mm,
        )
        raise FigureError(msg)


def _provenance(chart: str, recipe: Recipe, book: dict[str, str] | None) -> _Provenance:
    """Collect what tells one figure of a name from another, as plain JSON values."""
    try:
        made = recipe.to_dict()
        plain = json.loads(json.dumps(made, allow_nan=False, ensure_ascii=False))
    except AttributeError as error:
        msg = message("recipe is a {kind} without to_dict(); pass tokens.recipe", kind=type(recipe).__name__)
        raise FigureError(msg) from error
    except (TypeError, ValueError) as error:
        msg = message(
            "the recipe holds a value that JSON cannot write ({error}); make it plain first",
            error=told(error),
        )
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
        msg = message(
            "figures.export: the codebook has no {missing}; pass what codebook.read returned",
            missing=", ".join(missing),
        )
        raise FigureError(msg)
    return {key: str(value) for key, value in book.items()}


def _require_numbers(table: pd.DataFrame, drawn: pd.DataFrame | None, *, name: str) -> None:
    """Refuse a table without rows, with a column twice, or without the rows that were drawn."""
    if table.empty:
        msg = message(
            "figures.export: the table of {name!r} has no rows; pass the frame that the chart was drawn from", name=name
        )
        raise FigureError(msg)
    if not table.columns.is_unique:
        twice = ", ".join(sorted({str(c) for c in table.columns[table.columns.duplicated()]}))
        msg = message(
            "figures.export: the table of {name!r} has the column(s) {twice} twice; rename them", name=name, twice=twice
        )
        raise FigureError(msg)
    if drawn is None:
        return
    if not set(drawn.columns) <= set(table.columns) or not _rows(drawn) <= _rows(table[list(drawn.columns)]):
        msg = message(
            "figures.export: the table of {name!r} does not hold the numbers that the chart shows; pass "
            "the frame that was handed to the plot",
            name=name,
        )
        raise FigureError(msg)


def _rows(frame: pd.DataFrame) -> set[tuple[str, ...]]:
    """Rows as comparable tuples, the same for every dtype that shows the same values."""
    return set(frame.astype(str).itertuples(index=False, name=None))


def __dir__() -> list[str]:
    """List the public names alone."""
    return sorted(__all__)


guard(__name__, __all__)
