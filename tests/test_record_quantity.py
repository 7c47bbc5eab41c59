import analysis as da
from analysis.record import kernel_hooks


def told(text: str) -> list[str]:
    return [row["told"] for row in kernel_hooks.collect(da.Corpus.from_texts({"a": text}))]


def test_figures_say_what_they_are_how_much_and_of_what() -> None:
    assert told("약 4만㎡ 땅에 3억 2000만 원을 들였다.") == ["넓이 약 40,000㎡", "금액 320,000,000원"]
    assert told("2025년 3월까지 14개월 동안 65.1%가 왔다.") == ["날짜 2025-03", "기간 14개월", "백분율 65.1 %"]
    assert told("100명 이상") == ["개수 100명 이상"]
    assert told("3월에 만났다.") == ["날짜 해 없이 03"]
    assert told("글에 수가 없다.") == []


def test_a_figure_that_says_another_again_is_told_so() -> None:
    assert told("59억 달러(약 7조9000억 원)") == [
        "금액 5,900,000,000달러",
        "금액 약 7,900,000,000,000원 (앞의 값을 바꾸어 적음)",
    ]


def test_places_are_those_of_the_text() -> None:
    text = "모두 12명이다."
    (row,) = kernel_hooks.collect(da.Corpus.from_texts({"a": text}))
    assert text[row["start"] : row["end"]] == "12명"
