"""Export: four files and a manifest entry, all or nothing, the same bytes every time."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from PIL import Image

from analysis import figures, paths, plots, style
from analysis.errors import FigureError, FontError, SealError
from analysis.figures import files, truetype
from analysis.figures.truetype import as_truetype

BOOK = {"id": "alliance", "version": "1.1.0", "status": "unvalidated", "sha256": "0f"}


class Recipe:
    """Stands for tokens.recipe."""

    def __init__(self, **steps: Any) -> None:
        self.steps = steps or {"analyser": "kiwipiepy 0.24.1", "steps": (1, 2)}

    def to_dict(self) -> dict[str, Any]:
        return dict(self.steps)


def table() -> pd.DataFrame:
    """Build a frequency table of two terms."""
    return pd.DataFrame(
        {
            "term": ["클러스터", "=동맹"],
            "tag": ["NNP", "NNG"],
            "n": [12, 3],
            "per_10k": [8000.0, 2000.0],
            "docs": [1, 1],
            "rank": [1, 2],
        }
    )


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write into a folder of its own, with Hangul and a space in its path."""
    monkeypatch.setenv("DAMRON_FIGURES", str(tmp_path / "그림 모음"))
    return tmp_path / "그림 모음"


def listed(folder: Path) -> list[str]:
    """List all files below a folder."""
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest's figures."""
    figures_of: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["figures"]
    return figures_of


def embedded_fonts(pdf: bytes) -> list[TTFont]:
    """Read back every font file that a PDF embeds as TrueType."""
    found = []
    for start in re.finditer(rb"stream\r?\n", pdf):
        try:
            data = zlib.decompressobj().decompress(pdf[start.end() :])
        except zlib.error:
            continue
        if data[:4] in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
            found.append(TTFont(io.BytesIO(data)))
    return found


def test_all_four_files_and_the_entry_are_written(folder: Path) -> None:
    made = figures.export(plots.frequency(table()), "op-ed/단어-빈도", table=table(), recipe=Recipe())
    assert listed(folder) == [
        "manifest.json",
        *(f"op-ed/단어-빈도.{e}" for e in ("csv", "pdf", "png", "svg")),
    ]
    assert made.png == folder / "op-ed" / "단어-빈도.png"
    entry = manifest(folder)["op-ed/단어-빈도"]
    assert entry["chart"] == "frequency"
    assert entry["recipe"] == {"analyser": "kiwipiepy 0.24.1", "steps": [1, 2]}
    assert entry["codebook"] is None
    assert (entry["rows"], entry["columns"]) == (2, ["term", "tag", "n", "per_10k", "docs", "rank"])
    assert entry["alt"] == made.alt == "가로 막대그래프. ‘클러스터’가 12회로 가장 많다. 클러스터 12회, =동맹 3회."
    assert entry["font"]["file"] == "NotoSansKR-Regular.otf"
    assert entry["font"]["sha256"] == hashlib.sha256(style.font_path().read_bytes()).hexdigest()
    for ending, told in entry["files"].items():
        path = folder / told["file"]
        assert path == getattr(made, ending)
        assert told["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_page_leaves_pdf_out_where_the_folder_has_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LEFT_OUT", set())
    whole = figures.export(plots.frequency(table()), "a", table=table(), recipe=Recipe())
    files.leave_out("pdf")
    made = figures.export(plots.frequency(table()), "b", table=table(), recipe=Recipe())
    assert (made.pdf, [path.name for path in made.paths]) == (None, ["b.png", "b.svg", "b.csv"])
    again = figures.export(plots.frequency(table()), "a", table=table(), recipe=Recipe())
    assert again.contents == whole.contents  # an earlier PDF is no older than the picture beside it
    asked = figures.export(plots.frequency(table()), "c", table=table(), recipe=Recipe(), size=figures.Size())
    assert asked.pdf is not None


def test_numbers_and_provenance_cannot_be_left_out() -> None:
    ax = plots.frequency(table())
    with pytest.raises(TypeError, match="table"):
        figures.export(ax, "a", recipe=Recipe())  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="recipe"):
        figures.export(ax, "a", table=table())  # type: ignore[call-arg]


def test_a_second_run_gives_the_same_bytes_in_another_process_too(folder: Path, tmp_path: Path) -> None:
    figures.export(plots.frequency(table()), "a", table=table(), recipe=Recipe())
    first = {name: (folder / name).read_bytes() for name in listed(folder)}
    figures.export(plots.frequency(table()), "a", table=table(), recipe=Recipe())  # a cell run again
    assert {name: (folder / name).read_bytes() for name in listed(folder)} == first
    code = (
        "import pandas as pd; from analysis import figures, plots\n"
        f"table = pd.DataFrame({table().to_dict('list')!r})\n"
        "recipe = type('Recipe', (), {'to_dict': lambda self: "
        "{'analyser': 'kiwipiepy 0.24.1', 'steps': [1, 2]}})()\n"
        "figures.export(plots.frequency(table), 'a', table=table, recipe=recipe)"
    )
    other = tmp_path / "other"
    env = {**os.environ, "PYTHONHASHSEED": "7", "DAMRON_FIGURES": str(other), "SOURCE_DATE_EPOCH": ""}
    env.pop("SOURCE_DATE_EPOCH")
    subprocess.run([sys.executable, "-c", code], env=env, check=True, cwd=paths.ROOT)
    assert {name: (other / name).read_bytes() for name in listed(other)} == first


def test_png_is_300_dpi_and_160_mm_wide(folder: Path) -> None:
    made = figures.export(plots.frequency(table()), "a", table=table(), recipe=Recipe())
    with Image.open(made.png) as image:
        assert image.width == 1890  # 6.3 inches at 300 dpi
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert image.info["Description"] == made.alt
        assert "Software" not in image.info  # a version number would change the bytes


def test_svg_words_are_selectable_over_outlines_and_nothing_is_fetched(folder: Path) -> None:
    made = figures.export(plots.frequency(table()), "a", table=table(), recipe=Recipe())
    root = ET.fromstring(made.svg.read_text(encoding="utf-8"))
    space = "{http://www.w3.org/2000/svg}"
    layer = root.find(f"{space}g[@id='words']")
    assert layer is not None
    assert layer.get("fill-opacity") == "0"
    words = [element.text for element in layer.iter(f"{space}text")]
    assert {"클러스터", "=동맹", "12", "3", "‘클러스터’가 12회로 가장 많다", "빈도(회)"} <= set(words)
    outlines = [e for e in root.iter(f"{space}text") if e not in set(layer.iter(f"{space}text"))]
    assert outlines == []  # what is seen needs no font
    links = {v for e in root.iter() for k, v in e.attrib.items() if k.endswith("href")}
    assert links
    assert all(link.startswith("#") for link in links)


def test_pdf_embeds_truetype_with_every_character_drawn(folder: Path) -> None:
    made = figures.export(plots.frequency(table(), title="韓美 4만㎡ ‘동맹’"), "a", table=table(), recipe=Recipe())
    pdf = made.pdf.read_bytes()
    fonts = embedded_fonts(pdf)
    assert fonts
    assert all("glyf" in font for font in fonts)  # CFF under this label is what strict readers refuse
    assert b"/ToUnicode" in pdf  # or the text could not be selected
    assert b"/CreationDate" not in pdf
    assert b"/Type3" not in pdf


def test_a_truetype_copy_keeps_widths_and_shapes() -> None:
    path = style.font_path()
    copy, original = TTFont(io.BytesIO(as_truetype(path, "가힣A美"))), TTFont(path)
    for character in "가힣A美":
        old, new = original.getBestCmap()[ord(character)], copy.getBestCmap()[ord(character)]
        assert copy["hmtx"][new][0] == original["hmtx"][old][0]
        box = copy["glyf"][new]
        pen = BoundsPen(original.getGlyphSet())
        original.getGlyphSet()[old].draw(pen)
        assert (box.xMin, box.yMin, box.xMax, box.yMax) == pytest.approx(pen.bounds, abs=2)  # of 1000 units
    assert ord("나") not in copy.getBestCmap()


def test_the_kept_copy_gives_the_bytes_of_the_font_itself_and_a_damaged_one_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAMRON_CACHE", str(tmp_path))
    monkeypatch.setattr(truetype, "_common_characters", lambda: frozenset("가힣A동맹—"))  # a small one, made in no time
    truetype._cached_copy.cache_clear()
    cut = truetype.as_truetype(style.font_path(), "A동맹")
    (kept,) = tmp_path.glob("fonts/*.ttf")
    kept.write_bytes(kept.read_bytes()[:-9])
    truetype._cached_copy.cache_clear()
    assert truetype.as_truetype(style.font_path(), "A동맹") == cut
    truetype._cached_copy.cache_clear()
    monkeypatch.setattr(truetype, "_common_characters", frozenset[str])
    assert truetype.as_truetype(style.font_path(), "A동맹") == cut  # without the copy


def test_lines_do_not_send_a_figure_the_long_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def told(path: Path, characters: str) -> bytes:
        asked.append(characters)
        return truetype.as_truetype(path, characters)

    monkeypatch.setattr(sys.modules["analysis.figures.pictures"], "as_truetype", told)
    ax = plots.frequency(table(), title="두 줄로 된\n제목")
    figures.export(ax, "lines", table=table(), recipe=Recipe())
    # a line break is no character of a font: with it the kept copy would not do
    assert asked
    assert folder.is_dir()
    assert not [c for c in asked if not set(c) <= truetype._common_characters()]


def test_exporting_leaves_fonts_and_figure_as_they_were(folder: Path) -> None:
    ax = plots.frequency(table())
    before = (list(fontManager.ttflist), ax.figure.get_size_inches().tolist(), ax.figure.dpi)
    figures.export(ax, "a", table=table(), recipe=Recipe())
    assert (list(fontManager.ttflist), ax.figure.get_size_inches().tolist(), ax.figure.dpi) == before
    assert Path(fontManager.findfont(FontProperties(family=["Noto Sans KR"]))) == style.font_path()


@pytest.mark.parametrize("name", ["", " ", ".", "/", None, 3])
def test_what_is_no_name_is_refused(folder: Path, name: Any) -> None:
    with pytest.raises(FigureError, match="is no name"):
        figures.export(plots.frequency(table()), name, table=table(), recipe=Recipe())
    assert not folder.exists()


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("왜 지금인가? “반값” 1:1", "왜-지금인가-반값-1-1-"),
        ("a/b/c", "a/b-c-"),
        ("../a", "x-"),
        ("con", "con-"),
        ("a/LPT1", "a/LPT1-"),
        ("글😀", "글-"),
        ("a.", "a-"),
        ("가" * 78, "가" * 37 + "-"),
    ],
)
def test_a_name_that_fails_somewhere_becomes_a_slug_with_a_hash(folder: Path, name: str, file: str) -> None:
    made = figures.export(plots.frequency(table()), name, table=table(), recipe=Recipe())
    found = made.csv.relative_to(folder).with_suffix("").as_posix()
    assert re.fullmatch(rf"{re.escape(file)}[0-9a-f]{{8}}(/a)?" if name != "../a" else r"x-[0-9a-f]{8}/a", found)
    assert list(manifest(folder)) == [found]


@pytest.mark.parametrize("name", ["내 글 (1)-keywords", "韓美 동맹", "[기고] 이름·둘", "a_b.c-d"])
def test_names_that_people_give_their_files_are_taken(folder: Path, name: str) -> None:
    figures.export(plots.frequency(table()), name, table=table(), recipe=Recipe())
    assert (folder / f"{name}.csv").is_file()


def test_an_ending_in_the_name_is_refused(folder: Path) -> None:
    with pytest.raises(FigureError, match=r"leave the ending out of 'a\.png'"):
        figures.export(plots.frequency(table()), "a.png", table=table(), recipe=Recipe())


def test_the_same_name_replaces_and_another_corpus_has_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DAMRON_FIGURES")
    monkeypatch.setattr(paths, "FIGURES", tmp_path)
    ax = plots.frequency(table())
    first = figures.export(ax, "a", table=table(), recipe=Recipe(corpus="1" * 64, tags="NNG"))
    again = figures.export(ax, "a", table=table(), recipe=Recipe(corpus="1" * 64, tags="NNP"))
    other = figures.export(ax, "a", table=table(), recipe=Recipe(corpus="2" * 64))
    assert first.csv == again.csv == tmp_path / "own" / "corpus-11111111" / "a.csv"
    assert other.csv == tmp_path / "own" / "corpus-22222222" / "a.csv"
    assert manifest(first.csv.parent)["a"]["recipe"]["tags"] == "NNP"
    assert {ending: getattr(again, ending).read_bytes() for ending in again.contents} == dict(again.contents)


def test_a_study_that_is_named_holds_what_follows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAMRON_FIGURES")
    monkeypatch.setattr(paths, "FIGURES", tmp_path)
    monkeypatch.setattr(files, "_STUDY", [])
    assert figures.folder() == tmp_path / "own"
    assert figures.folder(study="신문 두 곳") == figures.folder() == tmp_path / "own" / "신문 두 곳"
    made = figures.export(plots.frequency(table()), "a", table=table(), recipe=Recipe(corpus="1" * 64))
    assert made.csv == tmp_path / "own" / "신문 두 곳" / "a.csv"
    with pytest.raises(FigureError, match="the name of the study is empty"):
        figures.folder(study=" ")


def test_names_that_differ_by_case_alone_are_refused_across_runs(folder: Path) -> None:
    figures.export(plots.frequency(table()), "Chart", table=table(), recipe=Recipe())
    with pytest.raises(FigureError, match="differs from 'Chart' by case alone"):
        figures.export(plots.frequency(table()), "chart", table=table(), recipe=Recipe())


def test_the_codebook_is_recorded_from_the_argument_or_the_table(folder: Path) -> None:
    ax, carrying = plots.frequency(table()), table()
    carrying.attrs["codebook"] = BOOK
    figures.export(ax, "a", table=carrying, recipe=Recipe())
    figures.export(ax, "b", table=table(), recipe=Recipe(), codebook=type("Codebook", (), BOOK)())
    assert manifest(folder)["a"]["codebook"] == manifest(folder)["b"]["codebook"] == BOOK
    with pytest.raises(FigureError, match="the codebook has no version, status, sha256"):
        figures.export(ax, "c", table=table(), recipe=Recipe(), codebook={"id": "x"})


def test_a_table_that_does_not_hold_the_numbers_drawn_is_refused(folder: Path) -> None:
    other = table().assign(n=[13, 3])
    with pytest.raises(FigureError, match="does not hold the numbers that the chart shows"):
        figures.export(plots.frequency(table()), "a", table=other, recipe=Recipe())
    with pytest.raises(FigureError, match="has no rows"):
        figures.export(plots.frequency(table()), "a", table=table().head(0), recipe=Recipe())
    doubled = pd.concat([table(), table()[["n"]]], axis=1)
    with pytest.raises(FigureError, match=r"column\(s\) n twice"):
        figures.export(plots.frequency(table()), "a", table=doubled, recipe=Recipe())
    assert not folder.exists()


def test_a_recipe_must_tell_itself_in_plain_values() -> None:
    ax = plots.frequency(table())
    with pytest.raises(FigureError, match=r"recipe is a str without to_dict\(\)"):
        figures.export(ax, "a", table=table(), recipe="kiwi")  # type: ignore[arg-type]
    with pytest.raises(FigureError, match="JSON cannot write"):
        figures.export(ax, "a", table=table(), recipe=Recipe(at=Path("x")))


def test_a_chart_of_ones_own_needs_alternative_text_and_a_font(folder: Path) -> None:
    with style.context():
        own = Figure(figsize=(4, 3)).add_subplot()
        own.set_title("내 그림")
    with pytest.raises(FigureError, match="no alternative text; pass alt="):
        figures.export(own, "own", table=table(), recipe=Recipe())
    figures.export(own, "own", table=table(), recipe=Recipe(), alt="빈 좌표축.")
    assert manifest(folder)["own"]["chart"] == "custom"
    boxes = Figure(figsize=(4, 3)).add_subplot()  # drawn without the style: the font has no Hangul
    boxes.set_title("동맹", fontfamily="DejaVu Sans")
    with pytest.raises(FontError, match=r"no glyph for 동 \(U\+B3D9\), 맹 \(U\+B9F9\); call style\.use\(\)"):
        figures.export(boxes, "boxes", table=table(), recipe=Recipe(), alt="제목뿐인 그림.")
    assert not (folder / "boxes.png").exists()


def test_what_hangs_over_the_figure_is_not_cut_off(folder: Path) -> None:
    with style.context():
        ax = Figure(figsize=(2, 2)).add_axes((0, 0, 1, 1))
        ax.text(1.5, 0.5, "밖에 있는 글", transform=ax.transAxes)
    made = figures.export(ax, "wide", table=table(), recipe=Recipe(), alt="글 하나.")
    with Image.open(made.png) as image:
        assert image.width > 3 * 300


def test_alt_reads_an_axes_or_a_whole_figure() -> None:
    figure = Figure(figsize=(10, 4))
    left, right = figure.subplots(1, 2)
    plots.frequency(table(), title="왼쪽", ax=left)
    plots.frequency(table(), title="오른쪽", ax=right)
    assert figures.alt(left) == "가로 막대그래프. 왼쪽. 클러스터 12회, =동맹 3회."
    assert figures.alt(figure) == f"{figures.alt(left)} {figures.alt(right)}"
    assert figures.alt(Figure()) == ""


def test_a_failure_while_writing_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    figures.export(plots.frequency(table()), "a", table=table(), recipe=Recipe())
    before = {name: (folder / name).read_bytes() for name in listed(folder)}
    real = Path.replace

    def fails_on_png(self: Path, target: Path) -> Path:
        if target.name == "a.png":
            raise PermissionError(13, "in use by another program")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fails_on_png)
    with pytest.raises(FigureError, match=r"a\.png cannot be written \(.*open in another program such as Excel"):
        figures.export(plots.frequency(table(), title="다른 제목"), "a", table=table(), recipe=Recipe())
    assert {name: (folder / name).read_bytes() for name in listed(folder)} == before  # pdf and csv are back


def test_a_broken_manifest_is_not_overwritten(folder: Path) -> None:
    folder.mkdir()
    (folder / "manifest.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SealError, match=r"manifest\.json is damaged"):
        figures.export(plots.frequency(table()), "a", table=table(), recipe=Recipe())
    assert listed(folder) == ["manifest.json"]


HOLD = """
import sys
from pathlib import Path
from analysis.figures import files
with files._locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_held_lock_is_waited_for_and_dies_with_its_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    run = [sys.executable, "-c", HOLD, str(folder)]
    monkeypatch.setattr(files, "_WAIT", 0.1)
    with subprocess.Popen(run, cwd=paths.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == b"held"
        with pytest.raises(FigureError, match="another process is writing to"):
            files.commit("a", {"csv": b"x"}, {}, root=folder)
        process.kill()
    files.commit("a", {"csv": b"x"}, {}, root=folder)
    assert listed(folder) == ["a.csv", "manifest.json"]


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_a_set_that_a_killed_process_left_is_finished(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, moved: int
) -> None:
    files.commit("a", {"csv": b"old", "png": b"old"}, {"rows": 1}, root=folder)
    real, count = Path.replace, iter(range(99))

    def dies(self: Path, target: Path) -> Path:
        if next(count) == moved:
            os._exit(0)
        return real(self, target)

    pid = os.fork()
    if not pid:
        monkeypatch.setattr(Path, "replace", dies)
        files.commit("a", {"csv": b"new", "png": b"new"}, {"rows": 2}, root=folder)
        os._exit(1)
    assert os.waitpid(pid, 0)[1] == 0
    files.commit("b", {"csv": b"x"}, {}, root=folder)
    assert [(folder / f"a.{e}").read_bytes() for e in ("csv", "png")] == [b"new", b"new"]
    assert manifest(folder)["a"]["rows"] == 2
    assert "left half written were finished" in caplog.text
    assert not [name for name in listed(folder) if name.endswith(".tmp")]


def test_drafts_without_a_manifest_are_cleared(folder: Path) -> None:
    files.commit("a", {"csv": b"old"}, {}, root=folder)
    (folder / ".0123456789ab.1.2.tmp").write_bytes(b"new")
    files.commit("b", {"csv": b"x"}, {}, root=folder)
    assert (folder / "a.csv").read_bytes() == b"old"
    assert listed(folder) == ["a.csv", "b.csv", "manifest.json"]


@pytest.mark.long
def test_processes_at_once_lose_no_entry(folder: Path) -> None:
    code = (
        "import sys; from analysis.figures import files\n"
        "for i in range(10): files.commit(f'{sys.argv[1]}-{i}', {'csv': b'x'}, {'rows': i}, root=files.folder())"
    )
    run = [sys.executable, "-c", code]
    started = [subprocess.Popen([*run, who], cwd=paths.ROOT) for who in ("a", "b", "c")]
    assert [process.wait(timeout=60) for process in started] == [0, 0, 0]
    assert len(manifest(folder)) == 30
    assert list(manifest(folder)) == sorted(manifest(folder))
    assert not any(name.endswith((".tmp", ".lock")) for name in listed(folder))


def drawn(n: int) -> list[bytes]:
    """Draw a chart of its own for a number, export it and read its four files back."""
    numbers = table().assign(n=[n, 3])
    made = figures.export(plots.frequency(numbers), f"chart-{n}", table=numbers, recipe=Recipe())
    return [path.read_bytes() for path in (made.png, made.svg, made.pdf, made.csv)]


@pytest.mark.long
@pytest.mark.slow
def test_four_threads_draw_what_one_thread_draws() -> None:
    # matplotlib has one list of fonts and one set of settings for all threads; without a lock 2 of 8 come out right
    counts = range(10, 18)
    alone = [drawn(n) for n in counts]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(drawn, counts)) == alone
