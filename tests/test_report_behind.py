from typing import Any

from bs4 import BeautifulSoup

from analysis.report import svg
from analysis.report.behind import Behind


def hit(sentence: int, frame: str, surface: str, *, counted: bool = True) -> dict[str, Any]:
    return {"sentence": sentence, "frame": frame, "surface": surface, "term": "t1", "counted": counted}


def behind() -> Behind:
    hits = [hit(1, "a", "동맹"), hit(1, "a", "동맹", counted=False), hit(3, "b", "벤처"), hit(3, "a", "동맹")]
    book = {"frames": [{"id": "a", "label": "가"}, {"id": "b", "label": "나"}], "compare": ["a", "b"], "hits": hits}
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
    assert told.hits(1, sentence=1, frame="a") == "hit-0"  # the second is not counted
    assert told.hits(2, sentence=1, frame="a") is None


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
