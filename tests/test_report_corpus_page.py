"""The page of a corpus report: what it says follows from the facts, in both languages, and nothing in it runs."""

from __future__ import annotations

import csv
import json
import random
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pypdf import PdfReader

import analysis as da
from analysis.errors import MissingError, OptionError, ReportError
from analysis.report import (
    corpus_charts,
    corpus_collect,
    corpus_contract,
    corpus_frames,
    corpus_groups,
    corpus_rows,
    corpus_samples,
    corpus_scale,
)
from analysis.report.corpus_contract import CorpusFacts, Difference
from analysis.report.corpus_page import corpus_page
from analysis.report.corpus_wording import Wording, factor, headline, lede
from analysis.report.prose import Prose
from analysis.tokens import segmenter

ENERGY = da.paths.CODEBOOKS / "energy-transition.yaml"
EVIL = "</style></title><script>alert(1)</script>{{ 7 * 7 }}\u202eoh"
EVIL_OUTLET = '"><img src=x onerror=alert(2)>'
PLAIN = "시청 앞에서 우산을 샀다.|도서관에서 의자를 고쳤다.|어부는 고등어를 팔았다.|극장 앞 버스가 늦었다.".split("|")
COST = "전기요금이 또 올랐다."  # one hit
CLIMATE = "온실가스를 줄여야 한다."  # one hit
WIDTHS = (360, 390, 768, 1440)
FORBIDDEN = "견주|견줌|몫|셈법|글감|갈래|낱말|까닭|굽이|둘레|품는다|습니다|None|nan"


def in_browser(test: Any) -> Any:
    """Mark a test that opens a browser."""
    return pytest.mark.browser(pytest.mark.slow(test))


def made(path: Path, *, cost: tuple[int, int], climate: tuple[int, int], n: int = 60, **more: Any) -> Path:
    """Write articles of two outlets over six months, with so many sentences of each frame in either, one less in turn.

    A row may be changed by its number in `more`: ``row7={"제목": "x"}``.
    """
    chance = random.Random(3)
    rows = []
    for k in range(n):
        side = k // 6 % 2
        hits = [COST] * max(0, cost[side] - k % 2)
        hits += [CLIMATE] * max(0, climate[side] - k % 6 // 2 % 2)
        body = [*(chance.choice(PLAIN) for _ in range(8 - len(hits))), *hits, f"{k}번째 소식이다."]
        row = {
            "뉴스 식별자": f"0{side + 1}100801.2026{k:06}",
            "제목": f"{k}번째 기사",
            "언론사": ("가람일보", "나래신문")[side],
            "일자": f"2026-{k % 6 + 1:02}-{k % 27 + 1:02}",
            "본문": " ".join(body),
        }
        rows.append(row | more.get(f"row{k}", {}))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def collected(path: Path, *, by: Any = "outlet", book: bool = True) -> CorpusFacts:
    """Collect the facts of a made table."""
    corpus = da.read(path)
    groups = corpus_groups.groups_of(corpus.documents, by=by, names=(), step="auto")
    codebook = da.codebook.read(ENERGY) if book else None
    prepared = corpus_collect.prepare(corpus, groups, {})
    found = corpus_frames.find(corpus, prepared.tokens, codebook, shipped=False)
    frames, scores = corpus_frames.narrow(found, corpus, groups)
    measured = corpus_frames.measure(scores, corpus, groups)
    return corpus_collect.collect(prepared, frames, measured, title="지은 기사")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> CorpusFacts:
    return collected(made(tmp_path_factory.mktemp("a") / "가.csv", cost=(3, 1), climate=(1, 3)))


@pytest.fixture(scope="module")
def level(tmp_path_factory: pytest.TempPathFactory) -> CorpusFacts:
    return collected(made(tmp_path_factory.mktemp("b") / "나.csv", cost=(2, 2), climate=(1, 1)))


@pytest.fixture(scope="module")
def zero(tmp_path_factory: pytest.TempPathFactory) -> CorpusFacts:
    return collected(made(tmp_path_factory.mktemp("c") / "다.csv", cost=(3, 0), climate=(2, 2)))


def said(facts: CorpusFacts, lang: Any = "ko") -> tuple[str, str]:
    """Finding and lede as text on one line."""
    wording = Wording(facts, Prose(lang))
    head = re.sub(r"<br ?/?>", " ", str(headline(wording)))
    lines = " ".join(str(one) for one in lede(wording))
    return tuple(BeautifulSoup(html, "html.parser").get_text().replace("\xa0", " ").strip() for html in (head, lines))  # type: ignore[return-value]


def test_a_planted_difference_is_the_finding(planted: CorpusFacts) -> None:
    head, more = said(planted)
    assert head == "가람일보는 비용·요금·공급 안정, 나래신문은 기후·탄소 중립 어휘를 더 많이 쓴다"
    cost = planted.differences[0]
    assert cost.ratio is not None
    assert f"비용·요금·공급 안정 어휘의 밀도는 가람일보가 나래신문의 {factor(cost.ratio)}배이다(95% 구간" in more
    assert "p < .001" in more
    assert said(planted, "en")[0].startswith(
        "가람일보 uses more words of cost / price / supply, 나래신문 more of climate"
    )


def test_without_a_difference_none_is_claimed(level: CorpusFacts) -> None:
    head, more = said(level)
    assert head == "가람일보와 나래신문이 다르다고 말할 수 없다"
    assert "차이가 있다고 말할 수 없다. 같다는 뜻은 아니다." in more
    assert said(level, "en")[0] == "가람일보 and 나래신문 cannot be said to differ"


def test_a_group_without_a_hit_has_a_bound(zero: CorpusFacts) -> None:
    head, more = said(zero)
    assert head == "가람일보가 나래신문보다 비용·요금·공급 안정 어휘를 더 많이 쓴다"
    assert "비용·요금·공급 안정 어휘는 나래신문 30건 모두에 없고 가람일보에는 75회 나온다(p < .001)." in more
    page = corpus_page(zero, name="x")
    assert "나올 수 있다(95%" in page.replace("\xa0", " ")  # 1 - .05 ** (1 / 30) is 9.5 %
    assert "10%까지는" in page


def test_the_badge_leads_to_the_evidence_of_the_codebook(planted: CorpusFacts) -> None:
    soup = BeautifulSoup(corpus_page(planted, name="x"), "html.parser")
    place = soup.select_one(f"details {soup.select_one('a.badge')['href']}")  # type: ignore[index]
    assert place is not None
    assert planted.book is not None
    readers = {one.readers for one in planted.book.validity}
    assert len(place.select("tbody tr")) == (len(planted.book.validity) if len(readers) < 2 else 0) > 0


def test_a_corpus_without_text_has_no_column_of_sentences(planted: CorpusFacts) -> None:
    told = replace(planted, redacted=True)
    heads = [
        [cell["class"][0] for cell in BeautifulSoup(corpus_page(one, name="x"), "html.parser").select("#rows thead th")]
        for one in (planted, told)
    ]
    assert "l" in heads[0]
    assert heads[1] == [name for name in heads[0] if name != "l"]


def test_a_ratio_below_one_is_turned(planted: CorpusFacts) -> None:
    """0.25 with an interval of 0.1 to 0.5 is 4 times in the other group, 2 to 10."""
    told = replace(planted.differences[0], ratio=0.25, low=0.1, high=0.5, p_adjusted=0.0312, stands="b")
    head, more = said(replace(planted, differences=(told,)))
    assert head == "나래신문이 가람일보보다 비용·요금·공급 안정 어휘를 더 많이 쓴다"
    assert more == (
        "비용·요금·공급 안정 어휘의 밀도는 나래신문이 가람일보의 4.00배이다(95% 구간 2.00~10.0배, p = .031)."
    )


@pytest.mark.parametrize(
    ("stands", "head"),
    [
        ("open", "가람일보와 나래신문이 다르다고 말할 수 없다"),
        ("untested", "기사가 적어 가람일보와 나래신문의 차이를 검정하지 않는다"),
        ("absent", "가람일보에도 나래신문에도 이 코드북의 어휘가 나오지 않는다"),
    ],
)
def test_every_verdict_has_its_sentence(stands: Any, head: str, planted: CorpusFacts) -> None:
    told = [replace(one, stands=stands, clusters_a=4) for one in planted.differences]
    assert said(replace(planted, differences=tuple(told)))[0] == head


def test_values_that_do_not_vary_are_not_called_too_few(planted: CorpusFacts) -> None:
    """Both groups print the same texts: hundreds of articles, and no error to be estimated."""
    told = replace(
        planted.differences[0], stands="untested", clusters_a=5, clusters_b=5, ratio=1.0, low=None, high=None,
        p=None, p_adjusted=None,
    )  # fmt: skip
    head, more = said(replace(planted, differences=(told,)))
    assert head == "가람일보와 나래신문의 차이를 검정할 수 없다"
    assert more.endswith("값이 모두 같거나, 두 집단이 같은 글을 싣고 한쪽에 어휘가 없어 검정하지 않는다.")
    assert said(replace(planted, differences=(told,)), "en")[0] == (
        "A difference between 가람일보 and 나래신문 cannot be tested"
    )


def test_one_group_no_dates_and_no_outlets_each_say_so(tmp_path: Path) -> None:
    rows = {f"row{k}": {"언론사": "가람일보", "일자": ""} for k in range(12)}
    one = collected(made(tmp_path / "하나.csv", cost=(2, 1), climate=(1, 1), n=12, **rows))
    head, more = said(one)
    assert head == "비용·요금·공급 안정 어휘는 12건 가운데 9건, 기후·탄소 중립 어휘는 8건에 나온다"
    assert more == "매체가 ‘가람일보’ 하나뿐이어서 두 집단을 비교하지 않는다."
    page = BeautifulSoup(corpus_page(one, name="x"), "html.parser")
    assert page.select_one("#time .missing").text == "날짜가 적힌 기사가 없어 시간에 따라 보지 않는다."  # type: ignore[union-attr]
    assert page.select_one("#words h2").text == "자주 나온 단어"  # type: ignore[union-attr]
    none = collected(
        made(
            tmp_path / "없음.csv", cost=(2, 1), climate=(1, 1), n=12, **{k: v | {"언론사": ""} for k, v in rows.items()}
        )
    )
    assert said(none)[1] == "매체가 적힌 글이 없어 두 집단을 비교하지 않는다."
    assert "글 12편" in corpus_page(none, name="x")


def test_without_a_codebook_there_are_words_and_no_empty_picture(tmp_path: Path) -> None:
    facts = collected(made(tmp_path / "단어.csv", cost=(3, 1), climate=(0, 3)), book=False)
    assert facts.words is not None
    head, more = said(facts)
    assert re.fullmatch("가람일보는 ‘.+’, 나래신문은 ‘.+’[을를] 더 많이 쓴다", head)
    assert more.startswith("코드북을 쓰지 않았다. 대신 단어를 보인다.")
    page = BeautifulSoup(corpus_page(facts, name="x"), "html.parser")
    assert not page.select("svg, #time")
    assert len(page.select(".pair")) == 1 + len(facts.words.rows)


def test_ids_are_text_and_groups_differ_by_shape(planted: CorpusFacts) -> None:
    html = corpus_page(planted, name="x")
    page = BeautifulSoup(html, "html.parser")
    first = page.select_one("#rows tbody tr")
    assert first is not None
    assert re.fullmatch(r"0[12]100801\.2026\d{6}", str(first.select_one("td.t")["title"]))  # type: ignore[index]
    assert not re.search(r"\d{1,3},100,801", html)
    chart = page.select_one("svg.wide")
    assert chart is not None
    drawn = {path["d"][-1]: str(path["d"]).count("h") for path in chart.select("a path.m")}
    assert drawn == {"z": 2} or {str(path["d"]).count("a") for path in chart.select("a path.m")} == {0, 2}
    colours = {path["class"][1] for path in chart.select("a path.m")}
    assert colours == {"a", "b"}


def test_every_mark_leads_to_a_row_and_every_row_has_its_lines(planted: CorpusFacts) -> None:
    page = BeautifulSoup(corpus_page(planted, name="x"), "html.parser")
    ids = {row["id"] for row in page.select("#rows tbody tr")}
    assert len(ids) == 60
    targets = {link["href"].removeprefix("#") for link in page.select("svg.wide a[href^='#d']")} - {"documents"}
    assert targets
    assert targets <= ids
    with_hits = [one for one in planted.documents if any(one.n)]
    lined = page.select("#rows tbody tr:has(.ln[data-k^=f])")
    assert len(lined) == len(with_hits)
    for link in page.select("[data-go]"):
        asked = dict(part.split("=") for part in str(link["data-go"]).split(";"))
        if "k" in asked:
            assert page.select(f".ln[data-k={asked['k']}]")
    zeros = page.select_one("svg.wide a[data-go='g=1;z=0']")
    assert zeros is not None
    told = next(one for one in planted.means if (one.group, one.frame) == ("나래신문", "cost"))
    assert zeros.text == f"×{told.zeros}"


def test_small_multiples_are_joined_only_where_there_are_five(planted: CorpusFacts) -> None:
    """Thirty articles an outlet over six months are five a month."""
    page = BeautifulSoup(corpus_page(planted, name="x"), "html.parser")
    assert len(page.select("#time figure")) == 4
    assert len(page.select("#time svg.wide .course")) == 4
    assert "6개월 모두 가람일보가 많다" in page.select_one("#time h2").text  # type: ignore[union-attr]
    few = replace(planted, courses=tuple(replace(one, stands="few", side="") for one in planted.courses))
    page = BeautifulSoup(corpus_page(few, name="x"), "html.parser")
    assert not page.select("#time .course")
    assert page.select_one("#time h2").text == "달마다 본 프레임 어휘"  # type: ignore[union-attr]
    assert "흐름을 말하지 않는다" in page.select_one("#time h2 + p").text  # type: ignore[union-attr]


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_no_forbidden_word_and_one_language(lang: Any, planted: CorpusFacts, zero: CorpusFacts) -> None:
    for facts in (planted, zero):
        page = BeautifulSoup(corpus_page(facts, lang=lang, name="x"), "html.parser")
        of_documents = "td.l, td.t, td.g, .fly .term, #words .plain, .stories, title"
        for gone in page.select(f"script, style, #method-other, {of_documents}"):
            gone.decompose()
        text = page.get_text(" ")
        assert not re.search(FORBIDDEN, text)
        if lang == "en":
            own = re.sub("가람[^ ]*|나래[^ ]*|지은 기사", "", text)  # names of outlets, of which a chart cuts the end
            assert not re.search("[가-힣]", own)


def with_chapters(facts: CorpusFacts) -> CorpusFacts:
    """Add voices of both outlets, one below the floor, and a network of two communities, each with one line."""
    first, second = facts.documents[0], facts.documents[1]
    assert first.group == second.group == "가람일보"
    voice = corpus_contract.Voice("김철수", 24, 20, 0.6, 0.443, 0.738)
    voices = (
        corpus_contract.GroupVoices("가람일보", 40, 7, 30, 8, 0.2, 0.105, 0.348, (voice,)),
        corpus_contract.GroupVoices("나래신문", 12, 2, 9, 1, None, None, None, ()),
    )
    terms = [("다리", 40, 1, 0.1), ("강물", 30, 1, 0.1), ("병원", 25, 2, 0.9), ("약국", 20, 2, 0.9)]
    network = corpus_contract.TermNetwork(
        540, 6, 3, 5, 0.41, 0.3, 100,
        tuple(corpus_contract.NetworkTerm(*one, 0.5) for one in terms),
        (corpus_contract.NetworkTie(0, 1, 12, 0.25), corpus_contract.NetworkTie(2, 3, 9, 0.125),
         corpus_contract.NetworkTie(1, 2, 5, 0.0625)),
        ("우산", "의자"),
    )  # fmt: skip
    lines = (
        corpus_contract.CorpusLine(first.doc, "", "", 0, "“", "고치자", "”", "김철수"),
        corpus_contract.CorpusLine(second.doc, "", "", 0, "“", "미루자", "”", "한 관계자"),
        corpus_contract.CorpusLine(second.doc, "", "다리", 1, "", "다리", "를 놓았다.", ""),
    )
    return replace(facts, voices=voices, network=network, lines=facts.lines + lines)


def test_voices_have_intervals_and_lead_to_their_lines(planted: CorpusFacts) -> None:
    facts = with_chapters(planted)
    assert corpus_contract.from_json(corpus_contract.to_json(facts)) == facts
    page = BeautifulSoup(corpus_page(facts, name="x"), "html.parser")
    held = page.select_one("#voices")
    assert held is not None
    assert (
        held.select_one("h2 + p").text
        == "이름 없는 취재원의 비중은 가람일보 20.0%(95% 구간 10.5~34.8%, 인용 40건)이다."
    )  # type: ignore[union-attr]
    assert "나래신문은 화자를 찾은 인용이 12건이어서 비중을 구하지 않는다(30건부터)." in held.text
    assert "규칙으로 찾아" in held.text
    assert "찾지 못한 인용 9건" in held.text
    rows = [row.get_text(" ", strip=True) for row in held.select("tbody tr")]
    assert rows == ["김철수 24 60.0% (44.3~73.8%)", "이름 없는 취재원 8 20.0% (10.5~34.8%)"]
    dots = [dot["style"] for dot in held.select(".at")]
    assert dots == ["left:81.3%", "left:27.1%"]  # of the axis to 73.8
    go = [dict(part.split("=") for part in str(link["data-go"]).split(";")) for link in held.select("a")]
    assert go == [{"g": "0", "k": "v0"}, {"g": "0", "k": "vx"}]
    for asked in go:
        assert page.select(f"tr[data-g='0'] .ln[data-k={asked['k']}]")
    assert not BeautifulSoup(corpus_page(planted, name="x"), "html.parser").select("#voices, #network")


def test_a_network_says_its_cut_and_draws_what_is_between_dashed(planted: CorpusFacts) -> None:
    page = BeautifulSoup(corpus_page(with_chapters(planted), name="x"), "html.parser")
    held = page.select_one("#network")
    assert held is not None
    assert held.select_one("h2 + p").text == (  # type: ignore[union-attr]
        "문장에 함께 나오는 명사 4개가 커뮤니티 2개로 나뉜다(모듈성 .41, 무작위 네트워크의 95백분위수 .30)."
    )
    note = held.select_one(".note").text  # type: ignore[union-attr]
    assert "5회 이상 함께 나온 쌍 가운데 두 단어 중 하나에서 자카드 계수 3위 안에 드는 쌍만" in note
    assert note.endswith("이어지지 않은 단어: 우산, 의자.")
    drawings = held.select("svg")
    assert [one["class"] for one in drawings] == [["chart", kind, "net"] for kind in ("wide", "narrow", "print")]
    for drawn in drawings:
        ties = {float(str(path["stroke-width"])): path["class"] for path in drawn.select("path.bound")}
        assert ties == {5: ["bound"], 3: ["bound"], 2: ["bound", "between"]}  # 1 + 4 times the share of the strongest
        boxes = [[float(str(box[key])) for key in ("x", "y", "width", "height")] for box in drawn.select("rect")]
        for k, (x, y, wide, high) in enumerate(boxes):
            assert 0 <= x <= x + wide <= float(str(drawn["width"]))
            assert all(abs(y - v) >= high or x + wide <= u or u + w <= x for u, v, w, _ in boxes[:k])
    links = drawings[0].select("a")
    assert [(link["data-go"], link["aria-label"]) for link in links] == [("k=t0", "다리, 문장 40개")]
    assert page.select(".ln[data-k=t0]")


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_the_method_names_the_new_statistics_and_their_sources(lang: Any, planted: CorpusFacts) -> None:
    facts = with_chapters(planted)
    page = BeautifulSoup(corpus_page(facts, lang=lang, name="x"), "html.parser")
    told = [page.select_one(place).text for place in (".how", "#method-own", "#method-other", "#bibtex")]  # type: ignore[union-attr]
    named = {"ko": ("윌슨", "루뱅"), "en": ("Wilson", "Louvain")}
    for place, words in zip(told[:3], (named[lang], named[lang], named["en" if lang == "ko" else "ko"]), strict=True):
        assert all(word in place for word in words)
        assert "52" in place  # quotations with a speaker
        assert "540" in place  # sentences
    for where in (told[3], page.select_one(".sources").text):  # type: ignore[union-attr]
        assert "Blondel et al. (2008)" in where
        assert "Dean, N. & Pagano, M. (2015)" in where
        assert "Kleinberg" not in where
    for gone in page.select("script, style, #method-other, td.l, td.t, td.g, .fly, .stories, #words, title"):
        gone.decompose()
    text = page.get_text(" ")
    assert not re.search(FORBIDDEN, text)
    if lang == "en":
        names = "가람[^ ]*|나래[^ ]*|지은 기사|김철수|다리|강물|병원|약국|우산|의자"
        assert not re.search("[가-힣]", re.sub(names, "", text))


def test_both_languages_have_the_same_keys() -> None:
    folder = Path(da.__file__).parent / "report" / "template"
    tables = [
        tomllib.loads((folder / f"corpus.{lang}.toml").read_text(encoding="utf-8"))["corpus"] for lang in ("ko", "en")
    ]
    keys = [
        {f"{name}.{key}" for name, part in table.items() if isinstance(part, dict) for key in part} for table in tables
    ]
    own = {key for key in keys[0] ^ keys[1] if not key.startswith("kind.")}  # names of kinds are English already
    assert own == set()
    written = [
        str(value) for table in tables for part in table.values() if isinstance(part, dict) for value in part.values()
    ]
    assert not re.search(FORBIDDEN.replace("|None|nan", ""), " ".join(written))


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    rows = {f"row{k}": {"제목": EVIL, "언론사": EVIL_OUTLET if k // 6 % 2 else "가람일보"} for k in range(24)}
    rows["row3"] |= {"본문": f"전기요금이 {EVIL} 올랐다. 한전의 적자가 쌓였다."}
    facts = collected(made(tmp_path / "나쁜.csv", cost=(3, 1), climate=(1, 2), n=24, **rows))
    html = corpus_page(replace(facts, title=EVIL), name="x")
    page = BeautifulSoup(html, "html.parser")
    assert [script.get("type") for script in page.select("script")] == ["application/json", None]
    assert not page.select("img, iframe, [onerror], [onload]")
    assert "49" not in page.select_one("h1").text  # type: ignore[union-attr]
    assert "\u202e" not in html
    assert json.loads(page.select_one("#data").text)["groups"]["0"] == EVIL_OUTLET  # type: ignore[union-attr]


def test_the_builder_writes_the_page_and_its_tables(tmp_path: Path) -> None:
    source = made(tmp_path / "기사.csv", cost=(3, 1), climate=(1, 2), n=24)
    told: list[str] = []
    path = da.report.build_corpus(source, codebook="energy-transition", out=tmp_path / "곳", progress=told.append)
    assert path.name == "기사-corpus.html"
    page = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
    links = {link["href"] for link in page.select("#method a[href$='.csv']")}
    assert len(links) >= 3
    for name in ("documents", "lines", "inspection"):
        table = (path.parent / f"기사-corpus-{name}.csv").read_text(encoding="utf-8-sig")
        assert table.count("\n") > 1
    assert "0" + "1100801.2026000000" in (path.parent / "기사-corpus-documents.csv").read_text(encoding="utf-8-sig")
    assert json.loads(page.select_one("meta[name=damron-report]")["content"])["title"] == "기사: 기사 24건"  # type: ignore[index, arg-type]
    again = da.report.build_corpus(source, codebook="energy-transition", out=tmp_path / "곳")
    assert again.read_bytes() == path.read_bytes()
    assert told[0] == "기사-corpus: texts"


def test_the_page_of_a_corpus_in_parts_is_that_of_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = made(tmp_path / "기사.csv", cost=(3, 1), climate=(1, 2), n=24)
    for place in ("한 표", "묶음"):
        da.report.build_corpus(source, codebook="energy-transition", out=tmp_path / place)
        monkeypatch.setattr(segmenter, "_LARGE", 1)
        monkeypatch.setattr(segmenter, "_PART", 4_000)
    whole, parts = (sorted((tmp_path / place).iterdir()) for place in ("한 표", "묶음"))
    assert [file.read_bytes() for file in whole] == [file.read_bytes() for file in parts]


def test_so_is_that_of_a_corpus_of_which_samples_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """36 articles where 12 are shown, quotations are looked for in 10, and 5 pairs of articles are too many."""
    for name, most in (("_DOCUMENTS", 12), ("_WITH_HITS", 8), ("_LINES", 20), ("_HEARD", 10), ("_PAIRS", 5)):
        monkeypatch.setattr(corpus_samples, name, most)
    source = made(tmp_path / "기사.csv", cost=(3, 1), climate=(1, 2), n=36)
    for place in ("한 표", "묶음"):
        for book in ("energy-transition", "none"):
            da.report.build_corpus(source, codebook=book, out=tmp_path / place / book)
        monkeypatch.setattr(segmenter, "_LARGE", 1)
        monkeypatch.setattr(segmenter, "_PART", 4_000)
    whole, parts = (sorted((tmp_path / place).rglob("*.*")) for place in ("한 표", "묶음"))
    assert [file.read_bytes() for file in whole] == [file.read_bytes() for file in parts]
    stored = da.report.build_corpus(source, codebook="none", out=tmp_path / "곳", store=tmp_path / "형태소")
    assert stored.read_bytes() == (tmp_path / "한 표" / "none" / stored.name).read_bytes()
    page = BeautifulSoup(stored.read_text(encoding="utf-8"), "html.parser").get_text()
    assert "같은 사건을 다룬 기사는 찾지 않았다" in page
    assert "그렇게 뽑은 10건에서 찾았고" in page
    assert "기사 36건 가운데 12건" in page


def test_what_is_asked_wrongly_is_refused(tmp_path: Path) -> None:
    source = made(tmp_path / "기사.csv", cost=(3, 1), climate=(1, 2), n=12)
    with pytest.raises(MissingError, match="no file or folder"):
        da.report.build_corpus(tmp_path / "없음.csv")
    with pytest.raises(OptionError, match="period"):
        da.report.build_corpus(source, period="decade")
    with pytest.raises(OptionError, match="name one"):
        da.report.build_corpus(source, by={"outlet": ["가"], "section": ["나"]})
    (tmp_path / "한 편.txt").write_text("전기요금이 올랐다.", encoding="utf-8")
    with pytest.raises(ReportError, match=r"build the report of an article|한 편뿐"):
        da.report.build_corpus(tmp_path / "한 편.txt", out=tmp_path)


def test_axes_by_hand() -> None:
    axis = corpus_scale.linear([23.8, 3.0], left=100, right=600)
    assert (axis.top, axis.ticks) == (25, (0, 5, 10, 15, 20, 25))
    assert axis.at(12.5) == 350
    assert corpus_scale.linear([], left=0, right=10).ticks == (0.0, 1.0)
    ratio = corpus_scale.ratios([0.24, 10.8], left=0, right=800)
    assert (ratio.most, ratio.ticks) == (16, (1 / 16, 1 / 4, 1, 4, 16))
    assert [round(ratio.at(one), 6) for one in (1 / 16, 1 / 4, 1, 4, 16, 100)] == [0, 200, 400, 600, 800, 800]
    assert corpus_scale.swarm([10, 11, 12, 30], size=6, room=12) == [0.0, -6, 6, 0.0]


def test_documents_far_above_the_means_are_left_out_of_the_multiples(planted: CorpusFacts) -> None:
    assert corpus_charts.heights(planted)[1]
    cells = tuple(replace(cell, mean=0.05) for cell in planted.cells)
    values, marked = corpus_charts.heights(replace(planted, cells=cells))
    assert not marked
    assert max(values) == pytest.approx(0.15)  # an interval ends at three times the greatest mean


def test_a_story_of_one_day_stands_side_by_side(planted: CorpusFacts) -> None:
    one = planted.documents[0]
    day = [
        corpus_contract.CopiedDocument(f"x{k}", f"t{k}", "가람일보", "가람일보", planted.material.first)
        for k in range(2)
    ]
    last = [replace(copied, date=planted.material.last) for copied in day]
    stories = tuple(corpus_contract.Story(2, tuple(part)) for part in (day, last))
    rows = corpus_rows.stories(replace(planted, stories=stories), Wording(planted, Prose("ko")))
    assert [[(dot.at, dot.beside) for dot in row.dots] for row in rows] == [[(0, 0), (0, 1)], [(100, -1), (100, 0)]]
    assert one.doc not in {copied.doc for copied in day}


def test_numbers_are_written_as_papers_do(planted: CorpusFacts) -> None:
    wording = Wording(planted, Prose("ko"))
    assert [wording.density(one) for one in (13.18, 0.733, 0.004, 0.0, None)] == ["13.2", "0.73", "<0.01", "0", "–"]
    assert [factor(one) for one in (3.596, 10.788, 0.244)] == ["3.60", "10.8", "0.24"]
    written = [wording.p(one).replace("\xa0", " ") for one in (0.0489, 0.0004, 1.0, None)]
    assert written == ["p = .049", "p < .001", "p = 1.000", ""]
    assert [wording.period(one, first=place == 0) for place, one in enumerate(("2026-03", "2026-04", "2027-01"))] == [
        "2026년 3월", "4월", "2027년 1월",
    ]  # fmt: skip
    assert wording.interval(
        Difference(**vars(planted.differences[0]) | {"low": 1.2, "high": 10.8, "p_adjusted": 0.049})
    ) == ("1.20~10.8배, p\xa0=\xa0.049")


# In a real browser, with the network cut: marks filter the table, by click and key.


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A planted difference, one without a codebook, and one whose titles and outlets are hostile."""
    folder = tmp_path_factory.mktemp("pages")
    hostile = {f"row{k}": {"제목": EVIL, "언론사": EVIL_OUTLET if k // 6 % 2 else "가람일보"} for k in range(36)}
    facts = {
        "planted": collected(made(folder / "가.csv", cost=(3, 1), climate=(1, 3))),
        "words": collected(made(folder / "나.csv", cost=(3, 1), climate=(0, 3)), book=False),
        "hostile": collected(made(folder / "다.csv", cost=(3, 1), climate=(1, 2), n=36, **hostile)),
    }
    found = {}
    for name, held in facts.items():
        for lang in ("ko", "en") if name == "planted" else ("ko",):
            path = folder / f"{name}-{lang}.html"
            path.write_text(corpus_page(held, lang=lang, name=name), encoding="utf-8")
            found[f"{name}-{lang}"] = path
    return found


@pytest.fixture
def opened(browser: Any, pages: dict[str, Path]) -> Iterator[Any]:
    """Open a page offline; it asks for nothing and complains of nothing."""
    contexts, complaints, asked = [], [], []

    def go(name: str, *, at: str = "", **options: Any) -> Any:
        settings = {"offline": True, "locale": "ko-KR", "viewport": {"width": 1440, "height": 900}} | options
        contexts.append(browser.new_context(**settings))
        page = contexts[-1].new_page()
        page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(pages[name].as_uri() + at)
        return page

    yield go
    assert complaints == []
    assert not [url for url in asked if not url.startswith(("file:", "data:"))]
    for context in contexts:
        context.close()


def shown(page: Any) -> list[str]:
    """Ids of the rows that are visible."""
    rows = "all => all.filter(row => row.checkVisibility()).map(row => row.id)"
    found: list[str] = page.eval_on_selector_all("#rows tbody tr", rows)
    return found


@in_browser
@pytest.mark.parametrize(
    "name", ["planted-ko", "words-ko", *(pytest.param(n, marks=pytest.mark.long) for n in ("planted-en", "hostile-ko"))]
)
def test_no_rule_of_axe_is_broken(name: str, opened: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python", reason="axe is in requirements-dev.txt")
    page = opened(name)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    page.evaluate((Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
    for scheme, rules in (("light", "{}"), ("dark", "{runOnly: ['color-contrast']}")):
        page.emulate_media(color_scheme=scheme)
        found = page.evaluate(f"axe.run({rules}).then(result => result.violations)")
        assert [(rule["id"], rule["impact"], [n["html"][:120] for n in rule["nodes"][:3]]) for rule in found] == []


@in_browser
@pytest.mark.parametrize("name", ["planted-ko", "planted-en", "words-ko", "hostile-ko"])
def test_nothing_scrolls_sideways(name: str, opened: Any) -> None:
    page = opened(name)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        charts = page.eval_on_selector_all("svg.chart", "all => all.filter(one => one.checkVisibility()).length")
        assert charts == (0 if name == "words-ko" else 5)  # one of the three drawings of each


@in_browser
def test_five_screens_and_few_sheets(opened: Any, tmp_path: Path) -> None:
    page = opened("planted-ko")
    assert page.evaluate("document.documentElement.scrollHeight") <= 5 * 900
    page.pdf(path=tmp_path / "a.pdf", prefer_css_page_size=True)
    sheets = PdfReader(tmp_path / "a.pdf").pages
    assert len(sheets) <= 4
    assert "더 많이 쓴다" in sheets[0].extract_text()


@in_browser
def test_a_mark_shows_its_document(opened: Any) -> None:
    page = opened("planted-ko")
    assert len(shown(page)) == 12
    mark = page.locator("svg.wide a[href^='#d']:not([data-go])").first
    target = mark.get_attribute("href").removeprefix("#")
    mark.dispatch_event("click")  # several documents of one value lie on one another
    assert shown(page) == [target]
    assert page.locator("#held .chip").inner_text() == "고른 기사 ×"
    page.locator("#held .chip").click()
    assert len(shown(page)) == 12


@in_browser
def test_a_month_and_documents_without_a_hit_filter(opened: Any) -> None:
    page = opened("planted-ko")
    page.locator("#time svg.wide a[data-go]").first.click()
    assert page.locator("#count").inner_text() == "5건 / 60건"  # five a month and outlet
    assert page.evaluate("location.hash") == "#g=0&p=0"
    page.locator("#result svg.wide a[data-go='g=1;z=0']").click()
    zeros = page.locator("#result svg.wide a[data-go='g=1;z=0'] text").text_content().removeprefix("×")
    assert page.locator("#count").inner_text() == f"{zeros}건 / 60건"


@in_browser
def test_search_and_word_show_their_lines(opened: Any) -> None:
    page = opened("planted-ko")
    page.fill("#find", "온실가스")
    lines = page.eval_on_selector_all(
        ".ln.hit", "all => all.filter(one => one.checkVisibility()).map(one => one.textContent)"
    )
    assert lines
    assert all("온실가스" in line for line in lines)
    page.locator("#find").press("Escape")
    assert page.locator("#count").inner_text() == "60건 / 60건"
    page.locator(".fly .term a").first.click()
    word = page.locator(".fly .term a").first.inner_text()
    assert page.locator("#held .chip").inner_text() == f"‘{word}’ ×"
    page.fill("#find", "어디에도 없는 말")
    assert page.locator("#nothing").is_visible()


@in_browser
def test_by_keys(opened: Any) -> None:
    page = opened("planted-ko")
    first = page.locator("#result svg.wide a").first
    first.focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "TR"
    assert len(shown(page)) >= 1
    assert page.locator("#result svg.wide a[tabindex='0']").count() == 1


@in_browser
def test_an_address_opens_its_filter(opened: Any) -> None:
    page = opened("planted-ko", at="#g=1&p=2")
    assert page.locator("#count").inner_text() == "5건 / 60건"
    assert page.locator(".tools [data-g='1']").get_attribute("aria-pressed") == "true"


@in_browser
def test_without_scripts_everything_is_there(opened: Any) -> None:
    page = opened("planted-ko", java_script_enabled=False)
    assert page.locator("#rows tbody tr:visible").count() == 60
    assert page.locator("svg.wide:visible").count() == 5
    assert page.locator("#find").is_hidden()
    assert re.search(r"#d\d+", page.locator("svg.wide a[href^='#d']:not([data-go])").first.get_attribute("href"))


@in_browser
def test_the_method_is_copied(opened: Any) -> None:
    page = opened("planted-ko", permissions=["clipboard-read", "clipboard-write"])
    expect = pytest.importorskip("playwright.sync_api").expect

    page.locator("[data-copy='#method-own']").click()
    expect(page.locator("[data-copy]").first).to_have_text("복사함")  # not a text to evaluate, which the page forbids
    assert page.locator("#method-own").text_content().startswith("분석 대상은 기사 60건이다")
