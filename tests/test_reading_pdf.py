"""PDF files, written here by hand: one font with a map to Unicode, one text operator a line, or what a test draws."""

from __future__ import annotations

import ast
import itertools
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import analysis as da
from analysis import errors
from analysis.reading import pdf as reader
from analysis.reading.parsers import pdf_pages as parser

LOCK = f"/Encrypt << /Filter /Standard /V 1 /R 2 /O ({'o' * 32}) /U ({'u' * 32}) /P -4 >> /ID [(a) (a)]"
TYPE0 = "<< /Type /Font /Subtype /Type0 /BaseFont /K /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
CID = (
    "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /K /DW 1000"
    " /CIDSystemInfo << /Supplement 0 /Registry (Adobe) /Ordering (Identity) >> >>"
)
IMAGE = "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>"
SAID = "시장은 골목의 빈 가게를 고쳐 청년에게 빌려준다. 3월 20일 첫 가게가 문을 연다."
TOGETHER = "회의는 20일 열렸다. 회의 결과는 좋다."
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
    return written(path, objects, extra)


def written(path: Path, objects: list[str], extra: str = "") -> Path:
    """Write a file of numbered objects; the first is the catalogue, the sixth the properties."""
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


def cmap(shift: int = 0) -> str:
    """Map every code of two bytes to the letter of that number, or to one further on."""
    letters = sorted({ord(c) for c in SAID + TOGETHER})
    mapped = "\n".join(f"<{n:04X}> <{n + shift:04X}>" for n in letters)
    body = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(letters)} beginbfchar\n{mapped}\nendbfchar\n"
        "endcmap end end"
    )
    return f"<< /Length {len(body)} >>\nstream\n{body}\nendstream"


def drawn(path: Path, *streams: str, font: str = TYPE0, page: str = "", picture: bool = False) -> Path:
    """Write a page a stream of operators; codes are UTF-16, Hangul is one em wide and the space half an em."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(streams)} /Kids [{' '.join(f'{9 + 2 * n} 0 R' for n in range(len(streams)))}] >>",
        font,
        CID.replace("/DW 1000", "/DW 1000 /W [32 [500]]"),
        cmap(),
        "<< >>",
        cmap(shift=1),
        f"{IMAGE}\nstream\n0\nendstream",
    ]
    for n, stream in enumerate(streams):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {page} /Contents {10 + 2 * n} 0 R"
            f" /Resources << /Font << /F 3 0 R >> {'/XObject << /I 8 0 R >>' if picture else ''} >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    return written(path, objects)


def code(text: str) -> str:
    """Write a text as the codes that draw it."""
    return f"<{text.encode('utf-16-be').hex()}>"


def glyphs(text: str, *, gap: float, turned: bool = False, twice: bool = False) -> str:
    """Draw each letter as an object of its own, words a gap of so many ems apart."""
    along, operators = 60.0, ""
    for letter in text:
        if letter != " ":
            for aside in (0, 0.3)[: 1 + twice]:
                at = f"0 1 -1 0 80 {along + aside:.2f}" if turned else f"1 0 0 1 {along + aside:.2f} 780"
                operators += f"BT /F 11 Tf {at} Tm {code(letter)} Tj ET\n"
        along += 11 * (gap if letter == " " else 1)
    return operators


def read(path: Path) -> str:
    """Read the text of a file."""
    return str(da.read(path).documents["text"][0])


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


SPACED = {
    "narrow gaps": f"BT /F 11 Tf 60 780 Td [{' -130 '.join(map(code, SAID.split()))}] TJ ET",
    "letters closer": f"BT /F 11 Tf -0.55 Tc 60 780 Td [{' -200 '.join(map(code, SAID.split()))}] TJ ET",
    "wide gaps": f"BT /F 11 Tf 60 780 Td [{' -400 '.join(map(code, SAID.split()))}] TJ ET",
    "letter by letter": glyphs(SAID, gap=0.13),
    "turned": f"BT /F 11 Tf 0 1 -1 0 80 60 Tm [{' -130 '.join(map(code, SAID.split()))}] TJ ET",
    "letter by letter, turned": glyphs(SAID, gap=0.3, turned=True),
    "drawn twice to look bold": glyphs(SAID, gap=0.3, twice=True),
    "a line drawn twice": "".join(f"BT /F 11 Tf {x} 780 Td {code(SAID)} Tj ET " for x in (60, 60.3)),
}


@pytest.mark.parametrize("drawing", SPACED.values(), ids=SPACED)
def test_gaps_are_spaces(tmp_path: Path, drawing: str) -> None:
    # no space is drawn but in the last; the font is not in the file, so that pdfium leaves out what is drawn letter by
    # letter, and pypdf knows no space
    assert read(drawn(tmp_path / "a.pdf", drawing)) == SAID


def test_a_turned_page_reads_as_it_is_seen(tmp_path: Path) -> None:
    assert read(drawn(tmp_path / "a.pdf", SPACED["turned"], page="/Rotate 90")) == SAID


def test_gaps_of_letters_spaced_out_are_no_spaces() -> None:
    # letters of one em, 0.25 apart in words and 0.75 between them: "가나 다라"
    starts = [0.0, 1.25, 3.0, 4.25]
    line = [parser._Glyph(letter, x, 0.0, x + 1, 1.0) for letter, x in zip("가나다라", starts, strict=True)]
    assert parser._with_gaps(line) == "가나 다라"
    # the same letters with no gap at all, and with a sign of the file's own
    close = [parser._Glyph(letter, float(x), 0.0, x + 1.0, 1.0) for x, letter in enumerate("가나다라")]
    assert parser._with_gaps(close) == "가나다라"
    assert parser._with_gaps([close[0], " ", *close[1:]]) == "가 나다라"


def test_a_font_with_two_maps_is_read_by_the_first(tmp_path: Path) -> None:
    # the second map, which pdfium takes, says the next letter: 싞잧읁 for 시장은
    font = TYPE0.replace("/ToUnicode 5 0 R", "/ToUnicode 5 0 R /ToUnicode 7 0 R")
    corpus = da.read(drawn(tmp_path / "a.pdf", SPACED["wide gaps"], font=font))
    assert corpus.documents["text"][0] == SAID
    assert corpus.removed[["kind", "reason"]].values.tolist() == [
        ["damage", "the file is damaged: a font has two maps to Unicode, of which the first is taken (1 time(s))"]
    ]


def test_letters_without_a_map_are_refused(tmp_path: Path) -> None:
    low = {letter: f"{n:04X}" for n, letter in enumerate(dict.fromkeys(SAID), 1)}  # codes 1, 2, 3, ... say nothing
    codes = "".join(low[letter] for letter in SAID)
    font = TYPE0.replace("/ToUnicode 5 0 R", "")
    path = drawn(tmp_path / "a.pdf", f"BT /F 11 Tf 60 780 Td <{codes}> Tj ET", font=font)
    with pytest.raises(errors.ReadError, match=r"a\.pdf does not say which letters it draws"):
        da.read(path)


def test_lost_spaces_are_told_with_numbers(tmp_path: Path) -> None:
    words = "".join(SAID.split())  # 20 letters to the full stop, then 월 and nine in a row
    path = drawn(tmp_path / "a.pdf", f"BT /F 11 Tf 60 780 Td {code(words)} Tj ET")
    with pytest.warns(errors.ReadWarning, match=r"lost on 1 of 1 page\(s\) \(1\): 20 of 30 Hangul letters"):
        corpus = da.read(path)
    assert corpus.removed["kind"].tolist() == ["lost space"]


@pytest.mark.parametrize(("gap", "text"), [(250, TOGETHER), (500, TOGETHER.replace("20일", "20 일"))])
def test_a_digit_and_hangul_stay_together_but_for_a_real_space(tmp_path: Path, gap: int, text: str) -> None:
    # the spaces of the line are half an em wide
    before, _, after = TOGETHER.partition("일")
    parts = f"[{code(before)} -{gap} {code(f'일{after}')}] TJ"
    assert read(drawn(tmp_path / "a.pdf", f"BT /F 11 Tf 60 780 Td {parts} ET")) == text


def test_line_ends_inside_words_are_joined_by_the_analyser(tmp_path: Path) -> None:
    lines = [
        "시장은 비어 있던 가게를 고쳐 동네 청년에게 세 해 동안 빌려주기로 하",
        "였다. 그러나 임대료를 누가 낼지는 정하지 못한 채 회의가 끝났고 주민은",
        "다음 주에 다시 모이기로 했다. 참석한 사람은 2024",
        "년보다 많았다.",
    ]
    corpus = da.read(pdf(tmp_path / "a.pdf", lines))
    assert corpus.documents["text"][0] == (
        "시장은 비어 있던 가게를 고쳐 동네 청년에게 세 해 동안 빌려주기로 하였다. 그러나 임대료를 누가 낼지는 정하지 "
        "못한 채 회의가 끝났고 주민은 다음 주에 다시 모이기로 했다. 참석한 사람은 2024년보다 많았다."
    )
    assert corpus.removed[["line", "kind", "reason"]].values.tolist() == [
        [1, "wrap", "2 line end(s) inside a word joined"]
    ]


@pytest.mark.parametrize(
    ("written_date", "day"),
    [
        ("D:20240504082515+09'00'", "2024-05-04"),
        ("D:20261129082715Z'", "2026-11-29"),
        ("D:20261129232715Z", "2026-11-30"),
        ("D:20240504", "2024-05-04"),
        ("2024-05-04T08:25:15+09:00", "2024-05-04"),
        ("D:20240504082515+99'99'", "2024-05-04"),
        ("D:2024", ""),
        ("D:20241399000000", ""),
        ("Sat May  4 2024", ""),
        ("", ""),
    ],
)
def test_an_odd_date_refuses_no_file(tmp_path: Path, written_date: str, day: str) -> None:
    row = da.read(pdf(tmp_path / "a.pdf", [FIRST], info=f"/CreationDate ({written_date})")).documents.iloc[0]
    assert row["file_created"] == day


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("빵집의 끝", "빵집의 끝"),
        ("무제한 요금제", "무제한 요금제"),
        ("Café Müller", "Café Müller"),
        ("Microsoft Word - x.doc", ""),
        ("제목 없음", ""),
        ("보고서.hwp", ""),
        ("ÇÑ±Û ¹®¼", ""),
        ("í•œê¸€ ë¬¸ì„œ", ""),
        ("??? ????", ""),
    ],
)
def test_mojibake_and_file_names_are_no_titles(tmp_path: Path, title: str, kept: str) -> None:
    info = f"/Title <FEFF{title.encode('utf-16-be').hex()}>"
    row = da.read(pdf(tmp_path / "a.pdf", [FIRST], info=info)).documents.iloc[0]
    assert (row["title"], row["file_title"]) == (kept, title)


def test_a_scan_is_called_one(tmp_path: Path) -> None:
    picture = "q 500 0 0 700 40 40 cm /I Do Q"
    with pytest.raises(errors.ReadError, match=r"a.pdf is a scan \(2 of 2 page\(s\) are pictures\)"):
        da.read(drawn(tmp_path / "a.pdf", picture, picture, picture=True))
    line = f"BT /F 11 Tf 60 780 Td {code(SAID)} Tj ET"
    corpus = da.read(drawn(tmp_path / "a.pdf", f"{picture} {line}", picture, picture=True))
    assert corpus.removed[["kind", "reason"]].values.tolist() == [["page", "page 2 is a scan"]]


def test_columns_drawn_one_after_the_other_are_read_so(tmp_path: Path) -> None:
    words = SAID.split()
    places = [(60, 780), (60, 760), (320, 780), (320, 760)]
    halves = [" ".join(words[n : n + 3]) for n in range(0, 12, 3)]
    stream = " ".join(f"BT /F 11 Tf {x} {y} Td {code(half)} Tj ET" for (x, y), half in zip(places, halves, strict=True))
    found = parser.extract(str(drawn(tmp_path / "a.pdf", stream)), most_pages=1)
    assert found["pages"][0]["lines"] == halves


def test_pypdf_is_asked_for_pages_that_look_wrong_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(parser._Second, "page", lambda _self, n: asked.append(n))
    line = f"BT /F 11 Tf 60 780 Td {code(SAID)} Tj ET"
    found = parser.extract(str(drawn(tmp_path / "a.pdf", line, glyphs(SAID, gap=0.3), line)), most_pages=9)
    assert asked == [1]
    assert [page["engine"] for page in found["pages"]] == ["pdfium"] * 3


def test_the_better_page_is_taken() -> None:
    def page(**other: int) -> dict[str, int]:
        return {"letters": 300, "unmapped": 0, "rare": 0, "unspaced": 0, "hangul": 300, "pictures": 0} | other

    def takes(first: dict[str, int], second: dict[str, int], **said: bool) -> bool:
        found = parser._better(first, second | {"second": 1}, **({"doubled": False, "drawn": False} | said))
        return "second" in found

    assert takes(page(unmapped=150), page())
    assert takes(page(rare=150), page())
    assert takes(page(unspaced=290), page(letters=299))
    assert not takes(page(), page(letters=301))
    assert takes(page(), page(letters=301), drawn=True)
    assert takes(page(), page(), doubled=True)
    assert not takes(page(), page(unspaced=200), doubled=True)
    assert not takes(page(unmapped=20), page(letters=900, unmapped=800))


def test_the_parser_knows_nothing_of_the_kit(tmp_path: Path) -> None:
    tree = ast.parse(Path(parser.__file__).read_text(encoding="utf-8"))
    names = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not any(name.startswith("analysis") for name in names)
    path = pdf(tmp_path / "a.pdf", [FIRST])
    found = parser.extract(path.read_bytes(), most_pages=1)
    assert json.loads(json.dumps(found)) == found == parser.extract(str(path), most_pages=1)


def test_threads_take_turns(tmp_path: Path) -> None:
    paths = [pdf(tmp_path / f"{n}.pdf", [f"{n}{FIRST}"] * 3, [WIDE] * 20) for n in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda path: parser.extract(str(path), most_pages=9), [*paths, *paths]))
    firsts = [one["pages"][0]["lines"] for one in found]
    assert firsts == [[f"{n}{FIRST}"] * 3 for n in itertools.chain(range(4), range(4))]


def test_a_file_cut_short_is_refused_or_told(tmp_path: Path) -> None:
    data = pdf(tmp_path / "a.pdf", [FIRST]).read_bytes()
    for size in range(200, len(data), 97):
        found = parser.extract(data[:size], most_pages=9)
        assert found["refused"].startswith("damaged") or found["faults"]
