"""What stands around a hit: quotation marks in the paragraph, negation in the clause."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.codebook.rows import Rows

QUOTE_TAGS = frozenset({"SS", "SSO", "SSC"})
_OPENS, _CLOSES, _STRAIGHT = "“", "”", '"'
QUOTES = frozenset({_OPENS, _CLOSES, _STRAIGHT})
_PARTICLES = frozenset({"JX", "JKO", "JKS", "JKC"})
_COMMAS = frozenset({",", "，", "、"})
_PLAIN = frozenset(
    {
        ("않", "VX"),
        ("아니하", "VX"),
        ("못하", "VX"),
        ("못", "MAG"),
        ("안", "MAG"),
        ("아니", "VCN"),
        ("없이", "MAG"),
    }
    | {("없", "VA"), ("없", "VX"), ("없", "VV")}
)


@dataclass(frozen=True)
class Negations:
    """Clauses of one sentence: which row is in which, and the rows that negate each."""

    low: int
    clause: list[int]
    markers: dict[int, list[int]]
    decisive: dict[int, list[int]]
    commas: list[int]


class _Sentence:
    """Tag and form of the rows of one sentence, for looking around."""

    def __init__(self, rows: Rows, low: int, high: int) -> None:
        self.low, self.high = low, high
        self.tags = [rows.tags[t] for t in rows.tag[low:high]]
        self.forms = [rows.forms[f] for f in rows.form[low:high]]
        self.surfaces = [rows.surfaces[s] for s in rows.surface[low:high]]

    def past_particles(self, k: int, step: int) -> int:
        """Find the nearest place before or after k that is no particle."""
        k += step
        while 0 <= k < len(self.tags) and self.tags[k] in _PARTICLES:
            k += step
        return k

    def is_(self, k: int, form: str, tag: str) -> bool:
        """Whether place k exists and has this form and tag."""
        return 0 <= k < len(self.tags) and self.tags[k] == tag and self.forms[k] == form

    def marker(self, k: int) -> tuple[int, ...]:
        """Find the places that make k a negation, k first; empty if it is none."""
        form, tag = self.forms[k], self.tags[k]
        before = self.past_particles(k, -1)
        stem = (before,) if self.is_(before, "지", "EC") else ()
        if (form, tag) == ("말", "VX"):
            return (k, *stem) if stem else ()
        return (k, *stem) if (form, tag) in _PLAIN else ()

    def exempting(self, k: int) -> tuple[int, ...]:
        """Find the particles that turn k into an affirmation: 밖에 없다, 뿐(만) 아니라, 만이 아니다."""
        if self.forms[k] == "없":
            return (k - 1,) if self.is_(k - 1, "밖에", "JX") else ()
        if self.tags[k] != "VCN":
            return ()
        first = k
        while first > 0 and (self.tags[first - 1] in _PARTICLES or self.forms[first - 1] == "뿐"):
            first -= 1
        forms = self.forms[first:k]
        only = "뿐" in forms or "뿐만" in forms or forms == ["만", "이"]
        return tuple(range(first, k)) if only else ()

    def ends_clause(self, k: int) -> bool:
        """Whether a clause ends after place k."""
        if self.tags[k] == "EF" or (self.tags[k] == "SP" and self.surfaces[k] in _COMMAS):
            return True
        if self.tags[k] != "EC":
            return False
        after = self.past_particles(k, 1)
        if after < len(self.tags) and self.tags[after] == "VX":
            return False
        return not (self.forms[k] == "지" and self.is_(after, "못", "MAG"))


def negations(rows: Rows, low: int, high: int) -> Negations:
    """Find the clauses and the negations of a sentence.

    A clause ends after a final ending, after a comma, and after a connective ending unless an auxiliary
    verb follows it (필수적이지 않다, 늘리고 있지 않다). Negations are 않다, 못하다, 못, 안, 아니다, 없다,
    없이 and -지 말다; 밖에 없다, 뿐(만) 아니라 and 만이 아니다 affirm and are none.

    Parameters
    ----------
    rows : Rows
        The table.
    low, high : int
        First row of the sentence, and one past its last row.

    Returns
    -------
    Negations
        `clause` numbers each row of the sentence; `markers` lists the rows that negate a clause;
        `decisive` lists every row that was needed to tell, markers and exemptions alike; `commas` are
        the rows of all commas.
    """
    sentence = _Sentence(rows, low, high)
    clause, current = [], 0
    for k in range(high - low):
        clause.append(current)
        current += sentence.ends_clause(k)
    markers: dict[int, list[int]] = {}
    decisive: dict[int, list[int]] = {}
    for k in range(high - low):
        found = sentence.marker(k)
        if found:
            exempt = sentence.exempting(k)
            decisive.setdefault(clause[k], []).extend(low + p for p in (*found, *exempt))
            if not exempt:
                markers.setdefault(clause[k], []).extend(low + p for p in found)
    commas = [low + k for k, surface in enumerate(sentence.surfaces) if surface in _COMMAS]
    return Negations(low, clause, markers, decisive, commas)


def quotations(rows: Rows, low: int, high: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Find what stands between double quotation marks in a paragraph.

    Only “ ” and the straight mark count: single marks set off names and emphasis in Korean papers. An
    opening “ that is never closed quotes to the end of the paragraph, as speech over several paragraphs
    is printed; a straight mark without a partner is not a quotation.

    Parameters
    ----------
    rows : Rows
        The table.
    low, high : int
        First row of the paragraph, and one past its last row.

    Returns
    -------
    quoted : list of (int, int)
        Pairs of rows: the opening mark, and the closing mark or `high`.
    marks : list of int
        Every row that is a double quotation mark.
    """
    quoted: list[tuple[int, int]] = []
    marks: list[int] = []
    opened: tuple[int, str] | None = None
    for row in range(low, high):
        mark = rows.surfaces[rows.surface[row]]
        if mark not in QUOTES or rows.tags[rows.tag[row]] not in QUOTE_TAGS:
            continue
        marks.append(row)
        if opened is None:
            opened = (row, mark) if mark != _CLOSES else None
        elif mark != _OPENS:
            quoted.append((opened[0], row))
            opened = None
    if opened and opened[1] == _OPENS:
        quoted.append((opened[0], high))
    return quoted, marks
