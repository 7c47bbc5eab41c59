"""HWPX files, made here as zip and XML after the published format."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import yaml

import analysis as da
from analysis import errors

P = "http://www.hancom.co.kr/hwpml/2011/paragraph"
S = "http://www.hancom.co.kr/hwpml/2011/section"
FIRST = "동네 빵집이 지난주에 문을 닫았다."
SECOND = "임대료가 두 해 만에 갑절이 되었기 때문이다."


def p(*runs: str) -> str:
    return "<hp:p>" + "".join(f"<hp:run>{run}</hp:run>" for run in runs) + "</hp:p>"


def t(text: str) -> str:
    return f"<hp:t>{text}</hp:t>"


def listed(*paragraphs: str) -> str:
    return f"<hp:subList>{''.join(paragraphs)}</hp:subList>"


def section(*paragraphs: str) -> str:
    return f"<?xml version='1.0' encoding='UTF-8'?><hs:sec xmlns:hs='{S}' xmlns:hp='{P}'>{''.join(paragraphs)}</hs:sec>"


def hwpx(path: Path, *sections: str, **parts: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/hwp+zip")
        for n, text in enumerate(sections):
            package.writestr(f"Contents/section{n}.xml", text)
        for name, text in parts.items():
            package.writestr({"hpf": "Contents/content.hpf", "manifest": "META-INF/manifest.xml"}[name], text)
    return path


def test_body_tables_and_notes_in_reading_order(tmp_path: Path) -> None:
    table = (
        "<hp:tbl><hp:tr>"
        + "".join(f"<hp:tc>{listed(p(t(x)))}</hp:tc>" for x in ("가게는 셋이다.", "손님은 많았다."))
        + f"</hp:tr><hp:tr><hp:tc>{listed(p(t('이제 둘이다.')))}</hp:tc></hp:tr></hp:tbl>"
    )
    note = f"<hp:ctrl><hp:footNote>{listed(p(t('구청의 조사에 따른 것이다.')))}</hp:footNote></hp:ctrl>"
    path = hwpx(tmp_path / "글.hwpx", section(p(t(FIRST[:6]), note + t(FIRST[6:])), p(table), p(t(SECOND))))
    corpus = da.read(path)
    assert corpus.documents["text"][0].split("\n") == [
        FIRST,
        "구청의 조사에 따른 것이다.",
        "가게는 셋이다.",
        "손님은 많았다.",
        "이제 둘이다.",
        SECOND,
    ]
    assert len(corpus.removed) == 0


def test_marks_inside_words(tmp_path: Path) -> None:
    text = t(
        "빵집이<hp:lineBreak/>지난주에<hp:tab width='4000'/>"
        "문을<hp:nbSpace/>닫<hp:markpenBegin color='#FF'/>았다.<hp:markpenEnd/>"
    )
    row = da.read(hwpx(tmp_path / "a.hwpx", section(p(text)))).documents.iloc[0]
    assert row["text"] == "빵집이 지난주에 문을 닫았다."


def test_what_is_not_the_body(tmp_path: Path) -> None:
    aside = (
        f"<hp:ctrl><hp:header>{listed(p(t('월간 골목')))}</hp:header></hp:ctrl>"
        f"<hp:ctrl><hp:footer>{listed(p(t('골목출판')))}</hp:footer></hp:ctrl>"
        f"<hp:ctrl><hp:fieldBegin type='MEMO'><hp:parameters>"
        "<hp:stringParam name='Author'>독자</hp:stringParam></hp:parameters>"
        f"{listed(p(t('확인할 것')))}</hp:fieldBegin></hp:ctrl>"
        "<hp:equation><hp:script>x over y</hp:script></hp:equation>"
    )
    changed = t(
        "빵집이 <hp:deleteBegin Id='1'/>어제 <hp:deleteEnd Id='1'/>"
        "<hp:insertBegin Id='2'/>지난주에<hp:insertEnd Id='2'/> 문을 닫았다."
    )
    ruby = "<hp:dutmal><hp:mainText>國</hp:mainText><hp:subText>국</hp:subText></hp:dutmal>"
    corpus = da.read(hwpx(tmp_path / "a.hwpx", section(p(aside + t(FIRST)), p(changed), p(ruby, t("은 나라다.")))))
    assert corpus.documents["text"][0].split("\n") == [FIRST, FIRST[3:], "國은 나라다."]
    assert corpus.removed[["kind", "text"]].values.tolist() == [
        ["header", "월간 골목"],
        ["footer", "골목출판"],
        ["comment", "확인할 것"],
        ["equation", "x over y"],
        ["deleted", "어제"],
        ["ruby", "국"],
    ]


def test_a_deletion_may_run_over_paragraphs(tmp_path: Path) -> None:
    one = p(t(FIRST + "<hp:deleteBegin Id='1'/>지운 말"))
    two = p(t("더 지운 말<hp:deleteEnd Id='1'/>" + SECOND))
    corpus = da.read(hwpx(tmp_path / "a.hwpx", section(one, two)))
    assert corpus.documents["text"][0].split("\n") == [FIRST, SECOND]
    assert corpus.removed["text"].tolist() == ["지운 말", "더 지운 말"]


def test_sections_in_the_order_of_the_package(tmp_path: Path) -> None:
    hpf = (
        "<opf:package xmlns:opf='http://www.idpf.org/2007/opf/'><opf:metadata><opf:title>빵집의 끝</opf:title>"
        "<opf:meta name='creator' content='text'>한도윤</opf:meta>"
        "<opf:meta name='CreatedDate' content='text'>2026-03-02T16:00:00Z</opf:meta></opf:metadata>"
        "<opf:manifest><opf:item id='s0' href='Contents/section0.xml'/><opf:item id='s1' href='Contents/section1.xml'/>"
        "</opf:manifest><opf:spine><opf:itemref idref='s1'/><opf:itemref idref='s0'/></opf:spine></opf:package>"
    )
    row = da.read(hwpx(tmp_path / "a.hwpx", section(p(t(SECOND))), section(p(t(FIRST))), hpf=hpf)).documents.iloc[0]
    assert row["text"].split("\n") == [FIRST, SECOND]
    # four in the afternoon in Greenwich is one in the morning of the next day in Seoul
    assert (row["title"], row["author"], row["file_created"], row["date"]) == ("빵집의 끝", "한도윤", "2026-03-03", "")


def test_ten_sections_go_by_number(tmp_path: Path) -> None:
    path = hwpx(tmp_path / "a.hwpx", *(section(p(t(f"{n}번째 문단이다."))) for n in range(11)))
    assert da.read(path).documents["text"][0].split("\n") == [f"{n}번째 문단이다." for n in range(11)]


@pytest.mark.parametrize(
    ("sections", "parts", "says"),
    [
        ([section(p(t(FIRST)))], {"manifest": "<m><file><encryption-data checksum='1'/></file></m>"}, "is encrypted"),
        ([], {}, "holds no section"),
        (["<hs:sec>"], {}, "not well-formed"),
        (["<!DOCTYPE a [<!ENTITY b 'bb'><!ENTITY c '&b;&b;'>]><a>&c;</a>"], {}, "holds a DOCTYPE"),
        (["<a>" * 300 + "</a>" * 300], {}, "nests deeper"),
        ([section(p(t("English only.")))], {}, "has no Korean text"),
        ([section(p())], {}, "has no Korean text"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, sections: list[str], parts: dict[str, str], says: str) -> None:
    with pytest.raises(errors.ReadError, match=says) as caught:
        da.read(hwpx(tmp_path / "a.hwpx", *sections, **parts))
    assert str(caught.value).startswith("a.hwpx")
    assert "\n" not in str(caught.value)


def test_a_bomb_in_a_document(tmp_path: Path) -> None:
    with pytest.raises(errors.ReadError, match="200 times its size"):
        da.read(hwpx(tmp_path / "a.hwpx", section(p(t("가" * 3_000_000)))))


def test_text_art_is_text(tmp_path: Path) -> None:
    # an attribute cannot hold a line end, so Hangul writes the signs for one
    art = "<hp:textart text='골목이\u240d\u240a산다'><hp:textartPr fontName='바탕'/></hp:textart>"
    path = hwpx(tmp_path / "a.hwpx", section(p(t(FIRST)), p(art), p(f"<hp:container>{art}</hp:container>")))
    assert da.read(path).documents["text"][0].split("\n") == [FIRST, "골목이 산다", "골목이 산다"]


RELEASES = yaml.safe_load((Path(__file__).parent / "data" / "releases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["head", "foot"])
def test_the_tables_of_a_release_become_columns(tmp_path: Path, name: str) -> None:
    layout, prose = RELEASES["layouts"][name], [RELEASES["title"], RELEASES["subtitle"], *RELEASES["body"]]
    tables = []
    for cells in (layout["above"], layout["below"]):
        filled = "".join(f"<hp:tc>{listed(p(t(escape(cell))))}</hp:tc>" for cell in cells)
        tables.append(p(f"<hp:tbl><hp:tr>{filled}</hp:tr></hp:tbl>"))
    corpus = da.read(hwpx(tmp_path / "글.hwpx", section(tables[0], *(p(t(text)) for text in prose), tables[1])))
    row = corpus.documents.iloc[0]
    assert row["text"].split("\n") == RELEASES["body"]
    facts = (row["kind"], row["title"], row["outlet"], row["date"], row["author"])
    assert facts == ("release", RELEASES["title"], "한들복지부", "2024-05-04", "")
    numbers = corpus.removed.loc[corpus.removed["kind"] == "contact", "text"].str.contains("044-").sum()
    assert numbers == sum("044-" in cell for cell in [*layout["above"], *layout["below"]]) > 0
