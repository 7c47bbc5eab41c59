"""Coding-rule files of KH Coder as codebooks: every code is a frame, and its expression a rule.

A file has lines `*code`, and below each the expression of the code: words, `a+b` for a phrase, `near(a-b)[n]` and
`seq(a-b)[n]`, `<*code>` for a code defined above, `<>variable-->value`, joined by `and` `&`, `or` `|`, `not` `!` and
brackets, with white space between. `not` binds more closely than `and`, `and` more closely than `or`. Lines with # in
front are comments. What has no counterpart here is refused by line and word.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args

from analysis.codebook.foreign import COLOURS, Entry, open_text, translated
from analysis.codebook.models import MOST_NEAR, Codebook, Frame, Label, Part, Rule, Term
from analysis.errors import CodebookError
from analysis.messages import later, message
from analysis.options import require_choice

_Within = Literal["sentence", "paragraph", "document"]

_HEAD = re.compile(r"[*＊](.+)")
_TOKEN = re.compile(r'"(?:[^"]|"")*"(?=\s|\Z)|\S+')
_JOINED = {"|": ("or",), "&": ("and",), "!": ("not",), "|!": ("or", "not"), "&!": ("and", "not")}
_OPERATORS = frozenset(["and", "or", "not", "(", ")"])
_CODE = re.compile(r"<[*＊](?:>(.+)|([^>]+)>)")
_VARIABLE = re.compile(r"<>(.+?)-->(.+)")
_CHAIN = re.compile(r"(near|seq)\((.+)\)(?:\[([bd]?)(\d*)\])?")
_DISTANCE = 10  # morphemes, where a file states none
_REFUSED = (  # what has no counterpart, and what to do
    (re.compile(r"'.*'"), later("looks for characters inside morphemes; write the words that are meant")),
    (re.compile(r"No\.|l[wc]"), later("asks for the number or the length of a text, which has no counterpart here")),
    (re.compile(r"<>(見出し|heading)[1-5]-->.*"), later("asks for a heading; make a document variable of it")),
    (re.compile(r"<>(?!.+-->).*"), later("is no <>variable-->value")),
    (re.compile(r"\d+|[<>]=?|==|[-+*/]"), later("counts or compares numbers, which has no counterpart here")),
    (re.compile(r"[^<].*-->.*"), later("asks for a part of speech; write 말/NNG in a codebook of the kit")),
    (re.compile(r"[（）｜＆！]"), later("is a sign of full width; write it in half width")),
    (
        re.compile(r"[()|&!].+|[^<]*[()|&!]"),
        later("has a sign without white space around it; put a space on both sides"),
    ),
    (
        re.compile(r"[^<].*[*?].*|.*[*?]"),
        later("has a sign for any characters, which is none there; write the words"),
    ),
    (re.compile(r"[^<]*\".*"), later("is in quotation marks; write a phrase as 앞+뒤")),
)


class _Token(NamedTuple):
    """A word or an operator of an expression, and its line."""

    text: str
    line: int


class _Code(NamedTuple):
    """A code as written."""

    name: str
    line: int
    tokens: list[_Token]


def from_khcoder(path: str | Path, *, within: _Within = "sentence") -> Codebook:
    r"""Read a coding-rule file of KH Coder as a codebook.

    Every code is a frame with one term, a rule: it has one hit in each unit for which KH Coder gives the code, at the
    first match that the rule rests on. Words are found as `codebook.from_quanteda` finds them without a star: a
    predicate in dictionary form in every inflection, other words as whole morphemes. Distances in `near` and `seq`
    are in morphemes, as there; another analyser cuts other morphemes, so that counts differ a little.

    Parameters
    ----------
    path : str or Path
        A .txt file in UTF-8 or CP949.
    within : {"sentence", "paragraph", "document"}
        The unit of coding, which KH Coder asks for when it codes.

    Returns
    -------
    Codebook
        Status unvalidated, definitions to be written; frames are named as the codes, `source` of a term is the
        expression. Variables are looked up by their names in `documents` of `framing.hits`.

    Raises
    ------
    MissingError
        If there is no such file.
    OptionError
        If `within` is unknown.
    CodebookError
        Naming line and word: if it is no such file, brackets or operators do not fit, a code is unknown, stands twice,
        is defined below its use or can hold without any word, or a word has no counterpart: a raw string ('...'),
        a part of speech (word-->tag), a heading, a number or a comparison.

    References
    ----------
    Higuchi, K. (2016). A two-step approach to quantitative content analysis: KH Coder tutorial using Anne of Green
    Gables (part I). Ritsumeikan Social Sciences Review 52(3). KH Coder 3 reference manual, on coding rules.

    Examples
    --------
    >>> import analysis as da, tempfile
    >>> path = Path(tempfile.mkdtemp(), "rules.txt")
    >>> _ = path.write_text("*노사\n노조 & ( 합의 | 협상 ) & ! 소송\n", encoding="utf-8")
    >>> book = from_khcoder(path)
    >>> tokens = da.segment(da.Corpus.from_texts({"d": "노조는 협상에 나섰다. 협상은 소송으로 끝났다."}))
    >>> da.framing.hits(tokens, book)[["frame", "surface"]].to_numpy().tolist()
    [['노사', '노조']]
    """
    require_choice("within", within, get_args(_Within))
    file, text, sha256 = open_text(path)
    try:
        frames = _frames(list(_codes(text)), within, file.name)
    except CodebookError as error:
        msg = message("coding rules {file}: {error}", file=file.name, error=error)
        raise CodebookError(msg) from error
    head = {
        "schema": "kfa-codebook/1",
        "id": file.stem,
        "version": "0",
        "status": "unvalidated",
        "title": {"ko": f"코딩 규칙 {file.stem}", "en": f"coding rules {file.stem}"},
        "unit": "paragraph" if within == "document" else within,
        "provenance": {"author": "not stated", "basis": f"read from {file.name} (KH Coder)", "licence": "not stated"},
    }
    return Codebook.model_validate({**head, "frames": frames, "path": str(file), "sha256": sha256})


def is_rules(text: str) -> bool:
    """Whether a text begins as a file of coding rules does: with a line *code."""
    first = next((line for line in text.splitlines() if line and line[0] != "#"), "")
    return _HEAD.fullmatch(first.rstrip()) is not None


def _codes(text: str) -> Iterator[_Code]:
    """Cut a file into its codes."""
    code: _Code | None = None
    names: dict[str, int] = {}
    for n, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line[0] == "#":
            continue
        if head := _HEAD.fullmatch(line.rstrip()):
            if code:
                yield code
            code = _Code(head[1].strip(), n, [])
            if names.setdefault(code.name, n) != n:
                msg = message(
                    "line {n}: the code {code!r} stands on line {names} already; rename one",
                    n=n,
                    code=code.name,
                    names=names[code.name],
                )
                raise CodebookError(msg)
        elif code is None:
            msg = message(
                "line {n}: {line!r} stands before the first code; begin with a line such as *일자리",
                n=n,
                line=line.strip()[:40],
            )
            raise CodebookError(msg)
        else:
            for written in _TOKEN.findall(line):
                code.tokens.extend(_Token(part, n) for part in _JOINED.get(written, (written,)))
    if code is None:
        msg = message("there is no code; begin with a line such as *일자리")
        raise CodebookError(msg)
    yield code


def _frames(codes: list[_Code], within: _Within, name: str) -> list[Frame]:
    """Build a frame of every code."""
    ids: dict[str, str] = {}
    patterns = _patterns(codes)
    frames: list[Frame] = []
    for code, colour in zip(codes, itertools.cycle(COLOURS), strict=False):
        rule = _Expression(code, patterns, ids, within).rule()
        ids[code.name] = _id(code.name)
        source = " ".join(token.text for token in code.tokens)
        frames.append(
            Frame(
                id=code.name,
                label=Label(ko=code.name, en=code.name),
                colour=colour,
                definition=f"{name}의 코드 {code.name}. 코더를 위한 정의는 아직 없다",
                terms=(Term(id=ids[code.name], rule=rule, source=source),),
            )
        )
    return frames


def _id(name: str) -> str:
    """Name the term of a code, as the terms of a dictionary are named."""
    return f"{name}-1"


def _words(token: _Token) -> Iterator[str]:
    """List the words of a token, each of which is looked up by itself."""
    text = token.text
    if text in _OPERATORS or _CODE.fullmatch(text) or _VARIABLE.fullmatch(_unquoted(text)):
        return
    chain = _CHAIN.fullmatch(text)
    for phrase in chain[2].split("-") if chain else (text,):
        yield from phrase.split("+")


def _unquoted(text: str) -> str:
    """Take the quotation marks off a token."""
    return text[1:-1].replace('""', '"') if len(text) > 1 and text[0] == text[-1] == '"' else text


def _patterns(codes: list[_Code]) -> dict[str, str]:
    """Translate every word of a file into the pattern language."""
    tokens = [token for code in codes for token in code.tokens]
    for token in tokens:
        _require_known(token)
    entries = [Entry(word, message("line {line}", line=token.line)) for token in tokens for word in _words(token)]
    ids = {_id(code.name) for code in codes}
    found = translated(entries)
    return {word: f"({pattern})" if pattern in ids else pattern for word, pattern in found.items()}


def _require_known(token: _Token) -> None:
    """Refuse a token that has no counterpart."""
    text = _unquoted(token.text)
    if text in _OPERATORS or _CODE.fullmatch(text):
        return
    if chain := _CHAIN.fullmatch(text):
        _require_chain(chain, token)
        return
    written = text if _VARIABLE.fullmatch(text) else token.text
    why = next((why for pattern, why in _REFUSED if pattern.fullmatch(written)), "")
    if not why and not _VARIABLE.fullmatch(text) and not all(text.split("+")):
        why = later("lacks a word beside +; write a phrase as 앞+뒤")
    if why:
        msg = message("line {line}: {text!r} {why}", line=token.line, text=token.text, why=message(why))
        raise CodebookError(msg)


def _require_chain(chain: re.Match[str], token: _Token) -> None:
    """Refuse `near` and `seq` of one word, of many, or of one twice."""
    words = chain[2].split("-")
    if not 2 <= len(words) <= MOST_NEAR or not all(part for word in words for part in word.split("+")):
        msg = message(
            "line {line}: {text!r} needs 2 to {most_near} words with - between, as near(정부-예산)[5]",
            line=token.line,
            text=token.text,
            most_near=MOST_NEAR,
        )
        raise CodebookError(msg)
    if len(set(words)) < len(words):
        msg = message("line {line}: {text!r} names a word twice; name it once", line=token.line, text=token.text)
        raise CodebookError(msg)
    strange = next((word for word in words if re.search(r"[()\[\]<>|&!*?'\"]", word)), None)
    if strange is not None:
        msg = message(
            "line {line}: {text!r} has {strange!r}, which is no word", line=token.line, text=token.text, strange=strange
        )
        raise CodebookError(msg)


class _Expression:
    """The expression of a code, read from left to right."""

    def __init__(self, code: _Code, patterns: dict[str, str], ids: dict[str, str], within: _Within) -> None:
        self._code, self._patterns, self._ids, self._within = code, patterns, ids, within
        self._at = 0

    def rule(self) -> Rule:
        """Read the whole expression."""
        if not self._code.tokens:
            msg = message(
                "line {line}: the code {code!r} has no words; write them below it",
                line=self._code.line,
                code=self._code.name,
            )
            raise CodebookError(msg)
        part = self._either()
        if self._at < len(self._code.tokens):
            raise self._unexpected(expected=message("an operator such as & or |"))
        rule = part if isinstance(part, Rule) and part.within is None else Rule(any=(part,))
        if not rule.has_place:
            msg = message(
                "line {line}: the code {code!r} can hold where none of its words stands, so that no hit "
                "can show it; join what it rules out, or a variable, to a word with &",
                line=self._code.line,
                code=self._code.name,
            )
            raise CodebookError(msg)
        return rule.model_copy(update={"within": self._within})

    def _either(self) -> Part:
        """Read what stands between `or`."""
        parts = [self._both()]
        while self._take("or"):
            parts.append(self._both())
        return parts[0] if len(parts) == 1 else Rule(any=tuple(parts))

    def _both(self) -> Part:
        """Read what stands between `and`."""
        # 노조 & ! 소송 -> all [노조], none [소송]
        wanted: list[Part] = []
        barred: list[Part] = []
        while True:
            denied = False
            while self._take("not"):
                denied = not denied
            (barred if denied else wanted).append(self._one())
            if not self._take("and"):
                break
        return wanted[0] if len(wanted) == 1 and not barred else Rule(all=tuple(wanted), none=tuple(barred))

    def _one(self) -> Part:
        """Read a word, or what stands between brackets."""
        opened = self._at
        if self._take("("):
            inner = self._either()
            if not self._take(")"):
                raise self._unexpected(expected="')'", since=opened)
            return inner
        if self._at == len(self._code.tokens) or self._code.tokens[self._at].text in _OPERATORS:
            raise self._unexpected(expected=message("a word"))
        token = self._code.tokens[self._at]
        self._at += 1
        return self._leaf(token)

    def _leaf(self, token: _Token) -> Part:
        """Translate a token that is no operator."""
        text = _unquoted(token.text)
        if code := _CODE.fullmatch(text):
            name = (code[1] or code[2]).strip()
            if name not in self._ids:
                known = (
                    message("the codes above are {ids}", ids=", ".join(self._ids))
                    if self._ids
                    else message("there is no code above")
                )
                msg = message(
                    "line {line}: {text!r} names no code that stands above it; {known}",
                    line=token.line,
                    text=token.text,
                    known=known,
                )
                raise CodebookError(msg)
            return self._ids[name]
        if variable := _VARIABLE.fullmatch(text):
            return Rule(where={variable[1].strip(): (variable[2].strip(),)})
        if chain := _CHAIN.fullmatch(text):
            return self._near(*chain.groups())
        return self._phrase(token.text)

    def _near(self, kind: str, words: str, scope: str | None, number: str | None) -> Rule:
        """Translate `near` (in any order) and `seq`, with the distance and the unit behind them."""
        # near(a-b)[b5] -> near [a, b], distance 5, within sentence; [0] is no limit
        phrases = tuple(self._phrase(word) for word in words.split("-"))
        distance = int(number) if number else _DISTANCE
        unit = {"b": "sentence", "d": "paragraph"}.get(scope or "")
        narrower = unit if unit == "sentence" or self._within == "document" else None
        own: dict[str, Any] = {"within": narrower} if narrower and narrower != self._within else {}
        if kind == "near" and not distance:
            return Rule(all=phrases, **own)
        chain = {"near": phrases, "distance_in": "morphemes", "ordered": kind == "seq"}
        return Rule.model_validate(chain | ({"distance": distance} if distance else {}) | own)

    def _phrase(self, text: str) -> str:
        """Translate a word, or a phrase written a+b."""
        return " ".join(self._patterns[" ".join(word.split())] for word in text.split("+"))

    def _take(self, text: str) -> bool:
        """Go past an operator, if it is the next token."""
        if self._at < len(self._code.tokens) and self._code.tokens[self._at].text == text:
            self._at += 1
            return True
        return False

    def _unexpected(self, *, expected: str, since: int | None = None) -> CodebookError:
        """Build the error of a token that does not fit."""
        tokens = self._code.tokens
        opened = "" if since is None else message(" for the '(' on line {line}", line=tokens[since].line)
        if self._at < len(tokens):
            token = tokens[self._at]
            return CodebookError(
                message(
                    "line {line}: expected {expected}{opened}, found {text!r}",
                    line=token.line,
                    expected=expected,
                    opened=opened,
                    text=token.text,
                )
            )
        return CodebookError(
            message(
                "line {line}: expected {expected}{opened} behind {text!r}",
                line=tokens[-1].line,
                expected=expected,
                opened=opened,
                text=tokens[-1].text,
            )
        )
