"""What runs unseen in the kernel of a report: before, between and after the chapters."""

from __future__ import annotations

import base64
import functools
import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from IPython import get_ipython

from analysis import figures, style
from analysis.codebook import Codebook
from analysis.errors import ReportError
from analysis.reading import read
from analysis.report import facts
from analysis.tokens import Tokens

_shown: list[Any] = []
_exported: list[tuple[Any, dict[str, str]]] = []
_codebooks: dict[str, Codebook] = {}
_units: set[str] = set()


def start() -> None:
    """Watch what is shown and exported, and give warnings a form without paths and line numbers."""
    shell = _shell()
    shell.display_formatter.mimebundle_formatter.for_type_by_name("matplotlib.figure", "Figure", _mark)
    shell.config.InlineBackend.figure_formats = set()  # else `%matplotlib inline` draws every figure once more
    figures.export = _watched(figures.export)
    warnings.formatwarning = _one_line


def single(article: str) -> None:
    """Refuse several documents, before a chapter speaks of the first as if it were all."""
    corpus = read(article)
    if len(corpus) != 1:
        msg = f"{Path(article).name} holds {len(corpus)} documents, and a report is about one; name one article"
        raise ReportError(msg)


def fresh() -> None:
    """Empty the namespace, so that a chapter finds what it would find in a kernel of its own."""
    shell = _shell()
    for value in shell.user_ns.values():
        if isinstance(value, Codebook):
            _codebooks[value.sha256] = value
        if isinstance(value, Tokens) and value.recipe.units:
            _units.add(value.recipe.units)
    shell.reset(new_session=True)


def finish(corpus: Any, tokens: Any) -> None:
    """Hand the facts about the article, its figures and its codebooks to the report."""
    told = facts.collect(corpus, tokens, codebooks=list(_codebooks.values()), units=_units)
    told["figures"] = [_figure(figure) for figure in _shown]
    _shell().display_pub.publish(data={facts.MIME: told})


def _shell() -> Any:
    """Return the running IPython shell."""
    return get_ipython()


def _mark(figure: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give a figure that is displayed its number and a picture: its export, or one drawn here if it has none."""
    if not any(figure is seen for seen in _shown):
        _shown.append(figure)
    number = next(i for i, seen in enumerate(_shown) if seen is figure)
    picture = _figure(figure).get("png") or _drawn(figure)
    return {"image/png": picture}, {"image/png": {"figure": number}}


def _drawn(figure: Any) -> str:
    """Draw a figure that was not exported, at the size and sharpness of those that were."""
    held = io.BytesIO()
    figure.savefig(held, format="png", dpi=300, metadata={"Software": None})
    return base64.b64encode(held.getvalue()).decode("ascii")


def _watched(export: Callable[..., figures.Exported]) -> Callable[..., figures.Exported]:
    """Remember which figure was exported as what; the files are read before anyone else can write them."""

    @functools.wraps(export)
    def watched(ax: Any, name: str, **options: Any) -> figures.Exported:
        made = export(ax, name, **options)
        told = {
            "name": name,
            "alt": made.alt,
            "png": base64.b64encode(Path(made.png).read_bytes()).decode("ascii"),
            "csv": Path(made.csv).read_text(encoding="utf-8-sig"),
        }
        _exported.append((ax.figure, told))
        return made

    return watched


def _figure(figure: Any) -> dict[str, str]:
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
