"""What the analyser is shown: views, spans, hashtags and sentences without a word, worked out by hand."""

from __future__ import annotations

import pytest

import analysis as da
from analysis.errors import OptionError
from analysis.lexicon.dotted_words import dotted_words
from analysis.tokens import Rules
from analysis.tokens.rules import apart, spans, view

ON, OFF = Rules(), Rules(*["off"] * 7)


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


def places(texts: dict[str, str], rules: Rules = ON) -> list[tuple[str, int, int, str]]:
    """Give every sentence as its document, its paragraph, its number and its characters."""
    table = da.segment(texts, rules=rules, cache=None).table
    table = table.astype({"doc": "str"})
    found = table.groupby(["doc", "paragraph", "sentence"]).agg({"start": "min", "end": "max"})
    return [(doc, p, s, texts[doc][a:b]) for (doc, p, s), a, b in zip(found.index, *found.to_numpy().T, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("봄이 왔다.\n***\n👍\n여름이 갔다.", [(1, 1, "봄이 왔다.\n***\n👍"), (4, 2, "여름이 갔다.")]),
        ("***\n👍\n봄이 왔다.\n:-)", [(3, 1, "***\n👍\n봄이 왔다.\n:-)")]),  # none before: the one behind
        ("봄이 왔다.\n1-1.\n👍\n여름이 갔다.", [(1, 1, "봄이 왔다."), (4, 2, "1-1.\n👍\n여름이 갔다.")]),
        ("봄이 왔다.\n👍 여름이 갔다.", [(1, 1, "봄이 왔다."), (2, 2, "👍 여름이 갔다.")]),  # its own paragraph first
        ("봄이 왔다. 1-1.\n여름이 갔다.", [(1, 1, "봄이 왔다. 1-1."), (2, 2, "여름이 갔다.")]),
        ("봄이 왔다. 1-1. 👍. 여름이 갔다.", [(1, 1, "봄이 왔다."), (1, 2, "1-1. 👍. 여름이 갔다.")]),
    ],
)
def test_a_paragraph_without_a_word_belongs_to_the_sentence_beside_it(
    text: str, expected: list[tuple[int, int, str]]
) -> None:
    assert places({"d": text}) == [("d", *place) for place in expected]


def test_signs_stay_in_their_document_and_one_of_signs_alone_is_told(caplog: pytest.LogCaptureFixture) -> None:
    texts = {"가": "봄이 왔다.", "나": "👍\n:-)\n1-1.", "다": "***\n여름이 갔다."}
    assert places(texts) == [
        ("가", 1, 1, "봄이 왔다."),
        ("나", 1, 1, "👍\n:-)\n1-1."),
        ("다", 2, 1, "***\n여름이 갔다."),
    ]
    assert caplog.messages == ["1 document(s) hold no word, only signs or numbers, such as 나"]
    assert places({"d": "봄이 왔다.\n***"}, Rules(wordless="off")) == [("d", 1, 1, "봄이 왔다."), ("d", 2, 2, "***")]


SIGNS = "한미 동맹은 굳건하다.\n***\n벤처가 늘었다. 혁신이 온다.\n👍\n1-1.\n한미 동맹이 벤처를 돕는다.\n:-)"
PLAIN = "한미 동맹은 굳건하다.\n벤처가 늘었다. 혁신이 온다.\n한미 동맹이 벤처를 돕는다."


def test_every_count_is_the_same_with_and_without_paragraphs_of_signs() -> None:
    book = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")

    def counted(text: str) -> dict[str, object]:
        corpus = da.Corpus.from_texts({"d": text})
        tokens = da.segment(corpus, cache=None)
        hits = da.framing.hits(tokens, book)
        kept = ["frame", "n", "weight", "content", "density", "coverage"]
        scores = {by: da.framing.score(hits, tokens, by=by)[kept].fillna(-1) for by in ("sentence", "paragraph")}
        spread = da.stats.dispersion(tokens, parts="paragraph", minimum=1)
        return {
            **{by: table.to_numpy().tolist() for by, table in scores.items()},
            "facts": (da.schema.about(spread).parts, da.schema.about(spread).empty),
            "spread": spread.to_numpy().tolist(),
            "partners": da.stats.cooccurrence(tokens, minimum=1).to_numpy().tolist(),
            "descriptors": da.stats.descriptors(tokens)["sentences"].tolist(),
            "sentences": tokens.table["sentence"].nunique(),
            "paragraphs": tokens.table["paragraph"].nunique(),
        }

    with_signs, without = counted(SIGNS), counted(PLAIN)
    assert (without["sentences"], without["paragraphs"], without["facts"]) == (4, 3, ("문단 3개", 0))
    assert with_signs == without


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("한·미·일 공조", ["한·미·일/NNP"]),
        ("한ㆍ일 관계, 한・중 교역, 한‧러 협정", ["한·일/NNP", "한·중/NNP", "한·러/NNP"]),  # five dots are one
        ("여·야 대표와 당•정 협의", ["여·야/NNG", "당·정/NNG"]),
        ("한·일관계가 한·미·일이다", ["한·일/NNP", "한·미·일/NNP"]),
        ("아·태 지역의 시·도별 예산", ["아·태/NNP", "시·도/NNG"]),
        ("한미·일 훈련", ["한미·일/NNP"]),
        ("한미·한일 정상", []),  # two words
        ("한·미국, 한·중앙아시아, 영·호남, 남·북한", []),  # a longer word begins there
        ("한·미·유럽과 주한·미", []),  # no run of its own
        ("중·소 기업", []),  # small and medium, no states
        ("3·1운동과 5·18 정신", []),
        ("시·도교육감", []),
    ],
)
def test_which_abbreviations_middle_dots_join(text: str, expected: list[str]) -> None:
    assert [f"{form}/{tag}" for _, _, form, tag in spans(text, ON)] == expected
    assert spans(text, Rules(dots="off")) == []


def test_a_word_with_dots_is_the_word_without_on_both_layers() -> None:
    text = "한ㆍ미ㆍ일은 모였다. 한미일이 모였다. 당·정 협의다. 당정 협의다."
    for units in (None, "auto"):
        table = segmented(text, units=units).table.astype(object)
        rows = table[table["lemma"].isin(["한미일", "당정"])]
        assert rows[["surface", "form", "tag", "lemma"]].values.tolist() == [
            ["한ㆍ미ㆍ일", "한·미·일", "NNP", "한미일"],
            ["한미일", "한미일", "NNP", "한미일"],
            ["당·정", "당·정", "NNG", "당정"],
            ["당정", "당정", "NNG", "당정"],
        ]
    assert "미/NNP" in words(text, Rules(dots="off"))
    assert words("3·1운동")[:3] == ["3/SN", "·/SP", "1/SN"]


def test_what_others_write_without_dots_has_one_lemma_with_them() -> None:
    dotted = dotted_words()
    concepts = {concept.form for concept in da.lexicon.variants().active}
    closed = {"".join(word.parts) for word in dotted.words if word.closed and not word.before}
    assert {"한미일", "여야", "노사정"} <= {*dotted.lists["pairs"], *closed} <= concepts


def test_spans_that_overlap_give_way_to_the_longest() -> None:
    assert apart([(2, 3, "D", "SL"), (0, 3, "R&D", "SL"), (4, 6, "AI", "SL")]) == [
        (0, 3, "R&D", "SL"),
        (4, 6, "AI", "SL"),
    ]


def test_a_policy_is_on_or_off_and_the_recipe_says_so() -> None:
    with pytest.raises(OptionError, match="latin is 'on' or 'off', not 'yes'"):
        Rules(latin="yes")  # type: ignore[arg-type]
    assert ("width", "off") in segmented("봄이 왔다.", Rules(width="off")).recipe.options
    assert ("rules", "2") in segmented("봄이 왔다.").recipe.options


def test_signs_that_the_analyser_takes_for_words_are_signs() -> None:
    tokens = da.segment({"d": "그는 «평화»와 3×4를 AI로 썼다."}, cache=None, progress=False)
    tags = dict(zip(tokens.table["surface"].astype(str), tokens.table["tag"].astype(str), strict=True))
    assert [tags[sign] for sign in ("«", "»", "×")] == ["SW", "SW", "SW"]
    assert tags["AI"] == "SL"
    assert {"«", "»", "×"}.isdisjoint(da.stats.frequency(tokens)["term"])


def test_a_full_width_address_is_one_token() -> None:
    found = [
        word for word in words("문의는 ａｂ＠ｃｄ．ｋｒ로 하고 ｈｔｔｐｓ：／／ａ．ｋｒ／ｂ를 본다．") if "/W_" in word
    ]
    assert found == ["ab@cd.kr/W_EMAIL", "https://a.kr/b/W_URL"]


def test_a_latin_word_ends_its_sentence_without_a_space_behind() -> None:
    assert sentences("답은 AI.공방은 GPU?아니다.") == ["답은 AI.", "공방은 GPU?", "아니다."]
    assert [form for _, _, form, _ in spans("Dr.김은 U.S.시장과 www.한들.kr을 본다", ON)] == []


def test_letters_joined_by_an_ampersand_are_a_word_before_digits_too() -> None:
    assert words("S&P500은")[:2] == ["S&P/SL", "500/SN"]
