"""Hits, scores and contrasts, on toy tokens whose numbers were worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

import analysis as da
from analysis import schema
from analysis.codebook import Codebook, loads
from analysis.errors import OptionError, RefusalError, SchemaError
from analysis.tokens import Recipe, Tokens

COLUMNS = [c.name for c in schema.TOKENS]


def tokens(*docs: str, layer: Any = "morphs") -> Tokens:
    """Build tokens: every word is a morpheme surface/TAG, sentences by |, paragraphs by ||."""
    rows = []
    for number, doc in enumerate(docs):
        at = i = sentence = 0
        for paragraph, block in enumerate(doc.split("||"), start=1):
            for text in block.split("|"):
                sentence += 1
                for word in text.split():
                    surface, _, tag = word.rpartition("/")
                    rows.append(
                        (
                            f"d{9 - number}",
                            paragraph,
                            sentence,
                            i,
                            surface,
                            surface,
                            tag,
                            surface,
                            at,
                            at + len(surface),
                        )
                    )
                    at, i = at + len(surface) + 1, i + 1
    table = pd.DataFrame(rows, columns=COLUMNS)
    table = table.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))
    return Tokens(table, Recipe("kit", "toy 1.0", "none", layer))


def book(**defaults: object) -> Codebook:
    """Two compared frames and one with nothing to find; 해 is support in frame a."""
    label = {"ko": "틀", "en": "frame"}
    terms = {
        "a": [
            {"id": "a1", "match": "달", "element": "cause", "device": "metaphor"},
            {"id": "a2", "match": "해", "tier": "support", "weight": 0.5, "ambiguous": True},
        ],
        "b": [{"id": "b1", "match": "별", "weight": 2}],
        "c": [{"id": "c1", "match": "없음"}],
    }
    frames = [
        {"id": f, "label": label | {"ko": f"틀 {f}"}, "colour": "blue", "definition": "toy", "terms": t}
        for f, t in terms.items()
    ]
    data = {"schema": "kfa-codebook/1", "id": "toy", "version": "1.0", "status": "piloted", "title": label}
    made = {"author": "toy", "basis": "toy", "licence": "toy"}
    data |= {"unit": "sentence", "compare": ["a", "b"], "provenance": made, "defaults": defaults, "frames": frames}
    return loads(yaml.safe_dump(data), name="toy")


# d9: sentence 1 달 달 해 은 (3 content), 2 별 은 (1), 3 해 (1) in paragraph 1; 4 해 하늘 (2) in paragraph 2
# d8: one sentence of particles, no content
SKY = ("달/NNG 달/NNG 해/NNG 은/JX | 별/NNG 은/JX | 해/NNG || 해/NNG 뛰/VV-I", "은/JX 는/JX")


@pytest.fixture(scope="module")
def sky() -> Tokens:
    return tokens(*SKY)


def test_hits_hold_the_contract_and_the_order_of_documents(sky: Tokens) -> None:
    two = tokens("별/NNG", "달/NNG")  # d9 comes first although d8 sorts before it
    hits = da.framing.hits(two, book())
    assert hits.columns.tolist() == [c.name for c in schema.HITS]
    assert hits["doc"].tolist() == ["d9", "d8"]
    first = da.framing.hits(sky, book()).iloc[0].to_dict()
    expected = {"doc": "d9", "paragraph": 1, "sentence": 1, "start": 0, "end": 1, "surface": "달", "term": "a1"}
    expected |= {"frame": "a", "weight": 1.0, "tier": "core", "element": "cause", "device": "metaphor"}
    expected |= {"ambiguous": False, "counted": True, "inside_quote": False, "negated": False}
    expected |= dict.fromkeys(["obligation", "plan", "certainty", "hearsay", "possibility"], False)
    expected |= {"speaker": "", "agent": "", "agent_kind": "none"}
    assert first == expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("sentence", [True, False, False]),  # 해 in sentences 1, 3 and 4; 달 only in 1
        ("paragraph", [True, True, False]),
        ("document", [True, True, True]),
    ],
)
def test_support_counts_beside_a_core_hit_of_its_frame(sky: Tokens, scope: str, expected: list[bool]) -> None:
    hits = da.framing.hits(sky, book(support_scope=scope))
    assert hits.loc[hits["term"] == "a2", "counted"].tolist() == expected


def test_support_in_another_document_is_no_licence() -> None:
    hits = da.framing.hits(tokens("달/NNG", "해/NNG"), book(support_scope="document"))
    assert hits["counted"].tolist() == [True, False]


def test_the_attrs_say_which_codebook(sky: Tokens) -> None:
    toy = book(cap_per_sentence=3)
    attrs = da.framing.hits(sky, toy).attrs
    assert attrs["frames"][0] == {"id": "a", "label": "틀 a", "colour": "blue"}
    assert [f["id"] for f in attrs["frames"]] == ["a", "b", "c"]
    assert attrs["codebook"] == {"id": "toy", "version": "1.0", "status": "piloted", "sha256": toy.sha256}
    assert (attrs["compare"], attrs["cap_per_sentence"], attrs["analyser"]) == (["a", "b"], 3, "toy 1.0")


def test_nothing_found_keeps_columns_kinds_and_attrs() -> None:
    bare = tokens("은/JX 하늘/NNG")
    hits = da.framing.hits(bare, book())
    assert len(hits) == 0
    assert hits["counted"].dtype == bool
    assert hits["start"].dtype == "int64"
    scores = da.framing.score(hits, bare, by="document")
    assert scores["frame"].tolist() == ["a", "b", "c"]
    assert scores[["n", "weight", "density", "coverage"]].to_numpy().tolist() == [[0, 0, 0, 0]] * 3
    contrast = da.framing.contrast(scores)
    assert contrast[["share", "log_ratio"]].isna().all(axis=None)  # undefined, not 0.5 and not 0


@pytest.mark.parametrize("layer", ["units"])
def test_other_layers_are_refused(layer: str) -> None:
    with pytest.raises(OptionError, match=r"matched on the morpheme layer, .* use segment\(corpus\) without units"):
        da.framing.hits(tokens(*SKY, layer=layer), book())


def test_filtered_tokens_are_refused(sky: Tokens) -> None:
    with pytest.raises(SchemaError, match="frame matching needs every morpheme"):
        da.framing.hits(sky.drop(lemmas=["은"]), book())
    with pytest.raises(SchemaError, match=r"framing\.score needs every morpheme"):
        da.framing.score(da.framing.hits(sky, book()), sky.drop(lemmas=["은"]))


def test_sentence_scores_cap_repeats_and_include_zeros(sky: Tokens) -> None:
    scores = da.framing.score(da.framing.hits(sky, book()), sky)
    assert scores.columns.tolist() == ["doc", "paragraph", "sentence", *(c.name for c in schema.SCORES[1:])]
    assert len(scores) == 5 * 3  # five sentences, three frames
    assert scores["doc"].tolist() == ["d9"] * 12 + ["d8"] * 3
    a = scores[scores["frame"] == "a"]
    assert a["n"].tolist() == [3, 0, 1, 0, 0]  # 달 달 해 | | 해 | 해 without core in its paragraph |
    assert a["weight"].tolist() == [1.5, 0, 0.5, 0, 0]  # 달 counts once: 1 + 0.5
    assert a["content"].tolist() == [3, 1, 1, 2, 0]  # 뛰/VV-I counts, particles do not
    np.testing.assert_allclose(a["density"], [50.0, 0, 50.0, 0, np.nan])
    assert a["coverage"].tolist() == [1, 0, 1, 0, 0]
    assert set(a["sentences"]) == {1}
    assert scores.loc[scores["frame"] == "b", "weight"].tolist() == [0, 2, 0, 0, 0]


def test_a_cap_of_two_lets_a_word_count_twice(sky: Tokens) -> None:
    scores = da.framing.score(da.framing.hits(sky, book(cap_per_sentence=2)), sky)
    assert scores.loc[scores["frame"] == "a", "weight"].tolist() == [2.5, 0, 0.5, 0, 0]


def test_paragraphs_and_documents_add_up_their_sentences(sky: Tokens) -> None:
    hits = da.framing.hits(sky, book())
    paragraphs = da.framing.score(hits, sky, by="paragraph")
    assert "sentence" not in paragraphs.columns
    a = paragraphs[paragraphs["frame"] == "a"]
    assert a[["paragraph", "n", "weight", "content", "sentences"]].to_numpy().tolist() == [
        [1, 4, 2.0, 5, 3],
        [2, 0, 0.0, 2, 1],
        [1, 0, 0.0, 0, 1],
    ]
    np.testing.assert_allclose(a["density"], [40.0, 0.0, np.nan])
    np.testing.assert_allclose(a["coverage"], [2 / 3, 0, 0])
    document = da.framing.score(hits, sky, by="document")
    b = document[document["frame"] == "b"].iloc[0]
    assert (b["n"], b["weight"], b["content"], b["sentences"]) == (1, 2.0, 7, 4)
    assert b["density"] == pytest.approx(200 / 7)
    assert b["coverage"] == 0.25
    assert (document.attrs["by"], document.attrs["morphemes"], document.attrs["sentences"]) == ("document", 11, 5)


def test_rows_of_the_hits_may_be_chosen(sky: Tokens) -> None:
    hits = da.framing.hits(sky, book())
    scores = da.framing.score(hits[~hits["ambiguous"]], sky, by="document")
    assert scores.loc[(scores["frame"] == "a") & (scores["doc"] == "d9"), "weight"].item() == 1.0


def test_score_says_what_to_do_about_bad_input(sky: Tokens) -> None:
    hits = da.framing.hits(sky, book())
    with pytest.raises(OptionError, match="by must be one of document, paragraph, sentence, corpus, not 'page'"):
        da.framing.score(hits, sky, by="page")  # type: ignore[arg-type]
    bare = pd.DataFrame(hits.to_dict("list"))
    with pytest.raises(SchemaError, match=r"lost its attrs .* pass the table of framing\.hits"):
        da.framing.score(bare, sky)
    with pytest.raises(
        SchemaError, match="document 'd9' has no sentence 2 in these tokens; pass the tokens of the hits"
    ):
        da.framing.score(hits, tokens("달/NNG"))
    with pytest.raises(OptionError, match="these tokens are another layer"):
        da.framing.score(hits, tokens(*SKY, layer="units"))
    strange = hits.assign(frame="z")
    strange.attrs = dict(hits.attrs)
    with pytest.raises(SchemaError, match="frame 'z' is not in the codebook of its attrs"):
        da.framing.score(strange, sky)


def test_contrast_by_hand(sky: Tokens) -> None:
    scores = da.framing.score(da.framing.hits(sky, book()), sky, by="paragraph")
    contrast = da.framing.contrast(scores)
    assert contrast.columns.tolist() == ["doc", "paragraph", *(c.name for c in schema.CONTRAST[1:])]
    first = contrast.iloc[0]
    assert (first["n_a"], first["n_b"], first["weight_a"], first["weight_b"]) == (4, 1, 2.0, 2.0)
    assert first["share"] == 0.5
    assert first["log_ratio"] == 0.0  # log2(2.5 / 2.5)
    assert contrast["share"].isna().tolist() == [False, True, True]
    turned = da.framing.contrast(scores, frames=["b", "c"])
    assert turned["share"].iloc[0] == 1.0
    assert turned["log_ratio"].iloc[0] == pytest.approx(math.log2(2.5 / 0.5))
    assert turned.attrs["compare"] == ["b", "c"]


@pytest.mark.parametrize("frames", [["a"], ["a", "a"], ["a", "z"], ["a", "b", "c"]])
def test_contrast_wants_two_frames_of_the_scores(sky: Tokens, frames: Any) -> None:
    scores = da.framing.score(da.framing.hits(sky, book()), sky)
    with pytest.raises(OptionError, match=r"contrast needs two different frames, .* choose two of a, b, c"):
        da.framing.contrast(scores, frames=frames)


def test_contrast_wants_attrs(sky: Tokens) -> None:
    scores = da.framing.score(da.framing.hits(sky, book()), sky)
    with pytest.raises(SchemaError, match=r"pass the table of framing\.score"):
        da.framing.contrast(pd.DataFrame(scores.to_dict("list")))


@pytest.mark.parametrize(
    "change", [lambda t: t.assign(doc=t["doc"].astype("object")), lambda t: t.assign(doc=t["doc"].astype("str"))]
)
def test_doc_may_be_any_kind_of_text(sky: Tokens, change: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    hits = da.framing.hits(sky, book())
    changed = change(hits)
    changed.attrs = dict(hits.attrs)
    pd.testing.assert_frame_equal(da.framing.score(changed, sky), da.framing.score(hits, sky))


def test_a_redacted_table_gives_the_same_hits_and_scores() -> None:
    shipped = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    text = (
        "“한미동맹은 흔들리지 않는다.” 장관은 그렇게 말했다. 한미 정상은 매출 3억 달러(약 4000억 원)를 나누기로 했다.\n"
        "학생들은 동맹휴학에 들어갔다. 대한민국의 높아진 위상은 스타트업이 만든다, 그러나 벤처는 드물다.\n"
        "중소벤처기업부가 창업 허브를 짓는다. 벤처가 없으면 클러스터도 없다. 동맹만 믿을 수는 없다."
    )
    full = da.segment(da.Corpus.from_texts({"d": text}))
    hidden = full.redact(codebook=shipped, min_count=2)
    assert (hidden.table["surface"] == "").sum() > 20
    hits = da.framing.hits(full, shipped)
    assert {"동맹", "한미동맹", "벤처", "3억 달러(약 4000억 원)"} <= set(hits["surface"])
    pd.testing.assert_frame_equal(da.framing.hits(hidden, shipped), hits)
    scores = da.framing.score(hits, full)
    pd.testing.assert_frame_equal(da.framing.score(hits, hidden), scores)


def test_the_op_ed(oped_tokens: Tokens) -> None:
    """Facts about a text that is not in the repository: counts only, read off its hits one by one."""
    shipped = da.codebook.read(da.paths.CODEBOOKS / "alliance-startup.yaml")
    hits = da.framing.hits(oped_tokens, shipped)
    document = da.framing.score(hits, oped_tokens, by="document").set_index("frame")
    assert document["n"].to_dict() == {
        "alliance": 14,  # 안보 동맹 is one name
        "startup": 31,
        "economy": 2,
        "bio_health": 13,
        "benchmark": 9,
        "pride": 4,
    }
    assert not hits["inside_quote"].any()  # its one quotation holds no term
    redacted = oped_tokens.redact(codebook=shipped)
    pd.testing.assert_frame_equal(da.framing.hits(redacted, shipped), hits)


def test_the_recipe_is_not_changed(sky: Tokens) -> None:
    before = replace(sky.recipe)
    da.framing.score(da.framing.hits(sky, book()), sky)
    assert sky.recipe == before


def test_tokens_redacted_without_the_codebook_are_refused(sky: Tokens) -> None:
    """Words of the codebook may be blanked there, so that its hits would be too few."""
    with pytest.raises(RefusalError, match="redacted without"):
        da.framing.hits(sky.redact(), book())
    newer = book().model_copy(update={"version": "99"})
    with pytest.raises(RefusalError, match="redacted without"):
        da.framing.hits(sky.redact(codebook=book()), newer)
