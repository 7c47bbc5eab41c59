"""Stance and what it does to hits: sentences labelled by hand, and every kind on its own."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

import analysis as da
from analysis import schema
from analysis.codebook import Codebook, loads
from analysis.errors import OptionError, SchemaError

GOLD: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "stance.yaml").read_text(encoding="utf-8")
)
FLAGS = ["negated", "obligation", "plan", "certainty", "hearsay", "possibility"]


def book(words: str) -> Codebook:
    """Build a codebook of one frame, whose term is any of some words."""
    label = {"ko": "틀", "en": "frame"}
    made = {"author": "toy", "basis": "toy", "licence": "toy"}
    frame = {"id": "a", "label": label, "colour": "blue", "definition": "toy", "terms": [{"id": "t", "match": words}]}
    data = {"schema": "kfa-codebook/1", "id": "toy", "version": "1", "status": "unvalidated", "title": label}
    return loads(yaml.safe_dump(data | {"unit": "sentence", "provenance": made, "frames": [frame]}), name="toy")


def segment(*texts: str) -> da.Tokens:
    return da.segment(da.Corpus.from_texts({f"d{n:03d}": text for n, text in enumerate(texts)}))


def first_hit(text: str, word: str) -> dict[str, Any]:
    """The first hit of a word in a text."""
    found: dict[str, Any] = da.framing.hits(segment(text), book(word)).iloc[0].to_dict()
    return found


class Tally:
    """Right, wrong and missed, by what was looked for."""

    def __init__(self) -> None:
        self.right: Counter[str] = Counter()
        self.wrong: Counter[str] = Counter()
        self.missed: Counter[str] = Counter()

    def add(self, kind: str, wanted: list[str], got: list[str], *, name: str = "") -> None:
        """Count what two lists share and what each has alone; under one name if there is one."""
        one, other = Counter(wanted), Counter(got)
        for value in {*one, *other}:
            key, both = f"{kind} {name or value}", min(one[value], other[value])
            self.right[key] += both
            self.wrong[key] += other[value] - both
            self.missed[key] += one[value] - both

    def table(self) -> pd.DataFrame:
        """One row per kind: n, precision, recall."""
        rows = [
            (k, self.right[k] + self.missed[k], self.right[k] / (self.right[k] + self.wrong[k]),
             self.right[k] / (self.right[k] + self.missed[k]))
            for k in sorted({*self.right, *self.wrong, *self.missed})
        ]  # fmt: skip
        return pd.DataFrame(rows, columns=["kind", "n", "precision", "recall"]).set_index("kind")


@pytest.fixture(scope="module")
def measured() -> pd.DataFrame:
    """Precision and recall over all sentences labelled by hand."""
    tokens = segment(*(entry["text"] for entry in GOLD))
    stances = da.framing.stance(tokens).groupby("doc")["label"].agg(list).to_dict()
    hits = da.framing.hits(tokens, book("(" + "|".join(sorted({e["hit"] for e in GOLD})) + ")"))
    tally = Tally()
    for n, entry in enumerate(GOLD):
        doc = f"d{n:03d}"
        hit = hits[(hits["doc"] == doc) & (hits["surface"] == entry["hit"])].iloc[0]
        tally.add("label", entry.get("labels", []), stances.get(doc, []))
        tally.add("flag", entry.get("flags", []), [f for f in FLAGS if hit[f]])
        for who in ("agent", "speaker"):
            tally.add(who, [entry[who]] if who in entry else [], [hit[who]] if hit[who] else [], name="named")
    return tally.table()


def test_precision_and_recall_are_as_printed(measured: pd.DataFrame) -> None:
    print(measured.round(2).to_string())  # noqa: T201 - shown with pytest -s
    labels = [f"label {label.id}" for label in da.lexicon.stance().labels]
    assert set(measured.index) == {*labels, *(f"flag {f}" for f in FLAGS), "agent named", "speaker named"}
    assert measured.loc[labels, ["precision", "recall"]].min().min() == 1.0
    assert measured.loc[measured.index.str.startswith("flag"), "precision"].min() >= 0.95
    assert measured.loc[measured.index.str.startswith("flag"), "recall"].min() == 1.0
    assert (measured.loc["agent named", ["precision", "recall"]] >= [0.95, 0.94]).all()
    assert (measured.loc["speaker named", ["precision", "recall"]] == 1.0).all()
    assert len(GOLD) >= 200
    assert measured.loc[labels, "n"].min() >= 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("길을 막아야 할 것이다.", [("아야 할", "obligation"), ("할 것이", "prediction")]),
        ("그는 가지 않았다.", [("않", "negation")]),
        ("집 안에 못이 있다.", []),
        ("먹지 않으면 안 된다.", [("지 않으면 안 된", "obligation")]),
        ("협력할 수밖에 없다.", []),
        ("길을 내기로 했다.", [("기로 했", "plan")]),
        ("꽃이야말로 으뜸이다.", [("이야말로", "focus")]),
        ("끝.", []),
    ],
)
def test_markers_with_their_characters(text: str, expected: list[tuple[str, str]]) -> None:
    found = da.framing.stance(segment(text))
    assert list(found[["surface", "label"]].itertuples(index=False, name=None)) == expected
    assert found.columns.tolist() == [c.name for c in schema.STANCE]
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["surface"].tolist()


def test_markers_come_in_order_and_with_names() -> None:
    found = da.framing.stance(segment("고쳐야 한다. 갈 수 없다.", "안 간다."))
    assert found[["doc", "sentence", "label"]].values.tolist() == [
        ["d000", 1, "obligation"],
        ["d000", 2, "negation"],
        ["d001", 1, "negation"],
    ]
    assert found.attrs["labels"][0] == {"id": "certainty", "label": "확신"}
    assert found.attrs["stance"]["id"] == "damron-stance"
    assert (found["start"] < found["end"]).all()


def test_a_list_of_ones_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "schema: damron-stance/1\nid: mine\nversion: '1'\nlabels:\n"
        "- {label: doubt, ko: 의문, patterns: [ᆯ까/EF, 을까/EF], examples: ['될까?']}\n",
        encoding="utf-8",
    )
    found = da.framing.stance(segment("정말 될까? 해야 한다."), lexicon=da.lexicon.stance(file))
    assert found["label"].tolist() == ["doubt"]


def test_what_is_no_list_or_no_morphemes_is_refused() -> None:
    with pytest.raises(OptionError, match="lexicon must be 'default' or"):
        da.framing.stance(segment("간다."), lexicon="mine")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="markers of stance are matched on the morpheme layer"):
        da.framing.stance(da.Tokens.from_terms({"d": ["a"]}))
    with pytest.raises(SchemaError, match="every morpheme"):
        da.framing.stance(segment("동맹은 강하다.").keep(tags=["JX"]))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("동맹을 지키는 정부는 예산을 늘려야 한다.", "동맹", []),  # its predicate is 지키는
        ("동맹을 지키는 정부는 예산을 늘려야 한다.", "예산", ["obligation"]),
        ("규제를 풀고 투자를 늘려야 한다.", "규제", []),  # the last clause alone, as documented
        ("투자에 대한 예산을 늘려야 한다.", "투자", ["obligation"]),  # 에 대한 is no predicate
        ("차질 없이 투자를 늘려야 한다.", "투자", ["obligation"]),
        ("투자를 차질 없이 늘려야 한다.", "투자", ["obligation"]),
        ("투자를 빠르게 늘리지 않았다.", "투자", ["negated"]),  # an adverb ends no clause
        ("투자는 누구나 바라는 것이 아니다.", "투자", ["negated"]),  # the topic of the whole
        ("투자를 늘릴 것으로 알려졌다.", "투자", ["hearsay"]),
        ("‘투자’를 늘리려 한다.", "투자", ["plan"]),
        ("“투자를 늘려야 한다”고 할 수 있다.", "투자", ["obligation"]),
    ],
)
def test_a_marker_governs_its_clause(text: str, word: str, expected: list[str]) -> None:
    hit = first_hit(text, word)
    assert [f for f in FLAGS if hit[f]] == expected
    assert hit["counted"]


@pytest.mark.parametrize(
    ("text", "kind", "agent"),
    [
        ("우리는 투자를 늘렸다.", "we", "우리"),
        ("우리도 투자를 늘렸다.", "we", "우리"),
        ("저희가 투자를 늘렸다.", "we", "저희"),
        ("투자를 늘렸다.", "none", ""),
        ("올해는 투자를 늘렸다.", "none", ""),
        ("중요한 것은 투자를 늘리는 일이다.", "none", ""),
        ("지난달 정부는 투자를 늘렸다.", "subject", "정부"),
        ("한국과 일본이 투자를 늘렸다.", "subject", "한국과 일본"),
        ("정부는 규제를 풀었고 투자를 늘렸다.", "subject", "정부"),  # a topic goes on
        ("정부가 규제를 풀었고 투자를 늘렸다.", "none", ""),  # a subject particle does not
        ("정부는 협회를 통해 투자를 늘렸다.", "subject", "정부"),
        ("그는 “투자를 늘렸다”고 말했다.", "none", ""),  # not across a quotation mark
        ("쌀값은 내렸고 보릿값은 투자를 불렀다.", "subject", "보릿값"),
    ],
)
def test_who_acts(text: str, kind: str, agent: str) -> None:
    hit = first_hit(text, "투자")
    assert (hit["agent_kind"], hit["agent"]) == (kind, agent)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“투자가 답이다”라고 김 대표는 말했다.", "김 대표"),
        ("김 대표는 “투자가 답이다”라고 말했다.", "김 대표"),
        ("“투자가 답이다”라는 김 대표의 말을 들었다.", "김 대표"),
        ("“투자가 답이다”면서 김 대표는 웃었다.", "김 대표"),
        ("김 대표에 따르면 “투자가 답”이다.", "김 대표"),
        ("“투자가 답이다”라는 지적이 나왔다.", ""),
        ("“투자가 답이다”라고 말했다.", ""),
        ("시는 “투자 새바람” 행사를 열었다.", ""),  # a name, not speech
        ("“투자가 답이다”라고 하자 김 대표는 웃었다.", ""),
        ("김 대표는 투자가 답이라고 말했다.", ""),  # reported speech is not inside_quote
    ],
)
def test_who_speaks(text: str, speaker: str) -> None:
    hit = first_hit(text, "투자")
    assert hit["speaker"] == speaker


def test_a_redacted_table_names_no_speaker_and_keeps_the_rest() -> None:
    tokens = segment("김 대표는 “우리는 투자를 늘리지 않아야 한다”고 말했다. 비가 올 것이다.")
    codebook = book("투자")
    full = da.framing.hits(tokens, codebook)
    redacted = da.framing.hits(tokens.redact(codebook=codebook), codebook)
    assert full["speaker"].tolist() == ["김 대표"]
    assert redacted["speaker"].tolist() == [""]
    pd.testing.assert_frame_equal(redacted.drop(columns="speaker"), full.drop(columns="speaker"))
    assert full[["negated", "obligation", "agent"]].values.tolist() == [[True, True, "우리"]]


def test_the_same_bytes_twice_and_alone_as_together() -> None:
    texts = [entry["text"] for entry in GOLD[:30]]
    together = da.framing.hits(segment(*texts), book("(투자|개혁|규제)")).drop(columns="doc")
    alone = pd.concat([da.framing.hits(segment(t), book("(투자|개혁|규제)")) for t in texts]).drop(columns="doc")
    pd.testing.assert_frame_equal(together, alone.reset_index(drop=True))
