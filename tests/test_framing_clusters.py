"""Documents that count as one: stories, authors, outlets; and how often intervals and tests say what they may."""

from __future__ import annotations

import importlib.util
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy import stats

import analysis as da
from analysis import measures, paths, schema
from analysis.errors import KitError, OptionError
from analysis.measures import Permutation

Values = npt.NDArray[np.float64]
BOOK = paths.CODEBOOKS / "alliance-startup.yaml"


def scores(values: Values, *, sizes: int | Values = 200) -> pd.DataFrame:
    """Scores by document from densities, one row a frame and one column a document."""
    frames, docs = values.shape
    size = np.broadcast_to(np.asarray(sizes, dtype=np.int64), (frames, docs)).ravel()
    density = values.ravel()
    table = pd.DataFrame({
        "doc": np.tile([f"d{k:04}" for k in range(docs)], frames),
        "frame": np.repeat([f"f{k:03}" for k in range(frames)], docs),
        "n": np.round(density * size / 100).astype(np.int64), "weight": density * size / 100, "content": size,
        "density": density, "sentences": 10, "coverage": np.minimum(density / 10, 1),
    })  # fmt: skip
    table.attrs = {"frames": [{"id": f"f{k:03}"} for k in range(frames)], "compare": ["f000", "f001"][:frames]}
    return table


def by_document(table: pd.DataFrame, names: list[str]) -> dict[str, str]:
    return dict(zip(table["doc"].unique(), names, strict=True))


# stories

TEXTS = {
    "a": "한미 동맹은 칠십 년을 이어 왔고 두 나라는 이를 넓히기로 했다.",
    "b": "벤처 기업이 골목마다 문을 열었으며 투자도 두 배로 늘어났다.",
    "c": "한미 동맹은 칠십 년을 이어 왔고, 두 나라는 이를 넓히기로 했다!",
    "d": "시장에서는 배추와 무의 값이 지난해보다 크게 올랐다고 한다.",
    "e": "한미 동맹은  칠십 년을 이어 왔고 두 나라는 이를 넓히기로 했다.",
}
STORIES = {"a": "a", "b": "b", "c": "a", "d": "d", "e": "a"}


def test_copies_are_named_by_the_first_document_of_their_story() -> None:
    corpus = da.Corpus.from_texts(TEXTS)
    assert corpus.copies().to_dict() == STORIES
    handed = corpus.copies()
    handed["c"] = "x"
    assert corpus.copies().to_dict() == STORIES
    assert da.Corpus.from_texts({"a": "달", "b": "별"}).copies().to_dict() == {"a": "a", "b": "b"}


def test_copies_are_what_the_reader_marked_also_where_the_first_is_gone() -> None:
    rows = [{"doc": doc, "text": text, "near_duplicate_of": "" if doc != "c" else "a"} for doc, text in TEXTS.items()]
    corpus = da.corpus.build(rows, [])
    marked = {doc: "a" if doc == "c" else doc for doc in TEXTS}  # e is another story where the reader says so
    assert corpus.copies().to_dict() == marked
    assert corpus.only(docs=["c", "d"]).copies().to_dict() == {"c": "a", "d": "d"}
    rows[1].pop("near_duplicate_of")  # of one document nothing is known, as after `join`
    assert da.corpus.build(rows, []).copies().to_dict() == STORIES


def test_turns_of_minutes_are_no_copies() -> None:
    rows = [{"doc": f"t{k}", "text": "그렇습니다.", "speaker": "위원장"} for k in range(3)]
    assert da.corpus.build(rows, []).copies().to_dict() == {"t0": "t0", "t1": "t1", "t2": "t2"}


def test_scores_carry_stories_to_every_table_over_documents(tmp_path: Any) -> None:
    corpus = da.Corpus.from_texts(TEXTS)
    tokens = da.segment(corpus, cache=None, progress=False)
    assert tokens.recipe.copies == (("c", "a"), ("e", "a"))
    assert da.Tokens.read(tokens.save(tmp_path / "tokens.csv")).recipe == tokens.recipe
    hits = da.framing.hits(tokens, da.codebook.read(BOOK))
    table = da.framing.score(hits, tokens, by="document")
    assert table.drop_duplicates("doc").set_index("doc")["copy_of"].to_dict() == {
        "a": "", "b": "", "c": "a", "d": "", "e": "a"}  # fmt: skip
    sentences = da.framing.score(hits, tokens, by="sentence")
    assert set(sentences.loc[sentences["doc"] == "c", "copy_of"]) == {"a"}
    assert "copy_of" not in da.framing.score(hits, tokens, by="corpus").columns
    estimate = da.framing.estimate(table).set_index("frame").loc["alliance"]
    densities = table[table["frame"] == "alliance"].set_index("doc")["density"]
    story = densities[["a", "c", "e"]].mean()
    assert estimate["mean"] == pytest.approx((story + densities["b"] + densities["d"]) / 3)
    assert estimate[["docs", "clusters"]].tolist() == [5, 3]
    said = "같은 글을 옮긴 3건은 1개 사안이다. 사안을 단위로 계산했다"
    documents = corpus.documents.assign(outlet=["가", "나", "나", "가", "나"])
    pair = da.framing.contrast(table)
    assert pair["copy_of"].tolist() == ["", "", "a", "", "a"]
    for found in (
        da.framing.estimate(table),
        da.framing.estimate(pair, value="share"),
        da.framing.compare(table, by=da.stats.groups(documents)),
        da.framing.trend(table, documents),
    ):
        assert (schema.about(found).caution or ())[-1] == said
        assert schema.about(found).cluster == "copies"
    # who wants documents gives them
    alone = da.framing.estimate(table, cluster=dict(zip(TEXTS, TEXTS, strict=True))).set_index("frame").loc["alliance"]
    assert (alone["clusters"], alone["mean"]) == (5, pytest.approx(densities.mean()))


def test_scores_of_parts_are_joined_whether_or_not_they_hold_copies() -> None:
    parts = [da.Corpus.from_texts({k: TEXTS[k] for k in keys}) for keys in ("ac", "bd")]
    tables = []
    for corpus in parts:
        tokens = da.segment(corpus, cache=None, progress=False)
        hits = da.framing.hits(tokens, da.codebook.read(BOOK))
        tables.append(da.framing.score(hits, tokens, by="document"))
    assert ["copy_of" in table.columns for table in tables] == [True, False]
    for order in (tables, tables[::-1]):
        joined = da.concat(order)
        assert joined.drop_duplicates("doc").set_index("doc")["copy_of"].to_dict() == {
            "a": "", "b": "", "c": "a", "d": ""}  # fmt: skip


# clusters that are given


def test_authors_are_clusters_and_documents_without_one_stand_alone() -> None:
    table = scores(np.array([[1.0, 3, 2, 6, 4, 5]]))
    author = pd.Series({"d0000": "김", "d0001": "김", "d0002": "이", "d0003": "이"}, name="author")
    found = da.framing.estimate(table, cluster=author)
    # 김 2, 이 4, and d0004 and d0005 by themselves
    assert found["mean"].tolist() == [pytest.approx((2 + 4 + 4 + 5) / 4)]
    assert found["clusters"].tolist() == [4]
    assert schema.about(found).cluster == "author"
    assert schema.about(found).caution == (
        "글 6편을 필자 묶음 4개로 보고 묶음을 단위로 계산했다",
        "묶음이 적히지 않은 글 2편은 한 편을 한 묶음으로 보았다",
    )
    few = da.framing.estimate(table, cluster=dict.fromkeys(table["doc"].unique(), "김"))
    assert few["reason"].tolist() == ["1건뿐이어서 구간을 내지 않았다(3건부터 낸다)"]


def test_outlet_and_day_are_one_cluster() -> None:
    documents = pd.DataFrame({
        "doc": [f"d{k:04}" for k in range(6)], "outlet": list("가가나나가가"), "text": "",
        "date": ["2026-01-01"] * 4 + ["2026-01-02"] * 2})  # fmt: skip
    both = da.stats.groups(documents, by="outlet") + " " + da.stats.groups(documents, by="day")
    found = da.framing.estimate(scores(np.array([[1.0, 3, 2, 6, 4, 6]])), cluster=both)
    assert found[["mean", "clusters"]].values.tolist() == [[pytest.approx((2 + 4 + 5) / 3), 3]]


def test_a_cluster_that_is_no_mapping_of_these_documents_is_refused() -> None:
    table = scores(np.ones((1, 3)))
    with pytest.raises(KitError, match="cluster takes a dict or a column"):
        da.framing.estimate(table, cluster="outlet")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="cluster has a group for none of the documents, such as 'd0000'"):
        da.framing.estimate(table, cluster={"x": "y"})
    twice = pd.Series(["s", "s"], index=["d0000", "d0000"])
    with pytest.raises(OptionError, match="cluster names 'd0000' twice"):
        da.framing.estimate(table, cluster=twice)


def test_order_of_the_mapping_and_names_of_clusters_change_nothing() -> None:
    table = scores(np.random.default_rng(1).gamma(1, 2, (2, 24)))
    groups = by_document(table, ["x"] * 12 + ["y"] * 12)
    story = by_document(table, [f"s{k // 2:02}" for k in range(24)])
    turned = dict(reversed([(doc, name) for doc, name in story.items()]))
    one = da.framing.compare(table, by=groups, cluster=story)
    pd.testing.assert_frame_equal(one, da.framing.compare(table, by=groups, cluster=pd.Series(turned)))
    pd.testing.assert_frame_equal(
        da.framing.estimate(table, by=groups, cluster=story), da.framing.estimate(table, by=groups, cluster=turned)
    )


def test_stories_in_both_groups_are_tested_with_errors_that_allow_for_it() -> None:
    table = scores(np.array([[3.0, 2, 5, 4, 1, 2, 6, 1, 1, 2, 3, 1, 0, 2]]))
    groups = by_document(table, ["x"] * 7 + ["y"] * 7)
    story = by_document(table, list("aabcdefaghijkl"))
    row = da.framing.compare(table, by=groups, cluster=story, statistic="studentised").iloc[0]
    # story a stands in x with 2.5 and in y with 1
    x, y = [2.5, 5, 4, 1, 2, 6], [1.0, 1, 2, 3, 1, 0, 2]
    made = measures.cr2([*x, *y], group=[1] * 6 + [0] * 7, cluster=list("abcdefaghijkl"))
    assert row[["mean_a", "mean_b", "difference"]].tolist() == pytest.approx([20.5 / 6, 10 / 7, made.difference])
    found = row[["low", "high", "df", "p", "p_t"]].tolist()
    assert found == pytest.approx([made.low, made.high, made.df, made.p, made.p])
    assert row[["ratio_low", "p_permutation"]].isna().all()
    assert row["ratio"] == pytest.approx(20.5 / 6 / (10 / 7))
    assert row["reason"] == "두 집단에 모두 있는 묶음 1개가 있어 순열 검정 없이 그것을 감안한 오차(CR2)로 구했다"
    assert row[["docs_a", "clusters_a", "docs_b", "clusters_b"]].tolist() == [7, 6, 7, 7]
    # the ratio has the errors of values divided by the mean of their group
    row = da.framing.compare(table, by=groups, cluster=story).iloc[0]
    z = [*(v / (20.5 / 6) for v in x), *(v / (10 / 7) for v in y)]
    made = measures.cr2(z, group=[1] * 6 + [0] * 7, cluster=list("abcdefaghijkl"))
    half = stats.t.ppf(0.975, made.df) * made.se_cr2
    ratio = 20.5 / 6 / (10 / 7)
    assert row[["ratio_low", "ratio_high"]].tolist() == pytest.approx([ratio * np.exp(s * half) for s in (-1, 1)])
    assert row["p"] == pytest.approx(2 * stats.t.sf(np.log(ratio) / made.se_cr2, made.df))
    assert row[["low", "p_permutation"]].isna().all()
    none = da.framing.compare(scores(np.array([[3.0, 2, 5, 4, 1, 2, 6] + [0.0] * 7])), by=groups, cluster=story).iloc[0]
    assert none["reason"] == "한쪽 7건 모두에 없다. 두 집단에 모두 있는 묶음 1개가 있어 검정하지 않았다"
    assert (none["share_upper"], np.isnan(none["p"])) == (pytest.approx(1 - 0.05 ** (1 / 7)), True)
    few = da.framing.compare(table, by=groups, cluster=by_document(table, list("aabbccdaebbccd"))).iloc[0]
    assert few[["p", "p_t"]].isna().all()
    assert few["reason"] == "4건과 5건이어서 p를 내지 않았다(한쪽에 5건부터 낸다)"


# how often they are right: frames are repetitions, so that one call makes hundreds

R = 300


def bench() -> ModuleType:
    """Load the bench, whose scenes are tried here."""
    place = paths.ROOT / "bench" / "coverage.py"
    spec = importlib.util.spec_from_file_location("bench_coverage", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCENES = bench()


def drawn(seed: list[int], n: int, **scene: Any) -> Values:
    chance = np.random.default_rng(seed)
    return np.stack([SCENES.densities(chance, n, **scene) for _ in range(R)])


def test_few_short_texts_against_many_long_ones() -> None:
    a = drawn([15, 1], 10, rate=1, over=0.3, length=SCENES.SHORT)
    b = drawn([15, 2], 90, rate=1, over=0.3, length=SCENES.LONG)
    table = scores(np.hstack([a, b]))
    found = da.framing.compare(table, by=by_document(table, ["a"] * 10 + ["b"] * 90), permutations=199)
    assert (found["p"] < 0.05).mean() <= 0.065
    plain = measures.permutation(a, b=b, how=Permutation(199))  # what a test of the bare means does
    assert (plain < 0.05).mean() > 0.15
    covered = (found["ratio_low"] <= 1) & (found["ratio_high"] >= 1)
    assert covered.mean() >= 0.92


@pytest.mark.long
@pytest.mark.parametrize(
    ("n", "over", "most"), [((5, 5), (1, 1), 0.065), ((10, 40), (1, 1), 0.065), ((10, 90), (3, 0.3), 0.10)]
)
def test_sizes_of_the_ratio(n: tuple[int, int], over: tuple[float, float], most: float) -> None:
    a, b = (drawn([17, k, n[k]], n[k], rate=1, over=over[k]) for k in (0, 1))
    table = scores(np.hstack([a, b]))
    found = da.framing.compare(table, by=by_document(table, ["a"] * n[0] + ["b"] * n[1]), permutations=199)
    assert (found["p"] < 0.05).mean() <= most


def test_copies_are_one_observation() -> None:
    values = drawn([15, 3], 16, rate=1, over=1)
    table = scores(np.repeat(values, 5, axis=1))  # eight stories a side, each told five times
    groups = by_document(table, ["a"] * 40 + ["b"] * 40)
    story = by_document(table, [f"s{k // 5:02}" for k in range(80)])
    found = da.framing.compare(table, by=groups, cluster=story)
    assert (found["p"] < 0.05).mean() <= 0.065
    assert all((found["p"][k : k + 40] < 0.05).sum() <= 5 for k in range(0, R - 40, 40))
    by_text = da.framing.compare(table, by=groups, permutations=199)
    assert (by_text["p"] < 0.05).mean() > 0.25
    inside = da.framing.estimate(table, cluster=story)
    assert ((inside["mean_low"] <= 1) & (inside["mean_high"] >= 1)).mean() >= 0.92
    carried = table.assign(copy_of=table["doc"].map(story).map(dict(zip(story.values(), story, strict=True))))
    carried.attrs = table.attrs  # the stories that scores carry are the same
    assert da.framing.compare(carried, by=groups)["p"].tolist() == pytest.approx(found["p"].tolist())


def test_stories_in_both_groups_keep_the_size() -> None:
    chance = np.random.default_rng(16)
    stories = 20
    _, story = SCENES.copied(chance, stories)
    lean = chance.beta(0.5, 0.5, size=stories)
    group = np.where(chance.random(len(story)) < lean[story], "b", "a")
    table = scores(np.stack([SCENES.densities(chance, stories, rate=1, over=1)[story] for _ in range(R)]))
    found = da.framing.compare(
        table, by=by_document(table, group.tolist()), cluster=by_document(table, [f"s{k:02}" for k in story])
    )
    assert found["p_permutation"].isna().all()
    assert (found["p"] < 0.05).mean() <= 0.065


@pytest.mark.parametrize("n", [8, *(pytest.param(n, marks=pytest.mark.long) for n in (5, 20))])
@pytest.mark.parametrize("scene", [*SCENES.SCENES])
def test_intervals_of_one_group_cover(scene: str, n: int) -> None:
    rate, over = SCENES.SCENES[scene]
    found = da.framing.estimate(scores(drawn([15, 4, n, int(10 * over), int(10 * rate)], n, rate=rate, over=over)))
    told = found[found["mean_low"].notna()]
    # Where few texts hold nearly all of a frequent frame, 5 to 12 texts cover .89 to .91 in the long run
    least = 0.86 if rate >= 1 and over == 3 else 0.92
    assert ((told["mean_low"] <= rate) & (told["mean_high"] >= rate)).mean() >= least


def test_percentiles_of_a_bootstrap_do_not_cover() -> None:
    x = drawn([15, 5], 5, rate=1, over=1)
    ends = [measures.percentile_interval(measures.resampled_sums(row[:, None], draws=300)[:, 0] / 5) for row in x]
    assert np.mean([low <= 1 <= high for low, high in ends]) < 0.85
