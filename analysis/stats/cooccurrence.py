"""Co-occurrence: which terms stand in the same sentences, paragraphs, documents or windows of words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

import numpy as np
import pandas as pd

from analysis import measures, schema
from analysis.errors import OptionError
from analysis.matcher.arrays import Arrays, Flags, Ints, Within, edges
from analysis.messages import message
from analysis.options import require_whole
from analysis.stats.coded import WITHIN, base_phrase, coded, require_least, require_tags, require_within
from analysis.stats.counting import LAYERS, Tags
from analysis.stats.joined import added
from analysis.tokens import Tokens
from analysis.tokens.over_parts import is_parted, over_parts

_WHAT = "cooccurrence"
_T = TypeVar("_T")
_WIDEST = 50  # words of a window
_OVERLAP = "{within}어절의 창은 서로 겹치므로 횟수는 함께 나온 창의 수이며, G²로 검정하지 않는다"


def cooccurrence(
    tokens: Tokens,
    *,
    within: Within | int = "sentence",
    tags: Sequence[str] | None = schema.NOUN_TAGS,
    top: int = 100,
    minimum: int = 2,
    term: str | None = None,
) -> pd.DataFrame:
    """Count in how many windows two terms stand together.

    The unit of counting is the window, a sentence, paragraph or document of `tokens`: a term is in it or not, however
    often. The table is a list of edges; it has no direction, and each pair is there once.

    Parameters
    ----------
    tokens : Tokens
        Any layer, not redacted. Windows without any row of `tags` count as windows too, so take out stop words by
        `drop`, not whole word classes by `keep`.
    within : {"sentence", "paragraph", "document"} or int
        The window. A number, 2 to 50, is a window of so many words (eojeol) that moves on word by word inside a
        sentence; a shorter sentence is one window. Such windows overlap: two neighbouring words are in `within` - 1 of
        them, so that `n` is no count of meetings, and g2 tests nothing.
    tags : sequence of str or None
        Tags of the terms; nouns by default, None for all.
    top : int
        How many terms to pair, the most frequent in windows first, ties in the order of term and tag; 2 or more.
    minimum : int
        Least `n` of a pair to be listed.
    term : str, optional
        List the partners of this lemma alone (lemma/tag where it has several tags), with it as `source`; `top` is then
        the number of partners that are looked at, the most frequent first.

    Returns
    -------
    DataFrame
        Columns `schema.COOCCURRENCE`, by falling `n`, ties by source and target. Empty when no pair reaches
        `minimum`. `g2` is NaN for a term that stands in every window. `attrs`: `chart`, `windows`, `within`, `terms`
        (paired), `minimum`, `unlisted` (pairs below it), and `base`, `layer`, `window` (Korean).

    Raises
    ------
    OptionError
        If the tokens are redacted, an option is unknown, or no window holds `term`.

    References
    ----------
    Evert, S. (2008), textual cooccurrence: windows as the items of the two-by-two table. Jaccard (1912); NPMI: Bouma
    (2009); G2: Dunning (1993); phi: Pearson's coefficient of two dichotomies, which is their correlation over windows;
    lift: n over expected, as in market basket analysis (Brin et al. 1997, there called interest).

    Examples
    --------
    >>> tokens = Tokens.from_terms({"d": ["a", "b", "b"], "e": ["a", "b"], "f": ["a", "c"]})
    >>> cooccurrence(tokens, within="document", tags=None)[["source", "target", "n", "expected"]].values.tolist()
    [['a', 'b', 2, 2.0]]
    """
    _require_window(within)
    require_tags(tags, tokens, what=_WHAT)
    require_least(top, 2, name="top", what=_WHAT)
    require_least(minimum, 1, name="minimum", what=_WHAT)
    cells = list(over_parts(tokens, partial(_cells, within=within, tags=tags, kept=not is_parted(tokens))))
    windows, base = sum(piece.windows for piece in cells), sum(piece.base for piece in cells)
    labels, windows_with, joint, node = _count_pairs(tokens, cells, (within, tags), top, term)
    a, b = np.triu_indices(len(labels), 1)
    if term is not None:
        b = np.delete(np.arange(len(labels)), node)
        a = np.full(len(b), node)
    n = joint[a, b]
    some = n >= minimum
    table = score_pairs(labels, windows_with, (a[some], b[some]), n[some], windows)
    table = table.sort_values(["n", "source", "target"], ascending=[False, True, True], ignore_index=True)
    about = schema.About(
        chart="cooccurrence",
        windows=windows,
        within=within if isinstance(within, str) else "words",
        width=None if isinstance(within, str) else within,
        vocabulary=len(labels),
        minimum=minimum,
        unlisted=int((n > 0).sum() - some.sum()),
        base=base_phrase(tags, base, tokens.recipe.layer),
        layer=LAYERS[tokens.recipe.layer],
        window=f"{WITHIN[within] if isinstance(within, str) else f'{within}어절 창'} {windows:,}개",
        caution=None if isinstance(within, str) else (_OVERLAP.format(within=within),),
    )
    schema.describe(table, about, source=tokens.recipe)
    return schema.check(table, schema.COOCCURRENCE, what=_WHAT)


def labelled(names: pd.DataFrame) -> list[str]:
    """Name terms so that no two share a name: a lemma under two tags carries its tag."""
    twice = names["term"].duplicated(keep=False)
    rows = zip(names["term"], names["tag"], twice, strict=True)
    return [f"{term}/{tag}" if double else str(term) for term, tag, double in rows]


def _require_window(within: object) -> None:
    """Refuse a window that is none."""
    if isinstance(within, str):
        require_within(within, what=_WHAT)
        return
    require_whole(f"{_WHAT}: within", within, least=2)
    if isinstance(within, int) and within > _WIDEST:
        raise OptionError(
            message(
                "cooccurrence: within={within} words is more than {most}; give fewer, or within='document'",
                within=within,
                most=_WIDEST,
            )
        )


def _windows(rows: Arrays, counted: Flags, within: Within | int) -> tuple[Ints, Ints, int]:
    """Rows that are counted, as often as they stand in a window, with the window of each; and how many windows are."""
    at = np.flatnonzero(counted)
    if isinstance(within, str):
        unit = rows.unit(within)
        return at, unit[at], int(unit[-1]) + 1 if len(unit) else 0
    if not len(rows):
        return at, at, 0
    # a sentence of 4 words in windows of 3: windows 0 and 1 hold words 0-2 and 1-3; word 3 is in window 1 alone
    sentence = rows.sentence[rows.word_rows[:-1]]  # of every word
    bounds = edges(sentence)
    many = np.maximum(np.diff(bounds) - within + 1, 1)  # windows of every sentence
    first = np.append(0, np.cumsum(many))
    word = rows.word[at]
    place = word - bounds[sentence[word]]
    low = np.maximum(place - within + 1, 0)
    high = np.minimum(place, many[sentence[word]] - 1)
    times = high - low + 1
    step = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(at, times), np.repeat(first[sentence[word]] + low, times) + step, int(first[-1])


class _Cells(NamedTuple):
    """Which terms of a part stand in which of its windows."""

    terms: pd.DataFrame  # term, tag and, as `windows_with`, how many windows hold it
    windows: int
    base: int  # rows that count
    places: Ints | None  # of 3 terms, term 2 in window 4 is 4 * 3 + 2 = 14; None where they are made again


def _cells(part: Tokens, *, within: Within | int, tags: Tags, kept: bool) -> _Cells:
    """List the terms of an ordinary table with their windows."""
    rows = coded(part, what=_WHAT, whole=False)
    counted = rows.among(tags)
    term, names = rows.terms(counted & rows.readable)
    at, window, windows = _windows(rows, counted & rows.readable, within)
    size = max(len(names), 1)
    places = np.sort(window * size + term[at])  # windows come in order, so that little is to be sorted
    places = places[edges(places)[:-1]]
    windows_with = np.bincount(places % size, minlength=size)[: len(names)]
    return _Cells(names.assign(windows_with=windows_with), windows, int(counted.sum()), places if kept else None)


def _again(
    tokens: Tokens, cells: list[_Cells], counted: tuple[Within | int, Tags], call: Callable[[_Cells], _T]
) -> list[_T]:
    """Call on the cells of every part, which are made again where they were not kept."""
    if cells[0].places is not None:
        return [call(cells[0])]
    return list(over_parts(tokens, partial(_call_on_cells, counted=counted, call=call)))


def _call_on_cells(part: Tokens, *, counted: tuple[Within | int, Tags], call: Callable[[_Cells], _T]) -> _T:
    return call(_cells(part, within=counted[0], tags=counted[1], kept=True))


def _count_pairs(
    tokens: Tokens, cells: list[_Cells], counted: tuple[Within | int, Tags], top: int, wanted: str | None
) -> tuple[list[str], Ints, Ints, int]:
    """Names of the top terms in alphabetical order, their windows, those of each pair, and which term is wanted."""
    names = added(piece.terms for piece in cells)
    order = names.sort_values(["windows_with", "term", "tag"], ascending=[False, True, True])
    chosen = order.index[:top]
    if wanted is not None:
        at = _row_of(names, wanted)  # its partners, not the terms that are frequent elsewhere
        node = (str(names["term"][at]), str(names["tag"][at]))
        beside = added(_again(tokens, cells, counted, partial(_beside, node=node)))
        partners = names.merge(beside, on=["term", "tag"], how="left")["n"].fillna(0).to_numpy(dtype=np.int64)
        listed = order.assign(n=partners[order.index])
        listed = listed[listed["n"] > 0].drop(index=at).sort_values("n", ascending=False, kind="stable")
        chosen = pd.Index([at, *listed.index[:top]])
    terms = names.loc[chosen]
    terms = terms.assign(label=labelled(terms)).sort_values("label")
    joint = sum(_again(tokens, cells, counted, partial(_joint, chosen=terms[["term", "tag"]])))
    number = -1 if wanted is None else int(np.flatnonzero(terms.index == at)[0])
    return terms["label"].tolist(), terms["windows_with"].to_numpy(), np.asarray(joint), number


def _beside(cells: _Cells, *, node: tuple[str, str]) -> pd.DataFrame:
    """Count in how many windows of a part each term stands with one."""
    assert cells.places is not None, "made by the caller"
    size = max(len(cells.terms), 1)
    at = np.flatnonzero((cells.terms["term"] == node[0]) & (cells.terms["tag"] == node[1]))
    held = np.isin(cells.places // size, cells.places[np.isin(cells.places % size, at)] // size)
    n = np.bincount(cells.places[held] % size, minlength=size)[: len(cells.terms)]
    return cells.terms[["term", "tag"]].assign(n=n)


def _joint(cells: _Cells, *, chosen: pd.DataFrame) -> Ints:
    """Count in how many windows of a part each two of the chosen terms stand together."""
    from scipy.sparse import csr_array  # only this statistic needs it

    assert cells.places is not None, "made by the caller"
    size = max(len(cells.terms), 1)
    pairs = pd.MultiIndex.from_frame(cells.terms[["term", "tag"]])
    number = np.full(size, -1, np.int64)
    number[: len(pairs)] = pd.MultiIndex.from_frame(chosen).get_indexer(pairs)
    column, line = number[cells.places % size], cells.places // size
    listed = column >= 0
    ones = (np.ones(int(listed.sum()), np.int64), (line[listed], column[listed]))
    matrix = csr_array(ones, shape=(cells.windows, len(chosen)))
    return np.asarray((matrix.T @ matrix).toarray(), dtype=np.int64)


def _row_of(names: pd.DataFrame, wanted: str) -> int:
    """Give the row of the one term that is meant by a lemma or lemma/tag."""
    lemma, _, tag = wanted.partition("/")
    rows = names[(names["term"] == lemma) & ((names["tag"] == tag) | (tag == ""))]
    if len(rows) == 1:
        return int(rows.index[0])
    if len(rows):
        choices = ", ".join(f"{lemma}/{tag}" for tag in rows["tag"])
        msg = message(
            "cooccurrence: term {wanted!r} stands under several tags; name one of {choices}",
            wanted=wanted,
            choices=choices,
        )
    else:
        msg = message(
            "cooccurrence: no window holds term {wanted!r} under the tags that are counted; see how the "
            'text is cut with stats.concordance(corpus, tokens, "surface:{lemma}"), or count other tags',
            wanted=wanted,
            lemma=lemma,
        )
    raise OptionError(msg)


def score_pairs(labels: list[str], windows_with: Ints, pairs: tuple[Ints, Ints], n: Ints, windows: int) -> pd.DataFrame:
    """Build the edges with their measures."""
    names, (a, b) = np.array(labels, dtype=object), pairs
    n_a, n_b = windows_with[a], windows_with[b]
    expected = measures.expected(n_a, c1=n_b, n=windows)
    return pd.DataFrame(
        {
            "source": pd.Series(names[a], dtype="str"),
            "target": pd.Series(names[b], dtype="str"),
            "n": n.astype(np.int64),
            "n_source": n_a.astype(np.int64),
            "n_target": n_b.astype(np.int64),
            "expected": expected,
            "jaccard": n / (n_a + n_b - n),
            "npmi": measures.npmi(n, r1=n_a, c1=n_b, n=windows),
            "g2": measures.g2(n, r1=n_a, c1=n_b, n=windows),
            "phi": np.sign(n - expected) * np.sqrt(measures.chi2(n, r1=n_a, c1=n_b, n=windows) / max(windows, 1)),
            "lift": n / expected,
        }
    )
