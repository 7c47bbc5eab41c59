from __future__ import annotations

import gzip
import json
import math
import runpy
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import analysis as da
from analysis import errors, schema
from analysis.files import atomic
from analysis.stats import kit_reference

GENRES = ["news", "reports", "book_reviews", "film_reviews"]
# The base is of 100, 200, 300 and 400 nouns, those that are not listed in the row without a term.
ROWS = {
    ("동맹", "NNG"): ((1, 2, 3, 4), (1, 2, 3, 4)),  # .01 in every genre
    ("창업", "NNG"): ((0, 0, 0, 4), (0, 0, 0, 3)),  # .01 in one: a mean of .0025
    ("값", "VV"): ((9, 9, 9, 9), (9, 9, 9, 9)),  # a homograph
    ("", "NNG"): ((99, 198, 297, 392), (0, 0, 0, 0)),
}
ABOUT = {
    "least_docs": 2,
    "least_docs_of_names": 3,
    "sources": [
        {
            "id": genre,
            "label": schema.GENRES[genre],
            "attribution": "누구",
            "what": "글",
            "documents": 9,
            "licence": "CC0",
        }
        for genre in GENRES
    ],
}
TEXT = {"a": "동맹과 창업. 동맹과 협력. 동맹의 값."}  # six nouns


def written(folder: Path, **changed: object) -> None:
    """Write the hand-made reference, cut as the kit cuts today."""
    rows = [
        {"term": term, "tag": tag}
        | {f"n_{genre}": n[i] for i, genre in enumerate(GENRES)}
        | {f"docs_{genre}": docs[i] for i, genre in enumerate(GENRES)}
        for (term, tag), (n, docs) in ROWS.items()
    ]
    recipe = da.segment(TEXT).recipe.to_dict() | {"steps": []} | changed
    atomic.save_all(kit_reference.contents(pd.DataFrame(rows), ABOUT | {"recipe": recipe}, folder=folder))


@pytest.fixture
def by_hand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    written(tmp_path)
    monkeypatch.setattr(da.paths, "REFERENCE", tmp_path)
    return tmp_path


@pytest.mark.usefixtures("by_hand")
def test_genres_weigh_alike_and_nothing_is_tested() -> None:
    table = da.stats.keyness(da.segment(TEXT), "kit", minimum=1).set_index("term")
    assert table.index.tolist() == ["값", "협력", "창업", "동맹"]
    assert table["n_reference"].tolist() == [0, 0, 4, 10]
    assert table["per_10k_reference"].tolist() == pytest.approx([0, 0, 25, 100])
    # One occurrence weighs 1/400, 1/800, 1/1200 or 1/1600, on average 1/768: the size that half of one is held against.
    one_of_six = [math.log2((1 / 6) / (0.5 / 768))] * 2 + [math.log2((1 / 6) / 0.0025)]
    assert table["log_ratio"].tolist() == pytest.approx([*one_of_six, math.log2(0.5 / 0.01)])
    assert table["percent_diff"].iloc[3] == pytest.approx(4900)
    assert table["one_genre"].tolist() == ["목록에 없음", "목록에 없음", "영화평", ""]
    evidence = ["g2", "g2_two_term", "chi2", "bic", "log_odds", "z", "p", "p_adjusted"]
    assert table[[*evidence, "log_ratio_low", "log_ratio_high", "lrc", "docs_reference"]].isna().all(axis=None)
    about = schema.about(table)
    assert (about.test, about.family, about.correction, about.interval) == ("none", 0, None, None)
    said = " ".join(about.caution or ())
    assert "p와 구간을 내지 않는다" in said
    assert "한국어 전체의 빈도가 아니다" in said
    assert "2개는 참조 목록에 없어 0.5회로" in said
    assert "한 장르에 몰린 단어: 창업(영화평)" in said
    assert about.base_reference == "참조 말뭉치(뉴스·보고서·서평·영화평) 일반명사·고유명사·외국어·한자 1,000개"


@pytest.mark.usefixtures("by_hand")
def test_terms_of_the_target_are_listed_and_of_many_texts_those_in_three() -> None:
    one = da.stats.keyness(da.segment(TEXT), "kit", minimum=2)
    assert (one["term"].tolist(), one.attrs["unlisted"]) == (["동맹"], 3)
    many = {f"{i}": "동맹과 협력." if i < 2 else "동맹을 맺는다." for i in range(5)}
    table = da.stats.keyness(da.segment(many), "kit", minimum=2)
    assert table["term"].tolist() == ["동맹"]  # 협력 stands twice, in two texts
    assert any("글 3편 이상에 나온 단어만" in said for said in table.attrs["caution"])
    assert da.stats.keyness(da.segment(TEXT), "kit", minimum=9).empty


@pytest.mark.usefixtures("by_hand")
def test_shares_and_the_table_itself() -> None:
    moved = da.stats.shift(da.segment(TEXT), "kit").set_index("term")
    assert moved["share_reference"].to_dict() == pytest.approx({"동맹": 0.01, "창업": 0.0025, "값": 0, "협력": 0})
    assert moved.attrs["covered_reference"] == pytest.approx(0.0125)
    table = da.stats.reference()
    assert table[["term", "n", "per_10k", "genres", "one_genre"]].values.tolist() == [
        ["동맹", 10, 100.0, 4, ""],
        ["창업", 4, 25.0, 1, "영화평"],
    ]
    assert table.attrs["sizes"] == {"뉴스": 100, "보고서": 200, "서평": 300, "영화평": 400}
    assert da.stats.reference(tags=["VV"])["term"].tolist() == ["값"]
    with pytest.raises(errors.OptionError, match="no term with the tags MAG in every genre"):
        da.stats.reference(tags=["MAG"])


def test_tokens_that_were_cut_in_another_way(by_hand: Path) -> None:
    tokens = da.segment(TEXT)
    with pytest.raises(
        errors.OptionError, match=r"counts morphs and the target is of the layer units; use da\.segment"
    ):
        da.stats.keyness(da.segment(TEXT, units=["협력"]), "kit")
    with pytest.raises(errors.OptionError, match="counts morphs and the target is of the layer terms"):
        da.stats.keyness(da.Tokens.from_terms({"a": ["b"]}), "kit")
    table = da.stats.keyness(da.segment(TEXT, variants=None), "kit", minimum=1)
    assert any("표기 목록이나 분석 설정이 서로 다르다" in said for said in table.attrs["caution"])
    written(by_hand, model="kiwipiepy_model 0.1")
    with pytest.raises(errors.OptionError, match=r"was cut by kiwipiepy_model 0\.1 and the target by kiwipiepy_model"):
        da.stats.keyness(tokens, "kit")
    written(by_hand, analyser="kiwipiepy 0.1")
    with pytest.raises(errors.OptionError, match=r"was cut by kiwipiepy 0\.1 and the target by kiwipiepy 0"):
        da.stats.shift(tokens, "kit")


def test_a_changed_file_is_refused(by_hand: Path) -> None:
    table = by_hand / "reference.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",9,", ",8,"), encoding="utf-8")
    with pytest.raises(errors.SealError, match=r"reference\.csv is not what was saved"):
        da.stats.reference()
    table.unlink()
    with pytest.raises(errors.MissingError, match=r"reference\.csv"):
        da.stats.reference()
    written(by_hand)
    about = json.loads((by_hand / "reference.json").read_text(encoding="utf-8"))
    kept = {name: value for name, value in about.items() if name not in {"seal", "schema", "table"}}
    numbers = pd.read_csv(table, na_filter=False)
    atomic.save_all(kit_reference.contents(numbers, kept | {"sources": kept["sources"][::-1]}, folder=by_hand))
    with pytest.raises(errors.SealError, match=r"reference\.json is damaged \(its genres are others\)"):
        da.stats.reference()


def test_the_shipped_file() -> None:
    folder = da.paths.REFERENCE
    about = json.loads((folder / "reference.json").read_text(encoding="utf-8"))
    assert sum(file.stat().st_size for file in folder.iterdir() if file.is_file()) < 3_000_000
    raw = pd.read_csv(folder / "reference.csv", na_filter=False)
    numbers, docs = ([f"{name}_{genre}" for genre in GENRES] for name in ("n", "docs"))
    # Every morpheme is counted: the listed ones, and the sum by tag of those that are not.
    assert raw[numbers].sum().tolist() == [source["morphemes"] for source in about["sources"]]
    assert not raw.duplicated(["term", "tag"]).any()
    listed, unlisted = raw[raw["term"] != ""], raw[raw["term"] == ""]
    names = listed["tag"].isin(["NNP", "SL", "SH", "SN"]) | listed["tag"].str.startswith("W_")
    assert listed.loc[~names, docs].sum(axis=1).min() == about["least_docs"] == 2
    assert listed.loc[names, docs].sum(axis=1).min() == about["least_docs_of_names"] == 3
    assert (listed[docs].to_numpy() <= listed[numbers].to_numpy()).all()
    assert ((listed[docs].to_numpy() > 0) == (listed[numbers].to_numpy() > 0)).all()
    assert (listed[docs].max().to_numpy() <= [source["documents"] for source in about["sources"]]).all()
    assert not unlisted[docs].to_numpy().any()
    page = (folder / "README.md").read_text(encoding="utf-8")
    for source in about["sources"]:
        assert source["licence"] in page
        assert f"{source['documents']:,}개" in page
        assert f"{source['morphemes']:,}개" in page
        assert source["attribution"]


def test_the_shipped_file_was_cut_as_the_kit_cuts() -> None:
    about = json.loads((da.paths.REFERENCE / "reference.json").read_text(encoding="utf-8"))
    now = da.segment(TEXT).recipe.to_dict()
    for what in ("layer", "analyser", "model", "options", "variants", "units"):
        assert about["recipe"][what] == now[what], f"{what} has changed; run seeds/reference/make.py"


def test_a_verb_is_not_held_against_a_noun() -> None:
    tokens = da.segment({"a": "그는 하늘을 보고 바다를 보고 산을 보았다. 시의 보를 열었다. 보와 보를 이었다."})
    table = da.stats.keyness(tokens, "kit", minimum=1, tags=None).set_index(["term", "tag"])
    verb, noun = table.loc[("보다", "VV")], table.loc[("보", "NNG")]
    assert verb["n"] == noun["n"] == 3
    assert verb["n_reference"] > 50 * noun["n_reference"]  # one spelling in a list without tags
    assert noun["log_ratio"] > verb["log_ratio"]
    kept = da.stats.reference(tags=None)
    row = kept[(kept["term"] == "보다") & (kept["tag"] == "VV")].iloc[0]
    rates = [row[f"n_{genre}"] / size for genre, size in zip(GENRES, kept.attrs["sizes"].values(), strict=True)]
    assert verb["per_10k_reference"] == pytest.approx(10_000 * np.mean(rates))


def test_one_genre_is_marked_and_charts_show_no_interval() -> None:
    table = da.stats.reference()
    carried = table.set_index(["term", "tag"])["one_genre"]
    assert carried[("영화", "NNG")] == "영화평"
    assert carried[("저자", "NNG")] == "서평"
    assert carried[("사람", "NNG")] == ""
    keys = da.stats.keyness(da.segment(da.read("solar-ledger")), "kit", minimum=3)
    ax = da.plots.keyness(keys)
    assert not [line for line in ax.lines if line.get_gid() in {"interval", "arrow"}]
    said = " ".join(text.get_text() for text in ax.figure.findobj(match=lambda item: hasattr(item, "get_text")))
    assert "장부" in said
    assert "검정하지 않음" in said
    assert "95%" not in said


def test_the_script_reads_the_folder_that_it_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {"wikinews": "동맹을 맺었다.", "unesco": "동맹을 가르친다.", "book_review": "동맹은 길다. 김아무개."}
    for name, text in texts.items():
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
    with gzip.open(tmp_path / "nsmc-150k.tsv.gz", "wt", encoding="utf-8") as file:
        file.write("id\trating\tdate\ttext\n1\t9\t14.01.19\t동맹 최고\n")
    script = da.paths.REFERENCE / "make.py"
    monkeypatch.setattr("sys.argv", [str(script), str(tmp_path), "--out", str(tmp_path / "out")])
    runpy.run_path(str(script), run_name="__main__")
    monkeypatch.setattr(da.paths, "REFERENCE", tmp_path / "out")
    table = da.stats.reference()
    assert table[["term", "n", "genres"]].values.tolist() == [["동맹", 4, 4]]  # the others stand in one text
    assert table.attrs["total"] == da.segment(texts | {"film": "동맹 최고"}).counts(tags=schema.NOUN_TAGS)["n"].sum()
