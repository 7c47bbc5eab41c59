"""Word files: made with python-docx, and by hand where that writes too little."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
import yaml

import analysis as da
from analysis import errors

docx = pytest.importorskip("docx", reason="python-docx makes the fixtures")

FIRST = "동네 빵집이 지난주에 문을 닫았다."
SECOND = "임대료가 두 해 만에 갑절이 되었기 때문이다."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: Any, path: Path) -> Path:
    document.save(str(path))
    return path


def rewritten(path: Path, **parts: str) -> Path:
    """Replace what stands between <w:body> tags, or add parts, in a saved file."""
    target = path.with_name(f"re-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == "word/document.xml" and "body" in parts:
                text = re.sub(
                    "<w:body>.*?(<w:sectPr|</w:body>)", rf"<w:body>{parts['body']}\1", data.decode(), flags=re.S
                )
                data = text.encode()
            new.writestr(info.filename, data)
        for name, text in parts.items():
            if name != "body":
                new.writestr(f"word/{name}.xml", text)
    return target


def test_paragraphs_and_tables_in_reading_order(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    table = document.add_table(rows=2, cols=2)
    for n, text in enumerate(("가게 이름은 새벽이다.", "열한 해를 버텼다.", "이웃이 울었다.", "간판은 남았다.")):
        table.cell(n // 2, n % 2).text = text
    document.add_paragraph(SECOND)
    row = da.read(saved(document, tmp_path / "글.docx")).documents.iloc[0]
    # the table stands between the paragraphs; its cells go row by row
    assert row["text"].split("\n") == [
        FIRST,
        "가게 이름은 새벽이다.",
        "열한 해를 버텼다.",
        "이웃이 울었다.",
        "간판은 남았다.",
        SECOND,
    ]
    assert (row["doc"], row["source"]) == ("글", "글.docx")


def test_merged_cells_are_read_once(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=3)
    table.cell(0, 0).merge(table.cell(0, 2)).text = FIRST
    assert da.read(saved(document, tmp_path / "a.docx")).documents["text"][0] == FIRST


def test_headers_and_footers_are_set_apart(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    document.sections[0].header.paragraphs[0].text = "월간 골목 제3호"
    document.sections[0].footer.paragraphs[0].text = "골목출판"
    corpus = da.read(saved(document, tmp_path / "a.docx"))
    assert corpus.documents["text"][0] == FIRST
    # one block of body, then footer and header by the names of their parts
    assert corpus.removed[["line", "kind", "text"]].values.tolist() == [
        [2, "footer", "골목출판"],
        [3, "header", "월간 골목 제3호"],
    ]


def test_properties_never_become_the_day_of_publication(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    document.core_properties.title = "빵집의 끝"
    document.core_properties.author = "한도윤"
    document.core_properties.created = dt.datetime(2026, 3, 2, 1, 0, 0)
    row = da.read(saved(document, tmp_path / "a.docx")).documents.iloc[0]
    assert (row["title"], row["author"], row["date"]) == ("빵집의 끝", "한도윤", "")
    # Word writes UTC: one in the morning is ten in Korea, the same day
    assert (row["file_title"], row["file_author"], row["file_created"]) == ("빵집의 끝", "한도윤", "2026-03-02")


MISREAD = "빵집의 끝".encode("cp949")


@pytest.mark.parametrize(
    "title",
    ["문서1.docx", "보고서_최종", "C:\\글\\빵집", "골목", "7", MISREAD.decode("latin-1"), MISREAD.decode("cp1252"),
     "빵집의 끝".encode().decode("cp949", errors="ignore"), "빵집\ufffd 끝"],
)  # fmt: skip
def test_a_title_that_is_a_file_name_or_misread_is_no_title(tmp_path: Path, title: str) -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    document.core_properties.title = title
    row = da.read(saved(document, tmp_path / "골목.docx")).documents.iloc[0]
    assert (row["title"], row["file_title"]) == ("", title)


@pytest.mark.parametrize("title", ["Café society", "韓美 협력의 길", "뭥미 하는 골목?", "2024년 골목"])
def test_an_unusual_title_is_one(tmp_path: Path, title: str) -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    document.core_properties.title = title
    assert da.read(saved(document, tmp_path / "a.docx")).documents["title"][0] == title


@pytest.mark.parametrize(
    "author",
    ["python-docx", "user", "admin", "Windows 사용자", "한도윤-PC", "사용자", "HP", "조달청", "홍보실", "mete0r"],
)
def test_a_machine_or_an_office_is_no_author(tmp_path: Path, author: str) -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    document.core_properties.author = author
    row = da.read(saved(document, tmp_path / "a.docx")).documents.iloc[0]
    assert (row["author"], row["file_author"]) == ("", author)


def test_a_byline_comes_before_the_property(tmp_path: Path) -> None:
    document = docx.Document()
    for text in ("빵집이 사라진 골목", "나다온 칼럼니스트", f"{FIRST} {SECOND}", f"{SECOND} {FIRST}"):
        document.add_paragraph(text)
    document.core_properties.author = "한도윤"
    corpus = da.read(saved(document, tmp_path / "a.docx"))
    row = corpus.documents.iloc[0]
    assert (row["title"], row["author"], row["post"]) == ("빵집이 사라진 골목", "나다온", "칼럼니스트")
    assert corpus.removed["kind"].tolist() == ["title", "byline"]


def test_a_sentence_that_is_said_twice_stays_twice(tmp_path: Path) -> None:
    document = docx.Document()
    answer = f"{FIRST} {SECOND}"
    for text in ("질문: 언제 닫았습니까?", answer, "질문: 이웃은 어떻습니까?", answer):
        document.add_paragraph(text)
    assert da.read(saved(document, tmp_path / "a.docx")).documents["text"][0].split("\n").count(answer) == 2


@pytest.mark.parametrize("behind", ["부록은 조사에 쓴 설문을 담았다.", "설문지", "1. 이 동네에 언제부터 사셨습니까?"])
def test_a_copyright_line_takes_no_appendix_with_it(tmp_path: Path, behind: str) -> None:
    document = docx.Document()
    body = [f"{n}장에서는 가게의 장부를 항목별로 나누어 자세히 다룬다." for n in range(1, 10)]
    for text in (*body, "Copyright ⓒ 한들골목학회. All rights reserved.", behind):
        document.add_paragraph(text)
    row = da.read(saved(document, tmp_path / "a.docx")).documents.iloc[0]
    assert row["text"].split("\n") == [*body, behind]
    assert row["outlet"] == ""  # the publisher of a document, not the outlet of an article


def test_equations_are_set_apart_as_in_hangul(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    body = (
        f"<w:p><w:r><w:t>{SECOND}</w:t></w:r></w:p><w:p xmlns:m='{math}'><m:oMathPara><m:oMath><m:r><m:t>x+y</m:t>"
        "</m:r></m:oMath></m:oMathPara></w:p>"
    )
    corpus = da.read(rewritten(saved(document, tmp_path / "a.docx"), body=body))
    assert corpus.documents["text"][0] == SECOND
    assert corpus.removed[["kind", "text"]].to_numpy().tolist() == [["equation", "x+y"]]


def test_words_outside_plain_runs(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>빵집이 </w:t></w:r><w:ins><w:r><w:t>지난주에 </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>어제 </w:delText></w:r></w:del>"
        "<w:sdt><w:sdtContent><w:r><w:t>문을</w:t></w:r></w:sdtContent></w:sdt><w:r><w:tab/><w:t>닫았다.</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>이웃은</w:t><w:br/><w:t>몰랐다.</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        "<w:p><w:ruby><w:rt><w:r><w:t>국</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>國</w:t></w:r></w:rubyBase></w:ruby>"
        "<w:r><w:t>은 나라다.</w:t></w:r></w:p>"
    )
    path = rewritten(saved(docx.Document(), tmp_path / "a.docx"), body=body)
    corpus = da.read(path)
    # inserted text and text of a content control are words of the document; deleted text, field codes are not
    assert corpus.documents["text"][0].split("\n") == ["빵집이 지난주에 문을 닫았다.", "이웃은 몰랐다.", "國은 나라다."]
    assert corpus.removed[["kind", "text"]].values.tolist() == [["deleted", "어제"], ["ruby", "국"]]


def test_notes_follow_their_paragraph_and_comments_are_set_apart(tmp_path: Path) -> None:
    body = (
        f"<w:p><w:r><w:t>{FIRST}</w:t></w:r><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
        f"<w:p><w:r><w:t>{SECOND}</w:t></w:r></w:p>"
    )
    note = (
        f"<w:footnotes xmlns:w='{W}'><w:footnote w:type='separator' w:id='0'>"
        "<w:p><w:r><w:t>줄</w:t></w:r></w:p></w:footnote>"
        "<w:footnote w:id='2'><w:p><w:r><w:t>구청의 조사에 따른 것이다.</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    said = f"<w:comments xmlns:w='{W}'><w:comment w:id='1'><w:p><w:r><w:t>확인할 것</w:t></w:r></w:p>"
    said += "</w:comment></w:comments>"
    path = rewritten(saved(docx.Document(), tmp_path / "a.docx"), body=body, footnotes=note, comments=said)
    corpus = da.read(path)
    assert corpus.documents["text"][0].split("\n") == [FIRST, "구청의 조사에 따른 것이다.", SECOND]
    assert corpus.removed[["kind", "text"]].values.tolist() == [["comment", "확인할 것"]]


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent><w:p><w:r><w:t>{SECOND}</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
        f"<w:t>{FIRST}</w:t></w:r></w:p>"
    )
    path = rewritten(saved(docx.Document(), tmp_path / "a.docx"), body=body)
    # Word writes every box twice, for itself and for older programs
    assert da.read(path).documents["text"][0].split("\n") == [FIRST, SECOND]


def test_offsets_lead_to_the_paragraph(tmp_path: Path) -> None:
    document = docx.Document()
    for text in (FIRST, "", SECOND):
        document.add_paragraph(text)
    corpus = da.read(saved(document, tmp_path / "a.docx"))
    text = corpus.documents["text"][0]
    assert corpus.origin("a", position=text.index("임대료")) == (3, 1)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "encrypted or an old .doc"),
        (b"PK\x03\x04 broken", "not a whole zip file"),
        ("그냥 글이다.".encode(), "not a whole zip file"),
    ],
)
def test_what_is_no_docx(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    with pytest.raises(errors.ReadError, match=says) as caught:
        da.read(path)
    assert str(caught.value).startswith("a.docx")


def test_a_truncated_file_a_doctype_and_another_office_file(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(FIRST)
    whole = saved(document, tmp_path / "a.docx").read_bytes()
    (tmp_path / "b.docx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(errors.ReadError, match="truncated"):
        da.read(tmp_path / "b.docx")
    with zipfile.ZipFile(tmp_path / "c.docx", "w") as package:
        package.writestr("_rels/.rels", "<!DOCTYPE r [<!ENTITY a 'aaaa'>]><r>&a;</r>")
    with pytest.raises(errors.ReadError, match="holds a DOCTYPE"):
        da.read(tmp_path / "c.docx")
    with zipfile.ZipFile(tmp_path / "d.docx", "w") as package:
        package.writestr("xl/workbook.xml", "<w/>")
    with pytest.raises(errors.ReadError, match="holds no Word document"):
        da.read(tmp_path / "d.docx")


def test_nested_without_end(tmp_path: Path) -> None:
    path = rewritten(saved(docx.Document(), tmp_path / "a.docx"), body="<w:sdt>" * 5000 + "</w:sdt>" * 5000)
    with pytest.raises(errors.ReadError, match="nests deeper"):
        da.read(path)


RELEASES = yaml.safe_load((Path(__file__).parent / "data" / "releases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["head", "foot"])
def test_the_tables_of_a_release_become_columns(tmp_path: Path, name: str) -> None:
    layout, prose = RELEASES["layouts"][name], [RELEASES["title"], RELEASES["subtitle"], *RELEASES["body"]]
    document = docx.Document()
    for part in (layout["above"], prose, layout["below"]):
        if part is prose:
            for text in part:
                document.add_paragraph(text)
        elif part:
            table = document.add_table(rows=len(part), cols=1)
            for cell, text in zip(table.columns[0].cells, part, strict=True):
                cell.text = text
    corpus = da.read(saved(document, tmp_path / "글.docx"))
    row = corpus.documents.iloc[0]
    assert row["text"].split("\n") == RELEASES["body"]
    facts = (row["kind"], row["title"], row["outlet"], row["date"], row["author"])
    assert facts == ("release", RELEASES["title"], "한들복지부", "2024-05-04", "")
    numbers = corpus.removed.loc[corpus.removed["kind"] == "contact", "text"].str.contains("044-").sum()
    assert numbers == sum("044-" in cell for cell in [*layout["above"], *layout["below"]]) > 0
