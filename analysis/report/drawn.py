"""Pictures that a report carries as files: the strip, the chart of ranges, and the card for sharing."""

from __future__ import annotations

from dataclasses import replace

from analysis.report import counting_method, finding
from analysis.report.facts import ArticleFacts, Frame
from analysis.report.prose import Lang, Prose, percent, span
from analysis.report.scene import (
    BACK,
    INK,
    INK_2,
    INK_3,
    LINE,
    LINE_2,
    SHADES,
    TEXT,
    WHITE,
    Dot,
    Rect,
    Rule,
    Shape,
    Words,
    to_png,
    to_svg,
    width,
    wrap,
)
from analysis.report.sides import css, name, row_name, shares, sides, strongest, version
from analysis.report.strip_rows import WIDE, Cell, Strip, frames_strip, words_strip
from analysis.report.sure_rows import Sure, sure

_CARD = (1200, 675)
_LABEL, _LEFT, _RIGHT = 188, 202, 120  # pixels of labels, of what is left of the cells, and of totals


def source(facts: ArticleFacts) -> str:
    """Name the text: title, where and when it stood, its kind and author."""
    about = facts.document
    where = " ".join(part for part in (about.outlet, about.date) if part)
    who = " ".join(part for part in (about.author, about.post) if part)
    return " · ".join(part for part in (about.title or about.doc, where, about.section, who) if part)


def figures(facts: ArticleFacts, prose: Prose) -> list[tuple[str, str, str]]:
    """Draw the figures as SVG: key of the label, ending of the name, drawing."""
    found = []
    if facts.discovery is None and sides(facts).seen:
        strip = frames_strip(facts, prose, width=WIDE)
        found.append(("strip_figure", "strip", _strip_svg(facts, strip, prose)))
    elif facts.words:
        found.append(("words_figure", "words", _strip_svg(facts, words_strip(facts, width=WIDE), prose)))
    chart = sure(facts, prose)
    if chart is not None and chart.rows:
        found.append(("sure_figure", "share", _sure_svg(facts, chart, prose)))
    return found


def _strip_svg(facts: ArticleFacts, strip: Strip, prose: Prose) -> str:
    """Draw the strip with its finding as title."""
    shapes: list[Shape] = [Words(0, 26, finding.plain_headline(facts, prose), 22, bold=True)]
    shapes.append(Words(0, 52, source(facts), 14, INK_2))
    drawn, y = _strip_shapes(strip, prose, left=0, top=74, room=WIDE, heights=(38, 20))
    key = prose.say("strip.per_one") if strip.merged == 1 else prose.say("strip.per_some", n=strip.merged)
    if strip.without:
        key += f" · {prose.say('strip.without', labels=prose.list(list(strip.without)))}"
    shapes += [*drawn, Words(_LEFT, y + 20, key, 13, INK_3)]
    return to_svg(shapes, (1152, round(y + 34)), title=finding.plain_headline(facts, prose))


def _strip_shapes(
    strip: Strip,
    prose: Prose,
    *,
    left: float,
    top: float,
    room: float,
    heights: tuple[float, float],
    within: bool = True,
) -> tuple[list[Shape], float]:
    """Draw the rows of a strip and the numbers of its paragraphs; return also where it ends."""
    shapes: list[Shape] = []
    total = sum(paragraph.sentences for paragraph in strip.paragraphs) or 1
    gap = 3.0 if strip.dense else 9.0
    unit = (room - gap * (len(strip.paragraphs) - 1)) / total
    y, start = top, left + _LEFT
    for row in strip.rows:
        high = heights[1] if row.css == "o" else heights[0]
        bold = row.css != "o"
        middle = y + high / 2 + 5
        shapes.append(Words(left, middle, row.label, 16 if bold else 14, TEXT[row.css] if bold else INK, bold=bold))
        x = start
        for cells in row.paragraphs:
            for cell in cells:
                shapes += _cell(cell, row.css, (x, y, unit * len(cell.sentences), high))
                x += unit * len(cell.sentences)
            x += gap
        count = prose.say("strip.total", n=row.n)
        shapes.append(Words(start + room + 14, middle, count, 17 if bold else 14, bold=bold))
        if within:
            more = prose.say("strip.total_in", sentences=row.within)
            shapes.append(Words(start + room + 16 + width(count, 17 if bold else 14, bold=bold), middle, more, 14))
        y += high + 6
    x = start
    for paragraph in strip.paragraphs:
        wide = unit * paragraph.sentences
        shapes.append(Rule(x, y + 2, x + wide - 2, y + 2, LINE_2))
        if paragraph.said:
            shapes.append(Words(x, y + 18, prose.say("strip.paragraph", n=paragraph.number), 13, INK_3))
        x += wide + gap
    return shapes, y + 22


def _cell(cell: Cell, side: str, box: tuple[float, float, float, float]) -> list[Shape]:
    """Draw one cell."""
    x, y, wide, high = box
    if cell.candidates and not cell.n:
        return [Rect(x + 0.75, y + 0.75, wide - 3.5, high - 1.5, stroke=TEXT[side], width=1.2, dashed=True)]
    hatched = side == "b" and cell.n > 0
    shapes: list[Shape] = [Rect(x, y, wide - 2, high, fill=SHADES[side][cell.shade], hatched=hatched)]
    if cell.n > 1 and wide >= 12:
        middle = x + (wide - 2) / 2
        if hatched:
            shapes.append(Rect(middle - 8, y + high / 2 - 10, 16, 20, fill=SHADES[side][cell.shade]))
        shapes.append(Words(middle, y + high / 2 + 5, str(cell.n), 14, WHITE, bold=True, at="middle"))
    return shapes


def _sure_svg(facts: ArticleFacts, chart: Sure, prose: Prose) -> str:
    """Draw the chart of ranges with its verdict as title."""
    title = finding.sure_title(facts, prose)
    named = shares(facts)
    shapes: list[Shape] = [Words(0, 26, title, 22, bold=True), Words(0, 52, source(facts), 14, INK_2)]
    left, room, top = 260.0, 740.0, 100.0
    bottom = top + 52 * len(chart.rows)
    for at in (0, 25, 50, 75, 100):
        x = left + room * at / 100
        shapes.append(Rule(x, top - 12, x, bottom, INK if at == 50 else LINE, 2 if at == 50 else 1))
        shapes.append(Words(x, bottom + 18, f"{at}%", 13, INK_3, at="middle"))
    if named is not None:
        less, more = name(named.against.label, prose.lang), name(named.subject.label, prose.lang)
        x = left + room / 2
        shapes.append(
            Words(x - 12, top - 20, prose.say("sure.more_left", label=less), 14, TEXT[chart.left], bold=True, at="end")
        )
        shapes.append(
            Words(x + 12, top - 20, prose.say("sure.more_right", label=more), 14, TEXT[chart.right], bold=True)
        )
        shapes.append(Words(left + room, bottom + 38, prose.say("sure.axis", label=more), 13, INK_3, at="end"))
    for i, row in enumerate(chart.rows):
        y = top + 52 * i + 22
        shapes.append(Words(0, y + 5, row.label, 15, bold=row.last))
        for (start, wide), side in ((row.left, chart.left), (row.right, chart.right)):
            if wide > 0:
                box = (left + room * start / 100, y - 6, room * wide / 100, 12)
                shapes.append(Rect(*box, fill=SHADES[side][1], hatched=side == "b"))
        shapes.append(Dot(left + room * chart.share / 100, y, 5.5))
        low, high = left + room * row.low / 100, left + room * row.high / 100
        shapes.append(Words(low - 6, y + 5, f"{row.low_by} {row.low_text}", 13, INK_2, at="end"))
        shapes.append(Words(high + 6, y + 5, f"{row.high_text} {row.high_by}", 13, INK_2))
    return to_svg(shapes, (1152, round(bottom + 52)), title=title)


def card(facts: ArticleFacts, lang: Lang = "ko") -> bytes:
    """Draw the card for sharing: finding, strip, one sentence a frame and the widest range.

    Parameters
    ----------
    facts : ArticleFacts
        Facts of an article.
    lang : {"ko", "en"}
        Language of the words around the text.

    Returns
    -------
    bytes
        PNG of 1200 by 675 pixels.

    Raises
    ------
    FontError
        If no Korean font is found.
    """
    prose = Prose(lang)
    shapes: list[Shape] = [Words(56, 62, _fit(source(facts), 18, 1088), 18, INK_2)]
    y = 62.0
    for line in _headline(facts, prose):
        y += 57
        x = 56.0
        for text, colour in line:
            shapes.append(Words(x, y, text, 46, colour, bold=True))
            x += width(text, 46, bold=True)
    if facts.discovery is None and sides(facts).seen:
        y = _frames(facts, prose, shapes, y + 24)
    elif facts.words:
        strip = words_strip(facts, width=WIDE)
        drawn, y = _strip_shapes(
            _first_rows(strip, 7), prose, left=56, top=y + 30, room=800, heights=(44, 34), within=False
        )
        shapes += drawn
    _foot(facts, prose, shapes)
    return to_png(shapes, _CARD)


def _first_rows(strip: Strip, most: int) -> Strip:
    """Keep the first rows of a strip."""
    return replace(strip, rows=strip.rows[:most])


def _headline(facts: ArticleFacts, prose: Prose) -> list[list[tuple[str, str]]]:
    """Return the lines of the finding, each in pieces with their colour, broken where one is too long."""
    lines: list[list[tuple[str, str]]] = [[]]
    for text, side in finding.pieces(facts, prose):
        for i, part in enumerate(text.split("|")):
            if i:
                lines.append([])
            if part:
                lines[-1].append((part, TEXT.get(side, INK)))
    found = []
    for line in lines:
        room = sum(width(text, 46, bold=True) for text, _ in line)
        found += [line] if room <= 1088 else _broken(line)
    return found[:3]


def _broken(line: list[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """Break a line between words."""
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0.0
    for text, colour in line:
        for word in text.replace(" ", " \0").split("\0"):
            wide = width(word, 46, bold=True)
            if used + wide > 1088 and lines[-1]:
                lines.append([])
                used = 0.0
            lines[-1].append((word, colour))
            used += wide
    return lines


def _frames(facts: ArticleFacts, prose: Prose, shapes: list[Shape], y: float) -> float:
    """Draw the compared frames and a sentence of each."""
    strip = frames_strip(facts, prose, width=WIDE)
    compared = [row for row in strip.rows if row.css != "o"] or list(strip.rows[:2])
    kept = replace(strip, rows=tuple(compared), folded=(), without=())
    drawn, y = _strip_shapes(kept, prose, left=56, top=y, room=800, heights=(56, 40), within=False)
    key = prose.say("strip.per_one") if strip.merged == 1 else prose.say("strip.per_some", n=strip.merged)
    shapes += [*drawn, Words(56 + _LEFT, y + 22, key, 14, INK_3)]
    if any(cell.candidates and not cell.n for row in compared for cells in row.paragraphs for cell in cells):
        x = 56 + _LEFT + width(key, 14) + 26
        shapes.append(Rect(x, y + 9, 15, 14, stroke=TEXT[compared[0].css], width=1.2, dashed=True))
        shapes.append(Words(x + 22, y + 22, prose.say("strip.candidate"), 14, INK_3))
    quoted = [frame for frame in sides(facts).seen if frame.role != "other"] or list(sides(facts).seen[:1])
    for i, frame in enumerate(quoted):
        _quote(
            facts,
            frame,
            prose,
            shapes,
            (56.0 + 556 * i if len(quoted) > 1 else 56.0, y + 44, 530.0 if len(quoted) > 1 else 1088.0),
        )
    return y


def _quote(
    facts: ArticleFacts, frame: Frame, prose: Prose, shapes: list[Shape], box: tuple[float, float, float]
) -> None:
    """Draw the strongest sentence of a frame, its words marked."""
    chosen = strongest(facts, frame)
    if chosen is None:
        return
    number, n = chosen
    x, y, room = box
    side = css(frame)
    shapes.append(Rule(x, y, x + room, y, TEXT[side], 3 if side != "b" else 1))
    if side == "b":
        shapes.append(Rule(x, y + 3, x + room, y + 3, TEXT[side], 1))
    head = prose.say("quote.head", label=name(frame.label, prose.lang), n=number, hits=n)
    shapes.append(Words(x, y + 28, head, 15, TEXT[side], bold=True))
    if facts.text is None:
        words = [
            hit.surface for hit in facts.hits if hit.counted and hit.frame == frame.id and hit.place.sentence == number
        ]
        shapes.append(Words(x, y + 58, _fit("  …  ".join(words), 19, room), 19))
        return
    sentence = next(one for one in facts.sentences if one.number == number)
    marked = [
        hit.surface for hit in facts.hits if hit.counted and hit.frame == frame.id and hit.place.sentence == number
    ]
    for i, line in enumerate(wrap(facts.text[sentence.start : sentence.end], 19, room, most=4)):
        base = y + 58 + 29 * i
        for word in dict.fromkeys(marked):
            at = line.find(word)
            if at >= 0:
                start = x + width(line[:at], 19)
                shapes.append(Rect(start, base - 19, width(word, 19), 25, fill=BACK[side]))
                shapes.append(
                    Rule(start, base + 7, start + width(word, 19), base + 7, TEXT[side], 3 if side != "b" else 1.2)
                )
        shapes.append(Words(x, base, line, 19))


def _fit(text: str, size: float, room: float) -> str:
    """Cut a line that is too long."""
    return wrap(text.replace(" ", "\u00a0"), size, room, most=1)[0].replace("\u00a0", " ")


def _foot(facts: ArticleFacts, prose: Prose, shapes: list[Shape]) -> None:
    """Draw the widest range, the status and the version at the foot."""
    shapes.append(Rule(56, 608, 1144, 608, LINE))
    named = shares(facts)
    if (
        named is not None
        and named.widest is not None
        and named.widest.low is not None
        and named.widest.high is not None
    ):
        widest = named.widest
        share = prose.say("card.share", label=name(named.subject.label, prose.lang), share=percent(named.share))
        said = prose.say("card.range", source=row_name(widest, prose), range=span(named.widest.low, named.widest.high))
        shapes.append(Words(56, 641, f"{share}, {said}", 17, INK))
    else:
        shapes.append(Words(56, 641, _fit(finding.lede(facts, prose), 16, 720), 16, INK_2))
    kit = f"{prose.say('shell.kit')} {version(facts)}"
    wide = width(kit, 16)
    shapes.append(Words(1144, 641, kit, 16, INK_3, at="end"))
    status = prose.say(f"badge.{counting_method.badge(facts)}")
    badge = width(status, 15, bold=True) + 22
    solid = counting_method.badge(facts) == "validated"
    dashed = counting_method.badge(facts) == "programs"
    box = Rect(
        1144 - wide - 18 - badge,
        620,
        badge,
        31,
        fill=INK if solid else "",
        stroke=INK,
        dashed=dashed,
        radius=0 if dashed else 4,
    )
    shapes += [box, Words(box.x + 11, 641, status, 15, WHITE if solid else INK, bold=True)]
