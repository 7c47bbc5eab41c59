"""Groups of documents: by period, by any document variable, or by named sets of its values.

One rule for all functions: a document without a value is in no group, is left out of what is said about groups, and is
counted (`ungrouped` of the table).
"""

from __future__ import annotations

import datetime as dt
import logging
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.errors import OptionError, RefusalError
from analysis.messages import message

By = str | Mapping[str, Sequence[str] | Mapping[str, Sequence[str]]]

_LOG = logging.getLogger(__name__)
_LISTED = 8
_PERIODS = ("day", "week", "month", "quarter", "year")
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_EXAMPLE = '{"보수": ["가나일보", "다라일보"], "진보": ["마바신문"]}'
_LAST_DAY = dt.date.max.toordinal()
_CHARACTERS = {"month": 7, "year": 4}  # of YYYY-MM-DD
_NAMES = {
    "day": "날",
    "week": "주",
    "month": "달",
    "quarter": "분기",
    "year": "해",
    "outlet": "매체",
    "author": "필자",
    "section": "지면",
    "date": "날짜",
    "stories": "사건",
}


def assign(documents: pd.DataFrame, *, by: By) -> pd.Series[str]:
    """Name the group of every document, missing for one without; say which values and documents a mapping leaves."""
    # by="month"; by="outlet"; by={"보수": ["가나일보"], "진보": ["다라신문"]}, of outlets; by={"section": {"안": [...],
    # "밖": [...]}}, of another variable; by="보수=가나일보,마바일보;진보=다라신문", as a command line writes it
    variable, sets = parts(by, documents)
    column = "date" if variable in _PERIODS else variable
    if "doc" not in documents.columns or column not in documents.columns or variable in {"doc", "text", "sha256"}:
        known = [str(name) for name in documents.columns if name not in {"doc", "text", "sha256"}]
        msg = message(
            "by {variable!r} is no document variable; use {periods} or one of {known}",
            variable=variable,
            periods=", ".join(_PERIODS),
            known=", ".join(known),
        )
        raise OptionError(msg)
    value = documents.set_index(documents["doc"].astype(str))[column]
    text = value.astype(str).str.strip()
    text = text.mask(value.isna(), "")
    if variable in _PERIODS:
        text = _period(days(documents).set_axis(text.index), variable)
    text = text.mask(text == "")
    return text if sets is None else _in_sets(text, variable, sets)


def days(documents: pd.DataFrame) -> pd.Series[str]:
    """Write the day of every document as YYYY-MM-DD, empty for none; say which dates are no day of the calendar."""
    # 2026-02-03 stays, 2026-02-30 is named and empty, 2026.02.03 is empty
    if "date" not in documents.columns:
        return pd.Series("", index=documents.index, dtype="str")
    text = documents["date"].astype("object").fillna("").astype("str").str.strip().str.removesuffix(" 00:00:00")
    shaped = text.where(text.str.fullmatch(r"\d{4}-\d{2}-\d{2}"), "")
    wrong = shaped.isin([day for day in shaped.unique() if day and not _is_day(day)])
    if wrong.any():
        at = int(wrong.to_numpy().argmax())
        _LOG.warning(
            message(
                "the date {date} of document {doc} is no day of the calendar; {n:,} document(s) with such a date count "
                "as undated",
                date=shaped.iloc[at],
                doc=str(documents["doc"].iloc[at]),
                n=int(wrong.sum()),
            )
        )
    return shaped.mask(wrong, "")


def _is_day(text: str) -> bool:
    """Whether YYYY-MM-DD is a day of the calendar."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def lookup(docs: Sequence[str], *, by: Mapping[str, Any] | pd.Series[Any]) -> pd.Series[str]:
    """Look up the group of every document in a mapping of ids, missing for one without; say how many are."""
    found = named(docs, given=by, what="by")
    if lost := int(found.isna().sum()):
        first = list(docs)[int(found.isna().to_numpy().argmax())]
        _LOG.warning(
            message("{lost:,} document(s), such as {first}, are in no group and are left out", lost=lost, first=first)
        )
    return found


def named(docs: Sequence[str], *, given: Mapping[str, Any] | pd.Series[Any], what: str) -> pd.Series[str]:
    """Look up what a mapping of document ids, the parameter `what`, names for every document; missing for none."""
    if not isinstance(given, Mapping | pd.Series):
        msg = message(
            "{what} is {given!r}; give every document its group by stats.groups(corpus.documents, by=...)",
            what=what,
            given=given,
        )
        raise OptionError(msg)
    given = given if isinstance(given, pd.Series) else pd.Series(dict(given), dtype=object)
    given = pd.Series(given.to_numpy(dtype=object), index=given.index.astype(str), dtype=object)
    if given.index.has_duplicates:
        msg = message(
            "{what} names {given!r} twice; give one group a document",
            what=what,
            given=given.index[given.index.duplicated()][0],
        )
        raise OptionError(msg)
    listed = [name for name, group in given.items() if isinstance(group, list | tuple | set | dict)]
    if listed:
        msg = message(
            "{what} has several values for {listed!r}; pass stats.groups(corpus.documents, by=...), which "
            "gives every document its group",
            what=what,
            listed=listed[0],
        )
        raise OptionError(msg)
    names = pd.Series(list(docs), dtype=object).map(given)
    text = names.astype(str).str.strip()
    found = text.mask(names.isna() | (text == ""))
    if len(found) and found.isna().all():
        msg = message(
            "{what} has a group for none of the documents, such as {docs!r}; pass one made of the same corpus",
            what=what,
            docs=docs[0],
        )
        raise OptionError(msg)
    return found


def stories(docs: Sequence[str], *, given: Any, what: str) -> tuple[dict[str, str], set[str]]:
    """Read what counts as one: the story of every document that has one, and the documents that copy another."""
    # given: a table of stats.stories, or of cleaning.near_duplicates; Corpus.copies(); any mapping of documents
    if not isinstance(given, pd.DataFrame):
        found = named(docs, given=given, what=what)
        story = {doc: name for doc, name in zip(docs, found, strict=True) if not pd.isna(name)}
        is_copies = isinstance(given, pd.Series) and given.name == "copies"
        return story, {doc for doc, name in story.items() if name != doc} if is_copies else set()
    if {"doc_a", "doc_b"} <= set(given.columns):
        first = dict(zip(given["doc_b"].astype(str), given["doc_a"].astype(str), strict=True))
        return {doc: first.get(doc, doc) for doc in docs}, {doc for doc in docs if doc in first}
    if not {"doc", "story", "copy_of"} <= set(given.columns):
        msg = message(
            "{what} is a table without the columns doc, story and copy_of; pass that of stats.stories, or "
            "Corpus.copies()",
            what=what,
        )
        raise OptionError(msg)
    story, copies = _joined(given)
    if docs and not set(docs) & set(story):
        msg = message(
            "{what} has a group for none of the documents, such as {docs!r}; pass one made of the same corpus",
            what=what,
            docs=docs[0],
        )
        raise OptionError(msg)
    return {doc: story[doc] for doc in docs if doc in story}, copies & set(docs)


def _joined(given: pd.DataFrame) -> tuple[dict[str, str], set[str]]:
    """Name the story of each document by its first one: those of one number, and a copy with what it copies."""
    # a and b are story 1, c is alone and copies b: all three are the story of a
    head: dict[str, str] = {}

    def root(doc: str) -> str:
        """Follow a document to the one that its story is named by."""
        while head.setdefault(doc, doc) != doc:
            doc = head[doc]
        return doc

    by_number: dict[int, str] = {}
    rows = list(zip(given["doc"].astype(str), given["story"], given["copy_of"].fillna("").astype(str), strict=True))
    for doc, number, copied in rows:
        others = [by_number.setdefault(int(number), doc)] if int(number) else []
        for other in [*others, *([copied] if copied else [])]:
            one, two = root(doc), root(other)
            head[max(one, two)] = min(one, two)
    return {doc: root(doc) for doc, _, _ in rows}, {doc for doc, _, copied in rows if copied}


def label(by: By, *, documents: pd.DataFrame | None = None) -> str:
    """Write in one line what a table was grouped by."""
    variable, sets = parts(by, documents)
    if sets is None:
        return str(by)
    written = ";".join(f"{group}={','.join(values)}" for group, values in sets.items())
    return written if variable == "outlet" else f"{variable}:{written}"


def parts(by: By, documents: pd.DataFrame | None) -> tuple[str, dict[str, list[str]] | None]:
    """Return the variable, and the sets of its values where they are named."""
    if isinstance(by, str):
        if ";" not in by or by.count("=") < 2 or (documents is not None and by in documents.columns):
            return by, None
        head, _, rest = by.partition(":") if ":" in by.partition("=")[0] else ("outlet", "", by)
        pairs = [pair.partition("=") for pair in rest.split(";") if pair.strip()]
        return _plain(head), _checked((group, values.split(",")) for group, _, values in pairs)
    first = next(iter(by.values()), None)
    if len(by) == 1 and isinstance(first, Mapping):
        return _plain(next(iter(by))), _checked(first.items())
    if documents is not None and len(by) > 1 and set(by) <= set(documents.columns):
        msg = message(
            "by names {n_by} variables; name one, as in {{'outlet': {{'가': ['가나일보'], '나': ['다라신문']}}}}",
            n_by=len(by),
        )
        raise OptionError(msg)
    return "outlet", _checked(by.items())


def _checked(sets: Iterable[tuple[str, Any]]) -> dict[str, list[str]]:
    """Check named sets of values: two at least, none empty, no value in two."""
    found: dict[str, list[str]] = {}
    where: dict[str, str] = {}
    for group, given in sets:
        values = [given] if isinstance(given, str) else list(given) if isinstance(given, Sequence) else []
        found[_plain(group)] = [_plain(value) for value in values if _plain(value)]
        if not _plain(group) or not found[_plain(group)]:
            msg = message(
                "by: the group {group!r} has no values; write for example {example}", group=group, example=_EXAMPLE
            )
            raise OptionError(msg)
        for value in dict.fromkeys(found[_plain(group)]):
            if where.setdefault(value, _plain(group)) != _plain(group):
                msg = message(
                    "by: {value!r} is in two groups, {where} and {group}; take it out of one",
                    value=value,
                    where=where[value],
                    group=_plain(group),
                )
                raise OptionError(msg)
    if len(found) < 2:
        msg = message(
            "by names {n_found} group(s) of values; name two or more, for example {example}",
            n_found=len(found),
            example=_EXAMPLE,
        )
        raise OptionError(msg)
    return found


def _plain(text: object) -> str:
    """Write a name composed and without white space around it."""
    return unicodedata.normalize("NFC", str(text)).strip()


def _in_sets(values: pd.Series[str], variable: str, sets: Mapping[str, list[str]]) -> pd.Series[str]:
    """Map values to the sets they are in; say which values do not occur and which documents are in no set."""
    group_of = {value: group for group, members in sets.items() for value in members}
    plain = values.map(_plain, na_action="ignore")
    absent = [f"{value} ({group})" for value, group in group_of.items() if value not in set(plain.dropna())]
    if absent:
        _LOG.warning(message("no document has for {variable}: {absent}", variable=variable, absent=", ".join(absent)))
    groups = plain.map(group_of)
    lost = plain[groups.isna()].fillna(message("no value")).value_counts()
    if len(lost):
        named = ", ".join(f"{value} {n:,}" for value, n in lost.head(_LISTED).items())
        rest = message(" and {n} more", n=len(lost) - _LISTED) if len(lost) > _LISTED else ""
        _LOG.warning(
            message("{lost:,} document(s) are in no group: {named}{rest}", lost=int(lost.sum()), named=named, rest=rest)
        )
    return groups


def _period(days: pd.Series[str], by: str) -> pd.Series[str]:
    """Name the period of each day; a week by its Monday, so that the order of names is that of time."""
    # 2021-01-03, a Sunday of ISO week 2020-W53 -> 2020-12-28; by quarter -> 2021-Q1
    if by in _CHARACTERS:
        return days.str[: _CHARACTERS[by]]
    dates = pd.to_datetime(days, format="%Y-%m-%d", errors="coerce")
    if by == "day":
        return days.where(dates.notna(), "")
    if by == "week":
        monday = dates - pd.to_timedelta(dates.dt.day_of_week, unit="D")
        return monday.dt.strftime("%Y-%m-%d").fillna("")
    quarters = dates.dt.year.astype("Int64").astype("str") + "-Q" + dates.dt.quarter.astype("Int64").astype("str")
    return quarters.where(dates.notna(), "")


def name(by: By) -> str:
    """Return the Korean name of a variable, its own where it has none."""
    variable, sets = parts(by, None)
    return "집단" if sets else _NAMES.get(variable, variable)


def nothing(by: By) -> RefusalError:
    """Make the refusal for documents of which none has the variable."""
    by = parts(by, None)[0]
    column = "date" if by in _PERIODS else by
    msg = message(
        "no document has a value for {by}; choose another variable of corpus.documents",
        by=by,
        column=column,
        what=_NAMES.get(column, column),
        group=name(by),
    )
    return RefusalError.alone(msg)


def between(first: str, last: str, *, by: str) -> list[tuple[str, str, str]]:
    """List all periods from the first to the last, each with its first and last day."""
    # between("2026-Q1", "2026-Q2", by="quarter") gives ("2026-Q1", "2026-01-01", "2026-03-31") and that of Q2
    if by in _MONTHS:
        months = _MONTHS[by]
        starts = [_month(name) // months for name in (first, last)]
        days = [_ordinal(k * months) for k in range(starts[0], starts[1] + 2)]
    else:
        step = 7 if by == "week" else 1
        start, end = (dt.date.fromisoformat(name).toordinal() for name in (first, last))
        days = list(range(start, end + 2 * step, step))
    ends = [min(day - 1, _LAST_DAY) for day in days[1:]]
    spans = [(dt.date.fromordinal(a), dt.date.fromordinal(b)) for a, b in zip(days, ends, strict=False)]
    return [(_name_day(a, by), str(a), str(b)) for a, b in spans]


def _ordinal(month: int) -> int:
    """Return the first day of a month that counts from year 0; the month after the last of the calendar has one too."""
    year, within = divmod(month, 12)
    return dt.date(year, within + 1, 1).toordinal() if year <= dt.MAXYEAR else _LAST_DAY + 1


def _month(name: str) -> int:
    """Return the number of the month in which a period begins."""
    # 2026, 2026-02 and 2026-Q2 give 24312, 24313 and 24315
    year, _, part = name.partition("-")
    within = 3 * (int(part[1:]) - 1) if part.startswith("Q") else int(part or 1) - 1
    return 12 * int(year) + within


def _name_day(day: dt.date, by: str) -> str:
    """Name the period that begins on a day, as `assign` does."""
    if by == "quarter":
        return f"{str(day)[:4]}-Q{(day.month + 2) // 3}"
    return {"year": str(day)[:4], "month": str(day)[:7]}.get(by, str(day))
