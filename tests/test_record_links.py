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
    names = head.split(",")
    cells = ["".join(f"<td>{cell}</td>" for cell in row.split(",")) for row in rows]
    soup = BeautifulSoup(f"<table><tr>{'</tr><tr>'.join(cells)}</tr></table>", "html.parser")
    told = [dict(zip(names, row.split(","), strict=True)) for row in rows]
    behind().link_rows(soup, soup.find_all("tr"), told, names)
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


def test_a_row_of_an_index_that_is_written_once_is_linked_in_its_own_cell() -> None:
    # pandas writes the frame of two rows in one cell of two lines: the second row has two cells, counted from the right
    html = "<tr><th rowspan=2>a</th><th>동맹</th><td>2</td></tr><tr><th>벤처</th><td>1</td></tr><tr><td>...</td></tr>"
    soup = BeautifulSoup(f"<table>{html}</table>", "html.parser")
    told = [{"frame": "a", "surface": "동맹", "n": "2"}, {"frame": "b", "surface": "벤처", "n": "1"}, None]
    behind().link_rows(soup, soup.find_all("tr"), told, ["frame", "surface", "n"])
    assert [f"{link.get_text()} {link['href']}" for link in soup.find_all("a")] == ["동맹 #hit-0", "벤처 #hit-2"]


def led(**row: str) -> list[tuple[str, str, str]]:
    """Where a mark leads, which lines stay there, and what the link says."""
    links = behind().links([{"row": row, "box": (1.0, 2.0, 3.0, 4.0)}])
    assert all(link.box == svg.Box(1.0, 2.0, 3.0, 4.0) for link in links)
    return [(link.href, link.show, link.text.removesuffix(": 용례 보기")) for link in links]


def test_marks_of_words_lead_to_their_lines_and_say_how_many() -> None:
    assert led(term="동맹", tag="NNG") == [("#word-0", "", "동맹 3회")]
    assert led(term="말", tag="NNP") == [("#word-2", "", "말 2회")]
    assert led(term="말") == []  # two words are written so
    assert led(term="동맹", tag="NNP") == led(term="없는 말") == []


def test_marks_of_a_sentence_a_paragraph_and_an_element_lead_to_as_many_hits_as_they_state() -> None:
    assert led(sentence="1", frame="a", n="1") == [("#hit-0", "s1-f0", "1번 문장, 가 1회")]
    assert led(sentence="1", frame="a", n="2") == []
    assert led(paragraph="2", frame="b", n="1") == [("#hit-2", "p2-f1", "2문단, 나 1회")]
    assert led(frame="a", element="remedy", n="1") == [("#hit-3", "e1-f0", "가 1회")]
    assert led(frame="a", agent_kind="subject", n="2") == [("#hit-0", "k0-f0", "가 2회")]
    assert led(frame="a", device="metaphor", n="2") == []  # what hits do not state


def test_marks_of_two_frames_lead_to_the_hits_of_both() -> None:
    assert led(frames="a b") == [("#hit-0", "s1-f0 s3-f1 s3-f0", "가·나")]
    assert led(frames="a b", sentence="3") == [("#hit-2", "s3-f1 s3-f0", "3번 문장, 가·나")]
    assert led(frames="a b", sentence="2") == []
    assert led(frames="a b", entry="t1") == [("#hit-0", "t0-f0 t0-f1", "가·나")]


def test_cells_of_an_overlap_lead_to_the_sentences_that_they_count() -> None:
    # frame a stands in the sentences 1 and 3, b in 3
    told = {"by": "sentence", "frames": "a b"}
    assert led(held="both", n="1", **told) == [("#hit-2", "s3-f1 s3-f0", "가·나 둘 다 든 문장 1곳")]
    assert led(held="a", n="1", **told) == [("#hit-0", "s1-f0", "가만 든 문장 1곳")]
    assert led(held="b", n="0", **told) == led(held="both", n="2", **told) == []
