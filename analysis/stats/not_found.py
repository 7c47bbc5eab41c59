"""What is said of a query that found nothing: whether its characters stand in the text, and what to ask instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from functools import partial
from typing import NamedTuple

import numpy as np

from analysis.korean import visible
from analysis.matcher.pattern import Literal, expand
from analysis.matcher.spelling import fold
from analysis.stats.spans import ITEM, overlapping, paragraphs, with_lemma
from analysis.tokens import Tokens
from analysis.tokens.over_parts import reduced
from analysis.tokens.tokens import arrays

_Told = Callable[[Callable[..., str]], str]  # the sentence in the language of `message`, or in Korean


class _Standing(NamedTuple):
    """Characters of a query in the text."""

    n: int
    cut: Counter[str]  # by the morphemes that they stand in


def nothing_found(tokens: Tokens, kind: str, text: str) -> _Told:
    """Say whether the characters of a query that found nothing stand in the text, and what to ask instead."""
    words = [match[1] if (match := ITEM.fullmatch(item)) else item for item in text.split()]
    bare = "".join(c for c in " ".join(words) if c not in "*()|<>") if kind in ("lemma", "pattern") else text
    shown = f"‘{visible(text)}’"
    if kind == "regex":
        return lambda say: say(
            "{query} was not found: no characters of the text fit this regular expression", query=shown
        )
    if not bare.strip():
        return lambda say: say("{query} was not found: the text has no morpheme of this tag", query=shown)
    if tags := reduced(tokens, partial(_tags_of, lemma=bare), _added):
        return lambda say: say(
            "{query} was not found; under other tags there is {known}: change the tag (tags=) or leave it out",
            query=shown,
            known=", ".join(say("{morph} {n:,}", morph=f"{visible(bare)}/{t}", n=n) for t, n in tags.most_common(3)),
        )
    wanted = [bare, bare[:-1] if bare.endswith("다") and len(bare) > 2 else bare]
    if kind == "pattern":
        wanted = ["".join(e.text for e in elements if isinstance(e, Literal)) for elements in expand(text)]
    for stem in filter(None, dict.fromkeys(wanted)):
        standing = reduced(tokens, partial(_standing, stem=stem), _added_standing)
        if standing.n:
            return partial(_tell_standing, standing, stem, shown)
    if near := get_close_matches(bare, _all_lemmas(tokens), n=3, cutoff=0.7):
        return lambda say: say(
            "{query} was not found: these characters are not in the text; similar words are {near}",
            query=shown,
            near=", ".join(near),
        )
    return lambda say: say(
        "{query} was not found: these characters are not in the text; check spelling and spaces", query=shown
    )


def _tags_of(part: Tokens, *, lemma: str) -> Counter[str]:
    """Count the tags of a lemma."""
    rows = arrays(part)
    return Counter(rows.tags[tag] for tag in rows.tag[with_lemma(rows, lemma)].tolist())


def _standing(part: Tokens, *, stem: str) -> _Standing:
    """Count where characters stand, however they are spaced."""
    rows = arrays(part)
    expression = re.compile(r"\s*".join(map(re.escape, fold("".join(stem.split())))))
    found = [(at + m.start(), at + m.end()) for at, line in paragraphs(rows) for m in expression.finditer(fold(line))]
    spans = np.array(found, np.int64).reshape(-1, 2)
    first, last = overlapping(rows, spans[:, 0], spans[:, 1])
    cut = Counter(
        " ".join(f"{rows.lemmas[rows.lemma[k]]}/{rows.tags[rows.tag[k]]}" for k in range(a, b + 1))
        for a, b in zip(first.tolist(), last.tolist(), strict=True)
    )
    return _Standing(len(spans), cut)


def _tell_standing(found: _Standing, stem: str, shown: str, say: Callable[..., str]) -> str:
    """Say how often characters stand in the text, in which morphemes, and how to list these places."""
    most = ", ".join(say("{morph} {n:,}", morph=f"‘{visible(morphs)}’", n=n) for morphs, n in found.cut.most_common(2))
    return say(
        "{query} was not found; its characters stand in {n:,} place(s), as the morphemes {most}: "
        "look for {best} or {literally}",
        query=shown,
        n=found.n,
        most=most,
        best=f"‘{visible(found.cut.most_common(1)[0][0])}’",
        literally=f"‘regex:{stem}’",
    )


def _lemmas(part: Tokens) -> list[str]:
    """List the lemmas of a part."""
    return arrays(part).lemmas


def _all_lemmas(tokens: Tokens) -> list[str]:
    """List the lemmas of all parts in the order of the whole."""
    found: list[str] = reduced(tokens, _lemmas, _united)
    return found


def _united(lists: Iterable[list[str]]) -> list[str]:
    """Put the lemmas of parts into the order of the whole."""
    return sorted(set().union(*lists))


def _added(counts: Iterable[Counter[str]]) -> Counter[str]:
    """Add up, the first seen first."""
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return total


def _added_standing(found: Iterable[_Standing]) -> _Standing:
    total, cut = 0, Counter[str]()
    for one in found:
        total += one.n
        cut.update(one.cut)
    return _Standing(total, cut)
