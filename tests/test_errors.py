"""Every error is one sentence that can be read, however long the values are that it names."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import analysis as da
from analysis import errors, grouping
from analysis.errors import KitError, _shortened

LONG = "긴" * 5_000
MANY = "긴 값, " * 1_250  # 5,000 characters with commas and spaces
CORPUS = da.Corpus.from_texts({"a": "동맹이 커진다. 창업이 는다.", "b": "물값이 올랐다."})
TOKENS = da.segment(CORPUS, cache=None)
BOOK = da.codebook.read("energy-transition")
HITS = da.framing.hits(TOKENS, BOOK)
COUNTS = da.stats.frequency(TOKENS)
CHART = da.plots.frequency(COUNTS)

RAISING: dict[str, Callable[[str], Any]] = {
    "read": da.read,
    "read, kind": lambda value: da.read(da.paths.ARTICLES, kind=value),
    "only": lambda value: CORPUS.only(docs=[value]),
    "from_texts": lambda value: da.Corpus.from_texts({value: 3}),
    "segment, cache": lambda value: da.segment(CORPUS, cache=value),
    "segment, units": lambda value: da.segment(CORPUS, units=value),
    "segment, variants": lambda value: da.segment(CORPUS, variants=value),
    "Tokens.read": lambda value: da.Tokens.read(Path(value)),
    "Tokens.save": lambda value: TOKENS.save(Path(f"표.{value}")),
    "codebook.read": da.codebook.read,
    "codebook.loads": lambda value: da.codebook.loads(f"id: '{value}'\n{value}: 1\n", name="a"),
    "from_quanteda": da.codebook.from_quanteda,
    "lexicon.read": lambda value: da.lexicon.read(Path(value)),
    "lexicon.variants": da.lexicon.variants,
    "lexicon.stance": da.lexicon.stance,
    "frequency, tags": lambda value: da.stats.frequency(TOKENS, tags=[value]),
    "frequency, by": lambda value: da.stats.frequency(TOKENS, by=value),
    "positions, parts": lambda value: da.stats.positions(TOKENS, ["동맹"], parts=value),
    "concordance, width": lambda value: da.stats.concordance(CORPUS, TOKENS, "동맹", width=value),
    "concordance, sort": lambda value: da.stats.concordance(CORPUS, TOKENS, "동맹", sort=[value]),
    "concordance, regex": lambda value: da.stats.concordance(CORPUS, TOKENS, f"regex:({value}"),
    "concordance, pattern": lambda value: da.stats.concordance(CORPUS, TOKENS, f"pattern:({value}"),
    "collocates, within": lambda value: da.stats.collocates(TOKENS, "동맹", within=value),
    "keyness, test": lambda value: da.stats.keyness(TOKENS, TOKENS, test=value),
    "score, by": lambda value: da.framing.score(TOKENS, BOOK, by=value),
    "grouping.label": lambda value: grouping.label({value: value}),
    "plots": lambda value: da.plots.frequency(COUNTS.rename(columns={"term": value})),
    "figures.export": lambda value: da.figures.export(CHART, value, table=COUNTS.head(0), recipe=TOKENS.recipe),
    "style.use": lambda value: da.style.use(font=value),
    "style.colour": da.style.colour,
}


def echoed(message: str, value: str) -> int:
    """Count the characters of a value that a message holds: of 긴 all, of 긴 값 and a comma four at a time."""
    return message.count("긴") * (len(value) // value.count("긴"))


@pytest.mark.parametrize("value", [LONG, MANY], ids=["a word", "words"])
@pytest.mark.parametrize("name", RAISING)
def test_no_error_tells_more_than_200_characters_of_a_value(name: str, value: str) -> None:
    with pytest.raises(KitError) as caught:
        RAISING[name](value)
    assert echoed(str(caught.value), value) <= 200
    assert len(str(caught.value)) <= 500


def test_a_long_value_keeps_its_ends_and_the_sentence_around_it() -> None:
    # 'aaa... with its quotation mark: 1 + 59, then 5,002 - 90 left out, then 29 + 1
    whole = f"stats.keyness: there is no group {'a' * 5_000!r}; choose one of 갑, 을"
    cut = f"stats.keyness: there is no group '{'a' * 59}… (4,912 characters) …{'a' * 29}'; choose one of 갑, 을"
    assert _shortened(whole) == cut
    assert _shortened(cut) == cut
    assert str(errors.MissingError(whole)) == str(pickle.loads(pickle.dumps(errors.MissingError(whole)))) == cut


@pytest.mark.parametrize("value", ["a" * 100, "a, b; " * 16, 'it\'s "so" ' * 9])
def test_what_is_short_stays(value: str) -> None:
    assert _shortened(f"the codebook's term {value!r} is unknown; see --help") == (
        f"the codebook's term {value!r} is unknown; see --help"
    )


def test_many_values_keep_the_first_and_the_last_of_the_sentence() -> None:
    whole = f"choose one of {', '.join(f'열 {n}' for n in range(1_000))}; nothing was written"
    assert _shortened(whole) == f"{whole[:120]}… ({len(whole) - 200:,} characters) …{whole[-80:]}"


def test_a_list_is_a_value() -> None:
    cut = _shortened(f"units must be names, not {['이가람'] * 100!r}")
    assert (
        cut == f"units must be names, not {repr(['이가람'] * 9)[:60]}… (610 characters) …{repr(['이가람'] * 9)[-30:]}"
    )


def test_messages_are_shortened_in_linear_time() -> None:
    for hostile in ("'" * 300_000, "' " * 150_000, "[" * 300_000, "\\" * 300_000, "a" * 300_000, "{'" * 150_000):
        assert len(_shortened(hostile)) <= 500
