"""The matcher on hand-made token tables: every expected hit was read off the toy text by eye."""

from __future__ import annotations

import random
import re

import pandas as pd
import pytest
import yaml

import analysis as da
from analysis.codebook import Codebook, evidence, loads
from analysis.codebook.match import find
from analysis.errors import SchemaError
from analysis.grammar.context import context
from analysis.lexicon import stance
from analysis.matcher.arrays import view
from analysis.matcher.pattern import expand
from analysis.matcher.sequences import Sequences
from analysis.tokens.tokens import arrays


def table(*docs: str) -> pd.DataFrame:
    """Build a token table: words by space, morphemes by +, surface/TAG, sentences by |, paragraphs by ||."""
    rows = []
    for number, doc in enumerate(docs):
        at = i = sentence = 0
        for paragraph, block in enumerate(doc.split("||"), start=1):
            for text in block.split("|"):
                sentence += 1
                for word in text.split():
                    for morpheme in word.split("+"):
                        surface, _, tag = morpheme.rpartition("/")
                        end = at + len(surface)
                        rows.append((f"d{number}", paragraph, sentence, i, surface, surface, tag, surface, at, end))
                        at, i = end, i + 1
                    at += 1
    columns = ["doc", "paragraph", "sentence", "i", "surface", "form", "tag", "lemma", "start", "end"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(["doc", "surface", "form", "tag", "lemma"], "category"))


def book(*terms: object, **top: object) -> Codebook:
    """Build a codebook of one frame, or of several where terms are lists; a str is a pattern."""
    groups = [t for t in terms if isinstance(t, list)] or [list(terms)]
    ready = [
        [{"id": f"f{f}t{k}"} | (t if isinstance(t, dict) else {"match": t}) for k, t in enumerate(group)]
        for f, group in enumerate(groups)
    ]
    label = {"ko": "틀", "en": "frame"}
    frames = [
        {"id": f"f{f}", "label": label, "colour": "blue", "definition": "toy", "terms": group}
        for f, group in enumerate(ready)
    ]
    made = {"author": "toy", "basis": "toy", "licence": "toy"}
    data = {"schema": "kfa-codebook/1", "id": "toy", "version": "1", "status": "unvalidated", "title": label}
    return loads(yaml.safe_dump(data | {"unit": "sentence", "provenance": made, "frames": frames} | top), name="toy")


def surfaces(doc: str, *terms: object, **top: object) -> list[str]:
    """Surfaces of the hits in one toy document."""
    return find(view(table(doc)), book(*terms, **top)).hits["surface"].tolist()


@pytest.mark.parametrize(
    ("doc", "pattern", "expected"),
    [
        ("기업/NNG+부/NNG", "기업", ["기업"]),
        ("기업가/NNG 중소기업/NNG", "기업", []),  # inside a morpheme, at its start or its end
        ("한미/NNP+동맹/NNG", "한미 동맹", ["한미동맹"]),
        ("한미/NNP 동맹/NNG", "한미 동맹", ["한미 동맹"]),
        ("한미/NNP+-/SO+동맹/NNG", "한미 동맹", ["한미-동맹"]),
        ("한미/NNP+ㆍ/SW+동맹/NNG", "한미 동맹", ["한미ㆍ동맹"]),
        ("한미동맹/NNG", "한미 동맹", ["한미동맹"]),  # one morpheme may cover several parts
        ("한-미/NNP 동맹/NNG", "한 미 동맹", ["한-미 동맹"]),
        ("한미/NNP 동맹/NNG", "한미동맹", []),  # no white space where the pattern has none
        ("한미/NNP+의/JKG 동맹/NNG", "한미 동맹", []),  # a particle in between
        ("한미/NNP | 동맹/NNG", "한미 동맹", []),  # sentences are never joined
        ("한미/NNP -/SO 동맹/NNG", "한미 동맹", []),  # a dash between spaces is punctuation
        ("K/SL+–/SW+바이오/NNG", "K-바이오", ["K–바이오"]),
        ("K/SL+바이오/NNG", "K-바이오", []),  # the hyphen of the pattern must be there
        ("k/SL+-/SO+바이오/NNG", "K-바이오", ["k-바이오"]),
        ("한・미/NNP", "한·미", ["한・미"]),
        ("韓/SH+·/SP+美/SH", "韓·美", ["韓·美"]),
        ("r/SL+&/SW+D/SL", "R&D", ["r&D"]),
        ("한국/NNP+전략/NNG+동맹/NNG+은/JX", "*동맹", ["한국전략동맹"]),  # the longest run
        ("전략/NNG 동맹/NNG", "*동맹", []),  # the star has no white space
        ("동맹/NNG", "*동맹", []),  # one or more, not none
        ("새롭/VA+동맹/NNG", "*동맹", []),  # nominal morphemes only
        ("전략/NNG 동맹/NNG", "* 동맹", ["전략 동맹"]),
        ("동맹/NNG+국/XSN+들/XSN+이/JKS", "동맹*", ["동맹국들"]),
        ("기술/NNG+혁신/NNG+단지/NNG+연구/NNG+단지/NNG", "기술*단지", ["기술혁신단지연구단지"]),
        ("새/MM+기술/NNG+단지/NNG+에/JKB", "기술*단지", []),  # nothing left for the star
        ("우방/NNG 맹방/NNG", "(우방|맹방)", ["우방", "맹방"]),
        ("나라/NNG+의/JKG 고유/NNG", "나라 <0-2> 고유", ["나라의 고유"]),
        ("나라/NNG 큰/VA 새/MM 고유/NNG", "나라 <0-2> 고유", ["나라 큰 새 고유"]),
        ("나라/NNG 큰/VA 새/MM 그/MM 고유/NNG", "나라 <0-2> 고유", []),  # three words between
        ("나라/NNG 고유/NNG", "나라 <1-2> 고유", []),  # none between
        ("나라/NNG 큰/VA | 고유/NNG", "나라 <0-2> 고유", []),
        ("나라/NNG 고유/NNG 고유/NNG", "나라 <0-2> 고유", ["나라 고유"]),  # the nearest
        ("굳건/XR+하/XSA+다/EF", "굳건/XR 하/XSA", ["굳건하"]),
        ("굳건/XR+하/XSV+다/EF", "굳건/XR 하/XSA", []),
        ("뛰/VV-I+어/EC", "뛰/VV", ["뛰"]),
        ("되/VV+\u11af/ETM 것/NNB", "ㄹ/ETM 것/NNB", ["\u11af 것"]),  # typed as ㄹ, analysed as U+11AF
    ],
)
def test_patterns(doc: str, pattern: str, expected: list[str]) -> None:
    assert surfaces(doc, pattern) == expected


def test_variants_are_found_and_offsets_stay() -> None:
    doc = "韓美/SH+동맹/NNG+과/JC 한·미/NNP 동맹/NNG"
    hits = find(view(table(doc)), book("한미 동맹", variants={"한미": ["韓美", "한·미"]})).hits
    assert hits[["surface", "start", "end"]].to_numpy().tolist() == [["韓美동맹", 0, 4], ["한·미 동맹", 6, 12]]


def test_overlapping_and_empty_spans() -> None:
    # 내수 cut as 나+의 on one character, and a copula without characters: 내수[0,2) 다[2,3)
    frame = table("나/NP+수/NNG+이/VCP+다/EF")
    frame = frame.assign(surface=["내", "수", "", "다"], start=[0, 1, 2, 2], end=[1, 2, 2, 3])
    row = pd.DataFrame([["d0", 1, 1, 1, "내", "의", "JKG", "의", 0, 1]], columns=frame.columns)
    frame = pd.concat([frame.astype(object)[:1], row, frame.astype(object)[1:]]).assign(i=range(5))
    frame = frame.astype(dict.fromkeys(["paragraph", "sentence", "i", "start", "end"], "int64")).reset_index(drop=True)
    assert find(view(frame), book("내수")).hits["surface"].tolist() == ["내수"]
    assert find(view(frame), book("내")).hits.empty  # two morphemes on the same character, and not the whole word
    assert find(view(frame), book("수다")).hits["surface"].tolist() == ["수다"]  # over the empty copula
    assert find(view(frame), book("수/NNG 이/VCP 다/EF")).hits["surface"].tolist() == ["수다"]


def test_pos_looks_at_the_first_morpheme_without_suffix() -> None:
    assert surfaces("뛰/VV-I 뛰/NNG", {"match": "뛰", "pos": ["VV"]}) == ["뛰"]


@pytest.mark.parametrize(
    ("doc", "term", "expected"),
    [
        ("동맹/NNG+휴학/NNG", {"match": "동맹", "not_after": ["휴학"]}, []),
        ("동맹/NNG+휴/NNG+학생/NNG", {"match": "동맹", "not_after": ["휴학"]}, []),  # characters that follow
        ("동맹/NNG 휴학/NNG", {"match": "동맹", "not_after": ["휴학"]}, []),
        ("동맹/NNG 휴학생/NNG", {"match": "동맹", "not_after": ["휴학"]}, ["동맹"]),  # whole morphemes there
        ("혁신/NNG+당원/NNG", {"match": "혁신", "not_after": ["당"]}, []),
        ("혁신/NNG 당/NNG", {"match": "혁신", "not_after": ["당"]}, ["혁신"]),  # two characters or more
        ("경제/NNG+,/SP 문화/NNG", {"match": "경제", "not_after": [","]}, []),
        ("집단/NNG+감염/NNG 군집/NNG", {"match": "군집", "not_before": ["집단감염"]}, []),
        ("고/XPN+서버/NNG+군집/NNG", {"match": "군집", "not_before": ["서버"]}, []),
        ("서버/NNG+의/JKG 군집/NNG", {"match": "군집", "not_before": ["서버"]}, ["군집"]),
        ("서버/NNG | 군집/NNG", {"match": "군집", "not_before": ["서버"]}, ["군집"]),
        ("보육/NNG+기/NNG 안/NNG+의/JKG 아기/NNG", {"match": "보육기", "not_near": ["아기"]}, []),
        ("보육기/NNG | 아기/NNG", {"match": "보육기", "not_near": ["아기"]}, ["보육기"]),
        ("보육기/NNG 아기방/NNG", {"match": "보육기", "not_near": ["아기"]}, ["보육기"]),
        ("양국/NNG 정상/NNG", {"match": "양국", "require_near": ["(정상|정부)"]}, ["양국"]),
        ("양국/NNG 선수/NNG | 정상/NNG", {"match": "양국", "require_near": ["정상"]}, []),
        ("양국/NNG", {"match": "양국", "require_near": ["양국"]}, []),  # the hit does not license itself
    ],
)
def test_neighbours(doc: str, term: dict[str, object], expected: list[str]) -> None:
    assert surfaces(doc, term) == expected


def test_mask_cancels_whatever_it_overlaps() -> None:
    doc = "중소/NNG+벤처/NNG+부/NNG+의/JKG 벤처/NNG"
    assert find(view(table(doc)), book("벤처", mask=["중소 벤처 부"])).hits["start"].tolist() == [7]


def test_longest_match_wins_inside_a_frame() -> None:
    assert surfaces("전략/NNG+동맹/NNG 동맹/NNG", "동맹", "*동맹") == ["전략동맹", "동맹"]


def test_white_space_does_not_make_a_match_longer() -> None:
    # 가나 다 (3 characters) against 나다라 (3): the earlier wins, although its span is longer by a space
    first = find(view(table("가/NNG+나/NNG 다/NNG+라/NNG")), book("나 다 라", "가 나 다")).hits
    closed = find(view(table("가/NNG+나/NNG+다/NNG+라/NNG")), book("나 다 라", "가 나 다")).hits
    assert first["term"].tolist() == closed["term"].tolist() == ["f0t1"]


def test_equal_spans_go_to_the_first_term_of_the_file() -> None:
    assert find(view(table("동맹/NNG")), book("동맹", "(동맹|우방)")).hits["term"].tolist() == ["f0t0"]


def test_a_span_counts_in_two_frames_unless_nested_scope_is_codebook() -> None:
    doc, terms = "본보기/NNG+도시/NNG", (["본보기 도시"], ["본보기"])
    both = find(view(table(doc)), book(*terms)).hits
    assert both["frame"].tolist() == ["f1", "f0"]  # ends first, comes first
    one = find(view(table(doc)), book(*terms, defaults={"nested_scope": "codebook"})).hits
    assert one["frame"].tolist() == ["f0"]


def test_quantities_are_hits() -> None:
    doc = "59/SN+억/NR 달러/NNB+(/SSO+약/MM 7/SN+조/NR+9000/SN+억/NR 원/NNB+)/SSC+을/JKO 3/SN+명/NNB+에게/JKB"
    assert surfaces(doc, {"number": "money"}) == ["59억 달러(약 7조9000억 원)"]
    assert surfaces(doc, {"number": "count"}) == ["3명"]


def test_a_number_does_not_start_inside_another() -> None:
    assert surfaces("2.5.3/W_SERIAL+억/NR 원/NNB", {"number": "money"}) == []
    assert surfaces("제/XPN+3/SN+회/NNB 2/SN+회/NNB", {"number": "count"}) == ["2회"]  # an ordinal counts nothing


def test_quotes_and_negation_are_flagged() -> None:
    doc = "“/SSO+동맹/NNG+”/SSC+은/JX 없/VA+고/EC 동맹/NNG+은/JX 있/VA+다/EF"
    hits = flagged(table(doc), book("동맹"))
    assert hits["inside_quote"].tolist() == [True, False]
    assert hits["negated"].tolist() == [True, False]


def test_documents_are_never_joined() -> None:
    assert find(view(table("한미/NNP", "동맹/NNG")), book("한미 동맹")).hits.empty


def test_nothing_found_and_nothing_to_search() -> None:
    nothing = find(view(table("하늘/NNG")), book("동맹"))
    assert nothing.hits.empty
    assert nothing.evidence.tolist() == []
    assert find(view(table("하늘/NNG")[:0]), book("동맹", {"number": "money"})).hits.empty


@pytest.mark.parametrize("rows", [[0, 2], [1, 0, 2]])
def test_a_filtered_or_shuffled_table_is_refused(rows: list[int]) -> None:
    with pytest.raises(SchemaError, match=r"every morpheme .* before keep"):
        find(view(table("가/NNG+의/JKG 나/NNG").iloc[rows]), book("가"))


RICH = (
    "“/SSO+한미/NNP+동맹/NNG+은/JX 혈맹/NNG+”/SSC+이/VCP+라/EC+며/EC 전략/NNG+동맹/NNG+을/JKO "
    "말/NNG+하/XSV+다/EF | "
    "동맹/NNG+휴학/NNG+은/JX 벤처/NNG+와/JKB 멀/VA+다/EF | "
    "중소/NNG+벤처/NNG+부/NNG+는/JX 벤처/NNG+를/JKO 돕/VV+지/EC 않/VX+고/EC+,/SP 동맹/NNG+도/JX 없/VA+다/EF || "
    "양국/NNG 정상/NNG+은/JX 총/MM+59/SN+억/NR 달러/NNB+(/SSO+약/MM 7/SN+조/NR 원/NNB+)/SSC+와/JC "
    "3/SN+억/NR 원/NNB+을/JKO 나라/NNG+의/JKG 큰/VA 고유/NNG+로/JKB 쓰/VV+다/EF | "
    "양국/NNG 선수/NNG+는/JX 동맹/NNG+밖에/JX 없/VA+다/EF | 없/VA+는/ETM 혈맹/NNG+,/SP 새/MM 선수/NNG+다/EF"
)
RICH_BOOK = book(
    [
        "한미 동맹",
        {"match": "동맹", "not_after": ["휴학"]},
        "*동맹",
        "혈맹",
        {"match": "양국", "require_near": ["정상"]},
    ],
    ["벤처", "나라 <0-2> 고유", {"number": "money"}, {"match": "선수", "not_near": ["정상"]}],
    mask=["중소 벤처 부"],
)


def redacted(frame: pd.DataFrame, keep: set[int]) -> pd.DataFrame:
    """Blank surface, form and lemma outside some rows, by hand."""
    blank = {
        c: [v if n in keep else "" for n, v in enumerate(frame[c].astype(str))] for c in ("surface", "form", "lemma")
    }
    return frame.assign(**{c: pd.Categorical(v) for c, v in blank.items()})


MARKINGS = stance().markings


def flagged(frame: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Give hits and what their clauses do with them; speakers aside, which a redacted table does not keep."""
    rows = view(frame)
    found = find(rows, codebook)
    spans = found.hits["first"].to_numpy(), found.hits["last"].to_numpy()
    around = context(rows, spans, MARKINGS).columns
    return pd.concat([found.hits, around.drop(columns="speaker")], axis=1)


def test_hits_of_a_redacted_table_equal_those_of_the_full_one() -> None:
    full = table(RICH)
    found = flagged(full, RICH_BOOK)
    rests = set(evidence(full, RICH_BOOK, markings=MARKINGS).tolist())
    # by eye, sentence by sentence; 동맹휴학, the mask and 양국 선수 are out
    expected = ["한미동맹", "혈맹", "전략동맹", "벤처", "벤처", "동맹", "양국"]
    expected += ["59억 달러(약 7조 원)", "3억 원", "나라의 큰 고유", "선수", "동맹", "혈맹", "선수"]
    assert found["surface"].tolist() == expected
    assert found["negated"].tolist() == [False] * 4 + [True] * 2 + [False] * 8
    # 벤처 and 동맹 are denied; 밖에 없다 affirms, and in 없는 혈맹 another thing is missing
    pd.testing.assert_frame_equal(flagged(redacted(full, rests), RICH_BOOK), found)
    words = set(full["surface"].iloc[sorted(set(range(len(full))) - rests)])
    assert {"말", "쓰", "총", "멀"} <= words  # what no hit needs is not kept


@pytest.mark.parametrize("seed", range(25))
def test_keeping_more_rows_than_the_evidence_adds_no_hit(seed: int) -> None:
    # repeated content words stay readable in a redacted table, whatever stands around them
    full = table(RICH)
    rest = random.Random(seed).sample(range(len(full)), k=len(full) // 3)
    keep = set(evidence(full, RICH_BOOK, markings=MARKINGS).tolist()) | set(rest)
    pd.testing.assert_frame_equal(flagged(redacted(full, keep), RICH_BOOK), flagged(full, RICH_BOOK))


@pytest.mark.parametrize("seed", range(40))
def test_literals_agree_with_a_search_by_characters(seed: int) -> None:
    """An oracle that tries every stretch of rows against a regular expression of the pattern."""
    chance = random.Random(seed)
    words = [
        "+".join(f"{chance.choice(['가', '나', '가나', '나가', '-', '·'])}/NNG" for _ in range(k))
        for k in (1, 2, 3) * 8
    ]
    chance.shuffle(words)
    full = table(" | ".join(" ".join(words[n : n + 6]) for n in range(0, len(words), 6)))
    parts = ["".join(chance.choice("가나") for _ in range(chance.randint(1, 2))) for _ in range(chance.randint(1, 3))]
    expression = re.compile("[ ·-]?".join(parts))
    expected = set()
    for first in range(len(full)):
        for last in range(first, len(full)):
            rows = full.iloc[first : last + 1]
            if len(set(rows["sentence"])) == 1 and expression.fullmatch(characters(rows)):
                expected.add((first, last))
    assert set(Sequences(view(full)).find_any(expand(" ".join(parts)))) == expected


def characters(rows: pd.DataFrame) -> str:
    """Surfaces joined, with a space where there is a gap."""
    text = ""
    for surface, gap in zip(
        rows["surface"], rows["start"] - rows["end"].shift(fill_value=rows["start"].iloc[0]), strict=True
    ):
        text += " " * gap + surface
    return text


def test_a_literal_is_whole_morphemes_or_the_whole_word() -> None:
    text = "아름다운 날을 축하해. 지난 일이 어려웠다. “대단했다.” 좋은데 좋은 해가 뜬다. 산이다."
    rows = arrays(da.segment(da.Corpus.from_texts({"d": text})))
    for literal, found in {
        "(운|난|했)": [],  # endings, and a stem with one
        "해": ["해"],  # the sun, and no 축하해
        "(아름다운|어려웠다|대단했다|좋은)": ["아름다운", "어려웠다", "대단했다", "좋은"],
        "산": ["산"],
        "축하해": ["축하해"],
    }.items():
        assert find(rows, book(literal)).hits["surface"].tolist() == found, literal
