"""The lines of a PDF's pages as plain data: by pdfium, and by pypdf for pages on which pdfium's text looks wrong."""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import logging
import math
import re
import statistics
import threading
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypedDict

_PDFIUM = threading.Lock()  # pdfium is not safe in threads
_HANGUL = r"\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7a3\ud7b0-\ud7ff"
_HANGUL_RUN = re.compile(rf"[{_HANGUL}]+")
_SYLLABLE = re.compile(rf"[{_HANGUL}]")
_SYLLABLES = re.compile(r"[\uac00-\ud7a3]+")
_RUN = re.compile(r"(?:[\uac00-\ud7a3]|[\u1100-\u115f\ua960-\ua97f][\u1160-\u11ff\ud7b0-\ud7ff]*){13,}")
_LONG = 13  # syllables without a space that no Korean word has
_RUNS = 0.1  # share of a page's Hangul in runs of 13 and more without a space, from which spaces look lost
_UNMAPPED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufff0-\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]")
_ODD = 5  # odd letters, and 5 in 100, from which they are more than the bullets of a font of signs
_GLYPH_NAMES = re.compile(r"(?:/[a-z][0-9a-fA-F]{1,4}|/(?:uni[0-9A-F]{4}|[a-z]{1,3}\d+)){2,}")
_BESIDE = re.compile(rf"(?<=[0-9%]) (?=[{_HANGUL}])|(?<=[{_HANGUL}]) (?=[0-9])")
_BETWEEN = re.compile(rf"(?<=[{_HANGUL}]) (?=[{_HANGUL}])")
_LONGEST = 100  # Hangul letters of a line, from which pdfium may have missed line ends
_SAMPLE = 64  # objects of text, and gaps between words, that are measured on a page
_DEPTH = 4  # forms inside forms
_GAP = 0.09  # ems beyond the usual distance of letters, from which a gap beside Hangul is a space
_LATIN_GAP = 0.2  # the same before a Latin letter, which is kerned
_NOTHING = 0.01  # of the page's unit, below which an object of text has no extent
_COLUMN = 3.0  # ems from which a gap parts columns
_NARROW = 0.8  # of what the words of a page are usually apart; less between a digit and Hangul is no space
_NARROWER = 0.6  # the same on a page whose spaces are gaps and no letters
_TWO_MAPS = re.compile(rb"/ToUnicode\s+\d+\s+\d+\s+R[^<>]{0,2000}?/ToUnicode\b")
_PACKED = re.compile(rb"/ObjStm\b[^\x00]{0,500}?>>\s*stream\r?\n")
_UNPACKED = 64 * 2**20  # bytes of packed objects that are looked at
_END = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")


class Page(TypedDict):
    """A page: its lines, who read it, and how many letters are unmapped, in rare syllables, or without spaces."""

    lines: list[str]
    engine: str  # pdfium or pypdf
    pictures: int  # counted where no letter is
    letters: int
    unmapped: int
    rare: int  # Hangul syllables that modern texts do not hold
    hangul: int
    unspaced: int  # Hangul in runs of 13 and more without a space


class Found(TypedDict):
    """A file: why it is refused, its pages, its properties as written, and what is wrong with it, how often."""

    refused: str  # empty, encrypted, long, or damaged: NAME
    pages: list[Page]
    properties: dict[str, str]  # title, author, created
    faults: dict[str, int]


class _Glyph(NamedTuple):
    """A letter drawn: where on its baseline it starts and ends, and its size, in units of the page."""

    letter: str
    x: float
    y: float
    end: float
    size: float


class _Refused(Exception):  # noqa: N818 - told apart and worded by the caller
    """A file that cannot be read: `encrypted`, `long`, or `damaged` with the error's name."""


def extract(source: str | bytes, *, most_pages: int) -> Found:
    """Read the pages of a PDF, given by its path or bytes, as data that JSON can hold; never raises for a bad file."""
    with _PDFIUM:
        try:
            return _read(source, most_pages)
        except _Refused as refusal:
            refused = str(refusal)
        except Exception as error:
            refused = f"damaged: {type(error).__name__}"
    return {"refused": refused, "pages": [], "properties": {}, "faults": {}}


def _read(source: str | bytes, most_pages: int) -> Found:
    """Read all pages by pdfium; those that look wrong by pypdf, too."""
    import pypdfium2

    data = source if isinstance(source, bytes) else Path(source).read_bytes()
    with _Second(data) as second:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                msg = "encrypted"
                raise _Refused(msg) from error
            return _by_second(second, most_pages)
        with contextlib.closing(document):
            if len(document) > most_pages:
                msg = "long"
                raise _Refused(msg)
            faults = Counter(_broken(data))
            doubled = sum(len(_TWO_MAPS.findall(part)) for part in _objects_of(data))
            if doubled:
                faults["a font has two maps to Unicode, of which the first is taken"] = doubled
            pages = []
            for n in range(len(document)):
                try:
                    first, drawn = _first(document, n)
                except pypdfium2.PdfiumError as error:
                    faults[f"page {n + 1}: {' '.join(str(error).split())[:100]}"] += 1
                    first, drawn = _page("", "pdfium"), False
                if doubled or drawn or _is_wrong(first):
                    first = _better(first, second.page(n), doubled=bool(doubled), drawn=drawn)
                pages.append(first)
            properties = document.get_metadata_dict(skip_empty=False)
        return {"refused": "", "pages": pages, "properties": _named(properties, ""), "faults": dict(faults)}


def _by_second(second: _Second, most_pages: int) -> Found:
    """Read a file that pdfium cannot open by pypdf alone."""
    count = second.count()
    if count > most_pages:
        msg = "long"
        raise _Refused(msg)
    pages = [second.page(n) or _page("", "pypdf") for n in range(count)]
    return {"refused": "", "pages": pages, "properties": second.properties(), "faults": dict(second.faults)}


def _named(properties: Any, mark: str) -> dict[str, str]:
    """Take title, author and date of creation from the properties, as they are written."""
    keys = {"title": "Title", "author": "Author", "created": "CreationDate"}
    return {key: str(properties.get(mark + name) or "").strip() for key, name in keys.items()}


def _broken(data: bytes) -> list[str]:
    """Say whether the file's table of objects is where its end says, which pdfium repairs without a word."""
    end = _END.search(data[-2048:])
    if not end:
        return ["its end is missing"]
    at = int(end[1])
    starts = (data[place : place + 24].lstrip() for place in (at, at + max(data[:1024].find(b"%PDF"), 0)))
    good = any(start.startswith(b"xref") or re.match(rb"\d+\s+\d+\s+obj", start) for start in starts)
    return [] if good else ["its table of objects is not where its end says"]


def _objects_of(data: bytes) -> Iterator[bytes]:
    """Return the file as it stands, and what its streams of packed objects hold."""
    yield data
    room = _UNPACKED
    for found in _PACKED.finditer(data):
        unpacker = zlib.decompressobj()
        with contextlib.suppress(zlib.error):
            unpacked = unpacker.decompress(data[found.end() : data.find(b"endstream", found.end())], room)
            room -= len(unpacked)
            yield unpacked
        if room <= 0:
            return


def _page(text: str, engine: str, *, pictures: int = 0) -> Page:
    """Describe a page by its text."""
    hangul = _HANGUL_RUN.findall(text)
    syllables = "".join(_SYLLABLES.findall(text))  # a common one takes two bytes, a rare one eight
    return {
        "lines": re.split("\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]", text),
        "engine": engine,
        "pictures": pictures,
        "letters": len("".join(text.split())),
        "unmapped": len(_UNMAPPED.findall(text)) + sum(len(found[0]) for found in _GLYPH_NAMES.finditer(text)),
        "rare": (len(syllables.encode("euc-kr")) - 2 * len(syllables)) // 6,
        "hangul": sum(map(len, hangul)),
        "unspaced": sum(len(run) for long in hangul if len(long) >= _LONG for run in _RUN.findall(long)),
    }


def looks_unspaced(page: Page) -> bool:
    """Tell whether spaces of a page look lost: a tenth of its Hangul stands in runs that no Korean word fills."""
    return bool(page["unspaced"] > _RUNS * page["hangul"])


def _is_wrong(page: Page) -> bool:
    """Tell whether pdfium's text of a page looks wrong: letters without a map, or with a wrong one, or spaces lost."""
    odd = page["unmapped"] + page["rare"]
    return bool((odd >= _ODD and odd * 20 > page["letters"]) or looks_unspaced(page))


def _better(first: Page, second: Page | None, *, doubled: bool, drawn: bool) -> Page:
    """Take pypdf's page if it has more sound letters; or about as many, and fewer in runs without a space."""
    # Example: 30 letters of which 30 are unmapped against 30 sound ones: the second. 300 sound letters against 301,
    # 290 of the first and none of the second in runs: the second. 300 against 301, no runs: the first; the second
    # where a font has two maps, of which pypdf takes the first, as viewers do, and pdfium the last. Where pdfium is
    # known to have left letters out, one letter more decides.
    if second is None:
        return first
    # a letter without a map hides one, and a glyph's name is no letter
    sound = [page["letters"] - 2 * (page["unmapped"] + page["rare"]) for page in (first, second)]
    near = abs(sound[1] - sound[0]) * 50 <= max(sound) and not (drawn and sound[1] > sound[0])
    if near:
        takes = second["unspaced"] <= first["unspaced"] if doubled else second["unspaced"] < first["unspaced"]
    else:
        takes = sound[1] > sound[0]
    return {**second, "pictures": first["pictures"]} if takes else first


# --- pdfium


def _first(document: Any, n: int) -> tuple[Page, bool]:
    """Read a page by pdfium; say, too, whether letters are drawn that are not in its text."""
    with contextlib.closing(document[n]) as page, contextlib.closing(page.get_textpage()) as textpage:
        text = textpage.get_text_range()
        letters = bool(text.strip())
        if letters and _BESIDE.search(text):
            text = _without_false_spaces(textpage, text)
        read = _page(_unhyphenated(text), "pdfium", pictures=0 if letters else _pictures(page))
        if looks_unspaced(read) or any(map(_is_endless, read["lines"])):
            spaced = _page(_unhyphenated(_spaced_by_gaps(textpage)), "pdfium")
            read = spaced if spaced["unspaced"] <= read["unspaced"] else read
        return read, _leaves_out(page)


def _is_endless(line: str) -> bool:
    """Tell whether a line is longer than a page is wide."""
    return len(line) > _LONGEST and sum(map(len, _HANGUL_RUN.findall(line))) > _LONGEST


def _unhyphenated(text: str) -> str:
    """Write pdfium's sign for a hyphen at a line's end, which swallows the line end, as both."""
    return re.sub("[\ufffe\x02](?:\r\n)?", "-\n", text)


def _objects(holder: Any, count: Any, get: Any, depth: int) -> Iterator[Any]:
    """Walk the objects of a page, and of the forms on it."""
    import pypdfium2.raw as c

    for n in range(count(holder)):
        one = get(holder, n)
        if c.FPDFPageObj_GetType(one) == c.FPDF_PAGEOBJ_FORM and depth < _DEPTH:
            yield from _objects(one, c.FPDFFormObj_CountObjects, c.FPDFFormObj_GetObject, depth + 1)
        else:
            yield one


def _pictures(page: Any) -> int:
    """Count the pictures on a page."""
    import pypdfium2.raw as c

    everything = _objects(page, c.FPDFPage_CountObjects, c.FPDFPage_GetObject, 0)
    return sum(c.FPDFPageObj_GetType(one) == c.FPDF_PAGEOBJ_IMAGE for one in everything)


def _leaves_out(page: Any) -> bool:
    """Tell whether pdfium left letters out: an object of text without extent, in a font that is not in the file."""
    # pdfium draws a font that is not in the file with another one. Where that has no such letter, an object of one
    # letter has no extent, and its letter goes. All objects are looked at if one of a sample is in such a font.
    import pypdfium2.raw as c

    def text(one: Any) -> bool:
        return bool(c.FPDFPageObj_GetType(one) == c.FPDF_PAGEOBJ_TEXT)

    def is_foreign(one: Any) -> bool:
        font = c.FPDFTextObj_GetFont(one)
        return bool(font) and c.FPDFFont_GetIsEmbedded(font) == 0

    sides = [ctypes.c_float() for _ in range(4)]

    def is_empty(one: Any) -> bool:
        return bool(c.FPDFPageObj_GetBounds(one, *sides)) and sides[2].value - sides[0].value < _NOTHING

    def everything() -> Iterator[Any]:
        return filter(text, _objects(page, c.FPDFPage_CountObjects, c.FPDFPage_GetObject, 0))

    total = c.FPDFPage_CountObjects(page)
    sample = [c.FPDFPage_GetObject(page, n) for n in range(0, total, max(1, total // _SAMPLE))]
    if any(c.FPDFPageObj_GetType(one) == c.FPDF_PAGEOBJ_FORM for one in sample):
        sample = list(itertools.islice(everything(), _SAMPLE))
    if not any(text(one) and is_foreign(one) for one in sample):
        return False
    return any(is_empty(one) and is_foreign(one) for one in everything())


def _without_false_spaces(textpage: Any, text: str) -> str:
    """Close up a digit and Hangul where pdfium made a space of a gap that is narrower than a space."""
    # Word, Hangul and TeX set digits a sixth or a quarter of an em apart from Hangul ("20 일"). A gap that pdfium takes
    # for a space is none if it is much narrower than what words of the page are apart. Where TeX has no letters for
    # spaces and stretches them line by line, it must be narrower still.
    import pypdfium2.raw as c

    def index(at: int) -> int:
        return int(c.FPDFText_GetCharIndexFromTextIndex(textpage, at))

    def gap(at: int) -> float:
        before, after = (_glyph(textpage, index(at + step)) for step in (-1, 1))
        return (after.x - before.end) / (before.size or 1.0) if before and after else math.inf

    def is_made(at: int) -> bool:
        return bool(c.FPDFText_IsGenerated(textpage, index(at)) == 1)

    made = [found.start() for found in _BESIDE.finditer(text) if is_made(found.start())]
    between = [found.start() for found in itertools.islice(_BETWEEN.finditer(text), _SAMPLE)] if made else []
    if not between:
        return text
    drawn = sum(not is_made(at) for at in between) * 2 > len(between)
    least = (_NARROW if drawn else _NARROWER) * statistics.median(map(gap, between))
    false = {at for at in made if gap(at) < least}
    return "".join(letter for at, letter in enumerate(text) if at not in false) if false else text


def _glyph(textpage: Any, n: int) -> _Glyph | None:
    """Measure a letter along the direction in which it is written."""
    import pypdfium2.raw as c

    x, y, box, matrix = ctypes.c_double(), ctypes.c_double(), c.FS_RECTF(), c.FS_MATRIX()
    code = c.FPDFText_GetUnicode(textpage, n)
    found = c.FPDFText_GetCharOrigin(textpage, n, x, y) and c.FPDFText_GetLooseCharBox(textpage, n, box)
    if not (found and c.FPDFText_GetMatrix(textpage, n, matrix)):
        return None
    length = math.hypot(matrix.a, matrix.b) or 1.0
    ux, uy = matrix.a / length, matrix.b / length
    corners = itertools.product((box.left, box.right), (box.bottom, box.top))
    wide = max((left - x.value) * ux + (low - y.value) * uy for left, low in corners)
    along, across = x.value * ux + y.value * uy, y.value * ux - x.value * uy
    size = c.FPDFText_GetFontSize(textpage, n) * (math.hypot(matrix.c, matrix.d) or 1.0)
    return _Glyph(chr(code) if code else "\ufffd", along, across, along + max(wide, 0.0), size)


def _spaced_by_gaps(textpage: Any) -> str:
    """Write a page's letters with spaces where the gaps between them are wide."""
    import pypdfium2.raw as c

    pieces: list[_Glyph | str] = []
    for n in range(textpage.count_chars()):
        if c.FPDFText_IsGenerated(textpage, n) == 1:
            made = chr(c.FPDFText_GetUnicode(textpage, n))
            pieces.append(made if made in "\r\n" else " ")
        elif c.FPDFText_GetUnicode(textpage, n) == 0xFFFE:
            pieces.append("\ufffe")
        else:
            glyph = _glyph(textpage, n)
            if glyph:
                pieces.append(glyph)
    return _with_gaps(pieces)


# --- gaps


def _with_gaps(pieces: Sequence[_Glyph | str]) -> str:
    """Write letters with the signs between them, and with spaces where a gap is wide and no sign stands."""
    # Per line, the lower quartile of the gaps is what letters of a word are apart. Three letters in ems: ends 1.0 and
    # 2.0, starts 1.0 (gap 0) and 2.2 (gap 0.2): a space before the third.
    lines: list[list[_Glyph | str]] = [[]]
    last: _Glyph | None = None
    held = ""
    for piece in pieces:
        if isinstance(piece, str):
            held += piece
            continue
        if last is not None:
            goes_on = abs(piece.y - last.y) < 0.3 * max(piece.size, last.size)
            near = -0.5 < (piece.x - last.end) / (last.size or 1.0) < _COLUMN
            breaks = "\n" in held or "\r" in held
            if (breaks and not (goes_on and near)) or (not goes_on and piece.x < last.x):
                lines[-1].append("\ufffe" if "\ufffe" in held else "")
                lines.append([])
            elif held:
                lines[-1].append("\ufffe" if "\ufffe" in held else "" if breaks else " ")
                if "\ufffe" in held:
                    lines.append([])
        lines[-1].append(piece)
        last, held = piece, ""
    if "\ufffe" in held:
        lines[-1].append("\ufffe")
    return "\n".join(_line(line) for line in lines).replace("\ufffe\n", "\ufffe")


def _gaps(line: Sequence[_Glyph | str]) -> Iterator[tuple[int, _Glyph, _Glyph, float]]:
    """List neighbours in a line with no sign between them, and their gap in ems."""
    reach = -math.inf
    for n, (before, after) in enumerate(itertools.pairwise(line), 1):
        reach = max(reach, before.end) if isinstance(before, _Glyph) else -math.inf
        if isinstance(before, _Glyph) and isinstance(after, _Glyph):
            yield n, before, after, (after.x - reach) / (max(before.size, after.size) or 1.0)


def _line(line: Sequence[_Glyph | str]) -> str:
    """Write a line with spaces at its wide gaps."""
    found = [
        (n, before, after, gap)
        for n, before, after, gap in _gaps([piece for piece in line if piece != ""])
        if not before.letter.isspace() and not after.letter.isspace()
    ]
    ordered = sorted(gap for _, before, after, gap in found if _is_hangul(before) and _is_hangul(after))
    usual = min(ordered[len(ordered) // 4], 0.3) if ordered else 0.0
    wide = {
        n
        for n, before, after, gap in found
        if gap - usual
        > (_LATIN_GAP if before.letter.isascii() and after.letter.isalpha() and after.letter.isascii() else _GAP)
        and not ("\u1160" <= after.letter <= "\u11ff")
    }
    pieces = [piece for piece in line if piece != ""]
    return "".join(
        (" " if n in wide else "") + (piece.letter if isinstance(piece, _Glyph) else piece)
        for n, piece in enumerate(pieces)
    )


def _is_hangul(glyph: _Glyph) -> bool:
    """Tell whether a letter is Hangul."""
    return bool(_SYLLABLE.match(glyph.letter))


# --- pypdf


class _Second:
    """pypdf on the same file: opened when first asked, with what it says of a damaged file counted."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.faults: Counter[str] = Counter()
        self.reader: Any = None
        self.log = _Faults(self.faults)
        self.spreads = True

    def __enter__(self) -> _Second:
        logger = logging.getLogger("pypdf")
        self.spreads, logger.propagate = logger.propagate, False
        logger.addHandler(self.log)
        return self

    def __exit__(self, *_: object) -> None:
        logger = logging.getLogger("pypdf")
        logger.removeHandler(self.log)
        logger.propagate = self.spreads
        if self.reader is not None:
            self.reader.close()

    def _open(self) -> Any:
        """Open the file once."""
        import io

        import pypdf

        if self.reader is None:
            reader = pypdf.PdfReader(io.BytesIO(self.data))
            if reader.is_encrypted and not reader.decrypt(""):
                msg = "encrypted"
                raise _Refused(msg)
            self.reader = reader
        return self.reader

    def count(self) -> int:
        """Count the pages; refuse the file if that fails."""
        import pypdf

        try:
            return len(self._open().pages)
        except _Refused:
            raise
        except pypdf.errors.DependencyError as error:
            msg = "encrypted"
            raise _Refused(msg) from error
        except Exception as error:  # pypdf meets damaged files with errors of every kind
            msg = f"damaged: {type(error).__name__}"
            raise _Refused(msg) from error

    def page(self, n: int) -> Page | None:
        """Read a page, with spaces where gaps are wide; None if pypdf cannot."""
        try:
            return _page(_by_pypdf(self._open().pages[n]), "pypdf")
        except Exception as error:
            self.faults[f"page {n + 1}: {type(error).__name__}"] += 1
            return None

    def properties(self) -> dict[str, str]:
        """Read the properties; none if they are damaged."""
        try:
            return _named(self._open().metadata or {}, "/")
        except Exception:
            return _named({}, "/")


class _Faults(logging.Handler):
    """Counts what pypdf says of a damaged file instead of stopping."""

    def __init__(self, counts: Counter[str]) -> None:
        super().__init__(logging.WARNING)
        self.counts = counts

    def emit(self, record: logging.LogRecord) -> None:
        """Count a message."""
        self.counts[" ".join(record.getMessage().split())[:200]] += 1


def _by_pypdf(page: Any) -> str:
    """Read a page by pypdf, and put spaces where the places of its letters show them."""
    # pypdf hands over the bytes of each operator with its place, and later the text of one or more of them. Where the
    # numbers of codes and letters agree, each letter has its place: start + the widths of the codes before it.
    glyphs: list[_Glyph | None] = []
    codes: list[tuple[float, float, float, float]] = []  # of codes not yet told as text: start, baseline, end, size
    pen = _Pen(page)

    def before(operator: bytes, operands: Any, cm: Any, tm: Any) -> None:
        codes.extend(pen.follow(operator, operands or [], (cm, tm)))

    def text(letters: str, _cm: Any, _tm: Any, _font: Any, _size: Any) -> None:
        shown = [letter for letter in letters if not letter.isspace()]
        every = [letter for letter in letters if letter not in "\r\n"]
        if len(codes) == len(shown):
            glyphs.extend(_Glyph(letter, *place) for letter, place in zip(shown, codes, strict=True))
        elif len(codes) == len(every):
            pairs = zip(every, codes, strict=True)
            glyphs.extend(_Glyph(letter, *place) for letter, place in pairs if not letter.isspace())
        else:
            glyphs.extend([None] * len(shown))
        codes.clear()

    plain = str(page.extract_text(visitor_operand_before=before, visitor_text=text))
    if sum(not letter.isspace() for letter in plain) != len(glyphs):
        return plain
    return "\n".join(_merged(plain, glyphs))


def _merged(plain: str, glyphs: Sequence[_Glyph | None]) -> Iterator[str]:
    """Write pypdf's lines with the spaces that gaps show, and without letters drawn a second time to look bold."""
    places = iter(glyphs)
    drawn: set[tuple[str, int, int]] = set()
    for line in plain.split("\n"):
        pieces: list[_Glyph | str] = []
        for letter in line:
            place = None if letter.isspace() else next(places)
            if place is None or place.letter != letter:
                pieces.append(letter)
                continue
            unit = 0.15 * place.size or 1.0  # the copy stands less than that aside
            x, y = int(place.x // unit), int(place.y // unit)
            if not any((letter, x + right, y + up) in drawn for right in (-1, 0, 1) for up in (-1, 0, 1)):
                pieces.append(place)
            drawn.add((letter, x, y))
        yield _line(pieces)


class _State(NamedTuple):
    """How text is drawn: widths of codes in ems, bytes of a code, size, what is added, how far it is stretched."""

    widths: dict[int, float] = {}  # noqa: RUF012 - never changed
    usual: float = 0.5
    bytes: int = 1
    size: float = 1.0
    spacing: float = 0.0
    stretch: float = 1.0


class _Pen:
    """Where the codes of a page are drawn, by the widths that its fonts state."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.state = _State()
        self.kept: list[_State] = []
        self.known: dict[int, tuple[dict[int, float], float, int]] = {}
        self.at: tuple[tuple[float, ...], float] = ((), 0.0)  # the matrix of the last operator, and what it has drawn

    def follow(self, operator: bytes, operands: Any, matrices: Any) -> list[tuple[float, float, float, float]]:
        """Carry out an operator; return the places of the codes that it draws."""
        if operator in {b"Tj", b"TJ", b"'", b'"'} and operands:
            return self._drawn(operands[-1], *matrices)
        if operator == b"q":
            self.kept.append(self.state)
        elif operator == b"Q" and self.kept:
            self.state = self.kept.pop()
        elif operator == b"Tf":
            self._set_font(operands)
        elif operator == b"Tc" and operands:
            self.state = self.state._replace(spacing=float(operands[0]))
        elif operator == b"Tz" and operands:
            self.state = self.state._replace(stretch=float(operands[0]) / 100)
        return []

    def _set_font(self, operands: Any) -> None:
        """Take up a font and its size."""
        try:
            font = self.page["/Resources"]["/Font"][operands[0]].get_object()
            if id(font) not in self.known:
                self.known[id(font)] = _widths(font)
            widths, usual, size = self.known[id(font)]
            self.state = self.state._replace(widths=widths, usual=usual, bytes=size, size=float(operands[1]))
        except (KeyError, IndexError, TypeError, ValueError, AttributeError):
            self.state = self.state._replace(widths={}, usual=0.5, bytes=1)

    def _drawn(self, shown: Any, cm: Any, tm: Any) -> list[tuple[float, float, float, float]]:
        """Place the codes of one operator: start and baseline, end and size."""
        now = self.state
        a, b = tm[0] * cm[0] + tm[1] * cm[2], tm[0] * cm[1] + tm[1] * cm[3]
        x, y = tm[4] * cm[0] + tm[5] * cm[2] + cm[4], tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        scale = math.hypot(a, b) or 1.0
        ux, uy = a / scale, b / scale
        along, across = x * ux + y * uy, y * ux - x * uy
        key = (*tm, *cm)
        pen = self.at[1] if self.at[0] == key else 0.0  # a second operator at the same place goes on
        places = []
        for part in shown if isinstance(shown, list) else [shown]:
            if not isinstance(part, (str, bytes)):
                pen -= float(part) / 1000 * now.size * now.stretch
                continue
            data = part if isinstance(part, bytes) else part.original_bytes  # type: ignore[attr-defined]
            for n in range(0, len(data) - now.bytes + 1, now.bytes):
                wide = now.widths.get(int.from_bytes(data[n : n + now.bytes], "big"), now.usual)
                wide *= now.size * now.stretch
                start = along + pen * scale
                places.append((start, across, start + wide * scale, now.size * scale))
                pen += wide + now.spacing * now.stretch
        self.at = (key, pen)
        return places


def _widths(font: Any) -> tuple[dict[int, float], float, int]:
    """Read the widths of a font's codes in ems, that of all others, and how many bytes a code has."""
    if font.get("/Subtype") != "/Type0":
        first = int(font.get("/FirstChar", 0))
        scale = abs(float(font["/FontMatrix"][0])) if "/FontMatrix" in font else 0.001
        return {first + n: float(wide) * scale for n, wide in enumerate(font.get("/Widths", []))}, 0.5, 1
    inner = font["/DescendantFonts"][0].get_object()
    widths: dict[int, float] = {}
    entries = [entry.get_object() for entry in inner.get("/W", [])]
    while len(entries) > 1:  # 5 [500 600] or 5 9 500
        if isinstance(entries[1], list):
            widths |= {int(entries[0]) + n: float(wide.get_object()) / 1000 for n, wide in enumerate(entries[1])}
            entries = entries[2:]
        elif len(entries) > 2:
            widths |= dict.fromkeys(range(int(entries[0]), int(entries[1]) + 1), float(entries[2]) / 1000)
            entries = entries[3:]
        else:
            break
    return widths, float(inner.get("/DW", 1000)) / 1000, 2
