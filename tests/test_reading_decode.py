"""Encodings: what is read, and what is refused rather than turned into other letters."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

import analysis as da
from analysis import errors
from analysis.reading import decode

BODY = "동네 빵집이 문을 닫았다. 임대료 때문이다.\n사람들은 아쉬워했다."


def file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "글.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        BODY.encode(),
        codecs.BOM_UTF8 + BODY.encode(),
        BODY.encode("cp949"),
        BODY.encode("utf-16"),
        codecs.BOM_UTF16_BE + BODY.encode("utf-16-be"),
        BODY.encode("utf-16-le"),
        BODY.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "cp949", "utf-16 with mark", "big-endian with mark", "utf-16-le", "utf-16-be"],
)
def test_what_is_read(tmp_path: Path, data: bytes) -> None:
    assert decode.text_of(file(tmp_path, data)) == BODY
    assert da.read(file(tmp_path, data)).documents["text"][0] == BODY


@pytest.mark.parametrize("text", ["똠방각하가 펲시를 마셨다.", "뷁이라는 말이 있다.", "짧다."])
def test_rare_syllables_of_cp949(tmp_path: Path, text: str) -> None:
    assert decode.text_of(file(tmp_path, text.encode("cp949"))) == text


@pytest.mark.parametrize(
    ("data", "says"),
    [
        # every byte of Johab 가 나 다 fits CP949 as rare syllables; the words would be others
        (BODY.encode("johab"), r"Johab \(조합형\)"),
        (BODY.encode()[:-2], r"UTF-8 but damaged in 1 place\(s\), first in line 2"),
        (BODY.encode()[:20] + b"\xff" + BODY.encode()[20:], "UTF-8 but damaged"),
        ("가\ud800나다라마.".encode("utf-8", "surrogatepass"), "UTF-8 but damaged"),
        (codecs.BOM_UTF8 + BODY.encode("cp949"), "starts with the mark of UTF-8"),
        (BODY.encode("utf-16")[:-1], "starts with the mark of UTF-16"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8 \x00", "starts with the mark of UTF-16"),
        (BODY.encode("utf-16-le")[:-1], "zero bytes"),
        (BODY.encode("utf-32"), "control bytes|zero bytes"),
        (BODY.encode().replace(b" ", b"\x00"), "zero bytes"),
        (b"\x80\x81\x82\xff", "not text in UTF-8, CP949 or UTF-16"),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, says: str) -> None:
    with pytest.raises(errors.ReadError, match=says) as caught:
        decode.text_of(file(tmp_path, data))
    assert str(caught.value).startswith("글.txt")
    assert "\n" not in str(caught.value)


def test_no_damage_turns_korean_into_other_letters(tmp_path: Path) -> None:
    # one byte changed at each place of a UTF-8 file: an error, or every other letter stays what it was
    whole = BODY.encode()
    for place in range(len(whole)):
        for value in (0x20, 0x81, 0xB0, 0xFE):
            try:
                text = decode.text_of(file(tmp_path, whole[:place] + bytes([value]) + whole[place + 1 :]))
            except errors.ReadError:
                continue
            assert sum(a != b for a, b in zip(text, BODY, strict=True)) <= 1


def test_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "LARGEST", 10)
    with pytest.raises(errors.ReadError, match="larger than 64 MiB"):
        decode.text_of(file(tmp_path, BODY.encode()))
    with pytest.raises(errors.MissingError, match="no file"):
        decode.text_of(tmp_path / "없다.txt")


@pytest.mark.parametrize("piece", [1, 2, 7, 2**20])
def test_utf8_is_told_a_piece_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    monkeypatch.setattr(decode, "_PIECE", piece)  # letters of three bytes fall over the ends of pieces
    for data, told in (
        (BODY.encode(), True), (codecs.BOM_UTF8 + BODY.encode(), True), (BODY.encode("cp949"), False),
        (BODY.encode()[:-2], False), (b"\x01" + BODY.encode(), False), (BODY.encode("utf-16-le"), False),
        (b" \n\t", False), (b"", False),
    ):  # fmt: skip
        assert decode.is_utf8(file(tmp_path, data)) is told
    assert not decode.is_utf8(tmp_path / "없다.txt")
