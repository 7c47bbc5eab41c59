import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd
import pytest

import analysis as da
from analysis.record import cited_functions, concordances, headline, validity

TEXT = "한미 동맹은 굳건하다. 동맹을 넓힌다.\n벤처 기업은 드물다. 기업은 스타트업을 돕는다."


@pytest.fixture(scope="module")
def book() -> da.codebook.Codebook:
    return da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")


@pytest.fixture(scope="module")
def corpus() -> da.Corpus:
    return da.Corpus.from_texts({"d": TEXT})


@pytest.fixture(scope="module")
def tokens(corpus: da.Corpus) -> da.Tokens:
    return da.segment(corpus)


def test_every_hit_is_there_with_the_text_around_it(
    corpus: da.Corpus, tokens: da.Tokens, book: da.codebook.Codebook
) -> None:
    told = concordances.collect(corpus, tokens, merged=None, codebooks=[book])
    hits = told["books"][0]["hits"]
    assert [hit["surface"] for hit in hits] == da.framing.hits(tokens, book)["surface"].tolist()
    for hit in hits:
        assert TEXT[hit["start"] : hit["end"]] == hit["surface"]
        line = TEXT.split("\n")[hit["paragraph"] - 1]
        assert hit["left"] + hit["surface"] + hit["right"] in line
    assert told["text"] == TEXT
    assert [row[:2] for row in told["sentences"]] == [[1, 1], [2, 1], [3, 2], [4, 2]]


def test_keywords_have_as_many_lines_as_their_number_says(corpus: da.Corpus, tokens: da.Tokens) -> None:
    told = concordances.collect(corpus, tokens, merged=None, codebooks=[])
    counted = da.stats.frequency(tokens, minimum=2)
    assert [(word["term"], word["n"]) for word in told["words"]] == list(
        zip(counted["term"], counted["n"], strict=True)
    )
    for word in told["words"]:
        assert len(word["places"]) == word["n"]
        assert [TEXT[place["start"] : place["end"]] for place in word["places"]] == [word["term"]] * word["n"]
        assert all(place["left"] + place["surface"] + place["right"] in TEXT for place in word["places"])


def test_beyond_the_limit_it_is_said_how_many_are_missing(
    corpus: da.Corpus, tokens: da.Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = concordances.collect(corpus, tokens, merged=None, codebooks=[])["words"]
    monkeypatch.setattr(concordances, "MOST", whole[0]["n"])
    told = concordances.collect(corpus, tokens, merged=None, codebooks=[])
    assert (len(told["words"]), told["left_out"]) == (1, len(whole) - 1)


def test_the_finding_is_what_the_analysis_says(tokens: da.Tokens, book: da.codebook.Codebook) -> None:
    told = headline.collect(tokens, book)
    assert told is not None
    scores = da.framing.score(da.framing.hits(tokens, book), tokens, by="document")
    assert told["share"] == da.framing.contrast(scores)["share"].iloc[0]
    assert told["low"] <= told["share"] <= told["high"]
    assert 0 <= told["held"] <= told["changed"]
    card = da.framing.stability(tokens, book)
    verdict = da.schema.about(card).verdict
    assert verdict is not None
    assert (told["sentence"], told["counting"], told["chance"]) == (verdict.finding, verdict.counting, verdict.chance)
    assert told["p"] is None
    assert pd.isna(card["p"].iloc[-1])  # four sentences are too few


def test_a_text_without_hits_has_a_finding_without_numbers(book: da.codebook.Codebook) -> None:
    told = headline.collect(da.segment(da.Corpus.from_texts({"d": "비가 온다."})), book)
    assert told is not None
    assert (told["share"], told["low"], told["changed"]) == (None, None, 0)
    assert headline.sentences({"findings": [told]})[0]["text"] == ""
    assert "모두 나오지 않는다" in told["sentence"]


def told(**changes: object) -> dict[str, object]:
    counting, chance = "바뀐 계산 방식 3가지 가운데 3가지에서 유지된다", "우연: 문장이 적어 우연을 배제할 수 없다"
    words = {"sentence": "가", "label": "동맹", "part": "문단", "counting": counting, "chance": chance}
    return words | {"share": 0.32, "low": 0.28, "high": 0.4} | changes


def test_the_first_screen_states_range_equality_counting_and_chance() -> None:
    assert headline.sentences({"findings": [told()]}) == [
        {
            "head": "가.",
            "text": "두 프레임의 점수를 더한 값에서 ‘동맹’이 차지하는 비중은 0.32이다"
            "(문단 하나를 빼고 셀 때 0.28~0.40). "
            "바뀐 계산 방식 3가지 가운데 3가지에서 유지된다. 우연: 문장이 적어 우연을 배제할 수 없다.",
        }
    ]
    text = headline.sentences({"findings": [told(high=0.6)]})[0]["text"]
    assert "이 범위는 두 프레임이 같은 0.5에 걸친다." in text


def test_the_widest_range_of_what_is_left_out_is_told(
    toy: Callable[..., da.Tokens], two_frames: Callable[..., Any]
) -> None:
    # a 2.5, b 3: without 별 .71, without 달 .14; without the third sentence .71, without the second .6 to 0.33;
    # without the first paragraph 0
    made = headline.collect(toy(d="달 해 | 달 혜성 || 별"), two_frames())
    assert made is not None
    assert (made["part"], made["low"]) == ("문단", 0.0)
    assert made["high"] == pytest.approx(2.5 / 3.5)
    # one paragraph has no range: a 3, b 2; without 달 0, without 별 1, and without a sentence .5 to .75
    made = headline.collect(toy(d="달 | 달 | 달 | 별"), two_frames())
    assert made is not None
    assert (made["part"], made["low"], made["high"]) == ("단어", 0.0, 1.0)


@pytest.mark.parametrize(
    "text", ["달 해 | 달 혜성 || 별", " | ".join(["달"] * 5 + ["혜성"] * 4), "달 | 혜성 혜성 혜성"]
)
def test_the_first_screen_names_no_leader_that_is_not_settled(
    text: str, toy: Callable[..., da.Tokens], two_frames: Callable[..., Any]
) -> None:
    made = headline.collect(toy(d=text), two_frames())
    assert made is not None
    assert made["stands"] != "leads"
    said = " ".join(headline.sentences({"findings": [made]})[0].values())
    assert not re.search("앞선|보다 높다", said)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "두 번 넘게 나온 핵심어가 없다"),
        ([("기업", 3), ("말", 2)], "핵심어 가운데 ‘기업’이 3회로 가장 많이 나온다"),
        ([("기업", 3), ("나라", 3)], "핵심어 가운데 ‘기업’과 ‘나라’가 각각 3회로 가장 많이 나온다"),
        ([("가", 2), ("나", 2), ("다", 2)], "핵심어 가운데 ‘가’ 등 3개가 각각 2회로 가장 많이 나온다"),
    ],
)
def test_without_frames_the_most_frequent_word_is_the_finding(words: list[tuple[str, int]], said: str) -> None:
    assert headline.keyword([{"term": term, "n": n} for term, n in words]) == said


def test_the_picture_is_the_strip_where_there_is_one() -> None:
    bars, strip = {"chart": "frequency", "svg": ""}, {"chart": "strip", "svg": ""}
    assert headline.picture([bars, strip]) == 1
    assert headline.picture([{"alt": ""}, bars]) == 1
    assert headline.picture([{"alt": ""}]) is None


def test_functions_are_those_that_the_code_calls_with_their_sources() -> None:
    found = cited_functions.functions(
        ["x = da.stats.keyness(tokens, other)\nda.plots.keyness(x)", "da.stats.nothing(1)"]
    )
    assert [function["name"] for function in found] == ["stats.keyness"]
    assert found[0]["line"]
    assert "Dunning" in found[0]["references"] or "Rayson" in found[0]["references"]


def test_the_grounds_come_from_codebook_and_validation_file(book: da.codebook.Codebook) -> None:
    told = validity.collect(book)
    assert [kind["head"] for kind in told] == ["내용의 근거", "구조의 근거", "외부의 근거"]
    rows = {label: text for kind in told for label, text in kind["rows"]}
    # this codebook was compared with the readings of programs alone
    assert rows["사람 코더와 비교"] == ""
    assert rows["프로그램의 판독과 비교"].startswith("8개. 기계 판독과 비교")
    assert rows["코더의 일치도"].startswith("‘한미 동맹’ 알파 .98(.96, .99)")
    assert "‘한미 동맹’ 0점인 단위에서 ." in rows["점수와 코더의 판단"]
    assert "정밀도가 .50보다 낮은 것" in rows["용어마다의 정밀도"]
    assert rows["글의 길이가 점수에 미치는 영향"] == rows["다른 척도나 사건과 비교"] == ""


def test_what_is_missing_is_said(
    corpus: da.Corpus, tokens: da.Tokens, two_frames: Callable[..., da.codebook.Codebook], book: da.codebook.Codebook
) -> None:
    bare = two_frames().model_copy(
        update={"lost": "toy.validation.yaml is about 1.0, and the codebook was changed since"}
    )
    held = concordances.collect(corpus, tokens, merged=None, codebooks=[book])
    rows = {label: text for kind in validity.collect(bare) for label, text in kind["rows"]}
    assert rows["검증 파일"] == "코드북을 고친 뒤 다시 비교하지 않아 쓸 수 없다"
    assert rows["정의"] == "프레임 2개 모두"
    missing = [label for label, text in rows.items() if not text]
    assert {"코더에게 묻는 물음", "보기와 반례", "용어마다의 정밀도", "코더의 일치도"} <= set(missing)
    folder = Path(concordances.__file__).with_name("template")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder), autoescape=True, undefined=jinja2.StrictUndefined
    )
    about = {"id": "<toy>", "version": "1", "sha256": "x", "grounds": validity.collect(bare)}
    said = {"changed": 3, "counting": "바뀐 계산 방식 3가지 가운데 2가지에서 유지된다", "chance": "우연: 확률 .11"}
    findings = [{"codebook": "x", **said}, {"codebook": "y", **said}]
    facts = {"evidence": {"books": [about, *held["books"]]}, "findings": findings}
    page = environment.get_template("validity.html.j2").render(facts=facts)
    assert page.count("아직 없음") == len(missing) + 3  # three for the other
    assert page.count("<td>바뀐 계산 방식 3가지 가운데 2가지에서 유지된다</td>") == 1
    assert page.count("<td>우연: 확률 .11</td>") == 1
    assert "&lt;toy&gt; 1판" in page
    assert environment.get_template("validity.html.j2").render(facts={"evidence": {"books": []}}).strip() == ""
