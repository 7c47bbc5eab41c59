"""Articles in saved web pages.

The page becomes a list of blocks, each text between two block-level tags. Which of them are the body, the page may
state itself, as JSON-LD or in the data from which it is drawn; or the marks of outlets and portals say so; on other
pages trafilatura chooses. Every block that is not in the body is in `removed`, with the part of the page that it stood
in.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from analysis.cleaning import GUESSED, Traced, Treatment, normalise
from analysis.cleaning.byline import SURNAMES, byline, headline, outlet
from analysis.cleaning.lines import EMAIL, is_plain_sentence, is_sentence, is_stopped, letters
from analysis.errors import ReadError
from analysis.messages import message
from analysis.reading import page_data, parsers
from analysis.reading.article import Article, Cut, article, day
from analysis.reading.decode import text_of
from analysis.reading.page_parts import DECK, RULES

_PORTALS = {"네이버", "네이버 뉴스", "다음", "다음뉴스", "다음 뉴스", "daum", "naver", "v.daum.net", "nate", "네이트"}
_SECTIONS = set(
    "뉴스 정치 경제 사회 국제 세계 문화 스포츠 연예 오피니언 사설 칼럼 사설·칼럼 생활 라이프 지역 전국 과학 교육 산업"
    " 금융 증권 부동산 정치일반 경제일반 사회일반 전체기사 전체".split()
)
_TAIL = re.compile(r"(?P<head>.*\S)\s*(?:\s[-–—:<·]\s|[|ㅣ│]|\s::\s)\s*(?P<tail>[^-–—|ㅣ│:<]{1,20})$")
_SIGNS = "-–—|ㅣ│:<>/«»·"
_OUTLET = re.compile(r"[가-힣A-Za-z0-9]{1,8}(일보|신문|뉴스|닷컴|타임[스즈]|데일리|투데이)")
_NO_PERSON = re.compile(
    r"(일보|신문|뉴스|통신|방송|닷컴|경제|타임[스즈]|투데이|편집국|편집부|뉴스팀|취재팀|관리자|운영자|기자)$|^네이버"
)
_PEOPLE = re.compile(
    rf"([{SURNAMES}][가-힣]{{1,3}})\s?([가-힣]{{0,4}}(?:기자|특파원|논설위원|논설고문|앵커|PD))(?![가-힣])"
)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)\d*")  # 20230504143000
_POINTED = re.compile(r"\s*(\d{4})[.\-/]\s?(\d{1,2})[.\-/]\s?(\d{1,2})\.?(?:\s+(\d{1,2}):(\d\d)(?::\d\d)?)?\s*")
_ISSUED = re.compile(r"^(기사\s?)?(입력|등록|승인|발행|게시)(일시|일|시간)?\s?[:：|]?\s?(19|20)\d\d")
_DATA = re.compile(r"data:[\w/+.\-]*;base64,[A-Za-z0-9+/=%\s]*")
_LARGEST = 16 * 2**20
_SHORT = 10  # letters below which a block must be a whole line of the extraction
_SHOWN = 0.9  # share of a stated body's letters that the page must show for its blocks to be the body
_GOES_ON = 0.1  # share of a stated body's letters in sentences behind it from which it is only the beginning
_TAIL_LETTERS = 20
_LONGEST_BODY, _MOST_STATED = 500_000, 6  # characters of a body with its tags, and bodies, that are tried
_CUT = re.compile(r"(…|\.{3})\W*$")
_FREE = ("", "article", "body")
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_DATES = (
    "article:published_time", "og:article:published_time", "og:regdate", "datepublished", "pubdate", "date",
)  # fmt: skip
_AUTHORS = ("dable:author", "author", "article:author", "og:article:author:name", "byl")
_PARTS = {
    "caption": ("caption", "caption or credit of a picture"),
    "byline": ("byline", "name and dates beside the article"),
    "subtitle": ("title", "subtitle above the body"),
    "furniture": ("widget", "part of the page, marked as such inside the article"),
}
_KEPT = ("title", "headline, kept in documents.title")
_LONGEST_BYLINE, _LONGEST_NAME = 80, 20
_LAST, _BEFORE = 3, 8  # blocks at the ends of a body and before it among which its signature may be
_LEAST_REST = 6  # letters of a signature besides names and posts: 글·사진, 서울
_LINKED = ("related", "link below the article")


class _Block(NamedTuple):
    """A block of visible text: its part of the page, its words, the tag and classes around it, what groups it."""

    part: str
    text: str
    tag: str
    group: int
    linked: bool
    classes: str


@dataclass
class _Page:
    """What a page holds: its blocks, its metadata (name, content) and its scripts (type, text)."""

    blocks: list[_Block] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    scripts: list[tuple[str, str]] = field(default_factory=list)
    marked: list[tuple[str, str]] = field(default_factory=list)
    tangled: bool = False
    news: Mapping[str, Any] = field(default_factory=dict)  # what JSON-LD says of the article
    stated: list[page_data.Stated] = field(default_factory=list)


class _Choice(NamedTuple):
    """Ordinals of the blocks that are the body, and who chose them."""

    body: set[int]
    chooser: str


def read_html(path: Path, *, treatment: Treatment = GUESSED) -> list[Article]:
    """Read one article from a saved web page."""
    source = _DATA.sub("", text_of(path))
    if len(source) > _LARGEST:
        msg = message(
            "{path} is larger than 16 MiB without its pictures; save the article's page alone", path=path.name
        )
        raise ReadError(msg)
    with parsers.serving():
        page = _parse(path, source)
        page.news = next(page_data.news(page.scripts), {})
        title = _title(page, _names(page))
        page.stated = list(itertools.islice(page_data.articles(page.scripts, title=title), _MOST_STATED))
        choice = _stated(page, path) or _marked(page) or _extracted(page, path, source)
    if not any(is_sentence(page.blocks[n - 1].text) for n in choice.body):
        why = message(" (its tags are nested too deep, or too many, to look for one)") if page.tangled else ""
        msg = message(
            "{path} holds no article that could be told from the page around it{why}; save its text as .txt",
            path=path.name,
            why=why,
        )
        raise ReadError(msg)
    about = _page_facts(page, choice)
    parts = _beside(page, choice, about["title"])
    cuts = []
    for n, block in enumerate(page.blocks, 1):
        if n in parts:
            cuts.append(Cut(n, *parts[n], normalise(block.text)))
        elif n not in choice.body:
            around = block.part == "furniture" and not min(choice.body) < n < max(choice.body)
            outside = ("page", f"outside the article, by {choice.chooser}")
            cuts.append(Cut(n, *(outside if around else _PARTS.get(block.part, outside)), normalise(block.text)))
    body = choice.body - parts.keys()
    lines = [block.text if n in body else "" for n, block in enumerate(page.blocks, 1)]
    text = Traced.of("\n".join(lines)).normalised()
    about["outlet"] = about["outlet"] or next((outlet(c.text) for c in cuts if "ⓒ" in c.text and outlet(c.text)), "")
    stated = {key: value for key, value in about.items() if value}
    return [article(path, text, about=stated, cuts=cuts, treatment=treatment)]


def _parse(path: Path, source: str) -> _Page:
    """Parse a page."""
    found = parsers.call("webpage", "blocks", path, source=source, rules=RULES)
    if not found:
        msg = message(
            "{path} nests its tags too deep for an article; save the page anew, or its text as .txt", path=path.name
        )
        raise ReadError(msg)
    return _Page(**{**found, "blocks": [_Block(*block) for block in found["blocks"]]})


def _beside(page: _Page, choice: _Choice, title: str) -> dict[int, tuple[str, str]]:
    """Return kind and reason of the blocks inside the body that are not of it: title, decks, links below it."""
    key = letters(title)
    found = {n: _KEPT for n, block in enumerate(page.blocks, 1) if block.part == "title"}
    found |= {n: _KEPT for n in choice.body if key and letters(page.blocks[n - 1].text) == key}
    body = sorted(choice.body - found.keys())
    for n in body:
        block = page.blocks[n - 1]
        if is_stopped(block.text) or not (block.tag in _HEADINGS or DECK.search(block.classes)):
            break
        found[n] = _PARTS["subtitle"]
    for n in reversed(body):
        block = page.blocks[n - 1]
        if block.linked:
            found.setdefault(n, _LINKED)
        elif is_plain_sentence(block.text):
            break
    return found


def _stated(page: _Page, path: Path) -> _Choice | None:
    """Choose the body that the page states: its blocks where they show it whole, or the stated text itself."""
    marked = _marked(page)
    seen = sum(len(letters(page.blocks[n - 1].text)) for n in marked.body) if marked else 0
    for stated in page.stated:
        if len(stated.body) > _LONGEST_BODY:
            continue
        blocks = _parse(path, stated.body).blocks
        marked_own = [block for block in blocks if block.part == "body"]
        own = marked_own or [block for block in blocks if block.part in _FREE]
        whole = "".join(letters(block.text) for block in own)
        if not any(is_sentence(block.text) for block in own):
            continue
        body = _matching(page, [block.text for block in own])
        if sum(len(letters(page.blocks[n - 1].text)) for n in body) >= _SHOWN * len(whole):
            if not _goes_on(page, body, len(whole)):
                between = {n for n in (marked.body if marked else ()) if min(body) < n < max(body)}
                return _Choice(body | between, "the body that the page states")
        elif len(whole) >= seen and not _is_cut(page, own[-1].text, whole):
            start = len(page.blocks)
            page.blocks += blocks
            return _Choice(
                {start + n for n, block in enumerate(blocks, 1) if block in own}, "the body that the page states"
            )
    return None


def _goes_on(page: _Page, body: set[int], size: int) -> bool:
    """Tell whether further sentences stand behind a body, in the same element."""
    last = max(body)
    group = page.blocks[last - 1].group
    behind = (b for b in page.blocks[last:] if b.group == group and b.part in _FREE and is_plain_sentence(b.text))
    return sum(len(letters(block.text)) for block in behind) > _GOES_ON * size


def _is_cut(page: _Page, end: str, whole: str) -> bool:
    """Tell whether a stated body is only the beginning: it trails off, or the page goes on in the same sentence."""
    tail = whole[-_TAIL_LETTERS:]
    keys = (letters(block.text) for block in page.blocks)
    return bool(_CUT.search(end)) or any(tail in key and not key.endswith(tail) for key in keys)


def _marked(page: _Page) -> _Choice | None:
    """Choose the blocks that an outlet's or a portal's own marks call the article."""
    for part in ("body", "article"):
        body = {n for n, block in enumerate(page.blocks, 1) if block.part == part}
        if any(is_sentence(page.blocks[n - 1].text) for n in body):
            return _Choice(body, "the page's own marks")
    return None


def _extracted(page: _Page, path: Path, source: str) -> _Choice:
    """Choose the blocks whose words trafilatura takes for the article."""
    found = "" if page.tangled else parsers.call("webpage", "extract", path, source=source)
    return _Choice(_matching(page, found.split("\n")), "trafilatura")


def _matching(page: _Page, texts: Sequence[str]) -> set[int]:
    """Return the ordinals of the blocks whose words stand in some texts."""
    lines = {letters(text) for text in texts}
    whole = "".join(letters(text) for text in texts)
    keys = [letters(block.text) for block in page.blocks]
    free = [block.part in _FREE for block in page.blocks]
    sure = {
        n for n, key in enumerate(keys) if key and free[n] and (key in lines or (len(key) >= _SHORT and key in whole))
    }
    between = {n for n, key in enumerate(keys) if free[n] and key in whole and {n - 1, n + 1} <= sure}
    return {n + 1 for n in sure | between}


def _page_facts(page: _Page, choice: _Choice) -> dict[str, str]:
    """Read title, author, date, time and outlet from what the page states of the article."""
    meta, news = _meta(page), page.news
    names = _names(page)
    title, tag = headline(_title(page, names))
    section, _, signed = tag.partition("/")
    marked = {key: normalise(value) for key, value in reversed(page.marked)}
    held = [stated for stated in page.stated if stated.title]
    bylines = [normalise(block.text) for block in page.blocks if block.part == "byline"]
    signatures = [found for text in bylines if (found := byline(text))]
    date, time = _moment(
        marked.get("date", ""),
        _text(news.get("datePublished")),
        *(meta.get(key, "") for key in _DATES),
        *(text for stated in held for text in stated.dates),
        *(f"{found.date} {found.time}".strip() for found in signatures),
        *(f"{found.date} {found.time}".strip() for found in _issued(page)),
        marked.get("time", ""),
    )
    decks = [block for block in page.blocks if block.part == "subtitle"]
    first, last = min(choice.body), max(choice.body)
    around = page.blocks[last - _LAST : last + _LAST] + page.blocks[max(first - 1 - _BEFORE, 0) : first + _LAST]
    signatures_around = [normalise(b.text) for b in [*decks, *around] if _is_signature(b.text)]
    stated = [text for own in held for text in own.authors]
    listed = [normalise(value) for key in _AUTHORS for name, value in page.meta if name == key]
    signed_by = [signed, *listed, *stated, *bylines, *signatures_around]
    author = _named(news.get("author")) or _person(signed_by, names)
    if author["author"] and not author["post"]:
        posts = dict(found for text in signed_by for found in _PEOPLE.findall(text))
        author["post"] = _joined({name: posts.get(name, "") for name in author["author"].split(", ")})["post"]
    return {
        "title": title,
        "section": "" if section in names else section,
        "date": date,
        "time": time,
        "outlet": next(iter(names), ""),
        **author,
    }


def _names(page: _Page) -> list[str]:
    """Return the names of the outlet that the page states, the likeliest first; portals are none."""
    meta, news = _meta(page), page.news
    marked = next((normalise(value) for key, value in page.marked if key == "outlet"), "")
    candidates = [
        marked, meta.get("og:article:author", ""), _text(news.get("publisher")), meta.get("og:site_name", ""),
        meta.get("copyright", "").strip(" ©ⓒ"), _outlet_behind(meta.get("title", ""), page),
    ]  # fmt: skip
    names = (re.split(r"\s*[|ㅣ]\s*", text)[0].strip() for text in candidates)
    return list(
        dict.fromkeys(n for n in names if n and n.casefold() not in _PORTALS and "://" not in n and len(n) < 20)
    )


def _outlet_behind(title: str, page: _Page) -> str:
    """Return what stands behind the page's first heading in its title, or what has the form of an outlet's name."""
    title = title.strip()
    tail = _TAIL.fullmatch(title)
    if not tail or _without_tail(title, page) == title:
        return tail["tail"].strip() if tail and _OUTLET.fullmatch(tail["tail"].strip()) else ""
    return tail["tail"].strip()


def _without_tail(title: str, page: _Page) -> str:
    """Cut a title behind a heading of the page that it begins with."""
    for block in page.blocks:
        own = normalise(block.text)
        behind = title[len(own) :].strip()
        if block.tag in ("h1", "h2", "h3") and len(own) >= _SHORT and title.startswith(own) and behind[:1] in _SIGNS:
            return own if behind else title
    return title


def _title(page: _Page, names: Sequence[str]) -> str:
    """Return the headline, without the names of outlet and section behind it."""
    meta, news = _meta(page), page.news
    candidates = [
        next((normalise(block.text) for block in page.blocks if block.part == "title"), ""),
        _text(news.get("headline")),
        *(stated.title for stated in page.stated),
        *(meta.get(key, "") for key in ("headline", "og:title", "twitter:title", "title")),
        next((normalise(block.text) for block in page.blocks if block.tag == "h1"), ""),
    ]
    candidates = [re.sub(r"\s+", " ", text).strip() for text in candidates]
    titles = [_bare(_without_tail(text, page), names) for text in candidates if text]
    if not titles:
        return ""
    first = titles[0]
    start = letters(_CUT.sub("", first))
    longer = (text for text in titles if _CUT.search(first) and letters(text).startswith(start) and text != first)
    return next((text for text in longer if len(letters(text)) > len(start)), first)


def _bare(title: str, names: Sequence[str]) -> str:
    """Cut the names of outlet, portal and section from a title."""
    # "계획 나왔다-정치ㅣ새벽일보" loses 새벽일보, a name that the page states, and then 정치.
    known = [*names, *_PORTALS]
    cut = next((head for name in known if (head := _before(title, name))), "")
    tail = _TAIL.fullmatch(title)
    if not cut and tail and _OUTLET.fullmatch(tail["tail"].strip()):
        cut = tail["head"]
    if not cut:
        behind = next((rest for name in known if (rest := _before(title[::-1], name[::-1]))), "")
        return behind[::-1] or title
    while rest := next((head for name in [*_SECTIONS, *known] if (head := _before(cut, name))), ""):
        cut = rest
    return cut


def _before(title: str, name: str) -> str:
    """Return what stands before a name at the end of a title and a sign between them; empty if it does not."""
    head = title[: -len(name)].rstrip() if title.casefold().endswith(name.casefold()) else ""
    return head.rstrip(_SIGNS + " ") if head and head[-1] in _SIGNS else ""


def _meta(page: _Page) -> dict[str, str]:
    """Return the first content of each name of the metadata."""
    return {key: normalise(value).replace("\n", " ") for key, value in reversed(page.meta)}


def _text(value: object) -> str:
    """Read a name or text from a JSON-LD value; empty for several."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("name")
    return normalise(value).replace("\n", " ") if isinstance(value, str) else ""


def _moment(*candidates: str) -> tuple[str, str]:
    """Return the first candidate that is a day, with its time."""
    return next((found for text in candidates if (found := day(_standard(text)))[0]), ("", ""))


def _standard(text: str) -> str:
    """Write a moment as ISO 8601 has it: 20230504143000, or 2023.5.4 14:30."""
    if found := _STAMP.fullmatch(text):
        return "{}-{}-{} {}:{}".format(*found.groups())
    if found := _POINTED.fullmatch(text):
        year, month, date, hour, minute = found.groups()
        return f"{year}-{int(month):02d}-{int(date):02d}" + (f" {int(hour):02d}:{minute}" if hour else "")
    return text


def _issued(page: _Page) -> Iterator[Any]:
    """Return what the lines say that call their date that of publication."""
    return (found for block in page.blocks if _ISSUED.match(block.text) and (found := byline(block.text)))


def _named(value: object) -> dict[str, str]:
    """Return the persons that JSON-LD names as authors, with the post that all of them have."""
    people: dict[str, str] = {}
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "Organization" in str(item.get("@type", "")):
            continue
        text = _text(item)
        found = _PEOPLE.findall(text) or [(name, _text(item.get("jobTitle")) if isinstance(item, dict) else "")
                                          for name in re.split(r"\s*[,·]\s*", text) if _is_name(name)]  # fmt: skip
        people |= dict(found)
    return _joined(people)


def _joined(people: Mapping[str, str]) -> dict[str, str]:
    """Write several names as one."""
    posts = set(people.values())
    return {"author": ", ".join(people), "post": posts.pop() if len(posts) == 1 else ""} if people else {}


def _person(candidates: Sequence[str], names: Sequence[str]) -> dict[str, str]:
    """Return the persons of the first candidate that names any; the outlet is none."""
    for text in candidates:
        if text in names or not text or len(text) > _LONGEST_BYLINE or is_stopped(text):
            continue
        if people := [(name, post) for name, post in _PEOPLE.findall(text) if name not in names]:
            return _joined(dict(people))
        if _is_name(text):
            return {"author": text, "post": ""}
        signature = byline(text, dated=False)
        if signature and signature.author and signature.author not in names:
            return {"author": signature.author, "post": signature.post}
    return {"author": "", "post": ""}


def _is_signature(text: str) -> bool:
    """Tell whether a line holds names with posts and hardly anything else."""
    rest = letters(EMAIL.sub("", _PEOPLE.sub("", text)))
    return rest != letters(EMAIL.sub("", text)) and len(rest) <= _LEAST_REST


def _is_name(text: str) -> bool:
    """Tell whether a text is the name of a person and of no desk."""
    return bool(re.fullmatch(r"[가-힣]{2,4}", text)) and not _NO_PERSON.search(text)
