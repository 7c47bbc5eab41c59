"""Places where a line of Korean may not end, and sentences of one page in English."""

from markupsafe import Markup

from analysis.report.joints import joined
from analysis.report.prose import Prose
from analysis.report.shell import _together
from analysis.report.strip_rows import NARROW, _strip

J = '<i class="j"></i>'


def test_a_middle_dot_stays_with_the_word_before_it() -> None:
    assert joined("의료·바이오") == f"의료{J}·바이오"
    text = "의료·바이오 a · b ·c ··"
    assert joined(text, 0, 2) + joined(text, 2) == f"의료{J}·바이오 a · b ·c ··"  # a mark may end before the dot
    assert joined("K-바이오(MIT)의 <b>") == f"K-{J}바이오(MIT){J}의 &lt;b&gt;"
    assert joined("K-바이오", 2) == f"{J}바이오"
    assert joined("max-T, 2026-05-04, us-alliance") == f"max-{J}T, 2026-{J}05-{J}04, us-alliance"


def test_a_heading_that_is_html_keeps_its_elements() -> None:
    told = Markup('<span class="b">창업·혁신</span> 50%에 &amp; a / b')
    assert _together(told) == f'<span class="b">창업{J}·혁신</span> <span class="nb">50%에</span> &amp; a\u00a0/ b'
    assert _together("가·나<") == f"가{J}·나&lt;"


def test_english_sentences_begin_with_a_capital_and_one_thing_is_one() -> None:
    prose = Prose("en")
    said = prose.say("can.leans", leader="startup", share="69%")
    assert said.startswith("Startup tends to occur")
    assert prose.say("source_row.widest_resampling", unit="sentences").startswith("sentences drawn")
    assert (prose.say("text.speakers_n", n=1), prose.say("text.speakers_n", n=21)) == ("1 quotation", "21 quotations")


def test_paragraphs_of_one_digit_need_less_room_on_a_phone() -> None:
    # 9 paragraphs of 2 sentences are 36 of 326 pixels wide each, and 3문단 needs 35; 10 are 33, so that every second is
    # numbered, and 10문단 would need 42 of the 33 that are left
    for n, said in ((9, [True] * 9), (10, [True, False] * 5)):
        groups = [[2 * k + 1, 2 * k + 2] for k in range(n)]
        assert [one.said for one in _strip([], groups, NARROW, 1).paragraphs] == said
