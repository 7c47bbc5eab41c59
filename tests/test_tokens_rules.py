"""What the analyser is shown: views, spans, hashtags and sentences without a word, worked out by hand."""

from __future__ import annotations

import pytest

import analysis as da
from analysis.errors import OptionError
from analysis.tokens import Rules
from analysis.tokens.rules import apart, spans, view

ON, OFF = Rules(), Rules(*["off"] * 6)


def segmented(text: str, rules: Rules = ON, **options: object) -> da.Tokens:
    return da.segment(da.Corpus.from_texts({"d": text}), rules=rules, cache=None, **options)  # type: ignore[arg-type]


def words(text: str, rules: Rules = ON) -> list[str]:
    table = segmented(text, rules).table
    return [f"{form}/{tag}" for form, tag in zip(table["form"].astype(str), table["tag"].astype(str), strict=True)]


def sentences(text: str, rules: Rules = ON) -> list[str]:
    rows = segmented(text, rules).table.groupby("sentence", observed=True)
    return [text[part["start"].min() : part["end"].max()] for _, part in rows]


@pytest.mark.parametrize(
    "text", ["답은 ＡＩ. #탄소중립이 답이다.", "메일은 a.b@c.kr로.", "R＆D와 M&A", "#1 #a #가나_2의", "", "봄이 왔다."]
)
def test_a_view_is_as_long_as_its_paragraph(text: str) -> None:
    assert len(view(text, ON).text) == len(text)
    assert view(text, OFF) == (text, ())


def test_a_latin_word_before_a_full_stop_ends_a_sentence() -> None:
    text = "답은 AI. 공방은 AI를 쓴다. 끝내 AI."
    assert sentences(text) == ["답은 AI.", "공방은 AI를 쓴다.", "끝내 AI."]
    assert [word for word in words(text) if "AI" in word] == ["AI/SL"] * 3
    assert len(sentences(text, Rules(latin="off"))) == 2  # the analyser alone takes `AI.` for a word


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("만든 곳은 Haneul. 끝", ["Haneul"]),
        ("그는 J. K. 나길동", []),  # initials
        ("U.S. 시장과 Dr. 나", []),  # abbreviations
        ("비타민 C. 그는", ["C"]),  # a single letter before Hangul is no initial
        ("v1.5와 node.js. 끝", ["node.js"]),
        ("정말 AI? 그래 OK!", ["AI", "OK"]),
    ],
)
def test_which_latin_words_end_a_sentence(text: str, expected: list[str]) -> None:
    assert [form for _, _, form, _ in spans(text, ON)] == expected


def test_letters_joined_by_an_ampersand_are_one_word() -> None:
    assert [word for word in words("R&D와 M&A, AT&T. 끝") if "SL" in word] == ["R&D/SL", "M&A/SL", "AT&T/SL"]
    assert "R&D/SL" not in words("R&D와 M&A", Rules(ampersand="off"))


def test_a_unit_goes_before_a_rule() -> None:
    units = da.lexicon.read(da.paths.LEXICONS / "units.yaml")
    table = segmented("R&D를 늘린다.", units=units).table
    assert table["tag"].astype(str).tolist()[0] == "NNG"


def test_full_width_signs_count_as_the_ordinary_ones_and_surfaces_stay() -> None:
    table = segmented("ＡＩ와 AI가 R＆D를 바꾼다.").table
    chosen = table[table["tag"].astype(str) == "SL"]
    assert chosen["lemma"].astype(str).tolist() == ["AI", "AI", "R&D"]
    assert chosen["surface"].astype(str).tolist() == ["ＡＩ", "AI", "R＆D"]
    assert "SL" not in [word[-2:] for word in words("ＡＩ와", Rules(width="off"))]


@pytest.mark.parametrize(
    ("text", "form", "tag"),
    [
        ("누리집 www.gongbang.example.kr/가 아니다", "www.gongbang.example.kr/", "W_URL"),
        ("또 gongbang.com을 보라.", "gongbang.com", "W_URL"),
        ("(https://a.kr/b?c=d).", "https://a.kr/b?c=d", "W_URL"),
        ("a.b@c.kr로 보내라.", "a.b@c.kr", "W_EMAIL"),
    ],
)
def test_an_address_is_one_token_outside_every_base(text: str, form: str, tag: str) -> None:
    assert (form, tag) in [span[2:] for span in spans(text, ON)]
    tokens = segmented(text)
    assert f"{form}/{tag}" in words(text)
    assert form not in da.stats.frequency(tokens)["term"].tolist()


def test_a_hashtag_is_counted_as_words_and_as_a_tag() -> None:
    text = "#탄소중립이 답이다. 끝! #하락"
    table = segmented(text).table
    tags = table[table["tag"].astype(str) == "W_HASHTAG"]
    assert tags[["surface", "start", "end"]].astype(str).values.tolist() == [
        ["#탄소중립", "0", "5"],
        ["#하락", "15", "18"],
    ]
    assert words(text)[1:4] == ["탄소/NNG", "중립/NNG", "이/JKS"]
    assert "W_HASHTAG" not in da.stats.frequency(segmented(text))["tag"].tolist()
    assert "#탄소중립이/W_HASHTAG" in words(text, Rules(hashtags="off"))


def test_what_has_no_word_belongs_to_the_sentence_beside_it() -> None:
    text = "1-1. 아직 세 시다. 봄이 왔다 👍."
    assert sentences(text) == ["1-1. 아직 세 시다.", "봄이 왔다 👍."]
    assert sentences(text, Rules(wordless="off")) == ["1-1.", "아직 세 시다.", "봄이 왔다", "👍."]


def test_spans_that_overlap_give_way_to_the_longest() -> None:
    assert apart([(2, 3, "D", "SL"), (0, 3, "R&D", "SL"), (4, 6, "AI", "SL")]) == [
        (0, 3, "R&D", "SL"),
        (4, 6, "AI", "SL"),
    ]


def test_a_policy_is_on_or_off_and_the_recipe_says_so() -> None:
    with pytest.raises(OptionError, match="latin is 'on' or 'off', not 'yes'"):
        Rules(latin="yes")  # type: ignore[arg-type]
    assert ("width", "off") in segmented("봄이 왔다.", Rules(width="off")).recipe.options
    assert ("rules", "1") in segmented("봄이 왔다.").recipe.options


def test_signs_that_the_analyser_takes_for_words_are_signs() -> None:
    tokens = da.segment({"d": "그는 «평화»와 3×4를 AI로 썼다."}, cache=None, progress=False)
    tags = dict(zip(tokens.table["surface"].astype(str), tokens.table["tag"].astype(str), strict=True))
    assert [tags[sign] for sign in ("«", "»", "×")] == ["SW", "SW", "SW"]
    assert tags["AI"] == "SL"
    assert {"«", "»", "×"}.isdisjoint(da.stats.frequency(tokens)["term"])
