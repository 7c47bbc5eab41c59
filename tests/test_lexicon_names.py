"""The kit's lists of names and stop words, and lists that include others."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

import analysis as da
from analysis import errors, lexicon, paths

HEAD = "schema: damron-units/1\nversion: '1'\n"
WIKINEWS = Path(__file__).resolve().parents[2] / "shared" / "texts" / "wikinews.jsonl.gz"
NAMES = lexicon.read(paths.LEXICONS / "names.yaml")
KIT = lexicon.read(paths.LEXICONS / "units.yaml")


def write(folder: Path, name: str, body: str) -> Path:
    file = folder / name
    file.write_text(HEAD + body, encoding="utf-8", newline="\n")
    return file


def found(units: lexicon.Units, text: str) -> list[str]:
    return [unit.form for _, _, unit in units.spans(text)]


# -- the names ------------------------------------------------------------------------------------


def test_every_name_has_a_kind_years_and_a_source_that_was_looked_up() -> None:
    known = {one.key: one for one in NAMES.sources}
    for unit in NAMES.units:
        assert unit.kind in lexicon.KINDS, unit.form
        assert unit.years, unit.form
        assert unit.source, unit.form
        assert set(unit.source) <= set(known), unit.form
        assert unit.tag == "NNP", unit.form
    for one in NAMES.sources:
        assert one.title, one.key
        assert one.url.startswith("http"), one.key
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", one.looked_up), one.key
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", one.date), one.key
        assert one.date <= one.looked_up, one.key
    assert set(known) == {key for unit in NAMES.units for key in unit.source}


def test_years_run_forward_and_end_by_the_day_of_looking_up() -> None:
    latest = int(max(one.looked_up for one in NAMES.sources)[:4])
    for unit in NAMES.units:
        numbers = [int(year) for year in re.findall(r"\d{4}", unit.years)]
        assert numbers == sorted(numbers), unit.form
        assert numbers[-1] <= latest, unit.form


def test_names_of_a_kind_stand_together_and_in_order() -> None:
    kinds = [unit.kind for unit in NAMES.units]
    assert list(dict.fromkeys(kinds)) == list(lexicon.KINDS)
    assert kinds == sorted(kinds, key=lexicon.KINDS.index)
    for kind in lexicon.KINDS:
        forms = [unit.form for unit in NAMES.units if unit.kind == kind]
        assert forms == sorted(forms)
        assert len(forms) >= 40, kind


def test_no_name_is_a_short_word() -> None:
    assert [unit.form for unit in NAMES.units if len(unit.form) < 3] == ["쿠팡"]


@pytest.mark.parametrize(
    ("form", "years"),
    [
        ("국민의힘", "2020-"),
        ("국민의당", "2016-2018, 2020-2022"),
        ("기획재정부", "2008-2026"),
        ("행정안전부", "2008-2013, 2017-"),
        ("강원특별자치도", "2023-"),
        ("전북특별자치도", "2024-"),
        ("제주특별자치도", "2006-"),
        ("세계무역기구", "1995-"),
    ],
)
def test_years_of_some_names(form: str, years: str) -> None:
    assert [unit.years for unit in NAMES.units if unit.form == form] == [years]


def test_ordinary_words_are_no_names() -> None:
    text = "국민의 힘으로 한국의 희망과 국민의 미래를 연다. 새로운 미래, 시대 전환, 개혁 신당, 두 나무, 신세계."
    assert found(KIT, text) == []


def test_the_longest_name_wins_and_a_longer_word_is_left_alone() -> None:
    assert found(KIT, "더불어민주당은 민주노동당과") == ["더불어민주당", "민주노동당"]
    assert found(KIT, "통일부장관, 국민의힘당사, 수원시장") == []


def test_the_kit_s_units_hold_parties_and_letters_with_signs() -> None:
    text = (
        "국민의힘은 반대했다. 국민의힘 의원이 말했다. 여당인 국민의힘과 야당. "
        "조국혁신당이 왔다. 개혁신당도 왔다. R&D 예산과 M&A가 늘었다. K-팝과 케이팝."
    )
    tokens = da.segment(da.Corpus.from_texts({"d": text}), units=KIT)
    counts = Counter(zip(tokens.table["lemma"].astype(str), tokens.table["tag"].astype(str), strict=True))
    assert counts["국민의힘", "NNP"] == 3
    assert counts["조국혁신당", "NNP"] == counts["개혁신당", "NNP"] == 1
    assert counts["R&D", "NNG"] == counts["M&A", "NNG"] == 1
    assert counts["K-팝", "NNG"] == 2
    assert not {"국민", "힘", "신당", "R", "D", "M", "A"} & {lemma for lemma, _ in counts}


def test_the_party_is_held_each_time_in_wikinews() -> None:
    if not WIKINEWS.is_file():
        pytest.skip(f"the news of Wikinews are not at {WIKINEWS}")
    with gzip.open(WIKINEWS, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["내용"] for line in lines]
    asked = {str(n): text for n, text in enumerate(texts) if "국민의힘" in text or "국민의 힘" in text}
    tokens = da.segment(da.Corpus.from_texts(asked), units=KIT)
    assert sum(text.count("국민의힘") for text in asked.values()) == 15
    assert (tokens.table["lemma"].astype(str) == "국민의힘").sum() == 15


# -- the op-ed's own list -------------------------------------------------------------------------


def test_the_op_ed_has_a_list_of_its_own_and_other_articles_have_the_kit_s() -> None:
    oped = lexicon.units_for(da.read("donga-2023-05-04"))
    assert (oped.id, oped.documents) == ("units-donga", ("donga-2023-05-04",))
    other = da.read("solar-ledger")
    assert lexicon.units_for(other) == KIT
    assert lexicon.units_for(da.Corpus.from_texts({"donga-2024-01-01": "하나."})) == KIT
    own = {unit.form for unit in oped.units} - {unit.form for unit in KIT.units}
    assert {"라운드 테이블", "앵커 기업", "혁신 생태계", "K-바이오 랩 허브", "워싱턴 선언"} <= own
    assert {unit.form for unit in NAMES.units} < {unit.form for unit in KIT.units} < {unit.form for unit in oped.units}


# -- include --------------------------------------------------------------------------------------


def test_the_including_file_wins(tmp_path: Path) -> None:
    write(
        tmp_path,
        "base.yaml",
        "units:\n - {unit: 가 나, spellings: [가나다]}\n - 라마\n - {unit: 바사, spellings: [아자]}\n",
    )
    top = write(
        tmp_path,
        "top.yaml",
        "include: base.yaml\nunits:\n - {unit: 가나, tag: NNG}\n - {unit: 차카, spellings: [아자]}\n",
    )
    units = lexicon.read(top).units
    assert [(u.form, u.tag, u.spellings) for u in units] == [
        ("라마", "NNP", ()),
        ("바사", "NNP", ()),
        ("가나", "NNG", ()),
        ("차카", "NNP", ("아자",)),
    ]


def test_of_two_included_files_the_later_wins_and_one_below_both_counts_once(tmp_path: Path) -> None:
    write(tmp_path, "base.yaml", "units: [가나]\n")
    write(tmp_path, "one.yaml", "include: base.yaml\nunits:\n - {unit: 다라, tag: NNG}\n")
    write(tmp_path, "two.yml", "include: [base.yaml]\nunits: [다라]\n")
    top = write(tmp_path, "top.yaml", "include: [one.yaml, two.yml]\nunits: [마바]\n")
    assert [(u.form, u.tag) for u in lexicon.read(top).units] == [("가나", "NNP"), ("다라", "NNP"), ("마바", "NNP")]


def test_the_hash_covers_what_is_included(tmp_path: Path) -> None:
    base = write(tmp_path, "base.yaml", "units: [가나]\n")
    top = write(tmp_path, "top.yaml", "include: base.yaml\nunits: [다라]\n")
    before = lexicon.read(top).sha256
    assert lexicon.read(top).sha256 == before
    write(tmp_path, "base.yaml", "units: [가나, 마바]\n")
    after = lexicon.read(top)
    assert after.sha256 != before
    assert [u.form for u in after.units] == ["가나", "마바", "다라"]
    assert lexicon.read(base).sha256 not in {before, after.sha256}


def test_included_sources_come_along(tmp_path: Path) -> None:
    sources = "sources:\n a: {title: 등록부, looked_up: 2026-11-29}\n"
    write(tmp_path, "base.yaml", sources + "units:\n - {unit: 가나당, kind: party, years: 2020-, source: a}\n")
    top = write(tmp_path, "top.yaml", "include: base.yaml\nunits: [다라]\n")
    found_ = lexicon.read(top)
    assert found_.units[0] == lexicon.Unit("가나당", "NNP", (), "party", "2020-", ("a",))
    assert found_.sources == (lexicon.Reference("a", "등록부", "", "", "2026-11-29"),)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("include: none.yaml\nunits: []", r"top\.yaml: include names none\.yaml, and there is no such file beside it"),
        ("include: top.yaml\nunits: []", r"top\.yaml: include names top\.yaml, which includes this file in turn"),
        ("include: round.yaml\nunits: []", r"round\.yaml: include names top\.yaml, which includes this file in turn"),
        ("include: ../units.yaml\nunits: []", r"top\.yaml: include must name a YAML file beside the list"),
        ("include: /etc/passwd\nunits: []", r"top\.yaml: include must name a YAML file beside the list"),
        ("include: 3\nunits: []", r"top\.yaml: include must name a YAML file beside the list"),
        ("include: bad.yaml\nunits: []", r"bad\.yaml, line \d, entry 2: tag must be NNG or NNP"),
        ("documents: 3\nunits: []", "documents must be a list of words"),
        ("sources: []\nunits: []", "sources must be a mapping from a key to title"),
        ("sources: {a: 등록부}\nunits: []", r"top\.yaml, source 'a': a source has title and looked_up"),
        ("sources: {a: {title: '', looked_up: 2026-11-29}}\nunits: []", "title and looked_up must not be empty"),
        ("units:\n - {unit: 가나, kind: party}", r"entry 1 \(가나\): a name with kind needs years and source too"),
        (
            "units:\n - {unit: 가나, kind: club, years: 2020-, source: a}",
            "kind must be party, ministry, agency, place, body or firm",
        ),
        ("units:\n - {unit: 가나, kind: party, years: 요즘, source: a}", "years must be such as '2020-'"),
        (
            "units:\n - {unit: 가나, kind: party, years: 2020-, source: []}",
            "source must name where the name was looked",
        ),
        (
            "units:\n - {unit: 가나, kind: party, years: 2020-, source: a}",
            r"entry 1 \(가나\): no source 'a' under sources",
        ),
    ],
)
def test_bad_lists_are_one_clear_sentence(tmp_path: Path, body: str, says: str) -> None:
    write(tmp_path, "round.yaml", "include: top.yaml\nunits: []")
    write(tmp_path, "bad.yaml", "units:\n - 가나\n - {unit: 다라, tag: VV}")
    with pytest.raises(errors.CodebookError, match=says):
        lexicon.read(write(tmp_path, "top.yaml", body))


# -- stop words -----------------------------------------------------------------------------------


def test_every_stop_word_has_a_tag_and_a_reason() -> None:
    listed = lexicon.stopwords()
    assert 60 <= len(listed.words) <= 120
    assert len(listed.pairs) == len(listed.words)
    for word in listed.words:
        assert word.reason, word.lemma
    assert {("곳", "NNG"), ("말", "NNG"), ("때", "NNG"), ("전", "NNG"), ("것", "NNB")} <= listed.pairs
    assert ("말", "NNB") not in listed.pairs  # the end of a month


def test_stop_words_are_spelt_as_the_analyser_spells_them() -> None:
    text = (
        "말할 것이 있는 곳에서 그때 할 말을 했다. 때가 되기 전에 올 수 있다. 세 명이 두 번 왔다. "
        "3월 5일 오후에 만났다. 그 점을 최근 밝혔다. 비용 등을 냈기 때문이다. 갈 데가 없다. 만 원을 냈다."
    )
    table = da.segment(da.Corpus.from_texts({"a": text}), variants=None).table
    seen = set(zip(table["lemma"].astype(str), table["tag"].astype(str), strict=True))
    bound = {(lemma, "NNB") for lemma in ("것", "수", "명", "번", "월", "일", "등", "때문", "데", "원")}
    nouns = {(lemma, "NNG") for lemma in ("곳", "말", "때", "전", "오후", "점", "최근")}
    assert bound | nouns <= seen
    assert bound | nouns <= lexicon.stopwords().pairs


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("words: []", "the keys of a stop list are"),
        ("stopwords: [것]", r"entry 1: an entry has lemma, tag and reason; got '것'"),
        ("stopwords:\n - {lemma: 것, tag: NNB}", "entry 1: an entry has lemma, tag and reason"),
        ("stopwords:\n - {lemma: 것, tag: NNB, reason: ''}", "entry 1: reason must be a text that is not empty"),
        ("stopwords:\n - {lemma: 것, tag: XX, reason: 뜻}", "entry 1: tag must be"),
        (
            "stopwords:\n - {lemma: 것, tag: NNB, reason: 뜻}\n - {lemma: 것, tag: NNB, reason: 또}",
            "'것' stands twice with the tag NNB",
        ),
    ],
)
def test_bad_stop_lists_are_one_clear_sentence(tmp_path: Path, body: str, says: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(f"schema: damron-stopwords/1\n{body}\n", encoding="utf-8")
    with pytest.raises(errors.CodebookError, match=says) as caught:
        lexicon.stopwords(file)
    assert str(caught.value).startswith("bad.yaml")


def test_missing_stop_list(tmp_path: Path) -> None:
    with pytest.raises(errors.MissingError, match="no stop list"):
        lexicon.stopwords(tmp_path / "none.yaml")
