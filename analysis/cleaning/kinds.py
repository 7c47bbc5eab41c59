"""What kind of document a text is, on which the rules of cleaning depend."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple, cast, get_args

from analysis.cleaning.byline import byline
from analysis.cleaning.furniture import furniture
from analysis.cleaning.lines import Page
from analysis.cleaning.release import names_people
from analysis.cleaning.turns import are_minutes, speakers_named
from analysis.options import require_choice

Kind = Literal["portal", "outlet", "release", "paper", "interview", "minutes", "plain"]
Clean = Literal["default", "report", "none"]


class Treatment(NamedTuple):
    """How a document is to be cleaned: its kind, guessed where none is stated, and whether anything is taken away."""

    kind: Kind | None = None
    clean: Clean = "default"

    def noted(self, kind: str, reason: str) -> tuple[str, str]:
        """Return kind and reason of what was taken, or of what would be where cleaning only reports."""
        return (kind, reason) if self.clean == "default" else ("reported", f"{kind}: {reason}")


GUESSED = Treatment()


def require_treatment(kind: str | None, clean: str) -> Treatment:
    """Check what a user asked for."""
    if kind is not None:
        require_choice("kind", kind, get_args(Kind))
    require_choice("clean", clean, get_args(Clean))
    return Treatment(cast("Kind | None", kind), cast("Clean", clean))


_PAPER = (
    re.compile(r"^[\[<]?\s?(국문\s?|영문\s?)?(초\s?록|요\s?약|[Aa]bstract|ABSTRACT)\s?[\]>]?\s?[:：]?$"),
    re.compile(r"^[\[<]?\s?(주제어|핵심어|키워드|중심어|[Kk]ey ?[Ww]ords?|KEY ?WORDS?)\s?[\]>]?\s?[:：]?"),
    re.compile(r"^[\[<]?\s?(\d\.\s|[IVⅠ-Ⅹ]+\.\s)?(참\s?고\s?문\s?헌|[Rr]eferences|REFERENCES)\s?[\]>]?$"),
    re.compile(r"^(1|I|Ⅰ|제1장)\.?\s?(서\s?론|들어가(며|는 말)|머리말|문제\s?(의\s?)?제기|연구\s?(의\s?)?(배경|목적))"),
    re.compile(r"^[(\[]?(논문\s?)?(투고|접수|심사|게재\s?확정)\s?(완료)?일"),
)
_RELEASE = re.compile(
    r"^[\[<【]?\s?(보\s?도\s?(참고\s?|설명\s?|해명\s?)?자\s?료|보도\s?(시점|일시)|배포\s?(일시|일|시점)|담당\s?부서|담당\s?과장)"
)
_POINT = re.compile(r"^[-–—―•·■□○◦ㅇ◯▪▲△▶▷◇◆※*]\s?\S")
_QUESTION = re.compile(r"^(Q|질문|질의|문)\s?\d{0,2}\s?[.:：)]|^[―–—-]\s?\S.{3,}\?$")
_ANSWER = re.compile(r"^(A|답변|답)\s?\d{0,2}\s?[.:：)]|^[“\"]")
_PORTAL = {"widget", "summary"}
_OUTLET = {"copyright", "byline", "prompt", "related"}
_HEAD = 4  # lines within which a byline stands
_SEVERAL = 2
_POINTS = 1 / 3  # share of the lines that are points from which a text is a release


def guess(page: Page) -> Kind:
    """Guess the kind of a document from its lines."""
    lines = [line.text for line in page.lines]
    if are_minutes(lines):
        return "minutes"
    found = furniture(page)
    signs = {rule.kind for _, rule in found}
    sure = any(rule.kind in _PORTAL and rule.reason != "page widget" for _, rule in found)
    signed = any((said := byline(line)) and said.author for line in lines[:_HEAD])
    points = sum(bool(_POINT.match(line)) for line in lines)
    tests: dict[Kind, bool] = {
        "portal": sure or bool(_PORTAL & signs and len(found) >= _SEVERAL),
        "paper": sum(any(sign.match(line) for line in lines) for sign in _PAPER) >= _SEVERAL,
        "release": any(_RELEASE.match(line) for line in lines),
        "outlet": signed or bool(_OUTLET & signs),
        "interview": _asked(lines) or speakers_named(lines),
    }
    pointed: Kind = "release" if points >= _SEVERAL and points >= _POINTS * len(lines) else "plain"
    pointed = "release" if any(names_people(line) for line in lines) else pointed
    return next((kind for kind, true in tests.items() if true), pointed)


def _asked(lines: list[str]) -> bool:
    """Tell whether questions and answers take turns."""
    asked = [at for at, line in enumerate(lines) if _QUESTION.match(line)]
    answered = sum(any(_ANSWER.match(line) for line in lines[at + 1 : at + 2]) for at in asked)
    return answered >= _SEVERAL
