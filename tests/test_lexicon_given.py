"""Units and variants without a file, units inside longer words, and compounds found in the text itself."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

import analysis as da
from analysis import errors, lexicon, paths


def segment(text: str | dict[str, str], **options: Any) -> da.Tokens:
    return da.segment(text if isinstance(text, dict) else {"d": text}, cache=None, **options)


def counted(tokens: da.Tokens) -> dict[str, int]:
    table = da.stats.frequency(tokens)
    return dict(zip(table["term"], table["n"].tolist(), strict=True))


# -- plain lists ------------------------------------------------------------------------------------


def test_units_and_variants_as_plain_lists() -> None:
    text = "이가람은 K바이오 랩허브를 열었다. 벤처기업과 스타트업이 왔다. 韓美 동맹이다."
    tokens = segment(text, units=["이가람", "K-바이오 랩 허브"], variants={"스타트업": ["벤처기업"]})
    assert counted(tokens) == {"스타트업": 2, "이가람": 1, "K-바이오 랩 허브": 1, "한미": 1, "동맹": 1}
    nouns = tokens.table[tokens.table["lemma"] == "스타트업"]
    assert nouns[["surface", "tag"]].astype(object).values.tolist() == [["벤처기업", "NNG"], ["스타트업", "NNG"]]
    recipe = tokens.recipe
    assert recipe.given == ("이가람/NNP", "K-바이오 랩 허브/NNP", "스타트업 = 벤처기업")
    assert recipe.units == f"given 2 {lexicon.read(['이가람', 'K-바이오 랩 허브']).sha256}"
    assert recipe.variants.startswith("variants-ko+given 1.1.0+1 ")
    again = segment(text, units=tokens.units, variants={"스타트업": ["벤처기업"]})
    assert again.recipe == recipe


def test_a_recipe_with_names_is_read_back(tmp_path: Path) -> None:
    tokens = segment("이가람은 왔다.", units=["이가람"])
    assert da.Tokens.read(tokens.save(tmp_path / "t.csv")).recipe == tokens.recipe
    assert "given" not in segment("이가람은 왔다.").recipe.to_dict()


def test_the_cache_follows_the_list(tmp_path: Path) -> None:
    both = ["이가람", "가람"]
    for names, expected in ((["이가람"], {"이가람": 1}), ([], {"가람": 1}), (["이가람"], {"이가람": 1})):
        tokens = da.segment({"d": "이가람이 왔다."}, units=names, cache=tmp_path)
        assert {k: n for k, n in counted(tokens).items() if k in both} == expected


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"units": "이가람"}, "units must be a list such as"),
        ({"units": {"이가람": 1}}, "units must be a list such as"),
        ({"units": 3}, "units must be a list such as"),
        ({"units": ["가나", "가나"]}, "units: the unit '가나' stands twice"),
        ({"units": ["가나", 3]}, "units, entry 2: an entry is a name"),
        ({"variants": "스타트업"}, "variants must be 'default', a mapping"),
        ({"variants": {"스타트업": "벤처기업"}}, r"variants, entry 1 \(스타트업\): surfaces must be a list"),
        ({"variants": {"스타트업": []}}, "surfaces must list other spellings"),
        ({"variants": {"가나": ["다라"], "다라": ["마바"]}}, "'다라' is a surface of '가나' and a concept itself"),
    ],
)
def test_lists_that_cannot_be_used_are_one_sentence(options: dict[str, Any], said: str) -> None:
    with pytest.raises(errors.KitError, match=said):
        segment("글이다.", **options)


def test_what_does_not_occur_and_what_stays_apart_is_told(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        segment("벤처기업이 왔다.", units=["이가람"], variants={"미국": ["미합중국"]})
        segment("벤처기업이 왔다.", variants={"스타트업": ["벤처기업"]})
    assert caplog.messages == [
        "units: 이가람 not found in these texts",
        "variants: no other spelling of 미국 found in these texts",
        "variants: 벤처기업 left as several morphemes; pass units= too, [] if you have none",
    ]


def test_a_mapping_lies_on_top_of_the_kit_s_variants() -> None:
    kit = lexicon.variants()
    laid = kit.under(lexicon.variants({"한미": ["양국"], "미중일": ["미·중"]}))
    found = {c.form: c for c in laid.concepts}
    assert {"韓美", "한·미", "양국"} <= set(found["한미"].surfaces)  # one more spelling of a concept of the kit
    assert "미·중" not in found["미중"].surfaces  # and one that the kit has under another concept
    assert found["한중"] in kit.concepts
    assert laid.given == ("한미 = 양국", "미중일 = 미·중")


# -- inside longer words ----------------------------------------------------------------------------


def test_a_unit_before_hada_and_inside_compounds() -> None:
    tokens = segment("기후위기와 기후위기대응. 기계로 착즙했다. 착즙되는 것이다.", units=["기후위기/NNG", "착즙/NNG"])
    assert {k: counted(tokens).get(k, 0) for k in ("기후위기", "기후", "대응", "착즙", "즙")} == {
        "기후위기": 2, "기후": 0, "대응": 1, "착즙": 2, "즙": 0,
    }  # fmt: skip
    table = tokens.table
    behind = table.loc[table.index[table["lemma"] == "착즙"] + 1, ["form", "tag"]].astype(object)
    assert behind.values.tolist() == [["하", "XSV"], ["되", "XSV"]]  # as without the unit, not a verb 하다
    assert "하다" not in set(table["lemma"])


@pytest.mark.parametrize(
    ("unit", "text"),
    [("전기", "무전기를 샀다."), ("대통", "대통령이 왔다."), ("AI", "RAIN이 왔다."), ("G2", "G20이다.")],
)
def test_a_morpheme_is_never_cut(unit: str, text: str) -> None:
    assert unit not in counted(segment(text, units=[f"{unit}/NNG"]))


def test_a_list_may_say_that_it_keeps_out_of_compounds(tmp_path: Path) -> None:
    file = tmp_path / "u.yaml"
    body = "schema: damron-units/1\nid: u\nversion: '1'\n{}units: [{{unit: 기후위기, tag: NNG}}]\n"
    for line, n in (("", 2), ("compounds: on\n", 2), ("compounds: off\n", 1)):
        file.write_text(body.format(line), encoding="utf-8")
        assert counted(segment("기후위기와 기후위기대응.", units=lexicon.read(file)))["기후위기"] == n
    file.write_text(body.format("compounds: maybe\n"), encoding="utf-8")
    with pytest.raises(errors.CodebookError, match="compounds must be on or off"):
        lexicon.read(file)
    assert not any(unit.compounds for unit in lexicon.read(paths.LEXICONS / "units.yaml").units)


# -- found in the text ------------------------------------------------------------------------------

FOUND = (
    "인공지능 법안이 나왔다. 인공지능을 배운다. 국회선진화법을 고친다. 국회선진화법은 낡았다. "
    "마을 회관에 모였다. 마을 회관은 넓다. 정부대책이 나왔다. 정부의 대책과 정부의 말과 대책의 끝과 정부, 대책."
)


def test_compounds_that_the_rule_accepts() -> None:
    table = lexicon.accept(segment(FOUND))
    # 마을 회관 is never written as one word, 정부대책 once
    assert table[["unit", "n", "n_closed"]].values.tolist() == [["국회선진화법", 2, 2], ["인공지능", 2, 2]]
    tokens = segment(FOUND, units="auto")
    assert tokens.recipe.given == ("국회선진화법/NNG", "인공지능/NNG")
    assert tokens.recipe.units.startswith("units-ko+auto 2.0.0+2 ")
    assert tokens.units is not None
    assert {"인공지능": 2, "국회선진화법": 2}.items() <= counted(tokens).items()
    assert not {"인공", "지능", "선진"} & set(counted(tokens))
    other = segment("인공지능이 온다.", units=tokens.units)
    assert counted(other) == {"인공지능": 1}


@pytest.mark.parametrize(
    "text", ["국회선진화를 위해. 국회선진화로.", "경제적인 것. 경제적인 말.", "한 번 인공지능.", "🙂🙂"]
)
def test_what_is_no_whole_word_is_left(text: str) -> None:
    assert lexicon.accept(segment(text)).empty
    assert segment(text, units="auto").recipe.given == ()


def test_a_text_with_a_list_of_its_own_keeps_it() -> None:
    tokens = da.segment(da.read("donga-2023-05-04"), units="auto")
    assert tokens.recipe.units.startswith("units-donga 1.0.0 ")
    assert tokens.units == lexicon.read(paths.LEXICONS / "units-donga.yaml")
