"""The explorer: a choice of word or frame, layer, document and window, its view, and the controls in a notebook."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis import framing, plots, schema, stats
from analysis.codebook import Codebook, read
from analysis.corpus import Corpus
from analysis.errors import FigureError, KitError, NothingFoundWarning, OptionError, RefusalError
from analysis.explorer.view import View, image, paragraphs, sentence, table
from analysis.korean import attach, visible
from analysis.lexicon import Units
from analysis.tokens import Tokens, segment

if TYPE_CHECKING:
    from ipywidgets import Widget

_WINDOW = 5
_WIDEST = 30
_MANY = 200  # words that are offered
_NEAR = 15  # collocates in the chart
_ONE_WORD = re.compile(r"([^\s/*:]+)(?:/([A-Z][A-Z0-9_]*)(?:-[A-Z]+)?)?")
_WIDGETS = "단추와 목록으로 골라 보려면 pip install ipywidgets로 설치하고 커널을 다시 시작한다."
_WORD, _FRAME = "단어", "프레임"
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
    "search": "표에서 찾기", "lengthMenu": "한 쪽에 _MENU_줄", "info": "_TOTAL_줄 가운데 _START_–_END_",
    "infoEmpty": "0줄", "infoFiltered": "(모두 _MAX_줄)", "zeroRecords": "그런 줄이 없다", "emptyTable": "줄이 없다",
}  # fmt: skip


def explore(corpus: Corpus, *, codebook: Codebook | str | Path | None = None, units: Units | None = None) -> Explorer:
    """Look at a corpus word by word and frame by frame, with charts and lines that follow each choice.

    At the end of a notebook cell it shows controls where ipywidgets is installed, and otherwise the view of the most
    frequent noun with a sentence that says what to install. `show` gives the same views from arguments.

    Parameters
    ----------
    corpus : Corpus
        One document or many. Of a redacted corpus the charts that need no text are shown.
    codebook : Codebook, str or Path, optional
        Frames to choose from, or what `codebook.find` takes for them; frames are matched on the morpheme layer.
    units : Units, optional
        Names and compounds, for a second layer to count words on.

    Returns
    -------
    Explorer
        Shows itself in Jupyter; its method `show` takes what the controls offer.

    Examples
    --------
    >>> import analysis as da
    >>> corpus = da.Corpus.from_texts({"d": "새 동맹을 넓힌다. 그 동맹이 온다."})
    >>> explore(corpus).show(term="동맹", window=1).lines["left"].tolist()
    ['새 ', '그 ']
    """
    book = read(codebook) if isinstance(codebook, str | Path) else codebook
    layers = {"morphs": segment(corpus)}
    if units is not None:
        layers["units"] = segment(corpus, units=units)
    return Explorer(corpus, layers, book)


@dataclass(frozen=True)
class Explorer:
    """A corpus with what can be chosen in it."""

    corpus: Corpus = field(repr=False)
    layers: dict[str, Tokens] = field(repr=False)
    codebook: Codebook | None = field(default=None, repr=False)

    def show(
        self,
        *,
        term: str | None = None,
        frame: str | None = None,
        layer: str = "morphs",
        doc: str | None = None,
        window: int = _WINDOW,
        sort: Sequence[str] = (),
    ) -> View:
        """Draw and list one choice."""
        if term is not None and frame is not None:
            msg = "explore: term and frame are both given; choose one of them"
            raise OptionError(msg)
        _require_choice(layer, list(self.layers), what="layer")
        if doc is not None:
            _require_choice(doc, self.docs, what="document")
        if isinstance(window, bool) or not isinstance(window, int) or not 1 <= window <= _WIDEST:
            msg = f"explore: window is {window!r}; give words on each side, 1 to {_WIDEST}"
            raise OptionError(msg)
        if frame is None:
            word = self._most_frequent(layer, doc) if term is None else term
            return self._term(word, layer, doc, window, sort)
        _require_choice(frame, list(self.frames), what="frame")
        return self._frame(frame, doc, window, sort)

    def words(self, layer: str = "morphs", *, doc: str | None = None) -> list[str]:
        """List the nouns to choose from."""
        found = stats.frequency(self._tokens(layer, doc))["term"].drop_duplicates()
        return [str(term) for term in found.head(_MANY)]

    @cached_property
    def docs(self) -> list[str]:
        """Ids of the documents, in the order of the corpus."""
        return [str(doc) for doc in self.corpus.documents["doc"]]

    @cached_property
    def frames(self) -> dict[str, str]:
        """Korean names of the frames by id; none without a codebook."""
        return {f.id: f.label.ko for f in self.codebook.frames} if self.codebook else {}

    @cached_property
    def hits(self) -> pd.DataFrame:
        """Counted hits of the codebook in the whole corpus."""
        if self.codebook is None:
            msg = "explore: there is no codebook; pass codebook=codebook.read(...)"
            raise OptionError(msg)
        found = framing.hits(self.layers["morphs"], self.codebook, documents=self.corpus.documents)
        return found[found["counted"]]

    @cached_property
    def panel(self) -> Any:
        """The controls; None where ipywidgets is not installed."""
        return _Panel(self) if _has("ipywidgets") else None

    def _repr_mimebundle_(self, **_: Any) -> dict[str, object]:
        """Show the controls, or without ipywidgets one view."""
        if self.panel is not None:
            bundle = self.panel.box._repr_mimebundle_()
            return {**bundle, "text/plain": repr(self)}
        try:
            view = self.show().adding(_WIDGETS)
        except RefusalError as error:
            return {"text/plain": repr(self), "text/html": paragraphs((sentence(error), _WIDGETS))}
        return {"text/plain": repr(view), "text/html": view._repr_html_()}

    def _tokens(self, layer: str, doc: str | None) -> Tokens:
        """Return a layer of all documents or of one."""
        tokens = self.layers[layer]
        return tokens if doc is None else tokens.only(docs=[doc])

    def _most_frequent(self, layer: str, doc: str | None) -> str:
        """Return the most frequent noun."""
        words = self.words(layer, doc=doc)
        if not words:
            msg = "explore: the text holds no noun; name a term, such as 가다 or surface:가"
            raise RefusalError(msg)
        return words[0]

    def _term(self, term: str, layer: str, doc: str | None, window: int, sort: Sequence[str]) -> View:
        """Draw where a word stands and what is near it, and list its lines."""
        tokens = self._tokens(layer, doc)
        parts = _Parts()
        lines = parts.table(lambda: stats.concordance(self._corpus(doc), tokens, term, width=window, sort=sort))
        if lines is not None and lines.empty:
            return View(f"‘{visible(term)}’", (), lines, (stats.show_concordance(lines),))
        word = _ONE_WORD.fullmatch(term.strip())
        if word:
            tags = [word[2]] if word[2] else None
            parts.chart(lambda: plots.positions(stats.positions(tokens, [word[1]], tags=tags)))
        else:
            parts.says.append("자리 그림은 단어 하나일 때만 그린다.")
        near = parts.table(lambda: stats.collocates(tokens, term, span=(window, window), minimum=2))
        if near is not None and len(near):
            parts.chart(lambda: plots.collocates(near, top=_NEAR))
        elif near is not None:
            parts.says.append(f"앞뒤 {window}어절 안에 두 번 이상 함께 나온 단어가 없다.")
        return View(f"‘{visible(term)}’", tuple(parts.charts), _lines(lines), tuple(parts.says))

    def _frame(self, frame: str, doc: str | None, window: int, sort: Sequence[str]) -> View:
        """Draw the sentences that hold a frame's words, and list their lines."""
        tokens = self._tokens("morphs", doc)
        hits = self.hits if doc is None else self.hits[self.hits["doc"].astype(str) == doc]
        of_frame = hits[hits["frame"].astype(str) == frame]
        parts = _Parts([_describe_hits(self.frames[frame], of_frame)])
        if doc is not None or len(self.docs) == 1:
            scored = framing.score(hits, tokens, by="sentence")
            parts.chart(lambda: plots.strip(scored, frames=[frame]))
        else:
            parts.says.append("글을 하나 고르면 문장마다 어디에 나오는지 그린다.")
        lines = parts.table(lambda: stats.concordance(self._corpus(doc), tokens, of_frame, width=window, sort=sort))
        if lines is not None and (overlapping := schema.about(lines).overlapping):
            parts.says.append(f"다른 자리와 겹친 {overlapping:,}곳은 용례에 따로 싣지 않았다.")
        return View(f"‘{visible(self.frames[frame])}’ 어휘", tuple(parts.charts), _lines(lines), tuple(parts.says))

    def _corpus(self, doc: str | None) -> Corpus:
        """Return all documents or one."""
        return self.corpus if doc is None else self.corpus.only(docs=[doc])


@dataclass(frozen=True)
class _Parts:
    """Sentences and charts of a view in the making; what the text cannot answer becomes a sentence."""

    says: list[str] = field(default_factory=list)
    charts: list[Any] = field(default_factory=list)

    def table(self, make: Callable[[], pd.DataFrame]) -> pd.DataFrame | None:
        """Make a table, or add a sentence that says why there is none."""
        try:
            with _unwarned():
                return make()
        except RefusalError as error:
            self._add(sentence(error))
            return None

    def chart(self, make: Callable[[], Any]) -> None:
        """Add a chart, or a sentence that says why there is none."""
        try:
            with _unwarned():
                self.charts.append(make())
        except (RefusalError, FigureError) as error:
            self._add(sentence(error))

    def _add(self, text: str) -> None:
        """Add a sentence that is not there yet."""
        if text not in self.says:
            self.says.append(text)


@contextmanager
def _unwarned() -> Iterator[None]:
    """Leave the warning of a query without places out: the view says it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NothingFoundWarning)
        yield


def _has(package: str) -> bool:
    """Return whether a package that is no requirement is installed."""
    return find_spec(package) is not None


def _describe_hits(label: str, hits: pd.DataFrame) -> str:
    """Write how often a frame's words occur, with the most frequent of them."""
    name = f"‘{visible(label)}’"
    if hits.empty:
        return f"{name} 어휘가 나오지 않는다."
    counts = hits.groupby(hits["surface"].astype(str)).size().rename("n").reset_index()
    first = counts.sort_values(["n", "surface"], ascending=[False, True]).head(5)
    words = ", ".join(f"{visible(w)} {n:,}" for w, n in zip(first["surface"], first["n"], strict=True))
    rest = f" 등 {len(counts):,}가지" if len(counts) > len(first) else ""
    return f"{attach(name, '은/는')} {len(hits):,}곳에 나온다({words}{rest})."


def _lines(lines: pd.DataFrame | None) -> pd.DataFrame:
    """Return the lines, or the empty table of lines."""
    if lines is not None:
        return lines
    return pd.DataFrame({c.name: pd.Series(dtype="int64" if c.kind == "int" else "str") for c in schema.CONCORDANCE})


def _require_choice(value: str, known: Sequence[str], *, what: str) -> None:
    """Refuse a choice that is not offered."""
    if value not in known:
        offered = ", ".join(known[:8]) or f"none; explore was given no {what}"
        msg = f"explore: no {what} {value!r}; choose one of {offered}"
        raise OptionError(msg)


class _Panel:
    """Controls and what they show: `view` without the filter of lines, `shown` with it; None after a wrong choice."""

    def __init__(self, explorer: Explorer) -> None:
        import ipywidgets as widgets  # not needed for views

        self._explorer = explorer
        self.view: View | None = None
        self.shown: View | None = None
        self.controls = _controls(explorer)
        self.message, self.charts = widgets.HTML(), widgets.HTML()
        self._turns = _turns_pages()
        self.lines = widgets.Output() if self._turns else widgets.HTML()
        for name, control in self.controls.items():
            control.observe(self._filter if name == "contains" else self._update, names="value")
        rows = [self.controls[name] for name in ("kind", "term", "frame", "layer", "doc", "window")]
        below = widgets.HBox([self.controls["sort"], self.controls["contains"]])
        head = widgets.HBox(rows, layout=widgets.Layout(flex_flow="row wrap"))
        loaded = [_itables_script()] if self._turns else []
        self.box = widgets.VBox([*loaded, head, self.message, self.charts, below, self.lines])
        self._update()

    def _update(self, _: Any = None) -> None:
        """Show the view of the controls, or one sentence where there is none."""
        value = {name: control.value for name, control in self.controls.items()}
        framed = value["kind"] == _FRAME
        self._show_controls(framed=framed)
        try:
            self.view = self._explorer.show(
                term=None if framed else value["term"] or None,
                frame=value["frame"] if framed else None,
                layer="morphs" if framed else value["layer"],
                doc=value["doc"] or None,
                window=value["window"],
                sort=_SORTS[value["sort"]],
            )
        except KitError as error:
            self.view = None
            self.message.value = paragraphs((sentence(error),))
            self.charts.value = ""
        else:
            self.message.value = paragraphs(self.view.says)
            self.charts.value = "".join(map(image, self.view.charts))
        self._filter()

    def _show_controls(self, *, framed: bool) -> None:
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

    def _filter(self, _: Any = None) -> None:
        """Show the lines that hold what was typed."""
        sought = self.controls["contains"].value
        self.shown = None if self.view is None else self.view.holding(sought)
        if self.shown is None or self.view is None or self.view.lines.empty:
            html = ""
        elif self.shown.lines.empty:
            html = paragraphs((f"‘{sought}’ 글자가 든 줄이 없다. 모두 {len(self.view.lines):,}줄이다.",))
        else:
            write = _paged_table if self._turns else table
            kept = f" 가운데 ‘{sought}’ 글자가 든" if sought else ""
            html = write(self.shown.lines, name=self.shown.name + kept)
        if self._turns:
            data = {"text/html": html, "text/plain": ""}
            self.lines.outputs = ({"output_type": "display_data", "data": data, "metadata": {}},)
        else:
            self.lines.value = html


def _turns_pages() -> bool:
    """Return whether tables turn their own pages: with itables, where outputs share one page (not in Colab)."""
    return _has("itables") and "google.colab" not in sys.modules


def _controls(explorer: Explorer) -> dict[str, Widget]:
    """Make one control for each choice."""
    import ipywidgets as widgets  # not needed for views

    words = explorer.words()
    kinds = [_WORD, *([_FRAME] if explorer.frames else [])]
    docs = [(_ALL, ""), *((doc, doc) for doc in explorer.docs)]
    frames = [(label, name) for name, label in explorer.frames.items()]
    return {
        "kind": widgets.ToggleButtons(options=kinds, description="볼 것", style={"button_width": "5em"}),
        "term": widgets.Combobox(
            value=next(iter(words), ""), options=words, description="단어", continuous_update=False
        ),
        "frame": widgets.Dropdown(options=frames, description="프레임"),
        "layer": widgets.Dropdown(options=[(_LAYERS[name], name) for name in explorer.layers], description="층"),
        "doc": widgets.Dropdown(options=docs, description="글"),
        "window": widgets.IntSlider(value=_WINDOW, min=1, max=15, description="앞뒤 어절", continuous_update=False),
        "sort": widgets.Dropdown(options=list(_SORTS), description="차례"),
        "contains": widgets.Text(description="거르기", placeholder="이 글자가 든 줄만", continuous_update=False),
    }


def _itables_script() -> Any:
    """Return the script of itables as an output, so that the notebook asks nothing of any host."""
    import ipywidgets as widgets  # not needed for views
    from itables import options  # an extra
    from itables.javascript import generate_init_offline_itables_html

    data = {"text/html": generate_init_offline_itables_html(options.dt_bundle), "text/plain": ""}
    return widgets.Output(outputs=({"output_type": "display_data", "data": data, "metadata": {}},))


def _paged_table(lines: pd.DataFrame, *, name: str) -> str:
    """Write lines as a table that is searched, sorted and turned in the browser."""
    from itables import to_html_datatable  # an extra

    cut = f", 앞의 {_MOST:,}곳만 보인다" if len(lines) > _MOST else ""
    shown = lines.head(_MOST)
    place = shown["doc"].astype(str) + " " + shown["sentence"].astype(str)
    named = pd.DataFrame({"글·문장": place, "왼쪽": shown["left"], "찾은 말": shown["node"], "오른쪽": shown["right"]})
    return str(
        to_html_datatable(
            named,
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
