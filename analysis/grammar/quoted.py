"""Quotations in marks: which of them are speech, and by which rule their speaker is found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analysis.grammar import saying
from analysis.grammar.attribution import Attribution, Said
from analysis.grammar.phrases import QUOTING, TITLES, Marked, Who

_MADE = frozenset({"EC", "EF", "ETM", "EP"})  # a predicate stands in what is quoted
_SIGNS = frozenset({"SF", "SE", "SP"})
_VERBS = frozenset({"VV", "VA", "XSV"})
_MADE_NOUN = re.compile(r"(?:하|해|했|한|할)[가-힣]*")
_GENITIVE = re.compile(r"의\s?$")
_OWNER = re.compile(
    r"(?:(?:것이|게|것은|건)\s)?(?P<who>[^.,“”\uffff]{1,45}?)의\s(?:[가-힣]+\s)?(?P<noun>말|말씀|설명|지적|주장|하소연|얘기|이야기"
    r"|소감|각오|생각|전망|분석|입장|회고|반응|평가|조언|진단|당부|고백|토로|판단|해명|답|답변)(?=이|다|였|입|인|도|을|은|처럼|대로|[.\s])"
)
_IS = re.compile(r"(?:이|였|입|인|다|이었)[가-힣]*|")
_SO = re.compile(r"이같이|이렇게|그렇게|다음과 같이|이처럼")
_GOES_ON = re.compile(r"\s*(?:이어|또한?|그러면서|아울러)\s")
_LIST = re.compile(r"\s*(?:[,，·]|와|과|이나|또는)?\s*$")
_HEADLINE = re.compile(r"\s*[가-힣A-Za-z·() ]{1,19}[^은는이가을를에서도의로\s:：,][\s:：,]*")
_BRACKET = re.compile(r"\s?\(([가-힣 ]{2,25})\)")
_NOUN_BEHIND = re.compile(
    r"(?: ?등의? ?| )(?P<noun>[가-힣]+?)(?:을|를|이|가|은|는|도|에|으로|로|과|와|하며|하고)?(?![가-힣])"
)
_OBJECT = re.compile(r"(?:을|를|에|로|으로)(?=\s)")
_SHORT = 25  # letters of a sentence that names whoever said the one before it
LISTED = "list"  # the next quotation decides


def announces(sentence: str) -> bool:
    """Whether a sentence says that a quotation stands behind it or before it: 이렇게 말했다, 이같이 밝혔다."""
    return _SO.search(sentence) is not None


def owns(sentence: str) -> bool:
    """Whether a sentence says whose the quotation before it is: 이같이 말했다, 김 씨의 말이다."""
    return announces(sentence) or _is_owner(sentence)


def _is_owner(sentence: str) -> bool:
    """Whether a sentence is 김 씨의 말이다 and no more."""
    found = _OWNER.match(sentence)
    return found is not None and _IS.fullmatch(sentence[found.end() :].strip(" .")) is not None


@dataclass(frozen=True)
class _Quote:
    """A quotation in its sentence: what is known of it, rows of the sentence, letters before and behind."""

    span: Marked
    base: Said
    low: int
    high: int
    before: str
    after: str
    tail: int  # first row behind the quoting particle
    made: bool  # whether it has a predicate


class Quoted(Attribution):
    """Reads quotations in marks."""

    def first_inside(self, span: Marked) -> int:
        """First row of a quotation."""
        # marks in rows 3 and 8 -> 4
        return min(span.first + 1, self.size - 1)

    def kind(self, span: Marked, *, tailed: bool) -> str:
        """Tell a quotation with a predicate from a part of a sentence."""
        # “가자”고 -> direct; “뿌리 뽑을 것”이라고 -> direct: the copula stands outside; “핵심 가치”라고 -> partial
        tags = self.part.tags
        within = [row for row in range(span.first + 1, min(span.last, self.size)) if tags[row] not in _SIGNS]
        if not within:
            return "partial"
        last = within[-1]
        final = tags[last] in {"EF", "EC"} or tags[min(last + 1, self.size - 1)] == "SF"
        bound = tailed and tags[last] == "NNB" and any(tags[row] in _MADE for row in within)
        return "direct" if final or bound else "partial"

    def quotation(self, span: Marked, low: int, high: int) -> Said | str | None:
        """Read one quotation in marks: what is said, LISTED where the next one decides, or none."""
        # 김 대표는 “가자”고 말했다 -> 가자, direct, by the rule verb; “동맹”은 -> none
        part = self.part
        after = part.bare[span.closed : self._end_letter(high)]
        if not part.letters[span.start - part.origin : span.end - part.origin].strip():
            return None
        quoting = QUOTING.match(after)
        made = self.kind(span, tailed=True) == "direct"
        if quoting and quoting["of"] in {"는", "란", "던"} and not made:
            quoting = None
        base = Said(self.first_inside(span), span.start, span.end, self.kind(span, tailed=quoting is not None), "marks")
        tail = self._row_at(span.closed + (quoting.end() if quoting else 0))
        before = part.bare[part.starts[low] - part.origin : span.start - 1 - part.origin]
        quote = _Quote(span, base, low, high, before, after, tail, made)
        if quoting and quoting["verb"]:
            return self._by_verb(quote)
        if span.mark in TITLES and not self._speaks(span, made=made):
            return self._by_noun(quote) if quoting and made else None
        if (made or quoting) and (named := self._in_brackets(quote)):
            return named
        return self._by_noun(quote) if quoting else self._untailed(quote)

    def _speaks(self, span: Marked, *, made: bool) -> bool:
        """Whether the text uses marks of titles as quotation marks: a full stop inside, or speech in the same marks."""
        # 「다리를 고치자.」 and 「고치자」 beside 「늦다」고 말했다 -> yes; 「다리를 고치자」를 부른다 -> no
        part = self.part
        if part.letters[span.start - part.origin : span.end - part.origin].rstrip().endswith("."):
            return made
        others = (QUOTING.match(part.bare, one.closed) for one in part.spans if one.mark == span.mark)
        return made and any(found is not None and found["verb"] is not None for found in others)

    # --- with a quoting particle

    def _by_verb(self, quote: _Quote) -> Said:
        """Read a quotation with a quoting particle and a verb of saying."""
        verb, at = self._verb(quote.tail, quote.high)
        base = quote.base._replace(verb=verb)
        final = self._final(at)
        who = self._behind(quote.tail, at) if at >= 0 else None
        who = who or self._before(quote.span.first, quote.low, final=final)
        if who:
            return self._named(base, who, "verb")
        if not final and (after := self._modified(at)):
            return self._named(base, after, "adnominal")
        return self._elsewhere(base, quote.span.first, quote.low, verb=verb)

    def _in_brackets(self, quote: _Quote) -> Said | None:
        """Find a name in brackets behind a quotation: “가자”(김철수 의원)."""
        # brackets at [20, 28) around 김철수 의원 -> its rows
        bracket = _BRACKET.match(self.part.letters, quote.span.closed)
        if not bracket:
            return None
        first, last = self._row_at(bracket.start(1)), self._row_at(bracket.end(1)) - 1
        if not 0 <= first <= last < self.size or not saying.may_speak(self.part.forms[last], self.part.tags[last]):
            return None
        return quote.base._replace(rule="bracket", first=first, last=last)

    def _by_noun(self, quote: _Quote) -> Said | None:
        """Read a quotation that a noun follows: “…”는 입장을 밝혔다, “…”라는 지적이 나왔다."""
        part, base, tail, high = self.part, quote.base, quote.tail, quote.high
        behind = part.bare[part.starts[tail] - part.origin : self._end_letter(high)] if tail < self.size else ""
        if owner := self._owner(behind, tail):
            return base._replace(rule="noun of", first=owner[0].first, last=owner[0].last, verb=owner[1])
        noun = next((r for r in range(tail, min(tail + 7, high)) if self._is_noun_of_saying(r)), -1)
        named = any(part.forms[r] in saying.NAMED for r in range(tail, noun if noun >= 0 else min(tail + 2, high)))
        if (noun < 0 or named) and base.kind != "direct":
            return None
        if noun < 0:
            verb, at = self._verb(tail, min(tail + 6, high), plain=False)
            who = self._before(quote.span.first, quote.low, final=False) if at >= 0 else None
            return self._named(base._replace(verb=verb), who, "noun")
        verb, at = self._verb(noun, high)
        base = base._replace(verb=verb if 0 <= at < noun + 14 else "")
        if self._nobody_says(noun, high):
            place = self._place(quote.low, quote.span.first)
            who = Who(place.first, place.last, place.particle, topic=True) if place else None
            base = base._replace(verb="")
            return self._owned(quote) or (self._named(base, who, "place") if who else base)
        who = self._before(quote.span.first, quote.low, final=True)
        if who:
            return self._named(base, who, "noun")
        return self._owned(quote) or self._elsewhere(base, quote.span.first, quote.low, verb=base.verb or "말하")

    def _nobody_says(self, noun: int, high: int) -> bool:
        """Whether what is said comes from nobody in the sentence: 비판이 나왔다, 평가를 받았다, 지적에."""
        # 비판/NNG 이/JKS 나오/VV 었/EP 다/EF with the noun in row 0 -> yes; 입장/NNG 을/JKO 밝히/VV -> no
        part = self.part
        particle = next((r for r in range(noun + 1, min(noun + 4, high)) if part.tags[r][0] == "J"), -1)
        case = part.forms[particle] if particle >= 0 else ""
        near = [r for r in range(max(particle, noun), min(noun + 8, high)) if not part.inside[r]]
        verbs = [part.forms[r] for r in near if part.tags[r].partition("-")[0] in _VERBS]
        first = verbs[0] if verbs else ""
        if case in {"이", "가", "도"}:
            comes = any(part.forms[r] in saying.COMES for r in range(noun + 1, min(noun + 8, high)))
            return comes or (case == "이" and not first)
        return first in saying.SUFFERED or case in {"에", "에도", "에는"}

    def _is_noun_of_saying(self, row: int) -> bool:
        """Whether a noun of saying stands at a row."""
        part = self.part
        if part.inside[row] or part.tags[row] not in {"NNG", "NNB", "XR"}:
            return False
        return part.forms[row] in saying.SPEECH or self._run(row) in saying.SPEECH

    def _owner(self, behind: str, row: int) -> tuple[Who, str] | None:
        """Find N of N의 말이다 in the letters from a row on, and the verb of its noun."""
        # 김 씨의 하소연이다 -> 김 씨
        owner = _OWNER.match(behind)
        if not owner:
            return None
        head = self._row_at(self.part.starts[row] - self.part.origin + owner.end("who")) - 1
        who = self._phrase(head, head + 1, topic=True)
        verb = f"{owner['noun']}하"
        return (who, verb if verb in saying.CLASSES else "") if who else None

    def _owned(self, quote: _Quote) -> Said | None:
        """Find the owner before a quotation: 잭 런던의 “…”라는 말."""
        # N/NNP 의/JKG before the mark in row 2 -> row 0
        part = self.part
        before = part.bare[: quote.span.start - 1 - part.origin]
        if not _GENITIVE.search(before):
            return None
        row = self._row_at(len(before.rstrip()) - 1)
        who = self._any_phrase(row - 1) if row - 1 >= quote.low else None
        if who and saying.may_speak(part.forms[who.last], part.tags[who.last]):
            return quote.base._replace(rule="genitive", first=who.first, last=who.last)
        return None

    # --- without one

    def _untailed(self, quote: _Quote) -> Said | str | None:
        """Read a quotation that no quoting particle follows."""
        behind = quote.after.partition("\uffff")
        if behind[1] and _LIST.fullmatch(behind[0]):
            return LISTED
        noun = _NOUN_BEHIND.match(quote.after)
        if noun and noun["noun"] in saying.NOUNS | {"목소리", "반응"}:
            return (
                self._by_noun(replace(quote, tail=self._row_at(quote.span.closed)))
                if quote.made
                else self._owned(quote)
            )
        if quote.made and (owned := self._owned(quote)):
            return owned
        loose = not re.sub(r"[\s.,!?…·]", "", quote.after)
        whole = not self.part.bare.replace("\uffff", "").strip()
        if loose and (quote.made or self._cut(quote) or whole or _HEADLINE.fullmatch(quote.before)):
            return self._inline(quote) if quote.before.strip() else self._alone(quote)
        return self._as_object(quote)

    def _as_object(self, quote: _Quote) -> Said | None:
        """Read a quotation that is the object of a verb of saying: “가자”를 외쳤다, “… 판단”해."""
        # a mark that closes in row 5 before 를/JKO 외치/VV -> the verb in row 7
        last = self._last_inside(quote.span)
        if _MADE_NOUN.match(quote.after) and self.part.forms[last] in saying.NOUNS:
            base = quote.base._replace(verb=f"{self.part.forms[last]}하")
            return self._named(base, self._before(quote.span.first, quote.low, final=True), "verb")
        particle = _OBJECT.match(quote.after)
        if not particle or not quote.made:
            return None
        row = self._row_at(quote.span.closed + particle.end())
        verb, at = self._verb(row, min(row + 4, quote.high), plain=False)
        who = self._before(quote.span.first, quote.low, final=self._final(at)) if verb else None
        return self._named(quote.base._replace(verb=verb), who, "object") if verb else None

    def _cut(self, quote: _Quote) -> bool:
        """Whether the text ends before the closing mark."""
        return quote.span.end - self.part.origin >= len(self.part.letters)

    def _last_inside(self, span: Marked) -> int:
        """Last row of a quotation that is no sign."""
        # “ 가 자 . ” in rows 0 to 4 -> 2
        for row in range(min(span.last, self.size) - 1, span.first, -1):
            if self.part.tags[row][0] != "S" or self.part.tags[row] in {"SL", "SN", "SH"}:
                return row
        return self.first_inside(span)

    def _inline(self, quote: _Quote) -> Said:
        """Read a quotation behind which its sentence or the text ends: a headline, or a lead that was cut."""
        # 민주노총 “기획수사가 죽음 몰아”, 김 대표는 “국민의
        part = self.part
        who = self._before(quote.span.first, quote.low, final=True)
        if self._cut(quote):
            if who:
                return self._named(quote.base, who, "verb")
            verb = "말하" if _GOES_ON.match(quote.before) else ""
            return self._elsewhere(quote.base, quote.span.first, quote.low, verb=verb)
        head = quote.span.first - 1
        while head > quote.low and part.tags[head] in {"SP", "SO", "SE"}:
            head -= 1
        phrase = self._phrase(head, head, topic=True)
        if phrase and phrase.first <= quote.low + 1:
            return quote.base._replace(rule="headline", first=phrase.first, last=phrase.last)
        return self._named(quote.base, who, "verb")

    def _alone(self, quote: _Quote) -> Said:
        """Read a quotation that stands by itself: the next sentence may own it, or the one before announce it."""
        # “다 틀렸네요.” 김 씨의 하소연이다. -> 김 씨; 김 씨는 이렇게 말했다. “다 틀렸네요.” -> 김 씨
        return self._owned_behind(quote) or self._announced(quote) or quote.base

    def _owned_behind(self, quote: _Quote) -> Said | None:
        """Find who said it in the next sentence."""
        # “다 틀렸네요.” and then 김/NNP 씨/NNB 의/JKG 하소연/NNG 이/VCP 다/EF -> 김 씨
        part, high = self.part, quote.high
        if high >= self.size:
            return None
        stop = next((r for r in range(high, self.size) if part.outer[r] != part.outer[high]), self.size)
        said = part.bare[part.starts[high] - part.origin : self._end_letter(stop)].partition("\uffff")[0]
        owner = self._owner(said, high)
        if owner and _is_owner(said):
            return quote.base._replace(rule="behind", first=owner[0].first, last=owner[0].last, verb=owner[1])
        whos = [who for who in self.topics[high:stop] if who]
        verb, at = self._last_verb(high, stop)
        taken = any(part.tags[r] in {"JKO", "JKQ"} for r in range(high, max(at, high)))  # it has an object of its own
        if whos and verb and not taken and not self._pronoun(whos[0]) and (_SO.search(said) or len(said) < _SHORT):
            return quote.base._replace(rule="behind", first=whos[0].first, last=whos[0].last, verb=verb)
        return None

    def _announced(self, quote: _Quote) -> Said | None:
        """Find who was said to say what follows."""
        if not quote.low or self.memory.first < 0:
            return None
        ahead = self.part.bare[: self.part.starts[quote.low] - self.part.origin].rstrip()
        if not _SO.search(re.split(r"[.?!\uffff]\s", ahead)[-1]):
            return None
        return quote.base._replace(rule="announced", first=self.memory.first, last=self.memory.last, carried=True)
