"""HWP 5 files, made here: a container of OLE sectors around records after the published format."""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path

import olefile
import pytest
import yaml

import analysis as da
from analysis import errors

FIRST = "동네 빵집이 지난주에 문을 닫았다."
SECOND = "임대료가 두 해 만에 갑절이 되었기 때문이다."
PARA_HEADER, PARA_TEXT, CTRL_HEADER, LIST_HEADER, EQUATION, MEMO_LIST = 0x42, 0x43, 0x47, 0x48, 0x58, 0x5D
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(path: Path, streams: dict[str, bytes]) -> Path:
    """Write a container of 512-byte sectors; streams are padded to 4,096 bytes, so that none is a short one."""
    folders = sorted({name.split("/")[0] for name in streams if "/" in name})
    names = ["Root Entry", *folders, *streams]
    datas = [data.ljust(-(-max(len(data), 4096) // 512) * 512, b"\x00") for data in streams.values()]
    chain = [FAT]
    starts = []
    for size in [-(-len(names) * 128 // 512), *(len(d) // 512 for d in datas)]:
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + size), END]
    assert len(chain) <= 128, "one sector of FAT is enough for a test"

    def linked(children: list[int]) -> dict[int, tuple[int, int]]:
        return {child: (FREE, after) for child, after in zip(children, [*children[1:], FREE], strict=True)}

    inside = {f: [names.index(s) for s in streams if s.startswith(f"{f}/")] for f in folders}
    top = [*(1 + i for i in range(len(folders))), *(names.index(s) for s in streams if "/" not in s)]
    links = linked(top)
    for children in inside.values():
        links |= linked(children)
    directory = b""
    for n, name in enumerate(names):
        title = name.rpartition("/")[2].encode("utf-16-le") + b"\x00\x00"
        kind = 5 if n == 0 else 1 if n <= len(folders) else 2
        child = top[0] if n == 0 else inside[name][0] if kind == 1 else FREE
        start, size = (starts[n - len(folders)], len(streams[name])) if kind == 2 else (END, 0)
        size = max(size, 4096) if kind == 2 else 0
        left, right = links.get(n, (FREE, FREE))
        directory += title.ljust(64, b"\x00") + struct.pack("<HBBIII", len(title), kind, 1, left, right, child)
        directory += b"\x00" * 36 + struct.pack("<IQ", start, size)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\x00")
    head = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    )
    head += struct.pack("<IIIIIIIIII", 0, 1, starts[0], 0, 4096, END, 0, END, 0, 0) + struct.pack(
        "<109I", *([FREE] * 108), FREE
    )
    head = head[:76] + struct.pack("<I", 0) + head[80:]
    table = struct.pack("<128I", *chain, *([FREE] * (128 - len(chain))))
    path.write_bytes(head[:512] + table + directory + b"".join(datas))
    return path


def record(tag: int, level: int, data: bytes) -> bytes:
    if len(data) < 0xFFF:
        return struct.pack("<I", tag | level << 10 | len(data) << 20) + data
    return struct.pack("<II", tag | level << 10 | 0xFFF << 20, len(data)) + data


def para(text: bytes | str, level: int = 0) -> bytes:
    data = text if isinstance(text, bytes) else text.encode("utf-16-le")
    return record(PARA_HEADER, level, b"\x00" * 22) + record(PARA_TEXT, level + 1, data + b"\x0d\x00")


def control(code: int, name: bytes) -> bytes:
    """A control in a paragraph: eight code units, the first and last the same."""
    return struct.pack("<H", code) + name[::-1] + b"\x00" * 8 + struct.pack("<H", code)


def around(name: bytes, *texts: str, level: int = 1) -> bytes:
    """A control's header and the list of paragraphs in it."""
    data = record(CTRL_HEADER, level, name[::-1] + b"\x00" * 12)
    for text in texts:
        data += record(LIST_HEADER, level + 1, b"\x00" * 8) + para(text, level + 1)
    return data


def hwp(path: Path, *sections: bytes, flags: int = 1, summary: bytes = b"") -> Path:
    header = (b"HWP Document File".ljust(32, b"\x00") + struct.pack("<II", 0x05010100, flags)).ljust(256, b"\x00")
    streams = {"FileHeader": header}
    for n, data in enumerate(sections):
        pack = zlib.compressobj(wbits=-15)
        streams[f"BodyText/Section{n}"] = pack.compress(data) + pack.flush() if flags & 1 else data
    return ole(path, streams | ({"\x05HwpSummaryInformation": summary} if summary else {}))


def wide(text: str) -> bytes:
    """A string of a property set: its type, its characters with the closing zero, and the characters."""
    return struct.pack("<II", 0x1F, len(text) + 1) + f"{text}\0".encode("utf-16-le")


def coded(text: str) -> bytes:
    """A string in the encoding of the property set: its size is one of bytes."""
    data = f"{text}\0".encode("cp949")
    return struct.pack("<II", 0x1E, len(data)) + data


def moment(day: int, hour: int) -> bytes:
    """A time in Greenwich, in tenths of microseconds since 1601: so many days, and so many hours of the next."""
    return struct.pack("<IQ", 0x40, (day * 24 + hour) * 3600 * 10**7)


def property_set(properties: dict[int, bytes]) -> bytes:
    """A property set: a head of 48 bytes, then size, count, pairs of number and place, and the values."""
    pairs, values, at = b"", b"", 8 + 8 * len(properties)
    for number, value in properties.items():
        padded = value.ljust(-(-len(value) // 4) * 4, b"\0")
        pairs += struct.pack("<II", number, at + len(values))
        values += padded
    head = struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0x00020105, b"\0" * 16, 1, b"\0" * 16, 48)
    return head + struct.pack("<II", at + len(values), len(properties)) + pairs + values


# 154,620 days after 1601-01-01 is 2024-05-03
SUMMARY = {
    1: struct.pack("<IHxx", 2, 949),
    2: wide("빵집의 끝"),
    4: wide("한도윤"),
    12: moment(154_620, 20),
    20: wide("2024년 5월 4일 토요일 오전 5:00:00"),
}


def test_the_container_is_one(tmp_path: Path) -> None:
    with olefile.OleFileIO(hwp(tmp_path / "a.hwp", para(FIRST), para(SECOND))) as opened:
        assert sorted("/".join(x) for x in opened.listdir()) == ["BodyText/Section0", "BodyText/Section1", "FileHeader"]


@pytest.mark.parametrize("flags", [0, 1])
def test_body_tables_and_notes_in_reading_order(tmp_path: Path, flags: int) -> None:
    noted = FIRST[:6].encode("utf-16-le") + control(17, b"fn  ") + FIRST[6:].encode("utf-16-le")
    data = para(noted) + around(b"fn  ", "구청의 조사에 따른 것이다.")
    data += para(control(11, b"tbl ")) + around(b"tbl ", "가게는 셋이다.", "손님은 많았다.")
    corpus = da.read(hwp(tmp_path / "글.hwp", data, para(SECOND), flags=flags))
    text = corpus.documents["text"][0].split("\n")
    assert text == [FIRST, "구청의 조사에 따른 것이다.", "가게는 셋이다.", "손님은 많았다.", SECOND]
    assert len(corpus.removed) == 0


def test_controls_leave_no_letters(tmp_path: Path) -> None:
    # a tab carries its width (4000 = U+0FA0) and kind (257 = U+0101) behind it, which are no letters
    tab = struct.pack("<8H", 9, 4000, 0, 257, 0, 0, 0, 9)
    text = (
        "빵집이".encode("utf-16-le") + tab + "문을".encode("utf-16-le") + b"\x0a\x00" + "닫았다 😀.".encode("utf-16-le")
    )
    text += (
        struct.pack("<H", 30) + "한".encode("utf-16-le") + struct.pack("<H", 24) + "미 협력이다.".encode("utf-16-le")
    )
    assert da.read(hwp(tmp_path / "a.hwp", para(text))).documents["text"][0] == "빵집이 문을 닫았다 😀. 한-미 협력이다."


def test_what_is_not_the_body(tmp_path: Path) -> None:
    data = (
        para(control(16, b"head") + FIRST.encode("utf-16-le"))
        + around(b"head", "월간 골목")
        + around(b"foot", "골목출판")
    )
    data += around(b"tcmt", "숨은 설명")
    data += para(control(11, b"eqed")) + record(CTRL_HEADER, 1, b"deqe" + b"\x00" * 4)
    data += record(EQUATION, 2, b"\x00" * 4 + struct.pack("<H", 8) + "x over y".encode("utf-16-le"))
    data += (
        para(SECOND) + record(MEMO_LIST, 1, b"\x00" * 4) + record(LIST_HEADER, 1, b"\x00" * 8) + para("확인할 것", 1)
    )
    corpus = da.read(hwp(tmp_path / "a.hwp", data))
    assert corpus.documents["text"][0].split("\n") == [FIRST, SECOND]
    assert corpus.removed[["kind", "text"]].values.tolist() == [
        ["header", "월간 골목"],
        ["footer", "골목출판"],
        ["comment", "숨은 설명"],
        ["equation", "x over y"],
        ["comment", "확인할 것"],
    ]


def test_a_paragraph_of_more_than_4095_bytes(tmp_path: Path) -> None:
    long = FIRST * 200
    assert da.read(hwp(tmp_path / "a.hwp", para(long))).documents["text"][0] == long


def test_hwpx_under_the_old_ending(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.hwp", "w") as package:
        package.writestr("Contents/section0.xml", f"<s><p><run><t>{FIRST}</t></run></p></s>")
    assert da.read(tmp_path / "a.hwp").documents["text"][0] == FIRST


@pytest.mark.parametrize(
    ("flags", "says"), [(0b11, "is encrypted"), (0b101, "made for distribution"), (0b10001, "is encrypted")]
)
def test_locked_files(tmp_path: Path, flags: int, says: str) -> None:
    with pytest.raises(errors.ReadError, match=says):
        da.read(hwp(tmp_path / "a.hwp", para(FIRST), flags=flags))


def test_damage_and_other_files(tmp_path: Path) -> None:
    whole = hwp(tmp_path / "a.hwp", para(FIRST)).read_bytes()
    cases = {
        b"HWP Document File V3.00 \x1a" + b"\x00" * 600: "an HWP 3 file",
        FIRST.encode(): "no HWP file",
        whole[:1400]: "holds no HWP header",
        whole[:-4090]: "damaged or truncated",
        whole[:512] + b"\xff" * (len(whole) - 512): "holds no HWP header",
        ole(tmp_path / "b.hwp", {"Workbook": b"x"}).read_bytes(): "holds no HWP header",
        hwp(tmp_path / "c.hwp", b"\x43\x00\xf0\xff\xff\xff\xff\x00", flags=0).read_bytes(): "damaged or truncated",
    }
    for content, says in cases.items():
        (tmp_path / "a.hwp").write_bytes(content)
        with pytest.raises(errors.ReadError, match=says) as caught:
            da.read(tmp_path / "a.hwp")
        assert "HWPX" in str(caught.value) or "check the file" in str(caught.value)


def facts(path: Path) -> list[str]:
    return da.read(path).documents.loc[0, ["title", "author", "file_title", "file_author", "file_created"]].tolist()


def test_properties_are_read_to_their_ends_and_days_are_korean(tmp_path: Path) -> None:
    # eight in the evening of 3 May in Greenwich is five in the morning of 4 May in Seoul
    path = hwp(tmp_path / "a.hwp", para(FIRST), summary=property_set(SUMMARY))
    assert facts(path) == ["빵집의 끝", "한도윤", "빵집의 끝", "한도윤", "2024-05-04"]
    path = hwp(tmp_path / "b.hwp", para(FIRST), summary=property_set(SUMMARY | {2: coded("골목"), 4: coded("한도윤")}))
    assert facts(path) == ["골목", "한도윤", "골목", "한도윤", "2024-05-04"]


@pytest.mark.parametrize(
    ("damaged", "title", "created"),
    [
        (b"\xff" * 20, "", ""),
        (property_set(SUMMARY)[:60], "", ""),
        (property_set(SUMMARY | {2: struct.pack("<II", 0x1F, 2**31)}), "", "2024-05-04"),
        (property_set(SUMMARY | {12: struct.pack("<IQ", 0x40, 2**64 - 1)}), "빵집의 끝", ""),
        (property_set(SUMMARY | {12: moment(0, 0)}), "빵집의 끝", ""),
        (property_set(SUMMARY | {2: struct.pack("<IIHH", 0x1F, 2, 0xD800, 0)}), "", "2024-05-04"),
        (property_set(SUMMARY)[:-40], "빵집의 끝", "2024-05-04"),
    ],
    ids=["no set", "cut in the list", "endless string", "day out of range", "no day", "half a pair", "cut at the end"],
)
def test_damaged_properties_never_refuse_a_file(tmp_path: Path, damaged: bytes, title: str, created: str) -> None:
    row = da.read(hwp(tmp_path / "a.hwp", para(FIRST), summary=damaged)).documents.iloc[0]
    assert (row["text"], row["title"], row["file_created"]) == (FIRST, title, created)


def test_text_art_is_text(tmp_path: Path) -> None:
    # four corners, then what is written, its line ends as in DOS, and the name of the font
    art = struct.pack("<8i", 0, 0, 100, 0, 100, 100, 0, 100)
    for text in ("골목이\r\n산다", "바탕"):
        art += struct.pack("<H", len(text)) + text.encode("utf-16-le")
    data = para(control(11, b"gso ")) + record(CTRL_HEADER, 1, b" osg" + b"\x00" * 12) + record(0x5A, 2, art)
    assert da.read(hwp(tmp_path / "a.hwp", para(FIRST) + data)).documents["text"][0].split("\n") == [
        FIRST,
        "골목이 산다",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_hwpml_is_called_by_its_name(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0"?><HWPML Version="2.91"><BODY>{FIRST}</BODY></HWPML>'
    (tmp_path / "a.hwp").write_text(text, encoding=encoding)
    with pytest.raises(errors.ReadError, match="an HWPML file"):
        da.read(tmp_path / "a.hwp")


@pytest.mark.parametrize(("flags", "advice"), [(0b11, "without a password"), (0b101, "its owner can save")])
def test_locked_files_say_what_the_owner_can_do(tmp_path: Path, flags: int, advice: str) -> None:
    with pytest.raises(errors.ReadError, match=advice):
        da.read(hwp(tmp_path / "a.hwp", para(FIRST), flags=flags))


RELEASES = yaml.safe_load((Path(__file__).parent / "data" / "releases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["head", "foot"])
def test_the_tables_of_a_release_become_columns(tmp_path: Path, name: str) -> None:
    layout, prose = RELEASES["layouts"][name], [RELEASES["title"], RELEASES["subtitle"], *RELEASES["body"]]
    tables = [
        para(control(11, b"tbl ")) + around(b"tbl ", *cells) if cells else b""
        for cells in (layout["above"], layout["below"])
    ]
    corpus = da.read(hwp(tmp_path / "글.hwp", b"".join([tables[0], *map(para, prose), tables[1]])))
    row = corpus.documents.iloc[0]
    assert row["text"].split("\n") == RELEASES["body"]
    facts = (row["kind"], row["title"], row["outlet"], row["date"], row["author"])
    assert facts == ("release", RELEASES["title"], "한들복지부", "2024-05-04", "")
    numbers = corpus.removed.loc[corpus.removed["kind"] == "contact", "text"].str.contains("044-").sum()
    assert numbers == sum("044-" in cell for cell in [*layout["above"], *layout["below"]]) > 0
