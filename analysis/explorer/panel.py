"""The controls of the explorer, for ipywidgets."""

from __future__ import annotations

import sys
from html import escape
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
        self._turns = interactive()
        self.lines = widgets.Output() if self._turns else widgets.HTML()
        for name, control in self.controls.items():
            control.observe(self._narrow if name == "contains" else self._move, names="value")
        rows = [self.controls[name] for name in ("kind", "term", "frame", "layer", "doc", "window")]
        below = widgets.HBox([self.controls["sort"], self.controls["contains"]])
        head = widgets.HBox(rows, layout=widgets.Layout(flex_flow="row wrap"))
        loaded = [_bundle()] if self._turns else []
        self.box = widgets.VBox([*loaded, head, self.message, self.charts, below, self.lines])
        self._move()

    def _move(self, _: Any = None) -> None:
        """Follow a choice: other charts and lines, or one sentence where there are none."""
        value = {name: control.value for name, control in self.controls.items()}
        framed = value["kind"] == _FRAME
        self._arrange(framed=framed)
        chosen: dict[str, Any] = (
            {"frame": value["frame"]} if framed else {"term": value["term"] or None, "layer": value["layer"]}
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

    def _arrange(self, *, framed: bool) -> None:
        """Show the controls that matter now; where there is only one thing to choose there is none."""
        has_choice = {
            "kind": bool(self._explorer.frames),
            "term": not framed,
            "layer": not framed and len(self._explorer.layers) > 1,
            "frame": framed,
            "doc": len(self._explorer.docs) > 1,
        }
        for name, shown in has_choice.items():
            self.controls[name].layout.display = None if shown else "none"

    def _narrow(self, _: Any = None) -> None:
        """Show the lines that hold what was typed."""
        sought = self.controls["contains"].value
        self.shown = None if self.view is None else self.view.holding(sought)
        if self.shown is None or self.view is None or self.view.lines.empty:
            html = ""
        elif self.shown.lines.empty:
            html = viewing.spoken((f"‘{sought}’ 글자가 든 줄이 없다. 모두 {len(self.view.lines):,}줄이다.",))
        else:
            write = _paged if self._turns else viewing.table
            kept = f" 가운데 ‘{sought}’ 글자가 든" if sought else ""
            html = write(self.shown.lines, name=self.shown.name + kept)
        if self._turns:
            data = {"text/html": html, "text/plain": ""}
            self.lines.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)
        else:
            self.lines.value = html


def interactive() -> bool:
    """Tell whether tables turn their own pages: itables is installed, and outputs share one page (not in Colab)."""
    return has("itables") and "google.colab" not in sys.modules


def _controls(explorer: Explorer) -> dict[str, Any]:
    """Make one control for each choice."""
    words = explorer.words()
    kinds = [_WORD, *([_FRAME] if explorer.frames else [])]
    docs = [(_ALL, ""), *((doc, doc) for doc in explorer.docs)]
    frames = [(label, name) for name, label in explorer.frames.items()]
    return {
        "kind": widgets.ToggleButtons(options=kinds, description="볼 것", style={"button_width": "5em"}),
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
    from itables import options  # an extra
    from itables.javascript import generate_init_offline_itables_html

    data = {"text/html": generate_init_offline_itables_html(options.dt_bundle), "text/plain": ""}
    return widgets.Output(outputs=({"output_type": "display_data", "data": data, "metadata": {}},))


def _paged(lines: pd.DataFrame, *, name: str) -> str:
    """Write lines as a table that is searched, sorted and turned in the browser."""
    from itables import to_html_datatable  # an extra

    cut = f", 앞의 {_MOST:,}곳만 보인다" if len(lines) > _MOST else ""
    shown = lines.head(_MOST)
    place = shown["doc"].astype(str) + " " + shown["sentence"].astype(str)
    told = pd.DataFrame({"글·문장": place, "왼쪽": shown["left"], "찾은 말": shown["node"], "오른쪽": shown["right"]})
    return str(
        to_html_datatable(
            told,
            caption=f"용례: {escape(name)} {len(lines):,}곳{cut}",
            connected=False,
            maxBytes=0,
            allow_html=False,
            showIndex=False,
            classes="display compact",
            style="width:100%;caption-side:top",
            autoWidth=False,
            columnDefs=[
                {"className": "dt-left", "targets": [0]},
                # context on the left is sorted from its end, which the control above does
                {"className": "dt-right", "targets": [1], "width": "40%", "orderable": False},
                {"className": "dt-center", "targets": [2]},
                {"className": "dt-left", "targets": [3], "width": "40%"},
            ],
            language=_WORDS,
            display_logo_when_loading=False,
        )
    )
