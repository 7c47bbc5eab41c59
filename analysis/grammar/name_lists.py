"""Words that make a name, read from name-words.yaml: titles, known names, endings; and the patterns built of them."""

from __future__ import annotations

import re
from typing import Any

from analysis.files.yaml import parse
from analysis.paths import LEXICONS

_WORDS: dict[str, Any] = parse((LEXICONS / "name-words.yaml").read_text(encoding="utf-8"))


def _words(key: str) -> frozenset[str]:
    """Read a list of words."""
    return frozenset(_WORDS[key].split())


def _any(key: str) -> str:
    """Write a list of words as a choice of a pattern, the longest first."""
    return "|".join(sorted(map(re.escape, _WORDS[key].split()), key=len, reverse=True))


TITLES, FIRM_TITLES, HEADS, SIDES = (_words(key) for key in ("titles", "firm_titles", "heads", "sides"))
FOREIGN, GIVEN, ABBREVIATED = (_words(key) for key in ("foreign", "given", "abbreviated"))
OFFICES, NAMED, LATIN, OTHERS = (_words(key) for key in ("offices", "named", "latin", "others"))
SPACED = tuple(name.replace("_", " ") for name in _WORDS["spaced"].split())
COUNTRIES, PROVINCES, COUNTIES = (_words(key) for key in ("countries", "provinces", "counties"))
UNCLEAR_PLACES = _words("unclear_places")
PLACES = (COUNTRIES | _words("cities") | PROVINCES | COUNTIES) - UNCLEAR_PLACES
NO_NAMES = FOREIGN | GIVEN | ABBREVIATED  # three letters that are no surname and given name

SURNAMES, UNCLEAR_SURNAMES = (frozenset(_WORDS[key]) for key in ("surnames", "unclear_surnames"))
OBVIOUS, COMMON_ENDS = (frozenset(_WORDS[key]) for key in ("obvious", "common_name_ends"))
HANJA = dict(pair.split(":") for pair in _WORDS["hanja"].split())
HANJA_SURNAME = re.compile(f"[{''.join(HANJA)}]")
_S, _1, _2 = (f"[{_WORDS[key]}]" for key in ("surnames", "first", "second"))
_START, _LAST = r"(?<![0-9A-Za-z가-힣])", r"(?![0-9A-Za-z가-힣])"
_LONG = f"(?:{_any('long_surnames')})"
NAME = re.compile(f"{_START}(?:{_LONG}{_2}{_LAST}|{_LONG}{_1}{_2}|{_S}{_1}{_2})")  # of usual syllables
WIDE_NAME = re.compile(f"{_START}(?:{_LONG}[가-힣]{_LAST}|{_S}[가-힣]{{2}})")  # of any
LISTED = re.compile(rf"{_START}{_S}[가-힣]{{2}}(?= ?[·ㆍ‧] ?[가-힣])|(?<=[·ㆍ‧]){_S}[가-힣]{{2}}(?![가-힣])")
SURNAME = re.compile(rf"{_START}({_S})(?: ?모| ?아무개)?(?= ?[가-힣(])(?: 전(?= ))?")
AFTER = re.compile(f"(?:{_any('particles')})?{_LAST}")  # what may follow a name that the analyser broke
SSI = re.compile(rf" ?(?:\([1-9]\d[^()\n]{{0,12}}\) ?)?(?:씨|군|양)(?=(?:{_any('particles')})?{_LAST})")
AGE = re.compile(  # an age, a place in a photograph, Hanja or a sex behind a name
    r"\s?\((?:만 ?|당시 ?)?(?:[1-9]\d세?|사진|왼쪽|오른쪽|가운데|[一-鿿]{2,4}|[男女남여])(?=[),·‧ 세])[^()\n]{0,30}\)"
)

ORGANISATION = re.compile(rf"(?:{_any('organisation_ends')}|(?<![{_WORDS['before_no_party']}])당)$")
SCHOOL = re.compile(rf"(?:(?<![{_WORDS['before_no_school']}])대|의대|공대|여대|외고|과학고|여고|공고|상고|학교)$")
NAMES_ITSELF = re.compile(rf"(?:{_any('ends_enough')}|(?<![방금])지법)$")
COMMON = re.compile(rf"^(?:{_any('common_heads')})+(?:{_any('common_ends')})$")
_PLACE_ENDS = "|".join(f"(?<![{before}]){end}" for end, before in _WORDS["place_ends"].items())
PLACE = re.compile(
    rf"^(?!(?:.*(?:{_any('no_place_words')})$)).*[가-힣](?:{_PLACE_ENDS}|{_any('place_words')}|(?<=[가-힣]{{3}})길)$"
)
WEAK = re.compile(r"[가-힣]+[시군구도동리면읍]$")  # such ends of long words say little: 레오나르도, 디스커버리
OFFICE = re.compile(r"[부처청실국팀과단회소위당원고]$")  # ends of offices within an organisation
LOCAL = re.compile(f"(?:{_any('local_ends')})+$")
TYPE = re.compile(rf"(?:{_any('types')}|\d동)")  # of a place, behind a space
ANY_TYPE = re.compile(rf"{TYPE.pattern}|[주현성강산섬역만]")  # behind a listed place: 일리노이 주
BRANCH_OF_PLACE = re.compile(f"^(?:중앙|남부|북부|동부|서부)?(?:{_any('branches_of_place')})$")
BRANCH = re.compile(f"(?:{_any('branches')})$")
EVENT = re.compile(f"^(?:{_any('events')})$")
LAW = re.compile(f"(?:(?:{_any('laws')})법|조례|협약|조약)$")
THERE = re.compile(r" ?(?:에서|에(?![게 ]?대)|으로|로|행|까지|부터|지역|인근|시내|주변|현지)(?![가-힣]*당)")
FIRM_ANYWHERE = re.compile(r"㈜|[(（]주[)）]|주식회사")
FIRM = re.compile(rf"(?:{FIRM_ANYWHERE.pattern}) ?$")
WORK = re.compile(r"[《〈「『]([^《》〈〉「」『』\n]{1,40})[》〉」』]")
