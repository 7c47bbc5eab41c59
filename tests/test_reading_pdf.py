"""PDF files, written here by hand: one font with a map to Unicode, one text operator a line."""

from __future__ import annotations

from pathlib import Path

import pytest

import analysis as da
from analysis import errors
from analysis.reading import pdf as reader

LOCK = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({'o' * 32}) /U ({'u' * 32}) /P -4 >> /ID [(a) (a)]"
TYPE0 = "<< /Type /Font /Subtype /Type0 /BaseFont /K /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
CID = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /K /DW 1000"
    " /CIDSystemInfo << /Supplement 0 /Registry (Adobe) /Ordering (Identity) >> >>"
)
FIRST = "동네 빵집이 지난주에 문을 닫았다."
WIDE = "임대료가 두 해 만에 갑절이 되었기 때문이라고 주인은 말했다. 이웃은"


def pdf(path: Path, *pages: list[str], info: str = "", extra: str = "") -> Path:
    """Write pages of lines, each line an own text object, with a ToUnicode map of all letters."""
    letters = sorted({c for page in pages for line in page for c in line} | {" "})
    code = {c: n for n, c in enumerate(letters, 1)}
    mapped = "\n".join(f"<{n:04X}> <{c.encode('utf-16-be').hex()}>" for c, n in code.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(code)} beginbfchar\n{mapped}\nendbfchar\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(pages)))}] >>",
        TYPE0,
        CID,
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
        f"<< {info} >>",
    ]
    for n, page in enumerate(pages):
        drawn = "".join(
            f"BT /F 10 Tf 50 {780 - 14 * i} Td <{''.join(f'{code[c]:04X}' for c in line)}> Tj ET\n"
            for i, line in enumerate(page)
        )
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {8 + 2 * n} 0 R"
            " /Resources << /Font << /F 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}endstream")
    data = "%PDF-1.7\n"
    offsets = []
    for n, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{n} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    data += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R /Info 6 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(data.encode("latin-1"))
    return path


def test_lines_become_paragraphs(tmp_path: Path) -> None:
    # two full lines and a short one are a paragraph; the short end of a sentence closes it
    path = pdf(
        tmp_path / "글.pdf",
        [WIDE, "그 말을 듣고 한참 동안 고개를 끄덕이며 서 있었다. 아무도 먼저", "떠나지 않았다.", FIRST],
    )
    text = da.read(path).documents["text"][0].split("\n")
    assert text == [f"{WIDE} 그 말을 듣고 한참 동안 고개를 끄덕이며 서 있었다. 아무도 먼저 떠나지 않았다.", FIRST]


def test_a_word_parted_by_the_margin_is_closed_up_when_it_stands_elsewhere(tmp_path: Path) -> None:
    lines = [
        "골목경제라는 낱말을 처음 쓴 사람은 동네 빵집 주인이었다. 그는 골목경",
        "제라는 낱말을 가게 앞에 써 붙였다.",
    ]
    assert "그는 골목경제라는 낱말을" in da.read(pdf(tmp_path / "a.pdf", lines)).documents["text"][0]


def test_spaces_at_line_ends_decide_where_a_file_has_them(tmp_path: Path) -> None:
    # three of four line ends that go on carry their space, so that the one without it parts a word
    lines = [
        "가나다라 마바사아 자차카타 ",
        "파하가나 다라마바 사아자차 ",
        "카타파하 가나다라 마바사아 ",
        "자차카타 파하가나 다라마",
        "바 끝났다.",
    ]
    assert (
        da.read(pdf(tmp_path / "a.pdf", lines)).documents["text"][0].endswith("사아 자차카타 파하가나 다라마바 끝났다.")
    )


def test_latin_words_lose_their_hyphen_and_korean_ones_keep_it(tmp_path: Path) -> None:
    lines = [
        "동네에서는 그것을 젠트리피케이션이라고 하지 않고 gentrifi-",
        "cation이라고 영어로 적었다. 협약의 이름도 그대로 한-",
        "미 협약이라고 적었다.",
    ]
    text = da.read(pdf(tmp_path / "a.pdf", lines)).documents["text"][0]
    assert "gentrification이라고" in text
    assert "한-미 협약" in text


def test_what_repeats_on_the_pages_is_furniture(tmp_path: Path) -> None:
    pages = [
        [
            "월간 골목 2026년 3월호",
            f"{n}쪽에서 시작하는 문장은 이것이다.",
            f"{n}쪽에서 끝나는 문장은 이것이다.",
            f"- {n} -",
        ]
        for n in (1, 2, 3)
    ]
    corpus = da.read(pdf(tmp_path / "a.pdf", *pages))
    # the sentences are alike but for their digits and stand near the edge, too: a sentence is never furniture
    assert corpus.documents["text"][0].count("문장은 이것이다.") == 6
    # four lines a page, of which the first and the last go
    assert corpus.removed[["line", "kind"]].values.tolist() == [[n, "page furniture"] for n in (1, 4, 5, 8, 9, 12)]


def test_offsets_lead_to_the_printed_line(tmp_path: Path) -> None:
    path = pdf(
        tmp_path / "a.pdf", [WIDE, "그 말을 듣고 한참 동안 고개를 끄덕이며 서 있었다. 아무도 먼저", "떠나지 않았다."]
    )
    corpus = da.read(path)
    assert corpus.origin("a", position=corpus.documents["text"][0].index("떠나지")) == (3, 1)


def test_properties(tmp_path: Path) -> None:
    info = "/Title <FEFF" + "빵집의 끝".encode("utf-16-be").hex() + "> /CreationDate (D:20260302230000Z)"
    row = da.read(pdf(tmp_path / "a.pdf", [FIRST], info=info)).documents.iloc[0]
    # eleven at night in Greenwich is the next morning in Seoul
    assert (row["title"], row["file_created"], row["date"]) == ("빵집의 끝", "2026-03-03", "")


def test_a_page_without_text_is_named(tmp_path: Path) -> None:
    corpus = da.read(pdf(tmp_path / "a.pdf", [FIRST], []))
    assert corpus.removed[["kind", "reason"]].values.tolist() == [["page", "page 2 has no text layer"]]


def test_a_scan_and_other_files(tmp_path: Path) -> None:
    whole = pdf(tmp_path / "a.pdf", [FIRST]).read_bytes()
    cases = {
        pdf(tmp_path / "b.pdf", [], []).read_bytes(): r"no text layer \(a scan\?\)",
        pdf(tmp_path / "b.pdf", ["English only."]).read_bytes(): "has no Korean text",
        FIRST.encode(): "is no PDF file",
        b"%PDF-1.7\nnothing": "damaged",
        pdf(tmp_path / "b.pdf", [FIRST], extra=LOCK).read_bytes(): "is encrypted",
    }
    for content, says in cases.items():
        (tmp_path / "a.pdf").write_bytes(content)
        with pytest.raises(errors.ReadError, match=says) as caught:
            da.read(tmp_path / "a.pdf")
        assert str(caught.value).startswith("a.pdf")
    (tmp_path / "a.pdf").write_bytes(whole)


def test_damage_that_can_be_read_around_is_listed(tmp_path: Path) -> None:
    data = pdf(tmp_path / "a.pdf", [FIRST]).read_bytes()
    (tmp_path / "a.pdf").write_bytes(data.replace(b"startxref\n", b"startxref\n9"))
    corpus = da.read(tmp_path / "a.pdf")
    assert corpus.documents["text"][0] == FIRST
    assert set(corpus.removed["kind"]) == {"damage"}


def test_too_many_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_MOST_PAGES", 1)
    with pytest.raises(errors.ReadError, match="more than 1 pages"):
        da.read(pdf(tmp_path / "a.pdf", [FIRST], [FIRST]))
