"""The same hits under other options, and scores of a corpus and of titles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import analysis as da
from analysis.corpus import build
from analysis.errors import OptionError, ReadError

TEXT = "달 달 해 | 별 해 || 해 은 | “ 달 ” 별 별"
# a1 달: sentences 1 (twice), 4 (quoted); a2 해: 1, 2, 3; b1 별: 2, 4 (twice)
Make = Callable[..., Any]


@pytest.fixture
def hits(toy: Make, two_frames: Make) -> Any:
    return da.framing.hits(toy(d=TEXT), two_frames())


def weights(hits: Any, tokens: da.Tokens) -> list[float]:
    return da.framing.score(hits, tokens, by="document")["weight"].tolist()


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        # 달 1 + 해 .5 in s1, 해 .5 in s2, 해 .5 in s3 (달 in the same paragraph), 달 1 in s4; 별 2 and 2
        ({}, [3.5, 4.0]),
        ({"ambiguous": "without"}, [2.0, 4.0]),
        ({"weights": "equal"}, [5.0, 2.0]),
        ({"cap": "off"}, [4.5, 6.0]),
        ({"cap": 2}, [4.5, 6.0]),
        ({"support": "sentence"}, [2.5, 4.0]),  # only the 해 beside 달 in s1
        ({"support": "off"}, [3.5, 4.0]),
        ({"support": "core"}, [2.0, 4.0]),
        ({"quotes": "without"}, [2.5, 4.0]),  # the 해 of s3 keeps its licence, the quoted 달
        ({"quotes": "only"}, [1.0, 0.0]),
        ({"weights": "equal", "cap": "off", "support": "core", "quotes": "without"}, [2.0, 3.0]),
    ],
)
def test_weights_by_hand(hits: Any, toy: Make, options: dict[str, Any], expected: list[float]) -> None:
    changed = da.framing.respecify(hits, **options)
    assert weights(changed, toy(d=TEXT)) == expected
    assert len(changed) == len(hits)
    assert changed.attrs["specification"] == options


def test_quotes_out_is_what_rows_outside_them_give(hits: Any, toy: Make) -> None:
    outside = hits[~hits["inside_quote"]]
    assert weights(outside, toy(d=TEXT)) == weights(da.framing.respecify(hits, quotes="without"), toy(d=TEXT))


def test_the_hits_that_came_in_stay_as_they_are(hits: Any) -> None:
    before, attrs = hits.copy(), dict(hits.attrs)
    da.framing.respecify(hits, cap="off", weights="equal")
    assert hits.equals(before)
    assert hits.attrs == attrs


def test_bad_options_list_the_choices(hits: Any) -> None:
    with pytest.raises(OptionError, match=r"support must be one of codebook, sentence, .*, core, not 'none'$"):
        da.framing.respecify(hits, support="none")
    for cap in (0, True, "on"):
        with pytest.raises(OptionError, match="cap must be one of codebook, off or a number of 1 or more, not "):
            da.framing.respecify(hits, cap=cap)
    with pytest.raises(OptionError, match=r"respecified already \(cap=off\); start from framing.hits"):
        da.framing.respecify(da.framing.respecify(hits, cap="off"), quotes="without")


def test_no_hits_can_be_respecified(toy: Make, two_frames: Make) -> None:
    nothing = da.framing.hits(toy(d="은"), two_frames())
    for support in ("sentence", "document", "off", "core"):
        assert da.framing.respecify(nothing, support=support, quotes="only", ambiguous="without").empty


def test_corpus_scores_say_mean_and_pooled(toy: Make, two_frames: Make) -> None:
    tokens = toy(x="달 별", y="달 해 구름 구름 구름 구름 | 구름 구름", z="은")
    hits = da.framing.hits(tokens, two_frames())
    table = da.framing.score(hits, tokens, by="corpus").set_index(["frame", "value"])
    # frame a: x weighs 1 of 2 content, y 1.5 of 8, z has no content; coverage 1, 1/2, 0
    assert table.loc[("a", "pooled"), "density"] == pytest.approx(100 * 2.5 / 10)
    assert table.loc[("a", "mean"), "density"] == pytest.approx((50 + 100 * 1.5 / 8) / 2)
    assert table.loc[("a", "pooled"), "coverage"] == pytest.approx(2 / 4)
    assert table.loc[("a", "mean"), "coverage"] == pytest.approx(1.5 / 3)
    assert table.loc[("a", "mean"), "weight"] == pytest.approx(2.5 / 3)
    assert table["docs"].tolist() == [3] * 4
    assert table.index.tolist() == [("a", "mean"), ("a", "pooled"), ("b", "mean"), ("b", "pooled")]
    with pytest.raises(OptionError, match=r"for a corpus pass by=\"document\" to framing.estimate"):
        da.framing.contrast(da.framing.score(hits, tokens, by="corpus"))


def test_order_of_documents_changes_no_corpus_score(toy: Make, two_frames: Make) -> None:
    texts = {"x": "달 별 | 해", "y": "별", "z": "달 구름"}
    one, other = (toy(**{k: texts[k] for k in order}) for order in ("xyz", "zxy"))
    tables = [da.framing.score(da.framing.hits(t, two_frames()), t, by="corpus") for t in (one, other)]
    assert np.allclose(tables[0][["density", "coverage"]], tables[1][["density", "coverage"]])


def test_titles_are_a_corpus_of_their_own() -> None:
    rows = [{"doc": "a", "title": "동맹의 길", "text": "본문."}, {"doc": "b", "text": "본문뿐."}]
    titles = build(rows, []).titles()
    assert titles.documents[["doc", "text"]].to_numpy().tolist() == [["a", "동맹의 길"]]
    assert titles.documents["sha256"][0] == da.Corpus.from_texts({"a": "동맹의 길"}).documents["sha256"][0]
    assert titles.removed[["doc", "kind", "reason"]].to_numpy().tolist() == [["b", "file", "no title stated"]]
    with pytest.raises(ReadError, match=r"none of the 1 document\(s\) has a title"):
        build(rows[1:], []).titles()


def test_titles_of_a_redacted_corpus_can_be_scored() -> None:
    titles = da.read("donga-2023-05-04").titles()
    assert not titles.redacted
    tokens = da.segment(titles)
    codebook = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    scores = da.framing.score(da.framing.hits(tokens, codebook), tokens, by="document").set_index("frame")
    assert scores.loc["startup", "n"] >= 2  # 클러스터, 스타트업 in the headline
