"""Stories: articles of several outlets about one event, and which of them copy another."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analysis import grouping, schema
from analysis.cleaning.lines import letters
from analysis.corpus import Corpus
from analysis.errors import OptionError, RefusalError, SchemaError
from analysis.matcher.arrays import Ints
from analysis.messages import message
from analysis.stats.coded import require_readable
from analysis.tokens import Tokens

_WHAT = "stats.stories"
_FEWEST_DOCS, _FEWEST_OUTLETS = 100, 2
_NOUNS = ("NNG", "NNP", "SL", "SH")
_GRAM = 5
_NEAR = 0.15  # cosine from which two articles are looked at letter by letter
_SHORTEST = 50  # runs of characters of a text that may be contained in another: a headline is in many
_ROWS = 1_000  # articles that are compared with others at a time
_PAIRS = 50_000
_TERMS = 5
_LEADS = "글 {all}편 가운데 {cut}편은 앞부분뿐이어서 서로 닮은 정도를 앞부분만으로 판단했다"
_AGENCIES = frozenset({"연합뉴스", "뉴시스", "뉴스1", "연합인포맥스", "로이터", "AP", "AFP", "UPI", "블룸버그"})
_HEAD = re.compile(r"[(\[【<]\s?[가-힣A-Za-z·,\s]{1,20}=\s?([가-힣A-Za-z0-9]{2,12})\s?[)\]】>]")
_HEAD_AT = 80  # characters within which a head ends
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class _Articles:
    """Articles with a date in the order of time."""

    docs: list[str]
    days: Ints
    dates: list[str]
    times: list[str]
    words: sparse.csr_array  # unit vectors of tf-idf
    vocabulary: list[str]
    grams: sparse.csr_array  # which runs of characters each holds


@dataclass(frozen=True)
class _Pairs:
    """Pairs of articles within the days, the earlier first, with what they share."""

    a: Ints
    b: Ints
    cosine: _Floats
    jaccard: _Floats
    contained: _Floats


def stories(
    tokens: Tokens, corpus: Corpus | pd.DataFrame, *, days: int = 3, alike: float = 0.4, copies: float = 0.8
) -> pd.DataFrame:
    """Group articles about one event, and find those that copy another: two levels, which are kept apart.

    Of one story are articles whose nouns are alike: average linkage over the cosine of tf-idf, among articles at most
    `days` apart. Single links alone chain events into one. A copy shares runs of five characters with an earlier
    article, by the Jaccard index or because the shorter is contained in the longer.

    Parameters
    ----------
    tokens : Tokens
        Of the corpus, not redacted.
    corpus : Corpus or DataFrame
        Or its documents, with doc, text, date and outlet, and time where it is known.
    days : int
        That two articles may lie apart and be compared; the cosine of others counts as 0. A story may last longer, as
        its articles follow one another.
    alike : float
        Least mean cosine at which two groups are joined, 0.1 to 1. Choose it by what two people call the same event.
    copies : float
        Least Jaccard index or containment of a copy, 0.5 to 1.

    Returns
    -------
    DataFrame
        Columns schema.STORIES, a row a document in the order of the corpus. Stories are numbered by their first
        article; one that is alone has story 0. Undated documents, and those without a noun, are alone and counted in
        `caution`.
        `order` counts the articles that are earlier for certain, so that articles of one day without times share a
        number and have `same_time`; `role` is "first" only where the time says so. The earliest article that was
        collected need not be the source. `attrs`: `documents`, `stories`, `copies` (documents), `days`, `alike`,
        `copied`, `base`, `caution`.

    Raises
    ------
    OptionError
        If a number is out of range, or the tokens are not of the corpus.
    RefusalError
        If there are fewer than 100 documents or 2 outlets, no dates, or the corpus is redacted.

    References
    ----------
    Broder, A. (1997), copies by character 5-grams; Sokal, R. R. & Michener, C. D. (1958), University of Kansas Science
    Bulletin 38, average linkage (UPGMA); Salton, G. & Buckley, C. (1988), Information Processing & Management 24,
    tf-idf.

    Examples
    --------
    >>> from analysis import Corpus, segment
    >>> places = ["강릉", "군산", "목포", "속초", "여수", "원주", "익산", "제천", "진주", "창원"]
    >>> things = ["다리", "온실", "시장", "학교", "터미널"]
    >>> texts = {f"{p}-{t}-{k}": f"{p}에 새 {t} 공사가 시작됐다. 주민은 {p} {t} 소식을 반겼다." for p in places
    ...          for t in things for k in "ab"}
    >>> corpus = Corpus.from_texts(texts)
    >>> documents = corpus.documents.assign(date=[f"2026-01-{1 + k // 10:02}" for k in range(100)],
    ...                                     outlet=["가나일보", "다라신문"] * 50)
    >>> table = stories(segment(corpus, progress=False), documents)
    >>> table.attrs["stories"], int((table["role"] == "copy").sum())
    (10, 50)
    """
    _require_options(days, alike, copies)
    documents = corpus.documents if isinstance(corpus, Corpus) else corpus
    hidden = corpus.redacted if isinstance(corpus, Corpus) else "text" not in corpus.columns
    _require_floors(documents, redacted=hidden or tokens.redacted)
    articles, alone = _articles(tokens, documents)
    pairs = _pairs(articles, days, least=min(_NEAR, alike))
    number = _grouped(articles, pairs, days=days, alike=alike)
    copied = _copied(pairs, copies)
    table = _table(documents, articles, pairs, number, copied)
    schema.describe(
        table,
        schema.About(
            chart="stories", base=f"글 {len(documents):,}편", documents=len(documents),
            stories=int(number.max(initial=0)),
            copies=len(copied), days=days, alike=alike, copied=copies, agencies=_agencies(corpus) or None,
            story_terms=_terms(articles, number), caution=tuple(_cautions(documents, alone, table)),
        ),
        source=tokens.recipe,
    )  # fmt: skip
    return schema.check(table, schema.STORIES, what=_WHAT)


def story_table(groups: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Sum up every story: when, in how many outlets, who was first, how many copies, which words.

    Parameters
    ----------
    groups : DataFrame
        A result of `stats.stories`.
    documents : DataFrame
        `corpus.documents`, with doc, title, outlet and date.

    Returns
    -------
    DataFrame
        Columns schema.STORY_TABLE, the largest story first, then the earliest. `title` is that of the article that is
        nearest to the others. `first_outlet` is empty on a tie or without times: dates alone do not say who was first,
        and the evening's articles may bear the date of the next day. `agency` is filled only where an agency is among
        the outlets, or stands in the head of an article; else it is empty everywhere and `caution` says so. `attrs`:
        those of `groups`.

    Raises
    ------
    SchemaError
        If a table lacks its columns.

    References
    ----------
    As for `stories`.

    Examples
    --------
    >>> groups = pd.DataFrame({"doc": ["a", "b", "c"], "story": [1, 1, 0], "copy_of": ["", "a", ""],
    ...     "jaccard": [math.nan, 0.9, math.nan], "contained": [math.nan, 0.95, math.nan],
    ...     "nearness": [0.9, 0.9, math.nan], "order": [1, 2, 0], "same_time": [False, False, False],
    ...     "role": ["first", "copy", "own"]})
    >>> documents = pd.DataFrame({"doc": ["a", "b", "c"], "title": ["비", "눈", "해"], "outlet": ["가", "나", "가"],
    ...     "date": ["2026-01-01", "2026-01-02", "2026-01-01"]})
    >>> story_table(groups, documents)[["story", "docs", "outlets", "days", "first_outlet", "copies"]].values.tolist()
    [[1, 2, 2, 2, '가', 1]]
    """
    schema.check(groups, schema.STORIES, what="story_table")
    known = documents.reindex(columns=["doc", "title", "outlet"]).astype("object").fillna("").astype(str)
    known = known.assign(date=grouping.days(documents)).drop_duplicates("doc").set_index("doc")
    rows = groups.astype({"doc": "str"})
    unknown = [doc for doc in rows["doc"] if doc not in known.index]
    if unknown:
        raise SchemaError(
            message(
                "documents: it has no row for document {unknown!r}; pass the corpus of the tokens", unknown=unknown[0]
            )
        )
    about = schema.about(groups)
    heads = about.agencies or {}
    seen = bool(heads) or any(_is_agency(outlet) for outlet in known["outlet"].unique())
    rows = rows[rows["story"] > 0].join(known, on="doc")
    made = [
        _summed(part, heads, (about.story_terms or {}).get(str(number), ())) for number, part in rows.groupby("story")
    ]
    table = pd.DataFrame(made, columns=[c.name for c in schema.STORY_TABLE])
    kinds = {c.name: {"int": "int64"}.get(c.kind, "str") for c in schema.STORY_TABLE}
    table = table.astype(kinds).sort_values(["docs", "start", "story"], ascending=[False, True, True], kind="stable")
    table = table.reset_index(drop=True)
    caution = (
        []
        if seen
        else ["통신사가 매체에 없고 기사 머리에도 보이지 않아 agency를 비웠다. 통신사 기사를 옮겼는지는 알 수 없다"]
    )
    schema.describe(
        table,
        schema.About(chart="stories", base=about.base, documents=about.documents, stories=len(table), days=about.days,
                     alike=about.alike, copied=about.copied, caution=tuple(caution) or None),
        source=groups,
    )  # fmt: skip
    return schema.check(table, schema.STORY_TABLE, what="story_table")


def near_pairs(tokens: Tokens, documents: pd.DataFrame, *, days: int) -> tuple[pd.DataFrame, pd.Series[int]]:
    """List the pairs of articles within some days whose nouns are near, with their cosine; give the day of each."""
    # three articles of 1, 2 and 9 May within 3 days: one pair, listed where its cosine is .15 or more
    articles, _ = _articles(tokens, documents)
    pairs = _pairs(articles, days, least=_NEAR)
    names = np.array(articles.docs, dtype=object)
    table = pd.DataFrame({"doc_a": names[pairs.a], "doc_b": names[pairs.b], "cosine": pairs.cosine})
    return table, pd.Series(articles.days, index=articles.docs, dtype="int64")


def _require_options(days: int, alike: float, copies: float) -> None:
    """Refuse numbers out of range."""
    for name, value, low, high in (("days", days, 0, 366), ("alike", alike, 0.1, 1), ("copies", copies, 0.5, 1)):
        if not low <= value <= high:
            raise OptionError(
                message(
                    "{what}: {name} is {value}; give {low} to {high}",
                    what=_WHAT,
                    name=name,
                    value=value,
                    low=low,
                    high=high,
                )
            )


def _require_floors(documents: pd.DataFrame, *, redacted: bool) -> None:
    """Refuse too few documents or outlets, and a text that is not there."""
    if redacted:
        raise RefusalError.redacted(message("{what} compares texts, and this corpus is redacted", what=_WHAT))
    outlets = documents.get("outlet", pd.Series(dtype="str")).astype("object").fillna("").astype(str).str.strip()
    n = outlets[outlets != ""].nunique()
    if len(documents) < _FEWEST_DOCS or n < _FEWEST_OUTLETS:
        raise RefusalError.alone(
            message(
                "{what}: there are {docs} documents of {outlets} outlet(s), and stories need {least} documents of "
                "{two} outlets; collect more",
                what=_WHAT, docs=len(documents), outlets=n, least=_FEWEST_DOCS, two=_FEWEST_OUTLETS,
            )
        )  # fmt: skip
    if not grouping.days(documents).ne("").any():
        msg = message("{what}: no document has a date such as 2023-05-01; give the column date", what=_WHAT)
        raise RefusalError.alone(msg)
    docs = documents["doc"].astype(str)
    if docs.duplicated().any():
        msg = message(
            "documents: {periods!r} is there twice; keep one row per document", periods=docs[docs.duplicated()].iloc[0]
        )
        raise OptionError(msg)


def _articles(tokens: Tokens, documents: pd.DataFrame) -> tuple[_Articles, dict[str, int]]:
    """Read the articles with a date and a noun in the order of time; count the others."""
    known = documents.reindex(columns=["doc", "time", "text"]).astype("object").fillna("").astype(str)
    known = known.assign(date=grouping.days(documents))
    dated = known[known["date"] != ""].sort_values(["date", "time", "doc"], kind="stable")
    words, vocabulary = _vectors(tokens, dated["doc"].tolist())
    full = np.diff(words.indptr) > 0
    kept = dated[full]
    if kept.empty:
        raise RefusalError.alone(
            message(
                "{what}: no dated document has a noun that others lack; pass the tokens of this corpus, or take copies "
                "out of it",
                what=_WHAT,
            )
        )
    days = pd.to_datetime(kept["date"]).to_numpy().astype("datetime64[D]").astype(np.int64)
    alone = {"undated": len(known) - len(dated), "empty": int((~full).sum())}
    return _Articles(kept["doc"].tolist(), days, kept["date"].tolist(), kept["time"].tolist(), words[full], vocabulary,
                     _runs(kept["text"].tolist())), alone  # fmt: skip


def _vectors(tokens: Tokens, docs: Sequence[str]) -> tuple[sparse.csr_array, list[str]]:
    """Weigh the nouns of every document: n x ln(N / documents), to length 1."""
    require_readable(tokens, what=_WHAT)
    found = tokens.counts(tags=None if tokens.recipe.layer == "terms" else _NOUNS)  # terms of one's own have no tags
    row_of = {doc: k for k, doc in enumerate(docs)}
    where = np.array([row_of.get(str(doc), -1) for doc in found["doc"].cat.categories], dtype=np.int64)
    where = where[found["doc"].cat.codes]
    kept = where >= 0
    terms, code = np.unique(found["term"].to_numpy()[kept].astype(str), return_inverse=True)
    cells: Any = (found["n"].to_numpy()[kept].astype(np.float64), (where[kept], code))
    counts: Any = sparse.csr_array(cells, shape=(len(docs), len(terms)), dtype=np.float64)
    counts.sum_duplicates()
    held = np.bincount(counts.indices, minlength=len(terms))
    weights: Any = (counts @ sparse.diags_array(np.log(len(docs) / np.maximum(held, 1)))).tocsr()
    weights.eliminate_zeros()
    length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    return (sparse.diags_array(1 / np.where(length > 0, length, 1)) @ weights).tocsr(), terms.tolist()


def _runs(texts: Sequence[str]) -> sparse.csr_array:
    """Mark the runs of five letters that every text holds, texts by runs."""
    keys = [letters(text) for text in texts]
    held: list[npt.NDArray[np.uint64]] = []
    for key in keys:
        points = np.frombuffer(key.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
        if len(points) < _GRAM:
            held.append(np.zeros(0, np.uint64))
            continue
        mixed = np.zeros(len(points) - _GRAM + 1, np.uint64)
        for k in range(_GRAM):
            mixed = (mixed * np.uint64(0x9E3779B97F4A7C15)) ^ points[k : len(points) - _GRAM + 1 + k]
            mixed ^= mixed >> np.uint64(29)
        held.append(np.unique(mixed))
    sizes = [len(one) for one in held]
    _, code = np.unique(np.concatenate(held), return_inverse=True)
    indices = np.r_[0, np.cumsum(sizes)]
    return sparse.csr_array(
        (np.ones(len(code), np.int32), code, indices), shape=(len(texts), int(code.max(initial=0)) + 1)
    )


def _pairs(articles: _Articles, days: int, *, least: float) -> _Pairs:
    """Compare every article with those of the next days; keep the pairs that are not far from one another."""
    firsts, seconds, cosines = [], [], []
    n = len(articles.docs)
    for begin in range(0, n, _ROWS):
        end = min(begin + _ROWS, n)
        behind = int(np.searchsorted(articles.days, articles.days[end - 1] + days, side="right"))
        product = (articles.words[begin:end] @ articles.words[begin:behind].T).tocoo()
        a, b = product.row + begin, product.col + begin
        kept = (b > a) & (product.data >= least) & (articles.days[b] - articles.days[a] <= days)
        firsts.append(a[kept].astype(np.int64))
        seconds.append(b[kept].astype(np.int64))
        cosines.append(product.data[kept])
    a, b, cosine = np.concatenate(firsts), np.concatenate(seconds), np.concatenate(cosines)
    order = np.lexsort((b, a))
    a, b, cosine = a[order], b[order], cosine[order]
    shared = np.zeros(len(a))
    for begin in range(0, len(a), _PAIRS):
        part = slice(begin, begin + _PAIRS)
        both = articles.grams[a[part]].multiply(articles.grams[b[part]])
        shared[part] = np.asarray(both.sum(axis=1)).ravel()
    sizes = np.diff(articles.grams.indptr)
    union, short = sizes[a] + sizes[b] - shared, np.minimum(sizes[a], sizes[b])
    jaccard = np.where(union > 0, shared / np.maximum(union, 1), 0.0)
    return _Pairs(a, b, cosine, jaccard, np.where(short >= _SHORTEST, shared / np.maximum(short, 1), jaccard))


def _grouped(articles: _Articles, pairs: _Pairs, *, days: int, alike: float) -> Ints:
    """Find the number of the story of every article, by its first one; 0 for one that is alone."""
    # Two groups are joined only where some pair of theirs is as alike as that, so that average linkage within the
    # components of such pairs is average linkage over all articles; a matrix is made of a component alone.
    from scipy.cluster.hierarchy import fcluster, linkage  # slow to load
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial.distance import squareform

    n = len(articles.docs)
    near = pairs.cosine >= alike
    links = sparse.csr_array((np.ones(int(near.sum())), (pairs.a[near], pairs.b[near])), shape=(n, n))
    count, part = connected_components(links, directed=False)
    label = np.arange(n)
    order = np.argsort(part, kind="stable")
    ends = np.r_[0, np.cumsum(np.bincount(part, minlength=count))]
    for k in range(count):
        members = order[ends[k] : ends[k + 1]]
        if len(members) < 2:
            continue
        vectors, day = articles.words[members], articles.days[members]
        distance = np.maximum(1 - (vectors @ vectors.T).toarray(), 0.0)
        distance[np.abs(day[:, None] - day) > days] = 1.0
        np.fill_diagonal(distance, 0.0)
        made = fcluster(linkage(squareform(distance, checks=False), "average"), 1 - alike + 1e-9, "distance")
        first = {c: int(members[made == c].min()) for c in np.unique(made)}
        label[members] = [first[c] for c in made]
    sizes = np.bincount(label, minlength=n)
    heads = [at for at in range(n) if sizes[at] > 1]
    number = np.zeros(n, dtype=np.int64)
    number[heads] = np.arange(1, len(heads) + 1)
    return number[label]


def _copied(pairs: _Pairs, copies: float) -> dict[int, int]:
    """Map every copy to the place in the pairs of the article it copies: the most alike that is itself no copy."""
    strength = np.maximum(pairs.jaccard, pairs.contained)
    beside: dict[int, list[tuple[float, int, int]]] = {}
    for k in np.flatnonzero(strength >= copies):
        beside.setdefault(int(pairs.b[k]), []).append((-float(strength[k]), int(pairs.a[k]), int(k)))
    found: dict[int, int] = {}
    for at in sorted(beside):
        kept = [one for one in beside[at] if one[1] not in found]
        if kept:
            found[at] = min(kept)[2]
    return found


def _table(
    documents: pd.DataFrame, articles: _Articles, pairs: _Pairs, number: Ints, copied: dict[int, int]
) -> pd.DataFrame:
    """Lay out a row a document."""
    n = len(articles.docs)
    jaccard, contained = np.full(n, math.nan), np.full(n, math.nan)
    same = (number[pairs.a] == number[pairs.b]) & (number[pairs.a] > 0)
    best: dict[int, int] = {}
    for k in np.flatnonzero(same):  # the earlier article of the story that is most alike
        at = int(pairs.b[k])
        if at not in best or pairs.jaccard[k] > pairs.jaccard[best[at]]:
            best[at] = int(k)
    for at, place in (best | copied).items():
        jaccard[at], contained[at] = pairs.jaccard[place], pairs.contained[place]
    nearness, order, tied = _within(articles, number)
    timed = np.array([bool(time) for time in articles.times])
    first = (order == 1) & ~tied & timed
    role = np.where([at in copied for at in range(n)], "copy", np.where(first, "first", "own"))
    made = pd.DataFrame({
        "doc": articles.docs, "story": number, "copy_of": [
            articles.docs[int(pairs.a[copied[at]])] if at in copied else "" for at in range(n)
        ], "jaccard": jaccard, "contained": contained, "nearness": nearness, "order": order, "same_time": tied,
        "role": role,
    })  # fmt: skip
    whole = pd.DataFrame({"doc": documents["doc"].astype(str).to_numpy()}).merge(made, on="doc", how="left")
    empty = {"story": 0, "copy_of": "", "order": 0, "same_time": False, "role": "own"}
    whole = whole.assign(**{name: whole[name].astype("object").where(whole[name].notna(), value)
                            for name, value in empty.items()})  # fmt: skip
    kinds = {"text": "str", "int": "int64", "float": "float64", "bool": "bool"}
    return whole[[c.name for c in schema.STORIES]].astype({c.name: kinds[c.kind] for c in schema.STORIES})


def _within(articles: _Articles, number: Ints) -> tuple[_Floats, Ints, npt.NDArray[np.bool_]]:
    """Compute of every article its mean cosine to the story, its place in time, and whether that is shared."""
    n = len(number)
    nearness, order, tied = np.full(n, math.nan), np.zeros(n, dtype=np.int64), np.zeros(n, dtype=bool)
    by_story: dict[int, list[int]] = {}
    for at, of in enumerate(number.tolist()):
        by_story.setdefault(of, []).append(at)
    for members in [part for story, part in by_story.items() if story]:
        vectors = articles.words[members]
        total = np.asarray(vectors.sum(axis=0)).ravel()
        nearness[members] = (np.asarray(vectors @ total).ravel() - 1) / (len(members) - 1)
        for at in members:
            day, time = articles.days[at], articles.times[at]
            others = [other for other in members if other != at]
            order[at] = 1 + sum(
                articles.days[o] < day or (articles.days[o] == day and "" < articles.times[o] < time) for o in others
            )
            tied[at] = any(
                articles.days[o] == day and (not time or not articles.times[o] or articles.times[o] == time)
                for o in others
            )
    return nearness, order, tied


def _terms(articles: _Articles, number: Ints) -> dict[str, tuple[str, ...]]:
    """Name the words of every story with the greatest summed tf-idf."""
    found = {}
    stories_there = int(number.max(initial=0))
    held = np.flatnonzero(number)
    member = sparse.csr_array((np.ones(len(held)), (number[held] - 1, held)), shape=(stories_there, len(number)))
    sums = (member @ articles.words).tocsr()
    for k in range(stories_there):
        part = slice(sums.indptr[k], sums.indptr[k + 1])
        pairs = sorted(
            zip(-sums.data[part].round(9), (articles.vocabulary[c] for c in sums.indices[part]), strict=True)
        )
        found[str(k + 1)] = tuple(word for _, word in pairs[:_TERMS])
    return found


def _is_agency(outlet: str) -> bool:
    """Tell a news agency by its name."""
    return outlet in _AGENCIES or outlet.endswith("통신")


def _agencies(corpus: Corpus | pd.DataFrame) -> dict[str, str]:
    """Read the agencies in the heads of articles: (서울=연합뉴스), in the text or among what cleaning took."""
    found: dict[str, str] = {}
    documents, taken = corpus, pd.DataFrame({"doc": [], "text": []})
    if isinstance(corpus, Corpus):
        documents, removed = corpus.documents, corpus.removed
        taken = removed.loc[removed["kind"].isin(["dateline", "byline"]), ["doc", "text"]]
    heads = documents[["doc", "text"]].astype(str)  # type: ignore[index]
    heads = heads.assign(text=heads["text"].str[:_HEAD_AT])
    for doc, text in [*taken.astype(str).itertuples(index=False), *heads.itertuples(index=False)]:
        match = _HEAD.search(text)
        if match and _is_agency(match[1]):
            found.setdefault(doc, match[1])
    return found


def _cautions(documents: pd.DataFrame, alone: dict[str, int], table: pd.DataFrame) -> list[str]:
    """Say what a reader must mind."""
    said = []
    if "truncated" in documents and (cut := int((documents["truncated"] == "yes").sum())):
        said.append(_LEADS.format(all=f"{len(documents):,}", cut=f"{cut:,}"))
    if alone["undated"]:
        said.append(f"날짜가 없거나 2023-05-01과 같은 꼴이 아닌 글 {alone['undated']:,}편은 어느 사건에도 넣지 않았다")
    if alone["empty"]:
        said.append(f"다른 글과 구별되는 명사가 없는 글 {alone['empty']:,}편은 어느 사건에도 넣지 않았다")
    times = documents.get("time", pd.Series(dtype="str")).astype("object").fillna("").astype(str)
    if not times.ne("").any():
        said.append("시각이 없고 날짜만 있어 누가 먼저 썼는지, 누가 누구를 옮겼는지는 알 수 없다")
    if (table["role"] == "copy").any() or (table["story"] > 0).any():
        said.append("수집한 글 가운데 가장 이른 글이 출처라는 뜻은 아니다")
    return said


def _summed(part: pd.DataFrame, heads: Any, words: Sequence[str]) -> dict[str, object]:
    """Write the row of one story."""
    nearest = part.sort_values(["nearness", "doc"], ascending=[False, True], kind="stable").iloc[0]
    first = part[part["role"] == "first"]
    agency = [heads.get(doc) or (outlet if _is_agency(outlet) else "")
              for doc, outlet in zip(part["doc"], part["outlet"], strict=True)]  # fmt: skip
    start, end = part["date"].min(), part["date"].max()
    return {
        "story": int(part["story"].iloc[0]), "title": nearest["title"], "docs": len(part),
        "outlets": part.loc[part["outlet"] != "", "outlet"].nunique(), "start": start, "end": end,
        "days": int((pd.Timestamp(end) - pd.Timestamp(start)).days) + 1,
        "first_outlet": first["outlet"].iloc[0] if len(first) == 1 else "",
        "copies": int((part["role"] == "copy").sum()),
        "agency": ", ".join(dict.fromkeys(filter(None, agency))), "terms": " ".join(words),
    }  # fmt: skip
