from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis import schema
from analysis.cleaning import ACCOUNT, account, tell
from analysis.corpus import Corpus, build
from analysis.errors import ReadError, SchemaError


def cut(doc: str, kind: str, text: str) -> dict[str, object]:
    return {"doc": doc, "line": 1, "kind": kind, "reason": "a rule", "text": text}


def corpus() -> Corpus:
    documents = [{"doc": "가게", "text": "여섯글자다.\n네글자."}, {"doc": "나무", "text": "열 글자짜리 글이다"}]
    removed = [
        cut("가게", "title", "제목"),
        cut("가게", "widget", "글자크기 설정."),
        cut("다리", "near duplicate", "사라진 글"),
    ]
    return build(documents, removed)


def test_before_is_after_and_what_was_removed() -> None:
    table = account(corpus())
    assert list(table.columns) == [*(c.name for c in ACCOUNT), "near duplicate", "title", "widget"]
    # 가게: 6 + 4 characters stay, 2 + 8 go; 나무 keeps its 10; 다리 was taken away whole, 5 characters
    assert table.iloc[:, :5].values.tolist() == [["가게", 4, 2, 20, 10], ["나무", 1, 1, 10, 10], ["다리", 1, 0, 5, 0]]
    assert table["share_removed"].tolist() == [0.5, 0.0, 1.0]
    assert table[["near duplicate", "title", "widget"]].values.tolist() == [[0, 0.1, 0.4], [0, 0, 0], [1, 0, 0]]
    schema.check(table, ACCOUNT, what="account")


def test_the_paragraph_states_the_sums() -> None:
    # 35 characters before, 20 after; 8 + 5 + 2 of 35 are 22.9 %, 14.3 % and 5.7 %
    assert tell(account(corpus())) == (
        "글 3편의 원자료 6줄(35자)에서 본문이 아닌 3줄(42.9%)을 제외하고 3줄(20자)을 남겼다. "
        "제외한 글자를 종류별로 보면 화면 조작 문구 22.9%, 거의 같은 글 14.3%, "
        "제목 5.7%이다(비율의 분모는 원자료의 글자 수). 1편은 통째로 빠졌다. "
        "남은 글 가운데 가장 많이 제외한 것은 ‘가게’로, 50.0%이다."
    )


def test_nothing_removed_is_said_too() -> None:
    assert tell(account(Corpus.from_texts({"a": "동맹은 길다."}))) == "글 1편의 원자료 1줄(7자)에서 제외한 것이 없다."


def test_a_document_without_characters_has_no_share() -> None:
    table = account(build([{"doc": "a", "text": ""}, {"doc": "b", "text": "글"}], [cut("a", "row", "")]))
    assert math.isnan(table["share_removed"][0])
    assert table["lines_before"].tolist() == [1, 1]
    assert tell(table).startswith("글 2편의 원자료 2줄(1자)에서 본문이 아닌 1줄(0.0%)을")


def test_a_redacted_corpus_has_no_characters_to_count(tmp_path) -> None:
    redacted = build([{"doc": "a", "text": "", "sha256": "0"}], [], stored=tmp_path)
    with pytest.raises(ReadError, match="redacted corpus"):
        account(redacted)


def test_another_table_is_refused() -> None:
    with pytest.raises(SchemaError, match="account: missing column"):
        tell(pd.DataFrame({"doc": ["a"]}))
