"""How alike groups of documents, or documents, are by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analysis import grouping, measures, schema
from analysis.errors import OptionError, RefusalError, SchemaError
from analysis.measures.similarity import DistanceKind
from analysis.measures.trees import read_distances
from analysis.memo import Memo, content_key
from analysis.messages import message
from analysis.options import require_choice
from analysis.stats.correspondence import Groups
from analysis.stats.counting import LAYERS, Tags, phrase, require_unredacted, tally
from analysis.tokens import Tokens
from analysis.tokens.named_words import split_tag
from analysis.tokens.tokens import doc_ids

Measure = Literal["cosine", "jaccard", "jsd"]

_MOST = 2_000
_WHAT = "stats.similarity"
_NAMED = 5
_EMPTY = "센 단어가 없는 항목이어서 비슷한 정도를 구하지 않았다"
_SAID = {
    "cosine": "단어 횟수의 코사인(1 같음)",
    "jaccard": "단어 종류의 자카드 계수(1 같음)",
    "jsd": "옌센-섀넌 발산(비트, 0 같음)",
}
_COUNTS = Memo(32)  # what tables were made of, for the bootstrap of `clusters`


@dataclass(frozen=True)
class _Counted:
    """The counts behind a table of similarity."""

    items: tuple[str, ...]
    counts: Any  # items by terms, sparse


@dataclass(frozen=True)
class Apart:
    """Distances of items, as a tree or a map takes them."""

    items: list[str]
    distance: npt.NDArray[np.float64]
    about: schema.About
    counted: _Counted | None
    dropped: tuple[str, ...] = ()  # items without a value


def similarity(
    tokens: Tokens,
    *,
    by: Groups = "doc",
    measure: Measure = "cosine",
    terms: Sequence[str] | None = None,
    tags: Tags = schema.NOUN_TAGS,
) -> pd.DataFrame:
    """Compare every group of documents with every other by the words that they use.

    What is alike here is the vocabulary: two outlets that write of the same subjects are alike, whatever they say of
    them. Counts are taken as they are, so that cosine follows the frequent words; choose the terms to ask for others.

    Parameters
    ----------
    tokens : Tokens
        Not redacted.
    by : mapping or Series of document id to group, or "doc"
        What is compared: outlets, parties or months (`stats.groups(corpus.documents, by="outlet")`), or documents. A
        document without a group is left out.
    measure : {"cosine", "jaccard", "jsd"}
        Cosine of the counts; Jaccard's coefficient of the words that occur at all; Jensen-Shannon divergence of the
        shares in bits, which is 0 where all shares are equal and 1 where no word is shared.
    terms : sequence of str, optional
        Lemmas that are compared alone, with a tag where it matters (경기/NNG); all without it.
    tags : sequence of str or None
        Tags of the terms, nouns by default; None for all rows.

    Returns
    -------
    DataFrame
        Columns schema.SIMILARITY, one row a pair, in the order of their names. `value` is NaN, with the reason, for an
        item without any of the terms. `attrs`: chart, measure, items (in order), dropped (those without a term), terms
        (number), base, layer, ungrouped, caution.

    Raises
    ------
    OptionError
        If an option is unknown, or none of `terms` occurs.
    RefusalError
        If the tokens are redacted, there are fewer than two items, or more than 2,000.

    References
    ----------
    Salton, G. & McGill, M. (1983), cosine; Jaccard, P. (1901); Lin, J. (1991), the divergence.

    Examples
    --------
    >>> tokens = Tokens.from_terms({"가": ["동맹", "외교"], "나": ["동맹", "창업"]})
    >>> similarity(tokens)[["a", "b", "value", "shared"]].round(3).values.tolist()
    [['가', '나', 0.5, 1]]
    """
    require_choice(f"{_WHAT}: measure", measure, get_args(Measure))
    require_unredacted(tokens, "similarity")
    seen = tally(tokens, tags=tags)
    kept, absent = _chosen(seen.terms, terms)
    items, group, ungrouped = _items(tokens, by)
    _require_items(len(items))
    of_doc = dict(zip(seen.parts["doc"].astype(str), range(len(seen.parts)), strict=True))
    pairs = [(of_doc[doc], place) for doc, place in group.items() if doc in of_doc]
    rows, columns = (np.array(side, dtype=np.int64) for side in (zip(*pairs, strict=True) if pairs else ((), ())))
    shape = (len(seen.parts), len(items))
    member = sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=shape)
    counts = (seen.counts[kept] @ member).T.tocsr() if pairs else sparse.csr_array((len(items), int(kept.sum())))
    values = measures.likeness(counts, measure=measure)
    there = (counts > 0).astype(np.int64)
    shared = (there @ there.T).toarray()
    a, b = np.triu_indices(len(items), k=1)
    names = np.array(items, dtype=object)
    found = values[a, b]
    table = pd.DataFrame(
        {
            "a": pd.Series(names[a], dtype="str"),
            "b": pd.Series(names[b], dtype="str"),
            "value": found,
            "shared": shared[a, b].astype(np.int64),
            "reason": pd.Series(np.where(np.isnan(found), _EMPTY, ""), dtype="str"),
        }
    )
    empty = tuple(name for name, total in zip(items, np.asarray(counts.sum(axis=1)).ravel(), strict=True) if not total)
    noun = "글" if isinstance(by, str) else "집단"
    about = schema.About(
        chart="similarity",
        measure=measure,
        items=tuple(items),
        dropped=empty,
        vocabulary=int(np.asarray(counts.sum(axis=0) > 0).sum()),
        base=f"{noun} {len(items):,}개, {phrase(tags, int(counts.sum()), tokens.recipe.layer)}",
        layer=LAYERS[tokens.recipe.layer],
        ungrouped=ungrouped,
        counted=_keep(items, counts),
        caution=_cautions(empty, absent),
    )
    schema.describe(table, about, source=tokens.recipe)
    return schema.check(table, schema.SIMILARITY, what=_WHAT)


def apart(table: pd.DataFrame, *, what: str, kind: DistanceKind) -> Apart:
    """Read a table of similarity, or a square one of one's own distances, as distances of its items."""
    if _is_square(table):
        items = [str(name) for name in table.index]
        order = sorted(range(len(items)), key=items.__getitem__)
        matrix = table.to_numpy(dtype=np.float64)[np.ix_(order, order)]
        try:
            matrix = read_distances(matrix)
        except OptionError as error:
            raise SchemaError(message("{what}: {error}", what=what, error=error)) from error
        about = schema.About(measure="own", base=f"항목 {len(items):,}개의 주어진 거리")
        return Apart([items[k] for k in order], matrix, about, None)
    schema.check(table, schema.SIMILARITY[:3], what=message("{what}: table of similarity", what=what))
    about = schema.require_about(table, ["measure"], what=what, maker=_WHAT)
    items = sorted({*table["a"].astype(str), *table["b"].astype(str)})
    place = {name: k for k, name in enumerate(items)}
    measure: Any = about.measure
    values = np.full((len(items),) * 2, -1.0)  # a pair that is not there
    np.fill_diagonal(values, 0.0 if measure == "jsd" else 1.0)
    a, b = (table[side].astype(str).map(place).to_numpy() for side in ("a", "b"))
    values[a, b] = values[b, a] = table["value"].to_numpy(dtype=np.float64)
    if (values == -1.0).any():
        first, second = (items[k] for k in np.argwhere(values == -1.0)[0])
        msg = message("{what}: the pair {first} and {second} is missing; pass every pair of the items", what=what,
                      first=first, second=second)  # fmt: skip
        raise SchemaError(msg)
    blank = np.isnan(values).all(axis=1, where=~np.eye(len(items), dtype=bool)) & (len(items) > 1)
    kept = np.flatnonzero(~blank)
    distance = measures.likeness_distance(values[np.ix_(kept, kept)], measure=measure, kind=kind)
    counted = _COUNTS.get(about.counted or "")
    dropped = tuple(items[k] for k in np.flatnonzero(blank))
    return Apart([items[k] for k in kept], distance, about, counted, dropped)


def require_four(found: Apart, *, what: str) -> None:
    """Refuse a tree or a map of fewer than four items, and of items that are all the same."""
    if len(found.items) < 4:
        msg = message("{what}: {n} items have words, and it takes 4; compare more groups, or read the pairs", what=what,
                      n=len(found.items))  # fmt: skip
        raise RefusalError.alone(msg)
    if not found.distance.any():
        msg = message("{what}: all items use the same words in the same proportions, so that nothing is near or far; "
                      "choose other terms", what=what)  # fmt: skip
        raise RefusalError.alone(msg)


def measured_by(about: schema.About) -> str:
    """Say in Korean what the values are."""
    return _SAID.get(about.measure or "", "주어진 거리")


def _is_square(table: pd.DataFrame) -> bool:
    """Tell a square table of distances from one of pairs."""
    numbers = all(pd.api.types.is_numeric_dtype(kind) for kind in table.dtypes)
    return bool(len(table) and numbers and list(map(str, table.index)) == list(map(str, table.columns)))


def _chosen(known: pd.DataFrame, terms: Sequence[str] | None) -> tuple[npt.NDArray[np.bool_], list[str]]:
    """Mark the terms that are compared, and list those asked for that do not occur."""
    if terms is None:
        return np.ones(len(known), dtype=bool), []
    marked, absent = np.zeros(len(known), dtype=bool), []
    for wanted in dict.fromkeys(map(str, terms)):
        lemma, tag = split_tag(wanted)
        found = ((known["term"] == lemma) & ((known["tag"] == tag) | (not tag))).to_numpy()
        if not found.any():
            absent.append(wanted)
        marked |= found
    if not marked.any():
        raise OptionError(
            message(
                "{what}: none of the terms, such as {first!r}, occurs with these tags; write lemmas, or pass tags=None",
                what=_WHAT,
                first=absent[0] if absent else "",
            )
        )
    return marked, absent


def _items(tokens: Tokens, by: Groups) -> tuple[list[str], dict[str, int], int | None]:
    """List the items by name, the item of every document, and how many documents are in none."""
    docs = doc_ids(tokens)
    if isinstance(by, str) and by == "doc":
        items = sorted(docs)
        return items, {doc: k for k, doc in enumerate(items)}, None
    names = grouping.lookup(docs, by=by)
    group = {doc: str(name) for doc, name in zip(docs, names, strict=True) if pd.notna(name)}
    given = pd.Series(by, dtype=object) if not isinstance(by, pd.Series) else by
    listed = {str(name).strip() for name in given.dropna()} - {""}  # a group whose documents have no words is one too
    items = sorted({*group.values(), *listed})
    place = {name: k for k, name in enumerate(items)}
    return items, {doc: place[name] for doc, name in group.items()}, int(names.isna().sum())


def _require_items(n: int) -> None:
    """Refuse what has no pair, and what has too many."""
    if n < 2:
        raise RefusalError.alone(message("{what}: {n} item(s) make no pair; compare two or more", what=_WHAT, n=n))
    if n > _MOST:
        msg = message("{what}: {n:,} items are more than the {most:,} that are compared one by one; group them by a "
                      "variable, or look for topics or stories", what=_WHAT, n=n, most=_MOST)  # fmt: skip
        raise RefusalError.alone(msg)


def _cautions(empty: Sequence[str], absent: Sequence[str]) -> tuple[str, ...] | None:
    """Say what has no words, and which terms do not occur."""
    said = []
    for names, sentence in (
        (empty, "센 단어가 없는 항목 {n:,}개({names})는 비교하지 않았다"),
        (absent, "고른 단어 가운데 {n:,}개({names})는 나오지 않는다"),
    ):
        if names:
            more = " 등" if len(names) > _NAMED else ""
            said.append(sentence.format(n=len(names), names=", ".join(names[:_NAMED]) + more))
    return tuple(said) or None


def _keep(items: Sequence[str], counts: Any) -> str:
    """Keep the counts in the process under their hash, and return it."""
    key = content_key(list(items), counts.indptr, counts.indices, counts.data)
    _COUNTS.put(key, _Counted(tuple(items), counts))
    return key
