"""Hostile and odd input: a clear error or a right result, bounded in time; properties over made-up text."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import analysis as da
from analysis import errors
from analysis.cleaning import Traced, normalise, normalise_map

BODY = "동네 빵집이 문을 닫았다. 임대료 때문이다."
PARTS = list("가나힣한ㄱㅏ \t\n\r\v\f\x85\u2028\u00a0\u3000\u200b\u200d\u200e\ufe0f\ufeff\u0000\u0007\u115f\u1160e.다")
PARTS += [
    "\u1112\u1161\u11ab",
    "\u1112",
    "\u1161",
    "\u11ab",
    "\u1100\u119e",
    "\u0301",
    "\u0323",
    "\u0958",
    "👩",
    "💻",
    "❤",
    "\r\n",
    "👍🏽",
]
texts = st.lists(st.sampled_from(PARTS), max_size=16).map("".join) | st.text(max_size=24)
calm = settings(
    max_examples=10 * settings.default.max_examples, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read(tmp_path: Path, text: str | bytes, name: str = "a.txt") -> da.Corpus:
    (tmp_path / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return da.read(tmp_path / name)


@calm
@given(texts)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)


@calm
@given(texts)
def test_the_map_leads_back(text: str) -> None:
    made, origins = normalise_map(text)
    assert len(made) == len(origins)
    assert (origins[1:] >= origins[:-1]).all()
    for letter, origin in zip(made, origins, strict=True):
        source = text[origin]
        if letter == "\n":
            assert source in "\n\r\v\f\x85\u2028\u2029"
        elif letter == " ":
            assert source.isspace()
        else:  # the source's letter is the first part of this one, or a mark that was put in order with it
            assert unicodedata.normalize("NFD", source)[0] in unicodedata.normalize("NFD", made)


@calm
@given(texts)
def test_every_letter_stays(text: str) -> None:
    # whatever is no space, control or invisible sign is there afterwards as often as before
    kinds = {"Cc", "Cf", "Zs", "Zl", "Zp"}
    before = [c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) not in kinds]
    after = [c for c in unicodedata.normalize("NFD", normalise(text)) if unicodedata.category(c) not in kinds]
    assert Counter(before) == Counter(after)


@calm
@given(
    st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=12),
    st.sampled_from(["NFC", "NFD"]),
)
def test_reading_what_was_written_keeps_every_syllable(tmp_path: Path, syllables: str, form: str) -> None:
    written = unicodedata.normalize(form, f"{syllables} 이다.")
    assert read(tmp_path, written).documents["text"][0] == f"{syllables} 이다."


LINES = [
    BODY,
    "임대료가 두 배가 되었다.",
    "글자크기 설정",
    "무단 전재 및 재배포 금지",
    "한도윤 기자 abc@example.com",
    "사진=윤슬일보",
    "관련기사",
    "왜?",
    "“그만둘까 합니다.”",
    "- 첫째, 값이다.",
    "그는 &quot;닫는다&quot;고 했다.",
    "# 끝",
    "[구청](https://example.org)은 몰랐다.",
    "▲ 문 닫은 빵집",
    "https://example.org",
    "※ 참고",
    "",
]


@calm
@given(
    st.lists(st.sampled_from(LINES), max_size=14),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([".txt", ".md"]),
)
def test_every_line_is_in_the_text_or_removed(tmp_path: Path, lines: list[str], end: str, ending: str) -> None:
    lines = [*lines, BODY + " 그래서 골목이 어두워졌다."]
    corpus = read(tmp_path, end.join(lines), f"a{ending}")
    text = corpus.documents["text"][0]
    body = text.split("\n")
    starts = [0]
    for line in body:
        starts.append(starts[-1] + len(line) + 1)
    placed = {corpus.origin("a", position=at)[0] for at in starts[:-1]}
    away = set(corpus.removed["line"])
    for number, line in enumerate(lines, 1):
        assert not line.strip() or number in placed | away, line
    # and what is in the text stands where the map says
    for at in range(len(text)):
        line, column = corpus.origin("a", position=at)
        if text[at] not in '\n"':
            assert lines[line - 1][column - 1] == text[at]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("가\x00나다 말이다.", "not a text file"),
        ("동네 빵집\ud800 말이다.", "damaged"),
    ],
)
def test_zero_bytes_and_half_pairs_in_files(tmp_path: Path, text: str, kept: str) -> None:
    with pytest.raises(errors.ReadError, match=kept):
        read(tmp_path, text.encode("utf-8", "surrogatepass"))


def test_half_pairs_and_other_values_at_hand() -> None:
    with pytest.raises(
        errors.ReadError, match=r"document 'a' holds half of a surrogate pair \(U\+D800\) at character 2"
    ):
        da.Corpus.from_texts({"a": "가나\ud800"})
    with pytest.raises(errors.ReadError, match="document 'a' is float, not text"):
        da.Corpus.from_texts({"a": float("nan")})  # type: ignore[dict-item]
    with pytest.raises(errors.ReadError, match="document '0' is empty"):
        da.Corpus.from_texts({str(n): "" for n in range(10_000)})


def test_zero_bytes_at_hand_are_dropped_and_counted_over() -> None:
    corpus = da.Corpus.from_texts({"a": "가\x00나\u200b다."})
    assert corpus.documents["text"][0] == "가나다."
    assert corpus.origin("a", position=2) == (1, 5)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("말\u202e은\u202c 오른\u200b쪽\ufeff이다.", "말은 오른쪽이다."),
        # old Hangul has no composed form: initial, old medial ㆍ and final stay as they are
        ("나랏\u1106\u119e\u11af씀이다.", "나랏\u1106\u119e\u11af씀이다."),
        ("\u1112\u1161\u11ab글이다.", "한글이다."),
        ("하\u11ab글이다.", "한글이다."),
        ("👩\u200d💻가 왔다 👍🏽 ❤️.", "👩\u200d💻가 왔다 👍🏽 ❤️."),
        ("가\u200d나 👩\u200d다.", "가나 👩다."),
        ("값은　㎡당　１００원이다.", "값은 ㎡당 １００원이다."),
    ],
)
def test_odd_characters(tmp_path: Path, source: str, text: str) -> None:
    assert read(tmp_path, source).documents["text"][0] == text


def test_text_in_old_hangul_alone(tmp_path: Path) -> None:
    assert len(read(tmp_path, "\u1106\u119e\u11af \u1112\u119e\u11ab\u1103\u119e.")) == 1


def test_letters_lost_before_saving(tmp_path: Path) -> None:
    corpus = read(tmp_path, BODY * 10 + "\n\ufffd그래서 끝났다.")
    assert corpus.removed[["line", "kind"]].values.tolist() == [[2, "lost letter"]]
    with pytest.raises(errors.ReadError, match=r"has lost letters \(3 times U\+FFFD\)"):
        read(tmp_path, "가\ufffd\ufffd나\ufffd다.")


ENDLESS: dict[str, Callable[[int], str]] = {
    "one line": lambda n: "동네 빵집이 문을 닫았다. " * n,
    "one word": lambda n: "가" * 5 * n + "다.",
    "spaces": lambda n: BODY + " " * 15 * n,
    "blank lines": lambda n: "\n" * 3 * n + BODY,
    "brackets": lambda n: BODY + "[" * 4 * n,
    "entities": lambda n: BODY + "&amp;" * n + "quot;",
    "jamo": lambda n: "\u1112\u1161\u11ab" * 2 * n + "다.",
    "marks": lambda n: BODY + "e\u0301" * n,
}


@pytest.mark.parametrize("name", ENDLESS)
@pytest.mark.parametrize("n", [20_000, pytest.param(700_000, marks=pytest.mark.long)])
def test_a_line_without_end_is_one_text(tmp_path: Path, name: str, n: int) -> None:
    """A line of 10 MB takes seconds; in time that grows with the square it would never end."""
    assert len(read(tmp_path, ENDLESS[name](n), "a.md")) == 1


def test_a_cluster_of_a_million_marks_is_bounded() -> None:
    assert len(normalise("가" + "\u0301" * 1_000_000)) == 1_000_001


def test_traced_edits_keep_the_way_back() -> None:
    page = Traced.of("가 나\r\n다라")
    assert page.normalised().text == "가 나\n다라"
    edited = page.normalised().edited([(0, 2, ""), (3, 4, " "), (5, 6, "마마")])
    assert edited.text == "나 다마마"
    # 나 was third in line 1; the space is the line end; both 마 stand for 라
    assert [edited.origins.place(n) for n in range(5)] == [(1, 3), (1, 4), (2, 1), (2, 2), (2, 2)]


def test_origins_cost_eight_bytes_a_run_and_are_frozen() -> None:
    corpus = da.Corpus.from_texts({"a": BODY * 100})
    held = corpus.origins["a"]
    assert held.runs.nbytes + held.sources.nbytes == 8  # nothing was taken out of the one line
    assert held.at.tolist() == list(range(len(corpus.documents["text"][0])))
    with pytest.raises(ValueError, match="read-only"):
        held.runs[0] = 1
    with pytest.raises(TypeError):
        corpus.origins["b"] = held  # type: ignore[index]


def test_what_has_no_origin() -> None:
    corpus = da.Corpus.from_texts({"a": "가나."})
    with pytest.raises(errors.ReadError, match="no document 'b'"):
        corpus.origin("b", position=0)
    for position in (-1, 3):
        with pytest.raises(errors.ReadError, match=f"no position {position}; it has 3 characters, from 0 to 2"):
            corpus.origin("a", position=position)
    assert list(corpus.only(docs=["a"]).origins) == ["a"]


def test_a_redacted_article_has_no_source_to_lead_to() -> None:
    if (da.paths.PRIVATE / "donga-2023-05-04.txt").exists():
        pytest.skip("the user's own copy is read instead of the redacted tables")
    with pytest.raises(errors.ReadError, match="was not read from running text"):
        da.read("donga-2023-05-04").origin("donga-2023-05-04", position=0)
