from __future__ import annotations

import pandas as pd
import pytest

from analysis.cleaning import Shared, shared_lines, without_furniture
from analysis.errors import OptionError
from analysis.files.texts_on_disk import TextsOnDisk

NAMES = "가 나 다 라 마 바 사 아 자 차 카 타 파 하".split()


def article(name: str, *tail: str, head: tuple[str, ...] = (), outlet: str = "한들신문") -> dict[str, str]:
    prose = [f"{name}골목의 가게가 문을 닫은 지 두 해가 지났고 {name}골목 사람들은 아직도 그 앞에서 걸음을 늦춘다."]
    return {"doc": name, "outlet": outlet, "text": "\n".join([*head, *prose, f"{name}골목은 조용하다.", *tail])}


def without(rows: list[dict[str, str]], **options: float) -> Shared:
    """Take away what the rows themselves share."""
    return without_furniture(rows, furniture=shared_lines(pd.DataFrame(rows, columns=["outlet", "text"]), **options))  # type: ignore[arg-type]


def test_a_line_at_the_tail_of_every_article_goes_with_its_share() -> None:
    rows = [article(n, "독자와 함께 걷는 신문") for n in NAMES[:4]]
    found = without(rows)
    assert [row["text"].split("\n")[-1] for row in found.rows] == [f"{n}골목은 조용하다." for n in NAMES[:4]]
    assert found.removed[0] == {
        "doc": "가",
        "line": 3,
        "kind": "furniture",
        "reason": "stands in the list of furniture that was given",
        "text": "독자와 함께 걷는 신문",
    }
    assert shared_lines(pd.DataFrame(rows, columns=["outlet", "text"])).to_dict("records") == [
        {"outlet": "한들신문", "edge": "tail", "text": "독자와 함께 걷는 신문", "articles": 4, "share": 1.0}
    ]
    assert found.kept == dict.fromkeys(NAMES[:4], (0, 1))
    short = [
        {"doc": text[:2], "outlet": "한들신문", "text": f"{text}\n독자와 함께 걷는 신문"}
        for text in ("첫째 글이다.", "둘째 글이다.", "셋째 글이다.")
    ]
    assert without(short).rows[0]["text"] == "첫째 글이다."


def test_source_lines_are_those_the_reader_knows() -> None:
    rows = [article(n, "독자와 함께 걷는 신문") for n in NAMES[:3]]
    found = without_furniture(
        rows,
        furniture=shared_lines(pd.DataFrame(rows, columns=["outlet", "text"])),
        lines={n: [4, 6, 9] for n in NAMES[:3]},
    )
    assert [r["line"] for r in found.removed] == [9, 9, 9]


def test_digits_and_addresses_are_masked_but_not_measures() -> None:
    rows = [article(n, f"기사 번호 {i}호, 문의 n{i}@example.com") for i, n in enumerate(NAMES[:3])]
    assert len(without(rows).removed) == 3
    prices = [article(n, f"쌀 한 가마 {i}0만 원") for i, n in enumerate(NAMES[:3])]
    assert without(prices).removed == []


def test_a_plain_sentence_counts_as_shared_only_letter_by_letter() -> None:
    index = [article(n, f"지수는 {i} 포인트 올라 {i}번째로 장을 마쳤다.") for i, n in enumerate(NAMES[:3])]
    assert without(index).removed == []
    same = [article(n, "이 칼럼은 신문의 뜻과 다를 수 있다.") for n in NAMES[:3]]
    assert len(without(same).removed) == 3


def test_two_articles_are_too_few_and_outlets_are_counted_apart() -> None:
    rows = [article(n, "독자와 함께 걷는 신문") for n in NAMES[:2]]
    rows += [article(n, "독자와 함께 걷는 신문", outlet="물결일보") for n in NAMES[2:4]]
    assert without(rows).removed == []


def test_a_small_share_goes_only_when_the_articles_follow_each_other() -> None:
    # 3 of 14 articles are 21 %; with share=0.5 only an unbroken run of three is left as evidence
    spread = [article(n, *(["휴일 특집"] if i in (0, 5, 10) else [])) for i, n in enumerate(NAMES)]
    assert without(spread, share=0.5).removed == []
    assert len(without(spread, share=0.2).removed) == 3
    row = [article(n, *(["휴일 특집"] if i in (5, 6, 7) else [])) for i, n in enumerate(NAMES)]
    assert [r["doc"] for r in without(row, share=0.5).removed] == ["바", "사", "아"]


def test_copies_of_one_article_do_not_make_its_words_furniture() -> None:
    rows = [article("가", "그뿐이었다.") | {"doc": f"copy{i}"} for i in range(5)]
    assert without(rows).removed == []


def test_a_long_notice_does_not_make_one_article_of_all() -> None:
    notice = "이 글의 권리는 한들신문에 있으며 허락 없는 전재와 복제, 배포, 학습 이용을 모두 금합니다."
    assert len(without([article(n, notice) for n in NAMES[:3]]).removed) == 3


def test_the_middle_of_a_text_is_never_looked_at() -> None:
    rows = [article(n) for n in NAMES[:3]]
    for row in rows:
        inner = [f"{row['doc']}의 {i}째 줄은 짧다." for i in range(12)]
        row["text"] = "\n".join([*inner[:6], "소제목", *inner[6:]])
    assert without(rows).removed == []


def test_nothing_is_left_empty_and_doing_it_again_changes_nothing() -> None:
    rows = [article(n, *(f"{'ㄱㄴㄷㄹㅁㅂㅅ'[i]}째 안내" for i in range(7))) for n in NAMES[:3]]
    rows.append({"doc": "only", "outlet": "한들신문", "text": "ㅅ째 안내"})
    found = without(rows)
    assert len(found.removed) == 3 * 7  # seven lines deep, although five are looked at a time
    assert found.rows[3]["text"] == "ㅅ째 안내"
    assert without(found.rows).removed == []


def test_rows_are_not_changed_and_other_fields_stay() -> None:
    rows = [article(n, "독자와 함께 걷는 신문") | {"author": "김가람"} for n in NAMES[:3]]
    before = [dict(row) for row in rows]
    assert without(rows).rows[0]["author"] == "김가람"
    assert rows == before
    assert without([]).rows == []


@pytest.mark.parametrize("options", [{"share": 0}, {"share": 1.5}, {"least": 1}])
def test_options_out_of_range(options: dict[str, float]) -> None:
    with pytest.raises(OptionError, match="share must be above 0"):
        shared_lines(pd.DataFrame(columns=["outlet", "text"]), **options)  # type: ignore[arg-type]


def test_a_frozen_list_takes_the_same_lines_from_any_rows() -> None:
    rows = [article(n, "독자와 함께 걷는 신문") for n in NAMES[:4]]
    listed = shared_lines(pd.DataFrame(rows, columns=["outlet", "text"]))
    assert [without_furniture([row], furniture=listed).rows[0] for row in rows] == without(rows).rows
    other = [article("가", "독자와 함께 걷는 신문", outlet="물결일보")]
    assert without_furniture(other, furniture=listed).rows == other  # another outlet's own words


@pytest.mark.parametrize("line", ["- {}년 말 기준 외환보유액은 세계 {}위 수준임", "{}월부터 {}개 시군에서 시행함."])
def test_a_sentence_that_ends_in_a_noun_counts_as_shared_only_letter_by_letter(line: str) -> None:
    rows = [article(n, line.format(2020 + i, i)) for i, n in enumerate(NAMES[:4])]
    assert shared_lines(pd.DataFrame(rows, columns=["outlet", "text"])).empty


def test_copies_that_share_hundreds_of_lines_are_one_article() -> None:
    # 256 lines in common are 256 reasons to be one article, which must not add up to none in eight bits
    long = "\n".join(
        f"{n}째 골목의 사람들은 아직도 그 앞에서 오래 걸음을 늦추며 지난 이야기를 나눈다고 한다." for n in range(256)
    )
    rows = [{"doc": n, "outlet": "한들신문", "text": f"{long}\n그뿐이었다."} for n in NAMES[:4]]
    assert without(rows).removed == []


def test_line_under_line_is_found_and_each_is_listed_once_with_its_end() -> None:
    # a head of one line over three heads, of which the second is in two articles only; the tail stands in all
    rows = [article(n, "끝 안내", head=("첫 안내", *(["둘째 안내"] if n in "가나" else []))) for n in NAMES[:4]]
    listed = shared_lines(pd.DataFrame(rows))
    assert listed[["edge", "text", "articles"]].values.tolist() == [["tail", "끝 안내", 4], ["head", "첫 안내", 4]]
    assert listed["share"].tolist() == [1.0, 1.0]


def test_texts_on_the_disk_give_the_same_list() -> None:
    rows = [article(n, *(f"{'ㄱㄴㄷㄹㅁㅂㅅ'[i]}째 안내" for i in range(7))) for n in NAMES[:5]]
    rows += [article(n, "물결을 넘어", outlet="물결일보") for n in NAMES[5:9]]
    table = pd.DataFrame(rows)
    aside = table.assign(text=TextsOnDisk.written(table["text"]))
    listed = shared_lines(aside)
    assert listed["articles"].tolist() == [4] + [5] * 7
    pd.testing.assert_frame_equal(listed, shared_lines(table))
