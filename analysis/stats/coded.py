"""What statistics of positions share: the integer view of readable tokens, and the checks of their options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args

from analysis import schema
from analysis.errors import OptionError, RefusalError
from analysis.matcher.arrays import Arrays, Within
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.counting import phrase
from analysis.tokens import Tokens
from analysis.tokens.tokens import arrays

WITHIN = {"sentence": "문장", "paragraph": "문단", "document": "글"}


def require_readable(tokens: Tokens, *, what: str) -> None:
    """Refuse redacted tokens."""
    if tokens.redacted:
        msg = message(
            "{what} needs every word, and these tokens are redacted; segment the article's text instead", what=what
        )
        raise RefusalError.redacted(msg)


def coded(tokens: Tokens, *, what: str, whole: bool) -> Arrays:
    """View readable tokens as integers; with `whole`, refuse one with rows moved."""
    require_readable(tokens, what=what)
    rows = arrays(tokens)
    return replace(rows.require_order(what) if whole else rows)  # what is worked out on the way is not kept


def require_within(within: str, *, what: str) -> None:
    """Refuse a unit that is none."""
    require_choice(f"{what}: within", within, get_args(Within))


def require_tags(tags: Sequence[str] | None, tokens: Tokens, *, what: str) -> None:
    """Refuse a tag that the analyser does not have."""
    unknown = [tag for tag in tags or () if tag not in schema.TAGS]
    if unknown and tokens.recipe.layer != "terms":
        msg = message(
            "{what}: unknown tag {unknown!r}; the tags are {tags}",
            what=what,
            unknown=unknown[0],
            tags=", ".join(schema.TAGS),
        )
        raise OptionError(msg)


def require_least(value: int, least: int, *, name: str, what: str) -> None:
    """Refuse a number that is below what makes sense."""
    if value < least:
        msg = message("{what}: {name} is {value}; give {least} or more", what=what, name=name, value=value, least=least)
        raise OptionError(msg)


def base_phrase(tags: Sequence[str] | None, total: int, layer: str) -> str:
    """Name a base in Korean with its size, such as "일반명사·고유명사 351개"."""
    if tags is not None and tuple(tags) == schema.CONTENT_TAGS:
        return f"내용 형태소 {total:,}개"
    return phrase(tags, total, layer)


def require_terms(terms: Sequence[str], *, what: str, noun: str = "lemma") -> list[str]:
    """Refuse no term, and a term that is named twice."""
    wanted = [str(term) for term in terms]
    twice = [term for term in wanted if wanted.count(term) > 1]
    if not wanted or "" in wanted or twice:
        wrong = (
            message("{twice!r} is named twice", twice=twice[0])
            if twice
            else message("a term is empty")
            if wanted
            else message("no term is given")
        )
        msg = message("{what}: {wrong}; name each {noun} once", what=what, wrong=wrong, noun=noun)
        raise OptionError(msg)
    return wanted
