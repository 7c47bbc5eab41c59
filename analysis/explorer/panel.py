"""The controls of the explorer, for ipywidgets."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd

from analysis.errors import KitError
from analysis.explorer import view as viewing
from analysis.explorer.choosing import WINDOW, has

if TYPE_CHECKING:
    from analysis.explorer.choosing import Explorer
    from analysis.explorer.view import View

_WORD, _FRAME = "낱말", "프레임"
_ALL = "모든 글"
_LAYERS = {"morphs": "형태소", "units": "단위(이름을 묶음)"}
_SORTS = {
    "글의 차례": (),
    "왼쪽 첫 말(L1)": ("L1", "L2"),
    "왼쪽 둘째 말(L2)": ("L2", "L1"),
    "오른쪽 첫 말(R1)": ("R1", "R2"),
    "찾은 말": ("node",),
}
_MOST = 2000  # lines in a table that turns its own pages
_WORDS = {
    "search": "표에서 찾기",
    "lengthMenu": "한 쪽에 _MENU_줄",
    "info": "_TOTAL_줄 가운데 _START_–_END_",
    "infoEmpty": "0줄",
    "infoFiltered": "(모두 _MAX_줄)",
    "zeroRecords": "그런 줄이 없다",
    "emptyTable": "줄이 없다",
}


class Panel:
    """Controls and what they show: `view` without the filter of lines, `shown` with it; None after a wrong choice."""

    def __init__(self, explorer: Explorer) -> None:
        self._explorer = explorer
        self.view: View | None = None
        self.shown: View | None = None
        self.controls = _controls(explorer)
        self.message, self.charts = widgets.HTML(), widgets.HTML()
        self.lines = widgets.Output() if interactive() else widgets.HTML()
        for name, control in self.controls.items():
            control.observe(self._narrow if name == "contains" else self._move, names="value")
        rows = [self.controls[name] for name in ("kind", "term", "frame", "layer", "doc", "window")]
        below = widgets.HBox([self.controls["sort"], self.controls["contains"]])
        head = widgets.HBox(rows, layout=widgets.Layout(flex_flow="row wrap"))
        loaded = [_bundle()] if interactive() else []
        self.box = widgets.VBox([*loaded, head, self.message, self.charts, below, self.lines])
        self._move()

    def _move(self, _: Any = None) -> None:
        """Follow a choice: other charts and lines, or one sentence where there are none."""
        value = {name: control.value for name, control in self.controls.items()}
        framed = value["kind"] == _FRAME
        for name, shown in (("term", not framed), ("layer", not framed), ("frame", framed)):
            self.controls[name].layout.display = None if shown else "none"
        chosen: dict[str, Any] = (
            {"frame": value["frame"]} if framed else {"term": value["term"], "layer": value["layer"]}
        )
        try:
            self.view = self._explorer.show(
                **chosen, doc=value["doc"] or None, window=value["window"], sort=_SORTS[value["sort"]]
            )
        except KitError as error:
            self.view = None
            self.message.value = viewing.spoken((viewing.sentence(error),))
            self.charts.value = ""
        else:
            self.message.value = viewing.spoken(self.view.says)
            self.charts.value = "".join(map(viewing.picture, self.view.charts))
        self._narrow()

    def _narrow(self, _: Any = None) -> None:
        """Show the lines that hold what was typed."""
        self.shown = None if self.view is None else self.view.holding(self.controls["contains"].value)
        name, lines = ("", pd.DataFrame()) if self.shown is None else (self.shown.name, self.shown.lines)
        if interactive():
            html = _paged(lines, name) if len(lines) else ""
            data = {"text/html": html, "text/plain": f"{len(lines)}"}
            self.lines.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)
        else:
            self.lines.value = viewing.table(lines, name=name) if len(lines) else ""


def interactive() -> bool:
    """Tell whether tables turn their own pages: itables is installed, and outputs share one page (not in Colab)."""
    return has("itables") and "google.colab" not in sys.modules


def _controls(explorer: Explorer) -> dict[str, Any]:
    """Make one control a choice; what there is only one of is not shown."""
    words = explorer.words()
    kinds = [_WORD, *([_FRAME] if explorer.frames else [])]
    docs = [(_ALL, ""), *((doc, doc) for doc in explorer.docs)] if len(explorer.docs) > 1 else [explorer.docs[0]]
    frames = [(label, name) for name, label in explorer.frames.items()]
    return {
        "kind": widgets.ToggleButtons(options=kinds, description="볼 것"),
        "term": widgets.Combobox(
            value=next(iter(words), ""), options=words, description="낱말", continuous_update=False
        ),
        "frame": widgets.Dropdown(options=frames, description="프레임"),
        "layer": widgets.Dropdown(options=[(_LAYERS[name], name) for name in explorer.layers], description="층"),
        "doc": widgets.Dropdown(options=docs, description="글"),
        "window": widgets.IntSlider(value=WINDOW, min=1, max=15, description="앞뒤 어절", continuous_update=False),
        "sort": widgets.Dropdown(options=list(_SORTS), description="차례"),
        "contains": widgets.Text(description="거르기", placeholder="이 글자가 든 줄만", continuous_update=False),
    }


def _bundle() -> Any:
    """Carry the script of itables inside the notebook, so that nothing is asked of any host."""
    from itables import options  # noqa: PLC0415 - an extra
    from itables.javascript import generate_init_offline_itables_html  # noqa: PLC0415

    data = {"text/html": generate_init_offline_itables_html(options.dt_bundle), "text/plain": ""}
    return widgets.Output(outputs=({"output_type": "display_data", "data": data, "metadata": {}},))


def _paged(lines: pd.DataFrame, name: str) -> str:
    """Write lines as a table that is searched, sorted and turned in the browser."""
    from itables import to_html_datatable  # noqa: PLC0415 - an extra

    cut = f", 앞의 {_MOST:,}곳만 보인다" if len(lines) > _MOST else ""
    columns = {
        "doc": "글",
        "paragraph": "문단",
        "sentence": "문장",
        "left": "왼쪽",
        "node": "찾은 말",
        "right": "오른쪽",
    }
    told = lines.head(_MOST)[list(columns)].rename(columns=columns)
    return str(
        to_html_datatable(
            told,
            caption=f"용례: {name} {len(lines):,}곳{cut}",
            connected=False,
            maxBytes=0,
            allow_html=False,
            showIndex=False,
            classes="display compact",
            style="width:100%;caption-side:top",
            columnDefs=[
                {"className": "dt-right", "targets": [3]},
                {"className": "dt-center", "targets": [4]},
                {"className": "dt-left", "targets": [5]},
            ],
            language=_WORDS,
            display_logo_when_loading=False,
        )
    )
