"""How tables of the kit look in a notebook; everything else looks as before."""

from __future__ import annotations

import ast
import math
import re
import subprocess
import sys
import types
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from bs4 import BeautifulSoup, Tag

import analysis as da
from analysis import schema
from analysis.corpus import build
from analysis.schema import printer, reasons
from analysis.schema.display import number, to_html
from analysis.schema.tables import columns, heading

FRAMES = (schema.FrameName("moon", "달", "blue"), schema.FrameName("sun", "해", "orange"))


def table(frame: pd.DataFrame, about: schema.About | None = None) -> BeautifulSoup:
    """Show a frame that says it is the kit's."""
    html = to_html(schema.mark(schema.describe(frame, about or schema.About(), source=None)))
    assert html is not None
    return BeautifulSoup(html, "html.parser")


def rows(soup: BeautifulSoup) -> list[list[str]]:
    """Return the text of every cell of the body."""
    return [[cell.get_text() for cell in row.find_all(["td", "th"])] for row in soup.select("tbody tr")]


def heads(soup: BeautifulSoup) -> list[str]:
    """Return the heads, with a stroke before the name in code."""
    return [cell.get_text("|") for cell in soup.select("thead th")]


def notes(soup: BeautifulSoup) -> list[str]:
    """Return what stands below the table."""
    return [note.get_text() for note in soup.find_all("p")]


def column(*values: object, name: str = "density") -> list[str]:
    """Return how the values of one column are shown."""
    return [cell for (cell,) in rows(table(pd.DataFrame({name: list(values)})))]


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1234.5678, "1,235"), (123.4, "123"), (99.96, "100"), (12.345, "12.3"), (0.5, "0.5"), (0.012345, "0.0123"),
        (-0.000012345, "-0.0000123"), (1e-9, "<0.000001"), (-1e-9, ">-0.000001"), (0.0, "0"),
        (1.1e-16, "0"), (-2e-13, "0"),
        (1e15, "1,000,000,000,000,000"),
        (math.nan, "–"), (math.inf, "∞"), (-math.inf, "-∞"),
    ],
)  # fmt: skip
def test_numbers_have_three_digits_and_no_power_of_ten(value: float, shown: str) -> None:
    assert number(value) == shown


def test_numbers_of_a_column_end_alike() -> None:
    assert column(2.3, 2.456, 0.0) == ["2.30", "2.46", "0"]
    assert column(6.0, 6.5) == ["6.0", "6.5"]  # exactly so
    assert column(12.0, 1234.0) == ["12", "1,234"]
    assert column(0.0321, 0.00001, 0.9999, 1.0, math.nan, name="p") == [".032", "<.001", ">.999", "1", "–"]


def test_whole_numbers_are_set_apart_where_they_count() -> None:
    assert column(1234, name="n") == ["1,234"]
    assert column(1234, name="start") == ["1234"]  # a place
    assert column(2023, name="year") == ["2023"]  # of a user


@pytest.mark.usefixtures("in_korean")
def test_scores_have_korean_heads_units_and_labels() -> None:
    frame = pd.DataFrame({"doc": ["글"], "frame": ["moon"], "n": [3], "weight": [2.5], "density": [1.25]})
    about = schema.About(frames=FRAMES, base="문장 4개", codebook=schema.Source("sky", "1.0", "unvalidated"))
    shown = table(frame, about)
    assert heads(shown) == [
        "문서|doc",
        "프레임|frame",
        "횟수|n · 회",
        "가중 점수|weight · 점",
        "밀도(점/100형태소)|density",
    ]
    assert rows(shown) == [["글", "달", "3", "2.5", "1.25"]]
    assert notes(shown) == ["바탕: 문장 4개 · 코드북 sky 1.0, 검증 안 됨"]
    label = shown.find(string="달")
    assert label is not None
    assert isinstance(label.parent, Tag)
    assert label.parent["title"] == "moon"
    assert list(frame["frame"]) == ["moon"]  # the frame stays plain
    assert type(frame) is pd.DataFrame


@pytest.mark.usefixtures("in_korean")
def test_words_of_columns_are_korean_where_all_are_known() -> None:
    assert column("NNG", "NNP", name="tag") == ["일반명사", "고유명사"]
    assert column("money", "date", name="kind") == ["금액", "날짜"]
    assert column("widget", "title", name="kind") == ["화면 조작 문구", "제목"]
    assert column("money", "my own", name="kind") == ["money", "my own"]
    assert column("leave_one_term", name="source") == ["어휘 하나를 빼면"]
    assert column("기사.txt", name="source") == ["기사.txt"]
    assert column("KRW", "명", name="unit") == ["원", "명"]
    assert column("core", "support", name="tier") == ["핵심", "보조"]


@pytest.mark.usefixtures("in_korean")
def test_missing_values_are_dashes_with_their_reason() -> None:
    why = "alpha 0.51 is below .667: mend the definition first"
    frame = pd.DataFrame({"frame": ["moon", "sun"], "precision": [math.nan, 0.5], "reason": [why, ""]})
    shown = table(frame, schema.About(frames=FRAMES))
    korean = "α(0.51)가 .667보다 낮다. 정의를 먼저 다듬는다"
    assert rows(shown) == [["달", "–", korean], ["해", "0.5", ""]]
    assert [span["title"] for span in shown.find_all("span", string="–")] == [korean]
    truth = pd.DataFrame({"survives": pd.Series([True, False, None], dtype="object")})
    assert rows(table(truth)) == [["○"], ["×"], ["–"]]
    assert column(None, pd.NA, pd.NaT, name="title") == ["–", "–", "–"]


@pytest.mark.usefixtures("in_korean")
def test_lines_of_a_concordance_are_aligned() -> None:
    corpus = da.Corpus.from_texts({"글": "둥근 달이 밝다.\n밤에 달이 진다."})
    lines = da.stats.concordance(corpus, da.segment(corpus), "달")
    shown = table(lines)
    assert [head.split("|")[0] for head in heads(shown)] == ["문서", "문단", "문장", "왼쪽", "중심어", "오른쪽"]
    assert rows(shown)[0] == ["글", "1", "1", "둥근", "달", "이 밝다."] or rows(shown)[0][4] == "달"
    for kind, style in (("left", "text-align:right"), ("node", "font-weight:700"), ("right", "text-align:left")):
        assert all(style in str(cell["style"]) for cell in shown.select(f"td.{kind}"))
        assert len(shown.select(f"td.{kind}")) == 2
    assert notes(shown)[-1] == "보이지 않는 열: start, end, word, L1, L2, L3, L4, L5, R1, R2, R3, R4, R5"


def test_documents_are_named_by_their_headlines() -> None:
    rows_of = [{"doc": "0110", "title": "달과 해", "text": "달이 3개다."}, {"doc": "0111", "text": "해가 2개다."}]
    corpus = build(rows_of, [])
    found = da.stats.quantities(corpus)
    assert found.attrs["titles"] == {"0110": "달과 해"}
    assert [row[0] for row in rows(table(found[["doc", "surface"]], schema.about(found)))] == ["달과 해", "0111"]
    lines = da.stats.concordance(corpus, da.segment(corpus), "개/NNB")
    cell = BeautifulSoup(str(to_html(lines)), "html.parser").find("span", title="달과 해")
    assert isinstance(cell, Tag)
    assert cell.get_text() == "0110"
    parts = [da.stats.quantities(corpus.only(docs=[doc])) for doc in ("0110", "0111")]
    assert schema.about(da.concat(parts[::-1])).titles == {"0110": "달과 해"}
    many = pd.DataFrame({"doc": [f"{n}" for n in range(201)], "title": "달"})
    assert schema.titles_of(many, many["doc"]) is None


@pytest.mark.usefixtures("in_korean")
def test_a_sentence_is_never_cut_and_a_whole_text_says_how_long_it_is() -> None:
    sentence = "가나다라 " * 79 + "끝이다."
    assert column(sentence, name="text") == [sentence]
    assert column("가" * 401, name="text") == ["가" * 80 + "… (전체 401자)"]
    assert column("첫 문단\n둘째 문단", name="text") == ["첫 문단… (전체 10자)"]


@pytest.mark.usefixtures("in_korean")
def test_a_long_table_is_folded_and_says_so() -> None:
    long = pd.DataFrame({"term": [f"말{n}" for n in range(1234)], "n": range(1234)})
    assert len(rows(table(long))) == 20
    assert notes(table(long)) == ["전체 1,234행 가운데 20행"]
    assert len(rows(table(long.head(60)))) == 60
    assert notes(table(long.head(60))) == []
    assert notes(table(long.head(0))) == ["행이 없다(0행)"]
    with pd.option_context("display.max_rows", 5):
        assert notes(table(long)) == ["전체 1,234행 가운데 5행"]
    with pd.option_context("display.max_rows", None):
        assert len(rows(table(long))) == 1234


@pytest.mark.usefixtures("in_korean")
def test_options_of_pandas_hold() -> None:
    with pd.option_context("display.precision", 2):
        assert column(1234.5678) == ["1,234.57"]
    with pd.option_context("display.float_format", "{:.1f}점".format):
        assert column(2.34) == ["2.3점"]
    with pd.option_context("display.max_colwidth", 3):
        assert column("가나다라", name="title") == ["가나다… (전체 4자)"]


def test_only_rows_shown_are_written() -> None:
    # 200,000 rows take a fraction of a second, since no more than the first are looked at
    class Watched(str):
        read = 0

        def __len__(self) -> int:
            Watched.read += 1
            return super().__len__()

    many = pd.DataFrame({"title": pd.Series([Watched("달")] * 200_000, dtype="object")})
    assert len(rows(table(many))) == 20
    assert Watched.read < 400


@pytest.mark.usefixtures("in_korean")
def test_few_rows_of_many_columns_lie_on_their_side() -> None:
    names = [c.name for c in schema.AGREEMENT][:16]
    values = [[math.nan] * 16, [0.25] * 16]
    frame = pd.DataFrame(values, columns=names)
    frame = frame.assign(frame=["moon", "sun"], n=[40, 50], coders=2, verdict=["undefined", "reliable"])
    shown = table(frame, schema.About(labels={"moon": "달"}))
    assert heads(shown) == ["프레임 |frame", "달", "sun"]
    assert rows(shown)[0] == ["단위 수 n · 개", "40", "50"]
    assert rows(shown)[3] == ["크리펜도르프 α alpha · 1 이하", "–", "0.250"]
    assert rows(shown)[-1] == ["판정 verdict", "정의되지 않음", "믿을 만함"]
    assert len(rows(shown)) == 16


@pytest.mark.usefixtures("in_korean")
def test_a_table_that_was_laid_on_its_side_is_read() -> None:
    corpus = da.Corpus.from_texts({"글": "달이 밝다."})
    shown = table(corpus.documents[["doc", "title", "sha256"]].T)
    assert heads(shown) == ["문서 |doc", "글"]
    assert [row[0] for row in rows(shown)] == ["제목 title", "SHA-256 sha256"]
    assert rows(shown)[1][1] == f"{corpus.documents['sha256'][0][:12]}…"


def test_a_named_index_is_shown_and_numbers_of_rows_are_not() -> None:
    frame = pd.DataFrame({"frame": ["moon", "sun", "moon"], "negated": [True, False, True]})
    made = schema.describe(frame, schema.About(frames=FRAMES), source=None)
    counted = made.groupby("frame")[["negated"]].sum().astype(int)
    assert rows(table(counted, schema.About(frames=FRAMES))) == [["달", "2"], ["해", "0"]]
    assert rows(table(frame.iloc[[2]])) == [["moon", "○"]]


def test_hostile_texts_are_text() -> None:
    bad = '<script>alert(1)</script><img src=x onerror="x">'
    frame = pd.DataFrame({"title": [bad], "frame": ["<b>"], "reason": [bad], bad: [1.5], "n": [math.nan]})
    soup = table(frame, schema.About(frames=(schema.FrameName("<b>", '"><i>달'),), caution=(bad,)))
    assert not soup.find(["script", "img", "b", "i"])
    assert rows(soup)[0][0] == bad
    assert {name for tag in soup.find_all(True) for name in tag.attrs} <= {"class", "style", "title", "scope"}
    assert "overflow-wrap:anywhere" in str(table(pd.DataFrame({"title": ["가" * 300]})))
    address = 'https://example.org/?a=1&b="<'
    assert not table(pd.DataFrame({"source": [address]})).find("a")
    link = table(pd.DataFrame({"source": ["https://example.org/?a=1&b=2"]})).find("a")
    assert isinstance(link, Tag)
    assert (link["href"], link["rel"]) == ("https://example.org/?a=1&b=2", ["noopener", "noreferrer"])
    assert not table(pd.DataFrame({"source": ["javascript:alert(1)"]})).find("a")
    assert "mathjax_ignore" in str(soup)  # $ in a text opens no formula


def test_strange_frames_are_shown() -> None:
    twice = pd.DataFrame([[1, 2.5]], columns=["n", "n"])
    assert rows(table(twice)) == [["1", "2.5"]]
    assert rows(table(pd.DataFrame({"when": [pd.Timestamp("2023-05-04")], 3: [["a"]]}))) == [
        ["2023-05-04 00:00:00", "['a']"]
    ]
    levels = pd.DataFrame([[1]], columns=pd.MultiIndex.from_tuples([("a", "b")]))
    assert to_html(schema.mark(levels)) is None
    assert rows(table(pd.DataFrame({"doc": pd.Categorical(["글", None])}))) == [["글"], ["–"]]


# The hook.


class Formatter:
    """An HTML formatter of IPython, as far as the hook asks."""

    def __init__(self) -> None:
        self.printers: dict[type, Callable[[Any], str | None]] = {}

    def lookup_by_type(self, kind: type) -> Callable[[Any], str | None]:
        return self.printers[kind]

    def for_type(self, kind: type, write: Callable[[Any], str | None]) -> None:
        self.printers[kind] = write


@pytest.fixture
def formatter(monkeypatch: pytest.MonkeyPatch) -> Iterator[Formatter]:
    made = Formatter()
    display = types.SimpleNamespace(formatters={"text/html": made})
    shell = types.SimpleNamespace(display_formatter=display)
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    yield made
    printer._told.clear()


@pytest.mark.usefixtures("in_korean")
def test_the_first_table_of_the_kit_registers_the_printer(formatter: Formatter) -> None:
    mine = pd.DataFrame({"doc": ["글"], "n": [1.23456789]})
    assert not formatter.printers
    kits = schema.mark(schema.check(mine.copy(), (), what="table"))
    write = formatter.printers[pd.DataFrame]
    assert "문서" in str(write(kits))
    assert write(mine) == mine._repr_html_()  # a frame of the user looks as before
    with pd.option_context("display.notebook_repr_html", False):
        assert write(kits) is None
    formatter.printers[pd.DataFrame] = lambda frame: "theirs"  # whoever registers later has the last word
    schema.check(mine, (), what="table")
    assert formatter.printers[pd.DataFrame](mine) == "theirs"


@pytest.mark.usefixtures("in_korean")
def test_the_printer_that_was_there_writes_the_frames_of_others(formatter: Formatter) -> None:
    formatter.printers[pd.DataFrame] = lambda frame: "colab"
    mine = pd.DataFrame({"doc": ["글"]})
    schema.check(mine, (), what="table")
    assert formatter.printers[pd.DataFrame](mine) == "colab"
    assert "문서" in str(formatter.printers[pd.DataFrame](schema.mark(mine.copy())))


def test_the_kernel_of_a_report_goes_without(formatter: Formatter) -> None:
    printer.leave_tables()
    schema.check(pd.DataFrame({"doc": ["글"]}), (), what="table")
    assert not formatter.printers


@pytest.mark.usefixtures("in_korean")
def test_importing_the_kit_registers_nothing() -> None:
    code = (
        "from IPython.core.interactiveshell import InteractiveShell; shell = InteractiveShell.instance(); "
        "import pandas as pd, analysis as da; da.stats, da.framing, da.validation; "
        "html = shell.display_formatter.formatters['text/html']; "
        "assert pd.DataFrame not in html.type_printers; da.Corpus.from_texts({'a': '달이다.'}); "
        "assert pd.DataFrame in html.type_printers; "
        "data, _ = shell.display_formatter.format(da.Corpus.from_texts({'a': '달이다.'}).documents); "
        "assert '문서' in data['text/html'] and '문서' not in data['text/plain']"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr


def test_what_the_kit_hands_out_says_that_it_is_the_kits() -> None:
    corpus = da.Corpus.from_texts({"글": "달이 밝다."})
    tokens = da.segment(corpus)
    found = [corpus.documents, corpus.removed, corpus.unread, corpus.furniture, tokens.table, tokens.merged]
    found += [corpus.documents[["doc"]], tokens.table.head(1)]
    assert all("damron" in frame.attrs for frame in found)


# Reasons.


def test_reasons_are_korean() -> None:
    told = {
        "the same words stand in line 17": "17번째 줄과 같은 말이다",
        "stands at the head or foot of 3 of 4 pages": "4쪽 가운데 3쪽의 머리나 바닥에 있다",
        "label: label of the series or rubric": "말머리: 연재나 지면의 말머리",
        "kappa_se: defined for two coders alone; ac2: the level is nominal, so that categories have no order":
            "kappa_se: 코더가 둘일 때만 정해진다; ac2: 명목 수준이라 값에 차례가 없다",
        "a.csv, row 3 has the same id and came first; here it is otherwise in title, date (left out: b.csv, row 9)":
            "a.csv, row 3의 글이 같은 id로 먼저 나왔다. 이 글에서 다른 칸: title, date(뺀 것: b.csv, row 9)",
        "7 of 9 bodies are only the beginning of the article, as BIGKINDS exports them; see the variable truncated":
            "본문 9편 가운데 7편은 빅카인즈가 앞부분만 내보낸 것이다(truncated 열)",
        "이 글에서 바꿀 것이 없다": "이 글에서 바꿀 것이 없다",
        "a reason of my own": "a reason of my own",
        "": "",
    }  # fmt: skip
    assert {reason: reasons.korean(reason) for reason in told} == told


def _stated() -> Iterator[tuple[str, str]]:
    """List the reasons written out in the rules of cleaning and reading, with the file of each."""
    root = Path(da.__file__).parent
    for path in sorted([*(root / "cleaning").glob("*.py"), *(root / "reading").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.args if isinstance(node, ast.Call) else node.elts if isinstance(node, ast.Tuple) else []
            texts = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            for kind, reason in pairwise(texts):
                if kind in schema.REMOVED_KINDS and re.fullmatch(r"[a-z].* [a-z][^\\]*", reason):
                    yield path.name, reason


def test_every_reason_of_cleaning_and_reading_has_its_korean() -> None:
    stated = dict.fromkeys(_stated())
    assert len(stated) > 30
    assert [each for each in stated if reasons.korean(each[1]).isascii()] == []


def test_every_reason_of_the_kits_articles_is_korean() -> None:
    removed = da.read(da.paths.ARTICLES).removed
    assert [reason for reason in removed["reason"].unique() if reasons.korean(reason).isascii()] == []


# Cards.


@pytest.mark.usefixtures("in_korean")
def test_cards_are_short_and_korean() -> None:
    corpus = da.Corpus.from_texts({"가": "달이 밝다.\n해가 진다.", "나": "별이 진다."})
    assert repr(corpus) == "말뭉치 · 글 2편 · 문단 3개 · 19자 · 제외한 줄 0개"
    assert str(corpus).splitlines() == [
        repr(corpus), "주의: 날짜가 없는 글 2편", "다음: corpus.report() · da.segment(corpus)",
    ]  # fmt: skip
    tokens = da.segment(corpus)
    assert repr(tokens).startswith(f"토큰 · 글 2편 · 문장 3개 · 형태소 {len(tokens)}개 · 형태소 층 · kiwipiepy ")
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    assert len(str(codebook)) < 400
    assert f"한미 동맹 단어 {len(codebook.frames[0].terms)}개" in repr(codebook)
    assert str(codebook).splitlines()[-1].startswith("다음: ")
    units = da.lexicon.read(["달맞이", "해돋이"])
    assert repr(units) == "단위 목록 · given 2 · 단어 2개 · 달맞이, 해돋이"


def test_cards_are_html_with_texts_as_text() -> None:
    corpus = da.Corpus.from_texts({"가": "달이 밝다."})
    documents = corpus.documents.assign(title="<b>제목</b>")
    soup = BeautifulSoup(da.Corpus(documents, corpus.removed)._repr_html_(), "html.parser")
    assert soup.b is not None
    assert soup.b.get_text() == "<b>제목</b>"
    assert [code.get_text() for code in soup.find_all("code")] == ["corpus.report()", "da.segment(corpus)"]


@pytest.mark.usefixtures("in_korean")
def test_a_codebook_without_its_validation_says_why() -> None:
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    changed = codebook.model_copy(update={"lost": "there is no mine.validation.yaml beside it"})
    assert "주의: 곁에 검증 파일이 없다(mine.validation.yaml)" in str(changed)


def test_a_whole_table_has_its_own_heads() -> None:
    """Columns of one name have other labels in other tables; one chapter must not rename those of another."""
    for tables in schema.TABLES.values():
        for table in tables:
            names = [column.name for column in table.columns]
            heads = {column.name: schema.heading(column.name, names) for column in table.columns}
            assert heads == {column.name: column.label for column in table.columns}, table.address


def test_a_column_that_means_two_things_is_told_by_what_stands_beside_it() -> None:
    plain: dict[str, set[str]] = {}
    for column in columns():
        if not column.beside:
            plain.setdefault(column.name, set()).add(column.label)
    assert {name: labels for name, labels in plain.items() if len(labels) > 1} == {}
    assert heading("inside", ["term", "community"]) == "안쪽 연결 비중(0~1)"
    assert heading("inside", ["actor", "concept"]) == "인용문 안"
    assert heading("title", ["story", "docs"]) == "제목"
