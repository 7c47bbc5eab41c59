"""Topic models: planted topics come back, the same bytes every time, and every refusal."""

from __future__ import annotations

import builtins
import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import io as scipy_io

import analysis as da
from analysis import measures, paths, schema, stats, topics, validation
from analysis.errors import KitError, MissingError, OptionError, ReadError, RefusalError, SealError
from analysis.figures.layouts import lay_out
from analysis.tokens.document_terms import DocumentTerms

PLANTED = {
    "바다": "항구 어선 그물 등대 갯벌 조개".split(),
    "경기": "선수 감독 관중 결승 심판 득점".split(),
    "부엌": "냄비 국물 간장 반찬 식탁 양념".split(),
    "교실": "학생 교사 시험 숙제 칠판 방학".split(),
}
NAMES = list(PLANTED)


def planted(documents: int = 240, words: int = 60) -> dict[str, list[str]]:
    """Documents with a main topic (three words of four) and another; document k has main topic k mod 4."""
    dice = np.random.default_rng(3)
    found = {}
    for k in range(documents):
        own, other = PLANTED[NAMES[k % 4]], PLANTED[NAMES[(k + 1 + k // 4 % 3) % 4]]
        n = 3 * words // 4
        found[f"d{k:03d}"] = [str(w) for w in (*dice.choice(own, n), *dice.choice(other, words - n))]
    return found


@pytest.fixture(scope="module")
def tokens() -> da.Tokens:
    return da.Tokens.from_terms(planted())


@pytest.fixture(scope="module")
def model(tokens: da.Tokens) -> topics.Topics:
    return topics.fit(tokens, k=4, iterations=300)


@pytest.fixture(scope="module")
def documents() -> pd.DataFrame:
    docs = list(planted())
    date = [f"2025-0{1 + k % 3}-10" for k in range(len(docs))]
    return pd.DataFrame({"doc": docs, "outlet": [("가", "나")[k % 2] for k in range(len(docs))], "date": date})


@pytest.fixture(scope="module")
def steady(tokens: da.Tokens, model: topics.Topics) -> pd.DataFrame:
    return stats.topic_stability(tokens, model, seeds=2, top=6)


def named(model: topics.Topics) -> dict[str, int]:
    """Which topic holds the words of each planted one."""
    table = stats.topic_words(model, top=6)
    found = {frozenset(part["term"]): int(number) for number, part in table.groupby("topic")}
    return {name: found[frozenset(words)] for name, words in PLANTED.items()}


def test_planted_topics_are_found(model: topics.Topics) -> None:
    assert sorted(named(model).values()) == [1, 2, 3, 4]
    table = stats.topic_words(model, top=6)
    assert table["exclusivity"].min() > 0.99  # no planted word stands in two topics
    assert table.groupby("topic")["frex"].apply(lambda values: values.is_monotonic_decreasing).all()
    # a word of 6 in a topic of a quarter of all words: 1/6 there and 1/24 in all, a lift of 4
    assert table["lift"].between(3.5, 4.5).all()
    assert table.attrs["tentative"] is True
    assert "문서가 240개뿐이므로 잠정 결과이다(700개 아래)" in table.attrs["caution"]
    by_probability = stats.topic_words(model, top=6, order="probability")
    assert by_probability.groupby("topic")["probability"].apply(lambda v: v.is_monotonic_decreasing).all()


def test_shares_and_probabilities_sum_to_one(model: topics.Topics) -> None:
    assert model.shares.groupby("doc")["share"].sum().round(9).eq(1).all()
    assert model.words.groupby("topic")["probability"].sum().round(9).eq(1).all()
    assert model.shares["words"].eq(60).all()
    size = model.theta.mean(axis=0)
    assert (np.diff(size) <= 0).all()  # the largest first
    own = {name: number - 1 for name, number in named(model).items()}
    for k, name in enumerate(NAMES):  # three words of four are of the main topic
        assert model.theta[k::4, own[name]].mean() == pytest.approx(0.75, abs=0.05)


def test_shares_by_group(model: topics.Topics, documents: pd.DataFrame) -> None:
    table = stats.topic_shares(model, documents, by="outlet", draws=200)
    assert table.groupby("group")["share"].sum().round(9).tolist() == [1, 1]
    assert table["docs"].tolist() == [120] * 8
    own = named(model)
    # documents 0, 2, 4, … of 가 have the main topics 바다 and 부엌, half of them each
    main = table.set_index(["group", "topic"])["main"]
    assert main[("가", own["바다"])] == main[("가", own["부엌"])] == 0.5
    assert main[("가", own["경기"])] == 0
    theta = model.theta[::2]
    mean = theta.mean(axis=0)
    assert table[table["group"] == "가"]["share"].tolist() == pytest.approx(mean.tolist())
    half = 1.96 * theta.std(axis=0) / np.sqrt(120)
    got = table[table["group"] == "가"]
    assert ((got["high"] - got["low"]) / 2).tolist() == pytest.approx(half.tolist(), rel=0.25)
    assert table["refit_low"].isna().all()
    pd.testing.assert_frame_equal(table, stats.topic_shares(model, documents, by="outlet", draws=200))
    assert stats.topic_shares(model, documents, draws=100)["group"].unique().tolist() == ["전체"]
    lost = documents.assign(outlet=["가"] * 5 + ["나"] * 230 + [""] * 5)
    few = stats.topic_shares(model, lost, by="outlet", draws=100)
    assert few.attrs["ungrouped"] == 5
    assert few[few["group"] == "가"]["low"].isna().all()
    with pytest.raises(OptionError, match="no row for 'd003'"):
        stats.topic_shares(model, documents.drop(index=3), by="outlet")


def test_the_same_model_from_documents_in_another_order(tokens: da.Tokens, model: topics.Topics) -> None:
    turned = da.Tokens.from_terms(dict(reversed(planted().items())))
    again = topics.fit(turned, k=4, iterations=300)
    assert again == model
    assert again.recipe.tokens == model.recipe.tokens
    assert topics.fit(tokens, k=4, iterations=300, seed=2) != model


_BYTES = """
import hashlib, sys, pathlib
sys.path.insert(0, {root!r})
from tests.test_topics import planted
import analysis as da
model = da.topics.fit(da.Tokens.from_terms(planted()), k=4, iterations=60)
path = model.save(pathlib.Path({folder!r}) / "m.json")
print(hashlib.sha256(b"".join(p.read_bytes() for p in sorted(path.parent.iterdir()))).hexdigest())
"""


def saved_elsewhere(folder: Path, seed: str) -> str:
    """Hash the files of a small model that another process made under a hash seed."""
    folder.mkdir()
    code = _BYTES.format(root=str(paths.ROOT), folder=str(folder))
    env = {"PYTHONHASHSEED": seed, "DAMRON_LANG": "en", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_same_bytes_in_another_process(tokens: da.Tokens, tmp_path: Path) -> None:
    path = topics.fit(tokens, k=4, iterations=60).save(tmp_path / "here" / "m.json")
    here = hashlib.sha256(b"".join(p.read_bytes() for p in sorted(path.parent.iterdir()))).hexdigest()
    assert saved_elsewhere(tmp_path / "there", "77") == here


@pytest.mark.long
def test_the_same_bytes_under_every_hash_seed(tmp_path: Path) -> None:
    assert len({saved_elsewhere(tmp_path / seed, seed) for seed in ("0", "1", "77")}) == 1


def test_saved_and_read(model: topics.Topics, tmp_path: Path) -> None:
    path = model.label({1: "첫째"}, coder="가").save(tmp_path / "모형.json")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["모형.json", "모형.shares.csv", "모형.words.csv"]
    read = topics.read(path)
    assert read == model.label({1: "첫째"}, coder="가")
    assert read.tokens is None
    assert (read.phi == model.phi).all()
    first = path.read_bytes()
    assert read.save(path).read_bytes() == first
    with pytest.raises(OptionError, match=r"not .pkl"):
        model.save(tmp_path / "m.pkl")
    words = tmp_path / "모형.words.csv"
    words.write_text(words.read_text(encoding="utf-8").replace("항구", "항만"), encoding="utf-8")
    with pytest.raises(SealError, match="is not what was saved"):
        topics.read(path)
    with pytest.raises(MissingError):
        topics.read(tmp_path / "nowhere.json")


def test_stability_and_labels(tokens: da.Tokens, model: topics.Topics, steady: pd.DataFrame) -> None:
    assert steady["verdict"].tolist() == ["steady"] * 4
    assert steady["words_kept"].tolist() == [1.0] * 4
    assert (steady["cosine_low"] <= steady["cosine_median"]).all()
    known = model.with_stability(steady)
    assert known.labels["verdict"].tolist() == ["steady"] * 4
    assert stats.topic_words(known)["verdict"].unique().tolist() == ["steady"]
    made = known.label({2: "둘째", 1: "첫째"}, coder="가")
    assert made.labels["label"].tolist() == ["첫째", "둘째", "", ""]
    assert made.labels["coder"].tolist() == ["가", "가", "", ""]
    assert known.labels["label"].tolist() == [""] * 4  # frozen
    assert stats.topic_words(made)["label"].unique().tolist() == ["첫째", "둘째", "주제 3", "주제 4"]
    loose = model.with_stability(steady.assign(verdict=["steady", "loose", "unsteady", "steady"]))
    with pytest.raises(RefusalError, match=r"do not find topic\(s\) 3 again"):
        loose.label({3: "셋째"}, coder="가")
    assert loose.label({3: "셋째"}, coder="가", unsteady="keep").names[2] == "셋째"
    for labels, coder in (({5: "다섯"}, "가"), ({1: " "}, "가"), ({1: "하나"}, ""), ({1: "하나", 2: "하나"}, "가")):
        with pytest.raises(OptionError):
            model.label(labels, coder=coder)
    with pytest.raises(OptionError, match="other topics"):
        model.with_stability(steady.head(2))
    with pytest.raises(OptionError, match="fitted on other tokens"):
        stats.topic_stability(da.Tokens.from_terms(planted(words=64)), model)


def test_scan_has_no_winner_and_leaves_out_what_is_too_fine(tokens: da.Tokens) -> None:
    table = stats.topic_scan(tokens, k=(2, 4, 50), seeds=2, iterations=60)
    assert table[["k", "seed"]].values.tolist() == [[2, 1], [2, 2], [4, 1], [4, 2]]
    assert any("주제 수 50은 뺐다" in line for line in table.attrs["caution"])
    means = table.groupby("k").mean()
    assert means.loc[4, "held_out"] > means.loc[2, "held_out"]
    assert means.loc[4, "steady"] == 1
    assert not table["converged"].any()  # 60 iterations cannot tell
    again = stats.topic_scan(tokens, k=(2, 4, 50), seeds=2, iterations=60)
    pd.testing.assert_frame_equal(table.drop(columns="seconds"), again.drop(columns="seconds"))
    assert stats.topic_scan(tokens, k=[2], seeds=1, iterations=20)["steady"].isna().all()
    for wrong in ({"k": []}, {"held_out": 0.0}, {"seeds": 0}, {"k": [1]}):
        with pytest.raises(OptionError):
            stats.topic_scan(tokens, **{"k": [2], "iterations": 20, **wrong})  # type: ignore[arg-type]


@pytest.mark.long
def test_hdp_is_a_hint_that_differs_by_seed(tokens: da.Tokens) -> None:
    found = stats.topic_scan(tokens, k=[4], seeds=1, iterations=200, hdp=2).attrs["hdp"]
    assert len(found) == 2
    assert min(found) >= 1


def test_refusals(tokens: da.Tokens) -> None:
    few = da.Tokens.from_terms({f"d{k}": ["가나"] * 60 for k in range(199)})
    with pytest.raises(RefusalError, match=r"with 199 document\(s\) a topic model gives another answer"):
        topics.fit(few, k=2)
    same = da.segment(da.Corpus.from_texts({f"d{k}": "나무와 숲과 강이 있다." for k in range(210)}))
    with pytest.raises(RefusalError, match="of 210 documents 0 are left, since copies count once"):
        topics.fit(same, k=2)
    with pytest.raises(RefusalError, match="hold 9,800 words that go into the model, and it needs 10,000"):
        topics.fit(da.Tokens.from_terms({f"d{k}": ["가나"] * 49 for k in range(200)}), k=2)
    with pytest.raises(RefusalError, match=r"13 topics are too many for 240 documents; .* give up to 12"):
        topics.fit(tokens, k=13)
    for wrong in (
        {"k": 1}, {"k": 2, "method": "hdp"}, {"k": 2, "by": {}}, {"k": 2, "method": "dmr"}, {"k": 2, "alpha": 0.0},
        {"k": 2, "method": "seeded", "words": {"가": ["없는말"]}}, {"k": 2, "iterations": 5}, {"k": 2, "seed": -1},
        {"k": 2, "method": "seeded", "words": {"가": ["항구"], "나": ["항구"]}},
        {"k": 2, "method": "seeded", "words": {}}, {"k": 2, "selection": topics.Selection(most=0.0)},
    ):  # fmt: skip
        with pytest.raises(OptionError):
            topics.fit(tokens, **wrong)  # type: ignore[arg-type]


@pytest.mark.usefixtures("in_korean")
def test_the_floor_in_korean() -> None:
    few = da.Tokens.from_terms({f"d{k}": ["가나"] * 60 for k in range(120)})
    with pytest.raises(RefusalError) as said:
        topics.fit(few, k=2)
    assert str(said.value) == (
        "topics.fit: 문서 120개로는 주제 모형이 시드마다 다른 답을 낸다. 200개부터 돌리며, 700개 아래에서는 결과를 "
        "잠정으로 적는다(2,000개부터 충분)"
    )


def test_without_tomotopy_a_sentence_says_what_to_install(tokens: da.Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "tomotopy":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(KitError, match=r"needs tomotopy; install it with pip install 'damron\[topics\]'"):
        topics.fit(tokens, k=2)
    with pytest.raises(KitError, match=r"damron\[topics\]"):
        stats.topic_scan(tokens, k=[2])


def test_what_goes_in() -> None:
    # 긴말 in every document, 드문말 in four, 가 a single letter: of morphemes none of them would go in
    texts = {f"d{k:03d}": ["긴말"] * 30 + ["가"] * 10 + ["항구", "어선"][k % 2 : k % 2 + 1] * 30 for k in range(240)}
    texts |= {f"e{k}": [*texts[f"d00{k}"], "드문말"] for k in range(4)}
    tokens = da.Tokens.from_terms(texts)
    given = topics.fit(tokens, k=2, iterations=20)
    assert given.terms["term"].tolist() == [
        "가",
        "긴말",
        "어선",
        "항구",
    ]  # as another program cut them, from 5 documents
    ours = topics.Selection(letters=2, most=0.5, least=4)
    with pytest.raises(RefusalError, match="words that go into"):
        topics.fit(tokens, k=2, iterations=20, selection=ours)
    made = topics.Selection(letters=2, most=1.0, least=4)
    assert topics.fit(tokens, k=2, iterations=20, selection=made).terms["term"].tolist() == [
        "긴말", "드문말", "어선", "항구",
    ]  # fmt: skip


def test_near_duplicates_count_once() -> None:
    tokens = da.Tokens.from_terms(planted())
    copied = replace(tokens, recipe=replace(tokens.recipe, copies=(("d001", "d000"), ("d005", "d000"))))
    model = topics.fit(copied, k=4, iterations=20)
    assert (model.recipe.documents, model.recipe.copies) == (238, 2)
    assert "거의 같은 글 2편은 한 번만 셌다" in model.sentence
    kept = topics.fit(copied, k=4, iterations=20, selection=topics.Selection(copies="keep"))
    assert kept.recipe.documents == 240


def test_seed_words_name_their_topics(tokens: da.Tokens) -> None:
    words = {"먹을 것": ["냄비", "국물"], "바다": ["항구", "어선"]}
    model = topics.fit(tokens, k=4, method="seeded", words=words, iterations=200)
    assert model.names == ["먹을 것", "바다", "주제 3", "주제 4"]
    assert named(model)["부엌"] == 1
    assert named(model)["바다"] == 2
    assert topics.fit(tokens, k=4, method="seeded", words=words, iterations=200) == model


def test_dmr_says_how_far_shares_depend_on_the_seed(tokens: da.Tokens, documents: pd.DataFrame) -> None:
    by = stats.groups(documents.assign(outlet=documents["outlet"].where(documents["doc"] != "d000", "")), by="outlet")
    model = topics.fit(tokens, k=4, method="dmr", by=by, iterations=60)
    assert (model.recipe.ungrouped, model.recipe.documents) == (1, 239)
    table = stats.topic_shares(model, documents, by="outlet", draws=100)
    assert (table["refit_low"] <= table["refit_high"]).all()
    assert table.attrs["refits"] == 5


def test_documents_behind_a_topic(model: topics.Topics) -> None:
    corpus = da.Corpus.from_texts({doc: " ".join(words) for doc, words in planted().items()})
    table = stats.topic_documents(model, corpus, top=2)
    assert table["topic"].tolist() == [1, 1, 2, 2, 3, 3, 4, 4]
    best = model.theta.argmax(axis=0)
    assert table["doc"].tolist()[::2] == [model.docs[row] for row in best]
    assert table["share"].tolist()[::2] == pytest.approx(model.theta.max(axis=0).tolist())
    with pytest.raises(OptionError, match="pass tokens="):
        stats.topic_documents(replace(model, tokens=None), corpus)


def test_the_best_sentence_of_a_document(model: topics.Topics) -> None:
    terms = {doc: list(words) for doc, words in planted().items()}
    tokens = da.Tokens.from_terms(terms)
    # the table of a document cut into sentences of four words; the last is of three words of the other topics
    table = tokens.table
    table["sentence"] = (table["i"] // 4 + 1).astype(table["sentence"].dtype)
    cut = replace(tokens, _table=table)
    corpus = da.Corpus.from_texts({doc: " ".join(words) for doc, words in terms.items()})
    found = stats.topic_documents(model, corpus, top=1, tokens=cut)
    for row in found.itertuples():
        theta = model.theta[model.docs.index(row.doc)]
        words = terms[row.doc]
        column = {term: k for k, term in enumerate(model.terms["term"])}
        means = []
        for at in range(0, 60, 4):  # p(topic | word, document) by Bayes, word by word
            given = [theta * model.phi[:, column[word]] for word in words[at : at + 4]]
            means.append(np.mean([one[row.topic - 1] / one.sum() for one in given]))
        assert row.sentence == int(np.argmax(means)) + 1
        assert row.mean_probability == pytest.approx(max(means))
        assert row.text == " ".join(words[4 * (row.sentence - 1) : 4 * row.sentence])


# --- intrusion


@pytest.fixture(scope="module")
def tasks(model: topics.Topics) -> pd.DataFrame:
    corpus = da.Corpus.from_texts({doc: " ".join(words) for doc, words in planted().items()})
    return validation.intrusion(model, corpus, coders=2, seed=1)


def test_intruders_belong_elsewhere(model: topics.Topics, tasks: pd.DataFrame) -> None:
    once = tasks[tasks["coder"] == "1"]
    assert once["task"].value_counts().to_dict() == {"word": 4, "topic": 4, "label": 4}
    own = {number: set(PLANTED[name]) for name, number in named(model).items()}
    for row in once[once["task"] == "word"].to_dict("records"):
        words = row["choices"].split("|")
        intruder = words.pop(row["answer"] - 1)
        assert set(words) <= own[row["topic"]]
        assert intruder not in own[row["topic"]]
    for row in once[once["task"] == "topic"].to_dict("records"):
        shares = [float(one) for one in row["shares"].split("|")]
        assert row["answer"] - 1 == int(np.argmin(shares))  # of four topics the intruder has least
        theta = model.theta[model.docs.index(row["doc"])]
        assert shares == [theta[int(one) - 1] for one in row["topics"].split("|")]
    first, second = (tasks[tasks["coder"] == coder]["unit"].tolist() for coder in "12")
    assert sorted(first) == sorted(second)
    assert first != second


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_sheets_are_blind_and_come_back(tasks: pd.DataFrame, tmp_path: Path, ending: str) -> None:
    path = validation.intrusion_sheet(tasks, coder="1", path=tmp_path / f"시트{ending}")
    bytes_of = path.read_bytes()
    assert validation.intrusion_sheet(tasks, coder="1", path=path).read_bytes() == bytes_of
    assert validation.read_intrusion(path).empty
    sheet = pd.read_csv(path, dtype=str, keep_default_na=False) if ending == ".csv" else pd.read_excel(
        path, engine="calamine", dtype=str, keep_default_na=False
    )  # fmt: skip
    assert "topic" not in " ".join(sheet.columns)
    sheet["답"] = "1"
    sheet.to_csv(tmp_path / "답.csv", index=False, encoding="utf-8-sig")
    back = validation.read_intrusion([tmp_path / "답.csv"])
    assert back["unit"].tolist() == tasks[tasks["coder"] == "1"]["unit"].tolist()
    with pytest.raises(OptionError, match="no coder '9'"):
        validation.intrusion_sheet(tasks, coder="9", path=path)
    with pytest.raises(OptionError, match="ends in neither"):
        validation.intrusion_sheet(tasks, coder="1", path=tmp_path / "x.pdf")
    with pytest.raises(MissingError):
        validation.read_intrusion(tmp_path / "nothing.csv")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(ReadError, match="is no sheet"):
        validation.read_intrusion(tmp_path / "other.csv")


def test_model_precision_and_log_odds_by_hand(tasks: pd.DataFrame) -> None:
    rows = tasks.drop_duplicates(["unit", "coder"]).copy()
    rows["value"] = rows["answer"].astype(str)
    wrong = rows.index[(rows["task"] == "word") & (rows["coder"] == "2")][0]
    rows.loc[wrong, "value"] = str(rows.loc[wrong, "answer"] % 6 + 1)
    miss = rows.index[(rows["task"] == "topic") & (rows["coder"] == "2")][0]
    chosen = rows.loc[miss, "answer"] % 4 + 1
    rows.loc[miss, "value"] = str(chosen)
    label = rows["task"] == "label"
    rows.loc[label, "value"] = [f"이름 {topic}" if coder == "1" else f"이름{topic}" for topic, coder in
                                zip(rows.loc[label, "topic"], rows.loc[label, "coder"], strict=True)]  # fmt: skip
    table = validation.intrusion_results(tasks, rows[["unit", "coder", "value"]])
    word = table[(table["task"] == "word") & (table["topic"] == 0)].iloc[0]
    assert (word["n"], word["right"], word["model_precision"]) == (8, 7, 0.875)
    low, high = measures.wilson(7, n=8)
    assert (word["low"], word["high"]) == pytest.approx((float(low), float(high)))
    shares = [float(one) for one in rows.loc[miss, "shares"].split("|")]
    odds = np.log(shares[rows.loc[miss, "answer"] - 1]) - np.log(shares[chosen - 1])
    topic = table[(table["task"] == "topic") & (table["topic"] == 0)].iloc[0]
    assert topic["topic_log_odds"] == pytest.approx(odds / 8)  # seven of eight answers are right and give 0
    assert table[table["task"] == "label"]["alpha"].tolist() == [1.0]
    one = validation.intrusion_results(tasks, rows.loc[rows["coder"] == "1", ["unit", "coder", "value"]])
    assert one["reason"].iloc[-1] == "이름을 붙인 사람이 둘이 안 된다"
    bad = rows[["unit", "coder", "value"]]
    with pytest.raises(OptionError, match="is no number from 1"):
        validation.intrusion_results(tasks, bad[rows["task"] == "word"].assign(value="7"))
    with pytest.raises(OptionError, match="is no task"):
        validation.intrusion_results(tasks, bad.assign(unit="x"))
    with pytest.raises(OptionError, match="twice"):
        validation.intrusion_results(tasks, pd.concat([bad, bad]))


# --- the document-term matrix


def test_dtm_by_hand(tmp_path: Path) -> None:
    made = stats.dtm(da.Tokens.from_terms({"b": ["나", "가", "나"], "a": ["가"], "c": ["다", "가"]}))
    assert isinstance(made, DocumentTerms)
    assert (made.docs, made.names) == (("a", "b", "c"), ["가", "나", "다"])
    assert made.matrix.toarray().tolist() == [[1, 0, 0], [1, 2, 0], [1, 0, 1]]
    assert made.terms["docs"].tolist() == [3, 1, 1]
    path = stats.write_dtm(made, tmp_path / "x.mtx")
    assert (scipy_io.mmread(path).toarray() == made.matrix.toarray()).all()  # a second reader
    assert (tmp_path / "x.terms.txt").read_text(encoding="utf-8").split() == made.names
    assert (tmp_path / "x.docs.txt").read_text(encoding="utf-8").split() == list(made.docs)
    rare = stats.dtm(da.Tokens.from_terms({"b": ["나", "가", "나"], "a": ["가"]}), most=0.5)
    assert (rare.docs, rare.names, rare.empty) == (("b",), ["나"], ("a",))
    assert repr(rare) == "document-term matrix · 1 document(s) · 1 kinds of words · 2 time(s)"
    with pytest.raises(OptionError, match="does not end in"):
        stats.write_dtm(made, tmp_path / "x.csv")
    with pytest.raises(RefusalError, match="no term is left"):
        stats.dtm(da.Tokens.from_terms({"a": ["가"]}), letters=2)
    for wrong in ({"most": 0.0}, {"least": 0}, {"letters": 0}, {"copies": "none"}):
        with pytest.raises(OptionError):
            stats.dtm(da.Tokens.from_terms({"a": ["가"]}), **wrong)  # type: ignore[arg-type]


# --- charts and tables for papers


def test_charts_say_their_numbers(model: topics.Topics, steady: pd.DataFrame, documents: pd.DataFrame) -> None:
    known = model.with_stability(steady.assign(verdict=["steady", "loose", "unsteady", "steady"]))
    ax = da.plots.topics(stats.topic_words(known))
    assert len(ax.patches) == 4
    assert [round(bar.get_width(), 9) for bar in ax.patches] == [round(one, 9) for one in model.theta.mean(axis=0)]
    grey = [bar.get_facecolor() for bar in ax.patches]
    assert grey[2] != grey[0] == grey[3]
    shares = stats.topic_shares(known, documents, by="outlet", draws=100)
    ax = da.plots.topic_shares(shares)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert [float(dot.get_xdata()[0]) for dot in dots] == shares.sort_values(["topic", "group"])["share"].tolist()
    months = stats.topic_shares(known, documents, by="month", draws=100)
    over_time = da.plots.topic_shares(months, top=2)
    assert sum(line.get_marker() == "o" for line in over_time.lines) == 6
    scan = stats.topic_scan(model.tokens, k=(2, 4), seeds=2, iterations=60)
    ax = da.plots.topic_scan(scan)
    assert sum(len(line.get_xdata()) == 2 and line.get_marker() == "o" for line in ax.lines) == 8  # 4 panels, 2 seeds


def test_a_table_for_a_paper(model: topics.Topics) -> None:
    laid = lay_out(stats.topic_words(model.label({1: "첫째"}, coder="가"), top=3), language="ko", stars=False)
    assert laid.heads == ("번호", "주제 묶음", "단어", "비중(%) [95% CI]")
    assert [row[:2] for row in laid.rows] == [("1", "첫째"), ("2", "주제 2"), ("3", "주제 3"), ("4", "주제 4")]


def test_every_frame_carries_what_a_reader_must_mind(model: topics.Topics, documents: pd.DataFrame) -> None:
    cut = replace(model, recipe=replace(model.recipe, counted=("본문이 앞부분뿐이다",)))
    for table in (cut.words, cut.shares, cut.labels, stats.topic_words(cut),
                  stats.topic_shares(cut, documents, draws=100)):  # fmt: skip
        assert "본문이 앞부분뿐이다" in table.attrs["caution"]
        assert table.attrs["tentative"] is True
        assert schema.about(table).seed is not None


ORACLES = paths.ROOT.parent / "shared" / "oracles-chapters.json"
CASES: dict[str, Any] = (
    {c["id"]: c for c in json.loads(ORACLES.read_text(encoding="utf-8"))} if ORACLES.is_file() else {}
)
beside = pytest.mark.skipif(not CASES, reason="the worked cases lie beside the repository")


@beside
def test_coh_03_and_04_npmi() -> None:
    given = CASES["coh-04"]["input"]["documents"]
    words = sorted({word for document in given for word in document})
    there = [[word in document for word in words] for document in given]
    for case in ("coh-03", "coh-04"):
        found = CASES[case]
        top = [words.index(word) for word in found["input"].get("pair") or found["input"]["top"]]
        assert measures.coherence(there, [top])[0] == pytest.approx(found["expected"], abs=found["tolerance"])


@beside
def test_top_02_frex_and_top_03_pairs() -> None:
    found = CASES["top-02"]
    frex = measures.frex(found["input"]["phi"])
    assert frex[0, [0, 2]].tolist() == pytest.approx(found["expected"])
    found = CASES["top-03"]
    pairs, cosine = measures.match_topics(found["input"]["phi_a"], found["input"]["phi_b"])
    assert pairs.tolist() == found["expected"]["pairs"]
    assert cosine.tolist() == pytest.approx(found["expected"]["similarity"])


def test_lda_01_ten_bars() -> None:
    dice = np.random.default_rng(7)
    bars = []
    for k in range(5):
        for bar in ((k, slice(None)), (slice(None), k)):
            grid = np.zeros((5, 5))
            grid[bar] = 0.2
            bars.append(grid.ravel())
    texts = {f"d{k:03d}": [f"w{w:02d}" for w in dice.choice(25, 60, p=dice.dirichlet([0.3] * 10) @ np.array(bars))]
             for k in range(400)}  # fmt: skip
    model = topics.fit(da.Tokens.from_terms(texts), k=10, alpha=0.3, eta=0.1, iterations=500)
    assert model.terms["term"].tolist() == [f"w{w:02d}" for w in range(25)]
    assert measures.match_topics(bars, model.phi)[1].min() >= 0.95
