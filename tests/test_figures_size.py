"""Sizes of figures: the true width in every format, letters that stay legible, greys that stay apart, own words."""

from __future__ import annotations

import io
import itertools
import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pypdfium2
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from pypdf import PdfReader

import analysis as da
from analysis import figures, framing, paths, plots, schema, stats, style
from analysis.errors import FigureError, ReportError
from analysis.plots import canvas
from analysis.record import kernel_hooks
from tests import made_charts
from tests.made_networks import edges, two_groups

Readable = Callable[[Axes], None]
Build = Callable[[], Any]
FORMATS = ("png", "svg", "pdf", "tiff")
WIDTHS = ((85.0, 8.0), (170.0, 9.0), (85.0, 7.0))
OUTLETS = ("담론일보", "가나다 경제신문", "한강신문", "시민의 소리")


class Recipe:
    """Stands for tokens.recipe."""

    def to_dict(self) -> dict[str, Any]:
        return {"corpus": "1" * 64}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write into a folder of its own."""
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path / "그림"))
    return tmp_path / "그림"


# --- one chart of each kind, as a paper on the articles of the repository would have it


@cache
def tied() -> pd.DataFrame:
    return edges(two_groups(10))


@cache
def corpus() -> da.Corpus:
    return da.read(
        [paths.SEEDS / "articles" / f"{name}.md" for name in ("energy-cost", "energy-climate", "winter-power")]
    )


@cache
def tokens() -> da.Tokens:
    return da.segment(corpus())


@cache
def book() -> da.codebook.Codebook:
    return da.codebook.read("energy-transition")


@cache
def one() -> da.Tokens:
    return tokens().only(docs=[str(corpus().documents["doc"].iloc[0])])


@cache
def hits() -> pd.DataFrame:
    return framing.hits(one(), book())


@cache
def many() -> pd.DataFrame:
    """Documents of four outlets in a year, with three words in some of them."""
    rows = [(f"d{n}", OUTLETS[n % 4], f"2026-{n % 12 + 1:02}-05") for n in range(96)]
    return pd.DataFrame(rows, columns=["doc", "outlet", "date"])


@cache
def words() -> da.Tokens:
    texts = {
        doc: ["전기요금", "사람", "정부"] * (n % 3) + ["에너지", "전환"] * (n % 4 + 1)
        for n, doc in enumerate(many()["doc"])
    }
    return da.Tokens.from_terms(texts)


def crossed() -> pd.DataFrame:
    """Topics of the documents by outlet."""
    topics = ["정치와 외교", "경제", "사회·환경"]
    coded = many().assign(topic=[topics[(n + n // 4) % 3] for n in range(96)])
    return stats.crosstab(coded, row="outlet", column="topic")


def regressed() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Six sentences a document with two frames, and the documents with their sections."""
    dice = np.random.default_rng(1)
    rows = [(doc, 1, k, frame, int(dice.random() < 0.4)) for doc in many()["doc"] for k in range(6) for frame in "ab"]
    scores = pd.DataFrame(rows, columns=["doc", "paragraph", "sentence", "frame", "n"])
    return scores, many().assign(section=["정치", "경제", "국제"] * 32)


def trend(by: str) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    frames = [("alliance", "한미 동맹과 안보"), ("startup", "스타트업·혁신 클러스터")]
    cells = [
        (doc, frame, int(n), 100)
        for doc in many()["doc"]
        for (frame, _), n in zip(frames, rng.poisson(3, 2), strict=True)
    ]
    scores = pd.DataFrame(cells, columns=["doc", "frame", "n", "content"])
    for column, values in (("weight", scores["n"].astype(float)), ("density", scores["n"].astype(float))):
        scores[column] = values
    missing = [c for c in schema.SCORES if c.name not in scores.columns]
    for column in missing:
        scores[column.name] = 1 if column.kind == "int" else 0.5 if column.kind == "float" else ""
    scores.attrs = {
        "frames": [
            {"id": name, "label": label, "colour": colour}
            for (name, label), colour in zip(frames, ("blue", "orange"), strict=True)
        ],
        "compare": ["alliance", "startup"],
    }
    return framing.trend(scores, many(), by=by)


def accuracy(*, by_term: bool) -> pd.DataFrame:
    base: dict[str, object] = {c.name: 0.5 for c in schema.ACCURACY if c.kind == "float"}
    base |= {c.name: 10 for c in schema.ACCURACY if c.kind == "int"}
    base |= {"precision_low": 0.3, "precision_high": 0.7, "recall_low": 0.3, "recall_high": 0.7, "part": "test"}
    names = [("alliance", "한미 동맹과 안보"), ("startup", "스타트업·혁신 클러스터")]
    rows = [base | {"frame": name, "reason": ""} for name, _ in names]
    if by_term:
        rows = [row | {"term": f"t{n}", "predicted": 30 - n} for n, row in enumerate(rows * 4)]
    table = pd.DataFrame(rows)
    labels = [{"id": name, "label": label} for name, label in names]
    table.attrs = {"weighting": "none", "frames": labels, "terms": {f"t{n}": "한미동맹 강화" for n in range(8)}}
    return table


def calibration() -> pd.DataFrame:
    rows = [
        {"frame": "a", "part": "test", "bin": name, "n": 40, "positive": k, "share": k / 40,
         "share_low": max(0, k / 40 - 0.1), "share_high": min(1, k / 40 + 0.1)}
        for name, k in (("0점", 3), ("1점 이하", 14), ("1점 초과", 33))
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    for column in schema.CALIBRATION:
        if column.name not in table.columns:
            table[column.name] = "" if column.kind == "text" else 0.5 if column.kind == "float" else 1
    table.attrs = {"frames": [{"id": "a", "label": "에너지 전환의 비용"}]}
    return table


def agreement() -> pd.DataFrame:
    base = {"n": 100, "coders": 2, "percent": 0.9, "alpha": 0.7, "alpha_low": 0.6, "alpha_high": 0.8, "kappa": 0.7,
            "fleiss": 0.7, "ac1": 0.85, "prevalence": 0.1, "verdict": "tentative", "reason": ""}  # fmt: skip
    table = pd.DataFrame([base | {"frame": "a"}, base | {"frame": "b", "alpha": 0.91, "verdict": "reliable"}])
    table.attrs = {
        "labels": {"a": "한미 동맹과 안보", "b": "스타트업·혁신 클러스터"},
        "coders": {"A": "human", "B": "human"},
    }
    return table


def corrected() -> pd.DataFrame:
    base: dict[str, Any] = {c.name: math.nan for c in schema.CORRECTED if c.kind == "float"}
    base |= {
        "units": 900,
        "documents": 60,
        "clusters": 60,
        "labels": 200,
        "undecided": 3,
        "method": "cell",
        "reason": "",
    }
    base |= {"found_share": 0.18, "share": 0.2, "low": 0.15, "high": 0.26, "outer_low": 0.13, "outer_high": 0.29}
    table = pd.DataFrame([base | {"group": o, "frame": f} for f in ("a", "b") for o in OUTLETS])
    names = (
        schema.FrameName("a", "한미 동맹과 안보", "blue"),
        schema.FrameName("b", "스타트업·혁신 클러스터", "orange"),
    )
    about = schema.About(frames=names, unit="sentence", target="process")
    return schema.describe(table[[c.name for c in schema.CORRECTED]], about, source=None)


def axis() -> pd.DataFrame:
    return framing.axis(tokens(), minus=["비용", "요금", "가격"], plus=["기후", "환경", "전환"])


def scores(by: Any) -> pd.DataFrame:
    return framing.score(hits(), one(), by=by)


def sides() -> tuple[da.Tokens, da.Tokens]:
    first, *rest = (str(doc) for doc in corpus().documents["doc"])
    return tokens().only(docs=[first]), tokens().only(docs=rest)


CHARTS: dict[str, Build] = {
    "crosstab": lambda: plots.crosstab(crossed()),
    "crosstab residuals": lambda: plots.crosstab(crossed(), show="residuals"),
    "regression": lambda: plots.regression(framing.regression(*regressed(), on=["outlet", "section"])),
    "accuracy": lambda: plots.accuracy(accuracy(by_term=False)),
    "accuracy by term": lambda: plots.accuracy(accuracy(by_term=True)),
    "agents": lambda: plots.agents(framing.agents(hits())),
    "agreement": lambda: plots.agreement(agreement()),
    "axis": lambda: plots.axis(axis()),
    "calibration": lambda: plots.calibration(calibration()),
    "centrality": lambda: plots.centrality(stats.centrality(tied())),
    "centrality under four cuts": lambda: plots.centrality(stats.cuts(tied())),
    "concor": lambda: plots.concor(stats.concor(tied(), splits=1)),
    "qap": lambda: plots.qap(
        stats.qap({name: edges(two_groups(11)) for name in ("가나일보", "다라신문")}, permutations=99)
    ),
    "collocates": lambda: plots.collocates(stats.collocates(tokens(), "전기", minimum=2)),
    "composition": lambda: plots.composition(stats.composition(many().assign(text="글"), by="outlet", period="month")),
    "contrast": lambda: plots.contrast(framing.uncertainty(hits(), one())),
    "corrected": lambda: plots.corrected(corrected()),
    "correspondence": lambda: plots.correspondence(stats.correspondence(tokens(), minimum=3)),
    "devices": lambda: plots.devices(framing.devices(hits())),
    "elements": lambda: plots.elements(framing.elements(hits())),
    "framing": lambda: plots.framing(scores("paragraph")),
    "frequency": lambda: plots.frequency(stats.frequency(tokens())),
    "heatmap": lambda: plots.heatmap(
        stats.timeline(words(), many(), terms=["정부"], by="outlet", period="month"), of="정부"
    ),
    "keyness": lambda: plots.keyness(stats.keyness(*sides(), minimum=2)),
    "multiverse": lambda: plots.multiverse(framing.multiverse(corpus(), book(), analysers=["cong"])),
    "network with communities": lambda: plots.network(
        tied(), top=100, marks=[stats.centrality(tied()), stats.communities(tied(), runs=5)]
    ),
    "network": lambda: plots.network(stats.cooccurrence(tokens()), top=30),
    "ngrams": lambda: plots.ngrams(stats.ngrams(tokens(), minimum=2)),
    "overlap": lambda: plots.overlap(framing.overlap(hits(), one()), places=framing.overlaps(hits(), one())),
    "positions": lambda: plots.positions(stats.positions(tokens(), ["전기", "요금", "에너지", "사람"])),
    "ranks": lambda: plots.ranks(stats.frequency(tokens())),
    "shift": lambda: plots.shift(stats.shift(*sides())),
    "shift of jsd": lambda: plots.shift(stats.shift(*sides(), measure="jsd")),
    "stability": lambda: plots.stability(framing.stability(one(), book())),
    "strip": lambda: plots.strip(scores("sentence")),
    "tfidf": lambda: plots.tfidf(stats.tfidf(tokens()), top=5),
    "timeline": lambda: plots.timeline(
        stats.timeline(words(), many(), terms=["정부", "전기요금"], by="outlet", period="month")
    ),
    "trajectory": lambda: plots.trajectory(framing.trajectory(hits(), one())),
    "trend": lambda: plots.trend(trend("month")),
    "trend by group": lambda: plots.trend(trend("outlet")),
    "wordcloud": lambda: plots.wordcloud(stats.frequency(tokens(), minimum=2)),
    "bursts": lambda: plots.bursts(made_charts.bursts()),
    "changes": lambda: plots.changes(made_charts.changes()),
    "congruence": lambda: plots.congruence(made_charts.congruence()),
    "map": lambda: plots.map(stats.map(made_charts.alike()), clusters=stats.clusters(made_charts.alike(), k=2)),
    "merges": lambda: plots.merges(
        stats.merges(made_charts.alike()), clusters=stats.clusters(made_charts.alike(), k=2)
    ),
    "polarity": lambda: plots.polarity(made_charts.polarity()),
    "similarity": lambda: plots.similarity(made_charts.alike()),
    "stories": lambda: plots.stories(*made_charts.stories()),
    "topic_scan": lambda: plots.topic_scan(made_charts.topic_scan()),
    "topic_shares": lambda: plots.topic_shares(made_charts.topic_shares()),
    "topics": lambda: plots.topics(made_charts.topic_words()),
    "voices": lambda: plots.voices(made_charts.voices()),
}

# The same charts with what is hard to lay out, tried by `make long`.
AWKWARD: dict[str, Build] = {
    "bursts of forty words in three groups": lambda: plots.bursts(made_charts.bursts(40, groups=3), top=40),
    "bursts, one": lambda: plots.bursts(made_charts.bursts(1)),
    "changes, thirty": lambda: plots.changes(made_charts.changes(30), top=30),
    "congruence of forty actors": lambda: plots.congruence(
        made_charts.congruence(40, tuple(f"규제 완화와 노동 시간 {k}" for k in range(8)))
    ),
    "map of four": lambda: plots.map(stats.map(made_charts.alike(made_charts.NAMES[:4]))),
    "map of thirty": lambda: plots.map(stats.map(made_charts.alike(made_charts.items(30)))),
    "merges of sixty": lambda: plots.merges(stats.merges(made_charts.alike(made_charts.items(60)))),
    "polarity of sixty": lambda: plots.polarity(made_charts.polarity(made_charts.items(60))),
    "similarity of twelve": lambda: plots.similarity(made_charts.alike(made_charts.items(12))),
    "similarity of thirty": lambda: plots.similarity(made_charts.alike(made_charts.items(30))),
    "stories of one outlet": lambda: plots.stories(*made_charts.stories(most=1, outlets=1)),
    "stories of a hundred articles a day": lambda: plots.stories(*made_charts.stories(days=60, most=100)),
    "timeline with bursts": lambda: plots.timeline(
        made_charts.line(), bursts=stats.bursts(made_charts.line()), changes=stats.changes(made_charts.line())
    ),
    "topic_scan of one number": lambda: plots.topic_scan(made_charts.topic_scan((20,), seeds=1)),
    "topic_shares over time": lambda: plots.topic_shares(made_charts.topic_shares("month")),
    "topic_shares of twelve": lambda: plots.topic_shares(made_charts.topic_shares("month", topics=12)),
    "topics, forty": lambda: plots.topics(made_charts.topic_words(40)),
    "voices of four groups": lambda: plots.voices(made_charts.voices(made_charts.NAMES[:4])),
}


@cache
def drawn(name: str) -> Axes:
    """Draw a chart once."""
    chart: Axes = (CHARTS | AWKWARD)[name]()
    return chart


@cache
def sketched(name: str) -> Axes:
    """Draw a chart once, its page sized once and not until nothing moves, which takes longer than the chart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canvas, "_TURNS", (1, 1))
        chart: Axes = (CHARTS | AWKWARD)[name]()
    return chart


def redrawn(name: str, size: figures.Size, *, of: Callable[[str], Axes] = drawn) -> Axes:
    """Draw a chart anew at a size, as `figures.export` does."""
    about = style.described(of(name))
    assert about is not None
    assert about.redraw is not None
    return about.redraw(of(name), width=size.width, grey=size.grey, title=None, subtitle=None)


def lightness(code: str) -> float:
    """Give CIE L* of a colour as #RRGGBB."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(code)]
    y = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


def in_colour(ax: Axes, size: figures.Size) -> bool:
    """Whether a picture of a chart has a dot that is no grey."""
    held = io.BytesIO()
    ax.figure.savefig(held, format="png", dpi=40)
    dots = np.asarray(Image.open(held).convert("RGB")).astype(int)
    return bool((dots.max(axis=2) - dots.min(axis=2)).max() > 2)


def export(ax: Axes, name: str = "a", **options: Any) -> figures.Exported:
    """Export a chart with the numbers that it has drawn."""
    about = style.described(ax)
    table = about.numbers if about else pd.DataFrame({"n": [1]})
    return figures.export(ax, name, table=table, recipe=Recipe(), **options)


def widths(made: figures.Exported) -> dict[str, float]:
    """Read the width in millimetres that every picture claims to have on paper."""
    found = {}
    for kind in ("png", "tiff"):
        if kind in made.contents:
            with Image.open(io.BytesIO(made.contents[kind])) as image:
                found[kind] = image.width / float(image.info["dpi"][0]) * 25.4
    if "svg" in made.contents:
        width = re.search(rb'<svg [^>]*?width="([\d.]+)pt"', made.contents["svg"])
        assert width is not None
        found["svg"] = float(width[1]) / 72 * 25.4
    if "pdf" in made.contents:
        found["pdf"] = float(PdfReader(io.BytesIO(made.contents["pdf"])).pages[0].mediabox.width) / 72 * 25.4
    return found


# --- sizes


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"width_mm": 40}, "width_mm is 40; give 50 to 420 mm"),
        ({"width_mm": math.nan}, "width_mm is nan"),
        ({"width_mm": "85"}, "width_mm is '85'"),
        ({"width_mm": True}, "width_mm is True"),
        ({"font_pt": 4}, "font_pt is 4; give 5 to 20 points"),
        ({"dpi": 10}, "dpi is 10; give 72 to 2,400 dots per inch"),
        ({"dpi": 300.5}, "dpi is 300.5; give a whole number"),
        ({"grey": "ja"}, "grey is 'ja'; give True or False"),
        ({"formats": ("jpeg",)}, "formats has 'jpeg'; choose from png, svg, pdf, tiff"),
        ({"formats": ()}, r"formats is \(\); name each of"),
        ({"formats": ("png", "png")}, ".* once at most"),
        ({"formats": 3}, "formats is 3"),
    ],
)
def test_a_size_that_no_paper_has_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(FigureError, match=f"figures.Size: {message}"):
        figures.Size(**given)


def test_a_size_is_a_value_and_one_format_may_be_named_alone() -> None:
    assert figures.Size(formats="tiff") == figures.Size(formats=("tiff",))  # type: ignore[arg-type]
    assert (figures.COLUMN.width_mm, figures.PAGE.width_mm) == (85, 170)
    with pytest.raises(AttributeError, match="cannot assign"):
        figures.COLUMN.dpi = 72  # type: ignore[misc]
    # at 8 points a label of 10.5 is scaled by 8 / 10.5, so that 85 mm (240.9 points) hold a layout of 316.2
    assert figures.COLUMN.width == pytest.approx(85 / 25.4 * 72 * 10.5 / 8)


@pytest.mark.parametrize(
    "name", ["frequency", *(pytest.param(name, marks=pytest.mark.long) for name in ("stability", "shift"))]
)
@pytest.mark.parametrize("width", [85.0, *(pytest.param(width, marks=pytest.mark.long) for width in (127.3, 170.0))])
def test_every_format_has_the_true_width(name: str, width: float) -> None:
    made = export(drawn(name), size=figures.Size(width_mm=width, font_pt=8, formats=FORMATS))
    assert list(made.contents) == [*FORMATS, "csv"]
    assert widths(made) == pytest.approx(dict.fromkeys(FORMATS, width), abs=0.1)
    with Image.open(io.BytesIO(made.contents["tiff"])) as image:
        assert (image.info["compression"], image.mode) == ("tiff_lzw", "RGB")


def test_resolution_grey_and_formats_are_those_of_the_size(folder: Path) -> None:
    made = export(drawn("frequency"), size=figures.COLUMN)
    assert sorted(path.name for path in folder.iterdir()) == ["a.csv", "a.pdf", "a.png", "a.tiff", "manifest.json"]
    assert made.svg is None
    assert made.tiff == folder / "a.tiff"
    with Image.open(io.BytesIO(made.contents["tiff"])) as image:
        assert image.mode == "L"
        assert image.info["dpi"] == pytest.approx((600, 600))
        assert image.width == math.floor(85 / 25.4 * 600)
    again = export(drawn("frequency"), size=figures.COLUMN)
    assert again.contents == made.contents  # the same bytes


@pytest.mark.parametrize(
    "name", ["shift", *(pytest.param(name, marks=pytest.mark.long) for name in ("axis", "stability"))]
)
@pytest.mark.parametrize("points", [8.0, pytest.param(13.0, marks=pytest.mark.long)])
def test_a_page_shows_all_that_the_dots_show(name: str, points: float) -> None:
    made = export(drawn(name), size=figures.Size(width_mm=170, font_pt=points, dpi=144, formats=("png", "pdf")))
    page = pypdfium2.PdfDocument(made.contents["pdf"])[0].render(scale=2).to_pil().convert("L")
    with Image.open(io.BytesIO(made.contents["png"])) as image:
        dots = image.convert("L")
        coarse = [np.asarray(part.resize((60, 60)), dtype=float) for part in (dots, page)]
    assert np.abs(coarse[0] - coarse[1]).max() < 25  # a line that is missing makes more
    assert np.abs(coarse[0] - coarse[1]).mean() < 3


def test_letters_on_paper_have_the_points_that_were_asked(folder: Path) -> None:
    made = export(drawn("frequency"), size=figures.Size(width_mm=85, font_pt=8, formats=("pdf", "svg")))
    found: set[float] = set()
    page = PdfReader(io.BytesIO(made.contents["pdf"])).pages[0]

    def note(text: str, matrix: list[float], at: list[float], font: Any, points: float) -> None:
        if text.strip():
            found.add(round(points * at[0] * matrix[0], 1))

    page.extract_text(visitor_text=note)
    # labels 8, notes 8 * 10 / 10.5, the title 8 * 14 / 10.5
    assert found == {8.0, 7.6, 10.7}
    assert min(found) >= 0.8 * 8
    assert "전기" in page.extract_text()


# --- every chart


def test_every_chart_is_tried() -> None:
    assert {name.split(" ")[0] for name in CHARTS} == set(plots.__all__)


def test_more_concepts_than_a_column_holds_are_refused() -> None:
    chart = plots.congruence(made_charts.congruence(5, tuple(f"개념 {k}" for k in range(12))))
    about = style.described(chart)
    assert about is not None
    assert about.redraw is not None
    with pytest.raises(FigureError, match=r"12 concepts do not fit .* or draw \d+ of them"):
        about.redraw(chart, width=figures.COLUMN.width, grey=True, title=None, subtitle=None)


# in every run at the width of a column in grey, where room is scarcest; the others take minutes
@pytest.mark.parametrize(
    ("width", "points", "grey"),
    [
        pytest.param(width, points, grey, marks=() if (width, points, grey) == (85.0, 8.0, True) else pytest.mark.long)
        for width, points in WIDTHS
        for grey in (True, False)
    ],
)
@pytest.mark.parametrize("name", [*CHARTS, *(pytest.param(name, marks=pytest.mark.long) for name in AWKWARD)])
def test_no_label_touches_another_or_leaves_the_paper(
    name: str, width: float, points: float, grey: bool, assert_readable: Readable
) -> None:
    size = figures.Size(width_mm=width, font_pt=points, grey=grey)
    ax = redrawn(name, size, of=sketched)
    assert_readable(ax)  # on the layout, where no text may have less than 10 points
    figure = ax.get_figure(root=True)
    assert figure is not None
    assert figure.get_size_inches()[0] * size.scale * 25.4 == pytest.approx(width)
    shown = [text for text in figure.findobj(Text) if text.get_visible() and text.get_text().strip()]
    assert min(text.get_fontsize() for text in shown) * size.scale >= 0.8 * points
    with style.context():  # outside, letters have other widths
        box = figure.get_tightbbox()  # marks and lines stay on the paper too
    assert box.x0 * 72 > -1
    assert (box.x1 - figure.get_size_inches()[0]) * 72 < 1
    assert ax.get_window_extent().width * 72 / figure.dpi >= 60  # and the plot keeps some room
    assert in_colour(ax, size) is (not grey and in_colour(sketched(name), size))


def test_every_colour_has_a_grey_of_its_own() -> None:
    levels = {name: lightness(code) for name, code in style.GREYS.items()}
    assert list(style.GREYS) != []
    assert set(style.GREYS) == set(style.PALETTE)
    assert all(len(set(to_rgb(code))) == 1 for code in style.GREYS.values())
    apart = {frozenset(pair): abs(levels[pair[0]] - levels[pair[1]]) for pair in itertools.combinations(levels, 2)}
    assert min(apart.values()) > 7.5
    assert apart[frozenset(("blue", "orange"))] > 35
    with style.context(grey=True):
        assert style.colour("blue") == style.GREYS["blue"]
        assert style.shade("#0072B2") == "#6d6d6d"  # luminance 0.152, which is 109 of 255
        with style.context():
            assert style.colour("blue") == style.PALETTE["blue"]
    assert style.shade("#0072B2") == "#0072B2"


@pytest.mark.parametrize("name", ["framing", "trend", "trend by group"])
def test_series_stay_apart_in_grey(name: str) -> None:
    ax = redrawn(name, figures.COLUMN)
    lines = [line for line in ax.lines if line.get_linestyle() == "None" and len(line.get_xdata())]
    shades = {str(line.get_marker()): lightness(str(line.get_color())) for line in lines}
    assert set(shades) == {"o", "D"}  # another marker, and another lightness
    assert abs(shades["o"] - shades["D"]) > 15


def test_the_chart_on_the_screen_stays_as_it_was() -> None:
    ax = plots.frequency(stats.frequency(tokens()))
    before = (tuple(ax.figure.get_size_inches()), ax.get_title(loc="left"), ax.patches[0].get_facecolor())
    export(ax, size=figures.COLUMN, title="내 제목")
    assert (tuple(ax.figure.get_size_inches()), ax.get_title(loc="left"), ax.patches[0].get_facecolor()) == before


# --- own words


OWN = ("그림 1. 핵심어의 빈도", "명사, 2026년 사설 세 편")


def said(made: figures.Exported) -> str:
    """Read the words of a PDF."""
    return " ".join(PdfReader(io.BytesIO(made.contents["pdf"])).pages[0].extract_text().split())


def test_title_and_subtitle_in_ones_own_words_or_none() -> None:
    ax = drawn("frequency")
    own = export(ax, title=OWN[0], subtitle=OWN[1])
    assert widths(own) == pytest.approx(dict.fromkeys(("png", "svg", "pdf"), 160), abs=0.1)
    assert all(words in said(own) for words in OWN)
    assert "가장 많다" not in said(own)
    assert "가장 많다" in own.alt  # what the chart shows, for those who do not see it
    none = export(ax, title="", subtitle="", size=figures.COLUMN)
    assert "가장 많다" not in said(none)
    assert "형태소 층" not in said(none)
    with pytest.raises(da.errors.FontError, match=r"figures\.export"):
        export(ax, title="\U0010fffd")


def test_a_chart_that_was_changed_by_hand_is_not_drawn_anew() -> None:
    ax = plots.frequency(stats.frequency(tokens()))
    ax.set_title("", loc="left")
    assert export(ax).png is not None  # as it is
    with pytest.raises(FigureError, match="the frequency chart was changed after it was drawn"):
        export(ax, size=figures.COLUMN)


def test_figures_of_ones_own_must_have_the_width() -> None:
    with style.context():
        ax = Figure(figsize=(85 / 25.4, 2)).add_axes((0.2, 0.2, 0.7, 0.6))
    made = export(ax, alt="빈 좌표축.", size=figures.Size(width_mm=85, formats=FORMATS))
    assert widths(made) == pytest.approx(dict.fromkeys(FORMATS, 85), abs=0.1)
    for options, message in (
        ({"size": figures.Size(width_mm=170)}, r"your own figure is 85\.0 mm wide and not 170; make it with figsize"),
        ({"size": figures.COLUMN}, "grey=True is for charts that the kit lays out"),
        ({"title": "제목"}, "title= and subtitle= is for charts"),
        ({"size": 85}, "size is a int; give figures.Size"),
    ):
        with pytest.raises(FigureError, match=message):
            export(ax, alt="빈 좌표축.", **options)
    two = Figure(figsize=(10, 4)).subplots(1, 2)
    plots.frequency(stats.frequency(tokens()), ax=two[0])
    with pytest.raises(FigureError, match=r"your own figure is 254\.0 mm wide"):
        export(two[0], size=figures.Size(width_mm=170))


def test_what_does_not_fit_is_refused_and_not_cut(folder: Path) -> None:
    with style.context():
        ax = Figure(figsize=(85 / 25.4, 2)).add_axes((0, 0, 1, 1))
        ax.text(1.2, 0.5, "밖에 있는 글", transform=ax.transAxes)
    with pytest.raises(FigureError, match=r"at 10\.5 points the figure needs \d+ mm and not 85"):
        export(ax, alt="글 하나.", size=figures.Size(width_mm=85))
    assert not folder.exists()


# --- one name, one figure


def test_the_files_of_a_name_are_replaced_with_formats_no_longer_asked_for(folder: Path) -> None:
    export(drawn("frequency"))
    export(drawn("frequency"), size=figures.Size(width_mm=85, font_pt=8, formats=("tiff",)))
    assert sorted(path.name for path in folder.iterdir()) == ["a.csv", "a.tiff", "manifest.json"]
    export(drawn("ngrams"))  # another chart of another recipe under the same name
    assert sorted(path.name for path in folder.iterdir()) == ["a.csv", "a.pdf", "a.png", "a.svg", "manifest.json"]


def test_a_file_of_someone_else_is_never_replaced(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "a.svg").write_text("mine", encoding="utf-8")
    with pytest.raises(FigureError, match=r"a\.svg was not exported by the kit, and would be overwritten"):
        export(drawn("frequency"))
    assert sorted(path.name for path in folder.iterdir()) == ["a.svg"]
    export(drawn("frequency"), size=figures.COLUMN)  # which writes no SVG
    assert (folder / "a.svg").read_text(encoding="utf-8") == "mine"


def test_a_file_that_was_changed_by_hand_is_not_replaced(folder: Path) -> None:
    export(drawn("frequency"))
    (folder / "a.svg").write_text("retouched", encoding="utf-8")
    for size in (None, figures.COLUMN):  # the second would delete it
        with pytest.raises(FigureError, match=r"a\.svg was changed after it was exported"):
            export(drawn("ngrams"), size=size)
    assert (folder / "a.svg").read_text(encoding="utf-8") == "retouched"
    (folder / "a.svg").unlink()
    export(drawn("ngrams"))
    assert (folder / "a.svg").is_file()


def test_one_report_has_one_live_figure_of_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_hooks, "_exported", [])
    watched = kernel_hooks._watched(figures.export)

    def draw(ax: Axes, **options: Any) -> figures.Exported:
        about = style.described(ax)
        assert about is not None
        return watched(ax, "그림", table=about.numbers, recipe=Recipe(), **options)

    first, second = drawn("frequency"), drawn("ngrams")
    draw(first)
    draw(first, size=figures.Size(width_mm=85, font_pt=8, formats=("tiff",)))  # the same figure, now for print
    with pytest.raises(ReportError, match="the report has two figures called '그림'; give one of them another name"):
        draw(second)
    plain, last = (told for _, told in kernel_hooks._exported)
    assert (last["svg"], last["places"]) == (plain["svg"], plain["places"])  # TIFF alone: the page shows the notebook's
    assert [Path(path).name for path in kernel_hooks.exported()] == [
        *("그림.png", "그림.svg", "그림.pdf", "그림.csv", "그림.tiff")
    ]


def test_a_figure_that_is_drawn_anew_has_its_links_where_its_marks_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel_hooks, "_exported", [])
    watched = kernel_hooks._watched(figures.export)
    ax = drawn("frequency")
    about = style.described(ax)
    assert about is not None
    for options in ({}, {"size": figures.Size(width_mm=85, font_pt=8)}, {"title": "내 제목"}):
        watched(ax, "그림", table=about.numbers, recipe=Recipe(), **options)
    plain, narrow, named = (told for _, told in kernel_hooks._exported)
    rows = [place["row"] for place in plain["places"]]
    assert rows
    assert rows == [place["row"] for place in narrow["places"]] == [place["row"] for place in named["places"]]
    for told in (plain, narrow, named):
        box = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', told["svg"])
        assert box is not None
        wide, high = map(float, box.groups())
        assert all(x >= 0 and x + w <= wide and y >= 0 and y + h <= high for x, y, w, h in boxes(told))
    assert boxes(plain)[0] != boxes(narrow)[0]  # where the bars end on narrower paper
    assert (named["title"], plain["title"] == "내 제목") == ("내 제목", False)


def boxes(told: dict[str, Any]) -> list[tuple[float, ...]]:
    return [place["box"] for place in told["places"]]
