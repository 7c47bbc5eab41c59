import base64
import io
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from analysis import style
from analysis.figures.truetype import as_truetype
from analysis.record import font
from analysis.style import fonts


def opened(address: str) -> TTFont:
    head, body = address.split(",", 1)
    assert head == "data:font/woff;base64"
    return TTFont(io.BytesIO(base64.b64decode(body)))


def test_the_font_has_the_characters_asked_for_and_no_others() -> None:
    with opened(font.embed("동맹 韓美 4만㎡ −3 ‘말’")) as cut:
        assert {chr(code) for code in cut.getBestCmap()} == set("동맹 韓美4만㎡−3‘말’")
        assert cut.flavor == "woff"


def test_the_licence_stays_in_the_font() -> None:
    with opened(font.embed("가")) as cut:
        assert "Open Font License" in str(cut["name"].getDebugName(13))


def test_the_same_characters_give_the_same_bytes_in_any_order() -> None:
    assert font.embed("나다가가") == font.embed({"가", "나", "다"})


def test_characters_without_a_glyph_are_named() -> None:
    assert font.missing("가🦊나\n😀🦊") == "😀🦊"  # U+1F600 comes before U+1F98A; a line break is not shown


def test_outlines_are_truetype_and_old_hangul_keeps_what_joins_it() -> None:
    with opened(font.embed("가나다")) as cut:
        assert "glyf" in cut
    with opened(font.embed("\u1112\u119e\u11ab 가")) as cut:
        assert {record.FeatureTag for record in cut["GSUB"].table.FeatureList.FeatureRecord} >= {"ljmo", "vjmo"}


def test_pictures_and_page_use_the_font_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fonts._SESSION, "font", None)
    monkeypatch.delenv(style.ENVIRONMENT, raising=False)
    own = tmp_path / "나의 글꼴.ttf"  # TrueType, of seven syllables and ASCII, under another name
    source = TTFont(
        io.BytesIO(as_truetype(style.font_path(), "가힣동맹이회없나온다‘’" + "".join(map(chr, range(32, 127)))))
    )
    for record in source["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Damron Test"
    source.save(own)
    monkeypatch.setenv(style.ENVIRONMENT, str(own))
    assert style.families()[0] == "Damron Test"
    with opened(font.embed("동맹 7회")) as cut:
        assert cut["name"].getDebugName(1) == "Damron Test"
        assert {chr(code) for code in cut.getBestCmap()} == set("동맹 7회")
        assert cut["glyf"][cut.getBestCmap()[ord("동")]] == source["glyf"][source.getBestCmap()[ord("동")]]
    assert font.missing("동맹 국회") == "국"
    monkeypatch.delenv(style.ENVIRONMENT)
    assert font.missing("동맹 국회") == ""
