"""Export of a codebook: Markdown and a workbook for people who code by hand, .qdc for other programs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, get_args

from analysis import schema
from analysis.codebook.models import Codebook, Frame, Term
from analysis.codebook.refi import SECTIONS, to_qdc
from analysis.codebook.term_rules import written
from analysis.errors import OptionError
from analysis.files import atomic
from analysis.files.xlsx import Sheet, workbook
from analysis.messages import message
from analysis.options import require_choice

_ELEMENTS = {"problem": "문제", "cause": "원인", "moral": "도덕 판단", "remedy": "해법"}
_UNITS = {"sentence": "문장", "paragraph": "문단"}
_TIERS = {"core": "중심", "support": "보조"}
_NUMBERS = {"money": "금액", "area": "넓이", "count": "개수", "date": "날짜"}
_SCOPES = {"sentence": "문장", "paragraph": "문단", "document": "글"}
_ORDER = (*SECTIONS[:3], ("elements", "요소"), *SECTIONS[3:])
_HEADS = (
    *("프레임", "용어", "찾는 꼴", "품사", "등급", "무게", "모호", "앞에 오면 제외", "뒤에 오면 제외"),
    *("같은 문장에 있으면 제외", "같은 문장에 있어야 함", "당사자", "이렇게 읽히면 제외", "요소", "장치", "메모"),
)
_READINGS = {"date": "다른 일의 때", "name": "이름의 일부", "list": "나열의 한 항목"}
_RULES = {
    "all": "모두",
    "any": "하나 이상",
    "none": "없음",
    "near": "가까이",
    "where": "글의 변수",
    "within": "단위:",
    "at_least": "가운데 적어도",
    "words": "단어 안",
    "morphemes": "형태소 안",
    "ordered": "이 차례로",
    **_SCOPES,
}
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~])")
To = Literal["auto", "markdown", "xlsx", "qdc"]


def export(codebook: Codebook, path: str | Path, *, to: To = "auto") -> Path:
    """Write a codebook for people who code, or for another program, whole or not at all.

    Parameters
    ----------
    codebook : Codebook
        Any codebook.
    path : str or Path
        The file to write; one that is there is replaced.
    to : {"auto", "markdown", "xlsx", "qdc"}
        The format; "auto" goes by the ending of the name (.md, .xlsx, .qdc). Markdown and workbook hold
        definitions, rules, questions, examples and terms; the REFI-QDA codebook (.qdc), which ATLAS.ti, MAXQDA,
        NVivo and QualCoder read, holds one code a frame.

    Returns
    -------
    Path
        The file. The same codebook gives the same bytes.

    Raises
    ------
    OptionError
        If `to` is not known, or the name does not have the ending of the format.

    Examples
    --------
    >>> import analysis as da, tempfile
    >>> book = da.codebook.read(da.paths.CODEBOOKS / "energy-transition.yaml")
    >>> da.codebook.export(book, Path(tempfile.mkdtemp(), "energy.qdc")).name
    'energy.qdc'
    """
    target = Path(path)
    endings = {ending: name for name, (ending, _) in _WRITERS.items()}
    require_choice("to", to, get_args(To))
    name = endings.get(target.suffix.lower()) if to == "auto" else to
    if name is None:
        msg = message("{target} ends in none of {endings}; rename it", target=target.name, endings=", ".join(endings))
        raise OptionError(msg)
    ending, writer = _WRITERS[name]
    if target.suffix.lower() != ending:
        msg = message(
            "a codebook as {name} ends in {ending}; rename {target}", name=name, ending=ending, target=target.name
        )
        raise OptionError(msg)
    return atomic.save(path, writer(codebook))


def _to_markdown(codebook: Codebook) -> bytes:
    """Write a codebook as a Markdown page: a section per frame, its terms in a table."""
    lines = [f"# {_plain(codebook.title.ko)}", ""]
    lines += [f"- {name}: {_plain(value)}" for name, value in _facts(codebook)]
    for frame in codebook.frames:
        lines += ["", f"## {_plain(frame.label.ko)} (`{frame.id}`)"]
        for head, items in _items(frame):
            shown = [f"- {_plain(item)}" for item in items] if head != "정의" else [_plain(items[0])]
            lines += ["", f"**{head}**", "", *shown]
        if not frame.terms:
            lines += ["", "용어가 없는 프레임이다. 사람이 물음에 답해 코딩한다."]
            continue
        lines += ["", "**용어**", "", f"| {' | '.join(_HEADS[1:])} |", f"|{'---|' * (len(_HEADS) - 1)}"]
        lines += [f"| {' | '.join(_plain(str(c)) for c in _row(codebook, frame, t)[1:])} |" for t in frame.terms]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _to_workbook(codebook: Codebook) -> bytes:
    """Write a codebook as a workbook: definitions and examples, terms, and what codebook it is."""
    items = [
        (frame.id, frame.label.ko, head, n, item)
        for frame in codebook.frames
        for head, texts in _items(frame)
        for n, item in enumerate(texts, start=1)
    ]
    terms = [_row(codebook, frame, term) for frame, term in codebook.terms()]
    return workbook(
        [
            Sheet("프레임", [("프레임", "이름", "구분", "번호", "내용"), *items], formatted=True),
            Sheet("용어", [_HEADS, *terms], formatted=True),
            Sheet("코드북", [("항목", "내용"), *_facts(codebook)], formatted=True),
        ]
    )


def _facts(codebook: Codebook) -> list[tuple[str, str]]:
    """List what identifies a codebook and how it counts, as name and value."""
    defaults = codebook.defaults
    facts = [
        ("식별자", codebook.id),
        ("판", codebook.version),
        ("상태", f"{schema.STATUS[codebook.status]}({codebook.status})"),
        (
            "단위",
            _UNITS[codebook.unit] + (", 한 단위에 여러 프레임" if codebook.multi_label else ", 한 단위에 한 프레임"),
        ),
        ("비교하는 두 프레임", ", ".join(codebook.compare or ())),
        ("보조 용어", f"같은 {_SCOPES[defaults.support_scope]}에 중심 용어가 있을 때만 센다"),
        ("한 문장에서 한 용어", f"{defaults.cap_per_sentence}번까지 센다"),
        ("가린 이름", ", ".join(codebook.mask)),
        ("만든 이", codebook.provenance.author),
        ("근거", codebook.provenance.basis),
        ("다듬는 데 쓴 글", ", ".join(codebook.provenance.tuned_on)),
        ("이용허락", codebook.provenance.licence),
        ("파일의 sha256", codebook.sha256),
    ]
    return [(name, value) for name, value in facts if value]


def _items(frame: Frame) -> Iterator[tuple[str, tuple[str, ...]]]:
    """List what a coder must know of a frame, in the order of reading; empty lists are left out."""
    yield "정의", (frame.definition,)
    elements = [f"{name}: {text}" for key, name in _ELEMENTS.items() if (text := str(getattr(frame.elements, key)))]
    for field, head in _ORDER:
        if texts := elements if field == "elements" else getattr(frame, field):
            yield head, tuple(texts)


def _row(codebook: Codebook, frame: Frame, term: Term) -> tuple[str | float, ...]:
    """Return one term as a row under `_HEADS`."""
    near = (term.not_before, term.not_after, term.not_near, term.require_near, term.parties)
    readings = ", ".join(_READINGS[reading] for reading in term.not_as)
    return (
        *(frame.id, term.id, _sought(term), ", ".join(term.pos), _TIERS[codebook.tier(term)], codebook.weight(term)),
        *("예" if term.ambiguous else "", *(", ".join(words) for words in near), readings),
        *(_ELEMENTS.get(term.element or "", ""), term.device or "", term.note),
    )


def _sought(term: Term) -> str:
    """Write what a term looks for."""
    if term.rule is not None:
        return f"규칙: {written(term.rule, names=_RULES)}"
    return term.match if term.match is not None else f"수량: {_NUMBERS[term.number or 'money']}"


def _plain(text: str) -> str:
    """Escape what Markdown would take for markup, and keep it on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


_WRITERS: dict[str, tuple[str, Callable[[Codebook], bytes]]] = {
    "markdown": (".md", _to_markdown),
    "xlsx": (".xlsx", _to_workbook),
    "qdc": (".qdc", to_qdc),
}
