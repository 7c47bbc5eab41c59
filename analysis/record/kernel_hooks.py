"""The hidden cells of a report's kernel: what runs before, between and after the chapters, and what they collect."""

from __future__ import annotations

import base64
import functools
import gc
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from IPython import get_ipython

from analysis import analyser, figures, schema, stats, style
from analysis.codebook import Codebook
from analysis.errors import ReportError
from analysis.figures import files, pictures
from analysis.messages import message
from analysis.plots import leads
from analysis.reading import read
from analysis.record import cited_functions, concordances, facts, headline, links
from analysis.schema import printer
from analysis.tokens import Tokens

if TYPE_CHECKING:
    from analysis.corpus import Corpus

_NAMES = {"identifier", "unread"}
_SCREEN = 0.32  # of the 300 dots per inch of an export: what a reader of the page downloads
_COLOURS = 24
_DRAWN_ANEW = {"size", "title", "subtitle"}  # options of an export that draw another chart than the one shown

_shown: list[Any] = []
_exported: list[tuple[Any, dict[str, Any]]] = []
_codebooks: dict[str, Codebook] = {}
_units: set[str] = set()
_tokens: dict[tuple[str, str], Tokens] = {}
_code: list[str] = []
_LABEL: list[str] = []  # what the report is about, for the name of its study; empty once a figure was exported


def start() -> None:
    """Watch what is shown and exported, and give warnings a form without paths and line numbers."""
    shell = _shell()
    analyser.load_when_needed()
    printer.leave_tables()  # the page works on tables as pandas writes them
    bundles = shell.display_formatter.mimebundle_formatter
    bundles.for_type_by_name("matplotlib.figure", "Figure", _mark)
    bundles.for_type(pd.DataFrame, _rows)
    shell.config.InlineBackend.figure_formats = set()  # else `%matplotlib inline` draws every figure once more
    shell.events.register("pre_run_cell", lambda info: _code.append(info.raw_cell))
    figures.export = _watched(figures.export)
    warnings.formatwarning = _one_line
    gc.freeze()  # what was loaded stays: to look through it again and again takes a twentieth of the time


def for_page() -> None:
    """Leave out what no page carries: the PDF of a figure, whose fonts take as long as its picture."""
    files.leave_out("pdf")


def label(*parts: str) -> None:
    """Name the study of the figures: what the report is about, and the codebook that was asked for."""
    _LABEL[:] = parts


def single(article: str) -> None:
    """Refuse several documents, since the chapters are about one."""
    corpus = read(article)
    if len(corpus) != 1:
        what = message(
            "{article} holds {n_corpus} documents, and a report is about one",
            article=Path(article).name,
            n_corpus=len(corpus),
        )
        msg = message("{what}; name one article, or ask for the report on a corpus", what=what)
        raise ReportError(msg)


def fresh() -> None:
    """Empty the namespace, so that a chapter finds what it would find in a kernel of its own."""
    shell = _shell()
    for value in shell.user_ns.values():
        if isinstance(value, Codebook):
            _codebooks[value.sha256] = value
        if isinstance(value, Tokens):
            _tokens[value.recipe.corpus, value.recipe.units] = value
            _units.update(filter(None, [value.recipe.units]))
    shell.reset(new_session=True)


def finish(corpus: Any, tokens: Any) -> None:
    """Pass the facts about the article, its figures and its codebooks to the report."""
    books = list(_codebooks.values())
    told = facts.collect(corpus, tokens, codebooks=books, units=_units)
    told["figures"] = [_figure(figure) for figure in _shown]
    own = [held for (name, units), held in _tokens.items() if name == tokens.recipe.corpus and units]
    told["evidence"] = concordances.collect(corpus, tokens, merged=own[-1] if own else None, codebooks=books)
    findings = (headline.collect(tokens, book, documents=corpus.documents) for book in books)
    told["findings"] = list(filter(None, findings))
    told["quantities"] = [] if corpus.redacted else collect(corpus)
    told["functions"] = cited_functions.functions(_code)
    told["compared"] = facts.references(_tokens.values(), doc=str(corpus.documents["doc"].iloc[0]))
    hand_over(told)


def seen() -> dict[str, Any]:
    """Return the figures that were shown and the functions that the cells used, for a report of another kind."""
    return {"figures": [_figure(figure) for figure in _shown], "functions": cited_functions.functions(_code)}


def hand_over(told: dict[str, Any]) -> None:
    """Pass facts from the kernel to the report."""
    _shell().display_pub.publish(data={facts.MIME: told})


def exported() -> list[str]:
    """List the files of the figures that were exported, in order."""
    return list(dict.fromkeys(path for _, told in _exported for path in told["paths"].split("\n")))


def _shell() -> Any:
    """Return the running IPython shell."""
    return get_ipython()


def _mark(figure: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give a figure that is displayed its number and a picture: its export, or one drawn here if it has none."""
    # The third figure that a notebook shows is number 2. The cell's output carries that number; the page looks up its
    # export there, and a picture is drawn here only for a figure that was never exported.
    if not any(figure is seen for seen in _shown):
        _shown.append(figure)
    number = next(i for i, seen in enumerate(_shown) if seen is figure)
    picture = "" if "svg" in _figure(figure) else _drawn(figure)  # the page shows the export instead
    return {"image/png": picture}, {"image/png": {"figure": number}}


def _rows(frame: pd.DataFrame) -> tuple[dict[str, Any], dict[str, Any]]:
    """Write a table as pandas does, and tell what its rows are, from which the page makes links."""
    html = frame._repr_html_()  # type: ignore[operator] # how a notebook asks
    levels = [name for name in frame.index.names if name is not None]
    names = [str(name) for name in (*levels, *frame.columns)]
    asked = [name for name in names if name in links.COLUMNS]
    most, least = pd.get_option("display.max_rows"), pd.get_option("display.min_rows")
    wide = pd.get_option("display.max_columns")
    if not {"term", "frame"} & set(asked) or frame.columns.nlevels > 1 or (wide and len(frame.columns) > wide):
        return {"text/html": html}, {}
    plain = frame.reset_index() if levels else frame
    told: list[dict[Any, Any] | None] = [*plain[asked].astype("str").to_dict("records")]
    if most and len(told) > most:  # pandas writes the first and the last, and a row of dots between them
        half = (least or most) // 2
        told = [*told[:half], None, *told[-half:]]
    return {"text/html": html}, {"text/html": {"rows": told, "names": names}}


def _drawn(figure: Any) -> str:
    """Draw a figure that was not exported, at the size and sharpness of those that were."""
    held = io.BytesIO()
    figure.savefig(held, format="png", dpi=300, metadata={"Software": None})
    return base64.b64encode(held.getvalue()).decode("ascii")


def _watched(export: Callable[..., figures.Exported]) -> Callable[..., figures.Exported]:
    """Remember which figure was exported as what; the first names the study of all."""

    @functools.wraps(export)
    def watched(ax: Any, name: str, **options: Any) -> figures.Exported:
        if _LABEL:
            study = "-".join([*_LABEL, str(options["recipe"].to_dict().get("corpus") or "")[:8]])
            figures.folder(study=study)
            _LABEL.clear()
        _require_single(ax, name)
        made = export(ax, name, **options)
        about = style.described(ax)
        told: dict[str, Any] = {
            "name": name,
            "paths": "\n".join(map(str, made.paths)),
            "alt": made.alt,
            "chart": about.chart if about else "",
            "csv": made.contents["csv"].decode("utf-8-sig"),
        }
        anew = any(options.get(name) is not None for name in _DRAWN_ANEW)
        contents, drawn = made.contents, made.drawn or ax
        if not {"svg", "png"} <= contents.keys():  # the page shows the chart as the notebook does
            anew, drawn, title = False, ax, ax.get_title(loc="left") or name
            contents = pictures.render(ax.get_figure(root=True), title=title, alt=made.alt, formats=("png", "svg"))
        told |= {"svg": contents["svg"].decode("utf-8"), "png": _smaller(contents["png"])}
        told["title"] = drawn.get_title(loc="left")
        told["places"] = _places(drawn, on_paper=anew)
        _exported.append((ax.figure, told))
        return made

    return watched


def _places(ax: Any, *, on_paper: bool) -> list[dict[str, Any]]:
    """Say where in the drawing the marks of a chart stand, and what for."""
    figure = ax.get_figure(root=True)
    found = leads.places(ax, pictures.paper(figure) if on_paper else pictures.whole(figure))
    return [{"row": row, "box": box} for row, box in found]


def _require_single(ax: Any, name: str) -> None:
    """Refuse a second figure of a name in one report: its files would replace those that the page shows."""
    if any(told["name"] == name and figure is not ax.figure for figure, told in _exported):
        msg = message("the report has two figures called {name!r}; give one of them another name", name=name)
        raise ReportError(msg)


def _smaller(picture: bytes) -> str:
    """Make the picture that a page can carry: 96 dots per inch and few colours."""
    from PIL import Image

    held = io.BytesIO()
    with Image.open(io.BytesIO(picture)) as image:
        size = (round(image.width * _SCREEN), round(image.height * _SCREEN))
        small = image.convert("RGB").resize(size, Image.Resampling.BOX).quantize(_COLOURS, dither=Image.Dither.NONE)
        small.save(held, "PNG", dpi=(96, 96))
    return base64.b64encode(held.getvalue()).decode("ascii")


def _figure(figure: Any) -> dict[str, Any]:
    """Return what is known about a displayed figure: its last export, else what its chart says of itself."""
    for exported, told in reversed(_exported):
        if exported is figure:
            return dict(told)
    said = [description for ax in figure.axes if (description := style.described(ax))]
    own = {"alt": figures.alt(figure)}
    if len(said) == 1:
        own["csv"] = str(said[0].numbers.to_csv(index=False))
    return own


def _one_line(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> str:
    """Format a warning as its kind and its text."""
    return f"{category.__name__}: {message}\n"


def collect(corpus: Corpus) -> list[dict[str, Any]]:
    """List the numbers that one document states."""
    rows = stats.quantities(corpus).to_dict("records")
    return [{"start": row["start"], "end": row["end"], "told": _describe(row)} for row in rows]


def _describe(row: dict[Any, Any]) -> str:
    """Describe a number of the text: kind and value."""
    kind = schema.QUANTITY_KINDS.get(str(row["kind"]), str(row["kind"]))
    if row["kind"] in _NAMES:
        return kind
    about = "약 " if row["approximate"] else ""
    unit = schema.QUANTITY_UNITS.get(row["unit"], row["unit"])
    said = f"{about}{_amount(row)}{' ' if unit.isascii() else ''}{unit} {schema.BOUNDS.get(row['bound'], '')}".strip()
    again = " (앞의 값을 바꾸어 적음)" if row["converted"] else ""
    return f"{kind} {said}{again}".strip()


def _amount(row: dict[Any, Any]) -> str:
    """Write a value, a range or a date."""
    if row["when"]:
        when = str(row["when"])
        return f"해 없이 {when[2:]}" if when.startswith("--") else when
    low, high = (None if pd.isna(row[side]) else _number(row[side]) for side in ("low", "high"))
    if low is not None or high is not None:
        return f"{low or ''}~{high or ''}"
    return "" if pd.isna(row["value"]) else _number(row["value"])


def _number(value: float) -> str:
    """Write a number with two decimals at most."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")
