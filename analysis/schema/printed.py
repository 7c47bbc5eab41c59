"""Numbers and tests as papers print them: no 0 before the point of what cannot pass 1, and a line for a test."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from analysis import grouping
from analysis.schema.about import About

_MINUS = "−"


def bounded(value: float, *, digits: int = 2) -> str:
    """Write a number that cannot pass 1 without the 0 before its point; empty for NaN."""
    # Example: .0845 gives ".08", -.5 "−.50", 1 "1.00"
    if math.isnan(value):
        return ""
    written = f"{abs(value):.{digits}f}"
    sign = _MINUS if value < 0 and float(written) else ""
    return sign + (written[1:] if written.startswith("0.") else written)


def decimal(value: float, *, digits: int = 2) -> str:
    """Write any other number, with commas between thousands and a minus sign; empty for NaN."""
    # Example: -2.617 gives "−2.62", 1234.5 "1,234.50"
    if math.isnan(value):
        return ""
    written = f"{abs(value):,.{digits}f}"
    return (_MINUS if value < 0 and float(written.replace(",", "")) else "") + written


def p_value(value: float) -> str:
    """Write a p as APA and KJJCS do: .032, or < .001; empty for NaN."""
    if math.isnan(value):
        return ""
    return "< .001" if value < 0.0005 else bounded(value, digits=3)


def p_equals(value: float) -> str:
    """Write a p in a sentence: p = .032, or p < .001."""
    written = p_value(value)
    return f"p {written}" if written.startswith("<") else f"p = {written}"


def chi2_line(chi2: float, df: int, n: int, p: float, *, name: str = "χ²") -> str:
    """Write a chi-squared test in a line."""
    return f"{name}({df}, N = {n:,}) = {decimal(chi2)}, {p_equals(p)}"


def statistic_line(about: About, *, english: bool = False) -> str:
    """Write the test of a cross table with Cramér's V in a line; empty where the table as a whole has none."""
    # Example: χ²(2, N = 980) = 7.01, p = .030, V = .08, 편향을 뺀 V = .07, 95% CI [.00, .14]
    if about.chi2 is None or about.p is None or about.v is None:
        return ""
    exact = {"fisher": ("피셔의 정확 검정", "Fisher's exact test"),
             "freeman-halton": ("프리먼-홀턴의 정확 검정", "Freeman-Halton exact test"),
             "freeman-halton-random": ("프리먼-홀턴 검정(무작위 표 {tables:,}개)",
                                       "Freeman-Halton test ({tables:,} random tables)")}  # fmt: skip
    n, df = about.n or 0, about.df or 0
    if names := exact.get(about.test or ""):
        said = f"{names[english].format(tables=about.tables or 0)}, N = {n:,}, {p_equals(about.p)}"
        if about.p_low is not None and about.p_high is not None:
            said += f", 95% CI [{p_value(about.p_low)}, {p_value(about.p_high)}]"
    else:
        yates = {False: "(예이츠 수정)", True: " (Yates)"}[english] if about.test == "yates" else ""
        said = chi2_line(about.chi2, df, n, about.p) + yates
    # chance alone makes V of a large table large: its interval may lie below it, and holds V without that part
    corrected, low, high = (math.nan if v is None else v for v in (about.v_corrected, about.v_low, about.v_high))
    less = "bias-corrected V" if english else "편향을 뺀 V"
    ends = f"95% CI [{bounded(low)}, {bounded(high)}]"
    return f"{said}, V = {bounded(about.v)}, {less} = {bounded(corrected)}, {ends}"


def covariate(written: str, references: dict[str, str] | None = None, *, english: bool = False) -> str:
    """Name a covariate of a regression as papers do: 매체: 다라신문 (기준: 가나일보) for outlet=다라신문."""
    # outlet=다라신문 × date -> 매체: 다라신문 × 날짜; an interaction has the references of its variables
    if written == "intercept":
        return "Intercept" if english else "절편"
    said = []
    parts = [part.partition("=") for part in written.split(" × ")]
    for name, equals, value in parts:
        against = (references or {}).get(name, "") if len(parts) == 1 else ""
        reference = f" ({'ref.' if english else '기준:'} {against})" if against else ""
        said.append(f"{variable(name, english=english)}{': ' if equals else ''}{value}{reference}")
    return " × ".join(said)


def variable(name: str, *, english: bool = False) -> str:
    """Name a variable of the documents, or an interaction a:b of two."""
    words = name.split(":")
    if english:
        return " × ".join(words)
    return " × ".join("길이" if word == "length" else grouping.name(word) for word in words)


def references(said: str | None, variables: Sequence[str]) -> dict[str, str]:
    """Read the values that classes are compared with: "outlet 가, section 나" gives 가 of outlet and 나 of section."""
    names = "|".join(re.escape(name) for name in sorted(variables, key=len, reverse=True))
    found = re.finditer(rf"(?:^|, )({names}) (.*?)(?=, (?:{names}) |$)", said or "") if names else []
    return {match[1]: match[2] for match in found}
