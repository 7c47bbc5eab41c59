from typing import Any

from bs4 import BeautifulSoup

from analysis.record import svg
from analysis.record.links import Behind


def hit(sentence: int, frame: str, surface: str, *, counted: bool = True) -> dict[str, Any]:
    paragraph = 1 if sentence < 3 else 2
    about = {"sentence": sentence, "paragraph": paragraph, "frame": frame, "surface": surface}
    about |= {"element": "remedy" if sentence == 3 else "", "agent_kind": "subject", "agent": "시장"}
    return about | {"term": "t1", "counted": counted}


def behind() -> Behind:
    hits = [hit(1, "a", "동맹"), hit(1, "a", "동맹", counted=False), hit(3, "b", "벤처"), hit(3, "a", "동맹")]
    frames = [{"id": "a", "label": "가", "colour": "#0072B2"}, {"id": "b", "label": "나", "colour": "#E69F00"}]
    book = {"sha256": "h", "frames": frames, "compare": ["a", "b"], "hits": hits}
    words = [
        {"term": "동맹", "tag": "NNG", "n": 3},
        {"term": "말", "tag": "NNG", "n": 2},
        {"term": "말", "tag": "NNP", "n": 2},
    ]
    return Behind({"books": [book], "words": words, "sentences": [[1, 1, 0, 9], [2, 1, 10, 19], [3, 2, 20, 29]]})


def test_a_number_leads_to_lines_only_where_so_many_lines_stand() -> None:
    told = behind()
    assert told.word("동맹", "3", tag="") == "word-0"
    assert told.word("동맹", "4", tag="NNG") is None  # counted on another layer
    assert told.word("말", "2", tag="") is None  # two words are written so
    assert told.word("말", "2", tag="NNP") == "word-2"
    assert told.hits("1", "a", "sentence", "1") == ("hit-0", "s1-f0")  # the second is not counted
    assert told.hits("2", "a", "sentence", "1") is None
    assert told.hits("1", "b", "paragraph", "2") == ("hit-2", "p2-f1")
    assert told.hits("2", "a", "surface", "동맹") == ("hit-0", "v0-f0")


def linked(head: str, *rows: str) -> list[str]:
    cells = ["".join(f"<td>{cell}</td>" for cell in row.split(",")) for row in rows]
    heads = "".join(f"<th>{name}</th>" for name in head.split(","))
    soup = BeautifulSoup(
        f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{'</tr><tr>'.join(cells)}</tr></tbody></table>",
        "html.parser",
    )
    behind().link_table(soup, soup.table)
    return [f"{link.get_text()} {link['href']}" for link in soup.find_all("a")]


def test_rows_of_tables_lead_to_their_lines() -> None:
    assert linked("term,n", "동맹,3", "없는 말,1") == ["동맹 #word-0"]
    # the same word twice in a sentence: the first row is the first hit, the second the second
    assert linked("sentence,surface,term,frame", "1,동맹,t1,a", "1,동맹,t1,a", "1,동맹,t1,a") == [
        "동맹 #hit-0",
        "동맹 #hit-1",
    ]
    assert linked("frame,surface,n", "a,동맹,2", "b,벤처,1", "b,벤처,9") == ["동맹 #hit-0", "벤처 #hit-2"]
    assert linked("sentence,frame,n", "3,b,1", "2,b,0") == ["1 #hit-2"]
    assert linked("paragraph,frame,n", "2,a,1", "1,a,2") == ["1 #hit-3"]
    assert linked("frame,element,n", "a,remedy,1", "a,,1", "b,cause,0") == ["1 #hit-3", "1 #hit-0"]
    assert linked("frame,agent_kind,agent,n", "a,subject,시장,2", "b,we,시장,1") == ["2 #hit-0"]
    assert linked("a,b", "1,2") == []


def rectangle(x: float, y: float, width: float, fill: str) -> str:
    corners = f"M {x} {y + 1} \nL {x + width} {y + 1} \nL {x + width} {y} \nL {x} {y} \nz\n"
    return f'<g id="patch_1">\n<path d="{corners}" style="fill: {fill}"/></g>'


STRIP = "doc,sentence,frame,n\nd,1,a,1\nd,1,b,0\nd,2,a,0\nd,2,b,0\nd,3,a,1\nd,3,b,1\n"


def strip(*fills: str) -> list[svg.Link]:
    """Draw two rows of three cells, frame a above frame b."""
    cells = [rectangle(10 + k % 3 * 5, 10 + k // 3 * 5, 5, fill) for k, fill in enumerate(fills)]
    return behind().links({"chart": "strip", "csv": STRIP}, "".join(cells))


def test_cells_of_a_strip_lead_to_the_hits_of_their_sentence() -> None:
    links = strip("#111111", "#ffffff", "#222222", "#ffffff", "#ffffff", "#333333")
    assert [(link.href, link.box.x, link.box.y) for link in links] == [
        ("#hit-0", 10, 10),
        ("#hit-3", 20, 10),
        ("#hit-2", 20, 15),
    ]
    assert links[0].text == "1번 문장, 가 1회: 용례 보기"


def test_a_strip_that_does_not_fit_its_numbers_leads_nowhere() -> None:
    assert strip("#ffffff", "#ffffff", "#222222", "#ffffff", "#ffffff", "#333333") == []
    assert strip("#111111", "#ffffff", "#222222") == []


def test_bars_lead_to_words_and_only_where_their_lengths_are_those_of_the_numbers() -> None:
    told = {"chart": "frequency", "csv": "term,tag,n\n동맹,NNG,3\n말,NNP,2\n다른,NNG,1\n"}
    bars = rectangle(10, 10, 30, "#0072b2") + rectangle(10, 20, 20, "#0072b2")
    assert [link.href for link in behind().links(told, bars)] == ["#word-0", "#word-2"]
    wrong = rectangle(10, 10, 30, "#0072b2") + rectangle(10, 20, 25, "#0072b2")
    assert behind().links(told, wrong) == []
    assert behind().links(told | {"chart": "wordcloud"}, bars) == []


def said(text: str, x: float, y: float) -> str:
    style = "font-size: 10px; text-anchor: end; fill: #1a1a1a"
    return f'<text style="{style}" x="{x}" y="{y}" transform="rotate(-0 {x} {y})">{text}</text>'


def test_words_of_a_chart_lead_to_their_lines_and_say_how_many() -> None:
    told = {"chart": "network", "csv": "source,target,n\n동맹,말,2\n없는 말,동맹,1\n"}
    (link,) = behind().links(
        told, said("동맹", 50, 20) + said("말", 50, 40) + said("없는 말", 50, 60)
    )  # 말 is two words
    assert (link.href, link.text) == ("#word-0", "동맹: 용례 3곳 보기")
    assert link.box.x == 50 - 2 * 9.2  # two syllables of 0.92 em to the left of their anchor
    assert behind().links({"chart": "keyness", "csv": "term,tag,n\n동맹,NNP,1\n"}, said("동맹", 50, 20)) == []


FRAMING = "doc,paragraph,frame,n,density\nd,1,a,1,2.5\nd,1,b,0,0\nd,2,a,1,5\nd,2,b,1,1\n"


def dots(*places: tuple[float, float, str]) -> list[svg.Link]:
    """Draw two lines of dots, one a paragraph, where a point of density is ten points wide."""
    drawn = "".join(
        f'<use xlink:href="#m" x="{x}" y="{y}" style="fill: {fill}; stroke: #1a1a1a"/>' for x, y, fill in places
    )
    return behind().links({"chart": "framing", "csv": FRAMING}, drawn + said("1문단", 5, 23.4) + said("2문단", 5, 43.4))


def test_dots_lead_to_the_hits_of_their_paragraph_and_only_where_they_stand_at_their_numbers() -> None:
    legend = (30.0, 4.0, "#0072b2")
    drawn = [(35.0, 20.0, "#0072b2"), (10.0, 20.0, "#e69f00"), (60.0, 40.0, "#0072b2"), (20.0, 40.0, "#e69f00")]
    links = dots(legend, *drawn)
    assert [(link.href, link.show) for link in links] == [("#hit-0", "p1-f0"), ("#hit-3", "p2-f0"), ("#hit-2", "p2-f1")]
    assert links[0].text == "1문단, 가 1회: 용례 보기"
    assert dots(*drawn[:3], (40.0, 40.0, "#e69f00")) == []
