"""Timelines as series: counts of each word by period, documents of one story as one, and their shuffles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis import grouping, schema
from analysis.errors import RefusalError, SchemaError
from analysis.matcher.arrays import Ints
from analysis.messages import message
from analysis.stats.placed import Placed, placed
from analysis.stats.timeline import EVERYWHERE

Stories = pd.DataFrame | Mapping[str, Any] | pd.Series
_FEWEST_DOCS = 20  # that hold a word
_NAMED = 5
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One word in one group."""

    term: str
    group: str
    docs: Ints
    sizes: Ints


@dataclass(frozen=True)
class Lines:
    """The lines of a timeline over the same periods."""

    of: tuple[Line, ...]
    periods: tuple[str, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    unit: str  # day, week, ...
    story: Mapping[str, str]  # of documents that belong to one; empty where none is given
    places: Placed | None  # without the documents that copy another
    caution: tuple[str, ...]

    def kept(self, which: Sequence[bool]) -> Lines:
        """Keep some lines."""
        return replace(self, of=tuple(line for line, keep in zip(self.of, which, strict=True) if keep))

    @property
    def common(self) -> list[bool]:
        """Say of every line whether documents enough hold its word."""
        return [int(line.docs.sum()) >= _FEWEST_DOCS for line in self.of]

    def all_rare(self, what: str) -> RefusalError:
        """Make the refusal of lines none of whose words is common."""
        return RefusalError.alone(
            message(
                "{what}: no word is in {least} documents ({term}: {n}); choose more frequent words",
                what=what,
                least=_FEWEST_DOCS,
                term=self.of[0].term,
                n=int(self.of[0].docs.sum()),
            )
        )

    @property
    def names(self) -> list[str]:
        """The word of every line, with its group."""
        return [f"{line.term}({line.group})" if line.group else line.term for line in self.of]

    def shuffles(
        self, of: Sequence[Line], times: int, random: np.random.Generator, *, first: int = 0, behind: int | None = None
    ) -> Ints:
        """Shuffle the documents of one group over its periods, those of a story together: lines x times x periods."""
        part = slice(first, len(self.periods) if behind is None else behind)
        sizes = of[0].sizes[part]
        if not self.story or self.places is None:
            drawn = [
                random.multivariate_hypergeometric(sizes, int(line.docs[part].sum()), size=times, method="marginals")
                for line in of
            ]
            return np.array(drawn, dtype=np.int64).reshape(len(of), times, len(sizes))
        return self._with_stories(of, times, random, part)

    def _with_stories(self, of: Sequence[Line], times: int, random: np.random.Generator, part: slice) -> Ints:
        """Put stories in another order, and fill the periods with their documents in a row."""
        # Days of 2, 1 and 2 documents, in stories A A A B C: in the order C, A, B the days hold C A, A and A B
        assert self.places is not None
        places, n = self.places, len(self.periods)
        start = places.groups.index(of[0].group) * n
        inside = (places.cell >= start + part.start) & (places.cell < start + part.stop)
        docs, slots = np.flatnonzero(inside), places.cell[inside] - start - part.start
        slots = np.sort(slots)
        names = [self.story.get(places.docs[at], f"\x1f{places.docs[at]}") for at in docs]
        block = pd.factorize(np.array(names, dtype=object))[0]
        number = {int(at): k for k, at in enumerate(docs)}
        columns = [np.array([number[int(at)] for at in places.held[line.term] if int(at) in number], dtype=np.int64)
                   for line in of]  # fmt: skip
        rows = np.repeat(np.arange(len(of)), [len(held) for held in columns])
        holds = sparse.csr_array(
            (np.ones(len(rows), dtype=np.int64), (rows, np.concatenate(columns) if len(rows) else rows)),
            shape=(len(of), len(docs)),
        )
        found = np.zeros((len(of), times, part.stop - part.start), dtype=np.int64)
        for k in range(times):
            order = np.argsort(random.permutation(int(block.max()) + 1)[block], kind="stable")
            where = np.empty(len(docs), dtype=np.int64)
            where[order] = slots
            one = sparse.csr_array((np.ones(len(docs), dtype=np.int64), (np.arange(len(docs)), where)),
                                   shape=(len(docs), found.shape[2]))  # fmt: skip
            found[:, k] = (holds @ one).toarray()
        return found


def lines_of(table: pd.DataFrame, *, stories: Stories | None, what: str) -> Lines:
    """Read the lines of a timeline; refuse words that stand nearly everywhere, and a table with periods taken out."""
    schema.check(table, schema.TIMELINE, what=message("{what}: timeline", what=what))
    if table.empty:
        raise RefusalError.alone(message("{what}: the timeline has no rows; name a term in stats.timeline", what=what))
    about = schema.about(table)
    spans = table[["period", "start", "end"]].astype(str).drop_duplicates().sort_values("start", kind="stable")
    periods, starts, ends = (tuple(spans[name]) for name in ("period", "start", "end"))
    _require_every_period(table, starts, ends, what)
    kept = table.astype({"term": "str", "group": "str", "start": "str"})
    keys = list(dict.fromkeys(zip(kept["term"], kept["group"], strict=True)))
    docs, sizes = (
        kept.pivot(index=["term", "group"], columns="start", values=name).loc[keys, list(starts)].to_numpy(np.int64)  # noqa: PD010
        for name in ("docs", "docs_all")
    )
    found = Lines(
        tuple(Line(*key, d, n) for key, d, n in zip(keys, docs, sizes, strict=True)),
        periods, starts, ends, about.period or "day", {}, None, about.caution or (),
    )  # fmt: skip
    _require_room(found, what)
    return found if stories is None else _as_one(found, placed(table, what=what), stories, what)


def _require_every_period(table: pd.DataFrame, starts: tuple[str, ...], ends: tuple[str, ...], what: str) -> None:
    """Refuse a timeline from which periods were taken out."""
    sizes = table.groupby(["term", "group"], observed=True).size()
    gap = next((b for a, b in zip(ends, starts[1:], strict=False) if str(dt.date.fromisoformat(a) + _DAY) != b), None)
    short = sizes[sizes != len(starts)]
    if gap is None and short.empty:
        return
    name = gap or str(short.index[0][0])
    raise SchemaError(
        message(
            "{what}: periods are missing from the timeline (near {name!r}); choose whole terms and groups, and keep "
            "the periods without documents",
            what=what,
            name=name,
        )
    )


def _require_room(found: Lines, what: str) -> None:
    """Refuse a word that nearly every document holds: its share cannot rise."""
    for line in found.of:
        if line.docs.sum() >= EVERYWHERE * max(1, line.sizes.sum()) and line.docs.sum():
            raise RefusalError.alone(
                message(
                    "{what}: {term!r} stands in {share:.0%} of the documents, as a word does that they were searched "
                    "by, and its share cannot rise; take it out of the terms",
                    what=what,
                    term=line.term,
                    share=line.docs.sum() / line.sizes.sum(),
                )
            )


def _as_one(found: Lines, places: Placed, stories: Stories, what: str) -> Lines:
    """Count a text once that others copied, and note the story of every document."""
    story, copies = grouping.stories(places.docs, given=stories, what=f"{what}: stories")
    counted = np.array([doc not in copies for doc in places.docs])
    n = len(found.periods)
    sizes = np.bincount(places.cell[counted], minlength=len(places.groups) * n).reshape(-1, n)
    number = np.cumsum(counted) - 1
    held = {term: number[at[counted[at]]] for term, at in places.held.items()}
    left = replace(
        places,
        docs=tuple(doc for doc, keep in zip(places.docs, counted, strict=True) if keep),
        titles=tuple(title for title, keep in zip(places.titles, counted, strict=True) if keep),
        cell=places.cell[counted],
        held=held,
        counts={term: places.counts[term][counted[at]] for term, at in places.held.items()},
    )
    made = []
    for line in found.of:
        docs = np.bincount(left.cell[held[line.term]], minlength=sizes.size).reshape(-1, n)
        at = places.groups.index(line.group)
        made.append(Line(line.term, line.group, docs[at], sizes[at]))
    together = pd.Series([story[doc] for doc in left.docs if doc in story], dtype="str").value_counts()
    several = {name for name, size in together.items() if size > 1}
    lost = int((~counted).sum())
    said = [f"옮긴 글 {lost:,}편은 원문과 함께 한 편으로 셌다"] * (lost > 0)
    said += [f"같은 사건을 다룬 글의 묶음 {len(several):,}개는 함께 섞었다"] * bool(several)
    caution = (*found.caution, *said)
    return replace(found, of=tuple(made), places=left, caution=caution,
                   story={doc: name for doc, name in story.items() if name in several})  # fmt: skip


def too_rare(dropped: Sequence[str]) -> list[str]:
    """Say which words were left out because too few documents hold them."""
    return [f"글 {_FEWEST_DOCS}편에 미치지 못해 뺀 단어: {named(dropped)}"] * bool(dropped)


def named(values: Sequence[str]) -> str:
    """Name the first of some values, and how many there are."""
    more = f" 등 {len(values):,}개" if len(values) > _NAMED else ""
    return f"{', '.join(values[:_NAMED])}{more}"


def nearest_title(places: Placed, line: Line, *, periods: Sequence[str], first: int, last: int) -> str:
    """Find the title of the article with a word that is nearest to the middle of periods; of equals the fullest."""
    at = places.held.get(line.term)
    if at is None or not len(at) or line.group not in places.groups:
        return ""
    start = places.groups.index(line.group) * len(places.periods)
    own = places.cell[at] - start
    within = (own >= 0) & (own < len(places.periods))
    away = np.abs(own - places.periods.index(periods[first]) - (last - first) / 2)
    keys = [(away[k], -int(places.counts[line.term][k]), int(at[k])) for k in np.flatnonzero(within)]
    return places.titles[min(keys)[2]] if keys else ""


def by_group(of: Sequence[Line]) -> dict[str, list[int]]:
    """List the numbers of the lines of each group."""
    found: dict[str, list[int]] = {}
    for k, line in enumerate(of):
        found.setdefault(line.group, []).append(k)
    return found
