from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import yaml

import analysis as da
from analysis import errors, paths, schema

KNOWN = yaml.safe_load((Path(__file__).parent / "data" / "articles.yaml").read_text(encoding="utf-8"))
UNITS = da.lexicon.read(paths.LEXICONS / "units.yaml")
TERMS = {"d1": ["b", "b", "a"], "d2": ["b", "cc"]}


def toy(text: str) -> pd.DataFrame:
    return da.segment(da.Corpus.from_texts({"a": text})).table


def split(text: str) -> list[str]:
    return [text[g["start"].min() : g["end"].max()] for _, g in toy(text).groupby("sentence")]


# -- the table ------------------------------------------------------------------------------------


def test_spans_are_code_points_and_may_overlap() -> None:
    table = toy("🙂 갔다.\n한미 동맹")
    rows = table[["paragraph", "sentence", "i", "surface", "form", "tag", "start", "end"]].astype(object)
    assert rows.values.tolist() == [
        [1, 1, 0, "🙂", "🙂", "W_EMOJI", 0, 1],
        [1, 1, 1, "갔", "가", "VV", 2, 3],
        [1, 1, 2, "갔", "었", "EP", 2, 3],
        [1, 1, 3, "다", "다", "EF", 3, 4],
        [1, 1, 4, ".", ".", "SF", 4, 5],
        [2, 2, 5, "한미", "한미", "NNP", 6, 8],
        [2, 2, 6, "동맹", "동맹", "NNG", 9, 11],
    ]


def test_surface_is_the_text_at_its_offsets(oped: da.Corpus, oped_tokens: da.Tokens) -> None:
    text = oped.documents["text"][0]
    table = oped_tokens.table
    assert [text[a:b] for a, b in zip(table["start"], table["end"], strict=True)] == table["surface"].tolist()


def test_predicates_have_a_dictionary_form_and_cluster_is_a_proper_noun() -> None:
    table = toy("클러스터가 커졌다.")
    found = dict(zip(table["lemma"], table["tag"], strict=True))
    assert found["클러스터"] == "NNP"
    assert "크다" in found or "커지다" in found


def test_dtypes_are_small() -> None:
    kinds = {name: str(kind) for name, kind in toy("한 문장이다.").dtypes.items()}
    assert kinds == {c.name: "category" if c.kind == "text" else "int32" for c in schema.TOKENS}


def test_tables_are_copies() -> None:
    tokens = da.Tokens.from_terms(TERMS)
    table = tokens.table
    table["n"] = 1
    table.loc[0, "start"] = 99
    assert "n" not in tokens.table
    assert tokens.table["start"][0] == 0


# -- sentences ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_paragraphs_and_sentences_as_a_reader_counts_them(name: str) -> None:
    table = da.segment(da.read(name)).table
    assert table.groupby("paragraph")["sentence"].nunique().tolist() == KNOWN[name]["sentences"]


def test_sentences_of_the_op_ed(oped_tokens: da.Tokens) -> None:
    # counted by hand on the page: 6 + 5 + 3 + 2 + 2
    assert oped_tokens.table.groupby("paragraph")["sentence"].nunique().tolist() == [6, 5, 3, 2, 2]


@pytest.mark.parametrize(
    "sentences",
    [
        ["그는 “우리는 간다. 너도 가자.”라고 말했다.", "끝이다."],
        ["“가자. 어서 가자.”", "그는 말했다."],
        ["그가 물었다.", "“왜 그런가? 정말인가?”"],
        ["값이 올랐다.", "“못 살겠어요. 정말입니다”라는 말이 들린다."],
        ['그는 "간다. 곧 간다"며 웃었다.', "비가 왔다."],
        ["‘안 된다. 절대.’라고 했다.", "그렇다."],
        ["사람이다(물론 예외도 있다. 드물다).", "그렇다."],
        ["말은 같지 않다.", "美 국방부의 심사는 길다."],
        ["“닫히지 않은 말이다.", "그는 갔다."],
    ],
)
def test_a_quotation_with_inner_sentences_stays_one(sentences: list[str]) -> None:
    assert split(" ".join(sentences)) == sentences


# -- verbs ----------------------------------------------------------------------------------------


def test_keep_drop_only_return_new_tokens_and_say_so() -> None:
    tokens = da.Tokens.from_terms(TERMS)
    fewer = tokens.drop(lemmas=["b"]).only(docs=["d2"])
    assert fewer.table["surface"].tolist() == ["cc"]
    assert [(s.name, s.before, s.after) for s in fewer.recipe.steps] == [("drop", 5, 2), ("only", 2, 1)]
    assert len(tokens) == 5
    assert tokens.recipe.steps == ()


def test_keep_takes_tags_whatever_their_suffix() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "길을 걸어 물을 길었다."}))
    kept = tokens.keep(tags=["VV"]).table
    assert {"VV-I", "VV-R"} & set(tokens.table["tag"]) or "VV" in set(tokens.table["tag"])
    assert kept["lemma"].tolist() == ["걷다", "긷다"]


def test_misspelt_options_are_errors() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "한 문장이다."}))
    with pytest.raises(errors.OptionError, match="unknown tag 'NGN'"):
        tokens.keep(tags=["NGN"])
    with pytest.raises(errors.OptionError, match=r"tags must be a list, such as \['NNG'\]"):
        tokens.keep(tags="NNG")
    with pytest.raises(errors.OptionError, match="no document 'b'"):
        tokens.only(docs=["b"])


def test_from_terms_keeps_order_and_offsets() -> None:
    table = da.Tokens.from_terms(TERMS).table
    assert table["doc"].tolist() == ["d1", "d1", "d1", "d2", "d2"]
    assert table["i"].tolist() == [0, 1, 2, 0, 1]
    assert list(zip(table["start"], table["end"], strict=True)) == [(0, 1), (2, 3), (4, 5), (0, 1), (2, 4)]
    with pytest.raises(errors.ReadError, match="no terms given"):
        da.Tokens.from_terms({})
    with pytest.raises(errors.ReadError, match="document 'd', term 1"):
        da.Tokens.from_terms({"d": ["a", " "]})


# -- units ----------------------------------------------------------------------------------------


def test_units_merge_names_and_leave_the_rest_alone() -> None:
    corpus = da.Corpus.from_texts({"a": "중소벤처기업부는 K바이오 랩허브에서 라운드테이블을 열고 업무 협약을 맺었다."})
    units = da.lexicon.read(paths.LEXICONS / "units-donga.yaml")
    merged = da.segment(corpus, units=units)
    nouns = merged.keep(tags=schema.NOUN_TAGS).table
    assert nouns[["surface", "lemma"]].astype(object).values.tolist() == [
        ["중소벤처기업부", "중소벤처기업부"],
        ["K바이오 랩허브", "K-바이오 랩 허브"],
        ["라운드테이블", "라운드 테이블"],
        ["업무 협약", "업무협약"],
    ]
    assert merged.recipe.layer == "units"
    assert units.sha256 in merged.recipe.units


def test_units_change_no_word_outside_their_spans(oped: da.Corpus, oped_tokens: da.Tokens) -> None:
    units = da.lexicon.read(paths.LEXICONS / "units-donga.yaml")
    merged = da.segment(oped, units=units).table
    taken = merged["lemma"].isin([u.form for u in units.units])
    covered = {at for a, b in merged[taken][["start", "end"]].values for at in range(a, b)}
    morphs = oped_tokens.table
    columns = ["surface", "form", "start", "end"]
    # tags of particles may change beside a merged name (와/JC, 와/JKB); words and their tags may not
    for table in (morphs, merged):
        table["content"] = table["tag"].astype(str).where(table["tag"].isin(schema.CONTENT_TAGS), "")
    outside = morphs[~morphs["start"].isin(covered)][[*columns, "content"]].astype(object)
    unmerged = merged[~taken][[*columns, "content"]].astype(object)
    assert outside.values.tolist() == unmerged.values.tolist()


# -- files ----------------------------------------------------------------------------------------


def test_save_and_read_give_the_same_tokens(tmp_path: Path) -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": '그는 "NA, null"이라 썼다.\n끝.', "b": "둘."})).drop(lemmas=["끝"])
    file = tokens.save(tmp_path / "t.csv")
    again = da.Tokens.read(file)
    pd.testing.assert_frame_equal(again.table, tokens.table)
    assert again.recipe == tokens.recipe
    first = file.read_bytes(), file.with_suffix(".json").read_bytes()
    again.save(file)
    assert (file.read_bytes(), file.with_suffix(".json").read_bytes()) == first


def test_damaged_files_are_one_clear_sentence(tmp_path: Path) -> None:
    file = da.Tokens.from_terms(TERMS).save(tmp_path / "t.csv")
    with pytest.raises(errors.OptionError, match=r"saved as \.csv, not \.xlsx"):
        da.Tokens.from_terms(TERMS).save(tmp_path / "t.xlsx")
    with pytest.raises(errors.MissingError, match=r"no file .*none\.csv"):
        da.Tokens.read(tmp_path / "none.csv")
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("lemma", "lema"), encoding="utf-8")
    with pytest.raises(errors.SealError, match=r"t\.csv is not what was saved \(its content was changed or cut off\)"):
        da.Tokens.read(file)
    with pytest.raises(errors.SchemaError, match=r"t\.csv: missing column\(s\) lemma"):
        da.Tokens.read(file, verify=False)
    file.write_text(text.replace(",0,", ",zero,", 1), encoding="utf-8")
    with pytest.raises(errors.SealError, match=r"t\.csv or its recipe is damaged"):
        da.Tokens.read(file, verify=False)
    file.write_text(text, encoding="utf-8")
    file.with_suffix(".json").write_text("{}", encoding="utf-8")
    with (
        pytest.warns(errors.UnsealedWarning, match=r"t\.json has no seal"),
        pytest.raises(errors.SchemaError, match="not a recipe"),
    ):
        da.Tokens.read(file)


# -- redaction ------------------------------------------------------------------------------------


def test_redaction_keeps_repeated_content_words_and_blanks_the_rest() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "동맹은 길다. 동맹은 멀다."})).redact()
    table = tokens.table
    readable = table[table["surface"] != ""]
    assert readable["surface"].tolist() == ["동맹", "동맹"]  # 은 repeats too, but is no content word
    assert table["tag"].tolist() == ["NNG", "JX", "VA", "EF", "SF"] * 2
    assert table["end"].tolist()[-1] == 15
    assert tokens.redacted
    with pytest.raises(errors.OptionError, match="min_count must be 2 or more"):
        tokens.redact(min_count=1)


# -- spelling variants ----------------------------------------------------------------------------


def test_spellings_share_a_lemma_and_every_merge_is_listed() -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "韓美 동맹은 길다. 한ㆍ미 동맹. 한미 동맹."}), units=UNITS)
    table = tokens.table
    found = table[table["lemma"] == "한미"]
    assert found["surface"].tolist() == ["韓美", "한ㆍ미", "한미"]
    assert found["tag"].tolist() == ["NNP"] * 3
    assert list(zip(found["start"], found["end"], strict=True)) == [(0, 2), (11, 14), (19, 21)]
    merged = tokens.merged
    assert merged[["lemma", "surface", "n"]].to_numpy().tolist() == [["한미", "韓美", 1], ["한미", "한ㆍ미", 1]]
    assert da.stats.frequency(tokens).iloc[1][["term", "n"]].tolist() == ["한미", 3]


def test_the_morpheme_layer_keeps_its_rows() -> None:
    corpus = da.Corpus.from_texts({"a": "韓美 동맹은 길다. 한ㆍ미 동맹."})
    plain, merged = da.segment(corpus, variants=None), da.segment(corpus)
    columns = ["surface", "form", "tag", "start", "end", "sentence", "i"]
    pd.testing.assert_frame_equal(merged.table[columns], plain.table[columns])
    assert merged.table["lemma"][0] == "한미"
    assert plain.merged.empty


def test_merges_travel_with_the_file(tmp_path: Path) -> None:
    tokens = da.segment(da.Corpus.from_texts({"a": "韓美 동맹은 길다."}))
    again = da.Tokens.read(tokens.save(tmp_path / "t.csv"))
    pd.testing.assert_frame_equal(again.merged, tokens.merged, check_dtype=False)
    assert again.recipe == tokens.recipe
    assert "variants-ko" in again.recipe.variants


def test_hits_do_not_hang_on_variants() -> None:
    frames = da.codebook.read(paths.CODEBOOKS / "alliance-startup.yaml")
    corpus = da.read(paths.ARTICLES)
    one, other = (da.framing.hits(da.segment(corpus, variants=v), frames) for v in ("default", None))
    pd.testing.assert_frame_equal(one, other)


def test_a_misspelt_list_of_variants() -> None:
    with pytest.raises(errors.OptionError, match="variants must be 'default'"):
        da.segment(da.Corpus.from_texts({"a": "글이다."}), variants="defualt")  # type: ignore[arg-type]


def test_tokens_leave_as_conllu_and_come_back(tmp_path: Path) -> None:
    corpus = da.Corpus.from_texts({"a": "동맹은 길다. “가자. 어서”라고 했다.\n끝이다."})
    tokens = da.segment(corpus, variants=None)
    file = tmp_path / "a.conllu"
    file.write_text(tokens.to_conllu(corpus=corpus), encoding="utf-8", newline="\n")
    again = da.Tokens.from_tagged(file, analyser="kiwipiepy 0.24.1", format="conllu")
    pd.testing.assert_frame_equal(again.table, tokens.table)
