"""The hook by which a notebook shows the tables of the kit as people read them."""

# An HTML printer for DataFrame, registered by the first table that the kit checks or describes in a running IPython:
# importing the kit changes nothing. It writes what says in its attrs that it is the kit's; every other frame goes to
# the printer that was there before (Google Colab has one), or to its own `_repr_html_`. JupyterLab, VS Code, Colab and
# nbconvert all ask the same formatter of the kernel.

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from analysis.schema.about import KEY

if TYPE_CHECKING:
    import pandas as pd

_Printer = Callable[[Any], str | None]
_told: list[object] = []  # the shells that have the printer, or were told to go without


def show_tables() -> None:
    """Have the running notebook show tables of the kit for people; nothing happens outside IPython."""
    shell = _shell()
    if shell is None or any(shell is told for told in _told):
        return
    import pandas as pd

    _told.append(shell)
    display = getattr(shell, "display_formatter", None)
    if display is None:
        return
    formatter = display.formatters["text/html"]
    try:
        before: _Printer | None = formatter.lookup_by_type(pd.DataFrame)
    except KeyError:
        before = None
    formatter.for_type(pd.DataFrame, _printer(before))


def leave_tables() -> None:
    """Leave tables in this shell as pandas writes them, as the kernel of a report needs them."""
    if (shell := _shell()) is not None:
        _told.append(shell)


def _shell() -> Any:
    """Return the running IPython, without loading its package."""
    ipython = sys.modules.get("IPython")
    return ipython and ipython.get_ipython()


def _printer(before: _Printer | None) -> _Printer:
    """Make the printer; `before` writes the frames of others."""

    def write(frame: pd.DataFrame) -> str | None:
        import pandas as pd

        if isinstance(frame.attrs.get(KEY), dict) and pd.get_option("display.notebook_repr_html"):
            from analysis.schema.display import to_html  # when a table is shown, and not before

            if (html := to_html(frame)) is not None:
                return html
        return before(frame) if before else cast("Any", frame)._repr_html_()  # pandas-stubs do not know it

    return write
