"""Font search, glyph checks and palette."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import matplotlib as mpl
import pytest

from analysis import style
from analysis.errors import FontError, OptionError
from analysis.style import fonts

DEJAVU = Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")


@pytest.fixture(autouse=True)
def _no_choice_survives(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv(style.ENVIRONMENT, raising=False)
    monkeypatch.setattr(fonts._SESSION, "font", None)
    with mpl.rc_context():
        yield


def test_the_packaged_font_is_taken_first_and_used() -> None:
    assert style.font_path().name == "NotoSansKR-Regular.otf"
    style.use()
    assert mpl.rcParams["font.family"] == ["Noto Sans KR", "DejaVu Sans"]
    assert mpl.rcParams["pdf.fonttype"] == 42  # type 3 text comes out of a PDF in the wrong order


def test_environment_goes_before_the_package_and_the_caller_before_both(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other, own = tmp_path / "환경.otf", tmp_path / "내 글꼴.otf"
    for path in (other, own):
        path.write_bytes(fonts._packaged().read_bytes())  # type: ignore[union-attr]
    monkeypatch.setenv(style.ENVIRONMENT, str(other))
    assert style.font_path() == other
    style.use(own)
    assert style.font_path() == own


def test_without_package_and_system_font_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_packaged", lambda: None)
    monkeypatch.setattr(fonts, "_SYSTEM_FONTS", ("No Such Family",))
    with pytest.raises(FontError, match="pip install pylopdf-fonts-ko"):
        style.use()


def test_a_system_font_serves_when_the_package_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_packaged", lambda: None)
    monkeypatch.setattr(fonts, "_SYSTEM_FONTS", ("No Such Family", "DejaVu Sans"))
    assert style.font_path().name == "DejaVuSans.ttf"


@pytest.mark.parametrize(("content", "reason"), [(b"not a font", "cannot be read as a font"), (None, "cannot be")])
def test_a_file_that_is_no_font_is_refused(tmp_path: Path, content: bytes | None, reason: str) -> None:
    path = tmp_path / "font.otf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FontError, match=reason):
        style.use(path)


def test_a_font_without_hangul_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FontError, match="has no Hangul"):
        style.use(DEJAVU)
    monkeypatch.setenv(style.ENVIRONMENT, str(DEJAVU))
    with pytest.raises(FontError, match=r"named by DAMRON_FONT.*has no Hangul"):
        style.font_path()


def test_missing_glyphs_lists_each_character_once_in_order() -> None:
    assert style.missing_glyphs("한미 韓美 4만㎡ −3 ‘동맹’·∼\n") == []  # ∼ comes from DejaVu Sans
    assert style.missing_glyphs("가\U0001f680나\U0001f91d\U0001f680") == ["\U0001f680", "\U0001f91d"]


def test_require_glyphs_names_character_and_label() -> None:
    with pytest.raises(FontError, match=r"chart: .*\U0001f680 \(U\+1F680\) in the label '창업\U0001f680'"):
        style.require_glyphs(["동맹", "창업\U0001f680"], what="chart")


def test_context_undoes_the_callers_theme_and_gives_it_back() -> None:
    mpl.rcParams["axes.facecolor"] = "black"
    with style.context():
        assert mpl.rcParams["axes.facecolor"] == "white"
        assert mpl.rcParams["font.family"][0] == "Noto Sans KR"
        assert mpl.rcParams["text.parse_math"] is False  # a price in dollars is no formula
    assert mpl.rcParams["axes.facecolor"] == "black"


def test_the_registered_file_wins_over_a_namesake(tmp_path: Path) -> None:
    copy = tmp_path / "copy.otf"
    copy.write_bytes(style.font_path().read_bytes())
    for font in (copy, fonts._packaged(), copy):  # both are called Noto Sans KR
        style.use(font)
        family = style.families()[0]
        found = mpl.font_manager.findfont(mpl.font_manager.FontProperties(family=[family]))
        assert Path(found) == font


def test_colours_are_okabe_ito_and_a_wrong_name_lists_them() -> None:
    assert (style.colour("blue"), style.colour("orange")) == ("#0072B2", "#E69F00")
    with pytest.raises(OptionError, match="'blu' is not in the palette; choose one of blue, orange"):
        style.colour("blu")


def test_neighbouring_frames_differ_without_colour() -> None:
    assert len({style.marker(i) for i in range(8)}) == 8
    assert len({style.hatch(i) for i in range(8)}) == 8
    assert style.marker(8) == style.marker(0)
