"""What stands above the body: headline, subtitles, byline."""

from __future__ import annotations

import re

from analysis.cleaning import byline as by
from analysis.cleaning.endings import is_running, is_sentence, is_stopped
from analysis.cleaning.lines import Line, Page

_LONGEST = 90
_NEAR = 3  # lines within which running prose must follow an unfinished line for it to be a headline
_SPOKEN = re.compile(
    r"^([-–—―•·■▶▷☞※*○●◦▲△▼▸▹◆◇□❍✓⦁(<]|[QA문답]\s?[.:)]|[QA]\s|\(?\d{1,2}[.)]\s|[①-⑳]|[a-z가나다라마바사][.)]\s)|^[“\"‘'「『].*[”\"’'」』][.!?…]*$"
)
_PROSE = re.compile(
    r"([,을를과와]|[하되]고|하여|으로|에서|것이|음|함|임|됨)$|[다음함임됨]\.\s"
)  # cut by its line end, or finished
_STATEMENT = re.compile(r"(은|는),? .*다$")
_AROUND = ("byline", "widget", "summary")


def head(page: Page, about: dict[str, str], *, dumped: bool) -> None:
    """Set headline, subtitles and byline above the body apart; note what they say."""
    named = [x for x in page.free()[:2] if about["outlet"] and x.text == about["outlet"]]
    page.remove(named, "byline", "outlet's name")
    free = page.free()
    titled = len(free) > 1 and _is_headline(page, free, dumped=dumped)
    if titled:
        about["title"], tag = by.headline(free[0].text)
        about["section"], _, about["author"] = tag.partition("/")
        page.remove(free[:1], "title", "headline, kept in documents.title")
    for line in page.of_kind("byline"):
        if by.is_dateline(line.text):
            note(about, by.byline(line.text))
    free = page.free()
    for at, line in enumerate(free):
        said = by.byline(line.text, dated=False)
        if said and (dumped or said.date) and at + 1 < len(free):
            note(about, said)
            page.remove([line], "byline", "name, post and date of publication")
        elif (
            titled
            and _may_head(line.text)
            and not is_sentence(line.text)
            and _prose_near(free[at + 1 : at + 1 + _NEAR])
        ):
            page.remove([line], *_between(page, line))
        else:
            break


def note(about: dict[str, str], said: by.Byline | None) -> None:
    """Keep what a byline says, unless an earlier line said it."""
    if said:
        fields = {"author": said.author, "post": said.post, "date": said.date, "time": said.time}
        about |= {k: v for k, v in fields.items() if v and not about.get(k)}


def _between(page: Page, line: Line) -> tuple[str, str]:
    """Say what an unfinished line between headline and body is."""
    if any(page.kind(x) == "widget" for x in page.beside(line)):
        return "widget", "label among the page's widgets"
    return "title", "subtitle above the body"


def _is_headline(page: Page, free: list[Line], *, dumped: bool) -> bool:
    """Tell whether the first line is a headline: short, without a stop, running prose close below.

    On a page with furniture the prose may be further down. There a question, an exclamation or a whole statement
    may be the headline too, when the page prints a byline or a widget right under it; a rubric says as much.
    """
    first = free[0]
    if not _may_head(first.text):
        return False
    told = dumped and page.kind(page.beside(first)[-1]) in _AROUND
    if is_stopped(first.text):
        return told and not re.search(r"다\.[”’\"')]*$", first.text)
    if _STATEMENT.search(first.text) and not (told or by.headline(first.text)[1]):
        return False
    return dumped or _prose_near(free[1 : 1 + _NEAR])


def _may_head(text: str) -> bool:
    """Tell whether a line can be a headline by its form: short, no point of a list, no speech, no prose."""
    if len(text) > _LONGEST or text.count("(") > text.count(")"):
        return False
    return not _SPOKEN.search(text) and not _PROSE.search(text)


def _prose_near(lines: list[Line]) -> bool:
    return any(is_running(line.text) and is_stopped(line.text) for line in lines)
