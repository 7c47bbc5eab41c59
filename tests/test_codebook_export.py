"""Codebooks for coders and for other programs, and the file that one begins with."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

import analysis as da
from analysis import paths, style
from analysis.codebook import Codebook, loads
from analysis.codebook.refi import _COLOURS
from analysis.errors import CodebookError, OptionError

SPACE = "{urn:QDA-XML:codebook:1.0}"
TOY = """\
schema: kfa-codebook/1
id: toy
version: "1"
status: unvalidated
title: {ko: "장난감 | <b>코드북</b>", en: toy}
unit: sentence
compare: [a, b]
provenance: {author: toy, basis: toy, licence: toy}
frames:
- id: a
  label: {ko: 가, en: a}
  colour: blue
  definition: "=HYPERLINK(1) & <나머지>"
  present_if: ["-1보다 작다", "둘째\\n줄"]
  questions: ["가\\u0007나인가?"]
  elements: {remedy: 해법이다}
  examples: [동맹이 굳건하다.]
  terms:
  - {id: a1, match: "(동맹|*동맹)", not_after: [휴학], ambiguous: true, element: moral, note: "@적는 말"}
  - {id: a2, number: money, tier: support, weight: 0.5}
- id: b
  label: {ko: 가, en: b}
  colour: orange
  definition: 둘째
  terms:
  - {id: b1, match: 창업}
"""


@pytest.fixture
def toy() -> Codebook:
    return loads(TOY, name="toy")


@pytest.fixture
def energy() -> Codebook:
    return da.codebook.read(paths.CODEBOOKS / "energy-transition.yaml")


# -- workbook -------------------------------------------------------------------------------------


def test_the_workbook_holds_what_a_coder_needs(toy: Codebook, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(da.codebook.export(toy, tmp_path / "a.xlsx"))
    assert book.sheetnames == ["프레임", "용어", "코드북"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    rows = [[c.value for c in row] for row in book["프레임"].iter_rows()]
    assert rows[:5] == [
        ["프레임", "이름", "구분", "번호", "내용"],
        ["a", "가", "정의", 1, "=HYPERLINK(1) & <나머지>"],
        ["a", "가", "있다고 보는 경우", 1, "-1보다 작다"],
        ["a", "가", "있다고 보는 경우", 2, "둘째\n줄"],
        ["a", "가", "물음", 1, "가\ufffd나인가?"],  # XML cannot hold a bell
    ]
    assert [r[2] for r in rows[5:]] == ["요소", "예", "정의"]
    terms = [[c.value or "" for c in row] for row in book["용어"].iter_rows()]
    assert terms[1] == [
        "a",
        "a1",
        "(동맹|*동맹)",
        "",
        "중심",
        1,
        "예",
        "",
        "휴학",
        "",
        "",
        "",
        "",
        "도덕 판단",
        "",
        "@적는 말",
    ]
    assert terms[2][:6] == ["a", "a2", "수량: 금액", "", "보조", 0.5]


def test_no_cell_is_a_formula_nor_becomes_one_when_edited(toy: Codebook, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(da.codebook.export(toy, tmp_path / "a.xlsx"))
    risky = [c for sheet in book for row in sheet.iter_rows() for c in row if str(c.value).startswith(("=", "@", "-1"))]
    assert {c.value for c in risky} == {"=HYPERLINK(1) & <나머지>", "@적는 말", "-1보다 작다"}
    assert all(c.data_type == "s" and c.quotePrefix for c in risky)


def test_columns_fit_korean(energy: Codebook, tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(da.codebook.export(energy, tmp_path / "a.xlsx"))["프레임"]
    widths = {c.value: sheet.column_dimensions[c.column_letter].width for c in sheet[1]}
    assert widths["구분"] == 2 * len("있다고보는경우") + 2 + 2  # seven syllables of two digits, two spaces, and room
    assert widths["내용"] == 70  # long text wraps
    assert widths["번호"] == 6


# -- Markdown -------------------------------------------------------------------------------------


def test_markdown_is_plain_text_whatever_the_codebook_holds(toy: Codebook, tmp_path: Path) -> None:
    page = da.codebook.export(toy, tmp_path / "a.md").read_text(encoding="utf-8")
    assert page.startswith("# 장난감 \\| \\<b\\>코드북\\</b\\>\n")
    assert "- 둘째 줄\n" in page
    table = [re.split(r"(?<!\\)\|", line) for line in page.splitlines() if line.startswith("|")]
    assert {len(cells) for cells in table} == {17}  # fifteen columns and two edges
    assert "| a1 | (동맹\\|\\*동맹) |" in page


def test_markdown_says_which_codebook_it_is(energy: Codebook, tmp_path: Path) -> None:
    page = da.codebook.export(energy, tmp_path / "a.md").read_text(encoding="utf-8")
    assert "- 상태: 검증 안 됨(unvalidated)" in page
    assert f"- 파일의 sha256: {energy.sha256}" in page
    for frame in energy.frames:
        assert all(f"- {text}" in page for text in (*frame.examples, *frame.counterexamples))


# -- REFI-QDA -------------------------------------------------------------------------------------


def test_qdc_follows_the_schema_and_comes_back(energy: Codebook, tmp_path: Path) -> None:
    root = ET.fromstring(da.codebook.export(energy, tmp_path / "a.qdc").read_bytes())
    assert root.tag == f"{SPACE}CodeBook"
    assert [child.tag for child in root] == [f"{SPACE}Codes"]
    codes = list(root[0])
    assert [c.tag for c in codes] == [f"{SPACE}Code"] * 5
    guid = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{12}")
    for code, frame in zip(codes, energy.frames, strict=True):
        assert set(code.attrib) == {"guid", "name", "isCodable", "color"}
        assert guid.fullmatch(code.attrib["guid"])
        assert (code.attrib["name"], code.attrib["isCodable"]) == (frame.label.ko, "true")
        assert code.attrib["color"] == style.PALETTE[frame.colour]
        (description,) = code
        assert description.tag == f"{SPACE}Description"
        assert description.text is not None
        assert description.text.startswith(frame.definition)
        assert all(f"- {text}" in description.text for text in (*frame.examples, *frame.questions))
    assert len({c.attrib["guid"] for c in codes}) == 5


def test_codes_keep_their_ids_over_versions(energy: Codebook, toy: Codebook, tmp_path: Path) -> None:
    def ids(book: Codebook) -> list[str]:
        return [c.attrib["guid"] for c in ET.fromstring(da.codebook.export(book, tmp_path / "b.qdc").read_bytes())[0]]

    later = energy.model_copy(update={"version": "9", "frames": energy.frames[::-1]})
    assert ids(later) == ids(energy)[::-1]
    assert not set(ids(toy)) & set(ids(energy))


def test_two_frames_of_one_name_are_two_codes(toy: Codebook, tmp_path: Path) -> None:
    codes = ET.fromstring(da.codebook.export(toy, tmp_path / "a.qdc").read_bytes())[0]
    assert [c.attrib["name"] for c in codes] == ["가 (a)", "가 (b)"]
    assert "가\ufffd나인가?" in str(codes[0][0].text)


def test_the_colours_are_those_of_the_charts() -> None:
    assert _COLOURS == style.PALETTE


# -- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("ending", ["md", "xlsx", "qdc"])
def test_the_same_codebook_gives_the_same_bytes(energy: Codebook, tmp_path: Path, ending: str) -> None:
    one, two = (da.codebook.export(energy, tmp_path / "new" / f"{n}.{ending}").read_bytes() for n in "ab")
    assert one == two
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == [f"a.{ending}", f"b.{ending}"]


def test_formats(energy: Codebook, tmp_path: Path) -> None:
    path = da.codebook.export(energy, tmp_path / "a.XLSX", to="xlsx")
    assert zipfile.is_zipfile(path)
    with pytest.raises(OptionError, match=r"a\.doc ends in none of \.md, \.xlsx, \.qdc; rename it"):
        da.codebook.export(energy, tmp_path / "a.doc")
    with pytest.raises(OptionError, match="to must be one of auto, markdown, xlsx, qdc, not 'xls'"):
        da.codebook.export(energy, tmp_path / "a.xls", to="xls")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match=r"a codebook as qdc ends in \.qdc; rename a\.md"):
        da.codebook.export(energy, tmp_path / "a.md", to="qdc")
    assert [p.name for p in tmp_path.iterdir()] == ["a.XLSX"]


# -- new ------------------------------------------------------------------------------------------


def test_a_new_codebook_passes_its_self_test(tmp_path: Path) -> None:
    path = da.codebook.start("주택-정책.1", folder=tmp_path / "books")
    assert path == tmp_path / "books" / "주택-정책.1.yaml"
    book = da.codebook.read(path)
    assert (book.id, book.status) == ("주택-정책.1", "unvalidated")
    table = da.framing.check(book)
    assert table["passed"].all()
    assert {"example", "counterexample", "particle", "spacing"} <= set(table["check"])
    assert path.read_text(encoding="utf-8").count("#") > 15  # it explains itself


def test_a_codebook_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    path = da.codebook.start("mine.yaml", folder=tmp_path)
    path.write_text("my work", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"there is a codebook at .* already; choose another name or folder"):
        da.codebook.start("mine", folder=tmp_path)
    assert path.read_text(encoding="utf-8") == "my work"


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a b", "x\n", "a:b"])
def test_names_that_are_no_files_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OptionError, match="is no name for a file"):
        da.codebook.start(name, folder=tmp_path)


@pytest.mark.parametrize("name", ["2026", "null", "on", "1.0"])
def test_names_that_yaml_would_take_for_something_else(tmp_path: Path, name: str) -> None:
    assert da.codebook.read(da.codebook.start(name, folder=tmp_path)).id == name
