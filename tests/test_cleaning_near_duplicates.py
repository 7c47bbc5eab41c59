from __future__ import annotations

import random
from pathlib import Path

import pandas as pd
import pytest

import analysis as da
from analysis import schema
from analysis.cleaning import PAIRS, near_duplicates, resolve
from analysis.corpus import Corpus
from analysis.errors import OptionError, ReadError

WORDS = (
    "골목 시장 의자 우물 저녁 도랑 책방 강물 다리 소년 어머니 신문 의회 예산 조례 임대료 상인 구청 표지판 나무".split()
)


def prose(seed: int, *, n: int = 120) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) + rng.choice("은는이가을를에도만") for _ in range(n))


def frame(**texts: str) -> pd.DataFrame:
    return pd.DataFrame({"doc": list(texts), "text": list(texts.values())})


def by_hand(a: str, b: str) -> float:
    x, y = ({t[i : i + 5] for i in range(len(t) - 4)} for t in (a, b))
    return len(x & y) / len(x | y)


def test_jaccard_is_that_of_the_sets_of_five_letters() -> None:
    # abcdefgh has the 5-grams abcde bcdef cdefg defgh, abcdefgi the first three and defgi: 3 of 5
    pairs = near_duplicates(frame(a="가나다라마바사아", b="가나다라마바사자"), threshold=0.5)
    assert pairs[["doc_a", "doc_b", "jaccard"]].values.tolist() == [["a", "b", 0.6]]
    assert near_duplicates(frame(a="가나다라마바사아", b="가나다라마바사자"), threshold=0.61).empty


def test_spacing_and_signs_do_not_count() -> None:
    pairs = near_duplicates(frame(a="동맹은 길다.\n“정말로”", b="동맹은길다 (정말로)", c="시장은 조용하다"))
    assert pairs[["doc_a", "doc_b", "jaccard"]].values.tolist() == [["a", "b", 1.0]]
    pairs = near_duplicates(frame(a="동맹은 길다.", b="동맹은  길다"))
    assert pairs[["doc_a", "doc_b", "jaccard"]].values.tolist() == [["a", "b", 1.0]]


def test_an_edited_copy_is_found_and_measured_exactly() -> None:
    text = prose(1)
    edited = text.replace("골목은", "마을은")
    pairs = near_duplicates(frame(a=text, other=prose(2), b=edited))
    assert pairs[["doc_a", "doc_b"]].values.tolist() == [["a", "b"]]
    assert pairs["jaccard"][0] == by_hand(text.replace(" ", ""), edited.replace(" ", ""))


@pytest.mark.parametrize("threshold", [0.5, 0.8, 0.95])
def test_every_pair_of_the_sets_is_found(threshold: float) -> None:
    rng = random.Random(7)
    texts = {}
    for n in range(60):
        base = list(prose(n).replace(" ", ""))
        texts[f"a{n}"] = "".join(base)
        for _ in range(rng.choice((1, 2, 4, 10, 30))):
            base[rng.randrange(len(base))] = "힣"
        texts[f"b{n}"] = "".join(base)
    names = list(texts)
    wanted = {(a, b) for i, a in enumerate(names) for b in names[i + 1 :] if by_hand(texts[a], texts[b]) >= threshold}
    pairs = near_duplicates(frame(**texts), threshold=threshold)
    assert set(zip(pairs["doc_a"], pairs["doc_b"], strict=True)) == wanted
    assert len(wanted) > 5


def test_the_seed_changes_nothing_but_the_search() -> None:
    texts = frame(a=prose(1), b=prose(1).replace("우물", "샘물"), c=prose(3), d=prose(3))
    first = near_duplicates(texts, threshold=0.5, seed=1)
    assert first.equals(near_duplicates(texts, threshold=0.5, seed=99))
    assert first.equals(near_duplicates(texts, threshold=0.5, seed=1))


def test_exact_copies_pair_with_the_earliest_alone() -> None:
    # four copies: three rows, not six; the earliest by date is the last of the table
    texts = frame(a=prose(1), b=prose(1), c=prose(1), d=prose(1)).assign(date=["", "2026-01-02", "", "2026-01-01"])
    pairs = near_duplicates(texts)
    assert pairs[["doc_a", "doc_b"]].values.tolist() == [["d", "b"], ["d", "a"], ["d", "c"]]
    assert (pairs["jaccard"] == 1).all()
    assert pairs["date_a"].tolist() == ["2026-01-01"] * 3


def test_empty_texts_and_empty_tables_have_no_pairs() -> None:
    empty = near_duplicates(frame(a="", b="", c="…"))
    assert list(empty.columns) == [c.name for c in PAIRS]
    assert len(empty) == 0
    schema.check(near_duplicates(frame(a=prose(1), b=prose(1))), PAIRS, what="near duplicates")


def test_a_corpus_will_do() -> None:
    pairs = near_duplicates(Corpus.from_texts({"a": prose(1), "b": prose(1)}))
    assert pairs["doc_b"].tolist() == ["b"]


def test_old_hangul_hanja_and_emoji_are_letters_or_nothing() -> None:
    pairs = near_duplicates(frame(a="韓美ᄒᆞᆫ글동맹ᄀᆞ나다라", b="韓美 ᄒᆞᆫ글 동맹ᄀᆞ나다라 🙂", c="🙂🙂🙂🙂🙂🙂"))
    assert pairs[["doc_a", "doc_b"]].values.tolist() == [["a", "b"]]


def test_a_template_that_fills_the_corpus_is_one_group() -> None:
    same = prose(1, n=60)
    texts = {f"d{n}": f"{same} {n:05d}번" for n in range(1100)}  # 1,100 * 1,099 / 2 = 604,450 pairs
    found = near_duplicates(frame(**texts))
    assert found["doc_a"].unique().tolist() == ["d0"]
    assert found["doc_b"].tolist() == list(texts)[1:]


def test_each_copy_stands_once_beside_the_most_alike_document_that_is_no_copy() -> None:
    # 100 different letters have 96 5-grams. b changes the last 6 of them: 90 of 102 are shared. c changes the last 12,
    # 6 of them as b does: 84 of 108 with a, too few; with b all but the ten that hold one of 6 letters: 86 of 106
    a, b, c = ("".join(chr(0xAC00 + 28 * n + (n >= 100 - changed)) for n in range(100)) for changed in (0, 6, 12))
    assert [by_hand(x, y) for x, y in ((a, b), (b, c), (a, c))] == [90 / 102, 86 / 106, 84 / 108]
    found = near_duplicates(frame(a=a, b=b, c=c, d=f"{c}.", e=f"{b}!"))
    rows = found[["doc_a", "doc_b", "jaccard"]].values.tolist()
    assert rows == [["a", "b", 90 / 102], ["a", "e", 90 / 102], ["c", "d", 1.0]]
    flagged = resolve(frame(a=a, b=b, c=c, d=c, e=b), pairs=found).documents["near_duplicate_of"].tolist()
    assert flagged == ["", "a", "", "c", "a"]


@pytest.mark.parametrize("n", [300, pytest.param(20_000, marks=pytest.mark.long)])
def test_among_many_texts_the_copies_are_found(n: int) -> None:
    texts = {f"d{k}": prose(k, n=60) for k in range(n)}
    found = near_duplicates(frame(**texts, copy=texts["d7"], edited=texts[f"d{n - 1}"].replace("다리", "교량", 1)))
    assert found[["doc_a", "doc_b"]].values.tolist() == [["d7", "copy"], [f"d{n - 1}", "edited"]]


def test_texts_shorter_and_longer_than_what_is_hashed_at_once() -> None:
    long = prose(1, n=20_000)  # 70,000 letters
    texts = frame(
        short="가나다", twin="가나 다.", other="가나라", long=long, edited=long + prose(2, n=500), end=prose(3)
    )
    found = near_duplicates(texts)[["doc_a", "doc_b"]].values.tolist()
    assert found == [["short", "twin"], ["long", "edited"]]


@pytest.mark.parametrize("threshold", [0.2, 1.1])
def test_threshold_out_of_range(threshold: float) -> None:
    with pytest.raises(OptionError, match=r"between 0\.5 and 1"):
        near_duplicates(frame(a="가"), threshold=threshold)


def table(*docs: str) -> pd.DataFrame:
    return pd.DataFrame(
        {"doc": list(docs), "text": ["첫 줄이다.\n\n둘째 줄이다."] * len(docs), "date": [""] * len(docs)}
    )


def pairs(*rows: tuple[str, str, float]) -> pd.DataFrame:
    full = [(a, b, jaccard, "", "", "", "") for a, b, jaccard in rows]
    return pd.DataFrame(full, columns=[c.name for c in PAIRS])


def test_flag_names_the_document_that_is_copied_and_takes_nothing_away() -> None:
    done = resolve(table("a", "b", "c"), pairs=pairs(("a", "c", 0.9)))
    assert done.documents["near_duplicate_of"].tolist() == ["", "", "a"]
    assert list(done.removed.columns) == [c.name for c in schema.REMOVED]
    assert done.removed.empty


def test_first_lists_every_line_of_a_later_copy() -> None:
    done = resolve(table("a", "b", "c"), pairs=pairs(("a", "c", 0.875)), policy="first")
    assert done.documents["doc"].tolist() == ["a", "b"]
    reason = "the document is a near duplicate of a (jaccard 0.88)"
    assert done.removed.values.tolist() == [
        ["c", 1, "near duplicate", reason, "첫 줄이다."],
        ["c", 3, "near duplicate", reason, "둘째 줄이다."],
    ]


def test_keep_changes_nothing() -> None:
    documents = table("a", "b")
    done = resolve(documents, pairs=pairs(("a", "b", 1.0)), policy="keep")
    assert done.documents.equals(documents)
    assert done.removed.empty


def test_a_copy_of_a_copy_goes_only_when_it_is_near_one_that_stays() -> None:
    # b is near a, c is near b but not near a: b goes, c is near no document that stays
    chain = pairs(("a", "b", 0.85), ("b", "c", 0.85))
    assert resolve(table("a", "b", "c"), pairs=chain, policy="first").documents["doc"].tolist() == ["a", "c"]


def test_twins_go_together_with_the_one_that_stands_for_them() -> None:
    # c is the same text as b and paired with b alone; b copies a, so c does as well, at the same distance
    done = resolve(table("a", "b", "c"), pairs=pairs(("a", "b", 0.9), ("b", "c", 1.0)))
    assert done.documents["near_duplicate_of"].tolist() == ["", "a", "a"]


def test_of_several_the_most_alike_is_named_then_the_earliest() -> None:
    several = pairs(("a", "d", 0.8), ("b", "d", 0.9), ("c", "d", 0.9))
    assert resolve(table("a", "b", "c", "d"), pairs=several).documents["near_duplicate_of"].tolist()[3] == "b"


def test_policies_and_unknown_documents() -> None:
    with pytest.raises(OptionError, match="no policy 'drop'; choose one of flag, keep, first"):
        resolve(table("a"), pairs=pairs(), policy="drop")  # type: ignore[arg-type]
    with pytest.raises(ReadError, match="'z', which is not in the documents"):
        resolve(table("a"), pairs=pairs(("a", "z", 0.9)))


def test_the_result_builds_a_corpus() -> None:
    corpus = Corpus.from_texts({"a": prose(1), "b": prose(1), "c": prose(2)})
    done = resolve(corpus.documents, pairs=near_duplicates(corpus), policy="first")
    assert [len(Corpus(done.documents, done.removed)), set(done.removed["doc"])] == [2, {"b"}]
    again = near_duplicates(done.documents)
    assert again.empty


def test_near_duplicates_are_looked_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "표.csv"
    path.write_text("doc,text\na,동네 빵집이 문을 닫았다.\nb,동네 빵집이  문을 닫았다\nc,강가에 갔다.\n", "utf-8")
    left = da.read(path, duplicates="first")
    assert left.documents[["doc", "near_duplicate_of"]].to_numpy().tolist() == [["a", ""], ["c", ""]]
    monkeypatch.setattr("analysis.corpus.near_duplicates", lambda *_: pytest.fail("looked for again"))
    assert left.copies().to_dict() == {"a": "a", "c": "c"}
    assert left.only(docs=["c"]).copies().to_dict() == {"c": "c"}
